"""Which words stand on which slide, and what trainers say there. Pure: no file, no fonts.

``plan(Guide) -> (Slide, ...)``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from slides.layouts import Kind
from source import inline, model
from source.labels import Labels
from source.model import Facilitation, Guide, Section
from source.preparation import Session
from source.sessions import activities_after, agenda, spent_on_parts


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its runs, and how deep it stands in a list (0 is no list). A ``label`` stands in the indent."""

    runs: tuple[inline.Run, ...]
    level: int = 0
    label: str = ""

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
    """One slide. ``texts[n]`` goes into the placeholder with idx n; 0 is the title. ``part`` names its section.

    ``progress`` is the way through the session, a (minutes, is it this part) for each part; a picture of no more than
    the words say.
    """

    kind: Kind
    part: str
    title: str
    texts: tuple[tuple[int, Text], ...] = ()
    items: tuple[str, ...] = ()
    notes: Notes = Notes()
    progress: tuple[tuple[float, bool], ...] = ()

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
    return _with_unique_titles(tuple(_Planner(guide).slides()), guide.labels)


def _with_unique_titles(slides: tuple[Slide, ...], labels: Labels) -> tuple[Slide, ...]:
    """No two slides with one title: by the name of their section, else by a number. Titles that are items stay."""
    named = _retitled(slides, lambda slide, _, __: labels.titled.format(section=slide.part, title=slide.title))
    return _retitled(
        named, lambda slide, number, total: labels.part.format(title=slide.title, number=number, total=total)
    )


def _retitled(slides: tuple[Slide, ...], title: Callable[[Slide, int, int], str]) -> tuple[Slide, ...]:
    total = Counter(slide.title for slide in slides)
    seen: Counter[str] = Counter()
    result = []
    for slide in slides:
        seen[slide.title] += 1
        ours = slide.kind not in (Kind.TITLE, Kind.SECTION)
        if total[slide.title] > 1 and ours:
            result.append(replace(slide, title=title(slide, seen[slide.title], total[slide.title])))
        else:
            result.append(slide)
    return tuple(result)


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
        if self.guide.session:
            yield self._agenda(self.guide.sessions[self.guide.session])
        yield self._content_note()
        for number, section in enumerate(self.guide.sections, start=1):
            for slide in self._section(section, number):
                yield replace(slide, part=section.short)
        if self.added.commitment:
            yield self._commitment(self.added.commitment)
        yield self._contacts()
        yield self._about()

    def _title(self) -> Slide:
        session = self.guide.sessions[self.guide.session].title if self.guide.session else ""
        subtitle = tuple(words(text) for text in (session, self.labels.training_deck) if text)
        return Slide(
            Kind.TITLE,
            self.labels.opening,
            self.guide.title,
            ((1, subtitle),),
            ("guide.title",),
            _notes(self.added.opening),
        )

    def _agenda(self, session: Session) -> Slide:
        rows = agenda(self.guide)
        listed = tuple(
            Paragraph((inline.Run(row.title),), 1, self.labels.minutes.format(minutes=f"{row.minutes:g}"))
            for row in rows
        )
        total = self.labels.agenda_total.format(minutes=f"{sum(row.minutes for row in rows):g}")
        whom = words(self.labels.audience.format(audience=session.audience))
        aims = (whom, _strong(self.labels.objectives), *(marked(aim, level=1) for aim in session.objectives))
        texts = ((1, (*listed, words(total))), (3, aims), (2, (words(self.labels.editorial),)))
        return Slide(Kind.AGENDA, self.labels.opening, self.labels.agenda, texts, notes=_notes(self.added.agenda))

    def _content_note(self) -> Slide:
        note = self.added.content_note
        text = tuple(marked(paragraph) for paragraph in note.paragraphs)
        texts = ((1, text), (2, (words(self.labels.editorial),)))
        return Slide(Kind.TEXT, self.labels.opening, self.labels.content_note, texts, notes=_notes(note))

    def _section(self, section: Section, number: int) -> Iterator[Slide]:
        added = self.added.sections.get(section.id)
        part = self.labels.section.format(number=number, total=len(self.guide.sections), section=section.short)
        yield Slide(
            Kind.SECTION,
            "",
            section.heading,
            ((1, (words(part),)),),
            (section.id,),
            _notes(added),
            tuple((spent, at == number) for at, spent in enumerate(spent_on_parts(self.guide), start=0)),
        )
        for item, slide in self._items(section):
            yield slide
            yield from self._activities(item)
        yield from self._activities(section.id)
        if added and added.discussion:
            yield self._discussion(section, added.discussion)

    def _items(self, section: Section) -> Iterator[tuple[str, Slide]]:
        """The slides of a section's items, each with the id of the item."""
        intro = section.intro
        if section.shows_intro:
            yield intro.id, self._item(Kind.TEXT, intro.label, intro.id, [marked(intro.text)])
        for at, tip in enumerate(section.tips, start=1):
            title = self.labels.tip.format(number=at, total=len(section.tips))
            points = [marked(point.text, level=1) for point in tip.points]
            more = tuple(point.id for point in tip.points)
            yield tip.id, self._item(Kind.TIP, title, tip.id, [marked(tip.text), *points], more=more)
        if section.question:
            question = section.question
            yield question.id, self._item(Kind.QUESTION, self.labels.question, question.id, [marked(question.text)])
        for voice in section.voices:
            yield voice.id, self._voice(voice)

    def _activities(self, after: str) -> Iterator[Slide]:
        for activity in activities_after(self.guide, after):
            prompts = tuple(marked(prompt, level=0 if activity.quiet else 1) for prompt in activity.prompts)
            spent = self.labels.minutes.format(minutes=f"{activity.minutes:g}")
            timed = () if activity.quiet or not activity.minutes else (words(spent),)
            texts = ((1, prompts), (2, (words(self.labels.editorial),)), (3, timed))
            kind = Kind.QUIET if activity.quiet else Kind.ACTIVITY
            yield Slide(kind, "", activity.title, texts if timed else texts[:2], notes=_notes(activity))

    def _commitment(self, commitment: model.Discussion) -> Slide:
        prompts = tuple(marked(prompt, level=1) for prompt in commitment.prompts)
        texts = ((1, prompts), (2, (words(self.labels.editorial),)))
        return Slide(Kind.ACTIVITY, self.labels.closing, self.labels.commitment, texts, notes=_notes(commitment))

    def _item(self, kind: Kind, title: str, item: str, text: Sequence[Paragraph], more: tuple[str, ...] = ()) -> Slide:
        added = self.added.items.get(item, Facilitation())
        related = ", ".join(self.voice_titles[voice] for voice in added.voices if voice in self.voice_titles)
        notes = replace(_notes(added), related=related)
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
        return Slide(_voice_kind(voice.text), "", self.voice_titles[voice.id], texts, (voice.id,), notes)

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
        yield _strong(contact.name)
        yield Paragraph((inline.Run(self.labels.write_here, emphasis=True),), level=1)

    def _about(self) -> Slide:
        provenance = (
            words(self.labels.provenance.format(count=count, attribution=attribution, source=source, permission=given))
            for (attribution, source, given), count in self.guide.provenance.items()
        )
        edition = (
            words(self.labels.edition.format(edition=self.guide.edition)),
            words(self.labels.fingerprint.format(fingerprint=self.guide.fingerprint)),
            *self._session_line(),
        )
        text = (*(marked(paragraph) for paragraph in self.guide.about), *provenance)
        texts = ((1, text), (2, edition))
        return Slide(Kind.ABOUT, self.labels.closing, self.labels.about, texts, notes=_notes(self.added.about))

    def _session_line(self) -> Iterator[Paragraph]:
        """Which session this is: with it, ``verify`` knows what the deck should show, even without metadata."""
        if name := self.guide.session:
            yield words(self.labels.session.format(title=self.guide.sessions[name].title, name=name))


# Up to so many characters a voice is short, and from so many on it is long: short ones are set large on a dark
# ground, long ones calmly on paper, so that a run of voices has a rhythm of its own.
_SHORT, _LONG = 60, 140


def _voice_kind(text: str) -> Kind:
    if len(text) <= _SHORT:
        return Kind.VOICE_SHORT
    return Kind.VOICE if len(text) < _LONG else Kind.VOICE_LONG


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
