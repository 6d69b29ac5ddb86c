"""A trial of a template: what would become of our slides on it, told and shown.

``try_stage(Stage, Guide) -> Trial``; ``preview(Stage, Guide) -> bytes``, a deck with a sample of each kind of slide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from planned.slides import Notes, Slide, SlideKind
from slides.agency.allowed import SEEN
from slides.agency.match import FALLBACK
from slides.agency.stage import Stage, TextArea, fit_onto, open_stage
from slides.agency.write import write_onto
from slides.fit import FittedSlide
from slides.layouts import LABELLED, shown_name
from slides.plan import plan
from source.errors import HandbookError, LayoutError, list_faults
from source.inline import Run
from source.model import Guide
from source.sessions import cut
from typeset.contrast import LEAST


@dataclass(frozen=True)
class TextTrial:
    """What becomes of one text: its placeholder ("" for a text box), its sizes in points, contrast from 1 to 21.

    ``template_contrast`` is that of the template's own colour where the template has placed it; None where that cannot
    be known, as over a picture that cannot be opened. ``sizes`` is empty if nothing was set.
    """

    text: str
    placeholder: str
    font: str
    measured_with: str
    sizes: tuple[float, ...]
    contrast: float
    template_contrast: float | None
    on_own_ground: bool
    ours: bool  # its colour is chosen by us, for the template has placed no text there


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
    """What becomes of all kinds. ``errors`` are to be mended, ``advice`` is for a person to know.

    ``left_out`` is what of the file does not go into the deck, most of which nobody sees.
    """

    template: str
    width: float
    height: float
    kinds: tuple[KindTrial, ...]
    errors: tuple[str, ...]
    advice: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Every slide of the guide can be set on the template."""
        return not any(kind.problem for kind in self.kinds)


def try_stage(stage: Stage, guide: Guide) -> Trial:
    """What the template makes of the whole guide, and of what only a session shows."""
    whole = labelled(guide)
    others = [slide for slide in _in_sessions(guide) if slide not in whole]
    kinds = tuple(_tried(stage, guide, kind, whole, others) for kind in LABELLED)
    errors, advice = (*_problems(kinds), *_faint(kinds)), (*_missed(stage), *_advice(kinds), *stage.warnings)
    template = stage.template
    return Trial(template.name, template.width, template.height, kinds, errors, advice, _counted(template.left_out))


def _counted(left_out: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{what} ({count})" if count > 1 else what for what, count in sorted(left_out.items()))


def _missed(stage: Stage) -> Iterator[str]:
    if missed := _counted({what: count for what, count in stage.template.left_out.items() if what in SEEN}):
        yield f"{stage.template.name}: the deck goes without {'; '.join(missed)}. Look at the preview."


def _in_sessions(guide: Guide) -> Iterator[Slide]:
    for name in guide.sessions if not guide.session else ():
        with suppress(HandbookError):  # a session that is at fault stops only what shows it
            yield from labelled(cut(guide, name))


def make_deck(guide: Guide, template: Path, template_map: Path | None, warn: Callable[[str], None]) -> bytes:
    """The training deck on an agency's template; ``warn`` is told all that a trial of it finds.

    Raises:
        LayoutError: a voice, or a single sentence, does not fit any more.
    """
    stage = open_stage(template, guide.labels, template_map)
    fitted = fit_onto(stage, plan(guide), guide.theme, guide.labels)
    trial = try_stage(stage, guide)
    for line in (*trial.errors, *trial.advice):
        warn(line)
    return write_onto(stage, guide, fitted)


def _tried(stage: Stage, guide: Guide, kind: SlideKind, whole: Sequence[Slide], others: Sequence[Slide]) -> KindTrial:
    match, fitted, count, refused = stage.matches[kind], list[FittedSlide](), 0, dict[str, None]()
    for slide in (slide for slide in (*whole, *others) if slide.kind is kind):
        try:
            found = fit_onto(stage, [slide], guide.theme, guide.labels)
        except LayoutError as error:
            refused[str(error)] = None
            continue
        fitted += found
        count += len(found) if slide in whole else 0
    texts = tuple(_text(kind, each, fitted) for each in stage.all_areas(kind))
    problem = "\n".join(list_faults([*refused]))
    return KindTrial(shown_name(kind, guide.labels), match.layout.name, match.how, count, texts, problem)


def _text(kind: SlideKind, area: TextArea, fitted: Sequence[FittedSlide]) -> TextTrial:
    index, holder = area.position.index, area.position.holder
    sizes = {dict(each.settings)[index].size for each in fitted if dict(each.slide.placed).get(index)}
    return TextTrial(
        LABELLED[kind].area(index).name,
        holder.name if holder else "",
        area.level.font,
        area.area.family,
        tuple(sorted(sizes)),
        round(area.contrast, 1),
        area.meant and round(area.meant, 1),
        bool(area.ground),
        area.alone or area.position.moved,
    )


def _problems(kinds: Sequence[KindTrial]) -> Iterator[str]:
    for kind in kinds:
        if kind.problem:
            yield f"{kind.kind}: {kind.problem}"


def _faint(kinds: Sequence[KindTrial]) -> Iterator[str]:
    for layout, texts in _by_layout(kinds, lambda text: not text.ours and (text.template_contrast or LEAST) < LEAST):
        faint = ", ".join(f"{name} {text.template_contrast:g}" for name, text in texts)
        yield (
            f"Too little contrast on “{layout}”: {faint} (to 1); {LEAST:g} is the least that everybody can read. "
            "The deck shows these words in another colour. Give them a stronger one in the template itself: in "
            f"PowerPoint under View, Slide Master, “{layout}”."
        )


def _advice(kinds: Sequence[KindTrial]) -> Iterator[str]:
    for kind in kinds:
        if kind.found_by == FALLBACK:
            yield (
                f"{kind.kind}: no layout has a title and room for a text like this; “{kind.layout}” came closest. "
                "Name a better one in template.yaml, if there is one."
            )
    for layout, texts in _by_layout(kinds, lambda text: not text.placeholder):
        yield f"No placeholder on “{layout}” for {', '.join(name for name, _ in texts)}; written as text boxes."
    for layout, texts in _by_layout(kinds, lambda text: text.on_own_ground):
        names = ", ".join(name for name, _ in texts)
        yield (
            f"On “{layout}” no colour of the template stands out from all that is behind {names}; these words got a "
            "plain ground of their own. Look at the preview."
        )


def _by_layout(
    kinds: Sequence[KindTrial], wanted: Callable[[TextTrial], bool]
) -> Iterator[tuple[str, list[tuple[str, TextTrial]]]]:
    """The texts of which something is to be said, a layout at a time: several kinds share one."""
    for layout in dict.fromkeys(kind.layout for kind in kinds):
        texts = [(f"{k.kind} {t.text}", t) for k in kinds if k.layout == layout for t in k.texts if wanted(t)]
        if texts:
            yield layout, texts


# --- showing it ---------------------------------------------------------------------------------------------------


def labelled(guide: Guide) -> tuple[Slide, ...]:
    """The slides of a deck as they stand on a template."""
    return tuple(slide.labelled for slide in plan(guide))


def preview(stage: Stage, guide: Guide) -> bytes:
    """A deck with one slide of each kind that can be set, marked as a sample, with what was found in its notes.

    Of several slides of a kind it shows the one with the most words: where that fits, the others do.
    """
    shown: list[FittedSlide] = []
    for kind, tried in zip(LABELLED, try_stage(stage, guide).kinds, strict=True):
        slides = [slide for slide in labelled(guide) if slide.kind is kind]
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
        yield f"{text.text}: {where}, {sizes(text)}, {text.font}, contrast {text.contrast:g} to 1."


def sizes(text: TextTrial) -> str:
    """``20 to 44 pt``."""
    ends = dict.fromkeys((*text.sizes[:1], *text.sizes[-1:]))
    return f"{' to '.join(f'{size:g}' for size in ends)} pt" if ends else "no size yet"


def as_data(trial: Trial) -> dict[str, Any]:
    """The trial as plain data, for JSON."""
    return {**asdict(trial), "usable": trial.usable}
