"""What was put on the pages of a PDF as annotations (ISO 32000-1, 12.5): notes, stamps, marks, fields of forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1

from proof.drawing import IDENTITY, Matrix, Point, Rectangle, box_of, corners, joined, moved
from proof.pdf_color import Rgb, name_of, rgb
from proof.pdf_layers import Layers

_HIDDEN = 2 | 32  # flags (table 165): hidden, no view
_MARKS = frozenset({"Highlight", "Underline", "Squiggly", "StrikeOut", "Redact"})  # their words may be those below them
_UNREAD = frozenset({"Popup", "Link", "Widget", "TrapNet", "PrinterMark", "3D", "Screen", "Movie", "Sound"})
_SPACES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}
_DEEPEST = 32  # a field within fields


@dataclass
class Note:
    """An annotation as a viewer shows it. ``words`` are what it says besides.

    ``matrix`` brings its ``appearance`` to the page. ``areas`` (with colour and opacity) and ``rules`` are what viewers
    draw where it has none. ``struck`` are the shapes that it strikes out.
    """

    kind: str
    box: Rectangle
    words: str
    appearance: PDFStream | None = None
    matrix: Matrix = IDENTITY
    areas: list[tuple[list[Point], Rgb | None, float]] = field(default_factory=list)
    rules: list[list[Point]] = field(default_factory=list)
    struck: list[list[Point]] = field(default_factory=list)

    @property
    def marks_words(self) -> bool:
        """Whether it marks words of the page, which some programs then repeat in it."""
        return self.kind in _MARKS

    def placed(self, page: Matrix) -> Matrix:
        """The matrix that brings its appearance to a page that lies so."""
        return joined(self.matrix, page)


def notes_of(annotations: Any, layers: Layers) -> Iterator[Note]:
    """The annotations of a page that can be seen."""
    annotations = resolve1(annotations)
    for value in annotations if isinstance(annotations, list) else []:
        entries = resolve1(value)
        if not isinstance(entries, dict) or int(_number(entries.get("F"))) & _HIDDEN or layers.hide(entries.get("OC")):
            continue
        kind, box = name_of(resolve1(entries.get("Subtype"))), _numbers(entries.get("Rect"))
        if len(box) == 4 and kind != "Popup":  # noqa: PLR2004
            yield _note(kind, box_of([(box[0], box[1]), (box[2], box[3])]), entries)


def _note(kind: str, box: Rectangle, entries: dict[str, Any]) -> Note:
    words = _value(entries) if kind == "Widget" else "" if kind in _UNREAD else _text(entries.get("Contents"))
    note = Note(kind, box, words, _appearance(entries))
    if note.appearance is not None:
        note.matrix = _fitted(note.appearance, box)
    else:
        _draw(note, entries)
    if kind in {"StrikeOut", "Redact"}:
        quads = _quads(entries.get("QuadPoints")) or ([corners(box)] if kind == "Redact" else [])
        note.struck = quads
    return note


def _appearance(entries: dict[str, Any]) -> PDFStream | None:
    """What it looks like: its normal appearance, in the state that it is in."""
    normal = resolve1((_dictionary(entries.get("AP"))).get("N"))
    if isinstance(normal, dict):
        normal = resolve1(normal.get(name_of(resolve1(entries.get("AS")))))
    return normal if isinstance(normal, PDFStream) else None


def _fitted(appearance: PDFStream, box: Rectangle) -> Matrix:
    """The matrix that brings an appearance, turned by its own, into the box of its annotation (12.5.5)."""
    own = _numbers(appearance.get("Matrix"))
    own_box = _numbers(appearance.get("BBox"))
    matrix: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else IDENTITY  # noqa: PLR2004
    if len(own_box) != 4:  # noqa: PLR2004
        return IDENTITY
    x0, y0, x1, y1 = box_of([moved(matrix, corner) for corner in corners(own_box)])
    across = (box[2] - box[0]) / (x1 - x0) if x1 > x0 else 1.0
    up = (box[3] - box[1]) / (y1 - y0) if y1 > y0 else 1.0
    return across, 0.0, 0.0, up, box[0] - x0 * across, box[1] - y0 * up


def _draw(note: Note, entries: dict[str, Any]) -> None:
    """What viewers draw of one that brings no appearance."""
    filled = {"Square": "IC", "Circle": "IC", "Polygon": "IC", "Redact": "IC", "FreeText": "C"}.get(note.kind)
    color = _numbers(entries.get(filled)) if filled else []
    opacity = _number(entries.get("CA"), 1.0)
    if color:
        points = _pairs(_numbers(entries.get("Vertices"))) if note.kind == "Polygon" else corners(note.box)
        note.areas.append((points, rgb(_SPACES.get(len(color)), color), opacity))
    strokes = {
        "Line": [entries.get("L")],
        "Ink": resolve1(entries.get("InkList")),
        "PolyLine": [entries.get("Vertices")],
    }
    for stroke in strokes.get(note.kind) or []:
        points = _pairs(_numbers(stroke))
        note.rules += [[one, other] for one, other in pairwise(points)]


def _value(entries: dict[str, Any]) -> str:
    """The value of a field in a form, which it may have from the field that it belongs to (12.7.3)."""
    field_entries = entries
    for _ in range(_DEEPEST):
        kind, value = name_of(resolve1(field_entries.get("FT"))), resolve1(field_entries.get("V"))
        if value is not None:
            values = value if isinstance(value, list) else [value]
            return "" if kind == "Btn" else "\n".join(filter(None, map(_text, values)))
        field_entries = _dictionary(field_entries.get("Parent"))
    return _text(_dictionary(entries.get("MK")).get("CA"))


def _quads(value: Any) -> list[list[Point]]:
    """Four-cornered shapes; programs write their corners row by row."""
    points = _pairs(_numbers(value))
    return [[points[at], points[at + 1], points[at + 3], points[at + 2]] for at in range(0, len(points) - 3, 4)]


def _pairs(numbers: Sequence[float]) -> list[Point]:
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _text(value: Any) -> str:
    value = resolve1(value)
    if isinstance(value, PDFStream):
        value = value.get_data()
    if not isinstance(value, bytes):
        return ""
    if value.startswith((b"\xfe\xff", b"\xff\xfe")):
        return value.decode("utf-16", "replace").strip()
    return (
        value.removeprefix(b"\xef\xbb\xbf").decode("utf-8" if value.startswith(b"\xef\xbb\xbf") else "latin-1").strip()
    )


def _dictionary(value: Any) -> dict[str, Any]:
    value = resolve1(value)
    return value if isinstance(value, dict) else {}


def _number(value: Any, otherwise: float = 0.0) -> float:
    value = resolve1(value)
    return float(value) if isinstance(value, int | float) else otherwise


def _numbers(value: Any) -> list[float]:
    value = resolve1(value)
    return [_number(part) for part in value] if isinstance(value, list) else []
