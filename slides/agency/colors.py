"""Which colour a template means, and how well words stand out on it.

A colour in a template is a name ("tx1") that the colour map of its master turns into a slot of the theme ("dk1"),
made lighter or darker on the way (ECMA-376 part 1, 20.1.2.3). Contrast is that of WCAG 2.2, from 1 to 21.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from slides.drawingml import EMU, qn
from slides.layouts import Box
from typeset.contrast import Rgb, linear, ratio, rgb, written

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
        base = self._base(element, ph)
        return _changed(base, element) if base is not None else None

    def named(self, name: str) -> Rgb | None:
        """The colour that a name means here, such as "tx1"."""
        return self.slots.get(self.names.get(name, name))

    def _base(self, element: Any, ph: Rgb | None) -> Rgb | None:
        value = element.get("val", "")
        match etree.QName(element).localname:
            case "schemeClr":
                return ph if value == "phClr" else self.named(value)
            case "srgbClr":
                return rgb(value)
            case "sysClr":
                return rgb(element.get("lastClr") or ("FFFFFF" if value == "window" else "000000"))
            case _:
                return None


def read_scheme(theme: Any, names: Mapping[str, str]) -> Scheme:
    """The colours of a theme part's root, under the names of a colour map."""
    listed = theme.find(f"{qn('a:themeElements')}/{qn('a:clrScheme')}")
    plain = Scheme({}, {})
    slots = {etree.QName(slot).localname: plain.color(slot) for slot in ([] if listed is None else listed)}
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
    """The least contrast of a text with anything that may stand behind it; None where that cannot be known."""
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
        if thing.box is None or (thing.solid and _covers(thing.box, box)):
            grounds = thing.grounds
        elif shared(thing.box, box) > _A_TOUCH * box.width * box.height:
            grounds = grounds | thing.grounds
    return grounds


_A_TOUCH = 0.02  # of a text's box; what covers less of it stands at its edge and not behind its words


def _covers(outer: Box, inner: Box) -> bool:
    return shared(outer, inner) >= (1 - _A_TOUCH) * inner.width * inner.height


def shared(one: Box, other: Box) -> float:
    """The area that two boxes share; 0 where that is a hair's breadth, for many templates let frames touch."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return width * height if min(width, height) > _HAIR else 0.0


_HAIR = 1.0


def fill(properties: Iterable[Any], scheme: Scheme, ph: Rgb | None = None) -> Grounds | None:
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


def background(tree: Any, theme: Any, scheme: Scheme) -> Painted | None:
    """The background that a master or layout sets for itself; None where it keeps what is behind it."""
    bg = tree.find(f"{qn('p:cSld')}/{qn('p:bg')}")
    if bg is None:
        return None
    if (properties := bg.find(qn("p:bgPr"))) is not None:
        return Painted(None, fill(properties, scheme) or _UNKNOWN)
    reference = bg.find(qn("p:bgRef"))
    styles = theme.findall(f"{qn('a:themeElements')}/{qn('a:fmtScheme')}/{qn('a:bgFillStyleLst')}/*")
    at = int(reference.get("idx")) - 1001  # 1001 is the first (19.3.1.3)
    return Painted(None, fill(styles[at : at + 1] if at >= 0 else (), scheme, scheme.color(reference)) or _UNKNOWN)


def shapes(tree: Any, scheme: Scheme) -> Iterator[Painted]:
    """Everything drawn on a master or layout that is no placeholder."""
    yield from _drawn(tree.find(f"{qn('p:cSld')}/{qn('p:spTree')}"), scheme, _TO_POINTS)


# How coordinates inside a group become points: scale and shift along both axes.
_Way = tuple[float, float, float, float]
_TO_POINTS = (1 / EMU, 1 / EMU, 0.0, 0.0)


def _drawn(tree: Any, scheme: Scheme, way: _Way) -> Iterator[Painted]:
    for shape in tree:
        properties = shape.find(qn("p:spPr"))
        if shape.tag == qn("p:grpSp"):
            yield from _drawn(shape, scheme, _into(shape, way))
        elif properties is None or not (box := box_of(properties.find(qn("a:xfrm")), way)):
            continue
        elif shape.tag == qn("p:pic"):
            yield Painted(box, _UNKNOWN, solid=False)
        elif shape.tag == qn("p:sp") and shape.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}") is None:
            preset = properties.find(qn("a:prstGeom"))
            if grounds := _filled(shape, properties, scheme):
                yield Painted(box, grounds, solid=preset is not None and preset.get("prst") == "rect")


def _filled(shape: Any, properties: Any, scheme: Scheme) -> Grounds | None:
    """The fill that a shape says itself, else that of its style."""
    styled = shape.find(f"{qn('p:style')}/{qn('a:fillRef')}")
    if styled is None or styled.get("idx") == "0" or properties.find(qn("a:noFill")) is not None:
        return fill(properties, scheme)
    return fill(properties, scheme) or frozenset([scheme.color(styled)])


def _into(group: Any, way: _Way) -> _Way:
    form = group.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
    if form is None or form.find(qn("a:chOff")) is None:
        return way
    off, ext, inner_off, inner_ext = (form.find(qn(f"a:{name}")) for name in ("off", "ext", "chOff", "chExt"))
    sx, sy, dx, dy = way
    kx, ky = (int(ext.get(side)) / (int(inner_ext.get(side)) or int(ext.get(side)) or 1) for side in ("cx", "cy"))
    x, y = (int(off.get(axis)) - k * int(inner_off.get(axis)) for axis, k in (("x", kx), ("y", ky)))
    return sx * kx, sy * ky, dx + sx * x, dy + sy * y


def box_of(form: Any, way: _Way = _TO_POINTS) -> Box | None:
    """The box that an ``a:xfrm`` describes; None where it describes none."""
    off, ext = (None, None) if form is None else (form.find(qn("a:off")), form.find(qn("a:ext")))
    if off is None or ext is None:
        return None
    sx, sy, dx, dy = way
    x, y, width, height = (int(part) for part in (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy")))
    return Box(dx + sx * x, dy + sy * y, sx * width, sy * height)
