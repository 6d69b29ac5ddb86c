"""Where words stand in a rendered file: none may leave its page, cross a fold or lie over another.

Positions come from poppler, so that nothing of how we plan or write a page is taken on trust.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from . import poppler
from .poppler import Page, Word

EDGE = 7.0  # points: nothing of ours stands nearer to the edge of a sheet
# A box is as tall as the font says. The small letters fill about this part of it, counted from the top.
TOP, FOOT = 0.42, 0.74
SIDE = 0.08  # of a word's height: an italic letter may lean over its neighbour by so much


@dataclass(frozen=True)
class Misplaced:
    """A word that stands where none may: ``how`` says what is wrong with its place."""

    page: int
    how: str
    text: str

    def __str__(self) -> str:
        return f"page {self.page}: {self.how} “{self.text}”"


OUTSIDE, ACROSS, OVER = "outside the page", "across a fold", "over another word"


def misplaced(pdf: Path, columns: int = 1, rows: int = 1) -> list[Misplaced]:
    """The words of a PDF that are out of place. ``columns`` and ``rows`` of pages may stand on a sheet."""
    found: list[Misplaced] = []
    for number, (page, trim) in enumerate(zip(poppler.pages(pdf), _trims(pdf), strict=True), start=1):
        words = [word for word in page.words if word.text.strip()]
        found += [Misplaced(number, OUTSIDE, word.text) for word in words if _leaves(word, page, trim)]
        found += [Misplaced(number, ACROSS, word.text) for word in words if _crosses(word, page, columns, rows)]
        found += [Misplaced(number, OVER, f"{one.text}” “{other.text}") for one, other in over_each_other(words)]
    return found


def over_each_other(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Pairs of words whose letters stand on the same spot."""
    letters = sorted(((_letters(word), word) for word in words), key=lambda pair: pair[0][1])
    for at, ((x0, _, x1, y1), word) in enumerate(letters):
        for (left, top, right, _), other in letters[at + 1 :]:
            if top >= y1:
                break
            if left < x1 and x0 < right:
                yield word, other


def _letters(word: Word) -> tuple[float, float, float, float]:
    """The box of the small letters of a word, whichever way up it stands."""
    tall, side = word.y1 - word.y0, SIDE * (word.y1 - word.y0)
    return word.x0 + side, word.y0 + TOP * tall, word.x1 - side, word.y0 + FOOT * tall


def _leaves(word: Word, page: Page, trim: tuple[float, float, float, float]) -> bool:
    left, above, right, below = trim
    return (
        word.x0 < left + EDGE
        or word.x1 > page.width - right - EDGE
        or word.y0 < above + EDGE
        or word.y1 > page.height - below - EDGE
    )


def _crosses(word: Word, page: Page, columns: int, rows: int) -> bool:
    x0, y0, x1, y1 = _letters(word)
    across = any(x0 < page.width * at / columns < x1 for at in range(1, columns))
    return across or any(y0 < page.height * at / rows < y1 for at in range(1, rows))


def _trims(pdf: Path) -> list[tuple[float, float, float, float]]:
    """How far the page that is kept lies within the sheet, on the left, above, on the right and below."""
    with pikepdf.open(pdf) as document:
        return [_trim(page) for page in document.pages]


def _trim(page: pikepdf.Page) -> tuple[float, float, float, float]:
    left, foot, right, top = (float(side) for side in page.mediabox)
    trim = [float(side) for side in page.trimbox]
    return trim[0] - left, top - trim[3], right - trim[2], trim[1] - foot
