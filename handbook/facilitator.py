"""The facilitator guide: each slide beside what is said with it, and the sheets that a session needs.

``plan(Guide, [Shown, ...], size) -> Document``. What a slide looks like comes from outside, as a picture and its
words: print knows nothing of slides. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from handbook import imprint, items
from handbook.balance import balanced
from handbook.formats import RULING, binder
from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Document, Page
from planned.slides import Notes, titled
from planned.spacing import Style, TypeSize
from source import inline
from source.inline import Run, Runs
from source.labels import filled
from source.model import Facilitation, Guide
from source.preparation import Evaluation, Session
from source.sessions import content_note

GAP = 18.0  # under each slide
UNDER = 18.0  # under the picture: the number, the clock, the minutes
LINES = 1  # for notes of one's own under each picture, or more
_NOTES = 3  # the fewest lines that are worth a heading of their own
FIGURE = 1 / 6  # of the measure: the width of a column of figures
SIGNATURES = 18  # as many lines as a sign-in sheet holds, on Letter and on A4
_OVER_SIGNATURES = 218.0  # the height of what stands over them
SCALE = 5
_ANSWER = 3  # lines to write an answer on
_MARK = 40 / 504  # of the measure: the width of a column to tick


@dataclass(frozen=True)
class Shown:
    """A slide as it is shown, and its notes. ``row`` is the line of the agenda that it belongs to.

    ``picture`` is SVG, ``words`` are its paragraphs in reading order.
    """

    part: str
    title: Block
    picture: str
    words: tuple[Block, ...]
    notes: Notes
    row: str = ""


@dataclass(frozen=True)
class Entry:
    """A slide in the guide: its number and when it comes, in minutes since the start.

    ``before`` is what goes for this slide and others after it, and stands once, ahead of it.
    """

    number: int
    starts: float
    shown: Shown
    before: Facilitation | None = None


@dataclass(frozen=True)
class Part:
    """The slides of one part of the session, one after the other."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def minutes(self) -> float:
        """How long the part takes."""
        return sum(entry.shown.notes.minutes for entry in self.entries)


def parts_of(guide: Guide, slides: Sequence[Shown]) -> tuple[Part, ...]:
    """The slides by part, with a running clock; what is the same for every voice is said once."""
    entries = _spoken_once(_clocked(slides), guide.facilitation.groups.get("voices"))
    return tuple(Part(name, tuple(group)) for name, group in groupby(entries, lambda entry: entry.shown.part))


def rows_of(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The lines of the agenda: as its slide has them, with the slides of each."""
    entries = (entry for part in parts for entry in part.entries)
    rows = groupby(entries, lambda entry: entry.shown.row or entry.shown.part)
    return tuple(Part(name, tuple(group)) for name, group in rows)


def plan(guide: Guide, slides: Sequence[Shown], size: str) -> Document:
    """The whole guide: what to know first, each part with its slides, and the forms."""
    page = replace(binder(size), title=TypeSize(30, 35), heading=TypeSize(18, 23))
    planner = _Planner(guide, Setting(guide.theme.fonts, page, Style.BINDER), parts_of(guide, slides))
    labels = guide.labels
    line = items.edition_line(guide, labels.facilitator_guide)
    title = f"{guide.title}: {labels.facilitator_guide}"
    return Document(Style.BINDER, page, tuple(planner.pages()), labels.facilitator_guide, title, (), line)


def clock(minutes: float) -> str:
    """Minutes as hours and minutes: 65.5 is 1:05."""
    return f"{int(minutes) // 60}:{int(minutes) % 60:02d}"


@dataclass(frozen=True)
class _Planner:
    """Plans the pages of one facilitator guide."""

    guide: Guide
    setting: Setting
    parts: tuple[Part, ...]

    def pages(self) -> Iterator[Page]:
        prepared = self.guide.facilitation.preparation
        yield from map(self._with_notes, self._flowed([*self._front(), *self._reading(), *self._preparation()]))
        yield from self._slides()
        if prepared.sign_in:
            yield from self._flowed(self._sign_in(prepared.sign_in))
        if prepared.evaluation:
            yield from self._flowed(self._evaluation(prepared.evaluation))

    def _with_notes(self, page: Page) -> Page:
        """What is left of a page becomes lines for notes."""
        setting = self.setting
        head, line = (setting.set(block) for block in (_notes(self.guide), Block(Role.WRITE)))
        above = setting.form(Role.CHAPTER).above
        free = setting.page.depth - 1.0 - sum(block.above + block.height for block in page.blocks) - above
        count = int((free - head.height) / line.height)
        if count < _NOTES:
            return page
        return replace(page, blocks=(*page.blocks, replace(head, above=above), *[replace(line, above=0.01)] * count))

    def _flowed(self, blocks: Iterator[Block] | Sequence[Block]) -> Iterator[Page]:
        return items.flowed(self.setting, list(map(self._set, blocks)))

    def _set(self, block: Block) -> Block:
        return self.setting.set(block)

    def _front(self) -> Iterator[Block]:
        guide, labels = self.guide, self.guide.labels
        logo = imprint.logo(guide, imprint.COVER)
        yield from logo
        yield Block(Role.KICKER, items.plain(labels.facilitator_guide), above=20.0 if logo else 0.01)
        yield items.title(guide)
        yield from imprint.name(guide, above=6.0)
        if guide.session:
            yield from self._session(guide.sessions[guide.session])
        yield Block(Role.CHAPTER, items.plain(labels.agenda), anchor="agenda")
        measure = self.setting.page.measure
        columns = ((1 - 3 * FIGURE) * measure, *[FIGURE * measure] * 3)
        heads = (labels.agenda_part, labels.agenda_slides, labels.agenda_starts, labels.agenda_minutes)
        rows = [_row(columns, [Block(Role.HEAD_CELL, items.plain(text)) for text in heads])]
        for row in rows_of(self.parts):
            first, last = row.entries[0], row.entries[-1]
            label = "{number}–{total}" if last is not first else "{number}"
            numbers = filled(label, number=first.number, total=last.number)
            rows.append(self._agenda_row(columns, row.name, numbers, _time(first.starts), row.minutes))
        total = sum(part.minutes for part in self.parts)
        rows.append(self._agenda_row(columns, labels.agenda_sum, (), (), total))
        yield Block(Role.TABLE, parts=tuple(rows), columns=columns, anchor="agenda-table")

    def _session(self, session: Session) -> Iterator[Block]:
        """Which session it is, for whom, in which time, and what for."""
        labels = self.guide.labels
        yield Block(Role.INTRO, items.plain(session.title))
        if session.audience:
            yield Block(Role.PARAGRAPH, filled(labels.audience, audience=session.audience))
        if session.minutes:
            yield Block(Role.PARAGRAPH, filled(labels.planned, minutes=f"{session.minutes:g}"))
        if session.objectives:
            yield Block(Role.PARAGRAPH, (Run(labels.objectives, strong=True),), above=14.0)
            yield from (items.ours(Role.LISTED, text) for text in session.objectives)

    def _agenda_row(self, columns: tuple[float, ...], name: str, numbers: Runs, starts: Runs, minutes: float) -> Block:
        head = Block(Role.HEAD_CELL, (Run(name, strong=True),))
        spent = (Run(f"{minutes:g}", varies="minutes"),)
        return _row(columns, [head, *(Block(Role.CELL, runs) for runs in (numbers, starts, spent))])

    def _reading(self) -> Iterator[Block]:
        if texts := self.guide.facilitation.preparation.reading:
            yield Block(Role.CHAPTER, items.plain(self.guide.labels.reading), anchor="reading")
            yield from (items.ours(Role.PARAGRAPH, text) for text in texts)
        yield Block(Role.EDITORIAL, items.plain(self.guide.labels.editorial), above=10.0)
        yield from items.edition(self.guide, Role.EDITORIAL)

    def _preparation(self) -> Iterator[Block]:
        labels, prepared = self.guide.labels, self.guide.facilitation.preparation
        yield from _listed(labels.materials, prepared.materials)
        yield from _listed(labels.room, prepared.room)
        if paragraphs := content_note(self.guide):
            yield Block(Role.CHAPTER, items.plain(labels.content_note))
            yield from (items.ours(Role.PARAGRAPH, text) for text in paragraphs)
        yield from _listed(labels.self_care, prepared.self_care)

    # --- slides ---

    def _slides(self) -> Iterator[Page]:
        """All slides, none parted from its words; what is left of a page is shared among them, for notes."""
        depth = self.setting.page.depth - 1.0
        blocks = [block for number, part in enumerate(self.parts, start=1) for block in self._part(part, number)]
        for start, end in balanced([block.height for block in blocks], depth, GAP):
            some = blocks[start:end]
            free = (depth - sum(block.height for block in some)) / len(some) - GAP
            roomy = [self._roomier(block, max(0.0, free)) for block in some]
            yield from items.flowed(
                self.setting, [replace(block, above=GAP if at else 0.0) for at, block in enumerate(roomy)]
            )

    def _part(self, part: Part, number: int) -> Iterator[Block]:
        """The slides of a part; with the first its heading, and with each what goes for it and others after it."""
        for at, entry in enumerate(part.entries):
            slide = self._slide(entry)
            head = Block(Role.CHAPTER, items.plain(part.name), anchor=f"part-{number}", above=0.01)
            ahead = [] if at else [self._set(head)]
            ahead += [self._set(self._ahead(entry.before))] if entry.before else []
            together = self._grouped(*ahead, replace(slide, above=GAP if entry.before else 10.0))
            if ahead and together.height > self.setting.page.depth - 1.0:
                yield from (self._grouped(*ahead), slide)
            else:
                yield together if ahead else slide

    def _grouped(self, *parts: Block) -> Block:
        group = Block(Role.GROUP, parts=parts)
        return replace(group, height=self.setting.height(group))

    def _roomier(self, block: Block, more: float) -> Block:
        """A slide that is higher by so much, with as many lines as there is room for."""
        height = block.height + more
        if block.role is Role.GROUP:
            *ahead, slide = block.parts
            if slide.role is not Role.SLIDE:
                return block
            return replace(block, parts=(*ahead, self._roomier(slide, more)), height=height)
        taken = self._pictured if self.setting.page.wide else self.setting.height(block)
        return replace(block, height=height, ruled=int((height - taken) / RULING))

    @property
    def _pictured(self) -> float:
        """The height of a picture with what stands under it."""
        return self.setting.page.aside * 9 / 16 + UNDER

    def _slide(self, entry: Entry) -> Block:
        shown, labels = entry.shown, self.guide.labels
        picture = Block(Role.PICTURE, picture=shown.picture, height=self._pictured - UNDER, parts=shown.words)
        spent = filled(labels.minutes, minutes=f"{shown.notes.minutes:g}") if shown.notes.minutes else ()
        starts = titled(labels.slide_starts, _time(entry.starts), time="\0")
        under = (filled(labels.slide_number, number=entry.number), starts, spent)
        title = Block(Role.LABEL, shown.title.runs, item=shown.title.item, anchor=f"slide-{entry.number}")
        title = title if self.setting.page.wide else replace(title, above=8.0)
        meta = Block(Role.MINUTES, parts=tuple(Block(Role.MINUTES, runs) for runs in under))
        read = [self._read_aloud(block) for block in shown.words if block.role is Role.VOICE]
        slide = self.setting.set(Block(Role.SLIDE, parts=(picture, meta, title, *self._said(shown.notes, read))))
        taken = self._pictured if self.setting.page.wide else slide.height
        return replace(slide, height=max(slide.height, taken + LINES * RULING))

    def _read_aloud(self, voice: Block) -> Block:
        """A voice in a size to read it from, and who shared it."""
        names = {each.id: each.attribution for section in self.guide.sections for each in section.voices}
        shared = (items.attribution(self.guide, names[voice.item]),) if voice.item in names else ()
        return Block(Role.VOICE, voice.runs, voice.item, parts=shared)

    def _ahead(self, added: Facilitation) -> Block:
        asked = added.discussion if isinstance(added.discussion, str) else ""
        said = self._said(Notes(added.script or "", asked, added.internal_note or ""))
        return Block(Role.NOTE, parts=(Block(Role.LABEL, items.plain(self.guide.labels.every_voice)), *said))

    def _said(self, notes: Notes, read: Sequence[Block] = ()) -> Iterator[Block]:
        """Notes, each after its label; what is read out follows what is said before it."""
        labels = self.guide.labels
        for role, label, runs in (
            (Role.SCRIPT, labels.note_script, inline.parse(notes.script)),
            (Role.ASK, labels.note_discussion, inline.parse(notes.discussion)),
            (Role.SCRIPT, labels.note_related, notes.named(labels)),
            (Role.INTERNAL, labels.note_internal, inline.parse(notes.internal)),
        ):
            if runs:
                yield Block(role, runs, marker=items.plain(label))
            if label == labels.note_script:
                yield from read

    # --- forms ---

    def _sign_in(self, note: str) -> Iterator[Block]:
        labels, measure = self.guide.labels, self.setting.page.measure
        yield Block(Role.CHAPTER, items.plain(labels.sign_in), anchor="sign-in")
        yield items.ours(Role.PARAGRAPH, note)
        yield Block(Role.WRITE, items.plain(labels.sign_in_date), above=14.0)
        yield Block(Role.WRITE, items.plain(labels.sign_in_facilitators), above=2.0)
        columns = (0.36 * measure, 0.38 * measure, 0.26 * measure)
        heads = (labels.sign_in_name, labels.sign_in_work, labels.sign_in_signature)
        rows = [_row(columns, [Block(Role.HEAD_CELL, items.plain(text)) for text in heads])]
        lines = min(SIGNATURES, int((self.setting.page.depth - _OVER_SIGNATURES) / RULING))
        rows += [replace(_row(columns, [Block(Role.CELL)] * 3), height=RULING) for _ in range(lines)]
        yield Block(Role.TABLE, parts=tuple(rows), columns=columns, above=20.0, anchor="sign-in-table")

    def _evaluation(self, form: Evaluation) -> Iterator[Block]:
        measure = self.setting.page.measure
        yield Block(Role.CHAPTER, items.plain(self.guide.labels.evaluation), anchor="evaluation")
        yield items.ours(Role.PARAGRAPH, form.intro, above=0.01)
        yield items.ours(Role.PARAGRAPH, form.scale)
        columns = ((1 - SCALE * _MARK) * measure, *[_MARK * measure] * SCALE)
        values = [Block(Role.HEAD_CELL, (Run(str(value)),)) for value in range(1, SCALE + 1)]
        rows = [_row(columns, [Block(Role.CELL), *values])]
        marks = [Block(Role.CELL, picture="circle")] * SCALE
        rows += [
            replace(_row(columns, [items.ours(Role.HEAD_CELL, text), *marks]), height=28.5) for text in form.statements
        ]
        yield Block(Role.TABLE, parts=tuple(rows), columns=columns, above=12.0, anchor="evaluation-table")
        for question in form.questions:
            room = tuple(replace(Block(Role.WRITE), above=0.01) for _ in range(_ANSWER))
            asked = Block(Role.PARAGRAPH, tuple(replace(run, strong=True) for run in inline.parse(question)))
            yield Block(Role.GROUP, parts=(asked, *room), above=18.0)


def _notes(guide: Guide) -> Block:
    return Block(Role.CHAPTER, items.plain(guide.labels.notes))


def _row(columns: tuple[float, ...], cells: Sequence[Block]) -> Block:
    return Block(Role.ROW, parts=tuple(cells), columns=columns)


def _time(minutes: float) -> Runs:
    """A point in time, as two numbers that may differ in a copy with other minutes."""
    hours, rest = clock(minutes).split(":")
    return (*filled("{number}:", number=hours), *filled("{number}", number=rest))


def _listed(title: str, entries: Sequence[str]) -> Iterator[Block]:
    if entries:
        yield Block(Role.CHAPTER, items.plain(title))
        yield from (items.ours(Role.LISTED, entry) for entry in entries)


def _clocked(slides: Sequence[Shown]) -> Iterator[Entry]:
    starts = 0.0
    for number, shown in enumerate(slides, start=1):
        yield Entry(number, starts, shown)
        starts += shown.notes.minutes


def _spoken_once(entries: Iterator[Entry], group: Facilitation | None) -> Iterator[Entry]:
    """Take from each slide what it shares with its group, and put it ahead of the first of them."""
    told = False
    for entry in entries:
        own = _own(entry.shown, group) if group else entry.shown
        shares = own != entry.shown
        yield replace(entry, shown=own, before=group if shares and not told else None)
        told = told or shares


def _own(shown: Shown, group: Facilitation) -> Shown:
    notes = replace(
        shown.notes,
        script="" if shown.notes.script == group.script else shown.notes.script,
        discussion="" if shown.notes.discussion == group.discussion else shown.notes.discussion,
        internal=shown.notes.internal.removesuffix(group.internal_note or "").rstrip(" "),
    )
    return replace(shown, notes=notes)
