"""Any file in hand, held against the source of today and against the edition that it comes from."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from products.guarded import Apart, Bounds
from products.kinds import has_macros, reader_for
from products.recognise import taken_for
from products.table import PRODUCTS, Options, Product, everything
from source.errors import LayoutError, UnreadableError, UsageError
from source.given import name_of, read_file
from source.given import shown as as_shown
from source.inline import Run
from source.names import COVERS

if TYPE_CHECKING:
    from proof.findings import Comparison, Finding
    from proof.reading import Reading
    from source.editions import Edition
    from source.inline import Order, Runs
    from source.load import Source
    from source.model import Guide

Say = Callable[[str], None]


def verify(source: Path, files: Sequence[Path]) -> list[Comparison]:
    """Read any files back and hold each against the source of today, and against the edition that it comes from.

    A deck is held against the session that it says it shows. A file that is missing, cannot be read, or shows a session
    that the source does not have is ``unread``, and stops none of the others.

    Raises:
        SourceError: the content has faults.
    """
    from source.load import load

    return verified(load(source), files)


def verified(
    source: Source, files: Sequence[Path], options: Options | None = None, progress: Say = lambda step: None
) -> list[Comparison]:
    """The same, of a source that is read already; what is planned to be around its words follows the options.

    Each file is read in a process of its own, within bounds; as many at a time as there are processors.
    """
    for module in _NEEDED:
        import_module(module)
    items = len(source.guide.items())
    waiting = deque(files)
    begun: deque[tuple[Path, Apart[Comparison] | str]] = deque()
    comparisons: list[Comparison] = []
    try:
        while waiting or begun:
            while waiting and len(begun) < (os.cpu_count() or 1):
                path = waiting.popleft()
                begun.append((path, _begun(source, path, options or Options(), items)))
            path, apart = begun.popleft()
            progress(f"Reading {name_of(path)} ({len(comparisons) + 1} of {len(files)})")
            comparisons.append(_finished(path, apart))
    finally:
        for _, apart in begun:
            if isinstance(apart, Apart):
                apart.end()
    return comparisons


# What every file needs: the processes that read them have it then, without importing it again.
_NEEDED = (
    *("proof.explaining", "proof.matching", "proof.pdf", "proof.pptx"),
    *("handbook.documents", "slides.plan", "source.editions", "source.terms"),
)


def _begun(source: Source, path: Path, options: Options, items: int) -> Apart[Comparison] | str:
    """The comparison of a file, which goes on by itself; or why it cannot be read."""
    try:
        return Apart(name_of(path), partial(compared, source, path, options), Bounds.for_file(path, items))
    except UnreadableError as error:
        return str(error)


def _finished(path: Path, apart: Apart[Comparison] | str) -> Comparison:
    from proof.findings import Comparison

    try:
        if isinstance(apart, Apart):
            return apart.result()
        said = apart
    except (UnreadableError, UsageError) as error:
        said = str(error)
    return Comparison(name_of(path), "", (), unread=said)


def compared(source: Source, path: Path, options: Options) -> Comparison:
    """One file, read in this process and held against the source.

    Raises:
        UnreadableError: it cannot be read.
        UsageError: it shows a session that the source does not have.
    """
    from proof import explaining
    from proof.matching import Known, compare
    from proof.names import named
    from source import editions

    guide = source.guide
    data = read_file(path)
    reading = explaining.stamped(_read(data, name_of(path)), guide.labels)
    own = editions.read_manifest(reading.manifest)
    shown, session = _shown(guide, reading, own)
    taken = taken_for(reading, shown, lambda product: placed_for([product], shown, options).placed)
    carries = taken.products[0].carries if taken else everything
    held = explaining.held(carries(shown), carries(guide), own, session)
    earlier = explaining.edition_of(reading, shown, source.editions, own)
    asked = frozenset(contact.id for contact in shown.contacts if not contact.lines)
    around = placed_for(taken.products if taken else None, shown, options, reading.medium)
    known = Known(around.orders, asked, earlier.items if earlier else {}, around.twice)
    comparison = compare(held, around.placed, reading, guide.withdrawn, known)
    today = {item.id for item in carries(shown)}
    explained = explaining.explained(comparison, guide, today, earlier, own, session)
    if taken:
        explained = replace(explained, taken_for=taken.named(shown), known_by=taken.by, macros=has_macros(data))
    return _advised(named(explained, shown, guide), guide)


def _read(data: bytes, name: str) -> Reading:
    """What a file says, if it says anything."""
    reading = reader_for(data, name)(data, name)
    if reading.locations and not (reading.passages or reading.notes or reading.hints or reading.fingerprint):
        raise UnreadableError(
            f"{name} has no words that can be read: its {reading.medium}s are pictures, as those of a scan are. "
            "Ask for the file that was printed or scanned."
        )
    return replace(
        reading,
        passages=tuple(replace(passage, text=as_shown(passage.text)) for passage in reading.passages),
        notes=tuple(replace(passage, text=as_shown(passage.text)) for passage in reading.notes),
        misplaced=tuple(replace(words, text=as_shown(words.text)) for words in reading.misplaced),
        edition=as_shown(reading.edition),
    )


@dataclass(frozen=True)
class Around:
    """The words of ours that are no items, what stands on each page or slide, and what stands there twice."""

    placed: tuple[Runs, ...]
    orders: tuple[Order, ...]
    twice: frozenset[str]


def placed_for(
    products: Sequence[Product] | None, guide: Guide, options: Options | None = None, medium: str = "page"
) -> Around:
    """What is around the items of products, read from their plans; of all that are read so, where none is known.

    The notes of slides are seen on paper alone. What we once wrote to be said with a voice stands in older files, even
    after the voice was withdrawn.
    """
    from source.labels import OLD_CODE, filled

    placed: dict[Runs, None] = {filled(OLD_CODE, fingerprint=guide.fingerprint): None}
    orders: dict[Order, None] = {}
    twice: frozenset[str] = frozenset()
    for known in products or PRODUCTS.values():
        if medium == "slide" and known.printed and not products:
            continue
        # A product that cannot hold the words of today has no plan; the file in hand may be older.
        covers = COVERS if "cover" in known.heeds else COVERS[:1]  # a file does not say which it has
        for cover in covers:
            with suppress(LayoutError):
                plan = known.plan(guide, replace(options or Options(), cover=cover))
                placed |= dict.fromkeys(plan.placed)
                twice |= plan.twice
                orders |= dict.fromkeys((*plan.orders, *(plan.in_notes if medium == "page" else ())))
    labels = (guide.labels.note_script, guide.labels.note_discussion, guide.labels.note_internal)
    for script in (text for voice in guide.withdrawn for text in voice.scripts) if medium == "page" else ():
        placed |= dict.fromkeys([(Run(script),), *((Run(f"{label} {script}"),) for label in labels)])
    if guide.withdrawn and (note := guide.facilitation.content_note):  # it announced what they say
        placed |= dict.fromkeys((Run(text),) for text in (*note.paragraphs[:1], *note.sentences.values()))
    return Around(tuple(placed), tuple(orders), twice)


def built(output: Path) -> list[Path]:
    """Every product that there should be in a folder, and the decks of further sessions that are there."""
    return [
        path
        for product in PRODUCTS.values()
        for path in (
            output / product.file,
            *(sorted(output.glob(product.file.replace(".", "-*."))) * product.by_session),
        )
    ]


def _shown(guide: Guide, reading: Reading, own: Edition | None) -> tuple[Guide, str]:
    """What the file says it shows, a session or the whole guide; and the name of a session that is there no more.

    What such a file holds is known by its manifest.
    """
    from source.sessions import cut

    name = reading.session or _session_named(guide, reading)
    if name and name not in guide.sessions:
        if own:
            return guide, name
        raise UsageError(
            f"{reading.name} shows the session “{name}”, which is not in sessions.yaml. "
            f"There are: {', '.join(guide.sessions)}. Build it again for one of these."
        )
    return (cut(guide, name) if name else guide), ""


def _session_named(guide: Guide, reading: Reading) -> str:
    """The session that the file names for people to see: programs may lose its metadata, but not its words."""
    named = {guide.labels.session.format(title=entry.title, name=name): name for name, entry in guide.sessions.items()}
    said = (" ".join(passage.text.split()) for passage in reading.passages)
    return next((named[text] for text in said if text in named), "")


def _advised(comparison: Comparison, guide: Guide) -> Comparison:
    """The comparison with advice on the words that somebody else put in."""
    from proof.findings import State
    from source.terms import advice_on

    def advised(finding: Finding) -> Finding:
        if finding.state in {State.MISPLACED, State.UNSEEN}:  # nobody put these in
            return finding
        put_in = finding.text or " ".join(change.file for change in finding.changes)
        return replace(finding, advice=tuple(advice_on(put_in, guide)))

    return replace(
        comparison, items=tuple(map(advised, comparison.items)), others=tuple(map(advised, comparison.others))
    )
