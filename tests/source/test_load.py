"""Whole files: missing, empty, in other encodings, endless, with many faults; and any words at all."""

from __future__ import annotations

import re
import string
from pathlib import Path
from textwrap import dedent
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from source.errors import Fault, SourceError
from source.load import CONTENT, load
from tests.support import change, faults

HOUSING = "      text: |\n        We need more housing.\n"


def test_a_file_that_is_missing_is_one_fault_and_not_one_for_everything_in_it(content: Path) -> None:
    (content / "voices.yaml").unlink()
    (fault,) = faults(content)
    said, _, example = fault.partition(" It may begin like this:\n")
    assert said == "voices.yaml:1:1: The file is missing. Put a file named voices.yaml into the content folder."
    assert "\nvoices:\n" in dedent(example)


def test_an_empty_file_is_a_fault(content: Path) -> None:
    (content / "tips.yaml").write_text("# nothing\n")
    assert faults(content) == ["tips.yaml:1:1: The file is empty. Restore it from an earlier copy."]


@pytest.mark.parametrize("text", ["only words\n", "- a\n- list\n"])
def test_a_file_without_named_parts_is_a_fault(content: Path, text: str) -> None:
    (content / "guide.yaml").write_text(text)
    assert faults(content) == [
        "guide.yaml:1:1: “the file” should have named parts. Write each part as “name: text” on a line of its own."
    ]


def test_a_file_in_another_encoding_is_told_with_the_first_character_that_is_wrong(content: Path) -> None:
    path = content / "voices.yaml"
    text = path.read_text(encoding="utf-8")
    line = text[: text.index("We need more housing.")].count("\n") + 1
    path.write_bytes(text.encode().replace(b"We need more housing.", b"We need caf\xe9s."))
    assert faults(content) == [
        f"voices.yaml:{line}:20: This character is not saved as UTF-8. Save the file again with the encoding UTF-8."
    ]


def test_a_byte_order_mark_does_no_harm(content: Path) -> None:
    path = content / "tips.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(content).guide == load(CONTENT).guide


def test_line_ends_of_windows_do_no_harm(content: Path) -> None:
    for path in content.glob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(content).guide == load(CONTENT).guide


@pytest.mark.parametrize(("text", "column"), [("[" * 300_000, 61), ("- " * 50_000, 121), ("{a: " * 5_000, 241)])
def test_lists_inside_lists_without_end_are_a_fault_and_no_crash(content: Path, text: str, column: int) -> None:
    (content / "guide.yaml").write_text(text)
    assert faults(content) == [
        f"guide.yaml:1:{column}: The lists in this file stand inside each other too deeply. Make it flatter."
    ]


def test_a_file_of_unlikely_size_is_not_read(content: Path) -> None:
    with (content / "tips.yaml").open("a") as file:
        file.write("#" * 9_000_000)
    assert faults(content) == ["tips.yaml:1:1: The file is larger than 8 MiB. Check that it is the right file."]


def test_a_link_out_of_the_content_folder_is_not_followed(content: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    (content / "tips.yaml").rename(elsewhere)
    (content / "tips.yaml").symlink_to(elsewhere)
    assert faults(content) == [
        "tips.yaml:1:1: The file is a link that leads out of the content folder. Put a copy of the file here."
    ]


def test_a_folder_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    assert faults(tmp_path / "nothing") == [
        f"{tmp_path / 'nothing'}:1:1: There is no such folder. Name the folder with --source."
    ]


def test_several_faults_in_several_files_are_told_in_one_run_sorted_by_file_and_line(content: Path) -> None:
    change(content, "theme.yaml", '"#1A2226"', "black")
    change(content, "theme.yaml", '"#0B5260"', "blue")
    change(content, "voices.yaml", HOUSING, "      text: |\n")
    change(content, "guide.yaml", "    short: Tips\n", "    shrt: Tips\n")
    change(content, "facilitation.yaml", "      minutes: 8\n", "      minutes: eight\n")
    found = faults(content)
    assert [fault.split(":")[0] for fault in found] == [
        "facilitation.yaml",
        "guide.yaml",
        "guide.yaml",
        "theme.yaml",
        "theme.yaml",
        "voices.yaml",
    ]
    assert [int(fault.split(":")[1]) for fault in found[3:5]] == sorted(int(f.split(":")[1]) for f in found[3:5])


def test_a_file_that_cannot_be_read_does_not_hide_the_faults_of_another(content: Path) -> None:
    change(content, "tips.yaml", "    - id: tip.trust\n", "   - id: tip.trust\n")
    change(content, "theme.yaml", '"#0B5260"', "blue")
    assert [fault.split(":")[0] for fault in faults(content)] == ["theme.yaml", "tips.yaml"]


def test_every_fault_says_what_to_do_in_a_sentence_of_its_own(content: Path) -> None:
    change(content, "theme.yaml", '"#0B5260"', "blue")
    change(content, "voices.yaml", HOUSING, "      text: 4\n")
    with pytest.raises(SourceError) as caught:
        load(content)
    assert len(caught.value.faults) == 2
    for fault in caught.value.faults:
        assert isinstance(fault, Fault)
        assert re.fullmatch(r".+[.?]", fault.problem)
        assert re.fullmatch(r"[A-Z].+[.?]", fault.advice)


def test_a_thousand_faults_are_twenty_lines_and_how_many_more(content: Path) -> None:
    tips = "\n".join(f"    - id: tip.n{number}\n      words: none" for number in range(500))
    (content / "tips.yaml").write_text(f"tips:\n  section.tips:\n{tips}\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load(content)
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == f"… and {len(caught.value.faults) - 20} more faults."
    assert len(caught.value.faults) >= 1000


def test_two_loads_give_the_same_guide() -> None:
    assert load(CONTENT).guide == load(CONTENT).guide


# --- any words at all ---------------------------------------------------------------------------------------------

# What a model accepts as printable, and a text file keeps: no carriage returns or other line breaks inside a line.
PRINTABLE = st.characters(
    exclude_categories=("Cc", "Cs", "Cn"),
    exclude_characters="\ufeff\ufffe\uffff\u0085\u2028\u2029\x7f",
)
LINES = st.lists(st.text(PRINTABLE, min_size=1).filter(lambda line: line.strip(" ")), min_size=1, max_size=4)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(LINES)
def test_any_words_that_can_be_printed_come_through_a_block_scalar_unchanged(content: Path, lines: list[str]) -> None:
    text = (CONTENT / "voices.yaml").read_text(encoding="utf-8")
    block = "\n".join(f"        {line.strip(' ')}" for line in lines)
    changed = text.replace("        We need more housing.", block)
    (content / "voices.yaml").write_text(changed, encoding="utf-8", newline="\n")
    voices = {
        voice.id: voice.text for section in load(content, locked=False).guide.sections for voice in section.voices
    }
    expected = re.sub(r" +", " ", " ".join(line.strip(" ") for line in lines))
    # An accent that was typed after its letter is one with it: the same text for every reader (Unicode, NFC).
    assert voices["voice.housing"] == normalize("NFC", expected)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(string.printable + "“”’–é|>*&!%@`", max_size=200), st.integers(0, 2**16))
def test_whatever_is_typed_into_a_file_is_a_guide_or_faults_and_never_a_traceback(
    content: Path, typed: str, seed: int
) -> None:
    text = (CONTENT / "tips.yaml").read_text(encoding="utf-8")
    at = seed % len(text)
    (content / "tips.yaml").write_text(text[:at] + typed + text[at:], encoding="utf-8")
    for fault in faults(content):
        assert re.match(r"(tips|facilitation|guide|voices|contacts|sessions|theme)\.yaml:\d+:\d+: ", fault)
