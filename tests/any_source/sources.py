"""Content folders as nobody would write them: drawn at random from what the content files may hold.

The same seed writes the same folder. Texts come from ``tests.slides.random_sources``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

from source import lock
from source.fields import places_in
from source.labels import Labels
from source.load import CONTENT, load
from tests.slides.random_sources import text

# What print can set, as often as people write it; and now and then a script that it must refuse by name.
_SCRIPTS = {
    "Latin": 50,
    "Latin accents": 22,
    "Latin capitals": 4,
    "Vietnamese": 6,
    "Greek": 7,
    "Cyrillic": 7,
    "Thai": 2,
}
_OTHER_LETTERS = ("Greek", "Cyrillic")
_TEMPERS = {"terse": 80, "usual": 260, "wordy": 700, "endless": 1500}
_THEMES = (("#1A2226", "#4A5862", "#0B5260", "#E8F0F1"), ("#000000", "#3A3A3A", "#7A1F1F", "#F4ECE4"))
_ADDRESSES = (
    "www.example.org",
    "https://www.example.org/a/very/long/address/of/one/page.html?and=what&it=asks#for",
    "somebody.with-a-long-name@department.example.org",
    "555-0100",
    "555-0101, extension 4",
)
_ODD = (
    "*automatic*, nor",
    "**survival tool**. It",
    "*a **nested** mark*",
    "a lone * star, and \\* another",
    "and/or friends/relatives",
    "prostitution/trafficking/homelessness/addiction/violence",
    "slowly—very",
    "wait…and see",
    r"C:\temp\*",
    "![x](y) [z] <b> & {braces} {0}",
    "50% of it; § 4, № 7, ½ “so” ‘said’ «they»",
    "www.example.org/a_long_address/with-hyphens/and~more",
    "soft\u00adhyphens, a non\u2011breaking one, a zero\u200bwidth space",
    "cafe\u0301 noe\u0308l",
    "--- - – —",
)


@dataclass
class _Pen:
    """Writes words of one script, in one temper."""

    random: Random
    script: str
    longest: int
    written: list[str]

    def words(self, most: int = 1500) -> str:
        """Words of a length that this source likes, and never more than ``most`` letters."""
        draw = self.random.random()
        if draw < 0.05 and self.written:
            return self.random.choice(self.written)[:most].strip()  # the same words in two places
        made = text(self.random, self.script if draw < 0.85 else "Latin", min(most, self.longest))
        if draw > 0.9 and most > 60:
            made = f"{made[:most]} {self.random.choice((*_ODD, *_ADDRESSES))}."
        self.written.append(made)
        return made

    def many(self, least: int, most: int, longest: int = 1500) -> list[str]:
        return [self.words(longest) for _ in range(self.random.randint(least, most))]

    def maybe(self, make: Callable[[], Any], how_often: float = 0.5) -> Any:
        return make() if self.random.random() < how_often else None


def write_source(folder: Path, seed: int) -> Path:
    """Write a content folder; the same for the same seed."""
    random = Random(f"any source {seed}")
    script = random.choices(list(_SCRIPTS), list(_SCRIPTS.values()))[0]
    pen = _Pen(random, script, _TEMPERS[random.choice(list(_TEMPERS))], [])
    sections = _sections(pen)
    ids = _ids(sections)
    tips = {section["id"]: section["tips"] for section in sections if section["tips"]}
    files = {
        "guide.yaml": _guide(pen, sections),
        "tips.yaml": {"tips": tips} if tips else None,
        "voices.yaml": _voices(pen, sections) if ids.voices else None,
        "facilitation.yaml": pen.maybe(lambda: _facilitation(pen, sections, ids), 0.8),
        "contacts.yaml": pen.maybe(lambda: {"contacts": _contacts(pen)}, 0.8),
        "sessions.yaml": pen.maybe(lambda: {"sessions": _sessions(pen, sections, ids)}, 0.8),
        # Without a theme of its own a source has ours, whose face for voices has Latin letters alone.
        "theme.yaml": _theme(pen) if pen.script in _OTHER_LETTERS else pen.maybe(lambda: _theme(pen), 0.8),
        "settings.yaml": pen.maybe(lambda: {"page": random.choice(("a4", "letter")), "up": random.choice((2, 4))}, 0.2),
        "terms.yaml": pen.maybe(lambda: {"terms": []}, 0.3),
        "labels.yaml": pen.maybe(lambda: _labels(pen), 0.3),
    }
    folder.mkdir(parents=True)
    for name, data in files.items():
        if data is not None:
            written = yaml.safe_dump(_bare(data), allow_unicode=True, sort_keys=False, width=10_000)
            (folder / name).write_text(written, encoding="utf-8")
    approve(folder)
    return folder


def approve(folder: Path) -> None:
    """Approve every voice of a folder as it stands."""
    approved = lock.Lock(voices={})
    for section in load(folder, locked=False).guide.sections:
        for voice in section.voices:
            approved = lock.with_approval(approved, voice, "2026-11-25", "written for a test")
    if approved.voices:
        (folder / lock.NAME).write_text(lock.dumped(approved), encoding="utf-8")


def _bare(data: Any) -> Any:
    """The data without what was left out: a key that is not there says the same."""
    if isinstance(data, dict):
        return {key: _bare(value) for key, value in data.items() if value is not None}
    return [_bare(value) for value in data] if isinstance(data, list) else data


# --- the files ----------------------------------------------------------------------------------------------------


def _sections(pen: _Pen) -> list[dict[str, Any]]:
    """Sections with what stands in them, in every mixture, and sometimes nothing but a heading."""
    return [_section(pen, number) for number in range(1, pen.random.choice((1, 1, 2, 2, 3, 4, 6, 9)) + 1)]


def _section(pen: _Pen, number: int) -> dict[str, Any]:
    random, name = pen.random, f"s{number}"
    tips, voices = random.choice(((1, 0), (3, 0), (3, 0), (7, 0), (0, 1), (0, 4), (2, 2), (5, 3), (14, 0), (0, 0)))
    return {
        "id": f"section.{name}",
        "heading": pen.words(125),
        "short": pen.words(random.choice((12, 24, 60))),
        "intro": pen.maybe(lambda: {"id": f"intro.{name}", "label": pen.words(60), "text": pen.words(800)}, 0.7),
        "question": pen.maybe(lambda: {"id": f"question.{name}", "text": pen.words(200)}, 0.8 if voices else 0.3),
        "tips": [_tip(pen, f"tip.{name}-{at}") for at in range(tips)],
        "voices": [f"voice.{name}-{at}" for at in range(voices)],
    }


def _tip(pen: _Pen, identifier: str) -> dict[str, Any]:
    points = pen.random.choice((0, 0, 0, 0, 1, 3, 9))
    listed = [{"id": f"{identifier}.p{at}", "text": pen.words(200)} for at in range(points)]
    return {"id": identifier, "text": pen.words(), "points": listed or None}


def _guide(pen: _Pen, sections: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "language": pen.random.choice(("en-US", "en", "fr-CA", "de", "el", "uk", "vi")),
        "edition": pen.random.choice(("2026.1", "1", "Spring 2026", "second, of November")),
        "title": pen.words(pen.random.choice((20, 60, 125))),
        "sections": [{key: section[key] for key in _HEAD} for section in sections],
        "about": pen.maybe(lambda: pen.many(0, 3, 300), 0.8),
        "staff_note": pen.maybe(lambda: pen.words(200)),
    }


_HEAD = ("id", "heading", "short", "intro", "question")


def _voices(pen: _Pen, sections: list[dict[str, Any]]) -> dict[str, Any]:
    def entry(identifier: str) -> dict[str, Any]:
        return {
            "id": identifier,
            "text": pen.words(),
            "attribution": pen.maybe(lambda: pen.words(110), 0.3),
            "source": pen.maybe(lambda: pen.words(80), 0.2),
            "permission": pen.maybe(lambda: pen.words(80), 0.2),
        }

    return {
        "attribution": pen.words(60),
        "source": pen.words(80),
        "permission": pen.maybe(lambda: pen.words(80)),
        "voices": {
            section["id"]: [entry(identifier) for identifier in section["voices"]]
            for section in sections
            if section["voices"]
        },
    }


@dataclass
class _Ids:
    shown: list[str]
    voices: list[str]
    sections: list[str]
    activities: list[str]


def _ids(sections: list[dict[str, Any]]) -> _Ids:
    voices = [voice for section in sections for voice in section["voices"]]
    tips = [tip["id"] for section in sections for tip in section["tips"]]
    intros = [section["intro"]["id"] for section in sections if section.get("intro")]
    return _Ids([*intros, *tips, *voices], voices, [section["id"] for section in sections], [])


def _added(pen: _Pen, how_often: float = 0.5) -> dict[str, Any]:
    return {
        "minutes": pen.random.choice((0, 0.5, 1)),
        "script": pen.maybe(lambda: pen.words(900), how_often),
        "discussion": pen.maybe(lambda: pen.words(250), how_often / 2),
        "internal_note": pen.maybe(lambda: pen.words(500), how_often / 2),
    }


def _asked(pen: _Pen) -> dict[str, Any]:
    return {**_added(pen), "discussion": None, "prompts": pen.many(1, 4, 300)}


def _facilitation(pen: _Pen, sections: list[dict[str, Any]], ids: _Ids) -> dict[str, Any]:
    random = pen.random
    activities = []
    for at in range(random.choice((0, 0, 1, 3))):
        after = random.choice((*ids.shown, *ids.sections))
        head = {"id": f"activity.a{at}", "after": after, "title": pen.words(90), "quiet": pen.maybe(lambda: True, 0.2)}
        activities.append({**head, **_asked(pen)})
        ids.activities.append(f"activity.a{at}")

    def opening(section: dict[str, Any]) -> dict[str, Any]:
        without = pen.maybe(lambda: pen.words(200), 0.3)
        return {**_added(pen), "discussion": pen.maybe(lambda: _asked(pen)), "without_intro": without}

    topics = [f"topic-{at}" for at in range(random.choice((0, 0, 1, 4)))]
    note = {"paragraphs": pen.many(1, 4, 300), "sentences": {topic: pen.words(90) for topic in topics}}
    noted = note if random.random() < 0.7 else None
    return {
        "origin": "editorial",
        "content_note": noted and {**_added(pen), **noted},
        "commitment": pen.maybe(lambda: _asked(pen)),
        **{part: pen.maybe(lambda: _added(pen), 0.7) for part in ("opening", "agenda", "closing", "about")},
        "sections": {section["id"]: opening(section) for section in sections if random.random() < 0.6},
        "items": {
            item: {
                **_added(pen),
                "voices": random.sample(ids.voices, min(len(ids.voices), random.choice((0, 0, 2)))),
                "topics": [topic for topic in topics if noted and random.random() < 0.3],
            }
            for item in ids.shown
            if random.random() < 0.5
        },
        "preparation": pen.maybe(lambda: _preparation(pen), 0.7),
        "activities": activities,
    }


def _preparation(pen: _Pen) -> dict[str, Any]:
    lists = ("reading", "materials", "room", "self_care", "handout")
    return {
        **{name: pen.many(0, 5, 300) for name in lists},
        "sign_in": pen.maybe(lambda: pen.words(200)),
        "evaluation": pen.maybe(
            lambda: {
                "intro": pen.words(250),
                "scale": pen.words(80),
                "statements": pen.many(1, 8, 120),
                "questions": pen.many(0, 4, 150),
            }
        ),
    }


def _contacts(pen: _Pen) -> list[dict[str, Any]]:
    random = pen.random

    def line() -> dict[str, str]:
        value = random.choice((*_ADDRESSES, "555-0101", pen.words(60)))
        return {"label": random.choice(("Call", "WhatsApp", "Call (24 h)", "Text", pen.words(30))), "value": value}

    def contact(number: int) -> dict[str, Any]:
        checked = pen.maybe(lambda: random.choice(("2026", "2026-11", "2020-02-29")), 0.4)
        return {
            "id": f"contact.c{number}",
            "name": pen.words(80),
            "lines": [line() for _ in range(random.choice((0, 1, 1, 2, 5)))],
            "verified_on": checked,
            "source": pen.words(80) if checked else None,
        }

    return [contact(number) for number in range(random.choice((0, 1, 1, 2, 2, 4, 4, 9, 25)))]


def _sessions(pen: _Pen, sections: list[dict[str, Any]], ids: _Ids) -> dict[str, Any]:
    random = pen.random

    def session(**shown: Any) -> dict[str, Any]:
        return {
            "title": pen.words(60),
            "audience": pen.maybe(lambda: pen.words(80), 0.8),
            "objectives": pen.many(0, 4, 120),
            "minutes": pen.maybe(lambda: 240),
            **shown,
            "activities": random.sample(ids.activities, random.randint(0, len(ids.activities))),
        }

    shown = session(items_for="everything")
    items = [item for item in ids.shown if random.random() < 0.4] or ids.shown[:1]
    return {"full": shown, "short": session(items=items) if items else None}


def _theme(pen: _Pen) -> dict[str, Any]:
    ink, muted, accent, tint = pen.random.choice(_THEMES)
    faces = [{"office": "Calibri", "open": "Carlito"}, {"office": "Georgia", "open": "Gelasio"}]
    if pen.random.random() < 0.5 or pen.script in _OTHER_LETTERS:
        faces = [faces[0], faces[0]]  # Gelasio has Latin letters alone
    return {
        "name": pen.words(20),
        "colors": {"ink": ink, "muted": muted, "accent": accent, "tint": tint, "paper": "#FFFFFF"},
        "fonts": {"tips": faces[0], "voices": faces[1]},
        "agency": pen.maybe(lambda: {"name": pen.words(80)}, 0.3),
    }


_OURS = load(CONTENT).guide.labels


def _labels(pen: _Pen) -> dict[str, str]:
    """Labels of one's own, wholly or in part. Each keeps the places that the builder fills in."""

    def own(name: str) -> str:
        places = sorted(places_in(getattr(_OURS, name)) or ())
        words = pen.words(24).replace("{", "(").replace("}", ")")
        between = pen.random.choice((" ", ", ", "/", "x"))  # a place may be joined to letters
        return words + between.join(("", *(f"{{{place}}}" for place in places)))

    part = pen.random.choice((0.2, 1.0))
    return {name: own(name) for name in Labels.model_fields if pen.random.random() < part}
