"""One file against the others: ids and names that are taken twice or not there, colours that are too weak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from source.names import misspelled, unknown
from source.sessions import EVERYTHING, PARTS
from source.yamlfile import KeyPath, YamlFile, texts_of
from typeset.contrast import LEAST, too_weak


def check_references(files: Mapping[str, YamlFile]) -> None:
    """No id twice, and nothing refers to an id that is not there. Works on what could be read, whole or not."""
    first: dict[str, str] = {"guide.title": "the title in guide.yaml"}
    for file in files.values():
        for path, identifier in texts_of(file.data):
            if path[-1:] != ("id",):
                continue
            if identifier in first:
                problem = f"The id {identifier} is taken ({first[identifier]})."
                file.fault(file.place(path), problem, "Give one of the two an id of its own.")
            else:
                first[identifier] = f"{file.name}:{file.place(path)[0]}"
    # Where a file could not be read, nobody can say which of its ids are missing.
    held = [files[name] for name in _HOLD_IDS]
    unreadable = any(not isinstance(file.data, dict) and (file.faults or file.data is not None) for file in held)
    for name, path, pattern in () if unreadable else _REFERENCES:
        known = [identifier for identifier in first if identifier.startswith(pattern)]
        for place, identifier in _references(files[name].data, path, ()):
            if path[-2:] == ("times", "keys") and identifier in PARTS:
                continue
            if identifier not in first or not identifier.startswith(pattern):
                close = misspelled(identifier, known)
                advice = f"Did you mean {close}?" if close else "Use an id that stands in the other files."
                at = files[name].place(place, of_key=place[-1] == identifier)
                files[name].fault(at, f"There is no item with the id {identifier}.", advice)
    _check_names(files["facilitation.yaml"], files["sessions.yaml"])
    _check_theme(files["theme.yaml"])


def _check_theme(file: YamlFile) -> None:
    """Colours stand out on each other."""
    colors = file.data.get("colors") if isinstance(file.data, dict) else None
    for text, ground, ratio in too_weak(colors if isinstance(colors, dict) else {}):
        # Rounded down, so that 4.46 is never said to be 4.5.
        problem = f"“{text}” on “{ground}” has a contrast of {int(ratio * 10) / 10} to 1, and text needs {LEAST} to 1."
        file.fault(file.place(("colors", text)), problem, f"Make {text} darker, or {ground} lighter.")


def _check_names(added: YamlFile, sessions: YamlFile) -> None:
    """Audiences and topics go by names, not ids."""
    audiences = [name for _, name in _references(added.data, ("audiences", "keys"), ())]
    topics = [name for _, name in _references(added.data, ("content_note", "sentences", "keys"), ())]
    for file, path, what, names, others in (
        (added, ("items", "*", "audiences", "*"), "audience", audiences, ()),
        (added, ("items", "*", "topics", "*"), "topic", topics, ()),
        (sessions, ("sessions", "*", "items_for"), "audience", audiences, (EVERYTHING,)),
    ):
        for place, name in _references(file.data, path, ()):
            if name not in (*names, *others):
                problem, advice = unknown(what, name, names)
                file.fault(file.place(place), problem, f"{advice[:-1]} (under {_LISTED[what]} in facilitation.yaml).")


_LISTED = {"audience": "“audiences”", "topic": "“sentences” of the content note"}
_SHOWN = ("intro.", "tip.", "question.", "voice.")
_TIMED = (*_SHOWN, "section.", "activity.")

_HOLD_IDS = ("guide.yaml", "tips.yaml", "voices.yaml")
# Where ids are referred to: the file, the way to it ("*" is every entry, "keys" the names there), how the id may start.
_REFERENCES: tuple[tuple[str, KeyPath, str | tuple[str, ...]], ...] = (
    ("tips.yaml", ("tips", "keys"), "section."),
    ("voices.yaml", ("voices", "keys"), "section."),
    ("facilitation.yaml", ("sections", "keys"), "section."),
    ("facilitation.yaml", ("items", "keys"), ""),
    ("facilitation.yaml", ("items", "*", "voices", "*"), "voice."),
    ("facilitation.yaml", ("activities", "*", "after"), (*_SHOWN, "section.")),
    ("sessions.yaml", ("sessions", "*", "items", "*"), _SHOWN),
    ("sessions.yaml", ("sessions", "*", "activities", "*"), "activity."),
    ("sessions.yaml", ("sessions", "*", "discussions", "*"), "section."),
    ("sessions.yaml", ("sessions", "*", "times", "keys"), _TIMED),
)


def _references(data: Any, rest: KeyPath, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Every text that a pattern of steps leads to, with the way to it."""
    if not rest:
        if isinstance(data, str):
            yield path, data
        return
    if rest[0] == "keys":
        yield from (((*path, key), str(key)) for key, _ in _entries(data))
        return
    for key, value in _entries(data):
        if rest[0] in ("*", key):
            yield from _references(value, rest[1:], (*path, key))


def _entries(data: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, list):
        yield from enumerate(data)
