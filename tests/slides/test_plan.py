"""Which words stand on which slide, and what trainers say there."""

from __future__ import annotations

from pathlib import Path

import pytest

from planned.slides import Slide, SlideKind, Slot, level
from slides.fit import fit
from slides.layouts import LAYOUTS
from slides.plan import plan
from source.inline import Runs
from source.load import load
from source.model import Guide
from source.sessions import cut
from tests.support import change


@pytest.fixture(scope="module")
def slides(guide: Guide) -> tuple[Slide, ...]:
    return plan(cut(guide, "full"))


def said(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def shown(slide: Slide) -> str:
    return " ".join(paragraph.text for _, text in slide.placed for paragraph in text)


def test_slides_follow_the_original_between_an_opening_and_a_closing(slides: tuple[Slide, ...]) -> None:
    assert [slide.kind for slide in slides] == [
        SlideKind.TITLE,
        SlideKind.AGENDA,
        SlideKind.TEXT,  # the content note
        SlideKind.SECTION,
        SlideKind.TEXT,
        *[SlideKind.TIP] * 6,
        SlideKind.TIP_POINTS,
        SlideKind.DISCUSSION,
        SlideKind.SECTION,
        SlideKind.TEXT,
        SlideKind.QUESTION,
        *[SlideKind.VOICE] * 8,
        SlideKind.QUIET,
        *[SlideKind.VOICE] * 8,
        SlideKind.DISCUSSION,
        SlideKind.ACTIVITY,  # what everyone will do
        SlideKind.CONTACTS,
        SlideKind.ABOUT,
    ]


def test_no_two_slides_have_one_title(slides: tuple[Slide, ...]) -> None:
    titles = [slide.title.text for slide in slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_the_title_of_a_tip_or_a_voice_is_its_own_words_and_a_label_says_its_number(guide: Guide) -> None:
    for session in guide.sessions:
        for slide in plan(cut(guide, session)):
            if slide.kind in {SlideKind.TIP, SlideKind.TIP_POINTS, SlideKind.VOICE}:
                (item,) = (item for item in guide.items() if item.id == slide.title.item)
                assert slide.title.text == item.words
                assert slide.label.text.startswith(("Tip ", "Voice "))


def test_a_large_number_is_that_of_the_whole_guide(guide: Guide) -> None:
    tips = [slide for slide in plan(cut(guide, "roll-call-15")) if slide.kind in {SlideKind.TIP, SlideKind.TIP_POINTS}]
    numbers = {slide.title.item: dict(slide.texts)[Slot.NUMBER][0].text for slide in tips}
    ids = [tip.id for tip in guide.sections[0].tips]
    assert numbers == {name: str(ids.index(name) + 1) for name in numbers}
    assert len(numbers) > 1


def test_what_a_tip_asks_the_room_says_that_it_is_ours(guide: Guide, slides: tuple[Slide, ...]) -> None:
    for slide in slides:
        if slide.kind in {SlideKind.TIP, SlideKind.TIP_POINTS}:
            texts = dict(slide.texts)
            assert [block.text for block in texts[Slot.EXTRA]] == [slide.notes.discussion]
            assert [block.text for block in texts[Slot.SMALL]] == [guide.labels.editorial]


def test_every_item_of_the_source_stands_on_one_slide_that_names_it(guide: Guide, slides: tuple[Slide, ...]) -> None:
    for item in guide.items():
        if item.kind == "introduction":
            homes = [slide for slide in slides if item.words in shown(slide)]
        else:
            homes = [slide for slide in slides if item.id in slide.items]
        assert len(homes) == 1, item.id
        assert all(word in shown(homes[0]) for word in item.words.split()), item.id
        assert item.id in homes[0].items


def test_a_voice_has_a_slide_to_itself_with_its_attribution_and_nothing_else(
    guide: Guide, slides: tuple[Slide, ...]
) -> None:
    by_item = {slide.items[0]: slide for slide in slides if slide.kind is SlideKind.VOICE}
    for voice in guide.sections[1].voices:
        slide = by_item[voice.id]
        assert slide.items == (voice.id,)
        number, total = guide.sections[1].numbers[voice.id]
        texts = [" ".join(paragraph.text for paragraph in text) for _, text in slide.placed]
        assert texts == [voice.text, f"Voice {number} of {total}", f"Shared by {voice.attribution}"]


def test_the_points_of_a_tip_stand_under_it_as_a_list(guide: Guide, slides: tuple[Slide, ...]) -> None:
    tip = guide.sections[0].tips[-1]
    slide = next(slide for slide in slides if tip.id in slide.items)
    assert slide.title.text == tip.text
    assert [(level(p), p.text) for p in dict(slide.texts)[Slot.MAIN]] == [(1, point.text) for point in tip.points]
    assert slide.items == (tip.id, *(point.id for point in tip.points))


def test_the_content_note_says_what_is_coming_that_anyone_may_step_out_and_who_to_talk_to(
    slides: tuple[Slide, ...],
) -> None:
    note = shown(slides[2])
    assert "This session is about sex trafficking" in note
    assert "You may step out at any time" in note
    assert "If you want to talk" in note


def test_every_slide_has_notes_with_a_script(slides: tuple[Slide, ...]) -> None:
    for slide in slides:
        assert slide.notes.script, slide.title.text


def test_every_tip_and_every_voice_has_minutes_and_something_to_discuss(slides: tuple[Slide, ...]) -> None:
    for slide in slides:
        if slide.kind in {SlideKind.TIP, SlideKind.TIP_POINTS, SlideKind.VOICE}:
            assert slide.notes.minutes > 0, slide.title.text
            assert slide.notes.discussion, slide.title.text


def test_the_notes_of_a_tip_name_voices_by_their_first_words_and_the_number_of_their_slide(guide: Guide) -> None:
    words = {voice.id: voice.text for section in guide.sections for voice in section.voices}
    for session in guide.sessions:
        shown = plan(cut(guide, session))
        at = {item: number for number, slide in enumerate(shown, start=1) for item in slide.items}
        for slide in shown:
            added = guide.facilitation.items.get(slide.items[0] if slide.items else "")
            named = [voice for voice in (added.voices if added else ()) if voice in at]
            told = list(filter(None, said(slide.notes.named(guide.labels)).split("; ")))
            assert len(told) == len(named), session
            for reference, voice in zip(told, named, strict=True):
                first, number = reference.split(" … ")
                assert words[voice].startswith(first)
                assert len(first.split()) <= len(words[voice].split()) / 2
                assert number == f"slide {at[voice]}"


def test_a_reference_says_the_number_of_its_slide_where_slides_before_it_are_split(guide: Guide) -> None:
    long = guide.sections[0].tips[0].model_copy(update={"text": "Look, then listen and wait. " * 60})
    first = guide.sections[0].model_copy(update={"tips": (long, *guide.sections[0].tips[1:])})
    fitted = fit(plan(guide.model_copy(update={"sections": (first, *guide.sections[1:])})), guide.theme, guide.labels)
    assert len(fitted) > len(plan(guide))
    at = {item: number for number, each in reversed([*enumerate(fitted, start=1)]) for item in each.slide.items}
    references = [each for one in fitted for each in one.slide.notes.related]
    assert references
    assert all(each.slide == at[each.item] for each in references)


def test_a_discussion_slide_closes_each_section_and_says_that_it_is_ours(
    guide: Guide, slides: tuple[Slide, ...]
) -> None:
    discussions = [slide for slide in slides if slide.kind is SlideKind.DISCUSSION]
    assert [slide.part for slide in discussions] == [section.short for section in guide.sections]
    assert all(guide.labels.editorial in shown(slide) for slide in discussions)


def test_parts_of_the_deck_follow_the_sections_of_the_source(guide: Guide, slides: tuple[Slide, ...]) -> None:
    parts = list(dict.fromkeys(slide.part for slide in slides))
    assert parts == ["Opening", *(section.short for section in guide.sections), "Closing"]


def test_contacts_show_the_number_with_the_day_it_was_checked_and_room_for_our_own(
    guide: Guide, slides: tuple[Slide, ...]
) -> None:
    text = shown(slides[-2])
    for contact in guide.contacts:
        assert contact.name in text
        assert all(line.value in text for line in contact.lines)
    assert "Last checked: 2020. Source: the hotline’s public pages" in text
    assert text.count(guide.labels.write_here) == sum(not contact.lines for contact in guide.contacts)


def test_the_last_slide_names_source_edition_and_check_code(guide: Guide, slides: tuple[Slide, ...]) -> None:
    text = shown(slides[-1])
    assert f"Edition {guide.edition}" in text
    assert guide.fingerprint in text
    assert "Sex Trafficking and Safe Harbors" in text


def test_every_text_has_its_placeholder_in_the_layout(slides: tuple[Slide, ...]) -> None:
    for slide in slides:
        known = {area.index for area in LAYOUTS[slide.kind].areas}
        assert {index for index, _ in slide.placed} <= known


def test_an_added_tip_gets_a_slide_and_is_counted(content: Path) -> None:
    change(
        content,
        "tips.yaml",
        "    - id: tip.self-identify\n",
        "    - id: tip.new\n      text: |\n        Ask again: tomorrow is another day.\n    - id: tip.self-identify\n",
    )
    titles = [slide.label.text for slide in plan(load(content).guide)]
    assert "Tip 7 of 8" in titles
    assert "Tip 8 of 8" in titles
