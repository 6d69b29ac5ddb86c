"""What is no fault of form, and still worth a coordinator's attention: words to avoid, and numbers to call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from unicodedata import normalize

from source import inline
from source.errors import Fault
from source.load import Source
from source.notes import Note, Topic
from source.sessions import cut, minutes, overlong, untimely
from source.terms import excepted, own_texts, uses
from source.traces import traces
from source.yamlfile import KeyPath, YamlFile, texts_of

_A_YEAR = timedelta(days=365)
_HARDLY_FILLED = 2 / 3


def reminders(source: Source) -> list[Note]:
    """What to look after: contacts to call, sessions that leave time over, words that should not be kept any longer.

    Some hold only from a day on (``Note.holds``).
    """
    return [*_uncalled(source), *_short(source), *_kept(source)]


def _uncalled(source: Source) -> Iterator[Note]:
    """Contacts to call: those that were checked over a year ago, then those that never were."""
    file, contacts = source.files["contacts.yaml"], list(enumerate(source.guide.contacts))
    for index, contact in contacts:
        if contact.verified_on:
            problem = f"{contact.name} was last checked {contact.verified_on}."
            advice = "Please call, then write today’s date under verified_on."
            day = _earliest(contact.verified_on)
            rests = day.isoformat(), (day + _A_YEAR).isoformat()
            yield Note(Topic.OLD, str(file.fault_at(("contacts", index, "verified_on"), problem, advice)), rests)
    for index, contact in contacts:
        if contact.lines and not contact.verified_on:
            problem = f"{contact.name} does not say when it was checked."
            advice = "Please call, then write verified_on and source."
            yield Note(Topic.TO_CHECK, str(file.fault_at(("contacts", index), problem, advice)))


def _short(source: Source) -> Iterator[Note]:
    for name, session in source.guide.sessions.items():
        if session.minutes and (taken := minutes(cut(source.guide, name))) < session.minutes * _HARDLY_FILLED:
            problem = f"“{name}” has {session.minutes:g} minutes, but takes only {taken:g}."
            place = ("sessions", name, "minutes")
            advice = "Show more items, or give it less time."
            yield Note(Topic.TO_CHECK, str(source.files["sessions.yaml"].fault_at(place, problem, advice)))


def _kept(source: Source) -> Iterator[Note]:
    file = source.files["voices.yaml"]
    places = {text: path for path, text in texts_of(file.data) if path[-1] == "id"}
    for voice in source.guide.withdrawn:
        if voice.words_kept:
            problem = f"{voice.id} was withdrawn. Please delete its text there, and take it out of the lock:"
            advice = f'.venv/bin/handbook approve {voice.id} --reason "withdrawn".'
            yield Note(Topic.TO_CHECK, str(file.fault_at(places.get(voice.id, ()), problem, advice)))


def refused(source: Source, *, printed: bool = True) -> list[Fault]:
    """What no product is made with: words of a withdrawn voice in other texts; in print, characters it cannot show."""
    return [*_quoted(source), *(glyph_faults(source) if printed else ())]


def to_mend(source: Source) -> list[Fault]:
    """What `check` refuses and `build` warns of: words to avoid, sessions too long, an edition that was given out."""
    return [*term_faults(source), *session_faults(source), *_given_out(source)]


def _quoted(source: Source) -> list[Fault]:
    """Words of a withdrawn voice that our own texts repeat."""
    return [
        file.fault_at(path, f"This text has words of {voice.id}, which was withdrawn.", "Take them out.")
        for file in source.content
        if file.name != "voices.yaml"
        for path, text in texts_of(file.data)
        for voice in source.guide.withdrawn
        if voice.traces & traces(text)
    ]


def _given_out(source: Source) -> list[Fault]:
    guide = source.guide
    known = source.editions.get(guide.edition)
    if known is None or known.fingerprint == guide.fingerprint:
        return []
    problem = f"Edition {guide.edition} was given out with other words."
    return [source.files["guide.yaml"].fault_at(("edition",), problem, "Count up “edition”.")]


def term_faults(source: Source) -> list[Fault]:
    """Every use of a term that terms.yaml speaks against, at its place in the file."""
    rules, faults = source.guide.terms, []
    for file in source.content:
        for text in own_texts(file.name, file.data):
            seen: dict[str, int] = {}
            for use in uses(inline.plain(text.text), rules, text.kind):
                if not excepted(use, text, rules):
                    place = file.place_of(text.path, use.words, seen.get(use.words, 0))
                    faults.append(Fault(file.name, *place, f"“{use.words}” stands here.", use.advice))
                seen[use.words] = seen.get(use.words, 0) + 1
    return sorted(faults)


def session_faults(source: Source) -> list[Fault]:
    """Every session that cannot be shown or does not fit its time, and every activity that it cannot show."""
    faults = {fault for found in source.session_faults.values() for fault in found}
    faults |= {source.files["sessions.yaml"].fault_at(*wrong) for wrong in untimely(source.guide)}
    return sorted(faults | set(overlong(source.files["facilitation.yaml"])))


def glyph_faults(source: Source) -> list[Fault]:
    """What print cannot show, because no font has it: a fault for each script, where it is first written."""
    from fontTools.unicodedata import script, script_name

    from typeset.coverage import lacking

    fonts = source.guide.theme.fonts
    families = {fonts.tips.open, fonts.voices.open}
    found: dict[str, list[tuple[YamlFile, KeyPath, str]]] = {}
    for file in source.content:
        for path, text in texts_of(file.data):
            for character in lacking(normalize("NFC", text), families):
                found.setdefault(script_name(script(character)), []).append((file, path, character))
    faults = []
    for name, places in found.items():
        file, path, first = places[0]
        shown = list(dict.fromkeys(f"{character} (U+{ord(character):04X})" for _, _, character in places))
        listed = ", ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "")
        what = "signs" if name in _NO_SCRIPTS else f"characters of the {name} script"
        problem = f"{len(places)} {what} are not in the fonts of the theme: {listed}. The first is here."
        place = file.place_of(path, first, 0)
        faults.append(Fault(file.name, *place, problem, "Write them another way, or choose other fonts in theme.yaml."))
    return sorted(faults)


_SHOWN = 4  # characters that are named
_NO_SCRIPTS = {"Common", "Inherited", "Unknown"}  # what Unicode says of signs that every script uses


def _earliest(checked_on: str) -> date:
    """The first day that a year, a month or a day can mean."""
    year, month, day = (*map(int, checked_on.split("-")), 1, 1)[:3]
    return date(year, month, day)
