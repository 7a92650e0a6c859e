"""What is known of a class's work on one assignment, before anything is counted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from autograder.feedback import Standing
from autograder.report.class_page.verdicts import ScoreRead


class State(StrEnum):
    """How far a student's work has come."""

    GRADED = "graded"
    UNREADABLE = "unreadable"  # handed in, and no notebook
    POINTS_ONLY = "points only"  # another grader was at work, or the verdicts cannot be read
    WAITING = "waiting"  # collected, and not in the gradebook
    ABSENT = "absent"  # nothing was handed in


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one student's work.

    Args:
        student: whose, as nbgrader knows them.
        name: first and last name, or "".
        state: how far it has come.
        standing: what the gradebook says, or None.
        score: the verdicts, or None.
        timestamp: when it was submitted (naive UTC), or None.
        is_late: it came after the due date and the student's extension.
        trouble: why something about it was not graded, or is not shown, and what to do; "" where all is well. Names
            no file and no person.
        details: the same with names of files; "" where `trouble` says all there is to say.
    """

    student: str
    name: str
    state: State
    standing: Standing | None = None
    score: ScoreRead | None = None
    timestamp: datetime | None = None
    is_late: bool = False
    trouble: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """What is known of a class's work on one assignment.

    Args:
        assignment: its name.
        duedate: when it is due (naive UTC), or None.
        worth: points of every exercise that verdicts fill, by name, as the gradebook has them.
        records: one for everybody in the roster, and for whoever else handed something in.
    """

    assignment: str
    duedate: datetime | None
    worth: dict[str, float]
    records: tuple[Record, ...]
