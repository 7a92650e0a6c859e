"""Wrong outcomes -> a hint: a known misconception, or a generic slip that the figures give away.

A misconception is recognised when the submission came to what the wrong version came to on every case. Where none fits,
the slips below are tried, the most telling first; each must explain every case that returned, right ones included.
Hints speak of the kind of slip and never of a hidden case's numbers.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from autograder import wire
from autograder.answers import Answers
from autograder.compare import Mismatch, conform, kind_of, mismatch, outcome_mismatch
from autograder.model import Ending, Outcome, Unreadable, Value
from autograder.spec import Tolerance

_CLOSE: Final = Tolerance(rtol=1e-9, atol=1e-12)
_MAX_DECIMALS: Final = 9
_MAX_ITEMS: Final = 5


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A hint, and the id of the misconception where one was recognised."""

    hint: str
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """What one call returned, and what it should have."""

    actual: Value
    expected: Value


def diagnose(answers: Answers, outcomes: Sequence[Outcome]) -> Diagnosis:
    """Name the mistake behind outcomes that are not all right.

    Args:
        answers: what is known of the exercise.
        outcomes: what the submission came to, case by case.

    Returns:
        The most specific hint there is; an empty one when nothing fits.
    """
    for known in answers.known:
        pairs = zip(outcomes, known.outcomes, answers.cases, strict=True)
        if all(outcome_mismatch(ours, theirs, case, answers.exercise) is None for ours, theirs, case in pairs):
            return Diagnosis(known.hint, known.id)
    if answers.calls.arguments is None:
        return Diagnosis(answers.exercise.hint)  # type: ignore[union-attr]
    return Diagnosis(_slip(answers, outcomes))


def _slip(answers: Answers, outcomes: Sequence[Outcome]) -> str:
    if any(outcome.ending is Ending.RAISED for outcome in outcomes):
        return _raised(answers, outcomes)
    pairs = _pairs(answers, outcomes)
    if not pairs:
        return ""
    if all(pair.actual is None for pair in pairs):
        return _nothing(outcomes)
    for explains, hint in _SLIPS:
        if explains(pairs):
            return hint
    if factor := _constant_factor(pairs):
        return f"Every result is {factor:.6g} times what it should be. Which factor is missing, or one too many?"
    decimals = _rounded_to(pairs)
    if decimals is not None:
        return f"The results are rounded to {decimals} decimals. What is lost when you round before the end?"
    if any(ours.changed and not theirs.changed for ours, theirs in zip(outcomes, answers.expected, strict=True)):
        return "Your function changes the array it was given. Whose array is it, and who else may still need it?"
    return _right_in_public(answers, outcomes)


def _pairs(answers: Answers, outcomes: Sequence[Outcome]) -> list[Pair]:
    """The values of the calls that returned; unreadable ones are left out."""
    pairs = []
    for ours, theirs in zip(outcomes, answers.expected, strict=True):
        if ours.ending is Ending.RETURNED and theirs.ending is Ending.RETURNED:
            try:
                pairs.append(Pair(wire.decode(ours.encoded), wire.decode(theirs.encoded)))
            except wire.WireError:
                continue
    return pairs


def _raised(answers: Answers, outcomes: Sequence[Outcome]) -> str:
    """Explain an exception that a public case shows; of a hidden one only its label may be told."""
    shown = [each for each in outcomes[: answers.public] if each.ending is Ending.RAISED]
    if not shown:
        return "It runs on the examples and raises an error elsewhere. What is different there?"
    outcome = shown[0]
    for pattern, hint in _EXCEPTIONS:
        if re.search(pattern, f"{outcome.exception}: {outcome.message}"):
            return hint
    return (
        f"Your function raises {outcome.exception}. At which line, and what does the message say of the values there?"
    )


_EXCEPTIONS: Final = (
    (r"^NameError: .*'float64'", "NumPy's types live in NumPy: where does the name float64 come from?"),
    (r"^NameError", "A name is used that nobody has defined. Is it spelt as in the argument list, or set in another cell?"),
    (r"^UnboundLocalError", "A variable is read before anything was put into it. On which path is it never set?"),
    (r"positional argument", "Does your function take the arguments of the contract, as many and in that order?"),
    (r"object is not callable|'float' object is not callable", "Something is called like a function and is a number. Did a variable take the name of a function?"),
    (r"unsupported operand type.*'\^'|ufunc 'bitwise_xor'", "In Python ^ is not a power. Which operator is?"),
    (r"^UFuncTypeError|^_UFuncOutputCastingError", "A whole-number array cannot take fractions in place. What type should the result have?"),
    (r"^ZeroDivisionError", "Something is divided by zero. For which arguments is the divisor zero?"),
    (r"truth value of an array", "`if` asks one yes-or-no question, and an array holds many. Which of them did you mean?"),
    (r"^(IndexError|KeyError)", "A position is read that is not there. How long is the sequence, and where does counting begin?"),
    (r"^ValueError: (shapes|operands|matmul)|could not be broadcast", "Two shapes do not fit together. Write the shape of each beside the formula: which one must turn?"),
    (r"^RecursionError", "The function calls itself and never stops. What should end it?"),
)  # fmt: skip


def _nothing(outcomes: Sequence[Outcome]) -> str:
    if any(outcome.printed for outcome in outcomes):
        return "Your function prints its result and returns None. What is the difference between print and return?"
    return "Your function returns None. Where does it hand its result back?"


def _every(pairs: Sequence[Pair], explain: Callable[[Pair], bool]) -> bool:
    """Whether one explanation holds for every pair, and some pair needs it."""
    return all(explain(pair) for pair in pairs) and any(_differ(pair) for pair in pairs)


def _same(actual: Value, expected: Value) -> bool:
    ours = conform(actual, expected)
    return not isinstance(ours, Mismatch) and mismatch(ours, expected, _CLOSE) is None


def _differ(pair: Pair) -> bool:
    return not _same(pair.actual, pair.expected)


def _numeric(value: Value) -> npt.NDArray[np.float64] | None:
    """A value's figures as one float array, or None where it holds anything else or differs in length."""
    if isinstance(value, np.ndarray | float | int | np.number) and not isinstance(value, bool):
        array = np.asarray(value)
        return array.astype(np.float64) if array.dtype.kind in "iuf" else None
    if isinstance(value, tuple | list) and value:
        parts = [_numeric(item) for item in value]
        return (
            None
            if any(part is None for part in parts)
            else np.concatenate([np.ravel(part) for part in parts if part is not None])
        )
    return None


def _figures(pair: Pair) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    """Both values as arrays of one shape, or None."""
    ours, theirs = _numeric(pair.actual), _numeric(pair.expected)
    return (ours, theirs) if ours is not None and theirs is not None and ours.shape == theirs.shape else None


def _close(actual: npt.NDArray[Any], expected: npt.NDArray[Any]) -> bool:
    return actual.shape == expected.shape and bool(np.allclose(actual, expected, rtol=1e-9, atol=1e-12, equal_nan=True))


def _on_figures(
    pairs: Sequence[Pair], explain: Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], bool]
) -> bool:
    def holds(pair: Pair) -> bool:
        figures = _figures(pair)
        return figures is not None and explain(*figures)

    return _every(pairs, holds)


def _unread(pairs: Sequence[Pair]) -> bool:
    return any(isinstance(pair.actual, Unreadable) and "function" in pair.actual.type_name for pair in pairs)


def _is_sign_flipped(pairs: Sequence[Pair]) -> bool:
    return _on_figures(pairs, lambda ours, theirs: _close(-ours, theirs))


def _is_unsigned(pairs: Sequence[Pair]) -> bool:
    return _on_figures(pairs, lambda ours, theirs: _close(ours, np.abs(theirs)))


def _is_squared(pairs: Sequence[Pair]) -> bool:
    return _on_figures(pairs, lambda ours, theirs: _close(ours, theirs**2))


def _is_root(pairs: Sequence[Pair]) -> bool:
    return _on_figures(pairs, lambda ours, theirs: _close(ours**2, theirs))


def _is_transposed(pairs: Sequence[Pair]) -> bool:
    def turned(pair: Pair) -> bool:
        return isinstance(pair.actual, np.ndarray) and pair.actual.ndim > 1 and _same(pair.actual.T, pair.expected)

    return _every(pairs, lambda pair: turned(pair) or _same(pair.actual, pair.expected))


def _has_extra_axis(pairs: Sequence[Pair]) -> bool:
    def squeezed(pair: Pair) -> bool:
        if not isinstance(pair.actual, np.ndarray | list):
            return False
        figures, wanted = (
            _numeric(np.asarray(pair.actual)) if isinstance(pair.actual, np.ndarray) else _numeric(pair.actual),
            _numeric(pair.expected),
        )
        return (
            figures is not None
            and wanted is not None
            and figures.size == wanted.size
            and _close(figures.ravel(), wanted.ravel())
        )

    return _every(pairs, squeezed) and not _every(pairs, lambda pair: _figures(pair) is not None)


def _is_not_summed(pairs: Sequence[Pair]) -> bool:
    return any(
        isinstance(pair.actual, np.ndarray | list | tuple) and isinstance(pair.expected, float | int | np.number)
        for pair in pairs
    )


def _is_collapsed(pairs: Sequence[Pair]) -> bool:
    return any(
        isinstance(pair.actual, float | int | np.number) and isinstance(pair.expected, np.ndarray | list | tuple)
        for pair in pairs
    )


def _is_reordered(pairs: Sequence[Pair]) -> bool:
    """Whether one and the same rearrangement of the tuple makes every case right."""
    first = pairs[0].expected
    if not isinstance(first, tuple | list) or not 1 < len(first) <= _MAX_ITEMS:
        return False
    fits = [pair for pair in pairs if isinstance(pair.actual, tuple | list) and len(pair.actual) == len(first)]
    return len(fits) == len(pairs) and any(
        _every(
            pairs, lambda pair, order=order: _same(tuple(pair.actual[place] for place in order), tuple(pair.expected))
        )  # type: ignore[misc]
        for order in permutations(range(len(first)))
    )


def _has_other_length(pairs: Sequence[Pair]) -> bool:
    return any(
        isinstance(pair.actual, tuple | list)
        and isinstance(pair.expected, tuple)
        and len(pair.actual) != len(pair.expected)
        for pair in pairs
    )


def _histories(pair: Pair) -> list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    """The one-dimensional arrays of two values, side by side."""
    ours = pair.actual if isinstance(pair.actual, tuple | list) and isinstance(pair.expected, tuple) else (pair.actual,)
    theirs = pair.expected if isinstance(pair.expected, tuple) else (pair.expected,)
    sides = [
        (_numeric(a), _numeric(b))
        for a, b in zip(ours, theirs, strict=False)
        if isinstance(b, np.ndarray) and b.ndim == 1
    ]
    return [(a, b) for a, b in sides if a is not None and b is not None and a.ndim == 1]


def _on_histories(
    pairs: Sequence[Pair], explain: Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], bool]
) -> bool:
    histories = [_histories(pair) for pair in pairs]
    return (
        all(histories)
        and all(explain(*sides) for each in histories for sides in each)
        and any(_differ(pair) for pair in pairs)
    )


def _is_recorded_late(pairs: Sequence[Pair]) -> bool:
    return _on_histories(
        pairs, lambda a, b: len(a) == len(b) and _close(a[:-1], b[1:]) and (len(a) < 2 or not _close(a, b))
    )  # noqa: PLR2004


def _is_recorded_early(pairs: Sequence[Pair]) -> bool:
    return _on_histories(
        pairs, lambda a, b: len(a) == len(b) and _close(a[1:], b[:-1]) and (len(a) < 2 or not _close(a, b))
    )  # noqa: PLR2004


def _stops_early(pairs: Sequence[Pair]) -> bool:
    return _on_histories(pairs, lambda a, b: len(a) < len(b) and _close(a, b[: len(a)]))


def _runs_on(pairs: Sequence[Pair]) -> bool:
    return _on_histories(pairs, lambda a, b: len(a) > len(b) and _close(a[: len(b)], b))


def _is_constant(pairs: Sequence[Pair]) -> bool:
    figures = [_numeric(pair.actual) for pair in pairs]
    wanted = [_numeric(pair.expected) for pair in pairs]
    if len(pairs) < 3 or any(each is None for each in figures) or any(each is None for each in wanted):  # noqa: PLR2004
        return False
    same = all(np.array_equal(each, figures[0], equal_nan=True) for each in figures[1:])  # type: ignore[arg-type]
    return same and any(not np.array_equal(each, wanted[0]) for each in wanted[1:])  # type: ignore[arg-type]


def _constant_factor(pairs: Sequence[Pair]) -> float | None:
    """The one factor between all figures and what they should be, or None."""
    sides = [_figures(pair) for pair in pairs]
    if any(each is None for each in sides):
        return None
    ours = np.concatenate([np.ravel(each[0]) for each in sides if each is not None])
    theirs = np.concatenate([np.ravel(each[1]) for each in sides if each is not None])
    telling = (theirs != 0) & np.isfinite(theirs) & np.isfinite(ours)
    if telling.sum() < 2:  # noqa: PLR2004 - one figure fits any factor
        return None
    factor = float(np.median(ours[telling] / theirs[telling]))
    if factor in (0.0, 1.0) or not np.isfinite(factor):
        return None
    return factor if _close(ours, factor * theirs) else None


def _rounded_to(pairs: Sequence[Pair]) -> int | None:
    """To how many decimals the right figures were rounded, or None."""
    for decimals in range(_MAX_DECIMALS + 1):
        if _on_figures(
            pairs,
            lambda ours, theirs, decimals=decimals: bool(
                np.allclose(ours, np.round(theirs, decimals), rtol=1e-12, atol=1e-12)
            ),
        ):  # type: ignore[misc]
            return decimals
    return None


def _right_in_public(answers: Answers, outcomes: Sequence[Outcome]) -> str:
    """Say that the examples alone are right, or that the kind of thing returned is not the one asked for."""
    cases = list(zip(outcomes, answers.expected, answers.cases, strict=True))
    found = [outcome_mismatch(*each, answers.exercise) for each in cases]
    if answers.public < len(cases) and not any(found[: answers.public]):
        return "It is right on the examples, and not in general. What do the examples have in common?"
    pairs = [(wire.decode(a.encoded), wire.decode(b.encoded)) for a, b, _ in cases if a.encoded and b.encoded]
    kinds = [(kind_of(a), kind_of(b)) for a, b in pairs if isinstance(conform(a, b), Mismatch)]
    if kinds and kinds[0][0] != kinds[0][1]:
        return f"It returns {kinds[0][0]} where {kinds[0][1]} is asked for."
    return ""


#: Slips that the figures give away, the most telling first.
_SLIPS: Final[tuple[tuple[Callable[[Sequence[Pair]], bool], str], ...]] = (
    (_unread, "It hands back a function and not its result. What is missing to call it?"),
    (_is_constant, "It gives the same result whatever the arguments. Which of them should it depend on?"),
    (_is_sign_flipped, "The size is right and the sign is not. Which of the two is subtracted from which?"),
    (_is_unsigned, "The size is right, and the sign is lost on the way. Where?"),
    (_is_squared, "It is the square of what it should be. Is something squared twice?"),
    (_is_root, "Its square would be right. Is a power missing, or a root too many?"),
    (_is_transposed, "Rows and columns have changed places. What does a row stand for in the contract?"),
    (_is_reordered, "The values are right and their order is not. Which comes first in the contract?"),
    (_has_extra_axis, "The figures are right and the shape is not: an axis is too many or missing. Which shape does the contract name?"),
    (_is_recorded_late, "The history is one step ahead: it begins with the second entry. Is it recorded before the update, or after?"),
    (_is_recorded_early, "The history is one step behind. What is recorded in the first round?"),
    (_stops_early, "The history is right as far as it goes, and it stops early. How often should the loop run?"),
    (_runs_on, "The history is right and goes on too long. How often should the loop run?"),
    (_has_other_length, "The contract asks for another number of values. Which are they?"),
    (_is_not_summed, "It returns many numbers where one is asked for. How do they become one?"),
    (_is_collapsed, "It returns one number where several are asked for. What was added up too early?"),
)  # fmt: skip
