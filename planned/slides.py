"""Slides: what the planner makes of a guide for a room, and every writer sets. Pure data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from planned.blocks import Block, Role, entries, items_of
from source.inline import Order, Run, Runs
from source.labels import Labels, filled

if TYPE_CHECKING:
    from source.model import Guide


class SlideKind(StrEnum):
    """A kind of slide. ``layout_`` before the value is the label that names its layout for trainers."""

    TITLE = "title"
    SECTION = "section"
    TEXT = "text"
    TIP = "tip"
    TIP_POINTS = "tip_points"
    VOICE = "voice"
    QUESTION = "question"
    DISCUSSION = "discussion"
    AGENDA = "agenda"
    ACTIVITY = "activity"
    QUIET = "quiet"
    CONTACTS = "contacts"
    ABOUT = "about"


class Slot(IntEnum):
    """A place for words on a slide: the idx of its placeholder. On every layout MAIN holds the main event."""

    TITLE = 0
    MAIN = 1
    SMALL = 2  # who wrote this, who said it, which edition; our own numbers
    EXTRA = 3  # minutes, objectives, when a number was checked; what is asked
    LABEL = 4  # which of the tips or voices it is, where its title is the words themselves
    NUMBER = 5  # the number of a tip, to be seen from afar; the label says it, too


Text = tuple[Block, ...]

# Roles that are entries of a list, one level under a text.
_LISTED = {Role.POINT, Role.ASK, Role.LISTED, Role.ENTRY, Role.WRITE}


def level(block: Block) -> int:
    """How deep a block stands in a list; 0 is no list."""
    return int(block.role in _LISTED)


_FEW = 4  # words by which a voice is known again; so few are no copy of it


@dataclass(frozen=True)
class Reference:
    """A voice on another slide, for those who look it up: by its first words, and by the number of its slide."""

    item: str
    said: str
    slide: int = 0

    def runs(self, labels: Labels) -> Runs:
        """How notes name it: never by all its words."""
        words = self.said.split()
        first = " ".join(words[: min(_FEW, len(words) // 2)])
        number = Run(str(self.slide), varies="number")
        shown = filled(labels.report_slide, numbers="\0")
        return (*((Run(f"{first} … "),) if first else ()), *(number if run.text == "\0" else run for run in shown))


@dataclass(frozen=True)
class Notes:
    """What trainers say on a slide, what is asked, what is not read out, which voices speak to it, the minutes."""

    script: str = ""
    discussion: str = ""
    internal: str = ""
    related: tuple[Reference, ...] = ()
    minutes: float = 0.0

    def named(self, labels: Labels) -> Runs:
        """The voices that speak to the slide, one after the other."""
        return tuple(run for each in self.related for run in (Run("; "), *each.runs(labels)))[1:]

    def blocks(self, labels: Labels) -> Text:
        """The notes as they are written, each after its label; before them, that they are ours."""
        minutes = (Run(f"{self.minutes:g}", varies="minutes"),) if self.minutes else ()
        written = (
            (Role.SCRIPT, labels.note_script, (Run(self.script),)),
            (Role.ASK, labels.note_discussion, (Run(self.discussion),)),
            (Role.INTERNAL, labels.note_internal, (Run(self.internal),)),
            (Role.NOTE, labels.note_related, self.named(labels)),
            (Role.MINUTES, labels.note_minutes, minutes),
        )
        found = [
            Block(role, runs, marker=filled(label)) for role, label, runs in written if any(run.text for run in runs)
        ]
        return (Block(Role.EDITORIAL, filled(labels.editorial)), *found) if found else ()


@dataclass(frozen=True)
class Slide:
    """One slide: its title, and a text for each slot that has one.

    ``part`` names its section, and ``row`` its line of the agenda. ``progress`` is the way through the session, a
    (minutes, is it this part) for each part; a picture of no more than the words say.
    """

    kind: SlideKind
    part: str
    title: Block
    texts: tuple[tuple[int, Text], ...] = ()
    notes: Notes = Notes()
    progress: tuple[tuple[float, bool], ...] = ()
    row: str = ""

    @property
    def placed(self) -> tuple[tuple[int, Text], ...]:
        """Title and texts together, by slot."""
        return ((Slot.TITLE, (self.title,)), *self.texts)

    @property
    def label(self) -> Block:
        """What we call the slide: its title, or the label beside one that is the words of an item."""
        return next((block for index, text in self.texts for block in text if index == Slot.LABEL), self.title)

    @property
    def bare(self) -> Slide:
        """Without what is asked of the room: the words of the item have its place to themselves."""
        asked = {Slot.EXTRA} | {index for index, text in self.texts if any(b.role is Role.EDITORIAL for b in text)}
        return replace(self, texts=tuple(each for each in self.texts if each[0] not in asked))

    @property
    def labelled(self) -> Slide:
        """With its label as title, and the words of the item as its main text: these may need more than one slide."""
        if self.label is self.title:
            return self
        kind = SlideKind.TIP if self.kind is SlideKind.TIP_POINTS else self.kind
        main = (self.title, *(block for index, text in self.texts for block in text if index == Slot.MAIN))
        small = (each for each in self.bare.texts if each[0] == Slot.SMALL)
        return replace(self, kind=kind, title=self.label, texts=((Slot.MAIN, main), *small))

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items that stand on the slide, in order."""
        return items_of(block for _, text in self.placed for block in text)


def numbered(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """The slides with references that say the number of each slide; one that is not there keeps what it had."""
    at = {item: number for number, slide in reversed([*enumerate(slides, start=1)]) for item in slide.items}

    def now(each: Reference) -> Reference:
        return replace(each, slide=at.get(each.item, each.slide))

    return tuple(
        replace(slide, notes=replace(slide.notes, related=tuple(map(now, slide.notes.related)))) for slide in slides
    )


def titled(label: str, title: Runs, **values: object) -> Runs:
    """A label around a title, whose own numbers stay such that vary."""
    around = filled(label, title="\0", **values)
    return tuple(run for each in around for run in (title if each.text == "\0" else (each,)))


def feet(guide: Guide) -> tuple[Runs, ...]:
    """What may stand at the foot of a slide, the longest first; the last is the edition alone."""
    edition = filled(guide.labels.edition, edition=guide.edition)
    title = Run(f"{guide.title} · ")
    name = (Run(f"{guide.agency.name} · "),) if guide.agency else ()
    return (*(((*name, title, *edition), (*name, *edition)) if name else ()), (title, *edition), edition)


def orders(slides: Iterable[Slide], guide: Guide) -> Iterator[Order]:
    """What stands on each slide, in reading order; behind its title what that becomes where the slide is split.

    A foot stands by itself, since it may be on any.
    """
    for slide in slides:
        texts = entries(block for _, text in slide.texts for block in text)
        yield (*entries([slide.title]), titled(guide.labels.part, slide.label.runs, number=1, total=2), *texts)
    yield from ((foot,) for foot in feet(guide))


def orders_of_notes(slides: Iterable[Slide], guide: Guide) -> Iterator[Order]:
    """What stands in the notes of each slide, which nobody sees until they are printed; with the slide's items."""
    for slide in slides:
        notes = slide.notes.blocks(guide.labels)
        apart = (runs for note in notes if note.marker for runs in (note.runs, note.marker))
        yield (*slide.items, *entries(notes), *apart)


def placed_on(slides: Iterable[Slide], guide: Guide) -> Iterator[Runs]:
    """The words of ours on slides, as they stand in a deck or beside pictures of its slides; not those in notes."""
    yield from (*feet(guide), (Run("1", varies="number"),))
    yield from (entry for order in orders(slides, guide) for entry in order if not isinstance(entry, str))
