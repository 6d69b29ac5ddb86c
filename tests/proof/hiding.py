"""Ways in which words on a slide come to be unseen, and others that only look like them. Each changes a slide in place.

A way takes a slide and a shape with words on it. It says what must be found of the words: ``How``, or None.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from lxml import etree
from PIL import Image
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from proof.reading import How

# A title slide on a dark ground, a tip, a voice beside its number, one on a dark ground, and who to call.
KEPT = (0, 5, 16, 22, 35)
Way = Callable[[Any, Any], object]
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _runs(shape: Any) -> list[Any]:
    return [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]


def _ground(slide: Any) -> str:
    """The theme's name for the colour behind everything on a slide."""
    found = slide.slide_layout._element.find(f"{qn('p:cSld')}/{qn('p:bg')}/{qn('p:bgPr')}/{qn('a:solidFill')}")
    return str(found[0].get("val"))


def _filled(shape: Any, xml: str) -> None:
    """These words painted so."""
    for run in _runs(shape):
        properties = run._r.get_or_add_rPr()
        for old in properties.findall(qn("a:solidFill")):
            properties.remove(old)
        properties.insert(0, etree.fromstring(xml.replace(">", f' xmlns:a="{_A}">', 1)))


def _painted(shape: Any, digits: str) -> None:
    """The inside of a shape painted so."""
    shape.fill.solid()
    shape.fill._xPr.find(qn("a:solidFill"))[:] = [etree.fromstring(f'<a:srgbClr xmlns:a="{_A}" val="{digits}"/>')]


def _scheme(name: str, inside: str = "") -> str:
    return f'<a:solidFill><a:schemeClr val="{name}">{inside}</a:schemeClr></a:solidFill>'


def _set(name: str, value: str) -> Way:
    """A property of every run."""

    def way(slide: Any, shape: Any) -> None:
        for run in _runs(shape):
            run._r.get_or_add_rPr().set(name, value)

    return way


def _body(shape: Any, **attributes: str) -> Any:
    body = shape._element.txBody.bodyPr
    for name, value in attributes.items():
        body.set(name, value)
    return body


def _over(slide: Any, shape: Any, kind: Any = MSO_SHAPE.RECTANGLE, *, grown: float = 0.0, alpha: int = 0) -> Any:
    """A grey shape in front of another, somewhat larger."""
    cover = slide.shapes.add_shape(
        kind,
        round(shape.left - grown * shape.width),
        round(shape.top - grown * shape.height),
        round(shape.width * (1 + 2 * grown)),
        round(shape.height * (1 + 2 * grown)),
    )
    _painted(cover, "808080")
    if alpha:
        color = cover.fill._xPr.find(f".//{qn('a:srgbClr')}")
        etree.SubElement(color, qn("a:alpha"), val=str(alpha))
    return cover


def _picture(slide: Any, shape: Any, color: tuple[int, ...]) -> Any:
    target = BytesIO()
    Image.new("RGBA" if len(color) == 4 else "RGB", (40, 20), color).save(target, "PNG")
    return slide.shapes.add_picture(BytesIO(target.getvalue()), shape.left, shape.top, shape.width, shape.height)


def _behind(slide: Any, shape: Any) -> None:
    """The last shape goes behind all others."""
    tree = slide.shapes._spTree
    tree.insert(2, tree[-1])


def _grouped(slide: Any, shape: Any) -> Any:
    place = shape.left, shape.top, shape.width, shape.height
    shape.left, shape.top, shape.width, shape.height = place
    group = slide.shapes.add_group_shape()
    group._element.append(shape._element)
    group._element.recalculate_extents()
    return group


def _moved(slide: Any, shape: Any, kind: str, node: str) -> None:
    """An effect on a shape; without a click before it, it plays as soon as the slide is shown."""
    steps = "".join(
        f'<p:par><p:cTn presetID="1" presetClass="{kind}" nodeType="{node}"><p:childTnLst><p:set><p:cBhvr><p:cTn/>'
        f'<p:tgtEl><p:spTgt spid="{shape.shape_id}"/></p:tgtEl></p:cBhvr></p:set></p:childTnLst></p:cTn></p:par>'
        for _ in "1"
    )
    namespace = "http://schemas.openxmlformats.org/presentationml/2006/main"
    for own in slide._element.findall(qn("p:timing")):  # a slide has one alone
        slide._element.remove(own)
    slide._element.append(
        etree.fromstring(
            f'<p:timing xmlns:p="{namespace}"><p:tnLst><p:par><p:cTn nodeType="tmRoot"><p:childTnLst><p:seq>'
            f'<p:cTn nodeType="mainSeq"><p:childTnLst>{steps}</p:childTnLst></p:cTn></p:seq></p:childTnLst></p:cTn>'
            "</p:par></p:tnLst></p:timing>"
        )
    )


def _on_one_line(slide: Any, shape: Any, anchor: str) -> None:
    """The first words of a shape alone, in a box as high as a line."""
    body = _body(shape, wrap="none", anchor=anchor, tIns="0", bIns="0")
    for old in list(body):
        body.remove(old)
    etree.SubElement(body, qn("a:noAutofit"))
    for paragraph in shape.text_frame.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    first, *others = shape.text_frame.paragraphs[0].runs
    for run in others:
        run._r.getparent().remove(run._r)
    first.text = " ".join(first.text.split()[:6])
    _set("sz", "1800")(slide, shape)
    shape.left, shape.top, shape.width, shape.height = Pt(64), Pt(8), Pt(600), Pt(22)


# --- each of these must be found ----------------------------------------------------------------------------------


def _in_the_colour_of_the_ground(slide: Any, shape: Any) -> None:
    _filled(shape, _scheme(_ground(slide)))


def _nearly_so(slide: Any, shape: Any) -> None:
    _filled(shape, _scheme(_ground(slide), '<a:lumMod val="95000"/>'))


def _in_the_colour_of_its_box(slide: Any, shape: Any) -> None:
    _painted(shape, "204020")
    _filled(shape, '<a:solidFill><a:srgbClr val="204020"/></a:solidFill>')


def _in_the_colour_of_a_shape_behind(slide: Any, shape: Any) -> None:
    _over(slide, shape, grown=0.05)
    _behind(slide, shape)
    _filled(shape, '<a:solidFill><a:prstClr val="gray"/></a:solidFill>')


def _see_through(slide: Any, shape: Any) -> None:
    _filled(shape, '<a:solidFill><a:srgbClr val="808080"><a:alpha val="2000"/></a:srgbClr></a:solidFill>')


def _not_drawn(slide: Any, shape: Any) -> None:
    _filled(shape, "<a:noFill></a:noFill>")


def _under_a_mark(slide: Any, shape: Any) -> None:
    _filled(shape, '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>')
    for run in _runs(shape):
        mark = etree.SubElement(run._r.rPr, qn("a:highlight"))
        etree.SubElement(mark, qn("a:srgbClr"), val="000000")


def _shrunk(slide: Any, shape: Any) -> None:
    body = _body(shape)
    for old in list(body):
        body.remove(old)
    etree.SubElement(body, qn("a:normAutofit"), fontScale="5000")


def _hidden(slide: Any, shape: Any) -> None:
    shape._element.xpath("./*/p:cNvPr")[0].set("hidden", "1")


def _in_a_hidden_group(slide: Any, shape: Any) -> None:
    _hidden(slide, _grouped(slide, shape))


def _gone_at_once(slide: Any, shape: Any) -> None:
    _moved(slide, shape, "exit", "afterEffect")


def _off(dx: float, dy: float) -> Way:
    def way(slide: Any, shape: Any) -> None:
        place = shape.left, shape.top, shape.width, shape.height
        shape.left, shape.top, shape.width, shape.height = place
        shape.left, shape.top = round(shape.left + Pt(dx)), round(shape.top + Pt(dy))

    return way


def _no_width(slide: Any, shape: Any) -> None:
    place = shape.left, shape.top
    _body(shape, wrap="square")
    shape.left, shape.top, shape.width, shape.height = *place, 0, 0


def _clipped(slide: Any, shape: Any) -> None:
    """A box as high as half a line, that shows nothing below its edge."""
    body = _body(shape, vertOverflow="clip", anchor="t", wrap="square")
    for old in list(body):
        body.remove(old)
    etree.SubElement(body, qn("a:noAutofit"))
    shape.left, shape.top, shape.width, shape.height = shape.left, shape.top, Pt(250), Pt(10)


def _under(kind: Any) -> Way:
    # What is no rectangle has to be larger, to hide what stands in the corners.
    return lambda slide, shape: _over(slide, shape, kind, grown=0.0 if kind == MSO_SHAPE.RECTANGLE else 0.4)


def _under_a_freeform(slide: Any, shape: Any) -> None:
    wide, high = round(0.4 * shape.width), round(0.4 * shape.height)
    left, top, right, bottom = (
        *(shape.left - wide, shape.top - high),
        *(shape.left + shape.width + wide, shape.top + shape.height + high),
    )
    builder = slide.shapes.build_freeform(left, top)
    builder.add_line_segments([(right, top), (right, bottom), (left, bottom)])
    drawn = builder.convert_to_shape()
    _painted(drawn, "808080")


def _under_a_group(slide: Any, shape: Any) -> None:
    _grouped(slide, _over(slide, shape))


def _under_a_picture(slide: Any, shape: Any) -> None:
    _picture(slide, shape, (255, 255, 255))


def _under_a_patch(slide: Any, shape: Any) -> None:
    """A picture with room for transparency that has none."""
    _picture(slide, shape, (255, 255, 255, 255))


def _under_a_table(slide: Any, shape: Any) -> None:
    slide.shapes.add_table(2, 2, shape.left, shape.top, shape.width, shape.height)


def _squashed(slide: Any, shape: Any) -> None:
    """Several lines, one on the other."""
    for paragraph in shape.text_frame.paragraphs:
        paragraph.line_spacing = 0.02
    for _ in "12":
        shape.text_frame.paragraphs[-1]._p.addnext(copy.deepcopy(shape.text_frame.paragraphs[0]._p))


def _lined_out(slide: Any, shape: Any) -> None:
    """The first words set on one line in a box of their own size, and a line drawn through the middle."""
    _on_one_line(slide, shape, "ctr")
    middle = shape.top + Pt(12)
    slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(40), middle, Pt(900), middle)


UNSEEN: Mapping[str, tuple[Way, How]] = {
    "in the colour of the ground": (_in_the_colour_of_the_ground, How.FAINT),
    "nearly in the colour of the ground": (_nearly_so, How.FAINT),
    "in the colour of its box": (_in_the_colour_of_its_box, How.FAINT),
    "in the colour of a shape behind": (_in_the_colour_of_a_shape_behind, How.FAINT),
    "transparent": (_see_through, How.FAINT),
    "without a fill": (_not_drawn, How.FAINT),
    "black on a black mark": (_under_a_mark, How.FAINT),
    "1 pt": (_set("sz", "100"), How.TINY),
    "5 pt": (_set("sz", "500"), How.TINY),
    "shrunk to a twentieth": (_shrunk, How.TINY),
    "in a box without width": (_no_width, How.TINY),
    "hidden in the selection pane": (_hidden, How.HIDDEN),
    "in a hidden group": (_in_a_hidden_group, How.HIDDEN),
    "gone as soon as the slide is shown": (_gone_at_once, How.HIDDEN),
    "left of the slide": (_off(-1500, 0), How.OUTSIDE),
    "right of the slide": (_off(1500, 0), How.OUTSIDE),
    "above the slide": (_off(0, -900), How.OUTSIDE),
    "below the slide": (_off(0, 900), How.OUTSIDE),
    "half off the slide": (_off(500, 0), How.OUTSIDE),
    "in a box that cuts": (_clipped, How.CROPPED),
    "struck through": (_set("strike", "sngStrike"), How.STRUCK),
    "struck through twice": (_set("strike", "dblStrike"), How.STRUCK),
    "with a line through": (_lined_out, How.STRUCK),
    "under a rectangle": (_under(MSO_SHAPE.RECTANGLE), How.COVERED),
    "under an oval": (_under(MSO_SHAPE.OVAL), How.COVERED),
    "under a freeform": (_under_a_freeform, How.COVERED),
    "under a group": (_under_a_group, How.COVERED),
    "under a table": (_under_a_table, How.COVERED),
    "on one spot": (_squashed, How.OVER),
    "under a picture": (_under_a_picture, How.COVERED),
    "under a white patch": (_under_a_patch, How.COVERED),
}


# --- none of these may be -----------------------------------------------------------------------------------------


def _light_on_a_dark_box(slide: Any, shape: Any) -> None:
    _painted(shape, "101010")
    _filled(shape, '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>')


def _light_over_a_dark_shape(slide: Any, shape: Any) -> None:
    cover = _over(slide, shape, grown=0.02)
    _painted(cover, "101010")
    _behind(slide, shape)
    _filled(shape, '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>')


def _on_a_picture(slide: Any, shape: Any) -> None:
    _picture(slide, shape, (10, 10, 10))
    _behind(slide, shape)
    _filled(shape, '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>')


def _under_something_clear(slide: Any, shape: Any) -> None:
    _over(slide, shape, alpha=15000)


def _under_a_clear_picture(slide: Any, shape: Any) -> None:
    _picture(slide, shape, (0, 80, 0, 30))


def _in_a_frame(slide: Any, shape: Any) -> None:
    _over(slide, shape, MSO_SHAPE.FRAME, grown=0.1)


def _in_an_outline(slide: Any, shape: Any) -> None:
    _over(slide, shape).fill.background()


def _behind_a_lid(slide: Any, shape: Any) -> None:
    """A cover that goes when the trainer clicks."""
    _moved(slide, _over(slide, shape), "exit", "clickEffect")


def _appears(slide: Any, shape: Any) -> None:
    _moved(slide, shape, "entr", "clickEffect")


def _gone_on_click(slide: Any, shape: Any) -> None:
    _moved(slide, shape, "exit", "clickEffect")


def _beside_a_picture(slide: Any, shape: Any) -> None:
    picture = _picture(slide, shape, (10, 10, 10))
    picture.left, picture.top, picture.width, picture.height = Pt(900), Pt(4), Pt(50), Pt(26)


def _underlined_by_hand(slide: Any, shape: Any) -> None:
    _on_one_line(slide, shape, "b")
    foot = shape.top + shape.height
    slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(40), foot, Pt(900), foot)


def _with_a_shadow(slide: Any, shape: Any) -> None:
    twin = copy.deepcopy(shape._element)
    twin.xpath("./*/p:cNvPr")[0].set("id", "900")
    shape._element.addnext(twin)


def _outlined(slide: Any, shape: Any) -> None:
    _not_drawn(slide, shape)
    for run in _runs(shape):
        line = f'<a:ln xmlns:a="{_A}"><a:solidFill><a:srgbClr val="808080"/></a:solidFill></a:ln>'
        run._r.rPr.insert(0, etree.fromstring(line))


SEEN: Mapping[str, Way] = {
    "light on a dark box": _light_on_a_dark_box,
    "light over a dark shape": _light_over_a_dark_shape,
    "on a picture": _on_a_picture,
    "in a middle grey": lambda slide, shape: _filled(shape, '<a:solidFill><a:srgbClr val="909090"/></a:solidFill>'),
    "outlined": _outlined,
    "8 pt": _set("sz", "800"),
    "in capitals": _set("cap", "all"),
    "under something clear": _under_something_clear,
    "under a clear picture": _under_a_clear_picture,
    "in a frame": _in_a_frame,
    "in an outline": _in_an_outline,
    "behind a lid": _behind_a_lid,
    "appearing by a click": _appears,
    "gone on a click": _gone_on_click,
    "beside a picture": _beside_a_picture,
    "underlined by hand": _underlined_by_hand,
    "with a shadow": _with_a_shadow,
    "in a group": _grouped,
    "a little aside": _off(10, -6),
}


def chosen(ways: Mapping[str, Any], places: int, each: int) -> list[tuple[str, int]]:
    """Every way at so many of the places, the same each time."""
    chance = random.Random(7)
    return [(name, place) for name in ways for place in sorted(chance.sample(range(places), min(each, places)))]


def saved(deck: Any) -> bytes:
    """An open deck as a file."""
    target = BytesIO()
    deck.save(target)
    return target.getvalue()


def shortened(deck: Any) -> bytes:
    """The training deck with a few of its slides, which opens fast."""
    listed = deck.slides._sldIdLst
    for number, entry in reversed(list(enumerate(listed))):
        if number not in KEPT:
            deck.part.drop_rel(entry.rId)
            listed.remove(entry)
    return saved(deck)
