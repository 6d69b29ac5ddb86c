"""Which font shows a character, and which characters none does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.coverage import covered, lacking, spans
from typeset.families import FAMILIES


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(list(FAMILIES)))
def test_stretches_are_the_whole_text_and_neighbours_are_in_two_fonts(text: str, family: str) -> None:
    found = list(spans(text, family))
    assert "".join(stretch for stretch, _ in found) == text
    assert all(one != other for (_, one), (_, other) in pairwise(found))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(list(FAMILIES)))
def test_what_no_font_lacks_is_set_in_fonts_that_have_it(text: str, family: str) -> None:
    gone = set(lacking(text, [family]))
    for stretch, shown in spans(text, family):
        seen = {each for each in stretch if each not in gone and not each.isspace()}
        assert all(each in covered(shown) or not lacking(each, [family]) for each in seen)


def test_a_letter_that_a_font_lacks_is_set_in_another_of_ours() -> None:
    assert list(spans("Voices: χέρια, руки.", "Gelasio")) == [
        ("Voices: ", "Gelasio"),
        ("χέρια", "Carlito"),
        (", ", "Gelasio"),
        ("руки", "Carlito"),
        (".", "Gelasio"),
    ]


@pytest.mark.parametrize(
    "text", ["χέρια", "ἀρχή", "Мойте їжа", "cafés", "phở", "so\u00adft", "zero\u200bwidth", "non\u2011stop"]
)
def test_greek_cyrillic_vietnamese_and_invisible_signs_can_be_printed(text: str) -> None:
    assert lacking(text, FAMILIES) == []


@pytest.mark.parametrize("text", ["漢字", "ไทย", "😀", "x\u0302"])
def test_what_no_font_has_cannot(text: str) -> None:
    assert lacking(text, FAMILIES)
