"""The peers: other graders on the same submissions and the same asserts, each in an environment of its own."""

import json
import os
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.assertions import HEADER, asserts_by_exercise, without_grader
from tests.benchmarks.contenders import Setting, WarmProcess

#: Jupyter's kernels and settings are the environment's own, not the person's.
_JUPYTER: Final = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")


class FreshPytest:
    """A new `pytest` process for each submission, with no plugins but its own: one test per exercise."""

    def __init__(self, setting: Setting) -> None:
        """Write the submissions as modules and one test file per assignment."""
        self._python = setting.environments.python("pytest")
        self._folders: list[Path] = []
        self._tests = {name: setting.folder / "tests" / f"test_{name}.py" for name in setting.assignments}
        for name, path in self._tests.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_pytest_file(asserts_by_exercise(setting.grader.key_for(name))))
        self._assignments = [each.assignment for each in setting.submissions]
        for submission in setting.submissions:
            folder = setting.folder / submission.student
            folder.mkdir()
            (folder / "submission.py").write_text(without_grader("\n\n".join(submission.cells)))
            self._folders.append(folder)
        self._environment = {**_environment(setting.folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

    def grade(self, number: int) -> bool:
        """Run the assignment's tests on a submission.

        Raises:
            RuntimeError: pytest itself failed.
        """
        folder, test = self._folders[number], self._tests[self._assignments[number]]
        done = subprocess.run(
            [self._python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", test.parent, test],
            env={**self._environment, "PYTHONPATH": str(folder)},
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stdout + done.stderr)
        return done.returncode == 0

    def close(self) -> None:
        """Nothing stays."""


def _pytest_file(asserts: Mapping[str, str]) -> str:
    tests = [f"def test_{name}():\n    " + text.replace("\n", "\n    ") for name, text in asserts.items()]
    return "\n\n\n".join(("from submission import *", HEADER, *tests))


class OtterRun:
    """`otter run`, a new process for each submission, which is its way: it starts a kernel and runs the notebook in it.

    It unpacks the assignment's autograder.zip and installs nothing; no page and no PDF is written.
    """

    def __init__(self, setting: Setting) -> None:
        """Pack one autograder.zip per assignment; write the submissions as notebooks that know no other grader."""
        self._python = setting.environments.python("otter")
        self._zips = {name: setting.folder / f"{name}.zip" for name in setting.assignments}
        for name, path in self._zips.items():
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("otter_config.json", "{}")
                for exercise, asserts in asserts_by_exercise(setting.grader.key_for(name)).items():
                    archive.writestr(f"tests/{exercise}.py", _otter_file(exercise, asserts))
        self._notebooks = []
        self._assignments = [each.assignment for each in setting.submissions]
        for submission in setting.submissions:
            path = setting.folder / submission.student / f"{submission.assignment}.ipynb"
            path.parent.mkdir()
            path.write_text(json.dumps(_notebook([without_grader(cell) for cell in submission.cells])))
            self._notebooks.append(path)
        self._environment = _environment(setting.folder)

    def grade(self, number: int) -> bool:
        """Run a submission and read its results.json.

        Raises:
            RuntimeError: otter itself failed.
        """
        notebook, archive = self._notebooks[number], self._zips[self._assignments[number]]
        results = notebook.parent / "results.json"
        results.unlink(missing_ok=True)
        done = subprocess.run(
            [self._python, "-m", "otter", "run", "--no-logo", "-a", archive, "-o", notebook.parent, notebook],
            env=self._environment,
            cwd=notebook.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0 or not results.exists():
            raise RuntimeError(done.stdout[-500:] + done.stderr[-2000:])
        tests = [test for test in json.loads(results.read_text())["tests"] if test.get("max_score")]
        if not tests:
            raise RuntimeError(results.read_text()[:2000])
        return all(test["score"] == test["max_score"] for test in tests)

    def close(self) -> None:
        """Nothing stays."""


def _otter_file(exercise: str, asserts: str) -> str:
    """A test in otter's form for asserts: it is called with the student's object of that name."""
    libraries = "import numpy as np" + ("\nimport pandas as pd" if "pd." in asserts else "")
    head = f'from otter.test_files import test_case\n\nOK_FORMAT = False\nname = "{exercise}"\npoints = 1'
    body = asserts.replace("\n", "\n    ")
    return "\n\n".join((head, libraries, HEADER, f"@test_case()\ndef test_all({exercise}):\n    {body}\n"))


def _notebook(cells: list[str]) -> dict[str, Any]:
    return {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": f"cell-{n}",
                "metadata": {},
                "outputs": [],
                "source": text,
            }
            for n, text in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def stock_nbgrader(setting: Setting, *, with_feedback: bool = False) -> WarmProcess:
    """`nbgrader autograde` (if asked, `generate_feedback`, too) as it comes, in a course with settings of its own."""
    course = setting.grader.course
    order = {
        "root": str(setting.folder / "course"),
        "sources": {name: _stock_source(setting, course.assignment(name).notebook) for name in setting.assignments},
        "submissions": [(each.student, each.assignment, each.answers) for each in setting.submissions],
        "with_feedback": with_feedback,
    }
    (setting.folder / "course").mkdir()
    script = Path(__file__).with_name("stock_nbgrader.py")
    # Never the script's folder on the path: nbgrader would find this benchmark's modules there.
    command = [str(setting.environments.python("nbgrader")), "-P", str(script)]
    return WarmProcess(command, json.dumps(order).encode() + b"\n", environment=_environment(setting.folder))


def _stock_source(setting: Setting, notebook: Path) -> dict[str, Any]:
    """The course's own notebook without plots, its check cells full of asserts."""
    asserts = asserts_by_exercise(setting.grader.key_for(notebook.stem))
    content: dict[str, Any] = json.loads(notebook.read_text())
    content["cells"] = [cell for cell in content["cells"] if "demonstration" not in cell["metadata"].get("tags", ())]
    for cell in content["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        grade_id = settings.get("grade_id", "")
        if grade_id == "setup":
            cell["source"] = f"{without_grader(''.join(cell['source']))}\n\n{HEADER}"
        elif settings.get("grade") and not settings.get("solution"):  # what is answered in words, a person reads
            cell["source"] = asserts[grade_id.removeprefix("check_")]
    return content


def _environment(folder: Path) -> dict[str, str]:
    """The environment of a peer's process: nothing of the tests that may run this, and one thread as everybody has."""
    ours = ("PYTEST_", "COV_", "PYTHON", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "OPENBLAS_NUM_THREADS": "1", **{name: str(folder / name.lower()) for name in _JUPYTER}}
