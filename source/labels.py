"""The words of our own that stand around the source's: labels.yaml says them, and where each is used.

A new label is a line in ``source/content/labels.yaml`` and a field here, which says what the label leaves to fill in.
"""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from source.fields import Model, Words, places_in
from source.inline import Run


def _keeping(*places: str) -> AfterValidator:
    """A label is refused that lost one of these places, or has another."""

    def check(text: str) -> str:
        if places_in(text) != set(places):
            wanted = ", ".join(f"{{{name}}}" for name in sorted(places)) or "none"
            raise PydanticCustomError("wrong_places", "wrong words in braces", {"places": wanted})
        return text

    return AfterValidator(check)


Fixed = Annotated[Words, _keeping()]
Numbered = Annotated[Words, _keeping("number", "total")]
Timed = Annotated[Words, _keeping("minutes")]
Explained = Annotated[Words, _keeping("id", "what", "where")]


class Labels(Model):
    """The words of our own that stand around the source's: they may be reworded or translated.

    In braces are the places that the builder fills in; each label must keep them.
    """

    pocket_guide: Fixed
    large_print: Fixed
    tips_card: Fixed
    voices_poster: Fixed
    training_deck: Fixed
    facilitator_guide: Fixed
    handout: Fixed
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
    attribution: Annotated[Words, _keeping("attribution")]
    editorial: Fixed
    own_contacts: Fixed
    write_here: Fixed
    contact_name: Fixed
    contact_phone: Fixed
    contact_hours: Fixed
    checked: Annotated[Words, _keeping("date", "source")]
    provenance: Annotated[Words, _keeping("attribution", "count", "permission", "source")]
    permission_unknown: Fixed
    edition: Annotated[Words, _keeping("edition")]
    fingerprint: Annotated[Words, _keeping("fingerprint")]
    print_short: Fixed
    print_long: Fixed
    fold_two: Fixed
    fold_four: Fixed
    print_foldout: Fixed
    opening: Fixed
    closing: Fixed
    welcome: Fixed
    agenda: Fixed
    agenda_total: Timed
    minutes: Timed
    objectives: Fixed
    audience: Annotated[Words, _keeping("audience")]
    full_session: Fixed
    session: Annotated[Words, _keeping("name", "title")]
    commitment: Fixed
    layout_title: Fixed
    layout_section: Fixed
    layout_text: Fixed
    layout_tip: Fixed
    layout_tip_points: Fixed
    layout_voice: Fixed
    layout_question: Fixed
    layout_discussion: Fixed
    layout_agenda: Fixed
    layout_activity: Fixed
    layout_quiet: Fixed
    layout_contacts: Fixed
    layout_about: Fixed
    prompt_subtitle: Fixed
    prompt_part: Fixed
    prompt_heading: Fixed
    prompt_tip_title: Fixed
    prompt_tip: Fixed
    prompt_number_of_tip: Fixed
    prompt_points: Fixed
    prompt_question: Fixed
    prompt_voice_title: Fixed
    prompt_voice: Fixed
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
    note_script: Fixed
    note_discussion: Fixed
    note_internal: Fixed
    note_related: Fixed
    note_minutes: Fixed
    note_items: Fixed
    no_items: Fixed
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
    notes: Fixed
    slide_number: Annotated[Words, _keeping("number")]
    slide_starts: Annotated[Words, _keeping("time")]
    planned: Timed
    handout_editorial: Fixed

    # What is said of a file that was read back: the verdict, what became of an item, and the page to send
    verdict_differs: Fixed
    verdict_foreign: Annotated[Words, _keeping("name")]
    verdict_misplaced: Fixed
    verdict_added: Fixed
    verdict_outdated: Fixed
    verdict_same: Fixed
    report_withdrawn: Annotated[Words, _keeping("id", "where")]
    report_reworded: Explained
    report_cut: Explained
    report_missing: Annotated[Words, _keeping("id")]
    report_moved: Annotated[Words, _keeping("id", "where")]
    report_filled: Explained
    report_twice: Annotated[Words, _keeping("id", "where")]
    report_misplaced: Annotated[Words, _keeping("what", "where")]
    report_unseen: Annotated[Words, _keeping("what", "where")]
    report_added: Annotated[Words, _keeping("what", "where")]
    report_outdated: Explained
    report_gone: Annotated[Words, _keeping("id", "where")]
    report_new: Annotated[Words, _keeping("id")]
    report_state_withdrawn: Fixed
    report_state_reworded: Fixed
    report_state_cut: Fixed
    report_state_missing: Fixed
    report_state_twice: Fixed
    report_state_moved: Fixed
    report_state_filled: Fixed
    report_state_misplaced: Fixed
    report_state_unseen: Fixed
    report_state_added: Fixed
    report_state_outdated: Fixed
    report_state_gone: Fixed
    report_state_new: Fixed
    report_ours: Fixed
    report_name_title: Fixed
    report_name_heading: Fixed
    report_name_intro: Fixed
    report_name_tip: Annotated[Words, _keeping("number")]
    report_name_point: Annotated[Words, _keeping("name", "number")]
    report_name_voice: Annotated[Words, _keeping("number")]
    report_name_in: Annotated[Words, _keeping("name", "section")]
    report_note_date: Annotated[Words, _keeping("date")]
    report_note_copy: Fixed
    report_note_outside: Fixed
    report_note_over: Fixed
    report_note_hidden: Fixed
    report_note_faint: Fixed
    report_note_tiny: Fixed
    report_note_covered: Fixed
    report_note_cropped: Fixed
    report_note_struck: Fixed
    report_note_ours: Fixed
    report_note_attribution: Annotated[Words, _keeping("attribution")]
    report_page: Annotated[Words, _keeping("numbers")]
    report_pages: Annotated[Words, _keeping("numbers")]
    report_slide: Annotated[Words, _keeping("numbers")]
    report_slides: Annotated[Words, _keeping("numbers")]
    report_summary: Annotated[Words, _keeping("name", "same", "total")]
    report_typographic: Annotated[Words, _keeping("count")]
    report_edition: Annotated[Words, _keeping("edition", "fingerprint")]
    report_older_edition: Annotated[Words, _keeping("edition", "fingerprint")]
    report_no_edition: Fixed
    report_taken_for: Annotated[Words, _keeping("product", "by")]
    report_by_properties: Fixed
    report_by_words: Fixed
    report_by_name: Fixed
    report_macros: Fixed
    report_title: Fixed
    report_marks: Annotated[Words, _keeping("inserted", "removed")]
    report_removed: Fixed
    report_inserted: Fixed
    report_head_what: Fixed
    report_head_item: Fixed
    report_head_where: Fixed
    report_head_words: Fixed


OLD_CODE = "Fingerprint {fingerprint}"  # how files of earlier versions name the check code
# Labels that there were once: a content folder may still have them.
RETIRED = frozenset({"layout_voice_short", "layout_voice_long", "prompt_voice_short", "prompt_voice_long"})

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
