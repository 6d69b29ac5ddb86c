"""A generator of edits of the training deck: what somebody does, to which item, with which words; and what it comes to.

An edit is drawn by its number, so that a failure can be made again: ``edit(number, guide)``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from unicodedata import normalize

from pptx.util import Inches

from source.model import Guide, Item, ItemKind
from tests.corpus import decks
from tests.corpus.decks import Deck, body, copy_of, put, remove, text_of

LABEL = 4  # the placeholder that says which tip or voice it is
SMALL = (
    "(?)",
    "…",
    "90 %",
    "\N{GRINNING FACE}",
    "911",
    "!",
    "not",
    "example.org",
    "Bring a coat.",
    "?",
    "[sic]",
    "1,5",
)
OURS = (
    "Internal note, not to be read out:",
    "Written for facilitators; not part of the original text.",
    "Agenda",
    "Who to call",
    "Our own numbers",
    "Before we go",
)
WHOLE = frozenset({ItemKind.VOICE, ItemKind.TIP, ItemKind.INTRO, ItemKind.QUESTION})  # each has a slide of its own


@dataclass(frozen=True)
class Edited:
    """What was done, the ids of the items that must be named, and how many additions of no item."""

    what: str
    edit: Callable[[Deck], None]
    items: frozenset[str] = frozenset()
    added: int = 0
    behind: str = ""  # an item that may be named, or else an addition is: words of another stand behind it


def edit(number: int, guide: Guide) -> Edited:
    """The edit of a number: every kind comes in turn."""
    return _KINDS[number % len(_KINDS)](Random(number), _Items(guide))


class _Items:
    """The items that have a slide of their own, and others' points."""

    def __init__(self, guide: Guide) -> None:
        self.all = guide.items()
        self.whole = [item for item in self.all if item.kind in WHOLE]

    def some(self, chance: Random, count: int = 1, *, sentences: int = 1) -> list[Item]:
        long = [item for item in self.whole if len(_sentences(item.words)) >= sentences]
        return chance.sample(long, count)


def _sentences(text: str) -> list[str]:
    return list(text.replace("? ", "?|").replace(". ", ".|").replace("! ", "!|").split("|"))


def _place(deck: Deck, item: Item) -> tuple[int, Any]:
    """The slide of an item, and its paragraph."""
    for number, slide in enumerate(deck.slides):
        for shape in slide.placeholders:
            for paragraph in shape.text_frame.paragraphs:
                if text_of(paragraph) == item.words:
                    return number, paragraph
    raise AssertionError(f"{item.id} stands nowhere")


def _typed(item: Item, change: Callable[[str], str]) -> Callable[[Deck], None]:
    def typed(deck: Deck) -> None:
        _, paragraph = _place(deck, item)
        put(paragraph, change(text_of(paragraph)))

    return typed


def _box(item: Item, text: str) -> Callable[[Deck], None]:
    def box(deck: Deck) -> None:
        number, _ = _place(deck, item)
        deck.slides[number].shapes.add_textbox(Inches(1), Inches(6), Inches(8), Inches(1)).text_frame.text = text

    return box


def a_word_changed(chance: Random, items: _Items) -> Edited:
    (item,) = items.some(chance)
    words = item.words.split(" ")
    at, new = chance.randrange(len(words)), chance.choice(("kitchen", "garden", "", "always"))
    words[at : at + 1] = [new] if new else []
    return Edited(f"{item.id}: word {at} is now {new!r}", _typed(item, lambda _: " ".join(words)), frozenset({item.id}))


def a_mark_changed(chance: Random, items: _Items) -> Edited:
    (item,) = items.some(chance)
    marks = [at for at, letter in enumerate(item.words) if letter in ".,;:?!"] or [len(item.words) - 1]
    at, new = chance.choice(marks), chance.choice(("", "?!", "*"))
    text = item.words[:at] + new + item.words[at + 1 :]
    return Edited(f"{item.id}: mark {at} is now {new!r}", _typed(item, lambda _: text), frozenset({item.id}))


def a_small_thing_beside(chance: Random, items: _Items) -> Edited:
    (item,), text = items.some(chance), chance.choice(SMALL)
    return Edited(f"{item.id}: a box with {text!r}", _box(item, text), added=1)


def a_small_thing_behind(chance: Random, items: _Items) -> Edited:
    (item,), text = items.some(chance), chance.choice(SMALL)
    return Edited(f"{item.id}: {text!r} behind it", _typed(item, lambda old: f"{old} {text}"), added=1)


def words_of_ours_in_another_place(chance: Random, items: _Items) -> Edited:
    (item,), text = items.some(chance), chance.choice(OURS)
    return Edited(f"{item.id}: {text!r} in a box", _box(item, text), added=1)


def words_of_ours_twice(chance: Random, items: _Items) -> Edited:
    (item,) = items.some(chance)

    def again(deck: Deck) -> None:
        number, _ = _place(deck, item)
        holders = {holder.placeholder_format.idx: holder for holder in deck.slides[number].placeholders}
        label = holders.get(LABEL, holders[0])
        _box(item, label.text_frame.text)(deck)

    return Edited(f"{item.id}: its label twice", again, added=1)


def a_sentence_moved(chance: Random, items: _Items) -> Edited:
    (item,) = items.some(chance, sentences=2)
    other = chance.choice([each for each in items.whole if each is not item])
    sentences = _sentences(item.words)
    at, front = chance.randrange(len(sentences)), chance.random() < 0.5  # heads or tails
    moved = sentences.pop(at)

    def move(deck: Deck) -> None:
        _typed(item, lambda _: " ".join(sentences))(deck)
        _typed(other, lambda old: f"{moved} {old}" if front else f"{old} {moved}")(deck)

    named = frozenset({item.id, *([other.id] if front else [])})
    return Edited(f"{item.id}: sentence {at} moved to {other.id}", move, named, behind="" if front else other.id)


def an_item_inside_another(chance: Random, items: _Items) -> Edited:
    item, other = items.some(chance, 2)
    words = other.words.split(" ")
    at = chance.randint(0, len(words))
    text = " ".join([*words[:at], item.words, *words[at:]])

    def paste(deck: Deck) -> None:
        _typed(other, lambda _: text)(deck)

    return Edited(f"{item.id} inside {other.id} at word {at}", paste, frozenset({item.id, other.id}))


def an_item_gone(chance: Random, items: _Items) -> Edited:
    (item,) = items.some(chance)
    gone = {each.id for each in items.all if each.id == item.id or each.id.startswith(f"{item.id}.")}
    return Edited(f"{item.id}: its slide deleted", lambda deck: remove(deck, _place(deck, item)[0]), frozenset(gone))


def an_item_twice(chance: Random, items: _Items) -> Edited:
    (item,) = items.some(chance)
    twice = {each.id for each in items.all if each.id == item.id or each.id.startswith(f"{item.id}.")}
    return Edited(
        f"{item.id}: its slide twice", lambda deck: copy_of(deck, _place(deck, item)[0]) and None, frozenset(twice)
    )


def a_point_under_another_tip(chance: Random, items: _Items) -> Edited:
    point = chance.choice([item for item in items.all if item.kind is ItemKind.POINT])
    tip = chance.choice([t for t in items.all if t.kind is ItemKind.TIP and not point.id.startswith(t.id)])

    def move(deck: Deck) -> None:
        _, paragraph = _place(deck, point)
        target, _ = _place(deck, tip)
        paragraph._p.getparent().remove(paragraph._p)
        body(deck, target).text_frame.add_paragraph().add_run().text = point.words

    return Edited(f"{point.id} under {tip.id}", move, frozenset({point.id}))


def what_programs_do(chance: Random, items: _Items) -> Edited:
    pairs = {
        "quotes": (("“", '"'), ("”", '"'), ("’", "'")),
        "spaces": ((" ", "\u00a0"),),
        "joiners": ((" ", " \u200d"), ("e", "e\u200c")),
        "direction": ((" ", "\u200e \u2068"),),
        "dashes": ((" – ", " -- "),),
        "accents": tuple((letter, normalize("NFD", letter)) for letter in "éèüöñ"),
    }
    name = chance.choice(list(pairs))
    return Edited(f"a program changed {name}", decks.everywhere(*pairs[name]))


def slides_in_another_order(chance: Random, items: _Items) -> Edited:
    def shuffled(slides: list[Any]) -> list[Any]:
        return chance.sample(slides, len(slides))

    return Edited("slides in another order", decks.ordered(shuffled))


def a_number_filled_in(chance: Random, items: _Items) -> Edited:
    number = f"612-555-01{chance.randint(10, 99)}"
    return Edited(f"{number} filled in", decks.replaced("Write the number here", number))


_KINDS: Sequence[Callable[[Random, _Items], Edited]] = (
    a_word_changed,
    a_mark_changed,
    a_small_thing_beside,
    a_small_thing_behind,
    words_of_ours_in_another_place,
    words_of_ours_twice,
    a_sentence_moved,
    an_item_inside_another,
    an_item_gone,
    an_item_twice,
    a_point_under_another_tip,
    what_programs_do,
    slides_in_another_order,
    a_number_filled_in,
)
