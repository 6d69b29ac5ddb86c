"""Words to avoid are found in our own texts, in every form, and never in what somebody else said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from source.check import term_faults
from source.load import CONTENT, load
from source.model import TextKind
from source.terms import uses

GUIDE = load(CONTENT).guide


def found(text: str) -> list[str]:
    return [use.words for use in uses(text, GUIDE.terms)]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(CONTENT, tmp_path / "content")
    return tmp_path / "content"


def test_what_ships_breaks_no_rule() -> None:
    assert term_faults(load(CONTENT)) == []


@pytest.mark.parametrize(
    "word",
    [
        "prostitute",
        "Prostitutes",
        "PROSTITUTE’S",
        "child prostitute",
        "rescue",
        "rescued",
        "rescuing",
        "Rescues",
        "rescuers",
        "the homeless",
        "homeless people",
        "addicts",
    ],
)
def test_every_form_of_a_word_is_found(word: str) -> None:
    assert found(f"They met {word} that day.") == [word]


@pytest.mark.parametrize(
    "text", ["She has been in prostitution.", "The prescue code", "We speak of addiction.", "They are homeless."]
)
def test_other_words_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["Calling us “prostitutes” hurts us.", 'He said "rescue" twice.'])
def test_words_inside_quotation_marks_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_longer_rule_wins() -> None:
    assert found("a voice for the voiceless") == ["voice for the voiceless"]


def test_a_rule_can_hold_for_some_kinds_of_text_only() -> None:
    rules = GUIDE.terms.model_copy(
        update={"terms": tuple(term.model_copy(update={"only": (TextKind.TIPS,)}) for term in GUIDE.terms.terms)}
    )
    assert uses("We rescue people.", rules, TextKind.CONTACTS) == []
    assert len(uses("We rescue people.", rules, TextKind.TIPS)) == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("tips.yaml", "Victims may lie to you.", "Prostitutes may lie to you.", ":36:9:"),
        ("contacts.yaml", "Local shelter or housing", "Shelter for the homeless", ":25:23:"),
        ("guide.yaml", "Why we listen", "Why we rescue", ":39:21:"),
    ],
)
def test_a_use_is_reported_with_its_place_and_what_to_say_instead(
    name: str, old: str, new: str, place: str, content: Path
) -> None:
    text = (content / name).read_text(encoding="utf-8")
    (content / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (fault,) = term_faults(load(content))
    assert str(fault).startswith(f"{name}{place}")
    assert "Instead of" in fault.advice


def test_voices_are_never_held_against_the_rules(content: Path) -> None:
    assert "rescued" in (content / "voices.yaml").read_text(encoding="utf-8")
    assert term_faults(load(content)) == []


def test_an_exception_can_be_written_down_with_its_reason(content: Path) -> None:
    text = (content / "tips.yaml").read_text(encoding="utf-8")
    (content / "tips.yaml").write_text(
        text.replace("Victims may lie to you.", "We rescue nobody.", 1), encoding="utf-8"
    )
    assert len(term_faults(load(content))) == 1
    terms = (content / "terms.yaml").read_text(encoding="utf-8")
    exception = "exceptions:\n  - { term: rescue, item: tip.lie-to-survive, reason: it says that we do not }\n"
    (content / "terms.yaml").write_text(terms.replace("exceptions: []\n", exception), encoding="utf-8")
    assert term_faults(load(content)) == []
