"""Logos drawn for tests, in every form that programs save pictures in; and files that are no logo at all."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from tests.support import change

SECRET = "Pat Person, C:/Users/pat"  # in the metadata of every logo that is drawn here
RED, WHITE = (200, 30, 40, 255), (255, 255, 255, 255)
LONG_NAME = "Harbor County Department of Health and Human Services, MN 55"  # 60 letters
# The modes of pixels that a format can hold.
FORMS = [("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")] + [
    ("JPEG", mode) for mode in ("L", "RGB", "CMYK")
]


def drawn(width: int, height: int, mark: tuple[int, int, int, int] = RED) -> Image.Image:
    """A disc in a frame, on nothing."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    line = max(1, min(width, height) // 20)
    pen.rectangle((0, 0, width - 1, height - 1), outline=mark, width=line)
    pen.ellipse((width * 0.2, height * 0.2, width * 0.8, height * 0.8), fill=mark)
    return image


def saved(image: Image.Image, form: str = "PNG", mode: str = "RGBA") -> bytes:
    """The file of a picture, with metadata that says who made it."""
    shown = image if mode in {"RGBA", "LA"} else Image.alpha_composite(Image.new("RGBA", image.size, WHITE), image)
    pixels = shown.convert("L").point(lambda value: value * 257, "I").convert(mode) if mode == "I;16" else None
    exif = Image.Exif()
    exif[0x013B] = exif[0x010E] = SECRET  # artist, description
    said: dict[str, Any] = {"exif": exif, "dpi": (72, 72)}
    if form == "PNG":
        said["pnginfo"] = PngInfo()
        said["pnginfo"].add_text("Author", SECRET)
        said["pnginfo"].add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    else:
        said |= {"comment": SECRET, "xmp": SECRET.encode(), "quality": 95}
    file = BytesIO()
    (pixels or shown.convert(mode)).save(file, form, **said)
    return file.getvalue()


def claims(width: int, height: int) -> bytes:
    """A small PNG that says that it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    )


def give(folder: Path, name: str, logo: bytes | None = None, **more: str) -> None:
    """Name an agency in a content folder, with a logo if there is one."""
    values: Mapping[str, str] = {"name": name, **({"logo": "logo.png"} if logo is not None else {}), **more}
    lines = "".join(f"  {key}: '{value}'\n" for key, value in values.items())
    change(folder, "theme.yaml", "name: Safe Harbors\n", f"name: Safe Harbors\nagency:\n{lines}")
    if logo is not None:
        (folder / values["logo"]).write_bytes(logo)


Hostile = Callable[[], bytes]
HOSTILE: Mapping[str, Hostile] = {
    "a text": lambda: b"logo",
    "an empty file": lambda: b"",
    "a page of HTML": lambda: b"<html><script>alert(1)</script></html>",
    "a drawing with a script": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a PostScript program": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
    "another kind of picture": lambda: saved_as("GIF"),
    "a picture for Windows": lambda: saved_as("BMP"),
    "half a picture": lambda: saved(drawn(800, 400))[:700],
    "a picture whose middle is damaged": lambda: _damaged(saved(drawn(800, 400))),
}


def saved_as(form: str) -> bytes:
    """A picture in a format that is none of ours."""
    file = BytesIO()
    drawn(800, 400).convert("RGB").save(file, form)
    return file.getvalue()


def _damaged(data: bytes) -> bytes:
    at = data.index(b"IDAT") + 40
    return data[:at] + bytes(200) + data[at + 200 :]
