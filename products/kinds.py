"""What a file in hand is, by what is in it and not by its name: which reader reads it, or what to do where none can."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn
from zipfile import BadZipFile, ZipFile

from source.errors import UnreadableError

if TYPE_CHECKING:
    from proof.reading import Reading

Reader = Callable[[bytes, str], "Reading"]

_SAVE_AS = "Open it in its own program, save or export it as PDF or as PowerPoint (.pptx), and name that file."
_AGAIN = "Get it again from where it came."
_FOR_THE_FILE = "Ask for the file that it was made from."

# By the first bytes: what it is, and what to do.
_STARTS = (
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(heic|mif1|avif)", "a picture", _FOR_THE_FILE),
    (
        rb"\s*(\xef\xbb\xbf)?\s*<(!doctype html|html|head|body)",
        "a web page, most likely one that tells of an error",
        _AGAIN,
    ),
    (rb"\{\\rtf", "a text in Rich Text Format", _SAVE_AS),
    (rb"%!PS", "PostScript", _SAVE_AS),
)
# By the names in the directory of an OLE file ([MS-CFB] 2.6.1), in UTF-16.
_IN_OLE = (
    ("EncryptedPackage", "locked with a password", "Ask for a copy without one."),
    ("PowerPoint Document", "in the format of PowerPoint 97 to 2003 (.ppt)", _SAVE_AS),
    ("WordDocument", "a Word document in the format of Word 97 to 2003 (.doc)", _SAVE_AS),
    ("Workbook", "an Excel workbook in the format of Excel 97 to 2003 (.xls)", _SAVE_AS),
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# By the list of content types of an Office file (ECMA-376-2, 10.1.2), or by the first part of an OpenDocument file.
_IN_TYPES = (
    (rb"wordprocessingml", "a Word document", _SAVE_AS),
    (rb"spreadsheetml", "an Excel workbook", _SAVE_AS),
)
_IN_MIMETYPE = (
    (rb"opendocument\.presentation", "a presentation of LibreOffice (.odp)", _SAVE_AS),
    (rb"opendocument", "a document of LibreOffice", _SAVE_AS),
    (rb"epub", "an e-book (EPUB)", _SAVE_AS),
)
_PRESENTATION = re.compile(
    rb"presentationml\.(presentation|template|slideshow)\.main|ms-powerpoint\.\w+\.macroEnabled\.main"
)
_MACROS = re.compile(rb"ms-office\.vbaProject")
_IWORK = re.compile(r"(^|/)Index(/.*\.iwa|\.zip)$|\.apxl(\.gz)?$")
_MOST = 2**20  # bytes of a part that says what a file is
HEAD = 1024  # bytes at the start of a file that say of what kind it is
_TAIL = 2048  # a PDF ends with %%EOF; readers look for it in the last kilobyte


def is_pdf(data: bytes) -> bool:
    """Whether a file starts as a PDF; other bytes may stand before that (ISO 32000-1, annex H, 3.4.1)."""
    return b"%PDF-" in data[:HEAD]


def reader_for(data: bytes, name: str) -> Reader:
    """The reader for a file; imported only when a file of its kind is read.

    Raises:
        UnreadableError: none reads it. The message says what the file is, and what to do.
    """
    if is_pdf(data):
        if b"%%EOF" not in data[-_TAIL:]:
            _cut_off(name)
        from proof.pdf import read as read_pdf

        return read_pdf
    if data.startswith(b"PK"):
        _refuse_other_packages(data, name)
        from proof.pptx import read as read_pptx

        return read_pptx
    if not data:
        raise UnreadableError(f"{name} is empty. {_AGAIN}")
    if data.startswith(_OLE):
        for entry, what, advice in _IN_OLE:
            if entry.encode("utf-16-le") in data:
                raise UnreadableError(f"{name} is {what}. {advice}")
        raise UnreadableError(f"{name} is in an old format of Office, or locked. {_SAVE_AS}")
    _refuse(_STARTS, data, name)
    raise UnreadableError(f"{name} is neither a PDF nor a PowerPoint file (.pptx), or it is damaged. {_AGAIN}")


def has_macros(data: bytes) -> bool:
    """Whether a PowerPoint file carries programs."""
    return data.startswith(b"PK") and bool(_MACROS.search(_part(data, "[Content_Types].xml")))


def _refuse_other_packages(data: bytes, name: str) -> None:
    """Refuse a zip file that is no presentation of PowerPoint.

    Raises:
        UnreadableError: it is another.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except BadZipFile:
        _cut_off(name)
    types = _part(data, "[Content_Types].xml")
    if _PRESENTATION.search(types):
        if b"http://purl.oclc.org/ooxml/" in _part(data, "_rels/.rels"):
            raise UnreadableError(
                f"{name} is saved as “Strict Open XML Presentation”. "
                "Open it in PowerPoint, and save it as “PowerPoint Presentation (.pptx)”."
            )
        return
    _refuse(_IN_TYPES, types, name)
    _refuse(_IN_MIMETYPE, _part(data, "mimetype"), name)
    if any(map(_IWORK.search, names)):
        raise UnreadableError(
            f"{name} is a document of Keynote, Pages or Numbers. Export it there: File, Export To, PowerPoint or PDF."
        )
    if types or "ppt/presentation.xml" in names:
        raise UnreadableError(f"{name} is not a PowerPoint file (.pptx), or it is damaged. {_AGAIN}")
    raise UnreadableError(f"{name} is a zip file. Unpack it, and name the files that are in it.")


def _part(data: bytes, name: str) -> bytes:
    """The start of a part of a zip file; nothing where there is none that can be read."""
    try:
        with ZipFile(BytesIO(data)) as package, package.open(name) as part:
            return part.read(_MOST)
    # A stranger's file can break the library anywhere, with any error; the part is then as good as not there.
    except Exception:
        return b""


def _refuse(table: tuple[tuple[bytes, str, str], ...], data: bytes, name: str) -> None:
    for pattern, what, advice in table:
        if re.match(pattern, data, re.IGNORECASE | re.DOTALL) if table is _STARTS else re.search(pattern, data):
            raise UnreadableError(f"{name} is {what}. {advice}")


def _cut_off(name: str) -> NoReturn:
    raise UnreadableError(f"{name} has no end: its download was cut off, or it is damaged. {_AGAIN}")
