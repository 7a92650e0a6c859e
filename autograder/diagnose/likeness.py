"""Whether two rows of outcomes came to the same: a submission's and a known version's, right or wrong."""

from collections.abc import Sequence
from dataclasses import replace

from autograder.answers import Answers
from autograder.compare import outcome_mismatch
from autograder.errors import SpecError
from autograder.model import Outcome
from autograder.spec import Case, Exercise, Question


def alike(answers: Answers, ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> bool:
    """Whether two rows of outcomes are the same in every case; missing evidence is no evidence."""
    return len(ours) == len(theirs) == len(answers.cases) and all(
        _is_alike(a, b, case, answers.exercise) for a, b, case in zip(ours, theirs, answers.cases, strict=True)
    )


def _is_alike(ours: Outcome, theirs: Outcome, case: Case, exercise: Exercise | Question) -> bool:
    """Whether two outcomes are the same.

    A case's views are places in what the reference returns. A wrong version may return something that has no such
    places, and is then compared as a whole.
    """
    try:
        return outcome_mismatch(ours, theirs, case, exercise) is None
    except SpecError:
        return outcome_mismatch(ours, theirs, replace(case, views=()), exercise) is None
