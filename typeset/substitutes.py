"""Which of our fonts stands in for one that we do not have, and how much wider the real one may run.

The factors are the largest ratios found over all lines of 30 characters that the guide's items can yield, rounded up:
the font itself, or its metric-compatible twin (in brackets), against Carlito; the third is for words in capitals.
Arial's lines, say, are 1.046 to 1.136 times as wide as Carlito's, in bold 1.111 to 1.189, in capitals up to 1.264.
``tests/typeset/test_substitutes.py`` measures them again where the twins are installed.

A font that the table does not know is measured as wide as the widest text faces in it (Verdana), with the tallest
lines (Open Sans): the words may then stand smaller than they could, but they stand inside their boxes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from typeset.families import FAMILIES
from typeset.measure import Face, line_height


@dataclass(frozen=True)
class Substitute:
    """What a font is measured with: one of our families, and how much wider than that its lines may be.

    ``regular``, ``bold`` and ``capitals`` multiply widths; ``pitch`` is the height of a line in
    ems; ``known`` is False for a font that the table does not have.
    """

    family: str
    regular: float = 1.0
    bold: float = 1.0
    capitals: float = 1.0
    pitch: float = 1.2
    known: bool = True

    @property
    def exact(self) -> bool:
        """The two fonts have the same widths."""
        return self.known and self.regular == self.bold == self.capitals == 1.0

    def stretch(self, *, bold: bool, capitals: bool = False) -> float:
        """How much wider the real font may run in this weight; ``capitals`` where the words may stand in capitals."""
        plain = self.bold if bold else self.regular
        return max(plain, self.capitals) if capitals else plain


def substitute(font: str) -> Substitute:
    """What to measure a font with, by the name that an office program knows it under, in any case."""
    return _TABLE.get(font.strip().casefold(), _UNKNOWN)


def _own(name: str) -> Substitute:
    return Substitute(name, pitch=line_height(Face(name)))


_ARIAL = Substitute("Carlito", 1.14, 1.19, 1.27)  # Liberation Sans
_TIMES = Substitute("Carlito", 1.06, 1.10, 1.28)  # Liberation Serif
_NARROW = Substitute("Carlito", 0.94, 0.98, 1.04)  # Liberation Sans Narrow
_UNKNOWN = Substitute("Carlito", 1.28, 1.42, 1.43, 1.37, known=False)
_WIDTHS: Mapping[str, Substitute] = {
    "Calibri": _own("Carlito"),
    "Calibri Light": Substitute("Carlito", 1.0, 1.01),  # a light weight is no wider than its regular
    "Georgia": _own("Gelasio"),
    "Arial": _ARIAL,
    "Helvetica": _ARIAL,
    "Helvetica Neue": _ARIAL,
    "Liberation Sans": _ARIAL,
    "Arial Narrow": _NARROW,
    "Liberation Sans Narrow": _NARROW,
    "Times New Roman": _TIMES,
    "Times": _TIMES,
    "Liberation Serif": _TIMES,
    "Cambria": Substitute("Carlito", 1.05, 1.12, 1.12),  # Caladea
    "Courier New": Substitute("Carlito", 1.70, 1.66, 1.70),  # Liberation Mono
    "Tahoma": Substitute("Carlito", 1.12, 1.27, 1.28),  # Wine's Tahoma
    "Verdana": Substitute("Carlito", 1.28, 1.42, 1.42, 1.22),  # DejaVu Sans, the same design
    "DejaVu Sans": Substitute("Carlito", 1.28, 1.42, 1.42),
    "Lato": Substitute("Carlito", 1.15, 1.15, 1.19),
    "Roboto": Substitute("Carlito", 1.13, 1.15, 1.16),
    "Open Sans": Substitute("Carlito", 1.17, 1.23, 1.23, 1.37),
    "Noto Sans": Substitute("Carlito", 1.18, 1.24, 1.24, 1.37),
    "Century Gothic": Substitute("Carlito", 1.25, 1.22, 1.23),  # URW Gothic
    "Palatino Linotype": Substitute("Carlito", 1.16, 1.18, 1.30, 1.36),  # P052
    "Bookman Old Style": Substitute("Carlito", 1.26, 1.33, 1.38),  # URW Bookman
    "Century Schoolbook": Substitute("Carlito", 1.22, 1.32, 1.43),  # C059
} | {name: _own(name) for name in FAMILIES}
_TABLE: Mapping[str, Substitute] = {name.casefold(): entry for name, entry in _WIDTHS.items()}
