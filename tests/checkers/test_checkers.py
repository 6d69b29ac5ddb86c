"""A check that cannot fail proves nothing: each checker is shown something wrong here, and something right."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pptx import Presentation
from pptx.util import Pt
from weasyprint import HTML

from . import libreoffice, needs, openxml, poppler, run, verapdf

SLIDE = "ppt/slides/slide1.xml"


def make_pdf(body: str = "<h1>Harbors</h1><p>Lanterns one and two.</p>", **options: object) -> bytes:
    """A PDF of one A6 page in Carlito, its content starting 20 pt from the top and left edge."""
    font = (libreoffice.SHIPPED_FONTS / "carlito" / "Carlito-Regular.ttf").as_uri()
    style = f"@font-face {{ font-family: C; src: url({font}) }} * {{ font: 12pt C; margin: 0 }}"
    page = "@page { size: 105mm 148mm; margin: 20pt }"
    html = f"<html lang=en><head><title>Harbors</title><style>{style} {page}</style></head><body>{body}</body></html>"
    pdf: bytes = HTML(string=html).write_pdf(**options)
    return pdf


@pytest.fixture(scope="module")
def deck() -> bytes:
    """A deck of one slide, 720 by 540 pt: two text boxes, in Calibri and in Georgia, and notes."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    for font, top in ("Calibri", 200), ("Georgia", 300):
        frame = slide.shapes.add_textbox(Pt(100), Pt(top), Pt(400), Pt(50)).text_frame
        frame.word_wrap = True
        run_of_text = frame.paragraphs[0].add_run()
        run_of_text.text = f"Lantern in {font}"
        run_of_text.font.name, run_of_text.font.size = font, Pt(24)
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = "Speak slowly."
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def damaged(deck: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same deck with one part changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            changed = change(content) if name == part else content
            assert (changed != content) == (name == part)
            after.writestr(name, changed)
    return file.getvalue()


class TestVeraPDF:
    pytestmark = needs.needs_java

    def test_passes_a_tagged_pdf_with_language_and_title(self) -> None:
        assert verapdf.validate(make_pdf(pdf_variant="pdf/ua-1")) == []

    def test_fails_a_pdf_without_tags(self) -> None:
        failures = verapdf.validate(make_pdf())
        assert any("StructTreeRoot entry is not present" in failure for failure in failures)

    def test_fails_a_picture_without_alternative_text(self) -> None:
        picture = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect/></svg>"
        failures = verapdf.validate(make_pdf(f'<p><img src="{picture}"></p>', pdf_variant="pdf/ua-1"))
        assert any(failure.startswith("7.3-1 ") for failure in failures)

    # WeasyPrint 70 opens its colour profile for PDF/A and does not close it.
    @pytest.mark.filterwarnings(r"ignore:unclosed file .*sRGB2014\.icc:ResourceWarning")
    def test_tells_the_profiles_apart_in_one_start(self) -> None:
        profiles = ["PDFUA_1", "PDFA_2_A", "PDFA_2_U", "PDFA_3_A"]
        variants = ["pdf/ua-1", "pdf/a-2a", "pdf/a-2u", "pdf/a-3a"]
        outcomes = verapdf.validate_all([make_pdf(pdf_variant=variant) for variant in variants], profiles)
        passed = [[profile for profile in profiles if not outcome[profile]] for outcome in outcomes]
        assert passed == [["PDFUA_1"], ["PDFA_2_A", "PDFA_2_U"], ["PDFA_2_U"], ["PDFA_3_A"]]

    def test_fails_a_file_that_is_no_pdf(self) -> None:
        (failure,) = verapdf.validate(b"no PDF")
        assert "cannot read the file" in failure

    def test_names_a_profile_that_does_not_exist(self) -> None:
        with pytest.raises(run.CheckerError, match="no profile PDFUA_9"):
            verapdf.validate(make_pdf(), "PDFUA_9")


class TestOpenXML:
    def test_finds_nothing_in_a_sound_deck(self, deck: bytes) -> None:
        assert openxml.faults(deck) == []

    @pytest.mark.parametrize(
        ("part", "old", "new", "fault"),
        [
            pytest.param(SLIDE, b'id="3"', b'id="2"', "Duplicate shape ID: 2", id="two shapes with one id"),
            pytest.param(SLIDE, b'sz="2400"', b'sz="big"', "Invalid value for attribute 'sz'", id="no number"),
            pytest.param(SLIDE, b"<p:cSld>", b"<p:timing/><p:cSld>", "cSld", id="elements in the wrong order"),
            pytest.param(SLIDE, b"</p:sld>", b"", "Cannot parse slide XML", id="an element left open"),
            pytest.param(
                "ppt/slides/_rels/slide1.xml.rels",
                b"slideLayout7.xml",
                b"slideLayout77.xml",
                "target not found: /ppt/slideLayouts/slideLayout77.xml",
                id="a relationship to nothing",
            ),
        ],
    )
    def test_finds_a_planted_fault(self, deck: bytes, part: str, old: bytes, new: bytes, fault: str) -> None:
        assert any(fault in found for found in openxml.faults(damaged(deck, part, lambda xml: xml.replace(old, new))))

    def test_fails_a_file_that_is_no_package(self) -> None:
        assert any("not a valid ZIP archive" in found for found in openxml.faults(b"no PPTX"))


@needs.needs_libreoffice
@needs.needs_poppler
class TestLibreOffice:
    def test_renders_the_words_where_the_deck_puts_them(self, deck: bytes, tmp_path: Path) -> None:
        (page,) = poppler.pages(libreoffice.convert(deck, tmp_path))
        calibri, georgia = page.lines
        assert (page.width, page.height) == (720, 540)
        assert (calibri.text, georgia.text) == ("Lantern in Calibri", "Lantern in Georgia")
        # A text box keeps 7.2 pt free on the left and 3.6 pt above its first line.
        assert (calibri.x0, calibri.y0) == pytest.approx((107.2, 203.6), abs=2)
        assert (georgia.x0, georgia.y0) == pytest.approx((107.2, 303.6), abs=2)

    def test_draws_with_the_open_twins_and_no_other_font(self, deck: bytes, tmp_path: Path) -> None:
        found = poppler.fonts(libreoffice.convert(deck, tmp_path))
        assert {font.name.removesuffix("-Regular") for font in found} == {"Carlito", "Gelasio"}
        assert all(font.embedded for font in found)

    def test_sees_none_of_the_fonts_of_the_machine(self, deck: bytes, tmp_path: Path) -> None:
        asking = damaged(deck, SLIDE, lambda xml: xml.replace(b'"Calibri"', b'"DejaVu Sans"'))
        shipped = {path.stem.partition("-")[0] for path in libreoffice.SHIPPED_FONTS.rglob("*.ttf")}
        found = poppler.fonts(libreoffice.convert(asking, tmp_path))
        assert {font.name.partition("-")[0] for font in found} <= shipped

    def test_tags_a_pdf_when_asked(self, deck: bytes, tmp_path: Path) -> None:
        assert poppler.structure(libreoffice.convert(deck, tmp_path / "plain")) == ""
        assert "Lantern in Calibri" in poppler.structure(libreoffice.convert_tagged(deck, tmp_path / "tagged"))

    def test_draws_the_notes_pages(self, deck: bytes, tmp_path: Path) -> None:
        (lines,) = poppler.lines(libreoffice.convert_notes(deck, tmp_path))
        assert "Speak slowly." in [line.text for line in lines]

    def test_saves_again_as_pptx_and_as_odp(self, deck: bytes, tmp_path: Path) -> None:
        again = libreoffice.convert(deck, tmp_path, "pptx")
        assert b"Lantern in Calibri" in zipfile.ZipFile(again).read(SLIDE)
        odp = libreoffice.convert(again, tmp_path, "odp")
        assert b"Lantern in Calibri" in zipfile.ZipFile(odp).read("content.xml")

    def test_converts_several_decks_in_one_start(self, deck: bytes, tmp_path: Path) -> None:
        decks = [tmp_path / "first.pptx", tmp_path / "second.pptx"]
        for path in decks:
            path.write_bytes(deck)
        assert [path.name for path in libreoffice.convert_all(decks, tmp_path)] == ["first.pdf", "second.pdf"]

    def test_says_that_a_file_is_no_deck(self, tmp_path: Path) -> None:
        with pytest.raises(run.CheckerError, match="LibreOffice did not convert"):
            libreoffice.convert(b"no PPTX", tmp_path)

    def test_gives_up_after_the_time_limit_and_works_again(self, deck: bytes, tmp_path: Path) -> None:
        with pytest.raises(run.CheckerError, match=r"did not finish within 0\.05 s"):
            libreoffice.convert(deck, tmp_path, timeout=0.05)
        assert libreoffice.convert(deck, tmp_path).is_file()


@needs.needs_poppler
class TestPoppler:
    def test_measures_words_in_points_from_the_top_left(self) -> None:
        (page,) = poppler.pages(make_pdf())
        first, *_ = page.words
        assert (page.width, page.height) == pytest.approx((297.64, 419.53), abs=0.01)
        assert first.text == "Harbors"
        assert (first.x0, first.y0) == pytest.approx((20, 20), abs=1)

    def test_measures_from_the_corner_of_a_page_that_starts_elsewhere(self) -> None:
        file = io.BytesIO()
        with pikepdf.open(io.BytesIO(make_pdf())) as pdf:
            left, bottom, right, top = (float(side) for side in pdf.pages[0].mediabox)
            pdf.pages[0].mediabox = pikepdf.Array([left - 10, bottom - 10, right + 10, top + 10])
            pdf.save(file)
        first, *_ = poppler.words(file.getvalue())[0]
        assert (first.x0, first.y0) == pytest.approx((30, 30), abs=1)

    def test_groups_lines_into_blocks(self) -> None:
        body = "<p>One<br>two</p><p style='margin-top: 60pt'>three &amp; &lt;four&gt;</p>"
        (lines,) = poppler.lines(make_pdf(body))
        assert [line.text for line in lines] == ["One", "two", "three & <four>"]
        assert lines[0].block == lines[1].block != lines[2].block

    def test_gives_an_empty_page_no_words(self) -> None:
        body = "<p style='break-after: page'>One</p><p style='break-after: page'>&nbsp;</p><p>three</p>"
        assert [[word.text for word in page] for page in poppler.words(make_pdf(body))] == [["One"], [], ["three"]]

    def test_names_the_fonts_and_whether_the_file_holds_them(self) -> None:
        (font,) = poppler.fonts(make_pdf())
        assert font == poppler.Font("C", "CID TrueType", embedded=True, subset=True, unicode=True)

    def test_tells_what_the_file_says_of_itself(self) -> None:
        said = poppler.info(make_pdf("<p>One</p>", pdf_variant="pdf/ua-1"))
        assert (said["Title"], said["Pages"], said["Tagged"]) == ("Harbors", "1", "yes")

    def test_draws_the_pages_as_pictures(self, tmp_path: Path) -> None:
        body = "<p style='break-after: page'>One</p>" * 11
        pictures = poppler.images(make_pdf(body), tmp_path, dpi=20)
        assert [path.name for path in pictures[::10]] == ["document-01.png", "document-11.png"]
        assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)

    def test_refuses_a_file_that_is_no_pdf(self) -> None:
        with pytest.raises(run.CheckerError, match="pdftotext ended with exit code 1"):
            poppler.words(b"no PDF")


@needs.needs_qpdf
class TestQpdf:
    def test_finds_nothing_in_a_sound_file(self) -> None:
        assert poppler.qpdf_check(make_pdf()) == []

    def test_finds_a_file_that_was_cut_off(self) -> None:
        assert any("damaged" in line for line in poppler.qpdf_check(make_pdf()[:-100]))


class TestNeeds:
    """The rule is tried on a small set of tests in a process of its own."""

    TESTS = """
import pytest

@pytest.mark.skip(reason="The lighthouse is closed.")
def test_marked(): ...

def test_while_running():
    pytest.skip("The boat is late.")

@pytest.mark.xfail(strict=True)
def test_expected_failure():
    assert False

def test_that_runs(): ...
"""

    def outcome(self, folder: Path, ci: str) -> str:
        (folder / "test_harbor.py").write_text(self.TESTS)
        (folder / "test_module.py").write_text("import pytest\npytest.skip('No wind.', allow_module_level=True)\n")
        hooks = "pytest_make_collect_report, pytest_runtest_makereport"
        (folder / "conftest.py").write_text(f"from {needs.__name__} import {hooks}\n")
        root = Path(needs.__file__).parents[needs.__name__.count(".")]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        env = {**kept, "CI": ci, "PYTHONPATH": str(root), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        options = ["-p", "no:cacheprovider", "-rs", "--continue-on-collection-errors", f"--rootdir={folder}"]
        return run.run([sys.executable, "-m", "pytest", *options, str(folder)], env=env, accept=(0, 1)).stdout

    def test_skips_on_a_machine_of_ones_own(self, tmp_path: Path) -> None:
        assert "1 passed, 3 skipped, 1 xfailed" in self.outcome(tmp_path, ci="")

    def test_fails_every_skip_in_ci(self, tmp_path: Path) -> None:
        said = self.outcome(tmp_path, ci="true")
        assert "1 failed, 1 passed, 1 xfailed, 2 errors" in said
        assert all(reason in said for reason in ("The lighthouse is closed.", "The boat is late.", "No wind."))

    def test_skips_a_test_that_forgot_its_mark(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        with pytest.raises(pytest.skip.Exception, match=r"needs pdftotext, .*package poppler-utils"):
            poppler.words(make_pdf())

    def test_sums_up_what_was_left_out_by_the_tool_that_is_missing(self) -> None:
        poppler_utils = [needs.lacks("Reading", "poppler-utils", missing) for missing in (["pdftoppm"], ["pdfinfo"])]
        assert list(needs.left_out([*poppler_utils, "Skipped: The boat is late.", poppler_utils[0]])) == [
            "3 tests skipped: poppler-utils (pdfinfo, pdftoppm) is missing",
            "1 test skipped: The boat is late.",
        ]

    def test_says_in_a_sentence_what_is_missing(self) -> None:
        mark = needs.needs_programs("Reading the stars", "sextant", "no-such-sextant").mark
        assert mark.args == (True,)
        assert mark.kwargs["reason"] == (
            "Reading the stars needs no-such-sextant, which this machine lacks (Debian's package sextant)."
        )
