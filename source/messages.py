"""What pydantic finds, in words for coordinators: where it stands, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from source import theme
from source.fields import Model, no_minutes
from source.yamlfile import KeyPath, YamlFile


def validated(file: YamlFile, shape: type[Model]) -> Any:
    """The data of a file as its model; None where it does not fit, with every fault noted at its place."""
    try:
        return shape.model_validate(file.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            note(file, shape, detail)
        return None


def note(file: YamlFile, shape: type[Model], detail: ErrorDetails, within: KeyPath = ()) -> None:
    """Note what pydantic found, in words for coordinators. ``within``: where in the file the model's data stands."""
    path: KeyPath = tuple(detail["loc"])
    is_key = bool(path) and path[-1] == "[key]"
    path = path[:-1] if is_key else path
    if within + path in file.unread:
        return
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    kind = "bad_key" if is_key else detail["type"]
    problem, advice = _SENTENCES.get(kind, _otherwise)(key, detail, _fields_at(shape, path[:-1]))
    file.fault(file.place(within + path, of_key=kind in {"extra_forbidden", "bad_key"}), problem, advice)


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
    return no_minutes(key)


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
    "finite_number": _no_number,
    "greater_than_equal": _no_number,
    "value_error": _own_words,
    "no_such_day": lambda key, _, __: (f"“{key}” names no day of the calendar.", _PATTERN_ADVICE["verified_on"]),
    "wrong_places": _wrong_places,
    "literal_error": lambda key, detail, _: (f"“{key}” must be {detail['ctx']['expected']}.", "Write it so."),
}


def _yaml_kind(value: object) -> str:
    return "yes or no" if isinstance(value, bool) else "a number"


def _fields_at(shape: Any, path: KeyPath) -> list[str]:
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
