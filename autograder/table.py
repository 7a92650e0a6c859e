"""A table as plain data, and the pandas DataFrame of it: what an exercise on tables takes and returns.

Only the child behind the wall, and a student's own notebook, ever hold a DataFrame. Everywhere else a table is its
columns: names in their order, and a row of values for each. pandas is imported when a DataFrame has to be made, never
before; what is to be read as one has imported it already.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from autograder.model import Unreadable, Value

#: More than a lesson shows, and few enough to name.
MAX_COLUMNS: Final = 1000
_NUMBERS: Final = "biuf"
_FIGURES: Final = frozenset({int, float, np.float64, np.float32, np.int64, np.int32})
_FLAGS: Final = frozenset({bool, np.bool_})


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of one length, each with a name: what a student's function sees as a DataFrame with the default index.

    ``Table({"gre": [380, 660], "gpa": [3.61, 3.67], "school": ["A", "B"]})``

    Args:
        columns: by their names, in their order: lists or 1-D arrays of numbers, of True and False, or of texts. They
            are kept as arrays; those of texts hold Python's own strings.

    Raises:
        ValueError: a name is no text, a column is no such row of values, or the columns differ in length.
    """

    columns: Mapping[str, Any]

    def __post_init__(self) -> None:
        """Make arrays of the columns, and see that they are a table."""
        if len(self.columns) > MAX_COLUMNS:
            msg = f"a table of {len(self.columns)} columns, expected {MAX_COLUMNS} at most"
            raise ValueError(msg)
        arrays = {name: _column(name, values) for name, values in self.columns.items()}
        lengths = {len(array) for array in arrays.values()}
        if len(lengths) > 1:
            sizes = ", ".join(f"{name!r} has {len(array)}" for name, array in arrays.items())
            msg = f"the columns of a table differ in length ({sizes[:200]}); give them one value for each row"
            raise ValueError(msg)
        object.__setattr__(self, "columns", arrays)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in their order."""
        return tuple(self.columns)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values()), ()))


def frame_of(table: Table) -> Any:  # noqa: ANN401 - pandas may be absent where this is read
    """Make the DataFrame of a table. Texts get the type that read_csv would give them."""
    import pandas as pd  # noqa: PLC0415 - costs a second, and only tables need it

    texts = {name: values.tolist() or values for name, values in table.columns.items() if values.dtype == object}
    return pd.DataFrame({name: texts.get(name, values) for name, values in table.columns.items()}, copy=True)


def read_pandas(value: object) -> Value | None:
    """Read a DataFrame as a `Table` and a Series as an array (of texts: as a list), their index left aside.

    Returns:
        The plain value; `Unreadable` for a DataFrame or Series that holds anything but numbers, True and False, or
        texts; None where the value is neither.
    """
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None
    kind = type(value)  # an object may say of itself that it is of another
    if issubclass(kind, pandas.DataFrame):
        return _read_frame(value)
    if issubclass(kind, pandas.Series):
        values = _read_column(value)
        if values is None:
            return Unreadable("Series of something else than numbers or texts")
        return values.tolist() if values.dtype == object else values
    return None


def _column(name: object, values: Any) -> npt.NDArray[Any]:  # noqa: ANN401 - whatever an author or a sender wrote
    if not isinstance(name, str):
        msg = f"the name {name!r:.80} of a column is a {type(name).__name__}, expected a text"
        raise ValueError(msg)  # noqa: TRY004 - one kind of error for all that is no table
    if _are_texts(values):
        return _texts(values)
    values = np.asarray(values)
    if values.ndim != 1 or values.dtype.kind not in _NUMBERS:
        msg = f"the column {name!r:.80} is no row of numbers or of texts; write it as a list with a value for each row"
        raise ValueError(msg)
    is_long = values.dtype.kind == "f" and values.dtype.itemsize > np.dtype(np.float64).itemsize
    return np.asarray(values, dtype=np.float64) if is_long else values


def _are_texts(values: Any) -> bool:  # noqa: ANN401 - whatever an author or a sender wrote
    """Whether these are texts, one for each row; an empty list may as well be one of numbers."""
    if isinstance(values, np.ndarray):
        return values.ndim == 1 and values.dtype.kind in "OU" and all(isinstance(each, str) for each in values.tolist())
    return isinstance(values, list | tuple) and bool(values) and all(isinstance(each, str) for each in values)


def _texts(values: Any) -> npt.NDArray[Any]:  # noqa: ANN401 - a list, a tuple or an array of texts
    """Texts as objects: an array of fixed width would give every row the room that the longest needs."""
    array = np.empty(len(values), dtype=object)
    array[:] = [str(each) for each in values]
    return array


def _read_frame(frame: Any) -> "Table | Unreadable":  # noqa: ANN401 - a DataFrame
    if frame.shape[1] > MAX_COLUMNS:
        return Unreadable(f"DataFrame of {int(frame.shape[1])} columns")
    labels = [_name(each) for each in frame.columns.tolist()]
    names = [label for label in labels if label is not None]
    if len(names) < len(labels):
        return Unreadable("DataFrame with a column whose name is no text")
    if len(set(names)) < len(names):
        return Unreadable("DataFrame with two columns of one name")
    columns = [_read_column(series) for _, series in frame.items()]
    if any(column is None for column in columns):
        return Unreadable("DataFrame with a column of something else than numbers or texts")
    return Table(dict(zip(names, columns, strict=True)))


def _name(name: object) -> str | None:
    """A column's name. One that is a whole number (dummies of a rank, say) goes by its digits, so it can be named."""
    if isinstance(name, str):
        return str.__str__(name)
    return str(int(name)) if isinstance(name, int | np.integer) and not isinstance(name, bool) else None


def _read_column(series: Any) -> npt.NDArray[Any] | None:  # noqa: ANN401 - a Series
    """The values of a Series in a plain dtype; None where they are no numbers and no texts."""
    dtype = series.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in _NUMBERS:
        return np.asarray(series.to_numpy())
    if isinstance(dtype, np.dtype) and dtype.kind != "O":
        return None
    items = series.tolist()
    kinds = {type(each) for each in items}
    if kinds <= {str}:
        return _texts(items)
    if kinds <= _FLAGS:
        return np.asarray(items, dtype=np.bool_)
    if kinds <= {int, np.int64, np.int32}:
        return _numbers(items, dtype=None)
    numbers = [np.nan if each is sys.modules["pandas"].NA else each for each in items]
    return _numbers(numbers, dtype=np.float64) if {type(each) for each in numbers} <= _FIGURES else None


def _numbers(items: list[Any], dtype: type[np.float64] | None) -> npt.NDArray[Any] | None:
    """An array of numbers; None where an integer is past all that it could hold."""
    try:
        array = np.asarray(items, dtype=dtype)
    except OverflowError:
        return None
    return array if array.dtype.kind in _NUMBERS else None
