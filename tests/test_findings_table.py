"""The table of findings that a person sees at a terminal."""

from __future__ import annotations

import sys

import pytest

import cli
from proof.findings import Comparison, Finding, State
from proof.report import Report
from source.model import Guide


def test_names_and_words_with_square_brackets_stand_in_the_table_as_they_are(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, guide: Guide
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    odd = Finding(State.ADDED, locations=(2,), text="Call [/b] [bold]now[/bold] :house: \\[red]")
    cli._print_findings(
        Report(guide.labels),
        Comparison("copy [/].pdf", "page", (), (odd,), edition="[/] 1", fingerprint="c64e-ee6f-827b"),
    )
    said = capsys.readouterr().out
    assert "copy [/].pdf" in said
    assert "edition [/] 1" in said
    assert "Call [/b] [bold]now[/bold] :house: \\[red]" in said
