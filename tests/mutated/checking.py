"""What becomes of a mutated source: accepted, told, or a fault of the program; and what that took."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import site
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any

import cli
from source.errors import HandbookError, SourceError
from tests.mutated.mutations import OUTSIDE, Mutation, line_of, mutate
from tests.support import ROOT

MOST_SECONDS = 10.0  # of the processor
MOST_MEMORY = 512 * 2**20
OWN = 128 * 2**20  # more than a process of its own has before it checks; this one has run other tests, too
_LONGEST = 2_000  # letters of a fault: more are no message
_CONNECTING = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec")


class Watch:
    """Notes what this process opens outside the folders that it may read, and whatever it starts or connects to."""

    def __init__(self) -> None:
        self.allowed: tuple[Path, ...] | None = None
        self.seen: list[str] = []
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.allowed is None:
            return
        if event.startswith(_CONNECTING):
            self.seen.append(f"{event} {arguments}"[:200])
        elif event in {"open", "os.listdir", "os.scandir"} and not isinstance(arguments[0], int | None):
            allowed, self.allowed = self.allowed, None  # looking opens things itself
            if not any(Path(os.fsdecode(arguments[0])).absolute().resolve().is_relative_to(place) for place in allowed):
                self.seen.append(f"{event} {arguments[0]}"[:200])
            self.allowed = allowed

    @contextmanager
    def over(self, *folders: Path) -> Iterator[list[str]]:
        """What is done meanwhile and may not be."""
        self.seen = []
        libraries = map(Path, (sys.prefix, sys.base_prefix, *site.getsitepackages()))
        self.allowed = tuple(path.resolve() for path in (*folders, ROOT, *libraries))
        try:
            yield self.seen
        finally:
            self.allowed = None


class Folder:
    """A content folder that is put back as it was after each change."""

    def __init__(self, source: Path, place: Path) -> None:
        self.path = place / "content"
        self._held = {path.name: path.read_bytes() for path in source.iterdir() if path.is_file()}
        (place / OUTSIDE).write_text("title: what nobody may read\n", encoding="utf-8")

    def fresh(self) -> Path:
        """The folder as it was."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir()
        for name, data in self._held.items():
            (self.path / name).write_bytes(data)
        return self.path


class Table:
    """How many sources of each kind were accepted or told, and what went wrong."""

    def __init__(self) -> None:
        self.rows: dict[str, Counter[str]] = {}
        self.wrong: list[str] = []
        self.seconds = (0.0, 0)  # and the number of the source that took them
        self.memory = (0, 0)

    def lines(self) -> list[str]:
        """The table, a line a kind."""
        heads = ("tried", "accepted", "told", "line known", *_WRONGS)
        made = [f"{'mutated sources':<22}" + "".join(f"{head:>{len(head) + 2}}" for head in heads)]
        for kind, row in (*self.rows.items(), ("all", sum(self.rows.values(), Counter()))):
            made.append(f"{kind:<22}" + "".join(f"{row[head]:>{len(head) + 2}}" for head in heads))
        seconds, memory = f"{self.seconds[0]:.1f} s of CPU", f"{self.memory[0] / 2**20:.0f} MiB"
        return [*made, f"longest {seconds} (source {self.seconds[1]}); most memory {memory} (source {self.memory[1]})"]


_WRONGS = ("traceback", "slow", "memory", "outside", "no message", "wrong line")


def look(folder: Folder, numbers: range, watch: Watch, table: Table) -> None:
    """Change the folder in as many ways, check each, and count what became of it."""
    for number in numbers:
        mutation = mutate(folder.fresh(), number)
        row = table.rows.setdefault(mutation.kind, Counter())
        _forget_peak()
        before, base = process_time(), _peak()
        with watch.over(folder.path) as outside:
            verdict, problems, error = _checked(folder.path, mutation)
        seconds, memory = process_time() - before, _peak() - base + OWN
        table.seconds, table.memory = max(table.seconds, (seconds, number)), max(table.memory, (memory, number))
        problems |= _looked_at(folder.path, error, mutation) if error else {}
        problems |= {"slow": f"{seconds:.1f} s"} if seconds > MOST_SECONDS else {}
        problems |= {"memory": f"{memory / 2**20:.0f} MiB"} if memory > MOST_MEMORY else {}
        problems |= {"outside": outside[0]} if outside else {}
        row.update(["tried", verdict, *problems, *(["line known"] if mutation.line else [])])
        table.wrong += [f"{number} ({mutation.kind}, {mutation.file}): {what}: {why}" for what, why in problems.items()]


def _checked(folder: Path, mutation: Mutation) -> tuple[str, dict[str, str], SourceError | None]:
    try:
        with _at_most(MOST_SECONDS):
            cli.check(source=folder, quiet=True)
    except SourceError as error:
        return "told", {}, error
    except HandbookError as error:
        return "told", {} if mutation.line is None else {"wrong line": f"line {mutation.line}, not {error}"}, None
    except _TooSlowError:
        return "told", {"slow": "stopped"}, None
    except BaseException as error:  # whatever it is, it is a fault that the table shows
        return "told", {"traceback": f"{type(error).__name__}: {error}"[:300]}, None
    untold = {"no message": f"nothing is said of line {mutation.line}"}
    return "accepted", {} if mutation.line is None else untold, None


def _looked_at(folder: Path, error: SourceError, mutation: Mutation) -> dict[str, str]:
    problems = {}
    for fault in error.faults:
        said = str(fault)
        plain = all(line.isprintable() for line in said.split("\n"))
        if not plain or len(said) > _LONGEST or "Input should" in said or not (fault.problem and fault.advice):
            problems["no message"] = repr(said)[:300]
        path = folder / fault.file
        if path.is_file() and path.stat().st_size < 2**20:
            lines = line_of(path.read_bytes().decode("utf-8-sig", "replace"))
            if not 1 <= fault.line <= lines or fault.column < 1:
                problems["wrong line"] = f"there is no such place: {said}"[:300]
    if mutation.line and (mutation.file, mutation.line) not in {(fault.file, fault.line) for fault in error.faults}:
        problems["wrong line"] = f"line {mutation.line}, not {str(error.faults[0])[:200]}"
    return problems


class _TooSlowError(BaseException):
    """The processor's time is over."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _forget_peak() -> None:
    path = Path("/proc/self/clear_refs")
    if path.exists():
        path.write_text("5")


def _peak() -> int:
    """The most memory since it was forgotten; elsewhere than on Linux since the process began."""
    path = Path("/proc/self/status")
    if path.exists():
        return next(int(line.split()[1]) for line in path.read_text().splitlines() if line.startswith("VmHWM")) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
