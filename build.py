"""The table of products, and the one loop that makes, proves and writes them. Only this module writes the output."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from source.compare import Comparison, compare
from source.errors import ProofError, UnreadableError, UsageError
from source.furniture import furniture
from source.load import load
from source.model import Guide
from source.reading import Reading
from source.sessions import FULL, cut


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


class Press:
    """Prints HTML to PDF in other processes, which start to import WeasyPrint at once: that takes half a second."""

    def __init__(self, workers: int) -> None:
        # Forked before any thread is started, so that a worker has what is loaded here and starts within a millisecond.
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        self._pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method))
        self._ready = [self._pool.submit(_warm_up) for _ in range(workers)]

    def print(self, html: str) -> Future[bytes]:
        """The PDF of a document, some time later."""
        return self._pool.submit(_print, html)

    def close(self) -> None:
        """Stop the processes."""
        self._pool.shutdown(cancel_futures=True)


def _warm_up() -> None:
    import gc

    gc.disable()  # the process ends with its page; collecting would take a sixth of its time
    from handbook import pdf

    pdf.warm_up()


def _print(html: str) -> bytes:
    from handbook import pdf

    return pdf.write(html)


@dataclass(frozen=True)
class Options:
    """What a build may be told besides the products."""

    page: str = "quarter-letter"
    session: str = FULL


# --- the table of products ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Product:
    """A file that the builder makes. ``make`` gets the guide, the options and the press (None if it needs none)."""

    name: str
    file: str
    about: str
    sizes: tuple[str, ...]
    make: Callable[[Guide, Options, Press | None], Promise]
    printed: bool = False
    by_session: bool = False  # shows one session, and not the whole guide

    def shown(self, guide: Guide, options: Options) -> Guide:
        """The part of the guide that the product shows."""
        return cut(guide, options.session) if self.by_session else guide

    def file_name(self, options: Options) -> str:
        """The name of the file; that of a session's product says which session."""
        if not self.by_session or options.session == FULL:
            return self.file
        stem, dot, suffix = self.file.rpartition(".")
        return f"{stem}-{options.session}{dot}{suffix}"


def _pocket_guide(guide: Guide, options: Options, press: Press | None) -> Promise:
    from handbook import html
    from handbook.formats import FORMATS
    from handbook.plan import plan

    assert press is not None, "a printed product gets a press"
    page = FORMATS[options.page]
    return press.print(html.render(guide, plan(guide, page), page))


def _training_deck(guide: Guide, _: Options, __: Press | None) -> Promise:
    def deck() -> bytes:
        from slides.fit import fit
        from slides.plan import plan
        from slides.write import write

        return write(guide, fit(plan(guide), guide.theme, guide.labels))

    return Later(deck)


PRODUCTS: Mapping[str, Product] = {
    product.name: product
    for product in (
        Product(
            "pocket-guide",
            "pocket-guide.pdf",
            "Pages for staff, one by one, tagged for screen readers",
            ("quarter-letter", "a6"),
            _pocket_guide,
            printed=True,
        ),
        Product(
            "training-deck",
            "training-deck.pptx",
            "Slides for trainers, with notes, for PowerPoint, Keynote, Google Slides and LibreOffice",
            ("16:9",),
            _training_deck,
            by_session=True,
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
    source: Path, output: Path, names: Sequence[str] = (), options: Options | None = None, progress: Progress = print
) -> list[Made]:
    """Make the named products, or all; prove each against the source; then write them, all or none.

    Raises:
        UsageError: there is no such product, size or session.
        SourceError: the content has faults.
        LayoutError: an item cannot be set.
        ProofError: a product does not say what the source says.
    """
    products = _chosen(names)
    options = options or Options()
    if options.page not in SIZES:
        raise UsageError(f"There is no page size “{options.page}”. There are: {', '.join(SIZES)}.")
    printed = sum(product.printed for product in products)
    press = Press(min(printed, os.cpu_count() or 1)) if printed else None
    try:
        progress("Reading the source")
        guide = load(source)
        progress("Setting pages and slides")
        shown = {product.name: product.shown(guide, options) for product in products}
        promises = [(product, product.make(shown[product.name], options, press)) for product in products]
        # What is made here is made while the press runs.
        promises.sort(key=lambda entry: isinstance(entry[1], Future))
        made = []
        for product, promise in promises:
            progress(f"Making {product.file_name(options)}")
            made.append((product, promise.result()))
            _reader(product.file)  # imports what reading needs, while the press runs
    finally:
        if press:
            press.close()
    progress("Reading back")
    proven = [
        _proven(shown[product.name], product, data, output / product.file_name(options)) for product, data in made
    ]
    _write_all([(made.path, data) for made, (_, data) in zip(proven, made, strict=True)])
    return sorted(proven, key=lambda made: [product.name for product in products].index(made.product))


def _chosen(names: Sequence[str]) -> list[Product]:
    for name in names:
        if name not in PRODUCTS:
            raise UsageError(f"There is no product “{name}”. There are: {', '.join(PRODUCTS)}.")
    return [product for product in PRODUCTS.values() if product.name in names or not names]


def _proven(guide: Guide, product: Product, data: bytes, path: Path) -> Made:
    reading = _reader(path.name)(data, path.name)
    comparison = compare(guide.items(), furniture(guide), reading)
    if not comparison.faithful:
        raise ProofError(
            f"{path.name} would not say what the source says, so nothing was written:\n" + differences(comparison)
        )
    return Made(product.name, path, len(data), reading.places, comparison)


def differences(comparison: Comparison) -> str:
    """The findings that are no "same", a line each, for people."""
    from source.report import line

    return "\n".join(line(finding, comparison.medium) for finding in comparison.findings if finding.state != "same")


def _write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write every file whole beside its place, then move all into place: a reader never sees half a file."""
    waiting = []
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
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)


# --- verify -------------------------------------------------------------------------------------------------------


def verify(source: Path, files: Sequence[Path]) -> list[Comparison]:
    """Read files back and hold each against the source, or against the session that it says it shows.

    Raises:
        SourceError: the content has faults.
        UnreadableError: a file is missing, or neither PDF nor PPTX.
        UsageError: a file shows a session that the source does not have.
    """
    guide = load(source)
    return [_compared(guide, _read(path)) for path in files]


def built(output: Path) -> list[Path]:
    """Every product that there should be in a folder, and the decks of further sessions that are there."""
    return [
        path
        for product in PRODUCTS.values()
        for path in (output / product.file, *(sorted(output.glob(_of_sessions(product))) if product.by_session else ()))
    ]


def _of_sessions(product: Product) -> str:
    return f"{Path(product.file).stem}-*{Path(product.file).suffix}"


def _compared(guide: Guide, reading: Reading) -> Comparison:
    name = reading.session or _session_shown(guide, reading)
    if name and name not in guide.sessions:
        raise UsageError(
            f"{reading.name} shows the session “{name}”, which is not in sessions.yaml. "
            f"There are: {', '.join(guide.sessions)}. Build it again for one of these."
        )
    shown = cut(guide, name) if name else guide
    return compare(shown.items(), furniture(shown), reading)


def _session_shown(guide: Guide, reading: Reading) -> str:
    """The session that the file names for people to see: programs may lose its metadata, but not its words."""
    named = {guide.labels.session.format(title=entry.title, name=name): name for name, entry in guide.sessions.items()}
    said = (" ".join(passage.text.split()) for passage in reading.passages)
    return next((named[text] for text in said if text in named), "")


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
