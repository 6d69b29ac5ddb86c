"""The foldout: the whole guide in panels of a sheet that folds to a pocket book, or of a few where one is too small.

All functions are pure; lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from handbook import imprint, items
from handbook.formats import ON_MORE_SHEETS, ON_ONE_SHEET, panel
from handbook.guide import MOTIF
from handbook.panels import Panels, Unit
from handbook.sheets.imposition import PANELS
from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Document, Page
from planned.spacing import Style, TypeSize
from source.errors import LayoutError
from source.labels import filled
from source.model import Guide, Section

MOST_SHEETS = 8
_FOLDING = 0.27  # the height of the picture of how to fold, as a part of the measure
_LOGO = (110.0, 34.0)
_TITLES = (27, 23, 19, 16, 13)  # for tips of 12 points
_LOOSE = 2.2  # the most that blocks stand apart, in least gaps


def foldout(guide: Guide, sheet: str) -> Document:
    """The panels for one side of each sheet ("letter", "a4"): on as few sheets, then in as large type, as can be.

    Raises:
        LayoutError: it would take more sheets than anybody folds; the message says how many.
    """
    sheets = _Foldout.of(guide, sheet, ON_ONE_SHEET[-1]).sheets
    sizes = ON_MORE_SHEETS if sheets > 1 else ON_ONE_SHEET
    if sheets > 1:
        sheets = _Foldout.of(guide, sheet, sizes[-1], sheets).sheets
    if sheets > MOST_SHEETS:
        raise LayoutError(
            f"The foldout would take {sheets} sheets of {PANELS} panels in type of {sizes[-1]:g} pt, and nobody folds "
            f"more than {MOST_SHEETS}. Print the booklet instead, or choose fewer items. "
            "Nothing was left out of anything."
        )
    books = [book for size in sizes if (book := _Foldout.of(guide, sheet, size, sheets)).sheets == sheets]
    book = min(books, key=lambda book: len(book.long))  # the largest that parts the fewest items
    page = book.panels.setting.page
    return Document(Style.DENSE, page, book.pages(), guide.labels.pocket_guide, guide.title, book.notes())


@dataclass(frozen=True)
class _Stretch:
    """Units on panels of their own: how deep these are, and how many at least.

    ``shared`` is whether one name at the foot goes for all voices; ``long`` is told of items that are parted.
    """

    units: list[Unit]
    depth: float
    least: int
    shared: bool
    long: tuple[str, ...]

    @property
    def height(self) -> float:
        """Of all words."""
        return sum(block.height for unit in self.units for block in unit)


@dataclass(frozen=True)
class _Foldout:
    """The guide in panels at one size of type: a cover for each sheet, panels of sections, who to call at the end.

    Of several sheets, ``total``, each cover says which it is.
    """

    panels: Panels
    total: int

    @classmethod
    def of(cls, guide: Guide, sheet: str, tip: float, total: int = 1) -> _Foldout:
        """The panels with the largest title that leaves room on the cover for all else."""
        page = panel(sheet, tip)
        for size in _TITLES:
            sized = replace(page, title=TypeSize(size * page.scale, 30 * (size / 27) * page.scale))
            setting = Setting(guide.theme.fonts, sized, Style.DENSE)
            book = cls(Panels(guide, setting, page.tip.size * 0.75), total)
            if book._holds(book._cover(items.title(guide))):
                break
        return book

    @cached_property
    def sheets(self) -> int:
        """How many sheets it takes."""
        taken = len(self._opening) + min(self._row.least, self._apart) + len(self._back)
        return max(1, ceil((taken - 1) / (PANELS - 1)))

    def pages(self) -> tuple[Page, ...]:
        """All panels, sheet after sheet."""
        free = self.sheets * (PANELS - 1) + 1 - len(self._opening) - len(self._back)
        inner = self._inner(free)
        pages = [*self._opening, *inner, *[Page()] * (free - len(inner)), *self._back]
        for number in range(1, self.sheets):
            pages.insert(number * PANELS, self._again(number + 1))
        return tuple(pages)

    def notes(self) -> tuple[str, ...]:
        """What a person should know of it."""
        several = (f"It takes {self.total} sheets; each folds to a small book of its own.",) if self.total > 1 else ()
        return (*several, *self.long)

    @property
    def long(self) -> tuple[str, ...]:
        """What is told of each item that no panel holds."""
        return (*self._row.long, *self._called.long)

    # --- covers ---

    @cached_property
    def _opening(self) -> list[Page]:
        """The cover of the first sheet; where a panel does not hold it, on as many as it takes, without ornament."""
        cover = self._cover(items.title(self.panels.guide))
        if self._holds(cover):
            return [cover]
        return self._filled(self._stretch([block for block in cover.all if block.picture != "motif"]))

    def _again(self, number: int) -> Page:
        """The cover of a further sheet, with as much of the first as it holds. The title is no item here."""
        cover = self._cover(Block(Role.CHAPTER, items.plain(self.panels.guide.title), above=8.0), number)
        return cover if self._holds(cover) else Page(cover.blocks[:2], name=cover.name)

    def _cover(self, title: Block, number: int = 1) -> Page:
        """The title, which sheet it is, and how to fold it."""
        guide, setting = self.panels.guide, self.panels.setting
        measure = setting.page.measure
        motif = Block(Role.PICTURE, picture="motif", height=measure * MOTIF, above=8)
        counted = Block(Role.NOTE, filled("{number}/{total}", number=number, total=self.total), above=3.0)
        blocks = (
            Block(Role.KICKER, items.plain(guide.labels.pocket_guide)),
            *([counted] if self.total > 1 else []),
            title,
            *(imprint.logo(guide, _LOGO, above=14.0) or (motif,)),
            *imprint.name(guide, above=6.0),
            *([items.ours(Role.NOTE, guide.staff_note, above=8.0)] if guide.staff_note else []),
        )
        foot = (
            Block(Role.PICTURE, picture="folding", height=measure * _FOLDING),
            Block(Role.NOTE, items.plain(guide.labels.print_foldout), above=4.0),
        )
        return Page(setting.stacked(self.panels.set(blocks)), tuple(self.panels.set(foot)), name="cover")

    def _holds(self, page: Page) -> bool:
        taken = sum(block.above + block.height for block in page.blocks) + self.panels.kept(page.foot)
        return taken <= self.panels.room

    # --- what stands between the covers ---

    def _inner(self, free: int) -> list[Page]:
        """Each section on panels of its own where so many are free; otherwise all in one row."""
        if self._apart > free:
            return self._filled(self._row, free)
        counts = [own.least for own in self._own]
        for _ in range(free - sum(counts)):
            growing = [at for at, own in enumerate(self._own) if counts[at] < len(own.units)]
            if growing:
                counts[max(growing, key=lambda at: self._own[at].height / counts[at])] += 1
        return [page for own, count in zip(self._own, counts, strict=True) for page in self._filled(own, count)]

    @cached_property
    def _own(self) -> list[_Stretch]:
        """Each section by itself."""
        return [self._stretch(self._blocks([section])) for section in self.panels.guide.sections]

    @property
    def _apart(self) -> int:
        """How many panels the sections take where each has its own."""
        return sum(own.least for own in self._own)

    @cached_property
    def _row(self) -> _Stretch:
        """All sections one after the other."""
        return self._stretch(self._blocks(self.panels.guide.sections))

    def _blocks(self, sections: Sequence[Section]) -> list[Block]:
        guide = self.panels.guide
        each = items.under_each(guide, self.panels.setting, sections)
        return self.panels.set(
            [
                block
                for section in sections
                for block in (
                    _opening(section),
                    *items.tips(section),
                    *items.question(section),
                    *items.voices(guide, section, attributed=each),
                )
            ]
        )

    @cached_property
    def _called(self) -> _Stretch:
        """Who to call, and what is known of the words."""
        guide = self.panels.guide
        label = [Block(Role.CHAPTER, items.plain(guide.labels.contacts))] if guide.contacts else []
        said = [*imprint.name(guide), *items.provenance(guide), *items.edition(guide)[:2]]
        blocks = [*label, *items.contacts(guide), Block(Role.GROUP, parts=tuple(said))]
        return self._stretch(self.panels.set(blocks))

    @cached_property
    def _back(self) -> list[Page]:
        return self._filled(self._called, loose=1.0)

    # --- panels ---

    def _stretch(self, blocks: Sequence[Block]) -> _Stretch:
        foot = self.panels.foot(blocks)
        depth = self.panels.room - self.panels.kept(foot)
        units = self.panels.units(blocks, depth)
        return _Stretch(units, depth, self.panels.fewest(units, depth), bool(foot), items.too_long(blocks, depth))

    def _filled(self, stretch: _Stretch, count: int = 0, loose: float = _LOOSE) -> list[Page]:
        panels, gap = self.panels, self.panels.gap
        spread = panels.spread(stretch.units, stretch.depth, count)
        # A piece of a voice that has its attribution with it waits for that.
        return [panels.filled(some, gap * loose, panels.foot(some) if stretch.shared else ()) for some in spread]


def _opening(section: Section) -> Block:
    """What leads to the items of a section."""
    heading, *introduced = items.opening(section)
    return Block(Role.GROUP, parts=(heading, *introduced)) if introduced else heading
