"""An exercise that takes and returns a table, from its case to the verdict and to `check` in a notebook."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from autograder.answers import AnswerKey
from autograder.check.card import card_text
from autograder.check.findings import examine
from autograder.examples import examples_json, read_examples
from autograder.grade import Grader
from autograder.model import Judgement, Verdict
from autograder.spec import Case, Exercise, Table, wrong
from tests.made_up import MadeUp, answers, made_up

PREPARE = """
import pandas as pd

def prepare(table):
    prepared = pd.DataFrame({"admit": table["admit"].astype(float)})
    prepared["gre"] = (table["gre"] - table["gre"].mean()) / table["gre"].std()
    for rank in (1, 2, 3):
        prepared[f"rank_{rank}"] = (table["rank"] == rank).astype(float)
    return prepared
"""
PUBLIC = Table({"admit": [0, 1, 1, 0], "gre": [380, 660, 800, 640], "rank": [3, 3, 1, 2]})


def without_copying(table):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - as a student writes it
    """Whose table is it?"""
    table["gre"] = (table["gre"] - table["gre"].mean()) / table["gre"].std(ddof=0)
    return table


def hidden(generator: np.random.Generator) -> list[Case]:
    def table(ranks: list[int]) -> Table:
        gre = generator.integers(11, 40, len(ranks)) * 20
        return Table({"admit": generator.integers(0, 2, len(ranks)), "gre": gre, "rank": ranks})

    return [
        Case("seven rows", (table([1, 2, 3, 3, 2, 1, 1]),)),
        Case("no rank 2", (table([1, 3, 3, 1, 1]),)),
        Case("whole scores", (table([2, 1, 3]),)),
    ]


@pytest.fixture(scope="module")
def course(grader: Grader) -> MadeUp:
    exercise = Exercise(
        "prepare",
        4,
        [Case("four rows", (PUBLIC,))],
        hidden,
        [wrong("T1", without_copying)],
        keeps_arguments=True,
        cpu_seconds=5,
    )
    rows = Exercise("count_rows", 1, [Case("four rows", (PUBLIC,), documented=4)], hidden)
    scores = Exercise("scores", 1, [Case("four rows", (PUBLIC,), documented=[380, 660, 800, 640])], hidden)
    return made_up(
        grader.sandbox,
        {
            "prepare": PREPARE,
            "count_rows": "def count_rows(table):\n    return len(table)",
            "scores": "def scores(table):\n    return table['gre'].to_numpy()",
        },
        exercise,
        rows,
        scores,
    )


def prepared(course: MadeUp, *changes: tuple[str, str]) -> Verdict:
    """What becomes of the reference with some of its text changed."""
    text = PREPARE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return course.verdict("prepare", text)


@pytest.mark.parametrize(
    "text",
    [
        PREPARE,
        PREPARE.replace(".astype(float)", ""),
        PREPARE.replace("astype(float)", "astype('Int64')"),
        PREPARE.replace("return prepared", "return prepared.set_index(prepared.index * 3 - 1)"),
        PREPARE.replace("return prepared", "return type('Mine', (pd.DataFrame,), {})(prepared)"),
        """
import pandas as pd

def prepare(table):
    table = table.copy()
    table["gre"] = table["gre"].sub(table["gre"].mean()).div(table["gre"].std(ddof=1))
    ranks = pd.CategoricalIndex(table["rank"], categories=[1, 2, 3])
    dummies = pd.get_dummies(pd.Series(ranks), prefix="rank")
    return pd.concat([table.drop(columns="rank"), dummies], axis=1)
""",
    ],
    ids=["the reference", "True and False", "Int64", "an index of its own", "a subclass", "dummies"],
)
def test_a_right_table_earns_everything_in_any_form(course: MadeUp, text: str) -> None:
    verdict = course.verdict("prepare", text)

    assert (verdict.judgement, verdict.points) == (Judgement.CORRECT, 4.0)


@pytest.mark.parametrize(
    ("changes", "judgement", "hint"),
    [
        pytest.param([("return prepared", "return prepared.to_numpy()")], Judgement.WRONG_TYPE, "table", id="an array"),
        pytest.param(
            [("return prepared", "return prepared[list(prepared)[::-1]]")],
            Judgement.WRONG_SHAPE,
            "stand in another order",
            id="another order",
        ),
        pytest.param([("(1, 2, 3)", "(1, 2)")], Judgement.WRONG_SHAPE, "a column is missing", id="a column missing"),
        pytest.param(
            [("(1, 2, 3)", "sorted(set(table['rank']))")],
            Judgement.WRONG_SHAPE,
            "a column is missing. Which ones should be there, whatever it holds",
            id="a column missing where nothing is in it",
        ),
        pytest.param([("(1, 2, 3)", "(1, 2, 3, 4)")], Judgement.WRONG_SHAPE, "and a column more", id="a column more"),
        pytest.param([('f"rank_{rank}"', "rank")], Judgement.WRONG_SHAPE, "without the columns 'rank_1'", id="names"),
        pytest.param(
            [("return prepared", "return prepared.dropna().iloc[1:]")],
            Judgement.WRONG_SHAPE,
            "a table of 3 rows, and one of 4 rows is asked for",
            id="a row missing",
        ),
        pytest.param([("return prepared", "return -prepared")], Judgement.WRONG, "the sign is not", id="sign"),
        pytest.param([("return prepared", "return prepared.round(3)")], Judgement.WRONG, "to 3 decimals", id="rounded"),
        pytest.param([("return prepared", "table['gre'] = 0; return prepared")], Judgement.WRONG, "", id="changed"),
        pytest.param([("return prepared", "print(prepared)")], Judgement.WRONG_TYPE, "returns None", id="printed"),
    ],
)
def test_a_wrong_table_is_told_what_is_wrong_with_it(
    course: MadeUp, changes: list[tuple[str, str]], judgement: Judgement, hint: str
) -> None:
    verdict = prepared(course, *changes)

    assert (verdict.judgement, verdict.points) == (judgement, 0.0)
    assert hint in verdict.hint


def test_the_callers_table_is_called_a_table(course: MadeUp) -> None:
    verdict = prepared(course, ("return prepared", "table['gre'] = 0.0; return prepared"))

    assert "changes the table it was given" in verdict.hint
    assert verdict.cases[0].message == "got argument 1 changed in place, expected argument 1 left as it was"


def test_a_known_wrong_version_on_tables_earns_its_own_hint(course: MadeUp) -> None:
    text = "def prepare(t):\n    t['gre'] = (t['gre'] - t['gre'].mean()) / t['gre'].std(ddof=0)\n    return t"

    verdict = course.verdict("prepare", text)

    assert (verdict.misconception, verdict.hint) == ("T1", "Whose table is it?")


def test_a_public_call_shows_its_table_in_short(course: MadeUp) -> None:
    verdict = prepared(course, (".mean()", ".median()"))

    assert verdict.cases[0].call == (
        "prepare(DataFrame({'admit': [0, 1, 1, 0], 'gre': [380, 660, 800, 640], 'rank': [3, 3, 1, 2]}))"
    )
    assert "in column 'gre', row 3, expected" in verdict.cases[0].message
    assert all(case.call is None and not case.message for case in verdict.cases[1:])


def test_a_series_is_as_good_as_an_array_or_a_list(course: MadeUp) -> None:
    for result in ("table['gre']", "table['gre'].tolist()", "table.set_index('rank')['gre']"):
        verdict = course.verdict("scores", f"def scores(table):\n    return {result}")

        assert verdict.judgement is Judgement.CORRECT, result


def test_an_exercise_on_tables_needs_no_import_of_pandas(course: MadeUp) -> None:
    verdict = course.verdict("count_rows", "def count_rows(table):\n    return table.shape[0]")

    assert verdict.judgement is Judgement.CORRECT


# ---------------------------------------------------------------------------------------------------- in a notebook


def defined(text: str) -> dict[str, Any]:
    """What a student has defined by running a cell."""
    namespace: dict[str, Any] = {}
    exec(text, namespace)  # noqa: S102 - a student's cell, written here
    return namespace


def card(course: MadeUp, text: str) -> str:
    examples = read_examples(examples_json(course.key, {}))
    return card_text(examine(examples, "prepare", defined(text)))


def test_check_calls_the_students_function_with_a_data_frame(course: MadeUp) -> None:
    assert card(course, PREPARE).startswith("prepare: correct on its one example, 4 of 4 points")


def test_check_shows_the_table_the_column_and_the_row(course: MadeUp) -> None:
    shown = card(course, PREPARE.replace(".mean()", ".min()")).splitlines()

    assert shown[0].startswith("prepare: wrong (0 of 1 examples right)")
    assert shown[1].startswith("  prepare(DataFrame({'admit': [0, 1, 1, 0], 'gre': [380, 660, 800, 640]")
    assert "in column 'gre', row 3" in shown[2]
    assert "in column 'gre', row 3" in shown[3]


def test_check_notes_a_table_changed_in_place_and_knows_wrong_versions(course: MadeUp) -> None:
    changed = card(course, PREPARE.replace("return prepared", "table['gre'] = 0.0; return prepared"))
    known = card(
        course,
        "def prepare(t):\n    t['gre'] = (t['gre'] - t['gre'].mean()) / t['gre'].std(ddof=0)\n    return t",
    )

    assert "argument 1 changed in place" in changed
    assert known.endswith("Whose table is it?")


def test_what_students_get_of_a_table_is_the_public_one(course: MadeUp) -> None:
    text = examples_json(course.key, {})

    back = read_examples(text).key.answers[0].cases

    assert len(back) == 1
    assert back[0].arguments[0].names == PUBLIC.names
    assert "seven rows" not in text


def test_check_imports_pandas_for_tables_alone(course: MadeUp) -> None:
    numbers = AnswerKey("tiny", (answers([1.0, 2.0]),))
    script = (
        "import sys\nfrom autograder.check.findings import examine\nfrom autograder.examples import read_examples\n"
        "examples = read_examples(sys.argv[1])\nbefore = 'pandas' in sys.modules\n"
        "for name in examples.order:\n    examine(examples, name, {name: len})\nprint(before, 'pandas' in sys.modules)"
    )

    said = [
        subprocess.run(
            [sys.executable, "-c", script, examples_json(key, {})], capture_output=True, text=True, check=True
        )
        for key in (numbers, course.key)
    ]

    assert [each.stdout.split() for each in said] == [["False", "False"], ["False", "True"]]
