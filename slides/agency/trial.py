"""A trial of a template: what would become of our slides on it, told and shown.

``try_stage(Stage, Guide) -> Trial``; ``preview(Stage, Guide) -> bytes``, a deck with a sample of each kind of slide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from planned.slides import Notes, Slide, SlideKind
from slides.agency.match import FALLBACK
from slides.agency.stage import Stage, TextArea, fit_onto
from slides.agency.write import write_onto
from slides.fit import FittedSlide
from slides.layouts import LAYOUTS, shown_name
from slides.plan import plan
from source.errors import LayoutError
from source.inline import Run
from source.model import Guide
from typeset.contrast import LEAST


@dataclass(frozen=True)
class TextTrial:
    """What becomes of one text: its placeholder ("" for a text box), its sizes in points, contrast from 1 to 21.

    ``contrast`` is None over a picture and wherever it cannot be known; ``sizes`` is empty if nothing was set.
    """

    text: str
    placeholder: str
    font: str
    measured_with: str
    sizes: tuple[float, ...]
    contrast: float | None


@dataclass(frozen=True)
class KindTrial:
    """What becomes of one kind of slide: the layout, how it was found, its texts, and why it fails, if it does."""

    kind: str
    layout: str
    found_by: str
    slides: int
    texts: tuple[TextTrial, ...]
    problem: str = ""


@dataclass(frozen=True)
class Trial:
    """What becomes of all kinds. ``advice`` is for a person; ``usable`` says that a deck can be made."""

    template: str
    width: float
    height: float
    kinds: tuple[KindTrial, ...]
    advice: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Every slide of the guide can be set on the template."""
        return not any(kind.problem for kind in self.kinds)


def try_stage(stage: Stage, guide: Guide) -> Trial:
    """What the template makes of the whole guide."""
    slides = plan(guide)
    kinds = tuple(_tried(stage, guide, kind, [slide for slide in slides if slide.kind is kind]) for kind in SlideKind)
    advice = (*_advice(stage, kinds), *stage.warnings)
    return Trial(stage.template.name, stage.template.width, stage.template.height, kinds, advice)


def _tried(stage: Stage, guide: Guide, kind: SlideKind, slides: Sequence[Slide]) -> KindTrial:
    match = stage.matches[kind]
    fitted: list[FittedSlide] = []
    problem = ""
    for slide in slides:
        try:
            fitted += fit_onto(stage, [slide], guide.theme, guide.labels)
        except LayoutError as error:
            problem = problem or str(error)
    texts = tuple(_text(stage, kind, each, fitted) for each in stage.all_areas(kind))
    return KindTrial(shown_name(kind, guide.labels), match.layout.name, match.how, len(fitted), texts, problem)


def _text(stage: Stage, kind: SlideKind, text_area: TextArea, fitted: Sequence[FittedSlide]) -> TextTrial:
    index = text_area.position.index
    sizes = {dict(each.settings)[index].size for each in fitted if dict(each.slide.placed).get(index)}
    holder = text_area.position.holder
    return TextTrial(
        LAYOUTS[kind].area(index).name,
        holder.name if holder else "",
        text_area.level.font,
        text_area.area.family,
        tuple(sorted(sizes)),
        round(text_area.contrast, 1) if text_area.contrast is not None else None,
    )


def _advice(stage: Stage, kinds: Sequence[KindTrial]) -> Iterator[str]:
    for kind in kinds:
        if kind.problem:
            yield f"{kind.kind}: {kind.problem} Map another layout in template.yaml."
        if kind.found_by == FALLBACK:
            yield (
                f"{kind.kind}: no layout has a title and room for a text like this; “{kind.layout}” came closest. "
                "Name a better one in template.yaml, if there is one."
            )
        boxes = [text.text for text in kind.texts if not text.placeholder]
        if boxes:
            yield f"{kind.kind}: no placeholder for {', '.join(boxes)} on “{kind.layout}”; written as a text box."
    yield from _contrasts(kinds)


def _contrasts(kinds: Sequence[KindTrial]) -> Iterator[str]:
    """What is hard to read, a layout at a time: several kinds share one."""
    for layout in dict.fromkeys(kind.layout for kind in kinds):
        texts = [(f"{k.kind} {t.text}", t.contrast) for k in kinds if k.layout == layout for t in k.texts]
        if faint := ", ".join(f"{text} {contrast:g}" for text, contrast in texts if contrast and contrast < LEAST):
            yield (
                f"Too little contrast on “{layout}”: {faint} (to 1); {LEAST:g} is the least that everybody can read. "
                "Change the colours in the template."
            )
        if unknown := ", ".join(text for text, contrast in texts if contrast is None):
            yield f"Contrast unknown on “{layout}”, over a picture or pattern: {unknown}. Look at the preview."


# --- showing it ---------------------------------------------------------------------------------------------------


def preview(stage: Stage, guide: Guide) -> bytes:
    """A deck with one slide of each kind that can be set, marked as a sample, with what was found in its notes.

    Of several slides of a kind it shows the one with the most words: where that fits, the others do.
    """
    shown: list[FittedSlide] = []
    for kind, tried in zip(SlideKind, try_stage(stage, guide).kinds, strict=True):
        slides = [slide for slide in plan(guide) if slide.kind is kind]
        if not slides or tried.problem:
            continue
        longest = max(slides, key=lambda slide: sum(len(p.text) for _, text in slide.texts for p in text))
        title = replace(longest.title, runs=(Run("Sample: "), *longest.title.runs))
        sample = replace(longest, part="Sample", title=title, notes=Notes(internal=" ".join(describe(tried))))
        shown += fit_onto(stage, [sample], guide.theme, guide.labels)[:1]
    return write_onto(stage, guide, shown)


def describe(kind: KindTrial) -> Iterator[str]:
    """A kind in sentences."""
    yield f"{kind.kind} goes to the layout “{kind.layout}” (found by {kind.found_by})."
    for text in kind.texts:
        where = f"the placeholder “{text.placeholder}”" if text.placeholder else "a text box"
        shade = f"{text.contrast:g} to 1" if text.contrast is not None else "unknown"
        yield f"{text.text}: {where}, {sizes(text)}, {text.font}, contrast {shade}."


def sizes(text: TextTrial) -> str:
    """``20 to 44 pt``."""
    ends = dict.fromkeys((*text.sizes[:1], *text.sizes[-1:]))
    return f"{' to '.join(f'{size:g}' for size in ends)} pt" if ends else "no size yet"


def as_data(trial: Trial) -> dict[str, Any]:
    """The trial as plain data, for JSON."""
    return {**asdict(trial), "usable": trial.usable}
