"""The layers of a PDF (optional content, ISO 32000-1, 8.11): which of them a viewer does not show."""

from __future__ import annotations

from typing import Any

from pdfminer.pdftypes import PDFObjRef, resolve1

from proof.pdf_color import name_of

_DEEPEST = 8


class Layers:
    """Answers whether what belongs to a layer is hidden, as the file is opened."""

    def __init__(self, catalog: Any) -> None:
        properties = _dictionary(catalog.get("OCProperties"))
        config = _dictionary(properties.get("D"))
        every, on, off = (_numbers(entry) for entry in (properties.get("OCGs"), config.get("ON"), config.get("OFF")))
        self.off = every - on if name_of(resolve1(config.get("BaseState"))) == "OFF" else off

    def hide(self, layer: Any, depth: int = 0) -> bool:
        """Whether a layer, or a membership of several, is not shown."""
        if isinstance(layer, PDFObjRef) and layer.objid in self.off:
            return True
        entries = _dictionary(layer)
        if name_of(resolve1(entries.get("Type"))) != "OCMD" or depth > _DEEPEST:
            return False
        groups = entries.get("OCGs")
        groups = groups if isinstance(resolve1(groups), dict) else resolve1(groups)
        hidden = [self.hide(group, depth + 1) for group in (groups if isinstance(groups, list) else [groups])]
        match name_of(resolve1(entries.get("P"))):
            case "AllOn":
                return any(hidden)
            case "AnyOff":
                return not any(hidden)
            case "AllOff":
                return not all(hidden)
            case _:
                return bool(groups) and all(hidden)


def _dictionary(value: Any) -> dict[str, Any]:
    value = resolve1(value)
    return value if isinstance(value, dict) else {}


def _numbers(layers: Any) -> set[int]:
    layers = resolve1(layers)
    return {layer.objid for layer in layers if isinstance(layer, PDFObjRef)} if isinstance(layers, list) else set()
