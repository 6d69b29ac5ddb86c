"""Who gives a product out: the agency's name and logo as blocks, and where they stand. Lengths are points."""

from __future__ import annotations

from dataclasses import replace

from handbook import items
from planned.blocks import Block, Role
from planned.heights import Setting
from source.inline import Run, Runs
from source.model import Guide
from typeset.measure import Face, shape

COVER = (160.0, 60.0)  # the widest and highest that a logo is, for tips of 12 points
SMALL = (110.0, 30.0)
_RIM = 0.12  # of the ground around a logo that needs one, as a part of the height
_APART = 22.0  # from a logo to the words beside it, as the style sheet says
_NUMBER = 40.0  # what the number of a page, and the space beside it, take of a foot


def name(guide: Guide, above: float = 0.0) -> tuple[Block, ...]:
    """The agency's name."""
    return (Block(Role.AGENCY, items.plain(guide.agency.name), above=above),) if guide.agency else ()


def logo(guide: Guide, most: tuple[float, float], above: float = 0.0) -> tuple[Block, ...]:
    """The agency's logo, on the ground that it needs, no wider and no higher than this."""
    agency = guide.agency
    if not (agency and agency.logo):
        return ()
    rim = _RIM * most[1] if agency.ground else 0.0
    width, height = agency.logo.fitted(most[0] - 2 * rim, most[1] - 2 * rim)
    said = items.plain(agency.alt)
    return (Block(Role.LOGO, said, height=height + 2 * rim, columns=(width + 2 * rim, rim), above=above),)


def scaled(most: tuple[float, float], setting: Setting) -> tuple[float, float]:
    """A size at the scale of a page."""
    return most[0] * setting.page.scale, most[1] * setting.page.scale


def on_cover(guide: Guide, setting: Setting, ornament: Block) -> tuple[Block, ...]:
    """The foot of a cover, measured: the agency's logo, or our ornament; its name, and the edition."""
    k = setting.page.scale
    drawn = logo(guide, scaled(COVER, setting))
    said = name(guide, (10 if drawn else 18) * k)
    above = 5 * k if said else 42 * k - setting.page.body.leading
    blocks = (*(drawn or (ornament,)), *said, replace(items.edition(guide)[0], above=above))
    return tuple(map(setting.set, blocks))


def at_end(guide: Guide, setting: Setting) -> tuple[Block, ...]:
    """The foot of the last page, measured: logo, name, and how to know this copy."""
    k = setting.page.scale
    blocks = (*logo(guide, scaled(SMALL, setting)), *name(guide, 8 * k if guide.agency else 0.0), *items.edition(guide))
    return tuple(map(setting.set, blocks))


def line(guide: Guide, setting: Setting) -> Runs:
    """The agency's name for the foot of pages, where one line beside the page's number holds it."""
    if not guide.agency:
        return ()
    width = shape(guide.agency.name, Face(guide.theme.fonts.tips.open)).width() * setting.page.small.size
    return (Run(guide.agency.name),) if width <= setting.page.measure - _NUMBER * setting.page.scale else ()


def beside(guide: Guide, setting: Setting, words: Block, most: tuple[float, float], above: float = 0.0) -> Block:
    """Words at the foot, measured, with the logo before them where there is one; then with space above."""
    drawn = logo(guide, most)
    if not drawn:
        return setting.set(words)
    width = drawn[0].columns[0]
    rest = setting.page.measure - width - _APART
    above = max(0.0, (drawn[0].height - setting.set(words, rest).height) / 2)
    return setting.set(Block(Role.ROW, parts=(*drawn, replace(words, above=above)), columns=(width, rest), above=above))
