"""The table of edits of the deck, each with exactly what must be found."""

from __future__ import annotations

from dataclasses import dataclass

from tests.corpus.decks import (
    Edit,
    as_text_boxes,
    bold_word,
    both,
    broken_line,
    cut_after,
    everywhere,
    grouped,
    in_a_table,
    in_copy,
    merged,
    no_notes,
    ordered,
    other_attribution,
    own_box,
    own_notes,
    own_paragraph,
    own_slide,
    points_apart,
    replaced,
    split,
    translated,
    twice,
    without,
    without_attribution,
)

Found = tuple[str, str]  # a state and an item id; the id is empty for words that somebody added


@dataclass(frozen=True)
class Case:
    """An edited deck, and all that must be found in it: nothing less, nothing more."""

    name: str
    edit: Edit
    expected: frozenset[Found]


def _case(name: str, edit: Edit, *expected: Found) -> Case:
    return Case(name, edit, frozenset(expected))


CASES: tuple[Case, ...] = (
    _case("nothing changed", lambda deck: None),
    # one character
    _case("a letter in the title", replaced("Safe Harbors", "Safe Harbor"), ("reworded", "guide.title")),
    _case("a letter in a heading", replaced("LISTEN TO", "LISTEN, TO"), ("reworded", "section.voices")),
    _case(
        "a letter in an introduction",
        replaced("the dynamics of", "the dynamic of"),
        ("reworded", "intro.victim-centered"),
    ),
    _case("a letter in a tip", replaced("trust is neither", "trust in neither"), ("reworded", "tip.trust")),
    _case("a letter in a point", replaced("unwilling to", "willing to"), ("reworded", "tip.self-identify.unwilling")),
    _case(
        "a letter in the question", replaced("would you like", "could you like"), ("reworded", "question.what-to-know")
    ),
    _case("a letter in a voice", replaced("at least not", "at last not"), ("reworded", "voice.know-things")),
    _case("a letter in a short voice", replaced("more housing", "more houses"), ("reworded", "voice.housing")),
    _case(
        "a digit in a number", replaced("1-888-373-7888", "1-888-373-7889"), ("reworded", "contact.national-hotline")
    ),
    _case("a full stop gone", replaced("hurts us.", "hurts us"), ("reworded", "voice.language-counts")),
    _case(
        "a comma put in", replaced("We know more than you", "We know more, than you"), ("reworded", "voice.know-more")
    ),
    _case("a capital", replaced("We know more than", "We Know more than"), ("reworded", "voice.know-more")),
    # words
    _case(
        "a sentence cut off",
        replaced(" Give us many chances. At some point, we will hit rock bottom, and we will need your help.", ""),
        ("cut short", "voice.many-chances"),
    ),
    _case("the first sentence cut", replaced("Listen to us. You may", "You may"), ("cut short", "voice.listen")),
    _case(
        "a sentence cut from the middle",
        replaced(" Never ever say you “understand,” because you haven’t been there.", ""),
        ("cut short", "voice.point-of-view"),
    ),
    _case("a “not” left out", replaced("should not deter", "should deter"), ("cut short", "tip.lie-to-survive")),
    _case(
        "an introduction cut to its first sentence",
        cut_after("anti-trafficking effort is to be victim-centered."),
        ("cut short", "intro.victim-centered"),
    ),
    _case(
        "two words in the other order",
        replaced("Kindness and empathy", "empathy and Kindness"),
        ("reworded", "voice.kindness"),
    ),
    _case(
        "a word put in",
        replaced("We are good mothers.", "We are very good mothers."),
        ("reworded", "voice.good-mothers"),
    ),
    _case(
        "a voice put in other words",
        replaced(
            "Don’t just ask us for our “stories” – we are not on display!", "Please do not only ask us for our stories."
        ),
        ("reworded", "voice.input"),
    ),
    _case("words put in at the end", replaced("We need more housing.", "We need more housing. Soon."), ("added", "")),
    _case(
        "several items changed",
        both(
            replaced("more housing", "more houses"),
            replaced("should not deter", "must not deter"),
            replaced("233733", "233734"),
        ),
        ("reworded", "voice.housing"),
        ("reworded", "tip.lie-to-survive"),
        ("reworded", "contact.national-hotline"),
    ),
    # what programs do by themselves
    _case("quotation marks straightened", everywhere(("“", '"'), ("”", '"'), ("’", "'"))),
    _case("spaces that do not break", everywhere((" a ", "\u00a0a\u00a0"), (" us", "\u00a0us"))),
    _case("soft hyphens", everywhere(("trafficking", "traf\u00adfick\u00ading"), ("understand", "under\u00adstand"))),
    _case("ligatures", everywhere(("fi", "ﬁ"), ("ffi", "ﬃ"))),
    _case("typographic hyphens", everywhere(("-", "\u2010"))),
    _case("double spaces", everywhere((". ", ".  "))),
    _case("a word in bold", bold_word),
    _case("a line broken by hand", broken_line),
    # slides
    _case("slides in reverse", ordered(lambda slides: slides[::-1])),
    _case("slides in pairs", ordered(lambda slides: slides[1::2] + slides[::2])),
    _case("the voices first", ordered(lambda slides: slides[12:] + slides[:12])),
    _case("a voice twice", twice("Language counts"), ("twice", "voice.language-counts")),
    _case("a short voice twice", twice("We need more housing."), ("twice", "voice.housing")),
    _case("a tip twice", twice("Look closely"), ("twice", "tip.adults-and-children")),
    _case("a discussion twice", twice("Which of these tips")),
    _case(
        "a second copy, changed",
        twice("Language counts", in_copy("hurts us", "is unkind")),
        ("same", "voice.language-counts"),
        ("reworded", "voice.language-counts"),
    ),
    _case("a voice deleted", without("We need more housing."), ("missing", "voice.housing")),
    _case(
        "a tip with points deleted",
        without("self-identify"),
        *(("missing", f"tip.self-identify{point}") for point in ("", ".do-not-understand", ".unwilling", ".language")),
    ),
    _case("a discussion deleted", without("Which of these tips")),
    _case("a section's title deleted", without("LISTEN TO VICTIMS/SURVIVORS"), ("missing", "section.voices")),
    _case(
        "three slides deleted",
        without("Look closely", "Listen to us.", "The question"),
        ("missing", "tip.adults-and-children"),
        ("missing", "voice.listen"),
        ("missing", "question.what-to-know"),
    ),
    _case("two voices on one slide", merged("Language counts", "We need more housing.")),
    _case(
        "five voices on one slide",
        merged("Language counts", "We need more housing.", "We know things", "Listen to us", "We are good mothers"),
    ),
    _case(
        "three voices in one paragraph",
        merged("Language counts", "We need more housing.", "We know things", one_paragraph=True),
        ("in the wrong place", "voice.language-counts"),
        ("in the wrong place", "voice.housing"),
        ("reworded", "voice.know-things"),
    ),
    _case("two tips on one slide", merged("Look closely", "Victims may lie")),
    _case(
        "two on one slide, one changed",
        both(merged("Language counts", "We need more housing."), replaced("hurts us", "hurt us")),
        ("reworded", "voice.language-counts"),
    ),
    _case("a voice over two slides", split("Kindness and empathy", "make assumptions;")),
    _case("an introduction over two slides", split("The goal of Safe Harbors", "in the process.")),
    _case("points on a slide of their own", points_apart),
    # what stands around
    _case("notes deleted", no_notes),
    _case("notes of their own", own_notes),
    _case("text boxes in place of placeholders", as_text_boxes),
    _case(
        "text boxes, a letter changed",
        both(replaced("at least not", "at last not"), as_text_boxes),
        ("reworded", "voice.know-things"),
    ),
    _case("shapes in a group", grouped),
    _case("a tip in a table", in_a_table),
    _case("a slide of their own", own_slide, ("added", ""), ("added", "")),
    _case("a text box of their own", own_box, ("added", "")),
    _case("a paragraph of their own", own_paragraph, ("added", "")),
    _case("no attribution", without_attribution, ("reworded", "voice.housing")),
    _case("another attribution", other_attribution, ("reworded", "voice.housing"), ("added", "")),
    _case(
        "a tip translated",
        translated("Look closely", "Mire bien: hay víctimas adultas y también menores."),
        ("reworded", "tip.adults-and-children"),
    ),
    _case(
        "a tip translated, notes gone",
        both(translated("Look closely", "Mire bien: hay víctimas adultas y también menores."), no_notes),
        ("reworded", "tip.adults-and-children"),
    ),
    _case(
        "a tip translated in a text box, notes gone",
        both(translated("Look closely", "Mire bien: hay víctimas adultas y también menores."), no_notes, as_text_boxes),
        ("missing", "tip.adults-and-children"),
        ("added", ""),
    ),
)
