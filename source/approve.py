"""Approving voices: each difference is shown, each is asked for, and nothing is approved that was not named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from source import lock
from source.errors import SourceError, UsageError
from source.load import load

Ask = Callable[[str], bool]


def approve(folder: Path, names: Sequence[str], reason: str, today: date, ask: Ask) -> int:
    """Ask about each named voice, and write those that are agreed to into the lock; how many were.

    Raises:
        SourceError: the content has other faults.
        UsageError: there is no such voice, or no reason.
    """
    if not reason.strip():
        raise UsageError("Please say why, with --reason: it is kept with the approval.")
    guide = load(folder, locked=False)
    voices = {voice.id: voice for section in guide.sections for voice in section.voices}
    file, approvals = lock.read(folder)
    if file.faults:
        raise SourceError(file.faults)
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
        (folder / lock.NAME).write_text(lock.dumped(approvals), encoding="utf-8", newline="\n")
    return done


def _question(name: str, shown: str, approvals: lock.Lock) -> str:
    entry = approvals.voices.get(name)
    if entry is None:
        return f"{name} is new:\n  {shown}\nApprove it, to the comma?"
    if lock.approved(entry) == shown:
        return f"{name} is as approved. Approve it again, with the new reason?"
    return f"{name} was changed:\n  {lock.marked_difference(lock.approved(entry), shown)}\nApprove the change?"
