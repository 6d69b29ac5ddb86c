"""Marks for tests that need a tool, and the rule that CI has them all.

On somebody's own machine a test whose tool is missing is skipped and says why. With CI=true in the environment a skip
is a failure, whatever its reason: a check that silently stops running is worse than none. For that rule
`tests/conftest.py` imports the two hooks: ``pytest_make_collect_report`` and ``pytest_runtest_makereport``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from typing import TypeVar

import pytest

Report = TypeVar("Report", pytest.CollectReport, pytest.TestReport)


def needs_programs(what_for: str, package: str, *programs: str) -> pytest.MarkDecorator:
    """A mark that skips a test where one of the programs is missing, with a sentence that says what to install."""
    missing = [program for program in programs if shutil.which(program) is None]
    reason = f"{what_for} needs {', '.join(missing)}, which this machine lacks (Debian's package {package})."
    return pytest.mark.skipif(bool(missing), reason=reason)


needs_java = needs_programs("Checking with veraPDF", "default-jdk-headless", "java", "javac")
needs_libreoffice = needs_programs("Rendering a deck", "libreoffice-impress", "soffice")
needs_poppler = needs_programs("Reading a PDF back", "poppler-utils", "pdftotext", "pdffonts", "pdfinfo", "pdftoppm")
needs_qpdf = needs_programs("Checking that a PDF is sound", "qpdf", "qpdf")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI, fail a module that skips itself."""
    return _strict((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, fail a test that is skipped, by a mark or while it runs."""
    return _strict((yield))


def _strict(report: Report) -> Report:
    # An expected failure is reported as skipped too, but it did run.
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CI runs every test, but this one was left out. {reason}"
    return report
