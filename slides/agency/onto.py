"""Fitted slides onto an agency's own template: its placeholders, its type, our words.

What the template says stays unsaid on the slide, so that a change of its master reaches every slide. Written out is
only what differs (a size, a box), what the template would do to the words (bullets before a quotation, capitals), and
what a template without styles leaves open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.parts.coreprops import CorePropertiesPart
from pptx.parts.slide import NotesMasterPart

from slides import package
from slides.agency.inherit import Holder
from slides.agency.stage import Spot, Stage, kept_line
from slides.fit import FittedSlide, Setting
from slides.layouts import Box, Kind
from slides.package import emu
from slides.plan import Paragraph, Text
from slides.write import Writer, assembled
from source.model import Guide
from typeset.measure import Face, break_lines, shape
from typeset.substitutes import substitute


def write_onto(stage: Stage, guide: Guide, slides: Sequence[FittedSlide]) -> bytes:
    """The deck as a PPTX file on the template of the stage. Fitted by ``slides.agency.stage``."""
    presentation = Presentation(BytesIO(stage.template.base))
    _add_properties(presentation, guide)
    _add_notes_master(presentation, guide)
    parts = {layout.part.partname: layout for master in presentation.slide_masters for layout in master.slide_layouts}
    layouts = {kind: parts[match.layout.part] for kind, match in stage.matches.items()}
    return assembled(presentation, layouts, _OntoTemplate(stage, guide), slides)


def _add_properties(presentation: Any, guide: Guide) -> None:
    whole = presentation.part.package
    core, custom = package.property_parts(guide)
    whole.relate_to(
        CorePropertiesPart.load(PackURI("/docProps/core.xml"), CONTENT_TYPE.OPC_CORE_PROPERTIES, whole, core),
        RELATIONSHIP_TYPE.CORE_PROPERTIES,
    )
    whole.relate_to(
        Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, whole, custom),
        RELATIONSHIP_TYPE.CUSTOM_PROPERTIES,
    )
    settings = (
        ("presProps", CONTENT_TYPE.PML_PRES_PROPS, RELATIONSHIP_TYPE.PRES_PROPS),
        ("viewProps", CONTENT_TYPE.PML_VIEW_PROPS, RELATIONSHIP_TYPE.VIEW_PROPS),
    )
    for (name, content, relation), data in zip(settings, package.settings_parts(), strict=True):
        part = Part(PackURI(f"/ppt/{name}.xml"), content, whole, data)
        presentation.part.relate_to(part, relation)


def _add_notes_master(presentation: Any, guide: Guide) -> None:
    """See that there is a notes master with room for notes, and that the presentation lists it, as Keynote needs."""
    part, root = presentation.part, presentation.element
    relation = next((r for r in part.rels.values() if r.reltype == RELATIONSHIP_TYPE.NOTES_MASTER), None)
    listed = root.find(qn("p:notesMasterIdLst"))
    if relation is not None and not _has_notes(relation.target_part):
        part.rels.pop(relation.rId)
        relation = None
    if relation is None:
        master, theme = package.notes_parts(guide)
        made = NotesMasterPart.load(
            PackURI("/ppt/notesMasters/notesMaster1.xml"), CONTENT_TYPE.PML_NOTES_MASTER, part.package, master
        )
        name = part.package.next_partname("/ppt/theme/theme%d.xml")
        made.relate_to(Part(name, CONTENT_TYPE.OFC_THEME, part.package, theme), RELATIONSHIP_TYPE.THEME)
        r_id = part.relate_to(made, RELATIONSHIP_TYPE.NOTES_MASTER)
    else:
        r_id = relation.rId
    if listed is not None:
        root.remove(listed)
    listed = etree.Element(qn("p:notesMasterIdLst"))
    etree.SubElement(listed, qn("p:notesMasterId")).set(qn("r:id"), r_id)
    root.find(qn("p:sldMasterIdLst")).addnext(listed)


def _has_notes(master: Any) -> bool:
    holders = master._element.iter(qn("p:ph"))
    return any(holder.get("type") == "body" for holder in holders)


_RTL = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}


class _OntoTemplate(Writer):
    """Fills slides of the template with the words of one guide."""

    def __init__(self, stage: Stage, guide: Guide) -> None:
        super().__init__(guide)
        self.stage = stage
        self.rtl = guide.language.split("-")[0] in _RTL

    def fill(self, page: Any, fitted: FittedSlide, number: int) -> None:
        """Write title, texts, footer and number as shapes of their own, and the notes."""
        slide = fitted.slide
        tree = page.shapes._spTree
        for cloned in tree.findall(qn("p:sp")):
            tree.remove(cloned)
        for index, text in slide.placed:
            if text:
                spot = self.stage.spot(slide, index)
                tree.append(self._shape(spot, text, fitted.setting(index), len(tree)))
        for holder in self._footers(slide.kind):
            tree.append(self._foot(holder, number, len(tree)))
        _keep_color_map(page)
        self.write_notes(page, slide.notes, slide.items)

    def _footers(self, kind: Kind) -> Iterator[Holder]:
        holders = self.stage.matches[kind].layout.holders
        for type_ in ("ftr", "sldNum"):
            yield from [holder for holder in holders if holder.type == type_ and holder.frame][:1]

    # --- shapes ---

    def _shape(self, spot: Spot, text: Text, setting: Setting, at: int) -> etree._Element:
        place, area = spot.place, spot.area
        holder: dict[str, str] | None
        if place.holder:
            holder = dict(place.holder.attributes)
            anchor = {"anchor": "ctr"} if area.anchor == "ctr" and place.index else {}
            insets = {} if place.holder.upright else {"vert": "horz"}
        else:
            holder = {"type": "title"} if place.index == 0 else None
            anchor = {"anchor": "t" if area.anchor == "ctr" else area.anchor}
            insets = dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), "0")
        name = area.name if holder is not None else f"{area.name} (text box)"
        sp, body = _sp(at, name, holder, place.frame if place.moved else None)
        etree.SubElement(
            etree.SubElement(body, qn("a:bodyPr"), wrap="square", **insets, numCol="1", **anchor), qn("a:normAutofit")
        )
        etree.SubElement(body, qn("a:lstStyle"))
        for number, (paragraph, trim) in enumerate(zip(text, setting.trims, strict=True)):
            body.append(self._line(spot, paragraph, setting.size, trim, first=number == 0))
        return sp

    def _line(self, spot: Spot, paragraph: Paragraph, size: float, trim: float, *, first: bool) -> etree._Element:
        p = etree.Element(qn("a:p"))
        properties = etree.SubElement(p, qn("a:pPr"))
        align = self._direct(properties, spot)
        if spot.place.index or spot.place.holder is None or spot.level.bare:
            deeper = self._indent(properties, spot, paragraph, size)
        else:
            deeper = False
        _narrow(properties, trim, align)
        self._space(properties, spot, size, first=first)
        if spot.place.index:
            _bullet(properties, spot, paragraph)
        if paragraph.label:
            r = etree.SubElement(p, qn("a:r"))
            r.append(self._run_properties(spot, size, strong=True, emphasis=False, deeper=deeper))
            etree.SubElement(r, qn("a:t")).text = f"{paragraph.label} \t"
        for run in paragraph.runs:
            r = etree.SubElement(p, qn("a:r"))
            r.append(self._run_properties(spot, size, run.strong, run.emphasis, deeper=deeper))
            etree.SubElement(r, qn("a:t")).text = run.text
        end = self._run_properties(spot, size, strong=False, emphasis=False, deeper=deeper)
        end.tag = qn("a:endParaRPr")
        p.append(end)
        return p

    def _direct(self, properties: etree._Element, spot: Spot) -> str:
        """Give the paragraph the direction of our language; where that turns it round, its alignment turns too."""
        level = spot.level
        align = level.align
        if level.rtl != self.rtl:
            align = align if align == "ctr" else "r" if self.rtl else "l"
            properties.set("algn", align)
            properties.set("rtl", str(int(self.rtl)))
        elif level.bare or spot.place.holder is None:
            properties.set("algn", align)
        return align

    def _indent(self, properties: etree._Element, spot: Spot, paragraph: Paragraph, size: float) -> bool:
        """Set the indent, and say whether the paragraph stands on the template's second level."""
        hang = emu(spot.area.indent * size) if paragraph.level else 0
        properties.set("marL", str(hang))
        properties.set("indent", str(-hang))
        deeper = bool(paragraph.level) and _on_second_level(spot)
        if deeper:
            properties.set("lvl", "1")
        return deeper

    def _space(self, properties: etree._Element, spot: Spot, size: float, *, first: bool) -> None:
        if not kept_line(spot.level):
            line = etree.SubElement(properties, qn("a:lnSpc"))
            etree.SubElement(line, qn("a:spcPct"), val="100000")
        before = 0.0 if first else spot.area.spacing * size
        for tag, points in (("a:spcBef", before), ("a:spcAft", 0.0)):
            etree.SubElement(etree.SubElement(properties, qn(tag)), qn("a:spcPts"), val=str(round(points * 100)))

    def _run_properties(self, spot: Spot, size: float, strong: bool, emphasis: bool, *, deeper: bool) -> etree._Element:
        level = spot.level
        alone = level.bare or spot.place.holder is None
        properties = etree.Element(qn("a:rPr"), lang=self.guide.language)
        if alone or deeper or size != level.size:
            properties.set("sz", str(round(size * 100)))
        if strong or (alone and level.bold):
            properties.set("b", "1")
        if emphasis or (alone and level.italic):
            properties.set("i", "1")
        if level.capitals and spot.place.index:
            properties.set("cap", "none")
        if level.paint and (alone or spot.recolored):
            properties.append(etree.fromstring(level.paint))
        if alone:
            etree.SubElement(properties, qn("a:latin"), typeface=level.typeface)
        return properties

    # --- footers ---

    def _foot(self, holder: Holder, number: int, at: int) -> etree._Element:
        sp, body = _sp(at, "Slide Number" if holder.type == "sldNum" else "Footer", dict(holder.attributes), None)
        etree.SubElement(body, qn("a:bodyPr"))
        etree.SubElement(body, qn("a:lstStyle"))
        p = etree.SubElement(body, qn("a:p"))
        if holder.type == "sldNum":
            run = etree.SubElement(p, qn("a:fld"), id="{7C8E9B1A-2D3F-4A5B-8C6D-1E2F3A4B5C6D}", type="slidenum")
        else:
            run = etree.SubElement(p, qn("a:r"))
        etree.SubElement(run, qn("a:rPr"), lang=self.guide.language)
        etree.SubElement(run, qn("a:t")).text = str(number) if holder.type == "sldNum" else self._foot_text(holder)
        return sp

    def _foot_text(self, holder: Holder) -> str:
        """The template's own footer with our edition, or ours; the longest that its box holds."""
        edition = self.guide.labels.edition.format(edition=self.guide.edition)
        own = holder.own if not holder.own.startswith(self.guide.title) else ""  # a template made of our own deck
        texts = [f"{own} · {edition}", own] if own else [package.footer_text(self.guide), edition]
        return next((text for text in texts if _holds(holder, text)), texts[-1])


def _holds(holder: Holder, text: str) -> bool:
    level, inner = holder.levels[0], holder.inner
    if inner is None:
        return False
    measured = substitute(level.font)
    width = inner.width * 0.97 / level.size / measured.stretch(bold=level.bold)
    room = max(1, int(inner.height / (level.size * measured.pitch)))
    return len(break_lines(shape(text, Face(measured.family, level.bold)), width)) <= room


def _sp(at: int, name: str, holder: dict[str, str] | None, frame: Box | None) -> tuple[Any, Any]:
    """A shape with an empty body: a placeholder with these attributes, or a text box."""
    sp = etree.Element(qn("p:sp"))
    outer = etree.SubElement(sp, qn("p:nvSpPr"))
    etree.SubElement(outer, qn("p:cNvPr"), id=str(at), name=name)
    inner = etree.SubElement(outer, qn("p:cNvSpPr"))
    properties = etree.SubElement(outer, qn("p:nvPr"))
    if holder is None:
        inner.set("txBox", "1")
    else:
        etree.SubElement(inner, qn("a:spLocks"), noGrp="1")
        etree.SubElement(properties, qn("p:ph"), **holder)
    shape_properties = etree.SubElement(sp, qn("p:spPr"))
    if frame is not None:
        form = etree.SubElement(shape_properties, qn("a:xfrm"))
        etree.SubElement(form, qn("a:off"), x=str(emu(frame.x)), y=str(emu(frame.y)))
        etree.SubElement(form, qn("a:ext"), cx=str(emu(frame.width)), cy=str(emu(frame.height)))
    if holder is None or (frame is not None and holder == {"type": "title"}):
        etree.SubElement(etree.SubElement(shape_properties, qn("a:prstGeom"), prst="rect"), qn("a:avLst"))
    return sp, etree.SubElement(sp, qn("p:txBody"))


def _narrow(properties: etree._Element, trim: float, align: str) -> None:
    """Narrow a paragraph on its ragged side, or on both sides where it is centred.

    A margin of 0 is written too: LibreOffice carries the right margin of a paragraph over to the next.
    """
    left = {"ctr": trim / 2, "r": trim}.get(align, 0.0)
    if left:
        properties.set("marL", str(int(properties.get("marL", "0")) + emu(left)))
    properties.set("marR", str(emu(trim - left)))


def _bullet(properties: etree._Element, spot: Spot, paragraph: Paragraph) -> None:
    if paragraph.label:  # it takes the place of the bullet; the tab leads to the words
        etree.SubElement(properties, qn("a:buNone"))
        stops = etree.SubElement(properties, qn("a:tabLst"))
        etree.SubElement(stops, qn("a:tab"), pos=properties.get("marL", "0"), algn="l")
    elif not paragraph.level:
        etree.SubElement(properties, qn("a:buNone"))
    elif not (_on_first_level(spot) or _on_second_level(spot)):
        etree.SubElement(properties, qn("a:buFont"), typeface="Arial")
        etree.SubElement(properties, qn("a:buChar"), char="–")


def _on_first_level(spot: Spot) -> bool:
    """The template's first level is a list: its bullet serves our points."""
    return spot.place.holder is not None and spot.level.bulleted and not spot.level.bare


def _on_second_level(spot: Spot) -> bool:
    holder = spot.place.holder
    return holder is not None and not _on_first_level(spot) and holder.levels[1].bulleted and not holder.levels[1].bare


def _keep_color_map(page: Any) -> None:
    """A layout with colours of its own passes them on only to slides that say so too."""
    layout = page.slide_layout._element.find(qn("p:clrMapOvr"))
    own = page._element.find(qn("p:clrMapOvr"))
    if layout is not None and layout.find(qn("a:overrideClrMapping")) is not None:
        own.getparent().replace(own, deepcopy(layout))
