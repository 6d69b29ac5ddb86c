"""Text into its box: sized by measure, split by rule, never cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planned.blocks import Block, Role
from planned.slides import Slide, SlideKind
from slides.fit import FittedSlide, Fitter, fit
from slides.layouts import LAYOUTS
from slides.plan import plan
from source import inline
from source.errors import LayoutError
from source.load import CONTENT, load
from source.model import Guide

GUIDE = load(CONTENT).guide
FITTER = Fitter(GUIDE.theme, GUIDE.labels)
SENTENCE = "We keep the lantern lit for everyone who comes by, and we ask nobody where they were."


def words(text: str, item: str = "", role: Role = Role.PARAGRAPH) -> Block:
    return Block(role, inline.parse(text), item)


def titled(text: str) -> Block:
    return words(text, role=Role.LABEL)


def fitted(slide: Slide) -> tuple[FittedSlide, ...]:
    return fit([slide], GUIDE.theme, GUIDE.labels)


def text_of(slides: Sequence[FittedSlide]) -> str:
    return " ".join(paragraph.text for one in slides for paragraph in dict(one.slide.texts)[1])


def test_every_planned_slide_fits(guide: Guide) -> None:
    assert [one.slide.title.text for one in fit(plan(guide), guide.theme, guide.labels)] == [
        slide.title.text for slide in plan(guide)
    ]


def test_every_size_is_one_of_the_scale_of_its_placeholder(guide: Guide) -> None:
    for one in fit(plan(guide), guide.theme, guide.labels):
        for index, setting in one.settings:
            assert setting.size in LAYOUTS[one.slide.kind].area(index).sizes


def test_no_text_that_a_room_must_read_is_smaller_than_eighteen_points(guide: Guide) -> None:
    for one in fit(plan(guide), guide.theme, guide.labels):
        assert all(setting.size >= 18 for index, setting in one.settings if index <= 1), one.slide.title.text


def test_voices_and_tips_are_never_smaller_than_twenty_four_points(guide: Guide) -> None:
    for one in fit(plan(guide), guide.theme, guide.labels):
        if one.slide.title.role in {Role.VOICE, Role.TIP}:
            assert one.setting(0).size >= 24, one.slide.title.text


@pytest.mark.parametrize("kind", list(LAYOUTS))
def test_scales_go_down_and_never_under_fourteen_points(kind: SlideKind) -> None:
    for area in LAYOUTS[kind].areas:
        assert list(area.sizes) == sorted(set(area.sizes), reverse=True)
        assert area.sizes[-1] >= 14


@pytest.mark.parametrize("kind", list(LAYOUTS))
def test_placeholders_lie_on_the_slide_and_not_on_each_other(kind: SlideKind) -> None:
    boxes = [area.box for area in LAYOUTS[kind].areas]
    for at, box in enumerate(boxes):
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= 960
        assert box.y + box.height <= 490  # the footer begins there
        for other in boxes[at + 1 :]:
            apart = (
                box.x + box.width <= other.x
                or other.x + other.width <= box.x
                or box.y + box.height <= other.y
                or other.y + other.height <= box.y
            )
            assert apart


def test_longer_words_are_set_smaller() -> None:
    short, long = (
        fitted(Slide(SlideKind.VOICE, "", words(text, role=Role.VOICE)))[0].setting(0).size
        for text in (SENTENCE, " ".join([SENTENCE] * 6))
    )
    assert short > long


def test_a_voice_that_fits_no_slide_is_an_error_that_names_it_and_is_never_split() -> None:
    slide = Slide(SlideKind.VOICE, "", words(" ".join([SENTENCE] * 40), "voice.long", Role.VOICE))
    with pytest.raises(LayoutError, match=r"voice\.long.*14 pt"):
        fitted(slide)


def test_a_long_introduction_goes_on_on_a_second_slide_at_the_end_of_a_sentence() -> None:
    text = " ".join([SENTENCE] * 14)
    slides = fitted(Slide(SlideKind.TEXT, "", titled("Why"), ((1, (words(text, "intro.why"),)),)))
    assert [one.slide.title.text for one in slides] == [
        f"Why ({number} of {len(slides)})" for number in range(1, len(slides) + 1)
    ]
    assert len(slides) > 1
    assert text_of(slides) == text
    assert all(text_of([one]).endswith(".") for one in slides)
    assert all(one.slide.items == ("intro.why",) for one in slides)


def test_minutes_are_counted_once_when_a_slide_is_split(guide: Guide) -> None:
    planned = next(slide for slide in plan(guide) if slide.kind is SlideKind.TIP)
    long = replace(planned, title=words(" ".join([SENTENCE] * 40), "tip.x", Role.TIP))
    slides = fitted(long)
    assert len(slides) > 1
    assert [one.slide.notes.minutes for one in slides[1:]] == [0.0] * (len(slides) - 1)


def test_emphasis_survives_a_split() -> None:
    text = " ".join([SENTENCE] * 8 + [f"*{SENTENCE}*"] * 8)
    slides = fitted(Slide(SlideKind.TEXT, "", titled("Why"), ((1, (words(text),)),)))
    runs = [run for one in slides for paragraph in dict(one.slide.texts)[1] for run in paragraph.runs]
    assert " ".join(run.text.strip() for run in runs if run.emphasis) == " ".join([SENTENCE] * 8)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.sampled_from("abc de.fi lm–/’ "), min_size=1, max_size=400), min_size=1, max_size=12))
def test_no_word_gets_lost_however_a_text_is_split(paragraphs: list[str]) -> None:
    texts = [" ".join(paragraph.split()) or "a" for paragraph in paragraphs]
    try:
        slides = fitted(Slide(SlideKind.TEXT, "", titled("T"), ((1, tuple(words(text) for text in texts)),)))
    except LayoutError:
        return
    assert "".join(text_of(slides).split()) == "".join("".join(texts).split())


def test_trimmed_lines_stay_within_their_box(guide: Guide) -> None:
    for one in fit(plan(guide), guide.theme, guide.labels):
        for index, setting in one.settings:
            width = LAYOUTS[one.slide.kind].area(index).box.width
            assert all(0 <= trim < width / 2 for trim in setting.trims), one.slide.title.text
