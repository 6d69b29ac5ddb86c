"""Where the words of a shape stand: its lines, as far as they can be told without the program that draws them.

Measured in the fonts that ship with the builder. They have the widths of Calibri and Georgia; of other fonts the
place is an estimate, so only what is far off counts (``proof.sight``). Lengths are points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from proof.looks import Looks, Run, attribute, child
from proof.package import A
from proof.sheets import EMU, Box, number
from typeset.measure import Face, Shaped, line_slices, shape_runs
from typeset.schemes import share
from typeset.substitutes import Substitute, substitute

_INSETS = {"lIns": 91440, "tIns": 45720, "rIns": 91440, "bIns": 45720}  # 21.1.2.1.1
_HALF = 0.5  # factors of substitutes are the largest found; words are some way between
_ENDLESS = 1e6


@dataclass(frozen=True)
class Line:
    """A line of words, and its box."""

    text: str
    box: Box
    size: float
    ends: tuple[float, ...] = field(repr=False)

    @property
    def words(self) -> Iterator[tuple[str, float, float]]:
        """Each word with its left and right edge."""
        for word in re.finditer(r"\S+", self.text):
            start, end = word.span()
            yield word[0], self.box[0] + self.ends[start], self.box[0] + self.ends[end]

    @property
    def band(self) -> tuple[float, float]:
        """Top and bottom of its small letters."""
        height = self.box[3] - self.box[1]
        return self.box[1] + 0.35 * height, self.box[1] + 0.8 * height


@dataclass(frozen=True)
class _Row:
    """A line before it has its place: how far it reaches from the left, how high it is, what is above it."""

    shaped: Shaped
    start: int
    end: int
    size: float
    left: float
    room: float
    align: str
    height: float
    above: float


def lines(looks: Looks, paragraphs: Sequence[Any]) -> tuple[Line, ...] | None:
    """The lines of a shape; None where they cannot be told: rotated, upright or in columns, or nobody knows where."""
    box = looks.shape.box
    upright = looks.body("vert", "horz") == "horz" and number(looks.body("rot", "0")) == 0
    if box is None or looks.shape.turned or not upright or number(looks.body("numCol", "1")) > 1:
        return None
    left, top, right, bottom = (number(looks.body(side, str(usual))) / EMU for side, usual in _INSETS.items())
    inner = (box[0] + left, box[1] + top, box[2] - right, box[3] - bottom)
    wrapped = looks.body("wrap", "square") != "none"
    rows, spare = _fitted(looks, paragraphs, inner[2] - inner[0] if wrapped else _ENDLESS, inner[3] - inner[1])
    y = inner[1] + {"ctr": spare / 2, "b": spare}.get(looks.body("anchor", "t"), 0.0)
    found = []
    for row in rows:
        y += row.above
        found.append(_placed(row, inner, y))
        y += row.height
    return tuple(line for line in found if line.text.strip())


def _fitted(looks: Looks, paragraphs: Sequence[Any], width: float, room: float) -> tuple[list[_Row], float]:
    """The rows of a text, and how much of the room they leave. Where a box shrinks its words, they are as small."""
    for scale in _SCALES if looks.shrinks else (looks.scale,):
        looks.scale = min(scale, looks.scale)
        rows = [row for paragraph in paragraphs for row in _rows(looks, paragraph, width)]
        if rows:  # space above the first paragraph is not set
            rows[0] = replace(rows[0], above=0.0)
        spare = room - sum(row.above + row.height for row in rows)
        if spare >= 0:
            break
    return rows, spare


_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25)  # PowerPoint stops there


def _placed(row: _Row, inner: Box, y: float) -> Line:
    width = row.shaped.width(row.start, row.end) * row.size
    room = row.room if row.room < _ENDLESS else inner[2] - inner[0]
    x = inner[0] + row.left + {"ctr": (room - width) / 2, "r": room - width}.get(row.align, 0.0)
    ends = tuple(row.shaped.width(row.start, at) * row.size for at in range(row.start, row.end + 1))
    return Line(row.shaped.text[row.start : row.end], (x, y, x + width, y + row.height), row.size, ends)


def _rows(looks: Looks, paragraph: Any, width: float) -> Iterator[_Row]:
    levels, runs = looks.level(paragraph), list(looks.runs(paragraph))
    first = runs[0] if runs else None
    size = max((run.size for run in runs), default=looks.size_at_end(paragraph))
    font = substitute(first.font) if first else Substitute("Carlito")
    indents = [number(attribute(levels, name, "0")) / EMU for name in ("marL", "marR")]
    room = max(0.0, width - sum(indents))
    height = _spacing(child(levels, "lnSpc"), size, _pitch(font)) or _pitch(font) * size
    height *= 1 - looks.tightened
    above = _spacing(child(levels, "spcBef"), size, _pitch(font))
    below = _spacing(child(levels, "spcAft"), size, _pitch(font))
    align = attribute(levels, "algn", "r" if is_rtl(levels) else "l")
    shaped = _shaped(runs, size)
    slices = line_slices(shaped, max(room / size, 0.1), glued=False) or ((0, 0),)
    for at, (start, end) in enumerate(slices):
        yield _Row(shaped, start, end, size, indents[0], room, align, height, above if not at else 0.0)
    if below:
        yield _Row(shaped, 0, 0, size, 0.0, 0.0, "l", below, 0.0)


def is_rtl(levels: Sequence[Any]) -> bool:
    """Whether a paragraph with these properties runs from right to left."""
    return attribute(levels, "rtl", "0") in {"1", "true"}


def _pitch(font: Substitute) -> float:
    return font.pitch if font.known else 1.2


def _spacing(spacing: Any, size: float, pitch: float) -> float:
    """What a spacing comes to; 0 where there is none."""
    if spacing is None:
        return 0.0
    if (points := spacing.find(f"{A}spcPts")) is not None:
        return number(points.get("val")) / 100
    percent = spacing.find(f"{A}spcPct")
    return 0.0 if percent is None else share(percent.get("val", "0")) * pitch * size


def _shaped(runs: Sequence[Run], size: float) -> Shaped:
    """The runs of a paragraph in ems of its largest size."""
    advances: list[float] = []
    for run in runs:
        font = substitute(run.font)
        wider = 1 + _HALF * (font.stretch(bold=run.bold) - 1) if font.known else 1.0
        ends = shape_runs([(run.text, Face(font.family, run.bold, run.italic))]).ends
        own = (end - start for start, end in zip((0.0, *ends), ends, strict=False))
        advances += [advance * wider * run.size / size for advance in own]
    return Shaped("".join(run.text for run in runs), tuple(accumulate(advances)))
