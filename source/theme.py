"""The model of theme.yaml: the design tokens that paper and slides share."""

from __future__ import annotations

from source.fields import Color, Model, Words


class Colors(Model):
    """The design tokens for colour, ``#RRGGBB``."""

    ink: Color
    muted: Color
    accent: Color
    tint: Color
    paper: Color


class FontPair(Model):
    """One typeface under two names: what PowerPoint has, and the open twin that print embeds and we measure with."""

    office: Words
    open: Words


class Fonts(Model):
    """Two faces: one for tips and our own words, one for voices."""

    tips: FontPair
    voices: FontPair


class ThemeFile(Model):
    """theme.yaml: colours and fonts, from which the style sheet and the PowerPoint theme are both made."""

    name: Words
    colors: Colors
    fonts: Fonts
