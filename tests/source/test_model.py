"""The guide as the rest of the program sees it: frozen, in order, with a fingerprint of its words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from proof.reading import read_stamp
from source.labels import Labels
from source.load import CONTENT, load
from source.model import Guide
from source.reminders import reminders
from tests.support import change, placed


def test_a_guide_cannot_be_changed(guide: Guide) -> None:
    with pytest.raises(ValidationError):
        guide.title = "Something else"  # type: ignore[misc]  # that is the point


def test_every_item_has_an_id_of_its_own_that_can_be_read(guide: Guide) -> None:
    ids = [item.id for item in guide.items()]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]+(\.[a-z0-9-]+)+", identifier) for identifier in ids)


def test_items_come_in_reading_order(guide: Guide) -> None:
    ids = [item.id for item in guide.items()]
    assert ids[:4] == ["guide.title", "section.tips", "intro.victim-centered", "tip.not-typical"]
    assert ids.index("question.what-to-know") < ids.index("voice.point-of-view") < ids.index("contact.national-hotline")


def test_a_voice_is_an_item_with_its_attribution(guide: Guide) -> None:
    voices = [item for item in guide.items() if item.kind == "voice"]
    assert {voice.attribution for voice in voices} == {"women working with Breaking Free"}


def test_the_fingerprint_is_three_groups_of_four_digits(guide: Guide) -> None:
    assert re.fullmatch(r"[0-9a-f]{4}(-[0-9a-f]{4}){2}", guide.fingerprint)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("voices.yaml", "We need more housing.", "We need more housing!"),
        ("tips.yaml", "Look closely", "Look  closely,"),
        ("tips.yaml", "id: tip.trust\n", "id: tip.trusts\n"),
        ("voices.yaml", "attribution: women working", "attribution: Women working"),
        ("contacts.yaml", "233733", "233734"),
    ],
)
def test_one_changed_character_in_the_words_changes_the_fingerprint(
    guide: Guide, content: Path, file: str, old: str, new: str
) -> None:
    change(content, file, old, new)
    if "tip.trust" in old:
        change(content, "facilitation.yaml", "  tip.trust:", "  tip.trusts:")
        sessions = content / "sessions.yaml"
        sessions.write_text(sessions.read_text(encoding="utf-8").replace("tip.trust", "tip.trusts"), encoding="utf-8")
    assert load(content, locked=False).guide.fingerprint != guide.fingerprint


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("facilitation.yaml", "      minutes: 8\n", "      minutes: 9\n"),
        ("theme.yaml", "#0B5260", "#0B5261"),
        ("guide.yaml", "    short: Voices\n", "    short: Listen\n"),
        ("voices.yaml", "        We need more housing.", "        We need\n        more   housing."),
    ],
)
def test_what_is_no_original_word_leaves_the_fingerprint_as_it_was(
    guide: Guide, content: Path, file: str, old: str, new: str
) -> None:
    change(content, file, old, new)
    assert load(content).guide.fingerprint == guide.fingerprint


def test_the_stamp_in_a_file_can_be_read_back(guide: Guide) -> None:
    assert read_stamp(guide.stamp) == (guide.edition, guide.fingerprint, guide.session)


def test_a_voice_may_have_an_attribution_of_its_own(content: Path) -> None:
    change(
        content,
        "voices.yaml",
        "    - id: voice.housing\n",
        "    - id: voice.housing\n      attribution: somebody else\n      permission: given in writing\n",
    )
    guide = load(content, locked=False).guide
    voices = {voice.id: voice for section in guide.sections for voice in section.voices}
    assert voices["voice.housing"].attribution == "somebody else"
    assert voices["voice.fear"].attribution == "women working with Breaking Free"
    assert sorted(guide.provenance.values()) == [1, 15]


def test_every_label_that_the_model_knows_is_written_out_and_commented_on() -> None:
    text = (CONTENT / "labels.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^(\w+):", text, re.MULTILINE) == list(yaml.safe_load(text))
    assert set(yaml.safe_load(text)) == set(Labels.model_fields)


def test_a_folder_without_labels_takes_those_that_ship_with_the_builder(content: Path, guide: Guide) -> None:
    (content / "labels.yaml").unlink()
    assert load(content).guide.labels == guide.labels


def test_a_folder_gives_only_the_labels_that_it_changes_and_the_guide_has_the_last_word(
    content: Path, guide: Guide
) -> None:
    (content / "labels.yaml").write_text("about: Colophon\nroom: Our room\n", encoding="utf-8")
    change(content, "guide.yaml", "language: en-US\n", "language: en-US\nlabels:\n  about: Of this copy\n")
    labels = load(content).guide.labels
    assert (labels.about, labels.room, labels.tip) == ("Of this copy", "Our room", guide.labels.tip)


def test_a_permission_that_nobody_wrote_down_is_said_to_be_unknown(content: Path) -> None:
    change(content, "voices.yaml", "permission: not recorded\n", "")
    change(content, "labels.yaml", "permission_unknown: not recorded in", "permission_unknown: nobody asked in")
    (permission,) = {permission for _, _, permission in load(content).guide.provenance}
    assert permission.startswith("nobody asked")


def test_a_label_can_be_reworded_and_moved_around(content: Path) -> None:
    change(content, "guide.yaml", "language: en-US\n", "language: en-US\nlabels:\n  tip: Of {total}, tip {number}\n")
    assert load(content).guide.labels.tip == "Of {total}, tip {number}"


def test_no_words_of_the_original_are_passed_off_as_ours(guide: Guide) -> None:
    """What is known as ours is set aside when files are compared; an item among it would be proved by nothing."""
    ours = {"".join(run.text for run in runs) for runs in placed(guide)}
    assert not {item.words for item in guide.items() if item.kind != "title"} & ours


# --- reminders ----------------------------------------------------------------------------------------------------


def said(folder: Path, day: date) -> list[str]:
    """The reminders of a day."""
    return [note.text for note in reminders(load(folder)) if note.holds(day)]


def test_a_coordinator_is_reminded_of_a_contact_that_nobody_called_for_a_year() -> None:
    (reminder,) = said(CONTENT, date(2026, 11, 23))
    assert reminder.startswith("contacts.yaml:18:18: ")
    assert "National Human Trafficking Hotline was last checked 2020" in reminder
    assert "verified_on" in reminder


@pytest.mark.parametrize("checked", ["2026-11-20", "2026-11", "2026"])
def test_nobody_is_reminded_of_a_contact_that_was_called_this_year(content: Path, checked: str) -> None:
    change(content, "contacts.yaml", 'verified_on: "2020"', f'verified_on: "{checked}"')
    assert said(content, date(2026, 11, 23)) == []


def test_a_contact_that_was_checked_is_to_be_called_again_after_a_year(content: Path) -> None:
    change(content, "contacts.yaml", 'verified_on: "2020"', 'verified_on: "2026-11-20"')
    assert said(content, date(2027, 11, 20)) == []
    assert len(said(content, date(2027, 11, 21))) == 1
    assert len(said(content, date(2026, 11, 19))) == 1, "nobody has called on a day to come"


def test_a_contact_to_be_written_in_by_hand_reminds_nobody() -> None:
    assert not any("Local" in reminder for reminder in said(CONTENT, date(2036, 1, 1)))
