"""Whatever happened to a content folder: it is accepted, or told in clear words at the right line, quickly.

``make fuzz`` and ``MUTATED=20000`` try so many, and print what became of them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from source.load import CONTENT
from tests import figures
from tests.any_source.sources import write_source
from tests.mutated.checking import Folder, Table, Watch, look
from tests.mutated.mutations import OUTSIDE

TRIED = int(os.environ.get("MUTATED", "300"))
FIRST = int(os.environ.get("MUTATED_FIRST", "0"))  # to go on where a run ended


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


def test_a_mutated_source_is_accepted_or_told_in_clear_words_at_its_line(tmp_path: Path, watch: Watch) -> None:
    table = Table()
    (tmp_path / "other").mkdir()
    ours, other = Folder(CONTENT, tmp_path), Folder(write_source(tmp_path / "random", 3), tmp_path / "other")
    for start in range(FIRST, FIRST + TRIED, 100):
        look(other if start // 100 % 3 == 1 else ours, range(start, min(start + 100, FIRST + TRIED)), watch, table)
    figures.LINES.extend(table.lines())
    assert not table.wrong, "\n".join(table.wrong)


def test_a_file_outside_that_is_read_would_be_seen(tmp_path: Path, watch: Watch) -> None:
    folder = Folder(CONTENT, tmp_path)
    with watch.over(folder.fresh()) as seen:
        (folder.path / "guide.yaml").read_bytes()
        assert not seen
        (tmp_path / OUTSIDE).read_bytes()
    assert len(seen) == 1
