"""What tests of the proof share: a deck of a few slides."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from tests.proof.hiding import shortened


@pytest.fixture(scope="session")
def few_slides(training_deck: Path) -> bytes:
    """A few slides of the training deck, of different kinds."""
    return shortened(Presentation(str(training_deck)))
