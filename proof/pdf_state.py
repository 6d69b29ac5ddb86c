"""What operators of a PDF work with: the graphics state, and the path that is being drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from proof.drawing import Matrix, Point, Rectangle, box_of, corners, moved
from proof.pdf_color import BLACK, Rgb
from proof.pdf_text import Face

_MOST_POINTS = 5_000  # of a path
_STEPS = (0.25, 0.5, 0.75, 1.0)  # of a curve
_EXACT = 0.1  # points: so straight is a box


class State:
    """The graphics state (8.4), and that of text (9.3)."""

    def __init__(self, ctm: Matrix, clip: Rectangle) -> None:
        self.ctm = ctm
        self.clip = clip
        self.clip_shapes: Sequence[Sequence[Point]] = ()  # where the clip is no upright box
        self.space: Any = "DeviceGray"
        self.color: Rgb | None = BLACK
        self.stroke_space: Any = "DeviceGray"
        self.stroke: Rgb | None = BLACK
        self.width = 1.0
        self.opacity = 1.0
        self.stroke_opacity = 1.0
        self.group = 1.0  # the opacity of the groups around
        self.masked = False
        self.blends = False
        self.face: Face | None = None
        self.size = 0.0
        self.spacing = 0.0
        self.word_spacing = 0.0
        self.scaling = 1.0
        self.leading = 0.0
        self.mode = 0
        self.rise = 0.0

    def copy(self) -> State:
        """The same state, to change."""
        new = object.__new__(State)
        new.__dict__.update(self.__dict__)
        return new


class Path:
    """Shapes as points on the page; curves become a few straight lines. Coordinates come as the state has them."""

    def __init__(self) -> None:
        self.shapes: list[list[Point]] = []
        self._points = 0

    def move(self, matrix: Matrix, point: Point) -> None:
        """Begin a shape."""
        self.shapes.append([moved(matrix, point)])

    def line(self, matrix: Matrix, point: Point) -> None:
        """Go on straight."""
        self._add([moved(matrix, point)])

    def curve(self, matrix: Matrix, one: Point | None, two: Point, end: Point) -> None:
        """Go on in a curve; without its first point it leaves from where the path is."""
        start = self.shapes[-1][-1]
        points = (start, moved(matrix, one) if one else start, moved(matrix, two), moved(matrix, end))
        self._add([_on_curve(points, step) for step in _STEPS])

    def close(self) -> None:
        """Go back to where the shape began."""
        self.shapes[-1].append(self.shapes[-1][0])

    def rectangle(self, matrix: Matrix, box: Rectangle) -> None:
        """A whole shape."""
        self.shapes.append([moved(matrix, corner) for corner in corners(box)])
        self.close()

    def _add(self, points: list[Point]) -> None:
        self._points += len(points)
        if self._points <= _MOST_POINTS:
            self.shapes[-1] += points

    @property
    def box(self) -> Rectangle:
        """The box around all shapes."""
        return box_of([point for shape in self.shapes for point in shape])

    @property
    def boxes(self) -> bool:
        """Whether all its shapes are upright boxes."""
        return all(map(_is_box, self.shapes))

    @property
    def holes(self) -> bool:
        """Whether some shapes go round the other way, and so are holes in the others."""
        return len({_area(shape) > 0 for shape in self.shapes}) > 1


def _on_curve(points: Sequence[Point], t: float) -> Point:
    parts = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    x, y = (sum(part * point[axis] for part, point in zip(parts, points, strict=True)) for axis in (0, 1))
    return x, y


def _is_box(shape: Sequence[Point]) -> bool:
    x0, y0, x1, y1 = box_of(shape)
    return len(shape) in {4, 5} and all(
        min(abs(x - x0), abs(x - x1)) < _EXACT and min(abs(y - y0), abs(y - y1)) < _EXACT for x, y in shape
    )


def _area(shape: Sequence[Point]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(shape, [*shape[1:], shape[0]], strict=True))
