"""What is told of a score, everywhere it is told; and what has to hold of every word of it."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from autograder.feedback import CellStanding, Standing, notebook_html, page_html
from autograder.gradebook.autograded import autograded_notebook
from autograder.gradebook.handed_in import HandedIn
from autograder.gradebook.released import ReleasedAssignment, ReleasedCell
from autograder.model import Drawing, Score
from autograder.report.terminal import score_text
from autograder.score import score_json
from tests.feedback.test_hostile import assert_harmless

#: What a terminal would obey, and what turns the text around it.
STEERS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def assert_told(
    score: Score, released: ReleasedAssignment, handed_in: HandedIn, drawings: Mapping[int, Drawing] | None = None
) -> None:
    """Write the report, the JSON, the autograded notebook and the page of a score; none steers or runs anything."""
    assert not STEERS.search(score_text(score))
    body = json.loads(json.dumps(score_json(score), allow_nan=False))
    autograded = autograded_notebook(released, handed_in, score, drawings)
    page = page_html(
        student="ada",
        score=body,
        standing=_standing(score),
        body=notebook_html(msgspec.json.decode(autograded)),
        title=score.assignment,
    )
    assert_harmless(page)


def assert_one_line(message: str) -> None:
    """A message for a terminal: one line, of a length that people read."""
    assert message.isprintable()
    assert len(message) < 600


def released_of(notebook: Mapping[str, Any]) -> ReleasedAssignment:
    """An assignment as the gradebook would hold it, of its released notebook."""
    cells = tuple(
        _released_cell(cell, cell["metadata"]["nbgrader"])
        for cell in notebook["cells"]
        if "nbgrader" in cell["metadata"]
    )
    return ReleasedAssignment("a", "fuzzed", None, "n", "fuzzed", None, cells)


def _released_cell(cell: Mapping[str, Any], settings: Mapping[str, Any]) -> ReleasedCell:
    return ReleasedCell(
        name=settings["grade_id"],
        cell_type=cell["cell_type"],
        source="".join(cell["source"]),
        checksum=settings.get("checksum", ""),
        locked=settings.get("locked", False),
        grade_key="g" if settings.get("grade") else None,
        solution_key="s" if settings.get("solution") else None,
        task_key="t" if settings.get("task") else None,
        max_score=float(settings.get("points", 0.0)),
    )


def _standing(score: Score) -> Standing:
    cells = tuple(
        CellStanding(f"check_{verdict.exercise}", verdict.points, verdict.max_points, verdict.points)
        for verdict in score.verdicts
    )
    return Standing(score.points, score.max_points, None, cells)
