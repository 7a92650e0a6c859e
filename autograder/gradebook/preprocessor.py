"""The preprocessor that takes the place of nbgrader's Execute: student code runs behind the wall, and is judged."""

from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbgrader.preprocessors import Execute
from traitlets import Bool

from autograder.errors import AutograderError
from autograder.gradebook import files
from autograder.gradebook.autograded import autograded_notebook
from autograder.gradebook.collecting import timestamp_text
from autograder.gradebook.exporter import released_assignment, submitted_folder
from autograder.gradebook.hooks import autograded_folder
from autograder.gradebook.mark import PENDING, Identity, mark_of
from autograder.gradebook.on_call import examiner_for
from autograder.model import Collected
from autograder.score import score_json


class Grade(Execute):
    """Grades a submission with this package's engine, and shows in its notebook what came of it.

    It inherits from Execute for its settings alone (`--no-execute` switches both off); no kernel is started. Every
    check cell gets the verdict as text and exactly one result, the points, for SaveAutoGrades to read.
    """

    figures = Bool(default_value=False, help="Draw what demonstration cells show, too.").tag(config=True)
    unsafe = Bool(
        default_value=False,
        help="Grade where the walls do not stand, too. Student code can then read, change and delete whatever you can.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any = None, km: Any = None) -> Any:  # noqa: ANN401, ARG002 - nbconvert's
        """Grade a submission.

        Args:
            nb: its notebook, as the exporter made it whole; made again here with what came of running it.
            resources: what nbgrader says of it.
            km: a kernel manager, for which there is no use.

        Returns:
            The autograded notebook, and the resources.

        Raises:
            SandboxError: it could not be judged, through no fault of the student's.
            SpecError: the course is not in order.
        """
        course = self.parent.parent.coursedir
        about = resources["nbgrader"]
        folder = submitted_folder(course, about)
        released = released_assignment(about)
        try:
            examiner = examiner_for(Path(course.root), unsafe=self.unsafe)
            judged = examiner.judge(
                Collected(about["student"], about["assignment"], folder), released, figures=self.figures
            )
        except AutograderError as error:
            reason = str(error)  # in one line; nbgrader adds where it was raised
            self.log.error("NOT GRADED %s %s: %s", about["student"], about["assignment"], reason)  # noqa: TRY400
            raise
        if judged.unreadable:
            self.log.warning("%s %s: %s", about["student"], about["assignment"], judged.unreadable)
        identity = Identity(files.digest(folder), examiner.fingerprint(released.name), timestamp_text(folder))
        (autograded_folder(folder) / PENDING).write_bytes(mark_of(score_json(judged.score), identity))
        whole = autograded_notebook(released, judged.handed_in, judged.score, judged.drawings)
        return nbformat.from_dict(msgspec.json.decode(whole)), resources
