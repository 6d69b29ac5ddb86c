"""What stands behind the words of a layout: what is drawn, and the contrast with it.

Of a picture we look at the part that a text would stand on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from math import log
from typing import Any

from lxml import etree
from PIL import Image

from slides.areas import Box
from slides.drawingml import EMU, qn
from typeset.contrast import Rgb, ratio
from typeset.schemes import OPAQUE, Scheme, opacity

# --- colours ------------------------------------------------------------------------------------------------------

# What may stand behind a text: colours, and None for what has no one colour, such as a picture.
Grounds = frozenset[Rgb | None]
_UNKNOWN: Grounds = frozenset([None])


def contrast(text: Rgb | None, grounds: Grounds) -> float | None:
    """The least contrast of a text with anything that may stand behind it (WCAG 2.2), None where it is not known."""
    if text is None or None in grounds or not grounds:
        return None
    return min(ratio(text, ground) for ground in grounds if ground is not None)


# --- what stands behind a text ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Painted:
    """Something drawn on a slide: its box (None for the whole slide), its colours, and whether it fills its box.

    ``alpha`` is how opaque it is. A ``picture`` is looked at where a text would stand on it. A ``mark`` is drawn
    by hand, line by line, as logos are.
    """

    box: Box | None
    grounds: Grounds
    solid: bool = True
    alpha: float = 1.0
    picture: Image.Image | None = field(default=None, compare=False)
    mark: bool = False

    @property
    def pictured(self) -> bool:
        """It is a picture, whether that can be opened or not, or drawn like one."""
        return self.picture is not None or None in self.grounds or self.mark

    def over(self, box: Box, below: Grounds) -> Grounds:
        """What stands behind a box when this is painted over what stood there before."""
        covered = 1.0 if self.box is None else shared(self.box, box) / (box.width * box.height)
        if covered <= _A_TOUCH:
            return below
        plain = {(color, 1.0) for color in self.grounds}
        seen = self._seen(box, self.picture) if self.picture is not None else plain
        found = {_mixed(one, under, alpha * self.alpha) for one, alpha in seen for under in below or {one}}
        return frozenset(found if self.solid and covered >= 1 - _A_TOUCH else found | below)

    def _seen(self, box: Box, picture: Image.Image) -> set[tuple[Rgb | None, float]]:
        """The colours of the part of a picture that lies behind a box, each with how opaque it is."""
        frame, (width, height) = self.box or box, picture.size
        x0, x1 = (width * min(1.0, max(0.0, (x - frame.x) / frame.width)) for x in (box.x, box.right))
        y0, y1 = (height * min(1.0, max(0.0, (y - frame.y) / frame.height)) for y in (box.y, box.bottom))
        part = picture.crop((int(x0), int(y0), max(int(x0) + 1, round(x1)), max(int(y0) + 1, round(y1))))
        return _without_specks(part.getcolors(part.width * part.height) or [])


def _without_specks(pixels: Iterable[tuple[int, Any]]) -> set[tuple[Rgb | None, float]]:
    """One colour for each shade of some pixels, without the few that are darkest, and the few that are lightest."""
    counts: Counter[tuple[int, float]] = Counter()
    colors: dict[tuple[int, float], Rgb] = {}
    for count, (red, green, blue, alpha) in pixels:
        color = (red / 255, green / 255, blue / 255)
        shade = round(_SHADES * log(ratio(color, (0.0, 0.0, 0.0)))), round(alpha / 255 * 4) / 4
        counts[shade] += count
        colors[shade] = color
    for sign in (1, -1):
        left = _RARE * counts.total()
        for shade in sorted(counts, key=lambda shade: sign * shade[0]):
            left -= counts[shade]
            if left < 0:
                break
            colors.pop(shade, None)
    return {(color, alpha) for (_, alpha), color in colors.items()}


def _mixed(one: Rgb | None, under: Rgb | None, alpha: float) -> Rgb | None:
    if alpha >= OPAQUE or one is None or alpha <= 1 - OPAQUE:
        return one if alpha > 1 - OPAQUE else under
    if under is None:
        return None
    red, green, blue = (alpha * a + (1 - alpha) * b for a, b in zip(one, under, strict=True))
    return red, green, blue


_SHADES = 12  # steps of lightness to a factor of e in contrast
_RARE = 0.01  # of a picture's part: what is less is a speck


def behind(box: Box, drawn: Iterable[Painted]) -> Grounds:
    """What stands behind a box, when things are drawn in this order, the background first."""
    grounds: Grounds = frozenset()
    for thing in drawn:
        grounds = thing.over(box, grounds)
    return grounds


_A_TOUCH = 0.02  # of a text's box; what covers less of it stands at its edge and not behind its words


def shared(one: Box, other: Box) -> float:
    """The area that two boxes share; 0 where that is a hair's breadth, for many templates let frames touch."""
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    return width * height if min(width, height) > _HAIR else 0.0


_HAIR = 1.0


@dataclass(frozen=True)
class Part:
    """A part of a template: its root, and the pictures in it by the ids of their relationships."""

    root: Any
    pictures: Mapping[str, bytes]


def drawn(master: Part, layout: Part, theme: Part, scheme: Scheme, slide: Box) -> Iterator[Painted]:
    """The background of a layout, and everything drawn on it that is no placeholder, in order."""
    yield Painted(slide, frozenset([scheme.named("bg1") or (1.0, 1.0, 1.0)]))
    if found := _background(layout, theme, scheme) or _background(master, theme, scheme):
        yield replace(found, box=slide)
    shown = layout.root.get("showMasterSp", "1") not in {"0", "false"}
    for part in (master, layout) if shown else (layout,):
        yield from _shapes(part.root.find(f"{qn('p:cSld')}/{qn('p:spTree')}"), part, scheme)


def _background(part: Part, theme: Part, scheme: Scheme) -> Painted | None:
    """The background that a master or layout sets for itself; None where it keeps what is behind it."""
    bg = part.root.find(f"{qn('p:cSld')}/{qn('p:bg')}")
    if bg is None:
        return None
    if (properties := bg.find(qn("p:bgPr"))) is not None:
        return fill_of(properties, part, scheme) or Painted(None, _UNKNOWN)
    reference = bg.find(qn("p:bgRef"))
    styles = theme.root.findall(f"{qn('a:themeElements')}/{qn('a:fmtScheme')}/{qn('a:bgFillStyleLst')}/*")
    at = int(reference.get("idx")) - 1001  # 1001 is the first (19.3.1.3)
    style = styles[at : at + 1] if at >= 0 else ()
    return fill_of(style, theme, scheme, scheme.color(reference)) or Painted(None, _UNKNOWN)


def fill_of(properties: Iterable[Any], part: Part, scheme: Scheme, ph: Rgb | None = None) -> Painted | None:
    """The fill among some elements, without a box; None where there is none to see."""
    for child in properties:
        match etree.QName(child).localname if isinstance(child.tag, str) else "":
            case "solidFill":
                return Painted(None, frozenset(scheme.pigment(each, ph) for each in child), alpha=opacity(child))
            case "gradFill":
                stops = frozenset(scheme.pigment(each, ph) for stop in child.iter(qn("a:gs")) for each in stop)
                return Painted(None, stops, solid=opacity(child) >= OPAQUE)
            case "blipFill":
                return _pictured(child, part)
            case "pattFill" | "grpFill":
                return Painted(None, _UNKNOWN)
            case "noFill":
                return None
    return None


def _pictured(fill: Any, part: Part) -> Painted:
    """A fill with a picture; what it shows is unknown where it cannot be opened, or has its colours changed."""
    blip, crop = fill.find(qn("a:blip")), fill.find(qn("a:srcRect"))
    blob = part.pictures.get(blip.get(qn("r:embed"), "")) if blip is not None else None
    changes = {etree.QName(each).localname: each for each in blip} if blob else {}
    image = _opened(blob) if blob and changes.keys() <= {"alphaModFix", "extLst"} else None
    if image and crop is not None:
        left, top, right, bottom = (max(0, int(crop.get(side, "0"))) / 100000 for side in "ltrb")
        width, height = image.size
        image = image.crop((int(left * width), int(top * height), int((1 - right) * width), int((1 - bottom) * height)))
    if not image or not all(image.size):
        return Painted(None, _UNKNOWN, solid=False)
    faded = int(changes["alphaModFix"].get("amt", "100000")) / 100000 if "alphaModFix" in changes else 1.0
    return Painted(None, _UNKNOWN, alpha=faded, picture=image)


@lru_cache(maxsize=32)
def _opened(blob: bytes) -> Image.Image | None:
    """A picture, no larger than shows which colours are where; None where it cannot be opened."""
    try:
        image = Image.open(BytesIO(blob))
        if image.width * image.height > _MOST_PIXELS:
            return None
        image.draft("RGB", (_FINE, _FINE))
        return image.resize((_FINE, _FINE), Image.Resampling.NEAREST).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


_FINE = 120  # pixels on each side
_MOST_PIXELS = 40_000_000


def _shapes(tree: Any, part: Part, scheme: Scheme) -> Iterator[Painted]:
    for shape in tree:
        properties = shape.find(qn("p:spPr"))
        box = None if properties is None else box_of(properties.find(qn("a:xfrm")))
        if shape.tag == qn("p:grpSp"):
            outward = _outward(shape.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}"))
            yield from (replace(thing, box=outward(thing.box)) for thing in _shapes(shape, part, scheme) if thing.box)
            if (around := box_of(shape.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}"))) and _is_drawn_by_hand(shape):
                yield Painted(around, frozenset(), solid=False, mark=True)
        elif box and shape.tag == qn("p:pic"):
            yield replace(_pictured(shape.find(qn("p:blipFill")), part), box=box)
        elif box and shape.tag == qn("p:sp") and placeholder(shape) is None:
            preset = properties.find(qn("a:prstGeom"))
            if fill := _filled(shape, properties, part, scheme):
                full = fill.solid and preset is not None and preset.get("prst") == "rect"
                yield replace(fill, box=box, solid=full, mark=_is_drawn_by_hand(shape))


def _is_drawn_by_hand(shape: Any) -> bool:
    """A shape, or all shapes of a group, are lines of their own and no rectangle, circle or arrow."""
    forms = [each.find(qn("a:custGeom")) for each in shape.iter(qn("p:spPr"))]
    return bool(forms) and None not in forms


def _filled(shape: Any, properties: Any, part: Part, scheme: Scheme) -> Painted | None:
    """The fill that a shape says itself, else that of its style."""
    styled = shape.find(f"{qn('p:style')}/{qn('a:fillRef')}")
    if styled is None or styled.get("idx") == "0" or properties.find(qn("a:noFill")) is not None:
        return fill_of(properties, part, scheme)
    return fill_of(properties, part, scheme) or Painted(None, frozenset([scheme.color(styled)]))


def _outward(form: Any) -> Callable[[Box], Box]:
    """From the coordinates inside of a group to those around it."""
    outer, inner = box_of(form), box_of(form, "a:chOff", "a:chExt")
    if outer is None or inner is None:
        return lambda box: box
    kx, ky = outer.width / (inner.width or outer.width or 1), outer.height / (inner.height or outer.height or 1)
    return lambda box: Box(
        outer.x + kx * (box.x - inner.x), outer.y + ky * (box.y - inner.y), kx * box.width, ky * box.height
    )


def box_of(form: Any, off: str = "a:off", ext: str = "a:ext") -> Box | None:
    """The box that an ``a:xfrm`` describes; None where it describes none."""
    corner, size = (None, None) if form is None else (form.find(qn(off)), form.find(qn(ext)))
    if corner is None or size is None:
        return None
    x, y, width, height = (int(part) / EMU for part in (*map(corner.get, "xy"), size.get("cx"), size.get("cy")))
    return Box(x, y, width, height)


def placeholder(shape: Any) -> Any:
    """What makes a shape a placeholder; None where it is none."""
    return shape.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}/{qn('p:ph')}")
