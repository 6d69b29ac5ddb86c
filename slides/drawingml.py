"""The small pieces of PresentationML and DrawingML that every deck writer is made of: slides, shapes, runs, notes.

Elements are built into the tree of their slide, and a slide is serialised as soon as it is whole (ECMA-376 part 1,
19.3 and 21.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from lxml import etree

from slides.areas import Box

EMU = 12700  # English Metric Units in a point
NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


@cache
def qn(name: str) -> str:
    """``a:p`` as lxml names it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def emu(points: float) -> int:
    """Points as English Metric Units."""
    return round(points * EMU)


def add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    """A child element."""
    return etree.SubElement(parent, qn(tag), attributes)


def element(tag: str, /, **attributes: str) -> etree._Element:
    """An element that finds its parent later."""
    return etree.Element(qn(tag), attributes, nsmap=NAMESPACES)


def serialized(root: etree._Element) -> bytes:
    """The part that an element is the root of."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def slide(name: str = "p:sld") -> tuple[etree._Element, etree._Element]:
    """A slide, or a page of notes, without shapes; and the tree that they go into."""
    root = element(name)
    tree = add(add(root, "p:cSld"), "p:spTree")
    group = add(tree, "p:nvGrpSpPr")
    add(group, "p:cNvPr", id="1", name="")
    add(group, "p:cNvGrpSpPr")
    add(group, "p:nvPr")
    add(tree, "p:grpSpPr")
    add(add(root, "p:clrMapOvr"), "a:masterClrMapping")
    return root, tree


def shape(
    tree: etree._Element, shape_id: int, name: str, holder: Mapping[str, str] | None, frame: Box | None = None
) -> etree._Element:
    """A shape, and its properties: a placeholder with these attributes, or a text box where there are none."""
    sp = add(tree, "p:sp")
    outer = add(sp, "p:nvSpPr")
    add(outer, "p:cNvPr", id=str(shape_id), name=name)
    inner = add(outer, "p:cNvSpPr")
    properties = add(outer, "p:nvPr")
    if holder is None:
        inner.set("txBox", "1")
    else:
        add(inner, "a:spLocks", noGrp="1")
        add(properties, "p:ph", **holder)
    form = add(sp, "p:spPr")
    if frame is not None:
        placed = add(form, "a:xfrm")
        add(placed, "a:off", x=str(emu(frame.x)), y=str(emu(frame.y)))
        add(placed, "a:ext", cx=str(emu(frame.width)), cy=str(emu(frame.height)))
    if holder is None or (frame is not None and holder == {"type": "title"}):
        add(add(form, "a:prstGeom", prst="rect"), "a:avLst")
    return sp


_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


def mark_decorative(sp: etree._Element) -> None:
    """Mark a shape as one that screen readers pass over."""
    extensions = add(sp.find(f"{qn('p:nvSpPr')}/{qn('p:cNvPr')}"), "a:extLst")
    extension = add(extensions, "a:ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    etree.SubElement(extension, f"{{{_DECORATIVE}}}decorative", val="1", nsmap={"adec": _DECORATIVE})


def body(sp: etree._Element) -> etree._Element:
    """The text of a shape that takes all its looks from the layout, without paragraphs."""
    text = add(sp, "p:txBody")
    add(text, "a:bodyPr")
    add(text, "a:lstStyle")
    return text


def run(paragraph: etree._Element, words: str, properties: etree._Element | Mapping[str, str], **field: str) -> None:
    """A run of words, or a field, at the end of a paragraph; its properties are an element or attributes."""
    holder = add(paragraph, "a:fld" if field else "a:r", **field)
    if isinstance(properties, etree._Element):
        holder.append(properties)
    else:
        add(holder, "a:rPr", **properties)
    add(holder, "a:t").text = words


def tab_after_marker(properties: etree._Element, place: int) -> None:
    """What stands before the words takes the place of the bullet; a tab at ``place`` (EMU) leads to them."""
    add(properties, "a:buNone")
    add(add(properties, "a:tabLst"), "a:tab", pos=str(place), algn="l")


SLIDE_NUMBER = "sldNum"


def footer(
    tree: etree._Element,
    shape_id: int,
    name: str,
    holder: Mapping[str, str],
    words: str,
    properties: etree._Element | Mapping[str, str],
) -> etree._Element:
    """A placeholder at the foot, its run with these properties; the number is a field, which counts by itself."""
    number = {"id": "{7C8E9B1A-2D3F-4A5B-8C6D-1E2F3A4B5C6D}", "type": "slidenum"}
    sp = shape(tree, shape_id, name, holder)
    run(add(body(sp), "a:p"), words, properties, **(number if holder["type"] == SLIDE_NUMBER else {}))
    return sp


def notes_page(master: Any, lines: Iterable[str], language: str) -> bytes:
    """A notes page with the first placeholders that its master has for the slide's picture and for notes."""
    root, tree = slide("p:notes")
    found = {holder.get("type"): holder for holder in reversed(list(master.iter(qn("p:ph"))))}
    named = {"sldImg": "Slide Image Placeholder", "body": "Notes Placeholder"}
    for at, kind in enumerate((kind for kind in named if kind in found), start=1):
        attributes = {name: value for name in ("type", "idx", "sz") if (value := found[kind].get(name))}
        sp = shape(tree, at + 1, f"{named[kind]} {at}", attributes)
        if kind == "body":
            text = body(sp)
            for line in lines:
                run(add(text, "a:p"), line, {"lang": language})
    return serialized(root)
