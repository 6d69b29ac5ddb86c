"""Fitted slides to PPTX: real placeholders, notes, sections, footers, language; the same bytes for the same slides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from planned.blocks import Block, Role, items_of
from planned.slides import Slide, Slot, level, placed_on
from slides import drawingml as xml
from slides import package
from slides.areas import Appears, Area
from slides.fit import FittedSlide, Setting
from slides.layouts import FOOTERS, layouts_for
from slides.package import SlidePart
from source.inline import merged
from source.model import Guide


def write(guide: Guide, slides: Sequence[FittedSlide]) -> bytes:
    """The deck as a PPTX file."""
    parts = package.template_parts(guide, placed_on((fitted.slide for fitted in slides), guide))
    master = etree.fromstring(parts[package.NOTES_MASTER])
    foot = package.footer_text(guide)
    return package.assembled(
        parts,
        (
            SlidePart(
                _slide(guide, fitted, number, foot),
                xml.notes_page(master, note_lines(guide, fitted.slide), guide.language),
                package.layout_name(fitted.slide.kind),
                fitted.slide.part,
            )
            for number, fitted in enumerate(slides, start=1)
        ),
    )


def _slide(guide: Guide, fitted: FittedSlide, number: int, foot: str) -> bytes:
    planned, layout, usual = fitted.slide, fitted.layout, layouts_for(guide)[fitted.slide.kind]
    root, tree = xml.slide()
    placed = dict(planned.placed)
    shown = list[tuple[int, Area, int]]()
    for at, area in enumerate(layout.areas, start=2):
        if text := placed.get(area.index):  # an empty placeholder would ask the room to click and add text
            # The id in the name outlives deleted notes, and helps to find an item that was translated.
            items = items_of(text) if area.index <= Slot.MAIN else ()
            name = " ".join((area.name, *items[:1]))
            shown.append((at, area, len(text)))
            moved = area.box if area.box != usual.area(area.index).box else None
            sp = xml.shape(tree, at, name, package.placeholder(planned.kind, area), moved)
            if area.index == Slot.NUMBER:
                xml.mark_decorative(sp)
            holder = xml.body(sp)
            setting = fitted.setting(area.index)
            for paragraph, trim in zip(text, setting.trims, strict=True):
                _add_paragraph(holder, paragraph, area, Setting(setting.size, (trim,)), guide.language)
    if layout.progress and planned.progress:
        said = " ".join(paragraph.text for _, text in planned.texts for paragraph in text)
        tree.append(package.progress(layout.progress, planned.progress, said))
    for at, each in enumerate(FOOTERS, start=90):
        attributes = {"type": each.type, "sz": "quarter", "idx": str(each.index)}
        if words := str(number) if each.type == xml.SLIDE_NUMBER else foot:
            xml.footer(tree, at, each.name, attributes, words, {"lang": guide.language})
    if clicks := _clicks(shown):
        root.append(package.timing(clicks))
    return xml.serialized(root)


def _clicks(shown: Iterable[tuple[int, Area, int]]) -> list[list[package.Effect]]:
    """What appears on each click, of shapes by their ids, areas, and numbers of paragraphs."""
    clicks = list[list[package.Effect]]()
    for at, area, paragraphs in shown:
        if area.appears is Appears.BY_PARAGRAPH:
            clicks += ([(at, paragraph)] for paragraph in range(paragraphs))
        elif area.appears is Appears.ON_CLICK:
            clicks.append([(at, None)])
        elif area.appears is Appears.WITH_LAST and clicks:
            clicks[-1].append((at, None))
    return clicks


def _add_paragraph(holder: etree._Element, paragraph: Block, area: Area, setting: Setting, language: str) -> None:
    """A paragraph in a placeholder of ours; ``setting`` is for it alone. What the layout says stays unsaid."""
    first, size, hang = holder.find(xml.qn("a:p")) is None, setting.size, xml.emu(area.indent * setting.size)
    p = xml.add(holder, "a:p")
    properties = xml.add(p, "a:pPr")
    if level(paragraph):
        properties.set("lvl", str(level(paragraph)))
    # Even 0 is written: LibreOffice takes over that of the paragraph before.
    properties.set("marR", str(xml.emu(setting.trims[0])))
    changed = size != area.sizes[0]
    if changed and level(paragraph) and area.bullets:
        properties.set("marL", str(hang))
        properties.set("indent", str(-hang))
    if first and area.spacing:  # LibreOffice adds the space even above the first paragraph
        xml.add(xml.add(properties, "a:spcBef"), "a:spcPts", val="0")
    style = {"lang": language} | ({"sz": str(round(size * 100))} if changed else {})
    if paragraph.role is Role.VOICE:  # the titles of another design may stand in capitals
        style["cap"] = "none"
    if paragraph.marked:
        xml.tab_after_marker(properties, hang)
        xml.run(p, f"{paragraph.marked} \t", style | {"b": "1"})
    for each in merged(paragraph.runs):
        xml.run(p, each.text, style | ({"b": "1"} if each.strong else {"i": "1"} if each.emphasis else {}))
    xml.add(p, "a:endParaRPr", **style)


def note_lines(guide: Guide, slide: Slide) -> Iterator[str]:
    """What trainers say on a slide, and the ids of its items, a paragraph each."""
    for note in slide.notes.blocks(guide.labels):
        yield f"{note.marked} {note.text}".strip()
    yield f"{guide.labels.note_items} {', '.join(slide.items) or guide.labels.no_items}"
