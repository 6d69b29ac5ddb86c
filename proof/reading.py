"""What a reader found in a file: passages of visible words and where they stand. Knows nothing of PDF or PPTX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, a list entry: visible words on one page or slide.

    ``location`` counts pages or slides from 1. A line feed in ``text`` is the end of a printed line, where a reader
    cannot tell whether a space was written.
    """

    location: int
    text: str


class How(StrEnum):
    """Why words cannot be read where they stand. All but the first two are there, but cannot be seen."""

    OUTSIDE = "outside"  # of the page or slide, or of the box that should hold them
    OVER = "over"  # other words
    HIDDEN = "hidden"  # by a setting: in the selection pane, a layer that is off, text that is not drawn
    FAINT = "faint"  # their colour is that of the ground, or they are transparent
    TINY = "tiny"
    COVERED = "covered"  # by a shape or picture
    CROPPED = "cropped"  # a part of the page is cut away
    STRUCK = "struck"  # through, or marked to be replaced

    @property
    def unseen(self) -> bool:
        """Whether the words are in their place, and yet nobody can see them."""
        return self not in {How.OUTSIDE, How.OVER}


@dataclass(frozen=True)
class Misplaced:
    """Words on a page or slide that cannot be read there."""

    location: int
    how: How
    text: str


@dataclass(frozen=True)
class Reading:
    """The words of a file in reading order.

    ``hints`` says where an item is said to be (from notes, names or anchors): help for finding, never proof.
    ``manifest`` is what the file itself says it holds (``source.editions``). ``flat`` is set where passages are mere
    lines, so that a paragraph runs on through several of them. ``notes`` are words that nobody sees who is shown the
    file, such as speaker notes and hidden slides: they are looked through for withdrawn voices, and for nothing else.
    """

    name: str
    medium: str  # "page" or "slide"
    locations: int
    passages: tuple[Passage, ...]
    hints: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    edition: str = ""
    fingerprint: str = ""
    session: str = ""
    manifest: str = ""
    flat: bool = False
    misplaced: tuple[Misplaced, ...] = ()
    about: str = ""  # what the file's properties say that it is
    notes: tuple[Passage, ...] = ()


# LibreOffice takes keywords apart at commas and spaces, and puts them together as it likes.
_STAMP = re.compile(
    r"edition[, ]+(?P<edition>.+?)[, ]+fingerprint[, ]+(?P<fingerprint>[0-9a-f-]+)"
    r"(?:[, ]+session[, ]+(?P<session>[a-z0-9-]+))?"
)


def read_stamp(text: str) -> tuple[str, str, str]:
    """Edition, fingerprint and session from the metadata of a file (``Guide.stamp``); empty where it has none."""
    match = _STAMP.search(text)
    return (match["edition"], match["fingerprint"], match["session"] or "") if match else ("", "", "")
