"""Every file that people have in hand is called what it is, whatever its name, and they are told what to do."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image

from products.verify import verify
from source.load import CONTENT
from tests.support import handbook

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORD = (
    b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document"/></Types>'
)


def package(parts: Mapping[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return file.getvalue()


def ole(entry: str) -> bytes:
    return _OLE + bytes(500) + entry.encode("utf-16-le") + bytes(500)


def picture(kind: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (400, 600), "white").save(file, kind)
    return file.getvalue()


def locked() -> bytes:
    file = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file, encryption=pikepdf.Encryption(user="a", owner="b"))
    return file.getvalue()


STRANGE = {
    "locked deck": (ole("EncryptedPackage"), "is locked with a password"),
    "old deck": (ole("PowerPoint Document"), "is in the format of PowerPoint 97 to 2003"),
    "old letter": (ole("WordDocument"), "is a Word document"),
    "old table": (ole("Workbook"), "is an Excel workbook"),
    "other OLE file": (ole("Root Entry"), "is in an old format of Office"),
    "locked guide": (locked(), "is locked with a password"),
    "LibreOffice": (
        package({"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
        "is a presentation of LibreOffice (.odp)",
    ),
    "Keynote": (package({"Index/Document.iwa": b"", "preview.jpg": b""}), "is a document of Keynote"),
    "letter": (package({"[Content_Types].xml": _WORD, "word/document.xml": b""}), "is a Word document"),
    "zip file": (package({"card.pdf": b""}), "is a zip file"),
    "scan": (picture("PDF"), "has no words that can be read: its pages are pictures"),
    "PNG": (picture("PNG"), "is a picture"),
    "JPEG": (picture("JPEG"), "is a picture"),
    "TIFF": (picture("TIFF"), "is a picture"),
    "WebP": (picture("WEBP"), "is a picture"),
    "web page": (b"\xef\xbb\xbf\n<!DOCTYPE HTML><html><h1>404</h1></html>", "is a web page"),
    "rich text": (b"{\\rtf1 Dear all}", "is a text in Rich Text Format"),
    "PostScript": (b"%!PS-Adobe-3.0", "is PostScript"),
    "empty file": (b"", "is empty"),
    "text": (b"Dear all", "is neither a PDF nor a PowerPoint file"),
}


@pytest.mark.parametrize("name", [*STRANGE])
@pytest.mark.parametrize("suffix", [".pdf", ".pptx"])
def test_a_file_that_is_no_pdf_and_no_deck_is_called_what_it_is(name: str, suffix: str, tmp_path: Path) -> None:
    data, said = STRANGE[name]
    (tmp_path / f"file{suffix}").write_bytes(data)
    (comparison,) = verify(CONTENT, [tmp_path / f"file{suffix}"])
    assert f"file{suffix} {said}" in comparison.unread
    assert comparison.unread.count(". ") >= 1, "says what to do"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_download_that_was_cut_off_is_called_so(
    share: float, pocket_guide: Path, training_deck: Path, tmp_path: Path
) -> None:
    for file in (pocket_guide, training_deck):
        data = file.read_bytes()
        (tmp_path / file.name).write_bytes(data[: int(share * len(data))])
        (comparison,) = verify(CONTENT, [tmp_path / file.name])
        assert "its download was cut off" in comparison.unread


@pytest.mark.parametrize(
    ("kind", "macros"),
    [
        ("application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml", False),
        ("application/vnd.openxmlformats-officedocument.presentationml.template.main+xml", False),
        ("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", True),
        ("application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml", True),
        ("application/vnd.ms-powerpoint.template.macroEnabled.main+xml", True),
    ],
)
def test_shows_templates_and_decks_with_macros_are_read(
    kind: str, macros: bool, training_deck: Path, tmp_path: Path
) -> None:
    with ZipFile(training_deck) as deck:
        parts = {name: deck.read(name) for name in deck.namelist()}
    types = parts["[Content_Types].xml"].decode()
    usual = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    added = (
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        if macros
        else "</Types>"
    )
    parts["[Content_Types].xml"] = types.replace(usual, kind).replace("</Types>", added).encode()
    (tmp_path / "any.name").write_bytes(package(parts))
    (comparison,) = verify(CONTENT, [tmp_path / "any.name"])
    assert comparison.faithful
    assert comparison.macros is macros


def test_what_is_no_file_is_refused_without_being_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # for the name of a socket must be short
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "null.pptx").symlink_to("/dev/null")
    (tmp_path / "lost.pdf").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.pdf")
        paths = [
            tmp_path / name for name in ("pipe.pdf", "link.pdf", "folder.pdf", "null.pptx", "lost.pdf", "socket.pdf")
        ]
        said = [comparison.unread for comparison in verify(CONTENT, paths)]
    for sentence, what in zip(
        said, ("a pipe", "a pipe", "a folder", "a device", "No such file", "a socket"), strict=True
    ):
        assert what in sentence


def test_a_name_that_no_terminal_can_show_stops_no_report(products: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9\x1b[2J.pdf")
    try:
        (tmp_path / name).write_bytes((products / "tips-card.pdf").read_bytes())
    except OSError:
        pytest.skip("this file system takes no such name")
    result = handbook(
        "verify", tmp_path / name, tmp_path / "gone.pdf", "--report", tmp_path / os.fsdecode(b"r\xe9.html")
    )
    assert result.returncode == 2
    assert "17 of 17 items word for word in caf\ufffd\ufffd[2J.pdf" in result.stdout
    assert "caf\ufffd\ufffd[2J.pdf" in (tmp_path / os.fsdecode(b"r\xe9.html")).read_text(encoding="utf-8")


def test_words_that_would_steer_a_terminal_are_shown_harmless(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 300))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        codes = b"1 beginbfrange <41> <41> <001B> endbfrange 1 beginbfrange <42> <42> <D800> endbfrange"
        font.ToUnicode = pdf.make_stream(b"1 begincodespacerange <00> <FF> endcodespacerange " + codes)
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F 12 Tf 20 20 Td (Victims may A[2J lie B to you.) Tj ET")
        pdf.docinfo["/Keywords"] = "edition 2026.1, fingerprint 0000-0000-0000"
        pdf.save(tmp_path / "x.pdf")
    result = handbook("verify", tmp_path / "x.pdf", "--report", tmp_path / "r.html")
    assert result.returncode == 1
    assert "\x1b" not in result.stdout
    assert "Traceback" not in result.stderr
