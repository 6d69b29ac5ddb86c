"""The table of slide layouts: every kind of slide, its placeholders, and the type in them.

All lengths are in points on a slide of 960 by 540 (13.333 by 7.5 in, 16:9). The template is written from this table,
and text is fitted into the same boxes, so that what is measured is what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 64.0


class Kind(StrEnum):
    """A kind of slide. The value is the name of its layout, as trainers see it in PowerPoint."""

    TITLE = "Title"
    SECTION = "Section"
    TEXT = "Text"
    TIP = "Tip"
    VOICE = "Voice"
    QUESTION = "Question"
    DISCUSSION = "Discussion"
    CONTACTS = "Contacts"
    ABOUT = "About"


@dataclass(frozen=True)
class Box:
    """A rectangle: its left upper corner, its width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Area:
    """A placeholder. ``sizes`` is the scale that its text may step through, the layout's own size first."""

    index: int  # the placeholder's idx; 0 is the title
    name: str
    box: Box
    sizes: tuple[float, ...]
    prompt: str
    serif: bool = False
    bold: bool = False
    italic: bool = False
    color: str = "tx1"
    anchor: str = "t"
    bullets: bool = False
    spacing: float = 0.0  # before each paragraph but the first, as a part of the size
    most_lines: int = 99  # more lines than this are set smaller, even where they would fit
    # What an agency's own template may ask for, and our table does not:
    family: str = ""  # the family to measure in; empty: the theme's
    stretch: float = 1.0  # how much wider than that family the real font may run
    pitch: float = 0.0  # the height of a line in ems; 0: the family's own
    capitals: bool = False  # the template shows the words in capitals


@dataclass(frozen=True)
class Layout:
    """A slide layout: its placeholders, its background, and the rules drawn on it (decorative)."""

    kind: Kind
    areas: tuple[Area, ...]
    background: str = "bg1"
    rules: tuple[Box, ...] = ()
    motif: Box | None = None
    footer: str = "accent2"
    ph_type: str = "obj"
    rule_color: str = "accent1"

    def area(self, index: int) -> Area:
        """The placeholder with this idx."""
        return next(area for area in self.areas if area.index == index)


_WIDE = WIDTH - 2 * MARGIN


def _kicker(prompt: str) -> Area:
    """A small title above the words that are the main event."""
    return Area(0, "Title", Box(MARGIN, 40, _WIDE, 34), (20,), prompt, bold=True, color="accent1", anchor="ctr")


def _heading(prompt: str) -> Area:
    """A title of some size above a text."""
    return Area(
        0, "Title", Box(MARGIN, 44, _WIDE, 60), (36, 32, 28, 24), prompt, bold=True, color="accent1", anchor="b"
    )


_SHORT_RULE = Box(MARGIN, 114, 72, 4)
_BAR = Box(MARGIN, 104, 5, 330)
_QUOTE = Box(MARGIN + 32, 96, _WIDE - 72, 346)

LAYOUTS: Mapping[Kind, Layout] = {
    layout.kind: layout
    for layout in (
        Layout(
            Kind.TITLE,
            (
                Area(
                    0,
                    "Title",
                    Box(MARGIN, 96, 700, 132),
                    (54, 48, 44, 40, 36, 32),
                    "Title",
                    bold=True,
                    color="bg1",
                    anchor="b",
                ),
                Area(1, "Subtitle", Box(MARGIN, 244, 700, 40), (24, 20), "Subtitle", color="bg2"),
            ),
            background="accent1",
            motif=Box(MARGIN, 318, _WIDE, 150),
            footer="bg2",
        ),
        Layout(
            Kind.SECTION,
            (
                Area(
                    0,
                    "Title",
                    Box(MARGIN, 170, _WIDE, 150),
                    (44, 40, 36, 32, 28),
                    "Section",
                    bold=True,
                    color="bg1",
                    anchor="b",
                ),
                Area(1, "Part", Box(MARGIN, 340, _WIDE, 44), (24, 20), "Part of the whole", color="bg2"),
            ),
            background="accent1",
            rules=(Box(MARGIN, 330, 72, 4),),
            rule_color="bg2",
            footer="bg2",
        ),
        Layout(
            Kind.TEXT,
            (
                _heading("Heading"),
                Area(
                    1, "Text", Box(MARGIN, 138, _WIDE - 40, 326), (34, 32, 30, 28, 26, 24, 22, 20), "Text", spacing=0.55
                ),
            ),
            rules=(_SHORT_RULE,),
        ),
        Layout(
            Kind.TIP,
            (
                _kicker("Tip 1"),
                Area(
                    1,
                    "Tip",
                    Box(MARGIN, 96, _WIDE - 24, 366),
                    (48, 44, 40, 36, 32, 28, 24),
                    "The tip",
                    anchor="ctr",
                    bullets=True,
                    spacing=0.5,
                    most_lines=7,
                ),
            ),
        ),
        Layout(
            Kind.VOICE,
            (
                _kicker("Voice 1"),
                Area(
                    1,
                    "Voice",
                    _QUOTE,
                    (54, 48, 44, 40, 36, 32, 28, 26, 24, 22, 20),
                    "The voice, word for word",
                    serif=True,
                    anchor="ctr",
                    most_lines=6,
                ),
                Area(2, "Attribution", Box(MARGIN + 32, 450, _WIDE - 72, 30), (18,), "As given", color="accent2"),
            ),
            background="bg2",
            rules=(_BAR,),
        ),
        Layout(
            Kind.QUESTION,
            (
                _kicker("The question"),
                Area(
                    1,
                    "Question",
                    _QUOTE,
                    (54, 48, 44, 40, 36, 32, 28, 24),
                    "The question",
                    serif=True,
                    anchor="ctr",
                    most_lines=5,
                ),
            ),
            background="bg2",
            rules=(_BAR,),
        ),
        Layout(
            Kind.DISCUSSION,
            (
                _heading("Discussion"),
                Area(
                    1,
                    "Prompts",
                    Box(MARGIN, 138, _WIDE - 40, 290),
                    (32, 30, 28, 26, 24, 22, 20),
                    "Questions",
                    bullets=True,
                    spacing=0.6,
                ),
                Area(2, "Origin", Box(MARGIN, 440, _WIDE, 26), (16,), "Who wrote this", color="accent2", anchor="b"),
            ),
            rules=(_SHORT_RULE,),
        ),
        Layout(
            Kind.CONTACTS,
            (
                _heading("Who to call"),
                Area(
                    1,
                    "National",
                    Box(MARGIN, 138, 470, 270),
                    (30, 28, 26, 24, 22, 20, 18),
                    "Name and number",
                    spacing=0.25,
                ),
                Area(2, "Our own", Box(574, 138, 322, 270), (22, 20, 18), "Our own numbers", spacing=0.3),
                Area(
                    3,
                    "Checked",
                    Box(MARGIN, 422, _WIDE, 44),
                    (16, 14),
                    "When this was checked",
                    color="accent2",
                    anchor="b",
                ),
            ),
            rules=(_SHORT_RULE,),
        ),
        Layout(
            Kind.ABOUT,
            (
                _heading("About"),
                Area(1, "Text", Box(MARGIN, 138, _WIDE - 40, 250), (24, 22, 20, 18), "Source", spacing=0.5),
                Area(2, "Edition", Box(MARGIN, 408, _WIDE, 56), (18, 16), "Edition", color="accent2", anchor="b"),
            ),
            rules=(_SHORT_RULE,),
        ),
    )
}


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
