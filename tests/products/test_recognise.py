"""A file is known by what it holds: its name may say anything."""

from __future__ import annotations

import shutil
from io import BytesIO
from itertools import cycle
from pathlib import Path

import pikepdf
import pytest

from products.table import PRODUCTS
from products.verify import verify
from source.load import CONTENT, load

NAMES = ("card.txt", "Monday.pptx", "slides for tips-card.pptx", "voices-poster.pdf")
LABELS = load(CONTENT).guide.labels


def bare(file: Path) -> bytes:
    """A PDF without anything that it says of itself."""
    made = BytesIO()
    with pikepdf.open(file) as pdf:
        del pdf.docinfo
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        pdf.save(made)
    return made.getvalue()


@pytest.mark.parametrize(("product", "name"), [*zip(PRODUCTS, cycle(NAMES), strict=False)])
def test_a_product_under_any_name_is_the_same(product: str, name: str, products: Path, tmp_path: Path) -> None:
    shutil.copy(products / PRODUCTS[product].file, tmp_path / name)
    (comparison,) = verify(CONTENT, [tmp_path / name])
    assert comparison.faithful
    assert comparison.known_by == "properties"
    label: str = getattr(LABELS, (PRODUCTS[product].same_as or product).replace("-", "_"))
    assert comparison.taken_for.startswith(label)


@pytest.mark.parametrize("product", [name for name, product in PRODUCTS.items() if product.printed])
def test_a_product_that_says_nothing_of_itself_is_known_by_its_words(
    product: str, products: Path, tmp_path: Path
) -> None:
    (tmp_path / "tips-card or training-deck.pdf").write_bytes(bare(products / f"{product}.pdf"))
    (comparison,) = verify(CONTENT, [tmp_path / "tips-card or training-deck.pdf"])
    assert not comparison.differences
    assert comparison.known_by == "words"
    assert comparison.taken_for.startswith(getattr(LABELS, (PRODUCTS[product].same_as or product).replace("-", "_")))


def test_a_few_pages_of_the_guide_are_held_against_the_guide(pocket_guide: Path, tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(bare(pocket_guide))) as pdf:
        del pdf.pages[6:]
        del pdf.pages[:4]
        pdf.save(tmp_path / "wall.pdf")
    (comparison,) = verify(CONTENT, [tmp_path / "wall.pdf"])
    assert (comparison.taken_for, comparison.known_by) == (LABELS.pocket_guide, "words")
