"""Templates that carry what says something of people, or reaches outside: each plants ``SECRET`` in another way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from posixpath import basename, dirname
from struct import pack

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.slides import templates

SECRET = "jane.doe"
LINK = f"file://server/{SECRET}/logo.png"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
PRESENTATION, LAYOUT = "ppt/presentation.xml", "ppt/slideLayouts/slideLayout2.xml"
MASTER, THEME = "ppt/slideMasters/slideMaster1.xml", "ppt/theme/theme1.xml"
NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:p14="{MICROSOFT}/powerpoint/2010/main"'
)


_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


class Package:
    """A template that is being added to."""

    def __init__(self) -> None:
        self.parts = templates.parts(templates.default())

    def related(self, source: str, kind: str, target: str, content: bytes | None = None) -> str:
        """A relationship from a part to another, which is added; outside, where it has no content. Its id."""
        name = f"{dirname(source)}/_rels/{basename(source)}.rels".lstrip("/")
        self.parts.setdefault(name, _NO_RELATIONS)
        r_id = f"rIdP{self.parts[name].count(b'rIdP')}"
        mode = 'TargetMode="External" ' if content is None else ""
        path = target if content is None else f"/{target}"
        type_ = kind if ":" in kind else f"{OFFICE}/{kind}"
        entry = f'<Relationship Id="{r_id}" {mode}Type="{type_}" Target="{path}"/></Relationships>'
        self.parts[name] = self.parts[name].replace(b"</Relationships>", entry.encode())
        if content is not None:
            self.parts[target] = content
            types = f'<Override PartName="/{target}" ContentType="application/octet-stream"/></Types>'
            self.parts["[Content_Types].xml"] = self.parts["[Content_Types].xml"].replace(b"</Types>", types.encode())
        return r_id

    def put(self, part: str, xml: str, before: str = "</p:spTree>") -> None:
        """XML into a part."""
        assert before.encode() in self.parts[part], (part, before)
        self.parts[part] = self.parts[part].replace(before.encode(), f"{xml}{before}".encode(), 1)

    def swap(self, part: str, old: str, new: str) -> None:
        """A first piece of a part for another."""
        assert old.encode() in self.parts[part], (part, old)
        self.parts[part] = self.parts[part].replace(old.encode(), new.encode(), 1)


def picture(blip: str, about: str = "", extra: str = "") -> str:
    """A picture on a layout or master."""
    return (
        f'<p:pic {NAMES}><p:nvPicPr><p:cNvPr id="90" name="Logo">{about}</p:cNvPr><p:cNvPicPr/><p:nvPr>{extra}</p:nvPr>'
        f"</p:nvPicPr><p:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></p:blipFill>{FORM}</p:pic>"
    )


FORM = (
    '<p:spPr><a:xfrm><a:off x="8000000" y="100000"/><a:ext cx="900000" cy="400000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
)


def frame(uri: str, content: str) -> str:
    """Something that is no shape."""
    return (
        f'<p:graphicFrame {NAMES}><p:nvGraphicFramePr><p:cNvPr id="91" name="{SECRET}"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="100000" cy="100000"/></p:xfrm>'
        f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic></p:graphicFrame>'
    )


def text(properties: str) -> str:
    """A text box with a run of these properties."""
    return (
        f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="92" name="Box"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>{FORM}'
        f"<p:txBody><a:bodyPr/><a:p><a:r><a:rPr>{properties}</a:rPr><a:t>Agency</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _saved(form: str) -> bytes:
    image, file, exif = Image.new("RGB", (40, 20), (90, 20, 30)), BytesIO(), Image.Exif()
    exif[0x013B] = SECRET
    exif.get_ifd(0x8825)[29] = SECRET  # the day of a position
    if form == "PNG":
        said = PngInfo()
        said.add_text("Author", SECRET)
        said.add_itxt("XML:com.adobe.xmp", SECRET)
        image.save(file, form, exif=exif, pnginfo=said)
    elif form == "JPEG":
        image.save(file, form, exif=exif, comment=SECRET, xmp=SECRET.encode(), progressive=True)
    elif form == "GIF":
        image.save(file, form, comment=SECRET)
    else:
        image.save(file, form, tiffinfo={270: SECRET})
    return file.getvalue() + (SECRET.encode() if form != "TIFF" else b"")


def _emf() -> bytes:
    said = SECRET.encode("utf-16-le")
    comment = pack("<III", 70, 12 + 12, 8) + SECRET.encode() + bytes(4)
    end = pack("<IIIII", 14, 20, 0, 16, 20)
    length = 88 + len(said)
    head = pack("<II4i4i", 1, length, 0, 0, 10, 10, 0, 0, 100, 100) + b" EMF" + pack("<IIIHH", 65536, 0, 3, 0, 0)
    head += pack("<IIIiiii", len(SECRET), 88, 0, 10, 10, 10, 10)
    return head + said + comment + end


def _wmf() -> bytes:
    escape = pack("<IHHH", 9, 0x0626, 15, len(SECRET)) + SECRET.encode()
    return pack("<HHHIHIH", 1, 9, 0x300, 9 + 9 + 3, 0, 9, 0) + escape + pack("<IH", 3, 0)


def _font(rights: int) -> bytes:
    return pack("<IIII", 120, 20, 0x20001, 0) + bytes(16) + pack("<HH", rights, 0x504C) + SECRET.encode() + bytes(60)


def _with_picture(data: bytes, suffix: str) -> Callable[[Package], None]:
    def plant(file: Package) -> None:
        r_id = file.related(MASTER, "image", f"ppt/media/{SECRET}.{suffix}", data)
        file.put(MASTER, picture(f'<a:blip r:embed="{r_id}"/>'))

    return plant


def _part(source: str, kind: str, name: str, xml: str = "") -> Callable[[Package], None]:
    """A part that says it, and XML that points there ({0}), before the end of the part."""

    def plant(file: Package) -> None:
        r_id = file.related(source, kind, name, f"<x>{SECRET}</x>".encode())
        if xml:
            file.put(source, xml.format(r_id), "</p:cSld>" if "custDataLst" in xml else "</p:spTree>")

    return plant


def _put(part: str, xml: str, before: str = "</p:spTree>") -> Callable[[Package], None]:
    return lambda file: file.put(part, xml, before)


def _outside(part: str, kind: str, xml: str, before: str = "</p:spTree>") -> Callable[[Package], None]:
    return lambda file: file.put(part, xml.format(file.related(part, kind, LINK)), before)


def _blip_in_theme(file: Package) -> None:
    r_id = file.related(THEME, "image", LINK)
    start = file.parts[THEME].index(b"<a:bgFillStyleLst>") + len(b"<a:bgFillStyleLst>")
    blip = f'<a:blipFill xmlns:r="{OFFICE}"><a:blip r:link="{r_id}"/><a:tile/></a:blipFill>'.encode()
    end = file.parts[THEME].index(b"</a:solidFill>", start) + len(b"</a:solidFill>")
    file.parts[THEME] = file.parts[THEME][:start] + blip + file.parts[THEME][end:]


def _embedded_font(file: Package) -> None:
    r_id = file.related(PRESENTATION, "font", "ppt/fonts/font1.fntdata", _font(0x0002))
    listed = f'<p:embeddedFont><p:font typeface="{SECRET}"/><p:regular r:id="{r_id}"/></p:embeddedFont>'
    xml = f"<p:embeddedFontLst>{listed}</p:embeddedFontLst>"
    file.put(PRESENTATION, xml, "<p:defaultTextStyle>")


def _elsewhere(name: str, kind: str) -> Callable[[Package], None]:
    def plant(file: Package) -> None:
        at = "_rels/.rels"
        entry = f'<Relationship Id="rIdW" Type="{kind}" Target="/{name}"/></Relationships>'.encode()
        file.parts |= {at: file.parts[at].replace(b"</Relationships>", entry), name: f"<x>{SECRET}</x>".encode()}

    return plant


_EXT = '<p:extLst {0}><p:ext uri="{1}"><p14:creationId val="{2}"/></p:ext></p:extLst>'
_OLE = "http://schemas.openxmlformats.org/presentationml/2006/ole"
_SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><script>{SECRET}</script></svg>'.encode()
_SVG_BLIP = (
    '<a:blip r:embed="{0}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{1}"/></a:ext></a:extLst></a:blip>'
)


def _svg(file: Package) -> None:
    ids = [
        file.related(LAYOUT, "image", "ppt/media/a.png", templates.png()),
        file.related(LAYOUT, "image", "ppt/media/a.svg", _SVG),
    ]
    file.put(LAYOUT, picture(_SVG_BLIP.format(*ids)))


PLANTS: Mapping[str, Callable[[Package], None]] = {
    "a picture that lies elsewhere": _outside(MASTER, "image", picture('<a:blip r:link="{0}"/>')),
    "a picture that is embedded from elsewhere": _outside(LAYOUT, "image", picture('<a:blip r:embed="{0}"/>')),
    "a link on a picture": _outside(
        LAYOUT, "hyperlink", text("").replace('name="Box"/>', 'name="Box"><a:hlinkClick r:id="{0}"/></p:cNvPr>')
    ),
    "a link in a text": _outside(MASTER, "hyperlink", text('<a:hlinkClick r:id="{0}"/>')),
    "a link when the mouse comes near": _outside(MASTER, "hyperlink", text('<a:hlinkMouseOver r:id="{0}"/>')),
    "a program that a click starts": _outside(
        MASTER, "hyperlink", text('<a:hlinkClick r:id="{0}" action="ppaction://program"/>')
    ),
    "a macro that a click starts": _put(
        MASTER, text(f'<a:hlinkClick r:id="" action="ppaction://macro?name={SECRET}"/>')
    ),
    "a tip on a button": _put(
        MASTER,
        text(f'<a:hlinkClick r:id="" tooltip="{SECRET}" action="ppaction://hlinkshowjump?jump=nextslide"/>'),
    ),
    "tags": _part(LAYOUT, "tags", "ppt/tags/tag1.xml", '<p:custDataLst><p:tags r:id="{0}"/></p:custDataLst>'),
    "tags of a shape": _put(
        LAYOUT,
        text("").replace("<p:nvPr/>", f'<p:nvPr><p:custDataLst><p:tags r:id="{SECRET}"/></p:custDataLst></p:nvPr>'),
    ),
    "custom XML": _part(MASTER, "customXml", "customXml/item1.xml"),
    "macros": _part(PRESENTATION, f"{MICROSOFT}/2006/relationships/vbaProject", "ppt/vbaProject.bin"),
    "macros on a layout": _part(LAYOUT, f"{MICROSOFT}/2006/relationships/vbaProject", "ppt/vbaProject.bin"),
    "an embedded object": _part(
        MASTER, "oleObject", "ppt/embeddings/o.bin", frame(_OLE, f'<p:oleObj name="{SECRET}" r:id="{{0}}"/>')
    ),
    "an embedded workbook": _part(
        LAYOUT, "package", "ppt/embeddings/o.xlsx", frame(_OLE, '<p:oleObj r:id="{0}" progId="Excel.Sheet.12"/>')
    ),
    "an object with a picture of it": lambda file: file.put(
        MASTER,
        f'<mc:AlternateContent {NAMES}><mc:Choice Requires="v">{frame(_OLE, "<p:oleObj/>")}</mc:Choice><mc:Fallback>'
        + picture(f'<a:blip r:embed="{file.related(MASTER, "image", LINK)}"/>')
        + "</mc:Fallback></mc:AlternateContent>",
    ),
    "a drawing of an older program": _part(MASTER, "vmlDrawing", "ppt/drawings/d.vml"),
    "a chart": _part(
        LAYOUT,
        "chart",
        "ppt/charts/chart1.xml",
        frame("http://schemas.openxmlformats.org/drawingml/2006/chart", '<c:chart xmlns:c="c" r:id="{0}"/>'),
    ),
    "a diagram": _part(
        LAYOUT,
        "diagramData",
        "ppt/diagrams/data1.xml",
        frame("http://schemas.openxmlformats.org/drawingml/2006/diagram", '<d:relIds xmlns:d="d" r:dm="{0}"/>'),
    ),
    "ink": _part(MASTER, "customXml", "ppt/ink/ink1.xml", f'<p:contentPart {NAMES} r:id="{{0}}"/>'),
    "a control": _part(MASTER, "control", "ppt/activeX/activeX1.xml"),
    "a sound": _outside(MASTER, "audio", picture('<a:blip r:embed="rIdNo"/>', extra='<a:audioFile r:link="{0}"/>')),
    "an animation with a sound": _put(
        MASTER,
        f'<p:timing {NAMES}><p:tnLst><p:par><p:cTn id="1"><p:childTnLst><p:audio><p:cMediaNode><p:cTn id="2"/>'
        f'<p:tgtEl><p:sndTgt r:embed="rId1" name="{SECRET}"/></p:tgtEl></p:cMediaNode></p:audio></p:childTnLst></p:cTn>'
        "</p:par></p:tnLst></p:timing>",
        "<p:txStyles>",
    ),
    "a transition with a sound": _put(
        LAYOUT,
        f'<p:transition {NAMES}><p:sndAc><p:stSnd><p:snd r:embed="rId1" name="{SECRET}"/></p:stSnd></p:sndAc>'
        "</p:transition>",
        "</p:sldLayout>",
    ),
    "comments": _part(PRESENTATION, "commentAuthors", "ppt/commentAuthors.xml"),
    "modern comments": _part(PRESENTATION, f"{MICROSOFT}/2018/10/relationships/authors", "ppt/authors.xml"),
    "who was here": _part(PRESENTATION, f"{MICROSOFT}/2015/10/relationships/revisionInfo", "ppt/revisionInfo.xml"),
    "what was changed": _part(
        PRESENTATION, f"{MICROSOFT}/2016/11/relationships/changesInfo", "ppt/changesInfos/changesInfo1.xml"
    ),
    "printer settings": _part(PRESENTATION, "printerSettings", "ppt/printerSettings/p.bin"),
    "own properties": _elsewhere("docProps/custom.xml", f"{OFFICE}/custom-properties"),
    "the company": _elsewhere("docProps/app.xml", f"{OFFICE}/extended-properties"),
    "a pane of an add-in": _elsewhere(
        "ppt/webextensions/t.xml", f"{MICROSOFT}/2011/relationships/webextensiontaskpanes"
    ),
    "a signature": _elsewhere(
        "_xmlsignatures/o.sigs", "http://schemas.openxmlformats.org/package/2006/relationships/x"
    ),
    "an identifier of a layout": _put(
        LAYOUT, _EXT.format(NAMES, "{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}", SECRET), "</p:sldLayout>"
    ),
    "who edits": _put(
        PRESENTATION, _EXT.format(NAMES, "{1B24CC1A-0000-4AE6-AAC9-05C0AF3F2C0F}", SECRET), "</p:presentation>"
    ),
    "an extension of a shape": _put(
        MASTER,
        text("").replace(
            'name="Box"/>',
            'name="Box"><a:extLst><a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"><x:y xmlns:x="x" '
            f'id="{SECRET}"/></a:ext></a:extLst></p:cNvPr>',
        ),
    ),
    "a false extension": _put(
        MASTER,
        text("").replace(
            'name="Box"/>',
            'name="Box"><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><x:y xmlns:x="x" '
            f'id="{SECRET}"/></a:ext></a:extLst></p:cNvPr>',
        ),
    ),
    "a name of a theme": _put(
        THEME,
        f'<a:extLst><a:ext uri="{{05A4C25C-085E-4340-85A3-A5531E510DB8}}"><t:themeFamily xmlns:t="t" name="{SECRET}"/>'
        "</a:ext></a:extLst>",
        "</a:theme>",
    ),
    "a password for changes": _put(PRESENTATION, f'<p:modifyVerifier hashValue="{SECRET}"/>', "</p:presentation>"),
    "a show": _put(
        PRESENTATION, f'<p:custShowLst><p:custShow name="{SECRET}" id="0"/></p:custShowLst>', "<p:defaultTextStyle>"
    ),
    "a remark in the file": _put(MASTER, f"<!-- {SECRET} --><?who {SECRET}?>"),
    "an attribute of another program": lambda file: file.swap(
        MASTER, "<p:spTree>", f'<p:spTree xmlns:x="x" x:author="{SECRET}">'
    ),
    "an element of another program": _put(MASTER, f'<x:author xmlns:x="x">{SECRET}</x:author>'),
    "words between elements": _put(MASTER, SECRET),
    "a path in an alternative text": _put(
        MASTER, text("").replace('name="Box"', f'name="Box" descr="C:\\Users\\{SECRET}\\logo.png"')
    ),
    "a picture on a bullet": _outside(
        MASTER, "image", text("").replace("<a:p>", '<a:p><a:pPr><a:buBlip><a:blip r:link="{0}"/></a:buBlip></a:pPr>')
    ),
    "a picture as a fill": _outside(
        MASTER,
        "image",
        text("").replace("</p:spPr>", '<a:blipFill><a:blip r:embed="{0}"/><a:stretch/></a:blipFill></p:spPr>'),
    ),
    "a picture in the theme": _blip_in_theme,
    "a pointer that nothing uses": _outside(MASTER, "image", ""),
    "a photograph in JPEG": _with_picture(_saved("JPEG"), "jpg"),
    "a photograph in PNG": _with_picture(_saved("PNG"), "png"),
    "a photograph in GIF": _with_picture(_saved("GIF"), "gif"),
    "a photograph in TIFF": _with_picture(_saved("TIFF"), "tiff"),
    "a drawing in EMF": _with_picture(_emf(), "emf"),
    "a drawing in WMF": _with_picture(_wmf(), "wmf"),
    "no picture at all": _with_picture(SECRET.encode(), "png"),
    "a drawing in SVG with a script": _svg,
    "a font that may not be passed on": _embedded_font,
}
