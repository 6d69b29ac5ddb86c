"""The words that the repository ships are those of the original tip sheet, and what is ours is marked as ours."""

from __future__ import annotations

import re

import pytest

from source import inline
from source.load import CONTENT, FILES
from source.model import Guide, ItemKind
from tests.support import ORIGINAL

NAMES = sorted(FILES)


def folded(text: str) -> str:
    return " ".join(text.split())


def original() -> str:
    """The original with white space folded; the dash at the start of a list entry is layout, and no word."""
    text = ORIGINAL.read_text(encoding="utf-8")
    return folded(re.sub(r"(?m)^\s*- ", "", text))


def as_written(guide: Guide) -> str:
    """Every original word of the source in reading order, the markup as it stands in the source."""
    pieces = [guide.title]
    for section in guide.sections:
        pieces += [section.heading, *([section.intro.text] if section.intro else [])]
        for tip in section.tips:
            pieces += [tip.text, *(point.text for point in tip.points)]
        pieces += [section.question.text] if section.question else []
        pieces += [voice.text for voice in section.voices]
    return folded(" ".join(pieces))


def test_the_source_read_in_order_is_the_original_with_nothing_lost_added_or_changed(guide: Guide) -> None:
    assert as_written(guide) == original()


def test_the_copy_of_the_original_has_its_seven_tips_three_points_one_question_and_sixteen_voices() -> None:
    entries = re.findall(r"(?m)^( ?)- ", ORIGINAL.read_text(encoding="utf-8"))
    assert (entries.count(""), entries.count(" ")) == (7 + 16, 3)
    assert original().count("*") == 2


def test_the_source_holds_as_many_items_of_each_kind_as_the_original(guide: Guide) -> None:
    kinds = [item.kind for item in guide.items()]
    assert {kind: kinds.count(kind) for kind in ItemKind if kind is not ItemKind.CONTACT} == {
        ItemKind.TITLE: 1,
        ItemKind.HEADING: 2,
        ItemKind.INTRO: 2,
        ItemKind.TIP: 7,
        ItemKind.POINT: 3,
        ItemKind.QUESTION: 1,
        ItemKind.VOICE: 16,
    }


def test_the_items_in_order_are_the_original_as_a_reader_sees_it(guide: Guide) -> None:
    words = [item.words for item in guide.items() if item.kind is not ItemKind.CONTACT]
    assert folded(" ".join(words)) == original().replace("*", "")


def test_the_curly_quotes_and_dashes_of_the_original_are_kept(guide: Guide) -> None:
    for character in "“”’–":
        assert as_written(guide).count(character) == original().count(character) > 0


def test_the_question_keeps_the_emphasis_of_the_original(guide: Guide) -> None:
    question = next(section.question for section in guide.sections if section.question)
    assert [run.emphasis for run in inline.parse(question.text)] == [True]


def test_every_voice_is_attributed_as_the_original_does_it(guide: Guide) -> None:
    voices = [voice for section in guide.sections for voice in section.voices]
    assert {voice.attribution for voice in voices} == {"women working with Breaking Free"}
    assert "shared by women working with Breaking Free" in original()


def test_no_permission_is_claimed_that_was_not_recorded(guide: Guide) -> None:
    assert {voice.permission for section in guide.sections for voice in section.voices} == {
        guide.labels.permission_unknown
    }
    assert "not recorded" in guide.labels.permission_unknown


# --- the files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_file_begins_with_its_schema_and_a_comment_that_says_what_may_be_changed(name: str) -> None:
    lines = (CONTENT / name).read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# yaml-language-server: $schema=schema/{name.removesuffix('.yaml')}.schema.json"
    head = [
        line for line in lines[: next((at for at, line in enumerate(lines) if line and line[0] != "#"), None)] if line
    ]
    assert re.search(r"\b(may change|change it here)\b|may add", " ".join(head))
    assert len(head) >= 4


def test_every_file_in_the_content_folder_is_known_to_the_loader() -> None:
    assert sorted(path.name for path in CONTENT.glob("*.yaml")) == NAMES


@pytest.mark.parametrize("name", ["guide.yaml", "tips.yaml", "voices.yaml"])
def test_texts_stand_in_block_scalars_so_that_colons_and_quotes_need_no_care(name: str) -> None:
    texts = re.findall(r"(?m)^\s*(?:text|heading|title):(.*)$", (CONTENT / name).read_text(encoding="utf-8"))
    assert texts
    assert {text.strip() for text in texts} == {"|"}


# --- what trainers add --------------------------------------------------------------------------------------------


def test_facilitation_is_marked_editorial(guide: Guide) -> None:
    assert guide.facilitation.origin == "editorial"


def test_every_tip_has_a_script_a_discussion_question_and_minutes(guide: Guide) -> None:
    for tip in (tip for section in guide.sections for tip in section.tips):
        added = guide.facilitation.items[tip.id]
        assert added.script, tip.id
        assert isinstance(added.discussion, str), tip.id
        assert added.discussion.endswith("?"), tip.id
        assert added.minutes > 0, tip.id


def test_the_group_of_voices_has_a_script_a_discussion_question_and_minutes(guide: Guide) -> None:
    group = guide.facilitation.groups["voices"]
    assert group.script
    assert isinstance(group.discussion, str)
    assert group.discussion.endswith("?")
    assert group.minutes > 0


def test_every_tip_names_the_voices_that_speak_to_it(guide: Guide) -> None:
    voices = {voice.id for section in guide.sections for voice in section.voices}
    for tip in (tip for section in guide.sections for tip in section.tips):
        named = guide.facilitation.items[tip.id].voices
        assert named, tip.id
        assert set(named) <= voices, tip.id
    assert "voice.know-things" in guide.facilitation.items["tip.self-identify"].voices


def test_no_words_of_a_voice_are_repeated_in_what_trainers_say(guide: Guide) -> None:
    """Long stretches of somebody's words in a script would be words that nobody proves."""
    added = folded((CONTENT / "facilitation.yaml").read_text(encoding="utf-8")).lower()
    for voice in (voice for section in guide.sections for voice in section.voices):
        words = voice.text.lower().split()
        for at in range(len(words) - 6):
            assert " ".join(words[at : at + 7]) not in added, voice.id


# --- who to call --------------------------------------------------------------------------------------------------


def test_the_national_hotline_stands_there_with_the_day_it_was_checked_and_its_source(guide: Guide) -> None:
    hotline = next(contact for contact in guide.contacts if contact.id == "contact.national-hotline")
    assert [line.value for line in hotline.lines] == ["1-888-373-7888", "233733", "711", "humantraffickinghotline.org"]
    assert hotline.verified_on
    assert hotline.source


def test_there_is_room_for_local_contacts(guide: Guide) -> None:
    assert [contact.id for contact in guide.contacts if not contact.lines]


def test_no_number_to_call_stands_anywhere_but_in_the_contacts(guide: Guide) -> None:
    values = [line.value for contact in guide.contacts for line in contact.lines if len(line.value) > 3]
    root = CONTENT.parents[1]
    ours = [
        path
        for folder in ("source", "typeset", "handbook", "slides", "tools")
        for path in (root / folder).rglob("*")
        if path.suffix in {".py", ".yaml", ".html", ".css", ".xml", ".json"}
    ]
    holders = {path.name for path in ours if any(value in path.read_text(encoding="utf-8") for value in values)}
    assert holders == {"contacts.yaml"}
