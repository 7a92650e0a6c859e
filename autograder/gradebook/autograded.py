"""The autograded notebook: the student's cells, the released ones around them, and a verdict below every check.

Only what is understood is written: types, texts and pictures of the student's cells, nbgrader's settings from the
gradebook, our own outputs. Whatever else a submission holds (outputs, metadata, odd shapes) is left behind.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import msgspec

from autograder.gradebook.handed_in import HandedIn
from autograder.gradebook.harmless import harmless_prose, indented
from autograder.gradebook.released import ReleasedAssignment, ReleasedCell
from autograder.gradebook.verdict_text import bounded, verdict_text
from autograder.model import CellResult, Drawing, Score, Verdict
from autograder.submission.handed_in import HandedInCell, scrubbed

_Json: TypeAlias = dict[str, Any]

#: Stands where a cell was deleted whose answer may be found elsewhere.
_ELSEWHERE: Final = {
    "code": "# This cell was not handed in; what stands in other cells was graded.",
    "markdown": "*This cell was not handed in. Does the answer stand elsewhere?*",
}
_UNFIT_FOR_ID: Final = re.compile(r"[^a-zA-Z0-9_-]")


def autograded_notebook(
    released: ReleasedAssignment, handed_in: HandedIn, score: Score, drawings: Mapping[int, Drawing] | None = None
) -> bytes:
    """Build the autograded notebook of a submission.

    Every cell that nbgrader keeps rows of is there once: those that were deleted are put back behind the exercise they
    are about, so that no row of an earlier submission outlives it.

    Args:
        released: the assignment.
        handed_in: the cells of the notebook, or the text of a .py; neither, where nothing can be read.
        score: what it earned.
        drawings: what demonstration cells show, by their place in the file.

    Returns:
        The file's content.
    """
    verdicts = {verdict.exercise: verdict for verdict in score.verdicts}
    if handed_in.script is not None:
        built = _script_cells(released, handed_in, score)
    else:
        built = _notebook_cells(released, handed_in, _Shown(dict(score.cells), drawings or {}, verdicts))
    unanswered = handed_in.unanswered(released, score) if handed_in != HandedIn() else None
    _put_back(built, released, verdicts, unanswered)
    return _written([*_notes(score), *built], released.kernelspec)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown below cells: what running them came to, by place, and what became of the exercises, by name."""

    results: Mapping[int, CellResult]
    drawings: Mapping[int, Drawing]
    verdicts: Mapping[str, Verdict]

    def outputs(self, index: int) -> list[_Json]:
        drawing = self.drawings.get(index)
        if drawing is None:
            return _outputs(self.results.get(index))
        return [*_outputs(drawing.result), *(_picture(png) for png in drawing.figures)]


def _notebook_cells(released: ReleasedAssignment, handed_in: HandedIn, shown: _Shown) -> list[_Json]:
    """Build the cells of a notebook. Of several with the same grade_id one keeps it; the others are cells like any."""
    known = {cell.name: cell for cell in released.cells}
    counting = handed_in.counting(released)
    built = []
    for cell in handed_in.cells or ():
        recorded = known.get(cell.grade_id) if counting.get(cell.grade_id) is cell else None
        if recorded is not None and recorded.is_check:
            built.append(_check_cell(recorded, shown.verdicts))
        elif recorded is not None:
            built.append(_answer_cell(recorded, cell, shown.outputs(cell.index)))
        else:
            built.append(_own_cell(cell, shown.outputs(cell.index)))
    return built


def _script_cells(released: ReleasedAssignment, handed_in: HandedIn, score: Score) -> list[_Json]:
    """Show the text of a .py in one cell, and what the notebook beside it holds for a person to grade."""
    printed = "".join(result.printed for _, result in score.cells)
    error = next((result.error for _, result in score.cells if result.error), "")
    whole = _code(scrubbed(handed_in.script or ""), {}, _outputs(CellResult(printed, error)))
    found = handed_in.counting(released)
    by_hand = [cell for cell in released.cells if cell.is_by_hand and cell.name in found]
    written = [cell for cell in by_hand if found[cell.name].source != cell.source]
    built = [_prose("Submitted as a .py file. This is its whole text:"), whole]
    return [*built, *(_answer_cell(cell, found[cell.name], []) for cell in written)]


def _put_back(
    built: list[_Json],
    released: ReleasedAssignment,
    verdicts: Mapping[str, Verdict],
    unanswered: frozenset[str] | None,
) -> None:
    """Add the cells that are missing behind the exercise they are about, or at the end, in the order of the verdicts.

    A missing answer comes back as it was released where nothing was written (for nbgrader that is "No response."), and
    as a remark where the answer stands elsewhere.
    """
    present = {_name(cell) for cell in built}
    order = {name: place for place, name in enumerate(verdicts)}
    wanted = [cell for cell in released.cells if cell.has_rows and cell.name not in present]
    # An answer comes before its check, which stands behind it.
    for cell in sorted(wanted, key=lambda cell: (order.get(cell.exercise, len(order)), cell.is_check)):
        if cell.is_check:
            whole = _check_cell(cell, verdicts)
        else:
            stays = unanswered is None or cell.name in unanswered or cell.solution_key is None
            whole = _released_cell(cell, cell.source if stays else _ELSEWHERE[cell.cell_type])
        places = [place for place, one in enumerate(built) if _name(one) == cell.exercise]
        built.insert(places[-1] + 1 if places else len(built), whole)


def _check_cell(cell: ReleasedCell, verdicts: Mapping[str, Verdict]) -> _Json:
    """Show a verdict so that nbgrader reads the same points off it: one number as the result, nothing on stderr."""
    verdict = verdicts.get(cell.exercise)
    text = verdict_text(verdict) if verdict else "Not graded: nothing was run.\n"
    points = verdict.points if verdict else 0.0
    return _code(cell.source, _settings(cell), [_stream(text), _result(points)])


def _answer_cell(cell: ReleasedCell, handed_in: HandedInCell, outputs: list[_Json]) -> _Json:
    """Build a cell that nbgrader knows, with the student's text and pictures unless it was locked."""
    is_released = cell.locked or handed_in.source == cell.source
    if cell.cell_type == "code":
        return _code(cell.source if is_released else handed_in.source, _settings(cell), outputs)
    if is_released:
        return _released_cell(cell, cell.source)
    return _written_prose(handed_in) | {"metadata": _settings(cell)}


def _released_cell(cell: ReleasedCell, text: str) -> _Json:
    whole = _code(text, {}, []) if cell.cell_type == "code" else _prose(text)
    return whole | {"metadata": _settings(cell)}


def _written_prose(cell: HandedInCell) -> _Json:
    """Show a student's prose with the pictures pasted into it."""
    whole = _prose(harmless_prose(cell.source, cell.attachments))
    return whole | ({"attachments": cell.attachments} if cell.attachments else {})


def _own_cell(cell: HandedInCell, outputs: list[_Json]) -> _Json:
    if cell.cell_type == "code":
        return _code(cell.source, {}, outputs)
    return _written_prose(cell) if cell.cell_type == "markdown" else _prose(indented(cell.source))


def _settings(cell: ReleasedCell) -> _Json:
    """Give back a cell's metadata as nbgrader released it."""
    settings: _Json = {
        "grade": cell.grade_key is not None,
        "grade_id": cell.name,
        "locked": cell.locked,
        "schema_version": 3,
        "solution": cell.solution_key is not None,
        "task": cell.task_key is not None,
        "cell_type": cell.cell_type,
    }
    if cell.checksum:
        settings["checksum"] = cell.checksum
    if cell.grade_key is not None or cell.task_key is not None:
        settings["points"] = cell.max_score
    return {"nbgrader": settings} | ({"deletable": False, "editable": False} if cell.locked else {"deletable": False})


def _outputs(result: CellResult | None) -> list[_Json]:
    """Show what running a cell printed, and the line it failed with."""
    outputs: list[_Json] = []
    if result is not None and result.printed:
        outputs.append(_stream(bounded(result.printed)))
    if result is not None and result.error:
        error = bounded(result.error)
        name, _, message = error.partition(": ")
        outputs.append({"output_type": "error", "ename": name, "evalue": message, "traceback": [error]})
    return outputs


def _stream(text: str) -> _Json:
    return {"output_type": "stream", "name": "stdout", "text": text}


def _picture(png: bytes) -> _Json:
    return {"output_type": "display_data", "data": {"image/png": base64.b64encode(png).decode()}, "metadata": {}}


def _result(points: float) -> _Json:
    data = {"text/plain": repr(float(points))}
    return {"output_type": "execute_result", "execution_count": None, "data": data, "metadata": {}}


def _code(source: str, metadata: _Json, outputs: list[_Json]) -> _Json:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": outputs,
        "source": source,
    }


def _notes(score: Score) -> list[_Json]:
    """Show the remarks of a score above everything, as text that is no markup."""
    if not score.notes:
        return []
    remarks = "\n".join(indented(bounded(note)) for note in score.notes)
    return [_prose(f"**Remarks of the grader**\n\n{remarks}")]


def _prose(text: str) -> _Json:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _name(cell: _Json) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _written(cells: Sequence[_Json], kernelspec: Mapping[str, Any] | None) -> bytes:
    """Give every cell an id of its own, and write the notebook."""
    for place, cell in enumerate(cells):
        named = _UNFIT_FOR_ID.sub("-", _name(cell))[:50]
        cell["id"] = f"{named or 'cell'}-{place}"
    metadata: _Json = {"language_info": {"name": "python"}}
    if kernelspec is not None:
        metadata["kernelspec"] = kernelspec
    return msgspec.json.encode({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
