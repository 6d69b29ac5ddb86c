"""The words of a file as one stream, from which items claim theirs. What is claimed is no longer free."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from proof.placed import Placed
from proof.reading import Reading
from source.words import Token, alike, tokens

_LINES = 12  # a label runs over so many
_ROW = 30  # words: a text in a row of others is no longer
_PARTS = 8  # into so many a word may be broken
_PART = 8  # letters that at least stand on each line of a word that takes more lines than that
NUMBER = "#"  # stands for the key of a number of ours that stands alone
NO_CHANCE = 4  # so many words in a row are no coincidence


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """Words that are accounted for: an item's, or ours by the key of what we placed; neither where both are empty.

    ``said`` is what a text of ours says, folded.
    """

    positions: tuple[int, ...]
    item: str = ""
    ours: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the file, and where it stands."""

    token: Token
    folded: str
    passage: int
    location: int


class Stream:
    """All words of a file in order, each free or claimed. Positions count from 0.

    The free words are a ring, so that taking one out costs nothing; the position behind the last closes it. An index
    by each word, and by each pair of free neighbours, says where a text may begin.
    """

    def __init__(self, reading: Reading, known: Iterable[Sequence[str]] = ()) -> None:
        self.reading = reading
        words = [
            Word(token, alike(token.text), number, passage.location)
            for number, passage in enumerate(reading.passages)
            for token in tokens(passage.text)
        ]
        self._broken = _Broken(known, flat=reading.flat)
        self.words = list(self._broken.whole_again(words))
        self._parts: dict[int, tuple[int, ...]] = {}  # of words that stand in parts: the first, and the others
        self.end = len(self.words)
        self.free = [True] * self.end
        self.owner: list[Claim | None] = [None] * self.end
        self._after = [*range(1, self.end + 1), 0]
        self._before = [self.end, *range(self.end)]
        self._in_passage: dict[int, list[int]] = {}
        self._in_location: dict[int, list[int]] = {}
        for at, word in enumerate(self.words):
            self._in_passage.setdefault(word.passage, []).append(at)
            self._in_location.setdefault(word.location, []).append(at)
        self._starts: dict[tuple[str, ...], list[int]] = {}
        for at, word in enumerate(self.words):
            self._starts.setdefault((word.folded,), []).append(at)
            self._note_pair(at)

    def claim(self, positions: Iterable[int], item: str = "", ours: str = "", said: str = "") -> None:
        """These words are accounted for."""
        claim = Claim(tuple(part for at in positions for part in (at, *self._parts.get(at, ()))), item, ours, said)
        edges = set()
        for at in claim.positions:
            if self.free[at]:
                edges.add(self._before[at])
                self._take_out(at)
            self.owner[at] = self.owner[at] or claim
        for at in edges:
            if at != self.end and self.free[at]:
                self._note_pair(at)

    def _take_out(self, at: int) -> None:
        before, after = self._before[at], self._after[at]
        self.free[at], self._after[before], self._before[after] = False, after, before

    def join_broken(self) -> None:
        """Put words together that were broken at the end of a page or column, now that what stood between is claimed.

        Such a word stands where its first part does; whoever claims it claims all.
        """
        ring = list(self._ring())
        for start, end, text in self._broken.found([self.words[at] for at in ring]):
            first, *others = ring[start:end]
            token = Token(text, self.words[others[-1]].token.gap)
            self.words[first] = replace(self.words[first], token=token, folded=alike(text))
            self._parts[first] = tuple(part for at in others for part in (at, *self._parts.get(at, ())))
            for at in others:
                self._take_out(at)
            self._starts.setdefault((self.words[first].folded,), []).append(first)
            self._note_pair(first)
            if self._before[first] != self.end:
                self._note_pair(self._before[first])

    def _note_pair(self, at: int) -> None:
        after = self._after[at]
        if after != self.end:
            self._starts.setdefault((self.words[at].folded, self.words[after].folded), []).append(at)

    def _ring(self) -> Iterator[int]:
        at = self._after[self.end]
        while at != self.end:
            yield at
            at = self._after[at]

    def passages(self) -> list[list[int]]:
        """The free words of each passage that has any."""
        return self._grouped(lambda word: word.passage)

    def locations(self) -> list[list[int]]:
        """The free words of each page or slide that has any."""
        return self._grouped(lambda word: word.location)

    def free_in_passage(self, number: int) -> list[int]:
        """The free words of one passage."""
        return [at for at in self._in_passage[number] if self.free[at]]

    def free_in(self, location: int) -> list[int]:
        """The free words of one page or slide."""
        return [at for at in self._in_location[location] if self.free[at]]

    def runs(self) -> Iterator[list[int]]:
        """The free words in a row on each page: what was put in over several printed lines."""
        for positions in self.locations():
            run = [positions[0]]
            for at in positions[1:]:
                if at != run[-1] + 1:
                    yield run
                    run = []
                run.append(at)
            yield run

    def _grouped(self, key: Callable[[Word], int]) -> list[list[int]]:
        groups: dict[int, list[int]] = {}
        for at in self._ring():
            groups.setdefault(key(self.words[at]), []).append(at)
        return list(groups.values())

    def occurrences(self, wanted: Sequence[Token]) -> list[list[int]]:
        """Where words stand in a row among the free ones; what was claimed between them does not part them."""
        folded = [token.folded for token in wanted]
        found: list[list[int]] = []
        for start in sorted({at for at in self._starts.get(tuple(folded[:2]), ()) if self.free[at]}):
            if found and start <= found[-1][-1]:
                continue
            positions = self._row(start, folded)
            if len(positions) == len(folded) and self.gaps_agree(wanted, positions):
                found.append(positions)
        return found

    def _row(self, start: int, folded: Sequence[str]) -> list[int]:
        """The free words from a position on, as long as they are these."""
        positions, at = [], start
        for word in folded:
            if at == self.end or self.words[at].folded != word:
                break
            positions.append(at)
            at = self._after[at]
        return positions

    def gaps_agree(self, wanted: Sequence[Token], positions: Sequence[int]) -> bool:
        """Spaces stand where they should; the end of a passage or of a printed line counts as either."""
        return all(
            token.gap is None or self.words[at].token.gap is None or token.gap == self.words[at].token.gap
            for token, at in zip(wanted, positions, strict=True)
        )

    def folded(self, positions: Iterable[int]) -> list[str]:
        """The words at positions, as programs may have changed them."""
        return [self.words[at].folded for at in positions]

    def text(self, positions: Sequence[int]) -> str:
        """The words at positions as they are written, with their spaces."""
        written = (self.words[at].token for at in positions)
        return "".join(token.text + ("" if token.gap is False else " ") for token in written).strip()

    def where(self, positions: Iterable[int]) -> tuple[int, ...]:
        """The pages or slides of positions, each once."""
        return tuple(dict.fromkeys(self.words[at].location for at in positions))

    def set_labels_aside(self, placed: Placed, items: Iterable[Sequence[Token]]) -> None:
        """Claim every passage that is a label of ours from end to end, and not an item; also over a few lines."""
        kept = {" ".join(alike(token.text) for token in words) for words in items}
        lines = self.passages()
        starts = [start for start, line in enumerate(lines) if placed.may_begin(self.words[line[0]].folded)]
        for length in range(_LINES, 0, -1):
            for start in starts:
                positions = [at for line in lines[start : start + length] for at in line]
                if start + length > len(lines) or not all(self.free[at] for at in positions):
                    continue
                text = " ".join(self.folded(positions))
                if self.words[positions[0]].location != self.words[positions[-1]].location or text in kept:
                    continue
                pages = self.reading.locations if length == 1 and self.reading.medium == "page" else 0
                key, said = placed.known(text, joined=length > 1, most=pages)
                apart = [" ".join(self.folded(line)) for line in lines[start : start + length]]
                if length > 1 and not self.reading.flat and not kept.isdisjoint(apart):
                    continue  # an item, and not the end of a label
                if key and (length == 1 or not all(map(self._is_ours(placed), apart))):
                    self.claim(positions, ours=key, said=said)

    def _is_ours(self, placed: Placed) -> Callable[[str], bool]:
        return lambda text: bool(placed.key(text)) or placed.is_number(text, self.reading.locations)

    def set_rows_aside(self, placed: Placed) -> None:
        """Claim every line that is nothing but texts and numbers of ours in a row: the cells of a table."""
        for positions in self.passages() if self.reading.flat else ():
            parts, start = list[tuple[str, str, list[int]]](), 0
            while start < len(positions):
                part = next(self._parts_from(placed, positions[start : start + _ROW]), None)
                if part is None:
                    break
                parts.append(part)
                start += len(part[2])
            for key, said, some in parts if start == len(positions) else ():
                self.claim(some, ours=key, said=said)

    def _parts_from(self, placed: Placed, positions: Sequence[int]) -> Iterator[tuple[str, str, list[int]]]:
        """The texts of ours that words may begin with, the longest first."""
        for end in range(len(positions), 0, -1) if placed.may_begin(self.words[positions[0]].folded) else ():
            text = " ".join(self.folded(positions[:end]))
            key, said = placed.known(text, joined=True, most=self.reading.locations)
            if key or placed.is_number(text, self.reading.locations):
                yield key or NUMBER, said, list(positions[:end])

    def set_numbers_aside(self, placed: Placed, kept: Set[str]) -> None:
        """Claim the numbers of ours that stand alone, such as those of pages, if no item has them."""
        for positions in self.passages():
            text = " ".join(self.folded(positions))
            alone = len(positions) == len(self._in_passage[self.words[positions[0]].passage])
            if alone and text not in kept and placed.is_number(text, self.reading.locations):
                self.claim(positions, ours=NUMBER)


class _Broken:
    """Words that were broken at the ends of lines, whole again where the texts that are known have them so."""

    def __init__(self, known: Iterable[Sequence[str]], *, flat: bool) -> None:
        texts = list(known)
        self.whole = {word for text in texts for word in text}
        self.pairs = {pair for text in texts for pair in pairwise(text)}
        self.most = max([_PARTS, *(len(word) // _PART for word in self.whole)])
        self.flat = flat

    def found(self, words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
        """Where words begin and end that stand in parts, and the words."""
        at = 0
        while at < len(words):
            end = at + 1
            while end < min(at + self.most, len(words)) and words[end - 1].token.gap is None:
                end += 1
            while end > at + 1 and not (text := _one_word(words[at:end], self.whole, self.pairs, flat=self.flat)):
                end -= 1
            if end > at + 1:
                yield at, end, text
            at = end

    def whole_again(self, words: Sequence[Word]) -> Iterator[Word]:
        """The words, each of those that stand in parts where its last part does."""
        last = 0
        for start, end, text in self.found(words):
            yield from words[last:start]
            yield replace(words[end - 1], token=Token(text, words[end - 1].token.gap), folded=alike(text))
            last = end
        yield from words[last:]


def _one_word(parts: Sequence[Word], whole: Container[str], pairs: Set[tuple[str, str]], *, flat: bool) -> str:
    """The word that parts make, with hyphens between them or without; none where they stand so in a text.

    From one passage or page to the next goes only what is no word by itself, if passages are more than lines; and few
    letters need no second line.
    """
    texts, place = [part.token.text for part in parts], "location" if flat else "passage"
    few = sum(map(len, texts)) <= _PART and not texts[0].endswith("-")
    apart = len({getattr(part, place) for part in parts}) > 1
    # Digits that stand apart may be the number of a page.
    if (few or apart) and all(part.folded in whole or (apart and part.folded.isdigit()) for part in parts):
        return ""
    for ways in (texts, [*(text.removesuffix("-") for text in texts[:-1]), texts[-1]]):
        if alike("".join(ways)) in whole and not {*pairwise(part.folded for part in parts)} <= pairs:
            return "".join(ways)
    return ""
