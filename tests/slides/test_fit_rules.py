"""The rules by which a text gets its size, and its slides."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from planned.blocks import Block, Role
from planned.slides import Slide, SlideKind, Slot
from products.build import build
from products.table import Options
from proof.pptx import read
from slides.fit import FittedSlide, Fitter, fit
from slides.layouts import LAYOUTS, SCALE
from slides.plan import plan
from source.errors import LayoutError
from source.inline import Run
from source.load import CONTENT
from source.model import Guide
from tests.slides.random_sources import lines_of

SENTENCE = "Somebody who is listened to may come back, even when it takes a while. "


@pytest.fixture
def fitter(guide: Guide) -> Fitter:
    return Fitter(guide.theme, guide.labels)


def words(text: str, item: str = "tip.one", role: Role = Role.TIP) -> Block:
    return Block(role, (Run(text),), item)


def slide(kind: SlideKind, text: str, label: str = "Tip 1 of 7") -> Slide:
    said = words(text, "voice.one", Role.VOICE) if kind is SlideKind.VOICE else words(text)
    return Slide(kind, "Tips", said, ((Slot.LABEL, (Block(Role.LABEL, (Run(label),)),)),))


def shown(fitted: FittedSlide) -> str:
    return " ".join(paragraph.text for paragraph in fitted.slide.texts[0][1])


class TestSize:
    def test_is_taken_from_one_scale(self) -> None:
        for layout in LAYOUTS.values():
            for area in layout.areas:
                assert set(area.sizes) <= set(SCALE) or area.index == Slot.NUMBER
                assert list(area.sizes) == sorted(area.sizes, reverse=True)

    def test_is_larger_for_a_shorter_text(self, fitter: Fitter) -> None:
        sizes = [next(fitter.fitted(slide(SlideKind.TIP, SENTENCE * n))).setting(0).size for n in (1, 2, 3)]
        assert sizes == sorted(sizes, reverse=True)
        assert len(set(sizes)) > 1


class TestLines:
    @pytest.mark.parametrize("kind", [SlideKind.TIP, SlideKind.VOICE, SlideKind.TEXT])
    def test_do_not_end_in_a_lonely_word(self, fitter: Fitter, kind: SlideKind) -> None:
        area = LAYOUTS[kind].area(1 if kind is SlideKind.TEXT else 0)
        ended = []
        for length in range(8, 60):
            text = (words(" ".join((SENTENCE * 5).split()[:length])),)
            setting = fitter.measured(text, area).setting
            assert setting is not None
            lines = lines_of(fitter.measured(text, area), setting)[0]
            ended.append(len(lines) == 1 or " " in lines[-1])
        assert sum(ended) >= len(ended) - 1

    def test_do_not_break_a_word_where_a_smaller_size_keeps_it_whole(self, fitter: Fitter) -> None:
        word = "confidentiality/nondiscrimination/accessibility"
        area = LAYOUTS[SlideKind.QUESTION].area(1)
        setting = fitter.measured((words(word),), area).setting
        assert setting is not None
        assert lines_of(fitter.measured((words(word),), area), setting) == [(word,)]


class TestParts:
    def test_of_a_long_text_end_with_sentences_and_count_in_the_title(self, fitter: Fitter) -> None:
        parts = list(fitter.fitted(slide(SlideKind.TIP, SENTENCE * 30)))
        assert [part.slide.title.text for part in parts][:2] == [
            f"Tip 1 of 7 (1 of {len(parts)})",
            f"Tip 1 of 7 (2 of {len(parts)})",
        ]
        assert all(shown(part).endswith(".") for part in parts)
        assert " ".join(map(shown, parts)) == (SENTENCE * 30).strip()

    def test_take_the_minutes_once(self, guide: Guide, fitter: Fitter) -> None:
        tip = next(slide for slide in plan(guide) if slide.items and slide.items[0] == "tip.trust")
        long = replace(tip, title=words(SENTENCE * 30, "tip.trust"))
        assert sum(part.slide.notes.minutes for part in fitter.fitted(long)) == tip.notes.minutes

    def test_of_chinese_end_with_sentences_too(self, fitter: Fitter) -> None:
        parts = list(fitter.fitted(slide(SlideKind.TIP, "我们需要更多的住房和更多的时间。" * 40)))
        assert len(parts) > 1
        assert all(shown(part).endswith("。") for part in parts)

    def test_of_a_voice_are_never_made(self, guide: Guide) -> None:
        (one,) = fit([slide(SlideKind.VOICE, SENTENCE * 7)], guide.theme, guide.labels)
        assert one.setting(0).size >= 20
        with pytest.raises(LayoutError, match=r"voice\.one: .* at 14 pt"):
            fit([slide(SlideKind.VOICE, SENTENCE * 40)], guide.theme, guide.labels)


def rewritten(folder: Path, name: str, change: Callable[[dict[str, object]], None]) -> None:
    data = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    change(data)
    (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


class TestProof:
    """What is split, or titled alike, still reads as the source says: the build itself proves it."""

    @pytest.mark.parametrize("text", [SENTENCE * 40, "我们需要更多的住房和更多的时间。" * 60, "word " * 900])
    def test_holds_for_a_tip_on_several_slides(self, tmp_path: Path, text: str) -> None:
        content = tmp_path / "content"
        shutil.copytree(CONTENT, content)

        def lengthen(data: dict[str, object]) -> None:
            data["tips"]["section.tips"][0]["text"] = text  # type: ignore[index]  # plain YAML data

        rewritten(content, "tips.yaml", lengthen)
        (made,) = build(content, tmp_path, ["training-deck"], Options(), lambda step: None)
        assert made.data["verdict"] == "same"

    def test_holds_for_two_sections_with_tips(self, tmp_path: Path) -> None:
        content = tmp_path / "content"
        shutil.copytree(CONTENT, content)

        def divide(data: dict[str, object]) -> None:
            tips = data["tips"]["section.tips"]  # type: ignore[index]  # plain YAML data
            data["tips"] = {"section.tips": tips[:3], "section.voices": tips[3:6]}

        def forget(data: dict[str, object]) -> None:
            del data["items"]["tip.self-identify"]  # type: ignore[attr-defined]  # plain YAML data

        rewritten(content, "tips.yaml", divide)
        rewritten(content, "facilitation.yaml", forget)
        (made,) = build(content, tmp_path, ["training-deck"], Options(), lambda step: None)
        said = [passage.text for passage in read(made.path.read_bytes(), made.path.name).passages]
        assert said.count("Tip 1 of 3") == 2
