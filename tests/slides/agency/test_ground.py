"""Colours of a theme, what stands behind words, and the contrast with it."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from PIL import Image

from planned.slides import SlideKind
from slides.agency.ground import Painted, behind, contrast
from slides.agency.match import match_layouts
from slides.agency.read import open_template
from slides.areas import Box
from tests.slides import templates
from tests.slides.agency import planted
from tests.support import LABELS
from typeset.contrast import rgb
from typeset.schemes import Scheme

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
SCHEME = Scheme({"dk1": rgb("102030"), "lt1": rgb("FFFFFF")}, {"tx1": "dk1", "bg1": "lt1"})
BOX = Box(100, 100, 200, 100)


def filled(inner: str) -> etree._Element:
    return etree.fromstring(f'<a:solidFill xmlns:a="{A}">{inner}</a:solidFill>')


class TestColors:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ('<a:schemeClr val="tx1"/>', "102030"),
            ('<a:srgbClr val="0B5260"/>', "0B5260"),
            ('<a:sysClr val="windowText" lastClr="000000"/>', "000000"),
            # As PowerPoint shows them: half of black is 808080 in lumMod and lumOff, and tint works in linear light.
            ('<a:srgbClr val="000000"><a:lumMod val="50000"/><a:lumOff val="50000"/></a:srgbClr>', "808080"),
            ('<a:srgbClr val="000000"><a:tint val="75000"/></a:srgbClr>', "898989"),
        ],
    )
    def test_a_name_becomes_a_colour(self, written: str, meant: str) -> None:
        color = SCHEME.color(filled(written))
        assert color is not None
        assert [round(255 * part) for part in color] == list(bytes.fromhex(meant))

    @pytest.mark.parametrize("written", ['<a:srgbClr val="000000"><a:alpha val="40000"/></a:srgbClr>', ""])
    def test_what_is_see_through_or_missing_is_unknown(self, written: str) -> None:
        assert SCHEME.color(filled(written)) is None


class TestContrast:
    def test_black_on_white_is_21(self) -> None:
        assert contrast(rgb("000000"), frozenset([rgb("FFFFFF")])) == pytest.approx(21)

    def test_the_known_border_of_grey_on_white_is_just_enough(self) -> None:
        assert contrast(rgb("767676"), frozenset([rgb("FFFFFF")])) == pytest.approx(4.54, abs=0.01)

    def test_of_several_grounds_the_worst_counts(self) -> None:
        assert contrast(rgb("000000"), frozenset([rgb("FFFFFF"), rgb("000000")])) == pytest.approx(1)

    def test_over_a_picture_nothing_is_claimed(self) -> None:
        assert contrast(rgb("000000"), frozenset([rgb("FFFFFF"), None])) is None


class TestBehind:
    GROUND = Painted(None, frozenset([rgb("FFFFFF")]))

    def test_a_shape_that_covers_the_words_hides_the_background(self) -> None:
        shape = Painted(Box(0, 0, 500, 500), frozenset([rgb("102030")]))
        assert behind(BOX, (self.GROUND, shape)) == {rgb("102030")}

    def test_a_shape_under_some_of_the_words_counts_beside_the_background(self) -> None:
        shape = Painted(Box(0, 0, 200, 500), frozenset([rgb("102030")]))
        assert behind(BOX, (self.GROUND, shape)) == {rgb("102030"), rgb("FFFFFF")}

    def test_a_shape_elsewhere_does_not_count(self) -> None:
        shape = Painted(Box(400, 0, 200, 500), frozenset([rgb("102030")]))
        assert behind(BOX, (self.GROUND, shape)) == {rgb("FFFFFF")}

    def test_a_picture_that_cannot_be_opened_makes_it_unknown(self) -> None:
        picture = Painted(Box(0, 0, 500, 500), frozenset([None]), solid=False)
        assert None in behind(BOX, (self.GROUND, picture))

    def test_of_a_picture_the_part_under_the_words_counts(self) -> None:
        # Black on the left, white on the right; the words stand on the left.
        picture = Image.new("RGBA", (100, 100), "#FFFFFF")
        picture.paste("#000000", (0, 0, 70, 100))
        shown = Painted(Box(0, 0, 500, 500), frozenset([None]), picture=picture)
        assert behind(BOX, (self.GROUND, shown)) == {rgb("000000")}
        assert behind(Box(400, 0, 80, 80), (self.GROUND, shown)) == {rgb("FFFFFF")}

    def test_through_what_a_picture_leaves_open_the_ground_shows(self) -> None:
        picture = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
        picture.paste("#FF0000", (0, 0, 50, 100))
        shown = Painted(Box(0, 0, 500, 500), frozenset([None]), picture=picture)
        assert behind(Box(200, 0, 100, 100), (self.GROUND, shown)) == {rgb("FF0000"), rgb("FFFFFF")}

    def test_what_is_half_see_through_is_mixed_with_what_it_covers(self) -> None:
        veil = Painted(Box(0, 0, 500, 500), frozenset([rgb("000000")]), alpha=0.5)
        (mixed,) = behind(BOX, (self.GROUND, veil))
        assert mixed == pytest.approx((0.5, 0.5, 0.5))


class TestLogos:
    @pytest.mark.parametrize("logo", ["EMF", "WMF", "a drawing of one shape", "a drawing of several shapes"])
    def test_a_title_keeps_clear_of_a_logo_that_is_no_photograph(self, logo: str) -> None:
        file = planted.Package()
        if logo in {"EMF", "WMF"}:
            planted.PLANTS[f"a drawing in {logo}"](file)
        else:
            form = planted.FORM.replace('<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>', _BY_HAND)
            shape = planted.text("").replace(planted.FORM, form)
            whole = f"<p:grpSp {planted.NAMES}>{_GROUP}{shape}{shape}</p:grpSp>" if "several" in logo else shape
            file.put(planted.MASTER, whole)
        template = open_template(templates.packed(file.parts), "agency.potx")
        boxes = [p.box for p in template.layouts[1].drawn if p.pictured and p.box]
        assert [(round(box.x), round(box.width)) for box in boxes[-1:]] == [(630, 71)]
        title, *_ = match_layouts(template, LABELS)[SlideKind.TIP].positions
        assert title.frame.right <= 630


_BY_HAND = (
    '<a:custGeom><a:avLst/><a:pathLst><a:path w="9" h="9"><a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:lnTo><a:pt x="9" '
    'y="9"/></a:lnTo></a:path></a:pathLst></a:custGeom><a:solidFill><a:srgbClr val="402010"/></a:solidFill>'
)
_ENDS = (("off", "ext"), ("chOff", "chExt"))
_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="80" name="Logo"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    + "".join(f'<a:{at} x="8000000" y="100000"/><a:{wide} cx="900000" cy="400000"/>' for at, wide in _ENDS)
    + "</a:xfrm></p:grpSpPr>"
)


def test_a_layout_with_colours_of_its_own_is_looked_at_in_these() -> None:
    file = planted.Package()
    scheme = re.search(rb"<a:clrScheme.*?</a:clrScheme>", file.parts[planted.THEME], re.DOTALL)
    assert scheme
    turned = scheme[0].replace(b'lastClr="000000"', b'lastClr="DDEEFF"').replace(b'val="windowText"', b'val="window"')
    override = b"<a:themeOverride %s>%s</a:themeOverride>" % (planted.NAMES.encode(), turned)
    file.related(planted.LAYOUT, "themeOverride", "ppt/theme/themeOverride1.xml", override)
    template = open_template(templates.packed(file.parts), "agency.potx")
    assert template.layouts[1].scheme.named("tx1") == rgb("DDEEFF")
    assert template.layouts[0].scheme.named("tx1") == rgb("000000")
