"""Start a program, wait for it no longer than told, and say plainly what went wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from .needs import PACKAGES, lacks


class CheckerError(Exception):
    """A tool could not do its work: it is missing, it failed, or it took too long. Raised by every checker."""


@dataclass(frozen=True)
class Outcome:
    """What a program left behind: its exit code and its two streams as text."""

    code: int
    stdout: str
    stderr: str


def run(
    command: Sequence[str],
    *,
    timeout: float = 60,
    env: Mapping[str, str] | None = None,
    accept: Collection[int] = (0,),
) -> Outcome:
    """Run a command for at most `timeout` seconds; raise `CheckerError` unless its exit code is one to accept.

    Where a checker's program is missing, the test that asks for it is skipped.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            start_new_session=True,
        )
    except OSError as error:
        if command[0] in PACKAGES:
            pytest.skip(lacks("This test", PACKAGES[command[0]], [command[0]]))
        raise CheckerError(f"{command[0]} could not be started: {error}") from error
    try:
        stdout, stderr = process.communicate(timeout=timeout)
    except BaseException as error:
        # soffice is a script whose children do the work: end the whole group, or they outlive the test.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise CheckerError(f"{command[0]} did not finish within {timeout:g} s: {' '.join(command)}") from error
        raise
    outcome = Outcome(process.returncode, stdout.decode(errors="replace"), stderr.decode(errors="replace"))
    if outcome.code not in accept:
        said = (outcome.stderr.strip() or outcome.stdout.strip())[-2000:]
        raise CheckerError(f"{command[0]} ended with exit code {outcome.code}: {' '.join(command)}\n{said}")
    return outcome


@contextmanager
def on_disk(document: Path | bytes, name: str) -> Iterator[Path]:
    """The absolute path of a document; bytes are written to a file of that name for as long as the block lasts."""
    if isinstance(document, bytes):
        with tempfile.TemporaryDirectory(prefix="checkers-") as folder:
            path = Path(folder, name)
            path.write_bytes(document)
            yield path
    elif document.is_file():
        yield document.resolve()
    else:
        raise CheckerError(f"there is no file {document}")
