"""Tables behind the wall: a DataFrame for the student's function, plain columns for everybody else."""

from collections.abc import Iterator

import numpy as np
import pytest

from autograder import wire
from autograder.model import Ending, Outcome, Unreadable, Value
from autograder.sandbox import Limits, Sandbox
from autograder.spec import Table
from tests.values import identical

from .jobs import calls, notebook, variable

GRADES = Table(
    {"admit": [0, 1, 1], "gre": [380.0, 660.0, 800.0], "school": ["A", "B", "Ä"], "new": [True, False, True]}
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(limits=Limits(value_bytes=100_000)) as sandbox:
        yield sandbox


def outcome_of(sandbox: Sandbox, body: str, *arguments: Value) -> Outcome:
    """What a function with this body comes to on a table (and more), pandas not being imported for it."""
    names = ", ".join(["table", "other"][: len(arguments)])
    run = sandbox.run(notebook(f"def f({names}):\n    {body}"), [calls("f", arguments, cpu_seconds=3)])
    return run.outcomes["f"][0]


def value_of(outcome: Outcome) -> Value:
    assert outcome.ending is Ending.RETURNED, outcome
    return wire.decode(outcome.encoded)


def test_a_function_sees_a_data_frame_with_the_default_index(sandbox: Sandbox) -> None:
    body = "return type(table).__name__, list(table.index), list(table), [str(each) for each in table.dtypes]"

    seen = value_of(outcome_of(sandbox, body, GRADES))

    assert seen[:3] == ("DataFrame", [0, 1, 2], ["admit", "gre", "school", "new"])
    assert [kind for kind in seen[3] if kind not in {"str", "object"}] == ["int64", "float64", "bool"]


def test_a_table_comes_back_as_it_went(sandbox: Sandbox) -> None:
    outcome = outcome_of(sandbox, "return table", GRADES)

    assert identical(value_of(outcome), GRADES)
    assert outcome.changed == ()


def test_an_index_is_left_aside_and_the_rows_stand_as_they_stand(sandbox: Sandbox) -> None:
    outcome = outcome_of(sandbox, "return table.sort_values('gre', ascending=False)[['gre']]", GRADES)

    assert identical(value_of(outcome), Table({"gre": [800.0, 660.0, 380.0]}))


def test_a_series_comes_back_as_a_row_and_tables_may_lie_in_tuples(sandbox: Sandbox) -> None:
    outcome = outcome_of(sandbox, "return table[['admit']], (table['gre'], table['new'])", GRADES)

    expected = (Table({"admit": [0, 1, 1]}), (GRADES.columns["gre"], GRADES.columns["new"]))
    assert identical(value_of(outcome), expected)


@pytest.mark.parametrize(
    "change",
    [
        "table.loc[1, 'gre'] = 0.0",
        "table['gre'] -= 1",
        "table['more'] = 1.0",
        "table.drop(columns='admit', inplace=True)",
        "table['admit'] = table['admit'].astype(float)",
        "table.sort_values('gre', ascending=False, inplace=True)",
    ],
)
def test_a_table_changed_in_place_is_noted_whatever_is_returned(sandbox: Sandbox, change: str) -> None:
    outcome = outcome_of(sandbox, f"{change}; return other", GRADES, GRADES)

    assert outcome.changed == (0,)
    assert identical(value_of(outcome), GRADES)


def test_a_copy_may_be_changed(sandbox: Sandbox) -> None:
    outcome = outcome_of(sandbox, "table = table.copy(); table['gre'] -= 1; return table[['gre']]", GRADES)

    assert outcome.changed == ()
    assert identical(value_of(outcome), Table({"gre": [379.0, 659.0, 799.0]}))


def test_pandas_is_there_for_tables_and_costs_nothing_without_them(sandbox: Sandbox) -> None:
    source = "import sys\ndef f(x):\n    return 'pan' 'das' in sys.modules"

    without = sandbox.run(notebook(source), [calls("f", (1.0,))])
    beside = sandbox.run(notebook(source), [calls("f", (1.0,)), calls("g", (1.0,), (2.0,), (3.0, GRADES))])

    assert value_of(without.outcomes["f"][0]) is False
    assert value_of(beside.outcomes["f"][0]) is True


SHOWN = [
    "print(table)",
    "print(table.describe())",
    "table.info()",
    "print(table['gre'])",
    "repr(table), table.to_string(), table._repr_html_()",
    "print(table.dtypes, table.shape, table.columns)",
    "print(table['school'].value_counts())",
    "display(table.head())",
]


@pytest.mark.parametrize("show", SHOWN)
def test_a_table_shown_in_a_cell_harms_nothing(sandbox: Sandbox, show: str) -> None:
    cell = f"import pandas as pd\ntable = pd.DataFrame({{'gre': [380.0], 'school': ['A']}})\n{show}\nx = 1"

    run = sandbox.run(notebook(cell), [variable("x")])

    assert run.cells[0].error == ""
    assert value_of(run.outcomes["x"][0]) == 1


@pytest.mark.parametrize("show", SHOWN)
def test_a_table_shown_in_a_function_harms_nothing_also_where_there_are_no_files(sandbox: Sandbox, show: str) -> None:
    handed_in, asked = notebook(f"def f(table):\n    {show}\n    return table"), calls("f", (GRADES,), cpu_seconds=3)

    first = sandbox.run(handed_in, [asked]).outcomes
    second = sandbox.borrow(handed_in, [asked], ["def g(x):\n    return x"])

    for outcomes in (first, second):
        assert identical(value_of(outcomes["f"][0]), GRADES)


HOSTILE = """
import numpy as np
import pandas as pd

class Equal(pd.DataFrame):
    def __eq__(self, other):
        return True
    def __reduce__(self):
        return print, ("unpickled",)

class Shapeless(pd.DataFrame):
    @property
    def shape(self):
        raise SystemExit

class Lying(pd.DataFrame):
    @property
    def dtypes(self):
        raise KeyboardInterrupt

class Name(str):
    def __eq__(self, other):
        return True
    def __hash__(self):
        return 0

equal = Equal({"a": [1]})
shapeless = Shapeless({"a": [1]})
lying = Lying({"a": [1]})
columns = pd.DataFrame(np.zeros((1, 10**6)))
rows = pd.DataFrame({"a": np.zeros(10**6)})
texts = pd.DataFrame({"a": ["x"] * 20_000})
endless = pd.DataFrame({"a": ["x" * 10**6]})
long_name = pd.DataFrame({"x" * 10**6: [1]})
objects = pd.DataFrame({"a": [equal]})
doubles = pd.DataFrame([[1, 2]], columns=["a", "a"])
levels = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")]))
names = pd.DataFrame([[1, 2]], columns=[Name("a"), Name("b")])
huge = pd.DataFrame({"a": [2**70]})
itself = pd.DataFrame({"a": [0]}, dtype=object)
itself.iloc[0, 0] = itself
"""
UNREADABLE = (
    *(
        "shapeless",
        "columns",
        "rows",
        "texts",
        "endless",
        "long_name",
        "objects",
        "doubles",
        "levels",
        "huge",
        "itself",
    ),
)


def test_hostile_tables_are_columns_of_plain_values_or_words(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook(HOSTILE), [variable(name) for name in (*UNREADABLE, "equal", "lying", "names")])

    assert run.cells[0].error == ""
    for name in UNREADABLE:
        value = value_of(run.outcomes[name][0])
        assert isinstance(value, Unreadable), name
        assert len(value.type_name) <= 80
    for name in ("equal", "lying"):
        assert identical(value_of(run.outcomes[name][0]), Table({"a": np.array([1])})), name
    assert isinstance(value_of(run.outcomes["names"][0]), Table | Unreadable)


@pytest.mark.parametrize(
    "patch",
    [
        "import sys; sys.modules['pandas'] = 5; return table",
        "import pandas; pandas.DataFrame = 5; return table",
        "import pandas; pandas.DataFrame = type('M', (type,), {'__instancecheck__': print})('D', (), {}); return table",
        "import pandas, sys; pandas.DataFrame.iloc = property(lambda self: sys.exit(0)); return table",
    ],
)
def test_a_patched_pandas_harms_the_one_who_patched_it_alone(sandbox: Sandbox, patch: str) -> None:
    outcome = outcome_of(sandbox, patch, GRADES)

    assert outcome.ending in {Ending.RETURNED, Ending.CRASHED, Ending.EXITED, Ending.RAISED}
    after = outcome_of(sandbox, "return table", GRADES)
    assert identical(value_of(after), GRADES)
