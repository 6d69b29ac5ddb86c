"""The models of sessions, and of what facilitators prepare for them: sessions.yaml, and a part of facilitation.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from source.fields import Id, Minutes, Model, Name, Words


class Evaluation(Model):
    """The form that participants fill in at the end: statements to agree with, and questions to write on."""

    intro: Words
    scale: Words
    statements: Annotated[tuple[Words, ...], Field(min_length=1, max_length=8, strict=False)]
    questions: Annotated[tuple[Words, ...], Field(max_length=4, strict=False)] = ()


class Preparation(Model):
    """What facilitators read before a session, and the sheets that they print; what is left out is not printed."""

    reading: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    materials: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    room: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    self_care: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    sign_in: Words | None = None
    evaluation: Evaluation | None = None
    handout: Annotated[tuple[Words, ...], Field(strict=False)] = ()


class Session(Model):
    """A cut of the guide for one room: who it is for, what it is for, how long it takes, and what it shows."""

    title: Words
    audience: Words | None = Field(default=None, description="Who the session is for, as its slides say it.")
    objectives: Annotated[tuple[Words, ...], Field(max_length=4, strict=False)] = ()
    minutes: Minutes | None = Field(
        default=None, description="The time there is. What the session shows must fit into it."
    )
    items: Annotated[tuple[Id, ...], Field(strict=False)] | None = Field(
        default=None,
        description="The ids of introductions, tips, questions and voices; leave it out with items_for.",
    )
    items_for: Name | None = Field(
        default=None, description="“everything”, or an audience: what facilitation.yaml marks for it, or for nobody."
    )
    activities: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    discussions: Annotated[tuple[Id, ...], Field(strict=False)] = Field(
        default=(), description="The sections that end with their discussion."
    )
    times: dict[str, Minutes] = Field(
        default_factory=dict, description="Minutes that differ from those in facilitation.yaml, by id."
    )


class SessionsFile(Model):
    """sessions.yaml: the sessions by name."""

    sessions: dict[Name, Session] = Field(default_factory=dict)
