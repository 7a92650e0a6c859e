"""A crew that is kept at hand between submissions, and sent home when it knows what no longer holds."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from autograder.gradebook.course_folder import CourseFolder
from autograder.gradebook.grading import Answer, Job
from autograder.gradebook.workers import Crew


class OnDuty:
    """Gives the crew at hand, or a new one."""

    def __init__(self, course: CourseFolder, start: Callable[[], Crew[Job, Answer]]) -> None:
        """Know how to put a crew together; nobody is there yet.

        Args:
            course: what they work for.
            start: puts a crew together.
        """
        self._folders = (course.root / "solutions", course.root / course.released)
        self._start = start
        self._crew: Crew[Job, Answer] | None = None
        self._read: frozenset[tuple[str, int, int]] = frozenset()

    def crew(self) -> Crew[Job, Answer]:
        """The crew; a new one where exercises, references or the release were changed since it began."""
        today = frozenset(entry for folder in self._folders for entry in _looks(folder))
        if self._crew is not None and today != self._read:
            self.let_go()
        if self._crew is None:
            self._read = today  # before they begin to read
            self._crew = self._start()
        return self._crew

    def let_go(self) -> None:
        """Send everybody home at once."""
        crew, self._crew = self._crew, None
        if crew is not None:
            crew.dismiss()


def _looks(folder: Path) -> set[tuple[str, int, int]]:
    """Every file of a folder and of those in it, with its time and size. What is hidden is our own: seed and keys."""
    found = set()
    for path in (*folder.glob("[!.]*"), *folder.glob("[!.]*/[!.]*")):
        with contextlib.suppress(OSError):  # gone just now
            if path.is_file():
                status = path.stat()
                found.add((str(path), status.st_mtime_ns, status.st_size))
    return found
