"""What stands in a student's cell in place of the solution. nbgrader_config.py names it by its dotted name."""

from typing import Any

from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_solution
from traitlets import Unicode


class Stubs(ClearSolutions):  # type: ignore[misc] # nbgrader brings no types
    """nbgrader's ClearSolutions, for questions too: a question's stub sets its variable to None.

    A function's stub raises, so that an unfinished function is told from a wrong one. A question's cell should run
    as it is released, and `None` is what says "not answered". Where an answer in words is asked for, it invites.
    """

    text_stub = Unicode("*Your answer here.*", help="What stands in place of a model answer in words.").tag(config=True)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:  # noqa: ANN401 - nbgrader's
        """Replace the solution region of one cell.

        Args:
            cell: a notebook's cell; changed in place.
            resources: nbconvert's; `language` picks the stub.
            cell_index: its place in the notebook.

        Returns:
            The cell and the resources.
        """
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_solution(cell) and "question" in cell.metadata.get("tags", []):
            stub = self.code_stub[resources["language"]]
            cell.source = cell.source.replace(stub, f"{cell.metadata.nbgrader.grade_id} = None")
        return cell, resources
