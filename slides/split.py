"""A text for slides in parts: cut between paragraphs, else after sentences, else between words. Pure.

``split(Text, fits) -> [Text, ...]``. Whoever asks says what fits; no word is lost or changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from planned.blocks import Role
from planned.slides import Text
from source.inline import between

# A cut: the paragraph it is in, and where in that paragraph it starts and ends.
Cut = tuple[int, int, int]
# Whether a text takes no more than a share of its room at the smallest size.
Fits = Callable[[Text, float], bool]

# The ways to cut a paragraph, the best first: after sentences (also those that no space follows), between words,
# and, in scripts that are written without spaces, between letters.
_SENTENCE_END = re.compile(
    r"(?<=[.!?:;\u061f\u06d4\u0964\u0965\u1362\u104b\u17d4])[”’\")\]]*\s+|(?<=[\u3002\uff01\uff1f])\s*"
)
_SPACE = re.compile(r"\s+")
_UNSPACED = re.compile(r"(?<=[\u2e80-\u9fff\uac00-\ud7af])(?=[\u2e80-\u9fff\uac00-\ud7af])")
_SEPARATORS = (_SENTENCE_END, _SPACE, _UNSPACED)


def split(text: Text, fits: Fits) -> list[Text]:
    """The text in as few parts as fit, and these about even: cut between paragraphs, else after sentences or words."""
    units = [unit for group in _groups(text) for unit in _units(group, text, fits)]
    parts = _even(text, units, fits)
    if fits(parts[-1], _THIN):  # hardly anything would stand on the last slide
        parts = _even(text, [each for unit in units for each in _sentences(unit, text)], fits)
    return parts


_THIN = 0.25
_SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)


def _groups(text: Text) -> list[list[int]]:
    """The paragraphs that stay together where they can: a heading with what follows it, the lines of one item."""
    groups: list[list[int]] = []
    for at, block in enumerate(text):
        before = text[at - 1] if at else block
        joined = before.role is Role.LABEL or block.role in _JOINED or (block.item and block.item == before.item)
        if at and joined:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


_JOINED = frozenset({Role.WRITE, Role.MINUTES})


def _units(group: Sequence[int], text: Text, fits: Fits) -> Iterator[list[Cut]]:
    """A group as it is where it fits, else in pieces."""
    whole = [(at, 0, len(text[at].text)) for at in group]
    if fits(_assembled(text, whole), 1.0):
        yield whole
    else:
        yield from ([piece] for cut in whole for piece in _finer(cut, text, fits, _SEPARATORS))


def _even(text: Text, units: Sequence[list[Cut]], fits: Fits) -> list[Text]:
    few = _filled(text, units, fits, 1.0)
    evener = (_filled(text, units, fits, share) for share in _SHARES)
    return next((parts for parts in evener if len(parts) == len(few)), few)


def _filled(text: Text, units: Sequence[list[Cut]], fits: Fits, share: float) -> list[Text]:
    """The units one after the other, each part so full as the share allows."""
    parts: list[list[Cut]] = [[]]
    for unit in units:
        if parts[-1] and not fits(_assembled(text, [*parts[-1], *unit]), share):
            parts.append([])
        parts[-1] += unit
    return [_assembled(text, part) for part in parts]


def _sentences(unit: list[Cut], text: Text) -> Iterator[list[Cut]]:
    """The sentences of a unit that is one paragraph; others stay whole."""
    if len(unit) > 1:
        yield unit
    else:
        yield from ([cut] for cut in _finer(unit[0], text, lambda *_: False, _SEPARATORS[:1]))


def _finer(cut: Cut, text: Text, fits: Fits, separators: Sequence[re.Pattern[str]]) -> Iterator[Cut]:
    """The cut in pieces, so coarse as fit."""
    at, start, end = cut
    if not separators or fits(_assembled(text, [cut]), 1.0):
        yield cut
        return
    for match in separators[0].finditer(text[at].text, start, end):
        if match.end() < end and text[at].text[start : match.end()].strip():
            yield from _finer((at, start, match.end()), text, fits, separators[1:])
            start = match.end()
    yield from _finer((at, start, end), text, fits, separators[1:])


def _assembled(text: Text, cuts: Sequence[Cut]) -> Text:
    """The paragraphs of the cuts; neighbours from one paragraph become one again."""
    spans: dict[int, tuple[int, int]] = {}
    for at, start, end in cuts:
        spans[at] = (spans[at][0] if at in spans else start, end)
    return tuple(
        replace(text[at], runs=between(text[at].runs, start, start + len(text[at].text[start:end].rstrip(" "))))
        for at, (start, end) in spans.items()
    )
