"""The rooms of the house, and who may know whom: read from the code itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import figures
from tests.support import ROOT

# As the Makefile and pyproject.toml find them: every folder that is a package.
PACKAGES = sorted({path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "tools"})
MODULES = sorted(
    path
    for path in (*ROOT.glob("*.py"), *(path for name in (*PACKAGES, "tools") for path in (ROOT / name).rglob("*.py")))
)
# Who may import whom, besides itself and libraries. `cli` stands above all.
MAY_IMPORT = {
    "source": {"typeset"},
    "typeset": set(),
    "planned": {"source", "typeset"},
    "handbook": {"source", "typeset", "planned"},
    "slides": {"source", "typeset", "planned"},
    "proof": {"source", "typeset"},
    "products": {"source", "typeset", "planned", "handbook", "slides", "proof"},
}
HEAVY = {"weasyprint", "pptx", "pikepdf", "pydantic", "lxml", "uharfbuzz", "pdfminer", "jinja2", "yaml"}
OURS = {*PACKAGES, *(path.stem for path in ROOT.glob("*.py")), "tools", "tests"}


def imports(path: Path, *, only_top: bool = False) -> Iterator[str]:
    """The packages that a module imports; with only_top, those that are imported as soon as it is."""
    return (imported.split(".")[0] for imported in imported_names(path, only_top=only_top))


def imported_names(path: Path, *, only_top: bool = False) -> Iterator[str]:
    """The full name of everything that a module imports: of modules, and of what it takes out of them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = path.relative_to(ROOT).parts[:-1]
    for node in _at_once(tree) if only_top else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (above, node.module)))
            yield from (f"{module}.{name.name}" for name in node.names)


def _at_once(node: ast.AST) -> Iterator[ast.AST]:
    """What runs as soon as a module is imported: neither functions, nor what only type checkers see."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from (other, *_at_once(other))
        elif not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from (child, *_at_once(child))


def known_by(path: Path, *, only_top: bool) -> set[Path]:
    """Our modules that a module imports, as files."""
    found = set()
    for imported in imported_names(path, only_top=only_top):
        for dotted in (imported, imported.rpartition(".")[0]):
            at = ROOT.joinpath(*dotted.split("."))
            found |= {file for file in (at.with_suffix(".py"), at / "__init__.py") if dotted and file in MODULES}
    return found - {path}


def circles(*, only_top: bool) -> set[str]:
    """Groups of modules each of which needs all others of its group."""
    known = {path: known_by(path, only_top=only_top) for path in MODULES}
    reached = {path: set(others) for path, others in known.items()}
    for middle in MODULES:
        for path in MODULES:
            if middle in reached[path]:
                reached[path] |= reached[middle]
    groups = (sorted(other for other in reached[path] if path in reached[other]) for path in MODULES)
    return {" ↔ ".join(map(name, group)) for group in groups if group}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_those_that_it_may_know(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        known = set(imports(path)) & OURS
        assert known <= MAY_IMPORT[package] | {package}, name(path)


def test_every_package_has_its_rule() -> None:
    assert set(MAY_IMPORT) == set(PACKAGES)


def test_no_module_needs_itself_by_way_of_others() -> None:
    closed_later = circles(only_top=False)
    figures.LINES.extend(f"Closed by types or inside functions alone: {circle}" for circle in sorted(closed_later))
    assert circles(only_top=True) == set()


def test_a_circle_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "one.py").write_text("from package import two")
    (folder / "two.py").write_text("try:\n    from .three import x\nexcept ImportError: ...")
    (folder / "three.py").write_text("import package.one")
    late = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import package.one\ndef f():\n    import package.two"
    )
    (folder / "late.py").write_text(late)
    (folder / "four.py").write_text("import package.late\nimport package.one")
    (folder / "one.py").write_text("from package import two\nif TYPE_CHECKING:\n    import package.four")
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    monkeypatch.setattr(f"{__name__}.MODULES", sorted(folder.glob("*.py")))
    assert circles(only_top=True) == {"package/one.py ↔ package/three.py ↔ package/two.py"}
    assert len(circles(only_top=False).pop().split(" ↔ ")) == 5


def test_print_and_slides_never_import_each_other() -> None:
    for package, other in (("handbook", "slides"), ("slides", "handbook")):
        assert not [name(path) for path in (ROOT / package).rglob("*.py") if other in set(imports(path))]


def test_the_source_knows_neither_print_nor_slides() -> None:
    for path in (ROOT / "source").rglob("*.py"):
        assert not set(imports(path)) & {"handbook", "slides", "products", "cli", "weasyprint", "pptx"}, name(path)


@pytest.mark.parametrize("module", ["matching.py", "reading.py", "stream.py"])
def test_comparing_knows_items_and_words_and_no_file_format(module: str) -> None:
    assert not set(imports(ROOT / "proof" / module)) & {"pikepdf", "pdfminer", "pptx", "lxml", "weasyprint"}


def test_the_command_line_imports_nothing_heavy_before_a_command_runs() -> None:
    at_once = set(imports(ROOT / "cli.py", only_top=True))
    assert not at_once & HEAVY
    assert not at_once & OURS


def test_the_program_itself_imports_nothing_that_takes_long() -> None:
    script = "import sys, cli; print(' '.join(sorted(name for name in sys.modules if '.' not in name)))"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(loaded.stdout.split()) & HEAVY


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_has_at_most_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_only_build_writes_products_and_nothing_runs_code_from_content() -> None:
    forbidden = {"eval", "exec", "compile", "__import__"}
    for path in MODULES:
        calls = {
            node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute))
        }
        assert (
            not {
                node.func.id
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            & forbidden
        ), name(path)
        if path.relative_to(ROOT).parts[0] in {"handbook", "slides", "typeset"}:
            assert not calls & {"write_text", "write_bytes", "open_new", "mkdir", "unlink"}, name(path)


def test_nothing_reaches_for_the_network() -> None:
    for path in MODULES:
        if path.relative_to(ROOT).parts[0] != "tools":
            assert not set(imports(path)) & {"socket", "urllib", "http", "requests", "httpx", "ftplib", "smtplib"}, path


def test_the_tree_of_errors_is_the_one_that_is_drawn() -> None:
    from source import errors

    drawn = {word for word in (errors.__doc__ or "").split() if word.endswith("Error")}
    classes = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert classes == {"HandbookError", *drawn}
    assert all(issubclass(getattr(errors, name), errors.HandbookError) for name in classes)


def test_tests_mirror_the_packages() -> None:
    known = {*PACKAGES, "any_source", "checkers", "corpus", "data", "hostile", "kills", "mutated", "packs", "tools"}
    assert {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name[0] not in "._"} <= known
