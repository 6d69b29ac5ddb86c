"""Words to avoid are found in our own texts, in every form, and never in what somebody else said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from source.check import term_faults
from source.load import CONTENT, load
from source.model import Term, TermException, TermsFile, TextKind
from source.terms import advice_on, excepted, own_texts, uses

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


RULE = Term(instead_of=("lame excuse", "excuse"), use="a reason", why="It belittles", source="the style guide")
OTHER = Term(instead_of=("crazy",), use="surprising", why="It belittles", source="the style guide")


def test_a_use_says_where_it_stands_and_what_to_say_and_why() -> None:
    (use,) = uses("No lame excuses, please.", TermsFile(terms=(RULE,)))
    assert (use.words, use.start, use.end) == ("lame excuses", 3, 15)
    assert use.advice == "Instead of “lame excuses” say: a reason. It belittles (the style guide)"


def test_uses_are_told_in_the_order_of_the_text() -> None:
    found = uses("Crazy: an excuse, a lame-excuse, crazy.", TermsFile(terms=(RULE, OTHER)))
    assert [(use.words, use.start) for use in found] == [
        ("Crazy", 0),
        ("excuse", 10),
        ("lame-excuse", 20),
        ("crazy", 33),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("excuse", 1),
        ("excuse’s excused excuses excusing excuser excusers", 6),
        ("inexcusable", 0),
        ("excuses_", 0),
        ("lame  excuse", 1),
        ("“An excuse”, an excuse", 1),
        ("‘an excuse’ and an excuse", 1),
        ("the staff’s excuse, and the guests’ excuse", 2),
        ("ex\u00adcuse", 1),
        ("an “excuse that nobody closes", 1),
    ],
)
def test_forms_are_found_as_whole_words_and_outside_of_quotation_marks(text: str, number: int) -> None:
    assert len(uses(text, TermsFile(terms=(RULE,)))) == number


def test_an_exception_holds_for_its_rule_and_its_item_alone() -> None:
    text = next(own_texts("tips.yaml", {"tips": {"section.a": [{"id": "tip.a", "text": "A crazy excuse."}]}}))
    rules = TermsFile(terms=(RULE, OTHER))
    for item, term, expected in (("tip.a", "excuse", [True]), ("tip.b", "excuse", []), ("tip.a", "mad", [])):
        only = rules.model_copy(update={"exceptions": (TermException(term=term, item=item, reason="why"),)})
        assert [True for use in uses(text.text, only) if excepted(use, text, only)] == expected


def test_texts_of_ours_are_known_by_file_kind_place_and_item() -> None:
    data = {
        "items": {"tip.a": {"script": "One.", "voices": ["voice.x"]}},
        "activities": [{"id": "activity.b", "title": "Two", "prompts": ["Three?"]}],
        "origin": "editorial",
    }
    found = list(own_texts("facilitation.yaml", data))
    assert [(one.text, one.item, one.path) for one in found] == [
        ("One.", "tip.a", ("items", "tip.a", "script")),
        ("Two", "activity.b", ("activities", 0, "title")),
        ("Three?", "activity.b", ("activities", 0, "prompts", 0)),
    ]
    assert {(one.kind, one.file) for one in found} == {(TextKind.FACILITATION, "facilitation.yaml")}
    assert [one.item for one in own_texts("guide.yaml", {"title": "A guide"})] == ["guide.yaml"]
    assert not list(own_texts("voices.yaml", {"attribution": "staff"}))


def test_words_that_others_add_get_advice_without_their_marks() -> None:
    guide = GUIDE.model_copy(update={"terms": TermsFile(terms=(RULE,))})
    assert advice_on("An *excuse*.", guide) == ["Instead of “excuse” say: a reason. It belittles (the style guide)"]
