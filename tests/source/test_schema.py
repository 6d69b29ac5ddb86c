"""Schema and model say the same, and every content file names its schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from source import schema
from source.load import CONTENT, FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_schema_in_the_repository_is_the_one_that_the_model_gives(name: str) -> None:
    kept = (schema.FOLDER / schema.name_of(name)).read_text(encoding="utf-8")
    assert kept == schema.schemas()[schema.name_of(name)], "The model has changed: run `make schema`."


def test_there_is_no_schema_of_a_file_that_is_gone() -> None:
    assert {path.name for path in schema.FOLDER.iterdir()} == set(schema.schemas())


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_schema_that_a_file_names_is_there(name: str) -> None:
    first = (CONTENT / name).read_text(encoding="utf-8").splitlines()[0]
    assert (CONTENT / first.partition("$schema=")[2]).is_file()


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_key_of_a_shipped_file_is_offered_by_its_schema(name: str) -> None:
    whole = json.loads(schema.schemas()[schema.name_of(name)])
    data = yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))
    assert list(unknown_keys(data, whole, whole)) == []


def test_a_misspelled_key_is_unknown_to_the_schema() -> None:
    whole = json.loads(schema.schemas()["tips.schema.json"])
    data = {"tips": {"section.tips": [{"id": "tip.one", "txt": "Words"}]}}
    assert list(unknown_keys(data, whole, whole)) == ["txt"]


def test_an_empty_text_breaks_the_schema_as_it_breaks_the_model() -> None:
    whole = json.loads(schema.schemas()["tips.schema.json"])
    assert whole["$defs"]["Tip"]["properties"]["text"] == {"type": "string", "pattern": r"\S"}


def test_writing_the_schemas_makes_a_file_each(tmp_path: Path) -> None:
    schema.write(tmp_path / "schema")
    assert sorted(path.name for path in (tmp_path / "schema").iterdir()) == sorted(schema.schemas())


def unknown_keys(data: Any, node: dict[str, Any], whole: dict[str, Any]) -> Any:
    """The keys that an editor would underline: a small part of JSON Schema, enough for our models."""
    if "$ref" in node:
        node = whole["$defs"][node["$ref"].rpartition("/")[2]]
    if "anyOf" in node:
        node = next(option for option in node["anyOf"] if option.get("type") != "null")
        yield from unknown_keys(data, node, whole)
    elif isinstance(data, list):
        for child in data:
            yield from unknown_keys(child, node["items"], whole)
    elif isinstance(data, dict):
        by_pattern = [*node.get("patternProperties", {}).values()]
        for key, child in data.items():
            inner = node.get("properties", {}).get(key) or (by_pattern or [node.get("additionalProperties")])[0]
            if not inner:
                yield key
            else:
                yield from unknown_keys(child, inner, whole)
