"""A text of any length gives good pages with every word in place, and what runs over a page is named."""

from __future__ import annotations

import random

import pytest

from handbook import pdf
from products.table import PRODUCTS, Options
from proof.matching import Known, compare
from proof.pdf import read
from source.model import Facilitation, Guide, Tip
from source.sessions import cut
from tests.handbook.long_source import text, with_sections

LENGTHS = (363, 396, 450, 900)
# A slash joins two words; at the end of a line stands a dash, a slash, a bracket or a hyphen.
AWKWARD = (
    "People fighting might/will get – might/will need – more time/money/rest and/or a friend/relative than they",
    "wait…and see—slowly—what a self-made/half-built (public restrooms, bus stops) sign says, then “stop” – or/and go",
    "prostitution/trafficking/homelessness/addiction/violence https://www.example.org/a/very/long/address/of/a/page.html",
)


def faithful(guide: Guide, name: str, page: str = "quarter-letter") -> tuple[str, ...]:
    """Make a product, hold it against its source, and return what the build would tell of it."""
    product = PRODUCTS[name]
    plan = product.plan(guide, Options(page=page))
    reading = read(plan.finish(*map(pdf.write, plan.documents)), product.file)
    comparison = compare(product.carries(guide), plan.placed, reading, known=Known(twice=plan.twice))
    assert comparison.faithful, [finding for finding in comparison.findings if finding.state != "same"]
    return plan.notes


@pytest.mark.parametrize("name", ["pocket-guide", "large-print", "handout"])
@pytest.mark.parametrize("length", LENGTHS)
def test_a_voice_and_a_tip_of_any_length_stand_there_whole(guide: Guide, name: str, length: int) -> None:
    rng = random.Random(length)
    first, second = guide.sections
    tip = Tip(id="tip.long", text=text(rng, 6 * length))
    voice = second.voices[0].model_copy(update={"id": "voice.long", "text": text(rng, 6 * length)})
    notes = faithful(with_sections(guide, (*first.tips[:2], tip), (voice, *second.voices[:3])), name)
    runs_on = [note for note in notes if note.startswith("voice.long is longer than a page")]
    assert bool(runs_on) or name != "pocket-guide"


@pytest.mark.parametrize("length", [300, 780, 1600])
def test_a_script_of_any_length_stands_beside_its_slide(guide: Guide, length: int) -> None:
    shown = cut(guide, "roll-call-15")
    item = shown.sections[0].tips[0].id
    said = Facilitation(script=text(random.Random(length), 6 * length))
    items = {**shown.facilitation.items, item: said}
    long = shown.model_copy(update={"facilitation": shown.facilitation.model_copy(update={"items": items})})
    faithful(long, "facilitator-guide")


@pytest.mark.parametrize("name", ["pocket-guide", "booklet", "foldout", "large-print", "voices-poster", "handout"])
def test_slashes_dashes_and_addresses_read_back_as_they_are_written(guide: Guide, name: str) -> None:
    first, second = guide.sections
    tips = tuple(Tip(id=f"tip.awkward-{at}", text=words) for at, words in enumerate(AWKWARD))
    voices = tuple(
        second.voices[0].model_copy(update={"id": f"voice.awkward-{at}", "text": f"{words} {words[: 9 * at + 40]}"})
        for at, words in enumerate(AWKWARD)
    )
    faithful(with_sections(guide, (*first.tips[:1], *tips), (*second.voices[:2], *voices)), name)
