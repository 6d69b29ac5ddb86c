"""Items onto pages: in order, never split, nothing lost, and as evenly as can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.balance import balanced, fewest

HEIGHTS = st.lists(st.floats(5, 150), max_size=30)


@given(HEIGHTS, st.floats(0, 20), st.integers(0, 12))
def test_every_item_stands_on_one_page_and_in_order(heights: list[float], gap: float, pages: int) -> None:
    slices = balanced(heights, 200, gap, pages)
    assert [at for start, end in slices for at in range(start, end)] == list(range(len(heights)))
    assert all(start < end for start, end in slices)


@given(HEIGHTS, st.floats(0, 20), st.integers(0, 12))
def test_no_page_is_overfull_unless_a_single_item_is(heights: list[float], gap: float, pages: int) -> None:
    for start, end in balanced(heights, 100, gap, pages):
        assert end - start == 1 or sum(heights[start:end]) + gap * (end - start - 1) <= 100 + 1e-6


@given(HEIGHTS, st.floats(0, 20))
def test_no_more_pages_are_used_than_needed(heights: list[float], gap: float) -> None:
    assert len(balanced(heights, 200, gap)) == (fewest(heights, 200, gap) if heights else 0)


def test_pages_are_filled_evenly_and_not_the_first_to_the_brim() -> None:
    assert balanced([10] * 6, 50, 0) == [(0, 3), (3, 6)]


@pytest.mark.parametrize(("pages", "expected"), [(1, 2), (2, 2), (3, 3), (9, 6)])
def test_more_pages_are_used_where_they_are_asked_for(pages: int, expected: int) -> None:
    assert len(balanced([10] * 6, 50, 0, pages)) == expected
