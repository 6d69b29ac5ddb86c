"""The words of a file as one stream, from which items claim theirs. What is claimed is no longer free."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from proof.reading import Reading
from source.words import Token, tokens

NO_CHANCE = 4  # so many words in a row are no coincidence


@dataclass(frozen=True)
class Spot:
    """A word of the file, and where it stands."""

    token: Token
    folded: str
    passage: int
    place: int


class Stream:
    """All words of a file in order, each free or claimed. Positions count from 0."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.spots = [
            Spot(token, token.folded, number, passage.place)
            for number, passage in enumerate(reading.passages)
            for token in tokens(passage.text)
        ]
        self.free = [True] * len(self.spots)

    def claim(self, positions: Iterable[int]) -> None:
        """These words are accounted for."""
        for at in positions:
            self.free[at] = False

    def passages(self) -> Iterator[list[int]]:
        """The free words of each passage that has any."""
        return self._grouped(lambda spot: (spot.place, spot.passage))

    def places(self) -> Iterator[list[int]]:
        """The free words of each page or slide that has any."""
        return self._grouped(lambda spot: spot.place)

    def runs(self) -> Iterator[list[int]]:
        """The free words in a row on each page: what was put in over several printed lines."""
        for positions in self.places():
            run = [positions[0]]
            for at in positions[1:]:
                if at != run[-1] + 1:
                    yield run
                    run = []
                run.append(at)
            yield run

    def _grouped(self, key: Callable[[Spot], object]) -> Iterator[list[int]]:
        groups: dict[object, list[int]] = {}
        for at, spot in enumerate(self.spots):
            if self.free[at]:
                groups.setdefault(key(spot), []).append(at)
        yield from groups.values()

    def occurrences(self, wanted: Sequence[Token]) -> list[list[int]]:
        """Where words stand in a row among the free ones; what was claimed between them does not part them."""
        folded = [token.folded for token in wanted]
        stream = [at for at, free in enumerate(self.free) if free]
        words = [self.spots[at].folded for at in stream]
        found, start = [], 0
        while folded:
            try:
                start = words.index(folded[0], start)
            except ValueError:
                break
            positions = stream[start : start + len(folded)]
            if words[start : start + len(folded)] == folded and self.gaps_agree(wanted, positions):
                found.append(positions)
                start += len(folded)
            else:
                start += 1
        return found

    def gaps_agree(self, wanted: Sequence[Token], positions: Sequence[int]) -> bool:
        """Spaces stand where they should; the end of a passage or of a printed line counts as either."""
        return all(
            token.gap is None or self.spots[at].token.gap is None or token.gap == self.spots[at].token.gap
            for token, at in zip(wanted, positions, strict=True)
        )

    def folded(self, positions: Iterable[int]) -> list[str]:
        """The words at positions, as programs may have changed them."""
        return [self.spots[at].folded for at in positions]

    def text(self, positions: Sequence[int]) -> str:
        """The words at positions as they are written, with their spaces."""
        pieces = []
        for at in positions:
            token = self.spots[at].token
            pieces.append(token.text + ("" if token.gap is False else " "))
        return "".join(pieces).strip()

    def where(self, positions: Iterable[int]) -> tuple[int, ...]:
        """The pages or slides of positions, each once."""
        return tuple(dict.fromkeys(self.spots[at].place for at in positions))

    def set_labels_aside(self, furniture: Sequence[str], items: Sequence[str]) -> None:
        """Claim every passage that is a label of ours from end to end, and not an item."""
        patterns = [_pattern(text) for text in furniture]
        if self.reading.flat:
            self._set_lines_aside([_pattern(text) for text in furniture if "{" in text])
        kept = {" ".join(token.folded for token in tokens(words)) for words in items}
        for positions in list(self.passages()):
            text = " ".join(self.folded(positions))
            if text not in kept and any(pattern.fullmatch(text) for pattern in patterns):
                self.claim(positions)

    def _set_lines_aside(self, patterns: Sequence[re.Pattern[str]]) -> None:
        """Claim labels that run over up to four printed lines."""
        lines = list(self.passages())
        for start in range(len(lines)):
            for end in range(start + 2, min(start + 5, len(lines) + 1)):
                positions = [at for line in lines[start:end] for at in line]
                text = " ".join(self.folded(positions))
                if all(self.free[at] for at in positions) and any(pattern.fullmatch(text) for pattern in patterns):
                    self.claim(positions)

    def set_texts_aside(self, furniture: Sequence[str]) -> None:
        """Claim longer texts of ours wherever their words stand in a row."""
        for text in furniture:
            wanted = tokens(text)
            if "{" not in text and len(wanted) >= NO_CHANCE:
                for positions in self.occurrences(wanted):
                    self.claim(positions)


# What may stand in the places of a label: numbers; and an edition and its fingerprint, which are made of few words.
_A_NUMBER = r"\d+(?:\.\d+)?"
_PLACES = {"edition": r"\S{1,12}(?: \S{1,12})?", "fingerprint": r"[0-9a-f]{4}- ?[0-9a-f]{4}- ?[0-9a-f]{4}"}


def _pattern(text: str) -> re.Pattern[str]:
    """The words of a label as an expression; what stands in braces may be a number, or an edition."""
    pieces = re.split(r"\{(\w+)\}", text)
    words = [re.escape(" ".join(token.folded for token in tokens(piece))) for piece in pieces[::2]]
    places = [_PLACES.get(name, _A_NUMBER) for name in pieces[1::2]]
    return re.compile(r"\s*".join(piece for pair in zip_longest(words, places, fillvalue="") for piece in pair))
