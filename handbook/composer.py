"""How high items are on a page, and how wide to set them: measured in the theme's fonts. All lengths in points."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from handbook.formats import PageFormat, TypeSize
from source import inline
from source.model import Contact, Guide, Section, Tip, Voice
from typeset.measure import Face, Shaped, break_lines, shape_runs, without_runt

# For tips of 12 points; every other size takes its part of them (``PageFormat.scale``).
_NUMERAL = 19.0  # the column of tip numbers
_BAR = 14.0  # a voice's rule and the space beside it
_POINT_GAP = 5.0  # above each point of a tip
_RULED_LINE = 24.0  # the room to write a number on
_HAIR = 0.5  # what rounding may take of a line


@dataclass(frozen=True)
class Composer:
    """Measures the words of one guide for one page format; the style sheet sets them the same way."""

    guide: Guide
    page: PageFormat

    def tip_height(self, tip: Tip) -> float:
        """A tip with its points."""
        lines = self._lines(tip.text, self.page.tip, self.tip_measure)
        points = sum(self._lines(point.text, self.page.tip, self.point_measure) for point in tip.points)
        return (lines + points) * self.page.tip.leading + len(tip.points) * self.point_gap

    def voice_height(self, voice: Voice, *, attributed: bool = False) -> float:
        """A voice alone, or with its attribution under it."""
        lines = break_lines(self._voice(voice), self.voice_measure / self.page.voice.size)
        height = len(lines) * self.page.voice.leading
        if attributed:
            said = self.guide.labels.attribution.format(attribution=voice.attribution)
            height += self.text_height(said, self.page.small, self.voice_measure)
        return height

    def text_height(self, text: str, size: TypeSize, measure: float) -> float:
        """A paragraph of tips or of ours."""
        return self._lines(text, size, measure) * size.leading if text else 0.0

    def heading_height(self, section: Section) -> float:
        """A section's own heading under its rule."""
        size = self.page.heading or self.page.small
        letter = 0.5  # ems: letters of a text are at least so wide, so this is the most that tracking widens it
        spaced = self.page.measure / (1 + self.page.tracking / letter)
        shaped = _shaped(f"**{inline.escape(section.heading)}**", self._tips)
        return 9 * self.page.scale + len(break_lines(shaped, spaced / size.size)) * size.leading

    def title_height(self, text: str, size: float, leading: float) -> float:
        """A title in bold."""
        shaped = _shaped(f"**{inline.escape(text)}**", self._tips)
        return len(break_lines(shaped, self.page.measure / size)) * leading

    def opening_height(self, section: Section, *, question: bool = True) -> float:
        """A section's heading, its introduction, and the question if it has one (and is asked for)."""
        page, k = self.page, self.page.scale
        height = self.heading_height(section) + (18 + 9) * k + page.question.leading
        height += self.text_height(section.intro.text, page.tip, page.measure)
        if section.question and question:
            height += 24 * k + self.question_height(section.question.text)
        return height

    def question_height(self, text: str) -> float:
        """The question alone."""
        shaped = self._question(text)
        return len(break_lines(shaped, self.voice_measure / self.page.question.size)) * self.page.question.leading

    def about_height(self) -> float:
        """All paragraphs of the last page under their heading."""
        page = self.page
        texts = (*self.guide.about, *self.provenance())
        height = 23 * page.scale + page.question.leading + 2 * page.body.leading
        return height + sum(self.text_height(t, page.body, page.measure) + page.body.leading / 2 for t in texts)

    def provenance(self) -> list[str]:
        """What is known of where the voices come from, a sentence group for each source."""
        pattern = self.guide.labels.provenance
        return [
            pattern.format(count=count, attribution=attribution, source=source, permission=permission)
            for (attribution, source, permission), count in self.guide.provenance.items()
        ]

    def contact_height(self, contact: Contact) -> float:
        """A contact with its lines, or with the ruled line to write on."""
        height = (1 + len(contact.lines)) * self.page.tip.leading
        if contact.verified_on:
            checked = self.guide.labels.checked.format(date=contact.verified_on, source=contact.source)
            height += (
                self._lines(checked, self.page.small, self.page.measure) * self.page.small.leading + self.point_gap
            )
        return height + (0 if contact.lines else self.ruled_line)

    @property
    def numeral(self) -> float:
        """The width of the column of tip numbers."""
        return _NUMERAL * self.page.scale

    @property
    def bar(self) -> float:
        """The width of a voice's rule and the space beside it."""
        return _BAR * self.page.scale

    @property
    def point_gap(self) -> float:
        """The space above each point of a tip."""
        return _POINT_GAP * self.page.scale

    @property
    def ruled_line(self) -> float:
        """The room to write a number on."""
        return max(18.0, _RULED_LINE * self.page.scale)

    @property
    def tip_measure(self) -> float:
        """The width of a tip beside its number."""
        return self.page.measure - self.numeral

    @property
    def point_measure(self) -> float:
        """The width of a point under a tip."""
        return self.tip_measure - self.bar

    @property
    def voice_measure(self) -> float:
        """The width of a voice beside its rule."""
        return self.page.measure - self.bar

    def trim_voice(self, voice: Voice) -> float:
        """By how much to narrow a voice so that it does not end on a lonely word."""
        return _trim(self._voice(voice), self.page.voice, self.voice_measure)

    def trim_question(self, text: str) -> float:
        """By how much to narrow the question."""
        return _trim(self._question(text), self.page.question, self.voice_measure)

    def trim(self, text: str, size: TypeSize, measure: float) -> float:
        """By how much to narrow a text of ours or a tip so that it does not end on a lonely word."""
        return _trim(self._text(text), size, measure)

    def more_leaves(self, height: float, line: float) -> int:
        """How many pages besides the first a text of a height needs; each may leave a part of a ``line`` free."""
        return more_leaves(height - self.page.depth, self.page.depth - line)

    def _lines(self, text: str, size: TypeSize, measure: float) -> int:
        return len(break_lines(self._text(text), measure / size.size))

    def _voice(self, voice: Voice) -> Shaped:
        return shape_runs([(voice.text, Face(self.guide.theme.fonts.voices.open))])

    def _question(self, text: str) -> Shaped:
        family = self.guide.theme.fonts.voices.open
        return _shaped(inline.escape(inline.plain(text)) if self.page.upright else text, family)

    @property
    def _tips(self) -> str:
        return self.guide.theme.fonts.tips.open

    def _text(self, text: str) -> Shaped:
        return _shaped(text, self._tips)


def more_leaves(over: float, depth: float) -> int:
    """How many pages of a depth hold what is over."""
    return max(0, ceil(over / depth - 1e-6))


def _shaped(text: str, family: str) -> Shaped:
    return shape_runs([(run.text, Face(family, run.strong, run.emphasis)) for run in inline.parse(text)])


def _trim(shaped: Shaped, size: TypeSize, measure: float) -> float:
    whole = measure / size.size
    return max(0.0, (whole - without_runt(shaped, whole)) * size.size - _HAIR)
