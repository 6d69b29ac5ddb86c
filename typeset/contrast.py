"""Can text be read on its ground? The contrast ratio of WCAG 2.2, 1.4.3, for every pair of colours that is set so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Rgb = tuple[float, float, float]  # red, green and blue, from 0 to 1
LEAST = 4.5
# Text and the ground that it stands on, in print or on slides.
PAIRS = (
    ("ink", "paper"),
    ("muted", "paper"),
    ("accent", "paper"),
    ("ink", "tint"),
    ("muted", "tint"),
    ("accent", "tint"),
    ("paper", "accent"),
    ("tint", "accent"),
)
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def rgb(digits: str) -> Rgb:
    """``"#0B5260"`` or ``"0B5260"`` as red, green and blue."""
    red, green, blue = bytes.fromhex(digits.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def ratio(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(colors: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    """Each pair of text and ground under 4.5 to 1, once, with its ratio; what is no colour is passed over."""
    seen: set[frozenset[str]] = set()
    for text, ground in PAIRS:
        pair = str(colors.get(text, "")), str(colors.get(ground, ""))
        if frozenset((text, ground)) in seen or not all(_COLOR.fullmatch(color) for color in pair):
            continue
        seen.add(frozenset((text, ground)))
        if (contrast := ratio(*map(rgb, pair))) < LEAST:
            yield text, ground, contrast


def _luminance(color: Rgb) -> float:
    """Relative luminance (WCAG 2.2): the eye sees most of the green and least of the blue."""
    red, green, blue = map(linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    """A part of a colour as light is measured (IEC 61966-2-1), from the part as it is written."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004  # as WCAG has it


def written(part: float) -> float:
    """The way back: a part of a colour as it is written."""
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)  # noqa: PLR2004
