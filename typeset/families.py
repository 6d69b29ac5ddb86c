"""The font families that text is set in: those that ship with the builder, and an agency's own.

An agency's own family is known by a name with a digest of its files, so that a name stands for the same files always.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "files"
# Whether each style is bold, and whether it is italic.
STYLES = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}


@dataclass(frozen=True)
class Family:
    """A family in four styles. ``name`` is the family's own; files that ship are named after it.

    ``own`` are the files of an agency's family, by their styles.
    """

    name: str
    folder: str = ""
    own: Mapping[tuple[bool, bool], bytes] = field(default_factory=dict, repr=False)

    def file(self, *, bold: bool = False, italic: bool = False) -> Path:
        """The font file of a style that ships."""
        return FOLDER / self.folder / f"{self.name}-{STYLES[bold, italic]}.ttf"

    def files(self) -> list[Path]:
        """The files of all four styles."""
        return [self.file(bold=bold, italic=italic) for bold, italic in STYLES]

    def data(self, *, bold: bool = False, italic: bool = False) -> bytes:
        """The font of a style."""
        return self.own[bold, italic] if self.own else self.file(bold=bold, italic=italic).read_bytes()

    def address(self, *, bold: bool = False, italic: bool = False) -> str:
        """Where a style sheet finds the font of a style; an agency's own stands in the address itself."""
        if self.own:
            return f"data:font/ttf;base64,{b64encode(self.own[bold, italic]).decode()}"
        return f"font:{self.file(bold=bold, italic=italic).name}"


# Carlito has the widths of Calibri, Gelasio those of Georgia (typeset/files/README.md).
FAMILIES: Mapping[str, Family] = {
    family.name: family for family in (Family("Carlito", "carlito"), Family("Gelasio", "gelasio"))
}
_OWN: dict[str, Family] = {}


def named(name: str) -> Family:
    """The family of a name: one that ships, or an agency's own that was added."""
    return FAMILIES.get(name) or _OWN[name]


def added(name: str, files: Mapping[tuple[bool, bool], bytes]) -> str:
    """The name that an agency's own family is known by from now on."""
    found = sha256(b"".join(files[style] for style in STYLES)).hexdigest()
    known = f"{name} {found[:12]}"
    _OWN[known] = Family(known, own=dict(files))
    return known


def used(*names: str) -> list[Family]:
    """Our families, and those of these names that are an agency's own."""
    return [*FAMILIES.values(), *(named(name) for name in dict.fromkeys(names) if name not in FAMILIES)]
