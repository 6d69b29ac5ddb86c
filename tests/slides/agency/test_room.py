"""What a template has too little room for: feet that are left out, and texts that are refused, all of them by name."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from planned.slides import Slide, SlideKind
from slides.agency.match import match_layouts
from slides.agency.read import open_template
from slides.agency.stage import Stage, fit_onto, set_stage
from slides.agency.write import write_onto
from slides.plan import plan
from source.agency import Agency
from source.errors import LayoutError
from source.model import Guide
from tests import logos
from tests.slides import templates
from tests.support import LABELS


def stage_for(data: bytes, name: str) -> Stage:
    template = open_template(data, name)
    return set_stage(template, match_layouts(template, LABELS))


def stage_of(name: str) -> Stage:
    return stage_for(templates.TEMPLATES[name](), f"{name}.potx")


def written(stage: Stage, guide: Guide) -> list[Any]:
    deck = write_onto(stage, guide, fit_onto(stage, plan(guide), guide.theme, guide.labels))
    return list(Presentation(BytesIO(deck)).slides)


def deck_on(name: str, guide: Guide) -> list[Any]:
    return written(stage_of(name), guide)


class TestFooters:
    def test_the_agencys_own_words_stay_with_our_edition(self, guide: Guide) -> None:
        (footer,) = {
            shape.text_frame.text
            for slide in deck_on("own_footers", guide)
            for shape in slide.placeholders
            if shape.placeholder_format.type.name == "FOOTER"
        }
        assert footer == f"Example Agency · Edition {guide.edition}"

    def test_a_name_that_its_box_cannot_hold_is_left_to_the_title_slide(self, guide: Guide) -> None:
        named = guide.model_copy(update={"agency": Agency(name=logos.LONG_NAME)})
        low = (r"ppt/(slideMasters|slideLayouts)/[^/]*.xml", r'cx="(?:2895600|2133600)"', 'cx="1000000"')
        title, *others = written(stage_for(templates.edited(templates.default(), low), "narrow.potx"), named)
        assert logos.LONG_NAME in " ".join(shape.text_frame.text for shape in title.shapes)
        for slide in others:
            feet = [s.text_frame.text for s in slide.placeholders if s.placeholder_format.type.name == "FOOTER"]
            assert feet in ([], [f"Edition {guide.edition}"])

    def test_a_footer_that_inherits_no_type_says_its_own(self, guide: Guide) -> None:
        for slide in deck_on("bare", guide):
            for shape in slide.placeholders:
                if shape.placeholder_format.type.name in {"FOOTER", "SLIDE_NUMBER"}:
                    (style,) = shape._element.iter(qn("a:rPr"))
                    assert style.find(qn("a:latin")) is not None
                    assert style.get("sz")


class TestTooLittleRoom:
    def test_a_voice_that_fits_nowhere_is_named_with_its_layout(self, guide: Guide) -> None:
        voice = next(slide for slide in plan(guide) if slide.kind is SlideKind.VOICE)
        with pytest.raises(LayoutError, match=r"default\.potx, layout “Title and Content”: voice\."):
            fit_onto(stage_of("default"), [_longer(voice)], guide.theme, guide.labels)

    def test_all_voices_that_fit_nowhere_are_named_at_once_with_the_limit_in_letters(self, guide: Guide) -> None:
        voices = [_longer(slide) for slide in plan(guide) if slide.kind is SlideKind.VOICE][:3]
        with pytest.raises(LayoutError) as refused:
            fit_onto(stage_of("default"), voices, guide.theme, guide.labels)
        lines = str(refused.value).splitlines()
        assert len(lines) == 3
        for line, slide in zip(lines, voices, strict=True):
            assert re.search(rf"{re.escape(slide.items[0])}: .*, which is about \d+ letters,", line)


def _longer(slide: Slide) -> Slide:
    (index, (paragraph,)), *others = slide.texts
    runs = tuple(replace(run, text=" ".join([run.text] * 30)) for run in paragraph.runs)
    return replace(slide, texts=((index, (replace(paragraph, runs=runs),)), *others))
