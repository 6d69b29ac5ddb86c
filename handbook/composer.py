"""How high items are on a page, and how wide to set them: measured in the theme's fonts. All lengths in points."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.formats import PageFormat, TypeSize
from source import inline
from source.model import Contact, Guide, Tip, Voice
from typeset.measure import Face, Shaped, break_lines, shape_runs, without_runt

NUMERAL = 19.0  # the column of tip numbers
BAR = 14.0  # a voice's rule and the space beside it
POINT_GAP = 5.0  # above each point of a tip
RULED_LINE = 24.0  # the room to write a number on
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
        return (lines + points) * self.page.tip.leading + len(tip.points) * POINT_GAP

    def voice_height(self, voice: Voice) -> float:
        """A voice alone, without its attribution."""
        lines = break_lines(self._voice(voice), self.voice_measure / self.page.voice.size)
        return len(lines) * self.page.voice.leading

    def contact_height(self, contact: Contact) -> float:
        """A contact with its lines, or with the ruled line to write on."""
        height = (1 + len(contact.lines)) * self.page.tip.leading
        if contact.verified_on:
            checked = self.guide.labels.checked.format(date=contact.verified_on, source=contact.source)
            height += self._lines(checked, self.page.small, self.page.measure) * self.page.small.leading + POINT_GAP
        return height + (0 if contact.lines else RULED_LINE)

    @property
    def tip_measure(self) -> float:
        """The width of a tip beside its number."""
        return self.page.measure - NUMERAL

    @property
    def point_measure(self) -> float:
        """The width of a point under a tip."""
        return self.tip_measure - BAR

    @property
    def voice_measure(self) -> float:
        """The width of a voice beside its rule."""
        return self.page.measure - BAR

    def trim_voice(self, voice: Voice) -> float:
        """By how much to narrow a voice so that it does not end on a lonely word."""
        return _trim(self._voice(voice), self.page.voice, self.voice_measure)

    def trim_question(self, text: str) -> float:
        """By how much to narrow the question."""
        family = self.guide.theme.fonts.voices.open
        return _trim(_shaped(text, family), self.page.question, self.voice_measure)

    def trim(self, text: str, size: TypeSize, measure: float) -> float:
        """By how much to narrow a text of ours or a tip so that it does not end on a lonely word."""
        return _trim(self._text(text), size, measure)

    def _lines(self, text: str, size: TypeSize, measure: float) -> int:
        return len(break_lines(self._text(text), measure / size.size))

    def _voice(self, voice: Voice) -> Shaped:
        return shape_runs([(voice.text, Face(self.guide.theme.fonts.voices.open))])

    def _text(self, text: str) -> Shaped:
        return _shaped(text, self.guide.theme.fonts.tips.open)


def _shaped(text: str, family: str) -> Shaped:
    return shape_runs([(run.text, Face(family, run.strong, run.emphasis)) for run in inline.parse(text)])


def _trim(shaped: Shaped, size: TypeSize, measure: float) -> float:
    whole = measure / size.size
    return max(0.0, (whole - without_runt(shaped, whole)) * size.size - _HAIR)
