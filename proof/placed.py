"""What we placed in a file that is no item: labels, names, numbers. Known word for word, or by its pattern.

Each has a key, which is the same for all texts that differ in what varies alone; and it is known beside what the plan
puts it, where the plan says that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, pairwise, takewhile
from math import inf

from source.inline import Order, Runs
from source.words import alike, tokens, typographic

# What may stand where copies differ: an edition is one or two short words, and all else is a number.
_NUMBER = r"\d+(?:\.\d+)?"
_VARYING = {"edition": r"\S{1,12}(?: \S{1,12})?", "fingerprint": r"[0-9a-f]{4}- ?[0-9a-f]{4}- ?[0-9a-f]{4}"}
_NUMBERED = re.compile(r"(\d+) (.+)|(.+) (\d+)")
_FOLIO = 2  # digits that any number of a page may have
_COMMON = 8  # a text of ours on more pages or slides than these is one of every few


class Placed:
    """The words of ours that are no items. It is asked by folded texts (``folded``).

    ``orders`` says what stands on each page or slide. What stands in none of them, or in one by itself, such as a foot,
    may stand anywhere.
    """

    def __init__(self, placed: Iterable[Runs], orders: Sequence[Order] = (), *, slides: bool = False) -> None:
        self.texts: dict[str, None] = {}  # as they are written, where nothing in them differs; in order
        self.numbered: dict[str, dict[str, re.Pattern[str]]] = {}  # patterns, by what is left without their numbers
        self.others: dict[str, re.Pattern[str]] = {}  # patterns of which more may differ than numbers
        self.kinds: dict[str, list[str]] = {}  # what differs in each of these
        self.numbers: dict[str, re.Pattern[str]] = {}  # those that stand alone
        self.highest = 0.0  # of these
        self.words: list[list[str]] = []  # of each text
        self.filled: dict[str, set[str]] = {}  # texts of several runs, by each: a label may join a name to its letters
        self.firsts: set[str] = set()  # the words that texts begin with
        self._keys: dict[Runs, str] = {}
        planned = (entry for order in orders for entry in order if not isinstance(entry, str))
        for runs in dict.fromkeys((*placed, *planned)):
            self._keys[runs] = self._add(runs)
        self.fixed = set(map(folded, self.texts))
        for runs, key in self._keys.items():
            text = folded("".join(run.text for run in runs))
            self._keys[runs] = key and (self.known(text, most=inf)[0] or key)
        self.beside: dict[str, set[str]] = {}  # items and keys that stand on a page or slide with each key
        self.most: Counter[str] = Counter()  # how often a key stands on one page or slide
        self.often: Counter[str] = Counter()  # on how many pages or slides it stands
        self.doubled: set[str] = set()  # keys that stand twice in a row
        self.planned = {entry for order in orders for entry in order if isinstance(entry, str)}  # items
        self.parted: set[str] = set()  # items that run over to another page, or a panel of it
        for order in orders:
            self._note(order)
            ids = (entry for entry in order if isinstance(entry, str))
            self.parted |= {one for one, other in pairwise(ids) if one == other}
        for order in orders:
            if len(order) == 1 and not isinstance(order[0], str):
                self.beside.pop(self._keys[order[0]], None)
        # What stands on many slides says little of where a rare text belongs; on pages it may be all that is near.
        common = {key for key, count in self.often.items() if slides and count > _COMMON}
        for key in self.beside.keys() - common:
            self.beside[key] = self.beside[key] - common or self.beside[key]

    def _add(self, runs: Runs) -> str:
        """Take a text in; its key."""
        text = folded("".join(run.text for run in runs))
        words = text.split(" ")
        self.words.append(words)
        for run in runs if len(runs) > 1 else ():
            self.filled.setdefault(folded(run.text), set()).add(text)
        pattern = _pattern(runs)
        if not any(run.varies for run in runs):
            self.firsts.add(words[0])
            self.texts["".join(run.text for run in runs)] = None
            return text if any(map(str.isalpha, text)) else ""
        if not any(map(str.isalpha, text)):
            self.numbers[pattern] = re.compile(pattern)  # it says nothing of ours, and may be a number to call
            self.highest = max([self.highest, *map(float, re.findall(_NUMBER, text))])
            return ""
        self.firsts.add(_first_word(runs))
        if any(run.varies in _VARYING for run in runs):
            self.others[pattern] = re.compile(pattern)
            self.kinds[pattern] = [kind for kind, _ in groupby(run.varies for run in runs) if kind]
        else:
            fixed = "".join(folded(run.text) for run in runs if not run.varies)
            self.numbered.setdefault(_unnumbered(fixed), {})[pattern] = re.compile(pattern)
        return pattern

    def _note(self, order: Order) -> None:
        """What stands on a page or slide, and how often."""
        entries = [entry if isinstance(entry, str) else self._keys[entry] for entry in order]
        entries = [entry for entry, _ in groupby(filter(None, entries))]
        ours = Counter(self._keys[entry] for entry in order if not isinstance(entry, str) and self._keys[entry])
        row = [entry if isinstance(entry, str) else self._keys[entry] for entry in order]
        self.doubled |= {one for one, other in pairwise(filter(None, row)) if one == other}
        self.most |= ours
        self.often.update(ours.keys())
        for key in ours:
            self.beside.setdefault(key, set()).update(entry for entry in entries if entry != key or ours[key] > 1)

    def may_begin(self, word: str) -> bool:
        """Whether a text of ours may begin with a word."""
        return word in self.firsts or "" in self.firsts or word[:1].isdigit()

    def key(self, text: str, *, joined: bool = False) -> str:
        """The key of a text that is one of ours from end to end; "" for any other.

        In one that is ``joined`` of several lines an edition is one word: another would be of the next line.
        """
        return self._key(text, joined=joined)

    def known(self, text: str, *, joined: bool = False, most: float = 0) -> tuple[str, str]:
        """The same, and the text without the number of a page: beside a running head, or a line of the contents.

        Such a number is at most ``most``, but for files in part.
        """
        numbered = _NUMBERED.fullmatch(text) if most else None
        if numbered and self._is_small(numbered[1] or numbered[4], most):
            rest = numbered[2] or numbered[3]
            whole = not rest.endswith(("-", "/", ".", ":"))  # or the number ends an edition, such as 2026-27
            if whole and (key := self._key(rest, joined=joined)) and (key in self.fixed or key in self.others):
                return key, rest
        return self._key(text, joined=joined), text

    def _key(self, text: str, *, joined: bool) -> str:
        if text in self.fixed:
            return text
        known = chain(self.numbered.get(_unnumbered(text), {}).items(), self.others.items())
        matches = ((key, match) for key, pattern in known if (match := pattern.fullmatch(text)))
        return next((key for key, match in matches if not joined or self._is_close(key, match)), "")

    def _is_close(self, key: str, match: re.Match[str]) -> bool:
        kinds = zip(self.kinds.get(key, ()), match.groups(), strict=False)
        return not any(kind == "edition" and " " in value for kind, value in kinds)

    def said(self, key: str, text: str) -> dict[str, str]:
        """The edition and the fingerprint that a text of ours says."""
        match = self.others[key].fullmatch(text) if key in self.others else None
        return (
            {kind: _squeezed(value) for kind, value in zip(self.kinds[key], match.groups(), strict=True)}
            if match
            else {}
        )

    def _is_small(self, figure: str, most: float) -> bool:
        return len(figure) <= _FOLIO or float(figure) <= max(self.highest, most)

    def is_number(self, text: str, most: float) -> bool:
        """Whether a text is a number of ours that stands alone, such as that of a page, and none to call.

        That of a page is at most ``most``, but for files in part.
        """
        figures = re.findall(_NUMBER, text)
        small = all(self._is_small(figure, most) for figure in figures)
        folio = text.isascii() and text.isdigit()
        return small and (folio or any(pattern.fullmatch(text) for pattern in self.numbers.values()))


def folded(text: str) -> str:
    """The words of a text as programs may have changed them, with one space between them."""
    return " ".join(alike(token.text) for token in tokens(text))


def shown(runs: Runs, kind: str, form: str) -> re.Pattern[str]:
    """The pattern of a text as it is written (``typographic``), which takes hold of what stands for ``kind``."""
    words = (f"({form})" if run.varies == kind else re.escape(typographic(run.text)) for run in runs)
    return re.compile("".join(words))


_DASH = re.compile(r"(?:\\?-|[\u2010-\u2014])")  # escaped or not; one that stands by itself is any of them


def _pattern(runs: Runs) -> str:
    """The words between what varies, whole though their style may change, and the patterns of what varies."""
    pieces = []
    for kind, some in groupby(runs, key=lambda run: run.varies):
        own = folded("".join(run.text for run in some))
        form = _VARYING.get(kind, _NUMBER)
        known = re.fullmatch(form, own)
        own = _DASH.sub(lambda _: _DASH.pattern, re.escape(own))
        pieces.append(f"({form})" if known and kind else f"({own}|{form})" if kind else own)
    return r"\s*".join(pieces)


def _squeezed(text: str) -> str:
    return "".join(typographic(text).split())


def says_other(said: str, own: str) -> bool:
    """Whether an edition or a fingerprint is another than a file says it is; spaces are programs' affair."""
    return bool(own) and said != _squeezed(own)


def _first_word(runs: Runs) -> str:
    """The word that a text begins with; "" where what varies begins it, or is joined to it."""
    fixed = folded("".join(run.text for run in takewhile(lambda run: not run.varies, runs)) + "|")
    word, space, _ = fixed.partition(" ")
    return word if space else "" if any(run.varies for run in runs) else word[:-1]


def _unnumbered(text: str) -> str:
    return re.sub(r"[\d.\s]+", "", text)
