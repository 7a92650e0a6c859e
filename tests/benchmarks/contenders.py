"""Those who grade the same submissions, behind one face: grade one, and say whether it was all right."""

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from autograder.grade import Grader
from tests.benchmarks.assertions import HEADER, asserts_by_exercise, without_grader
from tests.benchmarks.floor import FloorOrder
from tests.benchmarks.submissions import Honest

ROOT: Final = Path(__file__).parents[2]


class Contender(Protocol):
    """Grades submissions, one at a time."""

    def grade(self, number: int) -> bool | None:
        """Grade a submission by its number; returns whether all of it was right, None from who does not judge."""

    def close(self) -> None:
        """End whatever was started."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every contender is made from: the course's grader, the submissions, and a folder to work in."""

    grader: Grader
    submissions: Sequence[Honest]
    folder: Path

    @property
    def assignments(self) -> list[str]:
        """Those that there are submissions of."""
        return sorted({each.assignment for each in self.submissions})


class ThisGrader:
    """The grader itself: reads the file, runs it behind the wall, judges and scores."""

    def __init__(self, setting: Setting, *, unsafe: bool = False) -> None:
        """Open the course once more, in a grader of its own."""
        self._submissions = setting.submissions
        self._grader = Grader(setting.grader.course.root, unsafe=unsafe)

    def grade(self, number: int) -> bool:
        """Grade a submission."""
        submission = self._submissions[number]
        score = self._grader.grade(submission.path, submission.assignment)
        return score.points == score.max_points

    def close(self) -> None:
        """End the sandbox."""
        self._grader.close()


class WarmProcess:
    """A program that stays, takes a submission's number on a line and answers on a line."""

    def __init__(self, module: str, order: object, *, environment: Mapping[str, str] | None = None) -> None:
        """Start the program and hand it its order."""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0", **(environment or {})},
        )
        pickle.dump(order, self._stream(self._process.stdin))
        self._stream(self._process.stdin).flush()

    def grade(self, number: int) -> bool | None:
        """Have it grade a submission.

        Raises:
            RuntimeError: it died.
        """
        self._stream(self._process.stdin).write(b"%d\n" % number)
        self._stream(self._process.stdin).flush()
        answer: bytes = self._stream(self._process.stdout).readline()
        if not answer:
            self._errors.seek(0)
            said = self._errors.read().decode(errors="replace")[-2000:]
            msg = f"{self._process.args!r} ended with status {self._process.wait()}: {said}"
            raise RuntimeError(msg)
        return answer.strip() == b"right" if answer.strip() else None

    def close(self) -> None:
        """Hang up and wait for its end."""
        self._stream(self._process.stdin).close()
        self._process.wait()
        self._stream(self._process.stdout).close()
        self._errors.close()

    @staticmethod
    def _stream(stream: Any) -> Any:  # noqa: ANN401 - optional in the types, never here
        return stream


class FreshPytest:
    """A new `pytest` process for each submission, with no plugins but its own: one test per exercise."""

    def __init__(self, setting: Setting) -> None:
        """Write the submissions as modules and one test file per assignment."""
        self._folders: list[Path] = []
        self._tests = {name: setting.folder / "tests" / f"test_{name}.py" for name in setting.assignments}
        for name, path in self._tests.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_test_file(asserts_by_exercise(setting.grader.key_for(name))))
        self._assignments = [each.assignment for each in setting.submissions]
        for submission in setting.submissions:
            folder = setting.folder / submission.student
            folder.mkdir()
            (folder / "submission.py").write_text(without_grader("\n\n".join(submission.cells)))
            self._folders.append(folder)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))},
            "OPENBLAS_NUM_THREADS": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }

    def grade(self, number: int) -> bool:
        """Run the assignment's tests on a submission.

        Raises:
            RuntimeError: pytest itself failed.
        """
        folder, test = self._folders[number], self._tests[self._assignments[number]]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", test.parent, test],
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


def _test_file(asserts: Mapping[str, str]) -> str:
    tests = [f"def test_{name}():\n    " + text.replace("\n", "\n    ") for name, text in asserts.items()]
    return "\n\n\n".join(("from submission import *", HEADER, *tests))


class Floor:
    """Warm processes that fork, one for each set of libraries that submissions import: none imports its own."""

    def __init__(self, setting: Setting, *, sends_values: bool) -> None:
        """Start them, with or without the values sent back."""
        self._libraries = [_libraries(each.cells) for each in setting.submissions]
        submissions = [(each.assignment, each.cells) for each in setting.submissions]
        self._processes = {}
        for libraries in set(self._libraries):
            served = {
                name for (name, _), needed in zip(submissions, self._libraries, strict=True) if needed == libraries
            }
            calls = {name: setting.grader.key_for(name).calls for name in sorted(served)}
            order = FloorOrder(libraries, calls, submissions, sends_values)
            self._processes[libraries] = WarmProcess("tests.benchmarks.floor", order)

    def grade(self, number: int) -> bool | None:
        """Run a submission."""
        return self._processes[self._libraries[number]].grade(number)

    def close(self) -> None:
        """Hang up."""
        for process in self._processes.values():
            process.close()


def _libraries(cells: Sequence[str]) -> tuple[str, ...]:
    """What a submission's cells import, beside what every process holds."""
    text = "\n".join(cells)
    return tuple(name for name in ("pandas", "matplotlib.pyplot") if name in text)


def stock_nbgrader(setting: Setting, *, with_feedback: bool = False) -> WarmProcess:
    """`nbgrader autograde` (if asked, `generate_feedback`, too) as it comes, in a course with settings of its own."""
    from tests.benchmarks.stock_nbgrader import StockOrder  # noqa: PLC0415 - imports nbgrader, which other rows do without

    keys = {name: setting.grader.key_for(name) for name in setting.assignments}
    order = StockOrder(
        root=setting.folder / "course",
        notebooks={name: setting.grader.course.assignment(name).notebook for name in setting.assignments},
        asserts={name: asserts_by_exercise(key) for name, key in keys.items()},
        submissions=list(setting.submissions),
        with_feedback=with_feedback,
    )
    order.root.mkdir()
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {name: str(setting.folder / name.lower()) for name in names}
    return WarmProcess("tests.benchmarks.stock_nbgrader", order, environment=environment)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Args:
        key: its name on the command line.
        title: its name in the table.
        make: makes the contender.
        budget: how many times its rate this grader's should be at least, or None.
        slow: whether it takes so long that it grades a few submissions only.
    """

    key: str
    title: str
    make: Callable[[Setting], Contender]
    budget: float | None = None
    slow: bool = False


ROWS: Final = (
    Row("grader", "this grader, all walls on, judging included", ThisGrader),
    Row("unwalled", "this grader without its walls", lambda setting: ThisGrader(setting, unsafe=True)),
    Row("values", "the floor, values encoded and sent back", lambda setting: Floor(setting, sends_values=True)),
    Row("floor", "the floor: fork, same cells, same calls", lambda setting: Floor(setting, sends_values=False), 0.8),
    Row("pytest", "a fresh pytest process", FreshPytest, 40.0, slow=True),
    Row("nbgrader", "nbgrader autograde, stock, its process warm", stock_nbgrader, 100.0, slow=True),
)
