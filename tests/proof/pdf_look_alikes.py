"""Edits of PDFs that look like those that hide words, and hide nothing."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.proof.pdf_edits import WORDS, Edit, Spot, added, annotate, dot, layer, over, under, wrapped


def highlighted(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Highlight", spot.box, QuadPoints=spot.quad, C=[1, 1, 0])


def highlighted_and_drawn(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    state = added(pdf, page, Name.ExtGState, Dictionary(BM=Name.Multiply))
    over(page, f"{state} gs 1 1 0 rg {spot.rectangle} re f")


def marker(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    state = added(pdf, page, Name.ExtGState, Dictionary(ca=0.3))
    over(page, f"{state} gs 1 1 0 rg {spot.rectangle} re f")


def underlined(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Underline", spot.box, QuadPoints=spot.quad)


def underlined_by_hand(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"0.5 w {spot.left} {spot.foot + 0.5} m {spot.right} {spot.foot + 0.5} l S")


def framed(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"1 w {spot.rectangle} re S")


def framed_by_two_boxes(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    x0, y0, wide, high = spot.left - 6, spot.foot - 6, spot.right - spot.left + 12, spot.top - spot.foot + 12
    over(page, f"1 0 0 rg {x0} {y0} {wide} {high} re {x0 + 2} {y0 + 2} {wide - 4} {high - 4} re f*")


def ring(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    x0, y0, x1, y1 = spot.left - 6, spot.foot - 6, spot.right + 6, spot.top + 6
    inner = f"{x0 + 2} {y0 + 2} m {x0 + 2} {y1 - 2} l {x1 - 2} {y1 - 2} l {x1 - 2} {y0 + 2} l h"
    over(page, f"0 g {x0} {y0} m {x1} {y0} l {x1} {y1} l {x0} {y1} l h {inner} f")


def stencil(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    name = added(pdf, page, Name.XObject, dot(pdf, SMask=pdf.make_indirect(dot(pdf))))
    over(page, f"{spot.right - spot.left} 0 0 {spot.top - spot.foot} {spot.left} {spot.foot} cm {name} Do")


def hidden_patch(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Square", spot.box, "1 g 0 0 999 999 re f")
    page.obj.Annots[-1].F = 2


def patch_on_a_layer_that_is_off(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"/OC {added(pdf, page, Name.Properties, layer(pdf, on=False))} BDC 1 g {spot.rectangle} re f EMC")


def patch_that_is_clipped(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    over(page, f"0 0 2 2 re W n 1 g {spot.rectangle} re f")


def ground(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    under(page, "q 0.95 g -100 -100 3000 3000 re f Q")


def turned(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    page.rotate(90, relative=True)


def empty_field(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    annotate(pdf, page, "Widget", Array([2, 2, 60, 12]), "/Tx BMC EMC", FT=Name.Tx, T="name", V="")


def layers_that_are_on(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    under(page, f"/OC {added(pdf, page, Name.Properties, layer(pdf, on=True))} BDC")
    page.contents_add(b"EMC")


def whole_group(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    wrapped(pdf, page, "", group=True)


def repeated_in_a_comment(pdf: pikepdf.Pdf, page: pikepdf.Page, spot: Spot) -> None:
    """macOS keeps the words below a mark in it; here those of a popup, which nobody sees."""
    annotate(pdf, page, "Popup", spot.box, Contents=WORDS)


HIDE_NOTHING: tuple[Edit, ...] = (
    highlighted,
    highlighted_and_drawn,
    marker,
    underlined,
    underlined_by_hand,
    framed,
    framed_by_two_boxes,
    ring,
    stencil,
    hidden_patch,
    patch_on_a_layer_that_is_off,
    patch_that_is_clipped,
    ground,
    turned,
    empty_field,
    layers_that_are_on,
    whole_group,
    repeated_in_a_comment,
)
