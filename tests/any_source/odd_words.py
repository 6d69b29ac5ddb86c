"""A content folder in which every text holds something that some program takes for more than a text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from tests.any_source.sources import approve

ODD = (
    *(
        "**Strong** *then soft*",
        "*a **nested** mark*",
        "*tip*",
        "a lone * star",
        "* *",
        "***",
        r"\*",
        "2 * 3 * 4",
        "**",
    ),
    *(
        "{name}",
        "{0}",
        "{}",
        "}{",
        "{{ x }}",
        "{% if x %}",
        "%s",
        "%(x)s",
        "100 %",
        "%%",
        "$HOME",
        "$(id)",
        "`id`",
        "${x}",
    ),
    *(
        "<b>bold</b>",
        "<br>",
        "</div>",
        "<!-- x -->",
        "]]>",
        "&amp;",
        "&#65;",
        "&nosuch;",
        "<?xml?>",
        "<script>x</script>",
    ),
    *(
        r"C:\temp\new",
        "\\",
        "\\\\",
        "_x_",
        "~~x~~",
        "# x",
        "- x",
        "1. x",
        "|",
        "[x](y)",
        "![x](y)",
        "@x",
        "!x",
        ": x",
        "x: y",
    ),
    *("https://www.example.org/a/very/long/address/of/one/page.html?and=what&it=asks#for", "a@example.org", "x" * 180),
    *(
        "2026.1 for Hennepin County",
        "edition 3, fingerprint 0000-0000-0000",
        "page 4",
        "Tip 2 of 7",
        "– (dash)",
        "'s",
        '"',
        "“”",
    ),
    *(
        "\u200fmarked\u200e",
        "\u2067apart\u2069",
        "soft\u00adhyphen",
        "zero\u200bwidth",
        "no\u00a0break",
    ),
    *(
        "cafe\u0301",
        "ﬁne oﬃce",
        "½ № § ‰",
        "…",
        "\u2011",
        "\u2028",
        "a\u200db",
        "\ufeffmark",
        "Æsop ß İ ı",
    ),
)


def write_odd(folder: Path, turn: int) -> Path:
    """Write the folder; in another turn each text has another oddity."""
    numbers = count(1)

    def words() -> str:
        number = next(numbers)
        return f"Word{number} {ODD[(number * 7 + turn * 5) % len(ODD)]} ends{number}"

    folder.mkdir(parents=True)
    for name, data in _FILES.items():
        written = yaml.safe_dump(_filled(data, words), allow_unicode=True, sort_keys=False, width=10_000)
        (folder / name).write_text(written, encoding="utf-8")
    approve(folder)
    return folder


def _filled(data: Any, words: Any) -> Any:
    if isinstance(data, dict):
        return {key: _filled(value, words) for key, value in data.items()}
    return [_filled(value, words) for value in data] if isinstance(data, list) else words() if data is _WORDS else data


def placed(turn: int) -> Iterator[str]:
    """The oddities of a turn, in the order of the texts."""
    texts = str(_FILES).count(str(_WORDS))
    return (ODD[(number * 7 + turn * 5) % len(ODD)] for number in range(1, texts + 1))


_WORDS = "…words…"
_TAUGHT = {"minutes": 1, "script": _WORDS, "discussion": _WORDS, "internal_note": _WORDS}
_ASKED = {"minutes": 1, "script": _WORDS, "prompts": [_WORDS, _WORDS]}
_LISTS = {key: [_WORDS] for key in ("reading", "materials", "room", "self_care", "handout")}
_FILES: dict[str, Any] = {
    "guide.yaml": {
        "language": "en",
        "edition": _WORDS,
        "title": _WORDS,
        "sections": [
            {
                "id": f"section.{name}",
                "short": _WORDS,
                "heading": _WORDS,
                "intro": {"id": f"intro.{name}", "label": _WORDS, "text": _WORDS},
                "question": {"id": f"question.{name}", "text": _WORDS},
            }
            for name in ("one", "two")
        ],
        "about": [_WORDS, _WORDS],
        "staff_note": _WORDS,
    },
    "tips.yaml": {
        "tips": {
            "section.one": [
                {"id": "tip.a", "text": _WORDS, "points": [{"id": "tip.a.one", "text": _WORDS}]},
                {"id": "tip.b", "text": _WORDS},
            ]
        }
    },
    "voices.yaml": {
        "attribution": _WORDS,
        "source": _WORDS,
        "permission": _WORDS,
        "voices": {
            "section.two": [
                {"id": "voice.a", "text": _WORDS},
                {"id": "voice.b", "text": _WORDS, "attribution": _WORDS, "source": _WORDS, "permission": _WORDS},
            ]
        },
    },
    "contacts.yaml": {
        "contacts": [
            {
                "id": "contact.a",
                "name": _WORDS,
                "lines": [{"label": _WORDS, "value": _WORDS}],
                "verified_on": "2026-11",
                "source": _WORDS,
            },
            {"id": "contact.b", "name": _WORDS},
        ]
    },
    "facilitation.yaml": {
        "content_note": {"minutes": 1, "script": _WORDS, "paragraphs": [_WORDS]},
        "commitment": _ASKED,
        "opening": _TAUGHT,
        "closing": _TAUGHT,
        "sections": {"section.one": {**_TAUGHT, "discussion": _ASKED}},
        "items": {"tip.a": {**_TAUGHT, "voices": ["voice.b"]}},
        "preparation": {**_LISTS, "sign_in": _WORDS},
        "activities": [{"id": "activity.a", "after": "tip.a", "title": _WORDS, **_ASKED}],
        "audiences": {"shelters": _WORDS},
    },
    "sessions.yaml": {
        "sessions": {
            "full": {
                "title": _WORDS,
                "audience": _WORDS,
                "objectives": [_WORDS, _WORDS],
                "items_for": "everything",
                "activities": ["activity.a"],
                "discussions": ["section.one"],
            }
        }
    },
}
