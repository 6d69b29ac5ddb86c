"""What of a stranger's template may pass into a deck: its look, built anew from the tables of what may pass.

``passed(bytes, name) -> Passed``. Whatever the tables do not name stays behind: links to the outside, macros, tags of
add-ins, comments, document properties, sounds, sample slides. Parts get names of ours, for theirs may tell of people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from typing import Any
from urllib.parse import unquote

from lxml import etree

from slides.agency.pictures import plain
from slides.drawingml import NAMESPACES, qn, serialized
from slides.package import RELATION, TYPES, content_types, pointing, rels, unzipped
from source.errors import UnreadableError
from source.files import refuse_giants


@dataclass(frozen=True)
class Kind:
    """A kind of part: its root, its name in the deck, and where it may point: by itself, or by its elements."""

    root: str
    name: str
    itself: tuple[str, ...] = ()
    by_element: tuple[str, ...] = ("image",)


# By the relationship that leads to it. A picture or a font has no root, and points nowhere.
KINDS: Mapping[str, Kind] = {
    "officeDocument": Kind(
        "p:presentation",
        "ppt/presentation.xml",
        ("theme", "tableStyles"),
        ("slideMaster", "notesMaster", "handoutMaster", "font"),
    ),
    "slideMaster": Kind("p:sldMaster", "ppt/slideMasters/slideMaster{}.xml", ("theme",), ("slideLayout", "image")),
    "slideLayout": Kind("p:sldLayout", "ppt/slideLayouts/slideLayout{}.xml", ("slideMaster", "themeOverride")),
    "notesMaster": Kind("p:notesMaster", "ppt/notesMasters/notesMaster{}.xml", ("theme",)),
    "handoutMaster": Kind("p:handoutMaster", "ppt/handoutMasters/handoutMaster{}.xml", ("theme",)),
    "theme": Kind("a:theme", "ppt/theme/theme{}.xml"),
    "themeOverride": Kind("a:themeOverride", "ppt/theme/themeOverride{}.xml"),
    "tableStyles": Kind("a:tblStyleLst", "ppt/tableStyles.xml"),
    "image": Kind("", "ppt/media/image{}.{}", by_element=()),
    "font": Kind("", "ppt/fonts/font{}.fntdata", by_element=()),
}
_THEMED = {"slideMaster", "notesMaster", "handoutMaster"}
_ONE_EACH = {"notesMaster", "handoutMaster", "tableStyles"}

# The elements that may point to a part, by which attribute, and to what.
_SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
POINTERS: Mapping[tuple[str, str], str] = {
    (qn("a:blip"), "embed"): "image",
    (_SVG, "embed"): "image",
    (qn("p:sldMasterId"), "id"): "slideMaster",
    (qn("p:sldLayoutId"), "id"): "slideLayout",
    (qn("p:notesMasterId"), "id"): "notesMaster",
    (qn("p:handoutMasterId"), "id"): "handoutMaster",
    **{(qn(f"p:{style}"), "id"): "font" for style in ("regular", "bold", "italic", "boldItalic")},
}
# What may stand in an element, in the order of the schema, where more might stand than belongs to the look.
_SHAPES = "p:nvGrpSpPr p:grpSpPr p:sp p:grpSp p:graphicFrame p:cxnSp p:pic"
_CHILDREN: Mapping[str, tuple[str, ...]] = {
    qn(tag): tuple(map(qn, names.split()))
    for tag, names in {
        "p:presentation": "p:sldMasterIdLst p:notesMasterIdLst p:handoutMasterIdLst p:sldSz p:notesSz "
        "p:embeddedFontLst p:kinsoku p:defaultTextStyle",
        "p:sldMaster": "p:cSld p:clrMap p:sldLayoutIdLst p:hf p:txStyles",
        "p:sldLayout": "p:cSld p:clrMapOvr p:hf",
        "p:notesMaster": "p:cSld p:clrMap p:hf p:notesStyle",
        "p:handoutMaster": "p:cSld p:clrMap p:hf",
        "p:cSld": "p:bg p:spTree",
        "p:spTree": _SHAPES,
        "p:grpSp": _SHAPES,
        "p:nvPr": "p:ph",
        "p:cNvPr": "a:hlinkClick a:hlinkHover a:extLst",
        "a:graphicData": "a:tbl",
        "a:theme": "a:themeElements a:objectDefaults a:extraClrSchemeLst a:custClrLst",
    }.items()
}
_ATTRIBUTES = {  # of the presentation; of other elements all may stay
    *("showSpecialPlsOnTitleSld", "rtl", "strictFirstAndLastChars", "embedTrueTypeFonts", "saveSubsetFonts"),
    *("removePersonalInfoOnSave", "autoCompressPictures"),
}
# Extensions that belong to the look, by their identifiers, and what they hold ([MS-ODRAWXML] 2.3.1).
_EXTENSIONS = {
    "{28A0092B-C50C-407E-A947-70E740481C1C}": "{http://schemas.microsoft.com/office/drawing/2010/main}useLocalDpi",
    "{C183D7F6-B498-43B3-948B-1728B52AA6E4}": "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative",
    "{96DAC541-7B7A-43D3-8B79-37D633B846F1}": _SVG,
}
_JUMP = re.compile(r"ppaction://hlinkshowjump\?jump=(?:(?:next|previous|first|last)slide|lastslideviewed|endshow)")
_LINKS = {qn("a:hlinkClick"), qn("a:hlinkHover"), qn("a:hlinkMouseOver")}
# What is nothing without something in it.
_HOLLOW = {
    qn("p:pic"): f"{qn('p:blipFill')}/{qn('a:blip')}",
    qn("a:buBlip"): qn("a:blip"),
    qn("p:embeddedFont"): "*[2]",
    qn("p:embeddedFontLst"): "*",
    qn("p:notesMasterIdLst"): "*",
    qn("p:handoutMasterIdLst"): "*",
    qn("a:extLst"): "*/*",
    qn("p:graphicFrame"): f"{qn('a:graphic')}/{qn('a:graphicData')}/{qn('a:tbl')}",
}
_A_PATH = re.compile(r"[A-Za-z]:[\\/]|\\|file:|/(?:Users|home|Volumes)/")

# What is said to be left out, by relationship or by element.
_UNSAID = {*KINDS, "hyperlink", "presProps", "viewProps", "notesSlide"}
_BY_RELATION = {
    "slide": "sample slides",
    "vbaProject": "macros",
    "tags": "tags of add-ins",
    "customXml": "data of other programs",
    "comments": "comments",
    "commentAuthors": "names of those who commented",
    **dict.fromkeys(("core-properties", "extended-properties", "custom-properties"), "document properties"),
    "thumbnail": "a picture of the first slide",
    "printerSettings": "printer settings",
    **dict.fromkeys(("audio", "video", "media"), "sounds and films"),
}
_BY_ELEMENT = {
    **dict.fromkeys(_LINKS, "links and actions"),
    qn("p:timing"): "animations",
    qn("p:transition"): "animations",
    qn("p:pic"): "pictures that lie elsewhere or cannot be read",
    qn("a:blipFill"): "pictures that lie elsewhere or cannot be read",
    **dict.fromkeys((qn("p:graphicFrame"), qn("p:controls")), "charts, diagrams and embedded objects"),
    **{qn(f"a:{kind}"): "sounds and films" for kind in ("audioCd", "wavAudioFile", "audioFile", "videoFile", "snd")},
    qn("p:contentPart"): "drawings in ink",
    qn("p:embeddedFont"): "fonts that may not be passed on",
    qn("p:sldMasterId"): "masters that are damaged",
    qn("p:sldLayoutId"): "layouts that are damaged",
}
_MISSED = {"p:pic", "a:blipFill", "p:graphicFrame", "p:contentPart", "p:embeddedFont", "p:sldMasterId", "p:sldLayoutId"}
SEEN = {_BY_ELEMENT[qn(tag)] for tag in _MISSED}  # what somebody might miss in the deck


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
    found = {part.casefold(): content for part, content in unzipped(data).items()}
    file = _File(name, found)
    (main,) = (at for kind, at in file.pointers("").values() if kind == "officeDocument" and at)
    builder = _Builder(file)
    builder.take("officeDocument", main)
    parts = builder.parts | {rels(""): pointing("", [("officeDocument", KINDS["officeDocument"].name)])}
    builder.note("", {"officeDocument"})
    return Passed(parts | {TYPES: content_types(parts)}, tuple(builder.samples(main)), builder.left_out)


@dataclass(frozen=True)
class _File:
    """The parts of a template as they came, by their names in small letters."""

    name: str
    parts: Mapping[str, bytes]

    def root(self, part: str) -> Any:
        """The root of a part.

        Raises:
            UnreadableError: it defines entities, as no file of PowerPoint does.
        """
        parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True, no_network=True)
        root = etree.fromstring(self.parts[part], parser)
        if root.getroottree().docinfo.doctype:
            raise UnreadableError(
                f"{self.name} defines entities of its own, as PowerPoint never does, so it was not opened. "
                "Open it in PowerPoint and save it again as .potx."
            )
        return root

    def pointers(self, part: str) -> dict[str, tuple[str, str]]:
        """Where a part points, by the ids of its relationships: the last word of a type, and the part ("": none)."""
        at = rels(part)
        found = {}
        for each in self.root(at) if at in self.parts else ():
            type_, target = each.get("Type", ""), unquote(each.get("Target", "")).casefold()
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
            elif not (kind in _ONE_EACH and self.counts[kind]):
                self._take_xml(kind, part)
        return self.named[kind, part]

    def _name(self, kind: str, part: str, *more: str) -> str:
        self.counts[kind] += 1
        self.named[kind, part] = KINDS[kind].name.format(self.counts[kind], *more)
        return self.named[kind, part]

    def _take_picture(self, part: str) -> None:
        try:
            data, suffix = plain(self.file.parts[part])
        except ValueError:
            return
        self.parts[self._name("image", part, suffix)] = data

    def _take_font(self, part: str) -> None:
        data = self.file.parts[part]
        may = int.from_bytes(data[32:34], "little")
        if data[34:36] == b"LP" and (may & _MAY_EDIT or not may & _MAY_NOT):
            self.parts[self._name("font", part)] = data

    def _take_xml(self, kind: str, part: str) -> None:
        root = self.file.root(part)
        if root.tag != qn(KINDS[kind].root) or (kind == "notesMaster" and not _has_notes(root)):
            return
        themed = self.file.linked(part, "theme")
        if kind in _THEMED and not (themed and self.take("theme", themed)):
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
            if found not in passing | _UNSAID:
                self.left_out[_BY_RELATION.get(found, "parts that are no part of the look")] += 1

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
            for name in set(root.attrib) - _ATTRIBUTES:
                del root.attrib[name]
            order = {tag: at for at, tag in enumerate(_CHILDREN[root.tag])}
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
            if child.tag in _HOLLOW and child.find(_HOLLOW[child.tag]) is None:
                self._leave_out(child)
            elif child.tag == qn("a:blipFill") and child.find(qn("a:blip")) is None:
                self._leave_out(child, self._plain_fill())

    def _may_stand(self, child: Any, parent: Any) -> bool:
        if parent.tag in _CHILDREN:
            return child.tag in _CHILDREN[parent.tag]
        if parent.tag == qn("a:extLst"):
            return child.get("uri") in _EXTENSIONS
        if parent.tag == qn("a:ext") and parent.get("uri"):
            return bool(child.tag == _EXTENSIONS.get(parent.get("uri")))
        return bool(child.tag != qn("p:extLst") and child.tag.startswith(_OURS))

    def _attributes(self, element: Any) -> bool:
        """Leave the attributes that may pass; False where the element may not without those that are gone."""
        if element.tag in _LINKS:
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
            elif name in {"name", "descr", "title"} and element.tag == qn("p:cNvPr") and _A_PATH.search(value):
                element.set(name, "")
        return stays and (element.tag not in _MUST_POINT or any(name.startswith(_R) for name, _ in element.items()))

    def _target(self, kind: str, r_id: str) -> str:
        """The part that passed, where an element may point to it; "" where it may not, or a list names it twice."""
        found, target = self.pointers.get(r_id, ("", ""))
        to = self.builder.take(kind, target, self.part) if found == kind and target else ""
        listed = kind in {"slideMaster", "slideLayout"} and (kind, to) in self.targets
        return to if kind in KINDS[self.kind].by_element and not listed else ""

    def _leave_out(self, element: Any, instead: Any = None) -> None:
        if said := _BY_ELEMENT.get(element.tag):
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
    return bool(_JUMP.fullmatch(action))


_R = f"{{{NAMESPACES['r']}}}"
_OURS = tuple(f"{{{NAMESPACES[prefix]}}}" for prefix in "ap")
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MUST_POINT = {tag for tag, _ in POINTERS}
_FIRST_ID, _APART = 2**31, 10_000  # of masters, and of the layouts of each (ECMA-376 part 1, 19.7.13)
