"""The one ornament of the house: rough water on the left that lies calm on the right, as in a harbor."""

from __future__ import annotations

from math import pi, sin

Point = tuple[float, float]


def calm_water(width: float, height: float, *, lines: int = 5, steps: int = 72) -> list[list[Point]]:
    """Polylines from left to right within ``width`` by ``height``, the top line first, y downwards."""
    spacing = height / lines
    return [
        [
            (width * step / steps, spacing * (line + 0.5) + _swell(step / steps, line) * spacing * 0.38)
            for step in range(steps + 1)
        ]
        for line in range(lines)
    ]


def _swell(along: float, line: int) -> float:
    """The height of the water at a part ``along`` the line, from -1 to 1: it dies away towards the right."""
    calm = max(0.0, 1.0 - along / 0.82) ** 1.6
    return float(calm) * sin(2 * pi * (along * (4.6 - 0.25 * line) + 0.17 * line))
