"""PDF to ``Reading``: the visible words of any PDF, ours or not, as an outsider reads them.

A tagged PDF is read along its structure tree, as a screen reader does (ISO 32000-1, 14.7): running heads and folios
are no part of it, and a paragraph stays whole over pages. Words that somebody put on its pages afterwards, which the
tree does not know, follow after that. An untagged one is read line by line; sheets of imposed pages
(``handbook.sheets.impose``) page after page by number, upside down or not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import groupby
from typing import Any

import pikepdf

from proof.pdf_text import Line, lines
from proof.positions import misplaced
from proof.reading import Passage, Reading, read_stamp
from source.errors import UnreadableError
from source.words import typographic

# These hold a passage of words each; all else in the tree only groups them (ISO 32000-1, tables 334 to 336).
_BLOCKS = {"/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LBody", "/TD", "/TH", "/Caption", "/TOCI", "/Title"}
_UNREAD = {"/Lbl", "/Artifact"}

# The lines of each marked content, by its page (from 0) and its number (MCID).
Marked = Mapping[tuple[int, int | None], list[Line]]


def read(data: bytes, name: str) -> Reading:
    """What the PDF says.

    Raises:
        UnreadableError: the file is no PDF, is damaged, or is locked with a password.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            found, words = lines(data)
            tagged = tuple(_passages(pdf, found))
            passages = (*(tagged or _flat(found)), *_notes(pdf))
            stamp = read_stamp(str(pdf.docinfo.get("/Keywords", "")))
            items = str(pdf.docinfo.get("/handbookitems", ""))
            return Reading(
                name,
                "page",
                len(pdf.pages),
                passages,
                _anchors(pdf),
                *stamp,
                items,
                not tagged,
                tuple(misplaced(words)),
                about=str(pdf.docinfo.get("/Subject", "")),
            )
    except pikepdf.PasswordError as error:
        raise UnreadableError(f"{name} is locked with a password. Ask for a copy without one.") from error
    # A stranger's file can break the libraries anywhere, with any error; none of it is a fault of the program.
    except Exception as error:
        raise UnreadableError(f"{name} is not a PDF, or it is damaged.") from error


def _flat(found: Sequence[Line]) -> Iterator[Passage]:
    """Every line as a passage, in the order of drawing, which is that of reading in all but odd files."""
    for line in _whole(sorted(found, key=lambda line: line.panel)):
        if line.text.strip() and not _MARKER.fullmatch(line.text):
            yield Passage(line.page + 1, line.text.strip())


def _whole(found: Iterable[Line]) -> list[Line]:
    """Lines with what goes on beside them: a word in other type is set by itself."""
    whole: list[Line] = []
    for line in found:
        if whole and whole[-1].goes_on(line):
            whole[-1].add(line)
        else:
            whole.append(replace(line))
    return whole


_MARKER = re.compile(r"\s*(\d{1,3}\.|[–•])\s*")  # of a list; drawn after its text, even where that runs on


def _passages(pdf: pikepdf.Pdf, found: Sequence[Line]) -> Iterator[Passage]:
    """The words of the structure tree, and then those on the pages that it does not reach; none without a tree."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    marked = defaultdict(list)
    for line in found:
        marked[line.page, line.mark].append(line)
    tree = _Tree(pages, marked)
    passages = tuple(tree.passages(root))
    if passages:
        yield from passages
        yield from _beside(found, tree.reached)


def _beside(found: Sequence[Line], reached: Set[tuple[int, int | None]]) -> Iterator[Passage]:
    """What the tree does not know, as one passage where it was drawn in a row: its lines belong together."""
    for (page, mark), some in groupby(found, key=lambda line: (line.page, line.mark)):
        if (page, mark) not in reached:
            text = "\n".join(line.text.strip() for line in some if not _MARKER.fullmatch(line.text))
            if text.strip():
                yield Passage(page + 1, text)


_NOTES = {"/FreeText", "/Text", "/Stamp"}
_HIDDEN = 2  # of an annotation's flags (ISO 32000-1, table 165)


def _notes(pdf: pikepdf.Pdf) -> Iterator[Passage]:
    """What was written or stamped over the pages with a PDF program."""
    for number, page in enumerate(pdf.pages, start=1):
        for note in page.obj.get("/Annots", ()):
            if not isinstance(note, pikepdf.Dictionary) or str(note.get("/Subtype", "")) not in _NOTES:
                continue
            words = str(note.get("/Contents", "")).strip()
            if words and not int(note.get("/F", 0)) & _HIDDEN:
                yield Passage(number, words)


@dataclass
class _Tree:
    """Walks the structure tree in logical order."""

    pages: Mapping[tuple[int, int], int]
    marked: Marked
    reached: set[tuple[int, int | None]] = field(default_factory=set)  # the marked contents that it holds
    visited: set[tuple[int, int]] = field(default_factory=set)  # its elements: damaged trees have circles

    def passages(self, element: Any) -> Iterator[Passage]:
        """The passages under an element."""
        for kid, page in self._kids(element, 0):
            if not isinstance(kid, int):
                yield from self._under(kid, page)

    def _under(self, element: Any, page: int) -> Iterator[Passage]:
        tag = str(element.get("/S", ""))
        if tag in _UNREAD:  # known to the tree, so nobody added it
            list(self._content(element, page, None))
        elif tag == "/Figure":
            yield from self._figure(element, page)
        elif tag in _BLOCKS:
            yield from self._block(element, page)
        else:
            yield from self.passages(element)

    def _block(self, element: Any, page: int) -> Iterator[Passage]:
        """A block of words as one passage; blocks inside it (a list in a list entry) follow as their own."""
        own: list[Line] = []
        inner: list[tuple[Any, int]] = []
        locations = []
        for number, piece in self._content(element, page, inner):
            locations.append(number)
            own += piece
        text = "\n".join(line.text.rstrip() for line in _whole(own))
        if text.strip():
            yield Passage(min(locations) + 1, text)
        for block, at in inner:
            yield from self._under(block, at)

    def _figure(self, element: Any, page: int) -> Iterator[Passage]:
        """A picture: its alternative text, a passage a line; or its own words, where it has any that differ from it.

        A pictured slide may show more than its alternative text says (its foot), as pages show running heads.
        """
        said = str(element.get("/Alt", ""))
        pieces = list(self._content(element, self._page(element, page), None))
        shown = "\n".join(line.text for _, piece in pieces for line in piece)
        location = min((number for number, _ in pieces), default=self._page(element, page)) + 1
        if said and _squeezed(shown) and _squeezed(said) not in _squeezed(shown):
            yield Passage(location, shown)
        else:
            yield from (Passage(location, line) for line in (said or shown).splitlines() if line.strip())

    def _content(
        self, element: Any, page: int, inner: list[tuple[Any, int]] | None
    ) -> Iterator[tuple[int, list[Line]]]:
        """The lines of an element, by page; blocks inside it are put into ``inner``, or read with it for None."""
        for kid, at in self._kids(element, page):
            if isinstance(kid, int):
                self.reached.add((at, kid))
                if (at, kid) in self.marked:
                    yield at, self.marked[at, kid]
                continue
            tag = str(kid.get("/S", ""))
            if tag in _UNREAD:
                list(self._content(kid, at, None))
            elif inner is not None and (tag in _BLOCKS or tag in {"/L", "/Figure"}):
                inner.append((kid, at))
            else:
                yield from self._content(kid, at, inner)

    def _kids(self, element: Any, page: int) -> Iterator[tuple[Any, int]]:
        """Each kid with its page: an element, or the number of a marked content."""
        page = self._page(element, page)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if self._again(kid):
                continue
            if isinstance(kid, int):
                yield kid, page
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                yield int(kid["/MCID"]), self._page(kid, page)
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != "/OBJR":
                yield kid, self._page(kid, page)

    def _again(self, kid: Any) -> bool:
        """Whether this element was here before; what has no number of its own (0) cannot stand in two locations."""
        known = isinstance(kid, pikepdf.Dictionary) and kid.objgen in self.visited
        if isinstance(kid, pikepdf.Dictionary) and kid.is_indirect:
            self.visited.add(kid.objgen)
        return known

    def _page(self, element: Any, otherwise: int) -> int:
        page = element.get("/Pg")
        return self.pages.get(page.objgen, otherwise) if page is not None else otherwise


def _squeezed(text: str) -> str:
    """Letters and digits alone: what is set letter by letter has no spaces in the file."""
    return "".join(filter(str.isalnum, typographic(text)))


def _anchors(pdf: pikepdf.Pdf) -> dict[str, tuple[int, ...]]:
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
