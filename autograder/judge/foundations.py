"""A mistake is punished once: what stands on a wrong foundation is tried a second time, on a right one.

The second run borrows the reference of every wrong foundation (see the theory of operation in `sandbox`). Of what it
comes to only this is read: whether all of it is right; if not, whether it is what a known wrong version comes to, or
what the first run came to. No value, text or time of it goes into a verdict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from autograder.answers import AnswerKey, Answers
from autograder.diagnose import alike
from autograder.judge.judging import EXPLANATIONS
from autograder.model import Calls, Ending, Judgement, Outcome, Run, Verdict

#: Verdicts on something that was tried and is wrong.
_TRIED: Final = frozenset(Judgement) - {
    Judgement.CORRECT,
    Judgement.NOT_IMPLEMENTED,
    Judgement.MISSING,
    Judgement.NOT_GRADED,
}
#: Verdicts on returned values, which a wrong foundation may have muddled.
_OF_VALUES: Final = frozenset({Judgement.WRONG, Judgement.WRONG_TYPE, Judgement.WRONG_SHAPE})
_STILL_WRONG: Final = (
    "{foundation} is wrong, and with a right {foundation} this would still be wrong. "
    "Mend {foundation} first: what does this one make of it then?"
)


@dataclass(frozen=True, slots=True)
class Loan:
    """A second run: the foundations whose references it borrows, and the exercises that are tried on them."""

    lent: frozenset[str]
    borrowers: tuple[str, ...]

    def calls(self, key: AnswerKey) -> tuple[Calls, ...]:
        """The calls to put."""
        return tuple(each.calls for each in key.answers if each.exercise.name in self.borrowers)

    def sources(self, key: AnswerKey) -> tuple[str, ...]:
        """The references to lend, in the assignment's order."""
        return tuple(each.source for each in key.answers if each.exercise.name in self.lent)


def loans(key: AnswerKey, verdicts: Sequence[Verdict]) -> tuple[Loan, ...]:
    """The second runs that a submission is owed; none where nothing wrong stands on anything wrong.

    A foundation that was not attempted is not lent, and what was not attempted borrows nothing. Fewer references first:
    an exercise that is itself a foundation is tried before any child has held its reference.
    """
    tried = {verdict.exercise for verdict in verdicts if verdict.judgement in _TRIED}
    borrowers: dict[frozenset[str], list[str]] = {}
    for answers in key.answers:
        name = answers.exercise.name
        lent = tried.intersection(key.foundations_of(name)) if name in tried else frozenset()
        if lent:
            borrowers.setdefault(frozenset(lent), []).append(name)
    return tuple(Loan(lent, tuple(names)) for lent, names in sorted(borrowers.items(), key=lambda each: len(each[0])))


def judge_again(
    key: AnswerKey, verdicts: Sequence[Verdict], run: Run, loan: Loan, outcomes: Mapping[str, tuple[Outcome, ...]]
) -> tuple[Verdict, ...]:
    """Judge the borrowers of a loan anew.

    Args:
        key: the exercises and the answers.
        verdicts: of the first run and the loans before this one.
        run: the first run.
        loan: what was borrowed.
        outcomes: what the borrowers' calls came to.

    Returns:
        All verdicts: those of the borrowers that are right on right foundations earn their points.
    """
    excused = {verdict.exercise for verdict in verdicts if verdict.excused_by}
    known = {answers.exercise.name: answers for answers in key.answers}

    def again(verdict: Verdict) -> Verdict:
        if verdict.exercise not in loan.borrowers:
            return verdict
        name = verdict.exercise
        wrong = [below for below in key.foundations_of(name) if below in loan.lent]
        # An excused foundation is as good as right: what is wrong lies below it.
        culprit = next((below for below in wrong if below not in excused), wrong[0])
        return _settle(verdict, known[name], run.outcomes.get(name, ()), outcomes.get(name, ()), culprit)

    return tuple(again(verdict) for verdict in verdicts)


def _settle(
    verdict: Verdict, answers: Answers, first: Sequence[Outcome], second: Sequence[Outcome], foundation: str
) -> Verdict:
    if any(outcome.ending is Ending.NOT_GRADED for outcome in second):
        return replace(verdict, judgement=Judgement.NOT_GRADED, hint=EXPLANATIONS[Judgement.NOT_GRADED])
    if alike(answers, second, answers.expected):
        cases = tuple(replace(case, judgement=Judgement.CORRECT, message="", contrast=None) for case in verdict.cases)
        return replace(
            verdict,
            judgement=Judgement.CORRECT,
            points=verdict.max_points,
            hint="",
            misconception=None,
            excused_by=foundation,
            cases=cases,
        )
    if is_unmoved(first, second):
        return verdict  # the foundation has no part in it, so the first diagnosis holds
    for version in answers.known:
        if alike(answers, second, version.outcomes):
            return replace(verdict, hint=version.hint, misconception=version.id)
    if verdict.judgement in _OF_VALUES:
        return replace(verdict, hint=_STILL_WRONG.format(foundation=foundation), misconception=None)
    return verdict


def is_unmoved(first: Sequence[Outcome], second: Sequence[Outcome]) -> bool:
    """Whether a second run came to what the first did, to the last bit: no loan made a difference."""
    return [_came_to(outcome) for outcome in first] == [_came_to(outcome) for outcome in second]


def _came_to(outcome: Outcome) -> tuple[Ending, bytes, str]:
    return outcome.ending, outcome.encoded, outcome.exception
