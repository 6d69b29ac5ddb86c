"""Whatever is changed in whatever item is found; in whatever order the slides stand, the findings are the same."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from proof.findings import Finding, State
from proof.matching import compare
from proof.reading import Passage, Reading
from source.load import CONTENT, load
from source.model import Item
from source.words import typographic
from tests.support import placed

GUIDE = load(CONTENT).guide
ITEMS = GUIDE.items()
PLACED = placed(GUIDE)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?é"


def deck(words: Sequence[tuple[Item, str]]) -> Reading:
    """A deck with an item a slide, each voice with its attribution."""
    passages = []
    for place, (item, text) in enumerate(words, start=1):
        passages.append(Passage(place, text))
        if item.attribution:
            passages.append(Passage(place, GUIDE.labels.attribution.format(attribution=item.attribution)))
    return Reading("deck.pptx", "slide", len(words), tuple(passages))


def states(reading: Reading) -> dict[str, State]:
    return {finding.id: finding.state for finding in compare(ITEMS, PLACED, reading).items}


@st.composite
def edits(draw: st.DrawFn) -> tuple[Item, str]:
    """An item with one character put in, taken out or replaced by another that looks different."""
    item = draw(st.sampled_from(ITEMS))
    spots = [at for at, character in enumerate(item.words) if not character.isspace()]
    at = draw(st.sampled_from(spots))
    new = draw(st.sampled_from(["", *LETTERS]))
    end = at + draw(st.integers(0, 1)) if new else at + 1
    return item, item.words[:at] + new + item.words[end:]


@given(edits())
def test_any_changed_character_of_any_item_is_found(edit: tuple[Item, str]) -> None:
    item, text = edit
    if typographic(text) == typographic(item.words):
        return
    found = compare(ITEMS, PLACED, deck([(other, text if other is item else other.words) for other in ITEMS]))
    assert not found.faithful
    changed = [finding for finding in found.findings if finding.state is not State.SAME]
    assert {finding.id for finding in changed} <= {item.id, ""}
    assert _words_found(changed) or not text.strip()


def _words_found(changed: Sequence[Finding]) -> bool:
    return any(finding.changes or finding.text or finding.state is State.MISSING for finding in changed)


@given(st.permutations(ITEMS))
def test_any_order_of_slides_gives_the_same_findings(order: Sequence[Item]) -> None:
    found = compare(ITEMS, PLACED, deck([(item, item.words) for item in order]))
    assert [finding.id for finding in found.items] == [item.id for item in ITEMS]
    assert found.faithful


@given(st.permutations(ITEMS), edits())
def test_a_changed_deck_says_the_same_in_any_order(order: Sequence[Item], edit: tuple[Item, str]) -> None:
    item, text = edit
    words = [(other, text if other is item else other.words) for other in ITEMS]
    shuffled = [next(entry for entry in words if entry[0] is other) for other in order]
    assert states(deck(shuffled)) == states(deck(words))


@given(st.sets(st.sampled_from(ITEMS), max_size=12))
def test_what_was_left_out_is_missing_and_nothing_else(gone: set[Item]) -> None:
    found = states(deck([(item, item.words) for item in ITEMS if item not in gone]))
    assert {name for name, state in found.items() if state is State.MISSING} == {item.id for item in gone}
    assert set(found.values()) <= {State.SAME, State.MISSING}
