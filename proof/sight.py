"""Words on a slide that nobody can read there: hidden, faint, tiny, struck through, covered, cut off, off the slide.

Where lines stand is an estimate (``proof.lines``), so only what is clear counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import combinations, pairwise
from typing import Any

from PIL import Image

from proof.lines import Line, is_rtl, lines
from proof.looks import NOTHING, Looks, Paint, Run, behind, cell_of, filled
from proof.package import A, P, R
from proof.reading import How
from proof.sheets import Box, Shape, Sheet, animated, joined, shared
from proof.texts import paragraphs, texts

_SEEN = 0.9  # so much of a box lies on the slide, or words of it are cut
_LEAST_CONTRAST = 1.4  # white on the light grey of a prompt has 1.6
_LEAST_SIZE = 6.0
_COVERED = 0.75  # of a word, by a shape that is painted later
_SQUASHED = 0.4  # of the size: lines so close lie over each other
_DENSE = 0.7  # opaque enough to hide what is behind it
_UNSURE = 0.05  # of the length of a text: so far may lines stand from where they are drawn
_CROWDED = 10**6  # pairs of texts and shapes: where there are more, nobody compares each with each


@dataclass(frozen=True)
class Seen:
    """A shape with its place among those that are painted, and how its words look and stand."""

    shape: Shape
    at: int
    looks: Looks
    paragraphs: tuple[Any, ...]
    words: tuple[str, ...]
    lines: tuple[Line, ...] | None
    gone: bool
    moves: bool

    @cached_property
    def box(self) -> Box | None:
        """The box of its words; of the shape, where lines cannot be told."""
        return joined([line.box for line in self.lines]) if self.lines else self.shape.box

    @property
    def clipped(self) -> bool:
        """Whether nothing is shown beyond the edge of its box."""
        return self.looks.body("vertOverflow", "overflow") != "overflow"

    @property
    def drawn(self) -> Iterator[Line]:
        """The lines that are shown."""
        box = self.shape.box
        for line in self.lines or ():
            if not self.clipped or (box and box[1] <= _middle(line) <= box[3]):
                yield line

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(text.strip() for text in self.words)

    @property
    def rtl(self) -> bool:
        """Whether its words run from right to left."""
        return any(is_rtl(self.looks.level(paragraph)) for paragraph in self.paragraphs)


class Sight:
    """What can be seen of a slide."""

    def __init__(self, slide: Sheet, shapes: Sequence[Shape], size: tuple[float, float], defaults: Any) -> None:
        self.slide = slide
        self.size = size
        self.shapes = shapes
        moving = animated(slide)
        self.paints = [filled(shape) if shape.box else None for shape in shapes]
        self.moving = [moving.get(shape.id, "") if shape.sheet is slide else "" for shape in shapes]
        self.texts = [self._seen(at, shape, defaults) for at, shape in enumerate(shapes)]
        crowded = len(shapes) * sum(bool(seen.words) for seen in self.texts) > _CROWDED
        drawn = [] if crowded else [at for at, shape in enumerate(shapes) if shape.box and not shape.hidden]
        # What lies still may cover words: what it fills for certain, and lines that may be drawn through them.
        still = [at for at in drawn if not self.moving[at]]
        self.lids = [(at, box) for at in still if self._hides(at) and (box := _dense_box(shapes[at]))]
        self.strokes = [(at, shapes[at]) for at in still if _is_line(shapes[at])]
        self.grounds = [(at, shapes[at].box, paint) for at in drawn if (paint := self.paints[at])]

    def _seen(self, at: int, shape: Shape, defaults: Any) -> Seen:
        looks, found = Looks(shape, defaults), tuple(paragraphs(shape))
        said = tuple(text for text in texts(shape, links=shape.sheet is self.slide) if text.strip())
        there = lines(looks, found) if said and shape.element.tag == f"{P}sp" else None
        moves = self.moving[at]
        return Seen(shape, at, looks, found, said, there, shape.hidden or moves == "gone", bool(moves))

    def is_on(self, shape: Shape) -> bool:
        """Whether a shape lies on the slide, if only in part, and is not hidden: of a master, nobody else sees it."""
        return not shape.hidden and (shape.box is None or shared(shape.box, (0.0, 0.0, *self.size)) > 0)

    def unseen(self) -> Iterator[tuple[How, str]]:
        """What cannot be read on the slide, and why."""
        own = [seen for seen in self.texts if seen.shape.sheet is self.slide and seen.text]
        shown = []
        for seen in own:
            if seen.gone:
                yield How.HIDDEN, seen.text
            elif _is_out(seen.shape.box, self.size):
                yield How.OUTSIDE, seen.text
            elif _is_squeezed(seen):
                yield How.TINY, seen.text
            else:
                shown.append(seen)
                yield from self._faint(seen)
                yield from self._cut(seen)
                yield from self._covered(seen)
        for one, other in combinations(shown, 2) if len(shown) ** 2 <= _CROWDED else ():
            yield from ((How.OVER, text) for text in self._over(one, other))

    # --- of themselves ---

    def _faint(self, seen: Seen) -> Iterator[tuple[How, str]]:
        behind_all = self._ground(seen)
        for paragraph in seen.paragraphs:
            table = seen.shape.element.tag != f"{P}sp"
            cell = cell_of(paragraph, self.slide.scheme) if table else NOTHING
            for run in seen.looks.runs(paragraph):
                text = run.text.strip()
                if text and run.struck:
                    yield How.STRUCK, text
                elif text and run.size < _LEAST_SIZE:
                    yield How.TINY, text
                # The words of a table have the colour that its style gives them, unless they say another.
                elif text and cell and behind_all and (run.own or not table) and _is_faint(run, cell.over(behind_all)):
                    yield How.FAINT, text

    def _ground(self, seen: Seen) -> Paint | None:
        """What stands behind a shape with words, and in it; None where nobody knows where it stands."""
        if seen.box is None:
            return None
        # The cells of a table are looked at each by itself.
        last = seen.at - (seen.shape.element.tag != f"{P}sp")
        below = ((box, paint) for at, box, paint in self.grounds if at <= last and box and _meet(box, seen.box))
        return behind(seen.box, self.slide, below)

    def _cut(self, seen: Seen) -> Iterator[tuple[How, str]]:
        """Lines that leave the slide, or a box that shows nothing beyond its edge; lines over each other."""
        if not seen.lines or seen.box is None or seen.shape.box is None:
            return
        wide, high = self.size
        unsure = _UNSURE * (seen.box[3] - seen.box[1])
        top, bottom = (seen.shape.box[1], seen.shape.box[3]) if seen.clipped else (0.0, high)
        beyond = [line for line in seen.lines if not top - unsure <= _middle(line) <= bottom + unsure]
        aside = [line for line in seen.lines if line.box[2] > wide * (1 + _UNSURE) or line.box[0] < -_UNSURE * wide]
        if beyond:
            yield How.CROPPED if seen.clipped else How.OUTSIDE, " ".join(line.text for line in beyond)
        if aside:
            yield How.OUTSIDE, " ".join(line.text for line in aside)
        for one, other in pairwise(seen.lines):
            if other.box[1] - one.box[1] < _SQUASHED * min(one.size, other.size):
                yield How.OVER, f"{one.text} / {other.text}"

    # --- by others ---

    def _covered(self, seen: Seen) -> Iterator[tuple[How, str]]:
        if seen.box is None:
            return
        for at, stroke in self.strokes:
            if at > seen.at and (words := _struck(seen, stroke)):
                yield How.STRUCK, words
        for at, box in self.lids:
            if at > seen.at and _meet(box, seen.box):
                words = _hidden_words(seen, box, seen.box)
                if words and _is_opaque(self.shapes[at]):
                    yield How.COVERED, words

    def _hides(self, at: int) -> bool:
        paint = self.paints[at]
        return paint is not None and paint.alpha >= _DENSE and not _is_line(self.shapes[at])

    def _over(self, one: Seen, other: Seen) -> Iterator[str]:
        """Lines of two shapes on the same spot. The same words twice are a shadow, and can be read."""
        if not one.lines or not other.lines or one.moves or other.moves or one.text == other.text:
            return
        if (one.box and other.box and not _meet(one.box, other.box)) or self._hides(other.at):
            return
        for line in one.drawn:
            for another in other.drawn:
                if _touch(line, another):
                    yield f"{line.text} / {another.text}"


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _hidden_words(seen: Seen, lid: Box, words: Box) -> str:
    """The words that something covers; all of them, where it is not known where each stands."""
    if seen.lines is None:
        return seen.text if shared(words, lid) >= _COVERED else ""
    return " ".join(
        word
        for line in seen.lines
        for word, left, right in line.words
        if shared((left, line.band[0], right, line.band[1]), lid) >= _COVERED
    )


def _is_out(box: Box | None, size: tuple[float, float]) -> bool:
    """Whether so much of a box lies off the slide that words of it do. One without a place stands where it should."""
    if box is None:
        return False
    shares = []
    for at, whole in enumerate(size):
        start, end = sorted((box[at], box[at + 2]))
        seen = min(end, whole) - max(start, 0)
        shares.append(seen / (end - start) if end > start else float(seen >= 0))
    return not (min(shares) > 0 and shares[0] * shares[1] >= _SEEN)


def _is_squeezed(seen: Seen) -> bool:
    """Whether a box is too narrow for a letter: what is wrapped in it stands in a column that nobody reads."""
    box = seen.shape.box
    if box is None or not seen.lines or seen.looks.body("wrap", "square") == "none":
        return False
    return box[2] - box[0] < seen.lines[0].size / 2 and len(seen.text) > 1


def _is_faint(run: Run, ground: Paint) -> bool:
    if run.mark.alpha:
        ground = run.mark.over(ground)
    inks = [paint for paint in (run.paint, run.outline) if paint.alpha]
    return all(paint.over(ground).contrast(ground) < _LEAST_CONTRAST for paint in inks)


def _middle(line: Line) -> float:
    return sum(line.band) / 2


def _touch(one: Line, other: Line) -> bool:
    """Whether two lines share so much of a spot that their letters lie over each other."""
    (top, bottom), (above, below) = one.band, other.band
    height = min(bottom, below) - max(top, above)
    width = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return height > min(bottom - top, below - above) / 2 and width > max(one.size, other.size)


# --- what covers ----------------------------------------------------------------------------------------------------

_LETS_THROUGH = frozenset(
    (
        *("frame", "halfFrame", "donut", "blockArc", "arc", "corner", "diagStripe", "noSmoking", "chord", "funnel"),
        *("leftBracket", "rightBracket", "bracketPair", "leftBrace", "rightBrace", "bracePair", "lightningBolt"),
    )
)
_FULL = frozenset(
    ("rect", "roundRect", "round1Rect", "round2SameRect", "snip1Rect", "snip2SameRect", "flowChartProcess")
)
_CORNER = 0.15  # of a side: what is no rectangle fills what lies within


def _dense_box(shape: Shape) -> Box | None:
    """The part of a shape that it fills for certain; None where it fills nothing."""
    preset = next(shape.all(f"{P}spPr/{A}prstGeom"), None)
    name = "" if preset is None else preset.get("prst", "rect")
    if shape.box is None or shape.element.tag == f"{P}cxnSp" or name in _LETS_THROUGH:
        return None
    left, top, right, bottom = shape.box
    free = shape.element.find(f"{P}spPr/{A}custGeom") is not None
    if not shape.turned and not free and (name in _FULL or preset is None):
        return shape.box
    wide, high = _CORNER * (right - left), _CORNER * (bottom - top)
    return left + wide, top + high, right - wide, bottom - high


def _is_opaque(shape: Shape) -> bool:
    """Whether a picture lets nothing through; it is opened only where it lies on words."""
    if shape.element.tag != f"{P}pic":
        return True
    blip = shape.element.find(f"{P}blipFill/{A}blip")
    part = shape.sheet.part.linked(None if blip is None else blip.get(f"{R}embed"))
    if part is None:
        return False
    try:
        with Image.open(BytesIO(part.package.read(part.name))) as picture:
            if picture.width * picture.height > _LARGE:
                return "A" not in picture.getbands()
            clear = picture.has_transparency_data
            alphas = picture.convert("RGBA").getchannel("A").resize((_FINE, _FINE)).tobytes() if clear else b"\xff"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return sum(alpha > 255 * _DENSE for alpha in alphas) >= _COVERED * len(alphas)


_LARGE, _FINE = 10**7, 32  # pixels


def _is_line(shape: Shape) -> bool:
    """A line, or a bar no thicker than one, that runs from left to right."""
    if shape.box is None or shape.turned or shape.element.tag not in {f"{P}sp", f"{P}cxnSp"}:
        return False
    left, top, right, bottom = shape.box
    return abs(bottom - top) < _THIN and abs(right - left) > 4 * _THIN


_THIN = 6.0


def _struck(seen: Seen, line: Shape) -> str:
    """The words that a line is drawn through."""
    assert line.box is not None
    left, top, right, bottom = line.box
    found = []
    for each in seen.lines or ():
        above, below = each.band
        inside = above + (below - above) / 4 < (top + bottom) / 2 < below
        found += [word for word, start, end in each.words if inside and left <= start and end <= right]
    return " ".join(found)


# --- the order of reading -------------------------------------------------------------------------------------------


def in_order(some: Iterable[Seen], *, rtl: bool) -> list[Seen]:
    """Shapes in the order in which a person reads them: as they lie, unless one clearly stands before another.

    The title comes first. A shape stands before those under it in the same column, and those beside it in the same row.
    """
    left = list(some)
    if len(left) > _MANY:
        return left
    ordered = []
    while left:
        first = next((one for one in left if not any(_before(other, one, rtl=rtl) for other in left)), left[0])
        left = [each for each in left if each is not first]
        ordered.append(first)
    return ordered


def _before(one: Seen, other: Seen, *, rtl: bool) -> bool:
    if one is other or other.shape.root == "title":
        return False
    if one.shape.root == "title":
        return True
    if one.box is None or other.box is None:
        return False
    (left, top, right, bottom), (x0, y0, x1, y1) = one.box, other.box
    column = min(right, x1) - max(left, x0) > min(right - left, x1 - x0) / 2
    row = abs(top - y0) < _ROW and (min(bottom, y1) - max(top, y0)) > 0
    beside = left >= x1 if rtl else right <= x0
    return (column and bottom <= y0 + _ROW / 2 and top < y0) or (row and beside)


_ROW = 8.0
_MANY = 60  # shapes: with more, they stay as they lie
