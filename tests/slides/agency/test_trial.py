"""A template on trial: what is said of it, and what is shown."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from cli import app
from planned.slides import SlideKind
from slides.agency.match import match_layouts
from slides.agency.read import open_template
from slides.agency.stage import Stage, set_stage
from slides.agency.trial import labelled, preview, try_stage
from slides.layouts import LABELLED
from slides.plan import plan
from source.model import Guide
from tests.checkers import openxml
from tests.slides import templates
from tests.support import KINDS, LABELS


def stage_of(name: str) -> Stage:
    template = open_template(templates.TEMPLATES[name](), f"{name}.potx")
    return set_stage(template, match_layouts(template, LABELS))


class TestTrial:
    def test_every_kind_is_told_with_its_layout_and_sizes(self, guide: Guide) -> None:
        trial = try_stage(stage_of("default"), guide)
        assert [kind.kind for kind in trial.kinds] == [name for name, kind in KINDS.items() if kind in LABELLED]
        voice = next(kind for kind in trial.kinds if kind.kind == "Voice")
        voices = [slide for slide in plan(guide) if slide.kind is SlideKind.VOICE]
        assert (voice.layout, voice.slides) == ("Title and Content", len(voices))
        words = voice.texts[1]
        assert words.placeholder == "Content Placeholder 2"
        assert 20 <= words.sizes[0] <= words.sizes[-1] <= 54
        assert words.contrast == 21

    def test_what_has_no_placeholder_is_missed(self, guide: Guide) -> None:
        advice = try_stage(stage_of("no_body"), guide).advice
        (boxes,) = [line for line in advice if line.startswith("No placeholder on “Title Only” for ")]
        assert "Text Text, Text Origin, " in boxes
        assert any(line.startswith("Voice: no layout has a title and room") for line in advice)

    def test_a_faint_colour_is_reported(self, guide: Guide) -> None:
        # The subtitle of python-pptx's template is grey 898989 on white.
        trial = try_stage(stage_of("default"), guide)
        (error,) = [line for line in trial.errors if "“Title Slide”" in line]
        assert error.startswith("Too little contrast on “Title Slide”: Title Subtitle 3.5")
        assert "View, Slide Master" in error

    def test_words_in_a_faint_colour_stand_out_in_the_deck_all_the_same(self, guide: Guide) -> None:
        for name in ("default", "dark_capitals", "light_colors_over_a_layout", "several_masters"):
            for kind in try_stage(stage_of(name), guide).kinds:
                assert all(text.contrast >= 4.5 for text in kind.texts), (name, kind.kind)

    @pytest.mark.parametrize("name", ["default", "bare", "small_widescreen", "blank", "odd_placeholders"])
    def test_no_text_is_smaller_than_a_room_can_read(self, guide: Guide, name: str) -> None:
        stage = stage_of(name)
        for kind in try_stage(stage, guide).kinds:
            assert all(size >= 17.5 * stage.template.scale for text in kind.texts for size in text.sizes), kind.kind

    def test_a_long_voice_is_larger_than_the_least_where_there_is_room(self, guide: Guide) -> None:
        (voice,) = [kind for kind in try_stage(stage_of("default"), guide).kinds if kind.kind == "Voice"]
        assert voice.texts[1].sizes[0] >= 24

    def test_the_colour_of_sample_words_is_not_taken_over(self, guide: Guide) -> None:
        # They are white on white; a slide made by hand is black.
        trial = try_stage(stage_of("bare"), guide)
        assert {text.contrast for kind in trial.kinds for text in kind.texts} == {21.0}

    def test_what_only_a_session_shows_is_tried_too(self, guide: Guide) -> None:
        agenda = next(kind for kind in try_stage(stage_of("default"), guide).kinds if kind.kind == "Agenda")
        assert agenda.slides == 0
        assert agenda.texts[1].sizes

    def test_an_unknown_font_is_reported(self, guide: Guide) -> None:
        advice = try_stage(stage_of("light_colors_over_a_layout"), guide).advice
        assert any("does not know the font Harbor Grotesk" in line for line in advice)

    def test_sizes_are_for_the_slides_own_height(self, guide: Guide) -> None:
        trial = try_stage(stage_of("small_widescreen"), guide)
        voice = next(kind for kind in trial.kinds if kind.kind == "Voice")
        assert voice.texts[1].sizes[0] >= 15  # of 405 points: 20 of our 540


class TestPreview:
    def test_it_shows_one_slide_a_kind_and_says_that_it_is_a_sample(self, guide: Guide) -> None:
        deck = preview(stage_of("default"), guide)
        slides = list(Presentation(BytesIO(deck)).slides)
        assert len(slides) == len({slide.kind for slide in labelled(guide)})
        assert all(slide.shapes.title.text_frame.text.startswith("Sample: ") for slide in slides)
        assert openxml.faults(deck) == []

    def test_its_notes_say_what_was_found(self, guide: Guide) -> None:
        slides = list(Presentation(BytesIO(preview(stage_of("default"), guide))).slides)
        notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
        assert any("Voice goes to the layout “Title and Content”" in text for text in notes)


class TestCommand:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        """A template whose own colours stand out everywhere."""
        path = tmp_path / "agency.potx"
        strong = (r"ppt/slideLayouts/slideLayout\d+.xml", r'<a:tint val="75000"/>', "")
        path.write_bytes(templates.edited(templates.default(), strong))
        return path

    def test_it_answers_a_program(self, file: Path) -> None:
        result = CliRunner().invoke(app, ["check-template", str(file), "--json"])
        answer = json.loads(result.stdout)
        assert result.exit_code == 0
        assert (answer["template"], answer["usable"], answer["errors"], len(answer["kinds"])) == (
            "agency.potx",
            True,
            [],
            len(LABELLED),
        )

    def test_a_faint_colour_in_the_template_is_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "faint.potx"
        path.write_bytes(templates.default())
        result = CliRunner().invoke(app, ["check-template", str(path)])
        assert result.exit_code == 1
        assert "Title Subtitle 3.5" in result.stdout
        assert "The deck can be made on this template. Mend what is named above first." in result.stdout

    def test_it_tells_a_person_and_shows_it(self, file: Path, guide: Guide, tmp_path: Path) -> None:
        shown = tmp_path / "preview.pptx"
        result = CliRunner().invoke(app, ["check-template", str(file), "--preview", str(shown)])
        assert "Voice → “Title and Content”" in result.stdout
        assert "The deck can be made on this template." in result.stdout
        assert len(Presentation(str(shown)).slides) == len({slide.kind for slide in labelled(guide)})

    def test_it_fails_where_no_deck_can_be_made(self, tmp_path: Path) -> None:
        tiny = tmp_path / "tiny.potx"
        flat = ("ppt/slideMasters/slideMaster1.xml", r'cy="(?:4525963|1143000)"', 'cy="300000"')
        layouts = (r"ppt/slideLayouts/slideLayout\d+.xml", r"cy=\"\d{6,}\"", 'cy="300000"')
        tiny.write_bytes(templates.edited(templates.default(), flat, layouts))
        mapped = tmp_path / "template.yaml"
        mapped.write_text("layouts:\n  Voice: Title and Content\n")
        result = CliRunner().invoke(app, ["check-template", str(tiny), "--template-map", str(mapped)])
        assert result.exit_code == 1
        assert "The deck cannot be made on it yet." in result.stdout
