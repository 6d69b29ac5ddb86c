"""What somebody asked for: on the command line, and where it says nothing, in the settings of the content folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from products.ledger import SETTINGS, read_content
from products.table import PRODUCTS, SIZES, Options, Product
from source.errors import UsageError
from source.names import ALL, COVERS, FLIPS, chosen

_WAYS_UP = (2, 4)


@dataclass(frozen=True)
class Target:
    """A file to make: a product, and the options that hold for it."""

    product: Product
    options: Options

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.product.file_name(self.options)


@dataclass(frozen=True)
class Request:
    """What is to be made of a content folder, and its files as they were read for it."""

    source: Path
    contents: Mapping[str, bytes]
    products: tuple[str, ...]  # that were asked for by name; none means all
    sessions: tuple[str, ...]
    options: Options

    def targets(self) -> list[Target]:
        """Every file to make, in the order of the table of products; one for each session.

        Raises:
            UsageError: there is no such product or size, or no such way to print a booklet.
        """
        wanted = {chosen("product", name, PRODUCTS) for name in self.products} or set(PRODUCTS)
        options = _checked(self.options)
        sessions = self._sessions()
        return [
            Target(product, replace(options, session=session))
            for product in PRODUCTS.values()
            if product.name in wanted
            for session in (sessions if product.by_session else sessions[:1])
        ]

    def _sessions(self) -> list[str]:
        """The names of the sessions; all that there are where somebody asked for all."""
        asked = list(dict.fromkeys(session.strip().lower() for session in self.sessions))
        if ALL not in asked:
            return asked
        from source.sessions import FILE, names
        from source.yamlfile import read

        return names(read(self.source, FILE, self.contents, optional=True))


def _checked(options: Options) -> Options:
    """The options with the names of sizes and edges as the tables have them."""
    if options.template_map and not options.template:
        raise UsageError("A template map needs the template that it is for: add --template FILE.")
    if options.up not in _WAYS_UP:
        raise UsageError("A booklet has 2 or 4 pages on a side of a sheet (--up).")
    flip = chosen("edge of the sheet (--flip)", options.flip, FLIPS)
    cover = chosen("cover (--cover)", options.cover, COVERS)
    return replace(options, page=chosen("page size", options.page, SIZES), flip=flip, cover=cover)


def request(source: Path, *, settings: bool = True, **given: Any) -> Request:
    """What is asked for: each option as ``given``, where it is not None or empty; else as the settings say.

    Args:
        source: the content folder.
        settings: whether its settings count.
        given: options by their names (``Options``), ``products``, and one or more names as ``session``.

    Raises:
        SourceError: the settings have faults; all others of the content are told with them.
    """
    contents = read_content(source)
    said = {name: value for name, value in given.items() if value not in (None, [])}
    written = _settings(source, contents) if settings else {}
    if "template" in said:
        written.pop("template_map", None)  # it is for another template
    asked = written | said
    products, sessions = tuple(asked.pop("products", ())), tuple(asked.pop("session", (Options.session,)))
    return Request(source, contents, products, sessions, Options(**asked))


def _settings(source: Path, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """What settings.yaml says, with its paths as they lead from here."""
    if _says_nothing(contents.get(SETTINGS, b"")):
        return {}
    from source.settings import read

    file, found = read(source, contents)
    if file.faults:
        from source.load import load

        load(source, contents)
    paths = {key: source / path for key in ("template", "template_map") if (path := getattr(found, key))}
    return found.model_dump(exclude_none=True) | paths


def _says_nothing(raw: bytes) -> bool:
    """Whether all lines are empty, or comments: then nothing that takes long needs to be imported."""
    lines = map(bytes.strip, raw.removeprefix(b"\xef\xbb\xbf").splitlines())
    return all(line.startswith(b"#") for line in lines if line)
