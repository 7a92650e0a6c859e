"""What a regrade would change: before and after, for every submission and every exercise, each with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from autograder.feedback.scored import Scored, ScoredExercise
from autograder.feedback.standing import CellStanding
from autograder.model import Judgement, Verdict

_MOST_CASES: Final = 3


@dataclass(frozen=True, slots=True)
class Side:
    """What is said of an exercise, before or after: the grader's points, what counts, the verdict and its hint.

    Points are None where nothing has been said yet; verdict and hint are "" where only points are known.
    """

    points: float | None
    counts: float | None
    verdict: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One exercise of which something else would be said, and why."""

    exercise: str
    before: Side
    after: Side
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regraded:
    """One submission.

    Args:
        student: whose.
        assignment: of what.
        before: points that count today, lateness included; None where the gradebook says nothing yet.
        after: points that would count.
        max_score: points there are.
        changes: exercises of which something else would be said.
        reason: what holds for all of them (it was never graded, it changed since), or "".
        unreadable: why the file cannot be read, or "".
    """

    student: str
    assignment: str
    before: float | None
    after: float
    max_score: float
    changes: tuple[Change, ...] = ()
    reason: str = ""
    unreadable: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anything would be said otherwise."""
        return bool(self.changes) or self.before != self.after

    @property
    def gain(self) -> float:
        """Points won or lost; 0 where there were none before."""
        return 0.0 if self.before is None else self.after - self.before


def changes(
    verdicts: tuple[Verdict, ...],
    said: Scored,
    before: Mapping[str, CellStanding],
    after: Mapping[str, CellStanding],
    check_prefix: str,
) -> Iterator[Change]:
    """Find the exercises of which something else would be said.

    Args:
        verdicts: today's.
        said: the verdicts of the last grading; empty where nobody knows.
        before: what the gradebook says of each cell, by grade_id.
        after: what it would say.
        check_prefix: begins the grade_id of an exercise's cell.
    """
    known = {exercise.name: exercise for exercise in said.exercises}
    for verdict in verdicts:
        cell = f"{check_prefix}{verdict.exercise}"
        was, told = before.get(cell), known.get(verdict.exercise)
        old = Side(was.auto if was else None, was.points if was else None, *((told.verdict, told.hint) if told else ()))
        will = after.get(cell)
        new = Side(verdict.points, will.points if will else verdict.points, verdict.judgement.value, verdict.hint)
        reasons = tuple(_reasons(old, new, told, verdict))
        if reasons:
            kept = (f"a teacher's {will.manual:g} points count",) if will and will.manual is not None else ()
            yield Change(verdict.exercise, old, new, (*reasons, *kept))


def _reasons(old: Side, new: Side, told: ScoredExercise | None, verdict: Verdict) -> Iterator[str]:
    if old.points is None:
        yield "not graded before"
        return
    is_other = old.points != new.points or (told is not None and (old.verdict, old.hint) != (new.verdict, new.hint))
    if not is_other:
        return
    because = list(_cases(told, verdict)) if told else []
    yield from because
    if told is not None and old.verdict != new.verdict and not because:
        yield "another verdict"
    if told is not None and old.verdict == new.verdict and old.hint != new.hint:
        yield "another hint"
    if told is not None and told.max_points != verdict.max_points:
        yield f"worth {verdict.max_points:g} instead of {told.max_points:g}"
    elif told is None or (old.verdict == new.verdict and old.points != new.points):
        yield "other points"


def _cases(told: ScoredExercise, verdict: Verdict) -> Iterator[str]:
    """Which cases made the difference. Two of one label are told as one."""
    was_right = _right_by_label((case.label, case.verdict) for case in told.cases)
    is_right = _right_by_label((case.label, case.judgement.value) for case in verdict.cases)
    gone = [label for label, right in was_right.items() if not right and label not in is_right]
    new = [label for label, right in is_right.items() if not right and label not in was_right]
    other = [label for label in was_right if label in is_right and was_right[label] != is_right[label]]
    mended, broken = [each for each in other if is_right[each]], [each for each in other if not is_right[each]]
    # Where the whole verdict changed, so did every hidden case: naming those that stayed away or came explains it.
    if gone:
        yield f"no longer asked: {_listed(gone)}"
    if new:
        yield f"newly asked: {_listed(new)}"
    if mended and not gone:
        yield f"right now: {_listed(mended)}"
    if broken and not new:
        yield f"wrong now: {_listed(broken)}"


def _right_by_label(cases: "Iterator[tuple[str, str]]") -> dict[str, bool]:
    right: dict[str, bool] = {}
    for label, verdict in cases:
        right[label] = right.get(label, True) and verdict == Judgement.CORRECT
    return right


def _listed(labels: list[str]) -> str:
    shown = ", ".join(f'"{label}"' for label in labels[:_MOST_CASES])
    return shown if len(labels) <= _MOST_CASES else f"{shown} and {len(labels) - _MOST_CASES} more"
