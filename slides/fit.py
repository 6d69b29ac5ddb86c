"""Text into its box: the largest size of the scale that holds it, or more slides. Measured, never guessed.

``fit((Slide, ...), Theme) -> (FittedSlide, ...)``. What is never split (``planned.heights``) stays whole; all else
splits at paragraphs, then at sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planned.blocks import Role
from planned.heights import NEVER_SPLIT, refuse
from planned.slides import Slide, SlideKind, Slot, Text, level, titled
from slides.layouts import LAYOUTS, Area, Layout
from source.inline import between, merged
from source.labels import Labels
from source.theme import ThemeFile
from typeset.measure import BROKEN, Face, Shaped, best_measure, line_height, line_slices, shape_runs

# What LibreOffice and PowerPoint need beyond our measure: a hair of the width, some of the height.
_WIDTH_SPARE = 0.985
_HEIGHT_SPARE = 0.95
_KNOWN_SPARE = 0.98  # the same, where a template says how high its lines are
_HELD_BACK = 1.2  # ems: in Japanese some letters may not begin a line, and take the one before with them
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
        LayoutError: a voice, or a title, is too long for one slide at the smallest size.
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
        """The slide, or the slides it becomes: the first part of each of its texts, then the second of each."""
        parts = {index: self._parts(slide, index, text) for index, text in slide.texts if text}
        total = max(map(len, parts.values()), default=1)
        for number in range(total):
            title, notes = slide.title, slide.notes
            if total > 1:
                runs = titled(self.labels.part, title.runs, number=number + 1, total=total)
                title, notes = replace(title, runs=runs), notes if number == 0 else replace(notes, minutes=0.0)
            shown = {Slot.TITLE: self._parts(slide, Slot.TITLE, (title,))[0]} | {
                index: each[min(number, len(each) - 1)]
                for index, each in parts.items()
                if number < len(each) or _on_every_slide(each[0][0])
            }
            texts = tuple((index, text) for index, (text, _) in shown.items() if index != Slot.TITLE)
            settings = tuple((index, setting) for index, (_, setting) in shown.items())
            yield FittedSlide(replace(slide, title=title, texts=texts, notes=notes), settings)

    def _parts(self, slide: Slide, index: int, text: Text) -> list[tuple[Text, Setting]]:
        """A text in as many parts as it needs, each with its setting; one part where it fits.

        Raises:
            LayoutError: it does not fit, and is never split.
        """
        area = self.layouts[slide.kind].area(index)
        if setting := self.measured(text, area).setting():
            return [(text, setting)]
        if index == Slot.TITLE or any(block.role in NEVER_SPLIT for _, each in slide.texts for block in each):
            raise self._refusal(slide, self.measured(text, area))
        parts = _packed(text, lambda part, share: self.measured(part, area).fits(area.sizes[-1], share))
        found = [(part, self.measured(part, area)) for part in parts]
        if not all(measured.setting() for _, measured in found):
            raise self._refusal(slide, next(measured for _, measured in found if not measured.setting()))
        return [(part, setting) for part, measured in found if (setting := measured.setting())]

    def _refusal(self, slide: Slide, measured: Measured) -> Exception:
        smallest = measured.area.sizes[-1]
        named = ", ".join(slide.items) or f"the slide “{slide.title.text}”"
        return refuse(
            f"{named}: the {measured.area.name.lower()}",
            f"one slide holds at {smallest:g} pt, the smallest size that a room can read,",
            measured.height(smallest) - measured.room,
            measured.pitch * smallest,
            "Shorten it if it is ours; leave a voice as it is and take it out of the deck.",
        )

    def measured(self, text: Text, area: Area) -> Measured:
        """The text in the face of an area."""
        family = self.family(area)
        shaped = [
            shape_runs(
                [
                    (
                        run.text.upper() if area.capitals else run.text,
                        Face(family, area.bold or run.strong, area.italic or run.emphasis),
                    )
                    for run in merged(paragraph.runs)
                ]
            )
            for paragraph in text
        ]
        return Measured(text, area, tuple(shaped), area.pitch or line_height(Face(family, area.bold, area.italic)))

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

    def setting(self) -> Setting | None:
        """The largest size of the area's scale that holds the text; None if not even the smallest does.

        Where the lines break badly there, a size a little smaller is taken if they break better.
        """
        found: list[tuple[int, Setting]] = []
        *_, smallest = self.area.sizes
        for size in self.area.sizes:
            if (size != smallest or found) and sum(self.lines(size)) > self.area.most_lines:
                continue
            if self.fits(size):
                found.append(self._narrowed(size))
                least = min(blemishes for blemishes, _ in found)
                if not least or (len(found) > _STEPS_DOWN and least < BROKEN):
                    break
        return min(found, key=lambda entry: entry[0])[1] if found else None

    def fits(self, size: float, share: float = 1.0) -> bool:
        """It takes no more than this share of the room."""
        return self.height(size) <= self.room * share

    def height(self, size: float) -> float:
        """The height of the paragraphs, in points."""
        gaps = self.area.spacing * (len(self.text) - 1)
        # One more line where another font comes in, with rules for line ends of its own.
        counts = (max(1, n) + int(n > 1 and bool(s.pitch)) for n, s in zip(self.lines(size), self.shaped, strict=True))
        pitches = (max(self.pitch, shaped.pitch) for shaped in self.shaped)
        return (sum(count * pitch for count, pitch in zip(counts, pitches, strict=True)) + gaps) * size

    def lines(self, size: float) -> list[int]:
        """How many lines each paragraph has at a size."""
        return [
            len(line_slices(shaped, _counted_on(room, shaped), glued=False))
            for room, shaped in zip(self._rooms(Setting(size)), self.shaped, strict=True)
        ]

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
        total, trims = 0, []
        for room, shaped in zip(self._rooms(Setting(size)), self.shaped, strict=True):
            # Where another font comes in, LibreOffice itself fills a line a hair beyond its end.
            most = room * (_WIDTH_SPARE if shaped.pitch else 1.0)
            kept, blemishes = best_measure(shaped, _counted_on(room, shaped), most)
            total += blemishes
            trims.append(round((room - kept) * size * self.area.stretch, 1))
        return total, Setting(size, tuple(trims))


def _counted_on(room: float, shaped: Shaped) -> float:
    """The width that we count on, in ems; less where another font comes in, with rules for line ends of its own."""
    return max(1.0, room * _WIDTH_SPARE - (_HELD_BACK if shaped.pitch else 0.0))


def _on_every_slide(text: Text) -> bool:
    """Who wrote this stands on each of the slides that a text becomes."""
    return all(block.role is Role.EDITORIAL for block in text)


# A cut: the paragraph it is in, and where in that paragraph it starts and ends.
Cut = tuple[int, int, int]
# Whether a text takes no more than a share of its room at the smallest size.
Fits = Callable[[Text, float], bool]

# The ways to cut a paragraph, the best first: after sentences (also those that no space follows), between words,
# and, in scripts that are written without spaces, between letters.
_SENTENCE_END = re.compile(
    r"(?<=[.!?:;\u061f\u06d4\u0964\u0965\u1362\u104b\u17d4])[”’\")\]]*\s+|(?<=[\u3002\uff01\uff1f])\s*"
)
_SPACE = re.compile(r"\s+")
_UNSPACED = re.compile(r"(?<=[\u2e80-\u9fff\uac00-\ud7af])(?=[\u2e80-\u9fff\uac00-\ud7af])")
_SEPARATORS = (_SENTENCE_END, _SPACE, _UNSPACED)
_SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)


def _packed(text: Text, fits: Fits) -> list[Text]:
    """The text in as few parts as fit, and these about even: cut between paragraphs, else after sentences or words."""
    cuts = [cut for at, each in enumerate(text) for cut in _finer((at, 0, len(each.text)), text, fits, _SEPARATORS)]
    few = _filled(text, cuts, fits, 1.0)
    evener = (_filled(text, cuts, fits, share) for share in _SHARES)
    return next((parts for parts in evener if len(parts) == len(few)), few)


def _filled(text: Text, cuts: Sequence[Cut], fits: Fits, share: float) -> list[Text]:
    """The cuts one after the other, each part so full as the share allows."""
    parts: list[list[Cut]] = [[]]
    for cut in cuts:
        if parts[-1] and not fits(_assembled(text, [*parts[-1], cut]), share):
            parts.append([])
        parts[-1].append(cut)
    return [_assembled(text, part) for part in parts]


def _finer(cut: Cut, text: Text, fits: Fits, separators: Sequence[re.Pattern[str]]) -> Iterator[Cut]:
    """The cut in pieces, so coarse as fit."""
    at, start, end = cut
    if not separators or fits(_assembled(text, [cut]), 1.0):
        yield cut
        return
    for match in separators[0].finditer(text[at].text, start, end):
        if match.end() < end and text[at].text[start : match.end()].strip():
            yield from _finer((at, start, match.end()), text, fits, separators[1:])
            start = match.end()
    yield from _finer((at, start, end), text, fits, separators[1:])


def _assembled(text: Text, cuts: Sequence[Cut]) -> Text:
    """The paragraphs of the cuts; neighbours from one paragraph become one again."""
    spans: dict[int, tuple[int, int]] = {}
    for at, start, end in cuts:
        spans[at] = (spans[at][0] if at in spans else start, end)
    return tuple(
        replace(text[at], runs=between(text[at].runs, start, start + len(text[at].text[start:end].rstrip(" "))))
        for at, (start, end) in spans.items()
    )
