"""Everything that can go wrong, as one tree.

    HandbookError                     exit code 1 (2 for UsageError, UnreadableError); the message is for people
    ├── SourceError                   the content folder has faults (carries all of them)
    ├── UsageError                    a product, option or folder that does not exist or cannot be used
    ├── IncompleteError               all else was made, but not a product that should be there
    ├── LayoutError                   an item cannot be set without losing or shrinking words
    ├── ProofError                    a finished product does not carry the source's words
    └── UnreadableError               a file that cannot be read back

Raised by ``source.load`` (SourceError), ``build`` (UsageError, ProofError), ``handbook`` and ``slides``
(LayoutError, UnreadableError). Only ``cli`` catches them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in the content, and what to do about it. Line and column count from 1."""

    file: str
    line: int
    column: int
    problem: str
    advice: str

    def __str__(self) -> str:
        # What it repeats of a file may be of any length, and anything but letters.
        problem, advice = (_readable(text) for text in (self.problem, self.advice))
        return f"{self.file}:{self.line}:{self.column}: {problem} {advice}"


def _readable(text: str) -> str:
    """A text for a terminal: what it cannot show by its number, and of a very long one the start and the end."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
    return "".join(c if c.isprintable() or c == "\n" else f"(U+{ord(c):04X})" for c in text)


_LONGEST = 900  # characters of a problem or an advice; ours have some 100
_SHOWN = 20  # faults in a message: as many as a person mends before asking again


class HandbookError(Exception):
    """The root: catching this catches everything the builder reports on purpose.

    ``faults`` are those of the content that it comes from, each with its place.
    """

    faults: tuple[Fault, ...] = ()


class SourceError(HandbookError):
    """The content folder has faults; all are in ``faults``, sorted by file and line. The message shows the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(list_faults(self.faults)))

    def __reduce__(self) -> tuple[type[SourceError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)  # it comes whole from another process


def list_faults(faults: Sequence[Fault | str]) -> tuple[str, ...]:
    """The first faults, a line each, and how many more there are."""
    more = len(faults) - _SHOWN
    rest = [f"… and {more} more {'fault' if more == 1 else 'faults'}."] if more > 0 else []
    return (*map(str, faults[:_SHOWN]), *rest)


class IncompleteError(HandbookError):
    """Products are not made that should be there: what is said of each, and the cause, which several may share.

    ``made`` is what ``build`` would have returned.
    """

    def __init__(self, causes: Mapping[str, HandbookError], made: Sequence[Any] = ()) -> None:
        self.made = made
        self.causes = dict(causes)
        self.faults = tuple(dict.fromkeys(fault for cause in causes.values() for fault in cause.faults))
        by_cause: dict[str, list[str]] = {}
        for said, cause in causes.items():
            by_cause.setdefault(str(cause), []).append(said)
        super().__init__("\n".join(" ".join(("\n".join(said), cause)) for cause, said in by_cause.items()))


class UsageError(HandbookError):
    """Something was asked for that does not exist, or cannot be used."""


class LayoutError(HandbookError):
    """An item cannot be set on its page or slide without losing words."""


class ProofError(HandbookError):
    """A product does not carry the source's words, so it was not written."""


class UnreadableError(HandbookError):
    """A file is not a PDF or PPTX, is damaged, or is locked."""


def told(error: HandbookError | OSError | MemoryError) -> tuple[str, int]:
    """What is said of an error that ends a run, and the exit code."""
    match error:
        case HandbookError():
            return str(error), 2 if isinstance(error, UsageError | UnreadableError) else 1
        case OSError():
            return f"{error.filename or 'A file'} cannot be read or written: {error.strerror or error}.", 2
        case _:
            return "There is not enough memory. Please close other programs, and run it again.", 1
