"""What all tests share: the guide, and the two products, made once."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from products.build import build
from products.shell import ENDING
from source.load import CONTENT, load
from source.model import Guide
from tests import figures
from tests.checkers.needs import left_out, pytest_make_collect_report, pytest_runtest_makereport  # noqa: F401  # a skip fails in CI

# How long an example takes says something of the machine; speed is measured by `make bench`.
settings.register_profile("house", deadline=None)
# For `make mutants`, which runs the tests a thousand times, and several times in one process.
settings.register_profile(
    "mutants", deadline=None, max_examples=25, derandomize=True, suppress_health_check=list(HealthCheck)
)
settings.load_profile("house")


_HANDLERS = {number: signal.getsignal(number) for number in (*ENDING, signal.SIGALRM)}


def pytest_runtest_teardown() -> None:
    """A command that runs in this process ignores signals at its end, and what tests start would inherit that."""
    for number, handler in _HANDLERS.items():
        signal.signal(number, handler)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tests run in processes of their own; what they measured is printed by the one that counts."""
    if isinstance(handed := getattr(session.config, "workeroutput", None), dict):
        handed["figures"] = figures.LINES


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of tests has ended."""
    figures.LINES.extend(getattr(node, "workeroutput", {}).get("figures", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ())]
    for line in (*figures.LINES, *left_out(skipped)):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def guide() -> Guide:
    """The guide that the repository ships."""
    return load(CONTENT).guide


@pytest.fixture(scope="session")
def products(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every product, built from the shipped source."""
    folder = tmp_path_factory.mktemp("products")
    build(CONTENT, folder, progress=lambda step: None)
    return folder


@pytest.fixture(scope="session")
def pocket_guide(products: Path) -> Path:
    """The pocket guide."""
    return products / "pocket-guide.pdf"


@pytest.fixture(scope="session")
def training_deck(products: Path) -> Path:
    """The training deck."""
    return products / "training-deck.pptx"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content folder, to be changed."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))
