from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from handbook import items
from products.build import build
from products.table import Options
from slides.plan import plan
from source.check import session_faults
from source.errors import IncompleteError, SourceError, UsageError
from source.load import CONTENT, load
from source.model import Guide, ItemKind
from source.reminders import reminders
from source.sessions import agenda, content_note, cut, minutes, overview

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Copies the shipped content and replaces a stretch of one file."""

    def edit(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "content"
        shutil.copytree(CONTENT, folder, dirs_exist_ok=True)
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, "the test would change nothing"
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit


def quietly(_: object) -> None:
    """Say nothing."""


def faults(folder: Path) -> list[str]:
    """What ``check`` says of the content."""
    try:
        return [str(fault) for fault in session_faults(load(folder))]
    except SourceError as error:
        return [str(fault) for fault in error.faults]


class TestShipped:
    def test_has_sessions_of_15_30_60_and_90_minutes(self, guide: Guide) -> None:
        assert {15, 30, 60, 90} <= {session.minutes for session in guide.sessions.values()}

    def test_lists_its_sessions_with_what_they_show_and_take(self, guide: Guide) -> None:
        rows = {str(row["session"]): row for row in overview(guide)}
        assert rows["roll-call-15"] == {
            "session": "roll-call-15",
            "title": "Roll call",
            "for": "law enforcement, at the start of a shift",
            "tips": 2,
            "voices": 2,
            "takes": 15.0,
            "minutes": 15.0,
        }
        assert (rows["full"]["takes"], rows["full"]["minutes"]) == (69.0, 75.0)

    def test_lists_a_session_without_a_time_or_a_room_as_taking_what_it_takes(self, guide: Guide) -> None:
        full = guide.sessions["full"].model_copy(update={"minutes": None, "audience": None})
        (row,) = overview(guide.model_copy(update={"sessions": {"full": full}}))
        assert (row["for"], row["takes"], row["minutes"]) == ("", 69.0, 69.0)

    def test_are_listed_with_whole_words_in_80_columns(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "80")
        listed = CliRunner().invoke(app, ["sessions"]).output
        assert "…" not in listed
        assert "69 of 75" in listed
        assert {"law-enforcement-60", "roll-call-15", "victims/survivors", "minutes"} <= set(listed.split())
        assert max(map(len, listed.splitlines())) <= 80

    def test_has_the_sessions_that_facilitators_ask_for(self, guide: Guide) -> None:
        assert {"full", "roll-call-15", "lunch-30", "workshop-90"} <= set(guide.sessions)

    def test_has_a_session_for_every_audience(self, guide: Guide) -> None:
        assert {session.items_for for session in guide.sessions.values()} >= set(guide.facilitation.audiences)

    def test_full_shows_every_item(self, guide: Guide) -> None:
        assert cut(guide, "full").items() == guide.items()

    def test_every_session_fits_its_time_and_uses_most_of_it(self, guide: Guide) -> None:
        for row in overview(guide):
            assert 0.8 * float(row["minutes"]) <= float(row["takes"]) <= float(row["minutes"]), row


class TestCut:
    def test_shows_items_whole_and_in_the_order_of_the_guide(self, guide: Guide) -> None:
        for name in guide.sessions:
            shown = cut(guide, name).items()
            assert shown == tuple(item for item in guide.items() if item in shown)

    def test_brings_points_with_their_tip(self, guide: Guide) -> None:
        shown = [item.id for item in cut(guide, "courts-30").items()]
        whole = next(tip for section in guide.sections for tip in section.tips if tip.id == "tip.self-identify")
        assert [point.id for point in whole.points] == [item for item in shown if item.startswith("tip.self-identify.")]

    def test_asks_the_question_before_the_voices_and_not_without_them(self, guide: Guide) -> None:
        shown = [item.kind for item in cut(guide, "roll-call-15").items()]
        assert shown.index(ItemKind.QUESTION) < shown.index(ItemKind.VOICE)
        tips_only = guide.sessions["roll-call-15"].model_copy(update={"items": ("tip.trust",)})
        alone = guide.model_copy(update={"sessions": {"tips": tips_only}})
        assert ItemKind.QUESTION not in {item.kind for item in cut(alone, "tips").items()}

    def test_has_everyone_to_call_in_every_session(self, guide: Guide) -> None:
        for name in guide.sessions:
            assert cut(guide, name).contacts == guide.contacts

    def test_takes_what_is_marked_for_its_audience_or_for_nobody(self, guide: Guide) -> None:
        shown = {item.id for item in cut(guide, "health-care-30").items()}
        assert "voice.information" in shown  # marked for health care
        assert "tip.trust" in shown  # marked for nobody, so for everyone
        assert "voice.housing" not in shown  # marked for shelters

    def test_keeps_the_check_code_of_the_whole_guide_and_names_the_session(self, guide: Guide) -> None:
        shown = cut(guide, "lunch-30")
        assert shown.fingerprint == guide.fingerprint
        assert shown.stamp == f"{guide.stamp}, session lunch-30"

    def test_numbers_tips_and_voices_as_the_whole_guide_does_on_slides_and_on_paper(self, guide: Guide) -> None:
        whole = {item: number for section in guide.sections for item, number in section.numbers.items()}
        for name in guide.sessions:
            shown = cut(guide, name)
            on_slides = {item: slide.label.text for slide in plan(shown) for item in slide.items}
            for section in shown.sections:
                for item in (*(tip.id for tip in section.tips), *(voice.id for voice in section.voices)):
                    assert "{} of {}".format(*whole[item]) in on_slides[item], name
                on_paper = [tip.marker[0].text for tip in items.tips(section)]
                assert on_paper == [f"{whole[tip.id][0]}." for tip in section.tips], name

    def test_refuses_a_session_that_does_not_exist_and_names_those_that_do(self, guide: Guide) -> None:
        with pytest.raises(
            UsageError, match=r"no session “lunch”\. Did you mean “lunch-30”\? There are: full, roll-call-15"
        ):
            cut(guide, "lunch")

    def test_announces_what_it_shows_that_is_hard_to_hear_and_nothing_else(self, guide: Guide) -> None:
        sentences = guide.facilitation.content_note.sentences if guide.facilitation.content_note else {}
        assert "separated from one’s children" in sentences["separation"]
        for name in guide.sessions:
            shown = cut(guide, name)
            here = {item.id for item in shown.items()}
            for topic, said in sentences.items():
                holding = {each for each, added in guide.facilitation.items.items() if topic in added.topics}
                assert (said in content_note(shown)[0]) == bool(holding & here), (name, topic)
        assert content_note(guide) == content_note(cut(guide, "full"))

    def test_opens_a_section_without_its_introduction_with_a_sentence_of_its_own(self, guide: Guide) -> None:
        for name in guide.sessions:
            shown = cut(guide, name)
            for section in shown.sections:
                own = guide.facilitation.sections[section.id].without_intro or "?"
                said = shown.facilitation.sections[section.id].script or ""
                assert said.startswith(own) == (section.intro is None), (name, section.id)

    def test_says_the_same_in_every_room(self, guide: Guide) -> None:
        for name in guide.sessions:
            said = cut(guide, name).facilitation.model_dump_json(exclude={"activities", "preparation"}).lower()
            assert not [words for words in ("different job", "arrange the seats") if words in said], name

    def test_moves_an_activity_to_the_end_of_its_section_where_its_item_is_not_shown(self, guide: Guide) -> None:
        session = guide.sessions["lunch-30"].model_copy(update={"items": ("voice.wall",)})
        shown = cut(guide.model_copy(update={"sessions": {"one": session}}), "one")
        assert [activity.after for activity in shown.facilitation.activities] == ["section.voices"]


class TestAgenda:
    def test_adds_up_to_the_minutes_in_the_notes_of_the_slides(self, guide: Guide) -> None:
        for name in guide.sessions:
            shown = cut(guide, name)
            assert sum(slide.notes.minutes for slide in plan(shown)) == pytest.approx(minutes(shown)), name

    def test_names_sections_activities_and_discussions(self, guide: Guide) -> None:
        titles = [row.title for row in agenda(cut(guide, "workshop-90"))]
        assert titles == [
            *("Opening", "Tips", "In pairs: one tip, one change", "Discussion: Tips"),
            *("Voices", "Read one voice aloud", "Discussion: Voices", "Closing"),
        ]

    def test_takes_the_times_of_the_session_before_those_of_the_facilitation(self, guide: Guide) -> None:
        assert agenda(cut(guide, "roll-call-15"))[0].minutes == 2
        assert agenda(cut(guide, "full"))[0].minutes == 4


class TestFaults:
    def test_a_session_that_does_not_fit_its_time(self, edited: Edit) -> None:
        folder = edited("sessions.yaml", "    minutes: 15\n", "    minutes: 10\n")
        line = (folder / "sessions.yaml").read_text().splitlines().index("    minutes: 10") + 1
        assert faults(folder) == [
            f"sessions.yaml:{line}:14: The session “roll-call-15” takes 15 minutes, but has 10. "
            "Give it more time, leave out an item or an activity, or shorten the times under “times”."
        ]

    def test_do_not_keep_the_other_products_from_being_built(self, edited: Edit) -> None:
        assert load(edited("sessions.yaml", "    minutes: 15\n", "    minutes: 10\n")).session_faults == {}

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("    minutes: 15\n", "    minutes: 500\n"),
            ("{ opening: 1,", "{ opening: 241,"),
            ("    items: [tip.trust, tip.lie-to-survive, voice.reading-people, voice.know-things]\n", ""),
        ],
        ids=["too many minutes", "a time too long", "no items"],
    )
    def test_of_one_session_stop_only_what_shows_it(self, edited: Edit, old: str, new: str, tmp_path: Path) -> None:
        folder, out = edited("sessions.yaml", old, new), tmp_path / "out"
        assert set(load(folder).session_faults) == {"roll-call-15"}
        build(folder, out, ["training-deck"], progress=quietly, warn=quietly)
        options = Options(session="roll-call-15")
        with pytest.raises(IncompleteError, match=r"training-deck-roll-call-15\.pptx .* sessions\.yaml:\d+:\d+"):
            build(folder, out, ["tips-card", "training-deck"], options, progress=quietly, warn=quietly)
        assert sorted(path.name for path in out.glob("[!.]*")) == ["tips-card.pdf", "training-deck.pptx"]

    def test_of_minutes_that_no_session_has_stop_only_the_sessions_that_show_them(self, edited: Edit) -> None:
        folder = edited("facilitation.yaml", "      minutes: 8\n", "      minutes: 500\n")
        assert any("should be a number from 0 to 240" in fault for fault in faults(folder))
        assert "full" in load(folder).session_faults
        assert set(load(folder).session_faults) < set(load(folder).guide.sessions)

    def test_a_session_with_the_name_that_stands_for_all(self, edited: Edit) -> None:
        found = faults(edited("sessions.yaml", "  lunch-30:\n", "  all:\n"))
        assert any("“all” stands for every session. Give this one another name." in fault for fault in found), found

    def test_a_session_that_leaves_much_time_over_is_a_reminder(self, edited: Edit) -> None:
        folder = edited("sessions.yaml", "    minutes: 15\n", "    minutes: 60\n")
        assert faults(folder) == []
        notes = reminders(load(folder))
        assert any("“roll-call-15” has 60 minutes, but takes only 15." in note.text for note in notes)

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("[tip.trust,", "[tip.trusted,", "There is no item with the id tip.trusted. Did you mean tip.trust?"),
            ("[activity.say-instead]", "[activity.say]", "There is no item with the id activity.say."),
            ("items_for: courts\n", "items_for: judges\n", "There is no audience “judges”. There are: law-enforcement"),
            ("    items_for: courts\n", "", "The session “courts-30” needs either “items” or “items_for”."),
            ("  full:\n", "  whole:\n", "The session “full” is missing."),
            ("{ opening: 1,", "{ openning: 1,", "There is no item with the id openning."),
            ("    minutes: 15\n", "    minutes: short\n", "“minutes” should be a number from 0 to 240."),
            ("    title: Roll call\n", "", "“title” is missing."),
        ],
    )
    def test_say_what_is_wrong_and_where(self, edited: Edit, old: str, new: str, said: str) -> None:
        found = faults(edited("sessions.yaml", old, new))
        assert any(said in fault and fault.startswith("sessions.yaml:") for fault in found), found

    def test_an_audience_that_is_not_listed(self, edited: Edit) -> None:
        found = faults(edited("facilitation.yaml", "audiences: [health-care, shelters]", "audiences: [hospitals]"))
        assert any("There is no audience “hospitals”." in fault for fault in found)

    def test_a_topic_of_which_the_content_note_says_nothing(self, edited: Edit) -> None:
        found = faults(edited("facilitation.yaml", "topics: [fear]", "topics: [feer]"))
        said = "There is no topic “feer”. Did you mean “fear”?"
        assert any(said in fault and "under “sentences” of the content note" in fault for fault in found), found

    def test_an_activity_after_an_item_that_does_not_exist(self, edited: Edit) -> None:
        found = faults(edited("facilitation.yaml", "    after: voice.survival\n", "    after: voice.surviving\n"))
        assert any("There is no item with the id voice.surviving." in fault for fault in found)

    def test_an_activity_of_a_section_that_is_not_shown(self, edited: Edit) -> None:
        folder = edited(
            "sessions.yaml", "items: [tip.trust, tip.lie-to-survive, ", "activities: [activity.in-pairs]\n    items: ["
        )
        assert any("activity.in-pairs belongs to a section of which" in fault for fault in faults(folder))
