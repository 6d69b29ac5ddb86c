"""One run at a time in a folder: a lock that ends with its run, however that ends, and leaves no file behind."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from source.errors import UsageError

PATIENCE = 60.0  # seconds that a run waits for another: longer than all products of a usual guide take
_PAUSE = 0.02


@contextmanager
def locked(folder: Path, waiting: Callable[[str], object] = lambda said: None) -> Iterator[bool]:
    """Hold a folder alone, and say whether another run had to be waited for.

    A folder that is not there is made, and taken away again where nothing came into it.

    Args:
        folder: the folder.
        waiting: told once that another run writes there.

    Raises:
        UsageError: the folder cannot be made or opened, or another run holds it for longer than ``PATIENCE``.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    started, waited = time.monotonic(), False
    while (handle := _taken(folder)) is None:
        if not waited:
            waiting(f"Another run is writing into {folder}; waiting for it")
        waited = True
        if time.monotonic() - started > PATIENCE:
            raise UsageError(
                f"Another run is writing into {folder}; waited {PATIENCE:.0f} seconds for it. "
                "Please try again when it has ended."
            )
        time.sleep(_PAUSE)
    try:
        yield waited
    finally:
        for path in missing:
            with suppress(OSError):  # something is in it
                path.rmdir()
        os.close(handle)


def _taken(folder: Path) -> int | None:
    """The open folder, if no other run holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}. Name a folder that can.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), folder.stat()):
            return handle
    except (BlockingIOError, FileNotFoundError):  # another run holds it, or took it away just now
        pass
    except OSError:  # a file system without locks on folders: there is none to wait for
        return handle
    os.close(handle)
    return None
