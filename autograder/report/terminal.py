"""Scores for people at a terminal. Plain text; rich draws tables and progress where a terminal shows them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder.counted import counted
from autograder.model import Judgement, Score, Verdict
from autograder.submission.folder import printable

if TYPE_CHECKING:
    # These bring nbgrader, which takes seconds to import.
    from autograder.gradebook.results import ClassScores, GradedSubmission
    from autograder.gradebook.rows import Override

_MARKS: Final = {Judgement.CORRECT: "+", Judgement.NOT_IMPLEMENTED: " ", Judgement.NOT_GRADED: "!"}


class Step(Protocol):
    """One more piece of long work done: how many of how many."""

    @property
    def done(self) -> int:
        """Pieces done."""

    @property
    def total(self) -> int:
        """Pieces there are."""


StepT = TypeVar("StepT", bound=Step)


def score_text(score: Score) -> str:
    """A score as lines of text: every exercise, and for those that miss points why."""
    width = max((len(verdict.exercise) for verdict in score.verdicts), default=0)
    lines = [f"{score.assignment}: {score.points:g} of {score.max_points:g} points", ""]
    for verdict in score.verdicts:
        lines += _verdict_lines(verdict, width)
    lines += [f"Note: {note}" for note in score.notes]
    return "\n".join(lines)


def _verdict_lines(verdict: Verdict, width: int) -> Iterator[str]:
    mark = _MARKS.get(verdict.judgement, "-")
    head = f"{mark} {verdict.exercise:<{width}}  {verdict.points:>4g} / {verdict.max_points:<4g} {verdict.judgement}"
    yield head + (f" ({verdict.misconception})" if verdict.misconception else "")
    if verdict.excused_by:
        foundation = verdict.excused_by
        yield f"    stands on {foundation}, which is wrong; judged as if {foundation} were right"
    if verdict.hint:
        yield f"    hint: {verdict.hint}"
    if verdict.judgement in (Judgement.NOT_IMPLEMENTED, Judgement.MISSING):
        return
    failed = [case for case in verdict.cases if case.judgement is not Judgement.CORRECT]
    shown = next((case for case in failed if case.public), None)
    if shown is not None:
        yield f"    {shown.label}: {shown.call} {shown.message}"
    elif failed:
        yield f"    not right for: {failed[0].label}"
    if len(failed) > 1:
        yield f"    and {len(failed) - 1} more of {len(verdict.cases)} cases"


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; columns whose name ends in "|" are numbers, set to the right."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column.rstrip("|"), justify="right" if column.endswith("|") else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)
    console.print(table)


@contextmanager
def progress(title: str, say: Callable[[StepT], str]) -> Iterator[Callable[[StepT], None]]:
    """Show long work: a bar on a terminal; elsewhere a plain line for every piece.

    Args:
        title: what is being done.
        say: what to say of a finished piece.
    """
    console = Console()
    if not console.is_terminal:
        yield lambda step: print(f"[{step.done}/{step.total}] {say(step)}", flush=True)  # noqa: T201 - a pipe or a log reads this
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[last]}"), console=console) as bar:
        task = bar.add_task(title, total=None, last="")
        yield lambda step: bar.update(task, completed=step.done, total=step.total, last=escape(say(step)))


def print_class(scores: "ClassScores", order: Sequence[str] = ()) -> None:
    """Print what came of grading a class: new scores, what was left alone, what could not be graded, what was kept.

    Args:
        scores: of the class.
        order: the assignments as they are taught, so that they stand in the table in this order.
    """
    if scores.graded:
        columns = ("student", "assignment", "score|", "of|", "late|", "by hand|", "remark")
        print_table("Graded", columns, _rows(scores.graded, order))
    waiting = sum(one.waiting for one in scores.graded)
    lines = [f"{len(scores.graded)} graded, {scores.unchanged} unchanged since they were graded"]
    if scores.pages:
        lines.append(f"{counted(scores.pages, 'page')} of feedback written; `nbgrader release_feedback` hands them out")
    if waiting:
        lines.append(f'{counted(waiting, "cell")} to be graded by hand, in the formgrader (column "by hand")')
    lines += [
        f"NOT GRADED {one.collected.student} {one.collected.assignment}: {one.reason}" for one in scores.not_graded
    ]
    lines += [
        f"NO PAGE of feedback for {one.collected.student} {one.collected.assignment}: {one.reason}"
        for one in scores.without_page
    ]
    lines += map(_kept, scores.overrides)
    for line in lines:
        print(printable(line))  # noqa: T201 - the command's own output


def _kept(one: "Override") -> str:
    """What a teacher gave, and what the grader would have given; of what a person marks it says nothing."""
    graded = "" if one.auto is None else f" (graded: {one.auto:g})"
    return f"kept a teacher's {counted(one.manual, 'point')}: {one.student} {one.assignment} {one.cell}{graded}"


def _rows(graded: Iterable["GradedSubmission"], order: Sequence[str]) -> Iterator[Sequence[str]]:
    places = {name: place for place, name in enumerate(order)}
    in_order = sorted(graded, key=lambda one: (places.get(one.assignment, len(places)), one.assignment, one.student))
    for one in in_order:
        late = f"-{one.late_penalty:g}" if one.late_penalty else ""
        by_hand = f"{one.waiting}" if one.waiting else ""
        who, why = printable(one.student), printable(one.unreadable)
        yield who, one.assignment, f"{one.score:g}", f"{one.max_score:g}", late, by_hand, why
