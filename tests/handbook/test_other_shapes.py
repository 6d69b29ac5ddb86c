"""The pages of handbooks of other shapes: short sections, long names, more entries than a page of contents holds."""

from __future__ import annotations

import random

import pytest

from handbook.formats import large, pocket
from handbook.guide import CONTENTS, COVER, plan
from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Document, Page
from planned.spacing import PageFormat
from source.inline import Run
from source.model import Guide, Intro, Section, Tip
from tests.handbook.long_source import text, with_sections

PAGES = [pocket("quarter-letter"), large("letter")]
LONG = "Everything that a person at the front desk should know before the first day, and then some"


def short_sections(guide: Guide, count: int, short: str = "Part") -> Guide:
    """A guide of sections with an introduction of a line and two tips."""
    sections = tuple(
        Section(
            id=f"section.s{at}",
            heading=f"PART {at}",
            short=f"{short} {at}",
            intro=Intro(id=f"intro.s{at}", label=f"Why {at}", text="A few words."),
            tips=tuple(Tip(id=f"tip.s{at}-{number}", text=f"Tip {number} of part {at}.") for number in (1, 2)),
        )
        for at in range(count)
    )
    return guide.model_copy(update={"sections": sections})


def entries(document: Document) -> list[Block]:
    return [block for page in document.pages for block in page.blocks if block.role is Role.ENTRY]


def shown(page: Page) -> set[Role]:
    return {block.role for block in page.blocks if block.lines}


@pytest.mark.parametrize("page", PAGES)
def test_a_running_head_is_a_line_or_is_left_out(guide: Guide, page: PageFormat) -> None:
    long = short_sections(guide, 3, LONG).model_copy(update={"title": f"{LONG}, and {LONG}"})
    for other in (long, guide):
        pages = plan(other, page).pages
        setting = Setting(other.theme.fonts, page)
        assert all(len(setting.set(Block(Role.ATTRIBUTION, one.head)).lines) <= 1 for one in pages)
    assert all(one.head for one in plan(guide, page).pages if one.name != COVER)


@pytest.mark.parametrize("page", PAGES)
def test_a_short_section_is_one_page(guide: Guide, page: PageFormat) -> None:
    document = plan(short_sections(guide, 4), page)
    together = [one for one in document.pages if {Role.HEADING, Role.LABEL, Role.INTRO, Role.TIP} <= shown(one)]
    assert len(together) == 4


@pytest.mark.parametrize("page", PAGES)
def test_a_short_introduction_stands_over_the_first_of_many_tips(guide: Guide, page: PageFormat) -> None:
    (section,) = short_sections(guide, 1).sections
    many = tuple(Tip(id=f"tip.more-{at}", text=text(random.Random(at), 140)) for at in range(20))
    document = plan(guide.model_copy(update={"sections": (section.model_copy(update={"tips": many}),)}), page)
    opened = [shown(one) for one in document.pages if Role.HEADING in shown(one)]
    assert len(opened) == 1
    assert {Role.LABEL, Role.INTRO, Role.TIP} <= opened[0]
    carried = [block.item for one in document.pages for block in one.blocks if block.role is Role.TIP]
    assert carried == [tip.id for tip in many]
    for one in document.pages:
        assert sum(block.above + block.height for block in one.blocks) <= page.depth


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 7, 8, 9, 14, 20])
def test_contents_of_many_sections_name_each_once_and_end_on_an_entry(guide: Guide, count: int) -> None:
    document = plan(short_sections(guide, count), PAGES[0])
    listed = [page for page in document.pages if page.name == CONTENTS]
    assert all(Role.ENTRY in shown(page) for page in listed)
    for at in range(count):
        assert len([entry for entry in entries(document) if entry.text in (f"Why {at}", f"Part {at}")]) == 1
    for entry in entries(document):
        number = int("".join(run.text for run in entry.marker))
        assert entry.link in {block.anchor for block in document.pages[number - 1].blocks}


@pytest.mark.parametrize("page", PAGES)
def test_words_keep_away_from_a_short_name_of_two_lines(guide: Guide, page: PageFormat) -> None:
    setting = Setting(guide.theme.fonts, page)
    name = setting.set(Block(Role.SUBHEAD, (Run(LONG),)))
    assert len(name.lines) > 1
    assert name.height - len(name.lines) * setting.type(Role.SUBHEAD).leading >= 10


@pytest.mark.parametrize("length", range(600, 2400, 60))
def test_who_shared_a_voice_never_stands_alone_on_a_page(guide: Guide, length: int) -> None:
    first, second = guide.sections
    voice = second.voices[0].model_copy(update={"id": "voice.long", "text": text(random.Random(length), length)})
    other = second.voices[1].model_copy(update={"attribution": "somebody else"})
    document = plan(with_sections(guide, first.tips[:1], (voice, other)), PAGES[0])
    for page in document.pages:
        assert not [block for block in page.blocks if block.role is Role.VOICE and not block.lines]
