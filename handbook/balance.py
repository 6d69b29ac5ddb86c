"""Items onto pages, in order and never split, with the free space shared as evenly as can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

Slice = tuple[int, int]


def balanced(heights: Sequence[float], depth: float, gap: float, pages: int = 0) -> list[Slice]:
    """Slices of items for pages of ``depth`` with at least ``gap`` between items: the least sum of squared free space.

    On as few pages as possible, or on ``pages`` if that is more. An item higher than a page gets one of its own. Only
    the last page is less than half full, wherever that can be.
    """
    if not heights:
        return []
    column = _Column(heights, depth, gap)
    count = min(max(pages, fewest(heights, depth, gap)), len(heights))
    needed = _needed(column)
    # Row after row: the cheapest way to place the first items on so many pages, and where its last page starts.
    rows: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for left in range(count - 1, -1, -1):
        rows.append(_one_page_more(rows[-1], column, needed, left))
    slices, end = [], len(heights)
    for row in reversed(rows[1:]):
        start = row[end][1]
        slices.append((start, end))
        end = start
    return slices[::-1]


def fewest(heights: Sequence[float], depth: float, gap: float) -> int:
    """The least number of pages that hold the items."""
    return max(1, _needed(_Column(heights, depth, gap))[0])


def _needed(column: _Column) -> list[int]:
    """How many pages the items take from each on, to the last; none after it."""
    needed, end = [0] * (column.count + 1), column.count
    for start in range(column.count - 1, -1, -1):
        while column.free(start, end) is None:
            end -= 1
        needed[start] = needed[end] + 1
    return needed


def _one_page_more(
    row: dict[int, tuple[float, int]], column: _Column, needed: Sequence[int], left: int
) -> dict[int, tuple[float, int]]:
    """The next row. Where the pages that are ``left`` would not hold what follows, or each have an item, none leads."""
    result: dict[int, tuple[float, int]] = {}
    for start, (cost, _) in row.items():
        for end in range(start + 1, column.count + 1 - left):
            free = column.free(start, end)
            if free is None:
                break
            if needed[end] > left:
                continue
            thin = left > 0 and free > column.depth / 2
            total = cost + free * free + thin * column.depth**2
            if end not in result or total < result[end][0]:
                result[end] = (total, start)
    return result


class _Column:
    """All items under each other, so that the height of a slice is one subtraction."""

    def __init__(self, heights: Sequence[float], depth: float, gap: float) -> None:
        self.count, self.depth, self._gap = len(heights), depth, gap
        self._ends = [0.0, *accumulate(heights)]

    def free(self, start: int, end: int) -> float | None:
        """What is left of a page with these items on it; None if they do not fit."""
        free = self.depth - (self._ends[end] - self._ends[start]) - self._gap * (end - start - 1)
        if free < -_HAIR:
            return 0.0 if end - start == 1 else None
        return max(0.0, free)


_HAIR = 1e-6
