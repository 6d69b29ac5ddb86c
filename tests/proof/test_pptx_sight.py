"""Words on slides that nobody can read there are found, whatever hides them; and none that anybody can read."""

from __future__ import annotations

import copy
import os
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Pt

from proof.pptx import read
from proof.reading import How, Misplaced
from tests.checkers import libreoffice
from tests.checkers.needs import needs_libreoffice
from tests.proof.hiding import KEPT, SEEN, UNSEEN, Way, chosen, saved

PLACES = 4 * len(KEPT)
EACH = int(os.environ.get("SIGHT", "2"))  # so many places of each way; 20 are all


def changed(data: bytes, place: int, way: Way) -> tuple[int, str, bytes]:
    """The deck with one shape changed; on which slide that is, and what it says."""
    deck: Any = Presentation(BytesIO(data))
    slide = deck.slides[place % len(KEPT)]
    at = place // len(KEPT)
    if at == 3:
        shape = slide.shapes.add_textbox(Pt(700), Pt(4), Pt(190), Pt(30))
        shape.text_frame.text = "Call first"
    else:
        shape = [holder for holder in slide.placeholders if holder.placeholder_format.idx < 10][at % 2]
    way(slide, shape)
    return place % len(KEPT) + 1, shape.text_frame.text, saved(deck)


@pytest.mark.parametrize(("name", "place"), chosen(UNSEEN, PLACES, EACH))
def test_words_that_nobody_sees_are_found_and_why(name: str, place: int, few_slides: bytes) -> None:
    way, how = UNSEEN[name]
    number, text, data = changed(few_slides, place, way)
    found = read(data, "deck.pptx")
    assert [(there.location, there.how) for there in found.misplaced] == [(number, how)]
    said, there = letters(found.misplaced[0].text), letters(text)
    assert said
    if how not in {How.COVERED, How.OVER, How.CROPPED, How.STRUCK}:  # of these a part may be seen
        assert said == there
    # A line is named with each that it touches, and what lies over words may lie over those beside them, too.
    assert said <= there or how is How.OVER or (how is How.COVERED and said & there)
    assert there <= letters(" ".join(passage.text for passage in found.passages))


def letters(text: str) -> Counter[str]:
    """The letters of a text, whose words a line may have parted."""
    return Counter(filter(str.isalnum, text))


@pytest.mark.parametrize(("name", "place"), chosen(SEEN, PLACES, EACH))
def test_words_that_anybody_can_read_are_not_reported(name: str, place: int, few_slides: bytes) -> None:
    *_, data = changed(few_slides, place, SEEN[name])
    assert read(data, "deck.pptx").misplaced == ()


@needs_libreoffice
def test_what_libreoffice_saves_hides_as_much_and_no_more(few_slides: bytes, tmp_path: Path) -> None:
    cases = {
        **{f"unseen {name}": (UNSEEN[name][0], UNSEEN[name][1]) for name in THROUGH},
        **{f"seen {name}": (SEEN[name], None) for name in SEEN},
    }
    files = []
    for name, (way, _) in cases.items():
        files.append(tmp_path / f"{name}.pptx")
        files[-1].write_bytes(changed(few_slides, 1, way)[2])
    saved = libreoffice.convert_all(files, tmp_path / "saved", "pptx")
    found = {file.stem: {there.how for there in read(file.read_bytes(), file.name).misplaced} for file in saved}
    assert found == {name: {how} if how else set() for name, (_, how) in cases.items()}


THROUGH = ("in the colour of the ground", "1 pt", "struck through", "under a rectangle", "below the slide")


# --- words that run out of their box ------------------------------------------------------------------------------

LONG = "Wash every leaf and every root in cold water before it goes into the pot. "


def boxed(data: bytes, top: float, times: int, size: float = 24, *, wrap: bool = True) -> tuple[Misplaced, ...]:
    """What is found where a text that is too long stands in a small box of its own, over no words of ours."""
    deck: Any = Presentation(BytesIO(data))
    slide = deck.slides[1]
    for holder in list(slide.placeholders):
        holder._element.getparent().remove(holder._element)
    box = slide.shapes.add_textbox(Pt(60), Pt(top), Pt(400), Pt(40))
    box.text_frame.word_wrap = wrap
    box.text_frame.text = LONG * times
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    other = slide.shapes.add_textbox(Pt(60), Pt(240), Pt(400), Pt(40))
    other.text_frame.text = "Then dry it."
    return read(saved(deck), "deck.pptx").misplaced


@pytest.mark.parametrize(
    ("top", "times", "size", "wrap", "found"),
    [
        (300, 2, 24, True, set()),  # longer than its box, and nothing is there
        (60, 2, 24, True, set()),
        (440, 4, 24, True, {How.OUTSIDE}),
        (60, 4, 24, True, {How.OVER}),
        (235, 1, 24, True, {How.OVER}),
        (60, 10, 24, True, {How.OUTSIDE, How.OVER}),
        (300, 3, 24, False, {How.OUTSIDE}),
        (300, 1, 18, False, set()),
    ],
)
def test_words_that_run_onto_others_or_off_the_slide_are_found(
    top: float, times: int, size: float, wrap: bool, found: set[How], few_slides: bytes
) -> None:
    assert {there.how for there in boxed(few_slides, top, times, size, wrap=wrap)} == found


# --- tables -------------------------------------------------------------------------------------------------------

PLAIN = "{5940675A-B579-460E-94D1-54222C63F5DA}"


@pytest.mark.parametrize(
    ("ink", "cell", "style", "found"),
    [
        ("FFFFFF", "FFFFFF", "", True),
        ("FFFFFF", "", PLAIN, True),
        ("FFFFFF", "000000", "", False),
        ("FFFFFF", "", "", False),  # the style of the table may paint its cells dark
        ("", "", PLAIN, False),
    ],
)
def test_words_in_a_table_are_held_against_their_cell(
    ink: str, cell: str, style: str, found: bool, few_slides: bytes
) -> None:
    deck: Any = Presentation(BytesIO(few_slides))
    table = deck.slides[1].shapes.add_table(1, 2, Pt(60), Pt(300), Pt(190), Pt(40))
    if style:
        table._element.xpath(".//a:tableStyleId")[0].text = style
    first = table.table.cell(0, 0)
    first.text = "Wash it"
    if ink:
        first.text_frame.paragraphs[0].runs[0].font.color.rgb = colour(ink)
    if cell:
        first.fill.solid()
        first.fill.fore_color.rgb = colour(cell)
    expected = (Misplaced(2, How.FAINT, "Wash it"),) if found else ()
    assert read(saved(deck), "deck.pptx").misplaced == expected


def colour(digits: str) -> Any:
    make: Any = RGBColor
    return make.from_string(digits)


def test_a_slide_full_of_shapes_is_told_in_a_few_words(few_slides: bytes) -> None:
    deck: Any = Presentation(BytesIO(few_slides))
    tree = deck.slides[1].shapes._spTree
    box = deck.slides[1].shapes.add_textbox(Pt(60), Pt(60), Pt(300), Pt(40))
    box.text_frame.text = LONG
    for number in range(150):
        twin = copy.deepcopy(box._element)
        twin.xpath(".//a:t")[0].text = f"{number} {LONG}"
        tree.append(twin)
    (found,) = read(saved(deck), "deck.pptx").misplaced
    assert found.how is How.OVER
    assert len(found.text) < 20_000
