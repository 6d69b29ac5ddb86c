"""The table of font families that ship with the builder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Family:
    """A family in four styles. ``name`` is the family's own; the files are named after it."""

    name: str
    folder: str

    def file(self, *, bold: bool = False, italic: bool = False) -> Path:
        """The font file of a style."""
        return FOLDER / self.folder / f"{self.name}-{_STYLES[bold, italic]}.ttf"

    def files(self) -> list[Path]:
        """The files of all four styles."""
        return [self.file(bold=bold, italic=italic) for bold, italic in _STYLES]


_STYLES = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}


# Carlito has the widths of Calibri, Gelasio those of Georgia (typeset/files/README.md).
FAMILIES: Mapping[str, Family] = {
    family.name: family for family in (Family("Carlito", "carlito"), Family("Gelasio", "gelasio"))
}
