"""Which words stand on which slide, and what trainers say there. Pure: no file, no fonts.

``plan(Guide) -> (Slide, ...)``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from planned.blocks import Block, Role
from planned.slides import Notes, Slide, SlideKind, Slot, Text, titled
from source import inline, model
from source.inline import Run, Runs
from source.labels import Labels, filled
from source.model import Facilitation, Guide, Section
from source.preparation import Session
from source.sessions import activities_after, agenda, spent_on_parts


def plan(guide: Guide) -> tuple[Slide, ...]:
    """All slides of the training deck, in order."""
    return _with_unique_titles(tuple(_Planner(guide).slides()), guide.labels)


def _with_unique_titles(slides: tuple[Slide, ...], labels: Labels) -> tuple[Slide, ...]:
    """No two slides with one title: by the name of their section, else by a number. Titles that are items stay."""
    named = _retitled(slides, lambda slide, _, __: titled(labels.titled, slide.title.runs, section=slide.part))
    return _retitled(
        named, lambda slide, number, total: titled(labels.part, slide.title.runs, number=number, total=total)
    )


def _retitled(slides: tuple[Slide, ...], title: Callable[[Slide, int, int], Runs]) -> tuple[Slide, ...]:
    total = Counter(slide.title.text for slide in slides)
    seen: Counter[str] = Counter()
    result = []
    for slide in slides:
        words = slide.title.text
        seen[words] += 1
        if total[words] > 1 and not slide.title.item:
            slide = replace(slide, title=replace(slide.title, runs=title(slide, seen[words], total[words])))  # noqa: PLW2901
        result.append(slide)
    return tuple(result)


class _Planner:
    """Holds the guide and where to find things in it while the slides are written down one after the other."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.labels = guide.labels
        self.added = guide.facilitation
        self.voice_titles = {
            voice.id: filled(self.labels.voice, number=number, total=len(section.voices))
            for section in guide.sections
            for number, voice in enumerate(section.voices, start=1)
        }
        self.origin = (Slot.SMALL, (Block(Role.EDITORIAL, filled(self.labels.editorial)),))

    def slides(self) -> Iterator[Slide]:
        """The deck from title to colophon."""
        opening, closing = self.labels.opening, self.labels.closing
        yield replace(self._title(), part=opening)
        if self.guide.session:
            yield replace(self._agenda(self.guide.sessions[self.guide.session]), part=opening)
        yield replace(self._content_note(), part=opening)
        for number, section in enumerate(self.guide.sections, start=1):
            for slide in self._section(section, number):
                yield replace(slide, part=section.short)
        if self.added.commitment:
            yield replace(self._asking(SlideKind.ACTIVITY, self.labels.commitment, self.added.commitment), part=closing)
        yield replace(self._contacts(), part=closing)
        yield replace(self._about(), part=closing)

    def _title(self) -> Slide:
        session = (self.guide.sessions[self.guide.session].title,) if self.guide.session else ()
        subtitle = tuple(Block(Role.KICKER, (Run(text),)) for text in (*session, self.labels.training_deck))
        title = Block(Role.TITLE, (Run(self.guide.title),), "guide.title")
        return Slide(SlideKind.TITLE, "", title, ((Slot.MAIN, subtitle),), _notes(self.added.opening))

    def _agenda(self, session: Session) -> Slide:
        rows = agenda(self.guide)
        listed = (Block(Role.ENTRY, (Run(row.title),), marker=self._minutes(row.minutes)) for row in rows)
        total = filled(self.labels.agenda_total, minutes=f"{sum(row.minutes for row in rows):g}")
        whom = filled(self.labels.audience, audience=session.audience)
        aims = (
            Block(Role.NOTE, whom),
            _strong(self.labels.objectives),
            *(Block(Role.LISTED, inline.parse(aim)) for aim in session.objectives),
        )
        texts = ((Slot.MAIN, (*listed, Block(Role.MINUTES, total))), (Slot.EXTRA, aims), self.origin)
        return Slide(SlideKind.AGENDA, "", _label(self.labels.agenda), texts, _notes(self.added.agenda))

    def _minutes(self, minutes: float) -> Runs:
        return filled(self.labels.minutes, minutes=f"{minutes:g}")

    def _content_note(self) -> Slide:
        note = self.added.content_note
        texts = ((Slot.MAIN, _marked(Role.PARAGRAPH, note.paragraphs)), self.origin)
        return Slide(SlideKind.TEXT, "", _label(self.labels.content_note), texts, _notes(note))

    def _section(self, section: Section, number: int) -> Iterator[Slide]:
        added = self.added.sections.get(section.id)
        part = filled(self.labels.section, number=number, total=len(self.guide.sections), section=section.short)
        yield Slide(
            SlideKind.SECTION,
            "",
            Block(Role.HEADING, (Run(section.heading),), section.id),
            ((Slot.MAIN, (Block(Role.LABEL, part),)),),
            _notes(added),
            tuple((spent, at == number) for at, spent in enumerate(spent_on_parts(self.guide), start=0)),
        )
        for item, slide in self._items(section):
            yield slide
            yield from self._activities(item)
        yield from self._activities(section.id)
        if added and added.discussion:
            title = self.labels.discussion.format(section=section.short)
            yield self._asking(SlideKind.DISCUSSION, title, added.discussion)

    def _items(self, section: Section) -> Iterator[tuple[str, Slide]]:
        """The slides of a section's items, each with the id of the item."""
        intro = section.intro
        if section.shows_intro:
            yield intro.id, self._item(SlideKind.TEXT, _label(intro.label), [_item(Role.INTRO, intro)])
        for at, tip in enumerate(section.tips, start=1):
            title = Block(Role.LABEL, filled(self.labels.tip, number=at, total=len(section.tips)))
            points = [_item(Role.POINT, point) for point in tip.points]
            yield tip.id, self._item(SlideKind.TIP, title, [_item(Role.TIP, tip), *points])
        if section.question:
            asked = [_item(Role.QUESTION, section.question)]
            yield section.question.id, self._item(SlideKind.QUESTION, _label(self.labels.question), asked)
        for voice in section.voices:
            yield voice.id, self._voice(voice)

    def _item(self, kind: SlideKind, title: Block, text: Sequence[Block]) -> Slide:
        added = self.added.items.get(text[0].item, Facilitation())
        known = [self.voice_titles[voice] for voice in added.voices if voice in self.voice_titles]
        related = tuple(run for name in known for run in (Run(", "), *name))[1:]
        return Slide(kind, "", title, ((Slot.MAIN, tuple(text)),), replace(_notes(added), related=related))

    def _activities(self, after: str) -> Iterator[Slide]:
        for activity in activities_after(self.guide, after):
            role, kind = Role.ASK, SlideKind.ACTIVITY
            if activity.quiet:
                role, kind = Role.PARAGRAPH, SlideKind.QUIET
            texts: tuple[tuple[int, Text], ...] = ((Slot.MAIN, _marked(role, activity.prompts)), self.origin)
            if activity.minutes and not activity.quiet:
                texts = (*texts, (Slot.EXTRA, (Block(Role.MINUTES, self._minutes(activity.minutes)),)))
            yield Slide(kind, "", _label(activity.title), texts, _notes(activity))

    def _asking(self, kind: SlideKind, title: str, discussion: model.Discussion) -> Slide:
        """A slide that asks the room: what a section means for it, what everyone will do."""
        texts = ((Slot.MAIN, _marked(Role.ASK, discussion.prompts)), self.origin)
        return Slide(kind, "", _label(title), texts, _notes(discussion))

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
        title = Block(Role.LABEL, self.voice_titles[voice.id])
        return Slide(_voice_kind(voice.text), "", title, ((Slot.MAIN, (said,)), (Slot.SMALL, (shared,))), notes)

    def _contacts(self) -> Slide:
        contacts = self.guide.contacts
        known = tuple(block for contact in contacts if contact.lines for block in _reached(contact))
        blank = tuple(block for contact in contacts if not contact.lines for block in self._blank(contact))
        checked = tuple(
            Block(Role.CHECKED, filled(self.labels.checked, date=contact.verified_on, source=contact.source))
            for contact in contacts
            if contact.verified_on
        )
        own = (_strong(self.labels.own_contacts), *blank) if blank else ()
        texts = ((Slot.MAIN, known), (Slot.SMALL, own), (Slot.EXTRA, checked))
        return Slide(SlideKind.CONTACTS, "", _label(self.labels.contacts), texts, _notes(self.added.closing))

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
        return Slide(SlideKind.ABOUT, "", _label(labels.about), texts, _notes(self.added.about))


# Up to so many characters a voice is short, and from so many on it is long: short ones are set large on a dark
# ground, long ones calmly on paper, so that a run of voices has a rhythm of its own.
_SHORT, _LONG = 60, 140


def _voice_kind(text: str) -> SlideKind:
    if len(text) <= _SHORT:
        return SlideKind.VOICE_SHORT
    return SlideKind.VOICE if len(text) < _LONG else SlideKind.VOICE_LONG


def _label(text: str) -> Block:
    """A title of ours, without markup."""
    return Block(Role.LABEL, (Run(text),))


def _strong(text: str) -> Block:
    return Block(Role.LABEL, (Run(text, strong=True),))


def _marked(role: Role, texts: Sequence[str]) -> Text:
    """Texts of ours with inline markup."""
    return tuple(Block(role, inline.parse(text)) for text in texts)


def _item(role: Role, item: model.Intro | model.Tip | model.Point | model.Question) -> Block:
    return Block(role, inline.parse(item.text), item.id)


def _reached(contact: model.Contact) -> Iterator[Block]:
    yield Block(Role.CONTACT, (Run(contact.name, strong=True),), contact.id)
    for line in contact.lines:
        yield Block(Role.REACH, (Run(f"{line.label} "), Run(line.value, strong=True)), contact.id)


def _notes(added: Facilitation | None) -> Notes:
    if added is None:
        return Notes()
    discussion = added.discussion if isinstance(added.discussion, str) else ""
    return Notes(added.script or "", discussion, added.internal_note or "", minutes=added.minutes)
