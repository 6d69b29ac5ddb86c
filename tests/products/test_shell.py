"""A run as its shell sees it: streams that close, fill up or know few letters, signals, and exit codes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from source.errors import IncompleteError, SourceError, UnreadableError, UsageError, told
from tests.support import ROOT, ends

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="A disk that is always full (/dev/full) is there on Linux.")


def shell(line: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell, in which ``handbook`` is the command line."""
    script = f'handbook() {{ "{sys.executable}" "{ROOT / "cli.py"}" "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", script], env=os.environ | env, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


# --- streams ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", ["true", "head -0", "head -1"])
def test_who_stops_listening_changes_no_verdict(training_deck: Path, reader: str) -> None:
    said = shell(f"handbook verify '{training_deck}' | {reader}; echo ${{PIPESTATUS[0]}}")
    assert (said.stdout.splitlines()[-1], said.stderr) == ("0", "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_verdict_and_no_product(products: Path, tmp_path: Path, closed: str) -> None:
    said = shell(f"handbook build tips-card training-deck --output '{tmp_path}' {closed}")
    assert (said.returncode, said.stderr) == (0, "")
    for name in ("tips-card.pdf", "training-deck.pptx"):
        assert (tmp_path / name).read_bytes() == (products / name).read_bytes()


@needs_full
@pytest.mark.parametrize("command", ["products", "check --json", "--help", "verify '{}'"])
def test_an_answer_that_cannot_be_written_is_one_sentence(training_deck: Path, command: str) -> None:
    said = shell(f"handbook {command.format(training_deck)} > {FULL}")
    assert (said.returncode, said.stderr) == (2, "The answer could not be written: No space left on device.\n")


@needs_full
def test_where_no_fault_can_be_told_the_exit_code_still_tells(tmp_path: Path) -> None:
    assert shell(f"handbook check --source '{tmp_path}/none' 2> {FULL}").returncode == 1
    assert shell(f"handbook build nonsense > {FULL} 2> {FULL}").returncode == 2


def test_a_terminal_that_knows_no_curly_quotes_shows_straight_ones() -> None:
    said = shell("handbook build pocketguide", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert said.returncode == 2
    assert said.stderr.startswith('There is no product "pocketguide". Did you mean "pocket-guide"?')


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_what_programs_read_is_the_same_in_any_encoding(training_deck: Path, encoding: str) -> None:
    line = f"handbook verify --json '{training_deck}'"
    answers = [
        subprocess.run(
            [sys.executable, "cli.py", "verify", "--json", str(training_deck)],
            env=os.environ | {"PYTHONIOENCODING": chosen},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for chosen in (encoding, "utf-8")
    ]
    assert json.loads(answers[0].decode(encoding)) == json.loads(answers[1]), line


def test_a_question_that_nobody_can_answer_approves_nothing(content: Path) -> None:
    before = (content / "voices.lock").read_bytes()
    for nobody in ("</dev/null", "<&-"):
        said = shell(f"handbook approve voice.housing --reason why --source '{content}' {nobody}")
        assert said.returncode == 2
        assert "Nobody answered, so nothing was approved." in said.stderr
        assert "Traceback" not in said.stderr
    assert (content / "voices.lock").read_bytes() == before


# --- signals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
@pytest.mark.parametrize("seconds", [0, 0.3])
def test_a_signal_ends_a_run_with_one_sentence_and_leaves_nothing(
    tmp_path: Path, number: signal.Signals, seconds: float
) -> None:
    (tmp_path / "temporary").mkdir()
    child = subprocess.Popen(
        [sys.executable, ROOT / "cli.py", "build", "handout", "training-deck", "--output", tmp_path / "out"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"TMPDIR": str(tmp_path / "temporary")},
        # In the background a shell lets its programs ignore Ctrl-C, and so these tests with all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    while not (tmp_path / "out").exists():  # it has begun
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(child.pid, number)
    said, wrong = child.communicate(timeout=10)
    assert ends(child.pid)
    assert child.returncode in {0, 128 + number}  # it may have been done already
    if child.returncode:
        assert (said, wrong) == ("", "Stopped before the end. Every file is whole: as it was, or as it was to be.\n")
        assert not (tmp_path / "out").exists()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_signal_that_a_library_took_for_a_fault_still_ends_the_run(tmp_path: Path) -> None:
    script = (
        f"import os, signal, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from products.shell import Stopped, heed, run\n"
        "def work():\n"
        "    try: os.kill(os.getpid(), signal.SIGTERM)\n"
        "    except Stopped: pass\n"
        "    return 1\n"
        "run(work)\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (143, "")
    assert said.stderr.startswith("Stopped before the end.")


# --- errors -------------------------------------------------------------------------------------------------------


def test_every_error_that_ends_a_run_has_its_sentence_and_its_code() -> None:
    denied = PermissionError(13, "Permission denied", "/away")
    assert told(denied) == ("/away cannot be read or written: Permission denied.", 2)
    assert told(MemoryError())[1] == 1
    assert [told(kind("x"))[1] for kind in (UsageError, UnreadableError)] == [2, 2]
    assert [told(error)[1] for error in (SourceError([]), IncompleteError({}))] == [1, 1]


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may read and write everywhere")
@pytest.mark.parametrize("mode", [0o000, 0o100, 0o300, 0o500, 0o600])
def test_a_folder_without_permission_is_one_sentence(products: Path, tmp_path: Path, mode: int) -> None:
    os.chmod(tmp_path, 0o755)  # noqa: PTH101
    output = Path(shutil.copytree(products, tmp_path / "out"))
    for path in (tmp_path, output, *output.iterdir()):
        os.chown(path, 65534, 65534) if os.geteuid() == 0 else None
    output.chmod(mode)
    drop = "setpriv --reuid=65534 --regid=65534 --clear-groups" if os.geteuid() == 0 else ""
    said = shell(f"{drop} {sys.executable} {ROOT / 'cli.py'} build training-deck --force --output '{output}'")
    output.chmod(0o700)
    assert (said.returncode, said.stdout) == (2, "")
    assert len(said.stderr.splitlines()) == 1
    assert "Permission denied" in said.stderr
