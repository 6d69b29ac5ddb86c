"""What a slide layout is made of: boxes, placeholders with the type in them, and what is drawn. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from planned.slides import SlideKind

NO_LIMIT = 99  # lines; more stand on no slide
_ABOVE_TALL = 8.0


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


class Appears(Enum):
    """When a text appears on its slide, as the slide is shown. In programs without animations all is there at once."""

    AT_ONCE = auto()
    ON_CLICK = auto()
    WITH_LAST = auto()  # with what appeared before it
    BY_PARAGRAPH = auto()  # each on a click


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
    appears: Appears = Appears.AT_ONCE
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
