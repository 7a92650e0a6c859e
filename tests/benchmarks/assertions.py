"""The cases of the answer key written out as plain asserts: what a course without this grader would hold."""

from collections.abc import Iterator
from typing import Final

from autograder import wire
from autograder.answers import AnswerKey, Answers
from autograder.model import Ending, Outcome
from autograder.spec import Case
from tests.literal import literal

#: What the asserts need, NumPy apart: as much judging as a careful author writes by hand.
HEADER: Final = """
import math


def agree(actual, expected, rtol, atol):
    if isinstance(expected, (tuple, list)):
        return len(actual) == len(expected) and all(agree(*pair, rtol, atol) for pair in zip(actual, expected))
    if isinstance(expected, str):
        return actual == expected
    return np.shape(actual) == np.shape(expected) and np.allclose(actual, expected, rtol, atol, equal_nan=True)


def raised(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__
""".strip()


def without_grader(setup: str) -> str:
    """A setup cell's text as it is where there is no grader: nothing is imported from it."""
    return "\n".join(line for line in setup.splitlines() if not line.startswith("from autograder "))


def asserts_by_exercise(key: AnswerKey) -> dict[str, str]:
    """Every exercise's cases, public and hidden, as lines of asserts."""
    return {answers.exercise.name: "\n".join(_asserts(answers)) for answers in key.answers}


def _asserts(answers: Answers) -> Iterator[str]:
    for case, expected in zip(answers.cases, answers.expected, strict=True):
        yield f"assert {_claim(answers, case, expected)}"


def _claim(answers: Answers, case: Case, expected: Outcome) -> str:
    name = answers.exercise.name
    asks_for_value = answers.calls.arguments is None
    call = name if asks_for_value else f"{name}({', '.join(literal(argument) for argument in case.arguments)})"
    if expected.ending is not Ending.RETURNED:
        return f"raised(lambda: {call}) == {expected.exception!r}"
    tolerance = case.tolerance or answers.exercise.tolerance
    return f"agree({call}, {literal(wire.decode(expected.encoded))}, {tolerance.rtol!r}, {tolerance.atol!r})"
