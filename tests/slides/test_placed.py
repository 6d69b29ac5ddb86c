"""The words of ours that the planner places are all that a deck shows besides the items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from pptx import Presentation

from planned.slides import orders_of_notes, placed_on
from slides.fit import fit
from slides.plan import plan
from slides.write import write
from source.inline import Runs
from source.model import Guide
from source.sessions import cut


def paragraphs(deck: bytes) -> Iterator[str]:
    for slide in Presentation(BytesIO(deck)).slides:
        frames = [holder.text_frame for holder in slide.placeholders] + [slide.notes_slide.notes_text_frame]
        for frame in frames:
            yield from (" ".join(paragraph.text.split()) for paragraph in frame.paragraphs)


def pattern(runs: Runs) -> re.Pattern[str]:
    return re.compile("".join(r"\S+" if run.varies else re.escape(run.text) for run in runs))


def test_every_paragraph_of_a_deck_is_an_item_or_a_placed_word_of_ours(guide: Guide) -> None:
    for session in guide.sessions:
        shown = cut(guide, session)
        slides = plan(shown)
        noted = [entry for order in orders_of_notes(slides, shown) for entry in order if not isinstance(entry, str)]
        ours = [pattern(runs) for runs in (*placed_on(slides, shown), *noted)]
        items = [" ".join(item.words.split()) for item in shown.items()]
        unknown = [
            text
            for text in paragraphs(write(shown, fit(slides, shown.theme, shown.labels)))
            if not text.startswith(shown.labels.note_items)
            and not any(each.fullmatch(text) for each in ours)
            and not any(text in item for item in items)
        ]
        assert unknown == [], session
