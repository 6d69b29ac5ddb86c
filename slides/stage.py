"""What slides are fitted to and written on: a template's layouts as areas to measure in.

``Stage.of(Template, {Kind: Match}) -> Stage``. ``stage.layouts`` is a table like ours, in the boxes, sizes and fonts
of the template, so that ``slides.fit`` measures what the template will show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from slides.agency import Template, TheirLayout
from slides.colors import behind, contrast
from slides.inherit import Level
from slides.layouts import LAYOUTS, Area, Kind, Layout
from slides.matching import Match, Place
from typeset.substitutes import Substitute, substitute


@dataclass(frozen=True)
class Spot:
    """A text of ours on the template: its place, the area to measure in, and the template's own type there.

    ``contrast`` is that of its words with what stands behind them, None where that cannot be known.
    """

    place: Place
    area: Area
    level: Level
    contrast: float | None


@dataclass(frozen=True)
class Stage:
    """A template with a spot for each text of each kind of slide."""

    template: Template
    matches: Mapping[Kind, Match]
    spots: Mapping[Kind, tuple[Spot, ...]]

    @property
    def layouts(self) -> Mapping[Kind, Layout]:
        """The table that text is fitted to."""
        return {kind: replace(LAYOUTS[kind], areas=tuple(spot.area for spot in self.spots[kind])) for kind in Kind}

    def spot(self, kind: Kind, index: int) -> Spot:
        """Where a text of ours stands on a kind of slide."""
        return next(spot for spot in self.spots[kind] if spot.place.index == index)

    @property
    def fonts(self) -> dict[str, Substitute]:
        """The fonts of all spots, and what each is measured with."""
        names = (spot.level.font for spots in self.spots.values() for spot in spots)
        return {name: substitute(name) for name in sorted(set(names))}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know before relying on the deck: fonts that were not measured themselves."""
        said = []
        for name, measured in self.fonts.items():
            if measured.known and not measured.exact:
                said.append(
                    f"{self.template.name}: the font {name} does not ship with the builder; its words were measured "
                    f"with {measured.family}, taken {_wider(measured)}."
                )
            elif not measured.known:
                said.append(
                    f"{self.template.name}: the builder does not know the font {name or '(none named)'}; its words "
                    f"were measured with {measured.family}, taken {_wider(measured)}, the widest that text faces run. "
                    "Look through the slides before you show them."
                )
        return tuple(said)


def _wider(measured: Substitute) -> str:
    change = round((measured.regular - 1) * 100)
    return f"{abs(change)} % {'wider' if change > 0 else 'narrower'}" if change else "as it is"


def staged(template: Template, matches: Mapping[Kind, Match]) -> Stage:
    """The stage for a template whose layouts were matched."""
    spots = {
        kind: tuple(_spot(template, match, place) for place in match.places) for kind, match in matches.items()
    }
    return Stage(template, matches, spots)


def _spot(template: Template, match: Match, place: Place) -> Spot:
    ours = LAYOUTS[match.kind].area(place.index)
    level = _level(match.layout, place)
    sizes = _sizes(match.kind, ours, level.size if place.holder else 0.0, template.scale)
    measured = substitute(level.font)
    drawn = match.layout.drawn
    if place.holder and place.holder.painted:
        drawn = (*drawn, replace(place.holder.painted, box=place.frame))
    # A letter is about half as wide as it is high, so this much of its width is what tracking adds to it.
    tracking = 1 + max(0.0, level.tracking) / sizes[-1] / 0.5
    area = replace(
        ours,
        box=place.inner,
        sizes=sizes,
        bold=level.bold,
        italic=level.italic,
        family=measured.family,
        stretch=measured.stretch(bold=level.bold) * tracking,
        pitch=max(1.2, measured.pitch) * (level.line if level.line and _calm(level.line) else 1.0),
        capitals=level.capitals and place.index == 0,
    )
    return Spot(place, area, level, contrast(level.color, behind(place.inner, drawn)))


def _calm(line: float) -> bool:
    """Line spacing that words can be read in; other spacing is set to the font's own."""
    return 0.8 <= line <= 1.5  # noqa: PLR2004


def kept_line(level: Level) -> bool:
    """The template's line spacing stays."""
    return level.line is not None and _calm(level.line)


def _level(layout: TheirLayout, place: Place) -> Level:
    if place.holder is None:
        return replace(layout.words, bold=place.index == 0)
    return place.holder.levels[0]


# --- the scale of sizes -------------------------------------------------------------------------------------------

_STEPS = (72, 66, 60, 54, 48, 44, 40, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14)
# These stand alone on their slide, so a short one may be larger than the template's text.
_MAIN_EVENT = {Kind.VOICE, Kind.QUESTION, Kind.TIP}
_LEAST_TITLE = 20.0


def _sizes(kind: Kind, ours: Area, own: float, scale: float) -> tuple[float, ...]:
    """The sizes that a text may step through: from the template's own down to what a room can read.

    ``own`` is 0 in a text box: then the sizes are ours.
    """
    least = min(_LEAST_TITLE, ours.sizes[-1]) if ours.index == 0 else ours.sizes[-1]
    largest = ours.sizes[0] * scale
    if ours.index == 0 and not own:
        largest = max(largest, 28 * scale)
    if own:
        grows = ours.index == 1 and kind in _MAIN_EVENT
        largest = max(own, largest) if grows else own if ours.index == 0 else min(own, largest)
    least = _whole(least * scale)
    largest = max(least, _whole(largest) if largest != own else own)
    steps = [largest, *(size for step in _STEPS if least <= (size := _whole(step * scale)) < largest)]
    return tuple(size for size, smaller in pairwise([*steps, 0.0]) if size > smaller)


def _whole(size: float) -> float:
    return float(round(size))
