"""The confusion table: for each exercise, what its wrong versions were told, and how many their own hint elsewhere."""

from collections.abc import Iterator, Sequence

from autograder.catalogue import Assignment
from tests.confusion.columns import Column
from tests.confusion.told import Told, Trial


def table(assignment: Assignment, columns: Sequence[Column]) -> str:
    """Write the table of one assignment; the first column is told in full, of the others how many were exact."""
    order = [exercise.name for exercise in assignment.exercises]
    first, *others = columns
    names = sorted({trial.wrong.exercise for trial in first.trials}, key=order.index)
    lines = [[assignment.name, "wrong", *Told, *(column.heading for column in others)]]
    lines += [[name, *_counts(_of(first, name), [_of(column, name) for column in others])] for name in names]
    lines.append(["all", *_counts(first.trials, [column.trials for column in others])])
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    rows = (
        "  ".join(
            (row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)))
        )
        for row in lines
    )
    return "\n".join((*rows, *_inexact(columns)))


def share(columns: Sequence[Column]) -> str:
    """Write how many were exact over all of these columns."""
    trials = [trial for column in columns for trial in column.trials]
    exact = _exact(trials)
    return f"{exact} of {len(trials)} exact: {exact / len(trials):.2%}"


def _of(column: Column, exercise: str) -> list[Trial]:
    return [trial for trial in column.trials if trial.wrong.exercise == exercise]


def _counts(first: Sequence[Trial], others: Sequence[Sequence[Trial]]) -> list[str]:
    told = [sum(trial.told is each for trial in first) for each in Told]
    return [str(count) if count else "." for count in (len(first), *told)] + [_of_how_many(each) for each in others]


def _of_how_many(trials: Sequence[Trial]) -> str:
    if not trials:
        return "."
    exact = _exact(trials)
    return str(exact) if exact == len(trials) else f"{exact} of {len(trials)}"


def _exact(trials: Sequence[Trial]) -> int:
    return sum(trial.told is Told.OWN for trial in trials)


def _inexact(columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        for trial in column.inexact:
            yield f"  {column.heading}: {trial}: {trial.explanation or 'not explained'}"
