"""What slides are fitted to and written on: a template's layouts as areas to measure in.

``staged(Template, {SlideKind: Match}) -> Stage``. ``stage.layout(slide)`` is like an entry of our table, in the boxes,
sizes and fonts of the template, so that ``slides.fit`` measures what the template will show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from planned.slides import Slide, SlideKind
from slides.agency.colors import Grounds, behind, contrast
from slides.agency.inherit import Level
from slides.agency.matching import Match
from slides.agency.placing import Place
from slides.agency.read import Template, TheirLayout
from slides.fit import NEVER_SPLIT, FittedSlide, Setting, fit
from slides.layouts import LAYOUTS, Area, Layout
from source.errors import LayoutError
from source.labels import Labels
from source.theme import ThemeFile
from typeset.substitutes import Substitute, substitute


@dataclass(frozen=True)
class Spot:
    """A text of ours on the template: its place, the area to measure in, and the template's own type there.

    ``contrast`` is that of its words with what stands behind them, None where that cannot be known. ``recolored``
    where the words stand on a ground that the template did not mean for them, and got another of its colours.
    """

    place: Place
    area: Area
    level: Level
    contrast: float | None
    recolored: bool = False


@dataclass(frozen=True)
class Stage:
    """A template with a spot for each text of each kind of slide, by the small texts that a slide has."""

    template: Template
    matches: Mapping[SlideKind, Match]
    variants: Mapping[SlideKind, Mapping[frozenset[int], tuple[Spot, ...]]]

    def spots(self, slide: Slide) -> tuple[Spot, ...]:
        """Where the texts of a slide stand."""
        return self.variants[slide.kind][frozenset(index for index, text in slide.texts if text and index > 1)]

    def spot(self, slide: Slide, index: int) -> Spot:
        """Where one text of a slide stands."""
        return next(spot for spot in self.spots(slide) if spot.place.index == index)

    def layout(self, slide: Slide) -> Layout:
        """What the texts of a slide are fitted to: like an entry of our table, in the template's boxes and type."""
        areas = {spot.area.index: spot.area for spot in self.spots(slide)}
        ours = LAYOUTS[slide.kind]
        if slide.kind is SlideKind.CONTACTS:  # a number to call is read in one line, or misread
            lines = {index: len(text) for index, text in slide.texts if index in areas}
            areas |= {
                index: replace(areas[index], most_lines=count) for index, count in lines.items() if index < _SMALL_PRINT
            }
        # An empty text has no room of its own; it is never set.
        return replace(ours, areas=tuple(areas.get(area.index, area) for area in ours.areas))

    @property
    def fonts(self) -> dict[str, Substitute]:
        """The fonts of all spots, and what each is measured with."""
        spots = (spot for kind in self.variants.values() for variant in kind.values() for spot in variant)
        names = (spot.level.font for spot in spots)
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


def staged(template: Template, matches: Mapping[SlideKind, Match]) -> Stage:
    """The stage for a template whose layouts were matched."""
    variants = {
        kind: {
            small: tuple(_spot(template, match, place) for place in places) for small, places in match.variants.items()
        }
        for kind, match in matches.items()
    }
    return Stage(template, matches, variants)


def fit_onto(stage: Stage, slides: Sequence[Slide], theme: ThemeFile, labels: Labels) -> tuple[FittedSlide, ...]:
    """Every slide with sizes that fit the template; long ones split.

    Where a template leaves too little room for small texts beside a long one, all of them flow into one text, which
    may run over several slides. A voice never does.

    Raises:
        LayoutError: a voice, or a single sentence, is too long for one slide at the smallest size.
    """
    return tuple(_ragged(stage, fitted) for slide in slides for fitted in _fitted(stage, slide, theme, labels))


def _ragged(stage: Stage, fitted: FittedSlide) -> FittedSlide:
    """Without narrowed paragraphs where the lines of a font are not known exactly: there they would do harm."""
    areas = {spot.area.index: spot.area for spot in stage.spots(fitted.slide)}
    settings = tuple(
        (index, setting if index not in areas or areas[index].stretch == 1 else _plain(setting))
        for index, setting in fitted.settings
    )
    return replace(fitted, settings=settings)


def _plain(setting: Setting) -> Setting:
    return replace(setting, trims=(0.0,) * len(setting.trims))


def _fitted(stage: Stage, slide: Slide, theme: ThemeFile, labels: Labels) -> tuple[FittedSlide, ...]:
    small = [text for index, text in slide.texts if index > 1 and text]
    whole = not small or any(block.role in NEVER_SPLIT for _, text in slide.texts for block in text)
    try:
        found = fit((slide,), theme, labels, {slide.kind: stage.layout(slide)})
        # On each of several slides the small texts are repeated, which items must not be.
        if whole or len(found) == 1 or not slide.items:
            return found
    except LayoutError as error:
        if whole:
            raise LayoutError(_too_small(stage, slide, error)) from error
    flowing = replace(slide, texts=((1, tuple(p for _, text in slide.texts for p in text)),))
    try:
        return fit((flowing,), theme, labels, {slide.kind: stage.layout(flowing)})
    except LayoutError as error:
        raise LayoutError(_too_small(stage, slide, error)) from error


def _too_small(stage: Stage, slide: Slide, error: LayoutError) -> str:
    layout = stage.matches[slide.kind].layout.name
    return f"{stage.template.name}, layout “{layout}”: {error} Or name a layout with more room in template.yaml."


def _spot(template: Template, match: Match, place: Place) -> Spot:
    ours = LAYOUTS[match.kind].area(place.index)
    level = _level(match.layout, place)
    sizes = _sizes(ours, level.size if place.holder else 0.0, template.scale)
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
        bullets=True,  # every list entry hangs, whatever our own layout does
        bold=level.bold,
        italic=level.italic,
        family=measured.family,
        stretch=measured.stretch(bold=level.bold, capitals=place.index == 0) * tracking,
        pitch=max(1.2, measured.pitch) * (level.line if level.line and _calm(level.line) else 1.0),
        capitals=level.capitals and place.index == 0,
    )
    spot = Spot(place, area, level, contrast(level.color, behind(place.inner, drawn)))
    return _legible(spot, match.layout, behind(place.inner, drawn)) if place.moved else spot


ENOUGH_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def _legible(spot: Spot, layout: TheirLayout, grounds: Grounds) -> Spot:
    """Words that we put where the template has none, in the one of its text colours that stands out there."""
    if spot.contrast is None or spot.contrast >= ENOUGH_CONTRAST:
        return spot
    names = ("tx1", "bg1", "tx2", "bg2")
    rated = [
        (contrast(layout.scheme.slots.get(layout.scheme.names.get(name, name)), grounds) or 0.0, name) for name in names
    ]
    best, name = max(rated, key=lambda entry: entry[0])
    if best <= spot.contrast:
        return spot
    level = replace(spot.level, color=layout.scheme.slots[layout.scheme.names.get(name, name)], paint=_fill(name))
    return replace(spot, level=level, contrast=best, recolored=True)


def _fill(name: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/drawingml/2006/main"
    return f'<a:solidFill xmlns:a="{namespace}"><a:schemeClr val="{name}"/></a:solidFill>'.encode()


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
_LEAST_TITLE = 20.0
_LEAST_SMALL_PRINT = 14.0  # for the small texts beside and below the main one, where a template leaves little room
_NO_LIMIT = 99
_SMALL_PRINT = 3  # the third text of the contacts is a sentence


def _sizes(ours: Area, own: float, scale: float) -> tuple[float, ...]:
    """The sizes that a text may step through: from the template's own down to what a room can read.

    ``own`` is 0 in a text box: then the sizes are ours.
    """
    least = min(_LEAST_TITLE if ours.index == 0 else _LEAST_SMALL_PRINT if ours.index > 1 else 99, ours.sizes[-1])
    largest = ours.sizes[0] * scale
    # A text that we limit in lines stands alone on its slide: a short one may be larger than the template's text.
    alone = ours.most_lines < _NO_LIMIT
    if not own:
        largest = max(largest, 28 * scale) if ours.index == 0 else largest
    elif ours.index < 2:  # noqa: PLR2004  # title and main text; the others are small print
        largest = max(own, largest) if alone else own
    else:
        largest = min(own, largest)
    least = _whole(least * scale)
    largest = max(least, _whole(largest) if largest != own else own)
    steps = [largest, *(size for step in _STEPS if least <= (size := _whole(step * scale)) < largest)]
    return tuple(size for size, smaller in pairwise([*steps, 0.0]) if size > smaller)


def _whole(size: float) -> float:
    return float(round(size))
