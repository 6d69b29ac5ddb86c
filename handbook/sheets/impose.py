"""Pages onto sheets: a finished PDF of pages, and a plan of where each goes, to a finished PDF of sheets.

Each page becomes a form XObject of its trim box (ISO 32000-1, 8.10), named after its number, and is placed by one
matrix; nothing in it is drawn anew. ``proof.pdf`` finds the pages by these names.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf

from handbook.conformance import saved
from handbook.sheets.imposition import Flip, Imposition, Placement, Side

# Viewers that heed these print a sheet as it must be without being told (ISO 32000-1, table 150).
_DUPLEX = {None: "/Simplex", Flip.SHORT: "/DuplexFlipShortEdge", Flip.LONG: "/DuplexFlipLongEdge"}


def impose(pages: bytes, frame: bytes, plan: Imposition) -> bytes:
    """The sheets of a plan.

    Args:
        pages: a PDF of the pages.
        frame: a PDF of the marks around them: a page for all fronts and, where sheets are printed on both sides, one
            for all backs and a sheet of its own that says how to print and fold, which comes last.
        plan: which page goes where.
    """
    with pikepdf.open(BytesIO(pages)) as source, pikepdf.open(BytesIO(frame)) as around, pikepdf.new() as target:
        frames = [target.copy_foreign(page.as_form_xobject()) for page in around.pages]
        forms = {
            number: target.copy_foreign(page.as_form_xobject()) for number, page in enumerate(source.pages, start=1)
        }
        for number, side in enumerate(plan.sides):
            _add_sheet(target, plan, side, frames[number % 2 if plan.duplex else 0], forms)
        for told in frames[2:]:
            _add_sheet(target, plan, Side(()), told, forms)
        _describe(target, source, plan)
        return saved(target)


def _add_sheet(target: pikepdf.Pdf, plan: Imposition, side: Side, frame: Any, forms: dict[int, Any]) -> None:
    page = target.add_blank_page(page_size=plan.sheet)
    objects = {"/Frame": frame}
    drawn = ["/Artifact BMC q /Frame Do Q EMC"]
    for place in sorted(side.placements, key=lambda place: place.page):
        if place.page:
            objects[f"/Page{place.page}"] = forms[place.page]
            box = [float(number) for number in forms[place.page].BBox]
            drawn.append(f"q {_matrix(place, plan, box)} cm /Page{place.page} Do Q")
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(objects))
    page.Contents = target.make_stream("\n".join(drawn).encode())


def _matrix(place: Placement, plan: Imposition, box: list[float]) -> str:
    """The six numbers that bring a page's trim box to its place."""
    scale = plan.scale if place.rotation == 0 else -plan.scale
    x, y = (place.x, place.y) if place.rotation == 0 else (place.x + plan.trim[0], place.y + plan.trim[1])
    return f"{scale:.6f} 0 0 {scale:.6f} {x - scale * box[0]:.4f} {y - scale * box[1]:.4f}"


def _describe(target: pikepdf.Pdf, source: pikepdf.Pdf, plan: Imposition) -> None:
    for key, value in source.docinfo.items():
        target.docinfo[key] = str(value)
    target.Root.Lang = str(source.Root.get("/Lang", ""))
    target.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"), Duplex=pikepdf.Name(_DUPLEX[plan.duplex])
    )
