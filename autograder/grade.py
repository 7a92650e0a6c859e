"""The story: read, run, judge, score."""

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from autograder.answers import AnswerKey
from autograder.catalogue import Course, load_course
from autograder.errors import SandboxError
from autograder.judge import doubtful, judge, judge_again, judge_repeated, loans
from autograder.key import build_key
from autograder.model import Drawing, Run, Score, Submission, Verdict
from autograder.sandbox import Limits, Sandbox, data_files
from autograder.score import score
from autograder.submission import Template, parse_notebook, read, read_template

_WITHOUT_WALLS: Final = "This was graded without walls (--unsafe)."


class Grader:
    """Grades submissions of one course, one at a time. One per worker; use it as a context manager.

    Keys and templates are made when an assignment is first asked for, and kept.
    """

    def __init__(
        self, course_root: Path, *, unsafe: bool = False, limits: Limits | None = None, seed: int | None = None
    ) -> None:
        """Open the course in a folder.

        Args:
            course_root: the folder that holds solutions/.
            unsafe: run without walls. Never for code you do not trust.
            limits: how much of the machine a run may use.
            seed: what hidden cases are drawn from; None takes the course's own, made on first use.

        Raises:
            SpecError: the course is not in order.
        """
        self.course: Course = load_course(course_root, seed=seed)
        self.sandbox = Sandbox(limits=limits, readable=[self.course.released], data=self._data_of, unsafe=unsafe)
        self._unsafe = unsafe
        self._before_release = partial(Sandbox, limits=limits, unsafe=unsafe)
        self._keys: dict[str, AnswerKey] = {}
        self._templates: dict[str, Template] = {}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """End the sandbox."""
        self.sandbox.close()

    def grade(self, path: Path, assignment: str) -> Score:
        """Grade a submission.

        Args:
            path: a notebook, a .py file, or the folder that holds them.
            assignment: what it is a submission of.

        Raises:
            SubmissionError: there is nothing that can be read as a submission.
            SpecError: the assignment is not in order.
            SandboxError: our side failed.
        """
        submission = read(path, self.template_for(assignment))
        key = self.key_for(assignment)
        run, verdicts = run_and_judge(submission, key, self.sandbox)
        graded = score(submission, verdicts, run)
        return replace(graded, notes=(_WITHOUT_WALLS, *graded.notes)) if self._unsafe else graded

    def draw(self, path: Path, assignment: str) -> Mapping[int, Drawing]:
        """Run a submission's demonstration cells for what they show, by the cell's place in the file.

        Args:
            path: a notebook, a .py file, or the folder that holds them.
            assignment: what it is a submission of.

        Raises:
            SubmissionError: there is nothing that can be read as a submission.
            SandboxError: our side failed.
        """
        return self.sandbox.draw(read(path, self.template_for(assignment)))

    def key_for(self, assignment: str) -> AnswerKey:
        """The answers to an assignment."""
        if assignment not in self._keys:
            self._keys[assignment] = self._build_key(assignment)
        return self._keys[assignment]

    def template_for(self, assignment: str) -> Template:
        """What the assignment's cells are for; from the release where there is one, since it holds the stubs."""
        if assignment not in self._templates:
            source = self.course.assignment(assignment).notebook
            released = self.course.released / assignment / source.name
            self._templates[assignment] = read_template(released if released.exists() else source)
        return self._templates[assignment]

    def fingerprint(self, assignment: str) -> str:
        """Changes with whatever could change a score: cases, answers, hints, points, data files, seed, numpy."""
        parts = [self.key_for(assignment).fingerprint, np.__version__]
        parts += [hashlib.sha256(path.read_bytes()).hexdigest() for path in self._data_of(assignment)]
        parts += ["unsafe"] if self._unsafe else []  # a run with walls grades again
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()

    def _build_key(self, name: str) -> AnswerKey:
        assignment = self.course.assignment(name)
        template = read_template(assignment.notebook)
        reference = parse_notebook(assignment.notebook.read_bytes(), template, name=assignment.notebook.name)
        beside = data_files(assignment.folder)
        if beside and not (self.course.released / name).exists():  # what is not released yet, no submission may read
            with self._before_release(data=lambda _: beside) as sandbox:
                return build_key(assignment, reference, sandbox=sandbox, seed=self.course.seed)
        return build_key(assignment, reference, sandbox=self.sandbox, seed=self.course.seed)

    def _data_of(self, assignment: str) -> tuple[Path, ...]:
        return data_files(self.course.released / assignment)


def run_and_judge(submission: Submission, key: AnswerKey, sandbox: Sandbox) -> tuple[Run, tuple[Verdict, ...]]:
    """Run and judge a submission; what stands on something wrong, or makes no sense, gets its second run.

    Raises:
        SandboxError: the walls cannot be built on this machine.
    """
    run = sandbox.run(submission, key.calls)
    verdicts = judge(key, submission, run)
    for loan in loans(key, verdicts):
        outcomes = sandbox.borrow(submission, loan.calls(key), loan.sources(key))
        verdicts = judge_again(key, verdicts, run, loan, outcomes)
    again = doubtful(key, verdicts)
    if again:
        with contextlib.suppress(SandboxError):  # a hint is at stake, and no point
            verdicts = judge_repeated(key, verdicts, sandbox.run(submission, again).outcomes)
    return run, verdicts
