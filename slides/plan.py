"""Which words stand on which slide, and what trainers say there. Pure: no file, no fonts.

``plan(Guide) -> (Slide, ...)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from slides.layouts import Kind
from source import inline, model
from source.model import Facilitation, Guide, Section


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its runs, and how deep it stands in a list (0 is no list)."""

    runs: tuple[inline.Run, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """The words without markup."""
        return "".join(run.text for run in self.runs)


Text = tuple[Paragraph, ...]


@dataclass(frozen=True)
class Notes:
    """The notes page: what is said, what is asked, what is not read out, the minutes, and the items of the slide."""

    script: str = ""
    discussion: str = ""
    internal: str = ""
    related: str = ""
    minutes: float = 0.0


@dataclass(frozen=True)
class Slide:
    """One slide. ``texts[n]`` goes into the placeholder with idx n; 0 is the title. ``part`` names its section."""

    kind: Kind
    part: str
    title: str
    texts: tuple[tuple[int, Text], ...] = ()
    items: tuple[str, ...] = ()
    notes: Notes = Notes()

    @property
    def placed(self) -> tuple[tuple[int, Text], ...]:
        """Title and texts together, by placeholder."""
        return ((0, (words(self.title),)), *self.texts)


def words(text: str, level: int = 0) -> Paragraph:
    """A paragraph of words as they are, without markup."""
    return Paragraph((inline.Run(text),), level)


def marked(text: str, level: int = 0) -> Paragraph:
    """A paragraph of text with inline markup."""
    return Paragraph(inline.parse(text), level)


def plan(guide: Guide) -> tuple[Slide, ...]:
    """All slides of the training deck, in order."""
    return tuple(_Planner(guide).slides())


class _Planner:
    """Holds the guide and where to find things in it while the slides are written down one after the other."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.labels = guide.labels
        self.added = guide.facilitation
        self.voice_titles = {
            voice.id: self.labels.voice.format(number=number, total=len(section.voices))
            for section in guide.sections
            for number, voice in enumerate(section.voices, start=1)
        }

    def slides(self) -> Iterator[Slide]:
        """The deck from title to colophon."""
        yield self._title()
        yield self._content_note()
        for number, section in enumerate(self.guide.sections, start=1):
            for slide in self._section(section, number):
                yield replace(slide, part=section.short)
        yield self._contacts()
        yield self._about()

    def _title(self) -> Slide:
        subtitle = ((1, (words(self.labels.training_deck),)),)
        return Slide(
            Kind.TITLE, self.labels.opening, self.guide.title, subtitle, ("guide.title",), _notes(self.added.opening)
        )

    def _content_note(self) -> Slide:
        note = self.added.content_note
        text = tuple(marked(paragraph) for paragraph in note.paragraphs)
        return Slide(Kind.TEXT, self.labels.opening, self.labels.content_note, ((1, text),), notes=_notes(note))

    def _section(self, section: Section, number: int) -> Iterator[Slide]:
        added = self.added.sections.get(section.id)
        part = self.labels.section.format(number=number, total=len(self.guide.sections), section=section.short)
        yield Slide(Kind.SECTION, "", section.heading, ((1, (words(part),)),), (section.id,), _notes(added))
        yield self._item(Kind.TEXT, section.intro.label, section.intro.id, [marked(section.intro.text)])
        for at, tip in enumerate(section.tips, start=1):
            title = self.labels.tip.format(number=at, total=len(section.tips))
            points = [marked(point.text, level=1) for point in tip.points]
            yield self._item(
                Kind.TIP, title, tip.id, [marked(tip.text), *points], more=tuple(point.id for point in tip.points)
            )
        if section.question:
            question = section.question
            yield self._item(Kind.QUESTION, self.labels.question, question.id, [marked(question.text)])
        for voice in section.voices:
            yield self._voice(voice)
        if added and added.discussion:
            yield self._discussion(section, added.discussion)

    def _item(self, kind: Kind, title: str, item: str, text: Sequence[Paragraph], more: tuple[str, ...] = ()) -> Slide:
        added = self.added.items.get(item, Facilitation())
        notes = replace(_notes(added), related=", ".join(self.voice_titles[voice] for voice in added.voices))
        return Slide(kind, "", title, ((1, tuple(text)),), (item, *more), notes)

    def _voice(self, voice: model.Voice) -> Slide:
        own = self.added.items.get(voice.id, Facilitation())
        group = self.added.groups.get("voices", Facilitation())
        texts = (
            (1, (words(voice.text),)),
            (2, (words(self.labels.attribution.format(attribution=voice.attribution)),)),
        )
        notes = Notes(
            script=own.script or group.script or "",
            discussion=own.discussion or group.discussion or "",
            internal=" ".join(filter(None, (own.internal_note, group.internal_note))),
            minutes=own.minutes or group.minutes,
        )
        return Slide(Kind.VOICE, "", self.voice_titles[voice.id], texts, (voice.id,), notes)

    def _discussion(self, section: Section, discussion: model.Discussion) -> Slide:
        prompts = tuple(marked(prompt, level=1) for prompt in discussion.prompts)
        title = self.labels.discussion.format(section=section.short)
        texts = ((1, prompts), (2, (words(self.labels.editorial),)))
        return Slide(Kind.DISCUSSION, "", title, texts, notes=_notes(discussion))

    def _contacts(self) -> Slide:
        contacts = self.guide.contacts
        known = tuple(p for contact in contacts if contact.lines for p in _reached(contact))
        blank = tuple(p for contact in contacts if not contact.lines for p in self._blank(contact))
        checked = tuple(
            words(self.labels.checked.format(date=contact.verified_on, source=contact.source))
            for contact in contacts
            if contact.verified_on
        )
        own = (_strong(self.labels.own_contacts), *blank) if blank else ()
        items = tuple(contact.id for contact in contacts)
        texts = ((1, known), (2, own), (3, checked))
        return Slide(Kind.CONTACTS, self.labels.closing, self.labels.contacts, texts, items, _notes(self.added.closing))

    def _blank(self, contact: model.Contact) -> Iterable[Paragraph]:
        yield words(contact.name)
        yield Paragraph((inline.Run(self.labels.write_here, emphasis=True),), level=1)

    def _about(self) -> Slide:
        provenance = (
            words(self.labels.provenance.format(count=count, attribution=attribution, source=source, permission=given))
            for (attribution, source, given), count in self.guide.provenance.items()
        )
        edition = (
            words(self.labels.edition.format(edition=self.guide.edition)),
            words(self.labels.fingerprint.format(fingerprint=self.guide.fingerprint)),
        )
        text = (*(marked(paragraph) for paragraph in self.guide.about), *provenance)
        texts = ((1, text), (2, edition))
        return Slide(Kind.ABOUT, self.labels.closing, self.labels.about, texts, notes=_notes(self.added.about))


def _reached(contact: model.Contact) -> Iterable[Paragraph]:
    yield _strong(contact.name)
    for line in contact.lines:
        yield Paragraph((inline.Run(f"{line.label} "), inline.Run(line.value, strong=True)))


def _strong(text: str) -> Paragraph:
    return Paragraph((inline.Run(text, strong=True),))


def _notes(added: Facilitation | None) -> Notes:
    if added is None:
        return Notes()
    discussion = added.discussion if isinstance(added.discussion, str) else ""
    return Notes(added.script or "", discussion, added.internal_note or "", minutes=added.minutes)
