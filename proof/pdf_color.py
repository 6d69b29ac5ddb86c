"""Colours of a PDF as red, green and blue from 0 to 1, and whether one can be told from another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1

Rgb = tuple[float, float, float]
BLACK: Rgb = (0.0, 0.0, 0.0)
WHITE: Rgb = (1.0, 1.0, 1.0)

_COMPONENTS = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}
_ALIKE = {
    "G": "DeviceGray",
    "CalGray": "DeviceGray",
    "RGB": "DeviceRGB",
    "CalRGB": "DeviceRGB",
    "CMYK": "DeviceCMYK",
}
_START: Mapping[str, tuple[float, ...]] = {"DeviceGray": (0,), "DeviceRGB": (0, 0, 0), "DeviceCMYK": (0, 0, 0, 1)}


def name_of(value: Any) -> str:
    """The name that a value of the file is, or ""."""
    name = getattr(value, "name", "")
    return name if isinstance(name, str) else bytes(name).decode("utf-8", "replace")


def space_of(value: Any) -> Any:
    """A colour space (ISO 32000-1, 8.6): the name of a device's, or what ``rgb`` makes of a tint; None if unknown."""
    value = resolve1(value)
    name = value if isinstance(value, str) else name_of(value)
    if name:
        name = _ALIKE.get(name, name)
        return name if name in _START else None
    parts = [resolve1(part) for part in value] if isinstance(value, list) else []
    kind = name_of(parts[0]) if parts else ""
    if kind in _ALIKE:
        return _ALIKE[kind]
    if kind == "Lab":
        return kind
    if kind == "ICCBased" and len(parts) > 1 and isinstance(parts[1], PDFStream):
        return _COMPONENTS.get(resolve1(parts[1].get("N")))
    if kind in {"Separation", "DeviceN"} and len(parts) > 3:  # noqa: PLR2004  # its name, another space, and the way there
        return parts[1:4]
    return None


def start_of(space: Any) -> Rgb | None:
    """The colour that a space begins with."""
    return rgb(space, _START.get(space, ())) if isinstance(space, str) else rgb(space, (1.0,))


def rgb(space: Any, values: Sequence[float]) -> Rgb | None:
    """A colour of a space; None where it cannot be told, as of patterns."""
    if isinstance(space, list):
        return _tinted(space, values)
    if space == "Lab" and len(values) == 3:  # noqa: PLR2004
        grey = _bounded(values[0] / 100)
        return grey, grey, grey
    if space == "DeviceGray" and len(values) == 1:
        grey = _bounded(values[0])
        return grey, grey, grey
    if space == "DeviceRGB" and len(values) == 3:  # noqa: PLR2004
        return _bounded(values[0]), _bounded(values[1]), _bounded(values[2])
    if space == "DeviceCMYK" and len(values) == 4:  # noqa: PLR2004
        cyan, magenta, yellow, black = map(_bounded, values)
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return None


def _tinted(space: Sequence[Any], tints: Sequence[float]) -> Rgb | None:
    """A spot colour: by its function where that is a plain one (ISO 32000-1, 7.10.3), else unknown."""
    function = resolve1(space[2])
    if name_of(space[0]) in {"All", "Black"} and len(tints) == 1:
        return rgb("DeviceGray", (1 - tints[0],))
    if not isinstance(function, dict) or function.get("FunctionType") != 2 or len(tints) != 1:  # noqa: PLR2004
        return None
    low, high = (resolve1(function.get(key, default)) for key, default in (("C0", [0.0]), ("C1", [1.0])))
    part = tints[0] ** float(resolve1(function.get("N", 1)))
    mixed = [float(one) + part * (float(other) - float(one)) for one, other in zip(low, high, strict=False)]
    other = space_of(space[1])
    return rgb(other, mixed) if isinstance(other, str) else None


def _bounded(part: float) -> float:
    return min(1.0, max(0.0, part))


def mixed(over: Rgb, under: Rgb, opacity: float) -> Rgb:
    """What one colour looks like over another."""
    red, green, blue = (part * opacity + ground * (1 - opacity) for part, ground in zip(over, under, strict=True))
    return red, green, blue


@lru_cache(1024)
def contrast(one: Rgb, other: Rgb) -> float:
    """How well two colours can be told from each other, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Rgb) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color)  # noqa: PLR2004
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
