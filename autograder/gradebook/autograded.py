"""The autograded notebook: the student's cells, the released ones around them, and a verdict below every check.

Only what is understood is written: types, texts and pictures of the student's cells, nbgrader's settings from the
gradebook, our own outputs. Whatever else a submission holds (outputs, metadata, odd shapes) is left behind.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec

from autograder.gradebook.released import ReleasedAssignment, ReleasedCell
from autograder.gradebook.verdict_text import bounded, verdict_text
from autograder.model import CellResult, Score, Verdict
from autograder.submission.handed_in import HandedInCell, scrubbed

_Json: TypeAlias = dict[str, Any]

_UNFIT_FOR_ID: Final = re.compile(r"[^a-zA-Z0-9_-]")


def notebook_of_cells(released: ReleasedAssignment, cells: Sequence[HandedInCell], score: Score) -> bytes:
    """Build the autograded notebook of a submitted notebook.

    Of cells with the same grade_id the last one counts, as it does for nbgrader. Check cells, and cells graded by hand,
    that were deleted are put back behind the exercise they are about.
    """
    known = {cell.name: cell for cell in released.cells}
    results = dict(score.cells)
    last = {cell.grade_id: cell.index for cell in cells if cell.grade_id in known}
    verdicts = {verdict.exercise: verdict for verdict in score.verdicts}
    built = []
    for cell in cells:
        recorded = known[cell.grade_id] if last.get(cell.grade_id) == cell.index else None
        if recorded is not None and recorded.is_check:
            built.append(_check_cell(recorded, verdicts))
        elif recorded is not None:
            built.append(_known_cell(recorded, cell.source, results.get(cell.index)))
        else:
            built.append(_own_cell(cell, results.get(cell.index)))
    _put_back(built, [cell for cell in released.cells if cell.grade_key and cell.name not in last], verdicts)
    return _written([*_notes(score), *built], released.kernelspec)


def notebook_of_script(released: ReleasedAssignment, script: str, score: Score) -> bytes:
    """Build the autograded notebook of a submitted .py: its whole text in one cell, and the check cells.

    The text takes the place of the first solution cell, so that a teacher's comment has where to stand.
    """
    solutions = [cell for cell in released.cells if cell.solution_key and cell.cell_type == "code"]
    printed = "".join(result.printed for _, result in score.cells)
    error = next((result.error for _, result in score.cells if result.error), "")
    result = CellResult(printed, error)
    if solutions:
        answer = _known_cell(solutions[0], scrubbed(script), result)
    else:
        answer = _code(scrubbed(script), {}, _outputs(result))
    built = [_prose("Submitted as a .py file. This is its whole text:"), answer]
    _put_back(built, released.checks, {verdict.exercise: verdict for verdict in score.verdicts})
    return _written([*_notes(score), *built], released.kernelspec)


def notebook_of_nothing(released: ReleasedAssignment, score: Score) -> bytes:
    """Build the autograded notebook of a submission of which nothing can be shown."""
    built: list[_Json] = []
    _put_back(built, released.checks, {verdict.exercise: verdict for verdict in score.verdicts})
    return _written([*_notes(score), *built], released.kernelspec)


def _put_back(built: list[_Json], missing: Sequence[ReleasedCell], verdicts: Mapping[str, Verdict]) -> None:
    """Add cells behind the exercise they are about, or at the end, in the order of the verdicts."""
    order = {name: place for place, name in enumerate(verdicts)}
    for cell in sorted(missing, key=lambda cell: order.get(cell.exercise, len(order))):
        whole = _check_cell(cell, verdicts) if cell.is_check else _known_cell(cell, cell.source, None)
        places = [place for place, one in enumerate(built) if _name(one) == cell.exercise]
        built.insert(places[-1] + 1 if places else len(built), whole)


def _check_cell(cell: ReleasedCell, verdicts: Mapping[str, Verdict]) -> _Json:
    """Show a verdict so that nbgrader reads the same points off it: one number as the result, nothing on stderr."""
    verdict = verdicts.get(cell.exercise)
    if verdict is None:
        return _code(cell.source, _settings(cell), [_result(0.0)])
    outputs = [{"output_type": "stream", "name": "stdout", "text": verdict_text(verdict)}, _result(verdict.points)]
    return _code(cell.source, _settings(cell), outputs)


def _known_cell(cell: ReleasedCell, source: str, result: CellResult | None) -> _Json:
    """Build a cell that nbgrader knows, with the student's text unless it was locked."""
    text = cell.source if cell.locked else source
    if cell.cell_type == "code":
        return _code(text, _settings(cell), _outputs(result))
    return {"cell_type": "markdown", "metadata": _settings(cell), "source": text}


def _own_cell(cell: HandedInCell, result: CellResult | None) -> _Json:
    if cell.cell_type == "code":
        return _code(cell.source, {}, _outputs(result))
    whole: _Json = {"cell_type": cell.cell_type, "metadata": {}, "source": cell.source}
    return whole | ({"attachments": cell.attachments} if cell.attachments else {})


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
    if cell.grade_key is not None:
        settings["points"] = cell.max_score
    return {"nbgrader": settings} | ({"deletable": False, "editable": False} if cell.locked else {"deletable": False})


def _outputs(result: CellResult | None) -> list[_Json]:
    """Show what running a cell printed, and the line it failed with."""
    outputs: list[_Json] = []
    if result is not None and result.printed:
        outputs.append({"output_type": "stream", "name": "stdout", "text": bounded(result.printed)})
    if result is not None and result.error:
        error = bounded(result.error)
        name, _, message = error.partition(": ")
        outputs.append({"output_type": "error", "ename": name, "evalue": message, "traceback": [error]})
    return outputs


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
    indented = "\n".join(f"    {line}" for note in score.notes for line in bounded(note).split("\n"))
    return [_prose(f"**Remarks of the grader**\n\n{indented}")]


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
