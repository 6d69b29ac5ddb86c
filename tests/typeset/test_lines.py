"""Where lines break, told in letters: each letter here is an em wide, so that a reader can count."""

from __future__ import annotations

import pytest

from typeset.measure import Face, Shaped, best_measure, break_lines, line_height, line_slices, shape, without_runt


def typed(text: str) -> Shaped:
    return Shaped(text, tuple(float(at + 1) for at in range(len(text))))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("aa bb cc", 5, ("aa bb", "cc")),
        ("aa bb cc", 4.9, ("aa", "bb", "cc")),
        ("aaaa bb", 4, ("aaaa", "bb")),  # the space at the end of a line takes no room
        ("aa   bb", 2, ("aa", "bb")),
        ("aa-bb", 3, ("aa-", "bb")),
        ("aa – bb", 4, ("aa –", "bb")),
        ("abcdefgh", 3, ("abc", "def", "gh")),  # a word that is wider than the measure
        ("aa/bbbb", 5, ("aa/", "bbbb")),
        ("x.yyyy zz", 4, ("x.", "yyyy", "zz")),
        ("日本語です", 2, ("日本", "語で", "す")),
        ("日本、語", 2, ("日", "本、", "語")),
        ("「日本」", 2, ("「日", "本」")),
        ("", 4, ()),
    ],
)
def test_a_line_holds_what_fits_and_ends_where_a_reader_may_pause(
    text: str, width: float, lines: tuple[str, ...]
) -> None:
    assert break_lines(typed(text), width) == lines


def test_office_programs_may_begin_a_line_with_a_dash_and_print_does_not() -> None:
    assert break_lines(typed("aa – bb"), 3, glued=False) == ("aa", "–", "bb")
    assert not any(line.startswith("–") for line in break_lines(typed("aa – bb"), 4))


def test_the_places_of_lines_leave_out_the_spaces_between_them() -> None:
    assert line_slices(typed("aa   bb cc"), 5) == ((0, 2), (5, 10))


def test_the_width_of_a_slice_is_counted_from_its_start() -> None:
    shaped = typed("abcdef")
    assert (shaped.width(), shaped.width(2), shaped.width(2, 5), shaped.width(0, 0)) == (6, 4, 3, 0)


@pytest.mark.parametrize(
    ("text", "width", "measure"),
    [
        ("one", 10, 10),
        ("aaaa bbbb cccc d", 10, 10),  # two words on the last line, long enough
        ("aaaaa bbbbb cc", 11, 8),  # "cc" alone: "bbbbb" comes down to it
        ("aaa bbb ccc ddd eee f", 15, 11),
        ("aaaaa bbbbb ccccccccc", 11, 11),  # a single word, and long
        ("aaaa bbbb c d", 9, 8),  # two words, and short
        ("aaaaaaaaa b", 9, 9),  # no word is broken for that
    ],
)
def test_a_lonely_word_gets_company_where_no_line_is_added_for_it(text: str, width: float, measure: float) -> None:
    assert without_runt(typed(text), width) == measure


@pytest.mark.parametrize(
    ("text", "width", "room", "expected"),
    [
        ("one", 5, 9, (9, 0)),
        ("aaaa bbbb cccc dddd", 9, 9, (9, 0)),
        ("aaaa bbbb cccc dddd", 9, 14, (11.5, 0)),  # half-way to where a line would take one more word, off the edge
        ("aaaa bbbb cccc dd", 9, 10, (10, 0)),  # all the room, where that leaves no lonely word
        ("aaaa bbbb cccc d", 14, 15, (11.5, 0)),  # less, where it saves one
        ("We go. It is so good here now", 13, 13, (11, 1)),  # better that "It" ends a line than "now" alone
        ("abcdefghijkl", 5, 9, (6, 200)),  # two words are broken, or one word twice
    ],
)
def test_the_best_measure_has_the_fewest_blemishes_and_leaves_room_on_both_sides(
    text: str, width: float, room: float, expected: tuple[float, int]
) -> None:
    assert best_measure(typed(text), width, room) == expected


@pytest.mark.parametrize(("family", "pitch"), [("Carlito", 2500 / 2048), ("Gelasio", 2600 / 2048)])
def test_the_pitch_of_a_line_is_that_of_the_font(family: str, pitch: float) -> None:
    assert line_height(Face(family)) == pitch


@pytest.mark.parametrize(
    ("letter", "family", "width", "pitch"),
    [
        ("Ж", "Carlito", 1640 / 2048, 0.0),
        ("Ж", "Gelasio", 1.25 * 1640 / 2048, 1.5),  # set in Carlito, or in something wider
        ("漢", "Carlito", 1.15, 1.5),
        ("\u0f00", "Carlito", 1.15, 2.2),
        ("\u1000", "Carlito", 1.15, 2.2),
        ("\u109f", "Carlito", 1.15, 2.2),
        ("\uaa60", "Carlito", 1.15, 2.2),
        ("\u200b", "Carlito", 0.0, 0.0),
        ("\u2060", "Gelasio", 0.0, 0.0),
        ("", "Carlito", 0.0, 0.0),
    ],
)
def test_a_letter_that_a_font_lacks_is_counted_with_more_than_it_needs(
    letter: str, family: str, width: float, pitch: float
) -> None:
    shaped = shape(letter, Face(family))
    assert (shaped.width(), shaped.pitch) == (width, pitch)
