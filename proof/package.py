"""A package of parts, opened one after the other (ECMA-376-2: a zip file with relationships)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, join, normpath, split
from typing import Any, NamedTuple
from zipfile import ZipFile

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_KNOWN = "http://schemas.microsoft.com/office/"


class Related(NamedTuple):
    """Where a relationship leads: its type, and a part of the package, or an address outside of it."""

    kind: str
    target: str
    outside: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the package by its name; the one without a name is the package itself."""

    package: ZipFile
    name: str

    @cached_property
    def xml(self) -> Any:
        """Its root, with what PowerPoint shows in place of every alternative."""
        root = self._parsed(self.name)
        for both in list(root.iter(f"{_MC}AlternateContent")):
            _settle(both)
        return root

    @cached_property
    def relationships(self) -> dict[str, Related]:
        """Where each relationship leads, by its id."""
        folder, file = split(self.name)
        rels = join(folder, "_rels", f"{file}.rels")
        found = {}
        for entry in self._parsed(rels) if rels in self.package.NameToInfo else ():
            kind, target = entry.get("Type", ""), entry.get("Target", "")
            outside = entry.get("TargetMode") == "External"
            inside = normpath(join("/", dirname(self.name), target))[1:]
            found[entry.get("Id")] = Related(kind, target if outside else inside, outside)
        return found

    def related(self, kind: str) -> list[Part]:
        """The parts of a kind that this one points to."""
        return [
            Part(self.package, entry.target)
            for entry in self.relationships.values()
            if not entry.outside and entry.kind.endswith(f"/{kind}")
        ]

    def linked(self, identifier: str | None) -> Part | None:
        """The part that a relationship leads to, if there is one."""
        entry = self.relationships.get(identifier or "")
        there = entry is not None and not entry.outside and entry.target in self.package.NameToInfo
        return Part(self.package, entry.target) if entry and there else None

    def _parsed(self, name: str) -> Any:
        return etree.fromstring(self.package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _settle(both: Any) -> None:
    """Put the alternative in its place that a program of today shows: the first that it knows (ECMA-376-3, 9.3)."""
    chosen = next((way for way in both if way.tag == f"{_MC}Fallback" or _is_known(way)), ())
    holder = both.getparent()
    if holder is not None:
        at = holder.index(both)
        holder[at : at + 1] = list(chosen)


def _is_known(way: Any) -> bool:
    needs = way.get("Requires", "").split() if way.tag == f"{_MC}Choice" else ["?"]
    return all((way.nsmap.get(prefix) or "").startswith(_KNOWN) for prefix in needs)
