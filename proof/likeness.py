"""Changed items, found again: the closest pairs of an item and a stretch of words that nothing else claims, one by one.

Only stretches that share words with an item are held against it, so that the time grows with the words of both and not
with their product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from rapidfuzz.distance import LCSseq

from proof.stream import Stream

LIKE = 0.5  # the least likeness of words that counts as the same item, reworded
_ALIKE_LETTERS = 0.6  # the same for letters, where there are few words to go by
_FEW = 12  # words: of so many, letters are looked at, too
_RAREST = 24  # so many of its words and letters an item is looked for by
_MOST = 3  # stretches of a kind that an item is held against
_Key = tuple[str, int]  # passage or location, and its number


@dataclass(frozen=True)
class Match:
    """A stretch of free words that may be an item: how alike they are, and the positions."""

    score: float
    item: str
    positions: tuple[int, ...]


class Likeness:
    """Holds items against the words of a stream that are still free."""

    def __init__(self, stream: Stream, folded: Mapping[str, tuple[str, ...]]) -> None:
        self.stream = stream
        self.folded = folded
        self._matches: dict[tuple[str, tuple[int, ...]], Match | None] = {}

    def closest_first(self, items: Sequence[str], least: float, *, again: bool = False) -> Iterator[Match]:
        """The closest pairs first. Whoever takes one claims its words before asking for the next.

        ``again``: an item may be found in more than one stretch.
        """
        index: dict[str, list[_Key]] = {}
        for key, positions in self._stretches():
            for feature in _features(self.stream.folded(positions)):
                index.setdefault(feature, []).append(key)
        queue = [entry for order, item in enumerate(items) if (entry := self._best(item, order, index, least))]
        heapify(queue)
        while queue:
            _, order, key, match = heappop(queue)
            if self._best_in(match.item, key, least) == match:
                yield match
                if not again:
                    continue
            if entry := self._best(match.item, order, index, least):
                heappush(queue, entry)

    def _stretches(self) -> Iterator[tuple[_Key, list[int]]]:
        """Where a changed item may be: in a passage, or over the passages of a location."""
        words = self.stream.words
        if not self.stream.reading.flat:
            yield from ((("passage", words[p[0]].passage), p) for p in self.stream.passages())
        yield from ((("place", words[p[0]].location), p) for p in self.stream.locations())

    def _best(
        self, item: str, order: int, index: Mapping[str, Sequence[_Key]], least: float
    ) -> tuple[float, int, _Key, Match] | None:
        """The stretch that is closest to an item now, ready for the queue."""
        features = sorted((f for f in _features(self.folded[item]) if f in index), key=lambda f: (len(index[f]), f))
        shared = Counter(key for feature in features[:_RAREST] for key in index[feature])
        best: tuple[float, int, _Key, Match] | None = None
        for kind in ("passage", "place"):
            keys = sorted((key for key in shared if key[0] == kind), key=lambda key: (-shared[key], key))
            for key in keys[:_MOST]:
                match = self._best_in(item, key, least)
                if match and (best is None or match.score > -best[0]):
                    best = (-match.score, order, key, match)
        return best

    def _best_in(self, item: str, key: _Key, least: float) -> Match | None:
        kind, number = key
        positions = tuple(self.stream.free_in_passage(number) if kind == "passage" else self.stream.free_in(number))
        if (item, positions) not in self._matches:
            self._matches[item, positions] = self._compared(item, positions) if positions else None
        match = self._matches[item, positions]
        return match if match and match.score >= least else None

    def _compared(self, item: str, positions: tuple[int, ...]) -> Match | None:
        ours, theirs = self.folded[item], self.stream.folded(positions)
        common = LCSseq.similarity(ours, theirs)
        if common < LIKE * len(ours) / 2:
            score = LCSseq.normalized_similarity(" ".join(ours), " ".join(theirs), score_cutoff=_ALIKE_LETTERS)
            return Match(score, item, positions) if score else None
        start, end = _window(ours, theirs)
        inside = theirs[start:end]
        score = LCSseq.similarity(ours, inside) / max(len(ours), len(inside), 1)
        return Match(score, item, positions[start:end])


def _features(words: Sequence[str]) -> set[str]:
    """The words of a stretch; of a short one, every three letters too."""
    text = " ".join(words)
    letters = {f"\0{text[at : at + 3]}" for at in range(len(text) - 2)} if len(words) <= _FEW else set()
    return {*words, *letters}


def _window(ours: Sequence[str], theirs: Sequence[str]) -> tuple[int, int]:
    """The stretch of their words that is closest to ours: the best local alignment (Smith and Waterman, 1981)."""
    best = (0, 0, len(theirs))
    above: list[tuple[int, int]] = [(0, at) for at in range(len(theirs) + 1)]
    for word in ours:
        row = [(0, 0)]
        for at, other in enumerate(theirs):
            diagonal = (above[at][0] + 2, above[at][1]) if word == other else (above[at][0] - 1, above[at][1])
            up, left = above[at + 1], row[at]
            score, start = max(diagonal, (up[0] - 1, up[1]), (left[0] - 1, left[1]), key=lambda cell: cell[0])
            row.append((score, start) if score > 0 else (0, at + 1))
            if row[-1][0] > best[0]:
                best = (row[-1][0], row[-1][1], at + 1)
        above = row
    return best[1], best[2]
