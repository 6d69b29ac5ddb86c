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
    unread: set[KeyPath] = field(default_factory=set)  # a fault is noted here already, so the model has nothing to say
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


def read(folder: Path, name: str, contents: Contents | None = None, *, optional: bool = False) -> YamlFile:
    """Read one file of the content folder. Faults are noted on the result, never raised.

    An ``optional`` file that is not there has neither data nor faults.
    """
    file = YamlFile(name)
    if optional and not (folder / name).exists():
        return file
    try:
        text = _text(folder, file, contents or {})
    except OSError as error:
        reason = error.strerror or type(error).__name__
        file.fault(
            (1, 1), f"The file cannot be read: {reason}.", "Check that you may open it, and that its disk is there."
        )
        return file
    if text is None:
        return file
    file.raw = text
    try:
        if _may_be_deep(text) and _depth(text) > _DEEPEST:
            raise RecursionError
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        problem, context = str(error.problem or error.context), str(error.context or "")
        # A quotation mark that nobody closed is noticed at the end of the file, far from where it stands.
        endless = "end of stream" in problem and error.context_mark is not None
        mark = error.context_mark if endless else error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        file.fault(place, f"This is not valid YAML: {problem}.", _yaml_advice(f"{problem} {context}"))
    except yaml.reader.ReaderError as error:
        before = text[: error.position if isinstance(error.position, int) else 0]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        file.fault(place, "There is a character here that YAML does not allow.", "Delete it and type it again.")
    except RecursionError:
        file.fault((1, 1), "The lists in this file stand inside each other too deeply.", "Make it flatter.")
    else:
        if node is None or node.tag == f"{_TAG}null":
            file.fault((1, 1), "The file is empty.", "Restore it from an earlier copy.")
        else:
            file.data = _plain(node, (), file, set())
            if file.unread:
                _note_aliases(text, file)
    return file


def _may_be_deep(text: str) -> bool:
    """Whether it is worth asking how deep the file nests: so many brackets, or so many dashes or spaces in a row."""
    return sum(map(text.count, "[{")) > _DEEPEST or re.search(rf"(?m)^[ ?-]{{{_DEEPEST}}}", text) is not None


def _depth(text: str) -> int:
    """How deep lists and named parts stand inside each other. libyaml builds them by recursion, and crashes."""
    deepest = depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            break
    return deepest


def _note_aliases(text: str, file: YamlFile) -> None:
    """An alias is known in the tree only by the place that it repeats, so ask the parser where it stands itself."""
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent) and event.start_mark:
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            file.fault(place, "An alias (*name) repeats something from elsewhere.", "Write the words out here.")


# The C loader is ten times as fast, and missing only where PyYAML was built without libyaml.
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _text(folder: Path, file: YamlFile, contents: Contents) -> str | None:
    path = folder / file.name
    if not path.is_file():
        file.fault((1, 1), "The file is missing.", f"Put a file named {file.name} into the content folder.")
        return None
    if not path.resolve().is_relative_to(folder.resolve()):
        file.fault((1, 1), "The file is a link that leads out of the content folder.", "Put a copy of the file here.")
        return None
    if path.stat().st_size > _LARGEST:
        file.fault((1, 1), "The file is larger than 8 MiB.", "Check that it is the right file.")
        return None
    raw = contents[file.name] if file.name in contents else path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        place = (before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        file.fault(place, "This character is not saved as UTF-8.", "Save the file again with the encoding UTF-8.")
        return None


def _plain(node: yaml.Node, path: KeyPath, file: YamlFile, seen: set[int]) -> Any:
    """The node as dicts, lists and scalars; the place of everything is written down on the way."""
    if id(node) in seen:
        file.unread.add(path)
        return None
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    file.values[path] = place
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, file, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, index), file, seen) for index, child in enumerate(node.value)]
    construct = _SCALARS.get(node.tag.removeprefix(_TAG))
    if construct is None:
        file.unread.add(path)
        file.fault(place, f"The tag {node.tag} has no meaning here.", "Delete it; plain text needs none.")
        return None
    try:
        return construct(node.value)
    except ValueError:
        return node.value


def _mapping(node: yaml.MappingNode, path: KeyPath, file: YamlFile, seen: set[int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            file.fault(place, "A key must be a plain word.", "Look for a missing colon or a stray bracket.")
            continue
        key = key_node.value
        if key in result:
            first = file.keys[(*path, key)]
            file.fault(
                place,
                f"“{key}” stands here a second time (first in line {first[0]}).",
                "Keep one and delete the other.",
            )
            continue
        file.keys[(*path, key)] = place
        result[key] = _plain(value_node, (*path, key), file, seen)
    return result


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
    return next(
        (advice for sign, advice in _ADVICE.items() if sign in problem),
        "Compare the indentation and punctuation of this line with the entries around it.",
    )


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
