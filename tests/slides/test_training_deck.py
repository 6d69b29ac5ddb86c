"""The training deck as others see it: python-pptx, openxml-audit and LibreOffice open the file that was built."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from slides.areas import Box
from slides.fit import FittedSlide, Fitter, fit
from slides.layouts import FOOTERS, LAYOUTS
from slides.plan import plan
from source.model import Guide
from source.sessions import cut
from tests import support
from tests.checkers import libreoffice, openxml, poppler
from tests.checkers.needs import needs_libreoffice, needs_poppler
from tests.support import KINDS

EMU = 12700
SLACK = 1.5  # points: a hair of rounding between LibreOffice's twips, and poppler's font boxes


@pytest.fixture(scope="module")
def guide(guide: Guide) -> Guide:
    """What the usual deck shows: the full session."""
    return cut(guide, "full")


@pytest.fixture(scope="module")
def deck(training_deck: Path) -> Any:
    return Presentation(str(training_deck))


@pytest.fixture(scope="module")
def fitted(guide: Guide) -> tuple[FittedSlide, ...]:
    return fit(plan(guide), guide.theme, guide.labels)


@pytest.fixture(scope="module")
def drawn(training_deck: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The slides as LibreOffice draws them, as a PDF."""
    return libreoffice.convert(training_deck, tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="module")
def rendered(drawn: Path) -> list[poppler.Page]:
    """The words of the slides as LibreOffice draws them."""
    return poppler.pages(drawn)


@dataclass(frozen=True)
class Letter:
    """A letter in its em box: its size, and its edges from the left upper corner of the slide, in points."""

    text: str
    size: float
    x0: float
    y0: float
    x1: float
    y1: float

    def inside(self, box: Box) -> bool:
        return (
            self.x0 >= box.x - SLACK
            and self.x1 <= box.x + box.width + SLACK
            and self.y0 >= box.y - SLACK
            and self.y1 <= box.y + box.height + SLACK
        )


@pytest.fixture(scope="module")
def letters(drawn: Path) -> list[list[Letter]]:
    """Every letter on every slide. pdfminer.six knows the size of type exactly; poppler rounds it to the font's box."""
    return [
        [Letter(c.get_text(), c.size, c.x0, 540 - c.y1, c.x1, 540 - c.y0) for c in page]
        for page in support.letters(drawn)
    ]


def notes(slide: Any) -> list[str]:
    return [paragraph.text for paragraph in slide.notes_slide.notes_text_frame.paragraphs]


def folded(text: str) -> str:
    return " ".join(text.split())


# --- the file -----------------------------------------------------------------------------------------------------


def test_openxml_audit_finds_nothing(training_deck: Path) -> None:
    assert openxml.faults(training_deck) == []


def test_slides_are_sixteen_to_nine(deck: Any) -> None:
    assert deck.slide_width * 9 == deck.slide_height * 16
    assert deck.slide_width == 960 * EMU


def test_there_are_as_many_slides_as_planned_in_the_planned_layouts(deck: Any, guide: Guide) -> None:
    assert [KINDS[slide.slide_layout.name] for slide in deck.slides] == [slide.kind for slide in plan(guide)]


def test_all_text_sits_in_placeholders(deck: Any) -> None:
    for slide in deck.slides:
        drawn = [shape for shape in slide.shapes if not shape.is_placeholder]
        assert {shape.name for shape in drawn} <= {"Progress"}
        assert not any(shape.text_frame.text for shape in drawn)


def test_placeholders_take_place_and_type_from_their_layout(deck: Any) -> None:
    """So that switching the layout moves them, and a changed layout changes every slide."""
    for slide in deck.slides:
        known = {holder.placeholder_format.idx for holder in slide.slide_layout.placeholders}
        for shape in slide.placeholders:
            assert shape.placeholder_format.idx in known
            assert shape.element.spPr.find(qn("a:xfrm")) is None
            assert not list(shape.element.iter(qn("a:latin"), qn("a:srgbClr"), qn("a:solidFill")))


def test_no_empty_placeholder_is_left_over(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        assert all(shape.text_frame.text.strip() for shape in slide.placeholders), number


def test_every_slide_has_a_title_of_its_own(deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert [title for title, times in Counter(titles).items() if times > 1] == []


def test_the_title_is_read_first_on_every_slide(deck: Any) -> None:
    for slide in deck.slides:
        assert slide.shapes[0].placeholder_format.idx == 0


def test_footer_and_slide_number_are_real_placeholders(deck: Any, guide: Guide) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        holders = {shape.element.find(f".//{qn('p:ph')}").get("type"): shape for shape in slide.placeholders}
        assert holders["ftr"].text_frame.text == f"{guide.title} · Edition {guide.edition}"
        field = holders["sldNum"].element.find(f".//{qn('a:fld')}")
        assert field.get("type") == "slidenum"
        assert field.findtext(qn("a:t")) == str(number)


def test_language_is_set_on_every_run_of_slides_and_notes(training_deck: Path, guide: Guide) -> None:
    with ZipFile(training_deck) as file:
        names = [name for name in file.namelist() if re.match(r"ppt/(slides|notesSlides)/[^/]+\.xml", name)]
        assert len(names) == 2 * len(plan(guide))
        for name in names:
            for text in etree.fromstring(file.read(name)).iter(qn("a:t")):
                properties = text.getparent().find(qn("a:rPr"))
                # The number of a notes page is a field that python-pptx copies from our master.
                assert properties is not None, name
                assert properties.get("lang") == guide.language, name


def test_ids_of_shapes_are_unique_on_a_slide(deck: Any) -> None:
    for slide in deck.slides:
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(set(ids)) == len(ids)


def test_core_properties_name_title_language_and_edition_and_nobody(deck: Any, guide: Guide) -> None:
    properties = deck.core_properties
    assert properties.title == f"{guide.title} – The full session"
    assert properties.language == guide.language
    assert properties.keywords == f"edition {guide.edition}, fingerprint {guide.fingerprint}, session full"
    for personal in ("author", "last_modified_by", "comments", "category", "subject"):
        assert not getattr(properties, personal), personal
    assert properties.created is None
    assert properties.modified is None


def test_powerpoint_sections_follow_the_source_and_hold_every_slide_once(deck: Any, guide: Guide) -> None:
    p14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
    sections = list(deck.element.iter(f"{p14}section"))
    assert [section.get("name") for section in sections] == ["Opening", "Tips", "Voices", "Closing"]
    listed = [entry.get("id") for section in sections for entry in section.iter(f"{p14}sldId")]
    assert listed == [entry.get("id") for entry in deck.element.sldIdLst]
    assert [len(list(section.iter(f"{p14}sldId"))) for section in sections] == [3, 10, 21, 3]


def test_section_names_are_those_of_the_sections_of_the_source(guide: Guide) -> None:
    assert [section.short for section in guide.sections] == ["Tips", "Voices"]


# --- notes --------------------------------------------------------------------------------------------------------


def test_every_slide_has_notes_that_end_with_the_items_of_the_slide(deck: Any, guide: Guide) -> None:
    named: list[str] = []
    for slide in deck.slides:
        last = notes(slide)[-1]
        assert last.startswith("Items: ")
        named += [] if last == "Items: none" else last.removeprefix("Items: ").split(", ")
    ids = [item.id for item in guide.items()]
    assert sorted(named) == sorted(ids)


def test_every_slide_has_a_script_and_says_that_it_is_not_the_original(deck: Any, guide: Guide) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        lines = notes(slide)
        assert lines[0] == guide.labels.editorial, number
        assert lines[1].startswith("Proposed script: "), number


def test_tips_and_voices_have_minutes_and_something_to_discuss_in_their_notes(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        if slide.slide_layout.name in {"Tip", "Tip with points", "Voice"}:
            lines = notes(slide)
            assert any(re.fullmatch(r"Minutes: \d+(\.\d+)?", line) for line in lines), number
            assert any(line.startswith("Discussion: ") for line in lines), number


def test_what_is_not_to_be_read_out_says_so(deck: Any) -> None:
    internal = [line for slide in deck.slides for line in notes(slide) if line.startswith("Internal note")]
    assert internal
    assert all(line.startswith("Internal note, not to be read out: ") for line in internal)


# --- what LibreOffice makes of it ---------------------------------------------------------------------------------

draws = [needs_libreoffice, needs_poppler]


class TestRendered:
    pytestmark = draws

    def test_libreoffice_draws_every_slide(self, rendered: list[poppler.Page], guide: Guide) -> None:
        assert len(rendered) == len(plan(guide))
        assert {(round(page.width), round(page.height)) for page in rendered} == {(960, 540)}

    def test_every_word_of_the_file_is_drawn_and_none_besides(self, rendered: list[poppler.Page], deck: Any) -> None:
        for number, (page, slide) in enumerate(zip(rendered, deck.slides, strict=True), start=1):
            written = " ".join(
                paragraph.text for shape in slide.placeholders for paragraph in shape.text_frame.paragraphs
            )
            drawn = [word.text for word in page.words if word.text != "–" or " – " in written]
            assert Counter(drawn) - Counter(["–"]) == Counter(written.split()) - Counter(["–"]), number

    def test_every_letter_lies_in_a_placeholder_that_has_text(
        self, letters: list[list[Letter]], fitted: tuple[FittedSlide, ...]
    ) -> None:
        for number, (page, one) in enumerate(zip(letters, fitted, strict=True), start=1):
            boxes = [LAYOUTS[one.slide.kind].area(index).box for index, _ in one.settings]
            boxes += [footer.box for footer in FOOTERS]
            assert page
            # The dash of a list is set in a font of its own, whose box stands higher; one between words has neighbours.
            for letter in (letter for letter in page if letter.text != "–"):
                assert any(letter.inside(box) for box in boxes), f"slide {number}: {letter}"

    def test_no_two_lines_lie_on_each_other(self, rendered: list[poppler.Page]) -> None:
        for number, page in enumerate(rendered, start=1):
            words = page.words
            for at, word in enumerate(words):
                for other in words[at + 1 :]:
                    across = min(word.x1, other.x1) - max(word.x0, other.x0)
                    down = min(word.y1, other.y1) - max(word.y0, other.y0)
                    least = min(word.y1 - word.y0, other.y1 - other.y0)
                    assert across <= 0.5 or down <= 0.45 * least, f"slide {number}: {word} and {other}"

    def test_text_is_drawn_in_the_size_that_was_planned_and_not_shrunk(
        self, letters: list[list[Letter]], fitted: tuple[FittedSlide, ...]
    ) -> None:
        """LibreOffice shrinks what overflows: then words would be in their box, and too small to read."""
        for number, (page, one) in enumerate(zip(letters, fitted, strict=True), start=1):
            for index, setting in one.settings:
                box = LAYOUTS[one.slide.kind].area(index).box
                sizes = {round(letter.size, 1) for letter in page if letter.inside(box)}
                assert sizes == {setting.size}, f"slide {number}, placeholder {index}"

    def test_text_is_never_drawn_on_more_lines_than_were_measured(
        self, letters: list[list[Letter]], guide: Guide, fitted: tuple[FittedSlide, ...]
    ) -> None:
        fitter = Fitter(guide.theme, guide.labels)
        for number, (page, one) in enumerate(zip(letters, fitted, strict=True), start=1):
            for index, text in one.slide.placed:
                area = LAYOUTS[one.slide.kind].area(index)
                measured = sum(fitter.measured(text, area).lines(one.setting(index).size))
                baselines = sorted({round(letter.y1, 1) for letter in page if letter.inside(area.box)})
                lines = sum(below - above > 4 for above, below in pairwise([-9.0, *baselines]))
                assert 0 < lines <= measured, f"slide {number}, {area.name}"

    def test_a_voice_is_drawn_whole_on_its_slide(self, rendered: list[poppler.Page], guide: Guide) -> None:
        texts = [folded(" ".join(word.text for word in page.words)) for page in rendered]
        for voice in guide.sections[1].voices:
            assert sum(voice.text in text for text in texts) == 1, voice.id

    def test_nothing_but_our_two_families_is_drawn(self, drawn: Path) -> None:
        families = {re.split(r"[- ]", font.name)[0] for font in poppler.fonts(drawn)}
        assert {"Carlito", "Gelasio"} <= families
        assert families <= {"Carlito", "Gelasio", "OpenSymbol", "DejaVuSans"}
