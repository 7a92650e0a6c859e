"""What `nbgrader autograde` reads submissions with: c.Autograde.exporter_class.

nbgrader reads a submitted notebook with nbformat and hands it on as it is: one that is malformed, of a foreign schema
or with a cell twice fails the student or the whole class. Here it is read as `autograder grade` reads it, and what is
handed on is whole: every cell that is worth points once, locked cells as released, nobody's outputs.
"""

from collections.abc import Callable
from functools import partialmethod
from pathlib import Path
from typing import Any, Final

import msgspec
import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.errors import GradebookError
from autograder.gradebook import hooks
from autograder.gradebook.autograded import autograded_notebook
from autograder.gradebook.handed_in import look_into
from autograder.gradebook.reading import released_at
from autograder.gradebook.turn import turn
from autograder.model import Score

#: How long a server's button waits for its turn, in seconds.
_SERVER_PATIENCE: Final = 10.0


class SubmissionExporter(NotebookExporter):
    """Reads what was submitted, whatever shape it is in; what is already autograded as any other notebook."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - what nbgrader gives
        """Be made by nbgrader's Autograde, at the start of a run."""
        super().__init__(**settings)  # type: ignore[no-untyped-call] # nbconvert's
        if isinstance(self.parent, Autograde):
            hooks.take_over(self.parent)

    def from_filename(self, filename: str, resources: Any = None, **settings: Any) -> Any:  # noqa: ANN401 - untyped
        """Read a notebook and let the preprocessors work on it.

        Args:
            filename: where it should lie; of a submission the folder counts.
            resources: what nbgrader says of it.
            settings: what nbconvert adds.
        """
        path = Path(filename)
        converter: Any = self.parent
        about = (resources or {}).get("nbgrader")
        if about is None or path.parent != submitted_folder(converter.coursedir, about):
            return super().from_filename(filename, resources, **settings)
        released = released_at(about["db_url"], about["assignment"])
        whole = autograded_notebook(released, look_into(path.parent, released), Score(released.name, ()))
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        notebook = nbformat.from_dict(msgspec.json.decode(whole))
        return self.from_notebook_node(notebook, resources, **settings)  # type: ignore[no-untyped-call] # nbconvert's


def _find_submissions(converter: Autograde, find: Callable[[Any], None]) -> None:
    """Have nbgrader look for notebooks, and go on where there are none: `take_over` finds what else was handed in."""
    try:
        find(converter)
    except NbGraderException:
        if converter.exporter_class is not SubmissionExporter or not hooks.folders(
            converter.coursedir, converter.coursedir.submitted_directory
        ):
            raise


def _start_in_turn(converter: Any, start: Callable[[Any], None]) -> None:  # noqa: ANN401 - nbgrader brings no types
    """Have nbgrader wait while another run grades the course, and let others wait while it does."""
    if converter.exporter_class is not SubmissionExporter:
        start(converter)
        return
    course = converter.coursedir
    # A server answers nobody else meanwhile.
    patience = _SERVER_PATIENCE if isinstance(converter.parent, NbGraderAPI) else None
    said = converter.log.warning
    try:
        with turn(Path(course.root), "nbgrader autograde", say=said, patience=patience, groupshared=course.groupshared):
            start(converter)
            hooks.require_nobody_refused()
    except GradebookError as error:
        reason = str(error)  # in one line
        converter.log.error(reason)  # noqa: TRY400 - a traceback says less
        raise NbGraderException(reason) from error


# What a run finds left behind by others it clears away, so it has to know that they have ended. nbgrader has no setting
# for what goes around a whole run.
Autograde.start = partialmethod(_start_in_turn, Autograde.start)

# nbgrader looks for notebooks before it makes the exporter, and has no setting for how.
Autograde.init_notebooks = partialmethod(_find_submissions, Autograde.init_notebooks)


def submitted_folder(course: CourseDirectory, about: dict[str, str]) -> Path:
    """Where the submission lies that nbgrader speaks of.

    Args:
        course: the course's folders.
        about: the student, assignment and so on, as `resources["nbgrader"]`.
    """
    return Path(course.format_path(course.submitted_directory, about["student"], about["assignment"]))
