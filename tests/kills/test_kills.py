"""Whatever stops a build, an approval or a release: no file is half, no set mixed, and nothing lives on or is left."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from source.load import CONTENT
from tests import figures
from tests.support import ROOT, change

KILLS = int(os.environ.get("KILLS", "24"))  # a third each of builds, approvals and releases
FOUND = ("half", "mixed", "leftovers", "traceback", "wrong_code")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What became of all runs that were stopped."""
    folder = tmp_path_factory.mktemp("kills")
    said = subprocess.run(
        [sys.executable, "-m", "tests.kills.runs", folder, str(KILLS // 3), os.environ.get("SEED", "0")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    answer: Mapping[str, Any] = json.loads(said.stdout)
    tried = Counter((case["work"], case["how"]) for case in answer["cases"])
    bad = {what: sum(bool(case[what]) for case in answer["cases"]) for what in FOUND}
    figures.LINES.append(
        f"Runs that were stopped: {len(answer['cases'])} tried ("
        + ", ".join(f"{work} {how} {count}" for (work, how), count in sorted(tried.items()))
        + "); "
        + ", ".join(f"{what.replace('_', ' ')} {count}" for what, count in bad.items())
        + f", orphans {len(answer['orphans'])}, temporary folders {len(answer['temporary'])}."
    )
    return answer


@pytest.mark.parametrize("what", FOUND)
def test_a_run_that_was_stopped_left_no_such_thing(found: Mapping[str, Any], what: str) -> None:
    assert [case for case in found["cases"] if case[what]] == []


def test_no_process_outlives_the_run_that_started_it(found: Mapping[str, Any]) -> None:
    assert found["orphans"] == []


def test_the_next_run_sweeps_the_temporary_folder(found: Mapping[str, Any]) -> None:
    assert found["temporary"] == []


def test_two_builds_at_once_into_one_folder_leave_what_one_of_them_made(tmp_path: Path) -> None:
    older, newer = (Path(shutil.copytree(CONTENT, tmp_path / name)) for name in ("older", "newer"))
    change(newer, "contacts.yaml", "1-888-373-7888", "1-888-555-0100")
    command = [sys.executable, "cli.py", "build", "training-deck", "--session", "roll-call-15", "--session", "lunch-30"]

    def start(content: Path, output: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*command, "--quiet", "--source", content, "--output", tmp_path / output], cwd=ROOT)

    runs = [start(older, "older-out"), start(newer, "newer-out"), *(start(one, "out") for one in (older, newer, older))]
    assert [run.wait(timeout=120) for run in runs] == [0] * 5
    made = [
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("out", "older-out", "newer-out")
    ]
    assert made[0] in made[1:]
