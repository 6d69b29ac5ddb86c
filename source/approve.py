"""What a coordinator stands for: voices as approved, editions as given out.

Each difference is shown, each is asked for, and nothing is approved that was not named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from source import editions, lock
from source.errors import SourceError, UsageError
from source.files import alone, inside, write_all
from source.load import Source, load
from source.model import Voice

Ask = Callable[[str], bool]


def approve(folder: Path, names: Sequence[str], reason: str, today: date, ask: Ask) -> int:
    """Ask about each named voice, and write those that are agreed to into the lock; how many were.

    Raises:
        SourceError: the content has other faults.
        UsageError: there is no such voice, or no reason; somebody else approved one of them while this one was asked;
            or the lock cannot be written.
    """
    if not reason.strip():
        raise UsageError("Please say why, with --reason: it is kept with the approval.")
    source = load(folder, locked=False)
    guide, seen = source.guide, source.lock
    voices = {voice.id: voice for section in guide.sections for voice in section.voices}
    gone = {voice.id for voice in guide.withdrawn}
    if unknown := [name for name in names if name not in voices and name not in gone]:
        raise UsageError(f"There is no voice {', '.join(unknown)} in voices.yaml.")
    agreed = [name for name in dict.fromkeys(names) if ask(_question(name, voices.get(name), seen))]
    if not agreed:
        return 0
    path = inside(folder, lock.NAME)
    with alone(path.parent):  # nobody is kept waiting while somebody thinks; so others may have approved meanwhile
        file, approvals = lock.read(folder)
        if file.faults:
            raise SourceError(file.faults)
        for name in agreed:
            if _is_other(approvals.voices.get(name), seen.voices.get(name), voices.get(name)):
                raise UsageError(f"{name} was approved by somebody else just now. Nothing was written; look again.")
            if name in gone:
                approvals = lock.with_withdrawal(approvals, name, today.isoformat(), reason)
            else:
                approvals = lock.with_approval(approvals, voices[name], today.isoformat(), reason)
        write_all(path.parent, {path.name: lock.dumped(approvals).encode()})
    return len(agreed)


def release(source: Source, today: date) -> None:
    """Write down that the edition of today was given out.

    Raises:
        SourceError: the list of editions is damaged.
        UsageError: an edition of this name was given out with other words; or the file cannot be written.
    """
    edition = editions.edition_of(source.guide)
    path = inside(source.folder, editions.NAME)
    with alone(path.parent):
        file, given_out = editions.read(source.folder)
        if file.faults:
            raise SourceError(file.faults)
        known = given_out.get(edition.label)
        if known and known.fingerprint != edition.fingerprint:
            raise UsageError(
                f"Edition {edition.label} was given out with other words. Count up “edition” in guide.yaml first."
            )
        text = editions.with_edition(file, edition, today.isoformat())
        write_all(path.parent, {path.name: text.encode()})


def _is_other(entry: lock.Entry | None, before: lock.Entry | None, voice: Voice | None) -> bool:
    """Whether a voice is approved now with words that are neither those that were shown nor those agreed to."""
    if entry is None:
        return before is not None
    return entry.digest not in ({before.digest} if before else set()) | ({lock.digest(voice)} if voice else set())


def _question(name: str, voice: Voice | None, approvals: lock.Lock) -> str:
    """What is asked of a voice as it now stands, or of one that was withdrawn."""
    if voice is None:
        return f"{name} was withdrawn. Take its words out of the lock, and keep only their digests?"
    shown, entry = lock.shown(voice), approvals.voices.get(name)
    if entry is None:
        return f"{name} is new:\n  {shown}\nApprove it, to the comma?"
    if lock.shown(entry) == shown:
        return f"{name} is as approved. Approve it again, with the new reason?"
    return f"{name} was changed:\n  {lock.marked_difference(lock.shown(entry), shown)}\nApprove the change?"
