"""Items onto pages, in order and never split, with the free space shared as evenly as can be."""

from __future__ import annotations

from collections.abc import Sequence

Slice = tuple[int, int]


def balanced(heights: Sequence[float], depth: float, gap: float, pages: int = 0) -> list[Slice]:
    """Slices of items for pages of ``depth`` with at least ``gap`` between items: the least sum of squared free space.

    On as few pages as possible, or on ``pages`` if that is more. An item higher than a page gets one of its own.
    """
    if not heights:
        return []
    count = min(max(pages, fewest(heights, depth, gap)), len(heights))
    # Row after row: the cheapest way to place the first items on so many pages, and where its last page starts.
    rows: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(count):
        rows.append(_one_page_more(rows[-1], heights, depth, gap))
    slices, end = [], len(heights)
    for row in reversed(rows[1:]):
        start = row[end][1]
        slices.append((start, end))
        end = start
    return slices[::-1]


def fewest(heights: Sequence[float], depth: float, gap: float) -> int:
    """The least number of pages that hold the items."""
    pages, start = 1, 0
    for end in range(1, len(heights) + 1):
        if _free(heights, start, end, depth, gap) is None:
            pages, start = pages + 1, end - 1
    return pages


def _one_page_more(
    row: dict[int, tuple[float, int]], heights: Sequence[float], depth: float, gap: float
) -> dict[int, tuple[float, int]]:
    result: dict[int, tuple[float, int]] = {}
    for start, (cost, _) in row.items():
        for end in range(start + 1, len(heights) + 1):
            free = _free(heights, start, end, depth, gap)
            if free is None:
                break
            total = cost + free * free
            if end not in result or total < result[end][0]:
                result[end] = (total, start)
    return result


def _free(heights: Sequence[float], start: int, end: int, depth: float, gap: float) -> float | None:
    """What is left of a page with these items on it; None if they do not fit."""
    free = depth - sum(heights[start:end]) - gap * (end - start - 1)
    if free < 0:
        return 0.0 if end - start == 1 else None
    return free
