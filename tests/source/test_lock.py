"""Survivors' words are as they were approved, to the character."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from products.build import build
from source.approve import approve, release
from source.check import refused, to_mend
from source.errors import SourceError, UsageError
from source.load import CONTENT, load
from source.lock import Lock, digest, dumped, marked_difference, with_approval, with_withdrawal
from source.model import Voice
from source.notes import Note
from source.reminders import reminders
from source.traces import traces

TODAY = date(2026, 11, 23)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(CONTENT, tmp_path / "content")
    return tmp_path / "content"


def change(content: Path, old: str, new: str, name: str = "voices.yaml") -> None:
    text = (content / name).read_text(encoding="utf-8")
    assert old in text
    (content / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(content: Path) -> list[str]:
    with pytest.raises(SourceError) as caught:
        load(content)
    return [str(fault) for fault in caught.value.faults]


def yes(_: str) -> bool:
    return True


def test_every_voice_that_ships_is_approved() -> None:
    assert len(load(CONTENT).guide.sections[1].voices) == 16


def test_one_changed_character_is_refused_and_shown(content: Path) -> None:
    change(content, "Calling us “prostitutes” hurts us.", "Calling us “prostitutes” hurt us.")
    (fault,) = faults(content)
    assert fault.startswith("voices.yaml:23:7: voice.language-counts is not as approved: ")
    assert "hurt[-s-] us." in fault
    assert "handbook approve voice.language-counts" in fault


def test_a_changed_attribution_is_refused_for_every_voice(content: Path) -> None:
    change(content, "attribution: women working with Breaking Free", "attribution: women")
    assert len(faults(content)) == 16


def test_a_new_voice_is_refused_until_it_is_approved(content: Path) -> None:
    with (content / "voices.yaml").open("a", encoding="utf-8") as file:
        file.write("    - id: voice.newest\n      text: |\n        Some words, as given.\n")
    (fault,) = faults(content)
    assert "voice.newest was never approved" in fault
    assert approve(content, ["voice.newest"], "given for this guide", TODAY, yes) == 1
    assert load(content).guide.sections[1].voices[-1].text == "Some words, as given."


def test_a_voice_that_disappears_is_noticed(content: Path) -> None:
    change(content, "    - id: voice.housing\n      text: |\n        We need more housing.\n", "")
    assert any("voice.housing was approved, and is gone from voices.yaml" in fault for fault in faults(content))


def test_the_lock_cannot_be_edited_by_hand(content: Path) -> None:
    change(content, "text: We need more housing.", "text: We need more houses.", "voices.lock")
    assert any("The entry of voice.housing was edited" in fault for fault in faults(content))


def test_approving_shows_the_difference_and_asks_for_each(content: Path) -> None:
    change(content, "We need more housing.", "We need much more housing.")
    change(content, "We know things.", "We know many things.")
    asked: list[str] = []

    def only_the_first(question: str) -> bool:
        asked.append(question)
        return len(asked) == 1

    assert (
        approve(content, ["voice.housing", "voice.know-things"], "asked for by the author", TODAY, only_the_first) == 1
    )
    assert "[+uch m+]ore housing." in asked[0]
    (fault,) = faults(content)
    assert "voice.know-things" in fault


def test_an_approval_is_kept_with_its_date_and_reason(content: Path) -> None:
    change(content, "We need more housing.", "We need much more housing.")
    approve(content, ["voice.housing"], "asked for by the author", TODAY, yes)
    lock = (content / "voices.lock").read_text(encoding="utf-8")
    assert "asked for by the author" in lock
    assert "As in the original tip sheet" in lock, "the first approval stays"


def test_nothing_is_approved_without_a_reason_or_a_name(content: Path) -> None:
    with pytest.raises(UsageError, match="--reason"):
        approve(content, ["voice.housing"], " ", TODAY, yes)
    with pytest.raises(UsageError, match=r"voice\.nobody"):
        approve(content, ["voice.nobody"], "why", TODAY, yes)


def test_nothing_is_approved_when_nobody_answers(content: Path) -> None:
    before = (content / "voices.lock").read_bytes()
    change(content, "We need more housing.", "We need much more housing.")
    arguments = ["approve", "voice.housing", "--reason", "why", "--source", str(content)]
    result = CliRunner().invoke(cli.app, arguments, input="")
    assert result.exit_code == 1
    assert (content / "voices.lock").read_bytes() == before


def test_a_withdrawn_voice_leaves_every_product_and_keeps_its_entry(content: Path) -> None:
    change(content, "    - id: voice.wall\n", "    - id: voice.wall\n      withdrawn: 2026-11-30\n")
    guide = load(content).guide
    assert "voice.wall" not in {item.id for item in guide.items()}
    assert all("voice.wall" not in added.voices for added in guide.facilitation.items.values())
    assert "voice.wall:" in (content / "voices.lock").read_text(encoding="utf-8")
    assert guide.withdrawn[0].on == "2026-11-30"


def test_the_words_of_a_withdrawn_voice_can_be_taken_out_of_the_source_altogether(content: Path) -> None:
    start = "    - id: voice.housing\n"
    change(content, f"{start}      text: |\n        We need more housing.\n", f"{start}      withdrawn: 2026-11-30\n")
    assert approve(content, ["voice.housing"], "withdrawn by the author", TODAY, yes) == 1
    assert not any(b"more housing" in file.read_bytes() for file in content.glob("voices.*"))
    assert load(content).guide.withdrawn[0].traces


def test_a_withdrawn_voice_does_not_come_back_with_an_older_copy_of_the_file(content: Path) -> None:
    older = (content / "voices.yaml").read_bytes()
    start = "    - id: voice.housing\n"
    change(content, f"{start}      text: |\n        We need more housing.\n", f"{start}      withdrawn: 2026-11-30\n")
    approve(content, ["voice.housing"], "withdrawn by the author", TODAY, yes)
    (content / "voices.yaml").write_bytes(older)
    (fault,) = faults(content)
    assert "voice.housing was withdrawn, and is back" in fault


def test_words_that_are_kept_of_a_withdrawn_voice_are_a_reminder(content: Path) -> None:
    change(content, "    - id: voice.wall\n", "    - id: voice.wall\n      withdrawn: 2026-11-30\n")
    (note,) = (note for note in reminders(load(content)) if "voice.wall" in note.text)
    assert "voice.wall was withdrawn. Please delete its text" in note.text
    assert note.holds(TODAY)


def test_our_own_texts_do_not_repeat_a_withdrawn_voice(content: Path) -> None:
    change(content, "    - id: voice.wall\n", "    - id: voice.wall\n      withdrawn: 2026-11-30\n")
    assert refused(load(content)) == []
    change(content, "Look closely: victims will be", "Deep down we know we need help. Victims will be", "tips.yaml")
    (fault,) = refused(load(content))
    assert "voice.wall, which was withdrawn" in str(fault)


def test_a_build_names_older_files_that_still_carry_a_withdrawn_voice(content: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(content, output, ["voices-poster"], progress=lambda step: None)
    change(content, "    - id: voice.wall\n", "    - id: voice.wall\n      withdrawn: 2026-11-30\n")
    told: list[Note] = []
    build(content, output, ["tips-card"], progress=lambda step: None, warn=told.append)
    (said,) = (note.text for note in told if "voices-poster.pdf" in note.text)
    assert "carries a voice that was withdrawn since: please delete it" in said


def test_other_words_under_an_edition_that_was_given_out_are_told(content: Path) -> None:
    release(load(content), TODAY)
    assert to_mend(load(content)) == []
    change(content, "Look closely: victims", "Look twice: victims", "tips.yaml")
    (fault,) = to_mend(load(content))
    assert str(fault).startswith("guide.yaml:")
    assert "Edition 2026.1 was given out with other words" in str(fault)


def test_a_voice_is_as_approved_however_its_accents_were_typed(content: Path) -> None:
    with (content / "voices.yaml").open("a", encoding="utf-8") as file:
        file.write("    - id: voice.newest\n      text: |\n        We met in a caf\u00e9.\n")
    approve(content, ["voice.newest"], "given for this guide", TODAY, yes)
    change(content, "We met in a caf\u00e9.", "We met in a cafe\u0301.")
    assert load(content).guide.sections[1].voices[-1].text == "We met in a caf\u00e9."
    change(content, "We met in a cafe\u0301.", "We met in a cafe.")
    (fault,) = faults(content)
    assert "voice.newest is not as approved" in fault


DIFFERENCES = {
    "a letter": ("We know things.", "We knew things.", "We kn[+e+][-o-]w things."),
    "words put in": ("We wait.", "We wait here.", "We wait[+ here+]."),
    "words taken out": ("We wait here.", "We wait.", "We wait[- here-]."),
    "nothing": ("We wait.", "We wait.", "We wait."),
    "as much around as is shown whole": ("x" * 48 + "1", "x" * 48 + "2", "x" * 48 + "[+2+][-1-]"),
    "more around": ("ab" * 25 + "1", "ab" * 25 + "2", "ab" * 12 + " … " + "ab" * 12 + "[+2+][-1-]"),
    "a book, of which words are compared": (
        "word " * 9_000 + "calm end",
        "word " * 9_000 + "cold end",
        "word word word word word … ord word word word word [+cold+][-calm-] end",
    ),
}


@pytest.mark.parametrize(("before", "after", "shown"), DIFFERENCES.values(), ids=DIFFERENCES.keys())
def test_a_difference_is_shown_with_a_little_around_it(before: str, after: str, shown: str) -> None:
    assert marked_difference(before, after) == shown


WORDS = (
    "The kettle – “ours” – is always on; "
    "whoever comes in from the rain finds a cup, a chair and some company while it rains."
)


def voice(identifier: str, text: str) -> Voice:
    return Voice(id=identifier, text=text, attribution="a café’s staff", source="a test", permission="")


def test_a_lock_is_written_so_that_people_can_read_and_compare_it() -> None:
    """In the order of the ids, letters as they are, long lines folded, and nothing that says nothing."""
    one, other = voice("voice.kettle", WORDS), voice("voice.garden", "We water it.")
    lock = with_approval(with_approval(Lock(voices={}), one, "2026-11-01", "as given"), other, "2026-11-02", "as given")
    text = dumped(with_withdrawal(lock, "voice.garden", "2026-11-03", "asked for"))
    head, _, written = text.partition("voices:\n")
    written, _, marks = written.rpartition("traces: ")
    assert marks.split() == sorted(traces(WORDS))
    assert written == (
        "  voice.garden:\n"
        "    approvals:\n"
        f"    - date: '2026-11-02'\n      digest: {digest(other)}\n      reason: as given\n"
        f"    - date: '2026-11-03'\n      digest: {digest(other)}\n      reason: asked for\n"
        f"    digest: {digest(other)}\n"
        f"    traces: {next(iter(traces(other.text)))}\n"
        "  voice.kettle:\n"
        "    approvals:\n"
        f"    - date: '2026-11-01'\n      digest: {digest(one)}\n      reason: as given\n"
        "    attribution: a café’s staff\n"
        f"    digest: {digest(one)}\n"
        "    source: a test\n"
        "    text: The kettle – “ours” – is always on; "
        "whoever comes in from the rain finds a cup, a chair and some company\n"
        "      while it rains.\n"
        "    "
    )
    assert all(line.startswith("# ") for line in head.splitlines())


def test_a_second_approval_is_added_to_the_first() -> None:
    first = with_approval(Lock(voices={}), voice("voice.kettle", WORDS), "2026-11-01", "as given")
    second = with_approval(first, voice("voice.kettle", "Tea."), "2026-11-02", "shortened by its author")
    assert [one.reason for one in second.voices["voice.kettle"].approvals] == ["as given", "shortened by its author"]
    assert second.voices["voice.kettle"].text == "Tea."
