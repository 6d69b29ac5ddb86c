"""The words of ours that stand around the items: labels and facilitation.

``compare`` must know them to tell them apart from what somebody added.
"""

from __future__ import annotations

from collections.abc import Iterator

from source import inline
from source.model import Contact, Facilitation, Guide, Labels
from source.preparation import Preparation

# Filled in from the source wherever they are shown, so they are given word for word and not as a pattern.
_EXACT = {"attribution", "checked", "discussion", "minutes", "section"}


def furniture(guide: Guide) -> tuple[str, ...]:
    """Every text of ours that a product may show. In braces stands what a product fills in (numbers, titles)."""
    return tuple(dict.fromkeys(inline.plain(text) for text in _texts(guide)))


def _texts(guide: Guide) -> Iterator[str]:
    labels = guide.labels
    yield from (getattr(labels, name) for name in Labels.model_fields if name not in _EXACT)
    yield from (f"{guide.title} · {labels.edition}", f"{guide.title} · {labels.edition} {{number}}")
    for (attribution, source, permission), count in guide.provenance.items():
        yield labels.attribution.format(attribution=attribution)
        yield labels.provenance.format(count=count, attribution=attribution, source=source, permission=permission)
    yield from guide.about
    yield from filter(None, [guide.staff_note])
    for number, section in enumerate(guide.sections, start=1):
        yield from (section.short, section.intro.label, labels.discussion.format(section=section.short))
        yield labels.section.format(number=number, total=len(guide.sections), section=section.short)
    yield from (f"{heading} {{number}}" for heading in _headings(guide))
    yield from (text for contact in guide.contacts for text in _checked(contact, labels))
    yield from _facilitation(guide)


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
    entries: list[Facilitation] = [added.opening, added.content_note, added.closing, added.about]
    entries += [*added.sections.values(), *added.items.values(), *added.groups.values()]
    entries += [section.discussion for section in added.sections.values() if section.discussion]
    for entry in entries:
        yield from _said(entry, guide.labels)
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
