"""What the gradebook says of one submission, as far as a student may read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class CellStanding:
    """What the gradebook says of one cell that is worth points.

    Args:
        name: its grade_id.
        points: what counts, extra credit included; None while nobody has said.
        max_points: points it is worth.
        auto: points by the grader, or None where a person decides.
        manual: points by a teacher, which count before the grader's, or None.
        extra: a teacher's extra credit, or None.
        waits: a person still has to look at it.
    """

    name: str
    points: float | None
    max_points: float
    auto: float | None = None
    manual: float | None = None
    extra: float | None = None
    waits: bool = False

    @classmethod
    def of_row(cls, row: Any, name: str, max_points: float) -> Self:  # noqa: ANN401 - whatever holds a grade's columns
        """Read a row of the gradebook's grades, and count as nbgrader counts.

        A manual score comes before an automatic one, extra credit on top of either.

        Args:
            row: has auto_score, manual_score, extra_credit and needs_manual_grade.
            name: the cell's grade_id.
            max_points: points it is worth.
        """
        counts = row.auto_score if row.manual_score is None else row.manual_score
        return cls(
            name=name,
            points=None if counts is None else counts + (row.extra_credit or 0.0),
            max_points=max_points,
            auto=row.auto_score,
            manual=row.manual_score,
            extra=row.extra_credit,
            waits=bool(row.needs_manual_grade) and row.manual_score is None,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the gradebook says of one submission.

    Args:
        score: points before the late penalty; a teacher's own and extra credit included.
        max_score: points there are, cells graded by hand included.
        late_penalty: points that lateness costs, or None.
        cells: every cell that is worth points.
        comments: a teacher's comments, by the grade_id of the cell that the student wrote in.
    """

    score: float
    max_score: float
    late_penalty: float | None
    cells: tuple[CellStanding, ...]
    comments: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> float:
        """Points that count in the end."""
        return max(self.score - (self.late_penalty or 0.0), 0.0) if self.late_penalty else self.score
