"""A source ten times as long still gives good pages, and says where a rule could not be kept."""

from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import documents, items, pdf
from handbook.balance import balanced, fewest
from handbook.formats import DEFAULT, large, pocket
from handbook.guide import BACK, BLANK, filled_up, plan
from planned.heights import Setting
from planned.pages import Document
from planned.spacing import PageFormat
from proof.matching import compare
from proof.pdf import read
from source.model import Guide
from tests.handbook.long_source import longer, odd, text, with_sections
from tests.support import placed

PAGE = pocket(DEFAULT)


@pytest.fixture(scope="module")
def long_guide(guide: Guide) -> Guide:
    return longer(guide)


@pytest.fixture(scope="module")
def document(long_guide: Guide) -> Document:
    return plan(long_guide, PAGE)


@pytest.fixture(scope="module")
def printed(long_guide: Guide) -> bytes:
    return made(long_guide, PAGE)


def made(guide: Guide, page: PageFormat) -> bytes:
    """The pages of a guide as they are printed; a page that nobody planned would be an error."""
    make = documents.pocket_guide if page is PAGE else documents.large_print
    job = make(guide, documents.Choice(page.name))
    return job.finish(*map(pdf.write, job.printed))


def test_more_than_four_hundred_items_are_printed_word_for_word(long_guide: Guide, printed: bytes) -> None:
    comparison = compare(long_guide.items(), placed(long_guide), read(printed, "long.pdf"))
    assert len(comparison.items) > 400
    assert comparison.faithful


def test_the_plan_knows_how_many_pages_come_out(document: Document, printed: bytes) -> None:
    with pikepdf.open(BytesIO(printed)) as file:
        assert len(file.pages) == len(document.pages)


def test_the_contents_give_the_pages_where_things_are(long_guide: Guide, printed: bytes) -> None:
    reading = read(printed, "long.pdf")
    wanted = {
        f"{long_guide.sections[1].short} {place}" for place in reading.hints[f"{long_guide.sections[1].id}.voices"]
    }
    wanted |= {f"{long_guide.labels.about} {place}" for place in reading.hints["about"]}
    assert wanted <= {" ".join(passage.text.split()) for passage in reading.passages}


def heights(guide: Guide) -> dict[str, float]:
    """How high each tip and each voice is on the page."""
    setting = Setting(guide.theme.fonts, PAGE)
    first, second = guide.sections
    return {block.item: setting.set(block).height for block in (*items.tips(first), *items.voices(guide, second))}


def test_items_longer_than_a_page_and_no_others_are_named(long_guide: Guide, document: Document) -> None:
    room = {"tip": PAGE.depth - 30, "voice": PAGE.depth - 30 - 13 - 13}
    tall = [item for item, height in heights(long_guide).items() if height > room[item.partition(".")[0]]]
    assert [note.partition(" ")[0] for note in document.notes] == tall
    assert "voice.more-95" in tall


def test_no_item_that_fits_a_page_is_split(long_guide: Guide, printed: bytes, document: Document) -> None:
    comparison = compare(long_guide.items(), placed(long_guide), read(printed, "long.pdf"))
    split = [
        finding.id for finding in comparison.items if len(finding.locations) > 1 and finding.kind in ("tip", "voice")
    ]
    assert set(split) <= {note.partition(" ")[0] for note in document.notes}


def test_a_text_that_runs_on_leaves_two_lines_or_more_on_each_page(document: Document) -> None:
    tall = {note.partition(" ")[0] for note in document.notes}
    pieces = [block for page in document.pages for block in page.blocks if block.item in tall]
    assert len(pieces) > len(tall)
    assert all(len(block.lines) >= 2 for block in pieces)


def test_pages_of_voices_are_evenly_filled(long_guide: Guide) -> None:
    """No page that two more of its neighbours' items would have filled better: the balance beats the greedy way."""
    high = [height for item, height in heights(long_guide).items() if item.startswith("voice.")]
    depth, gap = PAGE.depth - 56, 22.0

    def roughness(slices: list[tuple[int, int]]) -> float:
        free = [depth - sum(high[a:b]) - gap * (b - a - 1) for a, b in slices]
        return sum(max(0.0, part) ** 2 for part in free)

    greedy, start = [], 0
    for end in range(1, len(high) + 1):
        if sum(high[start:end]) + gap * (end - start - 1) > depth and end - start > 1:
            greedy.append((start, end - 1))
            start = end - 1
    greedy.append((start, len(high)))
    even = balanced(high, depth, gap)
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
    assert first.intro
    intro = first.intro.model_copy(update={"text": text(rng, 1500)})
    long = guide.model_copy(
        update={
            "sections": (first.model_copy(update={"intro": intro}), second),
            "about": tuple(text(rng, 600) for _ in range(4)),
        }
    )
    for page in (PAGE, large("letter"), large("a4")):
        data = made(long, page)
        assert compare(long.items(), placed(long), read(data, "long.pdf")).faithful
    assert [note.partition(" ")[0] for note in plan(long, PAGE).notes] == [intro.id]


def test_voices_with_attributions_of_their_own_have_room_for_them(guide: Guide) -> None:
    voices = tuple(
        voice.model_copy(update={"attribution": f"person {number}, who gave this name"})
        for number, voice in enumerate(guide.sections[1].voices)
    )
    mixed = with_sections(guide, guide.sections[0].tips, voices)
    data = made(mixed, PAGE)
    assert compare(mixed.items(), placed(mixed), read(data, "mixed.pdf")).faithful


@pytest.mark.parametrize("multiple", [4, 8])
def test_a_booklet_is_filled_up_before_its_last_page(document: Document, multiple: int) -> None:
    pages = document.pages
    filled = filled_up(replace(document, pages=pages[:-2] + pages[-1:]), multiple).pages
    assert len(filled) % multiple == 0
    assert filled[-1].name == BACK
    assert filled[-2].name == BLANK


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("page", [PAGE, large("a4")], ids=lambda page: page.name)
def test_texts_of_any_length_in_any_place_are_set_whole_with_who_said_them(
    guide: Guide, seed: int, page: PageFormat
) -> None:
    any_guide = odd(guide, seed)
    reading = read(made(any_guide, page), "odd.pdf")
    assert compare(any_guide.items(), placed(any_guide), reading).faithful
    about = any_guide.labels.about
    assert f"{about} {reading.hints['about'][0]}" in [" ".join(passage.text.split()) for passage in reading.passages]
