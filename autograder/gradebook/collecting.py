"""Which submissions are to be graded: what was asked for, what can be, and what is new or changed."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.errors import SubmissionError
from autograder.gradebook import files
from autograder.gradebook.grading import ToGrade
from autograder.gradebook.harmless import NO_PLAIN_NAME, is_plain_name
from autograder.gradebook.mark import Identity, read_identity
from autograder.gradebook.released import ReleasedAssignment
from autograder.model import Collected

if TYPE_CHECKING:
    from autograder.gradebook.course_folder import CourseFolder

_MOST_TIMESTAMP_BYTES: Final = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked to have graded.

    Args:
        assignments: names; empty for all that were collected.
        students: names; empty for everyone.
        again: also what has not changed since it was graded.
        pairs: of all that, these students' work on these assignments alone; None for no such choice.
    """

    assignments: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    again: bool = False
    pairs: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A collected submission that can be graded, and when it was submitted (naive UTC), if that is known."""

    job: ToGrade
    timestamp: datetime | None


@dataclass(frozen=True, slots=True)
class Excluded:
    """A collected submission that cannot be graded, and why."""

    collected: Collected
    reason: str


def select(course: "CourseFolder", wanted: Wanted) -> list[Collected]:
    """Find the collected submissions that were asked for.

    Raises:
        SubmissionError: a student was asked for who handed in none of them.
    """
    found = [one for one in course.collected() if not wanted.assignments or one.assignment in wanted.assignments]
    if wanted.pairs is not None:
        found = [one for one in found if (one.student, one.assignment) in wanted.pairs]
    present = {one.student for one in found}
    for student in wanted.students:
        if student not in present:
            raise SubmissionError(_nobody(student, present, wanted, course))
    return [one for one in found if not wanted.students or one.student in wanted.students]


def arrive(course: "CourseFolder", collected: Sequence[Collected]) -> tuple[list[Arrival], list[Excluded]]:
    """Read what identifies each submission: its files' digest and its timestamp."""
    from nbgrader.utils import parse_utc  # noqa: PLC0415 - the command says what is wanted before nbgrader is there

    arrivals = []
    excluded = []
    for one in collected:
        if not is_plain_name(one.student):
            excluded.append(Excluded(one, NO_PLAIN_NAME))
            continue
        try:
            sha256 = files.digest(one.folder)
            text = timestamp_text(one.folder)
            timestamp = parse_utc(text) if text else None
        except OSError as error:
            excluded.append(Excluded(one, f"{one.folder} cannot be read ({error.strerror or error})"))
        except (ValueError, OverflowError):
            reason = f"its timestamp.txt says {text[:40]!r}; expected a time like '2026-01-31 18:00:00 UTC'"
            excluded.append(Excluded(one, reason))
        else:
            job = ToGrade(one, course.autograded_folder(one.student, one.assignment), sha256, text)
            arrivals.append(Arrival(job, timestamp))
    return arrivals, excluded


def is_current(
    arrival: Arrival, released: ReleasedAssignment, fingerprint: str, recorded: Mapping[str, datetime | None]
) -> bool:
    """Whether a submission was graded as it is now, by today's exercises, into this gradebook.

    Args:
        arrival: the submission.
        released: its assignment.
        fingerprint: today's, of exercises and grader.
        recorded: who has rows for the assignment, and the timestamp in them.
    """
    student = arrival.job.collected.student
    if student not in recorded or recorded[student] != arrival.timestamp:
        return False
    today = Identity(arrival.job.sha256, fingerprint, arrival.job.timestamp)
    return read_identity(arrival.job.place, released.notebook) == today


def timestamp_text(folder: Path) -> str:
    """What a submission's timestamp.txt says, or "" where there is none."""
    data = files.read_capped(folder / "timestamp.txt", _MOST_TIMESTAMP_BYTES) or b""
    return data.decode("utf-8", "replace").strip()


def _nobody(student: str, present: Iterable[str], wanted: Wanted, course: "CourseFolder") -> str:
    names = sorted(present)
    close = difflib.get_close_matches(student, names, n=1)
    what = f" of {', '.join(wanted.assignments)}" if wanted.assignments else ""
    there = f"did you mean {close[0]!r}?" if close else f"there are {len(names)} submissions, of {_some(names)}"
    return f"no submission{what} by {student!r} in {course.root / course.submitted}; {there}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (", ..." if len(names) > 5 else "") if names else "nobody"  # noqa: PLR2004
