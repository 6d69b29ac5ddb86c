"""Pictures of a template without what they say of people: the same pixels, and nothing that a program wrote beside.

``plain(bytes) -> (bytes, suffix)``. PNG and JPEG keep their pixels bit by bit, and lose what no viewer needs: EXIF with
places and cameras, XMP, comments, thumbnails, and whatever follows the picture. Drawings for Windows lose comments and
escapes. Any other picture becomes a PNG of its pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from gzip import GzipFile
from io import BytesIO
from struct import pack, unpack_from

from PIL import Image


def plain(data: bytes) -> tuple[bytes, str]:
    """A picture as it may go into a deck, and the ending of its file's name.

    Raises:
        ValueError: it is no picture that may pass, or it is damaged.
    """
    if data.startswith(b"\x1f\x8b"):  # .emz and .wmz
        with GzipFile(fileobj=BytesIO(data)) as packed:
            data = packed.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError("far too large")
    for start, suffix, cleaned in _FORMS:
        if start.match(data):
            try:
                return cleaned(data), suffix
            except MemoryError:
                raise
            # A stranger's file can break the libraries anywhere, with any error; none of it is a fault of the program.
            except Exception as error:
                raise ValueError("damaged") from error
    raise ValueError("no picture that is known here")


_MOST_BYTES = 50 * 10**6
_MOST_PIXELS = 16_000_000  # of a picture that is painted anew, at 8 bytes each

# --- pixels -------------------------------------------------------------------------------------------------------

# The chunks that decide how a PNG looks (W3C PNG, 11.2 and 11.3); those of animations are none of them.
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
_PNG_END = b"\0\0\0\0IEND\xae\x42\x60\x82"


def _png(data: bytes) -> bytes:
    kept, at, name = [data[:8]], 8, b""
    while name != b"IEND" and at < len(data):
        (length,) = unpack_from(">I", data, at)
        name, chunk = data[at + 4 : at + 8], data[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise ValueError("cut off")
        kept += [chunk] * (name in _PNG_KEPT)
        at += len(chunk)
    if not any(chunk[4:8] == b"IDAT" for chunk in kept):
        raise ValueError("no pixels")
    return b"".join([*kept, *[_PNG_END] * (name != b"IEND")])  # some programs leave it away, and others do not mind


_SCAN = 0xDA
# Frames, tables, scans, and what says how to read their colours (ITU T.81, B.1.1.3).
_JPEG_KEPT = {*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, 0xDF, _SCAN} - {0xC8}
_NEXT = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_JFIF, _ICC, _ADOBE = b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"


def _jpeg(data: bytes) -> bytes:
    return b"".join((b"\xff\xd8", *_segments(data), b"\xff\xd9"))


def _segments(data: bytes) -> Iterator[bytes]:
    at = 2
    while found := _NEXT.search(data, at):
        at, marker = found.start(), data[found.start() + 1]
        if marker == 0xD9:  # noqa: PLR2004
            return
        (length,) = unpack_from(">H", data, at + 2)
        segment, said = data[at : at + 2 + length], data[at + 4 : at + 2 + length]
        at += 2 + length
        if marker in _JPEG_KEPT or (marker == 0xE2 and said.startswith(_ICC)):  # noqa: PLR2004
            yield segment
        elif said.startswith(_JFIF):
            yield b"\xff\xe0\x00\x10" + said[:12] + b"\0\0"  # without its thumbnail
        elif said.startswith(_ADOBE):
            yield b"\xff\xee\x00\x0e" + said[:12]
        if marker == _SCAN:
            end = _NEXT.search(data, at)
            yield data[at : end.start() if end else len(data)]


def _repainted(data: bytes) -> bytes:
    """Its pixels as PNG."""
    opened = Image.open(BytesIO(data), formats=("GIF", "BMP", "TIFF", "WEBP"))
    if opened.width * opened.height > _MOST_PIXELS:
        raise ValueError("far too large")
    image = opened.convert("RGBA")
    bare, file = Image.new("RGBA", image.size), BytesIO()
    bare.paste(image)
    bare.save(file, "PNG")
    return file.getvalue()


# --- drawings -----------------------------------------------------------------------------------------------------

_COMMENT, _PLUS = 70, b"EMF+"  # [MS-EMF] 2.3.3: of comments, only these are drawn
_NAMES_FILES = {99, 112, 113, 120, 122}  # color profiles that lie in a file


def _emf(data: bytes) -> bytes:
    """Without its description, and with comments blank that are not drawn. Lengths stay as they are."""
    found, at = bytearray(data), 0
    length, start = unpack_from("<II", data, 60)
    found[start : start + 2 * length] = bytes(len(found[start : start + 2 * length]))
    found[60:68] = bytes(8)
    while at < len(data):
        kind, size = unpack_from("<II", data, at)
        if size < 8 or size % 4 or kind in _NAMES_FILES:  # noqa: PLR2004
            raise ValueError("no sound record")
        if kind == _COMMENT and data[at + 12 : at + 16] != _PLUS:
            found[at + 12 : at + size] = bytes(size - 12)
        at += size
        if kind == 14:  # noqa: PLR2004  the end
            return bytes(found[:at])
    raise ValueError("cut off")


_ESCAPE = 0x0626  # [MS-WMF] 2.3.6: to the printer's driver, or a comment


def _wmf(data: bytes) -> bytes:
    """Without escapes."""
    at = 22 if data.startswith(_PLACEABLE) else 0
    head, rest, at = data[:at], data[at : at + 18], at + 18
    records = []
    while True:
        size, kind = unpack_from("<IH", data, at)
        if size < 3 or at + 2 * size > len(data):  # noqa: PLR2004
            raise ValueError("no sound record")
        records += [data[at : at + 2 * size]] * (kind != _ESCAPE)
        at += 2 * size
        if kind == 0:
            break
    words, longest = (18 + sum(map(len, records))) // 2, max(map(len, records)) // 2
    return head + rest[:6] + pack("<I", words) + rest[10:12] + pack("<I", longest) + rest[16:] + b"".join(records)


_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_FORMS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png", _png),
    (re.compile(rb"\xff\xd8\xff"), "jpeg", _jpeg),
    (re.compile(rb"\x01\0\0\0.{36} EMF", re.DOTALL), "emf", _emf),
    (re.compile(rb"\xd7\xcd\xc6\x9a|[\x01\x02]\0\x09\0\0[\x01\x03]"), "wmf", _wmf),
    (re.compile(rb"GIF8|BM|II\*\0|MM\0\*|RIFF....WEBP", re.DOTALL), "png", _repainted),
)
