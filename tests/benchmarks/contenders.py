"""Those who grade the same submissions, behind one face: grade one, and say whether it was all right."""

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from autograder.grade import Grader
from tests.benchmarks.environments import Environments
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
    """What every contender is made from.

    Args:
        grader: the course's.
        submissions: what is graded.
        folder: an empty one to work in.
        environments: where the peers live.
    """

    grader: Grader
    submissions: Sequence[Honest]
    folder: Path
    environments: Environments

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

    def __init__(self, command: Sequence[str], order: bytes, *, environment: Mapping[str, str] | None = None) -> None:
        """Start the program, in this process's environment unless told another, and hand it its order."""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=ROOT,
            env={**(environment or os.environ), "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"},
        )
        self._stream(self._process.stdin).write(order)
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
            command = [sys.executable, "-m", "tests.benchmarks.floor"]
            self._processes[libraries] = WarmProcess(command, pickle.dumps(order))

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
