"""An agency's own template: opened, emptied of its sample slides, and described.

``open_template(bytes, name) -> Template``. What belongs to the look stays as it is: masters, layouts, theme, embedded
fonts, logos, table styles, notes and handout masters. What belongs to somebody's slides or computer goes: slides with
everything that only they use, sections and shows, comments and their authors, document properties, custom XML, tags,
macros, view and printer settings. A part that nothing points to any more is not written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from slides.agency import colors
from slides.agency.colors import Painted, Scheme
from slides.agency.inherit import Ancestry, Holder, Level
from slides.drawingml import EMU
from slides.package import unzipped, zipped
from source.archive import refuse_giants
from source.errors import UnreadableError


@dataclass(frozen=True)
class TheirLayout:
    """A layout of the template. ``part`` names it in the file; ``words`` is how a text box beside it is set."""

    part: str
    name: str
    type: str
    master: int
    holders: tuple[Holder, ...]
    drawn: tuple[Painted, ...]
    words: Level
    scheme: Scheme


@dataclass(frozen=True)
class Template:
    """A template without its slides, as a file (``base``) and as facts. Lengths are in points.

    ``opening`` is the master of the first sample slide, None without samples; ``usual`` are those of the later ones,
    the most used first.
    """

    name: str
    base: bytes
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
        presentation = Presentation(BytesIO(_as_presentation(data)))
        used = [_master_of(slide, presentation) for slide in presentation.slides]
        _strip(presentation)
        layouts = tuple(_layouts(presentation))
        target = BytesIO()
        presentation.save(target)
        width, height = (int(side or 0) / EMU for side in (presentation.slide_width, presentation.slide_height))
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
    return Template(
        name,
        target.getvalue(),
        width,
        height,
        layouts,
        used[0] if used else None,
        tuple(master for master, _ in Counter(used[1:]).most_common()),
    )


def _as_presentation(data: bytes) -> bytes:
    """The package with the content type that python-pptx opens."""
    parts = unzipped(data)
    types = etree.fromstring(parts["[Content_Types].xml"])
    for entry in types:
        if entry.get("ContentType") in _OPENED_AS_MAIN:
            entry.set("ContentType", _MAIN)
    parts["[Content_Types].xml"] = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(parts)


def _master_of(slide: Any, presentation: Any) -> int:
    masters = [master.part.partname for master in presentation.slide_masters]
    return masters.index(slide.slide_layout.slide_master.part.partname)


# --- what does not stay -------------------------------------------------------------------------------------------

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_GONE = ("p:sldIdLst", "p:custShowLst", "p:photoAlbum", "p:custDataLst", "p:modifyVerifier", "p:smartTags", "p:extLst")


def _strip(presentation: Any) -> None:
    part, root = presentation.part, presentation.element
    for tag in _GONE:
        for element in root.findall(qn(tag)):
            root.remove(element)
    # Ours count from 1, as their notes and the agenda do.
    root.attrib.pop("firstSlideNum", None)
    _drop(part, lambda rel: _kind(rel) in _KEPT)
    _drop(part.package, lambda rel: _kind(rel) == "officeDocument")
    for looks in _looks(presentation):
        _unlink(looks)


def _kind(relationship: Any) -> str:
    return str(relationship.reltype.rsplit("/", 1)[-1])


def _drop(part: Any, kept: Any) -> None:
    """Drop relationships, and the elements that point through them."""
    rels = part.rels if hasattr(part, "rels") else part._rels
    dropped = [r_id for r_id, rel in rels.items() if not kept(rel)]
    for r_id in dropped:
        rels.pop(r_id)
    root = getattr(part, "_element", None)
    if root is None:
        return
    for element in [e for e in root.iter() if any(k.startswith(_R) and v in dropped for k, v in e.attrib.items())]:
        holder = element.getparent()
        holder.remove(element)
        if len(holder) == 0 and holder is not root:
            holder.getparent().remove(holder)


def _looks(presentation: Any) -> Iterator[Any]:
    """The parts that carry the look: masters and their layouts, notes and handout masters."""
    for master in presentation.slide_masters:
        yield master.part
        yield from (layout.part for layout in master.slide_layouts)
    for rel in presentation.part.rels.values():
        if _kind(rel) == "notesMaster":
            yield rel.target_part


def _unlink(part: Any) -> None:
    """Take away links to sample slides and to shows; a picture or a shape that carried one stays."""
    root = part._element
    gone = {r_id for r_id, rel in part.rels.items() if _kind(rel) in {"slide", "notesSlide"}}
    for link in list(root.iter(qn("a:hlinkClick"), qn("a:hlinkHover"))):
        if link.get(f"{_R}id") in gone or "customshow" in link.get("action", ""):
            link.getparent().remove(link)
    for r_id in gone:
        part.rels.pop(r_id)


# --- what it is like ----------------------------------------------------------------------------------------------


def _layouts(presentation: Any) -> Iterator[TheirLayout]:
    defaults = presentation.element.find(qn("p:defaultTextStyle"))
    for number, master in enumerate(presentation.slide_masters):
        theme = etree.fromstring(_target(master.part, "theme").blob)
        names = _attributes(master._element.find(qn("p:clrMap")))
        for layout in master.slide_layouts:
            scheme = colors.read_scheme(theme, _override(layout._element) or names)
            ancestry = Ancestry(master._element, defaults, _fonts(theme), scheme)
            yield TheirLayout(
                str(layout.part.partname),
                layout.name,
                layout._element.get("type", ""),
                number,
                tuple(ancestry.holders(layout._element)),
                tuple(_drawn(master._element, layout._element, theme, scheme)),
                ancestry.words(),
                scheme,
            )


def _target(part: Any, kind: str) -> Any:
    for rel in part.rels.values():
        if _kind(rel) == kind:
            return rel.target_part
    raise KeyError(f"{part.partname} has no {kind}")


def _override(layout: Any) -> dict[str, str]:
    return _attributes(layout.find(f"{qn('p:clrMapOvr')}/{qn('a:overrideClrMapping')}"))


def _attributes(element: Any) -> dict[str, str]:
    return dict(element.attrib) if element is not None else {}


def _fonts(theme: Any) -> dict[str, str]:
    found = {}
    for name, tag in (("+mj-lt", "a:majorFont"), ("+mn-lt", "a:minorFont")):
        latin = theme.find(f".//{qn(tag)}/{qn('a:latin')}")
        found[name] = latin.get("typeface", "") if latin is not None else ""
    return found


def _drawn(master: Any, layout: Any, theme: Any, scheme: Scheme) -> Iterator[Painted]:
    white = Painted(None, frozenset([scheme.named("bg1") or (1.0, 1.0, 1.0)]))
    ground = colors.background(layout, theme, scheme) or colors.background(master, theme, scheme) or white
    yield ground
    if layout.get("showMasterSp", "1") not in {"0", "false"}:
        yield from colors.shapes(master, scheme)
    yield from colors.shapes(layout, scheme)
