"""Does a file say what the source says? ``compare(items, placed, Reading) -> Comparison``.

Knows items and words, nothing of PDF or PPTX. The visible words decide; hints only help where words were changed.

1. Words that the end of a line broke are put together as the source has them (``proof.stream``).
2. Voices that were withdrawn are looked for first, by their digests; their words are then never repeated.
3. Contacts are looked for: their parts may say the same as labels. Then passages that we placed and that are no item
   are set aside: running heads, titles of slides.
4. Every item is looked for exactly: as a whole passage, then anywhere, the longest first, and longer texts of ours
   among them. Then once more without our numbers: an item may run over two slides.
5. What was not found is held against the file's own edition, by digests, and then against what is left over, the
   closest first (``proof.likeness``): reworded or cut short.
6. All that was found is looked at for where it stands (``proof.standing``): by itself, whole, beside what is its own.
7. Items still not found are missing; words still left over were added, or are a changed second copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from proof.findings import Comparison, Finding, Note, State, word_changes
from proof.likeness import LIKE, Likeness
from proof.placed import Placed, says_other
from proof.reading import Misplaced, Reading
from proof.standing import Standing
from proof.stream import NO_CHANCE, Stream
from proof.withdrawn import Traced
from source.inline import Order, Runs
from source.model import Item, ItemKind, Withdrawn
from source.words import Token, alike, tokens


@dataclass(frozen=True)
class Known:
    """What else is known of a file.

    ``orders`` says what the plan puts on each page or slide, ``asked`` which contacts have room for a number that
    people write in, ``earlier`` the digests of the items of the file's own edition, where that is not today's. Items
    ``twice`` stand in a picture, and as text beside it.
    """

    orders: Sequence[Order] = ()
    asked: frozenset[str] = frozenset()
    earlier: Mapping[str, str] = field(default_factory=dict)
    twice: frozenset[str] = frozenset()


def compare(
    items: Sequence[Item],
    placed: Iterable[Runs],
    reading: Reading,
    withdrawn: Sequence[Withdrawn] = (),
    known: Known = Known(),  # it never changes
) -> Comparison:
    """Hold a file against the source.

    Args:
        items: what the file must carry, in reading order.
        placed: words of ours that are no items; a run that ``varies`` stands for any of its kind.
        reading: what a reader found in the file.
        withdrawn: voices that no file should carry any more.
        known: what else is known of the file.
    """
    slides = reading.medium == "slide"
    orders = known.orders if slides else _overlapping(known.orders)
    return _Matcher(items, Placed(placed, orders, slides=slides), reading, known).comparison(withdrawn)


def _overlapping(orders: Sequence[Order]) -> list[Order]:
    """Pages with the items before and after them: on other paper, these may share a page."""
    ids = [[entry for entry in order if isinstance(entry, str)] for order in orders]
    before, after, result = "", "", list(orders)
    for at, order in enumerate(orders):
        result[at] = (before, *order) if before and len(order) > 1 else order
        before = ids[at][-1] if ids[at] else before
    for at in range(len(result) - 1, -1, -1):
        result[at] = (*result[at], after) if after and len(result[at]) > 1 else result[at]
        after = ids[at][0] if ids[at] else after
    return result


_REPEATED = frozenset({ItemKind.TITLE, ItemKind.HEADING})
_COPY = 0.6  # the least likeness that makes a leftover a changed copy of an item that is there
_NEAR = 12  # so many words beside those of a withdrawn voice may be more of it, where lines have no paragraphs
_PARTS = 40  # passages or lines that an item of an earlier edition may run over
_LIST_MARK = re.compile(r"[•‣⁃▪▫◦●○■□·*–—-]|\(?\d{1,2}[.)]")  # programs put these before the entries of lists
_WRITTEN_IN = 60  # letters: more are no number that somebody wrote where it was asked for
_FIGURES = 3  # digits: fewer are no number


class _Matcher:
    """Holds what was found while the items claim their words."""

    def __init__(self, items: Sequence[Item], placed: Placed, reading: Reading, known: Known) -> None:
        self.items = items
        self.placed = placed
        self.reading = reading
        self.known = known
        self.wanted = {item.id: tokens(item.words) for item in items}
        self.folded = {name: tuple(alike(token.text) for token in wanted) for name, wanted in self.wanted.items()}
        self.stream = Stream(reading, (*self.folded.values(), *placed.words))
        self.likeness = Likeness(self.stream, self.folded)
        # Only these may stand in a file more than once: running heads repeat them, a text of ours says the same, or the
        # plan shows them twice.
        self.repeated = known.twice | {
            item.id for item in items if item.kind in _REPEATED or " ".join(self.folded[item.id]) in placed.fixed
        }
        self.found: dict[str, list[list[int]]] = {item.id: [] for item in items}
        self.changed: dict[str, list[int]] = {}
        self.since: set[str] = set()  # changed items that say what their own edition said

    def comparison(self, withdrawn: Sequence[Withdrawn]) -> Comparison:
        traced = Traced(self.stream, self.reading, withdrawn)
        contacts = [item for item in self.items if item.kind is ItemKind.CONTACT]
        self._claim_exactly(contacts, (), least=NO_CHANCE)
        self.stream.set_labels_aside(self.placed, self.wanted.values())
        self._claim_whole_passages()
        self.stream.join_broken()
        self._claim_exactly(self.items, self.placed.texts, least=NO_CHANCE)
        self.stream.set_numbers_aside(self.placed, {word for words in self.folded.values() for word in words})
        self.stream.join_broken()
        self._claim_exactly(self.items, self.placed.texts, least=NO_CHANCE)
        self._claim_exactly(self.items, ())
        self._claim_whole_passages(again=True)
        self.stream.set_numbers_aside(self.placed, {word for item in self._lost() for word in self.folded[item.id]})
        self.stream.set_rows_aside(self.placed)
        self._pass_over_beside(traced.words)
        gone = list(self._claim_earlier())
        self._claim_alike()
        self._claim_hinted()
        self._grow_changed()
        self.stream.set_numbers_aside(self.placed, set())
        taken_back = traced.findings(self._says)
        copies = list(self._copies())
        standing = Standing(self.stream, {item.id: item for item in self.items}, self.placed)
        others = [*taken_back, *gone, *copies, *self._aliens(standing), *self._added(standing)]
        others += map(_misplaced, self.reading.misplaced)
        items = tuple(self._finding(item, standing) for item in self.items)
        reading = self.reading
        return Comparison(
            reading.name,
            reading.medium,
            items,
            tuple(others),
            reading.edition,
            reading.fingerprint,
            locations=reading.locations,
        )

    def _pass_over_beside(self, withdrawn: set[int]) -> None:
        """What is left beside the words of a withdrawn voice may be more of it: never repeated, whatever it is."""
        passages = {self.stream.words[at].passage for at in withdrawn}
        near = {at + step for at in withdrawn for step in range(-_NEAR, _NEAR + 1)} if self.reading.flat else set()
        for positions in self.stream.passages():
            self.stream.claim(at for at in positions if at in near or self.stream.words[at].passage in passages)

    # --- as they are ---

    def _claim_whole_passages(self, *, again: bool = False) -> None:
        """First of all the plain case: a passage that is an item, whole. Settles which of two nested items is meant.

        A few words may stand there ``again`` as a part of another item; so they are a copy only in the end.
        """
        by_words: dict[tuple[str, ...], list[Item]] = {}
        for item in self.items:
            by_words.setdefault(self.folded[item.id], []).append(item)
        for positions in self.stream.passages():
            twins = by_words.get(tuple(self.stream.folded(positions)), [])
            twins = [item for item in twins if self.stream.gaps_agree(self.wanted[item.id], positions)]
            if twins:
                item = self._next(twins)
                once = item.id in self.repeated or not self.found[item.id] or len(positions) >= NO_CHANCE
                if again or once:
                    self._claim(item, positions)

    def _claim_exactly(self, items: Iterable[Item], ours: Iterable[str], least: int = 1) -> None:
        """Every item, and every longer text of ours, wherever its words stand in a row among those still free.

        The longest come first: a text of ours may quote an item, and an item a label.
        """
        texts: dict[tuple[tuple[str, bool | None], ...], list[Item]] = {}
        for own in items:
            texts.setdefault(tuple((alike(token.text), token.gap) for token in self.wanted[own.id]), []).append(own)
        for wanted in map(tokens, ours):
            texts.setdefault(tuple((alike(token.text), token.gap) for token in wanted), [])
        likely = [pair for pair in texts.items() if len(pair[0]) >= least]
        for words, twins in sorted(likely, key=lambda pair: -len(pair[0])):
            for positions in self.stream.occurrences([Token(*word) for word in words]):
                item: Item | None = self._next(twins) if twins else None
                if item and self.found[item.id] and item.id not in self.repeated and len(words) < NO_CHANCE:
                    break
                if item:
                    self._claim(item, positions)
                else:
                    said = " ".join(word for word, _ in words)
                    self.stream.claim(positions, ours=self.placed.key(said), said=said)

    def _next(self, twins: Sequence[Item]) -> Item:
        """Items with the same words take turns; what may be repeated takes what is over."""
        return min(twins, key=lambda item: (bool(self.found[item.id]), item.id not in self.repeated))

    def _claim(self, item: Item, positions: list[int]) -> None:
        self.found[item.id].append(positions)
        self.stream.claim(positions, item.id)

    # --- changed ---

    def _claim_earlier(self) -> Iterator[Finding]:
        """Passages that say what the file's own edition said, word for word: items reworded since, and those gone."""
        lost = {item.id for item in self._lost()}
        then = {digits: name for name, digits in self.known.earlier.items() if name in lost or name not in self.found}
        if not then:
            return
        passages = [(p, self._without_list_mark(p)) for p in self.stream.passages()]
        for start in range(len(passages)):
            found: tuple[str, list[int]] | None = None
            text, run = sha256(), list[int]()
            for positions, words in passages[start : start + _PARTS]:
                if not self.stream.free[positions[0]]:
                    break
                run += words
                text.update("".join(self.stream.words[at].token.folded for at in words).encode())
                name = then.get(text.hexdigest()[: len(next(iter(then)))])
                found = (name, list(run)) if name else found
            if found:
                yield from self._claim_one_earlier(*found)

    def _claim_one_earlier(self, name: str, positions: list[int]) -> Iterator[Finding]:
        if name in self.found:
            if name not in self.changed:
                self.changed[name] = positions
                self.since.add(name)
                self.stream.claim(positions, name)
        else:
            self.stream.claim(positions)
            yield Finding(State.GONE, name, locations=self.stream.where(positions), text=self.stream.text(positions))

    def _claim_alike(self) -> None:
        """The closest pairs first: an item that was not found, and a stretch of words that nothing else claims."""
        for match in self.likeness.closest_first([item.id for item in self._lost()], LIKE):
            self.changed[match.item] = list(match.positions)
            self.stream.claim(match.positions, match.item)

    def _lost(self) -> list[Item]:
        return [item for item in self.items if not self.found[item.id] and item.id not in self.changed]

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
                self.stream.claim(positions, item.id)

    def _grow_changed(self) -> None:
        """Words put in at either end of a changed item belong to the change, not to nobody."""
        for identifier, positions in self.changed.items():
            if identifier not in self.since:
                self.changed[identifier] = self._grown(positions, identifier)

    def _grown(self, positions: Sequence[int], identifier: str) -> list[int]:
        grown = list(positions)
        for step, edge in ((-1, positions[0]), (1, positions[-1])):
            at = edge + step
            while self._beside(at, edge):
                grown.append(at)
                self.stream.claim([at], identifier)
                at += step
        return sorted(grown)

    def _beside(self, at: int, edge: int) -> bool:
        words = self.stream.words
        return 0 <= at < len(words) and self.stream.free[at] and words[at].passage == words[edge].passage

    def _copies(self) -> Iterator[Finding]:
        """Changed second copies of items that are there."""
        copied = [item.id for item in self.items if item.id not in self.repeated]
        by_id = {item.id: item for item in self.items}
        for match in self.likeness.closest_first(copied, _COPY, again=True):
            self.stream.claim(match.positions, match.item)
            yield self._changed_finding(by_id[match.item], self._grown(match.positions, match.item), Note("copy"))

    # --- what is said of it ---

    def _finding(self, item: Item, standing: Standing) -> Finding:
        if item.id in self.changed:
            return self._changed_finding(item, self.changed[item.id])
        occurrences = self.found[item.id]
        if not occurrences:
            return Finding(State.MISSING, item.id, item.kind)
        if item.id in standing.hosts:
            there = {*standing.hosts[item.id], *(at for positions in occurrences for at in positions)}
            return self._changed_finding(item, sorted(there))
        if item.id in standing.moved:
            return Finding(State.MOVED, item.id, item.kind, standing.moved[item.id])
        locations = self.stream.where(at for positions in occurrences for at in positions)
        typographic = sum(
            token.text != self.stream.words[at].token.text
            for positions in occurrences
            for token, at in zip(self.wanted[item.id], positions, strict=True)
        )
        note = Note("attribution", item.attribution) if item.id in standing.unattributed else None
        twice = len(occurrences) > 1 and item.id not in self.repeated
        state = State.REWORDED if note else State.TWICE if twice else State.SAME
        return Finding(state, item.id, item.kind, locations, typographic=typographic, note=note)

    def _changed_finding(self, item: Item, positions: Sequence[int], note: Note | None = None) -> Finding:
        theirs = [self.stream.words[at].token for at in positions]
        changes = word_changes(_spaced(self.wanted[item.id]), _spaced(theirs))
        cut = all(not change.file for change in changes)
        state = State.OUTDATED if item.id in self.since else State.CUT if cut else State.REWORDED
        return Finding(state, item.id, item.kind, self.stream.where(positions), changes, note=note)

    def _aliens(self, standing: Standing) -> Iterator[Finding]:
        """Words of ours in a place that is not theirs; and an edition that is not the one that the file says it is."""
        own = {"edition": self.reading.edition, "fingerprint": self.reading.fingerprint}
        texts = dict.fromkeys(standing.alien)
        for claim in dict.fromkeys(piece.claim for piece in standing.pieces if piece.claim and piece.ours):
            said = self.placed.said(claim.ours, claim.said).items()
            if any(says_other(value, own.get(kind, "")) for kind, value in said):
                texts[claim.positions] = None
        for positions in texts:
            where, text = self.stream.where(positions), self.stream.text(positions)
            yield Finding(State.ADDED, locations=where, text=text, note=Note("ours"))

    def _added(self, standing: Standing) -> Iterator[Finding]:
        """What is left over: words that somebody added, or wrote where we ask for them."""
        asking = self._asking(standing)
        for positions in self.stream.runs() if self.reading.flat else self.stream.passages():
            if not self._says(positions):
                continue
            where, text = self.stream.where(positions), self.stream.text(positions)
            short = len(text) <= _WRITTEN_IN and sum(map(str.isdigit, text)) >= _FIGURES
            if short and (contact := asking.get(self.stream.words[positions[0]].passage)):
                yield Finding(State.FILLED, contact, ItemKind.CONTACT, where, text=text)
            else:
                yield Finding(State.ADDED, locations=where, text=text)

    def _asking(self, standing: Standing) -> dict[int, str]:
        """The passages that follow the name of a contact without a number, and the contact."""
        asking: dict[int, str] = {}
        contact, location = "", 0
        for piece in standing.pieces if self.known.asked else ():
            if piece.item or piece.location != location:
                contact, location = piece.item if piece.item in self.known.asked else "", piece.location
            if contact:
                asking[piece.passage] = contact
        return asking

    def _says(self, positions: Sequence[int]) -> bool:
        """Marks and numbers that programs put before the entries of lists say nothing; all else does."""
        return bool(self._without_list_mark(positions))

    def _without_list_mark(self, positions: Sequence[int]) -> list[int]:
        first, words = positions[0], self.stream.words
        leads = first == 0 or words[first - 1].passage != words[first].passage
        marks = leads and bool(_LIST_MARK.fullmatch(words[first].token.text))
        last = first + 1 == self.stream.end or words[first + 1].passage != words[first].passage
        return list(positions[1:] if marks and (self.reading.flat or not last) else positions)


def _misplaced(there: Misplaced) -> Finding:
    state = State.UNSEEN if there.how.unseen else State.MISPLACED
    return Finding(state, locations=(there.location,), text=there.text, note=Note(there.how))


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
