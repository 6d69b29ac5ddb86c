"""A document printed in parts is the document printed at once: for those who read it, hear it and follow its links."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from handbook import documents, pdf
from source.model import Guide
from tests.checkers import poppler, verapdf
from tests.checkers.needs import needs_java, needs_poppler


def printed(guide: Guide, pages_of_a_part: int) -> bytes:
    """The pocket guide, printed so many pages at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "PAGES_OF_A_PART", pages_of_a_part)
        job = documents.pocket_guide(guide, documents.Choice("quarter-letter"))
    return job.finish(*map(pdf.write, job.printed))


@pytest.fixture(scope="module")
def whole(guide: Guide) -> bytes:
    return printed(guide, 128)


@pytest.fixture(scope="module")
def parts(guide: Guide) -> bytes:
    return printed(guide, 4)


def leading(data: bytes) -> list[Any]:
    """Bookmarks with their depth, addresses and links of a file, each with the place that it leads to."""
    with pikepdf.open(BytesIO(data)) as file, file.open_outline() as outline:
        pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}

        def place(target: Any) -> list[float]:
            return [pages[target[0].objgen], *(float(number) for number in list(target)[2:])]

        def marks(items: list[pikepdf.OutlineItem], depth: int = 0) -> Iterator[Any]:
            for item in items:
                yield depth, str(item.title), place(item.destination)
                yield from marks(item.children, depth + 1)

        names = {name: place(target) for name, target in pikepdf.NameTree(file.Root.Names.Dests).items()}
        links = [[(str(link.Dest), str(link.Contents)) for link in page.get("/Annots", [])] for page in file.pages]
        return [list(marks(outline.root)), names, links]


@needs_poppler
def test_every_page_shows_the_same(whole: bytes, parts: bytes) -> None:
    for ours, theirs in zip(poppler.words(parts), poppler.words(whole), strict=True):
        assert [word.text for word in ours] == [word.text for word in theirs]
        boxes = [(word.x0, word.y0, word.x1, word.y1) for word in theirs]
        assert [(word.x0, word.y0, word.x1, word.y1) for word in ours] == [pytest.approx(box, abs=0.1) for box in boxes]


@needs_poppler
def test_a_screen_reader_finds_the_same_tags_in_the_same_order(whole: bytes, parts: bytes) -> None:
    assert poppler.structure(parts) == poppler.structure(whole)


def test_bookmarks_addresses_and_links_lead_to_the_same_places(whole: bytes, parts: bytes) -> None:
    assert leading(parts) == leading(whole)


def test_the_way_back_from_a_link_or_a_page_to_its_tags_is_kept(parts: bytes) -> None:
    with pikepdf.open(BytesIO(parts)) as file:
        numbers = pikepdf.NumberTree(file.Root.StructTreeRoot.ParentTree)
        for page in file.pages:
            assert all(element is None or element.Pg == page.obj for element in numbers[int(page.obj.StructParents)])
            assert all(numbers[int(link.StructParent)].S == "/Link" for link in page.get("/Annots", []))


@needs_java
def test_it_is_pdf_ua_and_pdf_a_as_before(parts: bytes) -> None:
    assert verapdf.validate_all([parts], ["PDFUA_1", "PDFA_2_A"]) == [{"PDFUA_1": [], "PDFA_2_A": []}]


def test_the_same_parts_give_the_same_bytes(guide: Guide, parts: bytes) -> None:
    assert printed(guide, 4) == parts
