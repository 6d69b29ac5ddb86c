"""Where the texts of a slide stand on a layout of a template: in its placeholders, or in boxes beside them. Pure.

``place_texts(Template, TheirLayout, SlideKind, small texts) -> (Position, ...)``. Texts go into placeholders by type,
then by size and place; what finds none goes into a text box beside or below the main text. Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planned.slides import SlideKind, Slot
from slides.agency.colors import shared
from slides.agency.inherit import Holder, shrunk
from slides.agency.read import Template, TheirLayout
from slides.layouts import LAYOUTS, Area, Box


@dataclass(frozen=True)
class Position:
    """Where one of our texts goes. ``holder`` is None for a text box (for the title: a title the layout lacks).

    ``frame`` is its box on the slide, ``inner`` that of the words; ``moved`` where the layout's own does not do.
    """

    index: int
    holder: Holder | None
    frame: Box
    inner: Box
    moved: bool


def place_texts(
    template: Template,
    layout: TheirLayout,
    kind: SlideKind,
    small: frozenset[int],
    wishes: Mapping[int, Holder | None],
    *,
    ours: bool = False,
) -> tuple[Position, ...]:
    """A place for the title, the main text, and those of the small texts that the slide has, by their numbers.

    ``wishes`` are the placeholders that somebody asked for; None asks for a text box. ``ours`` is a layout of our make.
    """
    return _Placer(template, layout, kind, wishes, ours=ours).places(small)


# --- the placeholders of a layout ---------------------------------------------------------------------------------

TITLES = {"title", "ctrTitle"}
TEXTS = {"body", "subTitle", "obj"}
FOOTER_TYPES = {"dt", "ftr", "sldNum", "hdr"}
BIG = 0.2  # of the slide: what holds a paragraph that a room can read


def title_holder(layout: TheirLayout) -> Holder | None:
    """The placeholder of the title, wherever it stands."""
    return next((h for h in layout.holders if h.type in TITLES), None)


def is_well_placed(holder: Holder | None, template: Template) -> bool:
    """It stands on the slide, and upright."""
    return holder is not None and holder.upright and holder.frame is not None and _seen(holder.frame, template)


def text_holders(template: Template, layout: TheirLayout) -> list[Holder]:
    """The placeholders for words that can be told apart and stand on the slide, in the layout's order."""
    found: dict[tuple[str, int], Holder] = {}
    for holder in layout.holders:
        if holder.type in TEXTS and holder.upright and holder.frame and _seen(holder.frame, template):
            found.setdefault((holder.type, holder.idx), holder)
    return list(found.values())


def _seen(frame: Box, template: Template) -> bool:
    shown = _clipped(frame, template)
    return size_of(shown) > 0.5 * size_of(frame) and shown.height >= _LEAST_HEIGHT * template.scale


_LEAST_HEIGHT = 20.0


def _clipped(frame: Box, template: Template) -> Box:
    left, top = max(0.0, frame.x), max(0.0, frame.y)
    right, bottom = min(template.width, frame.x + frame.width), min(template.height, frame.y + frame.height)
    if right - frame.x > frame.width - 1 and bottom - frame.y > frame.height - 1 and left - frame.x < 1 > top - frame.y:
        return frame  # it stands on the slide, but for a rounding
    return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))


def size_of(frame: Box | None) -> float:
    """The area of a box, 0 for none."""
    return frame.width * frame.height if frame else 0.0


def stand_beside(one: Holder, other: Holder) -> bool:
    """They stand side by side, at about the same height."""
    a, b = one.frame, other.frame
    if a is None or b is None:
        return False
    apart = min(a.x + a.width, b.x + b.width) <= max(a.x, b.x)
    return apart and abs(a.y - b.y) < 0.5 * min(a.height, b.height)


# --- which of them is for what --------------------------------------------------------------------------------------


_SMALL = 100.0  # points on our slide
_TALL = 0.2  # of the slide: lower than this is a caption
_MUCH = 0.4  # of a slide or a text: more of it is not given up


class _Placer:
    """Finds a place for each text of one kind of slide on one layout."""

    def __init__(
        self,
        template: Template,
        layout: TheirLayout,
        kind: SlideKind,
        wishes: Mapping[int, Holder | None],
        *,
        ours: bool,
    ) -> None:
        self.template = template
        self.kind = kind
        self.wishes = wishes
        self.layout = layout
        self.ours = ours
        self.gap = 12 * template.scale
        # A line or two below the title is all that some kinds have.
        self.small = LAYOUTS[kind].area(Slot.MAIN).box.height < _SMALL
        self.free = [h for h in text_holders(template, layout) if h not in wishes.values()]

    def places(self, small: frozenset[int]) -> tuple[Position, ...]:
        """The title, the main text, then those of the small texts that the slide has."""
        title = self._title()
        main = self._main(title)
        title, main = self._apart(title, main)
        return (title, *self._with_others(self._above_footers(main), small))

    def _title(self) -> Position:
        holder = self.wishes.get(Slot.TITLE) or title_holder(self.layout)
        if holder and is_well_placed(holder, self.template):
            return self._held(Slot.TITLE, holder)
        width, height = self.template.width, self.template.height
        position = _boxed(Slot.TITLE, Box(0.06 * width, 0.05 * height, 0.88 * width, 0.14 * height))
        return _moved(replace(position, holder=holder), position.frame)

    def _main(self, title: Position) -> Position:
        holder = self._taken(Slot.MAIN, self._main_holder())
        if holder:
            return self._held(Slot.MAIN, holder)
        return _boxed(Slot.MAIN, self._room_under(title))

    def _main_holder(self) -> Holder | None:
        same = self._same_idx(Slot.MAIN)
        if same or not self.free:
            return same
        if self.small:
            return max(self.free, key=lambda h: size_of(h.frame))
        slide = self.template.width * self.template.height
        largest = max(self.free, key=lambda h: size_of(h.frame))
        tall = largest.frame is not None and largest.frame.height >= _TALL * self.template.height
        return largest if tall and size_of(largest.frame) >= BIG / 2 * slide else None

    def _same_idx(self, index: int) -> Holder | None:
        """On a layout of our own make the placeholders have our numbers."""
        return next((h for h in self.free if h.idx == index), None) if self.ours else None

    def _taken(self, index: int, found: Holder | None) -> Holder | None:
        if index in self.wishes:
            return self.wishes[index]
        if found in self.free:
            self.free.remove(found)
        return found

    def _held(self, index: int, holder: Holder) -> Position:
        assert holder.frame is not None, "only placeholders with a frame are taken"
        frame = _clipped(holder.frame, self.template)
        alone = sum((h.type, h.idx) == (holder.type, holder.idx) for h in self.layout.holders) == 1
        return Position(index, holder, frame, shrunk(frame, holder.insets), frame != holder.frame or not alone)

    def _room_under(self, title: Position) -> Box:
        """What is free between the title and the footers, as wide as the title unless that is narrow."""
        width, height = self.template.width, self.template.height
        x, wide = title.inner.x, title.inner.width
        if wide < 0.6 * width:
            x, wide = 0.08 * width, 0.84 * width
        top = title.frame.y + title.frame.height + self.gap
        tops = [f.y for f in self._footers() if f.y > 0.6 * height]
        bottom = min([*tops, 0.94 * height]) - self.gap
        return Box(x, top, wide, max(1.0, bottom - top))

    def _apart(self, title: Position, main: Position) -> tuple[Position, Position]:
        """Title and text made to stand clear of each other, with enough room for the text."""
        if main.holder is None:
            return self._with_room_under(title, main)
        if title.holder is None:
            return self._with_room_above(title, main)
        under = title.frame.y + title.frame.height
        if shared(title.frame, main.frame) and under - main.frame.y <= _MUCH * main.frame.height:
            main = _moved(main, _cut_top(main.frame, under))
        return title, main

    def _with_room_under(self, title: Position, main: Position) -> tuple[Position, Position]:
        """Where the title stands low, or fills the slide, it moves up and shrinks."""
        height, frame = self.template.height, title.frame
        least = 44 * self.template.scale if self.small else _MUCH * height
        if main.frame.height >= least:
            return title, main
        top, tall = (0.5, 0.35) if self.small else (0.06, 0.2)
        title = _moved(title, replace(frame, y=min(frame.y, top * height), height=min(frame.height, tall * height)))
        return title, _boxed(Slot.MAIN, self._room_under(title))

    def _with_room_above(self, title: Position, main: Position) -> tuple[Position, Position]:
        """A title that the layout lacks stands above the text; where there is no room, the text makes some."""
        above = main.frame.y - self.gap
        if above - title.frame.y >= 36 * self.template.scale:
            frame = Box(main.inner.x, title.frame.y, main.inner.width, above - title.frame.y)
            return _moved(title, frame), main
        top, tall = main.frame.y, 48 * self.template.scale
        title = _moved(title, Box(main.frame.x, top, main.frame.width, tall))
        return title, _moved(main, _cut_top(main.frame, top + tall + self.gap))

    def _footers(self) -> list[Box]:
        return [h.frame for h in self.layout.holders if h.type in {"ftr", "sldNum"} and h.frame]

    def _above_footers(self, position: Position) -> Position:
        frame = position.frame
        for footer in self._footers():
            if shared(footer, frame) and footer.y - frame.y > 0.5 * frame.height:
                frame = replace(frame, height=footer.y - frame.y)
        return position if frame == position.frame else _moved(position, frame)

    # --- the small texts beside and below the main one ---

    def _with_others(self, main: Position, small: frozenset[int]) -> Sequence[Position]:
        """The main text with the small ones: first those that have placeholders, then boxes cut from its room."""
        ours = LAYOUTS[self.kind].area(Slot.MAIN)
        others = [area for area in LAYOUTS[self.kind].areas if area.index in small]
        beside = [area for area in others if is_beside(area, ours)]
        below = [area for area in others if area not in beside]
        held = {area.index: self._taken(area.index, self._partner(area, main)) for area in beside}
        held |= {area.index: self._taken(area.index, self._foot(area, main)) for area in below}
        found = {index: self._held(index, holder) for index, holder in held.items() if holder}
        columns = [main, *(found[area.index] for area in beside if area.index in found)]
        for area in below:
            if area.index not in found:
                found[area.index], columns = self._strip_under(area, columns)
        main = columns[0]
        found |= {column.index: column for column in columns[1:]}
        for area in beside:
            if area.index not in found:
                found[area.index], main = self._column_beside(area, main)
        return [main, *(self._above_footers(found[area.index]) for area in others)]

    def _strip_under(self, area: Area, columns: list[Position]) -> tuple[Position, list[Position]]:
        """A text box at the foot of some columns, and the columns without its room."""
        main = columns[0]
        tall = _strip(area, LAYOUTS[self.kind].area(Slot.MAIN)) * self.template.scale
        left, right = main.inner.x, max(column.inner.x + column.inner.width for column in columns)
        box = _boxed(area.index, Box(left, main.frame.y + main.frame.height - tall, right - left, tall))
        return box, [_shortened(column, tall + self.gap) for column in columns]

    def _column_beside(self, area: Area, main: Position) -> tuple[Position, Position]:
        """A text box as wide a part of the main text as in our own layout, and the main text without its room."""
        ours = LAYOUTS[self.kind].area(Slot.MAIN).box
        wide = area.box.width / (area.box.x + area.box.width - ours.x) * main.inner.width
        right = main.inner.x + main.inner.width
        box = _boxed(area.index, Box(right - wide, main.inner.y, wide, main.inner.height))
        return box, _moved(main, replace(main.frame, width=main.frame.width - wide - 2 * self.gap))

    def _partner(self, area: Area, main: Position) -> Holder | None:
        """A placeholder beside the main one, of about its size."""
        like = [
            h
            for h in self.free
            if main.holder and stand_beside(main.holder, h) and size_of(h.frame) > 0.4 * size_of(main.holder.frame)
        ]
        return self._same_idx(area.index) or (like[0] if like else None)

    def _foot(self, area: Area, main: Position) -> Holder | None:
        """A small placeholder that starts in or under the lower half of the main one, but not inside of it."""
        under = main.frame.y + main.frame.height * 0.5
        tall = _strip(area, LAYOUTS[self.kind].area(Slot.MAIN)) * self.template.scale
        fitting = [
            h
            for h in self.free
            if h.frame and h.frame.y >= under and not shared(h.frame, main.frame) and h.frame.height >= 0.7 * tall
        ]
        return self._same_idx(area.index) or (fitting[0] if fitting else None)


def is_beside(area: Area, main: Area) -> bool:
    """In our own layout it stands to the right of the main text."""
    return area.box.x >= main.box.x + main.box.width


def _strip(area: Area, main: Area) -> float:
    """The height of a small text under the main one: ours, or a line for a text that stands elsewhere in our layout."""
    return area.box.height if area.box.y >= main.box.y + main.box.height else min(area.box.height, 1.8 * area.sizes[0])


def _boxed(index: int, frame: Box) -> Position:
    return Position(index, None, frame, frame, moved=True)


def _moved(position: Position, frame: Box) -> Position:
    insets = position.holder.insets if position.holder else (0.0, 0.0, 0.0, 0.0)
    return replace(position, frame=frame, inner=shrunk(frame, insets), moved=True)


def _shortened(position: Position, by: float) -> Position:
    return _moved(position, replace(position.frame, height=max(1.0, position.frame.height - by)))


def _cut_top(frame: Box, top: float) -> Box:
    return Box(frame.x, top, frame.width, max(1.0, frame.y + frame.height - top))
