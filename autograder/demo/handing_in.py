"""A fetched folder -> the folder a student hands in. The notebook is the fetched one: nbgrader's metadata is real."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from autograder.demo.roster import Kind
from autograder.demo.works import Work

#: What a student who edits checks would like to be given for one.
_WISHED_FOR: Final = 100


def write_work(work: Work, folder: Path, assignment: str) -> None:
    """Do a student's work in the folder that was fetched."""
    answers = {**work.answers, **work.words}
    if work.kind is Kind.SCRIPT:
        (folder / f"{assignment}.py").write_text(_script(work), encoding="utf-8")
        answers = dict(work.words)
    path = folder / f"{assignment}.ipynb"
    notebook = json.loads(path.read_bytes())
    cells = [_filled(cell, answers) for cell in notebook["cells"]]
    if work.kind is Kind.EDITED_CHECKS:
        cells = _without_checks(cells)
    first_code = next(index for index, cell in enumerate(cells) if cell["cell_type"] == "code")
    own = [_own_cell(number, text) for number, text in enumerate(work.own_cells)]
    notebook["cells"] = [*cells[: first_code + 1], *own, *cells[first_code + 1 :]]
    # What was fetched is read-only: the release is.
    path.unlink()
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding="utf-8")


def _script(work: Work) -> str:
    """The code as an editor's user writes it; words stand in the notebook beside it, whose code stays as fetched."""
    return "\n\n".join(["import numpy as np", *(f"# %%\n{text}" for text in work.answers.values())]) + "\n"


def _filled(cell: dict[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    name = _settings(cell).get("grade_id", "")
    return cell | {"source": answers[name]} if name in answers else cell


def _without_checks(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Delete every other check; give the rest a value of one's own and a tag that skips them, and all more points."""
    kept = []
    checks = 0
    for cell in cells:
        settings = _settings(cell)
        wished_for = {"nbgrader": settings | {"points": _WISHED_FOR}}
        if not settings.get("grade"):
            kept.append(cell)
        elif settings.get("solution"):  # an answer in words
            kept.append(cell | {"metadata": wished_for})
        else:
            checks += 1
            if checks % 2:
                metadata = wished_for | {"tags": ["skip-execution"]}
                kept.append(cell | {"source": f"{_WISHED_FOR}.0", "metadata": metadata})
    return kept


def _settings(cell: dict[str, Any]) -> dict[str, Any]:
    return dict(cell["metadata"].get("nbgrader", {}))


def _own_cell(number: int, text: str) -> dict[str, Any]:
    whole: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return whole | {"id": f"own-{number}", "source": text}
