"""What a function in memory stands on: the names that it uses, and the foundation among them that is not right yet."""

from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any, Final

from autograder.answers import AnswerKey
from autograder.check.calling import outcomes_of
from autograder.examples import Examples
from autograder.judge import judge
from autograder.model import Judgement, Run, Submission, Verdict

#: Functions that are followed into; nobody's exercise leads through more.
_MOST_FUNCTIONS: Final = 100


def names_used(function: object, namespace: Mapping[str, Any]) -> frozenset[str]:
    """The names that a function uses, itself or by way of the notebook's own functions that it calls."""
    found: set[str] = set()
    waiting, seen = [function], 0
    while waiting and seen < _MOST_FUNCTIONS:
        seen += 1
        code = getattr(waiting.pop(), "__code__", None)
        new = set(_names(code)) - found if isinstance(code, CodeType) else set()
        found |= new
        waiting += [
            value
            for name in sorted(new)
            if isinstance(value := namespace.get(name), FunctionType) and value.__globals__ is namespace
        ]
    return frozenset(found)


def _names(code: CodeType) -> Iterator[str]:
    """The global names in a piece of code and in the functions within it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def wrong_foundation(examples: Examples, name: str, namespace: Mapping[str, Any]) -> Verdict | None:
    """The verdict on the foundation that is to be mended first: one that is used, is not right, and stands on no such.

    Args:
        examples: the public part of the assignment.
        name: an exercise that is not right.
        namespace: what the student has defined.
    """
    used = names_used(namespace.get(name), namespace)
    wrong: dict[str, Verdict] = {}
    for foundation in examples.key.foundations_of(name):
        if foundation in used:
            verdict = _verdict_on(examples, foundation, namespace)
            if verdict.judgement is not Judgement.CORRECT:
                wrong[foundation] = verdict
    lowest = [each for each in wrong if not wrong.keys() & set(examples.key.foundations_of(each))]
    return wrong[lowest[0]] if lowest else None


def _verdict_on(examples: Examples, name: str, namespace: Mapping[str, Any]) -> Verdict:
    answers = next(each for each in examples.key.answers if each.exercise.name == name)
    outcomes = outcomes_of(namespace, answers.calls) if callable(namespace.get(name)) else ()
    key = AnswerKey(examples.key.assignment, (answers,))
    return judge(key, Submission(key.assignment, ()), Run({name: outcomes}, {}))[0]
