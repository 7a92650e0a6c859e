from collections.abc import Iterator

import numpy as np
import pytest

from autograder import wire
from autograder.model import Ending, Source, Unreadable
from autograder.sandbox import Limits, Sandbox
from autograder.sandbox.inside import Printed

from .jobs import calls, notebook, variable


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(limits=Limits(value_bytes=10_000, frame_bytes=60_000)) as sandbox:
        yield sandbox


def test_the_start_of_what_is_printed_is_kept() -> None:
    printed = Printed()

    for _ in range(100):
        printed.write("x" * 1000)

    assert printed.take(10**6) == b"x" * 10_000
    assert printed.take(10**6) == b""


def test_what_is_no_text_cannot_be_printed() -> None:
    with pytest.raises(TypeError, match="expected a text"):
        Printed().write(b"bytes")


def test_a_syntax_error_is_told_with_its_line_and_costs_its_cell(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook("x = 1\nif x\n", "g = 3"), [variable("g")])

    assert run.cells[0].error == "SyntaxError: expected ':' (line 2)"
    assert wire.decode(run.outcomes["g"][0].encoded) == 3


def test_a_cell_that_fails_keeps_the_definitions_below_the_failure(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook("1 / 0\ndef f(x):\n    return math.sqrt(x)\nimport math"), [calls("f", (4.0,))])

    assert wire.decode(run.outcomes["f"][0].encoded) == 2.0
    assert run.cells[0].error == "ZeroDivisionError: division by zero (line 1)"


def test_an_argument_changed_in_place_is_noted(sandbox: Sandbox) -> None:
    source = "def f(a, b, c):\n    a[0] = 7\n    c.append(1)\n    return b"

    run = sandbox.run(notebook(source), [calls("f", (np.zeros(3), np.ones(2), [0]))])

    assert run.outcomes["f"][0].changed == (0, 2)


def test_a_function_as_argument_is_made_inside(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook("def f(g):\n    return g(3)"), [calls("f", (Source("lambda x: np.float64(x**3)"),))])

    assert wire.decode(run.outcomes["f"][0].encoded) == 27


def test_a_function_as_argument_that_cannot_be_made_is_an_error_that_is_told(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook("def f(g):\n    return 1"), [calls("f", (Source("nothing"),), (Source("len"),))])

    assert [outcome.ending for outcome in run.outcomes["f"]] == [Ending.RAISED, Ending.RETURNED]
    assert run.outcomes["f"][0].message == "name 'nothing' is not defined"


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        ("object()", "object"),
        ("lambda: 1", "function"),
        ("np.zeros(10_000)", "array of 80000 bytes"),
        ("'x' * 20_000", "value of 20004 bytes"),
        ("np.array([{}])", "array of dtype 'O'"),
    ],
)
def test_what_is_no_value_arrives_as_the_name_of_its_type(sandbox: Sandbox, value: str, type_name: str) -> None:
    run = sandbox.run(notebook("import numpy as np", f"g = {value}"), [variable("g")])

    assert wire.decode(run.outcomes["g"][0].encoded) == Unreadable(type_name)


def test_a_function_that_returns_far_too_much_leaves_room_for_the_others(sandbox: Sandbox) -> None:
    source = "import numpy as np\ndef much(x):\n    return np.zeros(1000)\ndef little(x):\n    return x"

    run = sandbox.run(notebook(source), [calls("much", *[(1,)] * 12), calls("little", (5,))])

    much = [wire.decode(outcome.encoded) for outcome in run.outcomes["much"]]
    assert isinstance(much[0], np.ndarray)
    assert isinstance(much[-1], Unreadable)
    assert wire.decode(run.outcomes["little"][0].encoded) == 5


def test_prints_belong_to_the_call_that_printed(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook("print('cell')\ndef f(x):\n    print(x)"), [calls("f", (1,), (2,), public=1)])

    assert run.cells[0].printed == "cell\n"
    assert [outcome.printed for outcome in run.outcomes["f"]] == ["1\n", "2\n"]


def test_numpys_memory_error_is_a_memory_error(sandbox: Sandbox) -> None:
    run = sandbox.run(notebook("import numpy as np\ndef f(x):\n    return np.ones(10**12)"), [calls("f", (1,))])

    assert run.outcomes["f"][0].ending is Ending.OUT_OF_MEMORY


def test_notebook_magic_is_passed_over(sandbox: Sandbox) -> None:
    cells = notebook(
        "%matplotlib inline\n!ls\nlisting = !ls\na = 1", "%%time\nb = 2", "%%html\n<b>", "import nothing_at_all"
    )

    run = sandbox.run(cells, [variable("a"), variable("b"), variable("listing")])

    assert [wire.decode(run.outcomes[name][0].encoded) for name in ("a", "b", "listing")] == [1, 2, []]
    assert [run.cells[index].error for index in range(3)] == ["", "", ""]
    assert run.cells[3].error.startswith("ModuleNotFoundError")
