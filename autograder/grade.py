"""The story: read, run, judge, score."""

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from autograder.answers import AnswerKey
from autograder.catalogue import Course, course_at
from autograder.catalogue.shelf import KEYS, Shelf, digest_of, surroundings
from autograder.errors import SandboxError, SpecError
from autograder.judge import Loan, doubtful, judge, judge_again, judge_repeated, loans
from autograder.key import build_key
from autograder.model import Drawing, Outcome, Run, Score, Submission, Verdict
from autograder.sandbox import Limits, Sandbox, data_files
from autograder.score import score
from autograder.submission import Template, parse_notebook, read, read_template

WITHOUT_WALLS: Final = "This was graded without walls (--unsafe)."


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a submission was judged by, and the verdicts. For whoever may see hidden values; kept nowhere.

    Args:
        run: the first run.
        lent: the second runs, in their order: what was lent to whom, and what the borrowers' calls came to.
        repeated: what public calls came to that were put again, each twice in a row, by exercise.
        verdicts: what all of it came to.
    """

    run: Run
    lent: tuple[tuple[Loan, Mapping[str, tuple[Outcome, ...]]], ...]
    repeated: Mapping[str, tuple[Outcome, ...]]
    verdicts: tuple[Verdict, ...]


class Grader:
    """Grades submissions of one course, one at a time. One per worker; use it as a context manager.

    Keys and templates are made when an assignment is first asked for, and kept.
    """

    def __init__(
        self,
        course_root: Path,
        *,
        unsafe: bool = False,
        limits: Limits | None = None,
        seed: int | None = None,
        keeps: bool = True,
    ) -> None:
        """Open the course in a folder.

        Args:
            course_root: the folder that holds solutions/.
            unsafe: run without walls. Never for code you do not trust.
            limits: how much of the machine a run may use.
            seed: what hidden cases are drawn from; None takes the course's own, made on first use.
            keeps: what takes long to work out is kept in the course's folder for the next time; if not, nothing at all
                is written there.

        Raises:
            SpecError: there is no course, or no seed that was to be made. What is wrong with an assignment is said when
                it is asked for.
        """
        if not keeps and seed is None:
            _require_seed(course_root)
        self.course: Course = course_at(course_root, seed=seed)
        self.sandbox = Sandbox(limits=limits, readable=[self.course.released], data=self._data_of, unsafe=unsafe)
        self._unsafe = unsafe
        self._limits = limits or Limits()
        # Code without walls could write there; and where somebody else's seed is taken, their course is left alone.
        self._keeps = keeps and seed is None and not unsafe
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
        return replace(graded, notes=(WITHOUT_WALLS, *graded.notes)) if self._unsafe else graded

    def draw(self, path: Path, assignment: str) -> Mapping[int, Drawing]:
        """Run a submission's demonstration cells for what they show, by the cell's place in the file.

        Args:
            path: a notebook, a .py file, or the folder that holds them.
            assignment: what it is a submission of.

        Raises:
            SubmissionError: there is nothing that can be read as a submission.
            SandboxError: our side failed.
        """
        submission = read(path, self.template_for(assignment))
        with self.sandbox.allowance:
            return self.sandbox.draw(submission)

    def key_for(self, assignment: str) -> AnswerKey:
        """The answers to an assignment."""
        if assignment not in self._keys:
            self._keys[assignment] = self._build_key(assignment)
        return self._keys[assignment]

    def template_for(self, assignment: str) -> Template:
        """What the assignment's cells are for; from the release where there is one, since it holds the stubs."""
        if assignment not in self._templates:
            source = self.course.without_forms(assignment).notebook
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
        assignment = self.course.without_forms(name)
        template = read_template(assignment.notebook)
        reference = parse_notebook(assignment.notebook.read_bytes(), template, name=assignment.notebook.name)
        beside = data_files(assignment.folder)
        build = partial(build_key, assignment, reference, seed=self.course.seed)
        if beside and not (self.course.released / name).exists():  # what is not released yet, no submission may read
            with self._before_release(data=lambda _: beside) as sandbox:
                return build(sandbox=sandbox)
        return build(sandbox=self.sandbox, shelf=self._shelf(name))

    def _shelf(self, name: str) -> Shelf | None:
        """Where the course keeps what its references come to, if it does."""
        if not self._keeps:
            return None
        data = [part for path in self._data_of(name) for part in (path.name.encode(), path.read_bytes())]
        rests_on = digest_of([surroundings(), repr(self._limits).encode(), *data])
        return Shelf(self.course.solutions / KEYS / name, self.course.seed, rests_on)

    def _data_of(self, assignment: str) -> tuple[Path, ...]:
        return data_files(self.course.released / assignment)


def run_and_judge(submission: Submission, key: AnswerKey, sandbox: Sandbox) -> tuple[Run, tuple[Verdict, ...]]:
    """Run and judge a submission; what stands on something wrong, or makes no sense, gets its second run.

    Raises:
        SandboxError: the walls cannot be built on this machine, or all of it together takes too long.
    """
    evidence = hear_out(submission, key, sandbox)
    return evidence.run, evidence.verdicts


def hear_out(submission: Submission, key: AnswerKey, sandbox: Sandbox) -> Evidence:
    """Run and judge a submission, and keep what it was judged by.

    Raises:
        SandboxError: the walls cannot be built on this machine, or all of it together takes too long.
    """
    with sandbox.allowance:
        run = sandbox.run(submission, key.calls)
        verdicts = judge(key, submission, run)
        lent = []
        for loan in loans(key, verdicts):
            outcomes = sandbox.borrow(submission, loan.calls(key), loan.sources(key))
            verdicts = judge_again(key, verdicts, run, loan, outcomes)
            lent.append((loan, outcomes))
        again = doubtful(key, verdicts)
        repeated: Mapping[str, tuple[Outcome, ...]] = {}
        if again:
            with contextlib.suppress(SandboxError):  # a hint is at stake, and no point
                repeated = sandbox.run(submission, again).outcomes
                verdicts = judge_repeated(key, verdicts, repeated)
    return Evidence(run, tuple(lent), repeated, verdicts)


def _require_seed(course_root: Path) -> None:
    """Make sure that hidden cases can be drawn without a seed being made.

    Raises:
        SpecError: there is none yet.
    """
    path = course_root / "solutions" / ".seed"
    if path.parent.is_dir() and not path.exists():
        msg = f"{path}: is not there yet, so no hidden case was ever drawn; run `autograder release` or grade first"
        raise SpecError(msg)
