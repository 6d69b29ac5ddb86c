"""Text into its box: the largest size of the scale that holds it, or more slides. Measured, never guessed.

``fit((Slide, ...), Theme) -> (FittedSlide, ...)``. A voice is never split; everything else splits at paragraphs, then
at sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planned.blocks import Block, Role
from planned.slides import Slide, SlideKind, Slot, Text, level, titled
from slides.layouts import LAYOUTS, Area, Layout
from source.errors import LayoutError
from source.inline import merged
from source.labels import Labels
from source.theme import ThemeFile
from typeset.measure import BROKEN, Face, Shaped, best_measure, break_lines, line_height, shape_runs

# What LibreOffice and PowerPoint need beyond our measure: a hair of the width, some of the height.
_WIDTH_SPARE = 0.985
_HEIGHT_SPARE = 0.95
_KNOWN_SPARE = 0.98  # the same, where a template says how high its lines are
_HELD_BACK = 1.2  # ems: in Japanese some letters may not begin a line, and take the one before with them
# A voice is said in one breath, word for word.
NEVER_SPLIT = frozenset({Role.VOICE})
_STEPS_DOWN = 3  # so many sizes smaller a text may be set, to break better


@dataclass(frozen=True)
class Setting:
    """How a text is set, in points: its size, and by how much each paragraph is narrowed to break well."""

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
    slides: Sequence[Slide], theme: ThemeFile, labels: Labels, layouts: Mapping[SlideKind, Layout] = LAYOUTS
) -> tuple[FittedSlide, ...]:
    """Every slide with sizes that fit; long ones split, with "(1 of 2)" in their titles.

    ``layouts`` are the boxes to fit into: ours, or those of an agency's own template (``slides.agency.stage``).

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
    layouts: Mapping[SlideKind, Layout] = field(default_factory=lambda: LAYOUTS)

    def fitted(self, slide: Slide) -> Iterator[FittedSlide]:
        """The slide, or the slides it becomes."""
        parts = self._parts(slide)
        for number, part in enumerate(parts, start=1):
            title = slide.title
            if len(parts) > 1:
                runs = titled(self.labels.part, title.runs, number=number, total=len(parts))
                title = replace(title, runs=runs)
            notes = slide.notes if number == 1 else replace(slide.notes, minutes=0.0)
            whole = (
                replace(slide, title=title, texts=((Slot.MAIN, part), *slide.texts[1:]), notes=notes) if part else slide
            )
            yield FittedSlide(whole, tuple(self._settings(whole)))

    def _settings(self, slide: Slide) -> Iterator[tuple[int, Setting]]:
        for index, text in slide.placed:
            setting = self.setting(text, self.layouts[slide.kind].area(index))
            if setting is None:
                raise LayoutError(self._too_long(slide, index))
            yield index, setting

    def _too_long(self, slide: Slide, index: int) -> str:
        area = self.layouts[slide.kind].area(index)
        named = ", ".join(slide.items) or f"the slide “{slide.title.text}”"
        return (
            f"{named}: the {area.name.lower()} does not fit on one slide at {area.sizes[-1]:g} pt, the smallest size "
            "that a room can read. Shorten it if it is ours; leave a voice as it is and take it out of the deck."
        )

    def _parts(self, slide: Slide) -> list[Text]:
        """The main text in as many parts as it needs; one part where it fits or may not be split."""
        if not slide.texts:
            return [()]
        text, area = slide.texts[0][1], self.layouts[slide.kind].area(Slot.MAIN)
        if any(block.role in NEVER_SPLIT for block in text) or self.setting(text, area) is not None:
            return [text]
        return _packed(text, lambda part: self.setting(part, area) is not None)

    def setting(self, text: Text, area: Area) -> Setting | None:
        """The largest size of the area's scale that holds the text; None if not even the smallest does.

        Where the lines break badly there, a size a little smaller is taken if they break better.
        """
        shaped = [self.shaped(paragraph, area) for paragraph in text]
        found: list[tuple[int, Setting]] = []
        for size in area.sizes:
            lines = self.lines(text, shaped, area, size)
            last = size == area.sizes[-1]
            if sum(map(len, lines)) > area.most_lines and not (last and not found):
                continue
            if self.height(lines, shaped, area, size) <= area.box.height * (
                _KNOWN_SPARE if area.pitch else _HEIGHT_SPARE
            ):
                blemishes, trims = _trims(text, shaped, area, size)
                found.append((blemishes, Setting(size, trims)))
                least = min(found, key=lambda entry: entry[0])[0]
                if not least or (len(found) > _STEPS_DOWN and least < BROKEN):
                    break
        return min(found, key=lambda entry: entry[0])[1] if found else None

    def shaped(self, paragraph: Block, area: Area) -> Shaped:
        """The paragraph measured in the area's face."""
        family = self.family(area)
        return shape_runs(
            [
                (
                    run.text.upper() if area.capitals else run.text,
                    Face(family, area.bold or run.strong, area.italic or run.emphasis),
                )
                for run in merged(paragraph.runs)
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
            break_lines(measured, _measure(_room(area, size, level(paragraph)), measured), glued=False)
            for paragraph, measured in zip(text, shaped, strict=True)
        ]

    def shown(self, text: Text, area: Area, setting: Setting) -> list[tuple[str, ...]]:
        """The lines of each paragraph as it is set: where a program breaks them that measures as we do."""
        return [
            break_lines(
                self.shaped(paragraph, area),
                _room(area, setting.size, level(paragraph)) - trim / setting.size / area.stretch,
                glued=False,
            )
            for paragraph, trim in zip(text, setting.trims, strict=True)
        ]

    def height(self, lines: Sequence[Sequence[str]], shaped: Sequence[Shaped], area: Area, size: float) -> float:
        """The height of the paragraphs, in points."""
        own = area.pitch or line_height(Face(self.family(area), area.bold, area.italic))
        pitches = (max(own, measured.pitch) for measured in shaped)
        gaps = area.spacing * (len(lines) - 1)
        counts = (_counted(len(each), measured) for each, measured in zip(lines, shaped, strict=True))
        return (sum(count * pitch for count, pitch in zip(counts, pitches, strict=True)) + gaps) * size


def _counted(lines: int, measured: Shaped) -> int:
    """The lines to reckon with: one more where another font comes in, with rules for line ends of its own."""
    return max(1, lines) + int(lines > 1 and bool(measured.pitch))


def _trims(text: Text, shaped: Sequence[Shaped], area: Area, size: float) -> tuple[int, tuple[float, ...]]:
    """How many blemishes the lines keep, and by how many points each paragraph is narrowed to keep so few."""
    rooms = [_room(area, size, level(paragraph)) for paragraph in text]
    # Where another font comes in, LibreOffice itself fills a line a hair beyond its end.
    most = [room * (_WIDTH_SPARE if words.pitch else 1.0) for words, room in zip(shaped, rooms, strict=True)]
    kept = [
        best_measure(words, _measure(room, words), cap) for words, room, cap in zip(shaped, rooms, most, strict=True)
    ]
    trims = (round((room - keep) * size * area.stretch, 1) for room, (keep, _) in zip(rooms, kept, strict=True))
    return sum(blemishes for _, blemishes in kept), tuple(trims)


def _room(area: Area, size: float, depth: int) -> float:
    """The width that there is for the words of a paragraph, in ems of the font that they are measured in."""
    return (area.box.width / size - (area.indent if depth else 0.0)) / area.stretch


def _measure(room: float, words: Shaped) -> float:
    """The width that we count on, in ems; less where another font comes in, with rules for line ends of its own."""
    return max(1.0, room * _WIDTH_SPARE - (_HELD_BACK if words.pitch else 0.0))


# A cut: the paragraph it is in, and where in that paragraph it starts and ends.
Cut = tuple[int, int, int]

# The ways to cut a paragraph, the best first: after sentences (also those that no space follows), between words,
# and, in scripts that are written without spaces, between letters.
_SENTENCE_END = re.compile(
    r"(?<=[.!?:;\u061f\u06d4\u0964\u0965\u1362\u104b\u17d4])[”’\")\]]*\s+|(?<=[\u3002\uff01\uff1f])\s*"
)
_SPACE = re.compile(r"\s+")
_UNSPACED = re.compile(r"(?<=[\u2e80-\u9fff\uac00-\ud7af])(?=[\u2e80-\u9fff\uac00-\ud7af])")
_SEPARATORS = (_SENTENCE_END, _SPACE, _UNSPACED)


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
        yield from _finer((at, 0, len(paragraph.text)), text, fits, _SEPARATORS)


def _finer(cut: Cut, text: Text, fits: Callable[[Text], bool], separators: Sequence[re.Pattern[str]]) -> Iterator[Cut]:
    """The cut in pieces, so coarse as fit."""
    if not separators:
        yield cut
        return
    at, start, end = cut
    for piece in _pieces(text[at].text, start, end, separators[0]):
        if fits(_assembled(text, [(at, *piece)])):
            yield at, *piece
        else:
            yield from _finer((at, *piece), text, fits, separators[1:])


def _pieces(text: str, start: int, end: int, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in separator.finditer(text, start, end):
        if match.end() < end and text[start : match.end()].strip():
            yield start, match.end()
            start = match.end()
    yield start, end


def _assembled(text: Text, cuts: Sequence[Cut]) -> Text:
    """The paragraphs of the cuts; neighbours from one paragraph become one again."""
    spans: dict[int, tuple[int, int]] = {}
    for at, start, end in cuts:
        spans[at] = (spans[at][0] if at in spans else start, end)
    return tuple(_slice(text[at], start, end) for at, (start, end) in spans.items())


def _slice(paragraph: Block, start: int, end: int) -> Block:
    runs, at = [], 0
    for run in paragraph.runs:
        piece = run.text[max(0, start - at) : max(0, end - at)]
        at += len(run.text)
        if piece:
            runs.append(replace(run, text=piece))
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return replace(paragraph, runs=tuple(runs))
