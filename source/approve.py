"""What a coordinator stands for: voices as approved, editions as given out.

Each difference is shown, each is asked for, and nothing is approved that was not named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from source import editions, lock
from source.errors import UsageError
from source.files import write_whole
from source.load import Source, load

Ask = Callable[[str], bool]


def approve(folder: Path, names: Sequence[str], reason: str, today: date, ask: Ask) -> int:
    """Ask about each named voice, and write those that are agreed to into the lock; how many were.

    Raises:
        SourceError: the content has other faults.
        UsageError: there is no such voice, or no reason; or the lock cannot be written.
    """
    if not reason.strip():
        raise UsageError("Please say why, with --reason: it is kept with the approval.")
    source = load(folder, locked=False)
    guide, approvals = source.guide, source.lock
    voices = {voice.id: voice for section in guide.sections for voice in section.voices}
    gone = {voice.id for voice in guide.withdrawn}
    if unknown := [name for name in names if name not in voices and name not in gone]:
        raise UsageError(f"There is no voice {', '.join(unknown)} in voices.yaml.")
    done = 0
    for name in dict.fromkeys(names):
        if name in gone:
            agreed = ask(f"{name} was withdrawn. Take its words out of the lock, and keep only their digests?")
            after = lock.with_withdrawal(approvals, name, today.isoformat(), reason) if agreed else approvals
        else:
            agreed = ask(_question(name, lock.shown(voices[name]), approvals))
            after = lock.with_approval(approvals, voices[name], today.isoformat(), reason) if agreed else approvals
        approvals, done = after, done + agreed
    if done:
        write_whole(folder / lock.NAME, lock.dumped(approvals).encode(), inside=folder)
    return done


def release(source: Source, today: date) -> None:
    """Write down that the edition of today was given out.

    Raises:
        UsageError: an edition of this name was given out with other words; or the file cannot be written.
    """
    edition = editions.edition_of(source.guide)
    known = source.editions.get(edition.label)
    if known and known.fingerprint != edition.fingerprint:
        raise UsageError(
            f"Edition {edition.label} was given out with other words. Count up “edition” in guide.yaml first."
        )
    text = editions.with_edition(source.files[editions.NAME], edition, today.isoformat())
    write_whole(source.folder / editions.NAME, text.encode(), inside=source.folder)


def _question(name: str, shown: str, approvals: lock.Lock) -> str:
    entry = approvals.voices.get(name)
    if entry is None:
        return f"{name} is new:\n  {shown}\nApprove it, to the comma?"
    if lock.shown(entry) == shown:
        return f"{name} is as approved. Approve it again, with the new reason?"
    return f"{name} was changed:\n  {lock.marked_difference(lock.shown(entry), shown)}\nApprove the change?"
