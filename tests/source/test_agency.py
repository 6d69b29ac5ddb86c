"""An agency's logo: any picture that people have becomes one plain picture; what is none is refused at its place."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from source import agency
from source.agency import LARGEST, Agency, Logo
from source.load import load
from source.theme import AgencyEntry
from source.yamlfile import YamlFile
from tests import logos
from tests.logos import FORMS, HOSTILE, RED, SECRET, drawn, saved
from tests.support import change, faults

LINE = 12  # of “logo” in theme.yaml, under the name


def read(data: bytes, folder: Path) -> tuple[Agency, list[str]]:
    """What becomes of a logo, and what is said of it."""
    (folder / "logo.png").write_bytes(data)
    file = YamlFile("theme.yaml")
    return agency.read(folder, file, AgencyEntry(name="Harbor House", logo="logo.png")), [str(f) for f in file.faults]


def logo_of(data: bytes, folder: Path) -> Logo:
    found, said = read(data, folder)
    assert not said
    assert found.logo is not None
    return found.logo


def pixels(logo: Logo) -> Image.Image:
    return Image.open(BytesIO(b64decode(logo.picture)))


def chunks(data: bytes) -> list[bytes]:
    names, at = [], 8
    while at < len(data):
        names.append(data[at + 4 : at + 8])
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return names


# --- what a logo becomes ------------------------------------------------------------------------------------------


@given(form=st.sampled_from(FORMS), wide=st.integers(600, 2400), ratio=st.floats(0.12, 8.0))
def test_whatever_the_file_is_products_get_plain_pixels_and_nothing_else_of_it(
    form: tuple[str, str], wide: int, ratio: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = saved(drawn(wide, min(4000, round(wide / ratio))), *form)
    logo = logo_of(data, tmp_path_factory.mktemp("logo"))
    for picture in (b64decode(logo.picture), b64decode(logo.small)):
        assert set(chunks(picture)) == {b"IHDR", b"IDAT", b"IEND"}
        assert SECRET.encode() not in picture
        image = Image.open(BytesIO(picture))
        assert image.mode in {"RGB", "RGBA"}
        assert image.width / image.height == pytest.approx(logo.width / logo.height, rel=0.1)
    dpi = pixels(logo).width / logo.fitted(*LARGEST)[0] * 72
    assert 149 < dpi < 402


def test_the_same_file_gives_the_same_picture(tmp_path: Path) -> None:
    data = saved(drawn(3000, 900))
    assert logo_of(data, tmp_path) == logo_of(data, tmp_path)


def test_colors_stay_what_they_are_in_every_form(tmp_path: Path) -> None:
    for form in FORMS:
        if form[1] not in {"1", "L", "LA", "I;16"}:
            image = pixels(logo_of(saved(drawn(900, 600), *form), tmp_path)).convert("RGB")
            middle = image.getpixel((image.width // 2, image.height // 2))
            assert isinstance(middle, tuple)
            assert max(abs(a - b) for a, b in zip(middle, RED, strict=False)) < 25, form


def test_grey_of_16_bits_is_no_white_or_black_patch(tmp_path: Path) -> None:
    image = pixels(logo_of(saved(drawn(900, 600, (90, 90, 90, 255)), "PNG", "I;16"), tmp_path)).convert("L")
    assert image.getpixel((image.width // 2, image.height // 2)) == pytest.approx(90, abs=3)


def test_a_transparent_margin_is_no_part_of_a_logo(tmp_path: Path) -> None:
    around = Image.new("RGBA", (2000, 2000), (0, 0, 0, 0))
    around.paste(drawn(1000, 500), (600, 900))
    logo = logo_of(saved(around), tmp_path)
    assert (logo.width, logo.height) == (1000, 500)


def test_a_photograph_of_a_logo_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned to the right
    file = BytesIO()
    drawn(900, 300).convert("RGB").save(file, "JPEG", exif=exif)
    logo = logo_of(file.getvalue(), tmp_path)
    assert (logo.width, logo.height) == (300, 900)


def test_a_logo_says_its_own_words_or_the_agencys_name(content: Path) -> None:
    logos.give(content, "Harbor House", saved(drawn(900, 300)))
    assert load(content).guide.agency == load(content).guide.agency
    given_by = load(content).guide.agency
    assert given_by
    assert (given_by.name, given_by.alt) == ("Harbor House", "Harbor House")


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_picture_is_refused_at_its_place(content: Path, kind: str) -> None:
    logos.give(content, "Harbor House", HOSTILE[kind]())
    assert faults(content) == [
        f"theme.yaml:{LINE}:9: “logo.png” is no picture in PNG or JPEG, or it is damaged. "
        "Open it in a picture program, and save it as PNG."
    ]


def test_half_a_picture_is_none_though_another_library_would_take_it(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    logos.give(content, "Harbor House", HOSTILE["half a picture"]())
    assert "is no picture" in faults(content)[0]
    assert ImageFile.LOAD_TRUNCATED_IMAGES


@given(data=st.data())
def test_a_damaged_file_is_refused_in_one_line_or_still_a_picture(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = bytearray(saved(drawn(600, 300), *data.draw(st.sampled_from([("PNG", "RGBA"), ("JPEG", "RGB")]))))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))
    found, said = read(bytes(whole[: data.draw(st.integers(1, len(whole)))]), tmp_path_factory.mktemp("logo"))
    assert len(said) == (found.logo is None)


REFUSED = {
    "too few pixels": (
        saved(drawn(200, 50)),
        "“logo.png” has 200 × 50 pixels, too few to print it sharply. Save it with at least 562 × 141 pixels.",
    ),
    "far too many pixels": (
        logos.claims(60_000, 60_000),
        "“logo.png” has more than 40 million pixels. Save it with fewer pixels.",
    ),
    "too many pixels": (
        logos.claims(9_000, 9_000),
        "“logo.png” has more than 40 million pixels. Save it with fewer pixels.",
    ),
    "too many bytes": (bytes(9 * 2**20), "“logo.png” is larger than 8 MiB. Save it with fewer pixels."),
    "nothing to see": (
        saved(drawn(900, 600, (0, 0, 0, 0))),
        "In “logo.png” everything is transparent. Save it again, so that something is seen.",
    ),
    "a mere line": (
        saved(drawn(3000, 200)),
        "“logo.png” is so long and thin that nobody could read it. "
        "Use a form of it that is at most 10 times as long as it is high or wide.",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_printed_is_refused_with_what_to_do(content: Path, kind: str) -> None:
    data, message = REFUSED[kind]
    logos.give(content, "Harbor House", data)
    assert faults(content) == [f"theme.yaml:{LINE}:9: {message}"]


ALONE = "is not the name of a file alone. Put the file beside theme.yaml, and name it."
SAVE = "is neither a PNG nor a JPEG file. Save the logo as PNG, and name that file."
NAMED = {
    "lgoo.png": "There is no file “lgoo.png” in the content folder. Did you mean “logo.png”?",
    "LOGO.PNG": "There is no file “LOGO.PNG” in the content folder. Did you mean “logo.png”?",
    "other-name.jpeg": "There is no file “other-name.jpeg” in the content folder. Put the file beside theme.yaml.",
    "../logo.png": f"“../logo.png” {ALONE}",
    "/etc/logo.png": f"“/etc/logo.png” {ALONE}",
    "pictures/logo.png": f"“pictures/logo.png” {ALONE}",
    "pictures\\logo.png": f"“pictures\\logo.png” {ALONE}",
    "https://example.org/logo.png": f"“https://example.org/logo.png” {ALONE}",
    "logo.svg": f"“logo.svg” {SAVE}",
    "logo.gif": f"“logo.gif” {SAVE}",
    "voices.yaml": f"“voices.yaml” {SAVE}",
    "folder.png": "There is no file “folder.png” in the content folder. Put the file beside theme.yaml.",
    "{0}.png": "There is no file “{0}.png” in the content folder. Put the file beside theme.yaml.",
}


@pytest.mark.parametrize("name", NAMED)
def test_only_a_picture_beside_the_theme_is_read(content: Path, name: str) -> None:
    (content / "logo.png").write_bytes(saved(drawn(900, 300)))
    (content / "folder.png").mkdir()
    logos.give(content, "Harbor House", logo=None, logo_=name)
    theme = content / "theme.yaml"
    theme.write_text(theme.read_text(encoding="utf-8").replace("logo_:", "logo:"), encoding="utf-8")
    assert faults(content) == [f"theme.yaml:{LINE}:9: {NAMED[name]}"]


def test_a_link_out_of_the_content_folder_is_not_followed(content: Path, tmp_path: Path) -> None:
    logos.give(content, "Harbor House", saved(drawn(900, 300)))
    (content / "logo.png").rename(tmp_path / "outside.png")
    (content / "logo.png").symlink_to(tmp_path / "outside.png")
    assert faults(content) == [
        f"theme.yaml:{LINE}:9: “logo.png” is a link that leads out of the content folder. Put a copy of the file here."
    ]


def test_a_light_logo_needs_a_ground_and_a_dark_one_no_dark_ground(content: Path) -> None:
    logos.give(content, "Harbor House", saved(drawn(900, 300, (255, 255, 245, 255))))
    (said,) = faults(content)
    assert said == (
        f"theme.yaml:{LINE}:9: “logo.png” can hardly be seen on white. "
        "Write “ground:” and a color that it stands out on, such as #20304A, under it."
    )
    change(content, "theme.yaml", "  logo: 'logo.png'\n", "  logo: 'logo.png'\n  ground: '#20304A'\n")
    assert faults(content) == []
    (content / "logo.png").write_bytes(saved(drawn(900, 300, (30, 40, 70, 255))))
    assert "can hardly be seen on #20304A" in faults(content)[0]


def test_a_name_for_people_and_a_ground_in_six_digits(content: Path) -> None:
    logos.give(content, "H" * 81, saved(drawn(900, 300)), ground="blue")
    assert faults(content) == [
        "theme.yaml:11:9: “name” has more than 80 letters. Write the short form that people know.",
        "theme.yaml:13:11: “ground” has the wrong form. Write # and six hexadecimal digits, such as #0B5260.",
    ]
