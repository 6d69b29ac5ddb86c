"""The ledger: a small file beside the products that says what each was made of, and what came out.

It holds digests and what was said, and no path, user or day. It needs the standard library alone: a build that has
nothing to do must not import what makes products.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

NAME = ".handbook-ledger.json"
_ROOT = Path(__file__).parents[1]
_PACKAGES = ("source", "typeset", "planned", "handbook", "slides", "proof", "products")
_LABELS = _ROOT / "source" / "content" / "labels.yaml"  # what a folder without labels of its own uses
_CONTENT = {".yaml", ".lock", ".png", ".jpg", ".jpeg"}  # a logo is content, too


@dataclass(frozen=True)
class Entry:
    """A product as it was made: the digests of what went in and came out, and what the build said of it.

    ``given`` is the digest of what lies on the disk, ``planned`` that of what the product shows of it. A product that
    could not hold its words has no ``file``.
    """

    given: str
    planned: str = ""
    file: str = ""
    sentence: str = ""
    data: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()
    withdrawn: bool = False  # the source has withdrawn voices, which older files may still carry

    def unharmed(self, path: Path) -> bool:
        """The file is there, and is the one that was written."""
        return bool(self.file) and path.is_file() and digest(path.read_bytes()) == self.file


def digest(*parts: str | bytes) -> str:
    """One short digest over all parts, each with its length, so that no two lists of parts look alike."""
    found = blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(b"%d:" % len(data) + data)
    return found.hexdigest()


def read_content(folder: Path) -> dict[str, bytes]:
    """The content files, the lock and the editions that were given out, by name: read once, for all who need them."""
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in _CONTENT and path.is_file())
    return {path.name: path.read_bytes() for path in files if path.stat().st_size <= _LARGEST}


def digest_of_content(contents: Mapping[str, bytes]) -> str:
    """The digest of what a content folder holds, and of the labels that we ship."""
    return digest(*(part for name, data in contents.items() for part in (name, data)), _LABELS.read_bytes())


_LARGEST = 8 * 2**20  # larger files are refused when the source is loaded


def digest_of_program() -> str:
    """The digest of our own files, and of the versions of Python and of every installed library."""
    ours = sorted(path for name in _PACKAGES for path in _files(_ROOT / name))
    installed = (Path(folder) for folder in sys.path if folder.endswith("-packages"))
    libraries = sorted(path.name for folder in installed if folder.is_dir() for path in folder.glob("*.dist-info"))
    return digest(sys.version, *libraries, *(part for path in ours for part in (path.name, path.read_bytes())))


def _files(folder: Path) -> Iterable[Path]:
    """What the program consists of; the content that it ships is no part of it."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in {"__pycache__", "content"}]
        yield from (Path(where, name) for name in names)


def read(output: Path) -> dict[str, Entry]:
    """The entries by the name of the file; a ledger that is missing or broken has none."""
    known = {field.name for field in fields(Entry)}
    try:
        entries = json.loads((output / NAME).read_bytes())
        return {name: _entry({key: entry[key] for key in known}) for name, entry in entries.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _entry(values: dict[str, Any]) -> Entry:
    return Entry(**values | {key: tuple(map(str, values[key])) for key in ("warnings", "reminders")})


def written(entries: Mapping[str, Entry]) -> bytes:
    """The ledger as it is written."""
    by_name = {name: asdict(entry) for name, entry in sorted(entries.items())}
    return json.dumps(by_name, ensure_ascii=False, sort_keys=True).encode()
