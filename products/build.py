"""The one loop that makes, proves and writes products. Only this module writes the output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from products import ledger
from products.guarded import Apart, Bounds
from products.kinds import reader_for
from products.ledger import Entry, Ledger
from products.older import is_current, look_at, words_of
from products.request import Request, Target
from products.shell import heed
from products.table import Options, Plan
from products.verify import built
from source.errors import Fault, IncompleteError, LayoutError, ProofError, SourceError, UsageError
from source.files import alone, write_all, write_whole
from source.notes import Note, Topic

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
Warn = Callable[[Note], None]
_MANY = 8  # processes for each product on paper, if there are so many processors: a long one is printed in parts


def build(
    source: Path,
    output: Path,
    names: Sequence[str] = (),
    options: Options | None = None,
    progress: Say = print,
    warn: Warn = print,
    *,
    force: bool = False,
) -> list[Made]:
    """Make the named products, or all, with these options, whatever the settings say: see ``carry_out``."""
    options = options or Options()
    asked = Request(source, ledger.read_content(source), tuple(names), (options.session,), options)
    return carry_out(asked, output, progress, warn, force=force)


def carry_out(request: Request, output: Path, progress: Say, warn: Warn, *, force: bool = False) -> list[Made]:
    """Make what was asked for; prove each product against the source; then write them, all at once.

    What is current and unharmed is not made again, unless ``force`` says so. A product that cannot hold the words is
    left out, and takes no other along; ``warn`` is told which and why, and what else a person should know, once.

    Raises:
        UsageError: there is no such product, size or session; or another run does not let go of the folder.
        UnreadableError: the template is none.
        SourceError: the content, or the map of the template, has faults.
        IncompleteError: all else is made, but a product is not that was asked for, was there, or failed its proof.
    """
    targets = request.targets()
    with alone(output, progress) as waited:
        if waited:  # another run may have waited longer, and know less
            request = replace(request, contents=ledger.read_content(request.source))
        return _Build(request, output, progress, warn, force).run(targets)


@dataclass
class _Work:
    """A product on its way."""

    target: Target
    guide: Guide
    entry: Entry
    plan: Plan
    notes: list[str]
    printed: Future[tuple[bytes, Reading]] | None = None
    apart: Apart[tuple[bytes, list[str]]] | None = None  # on somebody's template; with what is to be known of it


@dataclass
class _Build:
    """One build: what was asked for, what an earlier one left, and what became of it."""

    request: Request
    output: Path
    progress: Say
    warn: Warn
    force: bool
    earlier: Ledger = field(init=False)
    content: str = field(init=False)
    reminders: tuple[Note, ...] = ()
    entries: dict[Target, Entry] = field(default_factory=dict)
    made: dict[Target, bytes] = field(default_factory=dict)
    missing: dict[str, HandbookError] = field(default_factory=dict)  # what was not made and should be, with the cause
    told: set[Note] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.earlier = ledger.read(self.output)
        self.content = ledger.digest_of_content(self.request.contents)

    def run(self, wanted: Sequence[Target]) -> list[Made]:
        """Make what is not current, and write it."""
        program = ledger.digest_of_program()
        given = {one: ledger.digest(program, self.content, *one.product.chosen(one.options)) for one in wanted}
        for target in wanted:
            if entry := self.current(target, given=given[target]):
                self.entries[target] = entry
        to_make = {target: given[target] for target in wanted if target not in self.entries}
        older = [path for path in built(self.output) if path.is_file() and path not in map(self.path, wanted)]
        if to_make or self.earlier.content != self.content or not all(map(self.is_known, older)):
            self.work(to_make, older, program, printed=any(target.product.printed for target in wanted))
        else:
            self.remind(self.earlier.reminders)
        for target in wanted:  # what was said when a product was made holds as long as it is current
            if target in self.entries:
                self.remind(self.entries[target].notes)
        made = [
            Made(target.product.name, path, path.stat().st_size, entry.sentence, entry.data or {}, target in self.made)
            for target in wanted
            if (entry := self.entries.get(target)) and entry.file and (path := self.path(target))
        ]
        if self.missing:
            raise IncompleteError(self.missing, made)
        return made

    def path(self, target: Target) -> Path:
        return self.output / target.file

    def is_known(self, path: Path) -> bool:
        return is_current(path, self.earlier.entries.get(path.name), self.content)

    def current(self, target: Target, *, given: str = "", planned: str = "") -> Entry | None:
        """The entry of a product that need not be made again, for it would come out the same."""
        path = self.path(target)
        entry = self.earlier.entries.get(path.name)
        if self.force or not entry or not (entry.given == given or (planned and entry.planned == planned)):
            return None
        left_out = not entry.file and not self.request.products and not path.is_file()
        return entry if left_out or entry.unharmed(path) else None

    def remind(self, notes: Iterable[Note]) -> None:
        """Tell each note once, from the day on which it holds."""
        for note in notes:
            if note not in self.told and note.holds(date.today()):
                self.told.add(note)
                self.warn(note)

    def work(self, to_make: dict[Target, str], older: Sequence[Path], program: str, *, printed: bool) -> None:
        """Read the source, make what is to be made, look at what lies beside it, and write it all down."""
        from concurrent.futures import ThreadPoolExecutor

        from products.workers import Workers

        # The workers end first, so that no thread waits for them after an error.
        papers = sum(target.product.printed for target in to_make)
        with ThreadPoolExecutor(max(papers, 1)) as threads, Workers(_MANY * papers, papers) as workers:
            loaded = self.loaded(printed=printed)
            self.make(loaded, to_make, program, workers, threads)
        found, notes = look_at(loaded, older, self.earlier.entries, self.content)
        self.remind(notes)
        self.write(found)

    def loaded(self, *, printed: bool) -> Source:
        """The source, if products can be made of it."""
        from source.check import refused, to_mend
        from source.load import load
        from source.reminders import reminders

        self.progress("Reading the source")
        loaded = load(self.request.source, self.request.contents)
        if faults := refused(loaded, printed=printed):
            raise SourceError(faults)
        self.reminders = (*(Note(Topic.TO_CHECK, str(fault)) for fault in to_mend(loaded)), *reminders(loaded))
        self.remind(self.reminders)
        return loaded

    def make(
        self, loaded: Source, given: dict[Target, str], program: str, workers: Workers, threads: ThreadPoolExecutor
    ) -> None:
        """Plan all products, and finish them: what is made in this process first, while the workers print."""
        works: list[_Work] = []
        # A process for somebody's template is sound only where it begins before the threads that print.
        for target, digest in sorted(
            given.items(), key=lambda pair: bool(pair[0].options.template) and pair[0].product.printed
        ):
            guide = target.product.shown(loaded.guide, target.options)
            entry = Entry(digest, words=words_of(target.product, guide), content=self.content)
            try:
                if faults := loaded.session_faults.get(guide.session):
                    raise SourceError(faults)  # what doesn't show the session is made all the same
                work = self.planned(target, guide, entry, program)
            except (LayoutError, SourceError) as error:
                self.leave_out(target, entry, error, loaded)
                continue
            if known := self.current(target, planned=work.entry.planned):
                self.entries[target] = replace(known, given=digest, words=entry.words, content=self.content)
                continue
            works.append(work)
            if work.plan.documents:
                work.printed = self.print(work, workers, threads)
            elif target.options.template:
                work.apart = _on_template(work, target.options.template)
        try:
            for work in sorted(works, key=lambda work: bool(work.printed)):
                try:
                    self.finish(work)
                except (LayoutError, ProofError) as error:
                    self.leave_out(work.target, work.entry, error, loaded)
        finally:
            for work in works:
                if work.apart:
                    work.apart.end()

    def planned(self, target: Target, guide: Guide, entry: Entry, program: str) -> _Work:
        """A product with its plan, and the digest of what it shows."""
        notes: list[str] = []
        options = replace(target.options, warn=notes.append)
        plan = target.product.plan(guide, options)
        parts = (plan.shows, str(len(plan.documents)), *plan.documents, *target.product.chosen(options))
        notes += (f"{target.file}: {note}" for note in plan.notes)
        return _Work(target, guide, replace(entry, planned=ledger.digest(program, *parts)), plan, notes)

    def print(self, work: _Work, workers: Workers, threads: ThreadPoolExecutor) -> Future[tuple[bytes, Reading]]:
        """The file of a product, and what was read back from it, some time later."""
        documents = [workers.print(document) for document in work.plan.documents]
        name = work.target.file

        def finished() -> tuple[bytes, Reading]:
            data = work.plan.finish(*(document.result() for document in documents))
            return data, workers.run(reader_for(data, name), data, name).result()

        return threads.submit(finished)

    def finish(self, work: _Work) -> None:
        """The file of a product, proven, and its entry."""
        heed()
        name = work.target.file
        self.progress(f"Making {name}")
        if work.printed:
            data, reading = work.printed.result()
        else:
            if work.apart:
                data, work.notes = work.apart.result()
            else:
                data = work.plan.finish()
            self.progress(f"Reading {name} back")
            reading = reader_for(data, name)(data, name)
        sentence, found = _proven(work, reading, len(data))
        notes = tuple(Note(Topic.TO_CHECK, note) for note in work.notes)
        entry = replace(work.entry, file=ledger.digest(data), sentence=sentence, data=found, notes=notes)
        self.entries[work.target] = entry
        self.made[work.target] = data

    def leave_out(self, target: Target, entry: Entry, error: HandbookError, loaded: Source) -> None:
        """Note that a product is not made: an error where it ought to be there, and otherwise a note."""
        name = target.file
        if isinstance(error, LayoutError) and (places := loaded.places_in(str(error))):
            faults = [(*place.rsplit(":", 2), str(error)) for place in places]
            error = LayoutError(f"{error} See {', '.join(places)}.")
            error.faults = tuple(Fault(file, int(line), int(column), said, "") for file, line, column, said in faults)
        if self.path(target).is_file():
            self.missing[f"{name} is not made; the older one is left as it was, so do not give it out."] = error
        elif self.request.products or not isinstance(error, LayoutError):
            self.missing[f"{name} is not made."] = error
        else:
            self.entries[target] = replace(entry, notes=(Note(Topic.NOT_MADE, f"{name} is not made. {error}"),))

    def write(self, older: Mapping[str, Entry]) -> None:
        """Write what was made, and the ledger, all or none."""
        now = {target.file: entry for target, entry in self.entries.items()}
        entries = {**self.earlier.entries, **older, **now}
        known = Ledger(entries, self.content, self.reminders)
        if entries:
            heed()  # nothing is written that was made after a signal, whatever became of it on the way
            files = {target.file: data for target, data in self.made.items()}
            write_all(self.output, {**files, ledger.NAME: ledger.written(known)})


def _on_template(work: _Work, template: Path) -> Apart[tuple[bytes, list[str]]]:
    """The deck on somebody's template, made within bounds, and what is to be known of it."""
    bounds = Bounds.for_file(template, len(work.guide.items()))
    return Apart(template.name, lambda: (work.plan.finish(), work.notes), replace(bounds, answer=bounds.memory))


def _proven(work: _Work, reading: Reading, size: int) -> tuple[str, dict[str, Any]]:
    """The proof of a product, for people and for programs.

    Raises:
        ProofError: it does not say what the source says.
    """
    from proof.matching import Known, compare
    from proof.names import named
    from proof.report import Report

    guide = work.guide
    report = Report(guide.labels)
    comparison = compare(
        work.target.product.carries(guide),
        work.plan.placed,
        reading,
        guide.withdrawn,
        Known(work.plan.orders, twice=work.plan.twice),
    )
    comparison = named(comparison, guide, guide)
    if not comparison.faithful:
        raise ProofError("\n".join(("It would not say what the source says:", *report.lines(comparison))))
    shown = f"{reading.locations} {comparison.medium}{'s' * (reading.locations != 1)}, {size / 1000:.0f} kB"
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
            from products.workers import Workers

            with Workers(1, 0) as workers:  # whatever becomes of this run, its temporary files go
                data = workers.run(to_pdf, html).result()
        case _:
            raise UsageError(f"{path.name}: a report is a page of HTML or PDF; name it .html or .pdf.")
    write_whole(path, data)


def try_template(
    source: Path,
    template: Path | None,
    template_map: Path | None = None,
    preview: Path | None = None,
    progress: Say = lambda step: None,
) -> Trial:
    """What an agency's template makes of the slides; ``preview`` is written where it is named.

    Raises:
        UsageError: no template is named.
        SourceError: the content, or the map, has faults.
        UnreadableError: the template is none, or cannot be read.
    """
    from slides.agency import trial
    from slides.agency.stage import open_stage
    from source.load import load

    if template is None:
        raise UsageError("Name your template: check-template FILE, or “template: FILE” in settings.yaml.")
    guide = load(source).guide

    def tried(file: Path) -> tuple[bytes, Trial]:
        opened = open_stage(file, guide.labels, template_map)
        return trial.preview(opened, guide) if preview else b"", trial.try_stage(opened, guide)

    bounds = Bounds.for_file(template, len(guide.items()))
    progress(f"Trying {template.name}")
    deck, found = Apart(template.name, partial(tried, template), replace(bounds, answer=bounds.memory)).result()
    if preview:
        write_whole(preview, deck)
    return found
