"""The command line as a person and as a script meet it: in a process of its own, with no terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from products.table import PRODUCTS
from source.load import CONTENT
from source.model import Guide
from tests.support import ROOT, change, handbook

NO_NETWORK = """
import socket, sys
def refuse(*_, **__):
    raise OSError("no network in this test")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.create_connection = refuse
sys.path.insert(0, {root!r})
sys.argv = ["handbook", *{arguments!r}]
import cli
cli.main()
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A folder of products made by the command line, and what the command said."""
    folder = tmp_path_factory.mktemp("built")
    return folder, handbook("build", "--output", folder)


# --- build --------------------------------------------------------------------------------------------------------


def test_build_makes_every_product_and_says_that_their_words_are_proven(
    built: tuple[Path, subprocess.CompletedProcess[str]], guide: Guide
) -> None:
    folder, said = built
    assert said.returncode == 0
    assert sorted(path.name for path in folder.glob("[!.]*")) == sorted(product.file for product in PRODUCTS.values())
    for product in PRODUCTS.values():
        number = len(product.carries(guide))
        assert f"{number} of {number} items word for word in {product.file}" in said.stdout


def test_no_progress_is_shown_where_there_is_no_terminal(
    built: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, said = built
    assert said.stderr == ""
    assert "\r" not in said.stdout


def test_progress_is_shown_on_a_terminal_and_wiped_away(tmp_path: Path) -> None:
    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip(
            "A terminal to look at needs pseudo-terminals, which this machine has none of (mount devpts on /dev/pts)."
        )
    process = subprocess.Popen(
        [sys.executable, "cli.py", "build", "training-deck", "--output", str(tmp_path)],
        cwd=ROOT,
        stderr=theirs,
        stdout=subprocess.DEVNULL,
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # Linux says so when the other side is closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    assert "Reading the source …" in shown.decode()
    assert shown.decode().endswith(" \r")


def test_quiet_says_nothing_when_all_is_well(tmp_path: Path) -> None:
    said = handbook("build", "training-deck", "--quiet", "--output", tmp_path)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    assert (tmp_path / "training-deck.pptx").is_file()


def test_one_product_alone_can_be_built(tmp_path: Path) -> None:
    assert handbook("build", "pocket-guide", "--page", "a6", "--output", tmp_path).returncode == 0
    assert [path.name for path in tmp_path.glob("[!.]*")] == ["pocket-guide.pdf"]


def test_build_answers_in_json_for_programs(tmp_path: Path, guide: Guide) -> None:
    said = handbook("build", "--json", "--output", tmp_path)
    answer = json.loads(said.stdout)
    assert said.stderr == ""
    assert set(answer) == {"products", "not_made", "old", "to_check", "faults"}
    assert [entry["product"] for entry in answer["products"]] == list(PRODUCTS)
    assert answer["not_made"] == answer["to_check"] == answer["faults"] == []
    assert "was last checked 2020" in answer["old"][0]
    for entry in answer["products"]:
        assert entry["same"] == entry["items"] == len(PRODUCTS[entry["product"]].carries(guide))
        assert entry["verdict"] == "same"
        assert Path(entry["file"]).stat().st_size == entry["bytes"]


def test_an_unknown_product_is_wrong_use_and_the_names_are_given(tmp_path: Path) -> None:
    said = handbook("build", "poster-guide", "--output", tmp_path / "out")
    assert said.returncode == 2
    assert all(product in said.stderr for product in PRODUCTS)
    assert "Traceback" not in said.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_size_is_wrong_use_and_the_names_are_given(tmp_path: Path) -> None:
    said = handbook("build", "--page", "b5", "--output", tmp_path / "out")
    assert said.returncode == 2
    assert "quarter-letter, a6" in said.stderr
    assert not (tmp_path / "out").exists()


def test_it_builds_without_a_network(tmp_path: Path) -> None:
    script = NO_NETWORK.format(root=str(ROOT), arguments=["build", "--output", str(tmp_path)])
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 0, said.stderr
    assert len(list(tmp_path.glob("[!.]*"))) == len(PRODUCTS)


def test_it_builds_from_any_working_directory(tmp_path: Path) -> None:
    said = handbook("build", "training-deck", "--output", "here", cwd=tmp_path)
    assert said.returncode == 0
    assert (tmp_path / "here" / "training-deck.pptx").is_file()


# --- bad input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["build", "check", "verify"])
def test_faults_are_told_together_with_their_places_and_nothing_is_touched(
    built: tuple[Path, subprocess.CompletedProcess[str]], content: Path, tmp_path: Path, command: str
) -> None:
    output = Path(shutil.copytree(built[0], tmp_path / "output"))
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.iterdir()}
    color = change(content, "theme.yaml", '"#0B5260"', "blue")
    text = change(content, "voices.yaml", "        We need more housing.\n", "\n") - 1
    where = () if command == "check" else ("--output", output)
    said = handbook(command, "--source", content, *where)
    assert said.returncode == 1
    assert said.stdout == ""
    assert [line.split(": ")[0] for line in said.stderr.splitlines()] == [
        f"theme.yaml:{color}:11",
        f"voices.yaml:{text}:13",
    ]
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.iterdir()} == before


def test_a_missing_folder_is_told_without_a_traceback(tmp_path: Path) -> None:
    said = handbook("check", "--source", tmp_path / "nothing")
    assert said.returncode == 1
    assert "There is no such folder" in said.stderr
    assert "Traceback" not in said.stderr


def test_an_output_folder_that_is_a_file_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    said = handbook("build", "training-deck", "--output", tmp_path / "out")
    assert said.returncode == 2
    assert str(tmp_path / "out") in said.stderr
    assert "Traceback" not in said.stderr
    assert (tmp_path / "out").read_text() == "a file"


def test_an_error_is_told_even_when_asked_to_be_quiet(content: Path) -> None:
    change(content, "theme.yaml", '"#0B5260"', "blue")
    said = handbook("check", "--quiet", "--source", content)
    assert said.returncode == 1
    assert "theme.yaml" in said.stderr


def test_a_voice_that_fits_no_slide_is_told_by_its_id(content: Path, tmp_path: Path) -> None:
    change(content, "voices.yaml", "We need more housing.", " ".join(["We need more housing."] * 80))
    said = handbook("build", "training-deck", "--source", content, "--output", tmp_path / "out")
    assert said.returncode == 1
    assert "voice.housing" in said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / "out").exists()


# --- check --------------------------------------------------------------------------------------------------------


def test_check_counts_the_items_and_reminds_of_old_contacts(guide: Guide) -> None:
    said = handbook("check")
    assert said.returncode == 0
    assert "National Human Trafficking Hotline was last checked 2020" in said.stdout
    assert f"{len(guide.items())} items, no faults." in said.stdout
    assert guide.fingerprint in said.stdout


@pytest.mark.parametrize("command", [("check",), ("build", "tips-card")])
def test_of_many_faults_a_person_sees_the_first_and_a_program_all(
    command: tuple[str, ...], content: Path, tmp_path: Path
) -> None:
    tips = (content / "tips.yaml").read_text(encoding="utf-8")
    (content / "tips.yaml").write_text(re.sub(r"(?m)^    - id: (.*)$", r"    - id: \1\n      wrong: 1", tips))
    facilitation = (content / "facilitation.yaml").read_text(encoding="utf-8")
    (content / "facilitation.yaml").write_text(facilitation.replace("script:", "scrpt:"))
    options = ("--source", content, *(("--output", tmp_path / "out") if command[0] == "build" else ()))
    said = handbook(*command, "--json", *options)
    faults = json.loads(said.stdout)["faults"]
    assert said.returncode == 1
    assert len(faults) > 20
    assert set(faults[0]) == {"file", "line", "column", "problem", "advice"}
    assert said.stderr.splitlines()[-1] == f"… and {len(faults) - 20} more faults."
    assert handbook(*command, *options).stdout == ""


def test_check_answers_in_json(guide: Guide) -> None:
    answer = json.loads(handbook("check", "--json").stdout)
    assert answer["items"] == len(guide.items())
    assert answer["fingerprint"] == guide.fingerprint
    assert len(answer["reminders"]) == 1


def test_check_makes_nothing(tmp_path: Path) -> None:
    handbook("check", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


# --- verify -------------------------------------------------------------------------------------------------------


def test_verify_proves_what_build_made(built: tuple[Path, subprocess.CompletedProcess[str]], guide: Guide) -> None:
    said = handbook("verify", "--output", built[0])
    assert said.returncode == 0
    for product in PRODUCTS.values():
        number = len(product.carries(guide))
        assert f"{number} of {number} items word for word in {product.file}" in said.stdout.splitlines()


def test_verify_says_which_product_is_not_there_and_compares_the_others(
    built: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    shutil.copy(built[0] / "tips-card.pdf", tmp_path)
    said = handbook("verify", "--output", tmp_path)
    assert said.returncode == 0
    assert "word for word in tips-card.pdf" in said.stdout
    assert "foldout.pdf is not there, so it was not compared." in said.stderr
    (tmp_path / "tips-card.pdf").unlink()
    assert handbook("verify", "--output", tmp_path).returncode == 2


def test_verify_answers_in_json_item_by_item(
    built: tuple[Path, subprocess.CompletedProcess[str]], guide: Guide
) -> None:
    answer = json.loads(handbook("verify", built[0] / "training-deck.pptx", "--json").stdout)
    assert len(answer) == 1
    found = {finding["id"]: finding["state"] for finding in answer[0]["findings"]}
    assert found == {item.id: "same" for item in guide.items()}


def test_verify_quietly_says_nothing_of_a_faithful_file(
    built: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    said = handbook("verify", "--quiet", "--output", built[0])
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_a_file_that_is_not_there_cannot_be_verified(tmp_path: Path) -> None:
    said = handbook("verify", tmp_path / "gone.pdf")
    assert said.returncode == 2
    assert "gone.pdf" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("name", ["letter.docx", "foreign.pdf", "foreign.pptx", "noname"])
def test_a_file_of_another_kind_cannot_be_verified(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"These are only words.")
    said = handbook("verify", tmp_path / name)
    assert said.returncode == 2
    assert name in said.stderr
    assert "Traceback" not in said.stderr


def test_a_folder_cannot_be_verified(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    said = handbook("verify", tmp_path / "folder.pdf")
    assert said.returncode == 2
    assert "Traceback" not in said.stderr


# --- the rest -----------------------------------------------------------------------------------------------------


LONG = ("weasyprint", "pptx", "pikepdf", "pdfminer", "yaml", "source.model", "build")


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--help"], (*LONG, "pydantic")),
        *((([command, "--help"]), LONG) for command in ("build", "check", "verify")),  # Typer imports pydantic here
    ],
)
def test_help_answers_without_importing_what_takes_long(arguments: list[str], unneeded: tuple[str, ...]) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['handbook', *{arguments!r}]\n"
        "import cli\n"
        "try: cli.main()\n"
        f"finally: print(*(name for name in {unneeded!r} if name in sys.modules), file=sys.stderr)\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 0
    assert "Usage" in said.stdout
    assert said.stderr.strip() == ""


@pytest.mark.parametrize("name", ["build", "verify", "press"])
def test_a_foreign_package_with_a_common_name_does_no_harm(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("raise ImportError('This is not the package that you look for.')")
    arguments = ["build", "training-deck", "--quiet", "--output", str(tmp_path / "out")]
    script = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]; sys.argv = ['handbook', *{arguments!r}]\n"
        "import cli; cli.main()"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120)
    assert (said.returncode, said.stderr) == (0, "")
    assert (tmp_path / "out" / "training-deck.pptx").is_file()


def test_products_lists_every_product_with_its_sizes() -> None:
    listed = handbook("products").stdout
    answer = json.loads(handbook("products", "--json").stdout)
    assert {entry["name"] for entry in answer} == set(PRODUCTS)
    for entry in answer:
        assert entry["name"] in listed
        assert list(PRODUCTS[entry["name"]].sizes) == entry["sizes"]


def test_the_program_is_installed_as_handbook() -> None:
    program = Path(sys.executable).with_name("handbook")
    if not program.exists():
        pytest.skip("the project is not installed in this environment")
    said = subprocess.run([program, "check", "--quiet"], cwd="/", capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_the_source_that_ships_is_the_default() -> None:
    explicit = handbook("check", "--json", "--source", CONTENT).stdout
    assert handbook("check", "--json").stdout == explicit
