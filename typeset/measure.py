"""How wide words are, and where their lines break: measured by HarfBuzz in the fonts that ship with the builder.

All lengths are in ems (multiples of the type size), so a text is shaped once and can be tried at any size.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import accumulate

import uharfbuzz as hb

from typeset.families import FAMILIES, named


@dataclass(frozen=True)
class Face:
    """One style of one family."""

    family: str
    bold: bool = False
    italic: bool = False


# Where lines may end, and how far their words then reach from the start of the paragraph, without the space, in ems.
Breaks = tuple[list[int], list[float]]


@dataclass(frozen=True)
class Shaped:
    """A paragraph with its measure: ``ends[i]`` is the way from its start to the end of character ``i``, in ems."""

    text: str
    ends: tuple[float, ...]
    pitch: float = 0.0  # what a line needs, in ems, where a font that we do not have sets some of it; else 0

    def width(self, start: int = 0, end: int | None = None) -> float:
        """The width of a slice, in ems."""
        stop = len(self.text) if end is None else end
        return (self.ends[stop - 1] if stop else 0.0) - (self.ends[start - 1] if start else 0.0)

    @cached_property
    def glued(self) -> Breaks:
        """Where its lines may end in print."""
        return _breaks(self, _GLUED)

    @cached_property
    def office(self) -> Breaks:
        """Where its lines may end in office programs."""
        return _breaks(self, _OFFICE)


def shape(text: str, face: Face) -> Shaped:
    """A paragraph in one face."""
    return shape_runs([(text, face)])


def shape_runs(runs: Sequence[tuple[str, Face]]) -> Shaped:
    """A paragraph in several faces."""
    shaped = [_advances(text, face) for text, face in runs if text]
    advances = [advance for run, _ in shaped for advance in run]
    pitch = max((pitch for _, pitch in shaped), default=0.0)
    return Shaped("".join(text for text, _ in runs), tuple(accumulate(advances)), pitch)


def break_lines(shaped: Shaped, width: float, *, glued: bool = True) -> tuple[str, ...]:
    """The lines of a paragraph set ragged right in a measure of ``width`` ems, without the space at their ends.

    Greedy, as WeasyPrint, LibreOffice and PowerPoint break. A word wider than the measure is broken where it must.
    ``glued`` keeps a dash on the line of the word before it, as print does and office programs do not.
    """
    return tuple(shaped.text[start:end] for start, end in line_slices(shaped, width, glued=glued))


def line_slices(shaped: Shaped, width: float, *, glued: bool = True) -> tuple[tuple[int, int], ...]:
    """Where each of the lines that ``break_lines`` gives starts and ends in the paragraph."""
    slices = _line_slices(shaped, width, glued=glued)
    return tuple(_stripped(shaped.text, start, end) for start, end in slices)


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
    broken = _broken(shaped.glued, _line_slices(shaped, width))
    for step in range(60):
        slices = _line_slices(shaped, width * (1 - step / 100))
        if len(slices) > lines or _broken(shaped.glued, slices) > broken:
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


def best_measure(shaped: Shaped, width: float, room: float) -> tuple[float, int]:
    """A measure on as few lines as ``width`` ems give, for office programs, with the fewest blemishes; and how many.

    It is narrower than ``room`` only where that saves a lonely word or a broken one, or where programs that round
    otherwise would break lines in different places. A blemish is a short last line, a line that ends after the short
    first word of a sentence or begins with a dash, a word that had to be broken, and lines that a hair's breadth would
    break elsewhere. Of equals the widest measure is taken. It lies between the widest line and the measure at which a
    line would take one more word, so that another program, which rounds otherwise, breaks the same way; ``room`` (not
    less than ``width``) is as wide as it may be.
    """
    first = _line_slices(shaped, width, glued=False)
    if len(first) < 2:  # noqa: PLR2004  # one line has nothing to mind
        return room, 0
    if _stands(shaped, room):
        return room, 0
    best, least, measure, slices = width, -1, width, first
    while len(slices) == len(first) and (slices is first or measure > width * _NARROWEST):
        widest = max(_widths(shaped, slices))
        next_break = _next_break(shaped, slices)
        touchy = next_break - widest < _HAIR * widest
        blemishes = _blemishes(shaped, slices) + touchy
        if least < 0 or blemishes < least:
            best, least = min(room, (widest + next_break) / 2), blemishes
        if not least:
            break
        measure = widest - 1e-4
        slices = _line_slices(shaped, measure, glued=False)
    return best, least


def _stands(shaped: Shaped, room: float) -> bool:
    """Whether the lines end well in all of the room, and a hair's breadth changes none of them."""
    slices = _line_slices(shaped, room, glued=False)
    near = (_line_slices(shaped, room * share, glued=False) for share in (1 - _HAIR, 1 + _HAIR))
    ends_well = not _lonely(shaped, slices) and not _broken(shaped.office, slices)
    return ends_well and all(each == slices for each in near)


BROKEN = 100  # a broken word is worse than any other blemish
_NARROWEST = 0.6  # narrower than this part of the measure would look like another layout
_HAIR = 0.008
_LONELY, _SHORT = 0.5, 0.34  # a last line of one word, or of more, is short under this part of the widest
_SHORT_FIRST_WORD = re.compile(r"(?:^|[.!?:;\u2013\u2014][\u201d\u2019\")\]]*\s+)[\u201c\u2018(\"]*\w{1,3}$")


def _next_break(shaped: Shaped, slices: Sequence[tuple[int, int]]) -> float:
    """The narrowest measure at which some line would take one more word (infinite for a single line)."""
    ends, reach = shaped.office
    return min(
        (
            reach[min(bisect_right(ends, end), len(ends) - 1)] - (shaped.ends[start - 1] if start else 0.0)
            for start, end in slices[:-1]
        ),
        default=float("inf"),
    )


def _blemishes(shaped: Shaped, slices: Sequence[tuple[int, int]]) -> int:
    lines = [shaped.text[start:end].strip(" ") for start, end in slices]
    short = sum(bool(_SHORT_FIRST_WORD.search(line)) for line in lines[:-1])
    dashes = sum(line.startswith(("\u2013", "\u2014")) for line in lines[1:])
    return _lonely(shaped, slices) + short + dashes + BROKEN * _broken(shaped.office, slices)


def _lonely(shaped: Shaped, slices: Sequence[tuple[int, int]]) -> int:
    """2 for a last line of one word, 1 for one that is short."""
    if len(slices) == 1:
        return 0
    widths = _widths(shaped, slices)
    last = widths[-1] / (max(widths) or 1)
    return 2 if last < _LONELY and " " not in shaped.text[slice(*slices[-1])].strip(" ") else int(last < _SHORT)


def _broken(breaks: Breaks, slices: Sequence[tuple[int, int]]) -> int:
    """How many lines end inside a word."""
    opportunities = set(breaks[0])
    return sum(end not in opportunities for _, end in slices[:-1])


def _widths(shaped: Shaped, slices: Sequence[tuple[int, int]]) -> list[float]:
    return [shaped.width(start, _without_space(shaped.text, end)) for start, end in slices]


# Where a line may end: after a space or a hyphen between letters; a dash stays with the word before it.
# Print sets lines as they are broken here (planned.heights).
# Between letters of scripts without spaces, but not before what must not start a line, nor after an opening bracket.
_NO_START = "\u3001-\u3003\u3005\u3009\u300b\u300d\u300f\u3011\u3015\u301c\u303b\u309b-\u309e"
_NO_START += "\u30fb-\u30fe\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
_NO_START += "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ!),.:;?\\]}…\u2019\u201d\u2013\u2014/-"
_NO_END = "\u3008\u300a\u300c\u300e\u3010\u3014\uff08"
_UNSPACED = rf"(?<=[\u2e80-\u9fff\uac00-\ud7af])(?<![{_NO_END}])(?![ {_NO_START}])"
_GLUED = re.compile(rf" +(?![\u2013\u2014])|[-\u2010](?=\w)|[\u2013\u2014](?=\w)|{_UNSPACED}")
# Office programs may put a dash at the start of a line.
_OFFICE = re.compile(rf" +|[-\u2010](?=\w)|[\u2013\u2014](?=\w)|{_UNSPACED}")


def _breaks(shaped: Shaped, opportunity: re.Pattern[str]) -> Breaks:
    text = shaped.text
    ends = [match.end() for match in opportunity.finditer(text) if match.end()] + [len(text)]
    return ends, [shaped.width(0, _without_space(text, end)) for end in ends]


def _line_slices(shaped: Shaped, width: float, *, glued: bool = True) -> list[tuple[int, int]]:
    ends, reach = shaped.glued if glued else shaped.office
    slices, start, so_far, length = [], 0, 0.0, len(shaped.text)
    while start < length:
        # The first place that lies too far away; the line ends at the one before.
        at = bisect_right(reach, so_far + width + 1e-6, bisect_right(ends, start))
        if at == len(ends):
            break
        end = ends[at - 1] if at else 0
        if end <= start:  # a single word wider than the measure
            end = min(_as_much_as_fits(shaped, start, width), ends[at])
            if end >= length:
                break
        slices.append((start, end))
        start, so_far = end, shaped.ends[end - 1]
    if start < length:
        slices.append((start, length))
    return slices


def _without_space(text: str, end: int) -> int:
    while end and text[end - 1] == " ":
        end -= 1
    return end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end].strip(" ")
    begin = start + len(text[start:end]) - len(text[start:end].lstrip(" "))
    return begin, begin + len(words)


_JOINTS = "/-\u2010\u2013\u2014._?&=#@"


def _as_much_as_fits(shaped: Shaped, start: int, width: float) -> int:
    end = start + 1
    while end < len(shaped.text) and shaped.width(start, end + 1) <= width:
        end += 1
    # After a slash, a hyphen or a sign in an address rather than between letters: no part looks like a word of its own.
    joint = max(shaped.text.rfind(mark, start, end) for mark in _JOINTS) + 1
    return joint if start < joint < end else end


def _advances(text: str, face: Face) -> tuple[list[float], float]:
    """The advance of each character in ems; and the pitch of a line if some are not in the font, else 0.

    Those of a ligature or a combined letter stand on its first character. A character that the font lacks is set in
    a font that we do not know, so it is counted with more than it will need.
    """
    if not text:  # HarfBuzz gives no positions for nothing
        return [], 0.0
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(_font(face), buffer, _FEATURES)
    upem = _hb_face(face).upem
    advances, pitch = [0.0] * len(text), 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        letter = text[info.cluster]
        if info.codepoint == 0 and letter not in _INVISIBLE:
            advances[info.cluster] += _elsewhere(letter, face)
            pitch = max(pitch, _TALL if any(first <= letter <= last for first, last in _TALL_SCRIPTS) else _OTHER)
        else:
            advances[info.cluster] += position.x_advance / upem
    return advances, pitch


def _elsewhere(letter: str, face: Face) -> float:
    """The advance of a letter that the face lacks: in a face of ours that has it, with room for a wider one."""
    for family in FAMILIES:
        other = replace(face, family=family)
        glyph = _font(other).get_nominal_glyph(ord(letter)) if family != face.family else None
        if glyph:
            return float(_WIDER * _font(other).get_glyph_h_advance(glyph) / _hb_face(other).upem)
    return _UNKNOWN


_WIDER = 1.25  # Georgia's letters against Carlito's

# In Noto Sans and Serif the letters of the scripts in tests/slides/random_sources.py are 0.5 to 1.06 em wide on
# average, Tamil the widest; a line of theirs is 1.2 to 1.6 em high, of Burmese up to 2.5.
_UNKNOWN = 1.15
_OTHER, _TALL = 1.5, 2.2
_TALL_SCRIPTS = (("\u0f00", "\u109f"), ("\uaa60", "\uaa7f"))  # Tibetan and Burmese
_INVISIBLE = frozenset("\n\r\t\u200b\u200c\u200d\u2060\ufeff")


# PowerPoint sets no ligatures, and the style sheet of print turns them off; so that letters can be told apart. Without
# contextual forms Greek capitals keep their accents.
_FEATURES = {"liga": False, "clig": False, "calt": False}


@cache
def _hb_face(face: Face) -> hb.Face:
    return hb.Face(hb.Blob(named(face.family).data(bold=face.bold, italic=face.italic)))


@cache
def _font(face: Face) -> hb.Font:
    return hb.Font(_hb_face(face))
