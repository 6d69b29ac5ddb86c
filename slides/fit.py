"""Text into its box: the largest size of the scale that holds it, or more slides. Measured, never guessed.

``fit((Slide, ...), Theme) -> (FittedSlide, ...)``. What is never split (``planned.heights``) stays whole; all else
splits at paragraphs, then at sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, reduce

from planned.blocks import Role, items_of
from planned.heights import NEVER_SPLIT, refuse
from planned.slides import Slide, SlideKind, Slot, Text, level, numbered, titled
from slides.areas import Area, Layout
from slides.layouts import LAYOUTS
from slides.split import split
from source.errors import LayoutError, list_faults
from source.inline import Run, Runs, merged
from source.labels import Labels
from source.theme import ThemeFile
from typeset.measure import BROKEN, Face, Shaped, best_measure, line_height, line_slices, shape, shape_runs

# What LibreOffice and PowerPoint need beyond our measure: a hair of the width, some of the height.
_WIDTH_SPARE = 0.985
_HEIGHT_SPARE = 0.95
_KNOWN_SPARE = 0.98  # the same, where a template says how high its lines are
_HELD_BACK = 1.2  # ems: in Japanese some letters may not begin a line, and take the one before with them
_AFTER_MARKER, _DASH = 0.4, 1.1  # ems between a marker and its words, and from a dash to them
_STEPS_DOWN = 3  # so many sizes smaller a text may be set, to break better


@dataclass(frozen=True)
class Setting:
    """How a text is set, in points: its size, and by how much each paragraph is narrowed to break well."""

    size: float
    trims: tuple[float, ...] = ()


@dataclass(frozen=True)
class FittedSlide:
    """A slide with a setting for each of its texts, by placeholder idx, and the layout that they were measured in."""

    slide: Slide
    settings: tuple[tuple[int, Setting], ...]
    layout: Layout

    def setting(self, index: int) -> Setting:
        """The setting of a placeholder."""
        return dict(self.settings)[index]


def fit(
    slides: Sequence[Slide], theme: ThemeFile, labels: Labels, layouts: Mapping[SlideKind, Layout] = LAYOUTS
) -> tuple[FittedSlide, ...]:
    """Every slide with sizes that fit; long ones split, with "(1 of 2)" in their titles.

    ``layouts`` are the boxes to fit into: ours, or those of an agency's own template (``slides.agency.stage``).

    Raises:
        LayoutError: some voices or titles are too long for one slide at the smallest size. All of them are named.
    """
    fitter, found, refused = Fitter(theme, labels, layouts), list[FittedSlide](), list[str]()
    for slide in slides:
        try:
            found += fitter.fitted(slide)
        except LayoutError as error:
            refused.append(str(error))
    if refused:
        raise LayoutError("\n".join(list_faults(refused)))
    return renumbered(found)


def renumbered(fitted: Sequence[FittedSlide]) -> tuple[FittedSlide, ...]:
    """The slides with references to the numbers that they now have."""
    slides = numbered([each.slide for each in fitted])
    return tuple(replace(each, slide=slide) for each, slide in zip(fitted, slides, strict=True))


def _forms(slide: Slide) -> Iterator[Slide]:
    """A tip with its number and its question, without the question, or as a text under its label."""
    yield slide
    if slide.title.role is Role.TIP:
        yield slide.bare
        yield replace(slide.labelled, kind=SlideKind.TEXT)


# Kinds of slides whose words find more room on the layout of another.
_OTHERWISE = {SlideKind.QUIET: SlideKind.TEXT}
# What stands on a slide, by slot: each text as it was measured, and how it is set.
Part = dict[int, "tuple[Measured, Setting]"]


@dataclass(frozen=True)
class Fitter:
    """Fits slides in the fonts of a theme."""

    theme: ThemeFile
    labels: Labels
    layouts: Mapping[SlideKind, Layout] = field(default_factory=lambda: LAYOUTS)

    def fitted(self, slide: Slide) -> Iterator[FittedSlide]:
        """The slide, or the slides it becomes: the first part of each of its texts, then the second of each.

        Raises:
            LayoutError: a text does not fit, and is never split.
        """
        slide, layout, parts = self._first(slide)
        for number, part in enumerate(parts):
            title, notes = slide.title, slide.notes
            if len(parts) > 1:
                runs = titled(self.labels.part, title.runs, number=number + 1, total=len(parts))
                title, notes = replace(title, runs=runs), notes if number == 0 else replace(notes, minutes=0.0)
            shown = {Slot.TITLE: self._held(slide, self.measured((title,), layout.area(Slot.TITLE)))} | part
            texts = tuple((index, measured.text) for index, (measured, _) in part.items())
            yield FittedSlide(
                replace(slide, title=title, texts=texts, notes=notes),
                tuple((index, setting) for index, (_, setting) in shown.items()),
                reduce(Layout.with_area, (measured.area for measured, _ in shown.values()), layout),
            )

    def _first(self, slide: Slide) -> tuple[Slide, Layout, list[Part]]:
        """The slide as it was planned; if it does not fit so, with less on it."""
        *others, last = _forms(slide)
        for form in others:
            with suppress(LayoutError):
                return self._best(form)
        return self._best(last)

    def _best(self, slide: Slide) -> tuple[Slide, Layout, list[Part]]:
        """The first of the ways to set a slide that needs one slide, else the one that needs the fewest."""
        found, refused = list[tuple[Slide, Layout, list[Part]]](), list[LayoutError]()
        for kind, layout in self._ways(slide):
            try:
                found.append((replace(slide, kind=kind), layout, self._parts(slide, layout)))
            except LayoutError as error:
                refused.append(error)
            if found and len(found[-1][2]) == 1:
                break
        if not found:
            raise refused[-1]
        return min(found, key=lambda way: len(way[2]))

    def _ways(self, slide: Slide) -> Iterator[tuple[SlideKind, Layout]]:
        """The layouts that a slide may be set in: its own, that with more room for small print, and another."""
        for kind in (slide.kind, _OTHERWISE.get(slide.kind)):
            if kind is None or kind not in self.layouts:
                continue
            usual = roomier = self.layouts[kind]
            for index, text in slide.texts:
                area = roomier.area(index)
                if area.tall and not self.measured(text, area).setting:
                    roomier = roomier.roomier(area)
            yield kind, usual
            if roomier is not usual:
                yield kind, roomier

    def _parts(self, slide: Slide, layout: Layout) -> list[Part]:
        """The slides that the texts need, each with the texts that stand on it.

        What leads to an item (when a number was checked) stands on the slide where the item begins.
        """
        self._held(slide, self.measured((slide.title,), layout.area(Slot.TITLE)))
        texts = {}
        for index, text in slide.texts:
            if text:
                texts[index], area = self._marked(text, layout.area(index))
                layout = layout.with_area(area)
        others = ((index, text) for index, text in texts.items() if index != Slot.MAIN)
        bound = {index: text for index, text in others if any(block.link for block in text)}
        for index, text in bound.items():
            for block in text:  # so that it is the one that is refused, if it is too long
                self._held(slide, self.measured((block,), layout.area(index)))
        parts = {
            index: self._split(slide, text, layout, bound if index == Slot.MAIN else {}, index)
            for index, text in texts.items()
            if index not in bound
        }
        result, begun = list[Part](), set[str]()
        for number in range(max(map(len, parts.values()), default=1)):
            shown = {
                index: each[min(number, len(each) - 1)]
                for index, each in parts.items()
                if number < len(each) or _on_every_slide(each[0])
            }
            here = set(items_of(shown.get(Slot.MAIN, ())))
            shown |= _leading_to(here - begun, bound)
            begun |= here
            measured = {index: self.measured(each, layout.area(index)) for index, each in shown.items()}
            result.append({index: self._held(slide, each) for index, each in measured.items()})
        return result

    def _split(self, slide: Slide, text: Text, layout: Layout, bound: Mapping[int, Text], index: int) -> list[Text]:
        area = layout.area(index)

        def fits(part: Text, share: float) -> bool:
            beside = _leading_to(set(items_of(part)), bound)
            return self.measured(part, area).fits(area.sizes[-1], share) and all(
                self.measured(each, layout.area(at)).setting for at, each in beside.items()
            )

        kept = slide.title.item or any(block.role in NEVER_SPLIT for _, each in slide.texts for block in each)
        return [text] if kept or fits(text, 1.0) else split(text, fits)

    def _held(self, slide: Slide, measured: Measured) -> tuple[Measured, Setting]:
        if setting := measured.setting:
            return measured, setting
        raise self._refusal(slide, measured)

    def _refusal(self, slide: Slide, measured: Measured) -> Exception:
        smallest = (*measured.area.sizes, *measured.area.last)[-1]
        items = items_of(measured.text) or tuple(block.link for block in measured.text if block.link) or slide.items
        named = ", ".join(items) or f"the slide “{slide.title.text}”"
        height, letters = measured.height(smallest), sum(len(block.text) for block in measured.text)
        return refuse(
            f"{named}: the {measured.area.name.lower()} of {letters} letters",
            f"one slide holds at {smallest:g} pt, which is about {letters * measured.room / height:.0f} letters,",
            height - measured.room,
            measured.pitch * smallest,
            "Shorten it if it is ours; leave a voice as it is and take it out of the deck.",
        )

    def measured(self, text: Text, area: Area) -> Measured:
        """The text in the face of an area."""
        face = Face(self.family(area), area.bold, area.italic)
        shaped = [_shaped(merged(paragraph.runs), face, area.capitals) for paragraph in text]
        return Measured(text, area, tuple(shaped), area.pitch or line_height(face))

    def _marked(self, text: Text, area: Area) -> tuple[Text, Area]:
        """A text and its area with an indent that holds the widest marker; a marker too wide runs on with the words."""
        widths = [self.width(block.marked, area) for block in text if block.marker]
        if not widths:
            return text, area
        indent = max(area.indent, max(widths) + _AFTER_MARKER)
        if indent * area.sizes[-1] < area.box.width / 2:
            return text, replace(area, indent=indent)
        marked = [(*block.marker, *[Run(" ")] * bool(block.marker), *block.runs) for block in text]
        folded = tuple(replace(block, marker=(), runs=runs) for block, runs in zip(text, marked, strict=True))
        return folded, replace(area, indent=_DASH)

    def width(self, marker: str, area: Area) -> float:
        """How wide a marker runs, in ems of the area's font."""
        return shape(marker, Face(self.family(area), bold=True)).width() * area.stretch

    def family(self, area: Area) -> str:
        """The open twin of the area's font."""
        fonts = self.theme.fonts
        return area.family or (fonts.voices.open if area.serif else fonts.tips.open)


@dataclass(frozen=True)
class Measured:
    """A text measured in the face of an area: what it takes there at any size. ``pitch`` is that of a line, in ems."""

    text: Text
    area: Area
    shaped: tuple[Shaped, ...]
    pitch: float

    @property
    def room(self) -> float:
        """The height that we count on, in points."""
        return self.area.box.height * (_KNOWN_SPARE if self.area.pitch else _HEIGHT_SPARE)

    @cached_property
    def setting(self) -> Setting | None:
        """The largest size of the area's scale that holds the text; None if not even the smallest does.

        Where the lines break badly there, a size a little smaller is taken if they break better.
        """
        found: list[tuple[int, Setting]] = []
        *_, smallest = self.area.sizes
        for size in (*self.area.sizes, *self.area.last):
            if found and size < smallest:
                break
            if (size > smallest or found) and sum(self.lines(size)) > self.area.most_lines:
                continue
            if self.fits(size):
                found.append(self._narrowed(size))
                least = min(blemishes for blemishes, _ in found)
                steps = 0 if self.area.calm else _STEPS_DOWN
                if not least or (len(found) > steps and least < BROKEN):
                    break
        return min(found, key=lambda entry: entry[0])[1] if found else None

    def fits(self, size: float, share: float = 1.0) -> bool:
        """It takes no more than this share of the room."""
        return self.height(size) <= self.room * share

    def height(self, size: float) -> float:
        """The height of the paragraphs, in points."""
        gaps = self.area.spacing * (len(self.text) - 1)
        counts = (_reckoned(*each) for each in zip(self.shaped, self._lines(size), strict=True))
        pitches = (max(self.pitch, shaped.pitch) for shaped in self.shaped)
        return (sum(count * pitch for count, pitch in zip(counts, pitches, strict=True)) + gaps) * size

    def lines(self, size: float) -> list[int]:
        """How many lines each paragraph has at a size."""
        return [len(each) for each in self._lines(size)]

    def _lines(self, size: float) -> list[tuple[tuple[int, int], ...]]:
        rooms = zip(self._rooms(Setting(size)), self.shaped, strict=True)
        return [line_slices(shaped, _counted_on(room, shaped), glued=False) for room, shaped in rooms]

    def slices(self, setting: Setting) -> list[tuple[tuple[int, int], ...]]:
        """Where the lines of each paragraph start and end as it is set, in a program that measures as we do."""
        return [
            line_slices(shaped, room, glued=False)
            for room, shaped in zip(self._rooms(setting), self.shaped, strict=True)
        ]

    def _rooms(self, setting: Setting) -> Iterator[float]:
        """The width that there is for each paragraph, in ems of the font that it is measured in."""
        for paragraph, trim in zip(self.text, setting.trims or (0.0,) * len(self.text), strict=True):
            indent = self.area.indent if level(paragraph) else 0.0
            yield ((self.area.box.width - trim) / setting.size - indent) / self.area.stretch

    def _narrowed(self, size: float) -> tuple[int, Setting]:
        """How many blemishes the lines keep, and the setting that narrows each paragraph to keep so few."""
        if self.area.stretch != 1:  # where the lines of the real font break is not known: to narrow them would do harm
            return 0, Setting(size, (0.0,) * len(self.text))
        total, trims = 0, []
        for room, shaped in zip(self._rooms(Setting(size)), self.shaped, strict=True):
            # Where another font comes in, LibreOffice itself fills a line a hair beyond its end.
            most = room * (_WIDTH_SPARE if shaped.pitch else 1.0)
            kept, blemishes = best_measure(shaped, _counted_on(room, shaped), most)
            total += blemishes
            trims.append(round((room - kept) * size * self.area.stretch, 1))
        return total, Setting(size, tuple(trims))


# Within words LibreOffice ends lines after these, so that a word that must be parted may need more lines.
_JOINT = re.compile(r"[\\?!|}\]](?=\w)")


def _reckoned(shaped: Shaped, lines: Sequence[tuple[int, int]]) -> int:
    """How many lines to reckon with: more where another program may break elsewhere."""
    more = int(len(lines) > 1 and bool(shaped.pitch))  # another font comes in, with rules for line ends of its own
    if _JOINT.search(shaped.text):
        more += sum(shaped.text[end : end + 1] not in ("", " ") for _, end in lines[:-1])
    return max(1, len(lines)) + more


@lru_cache(maxsize=1024)
def _shaped(runs: Runs, face: Face, capitals: bool) -> Shaped:
    """A paragraph is measured once, however many boxes and parts it is tried in."""
    return shape_runs([(run.text.upper() if capitals else run.text, face_of(run, face)) for run in runs])


def face_of(run: Run, face: Face) -> Face:
    """The style of a run in a text that is set in a face."""
    return replace(face, bold=face.bold or run.strong, italic=face.italic or run.emphasis)


def _counted_on(room: float, shaped: Shaped) -> float:
    """The width that we count on, in ems; less where another font comes in, with rules for line ends of its own."""
    return max(1.0, room * _WIDTH_SPARE - (_HELD_BACK if shaped.pitch else 0.0))


def _leading_to(items: set[str], texts: Mapping[int, Text]) -> dict[int, Text]:
    """What of the texts leads to some of these items."""
    found = {index: tuple(block for block in text if block.link in items) for index, text in texts.items()}
    return {index: text for index, text in found.items() if text}


def _on_every_slide(text: Text) -> bool:
    """Who wrote this stands on each of the slides that a text becomes."""
    return all(block.role is Role.EDITORIAL for block in text)
