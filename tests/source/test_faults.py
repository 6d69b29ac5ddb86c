"""Bad input: each fault at its exact place, what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from source.check import glyph_faults
from source.load import load
from tests.support import change, faults

HOUSING = "      text: |\n        We need more housing.\n"
PAST_TEXT = "Write the text under it, or delete the line."
QUOTE_IT = "Put it in quotation marks."
MINUTES = "“minutes” should be a number from 0 to 240. Write the minutes as a number, such as 2 or 1.5."
DAY = "Write a year, year-month or year-month-day, such as 2026-11-23."

# What somebody does to a file: the old words, the new words; then lines down from there, the column, the message.
ONE_FAULT: dict[str, tuple[str, str, str, int, int, str]] = {
    "a colon in a plain text": (
        "tips.yaml",
        "    - id: tip.trust\n",
        "    - id: tip.trust: x\n",
        0,
        20,
        "This is not valid YAML: mapping values are not allowed in this context. "
        "Put the text on a line of its own under a “|”; then a colon does no harm.",
    ),
    "an entry indented by a space too few": (
        "tips.yaml",
        "    - id: tip.trust\n",
        "   - id: tip.trust\n",
        0,
        4,
        "This is not valid YAML: did not find expected key. Give this line the same indentation as its neighbors.",
    ),
    "a quotation mark that nobody closes": (
        "tips.yaml",
        "      text: |\n        Look closely",
        '      text: "Look closely',
        0,
        13,
        "This is not valid YAML: found unexpected end of stream. "
        "Close the quotation marks, or put the text under a “|”.",
    ),
    "a tab at the start of a line": (
        "tips.yaml",
        "      text: |\n        Look closely",
        "\ttext: |\n        Look closely",
        0,
        1,
        "This is not valid YAML: found a tab character that violates indentation. "
        "Use spaces, not tabs, at the start of a line.",
    ),
    "a tab at the start of a text": (
        "tips.yaml",
        "        Look closely",
        "\tLook closely",
        0,
        1,
        "This is not valid YAML: found a tab character where an indentation space is expected. "
        "Use spaces, not tabs, at the start of a line.",
    ),
    "a star that is taken for an alias": (
        "tips.yaml",
        "      text: |\n        Look closely",
        "      text: *Look* closely\n      more: |\n        Look closely",
        0,
        18,
        "This is not valid YAML: did not find expected alphabetic or numeric character. "
        "A star at the start of a text has a meaning in YAML: put the text under a “|”.",
    ),
    "a tag": (
        "guide.yaml",
        "    short: Voices\n",
        "    short: !!python/object:os.system Voices\n",
        0,
        12,
        "The tag tag:yaml.org,2002:python/object:os.system has no meaning here. Delete it; plain text needs none.",
    ),
    "a character that YAML does not allow": (
        "guide.yaml",
        "  Sex Trafficking and Safe Harbors\n",
        "  Sex \x07Trafficking and Safe Harbors\n",
        0,
        7,
        "There is a character here that YAML does not allow. Delete it and type it again.",
    ),
    "a character that cannot be printed": (
        "voices.yaml",
        HOUSING,
        '      text: "We need\\x01 more housing."\n',
        0,
        13,
        "In this text the character U+0001 cannot be printed. Delete it.",
    ),
    "an unknown key": (
        "tips.yaml",
        "    - id: tip.trust\n",
        "    - id: tip.trust\n      colour: red\n",
        1,
        7,
        "“colour” is not known here. Known here: id, text, points.",
    ),
    "a misspelled key": (
        "facilitation.yaml",
        "closing:\n  script: >-",
        "closing:\n  minute: 3\n  script: >-",
        1,
        3,
        "“minute” is not known here. Did you mean “minutes”?",
    ),
    "a missing field": (
        "guide.yaml",
        "    heading: |\n      LISTEN TO VICTIMS/SURVIVORS\n",
        "",
        -2,
        5,
        "“heading” is missing. Add a line “heading:” with the text under it.",
    ),
    "an id that is taken": (
        "tips.yaml",
        "        - id: tip.self-identify.language\n",
        "        - id: tip.self-identify.unwilling\n",
        0,
        15,
        "The id tip.self-identify.unwilling is taken (tips.yaml:45). Give one of the two an id of its own.",
    ),
    "an id of the wrong form": (
        "contacts.yaml",
        "  - id: contact.local-shelter\n",
        "  - id: Local Shelter\n",
        0,
        9,
        "“id” has the wrong form. An id looks like tip.listen-first: a kind, a dot, lower-case words with hyphens.",
    ),
    "a key that stands twice": (
        "guide.yaml",
        "language: en-US\n",
        "language: en-US\nlanguage: es\n",
        1,
        1,
        "“language” stands here a second time (first in line 10). Keep one and delete the other.",
    ),
    "a key that is a list": (
        "guide.yaml",
        "language: en-US\n",
        "? [a, b]\n: c\nlanguage: en-US\n",
        0,
        3,
        "A key must be a plain word. Look for a missing colon or a stray bracket.",
    ),
    "a text that is gone": ("voices.yaml", HOUSING, "      text: |\n", 0, 13, f"“text” is empty. {PAST_TEXT}"),
    "a text of mere spaces": ("voices.yaml", HOUSING, '      text: "  "\n', 0, 13, f"“text” is empty. {PAST_TEXT}"),
    "nothing after a key": (
        "guide.yaml",
        "    short: Voices\n",
        "    short:\n",
        0,
        11,
        f"“short” is empty. {PAST_TEXT}",
    ),
    "a number where words belong": (
        "guide.yaml",
        'edition: "2026.1"\n',
        "edition: 2026.1\n",
        0,
        10,
        f"“edition” should be text, but is read as a number. {QUOTE_IT}",
    ),
    "yes where words belong": (
        "voices.yaml",
        HOUSING,
        "      text: yes\n",
        0,
        13,
        f"“text” should be text, but is read as yes or no. {QUOTE_IT}",
    ),
    "a list where words belong": (
        "voices.yaml",
        HOUSING,
        "      text:\n        - We need more housing.\n",
        1,
        9,
        "“text” should be text, but is a list. Remove the dash or the extra indentation.",
    ),
    "words where a list belongs": (
        "contacts.yaml",
        "    name: Local shelter or housing\n",
        "    name: Local shelter or housing\n    lines: 555\n",
        1,
        12,
        "“lines” should be a list. Start each entry on a line of its own with a dash.",
    ),
    "words where named parts belong": (
        "theme.yaml",
        "  voices: { office: Georgia, open: Gelasio }\n",
        "  voices: Georgia\n",
        0,
        11,
        "“voices” should have named parts. Write each part as “name: text” on a line of its own.",
    ),
    "minutes in words": ("facilitation.yaml", "      minutes: 8\n", "      minutes: eight\n", 0, 16, MINUTES),
    "more minutes than a session has": (
        "facilitation.yaml",
        "      minutes: 8\n",
        "      minutes: 500\n",
        0,
        16,
        MINUTES,
    ),
    "less than no time": ("facilitation.yaml", "      minutes: 8\n", "      minutes: -1\n", 0, 16, MINUTES),
    "editorial words passed off as the original's": (
        "facilitation.yaml",
        "origin: editorial\n",
        "origin: original\n",
        0,
        9,
        "“origin” must be 'editorial'. Write it so.",
    ),
    "facilitation for an id that is not there": (
        "facilitation.yaml",
        "  tip.trust:\n",
        "  tip.trut:\n",
        0,
        3,
        "There is no item with the id tip.trut. Did you mean tip.trust?",
    ),
    "a voice that is not there": (
        "facilitation.yaml",
        "      - voice.information\n",
        "      - voice.informations\n",
        0,
        9,
        "There is no item with the id voice.informations. Did you mean voice.information?",
    ),
    "a section that is not there": (
        "voices.yaml",
        "  section.voices:\n",
        "  section.voice:\n",
        0,
        3,
        "There is no item with the id section.voice. Did you mean section.voices?",
    ),
    "a date in words": (
        "contacts.yaml",
        '    verified_on: "2020"\n',
        "    verified_on: last year\n",
        0,
        18,
        f"“verified_on” has the wrong form. {DAY}",
    ),
    "a day that is in no calendar": (
        "contacts.yaml",
        '    verified_on: "2020"\n',
        '    verified_on: "2026-02-30"\n',
        0,
        18,
        f"“verified_on” names no day of the calendar. {DAY}",
    ),
    "a colour by name": (
        "theme.yaml",
        '"#0B5260"',
        "blue",
        0,
        11,
        "“accent” has the wrong form. Write # and six hexadecimal digits, such as #0B5260.",
    ),
    "a font that does not ship": (
        "theme.yaml",
        "open: Carlito",
        "open: Comic",
        0,
        34,
        "The font Comic does not ship with the builder. "
        "Use Carlito, Gelasio, or put its files into the folder “fonts”.",
    ),
    "a language in words": (
        "guide.yaml",
        "language: en-US\n",
        "language: plain English\n",
        0,
        11,
        "“language” has the wrong form. Write a language tag such as en-US or es.",
    ),
    "a label that lost what the builder fills in": (
        "guide.yaml",
        "language: en-US\n",
        "language: en-US\nlabels:\n  tip: Tip {nummer}\n",
        2,
        8,
        "“tip” has the wrong words in braces. Keep these and no others: {number}, {total}.",
    ),
    "a label with half a pair of braces": (
        "guide.yaml",
        "language: en-US\n",
        "language: en-US\nlabels:\n  about: About {us\n",
        2,
        10,
        "“about” has the wrong words in braces. Keep these and no others: none.",
    ),
    "a label in its own file that lost what the builder fills in": (
        "labels.yaml",
        "tip: Tip {number} of {total}\n",
        "tip: Tip {number}\n",
        0,
        6,
        "“tip” has the wrong words in braces. Keep these and no others: {number}, {total}.",
    ),
    "a label that the builder does not know": (
        "labels.yaml",
        "room: The room\n",
        "romo: The room\n",
        0,
        1,
        "“romo” is not known here. Did you mean “room”?",
    ),
    "labels that are a list": (
        "guide.yaml",
        "language: en-US\n",
        "language: en-US\nlabels: [tip]\n",
        1,
        9,
        "“labels” should have named parts. Write each part as “name: text” on a line of its own.",
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT.values(), ids=ONE_FAULT.keys())
def test_a_fault_is_told_with_its_place_and_what_to_do_and_nothing_besides(
    content: Path, case: tuple[str, str, str, int, int, str]
) -> None:
    file, old, new, down, column, message = case
    line = change(content, file, old, new) + down
    assert faults(content) == [f"{file}:{line}:{column}: {message}"]


def test_an_id_may_stand_only_once_in_all_files(content: Path) -> None:
    line = change(content, "contacts.yaml", "  - id: contact.local-shelter\n", "  - id: tip.trust\n")
    assert faults(content) == [
        f"contacts.yaml:{line}:9: The id tip.trust is taken (tips.yaml:29). Give one of the two an id of its own."
    ]


def test_an_alias_is_told_where_it_stands_and_not_where_it_points(content: Path) -> None:
    change(content, "guide.yaml", "    short: Tips\n", "    short: &name Tips\n")
    line = change(content, "guide.yaml", "    short: Voices\n", "    short: *name\n")
    assert faults(content) == [
        f"guide.yaml:{line}:12: An alias (*name) repeats something from elsewhere. Write the words out here."
    ]


def test_a_character_that_our_fonts_lack_is_told_at_its_place(content: Path) -> None:
    line = change(content, "tips.yaml", "        Look closely: victims", "        Look closely: 漢 victims")
    found = [str(fault) for fault in glyph_faults(load(content))]
    assert len(found) == 1
    assert found[0].startswith(f"tips.yaml:{line}:23:")
    assert "漢" in found[0]


def test_characters_that_no_font_has_are_a_line_for_each_script_with_their_number(content: Path) -> None:
    line = change(content, "tips.yaml", "        Look closely: victims", "        Look closely: ไทย 漢字漢 victims")
    change(content, "guide.yaml", "    short: Tips\n", "    short: Tips 字 \N{GRINNING FACE}\n")
    thai, han, signs = sorted(map(str, glyph_faults(load(content))), key=lambda fault: "Thai" not in fault)
    if "Han" not in han:
        han, signs = signs, han
    assert thai.startswith(
        f"tips.yaml:{line}:23: 3 characters of the Thai script are not in the fonts of the theme: ไ (U+0E44), "
    )
    assert ": 4 characters of the Han script are not in the fonts of the theme: " in han
    assert ": 1 signs are not in the fonts of the theme: " in signs


def test_a_thousand_characters_of_a_script_are_one_line(content: Path) -> None:
    change(content, "tips.yaml", "        Look closely: victims", f"        {'漢字' * 500} Look closely: victims")
    (fault,) = map(str, glyph_faults(load(content)))
    assert "1000 characters of the Han script" in fault


def test_letters_are_the_same_however_their_accents_were_typed(content: Path) -> None:
    change(content, "tips.yaml", "        Look closely: victims", "        Look closely, cafe\u0301: victims")
    source = load(content)
    assert "caf\u00e9:" in " ".join(item.words for item in source.guide.items())
    assert glyph_faults(source) == []
