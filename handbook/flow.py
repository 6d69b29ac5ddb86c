"""Products on a few small or large pages: the foldout, the card and the poster, planned block by block.

Pages of a pocket guide each serve one purpose (``handbook.plan``); here words flow from one panel to the next, and
type is as large as they allow. All functions are pure; lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from handbook.balance import balanced, fewest
from handbook.composer import MOTIF, Composer
from handbook.formats import LARGEST_PANEL, POSTERS, SHEETS, SMALLEST_PANEL, PageFormat, card, panel
from source.errors import LayoutError
from source.model import Contact, Guide, Question, Section, Tip, Voice

PANELS = 8


class BlockKind(StrEnum):
    """What a block holds; each kind has one piece in the template."""

    COVER = "cover"
    HEADING = "heading"
    OPENING = "opening"
    TIP = "tip"
    QUESTION = "question"
    VOICE = "voice"
    LABEL = "label"
    CONTACT = "contact"
    COLOPHON = "colophon"


@dataclass(frozen=True)
class Block:
    """Words that stay together. ``number`` counts tips from 1 through a section."""

    kind: BlockKind
    height: float
    value: Section | Tip | Question | Voice | Contact | str | None = None
    number: int = 0
    above: float = 0.0  # more space above it than between others

    @property
    def name(self) -> str:
        """The id of what is in it, for messages."""
        return getattr(self.value, "id", self.kind.value)


@dataclass(frozen=True)
class Panel:
    """One page: ``gap`` between its blocks, ``foot`` at its bottom; ``mixed`` voices carry an attribution each."""

    blocks: tuple[Block, ...]
    gap: float = 0.0
    foot: tuple[str, ...] = ()
    mixed: bool = False

    @property
    def attributed(self) -> bool:
        """Whether the first line at the bottom says who shared the voices above."""
        return not self.mixed and any(isinstance(block.value, Voice) for block in self.blocks)

    @property
    def groups(self) -> list[tuple[BlockKind, tuple[Block, ...]]]:
        """The blocks, those of one kind that follow each other together: tips make a list."""
        return [(kind, tuple(blocks)) for kind, blocks in groupby(self.blocks, key=lambda block: block.kind)]


# --- the foldout --------------------------------------------------------------------------------------------------


def foldout(guide: Guide, sheet: str) -> tuple[tuple[Panel, ...], PageFormat]:
    """Eight panels for one side of a sheet ("letter", "a4"), in the largest type that holds everything.

    Raises:
        LayoutError: not even the smallest type does; the message names the panels, the overflow and what would fit.
    """
    width, height = SHEETS[sheet][1] / 4, SHEETS[sheet][0] / 2
    steps = int((LARGEST_PANEL - SMALLEST_PANEL) / _STEP)
    page = panel(f"panel-{sheet}", width, height, SMALLEST_PANEL)
    for step in range(steps, -1, -1):
        page = panel(page.name, width, height, SMALLEST_PANEL + step * _STEP)
        book = _Foldout(Composer(guide, page))
        if not book.overflows():
            return book.panels(), page
    raise LayoutError(_Foldout(Composer(guide, page)).complaint())


_STEP = 0.1


@dataclass(frozen=True)
class _Foldout:
    """The guide in eight panels at one size of type: cover, six of sections, who to call."""

    composer: Composer

    @property
    def _gap(self) -> float:
        return self.composer.page.tip.size * 0.75

    def panels(self) -> tuple[Panel, ...]:
        inner = self._inner()
        return (self._cover(), *inner, *[Panel(())] * (PANELS - 2 - len(inner)), self._back())

    def overflows(self) -> dict[int, float]:
        """By how much which panels (from 1) are too small."""
        result = {}
        for number, some in enumerate(self.panels(), start=1):
            over = _total(some.blocks, self._gap if 1 < number < PANELS else 0.0) + _foot(self.composer, some.foot)
            over -= _room(self.composer.page)
            if over > _HAIR:
                result[number] = over
        return result

    def complaint(self) -> str:
        page, leading = self.composer.page, self.composer.page.tip.leading
        lines = [
            f"panel {number} overflows by {over:.0f} pt (about {over / leading:.0f} lines)"
            for number, over in self.overflows().items()
        ]
        held = [block.name for some in self._packed() for block in some if block.value]
        wanted = [block.name for section in self.composer.guide.sections for block in self._blocks(section)]
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

    def _cover(self) -> Panel:
        composer, page = self.composer, self.composer.page
        title = composer.title_height(composer.guide.title, TITLE * page.scale, LINE * page.scale)
        note = composer.text_height(composer.guide.staff_note or "", page.small, page.measure)
        drawing = FOLDING * page.measure
        height = 24 * page.scale + page.small.leading + title + page.measure * MOTIF + note + 16 + drawing + 22
        height += composer.text_height(composer.guide.labels.print_foldout, page.small, page.measure)
        return Panel((Block(BlockKind.COVER, height),))

    def _back(self) -> Panel:
        composer, page = self.composer, self.composer.page
        blocks = [Block(BlockKind.LABEL, _label_height(page), composer.guide.labels.contacts)]
        blocks += [Block(BlockKind.CONTACT, composer.contact_height(c), c) for c in composer.guide.contacts]
        height = sum(composer.text_height(text, page.small, page.measure) for text in composer.provenance())
        blocks.append(Block(BlockKind.COLOPHON, height + 2 * page.small.leading))
        free = _room(page) - _total(blocks, 0)
        return Panel(tuple(blocks), gap=max(0.0, min(self._gap, free / (len(blocks) - 1))))

    def _inner(self) -> tuple[Panel, ...]:
        """Each section on panels of its own where that goes; otherwise all in one row."""
        sections = [self._blocks(section) for section in self.composer.guide.sections]
        sections = [blocks for blocks in sections if blocks]
        for division in _divisions(PANELS - 2, len(sections)):
            placed = zip(sections, division, strict=True)
            if all(fewest([b.height for b in blocks], self._depth(blocks), self._gap) <= n for blocks, n in placed):
                return tuple(
                    some
                    for blocks, pages in zip(sections, division, strict=True)
                    for some in self._spread(blocks, pages)
                )
        return tuple(self._panel(blocks) for blocks in self._packed(spill=True))

    def _packed(self, *, spill: bool = False) -> list[list[Block]]:
        """All blocks in a row, panel after panel filled; what is left over goes nowhere, or onto the last panel."""
        blocks = [block for section in self.composer.guide.sections for block in self._blocks(section)]
        depth = self._depth(blocks)
        result: list[list[Block]] = [[]]
        for block in blocks:
            taken = sum(b.height + self._gap for b in result[-1]) + block.height
            if result[-1] and taken > depth:
                if len(result) == PANELS - 2 and not spill:
                    break
                if len(result) < PANELS - 2:
                    result.append([])
            result[-1].append(block)
        return result

    def _blocks(self, section: Section) -> list[Block]:
        return list(_section_blocks(self.composer, section))

    def _depth(self, blocks: Sequence[Block]) -> float:
        return _room(self.composer.page) - _foot(self.composer, _attribution(self.composer, blocks))

    def _spread(self, blocks: Sequence[Block], pages: int) -> Iterator[Panel]:
        for start, end in balanced([block.height for block in blocks], self._depth(blocks), self._gap, pages):
            yield self._panel(blocks[start:end])

    def _panel(self, blocks: Sequence[Block]) -> Panel:
        return _filled(self.composer, blocks, self._gap, self._gap * 2.2)


def _divisions(pages: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to share pages between parts, each at least one; the more even the earlier parts' share, the later."""
    if parts == 1:
        yield (pages,)
    for first in range(1, pages - parts + 2) if parts > 1 else ():
        for rest in _divisions(pages - first, parts - 1):
            yield (first, *rest)


# --- the card -----------------------------------------------------------------------------------------------------


def tips_card(guide: Guide) -> tuple[tuple[Panel, ...], PageFormat]:
    """Two sides of a card: the tips; the question and who to call.

    Raises:
        LayoutError: a side does not hold its words in type of 9 pt.
    """
    over: dict[str, float] = {}
    for tip in _CARD_SIZES:
        page = card(tip)
        composer = Composer(guide, page)
        sides = _tips_side(composer), _call_side(composer)
        over = {}
        for name, blocks in zip(("tips", "who to call"), sides, strict=True):
            free = _room(page) - _total(blocks, tip * _CARD_GAP) - _foot(composer, _edition(composer))
            if free < -_HAIR:
                over[name] = -free
        if not over:
            return tuple(_filled(composer, blocks, tip * _CARD_GAP, tip, _edition(composer)) for blocks in sides), page
    sides_over = "; ".join(f"the side with the {name} overflows by {points:.0f} pt" for name, points in over.items())
    raise LayoutError(
        f"The tips card has two sides of 4 × 6 in, and even in type of 9 pt not every word fits: {sides_over} "
        f"(a line is {page.tip.leading:.0f} pt). Print the foldout or the booklet instead."
    )


_CARD_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_CARD_GAP = 0.6


def _edition(composer: Composer) -> tuple[str, ...]:
    guide = composer.guide
    return (f"{guide.title} · {guide.labels.edition.format(edition=guide.edition)}",)


def _tips_side(composer: Composer) -> list[Block]:
    blocks = []
    for section in composer.guide.sections:
        if section.tips:
            blocks.append(Block(BlockKind.HEADING, composer.heading_height(section) + 4 * composer.page.scale, section))
            blocks += _tips(composer, section)
    return blocks


def _call_side(composer: Composer) -> list[Block]:
    blocks = []
    for section in composer.guide.sections:
        if not section.tips:
            blocks.append(Block(BlockKind.HEADING, composer.heading_height(section) + 4 * composer.page.scale, section))
        if section.question:
            height = composer.question_height(section.question.text)
            blocks.append(Block(BlockKind.QUESTION, height, section.question))
    above = 10 * composer.page.scale
    label = composer.guide.labels.contacts
    blocks.append(Block(BlockKind.LABEL, _label_height(composer.page), label, above=above))
    return blocks + [Block(BlockKind.CONTACT, composer.contact_height(c), c) for c in composer.guide.contacts]


# --- the poster ---------------------------------------------------------------------------------------------------


def voices_poster(guide: Guide, size: str) -> tuple[tuple[Panel, ...], PageFormat]:
    """The question and the voices for a wall, on as few sheets as type that is read at 2 m allows.

    Raises:
        LayoutError: a voice is longer than a sheet.
    """
    page = POSTERS[size]
    composer = Composer(guide, page)
    gap = page.voice.size * 0.75
    panels: list[Panel] = []
    for section in guide.sections:
        if not section.voices:
            continue
        blocks = [Block(BlockKind.HEADING, composer.heading_height(section) + 4 * composer.page.scale, section)]
        if section.question:
            height = composer.question_height(section.question.text)
            blocks.append(Block(BlockKind.QUESTION, height, section.question))
        voices = _voices(composer, section)
        depth = _room(page) - _foot(composer, (*_attribution(composer, voices), *_edition(composer)))
        for voice in voices:
            if voice.height > depth:
                raise LayoutError(
                    f"{voice.name} is longer than a sheet of the poster by {voice.height - depth:.0f} pt, and a voice "
                    "is never cut. Use a larger sheet (--page tabloid), or leave the poster out."
                )
        # The head stays with the first voice.
        heights = [_total([*blocks, voices[0]], gap), *(voice.height for voice in voices[1:])]
        for start, end in balanced(heights, depth, gap):
            some = voices[start:end]
            foot = (*_attribution(composer, some), *_edition(composer))
            panels.append(_filled(composer, [*blocks, *some] if start == 0 else some, gap, gap * 2, foot))
    return tuple(_counted(panels)), page


def _counted(panels: Sequence[Panel]) -> Iterator[Panel]:
    """Sheets that hang side by side, each with its number."""
    for number, some in enumerate(panels, start=1):
        *others, edition = some.foot
        yield replace(some, foot=(*others, f"{edition} · {number}/{len(panels)}")) if len(panels) > 1 else some


# --- shared -------------------------------------------------------------------------------------------------------

_HAIR = 0.01
TITLE, LINE = 27.0, 30.0  # the title on the cover of a foldout, for tips of 12 points
FOLDING = 0.27  # the height of the picture of how to fold, as a part of the measure


def _section_blocks(composer: Composer, section: Section) -> Iterator[Block]:
    yield Block(BlockKind.OPENING, composer.opening_height(section, question=False), section)
    yield from _tips(composer, section)
    if section.question:
        yield Block(BlockKind.QUESTION, composer.question_height(section.question.text), section.question)
    yield from _voices(composer, section)


def _tips(composer: Composer, section: Section) -> list[Block]:
    return [
        Block(BlockKind.TIP, composer.tip_height(tip), tip, number) for number, tip in enumerate(section.tips, start=1)
    ]


def _voices(composer: Composer, section: Section) -> list[Block]:
    mixed = len({voice.attribution for voice in section.voices}) > 1
    return [Block(BlockKind.VOICE, composer.voice_height(v, attributed=mixed), v) for v in section.voices]


def _attribution(composer: Composer, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Who shared the voices among the blocks, if it is one and the same for all."""
    said = {block.value.attribution for block in blocks if isinstance(block.value, Voice)}
    return tuple(composer.guide.labels.attribution.format(attribution=name) for name in said) if len(said) == 1 else ()


def _room(page: PageFormat) -> float:
    """The depth of a page less what rounding may take, so that a full page never spills onto another."""
    return page.depth - 1.0


def _label_height(page: PageFormat) -> float:
    return 8 * page.scale + page.question.leading


def _total(blocks: Sequence[Block], gap: float) -> float:
    return sum(block.height + block.above for block in blocks) + gap * max(0, len(blocks) - 1)


def _foot(composer: Composer, lines: Sequence[str]) -> float:
    page, measure = composer.page, composer.page.measure - composer.bar  # an attribution stands under its voices
    height = sum(composer.text_height(line, page.small, measure) for line in lines)
    return height + page.small.leading * 1.2 if lines else 0.0


def _filled(
    composer: Composer, blocks: Sequence[Block], least: float, most: float, foot: Sequence[str] | None = None
) -> Panel:
    """A panel with the free height shared between its blocks, as far as that looks well."""
    foot = _attribution(composer, blocks) if foot is None else foot
    free = _room(composer.page) - _foot(composer, foot) - _total(blocks, 0)
    gap = min(most, max(least, free / max(1, len(blocks) - 1)))
    mixed = len({block.value.attribution for block in blocks if isinstance(block.value, Voice)}) > 1
    return Panel(tuple(blocks), gap, tuple(foot), mixed)
