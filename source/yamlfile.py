"""One YAML file to plain data, with the place of every key and value.

Stricter than YAML, because coordinators are not programmers: a doubled key, an alias or an exotic tag is a fault, and
a day such as ``2026-11-23`` stays the text it looks like.
"""

from __future__ import annotations

import re
import stat
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from source.errors import Fault

Place = tuple[int, int]  # line and column, from 1
KeyPath = tuple[str | int, ...]  # the way to a value: ("tips", "section.tips", 0, "text")

_TAG = "tag:yaml.org,2002:"
_SCALARS: Mapping[str, Callable[[str], Any]] = {
    "str": str,
    "timestamp": str,
    "null": lambda _: None,
    "bool": lambda text: text.lower() in {"yes", "true", "on"},
    "int": lambda text: int(text.replace("_", ""), 0) if ":" not in text else text,
    "float": lambda text: float(text.replace("_", "")) if ":" not in text else text,
}
_KINDS: Mapping[type[yaml.Node], Mapping[str, Callable[..., Any]]] = {
    yaml.ScalarNode: _SCALARS,
    yaml.SequenceNode: {"seq": list},
    yaml.MappingNode: {"map": dict},
}
_LARGEST = 8 * 2**20
_MOST_ENTRIES = 200_000  # of a file; a guide of 3,000 voices has some 35,000 in its lock
_DEEPEST = 60  # levels; ours go down to 6
# Where editors start a line. YAML starts one after U+0085, U+2028 and U+2029, too.
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass
class YamlFile:
    """The data of a file, where each piece of it stands, and what is wrong with it as YAML."""

    name: str
    data: Any = None
    values: dict[KeyPath, Place] = field(default_factory=dict)
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    ends: dict[KeyPath, int] = field(default_factory=dict)  # of each single value, in characters of the file
    faults: list[Fault] = field(default_factory=list)
    raw: str = ""

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line starts, in characters."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.raw))]

    def at(self, index: int) -> Place:
        """The line and column of a character, as editors count them."""
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1

    def fault(self, place: Place, problem: str, advice: str) -> None:
        """Note that something is wrong at a place of this file."""
        self.faults.append(Fault(self.name, *place, problem, advice))

    def fault_at(self, path: KeyPath, problem: str, advice: str) -> Fault:
        """That something is wrong with the value at a path."""
        return Fault(self.name, *self.place(path), problem, advice)

    def place(self, path: KeyPath, *, of_key: bool = False) -> Place:
        """Where a value (or its key) stands; for one that is missing, where its nearest container starts."""
        if of_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def place_of(self, path: KeyPath, words: str, before: str = "") -> Place:
        """Where words stand inside a value, whatever way it is written. ``before``: what stands there before them."""
        line, column = self.place(path)
        start = self._lines[line - 1] + column - 1
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
        occurrence = sum(1 for _ in pattern.finditer(before))
        written = pattern.finditer(self.raw, start, self.ends.get(path, start))
        found = next(islice(written, occurrence, None), None)
        return self.at(found.start()) if found else (line, column)


# What somebody has read of a folder already, by name: nobody reads a file twice, and judges other bytes than another.
Contents = Mapping[str, bytes]


def read(
    folder: Path, name: str, contents: Contents | None = None, *, optional: bool = False, blank: bool = False
) -> YamlFile:
    """Read one file of the content folder. Faults are noted on the result, never raised.

    An ``optional`` file that is not there has neither data nor faults, nor has one without words that may be ``blank``.
    """
    file = YamlFile(name)
    try:
        raw = _bytes(folder, name, contents or {}, optional=optional)
        if raw is None:
            return file
        file.raw = _text(raw)
        _refuse_oddities(file)
        node = yaml.compose(file.raw, Loader=_LOADER)
        if blank and node is None:
            return file
        if node is None or node.tag == f"{_TAG}null":
            raise _UnreadableError((1, 1), "The file is empty.", "Restore it from an earlier copy.")
        file.data = _plain(node, (), file)
    except _UnreadableError as error:
        file.fault(*error.args)
    except OSError as error:
        problem = f"The file cannot be read: {error.strerror or type(error).__name__}."
        file.fault((1, 1), problem, "Check that you may open it, and that its disk is there.")
    except yaml.MarkedYAMLError as error:
        problem, context = str(error.problem or error.context), str(error.context or "")
        # A quotation mark that nobody closed is noticed at the end of the file, far from where it stands.
        endless = "end of stream" in problem and error.context_mark is not None
        mark = error.context_mark if endless else error.problem_mark or error.context_mark
        place = file.at(mark.index) if mark else (1, 1)
        file.fault(place, f"This is not valid YAML: {problem}.", _yaml_advice(f"{problem} {context}"))
    except yaml.reader.ReaderError:
        # Its own position counts bytes or characters, as the loader does.
        found = yaml.reader.Reader.NON_PRINTABLE.search(file.raw)
        place = file.at(found.start()) if found else (1, 1)
        file.fault(place, "There is a character here that YAML does not allow.", "Delete it and type it again.")
    return file


class _UnreadableError(Exception):
    """Why a file is no data: its place, the problem, and what to do."""


# An anchor, or so many dashes or spaces in a row, make it worth asking the parser, as do many brackets and entries.
_ODD = re.compile(rf"(?m)(?:^|[\s\[{{,:])&\S|^[ ?-]{{{_DEEPEST}}}")
_BEFORE_AN_ENTRY = "[{,:?-"


def _refuse_oddities(file: YamlFile) -> None:
    """Refuse aliases, which a tree shows elsewhere, deep lists, of which libyaml's recursion crashes, and too many."""
    few = 2 * sum(map(file.raw.count, _BEFORE_AN_ENTRY)) < _MOST_ENTRIES
    if few and not _ODD.search(file.raw) and sum(map(file.raw.count, "[{")) <= _DEEPEST:
        return
    depth = entries = 0
    events: Iterator[Any] = yaml.parse(file.raw, Loader=_LOADER)
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        entries += isinstance(event, yaml.NodeEvent)
        is_alias = isinstance(event, yaml.AliasEvent)
        if depth > _DEEPEST:
            problem = "The lists in this file stand inside each other too deeply."
            raise _UnreadableError(file.at(event.start_mark.index), problem, "Make it flatter.")
        if entries > _MOST_ENTRIES:
            problem = f"The file has more than {_MOST_ENTRIES:,} entries."
            raise _UnreadableError(file.at(event.start_mark.index), problem, "Check that it is the right file.")
        if is_alias:
            problem = "An alias (*name) repeats something from elsewhere."
            raise _UnreadableError(file.at(event.start_mark.index), problem, "Write the words out here.")


# The C loader is ten times as fast, and missing only where PyYAML was built without libyaml.
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _bytes(folder: Path, name: str, contents: Contents, *, optional: bool) -> bytes | None:
    """What the file holds; None where it may be missing, and is."""
    path, start = folder / name, (1, 1)
    try:
        kind = path.lstat().st_mode
    except FileNotFoundError:
        if optional:
            return None
        problem = "The file is missing."
        raise _UnreadableError(start, problem, f"Put a file named {name} into the content folder.") from None
    if not is_inside(path, folder):
        problem = "The file is a link that leads out of the content folder."
        raise _UnreadableError(start, problem, "Put a copy of the file here.")
    if not path.is_file():
        what = "a link to nothing" if stat.S_ISLNK(kind) else "a folder" if stat.S_ISDIR(kind) else "no file of words"
        raise _UnreadableError(start, f"This is {what}.", f"Put a file named {name} in its place.")
    if path.stat().st_size > _LARGEST:
        raise _UnreadableError(start, "The file is larger than 8 MiB.", "Check that it is the right file.")
    return contents[name] if name in contents else path.read_bytes()


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, wherever links on its way lead."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link to itself, before Python 3.13; or no name that a file can have
        return False


def is_file(path: Path) -> bool:
    """Whether there is such a file; there is none of a name that no file can have."""
    try:
        return path.is_file()
    except OSError:
        return False


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = YamlFile("", raw=raw[: error.start].decode("utf-8-sig"))
        problem = "This character is not saved as UTF-8."
        raise _UnreadableError(
            before.at(len(before.raw)), problem, "Save the file again with the encoding UTF-8."
        ) from error


def _plain(node: yaml.Node, path: KeyPath, file: YamlFile) -> Any:
    """The node as dicts, lists and scalars; the place of everything is written down on the way."""
    place = file.values[path] = file.at(node.start_mark.index)
    construct = _KINDS[type(node)].get(node.tag.removeprefix(_TAG))
    if construct is None:
        raise _UnreadableError(place, f"The tag {node.tag} has no meaning here.", "Delete it; plain text needs none.")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, file)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, index), file) for index, child in enumerate(node.value)]
    file.ends[path] = node.end_mark.index
    try:
        return construct(node.value)
    except ValueError:
        return node.value


def _mapping(node: yaml.MappingNode, path: KeyPath, file: YamlFile) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        place = file.at(key_node.start_mark.index)
        if not isinstance(key_node, yaml.ScalarNode):
            file.fault(place, "A key must be a plain word.", "Look for a missing colon or a stray bracket.")
            continue
        key = key_node.value
        if key in result:
            problem = f"“{key}” stands here a second time (first in line {file.keys[*path, key][0]})."
            file.fault(place, problem, "Keep one and delete the other.")
            continue
        file.keys[(*path, key)] = place
        result[key] = _plain(value_node, (*path, key), file)
    return result


_COMPARE = "Compare the indentation and punctuation of this line with the entries around it."
_ADVICE = {
    "tab": "Use spaces, not tabs, at the start of a line.",
    "quoted scalar": "Close the quotation marks, or put the text under a “|”.",
    "token": "Look at this line and the one above for a stray quote, star or bracket, or put the text under a “|”.",
    "mapping values": "Put the text on a line of its own under a “|”; then a colon does no harm.",
    "expected <block end>": "Give this line the same indentation as its neighbors.",
    "did not find expected key": "Give this line the same indentation as its neighbors.",
    "did not find expected '-' indicator": "Give this line the same indentation as its neighbors.",
    "alias": "A star at the start of a text has a meaning in YAML: put the text under a “|”.",
    "could not find expected ':'": "Put a colon after the key, or indent the text under its “|”.",
}


def _yaml_advice(problem: str) -> str:
    return next((advice for sign, advice in _ADVICE.items() if sign in problem), _COMPARE)


def texts_of(data: Any) -> Iterator[tuple[KeyPath, str]]:
    """Every text in plain data, with the way to it."""
    return ((path, value) for path, value in _values_of(data) if isinstance(value, str))


def numbers_of(data: Any) -> Iterator[tuple[KeyPath, float]]:
    """Every number in plain data, with the way to it."""
    return ((path, value) for path, value in _values_of(data) if isinstance(value, (int, float)))


def _values_of(data: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _values_of(value, (*path, key))
    else:
        yield path, data
