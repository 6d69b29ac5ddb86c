"""The few words of our own that stand around the source's, all in one place."""

from __future__ import annotations

from string import Formatter

from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from source.fields import Words, places_in
from source.inline import Run
from source.preparation import SheetLabels
from source.sessions import SessionLabels


class Labels(SheetLabels, SessionLabels):
    """The few words of our own that stand around the source's: they may be reworded or translated.

    In braces are the places that the builder fills in; each label must keep them.
    """

    tip: Words = "Tip {number} of {total}"
    voice: Words = "Voice {number} of {total}"
    part: Words = "{title} ({number} of {total})"
    section: Words = "Part {number} of {total}: {section}"
    opening: Words = "Opening"
    closing: Words = "Closing"
    write_here: Words = "Write the number here"
    question: Words = "The question"
    attribution: Words = "Shared by {attribution}"
    discussion: Words = "Discussion: {section}"
    content_note: Words = "Before we start"
    contents: Words = "In this guide"
    contacts: Words = "Who to call"
    own_contacts: Words = "Our own numbers"
    checked: Words = "Last checked: {date}. Source: {source}. Please call to check before you rely on it."
    about: Words = "About this edition"
    provenance: Words = "Voices: {count}, shared by {attribution}. Source: {source}. Permission: {permission}."
    edition: Words = "Edition {edition}"
    fingerprint: Words = "Fingerprint {fingerprint}"
    pocket_guide: Words = "Pocket guide for staff"
    training_deck: Words = "Training slides for staff"
    large_print: Words = "Large-print guide for staff"
    tips_card: Words = "Tips on a card for staff"
    voices_poster: Words = "Voices for the wall of a staff room"
    print_short: Words = "Print on both sides, flip on short edge, at actual size."
    print_long: Words = "Print on both sides, flip on long edge, at actual size."
    fold_two: Words = "Then fold in the middle and staple in the fold."
    fold_four: Words = "Then cut along the line, lay the upper pile on the lower, fold and staple."
    print_foldout: Words = (
        "Print on one side, at actual size. Fold, cut the middle line, fold lengthwise, push together."
    )
    note_script: Words = "Proposed script:"
    note_discussion: Words = "Discussion:"
    note_internal: Words = "Internal note, not to be read out:"
    note_related: Words = "Voices that speak to this:"
    note_minutes: Words = "Minutes:"
    note_items: Words = "Items:"
    no_items: Words = "none"
    editorial: Words = "Written for trainers; not part of the original tip sheet."

    @field_validator("*")
    @classmethod
    def _keeps_its_places(cls, text: str, info: ValidationInfo) -> str:
        wanted = places_in(cls.model_fields[str(info.field_name)].default)
        if places_in(text) != wanted:
            places = ", ".join(f"{{{name}}}" for name in sorted(wanted or ()))
            raise PydanticCustomError("wrong_places", "wrong words in braces", {"places": places})
        return text


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
