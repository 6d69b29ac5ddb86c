"""Products of earlier builds that lie beside new ones: do they still say what the source says?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from products.ledger import Entry, digest
from products.table import PRODUCTS, Options, Product
from source.notes import Note, Topic

if TYPE_CHECKING:
    from source.load import Source
    from source.model import Guide


def words_of(product: Product, shown: Guide) -> str:
    """The digest of the items that a product carries."""
    return digest(*(part for item in product.carries(shown) for part in (item.id, item.words, item.attribution)))


def is_current(path: Path, entry: Entry | None, content: str) -> bool:
    """Whether it is known already that a file says what a content says."""
    return entry is not None and entry.content == content and entry.unharmed(path)


def look_at(
    source: Source, paths: Sequence[Path], entries: Mapping[str, Entry], content: str
) -> tuple[dict[str, Entry], list[Note]]:
    """What is known of older files after a look at them, and what a person should know of those that are out of date.

    A file that we made is known by the digest of its items. Any other is read; and so is one out of date where a voice
    was withdrawn since, which it may still carry.
    """
    looks = {path.name: _look(source, path, entries.get(path.name, Entry("")), content) for path in paths}
    return {name: entry for name, (entry, _) in looks.items()}, [
        Note(Topic.OLD, said) for _, said in looks.values() if said
    ]


def _look(source: Source, path: Path, entry: Entry, content: str) -> tuple[Entry, str]:
    """What is known of a file, and what is to be said of it, if anything."""
    words, ours = _words_now(path, source.guide), entry.unharmed(path)
    same, said = ours and bool(words) and entry.words == words, _is_old(path)
    if not ours or (not same and source.guide.withdrawn):
        same, said = _read(source, path)
    if not ours:
        entry = Entry("", file=digest(path.read_bytes()))
    return (replace(entry, words=words, content=content), "") if same else (entry, said)


def _words_now(path: Path, guide: Guide) -> str:
    """The digest of what a product with the name of this file carries today; "" where its session is gone."""
    for product in PRODUCTS.values():
        for session in guide.sessions if product.by_session else (Options.session,):
            options = Options(session=session)
            if product.file_name(options) == path.name:
                return words_of(product, product.shown(guide, options))
    return ""


def _is_old(path: Path) -> str:
    return f"{path} was not made again, and no longer says what the source says. Build it again, or delete it."


def _read(source: Source, path: Path) -> tuple[bool, str]:
    """Whether a file has every item word for word, and what to say where it has not."""
    from products.verify import verified
    from proof.findings import State, Verdict

    (comparison,) = verified(source, [path])
    if comparison.unread:
        return False, comparison.unread
    if any(finding.state is State.WITHDRAWN for finding in comparison.findings):
        return False, f"{path} is of an earlier build, and carries a voice that was withdrawn since: please delete it."
    return comparison.verdict in {Verdict.SAME, Verdict.ADDED}, _is_old(path)
