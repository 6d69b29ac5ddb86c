"""Fitted slides to pictures: the second writer, which draws as SVG what ``slides.write`` puts into the deck.

``svg(Guide, FittedSlide, number) -> str``. Nothing is fitted here: sizes and margins are those of the deck, and lines
break and stand where LibreOffice sets them (a test holds both against each other). All lengths are in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from planned.blocks import Block
from planned.slides import Text, level
from slides.fit import FittedSlide, Fitter, Setting
from slides.layouts import FOOTERS, HEIGHT, LAYOUTS, WIDTH, Area, Box, Footer, Layout
from slides.package import footer_text, progress_bars
from source.inline import merged
from source.model import Guide
from source.theme import Colors
from typeset.measure import Face, Shaped, line_slices, shape
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
    """A stretch of a line in one face: its characters, and where each of them starts."""

    text: str
    face: Face
    xs: tuple[float, ...]
    color: str


@dataclass(frozen=True)
class DrawnLine:
    """A line of text in its place."""

    pieces: tuple[Piece, ...]
    baseline: float
    size: float

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def x(self) -> float:
        """Where it starts."""
        return self.pieces[0].xs[0]


def svg(guide: Guide, fitted: FittedSlide, number: int) -> str:
    """The picture of a slide: 960 by 540, its text as text in the open twins of the theme's fonts."""
    layout = LAYOUTS[fitted.slide.kind]
    drawn = (
        *_shapes(guide.theme.colors, layout),
        *_progress(guide.theme.colors, layout, fitted.slide.progress),
        *(_drawn(guide, piece, line) for line in lines(guide, fitted, number) for piece in line.pieces),
    )
    size = f'width="{WIDTH:g}" height="{HEIGHT:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} lang={quoteattr(guide.language)}>{"".join(drawn)}</svg>'


def lines(guide: Guide, fitted: FittedSlide, number: int) -> tuple[DrawnLine, ...]:
    """Every line of text on a slide, in reading order after footer and number; the dash of a list entry is one too."""
    return tuple(_Setter(guide).lines(fitted, number))


def spoken(fitted: FittedSlide) -> tuple[str, ...]:
    """The words of a slide, a paragraph each, in reading order: what the picture says to those who cannot see it."""
    paragraphs = (paragraph for _, text in fitted.slide.placed for paragraph in text)
    return tuple(f"{paragraph.marked} {paragraph.text}".strip() for paragraph in paragraphs)


class _Setter:
    """Sets the texts of slides in the boxes of their layouts."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.fitter = Fitter(guide.theme, guide.labels)

    def lines(self, fitted: FittedSlide, number: int) -> Iterator[DrawnLine]:
        layout = LAYOUTS[fitted.slide.kind]
        for footer in FOOTERS:
            words = str(number) if footer.type == "sldNum" else footer_text(self.guide)
            yield self._footer(words, footer, layout.footer)
        for index, text in fitted.slide.placed:
            if text:
                yield from self._text(text, layout.area(index), fitted.setting(index))

    def _text(self, text: Text, area: Area, setting: Setting) -> Iterator[DrawnLine]:
        size = setting.size
        placed = list(self._paragraphs(text, area, setting))
        count = sum(len(slices) for *_, slices in placed)
        height = size * (_PITCH * count + area.spacing * (len(placed) - 1))
        top = area.box.y + _ABOVE[area.anchor] * (area.box.height - height)
        for paragraph, trim, shaped, slices in placed:
            indent = _indent(paragraph, area, size)
            for at, (start, end) in enumerate(slices):
                baseline = top + _BASELINE * size
                if indent and at == 0:
                    yield self._mark(paragraph, area, size, baseline)
                free = area.box.width - indent - trim - shaped.width(start, end) * size
                left = area.box.x + indent + (free if area.align == "r" else 0.0)
                pieces = self._pieces(paragraph, shaped, (start, end), area, size, left)
                yield DrawnLine(tuple(pieces), baseline, size)
                top += _PITCH * size
            top += area.spacing * size

    def _paragraphs(
        self, text: Text, area: Area, setting: Setting
    ) -> Iterator[tuple[Block, float, Shaped, tuple[tuple[int, int], ...]]]:
        for paragraph, trim in zip(text, setting.trims, strict=True):
            shaped = self.fitter.shaped(paragraph, area)
            width = area.box.width - _indent(paragraph, area, setting.size) - trim
            yield paragraph, trim, shaped, line_slices(shaped, width / setting.size, glued=False)

    def _mark(self, paragraph: Block, area: Area, size: float, baseline: float) -> DrawnLine:
        """The dash of a list entry, or the label that takes its place."""
        face = Face(self.fitter.family(area), area.bold or bool(paragraph.marked), area.italic)
        shaped = shape(paragraph.marked or _BULLET, face)
        xs = tuple(area.box.x + shaped.width(0, place) * size for place in range(len(shaped.text)))
        color = area.color if paragraph.marked else "accent1"
        return DrawnLine((Piece(shaped.text, face, xs, color),), baseline, size)

    def _pieces(
        self, paragraph: Block, shaped: Shaped, span: tuple[int, int], area: Area, size: float, left: float
    ) -> Iterator[Piece]:
        """The runs of a line, as far as they lie in it."""
        at = 0
        for run in merged(paragraph.runs):
            start, end = max(at, span[0]), min(at + len(run.text), span[1])
            at += len(run.text)
            if start < end:
                face = Face(self.fitter.family(area), area.bold or run.strong, area.italic or run.emphasis)
                xs = tuple(left + shaped.width(span[0], place) * size for place in range(start, end))
                yield Piece(shaped.text[start:end], face, xs, area.color)

    def _footer(self, words: str, footer: Footer, color: str) -> DrawnLine:
        face = Face(self.guide.theme.fonts.tips.open)
        shaped = shape(words, face)
        free = footer.box.width - shaped.width() * footer.size
        left = footer.box.x + (free if footer.align == "r" else 0.0)
        xs = tuple(left + shaped.width(0, place) * footer.size for place in range(len(words)))
        top = footer.box.y + (footer.box.height - _PITCH * footer.size) / 2
        return DrawnLine((Piece(words, face, xs, color),), top + _BASELINE * footer.size, footer.size)


def _indent(paragraph: Block, area: Area, size: float) -> float:
    """The hanging indent of a list entry; where the area has no dashes, deeper levels stand flush."""
    return area.indent * size if level(paragraph) and area.bullets else 0.0


# --- SVG ----------------------------------------------------------------------------------------------------------


def _shapes(colors: Colors, layout: Layout) -> Iterator[str]:
    yield _rectangle(Box(0, 0, WIDTH, HEIGHT), _color(colors, layout.background))
    yield from (_rectangle(rule, _color(colors, layout.rule_color)) for rule in layout.rules)
    if layout.motif:
        yield _motif(layout.motif, _color(colors, layout.motif_color))


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


def _drawn(guide: Guide, piece: Piece, line: DrawnLine) -> str:
    """The characters at their places one by one, so that kerning is as measured in every program that draws them."""
    face = piece.face
    style = (' font-weight="bold"' if face.bold else "") + (' font-style="italic"' if face.italic else "")
    xs = " ".join(f"{x:.2f}" for x in piece.xs)
    color = _color(guide.theme.colors, piece.color)
    return (
        f'<text xml:space="preserve" font-family={quoteattr(face.family)} font-size="{line.size:g}"{style}'
        f' fill="{color}" x="{xs}" y="{line.baseline:.2f}">{escape(piece.text)}</text>'
    )
