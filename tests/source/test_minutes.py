"""What a session shows and takes, rule by rule, on a guide of four items whose minutes are powers of two."""

from __future__ import annotations

from typing import Any

import pytest

from source.fields import MOST_MINUTES
from source.model import (
    Activity,
    ContentNote,
    Discussion,
    Facilitation,
    FacilitationFile,
    Guide,
    Intro,
    Question,
    Section,
    SectionFacilitation,
    Tip,
    Voice,
)
from source.preparation import Session
from source.sessions import activities_after, agenda, cut, minutes, spent_on_parts, untimely, unusable

TALK = Discussion(prompts=("What would help here?",), minutes=128)
ADDED = FacilitationFile(
    opening=Facilitation(minutes=1),
    content_note=ContentNote(minutes=2, paragraphs=("A note.",)),
    agenda=Facilitation(minutes=4),
    commitment=Discussion(prompts=("What will you do?",), minutes=8),
    closing=Facilitation(minutes=16),
    about=Facilitation(minutes=32),
    sections={"section.a": SectionFacilitation(minutes=64, discussion=TALK)},
    items={"tip.a": Facilitation(minutes=256, audiences=("cooks",)), "tip.b": Facilitation(minutes=512)},
    groups={"voices": Facilitation(minutes=1024)},
    activities=(
        Activity(id="activity.pairs", title="Pairs", after="tip.a", prompts=("?",), minutes=2048),
        Activity(id="activity.walk", title="Walk", after="section.a", prompts=("?",), minutes=4096),
    ),
)
VOICE = Voice(id="voice.a", text="Come in.", attribution="staff", source="a test", permission="")
ALL = Session(
    title="All", items_for="everything", activities=("activity.pairs", "activity.walk"), discussions=("section.a",)
)


@pytest.fixture
def small(guide: Guide) -> Guide:
    section = Section(
        id="section.a",
        heading="KITCHEN",
        short="Kitchen",
        intro=Intro(id="intro.a", label="Why", text="We cook."),
        question=Question(id="question.a", text="What helps?"),
        tips=(Tip(id="tip.a", text="Wash."), Tip(id="tip.b", text="Taste.")),
        voices=(VOICE,),
    )
    empty = Section(id="section.b", heading="GARDEN", short="Garden")
    return guide.model_copy(
        update={"sections": (section, empty), "facilitation": ADDED, "sessions": {"full": ALL}, "session": ""}
    )


def shown(guide: Guide, **session: Any) -> Guide:
    """The guide as a session of its own shows it."""
    one = Session(title="One", **session)
    return cut(guide.model_copy(update={"sessions": {"one": one}}), "one")


def ids(guide: Guide) -> list[str]:
    return [item.id for item in guide.items() if not item.id.startswith(("guide.", "contact."))]


EVERYTHING = ["section.a", "intro.a", "tip.a", "tip.b", "question.a", "voice.a", "section.b"]


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ({"items_for": "everything"}, EVERYTHING),
        ({"items_for": "cooks"}, EVERYTHING[:-1]),
        ({"items_for": "waiters"}, ["section.a", "intro.a", "tip.b", "question.a", "voice.a"]),
        ({"items": ("voice.a",)}, ["section.a", "question.a", "voice.a"]),
        ({"items": ("tip.b",)}, ["section.a", "tip.b"]),
        ({"items": ("tip.b", "question.a")}, ["section.a", "tip.b", "question.a"]),
        ({"items": ("question.a",)}, ["section.a", "question.a"]),
        ({"items": ("intro.a",)}, ["section.a", "intro.a"]),
        ({"items": ()}, []),
    ],
)
def test_a_session_shows_what_it_names_and_what_belongs_to_that(
    small: Guide, session: dict[str, Any], expected: list[str]
) -> None:
    assert ids(shown(small, **session)) == expected


def test_a_question_that_no_voice_answers_comes_with_the_tips(small: Guide) -> None:
    mute = small.model_copy(
        update={"sections": tuple(section.model_copy(update={"voices": ()}) for section in small.sections)}
    )
    assert ids(shown(mute, items=("tip.b",))) == ["section.a", "tip.b", "question.a"]
    assert ids(shown(mute, items=("intro.a",))) == ["section.a", "intro.a"]


def test_every_minute_is_counted_once_and_in_its_row(small: Guide) -> None:
    whole = cut(small, "full")
    assert [(row.title, row.minutes) for row in agenda(whole)] == [
        (small.labels.welcome, 1 + 2 + 4),
        ("Kitchen", 64 + 256 + 512 + 1024 + 2048),
        ("Walk", 4096),
        ("Discussion: Kitchen", 128),
        (small.labels.closing, 8 + 16 + 32),
    ]
    assert minutes(whole) == 8191
    assert spent_on_parts(whole) == (7, 64 + 256 + 512 + 1024 + 2048 + 4096 + 128, 0, 56)


def test_what_is_not_there_takes_no_time(small: Guide) -> None:
    bare = small.model_copy(
        update={"facilitation": ADDED.model_copy(update={"content_note": None, "commitment": None, "groups": {}})}
    )
    assert minutes(cut(bare, "full")) == 8191 - 2 - 8 - 1024


@pytest.mark.parametrize(
    ("part", "usual"),
    [
        *(("opening", 1), ("content_note", 2), ("agenda", 4), ("commitment", 8), ("closing", 16), ("about", 32)),
        *(("section.a", 64), ("tip.a", 256), ("voice.a", 1024), ("activity.pairs", 2048), ("activity.walk", 4096)),
    ],
)
def test_a_session_can_give_each_part_a_time_of_its_own(small: Guide, part: str, usual: int) -> None:
    own = ALL.model_copy(update={"times": {part: 3.0}})
    assert minutes(cut(small.model_copy(update={"sessions": {"full": own}}), "full")) == 8191 - usual + 3


def test_activities_and_discussions_are_those_that_the_session_names(small: Guide) -> None:
    assert shown(small, items_for="everything").facilitation.activities == ()
    assert minutes(shown(small, items_for="everything")) == 8191 - 128 - 2048 - 4096
    walk = shown(small, items_for="everything", activities=("activity.walk",))
    assert [one.id for one in activities_after(walk, "section.a")] == ["activity.walk"]
    assert activities_after(walk, "tip.a") == ()


def test_an_activity_moves_to_the_end_of_its_section_with_its_minutes(small: Guide) -> None:
    moved = shown(small, items=("tip.b",), activities=("activity.pairs",), times={"activity.pairs": 5})
    assert [(one.id, one.minutes) for one in activities_after(moved, "section.a")] == [("activity.pairs", 5)]


def wrong(guide: Guide, **session: Any) -> list[tuple[Any, str]]:
    one = Session(title="One", **session)
    return [(path, said) for path, said, _ in unusable("one", guide.model_copy(update={"sessions": {"one": one}}))]


def test_a_session_that_cannot_be_shown_is_told_where_it_is_wrong(small: Guide) -> None:
    at, too_many = ("sessions", "one"), MOST_MINUTES + 1
    assert wrong(small, items_for="everything", minutes=MOST_MINUTES, times={"tip.a": MOST_MINUTES}) == []
    either = (at, "The session “one” needs either “items” or “items_for”.")
    assert wrong(small, items=("tip.a",), items_for="cooks") == [either]
    assert wrong(small)[0] == either
    nothing = [(at, "The session “one” shows no tip and no voice.")]
    assert wrong(small, items=("intro.a",)) == nothing
    assert wrong(small, items=("question.a",)) == wrong(small, items=("voice.a",)) == []
    said = "“minutes” should be a number from 0 to 240."
    assert wrong(small, items_for="everything", minutes=too_many) == [((*at, "minutes"), said)]
    timed = wrong(small, items_for="everything", times={"tip.a": too_many})
    assert timed == [((*at, "times", "tip.a"), said.replace("minutes", "tip.a"))]


def test_what_does_not_fit_its_session_is_told_where_it_is_written(small: Guide) -> None:
    sessions = {
        "exact": ALL.model_copy(update={"minutes": 8191.0}),
        "short": ALL.model_copy(update={"minutes": 8190.0}),
        "free": ALL,
        "garden": Session(title="Garden", items=(), activities=("activity.walk",)),
    }
    told = list(untimely(small.model_copy(update={"sessions": sessions})))
    assert [(path, problem) for path, problem, _ in told] == [
        (("sessions", "short", "minutes"), "The session “short” takes 8191 minutes, but has 8190."),
        (
            ("sessions", "garden", "activities", 0),
            "activity.walk belongs to a section of which “garden” shows nothing.",
        ),
    ]
