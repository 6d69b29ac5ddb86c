"""A guide much longer than the one that ships: 400 items, some of 1,200 characters, and a voice longer than a page."""

from __future__ import annotations

import random

from source.model import Guide, Section, Tip, Voice

# Words of no meaning for the field: nobody's experience is made up for a test.
_WORDS = "rivers carry small boats past the old harbor walls where lanterns are lit before evening comes to the town"


def longer(guide: Guide, tips: int = 180, voices: int = 190, longest: int = 3000) -> Guide:
    """The guide with so many more tips and voices; every fortieth has 1,200 characters, and one voice ``longest``."""
    rng = random.Random(4)
    first, second = guide.sections

    def length(number: int, most: int) -> int:
        return 1200 if number % 40 == 7 else rng.randint(30, most)

    more_tips = tuple(Tip(id=f"tip.more-{n}", text=text(rng, length(n, 260))) for n in range(tips))
    pattern = second.voices[0]
    more_voices = tuple(
        pattern.model_copy(
            update={"id": f"voice.more-{n}", "text": text(rng, longest if n == voices // 2 else length(n, 300))}
        )
        for n in range(voices)
    )
    return with_sections(guide, (*first.tips, *more_tips), (*second.voices, *more_voices))


def with_sections(guide: Guide, tips: tuple[Tip, ...], voices: tuple[Voice, ...]) -> Guide:
    """The guide with other tips and voices."""
    first, second = guide.sections
    sections: tuple[Section, ...] = (
        first.model_copy(update={"tips": tips}),
        second.model_copy(update={"voices": voices}),
    )
    return guide.model_copy(update={"sections": sections})


def text(rng: random.Random, length: int) -> str:
    """Words up to about so many characters."""
    words = ""
    while len(words) < length:
        words += rng.choice(_WORDS.split()) + " "
    return words.strip().capitalize() + "."
