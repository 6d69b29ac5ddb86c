"""Planned pages to HTML: the words of the source with our labels around them, and a style sheet made from the theme."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handbook import composer
from handbook.composer import Composer
from handbook.formats import PageFormat
from handbook.plan import Page, PageKind
from source import inline
from source.editions import manifest
from source.model import Guide
from typeset.families import FAMILIES
from typeset.motif import calm_water

_HERE = Path(__file__).parent


def render(guide: Guide, pages: Sequence[Page], page: PageFormat) -> str:
    """The whole document as HTML. Lengths in it are points; the only addresses in it are ``font:`` and ``data:``."""
    return (
        _templates()
        .get_template("pocket-guide.html")
        .render(
            guide=guide,
            pages=pages,
            page=page,
            contents=_contents(guide, pages),
            sizes=composer,
            composer=Composer(guide, page),
            families=FAMILIES.values(),
            manifest=manifest(guide),
            motif=_motif(page.measure, guide.theme.colors.accent),
            fill=str.format,
        )
    )


def _contents(guide: Guide, pages: Sequence[Page]) -> list[tuple[str, str, int]]:
    """The entries of the contents: label, target id, page number."""
    entries: list[tuple[str, str, int]] = []
    for number, page in enumerate(pages, start=1):
        match page.kind, page.section:
            case PageKind.INTRO, section if section:
                entries.append((section.intro.label, section.intro.id, number))
            case PageKind.TIPS, section if section and page.opens:
                entries.append((section.short, f"{section.id}.tips", number))
            case PageKind.QUESTION, section if section and section.question:
                entries.append((guide.labels.question, section.question.id, number))
            case PageKind.VOICES, section if section and page.opens:
                entries.append((section.short, f"{section.id}.voices", number))
            case PageKind.CONTACTS, _ if page.opens:
                entries.append((guide.labels.contacts, "contacts", number))
            case PageKind.ABOUT, _:
                entries.append((guide.labels.about, "about", number))
    return entries


@cache
def _templates() -> Environment:
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


def _motif(width: float, color: str) -> str:
    """The ornament of the cover as an SVG address for CSS, so that it is decoration and no figure."""
    height = width * 0.36
    paths = "".join(
        f'<path d="M{" ".join(f"{x:.2f},{y:.2f}" for x, y in line)}"/>' for line in calm_water(width, height)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f'<g fill="none" stroke="{color}" stroke-width="1.3" stroke-linecap="round">{paths}</g></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
