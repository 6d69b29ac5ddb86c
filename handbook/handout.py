"""The handout: the tips and voices of a session, each with lines to write on beside it. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from handbook import imprint, items
from handbook.formats import RULING, binder
from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Document, Page
from planned.spacing import PageFormat, Style, TypeSize
from source.model import Guide, Section

GAP = 22.0  # between the words and the lines beside them, and between two columns of contacts
LEAST_LINES = 3
_OVER_COLOPHON = 20.0
_TWO_COLUMNS = 400.0  # the narrowest measure in which contacts stand beside each other
_HEAD, _INTRO, _QUESTION, _COLOPHON = 440.0, 430.0, 400.0, 450.0  # the widest that these run


def plan(guide: Guide, size: str) -> Document:
    """The pages of the handout; no item is parted that a page can hold."""
    page = replace(binder(size), title=TypeSize(17, 22), heading=TypeSize(12.5, 17))
    setting = Setting(guide.theme.fonts, page, Style.HANDOUT)
    blocks = list(_blocks(guide, setting))
    pages = tuple(_closed(setting, list(items.flowed(setting, blocks))))
    labels = guide.labels
    line = items.edition_line(guide, labels.handout)
    title = f"{guide.title}: {labels.handout}"
    return Document(Style.HANDOUT, page, pages, labels.handout, title, items.too_long(blocks, page.depth - 1.0), line)


def _closed(setting: Setting, pages: list[Page]) -> list[Page]:
    """The pages with no small print alone on the last: who to call, or the last item, goes there with it."""
    if len(pages) == 1 or len(pages[-1].blocks) > 1:
        return pages
    *others, before, last = pages
    called = (at for at, block in enumerate(before.blocks) if block.role is Role.CHAPTER)
    at = next(called, len(before.blocks) - 1)
    first, *rest = before.blocks[at:]
    moved = (replace(first, above=0.0), *rest, *(replace(block, above=_OVER_COLOPHON) for block in last.blocks))
    if at == 0 or sum(block.above + block.height for block in moved) > setting.page.depth - 1.0:
        return pages
    return [*others, replace(before, blocks=before.blocks[:at]), replace(last, blocks=moved)]


def _blocks(guide: Guide, setting: Setting) -> Iterator[Block]:
    """Everything in reading order, measured."""
    measure = setting.page.measure
    logo = imprint.logo(guide, imprint.COVER)
    kicker = Block(Role.KICKER, items.plain(guide.labels.handout), above=14.0 if logo else 0.0)
    head = [*logo, kicker, items.title(guide)]
    if guide.session:
        head.append(Block(Role.PARAGRAPH, items.plain(guide.sessions[guide.session].title)))
    head += [items.ours(Role.EDITORIAL, text) for text in guide.facilitation.preparation.handout]
    yield from (setting.set(block, min(measure, _HEAD)) for block in head)
    for at, section in enumerate(guide.sections):
        first, *others = _section(guide, section, setting)
        yield from (replace(first, above=0.0 if at else 24.0), *others)
    yield from _contacts(guide, setting)
    colophon = (*imprint.name(guide), *items.about(guide), *items.provenance(guide), *items.edition(guide))
    yield setting.set(Block(Role.GROUP, parts=colophon, above=_OVER_COLOPHON), min(measure, _COLOPHON))


def words(page: PageFormat) -> float:
    """The width of the column of words, beside which the lines stand."""
    return page.measure - GAP - page.ruled


def _section(guide: Guide, section: Section, setting: Setting) -> Iterator[Block]:
    measure, beside = setting.page.measure, words(setting.page)
    yield setting.set(items.heading(section))
    if section.intro:
        yield setting.set(items.opening(section)[-1], min(measure, _INTRO))
    yield from (_ruled(setting.set(tip, beside)) for tip in items.tips(section))
    yield from (setting.set(block, min(measure, _QUESTION)) for block in items.question(section))
    voices = items.voices(guide, section, attributed=True)
    yield from (_ruled(setting.set(voice, beside)) for voice in voices)


def _ruled(block: Block) -> Block:
    """The block with lines beside it, as far down as its words and never less than three."""
    lines = count_lines(block.height)
    return replace(block, ruled=lines, height=max(block.height, lines * RULING))


def count_lines(height: float) -> int:
    """How many lines to write on stand beside words of a height."""
    return max(LEAST_LINES, ceil(height / RULING))


def _contacts(guide: Guide, setting: Setting) -> Iterator[Block]:
    """Who to call, two beside each other where the page is wide enough."""
    if not guide.contacts:
        return
    measure = setting.page.measure
    beside = 2 if measure >= _TWO_COLUMNS else 1
    wide = (measure - GAP * (beside - 1)) / beside
    yield setting.set(Block(Role.CHAPTER, items.plain(guide.labels.contacts), anchor="contacts"))
    contacts = items.contacts(guide)
    for at in range(0, len(contacts), beside):
        pair, above = contacts[at : at + beside], 8.0 if at else 0.01
        row = setting.set(Block(Role.ROW, parts=pair, columns=(wide,) * len(pair), above=above))
        if row.height <= setting.page.depth:
            yield row
        else:  # what stands beside another is never parted
            yield from (setting.set(replace(contact, above=above)) for contact in pair)
