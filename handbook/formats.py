"""The table of page formats. All lengths are in points (1/72 in)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

INCH = 72.0
MM = INCH / 25.4


@dataclass(frozen=True)
class TypeSize:
    """A type size and its leading, both in points."""

    size: float
    leading: float


@dataclass(frozen=True)
class PageFormat:
    """A page: its size, its margins, and the sizes of type on it. ``inner`` is the margin at the fold."""

    name: str
    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    body: TypeSize
    tip: TypeSize
    voice: TypeSize
    question: TypeSize
    small: TypeSize

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - self.inner - self.outer

    @property
    def depth(self) -> float:
        """The height of the text."""
        return self.height - self.top - self.bottom


def _pocket(name: str, width: float, height: float) -> PageFormat:
    """A page for the pocket; margins keep everything 0.25 in from the edge, which office printers cannot reach."""
    return PageFormat(
        name=name,
        width=width,
        height=height,
        top=42,
        bottom=42,
        inner=30,
        outer=26,
        body=TypeSize(10.5, 15),
        tip=TypeSize(12, 17),
        voice=TypeSize(14, 19.5),
        question=TypeSize(21, 27),
        small=TypeSize(9, 12.5),
    )


FORMATS: Mapping[str, PageFormat] = {
    page.name: page
    for page in (
        _pocket("quarter-letter", 4.25 * INCH, 5.5 * INCH),
        _pocket("a6", 105 * MM, 148 * MM),
    )
}
DEFAULT = "quarter-letter"


def _sheet(name: str, width: float, height: float) -> PageFormat:
    """A page for the ring binder: what trainers and participants read at a table."""
    return PageFormat(
        name=name,
        width=width,
        height=height,
        top=54,
        bottom=60,
        inner=54,
        outer=54,
        body=TypeSize(10.5, 14.5),
        tip=TypeSize(12, 16.5),
        voice=TypeSize(12.5, 17.5),
        question=TypeSize(16, 21),
        small=TypeSize(9, 12.5),
    )


SHEETS: Mapping[str, PageFormat] = {
    page.name: page for page in (_sheet("letter", 8.5 * INCH, 11 * INCH), _sheet("a4", 210 * MM, 297 * MM))
}
