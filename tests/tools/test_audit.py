"""What is used of others may be used: every locked package says under which licence, and says so in time."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tools import audit


def test_every_locked_package_has_a_licence_that_can_be_used() -> None:
    found = audit.packages()
    assert len(found) > 30
    assert not [one for one in found if one.refused]


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("Apache-2.0 OR BSD-3-Clause", False),
        ("GNU General Public License v2 or later or Mozilla Public License 1.1 (MPL 1.1)", False),
        ("AGPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("GPL-3.0-or-later", True),
        ("Proprietary", True),
        ("", True),
    ],
)
def test_a_licence_that_is_unknown_or_asks_for_more_is_refused(licence: str, refused: bool) -> None:
    assert audit.Package("one", "1", licence, installed=True).refused is refused


def test_a_package_that_is_not_installed_here_is_not_judged() -> None:
    assert not audit.package("no-such-package-anywhere", "1").refused


def test_names_and_versions_are_read_from_a_lock() -> None:
    text = 'one==1.2 \\\n    --hash=sha256:00\n# via x\ntwo-b==3 ; sys_platform == "win32" \\\n    --hash=sha256:11\n'
    assert list(audit.locked(text)) == [("one", "1.2"), ("two-b", "3")]


@pytest.mark.parametrize(
    ("code", "said", "expected"),
    [
        (0, "", ("Known problems: none.", False)),
        (
            1,
            "Name Version ID Fix Versions\none 1 X 2",
            ("Known problems:\nName Version ID Fix Versions\none 1 X 2", True),
        ),
        (1, "", ("Known problems were NOT looked up: pip-audit reached no data base of problems.", False)),
    ],
)
def test_it_is_said_whether_anybody_could_look_for_problems(
    monkeypatch: pytest.MonkeyPatch, code: int, said: str, expected: tuple[str, bool]
) -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, code, said, "")

    monkeypatch.setattr("tools.audit.shutil.which", lambda *_, **__: "pip-audit")
    monkeypatch.setattr("tools.audit.subprocess.run", run)
    assert audit.known_problems() == expected


def test_without_the_program_that_asks_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.audit.shutil.which", lambda *_, **__: None)
    assert audit.known_problems()[0].startswith("Known problems were NOT looked up: pip-audit is not installed")
