"""Fitted slides to PPTX: real placeholders, notes, sections, footers, language; the same bytes for the same slides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from slides import package
from slides.fit import FittedSlide, Setting
from slides.layouts import FOOTERS, LAYOUTS, Area, Footer, Kind
from slides.package import emu
from slides.plan import Notes, Paragraph, Text
from source.model import Guide


def write(guide: Guide, slides: Sequence[FittedSlide]) -> bytes:
    """The deck as a PPTX file."""
    presentation = Presentation(BytesIO(package.template(guide)))
    layouts = {Kind(layout.name): layout for layout in presentation.slide_layouts}
    return assembled(presentation, layouts, Writer(guide), slides)


def assembled(presentation: Any, layouts: Mapping[Kind, Any], writer: Writer, slides: Sequence[FittedSlide]) -> bytes:
    """A presentation without slides as a PPTX file with these, each on the layout of its kind."""
    for number, fitted in enumerate(slides, start=1):
        page = presentation.slides.add_slide(layouts[fitted.slide.kind])
        writer.fill(page, fitted, number)
    _add_sections(presentation, slides)
    target = BytesIO()
    presentation.save(target)
    return package.repacked(target.getvalue())


def _add_sections(presentation: Any, slides: Sequence[FittedSlide]) -> None:
    ids = [int(entry.get("id")) for entry in presentation.element.sldIdLst]
    numbered = zip((fitted.slide.part for fitted in slides), ids, strict=True)
    sections = [(part, [slide_id for _, slide_id in group]) for part, group in groupby(numbered, lambda x: x[0])]
    presentation.element.append(package.section_list(sections))


class Writer:
    """Fills slides with the words of one guide."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide

    def fill(self, page: Any, fitted: FittedSlide, number: int) -> None:
        """Put the texts into the placeholders, add footer and number, write the notes."""
        slide = fitted.slide
        layout = LAYOUTS[slide.kind]
        holders = {holder.placeholder_format.idx: holder for holder in page.placeholders}
        placed = dict(slide.placed)
        for area in layout.areas:
            holder = holders[area.index]._element
            if text := placed.get(area.index):
                # The id in the name outlives deleted notes, and helps to find an item that was translated.
                name = f"{area.name} {slide.items[0]}" if area.index == 1 and slide.items else area.name
                holder.nvSpPr.cNvPr.set("name", name)
                self._set(holder.txBody, text, area, fitted.setting(area.index))
            else:  # an empty placeholder would ask the room to click and add text
                holder.getparent().remove(holder)
        if layout.progress and slide.progress:
            said = " ".join(paragraph.text for _, text in slide.texts for paragraph in text)
            page.shapes._spTree.append(package.progress(layout.progress, slide.progress, said))
        for at, footer in enumerate(FOOTERS):
            page.shapes._spTree.append(self._footer(footer, at + 90, number))
        self.write_notes(page, slide.notes, slide.items)

    def _set(self, body: Any, text: Text, area: Area, setting: Setting) -> None:
        for old in body.findall(qn("a:p")):
            body.remove(old)
        for at, (paragraph, trim) in enumerate(zip(text, setting.trims, strict=True)):
            body.append(self._paragraph(paragraph, area, setting.size, trim, first=at == 0))

    def _paragraph(self, paragraph: Paragraph, area: Area, size: float, trim: float, *, first: bool) -> etree._Element:
        p = etree.Element(qn("a:p"))
        properties = etree.SubElement(p, qn("a:pPr"))
        if paragraph.level:
            properties.set("lvl", str(paragraph.level))
        properties.set("marR", str(emu(trim)))  # even 0: LibreOffice takes over that of the paragraph before
        changed = size != area.sizes[0]
        if changed and paragraph.level and area.bullets:
            properties.set("marL", str(emu(area.indent * size)))
            properties.set("indent", str(-emu(area.indent * size)))
        if first and area.spacing:  # LibreOffice adds the space even above the first paragraph
            before = etree.SubElement(properties, qn("a:spcBef"))
            etree.SubElement(before, qn("a:spcPts"), val="0")
        if paragraph.label:  # it takes the place of the bullet; the tab leads to the words
            etree.SubElement(properties, qn("a:buNone"))
            stops = etree.SubElement(properties, qn("a:tabLst"))
            etree.SubElement(stops, qn("a:tab"), pos=str(emu(area.indent * size)), algn="l")
        sized = {"sz": str(round(size * 100))} if changed else {}
        if paragraph.label:
            r = etree.SubElement(p, qn("a:r"))
            etree.SubElement(r, qn("a:rPr"), lang=self.guide.language, **sized, b="1")
            etree.SubElement(r, qn("a:t")).text = f"{paragraph.label} \t"
        for run in paragraph.runs:
            r = etree.SubElement(p, qn("a:r"))
            style = {"b": "1"} if run.strong else {"i": "1"} if run.emphasis else {}
            etree.SubElement(r, qn("a:rPr"), lang=self.guide.language, **sized, **style)
            etree.SubElement(r, qn("a:t")).text = run.text
        etree.SubElement(p, qn("a:endParaRPr"), lang=self.guide.language, **sized)
        return p

    def _footer(self, footer: Footer, shape_id: int, number: int) -> etree._Element:
        sp = etree.Element(qn("p:sp"))
        outer = etree.SubElement(sp, qn("p:nvSpPr"))
        etree.SubElement(outer, qn("p:cNvPr"), id=str(shape_id), name=footer.name)
        locks = etree.SubElement(outer, qn("p:cNvSpPr"))
        etree.SubElement(locks, qn("a:spLocks"), noGrp="1")
        holder = etree.SubElement(outer, qn("p:nvPr"))
        etree.SubElement(holder, qn("p:ph"), type=footer.type, sz="quarter", idx=str(footer.index))
        etree.SubElement(sp, qn("p:spPr"))
        body = etree.SubElement(sp, qn("p:txBody"))
        etree.SubElement(body, qn("a:bodyPr"))
        etree.SubElement(body, qn("a:lstStyle"))
        p = etree.SubElement(body, qn("a:p"))
        if footer.type == "sldNum":
            run = etree.SubElement(p, qn("a:fld"), id="{7C8E9B1A-2D3F-4A5B-8C6D-1E2F3A4B5C6D}", type="slidenum")
        else:
            run = etree.SubElement(p, qn("a:r"))
        etree.SubElement(run, qn("a:rPr"), lang=self.guide.language)
        text = str(number) if footer.type == "sldNum" else package.footer_text(self.guide)
        etree.SubElement(run, qn("a:t")).text = text
        return sp

    def write_notes(self, page: Any, notes: Notes, items: Sequence[str]) -> None:
        """Put what trainers say, and the ids of the items, onto the notes page."""
        body = page.notes_slide.notes_text_frame._txBody
        for old in body.findall(qn("a:p")):
            body.remove(old)
        for line in self._note_lines(notes, items):
            p = etree.SubElement(body, qn("a:p"))
            r = etree.SubElement(p, qn("a:r"))
            etree.SubElement(r, qn("a:rPr"), lang=self.guide.language)
            etree.SubElement(r, qn("a:t")).text = line

    def _note_lines(self, notes: Notes, items: Sequence[str]) -> Iterator[str]:
        labels = self.guide.labels
        written = (
            (labels.note_script, notes.script),
            (labels.note_discussion, notes.discussion),
            (labels.note_internal, notes.internal),
            (labels.note_related, notes.related),
            (labels.note_minutes, f"{notes.minutes:g}" if notes.minutes else ""),
        )
        if any(text for _, text in written):
            yield labels.editorial
        yield from (f"{label} {text}" for label, text in written if text)
        yield f"{labels.note_items} {', '.join(items) or labels.no_items}"
