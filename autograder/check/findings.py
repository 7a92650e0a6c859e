"""An exercise's public part and a student's namespace -> what there is to say of it.

Verdicts and hints are the grader's own: the outcomes go through the same `judge`, with the public part of the key. What
only happens in a notebook (a cell that was not run, a class in the place of a function) gets sentences of its own.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from autograder import wire
from autograder.answers import AnswerKey, Answers
from autograder.check.calling import outcomes_of
from autograder.check.footing import wrong_foundation
from autograder.check.history import broken_since
from autograder.check.names import not_defined
from autograder.compare import A_TUPLE, describe, kind_of
from autograder.counted import counted
from autograder.examples import Examples, QuestionForm
from autograder.judge import doubtful, judge, judge_repeated
from autograder.model import NOT_ANSWERED, STATES, Calls, Judgement, Outcome, Run, Submission, Value, Verdict

_STUB: Final = "NotImplementedError"
_AS_IF: Final = "In the grading it is judged as if that one were right."
ANSWERED: Final = "answered"
#: What there is to do when something is written, in a notebook.
RUN_THE_CELL: Final = ", run that cell, and check again."
#: Verdicts on returned values, which a wrong foundation may have muddled.
_OF_VALUES: Final = frozenset({Judgement.WRONG, Judgement.WRONG_TYPE, Judgement.WRONG_SHAPE})


@dataclass(frozen=True, slots=True)
class Finding:
    """What `check` found of one exercise: all that a card of any kind needs.

    Args:
        verdict: the verdict on the public cases.
        state: the verdict in a word or two, for the student; a question is "answered", never "correct".
        answers: the public part of the key, None for a question.
        outcomes: what the calls came to, in the order of the cases; empty where none was made.
        first: what to read before all else: on what it stands on and is not right yet, or on a cell run in vain; or "".
    """

    verdict: Verdict
    state: str
    answers: Answers | None = None
    outcomes: tuple[Outcome, ...] = ()
    first: str = ""


def examine(examples: Examples, name: str, namespace: Mapping[str, Any]) -> Finding:
    """Try one exercise on its public cases.

    Args:
        examples: the public part of the assignment.
        name: one of its exercises.
        namespace: what the student has defined.

    Raises:
        KeyboardInterrupt: the student pressed stop.
    """
    for form in examples.questions:
        if form.name == name:
            return _told_of_its_cell(question_finding(form, outcomes_of(namespace, question_calls(form))), namespace)
    answers = next(each for each in examples.key.answers if each.exercise.name == name)
    return _told_of_its_cell(_function(answers, examples, namespace), namespace)


def _told_of_its_cell(finding: Finding, namespace: Mapping[str, Any]) -> Finding:
    """Say before all else that a cell was run in vain: a verdict on the version before would mislead."""
    broken = broken_since(finding.verdict.exercise, namespace)
    if not broken:
        return finding
    if finding.verdict.judgement is Judgement.MISSING:
        return replace(finding, verdict=replace(finding.verdict, hint=broken))
    return replace(finding, first=broken)


def _function(answers: Answers, examples: Examples, namespace: Mapping[str, Any]) -> Finding:
    name = answers.exercise.name
    subject = namespace.get(name)
    if name in namespace and (isinstance(subject, type) or not callable(subject)):
        points = float(answers.exercise.points)
        verdict = Verdict(name, Judgement.WRONG_TYPE, 0.0, points, _not_a_function(name, subject))
        return Finding(verdict, "no function")
    outcomes = outcomes_of(namespace, answers.calls)
    key = AnswerKey(examples.key.assignment, (answers,))
    (verdict,) = judge(key, Submission(key.assignment, ()), Run({name: outcomes}, {}))
    again = {calls.name: outcomes_of(namespace, calls) for calls in doubtful(key, (verdict,))}
    (verdict,) = judge_repeated(key, (verdict,), again)
    foundation = ""
    if verdict.judgement is Judgement.MISSING:
        verdict = replace(verdict, hint=not_defined(name, examples.order, namespace))
    elif verdict.judgement is Judgement.NOT_IMPLEMENTED:
        verdict = replace(verdict, hint=_not_written(subject, examples))
    elif verdict.judgement is not Judgement.CORRECT:
        foundation, verdict = _on_its_foundations(examples, verdict, namespace)
    if verdict.judgement is Judgement.RAISED and not verdict.misconception:
        verdict = replace(verdict, hint=_other_arguments(name, subject, answers.calls) or verdict.hint)
    return Finding(verdict, STATES.get(verdict.judgement, verdict.judgement.value), answers, outcomes, foundation)


def _on_its_foundations(examples: Examples, verdict: Verdict, namespace: Mapping[str, Any]) -> tuple[str, Verdict]:
    """Say which foundation to mend first, if one is to blame; then a hint read off muddled figures is worth nothing."""
    foundation = wrong_foundation(examples, verdict.exercise, namespace)
    if foundation is None:
        return "", verdict
    is_known = verdict.misconception is not None or verdict.judgement not in _OF_VALUES
    verdict = verdict if is_known else replace(verdict, hint="")
    if foundation.judgement in (Judgement.NOT_IMPLEMENTED, Judgement.MISSING):
        return f"It stands on {foundation.exercise}, which is not written yet: write that first. {_AS_IF}", verdict
    return f"It stands on {foundation.exercise}, which is not right yet: mend that first. {_AS_IF}", verdict


def _not_a_function(name: str, subject: object) -> str:
    if isinstance(subject, type):
        return f"{name} is a class, and a function is asked for. Which word does the line begin with: class or def?"
    return (
        f"{name} is {_value_text(subject)}, and a function is asked for. "
        f"Was the name given to something else further down? Run the cell with its def again."
    )


def _not_written(subject: Any, examples: Examples) -> str:  # noqa: ANN401 - a student's function
    """Say whose the missing code is: the function's own, or that of another exercise it calls."""
    named = getattr(getattr(subject, "__code__", None), "co_names", (_STUB,))
    called = [name for name in named if name in examples.order]
    if _STUB not in named and called:
        return f"It calls {' and '.join(called)}: is everything there already written?"
    return f"Write your code in the place of `raise NotImplementedError`{RUN_THE_CELL}"


def _other_arguments(name: str, subject: Any, calls: Calls) -> str:  # noqa: ANN401 - a student's function
    """Say that the function cannot be called the way its docstring has it, or nothing."""
    arguments = (calls.arguments or ((),))[0]
    try:
        signature = inspect.signature(subject)
    except (TypeError, ValueError):  # written in C, and silent about its arguments
        return ""
    try:
        signature.bind(*arguments)
    except TypeError:
        return (
            f"It is written as {name}{signature} and called with {counted(len(arguments), 'argument')}. "
            f"Which does the docstring name, and in which order?"
        )
    return ""


def question_calls(form: QuestionForm) -> Calls:
    """What to put to a question: nothing but to read it."""
    return Calls(form.name, None, 0, 1.0)


def question_finding(form: QuestionForm, outcomes: tuple[Outcome, ...]) -> Finding:
    """A question's answer is not known here: what can be told is whether it is one of the right kind."""
    if not outcomes:
        return _open(form, Judgement.MISSING, STATES[Judgement.MISSING], not_defined(form.name))
    value = wire.decode(outcomes[0].encoded)
    if value is None:
        hint = f"Put {_expected(form)} in the place of None{RUN_THE_CELL}"
        return _open(form, Judgement.NOT_IMPLEMENTED, NOT_ANSWERED, hint)
    if not _is_of_kind(form, value):
        hint = f"Expected {_expected(form)}, found {_value_text(value)}."
        return _open(form, Judgement.WRONG_TYPE, "another kind of answer", hint)
    return Finding(Verdict(form.name, Judgement.CORRECT, float(form.points), float(form.points)), ANSWERED)


def _open(form: QuestionForm, judgement: Judgement, state: str, hint: str) -> Finding:
    return Finding(Verdict(form.name, judgement, 0.0, float(form.points), hint), state)


def _expected(form: QuestionForm) -> str:
    return f"one of {', '.join(map(repr, form.choices))}" if form.choices else form.kind


def _is_of_kind(form: QuestionForm, value: Value) -> bool:
    """Whether the grader would compare the answer at all; lists and arrays stand for tuples, as they do there."""
    if form.choices:
        return isinstance(value, str) and value.strip().lower() in {choice.strip().lower() for choice in form.choices}
    if isinstance(value, np.ndarray) and not value.shape:
        value = value[()]
    kinds = {kind_of(value)}
    if isinstance(value, list | tuple | np.ndarray):
        kinds |= {kind_of(tuple(value)), kind_of(list(value)), A_TUPLE}
    return form.kind in kinds


def _value_text(value: object) -> str:
    """A value's kind and, where it is short, its figures: "a number, 0.25"."""
    try:
        value = wire.decode(wire.encode(value))
    except wire.WireError:
        return "something too large to show"
    kind, text = kind_of(value), describe(value, 60)
    return kind if text in {kind, "None"} else f"{kind}, {text}"
