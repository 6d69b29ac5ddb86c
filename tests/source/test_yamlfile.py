"""Content files that hold nothing, or cannot be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from source import settings
from source.load import FILES
from tests.support import faults


@pytest.mark.parametrize("nothing", ["", "~\n", "null\n", "# only a remark\n", "--- ~\n"])
@pytest.mark.parametrize("name", [name for name in FILES if name != settings.NAME])
def test_a_file_that_holds_nothing_is_named_as_empty(content: Path, name: str, nothing: str) -> None:
    (content / name).write_text(nothing, encoding="utf-8")
    found = faults(content)
    assert f"{name}:1:1: The file is empty. Restore it from an earlier copy." in found


@pytest.mark.parametrize("nothing", ["", "# only a remark\n"])
def test_settings_that_say_nothing_leave_everything_as_usual(content: Path, nothing: str) -> None:
    (content / settings.NAME).write_text(nothing, encoding="utf-8")
    assert faults(content) == []


def test_a_file_that_cannot_be_opened_is_named_with_the_reason(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "tips.yaml":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert any(
        fault.startswith("tips.yaml:1:1: The file cannot be read: Permission denied.") for fault in faults(content)
    )
