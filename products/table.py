"""The table of products: what can be made, in which sizes, with which words, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

# What takes long to import is imported by the functions that need it, while the workers warm up.
if TYPE_CHECKING:
    from handbook.documents import Choice, Job
    from handbook.facilitator import Shown
    from source.inline import Runs
    from source.model import Guide, Item


@dataclass(frozen=True)
class Plan:
    """What a product is made of: documents of HTML to print, and ``finish``, which makes the file of their PDFs.

    ``placed`` are the words of ours in it, which are no items.
    """

    finish: Callable[..., bytes]
    placed: tuple[Runs, ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    shows: str = ""  # what the file shows besides its documents


@dataclass(frozen=True)
class Options:
    """What a build may be told besides the products."""

    page: str = "quarter-letter"
    up: int = 4  # pages of a booklet on one side of a sheet
    flip: str = "short"  # the edge of the sheet that the printer flips on
    session: str = "full"  # source.sessions.FULL, which takes long to import
    template: Path | None = None  # an agency's own, for slides
    template_map: Path | None = None
    warn: Callable[[str], None] = lambda text: None  # told what a person should know of the template


# --- the table of products ----------------------------------------------------------------------------------------


def everything(guide: Guide) -> Sequence[Item]:
    """All items: what most products carry."""
    return guide.items()


def _on_card(guide: Guide) -> Sequence[Item]:
    from source.model import ItemKind

    kinds = {ItemKind.HEADING, ItemKind.TIP, ItemKind.POINT, ItemKind.QUESTION, ItemKind.CONTACT}
    return [item for item in guide.items() if item.kind in kinds]


def _on_poster(guide: Guide) -> Sequence[Item]:
    spoken = [section for section in guide.sections if section.voices]
    names = {section.id for section in spoken} | {section.question.id for section in spoken if section.question}
    names |= {voice.id for section in spoken for voice in section.voices}
    return [item for item in guide.items() if item.id in names]


@dataclass(frozen=True)
class Product:
    """A file that the builder makes: how it is planned, the items it ``carries``, and the options that it ``heeds``."""

    name: str
    file: str
    about: str
    sizes: tuple[str, ...]
    plan: Callable[[Guide, Options], Plan]
    heeds: tuple[str, ...] = ()
    printed: bool = False
    carries: Callable[[Guide], Sequence[Item]] = everything
    by_session: bool = False  # shows one session, and not the whole guide
    job: str = ""  # the function in handbook.documents that plans it, of one on paper

    def shown(self, guide: Guide, options: Options) -> Guide:
        """The part of the guide that the product shows."""
        from source.sessions import cut

        return cut(guide, options.session) if self.by_session else guide

    def chosen(self, options: Options) -> tuple[str | bytes, ...]:
        """What the options say of this product; of a file that they name, what is in it."""
        values = [getattr(options, name) for name in self.heeds]
        return tuple(
            str(value) if not isinstance(value, Path) else value.read_bytes() if value.is_file() else b""
            for value in values
        )

    def file_name(self, options: Options) -> str:
        """The name of the file; that of a session's product says which session."""
        if not self.by_session or options.session == Options.session:
            return self.file
        stem, dot, suffix = self.file.rpartition(".")
        return f"{stem}-{options.session}{dot}{suffix}"


def _on_paper(job: str) -> Callable[[Guide, Options], Plan]:
    """How a printed product is planned: by the function of this name in ``handbook.documents``."""

    def plan(guide: Guide, options: Options) -> Plan:
        from handbook import documents

        return _planned(options, job, partial(getattr(documents, job), guide))

    return plan


def _planned(options: Options, name: str, job_of: Callable[[Choice], Job]) -> Plan:
    """The plan of a job. One in another size than somebody asked for says so."""
    from handbook.documents import Choice
    from handbook.formats import go_together, size_for
    from handbook.sheets.imposition import Flip

    product = next(product for product in PRODUCTS.values() if product.job == name)
    size = size_for(options.page, product.sizes)
    job = job_of(Choice(size, options.up, Flip(options.flip)))
    other = (f"It does not come in {options.page}, and is made in {size}.",)
    notes = () if "page" not in product.heeds or go_together(options.page, size) else other
    return Plan(job.finish, tuple(job.placed()), job.printed, (*notes, *job.notes))


def _facilitator_guide(guide: Guide, options: Options) -> Plan:
    from handbook.documents import facilitator_guide

    return _planned(options, "facilitator_guide", partial(facilitator_guide, guide, slides=_shown(guide)))


def _shown(guide: Guide) -> tuple[Shown, ...]:
    """The slides of the deck as print needs them: a picture, its words, and what goes with it."""
    from handbook.facilitator import Shown
    from slides import svg
    from slides.fit import fit
    from slides.plan import plan

    return tuple(
        Shown(
            part=fitted.slide.part,
            title=fitted.slide.title,
            picture=svg.svg(guide, fitted, number),
            words=tuple(block for _, text in fitted.slide.placed for block in text),
            script=fitted.slide.notes.script,
            discussion=fitted.slide.notes.discussion,
            internal=fitted.slide.notes.internal,
            related=tuple(filter(None, "".join(run.text for run in fitted.slide.notes.related).split(", "))),
            minutes=fitted.slide.notes.minutes,
        )
        for number, fitted in enumerate(fit(plan(guide), guide.theme, guide.labels), start=1)
    )


def _training_deck(guide: Guide, options: Options) -> Plan:
    from planned.slides import placed_on
    from slides.plan import plan

    slides = plan(guide)

    def deck() -> bytes:
        from slides.fit import fit
        from slides.write import write

        return write(guide, fit(slides, guide.theme, guide.labels))

    def agency_deck(template: Path) -> bytes:
        from slides.agency.write import make_deck

        return make_deck(guide, template, options.template_map, options.warn)

    template = options.template
    return Plan(
        partial(agency_deck, template) if template else deck,
        tuple(placed_on(slides, guide)),
        shows=guide.model_dump_json(exclude={"terms"}),
    )


_PAPERS = ("letter", "a4")
_POCKETS = ("quarter-letter", "a6")
_POSTERS = ("letter", "tabloid", "a4", "a3")
_SHEETS = ("page", "up", "flip")
_SESSION = ("page", "session")


def _paper(
    name: str,
    about: str,
    sizes: tuple[str, ...],
    job: str,
    heeds: tuple[str, ...] = ("page",),
    **more: Any,
) -> Product:
    """A product that is printed as its job says."""
    return Product(name, f"{name}.pdf", about, sizes, _on_paper(job), heeds, printed=True, job=job, **more)


PRODUCTS: Mapping[str, Product] = {
    product.name: product
    for product in (
        _paper("pocket-guide", "Pages for staff, one by one, tagged for screen readers", _POCKETS, "pocket_guide"),
        _paper(
            "booklet",
            "The same pages on sheets to print on both sides, fold and staple",
            _PAPERS,
            "stapled_booklet",
            _SHEETS,
        ),
        _paper(
            "foldout", "The whole guide on one side of one sheet, folded to a pocket book", _PAPERS, "pocket_foldout"
        ),
        _paper("large-print", "Pages of 18 points and more, tagged for screen readers", _PAPERS, "large_print"),
        _paper(
            "tips-card",
            "One card, two sides: the tips; the question and who to call",
            ("4x6",),
            "tips_card",
            (),
            carries=_on_card,
        ),
        _paper("voices-poster", "The voices for a staff room wall", _POSTERS, "voices_poster", carries=_on_poster),
        _paper("press", "Pages for a print shop, with bleed, crop marks and pure black", _POCKETS, "press"),
        Product(
            "training-deck",
            "training-deck.pptx",
            "Slides for trainers, with notes, for PowerPoint, Keynote, Google Slides and LibreOffice",
            ("16:9",),
            _training_deck,
            ("session", "template", "template_map"),
            by_session=True,
        ),
        Product(
            "facilitator-guide",
            "facilitator-guide.pdf",
            "For trainers: each slide beside its script, with agenda, preparation and forms",
            _PAPERS,
            _facilitator_guide,
            _SESSION,
            printed=True,
            by_session=True,
            job="facilitator_guide",
        ),
        _paper(
            "handout",
            "For participants: the tips and voices with lines for notes",
            _PAPERS,
            "handout",
            _SESSION,
            by_session=True,
        ),
    )
}
SIZES = tuple(dict.fromkeys(size for product in PRODUCTS.values() if product.printed for size in product.sizes))
