from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from cli import app
from products.build import build
from products.table import Options
from products.verify import verify
from proof.findings import State
from proof.reading import read_stamp
from source.errors import UsageError
from source.load import CONTENT
from source.model import Guide
from source.sessions import cut
from tests.checkers import libreoffice
from tests.checkers.needs import needs_libreoffice


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the deck of one session."""
    made = tmp_path_factory.mktemp("session")
    build(CONTENT, made, ["training-deck"], Options(session="lunch-30"), lambda step: None)
    return made


@pytest.fixture
def deck(folder: Path) -> Path:
    return folder / "training-deck-lunch-30.pptx"


def resaved(deck: Path, target: Path, change: str = "", into: str = "", keywords: str | None = None) -> Path:
    """The deck as somebody edits it in another program."""
    presentation = Presentation(str(deck))
    if keywords is not None:
        presentation.core_properties.keywords = keywords
    for slide in presentation.slides:
        for holder in slide.placeholders:
            for paragraph in holder.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.text = run.text.replace(change, into) if change else run.text
    presentation.save(str(target))
    return target


class TestBuild:
    def test_names_the_file_after_the_session(self, folder: Path) -> None:
        assert [path.name for path in folder.glob("[!.]*")] == ["training-deck-lunch-30.pptx"]

    def test_makes_the_full_deck_when_no_session_is_named(self, training_deck: Path, guide: Guide) -> None:
        (comparison,) = verify(CONTENT, [training_deck])
        assert comparison.same == len(guide.items())
        assert read_stamp(Presentation(str(training_deck)).core_properties.keywords)[2] == "full"

    def test_makes_the_same_bytes_again(self, deck: Path, tmp_path: Path) -> None:
        build(CONTENT, tmp_path, ["training-deck"], Options(session="lunch-30"), lambda step: None)
        assert (tmp_path / deck.name).read_bytes() == deck.read_bytes()

    def test_refuses_an_unknown_session_and_writes_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="There is no session “brunch”"):
            build(CONTENT, tmp_path, ["training-deck"], Options(session="brunch"), lambda step: None)
        assert list(tmp_path.iterdir()) == []

    def test_carries_edition_and_check_code_of_the_whole_guide(self, deck: Path, guide: Guide) -> None:
        keywords = Presentation(str(deck)).core_properties.keywords
        assert read_stamp(keywords)[:2] == (guide.edition, guide.fingerprint)


class TestVerify:
    def test_holds_a_deck_against_its_session(self, deck: Path, guide: Guide) -> None:
        (comparison,) = verify(CONTENT, [deck])
        assert comparison.faithful
        assert [finding.id for finding in comparison.items] == [item.id for item in cut(guide, "lunch-30").items()]

    def test_knows_the_session_by_its_last_slide_when_the_metadata_is_lost(self, deck: Path, tmp_path: Path) -> None:
        (comparison,) = verify(CONTENT, [resaved(deck, tmp_path / "shared.pptx", keywords="")])
        assert comparison.faithful

    @needs_libreoffice
    @pytest.mark.parametrize("keywords", [None, ""])
    def test_knows_the_session_after_libreoffice_saved_it(
        self, deck: Path, tmp_path: Path, keywords: str | None
    ) -> None:
        mine = resaved(deck, tmp_path / "mine.pptx", keywords=keywords)
        (comparison,) = verify(CONTENT, [libreoffice.convert(mine, tmp_path / "theirs", "pptx")])
        assert comparison.faithful

    def test_finds_a_voice_that_was_changed(self, deck: Path, tmp_path: Path) -> None:
        (comparison,) = verify(CONTENT, [resaved(deck, tmp_path / "edited.pptx", "hurts us", "hurts them")])
        assert {finding.id for finding in comparison.findings if finding.state is State.REWORDED} == {
            "voice.language-counts"
        }

    def test_finds_words_that_were_added_to_the_agenda(self, deck: Path, tmp_path: Path) -> None:
        (comparison,) = verify(CONTENT, [resaved(deck, tmp_path / "edited.pptx", "Closing", "Closing and coffee")])
        assert [finding.text for finding in comparison.findings if finding.state is State.ADDED]

    def test_knows_the_check_code_by_its_former_name(self, deck: Path, tmp_path: Path, guide: Guide) -> None:
        (comparison,) = verify(CONTENT, [resaved(deck, tmp_path / "old.pptx", "Check code", "Fingerprint", "")])
        assert comparison.faithful
        assert comparison.fingerprint == guide.fingerprint

    def test_says_that_the_session_is_gone(self, deck: Path, tmp_path: Path, guide: Guide) -> None:
        stamp = f"edition {guide.edition}, fingerprint {guide.fingerprint}, session picnic"
        old = resaved(deck, tmp_path / "old.pptx", keywords=stamp)
        (comparison,) = verify(CONTENT, [old])
        assert ("session", "picnic") in [(finding.kind, finding.id) for finding in comparison.differences]
        assert comparison.verdict.exit_code == 3


class TestCommandLine:
    def test_builds_a_session(self, tmp_path: Path) -> None:
        run = CliRunner().invoke(
            app, ["build", "training-deck", "--session", "roll-call-15", "--output", str(tmp_path)]
        )
        assert run.exit_code == 0
        assert "training-deck-roll-call-15.pptx" in run.output

    def test_lists_the_sessions(self) -> None:
        run = CliRunner().invoke(app, ["sessions", "--json"])
        assert '"session": "workshop-90"' in run.output
