"""Times our build against pandoc on the same words, side by side, and shows where our time goes.

``python -m tools.bench [--runs N]``. Every run is a whole cold process; the two sides take turns, so that whatever else
the machine does falls on both. Medians and ratios are printed; a ratio under 1 means that we are faster.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from source import inline
from source.load import CONTENT, load
from source.model import Guide

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        _pair(Path(folder), runs)
        _stages(runs)


def _pair(folder: Path, runs: int) -> None:
    sides = {"handbook (pocket guide, deck, proof)": _ours(folder), "pandoc (guide and deck, no proof)": _peer(folder)}
    ours, peer = _compared(sides, runs)
    print("Pocket guide and training deck, cold, whole process, medians of", runs)
    for name, seconds in zip(sides, (ours, peer), strict=True):
        print(f"  {name:38} {seconds:6.2f} s")
    print(f"  ratio, ours to pandoc's {ours / peer:20.2f}")
    verify = [[sys.executable, "cli.py", "verify", "--output", str(folder / "ours"), "--quiet"]]
    build, proof = _compared({"build": _ours(folder), "verify": verify}, runs)
    print(f"  ratio, verify to build {proof / build:21.2f}\n")


def _compared(sides: dict[str, list[list[str]]], runs: int) -> list[float]:
    times: dict[str, list[float]] = {name: [] for name in sides}
    for run in range(runs + 1):  # the first warms the disk's cache and is thrown away
        for name, commands in sides.items():
            seconds = _timed(commands)
            if run:
                times[name].append(seconds)
    return [median(found) for found in times.values()]


def _timed(commands: list[list[str]]) -> float:
    start = time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def _ours(folder: Path) -> list[list[str]]:
    products = ["pocket-guide", "training-deck"]
    return [[sys.executable, "cli.py", "build", *products, "--output", str(folder / "ours"), "--quiet"]]


def _peer(folder: Path) -> list[list[str]]:
    """Pandoc to HTML, WeasyPrint to tagged PDF/UA-1, and pandoc to PPTX."""
    import pypandoc

    pandoc = pypandoc.get_pandoc_path()
    text, page, style = folder / "guide.md", folder / "guide.html", folder / "style.css"
    text.write_text("\n".join(_markdown(load(CONTENT).guide)), encoding="utf-8")
    style.write_text("@page { size: A6; margin: 12mm } body { font-size: 10pt }", encoding="utf-8")
    printer = [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", "--stylesheet", str(style)]
    return [
        [pandoc, "--standalone", str(text), "--output", str(page)],
        [*printer, str(page), str(folder / "guide.pdf")],
        [pandoc, str(text), "--output", str(folder / "deck.pptx")],
    ]


def _markdown(guide: Guide) -> Iterator[str]:
    """The same words as Markdown, as somebody would type them for pandoc."""
    yield f"---\ntitle: {guide.title}\nlang: {guide.language}\n---\n"
    for section in guide.sections:
        yield f"# {section.heading}\n\n{section.intro.text}\n"
        for tip in section.tips:
            yield f"- {tip.text}"
            yield from (f"    - {point.text}" for point in tip.points)
        if section.question:
            yield f"{section.question.text}\n"
        yield from (f"- {inline.escape(voice.text)}" for voice in section.voices)
        yield ""


_STAGES = {
    "Python alone": "pass",
    "import the model and the loader": "import source.load",
    "load the source": "from source.load import load; load().guide",
    "import WeasyPrint": "import weasyprint",
    "import python-pptx": "import pptx",
    "import what reads PDF": "import handbook.read",
    "the command line's help": "import cli, typer.testing; typer.testing.CliRunner().invoke(cli.app, ['--help'])",
}


def _stages(runs: int) -> None:
    print("Where our time goes (each a cold process of its own; the build runs them side by side where it can)")
    sides = {name: [[sys.executable, "-c", code]] for name, code in _STAGES.items()}
    for name, seconds in zip(sides, _compared(sides, runs), strict=True):
        print(f"  {name:38} {seconds:6.2f} s")


if __name__ == "__main__":
    main()
