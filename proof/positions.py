"""Words that cannot be read where they stand: outside their page, or over other words. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from proof.reading import How, Misplaced

Rectangle = tuple[float, float, float, float]  # left, foot, right, top

# The small letters of a word stand between these parts of its size, counted from the baseline.
FOOT, TOP = 0.02, 0.42
SIDE = 0.1  # of the size: kerning, italics and marks reach so far into a neighbour
_SLACK = 1.0  # beyond an edge: a font's widths need not be those of its ink
_TOUCH = 0.15  # of the lower height: so little of two words on the same spot hides none


@dataclass(frozen=True)
class Word:
    """The ink of a word: the ``box`` of its small letters, and the ``frame`` that it must not leave."""

    page: int
    text: str
    box: Rectangle
    frame: Rectangle


def misplaced(words: Sequence[Word]) -> Iterator[Misplaced]:
    """What is wrong on each page, the words of a kind together."""
    for page, some in groupby(sorted(words, key=lambda word: word.page), key=lambda word: word.page):
        there = list(some)
        outside = [word.text for word in there if _leaves(word)]
        over = [f"{one.text} / {other.text}" for one, other in over_each_other(there)]
        for how, texts in ((How.OUTSIDE, outside), (How.OVER, over)):
            if texts:
                yield Misplaced(page + 1, how, "; ".join(dict.fromkeys(texts)))


def _leaves(word: Word) -> bool:
    left, foot, right, top = word.frame
    x0, y0, x1, y1 = word.box
    return x0 < left - _SLACK or y0 < foot - _SLACK or x1 > right + _SLACK or y1 > top + _SLACK


def over_each_other(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Pairs of words on the same spot. The same word twice is a shadow, and can be read."""
    rows = sorted((word for word in words if word.box[0] < word.box[2]), key=lambda word: word.box[1])
    for at, one in enumerate(rows):
        x0, y0, x1, y1 = one.box
        for other in rows[at + 1 :]:
            left, foot, right, top = other.box
            if foot >= y1:
                break
            touch = _TOUCH * min(y1 - y0, top - foot)
            if left < x1 and x0 < right and min(y1, top) - foot > touch and one.text != other.text:
                yield one, other
