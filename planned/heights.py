"""The one contract on heights: what a block takes on a page, where it may be parted, and when it is too long.

Lines are broken here, in the fonts that print embeds, and set as they are broken; so the height that was measured is
the height that is printed. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from planned.blocks import Block, Role
from planned.spacing import FORMS, Form, PageFormat, Style, TypeSize
from source.errors import LayoutError
from source.inline import Run, Runs, between
from source.theme import Fonts
from typeset.coverage import spans
from typeset.measure import Face, Shaped, line_slices, shape_runs, without_runt

# Words that no slide parts, and paper only where no page could hold them.
NEVER_SPLIT = frozenset({Role.VOICE})
# Parts of a slide that stand at its left, beside all else.
ASIDE = frozenset({Role.PICTURE, Role.MINUTES})
_DRAWN = frozenset({Role.PICTURE, Role.LOGO})  # as high as whoever plans them says
_HAIR = 0.01
_LETTER = 0.5  # ems: letters of a heading are at least so wide, so this is the most that tracking widens them


def refuse(name: str, where: str, over: float, leading: float, advice: str) -> LayoutError:
    """The refusal of an item that does not fit where it must."""
    lines = max(1, round(over / leading))
    return LayoutError(f"{name} is longer than {where} by {over:.0f} pt (about {lines} lines). {advice}")


@dataclass(frozen=True)
class Setting:
    """Measures blocks in the fonts of a theme, on one page format, in one style."""

    fonts: Fonts
    page: PageFormat
    style: Style = Style.POCKET

    def form(self, role: Role) -> Form:
        """How a role is set."""
        return self._forms[role]

    @cached_property
    def _forms(self) -> dict[Role, Form]:
        """The forms with every length at the scale of the page."""
        lengths = ("above", "rule", "lead", "below", "inset", "bar", "right", "least", "column")
        scale = self.page.scale
        return {
            role: replace(form, **{name: getattr(form, name) * scale for name in lengths})
            for role, form in FORMS[self.style].items()
        }

    @property
    def roles(self) -> Iterable[Role]:
        """Every role that the style sets."""
        return FORMS[self.style]

    def type(self, role: Role) -> TypeSize:
        """The size and leading of a role's words."""
        return self.page.type(self.form(role).type)

    def set(self, block: Block, measure: float | None = None) -> Block:
        """The block with its lines, its parts set, and its height. ``measure`` is the width that there is."""
        form = self.form(block.role)
        room = (self.page.measure if measure is None else measure) - block.inset
        inner = room - form.inset - form.right
        if block.role is Role.ROW:
            return self._row(block)
        if block.role in _DRAWN:  # its parts are what it shows, set by somebody else
            return block
        beside = self.page.aside + form.column if block.role is Role.SLIDE and self.page.wide else 0.0
        parts = tuple(self._part(part, inner - beside) for part in block.parts)
        column = self._column(block, inner)
        lines = self._lines(block, inner, column)
        set_block = replace(block, lines=lines, parts=parts, columns=(column,) if column else block.columns)
        return replace(set_block, height=self.height(set_block))

    def _part(self, part: Block, measure: float) -> Block:
        return self.set(replace(part, above=part.above or self.form(part.role).above), measure)

    def height(self, block: Block) -> float:
        """What a block whose lines are known takes, without the space above it."""
        form = self.form(block.role)
        if block.role in _DRAWN:
            return block.height
        own = form.rule + form.lead + len(block.lines) * self.type(block.role).leading + form.below
        parts = sum(part.above + part.height for part in block.parts if part.role not in ASIDE)
        aside = [part.height + form.least for part in block.parts if part.role is Role.PICTURE]
        if aside:
            return max(*aside, own + parts) if self.page.wide else sum(aside) + own + parts
        least = 0.0 if block.role is Role.SLIDE else form.least
        return max(least, own + parts)

    def _row(self, row: Block) -> Block:
        cells = tuple(self.set(cell, width) for cell, width in zip(row.parts, row.columns, strict=True))
        return replace(row, parts=cells, height=max(row.height, *(cell.height for cell in cells)))

    def _column(self, block: Block, inner: float) -> float:
        """How far the words stand from the left because of a marker that does not run on with them."""
        form = self.form(block.role)
        if not (block.marker and form.column):
            return 0.0
        size = self.page.type(form.marker or form.type).size
        wide = self._shaped(block.marker, form).width() * size + 0.45 * size
        return max(form.column, wide) if wide <= inner / 2 else 0.0

    def _lines(self, block: Block, inner: float, column: float) -> tuple[Runs, ...]:
        form, size = self.form(block.role), self.type(block.role).size
        runs = block.runs
        if block.marker and (form.inline or (form.column and not column)):
            bold = tuple(replace(run, strong=True) if form.inline else run for run in block.marker)
            runs = (*bold, Run(" "), *runs)
        if not runs:
            return ()
        shaped = self._shaped(runs, form)
        whole = (inner - column) / size / ((1 + self.page.tracking / _LETTER) if form.tracked else 1.0)
        starts = [start for start, _ in line_slices(shaped, without_runt(shaped, whole))]
        # The space at the end of a line stays with it: whoever reads the file back hears two words.
        return tuple(between(runs, start, end) for start, end in pairwise([*starts, len(shaped.text)]))

    def _shaped(self, runs: Runs, form: Form) -> Shaped:
        family = self.fonts.voices.open if form.voice else self.fonts.tips.open
        upright = self.page.upright
        return shape_runs(
            [
                (text, Face(shown, form.bold or run.strong, run.emphasis and not upright))
                for run in runs
                for text, shown in spans(run.text, family)
            ]
        )

    # --- several blocks ---

    def stacked(self, blocks: Sequence[Block], gap: float = 0.0) -> tuple[Block, ...]:
        """The blocks under each other: each with its own space above, else with its form's, and never under ``gap``."""
        return tuple(
            replace(block, above=0.0 if at == 0 else max(gap, block.above or self.form(block.role).above))
            for at, block in enumerate(blocks)
        )

    def pieces(self, block: Block, first: float, depth: float) -> Iterator[Block]:
        """A block parted at line ends: the first piece is up to ``first`` high, the others up to ``depth``.

        Two lines or more stand on each side of a parting, where there are so many.
        """
        rest: Block | None = block
        room = first
        while rest and rest.height > room + _HAIR:
            head, rest = self._parted(rest, room)
            if head:
                yield head
            elif room >= depth:
                break
            room = depth
        if rest:
            yield rest

    def _parted(self, block: Block, room: float) -> tuple[Block | None, Block | None]:
        form, leading = self.form(block.role), self.type(block.role).leading
        free = room - form.rule - form.lead - form.below
        fits = int((free + _HAIR) / leading)
        if fits < len(block.lines) or self._leaves_attribution(block, free):
            fits = max(0, min(fits, len(block.lines) - 2) if fits > 1 else 0)
            if not fits and room >= self.page.depth - leading:
                fits = max(1, int((free + _HAIR) / leading))
            if not fits:
                return None, block
            return self._piece(block, (0, fits), ()), self._rest(block, fits, block.parts)
        free -= len(block.lines) * leading
        if block.role is Role.SLIDE and not self.page.wide:
            free -= sum(part.height + form.least for part in block.parts if part.role is Role.PICTURE)
        kept: list[Block] = []
        for at, part in enumerate(block.parts):
            if part.role in ASIDE and block.role is Role.SLIDE:
                kept.append(part)
                continue
            if part.above + part.height > free + _HAIR:
                whole = free <= part.above or (part.role in NEVER_SPLIT and part.height <= self.page.depth - 1.0)
                head, tail = (None, part) if whole else self._parted(part, free - part.above)
                more = [piece for piece in (tail,) if piece]
                if head:
                    kept.append(head)
                if not block.lines and all(part.role in ASIDE for part in kept):
                    return None, block
                return (
                    self._piece(block, (0, len(block.lines)), tuple(kept)),
                    self._rest(block, len(block.lines), (*more, *block.parts[at + 1 :])),
                )
            kept.append(part)
            free -= part.above + part.height
        return block, None

    def _leaves_attribution(self, block: Block, free: float) -> bool:
        """Whether the words would fit, and who shared them would stand alone on the next page."""
        attribution = next((part for part in block.parts[:1] if part.role is Role.ATTRIBUTION), None)
        if attribution is None or not block.lines:
            return False
        words = len(block.lines) * self.type(block.role).leading
        return words + attribution.above + attribution.height > free + _HAIR

    def _piece(self, block: Block, lines: tuple[int, int], parts: tuple[Block, ...]) -> Block:
        return self._sized(block, replace(block, lines=block.lines[slice(*lines)], parts=parts))

    def _rest(self, block: Block, start: int, parts: tuple[Block, ...]) -> Block:
        """What is left of a block: it has no marker and no address of its own any more."""
        return self._sized(
            block, replace(block, lines=block.lines[start:], parts=parts, marker=(), anchor="", above=0.0)
        )

    def _sized(self, whole: Block, piece: Block) -> Block:
        """A piece with its height, and with its share of the lines to write on."""
        height = self.height(piece)
        return replace(piece, height=height, ruled=int(whole.ruled * height / whole.height))
