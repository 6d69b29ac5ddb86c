"""Which words cannot be seen for what is painted under, over or through them. Lengths are points.

A page is painted anew on a coarse canvas, whose dots hold the number of the area that was painted there last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from PIL import Image, ImageChops, ImageDraw

from proof.drawing import Area, Drawing, Point, Rectangle, Word, box_of
from proof.pdf_color import WHITE, Rgb, contrast, mixed

_DOTS = 600_000  # of a canvas: two a point on small pages, one on office paper
_FAINT = 1.6  # the contrast below which nobody reads
_HIDES = 0.8  # the opacity from which nothing is read through an area
_LOW, _MIDDLE, _HIGH = 0.08, 0.25, 0.4  # of the size over the baseline: a letter that is covered at both ends is
_THROUGH = 0.12, 0.42  # where a rule strikes letters out, and does not underline them
_STRUCK = 0.6  # the part of a word that is then struck
_NEAR = 40  # so many rules beside a word are looked at: more are a pattern


class _Canvas:
    """Dots with the number of what was painted there last, from 1; 0 is paper."""

    def __init__(self, sheet: Rectangle) -> None:
        width, height = max(1.0, sheet[2] - sheet[0]), max(1.0, sheet[3] - sheet[1])
        self.scale = min(2.0, (_DOTS / (width * height)) ** 0.5)
        self.size = max(1, min(_DOTS, int(width * self.scale) + 1)), max(1, min(_DOTS, int(height * self.scale) + 1))
        self.image = Image.new("I", self.size)
        self.draw = ImageDraw.Draw(self.image)

    def paint(self, area: Area, number: int) -> None:
        """Fill an area with its number."""
        shapes = [[self._dot(point) for point in shape] for shape in area.shapes]
        if not area.hollow:
            for shape in shapes:
                self.draw.polygon(shape, fill=number)
            return
        x0, y0, x1, y1 = box_of([point for shape in shapes for point in shape])
        size = int(x1 - x0) + 1, int(y1 - y0) + 1
        mask = Image.new("1", size)
        for shape in shapes:
            one = Image.new("1", size)
            ImageDraw.Draw(one).polygon([(x - x0, y - y0) for x, y in shape], fill=1)
            mask = ImageChops.logical_xor(mask, one)
        self.image.paste(number, (int(x0), int(y0)), mask)

    def at(self, points: Iterable[Point]) -> list[int]:
        """What was painted last at each point."""
        width, height, dots = *self.size, self.image.load()
        found: list[int] = []
        for x, y in points:
            across, up = int(x * self.scale), int(y * self.scale)
            inside = dots and 0 <= across < width and 0 <= up < height
            found.append(int(dots[across, up]) if inside else 0)  # type: ignore[index, arg-type]
        return found

    def _dot(self, point: Point) -> tuple[int, int]:
        return int(point[0] * self.scale), int(point[1] * self.scale)


def faint(page: Drawing, words: Iterable[Word]) -> Iterator[Word]:
    """Words that cannot be told from what they are drawn on; they come in the order in which they are drawn."""
    canvas: _Canvas | None = None
    colors: list[Rgb | None] = [WHITE]
    for word in words:
        while len(colors) <= len(page.areas) and page.areas[len(colors) - 1].order < word.order:
            area = page.areas[len(colors) - 1]
            canvas = canvas or _Canvas(page.sheet)
            colors.append(_color(area, canvas, colors))
            canvas.paint(area, len(colors) - 1)
        grounds = canvas.at(word.along(_MIDDLE)) if canvas else [0]
        if sum(_is_faint(word, colors[ground]) for ground in grounds) * 2 > len(grounds):
            yield word


def _color(area: Area, canvas: _Canvas, colors: Sequence[Rgb | None]) -> Rgb | None:
    """The colour of an area; where something shows through it, with that in its middle."""
    if area.opacity == 1 or area.color is None:
        return area.color
    x0, y0, x1, y1 = area.box
    under = colors[canvas.at([((x0 + x1) / 2, (y0 + y1) / 2)])[0]]
    return mixed(area.color, under, area.opacity) if under else None


def _is_faint(word: Word, ground: Rgb | None) -> bool:
    if ground is None or word.color is None:
        return word.opacity < 1 - _HIDES
    color = word.color if word.opacity == 1 else mixed(word.color, ground, word.opacity)
    return contrast(color, ground) < _FAINT


def covered(page: Drawing, words: Sequence[Word]) -> Iterator[Word]:
    """Words of which a letter or more lies under something that was painted over it later."""
    first = words[0].order if words else 0
    over = [area for area in page.areas if area.hides and area.opacity >= _HIDES and area.order > first]
    if not over:
        return
    canvas = _Canvas(page.sheet)
    for number, area in enumerate(over, start=1):
        canvas.paint(area, number)
    orders = [0, *(area.order for area in over)]
    for word in words:
        if word.order > orders[-1]:
            break
        ends = zip(canvas.at(word.along(_LOW)), canvas.at(word.along(_HIGH)), strict=True)
        if any(orders[low] > word.order and orders[high] > word.order for low, high in ends):
            yield word


def struck(page: Drawing, words: Iterable[Word]) -> Iterator[Word]:
    """Words with a line through them, or that an annotation strikes out."""
    level = sorted((rule for rule in page.rules if rule[2] - rule[0] >= rule[3] - rule[1]), key=_height)
    upright = sorted((_turned(r) for r in page.rules if r[2] - r[0] < r[3] - r[1]), key=_height)
    heights = [_height(rule) for rule in level], [_height(rule) for rule in upright]
    if not (page.rules or page.struck):
        return
    for word in words:
        if any(_inside(word.middle, shape) for shape in page.struck) or (
            word.upright and (_through(word, level, heights[0]) or _through(word, upright, heights[1], turned=True))
        ):
            yield word


def _through(word: Word, rules: Sequence[Rectangle], heights: Sequence[float], *, turned: bool = False) -> bool:
    """Whether lines of one direction run through most of a word of that direction."""
    if not rules or (abs(word.matrix[0]) < abs(word.matrix[1])) != turned:
        return False
    low, high = (list(word.along(height)) for height in _THROUGH)
    if turned:
        low, high = [(y, x) for x, y in low], [(y, x) for x, y in high]
    foot, top = sorted((low[0][1], high[0][1]))
    start = bisect_left(heights, foot)
    near = [
        rule for rule in rules[start : start + _NEAR] if _height(rule) <= top and rule[3] - rule[1] < word.height / 3
    ]
    hit = sum(any(rule[0] <= x <= rule[2] for rule in near) for x, _ in low)
    return hit > _STRUCK * len(low)


def _height(rule: Rectangle) -> float:
    return (rule[1] + rule[3]) / 2


def _turned(rule: Rectangle) -> Rectangle:
    return rule[1], rule[0], rule[3], rule[2]


def _inside(point: Point, shape: Sequence[Point]) -> bool:
    """Whether a point lies in a shape without dents, whichever way round its corners go."""
    x, y = point
    sides = [
        (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
        for (x0, y0), (x1, y1) in zip(shape, [*shape[1:], shape[0]], strict=True)
    ]
    return all(side >= 0 for side in sides) or all(side <= 0 for side in sides)
