"""Any file in hand, held against the source of today and against the edition that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from products.table import PRODUCTS, Options, Product, everything
from source.errors import LayoutError, UnreadableError, UsageError
from source.inline import Run

if TYPE_CHECKING:
    from proof.findings import Comparison, Finding
    from proof.reading import Reading
    from source.editions import Edition
    from source.inline import Order, Runs
    from source.load import Source
    from source.model import Guide


def verify(source: Path, files: Sequence[Path]) -> list[Comparison]:
    """Read any files back and hold each against the source of today, and against the edition that it comes from.

    A deck is held against the session that it says it shows. A file that is missing, cannot be read, or shows a session
    that the source does not have is ``unread``, and stops none of the others.

    Raises:
        SourceError: the content has faults.
    """
    from source.load import load

    return verified(load(source), files)


def verified(source: Source, files: Sequence[Path], options: Options | None = None) -> list[Comparison]:
    """The same, of a source that is read already; what is planned to be around its words follows the options."""
    from proof.findings import Comparison

    comparisons = []
    for path in files:
        try:
            comparisons.append(_verified(source, path, options or Options()))
        except (UnreadableError, UsageError) as error:
            comparisons.append(Comparison(path.name, "", (), unread=str(error)))
    return comparisons


def _verified(source: Source, path: Path, options: Options) -> Comparison:
    from proof import explaining
    from proof.matching import Known, compare
    from source import editions

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror}.") from error
    reading = explaining.stamped(reader_for(path.name)(data, path.name), source.guide.labels)
    own = editions.read_manifest(reading.manifest)
    guide, session = _shown(source.guide, reading, own)
    product = product_of(path)
    carries = product.carries if product else everything
    held = explaining.held(carries(guide), carries(source.guide), own, session)
    earlier = explaining.edition_of(reading, guide, source.editions, own)
    asked = frozenset(contact.id for contact in guide.contacts if not contact.lines)
    around = placed_for(product, guide, options, reading.medium)
    known = Known(around.orders, asked, earlier.items if earlier else {})
    comparison = compare(held, around.placed, reading, source.guide.withdrawn, known)
    today = {item.id for item in carries(guide)}
    return _advised(explaining.explained(comparison, source.guide, today, earlier, own, session), source.guide)


def product_of(path: Path) -> Product | None:
    """The product of a file's name, be it ``Copy of tips-card (2).pdf``; None where it has another."""
    return next((product for product in PRODUCTS.values() if product.name in path.name.casefold()), None)


@dataclass(frozen=True)
class Around:
    """The words of ours that are no items, and what stands on each page or slide."""

    placed: tuple[Runs, ...]
    orders: tuple[Order, ...]


def placed_for(product: Product | None, guide: Guide, options: Options | None = None, medium: str = "page") -> Around:
    """What is around the items of a product, read from its plan; of all that are read so, where it is not known.

    The notes of slides are seen on paper alone. What we once wrote to be said with a voice stands in older files, even
    after the voice was withdrawn.
    """
    placed: dict[Runs, None] = {}
    orders: dict[Order, None] = {}
    for known in [product] if product else PRODUCTS.values():
        if medium == "slide" and known.printed and not product:
            continue
        # A product that cannot hold the words of today has no plan; the file in hand may be older.
        with suppress(LayoutError):
            plan = known.plan(guide, options or Options())
            placed |= dict.fromkeys(plan.placed)
            orders |= dict.fromkeys((*plan.orders, *(plan.in_notes if medium == "page" else ())))
    labels = (guide.labels.note_script, guide.labels.note_discussion, guide.labels.note_internal)
    for script in (text for voice in guide.withdrawn for text in voice.scripts) if medium == "page" else ():
        placed |= dict.fromkeys([(Run(script),), *((Run(f"{label} {script}"),) for label in labels)])
    return Around(tuple(placed), tuple(orders))


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


def reader_for(name: str) -> Callable[[bytes, str], Reading]:
    """The reader for a file name; imported only when a product of its kind is read."""
    match Path(name).suffix.lower():
        case ".pdf":
            from proof.pdf import read as read_pdf

            return read_pdf
        case ".pptx":
            from proof.pptx import read as read_pptx

            return read_pptx
        case _:
            raise UnreadableError(f"{name} is neither a PDF nor a PowerPoint file (.pdf, .pptx).")
