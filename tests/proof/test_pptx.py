"""Reading decks that others made, changed or damaged."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from proof.pptx import read
from proof.reading import How, Misplaced, Reading
from slides.agency.read import open_template
from source.errors import UnreadableError

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_READERS: dict[str, Callable[[bytes, str], Any]] = {"a deck": read, "a template": open_template}


def edited(deck: Path, edit: Callable[[Any], None]) -> Reading:
    presentation = Presentation(str(deck))
    edit(presentation)
    target = BytesIO()
    presentation.save(target)
    return read(target.getvalue(), deck.name)


@pytest.mark.parametrize("hidden", ["0", "false"])
def test_a_hidden_slide_says_nothing_but_keeps_its_number(training_deck: Path, hidden: str) -> None:
    before = read(training_deck.read_bytes(), "deck.pptx")
    after = edited(training_deck, lambda deck: deck.slides[2]._element.set("show", hidden))
    assert any(passage.location == 3 for passage in before.passages)
    assert after.passages == tuple(passage for passage in before.passages if passage.location != 3)
    assert after.locations == before.locations
    assert not any(3 in places for places in after.hints.values())


def _with_fallback(deck: Any) -> None:
    """Wraps the shapes of a slide as PowerPoint does for what older programs cannot draw."""
    tree = deck.slides[2].shapes._spTree
    for shape in list(tree)[2:]:
        both = etree.SubElement(tree, f"{{{_MC}}}AlternateContent")
        choice = etree.SubElement(both, f"{{{_MC}}}Choice", Requires="a14")
        fallback = etree.SubElement(both, f"{{{_MC}}}Fallback")
        fallback.append(deepcopy(shape))
        choice.append(shape)


def test_a_shape_that_is_saved_twice_for_older_programs_is_read_once(training_deck: Path) -> None:
    before = read(training_deck.read_bytes(), "deck.pptx")
    assert edited(training_deck, _with_fallback).passages == before.passages


@pytest.mark.parametrize("reader", _READERS.values(), ids=_READERS)
def test_a_damaged_deck_is_read_or_refused_and_never_crashes(training_deck: Path, reader: Any) -> None:
    whole = training_deck.read_bytes()
    chance = random.Random(17)
    refused = 0
    for _ in range(30):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 20, 400))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        refused += _refused(reader, bytes(damaged[: chance.choice((len(whole), len(whole) // 2))]))
    assert refused


@pytest.mark.parametrize("reader", _READERS.values(), ids=_READERS)
def test_a_deck_with_a_damaged_part_is_read_or_refused_and_never_crashes(training_deck: Path, reader: Any) -> None:
    with zipfile.ZipFile(training_deck) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    chance = random.Random(18)
    refused = 0
    for name in chance.sample(sorted(parts), 30):
        part = bytearray(parts[name])
        for _ in range(6):
            part[chance.randrange(len(part))] = chance.choice(b'<>/"=&0Az\xff')
        refused += _refused(reader, _zipped(parts | {name: bytes(part)}))
    refused += _refused(reader, _zipped(parts | {"docProps/custom.xml": b"no XML"}))
    assert refused


def _refused(reader: Callable[[bytes, str], Any], data: bytes) -> bool:
    try:
        reader(data, "deck.pptx")
    except UnreadableError:
        return True
    return False


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


def _many_parts() -> bytes:
    return _zipped({f"ppt/media/{number}.png": b"" for number in range(100_001)})


def _much_to_unpack() -> bytes:
    """A small file whose table of contents announces 501 MB."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(3):
            with package.open(f"ppt/media/{number}.bmp", "w") as part:
                for _ in range(167):
                    part.write(bytes(10**6))
    return target.getvalue()


@pytest.mark.parametrize("reader", _READERS.values(), ids=_READERS)
@pytest.mark.parametrize("bomb", [_many_parts, _much_to_unpack])
def test_a_file_that_would_fill_the_memory_is_refused_before_it_is_unpacked(
    bomb: Callable[[], bytes], reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bomb()
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("something was unpacked"))
    with pytest.raises(UnreadableError, match=r"would unpack to more than 500 MB or 100?,000 parts"):
        reader(data, "bomb.pptx")


def test_a_template_may_have_fewer_parts_as_all_are_open_at_once() -> None:
    parts = _zipped({f"ppt/media/{number}.png": b"" for number in range(10_001)})
    with pytest.raises(UnreadableError, match="more than 500 MB or 10,000 parts"):
        open_template(parts, "template.potx")


def test_a_deck_of_many_thousand_parts_is_read(training_deck: Path) -> None:
    with zipfile.ZipFile(training_deck) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    many = _zipped(parts | {f"ppt/media/{number}.png": b"" for number in range(12_000)})
    assert read(many, "deck.pptx") == read(training_deck.read_bytes(), "deck.pptx")


def off_the_slide(deck: bytes, move: Callable[[Any, Any], None]) -> tuple[Misplaced, ...]:
    """What is found where a text box on slide 3 of a deck is moved so."""
    presentation = Presentation(BytesIO(deck))
    slide = presentation.slides[2]
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(3), Inches(1))
    box.text_frame.text = "Call first"
    move(slide, box)
    target = BytesIO()
    presentation.save(target)
    return tuple(there for there in read(target.getvalue(), "deck.pptx").misplaced if there.how is How.OUTSIDE)


@pytest.mark.parametrize(
    ("left", "top", "found"),
    [(1, 1, False), (-1, 1, True), (12, 1, True), (1, 7, True), (1, -5, True), (14, 1, True), (10.2, 6.4, False)],
)
@pytest.mark.parametrize("grouped", [False, True])
def test_words_off_the_slide_are_found(
    training_deck: Path, left: float, top: float, found: bool, grouped: bool
) -> None:
    def move(slide: Any, box: Any) -> None:
        if grouped:
            group = slide.shapes.add_group_shape([box])
            group.left, group.top = round(left * 914400), round(top * 914400)
        else:
            box.left, box.top = round(left * 914400), round(top * 914400)

    expected = (Misplaced(3, How.OUTSIDE, "Call first"),) if found else ()
    assert off_the_slide(training_deck.read_bytes(), move) == expected
