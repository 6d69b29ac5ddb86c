"""The table of products: what can be made, in which sizes, with which words, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

# What takes long to import is imported by the functions that need it, while the workers warm up.
if TYPE_CHECKING:
    from handbook.documents import Job
    from handbook.facilitator import Shown
    from source.inline import Order, Runs
    from source.model import Guide, Item


@dataclass(frozen=True)
class Plan:
    """What a product is made of: documents of HTML to print, and ``finish``, which makes the file of their PDFs.

    ``placed`` are the words of ours in it, which are no items; ``orders`` says what stands on each page or slide. Those
    ``in_notes`` are seen where the notes of slides are printed. Items ``twice`` stand in a picture and beside it.
    """

    finish: Callable[..., bytes]
    placed: tuple[Runs, ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    shows: str = ""  # what the file shows besides its documents
    orders: tuple[Order, ...] = ()
    in_notes: tuple[Order, ...] = ()
    twice: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Options:
    """What a build may be told besides the products."""

    page: str = "quarter-letter"
    up: int = 4  # pages of a booklet on one side of a sheet
    flip: str = "short"  # the edge of the sheet that the printer flips on
    cover: str = "titled"  # or discreet: it does not say what the guide is about
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
    same_as: str = ""  # the product whose name it bears, and whose words it has, on other sheets

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


def _printed(name: str, job: str, guide: Guide, options: Options) -> Plan:
    """The plan of a product on paper: that of the function ``job`` in ``handbook.documents``.

    One in another size than somebody asked for says so.
    """
    from handbook import documents
    from handbook.formats import go_together, size_for
    from handbook.sheets.imposition import Flip

    product = PRODUCTS[name]
    size = size_for(options.page, product.sizes)
    choice = documents.Choice(size, options.up, Flip(options.flip), discreet=options.cover == "discreet")
    slides = [_shown(guide)] if job == "facilitator_guide" else []
    made: Job = getattr(documents, job)(guide, choice, *slides)
    other = "page" in product.heeds and not go_together(options.page, size)
    notes = (f"It does not come in {options.page}, and is made in {size}.",) if other else ()
    placed, orders, twice = tuple(made.placed()), made.orders(), made.document.twice()
    return Plan(made.finish, placed, made.printed, (*notes, *made.notes), orders=orders, twice=twice)


def _shown(guide: Guide) -> tuple[Shown, ...]:
    """The slides of the deck as print needs them: a picture, its words, and what goes with it."""
    from handbook.facilitator import Shown
    from slides import svg
    from slides.fit import fit
    from slides.layouts import layouts_for
    from slides.plan import plan

    return tuple(
        Shown(
            part=fitted.slide.part,
            row=fitted.slide.row,
            title=fitted.slide.label,
            picture=svg.svg(guide, fitted, number),
            words=tuple(block for _, text in fitted.slide.placed for block in text),
            notes=fitted.slide.notes,
        )
        for number, fitted in enumerate(fit(plan(guide), guide.theme, guide.labels, layouts_for(guide)), start=1)
    )


def _training_deck(guide: Guide, options: Options) -> Plan:
    from planned.slides import orders, orders_of_notes, placed_on
    from slides.plan import plan

    slides = plan(guide)

    def deck() -> bytes:
        if options.template:
            from slides.agency.trial import make_deck

            return make_deck(guide, options.template, options.template_map, options.warn)
        from slides.fit import fit
        from slides.layouts import layouts_for
        from slides.write import write

        return write(guide, fit(slides, guide.theme, guide.labels, layouts_for(guide)))

    return Plan(
        deck,
        tuple(placed_on(slides, guide)),
        shows=guide.model_dump_json(exclude={"terms"}),
        orders=tuple(orders(slides, guide)),
        in_notes=tuple(orders_of_notes(slides, guide)),
    )


_PAPERS = ("letter", "a4")
_BINDERS = ("letter", "a4", "a5")
_POCKETS = ("quarter-letter", "a6")
_POSTERS = ("letter", "tabloid", "a4", "a3")
_PAGE = ("page",)
_BOUND = ("page", "cover")
_SHEETS = ("page", "up", "flip", "cover")
_SESSION = ("page", "session")


def _paper(name: str, job: str, about: str, sizes: tuple[str, ...], heeds: tuple[str, ...], **more: Any) -> Product:
    return Product(name, f"{name}.pdf", about, sizes, partial(_printed, name, job), heeds, printed=True, **more)


_TABLE = (
    _paper("pocket-guide", "pocket_guide", "Pages for staff, one by one, tagged for screen readers", _POCKETS, _BOUND),
    _paper(
        "booklet",
        "stapled_booklet",
        "The same pages on sheets to print on both sides, fold and staple",
        _PAPERS,
        _SHEETS,
        same_as="pocket-guide",
    ),
    _paper(
        "foldout",
        "pocket_foldout",
        "The whole guide on one side of a sheet, or of several where it is long; folded to pocket books",
        _PAPERS,
        _PAGE,
        same_as="pocket-guide",
    ),
    _paper("large-print", "large_print", "Pages of 18 points and more, tagged for screen readers", _PAPERS, _BOUND),
    _paper(
        "tips-card",
        "tips_card",
        "A card, or several: the tips on one side, the question and who to call on the other",
        ("4x6",),
        (),
        carries=_on_card,
    ),
    _paper("voices-poster", "voices_poster", "The voices for a staff room wall", _POSTERS, _PAGE, carries=_on_poster),
    _paper(
        "press",
        "press",
        "Pages for a print shop, with bleed, crop marks and pure black",
        _POCKETS,
        _BOUND,
        same_as="pocket-guide",
    ),
    Product(
        "training-deck",
        "training-deck.pptx",
        "Slides for facilitators, with notes, for PowerPoint, Keynote, Google Slides and LibreOffice",
        ("16:9",),
        _training_deck,
        ("session", "template", "template_map"),
        by_session=True,
    ),
    _paper(
        "facilitator-guide",
        "facilitator_guide",
        "For facilitators: each slide beside its script, with agenda, preparation and forms",
        _BINDERS,
        _SESSION,
        by_session=True,
    ),
    _paper(
        "handout",
        "handout",
        "For participants: the tips and voices with lines for notes",
        _BINDERS,
        _SESSION,
        by_session=True,
    ),
)
PRODUCTS: Mapping[str, Product] = {product.name: product for product in _TABLE}
SIZES = tuple(dict.fromkeys(size for product in _TABLE if product.printed for size in product.sizes))
