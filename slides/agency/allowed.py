"""The tables of what may pass from a stranger's template into a deck: parts, pointers, elements, attributes.

Nothing else does (``slides.agency.passing``). So what nobody thought of stays behind, and is no leak.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from slides.drawingml import qn


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
THEMED = {"slideMaster", "notesMaster", "handoutMaster"}
ONE_EACH = {"notesMaster", "handoutMaster", "tableStyles"}

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
CHILDREN: Mapping[str, tuple[str, ...]] = {
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
GROUPS = {qn("p:spTree"), qn("p:grpSp")}  # where several of a kind may stand
ATTRIBUTES = {  # of the presentation; of other elements all may stay
    *("showSpecialPlsOnTitleSld", "rtl", "strictFirstAndLastChars", "embedTrueTypeFonts", "saveSubsetFonts"),
    *("removePersonalInfoOnSave", "autoCompressPictures"),
}
# Extensions that belong to the look, by their identifiers, and what they hold ([MS-ODRAWXML] 2.3.1).
EXTENSIONS = {
    "{28A0092B-C50C-407E-A947-70E740481C1C}": "{http://schemas.microsoft.com/office/drawing/2010/main}useLocalDpi",
    "{C183D7F6-B498-43B3-948B-1728B52AA6E4}": "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative",
    "{96DAC541-7B7A-43D3-8B79-37D633B846F1}": _SVG,
}
JUMP = re.compile(r"ppaction://hlinkshowjump\?jump=(?:(?:next|previous|first|last)slide|lastslideviewed|endshow)")
LINKS = {qn("a:hlinkClick"), qn("a:hlinkHover"), qn("a:hlinkMouseOver")}
# What is nothing without something in it.
HOLLOW = {
    qn("p:pic"): f"{qn('p:blipFill')}/{qn('a:blip')}",
    qn("a:buBlip"): qn("a:blip"),
    qn("p:embeddedFont"): "*[2]",
    qn("p:embeddedFontLst"): "*",
    qn("p:notesMasterIdLst"): "*",
    qn("p:handoutMasterIdLst"): "*",
    qn("a:extLst"): "*/*",
    qn("p:graphicFrame"): f"{qn('a:graphic')}/{qn('a:graphicData')}/{qn('a:tbl')}",
}
A_PATH = re.compile(r"[A-Za-z]:[\\/]|\\|file:|/(?:Users|home|Volumes)/")

# What is said to be left out, by relationship or by element.
UNSAID = {*KINDS, "hyperlink", "presProps", "viewProps", "notesSlide"}
BY_RELATION = {
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
BY_ELEMENT = {
    **dict.fromkeys(LINKS, "links and actions"),
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
SEEN = {BY_ELEMENT[qn(tag)] for tag in _MISSED}  # what somebody might miss in the deck
