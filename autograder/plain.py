"""Values as plain JSON, and back: exact, and such that a person can read it.

Floats by their shortest digits, lists and texts as they are, everything else tagged by its type.
"""

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from autograder.model import Source, Unreadable, Value
from autograder.table import Table

#: Arrays with more entries, most of them 0, are written as the entries that are not.
_SPARSE_FROM: Final = 64


def to_plain(value: Value) -> Any:  # noqa: ANN401, C901, PLR0911 - one line per kind of value
    """Write a value as JSON that comes back exactly: floats by their shortest digits, the rest tagged by its type."""
    if type(value) is float and not math.isfinite(value):
        return {"float": repr(value)}
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) is complex:
        return {"complex": [to_plain(value.real), to_plain(value.imag)]}
    if isinstance(value, list):
        return [to_plain(item) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [to_plain(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[to_plain(key), to_plain(item)] for key, item in value.items()]}
    if isinstance(value, np.ndarray):
        return _plain_array(value)
    if isinstance(value, np.generic):
        return {"array": [to_plain(value.item())], "dtype": value.dtype.name}
    if isinstance(value, Source):
        return {"source": value.text}
    if isinstance(value, Table):
        return {"table": [[name, _plain_column(values)] for name, values in value.columns.items()]}
    return {"unreadable": value.type_name if isinstance(value, Unreadable) else type(value).__name__}


def _plain_column(values: npt.NDArray[Any]) -> Any:  # noqa: ANN401 - JSON
    return {"texts": values.tolist()} if values.dtype == object else _plain_array(values)


def _plain_array(array: npt.NDArray[Any]) -> dict[str, Any]:
    figures = array.ravel()
    head = {"shape": list(array.shape), "dtype": array.dtype.name}
    if figures.size > _SPARSE_FROM:
        entries = np.flatnonzero(figures.view(np.uint8).reshape(figures.size, -1).any(axis=1))  # -0.0 is not nothing
        if 2 * entries.size < figures.size:
            return {"sparse": {"entries": entries.tolist(), "of": to_plain(figures[entries])}, **head}
    return {"array": [to_plain(item) for item in figures.tolist()], **head}


def from_plain(plain: Any) -> Value:  # noqa: ANN401, C901, PLR0911 - one line per kind of value
    """Read what `to_plain` wrote."""
    if isinstance(plain, list):
        return [from_plain(item) for item in plain]
    if not isinstance(plain, dict):
        return plain
    if "float" in plain:
        return float(plain["float"])
    if "complex" in plain:
        return complex(*from_plain(plain["complex"]))
    if "dict" in plain:
        return {from_plain(key): from_plain(item) for key, item in plain["dict"]}
    if "tuple" in plain:
        return tuple(from_plain(item) for item in plain["tuple"])
    if "array" in plain:
        items: list[Value] = [from_plain(item) for item in plain["array"]]
        array = np.array(items, dtype=plain["dtype"])
        return array.reshape(plain["shape"]) if "shape" in plain else array[0]
    if "sparse" in plain:
        array = np.zeros(math.prod(plain["shape"]), dtype=plain["dtype"])
        array[plain["sparse"]["entries"]] = from_plain(plain["sparse"]["of"])
        return array.reshape(plain["shape"])
    if "table" in plain:
        return Table({name: from_plain(column) for name, column in plain["table"]})
    if "texts" in plain:
        return np.array(plain["texts"], dtype=object)
    return Source(plain["source"]) if "source" in plain else Unreadable(plain["unreadable"])
