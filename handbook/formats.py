"""The table of paper sizes, and the page formats on them. All lengths are in points (1/72 in)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planned.spacing import PageFormat, TypeSize

INCH = 72.0
MM = INCH / 25.4


@dataclass(frozen=True)
class Paper:
    """A size of paper. ``family`` names those that people have beside it, ``quarter`` the size that it folds to."""

    width: float
    height: float
    family: str
    quarter: str = ""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height


PAPERS: Mapping[str, Paper] = {
    "quarter-letter": Paper(4.25 * INCH, 5.5 * INCH, "inch"),
    "letter": Paper(8.5 * INCH, 11 * INCH, "inch", quarter="quarter-letter"),
    "tabloid": Paper(11 * INCH, 17 * INCH, "inch"),
    "4x6": Paper(4 * INCH, 6 * INCH, "inch"),
    "a6": Paper(105 * MM, 148 * MM, "metric"),
    "a5": Paper(148 * MM, 210 * MM, "metric"),
    "a4": Paper(210 * MM, 297 * MM, "metric", quarter="a6"),
    "a3": Paper(297 * MM, 420 * MM, "metric"),
}
DEFAULT = "quarter-letter"


def size_for(wanted: str, sizes: Sequence[str]) -> str:
    """The size that a product comes in where somebody asked for one: that, or the first of the same family."""
    family = [size for size in sizes if PAPERS[size].family == PAPERS[wanted].family]
    return wanted if wanted in sizes else (*family, *sizes)[0]


def go_together(one: str, other: str) -> bool:
    """Whether pages of one size are printed on sheets of the other, or both are the same."""
    return one == other or one == PAPERS[other].quarter or other == PAPERS[one].quarter


def _page(size: str, margins: tuple[float, float, float, float], **types: tuple[float, float]) -> PageFormat:
    """A page of a paper. ``margins`` are top, bottom, inner, outer; ``types`` the size and leading of each type."""
    sizes: dict[str, Any] = {name: TypeSize(*type) for name, type in types.items()}
    return PageFormat(size, *PAPERS[size].size, *margins, **sizes)


def pocket(size: str) -> PageFormat:
    """A page for the pocket; margins keep everything 0.25 in from the edge, which office printers cannot reach.

    Small print is of 9.8 points, so that it is still of 9 where a booklet is printed four pages to a sheet.
    """
    types = {"body": (10.5, 15.0), "tip": (12.0, 17.0), "voice": (14.0, 19.5), "question": (21.0, 27.0)}
    return _page(size, (46, 38, 30, 26), **types, small=(9.8, 13))


def large(size: str) -> PageFormat:
    """A page for people with low vision: 18 points or more, a leading of 1.45, upright letters (ACB, large print)."""
    types = {"body": (18.5, 26.5), "tip": (20.0, 29.0), "voice": (22.0, 32.0), "question": (32.0, 42.0)}
    return replace(_page(size, (76, 76, 66, 62), **types, small=(18, 25), heading=(18, 21.7)), upright=True)


# The sizes of tips on a foldout. On one sheet small print is of 7.5 points; where more are needed, nothing is under 9.
ON_ONE_SHEET: Sequence[float] = (9.0, 8.9, 8.8, 8.7, 8.6, 8.5, 8.4, 8.3, 8.2, 8.1, 8.0)
ON_MORE_SHEETS: Sequence[float] = (11.0, 10.5, 10.2, 9.9)


def panel(size: str, tip: float) -> PageFormat:
    """A panel of a sheet folded to eight; ``tip`` is the size of its tips, and all else follows from it."""
    body, voice, small = max(7.5, tip - 0.3), tip + 0.3, max(7.5, tip - 0.9)
    types = {"body": (body, body * 1.24), "tip": (tip, tip * 1.25), "voice": (voice, voice * 1.28)}
    page = _page(size, (17, 20, 18, 18), **types, question=(tip * 1.35, tip * 1.7), small=(small, small * 1.253))
    return replace(page, width=page.height / 4, height=page.width / 2, tracking=0.0)


def card(tip: float = 11) -> PageFormat:
    """A card of 4 by 6 in with tips of a size."""
    body = max(9.0, tip - 1)
    types = {"body": (body, body * 1.3), "tip": (tip, tip * 1.32), "voice": (tip, tip * 1.35)}
    return _page("4x6", (24, 22, 22, 22), **types, question=(tip * 1.5, tip * 1.9), small=(9, 11.5))


def poster_voices(size: str) -> tuple[float, ...]:
    """The sizes of voices on a poster, from that which the sheet asks for to the least: where every voice fits.

    The x-height of 24 points is 4 mm, at 2 m 7 minutes of arc; that of 18 is 5, at which a good eye reads.
    """
    large = (26.0,) if PAPERS[size].height > 12 * INCH else ()
    return (*large, 24.0, 22.0, 20.0, 18.0)


def poster(size: str, voice: float) -> PageFormat:
    """A sheet for the wall, with voices of a size."""
    types = {"body": (16.0, 21.0), "tip": (20.0, 26.0), "voice": (voice, voice * 1.32), "small": (16.0, 21.0)}
    return _page(size, (54, 46, 50, 50), **types, question=(voice * 1.3, voice * 1.62), heading=(24, 32))


def binder(size: str) -> PageFormat:
    """A page for the ring binder: what trainers and participants read at a table."""
    types = {"body": (10.5, 14.5), "tip": (12.0, 16.5), "voice": (12.5, 17.5), "question": (16.0, 21.0)}
    side = min(54.0, PAPERS[size].width / 11)
    return replace(_page(size, (54, 60, side, side), **types, small=(9, 12.5)), tracking=0.0)


RULING = 25.0  # from one line to write on to the next: room for a hand
