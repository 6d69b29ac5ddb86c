"""Every printed product as a job: the documents to print, and what becomes of them afterwards.

Pure planning: a job holds HTML and says what to do with the PDF of it. The press that prints, and the folder that the
file goes to, are ``build``'s affair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO

import pikepdf

from handbook import flow, html
from handbook.formats import FORMATS, LARGE_PRINT, SHEETS, PageFormat
from handbook.plan import Page, count, filled_up, is_exact, overlong, plan
from handbook.sheets.impose import impose
from handbook.sheets.imposition import PAGES_OF_A_LEAF, STAPLED, Flip, booklet, foldout
from handbook.sheets.printshop import BLEED, for_press, in_press_colors
from source.errors import LayoutError
from source.model import Guide


@dataclass(frozen=True)
class Choice:
    """What may be chosen of a printed product: its size, and how a booklet is laid on its sheets."""

    size: str
    up: int = 4
    flip: Flip = Flip.SHORT


def _as_printed(data: bytes) -> bytes:
    return data


@dataclass(frozen=True)
class Job:
    """Documents to print. ``make`` turns the PDFs of them into the file.

    ``pages`` is how many pages the first must come to, None where a text runs on over pages. ``notes`` say which rules
    could not be kept.
    """

    documents: tuple[str, ...]
    pages: int | None
    make: Callable[..., bytes] = _as_printed
    notes: tuple[str, ...] = ()

    def finish(self, *printed: bytes) -> bytes:
        """The file, from the PDF of each document.

        Raises:
            LayoutError: more or fewer pages were printed than planned, so that words might be lost on the way.
        """
        with pikepdf.open(BytesIO(printed[0])) as pdf:
            if self.pages not in (None, len(pdf.pages)):
                raise LayoutError(f"{self.pages} pages were planned, and {len(pdf.pages)} were printed.")
        return self.make(*printed)


# The pages that a sheet of a booklet is made of.
_PAGES: Mapping[str, str] = {"letter": "quarter-letter", "a4": "a6"}


def pocket_guide(guide: Guide, choice: Choice) -> Job:
    """Pages one by one for screens."""
    page = FORMATS[choice.size]
    pages = plan(guide, page)
    return Job((html.render(guide, pages, page),), _exactly(pages), notes=_notes(pages))


def large_print(guide: Guide, choice: Choice) -> Job:
    """Pages of an office sheet for people with low vision."""
    page = LARGE_PRINT[choice.size]
    pages = plan(guide, page, signature=1)
    return Job((html.render(guide, pages, page, guide.labels.large_print),), _exactly(pages), notes=_notes(pages))


def stapled_booklet(guide: Guide, choice: Choice) -> Job:
    """The pages of the pocket guide on sheets to fold and staple."""
    page = FORMATS[_PAGES[choice.size]]
    pages = filled_up(plan(guide, page), choice.up // 2 * PAGES_OF_A_LEAF)
    impose_all = partial(_booklet, page=page, sheet=SHEETS[choice.size], choice=choice)
    sheets = booklet(count(pages), page.size, SHEETS[choice.size], up=choice.up, flip=choice.flip)
    labels = guide.labels
    how = (
        labels.print_short if choice.flip is Flip.SHORT else labels.print_long,
        labels.fold_two if choice.up == 2 else labels.fold_four,  # noqa: PLR2004  # 2-up or 4-up
    )
    leaves = count(pages) // PAGES_OF_A_LEAF
    thick = [f"{leaves} leaves are more than a stapler goes through; print part by part."] if leaves > STAPLED else []
    return Job(
        (html.render(guide, pages, page), html.render_sheet(guide, sheets, how)),
        _exactly(pages),
        impose_all,
        (*_notes(pages), *thick),
    )


def _booklet(pages: bytes, frame: bytes, page: PageFormat, sheet: tuple[float, float], choice: Choice) -> bytes:
    """The pages that were printed, be it a page more or less than planned, on their sheets."""
    with pikepdf.open(BytesIO(pages)) as pdf:
        number = len(pdf.pages)
    return impose(pages, frame, booklet(number, page.size, sheet, up=choice.up, flip=choice.flip))


def _exactly(pages: Sequence[Page]) -> int | None:
    return count(pages) if is_exact(pages) else None


def pocket_foldout(guide: Guide, choice: Choice) -> Job:
    """The whole guide on one side of one sheet."""
    panels, page = flow.foldout(guide, choice.size)
    sheet = foldout(SHEETS[choice.size])
    return Job(
        (html.render_flow(guide, panels, page, guide.labels.pocket_guide), html.render_sheet(guide, sheet)),
        flow.PANELS,
        partial(impose, plan=sheet),
    )


def press(guide: Guide, choice: Choice) -> Job:
    """Pages for a print shop."""
    page = FORMATS[choice.size]
    pages = plan(guide, page)
    return Job(
        (html.render(in_press_colors(guide), pages, page, bleed=BLEED),), _exactly(pages), for_press, _notes(pages)
    )


def tips_card(guide: Guide, _: Choice) -> Job:
    """A card with the tips, the question and who to call."""
    return _flow(guide, flow.tips_card(guide), guide.labels.tips_card)


def voices_poster(guide: Guide, choice: Choice) -> Job:
    """The voices for a wall."""
    return _flow(guide, flow.voices_poster(guide, choice.size), guide.labels.voices_poster)


def _flow(guide: Guide, set_: tuple[Sequence[flow.Panel], PageFormat], about: str) -> Job:
    panels, page = set_
    return Job((html.render_flow(guide, panels, page, about),), len(panels))


def _notes(pages: Sequence[Page]) -> tuple[str, ...]:
    return tuple(f"{name} is longer than a page and runs on over the next." for name in overlong(pages))


# By the name of the product.
JOBS: Mapping[str, Callable[[Guide, Choice], Job]] = {
    "pocket-guide": pocket_guide,
    "large-print": large_print,
    "booklet": stapled_booklet,
    "foldout": pocket_foldout,
    "tips-card": tips_card,
    "voices-poster": voices_poster,
    "press": press,
}
