"""Whatever the source says, the words stay in their boxes: planned here, rendered by LibreOffice, measured by poppler.

``make fit`` runs this over 500 sources and prints the figure; the suite runs it over fewer.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from slides.fit import FittedSlide, Fitter, fit
from slides.layouts import FOOTERS, LAYOUTS
from slides.plan import plan
from slides.write import write
from source.errors import LayoutError
from source.model import Guide
from source.sessions import cut
from tests.checkers import libreoffice, poppler
from tests.checkers.needs import needs_libreoffice, needs_poppler
from tests.slides.random_sources import SCRIPTS, guides, lines_of, seeds

SOURCES = int(os.environ.get("FIT_SOURCES", "20"))
NOTO = [folder for folder in [Path("/usr/share/fonts/truetype/noto")] if folder.is_dir()]
CLOSE = 2.0  # points: a box of poppler's is as tall as its font says, not as its letters are


@dataclass
class Tally:
    """What was looked at, and what was wrong with it."""

    sources: int = 0
    slides: int = 0
    words: int = 0
    refused: int = 0
    outside: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.sources} random sources, {self.slides} slides, {self.words} words: "
            f"{len(self.outside)} outside their boxes or over others; {self.refused} texts refused by name"
        )


@needs_libreoffice
@needs_poppler
def test_no_text_leaves_its_box(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()

    @settings(
        max_examples=max(1, SOURCES // len(SCRIPTS)),
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seeds)
    def look(batch: list[int]) -> None:
        look_at(guides(batch), tally)

    look()
    with capsys.disabled():
        print(f"\n{tally}")
    assert tally.slides > tally.sources >= SOURCES
    assert not tally.outside, "\n".join(tally.outside[:60])


@needs_libreoffice
@needs_poppler
@pytest.mark.parametrize("session", ["full", "workshop-90", "roll-call-15"])
def test_lines_break_where_they_were_planned(session: str, guide: Guide, tmp_path: Path) -> None:
    shown = cut(guide, session)
    slides = fit(plan(shown), shown.theme, shown.labels)
    fitter = Fitter(shown.theme, shown.labels)
    pdf = libreoffice.convert(write(shown, slides), tmp_path)
    for one, page in zip(slides, poppler.pages(pdf), strict=True):
        drawn = {joined(line.text) for line in page.lines}
        for area in LAYOUTS[one.slide.kind].areas:
            text = dict(one.slide.placed).get(area.index)
            for paragraph in lines_of(fitter.measured(text, area), one.setting(area.index)) if text else []:
                for line in paragraph:
                    assert any(joined(line) in other for other in drawn), (one.slide.title.text, line, drawn)


def joined(text: str) -> str:
    """Without spaces: poppler puts one after a bullet, or none after a label."""
    return "".join(text.split())


def look_at(guides: list[Guide], tally: Tally) -> None:
    decks = []
    for guide in guides:
        slides = list(fitted(guide, tally))
        decks.append((guide, slides))
        tally.sources += 1
    with TemporaryDirectory() as folder:
        paths = []
        for number, (guide, slides) in enumerate(decks):
            paths.append(Path(folder, f"{number}.pptx"))
            paths[-1].write_bytes(write(guide, slides))
        pdfs = libreoffice.convert_all(paths, Path(folder), extra_fonts=NOTO, timeout=600)
        for (_, slides), pdf in zip(decks, pdfs, strict=True):
            held_to_boxes(slides, pdf, tally)


def fitted(guide: Guide, tally: Tally) -> list[FittedSlide]:
    """The slides that can be set; what cannot is refused by name, and is no slide."""
    fitter = Fitter(guide.theme, guide.labels)
    result: list[FittedSlide] = []
    for slide in plan(guide):
        try:
            result += fitter.fitted(slide)
        except LayoutError:
            tally.refused += 1
    return result


def held_to_boxes(slides: list[FittedSlide], pdf: Path, tally: Tally) -> None:
    pages = poppler.pages(pdf)
    sizes = type_sizes(pdf)
    assert len(pages) == len(slides)
    for number, (one, page) in enumerate(zip(slides, pages, strict=True)):
        shown = [area for area in one.layout.areas if dict(one.slide.placed).get(area.index)]
        boxes = [area.box for area in shown] + [footer.box for footer in FOOTERS]
        planned = {one.setting(area.index).size for area in shown} | {footer.size for footer in FOOTERS}
        where = f"{one.slide.kind.value} {one.slide.items[:1] or one.slide.title.text[:30]}"
        tally.slides += 1
        tally.words += len(page.words)
        if shrunk := {size for size in sizes[number] if min(abs(size - other) for other in planned) > 0.6}:
            tally.outside.append(f"{where}: set in {shrunk} instead of {planned}")
        ours = [word for word in page.words if word.text.isascii()]  # of others poppler does not know the place
        tally.outside += [f"{where}: “{a.text}” over “{b.text}”" for a, b in combinations(ours, 2) if _cover(a, b)]
        for word in page.words:
            if not any(
                word.x0 >= box.x - CLOSE
                and word.x1 <= box.x + box.width + CLOSE
                and middle(word)[0] >= box.y - CLOSE
                and middle(word)[1] <= box.y + box.height + CLOSE
                for box in boxes
            ):
                tally.outside.append(
                    f"{where}: “{word.text[:40]}” at {word.x0:.0f},{word.y0:.0f} to {word.x1:.0f},{word.y1:.0f}"
                )


def _cover(one: poppler.Word, other: poppler.Word) -> bool:
    """A good part of the letters of two words stands in one place."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(middle(one)[1], middle(other)[1]) - max(middle(one)[0], middle(other)[0])
    return wide > CLOSE and high > 0.35 * min(one.y1 - one.y0, other.y1 - other.y0)


def middle(word: poppler.Word) -> tuple[float, float]:
    """Where a word's letters are: poppler's box is as tall as the font's, and the letters fill its middle."""
    tall = word.y1 - word.y0
    return word.y0 + 0.1 * tall, word.y1 - 0.1 * tall


def type_sizes(pdf: Path) -> list[set[float]]:
    """The sizes that each page really sets its text in, in points: a text that was shrunk to fit shows here."""
    with pikepdf.open(pdf) as document:
        return [set(_sizes(page)) for page in document.pages]


def _sizes(page: pikepdf.Page) -> list[float]:
    sizes, scale, size = [], 1.0, 0.0
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "Tf":
                size = float(operands[1])
            case "Tm":
                scale = abs(float(operands[3]))
            case "Tj" | "TJ":
                sizes.append(round(size * scale, 2))
            case "BT":
                scale = 1.0
    return sizes
