"""The picture of a slide says what the deck says, in the same place: held against LibreOffice's own rendering."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from lxml import etree

from handbook import binder, pdf
from slides import svg
from slides.fit import FittedSlide, fit
from slides.layouts import HEIGHT, WIDTH, Kind
from slides.plan import plan
from slides.write import write
from source.model import Guide
from source.reading import tokens
from tests.checkers import libreoffice, needs, poppler
from typeset.families import FAMILIES

NEAR = HEIGHT * 0.02
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def slides(guide: Guide) -> tuple[FittedSlide, ...]:
    return fit(plan(guide), guide.theme, guide.labels)


@pytest.fixture(scope="module")
def drawn(guide: Guide, slides: tuple[FittedSlide, ...]) -> list[poppler.Page]:
    """The pictures on pages of the size of a slide, as poppler reads them."""
    faces = "".join(
        f'@font-face {{ font-family: "{family.name}"; src: url("font:{family.file(bold=bold, italic=italic).name}"); '
        f"font-weight: {'bold' if bold else 'normal'}; font-style: {'italic' if italic else 'normal'} }}"
        for family in FAMILIES.values()
        for bold in (False, True)
        for italic in (False, True)
    )
    style = f"{faces} @page {{ size: {WIDTH}pt {HEIGHT}pt; margin: 0 }} body {{ margin: 0 }} img {{ display: block }}"
    pictures = "".join(
        f'<img alt="a slide" style="width: {WIDTH}pt" src="{binder.address(svg.svg(guide, fitted, number))}">'
        for number, fitted in enumerate(slides, start=1)
    )
    return poppler.pages(pdf.write(f"<html lang=en><title>Slides</title><style>{style}</style>{pictures}</html>"))


@pytest.fixture(scope="module")
def shown(
    guide: Guide, slides: tuple[FittedSlide, ...], tmp_path_factory: pytest.TempPathFactory
) -> list[poppler.Page]:
    """The deck as LibreOffice draws it."""
    return poppler.pages(libreoffice.convert(write(guide, slides), tmp_path_factory.mktemp("shown")))


@needs.needs_libreoffice
@needs.needs_poppler
class TestAgainstLibreOffice:
    def test_every_line_breaks_at_the_same_word(self, drawn: list[poppler.Page], shown: list[poppler.Page]) -> None:
        assert len(drawn) == len(shown) > 30
        for number, (picture, slide) in enumerate(zip(drawn, shown, strict=True), start=1):
            assert texts(picture) == texts(slide), f"slide {number}"

    def test_every_line_stands_within_two_hundredths_of_the_height(
        self, drawn: list[poppler.Page], shown: list[poppler.Page]
    ) -> None:
        for number, (picture, slide) in enumerate(zip(drawn, shown, strict=True), start=1):
            for ours, theirs in zip(ordered(picture), ordered(slide), strict=True):
                for side in ("x0", "y0", "x1", "y1"):
                    away = abs(getattr(ours, side) - getattr(theirs, side))
                    assert away <= NEAR, f"slide {number}: {side} of “{ours.text}” is {away:.1f} pt away"


def ordered(page: poppler.Page) -> list[poppler.Line]:
    return sorted(page.lines, key=lambda line: (line.text, round(line.y0)))


def texts(page: poppler.Page) -> list[str]:
    return [line.text for line in ordered(page)]


class TestPicture:
    def test_shows_every_word_of_the_slide_and_no_other(self, guide: Guide, slides: Sequence[FittedSlide]) -> None:
        for number, fitted in enumerate(slides, start=1):
            foot = f"{guide.title} · {guide.labels.edition.format(edition=guide.edition)}"
            wanted = [foot, str(number), *svg.spoken(fitted)]
            found = " ".join(text.text or "" for text in drawn_texts(guide, fitted, number))
            assert words(found) == words(" ".join(wanted)), f"slide {number}"

    def test_gives_each_character_its_place(self, guide: Guide, slides: Sequence[FittedSlide]) -> None:
        for text in drawn_texts(guide, slides[1], 2):
            places = [float(x) for x in text.get("x", "").split()]
            assert len(places) == len(text.text or "")
            assert places == sorted(places)

    def test_draws_a_voice_in_the_serif_and_a_tip_in_the_sans(
        self, guide: Guide, slides: Sequence[FittedSlide]
    ) -> None:
        assert "Gelasio" in families(guide, slides, Kind.VOICE)
        assert families(guide, slides, Kind.TIP) == {"Carlito"}

    def test_keeps_emphasis(self, guide: Guide, slides: Sequence[FittedSlide]) -> None:
        number = of_kind(slides, Kind.QUESTION)
        styles = {text.get("font-style") for text in drawn_texts(guide, slides[number - 1], number)}
        assert "italic" in styles

    def test_names_no_address_and_no_script(self, guide: Guide, slides: Sequence[FittedSlide]) -> None:
        for number, fitted in enumerate(slides, start=1):
            found = re.findall(r"[a-z]+://[^\"]+", svg.svg(guide, fitted, number))
            assert set(found) == {"http://www.w3.org/2000/svg"}

    def test_keeps_characters_that_mean_something_in_xml(self, guide: Guide, slides: Sequence[FittedSlide]) -> None:
        renamed = guide.model_copy(update={"title": "Help & <care>"})
        assert "Help & <care>" in drawn_texts(renamed, slides[4], 5)[0].text

    def test_is_the_same_every_time(self, guide: Guide, slides: Sequence[FittedSlide]) -> None:
        assert svg.svg(guide, slides[0], 1) == svg.svg(guide, slides[0], 1)


def drawn_texts(guide: Guide, fitted: FittedSlide, number: int) -> list[etree._Element]:
    return list(etree.fromstring(svg.svg(guide, fitted, number).encode()).iter(f"{SVG}text"))


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text) if any(map(str.isalnum, token.text))]


def of_kind(slides: Sequence[FittedSlide], kind: Kind) -> int:
    return next(number for number, fitted in enumerate(slides, start=1) if fitted.slide.kind is kind)


def families(guide: Guide, slides: Sequence[FittedSlide], kind: Kind) -> set[str]:
    number = of_kind(slides, kind)
    return {text.get("font-family", "") for text in drawn_texts(guide, slides[number - 1], number)}
