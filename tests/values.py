"""Values of every kind that crosses the wall, for property tests, and what it means for two to be the very same."""

import math
import struct
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.model import Source, Unreadable, Value
from autograder.spec import Table

DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")


def arrays() -> st.SearchStrategy[Any]:
    """Arrays of every dtype that may cross, of no axis up to four, empty ones among them."""
    shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3)
    return st.sampled_from(DTYPES).flatmap(lambda dtype: hnp.arrays(dtype, shapes))


def numpy_scalars() -> st.SearchStrategy[Any]:
    return st.sampled_from(DTYPES).flatmap(lambda dtype: hnp.arrays(dtype, ())).map(lambda array: array[()])


def tables() -> st.SearchStrategy[Any]:
    """Tables of up to three columns and rows: figures of every dtype a column may have, flags and texts."""
    dtypes = st.sampled_from([dtype for dtype in DTYPES if not dtype.startswith("c")])
    any_text = st.text(st.characters(exclude_categories=()), max_size=5)

    def columns(rows: int) -> st.SearchStrategy[Any]:
        figures = dtypes.flatmap(lambda dtype: hnp.arrays(dtype, (rows,)))
        texts = st.lists(any_text, min_size=rows, max_size=rows).map(lambda items: np.array(items, dtype=object))
        return st.dictionaries(any_text, st.one_of(figures, texts), max_size=3)

    return st.integers(0, 3).flatmap(columns).map(Table)


def plain_values() -> st.SearchStrategy[Any]:
    texts = st.text(st.characters(exclude_categories=()), max_size=20)
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(min_value=-(2**4000), max_value=2**4000),
        st.floats(),
        texts,
        texts.map(Source),
        st.text(max_size=20).map(Unreadable),
    )


def values(*, leaves: st.SearchStrategy[Any] | None = None, max_leaves: int = 8) -> st.SearchStrategy[Any]:
    """Nested tuples, lists and dicts of everything that may cross."""
    every_leaf = (
        leaves
        if leaves is not None
        else st.one_of(plain_values(), st.complex_numbers(), arrays(), numpy_scalars(), tables())
    )
    keys = st.one_of(st.integers(), st.text(max_size=5), st.tuples(st.booleans(), st.text(max_size=2)))
    return st.recursive(
        every_leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.lists(inner, max_size=4).map(tuple),
            st.dictionaries(keys, inner, max_size=3),
        ),
        max_leaves=max_leaves,
    )


def identical(left: Value, right: Value) -> bool:
    """Whether two values are of the same types throughout and the same to the last bit."""
    if type(left) is not type(right):
        return False
    if isinstance(left, Table):
        left, right = dict(left.columns), dict(right.columns)
    if isinstance(left, np.ndarray) and left.dtype == right.dtype == object:  # texts; their bytes are addresses
        left, right = left.tolist(), right.tolist()
    if isinstance(left, np.ndarray | np.generic):
        return bool(left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes())
    if isinstance(left, float | complex):
        return _bits(left) == _bits(right)
    if isinstance(left, dict):
        return identical(list(left), list(right)) and identical(list(left.values()), list(right.values()))
    if isinstance(left, tuple | list):
        return len(left) == len(right) and all(identical(*pair) for pair in zip(left, right, strict=True))
    return bool(left == right)


def _bits(number: complex) -> bytes:
    return struct.pack("<dd", complex(number).real, complex(number).imag)


def with_one_nan(value: Value) -> Value:
    """The value with every NaN the usual one: there are many, and text tells them no more apart than people do."""
    if isinstance(value, tuple | list):
        return type(value)(with_one_nan(item) for item in value)
    if isinstance(value, Table):
        return Table(with_one_nan(dict(value.columns)))
    if isinstance(value, dict):
        return {key: with_one_nan(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "fc":
        array = np.array(value)
        for part in (array.real, array.imag) if array.dtype.kind == "c" else (array,):
            part[np.isnan(part)] = math.nan
        return array if isinstance(value, np.ndarray) else array[()]
    if isinstance(value, complex) and not isinstance(value, np.generic):
        return complex(with_one_nan(value.real), with_one_nan(value.imag))
    return math.nan if isinstance(value, float) and math.isnan(value) else value
