"""The text of pictures, drawn a line at a time. Imported once WeasyPrint is.

WeasyPrint 70 lays out every letter of an SVG by itself: a third of the time that a facilitator guide took to print.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg.text import Style, TextBox
from weasyprint.text.line_break import split_first_line

_WEIGHTS = {"bold": 700}


def draw_text(svg: Any, node: Any, font_size: float) -> None:
    """Draw a text that begins at its ``x``, on one line, with no ligatures, as ``typeset.measure`` measures it."""
    style = Style(INITIAL_VALUES)
    style.font_config = svg.font_config
    style["font_family"] = [name.strip(" \"'") for name in node.get("font-family", "").split(",")]
    style["font_style"] = node.get("font-style", "normal")
    style["font_weight"] = _WEIGHTS.get(node.get("font-weight"), 400)
    style["font_size"] = font_size
    style["font_variant_ligatures"] = ["no-common-ligatures", "no-contextual"]
    layout, _, _, _, _, baseline = split_first_line(node.text, style, svg.context, inf, 0)
    box = TextBox(layout, style)
    box.baseline = baseline
    layout.reactivate(style)
    svg.stream.push_state()
    fill, stroke = svg.set_graphical_state(node, font_size)
    svg.stream.begin_text()
    svg.fill_stroke(fill, stroke, text=True)
    place = Matrix(d=-1, e=float(node.get("x").split()[0]), f=float(node.get("y")))
    draw_first_line(svg.stream, box, "none", "none", place)
    svg.stream.end_text()
    svg.stream.pop_state()
