"""The answer key: what the reference and every known wrong version come to on every case.

The reference runs through the same sandbox as any submission; this process executes neither student code nor reference
code. Wrong versions run beside it, each in a copy of the reference's namespace, under a name of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import msgspec

from autograder import wire
from autograder.answers import AnswerKey, Answers, Known
from autograder.catalogue import Assignment, cases_of
from autograder.catalogue.shelf import Shelf
from autograder.errors import SandboxError, SpecError
from autograder.model import Calls, Cell, CellKind, Ending, Outcome, Run, Submission, Unreadable, Value
from autograder.sandbox import Sandbox
from autograder.spec import Case, Exercise, Misconception, Question, RightForm

#: Endings of a reference that make a case of it.
_ANSWERS: Final = frozenset({Ending.RETURNED, Ending.RAISED})
#: Endings that may be another one the next time.
_PERHAPS_THE_MACHINE: Final = frozenset({Ending.NOT_GRADED, Ending.WAITING, Ending.TOO_SLOW})


def build_key(
    assignment: Assignment, reference: Submission, *, sandbox: Sandbox, seed: int, shelf: Shelf | None = None
) -> AnswerKey:
    """Run the reference and the wrong versions on all cases.

    Args:
        assignment: its exercises.
        reference: the instructor's notebook.
        sandbox: where it runs.
        seed: what hidden cases are drawn from.
        shelf: keeps what they came to. Where that lies there, found for the very same texts and calls, nothing runs.

    Raises:
        SpecError: the reference does not answer a case, or a patch does not fit it.
        SandboxError: the sandbox could not run it.
    """
    drawn = [cases_of(exercise, assignment=assignment.name, seed=seed) for exercise in assignment.exercises]
    calls = [_calls(exercise, *each) for exercise, each in zip(assignment.exercises, drawn, strict=True)]
    versions = list(_wrong_versions(assignment, reference, calls))
    asked = msgspec.msgpack.encode((reference.cells, calls, versions))
    kept = _Found.kept_on(shelf, asked)
    found = kept or _Found.by_running(sandbox, reference, calls, versions)
    lent = {name for exercise in assignment.exercises for name in getattr(exercise, "foundations", ())}
    answers = []
    for exercise, (cases, _), each in zip(assignment.exercises, drawn, calls, strict=True):
        expected = found.right[exercise.name]
        _require_answers(assignment, exercise, cases, expected, found.errors)
        if isinstance(exercise, Question):
            known = tuple(
                Known(wrong.id, wrong.hint, (Outcome(Ending.RETURNED, wire.encode(wrong.value)),))
                for wrong in exercise.wrong_answers
            )
        else:
            known = tuple(
                Known(wrong.id, wrong.hint, found.wrong[_version_name(exercise.name, wrong.id)])
                for wrong in exercise.misconceptions
            )
        source = _solution(exercise.name, reference) if exercise.name in lent else ""
        answers.append(Answers(exercise, cases, each, expected, known, source))
    if kept is None:
        found.keep_on(shelf, asked)
    return AnswerKey(assignment.name, tuple(answers))


@dataclass(frozen=True, slots=True)
class _Found:
    """What a reference and its wrong versions came to, by name, and the errors of the reference's cells."""

    right: Mapping[str, tuple[Outcome, ...]]
    wrong: Mapping[str, tuple[Outcome, ...]]
    errors: tuple[str, ...] = ()

    @classmethod
    def by_running(
        cls, sandbox: Sandbox, reference: Submission, calls: Sequence[Calls], versions: "Sequence[Version]"
    ) -> "_Found":
        run = sandbox.run(reference, calls)
        wrong = run_versions(sandbox, reference, versions).outcomes
        return cls(run.outcomes, wrong, tuple(result.error for result in run.cells.values() if result.error))

    @classmethod
    def kept_on(cls, shelf: Shelf | None, asked: bytes) -> "_Found | None":
        kept = shelf.find(asked) if shelf else None
        return msgspec.msgpack.decode(kept, type=cls) if kept else None

    def keep_on(self, shelf: Shelf | None, asked: bytes) -> None:
        """Keep it for the next time, unless something of it may have been the machine's fault."""
        outcomes = chain(*self.right.values(), *self.wrong.values())
        if shelf and not any(outcome.ending in _PERHAPS_THE_MACHINE for outcome in outcomes):
            shelf.put(asked, msgspec.msgpack.encode(self))


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of an exercise: text that defines `name`, and the calls to put to it as `alias`."""

    alias: str
    name: str
    source: str
    calls: Calls


def run_versions(sandbox: Sandbox, reference: Submission, versions: Sequence[Version]) -> Run:
    """Run other versions beside the reference, each in a copy of its namespace, and put each one's calls to it."""
    cells = [
        Cell(
            CellKind.OWN,
            "",
            f"{each.alias} = (lambda space: (exec({each.source!r}, space), space)[1])(dict(globals()))[{each.name!r}]",
        )
        for each in versions
    ]
    calls = [Calls(each.alias, each.calls.arguments, each.calls.public, each.calls.cpu_seconds) for each in versions]
    return sandbox.run(Submission(reference.assignment, (*reference.cells, *cells)), calls)


def form_version(form: RightForm, calls: Calls) -> Version:
    """Make a version of a right form."""
    return Version(_version_name(form.exercise, f"form_{form.name}"), form.name, form.source, calls)


def patched(assignment: Assignment, exercise: str, misconception: Misconception, reference: Submission) -> str:
    """Apply a misconception's patch to the text of the reference's solution cell.

    Raises:
        SpecError: the text to replace does not occur exactly once.
    """
    text = _solution(exercise, reference)
    count = text.count(misconception.old)
    if count != 1:
        msg = (
            f"{assignment.at(misconception.id)}: the patch {misconception.id} of {exercise!r} looks for "
            f"{misconception.old!r}, which stands {count} times in the reference's cell; make it fit exactly one place"
        )
        raise SpecError(msg)
    return text.replace(misconception.old, misconception.new)


def _solution(exercise: str, reference: Submission) -> str:
    """The text of the reference's solution cell."""
    return next((cell.source for cell in reference.cells if cell.name == exercise), "")


def _calls(exercise: Exercise | Question, cases: Sequence[Case], public: int) -> Calls:
    if isinstance(exercise, Question):
        return Calls(exercise.name, None, 0, 1.0)
    return Calls(exercise.name, tuple(map(_arguments, cases)), public, exercise.cpu_seconds)


def _arguments(case: Case) -> tuple[bytes, ...]:
    """A case's arguments as bytes that the other side can read.

    Raises:
        SpecError: one of them cannot cross the wall.
    """
    try:
        encoded = tuple(wire.encode(value) for value in case.arguments)
        for data in encoded:
            wire.decode(data)
    except wire.WireError as error:
        msg = f"the case {case.label!r} has an argument that cannot cross the wall ({error}); pass an array or less"
        raise SpecError(msg) from error
    return encoded


def _wrong_versions(assignment: Assignment, reference: Submission, calls: Iterable[Calls]) -> Iterator[Version]:
    for exercise, each in zip(assignment.exercises, calls, strict=True):
        if isinstance(exercise, Question):
            continue
        for wrong in exercise.misconceptions:
            alias = _version_name(exercise.name, wrong.id)
            if wrong.source:
                yield Version(alias, wrong.name, wrong.source, each)
            else:
                yield Version(alias, exercise.name, patched(assignment, exercise.name, wrong, reference), each)


def _version_name(exercise: str, version: str) -> str:
    return f"_{exercise}_as_{version}"


def _require_answers(
    assignment: Assignment,
    exercise: Exercise | Question,
    cases: Sequence[Case],
    expected: Sequence[Outcome],
    errors: Sequence[str],
) -> None:
    for case, outcome in zip(cases, expected, strict=True):
        if outcome.ending is Ending.NOT_GRADED:
            msg = f"the reference of {assignment.name!r} could not be run; try again, and see `autograder doctor`"
            raise SandboxError(msg)
        if outcome.ending in _ANSWERS and outcome.exception == case.raises:
            _require_value(assignment, exercise, case, outcome)
            continue
        came_to = outcome.exception or outcome.ending.value
        detail = outcome.message or (errors[0] if errors else "")
        because = f" ({detail})" if detail else ""
        msg = (
            f"{assignment.at(exercise.name)}: the reference {exercise.name!r} came to {came_to!r} on the case "
            f"{case.label!r}{because}; expected {case.raises or 'a value'}; mend the reference or the case"
        )
        raise SpecError(msg)


def _require_value(assignment: Assignment, exercise: Exercise | Question, case: Case, outcome: Outcome) -> None:
    """Refuse a reference whose value cannot be compared: only its type's name would be judged."""
    unreadable = _unreadable(wire.decode(outcome.encoded)) if outcome.encoded else None
    if unreadable:
        msg = (
            f"{assignment.at(exercise.name)}: the reference {exercise.name!r} returns a {unreadable.type_name} on the "
            f"case {case.label!r}, and that cannot be compared; return numbers, texts, arrays or tuples of them"
        )
        raise SpecError(msg)


def _unreadable(value: Value) -> Unreadable | None:
    if isinstance(value, Unreadable):
        return value
    items = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
    return next((found for item in items if (found := _unreadable(item))), None)
