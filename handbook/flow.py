"""Products of one kind of thing, in type as large as its pages allow: cards of tips, and posters of voices.

Blocks flow from one side of a card, or one sheet of a poster, to the next. All functions are pure; lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from handbook import imprint, items
from handbook.formats import card, poster, poster_voices
from handbook.panels import Panels
from planned.blocks import Block, Role
from planned.heights import Setting, refuse
from planned.pages import Document, Page
from planned.spacing import PageFormat, Style
from source.errors import LayoutError
from source.labels import filled
from source.model import Guide, Section

_LOGO_ON_CARD = (60.0, 18.0)  # of a card
_CARD_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_CARD_GAP = 0.6
_MOST_CARDS = 12
_INSTEAD = "Print the foldout or the booklet instead."
_MANY = 88  # a number as wide as any that counts cards or sheets


# --- cards --------------------------------------------------------------------------------------------------------


def tips_card(guide: Guide, _: str = "") -> Document:
    """Two sides of a card: the tips; the question and who to call. On more cards where one is too small.

    Raises:
        LayoutError: there are no tips, one is longer than a side, or they take more cards than anybody carries.
    """
    if not any(section.tips for section in guide.sections):
        raise LayoutError("The guide has no tips, so there is no card of them.")
    cards = _Cards.of(guide, _CARD_SIZES[-1])
    if over := cards.over:  # cards are parted from each other: half a tip may say what nobody meant
        leading = cards.panels.setting.page.tip.leading
        raise refuse(over[0].item, "a side of a card", over[0].height - cards.depth, leading, _INSTEAD)
    if cards.total > _MOST_CARDS:
        raise LayoutError(
            f"The tips and contacts would take {cards.total} cards of 4 × 6 in, even in type of 9 pt, and nobody "
            f"carries more than {_MOST_CARDS}. {_INSTEAD}"
        )
    sizes = (_Cards.of(guide, size) for size in _CARD_SIZES)
    cards = next(made for made in sizes if made.total <= cards.total and not made.over)
    page = cards.panels.setting.page
    notes = (f"It takes {cards.total} cards.",) if cards.total > 1 else ()
    return Document(Style.DENSE, page, tuple(cards.pages()), guide.labels.tips_card, guide.title, notes)


@dataclass(frozen=True)
class _Cards:
    """The tips, and then the questions and who to call, on the sides of cards in one size of type."""

    panels: Panels
    groups: tuple[Sequence[Block], ...]

    @classmethod
    def of(cls, guide: Guide, tip: float) -> _Cards:
        """The blocks of both, measured."""
        panels = Panels(guide, Setting(guide.theme.fonts, card(tip), Style.DENSE), tip * _CARD_GAP)
        return cls(panels, (_tips(panels), _called(panels)))

    @cached_property
    def sides(self) -> list[list[Block]]:
        """The blocks of each side, with both groups on one card where it holds them."""
        units = [self.panels.units(blocks, self.depth) for blocks in self.groups]
        return [side for some in units for side in self.panels.spread(some, self.depth)]

    @property
    def depth(self) -> float:
        """What the foot leaves of a side."""
        return self.panels.room - self.panels.kept([self._foot(_MANY, _MANY)])

    @property
    def total(self) -> int:
        """How many cards they take."""
        return ceil(len(self.sides) / 2)

    def pages(self) -> Iterator[Page]:
        """The sides, front and back of each card in turn."""
        for at, blocks in enumerate(self.sides):
            yield self.panels.filled(blocks, self.panels.setting.page.tip.size, (self._foot(at // 2 + 1, self.total),))

    @property
    def over(self) -> list[Block]:
        """The tips and contacts that no side holds."""
        whole = (Role.TIP, Role.CONTACT)
        return [
            block for blocks in self.groups for block in blocks if block.role in whole and block.height > self.depth
        ]

    def _foot(self, number: int, total: int) -> Block:
        guide, setting = self.panels.guide, self.panels.setting
        return imprint.beside(guide, setting, _counted(guide, number, total), _LOGO_ON_CARD)


def _tips(panels: Panels) -> list[Block]:
    return [
        block
        for section in panels.guide.sections
        if section.tips
        for block in (_headed(panels, section), *panels.set(items.tips(section)))
    ]


def _called(panels: Panels) -> list[Block]:
    guide = panels.guide
    blocks = []
    for section in guide.sections:
        if not section.tips:
            blocks.append(_headed(panels, section))
        blocks += panels.set(items.question(section))
    label = Block(Role.CHAPTER, items.plain(guide.labels.contacts), above=10 * panels.setting.page.scale)
    return [*blocks, *panels.set([label] if guide.contacts else []), *panels.set(items.contacts(guide))]


def _headed(panels: Panels, section: Section) -> Block:
    return replace(panels.setting.set(items.heading(section)), above=0.0)


# --- the poster ---------------------------------------------------------------------------------------------------


def voices_poster(guide: Guide, size: str) -> Document:
    """The question and the voices for a wall, on as few sheets as type that is read at 2 m allows.

    Raises:
        LayoutError: there are no voices, or one is longer than a sheet.
    """
    if not any(section.voices for section in guide.sections):
        raise LayoutError("The guide has no voices, so there is no poster of them.")
    for voice in poster_voices(size):
        try:
            return _poster(guide, poster(size, voice))
        except LayoutError as error:
            refused = error
    raise refused


def _poster(guide: Guide, page: PageFormat) -> Document:
    """The sheets in one size of type: each section on sheets of its own, or all in a row if that saves a sheet."""
    panels = Panels(guide, Setting(guide.theme.fonts, page, Style.DENSE), page.voice.size * 0.75)
    sections = [section for section in guide.sections if section.voices]
    apart = [sheet for section in sections for sheet in _sheets(panels, [section])]
    row = _sheets(panels, sections)
    sheets = row if len(row) < len(apart) else apart
    pages = tuple(
        panels.filled(blocks, panels.gap * 2, (*said, _at_foot(panels, number, len(sheets))))
        for number, (blocks, said) in enumerate(sheets, start=1)
    )
    return Document(Style.DENSE, page, pages, guide.labels.voices_poster, guide.title)


def _sheets(panels: Panels, sections: Sequence[Section]) -> list[tuple[list[Block], tuple[Block, ...]]]:
    """The blocks of each sheet, and who shared its voices; under each of these where one name does not go for all."""
    each = items.under_each(panels.guide, panels.setting, sections)
    blocks = [
        block
        for section in sections
        for block in (
            _headed(panels, section),
            *panels.set(items.question(section)),
            *panels.set(items.voices(panels.guide, section, attributed=each)),
        )
    ]
    shared = panels.foot(blocks)
    depth = panels.room - panels.kept((*shared, _at_foot(panels, _MANY, _MANY)))
    for voice in blocks:
        if voice.role is Role.VOICE and voice.height > depth:
            advice = "A voice is never cut. Use a larger sheet (--page tabloid), or leave the poster out."
            leading = panels.setting.page.voice.leading
            raise refuse(voice.item, "a sheet of the poster", voice.height - depth, leading, advice)
    return [(some, panels.foot(some) if shared else ()) for some in panels.spread(panels.units(blocks, depth), depth)]


def _at_foot(panels: Panels, number: int, total: int) -> Block:
    return imprint.beside(panels.guide, panels.setting, _counted(panels.guide, number, total), (160.0, 42.0), 8.0)


def _counted(guide: Guide, number: int, total: int) -> Block:
    """The edition of a card or sheet; of several, with its number."""
    line = items.edition_line(guide, guide.title)
    count = filled(" · {number}/{total}", number=number, total=total) if total > 1 else ()
    return Block(Role.EDITION, (*line, *count))
