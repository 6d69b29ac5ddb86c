"""The picture of a slide says what the deck says, in the same place: held against LibreOffice's own rendering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from lxml import etree

from handbook import html, pdf
from planned.slides import SlideKind
from slides import svg
from slides.fit import FittedSlide, fit
from slides.layouts import HEIGHT, WIDTH
from slides.plan import plan
from slides.write import write
from source.model import Guide
from source.sessions import cut
from source.words import tokens
from tests.checkers import libreoffice, needs, poppler
from typeset.families import FAMILIES

NEAR = HEIGHT * 0.02
LARGE = 0.08  # of the height of a line: the boxes of a font that poppler reads differ by a part of its size
SVG = "{http://www.w3.org/2000/svg}"


Decks = dict[str, tuple[Guide, tuple[FittedSlide, ...]]]


@pytest.fixture(scope="module")
def decks(guide: Guide) -> Decks:
    """The slides of every session."""
    shown = {name: cut(guide, name) for name in guide.sessions}
    return {name: (part, fit(plan(part), part.theme, part.labels)) for name, part in shown.items()}


@pytest.fixture(scope="module")
def slides(guide: Guide) -> tuple[FittedSlide, ...]:
    return fit(plan(guide), guide.theme, guide.labels)


@pytest.fixture(scope="module")
def drawn(decks: Decks) -> dict[str, list[poppler.Page]]:
    """The pictures on pages of the size of a slide, as poppler reads them."""
    faces = "".join(
        f'@font-face {{ font-family: "{family.name}"; src: url("font:{family.file(bold=bold, italic=italic).name}"); '
        f"font-weight: {'bold' if bold else 'normal'}; font-style: {'italic' if italic else 'normal'} }}"
        for family in FAMILIES.values()
        for bold in (False, True)
        for italic in (False, True)
    )
    style = f"{faces} @page {{ size: {WIDTH}pt {HEIGHT}pt; margin: 0 }} body {{ margin: 0 }} img {{ display: block }}"
    head = f"<html lang=en><title>Slides</title><style>{style}</style>"
    return {
        name: poppler.pages(
            pdf.write(
                head
                + "".join(
                    f'<img alt="a slide" style="width: {WIDTH}pt" src="{html.address(svg.svg(shown, fitted, at))}">'
                    for at, fitted in enumerate(slides, start=1)
                )
            )
        )
        for name, (shown, slides) in decks.items()
    }


@pytest.fixture(scope="module")
def rendered(decks: Decks, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[poppler.Page]]:
    """The decks as LibreOffice draws them."""
    folder = tmp_path_factory.mktemp("rendered")
    paths = []
    for name, (shown, slides) in decks.items():
        paths.append(folder / f"{name}.pptx")
        paths[-1].write_bytes(write(shown, slides))
    return {path.stem: poppler.pages(path) for path in libreoffice.convert_all(paths, folder)}


@needs.needs_libreoffice
@needs.needs_poppler
class TestAgainstLibreOffice:
    def test_every_line_of_every_session_breaks_at_the_same_word(
        self, drawn: dict[str, list[poppler.Page]], rendered: dict[str, list[poppler.Page]]
    ) -> None:
        assert sum(map(len, drawn.values())) > 80
        for place, picture, slide in pairs(drawn, rendered):
            assert texts(picture) == texts(slide), place

    def test_every_line_stands_within_two_hundredths_of_the_height(
        self, drawn: dict[str, list[poppler.Page]], rendered: dict[str, list[poppler.Page]]
    ) -> None:
        for place, picture, slide in pairs(drawn, rendered):
            for ours, theirs in zip(ordered(picture), ordered(slide), strict=True):
                near = max(NEAR, LARGE * (theirs.y1 - theirs.y0))
                for side in ("x0", "y0", "x1", "y1"):
                    away = abs(getattr(ours, side) - getattr(theirs, side))
                    assert away <= near, f"{place}: {side} of “{ours.text}” is {away:.1f} pt away"


def pairs(
    drawn: dict[str, list[poppler.Page]], rendered: dict[str, list[poppler.Page]]
) -> Iterator[tuple[str, poppler.Page, poppler.Page]]:
    assert drawn.keys() == rendered.keys()
    for name, pictures in drawn.items():
        for number, (picture, slide) in enumerate(zip(pictures, rendered[name], strict=True), start=1):
            yield f"{name}, slide {number}", picture, slide


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

    def test_draws_a_voice_in_the_serif_and_a_tip_in_the_sans(
        self, guide: Guide, slides: Sequence[FittedSlide]
    ) -> None:
        assert "Gelasio" in families(guide, slides, SlideKind.VOICE)
        assert families(guide, slides, SlideKind.TIP) == {"Carlito"}

    def test_keeps_emphasis(self, guide: Guide, slides: Sequence[FittedSlide]) -> None:
        number = of_kind(slides, SlideKind.QUESTION)
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


def of_kind(slides: Sequence[FittedSlide], kind: SlideKind) -> int:
    return next(number for number, fitted in enumerate(slides, start=1) if fitted.slide.kind is kind)


def families(guide: Guide, slides: Sequence[FittedSlide], kind: SlideKind) -> set[str]:
    """The first family of each text; after it stand those that set what it lacks."""
    number = of_kind(slides, kind)
    texts = drawn_texts(guide, slides[number - 1], number)
    return {text.get("font-family", "").partition(",")[0] for text in texts}
