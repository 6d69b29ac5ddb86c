"""An agency's own fonts, from a folder beside the theme."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis

from products.build import build
from source.load import load
from source.reminders import reminders
from tests.support import change, faults
from typeset.families import FAMILIES, STYLES
from typeset.measure import Face, shape

THEME = "tips: { office: Calibri, open: Carlito }"
OWN = "tips: { office: Agency Sans, open: Agency Sans, license: made for this test }"


def font(style: tuple[bool, bool], family: str = "Agency Sans", *, wider: float = 1.0, forbidden: int = 0) -> bytes:
    """A font that is Carlito by another name, with wider letters, and with what its maker forbids."""
    bold, italic = style
    made = TTFont(FAMILIES["Carlito"].file(bold=bold, italic=italic))
    for record in made["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    made["OS/2"].fsType = forbidden
    for glyph, (width, left) in made["hmtx"].metrics.items():
        made["hmtx"].metrics[glyph] = (round(width * wider), left)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {f"AgencySans-{name}.ttf": font(style, wider=1.25) for style, name in STYLES.items()}


@pytest.fixture
def branded(content: Path, files: dict[str, bytes]) -> Path:
    """The content that ships, in an agency's own font."""
    change(content, "theme.yaml", THEME, OWN)
    (content / "fonts").mkdir()
    for name, data in files.items():
        (content / "fonts" / name).write_bytes(data)
    return content


def test_products_are_set_in_it_and_proven(branded: Path, tmp_path: Path) -> None:
    names = ["pocket-guide", "training-deck", "facilitator-guide"]
    made = build(branded, tmp_path / "out", names, progress=lambda step: None, warn=lambda text: None)
    assert [one.product for one in made] == names
    for name in ("pocket-guide", "facilitator-guide"):
        with pikepdf.open(tmp_path / "out" / f"{name}.pdf") as pdf:
            fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
            assert any("Agency-Sans" in str(font.BaseFont) for font in fonts)
            assert not any("Carlito" in str(font.BaseFont) for font in fonts)
    with ZipFile(tmp_path / "out" / "training-deck.pptx") as deck:
        assert b'<a:latin typeface="Agency Sans"/>' in deck.read("ppt/theme/theme1.xml")


def test_lines_are_measured_in_the_font_itself(branded: Path) -> None:
    own = load(branded).guide.theme.fonts.tips.open
    words = "Victims may not look like a typical “victim.”"
    assert shape(words, Face(own)).width() == pytest.approx(1.25 * shape(words, Face("Carlito")).width(), rel=0.02)


def test_letters_that_it_lacks_are_set_in_ours_and_are_no_fault(branded: Path, tmp_path: Path) -> None:
    from source.check import glyph_faults

    change(branded, "tips.yaml", "        Look closely: victims", "        Look closely, Мойте руки: victims")
    assert glyph_faults(load(branded)) == []
    (made,) = build(branded, tmp_path / "out", ["tips-card"], progress=lambda step: None, warn=lambda text: None)
    assert made.made


def test_a_product_is_made_again_when_the_font_has_changed(branded: Path, tmp_path: Path) -> None:
    def made() -> bool:
        (one,) = build(branded, tmp_path / "out", ["tips-card"], progress=lambda step: None, warn=lambda text: None)
        return one.made

    assert [made(), made()] == [True, False]
    (branded / "fonts" / "AgencySans-Regular.ttf").write_bytes(font((False, False), wider=1.1))
    assert made()


FAULTS = {
    "a style without a file": (
        "AgencySans-BoldItalic.ttf",
        None,
        "The font Agency Sans has no file for BoldItalic. Put the files of all four styles into the folder “fonts”.",
    ),
    "a font that may not be embedded": (
        "AgencySans-Bold.ttf",
        font((True, False), forbidden=0x2),
        "fonts/AgencySans-Bold.ttf may not be embedded, as its maker says in it. Use another font.",
    ),
    "a font that may be embedded only as a whole": (
        "AgencySans-Bold.ttf",
        font((True, False), forbidden=0x108),
        "fonts/AgencySans-Bold.ttf may not be embedded in part, as its maker says in it. Use another font.",
    ),
    "half a font": (
        "AgencySans-Bold.ttf",
        font((True, False))[:100_000],
        "fonts/AgencySans-Bold.ttf is no font, or it is damaged. Get the file again from where it came.",
    ),
    "a font in which one byte was changed": (
        "AgencySans-Bold.ttf",
        font((True, False))[:-5000] + b"\xff" + font((True, False))[-4999:],
        "fonts/AgencySans-Bold.ttf is no font, or it is damaged. Get the file again from where it came.",
    ),
    "something else": (
        "AgencySans-Bold.ttf",
        b"GIF89a and so on",
        "fonts/AgencySans-Bold.ttf is no font, or it is damaged. Get the file again from where it came.",
    ),
    "nothing": (
        "AgencySans-Bold.ttf",
        b"",
        "fonts/AgencySans-Bold.ttf is no font, or it is damaged. Get the file again from where it came.",
    ),
}


@pytest.mark.parametrize(("name", "data", "said"), FAULTS.values(), ids=FAULTS)
def test_a_font_that_cannot_be_used_is_one_fault(branded: Path, name: str, data: bytes | None, said: str) -> None:
    path = branded / "fonts" / name
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
    (fault,) = faults(branded)
    assert fault.startswith("theme.yaml:")
    assert fault.endswith(f": {said}")


def test_a_font_whose_maker_allows_printing_and_viewing_is_used(branded: Path) -> None:
    for allowed in (0x4, 0x8, 0x6):
        (branded / "fonts" / "AgencySans-Bold.ttf").write_bytes(font((True, False), forbidden=allowed))
        assert faults(branded) == []


def test_a_variable_font_is_refused(branded: Path) -> None:
    made = TTFont(BytesIO(font((False, False))))
    made["fvar"] = newTable("fvar")
    axis = Axis()
    axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue, axis.axisNameID = "wght", 100, 400, 900, 2
    made["fvar"].axes = [axis]
    made.save(branded / "fonts" / "AgencySans-Regular.ttf")
    (fault,) = faults(branded)
    assert "AgencySans-Regular.ttf is a variable font. Use the files of its static styles" in fault


def test_a_license_must_be_named(branded: Path) -> None:
    change(branded, "theme.yaml", ", license: made for this test", "")
    (fault,) = faults(branded)
    assert "Nothing says under which license Agency Sans is used. Add “license:”" in fault


def test_a_misspelled_font_gets_a_suggestion(branded: Path) -> None:
    change(branded, "theme.yaml", "open: Agency Sans", "open: Agencie Sans")
    (fault,) = faults(branded)
    assert "The font Agencie Sans does not ship with the builder. Did you mean Agency Sans?" in fault


def test_a_link_out_of_the_folder_is_not_followed(branded: Path, tmp_path: Path) -> None:
    path = branded / "fonts" / "AgencySans-Bold.ttf"
    path.rename(tmp_path / "elsewhere.ttf")
    path.symlink_to(tmp_path / "elsewhere.ttf")
    (fault,) = faults(branded)
    assert "is a link that leads out of the content folder" in fault


def test_another_name_for_powerpoint_is_a_reminder(branded: Path) -> None:
    assert not any("Slides are measured" in note.text for note in reminders(load(branded)))
    change(branded, "theme.yaml", "office: Agency Sans", "office: Arial")
    (note,) = (note.text for note in reminders(load(branded)) if "Slides are measured" in note.text)
    assert "Slides are measured with Agency Sans, and shown in Arial." in note
