"""Everything stands where it should: items by themselves, attributions beside voices, our words in their places."""

from __future__ import annotations

import pytest

from proof.findings import EQUAL, Comparison, State, Verdict
from proof.matching import Known, compare
from proof.reading import Passage, Reading
from source.inline import Order, Run, Runs
from source.labels import filled
from source.model import Item, ItemKind, Withdrawn
from source.traces import digest, traces

ONE = Item(id="voice.one", kind=ItemKind.VOICE, words="We keep the garden. We ask for seeds.", attribution="gardeners")
TWO = Item(id="voice.two", kind=ItemKind.VOICE, words="We cook for everybody. We share.", attribution="cooks")
TIP = Item(id="tip.first", kind=ItemKind.TIP, words="Open the kitchen early in the day.")
POINT = Item(id="tip.first.light", kind=ItemKind.POINT, words="Switch on the light before anybody comes in.")
LAST = Item(id="tip.last", kind=ItemKind.TIP, words="Close the garden gate late at night.")
PLACE = Item(id="contact.county", kind=ItemKind.CONTACT, words="County kitchen")
ITEMS = (TIP, POINT, LAST, ONE, TWO, PLACE)
BY_GARDENERS, BY_COOKS = (Run("Shared by "), Run("gardeners")), (Run("Shared by "), Run("cooks"))
FIRST, SECOND = (filled("Voice {number} of {total}", number=number, total=2) for number in (1, 2))
INTERNAL, NUMBERS = (Run("Not to be read out"),), (Run("Our own numbers"),)
ORDERS: tuple[Order, ...] = (
    (TIP.id, POINT.id),
    (LAST.id,),
    (FIRST, ONE.id, BY_GARDENERS),
    (SECOND, TWO.id, BY_COOKS),
    (NUMBERS, PLACE.id),
    (INTERNAL, (Run("For trainers"),)),
)
PLACED: tuple[Runs, ...] = tuple(entry for order in ORDERS for entry in order if not isinstance(entry, str))
SLIDES = (
    (TIP.words, POINT.words),
    (LAST.words,),
    ("Voice 1 of 2", ONE.words, "Shared by gardeners"),
    ("Voice 2 of 2", TWO.words, "Shared by cooks"),
    ("Our own numbers", PLACE.words),
    ("Not to be read out", "For trainers"),
)


def held(slides: tuple[tuple[str, ...], ...], medium: str = "slide", known: Known | None = None) -> Comparison:
    passages = tuple(Passage(number, text) for number, texts in enumerate(slides, 1) for text in texts)
    reading = Reading("deck.pptx", medium, len(slides), passages)
    return compare(ITEMS, PLACED, reading, (), known or Known(ORDERS, frozenset({PLACE.id})))


def changed(number: int, *texts: str) -> tuple[tuple[str, ...], ...]:
    """The slides with one of them (from 0) as it is now."""
    return (*SLIDES[:number], texts, *SLIDES[number + 1 :])


def found(comparison: Comparison) -> list[tuple[str, str]]:
    return sorted((str(f.state), f.id or f.text) for f in comparison.findings if f.state not in EQUAL)


def test_what_stands_as_planned_is_the_same_in_any_order() -> None:
    for medium in ("slide", "page"):
        assert held(SLIDES, medium).faithful
        assert held(SLIDES[::-1], medium).faithful
        assert found(held(SLIDES[2:5], medium)) == [("missing", item.id) for item in (TIP, POINT, LAST)]


def test_attributions_that_changed_places_are_found() -> None:
    both = ("Voice 1 of 2", ONE.words, "Shared by cooks", "Voice 2 of 2", TWO.words, "Shared by gardeners")
    assert found(held(changed(2, *both)[:3] + SLIDES[4:])) == [("reworded", ONE.id), ("reworded", TWO.id)]


def test_attributions_may_all_stand_before_their_voices() -> None:
    both = ("Voice 1 of 2", "Shared by gardeners", ONE.words, "Voice 2 of 2", "Shared by cooks", TWO.words)
    assert held(changed(2, *both)[:3] + SLIDES[4:]).faithful


def test_an_attribution_under_another_item_is_not_that_of_the_voice() -> None:
    slides = changed(2, "Voice 1 of 2", ONE.words, LAST.words, "Shared by gardeners")
    assert ("reworded", ONE.id) in found(held((*slides[:1], *slides[2:])))


@pytest.mark.parametrize("said", [f"We ask for seeds. {TWO.words}", f"{TWO.words} We ask for seeds."])
def test_a_sentence_of_one_voice_inside_the_next_is_found_with_both(said: str) -> None:
    slides = changed(2, "Voice 1 of 2", "We keep the garden.", "Shared by gardeners")
    comparison = held((*slides[:3], ("Voice 2 of 2", said, "Shared by cooks"), *slides[4:]))
    assert ONE.id in {found.id for found in comparison.differences}
    assert TWO.id in {found.id for found in comparison.differences} or "We ask for seeds." in str(found(comparison))


def test_a_voice_inside_another_is_found_with_both() -> None:
    said = f"We keep the garden. {TWO.words} We ask for seeds."
    slides = (*changed(2, "Voice 1 of 2", said, "Shared by gardeners", "Shared by cooks")[:3], *SLIDES[4:])
    assert found(held(slides)) == [("in the wrong place", TWO.id), ("reworded", ONE.id)]


def test_a_point_under_another_tip_is_found() -> None:
    slides = ((TIP.words,), (LAST.words, POINT.words), *SLIDES[2:])
    assert found(held(slides)) == [("in the wrong place", POINT.id)]
    assert held(((TIP.words,), (POINT.words,), *SLIDES[1:])).faithful


@pytest.mark.parametrize("text", ["Not to be read out", "Our own numbers", "For trainers", "Voice 1 of 2"])
def test_words_of_ours_are_found_where_the_plan_has_none(text: str) -> None:
    assert found(held(changed(1, *SLIDES[1], text))) == [("added", text)]
    if text != "Voice 1 of 2":  # on other paper, this may share a page with what stands before it
        assert found(held(changed(1, *SLIDES[1], text), "page")) == [("added", text)]


def test_a_label_put_twice_is_found() -> None:
    assert found(held(changed(3, *SLIDES[3], "Voice 2 of 2"))) == [("added", "Voice 2 of 2")]


@pytest.mark.parametrize("text", ["(?)", "…", "!", "90 %", "911", "\N{GRINNING FACE}", "not", "example.org", "*"])
def test_the_smallest_addition_is_found(text: str) -> None:
    assert found(held(changed(3, *SLIDES[3], text))) == [("added", text)]
    assert found(held(changed(1, f"{LAST.words} {text}"))) == [("added", text)]


@pytest.mark.parametrize("mark", ["1.", "(2)", "•", "–"])
def test_marks_that_programs_put_before_entries_are_no_addition(mark: str) -> None:
    assert held(changed(1, f"{mark} {LAST.words}")).faithful


def test_a_number_written_where_the_page_asks_for_it_is_filled_in_and_no_difference() -> None:
    comparison = held(changed(4, *SLIDES[4], "612-555-0100"))
    assert comparison.verdict is Verdict.SAME
    assert [(f.id, f.text) for f in comparison.findings if f.state is State.FILLED] == [(PLACE.id, "612-555-0100")]
    assert found(held(changed(1, *SLIDES[1], "612-555-0100"))) == [("added", "612-555-0100")]


def test_what_the_files_own_edition_said_is_found_by_digests_over_printed_lines() -> None:
    older = "Before anybody comes, open the kitchen: early is best, and the light is good then."
    lines = (older[:31], older[31:60], older[60:], POINT.words)
    known = Known(ORDERS, earlier={TIP.id: digest(older), "tip.gone": digest("Water the beans.")})
    passages = [Passage(1, text) for text in (*lines, "Water the beans.")]
    passages += [Passage(number, text) for number, texts in enumerate(SLIDES[1:], 2) for text in texts]
    comparison = compare(ITEMS, PLACED, Reading("g.pdf", "page", 6, tuple(passages), flat=True), (), known)
    assert found(comparison) == [("gone from the source since", "tip.gone"), ("reworded in the source since", TIP.id)]
    assert comparison.verdict is Verdict.OUTDATED


def test_an_edition_that_is_not_the_files_own_is_found() -> None:
    edition = filled("Edition {edition}", edition="1")
    passages = tuple(Passage(n, text) for n, texts in enumerate(SLIDES, 1) for text in texts)
    for shown, others in (("Edition 1", []), ("Edition 2", ["Edition 2"])):
        reading = Reading("d.pptx", "slide", 6, (*passages, Passage(6, shown)), edition="1")
        comparison = compare(ITEMS, (*PLACED, edition), reading, (), Known(ORDERS))
        assert [finding.text for finding in comparison.others] == others


def test_a_withdrawn_voice_is_looked_for_in_notes_and_an_emptied_slide_is_none() -> None:
    gone = "We water the beans in the evening, when the sun is low."
    withdrawn = [Withdrawn(id="voice.gone", on="2027-02-01", traces=traces(gone))]
    passages = tuple(Passage(n, text) for n, texts in enumerate(SLIDES, 1) for text in texts)
    for notes, states in (((), []), ((Passage(4, f"Read: {gone}"),), [State.WITHDRAWN])):
        reading = Reading("d.pptx", "slide", 6, passages, hints={"voice.gone": (4,)}, notes=notes)
        comparison = compare(ITEMS, PLACED, reading, withdrawn, Known(ORDERS))
        assert [finding.state for finding in comparison.others] == states


# --- no false alarm -------------------------------------------------------------------------------------------------

LONG = "wind" * 12
TWIN = Item(id="tip.last.twin", kind=ItemKind.POINT, words=TIP.words)
WORDY = Item(id="voice.wordy", kind=ItemKind.VOICE, words=f"We say {LONG} and 4 more.", attribution="cooks")


def pages(*passages: tuple[int, str], items: tuple[Item, ...], orders: tuple[Order, ...]) -> Comparison:
    placed = tuple(entry for order in orders for entry in order if not isinstance(entry, str))
    read = tuple(Passage(number, text) for number, text in passages)
    return compare(items, placed, Reading("guide.pdf", "page", 4, read), (), Known(orders))


def test_a_word_that_goes_on_on_the_next_page_is_whole_and_what_stands_between_is_ours() -> None:
    orders: tuple[Order, ...] = ((WORDY.id, BY_COOKS), (WORDY.id, BY_COOKS))
    read = ((1, f"We say {LONG[:30]}"), (1, "Shared by cooks"), (2, f"{LONG[30:]} and 4 more."), (2, "Shared by cooks"))
    assert pages(*read, items=(WORDY,), orders=orders).faithful
    assert not pages(*read[:2], (2, f"{LONG[31:]} and 4 more."), items=(WORDY,), orders=orders).faithful


def test_the_number_of_a_page_is_ours_although_an_item_says_it_too() -> None:
    read = ((1, "We say"), (1, WORDY.words), (1, "Shared by cooks"), (4, "4"))
    orders: tuple[Order, ...] = (((Run("We say"),), WORDY.id, BY_COOKS),)
    assert pages(*read, items=(WORDY,), orders=orders).faithful


def test_a_foot_that_a_page_says_too_may_stand_on_any_page() -> None:
    foot = (Run("Garden days"),)
    orders: tuple[Order, ...] = ((TIP.id,), (POINT.id,), (INTERNAL, foot))
    read = ((1, TIP.words), (1, "Garden days"), (2, POINT.words), (3, "Not to be read out"), (3, "Garden days"))
    assert not pages(*read, items=(TIP, POINT), orders=orders).faithful
    assert pages(*read, items=(TIP, POINT), orders=(*orders, (foot,))).faithful


def test_items_that_say_the_same_stand_for_each_other_wherever_they_are() -> None:
    items = (TIP, POINT, LAST, TWIN)
    orders: tuple[Order, ...] = ((TIP.id, POINT.id, LAST.id, TWIN.id),)
    said = [(1, item.words) for item in items]
    assert pages(*said, items=items, orders=orders).faithful
    assert not pages(said[0], said[2], said[1], said[3], items=items, orders=orders).faithful


def test_a_label_does_not_swallow_an_item_of_one_letter() -> None:
    letter = Item(id="tip.letter", kind=ItemKind.TIP, words="p")
    label = (Run("p "), Run("1", varies="number"), Run(" "), Run("7", varies="total"))
    assert pages((1, "p 1 7"), (1, "p"), (1, "18"), items=(letter,), orders=((label, letter.id),)).faithful


def test_pages_beside_each_other_on_a_sheet_may_have_the_same_head() -> None:
    head = (Run("Garden days"),)
    orders: tuple[Order, ...] = ((head, TIP.id), (head, LAST.id))
    read = [(1, TIP.words), (1, "Garden days"), (1, "3"), (1, "Garden days"), (1, "4"), (1, LAST.words)]
    assert pages(*read, items=(TIP, LAST), orders=orders).faithful
    assert not pages(*(entry for entry in read if not entry[1].isdigit()), items=(TIP, LAST), orders=orders).faithful
