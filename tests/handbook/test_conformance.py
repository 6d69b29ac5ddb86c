"""One file, two standards, asked of veraPDF; and what people hear who cannot see the page, asked of poppler."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML

from handbook import pdf
from source.model import Guide
from tests.checkers import poppler, verapdf
from tests.checkers.needs import needs_java, needs_poppler

SCREEN = ("pocket-guide", "large-print", "tips-card", "voices-poster")
TABLE = """<html lang="en"><head><title>Tides</title><style>* { font-family: Carlito }
@font-face { font-family: Carlito; src: url(font:Carlito-Regular.ttf) }
@font-face { font-family: Carlito; font-weight: bold; src: url(font:Carlito-Bold.ttf) }
@page { @top-left { content: "Running head" } }</style></head><body><h1>Tides</h1>
<table><thead><tr><th>Harbor</th><th>Hour</th></tr></thead>
<tbody><tr><th>North</th><td>six</td></tr><tr><th>South</th><td>seven</td></tr></tbody></table>
<p>One word.</p><p><a href="#there">There</a></p><h2 id="there">There</h2></body></html>"""


@pytest.fixture(scope="module")
def table() -> bytes:
    return pdf.write(TABLE)


def elements(pdf_file: pikepdf.Pdf, kind: str) -> list[Any]:
    """Every element of the structure tree of a kind, in logical order."""
    found = []

    def walk(element: Any) -> None:
        if element.get("/S") == kind:
            found.append(element)
        kids: Any = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                walk(kid)

    walk(pdf_file.Root.StructTreeRoot)
    return found


@needs_java
def test_screen_products_are_pdf_ua_and_pdf_a_in_one_file(products: Path, table: bytes) -> None:
    files = [(products / f"{name}.pdf").read_bytes() for name in SCREEN] + [table]
    outcomes = verapdf.validate_all(files, ["PDFUA_1", "PDFA_2_A"])
    named = dict(zip((*SCREEN, "table"), outcomes, strict=True))
    assert named == {name: {"PDFUA_1": [], "PDFA_2_A": []} for name in named}


@needs_java
# WeasyPrint 70 opens its colour profile for PDF/A and does not close it.
@pytest.mark.filterwarnings(r"ignore:unclosed file .*sRGB2014\.icc:ResourceWarning")
def test_without_the_last_touch_a_file_is_only_one_of_the_two() -> None:
    """Otherwise the test above would prove nothing about our module."""
    options = {"pdf_variant": "pdf/a-2a", "pdf_tags": True, "pdf_identifier": b"1"}
    bare = HTML(string="<html lang=en><title>T</title><h1></h1>").write_pdf(**options)
    failures = verapdf.validate(bare)
    assert any("PDF/UA Identification" in failure for failure in failures)


@needs_poppler
@pytest.mark.parametrize("name", SCREEN)
def test_running_heads_and_folios_are_not_read_out(products: Path, guide: Guide, name: str) -> None:
    said = poppler.structure(products / f"{name}.pdf")
    assert said
    heads = sum(line.strip().strip('"') == guide.title for line in said.splitlines())
    assert heads <= 1


@needs_poppler
def test_words_on_the_page_that_are_no_part_of_the_text_are_artifacts(table: bytes) -> None:
    assert "Running head" in " ".join(word.text for word in poppler.words(table)[0])
    assert "Running head" not in poppler.structure(table)
    with pikepdf.open(BytesIO(table)) as file:
        assert b"/Artifact BMC" in file.pages[0].Contents.read_bytes()


def test_header_cells_say_what_they_head(table: bytes) -> None:
    with pikepdf.open(BytesIO(table)) as file:
        scopes = [str(cell.A.Scope) for cell in elements(file, "/TH")]
    assert scopes == ["/Column", "/Column", "/Row", "/Row"]


def test_the_tags_say_in_which_language_the_words_are(table: bytes) -> None:
    with pikepdf.open(BytesIO(table)) as file:
        assert str(elements(file, "/Document")[0].Lang) == "en"


def test_links_may_be_printed(products: Path, table: bytes) -> None:
    for data in (table, (products / "pocket-guide.pdf").read_bytes()):
        with pikepdf.open(BytesIO(data)) as file:
            flags = [int(note.F) for page in file.pages for note in page.get("/Annots", [])]
        assert flags
        assert all(flag & 4 for flag in flags)


def test_the_same_document_gives_the_same_bytes(table: bytes) -> None:
    assert pdf.write(TABLE) == table


def test_a_file_says_nothing_of_when_or_where_it_was_made(products: Path) -> None:
    for path in products.glob("*.pdf"):
        with pikepdf.open(path) as file:
            assert not {"/CreationDate", "/ModDate", "/Author"} & set(file.docinfo.keys())
            assert b"/home/" not in path.read_bytes()
