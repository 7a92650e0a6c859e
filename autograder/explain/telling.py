"""An account as lines of text, each with the style that a terminal gives it; and as plain data for JSON."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from autograder.counted import counted
from autograder.explain.account import WARNING, Account, Beside, CaseAccount, ExerciseAccount
from autograder.model import Judgement
from autograder.submission.folder import printable

SCHEMA: Final = 1
#: Known wrong versions that are listed, and lines of what a cell printed.
_MOST_VERSIONS: Final = 3
_MOST_LINES: Final = 5
_MOST_LETTERS: Final = 300
_RIGHT, _WRONG, _HEAD, _FAINT, _PLAIN = "green", "red", "bold", "dim", ""

Line = tuple[str, str]


def lines(account: Account) -> Iterator[Line]:
    """Tell an account line by line: the text, fit for a terminal, and its style."""
    for text, style in _lines(account):
        yield printable(text), style


def as_json(account: Account) -> dict[str, Any]:
    """The account as plain data."""
    return {"schema": SCHEMA, "warning": WARNING, **asdict(account)}


def _lines(account: Account) -> Iterator[Line]:
    yield WARNING, "bold yellow"
    points = f"{account.points:g} of {account.max_points:g} points"
    yield f"{account.student} {account.assignment}: {points}, graded anew just now; nothing was written", _HEAD
    yield from _beside(account.beside, account)
    if account.unsafe:
        yield "It ran WITHOUT WALLS (--unsafe).", _WRONG
    if account.unreadable:
        yield f"Nothing could be read: {account.unreadable}", _WRONG
        return
    yield f"What counts: {account.file}", _PLAIN
    yield from ((f"Note to the student: {note}", _PLAIN) for note in account.notes)
    yield from _exercises(account)
    yield "", _PLAIN
    yield from _sandbox(account)


def _beside(beside: Beside, account: Account) -> Iterator[Line]:
    yield f"Gradebook: {beside.state}", _PLAIN if beside.is_current else "yellow"
    standing = beside.standing
    if standing is None:
        return
    penalty = f" (after {standing.late_penalty:g} off for lateness)" if standing.late_penalty else ""
    yield f"  {standing.counts:g} of {standing.max_score:g} count{penalty}", _PLAIN
    anew = {f"check_{each.name}": each.points for each in account.exercises}
    for cell in standing.cells:
        parts = ["no points yet" if cell.auto is None else f"{cell.auto:g} by the grader"]
        parts += [f"{cell.manual:g} by a teacher, which count"] if cell.manual is not None else []
        parts += [f"{cell.extra:g} extra"] if cell.extra else []
        parts += ["waits for a person"] if cell.waits else []
        differs = cell.name in anew and cell.auto is not None and cell.auto != anew[cell.name]
        parts += [f"{anew[cell.name]:g} today"] if differs else []
        if len(parts) > 1 or cell.auto is None:
            yield f"  {cell.name}: {', '.join(parts)} (of {cell.max_points:g})", "yellow" if differs else _PLAIN
    for name, comment in standing.comments.items():
        yield f"  a teacher's comment on {name}: {_short(comment)}", _PLAIN


def _exercises(account: Account) -> Iterator[Line]:
    """One exercise with every case; of several first where points were lost, then why, and last what is plain."""
    if len(account.exercises) == 1:
        yield "", _PLAIN
        yield from _exercise(account.exercises[0], every_case=True)
        return
    evident = [each for each in account.exercises if _is_evident(each)]
    told = [each for each in account.exercises if each not in evident]
    lost = [each for each in told if each.points < each.max_points]
    if lost:
        yield "", _PLAIN
        yield f"Tried, and without all its points: {counted(len(lost), 'exercise')}", _HEAD
        yield from ((f"  {_headline(each)}{f'; {_short(each.hint)}' if each.hint else ''}", _WRONG) for each in lost)
    for each in told:
        yield "", _PLAIN
        yield from _exercise(each, every_case=False)
    if evident:
        yield "", _PLAIN
        yield from ((_headline(each), _RIGHT if each.verdict == Judgement.CORRECT else _PLAIN) for each in evident)
    yield "", _PLAIN
    yield f"Every case of one exercise: autograder explain {account.student} {account.assignment} EXERCISE", _FAINT


def _is_evident(told: ExerciseAccount) -> bool:
    """Whether a verdict needs no reason: nothing was tried, or every case was right at once."""
    untouched = told.verdict in (Judgement.NOT_IMPLEMENTED, Judgement.MISSING)
    return untouched or (told.verdict == Judgement.CORRECT and not told.second_runs and told.repetition is None)


def _headline(told: ExerciseAccount) -> str:
    known = f" ({told.misconception})" if told.misconception else ""
    return f"{told.name}: {told.verdict}{known}, {told.points:g} of {told.max_points:g}"


def _exercise(told: ExerciseAccount, *, every_case: bool) -> Iterator[Line]:
    is_right = told.verdict == Judgement.CORRECT
    yield _headline(told), _RIGHT if is_right else _WRONG
    if told.hint:
        yield f"  hint: {told.hint}", _PLAIN
    if told.recognised_by:
        yield f"  how it was recognised: {told.recognised_by}", _PLAIN
    if told.excused_by:
        yield f"  stands on {told.excused_by}, which is wrong; judged as if that were right", _PLAIN
    shown = [each for each in told.cases if every_case or each.verdict != Judgement.CORRECT]
    for case in shown:
        yield from _case(case)
    if len(shown) < len(told.cases):
        yield f"  + {counted(len(told.cases) - len(shown), 'case')} right", _RIGHT
    if not is_right or told.second_runs:
        partly = [each for each in told.resemblances if each.same][:_MOST_VERSIONS]
        if partly:
            near = ", ".join(f"{each.id} in {each.same} of {each.of}" for each in partly)
            yield f"  first run like: {near}", _FAINT
    for run in told.second_runs:
        yield f"  second run, with a right {' and '.join(run.lent)}: right in {run.right} of {run.of} cases", _PLAIN
        yield f"    {run.matched}", _PLAIN
    if told.repetition:
        what = f"{told.repetition.unsteady} of {counted(told.repetition.calls, 'public call')}"
        yield f"  put again, each twice in a row: {what} came to two different things", _PLAIN


def _case(case: CaseAccount) -> Iterator[Line]:
    is_right = case.verdict == Judgement.CORRECT
    kind = "public" if case.public else "hidden"
    yield f"  {'+' if is_right else '-'} {case.label} ({kind}): {case.verdict}", _RIGHT if is_right else _WRONG
    yield f"      {case.call}", _FAINT
    yield f"      got {case.got}", _PLAIN
    if not is_right:
        yield f"      expected {case.expected}", _PLAIN
        yield f"      {case.difference}; allowed: {case.tolerance}", _PLAIN
    if case.printed:
        yield f"      printed: {_short(case.printed)}", _FAINT


def _sandbox(account: Account) -> Iterator[Line]:
    yield (
        f"In the sandbox: {counted(account.cells_run, 'cell')} ran; {account.cpu_seconds:.2f} s of processor time",
        _HEAD,
    )
    for cell in account.cells:
        where = f"  cell {cell.place} ({cell.name or cell.kind})"
        if cell.error:
            yield f"{where} failed: {_short(cell.error)}", _WRONG
        if cell.printed:
            told = cell.printed.splitlines()
            yield f"{where} printed:", _PLAIN
            yield from ((f"    {_short(line)}", _FAINT) for line in told[:_MOST_LINES])
            if len(told) > _MOST_LINES:
                yield f"    ... and {counted(len(told) - _MOST_LINES, 'line')} more", _FAINT


def _short(text: str) -> str:
    """A text on one line, cut to what is worth reading."""
    line = " / ".join(text.strip().split("\n"))
    return line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 4]} ..."
