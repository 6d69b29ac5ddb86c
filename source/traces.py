"""Words recognised without being kept: digests of an item as a whole, and of every few words of it.

Editions and withdrawn voices are recognised in older files by these. They say whether words are the same, and cannot
be turned back into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from source.words import tokens

RUN = 5  # words in a trace; fewer occur by chance, more are missed where somebody changed one
_LENGTH = 16  # hexadecimal digits


def digest(text: str) -> str:
    """Sixteen digits of the SHA-256 of the words, without the white space between them and in plain typography."""
    words = "".join(token.folded for token in tokens(text))
    return sha256(words.encode()).hexdigest()[:_LENGTH]


def traces(text: str) -> frozenset[str]:
    """A digest for every run of five words; for a shorter text, one for the whole."""
    return runs([token.folded for token in tokens(text)])


def runs(words: Sequence[str]) -> frozenset[str]:
    """The traces of words that are already apart."""
    if len(words) <= RUN:
        return frozenset(_digests([words])) if words else frozenset()
    return frozenset(_digests(words[at : at + RUN] for at in range(len(words) - RUN + 1)))


def _digests(some: Iterable[Sequence[str]]) -> Iterable[str]:
    return (sha256("\x1f".join(words).encode()).hexdigest()[:_LENGTH] for words in some)


def exactly(text: str) -> str:
    """The SHA-256 of a text, to the character: what an approval is given for."""
    return sha256(text.encode()).hexdigest()
