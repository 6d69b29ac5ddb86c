"""Everything on a slide that a person reads is read, wherever a program keeps it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Pt

from planned.slides import SlideKind
from products.verify import verify
from proof.findings import State
from proof.pptx import read
from proof.reading import Reading
from slides.agency.match import match_layouts
from slides.agency.read import open_template
from slides.agency.stage import fit_onto, set_stage
from slides.agency.write import write_onto
from slides.plan import plan
from source.load import CONTENT
from source.model import Guide
from tests.proof.hiding import saved
from tests.slides import templates

_NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
_NAMES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NS.items())
PLANTED = "Water the beds at dusk"
SLIDE = 1  # a tip


def xml(text: str) -> Any:
    return etree.fromstring(text.replace(">", f" {_NAMES}>", 1))


def box(holder: str = "", text: str = PLANTED, place: str = "") -> Any:
    return xml(
        f'<p:sp><p:nvSpPr><p:cNvPr id="77" name="x"/><p:cNvSpPr/><p:nvPr>{holder}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{place or PLACE}</p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        "</p:txBody></p:sp>"
    )


PLACE = '<a:xfrm><a:off x="100000" y="6200000"/><a:ext cx="4000000" cy="300000"/></a:xfrm>'
ASIDE = PLACE.replace("100000", "-9000000", 1)


def _in_a_holder(kind: str) -> Callable[[Any], None]:
    def plant(deck: Any) -> None:
        tree = deck.slides[SLIDE].shapes._spTree
        for old in tree.xpath(f'./p:sp[.//p:ph[@type="{kind}"]]'):
            tree.remove(old)
        tree.append(box(f'<p:ph type="{kind}" idx="10"/>'))

    return plant


def _on_the_layout(deck: Any) -> None:
    deck.slides[SLIDE].slide_layout.shapes._spTree.append(box())


def _on_the_master(deck: Any) -> None:
    deck.slide_master.shapes._spTree.append(box())


def _in_a_chart(deck: Any) -> None:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["spring", "autumn"]
    data.add_series(PLANTED, (1, 2))
    deck.slides[SLIDE].shapes.add_chart(XL_CHART_TYPE.PIE, Pt(500), Pt(300), Pt(90), Pt(60), data)


def _over_a_chart(deck: Any) -> None:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["spring", PLANTED]
    data.add_series("beds", (1, 2))
    shapes = deck.slides[SLIDE].shapes
    chart = shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(500), Pt(300), Pt(90), Pt(60), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = PLANTED


def _in_a_diagram(deck: Any) -> None:
    slide = deck.slides[SLIDE]
    model = f'<dgm:dataModel {_NAMES}><dgm:ptLst><dgm:pt modelId="1"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{PLANTED}</a:t>'
    model += "</a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    part = Part(PackURI("/ppt/diagrams/data1.xml"), kind, slide.part.package, model.encode())
    r_id = slide.part.relate_to(part, f"{_NS['r']}/diagramData")
    slide.shapes._spTree.append(
        xml(
            '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="78" name="d"/><p:cNvGraphicFramePr/><p:nvPr/>'
            '</p:nvGraphicFramePr><p:xfrm><a:off x="1" y="1"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic>'
            f'<a:graphicData uri="{_NS["dgm"]}"><dgm:relIds r:dm="{r_id}"/></a:graphicData></a:graphic>'
            "</p:graphicFrame>"
        )
    )


def _in_an_equation(deck: Any) -> None:
    sp = box(text="")
    both = (
        '<mc:AlternateContent><mc:Choice Requires="a14"><a14:m><m:oMath><m:r><m:t>TEXT</m:t></m:r></m:oMath></a14:m>'
        "</mc:Choice><mc:Fallback><a:r><a:t> </a:t></a:r></mc:Fallback></mc:AlternateContent>"
    )
    sp.find(".//a:p", _NS).append(xml(both.replace("TEXT", PLANTED)))
    deck.slides[SLIDE].shapes._spTree.append(sp)


def _for_older_programs_alone(deck: Any) -> None:
    both = xml(
        '<mc:AlternateContent><mc:Choice xmlns:own="urn:own" Requires="own"/><mc:Fallback/></mc:AlternateContent>'
    )
    both[1].append(box())
    deck.slides[SLIDE].shapes._spTree.append(both)


def _in_a_field(deck: Any) -> None:
    sp = box(text="")
    field = f'<a:fld id="{{7C8E9B1A-2D3F-4A5B-8C6D-1E2F3A4B5C6D}}" type="own"><a:t>{PLANTED}</a:t></a:fld>'
    sp.find(".//a:p", _NS).append(xml(field))
    deck.slides[SLIDE].shapes._spTree.append(sp)


def _in_a_table(deck: Any) -> None:
    table = deck.slides[SLIDE].shapes.add_table(1, 2, Pt(500), Pt(400), Pt(200), Pt(30)).table
    table.cell(0, 1).text = PLANTED


VISIBLE: dict[str, Callable[[Any], None]] = {
    "a footer": _in_a_holder("ftr"),
    "a date": _in_a_holder("dt"),
    "a header": _in_a_holder("hdr"),
    "a slide number that was typed over": _in_a_holder("sldNum"),
    "the layout": _on_the_layout,
    "the master": _on_the_master,
    "a series of a chart": _in_a_chart,
    "the title of a chart": _over_a_chart,
    "a diagram": _in_a_diagram,
    "an equation": _in_an_equation,
    "a shape for older programs alone": _for_older_programs_alone,
    "a field": _in_a_field,
    "a table": _in_a_table,
}


@pytest.mark.parametrize("name", VISIBLE)
def test_words_are_read_wherever_they_stand(name: str, few_slides: bytes, tmp_path: Path) -> None:
    deck: Any = Presentation(BytesIO(few_slides))
    VISIBLE[name](deck)
    file = tmp_path / "deck.pptx"
    file.write_bytes(saved(deck))
    found = [passage for passage in read(file.read_bytes(), file.name).passages if PLANTED in passage.text]
    # A master's words are told on the first slide alone, however many show them.
    assert {passage.location for passage in found} == {1 if name == "the master" else SLIDE + 1}
    if name in {"a footer", "the layout", "a diagram"}:  # and so they are told
        (comparison,) = verify(CONTENT, [file])
        assert any(f.state is State.ADDED and PLANTED in f.text for f in comparison.others)


def _prompt(deck: Any) -> None:
    deck.slides[SLIDE].slide_layout.shapes._spTree.append(box('<p:ph type="body" idx="40"/>'))


def _beside_the_layout(deck: Any) -> None:
    deck.slides[SLIDE].slide_layout.shapes._spTree.append(box(place=ASIDE))


def _behind_a_layout_that_hides_its_master(deck: Any) -> None:
    _on_the_master(deck)
    for layout in deck.slide_layouts:
        layout._element.set("showMasterSp", "0")


def _merged_away(deck: Any) -> None:
    table = deck.slides[SLIDE].shapes.add_table(1, 2, Pt(500), Pt(400), Pt(200), Pt(30)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 1)._tc.txBody.p_lst[0].append(xml(f"<a:r><a:t>{PLANTED}</a:t></a:r>"))


NOT_SHOWN: dict[str, Callable[[Any], None]] = {
    "a prompt": _prompt,
    "a remark beside the layout": _beside_the_layout,
    "a master that is not shown": _behind_a_layout_that_hides_its_master,
    "a cell that was merged away": _merged_away,
}


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_words_that_no_slide_shows_are_not_read(name: str, few_slides: bytes) -> None:
    deck: Any = Presentation(BytesIO(few_slides))
    NOT_SHOWN[name](deck)
    assert read(saved(deck), "deck.pptx").passages == read(few_slides, "deck.pptx").passages


def linked(few_slides: bytes, text: str, address: str) -> Reading:
    deck: Any = Presentation(BytesIO(few_slides))
    shape = deck.slides[SLIDE].shapes.add_textbox(Pt(60), Pt(480), Pt(300), Pt(20))
    run = shape.text_frame.paragraphs[0].add_run()
    run.text, run.hyperlink.address = text, address
    return read(saved(deck), "deck.pptx")


@pytest.mark.parametrize(
    ("text", "address", "told"),
    [
        ("gardens.example.org", "https://www.gardens.example.org/", False),
        ("Call 1-888-555-0100", "tel:+18885550100", False),
        ("ask@example.org", "mailto:ask@example.org", False),
        ("gardens.example.org", "https://other.example.com/", True),
        ("Call 1-888-555-0100", "tel:+18885550199", True),
        ("the list of seeds", "https://seeds.example.org/list", True),
    ],
)
def test_where_a_link_leads_is_read_if_its_words_do_not_say_so(
    text: str, address: str, told: bool, few_slides: bytes
) -> None:
    texts = [passage.text for passage in linked(few_slides, text, address).passages]
    assert (address in texts) is told


def test_notes_and_hidden_slides_are_kept_apart(few_slides: bytes) -> None:
    deck: Any = Presentation(BytesIO(few_slides))
    deck.slides[SLIDE]._element.set("show", "0")
    deck.slides[0].notes_slide.notes_text_frame.text = PLANTED
    found = read(saved(deck), "deck.pptx")
    assert not any(passage.location == SLIDE + 1 for passage in found.passages)
    notes = {(passage.location, passage.text) for passage in found.notes}
    assert (1, PLANTED) in notes
    assert any(location == SLIDE + 1 and text.startswith("Victims may not look like") for location, text in notes)


@pytest.mark.parametrize("beside", [False, True])
def test_boxes_are_read_in_the_order_in_which_a_person_sees_them(beside: bool, few_slides: bytes) -> None:
    """The second half of a tip lies below the first one in the file, and after it on the slide."""
    deck: Any = Presentation(BytesIO(few_slides))
    slide = deck.slides[SLIDE]
    body = next(holder for holder in slide.placeholders if "tip." in holder.name)
    words = body.text_frame.text.split(" ")
    body._element.getparent().remove(body._element)
    for at, half in ((1, words[len(words) // 2 :]), (0, words[: len(words) // 2])):
        left, top = (60 + 420 * at, 120) if beside else (60, 120 + 160 * at)
        shape = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(400), Pt(150))
        shape.text_frame.word_wrap = True
        shape.text_frame.text = " ".join(half)
    texts = [passage.text for passage in read(saved(deck), "deck.pptx").passages if passage.location == SLIDE + 1]
    assert " ".join(words) in " ".join(texts)


def test_a_part_of_a_slide_that_cannot_be_understood_costs_no_word(few_slides: bytes) -> None:
    """Looks that no program writes: colours, sizes and places that are no numbers."""
    with ZipFile(BytesIO(few_slides)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in [name for name in parts if name.startswith(("ppt/slides/slide", "ppt/slideLayouts/slideL"))]:
        text = parts[name].decode()
        for old, new in (('sz="', 'sz="x'), ('val="', 'val="?'), ('marR="', 'marR="-'), ('lvl="', 'lvl="x')):
            text = text.replace(old, new)
        parts[name] = text.encode()
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert read(target.getvalue(), "deck.pptx").passages == read(few_slides, "deck.pptx").passages


def test_what_a_template_brings_along_is_known_until_somebody_changes_it(guide: Guide) -> None:
    made: Any = Presentation(BytesIO(templates.default()))
    made.slide_master.shapes._spTree.append(box(text="The Garden Office of Example County"))
    template = open_template(saved(made), "own.pptx")
    stage = set_stage(template, match_layouts(template, guide.labels))
    slides = [slide for slide in plan(guide) if slide.kind is SlideKind.QUESTION]
    deck = write_onto(stage, guide, fit_onto(stage, slides, guide.theme, guide.labels))
    assert not any("Garden" in passage.text for passage in read(deck, "deck.pptx").passages)
    changed: Any = Presentation(BytesIO(deck))
    (words,) = (shape for shape in changed.slide_master.shapes if "Garden" in shape.text_frame.text)
    words.text_frame.text = "The Garden Office of Sample County"
    assert "The Garden Office of Sample County" in {p.text for p in read(saved(changed), "deck.pptx").passages}
