"""Writing whole or not at all, and reading once."""

from __future__ import annotations

import errno
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from products.build import build
from source import check, lock
from source.approve import approve
from source.errors import UsageError
from source.files import alone, inside, tidy, write_all, write_whole
from source.load import FILES, load
from source.locking import locked
from source.sessions import overview
from tests.support import change

_OPENED: list[str] = []
sys.addaudithook(lambda event, arguments: _OPENED.append(str(arguments[0])) if event == "open" else None)


def opened(folder: Path) -> Counter[str]:
    """How often each file of a folder was opened since the list was cleared."""
    return Counter(Path(path).name for path in _OPENED if Path(path).parent == folder)


def test_a_build_opens_each_content_file_exactly_once(content: Path, tmp_path: Path) -> None:
    _OPENED.clear()
    build(content, tmp_path / "out", ["tips-card", "training-deck"], progress=lambda step: None)
    assert opened(content) == dict.fromkeys((*FILES, "voices.lock"), 1)


def test_a_check_opens_each_content_file_exactly_once(content: Path) -> None:
    _OPENED.clear()
    source = load(content)
    assert [*check.refused(source), *check.to_mend(source)] == []
    assert overview(source.guide)
    assert opened(content) == dict.fromkeys((*FILES, "voices.lock"), 1)


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too; what is no file has no bytes."""
    return {path.name: path.read_bytes() if path.is_file() else b"" for path in folder.iterdir()}


def write(folder: Path, files: dict[str, bytes]) -> None:
    with alone(folder):
        write_all(folder, files)


def test_where_one_file_cannot_be_moved_into_place_no_other_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "older.pdf").write_bytes(b"as it was")
    real = os.replace

    def full(path: str, target: str) -> None:
        if Path(target) == tmp_path / "zone.pdf":
            raise OSError(errno.EACCES, "Permission denied", path, None, target)
        real(path, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UsageError, match=r"zone\.pdf cannot be written: Permission denied\. Nothing was written"):
        write(tmp_path, {"older.pdf": b"changed", "new.pdf": b"made", "zone.pdf": b"made"})
    assert held(tmp_path) == {"older.pdf": b"as it was"}


def test_where_the_older_files_cannot_come_back_either_it_is_said_and_the_next_run_brings_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {"a.pdf": b"as it was", "b.pdf": b"as it was"}
    write(tmp_path, before)
    calls = []

    def fails(path: str, target: str) -> None:
        calls.append(target)
        if len(calls) > 1:
            raise OSError(errno.EIO, "Input/output error")
        os.rename(path, target)  # noqa: PTH104  # what is replaced here is what Path.rename calls, too

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(UsageError, match=r"Input/output error\. Files of two builds now stand side by side"):
        write(tmp_path, {"a.pdf": b"changed", "b.pdf": b"changed"})
    monkeypatch.undo()
    tidy(tmp_path)
    assert held(tmp_path) == before


def test_without_second_names_for_a_file_an_older_one_comes_back_as_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    before = {"a.pdf": b"as it was"}
    write(tmp_path, before)
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(UsageError, match=r"b\.pdf cannot be written: Is a directory"):
        write(tmp_path, {"a.pdf": b"changed", "b.pdf": b"made"})
    assert held(tmp_path) == {**before, "b.pdf": b""}
    write(tmp_path, {"a.pdf": b"changed"})
    assert held(tmp_path) == {"a.pdf": b"changed", "b.pdf": b""}


def test_a_folder_in_the_way_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").mkdir()
    with pytest.raises(UsageError, match=r"deck\.pptx cannot be written"):
        write_whole(tmp_path / "deck.pptx", b"made")
    assert held(tmp_path) == {"deck.pptx": b""}


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600), (0o002, 0o664)])
def test_an_older_file_keeps_its_mode_and_a_new_one_has_that_of_the_shell(
    tmp_path: Path, umask: int, mode: int
) -> None:
    older, new = tmp_path / "older", tmp_path / "new"
    older.write_bytes(b"")
    older.chmod(0o604)
    before = os.umask(umask)
    try:
        write(tmp_path, {"older": b"1", "new": b"2"})
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in (older, new)] == [0o604, mode]


def test_a_link_out_of_the_folder_is_refused_and_what_it_leads_to_is_left(tmp_path: Path) -> None:
    content, outside = tmp_path / "content", tmp_path / "editions.yaml"
    content.mkdir()
    outside.write_bytes(b"somebody else's")
    (content / "editions.yaml").symlink_to(outside)
    with pytest.raises(UsageError, match="is a link that leads out of"):
        inside(content, "editions.yaml")
    assert inside(content, "voices.lock") == content / "voices.lock"


def test_a_link_is_replaced_and_what_it_leads_to_is_left(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"somebody else's")
    output = tmp_path / "output"
    output.mkdir()
    (output / "card.pdf").symlink_to(tmp_path / "elsewhere")
    write(output, {"card.pdf": b"made"})
    assert (tmp_path / "elsewhere").read_bytes() == b"somebody else's"
    assert not (output / "card.pdf").is_symlink()


@pytest.mark.parametrize("stage", [".handbook-part", ".handbook-whole", ".handbook-back"])
def test_a_link_in_the_place_of_our_own_folders_moves_and_deletes_nothing_elsewhere(tmp_path: Path, stage: str) -> None:
    elsewhere, output = tmp_path / "elsewhere", tmp_path / "output"
    for name in ("new", "old"):
        (elsewhere / name).mkdir(parents=True)
        (elsewhere / name / "letter.txt").write_bytes(b"somebody else's")
    output.mkdir()
    (output / stage).symlink_to(elsewhere)
    write(output, {"card.pdf": b"made"})
    assert held(output) == {"card.pdf": b"made"}
    assert held(elsewhere / "new") == held(elsewhere / "old") == {"letter.txt": b"somebody else's"}


# --- one run at a time --------------------------------------------------------------------------------------------


def test_a_run_waits_for_another_and_in_the_end_says_for_how_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("source.locking.PATIENCE", 0.1)
    said: list[str] = []
    with (
        locked(tmp_path),
        pytest.raises(UsageError, match=r"Another run is writing into .*; waited 0 seconds for it"),
        locked(tmp_path, said.append),
    ):
        pass
    assert len(said) == 1
    with locked(tmp_path) as waited:
        assert not waited


def test_a_folder_that_was_made_for_nothing_is_taken_away_again(tmp_path: Path) -> None:
    with locked(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()
    assert held(tmp_path) == {}


def test_of_many_approvals_at_once_none_is_lost(content: Path) -> None:
    voices = [voice.id for section in load(content).guide.sections for voice in section.voices][:6]

    def approved(voice: str) -> None:
        assert approve(content, [voice, "voice.housing"], f"Heard again: {voice}", date(2026, 1, 1), lambda _: True)

    with ThreadPoolExecutor(len(voices)) as threads:
        list(threads.map(approved, voices))
    known = lock.read(content)[1].voices
    reasons = {approval.reason for approval in known["voice.housing"].approvals}
    assert {f"Heard again: {voice}" for voice in voices} < reasons
    for voice in voices:
        assert f"Heard again: {voice}" in {approval.reason for approval in known[voice].approvals}


def test_a_voice_that_somebody_approved_otherwise_while_one_was_asked_is_not_written_over(content: Path) -> None:
    def ask(_: str) -> bool:
        before = (content / "voices.yaml").read_text(encoding="utf-8")
        change(content, "voices.yaml", "We need more housing.", "We need housing.")
        approve(content, ["voice.housing"], "As it was said.", date(2026, 1, 1), lambda _: True)
        (content / "voices.yaml").write_text(before, encoding="utf-8")
        return True

    with pytest.raises(UsageError, match=r"voice\.housing was approved by somebody else just now"):
        approve(content, ["voice.housing"], "Heard again.", date(2026, 1, 1), ask)
    assert lock.read(content)[1].voices["voice.housing"].text == "We need housing."
