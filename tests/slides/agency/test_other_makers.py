"""Templates of other makers, rendered: where the title stands, how large words are, how they stand out, what is free.

They are taken where this machine has them: LibreOffice's gallery, python-pptx's own, and pandoc's.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer
from PIL import Image

from slides.agency.match import match_layouts
from slides.agency.place import title_holder
from slides.agency.read import open_template
from slides.agency.stage import Stage, fit_onto, set_stage
from slides.agency.write import write_onto
from slides.areas import Box
from slides.fit import FittedSlide
from slides.plan import plan
from source.model import Guide
from tests.checkers import libreoffice, poppler
from tests.checkers.needs import needs_libreoffice, needs_poppler
from tests.slides import templates
from typeset.contrast import LEAST, Rgb, ratio

GALLERY = sorted(path.stem for path in templates.GALLERY.glob("*.otp"))
NAMES = [*GALLERY, "python-pptx", "pandoc"]
DPI = 72  # so that a pixel is a point
_BLUR = 0.3  # at the edges of letters their colour is mixed with that of the ground
LEAST_SIZE = 18.0  # points on a slide of 540


def _pandocs() -> bytes:
    pypandoc = pytest.importorskip("pypandoc", reason="pandoc is not installed")
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.pptx"]
    return subprocess.run(command, capture_output=True, check=True).stdout


@dataclass(frozen=True)
class Shown:
    """A template, a slide of each kind on it, and the same as LibreOffice draws it."""

    stage: Stage
    slides: tuple[FittedSlide, ...]
    pdf: Path


class Gallery:
    """All templates that this machine has, drawn in one start of LibreOffice."""

    def __init__(self, folder: Path, guide: Guide) -> None:
        self.stages: dict[str, Stage] = {}
        self.slides: dict[str, tuple[FittedSlide, ...]] = {}
        found = {"python-pptx": templates.default(), "pandoc": _pandocs()}
        with TemporaryDirectory() as made:
            paths = [templates.GALLERY / f"{name}.otp" for name in GALLERY]
            converted = libreoffice.convert_all(paths, Path(made), "pptx", timeout=300)
            found |= {path.stem: path.read_bytes() for path in converted}
        for name, data in found.items():
            template = open_template(data, name)
            stage = self.stages[name] = set_stage(template, match_layouts(template, guide.labels))
            longest = {slide.kind: slide for slide in sorted(plan(guide), key=lambda slide: len(str(slide.texts)))}
            self.slides[name] = fit_onto(stage, list(longest.values()), guide.theme, guide.labels)
            (folder / f"{name}.pptx").write_bytes(write_onto(stage, guide, self.slides[name]))
        libreoffice.convert_all([folder / f"{name}.pptx" for name in found], folder, extra_fonts=_fonts(), timeout=300)
        self.folder = folder

    def __call__(self, name: str) -> Shown:
        return Shown(self.stages[name], self.slides[name], self.folder / f"{name}.pdf")


def _fonts() -> list[Path]:
    liberation = Path("/usr/share/fonts/truetype/liberation")
    return [liberation] if liberation.is_dir() else []


@pytest.fixture(scope="module")
def gallery(guide: Guide, tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    return Gallery(tmp_path_factory.mktemp("gallery"), guide)


@needs_libreoffice
@needs_poppler
@pytest.mark.parametrize("name", NAMES)
class TestOnTemplatesOfOtherMakers:
    def test_the_title_stands_where_the_template_has_it(self, gallery: Gallery, name: str) -> None:
        # But where it stands in the middle of the slide, and leaves no room for a text.
        shown = gallery(name)
        for each, words in zip(shown.slides, poppler.words(shown.pdf), strict=True):
            title, main, *_ = shown.stage.areas(each.slide)
            wanted = title_holder(shown.stage.matches[each.slide.kind].layout)
            if wanted and wanted.frame and title.position.holder and main.position.holder:
                first = each.slide.title.text.split()[0].casefold()
                found = [word for word in words if word.text.casefold().startswith(first)]
                assert any(_within(word, wanted.frame) for word in found), each.slide.kind

    def test_no_word_of_ours_is_smaller_than_a_room_can_read(self, gallery: Gallery, name: str) -> None:
        shown = gallery(name)
        template = shown.stage.template
        for each, page in zip(shown.slides, extract_pages(shown.pdf, laparams=None), strict=True):
            texts, chars = dict(each.slide.placed), list(_chars(page))
            for area in shown.stage.areas(each.slide):
                # A line that is not in our text is the template's own, such as who drew its pictures.
                ours = "".join("".join(paragraph.text.split()) for paragraph in texts[area.position.index])
                for size, line in _lines_in(area.position.frame, chars, template.height):
                    assert line not in ours or size >= LEAST_SIZE * template.scale - 0.6, (each.slide.kind, line)

    def test_every_word_of_ours_stands_out_from_its_ground(self, gallery: Gallery, name: str) -> None:
        shown = gallery(name)
        faint = []
        drawn = zip(poppler.words(shown.pdf), poppler.images(shown.pdf, shown.pdf.parent / name, DPI), strict=True)
        for each, (words, path) in zip(shown.slides, drawn, strict=True):
            picture = Image.open(path).convert("RGB")
            areas = (*shown.stage.areas(each.slide), *shown.stage.footers(each.slide.kind))
            for word in words:
                ours = any(_within(word, area.position.frame) for area in areas)
                if ours and (found := _contrast(word, picture)) < LEAST - _BLUR:
                    faint.append((each.slide.kind, word.text, round(found, 2)))
        assert faint == []

    def test_no_word_of_ours_stands_on_a_logo(self, gallery: Gallery, name: str) -> None:
        shown = gallery(name)
        for each in shown.slides:
            slide = shown.stage.template.width * shown.stage.template.height
            drawn = shown.stage.matches[each.slide.kind].layout.drawn
            ornaments = sum(p.mark for p in drawn) > 3  # a logo is drawn in one to three strokes, if it is drawn at all
            small = [p for p in drawn if p.box and p.box.width * p.box.height < 0.05 * slide]
            logos = [p.box for p in small if p.box and p.pictured and not (p.mark and ornaments)]
            for area in shown.stage.areas(each.slide):
                assert not any(_share(area.position.frame, logo) > 0.02 for logo in logos), each.slide.kind


def _within(word: poppler.Word, frame: Box) -> bool:
    return frame.x - 2 <= word.x0 and word.x1 <= frame.right + 2 and frame.y - 4 <= word.y0 + 4 <= frame.bottom + 4


def _share(frame: Box, logo: Box) -> float:
    """How much of a logo a frame covers."""
    width = min(frame.right, logo.right) - max(frame.x, logo.x)
    height = min(frame.bottom, logo.bottom) - max(frame.y, logo.y)
    return max(0.0, width) * max(0.0, height) / max(1.0, logo.width * logo.height)


def _chars(part: object) -> Iterator[LTChar]:
    if isinstance(part, LTChar) and part.get_text().strip():
        yield part
    elif isinstance(part, LTContainer):
        for each in part:
            yield from _chars(each)


def _lines_in(frame: Box, chars: Sequence[LTChar], height: float) -> Iterator[tuple[float, str]]:
    """The lines of words in a box, without spaces, each with its size."""
    lines: dict[tuple[float, int], list[LTChar]] = {}
    for char in chars:
        if frame.x <= char.x0 <= frame.right and frame.y <= height - char.y1 <= frame.bottom:
            lines.setdefault((char.size, round(char.y1)), []).append(char)
    for (size, _), line in lines.items():
        yield size, "".join(char.get_text() for char in sorted(line, key=lambda char: char.x0))


def _contrast(word: poppler.Word, picture: Image.Image) -> float:
    """The contrast of a word with its ground, from the pixels: the commonest is the ground, the farthest the word."""
    box = (round(word.x0) - 1, round(word.y0), round(word.x1) + 1, round(word.y1))
    part = picture.crop(box)
    pixels = sorted(part.getcolors(part.width * part.height) or [], reverse=True)
    ground = _rgb(pixels[0][1])
    return max(ratio(ground, _rgb(pixel)) for _, pixel in pixels)


def _rgb(pixel: object) -> Rgb:
    red, green, blue = (part / 255 for part in pixel)  # type: ignore[attr-defined]
    return red, green, blue
