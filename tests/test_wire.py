"""What crosses the wall comes back exactly; what is no value is refused, and never anything worse."""

import contextlib
from enum import IntEnum
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder import wire
from autograder.model import Source, Unreadable, Value
from autograder.spec import Table
from autograder.table import MAX_COLUMNS, frame_of
from tests.values import DTYPES, identical, tables, values


@given(values())
def test_a_value_comes_back_of_the_same_types_and_to_the_last_bit(value: Value) -> None:
    assert identical(wire.decode(wire.encode(value)), value)


@pytest.mark.parametrize("dtype", DTYPES)
def test_arrays_and_scalars_of_every_dtype_come_back(dtype: str) -> None:
    array = np.array([[0, 1, 1], [1, 0, 1]], dtype=dtype)

    back = wire.decode(wire.encode((array, array[0, 1], array[:0], array[0, 0, np.newaxis].reshape(()))))

    assert identical(back[0], array)
    assert identical(back[1], array[0, 1])
    assert back[2].shape == (0, 3)
    assert back[3].shape == ()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4).T,
        np.arange(12.0)[::-3],
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(6, dtype=">f8"),
        np.broadcast_to(np.float64(2), (2, 3)),
    ],
    ids=["transposed", "strided", "by columns", "big-endian", "broadcast"],
)
def test_an_array_comes_back_with_its_figures_however_it_lies_in_memory(array: np.ndarray[Any, Any]) -> None:
    back = wire.decode(wire.encode(array))

    np.testing.assert_array_equal(back, array, strict=array.dtype.isnative)


def test_an_array_that_came_back_may_be_changed() -> None:
    array = wire.decode(wire.encode(np.zeros(3)))

    array += 1

    assert array.tolist() == [1, 1, 1]


@given(st.binary(max_size=200))
@example(b"\xdd\xff\xff\xff\xff")  # a list of four billion
@example(b"\xdf\xff\xff\xff\xff")  # a map of as many
@example(b"\xd6\xff\x00\x00\x00\x00")  # a timestamp
@example(b"\x91" * 500 + b"\xc0")  # lists within lists
def test_bytes_that_stand_for_nothing_raise_a_wire_error_and_nothing_else(data: bytes) -> None:
    with contextlib.suppress(wire.WireError):
        wire.decode(data)


@given(values(), st.data())
def test_bytes_that_were_tampered_with_raise_a_wire_error_and_nothing_else(value: Value, data: st.DataObject) -> None:
    tampered = bytearray(wire.encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(tampered) - 1))
        match data.draw(st.sampled_from(("flip", "drop", "double", "cut"))):
            case "flip":
                tampered[place] = data.draw(st.integers(0, 255))
            case "drop" if len(tampered) > 1:
                del tampered[place]
            case "double":
                tampered[place:place] = tampered[place : place + 8]
            case "cut":
                tampered = tampered[: place + 1]

    with contextlib.suppress(wire.WireError):
        wire.decode(bytes(tampered))


@pytest.mark.parametrize("shape", [(3,), (-1,), (2**62,), (2**31, 0), (2**31, 2**31, 2**31)])
def test_an_array_whose_header_and_bytes_disagree_is_refused(shape: tuple[int, ...]) -> None:
    header = bytes([11, len(shape)]) + b"".join(size.to_bytes(8, "little", signed=True) for size in shape)
    data = msgspec.msgpack.encode(msgspec.msgpack.Ext(1, header + bytes(16)))

    with pytest.raises(wire.WireError, match="array of shape"):
        wire.decode(data)


def test_an_array_of_unknown_dtype_or_too_many_axes_is_refused() -> None:
    for header in (bytes([200, 0]), bytes([11, 9]) + bytes(72)):
        data = msgspec.msgpack.encode(msgspec.msgpack.Ext(1, header))

        with pytest.raises(wire.WireError, match="array header"):
            wire.decode(data)


def test_a_value_nested_too_deep_is_refused_on_either_side() -> None:
    value: Value = 1.0
    for _ in range(wire.MAX_DEPTH + 2):
        value = (value,)
    data = msgspec.msgpack.encode(1.0)
    for _ in range(wire.MAX_DEPTH + 3):
        data = msgspec.msgpack.encode(msgspec.msgpack.Ext(0, b"\x91" + data))

    with pytest.raises(wire.WireError, match="nested deeper"):
        wire.encode(value)
    with pytest.raises(wire.WireError, match="nested deeper"):
        wire.decode(data)


def test_a_value_of_too_many_items_is_refused_however_they_are_spread() -> None:
    fits = [(0.5,)] * (wire.MAX_ITEMS // 2)

    assert wire.decode(wire.encode(fits)) == fits
    for value in ([0.5] * (wire.MAX_ITEMS + 1), [*fits, 0.5], (fits, fits)):
        with pytest.raises(wire.WireError, match="more than"):
            wire.decode(wire.encode(value))


def test_what_is_looked_at_is_decoded_once_and_what_is_decoded_is_ones_own() -> None:
    data = wire.encode([1.0, 2.0])

    looked_at, own = wire.value_of(data), wire.decode(data)
    own.append(3.0)

    assert wire.value_of(bytes(bytearray(data))) is looked_at
    assert looked_at == [1.0, 2.0]


def test_bytes_that_stand_for_nothing_stay_unreadable_however_often_one_looks() -> None:
    nothing = msgspec.msgpack.encode({"no": "value"})

    for _ in range(2):
        assert not wire.is_readable(nothing)
        with pytest.raises(wire.WireError, match="dict is no kind of value"):
            wire.value_of(nothing)
    assert wire.is_readable(wire.encode(None))


def test_an_integer_of_absurd_length_is_refused() -> None:
    with pytest.raises(wire.WireError, match="5001 bits"):
        wire.encode(2**5000)


class Impostor(float):
    """Claims to equal everything."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (lambda: 1.0, "function"),
        ({1.0, 2.0}, "set"),
        (b"bytes", "bytes"),
        (np.array([Impostor(1.0)], dtype=object), "array of dtype 'O'"),
        (np.array(["a"]), "array of dtype 'U'"),
        (np.ma.MaskedArray([1.0], mask=[True]).dtype, "Float64DType"),
    ],
    ids=["a function", "a set", "bytes", "objects", "texts", "a dtype"],
)
def test_what_is_no_value_crosses_as_the_name_of_its_type_alone(value: Value, name: str) -> None:
    assert wire.decode(wire.encode(value)) == Unreadable(name)
    assert wire.decode(wire.encode([value])) == [Unreadable(name)]


class Errors(NamedTuple):
    up: float
    down: float


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Errors(1.0, 2.0), (1.0, 2.0)),
        (Impostor(1.5), 1.5),
        (IntEnum("Side", "UP").UP, 1),  # type: ignore[attr-defined]  # made on the spot
        (np.longdouble(2.5), np.float64(2.5)),
        (np.array([1, 2.5], dtype=object), np.array([1.0, 2.5])),
    ],
    ids=["a named tuple", "a subclass of float", "an enumeration", "a long double", "numbers as objects"],
)
def test_what_holds_a_plain_value_crosses_as_that_value(value: Value, plain: Value) -> None:
    crossed = wire.decode(wire.encode(value))

    assert type(crossed) is type(plain)
    assert np.array_equal(crossed, plain)


class NoArray:
    """Says that its class is another one."""

    @property
    def __class__(self) -> Any:  # noqa: ANN401 - any class at all
        msg = "asked for its class"
        raise RuntimeError(msg)

    @__class__.setter
    def __class__(self, _: object) -> None: ...


class HalfNumber(np.float64):
    """Says that it is of another type and has other bytes."""

    dtype = property(lambda _: np.dtype("i1"))

    def tobytes(self, *_: object, **__: object) -> bytes:
        return b"short"


def test_what_an_object_says_of_itself_is_not_asked() -> None:
    nameless = type("nameless", (type,), {"__name__": property(lambda _: 1 / 0)})

    assert wire.decode(wire.encode(NoArray())) == Unreadable("NoArray")
    assert wire.decode(wire.encode(nameless("Quiet", (), {})())) == Unreadable("Quiet")
    assert identical(wire.decode(wire.encode(HalfNumber(2.5))), np.float64(2.5))


def test_an_object_that_raises_when_it_is_read_is_refused() -> None:
    class Frame(pd.DataFrame):
        @property
        def shape(self) -> Any:  # noqa: ANN401 - none at all
            msg = "no shape"
            raise RuntimeError(msg)

    for value in (Frame({"a": [1]}), Unreadable(5), Source(None)):  # type: ignore[arg-type]
        with pytest.raises(wire.WireError, match="cannot be read"):
            wire.encode(value)


def test_an_integer_past_all_floats_makes_no_array_and_no_table() -> None:
    huge = 10**400
    crossed = wire.decode(wire.encode((np.array([huge, 0.5], dtype=object), pd.DataFrame({"a": [huge, 0.5]}))))

    assert all(isinstance(each, Unreadable) for each in crossed)
    assert isinstance(wire.decode(wire.encode(pd.DataFrame({"a": [huge]}))), Unreadable)


def test_an_array_of_too_many_entries_is_named_and_not_copied() -> None:
    broadcast = np.broadcast_to(np.float64(1), (2**20, 2**20))

    crossed = wire.decode(wire.encode([broadcast, 1.5]))

    assert crossed == [Unreadable(f"array of {2**40} entries"), 1.5]


def test_a_flag_is_true_or_false_whatever_byte_it_was() -> None:
    flags = np.frombuffer(b"\x02\x00\xff", dtype=np.bool_)

    back = wire.decode(wire.encode((flags, flags[:1].reshape(()))))

    assert back[0].tobytes() == b"\x01\x00\x01"
    assert identical(back[1], np.ones((), dtype=np.bool_))


def test_a_dict_may_lie_as_deep_as_a_list() -> None:
    value: Value = {"leaf": 1.5}
    for _ in range(wire.MAX_DEPTH - 1):
        value = {"within": value}

    assert identical(wire.decode(wire.encode(value)), value)


def test_what_is_read_is_what_could_be_written() -> None:
    name, integer = "é" * 80, 2**wire.MAX_INTEGER_BITS

    assert wire.decode(wire.encode(Unreadable(name))) == Unreadable(name)
    with pytest.raises(wire.WireError, match="an integer of"):
        wire.decode(msgspec.msgpack.encode(msgspec.msgpack.Ext(4, integer.to_bytes(513, "little"))))
    with pytest.raises(wire.WireError, match="nested deeper"):
        wire.decode(b"\x91" * (wire.MAX_DEPTH + 1) + wire.encode("text"))


def test_an_empty_array_of_a_billion_rows_is_no_value() -> None:
    with pytest.raises(wire.WireError, match="array of shape"):
        wire.decode(wire.encode(np.empty((2**30, 0))))


def test_an_array_subclass_crosses_as_a_plain_array() -> None:
    matrix = np.arange(4.0).reshape(2, 2).view(np.recarray)

    back = wire.decode(wire.encode(matrix))

    assert type(back) is np.ndarray


def test_a_source_stays_text() -> None:
    assert wire.decode(wire.encode((Source("lambda x: x**3"), 2.0))) == (Source("lambda x: x**3"), 2.0)


# ----------------------------------------------------------------------------------------------------------- tables


def forged(*pairs: Value) -> bytes:
    """What a sender of its own making might claim to be a table."""
    return msgspec.msgpack.encode(msgspec.msgpack.Ext(9, wire.encode(list(pairs))))


@given(tables())
def test_a_table_comes_back_through_a_data_frame_to_the_last_bit(table: Table) -> None:
    encoded = wire.encode(table)

    back = wire.encode(frame_of(wire.decode(encoded)))

    assert identical(wire.decode(back).names, table.names)
    assert back == encoded


def test_a_table_is_told_by_its_first_bytes_however_large_it_is() -> None:
    for rows in (0, 1, 30, 300, 100_000):
        encoded = wire.encode(Table({"a": np.zeros(rows)}))

        assert wire.is_table(encoded)
        assert wire.decode(encoded).rows == rows
    assert wire.is_table(wire.encode(Table({})))
    others: tuple[Value, ...] = (None, 0.5, [], (Table({}),), np.zeros(9), "text", {})
    assert not any(wire.is_table(wire.encode(value)) for value in others)
    assert not wire.is_table(b"")


@pytest.mark.parametrize(
    "data",
    [
        forged(["a", np.zeros(2)], ["a", np.zeros(2)]),
        forged(["a", np.zeros(2)], ["b", np.zeros(3)]),
        forged(["a", np.zeros((2, 2))]),
        forged(["a", np.float64(1)]),
        forged(["a", np.zeros(2, dtype=complex)]),
        forged(["a", ["x", 1.0]]),
        forged(["a", [["x"]]]),
        forged([1, np.zeros(2)]),
        forged([["a"], np.zeros(2)]),
        forged(["a"]),
        forged(5),
        forged(*([str(place), np.zeros(1)] for place in range(MAX_COLUMNS + 1))),
        forged(["a", ["x"] * (wire.MAX_ITEMS + 1)]),
        msgspec.msgpack.encode(msgspec.msgpack.Ext(9, b"\xc0")),
        msgspec.msgpack.encode(msgspec.msgpack.Ext(9, b"")),
    ],
    ids=[
        *("a name twice", "other lengths", "two axes", "a number", "complex", "mixed", "nested", "a number as a name"),
        *("a list as a name", "no pair", "no pairs", "too many columns", "too many texts", "nothing", "no bytes"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.decode(data)


@pytest.mark.parametrize(
    ("frame", "columns"),
    [
        (pd.DataFrame({"a": pd.array([1, 2], dtype="Int64")}), {"a": np.array([1, 2])}),
        (pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}), {"a": np.array([1.0, np.nan])}),
        (pd.DataFrame({"a": pd.array([True, False], dtype="boolean")}), {"a": np.array([True, False])}),
        (pd.DataFrame({"a": pd.Categorical(["u", "v"])}), {"a": np.array(["u", "v"], dtype=object)}),
        (pd.DataFrame({"a": np.array([1, 2.5], dtype=object)}), {"a": np.array([1.0, 2.5])}),
        (pd.DataFrame({"a": np.array([1, 2], dtype="u1")}), {"a": np.array([1, 2], dtype="u1")}),
        (pd.get_dummies(pd.Series([4, 2])), {"2": np.array([False, True]), "4": np.array([True, False])}),
        (pd.get_dummies(pd.Series([4, 2]), sparse=True), {"2": np.array([False, True]), "4": np.array([True, False])}),
        (pd.DataFrame({"a": [1.0, 2.0]}, index=[7, 3]), {"a": np.array([1.0, 2.0])}),
        (pd.DataFrame(), {}),
    ],
    ids=[
        *("Int64", "a missing number", "boolean", "categories", "objects", "small integers", "dummies", "sparse"),
        *("another index", "nothing at all"),
    ],
)
def test_a_data_frame_crosses_as_what_its_columns_hold(frame: pd.DataFrame, columns: dict[str, Value]) -> None:
    assert identical(wire.decode(wire.encode(frame)), Table(columns))


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (pd.DataFrame({"a": [object()]}), "DataFrame with a column of something else than numbers or texts"),
        (pd.DataFrame({"a": ["x", None]}), "DataFrame with a column of something else than numbers or texts"),
        (pd.DataFrame({"a": [1j]}), "DataFrame with a column of something else than numbers or texts"),
        (pd.DataFrame({"a": pd.to_datetime(["2020-01-01"])}), "DataFrame with a column of something else than "),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "DataFrame with two columns of one name"),
        (pd.DataFrame([[1, 2]], columns=["1", 1]), "DataFrame with two columns of one name"),
        (pd.DataFrame({("a", "b"): [1]}), "DataFrame with a column whose name is no text"),
        (pd.DataFrame({None: [1]}), "DataFrame with a column whose name is no text"),
        (pd.DataFrame(np.zeros((1, 5000))), "DataFrame of 5000 columns"),
        (pd.Series([object()]), "Series of something else than numbers or texts"),
    ],
)
def test_a_data_frame_that_is_no_table_crosses_as_words_for_it(value: Value, name: str) -> None:
    crossed = wire.decode(wire.encode(value))

    assert isinstance(crossed, Unreadable)
    assert crossed.type_name.startswith(name)


def test_a_series_crosses_as_a_row() -> None:
    series = pd.Series([1.5, 2.5, 3.5], index=[9, 8, 7])

    back = wire.decode(wire.encode((series, series > 2, pd.Series(["x", "y"]))))

    assert identical(back, (np.array([1.5, 2.5, 3.5]), np.array([False, True, True]), ["x", "y"]))


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"a": [1, 2], "b": [1]}, "'a' has 2, 'b' has 1"),
        ({1: [1]}, "the name 1 of a column is a int"),
        ({"a": [[1, 2]]}, "the column 'a' is no row"),
        ({"a": 5}, "the column 'a' is no row"),
        ({"a": [1, "x"]}, "the column 'a' is no row"),
        ({"a": [1, None]}, "the column 'a' is no row"),
    ],
)
def test_an_author_who_writes_no_table_is_told_why(columns: dict[str, Value], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Table(columns)
