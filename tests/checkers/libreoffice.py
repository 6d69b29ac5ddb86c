"""LibreOffice as a second reader: what does a program that is not PowerPoint make of a deck?

Each process of the tests gets a private profile and a private font configuration. LibreOffice then sees the fonts
that this repository ships and no others, so a deck is rendered with the same line breaks on every machine.
(A LibreOffice that brings fonts in its own folder adds those; Debian's does not.)
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from threading import Lock
from xml.sax.saxutils import escape

from .run import CheckerError, on_disk, run

SHIPPED_FONTS = Path(__file__).resolve().parents[2] / "typeset" / "files"
TWINS = {"Calibri": "Carlito", "Georgia": "Gelasio"}
FILTERS = {"pdf": "impress_pdf_Export", "odp": "impress8", "pptx": "Impress MS PowerPoint 2007 XML"}

# LibreOffice hands a second start with the same profile over to the first one, whose end then ends both.
_ONE_AT_A_TIME = Lock()


def convert(
    deck: Path | bytes,
    outdir: Path,
    to: str = "pdf",
    *,
    options: Mapping[str, bool] | None = None,
    extra_fonts: Iterable[Path] = (),
    timeout: float = 120,
) -> Path:
    """Convert a PPTX or ODP to "pdf", "odp" or "pptx" (a re-save) and return outdir/stem.to.

    `options` are those of the export filter; `extra_fonts` are folders seen besides the repository's own fonts.
    Bytes are taken to be a PPTX and named deck.*. A file that LibreOffice refuses raises `CheckerError`.
    """
    return convert_all([deck], outdir, to, options=options, extra_fonts=extra_fonts, timeout=timeout)[0]


def convert_all(
    decks: Sequence[Path | bytes],
    outdir: Path,
    to: str = "pdf",
    *,
    options: Mapping[str, bool] | None = None,
    extra_fonts: Iterable[Path] = (),
    timeout: float = 120,
) -> list[Path]:
    """`convert` several decks, of different names, in one start of LibreOffice: a start takes most of the time."""
    office = _office(tuple(sorted({folder.resolve() for folder in extra_fonts})))
    with ExitStack() as stack:
        stack.enter_context(_ONE_AT_A_TIME)
        paths = [stack.enter_context(on_disk(deck, "deck.pptx")) for deck in decks]
        if len({path.stem for path in paths}) != len(paths):
            raise ValueError(f"these decks would overwrite each other: {', '.join(map(str, paths))}")
        made = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="made-", dir=office)))
        command = [
            "soffice",
            f"-env:UserInstallation={Path(office, 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            *("--convert-to", _filter(to, options or {}), "--outdir", str(made)),
            *map(str, paths),
        ]
        try:
            said = run(command, timeout=timeout, env=_environment(office))
        except CheckerError:
            # A program that was cut off may leave a broken profile; the next start makes a new one.
            shutil.rmtree(office / "profile", ignore_errors=True)
            raise
        # LibreOffice ends with 0 even when it could not load a file.
        refused = [str(path) for path in paths if not (made / f"{path.stem}.{to}").is_file()]
        if refused:
            raise CheckerError(f"LibreOffice did not convert {', '.join(refused)} to {to}: {said.stderr.strip()}")
        outdir.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.move(made / f"{path.stem}.{to}", outdir / f"{path.stem}.{to}")) for path in paths]


def convert_tagged(deck: Path | bytes, outdir: Path, *, extra_fonts: Iterable[Path] = ()) -> Path:
    """Convert a deck to a tagged PDF with the PDF/UA option, whose order of reading is that of the shapes."""
    return convert(deck, outdir, options={"UseTaggedPDF": True, "PDFUACompliance": True}, extra_fonts=extra_fonts)


def convert_notes(deck: Path | bytes, outdir: Path, *, extra_fonts: Iterable[Path] = ()) -> Path:
    """Convert a deck to a PDF of its notes pages alone: a page a slide, the slide above and its notes below."""
    return convert(
        deck, outdir, options={"ExportNotesPages": True, "ExportOnlyNotesPages": True}, extra_fonts=extra_fonts
    )


def _filter(to: str, options: Mapping[str, bool]) -> str:
    if to not in FILTERS:
        raise ValueError(f"a deck becomes {', '.join(FILTERS)}, not {to!r}")
    values = {name: {"type": "boolean", "value": str(value).lower()} for name, value in options.items()}
    return f"{to}:{FILTERS[to]}" + (f":{json.dumps(values)}" if values else "")


def _environment(office: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG_")}
    private = {"HOME": office / "home", "XDG_CACHE_HOME": office / "cache", "XDG_CONFIG_HOME": office / "config"}
    return {
        **kept,
        **{name: str(folder) for name, folder in private.items()},
        "FONTCONFIG_FILE": str(office / "fonts.conf"),
        "SAL_USE_VCLPLUGIN": "svp",
        "LC_ALL": "C.UTF-8",
    }


@cache
def _root() -> tempfile.TemporaryDirectory[str]:
    """A folder of this process alone, removed when the process ends."""
    return tempfile.TemporaryDirectory(prefix="checkers-libreoffice-", ignore_cleanup_errors=True)


@cache
def _office(extra_fonts: tuple[Path, ...]) -> Path:
    """The folder of the profile and the font configuration for a set of fonts; reused, as a new profile costs time."""
    fonts = (SHIPPED_FONTS, *extra_fonts)
    for folder in fonts:
        if not any(path.suffix.lower() in {".ttf", ".otf", ".ttc"} for path in folder.rglob("*")):
            raise CheckerError(f"there are no fonts in {folder}")
    office = Path(tempfile.mkdtemp(dir=_root().name))
    (office / "home").mkdir()
    (office / "fonts.conf").write_text(_font_configuration(fonts, office / "cache" / "fontconfig"), encoding="utf-8")
    return office


def _font_configuration(folders: Iterable[Path], cache_folder: Path) -> str:
    """A fontconfig file that knows only these folders and gives the open twin for a font that Office has."""
    lines = [f"  <dir>{escape(str(folder))}</dir>" for folder in folders]
    lines.append(f"  <cachedir>{escape(str(cache_folder))}</cachedir>")
    lines += [
        f'  <match target="pattern">\n    <test name="family"><string>{asked}</string></test>\n'
        f'    <edit name="family" mode="assign" binding="same"><string>{given}</string></edit>\n  </match>'
        for asked, given in TWINS.items()
    ]
    head = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
    return f"{head}<fontconfig>\n" + "\n".join(lines) + "\n</fontconfig>\n"
