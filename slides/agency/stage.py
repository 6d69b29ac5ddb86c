"""What slides are fitted to and written on: a template's layouts as areas to measure in.

``open_stage(file, labels, map) -> Stage``. ``stage.layout(slide)`` is like an entry of our table, in the boxes, sizes
and fonts of the template, so that ``slides.fit`` measures what the template will show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from planned.blocks import Role
from planned.heights import NEVER_SPLIT
from planned.slides import Slide, SlideKind, Slot
from slides.agency.ground import behind, contrast
from slides.agency.look import Level
from slides.agency.match import Match, match_layouts, read_wishes
from slides.agency.place import Position
from slides.agency.read import Template, TheirLayout, open_template
from slides.areas import NO_LIMIT, Area, Box, Layout
from slides.drawingml import NAMESPACES
from slides.fit import FittedSlide, fit, renumbered
from slides.layouts import LABELLED, SCALE
from source.errors import LayoutError, list_faults
from source.given import bytes_in, read_file
from source.labels import Labels
from source.theme import ThemeFile
from typeset.contrast import LEAST, Rgb, rgb
from typeset.schemes import Scheme
from typeset.substitutes import substitute


@dataclass(frozen=True)
class TextArea:
    """A text of ours on the template: its position, the area to measure in, and the template's own type there.

    ``contrast`` is that of its words with what stands behind them, ``meant`` what the template's own colour would have
    there (None where that cannot be known). Where that is too little, the words are ``recolored``, in another of its
    colours; where none stands out, on a ``ground`` of their own. Both as DrawingML.
    """

    position: Position
    area: Area
    level: Level
    meant: float | None
    contrast: float = 21.0
    recolored: bool = False
    ground: bytes = b""

    @property
    def alone(self) -> bool:
        """Nothing is inherited here: how the words are set has to be written out."""
        return self.level.bare or self.position.holder is None

    @property
    def own_bullets(self) -> tuple[bool, bool]:
        """Whether the template's first level is a list whose bullets serve our points, else whether its second is."""
        if self.position.holder is None:
            return False, False
        first, second = (level.bulleted and not level.bare for level in self.position.holder.levels)
        return first, second and not first


@dataclass(frozen=True)
class Stage:
    """A template with an area for each text of each kind of slide, by the small texts that a slide has."""

    template: Template
    matches: Mapping[SlideKind, Match]
    variants: Mapping[SlideKind, Mapping[frozenset[int], tuple[TextArea, ...]]]

    def areas(self, slide: Slide) -> tuple[TextArea, ...]:
        """Where the texts of a slide stand."""
        return self.variants[slide.kind][frozenset(index for index, text in slide.texts if text and index > Slot.MAIN)]

    def all_areas(self, kind: SlideKind) -> tuple[TextArea, ...]:
        """Where the texts of a slide stand that has all of its kind."""
        return max(self.variants[kind].items(), key=lambda entry: len(entry[0]))[1]

    def footers(self, kind: SlideKind) -> Iterator[TextArea]:
        """Where the footer and the number of a slide stand, in the template's own type."""
        layout = self.matches[kind].layout
        for type_ in ("ftr", "sldNum"):
            for holder in [each for each in layout.holders if each.type == type_ and each.frame][:1]:
                position = Position(Slot.SMALL, holder, holder.frame or Box(0, 0, 0, 0), moved=False)
                yield _legible(position, LABELLED[kind].area(Slot.TITLE), holder.levels[0], layout)

    def layout(self, slide: Slide) -> Layout:
        """What the texts of a slide are fitted to: like an entry of our table, in the template's boxes and type."""
        areas = {each.area.index: each.area for each in self.areas(slide)}
        if slide.kind is SlideKind.CONTACTS:  # a number to call is read in one line, or misread
            for index, text in slide.texts:
                if index in areas and index != Slot.EXTRA:  # that one is a sentence
                    areas[index] = replace(areas[index], most_lines=len(text))
        # An empty text has no room of its own; it is never set.
        ours = LABELLED[slide.kind]
        return replace(ours, areas=tuple(areas.get(area.index, area) for area in ours.areas))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know before relying on the deck: fonts that were not measured themselves."""
        areas = (each for variants in self.variants.values() for every in variants.values() for each in every)
        return tuple(filter(None, map(self._warning, sorted({each.level.font for each in areas}))))

    def _warning(self, font: str) -> str:
        measured, named = substitute(font), f"the font {font or '(none named)'}"
        change = round((measured.regular - 1) * 100)
        width = f"{abs(change)} % {'wider' if change > 0 else 'narrower'}" if change else "as it is"
        with_what = f"measured with {measured.family}, taken {width}"
        if not measured.known:
            return (
                f"{self.template.name}: the builder does not know {named}; its words were {with_what}, the widest "
                "that text faces run. Look through the slides before you show them."
            )
        if measured.exact:
            return ""
        return f"{self.template.name}: {named} does not ship with the builder; its words were {with_what}."


def open_stage(file: Path, labels: Labels, template_map: Path | None = None) -> Stage:
    """The template in a file as a stage, its layouts matched as the map says.

    Raises:
        UnreadableError: a file is missing, or is no template.
        SourceError: the map has faults.
    """
    if template_map:
        bytes_in(template_map)
    template = open_template(read_file(file), file.name)
    wishes = read_wishes(template_map, template, labels) if template_map else None
    return set_stage(template, match_layouts(template, labels, wishes))


def set_stage(template: Template, matches: Mapping[SlideKind, Match]) -> Stage:
    """The stage for a template whose layouts were matched."""
    variants = {
        kind: {
            small: tuple(_text_area(template, match, position) for position in positions)
            for small, positions in match.variants.items()
        }
        for kind, match in matches.items()
    }
    return Stage(template, matches, variants)


# --- fitting ------------------------------------------------------------------------------------------------------


def fit_onto(stage: Stage, slides: Sequence[Slide], theme: ThemeFile, labels: Labels) -> tuple[FittedSlide, ...]:
    """Every slide with sizes that fit the template; long ones split.

    Where a template leaves too little room for small texts beside a long one, all of them flow into one text, which
    may run over several slides. A voice never does.

    Raises:
        LayoutError: voices, or single sentences, are too long for one slide at the smallest size. All are named.
    """
    found, refused = list[FittedSlide](), list[str]()
    for slide in (each.labelled for each in slides):
        try:
            found += _named(stage, slide, theme, labels)
        except LayoutError as error:
            refused.append(str(error))
    if refused:
        raise LayoutError("\n".join(list_faults(refused)))
    return renumbered(found)


def _named(stage: Stage, slide: Slide, theme: ThemeFile, labels: Labels) -> tuple[FittedSlide, ...]:
    """The slide; without the agency's name, where that has no room. Then the template names it, or the footer."""
    bare = [(index, tuple(block for block in text if block.role is not Role.AGENCY)) for index, text in slide.texts]
    unnamed = replace(slide, texts=tuple(bare))
    with suppress(LayoutError):
        found = _fitted(stage, slide, theme, labels)
        if len(found) == 1 or unnamed == slide:
            return found
    return _fitted(stage, unnamed, theme, labels)


def _fitted(stage: Stage, slide: Slide, theme: ThemeFile, labels: Labels) -> tuple[FittedSlide, ...]:
    small = [text for index, text in slide.texts if index > Slot.MAIN and text]
    whole = not small or any(block.role in NEVER_SPLIT for _, text in slide.texts for block in text)
    try:
        found = fit((slide,), theme, labels, {slide.kind: stage.layout(slide)})
        # On each of several slides the small texts are repeated, which items must not be.
        if whole or len(found) == 1 or not slide.items:
            return found
    except LayoutError as error:
        if whole:
            raise LayoutError(_too_small(stage, slide, error)) from error
    flowing = replace(slide, texts=((Slot.MAIN, tuple(p for _, text in slide.texts for p in text)),))
    try:
        return fit((flowing,), theme, labels, {slide.kind: stage.layout(flowing)})
    except LayoutError as error:
        raise LayoutError(_too_small(stage, slide, error)) from error


def _too_small(stage: Stage, slide: Slide, error: LayoutError) -> str:
    layout = stage.matches[slide.kind].layout.name
    return f"{stage.template.name}, layout “{layout}”: {error} Or name a layout with more room in template.yaml."


# --- an area of the template --------------------------------------------------------------------------------------


def _text_area(template: Template, match: Match, position: Position) -> TextArea:
    ours, holder = LABELLED[match.kind].area(position.index), position.holder
    level = holder.levels[0] if holder else replace(match.layout.words, bold=position.index == Slot.TITLE)
    sizes = _scale(ours, level.size if holder else 0.0, template.scale)
    measured = substitute(level.font)
    # A letter is about half as wide as it is high, so this much of its width is what tracking adds to it.
    tracking = 1 + max(0.0, level.tracking) / sizes[-1] / 0.5
    area = replace(
        ours,
        box=position.inner,
        sizes=sizes,
        bullets=True,  # every list entry hangs, whatever our own layout does
        bold=level.bold,
        italic=level.italic,
        family=measured.family,
        stretch=measured.stretch(bold=level.bold, capitals=position.index == Slot.TITLE) * tracking,
        pitch=max(1.2, measured.pitch) * (level.line if level.line and keeps_line(level) else 1.0),
        capitals=level.capitals and position.index == Slot.TITLE,
        last=(),
        tall=None,
        indent=ours.indent * max(1.0, measured.regular),  # a marker is as much wider
    )
    return _legible(position, area, level, match.layout)


def _legible(position: Position, area: Area, level: Level, layout: TheirLayout) -> TextArea:
    """The words in a colour that stands out: the template's own there, else another of it, else on a ground of it."""
    painted, scheme = position.holder and position.holder.painted, layout.scheme
    grounds = behind(position.inner, layout.drawn)
    if painted:  # a veil over its own box is not drawn by every program
        veiled = behind(position.inner, (*layout.drawn, replace(painted, box=position.frame)))
        grounds = veiled if painted.alpha == 1 else veiled | grounds
    found = TextArea(position, area, level, contrast(level.color, grounds))
    own = (level.paint or _PAINT % b'schemeClr val="tx1"', level.color)
    palette = list(_palette(scheme))
    for ground, below in ((b"", grounds), *((paint, frozenset([color])) for paint, color in palette)):
        shades = [(contrast(color, below) or 0.0, paint, color) for paint, color in (own, *palette)]
        shade, paint, color = shades[0] if shades[0][0] >= LEAST else max(shades, key=lambda each: each[0])
        if shade >= LEAST:
            level, changed = replace(level, color=color, paint=paint), bool(ground) or shade != shades[0][0]
            return replace(found, level=level, contrast=shade, recolored=changed, ground=ground)
    raise AssertionError("black stands out on white")


def _palette(scheme: Scheme) -> Iterator[tuple[bytes, Rgb | None]]:
    """The colours for texts and their grounds in a theme, and white and black, as DrawingML and as what they mean."""
    for name in ("bg1", "tx1", "bg2", "tx2"):
        yield _PAINT % f'schemeClr val="{name}"'.encode(), scheme.named(name)
    for digits in ("FFFFFF", "000000"):
        yield _PAINT % f'srgbClr val="{digits}"'.encode(), rgb(digits)


_PAINT = b'<a:solidFill xmlns:a="%s"><a:%%s/></a:solidFill>' % NAMESPACES["a"].encode()


def keeps_line(level: Level) -> bool:
    """The template's line spacing is one that words can be read in; other spacing is set to the font's own."""
    return level.line is not None and 0.8 <= level.line <= 1.5  # noqa: PLR2004


_LEAST_TITLE = 20.0
_LEAST = 18.0
_USUAL = 28.0  # a title or a text that a room reads with ease


def _scale(ours: Area, own: float, scale: float) -> tuple[float, ...]:
    """The sizes that a text may step through: from the template's own down to what a room can read.

    ``own`` is 0 in a text box: then the sizes are ours. Where the template's own is small, ours may be larger than it:
    words that somebody said, and what we limit in lines, stand alone on their slide.
    """
    title, small = ours.index == Slot.TITLE, ours.index > Slot.MAIN
    least = _LEAST_TITLE if title else _LEAST if small else max(_LEAST, min(ours.sizes[-1], _LEAST_TITLE))
    smallest = float(round(scale * least))
    largest = ours.sizes[0] * scale
    if small:
        largest = min(own or largest, largest)
    elif ours.most_lines == NO_LIMIT and not ours.serif:
        largest = own or max(largest, _USUAL * scale) if title else max(own, min(largest, _USUAL * scale))
    else:
        largest = max(own, largest)
    largest = max(smallest, largest if largest == own else float(round(largest)))
    steps = {float(round(size * scale)) for size in SCALE}
    return (largest, *sorted((size for size in steps if smallest <= size < largest), reverse=True))
