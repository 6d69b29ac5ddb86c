"""The facilitator guide: every slide beside its script, nothing parted, nothing said that the source does not say."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from handbook import facilitator
from handbook.facilitator import Shown
from handbook.formats import binder
from planned.blocks import Block, Role
from planned.slides import Notes
from products.build import build
from products.table import _shown as shown_slides
from products.verify import verify
from proof.pdf import read
from slides.plan import plan as plan_slides
from source.inline import Run
from source.load import CONTENT
from source.model import Guide
from source.sessions import agenda, cut
from tests.checkers import needs, poppler, verapdf
from tests.slides.random_sources import guide as made


@pytest.fixture(scope="session")
def facilitator_guide(products: Path) -> Path:
    return products / "facilitator-guide.pdf"


def slide(title: str = "A slide", part: str = "Tips", minutes: float = 2.0, **notes: str) -> Shown:
    head = Block(Role.TITLE, (Run(title),))
    return Shown(part, head, "<svg/>", (head,), Notes(minutes=minutes, **notes))  # type: ignore[arg-type]


def plan(guide: Guide, slides: Sequence[Shown]) -> tuple[facilitator.Part, ...]:
    return facilitator.parts_of(guide, slides)


def flat(parts: Sequence[facilitator.Part]) -> list[facilitator.Entry]:
    return [entry for part in parts for entry in part.entries]


class TestPlan:
    def test_keeps_the_slides_of_a_part_together(self, guide: Guide) -> None:
        parts = plan(guide, [slide(part="Opening"), slide(), slide(), slide(part="Closing")])
        assert [(part.name, len(part.entries)) for part in parts] == [("Opening", 1), ("Tips", 2), ("Closing", 1)]

    def test_lets_the_clock_run_through_all_parts(self, guide: Guide) -> None:
        parts = plan(guide, [slide(minutes=2), slide(minutes=0.5), slide(part="Closing", minutes=3)])
        assert [entry.starts for entry in flat(parts)] == [0, 2, 2.5]
        assert [part.minutes for part in parts] == [2.5, 3]

    def test_plans_the_minutes_that_the_agenda_on_its_slide_has(self, guide: Guide) -> None:
        for each in (*(cut(guide, name) for name in guide.sessions), *(made(seed, "Latin") for seed in range(10))):
            shown = [Shown(one.part, one.title, "", (), one.notes, one.row) for one in plan_slides(each)]
            rows = {row.name: row.minutes for row in facilitator.rows_of(plan(each, shown)) if row.minutes}
            assert rows == pytest.approx({row.title: row.minutes for row in agenda(each)})

    def test_shows_the_clock_in_hours_and_minutes(self) -> None:
        assert [facilitator.clock(minutes) for minutes in (0, 9.5, 60, 125)] == ["0:00", "0:09", "1:00", "2:05"]

    def test_says_once_what_goes_for_every_voice(self, guide: Guide) -> None:
        group = guide.facilitation.groups["voices"]
        assert group.internal_note
        own = slide("Voice 1", internal=f"Of its own. {group.internal_note}", script="Mine.")
        same = slide("Voice 2", internal=group.internal_note, script=group.script or "")
        first, second = flat(plan(guide, [own, same]))
        assert (first.before, second.before) == (group, None)
        assert (first.shown.notes.internal, first.shown.notes.script) == ("Of its own.", "Mine.")
        assert (second.shown.notes.internal, second.shown.notes.script) == ("", "")

    @pytest.mark.parametrize("size", ["letter", "a4", "a5"])
    @pytest.mark.parametrize("session", ["full", "roll-call-15"])
    def test_leaves_lines_for_notes_and_no_page_a_third_empty(self, guide: Guide, size: str, session: str) -> None:
        shown = cut(guide, session)
        document = facilitator.plan(shown, shown_slides(shown), size)
        slides = 0
        for page in document.pages:
            filled = sum(block.above + block.height for block in page.blocks)
            held = [inner for block in page.blocks for inner in block.walk() if inner.role is Role.SLIDE]
            slides += len(held)
            assert all(slide.ruled for slide in held)
            if size != "a5":  # whose forms and whose note on all voices go on over a page of their own
                assert filled > document.page.depth * 2 / 3
        assert slides == len(shown_slides(shown))

    def test_says_what_the_figures_under_a_picture_are(self, guide: Guide) -> None:
        document = facilitator.plan(guide, [slide(minutes=2), slide(minutes=3)], "letter")
        under = [block for page in document.pages for outer in page.blocks for block in outer.walk()]
        texts = [block.text for block in under if block.role is Role.MINUTES and block.runs]
        assert texts == ["Slide 1", "starts at 0:00", "2 min", "Slide 2", "starts at 0:02", "3 min"]

    @pytest.mark.parametrize("size", ["letter", "a5"])
    def test_parts_no_voice_that_a_page_can_hold(self, guide: Guide, size: str) -> None:
        voice = Block(Role.VOICE, (Run("We carry the water to the garden. " * 16),), "voice.water")
        long = slide("Voice 1", script="Say this. " * 150)
        document = facilitator.plan(guide, [replace(long, words=(*long.words, voice))], size)
        found = [b for page in document.pages for outer in page.blocks for b in outer.walk() if b.role is Role.VOICE]
        shown = [block for block in found if block.lines]
        assert len(shown) == 1
        assert "".join(run.text for line in shown[0].lines for run in line) == voice.text

    def test_needs_no_group(self, guide: Guide) -> None:
        alone = guide.facilitation.model_copy(update={"groups": {}})
        (entry,) = flat(plan(guide.model_copy(update={"facilitation": alone}), [slide(script="Mine.")]))
        assert (entry.before, entry.shown.notes.script) == (None, "Mine.")


class TestFile:
    def test_says_what_the_source_says(self, facilitator_guide: Path) -> None:
        (comparison,) = verify(CONTENT, [facilitator_guide])
        assert comparison.faithful
        assert comparison.same == len(comparison.items)

    @needs.needs_java
    def test_is_accessible(self, facilitator_guide: Path) -> None:
        assert verapdf.validate(facilitator_guide) == []

    @needs.needs_poppler
    def test_embeds_the_fonts_of_the_house_and_no_others(self, facilitator_guide: Path) -> None:
        found = poppler.fonts(facilitator_guide)
        assert {font.name.partition("-")[0] for font in found} == {"Carlito", "Gelasio"}
        assert all(font.embedded for font in found)

    @needs.needs_poppler
    def test_never_parts_a_slide_from_its_script(self, guide: Guide, facilitator_guide: Path) -> None:
        reading = read(facilitator_guide.read_bytes(), "guide.pdf")
        pages = {}
        for item, added in guide.facilitation.items.items():
            script = f"{guide.labels.note_script} {added.script}"
            words = next(entry.words for entry in guide.items() if entry.id == item)
            pages[item] = {
                place.location for place in reading.passages if place.text.replace("\n", " ") in (script, words)
            }
        assert pages
        assert all(len(places) == 1 for places in pages.values()), pages

    def test_gives_each_voice_beside_its_picture_in_twelve_points_or_more(
        self, guide: Guide, facilitator_guide: Path
    ) -> None:
        passages = [passage.text.replace("\n", " ") for passage in read(facilitator_guide.read_bytes(), "x").passages]
        for voice in guide.sections[1].voices:
            at = max(at for at, text in enumerate(passages) if text == voice.text)
            assert passages[at + 1] == guide.labels.attribution.format(attribution=voice.attribution)
            assert passages.count(voice.text) == 2  # in the picture, and as text
        assert binder("letter").voice.size >= 12

    def test_tells_on_its_first_page_whom_it_is_for_what_for_and_how_long(
        self, guide: Guide, facilitator_guide: Path
    ) -> None:
        session = guide.sessions["full"]
        first = {
            passage.text.replace("\n", " ")
            for passage in read(facilitator_guide.read_bytes(), "x").passages
            if passage.location == 1
        }
        assert session.audience
        assert {f"For {session.audience}", f"Planned for {session.minutes:g} minutes", *session.objectives} <= first

    def test_shows_two_to_four_slides_on_a_page(self, facilitator_guide: Path) -> None:
        with pikepdf.open(facilitator_guide) as pdf:
            counts = Counter(figure.Pg.objgen for figure in figures(pdf))
        assert set(counts.values()) <= {2, 3, 4}
        assert counts.total() > 30

    @needs.needs_poppler
    def test_keeps_all_words_inside_the_page(self, facilitator_guide: Path) -> None:
        for page in poppler.pages(facilitator_guide):
            for word in page.words:
                assert 53 <= word.x0 < word.x1 <= page.width - 53, word
                assert 40 <= word.y0 < word.y1 <= page.height - 15, word

    def test_gives_every_picture_the_words_of_its_slide(self, guide: Guide, facilitator_guide: Path) -> None:
        with pikepdf.open(facilitator_guide) as pdf:
            spoken = {line for figure in figures(pdf) for line in str(figure.Alt).splitlines()}
        items = [item for item in guide.items() if item.kind != "contact"]
        assert {item.words for item in items} <= spoken

    def test_marks_what_is_not_to_be_read_out(self, guide: Guide, facilitator_guide: Path) -> None:
        passages = [passage.text.replace("\n", " ") for passage in read(facilitator_guide.read_bytes(), "x").passages]
        added = guide.facilitation
        for entry in (added.opening, added.closing, *added.items.values()):
            if entry.internal_note:
                assert f"{guide.labels.note_internal} {entry.internal_note}" in passages
        assert sum(guide.labels.note_internal in text for text in passages) > 10

    def test_holds_the_sheets_that_a_session_needs(self, guide: Guide, facilitator_guide: Path) -> None:
        passages = {passage.text.replace("\n", " ") for passage in read(facilitator_guide.read_bytes(), "x").passages}
        prepared = guide.facilitation.preparation
        assert prepared.evaluation
        assert {*prepared.materials, *prepared.room, *prepared.self_care, *prepared.evaluation.questions} <= passages
        assert {guide.labels.agenda, guide.labels.sign_in, guide.labels.evaluation} <= passages

    def test_comes_on_a4_by_option(self, tmp_path: Path) -> None:
        from products.table import Options

        build(CONTENT, tmp_path, ["facilitator-guide"], Options(page="a4"), progress=lambda step: None)
        with pikepdf.open(tmp_path / "facilitator-guide.pdf") as pdf:
            assert [round(float(side)) for side in pdf.pages[0].mediabox] == [0, 0, 595, 842]


class TestReadingPictures:
    """A picture's alternative text stands for it only where it says what the picture shows."""

    def test_notices_other_words_behind_the_alternative_text(self, guide: Guide, facilitator_guide: Path) -> None:
        with pikepdf.open(facilitator_guide) as pdf:
            figure = next(figure for figure in figures(pdf) if "We need more housing." in str(figure.Alt))
            figure.Alt = pikepdf.String(str(figure.Alt).replace("We need more housing.", "We need houses."))
            changed = io.BytesIO()
            pdf.save(changed)
        passages = [passage.text for passage in read(changed.getvalue(), "changed.pdf").passages]
        assert not any("We need houses." in text for text in passages)
        assert any("Weneedmorehousing." in re.sub(r"\s", "", text) for text in passages)


def figures(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """The pictures of an open PDF."""
    return [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == "/Figure"]
