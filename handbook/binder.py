"""What documents on whole sheets share: the facilitator guide and the handout."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from handbook.formats import PageFormat
from handbook.html import templates
from source.editions import manifest
from source.furniture import placed
from source.model import Guide
from typeset.families import FAMILIES

RULING = 25.0  # from one line to write on to the next, in points: room for a hand


def render(
    template: str, guide: Guide, page: PageFormat, title: str, session: Sequence[str] = (), **values: Any
) -> str:
    """A document as HTML. ``title`` says which document it is; it stands at its head and at the foot of each page.

    ``session`` is what to say of the session under the title, a line each.
    """
    edition = guide.labels.edition.format(edition=guide.edition)
    return (
        templates()
        .get_template(template)
        .render(
            guide=guide,
            page=page,
            title=title,
            session=session,
            foot=_css_string(f"{title} · {edition}"),
            families=FAMILIES.values(),
            ruling=RULING,
            fill=str.format,
            manifest=manifest(guide, placed(guide)),
            **values,
        )
    )


def address(picture: str) -> str:
    """An SVG picture as an address that carries it."""
    return "data:image/svg+xml;base64," + b64encode(picture.encode()).decode()


def _css_string(text: str) -> str:
    """The text as it stands between quotation marks in a style sheet."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
