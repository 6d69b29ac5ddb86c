"""What pydantic finds, in words for coordinators: where it stands, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from source import theme
from source.fields import Model, no_minutes
from source.names import misspelled
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
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    kind = "bad_key" if is_key else detail["type"]
    path += _OF_A_PART.get(kind, ())
    problem, advice = _sentence(kind, key, detail, _fields_at(shape, path[:-1]))
    file.fault(file.place(within + path, of_key=kind in {"extra_forbidden", "bad_key"}), problem, advice)


Sentence = tuple[str, str]  # the problem, and what to do about it


def _sentence(kind: str, key: str, detail: ErrorDetails, fields: Sequence[str]) -> Sentence:
    value = detail["input"]
    if (kind == "string_pattern_mismatch" and not str(value).strip()) or (kind == "string_type" and value is None):
        kind = "empty"
    elif kind == "string_type" and isinstance(value, (list, dict)):
        kind = "list_type"
    problem, advice = _SENTENCES.get(kind, _OTHERWISE)
    if kind == "extra_forbidden":
        close = misspelled(key, fields)
        advice = f"Did you mean “{close}”?" if close else f"Known here: {', '.join(fields)}."
    elif kind == "string_pattern_mismatch":
        advice = _FORMS.get(key, advice)
    read_as = "yes or no" if isinstance(value, bool) else "a number"
    filled = {"key": key, "said": detail["msg"], "read_as": read_as, **detail.get("ctx", {})}
    return problem.format_map(filled), advice.format_map(filled)


# Faults of a whole entry that are about one part of it, which may be there and empty.
_OF_A_PART: Mapping[str, KeyPath] = {"missing_words": ("text",), "missing_source": ("source",)}
_ID = "An id looks like tip.listen-first: a kind, a dot, lower-case words with hyphens."
_DAY = "Write a year, year-month or year-month-day, such as 2026-11-23."
_FORMS = {
    "verified_on": _DAY,
    "withdrawn": _DAY,
    "language": "Write a language tag such as en-US or es.",
} | dict.fromkeys((*theme.Colors.model_fields, "ground"), "Write # and six hexadecimal digits, such as #0B5260.")
_OTHERWISE = ("“{key}”: {said}.", "Compare with the entries around it.")
_SENTENCES: Mapping[str, Sentence] = {
    "missing": ("“{key}” is missing.", "Add a line “{key}:” with the text under it."),
    "missing_source": ("“source” is missing.", "Add a line “source:” with the text under it."),
    "missing_words": ("“text” is missing.", "Add a line “text:” with the text under it."),
    "empty": ("“{key}” is empty.", "Write the text under it, or delete the line."),
    "extra_forbidden": ("“{key}” is not known here.", ""),
    "string_type": ("“{key}” should be text, but is read as {read_as}.", "Put it in quotation marks."),
    "list_type": ("“{key}” should be text, but is a list.", "Remove the dash or the extra indentation."),
    "string_pattern_mismatch": ("“{key}” has the wrong form.", _ID),
    "bad_key": ("“{key}” is no id.", _ID),
    "value_error": ("In this text {error}.", "Delete it."),
    "no_such_day": ("“{key}” names no day of the calendar.", _DAY),
    "too_many_letters": ("“{key}” has more than {most} letters.", "Write the short form that people know."),
    "too_long_word": ("“{key}” has a word of more than {most:,} letters.", "Put spaces between its parts."),
    "too_long": ("“{key}” has more than {most:,} letters.", "Part it into several texts."),
    "wrong_places": ("“{key}” has the wrong words in braces.", "Keep these and no others: {places}."),
    "unknown_name": ("{problem}", "{advice}"),
    "bool_type": ("“{key}” should be yes or no.", "Write “yes”, or delete the line."),
    "literal_error": ("“{key}” must be {expected}.", "Write it so."),
    **dict.fromkeys(
        ("tuple_type", "too_short"),
        ("“{key}” should be a list.", "Start each entry on a line of its own with a dash."),
    ),
    **dict.fromkeys(
        ("dict_type", "model_type"),
        ("“{key}” should have named parts.", "Write each part as “name: text” on a line of its own."),
    ),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number", "greater_than_equal"), no_minutes("{key}")),
}


def _fields_at(shape: Any, path: KeyPath) -> list[str]:
    """The names of the parts that the model knows at a path."""
    for step in path:
        if _is_model(shape):
            shape = shape.model_fields[str(step)].annotation
        else:  # the entries of a list, or the values of named parts
            shape = get_args(shape)[0 if isinstance(step, int) else -1]
        while get_origin(shape) in (Annotated, Union, UnionType):
            shape = get_args(shape)[0]
    return list(shape.model_fields) if _is_model(shape) else []


def _is_model(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, BaseModel)
