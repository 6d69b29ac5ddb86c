"""The file around the slides: theme, master, layouts, and a zip that is always the same."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from planned.slides import SlideKind
from slides import package
from slides.layouts import LAYOUTS
from source.load import load
from source.model import Guide
from tests.checkers import openxml
from tests.support import KINDS, change

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def template(guide: Guide) -> bytes:
    return package.zipped(package.template_parts(guide))


def part(deck: bytes, name: str) -> Any:
    with ZipFile(BytesIO(deck)) as file:
        return etree.fromstring(file.read(name))


def layouts(deck: bytes) -> Any:
    return Presentation(BytesIO(deck)).slide_layouts


def test_the_template_alone_is_a_sound_presentation(template: bytes) -> None:
    assert openxml.faults(template) == []
    assert len(Presentation(BytesIO(template)).slides) == 0


def test_it_has_one_master_and_the_layouts_of_the_table_by_name(template: bytes) -> None:
    presentation = Presentation(BytesIO(template))
    assert len(presentation.slide_masters) == 1
    assert [layout.name for layout in presentation.slide_layouts] == list(KINDS)


def test_layouts_have_the_names_that_trainers_look_for(template: bytes) -> None:
    names = {layout.name for layout in layouts(template)}
    assert {"Title", "Section", "Tip", "Voice", "Question", "Discussion", "Contacts", "About"} <= names


def test_every_layout_has_a_title_a_footer_and_a_slide_number(template: bytes) -> None:
    for layout in layouts(template):
        kinds = [holder.element.find(f".//{qn('p:ph')}").get("type") for holder in layout.placeholders]
        assert kinds.count("ftr") == 1, layout.name
        assert kinds.count("sldNum") == 1, layout.name
        assert kinds.count("title") + kinds.count("ctrTitle") == 1, layout.name


WORDS_ARE_TITLES = {SlideKind.TIP, SlideKind.VOICE}


def test_switching_the_layout_keeps_the_words_because_the_main_text_has_one_index_everywhere(
    template: bytes,
) -> None:
    """PowerPoint carries the text of a placeholder over to the one with its idx (title to title)."""
    for layout in layouts(template):
        wanted = {0} if KINDS[layout.name] in WORDS_ARE_TITLES else {0, 1}
        assert wanted <= {holder.placeholder_format.idx for holder in layout.placeholders}, layout.name


def test_the_main_text_is_of_one_type_on_every_layout_but_the_title(template: bytes) -> None:
    for layout in (each for each in layouts(template) if KINDS[each.name] not in WORDS_ARE_TITLES):
        main = next(holder for holder in layout.placeholders if holder.placeholder_format.idx == 1)
        expected = "subTitle" if KINDS[layout.name] is SlideKind.TITLE else "body"
        assert main.element.find(f".//{qn('p:ph')}").get("type") == expected, layout.name


def test_colours_and_fonts_of_the_theme_are_those_of_the_source(template: bytes, guide: Guide) -> None:
    theme = part(template, "ppt/theme/theme1.xml")
    colors = {node.tag.removeprefix(A): node[0].get("val") for node in theme.find(f".//{A}clrScheme")}
    assert colors["dk1"] == guide.theme.colors.ink.lstrip("#").upper()
    assert colors["accent1"] == guide.theme.colors.accent.lstrip("#").upper()
    assert colors["lt2"] == guide.theme.colors.tint.lstrip("#").upper()
    assert theme.find(f".//{A}majorFont/{A}latin").get("typeface") == guide.theme.fonts.voices.office
    assert theme.find(f".//{A}minorFont/{A}latin").get("typeface") == guide.theme.fonts.tips.office


def test_layouts_and_master_take_every_colour_and_font_from_the_theme(template: bytes) -> None:
    """So that switching the theme in PowerPoint changes all of it."""
    with ZipFile(BytesIO(template)) as file:
        names = [name for name in file.namelist() if "slideLayouts/slideL" in name or "slideMasters/slideM" in name]
        assert len(names) == len(LAYOUTS) + 1
        for name in names:
            tree = etree.fromstring(file.read(name))
            assert not list(tree.iter(f"{A}srgbClr")), name
            faces = {node.get("typeface") for node in tree.iter(f"{A}latin", f"{A}ea", f"{A}cs")}
            assert all(face.startswith("+") for face in faces), name


def test_another_theme_in_the_source_is_another_theme_in_the_file(content: Path) -> None:
    change(content, "theme.yaml", '"#0B5260"', '"#5A1230"')
    change(content, "theme.yaml", "office: Calibri", "office: Aptos")
    theme = part(package.zipped(package.template_parts(load(content).guide)), "ppt/theme/theme1.xml")
    assert theme.find(f".//{A}accent1/{A}srgbClr").get("val") == "5A1230"
    assert theme.find(f".//{A}minorFont/{A}latin").get("typeface") == "Aptos"


def test_layouts_and_what_empty_places_ask_for_are_words_of_the_labels(content: Path) -> None:
    """Every letter that PowerPoint shows to those who add a slide can be translated."""
    labels = load(content).guide.labels
    reworded = {name: f"«{words}»" for name, words in labels.model_dump().items() if "{" not in words}
    (content / "labels.yaml").write_text(yaml.safe_dump(reworded), encoding="utf-8")
    made = layouts(package.zipped(package.template_parts(load(content).guide)))
    assert {layout.name for layout in made} == {f"«{name}»" for name in KINDS}
    foot = {"ftr", "sldNum"}
    for layout in made:
        for holder in layout.placeholders:
            if holder.element.find(f".//{qn('p:ph')}").get("type") not in foot:
                assert holder.text_frame.text.startswith("«"), (layout.name, holder.text_frame.text)


def test_ornaments_are_marked_as_decorative(template: bytes) -> None:
    with ZipFile(BytesIO(template)) as file:
        for name in file.namelist():
            if "slideLayouts/slideL" not in name:
                continue
            for shape in etree.fromstring(file.read(name)).iter(qn("p:sp")):
                if shape.find(f".//{qn('p:ph')}") is None:
                    assert shape.findall(".//{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative")


def test_every_part_of_the_zip_has_the_same_date_and_no_trace_of_a_machine(template: bytes) -> None:
    with ZipFile(BytesIO(template)) as file:
        assert {(entry.date_time, entry.create_system, entry.extra, entry.comment) for entry in file.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0, b"", b"")
        }


def test_the_order_in_which_parts_are_made_changes_nothing() -> None:
    packed = package.zipped({"b.xml": b"", "[Content_Types].xml": b"", "a.xml": b""})
    assert ZipFile(BytesIO(packed)).namelist() == ["[Content_Types].xml", "a.xml", "b.xml"]
    assert packed == package.zipped({"a.xml": b"", "b.xml": b"", "[Content_Types].xml": b""})
