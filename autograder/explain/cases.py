"""Outcomes of one exercise -> what is told of its cases, and of the known versions that they are like."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from autograder import wire
from autograder.answers import Answers
from autograder.compare import Mismatch, describe, outcome_mismatch
from autograder.diagnose import alike
from autograder.explain.account import CaseAccount, Resemblance
from autograder.judge import call_text
from autograder.model import Ending, Judgement, Outcome
from autograder.spec import Case, Tolerance

#: Characters of a value, and of what a call printed.
_MOST_OF_A_VALUE: Final = 240
_MOST_PRINTED: Final = 400


def cases_of(answers: Answers, outcomes: Sequence[Outcome]) -> tuple[CaseAccount, ...]:
    """Tell of every case: call, what came, what was expected, and how far apart they are."""
    if len(outcomes) != len(answers.cases):
        outcomes = (Outcome(Ending.MISSING),) * len(answers.cases)
    return tuple(_case(answers, index, outcome) for index, outcome in enumerate(outcomes))


def resemblances_of(answers: Answers, outcomes: Sequence[Outcome]) -> tuple[Resemblance, ...]:
    """Count for every known wrong version in how many cases a submission came to the same, the nearest first."""
    if len(outcomes) != len(answers.cases):
        return ()
    found = [
        Resemblance(each.id, each.hint, count_alike(answers, outcomes, each.outcomes), len(outcomes))
        for each in answers.known
        if len(each.outcomes) == len(answers.cases)  # a version that is no Python has one outcome for all
    ]
    return tuple(sorted(found, key=lambda each: -each.same))


def count_alike(answers: Answers, ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> int:
    """In how many cases two rows of outcomes are the same."""
    one_case = (replace(answers, cases=(case,)) for case in answers.cases)
    return sum(alike(alone, (a,), (b,)) for alone, a, b in zip(one_case, ours, theirs, strict=True))


def _case(answers: Answers, index: int, outcome: Outcome) -> CaseAccount:
    case, expected = answers.cases[index], answers.expected[index]
    found = outcome_mismatch(outcome, expected, case, answers.exercise)
    name, arguments = answers.exercise.name, answers.calls.arguments
    return CaseAccount(
        label=case.label,
        public=index < answers.public,
        call=name if arguments is None else call_text(name, arguments[index]),
        got=_came_to(outcome),
        expected=_came_to(expected),
        difference=_difference(found) if found else "",
        tolerance=_tolerance(case, answers.exercise.tolerance),
        verdict=found.judgement.value if found else Judgement.CORRECT.value,
        printed=outcome.printed[:_MOST_PRINTED],
    )


def _came_to(outcome: Outcome) -> str:
    if outcome.ending is Ending.RETURNED:
        changed = "".join(f", argument {place + 1} changed in place" for place in outcome.changed)
        try:
            return describe(wire.decode(outcome.encoded), _MOST_OF_A_VALUE) + changed
        except wire.WireError:
            return "something that cannot be read"
    if outcome.ending is Ending.RAISED:
        told = f"{outcome.exception}: {outcome.message}" if outcome.message else outcome.exception
        return told[:_MOST_OF_A_VALUE]
    return f"nothing ({outcome.ending.value})"


def _difference(found: Mismatch) -> str:
    if found.difference is not None:
        return found.difference.told
    return f"{found.found[:_MOST_OF_A_VALUE]} in the place of {found.expected[:_MOST_OF_A_VALUE]}"


def _tolerance(case: Case, default: Tolerance) -> str:
    """What a case allows; where views judge parts of the value, each with its own."""
    whole = case.tolerance or default
    if not case.views:
        return _allowed(whole)
    return "; ".join(f"{_place(view.at)}: {_allowed(view.tolerance or whole)}" for view in case.views)


def _allowed(tolerance: Tolerance) -> str:
    return f"rtol {tolerance.rtol:g}, atol {tolerance.atol:g}"


def _place(steps: Sequence[int | slice]) -> str:
    names = (
        f"[{'' if step.start is None else step.start}:{'' if step.stop is None else step.stop}]"
        if isinstance(step, slice)
        else f"[{step}]"
        for step in steps
    )
    return "".join(names) or "all of it"
