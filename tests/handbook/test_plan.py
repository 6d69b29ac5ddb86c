"""Which words stand on which page of the pocket guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.composer import Composer
from handbook.formats import DEFAULT, FORMATS, INCH, MM, PageFormat
from handbook.plan import Page, PageKind, plan
from source.load import load
from source.model import Guide
from tests.support import change


@pytest.fixture(params=sorted(FORMATS))
def page(request: pytest.FixtureRequest) -> PageFormat:
    return FORMATS[request.param]


@pytest.fixture
def pages(guide: Guide, page: PageFormat) -> tuple[Page, ...]:
    return plan(guide, page)


def test_the_default_is_a_quarter_of_a_letter_sheet_and_a6_can_be_had() -> None:
    assert DEFAULT == "quarter-letter"
    assert (FORMATS[DEFAULT].width, FORMATS[DEFAULT].height) == (4.25 * INCH, 5.5 * INCH)
    assert (FORMATS["a6"].width, FORMATS["a6"].height) == pytest.approx((105 * MM, 148 * MM))


def test_no_type_is_smaller_than_nine_points_and_leading_is_generous(page: PageFormat) -> None:
    for size in (page.body, page.tip, page.voice, page.question, page.small):
        assert size.size >= 9
        assert size.leading >= 1.2 * size.size


def test_voices_are_set_larger_than_tips_and_tips_larger_than_our_own_words(page: PageFormat) -> None:
    assert page.voice.size > page.tip.size > page.body.size > page.small.size


def test_everything_keeps_a_quarter_of_an_inch_from_the_edge(page: PageFormat) -> None:
    assert min(page.top, page.bottom, page.inner, page.outer) >= 0.25 * INCH


def test_pages_follow_the_original_between_a_cover_and_a_colophon(pages: tuple[Page, ...]) -> None:
    kinds = list(dict.fromkeys(leaf.kind for leaf in pages))
    assert kinds == [
        PageKind.COVER,
        PageKind.CONTENTS,
        PageKind.INTRO,
        PageKind.TIPS,
        PageKind.QUESTION,
        PageKind.VOICES,
        PageKind.CONTACTS,
        PageKind.ABOUT,
    ]


def test_every_tip_voice_and_contact_stands_on_one_page_in_order(guide: Guide, pages: tuple[Page, ...]) -> None:
    assert [tip for leaf in pages for tip in leaf.tips] == [tip for s in guide.sections for tip in s.tips]
    assert [voice for leaf in pages for voice in leaf.voices] == [voice for s in guide.sections for voice in s.voices]
    assert [contact for leaf in pages for contact in leaf.contacts] == list(guide.contacts)


def test_tips_are_numbered_through(pages: tuple[Page, ...]) -> None:
    expected = 1
    for leaf in pages:
        if leaf.tips:
            assert leaf.first == expected
            expected += len(leaf.tips)


def test_items_with_their_gaps_fit_on_their_page(guide: Guide, page: PageFormat, pages: tuple[Page, ...]) -> None:
    composer = Composer(guide, page)
    for leaf in pages:
        heights = [
            *map(composer.tip_height, leaf.tips),
            *map(composer.voice_height, leaf.voices),
            *map(composer.contact_height, leaf.contacts),
        ]
        assert sum(heights) + leaf.gap * max(0, len(heights) - 1) <= page.depth


def test_the_guide_fills_whole_sheets_of_four_pages(pages: tuple[Page, ...]) -> None:
    assert len(pages) % 4 == 0


def test_every_attribution_of_a_page_is_told_once(pages: tuple[Page, ...]) -> None:
    for leaf in pages:
        assert leaf.attributions == (("women working with Breaking Free",) if leaf.voices else ())


def test_a_guide_without_voices_or_local_contacts_can_still_be_planned(content: Path) -> None:
    change(content, "guide.yaml", "    short: Voices\n", "    short: Listen\n")
    guide = load(content).guide
    thin = guide.model_copy(
        update={"sections": guide.sections[:1], "contacts": guide.contacts[:1]},
    )
    kinds = [leaf.kind for leaf in plan(thin, FORMATS[DEFAULT])]
    assert PageKind.VOICES not in kinds
    assert kinds[-2:] == [PageKind.CONTACTS, PageKind.ABOUT]
