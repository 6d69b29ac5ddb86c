"""What is made follows the command line, then settings.yaml, then what is usual."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from products.build import carry_out
from products.request import request
from products.table import PRODUCTS, SIZES, Options
from source import settings
from source.errors import SourceError, UsageError
from source.load import CONTENT, load
from tests.slides import templates
from tests.support import ROOT, change, faults, handbook, no_slide_holds

SESSIONS = ["full", "roll-call-15", "lunch-30"]
USUAL: dict[str, Any] = {
    **{"page": "quarter-letter", "up": 4, "flip": "short", "cover": "titled"},
    **{"session": ["full"], "products": []},
}


def in_any_case(names: list[str]) -> st.SearchStrategy[str]:
    """A name as somebody types it."""
    return st.builds(
        lambda name, shape: shape(name), st.sampled_from(names), st.sampled_from([str, str.upper, str.title])
    )


def several(names: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(in_any_case(names), min_size=1, max_size=3)


OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "page": in_any_case(list(SIZES)),
        "up": st.sampled_from([2, 4]),
        "flip": in_any_case(["short", "long"]),
        "cover": in_any_case(["titled", "discreet"]),
        "session": several(SESSIONS),
        "products": several(list(PRODUCTS)),
    },
)


def written(folder: Path, text: str) -> Path:
    (folder / settings.NAME).write_text(text, encoding="utf-8")
    return folder


def handouts(content: Path, *sessions: str) -> list[str]:
    return [one.file for one in request(content, products=["handout"], session=list(sessions)).targets()]


def test_all_stands_for_every_session_and_each_gets_files_of_its_own(content: Path) -> None:
    every = ["handout.pdf", *(f"handout-{name}.pdf" for name in list(load(content).guide.sessions)[1:])]
    assert handouts(content, "all") == handouts(content, "ALL") == handouts(content, "full", "All") == every
    written(content, "session: all\n")
    assert load(content)
    assert handouts(content) == every


def test_all_is_the_one_session_of_a_content_folder_that_plans_none(content: Path) -> None:
    (content / "sessions.yaml").unlink()
    assert handouts(content, "all") == ["handout.pdf"]


# --- who wins -----------------------------------------------------------------------------------------------------


@given(OPTIONS, OPTIONS)
def test_the_command_line_wins_over_the_file_and_the_file_over_what_is_usual(
    typed: dict[str, Any], in_file: dict[str, Any]
) -> None:
    with TemporaryDirectory() as folder:
        asked = request(written(Path(folder), yaml.safe_dump(in_file)), **typed)
    targets = asked.targets()
    wanted = {**USUAL, **in_file, **typed}
    products = {name.lower() for name in wanted["products"]} or set(PRODUCTS)
    sessions = {name.lower() for name in wanted["session"]}
    assert {target.product.name for target in targets} == products
    for target in targets:
        assert target.options.page == wanted["page"].lower()
        assert target.options.up == wanted["up"]
        assert target.options.flip == wanted["flip"].lower()
        assert target.options.cover == wanted["cover"].lower()
    shown = {target.options.session for target in targets if target.product.by_session}
    assert shown == (sessions if any(PRODUCTS[name].by_session for name in products) else set())
    assert len({target.file for target in targets}) == len(targets), "no file is made twice"


@given(OPTIONS)
def test_settings_that_are_left_aside_say_nothing(in_file: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        asked = request(written(Path(folder), yaml.safe_dump(in_file)), settings=False)
    assert asked.options == Options()
    assert [target.file for target in asked.targets()] == [product.file for product in PRODUCTS.values()]


@pytest.mark.parametrize("text", ["", "\n\n", "# page: a4\n", "\ufeff# page: a4\r\n  # up: 2\r\n"])
def test_a_file_of_comments_says_nothing_and_costs_nothing(tmp_path: Path, text: str) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    written(tmp_path / "content", text)
    assert faults(tmp_path / "content") == []
    script = (
        "import sys; from pathlib import Path; from products.request import request\n"
        f"print(request(Path({str(tmp_path / 'content')!r})).products, 'yaml' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout == "() False\n"


def test_another_template_on_the_command_line_leaves_the_map_of_the_first_aside(content: Path, tmp_path: Path) -> None:
    (content / "agency.potx").write_bytes(b"one")
    (content / "map.yaml").write_text("layouts: {}\n")
    written(content, "template: agency.potx\ntemplate_map: map.yaml\n")
    asked = request(content).options
    assert (asked.template, asked.template_map) == (content / "agency.potx", content / "map.yaml")
    other = request(content, template=tmp_path / "other.potx").options
    assert (other.template, other.template_map) == (tmp_path / "other.potx", None)


# --- names --------------------------------------------------------------------------------------------------------


def test_the_file_knows_every_product_and_size_that_the_builder_makes() -> None:
    assert set(settings.PRODUCTS) == set(PRODUCTS)
    assert set(settings.SIZES) == set(SIZES)


KNOWN = {"page": list(SIZES), "flip": ["short", "long"], "cover": ["titled", "discreet"], "products": list(PRODUCTS)}


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str, str]:
    """An option, a name of five letters or more, and what becomes of it under a hasty finger."""
    option = draw(st.sampled_from(sorted(KNOWN)))
    name = draw(st.sampled_from([name for name in KNOWN[option] if len(name) > 4]))
    at = draw(st.integers(1, len(name) - 2))
    lost, swapped = name[:at] + name[at + 1 :], name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    wrong = draw(st.sampled_from([lost, swapped, name[:at] + "x" + name[at:]]))
    return option, name, wrong if wrong not in KNOWN[option] else lost


@given(misspelt())
def test_a_name_that_is_misspelt_is_told_with_the_name_that_was_meant(case: tuple[str, str, str]) -> None:
    option, meant, wrong = case
    with TemporaryDirectory() as folder:
        typed: Any = [wrong] if option == "products" else wrong
        with pytest.raises(UsageError, match=f"“{wrong}”. Did you mean “{meant}”"):
            request(Path(folder), **{option: typed}).targets()
        with pytest.raises(SourceError) as told:
            request(written(Path(folder), f"# mine\n{option}: {wrong}\n"))
    (fault,) = (fault for fault in told.value.faults if fault.file == settings.NAME)
    assert (fault.line, fault.column) == (2, len(option) + 3)
    assert f"Did you mean “{meant}”" in fault.advice


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("build", "poket-guide"), "“pocket-guide”"),
        (("build", "deck"), "“training-deck”"),
        (("build", "--page", "Leter"), "“letter”"),
        (("build", "training-deck", "--session", "lunch"), "“lunch-30”"),
        (("build", "--flip", "longe"), "“long”"),
        (("build", "--cover", "discrete"), "“discreet”"),
        (("buidl",), "'build'"),
    ],
)
def test_on_the_command_line_it_is_wrong_use(arguments: tuple[str, ...], meant: str, tmp_path: Path) -> None:
    said = handbook(*arguments, cwd=tmp_path)
    assert said.returncode == 2
    assert f"Did you mean {meant}" in said.stderr
    assert list(tmp_path.iterdir()) == []


# --- faults -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("page: A7\n", "1:7: There is no page size “A7”. There are: quarter-letter"),
        ("page: 4\n", "1:7: “page” should be text, but is read as a number. Put it in quotation marks."),
        ("up: 3\n", "1:5: “up” must be 2 or 4."),
        ("paper: a4\n", "1:1: “paper” is not known here. Did you mean “page”?"),
        ("session: [full, lunch]\n", "1:17: There is no session “lunch”. Did you mean “lunch-30”?"),
        ("session: lunch\n", "1:10: There is no session “lunch”. Did you mean “lunch-30”?"),
        ("products:\n  - handout\n  - posters\n", "3:5: There is no product “posters”. Did you mean “voices-poster”?"),
        ("products: []\n", "1:11: “products” should be a list. Start each entry on a line of its own with a dash."),
        ("template: agency.potx\n", "1:11: There is no file “agency.potx” in the content folder. Put it there, or"),
        ("template: ../agency.potx\n", "1:11: “../agency.potx” leads out of the content folder. Put a copy"),
        ("template: /etc/passwd\n", "1:11: “/etc/passwd” leads out of the content folder."),
        ("template_map: guide.yaml\n", "1:1: A template map needs the template that it is for."),
        ("page: [\n", "This is not valid YAML"),
    ],
)
def test_every_fault_has_its_place_and_what_to_do(content: Path, text: str, said: str) -> None:
    written(content, text)
    (fault,) = faults(content)
    assert fault.startswith("settings.yaml:")
    assert said in fault
    with pytest.raises(SourceError, match=r"settings\.yaml"):
        load(content, request(content).contents)


def test_a_link_that_leads_out_of_the_content_is_no_file_of_it(content: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.potx").write_bytes(b"secret")
    (content / "agency.potx").symlink_to(tmp_path / "secret.potx")
    written(content, "template: agency.potx\n")
    (fault,) = faults(content)
    assert "leads out of the content folder" in fault


def test_faults_of_the_settings_are_told_with_all_others(content: Path, tmp_path: Path) -> None:
    written(content, "page: a7\n")
    change(content, "theme.yaml", '"#0B5260"', "blue")
    for command in ("build", "check", "verify"):
        said = handbook(command, "--source", content, cwd=tmp_path)
        assert said.returncode == 1
        assert [line.partition(":")[0] for line in said.stderr.splitlines()] == ["settings.yaml", "theme.yaml"]
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


@pytest.mark.parametrize("name", ["settings.yaml", "tips.yaml"])
def test_a_file_that_cannot_be_opened_is_a_fault_and_no_traceback(
    content: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(content, "page: a4\n")
    real = Path.read_bytes

    def denied(path: Path) -> bytes:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(SourceError, match=rf"^{name}:1:1: The file cannot be read: Permission denied"):
        load(content, request(content).contents)


def test_the_name_of_a_file_needs_no_letters_that_print_has(content: Path) -> None:
    (content / "模板.potx").write_bytes(b"one")
    written(content, "template: 模板.potx\n")
    from source.check import refused

    assert refused(load(content)) == []


# --- every command heeds them -------------------------------------------------------------------------------------


def test_a_plain_build_makes_what_the_settings_say_and_verify_expects_just_that(content: Path, tmp_path: Path) -> None:
    (content / "agency.potx").write_bytes(templates.small_widescreen())
    written(
        content,
        "page: A4\nsession: [roll-call-15, lunch-30]\nproducts: [Handout, training-deck]\ntemplate: agency.potx\n",
    )
    expected = {f"{name}-{session}.{end}" for name, end in (("handout", "pdf"), ("training-deck", "pptx"))
                for session in ("roll-call-15", "lunch-30")}  # fmt: skip
    where = ("--source", content, "--output", tmp_path / "out")
    said = handbook("build", "--json", *where)
    assert said.returncode == 0, said.stderr
    assert {Path(one["file"]).name for one in json.loads(said.stdout)["products"]} == expected
    assert {path.name for path in (tmp_path / "out").glob("[!.]*")} == expected
    again = handbook("build", *where)
    assert "Nothing to do" in again.stdout
    verified = handbook("verify", *where)
    assert (verified.returncode, verified.stderr) == (0, "")
    (tmp_path / "out" / "handout-lunch-30.pdf").unlink()
    assert "handout-lunch-30.pdf is not there" in handbook("verify", *where).stderr
    tried = handbook("check-template", "--source", content)
    assert "The deck can be made on this template" in tried.stdout


def test_another_setting_makes_again_only_what_heeds_it(content: Path, products: Path, tmp_path: Path) -> None:
    output = Path(shutil.copytree(products, tmp_path / "out"))
    written(content, "flip: long\n")
    made = carry_out(request(content), output, lambda step: None, lambda note: None)
    assert [one.product for one in made if one.made] == ["booklet"]


def test_what_the_settings_name_is_asked_for_so_that_its_absence_is_an_error(content: Path, tmp_path: Path) -> None:
    no_slide_holds(content)
    where = ("--source", content, "--output", tmp_path / "out", "--json")
    assert handbook("build", "booklet", *where).returncode == 0
    written(content, "products: [booklet, training-deck]\n")
    said = handbook("build", *where)
    assert said.returncode == 1
    answer = json.loads(said.stdout)
    assert [one["product"] for one in answer["products"]] == ["booklet"]
    assert answer["not_made"][0].startswith("training-deck.pptx is not made.")
    assert "Shorten it" in answer["not_made"][0]


def test_a_template_that_nobody_named_cannot_be_tried() -> None:
    said = handbook("check-template")
    assert said.returncode == 2
    assert "Name your template" in said.stderr
