"""The temporary folder of a run, which a later run takes away where this one could not.

A run holds a lock on its folder, which ends with it: so a folder that is not locked is of a run that is dead.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

_PREFIX = "handbook-workers-"
_NAME = re.compile(_PREFIX + "[a-z0-9_]{8}")  # as tempfile.mkdtemp makes them
_MODE = stat.S_IFDIR | stat.S_IRWXU


class Scratch:
    """A temporary folder, held by this process; those of dead runs are swept first."""

    def __init__(self) -> None:
        _sweep(Path(tempfile.gettempdir()))
        self._held: int | None = None
        while self._held is None:  # a run that sweeps just now may be faster than our lock
            self.folder = tempfile.mkdtemp(prefix=_PREFIX)
            self._held = _locked(self.folder)

    def remove(self) -> None:
        """Take the folder away."""
        rmtree(self.folder, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _sweep(folder: Path) -> None:
    """Take away what is ours, in form and by its owner, and has no living run."""
    for path in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            found = path.lstat()
            ours = _NAME.fullmatch(path.name) and found.st_mode == _MODE and found.st_uid == os.geteuid()
            if ours and (held := _locked(path)) is not None:
                rmtree(path, ignore_errors=True)
                os.close(held)


def _locked(folder: str | Path) -> int | None:
    """The open folder with a lock on it; None where another run has it, or took it away."""
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    with suppress(OSError):
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(held), Path(folder).stat()):
            return held
    os.close(held)
    return None
