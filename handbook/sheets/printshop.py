"""A PDF of pages made ready for a print shop: boxes, crop marks, and process colours with pure black.

Boxes are those of ISO 32000-1, 14.11.2. WeasyPrint 70 draws crop marks inside the bleed, so they are drawn here,
outside it. Office pages are made of red, green and blue; on a press black text of these would be printed in four inks
that never meet exactly, so every colour is told in inks here, and black is black ink alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from handbook.conformance import saved
from handbook.formats import INCH
from source.model import Guide

BLEED = 0.125 * INCH  # 3.2 mm: both 3 mm and 0.125 in are served
_MARK = 12.0  # the length of a crop mark
_APART = 3.0  # from the bleed to a mark
_SLUG = _APART + _MARK + 3.0


def in_press_colors(guide: Guide) -> Guide:
    """The guide with its text in pure black; grey text would be screened to dots."""
    theme = guide.theme
    colors = theme.colors.model_copy(update={"ink": "#000000", "muted": "#000000"})
    return guide.model_copy(update={"theme": theme.model_copy(update={"colors": colors})})


def for_press(data: bytes) -> bytes:
    """The pages with boxes, marks and inks. Raises no errors of its own."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for stream in _drawings(pdf):
            stream.write(_RGB.sub(_in_inks, stream.read_bytes()))
        for picture in _pictures(pdf):
            picture.write(_pixels_in_inks(picture.read_bytes()))
            picture.ColorSpace = pikepdf.Name.DeviceCMYK
        for page in pdf.pages:
            _set_boxes(page)
            page.contents_add(pdf.make_stream(_crop_marks([float(side) for side in page.trimbox])))
        _claim_no_archive(pdf)
        return saved(pdf)


def _set_boxes(page: pikepdf.Page) -> None:
    left, bottom, right, top = (float(side) for side in page.trimbox)
    page.bleedbox = pikepdf.Array([left - BLEED, bottom - BLEED, right + BLEED, top + BLEED])
    over = BLEED + _SLUG
    page.mediabox = pikepdf.Array([left - over, bottom - over, right + over, top + over])
    page.cropbox = page.mediabox


def _crop_marks(trim: list[float]) -> bytes:
    """Two lines at each corner, in black ink, that point at the trim from outside the bleed."""
    left, bottom, right, top = trim
    near, far = BLEED + _APART, BLEED + _APART + _MARK
    lines = []
    for x, way in ((left, -1), (right, 1)):
        for y in (bottom, top):
            lines.append((x + way * near, y, x + way * far, y))
    for y, way in ((bottom, -1), (top, 1)):
        for x in (left, right):
            lines.append((x, y + way * near, x, y + way * far))
    drawn = " ".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l" for a, b, c, d in lines)
    return f"/Artifact BMC q 0 0 0 1 K 0.25 w {drawn} S Q EMC".encode()


_NUMBER = rb"([01]?\.?\d*)"
_RGB = re.compile(rb"(?<![\w.])" + rb"\s+".join([_NUMBER] * 3) + rb"\s+(rg|RG)\b")


def _in_inks(color: re.Match[bytes]) -> bytes:
    """Cyan, magenta, yellow and black with as much black as the colour holds (ISO 32000-1, 10.3.5)."""
    inks = _inks([float(part) for part in color.group(1, 2, 3)])
    operator = "k" if color[4] == b"rg" else "K"
    return " ".join(f"{ink:.4g}" for ink in inks).encode() + b" " + operator.encode()


def _inks(light: Sequence[float]) -> tuple[float, ...]:
    black = 1 - max(light)
    return (*(0.0 if black == 1 else (1 - part - black) / (1 - black) for part in light), black)


def _pixels_in_inks(data: bytes) -> bytes:
    """The same for the pixels of a picture, of which a logo has few that differ."""
    pixels = [data[at : at + 3] for at in range(0, len(data), 3)]
    inks = {pixel: bytes(round(255 * ink) for ink in _inks([part / 255 for part in pixel])) for pixel in set(pixels)}
    return b"".join(inks[pixel] for pixel in pixels)


def _pictures(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every picture in red, green and blue."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/ColorSpace") == "/DeviceRGB" and "/Width" in thing:
            yield thing


def _drawings(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every stream that draws: pages, and the forms and patterns that they use."""
    for page in pdf.pages:
        page.contents_coalesce()
        yield page.Contents
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and (thing.get("/Subtype") == "/Form" or "/PatternType" in thing):
            yield thing


def _claim_no_archive(pdf: pikepdf.Pdf) -> None:
    """With inks instead of screen colours the file is PDF/UA still, and PDF/A no more; so it does not say so."""
    if "/OutputIntents" in pdf.Root:
        del pdf.Root.OutputIntents
    metadata = pdf.Root.Metadata
    metadata.write(re.sub(rb"<rdf:Description [^>]*pdfaid:part[^>]*/>", b"", metadata.read_bytes()))
