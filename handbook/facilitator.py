"""The facilitator guide: each slide beside what is said with it, and the sheets that a session needs.

``render(Guide, [Shown, ...], PageFormat) -> HTML``. What a slide looks like comes from outside, as a picture: print
knows nothing of slides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from handbook import binder
from handbook.balance import balanced
from handbook.formats import PageFormat
from source import inline
from source.model import Facilitation, Guide
from typeset.measure import Face, break_lines, shape_runs

PICTURE = 224.0  # the width of a slide's picture, in points; what is said stands beside it
GAP = 20.0  # between picture and words, and under each slide
UNDER = 18.0  # under the picture: the number, the clock, the minutes
TITLE = 20.0  # a slide's title with the space under it
HEAD = 48.0  # the heading of a part
FRAME = 16.0  # how much narrower and higher a frame makes the words in it, on all sides together
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

    ``before`` is what goes for this slide and others after it, and stands once, ahead of it. ``opens`` is set where a
    new page begins.
    """

    number: int
    starts: float
    shown: Shown
    before: Facilitation | None = None
    opens: bool = False


@dataclass(frozen=True)
class Part:
    """The slides of one part of the session, one after the other."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def minutes(self) -> float:
        """How long the part takes."""
        return sum(entry.shown.minutes for entry in self.entries)


def plan(guide: Guide, slides: Sequence[Shown], page: PageFormat) -> tuple[Part, ...]:
    """The slides by part, with a running clock, on pages; what is the same for every voice is said once."""
    entries = _spoken_once(_clocked(slides), guide.facilitation.groups.get("voices"))
    parts = groupby(entries, lambda entry: entry.shown.part)
    return tuple(Part(name, _on_pages(tuple(group), _Room(guide, page))) for name, group in parts)


def _on_pages(entries: tuple[Entry, ...], room: _Room) -> tuple[Entry, ...]:
    """The slides of a part on its pages, none parted from its words, and no page much emptier than the others."""
    heights = [room.height(entry) + (HEAD if at == 0 else 0.0) for at, entry in enumerate(entries)]
    opening = {start for start, _ in balanced(heights, room.page.depth, GAP) if start}
    return tuple(replace(entry, opens=at in opening) for at, entry in enumerate(entries))


@dataclass(frozen=True)
class _Room:
    """Measures how high slides stand on a page, as the style sheet sets them."""

    guide: Guide
    page: PageFormat

    def height(self, entry: Entry) -> float:
        """A slide with what stands ahead of it."""
        shown, labels = entry.shown, self.guide.labels
        width = self.page.measure - PICTURE - GAP
        said = (
            (labels.note_script, shown.script),
            (labels.note_discussion, shown.discussion),
            (labels.note_related, whole(shown.related)),
        )
        words = TITLE * self._lines("", shown.title, width) + self._said(said, shown.internal, width)
        return max(PICTURE * 9 / 16 + UNDER, words) + (self._ahead(entry.before) if entry.before else 0.0)

    def _ahead(self, added: Facilitation) -> float:
        labels = self.guide.labels
        asked = added.discussion if isinstance(added.discussion, str) else ""
        said = ((labels.note_script, added.script or ""), (labels.note_discussion, asked))
        width = self.page.measure - 2 * FRAME
        return TITLE + self._said(said, added.internal_note or "", width) + 2 * FRAME + GAP

    def _said(self, said: Sequence[tuple[str, str]], internal: str, width: float) -> float:
        leading = self.page.body.leading
        height = sum(self._lines(name, text, width) * leading + leading / 2 for name, text in said if text)
        if internal:
            height += self._lines(self.guide.labels.note_internal, internal, width - FRAME) * leading + FRAME
        return height

    def _lines(self, name: str, text: str, width: float) -> int:
        family = self.guide.theme.fonts.tips.open
        runs = [(run.text, Face(family, run.strong, run.emphasis)) for run in inline.parse(text)]
        return len(break_lines(shape_runs([(f"{name} ", Face(family, bold=True)), *runs]), width / self.page.body.size))


def render(guide: Guide, slides: Sequence[Shown], page: PageFormat, session: Sequence[str] = ()) -> str:
    """The whole document as HTML; ``session`` says under the title which one it is, a line each."""
    return binder.render(
        "facilitator-guide.html",
        guide,
        page,
        guide.labels.facilitator_guide,
        session,
        parts=plan(guide, slides, page),
        clock=clock,
        whole=whole,
        address=binder.address,
        picture=PICTURE,
        gap=GAP,
        under=UNDER,
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
