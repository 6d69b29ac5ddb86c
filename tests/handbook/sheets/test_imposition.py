"""Sheets are folded back here by paper logic alone: where is the back of this spot, and what lies on top of what?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.formats import INCH, MM
from handbook.sheets.imposition import (
    CALIPER,
    EDGE,
    TICK,
    Flip,
    Imposition,
    MarkKind,
    Placement,
    Side,
    booklet,
    foldout,
    with_blanks,
)

LETTER = (8.5 * INCH, 11 * INCH)
A4 = (210 * MM, 297 * MM)
QUARTER = (4.25 * INCH, 5.5 * INCH)
A6 = (105 * MM, 148 * MM)

page_counts = st.integers(1, 400)
papers = st.sampled_from([(QUARTER, LETTER), (A6, A4), (A6, LETTER), (QUARTER, A4)])
ways = st.sampled_from([2, 4])
flips = st.sampled_from(list(Flip))


def middle(plan: Imposition, place: Placement) -> tuple[float, float]:
    return place.x + plan.trim[0] / 2, place.y + plan.trim[1] / 2


def around(plan: Imposition, place: Placement) -> tuple[float, float]:
    """How much paper is left above the head of a page and below its foot, on its own part of the sheet."""
    rows = len({round(other.y) for other in plan.sides[0].placements})
    part = plan.sheet[1] / rows
    bottom = middle(plan, place)[1] // part * part
    below, above = place.y - bottom, bottom + part - place.y - plan.trim[1]
    return (above, below) if place.rotation == 0 else (below, above)


def turned_over(plan: Imposition, place: Placement) -> tuple[float, float, int]:
    """Where the middle of a page of the back is as seen through the paper from the front, and which way its head is."""
    x, y = middle(plan, place)
    width, height = plan.sheet
    upright = height > width
    if (plan.duplex is Flip.LONG) == upright:  # over the left or right edge: mirrored sideways, heads stay up
        return width - x, y, place.rotation
    return x, height - y, (place.rotation + 180) % 360  # over the top edge: heads go down


def leaves(plan: Imposition) -> list[tuple[int, int, int, int]]:
    """Print, turn over, cut and stack: the leaves from the outermost, as (front left, front right, their backs)."""
    piles: dict[int, list[tuple[int, int, int, int]]] = {}
    for front, back in zip(plan.sides[::2], plan.sides[1::2], strict=True):
        rows = sorted({round(place.y) for place in front.placements}, reverse=True)
        for row, y in enumerate(rows):
            left, right = sorted((p for p in front.placements if round(p.y) == y), key=lambda place: place.x)
            piles.setdefault(row, []).append(
                (left.page, right.page, behind(plan, left, back), behind(plan, right, back))
            )
    return [leaf for row in sorted(piles) for leaf in piles[row]]


def behind(plan: Imposition, place: Placement, back: Side) -> int:
    x, y = middle(plan, place)
    for other in back.placements:
        bx, by, head = turned_over(plan, other)
        if abs(bx - x) < 1e-6 and abs(by - y) < 1e-6:
            assert head == place.rotation, "the two sides of a leaf stand head to foot"
            return other.page
    raise AssertionError(f"nothing is printed behind page {place.page}")


def read_folded(plan: Imposition) -> list[int]:
    """Fold the pile of leaves at the spine and turn page after page."""
    pile = leaves(plan)
    first = [page for _, right, _, behind_right in pile for page in (right, behind_right)]
    second = [page for left, _, behind_left, _ in reversed(pile) for page in (behind_left, left)]
    return first + second


class TestBooklet:
    @given(page_counts, papers, ways, flips)
    def test_reads_in_order_after_printing_cutting_stacking_and_folding(
        self, pages: int, paper: tuple[tuple[float, float], tuple[float, float]], up: int, flip: Flip
    ) -> None:
        read = read_folded(booklet(pages, *paper, up=up, flip=flip))
        assert [page for page in read if page] == list(range(1, pages + 1))
        assert len(read) % 4 == 0

    @given(page_counts, ways)
    def test_puts_blanks_just_inside_the_back_cover_and_no_more_than_it_must(self, pages: int, up: int) -> None:
        read = read_folded(booklet(pages, QUARTER, LETTER, up=up))
        blanks = len(read) - pages
        assert blanks < 4
        assert read[-1] == pages
        assert read[pages - 1 : -1] == [0] * blanks

    @given(page_counts, papers, ways, flips)
    def test_keeps_every_page_on_the_sheet_and_off_its_neighbours(
        self, pages: int, paper: tuple[tuple[float, float], tuple[float, float]], up: int, flip: Flip
    ) -> None:
        plan = booklet(min(pages, 64), *paper, up=up, flip=flip)
        for side in plan.sides:
            for place in side.placements:
                assert place.x >= -1e-6
                assert place.x + plan.trim[0] <= plan.sheet[0] + 1e-6
                above, below = around(plan, place)
                assert min(above, below) >= -1e-6

    @given(page_counts, papers, ways, flips)
    def test_has_all_heads_and_feet_at_the_same_height_once_cut_and_stacked(
        self, pages: int, paper: tuple[tuple[float, float], tuple[float, float]], up: int, flip: Flip
    ) -> None:
        plan = booklet(min(pages, 64), *paper, up=up, flip=flip)
        first = around(plan, plan.sides[0].placements[0])
        for side in plan.sides:
            for place in side.placements:
                assert around(plan, place) == pytest.approx(first, abs=1e-6)

    @given(papers, ways, flips)
    def test_has_a_fold_mark_on_every_piece_of_paper_where_printers_reach_and_no_words_stand(
        self, paper: tuple[tuple[float, float], tuple[float, float]], up: int, flip: Flip
    ) -> None:
        plan = booklet(16, *paper, up=up, flip=flip)
        part = plan.sheet[1] / (up // 2)
        for side in plan.sides:
            folds = [mark for mark in side.marks if mark.kind is MarkKind.FOLD]
            assert {mark.start[1] // part for mark in folds} == set(range(up // 2))
            for low, high in (sorted((mark.start[1], mark.end[1])) for mark in folds):
                assert EDGE <= low < high <= plan.sheet[1] - EDGE
            assert {mark.start[0] for mark in folds} == {plan.sheet[0] / 2}  # in the fold, between two margins

    @given(page_counts, ways, flips)
    def test_moves_the_pages_of_inner_leaves_to_the_fold(self, pages: int, up: int, flip: Flip) -> None:
        plan = booklet(pages, QUARTER, LETTER, up=up, flip=flip)
        count = len(plan.sides) // 2
        for number, side in enumerate(plan.sides):
            for row, y in enumerate(sorted({place.y for place in side.placements}, reverse=True)):
                left, right = sorted((p for p in side.placements if p.y == y), key=lambda place: place.x)
                overlap = left.x + plan.trim[0] - right.x
                turned = left.rotation == 180 and up == 4
                alone = len(side.placements) < up
                leaf = number // 2 + (1 - row if turned and not alone else row) * count
                assert overlap == pytest.approx(2 * leaf * CALIPER, abs=1e-6)

    @settings(max_examples=20)
    @given(page_counts)
    def test_cuts_a_sheet_of_four_through_its_middle_and_a_sheet_of_two_nowhere(self, pages: int) -> None:
        four, two = booklet(pages, QUARTER, LETTER, up=4), booklet(pages, QUARTER, LETTER, up=2)
        cuts = [mark for mark in four.sides[0].marks if mark.kind is MarkKind.CUT]
        assert {mark.start[1] for mark in cuts} == {mark.end[1] for mark in cuts} == {LETTER[1] / 2}
        ends = sorted((mark.start[0], mark.end[0]) for mark in cuts)
        assert ends == [(EDGE, EDGE + TICK), (LETTER[0] - EDGE - TICK, LETTER[0] - EDGE)]
        assert not [mark for mark in two.sides[0].marks if mark.kind is MarkKind.CUT]

    @pytest.mark.parametrize(("page", "sheet"), [(QUARTER, LETTER), (A6, A4)])
    def test_makes_no_page_smaller(self, page: tuple[float, float], sheet: tuple[float, float]) -> None:
        assert booklet(16, page, sheet, up=4).scale == pytest.approx(1)
        assert booklet(16, page, sheet, up=2).scale > 1.29


@given(page_counts, st.sampled_from([4, 8]))
def test_blanks_fill_up_to_the_multiple_and_lose_no_page(pages: int, multiple: int) -> None:
    order = with_blanks(pages, multiple)
    assert len(order) % multiple == 0
    assert [page for page in order if page] == list(range(1, pages + 1))


class TestFoldout:
    """Fold the sheet along its length, printed side out; the cut opens; push the two ends together."""

    @pytest.mark.parametrize("sheet", [LETTER, A4])
    def test_reads_in_order_after_one_cut(self, sheet: tuple[float, float]) -> None:
        plan = foldout(sheet)
        (side,) = plan.sides
        at = {(round(p.x / plan.trim[0]), round(p.y / plan.trim[1])): p.page for p in side.placements}
        lower, upper = [at[column, 0] for column in range(4)], [at[column, 1] for column in range(4)]
        # Folded lengthwise, an end column is one leaf: its lower panel on one face, its upper on the other. Between
        # the ends the cut parts the layers: each folds outwards in its middle, into a leaf with two faces.
        front, right, back, left = (
            (lower[1], lower[2]),
            (lower[3], upper[3]),
            (upper[2], upper[1]),
            (upper[0], lower[0]),
        )
        assert [*front, *right, *back, *left] == [1, 2, 3, 4, 5, 6, 7, 8]

    def test_has_the_head_of_every_panel_at_the_long_fold(self) -> None:
        plan = foldout(LETTER)
        for place in plan.sides[0].placements:
            head = place.y + (plan.trim[1] if place.rotation == 0 else 0)
            assert head == pytest.approx(LETTER[0] / 2)

    def test_has_panels_for_the_pocket_that_fill_the_sheet(self) -> None:
        plan = foldout(LETTER)
        assert (plan.trim[0] / INCH, plan.trim[1] / INCH) == pytest.approx((2.75, 4.25))
        assert plan.sheet == (11 * INCH, 8.5 * INCH)

    def test_has_one_cut_between_the_two_middle_columns(self) -> None:
        (cut,) = [mark for mark in foldout(LETTER).sides[0].marks if mark.kind is MarkKind.CUT]
        assert (cut.start, cut.end) == ((2.75 * INCH, 4.25 * INCH), (8.25 * INCH, 4.25 * INCH))

    def test_has_a_mark_at_both_ends_of_each_fold_and_where_folds_cross(self) -> None:
        marks = [mark for mark in foldout(LETTER).sides[0].marks if mark.kind is MarkKind.FOLD]
        upright = [(18, 27), (297, 315), (585, 594)]
        across = [(18, 27), (189, 198), (594, 603), (765, 774)]  # none where the sheet is cut
        assert [(mark.start, mark.end) for mark in marks] == [
            *(((x, low), (x, high)) for x in (198, 396, 594) for low, high in upright),
            *(((left, 306), (right, 306)) for left, right in across),
        ]

    def test_turns_whole_pages_by_half_a_turn_and_makes_none_smaller(self) -> None:
        plan = foldout(LETTER)
        assert {place.rotation for place in plan.sides[0].placements} == {0, 180}
        assert plan.scale == 1


def test_a_booklet_has_four_pages_a_side_on_an_upright_sheet_unless_two_are_asked_for() -> None:
    four, two = booklet(16, QUARTER, LETTER), booklet(16, QUARTER, LETTER, up=2)
    assert (four.sheet, len(four.sides[0].placements), four.duplex) == (LETTER, 4, Flip.SHORT)
    assert (two.sheet, len(two.sides[0].placements)) == ((11 * INCH, 8.5 * INCH), 2)
