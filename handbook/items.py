"""The guide's items, and our words around them, as blocks for print. Every planner of print takes them from here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planned.blocks import Block, Role
from planned.heights import Setting
from planned.pages import Page
from source import inline
from source.inline import Run, Runs
from source.labels import filled
from source.model import Contact, Guide, Section, Tip, Voice


def plain(text: str) -> Runs:
    """Words without markup."""
    return (Run(text),) if text else ()


def ours(role: Role, text: str, **more: object) -> Block:
    """Words of ours, with markup."""
    return Block(role, inline.parse(text), **more)  # type: ignore[arg-type]


def title(guide: Guide) -> Block:
    """The title of the guide."""
    return Block(Role.TITLE, plain(guide.title), item="guide.title")


def heading(section: Section) -> Block:
    """A section's own heading, as in the original."""
    return Block(Role.HEADING, plain(section.heading), item=section.id)


def opening(section: Section) -> tuple[Block, ...]:
    """A section's heading and its introduction, if it has one."""
    if not (intro := section.intro):
        return (heading(section),)
    return (
        heading(section),
        Block(Role.LABEL, plain(intro.label), anchor=f"{intro.id}.label"),
        Block(Role.INTRO, inline.parse(intro.text), item=intro.id),
    )


def tips(section: Section) -> tuple[Block, ...]:
    """The tips of a section with their numbers in the guide; points stand under their tip."""
    return tuple(_tip(tip, section.numbers[tip.id][0]) for tip in section.tips)


def _tip(tip: Tip, number: int) -> Block:
    points = tuple(Block(Role.POINT, inline.parse(point.text), item=point.id) for point in tip.points)
    return Block(
        Role.TIP, inline.parse(tip.text), item=tip.id, marker=(Run(f"{number}.", varies="number"),), parts=points
    )


def question(section: Section) -> tuple[Block, ...]:
    """The question that the voices of a section answer, if there is one."""
    asked = section.question
    return (Block(Role.QUESTION, inline.parse(asked.text), item=asked.id),) if asked else ()


def voices(guide: Guide, section: Section, *, attributed: bool | None = None) -> tuple[Block, ...]:
    """The voices of a section; each with its attribution where these differ, or where that is asked for."""
    mixed = len({voice.attribution for voice in section.voices}) > 1
    return tuple(
        _voice(guide, voice, attributed=mixed if attributed is None else attributed) for voice in section.voices
    )


def under_each(guide: Guide, setting: Setting, sections: Sequence[Section]) -> bool:
    """Whether who shared a voice stands under each of them: several people did, or the name is too long for a foot."""
    names = {voice.attribution for section in sections for voice in section.voices}
    said = [setting.set(attribution(guide, name)).height for name in names]
    return len(said) > 1 or sum(said) > setting.page.depth * _LONG_FOOT


_LONG_FOOT = 0.25


def _voice(guide: Guide, voice: Voice, *, attributed: bool) -> Block:
    said = (attribution(guide, voice.attribution),) if attributed else ()
    return Block(Role.VOICE, plain(voice.text), item=voice.id, parts=said)


def attribution(guide: Guide, name: str) -> Block:
    """Who shared a voice, as given."""
    return Block(Role.ATTRIBUTION, filled(guide.labels.attribution, attribution=name))


def shared_by(guide: Guide, blocks: Sequence[Block], inset: float = 0.0) -> tuple[Block, ...]:
    """One attribution for all voices among the blocks that carry none of their own."""
    names = {voice.id: voice.attribution for section in guide.sections for voice in section.voices}
    bare = [names[block.item] for block in blocks if block.role is Role.VOICE and not block.parts]
    return tuple(replace(attribution(guide, name), inset=inset) for name in dict.fromkeys(bare))


def contacts(
    guide: Guide, room: tuple[Block, ...] = (Block(Role.WRITE),), first: Role = Role.REACH
) -> tuple[Block, ...]:
    """Everyone to call, with the ways to reach them, or ``room`` to write; ``first`` is the first number's role."""
    called = next((contact.id for contact in guide.contacts if contact.lines), "")
    return tuple(
        _contact(guide, contact, room, first if contact.id == called else Role.REACH) for contact in guide.contacts
    )


def _contact(guide: Guide, contact: Contact, room: tuple[Block, ...], first: Role) -> Block:
    reached = tuple(
        Block(Role.REACH if at else first, (Run(line.value, strong=True),), item=contact.id, marker=plain(line.label))
        for at, line in enumerate(contact.lines)
    )
    room = () if reached else room
    checked = (
        (Block(Role.CHECKED, filled(guide.labels.checked, date=contact.verified_on, source=contact.source)),)
        if contact.verified_on
        else ()
    )
    return Block(Role.CONTACT, plain(contact.name), item=contact.id, parts=(*reached, *room, *checked))


def about(guide: Guide) -> tuple[Block, ...]:
    """What the colophon says of the source."""
    return tuple(ours(Role.PARAGRAPH, text) for text in guide.about)


def provenance(guide: Guide) -> tuple[Block, ...]:
    """Where the voices come from and what is known of permission, a paragraph for each source."""
    return tuple(
        Block(
            Role.PARAGRAPH,
            filled(guide.labels.provenance, count=count, attribution=attribution, source=source, permission=permission),
        )
        for (attribution, source, permission), count in guide.provenance.items()
    )


def edition(guide: Guide, role: Role = Role.EDITION) -> tuple[Block, ...]:
    """Edition, check code and session: how to know two copies that say the same."""
    labels = guide.labels
    said = [filled(labels.edition, edition=guide.edition), filled(labels.fingerprint, fingerprint=guide.fingerprint)]
    if guide.session:
        said.append(filled(labels.session, title=guide.sessions[guide.session].title, name=guide.session))
    return tuple(Block(role, runs) for runs in said)


def edition_line(guide: Guide, about: str) -> Runs:
    """What stands at the foot of pages: a name and the edition."""
    named = f"{guide.agency.name}\u00a0· " if guide.agency else ""
    return (Run(f"{named}{about} · "), *filled(guide.labels.edition, edition=guide.edition))


def flowed(setting: Setting, blocks: Sequence[Block], name: str = "") -> Iterator[Page]:
    """Blocks on as many pages as they need: no heading ends a page, and a block is parted only if none holds it."""
    depth = setting.page.depth - 1.0
    page: list[Block] = []
    used = 0.0
    for block in blocks:
        above = _space(setting, page, block)
        if page and used + above + block.height > depth:
            held = _headings_at_end(page)
            if held and len(held) < len(page):
                page = page[: -len(held)]
            else:
                held = []
            yield Page(tuple(page), name=name)
            page, used = list(setting.stacked(held)), sum(b.above + b.height for b in setting.stacked(held))
            above = _space(setting, page, block)
        if used + above + block.height <= depth:
            page.append(replace(block, above=above))
            used += above + block.height
            continue
        *whole, last = setting.pieces(block, max(0.0, depth - used - above), depth)
        for piece in whole:
            yield Page((*page, replace(piece, above=above)), name=name)
            page, above = [], 0.0
        page, used = [*page, replace(last, above=above)], used + above + last.height if not whole else last.height
    if page:
        yield Page(tuple(page), name=name)


def _space(setting: Setting, page: Sequence[Block], block: Block) -> float:
    """The space above a block: none at the head of a page, nor between a heading and the first words under it."""
    if not page or (page[-1].role in _LEADING_ON and block.role not in _LEADING_ON):
        return block.above if page else 0.0
    return block.above or setting.form(block.role).above


_LEADING_ON = frozenset({Role.HEADING, Role.CHAPTER, Role.LABEL, Role.SUBHEAD})


def _headings_at_end(blocks: Sequence[Block]) -> list[Block]:
    """The headings at the end, which belong to what follows."""
    held: list[Block] = []
    for block in reversed(blocks):
        if block.role not in _LEADING_ON:
            break
        held.insert(0, block)
    return held


def too_long(blocks: Sequence[Block], depth: float) -> tuple[str, ...]:
    """What to tell of each item that no page of a depth holds."""
    return tuple(
        f"{block.item} is longer than a page and runs on over the next."
        for block in blocks
        if block.item and block.height > depth
    )
