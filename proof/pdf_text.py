"""The text of a PDF as its pages show it: lines, with the marked content that they belong to, and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import Any

from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined

from proof.drawing import Letter, Matrix

GAP = 0.18  # a distance between two strings, in ems, that is a space though none is written
_SPACE = 0.4  # more than this, in ems, is no space between words
_COLUMN = 2.0  # more than this, in ems, is no space within a line: another column begins

# The marked content that words belong to: the form that counts it (0 for the page) and its number (MCID).
Mark = tuple[int, int]


@dataclass
class Line:
    """Text on one baseline. ``turn`` is its angle in eighths of a circle; positions are points along and across it.

    ``mark`` is its marked content, None where it has none. ``page`` counts from 0. ``panel`` is the number of the page
    that was imposed there (``handbook.sheets.impose``), 0 on a page of its own. ``part`` tells artifacts and notes from
    each other, and is 0 for all else.
    """

    page: int
    panel: int
    mark: Mark | None
    part: int
    turn: int
    baseline: float
    start: float
    end: float
    size: float
    text: str

    def goes_on(self, other: Line) -> bool:
        """Whether another line is the rest of this one: of other type, or another part of the structure."""
        same = (self.page, self.panel, self.turn) == (other.page, other.panel, other.turn)
        near = abs(self.baseline - other.baseline) < self.size / 4
        return same and near and -self.size / 4 < other.start - self.end < self.size * _SPACE

    def is_over(self, other: Line) -> bool:
        """Whether another line is the next one of the same paragraph."""
        same = (self.page, self.panel, self.turn, self.part) == (other.page, other.panel, other.turn, other.part)
        step = self.baseline - other.baseline
        return same and 0 < step < 1.7 * self.size and other.start < self.end and self.start < other.end

    def add(self, other: Line) -> None:
        """Take the rest of this line in."""
        apart = other.start - self.end > GAP * self.size
        spaced = self.text.endswith(" ") or other.text.startswith(" ")
        self.text += (" " if apart and not spaced else "") + other.text
        self.end = max(self.end, other.end)  # an accent stands over the letter before it

    def takes(self, other: Line) -> bool:
        """Whether another line, drawn next, is more of this one."""
        return (
            (self.page, self.panel, self.mark, self.part, self.turn)
            == (other.page, other.panel, other.mark, other.part, other.turn)
            and abs(self.baseline - other.baseline) < other.size / 4
            and self.end - other.size < other.start
            and (self.mark is not None or other.start < self.end + _COLUMN * other.size)
        )


def line_of(
    letters: Sequence[Letter], matrix: Matrix, rise: float, size: float
) -> tuple[int, float, float, float, float]:
    """Where letters stand: the turn, baseline, start and end of their line, and the size of its type."""
    a, b, _, _, x, y = matrix
    angle, scale = atan2(b, a), hypot(a, b)
    along, across = x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)
    return (
        round(angle / pi * 4) % 8,
        across + rise,
        along + letters[0].start * scale,
        along + letters[-1].end * scale,
        size * scale,
    )


def pieces(letters: Sequence[Letter], size: float) -> Iterator[tuple[Sequence[Letter], str]]:
    """The parts of a string that stand in one row, each with its text: strings may step back, or far ahead."""
    start, text = 0, letters[0].text
    for at in range(1, len(letters)):
        step = letters[at].start - letters[at - 1].end
        if -size < step < _COLUMN * size:
            new = letters[at].text
            text += " " + new if step > GAP * size and not (text.endswith(" ") or new.startswith(" ")) else new
        else:
            yield letters[start:at], text
            start, text = at, letters[at].text
    yield letters[start:], text


def words(letters: Iterable[Letter], gap: float) -> Iterator[list[Letter]]:
    """Letters up to a space, written or left."""
    word: list[Letter] = []
    for letter in letters:
        blank = letter.text.isspace()
        if word and (blank or letter.start - word[-1].end > gap):
            yield word
            word = []
        if not blank:
            word.append(letter)
    if word:
        yield word


class Face:
    """A font as its codes show it: each with its character and width, looked up once."""

    def __init__(self, font: PDFFont) -> None:
        self.decode: Any = font.decode
        self.single = not font.is_multibyte()
        self.em = 1.0  # how tall its type is, for one unit of its size
        if isinstance(font, PDFType3Font):
            tall = abs(font.get_height())
            self.em = tall if tall else 1.0
        self._font = font
        self._letters: dict[int, tuple[str, float]] = {}

    def letter(self, code: int) -> tuple[str, float]:
        """What a code shows, and how wide it is for one unit of size."""
        known = self._letters.get(code)
        if known is None:
            known = self._letters[code] = (_character(self._font, code), self._font.char_width(code))
        return known


def _character(font: PDFFont, code: int) -> str:
    try:
        text = str(font.to_unichr(code))
    except PDFUnicodeNotDefined:
        return "\ufffd"
    # Ghostscript writes ligatures with the bytes of each letter the wrong way round.
    if len(text) > 1 and all(ord(letter) & 0xFF == 0 and letter > "\u2000" for letter in text):
        return "".join(chr(ord(letter) >> 8) for letter in text)
    return text
