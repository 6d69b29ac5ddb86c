"""What an edition explains of a file that differs from the source of today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from proof.findings import Comparison, Finding, State
from proof.placed import shown
from proof.reading import Reading
from source.editions import Edition, short
from source.labels import Labels, filled
from source.model import Guide
from source.traces import digest
from source.words import typographic


def stamped(reading: Reading, labels: Labels) -> Reading:
    """The reading with edition and fingerprint from its visible words, where its properties no longer have them."""
    if reading.fingerprint:
        return reading
    edition = shown(filled(labels.edition, edition="*"), "edition", r"\S+")
    fingerprint = shown(filled(labels.fingerprint, fingerprint="*"), "fingerprint", r"[0-9a-f]{4}(?:-[0-9a-f]{4}){2}")
    texts = [typographic(passage.text) for passage in reading.passages]
    return replace(
        reading,
        edition=_first(edition, texts) or reading.edition,
        fingerprint=_first(fingerprint, texts) or reading.fingerprint,
    )


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    return next((match[1] for match in map(pattern.fullmatch, texts) if match), "")


def explained(comparison: Comparison, guide: Guide, known: Mapping[str, Edition], own: Edition | None) -> Comparison:
    """The comparison with every difference that is the source's own doing named so.

    Args:
        comparison: of a file with the source of today.
        guide: the source of today.
        known: the editions that were given out.
        own: the edition that the file says it is, by its manifest.
    """
    label = comparison.edition or (own.label if own else "")
    fingerprint = comparison.fingerprint or (own.fingerprint if own else "")
    current = not fingerprint or fingerprint == guide.fingerprint
    # Our own words around the items may have changed under the same fingerprint: nobody added them.
    around = own.around if own else frozenset()
    others = tuple(f for f in comparison.others if f.state is not State.ADDED or short(f.text) not in around)
    current = current and len(others) == len(comparison.others)
    comparison = replace(comparison, edition=label, fingerprint=fingerprint, current=current, others=others)
    # Other words under today's label are a change, unless they were given out so.
    own = own if own and own.label != guide.edition else None
    edition = next((entry for entry in known.values() if entry.fingerprint == fingerprint), own)
    if current or edition is None:
        return comparison
    now = {item.id for item in guide.items()}
    items = tuple(_since(finding, edition) for finding in comparison.items)
    others = tuple(_gone(finding, edition, now) for finding in comparison.others)
    return replace(comparison, items=items, others=others)


def _since(finding: Finding, edition: Edition) -> Finding:
    """An item that differs from the source, as its own edition sees it."""
    then = edition.items.get(finding.id)
    if finding.state in {State.REWORDED, State.CUT} and then == digest(finding.words):
        return replace(finding, state=State.OUTDATED)
    if finding.state is State.MISSING and then is None:
        return replace(finding, state=State.NEW)
    return finding


def _gone(finding: Finding, edition: Edition, now: set[str]) -> Finding:
    """Added words that the file's own edition held, under an id that the source no longer has."""
    for identifier, digits in edition.items.items():
        if finding.state is State.ADDED and identifier not in now and digits == digest(finding.words):
            return replace(finding, state=State.GONE, id=identifier)
    return finding
