"""Whatever somebody does to a deck, exactly that is found: edits drawn at random (``tests.corpus.edits``).

``EDITS=250`` tries so many; the suite a few of each kind.
"""

from __future__ import annotations

import os
from pathlib import Path

from products.verify import verified
from proof.findings import EQUAL, State
from source.load import CONTENT, load
from tests import figures
from tests.corpus import decks
from tests.corpus.edits import edit

EDITS = int(os.environ.get("EDITS", "42"))


def test_what_was_done_to_a_deck_is_found_and_nothing_else(training_deck: Path, tmp_path: Path) -> None:
    source, deck = load(CONTENT), training_deck.read_bytes()
    file, wrong, missed, false = tmp_path / "training-deck.pptx", [], 0, 0
    for number in range(EDITS):
        done = edit(number, source.guide)
        file.write_bytes(decks.edited(deck, done.edit))
        (comparison,) = verified(source, [file])
        found = [finding for finding in comparison.findings if finding.state not in EQUAL]
        items = {finding.id for finding in found if finding.id}
        added = sum(finding.state is State.ADDED for finding in found)
        if done.behind and (done.behind in items or added):
            items, added = items - {done.behind}, 0
        missed += len(done.items - items) + max(0, done.added - added)
        false += len(items - done.items) + max(0, added - done.added)
        if items != done.items or added != done.added:
            wrong.append(f"{number}. {done.what}: {[(str(f.state), f.id, f.text) for f in found]}")
    figures.LINES.append(f"decks edited at random: tried {EDITS}, missed {missed}, false {false}")
    assert not wrong, "\n".join(wrong)
