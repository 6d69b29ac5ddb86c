"""The file around the slides: a template from the table of layouts, sections, and a zip that is always the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree
from markupsafe import Markup

from slides.layouts import FOOTERS, HEIGHT, LAYOUTS, WIDTH, Area, Box, Kind
from source.editions import manifest
from source.model import Guide
from typeset.measure import Face, shape
from typeset.motif import calm_water

EMU = 12700  # English Metric Units in a point
# The first moment that a zip file can name (APPNOTE.TXT, 4.4.6); every part carries it.
_EPOCH = (1980, 1, 1, 0, 0, 0)

_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def emu(points: float) -> int:
    """Points as English Metric Units."""
    return round(points * EMU)


def template(guide: Guide) -> bytes:
    """A presentation without slides: theme, one master, the layouts of ``LAYOUTS``, a notes master."""
    return zipped(_parts(guide))


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


def repacked(deck: bytes) -> bytes:
    """The same package with fixed dates and a fixed order of parts."""
    with ZipFile(BytesIO(deck)) as package:
        return zipped({name: package.read(name) for name in package.namelist()})


def section_list(sections: Sequence[tuple[str, Sequence[int]]]) -> etree._Element:
    """The extension of presentation.xml that names the sections: (name, slide ids) each ([MS-PPTX] 2.2.2)."""
    ns = "http://schemas.microsoft.com/office/powerpoint/2010/main"
    p = "http://schemas.openxmlformats.org/presentationml/2006/main"
    extensions = etree.Element(f"{{{p}}}extLst", nsmap={"p": p, "p14": ns})
    extension = etree.SubElement(extensions, f"{{{p}}}ext", uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}")
    listed = etree.SubElement(extension, f"{{{ns}}}sectionLst")
    for number, (name, ids) in enumerate(sections):
        guid = str(uuid5(NAMESPACE_URL, f"{number} {name}")).upper()
        section = etree.SubElement(listed, f"{{{ns}}}section", name=name, id=f"{{{guid}}}")
        slide_ids = etree.SubElement(section, f"{{{ns}}}sldIdLst")
        for slide_id in ids:
            etree.SubElement(slide_ids, f"{{{ns}}}sldId", id=str(slide_id))
    return extensions


def progress(box: Box, parts: Sequence[tuple[float, bool]], words: str) -> etree._Element:
    """One shape with a bar for each part of the session, as wide as its minutes, the present one filled.

    ``words`` is its alternative text: one shape that says it once, because LibreOffice knows no decorative shapes.
    """
    bars = progress_bars(box, parts)
    rendered = _templates().get_template("progress.xml").render(box=box, bars=bars, words=words)
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


def property_parts(guide: Guide) -> tuple[bytes, bytes]:
    """The parts that say what the file is (title, language, edition; no author, no dates) and which items it holds."""
    core = _rendered("core.xml", {"language": guide.language} | _core(guide))
    return core, _rendered("custom.xml", {"manifest": manifest(guide)})


def settings_parts() -> tuple[bytes, bytes]:
    """The parts of presentation and view settings, which PowerPoint misses where they are absent."""
    return _rendered("presProps.xml", {}), _rendered("viewProps.xml", {})


def notes_parts(guide: Guide) -> tuple[bytes, bytes]:
    """A notes master and its theme, for a template that has none."""
    common = {"theme": guide.theme, "language": guide.language}
    return _rendered("notes-master.xml", common), _rendered("theme.xml", common)


# --- the parts of the template ------------------------------------------------------------------------------------


def _parts(guide: Guide) -> dict[str, bytes]:
    common = {
        "guide": guide,
        "theme": guide.theme,
        "language": guide.language,
        "layouts": LAYOUTS,
        "footers": FOOTERS,
        "footer_text": footer_text(guide),
        "width": WIDTH,
        "height": HEIGHT,
        "types": {(kind, area.index): _placeholder(kind, area) for kind, x in LAYOUTS.items() for area in x.areas},
    }
    parts = {
        "ppt/presentation.xml": _rendered("presentation.xml", common),
        "ppt/theme/theme1.xml": _rendered("theme.xml", common),
        "ppt/theme/theme2.xml": _rendered("theme.xml", common),
        "ppt/slideMasters/slideMaster1.xml": _rendered("master.xml", common),
        "ppt/notesMasters/notesMaster1.xml": _rendered("notes-master.xml", common),
        "ppt/presProps.xml": _rendered("presProps.xml", common),
        "ppt/viewProps.xml": _rendered("viewProps.xml", common),
        "docProps/core.xml": _rendered("core.xml", common | _core(guide)),
        "docProps/custom.xml": _rendered("custom.xml", common | {"manifest": manifest(guide)}),
    }
    for number, layout in enumerate(LAYOUTS.values(), start=1):
        motif = calm_water(layout.motif.width, layout.motif.height) if layout.motif else []
        parts[_layout_name(number)] = _rendered("layout.xml", common | {"layout": layout, "motif": motif})
    return {**parts, **_relations(), "[Content_Types].xml": _content_types(parts)}


def footer_text(guide: Guide) -> str:
    """What the footer of every slide says, in one line: title and edition, or the edition alone under a long title."""
    edition = guide.labels.edition.format(edition=guide.edition)
    whole = f"{guide.title} · {edition}"
    footer = FOOTERS[0]
    width = shape(whole, Face(guide.theme.fonts.tips.open)).width() * footer.size
    return whole if width < footer.box.width * _FOOTER_SPARE else edition


_FOOTER_SPARE = 0.97


def _core(guide: Guide) -> dict[str, str]:
    session = guide.sessions[guide.session].title if guide.session else guide.labels.training_deck
    return {"title": f"{guide.title} – {session}", "fingerprint": guide.fingerprint, "keywords": guide.stamp}


def _layout_name(number: int) -> str:
    return f"ppt/slideLayouts/slideLayout{number}.xml"


def _placeholder(kind: Kind, area: Area) -> str:
    """The attributes of a placeholder. A title slide's title is centred by type, and its text a subtitle."""
    if area.index == 0:
        return ' type="ctrTitle"' if kind is Kind.TITLE else ' type="title"'
    kind_of_text = "subTitle" if kind is Kind.TITLE else "body"
    return f' type="{kind_of_text}" idx="{area.index}"'


def _level_style(area: Area, level: int) -> Markup:
    """The paragraph style of a level: level 1 is text, deeper levels are list entries where the area has bullets."""
    size = area.sizes[0]
    listed = area.bullets and level > 1
    indent = emu(area.indent * size) if listed else 0
    bullet = '<a:buFont typeface="Arial"/><a:buChar char="–"/>' if listed else "<a:buNone/>"
    color = f'<a:buClr><a:schemeClr val="accent1"/></a:buClr>{bullet}' if listed else bullet
    font = "+mj" if area.serif else "+mn"
    flags = f'b="{int(area.bold)}" i="{int(area.italic)}"'
    return Markup(
        f'<a:lvl{level}pPr marL="{indent}" indent="{-indent}" algn="{area.align}" hangingPunct="0">'
        f'<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPct val="{round(area.spacing * 100000)}"/></a:spcBef>{color}'
        f'<a:defRPr sz="{round(size * 100)}" {flags}><a:solidFill><a:schemeClr val="{area.color}"/></a:solidFill>'
        f'<a:latin typeface="{font}-lt"/><a:ea typeface="{font}-ea"/><a:cs typeface="{font}-cs"/></a:defRPr>'
        f"</a:lvl{level}pPr>"
    )


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"emu": emu, "rgb": lambda color: color.lstrip("#").upper(), "level_style": _level_style}
    return environment


def _rendered(name: str, values: Mapping[str, object]) -> bytes:
    """A template as canonical XML without the white space that makes it readable."""
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True)
    root = etree.fromstring(_templates().get_template(name).render(values).encode(), parser)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _relations() -> dict[str, bytes]:
    """Who points to whom: the relationship part of every part, as (type, target) in the order of their ids."""
    layouts = range(1, len(LAYOUTS) + 1)
    to_master = ("slideMaster", "../slideMasters/slideMaster1.xml")
    to_theme = ("theme", "../theme/theme1.xml")
    pointers: dict[str, Sequence[tuple[str, str]]] = {
        "ppt/_rels/presentation.xml.rels": (
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("notesMaster", "notesMasters/notesMaster1.xml"),
            ("theme", "theme/theme1.xml"),
            ("presProps", "presProps.xml"),
            ("viewProps", "viewProps.xml"),
        ),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": (
            *(("slideLayout", f"../slideLayouts/slideLayout{number}.xml") for number in layouts),
            to_theme,
        ),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": (("theme", "../theme/theme2.xml"),),
        **{f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels": (to_master,) for number in layouts},
    }
    relations = {name: _relationships(_RELATION, entries) for name, entries in pointers.items()}
    core = (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
    custom = (f"{_RELATION}/custom-properties", "docProps/custom.xml")
    document = (f"{_RELATION}/officeDocument", "ppt/presentation.xml")
    relations["_rels/.rels"] = _relationships("", (document, core, custom))
    return relations


def _relationships(base: str, entries: Sequence[tuple[str, str]]) -> bytes:
    ns = f"{_PACKAGE}/relationships"
    root = etree.Element(f"{{{ns}}}Relationships", nsmap={None: ns})
    for number, (kind, target) in enumerate(entries, start=1):
        type_ = f"{base}/{kind}" if base else kind
        etree.SubElement(root, f"{{{ns}}}Relationship", Id=f"rId{number}", Type=type_, Target=target)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


_TYPES = {
    "ppt/presentation.xml": f"{_OFFICE}.presentationml.presentation.main+xml",
    "ppt/presProps.xml": f"{_OFFICE}.presentationml.presProps+xml",
    "ppt/viewProps.xml": f"{_OFFICE}.presentationml.viewProps+xml",
    "ppt/theme/": f"{_OFFICE}.theme+xml",
    "ppt/slideMasters/": f"{_OFFICE}.presentationml.slideMaster+xml",
    "ppt/slideLayouts/": f"{_OFFICE}.presentationml.slideLayout+xml",
    "ppt/notesMasters/": f"{_OFFICE}.presentationml.notesMaster+xml",
    "docProps/custom.xml": f"{_OFFICE}.custom-properties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}


def _content_types(names: Mapping[str, bytes]) -> bytes:
    ns = f"{_PACKAGE}/content-types"
    root = etree.Element(f"{{{ns}}}Types", nsmap={None: ns})
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(root, f"{{{ns}}}Default", Extension="rels", ContentType=rels)
    etree.SubElement(root, f"{{{ns}}}Default", Extension="xml", ContentType="application/xml")
    for name in sorted(names):
        type_ = next(type_ for start, type_ in _TYPES.items() if name.startswith(start))
        etree.SubElement(root, f"{{{ns}}}Override", PartName=f"/{name}", ContentType=type_)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
