"""What `make` says on a system that cannot run the builder: tried with stand-ins for its programs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import ROOT


def said(folder: Path, offered: str, user: int) -> tuple[int, str]:
    """The exit code and words of tools/system.sh where apt offers these packages and no Python is there."""
    programs = {
        "id": f"echo {user}",
        "uname": "echo Linux",
        "apt-get": '[ "$1" = update ] || { echo "E: Unable to locate package"; exit 100; }',
        "apt-cache": f'case " {offered} " in *" $2 "*) ;; *) exit 100 ;; esac',
    }
    for name, body in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    done = subprocess.run(
        [str(shutil.which("sh")), str(ROOT / "tools" / "system.sh")],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.parametrize("user", [0, 1000], ids=["root", "anybody"])
def test_a_system_without_a_recent_python_is_told_so_and_not_by_apt(tmp_path: Path, user: int) -> None:
    code, words = said(tmp_path, "libpango-1.0-0 libpangoft2-1.0-0", user)
    assert code == 1
    assert words.startswith("No Python 3.11 or newer was found: install one, then run make again.\nDebian 12")
    assert "E:" not in words


def test_a_system_that_lacks_a_library_is_told_which(tmp_path: Path) -> None:
    code, words = said(tmp_path, "python3.11-venv libpango-1.0-0 libpangoft2-1.0-0", 0)
    assert code == 1
    assert words == "This system offers no package libharfbuzz-subset0; Debian 12, Ubuntu 24.04 and newer ones do.\n"
