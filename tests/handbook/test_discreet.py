"""A discreet guide: whoever sees it closed, or its name in a list of files, does not learn what it is about."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pikepdf
import pytest

from handbook import pdf
from handbook.formats import large, pocket
from handbook.guide import plan
from planned.blocks import items_of
from products.table import PRODUCTS, Options
from products.verify import compared
from proof.findings import Verdict
from source.load import CONTENT, load
from source.model import Guide
from tests.checkers import poppler, verapdf
from tests.checkers.needs import needs_java, needs_poppler

NAMES = [name for name, product in PRODUCTS.items() if "cover" in product.heeds]
SUBJECT = ("trafficking", "harbors")


def made(guide: Guide, name: str, folder: Path) -> Path:
    """A product with a discreet cover."""
    product = PRODUCTS[name]
    planned = product.plan(guide, Options(cover="discreet"))
    path = folder / product.file
    path.write_bytes(planned.finish(*map(pdf.write, planned.documents)))
    return path


@pytest.mark.parametrize("page", [pocket("a6"), large("letter")], ids=lambda page: page.name)
def test_the_title_stands_inside_and_neither_on_the_cover_nor_in_a_running_head(guide: Guide, page: object) -> None:
    document = plan(guide, page, discreet=True)  # type: ignore[arg-type]
    cover, first, *_ = document.pages
    assert not items_of(cover.all)
    assert "guide.title" in items_of(first.all)
    said = chain((run.text for leaf in document.pages for run in leaf.head), (block.text for block in cover.all))
    assert not [text for text in (*said, document.title) if any(word in text.lower() for word in SUBJECT)]


@pytest.mark.parametrize("contacts", [slice(None), slice(1), slice(0), slice(1, None)])
def test_no_number_that_says_what_it_is_about_stands_on_the_back(guide: Guide, contacts: slice) -> None:
    some = guide.model_copy(update={"contacts": guide.contacts[contacts]})
    document = plan(some, pocket("a6"), discreet=True)
    back = document.pages[-1]
    assert not [block.text for outer in back.all for block in outer.walk() if "Trafficking Hotline" in block.text]
    held = {item for leaf in document.pages for item in items_of(leaf.all)}
    assert {contact.id for contact in some.contacts} <= held


def test_large_print_a_booklet_and_a_file_for_a_print_shop_can_be_discreet_too() -> None:
    assert set(NAMES) == {"pocket-guide", "booklet", "large-print", "press"}


@needs_poppler
@pytest.mark.parametrize("name", NAMES)
def test_neither_its_name_nor_its_properties_nor_the_first_bookmark_say_what_it_is_about(
    guide: Guide, name: str, tmp_path: Path
) -> None:
    path = made(guide, name, tmp_path)
    info = poppler.info(path)
    with pikepdf.open(path) as file, file.open_outline() as outline:
        described = bytes(file.Root.Metadata.read_bytes()).decode() if "/Metadata" in file.Root else ""
        shown = [path.name, str(file.docinfo.get("/Title")), described, *(str(mark.title) for mark in outline.root[:1])]
    assert info["Title"] == (guide.labels.large_print if name == "large-print" else guide.labels.pocket_guide)
    assert not [text for text in shown if any(word in text.lower() for word in SUBJECT)]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_known_and_says_what_the_source_says(guide: Guide, name: str, tmp_path: Path) -> None:
    comparison = compared(load(CONTENT), made(guide, name, tmp_path), Options())
    assert comparison.verdict is Verdict.SAME


@needs_java
def test_verapdf_finds_nothing_against_pdf_ua(guide: Guide, tmp_path: Path) -> None:
    assert verapdf.validate_all([made(guide, "pocket-guide", tmp_path)], ["PDFUA_1"]) == [{"PDFUA_1": []}]
