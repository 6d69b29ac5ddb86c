"""YAML to ``Guide``: every fault as file, line, column, what is wrong and what to do; all faults of a run together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from source import fields, lock, model, sessions, theme
from source.errors import Fault, SourceError
from source.yamlfile import Path_, YamlFile, read
from typeset.contrast import LEAST, too_weak
from typeset.families import FAMILIES

FILES: Mapping[str, type[fields.Model]] = {
    "guide.yaml": model.GuideFile,
    "tips.yaml": model.TipsFile,
    "voices.yaml": model.VoicesFile,
    "facilitation.yaml": model.FacilitationFile,
    "contacts.yaml": model.ContactsFile,
    "sessions.yaml": sessions.SessionsFile,
    "theme.yaml": theme.ThemeFile,
    "terms.yaml": model.TermsFile,
}
CONTENT = Path(__file__).parent / "content"


def load(folder: Path = CONTENT, *, locked: bool = True) -> model.Guide:
    """The guide that the content folder describes.

    Args:
        folder: the content folder.
        locked: whether every voice must be as approved; only approving itself needs to look past that.

    Raises:
        SourceError: with every fault of every file.
    """
    files = read_files(folder)
    parsed = {name: _validated(file, FILES[name]) for name, file in files.items() if file.data is not None}
    _check_references(files)
    lock_file, approvals = lock.read(folder)
    voices: model.VoicesFile | None = parsed.get("voices.yaml")
    if voices and locked:
        entries = list(_entries_of(voices))
        gone = [entry.id for entry in entries if entry.withdrawn]
        lock.check(list(_shown(entries, voices)), gone, lock_file, approvals, files["voices.yaml"])
    _raise_faults([*files.values(), lock_file])
    guide = _guide(parsed, approvals)
    for path, problem, advice in sessions.wrong(guide):
        files["sessions.yaml"].fault(files["sessions.yaml"].place(path), problem, advice)
    _raise_faults([files["sessions.yaml"]])
    return guide


def _raise_faults(files: Iterable[YamlFile]) -> None:
    faults = [fault for file in files for fault in file.faults]
    if faults:
        raise SourceError(faults)


def read_files(folder: Path) -> dict[str, YamlFile]:
    """Every file of the content folder as plain data with places, by name.

    Raises:
        SourceError: there is no such folder.
    """
    if not folder.is_dir():
        raise SourceError([Fault(str(folder), 1, 1, "There is no such folder.", "Name the folder with --source.")])
    return {name: read(folder, name) for name in FILES}


# --- one file against its model -----------------------------------------------------------------------------------


def _validated(file: YamlFile, shape: type[fields.Model]) -> Any:
    try:
        return shape.model_validate(file.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(file, shape, detail)
        return None


def _note(file: YamlFile, shape: type[fields.Model], detail: ErrorDetails) -> None:
    path: Path_ = tuple(detail["loc"])
    is_key = bool(path) and path[-1] == "[key]"
    path = path[:-1] if is_key else path
    if path in file.unread:
        return
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    kind = "bad_key" if is_key else detail["type"]
    problem, advice = _SENTENCES.get(kind, _otherwise)(key, detail, _fields_at(shape, path[:-1]))
    file.fault(file.place(path, of_key=kind in {"extra_forbidden", "bad_key"}), problem, advice)


Sentence = Callable[[str, ErrorDetails, list[str]], tuple[str, str]]


def _missing(key: str, _: ErrorDetails, __: list[str]) -> tuple[str, str]:
    return f"“{key}” is missing.", f"Add a line “{key}:” with the text under it."


def _unknown_key(key: str, _: ErrorDetails, fields: list[str]) -> tuple[str, str]:
    close = get_close_matches(key, fields, 1)
    advice = f"Did you mean “{close[0]}”?" if close else f"Known here: {', '.join(fields)}."
    return f"“{key}” is not known here.", advice


def _not_words(key: str, detail: ErrorDetails, _: list[str]) -> tuple[str, str]:
    value = detail["input"]
    if value is None:
        return f"“{key}” is empty.", "Write the text under it, or delete the line."
    if isinstance(value, (list, dict)):
        return f"“{key}” should be text, but is a list.", "Remove the dash or the extra indentation."
    return f"“{key}” should be text, but is read as {_yaml_kind(value)}.", "Put it in quotation marks."


def _pattern(key: str, detail: ErrorDetails, _: list[str]) -> tuple[str, str]:
    if not str(detail["input"]).strip():
        return f"“{key}” is empty.", "Write the text under it, or delete the line."
    advice = _PATTERN_ADVICE.get(
        key, "An id looks like tip.listen-first: a kind, a dot, lower-case words with hyphens."
    )
    return f"“{key}” has the wrong form.", advice


def _bad_key(key: str, _: ErrorDetails, __: list[str]) -> tuple[str, str]:
    return f"“{key}” is no id.", "An id looks like tip.listen-first: a kind, a dot, lower-case words with hyphens."


def _no_list(key: str, _: ErrorDetails, __: list[str]) -> tuple[str, str]:
    return f"“{key}” should be a list.", "Start each entry on a line of its own with a dash."


def _no_mapping(key: str, _: ErrorDetails, __: list[str]) -> tuple[str, str]:
    return f"“{key}” should have named parts.", "Write each part as “name: text” on a line of its own."


def _no_number(key: str, _: ErrorDetails, __: list[str]) -> tuple[str, str]:
    return f"“{key}” should be a number from 0 to 240.", "Write the minutes as a number, such as 2 or 1.5."


def _own_words(_: str, detail: ErrorDetails, __: list[str]) -> tuple[str, str]:
    return f"In this text {detail['ctx']['error']}.", "Delete it."


def _wrong_places(key: str, detail: ErrorDetails, _: list[str]) -> tuple[str, str]:
    return f"“{key}” has the wrong words in braces.", f"Keep these and no others: {detail['ctx']['places'] or 'none'}."


def _otherwise(key: str, detail: ErrorDetails, _: list[str]) -> tuple[str, str]:
    return f"“{key}”: {detail['msg']}.", "Compare with the entries around it."


_PATTERN_ADVICE = {
    "verified_on": "Write a year, year-month or year-month-day, such as 2026-11-23.",
    "language": "Write a language tag such as en-US or es.",
} | dict.fromkeys(theme.Colors.model_fields, "Write # and six hexadecimal digits, such as #0B5260.")
_SENTENCES: Mapping[str, Sentence] = {
    "missing": _missing,
    "missing_source": lambda _, detail, fields: _missing("source", detail, fields),
    "missing_words": lambda _, detail, fields: _missing("text", detail, fields),
    "extra_forbidden": _unknown_key,
    "string_type": _not_words,
    "string_pattern_mismatch": _pattern,
    "bad_key": _bad_key,
    "tuple_type": _no_list,
    "too_short": _no_list,
    "dict_type": _no_mapping,
    "model_type": _no_mapping,
    "float_type": _no_number,
    "float_parsing": _no_number,
    "less_than_equal": _no_number,
    "greater_than_equal": _no_number,
    "value_error": _own_words,
    "no_such_day": lambda key, _, __: (f"“{key}” names no day of the calendar.", _PATTERN_ADVICE["verified_on"]),
    "wrong_places": _wrong_places,
    "literal_error": lambda key, detail, _: (f"“{key}” must be {detail['ctx']['expected']}.", "Write it so."),
}


def _yaml_kind(value: object) -> str:
    return "yes or no" if isinstance(value, bool) else "a number"


def _fields_at(shape: Any, path: Path_) -> list[str]:
    """The names of the parts that the model knows at a path."""
    for step in path:
        shape = _step(shape, step)
    return list(shape.model_fields) if isinstance(shape, type) and issubclass(shape, BaseModel) else []


def _step(shape: Any, step: str | int) -> Any:
    if isinstance(shape, type) and issubclass(shape, BaseModel) and step in shape.model_fields:
        shape = shape.model_fields[str(step)].annotation
        models = [arg for arg in get_args(shape) if isinstance(arg, type) and issubclass(arg, BaseModel)]
        return models[0] if len(models) == 1 and type(None) in get_args(shape) else shape
    arguments = get_args(shape)
    if isinstance(step, int):  # a tuple of models, perhaps annotated
        return (
            arguments[0]
            if arguments and not get_args(arguments[0])
            else _step(arguments[0], step)
            if arguments
            else None
        )
    return arguments[-1] if arguments else None  # a dict: its values


# --- one file against the others ----------------------------------------------------------------------------------


def _check_references(files: Mapping[str, YamlFile]) -> None:
    """No id twice, and nothing refers to an id that is not there. Works on what could be read, whole or not."""
    first: dict[str, str] = {"guide.title": "the title in guide.yaml"}
    for file in files.values():
        for path, identifier in _ids(file.data, ()):
            if identifier in first:
                problem = f"The id {identifier} is taken ({first[identifier]})."
                file.fault(file.place(path), problem, "Give one of the two an id of its own.")
            else:
                first[identifier] = f"{file.name}:{file.place(path)[0]}"
    # Where a file could not be read, nobody can say which of its ids are missing.
    unreadable = any(not isinstance(files[name].data, dict) for name in _HOLD_IDS)
    for name, path, pattern in () if unreadable else _REFERENCES:
        known = [identifier for identifier in first if identifier.startswith(pattern)]
        for place, identifier in _references(files[name].data, path, ()):
            if path[-2:] == ("times", "keys") and identifier in sessions.PARTS:
                continue
            if identifier not in first or not identifier.startswith(pattern):
                close = get_close_matches(identifier, known, 1)
                advice = f"Did you mean {close[0]}?" if close else "Use an id that stands in the other files."
                of_key = place[-1] == identifier
                files[name].fault(
                    files[name].place(place, of_key=of_key), f"There is no item with the id {identifier}.", advice
                )
    _check_contrast(files["theme.yaml"])
    _check_names(files)
    fonts = files["theme.yaml"]
    for path, family in _references(fonts.data, ("fonts", "*", "open"), ()):
        if family not in FAMILIES:
            fonts.fault(
                fonts.place(path), f"The font {family} does not ship with the builder.", f"Use {', '.join(FAMILIES)}."
            )


def _check_contrast(file: YamlFile) -> None:
    colors = file.data.get("colors") if isinstance(file.data, dict) else None
    for text, ground, ratio in too_weak(colors if isinstance(colors, dict) else {}):
        # Rounded down, so that 4.46 is never said to be 4.5.
        problem = f"“{text}” on “{ground}” has a contrast of {int(ratio * 10) / 10} to 1, and text needs {LEAST} to 1."
        file.fault(file.place(("colors", text)), problem, f"Make {text} darker, or {ground} lighter.")


def _check_names(files: Mapping[str, YamlFile]) -> None:
    """Audiences go by names, not ids."""
    added = files["facilitation.yaml"].data
    audiences = [key for key, _ in _entries(added.get("audiences") if isinstance(added, dict) else None)]
    for name, path in (("facilitation.yaml", ("items", "*", "audiences", "*")), ("sessions.yaml", _ITEMS_FOR)):
        file = files[name]
        for place, audience in _references(file.data, path, ()):
            if audience not in audiences and (name, audience) != ("sessions.yaml", sessions.EVERYTHING):
                file.fault(
                    file.place(place),
                    f"There is no audience “{audience}”.",
                    f"There are: {', '.join(map(str, audiences))} (under “audiences” in facilitation.yaml).",
                )


_ITEMS_FOR: Path_ = ("sessions", "*", "items_for")
_SHOWN = ("intro.", "tip.", "voice.")
_TIMED = (*_SHOWN, "section.", "question.", "activity.")

_HOLD_IDS = ("guide.yaml", "tips.yaml", "voices.yaml")
# Where ids are referred to: the file, the way to it ("*" is every entry, "keys" the names there), how the id may start.
_REFERENCES: tuple[tuple[str, Path_, str | tuple[str, ...]], ...] = (
    ("tips.yaml", ("tips", "keys"), "section."),
    ("voices.yaml", ("voices", "keys"), "section."),
    ("facilitation.yaml", ("sections", "keys"), "section."),
    ("facilitation.yaml", ("items", "keys"), ""),
    ("facilitation.yaml", ("items", "*", "voices", "*"), "voice."),
    ("facilitation.yaml", ("activities", "*", "after"), (*_SHOWN, "section.", "question.")),
    ("sessions.yaml", ("sessions", "*", "items", "*"), _SHOWN),
    ("sessions.yaml", ("sessions", "*", "activities", "*"), "activity."),
    ("sessions.yaml", ("sessions", "*", "discussions", "*"), "section."),
    ("sessions.yaml", ("sessions", "*", "times", "keys"), _TIMED),
)


def _ids(data: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    """Every ``id`` in the data, with the way to it."""
    for key, value in _entries(data):
        if key == "id" and isinstance(value, str):
            yield (*path, key), value
        yield from _ids(value, (*path, key))


def _references(data: Any, rest: Path_, path: Path_) -> Iterator[tuple[Path_, str]]:
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


# --- all files together -------------------------------------------------------------------------------------------


def _guide(parsed: Mapping[str, Any], approvals: lock.Lock) -> model.Guide:
    head: model.GuideFile = parsed["guide.yaml"]
    tips: model.TipsFile = parsed["tips.yaml"]
    voices: model.VoicesFile = parsed["voices.yaml"]
    contacts: model.ContactsFile = parsed["contacts.yaml"]
    sections = tuple(
        model.Section(
            **dict(section),
            tips=tips.tips.get(section.id, ()),
            voices=tuple(_shown(voices.voices.get(section.id, ()), voices)),
        )
        for section in head.sections
    )
    gone = {entry.id for entry in _entries_of(voices) if entry.withdrawn}
    return model.Guide(
        title=head.title,
        language=head.language,
        edition=head.edition,
        about=head.about,
        staff_note=head.staff_note,
        labels=head.labels,
        sections=sections,
        contacts=contacts.contacts,
        facilitation=_without(gone, parsed["facilitation.yaml"], voices),
        theme=parsed["theme.yaml"],
        sessions=parsed["sessions.yaml"].sessions,
        terms=parsed["terms.yaml"],
        withdrawn=tuple(
            voice.model_copy(update={"said": _said(parsed["facilitation.yaml"], voice.id)})
            for voice in lock.withdrawn(list(_entries_of(voices)), approvals)
        ),
    )


def _entries_of(file: model.VoicesFile) -> Iterator[model.VoiceEntry]:
    """All voices of all sections, withdrawn ones too."""
    return (entry for entries in file.voices.values() for entry in entries)


def _shown(entries: Iterable[model.VoiceEntry], file: model.VoicesFile) -> Iterator[model.Voice]:
    """The voices that products show, with what stands at the head of the file for all of them."""
    return (_voice(entry, file) for entry in entries if not entry.withdrawn)


def _without(gone: set[str], added: model.FacilitationFile, voices: model.VoicesFile) -> model.FacilitationFile:
    """Facilitation that no longer speaks of voices that were withdrawn; an activity after one ends its section."""
    items = {
        identifier: item.model_copy(update={"voices": tuple(voice for voice in item.voices if voice not in gone)})
        for identifier, item in added.items.items()
        if identifier not in gone
    }
    homes = {entry.id: section for section, entries in voices.voices.items() for entry in entries if entry.id in gone}
    activities = tuple(
        activity.model_copy(update={"after": homes.get(activity.after, activity.after)})
        for activity in added.activities
    )
    return added.model_copy(update={"items": items, "activities": activities})


def _said(added: model.FacilitationFile, identifier: str) -> tuple[str, ...]:
    entry = added.items.get(identifier, model.Facilitation())
    return tuple(filter(None, (entry.script, entry.discussion, entry.internal_note)))


def _voice(entry: model.VoiceEntry, file: model.VoicesFile) -> model.Voice:
    return model.Voice(
        id=entry.id,
        text=entry.text or "",
        attribution=entry.attribution or file.attribution,
        source=entry.source or file.source,
        permission=entry.permission or file.permission,
    )
