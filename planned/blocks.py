"""Blocks: what planners make of a guide, and writers set. Pure data; lengths are points.

A block is a stretch of words in one role. It carries an item of the source, or it is ours: a label, a name, a number.
What stands inside a block (the points of a tip, the attribution of a voice) is never parted from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from source.inline import Run, Runs, text_of


class Role(StrEnum):
    """What the words of a block are. The tables of each writer have an entry for each."""

    # Words of the source.
    TITLE = "title"
    HEADING = "heading"
    INTRO = "intro"
    TIP = "tip"
    POINT = "point"
    QUESTION = "question"
    VOICE = "voice"
    CONTACT = "contact"
    REACH = "reach"  # a way to reach a contact: the number beside its name
    CALL = "call"  # the number to call first
    # Ours, around them.
    KICKER = "kicker"  # which product this is
    CHAPTER = "chapter"  # a heading of ours that opens a page, or a part of one
    LABEL = "label"  # a heading of ours under another
    SUBHEAD = "subhead"  # the name of a section over its items
    ENTRY = "entry"  # a line of the contents
    ATTRIBUTION = "attribution"
    CHECKED = "checked"  # when a number was last checked
    WRITE = "write"  # room to write, with no words or with a prompt
    NOTE = "note"  # small print: who this is for, how to fold it
    PARAGRAPH = "paragraph"
    LISTED = "listed"
    EDITION = "edition"  # edition, check code, session: how to know this copy
    EDITORIAL = "editorial"  # who wrote what is not the source's
    MINUTES = "minutes"
    AGENCY = "agency"  # who gives this out
    # For trainers.
    SCRIPT = "script"
    ASK = "ask"  # what the room is asked
    INTERNAL = "internal"
    # Drawn, and tables.
    PICTURE = "picture"
    LOGO = "logo"  # of the agency; its words are what it says to those who do not see it
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    HEAD_CELL = "head-cell"
    SLIDE = "slide"  # a picture of a slide, and what is said with it
    GROUP = "group"  # blocks that stay together, with no words of its own


@dataclass(frozen=True)
class Block:
    """Words in one role. ``item`` is the id of the item that they are, "" for words of ours.

    ``marker`` stands before the words: a list number, minutes, how to reach somebody. ``parts`` stand inside it.
    ``lines`` and ``height`` are filled in by whoever measures it (``planned.heights``); ``above`` is the space above.
    ``inset`` moves it in from the left. ``anchor`` is an address to lead to, ``link`` the address that it leads to.
    ``picture`` is a drawing, by name or as SVG. ``ruled`` counts the lines to write on beside it; ``columns`` are the
    widths of a table's, of a marker with the words beside it, or of a logo and the ground around it.
    """

    role: Role
    runs: Runs = ()
    item: str = ""
    marker: Runs = ()
    parts: tuple[Block, ...] = ()
    lines: tuple[Runs, ...] = ()
    height: float = 0.0
    above: float = 0.0
    inset: float = 0.0
    anchor: str = ""
    link: str = ""
    picture: str = ""
    ruled: int = 0
    columns: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The words without markup, and without the marker."""
        return text_of(self.runs)

    @property
    def marked(self) -> str:
        """The words of the marker."""
        return text_of(self.marker)

    def walk(self) -> Iterator[Block]:
        """The block and all blocks inside it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


def items_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The ids of the items that blocks carry, each once, in order."""
    return tuple(dict.fromkeys(inner.item for block in blocks for inner in block.walk() if inner.item))


def entries(blocks: Iterable[Block]) -> Iterator[str | Runs]:
    """What stands among blocks, in order: the id of each item, and the words of ours as a reader finds them.

    A run that ``varies`` may differ from copy to copy (``source.inline.Run``). So may the number before an item.
    """
    for block in (inner for outer in blocks for inner in outer.walk()):
        if block.item:
            if block.marker and all(run.varies for run in block.marker):
                yield block.marker
            yield block.item
        elif block.runs or block.marker:
            space = (Run(" "),) if block.marker and block.runs else ()
            # The number of the page that a line of the contents leads to stands at its end.
            before, after = (block.runs, block.marker) if block.link else (block.marker, block.runs)
            yield (*before, *space, *after)


def placed(blocks: Iterable[Block]) -> Iterator[Runs]:
    """The words of ours among blocks, as they stand: what a reader of the file finds besides the items."""
    return (entry for entry in entries(blocks) if not isinstance(entry, str))
