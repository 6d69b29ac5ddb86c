"""The words of ours that stand around the items: labels and facilitation.

``compare`` must know them to tell them apart from what somebody added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from source import inline
from source.inline import Run, Runs
from source.labels import VARYING, Labels
from source.model import Contact, Facilitation, Guide
from source.preparation import Preparation
from source.sessions import agenda

# Filled in from the source wherever they are shown, so they are given word for word and not as a pattern.
_EXACT = {
    *("agenda_total", "attribution", "audience", "checked", "discussion", "minutes", "provenance"),
    *("part", "permission_unknown", "section", "session", "titled"),
}


def furniture(guide: Guide, *, taught: bool = True) -> tuple[str, ...]:
    """Every text of ours that a product may show. In braces stands what a product fills in (numbers, titles)."""
    return tuple(dict.fromkeys(inline.plain(text) for text in _texts(guide, taught=taught)))


_PLACE = re.compile(rf"\{{({'|'.join(sorted(VARYING))})\}}")


def placed(guide: Guide, *, taught: bool = True) -> tuple[Runs, ...]:
    """The same as runs, of which those that may differ from copy to copy say so; perhaps without what trainers say."""
    split = (_PLACE.split(text) for text in furniture(guide, taught=taught))
    return tuple(
        tuple(Run(piece, varies=piece if at % 2 else "") for at, piece in enumerate(pieces) if piece)
        for pieces in split
    )


def _texts(guide: Guide, *, taught: bool) -> Iterator[str]:
    labels = guide.labels
    yield from (getattr(labels, name) for name in Labels.model_fields if name not in _EXACT)
    foot = f"{guide.title} · {labels.edition}"
    yield from (foot, f"{foot} {{number}}", f"{foot} · {{number}}/{{total}}")
    for (attribution, source, permission), count in guide.provenance.items():
        yield labels.attribution.format(attribution=attribution)
        given = {"attribution": attribution, "source": source, "permission": permission}
        yield from (labels.provenance.format(count=number, **given) for number in (count, "{count}"))
    yield from guide.about
    yield from filter(None, [guide.staff_note])
    for number, section in enumerate(guide.sections, start=1):
        yield from (section.short, section.intro.label, labels.discussion.format(section=section.short))
        yield labels.section.format(number=number, total=len(guide.sections), section=section.short)
    yield from (f"{heading} {{number}}" for heading in _headings(guide))
    yield from (text for contact in guide.contacts for text in _checked(contact, labels))
    yield from (*_facilitation(guide), *_session(guide)) if taught else ()
    yield from _titles(guide)


def _titles(guide: Guide) -> Iterator[str]:
    """What a slide may be titled: where two would be the same, with its section; in parts, with their number."""
    labels = guide.labels
    plain = [labels.tip, labels.voice, labels.question, labels.content_note, labels.contacts, labels.about]
    plain += [labels.agenda, labels.commitment, *(activity.title for activity in guide.facilitation.activities)]
    for section in guide.sections:
        plain += [section.intro.label, labels.discussion.format(section=section.short)]
    alike = any(sum(map(bool, kind)) > 1 for kind in zip(*_kinds(guide), strict=True))
    parts = [section.short for section in guide.sections] if alike else []
    named = [labels.titled.format(section=part, title=title) for part in parts for title in plain]
    yield from named
    for title in (*plain, *named, guide.title, *(section.heading for section in guide.sections)):
        yield labels.part.format(title=title, number="{number}", total="{total}")


def _kinds(guide: Guide) -> Iterator[tuple[object, ...]]:
    """What each section has of those that several may have, so that their slides would be titled alike."""
    labels = [section.intro.label for section in guide.sections]
    for section in guide.sections:
        yield section.tips, section.voices, section.question, labels.count(section.intro.label) > 1


def _session(guide: Guide) -> Iterator[str]:
    """What the slides of a session say of it, and its agenda with the minutes, be they those of an older edition."""
    labels, rows = guide.labels, agenda(guide)
    for row in rows:
        yield from (f"{labels.minutes} {row.title}", f"{labels.minutes.format(minutes=f'{row.minutes:g}')} {row.title}")
    yield from (labels.agenda_total, labels.agenda_total.format(minutes=f"{sum(row.minutes for row in rows):g}"))
    if guide.session:
        session = guide.sessions[guide.session]
        yield from (session.title, *session.objectives, labels.audience.format(audience=session.audience))
        yield labels.session.format(title=session.title, name=guide.session)


def _headings(guide: Guide) -> Iterator[str]:
    """What the contents list, each with the number of its page."""
    yield from (guide.labels.question, guide.labels.contacts, guide.labels.about)
    for section in guide.sections:
        yield from (section.short, section.intro.label)


def _checked(contact: Contact, labels: Labels) -> Iterator[str]:
    if contact.verified_on:
        yield labels.checked.format(date=contact.verified_on, source=contact.source)


def _facilitation(guide: Guide) -> Iterator[str]:
    added = guide.facilitation
    yield from added.content_note.paragraphs
    for section in added.sections.values():
        yield from section.discussion.prompts if section.discussion else ()
    entries: list[Facilitation] = [added.opening, added.content_note, added.closing, added.about, added.agenda]
    entries += [*added.sections.values(), *added.items.values(), *added.groups.values(), *added.activities]
    entries += [section.discussion for section in added.sections.values() if section.discussion]
    if added.commitment:
        entries.append(added.commitment)
        yield from added.commitment.prompts
    for activity in added.activities:
        yield from (activity.title, guide.labels.minutes.format(minutes=f"{activity.minutes:g}"), *activity.prompts)
    for entry in entries:
        yield from _said(entry, guide.labels)
    labels = (guide.labels.note_script, guide.labels.note_discussion, guide.labels.note_internal)
    for said in (text for voice in guide.withdrawn for text in voice.said):
        yield from (said, *(f"{label} {said}" for label in labels))
    yield from _preparation(added.preparation)


def _said(entry: Facilitation, labels: Labels) -> Iterator[str]:
    """What goes with a slide, alone as well as with the label that stands before it."""
    yield labels.minutes.format(minutes=f"{entry.minutes:g}")
    said = ((labels.note_script, entry.script), (labels.note_internal, entry.internal_note))
    asked = (labels.note_discussion, entry.discussion if isinstance(entry.discussion, str) else None)
    for label, text in (*said, asked):
        yield from (text, f"{label} {text}") if text else ()
    if entry.voices:
        yield f"{labels.note_related} {', '.join([labels.voice] * len(entry.voices))}"


def _preparation(prepared: Preparation) -> Iterator[str]:
    yield from (*prepared.reading, *prepared.materials, *prepared.room, *prepared.self_care, *prepared.handout)
    yield from filter(None, [prepared.sign_in])
    if form := prepared.evaluation:
        yield from (form.intro, form.scale, *form.statements, *form.questions)
