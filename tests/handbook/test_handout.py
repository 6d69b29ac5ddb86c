"""The handout: every tip and every voice whole, and room for what the session asks people to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook import handout
from handbook.formats import binder
from planned.blocks import Block, Role
from planned.heights import Setting
from products.build import build
from products.table import Options
from products.verify import verify
from proof.pdf import read
from source.load import CONTENT
from source.model import Guide
from source.sessions import cut
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


def test_gives_each_voice_whole_and_its_attribution_once_on_each_page(guide: Guide, paper: Path) -> None:
    passages = read(paper.read_bytes(), "handout.pdf").passages
    said: dict[int, list[str]] = {}
    for passage in passages:
        said.setdefault(passage.location, []).append(passage.text.replace("\n", " "))
    for voice in guide.sections[1].voices:
        (texts,) = (texts for texts in said.values() if voice.text in texts)
        assert texts.count(guide.labels.attribution.format(attribution=voice.attribution)) == 1


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
            assert 39 <= word.y0 < word.y1 <= page.height - 15, word


def blocks_of(guide: Guide, size: str = "letter") -> list[Block]:
    return [inner for page in handout.plan(guide, size).pages for block in page.all for inner in block.walk()]


def test_every_tip_has_as_many_lines_whatever_its_length(guide: Guide) -> None:
    tips = [block for block in blocks_of(guide) if block.role is Role.TIP]
    assert {block.ruled for block in tips if not block.parts} == {handout.LINES}


@pytest.mark.parametrize("session", ["full", "roll-call-15", "workshop-90"])
def test_what_the_session_asks_stands_there_with_lines_under_it(guide: Guide, session: str) -> None:
    shown = cut(guide, session)
    blocks = blocks_of(shown)
    added = shown.facilitation
    asked = [prompt for head in added.sections.values() if head.discussion for prompt in head.discussion.prompts]
    asked += added.commitment.prompts if added.commitment else ()
    for prompt in asked:
        (holder,) = (
            b for b in blocks if b.role is Role.GROUP and b.parts[0].role is Role.ASK and prompt in b.parts[0].text
        )
        assert [part.role for part in holder.parts[1:]] == [Role.WRITE] * handout.ANSWER
    texts = {block.text for block in blocks}
    assert {*shown.sessions[session].objectives} <= texts
    for activity in added.activities:
        assert ({*activity.prompts} <= texts) is not activity.quiet


@pytest.mark.parametrize("size", ["letter", "a4"])
def test_the_roll_call_fits_one_page(guide: Guide, size: str) -> None:
    assert len(handout.plan(cut(guide, "roll-call-15"), size).pages) == 1


@pytest.mark.parametrize("size", ["letter", "a4", "a5"])
def test_no_type_is_under_nine_points(guide: Guide, size: str) -> None:
    for session in guide.sessions:
        document = handout.plan(cut(guide, session), size)
        setting = Setting(guide.theme.fonts, document.page, document.style)
        assert all(setting.type(role).size >= 9 for role in setting.roles)


@pytest.mark.parametrize("size", ["letter", "a4"])
def test_no_page_is_under_half_full(guide: Guide, size: str) -> None:
    for session in guide.sessions:
        document = handout.plan(cut(guide, session), size)
        for page in document.pages:
            assert sum(block.above + block.height for block in page.blocks) > document.page.depth / 2


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
    assert max(one.y0, other.y0) < min(one.y1, other.y1)
    assert one.x1 < other.x0


@pytest.mark.parametrize("size", ["letter", "a4", "a5"])
def test_small_print_never_stands_alone_on_the_last_page(guide: Guide, size: str) -> None:
    first, second = guide.sections
    for count in range(1, 17):
        shorter = second.model_copy(update={"voices": second.voices[:count]})
        pages = handout.plan(guide.model_copy(update={"sections": (first, shorter)}), size).pages
        assert len(pages[-1].blocks) > 1
        for page in pages:
            assert sum(block.above + block.height for block in page.blocks) <= handout.page_format(size, 12).depth


@pytest.mark.parametrize("size", ["letter", "a4", "a5"])
def test_lines_to_write_on_stand_beside_the_words_on_any_paper(guide: Guide, size: str) -> None:
    page = handout.plan(guide, size).page
    assert page.inner + handout.words(page) + handout.GAP + page.ruled == pytest.approx(page.width - page.outer)
    assert handout.words(page) > page.ruled > 120
