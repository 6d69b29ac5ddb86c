"""The one parse of inline markup that print and slides share."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from source.inline import Run, escape, parse, plain


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("plain words", (Run("plain words"),)),
        ("*so*", (Run("so", emphasis=True),)),
        ("**so**", (Run("so", strong=True),)),
        ("a *b* c", (Run("a "), Run("b", emphasis=True), Run(" c"))),
        ("a **b c** d", (Run("a "), Run("b c", strong=True), Run(" d"))),
        ("*a* **b**", (Run("a", emphasis=True), Run(" "), Run("b", strong=True))),
        ("*a **b** c*", (Run("a ", emphasis=True), Run("b", emphasis=True, strong=True), Run(" c", emphasis=True))),
        ("**a *b* c**", (Run("a ", strong=True), Run("b", emphasis=True, strong=True), Run(" c", strong=True))),
        ("***a** b*", (Run("a", emphasis=True, strong=True), Run(" b", emphasis=True))),
        ("**a *b***", (Run("a ", strong=True), Run("b", emphasis=True, strong=True))),
        ("***a***", (Run("a", emphasis=True, strong=True),)),
    ],
)
def test_one_star_is_emphasis_and_two_are_strong(text: str, runs: tuple[Run, ...]) -> None:
    assert parse(text) == runs


@pytest.mark.parametrize("text", ["2 * 3 * 4", "a * b", "*", "**", "a*", "*a", "* a *", "5 ** 2", "**a *b** c*"])
def test_a_star_that_does_not_hug_its_words_is_a_character_like_all_others(text: str) -> None:
    assert parse(text) == (Run(text),)


def test_a_star_after_a_backslash_is_a_star() -> None:
    assert parse(r"\*so\*") == (Run("*so*"),)


@pytest.mark.parametrize("text", ["<b>so</b>", "[so](link)", "_so_", "`so`", "# so", "&amp;"])
def test_nothing_else_is_markup(text: str) -> None:
    assert parse(text) == (Run(text),)


TEXT = st.text(st.one_of(st.sampled_from("*\\ ab“–"), st.characters(exclude_categories=["Cs"])))


@given(TEXT)
def test_what_is_escaped_reads_as_it_was_written(text: str) -> None:
    assert plain(escape(text)) == text
    assert all(not run.emphasis and not run.strong for run in parse(escape(text)))


@given(TEXT)
def test_only_stars_and_backslashes_can_get_lost_to_markup(text: str) -> None:
    def without(words: str) -> str:
        return words.replace("*", "").replace("\\", "")

    assert without(plain(text)) == without(text)


@given(TEXT)
def test_no_run_is_empty_and_no_two_neighbours_are_in_one_style(text: str) -> None:
    runs = parse(text)
    assert all(run.text for run in runs)
    assert all((a.emphasis, a.strong) != (b.emphasis, b.strong) for a, b in pairwise(runs))


@given(st.lists(st.text(st.characters(categories=("L", "N")), min_size=1), min_size=1, max_size=5))
def test_marked_words_come_back_in_their_style(words: list[str]) -> None:
    styles = [("", ""), ("*", "*"), ("**", "**")]
    text = " ".join(styles[at % 3][0] + word + styles[at % 3][1] for at, word in enumerate(words))
    assert plain(text) == " ".join(words)
    assert [run.text for run in parse(text) if run.emphasis] == words[1::3]
    assert [run.text for run in parse(text) if run.strong] == words[2::3]
