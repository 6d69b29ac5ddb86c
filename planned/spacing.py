"""The one table of spaces on paper: planners measure with it, and the style sheet is written from it.

Lengths are points for tips of 12 points; on a page with other tips they grow or shrink with these
(``PageFormat.scale``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from planned.blocks import Role


@dataclass(frozen=True)
class TypeSize:
    """A type size and its leading, both in points."""

    size: float
    leading: float


@dataclass(frozen=True)
class PageFormat:
    """A page: its size, its margins, and the sizes of type on it. ``inner`` is the margin at the fold."""

    name: str
    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    body: TypeSize
    tip: TypeSize
    voice: TypeSize
    question: TypeSize
    small: TypeSize
    call: TypeSize | None = None  # of the number to call first, where that is not as a tip
    heading: TypeSize | None = None  # of a section's own heading, where that is not as small print
    title: TypeSize = TypeSize(31, 35)
    tracking: float = 0.06  # the space between the letters of a heading in capitals, in ems
    upright: bool = False  # nothing in italics

    @property
    def scale(self) -> float:
        """How large everything around the text is, against the pocket guide with its tips of 12 points."""
        return self.tip.size / 12

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - self.inner - self.outer

    @property
    def depth(self) -> float:
        """The height of the text."""
        return self.height - self.top - self.bottom

    @property
    def aside(self) -> float:
        """The width of the picture of a slide, which stands at the left of what is said with it, or over it.

        Small print on the slide is still of 3 points then.
        """
        return self.measure * (4 / 9 if self.wide else 3 / 4)

    @property
    def wide(self) -> bool:
        """Whether blocks stand beside each other."""
        return self.measure >= _WIDE

    @property
    def ruled(self) -> float:
        """The width of lines to write on, which stand at the right of words."""
        return self.measure * 206 / 504

    def type(self, name: str) -> TypeSize:
        """A size by its name in a ``Form``."""
        found: TypeSize | None = getattr(self, name)
        return found or (self.tip if name == "call" else self.small)


_WIDE = 400.0


class Style(StrEnum):
    """A family of print products that set blocks alike."""

    POCKET = "pocket"  # pages that serve one purpose each
    DENSE = "dense"  # panels, cards and posters
    BINDER = "binder"  # the facilitator guide
    HANDOUT = "handout"


@dataclass(frozen=True)
class Form:
    """How the words of a role are set.

    ``type`` names a size of the page. ``rule`` is the line above the words, ``lead`` the space between both, ``below``
    the space under the words, ``above`` the usual space above the block. ``inset`` is the space to the left, with a
    ``bar`` of that width at its edge. ``right`` is kept free beside the words, ``least`` the height of the block.
    ``inline`` markers run on with the words; others stand in the inset, or in a column of ``column`` points, in the
    type ``marker`` where that is another. From the picture of a slide, words stand so far away.
    """

    type: str = "body"
    voice: bool = False  # in the face of the voices
    bold: bool = False
    color: str = "ink"
    above: float = 0.0
    rule: float = 0.0
    lead: float = 0.0
    below: float = 0.0
    inset: float = 0.0
    bar: float = 0.0
    right: float = 0.0
    least: float = 0.0
    column: float = 0.0
    marker: str = ""
    inline: bool = False
    tracked: bool = False
    ground: str = ""


_BAR = 14.0
_NUMERAL, _DASH = 14.5, 11.4  # a number or a dash, and the space after it: both begin at the left edge
_POCKET: Mapping[Role, Form] = {
    Role.TITLE: Form("title", bold=True, color="accent", above=34),
    # Whether a small heading stands over it or not, a large one begins 25 points below the top.
    Role.HEADING: Form("heading", bold=True, color="accent", rule=2, lead=7, tracked=True),
    Role.INTRO: Form("tip"),
    Role.TIP: Form("tip", inset=_NUMERAL),
    Role.POINT: Form("tip", inset=_DASH, above=5),
    Role.QUESTION: Form("question", voice=True, inset=_BAR, bar=2.5, above=24),
    Role.VOICE: Form("voice", voice=True, inset=_BAR, bar=2.5),
    Role.CONTACT: Form("tip", bold=True),
    Role.REACH: Form("tip", column=34),
    Role.CALL: Form("call", bold=True, color="accent", column=34, marker="tip"),
    Role.KICKER: Form(bold=True, color="muted", rule=2, lead=10),
    Role.CHAPTER: Form("question", bold=True, color="accent", rule=2, lead=23, below=12),
    Role.LABEL: Form("question", bold=True, color="accent", above=3, below=12),
    Role.SUBHEAD: Form("question", bold=True, color="accent", rule=2, lead=23, below=12),
    Role.ENTRY: Form("tip", right=34, lead=5.5, below=6),
    Role.ATTRIBUTION: Form("small", color="muted"),
    Role.CHECKED: Form(above=6),
    Role.WRITE: Form("small", color="muted", least=27, lead=11),
    Role.NOTE: Form(),
    Role.PARAGRAPH: Form(above=7.5),
    Role.LISTED: Form(inset=_BAR, above=4),
    Role.EDITION: Form(color="muted"),
    Role.EDITORIAL: Form(color="muted"),
    Role.MINUTES: Form("small", color="muted"),
    Role.SCRIPT: Form(inline=True, above=7),
    Role.ASK: Form(inline=True, above=7),
    Role.INTERNAL: Form(inline=True, above=8, inset=11, right=8, lead=5.75, below=6.75),
    Role.AGENCY: Form(bold=True, above=8),
    Role.PICTURE: Form(),
    Role.LOGO: Form(),
    Role.TABLE: Form(),
    Role.ROW: Form(),
    Role.CELL: Form(lead=5, below=5.5),
    Role.HEAD_CELL: Form(lead=5, below=5.5),
    Role.SLIDE: Form(),
    Role.GROUP: Form(),
}
_DENSE: Mapping[Role, Form] = {
    **_POCKET,
    Role.TITLE: replace(_POCKET[Role.TITLE], above=14),
    Role.KICKER: replace(_POCKET[Role.KICKER], type="small", lead=8),
    Role.CHAPTER: replace(_POCKET[Role.CHAPTER], lead=6, below=0),
    Role.LABEL: replace(_POCKET[Role.LABEL], above=18, below=9),
    Role.CHECKED: Form("small", color="muted", above=5),
    Role.WRITE: Form(least=24),
    Role.NOTE: Form("small", color="muted"),
    Role.PARAGRAPH: Form("small", color="muted"),
    Role.EDITION: Form("small", color="muted"),
    Role.AGENCY: Form("small", bold=True, above=4),
    Role.QUESTION: replace(_POCKET[Role.QUESTION], above=0),
}
_BINDER: Mapping[Role, Form] = {
    **_POCKET,
    Role.TITLE: Form("title", bold=True, color="accent", above=14, below=4),
    Role.CHAPTER: Form("heading", bold=True, color="accent", above=18, rule=2, lead=7, below=6),
    Role.INTRO: Form("question"),
    Role.LABEL: Form("tip", bold=True, color="accent", below=3),
    Role.PARAGRAPH: Form(above=6),
    Role.EDITORIAL: Form("small", color="muted"),
    Role.NOTE: Form(inset=12, right=12, lead=9, below=12, ground="tint"),
    Role.VOICE: Form("voice", voice=True, inset=_BAR, bar=2, above=9),
    Role.ATTRIBUTION: Form("small", color="muted", above=3),
    Role.SLIDE: Form(column=20, least=18),
    Role.CHECKED: Form("small", color="muted", above=5),
    Role.WRITE: Form(least=27, lead=11),
}
_HANDOUT: Mapping[Role, Form] = {
    **_BINDER,
    Role.KICKER: Form("small", bold=True, color="muted"),
    Role.TITLE: Form("title", bold=True, color="accent", above=2, below=3),
    Role.HEADING: Form("heading", bold=True, color="accent", above=13, rule=1.5, lead=4, below=4),
    Role.CHAPTER: Form("heading", bold=True, color="accent", above=13, rule=1.5, lead=4, below=4),
    Role.LABEL: Form("tip", bold=True, color="accent", above=14, below=4),
    Role.INTRO: Form(below=2),
    Role.TIP: Form("tip", inset=_NUMERAL, above=8),
    Role.VOICE: Form("voice", voice=True, inset=_BAR, bar=2, above=8.5),
    Role.QUESTION: Form("question", voice=True, inset=_BAR, bar=2.5, above=4, below=2),
    Role.ATTRIBUTION: Form("small", color="muted", above=5),
    Role.LISTED: Form(inset=_BAR, above=2),
    Role.ASK: Form(),
    Role.WRITE: Form(least=24, lead=7),
    Role.EDITORIAL: Form("small", color="muted"),
    Role.PARAGRAPH: Form("small", color="muted", above=2),
    Role.EDITION: Form("small", color="muted", above=2),
}
FORMS: Mapping[Style, Mapping[Role, Form]] = {
    Style.POCKET: _POCKET,
    Style.DENSE: _DENSE,
    Style.BINDER: _BINDER,
    Style.HANDOUT: _HANDOUT,
}
