"""Our kinds of slides onto the layouts of somebody else's template. Pure: no file is read, nothing is drawn.

``matched(Template, wishes) -> {Kind: Match}``. A layout is found by what ``template.yaml`` says, else by our name for
it, else by the type and the placeholders that it has. Texts go into placeholders by type, then by size and place;
what finds none goes into a text box beside or below the main text. Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from slides.agency import Template, TheirLayout
from slides.colors import behind, contrast
from slides.inherit import Holder, shrunk
from slides.layouts import LAYOUTS, Area, Box, Kind


@dataclass(frozen=True)
class Place:
    """Where one of our texts goes. ``holder`` is None for a text box (for the title: a title the layout lacks).

    ``frame`` is its box on the slide, ``inner`` that of the words; ``moved`` where the layout's own does not do.
    """

    index: int
    holder: Holder | None
    frame: Box
    inner: Box
    moved: bool


@dataclass(frozen=True)
class Match:
    """A kind of slide and its layout: ``how`` it was found, and a place for each of our texts, the title first.

    A slide that lacks some of the small texts leaves their room to the others: ``variants`` has the places for every
    set of small texts that a slide may have, by their numbers.
    """

    kind: Kind
    layout: TheirLayout
    how: str
    variants: Mapping[frozenset[int], tuple[Place, ...]]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places on a slide that has all texts."""
        return max(self.variants.items(), key=lambda entry: len(entry[0]))[1]

    @property
    def boxes(self) -> tuple[int, ...]:
        """The texts of ours that have no placeholder on this layout."""
        return tuple(place.index for place in self.places if place.holder is None)


@dataclass(frozen=True)
class Wish:
    """What ``template.yaml`` asks for: a layout, and the placeholder of some of our texts (None: a text box)."""

    layout: TheirLayout | None = None
    holders: Mapping[int, Holder | None] = field(default_factory=dict)


BY_MAP, BY_NAME, BY_TYPE, FALLBACK = "template.yaml", "our name", "its placeholders", "closest"


def matched(template: Template, wishes: Mapping[Kind, Wish] | None = None) -> dict[Kind, Match]:
    """The layout of every kind of slide, and where its texts go."""
    wishes = wishes or {}
    usual = template.usual if template.usual is not None else _best_master(template)
    opening = template.opening if template.opening is not None else usual
    found = {}
    for kind in Kind:
        wish = wishes.get(kind, Wish())
        layout, how = (wish.layout, BY_MAP) if wish.layout else _chosen(template, kind, opening, usual)
        small = [area.index for area in LAYOUTS[kind].areas if area.index > 1]
        sets = [frozenset(some) for count in range(len(small) + 1) for some in combinations(small, count)]
        variants = {some: _Placer(template, layout, kind, wish.holders).places(some) for some in sets}
        found[kind] = Match(kind, layout, how, variants)
    return found


# --- which layout -------------------------------------------------------------------------------------------------

# The types of layouts (ECMA-376 part 1, 19.7.15) that suit a kind of slide, the best first, and how many are good.
_SUITS: Mapping[Kind, tuple[tuple[str, ...], int]] = {
    Kind.TITLE: (("title", "secHead", "titleOnly", "obj", "twoObj", "blank"), 2),
    Kind.SECTION: (("secHead", "title", "titleOnly", "obj", "twoObj", "blank"), 2),
}
_SUITS_TEXT = ("obj", "titleOnly", "twoObj", "secHead", "title", "objOnly", "blank"), 1
_SUITS_TWO_TEXTS = ("twoObj", "obj", "titleOnly", "secHead", "title", "objOnly", "blank"), 2
_TITLES = {"title", "ctrTitle"}
_TEXTS = {"body", "subTitle", "obj"}
_FURNITURE = {"dt", "ftr", "sldNum", "hdr"}
_BIG = 0.2  # of the slide: what holds a paragraph that a room can read


def _chosen(template: Template, kind: Kind, opening: int, usual: int) -> tuple[TheirLayout, str]:
    master = opening if kind is Kind.TITLE else usual
    costs = [(_cost(template, layout, kind, master), at) for at, layout in enumerate(template.layouts)]
    (named, poor, *_), at = min(costs)
    return template.layouts[at], BY_NAME if named < 1 else FALLBACK if poor else BY_TYPE


def _cost(template: Template, layout: TheirLayout, kind: Kind, master: int) -> tuple[float, ...]:
    """The less, the better: its name, its type, its master, placeholders that would stay empty, its room for words."""
    types, good = _suits(kind)
    type_ = kind_of_layout(template, layout)
    rank = types.index(type_) if type_ in types else len(types)
    texts = text_holders(template, layout)
    areas = sorted((_area(holder.frame) for holder in texts), reverse=True)
    wanted = len(LAYOUTS[kind].areas) - 1
    empty = sum(h.type not in _TITLES | _FURNITURE for h in layout.holders)
    return (
        _named(layout, kind),
        float(rank >= good),
        float(kind is not Kind.TITLE and _hard_to_read(layout, texts)),
        float(layout.master != master),
        float(rank),
        float(max(0, empty - wanted)),
        -areas[0] if areas else 0.0,
    )


def _hard_to_read(layout: TheirLayout, texts: Sequence[Holder]) -> bool:
    """The largest text would stand on a picture, or on a colour too close to its own."""
    largest = max(texts, key=lambda holder: _area(holder.frame), default=None)
    if largest is None or largest.inner is None:
        return False
    drawn = (*layout.drawn, largest.painted) if largest.painted else layout.drawn
    return (contrast(largest.levels[0].color, behind(largest.inner, drawn)) or 0.0) < _LEGIBLE


_LEGIBLE = 3.0  # WCAG 2.2, 1.4.3, for large text


def _suits(kind: Kind) -> tuple[tuple[str, ...], int]:
    main, *others = [area for area in LAYOUTS[kind].areas if area.index]
    two = any(_is_beside(area, main) for area in others)
    return _SUITS.get(kind, _SUITS_TWO_TEXTS if two else _SUITS_TEXT)


def _named(layout: TheirLayout, kind: Kind) -> float:
    """0 for a layout of our name, a little more for that of its family ("Voice" for "Voice, short"), 1 for others."""
    name, ours = layout.name.strip().casefold(), kind.value.casefold()
    return 0.0 if name == ours else 0.5 if name == ours.partition(",")[0] else 1.0


def _best_master(template: Template) -> int:
    """The master whose layouts suit all kinds best; where several do, one that numbers its slides, then the first."""

    def cost(master: int) -> tuple[float, float, int]:
        layouts = [layout for layout in template.layouts if layout.master == master]
        ranks = (min(_cost(template, layout, kind, master)[1:5] for layout in layouts) for kind in Kind)
        numbers = any(holder.type == "sldNum" for layout in layouts for holder in layout.holders)
        return sum(poor + hard + rank / 10 for poor, hard, _, rank in ranks), float(not numbers), master

    return min({layout.master for layout in template.layouts}, key=cost)


def kind_of_layout(template: Template, layout: TheirLayout) -> str:
    """Its type, where the placeholders bear it out; else the type that its placeholders amount to."""
    titled = _well_placed(title_holder(layout), template)
    texts = text_holders(template, layout)
    slide = template.width * template.height
    big = [h for h in texts if _area(h.frame) >= _BIG * slide and h.type != "subTitle"]
    halves = [h for h in texts if _area(h.frame) >= _BIG / 2 * slide]
    paired = len(halves) > 1 and _beside(halves[0], halves[1])
    borne_out = {
        "title": titled,
        "secHead": titled,
        "titleOnly": titled and not halves,
        "obj": titled and len(big) > 0 and not paired,
        "tx": titled and len(big) > 0 and not paired,
        "twoObj": titled and paired,
    }
    if borne_out.get(layout.type, layout.type not in _SAYS_NOTHING):
        return "obj" if layout.type == "tx" else layout.type
    if not titled:
        return "objOnly" if big else "blank"
    if any(h.type in {"ctrTitle", "subTitle"} for h in layout.holders):
        return "title"
    if paired:
        return "twoObj" if len(halves) == _PAIR else "many"
    others = [h for h in layout.holders if h.type not in _TITLES | _FURNITURE]
    return "obj" if big else "titleOnly" if not others else "secHead" if len(others) == len(texts) == 1 else "many"


_PAIR = 2
_SAYS_NOTHING = {"", "cust", "blank"}  # programs write these for any layout


def title_holder(layout: TheirLayout) -> Holder | None:
    """The placeholder of the title, wherever it stands."""
    return next((h for h in layout.holders if h.type in _TITLES), None)


def _well_placed(holder: Holder | None, template: Template) -> bool:
    return holder is not None and holder.upright and holder.frame is not None and _seen(holder.frame, template)


def text_holders(template: Template, layout: TheirLayout) -> list[Holder]:
    """The placeholders for words that can be told apart and stand on the slide, in the layout's order."""
    found: dict[tuple[str, int], Holder] = {}
    for holder in layout.holders:
        if holder.type in _TEXTS and holder.upright and holder.frame and _seen(holder.frame, template):
            found.setdefault((holder.type, holder.idx), holder)
    return list(found.values())


def _seen(frame: Box, template: Template) -> bool:
    shown = _clipped(frame, template)
    return _area(shown) > 0.5 * _area(frame) and shown.height >= _LEAST_HEIGHT * template.scale


_LEAST_HEIGHT = 20.0


def _clipped(frame: Box, template: Template) -> Box:
    left, top = max(0.0, frame.x), max(0.0, frame.y)
    right, bottom = min(template.width, frame.x + frame.width), min(template.height, frame.y + frame.height)
    if right - frame.x > frame.width - 1 and bottom - frame.y > frame.height - 1 and left - frame.x < 1 > top - frame.y:
        return frame  # it stands on the slide, but for a rounding
    return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))


def _area(frame: Box | None) -> float:
    return frame.width * frame.height if frame else 0.0


def _beside(one: Holder, other: Holder) -> bool:
    a, b = one.frame, other.frame
    if a is None or b is None:
        return False
    apart = a.x + a.width <= b.x + b.width * 0.2 or b.x + b.width <= a.x + a.width * 0.2
    return apart and abs(a.y - b.y) < 0.5 * min(a.height, b.height)


# --- which placeholder --------------------------------------------------------------------------------------------


_SMALL = 100.0  # points on our slide


class _Placer:
    """Finds a place for each text of one kind of slide on one layout."""

    def __init__(
        self, template: Template, layout: TheirLayout, kind: Kind, wishes: Mapping[int, Holder | None]
    ) -> None:
        self.template = template
        self.kind = kind
        self.wishes = wishes
        self.layout = layout
        self.gap = 12 * template.scale
        # A line or two below the title is all that some kinds have.
        self.small = LAYOUTS[kind].area(1).box.height < _SMALL
        self.free = [h for h in text_holders(template, layout) if h not in wishes.values()]

    def places(self, small: frozenset[int]) -> tuple[Place, ...]:
        """The title, the main text, then those of the small texts that the slide has."""
        title = self._title()
        main = self._main(title)
        title, main = self._apart(title, main)
        return (title, *self._with_others(self._above_footers(main), small))

    def _title(self) -> Place:
        holder = self.wishes.get(0) or title_holder(self.layout)
        if holder and _well_placed(holder, self.template):
            return self._held(0, holder)
        width, height = self.template.width, self.template.height
        place = _boxed(0, Box(0.06 * width, 0.05 * height, 0.88 * width, 0.14 * height))
        return _moved(replace(place, holder=holder), place.frame)

    def _main(self, title: Place) -> Place:
        holder = self._taken(1, self._main_holder())
        if holder:
            return self._held(1, holder)
        return _boxed(1, self._room_under(title))

    def _main_holder(self) -> Holder | None:
        same = self._same_idx(1)
        if same or not self.free:
            return same
        if self.small:
            return min(self.free, key=lambda h: (h.type != "subTitle", -_area(h.frame)))
        slide = self.template.width * self.template.height
        largest = max(self.free, key=lambda h: (round(_area(h.frame) / slide, 2), -h.frame.x if h.frame else 0.0))
        return largest if _area(largest.frame) >= _BIG / 2 * slide else None

    def _same_idx(self, index: int) -> Holder | None:
        """On a layout of our own make the placeholders have our numbers."""
        if _named(self.layout, self.kind) == 1:
            return None
        return next((h for h in self.free if h.idx == index), None)

    def _taken(self, index: int, found: Holder | None) -> Holder | None:
        if index in self.wishes:
            return self.wishes[index]
        if found in self.free:
            self.free.remove(found)
        return found

    def _held(self, index: int, holder: Holder) -> Place:
        assert holder.frame is not None, "only placeholders with a frame are taken"
        frame = _clipped(holder.frame, self.template)
        alone = sum((h.type, h.idx) == (holder.type, holder.idx) for h in self.layout.holders) == 1
        return Place(index, holder, frame, shrunk(frame, holder.insets), frame != holder.frame or not alone)

    def _room_under(self, title: Place) -> Box:
        """What is free between the title and the footers, as wide as the title unless that is narrow."""
        width, height = self.template.width, self.template.height
        x, wide = title.inner.x, title.inner.width
        if wide < 0.6 * width:
            x, wide = 0.08 * width, 0.84 * width
        top = title.frame.y + title.frame.height + self.gap
        tops = [f.y for f in self._footers() if f.y > 0.6 * height]
        bottom = min([*tops, 0.94 * height]) - self.gap
        return Box(x, top, wide, max(1.0, bottom - top))

    def _apart(self, title: Place, main: Place) -> tuple[Place, Place]:
        """Title and text made to stand clear of each other, with enough room for the text."""
        height = self.template.height
        if main.holder is None:
            least = (44 * self.template.scale) if self.small else 0.4 * height
            if main.frame.height < least:  # the title stands low, or fills the slide: it moves to make room
                low = title.frame.y if self.small else min(title.frame.y, 0.06 * height)
                tall = min(title.frame.height, 0.2 * height)
                if self.small:
                    low = min(low, 0.5 * height)
                    tall = max(tall, min(title.frame.height, 0.35 * height))
                title = _moved(title, Box(title.frame.x, low, title.frame.width, tall))
                main = _boxed(1, self._room_under(title))
            return title, main
        if title.holder is None:
            above = main.frame.y - self.gap
            if above - title.frame.y < 36 * self.template.scale:
                top = main.frame.y
                tall = 48 * self.template.scale
                title = _moved(title, Box(main.frame.x, top, main.frame.width, tall))
                main = _moved(main, _cut_top(main.frame, top + tall + self.gap))
            else:
                title = _moved(title, Box(main.inner.x, title.frame.y, main.inner.width, above - title.frame.y))
            return title, main
        under = title.frame.y + title.frame.height
        clear = not _overlaps(title.frame, main.frame)
        if clear or title.frame.y > main.frame.y or under - main.frame.y > 0.4 * main.frame.height:
            return title, main
        return title, _moved(main, _cut_top(main.frame, under))

    def _footers(self) -> list[Box]:
        return [h.frame for h in self.layout.holders if h.type in {"ftr", "sldNum"} and h.frame]

    def _above_footers(self, place: Place) -> Place:
        frame = place.frame
        for footer in self._footers():
            below = footer.y + footer.height / 2 > frame.y + frame.height / 2
            if _overlaps(footer, frame) and below and footer.y - frame.y > 0.5 * frame.height:
                frame = replace(frame, height=footer.y - frame.y)
            elif _overlaps(footer, frame) and not below and footer.y + footer.height - frame.y < 0.3 * frame.height:
                frame = _cut_top(frame, footer.y + footer.height)
        return place if frame == place.frame else _moved(place, frame)

    # --- the small texts beside and below the main one ---

    def _with_others(self, main: Place, small: frozenset[int]) -> Sequence[Place]:
        ours = LAYOUTS[self.kind]
        others = [area for area in ours.areas if area.index in small]
        beside = [area for area in others if _is_beside(area, ours.area(1))]
        below = [area for area in others if area not in beside]
        partners = {area.index: self._taken(area.index, self._partner(area, main)) for area in beside}
        found = {area.index: self._held(area.index, h) for area in beside if (h := partners[area.index])}
        strips = {area.index: self._taken(area.index, self._foot(area, main)) for area in below}
        for area in below:
            holder = strips[area.index]
            if holder:
                found[area.index] = self._held(area.index, holder)
                continue
            tall = _strip(area, ours.area(1)) * self.template.scale
            left, right = main.inner.x, max(p.inner.x + p.inner.width for p in (main, *found.values()))
            bottom = main.frame.y + main.frame.height
            found[area.index] = _boxed(area.index, Box(left, bottom - tall, right - left, tall))
            main = _shortened(main, tall + self.gap)
            for index in partners:
                if index in found:
                    found[index] = _shortened(found[index], tall + self.gap)
        for area in beside:
            if area.index not in found:
                part = area.box.width / (area.box.x + area.box.width - ours.area(1).box.x)
                wide = part * main.inner.width
                right = main.inner.x + main.inner.width
                found[area.index] = _boxed(
                    area.index, Box(right - wide, main.inner.y, wide, main.inner.height)
                )
                main = _moved(main, replace(main.frame, width=main.frame.width - wide - 3 * self.gap))
        return [main, *(self._above_footers(found[area.index]) for area in others)]

    def _partner(self, area: Area, main: Place) -> Holder | None:
        """A placeholder beside the main one, of about its size."""
        like = [
            h
            for h in self.free
            if main.holder and _beside(main.holder, h) and _area(h.frame) > 0.4 * _area(main.holder.frame)
        ]
        return self._same_idx(area.index) or (like[0] if like else None)

    def _foot(self, area: Area, main: Place) -> Holder | None:
        """A small placeholder that starts in or under the lower half of the main one, but not inside of it."""
        under = main.frame.y + main.frame.height * 0.5
        tall = _strip(area, LAYOUTS[self.kind].area(1)) * self.template.scale
        fitting = [
            h
            for h in self.free
            if h.frame
            and h.frame.y >= under
            and not _overlaps(h.frame, main.frame)
            and 0.7 * tall <= h.frame.height <= 0.6 * main.frame.height
            and h.frame.width > 0.25 * self.template.width
        ]
        return self._same_idx(area.index) or (fitting[0] if fitting else None)


def _is_beside(area: Area, main: Area) -> bool:
    return area.box.x >= main.box.x + main.box.width


def _strip(area: Area, main: Area) -> float:
    """The height of a small text under the main one: ours, or a line for a text that stands elsewhere in our layout."""
    return area.box.height if area.box.y >= main.box.y + main.box.height else min(area.box.height, 1.8 * area.sizes[0])


def _boxed(index: int, frame: Box) -> Place:
    return Place(index, None, frame, frame, moved=True)


def _moved(place: Place, frame: Box) -> Place:
    insets = place.holder.insets if place.holder else (0.0, 0.0, 0.0, 0.0)
    return replace(place, frame=frame, inner=shrunk(frame, insets), moved=True)


def _shortened(place: Place, by: float) -> Place:
    return _moved(place, replace(place.frame, height=max(1.0, place.frame.height - by)))


def _cut_top(frame: Box, top: float) -> Box:
    return Box(frame.x, top, frame.width, max(1.0, frame.y + frame.height - top))


def _overlaps(one: Box, other: Box) -> bool:
    """They share more than a hair: many templates let frames touch."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return wide > 1 and high > 1
