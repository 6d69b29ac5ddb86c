"""The licences of the locked packages, and whether problems with them are known, as far as that can be told.

``make audit`` prints a line for each package of requirements.txt and requirements-dev.txt. It ends with 1 where a
licence is unknown or is none that this program can be given out with, or where a known problem was found.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")
# Licences under which a package may be used beside ours, as metadata names them. What several licences offer counts
# where one of them stands here.
_GOOD = re.compile(
    r"\b(MIT(-0|-CMU)?|0?BSD(-[23]-Clause)?|Apache|ISC|MPL|Mozilla Public|PSF|Python Software|LGPL|Lesser General"
    r"|HPND|Unlicense|Zlib|OFL)\b"
)
_PATIENCE = 120  # seconds for a data base that may be out of reach


@dataclass(frozen=True)
class Package:
    """A locked package. ``licence`` is as its own metadata says; "" where it says nothing, or is not installed."""

    name: str
    version: str
    licence: str
    installed: bool

    @property
    def refused(self) -> bool:
        """Whether nobody can say that it may be used."""
        return self.installed and not _GOOD.search(self.licence)


def locked(text: str) -> Iterator[tuple[str, str]]:
    """The names and versions that a lock file pins."""
    return (match.groups() for match in re.finditer(r"(?m)^([A-Za-z0-9._-]+)==([^ \\;]+)", text))  # type: ignore[misc]


def package(name: str, version: str) -> Package:
    """What the metadata of a package that is installed here says of its licence."""
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return Package(name, version, "", installed=False)
    kinds = [kind.rpartition(" :: ")[2] for kind in found.get_all("Classifier") or () if kind.startswith("License ::")]
    said = found.json  # a dict, where a key that is not there is no fault
    licence = str(said.get("license_expression") or " or ".join(kinds) or said.get("license", "")).partition("\n")[0]
    return Package(name, version, licence, installed=True)


def packages() -> list[Package]:
    """Every package that is locked, by name."""
    pins = {pin for lock in LOCKS for pin in locked((ROOT / lock).read_text(encoding="utf-8"))}
    return [package(*pin) for pin in sorted(pins)]


def known_problems() -> tuple[str, bool]:
    """What pip-audit says of the locked packages, and whether it found a problem."""
    program = shutil.which("pip-audit", path=str(Path(sys.executable).parent)) or shutil.which("pip-audit")
    unasked = "Known problems were NOT looked up: {}."
    if program is None:
        return unasked.format("pip-audit is not installed (.venv/bin/pip install pip-audit)"), False
    files = [argument for lock in LOCKS for argument in ("--requirement", str(ROOT / lock))]
    command = [program, "--disable-pip", "--require-hashes", "--progress-spinner", "off", *files]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return unasked.format("pip-audit did not answer"), False
    if done.returncode == 0:
        return "Known problems: none.", False
    if "Fix Versions" in done.stdout:  # the head of its table
        return f"Known problems:\n{done.stdout.strip()}", True
    return unasked.format("pip-audit reached no data base of problems"), False


def main() -> int:
    """Print the audit; the exit code is returned."""
    found = packages()
    for one in found:
        licence = one.licence or "says nothing" if one.installed else "not installed here"
        print(f"{one.name:<22} {one.version:<18} {licence}{'   REFUSED' if one.refused else ''}")
    refused = [one.name for one in found if one.refused]
    problems, grave = known_problems()
    print(f"\n{len(found)} packages; without a licence that can be used: {', '.join(refused) or 'none'}.")
    print(problems)
    return int(bool(refused) or grave)


if __name__ == "__main__":
    sys.exit(main())
