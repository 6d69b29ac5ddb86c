"""What ``compare`` says of a file: one finding for each item of the source, and one for whatever else stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from rapidfuzz.distance import LCSseq

from source.words import alike


class State(StrEnum):
    """What became of an item. The gravest comes first in reports."""

    WITHDRAWN = "withdrawn"
    REWORDED = "reworded"
    CUT = "cut short"
    MISSING = "missing"
    TWICE = "twice"
    MOVED = "in the wrong place"
    MISPLACED = "out of place"
    UNSEEN = "there, but cannot be seen"
    ADDED = "added"
    OUTDATED = "reworded in the source since"
    GONE = "gone from the source since"
    NEW = "new in the source since"
    FILLED = "filled in"
    SAME = "same"


# Nothing differs: a number written where the page asks for it is no change.
EQUAL = frozenset({State.FILLED, State.SAME})
# The file says what its own edition said; it is the source that has moved on.
SINCE = frozenset({State.OUTDATED, State.GONE, State.NEW})


@dataclass(frozen=True)
class Change:
    """A stretch of words that differs: what the source has, what the file has. Equal stretches have ``same``."""

    same: str = ""
    source: str = ""
    file: str = ""


@dataclass(frozen=True)
class Note:
    """What else is said of an item: which label says it, and the value to fill in."""

    key: str
    value: str = ""


@dataclass(frozen=True)
class Finding:
    """What became of one item, or of words that are no item (``id`` is empty). ``locations`` count from 1.

    ``typographic`` counts words in which programs changed quotes, spaces, hyphens or ligatures by themselves.
    """

    state: State
    id: str = ""
    kind: str = ""
    locations: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()
    text: str = ""
    typographic: int = 0
    note: Note | None = None
    advice: tuple[str, ...] = ()
    name: str = ""  # what people call the item

    @property
    def words(self) -> str:
        """The words of the file."""
        return self.text or " ".join(filter(None, (change.same or change.file for change in self.changes)))


class Verdict(Enum):
    """The whole in a word: its name for programs, and the exit code. The gravest comes first."""

    UNREADABLE = ("unreadable", 2)
    DIFFERS = ("differs", 1)
    FOREIGN = ("foreign", 1)
    MISPLACED = ("out of place", 1)
    ADDED = ("added", 1)
    OUTDATED = ("out of date but faithful", 3)
    SAME = ("same", 0)

    def __init__(self, word: str, exit_code: int) -> None:
        self.word = word
        self.exit_code = exit_code

    @property
    def bare(self) -> bool:
        """Nothing more can be said of the file than the sentence."""
        return self in {Verdict.UNREADABLE, Verdict.FOREIGN}


def exit_code(verdicts: Iterable[Verdict]) -> int:
    """The exit code for several files: that of the gravest verdict."""
    given = set(verdicts)
    return next((verdict.exit_code for verdict in Verdict if verdict in given), 0)


@dataclass(frozen=True)
class Comparison:
    """All findings about one file: ``items`` in the order of the source, ``others`` for what else stands there.

    ``unread`` says why there are none, where the file could not be read or compared. ``taken_for`` is the product that
    it was held against, and ``known_by`` how it was recognised. ``macros`` are programs
    that it carries.
    """

    name: str
    medium: str
    items: tuple[Finding, ...]
    others: tuple[Finding, ...] = ()
    edition: str = ""
    fingerprint: str = ""
    current: bool = True
    locations: int = 0  # how many pages or slides there are
    unread: str = ""
    taken_for: str = ""
    known_by: str = ""
    macros: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything, the gravest first."""
        order = list(State)
        return tuple(sorted((*self.items, *self.others), key=lambda finding: order.index(finding.state)))

    @property
    def differences(self) -> tuple[Finding, ...]:
        """Every finding that is no "same"; none where the verdict says all."""
        return () if self.verdict.bare else tuple(f for f in self.findings if f.state is not State.SAME)

    @property
    def same(self) -> int:
        """How many items stand in the file word for word."""
        return sum(finding.state is State.SAME for finding in self.items)

    @property
    def verdict(self) -> Verdict:
        """What the findings come to."""
        states = {finding.state for finding in self.findings} - EQUAL
        if self.unread:
            return Verdict.UNREADABLE
        if self.items and not self.edition and all(finding.state is State.MISSING for finding in self.items):
            return Verdict.DIFFERS if State.WITHDRAWN in states else Verdict.FOREIGN
        if not states:
            return Verdict.SAME
        if states == {State.ADDED}:
            return Verdict.ADDED
        if states <= {State.ADDED, State.MISPLACED, State.UNSEEN}:
            return Verdict.MISPLACED
        return Verdict.OUTDATED if states <= SINCE else Verdict.DIFFERS

    @property
    def faithful(self) -> bool:
        """Every item is there word for word, and nothing else is."""
        return self.verdict is Verdict.SAME


def word_changes(ours: Sequence[str], theirs: Sequence[str]) -> tuple[Change, ...]:
    """The words of both in one row: what is the same, and what stands instead of what."""
    changes: list[Change] = []
    for code in LCSseq.opcodes([alike(word) for word in ours], [alike(word) for word in theirs]):
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
