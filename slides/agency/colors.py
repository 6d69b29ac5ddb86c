"""Which colour a template means, and how well words stand out on it.

A colour in a template is a name ("tx1") that the colour map of its master turns into a slot of the theme ("dk1"),
made lighter or darker on the way (ECMA-376 part 1, 20.1.2.3). Contrast is that of WCAG 2.2, from 1 to 21.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from slides.layouts import Box

Rgb = tuple[float, float, float]  # red, green, blue from 0 to 1
# What may stand behind a text: colours, and None for what has no one colour, such as a picture.
Grounds = frozenset[Rgb | None]

_PRESET = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "gray": "808080", "blue": "0000FF"}
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

    def _base(self, element: Any, ph: Rgb | None) -> Rgb | None:
        value = element.get("val", "")
        match etree.QName(element).localname:
            case "schemeClr":
                return ph if value == "phClr" else self.slots.get(self.names.get(value, value))
            case "srgbClr":
                return rgb(value)
            case "sysClr":
                return rgb(element.get("lastClr") or ("FFFFFF" if value == "window" else "000000"))
            case "prstClr" if value in _PRESET:
                return rgb(_PRESET[value])
            case _:
                return None


def rgb(digits: str) -> Rgb:
    """``"0B5260"`` as red, green and blue."""
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def hexadecimal(color: Rgb) -> str:
    """A colour as ``"0B5260"``."""
    return "".join(f"{round(part * 255):02X}" for part in color)


def scheme(theme: Any, names: Mapping[str, str]) -> Scheme:
    """The colours of a theme part's root, under the names of a colour map."""
    listed = theme.find(f"{qn('a:themeElements')}/{qn('a:clrScheme')}")
    plain = Scheme({}, {})
    slots = {etree.QName(slot).localname: plain.color(slot) for slot in ([] if listed is None else listed)}
    return Scheme({name: color for name, color in slots.items() if color is not None}, names)


def _changed(color: Rgb, element: Any) -> Rgb | None:
    """The colour after its modifiers; those that this does not know make it unknown."""
    for child in element:
        amount = int(child.get("val", "0")) / 100000
        match etree.QName(child).localname:
            case "alpha" if amount < _OPAQUE:
                return None
            case "alpha":
                pass
            case "lumMod":
                color = _lightness(color, lambda light, by=amount: light * by)
            case "lumOff":
                color = _lightness(color, lambda light, by=amount: light + by)
            case "shade":
                color = _each(color, lambda part, by=amount: part * by)
            case "tint":
                color = _each(color, lambda part, by=amount: 1 - (1 - part) * by)
            case "satMod" | "hueMod" | "satOff" | "hueOff":
                pass  # these leave the lightness, and so nearly the contrast, as it is
            case _:
                return None
    return color


_OPAQUE = 0.95


def _lightness(color: Rgb, change: Any) -> Rgb:
    hue, light, saturation = colorsys.rgb_to_hls(*color)
    return colorsys.hls_to_rgb(hue, min(1.0, max(0.0, change(light))), saturation)


def _each(color: Rgb, change: Any) -> Rgb:
    """Change every part in linear light, as Office does for shades and tints."""
    red, green, blue = (_gamma(change(_linear(part))) for part in color)
    return red, green, blue


# The straight start of the sRGB curve (IEC 61966-2-1): where it ends, in light as seen and as measured.
_STRAIGHT, _STRAIGHT_LINEAR = 0.04045, 0.0031308


def _linear(part: float) -> float:
    return part / 12.92 if part <= _STRAIGHT else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return part * 12.92 if part <= _STRAIGHT_LINEAR else float(1.055 * part ** (1 / 2.4) - 0.055)


def contrast(text: Rgb | None, grounds: Grounds) -> float | None:
    """The least contrast of a text with anything that may stand behind it; None where that cannot be known."""
    if text is None or None in grounds or not grounds:
        return None
    return min(_ratio(text, ground) for ground in grounds if ground is not None)


def _ratio(one: Rgb, other: Rgb) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Rgb) -> float:
    red, green, blue = (_linear(part) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
        elif _overlap(thing.box, box) > _A_TOUCH * box.width * box.height:
            grounds = grounds | thing.grounds
    return grounds


_A_TOUCH = 0.02  # of a text's box; what covers less of it stands at its edge and not behind its words


def _covers(outer: Box, inner: Box) -> bool:
    return _overlap(outer, inner) >= (1 - _A_TOUCH) * inner.width * inner.height


def _overlap(one: Box, other: Box) -> float:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0.0, width) * max(0.0, height)


def fill(properties: Any, colors: Scheme, ph: Rgb | None = None) -> Grounds | None:
    """The colours of the fill among the children of an element; None where there is none to see."""
    if properties is None:
        return None
    for child in properties:
        match etree.QName(child).localname if isinstance(child.tag, str) else "":
            case "solidFill":
                return frozenset([colors.color(child, ph)])
            case "gradFill":
                return frozenset(colors.color(stop, ph) for stop in child.iter(qn("a:gs"))) or _UNKNOWN
            case "blipFill" | "pattFill" | "grpFill":
                return _UNKNOWN
            case "noFill":
                return None
    return None


def background(tree: Any, theme: Any, colors: Scheme) -> Painted | None:
    """The background that a master, layout or slide sets for itself; None where it keeps what is behind it."""
    bg = tree.find(f"{qn('p:cSld')}/{qn('p:bg')}")
    if bg is None:
        return None
    if (properties := bg.find(qn("p:bgPr"))) is not None:
        return Painted(None, fill(properties, colors) or _UNKNOWN)
    reference = bg.find(qn("p:bgRef"))
    style = theme.find(f"{qn('a:themeElements')}/{qn('a:fmtScheme')}/{qn('a:bgFillStyleLst')}")
    at = int(reference.get("idx", "0")) - 1001 if reference is not None else -1  # 1001 is the first (19.3.1.3)
    if style is None or not 0 <= at < len(style):
        return Painted(None, _UNKNOWN)
    holder = etree.Element("holder")
    holder.append(_copy(style[at]))
    return Painted(None, fill(holder, colors, colors.color(reference)) or _UNKNOWN)


def _copy(element: Any) -> Any:
    return etree.fromstring(etree.tostring(element))


def shapes(tree: Any, colors: Scheme, unit: float) -> Iterator[Painted]:
    """Everything drawn on a master or layout that is no placeholder. ``unit`` is an EMU in points."""
    yield from _drawn(tree.find(f"{qn('p:cSld')}/{qn('p:spTree')}"), colors, (unit, unit, 0.0, 0.0))


# How coordinates inside a group become points: scale and shift along both axes.
_Way = tuple[float, float, float, float]


def _drawn(tree: Any, colors: Scheme, way: _Way) -> Iterator[Painted]:
    for shape in tree:
        if shape.tag == qn("p:grpSp"):
            yield from _drawn(shape, colors, _into(shape, way))
        elif shape.tag == qn("p:pic"):
            if box := _box(shape.find(f"{qn('p:spPr')}/{qn('a:xfrm')}"), way):
                yield Painted(box, _UNKNOWN, solid=False)
        elif shape.tag == qn("p:sp") and shape.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}") is None:
            yield from _painted(shape, colors, way)


def _painted(shape: Any, colors: Scheme, way: _Way) -> Iterator[Painted]:
    properties = shape.find(qn("p:spPr"))
    box = _box(properties.find(qn("a:xfrm")) if properties is not None else None, way)
    grounds = fill(properties, colors)
    if grounds is None and (properties is None or properties.find(qn("a:noFill")) is None):
        styled = shape.find(f"{qn('p:style')}/{qn('a:fillRef')}")
        if styled is not None and styled.get("idx") != "0":
            grounds = frozenset([colors.color(styled)])
    if box and grounds:
        preset = properties.find(qn("a:prstGeom"))
        yield Painted(box, grounds, solid=preset is not None and preset.get("prst") == "rect")


def _into(group: Any, way: _Way) -> _Way:
    form = group.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
    places = [None if form is None else form.find(qn(f"a:{name}")) for name in ("off", "ext", "chOff", "chExt")]
    off, ext, inner_off, inner_ext = places
    if off is None or ext is None or inner_off is None or inner_ext is None:
        return way
    sx, sy, dx, dy = way
    kx, ky = (
        int(ext.get(side)) / int(inner_ext.get(side)) if int(inner_ext.get(side)) else 1.0 for side in ("cx", "cy")
    )
    x, y = (int(off.get(axis)) - k * int(inner_off.get(axis)) for axis, k in (("x", kx), ("y", ky)))
    return sx * kx, sy * ky, dx + sx * x, dy + sy * y


def _box(form: Any, way: _Way) -> Box | None:
    off, ext = (None, None) if form is None else (form.find(qn("a:off")), form.find(qn("a:ext")))
    if off is None or ext is None:
        return None
    sx, sy, dx, dy = way
    return Box(
        dx + sx * int(off.get("x")), dy + sy * int(off.get("y")), sx * int(ext.get("cx")), sy * int(ext.get("cy"))
    )
