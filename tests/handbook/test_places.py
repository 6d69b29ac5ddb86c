"""Words of any length in any place: none leaves its page or box, and none lies over another."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook import pdf
from products.table import PRODUCTS, Options
from source.model import Channel, Contact, Guide
from tests.checkers.needs import needs_poppler
from tests.checkers.positions import misplaced

GRIDS = {"foldout": (4, 2), "booklet": (2, 2)}  # how many pages stand beside and above each other on a sheet
PAPER = [
    (name, size) for name, product in PRODUCTS.items() if product.printed for size in product.sizes if name != "press"
]
WORDS = (
    "harbor",
    "boats",
    "lie",
    "quiet",
    "until",
    "an",
    "evening",
    "tide",
    "lifts",
    "them",
    "past",
    "the",
    "old",
    "stone",
)
UNBROKEN = (
    "prostitution/trafficking/homelessness/addiction/violence",
    "https://www.example.org/a/very/long/address/of/one/page.html?and=what&it=asks#for",
    "somebody.with-a-long_name@department-of-something.example.org",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
)


def words(rng: random.Random, length: int) -> str:
    """Words of about so many letters, some of them without a break."""
    said = rng.choice(WORDS).capitalize()
    while len(said) < length:
        said += " " + rng.choice((*WORDS, *UNBROKEN) if length > 60 else WORDS)
    return said


def called(rng: random.Random, guide: Guide) -> Guide:
    """Contacts whose labels, values and names are of any length."""
    labels = ("Call", "WhatsApp", "Call (24 h)", "Or send a message to", words(rng, 45), UNBROKEN[0])
    values = ("555-0100", "1-555-555-0101, extension 4", UNBROKEN[1], UNBROKEN[2], words(rng, 70))

    def contact(at: int) -> Contact:
        lines = tuple(Channel(label=rng.choice(labels), value=rng.choice(values)) for _ in range(rng.randint(0, 3)))
        return Contact(id=f"contact.of-{at}", name=words(rng, rng.choice((8, 30, 90))), lines=lines)

    return guide.model_copy(update={"contacts": tuple(contact(at) for at in range(3))})


def titled(rng: random.Random, guide: Guide) -> Guide:
    """A title, headings and short names of any length."""
    sections = tuple(
        section.model_copy(update={"short": words(rng, 60), "heading": words(rng, rng.choice((20, 125)))})
        for section in guide.sections
    )
    return guide.model_copy(update={"title": words(rng, rng.choice((60, 125))), "sections": sections})


def unbroken(rng: random.Random, guide: Guide) -> Guide:
    """A tip, a point, a question, a voice and its attribution that hold words without a break."""
    first, second = guide.sections
    *tips, last = first.tips
    point = last.points[0].model_copy(update={"text": rng.choice(UNBROKEN)})
    tips[0] = tips[0].model_copy(update={"text": " ".join(UNBROKEN)})
    last = last.model_copy(update={"points": (point, *last.points[1:])})
    voice = second.voices[0].model_copy(update={"text": words(rng, 150), "attribution": rng.choice(UNBROKEN)})
    assert second.question
    question = second.question.model_copy(update={"text": f"{rng.choice(UNBROKEN)}?"})
    sections = (
        first.model_copy(update={"tips": (*tips, last)}),
        second.model_copy(update={"voices": (voice, *second.voices[1:]), "question": question}),
    )
    return guide.model_copy(update={"sections": sections})


@needs_poppler
@pytest.mark.parametrize("change", [called, titled, unbroken], ids=lambda change: change.__name__)
@pytest.mark.parametrize(("name", "size"), PAPER, ids=lambda value: value)
def test_every_word_stands_in_a_place_of_its_own(
    guide: Guide, tmp_path: Path, name: str, size: str, change: Callable[[random.Random, Guide], Guide]
) -> None:
    rng = random.Random(f"{name} {size}")
    product, path = PRODUCTS[name], tmp_path / f"{name}.pdf"
    plan = product.plan(change(rng, guide), Options(page=size))
    path.write_bytes(plan.finish(*map(pdf.write, plan.documents)))
    assert misplaced(path, *GRIDS.get(name, (1, 1))) == []
