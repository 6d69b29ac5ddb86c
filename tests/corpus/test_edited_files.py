"""Every change is found, and nothing else: over edited decks and guides, and what LibreOffice makes of them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from products.verify import verify
from proof.findings import Comparison, State, Verdict
from proof.report import Report
from source.load import CONTENT, load
from tests import figures
from tests.checkers import libreoffice
from tests.checkers.needs import needs_libreoffice
from tests.corpus import decks
from tests.corpus.cases import CASES, Case, Found

# What the corpus as a whole shows, printed at the end: name, changes, missed, false alarms.
TALLY: list[tuple[str, int, int, int]] = []


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    yield
    cases, expected = len(TALLY), sum(row[1] for row in TALLY)
    missed, false = sum(row[2] for row in TALLY), sum(row[3] for row in TALLY)
    figures.LINES.append("edited files: cases, changes in them, found, missed, false alarms")
    figures.LINES.append(f"{cases:>20}, {expected:>15}, {expected - missed:>5}, {missed:>6}, {false:>12}")


def found_in(comparison: Comparison) -> Counter[Found]:
    changes = [(str(f.state), f.id if f.state is not State.ADDED else "") for f in comparison.findings]
    return Counter(change for change in changes if change[0] != State.SAME)


def check(name: str, file: Path, expected: Counter[Found], source: Path = CONTENT) -> Comparison:
    (comparison,) = verify(source, [file])
    found = found_in(comparison)
    TALLY.append((name, expected.total(), (expected - found).total(), (found - expected).total()))
    assert found == expected, f"{name}: {[f for f in comparison.findings if f.state is not State.SAME]}"
    return comparison


def wanted(case: Case) -> Counter[Found]:
    """A second, changed copy leaves its item the same: what is expected besides is the finding about the copy."""
    counts = Counter(case.expected)
    counts[("added", "")] = {"a slide of their own": 2}.get(case.name, counts[("added", "")])
    return Counter({found: n for found, n in counts.items() if found[0] != State.SAME and n})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_change_to_a_deck_is_found_and_nothing_else(case: Case, training_deck: Path, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(decks.edited(training_deck.read_bytes(), case.edit))
    check(case.name, file, wanted(case))


def test_a_deck_on_another_template_is_the_same(training_deck: Path, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(decks.on_another_template(training_deck.read_bytes()))
    check("another template", file, Counter())


def test_slides_in_a_foreign_deck_are_recognised(training_deck: Path, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(decks.in_a_foreign_deck(training_deck.read_bytes(), "Language counts", "Look closely"))
    (comparison,) = verify(CONTENT, [file])
    assert {f.id for f in comparison.items if f.state is State.SAME} == {
        "voice.language-counts",
        "tip.adults-and-children",
    }
    assert {f.text for f in comparison.others} == {"Winter training", "Parking and room numbers"}


# --- through LibreOffice ------------------------------------------------------------------------------------------

_THROUGH = (
    "nothing changed",
    "a letter in a voice",
    "a letter in a tip",
    "a digit in a number",
    "a sentence cut off",
    "a “not” left out",
    "quotation marks straightened",
    "slides in reverse",
    "a voice twice",
    "a voice deleted",
    "two voices on one slide",
    "a voice over two slides",
    "points on a slide of their own",
    "notes deleted",
    "text boxes in place of placeholders",
    "a text box of their own",
    "a tip translated",
)


@pytest.fixture(scope="module")
def through_libreoffice(training_deck: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Decks edited by us and saved again by LibreOffice: as PPTX, as ODP and back, and printed to PDF."""
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "edited").mkdir()
    files = []
    for case in (case for case in CASES if case.name in _THROUGH):
        files.append(folder / "edited" / f"{case.name}.pptx")
        files[-1].write_bytes(decks.edited(training_deck.read_bytes(), case.edit))
    libreoffice.convert_all(files, folder / "pptx", "pptx")
    libreoffice.convert_all(files, folder / "pdf", "pdf")
    odp = libreoffice.convert_all(files, folder / "odp", "odp")
    libreoffice.convert_all(odp, folder / "odp-pptx", "pptx")
    return folder


@needs_libreoffice
@pytest.mark.parametrize("way", ["pptx", "odp-pptx", "pdf"])
@pytest.mark.parametrize("name", _THROUGH)
def test_every_change_is_found_after_libreoffice_saved_the_deck(name: str, way: str, through_libreoffice: Path) -> None:
    case = next(case for case in CASES if case.name == name)
    file = next((through_libreoffice / way).glob(f"{name}.*"))
    expected = wanted(case)
    if way == "pdf" and name == "a tip translated":  # print has no notes that say which tip it was
        expected = Counter({("missing", "tip.adults-and-children"): 1, ("added", ""): 1})
    check(f"{name} ({way})", file, expected)


# --- pocket guides ------------------------------------------------------------------------------------------------


def pages(guide: Path, target: Path, order: list[int], *, tags: bool) -> Path:
    """The guide with these pages (from 0) in this order; without tags, as a printer driver leaves it."""
    with pikepdf.open(guide) as pdf, pikepdf.new() as new:
        for number in order:
            new.pages.append(pdf.pages[number])
        if tags:
            new.Root.StructTreeRoot = new.copy_foreign(pdf.Root.StructTreeRoot)
        new.save(target)
    return target


def test_a_guide_without_tags_is_the_same(pocket_guide: Path, tmp_path: Path) -> None:
    check("guide without tags", pages(pocket_guide, tmp_path / "g.pdf", list(range(16)), tags=False), Counter())


def test_a_guide_in_reverse_order_is_the_same(pocket_guide: Path, tmp_path: Path) -> None:
    check("guide reversed", pages(pocket_guide, tmp_path / "g.pdf", list(range(15, -1, -1)), tags=False), Counter())


def test_items_of_a_page_that_was_left_out_are_missing(pocket_guide: Path, tmp_path: Path) -> None:
    order = [number for number in range(16) if number != 4]
    gone = [
        "tip.trust",
        "tip.lie-to-survive",
        "tip.self-identify",
        *(f"tip.self-identify.{p}" for p in ("do-not-understand", "unwilling", "language")),
    ]
    file = pages(pocket_guide, tmp_path / "g.pdf", order, tags=False)
    check("guide, a page left out", file, Counter(("missing", item) for item in gone))


def test_items_of_a_page_that_is_there_twice_are_twice(pocket_guide: Path, tmp_path: Path) -> None:
    file = pages(pocket_guide, tmp_path / "g.pdf", [*range(16), 6], tags=False)
    check(
        "guide, a page twice",
        file,
        Counter(("twice", f"voice.{item}") for item in ("point-of-view", "language-counts")),
    )


# --- editions and withdrawn voices --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def moved_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source as it may be next year: one tip reworded, one left out, one new, and one voice withdrawn."""
    folder = tmp_path_factory.mktemp("moved") / "content"
    shutil.copytree(CONTENT, folder)
    change(folder / "guide.yaml", 'edition: "2026.1"', 'edition: "2027.1"')
    change(folder / "tips.yaml", "Look closely: victims will be both", "Look twice: victims will be both")
    text = (folder / "tips.yaml").read_text(encoding="utf-8")
    start, end = text.index("    - id: tip.other-contexts"), text.index("    - id: tip.trust")
    (folder / "tips.yaml").write_text(text[:start] + NEW_TIP + text[end:], encoding="utf-8")
    facilitation = (folder / "facilitation.yaml").read_text(encoding="utf-8")
    facilitation = facilitation.replace("tip.other-contexts:", "tip.newest:")
    (folder / "facilitation.yaml").write_text(facilitation, encoding="utf-8")
    change(folder / "voices.yaml", "    - id: voice.housing\n      text: |\n        We need more housing.\n", GONE)
    return folder


NEW_TIP = "    - id: tip.newest\n      text: |\n        Say plainly what you can do, and what you cannot do.\n\n"
GONE = "    - id: voice.housing\n      withdrawn: 2027-02-01\n"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


SINCE = Counter(
    {
        ("withdrawn", "voice.housing"): 1,
        ("reworded in the source since", "tip.adults-and-children"): 1,
        ("gone from the source since", "tip.other-contexts"): 1,
        ("new in the source since", "tip.newest"): 1,
    }
)


@pytest.mark.parametrize("product", ["training-deck.pptx", "pocket-guide.pdf"])
def test_a_file_of_an_older_edition_is_told_from_one_that_somebody_changed(
    product: str, products: Path, moved_on: Path
) -> None:
    comparison = check(f"older edition, {product}", products / product, SINCE, moved_on)
    assert (comparison.edition, comparison.current) == ("2026.1", False)


@needs_libreoffice
@pytest.mark.parametrize("way", ["pptx", "odp-pptx"])
def test_an_older_deck_is_still_understood_after_libreoffice_saved_it(
    way: str, through_libreoffice: Path, moved_on: Path
) -> None:
    check(f"older edition ({way})", next((through_libreoffice / way).glob("nothing changed.*")), SINCE, moved_on)


def test_a_change_to_an_older_deck_is_still_found(training_deck: Path, moved_on: Path, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(decks.edited(training_deck.read_bytes(), decks.replaced("at least not", "at last not")))
    check("older edition, a letter changed", file, SINCE + Counter({("reworded", "voice.know-things"): 1}), moved_on)


def test_an_older_file_without_withdrawn_voices_is_out_of_date_but_faithful(
    training_deck: Path, moved_on: Path, tmp_path: Path
) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(decks.edited(training_deck.read_bytes(), decks.without("We need more housing.")))
    expected = SINCE - Counter({("withdrawn", "voice.housing"): 1})
    assert check("older edition, voice taken out", file, expected, moved_on).verdict is Verdict.OUTDATED


@pytest.mark.parametrize(
    "edit",
    [
        decks.no_notes,
        decks.both(decks.no_notes, decks.as_text_boxes),
        decks.both(decks.merged("Language counts", "We need more housing."), decks.no_notes),
    ],
    ids=["notes deleted", "text boxes", "merged"],
)
def test_a_withdrawn_voice_is_recognised_by_its_words_alone(
    edit: decks.Edit, training_deck: Path, moved_on: Path, tmp_path: Path
) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(decks.edited(training_deck.read_bytes(), edit))
    (comparison,) = verify(moved_on, [file])
    first = comparison.findings[0]
    assert (first.state, first.id) == (State.WITHDRAWN, "voice.housing")
    report = Report(load(CONTENT).guide.labels)
    assert "housing" not in "\n".join(report.lines(comparison)).replace("voice.housing", "")
    assert "more housing" not in str(report.as_data(comparison))


@pytest.mark.parametrize("voice", ["good-mothers", "many-chances", "information", "point-of-view", "housing"])
@pytest.mark.parametrize("product", ["booklet.pdf", "foldout.pdf", "facilitator-guide.pdf", "handout.pdf"])
def test_the_words_of_a_withdrawn_voice_are_not_repeated_from_any_older_product(
    product: str, voice: str, products: Path, tmp_path: Path
) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    name = f"voice.{voice}"
    words = next(item.words for item in load(CONTENT).guide.items() if item.id == name)
    change(tmp_path / "content" / "voices.yaml", f"- id: {name}\n", f"- id: {name}\n      withdrawn: 2027-02-01\n")
    change(tmp_path / "content" / "guide.yaml", '"2026.1"', '"2027.1"')
    (comparison,) = verify(tmp_path / "content", [products / product])
    assert (comparison.findings[0].state, comparison.findings[0].id) == (State.WITHDRAWN, name)
    assert [finding for finding in comparison.findings if finding.state is State.ADDED] == []
    said = " ".join(Report(load(CONTENT).guide.labels).lines(comparison))
    parts = words.split(" ")
    assert not any(" ".join(parts[at : at + 4]) in said for at in range(len(parts) - 3))
