"""What was not graded and why, and what a person has yet to mark."""

from dataclasses import dataclass

from autograder.report.class_page.frames import UNJUDGED, Frames


@dataclass(frozen=True, slots=True)
class Trouble:
    """Submissions about which something was not graded or is not shown, for the same reason."""

    reason: str
    students: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell that a person marks: how many answers wait, of how many, for how many points each."""

    cell: str
    waiting: int
    answers: int
    max_points: float


def read_troubles(frames: Frames) -> tuple[Trouble, ...]:
    """Put students with the same trouble together; what concerns most comes first."""
    rows = frames.submissions[frames.submissions["trouble"] != ""]
    found = [
        Trouble(str(reason), tuple(str(student) for student in group["student"]))
        for reason, group in rows.groupby("trouble")
    ]
    unjudged = frames.outcomes[frames.outcomes["outcome"] == UNJUDGED]
    for exercise, group in unjudged.groupby("exercise"):
        reason = f"{exercise} was not graded, through no fault of theirs: `autograder grade --again` tries once more"
        found.append(Trouble(reason, tuple(str(student) for student in group["student"])))
    return tuple(sorted(found, key=lambda one: (-len(one.students), one.reason)))


def read_open_cells(frames: Frames) -> tuple[OpenCell, ...]:
    """Count the answers that wait for a person, by cell; cells where none waits are left out."""
    cells = frames.by_hand.groupby("cell").agg(
        waiting=("waits", "sum"), answers=("student", "nunique"), worth=("max_points", "first")
    )
    return tuple(
        OpenCell(row["cell"], int(row["waiting"]), int(row["answers"]), float(row["worth"]))
        for row in cells[cells["waiting"] > 0].reset_index().to_dict("records")
    )
