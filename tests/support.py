"""What several tests do: change a copy of the content, and run the command line as a person does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTItem

from planned.slides import SlideKind
from products.verify import placed_for
from slides.layouts import shown_name
from source.errors import SourceError
from source.inline import Runs
from source.load import CONTENT, load
from source.model import Guide

ROOT = Path(__file__).resolve().parents[1]
ORIGINAL = ROOT / "tests" / "data" / "safe-harbors-tip-sheet.txt"
LABELS = load(CONTENT).guide.labels
KINDS = {shown_name(kind, LABELS): kind for kind in SlideKind}  # of slides, by the names of their layouts


def change(folder: Path, file: str, old: str, new: str) -> int:
    """Replace what stands once in a file of the folder; the number of the line where it stood is returned."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def no_slide_holds(folder: Path) -> int:
    """Make a heading too long for any slide, so that no deck can be made; the line of its id is returned."""
    return change(folder, "guide.yaml", "TIPS FOR WORKING WITH VICTIMS/SURVIVORS", " ".join(["TIPS"] * 400)) - 3


def faults(folder: Path) -> list[str]:
    """What the loader says of a content folder, a line each; [] where nothing is wrong."""
    try:
        found = load(folder).session_faults.values()
    except SourceError as error:
        return [str(fault) for fault in error.faults]
    return [str(fault) for fault in sorted({fault for faults in found for fault in faults})]


def placed(guide: Guide) -> tuple[Runs, ...]:
    """The words of ours in any product."""
    return placed_for(None, guide).placed


def handbook(
    *arguments: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, umask: int = -1
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with no terminal."""
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
        cwd=cwd,
        env=os.environ | (env or {}),
        umask=umask,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def ends(group: int, seconds: float = 5) -> bool:
    """Whether every process of a group is gone in time; what is dead, and only not yet buried, is."""
    until = time.monotonic() + seconds
    while (there := group in living()) and time.monotonic() < until:
        time.sleep(0.02)
    return not there


def living() -> set[int]:
    """The groups of all processes that are not dead."""
    listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return {int(line.split()[0]) for line in listed.splitlines() if "Z" not in line}


def letters(pdf: Path) -> list[list[LTChar]]:
    """Every letter on every page, which pdfminer.six knows with the exact size of its type."""
    return [[char for char in _characters(page) if char.get_text().strip()] for page in extract_pages(pdf)]


def _characters(item: LTItem) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    for child in item if hasattr(item, "__iter__") else ():
        yield from _characters(child)
