"""The colours of an Office theme: which colour a document means by a name, and what it makes of it.

A colour is a name ("tx1") that the colour map of a master turns into a slot of the theme ("dk1"), made lighter or
darker on the way (ECMA-376 part 1, 20.1.2.3).
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from PIL import ImageColor

from typeset.contrast import Rgb, linear, rgb, written

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


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
        if element is None or opacity(holder) < OPAQUE:
            return None
        return self.pigment(element, ph)

    def pigment(self, element: Any, ph: Rgb | None = None) -> Rgb | None:
        """The colour that an element such as ``a:srgbClr`` paints with, however see-through it is."""
        value, base = element.get("val", ""), None
        match etree.QName(element).localname:
            case "schemeClr":
                base = ph if value == "phClr" else self.named(value)
            case "srgbClr":
                base = _digits(value)
            case "sysClr":
                base = _digits(element.get("lastClr") or ("FFFFFF" if value == "window" else "000000"))
            case "prstClr":
                base = _digits(ImageColor.colormap.get(_NAMED.sub(_whole_name, value).lower(), ""))
            case "scrgbClr":
                red, green, blue = (written(share(element.get(part, "0"))) for part in "rgb")
                base = red, green, blue
        return base and _changed(base, element)

    def named(self, name: str) -> Rgb | None:
        """The colour that a name means here, such as "tx1"."""
        return self.slots.get(self.names.get(name, name))


def read_scheme(theme: Any, names: Mapping[str, str]) -> Scheme:
    """The colours of a theme part's root, under the names of a colour map."""
    listed = theme.iterfind(f"{_A}themeElements/{_A}clrScheme/*")
    slots = {etree.QName(slot).localname: Scheme({}, {}).color(slot) for slot in listed}
    return Scheme({name: color for name, color in slots.items() if color is not None}, names)


def share(text: str) -> float:
    """A part of one, as documents write it: in thousandths of a percent, or with a percent sign."""
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 100000)
    except ValueError:
        return 1.0


def _digits(text: object) -> Rgb | None:
    try:
        return rgb(str(text))
    except ValueError:
        return None


# "dkBlue" is darkBlue (20.1.10.47); the names are otherwise those of style sheets.
_NAMED = re.compile("^(dk|lt|med)(?=[A-Z])")
_WHOLE = {"dk": "dark", "lt": "light", "med": "medium"}


def _whole_name(match: re.Match[str]) -> str:
    return _WHOLE[match[1]]


def _changed(color: Rgb, element: Any) -> Rgb | None:
    """The colour after its modifiers; None where one is not known here."""
    for child in element.iterchildren("*"):
        change, amount = etree.QName(child).localname, share(child.get("val", "0"))
        if change in _CHANGES:
            color = _CHANGES[change](color, amount)
        elif change not in _LIGHTNESS_STAYS:
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
_LIGHTNESS_STAYS = {"alpha", "satMod", "hueMod", "satOff", "hueOff"}  # and so nearly the contrast
OPAQUE = 0.95


def opacity(fill: Any) -> float:
    """How opaque a fill is, where it says so."""
    return min((share(each.get("val", "100000")) for each in fill.iter(f"{_A}alpha")), default=1.0)
