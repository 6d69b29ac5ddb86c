"""Templates of different make, written by scripts: nothing binary is kept in the repository.

``TEMPLATES`` is the table: a name, and a function that gives the file. Those of LibreOffice's own gallery are
converted by LibreOffice itself, and so need it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pptx
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from slides import package
from source.load import load
from tests.checkers import libreoffice

GALLERY = Path("/usr/lib/libreoffice/share/template/common/presnt")
SAMPLE = "SAMPLE-WORDS"  # stands on every sample slide, in its notes, its chart and its comments
PERSON = "Pat Person of the Example Agency"

Parts = dict[str, bytes]


def parts(data: bytes) -> Parts:
    """The parts of a package by name."""
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    """A package of parts."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        for name, content in found.items():
            file.writestr(name, content)
    return target.getvalue()


def edited(data: bytes, *changes: tuple[str, str, str]) -> bytes:
    """The package with replacements: the part's name, an expression, what takes its place. Each must be found."""
    found = parts(data)
    for pattern, old, new in changes:
        names = [name for name in found if re.fullmatch(pattern, name)]
        changed = {name: re.sub(old, new, found[name].decode(), flags=re.DOTALL).encode() for name in names}
        assert any(found[name] != changed[name] for name in names), (pattern, old)
        found |= changed
    return packed(found)


@cache
def default() -> bytes:
    """python-pptx's own: 4:3, eleven layouts, Calibri."""
    return Path(pptx.__file__).parent.joinpath("templates", "default.pptx").read_bytes()


@cache
def house() -> bytes:
    """Our own, as an agency would change it: the layouts have our names."""
    return package.zipped(package.template_parts(load().guide))


_TEMPLATE = r"presentationml\.presentation\.main"


def potx() -> bytes:
    """The same as a template file."""
    return edited(default(), (r"\[Content_Types\].xml", _TEMPLATE, "presentationml.template.main"))


def potm() -> bytes:
    """A template file with macros."""
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    macros = edited(
        default(),
        (
            r"\[Content_Types\].xml",
            r"application/vnd\.openxmlformats-officedocument\.presentationml\.presentation\.main",
            "application/vnd.ms-powerpoint.template.macroEnabled.main",
        ),
        (
            r"\[Content_Types\].xml",
            "</Types>",
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rIdVba" Type="{kind}" Target="vbaProject.bin"/></Relationships>',
        ),
    )
    return packed(parts(macros) | {"ppt/vbaProject.bin": SAMPLE.encode()})


def right_to_left() -> bytes:
    """Made for a script that runs from right to left, which our words do not."""
    return edited(default(), (r"ppt/slideMasters/slideMaster1.xml", r'algn="l"([^>]*) rtl="0"', r'algn="r"\1 rtl="1"'))


def _kept(*names: str) -> bytes:
    """python-pptx's own with these layouts alone."""
    presentation = Presentation(BytesIO(default()))
    for layout in list(presentation.slide_layouts):
        if layout.name not in names:
            presentation.slide_layouts.remove(layout)
    return _saved(presentation)


def _saved(presentation: Any) -> bytes:
    target = BytesIO()
    presentation.save(target)
    return target.getvalue()


def no_body() -> bytes:
    """No placeholder for text anywhere but the titles."""
    return _kept("Title Only", "Blank")


def blank() -> bytes:
    """One layout, and nothing on it."""
    return edited(
        _kept("Blank"),
        (r"ppt/slideMasters/slideMaster1.xml", r'<p:sp><p:nvSpPr><p:cNvPr id="\d+" name="(?:Title|Text).*?</p:sp>', ""),
    )


def vertical() -> bytes:
    """Only layouts with text that is turned."""
    return _kept("Title and Vertical Text", "Vertical Title and Text", "Title Only")


def dark_capitals() -> bytes:
    """White on dark blue, titles in spaced capitals, Verdana, a fixed line pitch, wide insets."""
    return edited(
        default(),
        (r"ppt/theme/theme1.xml", r'<a:latin typeface="[^"]*"', '<a:latin typeface="Verdana"'),
        (r"ppt/theme/theme1.xml", r"<a:dk2>.*?</a:dk2>", '<a:dk2><a:srgbClr val="10243E"/></a:dk2>'),
        (
            r"ppt/slideMasters/slideMaster1.xml",
            'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"',
            'bg1="dk2" tx1="lt1" bg2="dk1" tx2="lt2"',
        ),
        (r"ppt/slideMasters/slideMaster1.xml", r'<a:defRPr sz="4400"', '<a:defRPr sz="4400" cap="all" spc="100"'),
        (r"ppt/slideMasters/slideMaster1.xml", r'<a:defRPr sz="3200"', '<a:defRPr sz="3200" cap="all"'),
        (
            r"ppt/slideMasters/slideMaster1.xml",
            r"(<p:bodyStyle><a:lvl1pPr[^>]*>)",
            r'\1<a:lnSpc><a:spcPts val="2400"/></a:lnSpc>',
        ),
        (r"ppt/slideMasters/slideMaster1.xml", r"<a:bodyPr vert=\"horz\" ", '<a:bodyPr vert="horz" wrap="none" '),
        (r"ppt/slideMasters/slideMaster1.xml", r'lIns="\d+"', 'lIns="360000"'),
    )


def light_colors_over_a_layout() -> bytes:
    """A layout that turns the colours of its master round, and one on a gradient; a font that nobody knows."""
    ground = (
        '<p:bg><p:bgPr><a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FFFFFF"/></a:gs>'
        '<a:gs pos="100000"><a:srgbClr val="D0D8E0"/></a:gs></a:gsLst><a:lin ang="5400000"/></a:gradFill>'
        "<a:effectLst/></p:bgPr></p:bg>"
    )
    turned = (
        '<a:overrideClrMapping bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2" accent1="accent1" accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
    )
    own = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    return edited(
        default(),
        (r"ppt/theme/theme1.xml", r'<a:latin typeface="[^"]*"', '<a:latin typeface="Harbor Grotesk"'),
        (r"ppt/slideLayouts/slideLayout2.xml", r"(<p:cSld[^>]*>)", rf"\1{ground}"),
        (r"ppt/slideLayouts/slideLayout3.xml", r"(<p:cSld[^>]*>)", rf"\1{own}"),
        (r"ppt/slideLayouts/slideLayout3.xml", "<a:masterClrMapping/>", turned),
    )


def odd_placeholders() -> bytes:
    """A second body of the same number, a title off the slide, a rotated text, a body under its title and footers."""
    return edited(
        default(),
        (r"ppt/slideLayouts/slideLayout4.xml", r'idx="2"', 'idx="1"'),
        (r"ppt/slideLayouts/slideLayout2.xml", ' type="obj"', ""),
        (
            r"ppt/slideLayouts/slideLayout2.xml",
            r'(<p:ph idx="1"/></p:nvPr></p:nvSpPr>)<p:spPr/>',
            r'\1<p:spPr><a:xfrm><a:off x="457200" y="1200000"/><a:ext cx="8800000" cy="5600000"/></a:xfrm></p:spPr>',
        ),
        (r"ppt/slideLayouts/slideLayout1.xml", r"(<a:xfrm)(>.*?subTitle|>)", r'\1 rot="5400000"\2'),
        (r"ppt/slideLayouts/slideLayout3.xml", r'(<a:off x=")\d+(" y=")\d+', r"\g<1>-9000000\g<2>100000"),
        (r"ppt/slideLayouts/slideLayout\d+.xml", "dt-placeholder|Date Placeholder", "Date, not shown"),
    )


def bare() -> bytes:
    """No styles, as LibreOffice writes them: the type stands on the sample words, which are white on white here."""
    sample = r'<a:rPr lang="en-US" sz="3000"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:rPr>'
    return edited(
        default(),
        (
            r"ppt/(presentation|slideMasters/slideMaster1|slideLayouts/slideLayout\d+).xml",
            r'(<a:defRPr[^>]*?) sz="\d+"',
            r"\1",
        ),
        (r"ppt/slideLayouts/slideLayout\d+.xml", r'<a:rPr lang="en-US"[^>]*/>', sample),
    )


def small_widescreen() -> bytes:
    """Like an export of Google Slides: 720 by 405 points, types and names of its own, Arial."""
    scaled = edited(
        default(),
        (r"ppt/presentation.xml", r"<p:sldSz [^>]*>", '<p:sldSz cx="9144000" cy="5143500"/>'),
        (r"ppt/theme/theme1.xml", r'<a:latin typeface="[^"]*"', '<a:latin typeface="Arial"'),
        (r"ppt/slideLayouts/slideLayout2.xml", r'type="obj"', 'type="tx"'),
        (r"ppt/slideLayouts/slideLayout2.xml", r'<p:cSld name="[^"]*"', '<p:cSld name="TITLE_AND_BODY"'),
    )
    found = parts(scaled)
    for name in found:
        if re.fullmatch(r"ppt/slide(?:Layouts|Masters)/[^/]*\.xml", name):
            found[name] = re.sub(
                r'(<a:(?:off|ext) [xc][^"]*"\d+" [yc]+=")(\d+)',
                lambda match: match[1] + str(int(match[2]) * 3 // 4),
                found[name].decode(),
            ).encode()
    return packed(found)


def several_masters() -> bytes:
    """Two masters with eleven layouts each; the sample slides use the second one."""
    found = parts(default())
    for number in range(1, 12):
        name, other = f"slideLayout{number}.xml", f"slideLayout{number + 11}.xml"
        found[f"ppt/slideLayouts/{other}"] = found[f"ppt/slideLayouts/{name}"]
        rels = found[f"ppt/slideLayouts/_rels/{name}.rels"]
        found[f"ppt/slideLayouts/_rels/{other}.rels"] = rels.replace(b"slideMaster1.xml", b"slideMaster2.xml")
    master = found["ppt/slideMasters/slideMaster1.xml"].decode()
    ids = iter(range(2147483700, 2147483800))
    second = re.sub(r'(<p:sldLayoutId [^>]*?id=")\d+', lambda match: match[1] + str(next(ids)), master)
    found["ppt/slideMasters/slideMaster2.xml"] = second.replace('sz="4400"', 'sz="3600" b="1"').encode()
    pointers = found["ppt/slideMasters/_rels/slideMaster1.xml.rels"].decode()
    pointers = re.sub(r"slideLayout(\d+)\.xml", lambda match: f"slideLayout{int(match[1]) + 11}.xml", pointers)
    found["ppt/slideMasters/_rels/slideMaster2.xml.rels"] = pointers.replace("theme1.xml", "theme9.xml").encode()
    found["ppt/theme/theme9.xml"] = found["ppt/theme/theme1.xml"].replace(b'"Calibri"', b'"Georgia"')
    types = found["[Content_Types].xml"].decode()
    copies = [("slideMasters/slideMaster1", "slideMasters/slideMaster2"), ("theme/theme1", "theme/theme9")]
    copies += [(f"slideLayouts/slideLayout{n}", f"slideLayouts/slideLayout{n + 11}") for n in range(1, 12)]
    for old, new in copies:
        entry = re.search(rf'<Override [^>]*PartName="/ppt/{old}\.xml"[^>]*>', types)
        assert entry, old
        types = types.replace("</Types>", entry[0].replace(old, new) + "</Types>")
    found["[Content_Types].xml"] = types.encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slideMaster"
    both = edited(
        packed(found),
        (
            "ppt/_rels/presentation.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rIdM2" Type="{kind}" Target="slideMasters/slideMaster2.xml"/></Relationships>',
        ),
        (
            "ppt/presentation.xml",
            "</p:sldMasterIdLst>",
            '<p:sldMasterId id="2147483690" r:id="rIdM2"/></p:sldMasterIdLst>',
        ),
    )
    presentation = Presentation(BytesIO(both))
    for _ in range(3):
        slide = presentation.slides.add_slide(presentation.slide_masters[1].slide_layouts[1])
        slide.shapes.title.text = SAMPLE
    return _saved(presentation)


def png() -> bytes:
    """A picture of four grey points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\x80\x90\0\xa0\xb0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def many_samples() -> bytes:
    """Slides with notes, a picture, a film, a chart with its workbook, links; sections, custom XML, authors, a show."""
    presentation = Presentation(BytesIO(default()))
    presentation.core_properties.author = presentation.core_properties.last_modified_by = PERSON
    presentation.core_properties.title = SAMPLE
    master: Any = presentation.slide_masters[0]
    for number in range(8):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"{SAMPLE} {number}"
        slide.notes_slide.notes_text_frame.text = f"{SAMPLE} notes"
        slide.shapes.add_picture(BytesIO(png()), Pt(10), Pt(10))
    slide.shapes.add_movie(BytesIO(SAMPLE.encode()), Pt(10), Pt(40), Pt(60), Pt(60), BytesIO(png()), "video/mp4")
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = [SAMPLE, "b"]
    data.add_series("c", (1, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Pt(90), Pt(40), Pt(60), Pt(60), data)
    presentation.slides[0].shapes[0].click_action.target_slide = presentation.slides[3]
    # A logo on the master stays; its link to a sample slide cannot.
    link = presentation.slides[0].part
    r_id = master.part.relate_to(link, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide")
    master.part.get_or_add_image_part(BytesIO(png() + b"logo"))
    found = parts(_saved(presentation))
    logo = (
        '<p:pic><p:nvPicPr><p:cNvPr id="90" name="Logo" descr="The agency’s logo"><a:hlinkClick xmlns:r="http://schemas.'
        f'openxmlformats.org/officeDocument/2006/relationships" r:id="{r_id}" '
        'action="ppaction://hlinksldjump"/></p:cNvPr><p:cNvPicPr/><p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="IMAGE"/>'
        '<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="8500000" y="100000"/>'
        '<a:ext cx="400000" cy="200000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    return _with_traces(_with_logo(packed(found), logo))


def _with_logo(data: bytes, logo: str) -> bytes:
    rels = parts(data)["ppt/slideMasters/_rels/slideMaster1.xml.rels"].decode()
    image = re.search(r'<Relationship [^>]*relationships/image"[^>]*>', rels)
    assert image, rels
    r_id = re.search(r'Id="([^"]*)"', image[0])
    assert r_id
    return edited(
        data,
        (r"ppt/slideMasters/slideMaster1.xml", "</p:spTree>", logo.replace("IMAGE", r_id[1]) + "</p:spTree>"),
    )


def _with_traces(data: bytes) -> bytes:
    """What PowerPoint leaves in a file besides slides: sections, a show, custom XML, comment authors, the company."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    ids = re.findall(r'<p:sldId [^>]*?id="(\d+)"', parts(data)["ppt/presentation.xml"].decode())
    listed = "".join(f'<p14:sldId id="{each}"/>' for each in ids)
    section = (
        '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="SAMPLE-WORDS" '
        f'id="{{11111111-2222-4333-8444-555555555555}}"><p14:sldIdLst>{listed}</p14:sldIdLst></p14:section>'
        "</p14:sectionLst></p:ext></p:extLst></p:presentation>"
    )
    show = (
        '<p:custShowLst><p:custShow name="SAMPLE-WORDS" id="0"><p:sldLst><p:sld r:id="rIdS"/></p:sldLst>'
        "</p:custShow></p:custShowLst>"
    )
    rels = parts(data)["ppt/_rels/presentation.xml.rels"].decode()
    first = re.search(r'Id="(rId\d+)"[^>]*slides/slide1\.xml|slides/slide1\.xml"[^>]*Id="(rId\d+)"', rels)
    assert first
    show = show.replace("rIdS", first[1] or first[2])
    traced = edited(
        data,
        (r"ppt/presentation.xml", "<p:extLst>.*</p:extLst></p:presentation>|</p:presentation>", section),
        (r"ppt/presentation.xml", r"(<p:notesSz [^>]*>)", rf"\1{show}"),
        (
            r"ppt/_rels/presentation.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rIdX" Type="{office}/relationships/customXml" Target="../customXml/item1.xml"/>'
            f'<Relationship Id="rIdA" Type="{office}/relationships/commentAuthors" Target="commentAuthors.xml"/>'
            "</Relationships>",
        ),
        (
            r"\[Content_Types\].xml",
            "</Types>",
            '<Override PartName="/ppt/commentAuthors.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'presentationml.commentAuthors+xml"/></Types>',
        ),
    )
    authors = (
        '<p:cmAuthorLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        f'<p:cmAuthor id="0" name="{PERSON}" initials="PP" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>'
    )
    return packed(
        parts(traced)
        | {"ppt/commentAuthors.xml": authors.encode(), "customXml/item1.xml": f"<x>{SAMPLE} {PERSON}</x>".encode()}
    )


def own_footers() -> bytes:
    """Footers with words of the agency's own, on a notes master that has no room for notes."""
    presentation = Presentation(BytesIO(default()))
    notes = presentation.notes_master
    for holder in list(notes.placeholders):
        if "Notes" in holder.name:
            holder._element.getparent().remove(holder._element)
    for layout in presentation.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type.name == "FOOTER":
                shape.text_frame.text = "Example Agency"
    return _saved(presentation)


@cache
def gallery() -> dict[str, bytes]:
    """Templates of LibreOffice's gallery, as LibreOffice writes them for PowerPoint."""
    chosen = [GALLERY / f"{name}.otp" for name in ("Beehive", "DNA", "Focus", "Metropolis", "Progress", "Vintage")]
    with TemporaryDirectory() as folder:
        made = libreoffice.convert_all(chosen, Path(folder), "pptx")
        return {path.stem: path.read_bytes() for path in made}


def _from_gallery(name: str) -> Callable[[], bytes]:
    return lambda: gallery()[name]


WRITTEN: Mapping[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        default,
        house,
        potx,
        potm,
        right_to_left,
        no_body,
        blank,
        vertical,
        dark_capitals,
        light_colors_over_a_layout,
        odd_placeholders,
        bare,
        small_widescreen,
        several_masters,
        many_samples,
        own_footers,
    )
}
IN_GALLERY = ("Beehive", "DNA", "Focus", "Metropolis", "Progress", "Vintage")
TEMPLATES: Mapping[str, Callable[[], bytes]] = {**WRITTEN, **{name: _from_gallery(name) for name in IN_GALLERY}}
