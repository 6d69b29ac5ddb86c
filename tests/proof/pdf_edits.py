"""Edits of PDFs as people make them with other programs: what hides words, strikes them out, or puts some in.

Each edit takes a page and a spot on it. Lengths are points from the lower left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from proof.reading import How

Edit = Callable[[pikepdf.Pdf, pikepdf.Page, "Spot"], None]


@dataclass(frozen=True)
class Spot:
    """A line of words on a page."""

    left: float
    foot: float
    right: float
    top: float

    @property
    def rectangle(self) -> str:
        """Its box, as the operator for rectangles wants it."""
        return f"{self.left} {self.foot} {self.right - self.left} {self.top - self.foot}"

    @property
    def box(self) -> Array:
        """Its box, as annotations want it."""
        return Array([self.left, self.foot, self.right, self.top])

    @property
    def quad(self) -> Array:
        """Its corners, row by row from above."""
        corners = (self.left, self.top, self.right, self.top, self.left, self.foot, self.right, self.foot)
        return Array(list(corners))

    @property
    def middle(self) -> float:
        """As high as a hyphen stands."""
        return self.foot + 0.4 * (self.top - self.foot)


def over(page: pikepdf.Page, drawn: str) -> None:
    """Draw over a page, whatever it did to its coordinates."""
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q {drawn} Q".encode("latin-1"))


def under(page: pikepdf.Page, drawn: str) -> None:
    """Draw or set something before all else on a page."""
    page.contents_add(drawn.encode(), prepend=True)


def added(pdf: pikepdf.Pdf, page: pikepdf.Page, kind: Name, thing: Any) -> str:
    """The name that a new resource of a page has."""
    return str(page.add_resource(pdf.make_indirect(thing), kind))


def lettering(
    pdf: pikepdf.Pdf, page: pikepdf.Page, words: str, at: tuple[float, float] = (20, 20), size: float = 8
) -> str:
    """Operators that show words in a font of their own."""
    font = added(pdf, page, Name.Font, helvetica())
    return f"BT {font} {size} Tf {at[0]} {at[1]} Td ({words}) Tj ET"


def helvetica() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def form(pdf: pikepdf.Pdf, drawn: str, width: float, height: float, **more: Any) -> pikepdf.Stream:
    """A form, in whose content ``/F`` is a font."""
    fonts = Dictionary(F=pdf.make_indirect(helvetica()))
    entries = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, width, height], **more}
    return pikepdf.Stream(pdf, drawn.encode(), Dictionary(Resources=Dictionary(Font=fonts), **entries))


def annotate(pdf: pikepdf.Pdf, page: pikepdf.Page, kind: str, box: Array, drawn: str = "", **entries: Any) -> None:
    """Put an annotation on a page, with an appearance where something is drawn for it."""
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=box, F=4, **entries)
    if drawn:
        width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
        note.AP = Dictionary(N=pdf.make_indirect(form(pdf, drawn, width, height)))
    note = pdf.make_indirect(note)
    page.obj.Annots = Array([*page.obj.get("/Annots", ()), note])
    if kind == "Widget":
        pdf.Root.AcroForm = Dictionary(Fields=[entries.get("Parent", note)])
        if "Parent" in entries:
            entries["Parent"].Kids = Array([note])


def layer(pdf: pikepdf.Pdf, *, on: bool) -> Any:
    """A layer of the file, on or off."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Notes"))
    pdf.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(ON=[group] * on, OFF=[group] * (not on)))
    return group


def dot(pdf: pikepdf.Pdf, **more: Any) -> pikepdf.Stream:
    """A picture of one black dot."""
    entries = {"Width": 1, "Height": 1, "BitsPerComponent": 8, "ColorSpace": Name.DeviceGray, **more}
    return pikepdf.Stream(pdf, b"\x00", Dictionary(Type=Name.XObject, Subtype=Name.Image, **entries))


# --- what hides a line of words -----------------------------------------------------------------------------------


def black_bar(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"0 g {spot.rectangle} re f")


def white_patch(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"0 0 0 0 k {spot.rectangle} re f*")


def round_patch(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    x0, y0, x1, y1 = spot.left - 9, spot.foot - 9, spot.right + 9, spot.top + 9
    below = f"{x0 + 5} {y0} m {x1 - 5} {y0} l {x1} {y0} {x1} {y0} {x1} {y0 + 5} c {x1} {y1 - 5} l"
    above = f"{x1} {y1} {x1} {y1} {x1 - 5} {y1} c {x0 + 5} {y1} l {x0} {y1} {x0} {y1} {x0} {y1 - 5} c"
    over(page, f"1 g {below} {above} {x0} {y0 + 5} l {x0} {y0} {x0} {y0} {x0 + 5} {y0} c h f")


def broad_line(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    y = (spot.foot + spot.top) / 2
    over(page, f"{spot.top - spot.foot} w {spot.left} {y} m {spot.right} {y} l S")


def picture(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    name = added(pdf, page, Name.XObject, dot(pdf))
    over(page, f"{spot.right - spot.left} 0 0 {spot.top - spot.foot} {spot.left} {spot.foot} cm {name} Do")


def picture_with_a_full_mask(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    mask = dot(pdf)
    mask.write(b"\xff")
    name = added(pdf, page, Name.XObject, dot(pdf, SMask=pdf.make_indirect(mask)))
    over(page, f"{spot.right - spot.left} 0 0 {spot.top - spot.foot} {spot.left} {spot.foot} cm {name} Do")


def patch_in_a_form(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    inner = form(pdf, f"1 g {spot.rectangle} re f", 2000, 2000)
    over(page, f"{added(pdf, page, Name.XObject, inner)} Do")


def square(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Square", spot.box, IC=[1, 1, 1])


def typewriter(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "FreeText", spot.box, "1 g 0 0 2000 2000 re f 0 g BT /F 6 Tf 1 2 Td (patched) Tj ET")


def field_over_it(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    drawn = "1 g 0 0 2000 2000 re f 0 g /Tx BMC BT /F 6 Tf 1 2 Td (patched) Tj ET EMC"
    annotate(pdf, page, "Widget", spot.box, drawn, FT=Name.Tx, T="field", V="patched")


def strike(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"0.7 w {spot.left} {spot.middle} m {spot.right} {spot.middle} l S")


def thin_bar(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"1 0 0 rg {spot.left} {spot.middle} {spot.right - spot.left} 0.6 re f")


def struck_out(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "StrikeOut", spot.box, QuadPoints=spot.quad, C=[1, 0, 0])


def replaced(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "StrikeOut", spot.box, QuadPoints=spot.quad, IT=Name.StrikeOutTextEdit)
    caret = Array([spot.right, spot.foot, spot.right + 5, spot.top])
    annotate(pdf, page, "Caret", caret, Contents="patched", IT=Name.Replace)


def to_be_blacked_out(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Redact", spot.box, QuadPoints=spot.quad)


def struck_by_hand(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Ink", spot.box, InkList=[[spot.left, spot.middle, spot.right, spot.middle]])


HIDE_A_LINE: Mapping[Edit, How] = {
    black_bar: How.COVERED,
    white_patch: How.COVERED,
    round_patch: How.COVERED,
    broad_line: How.COVERED,
    picture: How.COVERED,
    picture_with_a_full_mask: How.COVERED,
    patch_in_a_form: How.COVERED,
    square: How.COVERED,
    typewriter: How.COVERED,
    field_over_it: How.COVERED,
    strike: How.STRUCK,
    thin_bar: How.STRUCK,
    struck_out: How.STRUCK,
    replaced: How.STRUCK,
    to_be_blacked_out: How.STRUCK,
    struck_by_hand: How.STRUCK,
}
PUTS_WORDS_IN = {typewriter, field_over_it, replaced}

# --- what hides a whole page --------------------------------------------------------------------------------------


def cropped(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    left, foot, right, _ = (float(side) for side in page.mediabox)
    page.obj.CropBox = Array([left, foot, right, foot + 5])


def undrawn(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    under(page, "3 Tr")


def transparent(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    state = added(pdf, page, Name.ExtGState, Dictionary(ca=0.05, CA=0.05))
    wrapped(pdf, page, f"{state} gs", group=True)


def off(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    under(page, f"/OC {added(pdf, page, Name.Properties, layer(pdf, on=False))} BDC")
    page.contents_add(b"EMC")


def form_that_is_off(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    wrapped(pdf, page, "", OC=layer(pdf, on=False))


def clipped(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    under(page, "0 0 4 4 re W n")


def shrunk(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    under(page, "0.02 0 0 0.02 20 20 cm")


def sheet_of_paper(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, "1 g -100 -100 3000 3000 re f")


def wrapped(pdf: pikepdf.Pdf, page: pikepdf.Page, before: str, *, group: bool = False, **entries: Any) -> None:
    """The whole page as a form."""
    page.contents_coalesce()
    whole = pdf.make_indirect(page.as_form_xobject())
    whole.write(page.Contents.read_bytes())  # or it would be what the page has when it is saved
    if group:
        whole.Group = Dictionary(S=Name.Transparency)
    for key, value in entries.items():
        whole[f"/{key}"] = value
    resources = Dictionary(XObject=Dictionary(Whole=whole))
    if "/ExtGState" in page.obj.Resources:
        resources.ExtGState = page.obj.Resources.ExtGState
    page.obj.Resources = resources
    page.obj.Contents = pdf.make_stream(f"{before} /Whole Do".encode())


HIDE_A_PAGE: Mapping[Edit, How] = {
    cropped: How.CROPPED,
    undrawn: How.HIDDEN,
    transparent: How.FAINT,
    off: How.HIDDEN,
    form_that_is_off: How.HIDDEN,
    clipped: How.CROPPED,
    shrunk: How.TINY,
    sheet_of_paper: How.COVERED,
}


# --- words put in ------------------------------------------------------------------------------------------------

WORDS = "Ring the landlord first"


def stamped(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, lettering(pdf, page, WORDS))


def foot(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"/Artifact <</Type /Pagination /Subtype /Footer>> BDC {lettering(pdf, page, WORDS)} EMC")


def watermark(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    name = added(pdf, page, Name.XObject, form(pdf, f"BT /F 20 Tf .7 .7 -.7 .7 20 20 Tm ({WORDS}) Tj ET", 600, 600))
    state = added(pdf, page, Name.ExtGState, Dictionary(ca=0.4))
    over(page, f"/Artifact <</Subtype /Watermark /Type /Pagination>> BDC {state} gs {name} Do EMC")


def form_in_a_form(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    inner = pdf.make_indirect(form(pdf, f"BT /F 8 Tf 5 5 Td ({WORDS}) Tj ET", 300, 30))
    outer = form(pdf, "/In Do", 300, 30)
    outer.Resources.XObject = Dictionary(In=inner)
    over(page, f"{added(pdf, page, Name.XObject, outer)} Do")


def layer_that_is_on(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    name = added(pdf, page, Name.Properties, layer(pdf, on=True))
    over(page, f"/OC {name} BDC {lettering(pdf, page, WORDS)} EMC")


def free_text(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "FreeText", Array([20, 20, 200, 40]), Contents=WORDS)


def free_text_drawn(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    drawn = f"BT /F 8 Tf 2 2 Td ({WORDS}) Tj ET"
    annotate(pdf, page, "FreeText", Array([20, 20, 200, 40]), drawn, Contents=WORDS)


def stamp(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Stamp", Array([20, 20, 200, 40]), f"BT /F 8 Tf 2 2 Td ({WORDS}) Tj ET")


def field(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T="name", V=WORDS))
    annotate(pdf, page, "Widget", Array([20, 20, 200, 40]), Parent=parent)


def field_drawn(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    drawn = f"/Tx BMC q BT /F 8 Tf 2 2 Td ({WORDS}) Tj ET Q EMC"
    annotate(pdf, page, "Widget", Array([20, 20, 200, 40]), drawn, FT=Name.Tx, T="name", V=WORDS)


def choice(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Widget", Array([20, 20, 200, 40]), FT=Name.Ch, T="name", V=[WORDS])


def button(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Widget", Array([20, 20, 200, 40]), FT=Name.Btn, T="name", MK=Dictionary(CA=WORDS))


def comment(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Highlight", spot.box, QuadPoints=spot.quad, Contents=WORDS)


PUT_WORDS_IN: tuple[Edit, ...] = (
    *(stamped, foot, watermark, form_in_a_form, layer_that_is_on, free_text, free_text_drawn),
    *(stamp, field, field_drawn, choice, button, comment),
)


def white(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"1 g {lettering(pdf, page, WORDS, (3, 3))}")


def white_ink(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    drawn = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0.02, 0.02, 0], N=1)
    space = Array([Name.Separation, Name.White, Name.DeviceCMYK, pdf.make_indirect(drawn)])
    name = added(pdf, page, Name.ColorSpace, space)
    over(page, f"{name} cs 1 scn {lettering(pdf, page, WORDS, (3, 3))}")


def black_on_black(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"0.1 g 0 0 300 12 re f 0 0 0 rg {lettering(pdf, page, WORDS, (3, 3))}")


def one_point(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, lettering(pdf, page, WORDS, (3, 3), size=1))


def two_points(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"0.2 0 0 0.2 0 0 cm {lettering(pdf, page, WORDS, (15, 15), size=10)}")


def beside_the_page(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, lettering(pdf, page, WORDS, (5000, 20)))


def at_an_angle_over_the_edge(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"0.8 0.6 -0.6 0.8 -9 -40 cm {lettering(pdf, page, WORDS, (0, 0))}")


def on_a_layer_that_is_off(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    group = layer(pdf, on=False)
    member = Dictionary(Type=Name.OCMD, OCGs=[group], P=Name.AllOn)
    name = added(pdf, page, Name.Properties, member)
    over(page, f"/OC {name} BDC {lettering(pdf, page, WORDS, (3, 3))} EMC")


HIDDEN_WORDS: Mapping[Edit, How] = {
    white: How.FAINT,
    white_ink: How.FAINT,
    black_on_black: How.FAINT,
    one_point: How.TINY,
    two_points: How.TINY,
    beside_the_page: How.OUTSIDE,
    at_an_angle_over_the_edge: How.OUTSIDE,
    on_a_layer_that_is_off: How.HIDDEN,
}
