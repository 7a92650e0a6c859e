"""Values as source text: for answers that know their cases by heart, and for checks written out as asserts."""

from types import NoneType

import numpy as np

from autograder.model import Source, Value
from autograder.table import Table


def literal(value: Value) -> str:
    """Python text that evaluates to the value, exact to the last bit, where NumPy is `np` and pandas `pd`."""
    if isinstance(value, Source):
        return f"({value.text})"
    if isinstance(value, Table):
        columns = ", ".join(f"{name!r}: {literal(column.tolist())}" for name, column in value.columns.items())
        return f"pd.DataFrame({{{columns}}})"
    if isinstance(value, np.ndarray):
        return f"np.array({literal(value.tolist())}, dtype={value.dtype.name!r}).reshape({value.shape})"
    if isinstance(value, np.generic):
        return f"np.{value.dtype.name}({literal(value.item())})"
    if isinstance(value, tuple | list):
        inner = ", ".join(map(literal, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    assert isinstance(value, bool | int | float | str | NoneType), f"no way to write a {type(value).__name__} as text"
    return f"float({str(value)!r})" if isinstance(value, float) and not np.isfinite(value) else repr(value)
