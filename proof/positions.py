"""Words that cannot be read where they stand: outside their page, over other words, or not to be seen.

Lengths are points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from statistics import median

from proof.canvas import covered, faint, struck
from proof.drawing import Drawing, Point, Rectangle, Word, box_of, contains, holds
from proof.reading import How, Misplaced

_SLACK = 1.0  # beyond an edge: a font's widths need not be those of its ink
_TOUCH = 0.15  # of the lower height: so little of two words on the same spot hides none
_TINY = 2.1  # points: the foot of a slide has 2.2 in its picture on A5
_TINY_PART = 0.27  # and so small a part of the page's other type, as pages may be shrunk as a whole
_NOTHING = 1.2  # points; nobody reads that, whatever else is on the page
_ODD = 300  # words at odd angles on one page: more are a pattern


def misplaced(page: Drawing) -> Iterator[Misplaced]:
    """What is wrong on a page, the words of a kind together."""
    hows = {word: how for how, words in _unseen(page) for word in words}
    found: dict[How, list[str]] = {}
    last = None
    for word in page.words:
        how = hows.get(word)
        if how and how is last:
            found[how][-1] += f" {word.text}"
        elif how:
            found.setdefault(how, []).append(word.text)
        last = how
    over = [f"{one.text} / {other.text}" for one, other in over_each_other([w for w in page.words if w not in hows])]
    if over:
        found[How.OVER] = over
    for how in How:
        if how in found:
            yield Misplaced(page.number + 1, how, "; ".join(dict.fromkeys(found[how])))


def _unseen(page: Drawing) -> Iterator[tuple[How, list[Word]]]:
    """The words that nobody sees as they are meant, by how: each only once."""
    rest = page.words
    usual = median(word.height for word in rest) if rest else 0
    ways: tuple[tuple[How, Callable[[], Iterable[Word]]], ...] = (
        (How.HIDDEN, lambda: (word for word in rest if word.hidden or (not word.opacity and not _is_scan(word, page)))),
        (How.CROPPED, lambda: (word for word in rest if _is_cut_off(word, page))),
        (How.OUTSIDE, lambda: (word for word in rest if _leaves(word, page))),
        (How.TINY, lambda: (word for word in rest if _is_tiny(word, usual))),
        (How.FAINT, lambda: faint(page, rest)),
        (How.COVERED, lambda: covered(page, rest)),
        (How.STRUCK, lambda: struck(page, rest)),
    )
    for how, find in ways:
        found = list(find())
        if found:
            gone = set(found)
            rest = [word for word in rest if word not in gone]
        yield how, found


def _is_scan(word: Word, page: Drawing) -> bool:
    """Whether a picture shows the word, which lies hidden with it so that it can be searched for and copied."""
    return any(holds(picture, word.middle) for picture in page.pictures)


def _is_cut_off(word: Word, page: Drawing) -> bool:
    """Whether the page is shown without the part where the word stands: cropped as a whole, or there alone."""
    if holds(page.shown, word.middle):
        return word.clipped
    return page.shown != page.sheet or not contains(page.shown, page.trim)


def _is_tiny(word: Word, usual: float) -> bool:
    return word.height < _NOTHING or word.height < min(_TINY, _TINY_PART * usual)


def _leaves(word: Word, page: Drawing) -> bool:
    quad = word.quad
    return not all(holds(word.frame, corner, _SLACK) and holds(page.sheet, corner, _SLACK) for corner in quad)


def over_each_other(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Pairs of words on the same spot. The same word twice is a shadow, and can be read."""
    boxes = [(box_of(word.quad), word) for word in words]
    rows = sorted((pair for pair in boxes if pair[0][0] < pair[0][2]), key=lambda pair: pair[0][1])
    level = [pair for pair in rows if pair[1].upright]
    odd = [pair for pair in rows if not pair[1].upright][:_ODD]
    beside = chain(
        _meeting(level), ((one, other) for at, one in enumerate(odd) for other in chain(level, odd[at + 1 :]))
    )
    for (box, one), (other_box, other) in beside:
        if one.text != other.text and _touch(box, other_box) and (one.upright or _cross(one.quad, other.quad)):
            yield one, other


_Boxed = tuple[Rectangle, Word]


def _meeting(rows: Sequence[_Boxed]) -> Iterator[tuple[_Boxed, _Boxed]]:
    """Pairs that share a height, from the lowest up."""
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            if other[0][1] >= one[0][3]:
                break
            yield one, other


def _touch(one: Rectangle, other: Rectangle) -> bool:
    """Whether two boxes share so much of their height that it hides something."""
    height = min(one[3], other[3]) - max(one[1], other[1])
    least = min(one[3] - one[1], other[3] - other[1])
    return one[0] < other[2] and other[0] < one[2] and height > _TOUCH * least


def _cross(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Whether two four-cornered shapes share a spot: no line along a side of either parts them."""
    for shape in (one, other):
        for (x0, y0), (x1, y1) in pairwise(shape[:3]):
            across, up = y1 - y0, x0 - x1
            ours, theirs = ([x * across + y * up for x, y in points] for points in (one, other))
            touch = _TOUCH * min(max(ours) - min(ours), max(theirs) - min(theirs))
            if min(max(ours), max(theirs)) - max(min(ours), min(theirs)) <= touch:
                return False
    return True
