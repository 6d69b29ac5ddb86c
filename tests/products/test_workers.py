"""Workers end with the work, with an error and with their parent, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from products.build import build
from products.scratch import Scratch
from products.workers import Workers
from source.errors import HandbookError, IncompleteError, LayoutError
from source.load import CONTENT
from tests.support import ROOT, ends

FACE = "@font-face { font-family: x; src: url(font:Gelasio-Regular.ttf) }"
PAGE = f"<html lang=en><title>A page</title><style>{FACE}</style>"


def double(number: int) -> int:
    return 2 * number


def fail(message: str) -> None:
    raise IndexError(message)


def refuse(message: str) -> None:
    raise LayoutError(message)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def program(tmp_path: Path, body: str, pass_fds: Sequence[int] = ()) -> subprocess.Popen[str]:
    """Another program that uses workers, in a group and with a temporary folder of its own."""
    (tmp_path / "temporary").mkdir()
    (tmp_path / "program.py").write_text(
        "import os, signal, sys, time\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from products.workers import Workers\n"
        f"PAGE = {PAGE!r}\n"
        f"if __name__ == '__main__':\n{body}"
    )
    return subprocess.Popen(
        [sys.executable, str(tmp_path / "program.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        pass_fds=pass_fds,
        env=os.environ | {"TMPDIR": str(tmp_path / "temporary")},
    )


def left(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "temporary").iterdir()]


def test_a_worker_holds_no_pipe_of_who_called_even_when_it_hangs(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    child = program(
        tmp_path,
        "    with Workers(2, 0) as running:\n"
        "        running.run(os.getpid).result()\n"
        "        for process in running._processes: os.kill(process.pid, signal.SIGSTOP)\n"
        "        print(*(process.pid for process in running._processes), flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n",
        pass_fds=(theirs,),
    )
    os.close(theirs)
    try:
        said, wrong = child.communicate(timeout=10)  # the end of both, though the workers are still there
        assert os.read(ours, 1) == b""
        assert wrong == ""
    finally:
        os.close(ours)
        for worker in said.split():
            os.kill(int(worker), signal.SIGCONT)
    assert ends(child.pid)


def test_what_a_killed_run_left_is_swept_by_the_next_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    living = Scratch()
    dead, foreign = tmp_path / "handbook-workers-abcd_123", tmp_path / "handbook-workers-of-a-person"
    for folder in (dead, foreign):
        folder.mkdir(mode=0o700)
        (folder / "font.ttf").write_bytes(b"")
    (tmp_path / "handbook-workers-link_123").symlink_to(foreign)
    Scratch().remove()
    assert {path.name for path in tmp_path.iterdir()} == {
        Path(living.folder).name,
        foreign.name,
        "handbook-workers-link_123",
    }
    assert (foreign / "font.ttf").is_file()
    living.remove()


BUSY = (
    "    with Workers(2) as running:\n"
    "        running.print(PAGE).result()\n"
    "        for number in range(50): running.print(PAGE + '<p>word' * 3000 + str(number))\n"
)


def test_what_a_function_returns_comes_back_from_another_process() -> None:
    with Workers(2) as running:
        assert [running.run(double, number).result() for number in range(5)] == [0, 2, 4, 6, 8]
        assert running.run(os.getpid).result() != os.getpid()


def test_a_document_that_two_products_share_is_printed_once() -> None:
    with Workers(2) as running:
        first, second = (running.print(PAGE) for _ in range(2))
        assert first is second
        assert first.result().startswith(b"%PDF")


def test_without_documents_no_process_is_started() -> None:
    with Workers(0) as running:
        assert running._processes == []


def test_what_the_renderer_raises_is_an_error_of_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handbook.pdf.write", fail)
    with Workers(1) as running, pytest.raises(LayoutError, match=r"cannot be laid out.*IndexError: a page"):
        running.print("a page").result()


def test_a_product_that_the_renderer_stops_at_is_named_and_takes_no_other_along(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("handbook.pdf.write", fail)
    with pytest.raises(IncompleteError, match=r"handout\.pdf is not made\. It cannot be laid out: .*IndexError"):
        build(CONTENT, tmp_path, ["handout", "training-deck"], progress=lambda step: None)
    assert (tmp_path / "training-deck.pptx").is_file()
    assert not (tmp_path / "handout.pdf").exists()


def test_an_error_that_is_meant_for_people_arrives_as_it_is() -> None:
    with Workers(1) as running, pytest.raises(LayoutError, match=r"^panel 7 overflows$"):
        running.run(refuse, "panel 7 overflows").result()


def test_a_worker_that_dies_is_one_clear_error_for_all_that_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    with Workers(1) as running:
        first, waiting = running.run(die), [running.run(double, number) for number in range(5)]
        with pytest.raises(HandbookError, match="want of memory"):
            first.result(timeout=10)
        for future in waiting:
            with pytest.raises(HandbookError, match="want of memory"):
                future.result(timeout=10)


def test_the_end_takes_some_milliseconds() -> None:
    with Workers(2) as running:
        running.print(PAGE).result()
        started = time.perf_counter()
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "terminated"])
def test_no_worker_outlives_its_parent_and_no_folder_is_left(tmp_path: Path, sign: signal.Signals) -> None:
    child = program(tmp_path, BUSY + "        print('busy', flush=True)\n        time.sleep(60)\n")
    assert child.stdout is not None
    assert child.stdout.readline() == "busy\n"
    child.send_signal(sign)
    child.communicate(timeout=10)
    assert ends(child.pid)
    assert left(tmp_path) == []


@pytest.mark.parametrize("ending", ["raise KeyError('lost')", "sys.exit(7)"])
def test_a_program_ends_by_itself_with_a_full_queue(tmp_path: Path, ending: str) -> None:
    child = program(tmp_path, BUSY + f"        {ending}\n")
    _, said = child.communicate(timeout=30)
    assert child.returncode in {1, 7}
    assert said.count("Traceback") == ("raise" in ending), said
    assert ends(child.pid)
    assert left(tmp_path) == []


def test_an_interrupt_from_the_keyboard_ends_all_without_a_word_from_workers(tmp_path: Path) -> None:
    child = program(
        tmp_path,
        # In the background a shell lets its programs ignore Ctrl-C, and so these tests with all that they start.
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n    try:\n"
        + "".join(f"    {line}\n" for line in BUSY.splitlines())
        + "            print('busy', flush=True)\n            time.sleep(60)\n"
        "    except KeyboardInterrupt:\n        sys.exit(130)\n",
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "busy\n"
    os.killpg(child.pid, signal.SIGINT)
    _, said = child.communicate(timeout=10)
    assert (child.returncode, said) == (130, "")
    assert ends(child.pid)
    assert left(tmp_path) == []


def test_where_threads_run_already_workers_are_started_afresh(tmp_path: Path) -> None:
    child = program(
        tmp_path,
        "    import threading\n"
        "    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "    with Workers(2) as running:\n"
        "        running.print(PAGE).result()\n"
        "        print(running.run(os.getpid).result() != os.getpid())\n",
    )
    said, wrong = child.communicate(timeout=30)
    assert (said, wrong) == ("True\n", "")
    assert ends(child.pid)
    assert left(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux does ctypes ask other programs for libraries")
def test_importing_the_renderer_starts_no_other_program() -> None:
    script = (
        "import subprocess, sys\n"
        "def refuse(*args, **kwargs): raise SystemExit(f'started {args}')\n"
        "subprocess.Popen.__init__ = refuse\n"
        "from handbook import pdf; pdf.warm_up()\n"
        "import ctypes.util; assert ctypes.util.find_library.__module__ == 'ctypes.util'\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


WRITING = (
    "    import random\n"
    "    chance = random.Random(0)\n"
    "    for _ in range({times}):\n"
    "        try:\n"
    "            with Workers(2) as running:\n"
    "                large = [running.run(bytes, 30_000_000) for _ in range(6)]\n"
    "                time.sleep(chance.random() * 0.15)\n"
    "                {harm}\n"
    "                raise KeyError('the proof failed')\n"
    "        except KeyError: pass\n"
    "    print('ended')\n"
)


@pytest.mark.parametrize(
    "harm",
    ["os.kill(chance.choice(running._processes).pid, signal.SIGKILL)", "large[0].cancel()"],
    ids=["killed", "left"],
)
def test_after_a_failed_proof_a_program_ends_though_a_worker_was_killed_while_it_wrote(
    tmp_path: Path, harm: str
) -> None:
    child = program(tmp_path, WRITING.format(times=12, harm=harm))
    said, wrong = child.communicate(timeout=60)
    assert (said, wrong, child.returncode) == ("ended\n", "", 0)
    assert ends(child.pid)
    assert left(tmp_path) == []
