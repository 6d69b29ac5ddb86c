"""The model of theme.yaml: the design tokens that paper and slides share."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from source.fields import Color, Model, Words


class Colors(Model):
    """The design tokens for colour, ``#RRGGBB``."""

    ink: Color
    muted: Color
    accent: Color
    tint: Color
    paper: Color


class FontPair(Model):
    """One typeface under two names: what PowerPoint has, and the one that print embeds and we measure with.

    The second ships with the builder, or lies in the folder ``fonts`` beside theme.yaml, and then names its license.
    """

    office: Words
    open: Words
    license: Words | None = None


class Fonts(Model):
    """Two faces: one for tips and our own words, one for voices."""

    tips: FontPair
    voices: FontPair


_MOST_LETTERS = 80  # of a name: more stand in no foot


def _short(text: str) -> str:
    if len(text) > _MOST_LETTERS:
        raise PydanticCustomError("too_many_letters", "it is too long", {"most": _MOST_LETTERS})
    return text


class AgencyEntry(Model):
    """Who gives the products out: a name, and a logo that lies beside theme.yaml."""

    name: Annotated[Words, AfterValidator(_short)] = Field(
        description="As people know it; every product says it.", json_schema_extra={"maxLength": _MOST_LETTERS}
    )
    logo: Words | None = Field(default=None, description="A PNG or JPEG file in this folder.")
    alt: Words | None = Field(
        default=None, description="What the logo says to those who do not see it, if not the name."
    )
    ground: Color | None = Field(default=None, description="What the logo stands on, where it is not seen on white.")


class ThemeFile(Model):
    """theme.yaml: colours and fonts, from which the style sheet and the PowerPoint theme are both made."""

    name: Words
    colors: Colors
    fonts: Fonts
    agency: AgencyEntry | None = None
