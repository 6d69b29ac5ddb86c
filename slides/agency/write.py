"""Fitted slides onto an agency's own template: its placeholders, its type, our words.

What the template says stays unsaid on the slide, so that a change of its master reaches every slide. Written out is
only what differs (a size, a box), what the template would do to the words (bullets before a quotation, capitals), and
what a template without styles leaves open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from lxml import etree

from planned.blocks import Block
from planned.slides import SlideKind, Slot, Text, feet, level, placed_on
from slides import package
from slides.agency.look import Holder
from slides.agency.place import shrunk
from slides.agency.read import Template
from slides.agency.stage import Stage, TextArea, keeps_line
from slides.areas import Box
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
from source.inline import Runs, merged, text_of
from source.labels import filled
from source.model import Guide
from typeset.measure import Face, break_lines
from typeset.measure import shape as measured_shape
from typeset.substitutes import substitute


def write_onto(stage: Stage, guide: Guide, slides: Sequence[FittedSlide]) -> bytes:
    """The deck as a PPTX file on the template of the stage. Fitted by ``slides.agency.stage``."""
    writer = _Writer(stage, guide)
    theirs = (*_brought_along(stage.template), *writer.feet({fitted.slide.kind for fitted in slides}))
    parts = _completed(stage.template, guide, placed_on((fitted.slide for fitted in slides), guide), theirs)
    main = package.linked(parts, "", "officeDocument")[0]
    master = etree.fromstring(parts[package.linked(parts, main, "notesMaster")[0]])
    return package.assembled(
        parts,
        (
            SlidePart(
                writer.slide(fitted, number),
                notes_page(master, note_lines(guide, fitted.slide), guide.language),
                stage.matches[fitted.slide.kind].layout.part,
                fitted.slide.part,
            )
            for number, fitted in enumerate(slides, start=1)
        ),
    )


def _brought_along(template: Template) -> Iterator[str]:
    """The words on masters and layouts, a paragraph each, without what counts by itself: they show on every slide."""
    main = package.linked(template.parts, "", "officeDocument")[0]
    masters = package.linked(template.parts, main, "slideMaster")
    for part in (*masters, *(layout for at in masters for layout in package.linked(template.parts, at, "slideLayout"))):
        for paragraph in etree.fromstring(template.parts[part]).iter(qn("a:p")):
            words = (t for t in paragraph.iter(qn("a:t")) if t.getparent().tag != qn("a:fld"))
            yield "".join(each.text or "" for each in words)


def _completed(template: Template, guide: Guide, placed: Iterable[Runs], theirs: Iterable[str]) -> dict[str, bytes]:
    """The parts of the template with our properties, settings, and notes master, where it has none."""
    parts = dict(template.parts)
    ours = package.template_parts(guide, placed, theirs)
    main = package.linked(parts, "", "officeDocument")[0]
    for source, attached in (("", package.PROPERTIES), (main, package.SETTINGS)):
        for kind, name in attached.items():
            package.attach(parts, source, kind, name, ours[name])
    if not package.linked(parts, main, "notesMaster"):
        package.attach(parts, main, "notesMaster", package.NOTES_MASTER, ours[package.NOTES_MASTER])
        name = next(name for n in count(1) if (name := f"ppt/theme/theme{n}.xml") not in parts)
        package.attach(parts, package.NOTES_MASTER, "theme", name, ours[package.NOTES_THEME])
    root = etree.fromstring(parts[main])
    if root.find(qn("p:notesMasterIdLst")) is None:  # Keynote needs it
        r_id = next(r_id for r_id, (kind, _) in package.links(parts, main).items() if kind == "notesMaster")
        listed = element("p:notesMasterIdLst")
        add(listed, "p:notesMasterId").set(qn("r:id"), r_id)
        root.find(qn("p:sldMasterIdLst")).addnext(listed)
    return parts | {main: serialized(root)}


_RIM = 6.0
_RTL = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}


class _Writer:
    """Writes slides of the template with the words of one guide."""

    def __init__(self, stage: Stage, guide: Guide) -> None:
        self.guide = guide
        self.stage = stage
        self.rtl = guide.language.split("-")[0] in _RTL

    def slide(self, fitted: FittedSlide, number: int) -> bytes:
        """Title, texts, footer and number as shapes of their own."""
        planned = fitted.slide
        root, tree = slide()
        areas = {
            each.area.index: replace(each, area=fitted.layout.area(each.area.index))
            for each in self.stage.areas(planned)
        }
        for index, text in planned.placed:
            if text:
                self._add_shape(tree, areas[index], text, fitted.setting(index))
        for at in self.stage.footers(planned.kind):
            self._add_footer(tree, at, number)
        if turned := self.stage.matches[planned.kind].layout.color_map:
            # A layout with colours of its own passes them on only to slides that say so too.
            root.find(qn("p:clrMapOvr"))[:] = [etree.fromstring(turned)]
        return serialized(root)

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
        frame = position.frame if position.moved else None
        if at.ground and frame and position.holder is None:  # no word stands at the very edge of its ground
            frame = Box(frame.x - _RIM, frame.y - _RIM, frame.width + 2 * _RIM, frame.height + 2 * _RIM)
            insets = dict.fromkeys(insets, str(emu(_RIM)))
        sp = shape(tree, len(tree), name, holder, frame)
        _put_on(sp, at.ground)
        body = add(sp, "p:txBody")
        add(add(body, "a:bodyPr", wrap="square", **insets, numCol="1", **anchor), "a:normAutofit")
        add(body, "a:lstStyle")
        for number, (paragraph, trim) in enumerate(zip(text, setting.trims, strict=True)):
            self._add_line(body, at, paragraph, setting.size, trim, first=number == 0)

    def _add_line(
        self, body: etree._Element, at: TextArea, paragraph: Block, size: float, trim: float, *, first: bool
    ) -> None:
        p = add(body, "a:p")
        deeper = bool(level(paragraph)) and at.own_bullets[1]
        properties = add(p, "a:pPr", **self._margins(at, paragraph, size, trim), **({"lvl": "1"} if deeper else {}))
        if not keeps_line(at.level):
            add(add(properties, "a:lnSpc"), "a:spcPct", val="100000")
        before = 0.0 if first else at.area.spacing * size
        for tag, points in (("a:spcBef", before), ("a:spcAft", 0.0)):
            add(add(properties, tag), "a:spcPts", val=str(round(points * 100)))
        if at.position.index:
            _bullet(properties, at, paragraph)

        def style(*, strong: bool = False, emphasis: bool = False) -> etree._Element:
            return self._run_properties(at, size, strong, emphasis, deeper=deeper)

        if paragraph.marked:
            run(p, f"{paragraph.marked} \t", style(strong=True))
        for each in merged(paragraph.runs):
            run(p, each.text, style(strong=each.strong, emphasis=each.emphasis))
        end = style()
        end.tag = qn("a:endParaRPr")
        p.append(end)

    def _margins(self, at: TextArea, paragraph: Block, size: float, trim: float) -> dict[str, str]:
        """Direction, alignment, indent, and the margin that narrows a paragraph on its ragged side.

        A right margin of 0 is written too: LibreOffice carries that of a paragraph over to the next.
        """
        align, turned = at.level.align, at.level.rtl != self.rtl
        if turned:
            align = align if align == "ctr" else "r" if self.rtl else "l"
        hang = emu(at.area.indent * size) if level(paragraph) else 0
        left = {"ctr": trim / 2, "r": trim}.get(align, 0.0)  # a centred paragraph is narrowed on both sides
        found = {"marR": str(emu(trim - left))}
        if at.position.index or at.alone:
            found |= {"marL": str(hang + emu(left)), "indent": str(-hang)}
        elif left:
            found["marL"] = str(emu(left))
        if turned:
            found["rtl"] = str(int(self.rtl))
        return found | ({"algn": align} if turned or at.alone else {})

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

    def _add_footer(self, tree: etree._Element, at: TextArea, number: int) -> None:
        holder = at.position.holder
        assert holder is not None, "footers stand in placeholders"
        words = str(number) if holder.type == SLIDE_NUMBER else self._foot_text(holder)
        if not words:
            return
        style = self._run_properties(at, at.level.size, strong=False, emphasis=False, deeper=False)
        name = "Slide Number" if holder.type == SLIDE_NUMBER else "Footer"
        _put_on(footer(tree, len(tree), name, dict(holder.attributes), words, style), at.ground)

    def feet(self, kinds: Iterable[SlideKind]) -> Iterator[str]:
        """What stands at the foot of slides of some kinds."""
        for kind in kinds:
            for at in self.stage.footers(kind):
                if at.position.holder and at.position.holder.type != SLIDE_NUMBER:
                    yield self._foot_text(at.position.holder)

    def _foot_text(self, holder: Holder) -> str:
        """The template's own footer with our edition, or ours; the longest that its box holds, else only its own."""
        edition = text_of(filled(self.guide.labels.edition, edition=self.guide.edition))
        own = holder.own if not holder.own.startswith(self.guide.title) else ""  # a template made of our own deck
        texts = [f"{own} · {edition}"] if own else map(text_of, feet(self.guide))
        return next((text for text in texts if _holds(holder, text)), own)


def _put_on(sp: etree._Element, ground: bytes) -> None:
    """Give a shape a ground of its own, if there is one for it."""
    if ground:
        sp.find(qn("p:spPr")).append(etree.fromstring(ground))


def _holds(holder: Holder, text: str) -> bool:
    assert holder.frame is not None, "only footers with a frame are written"
    words, measured = holder.levels[0], substitute(holder.levels[0].font)
    inner = shrunk(holder.frame, holder.insets)
    width = inner.width * 0.97 / words.size / measured.stretch(bold=words.bold)
    room = max(1, int(inner.height / (words.size * measured.pitch)))
    return len(break_lines(measured_shape(text, Face(measured.family, words.bold)), width)) <= room


def _bullet(properties: etree._Element, at: TextArea, paragraph: Block) -> None:
    if paragraph.marked:
        tab_after_marker(properties, int(properties.get("marL", "0")))
    elif not level(paragraph):
        add(properties, "a:buNone")
    elif not any(at.own_bullets):
        add(properties, "a:buFont", typeface="Arial")
        add(properties, "a:buChar", char="–")
