"""Findings in words for people. Differences are marked so that they can be read without colour."""

from __future__ import annotations

from source.compare import Change, Comparison, Finding, State

_SENTENCES = {
    State.WITHDRAWN: "{id} was withdrawn, and is still on {where}.",
    State.REWORDED: "{id} on {where} was reworded: {what}",
    State.CUT: "{id} on {where} was cut short: {what}",
    State.MISSING: "{id} is missing.",
    State.TWICE: "{id} is there more than once: {where}.",
    State.ADDED: "On {where} somebody added: “{what}”",
    State.SAME: "{id} is the same ({where}).",
}


def line(finding: Finding, medium: str) -> str:
    """One finding as a sentence."""
    what = finding.text or finding.note or marked(finding.changes)
    return _SENTENCES[finding.state].format(id=finding.id, where=where(finding, medium), what=what)


def where(finding: Finding, medium: str) -> str:
    """``page 3`` or ``slides 3, 4``."""
    plural = "s" if len(finding.places) > 1 else ""
    return f"{medium}{plural} {', '.join(map(str, finding.places))}"


def marked(changes: tuple[Change, ...]) -> str:
    """The words in one row, with ``[-what the source has-]`` and ``[+what the file has+]``."""
    return " ".join(filter(None, (_marked(change) for change in changes)))


def _marked(change: Change) -> str:
    if change.same:
        return change.same
    source = f"[-{change.source}-]" if change.source else ""
    file = f"[+{change.file}+]" if change.file else ""
    return " ".join(filter(None, (source, file)))


def summary(comparison: Comparison) -> str:
    """``36 of 36 items word for word in pocket-guide.pdf``."""
    return f"{comparison.same} of {len(comparison.items)} items word for word in {comparison.name}"
