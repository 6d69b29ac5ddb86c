"""An agency's own fonts: found in the folder ``fonts`` beside theme.yaml, and read before anything is set in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from source.names import nearest
from source.theme import FontPair, ThemeFile
from source.yamlfile import Contents, YamlFile, is_inside
from typeset.families import FAMILIES, STYLES, added

FOLDER = "fonts"
SUFFIXES = frozenset({".ttf", ".otf"})
LARGEST = 8 * 2**20
Style = tuple[bool, bool]
# What the embedding bits of a font forbid (OpenType, OS/2, fsType).
_RESTRICTED, _USES, _WHOLE_ONLY, _BITMAPS_ONLY = 0x2, 0xF, 0x100, 0x200
_STRUCTURE = ("head", "hhea", "maxp", "hmtx", "cmap", "name", "OS/2")


class _FontError(Exception):
    """Why a font cannot be used, and what to do."""


def files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """The font files of a content folder, each by its name in it."""
    for path in sorted((folder / FOLDER).glob("*")):
        if path.suffix.lower() in SUFFIXES and path.is_file():
            yield f"{FOLDER}/{path.name}", path


def with_own(theme: ThemeFile, folder: Path, file: YamlFile, contents: Contents | None = None) -> ThemeFile:
    """The theme with each font that does not ship as the folder has it; what is wrong with one is noted in the file."""
    pairs = {}
    for part, pair in (("tips", theme.fonts.tips), ("voices", theme.fonts.voices)):
        try:
            pairs[part] = pair if pair.open in FAMILIES else _own(pair, folder, contents or {})
        except _FontError as error:
            problem, advice = error.args
            file.fault(file.place(("fonts", part, "open")), problem, advice)
    return theme if file.faults else theme.model_copy(update={"fonts": theme.fonts.model_copy(update=pairs)})


def _own(pair: FontPair, folder: Path, contents: Contents) -> FontPair:
    styles, families = {}, set()
    for name, path in files_in(folder):
        family, style, data = _read(name, path, folder, contents)
        families.add(family)
        if family.casefold() == pair.open.casefold():
            styles[style] = data
    if not styles:
        close = nearest(pair.open, families)
        meant = f"Did you mean {close}? " if close else ""
        problem = f"The font {pair.open} does not ship with the builder."
        raise _FontError(problem, f"{meant}Use {', '.join(FAMILIES)}, or put its files into the folder “{FOLDER}”.")
    if missing := [name for style, name in STYLES.items() if style not in styles]:
        problem = f"The font {pair.open} has no file for {', '.join(missing)}."
        raise _FontError(problem, f"Put the files of all four styles into the folder “{FOLDER}”.")
    if not pair.license:
        advice = "Add “license:” beside “open”, with the license that lets you use it, such as SIL OFL 1.1."
        raise _FontError(f"Nothing says under which license {pair.open} is used.", advice)
    return pair.model_copy(update={"open": added(pair.open, styles)})


def _read(name: str, path: Path, folder: Path, contents: Contents) -> tuple[str, Style, bytes]:
    """The family and the style of a font file, and its bytes, if it may be used."""
    if not is_inside(path, folder):
        raise _FontError(f"{name} is a link that leads out of the content folder.", "Put a copy of the file here.")
    if path.stat().st_size > LARGEST:
        raise _FontError(f"{name} is larger than 8 MiB.", "Use a font with fewer scripts, or with static styles.")
    try:
        data = contents[name] if name in contents else path.read_bytes()
    except OSError as error:
        raise _FontError(f"{name} cannot be read: {error.strerror}.", "Check that you may open it.") from error
    tables = _tables(name, data)
    if "fvar" in tables:
        raise _FontError(f"{name} is a variable font.", "Use the files of its static styles: Regular, Bold and so on.")
    _refuse_forbidden(name, tables["OS/2"].fsType)
    bold, italic = bool(tables["head"].macStyle & 1), bool(tables["head"].macStyle & 2)
    return tables["name"].getDebugName(1) or PurePath(name).stem, (bold, italic), data


def _tables(name: str, data: bytes) -> Mapping[str, Any]:
    """The tables that say what is in a font; every table must be there, as it was made."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(data), checkChecksums=2, lazy=True, ignoreDecompileErrors=False)
        whole = all(len(font.reader[tag]) == font.reader.tables[tag].length for tag in font.reader.keys())  # noqa: SIM118
        found = {tag: font[tag] for tag in _STRUCTURE} | {tag: True for tag in ("fvar",) if tag in font}
        if not whole or not found["cmap"].getBestCmap():
            raise ValueError
    # A damaged file can break the library anywhere, with any error; none of it is a fault of the program.
    except Exception as error:
        raise _FontError(f"{name} is no font, or it is damaged.", "Get the file again from where it came.") from error
    return found


def _refuse_forbidden(name: str, bits: int) -> None:
    """Refuse a font whose maker does not allow what print does with it: put the letters that are used into a PDF."""
    if bits & _USES == _RESTRICTED:
        raise _FontError(f"{name} may not be embedded, as its maker says in it.", "Use another font.")
    if bits & (_WHOLE_ONLY | _BITMAPS_ONLY):
        raise _FontError(f"{name} may not be embedded in part, as its maker says in it.", "Use another font.")
