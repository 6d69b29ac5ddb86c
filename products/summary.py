"""The end of a build in a few lines: what was not made, what is old, and what a person should check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from source.errors import IncompleteError
from source.notes import Note, Topic

_MOST = 20  # lines: as many as a person reads to the end


def lines(notes: Sequence[Note]) -> list[str]:
    """The notes under their headings, a line each, and how many more there are."""
    every: list[str] = []
    for topic in Topic:
        said = _said(notes, topic)
        every += [f"{topic.value.capitalize()}:", *(f"  {text}" for text in said)] if said else []
    shown = every[:_MOST]
    if shown and not _is_note(shown[-1]):
        del shown[-1]  # a heading alone
    more = len(notes) - sum(map(_is_note, shown))
    return [*shown, f"… and {more} more; --json lists them all."] if more else shown


def _is_note(line: str) -> bool:
    return line.startswith("  ")


def _said(notes: Sequence[Note], topic: Topic) -> list[str]:
    return [" ".join(note.text.split()) for note in notes if note.topic is topic]


def as_data(notes: Sequence[Note], failed: IncompleteError | None) -> Mapping[str, list[str]]:
    """The same for programs, all of it; what failed is not made, either."""
    failures = [f"{said} {cause}" for said, cause in failed.causes.items()] if failed else []
    return {
        "not_made": [*failures, *_said(notes, Topic.NOT_MADE)],
        "old": _said(notes, Topic.OLD),
        "to_check": _said(notes, Topic.TO_CHECK),
    }
