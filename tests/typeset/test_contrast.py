"""Colours that cannot be read are a fault of the theme."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from source.errors import SourceError
from source.load import CONTENT, load
from source.model import Guide
from typeset.contrast import PAIRS, ratio, rgb, too_weak


def test_black_on_white_is_21_to_1_and_a_colour_on_itself_1_to_1() -> None:
    assert ratio(rgb("#000000"), rgb("#FFFFFF")) == pytest.approx(21)
    assert ratio(rgb("#0B5260"), rgb("#0B5260")) == 1


def test_the_published_border_case_is_kept() -> None:
    """#767676 on white is known as the lightest grey that passes, #777777 as the first that does not."""
    assert ratio(rgb("#767676"), rgb("#FFFFFF")) >= 4.5 > ratio(rgb("#777777"), rgb("#FFFFFF"))


def test_the_shipped_theme_can_be_read_and_its_body_text_easily(guide: Guide) -> None:
    colors = guide.theme.colors
    assert list(too_weak(colors.model_dump())) == []
    assert ratio(rgb(colors.ink), rgb(colors.paper)) >= 7


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    return folder


def faults_with(content: Path, old: str, new: str) -> str:
    theme = content / "theme.yaml"
    text = theme.read_text(encoding="utf-8")
    assert old in text
    theme.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load(content)
    return str(caught.value)


def test_a_pale_accent_is_a_fault_with_its_line_and_column(content: Path) -> None:
    said = faults_with(content, "#0B5260", "#66AABB")
    assert "theme.yaml:14:11: “accent” on “paper” has a contrast of 2.6 to 1, and text needs 4.5 to 1." in said
    assert "Make accent darker, or paper lighter." in said


def test_a_dark_ground_is_a_fault_too(content: Path) -> None:
    assert "“ink” on “tint”" in faults_with(content, "#E8F0F1", "#5A6A70")


def test_a_colour_of_the_wrong_form_is_one_fault_and_not_two(content: Path) -> None:
    said = faults_with(content, "#0B5260", "teal")
    assert "has the wrong form" in said
    assert "contrast" not in said


@pytest.mark.parametrize("pair", PAIRS)
def test_every_pair_is_of_tokens_that_exist(guide: Guide, pair: tuple[str, str]) -> None:
    assert set(pair) <= set(type(guide.theme.colors).model_fields)
