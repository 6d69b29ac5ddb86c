"""Whatever somebody hides, strikes out or puts in with a PDF program is found, in any product; and nothing else is."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from products.table import PRODUCTS
from proof.pdf import read
from proof.pdf_tree import squeezed
from proof.reading import How, Reading
from tests import figures
from tests.checkers import poppler
from tests.checkers.needs import needs_poppler
from tests.proof import pdf_edits as edits
from tests.proof.pdf_edits import Edit, Spot
from tests.proof.pdf_look_alikes import HIDE_NOTHING

PRINTED = [product.file for product in PRODUCTS.values() if product.printed]
ROUNDS = int(os.environ.get("EDITS", "0")) // 60 or 1  # of each edit, each on another product, page and line
TRIED: list[str] = []

pytestmark = needs_poppler


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    yield
    figures.LINES.append(f"edits of PDFs: {len(TRIED)} tried")


def tried(edit: Edit, products: Path, round_: int) -> tuple[Reading, int, str, str]:
    """An edit of any line of any product: what is read, the page, the line, and all words of the page."""
    chance = random.Random(f"{edit.__name__} {round_}")
    file = products / chance.choice(PRINTED)
    pages = poppler.pages(file)
    number, line = chance.choice(
        [
            (at, line)
            for at, page in enumerate(pages)
            for line in page.lines
            if len(line.words) > 2 and line.x1 - line.x0 > 40
        ]
    )
    with pikepdf.open(file) as pdf:
        page = pdf.pages[number]
        left, _, _, top = (float(side) for side in page.mediabox)
        edit(pdf, page, Spot(left + line.x0, top - line.y1, left + line.x1, top - line.y0))
        target = BytesIO()
        pdf.save(target)
    TRIED.append(edit.__name__)
    words = " ".join(word.text for word in pages[number].words)
    return read(target.getvalue(), file.name), number + 1, line.text, words


def said(reading: Reading, how: How) -> dict[int, str]:
    return {found.location: squeezed(found.text) for found in reading.misplaced if found.how is how}


def passages(reading: Reading) -> list[str]:
    return [" ".join(passage.text.split()) for passage in reading.passages]


def rounds(table: Iterable[Edit]) -> Callable[..., pytest.MarkDecorator]:
    cases = [pytest.param(edit, at, id=f"{edit.__name__}-{at}") for edit in table for at in range(ROUNDS)]
    return pytest.mark.parametrize(("edit", "at"), cases)


@rounds(edits.HIDE_A_LINE)
def test_words_that_somebody_hid_or_struck_out_are_found(edit: Edit, at: int, products: Path) -> None:
    reading, page, line, _ = tried(edit, products, at)
    how = edits.HIDE_A_LINE[edit]
    found = said(reading, how)
    assert found.keys() == {page}, reading.misplaced
    assert all(squeezed(word) in found[page] for word in line.split())
    assert ("patched" in passages(reading)) == (edit in edits.PUTS_WORDS_IN)


@rounds(edits.HIDE_A_PAGE)
def test_a_page_that_is_there_and_not_to_be_seen_is_found(edit: Edit, at: int, products: Path) -> None:
    reading, page, line, words = tried(edit, products, at)
    found = said(reading, edits.HIDE_A_PAGE[edit])
    assert found.keys() == {page}, reading.misplaced
    assert all(squeezed(word) in found[page] for word in line.split())
    assert len(found[page]) > 0.8 * len(squeezed(words))


@rounds(edits.PUT_WORDS_IN)
def test_words_that_somebody_put_in_are_read_once(edit: Edit, at: int, products: Path) -> None:
    reading, _, _, _ = tried(edit, products, at)
    assert passages(reading).count(edits.WORDS) == 1
    assert {found.how for found in reading.misplaced} <= {How.OVER}


@rounds(edits.HIDDEN_WORDS)
def test_hidden_words_that_somebody_put_in_are_read_and_called_hidden(edit: Edit, at: int, products: Path) -> None:
    reading, page, _, _ = tried(edit, products, at)
    assert edits.WORDS in passages(reading)
    assert said(reading, edits.HIDDEN_WORDS[edit]) == {page: squeezed(edits.WORDS)}


@rounds(HIDE_NOTHING)
def test_what_hides_nothing_is_no_finding(edit: Edit, at: int, products: Path) -> None:
    reading, _, _, _ = tried(edit, products, at)
    assert reading.misplaced == ()
    assert edits.WORDS not in passages(reading)
