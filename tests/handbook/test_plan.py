"""Which words stand on which page of the pocket guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.formats import DEFAULT, INCH, MM, pocket
from handbook.guide import ABOUT, CONTACTS, CONTENTS, COVER, OPENING, TIPS, VOICES, plan
from planned.blocks import Block, Role
from planned.pages import Page
from planned.spacing import PageFormat
from source.load import load
from source.model import Guide
from tests.support import change


@pytest.fixture(params=["a6", "quarter-letter"])
def page(request: pytest.FixtureRequest) -> PageFormat:
    return pocket(request.param)


@pytest.fixture
def pages(guide: Guide, page: PageFormat) -> tuple[Page, ...]:
    return plan(guide, page).pages


def test_the_default_is_a_quarter_of_a_letter_sheet_and_a6_can_be_had() -> None:
    assert DEFAULT == "quarter-letter"
    assert (pocket(DEFAULT).width, pocket(DEFAULT).height) == (4.25 * INCH, 5.5 * INCH)
    assert (pocket("a6").width, pocket("a6").height) == pytest.approx((105 * MM, 148 * MM))


def test_no_type_is_smaller_than_nine_points_and_leading_is_generous(page: PageFormat) -> None:
    for size in (page.body, page.tip, page.voice, page.question, page.small):
        assert size.size >= 9
        assert size.leading >= 1.2 * size.size


def test_voices_are_set_larger_than_tips_and_tips_larger_than_our_own_words(page: PageFormat) -> None:
    assert page.voice.size > page.tip.size > page.body.size > page.small.size


def test_everything_keeps_a_quarter_of_an_inch_from_the_edge(page: PageFormat) -> None:
    assert min(page.top, page.bottom, page.inner, page.outer) >= 0.25 * INCH


def test_pages_follow_the_original_between_a_cover_and_a_colophon(pages: tuple[Page, ...]) -> None:
    names = [leaf.name for at, leaf in enumerate(pages) if not at or leaf.name != pages[at - 1].name]
    assert names == [COVER, CONTENTS, OPENING, TIPS, OPENING, VOICES, CONTACTS, ABOUT]


def carried(pages: tuple[Page, ...], role: Role) -> list[Block]:
    return [block for leaf in pages for block in leaf.blocks if block.role is role]


def test_every_tip_voice_and_contact_stands_on_one_page_in_order(guide: Guide, pages: tuple[Page, ...]) -> None:
    assert [block.item for block in carried(pages, Role.TIP)] == [tip.id for s in guide.sections for tip in s.tips]
    assert [block.item for block in carried(pages, Role.VOICE)] == [v.id for s in guide.sections for v in s.voices]
    assert [block.item for block in carried(pages, Role.CONTACT)] == [contact.id for contact in guide.contacts]


def test_tips_are_numbered_through(pages: tuple[Page, ...]) -> None:
    markers = [block.marker[0].text for block in carried(pages, Role.TIP)]
    assert markers == [f"{number}." for number in range(1, len(markers) + 1)]


def test_blocks_with_their_spaces_fit_on_their_page(page: PageFormat, pages: tuple[Page, ...]) -> None:
    for leaf in pages:
        assert sum(block.above + block.height for block in leaf.all) <= page.depth


def test_items_of_a_page_stand_apart_by_one_gap(pages: tuple[Page, ...]) -> None:
    for leaf in pages:
        if leaf.name in (TIPS, VOICES):
            gaps = {round(block.above, 3) for block in leaf.blocks[2:]}
            assert len(gaps) <= 1


def test_the_guide_fills_whole_sheets_of_four_pages(pages: tuple[Page, ...]) -> None:
    assert len(pages) % 4 == 0


def test_every_attribution_of_a_page_is_told_once(pages: tuple[Page, ...]) -> None:
    for leaf in pages:
        said = [block.text for block in leaf.all if block.role is Role.ATTRIBUTION]
        assert said == (["Shared by women working with Breaking Free"] if leaf.name == VOICES else [])


def test_a_guide_without_voices_or_local_contacts_can_still_be_planned(content: Path) -> None:
    change(content, "guide.yaml", "    short: Voices\n", "    short: Listen\n")
    guide = load(content).guide
    thin = guide.model_copy(
        update={"sections": guide.sections[:1], "contacts": guide.contacts[:1]},
    )
    names = [leaf.name for leaf in plan(thin, pocket(DEFAULT)).pages]
    assert VOICES not in names
    assert names[-2:] == [CONTACTS, ABOUT]
