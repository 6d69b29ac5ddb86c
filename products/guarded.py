"""Strangers' files are read in a process of their own, which may take so much memory and time, and no more.

A file of 4 kB can ask for 5 GB, or for a year. All bounds stand here: see ``Bounds``. Linux keeps them to the byte and
the second. macOS has no bound on memory that it keeps: there the process looks at itself twenty times a second. Where
there is no ``fork``, as on Windows, files are read in this process, without bounds.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from products.kinds import HEAD, is_pdf
from products.shell import ENDING
from source.errors import HandbookError, UnreadableError
from source.given import bytes_in, read_file

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")

_MIB = 2**20
_SMALL = 2**18  # bytes of a file that need no more time
_LOOKS = 0.05  # seconds between two looks of a process at itself
_OVER = 77  # how it ends when it sees that it is over its memory


@dataclass(frozen=True)
class Bounds:
    """How many bytes of memory a process may take in addition, how many seconds of a processor, how long an answer is.

    8 seconds and 350 MiB are for any file. An honest PDF has a page of words in 1 to 2 kB, which takes a fortieth of a
    second; a slide takes less, and photographs take none. What an item of the source takes is in addition.
    """

    memory: int = 350 * _MIB
    seconds: int = 8
    answer: int = 16 * _MIB

    @classmethod
    def for_file(cls, path: Path, items: int) -> Self:
        """The bounds for a file, held against so many items of a source.

        Raises:
            UnreadableError: there is no file to read.
        """
        more = max(0, bytes_in(path) - _SMALL) // (20_000 if is_pdf(read_file(path, HEAD)) else _MIB)
        return cls(cls.memory + items * _MIB // 10, cls.seconds + items // 50 + more)


class Apart(Generic[T]):
    """A task in a process of its own, begun at once; ``result`` waits for what it returns."""

    def __init__(self, name: str, task: Callable[[], T], bounds: Bounds) -> None:
        import multiprocessing  # a build that has nothing to do needs none

        self._name, self._task, self._bounds = name, task, bounds
        self._process: BaseProcess | None = None
        if "fork" in multiprocessing.get_all_start_methods():
            context = multiprocessing.get_context("fork")
            self._answer, there = context.Pipe(duplex=False)
            self._until = time.monotonic() + 10 + 6 * bounds.seconds  # where it sleeps, or others take the processor
            self._process = context.Process(target=_work, args=(task, bounds, there, os.getpid()), daemon=True)
            self._process.start()
            there.close()  # so that the death of the process is the end of the pipe

    def result(self) -> T:
        """What the task returns.

        Raises:
            HandbookError: the task did so.
            UnreadableError: it went over its bounds, or broke down.
        """
        if self._process is None:
            return self._task()
        try:
            if not self._answer.poll(self._until - time.monotonic()):
                raise UnreadableError(self._too_long())
            result, error = pickle.loads(self._answer.recv_bytes())
        except EOFError as gone:
            self._process.join()
            raise UnreadableError(self._why(self._process.exitcode or 0)) from gone
        finally:
            self.end()
        if isinstance(error, HandbookError):
            raise error
        if error is not None:
            raise UnreadableError(self._why(_OVER) if error is MemoryError else self._stopped(str(error)))
        return result  # type: ignore[no-any-return]  # what comes through a pipe has no type

    def end(self) -> None:
        """Whatever it is doing, it stops."""
        if self._process is not None:
            self._answer.close()
            self._process.kill()
            self._process.join()

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self._process is None or self._process.exitcode is not None

    def _why(self, exitcode: int) -> str:
        if exitcode == _OVER:
            return (
                f"Reading {self._name} would take more than {self._bounds.memory // _MIB} MiB of memory, so it was "
                f"given up. {_TRUSTED}"
            )
        timed = {-getattr(signal, "SIGXCPU", signal.SIGTERM), -getattr(signal, "SIGKILL", signal.SIGTERM)}
        return self._too_long() if exitcode in timed else self._stopped(f"signal {-exitcode}")

    def _too_long(self) -> str:
        return f"Reading {self._name} takes more than {self._bounds.seconds} seconds, so it was given up. {_TRUSTED}"

    def _stopped(self, error: str) -> str:
        return (
            f"{self._name} stopped the program that reads it ({error}). It is damaged, or holds what the builder does "
            "not know. Open it in its own program, save it again, and try that copy; please report it."
        )


_TRUSTED = "If you trust the file, open it in its own program, save it or print it to PDF again, and try that copy."


def _work(task: Callable[[], object], bounds: Bounds, answer: Connection, parent: int) -> None:
    """Do the task within its bounds, and send what came of it: the result, or the error."""
    for ending in ENDING:
        signal.signal(ending, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what follows
    _bind(bounds)
    threading.Thread(target=_look_at_itself, args=(bounds, parent), daemon=True).start()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # libraries tell what they think of a stranger's file; we say it in our own words
        os.dup2(nowhere, stream)
    try:
        sent = pickle.dumps(_done(task))
    except Exception as error:
        sent = pickle.dumps((None, type(error).__name__))
    if len(sent) > bounds.answer:
        sent = pickle.dumps((None, MemoryError))
    with suppress(OSError):
        answer.send_bytes(sent)
    os._exit(0)  # to give back memory in good order takes longer


def _done(task: Callable[[], object]) -> tuple[object, object]:
    try:
        return task(), None
    except MemoryError:
        return None, MemoryError
    except HandbookError as error:
        # What a library makes of it when memory ends, our readers take for damage.
        return None, MemoryError if isinstance(error.__cause__, MemoryError) else error
    except Exception as error:
        return None, f"{type(error).__name__}: {error}".removesuffix(": ")


def _bind(bounds: Bounds) -> None:
    """Set the bounds that this system keeps."""
    import resource

    taken = 0
    with suppress(OSError, ValueError, IndexError):  # only Linux says so, and only there is it bound
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,  # it writes no file
        resource.RLIMIT_DATA: taken + bounds.memory,
        resource.RLIMIT_CPU: bounds.seconds,
    }
    for kind, most in limits.items():
        with suppress(OSError, ValueError):  # not on this system, or a tighter one holds
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _look_at_itself(bounds: Bounds, parent: int) -> None:
    """End with the parent, and where more memory is taken than any system should give."""
    import resource

    def taken() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    most = taken() + bounds.memory
    while os.getppid() == parent:
        if taken() > most:
            os._exit(_OVER)
        time.sleep(_LOOKS)
    os._exit(0)
