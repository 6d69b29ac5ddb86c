"""The end of a build: what was not made, what is old, what to check; said each time, once, and in a few lines."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products import ledger
from products.build import build
from products.summary import lines
from products.table import PRODUCTS, Options, Plan
from source.errors import IncompleteError, LayoutError
from source.model import Guide
from source.notes import Note, Topic
from tests.support import change, handbook, no_slide_holds

Told = Callable[..., list[str]]
NOTES = st.lists(st.builds(Note, st.sampled_from(Topic), st.text("ab \n", min_size=1).filter(str.strip)), max_size=60)


# --- a few lines --------------------------------------------------------------------------------------------------


@given(NOTES)
def test_it_is_short_and_says_how_many_more_there_are(notes: list[Note]) -> None:
    *shown, last = *lines(notes), ""
    if shown and shown[-1].startswith("…"):
        last = shown.pop()
    said = [line for line in shown if line.startswith("  ")]
    headings = [line for line in shown if line not in said]
    by_topic = [(topic, sum(note.topic is topic for note in notes)) for topic in Topic]
    assert headings == [f"{topic.capitalize()}:" for topic, count in by_topic if count], "none is crowded out"
    assert len(shown) == min(20, len(notes) + len(headings))
    assert last == (f"… and {len(notes) - len(said)} more; --json lists them all." if len(said) < len(notes) else "")
    assert not any("\n" in line for line in shown)


def test_what_was_not_made_comes_first_whatever_was_noticed_first() -> None:
    notes = [Note(Topic.TO_CHECK, "c"), Note(Topic.OLD, "b"), Note(Topic.NOT_MADE, "a")]
    assert lines(notes) == ["Not made:", "  a", "Old:", "  b", "To check:", "  c"]
    assert lines([]) == []


# --- on a terminal, for programs, and quietly ---------------------------------------------------------------------


def run(content: Path, output: Path, *arguments: str) -> CompletedProcess[str]:
    return handbook("build", *arguments, "--source", content, "--output", output)


def test_a_product_that_was_left_out_and_a_word_to_avoid_are_said_at_the_end(content: Path, tmp_path: Path) -> None:
    no_slide_holds(content)
    change(content, "contacts.yaml", "name: Local shelter or housing", "name: Local shelter for prostitutes")
    for _ in range(2):
        said = run(content, tmp_path / "out")
        assert (said.returncode, said.stderr) == (0, "")
        summary = said.stdout[said.stdout.index("Not made:") :].splitlines()
        assert summary[0] == "Not made:"
        assert summary[1].startswith("  training-deck.pptx is not made. ")
        assert summary[2].startswith("  facilitator-guide.pdf is not made. ")
        assert summary[3] == "Old:"
        assert "National Human Trafficking Hotline was last checked 2020" in summary[4]
        assert summary[5] == "To check:"
        assert "“prostitutes” stands here" in summary[6]
    answer = json.loads(run(content, tmp_path / "out", "--json").stdout)
    assert [len(answer[key]) for key in ("not_made", "old", "to_check")] == [2, 1, len(summary) - 6]
    quiet = run(content, tmp_path / "out", "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


@pytest.mark.parametrize("given", [(), ("--page", "a4"), ("--session", "lunch-30"), ("training-deck",)])
def test_a_product_that_was_there_and_cannot_be_made_now_is_an_error_even_if_quiet(
    content: Path, products: Path, tmp_path: Path, given: tuple[str, ...]
) -> None:
    output = Path(shutil.copytree(products, tmp_path / "out"))
    name = f"training-deck{'-lunch-30' * ('--session' in given)}.pptx"
    shutil.copy(output / "training-deck.pptx", output / name) if name != "training-deck.pptx" else None
    line = no_slide_holds(content)
    said = run(content, output, "--quiet", *given)
    assert said.returncode == 1
    assert said.stdout == ""
    assert f"{name} is not made; the older one is left as it was, so do not give it out." in said.stderr
    assert "Shorten it" in said.stderr
    assert f"See guide.yaml:{line}:" in said.stderr
    assert (output / name).read_bytes() == (products / "training-deck.pptx").read_bytes()
    if not given:
        answer = json.loads(run(content, output, "--json").stdout)
        assert len(answer["products"]) == len(PRODUCTS) - 2
        assert any(text.startswith("training-deck.pptx is not made; the older one") for text in answer["not_made"])
        assert ("guide.yaml", line) in {(fault["file"], fault["line"]) for fault in answer["faults"]}


def test_a_title_that_no_slide_holds_is_told_with_its_file_and_line(content: Path, tmp_path: Path) -> None:
    at = change(content, "guide.yaml", "title: |\n", f"title: |\n  {' '.join(['Very'] * 400)}\n")
    said = run(content, tmp_path / "out", "training-deck")
    assert said.returncode == 1
    assert f"See guide.yaml:{at}:" in said.stderr


# --- what is old --------------------------------------------------------------------------------------------------


@pytest.fixture
def output(products: Path, tmp_path: Path) -> Path:
    """A folder with a card, a handout and a booklet, current, and their ledger."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("tips-card.pdf", "handout.pdf", "booklet.pdf", ledger.NAME):
        shutil.copy(products / name, folder)
    return folder


@pytest.fixture
def old(content: Path, output: Path) -> Told:
    """Build products by name; what is said of files that were not made again."""

    def told(*names: str) -> list[str]:
        notes: list[Note] = []
        build(content, output, names, progress=lambda step: None, warn=notes.append)
        return [note.text for note in notes if note.topic is Topic.OLD and str(output) in note.text]

    return told


def test_a_file_that_was_not_made_again_and_says_other_words_is_named_until_it_is(content: Path, old: Told) -> None:
    assert old("tips-card") == []
    change(content, "tips.yaml", "Look closely:", "Look closely;")
    for _ in range(2):
        said = old("tips-card")
        assert [Path(text.partition(" ")[0]).name for text in said] == ["booklet.pdf", "handout.pdf"]
        assert all("no longer says what the source says. Build it again, or delete it." in text for text in said)
    assert [Path(text.partition(" ")[0]).name for text in old("tips-card", "handout")] == ["booklet.pdf"]
    assert old("tips-card", "handout", "booklet") == []


def test_a_file_whose_own_words_are_the_same_is_not_old(content: Path, old: Told) -> None:
    path = content / "facilitation.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("script: |\n", "script: |\n      Now then.\n", 1), "utf-8")
    assert old("tips-card") == []
    change(content, "guide.yaml", "Harbors and any", "Harbours and any")
    (said,) = old("booklet")
    assert "handout.pdf" in said, "the card shows no introduction, so it says what the source says"


def test_a_file_that_somebody_edited_is_read_before_it_is_called_old(
    content: Path, output: Path, products: Path, old: Told
) -> None:
    (output / ledger.NAME).unlink()
    assert old("tips-card") == []
    with pikepdf.open(products / "handout.pdf") as handout:
        del handout.pages[1]
        handout.save(output / "handout.pdf")
    for _ in range(2):
        (said,) = old("tips-card")
        assert "handout.pdf" in said


def test_an_item_that_keeps_a_product_from_being_made_is_told_with_its_file_and_line(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(guide: Guide, options: Options) -> Plan:
        raise LayoutError("voice.housing and tip.nobody are too long. Shorten them.")

    monkeypatch.setattr("products.request.PRODUCTS", {"press": replace(PRODUCTS["press"], plan=refuse)})
    lines_of_voices = (content / "voices.yaml").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines_of_voices, 1) if line.endswith("id: voice.housing"))
    said = r"press\.pdf is not made\. voice\.housing and tip\.nobody are too long\. Shorten them\."
    with pytest.raises(IncompleteError, match=rf"{said} See voices\.yaml:{at}:11\.$"):
        build(content, tmp_path / "out", ["press"], progress=lambda step: None)
