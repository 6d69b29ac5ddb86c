"""Processes that print HTML and run other pure functions while this one goes on.

They start before anything heavy is imported here, and import WeasyPrint at once: that takes half a second.
A worker lives as long as this process holds the other end of a pipe. Closing it, or dying, ends them all. Of what
this process was given, such as the pipes of whoever called it, a worker keeps nothing open.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from shutil import rmtree
from typing import Any, ParamSpec, Self, TypeVar

from products.scratch import Scratch
from products.shell import ENDING
from source.errors import HandbookError, LayoutError

P = ParamSpec("P")
T = TypeVar("T")

_PATIENCE = 3.0  # seconds that a worker has to leave, which takes it some milliseconds
_MUCH = 400_000  # objects made since the last collection: some 250 pages
_STREAMS = (0, 1, 2)
_OF_THE_MACHINE = (ImportError, MemoryError, OSError)  # no other words would help against these
_DIED = (
    "A process that was printing pages ended before its time, most likely for want of memory. Nothing was written. "
    "Please close other programs, or build fewer products at a time."
)


class Workers:
    """So many processes, or as many as there are processors. ``documents`` of them warm up, or all."""

    def __init__(self, processes: int, documents: int | None = None) -> None:
        # A fork is there within a millisecond, but is sound only while this process has a single thread.
        forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
        context = multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
        self._printed: dict[str, Future[bytes]] = {}
        self._free: SimpleQueue[Connection] = SimpleQueue()
        self._scratch = Scratch()
        count = min(processes, os.cpu_count() or 1)
        self._threads = ThreadPoolExecutor(max(count, 1))
        self._processes: list[Any] = []
        strange = _open_files() if forks else []
        watched, self._held = context.Pipe(duplex=False)
        try:
            for at in range(count):
                here, there = context.Pipe()
                strange += [here.fileno()] * forks
                warm = documents is None or at < documents
                ours = (there, watched, self._held, strange, self._scratch.folder, warm)
                process = context.Process(target=_serve, args=ours, daemon=True)
                with _held_back():  # until the worker is ready for them
                    process.start()
                there.close()  # so that the death of the worker is the end of the pipe
                self._processes.append(process)
                self._free.put(here)
        except BaseException:
            self.__exit__()
            raise
        watched.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._held.close()
        for process in self._processes:
            process.join(_PATIENCE)
            if process.exitcode is None:
                process.kill()  # it hangs in a library that lets no other thread run
                process.join(_PATIENCE)
        self._threads.shutdown()
        self._scratch.remove()

    def print(self, html: str) -> Future[bytes]:
        """The PDF of a document; what two products share is printed once."""
        if html not in self._printed:
            self._printed[html] = self.run(_print, html)
        return self._printed[html]

    def run(self, function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> Future[T]:
        """What a function of a module returns, some time later; arguments and result must be picklable."""
        return self._threads.submit(self._ask, function, arguments, options)

    def _ask(self, function: Callable[..., T], arguments: tuple[Any, ...], options: dict[str, Any]) -> T:
        worker = self._free.get()
        try:
            # Not `send`: where it fails, Python 3.13 complains of its buffer long after (in any garbage collection).
            worker.send_bytes(pickle.dumps((function, arguments, options)))
            result, error = worker.recv()
        except (EOFError, OSError) as gone:
            raise HandbookError(_DIED) from gone
        finally:
            self._free.put(worker)  # a dead one too: who asks next is told the same, and waits for nobody
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]  # what comes through a pipe has no type


@contextmanager
def _held_back() -> Iterator[None]:
    """Without signals that end a run: they come through at the end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _open_files() -> list[int]:
    """What this process has open besides its standard streams, by number."""
    found = []
    for path in [*Path("/dev/fd").iterdir()]:
        with suppress(OSError):  # the list itself was open, too
            os.fstat(int(path.name))
            found.append(int(path.name))
    return [number for number in found if number not in _STREAMS]


def _serve(
    tasks: Connection, watched: Connection, held: Connection, strange: Sequence[int], folder: str, warm: bool
) -> None:
    """Work until the parent is gone or has enough."""
    for ending in ENDING:  # Ctrl-C reaches the whole group; the parent decides what follows
        signal.signal(ending, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    held.close()  # a fork has this end too, and would keep itself alive with it
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in _STREAMS:
        os.dup2(nowhere, number)
    for number in {nowhere, *strange}.difference(_STREAMS):
        with suppress(OSError):
            os.close(number)
    tempfile.tempdir = folder  # where WeasyPrint leaves its fonts
    threading.Thread(target=_leave_with_parent, args=(watched, folder), daemon=True).start()
    gc.disable()  # the process ends with its last page; collecting would take a sixth of its time
    try:
        if warm:
            _answer(_warm_up, (), {})
        while True:
            tasks.send(_answer(*tasks.recv()))
    except (EOFError, OSError):
        _leave(folder)


def _leave_with_parent(watched: Connection, folder: str) -> None:
    try:
        watched.recv_bytes()
    except (EOFError, OSError):
        _leave(folder)


def _leave(folder: str) -> None:
    """End at once: to give back memory in good order would take a tenth of a second."""
    for _ in range(3):  # the other thread may be writing there
        rmtree(folder, ignore_errors=True)
    os._exit(0)


def _answer(
    function: Callable[..., object], arguments: tuple[Any, ...], options: dict[str, Any]
) -> tuple[object, Exception | None]:
    try:
        return function(*arguments, **options), None
    except (HandbookError, *_OF_THE_MACHINE) as error:
        return None, error
    except Exception as error:  # of a class that may not be picklable
        return None, RuntimeError(_named(error))


def _named(error: Exception) -> str:
    """An error in a few words: its class and what it says."""
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def _warm_up() -> None:
    from handbook import pdf

    pdf.warm_up()


def _print(html: str) -> bytes:
    """The PDF of a document.

    Raises:
        LayoutError: the renderer stopped at these words.
        HandbookError: this machine lacks what the renderer needs.
    """
    try:
        from handbook import pdf

        if gc.get_count()[0] > _MUCH:  # a part of a long document went before
            gc.collect()
        return pdf.write(html)
    except HandbookError:
        raise
    except _OF_THE_MACHINE as error:
        raise HandbookError(f"WeasyPrint cannot work on this machine ({_named(error)}).") from error
    except Exception as error:
        raise LayoutError(f"It cannot be laid out: WeasyPrint stopped ({_named(error)}).") from error
