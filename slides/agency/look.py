"""What a layout of a template looks like: its colours, what is drawn on it, and how its placeholders set words.

A colour is a name ("tx1") that the colour map of a master turns into a slot of the theme ("dk1"), made lighter or
darker on the way (ECMA-376 part 1, 20.1.2.3). A placeholder inherits from the master's of the same type, the text
styles of the master, and the default text style of the presentation (19.7.9, 21.1.2.4). Lengths are in points.

Some programs (LibreOffice's export among them) write no styles at all, and set the type on the sample words instead.
A slide would inherit nothing of that, so ``Level.bare`` says that it has to be written out.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from slides.drawingml import EMU, qn
from slides.layouts import Box
from typeset.contrast import Rgb, linear, ratio, rgb, written

# --- colours ------------------------------------------------------------------------------------------------------

# What may stand behind a text: colours, and None for what has no one colour, such as a picture.
Grounds = frozenset[Rgb | None]
_UNKNOWN: Grounds = frozenset([None])


@dataclass(frozen=True)
class Scheme:
    """The colours of a theme under the names that a colour map gives them."""

    slots: Mapping[str, Rgb]
    names: Mapping[str, str]

    def color(self, holder: Any, ph: Rgb | None = None) -> Rgb | None:
        """The colour in an element such as ``a:solidFill``; None where it is see-through or cannot be known.

        ``ph`` is what the theme's own ``phClr`` stands for.
        """
        element = next((child for child in holder if isinstance(child.tag, str)), None)
        if element is None:
            return None
        value, base = element.get("val", ""), None
        match etree.QName(element).localname:
            case "schemeClr":
                base = ph if value == "phClr" else self.named(value)
            case "srgbClr":
                base = rgb(value)
            case "sysClr":
                base = rgb(element.get("lastClr") or ("FFFFFF" if value == "window" else "000000"))
        return base and _changed(base, element)

    def named(self, name: str) -> Rgb | None:
        """The colour that a name means here, such as "tx1"."""
        return self.slots.get(self.names.get(name, name))


def read_scheme(theme: Any, names: Mapping[str, str]) -> Scheme:
    """The colours of a theme part's root, under the names of a colour map."""
    listed = theme.iterfind(f"{qn('a:themeElements')}/{qn('a:clrScheme')}/*")
    slots = {etree.QName(slot).localname: Scheme({}, {}).color(slot) for slot in listed}
    return Scheme({name: color for name, color in slots.items() if color is not None}, names)


def _changed(color: Rgb, element: Any) -> Rgb | None:
    """The colour after its modifiers; None where one makes it see-through, or is not known here."""
    for child in element:
        change, amount = etree.QName(child).localname, int(child.get("val", "0")) / 100000
        if change in _CHANGES:
            color = _CHANGES[change](color, amount)
        elif change not in _LIGHTNESS_STAYS and not (change == "alpha" and amount >= _OPAQUE):
            return None
    return color


def _lightness(color: Rgb, factor: float, shift: float) -> Rgb:
    hue, light, saturation = colorsys.rgb_to_hls(*color)
    return colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light * factor + shift)), saturation)


def _toward(end: float, color: Rgb, amount: float) -> Rgb:
    """Bring every part nearer to an end in linear light, as Office does for shades (0) and tints (1)."""
    red, green, blue = (written(end + (linear(part) - end) * amount) for part in color)
    return red, green, blue


_CHANGES: Mapping[str, Callable[[Rgb, float], Rgb]] = {
    "lumMod": lambda color, amount: _lightness(color, amount, 0.0),
    "lumOff": lambda color, amount: _lightness(color, 1.0, amount),
    "shade": lambda color, amount: _toward(0.0, color, amount),
    "tint": lambda color, amount: _toward(1.0, color, amount),
}
_LIGHTNESS_STAYS = {"satMod", "hueMod", "satOff", "hueOff"}  # and so nearly the contrast
_OPAQUE = 0.95


def contrast(text: Rgb | None, grounds: Grounds) -> float | None:
    """The least contrast of a text with anything that may stand behind it (WCAG 2.2), None where it is not known."""
    if text is None or None in grounds or not grounds:
        return None
    return min(ratio(text, ground) for ground in grounds if ground is not None)


# --- what stands behind a text ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Painted:
    """Something drawn on a slide: its box (None for the whole slide), its colours, and whether it fills its box."""

    box: Box | None
    grounds: Grounds
    solid: bool = True


def behind(box: Box, drawn: tuple[Painted, ...]) -> Grounds:
    """What stands behind a box, when things are drawn in this order, the background first."""
    grounds: Grounds = frozenset()
    for thing in drawn:
        covered = 1.0 if thing.box is None else shared(thing.box, box) / (box.width * box.height)
        if covered >= 1 - _A_TOUCH and thing.solid:
            grounds = thing.grounds
        elif covered > _A_TOUCH:
            grounds = grounds | thing.grounds
    return grounds


_A_TOUCH = 0.02  # of a text's box; what covers less of it stands at its edge and not behind its words


def shared(one: Box, other: Box) -> float:
    """The area that two boxes share; 0 where that is a hair's breadth, for many templates let frames touch."""
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    return width * height if min(width, height) > _HAIR else 0.0


_HAIR = 1.0


def drawn(master: Any, layout: Any, theme: Any, scheme: Scheme) -> Iterator[Painted]:
    """The background of a layout, and everything drawn on it that is no placeholder, in order."""
    white = Painted(None, frozenset([scheme.named("bg1") or (1.0, 1.0, 1.0)]))
    yield _background(layout, theme, scheme) or _background(master, theme, scheme) or white
    shown = layout.get("showMasterSp", "1") not in {"0", "false"}
    for tree in (master, layout) if shown else (layout,):
        yield from _shapes(tree.find(f"{qn('p:cSld')}/{qn('p:spTree')}"), scheme)


def _background(tree: Any, theme: Any, scheme: Scheme) -> Painted | None:
    """The background that a master or layout sets for itself; None where it keeps what is behind it."""
    bg = tree.find(f"{qn('p:cSld')}/{qn('p:bg')}")
    if bg is None:
        return None
    if (properties := bg.find(qn("p:bgPr"))) is not None:
        return Painted(None, _fill(properties, scheme) or _UNKNOWN)
    reference = bg.find(qn("p:bgRef"))
    styles = theme.findall(f"{qn('a:themeElements')}/{qn('a:fmtScheme')}/{qn('a:bgFillStyleLst')}/*")
    at = int(reference.get("idx")) - 1001  # 1001 is the first (19.3.1.3)
    return Painted(None, _fill(styles[at : at + 1] if at >= 0 else (), scheme, scheme.color(reference)) or _UNKNOWN)


def _fill(properties: Iterable[Any], scheme: Scheme, ph: Rgb | None = None) -> Grounds | None:
    """The colours of the fill among some elements; None where there is none to see."""
    for child in properties:
        match etree.QName(child).localname if isinstance(child.tag, str) else "":
            case "solidFill":
                return frozenset([scheme.color(child, ph)])
            case "gradFill":
                return frozenset(scheme.color(stop, ph) for stop in child.iter(qn("a:gs")))
            case "blipFill" | "pattFill" | "grpFill":
                return _UNKNOWN
            case "noFill":
                return None
    return None


def _shapes(tree: Any, scheme: Scheme) -> Iterator[Painted]:
    for shape in tree:
        properties = shape.find(qn("p:spPr"))
        box = None if properties is None else box_of(properties.find(qn("a:xfrm")))
        if shape.tag == qn("p:grpSp"):
            outward = _outward(shape.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}"))
            yield from (replace(thing, box=outward(thing.box)) for thing in _shapes(shape, scheme) if thing.box)
        elif box and shape.tag == qn("p:pic"):
            yield Painted(box, _UNKNOWN, solid=False)
        elif box and shape.tag == qn("p:sp") and _placeholder(shape) is None:
            preset = properties.find(qn("a:prstGeom"))
            if grounds := _filled(shape, properties, scheme):
                yield Painted(box, grounds, solid=preset is not None and preset.get("prst") == "rect")


def _filled(shape: Any, properties: Any, scheme: Scheme) -> Grounds | None:
    """The fill that a shape says itself, else that of its style."""
    styled = shape.find(f"{qn('p:style')}/{qn('a:fillRef')}")
    if styled is None or styled.get("idx") == "0" or properties.find(qn("a:noFill")) is not None:
        return _fill(properties, scheme)
    return _fill(properties, scheme) or frozenset([scheme.color(styled)])


def _outward(form: Any) -> Callable[[Box], Box]:
    """From the coordinates inside of a group to those around it."""
    outer, inner = box_of(form), box_of(form, "a:chOff", "a:chExt")
    if outer is None or inner is None:
        return lambda box: box
    kx, ky = outer.width / (inner.width or outer.width or 1), outer.height / (inner.height or outer.height or 1)
    return lambda box: Box(
        outer.x + kx * (box.x - inner.x), outer.y + ky * (box.y - inner.y), kx * box.width, ky * box.height
    )


def box_of(form: Any, off: str = "a:off", ext: str = "a:ext") -> Box | None:
    """The box that an ``a:xfrm`` describes; None where it describes none."""
    corner, size = (None, None) if form is None else (form.find(qn(off)), form.find(qn(ext)))
    if corner is None or size is None:
        return None
    x, y, width, height = (int(part) / EMU for part in (*map(corner.get, "xy"), size.get("cx"), size.get("cy")))
    return Box(x, y, width, height)


# --- placeholders, and the type in them ---------------------------------------------------------------------------

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
            if (ph := _placeholder(shape)) is not None:
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
        grounds = next(filter(None, (_fill(each.find(qn("p:spPr")), self.colors) for each in kin)), None)
        return Holder(
            type_,
            int(ph.get("idx", "0")),
            shape.find(f"{qn('p:nvSpPr')}/{qn('p:cNvPr')}").get("name", ""),
            frame,
            tuple(float(_attribute(bodies, name, default * EMU)) / EMU for name, default in _INSETS.items()),
            not (turned or lies),
            (self._level(type_, kin, 1), self._level(type_, kin, 2)),
            Painted(frame, grounds) if frame and grounds else None,
            next(filter(None, map(_own_words, kin)), ""),
            tuple((str(key), str(value)) for key, value in ph.attrib.items()),
        )

    def _parents(self, type_: str) -> list[Any]:
        """The master's placeholder that one of a layout takes after, if it has one."""
        wanted = {_TAKES_AFTER.get(type_, type_), type_}
        holders = ((shape, _placeholder(shape)) for shape in self.master.iter(qn("p:sp")))
        return [shape for shape, ph in holders if ph is not None and ph.get("type", "obj") in wanted][:1]

    def _level(self, type_: str, kin: Sequence[Any], number: int) -> Level:
        chain = list(self._chain(type_, kin, number))
        runs = [run for p in chain if (run := p.find(qn("a:defRPr"))) is not None]
        bare = _attribute(runs, "sz", None) is None
        if bare:
            samples = [sample for each in kin if (sample := _sample(each, number))]
            chain = [p for p, _ in samples if p is not None] + chain
            runs = [r for _, r in samples if r is not None] + runs
        bullet = _child(chain, "buNone", "buChar", "buAutoNum", "buBlip")
        color, latin = _child(runs, "solidFill", "gradFill"), _child(runs, "latin")
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


def _placeholder(shape: Any) -> Any:
    return shape.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}")


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
