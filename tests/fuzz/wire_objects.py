"""Objects for `wire.encode`: every value there is, and whatever else a function may return."""

import datetime as dt
import json
import math
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from typing import Any, ClassVar, Final, NamedTuple

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from autograder import wire
from autograder.model import Source, Unreadable, Value
from autograder.plain import from_plain, to_plain
from autograder.table import Table
from tests.fuzz.target import Target
from tests.values import arrays, identical, values, with_one_nan


class TouchedError(RuntimeError):
    """A method of an object was called that is none of the encoder's business."""


def _refuse(*_: object, **__: object) -> Any:  # noqa: ANN401 - it never returns
    raise TouchedError


_METHODS: Final = (
    *("__eq__", "__ne__", "__hash__", "__iter__", "__len__", "__getitem__", "__contains__", "__bool__", "__int__"),
    *("__float__", "__index__", "__complex__", "__str__", "__repr__", "__array__", "__array_finalize__", "__lt__"),
    *("__array_ufunc__", "__array_function__", "__getattr__", "__reduce__", "__buffer__", "__abs__", "tolist", "copy"),
    *("tobytes", "astype", "item", "items", "keys", "values", "view", "ravel"),
)
_PROPERTIES: Final = (
    *("dtype", "shape", "ndim", "size", "flat", "T", "nbytes", "__class__", "__array_interface__", "__dict__"),
    *("columns", "real"),
)


def _hostile(*bases: type) -> type:
    """A subclass on which nearly everything raises when it is touched."""
    body: dict[str, Any] = dict.fromkeys(_METHODS, _refuse) | dict.fromkeys(_PROPERTIES, property(_refuse))
    return type("Hostile\x1b[31m\u202e", bases, body)


_Nameless: Final = type("_Nameless", (type,), {"__name__": property(_refuse)})


_WithoutAName: Final = _Nameless("_WithoutAName", (), {})


class _LiesAboutItsClass:
    @property
    def __class__(self) -> Any:  # noqa: ANN401 - any class at all
        return np.ndarray

    @__class__.setter
    def __class__(self, _: object) -> None: ...


class _Pair(NamedTuple):
    up: Any
    down: Any


class _OddArray(np.ndarray[Any, Any]):
    shape = property(lambda _: (2**40, -1))
    dtype = property(lambda _: "float64")

    def tobytes(self, *_: object, **__: object) -> bytes:
        return b"short"


class _Looks:
    """Has every protocol of an array, a table and a number."""

    __array_interface__: ClassVar[Any] = {"shape": (2**50,), "typestr": "<f8", "version": 3, "data": (8, False)}

    def __array__(self, *_: object, **__: object) -> Any:  # noqa: ANN401 - no array
        return "no array"

    def __iter__(self) -> Iterator[int]:
        return iter(lambda: 1, 2)  # for ever


def _circular() -> list[Any]:
    circle: list[Any] = []
    circle.append(circle)
    return circle


def _frame(**columns: Any) -> Any:  # noqa: ANN401 - whatever a frame may hold
    return pd.DataFrame({name: pd.Series(values) for name, values in columns.items()})


_HUGE: Final = 10**400
_ODD: Final[tuple[Callable[[], Any], ...]] = (
    *(
        lambda base=base: _hostile(base)()
        for base in (object, list, tuple, str, float, int, dict, set, bytes, Exception)
    ),
    *(lambda base=base: _hostile(base)(1.5) for base in (np.float64, np.float32, np.int16, np.longdouble)),
    lambda: np.arange(3.0).view(_hostile(np.ndarray)),
    lambda: _hostile(np.str_)("text"),
    lambda: _hostile(pd.DataFrame),
    lambda: np.arange(6.0).reshape(2, 3).view(_OddArray),
    _WithoutAName,
    lambda: _WithoutAName,
    _LiesAboutItsClass,
    _Looks,
    _circular,
    lambda: _Pair(_Looks(), [np.float64(1)]),
    lambda: np.ma.MaskedArray([1.0, 2.0], mask=[True, False]),
    lambda: np.ma.masked,
    lambda: np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
    lambda: np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])[0],
    lambda: np.zeros(2, dtype=[("a", "i4"), ("b", "f8", (2,))]),
    lambda: np.zeros(2, dtype="V5"),
    lambda: np.zeros(2, dtype=np.dtypes.StringDType()),
    lambda: np.array(["a", "bc"], dtype="S2"),
    lambda: np.array(["a", "bc"]),
    lambda: np.array(["2020-01-01"], dtype="M8[D]"),
    lambda: np.datetime64("NaT"),
    lambda: np.timedelta64(3, "s"),
    lambda: np.longdouble("1e4000"),
    lambda: np.array([1, 2], dtype=np.longdouble),
    lambda: np.clongdouble(1),
    lambda: np.longlong(5),
    lambda: np.ulonglong(2**63),
    lambda: np.array([1, 2], dtype=np.longlong),
    lambda: np.arange(3, dtype=np.dtype("f8", metadata={"a": 1})),
    lambda: np.arange(24.0, dtype=">f4").reshape(2, 3, 4).transpose(1, 2, 0)[::-1, ::2],
    lambda: np.asfortranarray(np.arange(6).reshape(2, 3)),
    lambda: np.broadcast_to(np.float64(1), (2**20, 2**20)),
    lambda: np.broadcast_to(np.array(None, dtype=object), (2**20, 2**20)),
    lambda: np.zeros((1,) * 40),
    lambda: np.empty((2**30, 0)),
    lambda: np.array([_HUGE], dtype=object),
    lambda: np.array([1, 2.5, np.float32(3)], dtype=object),
    lambda: np.array([[], None, 1.0, "x"], dtype=object),
    lambda: np.array(5, dtype=object),
    lambda: np.array(_Looks(), dtype=object),
    lambda: np.frombuffer(b"\x02\x00\xff", dtype="?"),
    lambda: np.matrix([[1, 2]]) if hasattr(np, "matrix") else None,
    lambda: memoryview(b"abc"),
    lambda: bytearray(b"abc"),
    lambda: range(10**12),
    lambda: iter([1]),
    lambda: (each for each in [1]),
    lambda: Ellipsis,
    lambda: NotImplemented,
    lambda: NotImplementedError,
    lambda: np,
    lambda: np.add,
    lambda: len,
    lambda: Decimal("1.5"),
    lambda: Fraction(1, 3),
    lambda: dt.datetime.now(dt.UTC),
    lambda: deque([1]),
    lambda: OrderedDict(a=1),
    lambda: defaultdict(int, a=1),
    lambda: {1: {2: {3: object()}}},
    lambda: {frozenset({1}): 1, None: 2, (1, 2): 3, np.float64(1): 4},
    *(lambda kind=kind: kind("Side", "UP")["UP"] for kind in (IntEnum, StrEnum, Enum)),
    lambda: 2**4096,
    lambda: -(2**4095),
    lambda: Unreadable(5),  # type: ignore[arg-type]
    lambda: Source(None),  # type: ignore[arg-type]
    lambda: "\ud800\udfff\x00",
    lambda: _frame(a=[_HUGE], b=[0.5]),
    lambda: _frame(a=[_HUGE]),
    lambda: _frame(a=[_HUGE, 0.5]),
    lambda: _frame(a=[2**63, -1]),
    lambda: pd.Series([_HUGE, 0.5], dtype=object),
    lambda: pd.Series([_HUGE]),
    lambda: pd.Series([[1], [2]]),
    lambda: pd.Series([1.5, None, "x"]),
    lambda: pd.DataFrame({"a": [[1], [2]], "b": [{}, ()]}),
    lambda: pd.DataFrame({"\x1b[31m": [1]}),
    lambda: pd.DataFrame({_HUGE**20: [1]}),
    lambda: pd.DataFrame({np.nan: [1], "b": [2]}),
    lambda: pd.DataFrame({True: [1]}),
    lambda: pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
    lambda: pd.DataFrame([[1, 2]], columns=pd.date_range("2020", periods=2)),
    lambda: pd.DataFrame({"a": pd.period_range("2020", periods=2), "b": pd.interval_range(0, 2)}),
    lambda: pd.DataFrame({"a": np.array([1, 2], dtype=np.longdouble), "b": np.array([1, 2], dtype=">f8")}),
    lambda: pd.DataFrame({"a": pd.arrays.SparseArray([0.0, 1.0])}),
    lambda: pd.DataFrame(index=range(3)),
    lambda: pd.DataFrame(np.zeros((3, 2000))),
    lambda: pd.DataFrame({"a": [1]}).groupby("a"),
    lambda: pd.Index([1, 2]),
    lambda: pd.NA,
    lambda: pd.NaT,
)
_AROUND: Final[tuple[Callable[[Any], Any], ...]] = (
    lambda odd: odd,
    lambda odd: [odd],
    lambda odd: (1.0, odd),
    lambda odd: {"a": odd},
    lambda odd: _Pair(odd, odd),
    lambda odd: [[[[[[[[[[[[[[[[odd]]]]]]]]]]]]]]]],
    lambda odd: pd.Series([odd], dtype=object),
    lambda odd: pd.DataFrame({"a": pd.Series([odd, 1.0], dtype=object)}),
)


def encodes_or_refuses(make: tuple[Callable[[], Any], Callable[[Any], Any]]) -> None:
    """Only a WireError, or bytes that are a value or refused in their turn."""
    try:
        value = make[1](make[0]())
    except Exception:  # noqa: BLE001 - NumPy or pandas looked at it while it was made, not we
        return
    try:
        data = wire.encode(value)
        wire.decode(data)
    except wire.WireError:
        return


def crosses_unchanged(value: Value) -> None:
    assert identical(wire.decode(wire.encode(value)), value)


def is_kept_unchanged(value: Value) -> None:
    assert identical(from_plain(json.loads(json.dumps(to_plain(value), allow_nan=False))), value)


def _deep() -> st.SearchStrategy[Any]:
    """Values at every depth down to the deepest."""
    layers: tuple[Callable[[Any], Any], ...] = (
        lambda inner: [inner],
        lambda inner: (inner, 1.5),
        lambda inner: {"a": inner},
    )
    below = st.lists(st.sampled_from(layers), max_size=wire.MAX_DEPTH - 1)

    def built(value: Value, around: list[Callable[[Any], Any]]) -> Value:
        for layer in around:
            value = layer(value)
        return value

    return st.builds(built, st.one_of(arrays(), st.text(max_size=5), st.just({}), st.just(Table({}))), below)


def _odd() -> st.SearchStrategy[Any]:
    return st.tuples(st.sampled_from(_ODD), st.sampled_from(_AROUND))


def _storable() -> st.SearchStrategy[Any]:
    """Values whose NaNs are the ordinary one, since JSON has no other; and arrays of zeros but for a few entries."""
    places = st.dictionaries(st.integers(0, 89), st.sampled_from((1.0, -0.0, 0.5, math.inf)), max_size=50)
    sparse = st.builds(_with_entries, st.sampled_from(("f8", "f4", "i8", "?", "c16")), places)
    return values().map(with_one_nan) | sparse


def _with_entries(dtype: str, entries: dict[int, float]) -> Value:
    array = np.zeros(90, dtype=np.float64)
    array[list(entries)] = list(entries.values())
    with np.errstate(invalid="ignore"):  # an infinity is no integer
        return array.astype(dtype).reshape(9, 10)


WIRE_OBJECTS: Final = (
    Target("wire-values", "a value crosses unchanged", lambda: values() | _deep(), crosses_unchanged, 300),
    Target("wire-objects", "any object at all becomes bytes or is refused", _odd, encodes_or_refuses, 500),
    Target("plain-values", "a value is kept as JSON unchanged", _storable, is_kept_unchanged, 100),
)
