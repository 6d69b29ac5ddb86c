"""Our kinds of slides onto the layouts of somebody else's template: as its map says, or by what they look like.

``match_layouts(Template, Labels, wishes) -> {SlideKind: Match}``. A layout is found by what ``template.yaml`` says,
else by our name for it, else by its type and its placeholders; ``slides.agency.place`` then finds positions for texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

from planned.slides import SlideKind, Slot
from slides.agency.ground import behind, contrast
from slides.agency.look import Holder
from slides.agency.place import (
    BIG,
    FOOTER_TYPES,
    HIGH,
    TITLES,
    Position,
    is_beside,
    is_well_placed,
    place_texts,
    shrunk,
    size_of,
    stand_beside,
    text_holders,
    title_holder,
)
from slides.agency.read import Template, TheirLayout
from slides.layouts import LABELLED, shown_name
from source.errors import SourceError
from source.labels import Labels
from source.yamlfile import KeyPath, YamlFile, read


@dataclass(frozen=True)
class Match:
    """A kind of slide and its layout: ``how`` it was found, and a position for each of our texts, the title first.

    A slide that lacks some of the small texts leaves their room to the others: ``variants`` has the positions for
    every set of small texts that a slide may have.
    """

    kind: SlideKind
    layout: TheirLayout
    how: str
    variants: Mapping[frozenset[int], tuple[Position, ...]]

    @property
    def positions(self) -> tuple[Position, ...]:
        """The positions on a slide that has all texts."""
        return max(self.variants.items(), key=lambda entry: len(entry[0]))[1]


@dataclass(frozen=True)
class Wish:
    """What ``template.yaml`` asks for: a layout, and the placeholder of some of our texts (None: a text box)."""

    layout: TheirLayout | None = None
    holders: Mapping[int, Holder | None] = field(default_factory=dict)


BY_MAP, BY_NAME, BY_TYPE, FALLBACK = "template.yaml", "our name", "its placeholders", "closest"


def match_layouts(
    template: Template, labels: Labels, wishes: Mapping[SlideKind, Wish] | None = None
) -> dict[SlideKind, Match]:
    """The layout of every kind of slide, and where its texts go."""
    wishes = wishes or {}
    usual = _choose_master(template)
    opening = template.opening if template.opening is not None else usual
    found: dict[SlideKind, Match] = {}
    for kind in LABELLED:
        wish = wishes.get(kind, Wish())
        master = opening if kind is SlideKind.TITLE else usual
        layout, how = (wish.layout, BY_MAP) if wish.layout else _choose(template, labels, kind, master)
        small = [area.index for area in LABELLED[kind].areas if area.index > Slot.MAIN]
        ours = _has_our_name(layout, kind, labels)
        sets = [frozenset(some) for count in range(len(small) + 1) for some in combinations(small, count)]
        variants = {some: place_texts(template, layout, kind, some, wish.holders, ours=ours) for some in sets}
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


def _choose(template: Template, labels: Labels, kind: SlideKind, master: int) -> tuple[TheirLayout, str]:
    foreign, (poor, *_), at = min(
        (not _has_our_name(layout, kind, labels), _cost(template, layout, kind, master), at)
        for at, layout in enumerate(template.layouts)
    )
    return template.layouts[at], FALLBACK if foreign and poor else BY_TYPE if foreign else BY_NAME


def _cost(template: Template, layout: TheirLayout, kind: SlideKind, master: int) -> tuple[float, ...]:
    """The less, the better: whether its type will do, its master, whether words can be read, its type."""
    types, good = _suits(kind)
    type_ = _type_of(template, layout)
    rank = types.index(type_) if type_ in types else len(types)
    return (
        float(rank >= good),
        float(layout.master != master),
        float(kind is not SlideKind.TITLE and _hard_to_read(layout, text_holders(template, layout))),
        float(rank),
    )


def _has_our_name(layout: TheirLayout, kind: SlideKind, labels: Labels) -> bool:
    return layout.name.strip().casefold() == shown_name(kind, labels).casefold()


def _hard_to_read(layout: TheirLayout, texts: Sequence[Holder]) -> bool:
    """The largest text would stand on a picture, or on a colour too close to its own."""
    largest = max(texts, key=lambda holder: size_of(holder.frame), default=None)
    if largest is None or largest.frame is None:
        return False
    drawn = (*layout.drawn, largest.painted) if largest.painted else layout.drawn
    return (contrast(largest.levels[0].color, behind(shrunk(largest.frame, largest.insets), drawn)) or 0.0) < _LEGIBLE


_LEGIBLE = 3.0  # WCAG 2.2, 1.4.3, for large text


def _suits(kind: SlideKind) -> tuple[tuple[str, ...], int]:
    main, *others = [area for area in LABELLED[kind].areas if area.index]
    two = any(is_beside(area, main) for area in others)
    return _SUITS.get(kind, _SUITS_TWO_TEXTS if two else _SUITS_TEXT)


def _choose_master(template: Template) -> int:
    """The master for most slides: of those that sample slides use, else of all, one whose texts can be read.

    Of several, the one that is used most; without samples, the one whose layouts suit best.
    """

    def cost(master: int) -> tuple[float, ...]:
        layouts = [layout for layout in template.layouts if layout.master == master]
        best = [min(_cost(template, layout, kind, master) for layout in layouts) for kind in LABELLED]
        hard = sum(ranks[2] for ranks in best)
        if master in template.usual:
            return hard > len(best) / 2, template.usual.index(master)
        return hard, sum(ranks[0] for ranks in best), master

    return min(template.usual or sorted({layout.master for layout in template.layouts}), key=cost)


def _type_of(template: Template, layout: TheirLayout) -> str:
    """The type that its placeholders amount to; its own word counts where they cannot tell."""
    titled = is_well_placed(title_holder(layout), template)
    if layout.type not in _TOLD_BY_PLACEHOLDERS or (titled and layout.type in {"title", "secHead"}):
        return layout.type
    texts, slide = text_holders(template, layout), template.width * template.height
    big = any(
        h.frame and size_of(h.frame) >= BIG * slide and h.frame.height >= HIGH * template.height
        for h in texts
        if h.type != "subTitle"
    )
    if not titled:
        return "objOnly" if big else "blank"
    if any(h.type in {"ctrTitle", "subTitle"} for h in layout.holders):
        return "title"
    halves = [h for h in texts if size_of(h.frame) >= BIG / 2 * slide]
    if len(halves) > 1 and stand_beside(halves[0], halves[1]):
        return "twoObj" if len(halves) == _PAIR else "many"
    others = [h for h in layout.holders if h.type not in TITLES | FOOTER_TYPES]
    return "obj" if big else "titleOnly" if not others else "secHead" if len(others) == len(texts) == 1 else "many"


_PAIR = 2
# Programs write the last three for any layout.
_TOLD_BY_PLACEHOLDERS = {"title", "secHead", "titleOnly", "obj", "tx", "twoObj", "", "cust", "blank"}


# --- template.yaml ------------------------------------------------------------------------------------------------

TEXT_BOX = "text box"


def read_wishes(path: Path, template: Template, labels: Labels) -> dict[SlideKind, Wish]:
    """What a template.yaml asks for: which layout, and which of its placeholders, where that cannot be guessed.

    layouts:
      Voice: Quote with picture            # our kind of slide: the name of the template's layout
      Contacts:
        layout: Two Content
        placeholders:
          National: Content Placeholder 2  # our text: the placeholder's name, or its number (idx)
          Checked: text box                # no placeholder, but a text box

    Raises:
        SourceError: with every fault, as file, line and column.
    """
    file = read(path.parent, path.name)
    found = _Reader(file, template).wishes(labels) if not file.faults else {}
    if file.faults:
        raise SourceError(file.faults)
    return found


_Meant = TypeVar("_Meant")


@dataclass(frozen=True)
class _Reader:
    """Reads the file against the template, and notes what does not agree."""

    file: YamlFile
    template: Template

    def wishes(self, labels: Labels) -> dict[SlideKind, Wish]:
        """A wish for each kind of slide that the file names."""
        top = self._mapping(self.file.data, ())
        for key in top.keys() - {"layouts"}:
            self._fault((key,), f"“{key}” is not known here.", "Everything stands under “layouts:”.", of_key=True)
        kinds = {shown_name(kind, labels): kind for kind in LABELLED}
        found = {}
        for name, value in self._mapping(top.get("layouts", {}), ("layouts",)).items():
            path: KeyPath = ("layouts", name)
            kind = self._named(name, kinds, path, f"There is no kind of slide “{name}”.", of_key=True)
            if kind:
                found[kind] = self._wish(kind, shown_name(kind, labels), value, path)
        return found

    def _wish(self, kind: SlideKind, shown: str, value: Any, path: KeyPath) -> Wish:
        if not isinstance(value, dict):
            return Wish(self._layout(value, path))
        for key in value.keys() - {"layout", "placeholders"}:
            advice = "Known here: layout, placeholders."
            self._fault((*path, key), f"“{key}” is not known here.", advice, of_key=True)
        if "layout" not in value:
            self._fault(path, "The layout is missing.", "Add a line “layout:” with the name of a layout.")
            return Wish()
        layout = self._layout(value["layout"], (*path, "layout"))
        listed = self._mapping(value.get("placeholders", {}), (*path, "placeholders"))
        texts = {area.name: area.index for area in LABELLED[kind].areas}
        holders = {}
        for name, wanted in listed.items() if layout else ():
            at = (*path, "placeholders", name)
            problem = f"A slide of the kind {shown} has no text “{name}”."
            index = self._named(name, texts, at, problem, of_key=True)
            if layout and index is not None:
                holders[index] = self._holder(layout, wanted, at, of_title=index == Slot.TITLE)
        return Wish(layout, holders)

    def _layout(self, value: Any, path: KeyPath) -> TheirLayout | None:
        named: dict[str, TheirLayout] = {}
        for layout in self.template.layouts:
            named.setdefault(layout.name, layout)
        return self._named(value, named, path, f"{self.template.name} has no layout “{str(value).strip()}”.")

    def _holder(self, layout: TheirLayout, wanted: Any, path: KeyPath, *, of_title: bool) -> Holder | None:
        name, title = str(wanted).strip().casefold(), title_holder(layout)
        if name == TEXT_BOX and not of_title:
            return None
        fitting = [title] * (title is not None) if of_title else text_holders(self.template, layout)
        for holder in fitting:
            if holder and (wanted == holder.idx or name == holder.name.casefold()):
                return holder
        known = [f"{holder.name} ({holder.idx})" for holder in fitting if holder]
        advice = f"There: {', '.join([*known, TEXT_BOX])}. Use the name or the number."
        self._fault(path, f"The layout “{layout.name}” has no such placeholder for words.", advice)
        return None

    def _mapping(self, value: Any, path: KeyPath) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._fault(path, "Here should be named parts.", "Write each as “name: text” on a line of its own.")
        return {}

    def _named(
        self, name: object, known: Mapping[str, _Meant], path: KeyPath, problem: str, *, of_key: bool = False
    ) -> _Meant | None:
        """What a name means, in any case; None with a fault where it means nothing."""
        folded = {each.strip().casefold(): each for each in reversed(list(known))}
        word = str(name).strip().casefold()
        if word in folded:
            return known[folded[word]]
        close = get_close_matches(word, list(folded), 1)
        advice = f"Did you mean “{folded[close[0]]}”?" if close else f"There: {', '.join(known)}."
        self._fault(path, problem, advice, of_key=of_key)
        return None

    def _fault(self, path: KeyPath, problem: str, advice: str, *, of_key: bool = False) -> None:
        self.file.fault(self.file.place(path, of_key=of_key), problem, advice)
