"""Bring the notebooks of tests/submissions up to date after a lesson was edited: ``python -m tests.renew_stories REV``.

What a story's student left as it was released at the git revision REV becomes what is released now; what they changed
stays. Cells that are gone from a story stay gone.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main(revision: str) -> None:
    """Renew every notebook that holds cells of an assignment."""
    for path in sorted((ROOT / "tests" / "submissions").rglob("*.ipynb")):
        try:
            notebook = json.loads(path.read_bytes())
        except ValueError:  # a story of a broken file
            continue
        for assignment in (each.name for each in (ROOT / "assignments").iterdir()):
            if _renew(notebook, _released(assignment, revision), _released(assignment, None)):
                path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
                print(f"renewed {path.relative_to(ROOT)}")  # noqa: T201 - says what it did


def _released(assignment: str, revision: str | None) -> dict[str, str]:
    """The text of every named cell of a release, by its name."""
    name = f"assignments/{assignment}/{assignment}.ipynb"
    data = (ROOT / name).read_bytes()
    if revision is not None:
        data = subprocess.run(["git", "show", f"{revision}:{name}"], cwd=ROOT, capture_output=True, check=True).stdout
    return {_name(cell): "".join(cell["source"]) for cell in json.loads(data)["cells"] if _name(cell)}


def _renew(notebook: object, before: dict[str, str], now: dict[str, str]) -> bool:
    """Change a notebook in place; returns whether anything changed."""
    changed = False
    for cell in notebook.get("cells", ()) if isinstance(notebook, dict) else ():
        name = _name(cell)
        if name in before and name in now and "".join(cell["source"]) == before[name] != now[name]:
            cell["source"] = now[name].splitlines(keepends=True)
            changed = True
    return changed


def _name(cell: object) -> str:
    return str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")) if isinstance(cell, dict) else ""


if __name__ == "__main__":
    main(sys.argv[1])
