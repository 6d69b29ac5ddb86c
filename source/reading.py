"""What a reader found in a file: passages of visible words and where they stand. Knows nothing of PDF or PPTX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, a list entry: visible words on one page or slide.

    ``place`` counts pages or slides from 1. A line feed in ``text`` is the end of a printed line, where a reader
    cannot tell whether a space was written.
    """

    place: int
    text: str


@dataclass(frozen=True)
class Reading:
    """The words of a file in reading order.

    ``hints`` says where an item is said to be (from notes, names or anchors): help for finding, never proof.
    ``manifest`` is what the file itself says it holds (``source.editions``). ``flat`` is set where passages are mere
    lines, so that a paragraph runs on through several of them.
    """

    name: str
    medium: str  # "page" or "slide"
    places: int
    passages: tuple[Passage, ...]
    hints: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    edition: str = ""
    fingerprint: str = ""
    manifest: str = ""
    flat: bool = False


# Programs change these by themselves; a reader of the page sees no difference.
_TYPOGRAPHIC = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", None),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "),
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
    }
)


def typographic(text: str) -> str:
    """The text with straight quotes, plain spaces and hyphens, and no soft hyphens or ligatures: for comparing."""
    return text.translate(_TYPOGRAPHIC)


_STAMP = re.compile(r"edition (?P<edition>.+?),? fingerprint (?P<fingerprint>[0-9a-f-]+)")


def read_stamp(text: str) -> tuple[str, str]:
    """Edition and fingerprint from the metadata of a file (``Guide.stamp``); empty where it has none."""
    match = _STAMP.search(text)
    return (match["edition"], match["fingerprint"]) if match else ("", "")


_TOKEN = re.compile(r"[^\s\-/\u2010-\u2014]*[\-/\u2010-\u2014]+|[^\s\-/\u2010-\u2014]+")


@dataclass(frozen=True)
class Token:
    """A word, or a part of one up to its hyphen. ``gap``: a space follows (None at the end of a printed line)."""

    text: str
    gap: bool | None

    @property
    def folded(self) -> str:
        """The token as programs may have changed it."""
        return typographic(self.text)


def tokens(text: str) -> list[Token]:
    """The words of a text. Soft hyphens and other invisible characters do not part words."""
    found = list(_TOKEN.finditer(text))
    result = []
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        between = text[match.end() : end]
        hyphen = match[0][-1] in "-/\u2010\u2011\u2012\u2013\u2014\u00ad"
        gap = None if at + 1 == len(found) or (hyphen and "\n" in between) else bool(between)
        result.append(Token(match[0], gap))
    return result
