"""The table of slide layouts: every kind of slide, its placeholders, and the type in them.

All lengths are in points on a slide of 960 by 540 (13.333 by 7.5 in, 16:9). The template is written from this table,
and text is fitted into the same boxes, so that what is measured is what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from planned.slides import SlideKind, Slot
from source.labels import Labels
from source.model import Guide

WIDTH, HEIGHT = 960.0, 540.0
NO_LIMIT = 99  # lines; more stand on no slide
MARGIN = 64.0


@dataclass(frozen=True)
class Box:
    """A rectangle: its left upper corner, its width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends across."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends down."""
        return self.y + self.height


@dataclass(frozen=True)
class Area:
    """A placeholder. ``sizes`` is the scale that its text may step through, the layout's own size first.

    ``prompt`` is the label that stands in it while it is empty.
    """

    index: int  # its slot, the placeholder's idx
    name: str
    box: Box
    sizes: tuple[float, ...]
    prompt: str
    serif: bool = False
    bold: bool = False
    italic: bool = False
    color: str = "tx1"
    anchor: str = "t"
    align: str = "l"
    bullets: bool = False
    spacing: float = 0.0  # before each paragraph but the first, as a part of the size
    most_lines: int = NO_LIMIT  # more lines than this are set smaller, even where they would fit
    indent: float = 1.1  # the hanging indent of a list entry, in ems
    calm: bool = False  # no smaller size is taken for the sake of its lines: all such texts have one size
    last: tuple[float, ...] = ()  # smaller sizes, for words that cannot be split: before they are refused
    tall: Box | None = None  # the box of small print that its own does not hold: what stands above it gives way
    # What an agency's own template may ask for, and our table does not:
    family: str = ""  # the family to measure in; empty: the theme's
    stretch: float = 1.0  # how much wider than that family the real font may run
    pitch: float = 0.0  # the height of a line in ems; 0: the family's own
    capitals: bool = False  # the template shows the words in capitals


@dataclass(frozen=True)
class Layout:
    """A slide layout: its placeholders, its background, and the rules drawn on it (decorative)."""

    kind: SlideKind
    areas: tuple[Area, ...]
    background: str = "bg1"
    rules: tuple[Box, ...] = ()
    motif: Box | None = None
    progress: Box | None = None  # where a section opener shows how far the session has come

    @property
    def footer(self) -> str:
        """The colour of its footer."""
        return "bg2" if self.background == "accent1" else "accent2"

    @property
    def ornament(self) -> str:
        """The colour of what is drawn on it."""
        return "bg2" if self.background == "accent1" else "accent1"

    def area(self, index: int) -> Area:
        """The placeholder with this idx."""
        return next(area for area in self.areas if area.index == index)

    def with_area(self, area: Area) -> Layout:
        """With this placeholder for the one that has its idx."""
        return replace(self, areas=tuple(area if each.index == area.index else each for each in self.areas))

    def roomier(self, small: Area) -> Layout:
        """With the taller box for this small print; what reached down to it ends above."""
        tall = small.tall or small.box
        areas = []
        for area in self.areas:
            box = area.box
            apart = box.x >= tall.x + tall.width or tall.x >= box.x + box.width or box.y > tall.y
            low = box if apart else replace(box, height=min(box.height, tall.y - _ABOVE_TALL - box.y))
            areas.append(replace(area, box=tall, tall=None) if area is small else replace(area, box=low))
        return replace(self, areas=tuple(areas))


_ABOVE_TALL = 8.0
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
_MINUTES = Box(756, 62, 140, 44)
_CHECKED = Box(MARGIN, 416, _WIDE, 56)
_EDITION = Box(MARGIN, 396, _WIDE, 74)
_PART, _TALL_PART = Box(MARGIN, 340, _WIDE, 50), Box(MARGIN, 340, _WIDE, 96)
_AIMS = Box(536, _TOP, 360, 296)


def _area(index: int, name: str, prompt: str, box: Box, largest: int, smallest: int, **more: Any) -> Area:
    """A placeholder whose text may have every size of the scale from the largest to the smallest."""
    last = _sizes(smallest - 1, _LEAST)
    return Area(index, name, box, _sizes(largest, smallest), prompt, last=last, **more)


def _sizes(largest: int, smallest: int) -> tuple[float, ...]:
    return tuple(float(size) for size in SCALE if smallest <= size <= largest)


def _title(prompt: str, box: Box, largest: int, smallest: int, **more: Any) -> Area:
    looks = {"bold": True, "color": "accent1"} | more
    return _area(Slot.TITLE, "Title", prompt, box, largest, smallest, **looks)


def _kicker(prompt: str) -> Area:
    """A small title above the words that are the main event."""
    return _title(prompt, Box(MARGIN, 40, _WIDE, 34), 20, 20, anchor="ctr")


def _label(prompt: str) -> Area:
    """The same beside the bar that words of others stand at."""
    return _title(prompt, Box(_INDENTED, 40, _SAID.width, 34), 20, 20, anchor="ctr")


def _heading(prompt: str, width: float = _WIDE) -> Area:
    """A title of some size above a text."""
    return _title(prompt, Box(MARGIN, 32, width, 74), 36, 20, anchor="b")


def _main(name: str, prompt: str, box: Box, largest: int, smallest: int, spacing: float = 0.0, **more: Any) -> Area:
    return _area(Slot.MAIN, name, prompt, box, largest, smallest, spacing=spacing, **more)


def _quote(name: str, prompt: str, box: Box, largest: int, smallest: int, anchor: str = "ctr", **more: Any) -> Area:
    """Words that somebody said, as the main event."""
    return _main(name, prompt, box, largest, smallest, serif=True, anchor=anchor, **more)


def _voice(prompt: str, box: Box, largest: int, **more: Any) -> Area:
    """What somebody said, from one line on, where all others begin."""
    return _quote("Voice", prompt, box, largest, 20, anchor="t", **more)


def _small(index: int, name: str, prompt: str, box: Box, largest: int, **more: Any) -> Area:
    """Small print at the foot: who wrote this, who said it, when it was checked."""
    return _area(index, name, prompt, box, largest, _LEAST, **{"color": "accent2", "anchor": "b"} | more)


def _attribution(box: Box, tall: Box, **more: Any) -> Area:
    return _small(Slot.SMALL, "Attribution", "prompt_attribution", box, 20, tall=tall, **more)


# Who wrote this: under everything on a slide that is not the tip sheet's.
_ORIGIN = _small(
    Slot.SMALL, "Origin", "prompt_origin", Box(MARGIN, 444, _WIDE, 26), 16, tall=Box(MARGIN, 388, _WIDE, 82)
)


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
        _kicker("prompt_tip_title"),
        _main("Tip", "prompt_tip", _TIP, 48, 24, 0.5, bullets=True, anchor="ctr", most_lines=7),
    ),
    _layout(
        SlideKind.VOICE,
        _label("prompt_voice_title"),
        _voice("prompt_voice", _SAID, 44, most_lines=6, calm=True),
        _attribution(Box(_INDENTED, 452, _SAID.width, 32), Box(_INDENTED, 346, _SAID.width, 138), anchor="t"),
        background="bg2",
        rules=(_BAR,),
    ),
    _layout(
        SlideKind.QUESTION,
        _label("question"),
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
