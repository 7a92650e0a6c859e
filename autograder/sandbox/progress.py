"""What is known of a submission so far, over all the children that it took; and whom to strike off when one fails."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from autograder.model import Calls, CellKind, CellResult, Drawing, Ending, Outcome, Submission
from autograder.sandbox.dialogue import ChildFailedError
from autograder.sandbox.limits import Limits, wall_seconds
from autograder.sandbox.messages import DEFINITIONS, DRAWN, SKIPPED, WHOLE

#: What runs for a score, and what runs for its figures.
RUNNABLE: Final = frozenset({CellKind.SETUP, CellKind.SOLUTION, CellKind.OWN})
DRAWABLE: Final = frozenset({CellKind.DEMONSTRATION, CellKind.OWN})
_REASONS: Final = {
    Ending.TOO_SLOW: "ran too long and was stopped",
    Ending.WAITING: "waited for something that never came and was stopped",
    Ending.OUT_OF_MEMORY: "left too little memory, or too many files, and was stopped",
    Ending.CRASHED: "crashed the interpreter",
    Ending.EXITED: "ended the program",
}


@dataclass(slots=True)
class Progress:
    """What is known so far, and what is still open: the calls in `pending`, the cells in `undrawn`."""

    cells: dict[int, bytes]
    modes: dict[int, int]
    pending: list[Calls]
    cpu_left: float
    wall_left: float
    assignment: str
    public: dict[str, tuple[Outcome, ...]] = field(default_factory=dict)
    outcomes: dict[str, tuple[Outcome, ...]] = field(default_factory=dict)
    results: dict[int, CellResult] = field(default_factory=dict)
    undrawn: set[int] = field(default_factory=set)
    drawings: dict[int, Drawing] = field(default_factory=dict)
    figure_bytes: int = 0  # how much has come as figures
    is_sealed: bool = False  # a child has seen hidden questions: nothing that comes now may be shown
    is_watchful: bool = False  # a child ran out of memory: the next looks after every step who fills it
    is_borrowing: bool = False  # the children hold reference code: nothing that comes may ever be shown
    cpu_seconds: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether another child is needed."""
        return bool(self.pending or self.undrawn)

    def strike(self, failure: ChildFailedError) -> None:
        """Charge the step at which a child ended, so that the next child does without it.

        A cell is tried with its definitions alone, then skipped. A name keeps the outcomes it had and gets `ending` for
        the rest. A step that cannot be was forged, or is all of them: everything still open is charged. So is it when
        the submission's time is up. Who filled the memory is for a watchful child to find out: before, nobody is
        charged.
        """
        self.cpu_seconds += failure.cpu_seconds
        self.cpu_left -= failure.cpu_seconds
        indices = list(self.cells)
        position = failure.step - len(indices)
        charged = list(self.pending)
        if self.cpu_left > 0 and self.wall_left > 0:
            if failure.ending is Ending.OUT_OF_MEMORY and not self.is_watchful:
                self.is_watchful = True
                return
            if position < 0 and self.modes[index := indices[failure.step]] != SKIPPED:
                self._strike_cell(index, failure.ending)
                return
            if 0 <= position < 2 * len(self.pending):
                charged = [self.pending[position % len(self.pending)]]
        self.undrawn.clear()
        for calls in charged:
            self.outcomes[calls.name] = self.public.get(calls.name, ())
        self.close(charged, failure.ending)

    def close(self, charged: Sequence[Calls], ending: Ending) -> None:
        """Have done with these calls: those that have no outcome yet ended so."""
        for calls in charged:
            known = self.outcomes.get(calls.name, ())
            total = 1 if calls.arguments is None else len(calls.arguments)
            self.outcomes[calls.name] = known + (Outcome(ending),) * (total - len(known))
        names = {calls.name for calls in charged}
        self.pending = [calls for calls in self.pending if calls.name not in names]

    def _strike_cell(self, index: int, ending: Ending) -> None:
        self.modes[index] = SKIPPED if self.modes[index] == DEFINITIONS else DEFINITIONS
        self.undrawn.discard(index)
        if not self.is_sealed:
            self.results[index] = CellResult(error=f"this cell {_REASONS[ending]}")


def begin_run(submission: Submission, calls: Sequence[Calls], limits: Limits) -> Progress:
    """Begin a run for a score. Its time is what the cells and both batches of calls may take."""
    cpu_seconds = limits.cells_cpu_seconds + 2 * sum(each.cpu_seconds for each in calls)
    cells = _cells(submission, RUNNABLE)
    return Progress(
        cells, dict.fromkeys(cells, WHOLE), list(calls), cpu_seconds, wall_seconds(cpu_seconds), submission.assignment
    )


def begin_borrowing(submission: Submission, calls: Sequence[Calls], limits: Limits) -> Progress:
    """Begin a run with reference code among the cells. Its time is that of a run for a score."""
    progress = begin_run(submission, calls, limits)
    progress.is_borrowing = True
    return progress


def begin_drawing(submission: Submission, limits: Limits) -> Progress:
    """Begin a run for its figures. Its time is what the cells may take; no question is ever put."""
    cells = _cells(submission, RUNNABLE | DRAWABLE)
    undrawn = {index for index in cells if submission.cells[index].kind in DRAWABLE}
    modes = {index: DRAWN if index in undrawn else WHOLE for index in cells}
    cpu_seconds = limits.cells_cpu_seconds
    return Progress(cells, modes, [], cpu_seconds, wall_seconds(cpu_seconds), submission.assignment, undrawn=undrawn)


def _cells(submission: Submission, kinds: frozenset[CellKind]) -> dict[int, bytes]:
    """The text of every cell of these kinds by its index; setup cells come first."""
    return {
        index: cell.source.encode("utf-8", "surrogatepass")
        for index, cell in sorted(enumerate(submission.cells), key=lambda each: each[1].kind is not CellKind.SETUP)
        if cell.kind in kinds
    }
