"""Our own faults. What a student does wrong is a value (`model.Outcome`), never one of these.

    AutograderError
    ├── SpecError         an exercises.py, a solution or a release is not in order
    ├── SubmissionError   a file that cannot be read as a submission
    ├── SandboxError      the wall is missing, or a process of ours died
    └── GradebookError    the gradebook, the exchange or the disk said no

A message says what was found, what was expected and what to do next, in one line.
`exit_status` is what the command returns: 2 for what the caller can mend in the input, 3 for our side.
"""

from typing import ClassVar


class AutograderError(Exception):
    """Anything this package raises on purpose."""

    exit_status: ClassVar[int] = 3


class SpecError(AutograderError):
    """An exercises.py, a reference solution or a released folder is not in order."""

    exit_status = 2


class SubmissionError(AutograderError):
    """A file that cannot be read as a submission of the assignment asked for."""

    exit_status = 2


class SandboxError(AutograderError):
    """The wall cannot be built, or a process of ours died: no student's fault."""


class GradebookError(AutograderError):
    """The gradebook, the course's folders or the disk refused."""
