"""From the files that an agency gives us, a template and perhaps its map, to a stage and a deck."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from slides.agency.matching import matched
from slides.agency.onto import write_onto
from slides.agency.read import opened
from slides.agency.stage import Stage, fit_onto, staged
from slides.agency.template_map import wishes
from slides.plan import plan
from source.errors import UnreadableError
from source.model import Guide


def stage(template: Path, template_map: Path | None = None) -> Stage:
    """The template as a stage, its layouts matched as the map says.

    Raises:
        UnreadableError: a file is missing, or is no template.
        SourceError: the map has faults.
    """
    try:
        data = template.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{template} cannot be read: {error.strerror}.") from error
    if template_map and not template_map.is_file():
        raise UnreadableError(f"{template_map} cannot be read: there is no such file.")
    found = opened(data, template.name)
    return staged(found, matched(found, wishes(template_map, found) if template_map else None))


def deck(guide: Guide, template: Path, template_map: Path | None, warn: Callable[[str], None]) -> bytes:
    """The training deck on an agency's template; ``warn`` is told what a person should know of it.

    Raises:
        LayoutError: a voice, or a single sentence, does not fit any more.
    """
    ready = stage(template, template_map)
    for warning in ready.warnings:
        warn(warning)
    return write_onto(ready, guide, fit_onto(ready, plan(guide), guide.theme, guide.labels))
