"""A source ten times as long still gives good pages, and says where a rule could not be kept."""

from __future__ import annotations

import random
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import html, pdf
from handbook.balance import balanced, fewest
from handbook.composer import Composer
from handbook.formats import DEFAULT, FORMATS, LARGE_PRINT, PageFormat
from handbook.plan import Page, PageKind, count, filled_up, is_exact, overlong, plan
from proof.matching import compare
from proof.pdf import read
from source.furniture import placed
from source.model import Guide
from tests.checkers import poppler
from tests.checkers.needs import needs_poppler
from tests.handbook.long_source import longer, odd, text, with_sections

PAGE = FORMATS[DEFAULT]


@pytest.fixture(scope="module")
def long_guide(guide: Guide) -> Guide:
    return longer(guide)


@pytest.fixture(scope="module")
def pages(long_guide: Guide) -> tuple[Page, ...]:
    return plan(long_guide, PAGE)


@pytest.fixture(scope="module")
def printed(long_guide: Guide, pages: tuple[Page, ...]) -> bytes:
    return pdf.write(html.render(long_guide, pages, PAGE))


def test_more_than_four_hundred_items_are_printed_word_for_word(long_guide: Guide, printed: bytes) -> None:
    comparison = compare(long_guide.items(), placed(long_guide), read(printed, "long.pdf"))
    assert len(comparison.items) > 400
    assert comparison.faithful


def test_the_plan_knows_how_many_pages_come_out(pages: tuple[Page, ...], printed: bytes) -> None:
    with pikepdf.open(BytesIO(printed)) as file:
        assert len(file.pages) == count(pages)


def test_the_contents_give_the_pages_where_things_are(long_guide: Guide, printed: bytes) -> None:
    reading = read(printed, "long.pdf")
    wanted = {
        f"{long_guide.sections[1].short} {place}" for place in reading.hints[f"{long_guide.sections[1].id}.voices"]
    }
    wanted |= {f"{long_guide.labels.about} {place}" for place in reading.hints["about"]}
    assert wanted <= {passage.text for passage in reading.passages}


def test_items_longer_than_a_page_and_no_others_are_named(long_guide: Guide, pages: tuple[Page, ...]) -> None:
    composer = Composer(long_guide, PAGE)
    first, second = long_guide.sections
    tall = [tip.id for tip in first.tips if composer.tip_height(tip) > PAGE.depth - 30]
    tall += [voice.id for voice in second.voices if composer.voice_height(voice) > PAGE.depth - 30 - 13 - 13]
    assert overlong(pages) == tall
    assert "voice.more-95" in tall


def test_no_item_that_fits_a_page_is_split(long_guide: Guide, printed: bytes, pages: tuple[Page, ...]) -> None:
    comparison = compare(long_guide.items(), placed(long_guide), read(printed, "long.pdf"))
    split = [finding.id for finding in comparison.items if len(finding.places) > 1 and finding.kind in ("tip", "voice")]
    assert set(split) <= set(overlong(pages))


@needs_poppler
def test_a_text_that_runs_on_leaves_two_lines_or_more_on_each_page(printed: bytes, pages: tuple[Page, ...]) -> None:
    number, drawn = 1, poppler.pages(printed)
    for page in pages:
        if page.leaves > 1 and (page.tips or page.voices):
            for leaf in range(number, number + page.leaves):
                size = {True: PAGE.tip.size, False: PAGE.voice.size}[bool(page.tips)]
                body = [line for line in drawn[leaf - 1].lines if PAGE.top - 2 < line.y0 and line.y1 - line.y0 > size]
                assert len(body) >= 2
        number += page.leaves


def test_pages_of_voices_are_evenly_filled(long_guide: Guide, pages: tuple[Page, ...]) -> None:
    """No page that two more of its neighbours' items would have filled better: the balance beats the greedy way."""
    composer = Composer(long_guide, PAGE)
    heights = [composer.voice_height(voice) for voice in long_guide.sections[1].voices]
    depth, gap = PAGE.depth - 56, 22.0

    def roughness(slices: list[tuple[int, int]]) -> float:
        free = [depth - sum(heights[a:b]) - gap * (b - a - 1) for a, b in slices]
        return sum(max(0.0, part) ** 2 for part in free)

    greedy, start = [], 0
    for end in range(1, len(heights) + 1):
        if sum(heights[start:end]) + gap * (end - start - 1) > depth and end - start > 1:
            greedy.append((start, end - 1))
            start = end - 1
    greedy.append((start, len(heights)))
    even = balanced(heights, depth, gap)
    assert len(even) == len(greedy)
    assert roughness(even) <= roughness(greedy)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(10, 700), min_size=1, max_size=60), st.integers(0, 12))
def test_items_stay_in_order_and_fit_unless_one_alone_is_too_high(heights: list[float], spare: int) -> None:
    slices = balanced(heights, 300, 20, fewest(heights, 300, 20) + spare)
    assert [at for start, end in slices for at in range(start, end)] == list(range(len(heights)))
    for start, end in slices:
        assert end - start == 1 or sum(heights[start:end]) + 20 * (end - start - 1) <= 300 + 1e-3


def test_a_long_introduction_and_a_long_last_page_run_on(guide: Guide) -> None:
    rng = random.Random(7)
    first, second = guide.sections
    intro = first.intro.model_copy(update={"text": text(rng, 1500)})
    long = guide.model_copy(
        update={
            "sections": (first.model_copy(update={"intro": intro}), second),
            "about": tuple(text(rng, 600) for _ in range(4)),
        }
    )
    for page in (PAGE, *LARGE_PRINT.values()):
        pages = plan(long, page)
        data = pdf.write(html.render(long, pages, page))
        with pikepdf.open(BytesIO(data)) as file:
            assert len(file.pages) == count(pages)
        assert compare(long.items(), placed(long), read(data, "long.pdf")).faithful
    assert overlong(plan(long, PAGE)) == [intro.id]


def test_voices_with_attributions_of_their_own_have_room_for_them(guide: Guide) -> None:
    voices = tuple(
        voice.model_copy(update={"attribution": f"person {number}, who gave this name"})
        for number, voice in enumerate(guide.sections[1].voices)
    )
    mixed = with_sections(guide, guide.sections[0].tips, voices)
    pages = plan(mixed, PAGE)
    data = pdf.write(html.render(mixed, pages, PAGE))
    with pikepdf.open(BytesIO(data)) as file:
        assert len(file.pages) == count(pages)
    assert compare(mixed.items(), placed(mixed), read(data, "mixed.pdf")).faithful


@pytest.mark.parametrize("multiple", [4, 8])
def test_a_booklet_is_filled_up_before_its_last_page(pages: tuple[Page, ...], multiple: int) -> None:
    filled = filled_up(pages[:-2] + pages[-1:], multiple)
    assert count(filled) % multiple == 0
    assert filled[-1].kind is PageKind.ABOUT
    assert filled[-2].kind is PageKind.BLANK


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("page", [PAGE, LARGE_PRINT["a4"]], ids=lambda page: page.name)
def test_texts_of_any_length_in_any_place_are_set_whole_with_who_said_them(
    guide: Guide, seed: int, page: PageFormat
) -> None:
    any_guide = odd(guide, seed)
    pages = plan(any_guide, page)
    data = pdf.write(html.render(any_guide, pages, page))
    reading = read(data, "odd.pdf")
    assert compare(any_guide.items(), placed(any_guide), reading).faithful
    if is_exact(pages):
        assert reading.places == count(pages)
    about = any_guide.labels.about
    assert f"{about} {reading.hints['about'][0]}" in [passage.text for passage in reading.passages]
