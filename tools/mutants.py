"""What became of the mutants that ``make mutants`` made: how many no test noticed, in which module, and which.

It ends with 1 where fewer than 85 in 100 were noticed. ``.venv/bin/mutmut show NAME`` shows what a mutant changed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

FOLDER = Path("mutants")
LEAST = 0.85  # of all mutants
# The exit codes that mutmut notes; any other is a mutant that ran out of time or broke the interpreter: noticed, too.
_SURVIVED, _NO_TESTS, _UNTRIED = 0, 33, None


def main() -> int:
    """Print the table and the mutants that survived; the exit code is returned."""
    tried, noticed, unnoticed = 0, 0, []
    print(f"{'module':<36}{'mutants':>9}{'noticed':>9}{'survived':>9}{'no tests':>9}{'part':>7}")
    for path in sorted(FOLDER.rglob("*.py.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        count = Counter(codes.values())
        of_module = sum(count.values()) - count[_UNTRIED]
        killed = of_module - count[_SURVIVED] - count[_NO_TESTS]
        if not of_module:
            continue
        name = path.relative_to(FOLDER).with_suffix("").as_posix()
        figures = f"{of_module:>9}{killed:>9}{count[_SURVIVED]:>9}{count[_NO_TESTS]:>9}"
        print(f"{name:<36}{figures}{killed / of_module:>7.0%}")
        tried, noticed = tried + of_module, noticed + killed
        unnoticed += sorted(key for key, code in codes.items() if code in {_SURVIVED, _NO_TESTS})
    print(f"{'all':<36}{tried:>9}{noticed:>9}")
    for name in unnoticed:  # those of methods have a letter that not every terminal can write
        print(name.encode("ascii", "backslashreplace").decode())
    return int(noticed < LEAST * tried)


if __name__ == "__main__":
    sys.exit(main())
