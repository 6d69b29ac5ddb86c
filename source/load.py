"""A content folder to ``Source``: read once, and every fault told with file, line, column and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from textwrap import indent
from typing import Any

from pydantic import ValidationError

from source import agency, editions, fields, fonts, lock, model, preparation, settings, theme
from source.editions import Edition
from source.errors import Fault, SourceError
from source.labels import RETIRED, Labels
from source.messages import note, validated
from source.references import check_references
from source.sessions import EVERYTHING, FULL, cut, minutes, overlong, unusable
from source.yamlfile import Contents, KeyPath, YamlFile, read, texts_of

FILES: Mapping[str, type[fields.Model]] = {
    "guide.yaml": model.GuideFile,
    "tips.yaml": model.TipsFile,
    "voices.yaml": model.VoicesFile,
    "facilitation.yaml": model.FacilitationFile,
    "contacts.yaml": model.ContactsFile,
    "sessions.yaml": preparation.SessionsFile,
    "theme.yaml": theme.ThemeFile,
    "terms.yaml": model.TermsFile,
    "labels.yaml": Labels,
    settings.NAME: settings.SettingsFile,
}
CONTENT = Path(__file__).parent / "content"
# What stands in for a file that a folder of one's own need not have; of the theme and the labels it is ours.
_WITHOUT: Mapping[str, fields.Model] = {
    "tips.yaml": model.TipsFile(),
    "voices.yaml": model.VoicesFile(attribution="-", source="-"),
    "facilitation.yaml": model.FacilitationFile(),
    "contacts.yaml": model.ContactsFile(),
    "sessions.yaml": preparation.SessionsFile(),
    "terms.yaml": model.TermsFile(),
}
_OURS = ("theme.yaml", "labels.yaml")
# The least that a file may hold, to be shown where it is missed.
_LEAST = {
    "guide.yaml": """\
language: en
edition: "1"
title: What your guide is called
sections:
  - id: section.first
    short: First
    heading: The heading of the first section""",
    "tips.yaml": """\
tips:
  section.first:
    - id: tip.first
      text: The words of a tip.""",
    "voices.yaml": """\
attribution: who shared the voices
source: where they were shared
voices:
  section.first:
    - id: voice.first
      text: The words, exactly as they were given.""",
}


@dataclass(frozen=True)
class Source:
    """A content folder as it was read, once: what is built, what is checked and what is reported are the same bytes.

    ``files`` are all that were read, by name, with the place of every value; ``session_faults`` are those that stop
    only what shows a session, by its name.
    """

    folder: Path
    guide: model.Guide
    files: Mapping[str, YamlFile]
    lock: lock.Lock
    editions: Mapping[str, Edition]
    session_faults: Mapping[str, tuple[Fault, ...]]

    @property
    def content(self) -> Iterator[YamlFile]:
        """The files of words that people write, without those that the program writes."""
        return (self.files[name] for name in FILES if name != settings.NAME)

    def places_in(self, text: str) -> list[str]:
        """Where the items stand that a text names by their ids, each as ``tips.yaml:12:11``."""
        places = {
            "guide.title" if path == ("title",) else identifier: ":".join(map(str, (file.name, *file.place(path))))
            for file in self.content
            for path, identifier in texts_of(file.data)
            if path[-1:] == ("id",) or (path == ("title",) and file.name == "guide.yaml")
        }
        return [places[name] for name in dict.fromkeys(_AN_ID.findall(text)) if name in places]


_AN_ID = re.compile(r"[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")


def load(folder: Path = CONTENT, contents: Contents | None = None, *, locked: bool = True) -> Source:
    """What the content folder holds; every file is read here, and nowhere else.

    Args:
        folder: the content folder.
        contents: what was read of it already, by the names of the files.
        locked: whether every voice must be as approved; only approving itself needs to look past that.

    Raises:
        SourceError: with every fault of every file.
    """
    files = read_files(folder, contents)
    lock_file, approvals = lock.read(folder, contents)
    _note_missing(files, folder, approvals)
    parsed = dict(_WITHOUT) | {
        name: validated(file, FILES[name])
        for name, file in {**files, "theme.yaml": _theme(files, folder)}.items()
        if file.data is not None and name != "labels.yaml"
    }
    labels = _labels(files, folder)
    look: theme.ThemeFile | None = parsed.get("theme.yaml")
    given_by = agency.read(folder, files["theme.yaml"], look.agency, contents) if look and look.agency else None
    if look:
        parsed["theme.yaml"] = look = fonts.with_own(look, folder, files["theme.yaml"], contents)
    check_references(files)
    if said := parsed.get(settings.NAME):
        settings.check_files(files[settings.NAME], said, folder)
        settings.check_sessions(files[settings.NAME], said, files["sessions.yaml"])
    editions_file, given_out = editions.read(folder, contents)
    voices: Any = parsed["voices.yaml"]
    if voices and files["voices.yaml"].data is not None and locked:
        entries = list(_entries_of(voices))
        gone = [entry.id for entry in entries if entry.withdrawn]
        lock.check(list(_shown(entries, voices)), gone, lock_file, approvals, files["voices.yaml"])
    files |= {lock.NAME: lock_file, editions.NAME: editions_file}
    _raise_faults(files.values())
    guide = _guide(parsed, labels, approvals).model_copy(update={"agency": given_by})
    if files["theme.yaml"].data is None:  # our look, and their name
        guide = guide.model_copy(update={"theme": guide.theme.model_copy(update={"name": guide.title})})
    if not guide.sessions:
        guide = guide.model_copy(update={"sessions": {FULL: _whole_session(guide)}})
    if FULL not in guide.sessions:
        advice = "Add it with “items_for: everything”; it is the usual deck."
        raise SourceError([files["sessions.yaml"].fault_at(("sessions",), f"The session “{FULL}” is missing.", advice)])
    return Source(folder, guide, files, approvals, given_out, _session_faults(guide, files))


def _raise_faults(files: Iterable[YamlFile]) -> None:
    faults = [fault for file in files for fault in file.faults]
    if faults:
        raise SourceError(faults)


def _session_faults(guide: model.Guide, files: Mapping[str, YamlFile]) -> dict[str, tuple[Fault, ...]]:
    """What keeps each session from being shown. Minutes of trainers that no session has time for stop those over it."""
    file, too_long = files["sessions.yaml"], overlong(files["facilitation.yaml"])
    faults = {name: [file.fault_at(*wrong) for wrong in unusable(name, guide)] for name in guide.sessions}
    for name in guide.sessions if too_long else ():
        faults[name] += too_long if minutes(cut(guide, name)) > fields.MOST_MINUTES else []
    return {name: tuple(found) for name, found in faults.items() if found}


def read_files(folder: Path, contents: Contents | None = None) -> dict[str, YamlFile]:
    """Every file of the content folder as plain data with places, by name.

    Raises:
        SourceError: there is no such folder.
    """
    if not folder.is_dir():
        raise SourceError([Fault(str(folder), 1, 1, "There is no such folder.", "Name the folder with --source.")])
    return {name: read(folder, name, contents, optional=True, blank=name == settings.NAME) for name in FILES}


def _note_missing(files: Mapping[str, YamlFile], folder: Path, approvals: lock.Lock) -> None:
    """Note each file that is not there, although it must be, or although it seems to be there by another name."""
    strays = sorted({path.name for path in folder.glob("*.y*ml")} - set(files))
    for name, file in files.items():
        if file.data is not None or file.faults:
            continue
        if close := get_close_matches(name, strays, 1, 0.85):
            file.fault((1, 1), "The file is missing.", f"Name {close[0]} so, if that is what it is.")
        elif _needed(name, files, approvals) or (name in _OURS and _is_ours(folder)):
            like = f" It may begin like this:\n{indent(_LEAST[name], '    ')}" if name in _LEAST else ""
            file.fault((1, 1), "The file is missing.", f"Put a file named {name} into the content folder.{like}")


def _needed(name: str, files: Mapping[str, YamlFile], approvals: lock.Lock) -> bool:
    """Whether others speak of what a file holds, so that it cannot be missing on purpose."""
    kind = {"tips.yaml": "tip", "voices.yaml": "voice"}.get(name)
    spoken_of = re.compile(rf"(?m)^[^#\n]*\b{kind}\.[a-z0-9]")
    spoken = kind and any(spoken_of.search(file.raw) for file in files.values())
    return bool(spoken or name == "guide.yaml" or (name == "voices.yaml" and approvals.voices))


def _theme(files: Mapping[str, YamlFile], folder: Path) -> YamlFile:
    own = files["theme.yaml"]
    return own if own.data is not None or own.faults or _is_ours(folder) else read(CONTENT, "theme.yaml")


def _whole_session(guide: model.Guide) -> preparation.Session:
    """The session of a folder that plans none: everything, for as long as it takes."""
    added = guide.facilitation
    return preparation.Session(
        title=guide.labels.full_session,
        items_for=EVERYTHING,
        activities=tuple(activity.id for activity in added.activities),
        discussions=tuple(identifier for identifier, section in added.sections.items() if section.discussion),
    )


def _is_ours(folder: Path) -> bool:
    return folder.resolve() == CONTENT.resolve()


def _labels(files: Mapping[str, YamlFile], folder: Path) -> Any:
    """Our labels: those that ship with the builder, then the folder's own, then single ones from guide.yaml.

    Each fault is noted where the label was written. One that stands in no file of the folder is missing in ours.
    """
    ours = files["labels.yaml"] if _is_ours(folder) else read(CONTENT, "labels.yaml")
    own, head = files["labels.yaml"], files["guide.yaml"]
    overriding = head.data.get("labels") if isinstance(head.data, dict) else None
    merged: dict[str, Any] = {}
    written: dict[str, tuple[YamlFile, KeyPath]] = {}
    places: list[tuple[YamlFile, KeyPath]] = [(ours, ()), (own, ()), (head, ("labels",))]
    for place, data in zip(places, (ours.data, own.data, overriding), strict=True):
        if isinstance(data, dict):
            merged |= {name: text for name, text in data.items() if name not in RETIRED}
            written |= dict.fromkeys(data, place)
        elif place[0] is own and data is not None:
            validated(own, Labels)
    if not isinstance(ours.data, dict):
        _raise_faults([ours])
    try:
        return Labels.model_validate(merged)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            file, within = written.get(str(detail["loc"][0]), (ours, ()))
            note(file, Labels, detail, within)
        _raise_faults([ours] if ours is not own else [])
        return None


# --- all files together -------------------------------------------------------------------------------------------


def _guide(parsed: Mapping[str, Any], labels: Labels, approvals: lock.Lock) -> model.Guide:
    head: model.GuideFile = parsed["guide.yaml"]
    tips: model.TipsFile = parsed["tips.yaml"]
    voices: model.VoicesFile = parsed["voices.yaml"]
    added: model.FacilitationFile = parsed["facilitation.yaml"]
    sections = tuple(
        model.Section(
            **dict(section),
            tips=tips.tips.get(section.id, ()),
            voices=tuple(_shown(voices.voices.get(section.id, ()), voices, labels.permission_unknown)),
        )
        for section in head.sections
    )
    gone = {entry.id for entry in _entries_of(voices) if entry.withdrawn}
    return model.Guide(
        **{
            **dict(head),
            "labels": labels,
            "sections": sections,
            "contacts": parsed["contacts.yaml"].contacts,
            "facilitation": _without(gone, added, voices),
            "theme": parsed["theme.yaml"],
            "sessions": parsed["sessions.yaml"].sessions,
            "terms": parsed["terms.yaml"],
            "withdrawn": tuple(lock.withdrawn(_entries_of(voices), approvals, added)),
        }
    )


def _entries_of(file: model.VoicesFile) -> Iterator[model.VoiceEntry]:
    """All voices of all sections, withdrawn ones too."""
    return (entry for entries in file.voices.values() for entry in entries)


def _shown(entries: Iterable[model.VoiceEntry], file: model.VoicesFile, unknown: str = "") -> Iterator[model.Voice]:
    """The voices that products show, with what stands at the head of the file for all of them."""
    for entry in entries:
        if not entry.withdrawn:
            permission = entry.permission or file.permission
            yield model.Voice(
                id=entry.id,
                text=entry.text or "",
                attribution=entry.attribution or file.attribution,
                source=entry.source or file.source,
                permission=unknown if permission in (None, model.NOT_RECORDED) else permission,
            )


def _without(gone: set[str], added: model.FacilitationFile, voices: model.VoicesFile) -> model.FacilitationFile:
    """Facilitation that no longer speaks of voices that were withdrawn; an activity after one ends its section."""
    items = {
        identifier: item.model_copy(update={"voices": tuple(voice for voice in item.voices if voice not in gone)})
        for identifier, item in added.items.items()
        if identifier not in gone
    }
    homes = {entry.id: section for section, entries in voices.voices.items() for entry in entries if entry.id in gone}
    activities = (one.model_copy(update={"after": homes.get(one.after, one.after)}) for one in added.activities)
    return added.model_copy(update={"items": items, "activities": tuple(activities)})
