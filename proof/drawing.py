"""What a page draws, in order: words, areas of colour, rules and pictures. Pure data; lengths are points.

Positions count from the lower left corner of the page as it lies before a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import NamedTuple

from proof.pdf_color import Rgb

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]  # left, foot, right, top
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# The small letters of a word stand between these parts of its size, counted from the baseline.
FOOT, TOP = 0.02, 0.42
SIDE = 0.1  # of the size: kerning, italics and marks reach so far into a neighbour


def moved(matrix: Matrix, point: Point) -> Point:
    """Where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def joined(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does what one does, and then what the other does."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def box_of(points: Sequence[Point]) -> Rectangle:
    """The upright box around points."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def corners(box: Sequence[float]) -> list[Point]:
    """The corners of a box, one beside the other."""
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def common(one: Rectangle, other: Rectangle) -> Rectangle:
    """The part that two boxes share; its right is left of its left where they share none."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def holds(box: Rectangle, point: Point, slack: float = 0.0) -> bool:
    """Whether a point is in a box."""
    return box[0] - slack <= point[0] <= box[2] + slack and box[1] - slack <= point[1] <= box[3] + slack


def contains(outer: Rectangle, inner: Rectangle, slack: float = 1.0) -> bool:
    """Whether a box lies in another."""
    return holds(outer, inner[:2], slack) and holds(outer, inner[2:], slack)


class Letter(NamedTuple):
    """What one code of a font shows, and from where to where, in text space."""

    text: str
    start: float
    end: float


@dataclass(slots=True, eq=False)
class Word:
    """A word as it is drawn: ``matrix`` brings its text space to the page, where its letters stand ``rise`` high.

    ``frame`` is the page that was imposed there, or the whole. ``color`` is None where it cannot be told. ``hidden`` is
    set by a layer that is off, ``clipped`` where the page shows nothing there; what is not drawn at all has no opacity.
    """

    order: int
    text: str
    letters: Sequence[Letter]
    matrix: Matrix
    size: float
    rise: float
    frame: Rectangle
    color: Rgb | None
    opacity: float
    hidden: bool = False
    clipped: bool = False

    @property
    def height(self) -> float:
        """The size of the type on the page."""
        return abs(self.size) * hypot(self.matrix[2], self.matrix[3])

    def along(self, height: float) -> Iterator[Point]:
        """The middle of each letter, so many ems over the baseline."""
        a, b, c, d, e, f = self.matrix
        y = self.rise + height * self.size
        e, f = c * y + e, d * y + f
        for _, start, end in self.letters:
            x = (start + end) / 2
            yield a * x + e, b * x + f

    @property
    def quad(self) -> list[Point]:
        """The corners of its small letters, one beside the other."""
        size, side = self.size, SIDE * abs(self.size)
        left, right = self.letters[0].start + side, self.letters[-1].end - side
        box = (left, self.rise + FOOT * size, max(left, right), self.rise + TOP * size)
        return [moved(self.matrix, corner) for corner in corners(box)]

    @property
    def middle(self) -> Point:
        """The middle of its small letters."""
        x, y = (self.letters[0].start + self.letters[-1].end) / 2, self.rise + (FOOT + TOP) / 2 * self.size
        return moved(self.matrix, (x, y))

    @property
    def upright(self) -> bool:
        """Whether it stands at a right angle to the page."""
        a, b = self.matrix[:2]
        return min(abs(a), abs(b)) <= max(abs(a), abs(b)) / 100


class Area(NamedTuple):
    """A filled shape. ``color`` is None where it cannot be told; ``hides`` says that nothing shows through."""

    order: int
    shapes: Sequence[Sequence[Point]]
    box: Rectangle
    color: Rgb | None
    opacity: float = 1.0
    hides: bool = True
    hollow: bool = False  # what two of its shapes share is left out


@dataclass
class Drawing:
    """One page: its ``number`` from 0, its whole ``sheet``, and what a reader is shown of it.

    ``trim`` is what is kept when it is cut. ``struck`` are the shapes that an annotation strikes out.
    """

    number: int
    sheet: Rectangle
    shown: Rectangle
    trim: Rectangle
    words: list[Word] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    rules: list[Rectangle] = field(default_factory=list)  # lines, as thin boxes
    pictures: list[Rectangle] = field(default_factory=list)
    struck: list[list[Point]] = field(default_factory=list)


def clipped(shape: Sequence[Point], box: Rectangle) -> Sequence[Point]:
    """The part of a shape in an upright box (Sutherland and Hodgman, 1974)."""
    for axis, side, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        if all((point[axis] - side) * sign >= 0 for point in shape):
            continue
        kept: list[Point] = []
        last = shape[-1] if shape else (0.0, 0.0)
        for point in shape:
            here, before = (point[axis] - side) * sign, (last[axis] - side) * sign
            if (here >= 0) != (before >= 0):
                part = before / (before - here)
                kept.append((last[0] + (point[0] - last[0]) * part, last[1] + (point[1] - last[1]) * part))
            if here >= 0:
                kept.append(point)
            last = point
        shape = kept
    return shape
