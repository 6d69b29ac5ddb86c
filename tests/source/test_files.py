"""Writing whole or not at all, and reading once."""

from __future__ import annotations

import errno
import sys
from collections import Counter
from pathlib import Path

import pytest

from products.build import build
from source import check
from source.errors import UsageError
from source.files import write_all, write_whole
from source.load import FILES, load
from source.sessions import overview

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


def test_where_one_file_cannot_be_moved_into_place_no_other_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, new, last = tmp_path / "older.pdf", tmp_path / "new.pdf", tmp_path / "last.pdf"
    older.write_bytes(b"as it was")
    real = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target == last:
            raise OSError(errno.EACCES, "Permission denied")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match=r"last\.pdf cannot be written: Permission denied\. Nothing was written"):
        write_all([(older, b"changed"), (new, b"made"), (last, b"made")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"older.pdf": b"as it was"}


def test_a_folder_in_the_way_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").mkdir()
    with pytest.raises(UsageError, match=r"deck\.pptx cannot be written"):
        write_whole(tmp_path / "deck.pptx", b"made")
    assert [path.name for path in tmp_path.iterdir()] == ["deck.pptx"]


def test_an_older_file_keeps_its_mode_and_a_new_one_can_be_read_by_colleagues(tmp_path: Path) -> None:
    older, new = tmp_path / "older", tmp_path / "new"
    older.write_bytes(b"")
    older.chmod(0o600)
    write_all([(older, b"1"), (new, b"2")])
    assert [path.stat().st_mode & 0o777 for path in (older, new)] == [0o600, 0o644]


def test_a_link_out_of_the_folder_is_refused_and_what_it_leads_to_is_left(tmp_path: Path) -> None:
    inside, outside = tmp_path / "content", tmp_path / "editions.yaml"
    inside.mkdir()
    outside.write_bytes(b"somebody else's")
    (inside / "editions.yaml").symlink_to(outside)
    with pytest.raises(UsageError, match="is a link that leads out of"):
        write_whole(inside / "editions.yaml", b"ours", inside=inside)
    assert outside.read_bytes() == b"somebody else's"
