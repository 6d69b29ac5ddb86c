"""A build makes again what is not current, and only that."""

from __future__ import annotations

import getpass
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from products import ledger
from products.build import build
from products.table import PRODUCTS, Options
from source.errors import IncompleteError
from source.load import CONTENT
from source.notes import Note
from tests.support import ROOT, change, handbook, no_slide_holds

Again = Callable[..., set[str]]
LONG = ("weasyprint", "pptx", "pikepdf", "pdfminer", "lxml", "yaml", "source.model", "multiprocessing")
FROM_A_SCRIPT = {"training-deck", "facilitator-guide"}


@pytest.fixture
def output(products: Path, tmp_path: Path) -> Path:
    """A folder with every product, current, and its ledger."""
    return Path(shutil.copytree(products, tmp_path / "out"))


@pytest.fixture
def again(content: Path, output: Path) -> Again:
    """Build once more; the names of the products that were made."""

    def build_again(*names: str, warnings: list[str] | None = None, force: bool = False, **options: str) -> set[str]:
        notes: list[Note] = []
        chosen = Options(**options)  # type: ignore[arg-type]  # only those that are text
        done = build(content, output, names, chosen, lambda step: None, notes.append, force=force)
        (warnings if warnings is not None else []).extend(note.text for note in notes)
        return {one.product for one in done if one.made}

    return build_again


# --- nothing to do ------------------------------------------------------------------------------------------------


def test_what_is_current_is_not_made_again_and_the_build_says_so(content: Path, output: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in output.iterdir()}
    said = handbook("build", "--source", content, "--output", output)
    assert said.returncode == 0
    assert "Nothing to do" in said.stdout
    for product in PRODUCTS.values():
        assert f"{output / product.file} is current" in said.stdout
        assert f"items word for word in {product.file}" in said.stdout
    assert {path: path.stat().st_mtime_ns for path in output.iterdir()} == before


def test_a_build_that_has_nothing_to_do_imports_nothing_that_takes_long(content: Path, output: Path) -> None:
    arguments = ["build", "--quiet", "--source", str(content), "--output", str(output)]
    script = (
        f"import sys; sys.argv = ['handbook', *{arguments!r}]\n"
        "import cli\n"
        "try: cli.main()\n"
        f"finally: print(*(name for name in {LONG!r} if name in sys.modules))\n"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout.strip(), said.stderr) == (0, "", "")


def test_programs_are_told_the_same_of_what_is_current_and_that_it_was_not_made(content: Path, tmp_path: Path) -> None:
    answers = [
        json.loads(handbook("build", "training-deck", "--json", "--source", content, "--output", tmp_path).stdout)
        for _ in range(2)
    ]
    assert [answer["products"][0].pop("made") for answer in answers] == [True, False]
    assert answers[0] == answers[1]


def test_what_ought_to_be_mended_is_said_each_time(content: Path, again: Again) -> None:
    change(content, "tips.yaml", "Look closely:", "Look closely, prostitutes:")
    first, second = list[str](), list[str]()
    again("tips-card", warnings=first)
    assert again("tips-card", warnings=second) == set()
    assert first == second
    assert any("prostitutes" in text for text in first)


def test_a_product_that_could_not_hold_its_words_is_named_each_time_and_refused_when_asked_for(
    content: Path, output: Path, again: Again
) -> None:
    no_slide_holds(content)
    for name in FROM_A_SCRIPT:
        (output / PRODUCTS[name].file).unlink()
    first, second = list[str](), list[str]()
    assert "training-deck" not in again(warnings=first)
    assert again(warnings=second) == set()
    assert sorted(first) == sorted(second)
    assert any("training-deck.pptx is not made" in text for text in second)
    with pytest.raises(IncompleteError, match=r"training-deck\.pptx is not made\. "):
        again("training-deck")


def test_an_older_product_beside_new_ones_is_an_error_that_says_so_until_it_is_gone(
    content: Path, output: Path, again: Again
) -> None:
    older = (output / "training-deck.pptx").read_bytes()
    no_slide_holds(content)
    for _ in range(2):
        with pytest.raises(
            IncompleteError, match=r"training-deck\.pptx is not made; the older one .* do not give it out"
        ):
            again()
    assert (output / "training-deck.pptx").read_bytes() == older
    for name in FROM_A_SCRIPT:
        (output / PRODUCTS[name].file).unlink()
    assert again() == set()


# --- only what depends on it --------------------------------------------------------------------------------------


def test_after_one_word_of_a_script_only_what_shows_it_is_made_again(content: Path, output: Path, again: Again) -> None:
    word_of_script(content)
    assert again() == FROM_A_SCRIPT
    assert again() == set()
    for name in FROM_A_SCRIPT:
        fresh = output / "fresh"
        build(content, fresh, [name], progress=lambda step: None)
        assert (fresh / PRODUCTS[name].file).read_bytes() == (output / PRODUCTS[name].file).read_bytes()


def word_of_script(content: Path) -> None:
    path = content / "facilitation.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("script:")
    word = text[at:].split()[3]
    path.write_text(text[:at] + text[at:].replace(word, f"{word} truly", 1), encoding="utf-8")


def test_a_comment_in_the_source_makes_nothing_again(content: Path, again: Again) -> None:
    with (content / "tips.yaml").open("a", encoding="utf-8") as file:
        file.write("# a thought\n")
    assert again() == set()


def test_a_changed_voice_of_the_whole_guide_makes_everything_again(content: Path, again: Again) -> None:
    change(content, "tips.yaml", "Look closely:", "Look closely;")
    assert again() == set(PRODUCTS)


@pytest.mark.parametrize("name", ["voices.lock", "editions.yaml", "terms.yaml", "labels.yaml"])
def test_every_file_of_the_content_goes_in(content: Path, name: str) -> None:
    before = ledger.digest_of_content(ledger.read_content(content))
    with (content / name).open("a", encoding="utf-8") as file:
        file.write("# a thought\n")
    assert ledger.digest_of_content(ledger.read_content(content)) != before


def test_another_option_makes_again_only_what_heeds_it(again: Again) -> None:
    assert again(flip="long") == {"booklet"}
    assert "tips-card" not in again("tips-card", "handout", page="a4")


def test_another_template_with_the_same_name_makes_the_deck_again(tmp_path: Path) -> None:
    deck = PRODUCTS["training-deck"]
    template = tmp_path / "agency.potx"
    template.write_bytes(b"one")
    one = deck.chosen(Options(template=template))
    template.write_bytes(b"two")
    assert deck.chosen(Options(template=template)) != one


def test_another_program_makes_everything_again(again: Again, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "digest_of_program", lambda: "another")
    assert again("tips-card", "training-deck") == {"tips-card", "training-deck"}


# --- harm ---------------------------------------------------------------------------------------------------------


def test_a_file_that_was_edited_or_deleted_is_made_again(output: Path, products: Path, again: Again) -> None:
    (output / "tips-card.pdf").unlink()
    with (output / "training-deck.pptx").open("ab") as deck:
        deck.write(b"more")
    assert again() == {"tips-card", "training-deck"}
    for name in ("tips-card.pdf", "training-deck.pptx"):
        assert (output / name).read_bytes() == (products / name).read_bytes()


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"tips-card.pdf": {}}', b'{"tips-card.pdf": 3}', b"\xff\xfe"])
def test_a_broken_ledger_counts_as_none(output: Path, again: Again, broken: bytes) -> None:
    (output / ledger.NAME).write_bytes(broken)
    assert again("tips-card") == {"tips-card"}
    assert again("tips-card") == set()


def test_force_makes_again_what_is_current(again: Again) -> None:
    assert again("tips-card", "training-deck", force=True) == {"tips-card", "training-deck"}


def test_building_one_product_keeps_what_is_known_of_the_others(again: Again) -> None:
    again("tips-card", force=True)
    assert again() == set()


def test_the_ledger_holds_no_path_user_or_host(output: Path, tmp_path: Path) -> None:
    text = (output / ledger.NAME).read_text(encoding="utf-8")
    names = {str(ROOT), str(tmp_path), str(CONTENT), "/tmp/", "/home/"}
    names |= {name for name in (getpass.getuser(), socket.gethostname()) if len(name) > 5}
    assert not [name for name in names if name in text]
