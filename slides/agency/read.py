"""An agency's own template: opened, cleaned, and described.

``open_template(bytes, name) -> Template``. What of the file goes into decks is the look alone:
masters, layouts, theme, embedded fonts, logos, table styles, notes and handout masters (``slides.agency.passing``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from slides.agency.ground import Painted, Part, drawn
from slides.agency.look import Ancestry, Holder, Level
from slides.agency.passing import AGAIN, passed
from slides.areas import Box
from slides.drawingml import EMU, qn
from slides.package import linked, links
from source.errors import UnreadableError
from typeset.schemes import Scheme, read_scheme


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
    the most used first. ``left_out`` says what of the file stayed behind, and how many.
    """

    name: str
    parts: Mapping[str, bytes]
    width: float
    height: float
    layouts: tuple[TheirLayout, ...]
    opening: int | None = None
    usual: tuple[int, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def scale(self) -> float:
        """How much larger this slide is than ours: 20 pt on a low slide are as easy to read as more on a high one."""
        return min(self.height / 540, self.width / 720)


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # [MS-CFB] 2.2: a locked file, or one of PowerPoint 97 to 2003
_INCH = 72.0
_SIZES = (_INCH, 56 * _INCH)  # of a slide (ECMA-376 part 1, 19.7.9)
_SIZE = (720.0, 540.0)  # of a slide where nothing is said


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
        found = passed(data, name)
        main = linked(found.parts, "", "officeDocument")[0]
        root = _xml(found.parts[main])
        masters = _listed(found.parts, main, root, "p:sldMasterId")
        used = [masters.index(master) for master in found.samples if master in masters]
        size = _size(root, name)
        layouts = tuple(_layouts(found.parts, root, masters, Box(0.0, 0.0, *size)))
    except (UnreadableError, MemoryError):
        raise
    # A stranger's file can break the libraries anywhere, with any error; none of it is a fault of the program.
    except Exception as error:
        raise UnreadableError(f"{name} is no PowerPoint template (.potx, .pptx), or it is damaged. {AGAIN}") from error
    if not layouts:
        raise UnreadableError(
            f"{name} has no slide layout that can be used. Add one in PowerPoint: View, Slide Master, Insert Layout."
        )
    usual = tuple(master for master, _ in Counter(used[1:]).most_common())
    return Template(name, found.parts, *size, layouts, used[0] if used else None, usual, found.left_out)


def _size(presentation: Any, name: str) -> tuple[float, float]:
    found = presentation.find(qn("p:sldSz"))
    width, height = _SIZE if found is None else (int(found.get(side)) / EMU for side in ("cx", "cy"))
    if not all(_SIZES[0] <= side <= _SIZES[1] for side in (width, height)):
        raise UnreadableError(
            f"{name} has slides of {width / _INCH:.3g} × {height / _INCH:.3g} inches; PowerPoint knows 1 to 56. "
            "Set the size in PowerPoint under Design, Slide Size."
        )
    return width, height


def _xml(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False))


def _listed(parts: Mapping[str, bytes], source: str, root: Any, tag: str) -> list[str]:
    """The parts that a list in a part names, in the order of the list."""
    found = links(parts, source)
    return [found[entry.get(qn("r:id"), "")][1] for entry in root.iter(qn(tag))]


# --- what it is like ----------------------------------------------------------------------------------------------


def _layouts(parts: Mapping[str, bytes], presentation: Any, masters: list[str], slide: Box) -> Iterator[TheirLayout]:
    defaults = presentation.find(qn("p:defaultTextStyle"))
    for number, name in enumerate(masters):
        master, usual = _part(parts, name), _part(parts, linked(parts, name, "theme")[0])
        names = dict(master.root.find(qn("p:clrMap")).attrib)
        for at in _listed(parts, name, master.root, "p:sldLayoutId"):
            layout = _part(parts, at)
            theme = next((_changed(usual, _xml(parts[to])) for to in linked(parts, at, "themeOverride")), usual)
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


def _changed(theme: Part, changes: Any) -> Part:
    """A theme with the colours, fonts or effects that a layout has instead (ECMA-376 part 1, 20.1.6.12)."""
    root = deepcopy(theme.root)
    elements = root.find(qn("a:themeElements"))
    for change in changes:
        elements.replace(elements.find(change.tag), change)
    return Part(root, theme.pictures)


def _part(parts: Mapping[str, bytes], name: str) -> Part:
    pointed = links(parts, name).items()
    return Part(_xml(parts[name]), {r_id: parts[at] for r_id, (kind, at) in pointed if kind == "image" and at})


def _fonts(theme: Any) -> dict[str, str]:
    latin = {name: theme.find(f".//{qn(f'a:{tag}Font')}/{qn('a:latin')}") for name, tag in _FONTS.items()}
    return {name: "" if font is None else font.get("typeface", "") for name, font in latin.items()}


_FONTS = {"+mj-lt": "major", "+mn-lt": "minor"}
