"""The one loop that makes, proves and writes products. Only this module writes the output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from products.table import PRODUCTS, SIZES, Later, Options, Product, Promise
from products.verify import placed_for, reader_for
from products.workers import Workers
from source.errors import LayoutError, ProofError, SourceError, UsageError
from source.files import write_all

# The workers start first; what takes long to import is imported by the functions that need it, while they warm up.
if TYPE_CHECKING:
    from proof.findings import Comparison
    from proof.reading import Reading
    from slides.agency.trial import Trial
    from source.load import Source
    from source.model import Guide


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
        UsageError: there is no such product, size or session.
        UnreadableError: the template is none.
        SourceError: the content, or the map of the template, has faults.
        LayoutError: an item cannot be set in a product that was asked for.
        ProofError: a product does not say what the source says.
    """
    products = _chosen(names)
    options = options or Options()
    if options.page not in SIZES:
        raise UsageError(f"There is no page size “{options.page}”. There are: {', '.join(SIZES)}.")
    if options.template_map and not options.template:
        raise UsageError("A template map needs the template that it is for: add --template FILE.")
    if options.up not in _WAYS_UP or options.flip not in _FLIPS:
        raise UsageError(
            "A booklet has 2 or 4 pages on a side of a sheet (--up), and is flipped on the short or long edge."
        )
    with Workers(sum(product.printed for product in products)) as running:
        told = _Told(progress, warn, bool(names))
        loaded = _loaded(products, source, told)
        shown = {product: product.shown(loaded.guide, options) for product in products}
        faulty = {product: loaded.session_faults.get(shown[product].session, ()) for product in products}
        fit = [product for product in products if not faulty[product]]
        made = _made(fit, shown, output, options, running, told)
    write_all([(product.path, data) for product, data in made])
    _warn_of_older_files(loaded, output, [product.path for product, _ in made], warn)
    if faults := [fault for found in faulty.values() for fault in found]:
        raise SourceError(faults)  # of a session: what doesn't show it is made all the same
    return [product for product, _ in made]


def _warn_of_older_files(source: Source, output: Path, made: Sequence[Path], warn: Callable[[str], None]) -> None:
    """Name the products of an earlier build that still carry a voice that was withdrawn since."""
    from products.verify import built, verified
    from proof.findings import State

    older = [path for path in built(output) if path.is_file() and path not in made]
    if older and source.guide.withdrawn:
        for path, comparison in zip(older, verified(source, older), strict=True):
            if any(finding.state is State.WITHDRAWN for finding in comparison.findings):
                warn(
                    f"{path} is from an earlier build, and carries a voice that was withdrawn since. Please delete it."
                )


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


def _loaded(products: Sequence[Product], source: Path, told: _Told) -> Source:
    """The source, if these products can be made of it."""
    from source.check import refused, to_mend
    from source.load import load

    told.progress("Reading the source")
    loaded = load(source)
    if faults := refused(loaded, printed=any(product.printed for product in products)):
        raise SourceError(faults)
    for fault in to_mend(loaded):
        told.warn(str(fault))
    return loaded


def _made(
    products: Sequence[Product],
    shown: Mapping[Product, Guide],
    output: Path,
    options: Options,
    running: Workers,
    told: _Told,
) -> list[tuple[Made, bytes]]:
    """Every product with its bytes and its proof. What is made in this process is made while the workers print."""
    progress = told.progress
    promises = _promised(products, shown, options, running, told)
    made: dict[Product, tuple[Made, bytes]] = {}
    for product in sorted(promises, key=lambda product: not isinstance(promises[product], Later)):
        path = output / product.file_name(options)
        read = reader_for(product.file)
        progress(f"Making {path.name}")
        with told.leaving_out(product):
            data = promises[product].result()
            progress(f"Reading {path.name} back")
            made[product] = (_proven(shown[product], product, read(data, path.name), len(data), path), data)
    return [made[product] for product in products if product in made]


def _promised(
    products: Sequence[Product], shown: Mapping[Product, Guide], options: Options, running: Workers, told: _Told
) -> dict[Product, Promise]:
    """The products that can be made, each on its way."""
    promises: dict[Product, Promise] = {}
    for product in products:
        with told.leaving_out(product):
            promises[product] = product.make(shown[product], options, running)
            for note in getattr(promises[product], "notes", ()):
                told.warn(f"{product.file}: {note}")
    return promises


def _chosen(names: Sequence[str]) -> list[Product]:
    for name in names:
        if name not in PRODUCTS:
            raise UsageError(f"There is no product “{name}”. There are: {', '.join(PRODUCTS)}.")
    return [product for product in PRODUCTS.values() if product.name in names or not names]


def _proven(guide: Guide, product: Product, reading: Reading, size: int, path: Path) -> Made:
    from proof.matching import compare

    comparison = compare(product.carries(guide), placed_for(product, guide), reading, guide.withdrawn)
    if not comparison.faithful:
        from proof.report import lines

        head = f"{path.name} would not say what the source says, so nothing was written:"
        raise ProofError("\n".join((head, *lines(comparison))))
    return Made(product.name, path, size, reading.places, comparison)


def write_report(comparisons: Sequence[Comparison], path: Path) -> None:
    """Write a page about files, as HTML or PDF by its name, whole or not at all.

    Raises:
        UsageError: the name ends in neither.
    """
    from proof.report import page

    html = page(list(comparisons))
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

    guide, opened = load(source).guide, open_stage(template, template_map)
    if preview:
        write_all([(preview, trial.preview(opened, guide))])
    return trial.try_stage(opened, guide)
