"""The page of feedback in the place of the one that `nbgrader generate_feedback` makes, for `exporter_class`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbgrader.api import Gradebook, SubmittedNotebook
from traitlets import default

from autograder.feedback import CellStanding, Standing, notebook_html, page_html
from autograder.gradebook.harmless import keep_printable
from autograder.gradebook.mark import read_score


class FeedbackExporter(Exporter):
    """Writes an autograded notebook as a student's page.

    Preprocessors may be registered and are not run: the page takes everything from the gradebook itself.
    """

    output_mimetype = "text/html"

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - nbconvert's
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        if self.parent is not None:
            keep_printable(self.parent.log)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override] # those of nbconvert give text, too
        self,
        nb: Mapping[str, Any],
        resources: dict[str, Any] | None = None,
        **_: Any,  # noqa: ANN401 - nbconvert's signature
    ) -> tuple[str, dict[str, Any]]:
        """Write the page of the notebook that `resources["nbgrader"]` names.

        Raises:
            MissingEntry: the gradebook does not know the submission; nbgrader reports it and goes on.
        """
        known: dict[str, Any] = self._init_resources(resources)  # type: ignore[no-untyped-call]
        named = known["nbgrader"]
        folder = Path(known["metadata"]["path"] or ".")
        with Gradebook(named["db_url"]) as gradebook:
            row = gradebook.find_submission_notebook(named["notebook"], named["assignment"], named["student"])
            standing = standing_of(row)
        page = page_html(
            student=named["student"],
            score=read_score(folder),
            standing=standing,
            body=notebook_html(nb),
            title=_title(named["assignment"], named["notebook"]),
        )
        return page, known


def standing_of(notebook: SubmittedNotebook) -> Standing:
    """Read what the gradebook says of a submitted notebook."""
    return Standing(
        score=notebook.score,
        max_score=notebook.max_score,
        late_penalty=notebook.late_submission_penalty,
        cells=tuple(CellStanding.of_row(grade, grade.name, grade.max_score) for grade in notebook.grades),
        comments={one.name: one.manual_comment for one in notebook.comments if one.manual_comment},
    )


def _title(assignment: str, notebook: str) -> str:
    """An assignment's name, and the notebook's where it has one of its own."""
    return assignment if assignment == notebook else f"{assignment}: {notebook}"
