"""Ordinary words of any length: they stand on slides, together with what belongs to them, or are refused by name."""

from __future__ import annotations

import pytest

from planned.blocks import Role
from planned.slides import Slide, SlideKind, Slot
from slides.agency.match import match_layouts
from slides.agency.read import open_template
from slides.agency.stage import fit_onto, set_stage
from slides.fit import FittedSlide, Fitter, fit
from slides.plan import plan
from source import model
from source.errors import LayoutError
from source.inline import text_of
from source.model import Guide
from source.preparation import Session
from source.sessions import agenda, cut
from tests.slides import templates

SENTENCE = "Somebody who is listened to may come back, even when it takes a while. "
LISTED = "prostitution/trafficking/homelessness/addiction/violence/incarceration/deportation "


def contact(number: int, lines: int = 1, *, name: str = "Centre", checked: bool = False) -> model.Contact:
    reached = tuple(model.Channel(label="Call (24 h)", value=f"555-{number:02}{at:02}") for at in range(lines))
    checks = {"verified_on": "2026-11", "source": f"what they said, {number}"} if checked else {}
    return model.Contact(id=f"contact.c{number}", name=f"{name} {number}", lines=reached, **checks)


def changed(guide: Guide, **values: object) -> Guide:
    return guide.model_copy(update=values)


def deck(guide: Guide) -> tuple[FittedSlide, ...]:
    return fit(plan(guide), guide.theme, guide.labels)


def of_kind(guide: Guide, kind: SlideKind) -> list[Slide]:
    return [fitted.slide for fitted in deck(guide) if fitted.slide.kind is kind]


def said(slide: Slide, slot: Slot) -> list[str]:
    return [f"{block.marked} {block.text}".strip() for block in dict(slide.placed).get(slot, ())]


class TestContacts:
    @pytest.mark.parametrize("checked", [False, True])
    @pytest.mark.parametrize("lines", [0, 1, 5])
    @pytest.mark.parametrize("count", [1, 4, 9, 60])
    def test_of_any_number_stand_once_each_with_all_ways_to_reach_them(
        self, guide: Guide, count: int, lines: int, checked: bool
    ) -> None:
        contacts = tuple(contact(number, lines, checked=checked) for number in range(count))
        slides = of_kind(changed(guide, contacts=contacts), SlideKind.CONTACTS)
        shown = [identifier for slide in slides for identifier in slide.items]
        assert shown == [each.id for each in contacts]
        words = [line for slide in slides for slot in (Slot.MAIN, Slot.SMALL) for line in said(slide, slot)]
        assert [line for line in words if line.startswith("Call")] == [
            f"{line.label} {line.value}" for each in contacts for line in each.lines
        ]

    @pytest.mark.parametrize("count", [2, 4, 7, 60])
    def test_that_were_checked_stand_on_one_slide_with_their_check_which_names_them(
        self, guide: Guide, count: int
    ) -> None:
        contacts = tuple(contact(number, 1 + number % 3, checked=number % 4 != 1) for number in range(count))
        for slide in of_kind(changed(guide, contacts=contacts), SlideKind.CONTACTS):
            there = [each for each in contacts if each.id in slide.items and each.verified_on]
            assert [line.split(":")[0] for line in said(slide, Slot.EXTRA)] == [each.name for each in there]

    def test_own_numbers_do_not_carry_the_check_of_another(self, guide: Guide) -> None:
        filled_in = [each.model_copy(update={"lines": contact(1).lines}) for each in guide.contacts[1:]]
        contacts = (guide.contacts[0], *filled_in)
        checks = [
            line
            for slide in of_kind(changed(guide, contacts=contacts), SlideKind.CONTACTS)
            for line in said(slide, Slot.EXTRA)
        ]
        assert len(checks) == 1
        assert checks[0].startswith(f"{guide.contacts[0].name}: ")

    @pytest.mark.parametrize("words", [SENTENCE * 4, LISTED * 4, "https://www.example.org/" + "a/" * 90])
    def test_with_long_names_labels_and_addresses_are_shown_whole(self, guide: Guide, words: str) -> None:
        line = model.Channel(label=words, value=words)
        long = model.Contact(id="contact.long", name=words, lines=(line, line), verified_on="2020", source=words)
        slides = of_kind(changed(guide, contacts=(long, *guide.contacts)), SlideKind.CONTACTS)
        shown = "".join(line for slide in slides for line in said(slide, Slot.MAIN)).replace(" ", "")
        assert shown.count(long.name.replace(" ", "")) == 5


class TestVoices:
    @pytest.mark.parametrize("length", [20, 100, 300, 900, 1300])
    @pytest.mark.parametrize("attribution", [20, 110, 300])
    def test_stand_whole_beside_attributions_of_any_length(self, guide: Guide, length: int, attribution: int) -> None:
        texts = {"text": (SENTENCE * 30)[:length].strip(), "attribution": ("an advocate in Tulsa, " * 20)[:attribution]}
        section = guide.sections[1]
        voices = tuple(voice.model_copy(update=texts) for voice in section.voices[:2])
        sections = (section.model_copy(update={"voices": voices}),)
        slides = [one.slide for one in deck(changed(guide, sections=sections)) if "voice." in str(one.slide.items)]
        assert len(slides) == len(voices)
        assert {said(slide, Slot.TITLE)[0] for slide in slides} == {texts["text"]}

    def test_that_no_slide_holds_are_refused_all_at_once_with_the_limit(self, guide: Guide) -> None:
        section = guide.sections[1]
        long = [voice.model_copy(update={"text": SENTENCE * 60}) for voice in section.voices[:3]]
        sections = (section.model_copy(update={"voices": (*long, *section.voices[3:])}),)
        with pytest.raises(LayoutError) as raised:
            deck(changed(guide, sections=sections))
        told = str(raised.value).splitlines()
        assert [line.split(":")[0] for line in told] == [voice.id for voice in long]
        assert all("which is about" in line and "letters" in line for line in told)


class TestTitles:
    @pytest.mark.parametrize("words", [SENTENCE * 4, LISTED * 3])
    def test_of_any_length_are_shown_whole(self, guide: Guide, words: str) -> None:
        words = words.strip()
        sections = tuple(
            section.model_copy(
                update={
                    "heading": words,
                    "short": words,
                    "intro": model.Intro(id=f"intro.{section.id[8:]}", label=words, text=f"{section.id} {words}"),
                }
            )
            for section in guide.sections
        )
        slides = [one.slide for one in deck(changed(guide, title=words, sections=sections))]
        assert sum(slide.title.text == words for slide in slides) == 1 + len(sections)
        assert len({slide.title.text for slide in slides if not slide.title.item}) == len(
            [slide for slide in slides if not slide.title.item]
        )


class TestAgenda:
    @pytest.mark.parametrize("minutes", ["{minutes} min", "about {minutes} minutes, more or less"])
    @pytest.mark.parametrize("count", [1, 8, 12, 30])
    def test_of_any_number_of_rows_is_shown_row_by_row_in_one_form(
        self, guide: Guide, count: int, minutes: str
    ) -> None:
        activities = tuple(
            model.Activity(
                id=f"activity.a{at}", title=f"Activity {at}", after=guide.sections[0].id, minutes=1, prompts=("?",)
            )
            for at in range(count)
        )
        session = guide.sessions["full"].model_copy(update={"activities": tuple(each.id for each in activities)})
        added = guide.facilitation.model_copy(update={"activities": activities})
        labels = guide.labels.model_copy(update={"minutes": minutes})
        shown = cut(changed(guide, facilitation=added, sessions={"full": session}, labels=labels), "full")
        slides = of_kind(shown, SlideKind.AGENDA)
        rows = [line for slide in slides for line in said(slide, Slot.MAIN)][:-1]
        assert rows == [f"{minutes.format(minutes=f'{row.minutes:g}')} {row.title}" for row in agenda(shown)]
        blocks = [block for slide in slides for block in dict(slide.texts)[Slot.MAIN][:-1]]
        assert len({bool(block.marker) for block in blocks[:-1]}) <= 1

    def test_gives_the_widest_minutes_the_room_that_they_need(self, guide: Guide) -> None:
        labels = guide.labels.model_copy(update={"minutes": "{minutes} Minuten"})
        shown = cut(changed(guide, labels=labels), "full")
        one = next(one for one in deck(shown) if one.slide.kind is SlideKind.AGENDA)
        area = one.layout.area(Slot.MAIN)
        fitter = Fitter(shown.theme, shown.labels)
        markers = [block.marker for block in dict(one.slide.texts)[Slot.MAIN] if block.marker]
        assert all(fitter.width(text_of(marker), area) < area.indent for marker in markers)


class TestParts:
    @pytest.mark.parametrize("sentences", range(4, 40, 3))
    def test_are_about_even_so_that_no_slide_holds_two_words(self, guide: Guide, sentences: int) -> None:
        section = guide.sections[0]
        tip = section.tips[0].model_copy(update={"text": SENTENCE * sentences + "Two words."})
        shown = deck(changed(guide, sections=(section.model_copy(update={"tips": (tip,)}),)))
        slides = [one.slide for one in shown if tip.id in one.slide.items]
        lengths = [len(" ".join(said(slide, Slot.MAIN) or said(slide, Slot.TITLE))) for slide in slides]
        assert min(lengths) > 0.3 * max(lengths), lengths


_PARTS_OF_SECTIONS: dict[str, object] = {"intro": None, "question": None, "tips": (), "voices": ()}


class TestFewParts:
    @pytest.mark.parametrize(
        "left_out", ["intro", "question", "tips", "voices", "contacts", "facilitation", "sessions"]
    )
    def test_a_deck_does_without(self, guide: Guide, left_out: str) -> None:
        if left_out in _PARTS_OF_SECTIONS:
            without = {left_out: _PARTS_OF_SECTIONS[left_out]}
            fewer = changed(guide, sections=tuple(section.model_copy(update=without) for section in guide.sections))
        else:
            others = {"contacts": (), "facilitation": model.FacilitationFile(), "sessions": {}}
            fewer = changed(guide, **{left_out: others[left_out]})
        shown = [identifier for one in deck(fewer) for identifier in one.slide.items]
        assert shown == [item.id for item in fewer.items()]
        assert all(one.slide.title.text for one in deck(fewer))

    def test_no_slide_has_words_only_beside_an_empty_place(self, guide: Guide) -> None:
        blank = changed(guide, contacts=(contact(1, 0), contact(2, 0)))
        untimed = cut(
            changed(blank, facilitation=model.FacilitationFile(), sessions={"all": _everything(guide)}), "all"
        )
        for shown in (blank, untimed):
            slides = [one.slide for one in deck(shown) if one.slide.title.role not in {Role.TIP, Role.VOICE}]
            assert all(said(slide, Slot.MAIN) for slide in slides)

    def test_a_section_with_tips_and_a_question_keeps_its_order(self, guide: Guide) -> None:
        tips, voices = guide.sections
        for both in (
            voices.model_copy(update={"tips": tips.tips, "voices": ()}),
            voices.model_copy(update={"tips": tips.tips}),
        ):
            one = changed(guide, sections=(both,), facilitation=model.FacilitationFile())
            for shown in (one, cut(changed(one, sessions={"all": _everything(guide)}), "all")):
                order = [identifier for fitted in deck(shown) for identifier in fitted.slide.items]
                assert order == [item.id for item in one.items()]


def _everything(guide: Guide) -> Session:
    update = {"items": None, "items_for": "everything", "activities": (), "discussions": ()}
    return guide.sessions["full"].model_copy(update=update)


@pytest.mark.parametrize("name", ["default", "small_widescreen", "no_body", "dark_capitals"])
@pytest.mark.parametrize("count", [1, 4, 12])
def test_contacts_and_checks_stand_once_each_on_other_templates_too(guide: Guide, name: str, count: int) -> None:
    template = open_template(templates.TEMPLATES[name](), f"{name}.potx")
    stage = set_stage(template, match_layouts(template, guide.labels))
    contacts = tuple(contact(number, 2, checked=True) for number in range(count))
    planned = [slide for slide in plan(changed(guide, contacts=contacts)) if slide.kind is SlideKind.CONTACTS]
    fitted = fit_onto(stage, planned, guide.theme, guide.labels)
    words = " ".join(block.text for one in fitted for _, text in one.slide.texts for block in text)
    assert [words.count(f"what they said, {number}.") for number in range(count)] == [1] * count
    assert [identifier for one in fitted for identifier in one.slide.items] == [each.id for each in contacts]
