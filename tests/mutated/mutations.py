"""Content folders as accidents and strangers leave them: one change to a folder that was right, drawn at random.

The same number makes the same change. Where a change is wrong at one place for certain, the place is told with it.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from source.load import FILES
from source.yamlfile import KeyPath, YamlFile, read, texts_of

OUTSIDE = "outside.yaml"  # a file beside the content folder, which nobody may read


@dataclass
class Mutation:
    """What was done to a folder. ``line``: where it must be told, or None where nobody can say so beforehand."""

    kind: str
    file: str
    line: int | None = None


def mutate(folder: Path, number: int) -> Mutation:
    """Change a folder that is right."""
    random = Random(f"mutated {number}")
    kinds = [*_CHANGES]
    kind = kinds[number % len(kinds)]
    name = random.choice([name for name in (*FILES, "voices.lock") if (folder / name).exists()])
    done = _CHANGES[kind](random, folder, name)
    return Mutation(kind, *done) if isinstance(done, tuple) else Mutation(kind, name)


Told = tuple[str, int] | None  # the file and the line at which the change must be told
Change = Callable[[Random, Path, str], Told]

# --- bytes and lines ----------------------------------------------------------------------------------------------

_BYTES = [bytes([byte]) for byte in b"\x00\t\r\n \"'*&!|>%@`{}[],:#-?\\"] + ["“–é\u2028\u0085\ufeff".encode()]
_NOT_UTF8 = (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"caf\xe9 ", b"\xf5\x90\x80\x80")
_NOT_YAML = ("\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ufffe", "\ud7ff\x01")
_HEADS = ("", "# “–” – é\n", "# one\r\n# two\r# three\n", "# a\u2028b\u2029c\u0085d\n", "\ufeff# “\n", "# 𝒳\n\n\n")


def _some_bytes(random: Random, folder: Path, name: str) -> None:
    data = bytearray((folder / name).read_bytes())
    for _ in range(random.choice((1, 1, 1, 5, 40))):
        at = random.randrange(len(data) + 1)
        data[at : at + random.choice((0, 0, 1, 9))] = random.choice(_BYTES) if random.random() < 0.8 else b""
    (folder / name).write_bytes(data)


def _lines(random: Random, folder: Path, name: str) -> None:
    lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
    for _ in range(random.choice((1, 1, 3))):
        one, other = random.randrange(len(lines)), random.randrange(len(lines))
        change = random.randrange(6)
        if change == 0:
            lines[one], lines[other] = lines[other], lines[one]
        elif change == 1 and len(lines) > 1:
            del lines[one]
        elif change == 2:
            lines.insert(other, lines[one])
        elif change == 3:
            lines[one] = " " * random.choice((1, 2, 7)) + lines[one]
        elif change == 4:
            lines[one] = lines[one][random.choice((1, 2)) :]
        else:
            lines[one] = lines[one].rstrip("\n")
    (folder / name).write_text("".join(lines), encoding="utf-8")


def _cut(random: Random, folder: Path, name: str) -> None:
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: random.randrange(len(data))])


def _line_ends(random: Random, folder: Path, name: str) -> None:
    text = (folder / name).read_text(encoding="utf-8").replace("\n", random.choice(("\r\n", "\r", "\u2028", "\x0b")))
    encoding = random.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"))
    (folder / name).write_bytes(text.encode(encoding, "replace"))


def _headed(random: Random, text: str) -> str:
    """The text under a line or two that count otherwise in bytes than in characters, and in YAML than in editors."""
    return random.choice(_HEADS) + (text.replace("\n", "\r\n") if random.random() < 0.2 else text)


def _forbidden(random: Random, folder: Path, name: str) -> Told:
    """A byte or a character that cannot stand in such a file, anywhere in it."""
    text = _headed(random, (folder / name).read_text(encoding="utf-8"))
    at = random.randrange(len(text) + 1)
    wrong = random.choice((*_NOT_UTF8, *_NOT_YAML))
    if text[at - 1 : at + 1] == "\r\n":
        at -= 1
    before = text[:at] + (wrong.rstrip("\x01") if isinstance(wrong, str) and len(wrong) > 1 else "")
    raw = wrong if isinstance(wrong, bytes) else wrong.encode("utf-8", "surrogatepass")
    (folder / name).write_bytes(text[:at].encode() + raw + text[at:].encode())
    return name, line_of(before)


def line_of(before: str) -> int:
    """The line that follows on a text, as editors count."""
    return len(re.findall(r"\r\n|\r|\n", before)) + 1


# --- YAML ---------------------------------------------------------------------------------------------------------

_NASTY = (
    *("", "~", "null", "yes", "No", "12", "-0", "1e400", ".inf", "-.inf", ".nan", "0x1F", "0o9", "1_000", "12:30:45"),
    *("9" * 5000, "2026-02-30", "2026-11-23T01:02:03Z", "!!binary aGk=", "!!python/object:os.system x", "!x y"),
    *("!!set {a}", "!!omap [a: 1]", "!!str 5", "!!int x", "!!timestamp 5", "&a x", "*a", "<<", "{<<: {a: b}}", "[]"),
    *("{}", "[[[]]]", "{a: {b: {c: d}}}", "- x", "|", ">-", "|2-", '"', "'", '"\\ud800"', '"\\U0010FFFF"', '"\\x00"'),
    *('"\\e[31m"', '"\\u2028"', '"a\\\nb"', "%", "@x", "`x`", "---", "...", "--- x", "? x", "? [a]\n: b", "a: b: c"),
    *(
        "../../etc/passwd",
        "/dev/stdin",
        "/dev/zero",
        "a" * 5000,
        "\\\\host\\share",
        "~root/x",
        "C:\\x.png",
        ".",
        "..",
        "/",
    ),
    *(
        "nowhere.png",
        "*star*",
        "**a *b* c**",
        "{name}",
        "{0.__class__}",
        "{{ x }}",
        "{% x %}",
        "%s %n",
        "${HOME}",
        "$(id)",
    ),
    *(
        "<b>x</b>",
        "&amp;",
        "\u202eright to left\u202c",
        "\u0627\u0644\u0639",
        "e\u0301" * 200,
        "\u200b",
        "\ufeffx",
        "漢" * 400,
    ),
    *(
        "tip.trust",
        "voice.housing",
        "section.tips",
        "Tip.Trust",
        "tip.",
        ".tip",
        "tip..x",
        "everything",
        "full",
        "editorial",
    ),
    *("#12345", "#GGGGGG", "#0B5260", "'#000000'", "Carlito", "a4", "A4 ", "[a4, a4]", "0", "-1", "241", "1e3"),
)


def _leaves(folder: Path, name: str) -> tuple[YamlFile, list[KeyPath]]:
    """The file with the way to each of its single values; the guide's, where a file has none."""
    file = read(folder, name)
    return (file, list(file.ends)) if file.ends else _leaves(folder, "guide.yaml")


def _span(file: YamlFile, path: KeyPath) -> tuple[int, int]:
    """Where a value stands in its file, in characters."""
    line, column = file.values[path]
    return sum(len(row) for row in file.raw.splitlines(keepends=True)[: line - 1]) + column - 1, file.ends[path]


def _put(folder: Path, file: YamlFile, path: KeyPath, value: str) -> int:
    """Write another value; the line where it begins is returned."""
    start, end = _span(file, path)
    block = file.raw[start] in "|>"
    text = file.raw[:start] + value + ("\n" if block else "") + file.raw[end:]
    (folder / file.name).write_text(text, encoding="utf-8")
    return line_of(file.raw[:start])


def _value(random: Random, folder: Path, name: str) -> None:
    file, leaves = _leaves(folder, name)
    _put(folder, file, random.choice(leaves), random.choice(_NASTY))


def _values(random: Random, folder: Path, name: str) -> None:
    for _ in range(random.choice((2, 6))):
        file = read(folder, name)
        if not (leaves := list(file.ends)):
            return
        one, other = random.choice(leaves), random.choice(leaves)
        start, end = _span(file, other)
        _put(folder, file, one, file.raw[start:end].rstrip() if random.random() < 0.6 else random.choice(_NASTY))


_REFUSED = ("!!python/object:os.system x", "!x y", "!!binary aGk=", "*a", "!!set {a}", "!!omap [a: 1]", "!x {a: b}")


def _refused(random: Random, folder: Path, name: str) -> Told:
    """A tag or an alias in the place of a value."""
    _head(random, folder, name)
    file, leaves = _leaves(folder, name)
    return file.name, _put(folder, file, random.choice(leaves), random.choice(_REFUSED))


def _head(random: Random, folder: Path, name: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    # Not U+2028 and the like: `str.splitlines`, by which places are found here, takes them for ends of lines.
    head = random.choice(("", "# “–” – é 𝒳\n", "\ufeff# “\n", "# 漢字漢字\n\n"))
    (folder / name).write_text(head + text, encoding="utf-8")


def _wrong_type(random: Random, folder: Path, name: str) -> Told:
    """A list, a number or nothing where words belong."""
    name = random.choice(("guide.yaml", "tips.yaml", "voices.yaml", "contacts.yaml"))
    _head(random, folder, name)
    file, leaves = _leaves(folder, name)
    texts = [path for path in leaves if path[-1] in {"text", "heading", "title", "name", "label", "id"}]
    return file.name, _put(
        folder, file, random.choice(texts), random.choice(("[a, b]", "12", "yes", "~", '""', "{a: b}"))
    )


def _keys(file: YamlFile) -> list[tuple[KeyPath, int]]:
    """Keys that stand first on a line of their own, each with where the line begins."""
    starts = [0]
    for row in file.raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(row))
    found = ((path, starts[line - 1], starts[line - 1] + column - 1) for path, (line, column) in file.keys.items())
    return [(path, start) for path, start, at in found if not file.raw[start:at].strip()]


def _unknown_key(random: Random, folder: Path, name: str) -> Told:
    """A key that the model does not know, before another."""
    name = random.choice(
        [one for one in ("guide.yaml", "tips.yaml", "contacts.yaml", "theme.yaml") if (folder / one).exists()]
    )
    _head(random, folder, name)
    file, _ = _leaves(folder, name)
    (path, start) = random.choice(
        [one for one in _keys(file) if one[0][0] not in {"tips", "labels"} or len(one[0]) > 3]
    )
    key = random.choice(("colour", "x", "“y”", '"a b"', "текст", '"\\e[31m"', "k" * 3000))
    column = file.keys[path][1] - 1
    text = f"{file.raw[:start]}{' ' * column}{key}: x\n{file.raw[start:]}"
    (folder / name).write_text(text, encoding="utf-8")
    return name, line_of(file.raw[:start])


def _doubled_key(random: Random, folder: Path, name: str) -> Told:
    """A key that stands there a second time, directly after the first."""
    _head(random, folder, name)
    file, _ = _leaves(folder, name)
    name = file.name
    single = [(path, start) for path, start in _keys(file) if path in file.ends and _one_line(file, path)]
    if not single:
        return None
    _, start = random.choice(single)
    end = file.raw.index("\n", start) + 1
    (folder / name).write_text(file.raw[:end] + file.raw[start:], encoding="utf-8")
    return name, line_of(file.raw[:end])


def _one_line(file: YamlFile, path: KeyPath) -> bool:
    start, end = _span(file, path)
    return "\n" not in file.raw[start:end]


def _taken_id(random: Random, folder: Path, name: str) -> Told:
    """An id that another item has, or one of a wrong form."""
    name = random.choice([one for one in ("tips.yaml", "voices.yaml", "contacts.yaml") if (folder / one).exists()])
    _head(random, folder, name)
    file, _ = _leaves(folder, name)
    ids = [path for path, _ in texts_of(file.data) if path[-1] == "id"]
    if len(ids) < 2:  # the first and another
        return None
    first, *rest = sorted(ids, key=lambda path: file.values[path])
    taken = texts_of(file.data)
    return name, _put(folder, file, random.choice(rest), random.choice((dict(taken)[first], "Tip One", "x", "..")))


def _flood(random: Random, folder: Path, name: str) -> None:
    """More of something than anybody writes."""
    many = random.choice((300, 3_000, 60_000, 1_000_000))
    text = random.choice(
        ("[", "{a: ", "- ", "[],", "a: b\n", "*", "*a ", "x", "x ", "\n", "&a ", "? ", "- - ", "“", "{x}")
    )
    text = (text * many)[:5_000_000]
    shape = random.choice(("{}", "a: [{}]", "tips: {{section.tips: [{}]}}", "title: {}", "x: |\n  {}\n", 'title: "{}"'))
    if random.random() < 0.5:
        (folder / name).write_text(shape.format(text), encoding="utf-8")
    else:
        file, leaves = _leaves(folder, name)
        _put(folder, file, random.choice(leaves), '"' + text.replace('"', "").replace("\n", " ") + '"')


# --- files --------------------------------------------------------------------------------------------------------


def _file(random: Random, folder: Path, name: str) -> None:
    """A file that is gone, or something else in its place."""
    path = folder / name
    held = path.read_bytes()
    path.rename(folder / "other")
    random.choice(
        (
            lambda: None,
            path.mkdir,
            lambda: os.mkfifo(path),
            lambda: path.symlink_to(folder.parent / OUTSIDE),
            lambda: path.symlink_to("/dev/zero"),
            lambda: path.symlink_to("/proc/self/environ"),
            lambda: path.symlink_to(name),
            lambda: path.symlink_to("nowhere"),
            lambda: path.symlink_to(folder),
            lambda: path.symlink_to("other"),
            lambda: path.write_bytes(b""),
            lambda: path.write_bytes(bytes(9 * 2**20)),
            lambda: path.write_bytes(bytes(200)),
            lambda: (folder / f"{name[:-1]}").write_bytes(held),
            lambda: (folder / name.upper()).write_bytes(held),
            lambda: path.write_bytes(random.choice([*folder.glob("*.yaml")]).read_bytes()),
            lambda: _socket(path),
        )
    )()


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


_NAMES = (
    "logo.png",
    "../outside.yaml",
    "x" * 300 + ".png",
    "/etc/passwd",
    "a/b.png",
    "fonts",
    ".",
    "logo.jpg",
    "ﬁ.png",
)


def _beside(random: Random, folder: Path, name: str) -> None:
    """A logo, fonts or a template that are none, and settings that name them."""
    (folder / "fonts").mkdir()
    held = random.choice(
        (b"", b"\x89PNG\r\n\x1a\n" + bytes(60), b"\xff\xd8\xff\xe0", bytes(3000), b"PK\x03\x04", b"OTTO" + bytes(90))
    )
    for one in ("logo.png", "logo.jpg", "fonts/a.ttf", "fonts/b.otf", "agency.potx"):
        (folder / one).write_bytes(held)
    os.mkfifo(folder / "fonts" / "pipe.ttf")
    (folder / "fonts" / "out.ttf").symlink_to(folder.parent / OUTSIDE)
    theme = (folder / "theme.yaml").read_text(encoding="utf-8") if (folder / "theme.yaml").exists() else ""
    theme = theme.replace("open: Carlito", f"open: {random.choice(('Lato', 'Carlit', '../x', '“'))}, license: OFL", 1)
    agency = f"\nagency:\n  name: Harbor House\n  logo: {random.choice(_NAMES)}\n"
    (folder / "theme.yaml").write_text(theme + (agency if "agency:" not in theme else ""), encoding="utf-8")
    settings = f"template: {random.choice((*_NAMES, 'agency.potx'))}\npage: {random.choice(('a4', 'b5', '[a4]'))}\n"
    (folder / "settings.yaml").write_text(settings, encoding="utf-8")


_CHANGES: dict[str, Change] = {
    "bytes": _some_bytes,
    "lines": _lines,
    "cut short": _cut,
    "line ends, encodings": _line_ends,
    "forbidden character": _forbidden,
    "a value": _value,
    "many values": _values,
    "tag or alias": _refused,
    "wrong type": _wrong_type,
    "unknown key": _unknown_key,
    "key twice": _doubled_key,
    "id taken or wrong": _taken_id,
    "flood": _flood,
    "file": _file,
    "files beside": _beside,
}
