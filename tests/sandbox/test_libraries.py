"""The libraries that a submission's zygote must hold."""

import pytest

from autograder import wire
from autograder.model import Calls
from autograder.sandbox.libraries import libraries_of
from autograder.sandbox.progress import RUNNABLE
from autograder.table import Table

from .jobs import notebook


def test_pages_of_empty_lines_are_read_once() -> None:
    """A pattern that takes newlines for blanks would take hours for this."""
    assert libraries_of(notebook("\n" * 500_000 + " " * 500_000 + "= " * 100_000), RUNNABLE) == ()


@pytest.mark.parametrize(
    ("source", "has_magic"),
    [
        ("%matplotlib inline", True),
        ("  %timeit f(1)", True),
        ("!ls", True),
        ("x = !ls", True),
        ("x = %time f()", True),
        ("np.dot?", True),
        ("a = 7 % b", False),
        ("a != b", False),
        ("print('50%')", False),
    ],
)
def test_only_notebook_syntax_asks_for_ipython(source: str, has_magic: bool) -> None:  # noqa: FBT001 - a table
    assert ("IPython" in libraries_of(notebook(f"x = 1\n{source}\n"), RUNNABLE)) is has_magic


@pytest.mark.parametrize(
    ("source", "tables", "plots"),
    [
        ("import pandas as pd", True, False),
        ("import matplotlib.pyplot as plt", False, True),
        ("import pandas as pd\npd.DataFrame({'a': [1]}).plot()", True, True),
        ("import numpy as np", False, False),
    ],
)
def test_a_zygote_holds_what_the_cells_name(source: str, *, tables: bool, plots: bool) -> None:
    libraries = libraries_of(notebook(source), RUNNABLE)

    assert ("pandas" in libraries) is tables
    assert ("matplotlib.pyplot" in libraries) is plots


def test_a_table_among_the_arguments_asks_for_pandas() -> None:
    table = Calls("f", ((wire.encode(Table({"a": [1]})),),), public=1, cpu_seconds=1.0)

    assert "pandas" in libraries_of(notebook("x = 1"), RUNNABLE, [table])
