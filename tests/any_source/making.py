"""Any content folder made into products, each proven, and looked at: does every word stand in a place of its own?

``python -m tests.any_source.making FOLDER [PRODUCT …]`` says it of a folder, and of a random source where a number
stands for the folder. ``--page SIZE`` chooses the paper. What was made lies in output/any_source.
"""

from __future__ import annotations

import gc
import re
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from unittest import mock

from products import workers
from products.build import build
from products.table import PRODUCTS, Options
from source.errors import HandbookError, IncompleteError, LayoutError, SourceError
from tests.any_source.sources import write_source
from tests.checkers import libreoffice
from tests.checkers.positions import Misplaced, misplaced

_GRIDS = {"foldout": (4, 2), "booklet": (2, 2)}  # how many pages stand beside and above each other on a sheet
SIZES = {  # every size of every product, in as few builds as there are
    "quarter-letter": tuple(PRODUCTS),
    "a4": tuple(name for name, product in PRODUCTS.items() if len(product.sizes) > 1),
    "a5": ("facilitator-guide", "handout"),
    "tabloid": ("voices-poster",),
    "a3": ("voices-poster",),
}


@dataclass
class Outcome:
    """What became of one product of one source: a file that is proven, or why there is none."""

    product: str
    page: str
    refused: str = ""  # by name, with what to do
    fault: str = ""  # an error that no reader of the message could mend: the proof failed, or the program broke
    path: Path | None = None
    misplaced: list[Misplaced] = field(default_factory=list)


def outcomes(source: Path, output: Path, products: Sequence[str], page: str = "quarter-letter") -> list[Outcome]:
    """Make the products of a source, and look at where the words of each are.

    A deck has no places before it is rendered: see ``look_at_decks``.
    """
    found = {name: Outcome(name, page) for name in products}
    try:
        made = build(source, output, products, Options(page=page), lambda step: None, lambda note: None, force=True)
    except IncompleteError as error:
        made = list(error.made)
        for said, cause in error.causes.items():
            one = next(one for name, one in found.items() if said.startswith(PRODUCTS[name].file))
            _not_made(one, cause)
    except HandbookError as error:
        made = []
        for one in found.values():
            _not_made(one, error)
    except Exception as error:  # whatever it is, it is a fault that the table shows
        if len(products) > 1:  # it took others along: whose is it?
            return [one for name in products for one in outcomes(source, output, [name], page)]
        return [Outcome(products[0], page, fault=f"{type(error).__name__}: {error}")]
    for file in made:
        one = found[file.product]
        one.path = file.path
        if file.path.suffix == ".pdf":
            one.misplaced = misplaced(file.path, *_GRIDS.get(file.product, (1, 1)))
    return list(found.values())


def _not_made(one: Outcome, cause: HandbookError) -> None:
    if isinstance(cause, LayoutError | SourceError):
        one.refused = str(cause)
    else:
        one.fault = str(cause)


class _AtHand:
    """Workers that are this process: WeasyPrint is imported once for many builds, and no document is printed twice."""

    printed: dict[str, Future[bytes]]

    def __init__(self, *_: int) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def print(self, html: str) -> Future[bytes]:
        if html not in self.printed:
            self.printed[html] = self.run(workers._print, html)
        return self.printed[html]

    def run(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> Future[Any]:
        result, error = workers._answer(function, arguments, options)
        future: Future[Any] = Future()
        if error:
            future.set_exception(error)
        else:
            future.set_result(result)
        return future


@contextmanager
def in_one_process() -> Iterator[None]:
    """Builds here start no other processes: many of them take a third of the time."""
    at_hand = type("AtHand", (_AtHand,), {"printed": {}})
    gc.disable()  # as workers do
    with mock.patch.object(workers, "Workers", at_hand):
        yield
    gc.enable()
    gc.collect()


def everything(folder: Path, seed: int) -> list[Outcome]:
    """What became of every product in every size, of a random source."""
    source, output = write_source(folder / str(seed), seed), folder / f"{seed}-made"
    with in_one_process():
        return [one for page, names in SIZES.items() for one in outcomes(source, output / page, names, page)]


def look_at_decks(found: Iterable[Outcome]) -> None:
    """Render the decks among these by LibreOffice, all in one start of it, and look at where their words are."""
    decks = [one for one in found if one.path and one.path.suffix == ".pptx"]
    with TemporaryDirectory() as folder:
        copies = [Path(folder, f"{number}.pptx") for number in range(len(decks))]
        for one, copy in zip(decks, copies, strict=True):
            copy.write_bytes(one.path.read_bytes() if one.path else b"")
        rendered = libreoffice.convert_all(copies, Path(folder, "rendered"), timeout=900) if copies else []
        for one, pdf in zip(decks, rendered, strict=True):
            one.misplaced = misplaced(pdf)


class Table:
    """What became of many sources: tried, made, refused and why, unproven, out of place."""

    def __init__(self) -> None:
        self.rows: dict[str, Counter[str]] = {name: Counter() for name in PRODUCTS}
        self.reasons: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.sources = 0

    def add(self, source: str, found: Iterable[Outcome]) -> None:
        """Count what became of one source."""
        self.sources += 1
        for one in found:
            row, where = self.rows[one.product], f"{source} {one.product} {one.page}"
            kinds = Counter(place.how for place in one.misplaced)
            row.update(("tried", "refused" if one.refused else "unproven" if one.fault else "made"))
            row.update({f"{kind} (files)": 1 for kind in kinds})
            if one.refused:
                self.reasons[_reason(one.refused)] += 1
            if one.fault:
                self.wrong.append(f"{where}: {one.fault[:400]}")
            elif one.misplaced:
                self.wrong.append(f"{where}: {len(one.misplaced)} misplaced, such as {one.misplaced[0]}")

    def lines(self) -> list[str]:
        """The table, a line a product, and the reasons of refusals."""
        heads = ("tried", "made", "refused", "unproven", *(f"{kind} (files)" for kind in _KINDS))
        made = [f"{'any source':<20}" + "".join(f"{head:>{len(head) + 2}}" for head in heads)]
        for name, row in self.rows.items():
            if row["tried"]:
                made.append(f"{name:<20}" + "".join(f"{row[head]:>{len(head) + 2}}" for head in heads))
        reasons = [f"  refused {count:>4} times: {reason}" for reason, count in self.reasons.most_common(12)]
        return [f"{self.sources} sources", *made, *reasons]


_KINDS = ("outside the page", "across a fold", "over another word")


def _reason(message: str) -> str:
    """A refusal without the names and numbers of this source."""
    first = re.sub(r"^[\w.-]+:\d+:\d+: ", "", message.splitlines()[0])
    first = re.sub(r"“[^”]*”", "“…”", first)
    first = re.sub(r"The character . \(U\+[0-9A-F]{4,6}\)", "A character", first)
    return re.sub(r"\b(?:[a-z]+\.)+[a-z0-9.-]*[a-z0-9]\b", "ID", re.sub(r"\d+", "N", first))[:110]


def main() -> None:
    """Make the products of a folder or of a random source, and say what is wrong with them."""
    asked = ArgumentParser(description="Make products of a folder, or of the random source of a number.")
    asked.add_argument("source")
    asked.add_argument("products", nargs="*", metavar="product", default=[])
    asked.add_argument("--page", default="quarter-letter")
    given = asked.parse_args()
    output = Path("output") / "any_source" / Path(given.source).name
    folder = Path(given.source)
    if given.source.isdigit():
        folder = output / "content"
        if not folder.exists():
            write_source(folder, int(given.source))
    found = outcomes(folder, output, given.products or tuple(PRODUCTS), given.page)
    look_at_decks(found)
    for one in found:
        print(one.product, one.page, one.refused or one.fault or f"made, {len(one.misplaced)} words out of place")
        for place in one.misplaced[:20]:
            print(f"    {place}")


if __name__ == "__main__":
    main()
