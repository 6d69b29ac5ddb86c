"""An agency's logo: read from the content folder, and made a plain picture that every product can carry.

Whatever the file is, products get a PNG of its pixels, in 8 bits of sRGB: no metadata, no profile and no byte of the
file itself goes on. The same file gives the same picture.
"""

from __future__ import annotations

import warnings
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from source.fields import Model
from source.theme import AgencyEntry
from source.yamlfile import Contents, KeyPath, YamlFile, is_file, is_inside

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = (270.0, 100.0)  # points: no product shows a logo wider or higher
SUFFIXES = frozenset({".png", ".jpg", ".jpeg"})
_LEAST_DPI, _MOST_DPI = 150, 400  # where it is the largest
_SMALL_DPI = 60  # of the one in pictures of slides, which is a fifth as large at most
_MOST_BYTES = 8 * 2**20
_MOST_PIXELS = 40_000_000
_MOST_RATIO = 10  # a picture that is longer against its other side would be a line
_WHITE = "#FFFFFF"
_LEAST_STEP = 32  # of 255 steps from black to white
_PATH: KeyPath = ("agency", "logo")


class Logo(Model):
    """A logo as PNG in base64: ``picture`` for pages and slides, ``small`` for pictures of slides."""

    picture: str
    small: str
    width: int
    height: int

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Its width and height where it may take no more than these."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


class Agency(Model):
    """Who gives the products out: its name, and its logo with what that says and the colour that it stands on."""

    name: str
    logo: Logo | None = None
    alt: str = ""
    ground: str = ""  # empty: what is behind it, where that is the paper


class _NoLogoError(Exception):
    """Why a file is no logo, and what to do."""


def read(folder: Path, file: YamlFile, entry: AgencyEntry, contents: Contents | None = None) -> Agency:
    """The agency that theme.yaml (``file``) names; what is wrong with its logo is noted there."""
    logo = None
    if entry.logo:
        try:
            logo = _logo(_bytes(folder, entry.logo, contents or {}), entry.ground or _WHITE)
        except _NoLogoError as error:
            problem, advice = error.args
            file.fault(file.place(_PATH), problem.format(logo=entry.logo), advice)
    return Agency(name=entry.name, logo=logo, alt=entry.alt or entry.name, ground=entry.ground or "")


def _bytes(folder: Path, name: str, contents: Contents) -> bytes:
    path = folder / name
    if Path(name).name != name or "\\" in name:
        raise _NoLogoError("“{logo}” is not the name of a file alone.", "Put the file beside theme.yaml, and name it.")
    if path.suffix.lower() not in SUFFIXES:
        raise _NoLogoError("“{logo}” is neither a PNG nor a JPEG file.", "Save the logo as PNG, and name that file.")
    if not is_file(path):
        pictures = [each.name for each in folder.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file()]
        there = {each.casefold(): each for each in sorted(pictures)}
        close = get_close_matches(name.casefold(), there, 1)
        advice = f"Did you mean “{there[close[0]]}”?" if close else "Put the file beside theme.yaml."
        raise _NoLogoError("There is no file “{logo}” in the content folder.", advice)
    if not is_inside(path, folder):
        raise _NoLogoError("“{logo}” is a link that leads out of the content folder.", "Put a copy of the file here.")
    if path.stat().st_size > _MOST_BYTES:
        raise _NoLogoError("“{logo}” is larger than 8 MiB.", "Save it with fewer pixels.")
    try:
        return contents[name] if name in contents else path.read_bytes()
    except OSError as error:
        raise _NoLogoError(f"“{{logo}}” cannot be read: {error.strerror}.", "Check that you may open it.") from error


def _logo(data: bytes, ground: str) -> Logo:
    image = _drawn(data)
    if not _is_seen(image, ground):
        advice = "Write “ground:” and a color that it stands out on, such as #20304A, under it."
        raise _NoLogoError(f"“{{logo}}” can hardly be seen on {'white' if ground == _WHITE else ground}.", advice)
    width, height = image.size
    if max(width, height) > _MOST_RATIO * min(width, height):
        advice = f"Use a form of it that is at most {_MOST_RATIO} times as long as it is high or wide."
        raise _NoLogoError("“{logo}” is so long and thin that nobody could read it.", advice)
    wanted = _pixels(image, _LEAST_DPI)
    if width < wanted[0]:
        raise _NoLogoError(
            f"“{{logo}}” has {width} × {height} pixels, too few to print it sharply.",
            f"Save it with at least {wanted[0]} × {wanted[1]} pixels.",
        )
    return Logo(picture=_png(image, _MOST_DPI), small=_png(image, _SMALL_DPI), width=width, height=height)


def _is_seen(image: Image, ground: str) -> bool:
    """Some of the picture is clearly lighter or darker than what it stands on."""
    from PIL import Image

    behind = Image.new("RGBA", image.size, ground)
    behind.alpha_composite(image.convert("RGBA"))
    plain = Image.new("RGB", (1, 1), ground).convert("L").tobytes()[0]
    shades = [shade for shade, count in enumerate(behind.convert("L").histogram()) if count]
    return max(abs(shade - plain) for shade in shades) >= _LEAST_STEP


def _pixels(image: Image, dpi: int) -> tuple[int, int]:
    """The pixels of a picture of this form that has so many to an inch where it is shown the largest."""
    scale = min(LARGEST[0] / image.width, LARGEST[1] / image.height) * dpi / 72
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def _drawn(data: bytes) -> Image:
    """What the file shows, upright, in sRGB, without the transparent margin around it."""
    from PIL import Image, ImageOps

    try:
        with _strict():
            opened = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
            if opened.width * opened.height > _MOST_PIXELS:
                raise Image.DecompressionBombError
            image = _in_srgb(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError as error:
        raise _NoLogoError("“{logo}” has more than 40 million pixels.", "Save it with fewer pixels.") from error
    # A stranger's file can break the library anywhere, with any error; none of it is a fault of the program.
    except Exception as error:
        advice = "Open it in a picture program, and save it as PNG."
        raise _NoLogoError("“{logo}” is no picture in PNG or JPEG, or it is damaged.", advice) from error
    alpha = image.getchannel("A")
    box = alpha.getbbox()
    if box is None:
        raise _NoLogoError("In “{logo}” everything is transparent.", "Save it again, so that something is seen.")
    solid = alpha.crop(box).getextrema() == (255, 255)
    return image.crop(box).convert("RGB" if solid else "RGBA")


@contextmanager
def _strict() -> Iterator[None]:
    """Take no half of a picture for a whole one: WeasyPrint, once imported, lets the library do so."""
    from PIL import ImageFile

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _in_srgb(image: Image) -> Image:
    """The picture in red, green, blue and alpha, by its colour profile where it has one that can be used."""
    from PIL import ImageCms

    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    alpha = image.convert("RGBA").getchannel("A")
    if (profile := image.info.get("icc_profile")) and image.mode in {"RGB", "RGBA", "L", "CMYK"}:
        with suppress(ImageCms.PyCMSError, OSError):
            plain = image.convert("RGB") if image.mode == "RGBA" else image
            found = ImageCms.profileToProfile(plain, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB")
            image = found or image
    result = image.convert("RGBA")
    result.putalpha(alpha)
    return result


def _png(image: Image, most_dpi: int) -> str:
    """The picture with no more pixels than these need, as PNG in base64."""
    from PIL import Image

    if image.size > (size := _pixels(image, most_dpi)):
        image = image.resize(size, Image.Resampling.LANCZOS)
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    file = BytesIO()
    plain.save(file, "PNG", compress_level=9)
    return b64encode(file.getvalue()).decode()
