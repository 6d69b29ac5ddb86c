"""Our kinds of slides onto the layouts of somebody else's template. Pure: no file is read, nothing is drawn.

``matched(Template, wishes) -> {SlideKind: Match}``. A layout is found by what ``template.yaml`` says, else by our
name for it, else by its type and its placeholders; ``slides.agency.placing`` then finds places for the texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from planned.slides import SlideKind
from slides.agency.colors import behind, contrast
from slides.agency.inherit import Holder
from slides.agency.placing import (
    BIG,
    FURNITURE,
    TITLES,
    Place,
    is_beside,
    named,
    places,
    size_of,
    stand_beside,
    text_holders,
    title_holder,
    well_placed,
)
from slides.agency.read import Template, TheirLayout
from slides.layouts import LAYOUTS


@dataclass(frozen=True)
class Match:
    """A kind of slide and its layout: ``how`` it was found, and a place for each of our texts, the title first.

    A slide that lacks some of the small texts leaves their room to the others: ``variants`` has the places for every
    set of small texts that a slide may have, by their numbers.
    """

    kind: SlideKind
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


def matched(template: Template, wishes: Mapping[SlideKind, Wish] | None = None) -> dict[SlideKind, Match]:
    """The layout of every kind of slide, and where its texts go."""
    wishes = wishes or {}
    usual = _best_master(template)
    opening = template.opening if template.opening is not None else usual
    found: dict[SlideKind, Match] = {}
    for kind in SlideKind:
        wish = wishes.get(kind, Wish())
        layout, how = (wish.layout, BY_MAP) if wish.layout else _chosen(template, kind, opening, usual)
        if how not in (BY_MAP, BY_NAME) and kind in _VARIANTS:
            layout, how = found[_VARIANTS[kind]].layout, found[_VARIANTS[kind]].how
        small = [area.index for area in LAYOUTS[kind].areas if area.index > 1]
        sets = [frozenset(some) for count in range(len(small) + 1) for some in combinations(small, count)]
        variants = {some: places(template, layout, kind, some, wish.holders) for some in sets}
        found[kind] = Match(kind, layout, how, variants)
    return found


# --- which layout -------------------------------------------------------------------------------------------------

# The types of layouts (ECMA-376 part 1, 19.7.15) that suit a kind of slide, the best first, and how many are good.
_SUITS: Mapping[SlideKind, tuple[tuple[str, ...], int]] = {
    SlideKind.TITLE: (("title", "secHead", "titleOnly", "obj", "twoObj", "blank"), 2),
    SlideKind.SECTION: (("secHead", "title", "titleOnly", "obj", "twoObj", "blank"), 2),
}
_SUITS_TEXT = ("obj", "titleOnly", "twoObj", "secHead", "title", "objOnly", "blank"), 1
_SUITS_TWO_TEXTS = ("twoObj", "obj", "titleOnly", "secHead", "title", "objOnly", "blank"), 2


# Kinds that vary another: without a layout of their own they stand on its layout, so that all voices look alike.
_VARIANTS: Mapping[SlideKind, SlideKind] = {
    SlideKind.VOICE_SHORT: SlideKind.VOICE,
    SlideKind.VOICE_LONG: SlideKind.VOICE,
}


def _chosen(template: Template, kind: SlideKind, opening: int, usual: int) -> tuple[TheirLayout, str]:
    master = opening if kind is SlideKind.TITLE else usual
    costs = [(_cost(template, layout, kind, master), at) for at, layout in enumerate(template.layouts)]
    (named, poor, *_), at = min(costs)
    return template.layouts[at], BY_NAME if named < 1 else FALLBACK if poor else BY_TYPE


def _cost(template: Template, layout: TheirLayout, kind: SlideKind, master: int) -> tuple[float, ...]:
    """The less, the better: its name, its type, its master, placeholders that would stay empty, its room for words."""
    types, good = _suits(kind)
    type_ = kind_of_layout(template, layout)
    rank = types.index(type_) if type_ in types else len(types)
    texts = text_holders(template, layout)
    areas = sorted((size_of(holder.frame) for holder in texts), reverse=True)
    wanted = len(LAYOUTS[kind].areas) - 1
    empty = sum(h.type not in TITLES | FURNITURE for h in layout.holders)
    return (
        named(layout, kind),
        float(rank >= good),
        float(layout.master != master),
        float(kind is not SlideKind.TITLE and _hard_to_read(layout, texts)),
        float(rank),
        float(max(0, empty - wanted)),
        -areas[0] if areas else 0.0,
    )


def _hard_to_read(layout: TheirLayout, texts: Sequence[Holder]) -> bool:
    """The largest text would stand on a picture, or on a colour too close to its own."""
    largest = max(texts, key=lambda holder: size_of(holder.frame), default=None)
    if largest is None or largest.inner is None:
        return False
    drawn = (*layout.drawn, largest.painted) if largest.painted else layout.drawn
    return (contrast(largest.levels[0].color, behind(largest.inner, drawn)) or 0.0) < _LEGIBLE


_LEGIBLE = 3.0  # WCAG 2.2, 1.4.3, for large text


def _suits(kind: SlideKind) -> tuple[tuple[str, ...], int]:
    main, *others = [area for area in LAYOUTS[kind].areas if area.index]
    two = any(is_beside(area, main) for area in others)
    return _SUITS.get(kind, _SUITS_TWO_TEXTS if two else _SUITS_TEXT)


def _best_master(template: Template) -> int:
    """The master for most slides: of those that sample slides use, else of all, one whose texts can be read.

    Of several, the one that is used most; without samples, the one whose layouts suit best and number the slides.
    """

    def cost(master: int) -> tuple[float, ...]:
        layouts = [layout for layout in template.layouts if layout.master == master]
        best = [min(_cost(template, layout, kind, master)[1:] for layout in layouts) for kind in SlideKind]
        hard = sum(ranks[2] for ranks in best)
        if master in template.usual:
            return hard > len(best) / 2, template.usual.index(master)
        numbers = any(holder.type == "sldNum" for layout in layouts for holder in layout.holders)
        return hard, sum(ranks[0] + ranks[3] / 10 for ranks in best), float(not numbers), master

    return min(template.usual or sorted({layout.master for layout in template.layouts}), key=cost)


def kind_of_layout(template: Template, layout: TheirLayout) -> str:
    """Its type, where the placeholders bear it out; else the type that its placeholders amount to."""
    titled = well_placed(title_holder(layout), template)
    texts = text_holders(template, layout)
    slide = template.width * template.height
    big = [h for h in texts if size_of(h.frame) >= BIG * slide and h.type != "subTitle"]
    halves = [h for h in texts if size_of(h.frame) >= BIG / 2 * slide]
    paired = len(halves) > 1 and stand_beside(halves[0], halves[1])
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
    others = [h for h in layout.holders if h.type not in TITLES | FURNITURE]
    return "obj" if big else "titleOnly" if not others else "secHead" if len(others) == len(texts) == 1 else "many"


_PAIR = 2
_SAYS_NOTHING = {"", "cust", "blank"}  # programs write these for any layout
