"""Words that leave their page, or lie over others, are found wherever they stand; no others are."""

from __future__ import annotations

import random
import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from handbook import documents, pdf
from handbook.documents import Choice
from products.table import PRODUCTS
from proof.findings import Verdict
from proof.matching import compare
from proof.pdf import read
from proof.reading import How, Misplaced
from proof.report import Report
from source.model import Guide
from tests.support import placed

PRINTED = [product for product in PRODUCTS.values() if product.printed]


def shown(body: str, style: str = "") -> list[tuple[str, str]]:
    """What is found on a page of 200 by 200 points."""
    html = (
        "<html lang=en><title>A page</title><style>@font-face { font-family: x; src: url(font:Carlito-Regular.ttf) }"
        "@page { size: 200pt; margin: 0 } body, p { margin: 0; font: 10pt/1.2 x } "
        f"sup, sub {{ font-size: 6pt }} p {{ position: absolute; white-space: nowrap }} {style}</style>{body}"
    )
    return [(found.how, found.text) for found in read(pdf.write(html), "page.pdf").misplaced]


@pytest.mark.parametrize("product", PRINTED, ids=lambda product: product.name)
def test_no_word_of_any_product_is_out_of_place(products: Path, product: str) -> None:
    file = products / product.file  # type: ignore[attr-defined]
    assert read(file.read_bytes(), file.name).misplaced == ()


@pytest.mark.parametrize(
    ("left", "top", "how"),
    [(150, 50, "outside"), (-10, 50, "outside"), (50, 196, "outside"), (50, -8, "outside"), (50, 50, "")],
)
def test_words_beyond_an_edge_of_the_page_are_found(left: int, top: int, how: str) -> None:
    found = shown(f"<p style='left: {left}pt; top: {top}pt'>homelessness/addiction</p>")
    assert found == ([(how, "homelessness/addiction")] if how else [])


@pytest.mark.parametrize(("left", "top"), [(20, 40), (45, 42), (20, 37), (12, 43)])
def test_words_over_each_other_are_found(left: int, top: int) -> None:
    found = shown(
        f"<p style='left: 20pt; top: 40pt'>WhatsApp here</p><p style='left: {left}pt; top: {top}pt'>555-0100</p>"
    )
    assert len(found) == 1
    assert found[0][0] == "over"
    assert "555-0100" in found[0][1]


@pytest.mark.parametrize(
    "body",
    [
        "<p style='left: 20pt; top: 40pt'>word<sup>12</sup><sub>n</sub></p>",
        "<p style='left: 20pt; top: 40pt'>AVAVA Tòâ fi “quoted”—slowly</p>",
        "<p style='left: 20pt; top: 40pt; letter-spacing: 3pt'>WIDE WORDS</p>",
        "<p style='left: 20pt; top: 40pt; letter-spacing: -0.4pt'>tight words</p>",
        "<p style='left: 20pt; top: 40pt'>one</p><p style='left: 20pt; top: 49pt'>two, set solid</p>",
        "<p style='left: 20pt; top: 40pt'>again</p><p style='left: 20.5pt; top: 40.5pt'>again</p>",
        "<p style='left: 20pt; top: 40pt; text-decoration: underline overline'>underlined</p>",
        "<p style='left: 60pt; top: 90pt; transform: rotate(40deg)'>stamp</p><p style='left: 95pt; top: 90pt'>word</p>",
        "<p style='left: 20pt; top: 40pt; background: #024; color: white'>light on dark</p>",
        "<p style='left: 20pt; top: 40pt; background: linear-gradient(#024, #246); color: white'>on a gradient</p>",
        "<p style='left: 20pt; top: 40pt; background: #024; opacity: 0.6; color: white; padding: 3pt'>on a veil</p>",
        "<p style='left: 20pt; top: 40pt; border-radius: 8pt; background: #024; color: white; padding: 9pt'>round</p>",
        "<p style='left: 20pt; top: 40pt; border: 3pt double; outline: 1pt solid; padding: 1pt'>in frames</p>",
    ],
    ids=[
        *("super and sub", "kerned", "wide", "tight", "solid", "a shadow", "underlined", "a stamp beside"),
        *("light on dark", "a gradient", "a veil", "round", "frames"),
    ],
)
def test_what_can_be_read_is_no_finding(body: str) -> None:
    assert shown(body) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "<p style='left: 9pt; top: 90pt; transform: rotate(40deg)'>stamp</p><p style='left: 9pt; top: 90pt'>go</p>",
            [("over", "stamp / go")],
        ),
        ("<p style='left: 20pt; top: 10pt; transform: rotate(50deg)'>over the edge</p>", [("outside", "over")]),
        ("<p style='left: 20pt; top: 40pt; text-decoration: line-through'>struck out</p>", [("struck", "struck out")]),
        ("<p style='left: 20pt; top: 40pt; color: #fefefe'>not there</p>", [("faint", "not there")]),
        ("<p style='left: 20pt; top: 40pt; background: #024; color: #013'>dark</p>", [("faint", "dark")]),
        ("<p style='left: 20pt; top: 40pt; opacity: 0.1'>a breath</p>", [("faint", "a breath")]),
        ("<p style='left: 20pt; top: 40pt; font-size: 1pt'>small print</p>", [("tiny", "small print")]),
    ],
)
def test_what_cannot_be_read_is_found(body: str, found: list[tuple[str, str]]) -> None:
    assert shown(body) == found


@pytest.mark.parametrize("seed", range(6))
def test_a_paragraph_that_leaves_its_page_is_found_there(guide: Guide, seed: int) -> None:
    """Any paragraph of the guide, moved over an edge, as a fault of a planner would do it."""
    chance = random.Random(seed)
    document = documents.pocket_guide(guide, Choice("quarter-letter")).printed[0]
    starts = [match.end() - 1 for match in re.finditer(r"<(?:p|li|h\d)\b[^>]*>", document) if "style=" not in match[0]]
    at = chance.choice(starts)
    move = chance.choice(("-90pt, 0", "0, 500pt", "0, -500pt"))
    slipped = f"{document[:at]} style='transform: translate({move}); display: block'{document[at:]}"
    whole, moved = (read(pdf.write(html), "guide.pdf") for html in (document, slipped))
    assert whole.misplaced == ()
    assert [found.how for found in moved.misplaced] == ["outside"], (move, document[at - 60 : at + 90])


def test_a_word_across_the_fold_of_a_sheet_is_found(products: Path) -> None:
    """A page on a sheet ends where its neighbour begins: what is drawn beyond is cut."""
    with pikepdf.open(products / "booklet.pdf") as sheets:
        name, form = next((n, f) for n, f in sheets.pages[0].Resources.XObject.items() if n.startswith("/Page"))
        form.write(b"q 1 0 0 1 120 0 cm " + form.read_bytes() + b" Q")
        target = BytesIO()
        sheets.save(target)
    assert "outside" in {found.how for found in read(target.getvalue(), "booklet.pdf").misplaced}, name


def test_a_file_whose_words_are_right_but_hidden_has_a_verdict_of_its_own(guide: Guide, pocket_guide: Path) -> None:
    reading = read(pocket_guide.read_bytes(), "guide.pdf")
    hidden = type(reading)(**{**vars(reading), "misplaced": (Misplaced(3, How.OVER, "Call / 555-0100"),)})
    comparison = compare(guide.items(), placed(guide), hidden)
    said = list(Report(guide.labels).lines(comparison))
    assert comparison.verdict is Verdict.MISPLACED
    assert said[1] == "On page 3 words cannot be read where they stand: over each other; Call / 555-0100"
    assert said[-1] == "Its words are right, but not all of them can be read where they stand."
