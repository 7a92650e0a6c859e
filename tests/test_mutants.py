"""The grader examined: every small change to a reference loses its points, or is listed as none, with the reason."""

import ast
from collections.abc import Iterator

import pytest

from autograder.catalogue import Assignment
from autograder.grade import Grader
from autograder.model import CellKind
from autograder.sandbox.walls import missing_walls
from autograder.spec import Exercise
from tests.mutants.equivalents import Change, equivalents
from tests.mutants.examination import Examination, Examined, examining
from tests.mutants.making import OPERATORS, mutants_of
from tests.mutants.mutant import Operator
from tests.mutants.trial import Tried
from tests.real_course import ASSIGNMENTS, COURSE, reference_of

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

#: The shortest reference, a single subscript, has so many mutants.
FEWEST = 5


@pytest.fixture(scope="module", name="examined")
def examine_all() -> Iterator[Examined]:
    with examining([assignment.name for assignment in COURSE.assignments]) as examined:
        yield examined


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_mutant_loses_its_points_or_is_listed(examined: Examined, assignment: Assignment) -> None:
    examination = examined(assignment.name)

    assert not examination.survivors, "\n".join(map(str, examination.survivors))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_mutant_listed_keeps_its_points(examined: Examined, assignment: Assignment) -> None:
    examination = examined(assignment.name)

    assert not examination.stale, "\n".join(map(str, examination.stale))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_function_has_mutants(examined: Examined, assignment: Assignment) -> None:
    functions = [each.name for each in assignment.exercises if isinstance(each, Exercise)]

    made = examined(assignment.name).made

    assert {*made} == {f"{assignment.name}.{name}" for name in functions}
    assert min(made.values()) >= FEWEST
    assert sum(made.values()) >= 25 * len(functions)


def test_every_mutant_listed_has_a_reason_and_is_of_the_course() -> None:
    listed = equivalents()

    assert all(reason.endswith(".") for reason in listed.values())
    assert {change.assignment for change in listed} <= {assignment.name for assignment in COURSE.assignments}


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: f"{operator.__module__}.{operator.__name__}")
def test_every_operator_finds_something_in_the_course(grader: Grader, operator: Operator) -> None:
    cells = [cell for assignment in COURSE.assignments for cell in reference_of(grader, assignment).cells]
    nodes = [node for cell in cells if cell.kind is CellKind.SOLUTION for node in ast.walk(ast.parse(cell.source))]

    assert any(any(operator(node)) for node in nodes)


def test_what_is_missing_from_the_list_and_what_is_stale_in_it_are_both_seen() -> None:
    unlisted = Change("error.predict", "return input * weight", "return weight * input")

    examination = Examination("error", (Tried(unlisted, survived=True),))

    assert examination.survivors == [unlisted]
    assert examination.stale == [change for change in equivalents() if change.assignment == "error"] != []


def test_a_mutant_is_told_by_the_lines_that_differ() -> None:
    mutants = mutants_of('def f(a, b):\n    """Take away."""\n    return a - b  # here\n')

    assert {mutant.before for mutant in mutants} == {"return a - b"}
    assert {mutant.after for mutant in mutants} == {
        *("pass", "return a", "return b", "return b - a", "return a - a", "return b - b"),  # our own
        *(f"return a {sign} b" for sign in ("+", "*", "/", "//", "%", "**")),  # Cosmic Ray's
    }


def test_what_only_looks_different_is_no_mutant() -> None:
    mutants = mutants_of("def f(a):\n    return (a)\n")

    assert [mutant.after for mutant in mutants] == ["pass"]
