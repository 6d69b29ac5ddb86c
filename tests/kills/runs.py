"""Runs that are stopped: killed, asked to end or denied a file, at each step that writes and at any moment.

``python -m tests.kills.runs FOLDER NUMBER`` makes so many cases in FOLDER, and prints what became of each as JSON.
Everything is imported once, and each run is a fork: so a case takes a fraction of a second.
"""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import cli
from products.scratch import Scratch
from products.shell import ENDING
from slides import write  # noqa: F401  # imported once, for all runs
from source.files import tidy
from source.load import CONTENT
from tests.support import change, living

_WRITES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.chmod"}
_SIGNALS = {"killed": signal.SIGKILL, "terminated": signal.SIGTERM, "interrupted": signal.SIGINT}
_LEFT = ".handbook-part", ".handbook-whole", ".handbook-back"


@dataclass(frozen=True)
class Harm:
    """What is done to a run: ``how``, and at which step that writes, or after which share of its time."""

    how: str  # one of _SIGNALS, "denied" once, "broken" from then on, or "full"
    step: int = 0
    moment: float = 0.0


@dataclass
class Case:
    """A run that was harmed, and what was found."""

    work: str
    how: str
    at: str
    code: int = 0
    half: bool = False  # a file that is neither as it was nor as it was to be
    mixed: bool = False  # some files new and some as they were, after the next run, or untold before it
    leftovers: tuple[str, ...] = ()
    traceback: str = ""
    wrong_code: bool = False
    group: int = 0


@dataclass(frozen=True)
class Work:
    """A command, with the folder that it writes to: as it is before, and as it is to be."""

    name: str
    arguments: tuple[str, ...]
    before: Path
    after: Mapping[str, bytes]
    steps: int
    seconds: float


def held(folder: Path) -> dict[str, bytes]:
    """What is in a folder, without the folders in it."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def run(
    arguments: tuple[str, ...], folder: Path, harm: Harm | None = None, seconds: float = 0.0
) -> tuple[int, int, str]:
    """Run a command with FOLDER in its arguments replaced; its process, its exit code, and what it said."""
    said = folder.with_suffix(".said")
    said.write_bytes(b"")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    if not (child := os.fork()):
        try:
            _work(arguments, folder, harm, said)
        finally:
            os._exit(99)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if harm and harm.moment and harm.how in _SIGNALS:
        time.sleep(harm.moment * seconds)
        os.kill(child, _SIGNALS[harm.how])
    _, status = os.waitpid(child, 0)
    return child, os.waitstatus_to_exitcode(status), said.read_text(encoding="utf-8")


def _work(arguments: tuple[str, ...], folder: Path, harm: Harm | None, said: Path) -> None:
    """What a process does that is started by itself: heed signals, then run the command line."""
    os.setsid()
    for number in ENDING:
        signal.signal(number, cli._end_at_once)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    _redirected(said)
    if harm:
        _harmed(harm, folder)
    sys.argv = ["handbook", *(argument.replace("FOLDER", str(folder)) for argument in arguments)]
    try:
        cli.main()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(end.code or 0))
    except BaseException:
        traceback.print_exc()


def _redirected(said: Path) -> None:
    answers = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    yes = os.open(said.with_suffix(".yes"), os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(yes, b"y\n" * 9)
    os.lseek(yes, 0, os.SEEK_SET)
    for number, file in enumerate((yes, answers, answers)):
        os.dup2(file, number)


def _harmed(harm: Harm, folder: Path) -> None:
    """Count what writes to the folder, and strike at the step; "full" limits the size of files."""
    if harm.how == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (harm.step, harm.step))
        return
    count = 0
    sync = os.fsync

    def strike(what: object) -> None:
        nonlocal count
        count += 1
        if harm.how == "counted":
            os.write(_COUNTS, b".")
        elif harm.step and (count == harm.step or (harm.how == "broken" and count > harm.step)):
            if harm.how in _SIGNALS:
                os.kill(os.getpid(), _SIGNALS[harm.how])
            else:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(what))

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        writes = event in _WRITES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT)
        if writes and os.fspath(str(arguments[0])).startswith(str(folder)):
            strike(arguments[0])

    def synced(number: int) -> None:
        strike("")
        sync(number)

    vars(os)["fsync"] = synced
    sys.addaudithook(hook)


_COUNTS = -1


def prepared(name: str, arguments: tuple[str, ...], before: Path, scratch: Path) -> Work:
    """A command with what it makes of a folder when nobody stops it, its steps and its time."""
    global _COUNTS  # the number of a pipe, for the process that is forked next
    reader, _COUNTS = os.pipe()
    folder = Path(shutil.copytree(before, scratch / f"{name}-whole"))
    started = time.monotonic()
    _, code, said = run(arguments, folder, Harm("counted"))
    seconds = time.monotonic() - started
    os.close(_COUNTS)
    assert code == 0, said
    with os.fdopen(reader, "rb") as counts:
        return Work(name, arguments, before, held(folder), len(counts.read()), seconds)


def works(scratch: Path) -> list[Work]:
    """A build of three products after a number was changed, an approval of two voices, and a release."""
    older, newer = (Path(shutil.copytree(CONTENT, scratch / name)) for name in ("older", "newer"))
    change(newer, "contacts.yaml", "1-888-373-7888", "1-888-555-0100")
    products = ("tips-card", "training-deck", "--session", "roll-call-15", "--session", "lunch-30")
    output = scratch / "built"
    _, code, said = run(("build", *products, "--source", str(older), "--output", "FOLDER"), output)
    assert code == 0, said
    approve = ("approve", "voice.housing", "voice.language-counts", "--reason", "Heard again.", "--source", "FOLDER")
    return [
        prepared("build", ("build", *products, "--source", str(newer), "--output", "FOLDER"), output, scratch),
        prepared("approve", approve, older, scratch),
        prepared("release", ("release", "--source", "FOLDER"), older, scratch),
    ]


def harms(work: Work, chance: random.Random, number: int) -> list[Harm]:
    """At each step that writes, in a random order, and at random moments; some for want of space."""
    kinds = [*_SIGNALS, "denied", "broken"]
    steps = [Harm(how, step) for step in range(1, work.steps + 1) for how in kinds]
    chance.shuffle(steps)
    moments = [Harm(how, moment=chance.uniform(0.02, 1)) for _ in range(number) for how in _SIGNALS]
    full = [Harm("full", step=chance.randrange(1, 60_000)) for _ in range(number)]
    third = max(number // 4, 1)
    return [*steps[: number - 2 * third], *moments[: third + third // 2], *full[: third - third // 2]]


def tried(work: Work, harm: Harm, folder: Path, *, again: bool) -> Case:
    """Harm a run, look at what it left, and let the next run tidy up; ``again``: and make all of it."""
    shutil.copytree(work.before, folder)
    before = held(folder)
    child, code, said = run(work.arguments, folder, harm, work.seconds)
    case = Case(work.name, harm.how, f"step {harm.step}" if harm.step else f"{harm.moment:.2f}", code, group=child)
    case.traceback = said if "Traceback" in said or code == 99 else ""
    case.wrong_code = code not in _codes(harm)
    now = held(folder)
    pending = any((folder / stage).exists() for stage in _LEFT)
    told = code == -signal.SIGKILL or "side by side" in said
    case.mixed = now not in (before, work.after) and not (pending and told)
    case.half = any(data not in (before.get(name), work.after.get(name)) for name, data in now.items())
    tidy(folder)
    case.mixed |= held(folder) not in (before, work.after)
    if again:
        run(work.arguments, folder)
        case.mixed |= held(folder) != work.after
    case.leftovers = tuple(sorted(path.name for path in folder.iterdir() if path.name in _LEFT))
    shutil.rmtree(folder)
    return case


def _codes(harm: Harm) -> set[int]:
    """The exit codes that a harm may have; a run may also have been done already."""
    if harm.how in _SIGNALS:
        number = _SIGNALS[harm.how]
        return {0, -number if harm.how == "killed" else 128 + number}
    return {0, 1, 2} if harm.how == "full" else {0, 2}


def main(folder: Path, number: int, seed: int = 0) -> list[Case]:
    """So many cases of each command; the groups that still live, and what is left of temporary files, come last."""
    os.environ["TMPDIR"] = str(folder / "temporary")
    (folder / "temporary").mkdir(parents=True)
    chance = random.Random(seed)
    cases = [
        tried(work, harm, folder / f"{work.name}-{at}", again=work.name == "build" and at % 8 == 0)
        for work in works(folder)
        for at, harm in enumerate(harms(work, chance, number))
    ]
    until = time.monotonic() + 10
    while (orphans := {case.group for case in cases} & living()) and time.monotonic() < until:
        time.sleep(0.1)
    Scratch().remove()
    left = sorted(path.name for path in (folder / "temporary").iterdir())
    print(json.dumps({"cases": [asdict(case) for case in cases], "orphans": sorted(orphans), "temporary": left}))
    return cases


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
