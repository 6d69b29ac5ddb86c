"""What of a template passes into a deck: what the table lists, and nothing that says something of people."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from posixpath import basename, dirname, join, normpath

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from slides.agency.allowed import EXTENSIONS, KINDS, POINTERS
from slides.agency.match import match_layouts
from slides.agency.pictures import plain
from slides.agency.read import open_template
from slides.agency.stage import fit_onto, set_stage
from slides.agency.trial import try_stage
from slides.agency.write import write_onto
from slides.plan import plan
from source.errors import UnreadableError
from source.model import Guide
from tests.checkers import libreoffice, openxml, poppler
from tests.checkers.needs import needs_libreoffice, needs_poppler
from tests.slides import templates
from tests.slides.agency import planted
from tests.slides.agency.planted import PLANTS, SECRET, Package
from tests.slides.templates import PERSON, SAMPLE, packed, parts
from tests.support import LABELS

# Every relationship that may stand in a deck on somebody's template: of which part, and of which kind.
MAY_PASS = {
    ("", "officeDocument"),
    ("presentation", "slideMaster"),
    ("presentation", "notesMaster"),
    ("presentation", "handoutMaster"),
    ("presentation", "theme"),
    ("presentation", "tableStyles"),
    ("presentation", "font"),
    ("slideMaster", "slideLayout"),
    ("slideMaster", "theme"),
    ("slideMaster", "image"),
    ("slideLayout", "slideMaster"),
    ("slideLayout", "themeOverride"),
    ("slideLayout", "image"),
    ("notesMaster", "theme"),
    ("notesMaster", "image"),
    ("handoutMaster", "theme"),
    ("handoutMaster", "image"),
    ("theme", "image"),
    ("themeOverride", "image"),
    ("tableStyles", "image"),
}
OURS = {
    *(("", kind) for kind in ("core-properties", "custom-properties")),
    *(("presentation", kind) for kind in ("slide", "presProps", "viewProps")),
    *(("slide", kind) for kind in ("slideLayout", "notesSlide")),
    *(("notesSlide", kind) for kind in ("slide", "notesMaster")),
}
TYPES = {
    *("presentation.main", "slideMaster", "slideLayout", "notesMaster", "handoutMaster", "tableStyles", "slide"),
    *("notesSlide", "presProps", "viewProps", "theme", "themeOverride", "custom-properties", "core-properties"),
    *("relationships", "xml", "x-fontdata", "png", "jpeg", "x-emf", "x-wmf", "svg"),
}


def deck_on(data: bytes, guide: Guide) -> bytes:
    """Two slides on a template."""
    template = open_template(data, "agency.potx")
    stage = set_stage(template, match_layouts(template, LABELS))
    return write_onto(stage, guide, fit_onto(stage, plan(guide)[:2], guide.theme, guide.labels))


def planted_in(*names: str) -> bytes:
    file = Package()
    for name in names:
        PLANTS[name](file)
    return packed(file.parts)


def relations(deck: bytes) -> set[tuple[str, str]]:
    """The relationships of a deck, as the kind of the part and that of the relationship; all lead to parts of it."""
    found = parts(deck)
    result = set()
    for name in (name for name in found if name.endswith(".rels")):
        owner = basename(name).removesuffix(".rels")
        for each in etree.fromstring(found[name]):
            assert each.get("TargetMode") is None, each.attrib
            assert normpath(join(dirname(dirname(name)), each.get("Target"))) in found, each.attrib
            result.add((owner.removesuffix(".xml").rstrip("0123456789"), basename(each.get("Type"))))
    return result


def test_the_tables_are_those_that_were_looked_at() -> None:
    owners = {kind: basename(entry.name).split("{")[0].removesuffix(".xml") for kind, entry in KINDS.items()}
    may = {(owners[kind], to) for kind, entry in KINDS.items() for to in (*entry.itself, *entry.by_element)}
    assert may | {("", "officeDocument")} == MAY_PASS
    assert len(POINTERS) == 10
    assert sorted(basename(tag).partition("}")[2] for tag in EXTENSIONS.values()) == [
        "decorative",
        "svgBlip",
        "useLocalDpi",
    ]


@pytest.mark.parametrize("name", templates.WRITTEN)
def test_every_relationship_and_part_of_a_deck_is_on_the_list(guide: Guide, name: str) -> None:
    deck = deck_on(templates.WRITTEN[name](), guide)
    assert relations(deck) <= MAY_PASS | OURS
    kinds = {e.get("ContentType") for e in etree.fromstring(parts(deck)["[Content_Types].xml"])}
    assert {PREFIX.sub("", kind.removesuffix("+xml")) for kind in kinds} <= TYPES


PREFIX = re.compile(r".*/(?:vnd\.openxmlformats-(?:officedocument|package)\.)?(?:presentationml\.)?")


@pytest.mark.parametrize("name", PLANTS)
class TestWhateverIsPlanted:
    def test_it_reaches_no_deck(self, guide: Guide, name: str) -> None:
        data = planted_in(name)
        assert any(says(content) for content in (*parts(data).values(), *map(str.encode, parts(data))))
        deck = deck_on(data, guide)
        for part, content in parts(deck).items():
            assert not says(content), part
            assert SECRET not in part
        assert relations(deck) <= MAY_PASS | OURS

    def test_the_deck_has_nothing_for_powerpoint_to_repair(self, guide: Guide, name: str) -> None:
        assert openxml.faults(deck_on(planted_in(name), guide)) == []


def says(content: bytes) -> bool:
    return SECRET.encode() in content or SECRET.encode("utf-16-le") in content


@needs_libreoffice
@needs_poppler
def test_a_deck_on_a_template_with_all_of_it_opens_in_another_program(guide: Guide, tmp_path: Path) -> None:
    deck = deck_on(planted_in(*PLANTS), guide)
    assert openxml.faults(deck) == []
    (first, second) = poppler.pages(libreoffice.convert(deck, tmp_path))
    assert first.words
    assert second.words


class TestPictures:
    @pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "TIFF"])
    def test_a_picture_keeps_its_pixels(self, form: str) -> None:
        data = planted._saved(form)
        assert pixels(plain(data)[0]) == pixels(data)

    def test_a_picture_without_its_end_passes_with_one(self) -> None:
        assert plain(templates.png()[:-12])[0] == templates.png()

    def test_a_photograph_is_not_compressed_anew(self) -> None:
        data = planted._saved("JPEG")
        scans = data[data.index(b"\xff\xda") : data.index(b"\xff\xd9", data.rindex(b"\xff\xda"))]
        assert scans in plain(data)[0]

    @pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"words"])
    def test_what_is_no_picture_does_not_pass(self, data: bytes) -> None:
        with pytest.raises(ValueError, match=r"damaged|known"):
            plain(data)


def pixels(picture: bytes) -> bytes:
    with Image.open(BytesIO(picture)) as image:
        return image.convert("RGBA").tobytes()


class TestWhatIsSaid:
    def test_what_somebody_might_miss_is_said_with_the_advice(self, guide: Guide) -> None:
        template = open_template(planted_in("a chart", "a picture that lies elsewhere", "macros"), "agency.potx")
        trial = try_stage(set_stage(template, match_layouts(template, LABELS)), guide)
        assert trial.advice[0] == (
            "agency.potx: the deck goes without charts, diagrams and embedded objects; pictures that lie elsewhere or "
            "cannot be read. Look at the preview."
        )
        assert {"macros", "document properties (2)", "printer settings"} <= set(trial.left_out)

    def test_a_font_that_may_be_passed_on_stays(self, guide: Guide) -> None:
        file = Package()
        planted._embedded_font(file)
        file.parts["ppt/fonts/font1.fntdata"] = planted._font(0x0008)
        deck = parts(deck_on(packed(file.parts), guide))
        assert deck["ppt/fonts/font1.fntdata"] == planted._font(0x0008)

    def test_a_button_to_the_next_slide_stays(self, guide: Guide) -> None:
        deck = deck_on(planted_in("a tip on a button"), guide)
        (link,) = Presentation(BytesIO(deck)).slide_masters[0]._element.iter(qn("a:hlinkClick"))
        assert link.get("action") == "ppaction://hlinkshowjump?jump=nextslide"


class TestSamples:
    def test_no_word_of_the_sample_slides_stays(self, guide: Guide) -> None:
        for part, content in parts(deck_on(templates.many_samples(), guide)).items():
            assert SAMPLE.encode() not in content, part
            assert PERSON.encode() not in content, part

    def test_the_logo_stays_and_its_link_to_a_sample_slide_goes(self, guide: Guide) -> None:
        master = Presentation(BytesIO(deck_on(templates.many_samples(), guide))).slide_masters[0]
        (logo,) = [shape for shape in master.shapes if shape.name == "Logo"]
        assert logo.image.blob == templates.png()
        assert logo._element.find(f".//{qn('a:hlinkClick')}") is None

    def test_a_template_file_becomes_a_presentation(self, guide: Guide) -> None:
        assert b"presentationml.presentation.main+xml" in parts(deck_on(templates.potm(), guide))["[Content_Types].xml"]


class TestWhatIsNoTemplate:
    def test_a_file_of_another_kind_is_refused_in_words(self) -> None:
        with pytest.raises(UnreadableError, match=r"brochure\.pdf is no PowerPoint template"):
            open_template(b"%PDF-1.7", "brochure.pdf")

    def test_a_locked_file_is_refused_with_what_to_do(self) -> None:
        with pytest.raises(UnreadableError, match="locked with a password"):
            open_template(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "locked.pptx")

    def test_a_damaged_file_is_refused(self) -> None:
        data = templates.default()
        with pytest.raises(UnreadableError):
            open_template(data[: len(data) // 2], "half.pptx")

    def test_a_word_document_is_refused(self) -> None:
        old = (r"ppt/presentation.xml", r"(</?)p:presentation\b", r"\1p:document")
        with pytest.raises(UnreadableError):
            open_template(templates.edited(templates.default(), old), "letter.docx")

    @pytest.mark.parametrize("size", ["0", "-9144000", "900000", "99999999999999999999"])
    def test_slides_of_an_impossible_size_are_refused_with_where_to_set_it(self, size: str) -> None:
        data = templates.edited(templates.default(), (r"ppt/presentation.xml", r'cx="9144000"', f'cx="{size}"'))
        with pytest.raises(UnreadableError, match=r"inches; PowerPoint knows 1 to 56.*Design, Slide Size"):
            open_template(data, "odd.potx")

    @pytest.mark.parametrize("part", ["presentation", "slideMasters/slideMaster1", "slideLayouts/slideLayout2"])
    def test_entities_are_refused(self, part: str) -> None:
        entity = r'\1<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        data = templates.edited(templates.default(), (rf"ppt/{part}.xml", r"(\?>)", entity))
        with pytest.raises(UnreadableError, match=r"odd\.potx defines entities"):
            open_template(data, "odd.potx")

    def test_the_strict_form_is_named(self) -> None:
        old = "http://schemas.openxmlformats.org/officeDocument"
        data = templates.edited(templates.default(), (r".*\.rels", old, "http://purl.oclc.org/ooxml/officeDocument"))
        with pytest.raises(UnreadableError, match="Strict Open XML"):
            open_template(data, "odd.potx")

    @pytest.mark.parametrize("gone", ["theme/theme1.xml", "slideMasters/_rels/slideMaster1.xml.rels"])
    def test_without_a_theme_or_layouts_it_is_refused(self, gone: str) -> None:
        found = parts(templates.default())
        del found[f"ppt/{gone}"]
        with pytest.raises(UnreadableError, match="no slide layout that can be used"):
            open_template(packed(found), "odd.potx")

    def test_a_part_that_is_far_too_large_is_named(self) -> None:
        space = " " * 17_000_000
        data = templates.edited(
            templates.default(), (r"ppt/slideLayouts/slideLayout2.xml", "<p:cSld", f"{space}<p:cSld")
        )
        with pytest.raises(UnreadableError, match=r"slideLayout2\.xml” is larger than 16 MiB"):
            open_template(data, "odd.potx")

    def test_a_part_that_is_damaged_is_named(self) -> None:
        data = templates.edited(templates.default(), (r"ppt/slideLayouts/slideLayout2.xml", "</p:cSld>", ""))
        with pytest.raises(UnreadableError, match=r"odd\.potx: “ppt/slideLayouts/slideLayout2\.xml” in it is damaged"):
            open_template(data, "odd.potx")
