"""One exercise -> what there is to say of it: `check`'s own findings, in the words of someone who saves a file."""

import re
from dataclasses import replace
from typing import Final

from autograder.answers import AnswerKey, Answers
from autograder.check.card import card_text
from autograder.check.findings import RUN_THE_CELL, Finding, examine
from autograder.editor.cells import Cells
from autograder.editor.messages import Found
from autograder.examples import Examples
from autograder.judge import judge
from autograder.judge.judging import EXPLANATIONS
from autograder.model import STATES, Ending, Judgement, Outcome, Run, Verdict

#: A question is read, which takes no time.
_QUESTION_SECONDS: Final = 5.0
#: What there is to do in an editor, where a notebook's cell would be run.
_IN_AN_EDITOR: Final = ", and save."


def try_exercise(examples: Examples, name: str, cells: Cells, fate: Ending | None) -> Finding:
    """Try one exercise on its public cases.

    Args:
        examples: the public part of the assignment.
        name: one of its exercises.
        cells: what was run.
        fate: how an earlier process ended over it, or None.
    """
    if fate is not None:
        return _struck(examples, name, cells, fate)
    try:
        finding = examine(examples, name, cells.namespace)
    except KeyboardInterrupt:  # the code's own: nobody is there to press stop
        return _struck(examples, name, cells, Ending.RAISED)
    verdict = finding.verdict
    if verdict.judgement is Judgement.MISSING:
        return replace(finding, verdict=replace(verdict, hint=_why_missing(examples, name, cells)))
    return replace(finding, verdict=replace(verdict, hint=verdict.hint.replace(RUN_THE_CELL, _IN_AN_EDITOR)))


def found(finding: Finding) -> Found:
    """Put a finding into words."""
    silent = replace(finding, verdict=replace(finding.verdict, hint=""))
    return Found(finding.verdict, finding.state, card_text(finding), card_text(silent))


def seconds_for(examples: Examples, name: str) -> float:
    """How long an exercise may take by the clock, before it is ended from outside.

    Where it can be interrupted from inside, that comes first, and can tell waiting from working.
    """
    answers = _answers(examples, name)
    if answers is None:
        return _QUESTION_SECONDS
    return max(3 * answers.calls.cpu_seconds, answers.calls.cpu_seconds + 5) + 1


def _answers(examples: Examples, name: str) -> Answers | None:
    return next((each for each in examples.key.answers if each.exercise.name == name), None)


def _struck(examples: Examples, name: str, cells: Cells, fate: Ending) -> Finding:
    """An exercise that ended the process it was tried in."""
    answers = _answers(examples, name)
    judgement = Judgement(fate.value)
    state = STATES.get(judgement, judgement.value)
    if answers is None:
        return Finding(Verdict(name, judgement, 0.0, examples.points[name], EXPLANATIONS.get(judgement, "")), state)
    outcomes = (Outcome(fate, exception="KeyboardInterrupt"),) * len(answers.cases)
    return Finding(_judged(examples, answers, cells, outcomes), state, answers, outcomes)


def _why_missing(examples: Examples, name: str, cells: Cells) -> str:
    """Say why there is no such name: its own cell failed, or it is nowhere defined."""
    answers = _answers(examples, name)
    if answers is not None:
        return _judged(examples, answers, cells, ()).hint
    assigns = re.compile(rf"^[ \t]*{name}[ \t]*(:.*)?=", re.MULTILINE)
    for index, result in cells.results.items():
        if result.error and assigns.search(cells.submission.cells[index].source):
            return f"Its cell does not run: {result.error}"
    return f"No variable named {name} is defined. Was it renamed or deleted?"


def _judged(examples: Examples, answers: Answers, cells: Cells, outcomes: tuple[Outcome, ...]) -> Verdict:
    key = AnswerKey(examples.key.assignment, (answers,))
    run = Run({answers.exercise.name: outcomes}, cells.results)
    (verdict,) = judge(key, cells.submission, run)
    return verdict
