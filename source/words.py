"""Words and how programs change them: the tokens that sources and files are compared by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

# Programs change these by themselves; a reader of the page sees no difference.
_TYPOGRAPHIC = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("\u2010\u2011", "-"),
        # Soft hyphens, joiners, marks of direction, what chooses between a sign and its picture: none is seen.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\ufe0e\ufe0f", None),
        **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))), None),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "),
        **{ligature: normalize("NFKC", ligature) for ligature in "ﬀﬁﬂﬃﬄﬅﬆ"},
    }
)


def typographic(text: str) -> str:
    """The text with straight quotes, plain spaces and hyphens, and no soft hyphens or ligatures: for comparing.

    Letters and their accents are one character, however they were typed (NFC).
    """
    return text if text.isascii() else normalize("NFC", text.translate(_TYPOGRAPHIC))


# In scripts written without spaces each letter is a token of its own: a line or a slide may end after any.
_UNSPACED = r"\u2e80-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(
    rf"[{_UNSPACED}]|[^\s\-/\u2010-\u2014{_UNSPACED}]*[\-/\u2010-\u2014]+|[^\s\-/\u2010-\u2014{_UNSPACED}]+"
)


_KEPT = 10_000  # words and texts: each is asked for again for the next product or file
_DASHES = "-\u2010\u2011\u2012\u2013\u2014"


@lru_cache(_KEPT)
def alike(word: str) -> str:
    """A word as programs change it while somebody types: a dash between spaces is a hyphen or two, "…" three points.

    Digests that were written down once are of ``typographic`` alone.
    """
    plain = typographic(word)
    return "-" if plain and not plain.strip(_DASHES) else plain.replace("…", "...")


@dataclass(frozen=True)
class Token:
    """A word, or a part of one up to its hyphen. ``gap``: a space follows (None at the end of a printed line).

    A line may end in the middle of a word.
    """

    text: str
    gap: bool | None

    @property
    def folded(self) -> str:
        """The token as programs may have changed it."""
        return typographic(self.text)


def tokens(text: str) -> list[Token]:
    """The words of a text. Soft hyphens and other invisible characters do not part words."""
    return list(_tokens(text))


@lru_cache(_KEPT)
def _tokens(text: str) -> tuple[Token, ...]:
    found = [match for match in _TOKEN.finditer(text) if typographic(match[0])]
    result = []
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        between = text[match.end() : end]
        gap = None if at + 1 == len(found) or "\n" in between else any(map(str.isspace, between))
        result.append(Token(match[0], gap))
    return tuple(result)
