"""Pages of blocks: what the planners of print make, and what its one writer sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from planned.blocks import Block, Role, entries, placed
from planned.spacing import PageFormat, Style
from source.inline import Order, Runs


@dataclass(frozen=True)
class Page:
    """One side that is read. ``foot`` stands at its bottom; ``head`` is its running head, none on covers and blanks."""

    blocks: tuple[Block, ...] = ()
    foot: tuple[Block, ...] = ()
    head: Runs = ()
    name: str = ""

    @property
    def all(self) -> tuple[Block, ...]:
        """The blocks and the foot."""
        return (*self.blocks, *self.foot)


@dataclass(frozen=True)
class Document:
    """A print product, planned. ``about`` says what it is, ``notes`` which rules could not be kept.

    ``line`` stands at the foot of every page, with the page's number. The cover's artwork runs ``bleed`` points over
    the edges.
    """

    style: Style
    page: PageFormat
    pages: tuple[Page, ...]
    about: str
    title: str
    notes: tuple[str, ...] = ()
    line: Runs = ()
    bleed: float = 0.0

    def placed(self) -> Iterator[Runs]:
        """The words of ours on all pages, the running heads among them."""
        yield from (page.head for page in self.pages if page.head)
        if self.line:
            yield self.line
        yield from placed(block for page in self.pages for block in page.all)

    def twice(self) -> frozenset[str]:
        """The items that a picture shows, and that stand as text beside it."""
        blocks = [block for page in self.pages for outer in page.all for block in outer.walk()]
        shown = Counter(inner.item for block in blocks if block.role is Role.PICTURE for inner in block.walk())
        found = Counter(block.item for block in blocks)
        return frozenset(item for item, times in shown.items() if item and found[item] > times)

    def orders(self) -> tuple[Order, ...]:
        """What stands on each page, its running head first; and by itself what may stand on any."""
        pages = ((*([page.head] if page.head else []), *entries(page.all)) for page in self.pages)
        return (*pages, *([(self.line,)] if self.line else []))
