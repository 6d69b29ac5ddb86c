"""Which words stand on which page: planned from measured lines before anything is drawn.

``plan(Guide, PageFormat) -> (Page, ...)`` is pure. Heights come from the same fonts and the same line breaks as the
print itself, so items are never split and pages come out evenly filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from handbook.balance import balanced, fewest
from handbook.composer import Composer, more_leaves
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
    BLANK = "blank"


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
    leaves: int = 1  # more where a text is longer than a page

    @property
    def attributions(self) -> tuple[str, ...]:
        """The attributions on this page, each once, in order."""
        return tuple(dict.fromkeys(voice.attribution for voice in self.voices))


@dataclass(frozen=True)
class _Room:
    """What a page of items gives away: ``taken`` points of its depth, and between ``least`` and ``most`` a gap.

    For tips of 12 points. ``question`` and ``small`` count lines of that type that stand on the page as well.
    """

    taken: float
    least: float
    most: float
    question: int = 0
    small: int = 0

    def depth(self, page: PageFormat) -> float:
        """The height that is left for items."""
        lines = self.question * page.question.leading + self.small * page.small.leading
        return page.depth - self.taken * page.scale - lines


_ROOMS: Mapping[PageKind, _Room] = {
    PageKind.TIPS: _Room(taken=30, least=14, most=24),  # the small heading
    PageKind.VOICES: _Room(taken=30 + 13, least=22, most=44, small=1),  # that, and the attribution at the foot
    PageKind.CONTACTS: _Room(taken=23, least=6, most=14, question=1),  # the large heading with its rule
}
_SIGNATURE = 4  # pages on one sheet of a stapled booklet
_ENTRY = 30.0  # the height of a line of the contents


def plan(guide: Guide, page: PageFormat, signature: int = _SIGNATURE) -> tuple[Page, ...]:
    """The pages of the guide, in order; where that needs no thin pages, a multiple of a signature of them."""
    composer = Composer(guide, page)
    contacts = _spread(guide.contacts, [composer.contact_height(c) for c in guide.contacts], page, PageKind.CONTACTS)

    def pages(spare: int) -> tuple[Page, ...]:
        return (
            Page(PageKind.COVER),
            Page(PageKind.CONTENTS),
            *(leaf for section in guide.sections for leaf in _section(section, composer, spare)),
            *(
                Page(PageKind.CONTACTS, contacts=put.items, gap=put.gap, opens=at == 0, leaves=put.leaves)
                for at, put in enumerate(contacts)
            ),
            Page(PageKind.ABOUT, leaves=1 + composer.more_leaves(composer.about_height(), page.body.leading)),
        )

    tight = pages(0)
    roomy = pages(-count(tight) % signature)
    return _numbered(roomy if count(roomy) % signature == 0 else tight, composer)


def count(pages: Sequence[Page]) -> int:
    """How many pages of paper the planned pages take."""
    return sum(page.leaves for page in pages)


def filled_up(pages: Sequence[Page], multiple: int) -> tuple[Page, ...]:
    """The pages with blank ones just before the last, so that their number is a multiple."""
    blanks = -count(pages) % multiple
    return (*pages[:-1], *[Page(PageKind.BLANK)] * blanks, pages[-1])


def overlong(pages: Sequence[Page]) -> list[str]:
    """The ids of the items that are longer than a page."""
    items = [(page, page.tips or page.voices or page.contacts) for page in pages if page.leaves > 1]
    long = [item.id for _, some in items for item in some]
    for page, _ in items:
        if page.section and page.kind in (PageKind.INTRO, PageKind.QUESTION):
            long.append(page.section.intro.id)
    return long


def _numbered(pages: Sequence[Page], composer: Composer) -> tuple[Page, ...]:
    """The contents with as many leaves as they need."""
    entries = sum(page.kind in _LISTED or (page.kind in _OPENED and page.opens) for page in pages)
    page = composer.page
    note = composer.text_height(composer.guide.staff_note or "", page.body, page.measure)
    head = 23 * page.scale + page.question.leading + 6 * page.scale
    rows = entries * _ENTRY * page.scale
    leaves = 1 + composer.more_leaves(head + rows + note, _ENTRY * page.scale)
    return tuple(replace(leaf, leaves=leaves) if leaf.kind is PageKind.CONTENTS else leaf for leaf in pages)


_LISTED = {PageKind.INTRO, PageKind.QUESTION, PageKind.ABOUT}
_OPENED = {PageKind.TIPS, PageKind.VOICES, PageKind.CONTACTS}


def _section(section: Section, composer: Composer, spare: int) -> list[Page]:
    """The pages of a section. ``spare`` pages may be added to give voices more room."""
    page = composer.page
    tips = _spread(section.tips, [composer.tip_height(tip) for tip in section.tips], page, PageKind.TIPS)
    mixed = len({voice.attribution for voice in section.voices}) > 1
    heights = [composer.voice_height(voice, attributed=mixed) for voice in section.voices]
    voices = _spread(section.voices, heights, page, PageKind.VOICES, spare)
    starts = [sum(len(put.items) for put in tips[:at]) for at in range(len(tips))]
    kind = PageKind.QUESTION if section.question else PageKind.INTRO
    leaves = 1 + composer.more_leaves(composer.opening_height(section), page.tip.leading)
    opening = Page(kind, section, leaves=leaves)
    return [
        *([] if section.question else [opening]),
        *(
            Page(
                PageKind.TIPS,
                section,
                tips=put.items,
                first=start + 1,
                gap=put.gap,
                opens=start == 0,
                leaves=put.leaves,
            )
            for start, put in zip(starts, tips, strict=True)
        ),
        *([opening] if section.question else []),
        *(
            Page(PageKind.VOICES, section, voices=put.items, gap=put.gap, opens=at == 0, leaves=put.leaves)
            for at, put in enumerate(voices)
        ),
    ]


@dataclass(frozen=True)
class _Put(Generic[T]):
    """Items on one page, or one item on several."""

    items: tuple[T, ...]
    gap: float
    leaves: int


def _spread(
    items: Sequence[T], heights: Sequence[float], page: PageFormat, kind: PageKind, spare: int = 0
) -> list[_Put[T]]:
    """The items on evenly filled pages, each page with the space between its items.

    Spare pages are taken only while at least one and a half items stay on a page.
    """
    room = _ROOMS[kind]
    depth = room.depth(page)
    least, most = room.least * page.scale, room.most * page.scale
    pages = fewest(heights, depth, least) + spare if heights else 0
    pages = pages if pages * 3 <= len(items) * 2 else 0
    result = []
    for start, end in balanced(heights, depth, least, pages):
        free = depth - sum(heights[start:end])
        gap = min(most, max(least, free / max(1, end - start)))
        result.append(_Put(tuple(items[start:end]), gap, 1 + more_leaves(-free, page.depth)))
    return result
