"""The one loop that makes, proves and writes products. Only this module writes the output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from products import ledger
from products.ledger import Entry
from products.table import PRODUCTS, SIZES, Options, Plan, Product
from products.verify import built, reader_for
from source.errors import IncompleteError, LayoutError, ProofError, SourceError, UsageError, list_faults
from source.files import write_all

# The workers start first; what takes long to import is imported by the functions that need it, while they warm up.
if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from products.workers import Workers
    from proof.reading import Reading
    from slides.agency.trial import Trial
    from source.errors import HandbookError
    from source.load import Source
    from source.model import Guide


@dataclass(frozen=True)
class Made:
    """A product as it lies in the folder, made now or current, and what was found when it was read back."""

    product: str
    path: Path
    size: int
    sentence: str  # the proof in a line
    data: Any  # the proof for programs
    made: bool = True


Say = Callable[[str], None]
_MANY = 8  # processes for each product on paper, if there are so many processors: a long one is printed in parts
_WAYS_UP = (2, 4)
_FLIPS = ("short", "long")


def build(
    source: Path,
    output: Path,
    names: Sequence[str] = (),
    options: Options | None = None,
    progress: Say = print,
    warn: Say = print,
    *,
    force: bool = False,
) -> list[Made]:
    """Make the named products, or all; prove each against the source; then write them, all at once.

    What is current and unharmed is not made again, unless ``force`` says so. A product that cannot hold the words is
    left out, and takes no other along; ``warn`` is told which and why.

    Raises:
        UsageError: there is no such product, size or session.
        UnreadableError: the template is none.
        SourceError: the content, or the map of the template, has faults.
        IncompleteError: all else is made, but a product is not that was asked for, was there, or failed its proof.
    """
    products = _chosen(names)
    options = options or Options()
    _check(options)
    earlier = {} if force else ledger.read(output)
    return _Build(source, output, options, progress, warn, bool(names), earlier).run(products)


def _chosen(names: Sequence[str]) -> list[Product]:
    for name in names:
        if name not in PRODUCTS:
            raise UsageError(f"There is no product “{name}”. There are: {', '.join(PRODUCTS)}.")
    return [product for product in PRODUCTS.values() if product.name in names or not names]


def _check(options: Options) -> None:
    if options.page not in SIZES:
        raise UsageError(f"There is no page size “{options.page}”. There are: {', '.join(SIZES)}.")
    if options.template_map and not options.template:
        raise UsageError("A template map needs the template that it is for: add --template FILE.")
    if options.up not in _WAYS_UP or options.flip not in _FLIPS:
        raise UsageError(
            "A booklet has 2 or 4 pages on a side of a sheet (--up), and is flipped on the short or long edge."
        )


@dataclass
class _Work:
    """A product on its way."""

    product: Product
    guide: Guide
    entry: Entry
    plan: Plan
    notes: list[str]
    printed: Future[tuple[bytes, Reading]] | None = None


@dataclass
class _Build:
    """One build: from where to where, with which options, what an earlier one left, and what became of it."""

    source: Path
    output: Path
    options: Options
    progress: Say
    warn: Say
    by_name: bool
    earlier: dict[str, Entry]
    entries: dict[Product, Entry] = field(default_factory=dict)
    made: dict[Product, bytes] = field(default_factory=dict)
    missing: dict[str, HandbookError] = field(default_factory=dict)  # what was not made and should be, with the cause
    warned: set[str] = field(default_factory=set)

    def run(self, products: Sequence[Product]) -> list[Made]:
        """Make what is not current, and write it."""
        program, contents = ledger.digest_of_program(), ledger.read_content(self.source)
        content = ledger.digest_of_content(contents)
        given = {product: ledger.digest(program, content, *product.chosen(self.options)) for product in products}
        for product in products:
            if entry := self.current(product, given=given[product]):
                self.keep(product, entry)
        older = [path for path in built(self.output) if path.is_file() and path not in map(self.path, products)]
        to_make = [product for product in products if product not in self.entries]
        if to_make or (older and any(entry.withdrawn for entry in self.entries.values())):
            from concurrent.futures import ThreadPoolExecutor

            from products.workers import Workers

            # The workers end first, so that no thread waits for them after an error.
            printed = sum(product.printed for product in to_make)
            with ThreadPoolExecutor(max(printed, 1)) as threads, Workers(_MANY * printed, printed) as workers:
                loaded = self.loaded(contents, printed=any(product.printed for product in products))
                self.make(loaded, {product: given[product] for product in to_make}, program, workers, threads)
            self.write()
            if loaded.guide.withdrawn:
                self.warn_of_older(loaded, older)
        if self.missing:
            raise IncompleteError(self.missing)
        order = list(PRODUCTS)
        return [
            Made(product.name, path, path.stat().st_size, entry.sentence, entry.data or {}, product in self.made)
            for product, entry in sorted(self.entries.items(), key=lambda pair: order.index(pair[0].name))
            if entry.file and (path := self.path(product))
        ]

    def path(self, product: Product) -> Path:
        return self.output / product.file_name(self.options)

    def current(self, product: Product, *, given: str = "", planned: str = "") -> Entry | None:
        """The entry of a product that need not be made again, for it would come out the same."""
        path = self.path(product)
        entry = self.earlier.get(path.name)
        if entry is None or not (entry.given == given or (planned and entry.planned == planned)):
            return None
        left_out = not entry.file and not self.by_name and not path.is_file()
        return entry if left_out or entry.unharmed(path) else None

    def keep(self, product: Product, entry: Entry) -> None:
        """Note what becomes of a product; what was said when it was made holds as long as it is current."""
        self.entries[product] = entry
        self.remind((*entry.reminders, *entry.warnings))

    def remind(self, texts: Iterable[str]) -> None:
        """Say each text once."""
        for text in texts:
            if text not in self.warned:
                self.warned.add(text)
                self.warn(text)

    def loaded(self, contents: dict[str, bytes], *, printed: bool) -> Source:
        """The source, if products can be made of it."""
        from source.check import refused
        from source.load import load

        self.progress("Reading the source")
        loaded = load(self.source, contents)
        if faults := refused(loaded, printed=printed):
            raise SourceError(faults)
        return loaded

    def make(
        self, loaded: Source, given: dict[Product, str], program: str, workers: Workers, threads: ThreadPoolExecutor
    ) -> None:
        """Plan all products, and finish them: what is made in this process first, while the workers print."""
        from source.check import to_mend

        reminders = list_faults(to_mend(loaded))
        self.remind(reminders)
        works: list[_Work] = []
        for product, digest in given.items():
            guide = product.shown(loaded.guide, self.options)
            entry = Entry(digest, reminders=reminders, withdrawn=bool(guide.withdrawn))
            try:
                if faults := loaded.session_faults.get(guide.session):
                    raise SourceError(faults)  # what doesn't show the session is made all the same
                work = self.planned(product, guide, entry, program)
            except (LayoutError, SourceError) as error:
                self.leave_out(product, entry, error)
                continue
            if known := self.current(product, planned=work.entry.planned):
                self.keep(product, replace(known, given=entry.given, reminders=reminders))
                continue
            works.append(work)
            if work.plan.documents:
                work.printed = self.print(work, workers, threads)
        for work in sorted(works, key=lambda work: bool(work.printed)):
            try:
                self.finish(work)
            except (LayoutError, ProofError) as error:
                self.leave_out(work.product, work.entry, error)

    def planned(self, product: Product, guide: Guide, entry: Entry, program: str) -> _Work:
        """A product with its plan, and the digest of what it shows."""
        notes: list[str] = []
        plan = product.plan(guide, replace(self.options, warn=notes.append))
        notes += (f"{product.file}: {note}" for note in plan.notes)
        parts = (plan.shows, str(len(plan.documents)), *plan.documents, *product.chosen(self.options))
        return _Work(product, guide, replace(entry, planned=ledger.digest(program, *parts)), plan, notes)

    def print(self, work: _Work, workers: Workers, threads: ThreadPoolExecutor) -> Future[tuple[bytes, Reading]]:
        """The file of a product, and what was read back from it, some time later."""
        documents = [workers.print(document) for document in work.plan.documents]
        name = self.path(work.product).name

        def finished() -> tuple[bytes, Reading]:
            data = work.plan.finish(*(document.result() for document in documents))
            return data, workers.run(reader_for(name), data, name).result()

        return threads.submit(finished)

    def finish(self, work: _Work) -> None:
        """The file of a product, proven, and its entry."""
        name = self.path(work.product).name
        self.progress(f"Making {name}")
        if work.printed:
            data, reading = work.printed.result()
        else:
            data = work.plan.finish()
            self.progress(f"Reading {name} back")
            reading = reader_for(name)(data, name)
        sentence, found = _proven(work, reading, len(data))
        file, notes = ledger.digest(data), tuple(work.notes)
        self.keep(work.product, replace(work.entry, file=file, sentence=sentence, data=found, warnings=notes))
        self.made[work.product] = data

    def leave_out(self, product: Product, entry: Entry, error: HandbookError) -> None:
        """Note that a product is not made: an error where it ought to be there, and otherwise a warning."""
        path = self.path(product)
        if path.is_file():
            self.missing[f"{path.name} is not made; the older one is left as it was, so do not give it out."] = error
        elif self.by_name or not isinstance(error, LayoutError):
            self.missing[f"{path.name} is not made."] = error
        else:
            self.keep(product, replace(entry, warnings=(f"{path.name} is not made. {error}",)))

    def write(self) -> None:
        """Write what was made, and the ledger, all or none."""
        if self.entries:
            known = {self.path(product).name: entry for product, entry in self.entries.items()}
            files = [(self.path(product), data) for product, data in self.made.items()]
            write_all([*files, (self.output / ledger.NAME, ledger.written(ledger.read(self.output) | known))])

    def warn_of_older(self, source: Source, older: Sequence[Path]) -> None:
        """Name the products of an earlier build that still carry a voice that was withdrawn since."""
        from products.verify import verified
        from proof.findings import State

        for path, comparison in zip(older, verified(source, older), strict=True):
            if any(finding.state is State.WITHDRAWN for finding in comparison.findings):
                self.warn(
                    f"{path} is of an earlier build, and carries a voice that was withdrawn since: please delete it."
                )


def _proven(work: _Work, reading: Reading, size: int) -> tuple[str, dict[str, Any]]:
    """The proof of a product, for people and for programs.

    Raises:
        ProofError: it does not say what the source says.
    """
    from proof.matching import compare
    from proof.report import Report

    guide = work.guide
    report = Report(guide.labels)
    comparison = compare(work.product.carries(guide), work.plan.placed, reading, guide.withdrawn)
    if not comparison.faithful:
        raise ProofError("\n".join(("It would not say what the source says:", *report.lines(comparison))))
    shown = f"{reading.locations} {comparison.medium}s, {size / 1000:.0f} kB"
    return f"{shown}\n  {report.summary(comparison)}", report.as_data(comparison)


def write_report(html: str, path: Path) -> None:
    """Write a page about files (``Report.page``), as HTML or PDF by its name, whole or not at all.

    Raises:
        UsageError: the name ends in neither.
    """
    match path.suffix.lower():
        case ".html":
            data = html.encode()
        case ".pdf":
            from handbook.pdf import write_report as to_pdf

            data = to_pdf(html)
        case _:
            raise UsageError(f"{path.name}: a report is a page of HTML or PDF; name it .html or .pdf.")
    write_all([(path, data)])


def try_template(source: Path, template: Path, template_map: Path | None = None, preview: Path | None = None) -> Trial:
    """What an agency's template makes of the slides; ``preview`` is written where it is named.

    Raises:
        SourceError: the content, or the map, has faults.
        UnreadableError: the template is none, or cannot be read.
    """
    from slides.agency import trial
    from slides.agency.stage import open_stage
    from source.load import load

    guide = load(source).guide
    opened = open_stage(template, guide.labels, template_map)
    if preview:
        write_all([(preview, trial.preview(opened, guide))])
    return trial.try_stage(opened, guide)
