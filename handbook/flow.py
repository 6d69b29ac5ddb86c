"""Products on a few small or large pages: the foldout, the card and the poster.

Pages of a pocket guide each serve one purpose (``handbook.guide``); here blocks flow from one panel to the next, and
type is as large as they allow. All functions are pure; lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handbook import imprint, items
from handbook.balance import balanced, fewest
from handbook.formats import LARGEST_PANEL, SMALLEST_PANEL, card, panel, poster
from handbook.guide import MOTIF
from planned.blocks import Block, Role
from planned.heights import Setting, refuse
from planned.pages import Document, Page
from planned.spacing import PageFormat, Style, TypeSize
from source.errors import LayoutError
from source.labels import filled
from source.model import Guide, Section

PANELS = 8
_FOLDING = 0.27  # the height of the picture of how to fold, as a part of the measure
_LOGO = (110.0, 34.0)  # on the cover of a foldout
_LOGO_AT_FOOT = 18.0  # its height on a card
_STEP = 0.1
_COVER_TITLES = (27, 23, 19, 16, 13)  # for tips of 12 points
_HAIR = 0.01
_CARD_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_CARD_GAP = 0.6


@dataclass(frozen=True)
class _Panels:
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

    def filled(self, blocks: Sequence[Block], most: float, foot: Sequence[Block]) -> Page:
        """A panel with the free height shared between its blocks, as far as that looks well."""
        free = self.room - self.kept(foot) - self.total(blocks, 0)
        gap = min(most, max(self.gap, free / max(1, len(blocks) - 1)))
        stacked = [replace(block, above=block.above + (gap if at else 0.0)) for at, block in enumerate(blocks)]
        return Page(tuple(stacked), tuple(foot))

    def over(self, page: Page) -> float:
        """By how much a panel is too small."""
        return sum(block.above + block.height for block in page.blocks) + self.kept(page.foot) - self.room


# --- the foldout --------------------------------------------------------------------------------------------------


def foldout(guide: Guide, sheet: str) -> Document:
    """Eight panels for one side of a sheet ("letter", "a4"), in the largest type that holds everything.

    Raises:
        LayoutError: not even the smallest type does; the message names the panels, the overflow and what would fit.
    """
    book = None
    for step in range(int((LARGEST_PANEL - SMALLEST_PANEL) / _STEP), -1, -1):
        book = _with_title(guide, panel(sheet, SMALLEST_PANEL + step * _STEP))
        if not book.overflows():
            page = book.panels.setting.page
            return Document(Style.DENSE, page, book.pages(), guide.labels.pocket_guide, guide.title)
    assert book, "there is a smallest size"
    raise LayoutError(book.complaint())


def _with_title(guide: Guide, page: PageFormat) -> _Foldout:
    """The panels with the largest title that leaves room on the cover for all else."""
    for size in _COVER_TITLES:
        sized = replace(page, title=TypeSize(size * page.scale, 30 * (size / 27) * page.scale))
        book = _Foldout(_Panels(guide, Setting(guide.theme.fonts, sized, Style.DENSE), page.tip.size * 0.75))
        if book.panels.over(book.cover()) <= _HAIR:
            break
    return book


@dataclass(frozen=True)
class _Foldout:
    """The guide in eight panels at one size of type: cover, six of sections, who to call."""

    panels: _Panels

    def pages(self) -> tuple[Page, ...]:
        inner = self._inner()
        return (self.cover(), *inner, *[Page()] * (PANELS - 2 - len(inner)), self._back())

    def overflows(self) -> dict[int, float]:
        """By how much which panels (from 1) are too small."""
        over = {number: self.panels.over(page) for number, page in enumerate(self.pages(), start=1)}
        return {number: points for number, points in over.items() if points > _HAIR}

    def complaint(self) -> str:
        page = self.panels.setting.page
        lines = [
            f"panel {number} overflows by {over:.0f} pt (about {over / page.tip.leading:.0f} lines)"
            for number, over in self.overflows().items()
        ]
        held = [block.item for some in self._packed() for block in some if block.item]
        wanted = [block.item for section in self.panels.guide.sections for block in self._blocks(section) if block.item]
        left_out = [name for name in wanted if name not in held]
        fits = (
            f"Up to {held[-1]} it would fit; {len(left_out)} more items do not, from {left_out[0]} on."
            if left_out and held
            else "The words of the sections would fit; shorten the contacts or the last page."
        )
        return (
            f"The foldout holds eight panels of {page.width / 72:.2f} × {page.height / 72:.2f} in, and even in type of "
            f"{SMALLEST_PANEL} pt not every word fits: {'; '.join(lines)}. {fits} "
            "Print the booklet instead, or choose fewer items for this sheet. Nothing was left out of anything."
        )

    def cover(self) -> Page:
        """The first panel: the title, and how to fold the sheet."""
        guide, setting = self.panels.guide, self.panels.setting
        page = setting.page
        note = [items.ours(Role.NOTE, guide.staff_note, above=8.0)] if guide.staff_note else []
        motif = Block(Role.PICTURE, picture="motif", height=page.measure * MOTIF, above=8)
        blocks = (
            Block(Role.KICKER, items.plain(guide.labels.pocket_guide)),
            items.title(guide),
            *(imprint.logo(guide, _LOGO, above=14.0) or (motif,)),
            *imprint.name(guide, above=6.0),
            *note,
        )
        foot = (
            Block(Role.PICTURE, picture="folding", height=page.measure * _FOLDING),
            Block(Role.NOTE, items.plain(guide.labels.print_foldout), above=4.0),
        )
        return Page(setting.stacked(self.panels.set(blocks)), tuple(self.panels.set(foot)), name="cover")

    def _back(self) -> Page:
        guide, panels = self.panels.guide, self.panels
        said = [*imprint.name(guide), *items.provenance(guide), *items.edition(guide)[:2]]
        colophon = panels.setting.set(Block(Role.GROUP, parts=tuple(said)))
        label = [Block(Role.CHAPTER, items.plain(guide.labels.contacts))] if guide.contacts else []
        blocks = [*panels.set([*label, *items.contacts(guide)]), colophon]
        free = panels.room - panels.total(blocks, 0)
        gap = max(0.0, min(panels.gap, free / max(1, len(blocks) - 1)))
        return Page(tuple(replace(block, above=gap if at else 0.0) for at, block in enumerate(blocks)))

    def _inner(self) -> tuple[Page, ...]:
        """Each section on panels of its own where that goes; otherwise all in one row."""
        gap = self.panels.gap
        sections = [blocks for section in self.panels.guide.sections if (blocks := self._blocks(section))]
        for division in _divisions(PANELS - 2, len(sections)):
            placed = list(zip(sections, division, strict=True))
            if all(fewest([b.height for b in blocks], self._depth(blocks), gap) <= count for blocks, count in placed):
                return tuple(page for blocks, count in placed for page in self._spread(blocks, count))
        return tuple(self._panel(blocks) for blocks in self._packed(spill=True))

    def _packed(self, *, spill: bool = False) -> list[list[Block]]:
        """All blocks in a row, panel after panel filled; what is left over goes nowhere, or onto the last panel."""
        blocks = [block for section in self.panels.guide.sections for block in self._blocks(section)]
        depth = self._depth(blocks)
        result: list[list[Block]] = [[]]
        for block in blocks:
            taken = sum(b.height + self.panels.gap for b in result[-1]) + block.height
            if result[-1] and taken > depth:
                if len(result) == PANELS - 2 and not spill:
                    break
                if len(result) < PANELS - 2:
                    result.append([])
            result[-1].append(block)
        return result

    def _blocks(self, section: Section) -> list[Block]:
        guide, setting = self.panels.guide, self.panels.setting
        opening = Block(Role.GROUP, parts=items.opening(section))
        blocks = (opening, *items.tips(section), *items.question(section), *items.voices(guide, section))
        return [setting.set(block) for block in blocks]

    def _depth(self, blocks: Sequence[Block]) -> float:
        return self.panels.room - self.panels.kept(self.panels.foot(blocks))

    def _spread(self, blocks: Sequence[Block], pages: int) -> Iterator[Page]:
        heights = [block.height for block in blocks]
        for start, end in balanced(heights, self._depth(blocks), self.panels.gap, pages):
            yield self._panel(blocks[start:end])

    def _panel(self, blocks: Sequence[Block]) -> Page:
        return self.panels.filled(blocks, self.panels.gap * 2.2, self.panels.foot(blocks))


def _divisions(pages: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to share pages between parts, each at least one; the more even the earlier parts' share, the later."""
    if parts == 1:
        yield (pages,)
    for first in range(1, pages - parts + 2) if parts > 1 else ():
        for rest in _divisions(pages - first, parts - 1):
            yield (first, *rest)


# --- the card -----------------------------------------------------------------------------------------------------


def tips_card(guide: Guide, _: str = "") -> Document:
    """Two sides of a card: the tips; the question and who to call. One of which there is nothing is left out.

    Raises:
        LayoutError: there are no tips, or a side does not hold its words in type of 9 pt.
    """
    if not any(section.tips for section in guide.sections):
        raise LayoutError("The guide has no tips, so there is no card of them.")
    over: dict[str, float] = {}
    leading = 0.0
    for tip in _CARD_SIZES:
        page = card(tip)
        panels = _Panels(guide, Setting(guide.theme.fonts, page, Style.DENSE), tip * _CARD_GAP)
        foot = (imprint.beside(guide, panels.setting, _edition(guide), (60.0, _LOGO_AT_FOOT)),)
        sides = {"tips": _tips_side(panels), "who to call": _call_side(panels)}
        taken = {name: panels.total(blocks, panels.gap) + panels.kept(foot) for name, blocks in sides.items()}
        over = {name: height - panels.room for name, height in taken.items() if height > panels.room + _HAIR}
        leading = page.tip.leading
        if not over:
            pages = tuple(panels.filled(blocks, tip, foot) for blocks in sides.values() if blocks)
            return Document(Style.DENSE, page, pages, guide.labels.tips_card, guide.title)
    said = "; ".join(f"the side with the {name} overflows by {points:.0f} pt" for name, points in over.items())
    raise LayoutError(
        f"The tips card has two sides of 4 × 6 in, and even in type of 9 pt not every word fits: {said} "
        f"(a line is {leading:.0f} pt). Print the foldout or the booklet instead."
    )


def _edition(guide: Guide) -> Block:
    return Block(Role.EDITION, items.edition_line(guide, guide.title))


def _headed(panels: _Panels, section: Section) -> Block:
    return replace(panels.setting.set(items.heading(section)), above=0.0)


def _tips_side(panels: _Panels) -> list[Block]:
    return [
        block
        for section in panels.guide.sections
        if section.tips
        for block in (_headed(panels, section), *panels.set(items.tips(section)))
    ]


def _call_side(panels: _Panels) -> list[Block]:
    guide = panels.guide
    blocks = []
    for section in guide.sections:
        if not section.tips:
            blocks.append(_headed(panels, section))
        blocks += panels.set(items.question(section))
    label = Block(Role.CHAPTER, items.plain(guide.labels.contacts), above=10 * panels.setting.page.scale)
    return [*blocks, *panels.set([label] if guide.contacts else []), *panels.set(items.contacts(guide))]


# --- the poster ---------------------------------------------------------------------------------------------------


def voices_poster(guide: Guide, size: str) -> Document:
    """The question and the voices for a wall, on as few sheets as type that is read at 2 m allows.

    Raises:
        LayoutError: there are no voices, or one is longer than a sheet.
    """
    if not any(section.voices for section in guide.sections):
        raise LayoutError("The guide has no voices, so there is no poster of them.")
    page = poster(size)
    panels = _Panels(guide, Setting(guide.theme.fonts, page, Style.DENSE), page.voice.size * 0.75)
    sheets: list[tuple[list[Block], tuple[Block, ...]]] = []
    for section in guide.sections:
        if section.voices:
            sheets += _sheets(panels, section)
    total = len(sheets)
    pages = tuple(
        panels.filled(blocks, panels.gap * 2, (*said, _at_foot(panels, number, total)))
        for number, (blocks, said) in enumerate(sheets, start=1)
    )
    return Document(Style.DENSE, page, pages, guide.labels.voices_poster, guide.title)


def _sheets(panels: _Panels, section: Section) -> Iterator[tuple[list[Block], tuple[Block, ...]]]:
    """The blocks of each sheet of a section, and who shared its voices."""
    head = [_headed(panels, section), *panels.set(items.question(section))]
    voices = panels.set(items.voices(panels.guide, section))
    foot = (*panels.foot(voices), _at_foot(panels, 1, 2))
    depth = panels.room - panels.kept(foot)
    for voice in voices:
        if voice.height > depth:
            advice = "A voice is never cut. Use a larger sheet (--page tabloid), or leave the poster out."
            leading = panels.setting.page.voice.leading
            raise refuse(voice.item, "a sheet of the poster", voice.height - depth, leading, advice)
    # The head stays with the first voice.
    heights = [panels.total([*head, voices[0]], panels.gap), *(voice.height for voice in voices[1:])]
    for start, end in balanced(heights, depth, panels.gap):
        some = voices[start:end]
        yield ([*head, *some] if start == 0 else some), panels.foot(some)


def _at_foot(panels: _Panels, number: int, total: int) -> Block:
    return imprint.beside(panels.guide, panels.setting, _counted(panels.guide, number, total), (160.0, 42.0), 8.0)


def _counted(guide: Guide, number: int, total: int) -> Block:
    """The edition of a sheet; of several that hang side by side, with its number."""
    line = _edition(guide)
    if total == 1:
        return line
    return replace(line, runs=(*line.runs, *filled(" · {number}/{total}", number=number, total=total)))
