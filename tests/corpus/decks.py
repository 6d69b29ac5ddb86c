"""Edits of the training deck, as trainers make them in PowerPoint. Each takes an open deck and changes it in place."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.util import Inches

Deck = Any
Edit = Callable[[Deck], None]


def edited(deck: bytes, edit: Edit) -> bytes:
    """The deck after an edit."""
    presentation = Presentation(BytesIO(deck))
    edit(presentation)
    target = BytesIO()
    presentation.save(target)
    return target.getvalue()


# --- finding things -----------------------------------------------------------------------------------------------


def paragraphs(deck: Deck) -> Iterator[Any]:
    """Every paragraph of every placeholder that is no footer."""
    for slide in deck.slides:
        for shape in slide.placeholders:
            if shape.placeholder_format.idx < 10:
                yield from shape.text_frame.paragraphs


def text_of(paragraph: Any) -> str:
    return "".join(run.text for run in paragraph.runs)


def put(paragraph: Any, text: str) -> None:
    """The whole text into the first run, as when somebody types over it."""
    first, *others = paragraph.runs
    first.text = text
    for run in others:
        run._r.getparent().remove(run._r)


def replaced(old: str, new: str) -> Edit:
    """One stretch of text for another, in the first paragraph that has it."""

    def edit(deck: Deck) -> None:
        found = [paragraph for paragraph in paragraphs(deck) if old in text_of(paragraph)]
        assert found, f"{old!r} stands nowhere"
        put(found[0], text_of(found[0]).replace(old, new, 1))

    return edit


def cut_after(text: str) -> Edit:
    """Everything behind these words, in the first paragraph that has them."""

    def edit(deck: Deck) -> None:
        paragraph = next(paragraph for paragraph in paragraphs(deck) if text in text_of(paragraph))
        put(paragraph, text_of(paragraph).partition(text)[0] + text)

    return edit


def everywhere(*pairs: tuple[str, str]) -> Edit:
    """Every one of these stretches in the whole deck."""

    def edit(deck: Deck) -> None:
        for paragraph in paragraphs(deck):
            for run in paragraph.runs:
                for old, new in pairs:
                    run.text = run.text.replace(old, new)

    return edit


def slide_with(deck: Deck, text: str) -> int:
    """The number of the first slide that shows a text, from 0."""
    found = [n for n, slide in enumerate(deck.slides) if any(text in s.text_frame.text for s in slide.placeholders)]
    assert len(found) == 1, f"{text!r} stands on {len(found)} slides"
    return found[0]


def body(deck: Deck, number: int) -> Any:
    return words_on(deck.slides[number])


def words_on(slide: Any) -> Any:
    """The placeholder of its main text; of a tip or a voice, whose words are the title, that."""
    found = [holder for holder in slide.placeholders if holder.placeholder_format.idx == 1]
    return found[0] if found else slide.shapes.title


# --- changing slides ----------------------------------------------------------------------------------------------


def remove(deck: Deck, number: int) -> None:
    entry = deck.slides._sldIdLst[number]
    deck.part.drop_rel(entry.rId)
    deck.slides._sldIdLst.remove(entry)


def without(*texts: str) -> Edit:
    def edit(deck: Deck) -> None:
        for text in texts:
            remove(deck, slide_with(deck, text))

    return edit


def ordered(order: Callable[[list[Any]], list[Any]]) -> Edit:
    def edit(deck: Deck) -> None:
        listed = deck.slides._sldIdLst
        entries = order(list(listed))
        for entry in entries:
            listed.remove(entry)
            listed.append(entry)

    return edit


def copy_of(deck: Deck, number: int) -> Any:
    """A copy of a slide at the end of the deck, with its notes."""
    slide = deck.slides[number]
    twin = deck.slides.add_slide(slide.slide_layout)
    for shape in list(twin.shapes):
        shape._element.getparent().remove(shape._element)
    for shape in slide.shapes:
        twin.shapes._spTree.append(copy.deepcopy(shape._element))
    twin.notes_slide.notes_text_frame.text = slide.notes_slide.notes_text_frame.text
    return twin


def twice(text: str, then: Edit | None = None) -> Edit:
    def edit(deck: Deck) -> None:
        twin = copy_of(deck, slide_with(deck, text))
        if then:
            then(twin)

    return edit


def in_copy(old: str, new: str) -> Edit:
    def edit(slide: Any) -> None:
        paragraph = words_on(slide).text_frame.paragraphs[0]
        put(paragraph, text_of(paragraph).replace(old, new))

    return edit


def merged(*texts: str, one_paragraph: bool = False) -> Edit:
    """The bodies of several slides on the first of them; the other slides go."""

    def edit(deck: Deck) -> None:
        target = body(deck, slide_with(deck, texts[0])).text_frame
        for text in texts[1:]:
            number = slide_with(deck, text)
            for paragraph in body(deck, number).text_frame.paragraphs:
                if one_paragraph:
                    target.paragraphs[-1].add_run().text = " " + text_of(paragraph)
                else:
                    target.add_paragraph().add_run().text = text_of(paragraph)
            remove(deck, number)

    return edit


def split(text: str, after: str) -> Edit:
    """A slide cut in two behind some words; the second half follows on a copy of it."""

    def edit(deck: Deck) -> None:
        number = slide_with(deck, text)
        twin = copy_of(deck, number)
        for slide, half in ((deck.slides[number], 0), (twin, 1)):
            paragraph = words_on(slide).text_frame.paragraphs[0]
            whole = text_of(paragraph)
            cut = whole.index(after) + len(after)
            put(paragraph, (whole[:cut], whole[cut:].strip())[half])
        listed = deck.slides._sldIdLst
        listed.insert(number + 1, listed[-1])

    return edit


def points_apart(deck: Deck) -> None:
    """The tip with points: its last two points on a slide of their own."""
    number = slide_with(deck, "self-identify")
    twin = copy_of(deck, number)
    for slide, keep in ((deck.slides[number], range(1)), (twin, range(1, 3))):
        for at, paragraph in enumerate(slide.placeholders[1].text_frame.paragraphs):
            if at not in keep:
                paragraph._p.getparent().remove(paragraph._p)
    twin.shapes.title._element.getparent().remove(twin.shapes.title._element)
    deck.slides._sldIdLst.insert(number + 1, deck.slides._sldIdLst[-1])


def no_notes(deck: Deck) -> None:
    for slide in deck.slides:
        slide.notes_slide.notes_text_frame.text = ""


def own_notes(deck: Deck) -> None:
    for slide in deck.slides:
        slide.notes_slide.notes_text_frame.text = "Remember the break at ten."


def as_text_boxes(deck: Deck) -> None:
    """Every placeholder as a plain text box without a name, in its place."""
    for slide in deck.slides:
        for shape in list(slide.placeholders):
            lines = [text_of(paragraph) for paragraph in shape.text_frame.paragraphs]
            place = shape.left, shape.top, shape.width, shape.height
            shape._element.getparent().remove(shape._element)
            box = slide.shapes.add_textbox(*place)
            box.name = "TextBox"
            box.text_frame.word_wrap = True
            box.text_frame.text = "\n".join(lines)


def grouped(deck: Deck) -> None:
    slide = deck.slides[slide_with(deck, "Language counts")]
    group = slide.shapes.add_group_shape()
    for index in (0, 2):
        box = group.shapes.add_textbox(Inches(1), Inches(index), Inches(8), Inches(1))
        box.text_frame.text = slide.placeholders[index].text_frame.text
        slide.placeholders[index]._element.getparent().remove(slide.placeholders[index]._element)


def in_a_table(deck: Deck) -> None:
    slide = deck.slides[slide_with(deck, "Look closely")]
    words = words_on(slide)
    text = words.text_frame.text
    words._element.getparent().remove(words._element)
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(2), Inches(8), Inches(1)).table
    table.cell(0, 0).text = text


def bold_word(deck: Deck) -> None:
    """One word made bold, as PowerPoint does it: three runs in place of one."""
    paragraph = body(deck, slide_with(deck, "We know things")).text_frame.paragraphs[0]
    whole = text_of(paragraph)
    put(paragraph, whole[:8])
    for text, bold in ((whole[8:14], True), (whole[14:], None)):
        run = paragraph.add_run()
        run.text, run.font.bold = text, bold


def broken_line(deck: Deck) -> None:
    paragraph = body(deck, slide_with(deck, "We know things")).text_frame.paragraphs[0]
    first, second = text_of(paragraph).split(" Sometimes ")
    put(paragraph, first)
    paragraph.add_line_break()
    paragraph.add_run().text = f"Sometimes {second}"


def own_slide(deck: Deck) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Text"))
    slide.placeholders[0].text_frame.text = "Our agency"
    slide.placeholders[1].text_frame.text = "We meet on the first Monday of every month."


def own_box(deck: Deck) -> None:
    slide = deck.slides[slide_with(deck, "We need more housing.")]
    box = slide.shapes.add_textbox(Inches(1), Inches(6), Inches(8), Inches(1))
    box.text_frame.text = "Ask the county for its list."


def own_paragraph(deck: Deck) -> None:
    body(deck, slide_with(deck, "Look closely")).text_frame.add_paragraph().add_run().text = "Discuss this in pairs."


def without_attribution(deck: Deck) -> None:
    slide = deck.slides[slide_with(deck, "We need more housing.")]
    slide.placeholders[2]._element.getparent().remove(slide.placeholders[2]._element)


def other_attribution(deck: Deck) -> None:
    slide = deck.slides[slide_with(deck, "We need more housing.")]
    put(slide.placeholders[2].text_frame.paragraphs[0], "Shared by a client of ours")


def translated(text: str, into: str) -> Edit:
    def edit(deck: Deck) -> None:
        put(body(deck, slide_with(deck, text)).text_frame.paragraphs[0], into)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(deck: Deck) -> None:
        for each in edits:
            each(deck)

    return edit


def on_another_template(deck: bytes) -> bytes:
    """The words of every slide typed into python-pptx's own default template."""
    source, target = Presentation(BytesIO(deck)), Presentation()
    for slide in source.slides:
        copied = target.slides.add_slide(target.slide_layouts[1])
        title, *others = [shape.text_frame for shape in slide.placeholders if shape.placeholder_format.idx < 10]
        copied.shapes.title.text_frame.text = title.text
        copied.placeholders[1].text_frame.text = "\n".join(frame.text for frame in others)
    saved = BytesIO()
    target.save(saved)
    return saved.getvalue()


def in_a_foreign_deck(deck: bytes, *texts: str) -> bytes:
    """Some of our slides between the slides of another deck."""
    source, target = Presentation(BytesIO(deck)), Presentation()
    own = target.slides.add_slide(target.slide_layouts[1])
    own.shapes.title.text_frame.text = "Winter training"
    own.placeholders[1].text_frame.text = "Parking and room numbers"
    for text in texts:
        slide = source.slides[slide_with(source, text)]
        copied = target.slides.add_slide(target.slide_layouts[1])
        frames = [shape.text_frame for shape in slide.placeholders if shape.placeholder_format.idx < 10]
        copied.shapes.title.text_frame.text = frames[0].text
        copied.placeholders[1].text_frame.text = "\n".join(frame.text for frame in frames[1:])
    saved = BytesIO()
    target.save(saved)
    return saved.getvalue()
