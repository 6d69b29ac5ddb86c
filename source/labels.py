"""The words of our own that stand around the source's. They stand in labels.yaml; here is only which there are.

A new label is a line in ``source/content/labels.yaml`` and a field here, which says what the label leaves to fill in.
"""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from source.fields import Model, Words
from source.inline import Run


def _keeping(*places: str) -> AfterValidator:
    """A label is refused that lost one of these places, or has another."""

    def check(text: str) -> str:
        try:
            found = [tuple(place) for _, *place in Formatter().parse(text) if place[0] is not None]
        except ValueError:  # braces that do not pair
            found = [()]
        if set(found) != {(name, "", None) for name in places}:
            wanted = ", ".join(f"{{{name}}}" for name in sorted(places)) or "none"
            raise PydanticCustomError("wrong_places", "wrong words in braces", {"places": wanted})
        return text

    return AfterValidator(check)


Fixed = Annotated[Words, _keeping()]
Numbered = Annotated[Words, _keeping("number", "total")]
Timed = Annotated[Words, _keeping("minutes")]


class Labels(Model):
    """The words of our own that stand around the source's: they may be reworded or translated.

    In braces are the places that the builder fills in; each label must keep them.
    """

    # What the products are called: on covers, first slides, and in the properties of the files
    pocket_guide: Fixed
    large_print: Fixed
    tips_card: Fixed
    voices_poster: Fixed
    training_deck: Fixed
    facilitator_guide: Fixed
    handout: Fixed

    # Titles of pages and slides
    tip: Numbered
    voice: Numbered
    question: Fixed
    contents: Fixed
    contacts: Fixed
    about: Fixed
    content_note: Fixed
    discussion: Annotated[Words, _keeping("section")]
    part: Annotated[Words, _keeping("number", "title", "total")]
    titled: Annotated[Words, _keeping("section", "title")]
    section: Annotated[Words, _keeping("number", "section", "total")]

    # Beside the source's words
    attribution: Annotated[Words, _keeping("attribution")]
    editorial: Fixed
    own_contacts: Fixed
    write_here: Fixed
    checked: Annotated[Words, _keeping("date", "source")]

    # The last page and the last slide
    provenance: Annotated[Words, _keeping("attribution", "count", "permission", "source")]
    permission_unknown: Fixed
    edition: Annotated[Words, _keeping("edition")]
    fingerprint: Annotated[Words, _keeping("fingerprint")]

    # How to print and fold: on the sheets of the booklet and the fold-out
    print_short: Fixed
    print_long: Fixed
    fold_two: Fixed
    fold_four: Fixed
    print_foldout: Fixed

    # Slides: the parts of a deck, and the slides that open and close a session
    opening: Fixed
    closing: Fixed
    welcome: Fixed
    agenda: Fixed
    agenda_total: Timed
    minutes: Timed
    objectives: Fixed
    audience: Annotated[Words, _keeping("audience")]
    session: Annotated[Words, _keeping("name", "title")]
    commitment: Fixed

    # The layouts of the slides, as PowerPoint names them to those who add a slide
    layout_title: Fixed
    layout_section: Fixed
    layout_text: Fixed
    layout_tip: Fixed
    layout_voice: Fixed
    layout_voice_short: Fixed
    layout_voice_long: Fixed
    layout_question: Fixed
    layout_discussion: Fixed
    layout_agenda: Fixed
    layout_activity: Fixed
    layout_quiet: Fixed
    layout_contacts: Fixed
    layout_about: Fixed

    # What an empty place on a new slide asks for
    prompt_subtitle: Fixed
    prompt_part: Fixed
    prompt_heading: Fixed
    prompt_tip_title: Fixed
    prompt_tip: Fixed
    prompt_voice_title: Fixed
    prompt_voice: Fixed
    prompt_voice_short: Fixed
    prompt_voice_long: Fixed
    prompt_attribution: Fixed
    prompt_questions: Fixed
    prompt_agenda: Fixed
    prompt_objectives: Fixed
    prompt_minutes: Fixed
    prompt_to_do: Fixed
    prompt_quiet: Fixed
    prompt_quiet_words: Fixed
    prompt_number: Fixed
    prompt_checked: Fixed
    prompt_source: Fixed
    prompt_edition: Fixed
    prompt_origin: Fixed

    # Notes: what stands before each piece of what trainers add
    note_script: Fixed
    note_discussion: Fixed
    note_internal: Fixed
    note_related: Fixed
    note_minutes: Fixed
    note_items: Fixed
    no_items: Fixed

    # The facilitator guide and the sheets that go with it
    agenda_part: Fixed
    agenda_slides: Fixed
    agenda_starts: Fixed
    agenda_minutes: Fixed
    agenda_sum: Fixed
    reading: Fixed
    materials: Fixed
    room: Fixed
    self_care: Fixed
    every_voice: Fixed
    sign_in: Fixed
    sign_in_date: Fixed
    sign_in_facilitators: Fixed
    sign_in_name: Fixed
    sign_in_work: Fixed
    sign_in_signature: Fixed
    evaluation: Fixed


# What fills these places may differ between two copies that say the same: page numbers, editions.
VARYING = frozenset({"number", "total", "count", "minutes", "edition", "fingerprint"})


def filled(label: str, **values: object) -> tuple[Run, ...]:
    """A label with its places filled in. What may differ from copy to copy is a run that says so."""
    runs = []
    for words, place, _, _ in Formatter().parse(label):
        runs.append(Run(words))
        if place is not None:
            runs.append(Run(str(values[place]), varies=place if place in VARYING else ""))
    return tuple(run for run in runs if run.text)
