"""Files that somebody names for this program to read: files, and nothing else that has a name."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from source.errors import UnreadableError

_LARGEST = 250 * 10**6
_NO_FILES = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


# What steers a terminal, and halves of characters, which no file can hold.
_NOT_SHOWN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


def shown(text: str) -> str:
    """A text of somebody else's, as it may be shown anywhere."""
    return _NOT_SHOWN.sub("\ufffd", text)


def name_of(path: Path) -> str:
    """The name of a file as it may be shown, in whatever encoding it was given."""
    return shown(os.fsencode(path.name).decode("utf-8", "replace"))


def bytes_in(path: Path) -> int:
    """How many bytes a file has. Nothing is opened: to open a pipe may take for ever, and a device may do anything.

    Raises:
        UnreadableError: there is no file, something else is there, or it is far too large.
    """
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise _cannot(path, error) from error
    for is_one, what in _NO_FILES:
        if is_one(found.st_mode):
            raise UnreadableError(f"{_shown(path)} cannot be read: it is {what}. Name a file.")
    if found.st_size > _LARGEST:
        raise UnreadableError(
            f"{_shown(path)} is larger than {_LARGEST // 10**6} MB, so it was not opened. "
            "Ask for a smaller copy: PowerPoint's “Compress Pictures” helps where it is full of photographs."
        )
    return found.st_size


def read_file(path: Path, most: int = _LARGEST) -> bytes:
    """What is in a file, or in the first bytes of it.

    Raises:
        UnreadableError: there is no file, or it cannot be read; see ``bytes_in``.
    """
    bytes_in(path)
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise _cannot(path, error) from error


def _cannot(path: Path, error: Exception) -> UnreadableError:
    return UnreadableError(f"{_shown(path)} cannot be read: {getattr(error, 'strerror', None) or error}.")


def _shown(path: Path) -> str:
    return str(path.with_name(name_of(path))) if path.name else str(path)
