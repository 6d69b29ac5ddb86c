"""Handbooks of other programmes, each of a shape of its own: proven, every word in its place, and no word of ours.

``PACKS=all`` in the environment makes every product in every size, and renders the decks; the suite makes three.
"""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

from source.check import refused, to_mend
from source.labels import Labels
from source.load import CONTENT, load
from source.yamlfile import texts_of
from tests.any_source.making import SIZES, Outcome, look_at_decks, outcomes
from tests.checkers import poppler
from tests.checkers.needs import needs_libreoffice, needs_poppler

FOLDER = Path(__file__).parent
PACKS = sorted(path.parent.name for path in FOLDER.glob("*/guide.yaml"))
QUICK = ("pocket-guide", "training-deck", "foldout")
# What may be refused by name: these are short by nature, and an ordinary handbook need not fit.
MAY_BE_REFUSED = {"foldout", "tips-card", "voices-poster"}
WHOLLY = 50  # labels: whoever writes more of them wants no other
OURS = ("tip sheet", "Breaking Free", "Safe Harbors", "trafficking", "survivor")


@pytest.mark.parametrize("pack", PACKS)
def test_a_handbook_of_another_programme_has_no_faults(pack: str) -> None:
    source = load(FOLDER / pack)
    assert not [*refused(source), *to_mend(source)]


@needs_poppler
@pytest.mark.parametrize("pack", PACKS)
def test_a_handbook_of_another_programme_is_made_with_every_word_in_its_place(pack: str, tmp_path: Path) -> None:
    found = outcomes(FOLDER / pack, tmp_path, QUICK)
    assert not wrong(found)
    shown = "\n".join(text for one in found if one.path for text in texts(one.path))
    assert not [word for word in OURS if word.lower() in shown.lower()]
    assert not english_of_ours(pack, shown)


if os.environ.get("PACKS"):

    @needs_poppler
    @needs_libreoffice
    @pytest.mark.parametrize("pack", PACKS)
    def test_every_product_of_a_handbook_in_every_size(pack: str, tmp_path: Path) -> None:
        found = [
            one for page, products in SIZES.items() for one in outcomes(FOLDER / pack, tmp_path / page, products, page)
        ]
        look_at_decks(found)
        assert not wrong(found)
        for one in found:
            assert not one.path or not english_of_ours(pack, "\n".join(texts(one.path))), one.product


def wrong(found: list[Outcome]) -> list[str]:
    """What is wrong with what was made; a product that is short by nature may say that not every word fits."""
    told = []
    for one in found:
        if one.fault or (one.refused and one.product not in MAY_BE_REFUSED):
            told.append(f"{one.product} {one.page}: {one.fault or one.refused}")
        told += [f"{one.product} {one.page}: {place}" for place in one.misplaced]
    return told


def english_of_ours(pack: str, shown: str) -> list[str]:
    """Labels that ship with the builder, and stand in a product though the pack has others; of few, or of all."""
    source, ours = load(FOLDER / pack), load(CONTENT).guide.labels
    own = source.files["labels.yaml"].data or {}
    names = Labels.model_fields if len(own) > WHOLLY else own
    written = " ".join(text for file in source.content for _, text in texts_of(file.data))
    pieces = {piece.strip(" :.,()") for name in names for piece in re.split(r"{\w+}", getattr(ours, name))}
    return sorted(piece for piece in pieces if len(piece) > 3 and piece not in written and contains(shown, piece))


def contains(shown: str, piece: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", " ".join(shown.split())) is not None


def texts(path: Path) -> list[str]:
    """All that a file shows, and what it says of itself: its words, its notes, the names of look, layouts and parts."""
    if path.suffix == ".pdf":
        about = poppler.info(path)
        shown = [line.text for lines in poppler.lines(path) for line in lines]
        return [*shown, *(about.get(name, "") for name in ("Title", "Subject", "Keywords", "Author"))]
    with zipfile.ZipFile(path) as deck:
        parts = [deck.read(name).decode() for name in deck.namelist() if name.endswith(".xml")]
    said = r'<a:t>([^<]*)<|<(?:p:cSld|p14:section|a:theme|a:clrScheme|a:fontScheme) [^>]*?name="([^"]*)"'
    return [text for part in parts for found in re.findall(said, part) for text in found]
