"""Records graded submissions in batches: rows in one transaction, then the folders, each with its mark.

In this order a run that is killed at any point leaves submissions whose rows are ahead of their mark at worst; those
are graded again, and their rows written again over themselves. Nothing counts twice and nothing counts that is lost.
"""

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from autograder.gradebook import files
from autograder.gradebook.course_folder import CourseFolder
from autograder.gradebook.database import Database
from autograder.gradebook.grading import Graded, ToGrade
from autograder.gradebook.released import ReleasedAssignment
from autograder.gradebook.rows import SubmissionRows, Written, rows_of, write_rows
from autograder.model import Collected

#: A batch is recorded when it has so many submissions, or its first one has waited so long.
_MOST_IN_BATCH: Final = 32
_MOST_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One graded submission on its way into the gradebook, and when it was submitted (naive UTC)."""

    job: ToGrade
    graded: Graded
    timestamp: datetime | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A submission that is in the gradebook, with its folder in place."""

    entry: Entry
    written: Written


class Recorder:
    """Collects entries, and records them a batch at a time."""

    def __init__(self, course: CourseFolder, database: Database, released: Mapping[str, ReleasedAssignment]) -> None:
        self._course = course
        self._database = database
        self._released = released
        self._waiting: list[Entry] = []
        self._since = 0.0

    def add(self, entry: Entry) -> None:
        """Put an entry in the batch."""
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append(entry)

    def is_due(self) -> bool:
        """Whether the batch is full, or old, or empty, so that nothing is to be waited for."""
        settled = not self._waiting or len(self._waiting) >= _MOST_IN_BATCH
        return settled or time.monotonic() - self._since >= _MOST_SECONDS

    def flush(self) -> list[Recorded]:
        """Record what waits.

        Raises:
            GradebookError: the database or the disk refused; none of what waited is recorded, all before it is.
        """
        batch, self._waiting = self._waiting, []
        try:
            return self._record(batch) if batch else []
        finally:
            for entry in batch:  # those that took their place have left their hidden name
                files.remove(entry.graded.staged)

    def _record(self, batch: list[Entry]) -> list[Recorded]:
        try:
            files.keep(batch[0].graded.staged)
            for entry in batch:  # what was said before is not handed out any more, whatever happens now
                self._page(entry).unlink(missing_ok=True)
            written = self._database.write(partial(self._write, batch))
            for entry in batch:
                files.put_in_place(entry.graded.staged, entry.job.place)
        except OSError as error:
            raise files.refused(self._course.autograded_root, error) from error
        return [Recorded(entry, written[entry.job.collected]) for entry in batch]

    def _page(self, entry: Entry) -> Path:
        one = entry.job.collected
        name = f"{self._released[one.assignment].notebook}.html"
        return self._course.feedback_folder(one.student, one.assignment) / name

    def _write(self, batch: list[Entry], connection: Connection) -> dict[Collected, Written]:
        """Write all rows.

        Done twice it comes to the same: rows that are there are found by what they are about, and are given the same
        values again; what a teacher entered in between is read anew.
        """
        by_assignment: dict[str, list[Entry]] = defaultdict(list)
        for entry in batch:
            by_assignment[entry.job.collected.assignment].append(entry)
        written = {}
        # In the order in which everybody goes about it, so that nobody waits in a ring.
        for name, entries in sorted(by_assignment.items()):
            rows = [_rows(entry, self._released[name]) for entry in entries]
            done = write_rows(connection, self._released[name], rows, self._course.late_penalty)
            written.update({entry.job.collected: done[entry.job.collected.student] for entry in entries})
        return written


def _rows(entry: Entry, released: ReleasedAssignment) -> SubmissionRows:
    return rows_of(entry.job.collected.student, entry.timestamp, entry.graded.points, entry.graded.unanswered, released)
