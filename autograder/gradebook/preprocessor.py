"""The preprocessor that takes the place of nbgrader's Execute: student code runs behind the wall, and is judged."""

from typing import Any

import msgspec
import nbformat
from nbgrader.preprocessors import Execute
from traitlets import Bool

from autograder.gradebook import files, hooks
from autograder.gradebook.autograded import autograded_notebook
from autograder.gradebook.collecting import timestamp_text
from autograder.gradebook.exporter import submitted_folder
from autograder.gradebook.mark import PENDING, Identity, mark_of
from autograder.gradebook.reading import released_at
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
        help="Grade without walls. Student code can then read, change and delete whatever you can.",
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
        if self.unsafe:
            self.log.warning("c.Grade.unsafe: student code runs WITHOUT WALLS and can change whatever you can")
        about = resources["nbgrader"]
        folder = submitted_folder(self.parent.parent.coursedir, about)
        released = released_at(about["db_url"], about["assignment"])
        judged = hooks.judge(Collected(about["student"], about["assignment"], folder), released)
        identity = Identity(files.digest(folder), hooks.fingerprint(released.name), timestamp_text(folder))
        pending = hooks.autograded_folder(folder) / PENDING
        pending.write_bytes(mark_of(score_json(judged.score), identity))
        whole = autograded_notebook(released, judged.handed_in, judged.score, judged.drawings)
        return nbformat.from_dict(msgspec.json.decode(whole)), resources
