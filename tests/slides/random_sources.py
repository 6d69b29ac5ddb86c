"""Sources as nobody would write them: texts of 1 to 1,500 characters, long words, many points, many scripts."""

from __future__ import annotations

from math import exp, log
from random import Random

from hypothesis import strategies as st

from slides.fit import Measured, Setting
from source import model
from source.load import CONTENT, load

# Letters that begin a word, in Unicode ranges; random strings of them are wider than any real text.
SCRIPTS: dict[str, tuple[tuple[int, int], ...]] = {
    "Latin": ((0x61, 0x7A),),
    "Latin capitals": ((0x41, 0x5A),),
    "Latin accents": ((0x61, 0x7A), (0xC0, 0xD6), (0xE0, 0xF6), (0x100, 0x17E)),
    "Vietnamese": ((0x61, 0x7A), (0x1EA0, 0x1EF9)),
    "Greek": ((0x3B1, 0x3C9),),
    "Cyrillic": ((0x430, 0x44F),),
    "Hebrew": ((0x5D0, 0x5EA),),
    "Arabic": ((0x627, 0x63A), (0x641, 0x64A)),
    "Devanagari": ((0x905, 0x90C), (0x915, 0x928), (0x92A, 0x930), (0x93E, 0x940)),
    "Bengali": ((0x995, 0x9A8), (0x9AA, 0x9B0)),
    "Tamil": ((0xB95, 0xB95), (0xBA3, 0xBA4), (0xBAE, 0xBB5)),
    "Thai": ((0xE01, 0xE2E),),
    "Khmer": ((0x1780, 0x17A2),),
    "Burmese": ((0x1000, 0x1020),),
    "Ethiopic": ((0x1208, 0x1246),),
    "Georgian": ((0x10D0, 0x10F0),),
    "Armenian": ((0x561, 0x587),),
    "Chinese": ((0x4E00, 0x9F00),),
    "Japanese": ((0x3041, 0x3096), (0x30A1, 0x30FA)),
    "Korean": ((0xAC00, 0xD7A3),),
}
_UNSPACED = {"Chinese", "Japanese", "Thai", "Khmer", "Burmese"}
_ENDS = (".", ".", "!", "?", ":", "…", ".”", "?)")
_BETWEEN = (*" " * 14, " – ", "-", "/", ", ", ", ", "; ")
_SHIPPED = load(CONTENT).guide


def text(random: Random, script: str, longest: int = 1500) -> str:
    """Words and sentences of 1 to ``longest`` characters; short texts are as likely as long ones."""
    length = round(exp(random.uniform(0, log(longest))))
    written = ""
    while len(written) < length:
        sentence = random.choice(_BETWEEN).join(
            _word(random, script) for _ in range(random.choice((1, 1, 3, 6, 12, 30)))
        )
        written += sentence + (random.choice(_ENDS) if script not in _UNSPACED else "。") + " "
    return model.Point(id="point.any", text=written[:length].strip(" -/–") or "x").text


def _word(random: Random, script: str) -> str:
    ranges = SCRIPTS[script]
    length = random.choice((1, 2, 3, 4, 5, 6, 8, 11, 15)) if random.random() < 0.985 else random.randint(20, 180)
    return "".join(chr(random.randint(*random.choice(ranges))) for _ in range(length))


def lines_of(measured: Measured, setting: Setting) -> list[tuple[str, ...]]:
    """The lines of each paragraph, where a program breaks them that measures as we do."""
    slices = zip(measured.shaped, measured.slices(setting), strict=True)
    return [tuple(shaped.text[start:end] for start, end in each) for shaped, each in slices]


def guide(seed: int, script: str) -> model.Guide:
    """A guide of two short sections with every kind of slide; the same for the same seed and script."""
    random = Random(f"{seed} {script}")

    def words(longest: int = 1500) -> str:
        return text(random, script if random.random() < 0.8 else "Latin", longest)

    sections = tuple(_section(random, words, number) for number in range(1, random.choice((1, 2)) + 1))
    added = _SHIPPED.facilitation.model_copy(
        update={
            "content_note": model.ContentNote(paragraphs=(words(), words()), minutes=2),
            "sections": {
                sections[0].id: model.SectionFacilitation(
                    discussion=model.Discussion(prompts=tuple(words(400) for _ in range(random.randint(1, 4))))
                )
            },
            "activities": (
                model.Activity(
                    id="activity.one", title=words(60), minutes=5, after=sections[0].id, prompts=(words(), words())
                ),
            ),
        }
    )
    line = model.Channel(label=words(12), value=words(40))
    contacts = (
        model.Contact(id="contact.one", name=words(80), lines=(line, line), verified_on="2026", source=words(60)),
        model.Contact(id="contact.two", name=words(60)),
    )
    return _SHIPPED.model_copy(
        update={
            "title": words(90),
            "sections": sections,
            "facilitation": added,
            "contacts": contacts,
            "about": (words(200),),
            "sessions": {
                "full": _SHIPPED.sessions["full"].model_copy(
                    update={"objectives": tuple(words(80) for _ in range(3)), "items": None}
                )
            },
            "session": "full",
            "whole_fingerprint": "0000-0000-0000",
        }
    )


def _section(random: Random, words, number: int) -> model.Section:  # type: ignore[no-untyped-def]  # a local function
    points = [
        model.Point(id=f"point.p{number}-{at}", text=words(300)) for at in range(random.choice((0, 0, 0, 2, 5, 14)))
    ]
    tips = [model.Tip(id=f"tip.t{number}-{at}", text=words(), points=tuple(points) if not at else ()) for at in (0, 1)]
    voices = [
        model.Voice(
            id=f"voice.v{number}-{at}", text=words(700), attribution=words(60), source="a test", permission="none"
        )
        for at in range(random.randint(1, 3))
    ]
    return model.Section(
        id=f"section.s{number}",
        heading=words(100),
        short=words(24),
        intro=model.Intro(id=f"intro.i{number}", label=words(40), text=words()),
        question=model.Question(id=f"question.q{number}", text=words(250)),
        tips=tuple(tips),
        voices=tuple(voices),
    )


# A seed for each script, so that already the first batch that hypothesis thinks up has all of them.
seeds = st.lists(st.integers(0, 2**32), min_size=len(SCRIPTS), max_size=len(SCRIPTS), unique=True)


def guides(batch: list[int]) -> list[model.Guide]:
    """The guides of a batch of seeds, one in each script."""
    return [guide(seed, script) for seed, script in zip(batch, SCRIPTS, strict=True)]
