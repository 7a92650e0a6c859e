"""What became of every exercise and of every cell that is graded by hand, in the notebook's order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from autograder.feedback.notebook import anchor
from autograder.feedback.scored import Scored, ScoredCase, ScoredExercise
from autograder.feedback.standing import CellStanding, Standing
from autograder.model import NOT_ANSWERED, STATES, Judgement
from autograder.submission.template import CHECK_PREFIX

#: Cases that are named before the rest is counted.
_MOST_LABELS: Final = 4
#: What the one case of a question is called; the verdict says all there is to say of it.
_QUESTION: Final = "your answer"
_NOT_BEGUN: Final = (Judgement.NOT_IMPLEMENTED, Judgement.MISSING, Judgement.NOT_GRADED)


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one of them.

    Args:
        name: the exercise, or the cell that is graded by hand.
        anchor: what its cell is called within the page, or "" where the page does not show it.
        points: points earned, or None while nobody has said.
        max_points: points it is worth.
        tone: "right", "part", "wrong", "open" or "waits"; chooses sign and colour.
        verdict: in words.
        hint: a question or a pointer, or "".
        failing: the public case that tells most of a failure, or None.
        others: labels of other cases that failed.
        uncounted: how many more there are.
        excused_by: the wrong foundation that explains the failure, or None.
        teacher: what a teacher changed, or "".
        comment: a teacher's, or "".
        is_told: the grader judged it, or a person does: nothing that its cell printed says more.
    """

    name: str
    anchor: str
    points: float | None
    max_points: float
    tone: str
    verdict: str
    hint: str = ""
    failing: ScoredCase | None = None
    others: tuple[str, ...] = ()
    uncounted: int = 0
    excused_by: str | None = None
    teacher: str = ""
    comment: str = ""
    is_told: bool = True

    @property
    def says_more(self) -> bool:
        """Whether there is more to say than points and verdict."""
        return bool(self.hint or self.failing or self.others or self.excused_by or self.teacher or self.comment)


def rows(scored: Scored, standing: Standing, anchors: Sequence[str]) -> tuple[Row, ...]:
    """Put together what the grader and the gradebook say, in the order in which the notebook shows it.

    Args:
        scored: the grader's verdicts; empty where another grader was at work.
        standing: the gradebook's points and comments.
        anchors: where links may lead, from top to bottom.
    """
    places = {found: place for place, found in enumerate(anchors)}
    cells = {cell.name: cell for cell in standing.cells}
    checks = {f"{CHECK_PREFIX}{exercise.name}": exercise for exercise in scored.exercises}
    unordered = [_exercise_row(exercise, cells.get(name), standing) for name, exercise in checks.items()]
    unordered += [_cell_row(cell, standing, scored) for cell in standing.cells if cell.name not in checks]
    found = sorted(unordered, key=lambda row: places.get(row.anchor, len(places)))
    return tuple(row if row.anchor in places else replace(row, anchor="") for row in found)


def unplaced_comments(standing: Standing, shown: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """A teacher's comments on cells that have no row of their own, by the cell's name."""
    names = {row.name for row in shown}
    return tuple((name, text) for name, text in standing.comments.items() if text.strip() and name not in names)


def _exercise_row(exercise: ScoredExercise, cell: CellStanding | None, standing: Standing) -> Row:
    failed = _failed(exercise)
    public = [case for case in failed if case.public and case.call is not None]
    first = next((case for case in public if case.contrast is not None), public[0] if public else None)
    others = list(dict.fromkeys(case.label for case in failed if case is not first))
    return Row(
        name=exercise.name,
        anchor=anchor(f"{CHECK_PREFIX}{exercise.name}"),
        points=cell.points if cell else exercise.points,
        max_points=cell.max_points if cell else exercise.max_points,
        tone=_tone(exercise.verdict),
        verdict=_state(exercise),
        hint=exercise.hint,
        failing=first,
        others=tuple(others[:_MOST_LABELS]),
        uncounted=max(len(others) - _MOST_LABELS, 0),
        excused_by=exercise.excused_by,
        teacher=_teachers_part(cell) if cell else "",
        comment=standing.comments.get(exercise.name, ""),
    )


def _state(exercise: ScoredExercise) -> str:
    """The verdict in the words that `check` has for it."""
    is_question = any(case.label == _QUESTION for case in exercise.cases)
    if is_question and exercise.verdict == Judgement.NOT_IMPLEMENTED:
        return NOT_ANSWERED
    return STATES.get(exercise.verdict, exercise.verdict)


def _failed(exercise: ScoredExercise) -> list[ScoredCase]:
    """The cases worth naming: those that failed, where something was tried."""
    if exercise.verdict in _NOT_BEGUN:
        return []
    return [case for case in exercise.cases if case.verdict != Judgement.CORRECT and case.label != _QUESTION]


def _cell_row(cell: CellStanding, standing: Standing, scored: Scored) -> Row:
    """The row of a cell without a verdict: graded by hand, or by another grader."""
    name = cell.name.removeprefix(CHECK_PREFIX)
    is_by_hand = cell.auto is None or (bool(scored.exercises) and not cell.name.startswith(CHECK_PREFIX))
    if cell.waits or cell.points is None:
        tone, verdict = "waits", "waits for your teacher"
    elif is_by_hand and cell.manual is None:
        tone, verdict = "open", "no answer"
    elif is_by_hand:
        tone, verdict = _tone_of_points(cell), "graded by your teacher"
    else:
        tone = _tone_of_points(cell)
        verdict = {"right": Judgement.CORRECT.value, "part": Judgement.PARTIAL.value}.get(tone, "no points")
    return Row(
        name=name,
        anchor=anchor(cell.name),
        points=None if tone == "waits" else cell.points,
        max_points=cell.max_points,
        tone=tone,
        verdict=verdict,
        teacher=_teachers_part(cell),
        comment=standing.comments.get(cell.name) or standing.comments.get(name, ""),
        is_told=is_by_hand or tone == "waits",
    )


def _tone(verdict: str) -> str:
    if verdict == Judgement.CORRECT:
        return "right"
    if verdict == Judgement.PARTIAL:
        return "part"
    return "open" if verdict in _NOT_BEGUN else "wrong"


def _tone_of_points(cell: CellStanding) -> str:
    points = cell.points or 0.0
    if points >= cell.max_points:
        return "right"
    return "part" if points > 0 else "wrong"


def _teachers_part(cell: CellStanding) -> str:
    return "; ".join(_changes(cell))


def _changes(cell: CellStanding) -> Iterator[str]:
    """What a teacher changed about the grader's points."""
    if cell.manual is not None and cell.auto is not None:
        yield f"points set by your teacher; graded automatically: {cell.auto:g}"
    if cell.extra:
        yield f"{cell.extra:+g} points extra credit by your teacher"
