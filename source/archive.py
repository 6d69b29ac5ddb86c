"""How large an Office file may be before it is unpacked."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from source.errors import UnreadableError

_MOST_BYTES = 500 * 10**6  # a deck full of photographs has some 200 MB; a zip of 1 kB can claim 4 GB
_MOST_PARTS = 10_000  # a deck of 500 slides has some 2,500


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
