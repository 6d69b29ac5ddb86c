"""Marks for tests that need a tool, the rule that CI has them all, and a summary of what was left out.

On somebody's own machine a test whose tool is missing is skipped and says why. With CI=true in the environment a skip
is a failure, whatever its reason: a check that silently stops running is worse than none. For that rule
`tests/conftest.py` imports the two hooks: ``pytest_make_collect_report`` and ``pytest_runtest_makereport``.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator
from typing import TypeVar

import pytest

Report = TypeVar("Report", pytest.CollectReport, pytest.TestReport)


def needs_programs(what_for: str, package: str, *programs: str) -> pytest.MarkDecorator:
    """A mark that skips a test where one of the programs is missing, with a sentence that says what to install."""
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=lacks(what_for, package, missing))


def lacks(what_for: str, package: str, missing: Iterable[str]) -> str:
    """The sentence that says what to install; ``left_out`` reads it."""
    return f"{what_for} needs {', '.join(missing)}, which this machine lacks (Debian's package {package})."


def left_out(reasons: Iterable[str]) -> Iterator[str]:
    """A line for each tool that is missing, and for each other reason: how many tests were skipped for it."""
    counts: Counter[str] = Counter()
    programs: defaultdict[str, set[str]] = defaultdict(set)
    for reason in reasons:
        if said := re.search(r"needs (.+), which this machine lacks \(Debian's package (.+)\)", reason):
            programs[said[2]].update(said[1].split(", "))
            counts[said[2]] += 1
        else:
            counts[reason.removeprefix("Skipped: ")] += 1
    for cause, count in counts.most_common():
        what = f"{cause} ({', '.join(sorted(programs[cause]))}) is missing" if cause in programs else cause
        yield f"{count} {'test' if count == 1 else 'tests'} skipped: {what}"


# A test that forgets its mark is skipped as soon as it starts one of these: see `run`.
PACKAGES = {
    **dict.fromkeys(("java", "javac"), "default-jdk-headless"),
    **dict.fromkeys(("pdftotext", "pdffonts", "pdfinfo", "pdftoppm"), "poppler-utils"),
    "soffice": "libreoffice-impress",
    "qpdf": "qpdf",
}
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
