"""Fitted slides to PPTX: real placeholders, notes, sections, footers, language; the same bytes for the same slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from slides import package
from slides.drawingml import (
    SLIDE_NUMBER,
    add,
    body,
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
from slides.layouts import FOOTERS, LAYOUTS, Area
from slides.package import SlidePart
from slides.plan import Notes, Paragraph
from source.model import Guide


def write(guide: Guide, slides: Sequence[FittedSlide]) -> bytes:
    """The deck as a PPTX file."""
    parts = package.template_parts(guide)
    master = etree.fromstring(parts[package.NOTES_MASTER])
    foot = package.footer_text(guide)
    return package.assembled(
        parts,
        (
            SlidePart(
                _slide(guide, fitted, number, foot),
                notes_page(master, note_lines(guide, fitted.slide.notes, fitted.slide.items), guide.language),
                package.layout_name(fitted.slide.kind),
                fitted.slide.part,
            )
            for number, fitted in enumerate(slides, start=1)
        ),
    )


def _slide(guide: Guide, fitted: FittedSlide, number: int, foot: str) -> bytes:
    planned, layout = fitted.slide, LAYOUTS[fitted.slide.kind]
    root, tree = slide()
    placed = dict(planned.placed)
    for at, area in enumerate(layout.areas, start=2):
        if text := placed.get(area.index):  # an empty placeholder would ask the room to click and add text
            # The id in the name outlives deleted notes, and helps to find an item that was translated.
            name = f"{area.name} {planned.items[0]}" if area.index == 1 and planned.items else area.name
            holder = body(shape(tree, at, name, package.placeholder(planned.kind, area)))
            setting = fitted.setting(area.index)
            for paragraph, trim in zip(text, setting.trims, strict=True):
                _add_paragraph(holder, paragraph, area, Setting(setting.size, (trim,)), guide.language)
    if layout.progress and planned.progress:
        said = " ".join(paragraph.text for _, text in planned.texts for paragraph in text)
        tree.append(package.progress(layout.progress, planned.progress, said))
    for at, each in enumerate(FOOTERS, start=90):
        attributes = {"type": each.type, "sz": "quarter", "idx": str(each.index)}
        words = str(number) if each.type == SLIDE_NUMBER else foot
        footer(tree, at, each.name, attributes, words, guide.language)
    return serialized(root)


def _add_paragraph(holder: etree._Element, paragraph: Paragraph, area: Area, setting: Setting, language: str) -> None:
    """A paragraph in a placeholder of ours; ``setting`` is for it alone. What the layout says stays unsaid."""
    first, size, hang = holder.find(qn("a:p")) is None, setting.size, emu(area.indent * setting.size)
    p = add(holder, "a:p")
    properties = add(p, "a:pPr")
    if paragraph.level:
        properties.set("lvl", str(paragraph.level))
    properties.set("marR", str(emu(setting.trims[0])))  # even 0: LibreOffice takes over that of the paragraph before
    changed = size != area.sizes[0]
    if changed and paragraph.level and area.bullets:
        properties.set("marL", str(hang))
        properties.set("indent", str(-hang))
    if first and area.spacing:  # LibreOffice adds the space even above the first paragraph
        add(add(properties, "a:spcBef"), "a:spcPts", val="0")
    style = {"lang": language} | ({"sz": str(round(size * 100))} if changed else {})
    if paragraph.label:
        tab_after_marker(properties, hang)
        run(p, f"{paragraph.label} \t", style | {"b": "1"})
    for each in paragraph.runs:
        run(p, each.text, style | ({"b": "1"} if each.strong else {"i": "1"} if each.emphasis else {}))
    add(p, "a:endParaRPr", **style)


def note_lines(guide: Guide, notes: Notes, items: Sequence[str]) -> Iterator[str]:
    """What trainers say on a slide, and the ids of its items, a paragraph each."""
    labels = guide.labels
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
