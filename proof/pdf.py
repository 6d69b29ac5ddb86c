"""PDF to ``Reading``: the visible words of any PDF, ours or not, as an outsider reads them.

A tagged PDF is read along its structure tree (``proof.pdf_tree``), so that a paragraph stays whole over pages. Words on
its pages that the tree does not know follow after that: running heads, and what somebody put there afterwards. An
untagged one is read line by line; sheets of imposed pages (``handbook.sheets.impose``) page after page by number,
upside down or not. What notes, stamps and fields of forms say comes last.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from io import BytesIO
from itertools import groupby
from typing import Any

import pikepdf
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from proof.pdf_layers import Layers
from proof.pdf_notes import Note, notes_of
from proof.pdf_operators import draw, draw_form
from proof.pdf_page import Pages
from proof.pdf_text import Line, Mark
from proof.pdf_tree import Tree, squeezed, whole
from proof.positions import misplaced
from proof.reading import Misplaced, Passage, Reading, read_stamp
from source.errors import UnreadableError


def read(data: bytes, name: str) -> Reading:
    """What the PDF says.

    Raises:
        UnreadableError: the file is no PDF, is damaged, or is locked with a password.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            found, notes, out_of_place = _drawn(data)
            tagged = tuple(_passages(pdf, found))
            return Reading(
                name,
                "page",
                len(pdf.pages),
                (*(tagged or _flat(found)), *_said(notes, found)),
                _anchors(pdf),
                *_stamp(pdf),
                manifest=str(pdf.docinfo.get("/handbookitems", "")),
                flat=not tagged,
                misplaced=tuple(out_of_place),
                about=str(pdf.docinfo.get("/Subject", "")),
            )
    except pikepdf.PasswordError as error:
        raise UnreadableError(f"{name} is locked with a password. Ask for a copy without one.") from error
    # A stranger's file can break the libraries anywhere, with any error; none of it is a fault of the program.
    except Exception as error:
        raise UnreadableError(f"{name} is not a PDF, or it is damaged.") from error


# A note with its page, from 0, and the words that it shows.
_Noted = tuple[int, Note, str]


def _drawn(data: bytes) -> tuple[list[Line], list[_Noted], list[Misplaced]]:
    """The lines of all pages in the order in which they are drawn, the notes on them, and what cannot be read there."""
    document = PDFDocument(PDFParser(BytesIO(data)))
    pages = Pages(Layers(document.catalog))
    lines: list[Line] = []
    notes: list[_Noted] = []
    found: list[Misplaced] = []
    for number, page in enumerate(PDFPage.create_pages(document)):
        matrix = pages.begin(number, page)
        draw(pages, page.contents, page.resources, matrix)
        lines += pages.take_lines()
        for note in notes_of(page.annots, pages.layers):
            if note.appearance is not None:
                draw_form(pages, note.appearance, note.placed(matrix))
            pages.add_note(note, matrix)
            notes.append((number, note, "\n".join(line.text.strip() for line in whole(pages.take_lines()))))
        found += misplaced(pages.page)
    return lines, notes, found


def _said(notes: Iterable[_Noted], lines: Sequence[Line]) -> Iterator[Passage]:
    """What notes show, and what they say besides. Marks of words may repeat these, which then is no news."""
    for page, note, shown in notes:
        if shown.strip():
            yield Passage(page + 1, shown)
        below = shown
        if note.marks_words:
            below += "".join(line.text for line in lines if line.page == page)
        if note.words and squeezed(note.words) not in squeezed(below):
            yield Passage(page + 1, note.words)


def _stamp(pdf: pikepdf.Pdf) -> tuple[str, str, str]:
    """Edition, fingerprint and session as the file's properties have them, in either of the places for them."""
    keywords = str(pdf.docinfo.get("/Keywords", ""))
    if not keywords and "/Metadata" in pdf.Root:
        keywords = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")
    return read_stamp(keywords)


_MARKER = re.compile(r"\s*(\d{1,3}\.|[–•])\s*")  # of a list; drawn after its text, even where that runs on


def _flat(found: Sequence[Line]) -> Iterator[Passage]:
    """Every line as a passage, in the order of drawing, which is that of reading in all but odd files."""
    for line in whole(sorted(found, key=lambda line: line.panel)):
        if line.text.strip() and not _MARKER.fullmatch(line.text):
            yield Passage(line.page + 1, line.text.strip())


def _passages(pdf: pikepdf.Pdf, found: Sequence[Line]) -> Iterator[Passage]:
    """The words of the structure tree, and then those on the pages that it does not reach; none without a tree."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    marked = defaultdict(list)
    for line in found:
        if line.mark is not None:
            marked[line.page, line.mark].append(line)
    tree = Tree(pages, marked)
    passages = tuple(tree.passages(root))
    if passages:
        yield from passages
        yield from _beside(found, tree.reached)


def _beside(found: Sequence[Line], reached: Set[tuple[int, Mark]]) -> Iterator[Passage]:
    """What the tree does not know, as one passage where it was drawn in a row: its lines belong together.

    Of an artifact only those do that stand below each other: a running foot has a left and a right.
    """
    for (page, mark, part), some in groupby(found, key=lambda line: (line.page, line.mark, line.part)):
        if mark is None or (page, mark) not in reached:
            for lines in _paragraphs(some) if part else [list(some)]:
                text = "\n".join(line.text.strip() for line in lines if not _MARKER.fullmatch(line.text))
                if text.strip():
                    yield Passage(page + 1, text)


def _paragraphs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in whole(lines):
        if paragraph and not paragraph[-1].is_over(line):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _anchors(pdf: pikepdf.Pdf) -> Mapping[str, tuple[int, ...]]:
    """The named destinations, by the page they lead to: our item ids are among them."""
    names: Any = pdf.Root.get("/Names")
    if names is None or "/Dests" not in names:
        return {}
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    anchors: dict[str, tuple[int, ...]] = {}
    for name, target in pikepdf.NameTree(names["/Dests"]).items():
        destination: Any = target["/D"] if isinstance(target, pikepdf.Dictionary) else target
        page: Any = destination[0] if isinstance(destination, pikepdf.Array) and len(destination) else None
        if isinstance(page, pikepdf.Dictionary) and page.objgen in pages:
            anchors[str(name)] = (pages[page.objgen],)
        elif isinstance(page, int) and 0 <= page < len(pages):  # some programs count, from 0
            anchors[str(name)] = (page + 1,)
    return anchors
