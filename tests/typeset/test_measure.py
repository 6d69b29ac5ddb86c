"""How wide words are, and where lines break: measured in the fonts that ship with the builder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.families import FAMILIES, FOLDER
from typeset.measure import Face, break_lines, line_height, shape, shape_runs, without_runt

SANS = Face("Carlito")
TEXT = st.text(st.sampled_from("abcdefi lmn-–/’,. "), max_size=120)


def test_a_width_is_the_sum_of_the_advances_in_the_font() -> None:
    """Carlito's lower-case a is 981 units wide, its b 1076, on an em of 2048 (the hmtx table, as Calibri's)."""
    assert shape("ab", SANS).width() == pytest.approx((981 + 1076) / 2048)


def test_bold_words_are_measured_in_the_bold_font() -> None:
    assert shape("harbor", Face("Carlito", bold=True)).width() > shape("harbor", SANS).width()


def test_runs_in_several_faces_are_measured_each_in_its_own() -> None:
    whole = shape_runs([("calm ", SANS), ("water", Face("Carlito", bold=True))])
    assert whole.width() == pytest.approx(
        shape("calm ", SANS).width() + shape("water", Face("Carlito", bold=True)).width()
    )


def test_letters_are_not_joined_to_ligatures() -> None:
    assert shape("ffi", SANS).width() == pytest.approx(
        2 * shape("f", SANS).width() + shape("i", SANS).width(), abs=0.06
    )


def test_a_paragraph_that_fits_is_one_line() -> None:
    assert break_lines(shape("calm water", SANS), 100) == ("calm water",)


def test_lines_break_after_spaces_and_hyphens_but_not_before_a_dash_or_at_a_slash() -> None:
    narrow = break_lines(shape("high-rise and a way – or victims/survivors", SANS), 0.5 * 5)
    assert "high-" in narrow
    assert not any(line.startswith(("–", "/")) for line in narrow)


@given(TEXT, st.floats(0.6, 30))
def test_no_word_gets_lost_whatever_the_measure(text: str, width: float) -> None:
    lines = break_lines(shape(text, SANS), width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXT, st.floats(1.2, 30))
def test_no_line_is_wider_than_the_measure(text: str, width: float) -> None:
    for line in break_lines(shape(text, SANS), width):
        assert shape(line.strip(" "), SANS).width() <= width + 0.05


@given(TEXT, st.floats(3, 30))
def test_minding_the_last_line_never_takes_more_lines_and_never_a_wider_measure(text: str, width: float) -> None:
    shaped = shape(text, SANS)
    kept = without_runt(shaped, width)
    assert kept <= width
    assert len(break_lines(shaped, kept + 1e-6)) <= len(break_lines(shaped, width))


def test_no_lonely_word_ends_a_paragraph_that_can_be_set_otherwise() -> None:
    shaped = shape("We keep the lantern lit for everyone who comes ashore", SANS)
    width = shaped.width() * 0.94
    assert len(break_lines(shaped, width)[-1].split()) == 1
    assert len(break_lines(shaped, without_runt(shaped, width) + 1e-6)[-1].split()) > 1


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_pitch_of_a_line_is_never_tighter_than_office_programs_set_it(family: str) -> None:
    assert 1.2 <= line_height(Face(family)) < 1.4


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_a_family_ships_in_four_styles_with_its_licence(family: object) -> None:
    files = family.files()  # type: ignore[attr-defined]  # a Family; pytest wants any object
    assert len(files) == 4
    assert all(path.is_file() for path in files)
    assert "SIL OPEN FONT LICENSE" in (files[0].parent / "OFL.txt").read_text(encoding="utf-8").upper()


def test_no_other_fonts_ship() -> None:
    ours = {path for family in FAMILIES.values() for path in family.files()}
    assert {path for path in FOLDER.rglob("*") if path.suffix in {".ttf", ".otf", ".woff2"}} == ours


def test_every_character_of_the_source_is_in_the_fonts_that_set_it() -> None:
    """A character that a font lacks is a box in print, or silently comes from another font."""
    from fontTools.ttLib import TTFont

    from source.load import CONTENT

    words = {character for path in CONTENT.glob("*.yaml") for character in path.read_text(encoding="utf-8")}
    for family in FAMILIES.values():
        for path in family.files():
            missing = words - {"\n"} - {chr(code) for code in TTFont(path).getBestCmap()}
            assert not missing, path.name
