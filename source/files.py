"""The one way in which this program writes a file: whole or not at all; and how large a file it unpacks.

A full disk or a lost connection must cost nobody their approvals, and no reader may see half a product.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from source.errors import UnreadableError, UsageError

_MOST_BYTES = 500 * 10**6  # a deck full of photographs has some 200 MB; a zip of 1 kB can claim 4 GB
_MOST_PARTS = 10_000  # a deck of 500 slides has some 2,500
_MODE = 0o644  # of a new file: colleagues may read it, whatever the shell's umask is


def write_whole(path: Path, data: bytes, *, inside: Path | None = None) -> None:
    """Write one file; see ``write_all``."""
    write_all([(path, data)], inside=inside)


def write_all(files: Sequence[tuple[Path, bytes]], *, inside: Path | None = None) -> None:
    """Write every file beside its place, then move all into place; where one cannot be, none is.

    Args:
        files: the paths with what is to stand in them; an older file keeps its mode.
        inside: the folder that no file may lead out of as a link. Without it, a link is replaced by the file.

    Raises:
        UsageError: a file cannot be written; all are as they were.
    """
    placed: list[tuple[Path, Path | None]] = []
    waiting: list[tuple[Path, Path]] = []
    path = files[0][0] if files else Path()
    try:
        for path, data in files:
            waiting.append((_beside(_target(path, inside), data), _target(path, inside)))
        for temporary, path in waiting:
            placed.append((path, _kept(path) if path.exists() else None))
            temporary.replace(path)
    except OSError as error:
        for (temporary, target), (_, older) in zip(waiting, placed, strict=False):
            with suppress(OSError):
                if older:
                    older.replace(target)
                elif not temporary.exists():  # it was moved, to where nothing had been
                    target.unlink()
        raise UsageError(
            f"{path} cannot be written: {error.strerror or error}. Nothing was written, and all is as it was."
        ) from error
    finally:
        for leftover in (*(temporary for temporary, _ in waiting), *(older for _, older in placed if older)):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def _target(path: Path, inside: Path | None) -> Path:
    if inside is None:
        return path
    if not path.resolve().is_relative_to(inside.resolve()):
        raise UsageError(f"{path.name} is a link that leads out of {inside}. Put a copy of the file here.")
    return path.resolve()


def _beside(path: Path, data: bytes) -> Path:
    """The data in a file beside its place, on the disk and not only on its way there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        temporary.chmod(path.stat().st_mode & 0o7777 if path.is_file() else _MODE)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _kept(path: Path) -> Path:
    """A second name for an older file, so that it can come back. Some file systems have none: then it cannot."""
    older = path.with_name(f".{path.name}.older")
    with suppress(OSError):
        older.unlink(missing_ok=True)
        os.link(path, older)
    return older


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
