"""What became of each item in a file: same, reworded, missing, twice; and words that somebody added."""

from __future__ import annotations

import pytest

from proof.findings import Comparison, Finding, State
from proof.matching import Known, compare
from proof.reading import Passage, Reading
from proof.report import Report
from source.inline import Run
from source.labels import filled
from source.model import Guide, Item, ItemKind

ITEMS = (
    Item(id="guide.title", kind=ItemKind.TITLE, words="Lanterns at the harbor"),
    Item(id="tip.look", kind=ItemKind.TIP, words="Look closely: every lantern is a sign that somebody is there."),
    Item(
        id="voice.light", kind=ItemKind.VOICE, words="We keep the light on – don’t ask us why.", attribution="keepers"
    ),
)
OURS = (filled("Tip {number} of {total}", number=1, total=1), (Run("Shared by keepers"),))
WHOLE = (
    "Lanterns at the harbor",
    "Tip 1 of 1",
    "Look closely: every lantern is a sign that somebody is there.",
    "We keep the light on – don’t ask us why.",
    "Shared by keepers",
)


def held(*passages: str) -> Comparison:
    """The comparison of a file that has these passages on one slide."""
    return compare(ITEMS, OURS, Reading("deck.pptx", "slide", 1, tuple(Passage(1, text) for text in passages)))


def finding(comparison: Comparison, identifier: str) -> Finding:
    return next(found for found in comparison.items if found.id == identifier)


def replaced(old: str, new: str) -> Comparison:
    passages = [passage.replace(old, new) for passage in WHOLE]
    assert tuple(passages) != WHOLE
    return held(*passages)


def test_a_file_with_all_words_is_faithful(guide: Guide) -> None:
    comparison = held(*WHOLE)
    assert comparison.faithful
    assert comparison.same == len(comparison.items) == 3
    assert Report(guide.labels).summary(comparison) == "3 of 3 items word for word in deck.pptx"


def test_findings_come_in_the_order_of_the_source() -> None:
    assert [found.id for found in held(*reversed(WHOLE)).items] == [item.id for item in ITEMS]


@pytest.mark.parametrize(
    ("old", "new"),
    [("lantern is", "lamp is"), ("closely:", "closely;"), ("closely", "Closely"), ("there.", "there"), ("is a", "isa")],
)
def test_one_changed_character_makes_an_item_reworded(old: str, new: str) -> None:
    comparison = replaced(old, new)
    assert not comparison.faithful
    assert finding(comparison, "tip.look").state in {State.REWORDED, State.CUT}
    assert comparison.same == 2


def test_the_report_of_a_reworded_item_shows_both_words(guide: Guide) -> None:
    comparison = replaced("every lantern", "every lamp")
    told = Report(guide.labels).line(finding(comparison, "tip.look"), comparison.medium)
    assert "tip.look" in told
    assert "slide 1" in told
    assert "[-lantern-]" in told
    assert "[+lamp+]" in told


def test_an_item_without_its_end_is_cut_short() -> None:
    assert finding(replaced(" – don’t ask us why.", ""), "voice.light").state is State.CUT


def test_an_item_that_is_not_there_is_missing() -> None:
    comparison = held(*WHOLE[:2], *WHOLE[3:])
    assert finding(comparison, "tip.look").state is State.MISSING
    assert not comparison.faithful
    assert comparison.same == 2


def test_a_voice_that_stands_there_twice_is_told() -> None:
    comparison = held(*WHOLE, WHOLE[3])
    assert finding(comparison, "voice.light").state is State.TWICE
    assert not comparison.faithful


def test_a_voice_may_stand_in_a_picture_and_as_text_beside_it_if_both_say_the_same() -> None:
    known = Known(twice=frozenset({"voice.light"}))

    def twice(text: str) -> Comparison:
        passages = tuple(Passage(1, words) for words in (*WHOLE, text))
        return compare(ITEMS, OURS, Reading("guide.pdf", "page", 1, passages), known=known)

    assert twice(WHOLE[3]).faithful
    assert not twice(WHOLE[3].replace("don’t", "do not")).faithful


def test_the_number_of_a_page_may_be_a_word_of_an_item() -> None:
    desk = Item(id="contact.desk", kind=ItemKind.CONTACT, words="Desk 555-0122, then press 2")
    passages = (Passage(1, desk.words), Passage(2, "2"))
    assert compare([desk], (), Reading("guide.pdf", "page", 2, passages)).faithful


def test_an_edition_may_end_in_a_number_behind_a_hyphen() -> None:
    edition = filled("Edition {edition}", edition="2026-27")
    passages = (*map(Passage, (1,) * len(WHOLE), WHOLE), Passage(1, "Edition 2026-27"))
    reading = Reading("guide.pdf", "page", 1, passages, edition="2026-27")
    assert compare(ITEMS, (*OURS, edition), reading).faithful


def test_a_title_may_stand_there_more_than_once() -> None:
    assert held(*WHOLE, WHOLE[0]).faithful


def test_words_that_somebody_added_are_told() -> None:
    comparison = held(*WHOLE, "Call my cousin on the pier.")
    added = [found for found in comparison.findings if found.state is State.ADDED]
    assert [found.text for found in added] == ["Call my cousin on the pier."]
    assert not comparison.faithful
    assert comparison.same == 3


def test_a_number_to_call_that_somebody_added_is_told() -> None:
    assert any(found.state is State.ADDED for found in held(*WHOLE, "555-0199-22").findings)


def test_labels_and_page_numbers_are_nobodys_addition() -> None:
    assert held(*WHOLE, "Tip 12 of 34", "17").faithful


def test_a_voice_without_its_attribution_is_not_the_same() -> None:
    comparison = held(*WHOLE[:4])
    assert finding(comparison, "voice.light").state is not State.SAME
    assert not comparison.faithful


def test_a_label_may_join_an_attribution_to_its_letters_but_no_name_stands_for_a_longer_one() -> None:
    ours = (*OURS, (Run("von"), Run("keepers")))
    for said, faithful in (("vonkeepers", True), ("vonbookkeepers", False)):
        passages = [Passage(1, text) for text in (*WHOLE[:4], said)]
        comparison = compare(ITEMS, ours, Reading("deck.pptx", "slide", 1, tuple(passages)))
        assert (finding(comparison, "voice.light").state is State.SAME) == faithful


@pytest.mark.parametrize(("old", "new"), [("don’t", "don't"), ("closely", "close\u00adly"), ("a sign", "a\u00a0sign")])
def test_what_programs_change_by_themselves_is_no_difference(old: str, new: str) -> None:
    comparison = replaced(old, new)
    assert comparison.same == 3


def test_an_item_may_run_over_two_passages() -> None:
    split = ("Look closely: every lantern", "is a sign that somebody is there.")
    assert finding(held(*WHOLE[:2], *split, *WHOLE[3:]), "tip.look").state is State.SAME


def test_braces_in_our_own_words_are_words() -> None:
    ours = (*OURS, (Run("Write {number} here"),))
    passages = [Passage(1, text) for text in (*WHOLE, "Write {number} here", "Write 12 here")]
    comparison = compare(ITEMS, ours, Reading("deck.pptx", "slide", 1, tuple(passages)))
    assert [found.text for found in comparison.others] == ["Write 12 here"]


@pytest.mark.parametrize("shown", ["A small light · 3 of 4", "A small light · 3of4", "A  small light · 12 of 2.5"])
def test_only_what_varies_may_differ_in_what_we_placed(shown: str) -> None:
    styled = (Run("A sm"), Run("all", strong=True), Run(" light · "), *filled("{number} of {total}", number=1, total=2))
    for text, others in ((shown, 0), (shown.replace("light", "lamp"), 1), (f"{shown} 5", 1)):
        reading = Reading("deck.pptx", "slide", 1, tuple(Passage(1, words) for words in (*WHOLE, text)))
        assert len(compare(ITEMS, (*OURS, styled), reading).others) == others
