"""The text of a PDF as its pages show it: every line with the marked content that it belongs to.

One listener serves both ways of reading: along the structure tree (``proof.pdf``), and line by line where a file
has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import atan2, cos, hypot, pi, sin
from typing import Any

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import MATRIX_IDENTITY, mult_matrix


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
    end: float
    text: str


def lines(data: bytes) -> list[Line]:
    """All lines of a PDF in the order in which they are drawn, without what is marked as an artifact."""
    manager = PDFResourceManager()
    listener = _Listener(manager)
    interpreter = PDFPageInterpreter(manager, listener)
    for number, page in enumerate(PDFPage.get_pages(BytesIO(data))):
        listener.start(number)
        interpreter.process_page(page)
    return listener.found


_IMPOSED = re.compile(r"Page(\d+)")  # what handbook.impose calls a page on a sheet
_GAP = 0.18  # a distance between two strings, in ems, that is a space though none is written


class _Listener(PDFDevice):
    """Collects every string with its place."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.found: list[Line] = []
        self.start(0)

    def start(self, page: int) -> None:
        self.page = page
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

    def end_figure(self, name: str) -> None:
        self.panels.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        if any(artifact for artifact, _ in self.marks):
            return
        mark = next((number for _, number in reversed(self.marks) if number is not None), None)
        a, b, _, _, x, y = mult_matrix(textstate.matrix, self.ctm or MATRIX_IDENTITY)
        angle, scale = atan2(b, a), hypot(a, b)
        turn = round(angle / pi * 4) % 8
        size = textstate.fontsize * scale
        along, across = _turned(x, y, angle)
        across += textstate.rise
        for text, start, width in _strings(textstate, seq):
            self._add(text, mark, turn, across, along + start * scale, width * scale, size)

    def _add(
        self, text: str, mark: int | None, turn: int, baseline: float, start: float, width: float, size: float
    ) -> None:
        last = self.found[-1] if self.found else None
        panel = self.panels[-1]
        joins = last and (last.page, last.panel, last.mark, last.turn) == (self.page, panel, mark, turn)
        if last and joins and abs(last.baseline - baseline) < size / 4 and start > last.end - size:
            apart = start - last.end > _GAP * size and not last.text.endswith(" ") and not text.startswith(" ")
            last.text += (" " if apart else "") + text
            last.end = max(last.end, start + width)  # an accent stands over the letter before it
        else:
            self.found.append(Line(self.page, panel, mark, turn, baseline, start + width, text))


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    """A point along and across a direction."""
    return x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)


def _strings(textstate: Any, seq: Any) -> Iterator[tuple[str, float, float]]:
    """The strings of a TJ array: text, start and width in text space (ISO 32000-1, 9.4.3 and 9.4.4).

    They go on where those before them ended, in whatever font, until something moves the line.
    """
    at, across = textstate.linematrix
    size, scaling = textstate.fontsize, textstate.scaling * 0.01
    for piece in seq:
        if not isinstance(piece, bytes):
            at -= piece * 0.001 * size * scaling
            continue
        text, start = "", at
        for code in textstate.font.decode(piece):
            text += _character(textstate.font, code)
            word = textstate.wordspace if code == ord(" ") and not textstate.font.is_multibyte() else 0.0
            at += (textstate.font.char_width(code) * size + textstate.charspace + word) * scaling
        yield text, start, at - start
    textstate.linematrix = (at, across)


def _character(font: Any, code: int) -> str:
    try:
        return str(font.to_unichr(code))
    except PDFUnicodeNotDefined:
        return "\ufffd"
