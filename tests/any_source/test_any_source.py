"""Whatever a source says: each product is made and proven or refused by name, and every word has a place of its own.

``make fuzz`` runs this over 300 sources, every product and every size, and prints what became of them.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from pathlib import Path
from random import Random

from tests import figures
from tests.any_source.making import SIZES, Table, everything, look_at_decks, outcomes
from tests.any_source.sources import write_source
from tests.checkers.needs import needs_libreoffice, needs_poppler

SOURCES = int(os.environ.get("ANY_SOURCES", "0"))
FIRST = int(os.environ.get("ANY_FIRST", "0"))  # the first seed, to go on where a run ended
QUICK = range(22)
TOGETHER = 10  # sources of one process, and decks that one start of LibreOffice renders
AT_ONCE = int(os.environ.get("ANY_PROCESSES", "1"))
PATIENCE = 300  # seconds that a source may take, whatever it says; more is a hang


@needs_poppler
def test_a_product_of_any_source_is_proven_or_refused_by_name(tmp_path: Path) -> None:
    table = Table()
    for seed in QUICK:
        random = Random(seed)
        source, page = write_source(tmp_path / str(seed), seed), random.choice(list(SIZES))
        products = random.sample(SIZES[page], min(2, len(SIZES[page])))
        table.add(f"seed {seed}", outcomes(source, tmp_path / f"{seed}-made", products, page))
    assert not table.wrong, "\n".join(table.wrong)


if SOURCES:

    @needs_poppler
    @needs_libreoffice
    def test_every_product_of_any_source_in_every_size(tmp_path: Path) -> None:
        table = Table()
        # Processes that end after some sources give back what the libraries keep.
        with multiprocessing.get_context("fork").Pool(AT_ONCE, maxtasksperchild=TOGETHER) as pool:
            for start in range(FIRST, FIRST + SOURCES, TOGETHER):
                seeds = range(start, min(start + TOGETHER, FIRST + SOURCES))
                waiting = {seed: pool.apply_async(everything, (tmp_path, seed)) for seed in seeds}
                found = {seed: made.get(PATIENCE * len(seeds)) for seed, made in waiting.items()}
                look_at_decks(one for made in found.values() for one in made)
                for seed, made in found.items():
                    table.add(f"seed {seed}", made)
                    shutil.rmtree(tmp_path / f"{seed}-made", ignore_errors=True)
        figures.LINES.extend(table.lines())
        assert not table.wrong, "\n".join(table.wrong)
