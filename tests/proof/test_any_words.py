"""Words are the same whatever stands between them, and wherever lines, runs and slides part them."""

from __future__ import annotations

import random
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook import pdf
from products.kinds import reader_for
from products.table import PRODUCTS, Options
from proof.matching import Known, compare
from proof.reading import Passage, Reading
from proof.report import Report
from source.inline import Run, plain
from source.labels import filled
from source.model import Facilitation, Guide, Item, ItemKind, Tip
from source.words import typographic

BETWEEN = (
    *(" ", " ", " ", ", ", "; ", ". ", ": ", " – ", "—", "–", "-", "/", "…", "...", ":\\", "\\", "![", "](", "#", "&"),
    *("\u200b", "\u00ad", "\u2011", "\u00a0", "\u202f", " “", "” ", "’", " (", ") ", "{", "}", "_", "*", " * ", "@"),
)
WORDS = (
    "automatic nor survival tool It slowly very wait and temp friends relatives either Victims may 1-800 3.5 é Ünïted"
)
WORD = st.one_of(st.sampled_from(WORDS.split()), st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=28))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text of words with anything between them."""
    words = draw(st.lists(WORD, min_size=1, max_size=9))
    return words[0] + "".join(draw(st.sampled_from(BETWEEN)) + word for word in words[1:])


@st.composite
def broken(draw: st.DrawFn, text: str) -> list[str]:
    """The lines of a text that was parted anywhere: a space at the end of a line is not seen."""
    spots = sorted(draw(st.sets(st.integers(1, len(text)), max_size=5)))
    lines = [text[start:end] for start, end in zip([0, *spots], [*spots, len(text)], strict=True)]
    return [line.strip() for line in lines if typographic(line).strip()] or [text]


@given(st.lists(texts(), min_size=1, max_size=4, unique=True), st.booleans(), st.data())
def test_items_are_the_same_wherever_lines_end(written: list[str], flat: bool, data: st.DataObject) -> None:
    items = [Item(id=f"tip.t{at}", kind=ItemKind.TIP, words=words) for at, words in enumerate(written)]
    passages: list[Passage] = []
    for page, item in enumerate(items, start=1):
        lines = data.draw(broken(item.words))
        passages += [Passage(page, line) for line in lines] if flat else [Passage(page, "\n".join(lines))]
    comparison = compare(items, (), Reading("guide.pdf", "page", len(items), tuple(passages), flat=flat))
    assert comparison.faithful, [finding for finding in comparison.findings if finding.state != "same"]


@given(texts(), st.integers(1, 3), st.booleans())
def test_items_with_the_same_words_are_each_found(words: str, copies: int, inside: bool) -> None:
    items = [Item(id=f"tip.t{at}", kind=ItemKind.TIP, words=words) for at in range(copies)]
    quoting = f"They say: {words} Often." if inside else "Something else."
    items.append(Item(id="tip.other", kind=ItemKind.TIP, words=quoting))
    passages = tuple(Passage(page, item.words) for page, item in enumerate(items, start=1))
    assert compare(items, (), Reading("deck.pptx", "slide", len(items), passages)).faithful


@given(
    texts(), st.sampled_from(["{words}", "Ask: “{words}”", "{words} Then pause.", "Say it again: {words}"]), st.data()
)
def test_a_text_of_ours_may_quote_an_item(words: str, prompt: str, data: st.DataObject) -> None:
    item = Item(id="tip.one", kind=ItemKind.TIP, words=words)
    ours = prompt.replace("{words}", words)
    passages = data.draw(st.permutations([Passage(1, words), Passage(2, "\n".join(data.draw(broken(ours))))]))
    assert compare([item], [(Run(ours),)], Reading("guide.pdf", "page", 2, tuple(passages))).faithful


@given(
    st.sampled_from(
        ["Tip{number}of{total}", "T{number}-{total}x", "{number}.Tip", "n{number}/{total}", "#{total}: {number}a"]
    )
)
def test_a_place_in_a_label_may_be_joined_to_letters(label: str) -> None:
    item = Item(id="tip.one", kind=ItemKind.TIP, words="Look closely.")
    for number in (1, 12):
        text = label.format(number=number, total=30)
        reading = Reading("deck.pptx", "slide", 1, (Passage(1, text), Passage(1, item.words)))
        assert compare([item], [filled(label, number=3, total=30)], reading).faithful


LABELS_OF_VOICES = ("Shared by {attribution}", "— *{attribution}*", "({attribution}) {{so}}", "{attribution}.")


@given(texts(), st.sampled_from(LABELS_OF_VOICES))
def test_an_attribution_may_hold_anything(name: str, words: str) -> None:
    voice = Item(id="voice.one", kind=ItemKind.VOICE, words="We keep the light on.", attribution=name)
    label = filled(words, attribution=name)
    passages = (Passage(1, voice.words), Passage(1, words.format(attribution=name)))
    assert compare([voice], [label], Reading("deck.pptx", "slide", 1, passages)).faithful


# --- through every writer -----------------------------------------------------------------------------------------

KNOWN = (  # these were refused once
    "It is *automatic*, nor is it **survival tool**. It helps.",
    "Ask about and/or friends/relatives, slowly—very slowly; wait…and see.",
    "Files in C:\\temp, marks such as ![ and ](, and a\u200bword\u200b of parts.",
    "**Victims** *may* say *a* **b**c, **d**/*e*; **f**—*g*.",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft/prostitution-trafficking",
    "The same words twice.",
    "The same words twice.",
    "What would you like law enforcement and social services to know?",
)
JOINED = {
    "tip": "*Tip*{number}of{total}x",
    "attribution": "— *{attribution}* {{said}} it",
    "part": "{title}({number}/{total})",
    "minutes": "{minutes}min",
    "edition": "Ed.{edition}ition",
}
MARKS = ("", "", "", "*", "**")


def tricky(guide: Guide, seed: int) -> Guide:
    """The guide with tips of words with anything between them, in any type."""
    chance = random.Random(seed)
    said = list(KNOWN) if seed == 0 else [_text(chance) for _ in range(7)]
    tips = tuple(Tip(id=f"tip.any-{at}", text=text) for at, text in enumerate(said))
    names = {"attribution": "J. {K} *stars* \\ “x”/y—z"}
    sections = tuple(
        section.model_copy(
            update={
                "tips": tips if section.tips else (),
                "voices": tuple(voice.model_copy(update=names) for voice in section.voices),
            }
        )
        for section in guide.sections
    )
    # Trainers are asked to quote the tips, and our own words are joined to theirs.
    quoting = {tip.id: Facilitation(script=f"Say: “{plain(tip.text)}”", discussion=plain(tip.text)) for tip in tips}
    added = guide.facilitation.model_copy(update={"items": quoting, "activities": ()})
    labels = guide.labels.model_copy(update=JOINED)
    full = guide.sessions["full"].model_copy(
        update={"objectives": (plain(tips[0].text), f"Ask: {plain(tips[1].text)}")}
    )
    changed = {"sections": sections, "facilitation": added, "labels": labels, "sessions": {"full": full}}
    return guide.model_copy(update=changed)


def _text(chance: random.Random) -> str:
    """A text with marks that hug their words, as people write them."""
    parts = []
    for _ in range(chance.randint(2, 14)):
        long = chance.random() < 0.1
        word = "".join(chance.choices("abcdefghijklmno", k=40)) if long else chance.choice(WORDS.split())
        mark = chance.choice(MARKS)
        between = chance.choice([each for each in BETWEEN if each not in {"*", " * ", "\\", ":\\"}])
        parts.append(f"{mark}{word}{mark}{between}")
    return "Look: " + "".join(parts).strip() + " end."


@pytest.mark.parametrize(
    "name", ["pocket-guide", "foldout", "large-print", "handout", "facilitator-guide", "training-deck"]
)
@pytest.mark.parametrize("seed", range(3))
def test_every_product_says_any_words(guide: Guide, name: str, seed: int) -> None:
    product = PRODUCTS[name]
    shown = product.shown(tricky(guide, seed), Options())
    plan = product.plan(shown, Options(page=product.sizes[0]))
    data = plan.finish(*map(pdf.write, plan.documents))
    files = [data, _untagged(data)] if name in {"pocket-guide", "large-print"} else [data]
    for file in files:
        reading = reader_for(file, product.file)(file, product.file)
        known = Known(twice=plan.twice)
        comparison = compare(product.carries(shown), plan.placed, reading, shown.withdrawn, known)
        assert comparison.faithful, "\n".join(Report(shown.labels).lines(comparison))


def _untagged(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as file:
        del file.Root.StructTreeRoot
        target = BytesIO()
        file.save(target)
    return target.getvalue()
