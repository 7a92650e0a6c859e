"""What every worker is told of a run: the key, what is released, and how to grade. For the trusted side alone."""

import pickle
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from autograder.answers import AnswerKey, Answers
from autograder.cluster.likeness import own_text
from autograder.grade import Grader
from autograder.gradebook.grading import Desk
from autograder.gradebook.released import ReleasedAssignment
from autograder.model import Value
from autograder.sandbox import data_files
from autograder.spec import Exercise
from autograder.submission import Template


@dataclass(frozen=True, slots=True)
class Papers:
    """What a worker needs for one assignment.

    Args:
        key: the answers.
        template: what the assignment's cells are for.
        released: the assignment as nbgrader recorded it.
        data: the files that a submission finds beside itself, by name.
        fingerprint: of all that a score rests on.
    """

    key: AnswerKey = field(repr=False)
    template: Template
    released: ReleasedAssignment
    data: Mapping[str, bytes]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What a worker is told.

    Args:
        token: names the run.
        papers: what it needs, by assignment.
        unsafe: also where the walls do not stand.
        figures: draw what demonstration cells show, too.
    """

    token: str
    papers: Mapping[str, Papers]
    unsafe: bool
    figures: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """A brief on its way. Dask writes what it calls, and with which arguments, into its log: of this one, nothing.

    Args:
        token: names the run.
        text: the digest of the package that wrote it. Who has another one does not open it.
        data: the brief.
    """

    token: str
    text: str = field(repr=False)
    data: bytes = field(repr=False)

    def opened(self) -> Brief:
        """Open it. Whoever runs a worker of a cluster trusts who may send to it: that is what Dask is."""
        brief = pickle.loads(self.data)  # noqa: S301 - see above
        assert isinstance(brief, Brief)  # noqa: S101 - the same text wrote it
        return brief


def brief_of(desk: Desk, grader: Grader, names: Iterable[str]) -> Brief:
    """Put together what workers need for some assignments.

    Args:
        desk: what the course says.
        grader: makes the keys.
        names: which assignments.

    Raises:
        SpecError: one of them is not in order.
        SandboxError: our side failed.
    """
    return Brief(
        token=secrets.token_hex(8),
        papers={name: _papers(name, desk, grader) for name in names},
        unsafe=desk.unsafe,
        figures=desk.figures,
    )


def sealed(brief: Brief) -> Sealed:
    """Make a brief ready to be sent."""
    return Sealed(brief.token, own_text(), pickle.dumps(brief))


def _papers(name: str, desk: Desk, grader: Grader) -> Papers:
    key = grader.key_for(name)
    return Papers(
        key=AnswerKey(key.assignment, tuple(map(_drawn, key.answers))),
        template=grader.template_for(name),
        released=desk.released[name],
        data={path.name: path.read_bytes() for path in data_files(desk.released_root / name)},
        fingerprint=grader.fingerprint(name),
    )


def _drawn(answers: Answers) -> Answers:
    """Leave out what draws the hidden cases, which are drawn: it is code of the course, and a worker has no course."""
    exercise = answers.exercise
    if not isinstance(exercise, Exercise):
        return answers
    return replace(answers, exercise=replace(exercise, hidden=_none))


def _none(_: Value) -> tuple[()]:
    return ()
