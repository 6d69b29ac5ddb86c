"""A guide much longer than the one that ships: 400 items, some of 1,200 characters, and a voice longer than a page."""

from __future__ import annotations

import random

from source.model import Guide, Point, Section, Tip, Voice

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


def odd(guide: Guide, seed: int) -> Guide:
    """The guide with texts of all lengths in every place, some longer than a page, and attributions of all lengths."""
    rng = random.Random(seed)

    def words(usual: int) -> str:
        few, many = rng.randint(5, usual), rng.randint(usual, 8 * usual)
        return text(rng, rng.choice((few, few, many)))

    first, second = guide.sections
    tips = tuple(
        Tip(
            id=f"tip.odd-{n}",
            text=words(150),
            points=tuple(Point(id=f"tip.odd-{n}.{m}", text=words(90)) for m in range(rng.choice((0, 0, 0, 2, 5)))),
        )
        for n in range(rng.randint(1, 9))
    )
    names = ("somebody", "women working with Breaking Free", "a much longer name that somebody gave with care " * 2)
    pattern = second.voices[0]
    voices = tuple(
        pattern.model_copy(
            update={"id": f"voice.odd-{n}", "text": words(200), "attribution": rng.choice(names).strip()}
        )
        for n in range(rng.randint(1, 9))
    )
    changed = with_sections(guide, tips, voices)
    first, second = changed.sections
    assert first.intro
    assert second.intro
    first = first.model_copy(update={"intro": first.intro.model_copy(update={"text": words(400)})})
    second = second.model_copy(update={"intro": second.intro.model_copy(update={"text": words(300)})})
    return changed.model_copy(update={"sections": (first, second), "title": words(30), "about": (words(200),)})
