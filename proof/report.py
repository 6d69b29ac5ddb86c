"""Findings for people: sentences, a table's rows, a page to send. Differences can be read without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from proof.findings import Change, Comparison, Finding
from source.labels import Labels


class Report:
    """What is said of files, in the words of the labels."""

    def __init__(self, labels: Labels, language: str = "en") -> None:
        self.labels = labels
        self.language = language

    def name(self, finding: Finding) -> str:
        """What people call an item, such as “Tip 7, point 2”; of one that the source no longer has, its id."""
        return finding.name or finding.id or self._word("ours")

    def line(self, finding: Finding, medium: str) -> str:
        """One finding as a sentence."""
        said = {"id": self.name(finding), "where": self.where(finding, medium), "what": self.what(finding)}
        return " ".join((self._word(finding.state.name, **said), *finding.advice))

    def state(self, finding: Finding) -> str:
        """What became of an item, in a word or two."""
        return self._word(f"state_{finding.state.name}")

    def note(self, finding: Finding) -> str:
        """What else is said of an item; most have nothing."""
        return self._word(f"note_{finding.note.key}", **{finding.note.key: finding.note.value}) if finding.note else ""

    def what(self, finding: Finding) -> str:
        """What differs, in one row of words."""
        return "; ".join(filter(None, (self.note(finding), finding.text or marked(finding.changes))))

    def where(self, finding: Finding, medium: str) -> str:
        """``page 3`` or ``slides 3, 4``."""
        numbers = ", ".join(map(str, finding.locations))
        return self._word(f"{medium}s" if len(finding.locations) > 1 else medium, numbers=numbers) if numbers else ""

    def sentence(self, comparison: Comparison) -> str:
        """The verdict as a sentence, or why there is none."""
        verdict: str = getattr(self.labels, f"verdict_{comparison.verdict.name.lower()}", "")
        return comparison.unread or verdict.format(name=comparison.name)

    def summary(self, comparison: Comparison) -> str:
        """``36 of 36 items word for word in pocket-guide.pdf``."""
        return self._word("summary", same=comparison.same, total=len(comparison.items), name=comparison.name)

    def edition(self, comparison: Comparison) -> str:
        """Which edition a file comes from, and whether that is current."""
        key = "no_edition" if not comparison.edition else "edition" if comparison.current else "older_edition"
        return self._word(key, edition=comparison.edition, fingerprint=comparison.fingerprint)

    def taken(self, comparison: Comparison) -> str:
        """What a file was taken for, and by what it was recognised; "" where it was not."""
        if comparison.verdict.bare or not comparison.taken_for:
            return ""
        by = self._word(f"by_{comparison.known_by}")
        said = self._word("taken_for", product=comparison.taken_for, by=by)
        return f"{said} {self.labels.report_macros}" if comparison.macros else said

    def lines(self, comparison: Comparison) -> Iterator[str]:
        """All that is said of a file, a sentence each."""
        if not comparison.verdict.bare:
            yield self.summary(comparison)
            yield from (self.line(finding, comparison.medium) for finding in comparison.differences)
            if count := sum(finding.typographic for finding in comparison.items):
                yield self._word("typographic", count=count)
            yield " ".join(filter(None, (self.edition(comparison), self.taken(comparison))))
        yield self.sentence(comparison)

    def as_data(self, comparison: Comparison) -> dict[str, Any]:
        """The same for programs; the schema stands in docs/for-coordinators.md."""
        findings = () if comparison.verdict.bare else comparison.findings
        return {
            "file": comparison.name,
            "verdict": comparison.verdict.word,
            "sentence": self.sentence(comparison),
            "edition": comparison.edition,
            "fingerprint": comparison.fingerprint,
            "current": comparison.current,
            "taken_for": "" if comparison.verdict.bare else comparison.taken_for,
            "known_by": "" if comparison.verdict.bare else comparison.known_by,
            "macros": comparison.macros,
            "items": len(comparison.items),
            "same": comparison.same,
            "findings": [{**asdict(finding), "note": self.note(finding)} for finding in findings],
        }

    def page(self, comparisons: Iterable[Comparison]) -> str:
        """A page of HTML that a coordinator can send to a trainer: no script, no address, marks that print in black."""
        found = FileSystemLoader(Path(__file__).parent / "templates")
        templates = Environment(
            loader=found, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        page = templates.get_template("report.html")
        return page.render(report=self, labels=self.labels, comparisons=list(comparisons))

    def _word(self, key: str, **values: object) -> str:
        label: str = getattr(self.labels, f"report_{key.lower()}")
        return label.format(**values)


def marked(changes: tuple[Change, ...]) -> str:
    """The words in one row, with ``[-what the source has-]`` and ``[+what the file has+]``."""
    return " ".join(filter(None, (_marked(change) for change in changes)))


def _marked(change: Change) -> str:
    source = f"[-{change.source}-]" if change.source else ""
    file = f"[+{change.file}+]" if change.file else ""
    return change.same or " ".join(filter(None, (source, file)))
