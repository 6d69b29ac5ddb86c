"""Does a file say what the source says? ``compare(items, furniture, Reading) -> Comparison``.

Knows items and words, nothing of PDF or PPTX. The visible words decide; hints only help where words were changed.

1. Every item is looked for exactly, the longest first, in the stream of all words of the file.
2. What is known to be ours but no item (labels, facilitation) is set aside, and what is left is searched again: an item
   may run over two slides.
3. What was not found is held against what is left over, the closest first: reworded or cut short.
4. Items still not found are missing; words still left over were added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from rapidfuzz.distance import LCSseq

from source.model import Item, Kind
from source.reading import Reading, Token, tokens, typographic


class State(StrEnum):
    """What became of an item. The gravest comes first in reports."""

    WITHDRAWN = "withdrawn"
    REWORDED = "reworded"
    CUT = "cut short"
    MISSING = "missing"
    TWICE = "twice"
    ADDED = "added"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """A stretch of words that differs: what the source has, what the file has. Equal stretches have ``same``."""

    same: str = ""
    source: str = ""
    file: str = ""


@dataclass(frozen=True)
class Finding:
    """What became of one item, or of words that are no item (``id`` is empty). ``places`` count from 1."""

    state: State
    id: str
    kind: str
    places: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()
    text: str = ""
    typographic: int = 0
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """All findings about one file, items in the order of the source."""

    name: str
    medium: str
    findings: tuple[Finding, ...]

    @property
    def items(self) -> tuple[Finding, ...]:
        """The findings that are about items of the source."""
        return tuple(finding for finding in self.findings if finding.id)

    @property
    def same(self) -> int:
        """How many items stand in the file word for word."""
        return sum(finding.state is State.SAME for finding in self.items)

    @property
    def faithful(self) -> bool:
        """Every item is there word for word, and nothing else is."""
        return all(finding.state is State.SAME for finding in self.findings)


def compare(items: Sequence[Item], furniture: Sequence[str], reading: Reading) -> Comparison:
    """Hold a file against the source.

    Args:
        items: what the file must carry, in reading order.
        furniture: words of ours that are no items; ``{…}`` in them stands for anything short.
        reading: what a reader found in the file.
    """
    return _Matcher(items, furniture, reading).comparison()


# --- the search ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Spot:
    """A token of the file, and where it stands."""

    token: Token
    folded: str
    passage: int
    place: int


# Only these may stand in a file more than once: running heads and footers repeat them.
_REPEATED = frozenset({Kind.TITLE, Kind.HEADING})
_LIKE = 0.5  # the least likeness of words that counts as the same item, reworded
_HINTED = 0.15  # enough where notes or names say that the item stands here
_DIGITS = 5  # so many digits without a letter are a number to call, and not a page number


class _Matcher:
    """Holds which words of the file are accounted for while the items claim theirs."""

    def __init__(self, items: Sequence[Item], furniture: Sequence[str], reading: Reading) -> None:
        self.items = items
        self.reading = reading
        self.furniture = furniture
        self.spots = [
            _Spot(token, token.folded, number, passage.place)
            for number, passage in enumerate(reading.passages)
            for token in tokens(passage.text)
        ]
        self.free = [True] * len(self.spots)
        self.words = {item.id: tokens(item.words) for item in items}
        self.found: dict[str, list[list[int]]] = {item.id: [] for item in items}
        self.changed: dict[str, Finding] = {}

    def comparison(self) -> Comparison:
        self._claim_whole_passages()
        self._claim_exactly()
        self._set_furniture_aside()
        self._claim_exactly()
        self._claim_alike()
        findings = [self._finding(item) for item in self.items]
        return Comparison(self.reading.name, self.reading.medium, (*findings, *self._added()))

    def _claim_whole_passages(self) -> None:
        """First of all the plain case: a passage that is an item, whole. Settles which of two nested items is meant."""
        by_words: dict[tuple[str, ...], list[Item]] = {}
        for item in self.items:
            by_words.setdefault(tuple(token.folded for token in self.words[item.id]), []).append(item)
        passages: dict[int, list[int]] = {}
        for at, spot in enumerate(self.spots):
            passages.setdefault(spot.passage, []).append(at)
        for spots in passages.values():
            twins = by_words.get(tuple(self.spots[at].folded for at in spots), [])
            twins = [item for item in twins if self._gaps_agree(self.words[item.id], spots)]
            if twins:  # items with the same words take turns
                self._claim(min(twins, key=lambda item: len(self.found[item.id])), spots)

    def _claim_exactly(self) -> None:
        """Every item wherever its words stand in a row among the words that are still free, the longest first."""
        for item in sorted(self.items, key=lambda item: -len(self.words[item.id])):
            for spots in list(self._occurrences(self.words[item.id])):
                if self.found[item.id] and item.kind not in _REPEATED and len(self.words[item.id]) < _NO_CHANCE:
                    break
                if all(self.free[at] for at in spots):
                    self._claim(item, spots)

    def _claim(self, item: Item, spots: list[int]) -> None:
        self.found[item.id].append(spots)
        for at in spots:
            self.free[at] = False

    def _occurrences(self, wanted: Sequence[Token]) -> Iterator[list[int]]:
        folded = [token.folded for token in wanted]
        stream = [at for at, free in enumerate(self.free) if free]
        first = folded[0]
        for start in range(len(stream) - len(folded) + 1):
            if self.spots[stream[start]].folded != first:
                continue
            spots = stream[start : start + len(folded)]
            if [self.spots[at].folded for at in spots] == folded and self._gaps_agree(wanted, spots):
                yield spots

    def _gaps_agree(self, wanted: Sequence[Token], spots: Sequence[int]) -> bool:
        """Spaces stand where they should; the end of a passage or of a printed line counts as either."""
        return all(
            token.gap is None or self.spots[at].token.gap is None or token.gap == self.spots[at].token.gap
            for token, at in zip(wanted, spots, strict=True)
        )

    def _set_furniture_aside(self) -> None:
        """Whole passages that are labels; and longer words of ours wherever they stand."""
        patterns = [_pattern(text) for text in self.furniture]
        passages: dict[int, list[int]] = {}
        for at, spot in enumerate(self.spots):
            if self.free[at]:
                passages.setdefault(spot.passage, []).append(at)
        for spots in passages.values():
            text = " ".join(self.spots[at].folded for at in spots)
            if any(pattern.fullmatch(text) for pattern in patterns):
                self._free(spots)
        for text in self.furniture:
            wanted = tokens(text)
            if "{" not in text and len(wanted) >= _NO_CHANCE:
                for spots in list(self._occurrences(wanted)):
                    if all(self.free[at] for at in spots):
                        self._free(spots)

    def _free(self, spots: Sequence[int]) -> None:
        for at in spots:
            self.free[at] = False

    # --- what was changed ---

    def _claim_alike(self) -> None:
        """The closest pairs first: an item that was not found, and a run of words that nothing else claims."""
        lost = [item for item in self.items if not self.found[item.id]]
        while lost:
            runs = list(self._runs())
            scored = [
                (score, -at, item, spots)
                for at, item in enumerate(lost)
                for spots in runs
                if (score := self._likeness(item, spots)) > 0
            ]
            if not scored:
                return
            _, _, item, spots = max(scored, key=lambda entry: entry[:2])
            self.changed[item.id] = self._changed(item, spots)
            self._free(spots)
            lost.remove(item)

    def _runs(self) -> Iterator[list[int]]:
        """The stretches of free words: each passage, and each place as a whole (for a paragraph cut in two)."""
        by_passage: dict[tuple[int, int], list[int]] = {}
        by_place: dict[int, list[int]] = {}
        for at, spot in enumerate(self.spots):
            if self.free[at]:
                by_passage.setdefault((spot.place, spot.passage), []).append(at)
                by_place.setdefault(spot.place, []).append(at)
        if not self.reading.flat:
            yield from by_passage.values()
        yield from (run for run in by_place.values() if self.reading.flat or len(run) > 0)

    def _likeness(self, item: Item, spots: list[int]) -> float:
        """From 0 to 1; 0 where it is too little to speak of the same item."""
        ours = [token.folded for token in self.words[item.id]]
        theirs = [self.spots[at].folded for at in spots]
        score = LCSseq.similarity(ours, theirs) / max(len(ours), len(theirs))
        characters = LCSseq.normalized_similarity(" ".join(ours), " ".join(theirs))
        hinted = self.spots[spots[0]].place in self.reading.hints.get(item.id, ())
        score = max(score, characters if characters > _ALIKE_LETTERS else 0.0)
        return score if score >= (_HINTED if hinted else _LIKE) else 0.0

    def _changed(self, item: Item, spots: list[int]) -> Finding:
        ours = [token.text for token in self.words[item.id]]
        theirs = [self.spots[at].token.text for at in spots]
        changes = word_changes(ours, theirs)
        cut = all(not change.file for change in changes)
        places = tuple(dict.fromkeys(self.spots[at].place for at in spots))
        return Finding(State.CUT if cut else State.REWORDED, item.id, item.kind, places, changes)

    # --- what is said of it ---

    def _finding(self, item: Item) -> Finding:
        if item.id in self.changed:
            return self.changed[item.id]
        occurrences = self.found[item.id]
        if not occurrences:
            return Finding(State.MISSING, item.id, item.kind)
        places = tuple(dict.fromkeys(self.spots[at].place for spots in occurrences for at in spots))
        changed = sum(
            token.text != self.spots[at].token.text
            for spots in occurrences
            for token, at in zip(self.words[item.id], spots, strict=True)
        )
        twice = len(occurrences) > 1 and item.kind not in _REPEATED
        note = self._attribution_note(item, places)
        state = State.TWICE if twice else State.REWORDED if note else State.SAME
        return Finding(state, item.id, item.kind, places, typographic=changed, note=note)

    def _attribution_note(self, item: Item, places: Sequence[int]) -> str:
        """A voice stands with its attribution, as given, on the same page or slide."""
        if not item.attribution:
            return ""
        wanted = " ".join(token.folded for token in tokens(item.attribution))
        for place in places:
            if wanted in " ".join(spot.folded for spot in self.spots if spot.place == place):
                return ""
        return f"its attribution, “{item.attribution}”, is not there"

    def _added(self) -> Iterator[Finding]:
        """Words left over, passage by passage; mere punctuation, list numbers and folios are nobody's words."""
        runs: dict[tuple[int, int], list[str]] = {}
        for at, spot in enumerate(self.spots):
            if self.free[at]:
                runs.setdefault((spot.place, spot.passage), []).append(spot.token.text)
        for (place, _), words in runs.items():
            text = " ".join(words)
            if any(map(str.isalpha, text)) or sum(map(str.isdigit, text)) >= _DIGITS:
                yield Finding(State.ADDED, "", "", (place,), text=text)


_NO_CHANCE = 4  # so many words in a row are no coincidence
_ALIKE_LETTERS = 0.6
_COUNTED = {"number", "total", "count"}


def _pattern(text: str) -> re.Pattern[str]:
    """The words of a label as an expression; what stands in braces may be anything short."""
    pieces = re.split(r"\{(\w+)\}", text)
    words = [re.escape(" ".join(token.folded for token in tokens(piece))) for piece in pieces[::2]]
    places = [r"\d+" if name in _COUNTED else ".{0,200}?" for name in pieces[1::2]]
    return re.compile(r"\s*".join(piece for pair in zip_longest(words, places, fillvalue="") for piece in pair))


def word_changes(ours: Sequence[str], theirs: Sequence[str]) -> tuple[Change, ...]:
    """The words of both in one row: what is the same, and what stands in place of what."""
    folded = [typographic(word) for word in ours], [typographic(word) for word in theirs]
    changes = []
    for code in LCSseq.opcodes(*folded):
        left = " ".join(ours[code.src_start : code.src_end])
        right = " ".join(theirs[code.dest_start : code.dest_end])
        if code.tag == "equal":
            changes.append(Change(same=left))
        elif changes and not changes[-1].same:
            last = changes[-1]
            changes[-1] = Change(source=f"{last.source} {left}".strip(), file=f"{last.file} {right}".strip())
        else:
            changes.append(Change(source=left, file=right))
    return tuple(changes)
