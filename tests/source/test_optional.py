"""What a handbook need not have: introductions, questions, tips, voices, contacts, facilitation, sessions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from products.build import build
from products.table import PRODUCTS, Options
from source import lock
from source.errors import LayoutError
from source.load import FILES, load
from source.model import ItemKind
from source.notes import Note
from source.sessions import cut
from tests.support import faults

SECTION = "section.cold"
HEAD = {"language": "en", "edition": "1", "title": "Food for everybody"}
INTRO = {"id": "intro.cold", "label": "Why", "text": "Cold food makes people ill when it grows warm."}
QUESTION = {"id": "question.cold", "text": "What would you have wished to know?"}
# Each part, and the file that it makes.
PARTS: dict[str, dict[str, Any]] = {
    "tips": {"tips": {SECTION: [{"id": "tip.fridge", "text": "Keep the fridge *below* 5 degrees."}]}},
    "voices": {
        "attribution": "a cook",
        "source": "a talk",
        "voices": {SECTION: [{"id": "voice.nobody", "text": "Nobody had told me."}]},
    },
    "contacts": {"contacts": [{"id": "contact.office", "name": "The office"}]},
    "facilitation": {"closing": {"script": "Thank you all for coming.", "minutes": 2}},
    "sessions": {"sessions": {"full": {"title": "Everything", "items_for": "everything"}}},
}
EVERY = ("intro", "question", *PARTS)
SUBSETS = [parts for size in range(len(EVERY) + 1) for parts in combinations(EVERY, size)]


def handbook(folder: Path, parts: Iterable[str]) -> Path:
    """A content folder with these parts and no others."""
    folder.mkdir(exist_ok=True)
    own = {"intro": INTRO, "question": QUESTION}
    section = {
        "id": SECTION,
        "short": "Cold",
        "heading": "KEEP IT COLD",
        **{part: own[part] for part in parts if part in own},
    }
    files = {"guide": {**HEAD, "sections": [section]}, **{part: PARTS[part] for part in parts if part in PARTS}}
    for name, data in files.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    if "voices" in parts:
        (voice,) = load(folder, locked=False).guide.sections[0].voices
        approved = lock.with_approval(lock.Lock(voices={}), voice, "2026-11-25", "written for a test")
        (folder / lock.NAME).write_text(lock.dumped(approved), encoding="utf-8")
    return folder


def test_any_part_may_be_left_out_and_what_is_there_is_in_the_guide_and_in_its_session(tmp_path: Path) -> None:
    kinds = {
        "intro": ItemKind.INTRO,
        "question": ItemKind.QUESTION,
        "tips": ItemKind.TIP,
        "voices": ItemKind.VOICE,
        "contacts": ItemKind.CONTACT,
    }
    for at, parts in enumerate(SUBSETS):
        guide = load(handbook(tmp_path / str(at), parts)).guide
        wanted = [ItemKind.TITLE, ItemKind.HEADING, *(kinds[part] for part in ORDER if part in parts)]
        assert [item.kind for item in guide.items()] == wanted, parts
        assert cut(guide, "full").items() == guide.items(), parts


ORDER = ("intro", "tips", "question", "voices", "contacts")


@pytest.mark.parametrize(
    "left_out", [(), *((part,) for part in EVERY), EVERY, EVERY[1:], ("intro", "contacts", "sessions")]
)
def test_every_product_is_planned_without_what_is_left_out_or_says_in_a_sentence_why_not(
    tmp_path: Path, left_out: tuple[str, ...]
) -> None:
    parts = [part for part in EVERY if part not in left_out]
    guide = load(handbook(tmp_path / "content", parts)).guide
    refused = {}
    for name, product in PRODUCTS.items():
        try:
            product.plan(product.shown(guide, Options()), Options())
        except LayoutError as error:
            refused[name] = str(error)
    expected = {}
    if "tips" in left_out:
        expected["tips-card"] = "The guide has no tips, so there is no card of them."
    if "voices" in left_out:
        expected["voices-poster"] = "The guide has no voices, so there is no poster of them."
    assert refused == expected


@pytest.mark.parametrize("parts", [("tips",), ("question",), ("intro", "question", "tips", "voices")])
def test_products_of_few_parts_are_made_and_proven(tmp_path: Path, parts: tuple[str, ...]) -> None:
    names = ["pocket-guide", "training-deck", "handout"]
    folder, said = handbook(tmp_path / "content", parts), list[Note]()
    made = build(folder, tmp_path / "out", names, progress=lambda step: None, warn=said.append)
    assert [one.product for one in made] == sorted(names, key=list(PRODUCTS).index)
    assert said == []


def test_a_closing_is_said_on_the_last_slide_where_there_is_nobody_to_call(tmp_path: Path) -> None:
    from slides.plan import plan

    slides = plan(cut(load(handbook(tmp_path / "content", ("tips", "facilitation"))).guide, "full"))
    assert slides[-1].notes.script == "Thank you all for coming."
    assert slides[-1].notes.minutes == 2


def test_a_question_comes_with_the_tips_where_no_voice_answers_it(tmp_path: Path) -> None:
    folder = handbook(tmp_path / "content", ("question", "tips"))
    one = {"title": "One", "items": ["tip.fridge"]}
    other = {"title": "Other", "items": ["question.cold"]}
    sessions = {"full": {"title": "All", "items_for": "everything"}, "one": one, "other": other}
    (folder / "sessions.yaml").write_text(yaml.safe_dump({"sessions": sessions}), encoding="utf-8")
    guide = load(folder).guide
    assert [item.id for item in cut(guide, "one").items()] == ["guide.title", SECTION, "tip.fridge", "question.cold"]
    assert [item.id for item in cut(guide, "other").items()] == ["guide.title", SECTION, "question.cold"]


def test_a_file_by_another_name_is_noticed_and_not_taken_for_one_that_was_left_out(tmp_path: Path) -> None:
    folder = handbook(tmp_path / "content", EVERY)
    for name in FILES:
        if (folder / name).is_file() and name != "guide.yaml":
            stray = name.replace("s.yaml", ".yml").replace(".yaml", ".yml")
            (folder / name).rename(folder / stray)
            assert f"{name}:1:1: The file is missing. Name {stray} so, if that is what it is." in faults(folder)
            (folder / stray).rename(folder / name)
    assert faults(folder) == []


@pytest.mark.parametrize("name", ["guide.yaml", "tips.yaml", "voices.yaml"])
def test_a_file_that_others_speak_of_is_missed_with_an_example_that_can_be_loaded(tmp_path: Path, name: str) -> None:
    folder = handbook(tmp_path / "content", ("tips", "voices", "sessions"))
    with (folder / "facilitation.yaml").open("w", encoding="utf-8") as file:
        file.write("items:\n  tip.fridge: { minutes: 1 }\n  voice.nobody: { minutes: 1 }\n")
    (folder / name).unlink()
    found = [fault for fault in faults(folder) if fault.startswith(name)]
    assert len(found) == 1
    example = yaml.safe_load(found[0].partition("like this:\n")[2])
    assert FILES[name].model_validate(example)


def test_an_empty_list_of_contacts_is_no_fault(content: Path) -> None:
    (content / "contacts.yaml").write_text("contacts: []\n", encoding="utf-8")
    assert load(content).guide.contacts == ()
