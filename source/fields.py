"""The kinds of values that content files hold: words, ids, colours, minutes, days; and what makes one a fault."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """Frozen, and strict: an unknown key or a number where words belong is a fault, not a guess."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def fold(text: str) -> str:
    """The text with line breaks and indentation of the file folded to single spaces; all else is kept as written.

    A letter and its accent, typed one after the other, are the letter with the accent (NFC): they look the same.
    """
    return normalize("NFC", re.sub(r"[ \t\r\n\u2028\u2029]+", " ", text).strip(" "))


def printable(text: str) -> str:
    """The text itself; ValueError for a character that neither PDF nor PPTX can hold (XML 1.0, section 2.2)."""
    if found := _UNPRINTABLE.search(text):
        raise ValueError(f"the character U+{ord(found[0]):04X} cannot be printed")
    return text


def _of_a_length(text: str) -> str:
    if len(text) > _MOST_LETTERS:
        raise PydanticCustomError("too_long", "it is too long", {"most": _MOST_LETTERS})
    if _TOO_LONG_A_WORD.search(text):
        raise PydanticCustomError("too_long_word", "a word is too long", {"most": _MOST_OF_A_WORD})
    return text


_MOST_LETTERS = 100_000  # of a text: some forty pages
_MOST_OF_A_WORD = 10_000  # some scripts write whole paragraphs without a space
_TOO_LONG_A_WORD = re.compile(rf"\S{{{_MOST_OF_A_WORD + 1}}}")
# Neither do U+202D and U+202E belong into words: they show letters in another order than that in which they are read.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")

# The words may be anything that can be printed; only an empty text is a fault.
Words = Annotated[
    str,
    AfterValidator(fold),
    AfterValidator(printable),
    AfterValidator(_of_a_length),
    StringConstraints(pattern=r"\S"),
    Field(json_schema_extra={"pattern": r"\S"}),  # pydantic does not carry over what stands behind a validator
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+$")]
# The name of a session or an audience: a file name is made from it.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
MOST_MINUTES = 240
# More than a session may have is a fault of the sessions that show it (source.sessions), and stops nothing else.
Minutes = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=False, json_schema_extra={"maximum": MOST_MINUTES})]


def calendar_day(text: str) -> str:
    """The text itself, ``2026``, ``2026-11`` or ``2026-11-23``; an error where the calendar has no such day."""
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError as error:
        raise PydanticCustomError("no_such_day", "this is no day") from error
    return text


# A year, a month or a day: as exact as the check was, and no more.
CheckedOn = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(calendar_day)]


def places_in(label: str) -> set[str] | None:
    """What a label leaves for the builder to fill in; None where its braces do not pair or do more than that."""
    try:
        parts = [part[1:] for part in Formatter().parse(label) if part[1] is not None]
    except ValueError:
        return None
    return None if any(spec or conversion for _, spec, conversion in parts) else {str(name) for name, _, _ in parts}


def no_minutes(key: str) -> tuple[str, str]:
    """What is wrong with a value that is no number of minutes, and what to do."""
    return f"“{key}” should be a number from 0 to {MOST_MINUTES}.", "Write the minutes as a number, such as 2 or 1.5."
