"""What a new kind of item and a new output touch: a table, and the module that sets it."""

from __future__ import annotations

from dataclasses import replace
from html import escape, unescape
from typing import cast

import pytest

from handbook import documents, pdf
from handbook import guide as pages
from handbook.formats import pocket
from planned import spacing
from planned.blocks import Block, Role, items_of
from planned.heights import Setting
from planned.pages import Document, Page
from planned.spacing import Form, Style
from proof.matching import compare
from proof.pdf import read
from proof.reading import Passage, Reading
from source.inline import Run
from source.model import Guide, Item, ItemKind

PAGE = pocket("quarter-letter")
MYTH, FACT = cast(Role, "myth"), cast(Role, "fact")
PAIRS = (
    ("Harbors freeze every winter.", "Some harbors never freeze, whatever the winter brings to the lake around them."),
    ("A lantern burns all night.", "A lantern is lit at dusk and is put out at dawn."),
)


def pair(number: int, myth: str, fact: str) -> Block:
    """A new kind of item: what people say, and under it what is so."""
    below = Block(FACT, (Run(fact),), item=f"fact.{number}", above=3.0)
    return Block(MYTH, (Run(myth),), item=f"myth.{number}", parts=(below,))


def test_pairs_of_myth_and_fact_need_an_entry_in_the_table_of_spaces_and_no_other_module(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = {**spacing.FORMS[Style.POCKET], MYTH: Form("tip", bold=True), FACT: Form("tip", inset=14)}
    monkeypatch.setitem(cast(dict[Style, object], spacing.FORMS), Style.POCKET, forms)
    setting = Setting(guide.theme.fonts, PAGE)
    pairs = [setting.set(pair(number, *texts)) for number, texts in enumerate(PAIRS)]
    assert all(block.height == sum(len(part.lines) for part in block.walk()) * PAGE.tip.leading + 3 for block in pairs)
    document = pages.plan(guide, PAGE)
    whole = replace(document, pages=(*document.pages, Page(setting.stacked(pairs, 20.0), name="tips")))
    job = documents.job_of(guide, whole)
    more = [Item(id=block.item, kind=ItemKind.TIP, words=block.text) for outer in pairs for block in outer.walk()]
    reading = read(job.finish(*map(pdf.write, job.printed)), "more.pdf")
    comparison = compare([*guide.items(), *more], list(job.placed()), reading)
    assert comparison.faithful
    assert comparison.same == len(guide.items()) + 4


def plain_html(document: Document) -> str:
    """A new output: the words of a document as plain HTML, a paragraph a block."""

    def put(block: Block) -> str:
        words = escape(f"{''.join(run.text for run in block.marker)} {block.text}".strip())
        if block.link:
            words = escape(f"{block.text} {''.join(run.text for run in block.marker)}")
        return f"<p class={block.role}>{words}</p>{''.join(map(put, block.parts))}"

    return "\n".join(put(block) for page in document.pages for block in page.all)


def test_plain_html_is_a_writer_of_its_own_and_says_the_same(guide: Guide) -> None:
    document = pages.plan(guide, PAGE)
    paragraphs = plain_html(document).replace("</p>", "\n").splitlines()
    words = (unescape(paragraph.partition(">")[2]) for paragraph in paragraphs)
    reading = Reading("guide.html", "page", 1, tuple(Passage(1, text) for text in words if text))
    assert compare(guide.items(), list(document.placed()), reading).faithful


def test_every_item_of_the_guide_is_carried_by_a_block(guide: Guide) -> None:
    document = pages.plan(guide, PAGE)
    carried = {item for page in document.pages for item in items_of(page.all)}
    assert carried == {item.id for item in guide.items()}


def test_every_role_has_its_place_in_every_table_of_spaces() -> None:
    for forms in spacing.FORMS.values():
        assert set(forms) == set(Role)
