"""The model of what trainers prepare: part of facilitation.yaml, shown in the facilitator guide and the handout."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from source.fields import Model, Words


class SheetLabels(Model):
    """The words of ours on the facilitator guide and the handout; a part of the labels in guide.yaml."""

    facilitator_guide: Words = "Facilitator guide"
    handout: Words = "Handout for participants"
    minutes: Words = "{minutes} min"
    agenda: Words = "Agenda"
    agenda_part: Words = "Part"
    agenda_slides: Words = "Slides"
    agenda_starts: Words = "Starts at"
    agenda_minutes: Words = "Minutes"
    agenda_sum: Words = "In all"
    reading: Words = "How to read this guide"
    materials: Words = "Materials"
    room: Words = "The room"
    self_care: Words = "Looking after yourself and each other"
    every_voice: Words = "For every voice"
    sign_in: Words = "Sign-in sheet"
    sign_in_date: Words = "Date and place"
    sign_in_facilitators: Words = "Facilitators"
    sign_in_name: Words = "Name"
    sign_in_work: Words = "Organization or kind of work"
    sign_in_signature: Words = "Signature"
    evaluation: Words = "Evaluation"


class Evaluation(Model):
    """The form that participants fill in at the end: statements to agree with, and questions to write on."""

    intro: Words
    scale: Words
    statements: Annotated[tuple[Words, ...], Field(min_length=1, max_length=8, strict=False)]
    questions: Annotated[tuple[Words, ...], Field(max_length=4, strict=False)] = ()


class Preparation(Model):
    """What trainers read before a session, and the sheets that they print for it; what is left out is not printed."""

    reading: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    materials: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    room: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    self_care: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    sign_in: Words | None = None
    evaluation: Evaluation | None = None
    handout: Annotated[tuple[Words, ...], Field(strict=False)] = ()
