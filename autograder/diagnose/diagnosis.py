"""The story of a diagnosis: known wrong versions first, then slips, then what the examples have that others lack."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from autograder import wire
from autograder.answers import Answers
from autograder.compare import Mismatch, conform, outcome_mismatch
from autograder.diagnose.exceptions import question_of
from autograder.diagnose.likeness import alike
from autograder.diagnose.pairs import Pair, figures_of, pairs_of
from autograder.diagnose.slips import at_place, is_constant, place_of, slip_of
from autograder.model import Ending, Outcome
from autograder.spec import Question

#: People print two or three decimals.
_ROUGH: Final = 0.005
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
#: Hints that say where it goes wrong and not what: something that changes from call to call may lie behind them.
_RAISES_ELSEWHERE: Final = "It runs on the examples and raises an error elsewhere. What is different there?"
_NOT_IN_GENERAL: Final = "It is right on the examples, and not in general. What do the examples have in common?"
_ANOTHER_KIND: Final = "For some arguments it returns another kind of thing than the docstring asks for. For which?"
_FOLLOW: Final = "Follow that one through your code: what makes it?"
_ASKED_FOR: Final = "is asked for."
_ARE_ASKED_FOR: Final = "are asked for."
#: Kinds of answers that give nothing of the answer away.
_PLAIN_KINDS: Final = frozenset({"a number", "a single number", "a text", "True or False"})
#: What `conform` says of one value of several.
_AT_A_VALUE: Final = re.compile(r"value (?P<place>\d+): (?!value \d+: )(?P<kind>.*)", re.DOTALL)
_VAGUE: Final = frozenset({"", _RAISES_ELSEWHERE, _NOT_IN_GENERAL, _ANOTHER_KIND})


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A hint, and the id of the misconception where one was recognised."""

    hint: str
    misconception: str | None = None


def diagnose(answers: Answers, outcomes: Sequence[Outcome]) -> Diagnosis:
    """Name the mistake behind outcomes that are not all right.

    Args:
        answers: what is known of the exercise.
        outcomes: what the submission came to, case by case.

    Returns:
        The most specific hint there is; an empty one when nothing fits.
    """
    for known in answers.known:
        if alike(answers, outcomes, known.outcomes):
            return Diagnosis(known.hint, known.id)
    if isinstance(answers.exercise, Question):
        found = _kind_mismatch(pairs_of(outcomes, answers.expected))
        is_told = found is not None and found.expected in _PLAIN_KINDS  # a tuple's length would be half the answer
        return Diagnosis(_of_kinds(found, "is") if found and is_told else answers.exercise.hint)
    with np.errstate(all="ignore"):
        return Diagnosis(_slip(answers, outcomes))


def is_vague(hint: str) -> bool:
    """Whether a hint of `diagnose` names no kind of mistake."""
    return hint in _VAGUE or hint.endswith((_FOLLOW, _ASKED_FOR, _ARE_ASKED_FOR))


def _slip(answers: Answers, outcomes: Sequence[Outcome]) -> str:
    """The hint of whatever slip fits first."""
    raised = [index for index, outcome in enumerate(outcomes) if _raised_needlessly(outcome, answers.expected[index])]
    shown = _first_wrong(answers, outcomes)  # what a card shows: a hint has to hold there
    if raised and raised[0] < answers.public and raised[0] <= shown:
        return question_of(outcomes[raised[0]], answers.exercise.name)
    pairs = pairs_of(outcomes, answers.expected)
    for hint in (_nothing(answers, outcomes), slip_of(pairs), _slip_at_one_place(pairs)):
        if hint:
            return hint
    if raised and raised[0] < answers.public:
        return f"On another example ({answers.cases[raised[0]].label}) it raises {outcomes[raised[0]].exception}."
    if raised:
        return _RAISES_ELSEWHERE
    return (
        _refusal(answers, outcomes)
        or _change(answers, outcomes)
        or _examples_alone(answers, outcomes)
        or _another_kind(answers, outcomes)
        or _one_place(pairs)
    )


def _first_wrong(answers: Answers, outcomes: Sequence[Outcome]) -> int:
    """The place of the first case that is wrong; one past the last where none is."""
    cases = zip(outcomes, answers.expected, answers.cases, strict=True)
    wrong = (index for index, each in enumerate(cases) if outcome_mismatch(*each, answers.exercise))
    return next(wrong, len(outcomes))


def _said_of(answers: Answers, outcomes: Sequence[Outcome], index: int, hint: str) -> str:
    """Say where a hint holds, if it does not for the case that is shown."""
    shown = _first_wrong(answers, outcomes)
    if index <= shown or shown >= answers.public:
        return hint
    where = f"On another example ({answers.cases[index].label})" if index < answers.public else "On another call"
    return f"{where}: {hint}"


def _raised_needlessly(ours: Outcome, theirs: Outcome) -> bool:
    return ours.ending is Ending.RAISED and (theirs.ending, theirs.exception) != (ours.ending, ours.exception)


def _nothing(answers: Answers, outcomes: Sequence[Outcome]) -> str:
    """Say that None comes back, and whether the result is printed in its place."""
    nothing, something = wire.encode(None), [outcome for outcome in outcomes if outcome.ending is Ending.RETURNED]
    missing = [
        (ours, theirs)
        for ours, theirs in zip(outcomes, answers.expected, strict=True)
        if ours.encoded == nothing and theirs.encoded not in (nothing, b"")
    ]
    if not missing:
        return ""
    if len(missing) < len(something):
        return "It returns None for some arguments. Which path through it has no return?"
    if not any(ours.printed for ours, _ in missing):
        return "Your function returns None. Where does it hand its result back?"
    what = "its result" if any(_prints(*each) for each in missing) else "something"
    return f"Your function prints {what} and returns None. What is the difference between print and return?"


def _prints(ours: Outcome, theirs: Outcome) -> bool:
    """Whether the first figure of what should have been returned stands in what was printed, be it rounded."""
    expected = wire.decode(theirs.encoded)
    figures = figures_of(Pair(expected, expected))
    if figures is None or not figures[1].size:
        return False
    first = float(figures[1][0])
    printed = [float(text) for text in _NUMBER.findall(ours.printed)]
    return any(abs(number - first) <= max(_ROUGH, _ROUGH * abs(first)) for number in printed)


def _slip_at_one_place(pairs: Sequence[Pair]) -> str:
    place = place_of(pairs)
    hint = "" if place is None else slip_of(at_place(pairs, place))
    return f"Of the values returned, only number {(place or 0) + 1} is off. {hint}" if hint else ""


def _one_place(pairs: Sequence[Pair]) -> str:
    place = place_of(pairs)
    if place is None:
        return ""
    return f"Of the values returned, only number {place + 1} is off. {_FOLLOW}"


def _refusal(answers: Answers, outcomes: Sequence[Outcome]) -> str:
    for index, (ours, theirs) in enumerate(zip(outcomes, answers.expected, strict=True)):
        if ours.ending is Ending.RETURNED and theirs.ending is Ending.RAISED:
            hint = "It gives an answer where the docstring asks for an error. Which arguments are to be refused?"
            return _said_of(answers, outcomes, index, hint)
    return ""


def _change(answers: Answers, outcomes: Sequence[Outcome]) -> str:
    arguments = answers.calls.arguments or ()
    for index, (ours, theirs, encoded) in enumerate(zip(outcomes, answers.expected, arguments, strict=False)):
        for position in set(ours.changed) - set(theirs.changed):
            what = "table" if any(map(wire.is_table, encoded[position : position + 1])) else "array"
            hint = f"Your function changes the {what} it was given. Whose {what} is it, and who else may still need it?"
            return _said_of(answers, outcomes, index, hint)
    return ""


def _examples_alone(answers: Answers, outcomes: Sequence[Outcome]) -> str:
    """Say that the examples are right and the rest is not."""
    cases = list(zip(outcomes, answers.expected, answers.cases, strict=True))
    if answers.public == len(cases) or any(
        outcome_mismatch(*each, answers.exercise) for each in cases[: answers.public]
    ):
        return ""
    if is_constant(pairs_of(outcomes[answers.public :], answers.expected[answers.public :])):
        return (
            "It is right on the examples and gives one and the same result elsewhere. Are the examples written into it?"
        )
    return _NOT_IN_GENERAL


def _another_kind(answers: Answers, outcomes: Sequence[Outcome]) -> str:
    """Say what kind of thing is returned in the place of the one asked for.

    A name or a shape is the student's to choose, and could spell out hidden arguments: only public calls are quoted.
    """
    for index in range(answers.public):
        found = _kind_mismatch(pairs_of(outcomes[index : index + 1], answers.expected[index : index + 1]))
        if found:
            return _said_of(answers, outcomes, index, _of_kinds(found, "returns"))
    if _kind_mismatch(pairs_of(outcomes, answers.expected)):
        return _ANOTHER_KIND
    return ""


def _of_kinds(found: Mismatch, verb: str) -> str:
    """Put the kind that came beside the one asked for: "Value 2 is a text, and a number is asked for."."""
    ours, theirs = _AT_A_VALUE.fullmatch(found.found), _AT_A_VALUE.fullmatch(found.expected)
    if ours is None or theirs is None:
        return f"It {verb} {_as_kind(found.found)}, and {_as_kind(found.expected)} {_asked_for(found.expected)}"
    asked = f"{_as_kind(theirs['kind'])} {_asked_for(theirs['kind'])}"
    return f"Value {ours['place']} is {_as_kind(ours['kind'])}, and {asked}"


def _as_kind(text: str) -> str:
    """What has a shape, said by itself."""
    if text == "shape ()":
        return "a single number"
    return f"an array of {text}" if text.startswith("shape (") else text


def _asked_for(kind: str) -> str:
    is_many = kind.startswith("the keys") or (kind[:1].isdecimal() and kind != "1 values")
    return _ARE_ASKED_FOR if is_many else _ASKED_FOR


def _kind_mismatch(pairs: Sequence[Pair]) -> Mismatch | None:
    forms = (conform(pair.actual, pair.expected) for pair in pairs)
    return next((form for form in forms if isinstance(form, Mismatch)), None)
