"""The pocket guide as others see it: veraPDF, poppler, qpdf and pdfminer.six read the file that was built."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTCurve

from handbook.formats import pocket
from handbook.guide import ABOUT, BACK, CONTACTS, CONTENTS, COVER, OPENING, plan
from planned.blocks import items_of
from planned.spacing import PageFormat
from products.build import build
from products.table import Options
from source.load import CONTENT
from source.model import Guide, Section
from tests.checkers import poppler, verapdf
from tests.checkers.needs import needs_java, needs_poppler, needs_qpdf
from tests.support import ROOT, letters

SAFE = 0.25 * 72  # what office printers cannot reach, in points
pytestmark = needs_poppler


@pytest.fixture(scope="module", params=["a6", "quarter-letter"])
def page(request: pytest.FixtureRequest) -> PageFormat:
    return pocket(request.param)


@pytest.fixture(scope="module")
def booklets(pocket_guide: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pocket guide in every page size."""
    folder = tmp_path_factory.mktemp("a6")
    build(CONTENT, folder, ["pocket-guide"], Options(page="a6"), progress=lambda step: None)
    return {"quarter-letter": pocket_guide, "a6": folder / "pocket-guide.pdf"}


@pytest.fixture(scope="module")
def pdf(booklets: dict[str, Path], page: PageFormat) -> Path:
    return booklets[page.name]


@pytest.fixture(scope="module")
def pages(pdf: Path) -> list[poppler.Page]:
    return poppler.pages(pdf)


@pytest.fixture(scope="module")
def tagged(pdf: Path) -> list[tuple[str, str]]:
    """The words of the structure tree in logical order: the tags that hold them, from the outside in, and the words."""
    found: list[tuple[str, str]] = []
    tags: list[str] = []
    for row in poppler.structure(pdf).splitlines():
        depth = (len(row) - len(row.lstrip())) // 2
        name = row.strip()
        if name.startswith('"'):
            path = "/".join(tag for tag in tags[:depth] if tag != "Span")
            if found and found[-1][0] == path and len(tags) > depth - 1:
                found[-1] = (path, f"{found[-1][1]} {name.strip(chr(34))}")
            else:
                found.append((path, name.strip('"')))
        else:
            tags[depth:] = [name.split(" ")[0]]
            if "(block)" in name or name.split(" ")[0] in {"BlockQuote", "L", "Sect"}:
                found.append(("/".join(tags), ""))
    return [(path, folded(words)) for path, words in found if words]


def folded(text: str) -> str:
    return " ".join(text.split())


def body(page: poppler.Page, page_format: PageFormat) -> list[poppler.Line]:
    """The lines of a page without its running head and its folio."""
    return [
        line for line in page.lines if line.y0 > page_format.top - 2 and line.y1 < page.height - page_format.bottom + 2
    ]


# --- the file -----------------------------------------------------------------------------------------------------


@needs_java
def test_verapdf_finds_nothing_against_pdf_ua_in_any_size(booklets: dict[str, Path]) -> None:
    assert verapdf.validate_all(list(booklets.values()), ["PDFUA_1"]) == [{"PDFUA_1": []}] * len(booklets)


@needs_qpdf
def test_the_file_is_sound(pdf: Path) -> None:
    assert poppler.qpdf_check(pdf) == []


def test_every_page_has_the_size_that_was_asked_for(pages: list[poppler.Page], page: PageFormat) -> None:
    for leaf in pages:
        assert (leaf.width, leaf.height) == pytest.approx((page.width, page.height), abs=0.1)


def test_there_are_as_many_pages_as_planned(guide: Guide, pages: list[poppler.Page], page: PageFormat) -> None:
    assert len(pages) == len(plan(guide, page).pages)


def test_title_subject_and_edition_stand_in_the_metadata_and_nothing_personal(pdf: Path, guide: Guide) -> None:
    info = poppler.info(pdf)
    assert info["Title"] == guide.title
    assert info["Subject"] == guide.labels.pocket_guide
    assert info["Keywords"] == f"edition {guide.edition}, fingerprint {guide.fingerprint}"
    assert info["Tagged"] == "yes"
    assert not {"Author", "Creator", "CreationDate", "ModDate"} & info.keys()


def test_the_language_is_that_of_the_guide_and_the_title_is_shown_in_the_window(pdf: Path, guide: Guide) -> None:
    with pikepdf.open(pdf) as opened:
        assert str(opened.Root.Lang) == guide.language
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)


def test_bookmarks_name_every_part_and_lead_to_its_page(pdf: Path, guide: Guide, page: PageFormat) -> None:
    planned = [leaf.name for leaf in plan(guide, page).pages]
    wanted = {
        guide.title: COVER,
        guide.labels.contents: CONTENTS,
        guide.sections[0].heading: OPENING,
        guide.sections[1].heading: OPENING,
        guide.labels.own_contacts: CONTACTS,
        guide.labels.contacts: BACK,
        guide.labels.about: ABOUT,
    }
    with pikepdf.open(pdf) as opened, opened.open_outline() as outline:
        numbers = {leaf.obj.objgen: number for number, leaf in enumerate(opened.pages)}
        found = {folded(str(entry.title)): entry.destination for entry in entries(outline.root)}
        for title, kind in wanted.items():
            target = found[title]
            assert isinstance(target, pikepdf.Array), title
            assert planned[numbers[target[0].objgen]] == kind, title


def entries(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    """Bookmarks of all levels, from the first to the last."""
    for item in items:
        yield item
        yield from entries(item.children)


def test_only_fonts_that_ship_are_embedded_and_all_of_them_are(pdf: Path) -> None:
    fonts = poppler.fonts(pdf)
    assert {re.split(r"[- ]", font.name)[0] for font in fonts} == {"Carlito", "Gelasio"}
    assert all(font.embedded and font.unicode for font in fonts)


def test_fonts_of_the_machine_are_not_used_even_where_it_has_many(pdf: Path, tmp_path: Path, page: PageFormat) -> None:
    """A configuration that offers a font as the best for everything, as a desktop may have it."""
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        "<dir>/usr/share/fonts</dir><match target='pattern'><edit name='family' mode='prepend' binding='strong'>"
        "<string>DejaVu Sans</string></edit></match></fontconfig>"
    )
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from products.build import Options, build\n"
        "from source.load import CONTENT\n"
        "build(CONTENT, Path(sys.argv[1]), ['pocket-guide'], Options(page=sys.argv[2]), progress=lambda step: None)\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), page.name],
        check=True,
        cwd=ROOT,
        env={"FONTCONFIG_FILE": str(fonts), "PATH": "/usr/bin:/bin"},
        timeout=60,
    )
    assert (tmp_path / "pocket-guide.pdf").read_bytes() == pdf.read_bytes()


# --- tags ---------------------------------------------------------------------------------------------------------


def test_there_is_one_heading_of_the_first_level_and_none_is_skipped(tagged: list[tuple[str, str]]) -> None:
    levels = [int(match[1]) for path, _ in tagged if (match := re.search(r"/H(\d)$", path))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_headings_of_the_original_are_tagged_as_headings(tagged: list[tuple[str, str]], guide: Guide) -> None:
    headings = [words for path, words in tagged if re.search(r"/H\d$", path)]
    assert headings[0] == guide.title
    for section in guide.sections:
        assert section.heading in headings


def test_tips_are_entries_of_a_list_and_points_of_a_list_inside(tagged: list[tuple[str, str]], guide: Guide) -> None:
    entries = [(path.split("/").count("L"), words) for path, words in tagged if path.endswith("LBody")]
    for tip in guide.sections[0].tips:
        assert (1, tip.text) in entries
        for point in tip.points:
            assert (2, point.text) in entries


def test_tips_are_numbered_from_one_to_seven(tagged: list[tuple[str, str]]) -> None:
    labels = [words for path, words in tagged if path.endswith("Lbl")]
    assert [words for words in labels if words[0].isdigit()] == [f"{number}." for number in range(1, 8)]


def test_every_voice_is_tagged_as_a_quotation_and_nothing_else_is(tagged: list[tuple[str, str]], guide: Guide) -> None:
    quotations = [words for path, words in tagged if "BlockQuote" in path]
    assert quotations == [voice.text for voice in guide.sections[1].voices]


def test_running_heads_and_folios_are_no_part_of_what_is_read_aloud(
    tagged: list[tuple[str, str]], guide: Guide
) -> None:
    assert [words for _, words in tagged].count(guide.title) == 1
    assert not [words for path, words in tagged if re.fullmatch(r"\d{1,2}", words) and "LBody" not in path]


# --- pages --------------------------------------------------------------------------------------------------------


def test_a_reader_finds_every_voice_whole_on_one_page(pages: list[poppler.Page], guide: Guide) -> None:
    texts = [folded(" ".join(word.text for word in leaf.words)) for leaf in pages]
    for voice in guide.sections[1].voices:
        assert sum(voice.text in text for text in texts) == 1, voice.id


def test_a_reader_finds_every_tip_whole_on_one_page_with_its_points(pages: list[poppler.Page], guide: Guide) -> None:
    texts = [folded(" ".join(word.text for word in leaf.words)) for leaf in pages]
    for tip in guide.sections[0].tips:
        homes = [text for text in texts if tip.text in text]
        assert len(homes) == 1, tip.id
        for point in tip.points:
            assert point.text in homes[0], point.id


def test_every_page_with_a_voice_says_who_shared_it(pages: list[poppler.Page], guide: Guide) -> None:
    texts = [folded(" ".join(word.text for word in leaf.words)) for leaf in pages]
    homes = [text for text in texts if any(voice.text in text for voice in guide.sections[1].voices)]
    assert len(homes) > 1
    assert all("Shared by women working with Breaking Free" in text for text in homes)


def test_no_page_ends_on_a_heading(
    pages: list[poppler.Page], tagged: list[tuple[str, str]], page: PageFormat, guide: Guide
) -> None:
    headings = {words for path, words in tagged if re.search(r"/H\d$", path)}
    write_in = {contact.name for contact in guide.contacts if not contact.lines}  # a ruled line stands under these
    for number, leaf in enumerate(pages, start=1):
        last = max(body(leaf, page), key=lambda line: line.y1)
        assert last.text not in headings - write_in, f"page {number}"


def test_no_page_but_the_cover_is_nearly_empty(pages: list[poppler.Page], page: PageFormat) -> None:
    for number, leaf in enumerate(pages[1:], start=2):
        lines = body(leaf, page)
        reach = max(line.y1 for line in lines) - page.top
        ink = sum(line.y1 - line.y0 for line in lines)
        assert reach > 0.6 * page.depth, f"page {number} ends after {reach / page.depth:.0%}"
        assert ink > 0.3 * page.depth, f"page {number} is {ink / page.depth:.0%} text"


def test_every_page_but_the_covers_has_its_number_and_a_running_head(
    pages: list[poppler.Page], page: PageFormat, guide: Guide
) -> None:
    heads = {guide.title, guide.labels.contents, guide.labels.own_contacts, guide.labels.about}
    heads |= {section.short for section in guide.sections}
    cover, *inside, back = pages
    for out in (cover, back):
        assert not [line for line in out.lines if line.y1 < page.top or line.y0 > page.height - page.bottom]
    for number, leaf in enumerate(inside, start=2):
        outside = [line for line in leaf.lines if line not in body(leaf, page)]
        assert [line.text for line in outside if line.y0 > page.height - page.bottom] == [str(number)]
        assert next(line.text for line in outside if line.y1 < page.top) in heads


def test_the_running_head_of_a_right_page_names_its_section(
    pages: list[poppler.Page], page: PageFormat, guide: Guide
) -> None:
    homes = {item: section.short for section in guide.sections for item in _ids(section)}
    for number, (leaf, planned) in enumerate(zip(pages, plan(guide, page).pages, strict=True), start=1):
        if number % 2 and (carried := items_of(planned.blocks)) and carried[0] in homes:
            head = next(line.text for line in leaf.lines if line.y1 < page.top)
            assert head == homes[carried[0]]


def _ids(section: Section) -> list[str]:
    intro = [section.intro.id] if section.intro else []
    return [section.id, *intro, *(tip.id for tip in section.tips), *(voice.id for voice in section.voices)]


def test_nothing_is_printed_where_office_printers_cannot_reach(pages: list[poppler.Page]) -> None:
    for leaf in pages:
        for word in leaf.words:
            assert word.x0 >= SAFE - 0.01, word
            assert word.y0 >= SAFE - 0.01, word
            assert word.x1 <= leaf.width - SAFE + 0.01, word
            assert word.y1 <= leaf.height - SAFE + 0.01, word


def test_no_type_is_smaller_than_nine_points(pdf: Path) -> None:
    sizes = {round(char.size, 2) for page in letters(pdf) for char in page}
    assert min(sizes) >= 9
    assert len(sizes) < 10


def test_the_number_to_call_stands_on_the_back_in_24_points_or_more(pdf: Path, guide: Guide) -> None:
    (*_, back) = letters(pdf)
    number = guide.contacts[0].lines[0].value
    large = "".join(char.get_text() for char in back if char.size >= 24)
    assert large == number
    assert min(char.size for char in back) >= 9


def test_numbers_of_tips_begin_where_headings_do(pages: list[poppler.Page], guide: Guide) -> None:
    numbered = [line for leaf in pages for line in leaf.lines if re.match(r"\d\.", line.text)]
    heading = next(
        line for leaf in pages for line in leaf.lines if line.text == guide.sections[0].short and line.y0 > 40
    )
    assert len(numbered) == 7
    for line in numbered[:4]:  # on the page of the heading
        assert line.x0 == pytest.approx(heading.x0, abs=0.5)


def test_every_contact_has_its_number_or_a_ruled_line_to_write_on(
    pages: list[poppler.Page], pdf: Path, guide: Guide
) -> None:
    rules = [(at, item) for at, leaf in enumerate(extract_pages(pdf)) for item in leaf if isinstance(item, LTCurve)]
    texts = [folded(" ".join(word.text for word in leaf.words)) for leaf in pages]
    for contact in guide.contacts:
        at, line = next((at, line) for at, leaf in enumerate(pages) for line in leaf.lines if line.text == contact.name)
        below = [
            rule
            for number, rule in rules
            if number == at and rule.width > 100 and 0 < pages[at].height - rule.y0 - line.y1 < 40
        ]
        assert bool(below) is not bool(contact.lines), contact.id
        assert all(f"{entry.label} {entry.value}" in texts[at] for entry in contact.lines)


def test_the_hotline_stands_there_with_the_day_it_was_checked_and_its_source(
    pages: list[poppler.Page], guide: Guide
) -> None:
    text = next(text for leaf in pages if "1-888" in (text := folded(" ".join(word.text for word in leaf.words))))
    hotline = guide.contacts[0]
    assert f"Last checked: {hotline.verified_on}. Source: {hotline.source}." in text


def test_the_colophon_names_source_edition_check_code_and_how_to_get_a_new_copy(
    pages: list[poppler.Page], guide: Guide
) -> None:
    text = next(text for leaf in pages if "Check code" in (text := folded(" ".join(word.text for word in leaf.words))))
    assert f"Edition {guide.edition}" in text
    assert f"Check code {guide.fingerprint}" in text
    assert "tip sheet “Sex Trafficking and Safe Harbors" in text
    assert "For a new copy" in text
    assert "Permission: not recorded" in text


def test_the_contents_name_each_page_as_its_heading_does(guide: Guide, pdf: Path) -> None:
    contents, *others = (" ".join(word.text for word in page) for page in poppler.words(pdf)[1:])
    for section in guide.sections:
        assert section.intro
        assert section.intro.label in contents
        assert [text for text in others if section.intro.label.lower() in text.lower()]
    assert guide.labels.question not in contents


def test_the_contents_name_the_pages_to_which_they_lead(pdf: Path) -> None:
    contents = poppler.pages(pdf)[1]
    with pikepdf.open(pdf) as opened:
        numbers = {leaf.obj.objgen: number for number, leaf in enumerate(opened.pages, start=1)}
        names = pikepdf.NameTree(opened.Root.Names.Dests)
        links = [note for note in opened.pages[1].Annots.as_list() if note.Subtype == "/Link"]
        assert len(links) >= 6
        for link in links:
            middle = contents.height - (float(link.Rect[1]) + float(link.Rect[3])) / 2
            printed = [word.text for word in contents.words if word.y0 < middle < word.y1][-1]
            destination = names[str(link.A.D if "/A" in link else link.Dest)]
            assert printed == str(numbers[destination[0].objgen])
