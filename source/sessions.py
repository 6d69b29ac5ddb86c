"""Sessions: the one guide cut for a room and its time. Fewer items, never shortened or counted anew.

``cut(Guide, "roll-call-15") -> Guide`` leaves out whole items; ``agenda(Guide) -> (Row, ...)`` adds the minutes up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from source.errors import Fault, UsageError
from source.fields import MOST_MINUTES, no_minutes
from source.inline import text_of
from source.labels import filled
from source.model import Activity, Facilitation, FacilitationFile, Guide, Section, SectionFacilitation
from source.names import ALL, unknown
from source.preparation import Session
from source.yamlfile import KeyPath, YamlFile, numbers_of

FULL = "full"  # the session that is built when none is named
EVERYTHING = "everything"
FILE = "sessions.yaml"


def names(file: YamlFile) -> list[str]:
    """The names of the sessions in sessions.yaml; where it plans none, that of the one that there is."""
    held = file.data.get("sessions") if isinstance(file.data, dict) else None
    return list(map(str, held)) if held and isinstance(held, dict) else [FULL]


# --- what a session shows -----------------------------------------------------------------------------------------


def cut(guide: Guide, name: str) -> Guide:
    """What one session shows, as a guide: whole items, in the guide's own order, with the whole guide's fingerprint.

    A heading comes with the first item of its section, points with their tip, and the question with the first voice,
    because the voices answer it; where no voice does, with the first tip. The contacts are in every session.

    Raises:
        UsageError: there is no such session.
    """
    if name not in guide.sessions:
        raise UsageError(" ".join(unknown("session", name, guide.sessions)))
    session = guide.sessions[name]
    sections = tuple(filter(None, (_section(section, session, guide) for section in guide.sections)))
    shown = {"sections": sections, "facilitation": _facilitation(guide, session, sections)}
    return guide.model_copy(update={**shown, "session": name, "whole_fingerprint": guide.fingerprint})


def _section(section: Section, session: Session, guide: Guide) -> Section | None:
    items = guide.facilitation.items

    def shown(identifier: str) -> bool:
        if session.items is not None:
            return identifier in session.items
        audiences = items[identifier].audiences if identifier in items else ()
        return session.items_for in (EVERYTHING, *audiences) or not audiences

    voices = tuple(voice for voice in section.voices if shown(voice.id))
    tips = tuple(tip for tip in section.tips if shown(tip.id))
    intro = section.intro if section.intro and shown(section.intro.id) else None
    asked = section.question
    if asked and not voices and asked.id not in (session.items or ()):
        asked = None if section.voices or not (tips or shown(asked.id)) else asked
    own = {"intro": intro, "tips": tips, "voices": voices, "question": asked, "whole_numbers": section.numbers}
    kept = section.model_copy(update=own)
    return kept if intro or tips or voices or asked or session.items_for == EVERYTHING else None


def _facilitation(guide: Guide, session: Session, sections: Sequence[Section]) -> FacilitationFile:
    """What trainers add, for this session alone: its discussions, its activities, its minutes."""
    added, times = guide.facilitation, session.times

    def timed(entry: Any, identifier: str) -> Any:
        return entry.model_copy(update={"minutes": times[identifier]}) if entry and identifier in times else entry

    introduced = {section.id for section in sections if section.intro}
    introduced |= {section.id for section in guide.sections if not section.intro}
    heads = {
        identifier: entry.model_copy(
            update={
                "discussion": entry.discussion if identifier in session.discussions else None,
                "script": entry.script if identifier in introduced else _opened(entry),
            }
        )
        for identifier, entry in added.sections.items()
    }
    items = {identifier: Facilitation() for identifier in times if identifier.startswith("voice.")} | added.items
    return added.model_copy(
        update={
            **{part: timed(getattr(added, part), part) for part in PARTS},
            "items": {identifier: timed(entry, identifier) for identifier, entry in items.items()},
            "sections": {identifier: timed(entry, identifier) for identifier, entry in heads.items()},
            "activities": tuple(timed(activity, activity.id) for activity in _activities(guide, session, sections)),
        }
    )


def _opened(added: SectionFacilitation) -> str | None:
    """What is said where a section opens without its introduction."""
    return " ".join(filter(None, (added.without_intro, added.script))) or None


def content_note(guide: Guide) -> tuple[str, ...]:
    """The paragraphs of the content note: of what is hard to hear, they announce what is shown, and nothing else."""
    if not (note := guide.facilitation.content_note):
        return ()
    added = guide.facilitation.items
    topics = {topic for item in guide.items() if item.id in added for topic in added[item.id].topics}
    first, *others = note.paragraphs
    return (" ".join([first, *(said for topic, said in note.sentences.items() if topic in topics)]), *others)


def _activities(guide: Guide, session: Session, sections: Sequence[Section]) -> Iterator[Activity]:
    """The session's activities; one whose item is not shown moves to the end of its section."""
    homes = {identifier: section.id for section in guide.sections for identifier in _ids(section)}
    shown = {identifier for section in sections for identifier in _ids(section)}
    for activity in guide.facilitation.activities:
        home = homes[activity.after]
        if activity.id in session.activities and home in shown:
            yield activity if activity.after in shown else activity.model_copy(update={"after": home})


# What can have a time of its own besides items, sections and activities.
PARTS = ("opening", "agenda", "content_note", "commitment", "closing", "about")


# --- what it takes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A line of the agenda: what is done, and how many minutes it takes."""

    title: str
    minutes: float


def agenda(guide: Guide) -> tuple[Row, ...]:
    """What a session does one after the other; only what takes time."""
    return tuple(row for part in _parts(guide) for row in part if row.minutes)


def minutes(guide: Guide) -> float:
    """The minutes of everything that a session (or the whole guide) shows."""
    return sum(row.minutes for row in agenda(guide))


def spent_on_parts(guide: Guide) -> tuple[float, ...]:
    """The minutes of the welcome, of each section with all that belongs to it, and of the closing."""
    return tuple(sum(row.minutes for row in part) for part in _parts(guide))


def _parts(guide: Guide) -> Iterator[list[Row]]:
    added, labels = guide.facilitation, guide.labels
    before = added.content_note.minutes if added.content_note else 0.0
    yield [Row(labels.welcome, added.opening.minutes + added.agenda.minutes + before)]
    for section in guide.sections:
        yield list(_section_rows(guide, section))
    commitment = added.commitment.minutes if added.commitment else 0.0
    yield [Row(labels.closing, commitment + added.closing.minutes + added.about.minutes)]


def _section_rows(guide: Guide, section: Section) -> Iterator[Row]:
    inside = [activity for item in _ids(section) if item != section.id for activity in activities_after(guide, item)]
    spent = sum(_minutes(guide.facilitation, identifier) for identifier in _ids(section))
    yield Row(section.short, spent + sum(activity.minutes for activity in inside))
    yield from (Row(activity.title, activity.minutes) for activity in activities_after(guide, section.id))
    facilitation = guide.facilitation.sections.get(section.id)
    if facilitation and facilitation.discussion:
        title = text_of(filled(guide.labels.discussion, section=section.short))
        yield Row(title, facilitation.discussion.minutes)


def activities_after(guide: Guide, identifier: str) -> tuple[Activity, ...]:
    """The activities that follow an item, or stand at the end of a section."""
    return tuple(activity for activity in guide.facilitation.activities if activity.after == identifier)


def _ids(section: Section) -> Iterator[str]:
    yield section.id
    yield from [section.intro.id] if section.intro else []
    yield from (tip.id for tip in section.tips)
    yield from [section.question.id] if section.question else []
    yield from (voice.id for voice in section.voices)


def _minutes(added: FacilitationFile, identifier: str) -> float:
    """As trainers planned it; a voice without a time of its own takes what its group takes."""
    own = added.sections.get(identifier) or added.items.get(identifier)
    group = added.groups.get("voices") if identifier.startswith("voice.") else None
    return (own.minutes if own else 0.0) or (group.minutes if group else 0.0)


def overview(guide: Guide) -> list[dict[str, str | int | float]]:
    """Every session in a few words and figures."""
    return [
        {
            "session": name,
            "title": session.title,
            "for": session.audience or "",
            "tips": sum(len(section.tips) for section in shown.sections),
            "voices": sum(len(section.voices) for section in shown.sections),
            "takes": minutes(shown),
            "minutes": minutes(shown) if session.minutes is None else session.minutes,
        }
        for name, session in guide.sessions.items()
        for shown in [cut(guide, name)]
    ]


# --- what is wrong with it ----------------------------------------------------------------------------------------

Wrong = tuple[KeyPath, str, str]  # where in sessions.yaml, the problem, and what to do


def unusable(name: str, guide: Guide) -> Iterator[Wrong]:
    """What makes a session none: nothing that shows it can be built."""
    session, at = guide.sessions[name], ("sessions", name)
    if name == ALL:
        yield at, f"“{ALL}” stands for every session.", "Give this one another name."
    if (session.items is None) == (session.items_for is None):
        problem = f"The session “{name}” needs either “items” or “items_for”."
        yield at, problem, "Write a list of ids under “items”, or “items_for: everything”; keep one."
    shown = any(section.tips or section.voices or section.question for section in cut(guide, name).sections)
    if not shown and session.items_for != EVERYTHING:
        yield at, f"The session “{name}” shows no tip and no voice.", "Name some under “items”."
    if session.minutes and session.minutes > MOST_MINUTES:
        yield (*at, "minutes"), *no_minutes("minutes")
    for identifier, spent in session.times.items():
        if spent > MOST_MINUTES:
            yield (*at, "times", identifier), *no_minutes(identifier)


def overlong(file: YamlFile) -> list[Fault]:
    """Every number of minutes in facilitation.yaml that no session has time for."""
    return [
        file.fault_at(path, *no_minutes("minutes"))
        for path, value in numbers_of(file.data)
        if path[-1] == "minutes" and value > MOST_MINUTES
    ]


def untimely(guide: Guide) -> Iterator[Wrong]:
    """What does not fit into its session: too many minutes, or an activity of a section that is not shown."""
    for name, session in guide.sessions.items():
        shown = cut(guide, name)
        if session.minutes is not None and (taken := minutes(shown)) > session.minutes:
            problem = f"The session “{name}” takes {taken:g} minutes, but has {session.minutes:g}."
            advice = "Give it more time, leave out an item or an activity, or shorten the times under “times”."
            yield ("sessions", name, "minutes"), problem, advice
        done = {activity.id for activity in shown.facilitation.activities}
        for at, activity in enumerate(session.activities):
            if activity not in done:
                problem = f"{activity} belongs to a section of which “{name}” shows nothing."
                advice = "Leave the activity out, or name an item of its section."
                yield ("sessions", name, "activities", at), problem, advice
