"""The table of slide layouts: every kind of slide, its placeholders, and the type in them.

All lengths are in points on a slide of 960 by 540 (13.333 by 7.5 in, 16:9). The template is written from this table,
and text is fitted into the same boxes, so that what is measured is what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from planned.slides import SlideKind, Slot
from slides.areas import Appears, Area, Box, Layout
from source.labels import Labels
from source.model import Guide

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 64.0


# Every size that a text may have, in points. Larger steps for larger type, so that a step is always seen.
SCALE = (72, 66, 60, 54, 48, 44, 40, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14)
_LEAST = SCALE[-1]


_WIDE = WIDTH - 2 * MARGIN
_TOP = 138.0  # where a text under a heading starts
_SHORT_RULE = Box(MARGIN, 114, 72, 4)
_INDENTED = MARGIN + 32
_BAR = Box(MARGIN, 44, 5, 430)
_SAID = Box(_INDENTED, 88, _WIDE - 32, 356)
_TIP = Box(MARGIN, 96, _WIDE - 24, 366)
_ASIDE = 264.0  # where the words beside a large number start
_TEXT_WIDE = WIDTH - MARGIN - _ASIDE
_MINUTES = Box(756, 62, 140, 44)
_CHECKED = Box(MARGIN, 416, _WIDE, 56)
_EDITION = Box(MARGIN, 396, _WIDE, 74)
_PART, _TALL_PART = Box(MARGIN, 340, _WIDE, 50), Box(MARGIN, 340, _WIDE, 96)
_AIMS = Box(536, _TOP, 360, 296)


def _area(index: int, name: str, prompt: str, box: Box, largest: int, smallest: int, **more: Any) -> Area:
    """A placeholder whose text may have every size of the scale from the largest to the smallest."""
    return Area(index, name, box, _sizes(largest, smallest), prompt, **{"last": _sizes(smallest - 1, _LEAST)} | more)


def _sizes(largest: int, smallest: int) -> tuple[float, ...]:
    return tuple(float(size) for size in SCALE if smallest <= size <= largest)


def _title(prompt: str, box: Box, largest: int, smallest: int, **more: Any) -> Area:
    looks = {"bold": True, "color": "accent1"} | more
    return _area(Slot.TITLE, "Title", prompt, box, largest, smallest, **looks)


def _kicker(prompt: str, box: Box) -> Area:
    """A small title above the words that are the main event."""
    return _title(prompt, box, 20, 20, anchor="ctr")


def _words(name: str, prompt: str, box: Box, largest: int, smallest: int, **more: Any) -> Area:
    """The words of an item as the title of their slide, which lists of slides and screen readers say."""
    looks = {"bold": False, "color": "tx1", "last": ()} | more
    return replace(_title(prompt, box, largest, smallest, **looks), name=name)


def _label(prompt: str, box: Box) -> Area:
    """Which of the tips or voices it is, above the words."""
    return _area(Slot.LABEL, "Label", prompt, box, 20, 20, bold=True, color="accent1", anchor="ctr")


def _heading(prompt: str, width: float = _WIDE) -> Area:
    """A title of some size above a text."""
    return _title(prompt, Box(MARGIN, 32, width, 74), 36, 20, anchor="b")


def _main(name: str, prompt: str, box: Box, largest: int, smallest: int, spacing: float = 0.0, **more: Any) -> Area:
    return _area(Slot.MAIN, name, prompt, box, largest, smallest, spacing=spacing, **more)


def _quote(name: str, prompt: str, box: Box, largest: int, smallest: int, **more: Any) -> Area:
    """Words that somebody said, as the main event."""
    return _main(name, prompt, box, largest, smallest, serif=True, anchor="ctr", **more)


def _small(index: int, name: str, prompt: str, box: Box, largest: int, **more: Any) -> Area:
    """Small print at the foot: who wrote this, who said it, when it was checked."""
    return _area(index, name, prompt, box, largest, _LEAST, **{"color": "accent2", "anchor": "b"} | more)


def _attribution(box: Box, tall: Box, **more: Any) -> Area:
    return _small(Slot.SMALL, "Attribution", "prompt_attribution", box, 20, tall=tall, **more)


# Who wrote this: under everything on a slide that is not the tip sheet's.
_ORIGIN = _small(
    Slot.SMALL, "Origin", "prompt_origin", Box(MARGIN, 444, _WIDE, 26), 16, tall=Box(MARGIN, 388, _WIDE, 82)
)


# The number of a tip, for the last row; and what the room is asked about it, which is not the tip sheet's.
_NUMBER = Area(
    Slot.NUMBER,
    "Number",
    Box(MARGIN, 46, 190, 238),
    (180.0, 160.0, 132.0, 96.0, 72.0, 54.0),
    "prompt_number_of_tip",
    bold=True,
    color="accent1",
)
_ASKED_BY = replace(_ORIGIN, box=Box(_ASIDE, 454, _TEXT_WIDE, 26), appears=Appears.WITH_LAST)


def _asked(box: Box, largest: int) -> Area:
    return _area(Slot.EXTRA, "Question", "prompt_question", box, largest, 18, color="accent2", appears=Appears.ON_CLICK)


def shown_name(kind: SlideKind, labels: Labels) -> str:
    """What people call a kind of slide: the name of its layout in PowerPoint."""
    return str(getattr(labels, f"layout_{kind}"))


def _layout(kind: SlideKind, *areas: Area, **drawn: Any) -> Layout:
    return Layout(kind, areas, **drawn)


_TABLE = (
    _layout(
        SlideKind.TITLE,
        _title("layout_title", Box(MARGIN, 96, 700, 132), 54, 24, color="bg1", anchor="b"),
        _main("Subtitle", "prompt_subtitle", Box(MARGIN, 240, 780, 72), 24, 20, color="bg2"),
        background="accent1",
        motif=Box(MARGIN, 318, _WIDE, 150),
    ),
    _layout(
        SlideKind.SECTION,
        _title("layout_section", Box(MARGIN, 170, _WIDE, 150), 44, 24, color="bg1", anchor="b"),
        _main("Part", "prompt_part", _PART, 24, 20, color="bg2", tall=_TALL_PART),
        background="accent1",
        rules=(Box(MARGIN, 330, 72, 4),),
        progress=Box(MARGIN, 446, _WIDE, 8),
    ),
    _layout(
        SlideKind.TEXT,
        _heading("prompt_heading"),
        _main("Text", "layout_text", Box(MARGIN, _TOP, _WIDE - 40, 296), 34, 20, 0.55),
        _ORIGIN,
        rules=(_SHORT_RULE,),
    ),
    _layout(
        SlideKind.TIP,
        _words("Tip", "prompt_tip", Box(_ASIDE, 88, _TEXT_WIDE, 272), 48, 24),
        _label("prompt_tip_title", Box(_ASIDE, 40, _TEXT_WIDE, 34)),
        _NUMBER,
        _asked(Box(_ASIDE, 376, _TEXT_WIDE, 64), 22),
        _ASKED_BY,
        rules=(Box(_ASIDE, 364, 72, 2),),
    ),
    _layout(
        SlideKind.TIP_POINTS,
        _words("Tip", "prompt_tip", Box(_ASIDE, 84, _TEXT_WIDE, 72), 36, 24),
        _label("prompt_tip_title", Box(_ASIDE, 40, _TEXT_WIDE, 34)),
        _NUMBER,
        _main(
            "Points",
            "prompt_points",
            Box(_ASIDE, 158, _TEXT_WIDE, 226),
            30,
            20,
            0.3,
            bullets=True,
            appears=Appears.BY_PARAGRAPH,
        ),
        _asked(Box(_ASIDE, 400, _TEXT_WIDE, 52), 20),
        _ASKED_BY,
        rules=(Box(_ASIDE, 390, 72, 2),),
    ),
    _layout(
        SlideKind.VOICE,
        _words("Voice", "prompt_voice", _SAID, 44, 20, most_lines=6, serif=True, calm=True, last=_sizes(18, _LEAST)),
        _label("prompt_voice_title", Box(_INDENTED, 40, _SAID.width, 34)),
        _attribution(Box(_INDENTED, 452, _SAID.width, 32), Box(_INDENTED, 346, _SAID.width, 138), anchor="t"),
        background="bg2",
        rules=(_BAR,),
    ),
    _layout(
        SlideKind.QUESTION,
        _kicker("question", Box(_INDENTED, 40, _SAID.width, 34)),
        _quote("Question", "question", _SAID, 54, 24, most_lines=5),
        background="bg2",
        rules=(_BAR,),
    ),
    _layout(
        SlideKind.DISCUSSION,
        _heading("layout_discussion"),
        _main("Prompts", "prompt_questions", Box(MARGIN, _TOP, _WIDE - 40, 290), 32, 20, 0.6, bullets=True),
        _ORIGIN,
        rules=(_SHORT_RULE,),
    ),
    _layout(
        SlideKind.AGENDA,
        _heading("agenda"),
        _main("Agenda", "prompt_agenda", Box(MARGIN, _TOP, 420, 296), 28, 20, 0.2, bullets=True, indent=3.9),
        _area(Slot.EXTRA, "Objectives", "prompt_objectives", _AIMS, 24, 16, spacing=0.35, bullets=True),
        replace(_ORIGIN, tall=Box(MARGIN, 436, _WIDE, 50)),
        rules=(_SHORT_RULE, Box(506, 142, 1.5, 292)),
    ),
    _layout(
        SlideKind.ACTIVITY,
        _heading("layout_activity", 680),
        _small(Slot.EXTRA, "Minutes", "prompt_minutes", _MINUTES, 24, align="r", tall=Box(756, 20, 140, 86)),
        _main("Prompts", "prompt_to_do", Box(MARGIN, _TOP, _WIDE - 40, 290), 36, 20, 0.6, bullets=True),
        _ORIGIN,
        background="bg2",
        rules=(_SHORT_RULE,),
    ),
    _layout(
        SlideKind.QUIET,
        _title("prompt_quiet", Box(MARGIN, 120, _WIDE, 90), 48, 24, anchor="b"),
        _main("Text", "prompt_quiet_words", Box(MARGIN, 222, _WIDE, 70), 24, 20, 0.3),
        _ORIGIN,
        background="bg2",
        motif=Box(MARGIN, 310, _WIDE, 110),
    ),
    _layout(
        SlideKind.CONTACTS,
        _heading("contacts"),
        _main("National", "prompt_number", Box(MARGIN, _TOP, 470, 270), 30, 18, 0.25),
        _area(Slot.SMALL, "Our own", "own_contacts", Box(574, _TOP, 322, 270), 22, 18, spacing=0.3),
        _small(Slot.EXTRA, "Checked", "prompt_checked", _CHECKED, 16, tall=Box(MARGIN, 314, _WIDE, 158)),
        rules=(_SHORT_RULE,),
    ),
    _layout(
        SlideKind.ABOUT,
        _heading("layout_about"),
        _main("Text", "prompt_source", Box(MARGIN, _TOP, _WIDE - 40, 246), 24, 18, 0.5),
        _small(Slot.SMALL, "Edition", "prompt_edition", _EDITION, 18, tall=Box(MARGIN, 300, _WIDE, 170)),
        rules=(_SHORT_RULE,),
    ),
)
LAYOUTS: Mapping[SlideKind, Layout] = {layout.kind: layout for layout in _TABLE}

# The kinds of slides as an agency's template shows them (``Slide.labelled``): its titles may stand in capitals, and
# have room for a line or two, so that they never hold the words of an item.
LABELLED: Mapping[SlideKind, Layout] = {
    **{kind: layout for kind, layout in LAYOUTS.items() if kind is not SlideKind.TIP_POINTS},
    SlideKind.TIP: _layout(
        SlideKind.TIP,
        _kicker("prompt_tip_title", Box(MARGIN, 40, _WIDE, 34)),
        _main("Tip", "prompt_tip", _TIP, 48, 24, 0.5, bullets=True, anchor="ctr", most_lines=7),
    ),
    SlideKind.VOICE: _layout(
        SlideKind.VOICE,
        _kicker("prompt_voice_title", Box(_INDENTED, 40, _SAID.width, 34)),
        _quote("Voice", "prompt_voice", _SAID, 44, 20, most_lines=6),
        _attribution(Box(_INDENTED, 452, _SAID.width, 32), Box(_INDENTED, 346, _SAID.width, 138)),
    ),
}


def layouts_for(guide: Guide) -> Mapping[SlideKind, Layout]:
    """The layouts; where an agency gives the deck out, the title slide has room for a line more."""
    if not guide.agency:
        return LAYOUTS
    shown = LAYOUTS[SlideKind.TITLE]
    title, subtitle = shown.areas
    areas = (title, replace(subtitle, box=Box(MARGIN, 240, 780, 104)))
    return {**LAYOUTS, SlideKind.TITLE: replace(shown, areas=areas, motif=Box(MARGIN, 352, _WIDE, 116))}


@dataclass(frozen=True)
class PlacedLogo:
    """An agency's logo on a slide: the plate under it with its colour (``ground``), and the picture."""

    plate: Box
    picture: Box
    ground: str


# The widest and highest that the plate is, and its rim: on the title slide, and at the foot of all others.
_LOGO_ON_TITLE, _LOGO_AT_FOOT = (Box(676, 28, 220, 72), 9.0), (Box(736, 486, 120, 34), 4.0)


def logo_on(guide: Guide, kind: SlideKind) -> PlacedLogo | None:
    """The agency's logo on a kind of slide, at the right of its room, on a plate: slides are light and dark."""
    agency = guide.agency
    if not (agency and agency.logo):
        return None
    room, rim = _LOGO_ON_TITLE if kind is SlideKind.TITLE else _LOGO_AT_FOOT
    width, height = agency.logo.fitted(room.width - 2 * rim, room.height - 2 * rim)
    x, y = room.right - rim - width, room.y + (room.height - height) / 2
    plate = Box(x - rim, y - rim, width + 2 * rim, height + 2 * rim)
    return PlacedLogo(plate, Box(x, y, width, height), agency.ground or guide.theme.colors.paper)


@dataclass(frozen=True)
class Footer:
    """A footer placeholder of the master, repeated on every layout and slide."""

    index: int
    type: str
    name: str
    box: Box
    align: str
    size: float = field(default=14.0)


FOOTERS = (
    Footer(11, "ftr", "Footer", Box(MARGIN, 490, 640, 26), "l"),
    Footer(12, "sldNum", "Slide Number", Box(WIDTH - MARGIN - 100, 490, 100, 26), "r"),
)
