"""How the words of a shape look: what each run takes over from its shape, layout, master and theme.

A property that a run does not have is that of its list level in the shape, in the placeholders that the shape takes
after, in the text styles of the master, and in those of the presentation (ECMA-376 part 1, 21.1.2.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from proof.package import A, P
from proof.sheets import Box, Shape, Sheet, number, shared
from proof.texts import pieces
from typeset.contrast import Rgb, ratio
from typeset.schemes import OPAQUE, Scheme, opacity, share

# --- paint --------------------------------------------------------------------------------------------------------

_FILLS = {f"{A}{name}Fill" for name in ("solid", "grad", "blip", "patt", "grp", "no")} | {f"{P}blipFill"}


@dataclass(frozen=True)
class Paint:
    """What something is painted with: its colours (None for what has no one colour, a picture say), how opaque."""

    colors: frozenset[Rgb | None]
    alpha: float = 1.0

    def over(self, below: Paint) -> Paint:
        """The colours that are seen where this is painted over something opaque."""
        if self.alpha >= OPAQUE:
            return Paint(self.colors)
        mixed = {_mixed(one, under, self.alpha) for one in self.colors or {None} for under in below.colors}
        return Paint(frozenset(mixed))

    def contrast(self, ground: Paint) -> float:
        """The greatest contrast with a ground; as great as can be where either is not known."""
        both = [(one, other) for one in self.colors for other in ground.colors]
        return max((ratio(one, other) if one and other else _MOST for one, other in both), default=_MOST)


_MOST = 21.0
UNKNOWN = Paint(frozenset([None]))
NOTHING = Paint(frozenset(), 0.0)


def _mixed(one: Rgb | None, under: Rgb | None, alpha: float) -> Rgb | None:
    if under is None or (one is None and alpha > 0):
        return None
    red, green, blue = (alpha * a + (1 - alpha) * b for a, b in zip(one or under, under, strict=True))
    return red, green, blue


def _painted(fill: Any, scheme: Scheme, ph: Rgb | None = None) -> Paint:
    """What an element such as ``a:solidFill`` paints."""
    if fill.tag == f"{A}noFill":
        return NOTHING
    if fill.tag == f"{A}solidFill":
        return Paint(frozenset(scheme.pigment(each, ph) for each in fill.iterchildren("*")), opacity(fill))
    if fill.tag == f"{A}gradFill":
        stops = list(fill.iter(f"{A}gs"))
        colors = frozenset(scheme.pigment(each, ph) for stop in stops for each in stop.iterchildren("*"))
        return Paint(colors, max(map(opacity, stops), default=1.0))
    return UNKNOWN


def _fill(holders: Iterable[Any]) -> Any:
    """The first fill among the children of some elements; None where none has one."""
    return next((child for holder in holders if holder is not None for child in holder if child.tag in _FILLS), None)


def filled(shape: Shape) -> Paint:
    """What the inside of a shape is painted with."""
    if shape.element.tag == f"{P}pic":
        return UNKNOWN
    if (table := next(shape.element.iter(f"{A}tbl"), None)) is not None:
        return NOTHING if _is_plain(table) else UNKNOWN
    scheme = shape.sheet.scheme
    if (fill := _fill(shape.all(f"{P}spPr"))) is not None:
        return _painted(fill, scheme)
    for styled in shape.all(f"{P}style/{A}fillRef"):
        if styled.get("idx", "0") != "0":
            color = scheme.color(styled)
            return Paint(frozenset([color]))
    return NOTHING


# Styles of tables that paint nothing: “No Style, No Grid” and “No Style, Table Grid”.
_PLAIN = {"{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}"}


def cell_of(paragraph: Any, scheme: Scheme) -> Paint | None:
    """What the cell of a table is painted with; None where the style of the table says it, which nobody reads here."""
    cell = next(paragraph.iterancestors(f"{A}tc"), None)
    if cell is None:
        return None
    if (fill := _fill(cell.iterfind(f"{A}tcPr"))) is not None:
        return _painted(fill, scheme)
    return NOTHING if _is_plain(next(paragraph.iterancestors(f"{A}tbl"))) else None


def _is_plain(table: Any) -> bool:
    return table.findtext(f"{A}tblPr/{A}tableStyleId", "") in {"", *_PLAIN}


def ground_of(slide: Sheet) -> Paint:
    """What stands behind everything on a slide."""
    white = Paint(frozenset([slide.scheme.named("bg1") or (1.0, 1.0, 1.0)]))
    for sheet in slide.sheets:
        bg = sheet.part.xml.find(f"{P}cSld/{P}bg")
        if bg is None:
            continue
        if (fill := _fill(bg.iterfind(f"{P}bgPr"))) is not None:
            return _painted(fill, slide.scheme).over(white)
        for reference in bg.iterfind(f"{P}bgRef"):
            return _styled(slide, reference).over(white)
    return white


_FIRST_GROUND = 1001  # 19.3.1.3


def _styled(slide: Sheet, reference: Any) -> Paint:
    path = f"{A}themeElements/{A}fmtScheme/{A}bgFillStyleLst/*"
    styles = slide.theme.xml.findall(path) if slide.theme else []
    at = int(number(reference.get("idx"))) - _FIRST_GROUND
    color = slide.scheme.color(reference)
    return _painted(styles[at], slide.scheme, color) if 0 <= at < len(styles) else NOTHING


_BESIDE, _BEHIND = 0.3, 0.98  # of words: who covers less stands beside them, who covers more is all that is behind


def behind(box: Box, slide: Sheet, below: Iterable[tuple[Box, Paint]]) -> Paint:
    """What stands behind words, when shapes are painted in this order."""
    ground = ground_of(slide)
    for other, paint in below:
        covered = shared(box, other)
        if covered >= _BESIDE and paint.alpha > 1 - OPAQUE:
            over = paint.over(ground)
            ground = over if covered >= _BEHIND else Paint(over.colors | ground.colors)
    return ground


# --- runs ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """A stretch of words of one look.

    ``size`` is in points, as it is shown; ``own`` is whether it says its colour itself; ``mark`` is a highlight.
    """

    text: str
    size: float
    font: str
    bold: bool
    italic: bool
    paint: Paint
    own: bool
    outline: Paint
    mark: Paint
    struck: bool


class Looks:
    """How the words of one shape look. ``defaults`` is the text style of the presentation."""

    def __init__(self, shape: Shape, defaults: Any) -> None:
        self.shape = shape
        self.defaults = defaults
        self.bodies = list(shape.all(f".//{A}bodyPr"))
        fit = child(self.bodies, "noAutofit", "normAutofit", "spAutoFit")
        self.shrinks = fit is not None and fit.tag == f"{A}normAutofit"
        self.scale = share(fit.get("fontScale", "100000")) if self.shrinks else 1.0
        self.tightened = share(fit.get("lnSpcReduction", "0")) if self.shrinks else 0.0
        self._levels: dict[int, tuple[list[Any], list[Any]]] = {}

    def body(self, name: str, default: str) -> str:
        """A property of the body, such as how its words are anchored."""
        return attribute(self.bodies, name, default)

    def level(self, paragraph: Any) -> list[Any]:
        """What the paragraph takes its own properties from, the nearest first."""
        own = paragraph.find(f"{A}pPr")
        return [*([] if own is None else [own]), *self._taken_over(own)[0]]

    def runs(self, paragraph: Any) -> Iterator[Run]:
        """The runs of a paragraph, as they are shown."""
        taken = self._taken_over(paragraph.find(f"{A}pPr"))[1]
        for text, own in pieces(paragraph):
            yield self._run(text, own, [*([] if own is None else [own]), *taken])

    def size_at_end(self, paragraph: Any) -> float:
        """The size of a paragraph without words."""
        end = paragraph.find(f"{A}endParaRPr")
        taken = self._taken_over(paragraph.find(f"{A}pPr"))[1]
        return self._size([*([] if end is None else [end]), *taken])

    def _taken_over(self, own: Any) -> tuple[list[Any], list[Any]]:
        """What paragraphs of a level, and their runs, take over."""
        number_ = 1 + int(number(None if own is None else own.get("lvl")))
        if number_ not in self._levels:
            shape, style = self.shape, f"{P}txStyles/{P}{self.shape.style}"
            inside = [found for body in shape.all(f".//{A}lstStyle") for found in _level(body, number_)]
            font = list(shape.all(f"{P}style/{A}fontRef"))[:1]
            master = [e for e in shape.sheet.sheets[-1].part.xml.iterfind(style) for e in _level(e, number_)]
            outside = [*master, *(_level(self.defaults, number_) if self.defaults is not None else ())]
            runs = [*_set_in(inside), *font, *_set_in(outside)]
            self._levels[number_] = [*inside, *outside], runs
        return self._levels[number_]

    def _size(self, chain: Sequence[Any]) -> float:
        return number(attribute(chain, "sz", "1800"), 1800) / 100 * self.scale

    def _run(self, text: str, own: Any, chain: Sequence[Any]) -> Run:
        sheet = self.shape.sheet
        face = next((found for each in chain if (found := each.find(f"{A}latin")) is not None), None)
        outline = next((found for each in chain if (found := each.find(f"{A}ln")) is not None), None)
        mark = next((found for each in chain if (found := each.find(f"{A}highlight")) is not None), None)
        edge = _fill([outline])
        return Run(
            text.upper() if attribute(chain, "cap", "none") == "all" and len(text.upper()) == len(text) else text,
            self._size(chain),
            sheet.typeface("+mn-lt" if face is None else face.get("typeface", "+mn-lt")),
            attribute(chain, "b", "0") in {"1", "true"},
            attribute(chain, "i", "0") in {"1", "true"},
            self._paint(chain),
            _fill([own]) is not None,
            NOTHING if edge is None else _painted(edge, sheet.scheme),
            NOTHING if mark is None else Paint(frozenset([sheet.scheme.color(mark)])),
            attribute(chain, "strike", "noStrike") != "noStrike",
        )

    def _paint(self, chain: Sequence[Any]) -> Paint:
        scheme = self.shape.sheet.scheme
        for each in chain:
            if each.tag == f"{A}fontRef" and len(each):
                return Paint(frozenset([scheme.color(each)]))
            if each.find(f"{A}hlinkClick") is not None:
                return Paint(frozenset([scheme.named("hlink")]))
            if (fill := _fill([each])) is not None:
                return _painted(fill, scheme)
        return Paint(frozenset([scheme.named("tx1") or (0.0, 0.0, 0.0)]))


def _level(style: Any, number_: int) -> Iterator[Any]:
    return (found for tag in (f"lvl{number_}pPr", "defPPr") for found in style.iterfind(f"{A}{tag}"))


def _set_in(levels: Iterable[Any]) -> Iterator[Any]:
    return (found for level in levels if (found := level.find(f"{A}defRPr")) is not None)


def attribute(elements: Iterable[Any], name: str, default: str) -> str:
    """An attribute of the nearest element that has it."""
    return next((str(element.get(name)) for element in elements if element.get(name) is not None), default)


def child(elements: Iterable[Any], *names: str) -> Any:
    """The child of one of these kinds in the nearest element that has one."""
    tags = {f"{A}{name}" for name in names}
    return next((each for element in elements for each in element if each.tag in tags), None)
