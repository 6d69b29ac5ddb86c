"""Does a file say what the source says? ``compare(items, placed, Reading) -> Comparison``.

Knows items and words, nothing of PDF or PPTX. The visible words decide; hints only help where words were changed.

1. Words that the end of a line broke are put together as the source has them (``proof.stream``).
2. Voices that were withdrawn are looked for first, by their digests; their words are then never repeated.
3. Contacts are looked for: their parts may say the same as labels. Then passages that we placed and that are no item
   are set aside: running heads, titles of slides.
4. Every item is looked for exactly: as a whole passage, then anywhere, the longest first, and longer texts of ours
   among them. Then once more without our numbers: an item may run over two slides.
5. What was not found is held against what is left over, the closest first: reworded or cut short.
6. Items still not found are missing; words still left over were added, or are a changed second copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from proof.findings import Comparison, Finding, Note, State, word_changes
from proof.placed import Placed, folded
from proof.reading import Misplaced, Reading
from proof.stream import NO_CHANCE, Stream
from source.inline import Runs
from source.model import Item, ItemKind, Withdrawn
from source.traces import RUN, runs
from source.words import Token, tokens


def compare(
    items: Sequence[Item], placed: Iterable[Runs], reading: Reading, withdrawn: Sequence[Withdrawn] = ()
) -> Comparison:
    """Hold a file against the source.

    Args:
        items: what the file must carry, in reading order.
        placed: words of ours that are no items; a run that ``varies`` stands for any of its kind.
        reading: what a reader found in the file.
        withdrawn: voices that no file should carry any more.
    """
    return _Matcher(items, Placed(placed), reading).comparison(withdrawn)


_REPEATED = frozenset({ItemKind.TITLE, ItemKind.HEADING})
_LIKE = 0.5  # the least likeness of words that counts as the same item, reworded
_ALIKE_LETTERS = 0.6  # the same for letters, where there are few words to go by
_COPY = 0.6  # the least likeness that makes a leftover a changed copy of an item that is there
_RECOGNISED = 0.35  # the part of a withdrawn voice's traces that recognises it
_NEAR = 12  # so many words beside those of a withdrawn voice may be more of it, where lines have no paragraphs
_NUMBER_TO_CALL = re.compile(r"\d(?:[- .]?\d){4}")  # five digits; a folio or a list number has fewer


@dataclass(frozen=True)
class _Match:
    """A stretch of free words that may be an item: how alike they are, and the positions."""

    score: float
    item: Item
    positions: tuple[int, ...]


class _Matcher:
    """Holds what was found while the items claim their words."""

    def __init__(self, items: Sequence[Item], placed: Placed, reading: Reading) -> None:
        self.items = items
        self.placed = placed
        self.reading = reading
        self.wanted = {item.id: tokens(item.words) for item in items}
        self.folded = {name: tuple(token.folded for token in wanted) for name, wanted in self.wanted.items()}
        self.stream = Stream(reading, (*self.folded.values(), *placed.words))
        # Only these may stand in a file more than once: running heads repeat them, or a text of ours says the same.
        self.repeated = {
            item.id for item in items if item.kind in _REPEATED or " ".join(self.folded[item.id]) in placed.fixed
        }
        self.found: dict[str, list[list[int]]] = {item.id: [] for item in items}
        self.changed: dict[str, list[int]] = {}
        self.matches: dict[tuple[str, tuple[int, ...]], _Match | None] = {}

    def comparison(self, withdrawn: Sequence[Withdrawn]) -> Comparison:
        taken_back, of_withdrawn = self._withdrawn(withdrawn) if withdrawn else ([], set())
        contacts = [item for item in self.items if item.kind is ItemKind.CONTACT]
        self._claim_exactly(contacts, (), least=NO_CHANCE)
        self.stream.set_labels_aside(self.placed, self.wanted.values())
        self._claim_whole_passages()
        self._claim_exactly(self.items, self.placed.texts, least=NO_CHANCE)
        self.stream.set_numbers_aside(self.placed, {word for words in self.folded.values() for word in words})
        self._claim_exactly(self.items, self.placed.texts, least=NO_CHANCE)
        self._claim_exactly(self.items, ())
        self._pass_over_beside(of_withdrawn)
        self._claim_alike()
        self._claim_hinted()
        self._grow_changed()
        others = [*taken_back, *self._others()]
        others += map(_misplaced, self.reading.misplaced)
        texts: dict[int, str] = {}
        for word in self.stream.words:
            texts[word.location] = f"{texts.get(word.location, ' ')}{word.folded} "
        items = tuple(self._finding(item, texts) for item in self.items)
        reading = self.reading
        return Comparison(reading.name, reading.medium, items, tuple(others), reading.edition, reading.fingerprint)

    # --- withdrawn ---

    def _withdrawn(self, voices: Sequence[Withdrawn]) -> tuple[list[Finding], set[int]]:
        """What is said of withdrawn voices that are there, and the positions of their words."""
        findings, words = [], set()
        for voice in voices:
            short = [passage for passage in self.stream.passages() if len(passage) <= RUN]
            locations = []
            for positions in self.stream.locations():
                location = self.stream.words[positions[0]].location
                known = self._recognised(
                    voice, positions, [p for p in short if self.stream.words[p[0]].location == location]
                )
                if known or location in self.reading.hints.get(voice.id, ()):
                    locations.append(location)
                    words.update(known)
                    self.stream.claim(known)
            if locations:
                note = Note("date", str(voice.on))
                findings.append(Finding(State.WITHDRAWN, voice.id, ItemKind.VOICE, tuple(locations), note=note))
        return findings, words

    def _recognised(self, voice: Withdrawn, positions: Sequence[int], short: Sequence[list[int]]) -> list[int]:
        """The words on a location that are the voice's, where there are enough to recognise it by.

        A voice shorter than a run has one trace, that of the whole: it is looked for among the short passages.
        """
        windows = [positions[at : at + RUN] for at in range(max(1, len(positions) - RUN + 1))]
        hits = [window for window in (*windows, *short) if runs(self.stream.folded(window)) <= voice.traces]
        if len({tuple(self.stream.folded(window)) for window in hits}) < max(1, _RECOGNISED * len(voice.traces)):
            return []
        return sorted({at for window in hits for at in window})

    def _pass_over_beside(self, withdrawn: set[int]) -> None:
        """What is left beside the words of a withdrawn voice may be more of it: never repeated, whatever it is."""
        passages = {self.stream.words[at].passage for at in withdrawn}
        near = {at + step for at in withdrawn for step in range(-_NEAR, _NEAR + 1)} if self.reading.flat else set()
        for positions in self.stream.passages():
            self.stream.claim(at for at in positions if at in near or self.stream.words[at].passage in passages)

    # --- as they are ---

    def _claim_whole_passages(self) -> None:
        """First of all the plain case: a passage that is an item, whole. Settles which of two nested items is meant."""
        by_words: dict[tuple[str, ...], list[Item]] = {}
        for item in self.items:
            by_words.setdefault(self.folded[item.id], []).append(item)
        for positions in self.stream.passages():
            twins = by_words.get(tuple(self.stream.folded(positions)), [])
            twins = [item for item in twins if self.stream.gaps_agree(self.wanted[item.id], positions)]
            if twins:
                self._claim(self._next(twins), positions)

    def _claim_exactly(self, items: Iterable[Item], ours: Iterable[str], least: int = 1) -> None:
        """Every item, and every longer text of ours, wherever its words stand in a row among those still free.

        The longest come first: a text of ours may quote an item, and an item a label.
        """
        texts: dict[tuple[tuple[str, bool | None], ...], list[Item]] = {}
        for own in items:
            texts.setdefault(tuple((token.folded, token.gap) for token in self.wanted[own.id]), []).append(own)
        for wanted in map(tokens, ours):
            texts.setdefault(tuple((token.folded, token.gap) for token in wanted), [])
        likely = [pair for pair in texts.items() if len(pair[0]) >= least]
        for words, twins in sorted(likely, key=lambda pair: -len(pair[0])):
            for positions in self.stream.occurrences([Token(*word) for word in words]):
                item: Item | None = self._next(twins) if twins else None
                if item and self.found[item.id] and item.id not in self.repeated and len(words) < NO_CHANCE:
                    break
                if item:
                    self._claim(item, positions)
                else:
                    self.stream.claim(positions)

    def _next(self, twins: Sequence[Item]) -> Item:
        """Items with the same words take turns; what may be repeated takes what is over."""
        return min(twins, key=lambda item: (bool(self.found[item.id]), item.id not in self.repeated))

    def _claim(self, item: Item, positions: list[int]) -> None:
        self.found[item.id].append(positions)
        self.stream.claim(positions)

    # --- changed ---

    def _claim_alike(self) -> None:
        """The closest pairs first: an item that was not found, and a stretch of words that nothing else claims."""
        lost = self._lost()
        while match := self._closest(lost, _LIKE):
            self.changed[match.item.id] = list(match.positions)
            self.stream.claim(match.positions)
            lost.remove(match.item)

    def _lost(self) -> list[Item]:
        return [item for item in self.items if not self.found[item.id] and item.id not in self.changed]

    def _closest(self, items: Sequence[Item], least: float) -> _Match | None:
        stretches = [tuple(positions) for positions in self._stretches()] if items else []
        matches = (self._match(item, positions) for item in items for positions in stretches)
        likely = (match for match in matches if match and match.score >= least)
        return max(likely, key=lambda match: match.score, default=None)

    def _stretches(self) -> Iterator[list[int]]:
        """Where a changed item may be: in a passage, or over the passages of a location."""
        if not self.reading.flat:
            yield from self.stream.passages()
        yield from self.stream.locations()

    def _match(self, item: Item, positions: tuple[int, ...]) -> _Match | None:
        key = item.id, positions
        if key not in self.matches:
            self.matches[key] = self._compared(item, positions)
        return self.matches[key]

    def _compared(self, item: Item, positions: tuple[int, ...]) -> _Match | None:
        ours, theirs = self.folded[item.id], self.stream.folded(positions)
        common = LCSseq.similarity(ours, theirs)
        if common < _LIKE * len(ours) / 2:
            score = LCSseq.normalized_similarity(" ".join(ours), " ".join(theirs), score_cutoff=_ALIKE_LETTERS)
            return _Match(score, item, positions) if score else None
        start, end = _window(ours, theirs)
        inside = theirs[start:end]
        score = LCSseq.similarity(ours, inside) / max(len(ours), len(inside), 1)
        return _Match(score, item, positions[start:end])

    def _claim_hinted(self) -> None:
        """Items that are said to be on a location, against what is left there, in order: rewritten, or translated."""
        said: dict[int, list[Item]] = {}
        for item in self._lost():
            for location in self.reading.hints.get(item.id, ()):
                said.setdefault(location, []).append(item)
        for location in sorted(said):
            lost = [item for item in said[location] if item.id not in self.changed]
            left = [p for p in self.stream.passages() if self.stream.words[p[0]].location == location and self._says(p)]
            left = sorted(sorted(left, key=lambda p: -len(p))[: len(lost)])
            for item, positions in zip(lost, left, strict=False):
                self.changed[item.id] = positions
                self.stream.claim(positions)

    def _grow_changed(self) -> None:
        """Words put in at either end of a changed item belong to the change, not to nobody."""
        for identifier, positions in self.changed.items():
            self.changed[identifier] = self._grown(positions)

    def _grown(self, positions: Sequence[int]) -> list[int]:
        grown = list(positions)
        for step, edge in ((-1, positions[0]), (1, positions[-1])):
            at = edge + step
            while self._beside(at, edge):
                grown.append(at)
                self.stream.claim([at])
                at += step
        return sorted(grown)

    def _beside(self, at: int, edge: int) -> bool:
        words = self.stream.words
        return 0 <= at < len(words) and self.stream.free[at] and words[at].passage == words[edge].passage

    # --- what is said of it ---

    def _finding(self, item: Item, texts: Mapping[int, str]) -> Finding:
        if item.id in self.changed:
            return self._changed_finding(item, self.changed[item.id])
        occurrences = self.found[item.id]
        if not occurrences:
            return Finding(State.MISSING, item.id, item.kind)
        locations = self.stream.where(at for positions in occurrences for at in positions)
        typographic = sum(
            token.text != self.stream.words[at].token.text
            for positions in occurrences
            for token, at in zip(self.wanted[item.id], positions, strict=True)
        )
        joined = self.placed.filled.get(folded(item.attribution), set())
        note = _attribution_note(item, joined, [texts[location] for location in locations])
        twice = len(occurrences) > 1 and item.id not in self.repeated
        state = State.REWORDED if note else State.TWICE if twice else State.SAME
        return Finding(state, item.id, item.kind, locations, typographic=typographic, note=note)

    def _changed_finding(self, item: Item, positions: Sequence[int], note: Note | None = None) -> Finding:
        theirs = [self.stream.words[at].token for at in positions]
        changes = word_changes(_spaced(self.wanted[item.id]), _spaced(theirs))
        cut = all(not change.file for change in changes)
        state = State.CUT if cut else State.REWORDED
        return Finding(state, item.id, item.kind, self.stream.where(positions), changes, note=note)

    def _others(self) -> Iterator[Finding]:
        """What is left over: a changed second copy of an item, or words that somebody added."""
        copied = [item for item in self.items if item.id not in self.repeated]
        while match := self._closest(copied, _COPY):
            self.stream.claim(match.positions)
            yield self._changed_finding(match.item, self._grown(match.positions), note=Note("copy"))
        for positions in self.stream.runs() if self.reading.flat else self.stream.passages():
            if self._says(positions):
                yield Finding(State.ADDED, locations=self.stream.where(positions), text=self.stream.text(positions))

    def _says(self, positions: Sequence[int]) -> bool:
        """Mere punctuation, list numbers and folios say nothing."""
        text = self.stream.text(positions)
        return any(map(str.isalpha, text)) or bool(_NUMBER_TO_CALL.search(text))


def _misplaced(there: Misplaced) -> Finding:
    state = State.UNSEEN if there.how.unseen else State.MISPLACED
    return Finding(state, locations=(there.location,), text=there.text, note=Note(there.how))


def _attribution_note(item: Item, joined: Iterable[str], texts: Sequence[str]) -> Note | None:
    """A voice stands with its attribution, as given or as a label joins it to its words, on the same page or slide."""
    wanted = rf"(?<!\w){re.escape(folded(item.attribution))}(?!\w)"  # marks of the label may touch it
    if not item.attribution or any(re.search(wanted, text) for text in texts):
        return None
    return (
        None if any(f" {said} " in text for said in joined for text in texts) else Note("attribution", item.attribution)
    )


def _spaced(words: Sequence[Token]) -> list[str]:
    """Tokens as words again: what stands without a space after it is joined to the next."""
    spaced: list[str] = []
    join = False
    for token in words:
        if join:
            spaced[-1] += token.text
        else:
            spaced.append(token.text)
        join = token.gap is False
    return spaced


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
