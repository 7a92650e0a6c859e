"""The evidence on every exercise, put into words: first run, second runs on lent foundations, and the repetition."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from autograder.answers import AnswerKey, Answers
from autograder.diagnose import alike
from autograder.explain.account import ExerciseAccount, Repetition, Resemblance, SecondRun
from autograder.explain.cases import cases_of, count_alike, resemblances_of
from autograder.grade import Evidence
from autograder.judge import is_unmoved, steadiness
from autograder.model import Judgement, Outcome, Verdict

#: Verdicts on what was never tried: nothing is to be recognised.
_NOT_TRIED: Final = (Judgement.CORRECT, Judgement.NOT_IMPLEMENTED, Judgement.MISSING, Judgement.NOT_GRADED)


def exercises_of(key: AnswerKey, evidence: Evidence) -> Iterator[ExerciseAccount]:
    """Tell of every exercise, in the assignment's order."""
    for answers, verdict in zip(key.answers, evidence.verdicts, strict=True):
        name = answers.exercise.name
        first = evidence.run.outcomes.get(name, ())
        near = resemblances_of(answers, first)
        second = tuple(_second_runs(answers, evidence, first))
        yield ExerciseAccount(
            name=name,
            points=verdict.points,
            max_points=verdict.max_points,
            verdict=verdict.judgement.value,
            hint=verdict.hint,
            misconception=verdict.misconception,
            recognised_by=_recognised_by(verdict, near, second),
            excused_by=verdict.excused_by,
            foundations=key.foundations_of(name),
            cases=cases_of(answers, first),
            resemblances=near,
            second_runs=second,
            repetition=_repetition(answers, evidence.repeated),
        )


def _second_runs(answers: Answers, evidence: Evidence, first: Sequence[Outcome]) -> Iterator[SecondRun]:
    """What each second run showed. As `judge` does, only match or no match is read from it, and no value."""
    for loan, outcomes in evidence.lent:
        if answers.exercise.name not in loan.borrowers:
            continue
        second = outcomes.get(answers.exercise.name, ())
        near = resemblances_of(answers, second)
        right = count_alike(answers, second, answers.expected) if len(second) == len(answers.cases) else 0
        lent = tuple(each.exercise for each in evidence.verdicts if each.exercise in loan.lent)
        yield SecondRun(lent, right, len(answers.cases), _matched(answers, second, first, near), near)


def _matched(answers: Answers, second: Sequence[Outcome], first: Sequence[Outcome], near: Sequence[Resemblance]) -> str:
    if alike(answers, second, answers.expected):
        return "right in every case: the foundation alone was wrong"
    if is_unmoved(first, second):
        return "the same as the first run in every case: the foundation has no part in it"
    if near and near[0].same == near[0].of:
        return f"what {near[0].id} comes to, in every case"
    return "neither right, nor like the first run, nor like a known wrong version"


def _recognised_by(verdict: Verdict, near: Sequence[Resemblance], second: Sequence[SecondRun]) -> str:
    """How the misconception was recognised, or why none was."""
    if verdict.misconception is not None:
        runs = [("the first run", near), *(("the second run", run.resemblances) for run in second)]
        for which, found in runs:
            same = next((each for each in found if each.id == verdict.misconception), None)
            if same and same.same == same.of:
                return f"{which} came to what {same.id} comes to in {same.same} of {same.of} cases"
        return f"the outcomes are those of {verdict.misconception}"
    if verdict.judgement in _NOT_TRIED:
        return ""
    if not near:
        return "no wrong version is known of it"
    if near[0].same == 0:
        return "no known wrong version fits a single case"
    return f"no known wrong version fits every case; {near[0].id} comes nearest, in {near[0].same} of {near[0].of}"


def _repetition(answers: Answers, repeated: Mapping[str, Sequence[Outcome]]) -> Repetition | None:
    outcomes = repeated.get(answers.exercise.name, ())
    if not outcomes:
        return None
    calls = len(outcomes[::2])
    return Repetition(calls, calls - sum(steadiness(answers, outcomes)))
