"""The handout: the tips and voices of a session, each with lines to write on.

``render(Guide, PageFormat) -> HTML``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from handbook import binder
from handbook.composer import Composer
from handbook.formats import PageFormat
from source.model import Guide, Point, Tip

WORDS = 276.0  # the width of the column of words, in points
GAP = 22.0  # between the words and the lines beside them
LEAST_LINES = 3
ATTRIBUTION_GAP = 3.0


class Column(Composer):
    """Measures the words in the column that leaves room for notes."""

    @property
    def attribution(self) -> float:
        """The height of an attribution with the space above it."""
        return self.page.small.leading + ATTRIBUTION_GAP

    def lines(self, height: float) -> int:
        """How many lines to write on stand beside words of a height."""
        return max(LEAST_LINES, ceil(height / binder.RULING))

    def trim_tip(self, tip: Tip) -> float:
        """By how much to narrow a tip so that it does not end on a lonely word."""
        return self.trim(tip.text, self.page.tip, self.tip_measure)

    def trim_point(self, point: Point) -> float:
        """By how much to narrow a point of a tip."""
        return self.trim(point.text, self.page.tip, self.point_measure)


def render(guide: Guide, page: PageFormat, session: Sequence[str] = ()) -> str:
    """The whole document as HTML; ``session`` says under the title which one it is, a line each."""
    column = replace(page, width=page.inner + WORDS + page.outer)
    return binder.render(
        "handout.html",
        guide,
        page,
        guide.labels.handout,
        session,
        composer=Column(guide, column),
        words=WORDS,
        margin=page.measure - WORDS,
        gap=GAP,
        attribution_gap=ATTRIBUTION_GAP,
    )
