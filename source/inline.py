r"""Inline markup to runs: the one parse that print and slides share.

``*emphasis*`` and ``**strong**``, also one inside the other; nothing else. A marker counts only when it hugs its words
(``*so*``, not ``* so *``); any other asterisk is a character like all others, and ``\*`` is always one. Voices never
come through here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_CHARACTER = r"(?:\\.|[^*\\])"
_LAST = r"(?:\\.|[^*\\\s])"
# Marked words inside others, as in *a **b** c*: their end may be that of the others, too.
_STRONG = rf"\*\*(?=[^\s*]){_CHARACTER}*?{_LAST}\*\*(?!\*\*)"
_EMPHASIS = rf"\*(?=[^\s*]){_CHARACTER}*?{_LAST}\*(?!\*\*\*)"
_MARKED = re.compile(
    r"\\(?P<escaped>[*\\])"
    rf"|\*\*(?=\S)(?P<strong>(?:{_CHARACTER}|{_EMPHASIS})*?(?:{_LAST}|{_EMPHASIS}))\*\*(?!\*)"
    rf"|\*(?=\S)(?P<emphasis>(?:{_CHARACTER}|{_STRONG})*?(?:{_LAST}|{_STRONG}))\*(?!\*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style. ``varies`` names what it is, where that may differ from copy to copy."""

    text: str
    emphasis: bool = False
    strong: bool = False
    varies: str = ""


# A stretch of words in which the style may change, or what varies from copy to copy.
Runs = tuple[Run, ...]
# What stands on a page or slide, in reading order: the ids of items, and words of ours.
Order = tuple[str | Runs, ...]


def parse(text: str) -> tuple[Run, ...]:
    """The runs of a text, in order; joined, their texts are the words without the markup."""
    return merged(_pieces(text))


def plain(text: str) -> str:
    """The words alone, as a reader sees them."""
    return text_of(parse(text))


def escape(text: str) -> str:
    """The text with every marker escaped, so that ``plain(escape(text)) == text``."""
    return re.sub(r"([*\\])", r"\\\1", text)


def _pieces(text: str, *, emphasis: bool = False, strong: bool = False) -> Iterator[Run]:
    end = 0
    for match in _MARKED.finditer(text):
        yield Run(text[end : match.start()], emphasis, strong)
        if match["escaped"]:
            yield Run(match["escaped"], emphasis, strong)
        elif match["strong"]:
            yield from _pieces(match["strong"], emphasis=emphasis, strong=True)
        else:
            yield from _pieces(match["emphasis"], emphasis=True, strong=strong)
        end = match.end()
    yield Run(text[end:], emphasis, strong)


def merged(pieces: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours in one style become one run, as writers set them; empty ones go."""
    found: list[Run] = []
    for run in pieces:
        if found and (run.emphasis, run.strong) == (found[-1].emphasis, found[-1].strong):
            found[-1] = Run(found[-1].text + run.text, run.emphasis, run.strong)
        elif run.text:
            found.append(run)
    return tuple(found)


def text_of(runs: Runs) -> str:
    """The words of runs."""
    return "".join(run.text for run in runs)


def between(runs: Runs, start: int, end: int) -> Runs:
    """The runs between two places of a paragraph."""
    cut, at = [], 0
    for run in runs:
        piece = run.text[max(0, start - at) : max(0, end - at)]
        at += len(run.text)
        if piece:
            cut.append(replace(run, text=piece))
    return tuple(cut)
