"""Which page stands where on which side of which sheet: paper logic alone, with no file and no words.

``booklet(pages, …)`` and ``foldout(…)`` return an ``Imposition``. Lengths are points from the lower left corner of the
sheet. A page is placed by its trim; ``rotation`` turns it about its own middle.

Terms: a *leaf* here is one folded piece of a saddle-stitched booklet and carries four pages; a *sheet* goes through
the printer and carries one leaf (2-up) or two (4-up, cut apart).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handbook.formats import MM

CALIPER = 0.1 * MM  # the thickness of office paper of 80 g/m²: by so much an inner leaf is pushed outwards
EDGE, TICK = 18.0, 9.0  # printers reach to 0.25 in from the edge of a sheet; there a mark begins, and is so long
PAGES_OF_A_LEAF = 4
STAPLED = 20  # leaves; more than this no office stapler goes through


class Flip(StrEnum):
    """Along which edge of the sheet the printer turns it over."""

    SHORT = "short"
    LONG = "long"


class MarkKind(StrEnum):
    """What a line on a sheet says."""

    FOLD = "fold"
    CUT = "cut"


@dataclass(frozen=True)
class Placement:
    """Where a page (from 1; 0 is blank) stands: the lower left corner of its trim, and 0 or 180 degrees."""

    page: int
    x: float
    y: float
    rotation: int = 0


@dataclass(frozen=True)
class Mark:
    """A line from one point to another."""

    kind: MarkKind
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True)
class Side:
    """One side of a sheet."""

    placements: tuple[Placement, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Imposition:
    """All sides in the order of printing. ``trim`` is the size of a placed page, which is ``scale`` times its own."""

    sheet: tuple[float, float]
    trim: tuple[float, float]
    scale: float
    sides: tuple[Side, ...]
    duplex: Flip | None = None


def booklet(
    pages: int, page: tuple[float, float], sheet: tuple[float, float], *, up: int = 4, flip: Flip = Flip.SHORT
) -> Imposition:
    """Pages imposed for folding and stapling in the fold.

    Args:
        pages: how many pages there are; blanks are added before the last one.
        page: width and height of a page.
        sheet: width and height of a sheet held upright.
        up: pages on one side of a sheet: 2 on a sheet held across, or 4 on a sheet held upright and cut in half.
        flip: the edge that the printer turns the sheet over.
    """
    rows = up // 2
    width, height = sheet if rows == 2 else (sheet[1], sheet[0])  # noqa: PLR2004  # two rows: held upright
    order = with_blanks(pages, PAGES_OF_A_LEAF)
    leaves = len(order) // PAGES_OF_A_LEAF
    scale = min(width / (2 * page[0]), height / (rows * page[1]))  # the margins of a page are those of the sheet
    head = (height / rows - page[1] * scale) / 2
    grid = _Grid(width, height, page[0] * scale, page[1] * scale, rows, head)
    sheets = -(-leaves // rows)  # of the last, the lower half is left blank where the leaves are odd in number
    sides = []
    for number in range(sheets):
        # Cut and stack: the pile of upper halves, laid on the pile of lower halves, is the booklet in order.
        of_sheet = list(range(number, leaves, sheets))
        sides.append(grid.side([_front(order, leaf) for leaf in of_sheet], of_sheet))
        back = grid.side([_back(order, leaf) for leaf in of_sheet], of_sheet)
        # Turned over a side edge, left and right change sides; turned over top or bottom, it stands on its head too.
        over_the_side = (flip is Flip.LONG) == (height > width)
        sides.append(back if over_the_side else grid.turned(back))
    return Imposition((width, height), (grid.width, grid.height), scale, tuple(sides), flip)


def with_blanks(pages: int, multiple: int) -> list[int]:
    """Page numbers from 1 with zeros for blanks: just before the last page, so that the back cover stays the back."""
    blanks = -pages % multiple
    return [*range(1, pages), *[0] * blanks, *([pages] if pages else [])]


def _front(order: Sequence[int], leaf: int) -> tuple[int, int]:
    """The outer side of a leaf, counted from the outermost: left and right."""
    return order[-1 - 2 * leaf], order[2 * leaf]


def _back(order: Sequence[int], leaf: int) -> tuple[int, int]:
    return order[2 * leaf + 1], order[-2 - 2 * leaf]


@dataclass(frozen=True)
class _Grid:
    """Two columns of pages that meet in the fold, in one row or two, ``head`` below the top of its part of a sheet.

    All rows stand alike in their parts: cut apart and stacked, facing pages would jump otherwise.
    """

    sheet_width: float
    sheet_height: float
    width: float
    height: float
    rows: int
    head: float

    @property
    def left(self) -> float:
        return self.sheet_width / 2 - self.width

    def top(self, row: int) -> float:
        """The upper edge of the pages in a row, counted from the top."""
        return self.sheet_height * (1 - row / self.rows) - self.head

    def side(self, rows: Sequence[tuple[int, int]], leaves: Sequence[int]) -> Side:
        """Pages in rows from the top, each moved to the fold by as much as its leaf is pushed outwards."""
        placements = []
        for row, ((left, right), leaf) in enumerate(zip(rows, leaves, strict=True)):
            y = self.top(row) - self.height
            creep = leaf * CALIPER
            placements += [Placement(left, self.left + creep, y), Placement(right, self.left + self.width - creep, y)]
        return Side(tuple(placements), tuple(self._marks()))

    def turned(self, side: Side) -> Side:
        """The side turned by half a turn on its sheet."""
        corner = self.sheet_width - self.width, self.sheet_height - self.height
        places = (Placement(place.page, corner[0] - place.x, corner[1] - place.y, 180) for place in side.placements)
        marks = (Mark(mark.kind, self._opposite(mark.start), self._opposite(mark.end)) for mark in side.marks)
        return Side(tuple(places), tuple(marks))

    def _opposite(self, point: tuple[float, float]) -> tuple[float, float]:
        return self.sheet_width - point[0], self.sheet_height - point[1]

    def _marks(self) -> list[Mark]:
        """Short lines at the edges: a fold mark at the top and at the bottom, a cut mark at both sides of two rows."""
        folds = [(y, y + TICK) for y in (EDGE, self.sheet_height - EDGE - TICK)]
        sides = [(x, x + TICK) for x in (EDGE, self.sheet_width - EDGE - TICK)]
        x, cuts = self.sheet_width / 2, [self.sheet_height * row / self.rows for row in range(1, self.rows)]
        return [
            *(Mark(MarkKind.FOLD, (x, low), (x, high)) for low, high in folds),
            *(Mark(MarkKind.CUT, (left, y), (right, y)) for y in cuts for left, right in sides),
        ]


# The pages of a sheet folded to eight, as seen from above: the upper row stands on its head.
FOLDOUT_ROWS = ((7, 6, 5, 4), (8, 1, 2, 3))
PANELS = 8  # of a sheet; the first is its cover


def foldout(sheet: tuple[float, float], pages: int = PANELS) -> Imposition:
    """Eight panels on one side of each sheet (given upright, used across), with a cut between the two middle columns.

    Folded lengthwise and pushed together at its ends, a sheet is a book of eight pages.
    """
    width, height = sheet[1], sheet[0]
    panel = width / 4, height / 2
    marks = tuple(_foldout_marks(panel))
    sides = tuple(
        Side(
            tuple(
                Placement(before + page, column * panel[0], (1 - row) * panel[1], 180 if row == 0 else 0)
                for row, numbers in enumerate(FOLDOUT_ROWS)
                for column, page in enumerate(numbers)
            ),
            marks,
        )
        for before in range(0, pages, PANELS)
    )
    return Imposition((width, height), panel, 1.0, sides)


def _foldout_marks(panel: tuple[float, float]) -> list[Mark]:
    wide, high = panel
    tick, edge = TICK, EDGE
    marks = [Mark(MarkKind.CUT, (wide, high), (3 * wide, high))]
    for column in (1, 2, 3):
        x = column * wide
        for low, top in ((edge, edge + tick), (high - tick, high + tick), (2 * high - edge - tick, 2 * high - edge)):
            marks.append(Mark(MarkKind.FOLD, (x, low), (x, top)))
    for left, right in ((edge, edge + tick), (wide - tick, wide), (3 * wide, 3 * wide + tick)):
        marks.append(Mark(MarkKind.FOLD, (left, high), (right, high)))
    marks.append(Mark(MarkKind.FOLD, (4 * wide - edge - tick, high), (4 * wide - edge, high)))
    return marks
