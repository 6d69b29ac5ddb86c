"""Voices that were withdrawn, recognised in a file by the digests of their words; their words are nowhere kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from proof.findings import Finding, Note, State
from proof.reading import Reading
from proof.stream import Stream
from source.model import ItemKind, Withdrawn
from source.traces import RUN, runs

_RECOGNISED = 0.35  # the part of a withdrawn voice's traces that recognises it


class Traced:
    """Looks for withdrawn voices, and claims their words (``words``), before anything else is looked for."""

    def __init__(self, stream: Stream, reading: Reading, voices: Sequence[Withdrawn]) -> None:
        self.stream = stream
        self.reading = reading
        self.voices = voices
        self.words: set[int] = set()
        self.locations: dict[str, set[int]] = {}
        notes = Stream(replace(reading, passages=reading.notes))
        for shown in (stream, notes) if voices else ():
            known = _Windows(shown)
            for voice in voices:
                for location, positions in known.of(voice).items():
                    self.locations.setdefault(voice.id, set()).add(location)
                    if shown is stream:
                        self.words.update(positions)
                        stream.claim(positions)

    def findings(self, says: Callable[[Sequence[int]], bool]) -> list[Finding]:
        """What is said of withdrawn voices that are there.

        Where one is said to be, what is left over may be her words in others: it is claimed, and not repeated.
        """
        for voice in self.voices:
            for location in self.reading.hints.get(voice.id, ()):
                left = [p for p in self.stream.passages() if self.stream.words[p[0]].location == location and says(p)]
                if left:
                    self.locations.setdefault(voice.id, set()).add(location)
                    self.stream.claim(at for positions in left for at in positions)
        return [
            Finding(State.WITHDRAWN, voice.id, ItemKind.VOICE, tuple(sorted(found)), note=Note("date", str(voice.on)))
            for voice in self.voices
            if (found := self.locations.get(voice.id))
        ]


class _Windows:
    """Every few words in a row of each page or slide, by their digests; and each short passage, as a whole."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream

    @cached_property
    def known(self) -> dict[str, dict[tuple[str, ...], list[list[int]]]]:
        found: dict[str, dict[tuple[str, ...], list[list[int]]]] = {}
        short = [passage for passage in self.stream.passages() if len(passage) <= RUN]
        for positions in self.stream.locations():
            for window in (positions[at : at + RUN] for at in range(max(1, len(positions) - RUN + 1))):
                short.append(window)
        for window in short:
            words = tuple(self.stream.words[at].token.folded for at in window)
            (trace,) = runs(words)
            found.setdefault(trace, {}).setdefault(words, []).append(window)
        return found

    def of(self, voice: Withdrawn) -> dict[int, list[int]]:
        """The words of a voice by page or slide, where there are enough to recognise it by.

        A voice shorter than a run has one trace, that of the whole: it is looked for among the short passages.
        """
        there: dict[int, dict[tuple[str, ...], set[int]]] = {}
        for trace in voice.traces & self.known.keys():
            for words, windows in self.known[trace].items():
                for window in windows:
                    location = self.stream.words[window[0]].location
                    there.setdefault(location, {}).setdefault(words, set()).update(window)
        return {
            location: sorted(at for positions in hits.values() for at in positions)
            for location, hits in there.items()
            if len(hits) >= max(1, _RECOGNISED * len(voice.traces))
        }
