"""voices.lock: every voice as it was approved, and the refusal of any that differs.

The lock holds the exact text, attribution and source with their digest, and the date and reason of each approval. A
voice that is withdrawn keeps its entry, without its words: only digests, by which older files are recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated
from unicodedata import normalize

import yaml
from pydantic import Field
from rapidfuzz.distance import Indel

from source import model, yamlfile
from source.fields import Model
from source.model import Voice
from source.traces import exactly, traces
from source.yamlfile import YamlFile, texts_of

NAME = "voices.lock"


class Approval(Model):
    """One approval: when, why, and of which words."""

    date: str
    reason: str
    digest: str


class Entry(Model):
    """A voice as approved. ``text`` is empty once its words were taken out on withdrawal."""

    digest: str
    text: str = ""
    attribution: str = ""
    source: str = ""
    traces: str = ""
    approvals: Annotated[tuple[Approval, ...], Field(min_length=1, strict=False)]


class Lock(Model):
    """The whole file: entries by the id of the voice."""

    voices: dict[str, Entry]


def digest(voice: Voice | Entry) -> str:
    """What an approval stands for: the exact text, attribution and source, however their accents were typed."""
    return exactly(normalize("NFC", "\n".join((voice.text, voice.attribution, voice.source))))


def read(folder: Path, contents: yamlfile.Contents | None = None) -> tuple[YamlFile, Lock]:
    """The lock of a content folder; an empty one where there is no file."""
    file = yamlfile.read(folder, NAME, contents, optional=True)
    try:
        return file, Lock.model_validate(file.data or {"voices": {}})
    except ValueError:
        file.fault((1, 1), "The lock is damaged.", "Restore it from an earlier copy; it is not made to be edited.")
        return file, Lock(voices={})


def check(voices: Sequence[Voice], withdrawn: Sequence[str], file: YamlFile, lock: Lock, source: YamlFile) -> None:
    """Note every voice that is not as approved, at its place, with the difference character by character."""
    places = _places(source)
    anew = '.venv/bin/handbook approve {} --reason "why".'.format
    for voice in voices:
        entry = lock.voices.get(voice.id)
        if entry is None:
            advice = f"When it is right, to the comma: {anew(voice.id)}"
            source.fault(places[voice.id], f"{voice.id} was never approved.", advice)
        elif not entry.text:
            advice = "Write “withdrawn:” and the date again; or, when its author gave it back, approve it anew."
            source.fault(places[voice.id], f"{voice.id} was withdrawn, and is back.", advice)
        elif entry.digest != digest(voice):
            difference = marked_difference(shown(entry), shown(voice))
            advice = f"Restore the approved words; or, when the change was asked for: {anew(voice.id)}"
            source.fault(places[voice.id], f"{voice.id} is not as approved: {difference}", advice)
    for identifier, entry in lock.voices.items():
        at = file.place(("voices", identifier), of_key=True)
        if entry.text and entry.digest != digest(entry):
            file.fault(at, f"The entry of {identifier} was edited.", "Restore it from an earlier copy.")
        if identifier not in places:
            advice = "Put it back into voices.yaml; if it was withdrawn, with “withdrawn:” and the date."
            file.fault(at, f"{identifier} was approved, and is gone from voices.yaml.", advice)
    for identifier in withdrawn:
        if identifier not in lock.voices:
            source.fault(places[identifier], f"{identifier} was withdrawn, but was never approved.", "Delete it.")


def _places(source: YamlFile) -> Mapping[str, yamlfile.Place]:
    """Where each voice's words stand in voices.yaml (its id, where it has no words)."""
    ids = ((path, value) for path, value in texts_of(source.data) if path[-1:] == ("id",))
    return {value: source.keys.get((*path[:-1], "text"), source.keys[path]) for path, value in ids}


# --- what is shown ------------------------------------------------------------------------------------------------


def shown(voice: Voice | Entry) -> str:
    """A voice in one line, with all that is approved: as it stands now, or as it was."""
    return f"{voice.text} — {voice.attribution} ({voice.source})"


def marked_difference(before: str, after: str) -> str:
    """Both texts in one, character by character: ``[-taken out-]`` and ``[+put in+]``, with a little around each."""
    pieces = []
    # To compare two very long texts letter by letter would fill the memory.
    letterwise = len(before) * len(after) <= _MOST_PAIRS
    parted = [text if letterwise else re.split(r"(\s+)", text) for text in (before, after)]
    for code in Indel.opcodes(*parted):
        left = "".join(parted[0][code.src_start : code.src_end])
        right = "".join(parted[1][code.dest_start : code.dest_end])
        if code.tag == "equal":
            pieces.append(left if len(left) <= 2 * _AROUND else f"{left[:_AROUND]} … {left[-_AROUND:]}")
        else:
            pieces.append((f"[-{left}-]" if left else "") + (f"[+{right}+]" if right else ""))
    return "".join(pieces)


_MOST_PAIRS = 10**9
_AROUND = 24  # characters of unchanged text shown on either side of a change


# --- what is written ----------------------------------------------------------------------------------------------

_HEAD = """\
# Every voice as it was approved. Written by `handbook approve`, and not made to be edited: `check` and `build` refuse a
# source whose voices differ from it. A voice that is withdrawn keeps its entry here, without its words.
"""


def with_approval(lock: Lock, voice: Voice, on: str, reason: str) -> Lock:
    """The lock with one voice approved as it is now."""
    before = lock.voices[voice.id].approvals if voice.id in lock.voices else ()
    entry = Entry(
        digest=digest(voice),
        text=voice.text,
        attribution=voice.attribution,
        source=voice.source,
        traces=" ".join(sorted(traces(voice.text))),
        approvals=(*before, Approval(date=on, reason=reason, digest=digest(voice))),
    )
    return Lock(voices={**lock.voices, voice.id: entry})


def with_withdrawal(lock: Lock, identifier: str, on: str, reason: str) -> Lock:
    """The lock with the words of one voice taken out; its digests stay."""
    entry = lock.voices[identifier]
    approvals = (*entry.approvals, Approval(date=on, reason=reason, digest=entry.digest))
    kept = Entry(digest=entry.digest, traces=entry.traces, approvals=approvals)
    return Lock(voices={**lock.voices, identifier: kept})


def dumped(lock: Lock) -> str:
    """The lock as the text of its file."""
    data = lock.model_dump(mode="json", exclude_defaults=True)
    return _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=True, width=110)


def withdrawn(
    entries: Iterable[model.VoiceEntry], lock: Lock, added: model.FacilitationFile
) -> Iterator[model.Withdrawn]:
    """What is needed to recognise the withdrawn voices, and what trainers said with them."""
    for entry in entries:
        if entry.withdrawn and entry.id in lock.voices:
            approved, said = lock.voices[entry.id], added.items.get(entry.id, model.Facilitation())
            yield model.Withdrawn(
                id=entry.id,
                on=entry.withdrawn,
                traces=frozenset(approved.traces.split()),
                words_kept=bool(entry.text or approved.text),
                scripts=tuple(filter(None, (said.script, said.discussion, said.internal_note))),
            )
