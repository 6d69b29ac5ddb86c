"""Which characters the fonts that ship with the builder can show."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import uharfbuzz as hb

from typeset.families import FAMILIES


@cache
def covered(family: str) -> frozenset[str]:
    """The characters that a family has in its upright style."""
    face = hb.Face(hb.Blob.from_file_path(str(FAMILIES[family].file())))
    return frozenset(map(chr, face.unicodes))


def lacking(text: str, families: Iterable[str]) -> list[str]:
    """The characters of a text that at least one of the families does not have, each once, in order."""
    shown = frozenset.intersection(*map(covered, families))
    return [character for character in dict.fromkeys(text) if character not in shown and not character.isspace()]
