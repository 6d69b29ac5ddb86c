"""Every printed product: how it is planned, which documents are printed for it, and what becomes of them.

Pure planning: a job holds HTML and says what to do with the PDF of it. The workers that print, and the folder that
the file goes to, are the affair of ``products``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from handbook import facilitator, flow, guide, html
from handbook import foldout as pocket_books
from handbook import handout as sheets_to_write_on
from handbook.formats import PAPERS, large, pocket
from handbook.joining import PAGES_OF_A_PART, count_pages, join
from handbook.sheets.impose import impose
from handbook.sheets.imposition import PAGES_OF_A_LEAF, PANELS, STAPLED, Flip, booklet, foldout
from handbook.sheets.printshop import BLEED, for_press, in_press_colors
from planned.pages import Document
from planned.slides import feet
from source.editions import manifest
from source.errors import LayoutError
from source.inline import Order, Run, Runs
from source.model import Guide


@dataclass(frozen=True)
class Choice:
    """What may be chosen of a printed product: its size, how a booklet is laid on its sheets, and a discreet cover."""

    size: str
    up: int = 4
    flip: Flip = Flip.SHORT
    discreet: bool = False


@dataclass(frozen=True)
class Job:
    """A planned document, its ``parts`` as HTML, and how the PDF of them becomes the file (``make``).

    ``sheet`` is what stands around the pages, as HTML; ``make`` then gets its PDF too. ``around`` are words of ours
    there. ``notes`` say which rules could not be kept.
    """

    document: Document
    parts: tuple[str, ...]
    sheet: tuple[str, ...] = ()
    make: Callable[..., bytes] | None = None
    around: tuple[Runs, ...] = ()
    notes: tuple[str, ...] = ()
    together: int = 1  # pages in a row that stand on one side of a sheet

    @property
    def printed(self) -> tuple[str, ...]:
        """Every document that is printed for the file."""
        return (*self.parts, *self.sheet)

    def placed(self) -> Iterator[Runs]:
        """All words of ours in the file."""
        yield from self.document.placed()
        yield from self.around

    def orders(self) -> tuple[Order, ...]:
        """What stands on each page, or side of a sheet; and by itself what may stand on any."""
        orders = self.document.orders()
        starts = range(0, len(orders), self.together)
        sides = (tuple(chain.from_iterable(orders[at : at + self.together])) for at in starts)
        return (*sides, *((foot,) for foot in self.around))

    def finish(self, *printed: bytes) -> bytes:
        """The file, from the PDF of each document.

        Raises:
            LayoutError: more or fewer pages were printed than planned, so that words might be lost on the way.
        """
        parts, sheet = printed[: len(self.parts)], printed[len(self.parts) :]
        planned, found = len(self.document.pages), sum(map(count_pages, parts))
        if planned != found:
            raise LayoutError(f"{planned} pages were planned, and {found} were printed.")
        pages = join(parts, html.levels(self.parts))
        return self.make(pages, *sheet) if self.make else pages


def pocket_guide(source: Guide, choice: Choice) -> Job:
    """Pages one by one for screens."""
    return job_of(source, guide.plan(source, pocket(choice.size), discreet=choice.discreet))


def large_print(source: Guide, choice: Choice) -> Job:
    """Pages of an office sheet for people with low vision."""
    return job_of(
        source, guide.plan(source, large(choice.size), source.labels.large_print, 1, discreet=choice.discreet)
    )


def stapled_booklet(source: Guide, choice: Choice) -> Job:
    """The pages of the pocket guide on sheets to fold and staple."""
    sheet = PAPERS[choice.size]
    document = guide.filled_up(guide.plan(source, pocket(sheet.quarter), discreet=choice.discreet), PAGES_OF_A_LEAF)
    plan = booklet(len(document.pages), document.page.size, sheet.size, up=choice.up, flip=choice.flip)
    labels = source.labels
    how = (
        labels.print_short if choice.flip is Flip.SHORT else labels.print_long,
        labels.fold_two if choice.up == 2 else labels.fold_four,  # noqa: PLR2004  # 2-up or 4-up
    )
    leaves = len(document.pages) // PAGES_OF_A_LEAF
    thick = [f"{leaves} leaves are more than a stapler goes through; print part by part."] if leaves > STAPLED else []
    half = ["Half of the last sheet is blank; leave it out."] if leaves % (choice.up // 2) else []
    job = job_of(source, document)
    return replace(
        job,
        sheet=(html.render_sheet(source, plan, how),),
        make=partial(impose, plan=plan),
        # Whichever way it was printed: a copy on other paper is no change of its words.
        around=tuple(
            (Run(text),) for text in (labels.print_short, labels.print_long, labels.fold_two, labels.fold_four)
        ),
        notes=(*job.notes, *thick, *half),
    )


def pocket_foldout(source: Guide, choice: Choice) -> Job:
    """The whole guide on one side of one sheet, or of a few."""
    document = pocket_books.foldout(source, choice.size)
    sheet = foldout(PAPERS[choice.size].size, len(document.pages))
    job = job_of(source, document)
    return replace(job, sheet=(html.render_sheet(source, sheet),), make=partial(impose, plan=sheet), together=PANELS)


def press(source: Guide, choice: Choice) -> Job:
    """Pages for a print shop."""
    document = replace(guide.plan(source, pocket(choice.size), discreet=choice.discreet), bleed=BLEED)
    return replace(job_of(in_press_colors(source), document), make=for_press)


def tips_card(source: Guide, _: Choice) -> Job:
    """A card with the tips, the question and who to call."""
    return job_of(source, flow.tips_card(source))


def voices_poster(source: Guide, choice: Choice) -> Job:
    """The voices for a wall."""
    return job_of(source, flow.voices_poster(source, choice.size))


def handout(source: Guide, choice: Choice) -> Job:
    """What participants write on."""
    return job_of(source, sheets_to_write_on.plan(source, choice.size))


def facilitator_guide(source: Guide, choice: Choice, slides: Sequence[facilitator.Shown]) -> Job:
    """Each slide beside its script. The slides come from outside: print knows nothing of them."""
    job = job_of(source, facilitator.plan(source, slides, choice.size))
    return replace(job, around=feet(source))  # of the pictures of slides


def job_of(source: Guide, document: Document) -> Job:
    """The job of a document that becomes the file as it is printed."""
    parts = html.render(source, document, manifest(source, document.placed()), PAGES_OF_A_PART)
    return Job(document, parts, notes=document.notes)
