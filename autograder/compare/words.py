"""Values in words: what a student would recognise, and what kind of thing it is."""

from itertools import islice
from typing import Any, Final

import numpy as np

from autograder.compare.mismatch import FLAGS, NUMBERS
from autograder.model import Source, Unreadable, Value
from autograder.table import Table

#: The kind of a tuple whose length is not to be told.
A_TUPLE: Final = "a tuple"
_MOST_ITEMS: Final = 8
_MOST_AXES: Final = 3
#: Of a table's column, which stands beside others: so many of its first rows, and their figures as short.
_MOST_ROWS: Final = 4


def describe(value: Value, limit: int = 160) -> str:
    """Write a value the short way a student would recognise it, never longer than `limit` characters."""
    if isinstance(value, Unreadable):
        return kind_of(value)
    if isinstance(value, np.generic):
        return describe(value.item(), limit)
    if isinstance(value, Source):  # as it is written in a call; on one line, and without what would steer a terminal
        text = _one_line(value.text)
    elif isinstance(value, float):
        text = _figure(value)
    elif isinstance(value, np.ndarray):
        shown = 3 if value.ndim <= _MOST_AXES else 1  # of each axis, at either end: eight axes would show millions
        text = np.array2string(
            value, 10_000, precision=12, threshold=12, edgeitems=shown, separator=", ", formatter=_ENTRIES
        )
        text = " ".join(text.split())
    elif isinstance(value, tuple | list):
        inner = ", ".join(describe(item, limit) for item in value[:_MOST_ITEMS])
        inner += ", ..." if len(value) > _MOST_ITEMS else ""
        text = f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    elif isinstance(value, dict):
        pairs = [f"{describe(key, limit)}: {describe(item, limit)}" for key, item in islice(value.items(), _MOST_ITEMS)]
        text = f"{{{', '.join([*pairs, '...'] if len(value) > _MOST_ITEMS else pairs)}}}"
    elif isinstance(value, Table):
        columns = ", ".join(f"{name!r}: {_column(values)}" for name, values in list(value.columns.items())[:limit])
        text = f"DataFrame({{{columns}}})"
    else:
        text = repr(value[: 4 * limit] if isinstance(value, str) else value)[: 4 * limit]
    return text if len(text) <= limit else f"{text[: limit - 4]} ..."


def _figure(value: float) -> str:
    """Twelve digits: the last ones of 0.8500000000000001 are rounding, and say nothing."""
    return repr(float(f"{value:.12g}"))


#: How the entries of an array are written: as single values are, and not padded to one width.
_ENTRIES: Final[Any] = {"bool": str, "int": str, "float": _figure}


def _one_line(text: str) -> str:
    """A student's text on one line, and without what would steer a terminal."""
    return " ".join("".join(each for each in text if each.isprintable() or each.isspace()).split())


def _column(values: "np.ndarray[Any, Any]") -> str:
    shown = [
        f"{value:.6g}" if isinstance(value, float) else describe(value, 30) for value in values[:_MOST_ROWS].tolist()
    ]
    return f"[{', '.join(shown)}{', ...' if len(values) > _MOST_ROWS else ''}]"


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
        return f"{A_TUPLE} of {len(value)} {'value' if len(value) == 1 else 'values'}"
    if isinstance(value, Table):
        return "a table (DataFrame)"
    if isinstance(value, Unreadable):
        return f"a {_one_line(value.type_name)}"
    return {"str": "a text", "list": "a list", "dict": "a dict"}.get(type(value).__name__, f"a {type(value).__name__}")
