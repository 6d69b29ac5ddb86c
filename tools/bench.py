"""Times our build against pandoc on the same words, side by side, and shows where our time goes.

``python -m tools.bench [--runs N] [--against CHECKOUT] [--scale]``. Every run is a whole cold process; the sides take
turns, so that whatever else the machine does falls on all. Medians and ratios are printed, each with its bound.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from source import inline
from source.load import CONTENT, load
from source.model import Guide
from tools.large_source import write_large

ROOT = Path(__file__).parents[1]
PAIR = ("pocket-guide", "training-deck")
Command = list[str]


@dataclass(frozen=True)
class Side:
    """Commands that are timed together, where they run, and what is done ``before`` them outside the time."""

    commands: tuple[Command, ...]
    before: Callable[[], None] = lambda: None
    where: Path = ROOT


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--against", help="an earlier state to compare with: a checkout's folder, or a commit or tag")
    parser.add_argument("--scale", action="store_true", help="300 and 3,000 items as well, some five minutes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _small(Path(folder), asked.runs)
        if asked.against:
            _against(Path(folder), asked.against, asked.runs)
        if asked.scale:
            _scale(Path(folder))
    _stages(asked.runs)


# --- the shipped source -------------------------------------------------------------------------------------------


def _small(folder: Path, runs: int) -> None:
    content = Path(shutil.copytree(CONTENT, folder / "source"))
    cold, warm = folder / "cold", folder / "warm"
    _run(Side((_build(warm, content),)))
    sides = {
        "pair": Side((_build(cold, content, *PAIR),), lambda: _emptied(cold)),
        "pandoc": _pandoc(folder),
        "verify": Side(([sys.executable, "cli.py", "verify", "--output", str(warm), "--quiet"],)),
        "nothing": Side((_build(warm, content, *PAIR),)),
        "script": Side((_build(warm, content),), lambda: _reword(content, warm)),
        "all": Side((_build(cold, content),), lambda: _emptied(cold)),
    }
    times = _compared(sides, runs)
    print(f"Cold, whole processes, medians of {runs}")
    for name, seconds in times.items():
        print(f"  {_SIDES[name]:58}{seconds:8.2f} s")
    _ratio("pair to pandoc's", times["pair"] / times["pandoc"], 1.0)
    _ratio("nothing to do, to the pair", times["nothing"] / times["pair"], 0.2)
    _ratio("verify of all products to their build", times["verify"] / times["all"], None)
    _ratio("one word of a script, to all products", times["script"] / times["all"], None)


_SIDES: Mapping[str, str] = {
    "pair": "pocket guide and deck, with proof",
    "pandoc": "pandoc: guide and deck, no proof",
    "verify": "verify all products",
    "nothing": "the pair again, with nothing to do",
    "script": "all products, after one word of a trainer's script",
    "all": "all products, with proof",
}


def _ratio(name: str, value: float, bound: float | None) -> None:
    said = "" if bound is None else f"  at most {bound:g}: {'ok' if value <= bound else 'not met'}"
    print(f"  ratio, {name:51}{value:8.2f}{said}")


def _build(output: Path, content: Path, *products: str) -> Command:
    return [
        *(sys.executable, "cli.py", "build", *products),
        *("--source", str(content), "--output", str(output), "--quiet"),
    ]


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _reword(content: Path, output: Path) -> None:
    """Make everything current, then add a word to a script."""
    _run(Side((_build(output, content),)))
    path = content / "facilitation.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Welcome,", "Welcome, welcome,", 1), encoding="utf-8")


def _compared(sides: Mapping[str, Side], runs: int) -> dict[str, float]:
    """The median time of each side in seconds."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for run in range(runs + 1):  # the first warms the disk's cache and is thrown away
        for name, side in sides.items():
            seconds, _ = _run(side)
            if run:
                times[name].append(seconds)
    return {name: median(found) for name, found in times.items()}


def _run(side: Side, *, watched: bool = False) -> tuple[float, float]:
    """Seconds, and if ``watched`` the most memory in MB that any single process had."""
    side.before()
    start, peak = time.perf_counter(), 0.0
    for command in side.commands:
        with subprocess.Popen(command, cwd=side.where, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            while watched and process.poll() is None:
                peak = max(peak, *map(_most, _family(process.pid)))
                time.sleep(0.05)
            _, said = process.communicate()
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{said.decode()}")
    return time.perf_counter() - start, peak


def _family(pid: int) -> Iterator[int]:
    """A process and all that it started (Linux alone; elsewhere only the process)."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from _family(int(child))


def _most(pid: int) -> float:
    """The most memory that a process has had, in MB; 0 where nobody knows."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


# --- pandoc -------------------------------------------------------------------------------------------------------


def _pandoc(folder: Path, text: Path | None = None) -> Side:
    """Pandoc to HTML, WeasyPrint to tagged PDF/UA-1, and pandoc to PPTX."""
    import pypandoc

    pandoc = pypandoc.get_pandoc_path()
    page, style = folder / "guide.html", folder / "style.css"
    if text is None:
        text = folder / "guide.md"
        text.write_text("\n".join(_markdown(load(CONTENT).guide)), encoding="utf-8")
    style.write_text("@page { size: A6; margin: 12mm } body { font-size: 10pt }", encoding="utf-8")
    printer = [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", "--stylesheet", str(style)]
    return Side(
        (
            [pandoc, "--standalone", str(text), "--output", str(page)],
            [*printer, str(page), str(folder / "guide.pdf")],
            [pandoc, str(text), "--output", str(folder / "deck.pptx")],
        )
    )


def _markdown(guide: Guide) -> Iterator[str]:
    """The same words as Markdown, as somebody would type them for pandoc."""
    yield f"---\ntitle: {guide.title}\nlang: {guide.language}\n---\n"
    for section in guide.sections:
        yield f"# {section.heading}\n\n{section.intro.text if section.intro else ''}\n"
        for tip in section.tips:
            yield f"- {tip.text}"
            yield from (f"    - {point.text}" for point in tip.points)
        if section.question:
            yield f"{section.question.text}\n"
        yield from (f"- {inline.escape(voice.text)}" for voice in section.voices)
        yield ""


# --- an earlier state ---------------------------------------------------------------------------------------------


def _against(folder: Path, earlier: str, runs: int) -> None:
    with _checked_out(folder, earlier) as checkout:
        ours, theirs = folder / "ours", folder / "theirs"
        sides = {
            "now": Side((_build(ours, CONTENT),), lambda: _emptied(ours)),
            "then": Side((_build(theirs, checkout / "source" / "content"),), lambda: _emptied(theirs), where=checkout),
        }
        times = _compared(sides, runs)
    print(f"\nAll products against {earlier}: {times['now']:.2f} s and {times['then']:.2f} s")
    _ratio("all products, now to then", times["now"] / times["then"], 0.8)


@contextmanager
def _checked_out(folder: Path, earlier: str) -> Iterator[Path]:
    """The folder of an earlier state; a commit or tag is checked out for as long as it is needed."""
    if Path(earlier).is_dir():
        yield Path(earlier).resolve()
        return
    checkout = folder / "earlier"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(checkout), earlier], cwd=ROOT, check=True)
    try:
        subprocess.run([sys.executable, "-m", "compileall", "-q", "."], cwd=checkout, check=True)
        yield checkout
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(checkout)], cwd=ROOT, check=True)


# --- scale --------------------------------------------------------------------------------------------------------


_SIZES = (300, 3000)


def _scale(folder: Path) -> None:
    print("\nPocket guide and deck with notes, of many items; ours with proof")
    ours: dict[int, float] = {}
    for items in _SIZES:
        place = folder / str(items)
        content, text = write_large(place, items)
        ours[items], memory = _run(Side((_build(place / "out", content, *PAIR),)), watched=True)
        theirs, most = _run(_pandoc(place, text), watched=True)
        print(f"  {items:5} items: ours {ours[items]:7.1f} s, {memory:4.0f} MB; pandoc {theirs:7.1f} s, {most:4.0f} MB")
        _ratio(f"{items} items, ours to pandoc's", ours[items] / theirs, 0.15 if items == max(_SIZES) else None)
        _ratio(f"{items} items, memory to 400 MB", memory / 400, 1.0)
    _ratio("3,000 items to 300", ours[_SIZES[1]] / ours[_SIZES[0]], 11)


# --- where the time goes ------------------------------------------------------------------------------------------


_STAGES = {
    "Python alone": "pass",
    "import the model and the loader": "import source.load",
    "load the source": "from source.load import load; load()",
    "import WeasyPrint": "import weasyprint",
    "import what reads PDF": "import proof.pdf",
    "the command line's help": "import cli, typer.testing; typer.testing.CliRunner().invoke(cli.app, ['--help'])",
}


def _stages(runs: int) -> None:
    print("\nWhere our time goes (each a cold process of its own; the build runs them side by side where it can)")
    sides = {name: Side(([sys.executable, "-c", code],)) for name, code in _STAGES.items()}
    for name, seconds in _compared(sides, runs).items():
        print(f"  {name:58}{seconds:8.2f} s")


if __name__ == "__main__":
    main()
