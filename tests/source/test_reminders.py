"""What a coordinator is asked to look at: each told where it is, and silent where there is nothing to see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from source.approve import approve, release
from source.load import CONTENT, load
from source.reminders import reminders
from tests.support import change

TODAY = date(2026, 11, 25)
NEW_TIP = "    - id: tip.new\n      text: Wash your hands.\n    - id: tip.trust\n"


def notes(folder: Path, day: date = TODAY) -> list[str]:
    return [note.text for note in reminders(load(folder)) if note.holds(day)]


def test_of_the_guide_that_ships_only_the_number_to_call_is_old() -> None:
    (note,) = notes(CONTENT)
    assert "was last checked 2020" in note


def test_a_new_tip_has_neither_script_nor_minutes_nor_audience(content: Path) -> None:
    line = change(content, "tips.yaml", "    - id: tip.trust\n", NEW_TIP)
    said = [note for note in notes(content) if note.startswith("tips.yaml")]
    assert [note.partition(" Write it")[0].partition(" Name its")[0] for note in said] == [
        f"tips.yaml:{line}:11: No script in facilitation.yaml for tip.new.",
        f"tips.yaml:{line}:11: No minutes in facilitation.yaml for tip.new.",
        f"tips.yaml:{line}:11: tip.new: no audience in facilitation.yaml, so that law-enforcement-60, health-care-30, "
        "courts-30, shelters-90, schools-60 show it.",
    ]


def test_a_tip_that_is_prepared_is_no_reminder(content: Path) -> None:
    change(content, "tips.yaml", "    - id: tip.trust\n", NEW_TIP)
    change(
        content,
        "facilitation.yaml",
        "  tip.trust:\n",
        "  tip.new:\n    script: We read it.\n    minutes: 1\n  tip.trust:\n",
    )
    assert len(notes(content)) == 1


def test_where_no_tip_has_a_script_none_is_missed(content: Path) -> None:
    for name in ("facilitation.yaml", "sessions.yaml"):
        (content / name).unlink()
    assert len(notes(content)) == 1


def test_many_new_tips_are_one_line_with_their_number(content: Path) -> None:
    tips = "".join(f"    - id: tip.n{number}\n      text: Words {number}.\n" for number in range(40))
    change(content, "tips.yaml", "    - id: tip.trust\n", f"{tips}    - id: tip.trust\n")
    said = [note for note in notes(content) if "No script" in note]
    assert len(said) == 1
    assert "tip.n0, tip.n1, tip.n2, tip.n3, tip.n4 and 35 more." in said[0]


def test_a_voice_that_others_shared_is_told_where_the_introduction_speaks_of_all(content: Path) -> None:
    with (content / "voices.yaml").open("a", encoding="utf-8") as file:
        file.write("    - id: voice.newest\n      attribution: a man in Duluth\n      text: Some words.\n")
    change(content, "facilitation.yaml", "  voice.wall:\n", "  voice.newest: {}\n  voice.wall:\n")
    approve(content, ["voice.newest"], "given for this guide", TODAY, lambda question: True)
    said = [note for note in notes(content) if "This says" in note]
    assert [note.partition(":")[0] for note in said] == ["guide.yaml", "facilitation.yaml"]
    assert all(
        "“women working with Breaking Free” of all voices, which is not true of voice.newest" in note for note in said
    )


def test_a_number_that_was_changed_since_it_was_given_out_is_to_be_checked_anew(content: Path) -> None:
    release(load(content), TODAY)
    assert len(notes(content)) == 1
    change(content, "contacts.yaml", "1-888-373-7888", "1-888-373-7889")
    line = change(content, "guide.yaml", 'edition: "2026.1"', 'edition: "2026.2"')
    assert line
    (said,) = [note for note in notes(content) if "is not as in edition" in note]
    assert "National Human Trafficking Hotline is not as in edition 2026.1, but was last checked before" in said
    change(content, "contacts.yaml", 'verified_on: "2020"', 'verified_on: "2026-11-25"')
    assert notes(content) == []


@pytest.mark.parametrize(("language", "told"), [("es", True), ("de-AT", True), ("en-GB", False)])
def test_english_labels_around_another_language_are_named(content: Path, language: str, told: bool) -> None:
    line = change(content, "guide.yaml", "language: en-US\n", f"language: {language}\n")
    said = [note for note in notes(content) if "labels are in English" in note]
    assert [note.partition(": ")[0] for note in said] == [f"guide.yaml:{line}:11"] * told


def test_labels_in_the_guide_s_own_language_are_no_reminder(content: Path) -> None:
    ours = yaml.safe_load((content / "labels.yaml").read_text(encoding="utf-8"))
    spanish = {
        name: " ".join(["Palabras", *(word for word in text.split() if "{" in word)]) for name, text in ours.items()
    }
    layouts = {name: f"{text} {name}" for name, text in spanish.items() if name.startswith("layout_")}
    (content / "labels.yaml").write_text(yaml.safe_dump(spanish | layouts, allow_unicode=True), encoding="utf-8")
    change(content, "guide.yaml", "language: en-US\n", "language: es\n")
    assert len(notes(content)) == 1
