"""Text into its box: the largest size of the scale that holds it, or more slides. Measured, never guessed.

``fit((Slide, ...), Theme) -> (FittedSlide, ...)``. A voice is never split; everything else splits at paragraphs, then
at sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from slides.layouts import LAYOUTS, Area, Kind, Layout
from slides.plan import Paragraph, Slide, Text
from source.errors import LayoutError
from source.model import Labels
from source.theme import ThemeFile
from typeset.measure import Face, Shaped, break_lines, line_height, shape_runs, steadiest, without_runt

# What LibreOffice and PowerPoint need beyond our measure: a hair of the width, some of the height.
_WIDTH_SPARE = 0.985
_HEIGHT_SPARE = 0.95
INDENT = 1.1  # the hanging indent of a list entry, in ems
_LEAST_LAST_LINE = 0.34


@dataclass(frozen=True)
class Setting:
    """How a text is set, in points: its size, and how much narrower each paragraph is, lest a lonely word end it."""

    size: float
    trims: tuple[float, ...] = ()


@dataclass(frozen=True)
class FittedSlide:
    """A slide with a setting for each of its texts, by placeholder idx."""

    slide: Slide
    settings: tuple[tuple[int, Setting], ...]

    def setting(self, index: int) -> Setting:
        """The setting of a placeholder."""
        return dict(self.settings)[index]


def fit(
    slides: Sequence[Slide], theme: ThemeFile, labels: Labels, layouts: Mapping[Kind, Layout] = LAYOUTS
) -> tuple[FittedSlide, ...]:
    """Every slide with sizes that fit; long ones split, with "(1 of 2)" in their titles.

    ``layouts`` are the boxes to fit into: ours, or those of an agency's own template (``slides.stage``).

    Raises:
        LayoutError: a voice, or a single sentence, is too long for one slide at the smallest size.
    """
    fitter = Fitter(theme, labels, layouts)
    return tuple(fitted for slide in slides for fitted in fitter.fitted(slide))


@dataclass(frozen=True)
class Fitter:
    """Fits slides in the fonts of a theme."""

    theme: ThemeFile
    labels: Labels
    layouts: Mapping[Kind, Layout] = field(default_factory=lambda: LAYOUTS)

    def fitted(self, slide: Slide) -> Iterator[FittedSlide]:
        """The slide, or the slides it becomes."""
        parts = self._parts(slide)
        for number, part in enumerate(parts, start=1):
            title = slide.title
            if len(parts) > 1:
                title = self.labels.part.format(title=slide.title, number=number, total=len(parts))
            notes = slide.notes if number == 1 else replace(slide.notes, minutes=0.0)
            whole = replace(slide, title=title, texts=((1, part), *slide.texts[1:]), notes=notes) if part else slide
            yield FittedSlide(whole, tuple(self._settings(whole)))

    def _settings(self, slide: Slide) -> Iterator[tuple[int, Setting]]:
        for index, text in slide.placed:
            setting = self.setting(text, self.layouts[slide.kind].area(index))
            if setting is None:
                raise LayoutError(self._too_long(slide, index))
            yield index, setting

    def _too_long(self, slide: Slide, index: int) -> str:
        area = self.layouts[slide.kind].area(index)
        named = ", ".join(slide.items) or f"the slide “{slide.title}”"
        return (
            f"{named}: the {area.name.lower()} does not fit on one slide at {area.sizes[-1]:g} pt, the smallest size "
            "that a room can read. Shorten it if it is ours; leave a voice as it is and take it out of the deck."
        )

    def _parts(self, slide: Slide) -> list[Text]:
        """The main text in as many parts as it needs; one part where it fits or may not be split."""
        if not slide.texts:
            return [()]
        text, area = slide.texts[0][1], self.layouts[slide.kind].area(1)
        if slide.kind is Kind.VOICE or self.setting(text, area) is not None:
            return [text]
        return _packed(text, lambda part: self.setting(part, area) is not None)

    def setting(self, text: Text, area: Area) -> Setting | None:
        """The largest size of the area's scale that holds the text; None if not even the smallest does."""
        shaped = [self.shaped(paragraph, area) for paragraph in text]
        for size in area.sizes:
            lines = self.lines(text, shaped, area, size)
            last = size == area.sizes[-1]
            if sum(map(len, lines)) > area.most_lines and not last:
                continue
            if self.height(lines, area, size) <= area.box.height * _HEIGHT_SPARE:
                return Setting(size, _trims(text, shaped, area, size))
        return None

    def shaped(self, paragraph: Paragraph, area: Area) -> Shaped:
        """The paragraph measured in the area's face."""
        family = self.family(area)
        return shape_runs(
            [
                (
                    run.text.upper() if area.capitals else run.text,
                    Face(family, area.bold or run.strong, area.italic or run.emphasis),
                )
                for run in paragraph.runs
            ]
        )

    def family(self, area: Area) -> str:
        """The open twin of the area's font."""
        if area.family:
            return area.family
        fonts = self.theme.fonts
        return fonts.voices.open if area.serif else fonts.tips.open

    def lines(self, text: Text, shaped: Sequence[Shaped], area: Area, size: float) -> list[tuple[str, ...]]:
        """The lines of each paragraph at a size."""
        return [
            break_lines(measured, _measure(area, size, paragraph.level))
            for paragraph, measured in zip(text, shaped, strict=True)
        ]

    def height(self, lines: Sequence[Sequence[str]], area: Area, size: float) -> float:
        """The height of the paragraphs, in points."""
        pitch = area.pitch or line_height(Face(self.family(area), area.bold, area.italic))
        gaps = area.spacing * (len(lines) - 1)
        return (sum(max(1, len(paragraph)) for paragraph in lines) * pitch + gaps) * size


def _trims(text: Text, shaped: Sequence[Shaped], area: Area, size: float) -> tuple[float, ...]:
    measures = [_measure(area, size, paragraph.level) for paragraph in text]
    kept = [
        without_runt(words, measure, least=_LEAST_LAST_LINE) for words, measure in zip(shaped, measures, strict=True)
    ]
    wholes = [area.box.width / size - (INDENT * paragraph.level if area.bullets else 0.0) for paragraph in text]
    steady = [steadiest(words, keep) for words, keep in zip(shaped, kept, strict=True)]
    trims = (
        max(0.0, whole / area.stretch - keep) * size * area.stretch for whole, keep in zip(wholes, steady, strict=True)
    )
    return tuple(round(trim, 1) for trim in trims)


def _measure(area: Area, size: float, level: int) -> float:
    """The width for the words, in ems of the font that they are measured in."""
    return (area.box.width * _WIDTH_SPARE / size - INDENT * level) / area.stretch


# A cut: the paragraph it is in, and where in that paragraph it starts and ends.
Cut = tuple[int, int, int]

_SENTENCE_END = re.compile(r"(?<=[.!?:;])[”’\")\]]*\s+")
_SPACE = re.compile(r"\s+")


def _packed(text: Text, fits: Callable[[Text], bool]) -> list[Text]:
    """The text in as few parts as fit: cut between paragraphs, else after sentences, else between words."""
    parts: list[list[Cut]] = [[]]
    for cut in _cuts(text, fits):
        if parts[-1] and not fits(_assembled(text, [*parts[-1], cut])):
            parts.append([])
        parts[-1].append(cut)
    return [_assembled(text, part) for part in parts]


def _cuts(text: Text, fits: Callable[[Text], bool]) -> Iterator[Cut]:
    for at, paragraph in enumerate(text):
        for start, end in _pieces(paragraph.text, 0, len(paragraph.text), _SENTENCE_END):
            if fits(_assembled(text, [(at, start, end)])):
                yield at, start, end
            else:
                yield from ((at, *word) for word in _pieces(paragraph.text, start, end, _SPACE))


def _pieces(text: str, start: int, end: int, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in separator.finditer(text, start, end):
        if match.end() < end:
            yield start, match.end()
            start = match.end()
    yield start, end


def _assembled(text: Text, cuts: Sequence[Cut]) -> Text:
    """The paragraphs of the cuts; neighbours from one paragraph become one again."""
    spans: dict[int, tuple[int, int]] = {}
    for at, start, end in cuts:
        spans[at] = (spans[at][0] if at in spans else start, end)
    return tuple(_slice(text[at], start, end) for at, (start, end) in spans.items())


def _slice(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    runs, at = [], 0
    for run in paragraph.runs:
        piece = run.text[max(0, start - at) : max(0, end - at)]
        at += len(run.text)
        if piece:
            runs.append(replace(run, text=piece))
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return replace(paragraph, runs=tuple(runs))
