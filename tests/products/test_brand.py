"""Somebody's own brand: an agency's name and logo on every product, seen, said once, and no part of the source."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTComponent, LTContainer, LTImage, LTTextLine

from products.build import build
from products.table import PRODUCTS, Options
from products.verify import verify
from proof.pdf import read
from source.load import CONTENT
from tests import logos
from tests.checkers import openxml, poppler, verapdf
from tests.checkers.needs import needs_java, needs_poppler
from tests.logos import LONG_NAME, SECRET, drawn, saved
from tests.slides import templates
from tests.support import handbook

PDFS = [name for name, product in PRODUCTS.items() if product.printed]
WHOLE = [name for name in PDFS if name not in {"booklet", "foldout"}]  # pages, and no sheets of them
ALT = "A disc in a frame"
BRANDS = {
    "wide": ("Harbor House", saved(drawn(1600, 400)), {"alt": ALT}),
    "tall": (LONG_NAME, saved(drawn(500, 1000, (250, 250, 240, 255))), {"alt": ALT, "ground": "#20304A"}),
}


@pytest.fixture(scope="module", params=BRANDS)
def brand(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A content folder for each brand."""
    folders = {name: tmp_path_factory.mktemp("brands") / name for name in BRANDS}
    for name, folder in folders.items():
        shutil.copytree(CONTENT, folder)
        agency, logo, more = BRANDS[name]
        logos.give(folder, agency, logo, **more)
    return folders


@pytest.fixture(scope="module")
def made(brand: str, sources: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every product of a brand; a build proves each of them."""
    folder = tmp_path_factory.mktemp("made")
    done = build(sources[brand], folder, progress=lambda step: None, warn=lambda text: None)
    assert {one.product for one in done} == set(PRODUCTS)
    return folder


def placed(item: object, kind: type[LTComponent]) -> Iterator[LTComponent]:
    """Everything of a kind on a page."""
    if isinstance(item, kind):
        yield item
    elif isinstance(item, LTContainer):
        for child in item:
            yield from placed(child, kind)


def folded(text: str) -> str:
    return " ".join(text.split())


# --- on paper -----------------------------------------------------------------------------------------------------


@needs_poppler
def test_every_printed_product_says_the_agencys_name(made: Path, brand: str) -> None:
    for product in PDFS:
        said = folded(" ".join(word.text for page in poppler.words(made / f"{product}.pdf") for word in page))
        assert BRANDS[brand][0] in said, product


def test_every_printed_product_shows_the_logo_sharply_and_clear_of_words(made: Path) -> None:
    for product in PDFS:
        for page in extract_pages(made / f"{product}.pdf"):
            for image in placed(page, LTImage):
                assert isinstance(image, LTImage)
                if image.width < 15 and product == "facilitator-guide":
                    continue  # in a picture of a slide
                assert image.srcsize[0] / image.width * 72 >= 149, product
                for line in placed(page, LTTextLine):
                    apart = line.x0 >= image.x1 or line.x1 <= image.x0 or line.y0 >= image.y1 or line.y1 <= image.y0
                    assert apart, (product, page.pageid, line)
        shown = [i for page in extract_pages(made / f"{product}.pdf") for i in placed(page, LTImage)]
        assert shown, product


def test_a_logo_is_said_once_and_is_decoration_where_it_is_repeated(made: Path) -> None:
    for product in WHOLE:
        data = (made / f"{product}.pdf").read_bytes()
        said = [passage.text for passage in read(data, product).passages].count(ALT)
        assert said == 1, product


@needs_java
def test_files_with_a_logo_keep_the_rules_of_their_standards(made: Path) -> None:
    files = [made / f"{product}.pdf" for product in WHOLE]
    for path, found in zip(files, verapdf.validate_all(files, ["PDFUA_1", "PDFA_2_A"]), strict=True):
        assert found["PDFUA_1"] == [], path.name
        assert path.stem == "press" or found["PDFA_2_A"] == [], path.name


def test_a_press_gets_the_logo_in_inks(made: Path) -> None:
    with pikepdf.open(made / "press.pdf") as pdf:
        pictures = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/BitsPerComponent" in thing
        ]
        assert {str(picture.ColorSpace) for picture in pictures} == {"/DeviceCMYK", "/DeviceGray"}  # and its mask


def test_nothing_of_the_file_but_its_pixels_is_in_a_product(made: Path) -> None:
    for path in made.iterdir():
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                for thing in pdf.objects:
                    if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                        assert not {"/Metadata", "/Alternates", "/OPI"} & set(thing.keys())
                        assert SECRET.encode() not in thing.read_bytes()
        assert SECRET.encode() not in path.read_bytes()


# --- on slides ----------------------------------------------------------------------------------------------------


@pytest.fixture
def deck(made: Path) -> dict[str, bytes]:
    return templates.parts((made / "training-deck.pptx").read_bytes())


def test_the_logo_is_in_a_deck_once_on_its_master_and_its_title_slide(deck: dict[str, bytes]) -> None:
    pictures = [name for name in deck if name.startswith("ppt/media/")]
    pointing = {name for name, data in deck.items() if name.endswith(".rels") and b"media/logo.png" in data}
    assert pictures == ["ppt/media/logo.png"]
    assert {Path(name).name for name in pointing} == {"slideMaster1.xml.rels", "slideLayout1.xml.rels"}
    assert ALT.encode() in deck["ppt/slideMasters/slideMaster1.xml"]
    assert b'showMasterSp="0"' in deck["ppt/slideLayouts/slideLayout1.xml"]


def test_every_slide_names_the_agency_in_its_foot_and_the_title_slide_above_too(
    deck: dict[str, bytes], brand: str
) -> None:
    name = BRANDS[brand][0]
    slides = [data for part, data in deck.items() if re.fullmatch(r"ppt/slides/slide\d+\.xml", part)]
    feet = [etree.fromstring(data).xpath("string(//*[local-name()='sp'][.//@type='ftr'])") for data in slides]
    assert all(foot.startswith(f"{name} · ") and "Edition 2026.1" in foot for foot in feet)
    title = etree.fromstring(deck["ppt/slides/slide1.xml"])
    assert name in title.xpath("//*[local-name()='sp'][.//@type='subTitle']//*[local-name()='t']/text()")


def test_a_deck_with_a_logo_is_a_deck(made: Path) -> None:
    assert openxml.faults(made / "training-deck.pptx") == []


def test_a_template_of_the_agencys_own_gets_its_name_and_no_second_logo(
    sources: dict[str, Path], brand: str, tmp_path: Path
) -> None:
    template = tmp_path / "agency.potx"
    template.write_bytes(templates.TEMPLATES[next(iter(templates.WRITTEN))]())
    kept = {name for name in templates.parts(template.read_bytes()) if "/media/" in name}
    options = Options(template=template)
    build(sources[brand], tmp_path / "out", ["training-deck"], options, lambda step: None, lambda text: None)
    with ZipFile(tmp_path / "out" / "training-deck.pptx") as file:
        assert {name for name in file.namelist() if "/media/" in name} <= kept
        slides = b"".join(file.read(name) for name in file.namelist() if name.startswith("ppt/slides/slide"))
    assert BRANDS[brand][0].encode() in slides


# --- and the source -----------------------------------------------------------------------------------------------


def test_files_in_hand_are_known_with_the_agencys_name_in_them(
    made: Path, brand: str, sources: dict[str, Path]
) -> None:
    for comparison in verify(sources[brand], sorted(made.glob("*.p*"))):
        assert comparison.faithful, comparison.name


def test_another_logo_makes_products_again_and_the_same_does_not(content: Path, tmp_path: Path) -> None:
    logos.give(content, "Harbor House", saved(drawn(900, 300)))

    def made_again() -> set[str]:
        done = build(content, tmp_path / "out", ["tips-card"], progress=lambda step: None, warn=lambda text: None)
        return {one.product for one in done if one.made}

    assert made_again() == {"tips-card"}
    assert made_again() == set()
    (content / "logo.png").write_bytes(saved(drawn(900, 300, (0, 90, 160, 255))))
    assert made_again() == {"tips-card"}


def test_a_name_may_stand_without_a_logo(content: Path, tmp_path: Path) -> None:
    logos.give(content, LONG_NAME)
    products = ["pocket-guide", "foldout", "training-deck"]
    done = build(content, tmp_path / "out", products, progress=lambda step: None, warn=lambda text: None)
    assert [one.product for one in done] == products
    with ZipFile(tmp_path / "out" / "training-deck.pptx") as file:
        assert not any("/media/" in name for name in file.namelist())


@pytest.mark.parametrize("name", ["Breaking Free", "Sex Trafficking and Safe Harbors", "Our own coordinator"])
def test_an_agency_may_be_called_as_something_in_the_source(content: Path, tmp_path: Path, name: str) -> None:
    logos.give(content, name, saved(drawn(900, 300)), alt=f"{name}, in a frame")
    products = ["pocket-guide", "training-deck"]
    done = build(content, tmp_path / "out", products, progress=lambda step: None, warn=lambda text: None)
    assert [one.product for one in done] == products


def test_a_logo_that_is_refused_leaves_the_outputs_as_they_were(content: Path, tmp_path: Path) -> None:
    logos.give(content, "Harbor House", b"no picture")
    said = handbook("build", "--source", content, "--output", tmp_path / "out")
    assert said.returncode == 1
    assert "theme.yaml:12:9: “logo.png” is no picture in PNG or JPEG" in said.stdout + said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / "out").exists()
