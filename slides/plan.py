"""Which words stand on which slide, and what trainers say there. Pure: no file, no fonts.

``plan(Guide) -> (Slide, ...)``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from planned.blocks import Block, Role
from planned.slides import Notes, Reference, Slide, SlideKind, Slot, Text, numbered, titled
from source import inline, model
from source.inline import Run, Runs
from source.labels import Labels, filled
from source.model import Facilitation, Guide, Section
from source.preparation import Session
from source.sessions import activities_after, agenda, content_note, spent_on_parts


def plan(guide: Guide) -> tuple[Slide, ...]:
    """All slides of the training deck, in order."""
    return numbered(_with_unique_titles(tuple(_Planner(guide).slides()), guide.labels))


def _with_unique_titles(slides: Sequence[Slide], labels: Labels) -> tuple[Slide, ...]:
    """No two slides with one title: by the name of their section, else by a number. Titles that are items stay."""
    parts: dict[str, set[str]] = {}
    for slide in slides:
        parts.setdefault(slide.title.text, set()).add(slide.part)

    def in_section(slide: Slide, _number: int, _total: int) -> Runs:
        several = len(parts[slide.title.text]) > 1 and len(slide.part) <= _SHORT_NAME
        return titled(labels.titled, slide.title.runs, section=slide.part) if several else slide.title.runs

    def numbered(slide: Slide, number: int, total: int) -> Runs:
        return titled(labels.part, slide.title.runs, number=number, total=total)

    return _retitled(_retitled(slides, in_section), numbered)


_SHORT_NAME = 40  # letters: a longer name of a section leaves no room for the title itself


def _retitled(slides: Sequence[Slide], title: Callable[[Slide, int, int], Runs]) -> tuple[Slide, ...]:
    total = Counter(slide.title.text for slide in slides)
    seen: Counter[str] = Counter()
    result = []
    for slide in slides:
        seen[words := slide.title.text] += 1
        alike = total[words] > 1 and not slide.title.item
        runs = title(slide, seen[words], total[words]) if alike else slide.title.runs
        result.append(replace(slide, title=replace(slide.title, runs=runs)))
    return tuple(result)


class _Planner:
    """Holds the guide and where to find things in it while the slides are written down one after the other."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.labels = guide.labels
        self.added = guide.facilitation
        self.said = {voice.id: voice.text for section in guide.sections for voice in section.voices}
        self.voice_titles = {
            voice.id: filled(self.labels.voice, number=number, total=total)
            for section in guide.sections
            for voice in section.voices
            for number, total in [section.numbers[voice.id]]
        }

    def slides(self) -> Iterator[Slide]:
        """The deck from title to colophon."""
        parts = [
            (self.labels.opening, self.labels.welcome, self._opening()),
            *(
                (each.short, each.short, self._section(each, at))
                for at, each in enumerate(self.guide.sections, start=1)
            ),
            (self.labels.closing, self.labels.closing, self._closing()),
        ]
        for part, row, slides in parts:
            yield from (replace(slide, part=part, row=slide.row or row) for slide in slides)

    def _opening(self) -> Iterator[Slide]:
        session = (self.guide.sessions[self.guide.session],) if self.guide.session else ()
        names = (*(each.title for each in session), self.labels.training_deck)
        title = Block(Role.TITLE, (Run(self.guide.title),), "guide.title")
        subtitle = [Block(Role.KICKER, (Run(text),)) for text in names]
        if self.guide.agency:
            subtitle.append(Block(Role.AGENCY, (Run(self.guide.agency.name),)))
        yield Slide(SlideKind.TITLE, "", title, ((Slot.MAIN, tuple(subtitle)),), _notes(self.added.opening))
        yield from (slide for each in session for slide in self._agenda(each))
        if note := self.added.content_note:
            text = _marked(Role.PARAGRAPH, content_note(self.guide))
            yield self._ours(SlideKind.TEXT, self.labels.content_note, text, note)

    def _closing(self) -> Iterator[Slide]:
        if asked := self.added.commitment:
            yield self._ours(SlideKind.ACTIVITY, self.labels.commitment, _marked(Role.ASK, asked.prompts), asked)
        if self.guide.contacts:
            yield self._contacts()
        yield self._about()

    def _ours(
        self, kind: SlideKind, title: str, text: Text, added: Facilitation, *others: tuple[int, Text], **places: object
    ) -> Slide:
        """A slide that says that its words are not the tip sheet's. ``places`` are for the label that is its title."""
        origin = (Slot.SMALL, (Block(Role.EDITORIAL, filled(self.labels.editorial)),))
        heading = Block(Role.LABEL, filled(title, **places) if places else (Run(title),))
        return Slide(kind, "", heading, ((Slot.MAIN, text), *others, origin), _notes(added))

    def _agenda(self, session: Session) -> Iterator[Slide]:
        """What the room will do, in which time; no slide where nothing of it was planned."""
        rows = agenda(self.guide)
        listed = [Block(Role.ENTRY, (Run(row.title),), marker=self._minutes(row.minutes)) for row in rows]
        total = filled(self.labels.agenda_total, minutes=f"{sum(row.minutes for row in rows):g}")
        listed += [Block(Role.MINUTES, total)] if rows else []
        whom = filled(self.labels.audience, audience=session.audience) if session.audience else ()
        whom_block = [Block(Role.NOTE, whom)] if whom else []
        aims = _marked(Role.LISTED, session.objectives)
        if listed:
            head = [_label(self.labels.objectives, strong=True)] if aims else []
            extra = (Slot.EXTRA, (*whom_block, *head, *aims))
            yield self._ours(SlideKind.AGENDA, self.labels.agenda, tuple(listed), self.added.agenda, extra)
        elif whom or aims:  # then they have the slide to themselves
            text = (*whom_block, *aims)
            yield self._ours(SlideKind.DISCUSSION, self.labels.objectives, text, self.added.agenda)

    def _minutes(self, minutes: float) -> Runs:
        return filled(self.labels.minutes, minutes=f"{minutes:g}")

    def _section(self, section: Section, number: int) -> Iterator[Slide]:
        added = self.added.sections.get(section.id)
        part = filled(self.labels.section, number=number, total=len(self.guide.sections), section=section.short)
        yield Slide(
            SlideKind.SECTION,
            "",
            Block(Role.HEADING, (Run(section.heading),), section.id),
            ((Slot.MAIN, (Block(Role.LABEL, part),)),),
            _notes(added),
            tuple((spent, at == number) for at, spent in enumerate(spent_on_parts(self.guide))),
        )
        for item, slide in self._items(section):
            yield slide
            yield from map(self._activity, activities_after(self.guide, item))
        for activity in activities_after(self.guide, section.id):
            yield replace(self._activity(activity), row=activity.title)
        if added and (asked := added.discussion):
            title, text = self.labels.discussion, _marked(Role.ASK, asked.prompts)
            slide = self._ours(SlideKind.DISCUSSION, title, text, asked, section=section.short)
            yield replace(slide, row=slide.title.text)

    def _items(self, section: Section) -> Iterator[tuple[str, Slide]]:
        """The slides of a section's items, each with the id of the item."""
        if intro := section.intro:
            yield intro.id, self._item(SlideKind.TEXT, _label(intro.label), [_worded(Role.INTRO, intro)])
        for tip in section.tips:
            number, total = section.numbers[tip.id]
            yield tip.id, self._tip(tip, number, total)
        if section.question:
            asked = [_worded(Role.QUESTION, section.question)]
            yield section.question.id, self._item(SlideKind.QUESTION, _label(self.labels.question), asked)
        for voice in section.voices:
            yield voice.id, self._voice(voice)

    def _item(self, kind: SlideKind, title: Block, text: Sequence[Block]) -> Slide:
        added = self.added.items.get(text[0].item, Facilitation())
        related = tuple(Reference(voice, self.said[voice]) for voice in added.voices if voice in self.said)
        return Slide(kind, "", title, ((Slot.MAIN, tuple(text)),), replace(_notes(added), related=related))

    def _tip(self, tip: model.Tip, number: int, total: int) -> Slide:
        """The words, their number, and what the room is asked, which is not theirs."""
        label = Block(Role.LABEL, filled(self.labels.tip, number=number, total=total))
        points = tuple(_worded(Role.POINT, point) for point in tip.points)
        slide = self._item(SlideKind.TIP_POINTS if points else SlideKind.TIP, label, [_worded(Role.TIP, tip)])
        texts: list[tuple[int, Text]] = [(Slot.LABEL, (label,))]
        texts.append((Slot.NUMBER, (Block(Role.LABEL, (Run(str(number), varies="number"),)),)))
        texts += [(Slot.MAIN, points)] if points else []
        if asked := slide.notes.discussion:
            question = Block(Role.PARAGRAPH, inline.parse(asked))
            editorial = Block(Role.EDITORIAL, filled(self.labels.editorial))
            texts += [(Slot.EXTRA, (question,)), (Slot.SMALL, (editorial,))]
        return replace(slide, title=_worded(Role.TIP, tip), texts=tuple(texts))

    def _activity(self, activity: model.Activity) -> Slide:
        kind, role = (SlideKind.QUIET, Role.PARAGRAPH) if activity.quiet else (SlideKind.ACTIVITY, Role.ASK)
        slide = self._ours(kind, activity.title, _marked(role, activity.prompts), activity)
        minutes = (Slot.EXTRA, (Block(Role.MINUTES, self._minutes(activity.minutes)),))
        return replace(slide, texts=(*slide.texts, minutes)) if activity.minutes and not activity.quiet else slide

    def _voice(self, voice: model.Voice) -> Slide:
        own = self.added.items.get(voice.id, Facilitation())
        group = self.added.groups.get("voices", Facilitation())
        shared = Block(Role.ATTRIBUTION, filled(self.labels.attribution, attribution=voice.attribution))
        said = Block(Role.VOICE, (Run(voice.text),), voice.id)
        notes = Notes(
            script=own.script or group.script or "",
            discussion=own.discussion or group.discussion or "",
            internal=" ".join(filter(None, (own.internal_note, group.internal_note))),
            minutes=own.minutes or group.minutes,
        )
        label = Block(Role.LABEL, self.voice_titles[voice.id])
        return Slide(SlideKind.VOICE, "", said, ((Slot.LABEL, (label,)), (Slot.SMALL, (shared,))), notes)

    def _contacts(self) -> Slide:
        contacts = self.guide.contacts
        known = [contact for contact in contacts if contact.lines]
        blank = tuple(block for contact in contacts if not contact.lines for block in self._blank(contact))
        checked = tuple(self._checked(contact, known) for contact in known if contact.verified_on)
        own = (_label(self.labels.own_contacts, strong=True), *blank) if blank else ()
        reached = tuple(block for contact in known for block in _reached(contact))
        texts = ((Slot.MAIN, reached), (Slot.SMALL, own), (Slot.EXTRA, checked)) if known else ((Slot.MAIN, own),)
        return Slide(SlideKind.CONTACTS, "", _label(self.labels.contacts), texts, _notes(self.added.closing))

    def _checked(self, contact: model.Contact, known: Sequence[model.Contact]) -> Block:
        """When a number was checked; where there are others, whose it is, so that it stands on one slide with it."""
        checked = filled(self.labels.checked, date=contact.verified_on, source=contact.source)
        if len(known) == 1:
            return Block(Role.CHECKED, checked)
        return Block(Role.CHECKED, (Run(f"{contact.name}: ", strong=True), *checked), link=contact.id)

    def _blank(self, contact: model.Contact) -> Iterator[Block]:
        yield Block(Role.CONTACT, (Run(contact.name, strong=True),), contact.id)
        yield Block(Role.WRITE, (Run(self.labels.write_here, emphasis=True),))

    def _about(self) -> Slide:
        labels, guide = self.labels, self.guide
        provenance = (
            filled(labels.provenance, count=count, attribution=attribution, source=source, permission=given)
            for (attribution, source, given), count in guide.provenance.items()
        )
        edition = [
            filled(labels.edition, edition=guide.edition),
            filled(labels.fingerprint, fingerprint=guide.fingerprint),
        ]
        if name := guide.session:  # with it, ``verify`` knows what the deck should show, even without metadata
            edition.append(filled(labels.session, title=guide.sessions[name].title, name=name))
        text = (*_marked(Role.PARAGRAPH, guide.about), *(Block(Role.PARAGRAPH, runs) for runs in provenance))
        texts = ((Slot.MAIN, text), (Slot.SMALL, tuple(Block(Role.EDITION, runs) for runs in edition)))
        notes = _notes(self.added.about)
        if not guide.contacts:  # their slide closes the session; without it this one does
            notes = _together(_notes(self.added.closing), notes)
        return Slide(SlideKind.ABOUT, "", _label(labels.about), texts, notes)


def _label(text: str, *, strong: bool = False) -> Block:
    """A title of ours, without markup."""
    return Block(Role.LABEL, (Run(text, strong=strong),))


def _marked(role: Role, texts: Sequence[str]) -> Text:
    """Texts of ours with inline markup."""
    return tuple(Block(role, inline.parse(text)) for text in texts)


def _worded(role: Role, item: model.Intro | model.Tip | model.Point | model.Question) -> Block:
    return Block(role, inline.parse(item.text), item.id)


def _reached(contact: model.Contact) -> Iterator[Block]:
    yield Block(Role.CONTACT, (Run(contact.name, strong=True),), contact.id)
    for line in contact.lines:
        yield Block(Role.REACH, (Run(f"{line.label} "), Run(line.value, strong=True)), contact.id)


def _together(one: Notes, other: Notes) -> Notes:
    """The notes of two slides, on one."""
    script, discussion, internal = (
        " ".join(filter(None, pair))
        for pair in ((one.script, other.script), (one.discussion, other.discussion), (one.internal, other.internal))
    )
    return Notes(script, discussion, internal, minutes=one.minutes + other.minutes)


def _notes(added: Facilitation | None) -> Notes:
    added = added or Facilitation()
    discussion = added.discussion if isinstance(added.discussion, str) else ""
    return Notes(added.script or "", discussion, added.internal_note or "", minutes=added.minutes)
