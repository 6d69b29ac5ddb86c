"""What earlier editions said, as digests, and what that explains of a file that differs from the source of today.

An edition is written down by ``handbook release`` into editions.yaml, and rides in every product as its manifest. Both
hold digests only, so that a withdrawn voice is nowhere kept in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from source import yamlfile
from source.errors import SourceError, UsageError
from source.fields import CheckedOn, Model, Words
from source.findings import Comparison, Finding, State
from source.furniture import furniture
from source.labels import Labels
from source.model import Guide
from source.reading import Reading, typographic
from source.traces import digest

NAME = "editions.yaml"


@dataclass(frozen=True)
class Edition:
    """The label and fingerprint of an edition, and the digest of every item that it held, by id."""

    label: str
    fingerprint: str
    items: Mapping[str, str] = field(default_factory=dict)
    around: frozenset[str] = frozenset()  # short digests of our own words around the items


def edition_of(guide: Guide) -> Edition:
    """The edition that a guide is."""
    return Edition(guide.edition, guide.fingerprint, {item.id: digest(item.words) for item in guide.items()})


# --- in a file: its manifest --------------------------------------------------------------------------------------


def manifest(guide: Guide) -> str:
    """The edition as one line of text, for the properties of a file."""
    edition = edition_of(guide)
    items = " ".join(f"{identifier}={digits}" for identifier, digits in edition.items.items())
    around = " ".join(sorted({_short(text) for text in furniture(guide)}))
    return f"{edition.fingerprint} {edition.label}\n{items}\n{around}"


def _short(text: str) -> str:
    return digest(text)[:8]


def read_manifest(text: str) -> Edition | None:
    """The edition that a file says it is; None where it says nothing that can be read."""
    head, _, rest = text.partition("\n")
    items, _, around = rest.partition("\n")
    fingerprint, _, label = head.partition(" ")
    pairs = [entry.partition("=") for entry in items.split()]
    if not label or not pairs or not all(digits for _, _, digits in pairs):
        return None
    known = {identifier: digits for identifier, _, digits in pairs}
    return Edition(label, fingerprint, known, frozenset(around.split()))


# --- in a file: its visible words -------------------------------------------------------------------------------


def stamped(reading: Reading, labels: Labels) -> Reading:
    """The reading with edition and fingerprint from its visible words, where its properties no longer have them."""
    if reading.fingerprint:
        return reading
    found = {
        "edition": _shown(reading, labels.edition, "edition", r"\S+"),
        "fingerprint": _shown(reading, labels.fingerprint, "fingerprint", r"[0-9a-f]{4}(?:-[0-9a-f]{4}){2}"),
    }
    return replace(reading, **{name: value for name, value in found.items() if value})  # type: ignore[arg-type]


def _shown(reading: Reading, label: str, name: str, form: str) -> str:
    before, _, after = label.partition("{" + name + "}")
    pattern = re.compile(rf"{re.escape(before)}({form}){re.escape(after)}")
    matches = (pattern.fullmatch(typographic(passage.text)) for passage in reading.passages)
    return next((match[1] for match in matches if match), "")


# --- in the source: editions.yaml ---------------------------------------------------------------------------------


class Released(Model):
    """An edition as it was given out."""

    released: CheckedOn
    fingerprint: Words
    items: Annotated[str, Field(min_length=1)]


class EditionsFile(Model):
    """editions.yaml: every edition that was given out, by its label."""

    editions: dict[str, Released]


def read(folder: Path) -> dict[str, Edition]:
    """The editions that were given out, by label.

    Raises:
        SourceError: the file is damaged.
    """
    if not (folder / NAME).is_file():
        return {}
    file = yamlfile.read(folder, NAME)
    try:
        known = EditionsFile.model_validate(file.data)
        return {
            label: Edition(label, entry.fingerprint, dict(pair.split("=", 1) for pair in entry.items.split()))
            for label, entry in known.editions.items()
        }
    except ValueError:
        file.fault((1, 1), "The list of editions is damaged.", "Restore it from an earlier copy.")
        raise SourceError(file.faults) from None


_HEAD = """\
# What each edition said when it was given out, as digests: written by `handbook release`, not made to be edited.
# `verify` needs it to tell a file that is out of date from one that somebody changed.
"""


def release(folder: Path, guide: Guide, today: str) -> None:
    """Write down that this edition was given out.

    Raises:
        UsageError: an edition of this name was given out with other words.
    """
    edition = edition_of(guide)
    known = read(folder).get(edition.label)
    if known and known.fingerprint != edition.fingerprint:
        raise UsageError(
            f"Edition {edition.label} was given out with other words. Count up “edition” in guide.yaml first."
        )
    data = yaml.safe_load((folder / NAME).read_text(encoding="utf-8")) if (folder / NAME).is_file() else None
    editions = (data or {"editions": {}})["editions"]
    items = " ".join(f"{identifier}={digits}" for identifier, digits in edition.items.items())
    editions.setdefault(edition.label, {"released": today, "fingerprint": edition.fingerprint, "items": items})
    text = yaml.safe_dump({"editions": editions}, allow_unicode=True, sort_keys=False, width=110)
    (folder / NAME).write_text(_HEAD + text, encoding="utf-8", newline="\n")


# --- what an edition explains -------------------------------------------------------------------------------------


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
    others = tuple(f for f in comparison.others if f.state is not State.ADDED or _short(f.text) not in around)
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
