"""The text of a PDF as its pages show it: every line with the marked content that it belongs to.

One listener serves both ways of reading: along the structure tree (``proof.pdf``), and line by line where a file
has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from math import atan2, cos, hypot, pi, sin
from typing import Any

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_pt, mult_matrix

from proof.positions import FOOT, SIDE, TOP, Rectangle, Word


@dataclass
class Line:
    """Text on one baseline. ``turn`` is its angle in eighths of a circle; positions are points along and across it.

    ``mark`` is the number of its marked content (MCID), None where it has none. ``page`` counts from 0. ``panel`` is
    the number of the page that was imposed there (``handbook.sheets.impose``), 0 on a page of its own.
    """

    page: int
    panel: int
    mark: int | None
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

    def add(self, other: Line) -> None:
        """Take the rest of this line in."""
        apart = other.start - self.end > _GAP * self.size
        spaced = self.text.endswith(" ") or other.text.startswith(" ")
        self.text += (" " if apart and not spaced else "") + other.text
        self.end = max(self.end, other.end)  # an accent stands over the letter before it


def lines(data: bytes) -> tuple[list[Line], list[Word]]:
    """All lines of a PDF in the order in which they are drawn, without what is marked as an artifact; and all words."""
    manager = PDFResourceManager()
    listener = _Listener(manager)
    interpreter = PDFPageInterpreter(manager, listener)
    for number, page in enumerate(PDFPage.get_pages(BytesIO(data))):
        listener.start(number, _frame(page))
        interpreter.process_page(page)
    return listener.found, listener.words


_IMPOSED = re.compile(r"Page(\d+)")  # what handbook.impose calls a page on a sheet
_INVISIBLE = 3  # a way to show text: not at all (ISO 32000-1, table 106)
_SPACE = 0.4  # more than this, in ems, is no space between words
_GAP = 0.18  # a distance between two strings, in ems, that is a space though none is written


def _frame(page: PDFPage) -> Rectangle:
    """What is kept of a page: its trim box, or else its crop box, as the interpreter turns it."""
    trim = resolve1(page.attrs.get("TrimBox")) or page.cropbox
    left, foot, right, top = page.mediabox
    if page.rotate % 180:
        left, foot, right, top = foot, left, top, right
    x0, y0, x1, y1 = (float(resolve1(side)) for side in trim)
    if page.rotate:  # printers turn whole sheets, which have no other boxes
        return 0, 0, right - left, top - foot
    return x0 - left, y0 - foot, x1 - left, y1 - foot


def _moved(matrix: Matrix, box: Sequence[float]) -> Rectangle:
    """A box where a matrix puts it, which turns it by nothing but right angles."""
    (x0, y0), (x1, y1) = (apply_matrix_pt(matrix, (box[at], box[at + 1])) for at in (0, 2))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


_Letter = tuple[str, float, float]  # what one code of a font shows, and from where to where, in text space


class _Listener(PDFDevice):
    """Collects every string with its place."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.found: list[Line] = []
        self.words: list[Word] = []
        self.start(0, (0, 0, 0, 0))

    def start(self, page: int, frame: Rectangle) -> None:
        self.page = page
        self.frames = [frame]
        self.marks: list[tuple[bool, int | None]] = []  # whether it is an artifact, its number
        self.panels: list[int] = [0]

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        number = props.get("MCID") if isinstance(props, dict) else None
        self.marks.append((getattr(tag, "name", "") == "Artifact", number if isinstance(number, int) else None))

    def end_tag(self) -> None:
        if self.marks:
            self.marks.pop()

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        imposed = _IMPOSED.fullmatch(name)
        self.panels.append(int(imposed[1]) if imposed else self.panels[-1])
        inner = mult_matrix(matrix, self.ctm or MATRIX_IDENTITY)
        self.frames.append(_moved(inner, bbox) if imposed else self.frames[-1])

    def end_figure(self, name: str) -> None:
        self.panels.pop()
        self.frames.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        mark = next((number for _, number in reversed(self.marks) if number is not None), None)
        matrix = mult_matrix(textstate.matrix, self.ctm or MATRIX_IDENTITY)
        a, b, _, _, x, y = matrix
        angle, scale = atan2(b, a), hypot(a, b)
        turn = round(angle / pi * 4) % 8
        size = textstate.fontsize * scale
        along, across = _turned(x, y, angle)
        across += textstate.rise
        artifact = any(artifact for artifact, _ in self.marks)
        pieces = list(_strings(textstate, seq))
        for letters in [] if artifact else pieces:
            text, start = "".join(letter[0] for letter in letters), letters[0][1]
            self._add(text, mark, turn, across, along + start * scale, (letters[-1][2] - start) * scale, size)
        if textstate.render != _INVISIBLE and min(abs(a), abs(b)) < scale / 100:
            self._add_words(chain.from_iterable(pieces), matrix, textstate)

    def _add_words(self, letters: Iterable[_Letter], matrix: Matrix, textstate: Any) -> None:
        size = textstate.fontsize
        foot, top = textstate.rise + FOOT * size, textstate.rise + TOP * size
        for word in _words(letters, _GAP * size):
            left, right = word[0][1] + SIDE * size, word[-1][2] - SIDE * size
            box = _moved(matrix, (left, foot, max(left, right), top))
            self.words.append(Word(self.page, "".join(letter[0] for letter in word), box, self.frames[-1]))

    def _add(
        self, text: str, mark: int | None, turn: int, baseline: float, start: float, width: float, size: float
    ) -> None:
        line = Line(self.page, self.panels[-1], mark, turn, baseline, start, start + width, size, text)
        last = self.found[-1] if self.found else line
        joins = (last.page, last.panel, last.mark, last.turn) == (line.page, line.panel, mark, turn)
        if self.found and joins and abs(last.baseline - baseline) < size / 4 and start > last.end - size:
            last.add(line)
        else:
            self.found.append(line)


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    """A point along and across a direction."""
    return x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)


def _words(letters: Iterable[_Letter], gap: float) -> Iterator[list[_Letter]]:
    """Letters up to a space, written or left."""
    word: list[_Letter] = []
    for letter in letters:
        blank = letter[0].isspace()
        if word and (blank or letter[1] - word[-1][2] > gap):
            yield word
            word = []
        if not blank:
            word.append(letter)
    if word:
        yield word


def _strings(textstate: Any, seq: Any) -> Iterator[list[_Letter]]:
    """The strings of a TJ array (ISO 32000-1, 9.4.3 and 9.4.4). What is shown next begins where they end."""
    at, line = textstate.linematrix
    font, size, scaling = textstate.font, textstate.fontsize, textstate.scaling * 0.01
    for piece in seq:
        if not isinstance(piece, bytes):
            at -= piece * 0.001 * size * scaling
            continue
        letters = []
        for code in font.decode(piece):
            word = textstate.wordspace if code == ord(" ") and not font.is_multibyte() else 0.0
            end = at + (font.char_width(code) * size + textstate.charspace + word) * scaling
            letters.append((_character(font, code), at, end))
            at = end
        if letters:
            yield letters
    textstate.linematrix = (at, line)


def _character(font: Any, code: int) -> str:
    try:
        return str(font.to_unichr(code))
    except PDFUnicodeNotDefined:
        return "\ufffd"
