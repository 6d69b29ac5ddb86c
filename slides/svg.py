"""Fitted slides to pictures: the second writer, which draws as SVG what ``slides.write`` puts into the deck.

``svg(Guide, FittedSlide, number) -> str``. Nothing is fitted here: sizes and margins are those of the deck, and lines
break and stand where LibreOffice sets them (a test holds both against each other). All lengths are in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from planned.slides import SlideKind, level
from slides.areas import Box, Layout
from slides.drawingml import SLIDE_NUMBER
from slides.fit import FittedSlide, Fitter, Measured, Setting, face_of
from slides.layouts import FOOTERS, HEIGHT, WIDTH, Footer, logo_on
from slides.package import footer_text, progress_bars
from source.inline import merged
from source.model import Guide
from source.theme import Colors
from typeset.coverage import stand_ins
from typeset.measure import Face, shape
from typeset.motif import calm_water

# Measured in LibreOffice 7.4's own rendering, in both families and in every size: single line spacing is 1.2 times the
# size, and the baseline stands one size below the top of its line.
_PITCH = 1.2
_BASELINE = 1.0
_BULLET = "–"
_MOTIF_STROKE = 2.25
# Where the text stands in its box, by the box's anchor: the part of the free height that lies above it.
_ABOVE: Mapping[str, float] = {"t": 0.0, "ctr": 0.5, "b": 1.0}
# The theme's names for colours, as layouts use them.
_COLORS: Mapping[str, str] = {"tx1": "ink", "bg1": "paper", "bg2": "tint", "accent1": "accent", "accent2": "muted"}


@dataclass(frozen=True)
class Piece:
    """A stretch of a line in one face: its characters, where it starts, and where the line stands."""

    text: str
    face: Face
    x: float
    baseline: float
    size: float
    color: str


def svg(guide: Guide, fitted: FittedSlide, number: int) -> str:
    """The picture of a slide: 960 by 540, its text as text in the open twins of the theme's fonts."""
    layout = fitted.layout
    drawn = (
        *_shapes(guide.theme.colors, layout),
        *_logo(guide, fitted.slide.kind),
        *_progress(guide.theme.colors, layout, fitted.slide.progress),
        *(_drawn(guide, piece) for piece in _pieces(guide, fitted, number)),
    )
    size = f'width="{WIDTH:g}" height="{HEIGHT:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} lang={quoteattr(guide.language)}>{"".join(drawn)}</svg>'


def _pieces(guide: Guide, fitted: FittedSlide, number: int) -> Iterator[Piece]:
    """All text of a slide, in reading order after footer and number; the dash of a list entry is a piece too."""
    fitter, layout = Fitter(guide.theme, guide.labels), fitted.layout
    for footer in FOOTERS:
        if words := str(number) if footer.type == SLIDE_NUMBER else footer_text(guide):
            yield _foot(guide, footer, words, layout.footer)
    for index, text in fitted.slide.placed:
        if text:
            area = layout.area(index)
            yield from _text(fitter.measured(text, area), fitter.family(area), fitted.setting(index))


def spoken(fitted: FittedSlide) -> tuple[str, ...]:
    """The words of a slide, a paragraph each, in reading order: what the picture says to those who cannot see it."""
    paragraphs = (paragraph for _, text in fitted.slide.placed for paragraph in text)
    return tuple(f"{paragraph.marked} {paragraph.text}".strip() for paragraph in paragraphs)


def _text(measured: Measured, family: str, setting: Setting) -> Iterator[Piece]:
    area, size, slices = measured.area, setting.size, measured.slices(setting)
    height = size * (_PITCH * sum(map(len, slices)) + area.spacing * (len(slices) - 1))
    top = area.box.y + _ABOVE[area.anchor] * (area.box.height - height)
    for paragraph, trim, shaped, spans in zip(measured.text, setting.trims, measured.shaped, slices, strict=True):
        # Where the area has no dashes, deeper levels stand flush.
        indent = area.indent * size if level(paragraph) and area.bullets else 0.0
        for span in spans:
            if indent and span is spans[0]:  # the dash of a list entry, or the marker that takes its place
                face = Face(family, area.bold or bool(paragraph.marked), area.italic)
                color = area.color if paragraph.marked else "accent1"
                mark = shape(paragraph.marked or _BULLET, face)
                yield Piece(mark.text, face, area.box.x, top + _BASELINE * size, size, color)
            free = area.box.width - indent - trim - shaped.width(*span) * size
            left = area.box.x + indent + (free if area.align == "r" else 0.0)
            at = 0
            for run in merged(paragraph.runs):  # as far as they lie in the line
                start, end = max(at, span[0]), min(at + len(run.text), span[1])
                at += len(run.text)
                if start < end:
                    face = face_of(run, Face(family, area.bold, area.italic))
                    x = left + shaped.width(span[0], start) * size
                    yield Piece(shaped.text[start:end], face, x, top + _BASELINE * size, size, area.color)
            top += _PITCH * size
        top += area.spacing * size


def _foot(guide: Guide, footer: Footer, words: str, color: str) -> Piece:
    face = Face(guide.theme.fonts.tips.open)
    shaped = shape(words, face)
    free = footer.box.width - shaped.width() * footer.size
    left = footer.box.x + (free if footer.align == "r" else 0.0)
    baseline = footer.box.y + (footer.box.height - _PITCH * footer.size) / 2 + _BASELINE * footer.size
    return Piece(words, face, left, baseline, footer.size, color)


# --- SVG ----------------------------------------------------------------------------------------------------------


def _shapes(colors: Colors, layout: Layout) -> Iterator[str]:
    yield _rectangle(Box(0, 0, WIDTH, HEIGHT), _color(colors, layout.background))
    yield from (_rectangle(rule, _color(colors, layout.ornament)) for rule in layout.rules)
    if layout.motif:
        yield _motif(layout.motif, _color(colors, layout.ornament))


def _logo(guide: Guide, kind: SlideKind) -> Iterator[str]:
    """The agency's logo on its plate."""
    placed = logo_on(guide, kind)
    if placed and guide.agency and guide.agency.logo:
        box = placed.picture
        yield _rectangle(placed.plate, placed.ground)
        yield (
            f'<image href="data:image/png;base64,{guide.agency.logo.small}" x="{box.x:.2f}" y="{box.y:.2f}" '
            f'width="{box.width:.2f}" height="{box.height:.2f}" image-rendering="crisp-edges"/>'
        )


def _progress(colors: Colors, layout: Layout, parts: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """A bar for each part of the session; the present one is filled."""
    box = layout.progress
    if not box or not parts:
        return
    for left, width, now in progress_bars(box, parts):
        fill = _color(colors, "bg1") if now else "none"
        yield (
            f'<rect x="{box.x + left:.2f}" y="{box.y:g}" width="{width:.2f}" height="{box.height:g}" fill="{fill}" '
            f'stroke="{_color(colors, "bg2")}" stroke-width="1"/>'
        )


def _color(colors: Colors, name: str) -> str:
    return str(getattr(colors, _COLORS[name]))


def _rectangle(box: Box, color: str) -> str:
    return f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" fill="{color}"/>'


def _motif(box: Box, color: str) -> str:
    paths = "".join(
        f'<path d="M{" ".join(f"{box.x + x:.2f},{box.y + y:.2f}" for x, y in line)}"/>'
        for line in calm_water(box.width, box.height)
    )
    return f'<g fill="none" stroke="{color}" stroke-width="{_MOTIF_STROKE}" stroke-linecap="round">{paths}</g>'


def _drawn(guide: Guide, piece: Piece) -> str:
    face = piece.face
    style = (' font-weight="bold"' if face.bold else "") + (' font-style="italic"' if face.italic else "")
    color = _color(guide.theme.colors, piece.color)
    families = quoteattr(", ".join(stand_ins(face.family)))
    return (
        f'<text xml:space="preserve" font-family={families} font-size="{piece.size:g}"{style}'
        f' fill="{color}" x="{piece.x:.2f}" y="{piece.baseline:.2f}">{escape(piece.text)}</text>'
    )
