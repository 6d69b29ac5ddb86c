"""The table of products, and the one loop that makes, proves and writes them. Only this module writes the output."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from press import Press, press
from source.errors import LayoutError, ProofError, SourceError, UnreadableError, UsageError

# The presses start first; what takes long to import is imported by the functions that need it, while they warm up.
if TYPE_CHECKING:
    from handbook.facilitator import Shown
    from slides.trial import Trial
    from source.findings import Comparison, Finding
    from source.model import Guide, Item
    from source.reading import Reading


class Promise(Protocol):
    """Bytes that are there, or will be."""

    def result(self) -> bytes:
        """The bytes, as soon as they are there."""


@dataclass(frozen=True)
class Later:
    """Work that is done here, when somebody asks for it."""

    make: Callable[[], bytes]

    def result(self) -> bytes:
        """The bytes, made now."""
        return self.make()


@dataclass(frozen=True)
class Printed:
    """Documents that the press prints, and what is made of them then."""

    documents: tuple[Promise, ...]
    finish: Callable[..., bytes]
    notes: tuple[str, ...] = ()

    def result(self) -> bytes:
        """The file, as soon as every document is there."""
        return self.finish(*(document.result() for document in self.documents))


@dataclass(frozen=True)
class Options:
    """What a build may be told besides the products."""

    page: str = "quarter-letter"
    up: int = 4  # pages of a booklet on one side of a sheet
    flip: str = "short"  # the edge of the sheet that the printer flips on
    template: Path | None = None  # an agency's own, for slides
    template_map: Path | None = None
    warn: Callable[[str], None] = lambda text: None  # told what a person should know of the template


# --- the table of products ----------------------------------------------------------------------------------------


def _everything(guide: Guide) -> Sequence[Item]:
    return guide.items()


def _on_card(guide: Guide) -> Sequence[Item]:
    from source.model import Kind

    kinds = {Kind.HEADING, Kind.TIP, Kind.POINT, Kind.QUESTION, Kind.CONTACT}
    return [item for item in guide.items() if item.kind in kinds]


def _on_poster(guide: Guide) -> Sequence[Item]:
    spoken = [section for section in guide.sections if section.voices]
    names = {section.id for section in spoken} | {section.question.id for section in spoken if section.question}
    names |= {voice.id for section in spoken for voice in section.voices}
    return [item for item in guide.items() if item.id in names]


@dataclass(frozen=True)
class Product:
    """A file that the builder makes: ``make`` gets the guide, the options and the press; it ``carries`` these items."""

    name: str
    file: str
    about: str
    sizes: tuple[str, ...]
    make: Callable[[Guide, Options, Press], Promise]
    printed: bool = False
    carries: Callable[[Guide], Sequence[Item]] = _everything


def _paper(
    name: str, about: str, sizes: tuple[str, ...], carries: Callable[[Guide], Sequence[Item]] = _everything
) -> Product:
    """A product that is printed as its job says."""

    def make(guide: Guide, options: Options, press: Press) -> Promise:
        from handbook.formats import size_for
        from handbook.imposition import Flip
        from handbook.jobs import JOBS, Choice

        job = JOBS[name](guide, Choice(size_for(options.page, sizes), options.up, Flip(options.flip)))
        return Printed(tuple(press.print(document) for document in job.documents), job.finish, job.notes)

    return Product(name, f"{name}.pdf", about, sizes, make, printed=True, carries=carries)


def _facilitator_guide(guide: Guide, options: Options, press: Press) -> Promise:
    from handbook import facilitator
    from handbook.formats import BINDER, size_for

    return press.print(facilitator.render(guide, _shown(guide), BINDER[size_for(options.page, PAPERS)]))


def _shown(guide: Guide) -> tuple[Shown, ...]:
    """The slides of the deck as print needs them: a picture, its words, and what goes with it."""
    from handbook.facilitator import Shown
    from slides import svg
    from slides.fit import fit
    from slides.plan import plan

    return tuple(
        Shown(
            part=fitted.slide.part,
            title=fitted.slide.title,
            picture=svg.svg(guide, fitted, number),
            words=svg.spoken(fitted),
            script=fitted.slide.notes.script,
            discussion=fitted.slide.notes.discussion,
            internal=fitted.slide.notes.internal,
            related=tuple(filter(None, fitted.slide.notes.related.split(", "))),
            minutes=fitted.slide.notes.minutes,
        )
        for number, fitted in enumerate(fit(plan(guide), guide.theme, guide.labels), start=1)
    )


def _handout(guide: Guide, options: Options, press: Press) -> Promise:
    from handbook import handout
    from handbook.formats import BINDER, size_for

    return press.print(handout.render(guide, BINDER[size_for(options.page, PAPERS)]))


def _training_deck(guide: Guide, options: Options, _: Press) -> Promise:
    def deck() -> bytes:
        from slides.fit import fit
        from slides.plan import plan
        from slides.write import write

        return write(guide, fit(plan(guide), guide.theme, guide.labels))

    def agency_deck(template: Path) -> bytes:
        from slides.on_template import deck as deck_on

        return deck_on(guide, template, options.template_map, options.warn)

    template = options.template
    return Later(partial(agency_deck, template) if template else deck)


def try_template(source: Path, template: Path, template_map: Path | None = None, preview: Path | None = None) -> Trial:
    """What an agency's template makes of the slides; ``preview`` is written where it is named.

    Raises:
        SourceError: the content, or the map, has faults.
        UnreadableError: the template is none, or cannot be read.
    """
    from slides import trial
    from slides.on_template import stage
    from source.load import load

    guide, opened = load(source), stage(template, template_map)
    if preview:
        _write_all([(preview, trial.preview(opened, guide))])
    return trial.tried(opened, guide)


PAPERS = ("letter", "a4")
PRODUCTS: Mapping[str, Product] = {
    product.name: product
    for product in (
        _paper("pocket-guide", "Pages for staff, one by one, tagged for screen readers", ("quarter-letter", "a6")),
        _paper("booklet", "The same pages on sheets to print on both sides, fold and staple", ("letter", "a4")),
        _paper("foldout", "The whole guide on one side of one sheet, folded to a pocket book", ("letter", "a4")),
        _paper("large-print", "Pages of 18 points and more, tagged for screen readers", ("letter", "a4")),
        _paper("tips-card", "One card, two sides: the tips; the question and who to call", ("4x6",), _on_card),
        _paper("voices-poster", "The voices for a staff room wall", ("letter", "tabloid", "a4", "a3"), _on_poster),
        _paper("press", "Pages for a print shop, with bleed, crop marks and pure black", ("quarter-letter", "a6")),
        Product(
            "training-deck",
            "training-deck.pptx",
            "Slides for trainers, with notes, for PowerPoint, Keynote, Google Slides and LibreOffice",
            ("16:9",),
            _training_deck,
        ),
        Product(
            "facilitator-guide",
            "facilitator-guide.pdf",
            "For trainers: each slide beside its script, with agenda, preparation and forms",
            PAPERS,
            _facilitator_guide,
            printed=True,
        ),
        Product(
            "handout",
            "handout.pdf",
            "For participants: the tips and voices with lines for notes",
            PAPERS,
            _handout,
            printed=True,
        ),
    )
}
SIZES = tuple(dict.fromkeys(size for product in PRODUCTS.values() if product.printed for size in product.sizes))


# --- make, prove, write -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """A product as it was written, and the proof of it."""

    product: str
    path: Path
    size: int
    places: int
    comparison: Comparison


Progress = Callable[[str], None]


def build(
    source: Path,
    output: Path,
    names: Sequence[str] = (),
    options: Options | None = None,
    progress: Progress = print,
    warn: Callable[[str], None] = print,
) -> list[Made]:
    """Make the named products, or all; prove each against the source; then write them, all or none.

    A product that cannot hold the words, and was not asked for by name, is left out; ``warn`` is told which and why.

    Raises:
        UsageError: there is no such product or size.
        UnreadableError: the template is none.
        SourceError: the content, or the map of the template, has faults.
        LayoutError: an item cannot be set in a product that was asked for.
        ProofError: a product does not say what the source says.
    """
    products = _chosen(names)
    options = options or Options()
    if options.template_map and not options.template:
        raise UsageError("A template map needs the template that it is for: add --template FILE.")
    if options.page not in SIZES:
        raise UsageError(f"There is no page size “{options.page}”. There are: {', '.join(SIZES)}.")
    if options.up not in _WAYS_UP or options.flip not in _FLIPS:
        raise UsageError(
            "A booklet has 2 or 4 pages on a side of a sheet (--up), and is flipped on the short or long edge."
        )
    with press(sum(product.printed for product in products)) as running:
        made = _made(products, source, output, options, running, _Told(progress, warn, bool(names)))
    _write_all([(product.path, data) for product, data in made])
    return [product for product, _ in made]


_WAYS_UP = (2, 4)
_FLIPS = ("short", "long")


@dataclass(frozen=True)
class _Told:
    """Who is told what, and whether the products were asked for by name."""

    progress: Progress
    warn: Callable[[str], None]
    by_name: bool

    @contextmanager
    def leaving_out(self, product: Product) -> Iterator[None]:
        """A product that cannot hold its words is an error where it was asked for, and otherwise left out."""
        try:
            yield
        except LayoutError as error:
            if self.by_name:
                raise
            self.warn(f"{product.file} is not made, and an older one is left as it was. {error}")


def _made(
    products: Sequence[Product], source: Path, output: Path, options: Options, running: Press, told: _Told
) -> list[tuple[Made, bytes]]:
    """Every product with its bytes and its proof. What is made in this process is made while the presses run."""
    from source.check import glyph_faults
    from source.load import load

    progress = told.progress
    progress("Reading the source")
    guide = load(source)
    if any(product.printed for product in products) and (faults := glyph_faults(source, guide)):
        raise SourceError(faults)
    promises = _promised(products, guide, options, running, told)
    made: dict[Product, tuple[Made, bytes]] = {}
    for product in sorted(promises, key=lambda product: not isinstance(promises[product], Later)):
        read = _reader(product.file)
        progress(f"Making {product.file}")
        with told.leaving_out(product):
            data = promises[product].result()
            progress(f"Reading {product.file} back")
            made[product] = (_proven(guide, product, read(data, product.file), len(data), output), data)
    return [made[product] for product in products if product in made]


def _promised(
    products: Sequence[Product], guide: Guide, options: Options, running: Press, told: _Told
) -> dict[Product, Promise]:
    """The products that can be made, each on its way."""
    promises: dict[Product, Promise] = {}
    for product in products:
        with told.leaving_out(product):
            promises[product] = product.make(guide, options, running)
            for note in getattr(promises[product], "notes", ()):
                told.warn(f"{product.file}: {note}")
    return promises


def _chosen(names: Sequence[str]) -> list[Product]:
    for name in names:
        if name not in PRODUCTS:
            raise UsageError(f"There is no product “{name}”. There are: {', '.join(PRODUCTS)}.")
    return [product for product in PRODUCTS.values() if product.name in names or not names]


def _proven(guide: Guide, product: Product, reading: Reading, size: int, output: Path) -> Made:
    from source.compare import compare
    from source.furniture import furniture

    comparison = compare(product.carries(guide), furniture(guide), reading, guide.withdrawn)
    if not comparison.faithful:
        from source.report import lines

        head = f"{product.file} would not say what the source says, so nothing was written:"
        raise ProofError("\n".join((head, *lines(comparison))))
    return Made(product.name, output / product.file, size, reading.places, comparison)


def _write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write every file whole beside its place, then move all into place: a reader never sees half a file.

    Raises:
        UsageError: the folder cannot be written to.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, data in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            waiting.append((Path(name), path))
            with os.fdopen(handle, "wb") as target:
                target.write(data)
            Path(name).chmod(0o644)
        for temporary, path in waiting:
            temporary.replace(path)
    except OSError as error:
        where = waiting[-1][1] if waiting else files[0][0]
        raise UsageError(f"{where} cannot be written ({error.strerror}). Name another folder.") from error
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)


# --- verify -------------------------------------------------------------------------------------------------------


def verify(source: Path, files: Sequence[Path]) -> list[Comparison]:
    """Read any files back and hold each against the source of today, and against the edition that it comes from.

    Raises:
        SourceError: the content has faults.
        UnreadableError: a file is missing, or neither PDF nor PPTX.
    """
    from source import editions
    from source.compare import compare
    from source.furniture import furniture
    from source.load import load

    guide = load(source)
    words = furniture(guide)
    known = editions.read(source)
    comparisons = []
    for path in files:
        reading = editions.stamped(_read(path), guide.labels)
        comparison = compare(_carried(path)(guide), words, reading, guide.withdrawn)
        explained = editions.explained(comparison, guide, known, editions.read_manifest(reading.manifest))
        comparisons.append(_advised(explained, guide))
    return comparisons


def _carried(path: Path) -> Callable[[Guide], Sequence[Item]]:
    """What a file must carry: what the product of its name does, be it renamed to ``tips-card (2).pdf``; else all."""
    known = (product for product in PRODUCTS.values() if path.name.startswith(product.name))
    return next((product.carries for product in known), _everything)


def _advised(comparison: Comparison, guide: Guide) -> Comparison:
    """The comparison with advice on the words that somebody else put in."""
    from source.terms import advice_on

    def put_in(finding: Finding) -> str:
        return finding.text or " ".join(change.file for change in finding.changes)

    def advised(finding: Finding) -> Finding:
        return replace(finding, advice=tuple(advice_on(put_in(finding), guide)))

    return replace(
        comparison, items=tuple(map(advised, comparison.items)), others=tuple(map(advised, comparison.others))
    )


def write_report(comparisons: Sequence[Comparison], path: Path) -> None:
    """Write a page about files, as HTML or PDF by its name, whole or not at all.

    Raises:
        UsageError: the name ends in neither.
    """
    from source.report import page

    html = page(list(comparisons))
    match path.suffix.lower():
        case ".html":
            data = html.encode()
        case ".pdf":
            from handbook.pdf import write_report as to_pdf

            data = to_pdf(html)
        case _:
            raise UsageError(f"{path.name}: a report is a page of HTML or PDF; name it .html or .pdf.")
    _write_all([(path, data)])


def _read(path: Path) -> Reading:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror}.") from error
    return _reader(path.name)(data, path.name)


def _reader(name: str) -> Callable[[bytes, str], Reading]:
    """The reader for a file name; imported only when a product of its kind is read."""
    match Path(name).suffix.lower():
        case ".pdf":
            from handbook.read import read as read_pdf

            return read_pdf
        case ".pptx":
            from slides.read import read as read_pptx

            return read_pptx
        case _:
            raise UnreadableError(f"{name} is neither a PDF nor a PowerPoint file (.pdf, .pptx).")
