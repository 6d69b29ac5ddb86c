"""Figures that tests measure, printed when all tests are done."""

from __future__ import annotations

LINES: list[str] = []
