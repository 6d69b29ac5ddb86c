"""What a placeholder of a layout inherits: its box, its insets, and the type of its words.

The chain of ECMA-376 part 1, 19.7.9 and 21.1.2.4: the layout's placeholder, the master's of the same type, the text
styles of the master, the default text style of the presentation. Lengths are in points.

Some programs (LibreOffice's export among them) write no styles at all, and set the type on the sample words instead.
A slide would inherit nothing of that, so ``Level.bare`` says that it has to be written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from slides.agency.colors import Painted, Scheme, box_of, fill
from slides.drawingml import EMU, qn
from slides.layouts import Box
from typeset.contrast import Rgb

# A layout's type of placeholder, and the type on the master that it takes after (19.7.10).
_TAKES_AFTER = {"ctrTitle": "title", "subTitle": "body", "obj": "body", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
_STYLES = {"title": "titleStyle", "body": "bodyStyle"}
_INSETS = {"lIns": 7.2, "tIns": 3.6, "rIns": 7.2, "bIns": 3.6}  # 21.1.2.1.1


@dataclass(frozen=True)
class Level:
    """How the words of a list level are set.

    ``line`` is the pitch as a part of the font's own, None where it is fixed. ``typeface`` and ``paint`` are the font
    and the fill as the template writes them, for words that inherit nothing; ``font`` and ``color`` what they mean.
    """

    size: float
    font: str
    bold: bool
    italic: bool
    capitals: bool
    tracking: float
    line: float | None
    bulleted: bool
    rtl: bool
    align: str
    color: Rgb | None
    bare: bool
    typeface: str = "+mn-lt"
    paint: bytes = b""


@dataclass(frozen=True)
class Holder:
    """A placeholder of a layout, with all that it inherits. ``own`` are the words that the template put into it."""

    type: str
    idx: int
    name: str
    frame: Box | None
    insets: tuple[float, float, float, float]
    upright: bool
    levels: tuple[Level, Level]
    painted: Painted | None
    own: str
    attributes: tuple[tuple[str, str], ...]

    @property
    def inner(self) -> Box | None:
        """The box of the words: the frame without the insets."""
        return shrunk(self.frame, self.insets) if self.frame else None


def shrunk(frame: Box, insets: Sequence[float]) -> Box:
    """A box without insets at its left, top, right and bottom."""
    left, top, right, bottom = insets
    return Box(
        frame.x + left, frame.y + top, max(1.0, frame.width - left - right), max(1.0, frame.height - top - bottom)
    )


@dataclass(frozen=True)
class Ancestry:
    """Where the placeholders of a layout inherit from. ``fonts`` are the theme's, under +mj-lt and +mn-lt."""

    master: Any
    defaults: Any  # p:defaultTextStyle, or None
    fonts: dict[str, str]
    colors: Scheme

    def holders(self, layout: Any) -> Iterator[Holder]:
        """The placeholders of a layout, in its order."""
        for shape in layout.iter(qn("p:sp")):
            ph = shape.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}")
            if ph is not None:
                yield self._holder(shape, ph)

    def _holder(self, shape: Any, ph: Any) -> Holder:
        type_ = ph.get("type", "obj")
        parent = self._parent(type_)
        bodies = [b for s in (shape, parent) if s is not None and (b := s.find(f".//{qn('a:bodyPr')}")) is not None]
        insets = [float(_attribute(bodies, name, default * EMU)) / EMU for name, default in _INSETS.items()]
        form = next((f for s in (shape, parent) if s is not None and (f := _form(s)) is not None), None)
        turned = form is not None and int(form.get("rot", "0")) % 21600000 != 0
        lies = _attribute(bodies, "vert", "horz") != "horz" or ph.get("orient") == "vert"
        frame = box_of(form)
        fills = (fill(s.find(qn("p:spPr")), self.colors) for s in (shape, parent) if s is not None)
        grounds = next(filter(None, fills), None)
        return Holder(
            type_,
            int(ph.get("idx", "0")),
            shape.find(f"{qn('p:nvSpPr')}/{qn('p:cNvPr')}").get("name", ""),
            frame,
            (insets[0], insets[1], insets[2], insets[3]),
            not (turned or lies),
            (self._level(type_, shape, parent, 1), self._level(type_, shape, parent, 2)),
            Painted(frame, grounds) if frame and grounds else None,
            _own_words(shape) or (_own_words(parent) if parent is not None else ""),
            tuple((str(key), str(value)) for key, value in ph.attrib.items()),
        )

    def _parent(self, type_: str) -> Any:
        wanted = _TAKES_AFTER.get(type_, type_)
        for shape in self.master.iter(qn("p:sp")):
            ph = shape.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}")
            if ph is not None and ph.get("type", "obj") in {wanted, type_}:
                return shape
        return None

    def words(self) -> Level:
        """How a text box is set that is written in the master's body font."""
        return self._level("body", None, self._parent("body"), 1)

    def _level(self, type_: str, shape: Any, parent: Any, number: int) -> Level:
        chain = list(self._chain(type_, shape, parent, number))
        runs = [run for p in chain if (run := p.find(qn("a:defRPr"))) is not None]
        bare = _attribute(runs, "sz", None) is None
        if bare:
            samples = [s for one in (shape, parent) if one is not None and (s := _sample(one, number)) is not None]
            chain = [p for p, _ in samples if p is not None] + chain
            runs = [r for _, r in samples if r is not None] + runs
        bullet = _child(chain, "buNone", "buChar", "buAutoNum", "buBlip")
        color = _child(runs, "solidFill", "gradFill")
        typeface = _typeface(runs)
        return Level(
            size=float(_attribute(runs, "sz", 1800)) / 100,
            font=self.fonts.get(typeface, typeface),
            typeface=typeface,
            paint=etree.tostring(color) if color is not None else b"",
            bold=_flag(_attribute(runs, "b", "0")),
            italic=_flag(_attribute(runs, "i", "0")),
            capitals=_attribute(runs, "cap", "none") == "all",
            tracking=float(_attribute(runs, "spc", 0)) / 100,
            line=_line(chain),
            bulleted=bullet is not None and bullet.tag != qn("a:buNone"),
            rtl=_flag(_attribute(chain, "rtl", "0")),
            align=str(_attribute(chain, "algn", "l")),
            color=self._color(color),
            bare=bare,
        )

    def _color(self, holder: Any) -> Rgb | None:
        if holder is None:
            return self.colors.named("tx1")
        return self.colors.color(holder) if holder.tag == qn("a:solidFill") else None

    def _chain(self, type_: str, shape: Any, parent: Any, number: int) -> Iterator[Any]:
        style = _STYLES.get(_TAKES_AFTER.get(type_, type_), "bodyStyle" if type_ not in _FOOTERS else "otherStyle")
        sources = [
            *(s.find(f".//{qn('a:lstStyle')}") for s in (shape, parent) if s is not None),
            self.master.find(f"{qn('p:txStyles')}/{qn('p:' + style)}"),
            self.defaults,
        ]
        for source in sources:
            for tag in (f"a:lvl{number}pPr", "a:defPPr"):
                if source is not None and (found := source.find(qn(tag))) is not None:
                    yield found


_FOOTERS = {"dt", "ftr", "sldNum", "hdr"}


def _form(shape: Any) -> Any:
    return shape.find(f"{qn('p:spPr')}/{qn('a:xfrm')}")


def _attribute(elements: Sequence[Any], name: str, default: Any) -> Any:
    return next((element.get(name) for element in elements if element.get(name) is not None), default)


def _child(elements: Sequence[Any], *names: str) -> Any:
    tags = {qn(f"a:{name}") for name in names}
    return next((child for element in elements for child in element if child.tag in tags), None)


def _flag(value: Any) -> bool:
    return str(value) in {"1", "true"}


def _typeface(runs: Sequence[Any]) -> str:
    latin = _child(runs, "latin")
    return str(latin.get("typeface") or "+mn-lt") if latin is not None else "+mn-lt"


def _line(chain: Sequence[Any]) -> float | None:
    spacing = _child(chain, "lnSpc")
    if spacing is None:
        return 1.0
    percent = spacing.find(qn("a:spcPct"))
    if percent is None:
        return None
    value = percent.get("val", "100000")
    return float(value.rstrip("%")) / (100 if value.endswith("%") else 100000)


def _sample(shape: Any, number: int) -> tuple[Any, Any] | None:
    """The properties of the sample paragraph of a level, and of its words; where there is none, of the first one."""
    paragraphs = list(shape.iter(qn("a:p")))
    for paragraph in paragraphs:
        properties = paragraph.find(qn("a:pPr"))
        if int(properties.get("lvl", "0") if properties is not None else "0") == number - 1:
            run = paragraph.find(f"{qn('a:r')}/{qn('a:rPr')}")
            return properties, run if run is not None else paragraph.find(qn("a:endParaRPr"))
    return None


_PROMPTS = re.compile(r"[<‹].*[>›]|.*\bfooter\b.*|presentation title|", re.IGNORECASE)


def _own_words(shape: Any) -> str:
    """The words in a placeholder, unless they are a mere prompt such as <footer>."""
    text = " ".join("".join(t.text or "" for t in shape.iter(qn("a:t"))).split())
    return "" if _PROMPTS.fullmatch(text) else text
