"""The handout: every tip and every voice whole, with room to write beside it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from handbook import handout
from handbook.formats import RULING, binder
from products.build import build
from products.table import Options
from products.verify import verify
from proof.pdf import read
from source.load import CONTENT
from source.model import Guide
from tests.checkers import needs, poppler, verapdf


@pytest.fixture(scope="session")
def paper(products: Path) -> Path:
    return products / "handout.pdf"


def test_says_what_the_source_says(paper: Path) -> None:
    (comparison,) = verify(CONTENT, [paper])
    assert comparison.faithful
    assert comparison.same == len(comparison.items)


@needs.needs_java
def test_is_accessible(paper: Path) -> None:
    assert verapdf.validate(paper) == []


def test_gives_each_voice_whole_with_its_attribution(guide: Guide, paper: Path) -> None:
    passages = [passage.text.replace("\n", " ") for passage in read(paper.read_bytes(), "handout.pdf").passages]
    for voice in guide.sections[1].voices:
        at = passages.index(voice.text)
        assert passages[at + 1] == guide.labels.attribution.format(attribution=voice.attribution)


@needs.needs_poppler
def test_parts_no_item_over_two_pages(guide: Guide, paper: Path) -> None:
    pages = [" ".join(word.text for word in page.words) for page in poppler.pages(paper)]
    for voice in guide.sections[1].voices:
        assert any(voice.text in page for page in pages), voice.id


@needs.needs_poppler
@pytest.mark.parametrize("name", ["letter", "a4"])
def test_keeps_all_words_inside_the_page(name: str, tmp_path: Path) -> None:
    build(CONTENT, tmp_path, ["handout"], Options(page=name), progress=lambda step: None)
    pages = poppler.pages(tmp_path / "handout.pdf")
    assert {(round(page.width), round(page.height)) for page in pages} == {
        (round(binder(name).width), round(binder(name).height))
    }
    for page in pages:
        for word in page.words:
            assert 53 <= word.x0 < word.x1 <= page.width - 53, word
            assert 40 <= word.y0 < word.y1 <= page.height - 15, word


@needs.needs_poppler
def test_lets_no_words_run_into_the_lines(guide: Guide, paper: Path) -> None:
    right = binder("letter").inner + handout.words(binder("letter"))
    voices = {word for voice in guide.sections[1].voices for word in voice.text.split()}
    for page in poppler.pages(paper):
        for line in page.lines:
            if line.x0 > binder("letter").inner + 10 and set(line.text.split()) <= voices and len(line.words) > 3:
                assert line.x1 <= right + 1, line.text


def test_leaves_as_many_lines_as_the_words_are_high() -> None:
    heights = [0.0, 3 * RULING, 3 * RULING + 1, 7.5 * RULING]
    counts = [handout.count_lines(height) for height in heights]
    assert counts == [3, 3, 4, 8]
    assert all(low <= high for low, high in pairwise(counts))


def test_carries_nothing_that_only_trainers_should_read(guide: Guide, paper: Path) -> None:
    text = " ".join(passage.text.replace("\n", " ") for passage in read(paper.read_bytes(), "x").passages)
    for added in guide.facilitation.items.values():
        assert not added.internal_note or added.internal_note not in text
        assert not added.script or added.script not in text


@needs.needs_poppler
@pytest.mark.parametrize("size", ["letter", "a4"])
def test_contacts_stand_two_beside_each_other_on_every_paper(guide: Guide, size: str, tmp_path: Path) -> None:
    build(CONTENT, tmp_path, ["handout"], Options(page=size), lambda step: None, lambda note: None)
    left, right = (guide.contacts[at].name.split()[-1] for at in (0, 1))
    (page,) = (
        page for page in poppler.words(tmp_path / "handout.pdf") if {left, right} <= {word.text for word in page}
    )
    one, other = (next(word for word in page if word.text == name) for name in (left, right))
    assert one.y0 == pytest.approx(other.y0, abs=1)
    assert one.x1 < other.x0


@pytest.mark.parametrize("size", ["letter", "a4", "a5"])
def test_small_print_never_stands_alone_on_the_last_page(guide: Guide, size: str) -> None:
    first, second = guide.sections
    for count in range(1, 17):
        shorter = second.model_copy(update={"voices": second.voices[:count]})
        pages = handout.plan(guide.model_copy(update={"sections": (first, shorter)}), size).pages
        assert len(pages[-1].blocks) > 1
        for page in pages:
            assert sum(block.above + block.height for block in page.blocks) <= binder(size).depth


@pytest.mark.parametrize("size", ["letter", "a4", "a5"])
def test_lines_to_write_on_stand_beside_the_words_on_any_paper(guide: Guide, size: str) -> None:
    page = handout.plan(guide, size).page
    assert page.inner + handout.words(page) + handout.GAP + page.ruled == pytest.approx(page.width - page.outer)
    assert handout.words(page) > page.ruled > 120
