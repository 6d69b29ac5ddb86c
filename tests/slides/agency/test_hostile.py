"""Templates of other makers with something wrong in them: each is used, or refused in a sentence.

``TEMPLATES=1000`` tries so many; the suite tries a fixed few dozen.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from typer.testing import CliRunner

from cli import app
from planned.slides import Slide
from slides.agency.match import match_layouts
from slides.agency.read import open_template
from slides.agency.stage import fit_onto, set_stage
from slides.agency.trial import preview, try_stage
from slides.agency.write import write_onto
from slides.plan import plan
from source.errors import HandbookError
from source.model import Guide
from tests import figures
from tests.checkers import openxml
from tests.slides import templates
from tests.slides.agency.planted import LAYOUT, MASTER, THEME, Package
from tests.slides.templates import Parts, packed, parts
from tests.support import LABELS

COUNT = int(os.environ.get("TEMPLATES", "48"))
SLOW = 5.0  # seconds of processor time
# What a wrong value may look like.
VALUES = (
    *("", "0", "-1", "1", "255", "99999999999999999999", "-2147483648", "1e9", "NaN", "inf", "50%", "2in", "true"),
    *("abc", "rId999", "..", "/ppt/presentation.xml", "\u202e", "a" * 10_000),
)

Change = Callable[[Parts, random.Random], str]


def _named(found: Parts, rng: random.Random, *endings: str) -> str:
    return rng.choice(sorted(name for name in found if name.endswith(endings)))


def a_part_is_missing(found: Parts, rng: random.Random) -> str:
    del found[name := _named(found, rng, "")]
    return name


def a_part_is_empty(found: Parts, rng: random.Random) -> str:
    found[name := _named(found, rng, "")] = b""
    return name


def bytes_are_changed(found: Parts, rng: random.Random) -> str:
    data = bytearray(found[name := _named(found, rng, "")])
    for _ in range(rng.randrange(1, 9) if data else 0):
        data[rng.randrange(len(data))] = rng.randrange(256)
    found[name] = bytes(data)
    return name


def a_part_is_cut_off(found: Parts, rng: random.Random) -> str:
    name = _named(found, rng, "")
    found[name] = found[name][: rng.randrange(1000)]
    return name


def two_parts_are_exchanged(found: Parts, rng: random.Random) -> str:
    one, other = _named(found, rng, ""), _named(found, rng, "")
    found[one], found[other] = found[other], found[one]
    return f"{one}, {other}"


def a_part_is_very_long(found: Parts, rng: random.Random) -> str:
    name = _named(found, rng, "Master1.xml", "Layout2.xml", "theme1.xml")
    root = etree.fromstring(found[name])
    first = next(iter(list(root.iter(qn("p:sp"))) or root))
    first.getparent().extend([deepcopy(first) for _ in range(2000)])
    found[name] = etree.tostring(root)
    return name


def elements_stand_very_deep(found: Parts, rng: random.Random) -> str:
    name = _named(found, rng, "Master1.xml", "Layout2.xml")
    deep = rng.choice((100, 240, 10_000))
    found[name] = found[name].replace(b"</p:spTree>", b"<p:grpSp>" * deep + b"</p:grpSp>" * deep + b"</p:spTree>")
    return name


def a_relationship_leads_elsewhere(found: Parts, rng: random.Random) -> str:
    name = _named(found, rng, ".rels")
    root = etree.fromstring(found[name])
    entry, other = rng.choice(list(root)), _named(found, rng, "")
    entry.set(
        rng.choice(("Target", "Target", "Type", "Id", "TargetMode")), rng.choice((f"/{other}", *VALUES, "External"))
    )
    found[name] = etree.tostring(root)
    return name


def _in_xml(change: Callable[[Any, random.Random], str]) -> Change:
    def changed(found: Parts, rng: random.Random) -> str:
        name = _named(found, rng, ".xml", ".rels")
        root = etree.fromstring(found[name])
        said = change(root, rng)
        found[name] = etree.tostring(root)
        return f"{name}: {said}"

    changed.__name__ = change.__name__
    return changed


def _elements(root: Any) -> Iterator[Any]:
    return (each for each in root.iter() if isinstance(each.tag, str))


def _one(root: Any, rng: random.Random) -> Any:
    return rng.choice([each for each in _elements(root) if each.getparent() is not None] or [root])


def an_element_is_missing(root: Any, rng: random.Random) -> str:
    each = _one(root, rng)
    if each.getparent() is not None:
        each.getparent().remove(each)
    return str(each.tag)


def an_element_stands_twice(root: Any, rng: random.Random) -> str:
    each = _one(root, rng)
    if each.getparent() is not None:
        each.addnext(deepcopy(each))
    return str(each.tag)


def an_element_stands_elsewhere(root: Any, rng: random.Random) -> str:
    each, other = _one(root, rng), _one(root, rng)
    other.append(deepcopy(each))
    return f"{each.tag} in {other.tag}"


def a_value_is_wrong(root: Any, rng: random.Random) -> str:
    each = rng.choice([each for each in _elements(root) if each.attrib] or [root])
    name = rng.choice(sorted(each.attrib) or ["val"])
    each.set(name, value := rng.choice(VALUES))
    return f"{each.tag} {name}={value[:40]}"


def a_value_is_missing(root: Any, rng: random.Random) -> str:
    each = rng.choice([each for each in _elements(root) if each.attrib] or [root])
    for name in sorted(each.attrib)[:1]:
        del each.attrib[name]
    return str(each.tag)


CHANGES: tuple[Change, ...] = (
    a_part_is_missing,
    a_part_is_empty,
    bytes_are_changed,
    a_part_is_cut_off,
    two_parts_are_exchanged,
    a_part_is_very_long,
    elements_stand_very_deep,
    a_relationship_leads_elsewhere,
    *map(_in_xml, (an_element_is_missing, an_element_stands_twice, an_element_stands_elsewhere)),
    *map(_in_xml, (a_value_is_wrong, a_value_is_wrong, a_value_is_wrong, a_value_is_missing)),
)


def made(name: str, number: int) -> tuple[bytes, list[str]]:
    """A template with one to three things wrong, the same for the same number; and what they are."""
    rng, found, said = random.Random(number), parts(templates.TEMPLATES[name]()), list[str]()
    for at in range(rng.randrange(1, 4)):
        change = CHANGES[(number + at * rng.randrange(len(CHANGES))) % len(CHANGES)]
        try:
            said.append(f"{change.__name__}: {change(found, rng)}")
        except (etree.XMLSyntaxError, IndexError):  # what an earlier change left behind
            continue
    return packed(found), said


def tried(data: bytes, guide: Guide, slides: list[Slide]) -> str:
    """What becomes of a template: the first words of its refusal, "" where it is used; anything else is an error."""
    try:
        template = open_template(data, "odd.potx")
        stage = set_stage(template, match_layouts(template, LABELS))
        trial = try_stage(stage, guide)
        preview(stage, guide)
        if trial.usable:
            write_onto(stage, guide, fit_onto(stage, slides, guide.theme, guide.labels))
    except HandbookError as error:
        return " ".join(str(error).replace("odd.potx", "").split()[:6])
    return ""


def test_a_template_with_something_wrong_is_used_or_refused_in_a_sentence(guide: Guide) -> None:
    counts: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    broken, slow, names, slides = list[str](), list[str](), list(_names()), list(plan(guide))
    for number in range(COUNT):
        name = names[number % len(names)]
        data, said = made(name, number)
        start = time.process_time()
        try:
            why = tried(data, guide, slides)
        except Exception as error:
            broken.append(f"{number} {name} {said}: {error!r}")
            continue
        if (taken := time.process_time() - start) > SLOW:
            slow.append(f"{number} {name} {said}: {taken:.1f} s")
        counts["refused" if why else "used"] += 1
        refused[why] += bool(why)
    figures.LINES.append(
        f"Templates with something wrong: tried {COUNT}, used {counts['used']}, refused {counts['refused']}, "
        f"tracebacks {len(broken)}, over {SLOW:g} s {len(slow)}."
    )
    if COUNT > 100:
        figures.LINES.extend(f"  {count:5} × {why} …" for why, count in refused.most_common(20) if why)
        figures.LINES.extend(f"  slow: {line}" for line in slow)
    assert broken == []


def _names() -> Iterator[str]:
    yield from templates.WRITTEN
    if COUNT > 100 and templates.GALLERY.is_dir():
        yield from templates.IN_GALLERY


@pytest.mark.parametrize("number", [3, 7, 11])
def test_the_command_ends_with_a_sentence_and_its_code(tmp_path: Path, number: int) -> None:
    (tmp_path / "odd.potx").write_bytes(made("default", number)[0])
    shown = str(tmp_path / "shown.pptx")
    result = CliRunner().invoke(app, ["check-template", str(tmp_path / "odd.potx"), "--preview", shown])
    assert result.exit_code in {0, 1, 2}
    assert result.exception is None or isinstance(result.exception, (SystemExit, HandbookError))


# What other programs take as well, and what is taken of it: how many layouts of eleven.
ODD: Mapping[str, tuple[Callable[[Package], object], int]] = {
    "every type is wrong": (lambda file: file.swap("[Content_Types].xml", "presentationml.slideMaster", "x.y"), 11),
    "a layout is listed twice": (lambda file: file.put(MASTER, _FIRST_LAYOUT, "</p:sldLayoutIdLst>"), 11),
    "a layout that is not there is listed": (
        lambda file: file.put(MASTER, '<p:sldLayoutId id="9" r:id="rIdNo"/>', "</p:sldLayoutIdLst>"),
        11,
    ),
    "a layout belongs to no master": (
        lambda file: file.swap("ppt/slideLayouts/_rels/slideLayout2.xml.rels", "slideMaster1.xml", "slideMaster9.xml"),
        10,
    ),
    "a master points to itself": (lambda file: file.related(MASTER, "slideMaster", MASTER, file.parts[MASTER]), 11),
    "a theme points to its master": (lambda file: file.related(THEME, "slideMaster", MASTER, file.parts[MASTER]), 11),
    "names are in capitals": (lambda file: file.parts.update({LAYOUT.upper(): file.parts.pop(LAYOUT)}), 11),
    "no size is given": (lambda file: file.swap("ppt/presentation.xml", "<p:sldSz ", "<p:other "), 11),
}
_FIRST_LAYOUT = '<p:sldLayoutId id="2147483649" r:id="rId1"/>'


@pytest.mark.parametrize("name", ODD)
def test_what_other_programs_take_is_used(guide: Guide, name: str) -> None:
    change, layouts = ODD[name]
    file = Package()
    change(file)
    template = open_template(packed(file.parts), "odd.potx")
    assert len(template.layouts) == layouts
    stage = set_stage(template, match_layouts(template, LABELS))
    deck = write_onto(stage, guide, fit_onto(stage, plan(guide)[:2], guide.theme, guide.labels))
    assert openxml.faults(deck) == []
    assert len(Presentation(BytesIO(deck)).slides) == 2
