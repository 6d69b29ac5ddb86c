"""PPTX to ``Reading``: the visible words of any deck, ours or not, as an outsider reads them.

Knows nothing of how our decks are written: it takes every text on every slide that is shown, in reading order, what
its layout and master add, and what of it cannot be seen. It opens only the parts that hold words or looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from proof.package import A, P, Part, R
from proof.reading import How, Misplaced, Passage, Reading, read_stamp
from proof.sheets import EMU, FEET, Sheet, is_off, shown_on
from proof.sight import Sight, in_order
from proof.texts import words_of
from source.editions import short
from source.errors import UnreadableError
from source.files import refuse_giants

_ID = re.compile(r"\b[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+\b")
_MOST_TOLD = 50  # texts of a slide that are unseen for one cause: more help nobody
_MOST_PARTS = 100_000  # a slide with notes has four; their bytes are bounded, and only a few are open at a time


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


@dataclass
class _Found:
    """What was found so far."""

    passages: list[Passage] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)
    misplaced: list[Misplaced] = field(default_factory=list)
    hints: dict[str, tuple[int, ...]] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)  # the words of layouts and masters, by their parts


def _read(package: ZipFile, name: str) -> Reading:
    whole = Part(package, "")
    deck = _Deck(whole.related("officeDocument")[0])
    keywords, manifest, theirs = _properties(whole)
    found = _Found()
    entries = deck.part.xml.findall(f"{P}sldIdLst/{P}sldId")
    for number, entry in enumerate(entries, start=1):
        slide = deck.slide(entry.get(f"{R}id"))
        found.notes += [Passage(number, text) for text in _noted(slide.part) if text.strip()]
        sight = Sight(slide, list(shown_on(slide)), deck.size, deck.defaults)
        passages = [Passage(number, text) for text in _said(sight, theirs) if text.strip()]
        # A show skips hidden slides, but they count.
        if is_off(slide.part.xml, "show"):
            found.notes += passages
            continue
        added = [Passage(number, text) for text in _added(sight, theirs, found.told)]
        found.passages += passages + added
        found.misplaced += _misplaced(number, sight)
        for identifier in sorted(_ids(slide.part)):
            found.hints[identifier] = (*found.hints.get(identifier, ()), number)
    return Reading(
        name,
        "slide",
        len(entries),
        tuple(found.passages),
        found.hints,
        *read_stamp(keywords),
        manifest,
        misplaced=tuple(found.misplaced),
        notes=tuple(found.notes),
    )


class _Deck:
    """The presentation, and the layouts that its slides share."""

    def __init__(self, part: Part) -> None:
        if part.xml.tag != f"{P}presentation":
            raise ValueError("no presentation")
        self.part = part
        size = part.xml.find(f"{P}sldSz")
        self.size = int(size.get("cx")) / EMU, int(size.get("cy")) / EMU
        self.defaults = part.xml.find(f"{P}defaultTextStyle")
        self._sheets: dict[str, Sheet] = {}

    def slide(self, identifier: str) -> Sheet:
        """A slide by its relationship."""
        part = self.part.linked(identifier)
        if part is None:
            raise ValueError("no slide")
        return Sheet(part, self._below(part, "slideLayout", "slideMaster"))

    def _below(self, part: Part, *kinds: str) -> Sheet | None:
        for found in part.related(kinds[0])[:1] if kinds else ():
            if found.name not in self._sheets:
                self._sheets[found.name] = Sheet(found, self._below(found, *kinds[1:]))
            return self._sheets[found.name]
        return None


def _said(sight: Sight, theirs: frozenset[str]) -> Iterator[str]:
    """The words of a slide in the order of reading, those at its edges last.

    ``theirs`` are digests of what a template brought along when the deck was made.
    """
    own = [seen for seen in sight.texts if seen.shape.sheet is sight.slide and seen.words]
    feet = [seen for seen in own if seen.shape.type in FEET]
    body = in_order([seen for seen in own if seen.shape.type not in FEET], rtl=any(seen.rtl for seen in own))
    for seen in body:
        yield from seen.words
    for seen in feet:
        yield from (text for text in seen.words if short(text) not in theirs)


def _added(sight: Sight, theirs: frozenset[str], told: set[tuple[str, str]]) -> Iterator[str]:
    """What layout and master add to a slide, on the first one that shows it; ``told`` is what was told before."""
    for seen in sight.texts:
        sheet = seen.shape.sheet
        if sheet is not sight.slide and seen.words and sight.is_on(seen.shape):
            for text in seen.words:
                if (sheet.part.name, text) not in told and short(text) not in theirs:
                    told.add((sheet.part.name, text))
                    yield text


def _misplaced(number: int, sight: Sight) -> Iterator[Misplaced]:
    """What cannot be read on a slide, the words of a kind together."""
    found: dict[How, dict[str, None]] = {}
    for how, text in sight.unseen():
        found.setdefault(how, {})[text] = None
    for how in How:
        if how in found:
            yield Misplaced(number, how, "; ".join(list(found[how])[:_MOST_TOLD]))


def _properties(root: Part) -> tuple[str, str, frozenset[str]]:
    """The keywords, what our decks say that they hold, and digests of what their template brought along.

    LibreOffice keeps all three when it saves.
    """
    parts = [part.xml for kind in ("core", "custom") for part in root.related(f"{kind}-properties")]
    keywords = [node.text or "" for part in parts for node in part.iter("{*}keywords")]
    named = {node.get("name"): "".join(node.itertext()) for part in parts for node in part.iter("{*}property")}
    theirs = frozenset(named.get("handbook-template", "").split())
    return "".join(keywords[:1]), named.get("handbook-items", ""), theirs


def _noted(slide: Part) -> Iterator[str]:
    """What stands on the notes page of a slide."""
    for notes in slide.related("notesSlide"):
        for shape in notes.xml.iter(f"{P}sp"):
            yield from (words_of(paragraph) for paragraph in shape.iter(f"{A}p"))


def _ids(slide: Part) -> set[str]:
    """The item ids that the last line of the notes and the names of shapes give away."""
    texts = [node.get("name", "") for node in slide.xml.iter(f"{P}cNvPr")]
    for notes in slide.related("notesSlide"):
        bodies = [shape for shape in notes.xml.iter(f"{P}sp") if _is_body(shape)]
        texts += [words_of(paragraph) for body in bodies[:1] for paragraph in list(body.iter(f"{A}p"))[-1:]]
    return {identifier for text in texts for identifier in _ID.findall(text)}


def _is_body(shape: Any) -> bool:
    holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    return holder is not None and holder.get("type") == "body"
