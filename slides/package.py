"""The file around the slides: a template from the table of layouts, and slides put into a package of parts.

``assembled({part: bytes}, slides) -> bytes`` is for every deck, on our own template or on an agency's. Parts are
named, related and listed here, because python-pptx looks through all of them for each new one (its issues 644, 646).
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from posixpath import basename, dirname, join, normpath, relpath, splitext
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree

from planned.slides import SlideKind, Slot, feet
from slides.areas import Area, Box
from slides.drawingml import NAMESPACES, add, emu, qn, serialized
from slides.layouts import FOOTERS, HEIGHT, LAYOUTS, WIDTH, layouts_for, logo_on
from source.editions import manifest, short
from source.inline import Runs, text_of
from source.model import Guide
from typeset.coverage import lacking, stand_ins
from typeset.measure import Face, shape
from typeset.motif import calm_water

# The first moment that a zip file can name (APPNOTE.TXT, 4.4.6); every part carries it.
_EPOCH = (1980, 1, 1, 0, 0, 0)

_OFFICE = "application/vnd.openxmlformats-officedocument"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A package of parts: the content types first, the rest by name, no dates, no machine."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            package.writestr(entry, parts[name])
    return target.getvalue()


@dataclass(frozen=True)
class SlidePart:
    """A slide as it goes into a package: its XML, its notes page, the part of its layout, and its section."""

    xml: bytes
    notes: bytes
    layout: str
    section: str


def assembled(base: Mapping[str, bytes], slides: Iterable[SlidePart]) -> bytes:
    """A presentation without slides, given as parts, as a PPTX file with these."""
    parts = dict(base)
    main = linked(parts, "", "officeDocument")[0]
    presentation = etree.fromstring(parts[main])
    relations = etree.fromstring(parts[rels(main)])
    types = etree.fromstring(parts[TYPES])
    master = linked(parts, main, "notesMaster")[0]
    first = _next_id(relations)
    sections = []
    for number, slide in enumerate(slides, start=1):
        ours, notes = f"ppt/slides/slide{number}.xml", f"ppt/notesSlides/notesSlide{number}.xml"
        parts |= {ours: slide.xml, notes: slide.notes}
        parts[rels(ours)] = pointing(ours, (("slideLayout", slide.layout), ("notesSlide", notes)))
        parts[rels(notes)] = pointing(notes, (("notesMaster", master), ("slide", ours)))
        _relate(relations, f"rId{first + number - 1}", "slide", main, ours)
        for name in (ours, notes):
            _type(types, name)
        sections.append(slide.section)
    _list_slides(presentation, len(sections), first)
    presentation.append(_section_list(sections))
    types[:] = sorted(types, key=lambda entry: (entry.get("PartName") or "", entry.get("Extension") or ""))
    changed = {main: presentation, rels(main): relations, TYPES: types}
    return zipped(parts | {name: serialized(root) for name, root in changed.items()})


def links(parts: Mapping[str, bytes], source: str) -> dict[str, tuple[str, str]]:
    """Where a part points, by the ids of its relationships: the last word of their type, and the part ("": none)."""
    found = {}
    for each in etree.fromstring(parts[rels(source)]) if rels(source) in parts else ():
        target = normpath(join("/", dirname(source), each.get("Target", ""))).lstrip("/")
        found[each.get("Id", "")] = basename(each.get("Type", "")), target if target in parts else ""
    return found


def linked(parts: Mapping[str, bytes], source: str, *kinds: str) -> list[str]:
    """The parts that a part points to with relationships of some kinds, in their order; "" is the package itself."""
    return [target for kind, target in links(parts, source).values() if kind in kinds and target]


def attach(parts: dict[str, bytes], source: str, kind: str, name: str, data: bytes) -> str:
    """Put a part of ours into a package, where ``source`` points to it; the id of that relationship."""
    relations = etree.fromstring(parts.get(rels(source)) or pointing(source))
    types = etree.fromstring(parts[TYPES])
    r_id = f"rId{_next_id(relations)}"
    _relate(relations, r_id, kind, source, name)
    _type(types, name)
    parts |= {name: data, rels(source): serialized(relations), TYPES: serialized(types)}
    return r_id


def _next_id(relations: etree._Element) -> int:
    names = (each.get("Id", "").removeprefix("rId") for each in relations)
    return 1 + max((int(name) for name in names if name.isdecimal()), default=0)


def pointing(source: str, targets: Iterable[tuple[str, str]] = ()) -> bytes:
    """The relationships of a part, as (type, part); their ids count up from rId1."""
    ns = f"{_PACKAGE}/relationships"
    root = etree.Element(f"{{{ns}}}Relationships", nsmap={None: ns})
    for number, (kind, part) in enumerate(targets, start=1):
        _relate(root, f"rId{number}", kind, source, part)
    return serialized(root)


def _list_slides(presentation: etree._Element, count: int, first: int) -> None:
    """List the slides after the masters; ids count from 256, as the schema asks."""
    for old in presentation.findall(qn("p:sldIdLst")):
        presentation.remove(old)
    listed = etree.Element(qn("p:sldIdLst"))
    for number in range(count):
        add(listed, "p:sldId", id=str(_FIRST_ID + number)).set(qn("r:id"), f"rId{first + number}")
    masters = [each for each in presentation if each.tag in {qn(f"p:{kind}MasterIdLst") for kind in _MASTERS}]
    masters[-1].addnext(listed)


_FIRST_ID = 256
_MASTERS = ("sld", "notes", "handout")


def _section_list(names: Sequence[str]) -> etree._Element:
    """The extension of presentation.xml that groups the slides under the names of their sections ([MS-PPTX] 2.2.2)."""
    ns = "http://schemas.microsoft.com/office/powerpoint/2010/main"
    extensions = etree.Element(qn("p:extLst"), nsmap={"p": NAMESPACES["p"], "p14": ns})
    extension = add(extensions, "p:ext", uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}")
    listed = etree.SubElement(extension, f"{{{ns}}}sectionLst")
    for number, (name, group) in enumerate(groupby(enumerate(names, start=_FIRST_ID), key=lambda entry: entry[1])):
        guid = str(uuid5(NAMESPACE_URL, f"{number} {name}")).upper()
        section = etree.SubElement(listed, f"{{{ns}}}section", name=name, id=f"{{{guid}}}")
        slide_ids = etree.SubElement(section, f"{{{ns}}}sldIdLst")
        for slide_id, _ in group:
            etree.SubElement(slide_ids, f"{{{ns}}}sldId", id=str(slide_id))
    return extensions


def progress(box: Box, parts: Sequence[tuple[float, bool]], words: str) -> etree._Element:
    """One shape with a bar for each part of the session, as wide as its minutes, the present one filled.

    ``words`` is its alternative text: one shape that says it once, because LibreOffice knows no decorative shapes.
    """
    bars = progress_bars(box, parts)
    rendered = _templates().get_template("progress.xml").render(box=box, bars=bars, words=words)
    return etree.fromstring(rendered.encode(), etree.XMLParser(remove_blank_text=True))


# A shape that appears, by its id; or one of its paragraphs.
Effect = tuple[int, int | None]


def timing(clicks: Sequence[Sequence[Effect]]) -> etree._Element:
    """What appears on each click: shapes together, or a paragraph of one (PowerPoint's own "Appear")."""
    built = dict.fromkeys((shape, paragraph is not None) for together in clicks for shape, paragraph in together)
    rendered = _templates().get_template("timing.xml").render(clicks=clicks, built=list(built))
    return etree.fromstring(rendered.encode(), etree.XMLParser(remove_blank_text=True))


def progress_bars(box: Box, parts: Sequence[tuple[float, bool]]) -> list[tuple[float, float, bool]]:
    """Where each bar starts, how wide it is, and whether it is the present one; in points from the left of the box."""
    room = box.width - _GAP * (len(parts) - 1)
    least = [max(minutes, 1.0) for minutes, _ in parts]
    widths = [room * minutes / sum(least) for minutes in least]
    return [
        (sum(widths[:at]) + _GAP * at, width, now)
        for at, (width, (_, now)) in enumerate(zip(widths, parts, strict=True))
    ]


_GAP = 6.0


# --- the parts of the template ------------------------------------------------------------------------------------

PRESENTATION = "ppt/presentation.xml"
NOTES_MASTER, NOTES_THEME = "ppt/notesMasters/notesMaster1.xml", "ppt/theme/theme2.xml"
# What the file is, by the types of their relationships; and settings, which PowerPoint misses where they are absent.
PROPERTIES = {"core-properties": "docProps/core.xml", "custom-properties": "docProps/custom.xml"}
SETTINGS = {"presProps": "ppt/presProps.xml", "viewProps": "ppt/viewProps.xml"}
TYPES = "[Content_Types].xml"
_MASTER, _THEME = "ppt/slideMasters/slideMaster1.xml", "ppt/theme/theme1.xml"
_LOGO = "ppt/media/logo.png"
# The parts that are rendered once, each from a template of ours.
_RENDERED = {
    **{_MASTER: "master.xml", NOTES_MASTER: "notes-master.xml", _THEME: "theme.xml", NOTES_THEME: "theme.xml"},
    **{part: basename(part) for part in (PRESENTATION, *PROPERTIES.values(), *SETTINGS.values())},
}


def template_parts(guide: Guide, placed: Iterable[Runs] = (), theirs: Iterable[str] = ()) -> dict[str, bytes]:
    """A presentation without slides: theme, one master, the layouts of ``LAYOUTS``, a notes master.

    ``placed`` are the words of ours on the slides to come, ``theirs`` those that a template brings along: both are
    for the properties of the file.
    """
    layouts = layouts_for(guide)
    session = guide.sessions[guide.session].title if guide.session else guide.labels.training_deck
    common = {
        "guide": guide,
        "labels": guide.labels,
        "theme": guide.theme,
        "language": guide.language,
        "title": f"{guide.title} – {session}",
        "manifest": manifest(guide, placed),
        "theirs": " ".join(sorted({short(text) for text in theirs if text.strip()})),
        "layouts": layouts,
        "logo": logo_on(guide, SlideKind.TEXT),
        "footers": FOOTERS,
        "footer_text": footer_text(guide),
        "width": WIDTH,
        "height": HEIGHT,
        "types": {(kind, area.index): placeholder(kind, area) for kind, x in LAYOUTS.items() for area in x.areas},
    }
    parts = {part: _rendered(template, common) for part, template in _RENDERED.items()}
    for kind, layout in layouts.items():
        motif = calm_water(layout.motif.width, layout.motif.height) if layout.motif else []
        parts[layout_name(kind)] = _rendered(
            "layout.xml", common | {"layout": layout, "motif": motif} | _own_logo(guide, kind)
        )
    if guide.agency and guide.agency.logo:
        parts[_LOGO] = b64decode(guide.agency.logo.picture)
    related = {rels(source): pointing(source, targets) for source, targets in _related(_LOGO in parts).items()}
    return {**parts, **related, TYPES: content_types(parts)}


def _own_logo(guide: Guide, kind: SlideKind) -> dict[str, object]:
    """The title slide has a larger logo in place of the master's; others have none of their own."""
    return {"logo": logo_on(guide, kind) if kind is SlideKind.TITLE else None}


def footer_text(guide: Guide) -> str:
    """What the footer of every slide says: the longest text that one line holds, or, if need be, nothing."""
    face, footer = Face(guide.theme.fonts.tips.open), FOOTERS[0]
    for text in map(text_of, feet(guide)):
        spare = _SPARE_UNMEASURED if lacking(text, stand_ins(face.family)) else _FOOTER_SPARE
        if shape(text, face).width() * footer.size < footer.box.width * spare:
            return text
    return ""


_FOOTER_SPARE = 0.97
_SPARE_UNMEASURED = 0.6  # of letters that none of our fonts has, nobody knows how wide they run


def layout_name(kind: SlideKind) -> str:
    """The part of a kind's layout in our own template."""
    return f"ppt/slideLayouts/slideLayout{list(LAYOUTS).index(kind) + 1}.xml"


def placeholder(kind: SlideKind, area: Area) -> dict[str, str]:
    """The attributes of a placeholder. A title slide's title is centred by type, and its text a subtitle."""
    if area.index == Slot.TITLE:
        return {"type": "ctrTitle" if kind is SlideKind.TITLE else "title"}
    return {"type": "subTitle" if kind is SlideKind.TITLE else "body", "idx": str(area.index)}


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"emu": emu, "rgb": lambda color: color.lstrip("#").upper()}
    return environment


def _rendered(name: str, values: Mapping[str, object]) -> bytes:
    """A template as canonical XML without the white space that makes it readable."""
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True)
    return serialized(etree.fromstring(_templates().get_template(name).render(values).encode(), parser))


def _related(logo: bool) -> dict[str, Sequence[tuple[str, str]]]:
    """What each part points to, as (type, part) in the order of their ids; "" is the package."""
    layouts = [layout_name(kind) for kind in LAYOUTS]
    shown = (("image", _LOGO),) if logo else ()
    return {
        PRESENTATION: (("slideMaster", _MASTER), ("notesMaster", NOTES_MASTER), ("theme", _THEME), *SETTINGS.items()),
        _MASTER: (*(("slideLayout", layout) for layout in layouts), ("theme", _THEME), *shown),
        NOTES_MASTER: (("theme", NOTES_THEME),),
        **dict.fromkeys(layouts, (("slideMaster", _MASTER),)),
        layout_name(SlideKind.TITLE): (("slideMaster", _MASTER), *shown),
        "": (("officeDocument", PRESENTATION), *PROPERTIES.items()),
    }


def rels(part: str) -> str:
    """The part that holds the relationships of a part."""
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def _relate(relations: etree._Element, name: str, kind: str, source: str, target: str) -> None:
    ns = f"{_PACKAGE}/relationships"
    full = f"{ns}/metadata/{kind}" if kind == "core-properties" else f"{RELATION}/{kind}"
    path = relpath(f"/{target}", f"/{dirname(source)}")
    etree.SubElement(relations, f"{{{ns}}}Relationship", Id=name, Type=full, Target=path)


_TYPES = {
    "ppt/presentation.xml": f"{_OFFICE}.presentationml.presentation.main+xml",
    "ppt/presProps.xml": f"{_OFFICE}.presentationml.presProps+xml",
    "ppt/viewProps.xml": f"{_OFFICE}.presentationml.viewProps+xml",
    "ppt/tableStyles.xml": f"{_OFFICE}.presentationml.tableStyles+xml",
    "ppt/theme/themeOverride": f"{_OFFICE}.themeOverride+xml",
    "ppt/theme/": f"{_OFFICE}.theme+xml",
    "ppt/slideMasters/": f"{_OFFICE}.presentationml.slideMaster+xml",
    "ppt/slideLayouts/": f"{_OFFICE}.presentationml.slideLayout+xml",
    "ppt/notesMasters/": f"{_OFFICE}.presentationml.notesMaster+xml",
    "ppt/handoutMasters/": f"{_OFFICE}.presentationml.handoutMaster+xml",
    "ppt/fonts/": "application/x-fontdata",
    "ppt/slides/": f"{_OFFICE}.presentationml.slide+xml",
    "ppt/notesSlides/": f"{_OFFICE}.presentationml.notesSlide+xml",
    "docProps/custom.xml": f"{_OFFICE}.custom-properties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_PICTURES = {
    ".png": "image/png",
    ".jpeg": "image/jpeg",
    ".emf": "image/x-emf",
    ".wmf": "image/x-wmf",
    ".svg": "image/svg+xml",
}


def content_types(names: Iterable[str]) -> bytes:
    """The list of the types of parts that are no relationships, by their names."""
    ns = f"{_PACKAGE}/content-types"
    root = etree.Element(f"{{{ns}}}Types", nsmap={None: ns})
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    for extension, kind in (("rels", rels), ("xml", "application/xml")):
        etree.SubElement(root, f"{{{ns}}}Default", Extension=extension, ContentType=kind)
    for name in sorted(names):
        if not name.endswith(".rels"):
            _type(root, name)
    return serialized(root)


def _type(types: etree._Element, name: str) -> None:
    """Say what a part of ours is."""
    kind = _PICTURES.get(splitext(name)[1]) or next(kind for start, kind in _TYPES.items() if name.startswith(start))
    etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{name}", ContentType=kind)
