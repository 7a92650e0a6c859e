"""Two tables: first the columns' names and their order, then the number of rows, then what stands in them."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np

from autograder.compare.mismatch import Array, Mismatch
from autograder.compare.words import describe, kind_of
from autograder.model import Judgement, Value
from autograder.table import Table

#: Compares two columns of numbers.
_Columns: TypeAlias = "Callable[[Array, Array], Mismatch | None]"
_KINDS: Final = {"b": "True and False", "O": "texts"}
_MOST_NAMES: Final = 10
_NAME_CHARACTERS: Final = 42


def conform_table(actual: Value, expected: Table) -> "Table | Mismatch":
    """See that a value is a table of the columns and as many rows as expected, whatever types its numbers have."""
    if not isinstance(actual, Table):
        return Mismatch(Judgement.WRONG_TYPE, kind_of(actual), kind_of(expected))
    fault = _names_fault(actual.names, expected.names)
    if fault:
        return Mismatch(Judgement.WRONG_SHAPE, *fault)
    if actual.rows != expected.rows:
        return Mismatch(Judgement.WRONG_SHAPE, f"a table of {actual.rows} rows", f"one of {expected.rows} rows")
    for name, column in expected.columns.items():
        found, wanted = _kind(actual.columns[name]), _kind(column)
        is_number = wanted == "numbers" and found == _KINDS["b"]  # dummies are True and False, and mean 1 and 0
        if found != wanted and not is_number and expected.rows:
            where = f"column {shown_name(name)}"
            return Mismatch(
                Judgement.WRONG_TYPE, f"a table whose {where} holds {found}", f"one where it holds {wanted}"
            )
    return actual


def table_mismatch(actual: Table, expected: Table, compare: _Columns) -> Mismatch | None:
    """Compare two tables of one structure, column by column; says which column and row is off, and by what."""
    for name, theirs in expected.columns.items():
        ours = actual.columns[name]
        row = _first_other(ours, theirs) if theirs.dtype.kind in _KINDS else _worst(compare(ours, theirs))
        if row is not None:
            where = f" in column {shown_name(name)}, row {row}"
            return Mismatch(Judgement.WRONG, describe(ours[row]) + where, describe(theirs[row]) + where)
    return None


def shown_name(name: str) -> str:
    """A column's name in quotes, short and free of what a terminal would obey."""
    text = repr(name)
    return text if len(text) <= _NAME_CHARACTERS else f"{text[: _NAME_CHARACTERS - 4]}...{text[0]}"


def _names_fault(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str] | None:
    """What was found and what expected, where the names or their order differ."""
    missing = [name for name in theirs if name not in ours]
    extra = [name for name in ours if name not in theirs]
    if not missing and not extra:
        if tuple(ours) == tuple(theirs):
            return None
        return f"a table with its columns in the order {_listed(ours)}", f"the order {_listed(theirs)}"
    parts = [f"without {_columns(missing)}"] if missing else []
    parts += [f"with {_columns(extra)}, which nobody asked for"] if extra else []
    return f"a table {' and '.join(parts)}", f"one with the columns {_listed(theirs)}"


def _columns(names: Sequence[str]) -> str:
    return f"the {'column' if len(names) == 1 else 'columns'} {_listed(names)}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(map(shown_name, names[:_MOST_NAMES])) + more


def _kind(column: Array) -> str:
    return _KINDS.get(column.dtype.kind, "numbers")


def _first_other(ours: Array, theirs: Array) -> int | None:
    """The first row at which two columns that hold no figures differ."""
    other = np.flatnonzero(np.asarray(ours != theirs))
    return int(other[0]) if other.size else None


def _worst(found: Mismatch | None) -> int | None:
    """The row of the worst figure."""
    return found.difference.index[0] if found is not None and found.difference is not None else None
