"""Whatever a stranger's file is, reading it takes little time and memory, touches nothing else, and ends in a sentence.

``make fuzz`` and ``HOSTILE=2000`` try so many, with the bounds that users have, and print what became of them.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from products.guarded import Apart, Bounds
from products.table import PRODUCTS, Options
from products.verify import compared
from source.errors import HandbookError
from source.load import CONTENT, Source, load
from tests import figures
from tests.hostile.making import hostile
from tests.support import ROOT

TRIED = int(os.environ.get("HOSTILE", "100"))
FIRST = int(os.environ.get("HOSTILE_FIRST", "0"))  # to go on where a run ended
_MIB = 2**20
_SECONDS = 10
_MOST = 512 * _MIB
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename")
_LIBRARIES = tuple({str(ROOT), sys.prefix, sys.base_prefix, os.devnull})


def watched(source: Source, path: Path) -> tuple[str, list[str]]:
    """What is said of a file, and what else was touched; for a process of its own, which is watched for ever."""
    touched: list[str] = []

    def watch(event: str, given: tuple[Any, ...]) -> None:
        outside = event == "open" and isinstance(given[0], str | bytes) and os.fsdecode(given[0]) != str(path)
        if event.startswith(_FORBIDDEN) or (outside and not os.fsdecode(given[0]).startswith(_LIBRARIES)):
            touched.append(f"{event} {given[0]!r}")

    sys.addaudithook(watch)
    try:
        return compared(source, path, Options()).verdict.word, touched
    except HandbookError as error:
        if isinstance(error.__cause__, MemoryError):
            raise
        return str(error), touched


@dataclass
class Table:
    """What became of the files."""

    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    longest: float = 0.0

    def lines(self) -> list[str]:
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        ends = ", ".join(f"{count} {end}" for end, count in self.ends.most_common())
        return [
            f"Hostile files: {self.ends.total()} tried, {len(self.wrong)} wrong; at most {self.slowest:.1f} s of a "
            f"processor ({self.longest:.1f} s by the clock) and {peak / _MIB:.0f} MiB; {ends}"
        ]


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


ENDS = ("more than", "cut off", "damaged", "stopped the program", "no words", "password", "larger than", "unpack to")


def look(seed: int, made: tuple[str, bytes], path: Path, source: Source, bounds: Bounds | None, table: Table) -> None:
    name, data = made
    path.write_bytes(data)
    used, began = cpu(), time.monotonic()
    touched: list[str] = []
    try:
        given = bounds or Bounds.for_file(path, len(source.guide.items()))
        said, touched = Apart(path.name, partial(watched, source, path), given).result()
    except HandbookError as error:
        said = str(error)
    used = cpu() - used
    table.slowest, table.longest = max(table.slowest, used), max(table.longest, time.monotonic() - began)
    table.ends[next((end for end in ENDS if end in said), said if len(said) < 30 else "another sentence")] += 1
    if touched or "stopped the program" in said or used > _SECONDS:
        table.wrong.append(f"{seed}, {name}: {said} {used:.1f} s {touched[:3]}")


@pytest.fixture(scope="module")
def source() -> Source:
    return load(CONTENT)


def test_a_hostile_file_ends_in_a_sentence(products: Path, source: Source, tmp_path: Path) -> None:
    pdfs = [(products / each.file).read_bytes() for each in PRODUCTS.values() if each.printed]
    deck = (products / PRODUCTS["training-deck"].file).read_bytes()
    table = Table()
    quick = replace(Bounds(), seconds=2) if TRIED <= 100 else None  # what takes longer would not come to an end
    for seed in range(FIRST, FIRST + TRIED):
        look(seed, hostile(seed, pdfs, deck), tmp_path / "file", source, quick, table)
    figures.LINES.extend(table.lines())
    assert not table.wrong, "\n".join(table.wrong)


def test_a_file_that_takes_all_memory_or_time_is_given_up_in_a_sentence() -> None:
    endless = Apart("endless.pdf", _endless, Bounds(seconds=1))
    with pytest.raises(HandbookError, match=r"^Reading endless\.pdf takes more than 1 seconds"):
        endless.result()
    with pytest.raises(HandbookError, match=r"^Reading greedy\.pdf would take more than 350 MiB"):
        Apart("greedy.pdf", _greedy, Bounds()).result()
    with pytest.raises(HandbookError, match=r"^Reading wordy\.pdf would take more than"):
        Apart("wordy.pdf", lambda: "a" * 20 * _MIB, Bounds()).result()
    with pytest.raises(HandbookError, match=r"^broken\.pdf stopped the program that reads it \(signal"):
        Apart("broken.pdf", _broken, Bounds()).result()
    assert Apart("good.pdf", lambda: "words", Bounds()).result() == "words"


def _endless() -> None:
    while True:
        pass


def _greedy() -> list[bytearray]:
    return [bytearray(_MIB) for _ in range(10_000)]


def _broken() -> None:
    os.kill(os.getpid(), signal.SIGUSR1)


def test_reading_leaves_no_process_behind() -> None:
    begun = Apart("endless.pdf", _endless, Bounds())
    begun.end()
    assert begun.ended
