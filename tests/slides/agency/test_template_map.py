"""template.yaml: what can be said in it, and how faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from planned.slides import SlideKind
from slides.agency.match import read_wishes
from slides.agency.read import Template, open_template
from source.errors import SourceError
from tests.slides import templates
from tests.support import LABELS


@pytest.fixture(scope="module")
def template() -> Template:
    return open_template(templates.default(), "agency.potx")


def written(folder: Path, text: str) -> Path:
    path = folder / "template.yaml"
    path.write_text(text, encoding="utf-8")
    return path


class TestWishes:
    def test_a_kind_can_be_given_a_layout(self, tmp_path: Path, template: Template) -> None:
        found = read_wishes(written(tmp_path, "layouts:\n  Voice: Title Only\n"), template, LABELS)
        layout = found[SlideKind.VOICE].layout
        assert layout is not None
        assert layout.name == "Title Only"

    def test_a_text_can_be_given_a_placeholder_by_name_or_number_or_a_text_box(
        self, tmp_path: Path, template: Template
    ) -> None:
        text = (
            "layouts:\n  contacts:\n    layout: two content\n    placeholders:\n"
            "      National: Content Placeholder 3\n      Our own: 1\n      Checked: text box\n"
        )
        holders = read_wishes(written(tmp_path, text), template, LABELS)[SlideKind.CONTACTS].holders
        assert [holder.idx if holder else None for holder in holders.values()] == [2, 1, None]

    def test_a_kind_goes_by_the_name_that_its_layout_has_in_the_labels(
        self, tmp_path: Path, template: Template
    ) -> None:
        labels = LABELS.model_copy(update={"layout_voice": "Voz"})
        found = read_wishes(written(tmp_path, "layouts:\n  voz: Title Only\n"), template, labels)
        assert list(found) == [SlideKind.VOICE]


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("layout:\n  Voice: Blank\n", "template.yaml:1:1: “layout” is not known here."),
            (
                "layouts:\n  Voices: Blank\n",
                "template.yaml:2:3: There is no kind of slide “Voices”. Did you mean “Voice”?",
            ),
            (
                "layouts:\n  Voice: Title and Contents\n",
                "template.yaml:2:10: agency.potx has no layout “Title and Contents”. Did you mean “Title and Content”?",
            ),
            ("layouts:\n  Voice:\n    placeholders: {}\n", "template.yaml:3:5: The layout is missing."),
            (
                "layouts:\n  Voice:\n    layout: Blank\n    placeholders:\n      Words: 1\n",
                "template.yaml:5:7: A slide of the kind Voice has no text “Words”. There: Title, Voice, Attribution.",
            ),
            (
                "layouts:\n  Voice:\n    layout: Title and Content\n    placeholders:\n      Voice: 7\n",
                "template.yaml:5:14: The layout “Title and Content” has no such placeholder for words. "
                "There: Content Placeholder 2 (1), text box.",
            ),
            ("layouts: [Voice]\n", "template.yaml:1:10: Here should be named parts."),
            ("layouts:\n  Voice: Blank\n  Voice: Blank\n", "template.yaml:3:3: “Voice” stands here a second time"),
        ],
    )
    def test_a_fault_is_told_with_its_place_and_what_to_do(
        self, tmp_path: Path, template: Template, text: str, said: str
    ) -> None:
        with pytest.raises(SourceError) as raised:
            read_wishes(written(tmp_path, text), template, LABELS)
        assert str(raised.value).startswith(said)

    def test_all_faults_are_told_together(self, tmp_path: Path, template: Template) -> None:
        with pytest.raises(SourceError) as raised:
            read_wishes(written(tmp_path, "layouts:\n  Voice: A\n  Tip: B\n"), template, LABELS)
        assert len(raised.value.faults) == 2
