"""The one way in which this program writes: a set of files, whole or not at all; and how large a file it unpacks.

A full disk, a lost connection or a killed run must cost nobody their approvals, and no number to call may stay behind
in one product when it was changed in the others. So a set goes through three folders, hidden beside its place:

    .handbook-part      being written; a run that finds it throws it away
    .handbook-whole     complete, and being moved into place; a run that finds it goes on
    .handbook-back      could not be moved into place; a run that finds it puts the older files back

A set passes from one to the next by a single renaming. Each holds ``new``, the files, and ``old``, a second name for
each older file, or an empty folder of that name where there was none.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from source.errors import UnreadableError, UsageError
from source.locking import locked

_MOST_BYTES = 500 * 10**6  # a deck full of photographs has some 200 MB; a zip of 1 kB can claim 4 GB
_MOST_PARTS = 10_000  # a deck of 500 slides has some 2,500
_PART, _WHOLE, _BACK = ".handbook-part", ".handbook-whole", ".handbook-back"
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}  # of file systems that cannot sync a folder


def write_whole(path: Path, data: bytes) -> None:
    """Write one file, or leave all as it is; see ``write_all``."""
    with alone(path.parent):
        write_all(path.parent, {path.name: data})


@contextmanager
def alone(folder: Path, waiting: Callable[[str], object] = lambda said: None) -> Iterator[bool]:
    """Hold a folder (``locking.locked``), with what a dead run left there finished, undone or thrown away.

    Raises:
        UsageError: the folder cannot be held, or what was left cannot be tidied up.
    """
    with locked(folder, waiting) as waited:
        _settle(folder)
        try:
            yield waited
        finally:
            _settle(folder)


def tidy(folder: Path) -> None:
    """Finish or undo what a dead run left in a folder, where there is any."""
    if any((folder / stage).exists() for stage in (_PART, _WHOLE, _BACK)):
        with alone(folder):
            pass


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file of a set, by its name; where one cannot be, none is. The folder is held (``alone``).

    An older file keeps its mode; a new one has that of the shell's umask. A link is replaced, not written through.

    Raises:
        UsageError: a file cannot be written; all are as they were.
    """
    target = folder
    try:
        (folder / _PART / "new").mkdir(parents=True)
        (folder / _PART / "old").mkdir()
        for name, data in files.items():
            target = folder / name
            _write(folder / _PART / "new" / name, data, target)
            _keep(target, folder / _PART / "old" / name)
        for inner in ("new", "old", "."):
            _sync(folder / _PART / inner)
        (folder / _PART).rename(folder / _WHOLE)
        _sync(folder)
    except OSError as error:
        _remove(folder / _PART)
        raise _unwritten(target, error) from error
    _settle(folder)


def inside(folder: Path, name: str) -> Path:
    """The file of this name in a folder; where it is a link, the file that it leads to.

    Raises:
        UsageError: it leads out of the folder.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UsageError(f"{name} is a link that leads out of {folder}. Put a copy of the file here.")
    return path


def _unwritten(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"{path} cannot be written: {error.strerror or error}. Nothing was written, and all is as it was."
    )


def _write(path: Path, data: bytes, target: Path) -> None:
    """The data in a file that is on the disk, and not only on its way there."""
    if target.is_dir() and not target.is_symlink():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        if target.is_file():
            os.fchmod(file.fileno(), target.stat().st_mode & 0o777)
        os.fsync(file.fileno())


def _keep(target: Path, older: Path) -> None:
    """A second name for an older file, so that it can come back; a copy where the file system has no such names."""
    if not os.path.lexists(target):
        older.mkdir()
        return
    try:
        os.link(target, older, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(target, older, follow_symlinks=False)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(handle)


def _settle(folder: Path) -> None:
    """Bring what stands in the three folders to its end, whoever left it; what was done already is no harm.

    Raises:
        UsageError: a set cannot be moved into place; all files are as they were.
    """
    target, failed = folder, None
    try:
        for new in _held(folder / _WHOLE / "new"):
            target = folder / new.name
            new.replace(target)
        if _is_folder(folder / _WHOLE):
            _sync(folder)
    except OSError as error:
        failed = error
    try:
        if failed:
            (folder / _WHOLE).rename(folder / _BACK)
        for old in _held(folder / _BACK / "old"):
            _put_back(old, folder / old.name)
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written: {error.strerror or error}. Files of two builds now stand side by side, so "
            "do not give them out. Please see to the disk or the folder, and run this again: it then tidies up."
        ) from error
    for stage in (_PART, _WHOLE, _BACK):
        _remove(folder / stage)
    if failed:
        raise _unwritten(target, failed) from failed


def _put_back(older: Path, target: Path) -> None:
    if _is_folder(older):  # there was none
        target.unlink(missing_ok=True)
    elif not (target.exists() and older.samefile(target)):
        older.replace(target)


def _held(folder: Path) -> list[Path]:
    """What is in one of our folders, in the order of names; nothing where somebody put a link in its place."""
    if _is_folder(folder.parent) and _is_folder(folder):
        return sorted(folder.iterdir())
    return []


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _remove(path: Path) -> None:
    if _is_folder(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def refuse_giants(data: bytes, name: str, most_parts: int = _MOST_PARTS) -> None:
    """Look at the table of contents alone, and unpack nothing. ``most_parts``: so many may be open at once.

    Raises:
        UnreadableError: the file would fill the memory.
        BadZipFile: it is no zip file.
    """
    with ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
    if len(parts) > most_parts or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise UnreadableError(
            f"{name} would unpack to more than 500 MB or {most_parts:,} parts, so it was not opened. "
            "Ask for a smaller copy: PowerPoint's “Compress Pictures” helps where it is full of photographs."
        )
