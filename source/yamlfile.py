"""One YAML file to plain data, with the place of every key and value.

Stricter than YAML, because coordinators are not programmers: a doubled key, an alias or an exotic tag is a fault, and
a day such as ``2026-11-23`` stays the text it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
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
_LARGEST = 8 * 2**20
_DEEPEST = 60  # levels; ours go down to 6


@dataclass
class YamlFile:
    """The data of a file, where each piece of it stands, and what is wrong with it as YAML."""

    name: str
    data: Any = None
    values: dict[KeyPath, Place] = field(default_factory=dict)
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    raw: str = ""

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

    def place_of(self, path: KeyPath, words: str, occurrence: int) -> Place:
        """Where words stand inside a value: the line and column in the file, whatever way the value is written."""
        line, column = self.place(path)
        start = sum(len(row) + 1 for row in self.raw.split("\n")[: line - 1]) + column - 1
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
        found = next(islice(pattern.finditer(self.raw, start), occurrence, None), None)
        if found is None:
            return line, column
        before = self.raw[: found.start()]
        return before.count("\n") + 1, found.start() - before.rfind("\n")


# What somebody has read of a folder already, by name: nobody reads a file twice, and judges other bytes than another.
Contents = Mapping[str, bytes]


def read(
    folder: Path, name: str, contents: Contents | None = None, *, optional: bool = False, blank: bool = False
) -> YamlFile:
    """Read one file of the content folder. Faults are noted on the result, never raised.

    An ``optional`` file that is not there has neither data nor faults, nor has one without words that may be ``blank``.
    """
    file = YamlFile(name)
    if optional and not (folder / name).exists():
        return file
    try:
        file.raw = _text(folder, name, contents or {})
        _refuse_oddities(file.raw)
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
        file.fault(_start(mark), f"This is not valid YAML: {problem}.", _yaml_advice(f"{problem} {context}"))
    except yaml.reader.ReaderError as error:
        before = file.raw[: error.position if isinstance(error.position, int) else 0]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        file.fault(place, "There is a character here that YAML does not allow.", "Delete it and type it again.")
    return file


class _UnreadableError(Exception):
    """Why a file is no data: its place, the problem, and what to do."""


def _start(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


# An anchor, so many brackets, or so many dashes or spaces in a row, make it worth asking the parser.
_ODD = re.compile(rf"(?m)(?:^|[\s\[{{,:])&\S|^[ ?-]{{{_DEEPEST}}}")


def _refuse_oddities(text: str) -> None:
    """Refuse aliases, which a tree shows elsewhere, and deep lists, of which libyaml's recursion crashes."""
    if not _ODD.search(text) and sum(map(text.count, "[{")) <= _DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            problem = "The lists in this file stand inside each other too deeply."
            raise _UnreadableError((1, 1), problem, "Make it flatter.")
        if isinstance(event, yaml.AliasEvent):
            problem = "An alias (*name) repeats something from elsewhere."
            raise _UnreadableError(_start(event.start_mark), problem, "Write the words out here.")


# The C loader is ten times as fast, and missing only where PyYAML was built without libyaml.
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _text(folder: Path, name: str, contents: Contents) -> str:
    path, start = folder / name, (1, 1)
    if not path.is_file():
        raise _UnreadableError(start, "The file is missing.", f"Put a file named {name} into the content folder.")
    if not path.resolve().is_relative_to(folder.resolve()):
        problem = "The file is a link that leads out of the content folder."
        raise _UnreadableError(start, problem, "Put a copy of the file here.")
    if path.stat().st_size > _LARGEST:
        raise _UnreadableError(start, "The file is larger than 8 MiB.", "Check that it is the right file.")
    raw = contents[name] if name in contents else path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        place = (before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        problem = "This character is not saved as UTF-8."
        raise _UnreadableError(place, problem, "Save the file again with the encoding UTF-8.") from error


def _plain(node: yaml.Node, path: KeyPath, file: YamlFile) -> Any:
    """The node as dicts, lists and scalars; the place of everything is written down on the way."""
    place = file.values[path] = _start(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, file)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, index), file) for index, child in enumerate(node.value)]
    construct = _SCALARS.get(node.tag.removeprefix(_TAG))
    if construct is None:
        raise _UnreadableError(place, f"The tag {node.tag} has no meaning here.", "Delete it; plain text needs none.")
    try:
        return construct(node.value)
    except ValueError:
        return node.value


def _mapping(node: yaml.MappingNode, path: KeyPath, file: YamlFile) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        place = _start(key_node.start_mark)
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
    "expected <block end>": "Give this line the same indentation as its neighbours.",
    "did not find expected key": "Give this line the same indentation as its neighbours.",
    "did not find expected '-' indicator": "Give this line the same indentation as its neighbours.",
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
