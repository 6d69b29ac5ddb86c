"""settings.yaml: what a build makes where the command line says nothing else. Its keys are the names of the options.

The file may name files of the content folder, and no others: it may come from somebody else, with their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from source.fields import Model, Words
from source.messages import validated
from source.names import ALL, COVERS, FLIPS, known_as, unknown
from source.yamlfile import Contents, YamlFile, is_file, is_inside
from source.yamlfile import read as read_file

NAME = "settings.yaml"
# What there is to choose from, as the table of products has it; a test holds the two against each other.
PRODUCTS = (
    *("pocket-guide", "booklet", "foldout", "large-print", "tips-card", "voices-poster", "press"),
    *("training-deck", "facilitator-guide", "handout"),
)
SIZES = ("quarter-letter", "a6", "letter", "a4", "4x6", "tabloid", "a3", "a5")


def _meant(what: str, known: Sequence[str], word: str) -> str:
    """The name of these that is meant, in any case."""
    if found := known_as(word, known):
        return found
    problem, advice = unknown(what, word, known)
    raise PydanticCustomError("unknown_name", "{problem}", {"problem": problem, "advice": advice})


def _offered(known: Sequence[str]) -> dict[str, object]:
    """What editors offer: the names, in small letters and as people write them."""
    return {"enum": [*known, *(name.title() for name in known)]}


def _listed(value: object) -> object:
    """A single name as a list of one."""
    return [value] if isinstance(value, str) else value


Product = Annotated[
    str, AfterValidator(partial(_meant, "product", PRODUCTS)), Field(json_schema_extra={"enum": [*PRODUCTS]})
]
Size = Annotated[str, AfterValidator(partial(_meant, "page size", SIZES)), Field(json_schema_extra=_offered(SIZES))]
Flip = Annotated[str, AfterValidator(partial(_meant, "edge", FLIPS)), Field(json_schema_extra={"enum": [*FLIPS]})]
Cover = Annotated[str, AfterValidator(partial(_meant, "cover", COVERS)), Field(json_schema_extra={"enum": [*COVERS]})]


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, if there are any: those that are wrong are told by themselves."""
    if not names:
        raise PydanticCustomError("too_short", "the list is empty")
    return names


Products = Annotated[
    tuple[Product, ...],
    Field(strict=False),
    BeforeValidator(_listed, json_schema_input_type=Product | tuple[Product, ...]),
    AfterValidator(_some),
]
Sessions = Annotated[
    tuple[Words, ...],
    Field(strict=False),
    BeforeValidator(_listed, json_schema_input_type=Words | tuple[Words, ...]),
    AfterValidator(_some),
]


class SettingsFile(Model):
    """settings.yaml: what a build makes where the command line says nothing else. Whatever is left out is as usual."""

    page: Size | None = Field(default=None, description="The page or sheet: letter, a4 and so on; see “products”.")
    up: Literal[2, 4] | None = Field(default=None, description="Pages of the booklet on a side of a sheet.")
    flip: Flip | None = Field(default=None, description="The edge that your printer flips on.")
    cover: Cover | None = Field(
        default=None, description="Whether the guide's cover says what it is about (titled), or not (discreet)."
    )
    session: Sessions | None = Field(
        default=None, description="The session of the slides, a list of sessions, or “all”."
    )
    products: Products | None = Field(default=None, description="What is made; everything where this is left out.")
    template: Words | None = Field(
        default=None, description="Your own PowerPoint template: a file in the content folder."
    )
    template_map: Words | None = Field(
        default=None, description="A file in the content folder that says which layouts of the template to use."
    )


def read(folder: Path, contents: Contents | None = None) -> tuple[YamlFile, SettingsFile]:
    """The settings of a content folder; faults are noted on the file."""
    file = read_file(folder, NAME, contents, optional=True, blank=True)
    found: SettingsFile | None = validated(file, SettingsFile) if file.data is not None else None
    if found:
        check_files(file, found, folder)
    return file, found or SettingsFile()


def check_files(file: YamlFile, found: SettingsFile, folder: Path) -> None:
    """Note each file that is not in the content folder."""
    for key, path in (("template", found.template), ("template_map", found.template_map)):
        option = f"--{key.replace('_', '-')}"
        if path and (Path(path).is_absolute() or not is_inside(folder / path, folder)):
            problem = f"“{path}” leads out of the content folder."
            file.fault(file.place((key,)), problem, f"Put a copy into the folder, or name it with {option}.")
        elif path and not is_file(folder / path):
            problem = f"There is no file “{path}” in the content folder."
            file.fault(file.place((key,)), problem, f"Put it there, or name one elsewhere with {option}.")
    if found.template_map and not found.template:
        problem = "A template map needs the template that it is for."
        file.fault(file.place(("template_map",), of_key=True), problem, "Add a line “template:”.")


def check_sessions(file: YamlFile, found: SettingsFile, sessions: YamlFile) -> None:
    """Note each session that there is not."""
    from source.sessions import names  # and with it the model, which a build that has nothing to do has no need of

    known = names(sessions)
    for index, name in enumerate(found.session or ()):
        if not known_as(name, [*known, ALL]):
            listed = isinstance(file.data["session"], list)
            file.fault(file.place(("session", index) if listed else ("session",)), *unknown("session", name, known))
