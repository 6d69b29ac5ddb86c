"""The end of a build in a few lines: what was not made, what is old, and what a person should check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from source.errors import IncompleteError
from source.notes import Note, Topic

_MOST = 20  # lines: as many as a person reads to the end
_LEAST = 4  # lines that each topic has, its heading among them, however much there is to say of those before it


def lines(notes: Sequence[Note]) -> list[str]:
    """The notes under their headings, a line each, and how many more there are."""
    said = [[f"{topic.value.capitalize()}:", *texts] for topic in Topic if (texts := _said(notes, topic))]
    shown: list[str] = []
    for at, block in enumerate(said):
        kept_free = sum(min(len(later), _LEAST) for later in said[at + 1 :])
        heading, *texts = block[: _MOST - len(shown) - kept_free]
        shown += [heading, *(f"  {text}" for text in texts)]
    more = len(notes) - (len(shown) - len(said))
    return [*shown, f"… and {more} more; --json lists them all."] if more else shown


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
