"""poppler's tools and qpdf: which words stand where in a PDF, in which fonts, and is the file sound?

Lengths are in points from the top left corner of the page; a page is its MediaBox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from .run import CheckerError, on_disk, run

_XHTML = "{http://www.w3.org/1999/xhtml}"
# Characters that XML 1.0 forbids, but a font's table of characters may yield.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# pdffonts pads its columns, but a long name pushes the others to the right: so match each by what it may say.
_FONT = re.compile(
    r"(?P<name>.+?) +(?P<kind>(?:CID )?(?:Type [013]C?|TrueType)(?: \(OT\))?|unknown) +(?P<encoding>\S+) +"
    r"(?P<embedded>yes|no) +(?P<subset>yes|no) +(?P<unicode>yes|no)(?: .*)?"
)


@dataclass(frozen=True)
class Box:
    """A rectangle on a page: x0 and x1 from its left edge, y0 and y1 from its top edge, in points."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Word(Box):
    """A word, in the box from its font's ascent to its descent."""

    text: str


@dataclass(frozen=True)
class Line(Box):
    """A line of words. Lines of one paragraph mostly share the number of their block, counted from 0 on each page."""

    words: tuple[Word, ...]
    block: int

    @property
    def text(self) -> str:
        """The words with a space between each two."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Page:
    """A page's size in points and its lines, in the order in which poppler would read them."""

    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def words(self) -> list[Word]:
        """The words of all lines."""
        return [word for line in self.lines for word in line.words]


@dataclass(frozen=True)
class Font:
    """A font of a PDF: its name without a subset's six letters, and its kind in pdffonts' words ("CID TrueType")."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    unicode: bool


def pages(pdf: Path | bytes) -> list[Page]:
    """The pages of a PDF with their lines and words."""
    with on_disk(pdf, "document.pdf") as path:
        xhtml = run(["pdftotext", "-bbox-layout", "-enc", "UTF-8", str(path), "-"]).stdout
    # Parse the pages alone: the head repeats the document's metadata, which may hold anything, and without a
    # DOCTYPE no entity can be declared.
    start, end = xhtml.find("<doc>"), xhtml.rfind("</doc>")
    if start < 0 or end < 0:
        raise CheckerError(f"pdftotext gave no pages: {xhtml[:200]!r}")
    body = f'<body xmlns="http://www.w3.org/1999/xhtml">{xhtml[start:end]}</doc></body>'
    try:
        tree = ElementTree.fromstring(_FORBIDDEN.sub("\ufffd", body))
    except ElementTree.ParseError as error:
        raise CheckerError(f"pdftotext gave pages that are no XML: {error}") from error
    return [_page(element) for element in tree.iter(f"{_XHTML}page")]


def words(pdf: Path | bytes) -> list[list[Word]]:
    """The words of each page."""
    return [page.words for page in pages(pdf)]


def lines(pdf: Path | bytes) -> list[list[Line]]:
    """The lines of each page."""
    return [list(page.lines) for page in pages(pdf)]


def fonts(pdf: Path | bytes) -> list[Font]:
    """The fonts of a PDF, each once for each way in which the file holds it."""
    with on_disk(pdf, "document.pdf") as path:
        table = run(["pdffonts", str(path)]).stdout.splitlines()[2:]
    return [_font(row) for row in table]


def info(pdf: Path | bytes) -> dict[str, str]:
    """What pdfinfo says of a PDF: "Title", "Pages", "Tagged" ("yes" or "no"), "Page size" ("720 x 540 pts") …"""
    with on_disk(pdf, "document.pdf") as path:
        rows = run(["pdfinfo", "-enc", "UTF-8", str(path)]).stdout.splitlines()
    return {name: value.strip() for name, colon, value in (row.partition(":") for row in rows) if colon}


def structure(pdf: Path | bytes) -> str:
    """The structure tree with its texts, as pdfinfo draws it: an indented element a line; "" for an untagged PDF."""
    with on_disk(pdf, "document.pdf") as path:
        return run(["pdfinfo", "-enc", "UTF-8", "-struct-text", str(path)]).stdout


def images(pdf: Path | bytes, outdir: Path, dpi: int = 96) -> list[Path]:
    """Draw each page as a PNG in outdir and return their paths in the order of the pages."""
    outdir.mkdir(parents=True, exist_ok=True)
    with on_disk(pdf, "document.pdf") as path:
        prefix = outdir / path.stem
        count = int(info(path)["Pages"])
        run(["pdftoppm", "-png", "-r", str(dpi), str(path), str(prefix)], timeout=60 + 5 * count)
    # pdftoppm pads the page numbers to the length of the last one.
    return [outdir / f"{prefix.name}-{number:0{len(str(count))}}.png" for number in range(1, count + 1)]


def qpdf_check(pdf: Path | bytes) -> list[str]:
    """What qpdf finds wrong in a PDF, errors and warnings alike; [] for a sound file."""
    with on_disk(pdf, "document.pdf") as path:
        outcome = run(["qpdf", "--check", str(path)], accept=(0, 2, 3))
    return outcome.stderr.splitlines() or ([outcome.stdout] if outcome.code else [])


def _page(element: ElementTree.Element) -> Page:
    blocks = enumerate(element.iter(f"{_XHTML}block"))
    found = tuple(_line(line, number) for number, block in blocks for line in block.iter(f"{_XHTML}line"))
    return Page(float(element.attrib["width"]), float(element.attrib["height"]), found)


def _line(element: ElementTree.Element, block: int) -> Line:
    found = tuple(Word(*_box(word), word.text or "") for word in element.iter(f"{_XHTML}word"))
    return Line(*_box(element), found, block)


def _box(element: ElementTree.Element) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(element.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax"))
    return x0, y0, x1, y1


def _font(row: str) -> Font:
    match = _FONT.fullmatch(row)
    if match is None:
        raise CheckerError(f"pdffonts says something new: {row!r}")
    name = re.sub(r"^[A-Z]{6}\+", "", match["name"])
    embedded, subset, unicode = (match[column] == "yes" for column in ("embedded", "subset", "unicode"))
    return Font(name, match["kind"], embedded, subset, unicode)
