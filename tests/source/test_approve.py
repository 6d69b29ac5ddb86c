"""Writing the lock: whole or not at all, and nowhere else."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from source import lock
from source.approve import approve
from source.errors import HandbookError, UsageError

_VOICE = "voice.housing"


def approved(content: Path) -> int:
    return approve(content, [_VOICE], "Checked again with the recording.", date(2026, 1, 1), lambda question: True)


def test_an_approval_leaves_only_the_lock_behind_and_with_the_rights_that_it_had(content: Path) -> None:
    (content / lock.NAME).chmod(0o640)
    before = sorted(path.name for path in content.iterdir())
    assert approved(content) == 1
    assert sorted(path.name for path in content.iterdir()) == before
    assert (content / lock.NAME).stat().st_mode & 0o777 == 0o640
    assert "Checked again with the recording." in (content / lock.NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize("step", [(os, "fsync"), (Path, "replace")], ids=["writing", "moving"])
def test_a_lock_that_cannot_be_written_stays_as_it_was(
    content: Path, monkeypatch: pytest.MonkeyPatch, step: tuple[object, str]
) -> None:
    before = {path.name: path.read_bytes() for path in content.iterdir() if path.is_file()}

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*step, full)
    with pytest.raises(UsageError, match=r"voices\.lock cannot be written: No space left on device\. Nothing"):
        approved(content)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in content.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to nowhere"])
def test_a_lock_that_is_a_link_out_of_the_folder_is_refused(content: Path, tmp_path: Path, there: bool) -> None:
    outside = tmp_path / "outside.lock"
    if there:
        outside.write_bytes((content / lock.NAME).read_bytes())
    (content / lock.NAME).unlink()
    (content / lock.NAME).symlink_to(outside)
    with pytest.raises(HandbookError, match=r"is a link that leads out of"):
        approved(content)
    assert outside.exists() is there
