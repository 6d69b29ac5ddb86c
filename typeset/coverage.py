"""Which characters a font can show, and which of ours shows a character that one lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from unicodedata import category, combining

import uharfbuzz as hb

from typeset.families import FAMILIES, named


@cache
def covered(family: str) -> frozenset[str]:
    """The characters that a family has in its upright style."""
    face = hb.Face(hb.Blob(named(family).data()))
    return frozenset(map(chr, face.unicodes))


def stand_ins(family: str) -> tuple[str, ...]:
    """The families in which text is set, in this order: the one that is asked for, then ours for what it lacks."""
    return (family, *(other for other in FAMILIES if other != family))


def spans(text: str, family: str) -> Iterator[tuple[str, str]]:
    """The text in stretches, each with the family that it is set in: the first that has a letter and its accents."""
    if text.isascii():
        yield text, family
        return
    known = [(name, covered(name)) for name in stand_ins(family)]
    letters: list[str] = []
    for character in text:
        if letters and (combining(character) or _hidden(character)):
            letters[-1] += character
        else:
            letters.append(character)

    def shown_in(letter: str) -> str:
        return next((name for name, has in known if all(part in has or _hidden(part) for part in letter)), family)

    yield from (("".join(stretch), name) for name, stretch in groupby(letters, shown_in))


def lacking(text: str, families: Iterable[str]) -> list[str]:
    """The characters of a text that neither they nor ours have, each as often as it stands there, in order.

    An accent must be in the font of the letter under it, which is one of theirs.
    """
    if text.isascii():
        return []
    theirs = list(map(covered, families))
    marks, shown = frozenset.intersection(*theirs), frozenset.union(*theirs, *map(covered, FAMILIES))
    return [
        each
        for each in text
        if each not in (marks if combining(each) else shown) and not each.isspace() and not _hidden(each)
    ]


def _hidden(character: str) -> bool:
    """Whether no font shows it: soft hyphens, joiners, marks of direction."""
    return category(character) == "Cf"
