"""Handbooks of other programmes, each of a shape of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from source.check import refused, to_mend
from source.load import load

FOLDER = Path(__file__).parent
PACKS = sorted(path.parent.name for path in FOLDER.glob("*/guide.yaml"))


@pytest.mark.parametrize("pack", PACKS)
def test_a_handbook_of_another_programme_has_no_faults(pack: str) -> None:
    source = load(FOLDER / pack)
    assert not [*refused(source), *to_mend(source)]
