"""The pages of the guide, planned: pocket guide, booklet, large print and press share them.

``plan(Guide, PageFormat) -> Document`` is pure. Each page serves one purpose; tips and voices are never split where a
page can hold them, and pages come out evenly filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, groupby

from handbook import imprint, items
from handbook.balance import balanced, fewest
from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Document, Page
from planned.spacing import PageFormat, Style, TypeSize
from source.inline import Runs
from source.labels import filled
from source.model import Guide, Section

MOTIF = 0.36  # the height of the ornament, as a part of the measure
COVER, CONTENTS, OPENING, TIPS, VOICES, ABOUT, CONTACTS, BACK, BLANK = (
    *("cover", "contents", "opening", "tips", "voices", "about", "contacts", "back", "blank"),
)
_OUTSIDE = frozenset({COVER, BACK, BLANK})  # pages with neither head nor number
_SIGNATURE = 4  # pages on one sheet of a stapled booklet
_GAP = {TIPS: 24.0, VOICES: 28.5, CONTACTS: 14.0}  # between items; from line to line of two voices it is 48 points
_GAP_TOGETHER = {Role.TIP: 14.0, Role.VOICE: 22.0}  # where a whole section stands on one page
_CALLED = frozenset({Role.CALL, Role.REACH})
_SHORT = 0.4  # of a page: what leads to items stands over them
_OVER_A_FOOT = 2  # blocks that go with a foot to the next page
_COVER_TITLES = (31, 27, 23, 19, 16, 13)
_CALLS = (30, 28, 26, 24)  # the sizes of the number to call first
_FIELDS = (0.55, 0.45)  # how a line to write on is shared, and how far its parts stand apart
_APART = 22.0


def plan(
    guide: Guide, page: PageFormat, about: str = "", signature: int = _SIGNATURE, *, discreet: bool = False
) -> Document:
    """The pages of the guide, in order; where that needs no thin pages, a multiple of a signature of them.

    Whoever sees a ``discreet`` one closed, or open at any page but the first ones, does not learn what it is about.
    """
    about = about or guide.labels.pocket_guide
    title = Block(Role.TITLE, items.plain(about)) if discreet else items.title(guide)
    page = replace(page, title=_cover_title(guide, page, title))
    page = replace(page, call=_call(guide, page))
    planner = _Planner(guide, Setting(guide.theme.fonts, page), about, title)
    tight = planner.pages(0)
    spare = -len(tight) % signature
    roomy = planner.pages(spare) if spare else tight
    pages = roomy if len(roomy) % signature == 0 else tight
    line = imprint.line(guide, planner.setting)
    return Document(Style.POCKET, page, planner.with_heads(pages), about, title.text, tuple(planner.notes), line)


def filled_up(document: Document, multiple: int) -> Document:
    """The pages with blank ones just before the last, so that their number is a multiple."""
    pages = document.pages
    blanks = -len(pages) % multiple
    return replace(document, pages=(*pages[:-1], *[Page(name=BLANK)] * blanks, pages[-1]))


def _cover_title(guide: Guide, page: PageFormat, title: Block) -> TypeSize:
    """The largest type in which the title leaves room on the cover for the ornament and the edition."""
    k = page.scale
    foot = sum(block.above + block.height for block in _cover_foot(guide, Setting(guide.theme.fonts, page)))
    room = page.depth - (2 + 10 + 34 + 12) * k - page.body.leading - foot
    sizes = [TypeSize(size * k, size * k * 1.13) for size in _COVER_TITLES]
    settings = (Setting(guide.theme.fonts, replace(page, title=size)) for size in sizes)
    fit = (setting.page.title for setting in settings if setting.set(title).height <= room)
    return next(fit, sizes[-1])


def _call(guide: Guide, page: PageFormat) -> TypeSize:
    """The largest type in which the number to call first stands on a line."""
    sizes = [TypeSize(size * page.scale, size * page.scale * 1.2) for size in _CALLS]
    numbers = [part for block in items.contacts(guide, first=Role.CALL) for part in block.parts[:1]]
    settings = (Setting(guide.theme.fonts, replace(page, call=size)) for size in sizes)
    lines = ((setting.page.call, setting.set(part).lines) for setting in settings for part in numbers[:1])
    return next((size for size, found in lines if size and len(found) == 1), sizes[-1])


def _motif(page: PageFormat) -> Block:
    return Block(Role.PICTURE, picture="motif", height=page.measure * MOTIF)


def _cover_foot(guide: Guide, setting: Setting) -> tuple[Block, ...]:
    return imprint.on_cover(guide, setting, _motif(setting.page))


@dataclass
class _Planner:
    """Plans the pages of one guide in one format, and notes what runs over a page."""

    guide: Guide
    setting: Setting
    about: str
    title: Block  # of the cover

    def __post_init__(self) -> None:
        self.notes: dict[str, None] = {}
        self.set = cache(self.setting.set)  # the same items are measured for each way to place them

    def pages(self, spare: int) -> list[Page]:
        """All pages but for the numbers in the contents; ``spare`` may be added to give voices more room."""
        sections = [page for section in self.guide.sections for page in self._section(section, spare)]
        body = [*sections, *self._about(), *self._contacts()]
        return [self._cover(), *self._contents(body), *body]

    def with_heads(self, pages: Sequence[Page]) -> tuple[Page, ...]:
        """The pages with running heads: the title on left pages, the section on right ones; what is no line is none."""
        title = self.title.runs
        heads = {runs: self._on_a_line(runs) for runs in (title, *(page.head for page in pages))}
        return tuple(
            page if page.name in _OUTSIDE else replace(page, head=heads[page.head if number % 2 else title])
            for number, page in enumerate(pages, start=1)
        )

    def _on_a_line(self, runs: Runs) -> Runs:
        return runs if len(self.setting.set(Block(Role.ATTRIBUTION, runs)).lines) == 1 else ()

    def _cover(self) -> Page:
        setting = self.setting
        kicker = [Block(Role.KICKER, items.plain(self.about))] if self.title.item else []
        blocks = [*kicker, self.title]
        foot = _cover_foot(self.guide, setting)
        return Page(setting.stacked([setting.set(block) for block in blocks]), foot, name=COVER)

    def _contents(self, body: Sequence[Page]) -> list[Page]:
        """The contents, as many pages as they need: how many changes the numbers in them."""
        count = 1
        while True:
            pages = self._listed(body, first=2 + count)
            if len(pages) == count:
                return pages
            count = len(pages)

    def _listed(self, body: Sequence[Page], first: int) -> list[Page]:
        """The contents with everything that can be gone to; where that is more than a page, an entry a section."""
        numbered = list(enumerate(body, start=first))
        entries = [(number, block.runs, block.anchor) for number, page in numbered for block in _addressed(page)]
        if len(pages := self._entered(entries)) == 1:
            return pages
        # A name that is too long for a running head leaves none: pages without one do not belong together.
        addressed = [(number, page, block) for number, page in numbered for block in _addressed(page)[:1]]
        sections = [next(group) for _, group in groupby(addressed, key=lambda one: one[1].head or one[0])]
        return self._entered([(number, page.head or block.runs, block.anchor) for number, page, block in sections])

    def _entered(self, listed: Sequence[tuple[int, Runs, str]]) -> list[Page]:
        labels = self.guide.labels
        entries = [
            self.setting.set(Block(Role.ENTRY, runs, marker=filled("{number}", number=number), link=link))
            for number, runs, link in listed
        ]
        role = Role.CHAPTER if self.title.item else Role.LABEL
        label = Block(role, items.plain(labels.contents), anchor="contents")
        title = [] if self.title.item else [replace(items.title(self.guide), role=Role.HEADING)]
        lead = map(self.setting.set, (*title, label))
        note = tuple(self.setting.set(items.ours(Role.NOTE, text)) for text in filter(None, [self.guide.staff_note]))
        entries[:1] = [replace(entry, above=6 * self.setting.page.scale) for entry in entries[:1]]
        pages = list(items.flowed(self.setting, [*lead, *entries], CONTENTS))
        return self._headed(self._with_foot(pages, note), labels.contents)

    def _headed(self, pages: Sequence[Page], head: str) -> list[Page]:
        return [replace(page, head=items.plain(head)) for page in pages]

    def _with_foot(self, pages: Sequence[Page], foot: tuple[Block, ...]) -> list[Page]:
        """The pages with a foot on the last, or on one page more, where something stands above it."""
        *before, last = pages
        taken = sum(block.above + block.height for block in (*last.blocks, *foot))
        if taken <= self.setting.page.depth - 1:
            return [*before, replace(last, foot=foot)]
        kept = max(1, len(last.blocks) - _OVER_A_FOOT)
        over = self.setting.stacked([replace(block, above=0.0) for block in last.blocks[kept:]])
        return [*before, replace(last, blocks=last.blocks[:kept]), Page(over, foot, name=last.name)]

    def _section(self, section: Section, spare: int) -> Iterator[Page]:
        """The pages of a section: its opening, its tips, the question, the voices that answer it."""
        opening, question, tips = list(items.opening(section)), list(items.question(section)), items.tips(section)
        if not section.intro:  # nothing else leads to the section from the contents
            opening = [replace(opening[0], anchor=f"{section.id}.heading")]
        each = items.under_each(self.guide, self.setting, [section])
        voices = items.voices(self.guide, section, attributed=each)
        if together := self._together((*opening, *tips, *question, *voices)):
            yield from self._headed([together], section.short)
            return
        first = (TIPS, opening, tips) if tips else (VOICES, [*opening, *question], voices)
        then = (VOICES, question, voices) if tips else (VOICES, (), ())
        pages = [page for name, lead, listed in (first, then) for page in self._led(name, section, lead, listed, spare)]
        yield from self._headed(pages, section.short)

    def _together(self, blocks: Sequence[Block]) -> Page | None:
        """A section on one page, if that holds all of it."""
        setting = self.setting
        spaced = [
            replace(block, above=_GAP_TOGETHER.get(block.role, 0.0) * setting.page.scale)
            for block in map(self.set, blocks)
        ]
        foot = tuple(map(setting.set, items.shared_by(self.guide, spaced)))
        page, *more = items.flowed(setting, spaced, OPENING)
        taken = sum(block.above + block.height for block in (*page.blocks, *foot))
        return None if more or taken > setting.page.depth - 1.0 else replace(page, foot=foot)

    def _flowed(self, blocks: Sequence[Block], name: str) -> list[Page]:
        blocks = [self.set(block) for block in blocks]
        self.notes |= dict.fromkeys(items.too_long(blocks, self.setting.page.depth - 1.0))
        return list(items.flowed(self.setting, blocks, name))

    def _led(
        self, name: str, section: Section, lead: Sequence[Block], listed: Sequence[Block], spare: int
    ) -> list[Page]:
        """Items under what leads to them, where that is short; else on pages of their own, named as their section."""
        opened = self._flowed(lead, OPENING)
        if not listed:
            return opened
        taken = sum(block.above + block.height for page in opened for block in page.blocks)
        blocks, spare = [self.set(block) for block in listed], spare if name == VOICES else 0
        # A heading alone is no page.
        if opened and (len(lead) == 1 or taken <= self.setting.page.depth * _SHORT):
            return self._balanced(name, opened[0].blocks, blocks, spare)
        label = Block(Role.SUBHEAD, items.plain(section.short), anchor=f"{section.id}.{name}")
        return [*opened, *self._balanced(name, (self.setting.set(label),), blocks, spare)]

    def _balanced(self, name: str, lead: Sequence[Block], blocks: Sequence[Block], spare: int = 0) -> list[Page]:
        """Items on evenly filled pages, under what leads to them; who shared the voices stands at the foot."""
        setting, page = self.setting, self.setting.page
        foot = [setting.set(block) for block in items.shared_by(self.guide, blocks)]
        depth = page.depth - sum(block.height + 13 * page.scale for block in foot[:1])
        gap = _GAP[name] * page.scale
        heights = [block.height for block in blocks]
        head, under = sum(block.above + block.height for block in lead), 0.0
        if head + gap + heights[0] > depth:
            depth -= head
        else:
            under = 0.0 if lead[-1].role in (Role.CHAPTER, Role.SUBHEAD) else gap
            heights[0] += head + under
        self.notes |= dict.fromkeys(items.too_long(blocks, depth))
        count = fewest(heights, depth, gap) + spare
        pages: list[Page] = []
        for start, end in balanced(heights, depth, gap, count if count * 3 <= len(blocks) * 2 else 0):
            for first, *rest in self._on_pages(blocks[start:end], gap, depth):
                piece = (first, *rest) if pages else (*lead, replace(first, above=under), *rest)
                # A piece of a voice that has its attribution with it waits for that.
                said = tuple(map(setting.set, items.shared_by(self.guide, piece))) if foot else ()
                pages.append(Page(piece, said, name=name))
        return pages

    def _on_pages(self, some: Sequence[Block], gap: float, depth: float) -> Iterator[tuple[Block, ...]]:
        """The items of one page; or the pieces of one item that is longer than that, a page each."""
        if len(some) == 1 and some[0].height > depth:
            yield from ((piece,) for piece in self.setting.pieces(some[0], depth, depth))
        else:
            yield tuple(replace(block, above=0.0 if at == 0 else gap) for at, block in enumerate(some))

    def _contacts(self) -> list[Page]:
        """Who to call: on the back the number to call first, and before it whatever the back does not hold.

        The name of a number says what a guide is about: the back of a discreet one has room for one's own alone.
        """
        guide, setting, labels = self.guide, self.setting, self.guide.labels
        if not guide.contacts:
            return []
        label = setting.set(Block(Role.CHAPTER, items.plain(labels.contacts), anchor="contacts"))
        blocks = [setting.set(block) for block in items.contacts(guide, self._fields(), Role.CALL)]
        outside = self._outside(label, blocks)
        discreet = not self.title.item
        plain = [Page(foot=(_motif(setting.page),), name=BACK)] if discreet else []
        if not outside:
            return [*self._headed(self._balanced(CONTACTS, (label,), blocks), labels.contacts), *plain]
        pages = self._headed([self._back(label, outside)], labels.contacts)
        if inside := [block for block in blocks if block not in outside]:
            own = not any(part.role in _CALLED for block in inside for part in block.parts)
            head = labels.own_contacts if own else labels.contacts
            over = setting.set(Block(Role.CHAPTER, items.plain(head), anchor="own-contacts"))
            more = self._headed(self._balanced(CONTACTS, (over,), inside), head)
            if discreet and own:
                return [replace(pages[0], name=CONTACTS), *more]
            pages[:0] = more
        return [*pages, *plain]

    def _fields(self) -> tuple[Block, ...]:
        """Lines to write a contact of one's own on: who it is, how to reach them, and when."""
        labels = self.guide.labels
        name, phone, hours = (
            Block(Role.WRITE, items.plain(prompt))
            for prompt in (labels.contact_name, labels.contact_phone, labels.contact_hours)
        )
        free = self.setting.page.measure - _APART
        return name, Block(Role.ROW, parts=(phone, hours), columns=(free * _FIELDS[0], free * _FIELDS[1]))

    def _outside(self, label: Block, blocks: Sequence[Block]) -> list[Block]:
        """What stands on the back: all, if it holds them; else the first of those that can be called."""
        gap, room = _GAP[CONTACTS] * self.setting.page.scale, self.setting.page.depth - 1.0 - label.height

        def held(some: Sequence[Block]) -> int:
            ends = accumulate(block.height + gap for block in some)
            return sum(1 for end in ends if end - gap <= room)

        called = [block for block in blocks if any(part.role in _CALLED for part in block.parts)] or blocks
        return list(blocks) if held(blocks) == len(blocks) else list(called[: held(called)])

    def _back(self, label: Block, outside: Sequence[Block]) -> Page:
        """The back cover, with the ornament of the front where there is room for it."""
        page, (first, *rest) = self.setting.page, outside
        gap = _GAP[CONTACTS] * page.scale
        blocks = (label, first, *(replace(block, above=gap) for block in rest))
        motif = _motif(page)
        taken = sum(block.above + block.height for block in blocks) + gap + motif.height
        return Page(blocks, (motif,) if taken <= page.depth - 1.0 else (), name=BACK)

    def _about(self) -> list[Page]:
        label = Block(Role.CHAPTER, items.plain(self.guide.labels.about), anchor="about")
        blocks = (label, *items.about(self.guide), *items.provenance(self.guide))
        foot = imprint.at_end(self.guide, self.setting)
        return self._headed(self._with_foot(self._flowed(blocks, ABOUT), foot), self.guide.labels.about)


def _addressed(page: Page) -> list[Block]:
    """What can be gone to on a page."""
    return [block for block in page.blocks if block.anchor]
