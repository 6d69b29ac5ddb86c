"""Planned pages to HTML: the one writer of print. It sets blocks as they were measured, and decides nothing.

Lines are set as they were broken, each with the space at its end; so no page is fuller than it was planned. The only
addresses in a document are ``font:`` and ``data:``.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from handbook.formats import RULING
from handbook.joining import ACROSS
from handbook.sheets.imposition import Imposition, MarkKind, Side
from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Document, Page
from planned.spacing import PageFormat
from source.inline import Run
from source.model import Guide
from typeset.coverage import stand_ins
from typeset.families import used
from typeset.motif import calm_water

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Element:
    """How a role is tagged: the element of the block, that of its words, and that of several in a row."""

    tag: str = "p"
    words: str = ""
    around: str = ""


_ELEMENTS: Mapping[Role, Element] = {
    Role.TITLE: Element("h1"),
    Role.HEADING: Element("h2"),
    Role.CHAPTER: Element("h2"),
    Role.LABEL: Element("h3"),
    Role.SUBHEAD: Element("h3"),
    Role.TIP: Element("li", around="ol"),
    Role.POINT: Element("li", around="ul"),
    Role.LISTED: Element("li", around="ul"),
    Role.ENTRY: Element("li", around="ul"),
    Role.VOICE: Element("blockquote", "p"),
    Role.CONTACT: Element("section", "h3"),
    Role.WRITE: Element("div", "p"),
    Role.TABLE: Element("table"),
    Role.ROW: Element("tr"),
    Role.CELL: Element("td"),
    Role.HEAD_CELL: Element("th"),
    Role.SLIDE: Element("section"),
    Role.GROUP: Element("div"),
    Role.NOTE: Element("div", "p"),
    Role.MINUTES: Element("div", "p"),
}
_OF_AGENCY = frozenset({Role.AGENCY, Role.LOGO})  # the style sheet is without them where there is none


def render(guide: Guide, document: Document, manifest: str, pages_of_a_part: int) -> tuple[str, ...]:
    """The document as HTML, in parts of so many pages. ``manifest`` is what the file says of itself."""
    setting = Setting(guide.theme.fonts, document.page, document.style)
    pages = document.pages
    writer = _Writer(setting, _drawings(guide, document), across=ACROSS if len(pages) > pages_of_a_part else "#")
    if not any(block.role is Role.TITLE for page in pages for each in page.all for block in each.walk()):
        writer.first_heading = "h1"
    around = templates().get_template("document.html")
    return tuple(
        around.render(
            guide=guide,
            document=document,
            page=document.page,
            forms={str(role): setting.form(role) for role in setting.roles if guide.agency or role not in _OF_AGENCY},
            logo=writer.drawings.get("logo"),
            types={str(role): setting.type(role) for role in setting.roles},
            lists={role.value for role, element in _ELEMENTS.items() if element.around},
            line=_css_string("".join(run.text for run in document.line)),
            families=used(guide.theme.fonts.tips.open, guide.theme.fonts.voices.open),
            stand_ins=stand_ins,
            manifest=manifest,
            ruling=RULING * document.page.scale,
            first=first,
            body="".join(map(writer.page, pages[first : first + pages_of_a_part])),
        )
        for first in range(0, len(pages), pages_of_a_part)
    )


def levels(parts: Iterable[str]) -> list[int]:
    """The levels of the headings that become bookmarks, in order."""
    return [int(level) for part in parts for level in re.findall("<h([1-3])[^>]* data-label=", part)]


@dataclass
class _Writer:
    """Sets the blocks of one document. An address is given once, to the first block that has it."""

    setting: Setting
    drawings: Mapping[str, Drawing]
    across: str = "#"  # begins the address of a link
    first_heading: str = "h2"
    logo_said: bool = False
    seen: set[str] = field(default_factory=set)

    def page(self, page: Page) -> str:
        """One page, at exactly its height."""
        foot = f'<div class="foot">{self.blocks(page.foot)}</div>' if page.foot else ""
        head = escape("".join(run.text for run in page.head))
        name = f" {page.name}" if page.name else ""
        return f'<section class="page{name}" data-head="{head}">{self.blocks(page.blocks)}{foot}</section>\n'

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Blocks one after the other; entries of a list in their list."""
        written = []
        for role, group in groupby(blocks, key=lambda block: block.role):
            some = list(group)
            if around := _ELEMENTS.get(role, Element()).around:
                written.append(
                    f"<{around}{self._list_attributes(role, some)}>{''.join(map(self.block, some))}</{around}>"
                )
            else:
                written += map(self.block, some)
        return "".join(written)

    def _list_attributes(self, role: Role, some: Sequence[Block]) -> str:
        first = some[0]
        number = "".join(run.text for run in first.marker).rstrip(".") if role is Role.TIP else ""
        counted = f"counter-reset: list-item {int(number) - 1}; " if number else ""
        return f' class="list-{role}" style="{counted}margin-top: {first.above:.2f}pt"'

    def block(self, block: Block) -> str:
        """One block with everything in it."""
        if block.role is Role.PICTURE:
            return self._picture(block)
        if block.role is Role.LOGO:
            return self._logo(block)
        element = _ELEMENTS.get(block.role, Element())
        tag = element.tag
        if block.role is Role.HEADING:
            tag, self.first_heading = self.first_heading, "h2"
        if block.role is Role.ROW and all(part.role not in (Role.CELL, Role.HEAD_CELL) for part in block.parts):
            return self._beside(block)
        words = self._words(block)
        words = f"<{element.words}>{words}</{element.words}>" if element.words and words else words
        drawn = '<div class="circle"></div>' if block.picture == "circle" else ""
        inside = f"{self._ruled(block)}{words}{drawn}{self._parts(block)}"
        return f"<{tag}{self._attributes(block)}>{inside}</{tag}>"

    def _ruled(self, block: Block) -> str:
        """Lines to write on: beside the words, or under a slide that has its picture over them."""
        if not block.ruled:
            return ""
        page = self.setting.page
        under = block.role is Role.SLIDE and not page.wide
        top = f' style="top: {block.height - block.ruled * RULING * page.scale:.2f}pt"' if under else ""
        return f'<div class="ruled"{top}>{"<div class=line></div>" * block.ruled}</div>'

    def _parts(self, block: Block) -> str:
        if block.role is not Role.TABLE:
            return self.blocks(block.parts)
        widths = "".join(f'<col style="width: {width:.2f}pt">' for width in block.columns)
        head, *rows = block.parts
        return f"{widths}<thead>{self.block(head)}</thead><tbody>{self.blocks(rows)}</tbody>"

    def _beside(self, row: Block) -> str:
        """Blocks beside each other that make no table. No width is rounded up, or the last would stand below them."""
        columns = "".join(
            f'<div class="beside" style="width: {width - 0.005:.2f}pt">{self.block(part)}</div>'
            for part, width in zip(row.parts, row.columns, strict=True)
        )
        return f'<div style="{_place(row)}; height: {row.height:.2f}pt">{columns}</div>'

    def _attributes(self, block: Block) -> str:
        name = block.anchor or (block.item if block.role not in (Role.REACH, Role.CALL) else "")
        address = f' id="{name}"' if name and name not in self.seen else ""
        self.seen.add(name)
        in_list = bool(_ELEMENTS.get(block.role, Element()).around)
        style = _place(block, height=block.role in _HIGH)
        if in_list and block.role is Role.TIP and not block.marker:
            style += "; list-style: none"
        label = f' data-label="{escape(block.text)}"' if block.role in _BOOKMARKED else ""
        return f'{address} class="{block.role}"{label} style="{style}"'

    def _words(self, block: Block) -> str:
        text = "\n".join("".join(map(self._run, line)) for line in block.lines)
        if block.role is Role.ENTRY:
            number = "".join(run.text for run in block.marker)
            label = escape(block.text)
            return (
                f'<a href="{self.across}{block.link}" title="{label}">{text} </a><span class="number">{number}</span>'
            )
        if block.columns and block.marker:
            wide = f"width: {block.columns[0]:.2f}pt; margin-left: {-block.columns[0]:.2f}pt"
            return f'<span class="how" style="{wide}">{escape(block.marked)} </span>{text}'
        return text

    def _run(self, run: Run) -> str:
        text = str(escape(run.text))
        if run.emphasis and not self.setting.page.upright:
            text = f"<em>{text}</em>"
        return f"<strong>{text}</strong>" if run.strong else text

    def _picture(self, block: Block) -> str:
        if drawing := self.drawings.get(block.picture):
            style = f"{_place(block)}; height: {drawing.height:.2f}pt; margin-left: {-drawing.beyond:.2f}pt"
            style += f"; margin-right: {-drawing.beyond:.2f}pt; background-image: url({drawing.address})"
            return f'<div class="picture" style="{style}"></div>'
        said = escape("\n".join(_spoken(block.parts)))
        return f'<img src="{address(block.picture)}" alt="{said}"><div class="frame"></div>'

    def _logo(self, block: Block) -> str:
        """The logo on its ground. Once it is a figure that says something; where it is repeated, it is decoration."""
        width, rim = block.columns
        outer = f"{_place(block)}; width: {width:.2f}pt; height: {block.height:.2f}pt; padding: {rim:.2f}pt"
        inner = f"width: {width - 2 * rim:.2f}pt; height: {block.height - 2 * rim:.2f}pt"
        again, self.logo_said = self.logo_said, True
        if again:
            return f'<div class="logo" style="{outer}"><div class="again" style="{inner}"></div></div>'
        source = self.drawings["logo"].address
        return (
            f'<div class="logo" style="{outer}"><img src="{source}" alt="{escape(block.text)}" style="{inner}"></div>'
        )


_HIGH = frozenset({Role.WRITE, Role.ROW, Role.SLIDE, Role.TIP, Role.VOICE})
_BOOKMARKED = frozenset({Role.TITLE, Role.HEADING, Role.CHAPTER, Role.LABEL, Role.SUBHEAD})


def _place(block: Block, *, height: bool = False) -> str:
    """Where a block stands. An entry of a list takes the space above it from the list, if it is the first."""
    style = f"margin-top: {block.above:.2f}pt"
    if inset := block.inset + (block.columns[0] if block.marker and block.columns else 0.0):
        style += f"; padding-left: {inset:.2f}pt"
    least = "height" if block.role is Role.ROW else "min-height"  # a row of a table knows no least height
    return f"{style}; {least}: {block.height:.2f}pt" if height else style


def _spoken(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of blocks, a paragraph each."""
    for block in blocks:
        marker = "".join(run.text for run in block.marker)
        if text := f"{marker} {block.text}".strip():
            yield text
        yield from _spoken(block.parts)


# --- sheets -------------------------------------------------------------------------------------------------------


def render_sheet(guide: Guide, sheet: Imposition, notes: Sequence[str] = ()) -> str:
    """The marks around the pages, on fronts and on backs; and the notes on a sheet of their own."""
    colors = guide.theme.colors
    kinds = [*sheet.sides[: 2 if sheet.duplex else 1], *([Side(())] if notes else [])]
    drawn = [svg_address(*sheet.sheet, _marks(side, sheet.sheet[1], colors.muted)) for side in kinds]
    sides = [(() if side.placements else notes, marks) for side, marks in zip(kinds, drawn, strict=True)]
    return (
        templates()
        .get_template("sheet.html")
        .render(guide=guide, size=sheet.sheet, sides=sides, families=used(guide.theme.fonts.tips.open))
    )


_STROKES: Mapping[MarkKind, str] = {
    MarkKind.FOLD: 'stroke-width="0.5" stroke-dasharray="2 2"',
    MarkKind.CUT: 'stroke-width="0.75"',
}


def _marks(side: Side, height: float, color: str) -> str:
    lines = "".join(
        f'<path d="M{mark.start[0]:.2f},{height - mark.start[1]:.2f} {mark.end[0]:.2f},{height - mark.end[1]:.2f}" '
        f"{_STROKES[mark.kind]}/>"
        for mark in side.marks
    )
    return f'<g fill="none" stroke="{color}">{lines}</g>'


@cache
def templates() -> Environment:
    """The templates and the style sheet of print."""
    return Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE / "styles"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


# --- drawings -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawing:
    """A drawing as an SVG address for CSS, so that it is decoration and no figure."""

    address: str
    height: float
    beyond: float = 0.0  # how far it reaches over the text on both sides


def _drawings(guide: Guide, document: Document) -> Mapping[str, Drawing]:
    """The drawings that blocks name."""
    colors, page = guide.theme.colors, document.page
    heights = {
        block.picture: block.height for part in document.pages for block in part.all if block.role is Role.PICTURE
    }
    drawings = {}
    if "motif" in heights:
        drawings["motif"] = _motif(page, colors.accent, heights["motif"], document.bleed)
    if "folding" in heights:
        drawn = templates().get_template("folding.svg").render(colors=colors)
        drawings["folding"] = Drawing(address(drawn), heights["folding"])
    if guide.agency and guide.agency.logo:
        drawings["logo"] = Drawing(f"data:image/png;base64,{guide.agency.logo.picture}", 0.0)
    return drawings


def _motif(page: PageFormat, color: str, height: float, bleed: float) -> Drawing:
    """The ornament of the cover."""
    beyond = max(page.inner, page.outer) + bleed if bleed else 0.0
    width = page.measure + 2 * beyond
    paths = "".join(
        f'<path d="M{" ".join(f"{x:.2f},{y:.2f}" for x, y in line)}"/>' for line in calm_water(width, height)
    )
    drawn = f'<g fill="none" stroke="{color}" stroke-width="1.3" stroke-linecap="round">{paths}</g>'
    return Drawing(svg_address(width, height, drawn), height, beyond)


def svg_address(width: float, height: float, content: str) -> str:
    """A drawing as an address for CSS."""
    return address(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">{content}</svg>')


def address(picture: str) -> str:
    """An SVG picture as an address that carries it."""
    return "data:image/svg+xml;base64," + b64encode(picture.encode()).decode()


def _css_string(text: str) -> str:
    """The text as it stands between quotation marks in a style sheet."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
