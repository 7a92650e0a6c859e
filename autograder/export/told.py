"""What a student is told of a verdict, in plain text. Of a hidden case nothing but its label ever stands here."""

from collections.abc import Iterator
from typing import Final

from autograder.export.cleaned import clean
from autograder.model import CaseVerdict, Judgement, Verdict

#: Said to the student where the fault is ours. What it was is for the instructor, and goes to standard error.
NOT_GRADED: Final = (
    "This submission could not be graded. That is no fault of yours, and costs you no points: please tell your teacher."
)
_MOST_CASES: Final = 6
_MOST_CHARACTERS: Final = 6000
#: Nobody's code failed on these: there is none.
_NOTHING_THERE: Final = (Judgement.NOT_IMPLEMENTED, Judgement.MISSING)
#: Something ended the call, rather than a wrong value.
_ERRORS: Final = (
    Judgement.RAISED,
    Judgement.TOO_SLOW,
    Judgement.WAITING,
    Judgement.OUT_OF_MEMORY,
    Judgement.CRASHED,
    Judgement.EXITED,
)


def told(verdict: Verdict) -> str:
    """Everything there is to say of an exercise."""
    return clean("\n".join(_lines(verdict)), _MOST_CHARACTERS)


def told_of_case(verdict: Verdict, case: CaseVerdict) -> str:
    """What there is to say of a case that is not right."""
    if case.judgement is Judgement.NOT_GRADED:
        return NOT_GRADED
    what = f"{case.judgement}. {case.message}" if case.public and case.message else f"{case.judgement}."
    return clean(f"{what}\n{verdict.hint}".strip(), _MOST_CHARACTERS)


def is_error(case: CaseVerdict) -> bool:
    """Whether a call was ended by something else than a wrong value."""
    return case.judgement in _ERRORS


def failed(verdict: Verdict) -> list[CaseVerdict]:
    """The cases that are not right, public ones first."""
    return [case for case in verdict.cases if case.judgement is not Judgement.CORRECT]


def _lines(verdict: Verdict) -> Iterator[str]:
    if verdict.judgement is Judgement.NOT_GRADED:
        yield NOT_GRADED
        return
    yield f"{str(verdict.judgement).capitalize()}."
    if verdict.excused_by:
        yield f"Stands on {verdict.excused_by}, which is wrong; judged as if {verdict.excused_by} were right."
    if verdict.hint:
        yield verdict.hint
    if verdict.judgement in _NOTHING_THERE:
        return
    wrong = failed(verdict)
    for case in wrong[:_MOST_CASES]:
        yield f"{case.label}: {case.call} {case.message}" if case.public else f"Not right for: {case.label}"
    if len(wrong) > _MOST_CASES:
        yield f"... and {len(wrong) - _MOST_CASES} more of {len(verdict.cases)} cases."
