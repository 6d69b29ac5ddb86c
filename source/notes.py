"""What a person should know of a source or a build that stops nothing: a line each, under one of three headings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Topic(StrEnum):
    """What a note is about, in the order in which notes are shown."""

    NOT_MADE = "not made"
    OLD = "old"
    TO_CHECK = "to check"


@dataclass(frozen=True)
class Note:
    """One line: where it is, what it is, and what to do.

    ``rests``: the first and the last day on which it need not be said, such as the year after a number was checked.
    """

    topic: Topic
    text: str
    rests: tuple[str, str] | None = None

    def holds(self, today: date) -> bool:
        """Whether it is to be said on a day."""
        return not self.rests or not self.rests[0] <= today.isoformat() <= self.rests[1]

    def __str__(self) -> str:
        return self.text
