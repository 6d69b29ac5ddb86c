"""Does everything that was found stand where it should?

An item by itself and whole, an attribution beside its voice, our own words beside what the plan puts them. Works on
what claimed the words of a file (``proof.stream``), piece by piece in reading order. Nothing here asks on which page or
slide something stands: files are handed out in part, and in another order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from proof.placed import Placed, folded
from proof.stream import NUMBER, Claim, Stream
from source.model import Item, ItemKind

_RUNNING = frozenset({ItemKind.TITLE, ItemKind.HEADING})  # they stand at the head of pages, too


@dataclass(frozen=True)
class Piece:
    """Words in a row in one passage that one claim took; or that none did."""

    claim: Claim | None
    passage: int
    location: int
    positions: tuple[int, ...]

    @property
    def item(self) -> str:
        """The id of the item that it is a part of."""
        return self.claim.item if self.claim else ""

    @property
    def ours(self) -> str:
        """The key of our own words, if that is what they are."""
        return self.claim.ours if self.claim else ""


@dataclass
class Standing:
    """What stands where it should not. It is worked out once all claims are made."""

    stream: Stream
    items: Mapping[str, Item]
    placed: Placed
    hosts: dict[str, list[int]] = field(default_factory=dict)  # items with others among their words: all of these
    moved: dict[str, tuple[int, ...]] = field(default_factory=dict)  # items among words not their own, or in pieces
    alien: list[tuple[int, ...]] = field(default_factory=list)  # words of ours in a place that is not theirs
    unattributed: set[str] = field(default_factory=set)  # voices whose attribution is not beside them

    def __post_init__(self) -> None:
        tip = ""
        self.parents: dict[str, str] = {}
        for item in self.items.values():
            tip = item.id if item.kind is ItemKind.TIP else tip
            if item.kind is ItemKind.POINT:
                self.parents[item.id] = tip
        self.twins: dict[str, set[str]] = {}
        for item in self.items.values():
            self.twins.setdefault(folded(item.words), set()).add(item.id)
        self.pieces = list(_pieces(self.stream))
        for _, some in groupby(self.pieces, key=lambda piece: piece.passage):
            self._look_at_passage(list(some))
        self._look_at_parts()
        self._look_at_attributions()
        for _, some in groupby(sorted(self.pieces, key=lambda piece: piece.location), key=lambda piece: piece.location):
            pieces = list(some)
            self._look_at_points(pieces)
            self._look_at_ours(pieces)

    def _kind(self, item: str) -> str:
        return self.items[item].kind if item in self.items else ""

    # --- items ---

    def _look_at_passage(self, pieces: Sequence[Piece]) -> None:
        """One passage, one item. A contact may share a line with another, and a tip holds its own points."""
        owners: dict[str, int] = {}
        for piece in pieces:
            if piece.item and self._kind(piece.item) is not ItemKind.CONTACT:
                owner = self.parents.get(piece.item, piece.item)
                owner = owner if owner in owners or not owners else piece.item
                owners[owner] = owners.get(owner, 0) + len(piece.positions)
        if len(owners) > 1:
            inside = {at for piece in pieces for at in piece.positions}
            whole = {piece.item for piece in pieces if piece.claim and inside.issuperset(piece.claim.positions)}
            host = max(owners, key=lambda name: (name in whole, owners[name]))
            self.hosts.setdefault(host, []).extend(at for piece in pieces for at in piece.positions)
            for name in owners:
                if name != host:
                    self.moved[name] = self.stream.where(at for piece in pieces for at in piece.positions)
        if any(piece.item for piece in pieces):
            for piece in pieces:
                if piece.ours and not self._names(piece):
                    self.alien.append(piece.positions)

    def _look_at_parts(self) -> None:
        """Between the parts of an item stands no other, unless it is a running head."""
        last: dict[Claim, int] = {}
        for at, piece in enumerate(self.pieces):
            if not piece.claim or not piece.item:
                continue
            if (before := last.get(piece.claim)) is not None and before < at - 1:
                between = (other for other in self.pieces[before + 1 : at] if other.item not in {"", piece.item})
                # The pages or panels of a sheet do not stand on it in their order.
                apart = self.stream.reading.flat and piece.item in self.placed.parted
                contact = self._kind(piece.item) is ItemKind.CONTACT
                if not contact and not apart and not all(map(self._may_run, between)):
                    self.moved.setdefault(piece.item, self.stream.where(piece.claim.positions))
            last[piece.claim] = at

    def _may_be(self, piece: Piece) -> set[str]:
        """The items that say the words of a piece, and their key if a text of ours says them, too: it may be any."""
        said = folded(self.items[piece.item].words) if piece.item in self.items else piece.claim and piece.claim.said
        ours = {said} if said in self.placed.fixed or piece.ours else set()
        return {*self.twins.get(said or "", ()), *ours} - {None}

    def _may_run(self, piece: Piece) -> bool:
        """Whether a piece may be a running head: it stands wherever a page begins."""
        return any(self._kind(name) in {"", *_RUNNING} for name in self._may_be(piece))

    def _look_at_points(self, pieces: Sequence[Piece]) -> None:
        """A point stands under its own tip, if any tip stands before it on the page or slide."""
        tips: set[str] = set()
        for piece in pieces:
            names = self._may_be(piece)
            if found := {name for name in names if self._kind(name) is ItemKind.TIP}:
                tips = found if found == names else (found | tips) if tips else tips
            elif piece.ours == NUMBER and self.stream.text(piece.positions).isdigit():
                tips = set()  # the number of a page: the next one may stand on the same sheet
            elif tips and piece.item and all(self.parents.get(name, "") not in {"", *tips} for name in names):
                self.moved.setdefault(piece.item, (piece.location,))

    # --- our own words ---

    def _look_at_ours(self, pieces: Sequence[Piece]) -> None:
        """Words of ours beside what the plan puts them, and no more often than it does."""
        anchored = [piece for piece in pieces if not piece.ours or piece.ours in self.placed.beside]
        names = [name for name, _ in groupby(piece.item or piece.ours for piece in anchored)]
        claims = [list(some) for _, some in groupby(anchored, key=lambda piece: piece.claim)]
        said: Counter[str] = Counter()
        for at, some in enumerate(claims):
            claim, key = some[0].claim, some[0].ours
            if not claim or not key:
                continue
            said[claim.said] += 1
            near = list(_near(claims, at))
            known = self.placed.beside[key]
            # What nobody knows may be words of an older edition or session, or of a withdrawn voice.
            names_near = set().union(*map(self._names_of, near))
            strange = near and "" not in names_near and names_near.isdisjoint(known) and not self._told(some[0])
            if strange or said[claim.said] > self._most(key, names) or self._doubled(claims, at):
                self.alien.append(claim.positions)

    def _names_of(self, piece: Piece) -> set[str]:
        """The key of a text of ours, or the ids of the items that say the same; "" for what nobody planned there."""
        if piece.ours:
            return {piece.ours}
        settled = piece.item in self.placed.planned and piece.item not in self.moved
        return self._may_be(piece) if settled else {""}

    def _told(self, piece: Piece) -> bool:
        """Whether words are the attribution of a voice of which it is told already that it has none beside it."""
        return not self._names(piece).isdisjoint(self.items[name].attribution for name in self.unattributed)

    def _most(self, key: str, names: Iterable[str]) -> float:
        """How often a text may stand on a slide: as planned, or once for each item that it goes with."""
        if self.stream.reading.medium != "slide":
            return float("inf")  # somebody may print several pages on one
        return max(self.placed.most[key], len({name for name in names if name in self.items} & self.placed.beside[key]))

    def _doubled(self, claims: Sequence[Sequence[Piece]], at: int) -> bool:
        """Whether the same text of ours stands twice in a row; two heads of a sheet have a number between them."""
        one, other = claims[at - 1][-1] if at else None, claims[at][0]
        if not one or not one.claim or not other.claim or one.ours in self.placed.doubled:
            return False
        together = one.positions[-1] + 1 == other.positions[0]
        return together and (one.claim.said, one.ours) == (other.claim.said, other.ours)

    # --- attributions ---

    @cached_property
    def _forms(self) -> dict[str, set[str]]:
        """The attributions that texts of ours name."""
        forms: dict[str, set[str]] = {}
        for name in {item.attribution for item in self.items.values() if item.attribution}:
            for form in (folded(name), *self.placed.filled.get(folded(name), ())):
                forms.setdefault(form, set()).add(name)
        return forms

    @cached_property
    def _any_name(self) -> tuple[re.Pattern[str], dict[str, str]]:
        names = {folded(name): name for item in self.items.values() if (name := item.attribution)}
        longest = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{longest})(?!\w)" if names else r"(?!)"), names

    def _names(self, piece: Piece) -> set[str]:
        """The attributions that words name which are no item; marks of a label may touch them."""
        text = piece.claim.said if piece.claim and piece.claim.said else " ".join(self.stream.folded(piece.positions))
        if found := self._forms.get(text):
            return found
        pattern, names = self._any_name
        return {names[name] for name in pattern.findall(text)}

    def _look_at_attributions(self) -> None:
        """A voice has its attribution on one of its pages or slides: behind it or others of that name, or before."""
        voices = {name for name, item in self.items.items() if item.attribution}
        right: set[str] = set()
        there: set[str] = set()
        for _, some in groupby(sorted(self.pieces, key=lambda piece: piece.location), key=lambda piece: piece.location):
            events = list(self._events(some))
            here = {name for name, _ in events} & voices
            there |= here
            right |= self._right(events, here)
        self.unattributed = there - right

    def _events(self, pieces: Iterable[Piece]) -> Iterator[tuple[str, set[str]]]:
        """In reading order: each voice by its id, other items as "-", and names without an id."""
        for piece in pieces:
            if piece.item:
                if self._kind(piece.item) not in _RUNNING:
                    yield piece.item if self.items[piece.item].attribution else "-", set()
            elif names := self._names(piece):
                yield "", names

    def _right(self, events: Sequence[tuple[str, set[str]]], here: set[str]) -> set[str]:
        named: set[str] = set().union(*(names for _, names in events))
        wanted = {self.items[name].attribution for name in here}
        if self.stream.reading.medium == "page" and len(wanted) == 1 and named == wanted:
            return here  # one name for all voices of a page
        behind, before = self._parsed(reversed(events)), self._parsed(events)
        return before if before == here else behind

    def _parsed(self, events: Iterable[tuple[str, set[str]]]) -> set[str]:
        """The voices that go with the last names before them."""
        right, last = set(), set[str]()
        for name, names in events:
            if not name:
                last = names
            elif name == "-":
                last = set()
            elif self.items[name].attribution in last:
                right.add(name)
        return right


def _near(claims: Sequence[Sequence[Piece]], at: int) -> Iterator[Piece]:
    """What stands beside a claim, before it and behind it; and the nearest item on either side."""
    for way in (claims[:at][::-1], claims[at + 1 :]):
        yield from (some[0] for some in way[:1])
        yield from (some[0] for some in [next((some for some in way if some[0].item), ())] if some)


def _pieces(stream: Stream) -> Iterator[Piece]:
    """The words of a stream, parted wherever a passage ends or another claim begins."""
    words = stream.words
    for (passage, _), some in groupby(range(stream.end), key=lambda at: (words[at].passage, id(stream.owner[at]))):
        positions = tuple(some)
        yield Piece(stream.owner[positions[0]], passage, words[positions[0]].location, positions)
