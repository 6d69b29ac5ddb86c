"""HTML to tagged PDF by WeasyPrint, with the fonts of the house and nothing else: no network, no system fonts."""

from __future__ import annotations

import ctypes.util
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from handbook.conformance import complete
from typeset.families import FAMILIES, FOLDER

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

# With this configuration fontconfig sees no fonts but those that the style sheet names: a missing glyph then shows in
# a test, and does not silently come from whatever the machine has.
os.environ["FONTCONFIG_FILE"] = str(FOLDER / "no-system-fonts.conf")


def warm_up() -> None:
    """Import WeasyPrint, which takes half a second, before there is anything to print."""
    with _quiet(), _no_search_for_libraries():
        import weasyprint  # noqa: F401
        from weasyprint.svg import TAGS

        from handbook.pictures import draw_text

        TAGS["text"] = draw_text


@contextmanager
def _no_search_for_libraries() -> Iterator[None]:
    """On Linux, load libraries by their exact names alone.

    WeasyPrint asks for other names first, and ctypes starts ldconfig and compilers for each: some 80 processes.
    All that they could find is the exact name, which WeasyPrint tries too, and which the loader must know anyway.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warnings that come of what is done here on purpose."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
        # WeasyPrint 70 opens its colour profile for PDF/A and leaves it to be closed by chance.
        warnings.simplefilter("ignore", ResourceWarning)
        yield


def write(html: str) -> bytes:
    """The PDF of a whole HTML document, both PDF/UA-1 and PDF/A-2a; the same bytes for the same HTML."""
    warm_up()
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class HouseFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type information
        """Hands out our fonts and the data in the document itself; there is no other place to fetch from."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            scheme, _, rest = url.partition(":")
            if scheme == "font" and rest in _FILES:
                return URLFetcherResponse(url, _FILES[rest].read_bytes(), {"Content-Type": "font/ttf"})
            return super().fetch(url, headers)

    document = HTML(string=html, url_fetcher=HouseFetcher(allowed_protocols=("data",)))
    identifier = sha256(html.encode()).digest()[:16]
    with _quiet():
        data = bytes(
            document.write_pdf(pdf_variant="pdf/a-2a", pdf_identifier=identifier, pdf_tags=True, custom_metadata=True)
        )
    return complete(data)


def write_report(html: str) -> bytes:
    """A report as a tagged PDF; its style sheet names our families, which are added here."""
    faces = "".join(
        f"@font-face {{ font-family: {family.name}; src: url(font:{family.file(bold=bold, italic=italic).name}); "
        f"font-weight: {'bold' if bold else 'normal'}; font-style: {'italic' if italic else 'normal'} }}"
        for family in FAMILIES.values()
        for bold in (False, True)
        for italic in (False, True)
    )
    return write(html.replace("<style>", f"<style>{faces}", 1))


_FILES = {path.name: path for family in FAMILIES.values() for path in family.files()}
