"""The facilitator guide: each slide beside what is said with it, and the sheets that a session needs.

``render(Guide, [Shown, ...], PageFormat) -> HTML``. What a slide looks like comes from outside, as a picture: print
knows nothing of slides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from handbook import sheet
from handbook.formats import PageFormat
from source.model import Facilitation, Guide

SIGNATURES = 18  # as many lines as a sign-in sheet holds, on Letter and on A4
SCALE = 5


@dataclass(frozen=True)
class Shown:
    """A slide as it is shown, and its notes.

    ``picture`` is SVG, ``words`` are its paragraphs in reading order, ``related`` the titles of slides that go with it.
    """

    part: str
    title: str
    picture: str
    words: tuple[str, ...]
    script: str = ""
    discussion: str = ""
    internal: str = ""
    related: tuple[str, ...] = ()
    minutes: float = 0.0


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
        return sum(entry.shown.minutes for entry in self.entries)


def plan(guide: Guide, slides: Sequence[Shown]) -> tuple[Part, ...]:
    """The slides by part, with a running clock; what is the same for every voice is said once."""
    entries = _spoken_once(_clocked(slides), guide.facilitation.groups.get("voices"))
    return tuple(Part(name, tuple(group)) for name, group in groupby(entries, lambda entry: entry.shown.part))


def render(guide: Guide, slides: Sequence[Shown], page: PageFormat) -> str:
    """The whole document as HTML."""
    return sheet.render(
        "facilitator-guide.html",
        guide,
        page,
        guide.labels.facilitator_guide,
        parts=plan(guide, slides),
        clock=clock,
        whole=whole,
        address=sheet.address,
        signatures=SIGNATURES,
        scale=SCALE,
    )


def clock(minutes: float) -> str:
    """Minutes as hours and minutes: 65.5 is 1:05."""
    return f"{int(minutes) // 60}:{int(minutes) % 60:02d}"


def whole(titles: Sequence[str]) -> str:
    """Titles in a row, none of them parted at the end of a line."""
    return ", ".join(title.replace(" ", "\u00a0") for title in titles)


def _clocked(slides: Sequence[Shown]) -> Iterator[Entry]:
    starts = 0.0
    for number, shown in enumerate(slides, start=1):
        yield Entry(number, starts, shown)
        starts += shown.minutes


def _spoken_once(entries: Iterator[Entry], group: Facilitation | None) -> Iterator[Entry]:
    """Take from each slide what it shares with its group, and put it ahead of the first of them."""
    told = False
    for entry in entries:
        own = _own(entry.shown, group) if group else entry.shown
        shares = own != entry.shown
        yield replace(entry, shown=own, before=group if shares and not told else None)
        told = told or shares


def _own(shown: Shown, group: Facilitation) -> Shown:
    return replace(
        shown,
        script="" if shown.script == group.script else shown.script,
        discussion="" if shown.discussion == group.discussion else shown.discussion,
        internal=shown.internal.removesuffix(group.internal_note or "").rstrip(" "),
    )
