"""The structure tree of a tagged PDF, walked as a screen reader does (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from proof.pdf_text import Line, Mark
from proof.reading import Passage
from source.words import typographic

# These hold a passage of words each; all else in the tree only groups them (ISO 32000-1, tables 334 to 336).
_BLOCKS = {"/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LBody", "/TD", "/TH", "/Caption", "/TOCI", "/Title"}
_UNREAD = {"/Lbl", "/Artifact"}

# The lines of each marked content, by its page (from 0) and what marks it there.
Marked = Mapping[tuple[int, Mark], list[Line]]


@dataclass
class Tree:
    """Walks the structure tree in logical order. ``pages`` are those of the file; others were taken out of it."""

    pages: Mapping[tuple[int, int], int]
    marked: Marked
    reached: set[tuple[int, Mark]] = field(default_factory=set)  # the marked contents that it holds
    visited: set[tuple[int, int]] = field(default_factory=set)  # its elements: damaged trees have circles

    def passages(self, element: Any) -> Iterator[Passage]:
        """The passages under an element."""
        for kid, page in self._kids(element, None):
            if not isinstance(kid, tuple):
                yield from self._under(kid, page)

    def _under(self, element: Any, page: int | None) -> Iterator[Passage]:
        tag = str(element.get("/S", ""))
        if tag in _UNREAD:  # known to the tree, so nobody added it
            list(self._content(element, page, None))
        elif tag == "/Figure":
            yield from self._figure(element, page)
        elif tag in _BLOCKS:
            yield from self._block(element, page)
        else:
            yield from self.passages(element)

    def _block(self, element: Any, page: int | None) -> Iterator[Passage]:
        """A block of words as one passage; blocks inside it (a list in a list entry) follow as their own."""
        own: list[Line] = []
        inner: list[tuple[Any, int | None]] = []
        locations = []
        for number, piece in self._content(element, page, inner):
            locations.append(number)
            own += piece
        text = "\n".join(line.text.rstrip() for line in whole(own))
        if text.strip():
            yield Passage(min(locations) + 1, text)
        for block, at in inner:
            yield from self._under(block, at)

    def _figure(self, element: Any, page: int | None) -> Iterator[Passage]:
        """A picture: its alternative text, a passage a line; or its own words, where it has any that differ from it.

        A pictured slide may show more than its alternative text says (its foot), as pages show running heads.
        """
        page = self._page(element, page)
        said = str(element.get("/Alt", ""))
        pieces = list(self._content(element, page, None))
        shown = "\n".join(line.text for _, piece in pieces for line in piece)
        location = min((number for number, _ in pieces), default=page)
        if location is None:
            return
        if said and squeezed(shown) and squeezed(said) not in squeezed(shown):
            yield Passage(location + 1, shown)
        else:
            yield from (Passage(location + 1, line) for line in (said or shown).splitlines() if line.strip())

    def _content(
        self, element: Any, page: int | None, inner: list[tuple[Any, int | None]] | None
    ) -> Iterator[tuple[int, list[Line]]]:
        """The lines of an element, by page; blocks inside it are put into ``inner``, or read with it for None."""
        for kid, at in self._kids(element, page):
            if isinstance(kid, tuple):
                if at is not None:
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

    def _kids(self, element: Any, page: int | None) -> Iterator[tuple[Any, int | None]]:
        """Each kid with its page: an element, or what marks its content."""
        page = self._page(element, page)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if self._again(kid):
                continue
            if isinstance(kid, int):
                yield (0, kid), page
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                form = kid.get("/Stm")
                yield (form.objgen[0] if form is not None else 0, int(kid["/MCID"])), self._page(kid, page)
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != "/OBJR":
                yield kid, self._page(kid, page)

    def _again(self, kid: Any) -> bool:
        """Whether this element was here before; what has no number of its own (0) cannot stand in two locations."""
        known = isinstance(kid, pikepdf.Dictionary) and kid.objgen in self.visited
        if isinstance(kid, pikepdf.Dictionary) and kid.is_indirect:
            self.visited.add(kid.objgen)
        return known

    def _page(self, element: Any, otherwise: int | None) -> int | None:
        """The page of an element, or that of the one around; None where it was taken out of the file."""
        page = element.get("/Pg")
        return self.pages.get(page.objgen) if page is not None else otherwise


def whole(found: Iterable[Line]) -> list[Line]:
    """Lines with what goes on beside them: a word in other type is set by itself."""
    lines: list[Line] = []
    for line in found:
        if lines and lines[-1].goes_on(line):
            lines[-1].add(line)
        else:
            lines.append(replace(line))
    return lines


def squeezed(text: str) -> str:
    """Letters and digits alone: what is set letter by letter has no spaces in the file."""
    return "".join(filter(str.isalnum, typographic(text)))
