"""The words as data: what each content file may hold, and the ``Guide`` they make together.

Two layers. The ``…File`` models are the shape of the YAML files, one each; editors complete and check against the
JSON Schema made from them (``source.schema``). ``Guide`` is what the rest of the program sees: whole, in reading order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from source import inline
from source.agency import Agency
from source.fields import CheckedOn, Id, Minutes, Model, Name, Words
from source.labels import Labels
from source.preparation import Preparation, Session
from source.theme import ThemeFile


class ItemKind(StrEnum):
    """What an item is. The order is the order of reports."""

    TITLE = "title"
    HEADING = "heading"
    INTRO = "introduction"
    TIP = "tip"
    POINT = "point"
    QUESTION = "question"
    VOICE = "voice"
    CONTACT = "contact"


class Item(Model):
    """One piece of words that print and slides must both carry: ``words`` is what a reader sees, without markup."""

    id: Id
    kind: ItemKind
    words: str
    attribution: str = ""


# --- guide.yaml -------------------------------------------------------------------------------------------------


class Intro(Model):
    """A section's introduction, with the plain label that stands over it (ours, not the original's)."""

    id: Id
    label: Words
    text: Words


class Question(Model):
    """The question that the voices answer."""

    id: Id
    text: Words


class SectionHead(Model):
    """A section as ``guide.yaml`` gives it: its heading, and its introduction and question if it has them."""

    id: Id
    heading: Words
    short: Words = Field(description="A short name for running heads and the parts of the deck (ours).")
    intro: Intro | None = None
    question: Question | None = None


class GuideFile(Model):
    """guide.yaml: the title, the sections in order, and what the colophon says."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    edition: Words
    title: Words
    sections: Annotated[tuple[SectionHead, ...], Field(min_length=1, strict=False)]
    about: Annotated[tuple[Words, ...], Field(strict=False)] = Field(
        default=(), description="What the colophon says of the source and of how to get a new copy, a paragraph each."
    )
    staff_note: Words | None = Field(default=None, description="Who the guide is for, at the foot of the contents.")
    labels: dict[str, object] = Field(
        default_factory=dict, description="Single labels, as labels.yaml has them, that are to differ."
    )


# --- tips.yaml and voices.yaml ------------------------------------------------------------------------------------


class Point(Model):
    """A point under a tip."""

    id: Id
    text: Words


class Tip(Model):
    """A tip, with its points if it has any."""

    id: Id
    text: Words
    points: Annotated[tuple[Point, ...], Field(strict=False)] = ()


class TipsFile(Model):
    """tips.yaml: the tips of each section, by the section's id."""

    tips: dict[Id, Annotated[tuple[Tip, ...], Field(strict=False)]] = Field(default_factory=dict)


class VoiceEntry(Model):
    """A voice as ``voices.yaml`` gives it; what it leaves out stands at the head of the file.

    A withdrawn voice keeps its id, and may lose its words.
    """

    id: Id
    text: Words | None = None
    withdrawn: CheckedOn | None = Field(default=None, description="The day it was withdrawn; it leaves every product.")
    attribution: Words | None = None
    source: Words | None = None
    permission: Words | None = None

    @model_validator(mode="after")
    def _has_words(self) -> VoiceEntry:
        if self.text is None and self.withdrawn is None:
            raise PydanticCustomError("missing_words", "a voice has words, unless it was withdrawn")
        return self


NOT_RECORDED = "not recorded"  # how voices.yaml says that nobody wrote a permission down


class VoicesFile(Model):
    """voices.yaml: the survivors' own words, by section; attribution, source and permission for all at its head."""

    attribution: Words
    source: Words
    permission: Words | None = Field(
        default=None, description="Left out, or “not recorded”, where nobody wrote it down."
    )
    voices: dict[Id, Annotated[tuple[VoiceEntry, ...], Field(strict=False)]] = Field(default_factory=dict)


class Voice(Model):
    """One survivor's words, verbatim, with what is known of where they come from."""

    id: Id
    text: Words
    attribution: Words
    source: Words
    permission: str


# --- facilitation.yaml --------------------------------------------------------------------------------------------


class Facilitation(Model):
    """What trainers add to an item. Never shown as part of the original; never on paper for staff."""

    minutes: Minutes = 0.0
    script: Words | None = None
    discussion: Words | None = None
    internal_note: Words | None = None
    voices: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    audiences: Annotated[tuple[Name, ...], Field(strict=False)] = ()  # whose sessions show it; nobody named: all do
    topics: Annotated[tuple[Name, ...], Field(strict=False)] = Field(
        default=(), description="What the content note says of it, by names that stand there."
    )


class ContentNote(Facilitation):
    """The slide that says what is coming, that anyone may step out, and who to talk to."""

    paragraphs: Annotated[tuple[Words, ...], Field(min_length=1, max_length=4, strict=False)]
    sentences: dict[Name, Words] = Field(
        default_factory=dict,
        description="A sentence for each topic; it follows the first paragraph where the session shows an item of it.",
    )


class Discussion(Facilitation):
    """A slide on which the room is asked something: at the end of a section, or before it goes."""

    prompts: Annotated[tuple[Words, ...], Field(min_length=1, max_length=4, strict=False)]


class SectionFacilitation(Facilitation):
    """What trainers say when a section opens, and what the room talks about when it closes."""

    discussion: Discussion | None = None  # type: ignore[assignment]  # a whole slide here, not a sentence
    without_intro: Words | None = Field(
        default=None, description="What the script begins with in sessions that do not show the introduction."
    )


class Activity(Discussion):
    """Something that the room does together, on a slide of its own after an item, or at the end of a section."""

    id: Id
    title: Words
    after: Id
    quiet: bool = Field(default=False, description="A moment of silence: a slide with almost nothing on it.")


class FacilitationFile(Model):
    """facilitation.yaml: what trainers add, by item id. All of it is editorial, and none of it must be there."""

    origin: Literal["editorial"] = "editorial"
    opening: Facilitation = Facilitation()
    content_note: ContentNote | None = None
    agenda: Facilitation = Facilitation()
    commitment: Discussion | None = None
    closing: Facilitation = Facilitation()
    about: Facilitation = Facilitation()
    sections: dict[Id, SectionFacilitation] = Field(default_factory=dict)
    items: dict[Id, Facilitation] = Field(default_factory=dict)
    groups: dict[str, Facilitation] = Field(default_factory=dict)
    preparation: Preparation = Preparation()
    activities: Annotated[tuple[Activity, ...], Field(strict=False)] = ()
    audiences: dict[Name, Words] = Field(default_factory=dict)


# --- contacts.yaml ------------------------------------------------------------------------------------------------


class Channel(Model):
    """One way to reach a contact: how (``Call``), and the number or address."""

    label: Words
    value: Words


class Contact(Model):
    """Somebody to call. Without lines, print leaves a ruled line to write on."""

    id: Id
    name: Words
    lines: Annotated[tuple[Channel, ...], Field(strict=False)] = ()
    verified_on: CheckedOn | None = None
    source: Words | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Contact:
        if self.verified_on and self.source is None:
            raise PydanticCustomError("missing_source", "a contact that was checked says against what")
        return self


class ContactsFile(Model):
    """contacts.yaml: everyone to call, in the order of print."""

    contacts: Annotated[tuple[Contact, ...], Field(strict=False)] = ()


# --- terms.yaml ---------------------------------------------------------------------------------------------------


class TextKind(StrEnum):
    """Kinds of our own text that a rule on terms can hold for."""

    TITLES = "titles"
    TIPS = "tips"
    FACILITATION = "facilitation"
    CONTACTS = "contacts"


class Term(Model):
    """A rule on words: instead of, use, why, and who says so."""

    instead_of: Annotated[tuple[Words, ...], Field(min_length=1, strict=False)]
    use: Words
    why: Words
    source: Words
    only: Annotated[tuple[Annotated[TextKind, Field(strict=False)], ...], Field(strict=False)] = tuple(TextKind)


class TermException(Model):
    """A use that is right where it stands."""

    term: Words = Field(description="The words as the rule has them, under instead_of.")
    item: Words = Field(description="The id of the item, or the name of the part of facilitation.yaml.")
    reason: Words


class TermsFile(Model):
    """terms.yaml: words to avoid in our own texts."""

    terms: Annotated[tuple[Term, ...], Field(strict=False)] = ()
    exceptions: Annotated[tuple[TermException, ...], Field(strict=False)] = ()


# --- the whole ----------------------------------------------------------------------------------------------------


Number = tuple[int, int]  # the number of a tip or voice in its section, and how many there are


class Section(SectionHead):
    """A section with everything in it."""

    tips: tuple[Tip, ...] = ()
    voices: tuple[Voice, ...] = ()
    whole_numbers: dict[str, Number] = Field(default_factory=dict)  # of the section that a session was cut from

    @property
    def numbers(self) -> Mapping[str, Number]:
        """The number of each tip and each voice: in a session, too, those that people have on paper."""
        groups = ([tip.id for tip in self.tips], [voice.id for voice in self.voices])
        own = {name: (at, len(group)) for group in groups for at, name in enumerate(group, start=1)}
        return self.whole_numbers or own


class Withdrawn(Model):
    """A voice that was withdrawn: enough to recognise it in an older file, and none of its words."""

    id: Id
    on: str
    traces: frozenset[str]
    words_kept: bool = False  # they still stand in voices.yaml or in the lock
    scripts: tuple[str, ...] = ()  # what we wrote for trainers to say with it: ours, and still in older files


class Guide(Model):
    """Everything, in reading order; or, with ``session`` set, what one session shows (``source.sessions.cut``)."""

    title: Words
    language: str
    edition: Words
    about: tuple[str, ...]
    staff_note: str | None
    labels: Labels
    sections: tuple[Section, ...]
    contacts: tuple[Contact, ...]
    facilitation: FacilitationFile
    theme: ThemeFile
    agency: Agency | None = None
    terms: TermsFile
    withdrawn: tuple[Withdrawn, ...] = ()
    sessions: dict[str, Session] = Field(default_factory=dict)
    session: str = ""
    whole_fingerprint: str = ""  # of the guide that a session was cut from, so that paper and slides can be compared

    def items(self) -> tuple[Item, ...]:
        """Every piece of words that a product must carry, in reading order."""
        return (
            Item(id="guide.title", kind=ItemKind.TITLE, words=self.title),
            *(item for section in self.sections for item in _section_items(section)),
            *(Item(id=c.id, kind=ItemKind.CONTACT, words=_contact_words(c)) for c in self.contacts),
        )

    @property
    def fingerprint(self) -> str:
        """``xxxx-xxxx-xxxx``: the start of the SHA-256 over id, words and attribution of every item."""
        canonical = "\n".join(f"{item.id}\t{item.words}\t{item.attribution}" for item in self.items())
        digits = sha256(canonical.encode()).hexdigest()
        return self.whole_fingerprint or "-".join(digits[at : at + 4] for at in (0, 4, 8))

    @property
    def stamp(self) -> str:
        """What the metadata of every product says of its edition (``proof.reading.read_stamp`` reads it back)."""
        return f"edition {self.edition}, fingerprint {self.fingerprint}{self.session and f', session {self.session}'}"

    @property
    def provenance(self) -> Mapping[tuple[str, str, str], int]:
        """How many voices share each (attribution, source, permission), in order of first appearance."""
        counts: dict[tuple[str, str, str], int] = {}
        for voice in (voice for section in self.sections for voice in section.voices):
            key = (voice.attribution, voice.source, voice.permission)
            counts[key] = counts.get(key, 0) + 1
        return counts


def _section_items(section: Section) -> Iterator[Item]:
    yield Item(id=section.id, kind=ItemKind.HEADING, words=section.heading)
    if section.intro:
        yield Item(id=section.intro.id, kind=ItemKind.INTRO, words=inline.plain(section.intro.text))
    for tip in section.tips:
        yield Item(id=tip.id, kind=ItemKind.TIP, words=inline.plain(tip.text))
        for point in tip.points:
            yield Item(id=point.id, kind=ItemKind.POINT, words=inline.plain(point.text))
    if section.question:
        yield Item(id=section.question.id, kind=ItemKind.QUESTION, words=inline.plain(section.question.text))
    for voice in section.voices:
        yield Item(id=voice.id, kind=ItemKind.VOICE, words=voice.text, attribution=voice.attribution)


def _contact_words(contact: Contact) -> str:
    return " ".join([contact.name, *(f"{line.label} {line.value}" for line in contact.lines)])
