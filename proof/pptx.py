"""PPTX to ``Reading``: the visible words of any deck, ours or not, as an outsider reads them.

Knows nothing of how our decks are written: it takes every text on every slide that is shown, in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from proof.reading import Passage, Reading, read_session, read_stamp
from source.archive import refuse_giants
from source.errors import UnreadableError

# Dates, footers, headers and slide numbers repeat on every slide; they are no part of its words.
_FURNITURE = {"dt", "ftr", "hdr", "sldNum"}
# What a program shows that does not know the Choice beside it: the same words again (ECMA-376-3, 9.3).
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK = f"{_MC}Fallback"
_GROUPS = {qn("p:grpSp"), f"{_MC}AlternateContent", f"{_MC}Choice"}
_ID = re.compile(r"\b[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+\b")


def read(data: bytes, name: str) -> Reading:
    """What the deck says.

    Raises:
        UnreadableError: the file is no PPTX, is damaged, or is far too large.
    """
    try:
        refuse_giants(data, name)
        presentation = Presentation(BytesIO(data))
        slides = list(presentation.slides)
        passages = [
            Passage(number, text)
            for number, slide in _shown(slides)
            for text in _texts(slide.shapes._spTree)
            if text.strip()
        ]
        hints: dict[str, tuple[int, ...]] = {}
        for number, slide in _shown(slides):
            for identifier in sorted(_ids(slide)):
                hints[identifier] = (*hints.get(identifier, ()), number)
        stamp = presentation.core_properties.keywords or ""
        manifest = _manifest(presentation)
    except UnreadableError:
        raise
    # A stranger's file can break the libraries anywhere, with any error; none of it is a fault of the program.
    except Exception as error:
        raise UnreadableError(f"{name} is not a PowerPoint file (PPTX), or it is damaged.") from error
    return Reading(
        name,
        "slide",
        len(slides),
        tuple(passages),
        hints,
        *read_stamp(stamp),
        session=read_session(stamp),
        manifest=manifest,
    )


def _shown(slides: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """The slides that a show does not skip, with their numbers, which hidden ones count in."""
    for number, slide in enumerate(slides, start=1):
        if slide._element.get("show", "1") not in {"0", "false"}:
            yield number, slide


def _manifest(presentation: Any) -> str:
    """The custom property in which our decks say what they hold; LibreOffice keeps it when it saves."""
    for part in presentation.part.package.iter_parts():
        if str(part.partname) == "/docProps/custom.xml":
            for node in etree.fromstring(part.blob).iter("{*}property"):
                if node.get("name") == "handbook-items":
                    return "".join(node.itertext())
    return ""


def _texts(tree: Any) -> Iterator[str]:
    """The paragraphs of a tree of shapes, groups and tables, in its order, which is the order of reading."""
    for shape in tree:
        if shape.tag == _FALLBACK:
            continue
        holder = shape.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}")
        if holder is not None and holder.get("type") in _FURNITURE:
            continue
        if shape.tag in _GROUPS:
            yield from _texts(shape)
        else:
            yield from (_words(paragraph) for paragraph in _inside(shape, qn("a:p")))


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """Everything of these kinds under an element, without what stands there twice."""
    return (node for node in element.iter(*tags) if next(node.iterancestors(_FALLBACK), None) is None)


def _words(paragraph: Any) -> str:
    pieces = []
    for node in _inside(paragraph, qn("a:t"), qn("a:br"), qn("a:tab")):
        pieces.append(node.text or "" if node.tag == qn("a:t") else " ")
    return "".join(pieces)


def _ids(slide: Any) -> set[str]:
    """The item ids that the last line of the notes and the names of shapes give away."""
    texts = [node.get("name", "") for node in slide.shapes._spTree.iter(qn("p:cNvPr"))]
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame:
        texts += [paragraph.text for paragraph in slide.notes_slide.notes_text_frame.paragraphs[-1:]]
    return {identifier for text in texts for identifier in _ID.findall(text)}
