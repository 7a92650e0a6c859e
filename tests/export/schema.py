"""The platforms' documented forms as JSON schemas, each with its source beside it."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # comes with nbgrader, without types

SCHEMAS = Path(__file__).parent / "schemas"


def complaints(body: Any, name: str) -> list[str]:  # noqa: ANN401 - JSON
    """What a file's content breaks of a schema."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(body)]
