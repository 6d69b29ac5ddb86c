"""Fitted slides onto an agency's own template: its placeholders, its type, our words.

What the template says stays unsaid on the slide, so that a change of its master reaches every slide. Written out is
only what differs (a size, a box), what the template would do to the words (bullets before a quotation, capitals), and
what a template without styles leaves open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.parts.coreprops import CorePropertiesPart
from pptx.parts.slide import NotesMasterPart

from planned.blocks import Block
from planned.slides import SlideKind, Slot, Text, level, placed_on
from slides import package
from slides.agency.inherit import Holder
from slides.agency.stage import Stage, TextArea, fit_onto, keeps_line, open_stage
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
from slides.plan import plan
from slides.write import note_lines
from source.inline import Runs, merged
from source.model import Guide
from typeset.measure import Face, break_lines
from typeset.measure import shape as measured_shape
from typeset.substitutes import substitute


def write_onto(stage: Stage, guide: Guide, slides: Sequence[FittedSlide]) -> bytes:
    """The deck as a PPTX file on the template of the stage. Fitted by ``slides.agency.stage``."""
    presentation = Presentation(BytesIO(stage.template.base))
    _add_properties(presentation, guide, placed_on((fitted.slide for fitted in slides), guide))
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


def make_deck(guide: Guide, template: Path, template_map: Path | None, warn: Callable[[str], None]) -> bytes:
    """The training deck on an agency's template; ``warn`` is told what a person should know of it.

    Raises:
        LayoutError: a voice, or a single sentence, does not fit any more.
    """
    stage = open_stage(template, guide.labels, template_map)
    for warning in stage.warnings:
        warn(warning)
    return write_onto(stage, guide, fit_onto(stage, plan(guide), guide.theme, guide.labels))


def _add_properties(presentation: Any, guide: Guide, placed: Iterable[Runs]) -> None:
    whole = presentation.part.package
    core, custom = package.property_parts(guide, placed)
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
    for listed in root.findall(qn("p:notesMasterIdLst")):
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
        areas = {each.area.index: each for each in self.stage.areas(planned)}
        for index, text in planned.placed:
            if text:
                self._add_shape(tree, areas[index], text, fitted.setting(index))
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

    def _add_shape(self, tree: etree._Element, at: TextArea, text: Text, setting: Setting) -> None:
        position, area = at.position, at.area
        holder: dict[str, str] | None
        if position.holder:
            holder = dict(position.holder.attributes)
            anchor = {"anchor": "ctr"} if area.anchor == "ctr" and position.index else {}
            insets = {} if position.holder.upright else {"vert": "horz"}
        else:
            holder = {"type": "title"} if position.index == Slot.TITLE else None
            anchor = {"anchor": "t" if area.anchor == "ctr" else area.anchor}
            insets = dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), "0")
        name = area.name if holder is not None else f"{area.name} (text box)"
        sp = shape(tree, len(tree), name, holder, position.frame if position.moved else None)
        body = add(sp, "p:txBody")
        add(add(body, "a:bodyPr", wrap="square", **insets, numCol="1", **anchor), "a:normAutofit")
        add(body, "a:lstStyle")
        for number, (paragraph, trim) in enumerate(zip(text, setting.trims, strict=True)):
            self._add_line(body, at, paragraph, setting.size, trim, first=number == 0)

    def _add_line(
        self, body: etree._Element, at: TextArea, paragraph: Block, size: float, trim: float, *, first: bool
    ) -> None:
        p = add(body, "a:p")
        properties = add(p, "a:pPr")
        align = self._direct(properties, at)
        deeper = bool(at.position.index or at.alone) and _indent(properties, at, paragraph, size)
        _narrow(properties, trim, align)
        _space(properties, at, size, first=first)
        if at.position.index:
            _bullet(properties, at, paragraph)
        if paragraph.marked:
            marked = self._run_properties(at, size, strong=True, emphasis=False, deeper=deeper)
            run(p, f"{paragraph.marked} \t", marked)
        for each in merged(paragraph.runs):
            run(p, each.text, self._run_properties(at, size, each.strong, each.emphasis, deeper=deeper))
        end = self._run_properties(at, size, strong=False, emphasis=False, deeper=deeper)
        end.tag = qn("a:endParaRPr")
        p.append(end)

    def _direct(self, properties: etree._Element, at: TextArea) -> str:
        """Give the paragraph the direction of our language; where that turns it round, its alignment turns too."""
        align = at.level.align
        if at.level.rtl != self.rtl:
            align = align if align == "ctr" else "r" if self.rtl else "l"
            properties.set("algn", align)
            properties.set("rtl", str(int(self.rtl)))
        elif at.alone:
            properties.set("algn", align)
        return align

    def _run_properties(
        self, at: TextArea, size: float, strong: bool, emphasis: bool, *, deeper: bool
    ) -> etree._Element:
        properties = element("a:rPr", lang=self.guide.language)
        if at.alone or deeper or size != at.level.size:
            properties.set("sz", str(round(size * 100)))
        if strong or (at.alone and at.level.bold):
            properties.set("b", "1")
        if emphasis or (at.alone and at.level.italic):
            properties.set("i", "1")
        if at.level.capitals and at.position.index:
            properties.set("cap", "none")
        if at.level.paint and (at.alone or at.recolored):
            properties.append(etree.fromstring(at.level.paint))
        if at.alone:
            add(properties, "a:latin", typeface=at.level.typeface)
        return properties

    # --- footers ---

    def _foot_text(self, holder: Holder) -> str:
        """The template's own footer with our edition, or ours; the longest that its box holds."""
        edition = self.guide.labels.edition.format(edition=self.guide.edition)
        own = holder.own if not holder.own.startswith(self.guide.title) else ""  # a template made of our own deck
        texts = [f"{own} · {edition}", own] if own else [package.footer_text(self.guide), edition]
        return next((text for text in texts if _holds(holder, text)), texts[-1])


def _holds(holder: Holder, text: str) -> bool:
    words, inner = holder.levels[0], holder.inner
    if inner is None:
        return False
    measured = substitute(words.font)
    width = inner.width * 0.97 / words.size / measured.stretch(bold=words.bold)
    room = max(1, int(inner.height / (words.size * measured.pitch)))
    return len(break_lines(measured_shape(text, Face(measured.family, words.bold)), width)) <= room


def _indent(properties: etree._Element, at: TextArea, paragraph: Block, size: float) -> bool:
    """Set the indent, and say whether the paragraph stands on the template's second level."""
    hang = emu(at.area.indent * size) if level(paragraph) else 0
    properties.set("marL", str(hang))
    properties.set("indent", str(-hang))
    deeper = bool(level(paragraph)) and at.own_bullets[1]
    if deeper:
        properties.set("lvl", "1")
    return deeper


def _space(properties: etree._Element, at: TextArea, size: float, *, first: bool) -> None:
    if not keeps_line(at.level):
        line = add(properties, "a:lnSpc")
        add(line, "a:spcPct", val="100000")
    before = 0.0 if first else at.area.spacing * size
    for tag, points in (("a:spcBef", before), ("a:spcAft", 0.0)):
        add(add(properties, tag), "a:spcPts", val=str(round(points * 100)))


def _narrow(properties: etree._Element, trim: float, align: str) -> None:
    """Narrow a paragraph on its ragged side, or on both sides where it is centred.

    A margin of 0 is written too: LibreOffice carries the right margin of a paragraph over to the next.
    """
    left = {"ctr": trim / 2, "r": trim}.get(align, 0.0)
    if left:
        properties.set("marL", str(int(properties.get("marL", "0")) + emu(left)))
    properties.set("marR", str(emu(trim - left)))


def _bullet(properties: etree._Element, at: TextArea, paragraph: Block) -> None:
    if paragraph.marked:
        tab_after_marker(properties, int(properties.get("marL", "0")))
    elif not level(paragraph):
        add(properties, "a:buNone")
    elif not any(at.own_bullets):
        add(properties, "a:buFont", typeface="Arial")
        add(properties, "a:buChar", char="–")


def _keep_color_map(slide: etree._Element, layout: etree._Element) -> None:
    """A layout with colours of its own passes them on only to slides that say so too."""
    theirs = layout.find(qn("p:clrMapOvr"))
    if theirs is not None and theirs.find(qn("a:overrideClrMapping")) is not None:
        slide.replace(slide.find(qn("p:clrMapOvr")), deepcopy(theirs))
