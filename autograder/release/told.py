"""What students are told beside the code: prose, hints and labels. None of it gives a solution away.

The finished folder is held to the same by `leaks`; here the place is named where an author can mend it. Hints of
questions and labels of hidden cases are in no released file, and students read them all the same once it is graded.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from autograder.catalogue import Assignment, cases_of
from autograder.catalogue.proofread import wrong_versions
from autograder.release.leaks import given_away, secrets_of
from autograder.release.text_cell import TextCell, refuse
from autograder.spec import Question

#: A line that says what something comes to, be it returned or given a name. Shorter ones stand in any text.
_COMES_TO: Final = re.compile(r"(?:return|[\w, ]+ [-+*/]?=) (.*[-+*/@(\[].*)")
_SHORTEST: Final = 8


def check_told(assignment: Assignment, cells: Sequence[TextCell], *, seed: int) -> None:
    """Refuse a hint, a label or a cell that holds a line of a solution.

    Args:
        assignment: its exercises.
        cells: its text source.
        seed: what hidden cases are drawn from.

    Raises:
        SpecError: the file, the line, what stands there, and what to do.
    """
    lines = secrets_of(assignment, cells)
    formulas = _formulas(cells)  # a lesson may give one in prose; a hint that does leaves nothing to do
    for told, secrets in ((_hints_and_labels(assignment, seed), {**lines, **formulas}), (_open_text(cells), lines)):
        for where, what, text, mend in told:
            found = next(given_away(text, secrets, cells), None)
            if found:
                refuse(where, f"{what} holds {found}", mend)


def _formulas(cells: Sequence[TextCell]) -> Mapping[str, str]:
    """What the solutions' lines come to, without what is said before."""
    lines = [(cell, line.strip()) for cell in cells if cell.header == "solution" for line in cell.region]
    found = [(cell, match[1], line) for cell, line in lines if (match := _COMES_TO.fullmatch(line))]
    return {
        " ".join(formula.split()): f"{formula!r} of the solution's line {line!r} of {cell.name!r}"
        for cell, formula, line in found
        if len(formula) >= _SHORTEST
    }


def _hints_and_labels(assignment: Assignment, seed: int) -> Iterator[tuple[str, str, str, str]]:
    ask = "ask a question or point at the place"
    for exercise in assignment.exercises:
        where = assignment.at(exercise.name)
        if isinstance(exercise, Question):
            yield where, f"the hint of {exercise.name!r}", exercise.hint, ask
        for version in wrong_versions(exercise):
            yield assignment.at(version.id), f"the hint of {version.id}", version.hint, ask
        for case in cases_of(exercise, assignment=assignment.name, seed=seed)[0]:
            yield (
                where,
                f"the label of a case of {exercise.name!r}",
                case.label,
                "say in words what is special about it",
            )


def _open_text(cells: Sequence[TextCell]) -> Iterator[tuple[str, str, str, str]]:
    """What students read of each cell: all that does not stand between its marks."""
    for cell in cells:
        secret = {*cell.region}
        shown = "\n".join(line for line in cell.source.splitlines() if line not in secret)
        what = f"the {cell.header} cell" if not cell.name else f"the {cell.header} cell {cell.name!r}"
        yield cell.where, what, shown, "reword it"
