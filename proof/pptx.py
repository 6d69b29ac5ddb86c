"""PPTX to ``Reading``: the visible words of any deck, ours or not, as an outsider reads them.

Knows nothing of how our decks are written: it takes every text on every slide that is shown, in reading order. It
opens only the parts that hold words, one after the other (ECMA-376-2: a package is a zip file with relationships).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath, split
from typing import Any
from zipfile import ZipFile

from lxml import etree

from proof.reading import How, Misplaced, Passage, Reading, read_stamp
from source.errors import UnreadableError
from source.files import refuse_giants

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Dates, footers, headers and slide numbers repeat on every slide; they are no part of its words.
_REPEATED = {"dt", "ftr", "hdr", "sldNum"}
# What a program shows that does not know the Choice beside it: the same words again (ECMA-376-3, 9.3).
_FALLBACK = f"{_MC}Fallback"
_GROUPS = {f"{_P}grpSp", f"{_MC}AlternateContent", f"{_MC}Choice"}
_PLACES = (f"{_P}xfrm", f"*/{_A}xfrm")  # of tables; of shapes and groups
_PLACEHOLDER = f"{_P}nvSpPr/{_P}nvPr/{_P}ph"
_ID = re.compile(r"\b[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+\b")
_MOST_PARTS = 100_000  # a slide with notes has four; their bytes are bounded, and only one is open at a time


def read(data: bytes, name: str) -> Reading:
    """What the deck says.

    Raises:
        UnreadableError: the file is no PPTX, is damaged, or is far too large.
    """
    try:
        refuse_giants(data, name, _MOST_PARTS)
        with ZipFile(BytesIO(data)) as package:
            return _read(package, name)
    except UnreadableError:
        raise
    # A stranger's file can break the libraries anywhere, with any error; none of it is a fault of the program.
    except Exception as error:
        raise UnreadableError(f"{name} is not a PowerPoint file (PPTX), or it is damaged.") from error


def _read(package: ZipFile, name: str) -> Reading:
    deck = _Part(package, _Part(package, "").related("officeDocument")[0])
    entries = deck.xml().findall(f"{_P}sldIdLst/{_P}sldId")
    if deck.xml().tag != f"{_P}presentation":
        raise ValueError("no presentation")
    targets = deck.relationships()
    size = deck.xml().find(f"{_P}sldSz")
    whole = int(size.get("cx")), int(size.get("cy"))
    passages: list[Passage] = []
    misplaced: list[Misplaced] = []
    hints: dict[str, tuple[int, ...]] = {}
    for number, entry in enumerate(entries, start=1):
        slide = _Part(package, targets[entry.get(f"{_R}id")][1])
        root = slide.xml()
        # A show skips hidden slides, but they count.
        if root.get("show", "1") in {"0", "false"}:
            continue
        tree = root.find(f"{_P}cSld/{_P}spTree")
        texts = [(text, seen) for text, seen in _texts(tree, whole) if text.strip()]
        passages += [Passage(number, text) for text, _ in texts]
        if unseen := [text for text, seen in texts if not seen]:
            misplaced.append(Misplaced(number, How.OUTSIDE, "; ".join(unseen)))
        for identifier in sorted(_ids(tree, slide)):
            hints[identifier] = (*hints.get(identifier, ()), number)
    keywords, manifest = _properties(_Part(package, ""))
    stamp = read_stamp(keywords)
    return Reading(name, "slide", len(entries), tuple(passages), hints, *stamp, manifest, misplaced=tuple(misplaced))


@dataclass(frozen=True)
class _Part:
    """A part of the package by its name; the one without a name is the package itself."""

    package: ZipFile
    name: str

    def xml(self) -> Any:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self.package.read(self.name), parser)

    def relationships(self) -> dict[str, tuple[str, str]]:
        """The kind and target of each relationship inside the package, by its id."""
        folder, file = split(self.name)
        rels = join(folder, "_rels", f"{file}.rels")
        if rels not in self.package.NameToInfo:
            return {}
        return {
            entry.get("Id"): (entry.get("Type"), normpath(join("/", dirname(self.name), entry.get("Target")))[1:])
            for entry in _Part(self.package, rels).xml()
            if entry.get("TargetMode") != "External"
        }

    def related(self, kind: str) -> list[str]:
        """The names of the parts of a kind that this one points to."""
        return [target for known, target in self.relationships().values() if known.endswith(f"/{kind}")]


def _properties(root: _Part) -> tuple[str, str]:
    """The keywords, and what our decks say that they hold: LibreOffice keeps both when it saves."""
    parts = [
        _Part(root.package, name).xml() for kind in ("core", "custom") for name in root.related(f"{kind}-properties")
    ]
    keywords = [node.text or "" for part in parts for node in part.iter("{*}keywords")]
    held = [node for part in parts for node in part.iter("{*}property") if node.get("name") == "handbook-items"]
    return "".join(keywords[:1]), "".join(text for node in held[:1] for text in node.itertext())


_SEEN = 0.9  # so much of a box lies on the slide, or words of it are cut
_Size = tuple[int, int]


def _texts(tree: Any, slide: _Size, group: Any = None) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a tree of shapes, groups and tables, in the order of reading; and whether they can be seen.

    What is in a group stands where the outermost group stands.
    """
    for shape in tree:
        if shape.tag == _FALLBACK:
            continue
        holder = shape.find(_PLACEHOLDER)
        if holder is not None and holder.get("type") in _REPEATED:
            continue
        place = next((found for path in _PLACES if (found := shape.find(path)) is not None), None)
        place = place if group is None else group
        if shape.tag in _GROUPS:
            yield from _texts(shape, slide, place)
        else:
            seen = _is_seen(place, slide)
            yield from ((_words(paragraph), seen) for paragraph in _inside(shape, f"{_A}p"))


def _is_seen(place: Any, slide: _Size) -> bool:
    """Whether a box lies on the slide. One without a place of its own stands where its layout says."""
    if place is None or place.find(f"{_A}ext") is None:
        return True
    shares = []
    for way, whole in zip("xy", slide, strict=True):
        start, length = int(place.find(f"{_A}off").get(way)), int(place.find(f"{_A}ext").get(f"c{way}"))
        seen = min(start + length, whole) - max(start, 0)
        shares.append(seen / length if length else float(seen >= 0))
    return min(shares) > 0 and shares[0] * shares[1] >= _SEEN


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """Everything of these kinds under an element, without what stands there twice."""
    return (node for node in element.iter(*tags) if next(node.iterancestors(_FALLBACK), None) is None)


def _words(paragraph: Any) -> str:
    nodes = _inside(paragraph, f"{_A}t", f"{_A}br", f"{_A}tab")
    return "".join(node.text or "" if node.tag == f"{_A}t" else " " for node in nodes)


def _ids(tree: Any, slide: _Part) -> set[str]:
    """The item ids that the last line of the notes and the names of shapes give away."""
    texts = [node.get("name", "") for node in tree.iter(f"{_P}cNvPr")]
    for notes in slide.related("notesSlide"):
        bodies = [shape for shape in _Part(slide.package, notes).xml().iter(f"{_P}sp") if _is_body(shape)]
        texts += [_words(paragraph) for body in bodies[:1] for paragraph in list(body.iter(f"{_A}p"))[-1:]]
    return {identifier for text in texts for identifier in _ID.findall(text)}


def _is_body(shape: Any) -> bool:
    holder = shape.find(_PLACEHOLDER)
    return holder is not None and holder.get("type") == "body"
