"""`handbook verify` as a coordinator uses it: answers, exit codes, reports."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

import cli
from proof.findings import Finding, State, Verdict, exit_code
from source.load import CONTENT
from tests.checkers import poppler, verapdf
from tests.checkers.needs import needs_java, needs_poppler
from tests.corpus import decks


@pytest.fixture
def changed(training_deck: Path, tmp_path: Path) -> Path:
    file = tmp_path / "changed.pptx"
    edit = decks.both(
        decks.replaced("at least not", "at last not"), decks.replaced("more housing", "more beds for the homeless")
    )
    file.write_bytes(decks.edited(training_deck.read_bytes(), edit))
    return file


def verify(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, ["verify", *map(str, arguments)])


def test_files_that_say_the_same_exit_0(training_deck: Path, pocket_guide: Path) -> None:
    result = verify(training_deck, pocket_guide)
    assert result.exit_code == 0
    assert "36 of 36 items word for word in training-deck.pptx" in result.stdout
    assert "36 of 36 items word for word in pocket-guide.pdf" in result.stdout
    assert "edition 2026.1" in result.stdout


def test_a_changed_file_exits_1_and_shows_the_difference(changed: Path) -> None:
    result = verify(changed)
    assert result.exit_code == 1
    assert "Voice 6 on slide 22 was reworded" in result.stdout
    assert "[-least-] [+last+]" in result.stdout


def test_words_that_somebody_put_in_are_held_against_the_terms_as_advice(changed: Path) -> None:
    assert "people experiencing homelessness" in verify(changed).stdout


def test_an_older_file_that_nobody_changed_exits_3(training_deck: Path, tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    for name, old, new in (
        ("guide.yaml", '"2026.1"', '"2027.1"'),
        ("tips.yaml", "Look closely: victims", "Look twice: victims"),
    ):
        text = (tmp_path / "content" / name).read_text(encoding="utf-8")
        (tmp_path / "content" / name).write_text(text.replace(old, new), encoding="utf-8")
    result = verify(training_deck, "--source", tmp_path / "content")
    assert result.exit_code == 3
    assert "Tip 2 on slide 7 was reworded in the source since" in result.stdout
    assert "not the current one" in result.stdout


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("letter.txt", b"Dear all", "is neither a PDF nor a PowerPoint file"),
        ("deck.pptx", b"PK\x03\x04 and then nothing", "its download was cut off"),
        ("guide.pdf", b"%PDF-1.7 and then nothing", "its download was cut off"),
        ("guide.pdf", b"%PDF-1.7 and then nothing %%EOF", "is not a PDF, or it is damaged"),
    ],
)
def test_a_foreign_or_damaged_file_gets_a_clear_sentence(
    name: str,
    data: bytes,
    sentence: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / name).write_bytes(data)
    monkeypatch.setattr("sys.argv", ["handbook", "verify", str(tmp_path / name)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert sentence in capfd.readouterr().err


def test_the_answer_for_programs_is_as_documented(changed: Path) -> None:
    (answer,) = json.loads(verify(changed, "--json").stdout)
    keys = {"file", "verdict", "sentence", "edition", "fingerprint", "current", "items", "same", "findings"}
    assert set(answer) == keys | {"taken_for", "known_by", "macros"}
    assert (answer["verdict"], answer["items"], answer["same"]) == ("differs", 36, 34)
    documented = Path("docs/for-coordinators.md").read_text(encoding="utf-8")
    for key in (*answer, *Finding.__dataclass_fields__, *(state.value for state in State), *(v.word for v in Verdict)):
        assert f"`{key}`" in documented, f"docs/for-coordinators.md does not speak of {key}"


def test_a_report_can_be_read_without_colour(changed: Path, tmp_path: Path) -> None:
    verify(changed, "--report", tmp_path / "answer.html")
    page = (tmp_path / "answer.html").read_text(encoding="utf-8")
    assert "<del>[least]</del> <ins>[last]</ins>" in page
    assert "<script" not in page
    assert "http" not in page


@needs_java
@needs_poppler
def test_a_report_in_print_is_tagged_and_says_the_same(changed: Path, tmp_path: Path) -> None:
    verify(changed, "--report", tmp_path / "answer.pdf")
    assert verapdf.validate(tmp_path / "answer.pdf") == []
    words = [word.text for page in poppler.words(tmp_path / "answer.pdf") for word in page]
    assert {"[least]", "[last]", "reworded"} <= set(words)


def test_a_report_of_another_kind_is_refused(changed: Path, tmp_path: Path) -> None:
    result = verify(changed, "--report", tmp_path / "answer.txt")
    assert result.exit_code != 0
    assert not (tmp_path / "answer.txt").exists()


def test_a_changed_statement_of_permission_is_noticed(training_deck: Path, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    edit = decks.replaced("Permission: not recorded", "Permission: granted by all")
    file.write_bytes(decks.edited(training_deck.read_bytes(), edit))
    result = verify(file)
    assert result.exit_code == 1
    assert "granted by all" in result.stdout


def test_words_behind_the_edition_are_noticed(training_deck: Path, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    edit = decks.replaced("Edition 2026.1", "Edition 2026.1 call 612-555-0100 now, never the hotline")
    file.write_bytes(decks.edited(training_deck.read_bytes(), edit))
    assert verify(file).exit_code == 1


def test_our_own_words_that_changed_since_are_out_of_date(training_deck: Path, tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    contacts = tmp_path / "content" / "contacts.yaml"
    text = contacts.read_text(encoding="utf-8")
    contacts.write_text(text.replace('verified_on: "2020"', "verified_on: 2026-11-23"), encoding="utf-8")
    result = verify(training_deck, "--source", tmp_path / "content")
    assert result.exit_code == 3
    assert "not the current one" in result.stdout
    assert "added" not in result.stdout


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    from pptx import Presentation

    Presentation().save(str(tmp_path / "other.pptx"))
    return tmp_path / "other.pptx"


def test_a_deck_that_is_none_of_ours_is_called_so_everywhere(foreign: Path, tmp_path: Path) -> None:
    result = verify(foreign, "--report", tmp_path / "answer.html")
    (answer,) = json.loads(verify(foreign, "--json").stdout)
    page = (tmp_path / "answer.html").read_text(encoding="utf-8")
    assert result.exit_code == 1
    assert (answer["verdict"], answer["findings"]) == ("foreign", [])
    for said in (result.stdout, answer["sentence"], page):
        assert "it is not one of ours" in said
        assert "missing" not in said


def test_a_file_that_cannot_be_read_stops_no_report_on_the_others(changed: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.pptx").write_bytes(b"no deck")
    result = verify(tmp_path / "broken.pptx", tmp_path / "gone.pdf", changed, "--report", tmp_path / "answer.html")
    assert result.exit_code == 2
    assert "Voice 6 on slide 22 was reworded" in result.stdout
    for said in (result.stderr, (tmp_path / "answer.html").read_text(encoding="utf-8")):
        assert "broken.pptx is neither a PDF nor a PowerPoint file" in said
        assert "gone.pdf cannot be read" in said


def test_words_that_somebody_added_are_a_verdict_of_their_own(training_deck: Path, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(decks.edited(training_deck.read_bytes(), decks.own_box))
    assert verify(file).exit_code == 1
    (answer,) = json.loads(verify(file, "--json").stdout)
    assert answer["verdict"] == "added"
    assert answer["sentence"] == "Every item stands there word for word; somebody added words of their own."


def test_the_gravest_verdict_decides_on_the_exit_code() -> None:
    assert [exit_code([Verdict.SAME, verdict]) for verdict in Verdict] == [2, 1, 1, 1, 1, 3, 0]
    assert exit_code([Verdict.OUTDATED, Verdict.FOREIGN]) == 1
    assert exit_code([]) == 0


def test_every_word_of_a_report_comes_from_the_labels(content: Path, changed: Path, tmp_path: Path) -> None:
    shipped = yaml.safe_load((content / "labels.yaml").read_text(encoding="utf-8"))
    ours = {key: words for key, words in shipped.items() if key.startswith(("report_", "verdict_"))}
    own = {key: re.sub(r"\{\w+\}|[a-z]", lambda found: found[0] if found[0][1:] else "ñ", ours[key]) for key in ours}
    (content / "labels.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    assert not re.search("[a-z]{2}", verify(changed, "--source", content).stdout.splitlines()[-1])
    verify(changed, "--source", content, "--report", tmp_path / "answer.html")
    page = (tmp_path / "answer.html").read_text(encoding="utf-8")
    said = re.sub(r"<style>.*</style>|<td class=\"words\">.*?</td>|<[^>]*>|“.*?”|\w+[.]\S+", "", page, flags=re.DOTALL)
    assert not re.findall("[g-z]", said)
