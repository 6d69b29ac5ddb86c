"""Sources as nobody would write them: whatever the content files may hold, of any length, in many scripts."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from random import Random

from hypothesis import strategies as st

from slides.fit import Measured, Setting
from source import inline, model
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


@dataclass
class _Pen:
    """Writes words of a script, and now and then of ours."""

    random: Random
    script: str

    def words(self, longest: int = 1500) -> str:
        if longest >= _ADDRESSED and self.random.random() < 0.06:
            return self.random.choice(_UNBROKEN)
        return text(self.random, self.script if self.random.random() < 0.8 else "Latin", longest)

    def title(self, longest: int) -> str:
        """Words of a title. In a font that is not there LibreOffice hangs the last of several lines below the box."""
        return self.words(longest if self.script in _IN_OUR_FONTS else min(longest, 40))

    def marked(self, longest: int = 1500) -> str:
        """Words with marks for emphasis around some of them."""
        written, mark = inline.escape(self.words(longest)).split(" "), self.random.choice(("*", "**"))
        at = self.random.randrange(len(written))
        if self.random.random() < 0.4 and written[at]:
            written[at] = f"{mark}{written[at]}{mark}"
        return " ".join(written)

    def many(self, longest: int, *counts: int) -> tuple[str, ...]:
        return tuple(self.marked(longest) for _ in range(self.random.choice(counts)))

    def rarely(self, words: str) -> str:
        """Words of ours, and now and then others in their place."""
        return self.words(60) if self.random.random() < 0.15 else words


_ADDRESSED = 40
_IN_OUR_FONTS = {"Latin", "Latin capitals", "Latin accents", "Vietnamese", "Greek", "Cyrillic"}
_UNBROKEN = (
    "prostitution/trafficking/homelessness/addiction/violence/incarceration/deportation",
    "https://www.example.org/a/very/long/address/of/one/page.html?and=what&it=asks#for-all-of-us",
    r"C:\users\somebody\documents\a_long_folder_name\another_long_folder_name\and_a_file.docx",
)


def guide(seed: int, script: str) -> model.Guide:
    """A guide of one or two sections with any kind of slide; the same for the same seed and script."""
    random = Random(f"{seed} {script}")
    pen = _Pen(random, script)
    sections = tuple(_section(pen, number) for number in range(1, random.choice((1, 2)) + 1))
    activities = tuple(_activity(pen, at, sections[0].id) for at in range(random.choice((0, 1, 2, 14))))
    discussion = model.Discussion(prompts=pen.many(400, 1, 2, 4), minutes=random.choice((0, 0.5, 12)))
    added = _SHIPPED.facilitation.model_copy(
        update={
            "content_note": model.ContentNote(paragraphs=pen.many(1500, 1, 3), minutes=2),
            "commitment": random.choice((None, discussion)),
            "sections": {sections[0].id: model.SectionFacilitation(discussion=discussion)},
            "activities": activities,
        }
    )
    session = _SHIPPED.sessions["full"].model_copy(
        update={
            "title": pen.words(100),
            "audience": pen.words(150),
            "objectives": pen.many(200, 1, 4),
            "items": None,
            "activities": tuple(activity.id for activity in activities),
        }
    )
    fixed = {
        name: pen.rarely(words)
        for name, words in _SHIPPED.labels.model_dump().items()
        if "{" not in words and not name.startswith(("prompt_", "layout_"))
    }
    minutes = random.choice(("{minutes} min", "{minutes} Minuten", f"{{minutes}} {pen.words(40)}"))
    return _SHIPPED.model_copy(
        update={
            "title": pen.title(200),
            "edition": random.choice(("2026.1", pen.words(120))),
            "sections": sections,
            "facilitation": added,
            "contacts": tuple(_contact(pen, at) for at in range(random.choice((0, 1, 2, 4, 9)))),
            "about": pen.many(200, 0, 1, 3),
            "labels": _SHIPPED.labels.model_copy(update={**fixed, "minutes": minutes}),
            "sessions": {"full": session},
            "session": "full",
            "whole_fingerprint": "0000-0000-0000",
        }
    )


def _activity(pen: _Pen, at: int, after: str) -> model.Activity:
    quiet, minutes = pen.random.random() < 0.2, pen.random.choice((0, 0.5, 5, 20))
    return model.Activity(
        id=f"activity.a{at}",
        title=pen.title(120),
        minutes=minutes,
        after=after,
        prompts=pen.many(1500, 1, 2),
        quiet=quiet,
    )


def _contact(pen: _Pen, at: int) -> model.Contact:
    lines = tuple(
        model.Channel(label=pen.words(pen.random.choice((12, 60))), value=pen.words(60))
        for _ in range(pen.random.choice((0, 1, 2, 5)))
    )
    checks = {"verified_on": "2026-11", "source": pen.words(120)} if pen.random.random() < 0.6 else {}
    return model.Contact(id=f"contact.c{at}", name=pen.words(120), lines=lines, **checks)


def _section(pen: _Pen, number: int) -> model.Section:
    random = pen.random
    count = random.choice((0, 0, 0, 2, 5, 14))
    points = [model.Point(id=f"point.p{number}-{at}", text=pen.marked(300)) for at in range(count)]
    tips = [
        model.Tip(id=f"tip.t{number}-{at}", text=pen.marked(), points=tuple(points) if not at else ()) for at in (0, 1)
    ]
    voices = [
        model.Voice(
            id=f"voice.v{number}-{at}",
            text=pen.words(1100),
            attribution=pen.words(250),
            source=pen.words(80),
            permission="none",
        )
        for at in range(random.randint(0, 3))
    ]
    intro = model.Intro(id=f"intro.i{number}", label=pen.title(120), text=pen.marked())
    return model.Section(
        id=f"section.s{number}",
        heading=pen.title(200),
        short=pen.title(random.choice((24, 100))),
        intro=random.choice((intro, intro, None)),
        question=model.Question(id=f"question.q{number}", text=pen.marked(250)) if random.random() < 0.8 else None,
        tips=tuple(tips),
        voices=tuple(voices),
    )


# A seed for each script, so that already the first batch that hypothesis thinks up has all of them.
seeds = st.lists(st.integers(0, 2**32), min_size=len(SCRIPTS), max_size=len(SCRIPTS), unique=True)


def guides(batch: list[int]) -> list[model.Guide]:
    """The guides of a batch of seeds, one in each script."""
    return [guide(seed, script) for seed, script in zip(batch, SCRIPTS, strict=True)]
