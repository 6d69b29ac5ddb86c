"""Another programme's guide has its own words alone: none of ours stands in a product by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from products.table import PRODUCTS, Options
from source.fields import places_in
from source.labels import Labels
from source.load import CONTENT, load
from source.model import Guide

LATIN = "abcdefghijklmnopqrstuvwxyz"
GREEK = "αβψδεφγηιξκλμνοπθρστυωχζάέ"
IN_GREEK = str.maketrans(LATIN + LATIN.upper(), GREEK + GREEK.upper())
# What is no text: ids, and names that refer to something.
NAMES = {"id", "after", "items", "items_for", "activities", "discussions", "origin", "language"}
NAMES |= {"edition", "verified_on", "voices", "audiences", "topics"}


def transliterated(data: Any, key: str = "") -> Any:
    """The data with every text in Greek letters."""
    if isinstance(data, dict):
        return {name: transliterated(child, name) for name, child in data.items()}
    if isinstance(data, list):
        return [transliterated(child, key if isinstance(child, str) else "") for child in data]
    return data.translate(IN_GREEK) if isinstance(data, str) and key not in NAMES else data


@pytest.fixture(scope="module")
def greek(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """The guide that ships in Greek letters, with labels in Greek letters around it."""
    folder = tmp_path_factory.mktemp("greek")
    for path in CONTENT.glob("*.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if data and path.stem in {"guide", "tips", "facilitation", "contacts", "sessions"}:
            (folder / path.name).write_text(yaml.safe_dump(transliterated(data), allow_unicode=True), encoding="utf-8")
    voices = yaml.safe_load((CONTENT / "voices.yaml").read_text(encoding="utf-8"))
    said = {section: [transliterated(entry) for entry in entries] for section, entries in voices.pop("voices").items()}
    text = yaml.safe_dump({**transliterated(voices), "voices": said}, allow_unicode=True)
    (folder / "voices.yaml").write_text(text, encoding="utf-8")
    labels = {
        name: " ".join([f"Ξ{number}", *(f"{{{place}}}" for place in sorted(places_in(shipped) or ()))])
        for number, (name, shipped) in enumerate(load(CONTENT).guide.labels)
    }
    assert set(labels) == set(Labels.model_fields)
    (folder / "labels.yaml").write_text(yaml.safe_dump(labels, allow_unicode=True), encoding="utf-8")
    return load(folder, locked=False).guide


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_word_of_a_product_comes_from_its_source_or_its_labels(greek: Guide, name: str) -> None:
    product, options = PRODUCTS[name], Options()
    placed = product.plan(product.shown(greek, options), options).placed
    assert placed
    known = {
        *greek.sessions,
        *re.split(r"\W", greek.fingerprint),
        *re.split(r"\W", " ".join(item.id for item in greek.items())),
    }
    for runs in placed:
        words = set(re.findall(r"\b[A-Za-z][A-Za-z0-9]+", "".join(run.text for run in runs)))
        assert words <= known, runs
