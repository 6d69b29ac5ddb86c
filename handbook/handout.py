"""The handout: what a session shows, with lines for what it asks people to write. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from handbook import imprint, items
from handbook.formats import RULING, binder
from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Document, Page
from planned.spacing import PageFormat, Style, TypeSize
from source import inline
from source.inline import Run
from source.labels import filled
from source.model import Guide, Section
from source.sessions import activities_after

GAP = 22.0  # between the words and the lines beside them, and between two columns
LINES = 2  # to write on beside a tip; a line more where it has points
ANSWER = 2  # lines under a question, or under what somebody wants to do
TASK = 3  # lines under an activity
_NOTES = 3  # the fewest lines that are worth a heading of their own
# The sizes of tips, on which all else depends: a handout is set closer only where it then fits on one sheet.
SIZES = (12.0, 11.5, 11.0, 10.5, 10.0)
_SHEET = 2  # pages
_INTRO, _VOICE = 430.0, 420.0  # the widest that these run


def plan(guide: Guide, size: str) -> Document:
    """The pages of the handout; no item is parted that a page can hold."""
    planned = _plan(guide, size, SIZES[0])
    if 1 < len(planned.pages) <= _SHEET + 1:
        closer = (_plan(guide, size, tip) for tip in SIZES)
        planned = min((planned, *(one for one in closer if len(one.pages) <= _SHEET)), key=lambda one: len(one.pages))
    return planned


def page_format(size: str, tip: float) -> PageFormat:
    """The page of a handout with tips of a size, and nothing under 9 points."""
    page = binder(size)
    k = tip / page.tip.size

    def closer(size: float, leading: float) -> TypeSize:
        return TypeSize(max(9.0, size * k), max(12.0, leading * k))

    return replace(
        page,
        top=40,
        bottom=50,
        title=closer(18, 22),
        heading=closer(12.5, 16),
        body=closer(page.body.size, page.body.leading),
        tip=closer(page.tip.size, page.tip.leading),
        voice=closer(page.voice.size, page.voice.leading),
        question=closer(14, 18.5),
        small=TypeSize(9, 12),
    )


def _plan(guide: Guide, size: str, tip: float) -> Document:
    planner = _Planner(guide, Setting(guide.theme.fonts, page_format(size, tip), Style.HANDOUT))
    blocks = list(planner.blocks())
    labels, page = guide.labels, planner.setting.page
    line = items.edition_line(guide, labels.handout)
    title = f"{guide.title}: {labels.handout}"
    too_long = items.too_long(blocks, page.depth - 1.0)
    return Document(Style.HANDOUT, page, tuple(planner.pages(blocks)), labels.handout, title, too_long, line)


def words(page: PageFormat) -> float:
    """The width of the column of words, beside which the lines stand."""
    return page.measure - GAP - page.ruled


@dataclass(frozen=True)
class _Planner:
    """Plans the pages of one handout."""

    guide: Guide
    setting: Setting

    @property
    def _beside(self) -> int:
        """How many blocks stand beside each other."""
        return 2 if self.setting.page.wide else 1

    @property
    def _half(self) -> float:
        return (self.setting.page.measure - GAP * (self._beside - 1)) / self._beside

    # --- pages ---

    def pages(self, blocks: Sequence[Block]) -> Iterator[Page]:
        """The blocks on pages, with one attribution for all voices of a page, and lines where one has room for some."""
        setting, kept = self.setting, self._attribution_height(blocks)
        shorter = replace(setting.page, bottom=setting.page.bottom + kept)
        pages = _closed(replace(setting, page=shorter), list(items.flowed(replace(setting, page=shorter), blocks)))
        for page in pages:
            yield self._with_notes(self._attributed(page))

    def _attribution_height(self, blocks: Sequence[Block]) -> float:
        shared = items.shared_by(self.guide, blocks, 0.0)
        form = self.setting.form(Role.ATTRIBUTION)
        return max((self.setting.set(block).height + form.above for block in shared), default=0.0)

    def _attributed(self, page: Page) -> Page:
        shared = [self.setting.set(block) for block in items.shared_by(self.guide, page.blocks, 0.0)]
        if not shared:
            return page
        last = max(at for at, block in enumerate(page.blocks) if block.role is Role.VOICE)
        above = self.setting.form(Role.ATTRIBUTION).above
        said = tuple(replace(block, above=above) for block in shared)
        return replace(page, blocks=(*page.blocks[: last + 1], *said, *page.blocks[last + 1 :]))

    def _with_notes(self, page: Page) -> Page:
        """What is free becomes lines to write on; who to call, and the small print, stay below them."""
        head = self.setting.set(Block(Role.CHAPTER, items.plain(self.guide.labels.notes)))
        above, line = self.setting.form(Role.CHAPTER).above, self.setting.set(Block(Role.WRITE))
        free = self.setting.page.depth - 1.0 - sum(block.above + block.height for block in page.blocks)
        count = int((free - head.height - above) / line.height)
        if count < _NOTES:
            return page
        at = next((at for at, block in enumerate(page.blocks) if block.anchor == _CONTACTS), len(page.blocks))
        lines = [replace(line, above=0.01)] * count
        after = page.blocks[at:]
        if at == 0 and after:
            after = (replace(after[0], above=above), *after[1:])
        notes = (replace(head, above=above if at else 0.0), *lines)
        return replace(page, blocks=(*page.blocks[:at], *notes, *after))

    # --- blocks ---

    def blocks(self) -> Iterator[Block]:
        """Everything in reading order, measured."""
        yield from self._head()
        for section in self.guide.sections:
            yield from self._section(section)
        if asked := self.guide.facilitation.commitment:
            yield self._set(Block(Role.CHAPTER, items.plain(self.guide.labels.commitment), anchor="commitment"))
            yield from self._asked(asked.prompts)
        yield from self._contacts()
        yield from self._colophon()

    def _set(self, block: Block, most: float = 0.0) -> Block:
        measure = self.setting.page.measure
        return self.setting.set(block, min(measure, most or measure))

    def _row(self, cells: Sequence[Block], above: float) -> Iterator[Block]:
        """Blocks that are set, beside each other; where one is too long for that, under each other."""
        high = max(cell.height for cell in cells)
        if high > self.setting.page.depth - 1.0:  # what stands beside another is never parted
            yield from (replace(cell, above=8.0 if at else above) for at, cell in enumerate(cells))
            return
        yield Block(Role.ROW, parts=tuple(cells), columns=(self._half,) * len(cells), height=high, above=above)

    def _group(self, *parts: Block) -> Block:
        return self.setting.set(Block(Role.GROUP, parts=tuple(parts)), self._half)

    def _head(self) -> Iterator[Block]:
        """What this is, for which session, and what that is for."""
        guide, labels = self.guide, self.guide.labels
        yield from map(self._set, imprint.logo(guide, imprint.COVER))
        named = [Block(Role.KICKER, items.plain(labels.handout)), items.title(guide)]
        aims: list[Block] = []
        if guide.session:
            session = guide.sessions[guide.session]
            named.append(Block(Role.INTRO, (Run(session.title, strong=True),)))
            if session.audience:
                named.append(Block(Role.PARAGRAPH, filled(labels.audience, audience=session.audience)))
            aims = [items.ours(Role.LISTED, text) for text in session.objectives]
        if aims:
            aims.insert(0, Block(Role.INTRO, (Run(labels.objectives, strong=True),)))
        aims += [items.ours(Role.EDITORIAL, text, above=5.0) for text in guide.facilitation.preparation.handout]
        cells = [self._group(*some) for some in (named, aims) if some]
        above = 14.0 if guide.agency and guide.agency.logo else 0.0
        if len(cells) == self._beside:
            yield from self._row(cells, above)
        else:
            yield from (replace(cell, above=12.0 if at else above) for at, cell in enumerate(cells))

    def _section(self, section: Section) -> Iterator[Block]:
        beside, added = words(self.setting.page), self.guide.facilitation.sections.get(section.id)
        yield self._set(items.heading(section))
        if section.intro:
            yield self._set(items.opening(section)[-1], _INTRO)
            yield from self._activities(section.intro.id)
        for tip in items.tips(section):
            yield self._ruled(self.setting.set(tip, beside))
            yield from self._activities(tip.item)
        for block in items.question(section):
            yield self._set(block)
            yield from self._activities(block.item)
        for voice in items.voices(self.guide, section):
            yield self._set(voice, _VOICE)
            yield from self._activities(voice.item)
        yield from self._activities(section.id)
        if added and (asked := added.discussion):
            title = filled(self.guide.labels.discussion, section=section.short)
            yield self._set(Block(Role.LABEL, title))
            yield from self._asked(asked.prompts)

    def _ruled(self, tip: Block) -> Block:
        """A tip with lines beside it: as many for a short one as for a long one."""
        lines = LINES + bool(tip.parts)
        return replace(tip, ruled=lines, height=max(tip.height, lines * RULING * self.setting.page.scale))

    def _activities(self, identifier: str) -> Iterator[Block]:
        """What the room does after an item, with lines for it; nothing is written in a quiet minute."""
        for activity in activities_after(self.guide, identifier):
            if not activity.quiet:
                yield self._set(Block(Role.LABEL, items.plain(activity.title)))
                tasks = [items.ours(Role.LISTED, text) for text in activity.prompts]
                yield self._set(Block(Role.GROUP, parts=(*tasks, *_lines(TASK))))

    def _asked(self, prompts: Iterable[str]) -> Iterator[Block]:
        """Questions, each with lines under it; those beside each other have their lines at one height."""
        asked = [Block(Role.ASK, inline.parse(text), above=0.01) for text in prompts]
        for at in range(0, len(asked), self._beside):
            some = [self.setting.set(block, self._half) for block in asked[at : at + self._beside]]
            high = max(block.height for block in some)
            cells = [
                self._group(
                    block,
                    *(
                        replace(line, above=high - block.height + 0.01) if not n else line
                        for n, line in enumerate(_lines(ANSWER))
                    ),
                )
                for block in some
            ]
            yield from self._row(cells, 10.0 * self.setting.page.scale if at else 0.01)

    def _contacts(self) -> Iterator[Block]:
        """Who to call: in two columns where the page is wide enough, and else one under the other."""
        contacts = [_brief(contact) for contact in items.contacts(self.guide)]
        if not contacts:
            return
        yield self._set(Block(Role.CHAPTER, items.plain(self.guide.labels.contacts), anchor=_CONTACTS))
        gap = 8.0 * self.setting.page.scale
        some = [self.setting.set(contact, self._half) for contact in contacts]
        cut = min(range(1, len(some) + 1), key=lambda at: max(_stacked(some[:at], gap), _stacked(some[at:], gap)))
        high = max(_stacked(some[:cut], gap), _stacked(some[cut:], gap))
        if self._beside > 1 and high <= self.setting.page.depth / 2:
            columns = [
                self._group(*(replace(contact, above=gap if at else 0.01) for at, contact in enumerate(column)))
                for column in (contacts[:cut], contacts[cut:])
                if column
            ]
            yield from self._row(columns, 0.01)
            return
        for at in range(0, len(some), self._beside):
            yield from self._row(some[at : at + self._beside], gap if at else 0.01)

    def _colophon(self) -> Iterator[Block]:
        """The small print: where the words come from, and how to know this copy."""
        guide = self.guide
        ours = Block(Role.PARAGRAPH, items.plain(guide.labels.handout_editorial))
        words = (*items.about(guide), ours)
        copy = (*imprint.name(guide), *items.provenance(guide), *items.edition(guide))
        above = 12.0 * self.setting.page.scale
        if self._beside == 1:
            yield self._set(Block(Role.GROUP, parts=(*words, *copy), above=above))
        else:
            yield from self._row([self._group(*some) for some in (words, copy)], above)


_CONTACTS = "contacts"


def _stacked(blocks: Sequence[Block], gap: float) -> float:
    return sum(block.height for block in blocks) + gap * max(0, len(blocks) - 1)


def _lines(count: int) -> tuple[Block, ...]:
    return (Block(Role.WRITE, above=0.01),) * count


def _brief(contact: Block) -> Block:
    """Somebody to call, on one line to write on where no number is known."""
    room = any(part.role is Role.WRITE for part in contact.parts)
    return Block(Role.WRITE, contact.runs, item=contact.item) if room else contact


def _closed(setting: Setting, pages: list[Page]) -> list[Page]:
    """The pages with no small print alone on the last: who to call, or the last item, goes there with it."""
    if len(pages) == 1 or len(pages[-1].blocks) > 1:
        return pages
    *others, before, last = pages
    called = (at for at, block in enumerate(before.blocks) if block.anchor == _CONTACTS)
    at = next(called, len(before.blocks) - 1)
    first, *rest = before.blocks[at:]
    moved = (replace(first, above=0.0), *rest, *(replace(block, above=16.0) for block in last.blocks))
    if at == 0 or sum(block.above + block.height for block in moved) > setting.page.depth - 1.0:
        return pages
    return [*others, replace(before, blocks=before.blocks[:at]), replace(last, blocks=moved)]
