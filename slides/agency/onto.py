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
from pptx.parts.coreprops import CorePropertiesPart
from pptx.parts.slide import NotesMasterPart

from planned.blocks import Block
from planned.slides import SlideKind, Text, level
from slides import package
from slides.agency.inherit import Holder
from slides.agency.stage import Spot, Stage, kept_line
from slides.drawingml import (
    SLIDE_NUMBER,
    add,
    element,
    emu,
    footer,
    notes_page,
    qn,
    run,
    serialized,
    shape,
    slide,
    tab_after_marker,
)
from slides.fit import FittedSlide, Setting
from slides.package import SlidePart
from slides.write import note_lines
from source.inline import merged
from source.model import Guide
from typeset.measure import Face, break_lines
from typeset.measure import shape as measured_shape
from typeset.substitutes import substitute


def write_onto(stage: Stage, guide: Guide, slides: Sequence[FittedSlide]) -> bytes:
    """The deck as a PPTX file on the template of the stage. Fitted by ``slides.agency.stage``."""
    presentation = Presentation(BytesIO(stage.template.base))
    _add_properties(presentation, guide)
    _add_notes_master(presentation, guide)
    master = presentation.notes_master._element
    theirs = [layout for each in presentation.slide_masters for layout in each.slide_layouts]
    layouts = {str(layout.part.partname): layout._element for layout in theirs}
    target = BytesIO()
    presentation.save(target)
    writer = _Writer(stage, guide)
    return package.assembled(
        package.unzipped(target.getvalue()),
        (
            SlidePart(
                writer.slide(fitted, number, layouts[part := stage.matches[fitted.slide.kind].layout.part]),
                notes_page(master, note_lines(guide, fitted.slide), guide.language),
                part.lstrip("/"),
                fitted.slide.part,
            )
            for number, fitted in enumerate(slides, start=1)
        ),
    )


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
    listed = element("p:notesMasterIdLst")
    add(listed, "p:notesMasterId").set(qn("r:id"), r_id)
    root.find(qn("p:sldMasterIdLst")).addnext(listed)


def _has_notes(master: Any) -> bool:
    holders = master._element.iter(qn("p:ph"))
    return any(holder.get("type") == "body" for holder in holders)


_RTL = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}


class _Writer:
    """Writes slides of the template with the words of one guide."""

    def __init__(self, stage: Stage, guide: Guide) -> None:
        self.guide = guide
        self.stage = stage
        self.rtl = guide.language.split("-")[0] in _RTL

    def slide(self, fitted: FittedSlide, number: int, layout: etree._Element) -> bytes:
        """Title, texts, footer and number as shapes of their own."""
        planned = fitted.slide
        root, tree = slide()
        for index, text in planned.placed:
            if text:
                spot = self.stage.spot(planned, index)
                self._add_shape(tree, spot, text, fitted.setting(index))
        for holder in self._footers(planned.kind):
            name = "Slide Number" if holder.type == SLIDE_NUMBER else "Footer"
            words = str(number) if holder.type == SLIDE_NUMBER else self._foot_text(holder)
            footer(tree, len(tree), name, dict(holder.attributes), words, self.guide.language)
        _keep_color_map(root, layout)
        return serialized(root)

    def _footers(self, kind: SlideKind) -> Iterator[Holder]:
        holders = self.stage.matches[kind].layout.holders
        for type_ in ("ftr", "sldNum"):
            yield from [holder for holder in holders if holder.type == type_ and holder.frame][:1]

    # --- shapes ---

    def _add_shape(self, tree: etree._Element, spot: Spot, text: Text, setting: Setting) -> None:
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
        sp = shape(tree, len(tree), name, holder, place.frame if place.moved else None)
        body = add(sp, "p:txBody")
        add(add(body, "a:bodyPr", wrap="square", **insets, numCol="1", **anchor), "a:normAutofit")
        add(body, "a:lstStyle")
        for number, (paragraph, trim) in enumerate(zip(text, setting.trims, strict=True)):
            self._add_line(body, spot, paragraph, setting.size, trim, first=number == 0)

    def _add_line(
        self, body: etree._Element, spot: Spot, paragraph: Block, size: float, trim: float, *, first: bool
    ) -> None:
        p = add(body, "a:p")
        properties = add(p, "a:pPr")
        align = self._direct(properties, spot)
        if spot.place.index or spot.place.holder is None or spot.level.bare:
            deeper = self._indent(properties, spot, paragraph, size)
        else:
            deeper = False
        _narrow(properties, trim, align)
        self._space(properties, spot, size, first=first)
        if spot.place.index:
            _bullet(properties, spot, paragraph)
        if paragraph.marked:
            marked = self._run_properties(spot, size, strong=True, emphasis=False, deeper=deeper)
            run(p, f"{paragraph.marked} \t", marked)
        for each in merged(paragraph.runs):
            run(p, each.text, self._run_properties(spot, size, each.strong, each.emphasis, deeper=deeper))
        end = self._run_properties(spot, size, strong=False, emphasis=False, deeper=deeper)
        end.tag = qn("a:endParaRPr")
        p.append(end)

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

    def _indent(self, properties: etree._Element, spot: Spot, paragraph: Block, size: float) -> bool:
        """Set the indent, and say whether the paragraph stands on the template's second level."""
        hang = emu(spot.area.indent * size) if level(paragraph) else 0
        properties.set("marL", str(hang))
        properties.set("indent", str(-hang))
        deeper = bool(level(paragraph)) and _on_second_level(spot)
        if deeper:
            properties.set("lvl", "1")
        return deeper

    def _space(self, properties: etree._Element, spot: Spot, size: float, *, first: bool) -> None:
        if not kept_line(spot.level):
            line = add(properties, "a:lnSpc")
            add(line, "a:spcPct", val="100000")
        before = 0.0 if first else spot.area.spacing * size
        for tag, points in (("a:spcBef", before), ("a:spcAft", 0.0)):
            add(add(properties, tag), "a:spcPts", val=str(round(points * 100)))

    def _run_properties(self, spot: Spot, size: float, strong: bool, emphasis: bool, *, deeper: bool) -> etree._Element:
        level = spot.level
        alone = level.bare or spot.place.holder is None
        properties = element("a:rPr", lang=self.guide.language)
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
            add(properties, "a:latin", typeface=level.typeface)
        return properties

    # --- footers ---

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
    return len(break_lines(measured_shape(text, Face(measured.family, level.bold)), width)) <= room


def _narrow(properties: etree._Element, trim: float, align: str) -> None:
    """Narrow a paragraph on its ragged side, or on both sides where it is centred.

    A margin of 0 is written too: LibreOffice carries the right margin of a paragraph over to the next.
    """
    left = {"ctr": trim / 2, "r": trim}.get(align, 0.0)
    if left:
        properties.set("marL", str(int(properties.get("marL", "0")) + emu(left)))
    properties.set("marR", str(emu(trim - left)))


def _bullet(properties: etree._Element, spot: Spot, paragraph: Block) -> None:
    if paragraph.marked:
        tab_after_marker(properties, int(properties.get("marL", "0")))
    elif not level(paragraph):
        add(properties, "a:buNone")
    elif not (_on_first_level(spot) or _on_second_level(spot)):
        add(properties, "a:buFont", typeface="Arial")
        add(properties, "a:buChar", char="–")


def _on_first_level(spot: Spot) -> bool:
    """The template's first level is a list: its bullet serves our points."""
    return spot.place.holder is not None and spot.level.bulleted and not spot.level.bare


def _on_second_level(spot: Spot) -> bool:
    holder = spot.place.holder
    return holder is not None and not _on_first_level(spot) and holder.levels[1].bulleted and not holder.levels[1].bare


def _keep_color_map(slide: etree._Element, layout: etree._Element) -> None:
    """A layout with colours of its own passes them on only to slides that say so too."""
    theirs = layout.find(qn("p:clrMapOvr"))
    if theirs is not None and theirs.find(qn("a:overrideClrMapping")) is not None:
        slide.replace(slide.find(qn("p:clrMapOvr")), deepcopy(theirs))
