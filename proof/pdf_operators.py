"""The operators of content streams (ISO 32000-1, annex A): what each does to the state, and what it draws.

What hides words or lies under them is kept: shapes, lines, pictures and the clip, which is taken for an upright box
wherever it can be. Broken operators are passed over, as viewers do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from math import hypot
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1

from proof.drawing import IDENTITY, Letter, Matrix, Point, box_of, common, contains, corners, joined, moved
from proof.pdf_color import Rgb, name_of, rgb, space_of, start_of
from proof.pdf_content import METHODS, Name, operations
from proof.pdf_page import Pages, data_of, is_opaque
from proof.pdf_state import Path, State
from source.errors import UnreadableError

_DEEPEST = 16  # forms within forms
_MOST_FORMS = 50_000  # drawn in one file: forms that hold each other grow without end
_STROKED, _UNDRAWN, _CLIPS = {1, 5}, 3, 7  # ways to show text (table 106)
_BLENDS = frozenset(
    {"Multiply", "Darken", "ColorBurn", "Overlay", "SoftLight", "HardLight"}
)  # the ground shows through
_PANEL = "Page"  # what handbook.sheets.impose calls a page on a sheet, before its number

# Arguments of operators come from strangers; any of these is a broken operator.
_BROKEN = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError)


def draw(pages: Pages, contents: Sequence[Any], resources: Any, matrix: Matrix) -> None:
    """The content of a page.

    Raises:
        UnreadableError: its forms hold each other without end.
    """
    _Content(pages, resources, State(matrix, pages.page.sheet)).run(data_of(contents))


def draw_form(pages: Pages, form: PDFStream, matrix: Matrix) -> None:
    """A form by itself, as the appearance of a note is."""
    _Content(pages, {}, State(matrix, pages.page.sheet)).form("", form)


class _Content:
    """Runs one stream: a page, or a form in it. ``inside`` are the forms around, by their numbers."""

    def __init__(self, pages: Pages, resources: Any, state: State, inside: tuple[int, ...] = (0,)) -> None:
        self.pages = pages
        self.resources = resolve1(resources)
        self.state = state
        self.inside = inside
        self.stack: list[State] = []
        self.path = Path()
        self.clips = False
        self.line: Matrix = IDENTITY
        self.at = 0.0
        self.open: list[tuple[bool, bool, bool]] = []  # of each marked content: it has a mark, a part, a hidden layer

    def run(self, data: bytes) -> None:
        """Draw a stream."""
        for operator, operands in operations(data):
            if act := _OPERATORS.get(operator):
                with suppress(*_BROKEN):
                    act(self, operands)
        while self.open:
            self.end_marked([])

    def resource(self, kind: str, name: str) -> Any:
        """An entry of the resources, not yet resolved."""
        return resolve1(self.resources[kind])[name]

    # --- state ---

    def save(self, _: list[Any]) -> None:
        self.stack.append(self.state.copy())

    def restore(self, _: list[Any]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def transform(self, numbers: list[Any]) -> None:
        a, b, c, d, e, f = numbers[-6:]
        self.state.ctm = joined((a, b, c, d, e, f), self.state.ctm)

    def line_width(self, numbers: list[Any]) -> None:
        self.state.width = float(numbers[-1])

    def graphics_state(self, names: list[Any]) -> None:
        entries, state = resolve1(self.resource("ExtGState", names[-1])), self.state
        for key, value in ((key, resolve1(value)) for key, value in entries.items()):
            if key == "ca":
                state.opacity = float(value)
            elif key == "CA":
                state.stroke_opacity = float(value)
            elif key == "LW":
                state.width = float(value)
            elif key == "SMask":
                state.masked = isinstance(value, dict)
            elif key == "BM":
                state.blends = any(name_of(mode) in _BLENDS for mode in (value if isinstance(value, list) else [value]))
            elif key == "Font":
                state.face, state.size = self.pages.face(value[0]), float(resolve1(value[1]))

    def fill_space(self, names: list[Any]) -> None:
        self.state.space = self._space(names[-1])
        self.state.color = start_of(self.state.space)

    def stroke_space(self, names: list[Any]) -> None:
        self.state.stroke_space = self._space(names[-1])
        self.state.stroke = start_of(self.state.stroke_space)

    def _space(self, name: str) -> Any:
        with suppress(*_BROKEN):
            return space_of(self.resource("ColorSpace", name))
        return space_of(name)

    def fill_color(self, values: list[Any]) -> None:
        self.state.color = rgb(self.state.space, values)

    def stroke_color(self, values: list[Any]) -> None:
        self.state.stroke = rgb(self.state.stroke_space, values)

    # --- shapes ---

    def move(self, numbers: list[Any]) -> None:
        self.path.move(self.state.ctm, (numbers[-2], numbers[-1]))

    def line_to(self, numbers: list[Any]) -> None:
        self.path.line(self.state.ctm, (numbers[-2], numbers[-1]))

    def curve(self, numbers: list[Any]) -> None:
        x1, y1, x2, y2, x3, y3 = numbers[-6:]
        self.path.curve(self.state.ctm, (x1, y1), (x2, y2), (x3, y3))

    def curve_from(self, numbers: list[Any]) -> None:
        x2, y2, x3, y3 = numbers[-4:]
        self.path.curve(self.state.ctm, None, (x2, y2), (x3, y3))

    def curve_to(self, numbers: list[Any]) -> None:
        x1, y1, x3, y3 = numbers[-4:]
        self.path.curve(self.state.ctm, (x1, y1), (x3, y3), (x3, y3))

    def close(self, _: list[Any]) -> None:
        self.path.close()

    def rectangle(self, numbers: list[Any]) -> None:
        x, y, width, height = numbers[-4:]
        self.path.rectangle(self.state.ctm, (x, y, x + width, y + height))

    def clip(self, _: list[Any]) -> None:
        self.clips = True

    def end_path(self, _: list[Any]) -> None:
        """The path becomes the clip, where it was meant to."""
        if self.clips and self.path.shapes:
            if not self.path.boxes:
                self.state.clip_shapes = self.path.shapes
            self.state.clip = common(self.state.clip, self.path.box)
        self.path, self.clips = Path(), False

    def fill(self, _: list[Any]) -> None:
        self._fill(hollow=self.path.holes)
        self.end_path([])

    def fill_even_odd(self, _: list[Any]) -> None:
        self._fill(hollow=len(self.path.shapes) > 1)
        self.end_path([])

    def _fill(self, *, hollow: bool) -> None:
        state = self.state
        opacity = state.group * state.opacity
        if self.path.shapes and opacity and not state.blends:
            hides = state.space != "Pattern" and not state.masked
            self._paint(self.path.shapes, None if state.masked else state.color, opacity, hides=hides, hollow=hollow)

    def _paint(
        self, shapes: Sequence[Sequence[Point]], color: Rgb | None, opacity: float, *, hides: bool, hollow: bool = False
    ) -> None:
        """Shapes in the clip; a shape that fills it takes its form."""
        state = self.state
        if state.clip_shapes:
            whole = len(shapes) == 1 and contains(box_of(shapes[0]), state.clip)
            shapes, hides = (state.clip_shapes, hides) if whole else (shapes, False)
        self.pages.add_area(shapes, state.clip, color, opacity, hides=hides, hollow=hollow)

    def stroke_path(self, _: list[Any]) -> None:
        state = self.state
        opacity = state.group * state.stroke_opacity
        if opacity > 0.2 and not state.blends and not state.masked:  # noqa: PLR2004
            width = state.width * hypot(state.ctm[0], state.ctm[1])
            for shape in self.path.shapes:
                self.pages.add_stroke(shape, width, state.clip, state.stroke, opacity)
        self.end_path([])

    def fill_and_stroke(self, _: list[Any]) -> None:
        self._fill(hollow=self.path.holes)
        self.stroke_path([])

    def close_and_stroke(self, _: list[Any]) -> None:
        self.close([])
        self.stroke_path([])

    def shade(self, _: list[Any]) -> None:
        state = self.state
        shapes = state.clip_shapes or [corners(state.clip)]
        self.pages.add_area(shapes, state.clip, None, state.group * state.opacity, hides=False)

    # --- pictures and forms ---

    def inline_image(self, operands: list[Any]) -> None:
        entries = operands[-1]
        self._picture(hides=not (entries.get("IM") or entries.get("ImageMask")))

    def _picture(self, *, hides: bool) -> None:
        state = self.state
        shape = [moved(state.ctm, corner) for corner in corners((0, 0, 1, 1))]
        hides = hides and not state.masked and not state.blends and not state.clip_shapes
        self.pages.add_picture(shape, state.clip, state.group * state.opacity, hides=hides)

    def external(self, names: list[Any]) -> None:
        stream = resolve1(self.resource("XObject", names[-1]))
        off = self.pages.layers.hide(stream.attrs.get("OC"))
        self.pages.hidden += off
        try:
            match name_of(resolve1(stream.get("Subtype"))):
                case "Image":
                    self._picture(hides=is_opaque(stream))
                case "Form":
                    self.form(names[-1], stream)
        finally:
            self.pages.hidden -= off

    def form(self, name: str, form: PDFStream) -> None:
        """A form, with a state of its own (8.10); one that holds itself ends there."""
        pages, number = self.pages, form.objid or -id(form)
        pages.forms += 1
        if pages.forms > _MOST_FORMS:
            raise UnreadableError("It holds more drawings in each other than can be read.")
        if number in self.inside or len(self.inside) > _DEEPEST:
            return
        state, numbers = self.state.copy(), [float(resolve1(part)) for part in resolve1(form.get("Matrix")) or IDENTITY]
        state.ctm = joined((numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]), state.ctm)
        box = [float(resolve1(side)) for side in resolve1(form.get("BBox")) or ()]
        data, imposed = form.get_data(), name.startswith(_PANEL) and name.removeprefix(_PANEL).isdecimal()
        sides = box_of([moved(state.ctm, corner) for corner in corners(box)]) if len(box) == 4 else state.clip  # noqa: PLR2004
        if imposed:  # its words may not leave it; that is more than to be cut
            pages.frames.append(common(sides, pages.page.sheet))
            pages.panels.append(int(name.removeprefix(_PANEL)))
        else:
            state.clip = common(state.clip, sides)
        if "Group" in form.attrs:
            state.group, state.opacity, state.stroke_opacity = state.group * state.opacity, 1.0, 1.0
        inner = _Content(pages, form.get("Resources") or self.resources, state, (*self.inside, number))
        inner.run(data)
        if imposed:
            pages.panels.pop()
            pages.frames.pop()

    # --- marked content ---

    def begin_marked(self, operands: list[Any]) -> None:
        """What belongs together; with its number, its layer, or as an artifact (14.6)."""
        tag = operands[0]
        properties: Any = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, Name):
            with suppress(*_BROKEN):
                properties = self.resource("Properties", properties)
        pages, entries = self.pages, resolve1(properties)
        number = resolve1(entries.get("MCID")) if isinstance(entries, dict) else None
        artifact = tag == "Artifact"
        off = tag == "OC" and pages.layers.hide(properties)
        if marked := isinstance(number, int | float):
            pages.marks.append((self.inside[-1], int(number)))
        if artifact:
            pages.parts.append(pages.new_part())
        pages.hidden += off
        self.open.append((marked, artifact, off))

    def end_marked(self, _: list[Any]) -> None:
        if self.open:
            marked, artifact, off = self.open.pop()
            if marked:
                self.pages.marks.pop()
            if artifact:
                self.pages.parts.pop()
            self.pages.hidden -= off

    # --- text ---

    def begin_text(self, _: list[Any]) -> None:
        self.line, self.at = IDENTITY, 0.0

    def font(self, operands: list[Any]) -> None:
        self.state.size = float(operands[-1])
        try:
            self.state.face = self.pages.face(self.resource("Font", operands[-2]))
        except _BROKEN:
            self.state.face = self.pages.face(None)

    def text_matrix(self, numbers: list[Any]) -> None:
        a, b, c, d, e, f = numbers[-6:]
        self.line, self.at = (a, b, c, d, e, f), 0.0

    def next_line(self, numbers: list[Any]) -> None:
        x, y = numbers[-2:]
        self.line, self.at = joined((1, 0, 0, 1, x, y), self.line), 0.0

    def next_line_with_leading(self, numbers: list[Any]) -> None:
        self.state.leading = -numbers[-1]
        self.next_line(numbers)

    def new_line(self, _: list[Any]) -> None:
        self.next_line([0.0, -self.state.leading])

    def show_on_new_line(self, operands: list[Any]) -> None:
        self.new_line([])
        self.show_string(operands)

    def show_spaced(self, operands: list[Any]) -> None:
        self.state.word_spacing, self.state.spacing = operands[-3:-1]
        self.show_on_new_line(operands)

    def show_string(self, operands: list[Any]) -> None:
        self.show([operands[-1:]])

    def show(self, operands: list[Any]) -> None:
        """Strings and the steps between them (9.4.3 and 9.4.4)."""
        state = self.state
        face, size, scaling = state.face, state.size, state.scaling
        if face is None:
            return
        letters, at = [], self.at
        for piece in operands[-1]:
            if isinstance(piece, float):
                at -= piece * 0.001 * size * scaling
                continue
            for code in face.decode(piece):
                text, width = face.letter(code)
                spacing = state.spacing + (state.word_spacing if code == 32 and face.single else 0.0)  # noqa: PLR2004
                end = at + (width * size + spacing) * scaling
                letters.append(Letter(text, at, end))
                at = end
        self.at = at
        if letters:
            matrix = joined(self.line, state.ctm)
            color, opacity = (
                (state.stroke, state.stroke_opacity) if state.mode in _STROKED else (state.color, state.opacity)
            )
            if state.masked or state.mode == _CLIPS:
                color, opacity = None, 1.0
            opacity = 0.0 if state.mode == _UNDRAWN else opacity * state.group
            self.pages.add_text(letters, matrix, size * face.em, state.rise, state.clip, color, opacity)


_Act = Callable[[_Content, list[Any]], None]


def _colored(space: str, act: _Act) -> _Act:
    """An operator that sets a colour, and its space with it."""

    def colored(content: _Content, values: list[Any]) -> None:
        if act is _Content.fill_color:
            content.state.space = space
        else:
            content.state.stroke_space = space
        act(content, values)

    return colored


def _sets(name: str, scale: float = 1.0) -> _Act:
    """An operator that sets a number of the state."""

    def sets(content: _Content, numbers: list[Any]) -> None:
        setattr(content.state, name, numbers[-1] * scale)

    return sets


_OPERATORS: dict[bytes, _Act] = {
    **{operator: getattr(_Content, name) for operator, name in METHODS.items()},
    b"g": _colored("DeviceGray", _Content.fill_color),
    b"rg": _colored("DeviceRGB", _Content.fill_color),
    b"k": _colored("DeviceCMYK", _Content.fill_color),
    b"G": _colored("DeviceGray", _Content.stroke_color),
    b"RG": _colored("DeviceRGB", _Content.stroke_color),
    b"K": _colored("DeviceCMYK", _Content.stroke_color),
    b"Tc": _sets("spacing"),
    b"Tw": _sets("word_spacing"),
    b"Tz": _sets("scaling", 0.01),
    b"TL": _sets("leading"),
    b"Tr": _sets("mode"),
    b"Ts": _sets("rise"),
}
