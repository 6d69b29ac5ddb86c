"""What an edition explains of a file that differs from the source of today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from proof.findings import Comparison, Finding, State
from proof.placed import shown
from proof.reading import Reading
from source.editions import Edition, short
from source.labels import OLD_CODE, Labels, filled
from source.model import Guide, Item
from source.traces import digest
from source.words import typographic


def stamped(reading: Reading, labels: Labels) -> Reading:
    """The reading with edition and check code from its visible words, where its properties no longer have them."""
    if reading.fingerprint:
        return reading
    edition = shown(filled(labels.edition, edition="*"), "edition", r"\S+")
    code = r"[0-9a-f]{4}(?:-[0-9a-f]{4}){2}"
    said = (shown(filled(label, fingerprint="*"), "fingerprint", code) for label in (labels.fingerprint, OLD_CODE))
    texts = [typographic(passage.text) for passage in reading.passages]
    return replace(
        reading,
        edition=_first(edition, texts) or reading.edition,
        fingerprint=next(filter(None, (_first(pattern, texts) for pattern in said)), reading.fingerprint),
    )


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    return next((match[1] for match in map(pattern.fullmatch, texts) if match), "")


def held(shown: Sequence[Item], whole: Sequence[Item], own: Edition | None, session: str) -> list[Item]:
    """The items that a file is held against: those of today, and those of an older choice of its session.

    Args:
        shown: what a file of today carries.
        whole: what one of the whole guide does.
        own: the edition that the file says it is, by its manifest, which holds what it showed.
        session: the name of its session, where there is none of that name any more.
    """
    today, then = {item.id for item in shown}, own.items if own else {}
    if session:
        return [item for item in whole if item.id in then]
    return [item for item in whole if item.id in today or item.id in then]


def edition_of(reading: Reading, guide: Guide, known: Mapping[str, Edition], own: Edition | None) -> Edition | None:
    """The edition that a file comes from, where that is not today's and is known: given out, or by its manifest."""
    fingerprint = reading.fingerprint or (own.fingerprint if own else "")
    if not fingerprint or fingerprint == guide.fingerprint:
        return None
    # Other words under today's label are a change, unless they were given out so.
    own = own if own and own.label != guide.edition else None
    return next((entry for entry in known.values() if entry.fingerprint == fingerprint), own)


def explained(
    comparison: Comparison, guide: Guide, today: Set[str], then: Edition | None, own: Edition | None, session: str = ""
) -> Comparison:
    """The comparison with every difference that is the source's own doing named so.

    Args:
        comparison: of a file with the source of today.
        guide: the source of today.
        today: the ids of the items that such a file carries today.
        then: the edition that the file comes from, where that is not today's.
        own: the edition that the file says it is, by its manifest.
        session: the name of its session, where there is none of that name any more.
    """
    label = comparison.edition or (own.label if own else "")
    fingerprint = comparison.fingerprint or (own.fingerprint if own else "")
    # Our own words around the items may have changed under the same fingerprint: nobody added them.
    around = own.around if own else frozenset()
    others = tuple(_around(finding, around, kept=not guide.withdrawn) for finding in comparison.others)
    older = {at for finding in others if finding.state is State.OUTDATED for at in finding.locations}
    items = tuple(_attributed(finding, older) for finding in comparison.items)
    if own:
        held = (finding for finding in items if finding.id in today or finding.state is not State.MISSING)
        items = tuple(_chosen(finding, own, today) for finding in held)
    if then:
        items = tuple(_since(finding, then) for finding in items)
        others = tuple(_gone(finding, then, {item.id for item in guide.items()}) for finding in others)
    if session:
        others = (*others, Finding(State.GONE, session, "session", (comparison.locations,)))
    current = not older and (not fingerprint or fingerprint == guide.fingerprint)
    return replace(comparison, items=items, others=others, edition=label, fingerprint=fingerprint, current=current)


def _around(finding: Finding, around: Set[str], *, kept: bool) -> Finding:
    """Words of ours that stood around the items when the file was made.

    They may name a voice by its first words; where one was withdrawn, they are not ``kept``.
    """
    ours = finding.state is State.ADDED and not finding.note and short(finding.text) in around
    return replace(finding, state=State.OUTDATED, text=finding.text if kept else "…") if ours else finding


def _attributed(finding: Finding, older: Set[int]) -> Finding:
    """A voice beside the attribution that it had then."""
    attributed = finding.note is not None and finding.note.key == "attribution" and set(finding.locations) & older
    return replace(finding, state=State.OUTDATED) if attributed else finding


def _chosen(finding: Finding, own: Edition, today: Set[str]) -> Finding:
    """An item that the session of the file showed then and does not now, or the other way about."""
    if finding.id not in own.items and finding.state is State.MISSING:
        return replace(finding, state=State.NEW)
    if finding.id not in today and finding.state is State.SAME:
        return replace(finding, state=State.GONE)
    return finding


def _since(finding: Finding, edition: Edition) -> Finding:
    """An item that differs from the source, as its own edition sees it."""
    then = edition.items.get(finding.id)
    if finding.state in {State.REWORDED, State.CUT} and then == digest(finding.words):
        return replace(finding, state=State.OUTDATED)
    if finding.state is State.MISSING and then is None:
        return replace(finding, state=State.NEW)
    return finding


def _gone(finding: Finding, edition: Edition, now: Set[str]) -> Finding:
    """Added words that the file's own edition held, under an id that the source no longer has."""
    for identifier, digits in edition.items.items():
        if finding.state is State.ADDED and identifier not in now and digits == digest(finding.words):
            return replace(finding, state=State.GONE, id=identifier)
    return finding
