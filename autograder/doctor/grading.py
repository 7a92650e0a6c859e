"""Whether nbgrader's own ways to grade, release and validate go through this grader: its parts are named in settings.

Without them everything seems to work: nbgrader runs what students wrote as whoever grades, and says nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nbconvert.preprocessors import ExecutePreprocessor
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.validator import Validator

from autograder.doctor.configured import CONFIG, dotted, nbgrader_in
from autograder.doctor.finding import Finding, State

_SUBJECT: Final = "grading"
GRADE: Final = "autograder.gradebook.preprocessor.Grade"
STUBS: Final = "autograder.release.stubs.Stubs"
_EXECUTES: Final = frozenset(
    {
        "nbgrader.preprocessors.Execute",
        "nbgrader.preprocessors.execute.Execute",
        "nbconvert.preprocessors.ExecutePreprocessor",
        "nbconvert.preprocessors.execute.ExecutePreprocessor",
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """A setting that has to name a part of this grader, and what happens while it does not."""

    trait: str
    expected: str
    without: str


_AUTOGRADE_PARTS: Final = (
    Part(
        "exporter_class",
        "autograder.gradebook.exporter.SubmissionExporter",
        "a notebook that cannot be read stops nbgrader, and an earlier one's points stand",
    ),
    Part(
        "pre_convert_hook",
        "autograder.gradebook.hooks.before",
        "a renamed notebook is left out by nbgrader, and an earlier one's points stand",
    ),
    Part(
        "post_convert_hook",
        "autograder.gradebook.hooks.after",
        "`autograder grade` grades again what nbgrader graded",
    ),
)
_FEEDBACK_PARTS: Final = (
    Part(
        "exporter_class",
        "autograder.gradebook.feedback_exporter.FeedbackExporter",
        "nbgrader's pages show no hints",
    ),
)


def examine(root: Path) -> Iterator[Finding]:
    """Look at autograde, feedback, release and validation, each as nbgrader would start it here."""
    with nbgrader_in(root) as app:
        findings = [
            *_of(app, Autograde, _autograde),
            *_of(app, GenerateFeedback, lambda feedback: _parts(feedback, _FEEDBACK_PARTS, State.GAP)),
            *_of(app, GenerateAssignment, _generate),
            *_validate(app),
            *_unsafe(app),
        ]
    what = "nbgrader's autograde, feedback, release and validation go through this grader"
    yield from findings or [Finding(_SUBJECT, State.OK, what)]


def _of(app: Any, kind: Any, look: Any) -> Iterator[Finding]:  # noqa: ANN401 - nbgrader brings no types
    """Make one of nbgrader's converters and look at it; names in settings are looked up only then."""
    try:
        converter = kind(coursedir=app.coursedir, parent=app)
    except Exception as error:  # noqa: BLE001 - whatever a name in settings leads to
        reason = " ".join(str(error).split())
        what = f"nbgrader cannot start {kind.__name__} ({type(error).__name__}: {reason})"
        yield Finding(_SUBJECT, State.BROKEN, what, f"mend c.{kind.__name__} in {CONFIG}")
    else:
        yield from look(converter)


def _autograde(autograde: Any) -> Iterator[Finding]:  # noqa: ANN401 - nbgrader brings no types
    steps = [*autograde.sanitize_preprocessors, *autograde.autograde_preprocessors]
    advice = f'set c.Autograde.autograde_preprocessors in {CONFIG}, with "{GRADE}" in the place of Execute'
    if _executes(steps):
        what = "nbgrader autograde would run student code as you, without the wall (Execute is active)"
        yield Finding(_SUBJECT, State.BROKEN, what, advice)
    if GRADE not in map(dotted, autograde.autograde_preprocessors):
        what = "our preprocessor is not active: `nbgrader autograde` and the formgrader would not use this grader"
        yield Finding(_SUBJECT, State.BROKEN, what, advice)
    yield from _parts(autograde, _AUTOGRADE_PARTS, State.BROKEN)


def _generate(generate: Any) -> Iterator[Finding]:  # noqa: ANN401 - nbgrader brings no types
    if STUBS not in map(dotted, generate.preprocessors):
        what = "`nbgrader generate_assignment` would not make the stubs that `autograder release` makes"
        advice = f'set c.GenerateAssignment.preprocessors in {CONFIG}, with "{STUBS}" in the place of ClearSolutions'
        yield Finding(_SUBJECT, State.BROKEN, what, advice)


def _validate(app: Any) -> Iterator[Finding]:  # noqa: ANN401 - nbgrader brings no types
    if _executes(Validator(parent=app).preprocessors):
        what = "`nbgrader validate` and JupyterLab's button run whole notebooks instead of asking check()"
        advice = f"have nbgrader.validator.Validator.preprocessors name this grader's in {CONFIG}, as the course does"
        yield Finding(_SUBJECT, State.GAP, what, advice)


def _unsafe(app: Any) -> Iterator[Finding]:  # noqa: ANN401 - nbgrader brings no types
    if app.config.Grade.get("unsafe", False):
        what = "c.Grade.unsafe: `nbgrader autograde` and the formgrader run student code as you, without walls"
        yield Finding(_SUBJECT, State.BROKEN, what, f"take c.Grade.unsafe out of {CONFIG}")


def _parts(converter: Any, parts: Sequence[Part], state: State) -> Iterator[Finding]:  # noqa: ANN401 - untyped
    name = type(converter).__name__
    for part in parts:
        found = dotted(getattr(converter, part.trait))
        if found != part.expected:
            what = f"{name}.{part.trait} is {found}; without ours {part.without}"
            yield Finding(_SUBJECT, state, what, f'set c.{name}.{part.trait} = "{part.expected}" in {CONFIG}')


def _executes(steps: Sequence[Any]) -> bool:
    """Whether one of nbconvert's steps runs a notebook in a kernel."""
    return any(
        dotted(step) in _EXECUTES or (isinstance(step, type) and issubclass(step, ExecutePreprocessor))
        for step in steps
        if dotted(step) != GRADE
    )
