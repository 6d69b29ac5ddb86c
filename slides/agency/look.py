"""How a layout of a template sets words: what its placeholders inherit, their boxes, insets and type.

A placeholder inherits from the master's of the same type, the text styles of the master, and the default text style of
the presentation (ECMA-376 part 1, 19.7.9 and 21.1.2.4). Lengths are in points.

Some programs (LibreOffice's export among them) write no styles at all, and set the type on the sample words instead.
A slide would inherit nothing of that, so ``Level.bare`` says that it has to be written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from slides.agency.ground import Painted, Part, box_of, fill_of, placeholder
from slides.areas import Box
from slides.drawingml import EMU, qn
from typeset.contrast import Rgb
from typeset.schemes import Scheme

# A layout's type of placeholder, and the type on the master that it takes after (19.7.10).
_TAKES_AFTER = {"ctrTitle": "title", "subTitle": "body", "obj": "body", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
_STYLES = {"title": "titleStyle", "dt": "otherStyle", "ftr": "otherStyle", "sldNum": "otherStyle", "hdr": "otherStyle"}
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
    insets: tuple[float, ...]
    upright: bool
    levels: tuple[Level, Level]
    painted: Painted | None
    own: str
    attributes: tuple[tuple[str, str], ...]


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
            if (ph := placeholder(shape)) is not None:
                yield self._holder(shape, ph)

    def words(self) -> Level:
        """How a text box is set that is written in the master's body font."""
        return self._level("body", self._parents("body"), 1)

    def _holder(self, shape: Any, ph: Any) -> Holder:
        type_ = ph.get("type", "obj")
        kin = [shape, *self._parents(type_)]
        bodies = [body for each in kin if (body := each.find(f".//{qn('a:bodyPr')}")) is not None]
        form = next((f for each in kin if (f := each.find(f"{qn('p:spPr')}/{qn('a:xfrm')}")) is not None), None)
        turned = form is not None and int(form.get("rot", "0")) % 21600000 != 0
        lies = _attribute(bodies, "vert", "horz") != "horz" or ph.get("orient") == "vert"
        frame = box_of(form)
        fills = (fill_of(each.find(qn("p:spPr")), Part(each, {}), self.colors) for each in kin)
        fill = next(filter(None, fills), None)
        return Holder(
            type_,
            int(ph.get("idx", "0")),
            shape.find(f"{qn('p:nvSpPr')}/{qn('p:cNvPr')}").get("name", ""),
            frame,
            tuple(float(_attribute(bodies, name, default * EMU)) / EMU for name, default in _INSETS.items()),
            not (turned or lies),
            (self._level(type_, kin, 1), self._level(type_, kin, 2)),
            replace(fill, box=frame) if frame and fill else None,
            next(filter(None, map(_own_words, kin)), ""),
            tuple((str(key), str(value)) for key, value in ph.attrib.items()),
        )

    def _parents(self, type_: str) -> list[Any]:
        """The master's placeholder that one of a layout takes after, if it has one."""
        wanted = {_TAKES_AFTER.get(type_, type_), type_}
        holders = ((shape, placeholder(shape)) for shape in self.master.iter(qn("p:sp")))
        return [shape for shape, ph in holders if ph is not None and ph.get("type", "obj") in wanted][:1]

    def _level(self, type_: str, kin: Sequence[Any], number: int) -> Level:
        chain = list(self._chain(type_, kin, number))
        runs = [run for p in chain if (run := p.find(qn("a:defRPr"))) is not None]
        bare = _attribute(runs, "sz", None) is None
        color = _child(runs, "solidFill", "gradFill")
        if bare:  # what sample words are set in, but for their colour: of that a slide made by hand has nothing
            samples = [sample for each in kin if (sample := _sample(each, number))]
            chain = [p for p, _ in samples if p is not None] + chain
            runs = [r for _, r in samples if r is not None] + runs
        bullet = _child(chain, "buNone", "buChar", "buAutoNum", "buBlip")
        latin = _child(runs, "latin")
        typeface = (latin.get("typeface") if latin is not None else "") or "+mn-lt"
        return Level(
            size=float(_attribute(runs, "sz", 1800)) / 100,
            font=self.fonts.get(typeface, typeface),
            typeface=typeface,
            paint=etree.tostring(color) if color is not None else b"",
            bold=_flag(runs, "b"),
            italic=_flag(runs, "i"),
            capitals=_attribute(runs, "cap", "none") == "all",
            tracking=float(_attribute(runs, "spc", 0)) / 100,
            line=_line(chain),
            bulleted=bullet is not None and bullet.tag != qn("a:buNone"),
            rtl=_flag(chain, "rtl"),
            align=str(_attribute(chain, "algn", "l")),
            color=self.colors.named("tx1") if color is None else self.colors.color(color),
            bare=bare,
        )

    def _chain(self, type_: str, kin: Sequence[Any], number: int) -> Iterator[Any]:
        style = _STYLES.get(_TAKES_AFTER.get(type_, type_), "bodyStyle")
        styles = [self.master.find(f"{qn('p:txStyles')}/{qn(f'p:{style}')}"), self.defaults]
        for source in (*(each.find(f".//{qn('a:lstStyle')}") for each in kin), *styles):
            for tag in (f"a:lvl{number}pPr", "a:defPPr"):
                if source is not None and (found := source.find(qn(tag))) is not None:
                    yield found


def _attribute(elements: Sequence[Any], name: str, default: Any) -> Any:
    return next((element.get(name) for element in elements if element.get(name) is not None), default)


def _child(elements: Sequence[Any], *names: str) -> Any:
    tags = {qn(f"a:{name}") for name in names}
    return next((child for element in elements for child in element if child.tag in tags), None)


def _flag(elements: Sequence[Any], name: str) -> bool:
    return _attribute(elements, name, "0") in {"1", "true"}


def _line(chain: Sequence[Any]) -> float | None:
    spacing = _child(chain, "lnSpc")
    if spacing is None:
        return 1.0
    if (percent := spacing.find(qn("a:spcPct"))) is None:
        return None
    value = percent.get("val", "100000")
    return float(value.rstrip("%")) / (100 if value.endswith("%") else 100000)


def _sample(shape: Any, number: int) -> tuple[Any, Any] | None:
    """The properties of the sample paragraph of a level, and of its words."""
    for paragraph in shape.iter(qn("a:p")):
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
