"""What we placed in a file that is no item: labels, names, numbers. Known word for word, or by its pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from source.inline import Runs
from source.words import tokens, typographic

# What may stand where copies differ: an edition is one or two short words, and all else is a number.
_NUMBER = r"\d+(?:\.\d+)?"
_VARYING = {"edition": r"\S{1,12}(?: \S{1,12})?", "fingerprint": r"[0-9a-f]{4}- ?[0-9a-f]{4}- ?[0-9a-f]{4}"}
_COUNTED = frozenset({"number", "total", "count", "minutes"})


class Placed:
    """The words of ours that are no items. It is asked by folded texts (``folded``)."""

    def __init__(self, placed: Iterable[Runs]) -> None:
        self.texts: dict[str, None] = {}  # as they are written, where nothing in them differs; in order
        self.numbered: dict[str, dict[str, None]] = {}  # patterns, by what is left without their numbers
        self.others: dict[str, None] = {}  # patterns of which more may differ than numbers
        self.numbers: set[str] = set()  # those that stand alone
        self.words: list[list[str]] = []  # of each text
        self.filled: dict[str, set[str]] = {}  # texts of several runs, by each: a label may join a name to its letters
        for runs in placed:
            text = folded("".join(run.text for run in runs))
            self.words.append(text.split(" "))
            for run in runs if len(runs) > 1 else ():
                self.filled.setdefault(folded(run.text), set()).add(text)
            if all(run.varies in _COUNTED or not any(map(str.isalnum, run.text)) for run in runs):
                self.numbers.add(text)  # it says nothing of ours, and may be a number to call
                continue
            if not any(run.varies for run in runs):
                self.texts["".join(run.text for run in runs)] = None
            elif any(run.varies in _VARYING for run in runs):
                self.others[_pattern(runs)] = None
            else:
                words = "".join(folded(run.text) for run in runs if not run.varies)
                self.numbered.setdefault(_unnumbered(words), {})[_pattern(runs)] = None
        self.fixed = set(map(folded, self.texts))

    def knows(self, text: str) -> bool:
        """Whether a text is one of ours from end to end."""
        return text in self.fixed or self.varies(text)

    def varies(self, text: str) -> bool:
        """Whether a text is one of those of ours that differ from copy to copy."""
        patterns = (*self.numbered.get(_unnumbered(text), ()), *self.others)
        return any(re.fullmatch(pattern, text) for pattern in patterns)


def folded(text: str) -> str:
    """The words of a text as programs may have changed them, with one space between them."""
    return " ".join(token.folded for token in tokens(text))


def shown(runs: Runs, kind: str, form: str) -> re.Pattern[str]:
    """The pattern of a text as it is written (``typographic``), which takes hold of what stands for ``kind``."""
    words = (f"({form})" if run.varies == kind else re.escape(typographic(run.text)) for run in runs)
    return re.compile("".join(words))


def _pattern(runs: Runs) -> str:
    """The words between what varies, whole though their style may change, and the patterns of what varies."""
    pieces = []
    for kind, some in groupby(runs, key=lambda run: run.varies):
        own = re.escape(folded("".join(run.text for run in some)))
        pieces.append(f"(?:{own}|{_VARYING.get(kind, _NUMBER)})" if kind else own)
    return r"\s*".join(pieces)


def _unnumbered(text: str) -> str:
    return re.sub(r"[\d.\s]+", "", text)
