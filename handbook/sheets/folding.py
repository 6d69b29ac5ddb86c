"""The picture of how to fold a sheet to a pocket book: crease, cut, push together. Drawn, so that it needs no words."""

from __future__ import annotations

_WIDTH, _HEIGHT = 200.0, 54.0
_STEP = 52.0  # from one picture to the next
_BOX = 38.0, 29.0


def folding_picture(ink: str, accent: str) -> tuple[float, float, str]:
    """Four small pictures in a row (creases, the cut, the push, the book): width, height and SVG."""
    steps = (_creases(), _cut(), _push(), _book())
    drawn = "".join(f'<g transform="translate({3 + at * _STEP:g} 12)">{step}</g>' for at, step in enumerate(steps))
    content = (
        f'<g fill="none" stroke="{ink}" stroke-width="0.9" stroke-linejoin="round" stroke-linecap="round">{drawn}</g>'
    )
    content = content.replace("ACCENT", accent)
    return _WIDTH, _HEIGHT, content


def _line(*points: tuple[float, float], style: str = "") -> str:
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<path d="M{path}" {style}/>'


_DASHED = 'stroke-dasharray="1.6 1.8" stroke-width="0.7"'
_BOLD = 'stroke="ACCENT" stroke-width="2"'


def _sheet(cut: bool) -> str:
    wide, high = _BOX
    outline = f'<rect x="0" y="0" width="{wide:g}" height="{high:g}"/>'
    folds = [_line((wide * at / 4, 0), (wide * at / 4, high), style=_DASHED) for at in (1, 2, 3)]
    folds.append(_line((0, high / 2), (wide, high / 2), style=_DASHED))
    if cut:
        folds.append(_line((wide / 4, high / 2), (wide * 3 / 4, high / 2), style=_BOLD))
    return outline + "".join(folds)


def _creases() -> str:
    return _sheet(cut=False)


def _cut() -> str:
    return _sheet(cut=True)


def _push() -> str:
    """The sheet folded lengthwise, seen from above: its ends are pushed together, its middle opens along the cut."""
    y, half, ends = 14.5, 8.5, (4.0, 34.0)
    opening = _line((10.5, y), (19, y - half), (27.5, y), (19, y + half), (10.5, y))
    return opening + _line((ends[0], y), (10.5, y)) + _line((27.5, y), (ends[1], y)) + _arrow(-6, 1) + _arrow(44, -1)


def _arrow(x: float, way: int) -> str:
    y = 14.5
    tip = x + way * 7
    return _line((x, y), (tip, y), style=_THIN) + _line(
        (tip - way * 3, y - 3), (tip, y), (tip - way * 3, y + 3), style=_THIN
    )


_THIN = 'stroke="ACCENT" stroke-width="1.2"'


def _book() -> str:
    """A small book."""
    cover = '<rect x="9" y="1" width="20" height="29"/>'
    edge = _line((29, 1), (33.4, -0.8), (33.4, 27.5), (29, 30))
    title = _line((13, 8), (25, 8), style=_THIN) + _line((13, 12), (21, 12), style=_THIN)
    return cover + edge + title
