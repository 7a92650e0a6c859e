"""Folders as a student has them, and the command as a student types it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SQUARED = "def squared_error(pred, goal_pred):\n    return (pred - goal_pred) ** 2"
RAW = "def squared_error(pred, goal_pred):\n    return pred - goal_pred"
PREDICT = "def predict(input, weight):\n    return input * weight"


def handed_out(parent: Path, name: str = "error") -> Path:
    """An assignment as it is fetched."""
    folder = parent / name
    folder.mkdir(parents=True)
    for path in (ROOT / "assignments" / name).iterdir():
        if path.suffix != ".py":
            shutil.copy(path, folder)
    return folder


def notebook_of(folder: Path) -> Path:
    return folder / f"{folder.name}.ipynb"


def change(notebook: Path, **sources: str | None) -> None:
    """Write into cells, by their grade_id; None deletes the cell."""
    body = json.loads(notebook.read_text(encoding="utf-8"))
    for name, source in sources.items():
        (place,) = (index for index, cell in enumerate(body["cells"]) if grade_id(cell) == name)
        if source is None:
            del body["cells"][place]
        else:
            body["cells"][place]["source"] = source
    notebook.write_text(json.dumps(body), encoding="utf-8")


def insert(notebook: Path, place: int, source: str, **more: Any) -> None:  # noqa: ANN401 - JSON
    """Put in a code cell of one's own."""
    body = json.loads(notebook.read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None, **more}
    body["cells"].insert(place, cell)
    notebook.write_text(json.dumps(body), encoding="utf-8")


def grade_id(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def solved(folder: Path) -> Path:
    """Put the solution's notebook in the place of the stub."""
    name = folder.name
    shutil.copy(ROOT / "solutions" / name / f"{name}.ipynb", notebook_of(folder))
    return notebook_of(folder)


def autograder(
    *words: object, cwd: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "autograder", *map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | (environment or {}),
    )


def line_of(text: str, name: str) -> str:
    """The line of an exercise in the overview, its blanks made one; the last, for cards come before it."""
    return [" ".join(line.split()) for line in text.splitlines() if line.split()[:1] == [name]][-1]
