"""The rules of terms.yaml against our own texts; never against voices, nor against words in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from source import inline
from source.model import Guide, Term, TermsFile, TextKind
from source.words import typographic


@dataclass(frozen=True)
class Use:
    """A use of a term: the words as they stand, and the rule that speaks against them. Offsets count from 0."""

    words: str
    start: int
    term: Term

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.words)

    @property
    def advice(self) -> str:
        """What to say in its place, and why."""
        return f"Instead of “{self.words}” say: {self.term.use}. {self.term.why} ({self.term.source})"


_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")


def uses(text: str, rules: TermsFile, kind: TextKind | None = None) -> list[Use]:
    """Every use of a term in a text, in order; of overlapping ones the longest."""
    plain = typographic(text)
    text = text if len(text) == len(plain) else plain  # what is invisible was left out, so places differ
    quoted = [range(*match.span()) for match in _QUOTED.finditer(text)]
    found: list[Use] = []
    for term in (term for term in rules.terms if kind is None or kind in term.only):
        for match in (match for words in term.instead_of for match in _forms(words).finditer(plain)):
            if not any(match.start() in span for span in quoted):
                found.append(Use(text[match.start() : match.end()], match.start(), term))
    return _longest(found)


def _longest(found: Sequence[Use]) -> list[Use]:
    kept: list[Use] = []
    for use in sorted(found, key=lambda use: -len(use.words)):
        if all(use.end <= other.start or other.end <= use.start for other in kept):
            kept.append(use)
    return sorted(kept, key=lambda use: use.start)


@cache  # for each text anew would take most of the time of a check, and `re` itself keeps 512 patterns
def _forms(words: str) -> re.Pattern[str]:
    """The words in every case and form: plural, possessive, past, -ing; hyphen or space between them."""
    *before, last = re.split(r"[\s-]+", typographic(words))
    stem = re.escape(last[:-1]) + "(?:e|ing|ed|es|er|ers)?" if last.endswith("e") else re.escape(last)
    whole = r"[\s-]+".join([*map(re.escape, before), f"{stem}(?:s|es|ed|ing|d|'s|s')?"])
    return re.compile(rf"(?<![\w]){whole}(?![\w])", re.IGNORECASE)


# --- our own texts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """A text of ours, the file it stands in, and the way to it there."""

    file: str
    path: tuple[str | int, ...]
    text: str
    kind: TextKind
    item: str


# Which keys of which files hold our own words; voices.yaml, terms.yaml and theme.yaml are left out on purpose.
_KINDS: Mapping[str, TextKind] = {
    "guide.yaml": TextKind.TITLES,
    "labels.yaml": TextKind.TITLES,
    "tips.yaml": TextKind.TIPS,
    "facilitation.yaml": TextKind.FACILITATION,
    "sessions.yaml": TextKind.FACILITATION,
    "contacts.yaml": TextKind.CONTACTS,
}
_NO_WORDS = {"id", "language", "edition", "origin", "voices", "verified_on", "value"}


def own_texts(name: str, data: object) -> Iterator[Text]:
    """Every text of ours in the data of a file."""
    if name in _KINDS:
        yield from _texts(name, data, (), "")


def _texts(name: str, data: object, path: tuple[str | int, ...], item: str) -> Iterator[Text]:
    if isinstance(data, str):
        yield Text(name, path, data, _KINDS[name], item or name)
    elif isinstance(data, dict):
        item = data["id"] if isinstance(data.get("id"), str) else item
        for key, value in data.items():
            if key not in _NO_WORDS:
                yield from _texts(name, value, (*path, key), key if "." in key else item)
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _texts(name, value, (*path, at), item)


def excepted(use: Use, text: Text, rules: TermsFile) -> bool:
    """Whether somebody wrote down that this use is right."""
    return any(exception.item == text.item and exception.term in use.term.instead_of for exception in rules.exceptions)


def advice_on(text: str, guide: Guide) -> list[str]:
    """The rules that words added by somebody else break: advice, never a verdict."""
    return [use.advice for use in uses(inline.plain(text), guide.terms)]
