"""A mistake is recognised by what it comes to: in other words, as other types, on other cases, on a wrong foundation.

That wrong versions are recognised as the key knows them, test_course shows; `python -m tests.confusion` prints it all.
"""

import ast
from dataclasses import replace

import pytest

from autograder.catalogue import Assignment
from autograder.grade import Grader
from tests.confusion.columns import Column, in_other_forms, is_enough, on_other_cases, on_wrong_ground
from tests.confusion.rewriting import retyped, reworded
from tests.confusion.table import share, table
from tests.confusion.told import Told
from tests.confusion.trials import try_out
from tests.confusion.wrongs import Wrong, wrongs_of
from tests.real_course import ASSIGNMENTS, COURSE, reference_of

ERROR = COURSE.assignment("error")


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_mistake_in_another_form_earns_its_own_hint(grader: Grader, assignment: Assignment) -> None:
    columns = list(in_other_forms(grader, assignment))

    assert [each for column in columns for each in column.unexplained] == []
    assert is_enough(columns)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_mistake_earns_its_own_hint_whatever_the_seed(grader: Grader, assignment: Assignment) -> None:
    columns = list(on_other_cases(grader, assignment))

    assert [each for column in columns for each in column.unexplained] == []
    assert is_enough(columns)


def test_a_mistake_on_top_of_another_earns_its_own_hint(grader: Grader) -> None:
    columns = [on_wrong_ground(grader, assignment) for assignment in COURSE.assignments]

    assert [each for column in columns for each in column.unexplained] == []
    assert is_enough(columns)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_another_form_is_another_text(grader: Grader, assignment: Assignment) -> None:
    wrongs = list(wrongs_of(assignment, reference_of(grader, assignment)))

    functions = [wrong for wrong in wrongs if not wrong.is_answer]
    changed = [
        wrong for wrong in functions if ast.dump(ast.parse(reworded(wrong).text)) != ast.dump(ast.parse(wrong.text))
    ]

    assert len(changed) == len(functions)
    assert all(retyped(wrong).text != wrong.text for wrong in wrongs)


def squared_error(body: str) -> Wrong:
    text = f"def squared_error(pred, goal_pred):\n    {body}"
    return Wrong("squared_error", "A02", "Not its hint.", "squared_error", text)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return (pred - goal_pred) ** 2", Told.KEPT),
        ("return abs(pred - goal_pred)", Told.ANOTHERS),
        ("return (pred - goal_pred) ** 2 * 7.5", Told.SLIP),
        ("raise NotImplementedError", Told.NOTHING),
    ],
)
def test_the_table_tells_what_is_not_exact(grader: Grader, body: str, told: Told) -> None:
    trials = tuple(try_out(grader, ERROR, [squared_error(body)], grader.key_for("error")))

    column = Column("tried", trials)
    assert [trial.told for trial in trials] == [told]
    assert not is_enough([column])
    assert f"  tried: squared_error A02: {told} " in table(ERROR, [column])
    assert share([column]) == "0 of 1 exact: 0.00%"


def test_what_a_wrong_version_costs_others_is_told(grader: Grader) -> None:
    wrong = next(wrongs_of(ERROR, reference_of(grader, ERROR)))
    (trial,) = try_out(grader, ERROR, [wrong], grader.key_for("error"))

    column = Column("tried", (replace(trial, harmed=("sse",)),))

    assert column.unexplained
    assert "it cost sse their points" in table(ERROR, [column])
