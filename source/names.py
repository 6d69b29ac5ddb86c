"""Names that people type: taken in any case, and the nearest one offered where there is none of that name."""

from __future__ import annotations

from collections.abc import Iterable

from source.errors import UsageError

FLIPS = ("short", "long")  # the edges of a sheet that a printer flips on
ALL = "all"  # every session that there is
COVERS = ("titled", "discreet")  # whether a cover says what a guide is about, or whom it is for alone


def chosen(what: str, word: str, known: Iterable[str]) -> str:
    """The known name that somebody typed.

    Raises:
        UsageError: there is none; the message offers the nearest, and lists them all.
    """
    names = list(known)
    if found := known_as(word, names):
        return found
    raise UsageError(" ".join(unknown(what, word, names)))


def known_as(word: str, known: Iterable[str]) -> str:
    """The known name that is meant, whatever its case; "" where there is none."""
    return next((name for name in known if name.casefold() == word.strip().casefold()), "")


def unknown(what: str, word: str, known: Iterable[str]) -> tuple[str, str]:
    """That there is nothing of this name, and what to do."""
    names = list(known)
    close = nearest(word, names)
    offered = f"Did you mean “{close}”? " if close else ""
    more = ", …" if len(names) > _LISTED else ""
    return f"There is no {what} “{word}”.", f"{offered}There are: {', '.join(names[:_LISTED])}{more}."


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that looks most like a word, or has it as one of its parts; "" where none does."""
    from rapidfuzz import fuzz, process, utils

    names = list(known)
    scorers = ((fuzz.ratio, _ALIKE), (fuzz.WRatio, _A_PART))
    for scorer, least in scorers if len(word) > _SHORTEST else scorers[:1]:
        if found := process.extractOne(word, names, scorer=scorer, processor=utils.default_process, score_cutoff=least):
            return found[0]
    return ""


def misspelled(word: str, known: Iterable[str]) -> str:
    """The known name that somebody may have misspelled; quick among thousands."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found else ""


_LISTED = 40  # names
_ALIKE, _A_PART = 65, 75  # of 100: below them, a name is somebody else's
_SHORTEST = 2  # letters, which are a part of anything
