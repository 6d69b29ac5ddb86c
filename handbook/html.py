"""Planned pages to HTML: the words of the source with our labels around them, and a style sheet made from the theme."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handbook.composer import MOTIF, Composer
from handbook.flow import LINE, TITLE, Panel
from handbook.formats import PageFormat
from handbook.plan import Page, PageKind, is_exact
from handbook.sheets.imposition import Imposition, MarkKind, Side
from source import inline
from source.editions import manifest
from source.furniture import placed
from source.model import Guide
from typeset.families import FAMILIES
from typeset.motif import calm_water

_HERE = Path(__file__).parent


def render(guide: Guide, pages: Sequence[Page], page: PageFormat, about: str = "", bleed: float = 0) -> str:
    """The whole document as HTML. Lengths in it are points; the only addresses in it are ``font:`` and ``data:``.

    ``about`` is what the cover and the metadata call the product; the artwork of the cover runs ``bleed`` points over
    the edges of the page.
    """
    return (
        templates()
        .get_template("pocket-guide.html")
        .render(
            guide=guide,
            pages=pages,
            page=page,
            contents=_contents(guide, pages),
            counted=is_exact(pages),
            composer=Composer(guide, page),
            families=FAMILIES.values(),
            manifest=manifest(guide, placed(guide, taught=False)),
            about=about or guide.labels.pocket_guide,
            bleed=bleed,
            motif=_motif(page, guide.theme.colors.accent, bleed),
            fill=str.format,
        )
    )


def render_flow(guide: Guide, panels: Sequence[Panel], page: PageFormat, about: str) -> str:
    """A product of a few panels as HTML."""
    from handbook.sheets.folding import folding_picture

    colors = guide.theme.colors
    return (
        templates()
        .get_template("flow.html")
        .render(
            guide=guide,
            panels=panels,
            page=page,
            composer=Composer(guide, page),
            families=FAMILIES.values(),
            about=about,
            manifest=manifest(guide, placed(guide, taught=False)),
            title=(TITLE, LINE),
            motif=_motif(page, colors.accent),
            folding=folding_picture(page.measure, colors.muted, colors.accent),
            fill=str.format,
        )
    )


def render_sheet(guide: Guide, sheet: Imposition, notes: Sequence[str] = ()) -> str:
    """What stands around the pages on each kind of sheet side: marks, and two notes on the first side alone.

    One page where there is one side; else three, for the first front, the backs, and the other fronts.
    """
    colors = guide.theme.colors
    kinds = sheet.sides[:1] if sheet.duplex is None else (*sheet.sides[:2], sheet.sides[0])
    drawn = [svg_address(*sheet.sheet, _marks(side, sheet.sheet[1], colors.muted)) for side in kinds]
    sides = list(zip_longest([notes], drawn, fillvalue=()))
    return (
        templates()
        .get_template("sheet.html")
        .render(guide=guide, size=sheet.sheet, sides=sides, families=FAMILIES.values())
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


def _contents(guide: Guide, pages: Sequence[Page]) -> list[tuple[str, str, int]]:
    """The entries of the contents: label, target id, page number."""
    entries: list[tuple[str, str, int]] = []
    number = 1 - pages[0].leaves
    for before, page in zip((pages[0], *pages), pages, strict=False):
        number += before.leaves
        match page.kind, page.section:
            case PageKind.INTRO, section if section:
                entries.append((section.intro.label, section.intro.id, number))
            case PageKind.TIPS, section if section and page.opens:
                entries.append((section.short, f"{section.id}.tips", number))
            case PageKind.QUESTION, section if section and section.question:
                entries.append((section.intro.label, section.intro.id, number))
            case PageKind.VOICES, section if section and page.opens:
                entries.append((section.short, f"{section.id}.voices", number))
            case PageKind.CONTACTS, _ if page.opens:
                entries.append((guide.labels.contacts, "contacts", number))
            case PageKind.ABOUT, _:
                entries.append((guide.labels.about, "about", number))
    return entries


@cache
def templates() -> Environment:
    """The templates and style sheets of print."""
    environment = Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE / "styles"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"inline": _inline, "glued": _glued}
    return environment


# Words that stay on one line: both sides of a slash, and a dash with the word before it. Only the line break is
# forbidden; the characters stay as they are (typeset.measure breaks the same way).
_GLUED = re.compile(r"(\S*\S/\S+(?: [\u2013\u2014])?|\S+ [\u2013\u2014])")


def _glued(text: str) -> Markup:
    """The text escaped, with spans around what a line break must not part."""
    pieces = _GLUED.split(text)
    return Markup("").join(
        Markup("<span class=whole>{}</span>").format(piece) if at % 2 else Markup.escape(piece)
        for at, piece in enumerate(pieces)
    )


def _inline(text: str) -> Markup:
    """Inline markup as HTML, everything else escaped."""
    pieces = []
    for run in inline.parse(text):
        piece = _glued(run.text)
        piece = Markup("<em>{}</em>").format(piece) if run.emphasis else piece
        pieces.append(Markup("<strong>{}</strong>").format(piece) if run.strong else piece)
    return Markup("").join(pieces)


@dataclass(frozen=True)
class Drawing:
    """A drawing as an SVG address for CSS, so that it is decoration and no figure."""

    address: str
    height: float
    beyond: float  # how far it reaches over the text on both sides


def _motif(page: PageFormat, color: str, bleed: float = 0) -> Drawing:
    """The ornament of the cover."""
    height = page.measure * MOTIF
    beyond = max(page.inner, page.outer) + bleed if bleed else 0.0
    width = page.measure + 2 * beyond
    paths = "".join(
        f'<path d="M{" ".join(f"{x:.2f},{y:.2f}" for x, y in line)}"/>' for line in calm_water(width, height)
    )
    return Drawing(
        svg_address(
            width,
            height,
            f'<g fill="none" stroke="{color}" stroke-width="1.3" stroke-linecap="round">{paths}</g>',
        ),
        height,
        beyond,
    )


def svg_address(width: float, height: float, content: str) -> str:
    """A drawing as an address for CSS."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">{content}</svg>'
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
