"""What is no fault of form, and still worth a coordinator's attention: words to avoid, and numbers to call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from source import inline
from source.errors import Fault
from source.load import Source
from source.model import Guide
from source.sessions import cut, minutes, overlong, untimely
from source.terms import excepted, own_texts, uses
from source.traces import traces
from source.yamlfile import texts_of

_A_YEAR = 365
_HARDLY_FILLED = 2 / 3


def reminders(guide: Guide, today: date) -> list[str]:
    """What to look after: contacts to call, sessions that leave time over, words that should not be kept any longer."""
    return [*_uncalled(guide, today), *_short(guide), *_kept(guide)]


def _uncalled(guide: Guide, today: date) -> Iterator[str]:
    """Contacts to call: those that were checked over a year ago, then those that never were."""
    checked = [contact for contact in guide.contacts if contact.verified_on]
    for contact, day in [(contact, _earliest(contact.verified_on or "")) for contact in checked]:
        if not 0 <= (today - day).days <= _A_YEAR:
            last = f"contacts.yaml: {contact.name} was last checked {contact.verified_on}."
            yield f"{last} Please call, then write today’s date under verified_on."
    for contact in guide.contacts:
        if contact.lines and not contact.verified_on:
            unsaid = f"contacts.yaml: {contact.name} does not say when it was checked."
            yield f"{unsaid} Please call, then write verified_on and source."


def _short(guide: Guide) -> Iterator[str]:
    for name, session in guide.sessions.items():
        if (taken := minutes(cut(guide, name))) < session.minutes * _HARDLY_FILLED:
            spare = f"sessions.yaml: “{name}” has {session.minutes:g} minutes, but takes only {taken:g}."
            yield f"{spare} Show more items, or give it less time."


def _kept(guide: Guide) -> Iterator[str]:
    for voice in guide.withdrawn:
        if voice.words_kept:
            withdrawn = (
                f"voices.yaml: {voice.id} was withdrawn. Please delete its text there, and take it out of the lock"
            )
            yield f'{withdrawn}: .venv/bin/handbook approve {voice.id} --reason "withdrawn".'


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
    """Every character that print cannot show, because the fonts of the theme lack it, at its place in the file."""
    from typeset.coverage import lacking

    fonts, faults = source.guide.theme.fonts, []
    for file in source.content:
        for path, text in texts_of(file.data):
            for character in lacking(text, {fonts.tips.open, fonts.voices.open}):
                place = file.place_of(path, character, 0)
                problem = f"The character {character} (U+{ord(character):04X}) is not in the fonts of the theme."
                faults.append(Fault(file.name, *place, problem, "Write it another way, or choose other fonts."))
    return sorted(faults)


def _earliest(checked_on: str) -> date:
    """The first day that a year, a month or a day can mean."""
    year, month, day = (*map(int, checked_on.split("-")), 1, 1)[:3]
    return date(year, month, day)
