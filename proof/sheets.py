"""A slide with the layout and the master that it stands on, and every shape that they show. Lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from proof.package import A, P, Part
from typeset.schemes import Scheme, read_scheme

EMU = 12700  # in a point
Box = tuple[float, float, float, float]  # left, top, right, bottom
_Outward = Callable[[Box], Box]

# A placeholder's type, and the type on the master that it takes after (ECMA-376 part 1, 19.7.10).
_TAKES_AFTER = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}
_STYLES = {"title": "titleStyle", "body": "bodyStyle"}
# What repeats at the edges of slides: read after all else.
FEET = frozenset({"dt", "ftr", "hdr", "sldNum"})
_ALONE = FEET | {"title"}


@dataclass(frozen=True)
class Sheet:
    """A slide, layout or master: its part, and the sheet that it stands on."""

    part: Part
    below: Sheet | None = None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """This one, and all that it stands on, the nearest first."""
        return (self, *(self.below.sheets if self.below else ()))

    @cached_property
    def theme(self) -> Part | None:
        """The theme of the master."""
        themes = [self.below.theme] if self.below else self.part.related("theme")
        return themes[0] if themes else None

    @cached_property
    def scheme(self) -> Scheme:
        """What names of colours mean here."""
        own = self.part.xml.find(f"{P}clrMapOvr/{A}overrideClrMapping" if self.below else f"{P}clrMap")
        if own is None and self.below:
            return self.below.scheme
        names = {} if own is None else dict(own.attrib)
        return read_scheme(self.theme.xml, names) if self.theme else Scheme({}, names)

    def typeface(self, name: str) -> str:
        """The font that a name means: one of the theme's (+mj-lt, +mn-lt), or itself."""
        tag = {"+mj": "major", "+mn": "minor"}.get(name[:3])
        found = self.theme.xml.find(f".//{A}{tag}Font/{A}latin") if tag and self.theme else None
        return name if found is None else found.get("typeface", "")

    @cached_property
    def _holders(self) -> list[Shape]:
        return [shape for shape in shapes_of(self) if shape.holder is not None]

    def taken_after(self, holder: Any) -> list[Shape]:
        """The placeholders of layout and master that one of this sheet takes after, the nearest first."""
        found: list[Shape] = []
        root, index = _root(holder), holder.get("idx", "0")
        for sheet in self.sheets[1:]:
            # On a layout there may be several of a type, told apart by their number; on a master there is one.
            # LibreOffice numbers none of them: then only the type tells them apart.
            numbered = [e for e in sheet._holders if e.holder.get("idx", "0") == index and e.root not in _ALONE]
            alike = [e for e in sheet._holders if e.root == root]
            by_number = sheet.below is not None and root not in _ALONE
            kin = next((e for e in numbered if e in alike), None) if by_number else None
            if kin := kin or next(iter(numbered if by_number and "idx" in holder.attrib else alike), None):
                found.append(kin)
                root = kin.root
        return found


@dataclass(frozen=True)
class Shape:
    """A shape, picture, table or drawing as it stands on a sheet.

    ``box`` is None where nothing says where it stands. ``turned`` is set where it is rotated. ``hidden`` is what the
    selection pane says of it, or of a group that it is in.
    """

    element: Any
    sheet: Sheet
    box: Box | None
    turned: bool
    hidden: bool
    kin: tuple[Shape, ...] = field(default=(), repr=False)

    @cached_property
    def holder(self) -> Any:
        """What makes it a placeholder; None where it is none."""
        return self.element.find(f"./*/{P}nvPr/{P}ph")

    @cached_property
    def type(self) -> str:
        """The type of a placeholder; empty where it is none."""
        return "" if self.holder is None else self.holder.get("type", "obj")

    @cached_property
    def root(self) -> str:
        """The type of the master's placeholder that it takes after."""
        return "" if self.holder is None else _root(self.holder)

    @property
    def style(self) -> str:
        """The text style of the master that its words are set in."""
        return _STYLES.get(self.root, "otherStyle" if self.root in {"", *FEET} else "bodyStyle")

    @property
    def id(self) -> str:
        """The number that animations know it by."""
        named = self.element.find(f"./*/{P}cNvPr")
        return "" if named is None else named.get("id", "")

    def all(self, path: str) -> Iterator[Any]:
        """What stands at a path in it, and in the placeholders that it takes after."""
        for each in (self, *self.kin):
            yield from each.element.findall(path)


def _root(holder: Any) -> str:
    kind: str = holder.get("type", "obj")
    return _TAKES_AFTER.get(kind, kind)


def shown_on(slide: Sheet) -> Iterator[Shape]:
    """Every shape that a slide shows, in the order in which they are drawn; prompts of layouts are not shown."""
    seen = [slide]
    for sheet in slide.sheets[1:]:
        if is_off(seen[-1].part.xml, "showMasterSp"):
            break
        seen.append(sheet)
    for sheet in reversed(seen):
        yield from (shape for shape in shapes_of(sheet) if sheet is slide or shape.holder is None)


def shapes_of(sheet: Sheet) -> Iterator[Shape]:
    """The shapes of a sheet, those in groups among them."""
    tree = sheet.part.xml.find(f"{P}cSld/{P}spTree")
    yield from _walked(tree if tree is not None else (), sheet, lambda box: box, turned=False, hidden=False)


def is_off(element: Any, name: str) -> bool:
    """Whether an attribute that is on by itself is turned off."""
    return element.get(name, "1") in {"0", "false"}


def _walked(tree: Any, sheet: Sheet, outward: _Outward, *, turned: bool, hidden: bool) -> Iterator[Shape]:
    for element in tree:
        named = element.find(f"./*/{P}cNvPr")
        if named is None:
            continue
        unseen = hidden or named.get("hidden", "0") in {"1", "true"}
        kin = tuple(sheet.taken_after(ph)) if (ph := element.find(f"./*/{P}nvPr/{P}ph")) is not None else ()
        form = _form(element)
        rotated = turned or (form is not None and form.get("rot", "0") != "0")
        if element.tag == f"{P}grpSp":
            inner = _inner(form, outward)
            yield from _walked(element, sheet, inner, turned=rotated, hidden=unseen)
        elif form is not None and (own := box_of(form)):
            yield Shape(element, sheet, outward(own), rotated, unseen, kin)
        else:
            box = next((each.box for each in kin if each.box), None)
            yield Shape(element, sheet, box, any(each.turned for each in kin), unseen, kin)


_FORMS = (f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", f"{P}xfrm")


def _form(element: Any) -> Any:
    return next((found for path in _FORMS if (found := element.find(path)) is not None), None)


def box_of(form: Any, off: str = "off", ext: str = "ext") -> Box | None:
    """The box that an ``a:xfrm`` describes; None where it describes none."""
    corner, size = form.find(f"{A}{off}"), form.find(f"{A}{ext}")
    if corner is None or size is None:
        return None
    x, y, width, height = (number(part) / EMU for part in (*map(corner.get, "xy"), size.get("cx"), size.get("cy")))
    return x, y, x + width, y + height


def number(text: str | None, default: float = 0.0) -> float:
    """A number as a document writes it; the default where it is none."""
    try:
        return float(text) if text is not None else default
    except ValueError:
        return default


def _inner(form: Any, outward: _Outward) -> _Outward:
    """From the coordinates inside of a group to those of the slide."""
    outer = box_of(form) if form is not None else None
    inner = box_of(form, "chOff", "chExt") if outer else None
    if outer is None or inner is None:
        return outward
    kx, ky = (
        (outer[at + 2] - outer[at]) / (inner[at + 2] - inner[at]) if inner[at + 2] != inner[at] else 1.0
        for at in (0, 1)
    )

    def moved(box: Box) -> Box:
        x, y = outer[0] - kx * inner[0], outer[1] - ky * inner[1]
        return outward((x + kx * box[0], y + ky * box[1], x + kx * box[2], y + ky * box[3]))

    return moved


def animated(slide: Sheet) -> dict[str, str]:
    """What moves by itself or by clicks, by the id of its shape: "gone" as soon as the slide is shown, or "moves"."""
    found: dict[str, str] = {}
    clicked = False
    for step in slide.part.xml.iterfind(f"{P}timing//{P}cTn[@presetClass]"):
        clicked = clicked or step.get("nodeType") == "clickEffect"
        for target in step.iter(f"{P}spTgt"):
            kind, name = step.get("presetClass"), target.get("spid", "")
            if kind == "exit":
                found[name] = "moves" if clicked else "gone"
            elif kind == "entr":
                found[name] = "moves"
    return found


def shared(one: Box, other: Box) -> float:
    """The part of a box that another covers."""
    area = (one[2] - one[0]) * (one[3] - one[1])
    width, height = (min(one[at + 2], other[at + 2]) - max(one[at], other[at]) for at in (0, 1))
    return max(0.0, width) * max(0.0, height) / area if area > 0 else 0.0


def joined(boxes: Sequence[Box]) -> Box:
    """The box around some boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
