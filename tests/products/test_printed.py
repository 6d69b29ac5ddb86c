"""Each print product as a person holds it: which way up, in which order, how large, how near to the edge."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar

from handbook import documents, formats, pdf
from handbook.documents import Choice
from handbook.formats import INCH, size_for
from handbook.sheets.imposition import Flip
from products.build import build
from products.table import PRODUCTS, Options
from proof.matching import compare
from proof.pdf import read
from source.errors import IncompleteError, LayoutError, UsageError
from source.load import CONTENT, load
from source.model import Guide, ItemKind, Tip
from tests.checkers import poppler
from tests.checkers.needs import needs_poppler, needs_qpdf
from tests.handbook.long_source import longer, text, with_sections
from tests.support import placed

PAPER = [name for name, product in PRODUCTS.items() if product.printed and not product.by_session]
OFFICE = [name for name in PAPER if name != "press"]
SAFE = 0.25 * INCH


def made(guide: Guide, name: str, size: str, up: int = 4, flip: Flip = Flip.SHORT) -> bytes:
    """A product in a size, as the press would make it."""
    options = Options(page=size, up=up, flip=flip.value)
    plan = PRODUCTS[name].plan(guide, options)
    return plan.finish(*map(pdf.write, plan.documents))


def letters(data: Path | bytes) -> Iterator[tuple[int, LTChar]]:
    """Every letter with the number of its page."""

    def inside(item: object) -> Iterator[LTChar]:
        if isinstance(item, LTChar):
            yield item
        elif hasattr(item, "__iter__"):
            for child in item:
                yield from inside(child)

    source = BytesIO(data) if isinstance(data, bytes) else str(data)
    for number, page in enumerate(extract_pages(source), start=1):
        yield from ((number, letter) for letter in inside(page) if letter.get_text().strip())


class TestWords:
    @pytest.mark.parametrize("name", PAPER)
    def test_every_product_carries_its_items_word_for_word_once(self, products: Path, guide: Guide, name: str) -> None:
        file = products / PRODUCTS[name].file
        comparison = compare(PRODUCTS[name].carries(guide), placed(guide), read(file.read_bytes(), file.name))
        assert comparison.faithful
        assert comparison.same == len(PRODUCTS[name].carries(guide))

    @pytest.mark.parametrize(("name", "size"), [(n, s) for n in PAPER for s in PRODUCTS[n].sizes[1:]])
    def test_in_every_other_size_too(self, guide: Guide, name: str, size: str) -> None:
        comparison = compare(PRODUCTS[name].carries(guide), placed(guide), read(made(guide, name, size), f"{name}.pdf"))
        assert comparison.faithful

    def test_a_card_carries_tips_question_and_contacts_and_a_poster_question_and_voices(self, guide: Guide) -> None:
        card = {item.kind for item in PRODUCTS["tips-card"].carries(guide)}
        poster = [item.id for item in PRODUCTS["voices-poster"].carries(guide)]
        assert {ItemKind.TIP, ItemKind.POINT, ItemKind.QUESTION, ItemKind.CONTACT} <= card
        assert ItemKind.VOICE not in card
        assert poster[:2] == ["section.voices", "question.what-to-know"]
        assert poster[2:] == [voice.id for voice in guide.sections[1].voices]

    def test_a_page_that_is_lost_from_a_sheet_is_noticed(self, products: Path, guide: Guide) -> None:
        file = BytesIO()
        with pikepdf.open(products / "booklet.pdf") as sheets:
            for sheet in sheets.pages:
                content = sheet.Contents.read_bytes()
                sheet.Contents.write(content.replace(b"/Page9 Do", b""))
            sheets.save(file)
        comparison = compare(guide.items(), placed(guide), read(file.getvalue(), "booklet.pdf"))
        missing = [finding.id for finding in comparison.items if finding.state == "missing"]
        assert missing == ["voice.reading-people", "voice.know-things"]

    def test_imposed_sheets_are_read_in_the_order_of_their_pages(self, products: Path, guide: Guide) -> None:
        for name in ("booklet", "foldout"):
            words = " ".join(passage.text for passage in read((products / f"{name}.pdf").read_bytes(), name).passages)
            starts = [words.index(voice.text[:14]) for voice in guide.sections[1].voices]
            assert starts == sorted(starts)

    def test_both_ways_and_both_flips_of_a_booklet_say_the_same(self, guide: Guide) -> None:
        for up, flip in ((2, Flip.SHORT), (2, Flip.LONG), (4, Flip.LONG)):
            reading = read(made(guide, "booklet", "letter", up, flip), "booklet.pdf")
            assert compare(guide.items(), placed(guide), reading).faithful


class TestPaper:
    @needs_poppler
    @pytest.mark.parametrize("name", OFFICE)
    def test_words_keep_a_quarter_of_an_inch_from_the_edge_of_the_sheet(self, products: Path, name: str) -> None:
        for page in poppler.pages(products / f"{name}.pdf"):
            for word in page.words:
                assert word.x0 >= SAFE - 0.5
                assert word.x1 <= page.width - SAFE + 0.5
                assert SAFE - 1 <= word.y0 <= word.y1 <= page.height - SAFE + 1, word

    # The facilitator guide shows slides as pictures, and the letters in a picture are smaller than any that one reads.
    @pytest.mark.parametrize(
        ("name", "least"),
        [(name, {"foldout": 7.5, "large-print": 18, "facilitator-guide": 3}.get(name, 9)) for name in PAPER],
    )
    def test_no_letter_is_smaller_than_promised(self, products: Path, name: str, least: float) -> None:
        assert min(letter.size for _, letter in letters(products / f"{name}.pdf")) >= least - 0.02

    @needs_poppler
    @pytest.mark.parametrize("name", PAPER)
    def test_no_two_lines_run_into_each_other(self, products: Path, name: str) -> None:
        for page in poppler.pages(products / f"{name}.pdf"):
            for line in page.lines:
                for other in page.lines:
                    across = min(line.x1, other.x1) - max(line.x0, other.x0)
                    down = min(line.y1, other.y1) - max(line.y0, other.y0)
                    height = min(line.y1 - line.y0, other.y1 - other.y0)
                    assert line is other or across <= 1 or down <= 0.35 * height, (line.text, other.text)

    @needs_poppler
    @pytest.mark.parametrize("name", PAPER)
    def test_every_font_is_ours_and_in_the_file(self, products: Path, name: str) -> None:
        fonts = poppler.fonts(products / f"{name}.pdf")
        assert fonts
        assert all(font.embedded and font.name.startswith(("Carlito", "Gelasio")) for font in fonts)

    @needs_qpdf
    @pytest.mark.parametrize("name", PAPER)
    def test_every_file_is_sound(self, products: Path, name: str) -> None:
        assert poppler.qpdf_check(products / f"{name}.pdf") == []

    @pytest.mark.parametrize("name", PAPER)
    def test_the_same_source_gives_the_same_bytes(self, products: Path, guide: Guide, name: str) -> None:
        again = made(guide, name, size_for("quarter-letter", PRODUCTS[name].sizes))
        assert again == (products / f"{name}.pdf").read_bytes()

    def test_a_size_stands_for_its_family(self) -> None:
        assert size_for("quarter-letter", ("letter", "a4")) == "letter"
        assert size_for("a6", ("letter", "a4")) == "a4"
        assert size_for("tabloid", ("letter", "tabloid", "a4", "a3")) == "tabloid"
        assert size_for("a4", ("4x6",)) == "4x6"

    def test_a_product_that_does_not_come_in_the_size_says_so_and_one_that_does_says_nothing(
        self, guide: Guide, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        comes = ("pocket-guide", "voices-poster", "large-print", "press", "handout", "facilitator-guide")
        for name, product in PRODUCTS.items():
            sizes = tuple(dict.fromkeys((*product.sizes, "a5"))) if name in comes else product.sizes
            monkeypatch.setitem(PRODUCTS, name, replace(product, sizes=sizes))
        for name in (*PAPER, "handout", "facilitator-guide"):
            product = PRODUCTS[name]
            plan = product.plan(guide, Options(page="a5"))
            whole, *_ = (poppler.pages(pdf.write(part)) for part in plan.documents)
            size = "a5" if name in comes else {"tips-card": "4x6", "booklet": "a6"}.get(name, "a4")
            wanted = formats.PAPERS[size].size
            folded = (297 * formats.MM / 4, 210 * formats.MM / 2) if name == "foldout" else wanted
            assert (whole[0].width, whole[0].height) == pytest.approx(folded, abs=24 if name == "press" else 0.1), name
            said = [note for note in plan.notes if "a5" in note]
            assert said == (
                [] if name in comes or name == "tips-card" else ["It does not come in a5, and is made in a4."]
            )


class TestBooklet:
    def test_says_how_to_print_it_on_a_sheet_of_its_own(self, products: Path, guide: Guide) -> None:
        *sides, last = (" ".join(word.text for word in page) for page in poppler.words(products / "booklet.pdf"))
        assert last == f"{guide.labels.print_short} {guide.labels.fold_four}"
        assert len(sides) == 4
        assert not [text for text in sides if "staple" in text]

    def test_has_a_frame_for_fronts_and_one_for_backs(self, products: Path) -> None:
        with pikepdf.open(products / "booklet.pdf") as file:
            frames = [sheet.Resources.XObject["/Frame"].objgen for sheet in file.pages]
        assert frames[:2] == frames[2:4]
        assert len(set(frames)) == 3

    def test_tells_a_viewer_to_flip_and_not_to_scale(self, products: Path, guide: Guide) -> None:
        with pikepdf.open(products / "booklet.pdf") as file:
            assert str(file.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
            assert str(file.Root.ViewerPreferences.PrintScaling) == "/None"
        with pikepdf.open(BytesIO(made(guide, "booklet", "a4", 2, Flip.LONG))) as file:
            assert str(file.Root.ViewerPreferences.Duplex) == "/DuplexFlipLongEdge"

    def test_has_the_cover_on_the_right_and_the_back_on_the_left_of_the_first_side(self, products: Path) -> None:
        first = poppler.pages(products / "booklet.pdf")[0]
        title = next(line for line in first.lines if line.text == "Pocket guide for staff")
        back = next(line for line in first.lines if line.text == "Who to call")
        assert back.x0 < first.width / 2 < title.x0
        assert title.y1 < first.height / 2

    def test_shares_the_pages_of_the_pocket_guide(self, guide: Guide) -> None:
        pocket = documents.pocket_guide(guide, Choice("a6"))
        booklet = documents.stapled_booklet(guide, Choice("a4"))
        assert booklet.printed[0] == pocket.printed[0]

    def test_a_booklet_too_thick_to_staple_is_told(self, guide: Guide) -> None:
        notes = documents.stapled_booklet(longer(guide), Choice("letter")).notes
        assert any("more than a stapler goes through" in note for note in notes)


class TestFoldout:
    def test_is_one_side_of_one_sheet(self, products: Path) -> None:
        (page,) = poppler.pages(products / "foldout.pdf")
        assert (page.width, page.height) == (11 * INCH, 8.5 * INCH)

    def test_has_its_upper_panels_upside_down_and_its_lower_ones_upright(self, products: Path) -> None:
        for _, letter in letters(products / "foldout.pdf"):
            upper = letter.y0 > 4.25 * INCH
            assert (letter.matrix[0] < 0) == upper

    def test_puts_who_to_call_on_the_back_and_the_title_on_the_front(self, products: Path) -> None:
        (page,) = poppler.pages(products / "foldout.pdf")
        where = {line.text: line.x0 // (2.75 * INCH) for line in page.lines}
        assert where["Who to call"] == 0
        assert where["Sex Trafficking and"] == 1

    def test_a_longer_source_gets_more_sheets_in_type_of_9_points_and_loses_nothing(self, guide: Guide) -> None:
        larger = longer(guide, tips=12, voices=12, longest=200)
        data = made(larger, "foldout", "letter")
        with pikepdf.open(BytesIO(data)) as sheets:
            count = len(sheets.pages)
        assert count > 1
        assert compare(larger.items(), placed(larger), read(data, "foldout.pdf")).faithful
        assert min(letter.size for _, letter in letters(data)) >= 8.98
        shown = "\n".join(line.text for page in poppler.pages(data) for line in page.lines)
        assert [f"{number}/{count}" in shown for number in range(1, count + 1)] == [True] * count

    def test_a_source_for_more_sheets_than_anybody_folds_is_refused_with_their_number(self, guide: Guide) -> None:
        with pytest.raises(LayoutError, match=r"would take \d+ sheets .* more than 8"):
            documents.pocket_foldout(longer(guide, tips=120, voices=120), Choice("letter"))

    def test_a_slightly_longer_source_gets_smaller_type_and_loses_nothing(self, guide: Guide) -> None:
        tips, voices = guide.sections[0].tips, guide.sections[1].voices
        more = voices[0].model_copy(update={"id": "voice.another", "text": "Quiet water and a light on the pier. " * 4})
        larger = with_sections(guide, tips, (*voices, more))
        data = made(larger, "foldout", "letter")
        assert compare(larger.items(), placed(larger), read(data, "foldout.pdf")).faithful
        sizes = [min(letter.size for _, letter in letters(file)) for file in (made(guide, "foldout", "letter"), data)]
        assert sizes[0] >= sizes[1] >= 7.48

    def test_a_build_of_all_goes_on_without_one_product_and_says_so(
        self, guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = replace(load(CONTENT), guide=longer(guide, tips=20, voices=20))
        monkeypatch.setattr("source.load.load", lambda *_: source)
        monkeypatch.setattr("source.reminders.reminders", lambda _: ())  # no file has the further items
        told: list[str] = []
        build(CONTENT, tmp_path, progress=lambda _: None, warn=lambda note: told.append(note.text))
        assert (tmp_path / "booklet.pdf").is_file()
        assert not (tmp_path / "voices-poster.pdf").exists()
        assert any(text.startswith("voices-poster.pdf is not made") for text in told)
        assert any("tip.more-7 is longer than a page" in text for text in told)

    def test_asked_for_by_name_it_is_an_error_and_all_else_is_made(
        self, guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = replace(load(CONTENT), guide=longer(guide))
        monkeypatch.setattr("source.load.load", lambda *_: source)
        monkeypatch.setattr("source.reminders.reminders", lambda _: ())  # no file has the further items
        with pytest.raises(IncompleteError, match=r"foldout\.pdf is not made\. .*sheets of 8 panels"):
            build(CONTENT, tmp_path, ("pocket-guide", "foldout"), progress=lambda _: None)
        assert [path.name for path in tmp_path.glob("[a-z]*")] == ["pocket-guide.pdf"]


class TestLargePrint:
    @needs_poppler
    def test_sets_nothing_in_italics(self, products: Path) -> None:
        assert not [font for font in poppler.fonts(products / "large-print.pdf") if "Italic" in font.name]

    def test_is_ragged_right_with_generous_leading(self) -> None:
        from handbook.formats import large

        for page in (large("letter"), large("a4")):
            for size in (page.body, page.tip, page.voice):
                assert size.leading >= 1.4 * size.size


class TestCardAndPoster:
    def test_a_card_has_two_sides_of_four_by_six_inches(self, products: Path) -> None:
        sides = poppler.pages(products / "tips-card.pdf")
        assert [(side.width, side.height) for side in sides] == [(4 * INCH, 6 * INCH)] * 2
        assert "self-identify" in " ".join(word.text for word in sides[0].words)
        assert "1-888-373-7888" in " ".join(word.text for word in sides[1].words)

    def test_more_tips_than_a_card_holds_stand_on_more_cards_that_say_which_they_are(self, guide: Guide) -> None:
        larger = longer(guide, tips=12, voices=0)
        data = made(larger, "tips-card", "4x6")
        comparison = compare(PRODUCTS["tips-card"].carries(larger), placed(larger), read(data, "tips-card.pdf"))
        assert comparison.faithful
        sides = ["\n".join(line.text for line in page.lines) for page in poppler.pages(data)]
        total = (len(sides) + 1) // 2
        assert total > 1
        assert all(f"{at // 2 + 1}/{total}" in side for at, side in enumerate(sides))

    def test_a_tip_longer_than_a_side_of_a_card_is_never_parted(self, guide: Guide) -> None:
        first, second = guide.sections
        long = Tip(id="tip.more-0", text=text(random.Random(1), 2500))
        larger = with_sections(guide, (*first.tips, long), second.voices)
        with pytest.raises(LayoutError, match=r"tip\.more-0 is longer than a side of a card by \d+ pt"):
            documents.tips_card(larger, Choice("4x6"))

    def test_tips_for_more_cards_than_anybody_carries_are_refused_with_their_number(self, guide: Guide) -> None:
        _, second = guide.sections
        tips = tuple(Tip(id=f"tip.more-{at}", text=text(random.Random(at), 700)) for at in range(60))
        with pytest.raises(LayoutError, match=r"would take \d+ cards"):
            documents.tips_card(with_sections(guide, tips, second.voices), Choice("4x6"))

    @pytest.mark.parametrize("size", PRODUCTS["voices-poster"].sizes)
    def test_voices_on_a_poster_are_of_24_points_or_more(self, guide: Guide, size: str) -> None:
        """24 points of Gelasio have an x-height of 4 mm, which is 7 minutes of arc at 2 m."""
        data = made(guide, "voices-poster", size)
        voices = [letter.size for _, letter in letters(data) if letter.fontname.endswith("Gelasio")]
        assert min(voices) >= 24 - 1e-6

    def test_each_sheet_of_a_poster_names_who_shared_the_voices(self, products: Path, guide: Guide) -> None:
        said = guide.labels.attribution.format(attribution=guide.sections[1].voices[0].attribution)
        for page in poppler.pages(products / "voices-poster.pdf"):
            assert said in [line.text for line in page.lines]

    def test_a_long_voice_gets_smaller_type_that_is_read_at_two_metres(self, guide: Guide) -> None:
        first, second = guide.sections
        long = second.voices[0].model_copy(update={"id": "voice.long", "text": text(random.Random(2), 1200)})
        data = made(with_sections(guide, first.tips, (long, *second.voices[1:])), "voices-poster", "letter")
        assert 18 - 1e-6 <= min(letter.size for _, letter in letters(data) if letter.fontname.endswith("Gelasio")) < 24

    def test_a_voice_longer_than_a_sheet_is_never_cut(self, guide: Guide) -> None:
        with pytest.raises(LayoutError, match=r"voice\.more-\d+ is longer than a sheet"):
            documents.voices_poster(longer(guide), Choice("letter"))


class TestPress:
    def test_has_three_millimetres_of_bleed_and_marks_beyond_it(self, products: Path) -> None:
        with pikepdf.open(products / "press.pdf") as file:
            for page in file.pages:
                trim, bleed, media = ([float(n) for n in box] for box in (page.trimbox, page.bleedbox, page.mediabox))
                assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((4.25 * INCH, 5.5 * INCH))
                assert [abs(a - b) for a, b in zip(trim, bleed, strict=True)] == pytest.approx([9] * 4)
                assert all(abs(a - b) >= 12 for a, b in zip(bleed, media, strict=True))

    def test_no_crop_mark_reaches_into_the_bleed(self, products: Path) -> None:
        with pikepdf.open(products / "press.pdf") as file:
            for page in file.pages:
                left, bottom, right, top = (float(n) for n in page.bleedbox)
                *_, drawn = [part for part in pikepdf.parse_content_stream(page) if str(part.operator) == "S"]
                assert drawn
                marks = page.Contents[-1].read_bytes().split(b"w ")[1].split(b" S")[0].split(b" l")
                points = [tuple(map(float, mark.replace(b" m", b"").split())) for mark in marks if mark.strip()]
                assert len(points) == 8
                for x0, y0, x1, y1 in points:
                    outside = (x0 < left and x1 < left) or (x0 > right and x1 > right)
                    outside |= (y0 < bottom and y1 < bottom) or (y0 > top and y1 > top)
                    assert outside

    def test_prints_with_inks_and_text_with_black_alone(self, products: Path) -> None:
        with pikepdf.open(products / "press.pdf") as file:
            for page in file.pages:
                used = [(str(part.operator), [float(n) for n in part.operands]) for part in colors(page)]
                assert used
                assert {operator for operator, _ in used} <= {"k", "K"}
                assert [0, 0, 0, 1] in [inks for _, inks in used]

    def test_lets_the_artwork_of_the_cover_run_over_the_edge(self, products: Path, tmp_path: Path) -> None:
        from PIL import Image

        first = poppler.images(products / "press.pdf", tmp_path, dpi=72)[0]
        with Image.open(first) as picture:
            bleed = picture.convert("L").crop((19, 60, 26, 380)).tobytes()
        assert min(bleed) < 200

    def test_mirrors_its_margins(self, products: Path) -> None:
        pages = poppler.pages(products / "press.pdf")
        voices = [min(word.x0 for word in page.words) for page in pages[6:14]]
        odd, even = voices[0], voices[1]
        assert odd - even == pytest.approx(4, abs=1)

    def test_claims_to_be_no_archive_file_as_its_colours_are_inks(self, products: Path) -> None:
        with pikepdf.open(products / "press.pdf") as file:
            assert b"pdfaid:part" not in file.Root.Metadata.read_bytes()
            assert "/OutputIntents" not in file.Root


def colors(page: pikepdf.Page) -> list[pikepdf.ContentStreamInstruction]:
    """Everything on a page that sets a colour."""
    instructions = pikepdf.parse_content_stream(page)
    return [
        part
        for part in instructions
        if isinstance(part, pikepdf.ContentStreamInstruction) and str(part.operator) in {"rg", "RG", "g", "G", "k", "K"}
    ]


class TestTheme:
    def test_a_change_of_the_accent_changes_every_product(self, guide: Guide) -> None:
        blue = guide.theme.colors.model_copy(update={"accent": "#123C78"})
        other = guide.model_copy(update={"theme": guide.theme.model_copy(update={"colors": blue})})
        for name in PAPER:
            documents = PRODUCTS[name].plan(other, Options(page=PRODUCTS[name].sizes[0])).documents
            assert "#123C78" in documents[0]
            assert not any(guide.theme.colors.accent in document for document in documents)

    @pytest.mark.parametrize("name", PAPER)
    def test_other_fonts_change_every_product_and_lose_no_words(self, guide: Guide, name: str) -> None:
        fonts = guide.theme.fonts
        swapped = fonts.model_copy(update={"tips": fonts.voices, "voices": fonts.tips})
        other = guide.model_copy(update={"theme": guide.theme.model_copy(update={"fonts": swapped})})
        data = made(other, name, PRODUCTS[name].sizes[0])
        assert compare(PRODUCTS[name].carries(other), placed(other), read(data, name)).faithful


def test_a_page_that_nobody_planned_is_an_error_and_not_a_loss(guide: Guide) -> None:
    job = documents.pocket_foldout(guide, Choice("letter"))
    panels, *frame = (pdf.write(document) for document in job.printed)
    file = BytesIO()
    with pikepdf.open(BytesIO(panels)) as spilled:
        spilled.pages.append(spilled.pages[7])
        spilled.save(file)
    with pytest.raises(LayoutError, match="8 pages were planned, and 9 were printed"):
        job.finish(file.getvalue(), *frame)


def test_an_unknown_way_to_lay_a_booklet_is_a_wrong_use(tmp_path: Path) -> None:
    for options in (Options(up=3), Options(flip="sideways"), Options(page="a0")):
        with pytest.raises(UsageError):
            build(CONTENT, tmp_path, ("booklet",), options, progress=lambda _: None)
