"""Decks on templates of different make: clean, faithful, in the template's look, and with nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from planned.slides import SlideKind
from products.build import build, try_template
from products.table import Options
from proof.matching import compare
from proof.pptx import read
from slides.agency.match import match_layouts
from slides.agency.read import open_template
from slides.agency.stage import Stage, fit_onto, set_stage
from slides.agency.trial import make_deck
from slides.agency.write import write_onto
from slides.fit import FittedSlide
from slides.plan import plan
from source.errors import UnreadableError
from source.load import CONTENT
from source.model import Guide
from source.notes import Note, Topic
from source.sessions import cut
from tests.checkers import libreoffice, openxml, poppler
from tests.checkers.needs import needs_libreoffice, needs_poppler
from tests.slides import templates
from tests.slides.templates import parts
from tests.support import LABELS, placed

LIBERATION = Path("/usr/share/fonts/truetype/liberation")
NAMES = [
    *templates.WRITTEN,
    *(pytest.param(name, marks=needs_libreoffice) for name in templates.IN_GALLERY),
]


def stage_of(name: str) -> Stage:
    template = open_template(templates.TEMPLATES[name](), f"{name}.potx")
    return set_stage(template, match_layouts(template, LABELS))


class Decks:
    """A deck on each template, made when it is first asked for."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.made: dict[str, tuple[Stage, tuple[FittedSlide, ...], bytes]] = {}

    def __call__(self, name: str) -> tuple[Stage, tuple[FittedSlide, ...], bytes]:
        if name not in self.made:
            stage = stage_of(name)
            fitted = fit_onto(stage, plan(self.guide), self.guide.theme, self.guide.labels)
            self.made[name] = (stage, fitted, write_onto(stage, self.guide, fitted))
        return self.made[name]


@pytest.fixture(scope="module")
def decks(guide: Guide) -> Decks:
    return Decks(guide)


def slides_of(deck: bytes) -> list[Any]:
    return list(Presentation(BytesIO(deck)).slides)


def targets(found: dict[str, bytes]) -> dict[str, set[str]]:
    """Which parts each part points to; "" is the package itself."""
    result = {}
    for name, content in found.items():
        if not name.endswith(".rels"):
            continue
        owner = normpath(join(dirname(dirname(name)), Path(name).name.removesuffix(".rels")))
        folder = dirname(owner) if name != "_rels/.rels" else ""
        result["" if name == "_rels/.rels" else owner] = {
            normpath(join(folder, entry.get("Target")))
            if not entry.get("Target").startswith("/")
            else entry.get("Target")[1:]
            for entry in etree.fromstring(content)
            if entry.get("TargetMode") != "External"
        }
    return result


@pytest.mark.parametrize("name", NAMES)
class TestOnEveryTemplate:
    def test_nothing_is_left_for_powerpoint_to_repair(self, decks: Decks, name: str) -> None:
        # What is wrong in the template already is not ours to mend; but we may not add a fault.
        before = set(openxml.faults(templates.TEMPLATES[name]()))
        assert [fault for fault in openxml.faults(decks(name)[2]) if fault not in before] == []

    def test_the_deck_says_what_the_source_says(self, decks: Decks, guide: Guide, name: str) -> None:
        comparison = compare(guide.items(), placed(guide), read(decks(name)[2], f"{name}.pptx"))
        assert comparison.faithful, [f for f in (*comparison.items, *comparison.others) if f.state != "same"]

    def test_every_part_is_used_and_every_use_has_its_part(self, decks: Decks, name: str) -> None:
        found = parts(decks(name)[2])
        pointers = targets(found)
        reached, waiting = set(), [""]
        while waiting:
            for target in pointers.get(waiting.pop(), ()):
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
        assert {part for part in found if not part.endswith(".rels")} - reached == {"[Content_Types].xml"}
        assert reached <= set(found)

    def test_masters_layouts_themes_and_pictures_survive(self, decks: Decks, name: str) -> None:
        plain = {"potx": "default", "potm": "default"}.get(name, name)  # python-pptx opens no template files
        assert looks(decks(name)[2]) == looks(templates.TEMPLATES[plain]())

    def test_every_slide_has_a_title_of_its_own_in_a_title_placeholder(self, decks: Decks, name: str) -> None:
        titles = [slide.shapes.title.text_frame.text for slide in slides_of(decks(name)[2])]
        assert all(titles)
        assert len(set(titles)) == len(titles)

    def test_no_placeholder_is_left_empty(self, decks: Decks, name: str) -> None:
        for slide in slides_of(decks(name)[2]):
            assert all(shape.text_frame.text for shape in slide.placeholders)

    def test_every_run_says_its_language(self, decks: Decks, guide: Guide, name: str) -> None:
        for slide in slides_of(decks(name)[2]):
            for tree in (slide._element, slide.notes_slide.notes_text_frame._txBody):
                assert {r.find(qn("a:rPr")).get("lang") for r in tree.iter(qn("a:r"))} == {guide.language}

    def test_every_slide_has_its_notes(self, decks: Decks, guide: Guide, name: str) -> None:
        _, fitted, deck = decks(name)
        for slide, each in zip(slides_of(deck), fitted, strict=True):
            assert each.slide.notes.script in slide.notes_slide.notes_text_frame.text
            assert ", ".join(each.slide.items) in slide.notes_slide.notes_text_frame.text

    def test_keynote_finds_the_notes_master(self, decks: Decks, name: str) -> None:
        root = Presentation(BytesIO(decks(name)[2])).element
        assert len(root.findall(f"{qn('p:notesMasterIdLst')}/{qn('p:notesMasterId')}")) == 1

    def test_the_sections_hold_all_slides_in_order(self, decks: Decks, name: str) -> None:
        root = Presentation(BytesIO(decks(name)[2])).element
        listed = [
            node.get("id") for node in root.iter("{http://schemas.microsoft.com/office/powerpoint/2010/main}sldId")
        ]
        assert listed == [node.get("id") for node in root.iter(qn("p:sldId"))]

    def test_the_number_stands_where_the_template_has_it(self, decks: Decks, name: str) -> None:
        stage, fitted, deck = decks(name)
        for number, (slide, each) in enumerate(zip(slides_of(deck), fitted, strict=True), start=1):
            holders = stage.matches[each.slide.kind].layout.holders
            found = [s for s in slide.placeholders if s.placeholder_format.type.name == "SLIDE_NUMBER"]
            assert len(found) == any(h.type == "sldNum" and h.frame for h in holders)
            assert [shape.text_frame.text for shape in found] in ([], [str(number)])

    def test_a_voice_stands_whole_on_one_slide(self, decks: Decks, guide: Guide, name: str) -> None:
        shown = [each.slide for each in decks(name)[1] if each.slide.kind is SlideKind.VOICE]
        voices = [voice.text for section in guide.sections for voice in section.voices]
        assert [slide.texts[0][1][0].text for slide in shown] == voices

    def test_nobody_leaves_a_trace(self, decks: Decks, guide: Guide, name: str) -> None:
        deck = decks(name)[2]
        properties = Presentation(BytesIO(deck)).core_properties
        assert (properties.title, properties.language) == (
            f"{guide.title} – {guide.labels.training_deck}",
            guide.language,
        )
        assert (properties.author, properties.last_modified_by) == ("", "")
        assert not any(part.startswith(("docProps/app", "docProps/thumb", "customXml")) for part in parts(deck))


def looks(deck: bytes) -> list[object]:
    """Masters, layouts and themes in their order, and the pixels of their pictures."""
    found: list[object] = []
    for master in Presentation(BytesIO(deck)).slide_masters:
        for part in (master.part, master.part.part_related_by(RT.THEME), *(each.part for each in master.slide_layouts)):
            found.append(canonical(part.blob))
            blobs = (rel.target_part.blob for rel in part.rels.values() if rel.reltype == RT.IMAGE)
            found.append(sorted(pixels(blob) for blob in blobs if re.match(rb"\x89PNG|\xff\xd8", blob)))
    return found


def pixels(picture: bytes) -> bytes:
    with Image.open(BytesIO(picture)) as image:
        return image.convert("RGBA").tobytes()


def canonical(content: bytes) -> bytes:
    """XML without links, animations, extensions, numbers of layouts, and white space between elements."""
    root = etree.fromstring(content, etree.XMLParser(remove_blank_text=True))
    gone = [
        *map(qn, ("a:hlinkClick", "p:extLst", "p:timing", "p:transition")),
        *[qn("a:extLst")] * (b"svgBlip" not in content),
    ]
    for each in list(root.iter(*gone)):
        each.getparent().remove(each)
    for each in root.iter():
        for attribute in [key for key in each.attrib if key.startswith("{")]:
            del each.attrib[attribute]
        if each.tag == qn("p:sldLayoutId"):
            del each.attrib["id"]
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, method="c14n"))


class TestSubtitles:
    def test_a_template_with_a_subtitle_of_one_line_takes_the_deck_of_every_session(
        self, guide: Guide, tmp_path: Path
    ) -> None:
        low = ("ppt/slideLayouts/slideLayout1.xml", r'(<a:ext cx="6400800" cy=)"\d+"', r'\1"380000"')
        path = tmp_path / "low.potx"
        path.write_bytes(templates.edited(templates.default(), low))
        assert try_template(CONTENT, path).usable
        for name in guide.sessions:
            session = cut(guide, name)
            assert make_deck(session, path, None, lambda text: None)


class TestWords:
    def test_a_voice_is_shown_as_written_where_the_template_sets_capitals(self, decks: Decks) -> None:
        _, fitted, deck = decks("dark_capitals")
        for slide, each in zip(slides_of(deck), fitted, strict=True):
            if each.slide.kind is SlideKind.VOICE:
                bodies = [shape for shape in slide.shapes if shape.name == "Voice"]
                caps = {r.get("cap") for shape in bodies for r in shape._element.iter(qn("a:rPr"))}
                assert caps == {"none"}

    def test_a_voice_has_no_bullet(self, decks: Decks) -> None:
        for slide in slides_of(decks("default")[2]):
            for shape in slide.shapes:
                if shape.name == "Voice":
                    assert all(p.find(qn("a:buNone")) is not None for p in shape._element.iter(qn("a:pPr")))

    def test_points_have_the_templates_own_bullet(self, decks: Decks) -> None:
        (slide,) = [
            s for s in slides_of(decks("default")[2]) if "do not understand" in str(s.shapes[1].text_frame.text)
        ]
        listed = [p for p in slide.shapes[1]._element.iter(qn("a:pPr")) if p.get("marL") != "0"]
        assert len(listed) == 3
        assert all(p.find(qn("a:buChar")) is None and p.find(qn("a:buNone")) is None for p in listed)

    def test_our_words_run_from_left_to_right_on_a_template_for_arabic(self, decks: Decks) -> None:
        for slide in slides_of(decks("right_to_left")[2]):
            for shape in slide.shapes:
                if shape.name in {"Voice", "Tip", "Text"}:
                    paragraphs = list(shape._element.iter(qn("a:pPr")))
                    assert {(p.get("rtl"), p.get("algn")) for p in paragraphs} == {("0", "l")}

    def test_a_layout_that_turns_its_colours_round_turns_them_on_the_slide(self, decks: Decks) -> None:
        _, fitted, deck = decks("light_colors_over_a_layout")
        for slide, each in zip(slides_of(deck), fitted, strict=True):
            turned = slide._element.find(f".//{qn('a:overrideClrMapping')}") is not None
            assert turned is (each.slide.kind is SlideKind.SECTION)


class TestAgain:
    def test_the_same_template_and_source_give_the_same_bytes(self, decks: Decks, guide: Guide) -> None:
        for name in ("many_samples", "several_masters"):
            stage = stage_of(name)
            again = write_onto(stage, guide, fit_onto(stage, plan(guide), guide.theme, guide.labels))
            assert again == decks(name)[2]

    def test_no_part_carries_a_date(self, decks: Decks) -> None:
        with ZipFile(BytesIO(decks("many_samples")[2])) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_our_own_deck_can_be_the_template_of_the_next(self, decks: Decks, guide: Guide) -> None:
        template = open_template(decks("house")[2], "training-deck.pptx")
        stage = set_stage(template, match_layouts(template, LABELS))
        deck = write_onto(stage, guide, fit_onto(stage, plan(guide), guide.theme, guide.labels))
        assert openxml.faults(deck) == []
        assert len(slides_of(deck)) == len(slides_of(decks("house")[2]))


# --- as another program shows it ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pictures(decks: Decks, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[poppler.Page]]:
    """Every deck as LibreOffice shows it, with nothing made smaller to fit."""
    folder = tmp_path_factory.mktemp("decks")
    paths = []
    for name in templates.TEMPLATES:
        plain = {n: c.replace(b"<a:normAutofit/>", b"<a:noAutofit/>") for n, c in parts(decks(name)[2]).items()}
        paths.append(folder / f"{name}.pptx")
        paths[-1].write_bytes(templates.packed(plain))
    fonts = [LIBERATION] if LIBERATION.is_dir() else []
    made = libreoffice.convert_all(paths, folder / "pdf", extra_fonts=fonts, timeout=300)
    return {path.stem: poppler.pages(path) for path in made}


@needs_libreoffice
@needs_poppler
@pytest.mark.parametrize("name", templates.TEMPLATES)
def test_every_word_is_shown_inside_its_box_and_above_the_footers(
    decks: Decks, pictures: dict[str, list[poppler.Page]], name: str
) -> None:
    stage, fitted, _ = decks(name)
    outside = []
    for number, (each, page) in enumerate(zip(fitted, pictures[name], strict=True), start=1):
        across, down = page.width / stage.template.width, page.height / stage.template.height
        shown = [(word.text, word.x0 / across, word.y0 / down, word.x1 / across, word.y1 / down) for word in page.words]
        for spot in stage.areas(each.slide):
            text = dict(each.slide.placed).get(spot.position.index, ())
            upper = spot.level.capitals and spot.position.index == 0
            for word in (word for paragraph in text for word in paragraph.text.split()):
                at = _inside(shown, word.upper() if upper else word, spot.position.frame)
                if at is None:
                    outside.append((number, spot.area.name, word))
                else:
                    shown.pop(at)
    assert outside == []


def _inside(shown: list[tuple[str, float, float, float, float]], word: str, frame: Any) -> int | None:
    """Where a word is shown within a box. Poppler's boxes of words are 1.3 em high, letters reach from 0.2 to 1.15."""
    for at, (text, x0, y0, x1, y1) in enumerate(shown):
        top, bottom = y0 + 0.15 * (y1 - y0), y1 - 0.12 * (y1 - y0)
        across = frame.x - 2 <= x0 and x1 <= frame.x + frame.width + 2
        if text in _pieces(word) and across and frame.y - 1 <= top and bottom <= frame.y + frame.height + 1:
            return at
    return None


def _pieces(word: str) -> Iterator[str]:
    """A word as it may stand at the end of a line: whole, up to a hyphen, or broken where it is very long."""
    yield word
    if len(word) > 20:
        yield from (word[:at] for at in range(10, len(word)))
    yield from (word[: match.end()] for match in re.finditer(r"[-/–]", word))


class TestBuilding:
    def test_the_deck_is_built_proven_and_written(self, tmp_path: Path) -> None:
        (tmp_path / "agency.potx").write_bytes(templates.small_widescreen())
        notes: list[Note] = []
        options = Options(template=tmp_path / "agency.potx")
        (made,) = build(CONTENT, tmp_path / "out", ["training-deck"], options, lambda step: None, notes.append)
        assert made.data["verdict"] == "same"
        assert Presentation(str(made.path)).slide_width == 9144000
        warnings = [note.text for note in notes if note.topic is Topic.TO_CHECK]
        trial = try_template(CONTENT, tmp_path / "agency.potx")
        assert warnings == [*trial.errors, *trial.advice]
        assert warnings[-1] == (
            "agency.potx: the font Arial does not ship with the builder; its words were measured with Carlito, "
            "taken 14 % wider."
        )

    def test_a_bad_template_leaves_what_was_there(self, tmp_path: Path) -> None:
        (tmp_path / "agency.potx").write_bytes(b"no template")
        (tmp_path / "training-deck.pptx").write_bytes(b"of yesterday")
        with pytest.raises(UnreadableError):
            build(CONTENT, tmp_path, ["training-deck"], Options(template=tmp_path / "agency.potx"), lambda step: None)
        assert (tmp_path / "training-deck.pptx").read_bytes() == b"of yesterday"
