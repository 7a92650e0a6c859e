"""What a regrade would change, in rows for a table and in lines for whoever reads a terminal."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from autograder.counted import counted
from autograder.export.cleaned import number
from autograder.gradebook.changes import Change, Regraded
from autograder.gradebook.rehearsal import Rehearsal

#: Of a table to be published.
COLUMNS: Final = (
    *("assignment", "student", "exercise", "points_before", "points_after"),
    *("verdict_before", "verdict_after", "hint_before", "hint_after", "reason"),
    *("score_before", "score_after", "max_score"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One exercise of one submission of which something else would be said; "" for what holds for the whole."""

    assignment: str
    student: str
    exercise: str
    points_before: str
    points_after: str
    verdict_before: str
    verdict_after: str
    hint_before: str
    hint_after: str
    reason: str
    score_before: str
    score_after: str
    max_score: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts, in the order of `COLUMNS`."""
        return tuple(str(getattr(self, column)) for column in COLUMNS)


def rows(rehearsal: Rehearsal, order: Sequence[str]) -> Iterator[Row]:
    """Yield what would change, by assignment as they are taught, then by student.

    Args:
        rehearsal: what would come of a regrade.
        order: the assignments as they are taught.
    """
    places = {name: place for place, name in enumerate(order)}
    changed = [one for one in rehearsal.regraded if one.is_changed]
    for one in sorted(changed, key=lambda one: (places.get(one.assignment, len(places)), one.student)):
        yield from (_row(one, change) for change in one.changes)
        if not one.changes:
            yield _row(one, None)


def totals(rehearsal: Rehearsal, order: Sequence[str]) -> Iterator[str]:
    """Say in a line for each assignment how many scores would rise and fall, and what that comes to."""
    by_assignment: dict[str, list[Regraded]] = defaultdict(list)
    for one in rehearsal.regraded:
        by_assignment[one.assignment].append(one)
    places = {name: place for place, name in enumerate(order)}
    for name in sorted(by_assignment, key=lambda name: (places.get(name, len(places)), name)):
        yield _total(name, by_assignment[name])
    if rehearsal.not_graded:
        yield f"{counted(len(rehearsal.not_graded), 'submission')} could not be judged"


def remarks(rehearsal: Rehearsal) -> Iterator[str]:
    """Say for the instructor who could not be judged and why, and what to do next."""
    for lost in rehearsal.not_graded:
        yield f"NOT GRADED {lost.collected.student} {lost.collected.assignment}: {lost.reason}"
    if any(one.is_changed for one in rehearsal.regraded):
        yield "nothing was written; the same command without --dry-run does this"
    elif rehearsal.regraded:
        yield "nothing would change, and nothing was written"


def _total(name: str, these: Sequence[Regraded]) -> str:
    rise, fall = sum(one.gain > 0 for one in these), sum(one.gain < 0 for one in these)
    changed = sum(one.is_changed for one in these)
    graded = [(one.before, one.after) for one in these if one.before is not None]
    new = len(these) - len(graded)
    parts = [f"{changed} of {counted(len(these), 'submission')} would change", f"{rise} rise", f"{fall} fall"]
    parts += [f"{new} new"] if new else []
    if graded:
        before, after = (sum(points) / len(graded) for points in zip(*graded, strict=True))
        parts.append(f"mean {before:.4g} -> {after:.4g} of {these[0].max_score:g}")
    return f"{name}: {', '.join(parts)}"


def _row(one: Regraded, change: Change | None) -> Row:
    reasons = [one.reason, *(change.reasons if change else ()), one.unreadable]
    before, after = (change.before, change.after) if change else (None, None)
    return Row(
        assignment=one.assignment,
        student=one.student,
        exercise=change.exercise if change else "",
        points_before=_points(before.counts if before else None),
        points_after=_points(after.counts if after else None),
        verdict_before=before.verdict if before else "",
        verdict_after=after.verdict if after else "",
        hint_before=before.hint if before else "",
        hint_after=after.hint if after else "",
        reason="; ".join(dict.fromkeys(filter(None, reasons))) or "the score alone: lateness, or answers in words",
        score_before=_points(one.before),
        score_after=_points(one.after),
        max_score=_points(one.max_score),
    )


def _points(points: float | None) -> str:
    return "" if points is None else number(points)
