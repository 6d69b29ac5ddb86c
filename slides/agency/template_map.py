"""template.yaml: which layout of a template, and which of its placeholders, when that cannot be guessed.

layouts:
  Voice: Quote with picture          # our kind of slide: the name of the template's layout
  Contacts:
    layout: Two Content
    placeholders:
      National: Content Placeholder 2    # our text: the placeholder's name, or its number (idx)
      Checked: text box                  # no placeholder, but a text box
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from planned.slides import SlideKind
from slides.agency.inherit import Holder
from slides.agency.matching import Wish
from slides.agency.placing import text_holders, title_holder
from slides.agency.read import Template, TheirLayout
from slides.layouts import LAYOUTS
from source.errors import SourceError
from source.yamlfile import KeyPath, YamlFile, read

TEXT_BOX = "text box"


def wishes(path: Path, template: Template) -> dict[SlideKind, Wish]:
    """What a template.yaml asks for.

    Raises:
        SourceError: with every fault, as file, line and column.
    """
    file = read(path.parent, path.name)
    found = _Reader(file, template).wishes() if not file.faults else {}
    if file.faults:
        raise SourceError(file.faults)
    return found


class _Reader:
    """Reads the file against the template, and notes what does not agree."""

    def __init__(self, file: YamlFile, template: Template) -> None:
        self.file = file
        self.template = template

    def wishes(self) -> dict[SlideKind, Wish]:
        """A wish for each kind of slide that the file names."""
        top = self._mapping(self.file.data, ())
        for key in top:
            if key != "layouts":
                self._key_fault((key,), f"“{key}” is not known here.", "Everything stands under “layouts:”.")
        found = {}
        for name, value in self._mapping(top.get("layouts", {}), ("layouts",)).items():
            kinds = {kind.value.casefold(): kind for kind in SlideKind}
            if (kind := kinds.get(name.casefold())) is None:
                known = [kind.value for kind in SlideKind]
                self._key_fault(("layouts", name), f"There is no kind of slide “{name}”.", _meant(name, known))
            else:
                found[kind] = self._wish(kind, value, ("layouts", name))
        return found

    def _wish(self, kind: SlideKind, value: Any, path: KeyPath) -> Wish:
        if not isinstance(value, dict):
            return Wish(self._layout(value, path))
        for key in value:
            if key not in {"layout", "placeholders"}:
                self._key_fault((*path, key), f"“{key}” is not known here.", "Known here: layout, placeholders.")
        if "layout" not in value:
            self._fault(path, "The layout is missing.", "Add a line “layout:” with the name of a layout.")
            return Wish()
        layout = self._layout(value["layout"], (*path, "layout"))
        listed = self._mapping(value.get("placeholders", {}), (*path, "placeholders"))
        if layout is None:
            return Wish()
        holders = {}
        for name, wanted in listed.items():
            index = {area.name.casefold(): area.index for area in LAYOUTS[kind].areas}.get(name.casefold())
            at = (*path, "placeholders", name)
            if index is None:
                known = [area.name for area in LAYOUTS[kind].areas]
                self._key_fault(at, f"A slide of the kind {kind.value} has no text “{name}”.", _meant(name, known))
            else:
                holders[index] = self._holder(layout, wanted, at, of_title=index == 0)
        return Wish(layout, holders)

    def _layout(self, value: Any, path: KeyPath) -> TheirLayout | None:
        name = str(value).strip()
        for layout in self.template.layouts:
            if layout.name.strip().casefold() == name.casefold():
                return layout
        names = [layout.name for layout in self.template.layouts]
        self._fault(path, f"{self.template.name} has no layout “{name}”.", _meant(name, names))
        return None

    def _holder(self, layout: TheirLayout, wanted: Any, path: KeyPath, *, of_title: bool) -> Holder | None:
        if str(wanted).strip().casefold() == TEXT_BOX and not of_title:
            return None
        title = title_holder(layout)
        fitting = [title] * (title is not None) if of_title else text_holders(self.template, layout)
        for holder in fitting:
            if holder and (wanted == holder.idx or str(wanted).strip().casefold() == holder.name.casefold()):
                return holder
        known = [f"{holder.name} ({holder.idx})" for holder in fitting if holder]
        advice = f"There: {', '.join([*known, TEXT_BOX])}. Use the name or the number."
        self._fault(path, f"The layout “{layout.name}” has no such placeholder for words.", advice)
        return None

    def _mapping(self, value: Any, path: KeyPath) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._fault(path, "Here should be named parts.", "Write each as “name: text” on a line of its own.")
        return {}

    def _fault(self, path: KeyPath, problem: str, advice: str) -> None:
        self.file.fault(self.file.place(path), problem, advice)

    def _key_fault(self, path: KeyPath, problem: str, advice: str) -> None:
        self.file.fault(self.file.place(path, of_key=True), problem, advice)


def _meant(name: str, known: list[str]) -> str:
    close = get_close_matches(name.casefold(), [each.casefold() for each in known], 1)
    original: Mapping[str, str] = {each.casefold(): each for each in known}
    return f"Did you mean “{original[close[0]]}”?" if close else f"There: {', '.join(dict.fromkeys(known))}."
