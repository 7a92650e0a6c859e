"""Functions that come to something else every time: random numbers without a seed, a list that grows from call to call.

Figures that change are like no known wrong version, and no slip explains them. So where a function is wrong on a public
call and was not understood, its public calls are put again, in a child of their own and each twice in a row. Of what
they come to only this is read: whether the two of a pair differ. A right function, or one that was understood, costs
nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from autograder import wire
from autograder.answers import AnswerKey, Answers
from autograder.compare import outcome_mismatch
from autograder.diagnose import is_vague
from autograder.model import Calls, Ending, Judgement, Outcome, Verdict

_OF_VALUES: Final = frozenset({Judgement.WRONG, Judgement.WRONG_TYPE, Judgement.WRONG_SHAPE})
_UNSTEADY: Final = (
    "Called twice with the same arguments, it gives two different results. What does it remember from one call to the "
    "next, or draw at random?"
)


def doubtful(key: AnswerKey, verdicts: Sequence[Verdict]) -> tuple[Calls, ...]:
    """The calls to put again: every public one of a function that fails one and was not understood, twice in a row."""
    return tuple(
        replace(calls, arguments=_doubled(calls), public=2 * calls.public)
        for calls, verdict in zip(key.calls, verdicts, strict=True)
        if calls.arguments is not None
        and verdict.judgement in _OF_VALUES
        and verdict.misconception is None
        and is_vague(verdict.hint)
        and any(case.public and case.judgement is not Judgement.CORRECT for case in verdict.cases)
    )


def judge_repeated(
    key: AnswerKey, verdicts: Sequence[Verdict], outcomes: Mapping[str, Sequence[Outcome]]
) -> tuple[Verdict, ...]:
    """Give what comes to something else every time the hint that says so; no judgement changes.

    Args:
        key: the exercises and the answers.
        verdicts: so far, in the key's order.
        outcomes: what the repeated calls came to.
    """
    return tuple(
        replace(verdict, hint=_UNSTEADY) if _is_unsteady(answers, outcomes.get(verdict.exercise, ())) else verdict
        for answers, verdict in zip(key.answers, verdicts, strict=True)
    )


def _doubled(calls: Calls) -> tuple[tuple[bytes, ...], ...]:
    return tuple(arguments for arguments in (calls.arguments or ())[: calls.public] for _ in range(2))


def _is_unsteady(answers: Answers, outcomes: Sequence[Outcome]) -> bool:
    """Whether a call came to something else the second time; one that was stopped tells nothing."""
    if any(outcome.ending not in (Ending.RETURNED, Ending.RAISED) for outcome in outcomes):
        return False
    return all(map(_can_be_read, outcomes)) and not all(steadiness(answers, outcomes))


def steadiness(answers: Answers, outcomes: Sequence[Outcome]) -> Iterator[bool]:
    """Whether the two calls of a pair came to the same, pair by pair.

    Args:
        answers: of the exercise.
        outcomes: of its public calls, each put twice in a row.
    """
    for case, first, second in zip(answers.cases, outcomes[::2], outcomes[1::2], strict=False):
        # Compared whole: a case's views are places in what the reference returns, and both sides are the student's.
        whole = replace(case, views=())
        is_judgeable = _can_be_read(second) or first.encoded == second.encoded
        yield is_judgeable and outcome_mismatch(first, second, whole, answers.exercise) is None


def _can_be_read(outcome: Outcome) -> bool:
    """Whether there is a value, where there should be one."""
    return outcome.ending is not Ending.RETURNED or wire.is_readable(outcome.encoded)
