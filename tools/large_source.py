"""A source of any size, and the same words as Markdown with notes for pandoc: what the scale runs of the bench need."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from source.approve import approve
from source.load import CONTENT

_LENGTHS = (6, 9, 14, 20, 30, 45)  # words in a tip or voice, most of them short as in the original
_NOTE = "Say this in your own words, then give the room a moment."


def write_large(folder: Path, items: int) -> tuple[Path, Path]:
    """Write the shipped content with so many more tips and voices, half and half, all approved; and the Markdown.

    Returns:
        the content folder, and the file for pandoc.
    """
    content = Path(shutil.copytree(CONTENT, folder / "content"))
    sentences = _sentences(items)
    tips, voices = sentences[: items // 2], sentences[items // 2 :]
    with _changed(content / "tips.yaml") as data:
        data["tips"]["section.tips"] += [{"id": f"tip.x{at}", "text": text} for at, text in enumerate(tips)]
    with _changed(content / "voices.yaml") as data:
        data["voices"]["section.voices"] += [{"id": f"voice.x{at}", "text": text} for at, text in enumerate(voices)]
    with _changed(content / "sessions.yaml") as data:
        data["sessions"] = {"full": data["sessions"]["full"] | {"minutes": 240}}
    with _changed(content / "facilitation.yaml") as data:
        for part in data["sections"].values():
            part["minutes"] = 0
    names = [f"voice.x{at}" for at in range(len(voices))]
    approve(content, names, "bench", date(2026, 1, 1), ask=lambda _: True)
    markdown = folder / "guide.md"
    markdown.write_text("".join(_markdown(tips, voices)), encoding="utf-8")
    return content, markdown


def _sentences(number: int) -> list[str]:
    """Sentences of words that stand in tips and voices, the same at each call."""
    chance = random.Random(7)
    texts = "".join((CONTENT / name).read_text(encoding="utf-8") for name in ("tips.yaml", "voices.yaml"))
    words = [word for line in texts.splitlines() if line.startswith(" " * 8) for word in line.split() if word.isalpha()]
    return [f"{' '.join(chance.choices(words, k=chance.choice(_LENGTHS))).capitalize()}." for _ in range(number)]


def _markdown(tips: list[str], voices: list[str]) -> Iterator[str]:
    yield "% Sex Trafficking and Safe Harbors\n"
    for title, mark, texts in (("Tip", "", tips), ("Voice", "> ", voices)):
        for number, text in enumerate(texts, start=1):
            yield f"\n## {title} {number}\n\n{mark}{text}\n\n::: notes\n{_NOTE}\n:::\n"


@contextmanager
def _changed(path: Path) -> Iterator[Any]:
    """The data of a file, written back at the end."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    yield data
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8")
