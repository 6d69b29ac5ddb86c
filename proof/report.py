"""Findings for people: sentences, a table's rows, a page to send. Differences can be read without colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from proof.findings import Change, Comparison, Finding, State

_SENTENCES: Mapping[State, str] = {
    State.WITHDRAWN: "{id} was withdrawn and is still on {where}. Please take it out; its words are not repeated here.",
    State.REWORDED: "{id} on {where} was reworded: {what}",
    State.CUT: "{id} on {where} was cut short: {what}",
    State.MISSING: "{id} is missing.",
    State.TWICE: "{id} is there more than once: {where}.",
    State.ADDED: "On {where} somebody added: “{what}”",
    State.OUTDATED: "{id} on {where} was reworded in the source since: {what}",
    State.GONE: "{id} on {where} is no longer in the source.",
    State.NEW: "{id} is new in the source since.",
    State.SAME: "{id} is the same ({where}).",
}


def line(finding: Finding, medium: str) -> str:
    """One finding as a sentence."""
    sentence = _SENTENCES[finding.state].format(id=finding.id, where=where(finding, medium), what=what(finding))
    return " ".join((sentence, *finding.advice))


def what(finding: Finding) -> str:
    """What differs, in one row of words."""
    return "; ".join(filter(None, (finding.note, finding.text or marked(finding.changes))))


def where(finding: Finding, medium: str) -> str:
    """``page 3`` or ``slides 3, 4``."""
    plural = "s" if len(finding.locations) > 1 else ""
    return f"{medium}{plural} {', '.join(map(str, finding.locations))}" if finding.locations else ""


def marked(changes: tuple[Change, ...]) -> str:
    """The words in one row, with ``[-what the source has-]`` and ``[+what the file has+]``."""
    return " ".join(filter(None, (_marked(change) for change in changes)))


def _marked(change: Change) -> str:
    if change.same:
        return change.same
    source = f"[-{change.source}-]" if change.source else ""
    file = f"[+{change.file}+]" if change.file else ""
    return " ".join(filter(None, (source, file)))


def differences(comparison: Comparison) -> list[Finding]:
    """Every finding that is no "same", the gravest first; none where the verdict says all."""
    if comparison.verdict.bare:
        return []
    return [finding for finding in comparison.findings if finding.state is not State.SAME]


def summary(comparison: Comparison) -> str:
    """``36 of 36 items word for word in pocket-guide.pdf``."""
    return f"{comparison.same} of {len(comparison.items)} items word for word in {comparison.name}"


def lines(comparison: Comparison) -> Iterator[str]:
    """All that is said of a file, a sentence each."""
    if comparison.verdict.bare:
        yield comparison.sentence
        return
    yield summary(comparison)
    yield from (line(finding, comparison.medium) for finding in differences(comparison))
    typographic = sum(finding.typographic for finding in comparison.items)
    if typographic:
        yield f"In {typographic} words a program changed quotation marks, spaces or hyphens; this counts as the same."
    yield edition(comparison)
    yield comparison.sentence


def edition(comparison: Comparison) -> str:
    """Which edition a file comes from, and whether that is current."""
    if not comparison.edition:
        return "It does not say which edition it comes from."
    current = "the current one" if comparison.current else "not the current one"
    return f"It comes from edition {comparison.edition} (fingerprint {comparison.fingerprint}), {current}."


def as_data(comparison: Comparison) -> dict[str, Any]:
    """The same for programs; the schema stands in docs/for-coordinators.md."""
    from dataclasses import asdict

    return {
        "file": comparison.name,
        "verdict": comparison.verdict.word,
        "sentence": comparison.sentence,
        "edition": comparison.edition,
        "fingerprint": comparison.fingerprint,
        "current": comparison.current,
        "items": len(comparison.items),
        "same": comparison.same,
        "findings": [] if comparison.verdict.bare else [asdict(finding) for finding in comparison.findings],
    }


def page(comparisons: list[Comparison]) -> str:
    """A page of HTML that a coordinator can send to a trainer: no script, no address, marks that print in black."""
    return (
        _templates()
        .get_template("report.html")
        .render(
            comparisons=comparisons,
            differences=differences,
            edition=edition,
            summary=summary,
            where=where,
        )
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
