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
from planned.slides import Notes
from planned.spacing import Style, TypeSize
from source import inline
from source.inline import Run, Runs
from source.labels import filled
from source.model import Facilitation, Guide
from source.preparation import Evaluation
from source.sessions import content_note

GAP = 20.0  # under each slide
UNDER = 18.0  # under the picture: the number, the clock, the minutes
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
        yield from self._flowed([*self._front(), *self._reading()])
        yield from self._flowed(self._preparation())
        for number, part in enumerate(self.parts, start=1):
            yield from self._part(part, number)
        if prepared.sign_in:
            yield from self._flowed(self._sign_in(prepared.sign_in))
        if prepared.evaluation:
            yield from self._flowed(self._evaluation(prepared.evaluation))

    def _flowed(self, blocks: Iterator[Block] | Sequence[Block]) -> Iterator[Page]:
        return items.flowed(self.setting, [self.setting.set(block) for block in blocks])

    def _front(self) -> Iterator[Block]:
        guide, labels = self.guide, self.guide.labels
        logo = imprint.logo(guide, imprint.COVER)
        yield from logo
        yield Block(Role.KICKER, items.plain(labels.facilitator_guide), above=20.0 if logo else 0.01)
        yield items.title(guide)
        if guide.session:
            yield Block(Role.INTRO, items.plain(guide.sessions[guide.session].title))
        yield Block(Role.EDITORIAL, items.plain(labels.editorial), above=6.0)
        yield from imprint.name(guide, above=6.0)
        yield from items.edition(guide, Role.EDITORIAL)
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

    def _agenda_row(self, columns: tuple[float, ...], name: str, numbers: Runs, starts: Runs, minutes: float) -> Block:
        head = Block(Role.HEAD_CELL, (Run(name, strong=True),))
        spent = (Run(f"{minutes:g}", varies="minutes"),)
        return _row(columns, [head, *(Block(Role.CELL, runs) for runs in (numbers, starts, spent))])

    def _reading(self) -> Iterator[Block]:
        if texts := self.guide.facilitation.preparation.reading:
            yield Block(Role.CHAPTER, items.plain(self.guide.labels.reading), anchor="reading")
            yield from (items.ours(Role.PARAGRAPH, text) for text in texts)

    def _preparation(self) -> Iterator[Block]:
        labels, prepared = self.guide.labels, self.guide.facilitation.preparation
        yield from _listed(labels.materials, prepared.materials)
        yield from _listed(labels.room, prepared.room)
        if paragraphs := content_note(self.guide):
            yield Block(Role.CHAPTER, items.plain(labels.content_note))
            yield from (items.ours(Role.PARAGRAPH, text) for text in paragraphs)
        yield from _listed(labels.self_care, prepared.self_care)

    # --- slides ---

    def _part(self, part: Part, number: int) -> Iterator[Page]:
        """The slides of a part on its pages, none parted from its words, and no page much emptier than the others."""
        setting, depth = self.setting, self.setting.page.depth - 1.0
        head = setting.set(Block(Role.CHAPTER, items.plain(part.name), anchor=f"part-{number}"))
        blocks = [self._entry(entry) for entry in part.entries]
        heights = [block.height for block in blocks]
        heights[0] += head.height + 10
        for start, end in balanced(heights, depth, GAP):
            some = [replace(block, above=GAP if at else 0.0) for at, block in enumerate(blocks[start:end])]
            if start == 0:
                some = [head, replace(some[0], above=0.01), *some[1:]]
            yield from items.flowed(setting, some)

    def _entry(self, entry: Entry) -> Block:
        slide = self.setting.set(self._slide(entry), self.setting.page.measure)
        if not entry.before:
            return slide
        ahead = self.setting.set(self._ahead(entry.before))
        together = Block(Role.GROUP, parts=(ahead, replace(slide, above=GAP)))
        return replace(together, height=self.setting.height(together))

    def _slide(self, entry: Entry) -> Block:
        shown, labels = entry.shown, self.guide.labels
        high = self.setting.page.aside * 9 / 16
        picture = Block(Role.PICTURE, picture=shown.picture, height=high, parts=shown.words)
        spent = filled(labels.minutes, minutes=f"{shown.notes.minutes:g}") if shown.notes.minutes else ()
        under = (filled("{number}", number=entry.number), _time(entry.starts), spent)
        title = Block(Role.LABEL, shown.title.runs, item=shown.title.item, anchor=f"slide-{entry.number}")
        meta = Block(Role.MINUTES, parts=tuple(Block(Role.MINUTES, runs) for runs in under))
        return Block(Role.SLIDE, parts=(picture, meta, title, *self._said(shown.notes)))

    def _ahead(self, added: Facilitation) -> Block:
        asked = added.discussion if isinstance(added.discussion, str) else ""
        said = self._said(Notes(added.script or "", asked, added.internal_note or ""))
        return Block(Role.NOTE, parts=(Block(Role.LABEL, items.plain(self.guide.labels.every_voice)), *said))

    def _said(self, notes: Notes) -> Iterator[Block]:
        """Notes, each after its label."""
        labels = self.guide.labels
        for role, label, runs in (
            (Role.SCRIPT, labels.note_script, inline.parse(notes.script)),
            (Role.ASK, labels.note_discussion, inline.parse(notes.discussion)),
            (Role.SCRIPT, labels.note_related, notes.named(labels)),
            (Role.INTERNAL, labels.note_internal, inline.parse(notes.internal)),
        ):
            if runs:
                yield Block(role, runs, marker=items.plain(label))

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
