"""Which layout a kind of slide goes to, and where its texts stand there. No file is read here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planned.slides import SlideKind
from slides.agency.ground import Painted
from slides.agency.look import Holder, Level
from slides.agency.match import BY_MAP, BY_NAME, BY_TYPE, FALLBACK, Match, Wish, match_layouts
from slides.agency.read import Template, TheirLayout
from slides.areas import Box
from tests.support import LABELS
from typeset.contrast import rgb
from typeset.schemes import Scheme

WHITE, BLACK = rgb("FFFFFF"), rgb("000000")
WORDS = Level(24, "Calibri", False, False, False, 0, 1.0, True, False, "l", BLACK, bare=False)
TITLE_BOX, BODY_BOX = Box(50, 20, 860, 90), Box(50, 130, 860, 340)
LEFT, RIGHT = Box(50, 130, 420, 340), Box(490, 130, 420, 340)


def holder(type_: str, idx: int, frame: Box | None, *, upright: bool = True, name: str = "") -> Holder:
    return Holder(
        type_, idx, name or f"{type_} {idx}", frame, (0, 0, 0, 0), upright, (WORDS, WORDS), None, "", (("type", type_),)
    )


def layout(name: str, *holders: Holder, type_: str = "", master: int = 0, ground: str = "FFFFFF") -> TheirLayout:
    drawn = (Painted(None, frozenset([rgb(ground)])),)
    scheme = Scheme({"dk1": BLACK, "lt1": WHITE}, {"tx1": "dk1", "bg1": "lt1"})
    return TheirLayout(f"/{master}/{name}", name, type_, master, holders, drawn, WORDS, scheme)


TITLE = holder("title", 0, TITLE_BOX)
BODY = holder("obj", 1, BODY_BOX)
COVER = layout("Cover", holder("ctrTitle", 0, Box(50, 150, 860, 120)), holder("subTitle", 1, Box(50, 290, 860, 80)))
TEXT = layout("Text page", TITLE, BODY)
PAIR = layout("Two texts", TITLE, holder("obj", 1, LEFT), holder("obj", 2, RIGHT))
HEAD = layout("Divider", TITLE, holder("body", 1, Box(50, 400, 860, 60)))
BARE = layout("Only a title", TITLE)


def template(*layouts: TheirLayout, opening: int | None = None, usual: tuple[int, ...] = ()) -> Template:
    return Template("agency.potx", {}, 960, 540, layouts, opening, usual)


def chosen(*layouts: TheirLayout) -> dict[SlideKind, str]:
    return {kind: match.layout.name for kind, match in match_layouts(template(*layouts), LABELS).items()}


def boxes(match: Match) -> list[int]:
    return [place.index for place in match.positions if place.holder is None]


def overlap(match: Match) -> bool:
    frames = [place.frame for place in match.positions]
    return any(
        min(a.x + a.width, b.x + b.width) - max(a.x, b.x) > 1
        and min(a.y + a.height, b.y + b.height) - max(a.y, b.y) > 1
        for at, a in enumerate(frames)
        for b in frames[at + 1 :]
    )


class TestWhichLayout:
    def test_placeholders_tell_which_layout_is_for_what(self) -> None:
        names = chosen(BARE, PAIR, HEAD, TEXT, COVER)
        assert names[SlideKind.TITLE] == "Cover"
        assert names[SlideKind.SECTION] == "Divider"
        assert names[SlideKind.CONTACTS] == "Two texts"
        assert {
            names[kind]
            for kind in (SlideKind.TEXT, SlideKind.TIP, SlideKind.VOICE, SlideKind.QUESTION, SlideKind.ABOUT)
        } == {"Text page"}

    def test_our_name_goes_before_everything_else(self) -> None:
        named = layout("VOICE", TITLE, holder("body", 1, LEFT))
        match = match_layouts(template(TEXT, named), LABELS)[SlideKind.VOICE]
        assert (match.layout.name, match.how) == ("VOICE", BY_NAME)

    def test_the_map_goes_before_our_name(self) -> None:
        named = layout("Voice", TITLE, BODY)
        match = match_layouts(template(TEXT, named), LABELS, {SlideKind.VOICE: Wish(TEXT)})[SlideKind.VOICE]
        assert (match.layout.name, match.how) == ("Text page", BY_MAP)

    def test_a_type_that_the_placeholders_do_not_bear_out_counts_for_nothing(self) -> None:
        lying = layout("Empty", TITLE, type_="obj")
        assert chosen(lying, TEXT)[SlideKind.TEXT] == "Text page"

    def test_a_layout_of_six_small_texts_is_no_divider(self) -> None:
        six = layout("Six", TITLE, *(holder("obj", n, Box(50 + 140 * n, 130, 130, 150)) for n in range(1, 7)))
        assert chosen(six, COVER)[SlideKind.SECTION] == "Cover"

    def test_what_is_only_close_is_said_to_be(self) -> None:
        assert match_layouts(template(BARE), LABELS)[SlideKind.VOICE].how == FALLBACK
        assert match_layouts(template(TEXT), LABELS)[SlideKind.VOICE].how == BY_TYPE

    def test_the_master_of_the_sample_slides_is_used(self) -> None:
        other = layout("Text page B", TITLE, BODY, master=1)
        found = match_layouts(template(TEXT, other, opening=0, usual=(1,)), LABELS)
        assert found[SlideKind.TEXT].layout.name == "Text page B"
        assert found[SlideKind.TITLE].layout.name == "Text page"

    def test_a_layout_that_can_be_read_is_preferred_to_one_that_cannot(self) -> None:
        dark = layout("Black on black", TITLE, BODY, ground="101010")
        assert chosen(dark, TEXT)[SlideKind.TEXT] == "Text page"


class TestWhichPlaceholder:
    def test_the_largest_text_takes_the_main_words(self) -> None:
        small = holder("body", 1, Box(50, 480, 300, 40))
        match = match_layouts(template(layout("L", TITLE, small, holder("body", 2, Box(50, 130, 860, 330)))), LABELS)[
            SlideKind.VOICE
        ]
        main = match.positions[1]
        assert main.holder is not None
        assert main.holder.idx == 2

    def test_a_small_text_below_takes_the_attribution(self) -> None:
        small = holder("body", 5, Box(50, 470, 860, 40))
        page = layout("L", TITLE, holder("body", 1, Box(50, 130, 860, 330)), small)
        match = match_layouts(template(page), LABELS)[SlideKind.VOICE]
        assert [place.holder.idx if place.holder else None for place in match.positions] == [0, 1, 5]

    def test_what_has_no_placeholder_gets_a_text_box_that_overlaps_nothing(self) -> None:
        for kind, match in match_layouts(template(COVER, HEAD, TEXT), LABELS).items():
            assert not overlap(match), kind
        assert boxes(match_layouts(template(TEXT), LABELS)[SlideKind.VOICE]) == [2]

    def test_on_a_layout_of_our_name_the_numbers_are_ours(self) -> None:
        ours = layout("Contacts", TITLE, *(holder("body", n, Box(50, 130 + 90 * n, 860, 80)) for n in (3, 2, 1)))
        match = match_layouts(template(ours), LABELS)[SlideKind.CONTACTS]
        assert [place.holder.idx if place.holder else None for place in match.positions] == [0, 1, 2, 3]

    @pytest.mark.parametrize(
        "odd", [holder("obj", 1, BODY_BOX, upright=False), holder("obj", 1, Box(2000, 130, 860, 340))]
    )
    def test_turned_texts_and_texts_off_the_slide_are_left_alone(self, odd: Holder) -> None:
        match = match_layouts(template(layout("L", TITLE, odd)), LABELS)[SlideKind.TIP]
        assert boxes(match) == [1]

    def test_of_two_placeholders_with_one_number_only_the_first_can_be_meant(self) -> None:
        twins = layout("Twins", TITLE, holder("obj", 1, LEFT), holder("obj", 1, RIGHT))
        used = [
            place.holder
            for place in match_layouts(template(twins), LABELS)[SlideKind.CONTACTS].positions
            if place.holder
        ]
        assert len({(each.type, each.idx) for each in used}) == len(used)

    def test_a_layout_without_a_title_gets_one_above_the_text(self) -> None:
        high = layout("No title", holder("obj", 1, Box(0, 0, 960, 540)))
        title, main, *_ = match_layouts(template(high), LABELS)[SlideKind.TEXT].positions
        assert title.holder is None
        assert title.frame.y + title.frame.height <= main.frame.y

    def test_a_text_stops_above_the_footers(self) -> None:
        low = layout(
            "Low", TITLE, holder("obj", 1, Box(50, 130, 860, 410)), holder("sldNum", 9, Box(800, 500, 100, 30))
        )
        main = match_layouts(template(low), LABELS)[SlideKind.TEXT].positions[1]
        assert main.frame.y + main.frame.height <= 500

    def test_of_two_columns_the_first_is_for_the_main_words_even_if_drawn_a_hair_smaller(self) -> None:
        drawn = layout("Drawn", TITLE, holder("obj", 1, LEFT), holder("obj", 2, replace(RIGHT, width=420.5)))
        match = match_layouts(template(drawn), LABELS)[SlideKind.CONTACTS]
        assert [place.holder.idx if place.holder else None for place in match.positions][:3] == [0, 1, 2]

    def test_without_a_text_for_the_second_column_the_main_one_has_both(self) -> None:
        match = match_layouts(template(PAIR), LABELS)[SlideKind.CONTACTS]
        assert match.variants[frozenset()][1].frame == replace(LEFT, width=RIGHT.right - LEFT.x)

    def test_a_subtitle_of_one_line_gets_room_for_two(self) -> None:
        low = layout("Low", holder("ctrTitle", 0, Box(50, 150, 860, 120)), holder("subTitle", 1, Box(50, 290, 860, 28)))
        main = match_layouts(template(low), LABELS)[SlideKind.TITLE].positions[1]
        assert main.frame.height >= 60
        assert main.frame.y >= 270

    def test_words_stay_off_a_logo(self) -> None:
        logo = Painted(Box(800, 10, 130, 60), frozenset([None]), solid=False)
        page = replace(TEXT, drawn=(*TEXT.drawn, logo))
        title = match_layouts(template(page), LABELS)[SlideKind.TEXT].positions[0]
        assert title.frame.right <= 800
        assert title.frame.width > 600

    def test_a_picture_that_fills_the_slide_is_no_logo(self) -> None:
        picture = Painted(Box(0, 0, 960, 540), frozenset([None]), solid=False)
        page = replace(TEXT, drawn=(*TEXT.drawn, picture))
        assert match_layouts(template(page), LABELS)[SlideKind.TEXT].positions[0].frame == TITLE_BOX

    def test_a_low_band_above_the_title_is_no_page_for_texts(self) -> None:
        band = layout("Band", holder("obj", 1, Box(0, 135, 960, 127)), holder("title", 0, Box(0, 282, 960, 90)))
        assert chosen(band, TEXT)[SlideKind.VOICE] == "Text page"

    def test_the_map_can_ask_for_a_text_box(self) -> None:
        match = match_layouts(template(PAIR), LABELS, {SlideKind.CONTACTS: Wish(PAIR, {2: None})})[SlideKind.CONTACTS]
        assert 2 in boxes(match)


class TestRoom:
    @pytest.mark.parametrize("layouts", [(BARE,), (TEXT,), (PAIR,), (COVER,), (layout("Blank"),)])
    def test_every_text_has_room_on_the_slide_whatever_the_layout(self, layouts: tuple[TheirLayout, ...]) -> None:
        for kind, match in match_layouts(template(*layouts), LABELS).items():
            for places in match.variants.values():
                for place in places:
                    frame = place.frame
                    assert frame.x >= 0, kind
                    assert frame.y >= 0, kind
                    assert frame.x + frame.width <= 960.1, kind
                    assert frame.y + frame.height <= 540.1, kind
                    assert frame.height >= 20, kind

    def test_a_slide_without_small_texts_leaves_their_room_to_the_main_one(self) -> None:
        match = match_layouts(template(TEXT), LABELS)[SlideKind.CONTACTS]
        assert match.variants[frozenset()][1].frame == BODY_BOX
        assert match.positions[1].frame.width < BODY_BOX.width
