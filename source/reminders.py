"""What a coordinator should look at, although nothing is wrong with it: numbers to call, items that nobody prepared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from source import editions, inline
from source.load import Source
from source.model import Facilitation
from source.notes import Note, Topic
from source.sessions import EVERYTHING, cut, minutes
from source.traces import digest
from source.words import typographic
from source.yamlfile import KeyPath, YamlFile, texts_of

_A_YEAR = timedelta(days=365)
_HARDLY_FILLED = 2 / 3
# Words that every longer English text has, and texts in other languages have not; "{what}" is a place to fill in.
_ENGLISH = re.compile(r"(?<![{\w])(?:the|this|to|not|and|by|what|with|who|which)(?![}\w])", re.IGNORECASE)
_A_FEW = 5


def reminders(source: Source) -> list[Note]:
    """Everything to look at. Some hold only from a day on (``Note.holds``)."""
    return [note for look in _LOOKS for note in look(source)]


def _note(file: YamlFile, path: KeyPath, problem: str, advice: str) -> Note:
    return Note(Topic.TO_CHECK, str(file.fault_at(path, problem, advice)))


def _ids(file: YamlFile) -> dict[str, KeyPath]:
    """Where each id of a file stands."""
    return {text: path for path, text in texts_of(file.data) if path[-1:] == ("id",)}


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _A_FEW
    return ", ".join(names[:_A_FEW]) + (f" and {more} more" if more > 0 else "")


# --- contacts -----------------------------------------------------------------------------------------------------


def _uncalled(source: Source) -> Iterator[Note]:
    """Contacts to call: those that were checked over a year ago, then those that never were."""
    file, contacts = source.files["contacts.yaml"], list(enumerate(source.guide.contacts))
    for index, contact in contacts:
        if contact.verified_on:
            problem = f"{contact.name} was last checked {contact.verified_on}."
            advice = "Please call, then write today’s date under verified_on."
            day = _days(contact.verified_on)[0]
            rests = day.isoformat(), (day + _A_YEAR).isoformat()
            yield Note(Topic.OLD, str(file.fault_at(("contacts", index, "verified_on"), problem, advice)), rests)
    for index, contact in contacts:
        if contact.lines and not contact.verified_on:
            problem = f"{contact.name} does not say when it was checked."
            yield _note(file, ("contacts", index), problem, "Please call, then write verified_on and source.")


def _renumbered(source: Source) -> Iterator[Note]:
    """Contacts that were given out with other words after the day that they still name."""
    file, given_out = source.files["contacts.yaml"], source.files[editions.NAME].data or {"editions": {}}
    words = {item.id: digest(item.words) for item in source.guide.items()}
    for index, contact in enumerate(source.guide.contacts):
        for label, edition in source.editions.items():
            released = given_out["editions"][label]["released"]
            other = edition.items.get(contact.id, words[contact.id]) != words[contact.id]
            if contact.verified_on and other and _days(contact.verified_on)[1] < _days(released)[0]:
                problem = f"{contact.name} is not as in edition {label}, but was last checked before it was given out."
                advice = "Please call, then write today’s date under verified_on."
                yield _note(file, ("contacts", index, "verified_on"), problem, advice)
                break


def _days(written: str) -> tuple[date, date]:
    """The first and the last day that a year, a month or a day can mean."""
    year, month, day = (*map(int, written.split("-")), 0, 0)[:3]
    first = date(year, month or 1, day or 1)
    after = date(year + 1, 1, 1) if not month else (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first, first if day else after - timedelta(days=1)


# --- facilitation and sessions ------------------------------------------------------------------------------------


def _unprepared(source: Source) -> Iterator[Note]:
    """Tips without script or minutes, where others have them."""
    file, added = source.files["tips.yaml"], source.guide.facilitation.items
    tips = [tip.id for section in source.guide.sections for tip in section.tips]
    for what, has in _PREPARED.items():
        bare = [tip for tip in tips if not has(added.get(tip, Facilitation()))]
        if bare and len(bare) < len(tips):
            problem = f"No {what} in facilitation.yaml for {_listed(bare)}."
            yield _note(file, _ids(file)[bare[0]], problem, "Write it there under “items”, as the other tips have it.")


_PREPARED: dict[str, Callable[[Facilitation], object]] = {
    "script": lambda added: added.script,
    "minutes": lambda added: added.minutes,
}


def _taken_in(source: Source) -> Iterator[Note]:
    """Items that facilitation.yaml does not know, and that sessions for an audience show all the same."""
    guide, added = source.guide, source.guide.facilitation.items
    showing = [name for name, session in guide.sessions.items() if session.items_for not in (None, EVERYTHING)]
    for name in ("tips.yaml", "voices.yaml"):
        ids = _ids(source.files[name])
        shown = {item.id for session in showing for item in cut(guide, session).items()}
        new = [each for each in ids if each not in added and each in shown and each.count(".") == 1]
        if new:
            problem = f"{_listed(new)}: no audience in facilitation.yaml, so that {_listed(showing)} show it."
            advice = f"Name its audiences there under “items”, or write “{new[0]}: {{}}” if it is for everyone."
            yield _note(source.files[name], ids[new[0]], problem, advice)


def _short(source: Source) -> Iterator[Note]:
    file = source.files["sessions.yaml"]
    for name, session in source.guide.sessions.items():
        if session.minutes and (taken := minutes(cut(source.guide, name))) < session.minutes * _HARDLY_FILLED:
            problem = f"“{name}” has {session.minutes:g} minutes, but takes only {taken:g}."
            yield _note(file, ("sessions", name, "minutes"), problem, "Show more items, or give it less time.")


# --- voices -------------------------------------------------------------------------------------------------------


def _attributed(source: Source) -> Iterator[Note]:
    """Texts that say of all voices of a section who shared them, where one of them was shared by somebody else."""
    file, guide, added = source.files["voices.yaml"], source.guide, source.guide.facilitation
    head = str(file.data["attribution"]) if file.data else ""
    for index, section in enumerate(guide.sections):
        others = [voice for voice in section.voices if voice.attribution != head]
        texts: list[tuple[str, KeyPath, str | None]] = [
            ("guide.yaml", ("sections", index, "intro", "text"), section.intro.text if section.intro else None),
            (
                "guide.yaml",
                ("sections", index, "question", "text"),
                section.question.text if section.question else None,
            ),
            ("facilitation.yaml", ("sections", section.id, "script"), _script(added.sections.get(section.id))),
            ("facilitation.yaml", ("groups", "voices", "script"), _script(added.groups.get("voices"))),
        ]
        for name, path, text in texts if others else ():
            if _plainly(head) in _plainly(inline.plain(text or "")):
                problem = (
                    f"This says “{head}” of all voices, which is not true of {_listed([voice.id for voice in others])}."
                )
                yield _note(source.files[name], path, problem, "Say it so that it is true of every voice.")


def _script(added: Facilitation | None) -> str | None:
    return added.script if added else None


def _plainly(text: str) -> str:
    return " ".join(typographic(text).casefold().split())


def _kept(source: Source) -> Iterator[Note]:
    file = source.files["voices.yaml"]
    for voice in source.guide.withdrawn:
        if voice.words_kept:
            problem = f"{voice.id} was withdrawn. Please delete its text there, and take it out of the lock:"
            advice = f'.venv/bin/handbook approve {voice.id} --reason "withdrawn".'
            yield _note(file, _ids(file).get(voice.id, ()), problem, advice)


# --- labels and theme ---------------------------------------------------------------------------------------------


def _unpaired(source: Source) -> Iterator[Note]:
    """An agency's own font that slides name otherwise, so that nobody knows how wide their lines run."""
    file, fonts = source.files["theme.yaml"], source.guide.theme.fonts
    for part, pair in (("tips", fonts.tips), ("voices", fonts.voices)):
        written = str(file.data["fonts"][part]["open"]) if file.data else pair.open
        if pair.open != written and pair.office.casefold() != written.casefold():
            problem = f"Slides are measured with {written}, and shown in {pair.office}."
            yield _note(file, ("fonts", part, "office"), problem, f"Write “office: {written}”, or look at every slide.")


def _untranslated(source: Source) -> Iterator[Note]:
    """A guide in another language with our labels in English around it."""
    guide, file = source.guide, source.files["guide.yaml"]
    english = [name for name, text in guide.labels if _ENGLISH.search(text)]
    if guide.language.partition("-")[0] != "en" and len(english) > _A_FEW:
        problem = f"The language is “{guide.language}”, but {len(english)} labels are in English: {_listed(english)}."
        yield _note(
            file, ("language",), problem, "Write them in that language, in a labels.yaml in the content folder."
        )


_LOOKS = (_uncalled, _renumbered, _unprepared, _taken_in, _short, _attributed, _kept, _unpaired, _untranslated)
