"""Exercises, outcomes and the key -> verdicts. Points are all or nothing, and missing evidence is no evidence."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from operator import attrgetter
from typing import Final

from autograder import wire
from autograder.answers import AnswerKey, Answers
from autograder.compare import Mismatch, describe, outcome_mismatch
from autograder.diagnose import diagnose
from autograder.model import CaseVerdict, Contrast, Ending, Judgement, Outcome, Run, Submission, Verdict
from autograder.spec import Question

_STUB: Final = "NotImplementedError"
#: So many verdicts are kept in mind, each on outcomes of so many bytes and signs at most: 45 MB if hostile.
_REMEMBERED, _REMEMBERED_SIZE = 512, 2**14
#: A value of more bytes than this, and arguments of more, are not kept for a figure: nobody could read it.
_MOST_DRAWN: Final = 6_000
_SHORT_TEXT: Final = 30
_BYTES_AND_TEXTS: Final = (attrgetter("encoded"), attrgetter("message"), attrgetter("printed"))
#: Why something could not be judged by its values, by verdict.
EXPLANATIONS: Final = {
    Judgement.TOO_SLOW: "It ran longer than {seconds:g} s and was stopped. Is there a loop that never ends?",
    Judgement.WAITING: (
        "It waited for something that never came. Does it ask with input()? Its values come in as arguments. "
        "(Or sleep(), or a file that is not there.)"
    ),
    Judgement.OUT_OF_MEMORY: "It needs more memory than there is. Does a list or an array grow without end?",
    Judgement.CRASHED: "It brought the interpreter down. Often that is a function that calls itself for ever.",
    Judgement.EXITED: "It ends the whole program (exit, quit or os._exit). How does a function hand its result back?",
    Judgement.NOT_GRADED: "This could not be graded, through no fault of yours.",
}


def judge(key: AnswerKey, submission: Submission, run: Run) -> tuple[Verdict, ...]:
    """Judge every exercise of an assignment.

    Args:
        key: the exercises, their cases and the answers.
        submission: what ran; tells why a name is missing.
        run: what it came to.
    """
    return tuple(_judge_exercise(answers, submission, run) for answers in key.answers)


def _judge_exercise(answers: Answers, submission: Submission, run: Run) -> Verdict:
    name = answers.exercise.name
    outcomes = run.outcomes.get(name, ())
    if len(outcomes) != len(answers.cases):
        outcomes = (Outcome(Ending.MISSING),) * len(answers.cases)
    if all(outcome.ending is Ending.MISSING for outcome in outcomes):
        return replace(_verdict(answers, outcomes), hint=_why_missing(answers, submission, run))
    size = sum(sum(map(len, map(read, outcomes))) for read in _BYTES_AND_TEXTS)
    return (_remembered_verdict if size <= _REMEMBERED_SIZE else _verdict)(answers, outcomes)


def _verdict(answers: Answers, outcomes: tuple[Outcome, ...]) -> Verdict:
    exercise = answers.exercise
    found = [
        outcome_mismatch(ours, theirs, case, exercise)
        for ours, theirs, case in zip(outcomes, answers.expected, answers.cases, strict=True)
    ]
    judgement, hint, misconception = _overall(answers, outcomes, found)
    cases = [_case_verdict(answers, index, judgement, outcomes[index], found[index]) for index in range(len(found))]
    telling = _telling(cases, judgement)
    for index, case in enumerate(cases):
        if case.contrast is not None:
            told = _drawable(answers, index, outcomes[index], case.contrast) if index == telling else None
            cases[index] = replace(case, contrast=told)
    points = 0.0 if getattr(exercise, "challenge", False) else float(exercise.points)
    return Verdict(
        exercise=exercise.name,
        judgement=judgement,
        points=points if judgement is Judgement.CORRECT else 0.0,
        max_points=points,
        hint=hint,
        misconception=misconception,
        cases=tuple(cases),
    )


#: Classmates give the same answers, right ones and wrong ones: each is judged, and its hint looked for, once.
_remembered_verdict = lru_cache(_REMEMBERED)(_verdict)


def forget() -> None:
    """Let go of every key that was judged by: a process that serves many courses keeps none of them."""
    _remembered_verdict.cache_clear()
    call_text.cache_clear()


def _overall(
    answers: Answers, outcomes: Sequence[Outcome], found: Sequence[Mismatch | None]
) -> tuple[Judgement, str, str | None]:
    """The exercise's judgement, its hint and the misconception recognised."""
    endings = {outcome.ending for outcome in outcomes}
    if Ending.NOT_GRADED in endings:
        return Judgement.NOT_GRADED, EXPLANATIONS[Judgement.NOT_GRADED], None
    if endings == {Ending.MISSING}:
        return Judgement.MISSING, "", None
    first = next((each for each in found if each is not None), None)
    if first is None:
        return Judgement.CORRECT, "", None
    if _is_stub(answers, outcomes):
        return Judgement.NOT_IMPLEMENTED, "", None
    worst = next((each for each in found if each is not None and each.judgement in EXPLANATIONS), None)
    if worst is not None:
        seconds = answers.calls.cpu_seconds
        return worst.judgement, EXPLANATIONS[worst.judgement].format(seconds=seconds), _recognised(answers, outcomes)
    diagnosis = diagnose(answers, outcomes)
    return first.judgement, diagnosis.hint, diagnosis.misconception


def _recognised(answers: Answers, outcomes: Sequence[Outcome]) -> str | None:
    return diagnose(answers, outcomes).misconception


def _is_stub(answers: Answers, outcomes: Sequence[Outcome]) -> bool:
    if isinstance(answers.exercise, Question):
        return outcomes[0].encoded == wire.encode(None)
    return all(outcome.exception == _STUB for outcome in outcomes)


def _why_missing(answers: Answers, submission: Submission, run: Run) -> str:
    """Say why there is no such name: its own cell failed, or it is nowhere defined."""
    name = answers.exercise.name
    defines = re.compile(rf"^[ \t]*(def[ \t]+{name}\b|{name}[ \t]*(:.*)?=)", re.MULTILINE)
    for index, result in run.cells.items():
        cell = submission.cells[index] if index < len(submission.cells) else None
        if result.error and cell and (cell.name == name or defines.search(cell.source)):
            return f"Its cell does not run: {result.error}"
    kind = "variable" if isinstance(answers.exercise, Question) else "function"
    return f"No {kind} named {name} is defined. Was it renamed or deleted?"


def _telling(cases: Sequence[CaseVerdict], overall: Judgement) -> int | None:
    """The place of the public call that went wrong the way the verdict says, else of the first that did at all."""
    told = [index for index, case in enumerate(cases) if case.call is not None and case.message]
    like_verdict = (index for index in told if cases[index].judgement is overall)
    return next(like_verdict, told[0] if told else None)


def _case_verdict(
    answers: Answers, index: int, overall: Judgement, outcome: Outcome, found: Mismatch | None
) -> CaseVerdict:
    case, public = answers.cases[index], index < answers.public
    if found is None:
        judgement = Judgement.CORRECT
    elif overall in (Judgement.NOT_IMPLEMENTED, Judgement.MISSING, Judgement.NOT_GRADED):
        judgement = overall
    else:
        # What a hidden case is told apart by, code that has seen its arguments could use to spell them out.
        judgement = found.judgement if public else overall
    arguments = answers.calls.arguments
    call = call_text(answers.exercise.name, arguments[index]) if public and arguments is not None else None
    if not public or found is None or judgement is not found.judgement:
        return CaseVerdict(case.label, public, call, judgement)
    told = _contrast(outcome, answers.expected[index], found)
    message = f"got {told.got}, expected {told.expected}{'; ' if told.gap else ''}{told.gap}"
    return CaseVerdict(case.label, public, call, judgement, message, told)


@cache
def call_text(name: str, arguments: tuple[bytes, ...]) -> str:
    """Write a public call as a student would type it; the same for every submission, so it is written once."""
    return f"{name}({', '.join(describe(wire.decode(argument)) for argument in arguments)})"


def _contrast(outcome: Outcome, expected: Outcome, found: Mismatch) -> Contrast:
    """Put what a failing call came to beside what was expected. For public cases alone: it tells the answer."""
    if outcome.ending not in (Ending.RETURNED, Ending.RAISED):
        return Contrast(f"nothing ({outcome.ending.value})", _came_to(expected))
    if outcome.ending is Ending.RAISED or expected.ending is Ending.RAISED:
        return Contrast(found.found, _came_to(expected))
    if found.judgement is not Judgement.WRONG or found.difference is None:
        return Contrast(_kind_came(outcome, found), found.expected)
    return Contrast(_came_to(outcome), _came_to(expected), found.difference.told)


def _kind_came(outcome: Outcome, found: Mismatch) -> str:
    """The kind that came; a short text is shown, since one that holds a figure looks like one."""
    value = wire.value_of(outcome.encoded) if outcome.encoded and found.judgement is Judgement.WRONG_TYPE else None
    if isinstance(value, str) and len(value) <= _SHORT_TEXT:
        return f"{describe(value)}, {found.found}"
    return found.found


def _drawable(answers: Answers, index: int, outcome: Outcome, told: Contrast) -> Contrast:
    """The contrast of a public case, with the values for a figure where they are few."""
    expected, arguments = answers.expected[index], (answers.calls.arguments or ())[index]
    sizes = (len(outcome.encoded), len(expected.encoded), sum(map(len, arguments)))
    if outcome.ending is not Ending.RETURNED or expected.ending is not Ending.RETURNED or max(sizes) > _MOST_DRAWN:
        return told
    return replace(told, values=(outcome.encoded, expected.encoded, *arguments))


def _came_to(outcome: Outcome) -> str:
    return describe(wire.value_of(outcome.encoded)) if outcome.ending is Ending.RETURNED else outcome.exception
