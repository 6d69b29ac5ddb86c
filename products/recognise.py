"""Which product a file is: by what it says of itself, else by the words that it holds, and by its name last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from products.table import PRODUCTS, Product

if TYPE_CHECKING:
    from proof.reading import Reading
    from source.inline import Runs
    from source.model import Guide

_OURS = 0.3  # the least part of its words, in pairs, that is ours in a file of ours
_CLOSE = 0.03  # so much less of its words is nearly as much
_DECK = "training-deck"  # the one product on slides


class By(StrEnum):
    """How a file was recognised."""

    PROPERTIES = "properties"
    WORDS = "words"
    NAME = "name"


@dataclass(frozen=True)
class Taken:
    """What a file was taken for: one product, or several that hold the same words on other sheets."""

    products: tuple[Product, ...]
    by: By

    def named(self, guide: Guide) -> str:
        """The name that the product bears itself, and the session that it shows."""
        name = self.products[0].same_as or self.products[0].name
        label: str = getattr(guide.labels, name.replace("-", "_"))
        if not (guide.session and self.products[0].by_session):
            return label
        session = guide.labels.session.format(title=guide.sessions[guide.session].title, name=guide.session)
        return f"{label}, {session}"


def taken_for(reading: Reading, guide: Guide, placed: Callable[[Product], Iterable[Runs]]) -> Taken | None:
    """The product that a file is; None where nothing tells.

    Args:
        reading: the file.
        guide: what it shows, the whole or a session.
        placed: the words of ours in a product that are no items; asked only where the words have to decide.
    """
    if reading.medium == "slide":
        return Taken((PRODUCTS[_DECK],), By.PROPERTIES if reading.fingerprint else By.WORDS)
    families: dict[str, list[Product]] = {}
    for product in PRODUCTS.values():
        families.setdefault(product.same_as or product.name, []).append(product)
    said = {getattr(guide.labels, name.replace("-", "_")).casefold(): name for name in families}
    name = reading.name.casefold()
    if family := said.get(reading.about.strip().casefold()):
        return Taken(_nearest(families[family], name), By.PROPERTIES)
    found = _pairs(passage.text for passage in reading.passages)
    held = {family: _held(products[0], guide, placed) for family, products in families.items()}
    if best := _closest(found, held):
        return Taken(_nearest(families[best], name), By.WORDS)
    named = tuple(product for product in PRODUCTS.values() if product.name in name)
    return Taken(named[:1], By.NAME) if named else None


def _nearest(family: list[Product], name: str) -> tuple[Product, ...]:
    """Of products with the same words the one that the file is named after, or all."""
    named = [product for product in family if product.name in name]
    return tuple(named[:1] or family)


def _held(product: Product, guide: Guide, placed: Callable[[Product], Iterable[Runs]]) -> set[tuple[str, str]]:
    texts = [item.words for item in product.carries(guide)]
    return _pairs([*texts, *("".join(run.text for run in runs) for runs in placed(product))])


def _pairs(texts: Iterable[str]) -> set[tuple[str, str]]:
    """Every two words that stand in a row."""
    from source.words import tokens

    return {pair for text in texts for pair in pairwise(token.folded for token in tokens(text))}


def _closest(found: set[tuple[str, str]], held: Mapping[str, set[tuple[str, str]]]) -> str:
    """The name under which most is held of what was found, or nearly, and the least besides; "" for next to nothing.

    So one sheet of a poster is no part of the whole guide.
    """
    common = {name: len(found & pairs) for name, pairs in held.items()}
    least = max(_OURS * len(found), max(common.values()) - _CLOSE * len(found), 1)
    close = {name: common[name] / len(found | held[name]) for name in held if common[name] >= least}
    return max(close, key=lambda name: close[name], default="")
