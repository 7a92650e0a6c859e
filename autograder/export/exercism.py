"""results.json of an exercism test runner (version 3), and GitHub Classroom's dialect of it, which has points.

exercism shows the first test that failed, so there is a test for every case, in the order of the lesson, and an
exercise is a task. GitHub adds points up, so there a test is an exercise.
"""

from collections.abc import Iterator
from typing import Any, Final

from autograder.export.cleaned import clean
from autograder.export.told import NOT_GRADED, failed, is_error, told, told_of_case
from autograder.model import CaseVerdict, Judgement, Score, Verdict

_VERSION: Final = 3


def results(score: Score) -> dict[str, Any]:
    """A graded submission, for exercism."""
    if not score.is_graded:
        return not_graded(score.assignment)
    numbered = enumerate(score.verdicts, start=1)
    return _body([test for task, verdict in numbered for test in _tests(task, verdict)])


def unreadable(score: Score) -> dict[str, Any]:
    """A submission that is none."""
    return _error("\n".join(clean(note) for note in score.notes))


def not_graded(assignment: str) -> dict[str, Any]:  # noqa: ARG001 - every form takes it
    """A submission that could not be judged, through no fault of the student's."""
    return _error(NOT_GRADED)


def github_results(score: Score) -> dict[str, Any]:
    """A graded submission, for GitHub."""
    if not score.is_graded:
        return github_not_graded(score.assignment)
    body = _body([_scored(verdict) for verdict in score.verdicts])
    notes = "\n".join(clean(note) for note in score.notes)
    return {**body, "message": notes or None, "max_score": score.max_points}


def github_not_graded(assignment: str) -> dict[str, Any]:
    """A submission that could not be judged: without `max_score` no points are reported at all, not even 0."""
    return {**not_graded(assignment), "tests": []}


def _error(message: str) -> dict[str, Any]:
    return {"version": _VERSION, "status": "error", "message": message}


def _body(tests: list[dict[str, Any]]) -> dict[str, Any]:
    is_right = all(test["status"] == "pass" for test in tests)
    return {"version": _VERSION, "status": "pass" if is_right else "fail", "message": None, "tests": tests}


def _tests(task: int, verdict: Verdict) -> Iterator[dict[str, Any]]:
    for case in verdict.cases:
        yield _test(task, f"{verdict.exercise}: {case.label}", verdict, case)
    if not failed(verdict) and verdict.judgement is not Judgement.CORRECT:
        status = {"status": "fail", "message": told(verdict), "test_code": verdict.exercise}
        yield {"name": verdict.exercise, **status, "task_id": task}


def _test(task: int, name: str, verdict: Verdict, case: CaseVerdict) -> dict[str, Any]:
    is_right = case.judgement is Judgement.CORRECT
    wrong = "error" if is_error(case) else "fail"
    return {
        "name": clean(name),
        "status": "pass" if is_right else wrong,
        "message": None if is_right else told_of_case(verdict, case),
        "test_code": _code(verdict, case),
        "task_id": task,
    }


def _code(verdict: Verdict, case: CaseVerdict) -> str:
    """The call; of a hidden one only what is special about it."""
    return clean(case.call) if case.call is not None else f"{verdict.exercise}(...)  # {clean(case.label)}"


def _scored(verdict: Verdict) -> dict[str, Any]:
    wrong = failed(verdict)
    is_right = verdict.judgement is Judgement.CORRECT
    return {
        "name": verdict.exercise,
        "status": "pass" if is_right else "fail",
        "message": None if is_right else told(verdict),
        "test_code": _code(verdict, wrong[0]) if wrong else verdict.exercise,
        "score": verdict.points,
    }
