"""How wide words are, and where their lines break: measured by HarfBuzz in the fonts that ship with the builder.

All lengths are in ems (multiples of the type size), so a text is shaped once and can be tried at any size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import inf

import uharfbuzz as hb

from typeset.families import FAMILIES


@dataclass(frozen=True)
class Face:
    """One style of one family."""

    family: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Shaped:
    """A paragraph with its measure: ``ends[i]`` is the way from its start to the end of character ``i``, in ems."""

    text: str
    ends: tuple[float, ...]

    def width(self, start: int = 0, end: int | None = None) -> float:
        """The width of a slice, in ems."""
        stop = len(self.text) if end is None else end
        return (self.ends[stop - 1] if stop else 0.0) - (self.ends[start - 1] if start else 0.0)


def shape(text: str, face: Face) -> Shaped:
    """A paragraph in one face."""
    return shape_runs([(text, face)])


def shape_runs(runs: Sequence[tuple[str, Face]]) -> Shaped:
    """A paragraph in several faces."""
    advances = [advance for text, face in runs for advance in _advances(text, face)]
    return Shaped("".join(text for text, _ in runs), tuple(accumulate(advances)))


def break_lines(shaped: Shaped, width: float) -> tuple[str, ...]:
    """The lines of a paragraph set ragged right in a measure of ``width`` ems, without the space at their ends.

    Greedy, as WeasyPrint, LibreOffice and PowerPoint break. A word wider than the measure is broken where it must.
    """
    return tuple(shaped.text[start:end] for start, end in line_slices(shaped, width))


def line_slices(shaped: Shaped, width: float) -> tuple[tuple[int, int], ...]:
    """Where each of the lines that ``break_lines`` gives starts and ends in the paragraph."""
    return tuple(_stripped(shaped.text, start, end) for start, end in _line_slices(shaped, width))


def line_height(face: Face) -> float:
    """The height of a line as office programs set it: the font's own pitch, but never under 1.2, in ems."""
    extents = _font(face).get_font_extents("ltr")
    upem = _hb_face(face).upem
    return float(max(1.2, (extents.ascender - extents.descender + extents.line_gap) / upem))


def without_runt(shaped: Shaped, width: float, *, least: float = 0.4) -> float:
    """A measure up to ``width`` ems, on as many lines, that leaves no short last line; ``width`` where there is none.

    A last line shorter than ``least`` of the measure is a runt. Print and slides set a paragraph in the measure found
    here, so that no lonely word hangs under it and not a character of it is changed. The measure is that of the
    widest line, so that another program breaks the same way.
    """
    lines = len(_line_slices(shaped, width))
    if lines < 2:  # noqa: PLR2004  # one line has no last line to mind
        return width
    tried = []
    for step in range(60):
        slices = _line_slices(shaped, width * (1 - step / 100))
        if len(slices) > lines:
            break
        tried.append(
            [
                (shaped.text[start:end].strip(" "), shaped.width(start, _without_space(shaped.text, end)))
                for start, end in slices
            ]
        )
    for words in (2, 1):
        for set_lines in tried:
            text, last = set_lines[-1]
            widest = max(line_width for _, line_width in set_lines)
            if last >= least * widest and len(text.split(" ")) >= words:
                return width if set_lines is tried[0] else widest
    return width


def steadiest(shaped: Shaped, width: float) -> float:
    """The measure that gives the same lines as ``width`` ems and is farthest from any that gives others.

    Endless for a single line. Otherwise it lies half-way between the widest line and the narrowest measure that would
    take in another word, so that a program that counts a hair more or less of each letter breaks at the same words.
    """
    slices = _line_slices(shaped, width)
    ends = [*(match.end() for match in _OPPORTUNITY.finditer(shaped.text) if match.end()), len(shaped.text)]
    widest = max((shaped.width(start, _without_space(shaped.text, end)) for start, end in slices), default=0.0)
    following = (
        shaped.width(start, _without_space(shaped.text, next(place for place in ends if place > end)))
        for start, end in slices[:-1]
    )
    return (widest + min(following, default=inf)) / 2


# Where a line may end: after a space or a hyphen between letters; a dash stays with the word before it.
# The house style sheet keeps the same words together (handbook.html.glued).
_OPPORTUNITY = re.compile(
    r" +(?![\u2013\u2014])|[-\u2010](?=\w)|[\u2013\u2014](?=\w)|(?<=[\u2e80-\u9fff\uac00-\ud7af\u3040-\u30ff])"
)


def _line_slices(shaped: Shaped, width: float) -> list[tuple[int, int]]:
    text, slices, start, fits = shaped.text, [], 0, 0
    ends = [match.end() for match in _OPPORTUNITY.finditer(text) if match.end()]
    for end in [*ends, len(text)]:
        while shaped.width(start, _without_space(text, end)) > width + 1e-6:
            if fits <= start:  # a single word wider than the measure
                fits = _as_much_as_fits(shaped, start, width)
                if fits >= end:
                    break
            slices.append((start, fits))
            start = fits
        fits = end
    if start < len(text):
        slices.append((start, len(text)))
    return slices


def _without_space(text: str, end: int) -> int:
    while end and text[end - 1] == " ":
        end -= 1
    return end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end].strip(" ")
    begin = start + len(text[start:end]) - len(text[start:end].lstrip(" "))
    return begin, begin + len(words)


def _as_much_as_fits(shaped: Shaped, start: int, width: float) -> int:
    end = start + 1
    while end < len(shaped.text) and shaped.width(start, end + 1) <= width:
        end += 1
    return end


def _advances(text: str, face: Face) -> list[float]:
    """The advance of each character in ems; those of a ligature or a combined letter stand on its first character."""
    if not text:  # HarfBuzz gives no positions for nothing
        return []
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(_font(face), buffer, _FEATURES)
    upem = _hb_face(face).upem
    advances = [0.0] * len(text)
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        advances[info.cluster] += position.x_advance / upem
    return advances


# PowerPoint sets no ligatures, and the style sheet of print turns them off; so that letters can be told apart.
_FEATURES = {"liga": False, "clig": False}


@cache
def _hb_face(face: Face) -> hb.Face:
    path = FAMILIES[face.family].file(bold=face.bold, italic=face.italic)
    return hb.Face(hb.Blob.from_file_path(str(path)))


@cache
def _font(face: Face) -> hb.Font:
    return hb.Font(_hb_face(face))
