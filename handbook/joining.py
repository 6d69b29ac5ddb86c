"""The PDFs of the parts of one document, joined to one: tags, bookmarks and addresses go on from part to part.

WeasyPrint keeps all pages of a document in memory, so a long one is printed in parts, by several workers at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

PAGES_OF_A_PART = 128  # even, so that every part begins on a right page
ACROSS = "page:"  # begins a link to an address that may lie in another part


def count_pages(data: bytes) -> int:
    """How many pages a file has."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


def join(parts: Sequence[bytes], levels: Sequence[int]) -> bytes:
    """One file of all parts. ``levels`` are those of the headings that became bookmarks, in order."""
    if len(parts) == 1:
        return parts[0]
    import pikepdf

    from handbook.conformance import saved

    with pikepdf.open(BytesIO(parts[0])) as whole:
        bookmarks, names = list(_bookmarks(whole.Root)), pikepdf.NameTree(whole.Root.Names.Dests)
        for part in parts[1:]:
            with pikepdf.open(BytesIO(part)) as more:
                first = len(whole.pages)
                whole.pages.extend(more.pages)
                root: Any = whole.copy_foreign(more.Root)
            _add_tags(whole, root, first)
            bookmarks += _bookmarks(root)
            for name, place in pikepdf.NameTree(root.Names.Dests).items():
                names[name] = place
        _set_bookmarks(whole, [(level, *mark) for level, mark in zip(levels, bookmarks, strict=True)])
        for page in whole.pages:
            _lead_across(page)
        return saved(whole)


def _bookmarks(entry: Any) -> Iterator[tuple[str, Any]]:
    """Title and place of every bookmark under an entry, or of all in a file, in order."""
    entry = entry.get("/Outlines", entry)
    child = entry.get("/First")
    while child is not None:
        yield str(child.Title), child.Dest
        yield from _bookmarks(child)
        child = child.get("/Next")


def _set_bookmarks(pdf: pikepdf.Pdf, marks: Sequence[tuple[int, str, Any]]) -> None:
    """The bookmarks in a tree: each under the last one of a higher level."""
    import pikepdf

    with pdf.open_outline() as outline:
        outline.root.clear()
        open_ones: list[tuple[int, list[pikepdf.OutlineItem]]] = [(0, outline.root)]
        for level, title, place in marks:
            item = pikepdf.OutlineItem(title, place)
            while open_ones[-1][0] >= level:
                open_ones.pop()
            open_ones[-1][1].append(item)
            open_ones.append((level, item.children))


def _add_tags(pdf: pikepdf.Pdf, root: Any, first: int) -> None:
    """The structure tree of a copied part under that of the file; ``first`` is the index of the part's first page."""
    tree, document = pdf.Root.StructTreeRoot, pdf.Root.StructTreeRoot.K[0]
    for element in root.StructTreeRoot.K[0].K:
        element.P = document
        document.K.append(element)
    numbers, added = tree.ParentTree.Nums, root.StructTreeRoot.ParentTree.Nums
    start = int(numbers[-2]) + 1
    for page in list(pdf.pages)[first:]:
        for thing, key in (
            (page.obj, "/StructParents"),
            *((note, "/StructParent") for note in page.get("/Annots", [])),
        ):
            if key in thing:
                thing[key] = int(thing[key]) + start
    for at in range(0, len(added), 2):
        numbers.append(int(added[at]) + start)
        numbers.append(added[at + 1])


def _lead_across(page: Any) -> None:
    """Links to addresses that were in no hand when their part was printed lead there now."""
    for link in page.get("/Annots", []):
        target = str(link.get("/A", {}).get("/URI", ""))
        if target.startswith(ACROSS):
            del link.A
            link.Dest = link.Contents = target.removeprefix(ACROSS)
