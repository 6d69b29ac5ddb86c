"""The table of page formats. All lengths are in points (1/72 in)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planned.spacing import PageFormat, TypeSize

INCH = 72.0
MM = INCH / 25.4


def _pocket(name: str, width: float, height: float) -> PageFormat:
    """A page for the pocket; margins keep everything 0.25 in from the edge, which office printers cannot reach.

    Small print is of 9.8 points, so that it is still of 9 where a booklet is printed four pages to a sheet.
    """
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
        small=TypeSize(9.8, 13),
    )


def _large(name: str, width: float, height: float) -> PageFormat:
    """A page for people with low vision: 18 points or more, a leading of 1.45, upright letters (ACB, large print)."""
    return PageFormat(
        name=name,
        width=width,
        height=height,
        top=76,
        bottom=76,
        inner=66,
        outer=62,
        body=TypeSize(18.5, 26.5),
        tip=TypeSize(20, 29),
        voice=TypeSize(22, 32),
        question=TypeSize(32, 42),
        small=TypeSize(18, 25),
        upright=True,
    )


def panel(name: str, width: float, height: float, tip: float) -> PageFormat:
    """A panel of a sheet folded to eight; ``tip`` is the size of its tips, and all else follows from it."""
    return PageFormat(
        name=name,
        width=width,
        height=height,
        top=17,
        bottom=20,
        inner=18,
        outer=18,
        body=TypeSize(max(7.5, tip - 0.3), max(7.5, tip - 0.3) * 1.24),
        tip=TypeSize(tip, tip * 1.25),
        voice=TypeSize(tip + 0.3, (tip + 0.3) * 1.28),
        question=TypeSize(tip * 1.35, tip * 1.7),
        small=TypeSize(7.5, 9.4),
        tracking=0.0,
    )


def card(tip: float = 11) -> PageFormat:
    """A card of 4 by 6 in with tips of a size."""
    return PageFormat(
        name="card-4x6",
        width=4 * INCH,
        height=6 * INCH,
        top=24,
        bottom=22,
        inner=22,
        outer=22,
        body=TypeSize(max(9.0, tip - 1), max(9.0, tip - 1) * 1.3),
        tip=TypeSize(tip, tip * 1.32),
        voice=TypeSize(tip, tip * 1.35),
        question=TypeSize(tip * 1.5, tip * 1.9),
        small=TypeSize(9, 11.5),
    )


def _poster(name: str, width: float, height: float, voice: float) -> PageFormat:
    """A sheet for the wall. The x-height of 24 points is 4 mm: at 2 m, 7 minutes of arc; a good eye reads at 5."""
    return PageFormat(
        name=name,
        width=width,
        height=height,
        top=54,
        bottom=46,
        inner=50,
        outer=50,
        body=TypeSize(16, 21),
        tip=TypeSize(20, 26),
        voice=TypeSize(voice, voice * 1.32),
        question=TypeSize(voice * 1.3, voice * 1.62),
        small=TypeSize(16, 21),
        heading=TypeSize(24, 32),
    )


LETTER = (8.5 * INCH, 11 * INCH)
A4 = (210 * MM, 297 * MM)
SHEETS: Mapping[str, tuple[float, float]] = {"letter": LETTER, "a4": A4}
SMALLEST_PANEL = 7.5
LARGEST_PANEL = 9.0

FORMATS: Mapping[str, PageFormat] = {
    page.name: page
    for page in (
        _pocket("quarter-letter", 4.25 * INCH, 5.5 * INCH),
        _pocket("a6", 105 * MM, 148 * MM),
    )
}
LARGE_PRINT: Mapping[str, PageFormat] = {name: _large(f"large-{name}", *size) for name, size in SHEETS.items()}
POSTERS: Mapping[str, PageFormat] = {
    page.name: page
    for page in (
        _poster("letter", *LETTER, 24),
        _poster("a4", *A4, 24),
        _poster("tabloid", 11 * INCH, 17 * INCH, 26),
        _poster("a3", 297 * MM, 420 * MM, 26),
    )
}
DEFAULT = "quarter-letter"

# Which sizes people have at hand where they have another.
_INCHES = ("quarter-letter", "letter", "tabloid", "4x6")
_METRIC = ("a6", "a4", "a3")


def size_for(wanted: str, sizes: Sequence[str]) -> str:
    """The size that a product comes in where somebody asked for one: that, or the first of the same family."""
    family = _METRIC if wanted in _METRIC else _INCHES
    return wanted if wanted in sizes else next((size for size in sizes if size in family), sizes[0])


def _binder(name: str, width: float, height: float) -> PageFormat:
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


BINDER: Mapping[str, PageFormat] = {
    page.name: page for page in (_binder("letter", 8.5 * INCH, 11 * INCH), _binder("a4", 210 * MM, 297 * MM))
}
RULING = 25.0  # from one line to write on to the next: room for a hand
