"""Which words stand on which page: planned from measured lines before anything is drawn.

``plan(Guide, PageFormat) -> (Page, ...)`` is pure. Heights come from the same fonts and the same line breaks as the
print itself, so items are never split and pages come out evenly filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from handbook.balance import balanced, fewest
from handbook.composer import Composer
from handbook.formats import PageFormat
from source.model import Contact, Guide, Section, Tip, Voice

T = TypeVar("T")


class PageKind(StrEnum):
    """What a page is for; each kind has one block in the template."""

    COVER = "cover"
    CONTENTS = "contents"
    INTRO = "intro"
    TIPS = "tips"
    QUESTION = "question"
    VOICES = "voices"
    CONTACTS = "contacts"
    ABOUT = "about"


@dataclass(frozen=True)
class Page:
    """One page. ``gap`` is the space between its items in points; ``first`` counts tips from 1 through a section."""

    kind: PageKind
    section: Section | None = None
    tips: tuple[Tip, ...] = ()
    voices: tuple[Voice, ...] = ()
    contacts: tuple[Contact, ...] = ()
    first: int = 1
    gap: float = 0.0
    opens: bool = False  # the first page of its kind carries the heading

    @property
    def attributions(self) -> tuple[str, ...]:
        """The attributions on this page, each once, in order."""
        return tuple(dict.fromkeys(voice.attribution for voice in self.voices))


@dataclass(frozen=True)
class _Room:
    """What a page of items gives away: ``taken`` points of its depth, and between ``least`` and ``most`` a gap."""

    taken: float
    least: float
    most: float


_ROOMS: Mapping[PageKind, _Room] = {
    PageKind.TIPS: _Room(taken=30, least=14, most=24),  # the small heading
    PageKind.VOICES: _Room(taken=30 + 26, least=22, most=44),  # the small heading, and the attribution at the foot
    PageKind.CONTACTS: _Room(taken=50, least=6, most=14),  # the large heading with its rule
}
_SIGNATURE = 4  # pages on one sheet of a stapled booklet


def plan(guide: Guide, page: PageFormat) -> tuple[Page, ...]:
    """The pages of the pocket guide, in order; where that needs no thin pages, a multiple of four of them."""
    composer = Composer(guide, page)
    contacts = _spread(guide.contacts, [composer.contact_height(c) for c in guide.contacts], page, PageKind.CONTACTS)

    def pages(spare: int) -> tuple[Page, ...]:
        return (
            Page(PageKind.COVER),
            Page(PageKind.CONTENTS),
            *(leaf for section in guide.sections for leaf in _section(section, composer, spare)),
            *(
                Page(PageKind.CONTACTS, contacts=some, gap=gap, opens=at == 0)
                for at, (some, gap) in enumerate(contacts)
            ),
            Page(PageKind.ABOUT),
        )

    tight = pages(0)
    roomy = pages(-len(tight) % _SIGNATURE)
    return roomy if len(roomy) % _SIGNATURE == 0 else tight


def _section(section: Section, composer: Composer, spare: int) -> list[Page]:
    """The pages of a section. ``spare`` pages may be added to give voices more room."""
    page = composer.page
    tips = _spread(section.tips, [composer.tip_height(tip) for tip in section.tips], page, PageKind.TIPS)
    heights = [composer.voice_height(voice) for voice in section.voices]
    voices = _spread(section.voices, heights, page, PageKind.VOICES, spare)
    starts = [sum(len(some) for some, _ in tips[:at]) for at in range(len(tips))]
    return [
        *([] if section.question else [Page(PageKind.INTRO, section)]),
        *(
            Page(PageKind.TIPS, section, tips=some, first=start + 1, gap=gap, opens=start == 0)
            for start, (some, gap) in zip(starts, tips, strict=True)
        ),
        *([Page(PageKind.QUESTION, section)] if section.question else []),
        *(Page(PageKind.VOICES, section, voices=some, gap=gap, opens=at == 0) for at, (some, gap) in enumerate(voices)),
    ]


def _spread(
    items: Sequence[T], heights: Sequence[float], page: PageFormat, kind: PageKind, spare: int = 0
) -> list[tuple[tuple[T, ...], float]]:
    """The items on evenly filled pages, each page with the space between its items.

    Spare pages are taken only while at least one and a half items stay on a page.
    """
    room = _ROOMS[kind]
    depth = page.depth - room.taken
    pages = fewest(heights, depth, room.least) + spare if heights else 0
    pages = pages if pages * 3 <= len(items) * 2 else 0
    result = []
    for start, end in balanced(heights, depth, room.least, pages):
        free = depth - sum(heights[start:end])
        gap = min(room.most, max(room.least, free / max(1, end - start)))
        result.append((tuple(items[start:end]), gap))
    return result
