"""Content files that hold nothing, or cannot be opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from source import settings
from source.check import term_faults
from source.load import FILES, load
from tests.support import change, faults


@pytest.mark.parametrize("nothing", ["", "~\n", "null\n", "# only a remark\n", "--- ~\n"])
@pytest.mark.parametrize("name", [name for name in FILES if name != settings.NAME])
def test_a_file_that_holds_nothing_is_named_as_empty(content: Path, name: str, nothing: str) -> None:
    (content / name).write_text(nothing, encoding="utf-8")
    found = faults(content)
    assert f"{name}:1:1: The file is empty. Restore it from an earlier copy." in found


@pytest.mark.parametrize("nothing", ["", "# only a remark\n"])
def test_settings_that_say_nothing_leave_everything_as_usual(content: Path, nothing: str) -> None:
    (content / settings.NAME).write_text(nothing, encoding="utf-8")
    assert faults(content) == []


def test_a_file_that_cannot_be_opened_is_named_with_the_reason(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "tips.yaml":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert any(
        fault.startswith("tips.yaml:1:1: The file cannot be read: Permission denied.") for fault in faults(content)
    )


HEADS = {
    "quotation marks and dashes": ("# “to the harbor” – and back\n", 1),
    "signs outside the first plane": ("# 𝒽𝒶𝓇𝒷ℴ𝓇\n", 1),
    "what YAML alone takes for the end of a line": ("# a\u2028# b\u2029# c\u0085# d\n", 1),
    "ends of lines of every system": ("# a\r# b\r\n# c\n", 3),
    "a byte order mark": ("\ufeff# a\n", 1),
}


@pytest.mark.parametrize(("head", "lines"), HEADS.values(), ids=HEADS.keys())
@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("        Look closely", "        Look\x07 closely", 13), ("    - id: tip.trust", "    - xd: tip.trust", 7)],
    ids=["a character", "a key"],
)
def test_a_place_is_told_as_editors_count(
    content: Path, head: str, lines: int, old: str, new: str, column: int
) -> None:
    line = change(content, "tips.yaml", old, new) + lines
    path = content / "tips.yaml"
    path.write_text(head + path.read_text(encoding="utf-8"), encoding="utf-8", newline="")
    assert any(fault.startswith(f"tips.yaml:{line}:{column}: ") for fault in faults(content))


def test_a_byte_that_is_no_letter_is_told_by_the_letters_before_it(content: Path) -> None:
    (content / "tips.yaml").write_bytes("# “–” caf".encode() + b"\xe9\n")
    assert any(fault.startswith("tips.yaml:1:10: This character is not saved as UTF-8.") for fault in faults(content))


def test_a_word_to_avoid_is_told_where_it_stands_and_not_where_it_is_quoted(content: Path) -> None:
    old = "        Look closely: victims"
    line = change(content, "tips.yaml", old, f"        Some say “the homeless”;\n        so say the homeless.\n{old}")
    (fault,) = term_faults(load(content))
    assert (fault.line, fault.column) == (line + 1, 16)


def test_a_word_to_avoid_is_not_told_in_the_text_after_its_own(content: Path) -> None:
    line = change(
        content,
        "tips.yaml",
        "      text: |\n        Look closely",
        '      text: "So say the\\x20homeless"\n      more: |',
    )
    change(content, "tips.yaml", "      more: |", "      # the homeless")
    text = (content / "tips.yaml").read_text(encoding="utf-8")
    start = text.index("      # the homeless")
    (content / "tips.yaml").write_text(text[:start] + text[text.index("    - id: ", start) :], encoding="utf-8")
    told = [fault for fault in term_faults(load(content)) if fault.file == "tips.yaml"]
    assert [(fault.line, fault.column) for fault in told] == [(line, 13)]


@pytest.mark.parametrize("value", ["!!set {a}", "!!omap [a: 1]", "!own {a: b}", "!own [a]"])
def test_a_tag_of_a_list_is_refused_like_any_other(content: Path, value: str) -> None:
    line = change(content, "guide.yaml", "    short: Voices\n", f"    short: {value}\n")
    (fault,) = (fault for fault in faults(content) if fault.startswith(f"guide.yaml:{line}:12: "))
    assert "has no meaning here" in fault


def test_more_entries_than_any_guide_has_are_a_fault_before_they_fill_the_memory(content: Path) -> None:
    (content / "tips.yaml").write_text(f"tips: [{'[],' * 1_600_000}]")
    assert any(": The file has more than 200,000 entries." in fault for fault in faults(content))


@pytest.mark.parametrize("made", ["folder", "pipe", "link to nothing", "link to itself", "link to a folder"])
def test_what_is_no_file_is_told_as_what_it_is(content: Path, made: str) -> None:
    path = content / "terms.yaml"
    path.unlink()
    make: dict[str, Callable[[], None]] = {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "link to nothing": lambda: path.symlink_to("nowhere.yaml"),
        "link to itself": lambda: path.symlink_to("terms.yaml"),
        "link to a folder": lambda: path.symlink_to("."),
    }
    make[made]()
    (fault,) = faults(content)
    assert fault.startswith(("terms.yaml:1:1: This is ", "terms.yaml:1:1: The file is a link that leads out"))


def test_a_name_that_no_file_can_have_is_a_fault(content: Path) -> None:
    (content / "settings.yaml").write_text(f"template: {'x' * 300}.potx\n")
    with (content / "theme.yaml").open("a") as file:
        file.write(f"agency:\n  name: Harbor House\n  logo: {'x' * 300}.png\n")
    assert len(faults(content)) == 2


def test_a_message_holds_nothing_that_changes_the_terminal_and_no_book(content: Path) -> None:
    change(content, "guide.yaml", "language: en-US\n", f'language: en-US\n? "\\e[31m{"k" * 5_000}"\n: x\n')
    (fault,) = faults(content)
    assert "“(U+001B)[31mkkk" in fault
    assert len(fault) < 1_500


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x " * 50_001, "“text” has more than 100,000 letters. Part it into several texts."),
        ("x" * 10_001, "“text” has a word of more than 10,000 letters. Put spaces between its parts."),
    ],
    ids=["a text", "a word"],
)
def test_a_text_as_long_as_a_book_is_a_fault(content: Path, text: str, said: str) -> None:
    line = change(content, "tips.yaml", "      text: |\n        Look closely", f"      text: |\n        {text} Look")
    assert faults(content) == [f"tips.yaml:{line}:13: {said}"]


def test_a_voice_whose_words_are_gone_is_told_at_its_text(content: Path) -> None:
    line = change(content, "voices.yaml", "      text: |\n        We need more housing.\n", "      text: ~\n")
    assert any(fault.startswith(f"voices.yaml:{line}:13: “text” is missing.") for fault in faults(content))
