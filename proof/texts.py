"""The words of a shape: its paragraphs, and those of tables, charts, diagrams and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from proof.package import A, Part, R
from proof.sheets import Shape
from source.words import typographic

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DSP = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
_COUNTED = ("slidenum", "datetime")  # fields that programs fill in: numbers of slides, the day
_SPACES = {f"{A}br", f"{A}tab"}
_WORDS = {f"{A}t", f"{_M}t"}


def words_of(paragraph: Any) -> str:
    """The words of a paragraph, without those that count by themselves."""
    return "".join(text for text, _ in pieces(paragraph))


def pieces(paragraph: Any) -> Iterator[tuple[str, Any]]:
    """The words of a paragraph, each stretch with the properties of its run (None where it has none)."""
    for node in paragraph.iter(*_WORDS, *_SPACES):
        run = node.getparent()
        if node.tag in _SPACES:
            yield " ", None
        elif run.tag != f"{A}fld" or not run.get("type", "").startswith(_COUNTED):
            yield node.text or "", run.find(f"{A}rPr")


def paragraphs(shape: Shape) -> Iterator[Any]:
    """The paragraphs that stand in a shape itself; of a table, those of the cells that are shown."""
    for paragraph in shape.element.iter(f"{A}p"):
        cell = next(paragraph.iterancestors(f"{A}tc"), None)
        if cell is None or not any(cell.get(merged, "0") in {"1", "true"} for merged in ("hMerge", "vMerge")):
            yield paragraph


def texts(shape: Shape, *, links: bool) -> Iterator[str]:
    """Everything that can be read in a shape, a paragraph each; with ``links``, where they lead as well."""
    part = shape.sheet.part
    for paragraph in paragraphs(shape):
        yield words_of(paragraph)
        if links:
            yield from _addresses(paragraph, part)
    if links and (link := shape.element.find(f"./*/*/{A}hlinkClick")) is not None:
        yield from _led(link.get(f"{R}id", ""), part, " ".join(map(words_of, paragraphs(shape))))
    for data in shape.element.iterfind(f".//{A}graphicData/*"):
        if data.tag in {f"{_C}chart", f"{_CX}chart"} and (chart := part.linked(data.get(f"{R}id"))):
            yield from _charted(chart)
        elif data.tag == f"{_DGM}relIds":
            yield from _diagrammed(part, data)


# --- links --------------------------------------------------------------------------------------------------------


def _addresses(paragraph: Any, part: Part) -> Iterator[str]:
    linked: dict[str, str] = {}  # what is linked, by the relationship: programs part the words of a link into runs
    for text, properties in pieces(paragraph):
        link = None if properties is None else properties.find(f"{A}hlinkClick")
        if link is not None:
            linked[link.get(f"{R}id", "")] = linked.get(link.get(f"{R}id", ""), "") + text
    for identifier, text in linked.items():
        yield from _led(identifier, part, text)


def _led(identifier: str, part: Part, text: str) -> Iterator[str]:
    """Where a link leads, if its words do not say so."""
    entry = part.relationships.get(identifier)
    if entry and entry.outside:
        address, said = _bare(entry.target), _bare(text)
        number = re.sub(r"\D", "", address) if re.fullmatch(r"[\d\s().+-]+", address) else ""
        known = number.removeprefix("1") in re.sub(r"\D", "", said) if number else address in said
        if not known:
            yield entry.target


_AROUND = re.compile(r"^(?:https?://)?(?:www\.)?|^(?:mailto|tel|sms):|[?#].*$|/+$")


def _bare(address: str) -> str:
    """An address as people write it."""
    return _AROUND.sub("", typographic(address).strip().casefold())


# --- charts and diagrams ------------------------------------------------------------------------------------------


def _charted(chart: Part) -> Iterator[str]:
    """Titles, names of series and categories, labels, and texts drawn on a chart; numbers where they are written."""
    root = chart.xml
    yield from _written(root)
    for cache in root.iter(f"{_C}strCache", f"{_C}lvl"):
        yield from (value.text or "" for value in cache.iter(f"{_C}v"))
    yield from (text.text or "" for text in root.iter(f"{_CX}pt", f"{_CX}v"))
    for series in root.iter(f"{_C}ser"):
        if any(shown.get("val", "1") in {"1", "true"} for shown in series.iter(f"{_C}showVal")):
            yield from (value.text or "" for value in series.iterfind(f"{_C}val//{_C}v"))
    for drawing in chart.related("chartUserShapes"):
        yield from _written(drawing.xml)


def _diagrammed(part: Part, data: Any) -> Iterator[str]:
    """The words of a diagram (SmartArt), and what stands in its drawing alone."""
    model = part.linked(data.get(f"{R}dm"))
    said = list(_written(model.xml)) if model else []
    drawn = [text for each in _drawings(part, model) for text in _written(each.xml)]
    yield from said
    yield from (text for text in drawn if text not in said)


def _drawings(part: Part, model: Part | None) -> Iterator[Part]:
    """The drawing of a diagram: its model names it by a relationship of the slide."""
    named = model.xml.iter("{*}dataModelExt") if model else ()
    wanted = {each.get("relId", "") for each in named}
    for identifier, entry in part.relationships.items():
        if entry.kind == _DSP and identifier in wanted and (drawing := part.linked(identifier)):
            yield drawing


def _written(root: Any) -> Iterable[str]:
    return (words_of(paragraph) for paragraph in root.iter(f"{A}p"))
