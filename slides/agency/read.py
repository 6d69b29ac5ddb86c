"""An agency's own template: opened, emptied of its sample slides, and described.

``open_template(bytes, name) -> Template``. What belongs to the look stays as it is: masters, layouts, theme, embedded
fonts, logos, table styles, notes and handout masters. What belongs to somebody's slides or computer goes: slides with
everything that only they use, sections and shows, comments and their authors, document properties, custom XML, tags,
macros, view and printer settings. A part that nothing points to any more is not written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from slides.agency.ground import Painted, Part, Scheme, drawn, read_scheme
from slides.agency.look import Ancestry, Holder, Level
from slides.drawingml import EMU, qn, serialized
from slides.layouts import Box
from slides.package import TYPES, linked, links, rels, unzipped
from source.errors import UnreadableError
from source.files import refuse_giants


@dataclass(frozen=True)
class TheirLayout:
    """A layout of the template. ``part`` names it in the file; ``words`` is how a text box beside it is set.

    ``color_map`` is what a slide has to repeat where the layout turns the colours of its master round.
    """

    part: str
    name: str
    type: str
    master: int
    holders: tuple[Holder, ...]
    drawn: tuple[Painted, ...]
    words: Level
    scheme: Scheme
    color_map: bytes = b""


@dataclass(frozen=True)
class Template:
    """A template without its slides, as the parts of a file and as facts. Lengths are in points.

    ``opening`` is the master of the first sample slide, None without samples; ``usual`` are those of the later ones,
    the most used first.
    """

    name: str
    parts: Mapping[str, bytes]
    width: float
    height: float
    layouts: tuple[TheirLayout, ...]
    opening: int | None = None
    usual: tuple[int, ...] = ()

    @property
    def scale(self) -> float:
        """How much larger this slide is than ours: 20 pt on a low slide are as easy to read as more on a high one."""
        return min(self.height / 540, self.width / 720)


_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_OPENED_AS_MAIN = {
    _MAIN,
    "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # [MS-CFB] 2.2: a locked file, or one of PowerPoint 97 to 2003
# The relationships that the look needs, by the last word of their type.
_KEPT = {"slideMaster", "notesMaster", "handoutMaster", "theme", "tableStyles", "font"}


def open_template(data: bytes, name: str) -> Template:
    """The template in a .pptx, .potx, .ppsx, .pptm or .potm file.

    Raises:
        UnreadableError: it is none, is locked, damaged, far too large, or has no layout.
    """
    if data.startswith(_OLE):
        raise UnreadableError(
            f"{name} is locked with a password, or saved in the format of PowerPoint 97 to 2003. "
            "Open it in PowerPoint, remove the password, and save it as .potx or .pptx."
        )
    try:
        refuse_giants(data, name)
        parts = unzipped(data)
        main = linked(parts, "", "officeDocument")[0]
        root = _xml(parts[main])
        masters = _listed(parts, main, root, "p:sldMasterId")
        used = [_master_of(parts, slide, masters) for slide in _listed(parts, main, root, "p:sldId")]
        layouts = tuple(_layouts(parts, root, masters))
        size = root.find(qn("p:sldSz"))
        width, height = int(size.get("cx")) / EMU, int(size.get("cy")) / EMU
        emptied = _emptied(parts, main, root)
    except UnreadableError:
        raise
    # A stranger's file can break the libraries anywhere, with any error; none of it is a fault of the program.
    except Exception as error:
        raise UnreadableError(
            f"{name} is no PowerPoint template (.potx, .pptx), or it is damaged. "
            "Open it in PowerPoint and save it again as .potx, not as “Strict Open XML”."
        ) from error
    if not layouts:
        raise UnreadableError(f"{name} has no slide layout. Add one in PowerPoint: View, Slide Master, Insert Layout.")
    usual = tuple(master for master, _ in Counter(used[1:]).most_common())
    return Template(name, emptied, width, height, layouts, used[0] if used else None, usual)


def _xml(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False))


def _listed(parts: Mapping[str, bytes], source: str, root: Any, tag: str) -> list[str]:
    """The parts that a list in a part names, in the order of the list."""
    found = links(parts, source)
    return [found[entry.get(f"{_R}id")][1] for entry in root.iter(qn(tag))]


def _master_of(parts: Mapping[str, bytes], slide: str, masters: list[str]) -> int:
    (layout,) = linked(parts, slide, "slideLayout")
    return masters.index(linked(parts, layout, "slideMaster")[0])


# --- what does not stay -------------------------------------------------------------------------------------------

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_GONE = ("p:sldIdLst", "p:custShowLst", "p:photoAlbum", "p:custDataLst", "p:modifyVerifier", "p:smartTags", "p:extLst")


def _emptied(parts: dict[str, bytes], main: str, root: Any) -> dict[str, bytes]:
    """The package without its slides, and without all that only they use."""
    for tag in _GONE:
        for element in root.findall(qn(tag)):
            root.remove(element)
    root.attrib.pop("firstSlideNum", None)  # ours count from 1, as their notes and the agenda do
    parts[main] = serialized(root)
    _unlink(parts, "", lambda kind, _: kind == "officeDocument")
    _unlink(
        parts,
        main,
        lambda kind, part: kind in _KEPT and (kind != "notesMaster" or _has_notes(parts, part)),
    )
    masters = linked(parts, main, "slideMaster", "notesMaster")
    for look in [*masters, *(layout for master in masters for layout in linked(parts, master, "slideLayout"))]:
        gone = _unlink(parts, look, lambda kind, _: kind not in {"slide", "notesSlide"})
        tree = _xml(parts[look])
        # A picture or a shape that carried a link to a sample slide or to a show stays.
        for link in list(tree.iter(qn("a:hlinkClick"), qn("a:hlinkHover"))):
            if link.get(f"{_R}id") in gone or "customshow" in link.get("action", ""):
                link.getparent().remove(link)
                parts[look] = serialized(tree)
    return _typed({name: parts[name] for name in _reached(parts)}, parts[TYPES], main)


def _has_notes(parts: Mapping[str, bytes], master: str) -> bool:
    return bool(master) and any(holder.get("type") == "body" for holder in _xml(parts[master]).iter(qn("p:ph")))


def _unlink(parts: dict[str, bytes], source: str, kept: Callable[[str, str], bool]) -> set[str]:
    """Take away relationships of a part, and those that lead nowhere; their ids."""
    relations = _xml(parts[rels(source)])
    gone = {r_id for r_id, (kind, part) in links(parts, source).items() if not kept(kind, part)}
    for each in relations:
        if each.get("Id") in gone:
            relations.remove(each)
    parts[rels(source)] = serialized(relations)
    return gone


def _reached(parts: Mapping[str, bytes]) -> set[str]:
    """The parts that something points to, with their relationships."""
    found, waiting = {rels("")}, [""]
    while waiting:
        for _, part in links(parts, waiting.pop()).values():
            if part and part not in found:
                found |= {part, rels(part)} & parts.keys()
                waiting.append(part)
    return found


def _typed(parts: dict[str, bytes], types: bytes, main: str) -> dict[str, bytes]:
    """The parts with the list of their types, on which the main one is a presentation."""
    root = _xml(types)
    for entry in root:
        part = entry.get("PartName", "").lstrip("/")
        if part == main and entry.get("ContentType") in _OPENED_AS_MAIN:
            entry.set("ContentType", _MAIN)
        elif part == main:
            raise ValueError("its main part is no presentation")
        elif part and part not in parts:
            root.remove(entry)
    return parts | {TYPES: serialized(root)}


# --- what it is like ----------------------------------------------------------------------------------------------


def _layouts(parts: Mapping[str, bytes], presentation: Any, masters: list[str]) -> Iterator[TheirLayout]:
    defaults, size = presentation.find(qn("p:defaultTextStyle")), presentation.find(qn("p:sldSz"))
    slide = Box(0.0, 0.0, int(size.get("cx")) / EMU, int(size.get("cy")) / EMU)
    for number, name in enumerate(masters):
        master, theme = _part(parts, name), _part(parts, linked(parts, name, "theme")[0])
        names = dict(master.root.find(qn("p:clrMap")).attrib)
        for at in _listed(parts, name, master.root, "p:sldLayoutId"):
            layout = _part(parts, at)
            override = layout.root.find(f"{qn('p:clrMapOvr')}/{qn('a:overrideClrMapping')}")
            scheme = read_scheme(theme.root, names if override is None else dict(override.attrib))
            ancestry = Ancestry(master.root, defaults, _fonts(theme.root), scheme)
            yield TheirLayout(
                at,
                layout.root.find(qn("p:cSld")).get("name", ""),
                layout.root.get("type", ""),
                number,
                tuple(ancestry.holders(layout.root)),
                tuple(drawn(master, layout, theme, scheme, slide)),
                ancestry.words(),
                scheme,
                b"" if override is None else etree.tostring(override),
            )


def _part(parts: Mapping[str, bytes], name: str) -> Part:
    pointed = links(parts, name).items()
    return Part(_xml(parts[name]), {r_id: parts[at] for r_id, (kind, at) in pointed if kind == "image" and at})


def _fonts(theme: Any) -> dict[str, str]:
    latin = {name: theme.find(f".//{qn(f'a:{tag}Font')}/{qn('a:latin')}") for name, tag in _FONTS.items()}
    return {name: "" if font is None else font.get("typeface", "") for name, font in latin.items()}


_FONTS = {"+mj-lt": "major", "+mn-lt": "minor"}
