"""Reading PDFs that others wrote over, changed or damaged."""

from __future__ import annotations

import random
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from products.table import PRODUCTS
from proof.findings import State
from proof.matching import Known, compare
from proof.pdf import read
from proof.reading import Reading
from source.errors import UnreadableError
from source.model import Guide
from source.sessions import cut
from tests.support import placed

TAGGED = ("pocket-guide", "large-print", "tips-card", "voices-poster", "facilitator-guide", "handout")


def edited(file: Path, edit: Any) -> Reading:
    with pikepdf.open(file) as pdf:
        edit(pdf)
        target = BytesIO()
        pdf.save(target)
    return read(target.getvalue(), file.name)


def _lettering(pdf: pikepdf.Pdf, page: int, *text: str) -> None:
    """Draws lines on a page as stamping programs do: with a font of its own, and no tag."""
    helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    name = pdf.pages[page].add_resource(pdf.make_indirect(helvetica), pikepdf.Name.Font)
    drawn = "".join(f"1 0 0 1 20 {40 - 12 * at} Tm ({line}) Tj " for at, line in enumerate(text))
    pdf.pages[page].contents_add(f"q BT {name} 8 Tf {drawn} ET Q".encode())


def _annotation(pdf: pikepdf.Pdf, kind: str, words: str, flags: int = 4) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[20, 20, 200, 60], Contents=words, F=flags
    )
    page = pdf.pages[1].obj
    page.Annots = pikepdf.Array([*page.get("/Annots", ()), pdf.make_indirect(note)])


def added(guide: Guide, name: str, reading: Reading) -> list[tuple[tuple[int, ...], str]]:
    shown = cut(guide, reading.session or "full") if name in {"facilitator-guide", "handout"} else guide
    beside = {voice.id for section in shown.sections for voice in section.voices if name == "facilitator-guide"}
    known = Known(twice=frozenset(beside))
    comparison = compare(PRODUCTS[name].carries(shown), placed(shown), reading, guide.withdrawn, known)
    # What somebody draws over a page may lie over its words.
    assert all(finding.state in {State.SAME, State.ADDED, State.MISPLACED} for finding in comparison.findings)
    return [(finding.locations, finding.text) for finding in comparison.findings if finding.state is State.ADDED]


@pytest.mark.parametrize("name", TAGGED)
def test_words_drawn_over_a_tagged_page_are_reported_as_added(guide: Guide, products: Path, name: str) -> None:
    said = ("Always call the police first,", "whatever the person says.")
    reading = edited(products / PRODUCTS[name].file, lambda pdf: _lettering(pdf, 1, *said))
    assert added(guide, name, reading) == [((2,), " ".join(said))]


@pytest.mark.parametrize("kind", ["/FreeText", "/Text", "/Stamp"])
def test_a_note_or_stamp_put_on_a_page_is_reported_as_added(guide: Guide, pocket_guide: Path, kind: str) -> None:
    reading = edited(pocket_guide, lambda pdf: _annotation(pdf, kind, "Ring the landlord instead."))
    assert added(guide, "pocket-guide", reading) == [((2,), "Ring the landlord instead.")]


def test_a_hidden_note_says_nothing(guide: Guide, pocket_guide: Path) -> None:
    reading = edited(pocket_guide, lambda pdf: _annotation(pdf, "/Text", "Ring the landlord instead.", flags=2))
    assert added(guide, "pocket-guide", reading) == []


def test_words_in_a_part_of_the_tree_that_holds_no_paragraph_are_read(guide: Guide, pocket_guide: Path) -> None:
    def untagged(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/P":
                thing.S = pikepdf.Name.NonStruct

    assert added(guide, "pocket-guide", edited(pocket_guide, untagged)) == []


def _circle(pdf: pikepdf.Pdf) -> None:
    root: Any = pdf.Root.StructTreeRoot
    top = root.K if isinstance(root.K, pikepdf.Dictionary) else root.K[0]
    top.K = pikepdf.Array([*(top.K if isinstance(top.K, pikepdf.Array) else [top.K]), top, root])


def test_a_structure_tree_that_runs_in_circles_is_read_once(pocket_guide: Path) -> None:
    assert edited(pocket_guide, _circle).passages == read(pocket_guide.read_bytes(), "x").passages


def test_a_destination_may_count_its_page_instead_of_pointing_to_it(pocket_guide: Path) -> None:
    def counted(pdf: pikepdf.Pdf) -> None:
        tree: Any = pdf.Root.Names
        pikepdf.NameTree(tree.Dests)["elsewhere"] = pikepdf.Array([2, pikepdf.Name.Fit])
        pikepdf.NameTree(tree.Dests)["nowhere"] = pikepdf.Array([99, pikepdf.Name.Fit])

    hints = edited(pocket_guide, counted).hints
    assert hints["elsewhere"] == (3,)
    assert "nowhere" not in hints


def _unpacked(file: Path) -> bytes:
    """The same PDF with all its objects in plain sight, so that damage hits them and not only their compression."""
    with pikepdf.open(file) as pdf:
        target = BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable, qdf=True, static_id=True)
    return target.getvalue()


@pytest.mark.parametrize("name", TAGGED)
def test_a_damaged_pdf_is_read_or_refused_and_never_crashes(products: Path, name: str) -> None:
    file = products / PRODUCTS[name].file
    chance = random.Random(name)
    for whole in (file.read_bytes(), _unpacked(file)):
        for _ in range(5):
            damaged = bytearray(whole)
            for _ in range(chance.choice((1, 20, 400))):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            _read_or_refused(bytes(damaged[: chance.choice((len(whole), len(whole) // 2))]))


def _read_or_refused(data: bytes) -> None:
    with suppress(UnreadableError):
        assert read(data, "guide.pdf").medium == "page"


def test_a_locked_pdf_is_refused_with_a_sentence_of_its_own(pocket_guide: Path) -> None:
    with pikepdf.open(pocket_guide) as pdf:
        target = BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(UnreadableError, match="is locked with a password"):
        read(target.getvalue(), "guide.pdf")
