"""Values in words: what a student would recognise, and what kind of thing it is."""

from typing import Final

import numpy as np

from autograder.compare.mismatch import FLAGS, NUMBERS
from autograder.model import Unreadable, Value

_MOST_ITEMS: Final = 8


def describe(value: Value, limit: int = 160) -> str:
    """Write a value the short way a student would recognise it, never longer than `limit` characters."""
    if isinstance(value, Unreadable):
        return f"a {value.type_name}"
    if isinstance(value, np.generic):
        return describe(value.item(), limit)
    if isinstance(value, float):
        text = repr(float(f"{value:.12g}"))  # the last digits of 0.8500000000000001 are rounding, and say nothing
    elif isinstance(value, np.ndarray):
        text = np.array2string(value, precision=12, threshold=12, edgeitems=3, separator=", ", max_line_width=10_000)
        text = " ".join(text.split())
    elif isinstance(value, tuple | list):
        inner = ", ".join(describe(item, limit) for item in value[:_MOST_ITEMS])
        inner += ", ..." if len(value) > _MOST_ITEMS else ""
        text = f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    else:
        text = repr(value)[: 4 * limit]
    return text if len(text) <= limit else f"{text[: limit - 4]} ..."


def kind_of(value: Value) -> str:  # noqa: PLR0911 - one line per kind of value
    """Name the kind of a value in plain words."""
    if value is None:
        return "None"
    if isinstance(value, FLAGS):
        return "True or False"
    if isinstance(value, NUMBERS):
        return "a number"
    if isinstance(value, np.ndarray):
        return "an array" if value.dtype.kind in "biuf" else f"an array of {value.dtype.name} values"
    if isinstance(value, tuple):
        return f"a tuple of {len(value)} values"
    if isinstance(value, Unreadable):
        return f"a {value.type_name}"
    return {"str": "a text", "list": "a list", "dict": "a dict"}.get(type(value).__name__, f"a {type(value).__name__}")
