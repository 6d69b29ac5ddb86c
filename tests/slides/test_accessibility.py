"""Every deck, for everyone: read aloud, seen from the last row, opened in PowerPoint, Keynote and Google Slides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from planned.slides import SlideKind, Slot
from products.build import build
from products.table import Options
from slides.areas import Box
from slides.fit import fit
from slides.layouts import FOOTERS, LAYOUTS
from slides.plan import plan
from source.load import CONTENT, load
from source.model import Guide
from source.sessions import cut
from tests.checkers import libreoffice, openxml, poppler, verapdf
from tests.checkers.needs import needs_java, needs_libreoffice, needs_poppler
from tests.support import KINDS
from typeset.contrast import ratio, rgb

SESSIONS = tuple(load(CONTENT).guide.sessions)
TAGGED = ("full", "roll-call-15", "workshop-90")
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The deck of every session."""
    folder = tmp_path_factory.mktemp("decks")
    return {
        name: build(CONTENT, folder, ["training-deck"], Options(session=name), lambda step: None)[0].path
        for name in SESSIONS
    }


@pytest.fixture(scope="module")
def tagged(decks: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Some of the decks as LibreOffice tags them."""
    folder = tmp_path_factory.mktemp("tagged")
    return {name: libreoffice.convert_tagged(decks[name], folder) for name in TAGGED}


@pytest.fixture(params=SESSIONS)
def deck(request: pytest.FixtureRequest, decks: dict[str, Path]) -> Path:
    """One deck after the other."""
    return decks[request.param]


def parts(deck: Path, start: str) -> Iterator[tuple[str, Any]]:
    with ZipFile(deck) as package:
        for name in package.namelist():
            if name.startswith(start) and name.endswith(".xml"):
                yield name, etree.fromstring(package.read(name))


class TestEveryDeck:
    def test_keeps_the_rules_of_its_format(self, deck: Path) -> None:
        assert openxml.faults(deck) == []

    def test_has_a_title_on_every_slide_and_no_two_alike(self, deck: Path) -> None:
        titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(deck)).slides]
        assert all(titles)
        assert len(set(titles)) == len(titles)

    def test_says_of_every_shape_what_it_shows(self, deck: Path) -> None:
        """A shape holds text, or has alternative text, or is marked as decorative."""
        for start in ("ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/"):
            for name, root in parts(deck, start):
                for shape in root.iter(qn("p:sp"), qn("p:pic"), qn("p:graphicFrame"), qn("p:cxnSp")):
                    told = shape.find(f".//{qn('p:cNvPr')}")
                    spoken = "".join(shape.itertext()).strip() or told.get("descr")
                    assert spoken or told.find(f".//{DECORATIVE}") is not None, (name, told.get("name"))

    def test_is_read_from_the_title_down(self, deck: Path) -> None:
        """The order of the shapes is the order of reading: the title, what is said, and who wrote it or said it."""
        for slide in Presentation(str(deck)).slides:
            indexes = [shape.placeholder_format.idx for shape in slide.shapes if shape.is_placeholder]
            order = [area.index for area in LAYOUTS[KINDS[slide.slide_layout.name]].areas]
            assert indexes == [*(at for at in order if at in indexes), *(footer.index for footer in FOOTERS)]
            assert indexes[0] == 0

    def test_names_the_language_of_every_run(self, deck: Path, guide: Guide) -> None:
        for start in ("ppt/slides/", "ppt/notesSlides/", "ppt/slideLayouts/"):
            for name, root in parts(deck, start):
                for run in root.iter(qn("a:r"), qn("a:fld")):
                    assert run.find(qn("a:rPr")).get("lang") == guide.language, name

    def test_moves_nothing_by_itself(self, deck: Path) -> None:
        """What is on a slide appears on a click, or with what appeared on one; nothing else is animated."""
        moving = {
            qn("p:transition"),
            "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
        }
        for start in ("ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/"):
            for name, root in parts(deck, start):
                assert not moving & {element.tag for element in root.iter()}, name
                effects = [step for step in root.iter(qn("p:cTn")) if step.get("presetClass")]
                assert {(step.get("presetClass"), step.get("presetID")) for step in effects} <= {("entr", "1")}, name
                assert {step.get("nodeType") for step in effects} <= {"clickEffect", "withEffect"}, name
                assert not effects or effects[0].get("nodeType") == "clickEffect", name

    def test_what_appears_on_a_click_is_there(self, deck: Path) -> None:
        """Each effect leads to a shape on its slide, and to a paragraph that the shape has."""
        for name, root in parts(deck, "ppt/slides/"):
            paragraphs = {
                shape.find(f".//{qn('p:cNvPr')}").get("id"): len(list(shape.iter(qn("a:p"))))
                for shape in root.iter(qn("p:sp"))
            }
            for target in root.iter(qn("p:spTgt")):
                last = target.find(f".//{qn('p:pRg')}")
                assert paragraphs[target.get("spid")] > (int(last.get("end")) if last is not None else 0), name

    def test_has_nothing_that_keynote_or_google_slides_drop(self, deck: Path) -> None:
        """Keynote loses notes without a list of notes masters; both drop SmartArt, OLE objects and embedded fonts."""
        with ZipFile(deck) as package:
            assert b"<p:notesMasterIdLst>" in package.read("ppt/presentation.xml")
            names = " ".join(package.namelist())
        assert not re.search(r"diagrams|embeddings|fonts|media|charts|activeX|customXml|tags/", names)
        for _, root in parts(deck, "ppt/slides/"):
            assert not list(root.iter(qn("p:graphicFrame"), qn("p:oleObj")))

    def test_writes_nothing_smaller_than_14_points_and_no_voice_under_20(self, deck: Path) -> None:
        for slide in Presentation(str(deck)).slides:
            layout = LAYOUTS[KINDS[slide.slide_layout.name]]
            for holder in slide.placeholders:
                if holder.placeholder_format.idx > 10:
                    continue
                area = layout.area(holder.placeholder_format.idx)
                for run in holder._element.iter(qn("a:rPr")):
                    size = int(run.get("sz", area.sizes[0] * 100)) / 100
                    assert size >= (20 if slide.slide_layout.name == "Voice" and area.index == Slot.TITLE else 14), (
                        slide.shapes.title.text
                    )

    def test_marks_what_is_not_from_the_tip_sheet(self, deck: Path, guide: Guide) -> None:
        for slide in Presentation(str(deck)).slides:
            ours = slide.slide_layout.name in {"Agenda", "Activity", "Quiet", "Discussion"}
            if ours or slide.shapes.title.text == guide.labels.content_note:
                assert any(guide.labels.editorial == holder.text_frame.text for holder in slide.placeholders)

    def test_says_which_session_it_is(self, deck: Path, guide: Guide) -> None:
        last = list(Presentation(str(deck)).slides)[-1]
        said = [paragraph.text for shape in last.placeholders for paragraph in shape.text_frame.paragraphs]
        name = deck.stem.removeprefix("training-deck").strip("-") or "full"
        assert guide.labels.session.format(title=guide.sessions[name].title, name=name) in said


class TestContrast:
    """WCAG 2.2, 1.4.3 and 1.4.6: 4.5 to 1 everywhere, and 7 to 1 for what a slide is there to say."""

    @pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.kind.value)
    def test_is_enough_on_every_layout(self, layout: Any, guide: Guide) -> None:
        ground = _color(layout.background, guide)
        for area in layout.areas:
            least = 7.0 if area.index == 1 else 4.5
            assert contrast(_color(area.color, guide), ground) >= least, area.name
        assert contrast(_color(layout.footer, guide), ground) >= 4.5

    def test_is_measured_as_wcag_does(self) -> None:
        assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
        assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


_SLOTS = {"tx1": "ink", "bg1": "paper", "bg2": "tint", "accent1": "accent", "accent2": "muted"}


def _color(slot: str, guide: Guide) -> str:
    return str(getattr(guide.theme.colors, _SLOTS[slot]))


def contrast(one: str, other: str) -> float:
    return ratio(rgb(one), rgb(other))


class TestRhythm:
    def test_all_voices_stand_on_one_layout_and_nearly_all_in_one_size(self, guide: Guide) -> None:
        for session in guide.sessions:
            fitted = fit(plan(cut(guide, session)), guide.theme, guide.labels)
            voices = [each for each in fitted if each.slide.kind is SlideKind.VOICE]
            sizes = [each.setting(Slot.TITLE).size for each in voices]
            assert {each.layout for each in voices} <= {LAYOUTS[SlideKind.VOICE]}
            assert all(40 <= size <= 48 for size in sizes), session
            assert sum(size != 44 for size in sizes) <= 1, session

    def test_a_quiet_slide_parts_sixteen_voices(self, guide: Guide) -> None:
        shown = [slide.kind for slide in plan(cut(guide, "full")) if slide.part == "Voices"]
        runs = [len(list(run)) for kind, run in groupby(shown) if kind is SlideKind.VOICE]
        assert runs == [8, 8]

    @pytest.mark.parametrize("last", ["Origin", "Attribution", "Checked", "Edition"])
    def test_says_who_wrote_it_last(self, last: str) -> None:
        for layout in LAYOUTS.values():
            names = [area.name for area in layout.areas]
            assert last not in names[:-1]

    def test_boxes_of_a_layout_do_not_overlap(self) -> None:
        for layout in LAYOUTS.values():
            boxes = [area.box for area in layout.areas] + [footer.box for footer in FOOTERS]
            for at, box in enumerate(boxes):
                assert not any(_overlap(box, other) for other in boxes[at + 1 :]), layout.kind
                assert 0 <= box.x <= box.x + box.width <= 960
                assert 0 <= box.y <= box.y + box.height <= 540


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    down = one.y < other.y + other.height and other.y < one.y + one.height
    return across and down


@needs_libreoffice
@needs_poppler
class TestTaggedByLibreOffice:
    @needs_java
    def test_fails_no_rule_but_one_that_libreoffice_breaks_itself(self, tagged: dict[str, Path]) -> None:
        """LibreOffice 7.4 tags neither backgrounds nor the rules of a layout (PDF/UA-1, 7.1-3), whatever we write."""
        for failures in verapdf.validate_all(list(tagged.values()), ["PDFUA_1"]):
            assert {failure.split()[0] for failure in failures["PDFUA_1"]} <= {"7.1-3"}

    def test_reads_every_word_of_every_slide_after_its_title(
        self, tagged: dict[str, Path], decks: dict[str, Path]
    ) -> None:
        for name, pdf in tagged.items():
            spoken = re.sub(r"\s+", "", "".join(re.findall(r'^ *"(.*)"$', poppler.structure(pdf), re.M)))
            for slide in Presentation(str(decks[name])).slides:
                texts = [
                    p.text
                    for holder in slide.placeholders
                    if holder.placeholder_format.idx < 10
                    for p in holder.text_frame.paragraphs
                ]
                places = [spoken.find(re.sub(r"\s+", "", text)) for text in texts]
                assert -1 not in places, texts[places.index(-1)]

    def test_calls_the_document_by_its_title(self, tagged: dict[str, Path], guide: Guide) -> None:
        titles = {poppler.info(pdf)["Title"] for pdf in tagged.values()}
        assert len(titles) == len(tagged)
        assert all(title.startswith(guide.title) for title in titles)
