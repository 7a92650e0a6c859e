"""A finding -> what a card says, piece by piece, whatever the card is made of."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from autograder.check.findings import ANSWERED, Finding
from autograder.check.sides import Example, example_of
from autograder.counted import counted
from autograder.model import Judgement

#: Verdicts that no single example explains.
_WITHOUT_EXAMPLE: Final = frozenset(
    {Judgement.CORRECT, Judgement.NOT_IMPLEMENTED, Judgement.MISSING, Judgement.NOT_GRADED}
)
_OF_KIND: Final = "It is an answer of the right kind. Whether it is the right answer, the grading will tell."
_PUT_IN_A_CELL: Final = "Put the call above into a cell of its own and print what each step comes to."
#: What to try after a failure, by its verdict.
_NEXT: Final = {
    Judgement.WRONG: _PUT_IN_A_CELL,
    Judgement.WRONG_SHAPE: "Put the call above into a cell of its own and print the .shape of each step.",
    Judgement.WRONG_TYPE: "Put the call above into a cell of its own and look at type(...) of what comes back.",
    Judgement.RAISED: "Put the call above into a cell of its own: the error's last lines name the line it comes from.",
    Judgement.WAITING: "Look for input() and sleep() in your code: which argument brings what is waited for?",
    Judgement.TOO_SLOW: "Print what the loop's condition looks at: what would have to change for it to end?",
}


class Standing(StrEnum):
    """How an exercise stands, for a reader who does not know the verdicts."""

    RIGHT = "right"
    ANSWERED = "answered"
    OPEN = "open"
    WRONG = "wrong"


#: A sign for each, so that no colour has to tell.
SIGNS: Final = {
    Standing.RIGHT: "\N{CHECK MARK}",
    Standing.ANSWERED: "\N{BULLET}",
    Standing.OPEN: "\N{EN DASH}",
    Standing.WRONG: "\N{MULTIPLICATION SIGN}",
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a card says.

    Args:
        exercise: whose card it is.
        standing: how it stands.
        state: the verdict in a word or two.
        share: how many examples are right, "" where that says nothing.
        worth: points earned and to be had, in words.
        first: what to read before all else, or "".
        example: the example that tells most, or None.
        case: its place among the cases, or None.
        hint: a question or a pointer, or "".
        further: what to try next, or "".
    """

    exercise: str
    standing: Standing
    state: str
    share: str
    worth: str
    first: str = ""
    example: Example | None = None
    case: int | None = None
    hint: str = ""
    further: str = ""


def content_of(finding: Finding) -> Content:
    """Say what there is to say of one exercise."""
    verdict = finding.verdict
    index, example = _example_of(finding) if verdict.judgement not in _WITHOUT_EXAMPLE else (None, None)
    return Content(
        exercise=verdict.exercise,
        standing=standing_of(finding),
        state=finding.state,
        share=_share_right(finding),
        worth=worth_of(finding),
        first=finding.first or (_OF_KIND if finding.state == ANSWERED else ""),
        example=example,
        case=index,
        hint=verdict.hint,
        further="" if example is None or finding.first else _NEXT.get(verdict.judgement, _PUT_IN_A_CELL),
    )


def standing_of(finding: Finding) -> Standing:
    """How an exercise stands."""
    if finding.state == ANSWERED:
        return Standing.ANSWERED
    if finding.verdict.judgement is Judgement.CORRECT:
        return Standing.RIGHT
    is_open = finding.verdict.judgement in (Judgement.NOT_IMPLEMENTED, Judgement.MISSING)
    return Standing.OPEN if is_open else Standing.WRONG


def worth_of(finding: Finding) -> str:
    """Points earned and to be had."""
    verdict = finding.verdict
    if finding.state == ANSWERED:
        return f"{counted(verdict.points, 'point')} in reach"
    if not verdict.max_points:
        return "a challenge, worth no points"
    return f"{verdict.points:g} of {counted(verdict.max_points, 'point')}"


def _share_right(finding: Finding) -> str:
    """How many examples are right, where that says something."""
    cases = finding.verdict.cases
    right = sum(case.judgement is Judgement.CORRECT for case in cases)
    if not cases or finding.verdict.judgement in _WITHOUT_EXAMPLE - {Judgement.CORRECT}:
        return ""
    if right < len(cases):
        return f"{right} of {len(cases)} examples right"
    return "on its one example" if right == 1 else f"on all {right} examples"


def _example_of(finding: Finding) -> tuple[int, Example] | tuple[None, None]:
    """The example that tells most, which is the one that `judge` has put both sides of into words, and its place."""
    for index, case in enumerate(finding.verdict.cases):
        if case.contrast is not None and finding.answers is not None:
            return index, example_of(finding.answers, index, finding.outcomes[index], case.call or "", case.contrast)
    return None, None
