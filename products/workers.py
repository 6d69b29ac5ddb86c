"""Prints HTML to PDF in other processes, which start to import WeasyPrint at once: that takes half a second.

Imports next to nothing itself, so that the presses start before anything else does.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager


class Press:
    """As many printing processes as there are documents or processors, whichever are fewer."""

    def __init__(self, documents: int) -> None:
        # Forked before any thread is started, so that a worker is there within a millisecond.
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        workers = min(documents, os.cpu_count() or 1)
        self._pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method))
        self._printed: dict[str, Future[bytes]] = {}
        self._warm = [self._pool.submit(_warm_up) for _ in range(workers)]

    def print(self, html: str) -> Future[bytes]:
        """The PDF of a document, some time later; what two products share is printed once."""
        if html not in self._printed:
            self._printed[html] = self._pool.submit(_print, html)
        return self._printed[html]

    def close(self) -> None:
        """Stop the processes at once: to give back their memory in good order would take them a tenth of a second."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.kill()


@contextmanager
def press(documents: int) -> Iterator[Press]:
    """A press for so many documents, stopped at the end. Without documents no process is started."""
    running = Press(documents) if documents else None
    try:
        yield running or _Idle()
    finally:
        if running:
            running.close()


class _Idle(Press):
    """A press that nobody needs."""

    def __init__(self) -> None: ...


def _warm_up() -> None:
    gc.disable()  # the process ends with its last page; collecting would take a sixth of its time
    from handbook import pdf

    pdf.warm_up()


def _print(html: str) -> bytes:
    from handbook import pdf

    return pdf.write(html)
