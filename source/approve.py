"""Approving voices: each difference is shown, each is asked for, and nothing is approved that was not named."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
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
        UsageError: there is no such voice, or no reason; or the lock cannot be written.
    """
    if not reason.strip():
        raise UsageError("Please say why, with --reason: it is kept with the approval.")
    if not (folder / lock.NAME).resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{lock.NAME} is a link that leads out of the content folder. Put a copy of the file here.")
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
        _write_whole(folder / lock.NAME, lock.dumped(approvals))
    return done


def _write_whole(path: Path, text: str) -> None:
    """Beside it first, then in its place: a full disk or a lost connection leaves the approvals as they were."""
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.new")
    try:
        temporary.unlink(missing_ok=True)
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise UsageError(
            f"{path} cannot be written: {error.strerror or error}. Nothing was approved; the lock is as it was."
        ) from error


def _question(name: str, shown: str, approvals: lock.Lock) -> str:
    entry = approvals.voices.get(name)
    if entry is None:
        return f"{name} is new:\n  {shown}\nApprove it, to the comma?"
    if lock.approved(entry) == shown:
        return f"{name} is as approved. Approve it again, with the new reason?"
    return f"{name} was changed:\n  {lock.marked_difference(lock.approved(entry), shown)}\nApprove the change?"
