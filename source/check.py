"""What is no fault, and still worth a coordinator's attention."""

from __future__ import annotations

from datetime import date

from source.model import Guide
from source.sessions import cut, minutes

_A_YEAR = 365
_HARDLY_FILLED = 2 / 3


def advice(guide: Guide, today: date) -> list[str]:
    """Reminders in words: contacts that nobody has called for a year, sessions that leave much of their time over."""
    return [*_stale(guide, today), *_short(guide)]


def _short(guide: Guide) -> list[str]:
    planned = {name: minutes(cut(guide, name)) for name in guide.sessions}
    return [
        f"sessions.yaml: “{name}” has {session.minutes:g} minutes, but takes only {planned[name]:g}. "
        "Show more items, or give it less time."
        for name, session in guide.sessions.items()
        if planned[name] < session.minutes * _HARDLY_FILLED
    ]


def _stale(guide: Guide, today: date) -> list[str]:
    return [
        f"contacts.yaml: {contact.name} was last checked {contact.verified_on}. "
        "Please call, then write today’s date under verified_on."
        for contact in guide.contacts
        if contact.verified_on and (today - _earliest(contact.verified_on)).days > _A_YEAR
    ]


def _earliest(checked_on: str) -> date:
    """The first day that a year, a month or a day can mean."""
    year, month, day = (*map(int, checked_on.split("-")), 1, 1)[:3]
    return date(year, month, day)
