"""What people call the items of a guide, in findings: “Tip 7, point 2”, “Voice 3”. Programs go by the ids."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from proof.findings import Comparison
from source.model import Guide


def named(comparison: Comparison, shown: Guide, whole: Guide) -> Comparison:
    """The comparison with the names of its items: those that the file shows, or else those of the whole guide."""
    names = names_of(whole) | names_of(shown)
    items = tuple(replace(finding, name=names.get(finding.id, "")) for finding in comparison.items)
    others = tuple(replace(finding, name=names.get(finding.id, "")) for finding in comparison.others)
    return replace(comparison, items=items, others=others)


def names_of(guide: Guide) -> dict[str, str]:
    """What people call each item, by its id: its kind, and its number in the whole guide or in its section."""
    labels, several = guide.labels, len(guide.sections) > 1
    names = {"guide.title": labels.report_name_title}
    for section in guide.sections:
        short = labels.report_name_in if several else "{name}"
        one = {section.id: labels.report_name_heading}
        one |= {section.intro.id: labels.report_name_intro} if section.intro else {}
        one |= {section.question.id: labels.question} if section.question else {}
        names |= {name: short.format(name=said, section=section.short) for name, said in one.items()}
        for number, tip in enumerate(section.tips, start=1):
            names[tip.id] = labels.report_name_tip.format(number=number)
            for at, point in enumerate(tip.points, start=1):
                names[point.id] = labels.report_name_point.format(name=names[tip.id], number=at)
        for number, voice in enumerate(section.voices, start=1):
            names[voice.id] = labels.report_name_voice.format(number=number)
    names |= {contact.id: contact.name for contact in guide.contacts}
    return _apart(names, guide)


def _apart(names: dict[str, str], guide: Guide) -> dict[str, str]:
    """No two items of one name: the short name of its section tells them apart, or else the id."""
    sections = {
        inner.id: section.short
        for section in guide.sections
        for item in (*section.tips, *section.voices)
        for inner in (item, *getattr(item, "points", ()))
    }
    for own in ("section", "id"):
        count = Counter(names.values())
        for name in [name for name, said in names.items() if count[said] > 1]:
            section = sections.get(name, "") if own == "section" else name
            names[name] = guide.labels.report_name_in.format(name=names[name], section=section or name)
    return names
