"""The one loop that makes, proves and writes products. Only this module writes the output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from products import ledger
from products.ledger import Entry
from products.table import PRODUCTS, SIZES, Options, Plan, Product
from products.verify import built, reader_for
from source.errors import Fault, LayoutError, ProofError, SourceError, UsageError, list_faults
from source.files import write_all

# The workers start first; what takes long to import is imported by the functions that need it, while they warm up.
if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from products.workers import Workers
    from proof.reading import Reading
    from slides.agency.trial import Trial
    from source.load import Source
    from source.model import Guide


@dataclass(frozen=True)
class Made:
    """A product as it lies in the folder, made now or current, and what was found when it was read back."""

    product: str
    path: Path
    size: int
    said: str  # the proof in a line
    data: Mapping[str, Any]  # the proof for programs
    made: bool = True


Progress = Callable[[str], None]


def build(
    source: Path,
    output: Path,
    names: Sequence[str] = (),
    options: Options | None = None,
    progress: Progress = print,
    warn: Callable[[str], None] = print,
    *,
    force: bool = False,
) -> list[Made]:
    """Make the named products, or all; prove each against the source; then write them, all or none.

    What is current and unharmed is not made again, unless ``force`` says so. A product that cannot hold the words,
    and was not asked for by name, is left out; ``warn`` is told which and why.

    Raises:
        UsageError: there is no such product, size or session.
        UnreadableError: the template is none.
        SourceError: the content, or the map of the template, has faults.
        LayoutError: an item cannot be set in a product that was asked for.
        ProofError: a product does not say what the source says.
    """
    products = _chosen(names)
    options = options or Options()
    _check(options)
    loop = _Loop(source, output, options, _Told(progress, warn, bool(names)), {} if force else ledger.read(output))
    program = ledger.digest_of_program()
    contents = ledger.read_content(source)
    content = ledger.digest_of_content(contents)
    given = {product: ledger.digest(program, content, *product.chosen(options)) for product in products}
    current = {product: entry for product in products if (entry := loop.current(product, given=given[product]))}
    for entry in current.values():
        loop.told.remind(entry)
    older = [path for path in built(output) if path.is_file() and path not in map(loop.path, products)]
    if len(current) == len(products) and not (older and any(entry.withdrawn for entry in current.values())):
        return loop.listed(current, {})
    from concurrent.futures import ThreadPoolExecutor

    from products.workers import Workers

    # The workers end first, so that no thread waits for them after an error.
    printed = sum(product.printed for product in products if product not in current)
    with ThreadPoolExecutor(max(printed, 1)) as threads, Workers(_MANY * printed, printed) as running:
        loaded = loop.loaded(contents, printed=any(product.printed for product in products))
        made, faults = loop.make(loaded, given, current, program, _Hands(running, threads))
    entries = ledger.read(output) | {loop.path(product).name: entry for product, entry in current.items()}
    files = [(loop.path(product), data) for product, data in made.items()]
    write_all([*files, (output / ledger.NAME, ledger.written(entries))])
    if older and loaded.guide.withdrawn:
        _warn_of_older_files(loaded, older, warn)
    if faults:
        raise SourceError(faults)  # of a session: what doesn't show it is made all the same
    return loop.listed(current, made)


def _check(options: Options) -> None:
    if options.page not in SIZES:
        raise UsageError(f"There is no page size “{options.page}”. There are: {', '.join(SIZES)}.")
    if options.template_map and not options.template:
        raise UsageError("A template map needs the template that it is for: add --template FILE.")
    if options.up not in _WAYS_UP or options.flip not in _FLIPS:
        raise UsageError(
            "A booklet has 2 or 4 pages on a side of a sheet (--up), and is flipped on the short or long edge."
        )


def _warn_of_older_files(source: Source, older: Sequence[Path], warn: Callable[[str], None]) -> None:
    """Name the products of an earlier build that still carry a voice that was withdrawn since."""
    from products.verify import verified
    from proof.findings import State

    for path, comparison in zip(older, verified(source, older), strict=True):
        if any(finding.state is State.WITHDRAWN for finding in comparison.findings):
            warn(f"{path} is from an earlier build, and carries a voice that was withdrawn since. Please delete it.")


_MANY = 8  # processes for each product on paper, if there are so many processors: a long one is printed in parts
_WAYS_UP = (2, 4)
_FLIPS = ("short", "long")


@dataclass(frozen=True)
class _Told:
    """Who is told what, and whether the products were asked for by name. Nothing is said twice."""

    progress: Progress
    say: Callable[[str], None]
    by_name: bool
    said: set[str] = field(default_factory=set)

    def warn(self, text: str) -> None:
        if text not in self.said:
            self.said.add(text)
            self.say(text)

    def remind(self, entry: Entry) -> None:
        """What was said when a product was made holds as long as it is current."""
        for text in (*entry.reminders, *entry.warnings):
            self.warn(text)


@dataclass(frozen=True)
class _Loop:
    """One build: from where to where, with which options, and what an earlier one left."""

    source: Path
    output: Path
    options: Options
    told: _Told
    earlier: Mapping[str, Entry]

    def path(self, product: Product) -> Path:
        return self.output / product.file_name(self.options)

    def current(self, product: Product, *, given: str = "", planned: str = "") -> Entry | None:
        """The entry of a product that need not be made again, for it would come out the same."""
        path = self.path(product)
        entry = self.earlier.get(path.name)
        if entry is None or not (entry.given == given or (planned and entry.planned == planned)):
            return None
        left_out = not entry.file and not self.told.by_name
        return entry if left_out or entry.unharmed(path) else None

    def listed(self, entries: Mapping[Product, Entry], made: Mapping[Product, bytes]) -> list[Made]:
        """What the caller is told of every product that is there."""
        return [
            Made(product.name, path, path.stat().st_size, entry.said, entry.data or {}, product in made)
            for product, entry in sorted(entries.items(), key=lambda pair: list(PRODUCTS).index(pair[0].name))
            if entry.file and (path := self.path(product))
        ]

    def make(
        self,
        loaded: Source,
        given: Mapping[Product, str],
        current: dict[Product, Entry],
        program: str,
        hands: _Hands,
    ) -> tuple[dict[Product, bytes], list[Fault]]:
        """The bytes of every product that is not ``current``; its entry goes there. The faults of those not made.

        What is made in this process is made while the workers print.
        """
        from source.check import to_mend

        reminders = list_faults(to_mend(loaded))
        for reminder in reminders:
            self.told.warn(reminder)
        made: dict[Product, bytes] = {}
        works: list[_Work] = []
        faults: list[Fault] = []
        for product in given:
            if product in current:
                continue
            guide = product.shown(loaded.guide, self.options)
            if found := loaded.session_faults.get(guide.session, ()):
                faults += found
                continue
            entry = Entry(given[product], reminders=reminders, withdrawn=bool(guide.withdrawn))
            work = _Work(product, guide, entry)
            with self.leaving_out(work, current):
                if known := self.planned(work, program, hands):
                    current[product] = known
                    self.told.remind(known)
                else:
                    works.append(work)
        for work in sorted(works, key=lambda work: bool(work.printed)):
            with self.leaving_out(work, current):
                made[work.product], current[work.product] = self.finished(work)
        return made, faults

    def loaded(self, contents: Mapping[str, bytes], *, printed: bool) -> Source:
        """The source, if products can be made of it."""
        from source.check import refused
        from source.load import load

        self.told.progress("Reading the source")
        loaded = load(self.source, contents)
        if faults := refused(loaded, printed=printed):
            raise SourceError(faults)
        return loaded

    def planned(self, work: _Work, program: str, hands: _Hands) -> Entry | None:
        """Plan a product and send its documents to print; or the entry of one that shows just this."""
        work.plan = plan = work.product.plan(work.guide, replace(self.options, warn=work.note))
        for note in plan.notes:
            work.note(f"{work.product.file}: {note}")
        chosen = work.product.chosen(self.options)
        planned = ledger.digest(program, plan.shows, str(len(plan.documents)), *plan.documents, *chosen)
        work.entry = replace(work.entry, planned=planned)
        if found := self.current(work.product, planned=planned):
            return replace(found, given=work.entry.given, reminders=work.entry.reminders)
        if plan.documents:
            work.printed = hands.print(work, self.path(work.product).name)
        return None

    def finished(self, work: _Work) -> tuple[bytes, Entry]:
        """The file of a product, proven, and its entry."""
        path = self.path(work.product)
        self.told.progress(f"Making {path.name}")
        if work.printed:
            data, reading = work.printed.result()
        else:
            data = work.plan.finish()
            self.told.progress(f"Reading {path.name} back")
            reading = reader_for(path.name)(data, path.name)
        said, found = _proven(work, reading, len(data))
        entry = replace(work.entry, file=ledger.digest(data), said=said, data=found, warnings=tuple(work.notes))
        self.told.remind(entry)
        return data, entry

    @contextmanager
    def leaving_out(self, work: _Work, current: dict[Product, Entry]) -> Iterator[None]:
        """A product that cannot hold its words is an error where it was asked for, and otherwise left out."""
        try:
            yield
        except LayoutError as error:
            if self.told.by_name:
                raise
            work.note(f"{work.product.file} is not made, and an older one is left as it was. {error}")
            current[work.product] = replace(work.entry, warnings=tuple(work.notes))
            self.told.remind(current[work.product])


@dataclass
class _Work:
    """A product on its way."""

    product: Product
    guide: Guide
    entry: Entry
    plan: Plan = field(init=False)
    printed: Future[tuple[bytes, Reading]] | None = None
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        self.notes.append(text)


@dataclass(frozen=True)
class _Hands:
    """Who works meanwhile: processes that print and read, and threads that carry from one to the other."""

    workers: Workers
    threads: ThreadPoolExecutor

    def print(self, work: _Work, name: str) -> Future[tuple[bytes, Reading]]:
        """The file of a product, and what was read back from it, some time later."""
        documents = [self.workers.print(document, work.product.file) for document in work.plan.documents]

        def finished() -> tuple[bytes, Reading]:
            data = work.plan.finish(*(document.result() for document in documents))
            return data, self.workers.run(reader_for(name), data, name).result()

        return self.threads.submit(finished)


def _chosen(names: Sequence[str]) -> list[Product]:
    for name in names:
        if name not in PRODUCTS:
            raise UsageError(f"There is no product “{name}”. There are: {', '.join(PRODUCTS)}.")
    return [product for product in PRODUCTS.values() if product.name in names or not names]


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
        head = f"{reading.name} would not say what the source says, so nothing was written:"
        raise ProofError("\n".join((head, *report.lines(comparison))))
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
