"""What earlier editions said, as digests, and what that explains of a file that differs from the source of today.

An edition is written down by ``handbook release`` into editions.yaml, and rides in every product as its manifest. Both
hold digests only, so that a withdrawn voice is nowhere kept in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from source import yamlfile
from source.fields import CheckedOn, Model, Words
from source.inline import Runs
from source.model import Guide
from source.traces import digest
from source.yamlfile import YamlFile

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


def manifest(guide: Guide, placed: Iterable[Runs]) -> str:
    """The edition, and digests of what stands around the items, for the properties of a file."""
    edition = edition_of(guide)
    items = " ".join(f"{identifier}={digits}" for identifier, digits in edition.items.items())
    around = " ".join(sorted({short("".join(run.text for run in runs)) for runs in placed}))
    return f"{edition.fingerprint} {edition.label}\n{items}\n{around}"


def short(text: str) -> str:
    """A digest short enough to ride along for each of our own words."""
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


# --- in the source: editions.yaml ---------------------------------------------------------------------------------


class Released(Model):
    """An edition as it was given out."""

    released: CheckedOn
    fingerprint: Words
    items: Annotated[str, Field(min_length=1)]


class EditionsFile(Model):
    """editions.yaml: every edition that was given out, by its label."""

    editions: dict[str, Released]


def read(folder: Path, contents: yamlfile.Contents | None = None) -> tuple[YamlFile, dict[str, Edition]]:
    """The editions that were given out, by label; none where there is no file."""
    file = yamlfile.read(folder, NAME, contents, optional=True)
    try:
        known = EditionsFile.model_validate(file.data or {"editions": {}})
        return file, {
            label: Edition(label, entry.fingerprint, dict(pair.split("=", 1) for pair in entry.items.split()))
            for label, entry in known.editions.items()
        }
    except ValueError:
        file.fault((1, 1), "The list of editions is damaged.", "Restore it from an earlier copy.")
        return file, {}


_HEAD = """\
# What each edition said when it was given out, as digests: written by `handbook release`, not made to be edited.
# `verify` needs it to tell a file that is out of date from one that somebody changed.
"""


def with_edition(file: YamlFile, edition: Edition, today: str) -> str:
    """The text of editions.yaml with one more edition; one that stands there already keeps its day."""
    editions = dict(file.data["editions"]) if file.data else {}
    items = " ".join(f"{identifier}={digits}" for identifier, digits in edition.items.items())
    editions.setdefault(edition.label, {"released": today, "fingerprint": edition.fingerprint, "items": items})
    return _HEAD + yaml.safe_dump({"editions": editions}, allow_unicode=True, sort_keys=False, width=110)
