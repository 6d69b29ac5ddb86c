"""What is no fault of form, and still worth a coordinator's attention: words to avoid, and numbers to call."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from source import inline
from source.errors import Fault
from source.load import read_files
from source.model import Guide
from source.terms import excepted, own_texts, uses
from source.yamlfile import texts_of

_A_YEAR = 365


def reminders(guide: Guide, today: date) -> list[str]:
    """Contacts that nobody has called for a year."""
    return [
        f"contacts.yaml: {contact.name} was last checked {contact.verified_on}. "
        "Please call, then write today’s date under verified_on."
        for contact in guide.contacts
        if contact.verified_on and (today - _earliest(contact.verified_on)).days > _A_YEAR
    ]


def term_faults(folder: Path, guide: Guide) -> list[Fault]:
    """Every use of a term that terms.yaml speaks against, at its place in the file."""
    faults = []
    for name, file in read_files(folder).items():
        for text in own_texts(name, file.data):
            seen: dict[str, int] = {}
            for use in uses(inline.plain(text.text), guide.terms, text.kind):
                if not excepted(use, text, guide.terms):
                    place = file.place_of(text.path, use.words, seen.get(use.words, 0))
                    faults.append(Fault(name, *place, f"“{use.words}” stands here.", use.advice))
                seen[use.words] = seen.get(use.words, 0) + 1
    return sorted(faults)


def glyph_faults(folder: Path, guide: Guide) -> list[Fault]:
    """Every character that print cannot show, because the fonts of the theme lack it, at its place in the file."""
    from typeset.coverage import lacking

    families = {guide.theme.fonts.tips.open, guide.theme.fonts.voices.open}
    faults = []
    for name, file in read_files(folder).items():
        for path, text in texts_of(file.data):
            for character in lacking(text, families):
                place = file.place_of(path, character, 0)
                problem = f"The character {character} (U+{ord(character):04X}) is not in the fonts of the theme."
                faults.append(Fault(name, *place, problem, "Write it another way, or choose other fonts."))
    return sorted(faults)


def _earliest(checked_on: str) -> date:
    """The first day that a year, a month or a day can mean."""
    year, month, day = (*map(int, checked_on.split("-")), 1, 1)[:3]
    return date(year, month, day)
