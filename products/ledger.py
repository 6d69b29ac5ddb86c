"""The ledger: a small file beside the products that says what each was made of, and what came out.

It holds digests and what was said, and no path, user or day. It needs the standard library alone: a build that has
nothing to do must not import what makes products.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

from source.notes import Note, Topic

NAME = ".handbook-ledger.json"
_ROOT = Path(__file__).parents[1]
_PACKAGES = ("source", "typeset", "planned", "handbook", "slides", "proof", "products")
_LABELS = _ROOT / "source" / "content" / "labels.yaml"  # what a folder without labels of its own uses
SETTINGS = "settings.yaml"  # source.settings.NAME, which takes long to import
_CONTENT = {".yaml", ".lock", ".png", ".jpg", ".jpeg"}  # a logo is content, too
_FONTS = "fonts/*.[OTot][Tt][Ff]"  # an agency's own; source.fonts says what they may be


@dataclass(frozen=True)
class Entry:
    """A product as it was made: the digests of what went in and came out, and what the build said of it.

    ``given`` is the digest of what lies on the disk, ``planned`` that of what the product shows of it, ``words`` that
    of the items that it carries, and ``content`` that of the content that has just these. A product that could not
    hold its words has no ``file``.
    """

    given: str
    planned: str = ""
    file: str = ""
    sentence: str = ""
    data: Mapping[str, Any] | None = None
    notes: tuple[Note, ...] = ()
    words: str = ""
    content: str = ""

    def unharmed(self, path: Path) -> bool:
        """The file is there, and is the one that was written."""
        return bool(self.file) and path.is_file() and digest(path.read_bytes()) == self.file


@dataclass(frozen=True)
class Ledger:
    """What is remembered of a folder: its products by the names of their files, and the reminders of a content."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    content: str = ""
    reminders: tuple[Note, ...] = ()


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
    held = {}
    for path in (*files, *sorted(folder.glob(_FONTS))):
        with suppress(OSError):  # what cannot be read is a fault when the source is loaded
            if path.is_file() and path.stat().st_size <= _LARGEST:
                held[path.relative_to(folder).as_posix()] = path.read_bytes()
    return held


def digest_of_content(contents: Mapping[str, bytes]) -> str:
    """The digest of what a content folder holds, and of the labels that we ship.

    What its settings say is in the options, and needs to count for those products alone that heed it.
    """
    held = (part for name, data in contents.items() if name != SETTINGS for part in (name, data))
    return digest(*held, _LABELS.read_bytes())


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


def read(output: Path) -> Ledger:
    """The ledger of a folder; one that is missing or broken is empty."""
    try:
        held = json.loads((output / NAME).read_bytes())
        entries = {name: _entry(values) for name, values in held["products"].items()}
        return Ledger(entries, held["content"], _notes(held["reminders"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Ledger()


def _entry(values: Mapping[str, Any]) -> Entry:
    known = {key.name: values[key.name] for key in fields(Entry)}
    return Entry(**known | {"notes": _notes(known["notes"])})


def _notes(values: Iterable[Mapping[str, Any]]) -> tuple[Note, ...]:
    return tuple(
        Note(Topic(one["topic"]), str(one["text"]), tuple(one["rests"]) if one["rests"] else None) for one in values
    )


def written(ledger: Ledger) -> bytes:
    """The ledger as it is written."""
    held = {
        "products": {name: asdict(entry) for name, entry in sorted(ledger.entries.items())},
        "content": ledger.content,
        "reminders": [asdict(note) for note in ledger.reminders],
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True).encode()
