"""What of a stranger's template may pass into a deck: its look, built anew from the tables of what may pass.

``passed(bytes, name) -> Passed``. Whatever the tables do not name stays behind: links to the outside, macros, tags of
add-ins, comments, document properties, sounds, sample slides. Parts get names of ours, for theirs may tell of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from slides.agency.allowed import (
    A_PATH,
    ATTRIBUTES,
    BY_ELEMENT,
    BY_RELATION,
    CHILDREN,
    EXTENSIONS,
    GROUPS,
    HOLLOW,
    JUMP,
    KINDS,
    LINKS,
    ONE_EACH,
    POINTERS,
    THEMED,
    UNSAID,
)
from slides.agency.pictures import plain
from slides.drawingml import NAMESPACES, qn, serialized
from slides.package import RELATION, TYPES, content_types, pointing, rels
from source.errors import UnreadableError
from source.files import refuse_giants

AGAIN = "Open it in PowerPoint and save it again as .potx."
_R = f"{{{NAMESPACES['r']}}}"
_OURS = tuple(f"{{{NAMESPACES[prefix]}}}" for prefix in "ap")
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MUST_POINT = {tag for tag, _ in POINTERS}
_FIRST_ID, _APART = 2**31, 10_000  # of masters, and of the layouts of each (ECMA-376 part 1, 19.7.13)


@dataclass(frozen=True)
class Passed:
    """The parts of a template that pass, a master for each of its sample slides, and how much of what was left out."""

    parts: Mapping[str, bytes]
    samples: tuple[str, ...]
    left_out: Mapping[str, int]


def passed(data: bytes, name: str) -> Passed:
    """The look of the template in a file.

    Raises:
        UnreadableError: what is at fault, for people.
        Exception: the file is damaged, in any way that a stranger's file can be.
    """
    refuse_giants(data, name)
    with ZipFile(BytesIO(data)) as package:
        return _built(_File(name, package, {part.casefold(): part for part in package.namelist()}))


def _built(file: _File) -> Passed:
    (main,) = (at for kind, at in file.pointers("").values() if kind == "officeDocument" and at)
    builder = _Builder(file)
    builder.take("officeDocument", main)
    parts = builder.parts | {rels(""): pointing("", [("officeDocument", KINDS["officeDocument"].name)])}
    builder.note("", {"officeDocument"})
    return Passed(parts | {TYPES: content_types(parts)}, tuple(builder.samples(main)), builder.left_out)


@dataclass(frozen=True)
class _File:
    """A template as it came: a part is read when it is needed. ``parts`` are their names, by these in small letters."""

    name: str
    package: ZipFile
    parts: Mapping[str, str]

    def content(self, part: str) -> bytes:
        """What stands in a part."""
        return self.package.read(self.parts[part])

    def root(self, part: str) -> Any:
        """The root of a part.

        Raises:
            UnreadableError: it is damaged, far too large, or defines entities, as no file of PowerPoint does.
        """
        if self.package.getinfo(self.parts[part]).file_size > _MOST_XML:
            raise UnreadableError(
                f"{self.name}: “{self.parts[part]}” is larger than 16 MiB, so it was not opened. "
                "Open it in PowerPoint, delete masters and layouts that nobody needs, and save it again as .potx."
            )
        parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True, no_network=True)
        try:
            root = etree.fromstring(self.content(part), parser)
        except (etree.XMLSyntaxError, BadZipFile) as error:
            raise UnreadableError(f"{self.name}: “{self.parts[part]}” in it is damaged. {AGAIN}") from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableError(
                f"{self.name} defines entities of its own, as PowerPoint never does, so it was not opened. {AGAIN}"
            )
        return root

    def pointers(self, part: str) -> dict[str, tuple[str, str]]:
        """Where a part points, by the ids of its relationships: the last word of a type, and the part ("": none)."""
        at = rels(part)
        found = {}
        for each in self.root(at) if at in self.parts else ():
            type_, target = each.get("Type", ""), each.get("Target", "").casefold()
            if type_.startswith(_STRICT):
                raise UnreadableError(
                    f"{self.name} is saved as “Strict Open XML”, which few programs read. "
                    "Open it in PowerPoint and save it as .potx."
                )
            inside = each.get("TargetMode") != "External" and type_.startswith(RELATION)
            target = normpath(join("/", dirname(part), target)).lstrip("/") if inside else ""
            found[each.get("Id", "")] = basename(type_), target if target in self.parts else ""
        return found

    def linked(self, part: str, kind: str) -> str:
        """The first part that a part points to with a kind of relationship; "" for none."""
        return next((target for found, target in self.pointers(part).values() if found == kind and target), "")


_STRICT = "http://purl.oclc.org/ooxml/"
_MOST_XML = 16 * 2**20  # a master with twenty layouts has some 100 kB


@dataclass
class _Builder:
    """Takes parts over, with all that they point to and that may pass."""

    file: _File
    parts: dict[str, bytes] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    named: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, kind: str, part: str, owner: str = "") -> str:
        """The name of a part in the deck, which it and all that it needs are put into; "" where it may not pass."""
        if kind == "slideLayout" and self.file.linked(part, "slideMaster") != owner:
            return ""
        if (kind, part) not in self.named:
            self.named[kind, part] = ""
            if kind == "image":
                self._take_picture(part)
            elif kind == "font":
                self._take_font(part)
            elif not (kind in ONE_EACH and self.counts[kind]):
                self._take_xml(kind, part)
        return self.named[kind, part]

    def _name(self, kind: str, part: str, *more: str) -> str:
        self.counts[kind] += 1
        self.named[kind, part] = KINDS[kind].name.format(self.counts[kind], *more)
        return self.named[kind, part]

    def _take_picture(self, part: str) -> None:
        try:
            data, suffix = plain(self.file.content(part))
        except ValueError:
            return
        self.parts[self._name("image", part, suffix)] = data

    def _take_font(self, part: str) -> None:
        data = self.file.content(part)
        may = int.from_bytes(data[32:34], "little")
        if data[34:36] == b"LP" and (may & _MAY_EDIT or not may & _MAY_NOT):
            self.parts[self._name("font", part)] = data

    def _take_xml(self, kind: str, part: str) -> None:
        root = self.file.root(part)
        if root.tag != qn(KINDS[kind].root) or (kind == "notesMaster" and not _has_notes(root)):
            return
        themed = self.file.linked(part, "theme")
        if kind in THEMED and not (themed and self.take("theme", themed)):
            return
        name = self._name(kind, part)
        pointers = self.file.pointers(part)
        cleaner = _Cleaner(self, kind, part, pointers)
        cleaner.clean(root)
        for found, target in pointers.values():
            if found in KINDS[kind].itself and target and (to := self.take(found, target)):
                cleaner.point(found, to)
        etree.cleanup_namespaces(root, keep_ns_prefixes=list(NAMESPACES))
        self.parts[name] = serialized(root)
        self.parts[rels(name)] = pointing(name, cleaner.targets)
        self.note(part, {*KINDS[kind].itself, *KINDS[kind].by_element})

    def note(self, part: str, passing: set[str]) -> None:
        """Note what a part points to that does not pass."""
        for found, _ in self.file.pointers(part).values():
            if found not in passing | UNSAID:
                self.left_out[BY_RELATION.get(found, "parts that are no part of the look")] += 1

    def samples(self, main: str) -> Iterator[str]:
        """The master of each sample slide, in order."""
        pointers = self.file.pointers(main)
        for entry in self.file.root(main).iter(qn("p:sldId")):
            _, slide = pointers.get(entry.get(qn("r:id"), ""), ("", ""))
            master = self.file.linked(self.file.linked(slide, "slideLayout"), "slideMaster") if slide else ""
            yield self.named.get(("slideMaster", master), "")


def _has_notes(master: Any) -> bool:
    return any(holder.get("type") == "body" for holder in master.iter(qn("p:ph")))


# Of a font in a deck ([EOT] 4.1, OpenType OS/2 fsType): it may not be passed on at all or only to look at; but to edit.
_MAY_NOT, _MAY_EDIT = 0b0110, 0b1000


@dataclass
class _Cleaner:
    """Takes out of a part what does not belong to the look, and points what stays to the parts that passed."""

    builder: _Builder
    kind: str
    part: str
    pointers: Mapping[str, tuple[str, str]]
    targets: list[tuple[str, str]] = field(default_factory=list)

    def clean(self, root: Any) -> None:
        """Leave in a part what may pass."""
        for either in list(root.iter(f"{_MARKUP}AlternateContent")):  # what every program can show
            for child in either.iterfind(f"{_MARKUP}Fallback/*"):
                either.addprevious(child)
            either.getparent().remove(either)
        self._attributes(root)
        self._visit(root)
        if self.kind == "officeDocument":
            for name in set(root.attrib) - ATTRIBUTES:
                del root.attrib[name]
            order = {tag: at for at, tag in enumerate(CHILDREN[root.tag])}
            root[:] = sorted(root, key=lambda child: order[child.tag])
        first = _FIRST_ID + (self.builder.counts["slideMaster"] * _APART if self.kind == "slideMaster" else 0)
        for at, entry in enumerate(root.iter(qn("p:sldMasterId"), qn("p:sldLayoutId"))):
            entry.set("id", str(first + at))

    def point(self, kind: str, name: str) -> str:
        """The id of the relationship to a part that passed."""
        if (kind, name) not in self.targets:
            self.targets.append((kind, name))
        return f"rId{self.targets.index((kind, name)) + 1}"

    def _visit(self, element: Any) -> None:
        element.tail = None
        if element.tag != qn("a:t"):
            element.text = None
        for child in list(element):
            if not (self._may_stand(child, element) and self._attributes(child)):
                self._leave_out(child)
                continue
            self._visit(child)
            if child.tag in HOLLOW and child.find(HOLLOW[child.tag]) is None:
                self._leave_out(child)
            elif child.tag == qn("a:blipFill") and child.find(qn("a:blip")) is None:
                self._leave_out(child, self._plain_fill())

    def _may_stand(self, child: Any, parent: Any) -> bool:
        if parent.tag in CHILDREN:
            once = parent.tag in GROUPS or parent.find(child.tag) is child
            return once and child.tag in CHILDREN[parent.tag]
        if parent.tag == qn("a:extLst"):
            return child.get("uri") in EXTENSIONS
        if parent.tag == qn("a:ext") and parent.get("uri"):
            return bool(child.tag == EXTENSIONS.get(parent.get("uri")))
        return bool(child.tag != qn("p:extLst") and child.tag.startswith(_OURS))

    def _attributes(self, element: Any) -> bool:
        """Leave the attributes that may pass; False where the element may not without those that are gone."""
        if element.tag in LINKS:
            return _own_jump(element)
        stays = True
        for name, value in element.items():
            if name.startswith(_R) and (kind := POINTERS.get((element.tag, name.removeprefix(_R)))):
                to = self._target(kind, value)
                stays = stays and bool(to)
                element.set(name, self.point(kind, to) if to else "")
            elif name.startswith("{"):
                del element.attrib[name]
                stays = stays and (not name.startswith(_R) or element.tag == qn("a:blip"))
            elif name in {"name", "descr", "title"} and element.tag == qn("p:cNvPr") and A_PATH.search(value):
                element.set(name, "")
        return stays and (element.tag not in _MUST_POINT or any(name.startswith(_R) for name, _ in element.items()))

    def _target(self, kind: str, r_id: str) -> str:
        """The part that passed, where an element may point to it; "" where it may not, or a list names it twice."""
        found, target = self.pointers.get(r_id, ("", ""))
        to = self.builder.take(kind, target, self.part) if found == kind and target else ""
        listed = kind in {"slideMaster", "slideLayout"} and (kind, to) in self.targets
        return to if kind in KINDS[self.kind].by_element and not listed else ""

    def _leave_out(self, element: Any, instead: Any = None) -> None:
        if said := BY_ELEMENT.get(element.tag):
            self.builder.left_out[said] += 1
        if instead is not None:
            element.addnext(instead)
        element.getparent().remove(element)

    def _plain_fill(self) -> Any:
        """What stands for a fill whose picture is gone: in a theme, where a fill must be, the colour asked for."""
        if self.kind not in {"theme", "themeOverride"}:
            return etree.Element(qn("a:noFill"))
        fill = etree.Element(qn("a:solidFill"))
        etree.SubElement(fill, qn("a:schemeClr"), val="phClr")
        return fill


def _own_jump(link: Any) -> bool:
    """Make a link one from slide to slide and no more; False where it is another."""
    action = link.get("action", "")
    link.attrib.clear()
    link[:] = []
    link.attrib.update({qn("r:id"): "", "action": action})
    return bool(JUMP.fullmatch(action))
