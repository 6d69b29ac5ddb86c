"""The generator of sources: what it writes is what the content files may hold, and the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from source.load import load
from source.model import ItemKind
from tests.any_source.sources import write_source
from tests.checkers.poppler import Word
from tests.checkers.positions import over_each_other


@pytest.mark.parametrize("seed", range(12))
def test_a_random_source_is_one_that_check_accepts(seed: int, tmp_path: Path) -> None:
    items = load(write_source(tmp_path / "content", seed)).guide.items()
    assert {ItemKind.TITLE, ItemKind.HEADING} <= {item.kind for item in items}


def test_the_same_seed_writes_the_same_source(tmp_path: Path) -> None:
    first, again, other = (write_source(tmp_path / name, seed) for name, seed in (("a", 7), ("b", 7), ("c", 8)))
    written = [{path.name: path.read_bytes() for path in sorted(folder.iterdir())} for folder in (first, again, other)]
    assert written[0] == written[1] != written[2]


def test_words_over_each_other_are_seen_and_neighbours_are_not() -> None:
    call, number = Word(10, 10, 60, 24, "WhatsApp"), Word(50, 11, 120, 25, "555-0100")
    beside, below = Word(64, 10, 120, 24, "555-0100"), Word(10, 23, 60, 37, "Text")
    assert list(over_each_other([call, number])) == [(call, number)]
    assert not list(over_each_other([call, beside, below]))
