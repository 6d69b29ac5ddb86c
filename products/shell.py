"""A run as its shell sees it: signals that end it, streams that nobody reads, and the exit code."""

from __future__ import annotations

import codecs
import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn, TextIO

from source.errors import UsageError

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SOON = 0.02  # seconds
_signals: list[int] = []  # that came
_STOPPED = "Stopped before the end. Every file is whole: as it was, or as it was to be."
_GONE = {errno.EPIPE, errno.ECONNRESET}  # whoever listened has heard enough
_PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->", "×": "x", "\N{NBSP}": " "}


class Stopped(BaseException):
    """A signal asked this run to end: no ``Exception``, so that nothing on the way takes it for a fault."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


class _Stream(io.FileIO):
    """A stream that goes on taking words when it is full or nobody listens any more, and knows that it does."""

    failed: OSError | None = None

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # any buffer; all that counts is its length
        if not self.failed:
            try:
                return super().write(data)
            except OSError as error:
                self.failed = error
        return memoryview(data).nbytes


def run(work: Callable[[], int]) -> NoReturn:
    """Do the work, and end the process with its exit code; or with 2, where its answer could not be written."""
    answer = _open_streams()
    sys.unraisablehook = _unraisable
    signal.signal(signal.SIGALRM, _stop)
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, or a shell's background
            signal.signal(number, _stop)
    try:
        code = work()
        heed()
        sys.stdout.flush()
        if answer.failed and answer.failed.errno not in _GONE:
            sys.stderr.write(f"The answer could not be written: {answer.failed.strerror}.\n")
            code = code or 2
        _ignore_signals()
    except (Stopped, KeyboardInterrupt) as stopped:
        _ignore_signals()
        sys.stderr.write("\n" * sys.stderr.isatty() + f"{_STOPPED}\n")
        sys.stderr.flush()
        # Not sys.exit: it would wait for threads that wait for workers. They end with this process.
        os._exit(stopped.code if isinstance(stopped, Stopped) else 128 + signal.SIGINT)
    sys.exit(code)


def agreed(question: str) -> bool:
    """Whether a person says yes.

    Raises:
        UsageError: there is nobody to answer.
    """
    print(f"{question} [y/N]: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise UsageError("\nNobody answered, so nothing was approved.")
    return answer.strip().lower() in {"y", "yes"}


def heed() -> None:
    """End here if a signal came before: a library that calls us back may take any exception for a fault of ours.

    Raises:
        Stopped: a signal asked this run to end.
    """
    if _signals:
        raise Stopped(_signals[-1])


def _stop(number: int, frame: FrameType | None) -> None:
    """Raise ``Stopped``; a little later where a module is being imported: some of C++ abort the process otherwise."""
    if number != signal.SIGALRM:
        _signals.append(number)
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            signal.setitimer(signal.ITIMER_REAL, _SOON)
            return
        frame = frame.f_back
    raise Stopped(_signals[-1])


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Say nothing of a signal that came where nothing can be raised: ``heed`` knows of it."""
    if not isinstance(lost.exc_value, Stopped):
        sys.__unraisablehook__(lost)


def _ignore_signals() -> None:
    for number in (*ENDING, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


def _open_streams() -> _Stream:
    """Standard streams that are there, and take every letter and every number of them; returned is that of answers."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # it was closed; the next file that is opened would take its place
            os.open(os.devnull, os.O_RDWR)
    codecs.register_error("plain", _plain)
    sys.stdin = sys.stdin or io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)))
    (answer, sys.stdout), (_, sys.stderr) = (_stream(1, sys.stdout), _stream(2, sys.stderr))
    return answer


def _stream(number: int, before: TextIO | None) -> tuple[_Stream, io.TextIOWrapper]:
    raw = _Stream(number, "w", closefd=False)
    encoding = getattr(before, "encoding", None) or "utf-8"
    buffer: Any = io.BufferedWriter(raw)  # which has no types for a RawIOBase of one's own
    return raw, io.TextIOWrapper(buffer, encoding, errors="plain", line_buffering=True)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """What a terminal that knows fewer letters shows in place of some: typewriter marks, or their numbers."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    shown = (_PLAIN.get(letter) or letter.encode("ascii", "backslashreplace").decode() for letter in letters)
    return "".join(shown), error.end
