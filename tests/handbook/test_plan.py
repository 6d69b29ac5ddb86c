"""Which words stand on which page of the pocket guide."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from handbook.formats import DEFAULT, INCH, MM, large, pocket
from handbook.guide import ABOUT, BACK, CONTACTS, CONTENTS, COVER, OPENING, TIPS, VOICES, plan
from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Page
from planned.spacing import PageFormat
from source.load import load
from source.model import Channel, Contact, Guide
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


def test_pages_follow_the_original_from_the_cover_to_who_to_call_on_the_back(pages: tuple[Page, ...]) -> None:
    names = [leaf.name for at, leaf in enumerate(pages) if not at or leaf.name != pages[at - 1].name]
    assert names == [COVER, CONTENTS, OPENING, TIPS, OPENING, VOICES, ABOUT, CONTACTS, BACK]


def carried(pages: tuple[Page, ...], role: Role) -> list[Block]:
    return [block for leaf in pages for block in leaf.blocks if block.role is role]


def test_every_tip_voice_and_contact_stands_on_one_page_in_order(guide: Guide, pages: tuple[Page, ...]) -> None:
    assert [block.item for block in carried(pages, Role.TIP)] == [tip.id for s in guide.sections for tip in s.tips]
    assert [block.item for block in carried(pages, Role.VOICE)] == [v.id for s in guide.sections for v in s.voices]
    hotline, *own = guide.contacts
    assert [block.item for block in carried(pages, Role.CONTACT)] == [contact.id for contact in (*own, hotline)]


def test_tips_are_numbered_through(pages: tuple[Page, ...]) -> None:
    markers = [block.marker[0].text for block in carried(pages, Role.TIP)]
    assert markers == [f"{number}." for number in range(1, len(markers) + 1)]


def test_blocks_with_their_spaces_fit_on_their_page(page: PageFormat, pages: tuple[Page, ...]) -> None:
    for leaf in pages:
        assert sum(block.above + block.height for block in leaf.all) <= page.depth


@pytest.mark.parametrize("name", [TIPS, VOICES])
def test_items_stand_apart_by_one_gap_on_all_their_pages(pages: tuple[Page, ...], name: str) -> None:
    listed = [[block for block in leaf.blocks if block.item] for leaf in pages if leaf.name == name]
    assert len({round(block.above, 3) for blocks in listed for block in blocks[1:]}) == 1


def test_from_the_last_line_of_a_voice_to_the_next_it_is_48_points(page: PageFormat, pages: tuple[Page, ...]) -> None:
    gaps = [block.above for leaf in pages for block in leaf.blocks[2:] if leaf.name == VOICES]
    assert {gap + page.voice.leading for gap in gaps} == {48}


FORMATS = [pocket("quarter-letter"), pocket("a6"), large("letter"), large("a4")]


@pytest.mark.parametrize("page", FORMATS, ids=lambda page: page.name)
def test_everything_that_opens_has_one_heading_at_one_height_under_a_rule(guide: Guide, page: PageFormat) -> None:
    document = plan(guide, page)
    setting = Setting(guide.theme.fonts, document.page)
    heads = {Role.CHAPTER, Role.LABEL, Role.SUBHEAD}
    found = []
    for leaf in document.pages:
        y = 0.0
        for block in leaf.blocks:
            form = setting.form(block.role)
            y += block.above + form.rule + form.lead
            if block.role in heads:
                found.append((round(y), setting.type(block.role), form.color, leaf.blocks[0].role))
            y += block.height - form.rule - form.lead
    assert len(found) >= 7
    assert len({(y, type, color) for y, type, color, _ in found}) == 1
    assert all(setting.form(first).rule for *_, first in found)
    assert found[0][1] == page.question


@pytest.mark.parametrize("page", FORMATS, ids=lambda page: page.name)
def test_no_page_is_less_than_half_full_but_the_last_of_a_part(guide: Guide, page: PageFormat) -> None:
    pages = plan(guide, page).pages
    for leaf, after in pairwise(pages):
        if leaf.name not in (COVER, after.name):
            continue
        assert sum(block.above + block.height for block in leaf.all) > page.depth / 2 or leaf.name == COVER


@pytest.mark.parametrize("page", FORMATS, ids=lambda page: page.name)
def test_the_number_to_call_first_is_the_largest_on_the_back(guide: Guide, page: PageFormat) -> None:
    document = plan(guide, page)
    back = document.pages[-1]
    called = [inner for block in back.blocks for inner in block.walk() if inner.role is Role.CALL]
    assert back.name == BACK
    assert [block.text for block in called] == [guide.contacts[0].lines[0].value]
    assert document.page.type("call").size >= (36 if page.upright else 24)
    assert not [block for block in back.all if block.role in (Role.EDITION, Role.PARAGRAPH)]


def contacts(guide: Guide, *given: int) -> Guide:
    """The guide with a contact for each number of ways to reach it; those with none are to be filled in."""
    lines = tuple(Channel(label="Call", value=f"555-010{at}") for at in range(9))
    some = [Contact(id=f"contact.c{at}", name=f"Kitchen {at}", lines=lines[:ways]) for at, ways in enumerate(given)]
    return guide.model_copy(update={"contacts": tuple(some)})


@pytest.mark.parametrize(
    ("given", "outside"),
    [((2,), [0]), ((2, 3), [0, 1]), ((0, 2), [0, 1]), ((0, 0), [0, 1]), ((0, 0, 0, 0, 4), [4]), ((9, 9, 9), [0])],
)
def test_the_back_holds_everyone_or_the_first_of_those_who_can_be_called(
    guide: Guide, given: tuple[int, ...], outside: list[int]
) -> None:
    pages = plan(contacts(guide, *given), FORMATS[0]).pages
    back = [block.item for block in pages[-1].blocks if block.role is Role.CONTACT]
    assert back == [f"contact.c{at}" for at in outside]
    held = {block.item for block in carried(pages, Role.CONTACT)}
    assert held == {f"contact.c{at}" for at in range(len(given))}


def test_a_contact_to_fill_in_has_room_for_name_phone_and_hours(guide: Guide, pages: tuple[Page, ...]) -> None:
    labels = guide.labels
    for block, contact in zip(carried(pages, Role.CONTACT), (*guide.contacts[1:], guide.contacts[0]), strict=True):
        prompts = [inner.text for inner in block.walk() if inner.role is Role.WRITE]
        wanted = [labels.contact_name, labels.contact_phone, labels.contact_hours]
        assert prompts == ([] if contact.lines else wanted)


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
    assert names[-2:] == [ABOUT, BACK]
