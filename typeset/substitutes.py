"""Which of our fonts stands in for one that we do not have, and how much wider the real one may run.

The factors are the widest of the ratios measured over every item of the guide of 40 characters or more, rounded up to
the next hundredth and one more: the font itself, or its metric-compatible twin (in brackets), against Carlito.
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

    ``regular`` and ``bold`` multiply widths; ``pitch`` is the height of a line in ems; ``known`` is False for a font
    that no table knows; ``exact`` says that the widths are the same by design.
    """

    family: str
    regular: float = 1.0
    bold: float = 1.0
    pitch: float = 1.2
    known: bool = True

    @property
    def exact(self) -> bool:
        """The two fonts have the same widths."""
        return self.known and self.regular == self.bold == 1.0

    def stretch(self, *, bold: bool) -> float:
        """How much wider the real font may run in this weight."""
        return self.bold if bold else self.regular


def substitute(font: str) -> Substitute:
    """What to measure a font with, by the name that an office program knows it under, in any case."""
    return _TABLE.get(font.strip().casefold(), _UNKNOWN)


def _own(name: str) -> Substitute:
    return Substitute(name, pitch=line_height(Face(name)))


_ARIAL = Substitute("Carlito", 1.12, 1.18)  # Liberation Sans: 1.071 to 1.104, bold 1.128 to 1.170
_UNKNOWN = Substitute("Carlito", 1.27, 1.41, 1.37, known=False)
_WIDTHS: Mapping[str, Substitute] = {
    "Calibri": _own("Carlito"),
    "Calibri Light": Substitute("Carlito", 1.0, 1.01),  # a light weight is no wider than its regular
    "Georgia": _own("Gelasio"),
    "Arial": _ARIAL,
    "Helvetica": _ARIAL,
    "Helvetica Neue": _ARIAL,
    "Liberation Sans": _ARIAL,
    "Arial Narrow": Substitute("Carlito", 0.92, 0.97),  # Liberation Sans Narrow
    "Liberation Sans Narrow": Substitute("Carlito", 0.92, 0.97),
    "Times New Roman": Substitute("Carlito", 1.05, 1.07),  # Liberation Serif
    "Times": Substitute("Carlito", 1.05, 1.07),
    "Liberation Serif": Substitute("Carlito", 1.05, 1.07),
    "Cambria": Substitute("Carlito", 1.03, 1.10),  # Caladea
    "Courier New": Substitute("Carlito", 1.58, 1.54),  # Liberation Mono
    "Tahoma": Substitute("Carlito", 1.12, 1.24),  # Wine's Tahoma
    "Verdana": Substitute("Carlito", 1.27, 1.41, 1.22),  # DejaVu Sans, the same design
    "DejaVu Sans": Substitute("Carlito", 1.27, 1.41),
    "Lato": Substitute("Carlito", 1.12, 1.11),
    "Roboto": Substitute("Carlito", 1.12, 1.12),
    "Open Sans": Substitute("Carlito", 1.16, 1.23, 1.37),
    "Noto Sans": Substitute("Carlito", 1.18, 1.23, 1.37),
    "Century Gothic": Substitute("Carlito", 1.23, 1.19),  # URW Gothic
    "Palatino Linotype": Substitute("Carlito", 1.14, 1.15, 1.36),  # P052
    "Bookman Old Style": Substitute("Carlito", 1.25, 1.32),  # URW Bookman
    "Century Schoolbook": Substitute("Carlito", 1.18, 1.29),  # C059
} | {name: _own(name) for name in FAMILIES}
_TABLE: Mapping[str, Substitute] = {name.casefold(): entry for name, entry in _WIDTHS.items()}
