"""What the pages of a PDF show: its lines of text, and all that each page draws (``proof.drawing``), in order.

A page is drawn as a viewer does it: its own content, and then its annotations, each by its appearance.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, resolve1

from proof.drawing import (
    Area,
    Drawing,
    Letter,
    Matrix,
    Point,
    Rectangle,
    Word,
    box_of,
    clipped,
    common,
    corners,
    holds,
    moved,
)
from proof.pdf_color import Rgb
from proof.pdf_layers import Layers
from proof.pdf_notes import Note
from proof.pdf_text import GAP, Face, Line, Mark, line_of, pieces, words

_MOST_AREAS = 20_000  # of a page; more is a pattern
_THIN = 4.0  # points: a longer shape that is no thicker may strike words out
_MOST_MASK = 4_000_000  # dots of a picture's mask that are looked at
_OPAQUE = 0.9  # the part of a mask that lets nothing through
_LONG = 3.0  # times as long as it is thick


class Pages:
    """Draws pages one after the other.

    While a page is drawn, ``frames`` and ``panels`` say in which imposed page, ``marks`` in which marked content, and
    ``parts`` in which artifact or note; ``hidden`` counts the layers around that are off.
    """

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self._lines: list[Line] = []
        self.forms = 0
        self._fonts = PDFResourceManager()
        self._faces: dict[int | None, Face] = {}
        self._order = 0
        self._part = 0

    def begin(self, number: int, page: PDFPage) -> Matrix:
        """A page, as it lies before a reader: the matrix that brings it there."""
        matrix = _upright(page)
        sheet, shown, trim = (
            box_of([moved(matrix, corner) for corner in corners(box)])
            for box in (page.mediabox, page.cropbox, _box(page.attrs.get("TrimBox"), page.cropbox))
        )
        self.page = Drawing(number, sheet, common(shown, sheet), trim)
        self.frames = [common(trim, sheet)]
        self.panels = [0]
        self.marks: list[Mark | None] = [None]
        self.parts = [0]
        self.hidden = 0
        return matrix

    def new_part(self) -> int:
        """The number of an artifact."""
        self._part += 1
        return self._part

    def take_lines(self) -> list[Line]:
        """The lines that were drawn since they were last taken."""
        lines, self._lines = self._lines, []
        return lines

    def add_note(self, note: Note, matrix: Matrix) -> None:
        """What viewers draw of a note that has no appearance, and what it strikes out."""
        for shape, color, opacity in note.areas:
            self.add_area([[moved(matrix, point) for point in shape]], self.page.sheet, color, opacity)
        self.page.rules += [box_of([moved(matrix, point) for point in rule]) for rule in note.rules]
        self.page.struck += [[moved(matrix, point) for point in shape] for shape in note.struck]

    def face(self, font: Any) -> Face:
        """A font, known by its number; one that is missing or broken is read as the plainest."""
        number = font.objid if isinstance(font, PDFObjRef) else None
        if number not in self._faces or (number is None and font is not None):
            try:
                face = Face(self._fonts.get_font(number, dict_value(font)))
            except (MemoryError, RecursionError):
                raise
            # A stranger's font can break the library anywhere; its words are read none the less.
            except Exception:
                face = Face(self._fonts.get_font(None, {}))
            if number is None and font is not None:
                return face
            self._faces[number] = face
        return self._faces[number]

    def add_text(
        self,
        letters: list[Letter],
        matrix: Matrix,
        size: float,
        rise: float,
        clip: Rectangle,
        color: Rgb | None,
        opacity: float,
    ) -> None:
        """A string, as lines and as words."""
        mark, part, em = self.marks[-1], self.parts[-1], abs(size)
        for piece, text in pieces(letters, em):
            line = Line(self.page.number, self.panels[-1], mark, part, *line_of(piece, matrix, rise, em), text)
            if self._lines and self._lines[-1].takes(line):
                self._lines[-1].add(line)
            else:
                self._lines.append(line)
        for word in words(letters, GAP * em):
            self._order += 1
            text = "".join([letter.text for letter in word])
            new = Word(self._order, text, word, matrix, size, rise, self.frames[-1], color, opacity, self.hidden > 0)
            new.clipped = not holds(clip, new.middle, 1.0)
            self.page.words.append(new)

    def add_area(
        self,
        shapes: Sequence[Sequence[Point]],
        clip: Rectangle,
        color: Rgb | None,
        opacity: float,
        *,
        hides: bool = True,
        hollow: bool = False,
    ) -> None:
        """A filled shape, as far as the clip shows it; a thin one is a rule, too."""
        kept = [shape for shape in (clipped(shape, clip) for shape in shapes) if len(shape) > 2]  # noqa: PLR2004
        if self.hidden or not kept or len(self.page.areas) >= _MOST_AREAS:
            return
        box = box_of([point for shape in kept for point in shape])
        self._order += 1
        self.page.areas.append(Area(self._order, kept, box, color, opacity, hides, hollow))
        if not hollow:
            self.add_rule(box)

    def add_rule(self, box: Rectangle) -> None:
        """A shape that may strike words out, if it is thin and long."""
        thick, long = sorted((box[2] - box[0], box[3] - box[1]))
        if thick <= _THIN and long > _LONG * thick and not self.hidden and len(self.page.rules) < _MOST_AREAS:
            self.page.rules.append(box)

    def add_stroke(
        self, shape: Sequence[Point], width: float, clip: Rectangle, color: Rgb | None, opacity: float
    ) -> None:
        """A line along points: thin ones are rules, and thick ones hide words."""
        for one, other in pairwise(shape):
            box = box_of([one, other])
            upright = min(box[2] - box[0], box[3] - box[1]) < 1
            wide = width / 2
            if upright and width <= _THIN:
                self.add_rule(common((box[0] - wide, box[1] - wide, box[2] + wide, box[3] + wide), clip))
            elif width > _THIN:
                self.add_area([_thick(one, other, wide)], clip, color, opacity)

    def add_picture(self, shape: Sequence[Point], clip: Rectangle, opacity: float, *, hides: bool) -> None:
        """A picture. It shows words that lie hidden with it, where it is a scan."""
        if not self.hidden:
            self.page.pictures.append(common(box_of(shape), clip))
            self.add_area([shape], clip, None, opacity, hides=hides)


def _thick(one: Point, other: Point, wide: float) -> list[Point]:
    """The shape of a thick line."""
    (x0, y0), (x1, y1) = one, other
    long = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    across, up = (y0 - y1) / long * wide, (x1 - x0) / long * wide
    return [(x0 + across, y0 + up), (x1 + across, y1 + up), (x1 - across, y1 - up), (x0 - across, y0 - up)]


def _upright(page: PDFPage) -> Matrix:
    """The matrix that brings a page as it is turned to (0, 0)."""
    x0, y0, x1, y1 = page.mediabox
    turned: dict[int, Matrix] = {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }
    return turned.get(page.rotate, (1, 0, 0, 1, -x0, -y0))


def _box(value: Any, otherwise: Rectangle) -> Rectangle:
    sides = [resolve1(side) for side in resolve1(value) or ()]
    if len(sides) != 4 or not all(isinstance(side, int | float) for side in sides):  # noqa: PLR2004
        return otherwise
    return box_of([(float(sides[0]), float(sides[1])), (float(sides[2]), float(sides[3]))])


def data_of(contents: Sequence[Any]) -> bytes:
    """The content of a page or a form, whole."""
    streams = (resolve1(content) for content in contents)
    return b"\n".join(stream.get_data() for stream in streams if isinstance(stream, PDFStream))


def is_opaque(picture: PDFStream) -> bool:
    """Whether nothing shows through a picture: it is no stencil, and its mask, where it has one, is full."""
    if resolve1(picture.get("ImageMask")) or resolve1(picture.get("Mask")) is not None:
        return False
    mask = resolve1(picture.get("SMask"))
    if not isinstance(mask, PDFStream):
        return True
    if int(resolve1(mask.get("Width"))) * int(resolve1(mask.get("Height"))) > _MOST_MASK:
        return False
    dots = mask.get_data()
    return dots.count(b"\xff") > _OPAQUE * len(dots)
