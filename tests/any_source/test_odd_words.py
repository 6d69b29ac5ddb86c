"""Whatever ``check`` accepts, ``build`` builds, or refuses a product by name: words are words, whatever they look like.

``make fuzz`` turns through all oddities in every place, and makes every product.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import cli
from products.table import PRODUCTS
from tests.any_source.making import outcomes
from tests.any_source.odd_words import ODD, placed, write_odd
from tests.checkers.needs import needs_poppler

ALL = bool(os.environ.get("ODD_WORDS"))
TURNS = range(len(ODD) if ALL else 3)
MADE = tuple(PRODUCTS) if ALL else ("pocket-guide", "training-deck")


@needs_poppler
@pytest.mark.parametrize("turn", TURNS)
def test_words_that_look_like_more_than_words_are_built_and_proven(turn: int, tmp_path: Path) -> None:
    source = write_odd(tmp_path / "content", turn)
    cli.check(source=source, quiet=True)
    for one in outcomes(source, tmp_path / "made", MADE):
        assert not one.fault, one.fault
        assert one.path or one.refused


def test_a_few_turns_have_every_oddity() -> None:
    assert {odd for turn in range(3) for odd in placed(turn)} >= set(ODD)
