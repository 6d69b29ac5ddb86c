"""Pages that blocks flow through from one to the next: panels of a foldout, sides of a card, sheets of a poster.

All functions are pure; lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from handbook import items
from handbook.balance import balanced, fewest
from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Page
from source.model import Guide

Unit = tuple[Block, ...]  # blocks that stay together
_LEADING_ON = frozenset({Role.HEADING, Role.CHAPTER, Role.QUESTION})


@dataclass(frozen=True)
class Panels:
    """Fills panels in one setting. ``gap`` is the least space between blocks."""

    guide: Guide
    setting: Setting
    gap: float

    @property
    def room(self) -> float:
        """The depth of a page less what rounding may take, so that a full page never spills onto another."""
        return self.setting.page.depth - 1.0

    def set(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks, measured; one after the other, with no space of their own but what was asked for."""
        return [self.setting.set(block) for block in blocks]

    def total(self, blocks: Sequence[Block], gap: float) -> float:
        """The height of blocks with a gap between them."""
        return sum(block.height + block.above for block in blocks) + gap * max(0, len(blocks) - 1)

    def foot(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """Who shared the voices among the blocks, if it is one and the same for all."""
        said = items.shared_by(self.guide, blocks, self.setting.form(Role.VOICE).inset)
        return tuple(self.set(said[:1]))

    def kept(self, foot: Sequence[Block]) -> float:
        """The room that a foot takes."""
        return sum(block.height for block in foot) + self.setting.page.small.leading * 1.2 if foot else 0.0

    def filled(self, blocks: Sequence[Block], most: float, foot: Sequence[Block] = ()) -> Page:
        """A panel with the free height shared between its blocks, as far as that looks well."""
        free = self.room - self.kept(foot) - self.total(blocks, 0)
        gap = min(most, max(self.gap, free / max(1, len(blocks) - 1)))
        stacked = [replace(block, above=block.above + gap if at else 0.0) for at, block in enumerate(blocks)]
        return Page(tuple(stacked), tuple(foot))

    def units(self, blocks: Sequence[Block], depth: float) -> list[Unit]:
        """Measured blocks that stay together, none higher than ``depth``: what leads on stands with what follows.

        A block that no panel holds is parted, and the first piece of it stands under what leads to it.
        """
        units: list[Unit] = []
        held: Unit = ()
        for block in blocks:
            room = depth - self.total(held, self.gap) - self.gap if held else depth
            pieces = list(self.setting.pieces(block, room, depth))
            if held and (room < block.height <= depth or pieces[0].height > room):
                units.append(held)
                held = ()
                pieces = list(self.setting.pieces(block, depth, depth))
            for piece in pieces:
                units.append((*held, piece))
                held = ()
            if block.role in _LEADING_ON:
                held = units.pop()
        return [*units, held] if held else units

    def fewest(self, units: Sequence[Unit], depth: float) -> int:
        """The least number of panels that hold the units."""
        return fewest(self._heights(units), depth, self.gap)

    def spread(self, units: Sequence[Unit], depth: float, pages: int = 0) -> Iterator[list[Block]]:
        """The blocks of each panel: on as few as can be, or evenly on ``pages`` if that is more."""
        for start, end in balanced(self._heights(units), depth, self.gap, pages):
            yield list(chain.from_iterable(units[start:end]))

    def _heights(self, units: Sequence[Unit]) -> list[float]:
        return [self.total(unit, self.gap) for unit in units]
