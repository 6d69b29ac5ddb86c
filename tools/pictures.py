"""Renews the pictures in docs/pictures from the real products: ``python -m tools.pictures``, or ``make pictures``.

Needs poppler-utils, and LibreOffice for the deck, which it shows with the fonts of the house.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.checkers import libreoffice, poppler

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "pictures"


@dataclass(frozen=True)
class Picture:
    """Some pages of a product side by side. Pages count from 1; ``width`` is that of one page in pixels."""

    name: str
    file: str
    pages: tuple[int, ...]
    columns: int
    width: int


PICTURES = (
    Picture("pocket-guide", "pocket-guide.pdf", (1, 3, 4, 6, 7, 10, 13, 15), 4, 300),
    Picture("foldout", "foldout.pdf", (1,), 1, 900),
    Picture("booklet", "booklet.pdf", (1, 2), 2, 450),
    Picture("large-print", "large-print.pdf", (1, 4, 7), 3, 300),
    Picture("tips-card", "tips-card.pdf", (1, 2), 2, 330),
    Picture("voices-poster", "voices-poster.pdf", (1, 2, 3, 4), 4, 300),
    Picture("press", "press.pdf", (1, 7), 2, 330),
    Picture("training-deck", "training-deck.pptx", (1, 3, 4, 6, 12, 16, 18, 23, 31), 3, 420),
    Picture("facilitator-guide", "facilitator-guide.pdf", (1, 4, 10), 3, 360),
    Picture("handout", "handout.pdf", (1, 2, 3), 3, 360),
)
_GAP = 10
_GROUND = "#8a9094"


def main() -> None:
    """Build every product in a folder of its own, and draw the pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, "cli.py", "build", "--output", name, "--quiet"], cwd=ROOT, check=True)
        for picture in PICTURES:
            target = TARGET / f"{picture.name}.png"
            # Few colours: pages are ink on paper, and the repository stays small.
            _sheet(_rendered(folder / picture.file, folder), picture).quantize(64).save(target, optimize=True)
            print(target.relative_to(ROOT), f"{target.stat().st_size / 1000:.0f} kB")


def _rendered(file: Path, folder: Path) -> Sequence[Path]:
    pdf = file if file.suffix == ".pdf" else libreoffice.convert(file, folder / "converted")
    return poppler.images(pdf, folder / f"{file.stem}-{file.suffix[1:]}", dpi=110)


def _sheet(pages: Sequence[Path], picture: Picture) -> Image.Image:
    """The chosen pages in rows, each as wide as the next, on a grey ground."""
    chosen = [Image.open(pages[number - 1]).convert("RGB") for number in picture.pages if number <= len(pages)]
    chosen = [page.resize((picture.width, round(page.height * picture.width / page.width))) for page in chosen]
    rows = [chosen[at : at + picture.columns] for at in range(0, len(chosen), picture.columns)]
    width = picture.columns * (picture.width + _GAP) + _GAP
    height = sum(max(page.height for page in row) + _GAP for row in rows) + _GAP
    sheet = Image.new("RGB", (width, height), _GROUND)
    y = _GAP
    for row in rows:
        for column, page in enumerate(row):
            sheet.paste(page, (_GAP + column * (picture.width + _GAP), y))
        y += max(page.height for page in row) + _GAP
    return sheet


if __name__ == "__main__":
    main()
