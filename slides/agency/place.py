"""Where the texts of a slide stand on a layout of a template: in its placeholders, or in boxes beside them. Pure.

``place_texts(Template, TheirLayout, SlideKind, small texts) -> (Position, ...)``. Texts go into placeholders by type,
then by size and place; what finds none goes into a text box beside or below the main text. Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import ceil

from planned.slides import SlideKind, Slot
from slides.agency.ground import shared
from slides.agency.look import Holder
from slides.agency.read import Template, TheirLayout
from slides.areas import Area, Box
from slides.layouts import LABELLED


@dataclass(frozen=True)
class Position:
    """Where one of our texts goes. ``holder`` is None for a text box (for the title: a title the layout lacks).

    ``frame`` is its box on the slide; ``moved`` where the layout's own does not do.
    """

    index: int
    holder: Holder | None
    frame: Box
    moved: bool = True

    @property
    def inner(self) -> Box:
        """The box of the words."""
        return shrunk(self.frame, self.holder.insets) if self.holder else self.frame

    def at(self, frame: Box) -> Position:
        """The same text in another box."""
        return self if frame == self.frame else replace(self, frame=frame, moved=True)


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
    return _Placer(template, layout, kind, wishes, ours).places(small)


# --- the placeholders of a layout ---------------------------------------------------------------------------------

TITLES = {"title", "ctrTitle"}
TEXTS = {"body", "subTitle", "obj"}
FOOTER_TYPES = {"dt", "ftr", "sldNum", "hdr"}
BIG = 0.2  # of the slide: what holds a paragraph that a room can read
HIGH = 0.28  # of the slide's height: the same


def title_holder(layout: TheirLayout) -> Holder | None:
    """The placeholder of the title, wherever it stands."""
    return next((h for h in layout.holders if h.type in TITLES), None)


def is_well_placed(holder: Holder | None, template: Template) -> bool:
    """It stands on the slide, and upright."""
    if holder is None or holder.frame is None or not holder.upright:
        return False
    shown = _clipped(holder.frame, template)
    return size_of(shown) > 0.5 * size_of(holder.frame) and shown.height >= _LEAST_HEIGHT * template.scale


_LEAST_HEIGHT = 20.0


def text_holders(template: Template, layout: TheirLayout) -> list[Holder]:
    """The placeholders for words that can be told apart and stand on the slide, in the layout's order."""
    found: dict[tuple[str, int], Holder] = {}
    for holder in layout.holders:
        if holder.type in TEXTS and is_well_placed(holder, template):
            found.setdefault((holder.type, holder.idx), holder)
    return list(found.values())


def _clipped(frame: Box, template: Template) -> Box:
    """The part of a box that stands on the slide; all of it, where but a rounding is missing."""
    left, top = max(0.0, frame.x), max(0.0, frame.y)
    right, bottom = min(template.width, frame.right), min(template.height, frame.bottom)
    if max(left - frame.x, top - frame.y, frame.right - right, frame.bottom - bottom) < 1:
        return frame
    return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))


def size_of(frame: Box | None) -> float:
    """The area of a box, 0 for none."""
    return frame.width * frame.height if frame else 0.0


def shrunk(frame: Box, insets: Iterable[float]) -> Box:
    """A box without insets at its left, top, right and bottom."""
    left, top, right, bottom = insets
    width, height = max(1.0, frame.width - left - right), max(1.0, frame.height - top - bottom)
    return Box(frame.x + left, frame.y + top, width, height)


def stand_beside(one: Holder, other: Holder) -> bool:
    """They stand side by side, at about the same height."""
    a, b = one.frame, other.frame
    if a is None or b is None:
        return False
    return min(a.right, b.right) <= max(a.x, b.x) and abs(a.y - b.y) < 0.5 * min(a.height, b.height)


# --- which of them is for what --------------------------------------------------------------------------------------

_SMALL = 100.0  # points on our slide
_TALL = 0.2  # of the slide: lower than this is a caption
_TWO_LINES = 62.0  # points on our slide: two lines of 20 points, and insets
_MOST_OF_A_LOGO = 0.15  # of the slide: a larger picture is its ground
_LEFT_BY_A_LOGO = 0.6  # of a text's box
_MOST_MARKS = 3  # more shapes that are drawn by hand are an ornament, and no logo
_ALIKE = 0.97  # two columns that somebody drew by hand
_SENTENCE, _SMALL_LINE = 620.0, 23.0  # points on our slide: who wrote this, and the height of its lines
_MUCH = 0.4  # of a slide or a text: more of it is not given up


@dataclass
class _Placer:
    """Finds a place for each text of one kind of slide on one layout."""

    template: Template
    layout: TheirLayout
    kind: SlideKind
    wishes: Mapping[int, Holder | None]
    ours: bool
    free: list[Holder] = field(init=False)

    def __post_init__(self) -> None:
        self.gap = 12 * self.template.scale
        self.main_area = LABELLED[self.kind].area(Slot.MAIN)
        # A line or two below the title is all that some kinds have.
        self.small = self.main_area.box.height < _SMALL
        self.free = [h for h in text_holders(self.template, self.layout) if h not in self.wishes.values()]

    def places(self, small: frozenset[int]) -> tuple[Position, ...]:
        """The title, the main text, then those of the small texts that the slide has."""
        title = self._title()
        holder = self._taken(Slot.MAIN, self._main_holder())
        main = self._held(Slot.MAIN, holder) if holder else Position(Slot.MAIN, None, self._room_under(title))
        title, main = self._apart(title, main)
        main = self._with_two_lines(self._above_footers(main), title)
        return (self._off_pictures(title), *self._with_others(self._off_pictures(main), small))

    def _title(self) -> Position:
        holder = self.wishes.get(Slot.TITLE) or title_holder(self.layout)
        if holder and is_well_placed(holder, self.template):
            return self._held(Slot.TITLE, holder)
        width, height = self.template.width, self.template.height
        return Position(Slot.TITLE, holder, Box(0.06 * width, 0.05 * height, 0.88 * width, 0.14 * height))

    def _main_holder(self) -> Holder | None:
        most = max((size_of(h.frame) for h in self.free), default=0.0)
        largest = next((h for h in self.free if size_of(h.frame) >= _ALIKE * most), None)
        if (same := self._same_idx(Slot.MAIN)) or largest is None or largest.frame is None or self.small:
            return same or largest
        tall = largest.frame.height >= _TALL * self.template.height
        wide = size_of(largest.frame) >= BIG / 2 * self.template.width * self.template.height
        return largest if tall and wide else None

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
        return Position(index, holder, frame, frame != holder.frame or not alone)

    def _room_under(self, title: Position) -> Box:
        """What is free between the title and the footers, as wide as the title unless that is narrow."""
        width, height = self.template.width, self.template.height
        x, wide = title.inner.x, title.inner.width
        if wide < 0.6 * width:
            x, wide = 0.08 * width, 0.84 * width
        top = title.frame.bottom + self.gap
        bottom = min([*(f.y for f in self._footers() if f.y > 0.6 * height), 0.94 * height]) - self.gap
        return Box(x, top, wide, max(1.0, bottom - top))

    def _apart(self, title: Position, main: Position) -> tuple[Position, Position]:
        """Title and text made to stand clear of each other, with enough room for the text."""
        if main.holder is None:
            return self._with_room_under(title, main)
        if title.holder is None:
            return self._with_room_above(title, main)
        under = title.frame.bottom
        if shared(title.frame, main.frame) and under - main.frame.y <= _MUCH * main.frame.height:
            main = main.at(_cut_top(main.frame, under))
        return title, main

    def _with_room_under(self, title: Position, main: Position) -> tuple[Position, Position]:
        """Where the title stands low, or fills the slide, it moves up and shrinks."""
        height, frame = self.template.height, title.frame
        if main.frame.height >= (44 * self.template.scale if self.small else _MUCH * height):
            return title, main
        top, tall = (0.5, 0.35) if self.small else (0.06, 0.2)
        title = title.at(replace(frame, y=min(frame.y, top * height), height=min(frame.height, tall * height)))
        return title, main.at(self._room_under(title))

    def _with_room_above(self, title: Position, main: Position) -> tuple[Position, Position]:
        """A title that the layout lacks stands above the text; where there is no room, the text makes some."""
        frame, above = main.frame, main.frame.y - self.gap
        if above - title.frame.y >= 36 * self.template.scale:
            return title.at(Box(main.inner.x, title.frame.y, main.inner.width, above - title.frame.y)), main
        title = title.at(replace(frame, height=48 * self.template.scale))
        return title, main.at(_cut_top(frame, title.frame.bottom + self.gap))

    def _footers(self) -> list[Box]:
        return [h.frame for h in self.layout.holders if h.type in {"ftr", "sldNum"} and h.frame]

    def _above_footers(self, position: Position) -> Position:
        frame = position.frame
        for footer in self._footers():
            if shared(footer, frame) and footer.y - frame.y > 0.5 * frame.height:
                frame = replace(frame, height=footer.y - frame.y)
        return position.at(frame)

    def _with_two_lines(self, main: Position, title: Position) -> Position:
        """A line or two below the title has room for two: downwards, else upwards, as far as nothing stands there."""
        tall, lowest = (
            _TWO_LINES * self.template.scale,
            min([f.y for f in self._footers()], default=self.template.height),
        )
        frame = main.frame
        if self.small and frame.height < tall:
            for top in (frame.y, frame.bottom - tall):
                grown = replace(frame, y=top, height=tall)
                if top >= 0 and grown.bottom <= lowest and not shared(grown, title.frame):
                    return main.at(grown)
        return main

    def _off_pictures(self, position: Position) -> Position:
        """The box made smaller where it would put words on a logo, unless that would take much of it."""
        frame, slide = position.frame, self.template.width * self.template.height
        decorated = sum(each.mark for each in self.layout.drawn) > _MOST_MARKS
        logos = (each for each in self.layout.drawn if each.pictured and not (each.mark and decorated))
        for logo in (each.box for each in logos if each.box):
            if size_of(logo) > _MOST_OF_A_LOGO * slide or not shared(logo, frame):
                continue
            left, top = logo.right + self.gap, logo.bottom + self.gap
            cuts = (
                replace(frame, width=logo.x - self.gap - frame.x),
                replace(frame, height=logo.y - self.gap - frame.y),
                replace(frame, x=left, width=frame.right - left),
                replace(frame, y=top, height=frame.bottom - top),
            )
            best = max((cut for cut in cuts if min(cut.width, cut.height) > 0), key=size_of, default=frame)
            frame = best if size_of(best) > _LEFT_BY_A_LOGO * size_of(position.frame) else frame
        return position.at(frame)

    # --- the small texts beside and below the main one ---

    def _with_others(self, main: Position, small: Iterable[int]) -> Iterable[Position]:
        """The main text with the small ones: first those that have placeholders, then boxes cut from its room."""
        others = [area for area in LABELLED[self.kind].areas if area.index in small]
        beside = [area for area in others if is_beside(area, self.main_area)]
        below = [area for area in others if area not in beside]
        held = [(area.index, self._taken(area.index, self._partner(area, main))) for area in beside]
        held += [(area.index, self._taken(area.index, self._foot(area, main))) for area in below]
        found = {index: self._held(index, holder) for index, holder in held if holder}
        if not beside and not self.wishes:
            main = self._over_both_columns(main)
        columns = [main, *(found[area.index] for area in beside if area.index in found)]
        for area in below:
            if area.index not in found:
                found[area.index], columns = self._strip_under(area, columns)
        main, *rest = columns
        found |= {column.index: column for column in rest}
        for area in beside:
            if area.index not in found:
                found[area.index], main = self._column_beside(area, main)
        return [main, *(self._off_pictures(self._above_footers(found[area.index])) for area in others)]

    def _strip_under(self, area: Area, columns: list[Position]) -> tuple[Position, list[Position]]:
        """A text box at the foot of some columns, and the columns without its room."""
        main = columns[0]
        left, right = main.inner.x, max(column.inner.right for column in columns)
        lines = ceil(_SENTENCE * self.template.scale / (right - left))
        tall = max(self._strip(area), lines * _SMALL_LINE * self.template.scale)
        box = Position(area.index, None, Box(left, main.frame.bottom - tall, right - left, tall))
        cut = tall + self.gap
        return box, [each.at(replace(each.frame, height=max(1.0, each.frame.height - cut))) for each in columns]

    def _column_beside(self, area: Area, main: Position) -> tuple[Position, Position]:
        """A text box as wide a part of the main text as in our own layout, and the main text without its room."""
        inner = main.inner
        wide = area.box.width / (area.box.right - self.main_area.box.x) * inner.width
        box = Position(area.index, None, Box(inner.right - wide, inner.y, wide, inner.height))
        return box, main.at(replace(main.frame, width=main.frame.width - wide - 2 * self.gap))

    def _over_both_columns(self, main: Position) -> Position:
        """Without a text for the second column the main one takes its room as well."""
        other = next(self._beside(main), None)
        if other is None or other.frame is None:
            return main
        frame, second = main.frame, _clipped(other.frame, self.template)
        left, right = min(frame.x, second.x), max(frame.right, second.right)
        return main.at(replace(frame, x=left, width=right - left))

    def _beside(self, main: Position) -> Iterator[Holder]:
        """The placeholders beside the main one, of about its size."""
        for holder in self.free if main.holder else ():
            if (
                main.holder
                and stand_beside(main.holder, holder)
                and size_of(holder.frame) > _MUCH * size_of(main.frame)
            ):
                yield holder

    def _partner(self, area: Area, main: Position) -> Holder | None:
        return self._same_idx(area.index) or next(self._beside(main), None)

    def _foot(self, area: Area, main: Position) -> Holder | None:
        """A small placeholder that starts in or under the lower half of the main one, but not inside of it."""
        under, least = main.frame.y + main.frame.height * 0.5, 0.7 * self._strip(area)
        frames = ((h, h.frame) for h in self.free if h.frame)
        fitting = (h for h, f in frames if f.y >= under and not shared(f, main.frame) and f.height >= least)
        return self._same_idx(area.index) or next(fitting, None)

    def _strip(self, area: Area) -> float:
        """The height of a small text under the main one: ours, or a line where it stands elsewhere in our layout."""
        under = area.box.y >= self.main_area.box.bottom
        return (area.box.height if under else min(area.box.height, 1.8 * area.sizes[0])) * self.template.scale


def is_beside(area: Area, main: Area) -> bool:
    """In our own layout it stands to the right of the main text."""
    return area.box.x >= main.box.right


def _cut_top(frame: Box, top: float) -> Box:
    return Box(frame.x, top, frame.width, max(1.0, frame.bottom - top))
