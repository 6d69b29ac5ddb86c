"""JSON Schema for the content files, made from the model, so that editors complete and check while somebody types.

``python -m source.schema`` writes ``source/content/schema/<name>.schema.json``; each content file names its own in its
first line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from source.load import CONTENT, FILES

FOLDER = CONTENT / "schema"


def schemas() -> Mapping[str, str]:
    """The text of each schema file by its name, one for each content file."""
    return {name_of(file): _text(file) for file in FILES}


def name_of(file: str) -> str:
    """``tips.yaml`` → ``tips.schema.json``."""
    return f"{PurePath(file).stem}.schema.json"


def write(folder: Path = FOLDER) -> None:
    """Write every schema into a folder; LF line ends, so that the files are the same on every system."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _text(file: str) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | FILES[file].model_json_schema()
    if file == "labels.yaml":
        del schema["required"]  # what a folder leaves out ships with the builder
    if file == "guide.yaml":
        schema["properties"]["labels"] |= {"$ref": name_of("labels.yaml")}
    return json.dumps(_for_editors(schema), ensure_ascii=False, indent=2) + "\n"


def _for_editors(node: Any) -> Any:
    """The schema as pydantic gives it, without the titles that it makes up, and strict where names are ids."""
    if isinstance(node, list):
        return [_for_editors(child) for child in node]
    if not isinstance(node, dict):
        return node
    # A field of ours that is named "title" holds a schema; a title of pydantic's is a text.
    cleaned = {key: _for_editors(value) for key, value in node.items() if key != "title" or isinstance(value, dict)}
    if "patternProperties" in cleaned:
        cleaned["additionalProperties"] = False
    return cleaned


if __name__ == "__main__":
    write()
