"""The trusted side of the wall: what to put to a child, whom to strike off when it fails, and what the answers mean."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeAlias

from autograder.model import Calls, Cell, CellKind, CellResult, Drawing, Ending, Outcome, Run, Submission
from autograder.sandbox import png
from autograder.sandbox.allowance import Allowance
from autograder.sandbox.child import ZygoteLostError
from autograder.sandbox.dialogue import ChildFailedError, Dialogue
from autograder.sandbox.libraries import libraries_of
from autograder.sandbox.limits import Limits
from autograder.sandbox.messages import WHOLE, CellText, Job, RawCell
from autograder.sandbox.progress import DRAWABLE, RUNNABLE, Progress, begin_borrowing, begin_drawing, begin_run
from autograder.sandbox.questions import batch_of
from autograder.sandbox.room import require_room
from autograder.sandbox.starting import start_zygote
from autograder.sandbox.stopwatch import Stopwatch
from autograder.sandbox.testimony import cell_result
from autograder.sandbox.zygote_process import ZygoteProcess

_MAX_LOSSES: Final = 3
_UNREACHED: Final = CellResult(error="this cell was not run: the cells before it used up the time for figures")

#: Goes through the dialogue with one child; what may be shown goes into the progress, the hidden outcomes are returned.
_Conversation: TypeAlias = "Callable[[Dialogue, Progress, Job], dict[str, tuple[Outcome, ...]]]"
#: The data files of an assignment, by its name.
DataFiles: TypeAlias = "Callable[[str], Sequence[Path]]"


class Sandbox:
    """Runs submissions behind the wall, one at a time. One per worker; use it as a context manager.

    Attributes:
        allowance: the time of one submission, to be entered around all that is run for it.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        readable: Iterable[Path] = (),
        data: DataFiles = lambda _: (),
        unsafe: bool = False,
        bubble: bool | None = None,
    ) -> None:
        """Prepare a sandbox; zygotes start when first needed.

        Args:
            limits: how much of the machine a run may use.
            readable: folders that student code may read (the released assignments).
            data: the files that a submission of an assignment finds beside itself, by the assignment's name.
            unsafe: run without walls. Never for code you do not trust.
            bubble: whether ring 2 is demanded or not wanted; None takes it where this machine lets us.
        """
        self._limits = limits or Limits()
        self.allowance = Allowance(self._limits.submission_seconds)
        self._readable = tuple(readable)
        self._data = data
        self._walled = not unsafe
        self._bubble = bubble
        self._zygotes: dict[tuple[str, ...], ZygoteProcess] = {}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """End every zygote. A sandbox that is used again starts new ones."""
        for zygote in self._zygotes.values():
            zygote.hang_up()  # all at once, so that they end side by side
        for libraries in list(self._zygotes):
            self._drop(libraries)

    def run(self, submission: Submission, calls: Sequence[Calls]) -> Run:
        """Execute a submission's cells, setup cells first, and put the calls to it.

        Whatever the submission does ends as an outcome for every call. Where our own side fails, the run goes on with a
        new zygote, and in the end every open call is `Ending.NOT_GRADED`.

        Raises:
            SandboxError: the walls cannot be built on this machine.
        """
        progress = begin_run(submission, calls, self._limits)
        self._answer(submission, calls, progress, self._hold)
        return Run(outcomes=progress.outcomes, cells=progress.results, cpu_seconds=progress.cpu_seconds)

    def borrow(
        self, submission: Submission, calls: Sequence[Calls], references: Sequence[str]
    ) -> Mapping[str, tuple[Outcome, ...]]:
        """Execute a submission once more with references in the place of functions of its own, and put the calls to it.

        The only run that reference code enters, and one in whose children nothing else happens. Nothing of it may be
        shown or kept: whoever asks compares the outcomes and forgets them. What cells and calls printed is not taken.

        Args:
            submission: what a student handed in.
            calls: questions put to functions that stand on those replaced.
            references: the texts that replace them; run after the submission's cells, so that the names lead here.

        Raises:
            SandboxError: the walls cannot be built on this machine.
        """
        lent = tuple(Cell(CellKind.OWN, "", text) for text in references)
        borrowing = replace(submission, cells=(*submission.cells, *lent))
        progress = begin_borrowing(borrowing, calls, self._limits)
        self._answer(borrowing, calls, progress, self._lend)
        return {name: tuple(map(_without_texts, outcomes)) for name, outcomes in progress.outcomes.items()}

    def draw(self, submission: Submission) -> Mapping[int, Drawing]:
        """Execute a submission's cells, its demonstrations among them, and take the figures that they draw.

        Apart from any `run`, in children of its own: no question is ever put to them, so no picture can hold one. A
        cell that fails costs its own figures alone.

        Returns:
            By its index in `submission.cells`, every demonstration cell, and every cell of the student's own that drew.

        Raises:
            SandboxError: the walls cannot be built on this machine, or our own side failed.
        """
        progress = begin_drawing(submission, self._limits)
        if progress.undrawn:
            self._see_through(libraries_of(submission, RUNNABLE | DRAWABLE), progress, self._take)
        for index, cell in enumerate(submission.cells):
            if cell.kind is CellKind.DEMONSTRATION:
                progress.drawings.setdefault(index, Drawing((), progress.results.get(index, _UNREACHED)))
            elif index in progress.drawings and not progress.drawings[index].figures:
                del progress.drawings[index]
        return progress.drawings

    def _answer(
        self, submission: Submission, calls: Sequence[Calls], progress: Progress, converse: _Conversation
    ) -> None:
        """Have every call answered, be it with `Ending.NOT_GRADED`, where our own side fails again and again."""
        try:
            self._see_through(libraries_of(submission, RUNNABLE, calls), progress, converse)
        except ZygoteLostError:
            progress.close(progress.pending, Ending.NOT_GRADED)

    def _see_through(self, libraries: tuple[str, ...], progress: Progress, converse: _Conversation) -> None:
        """Run one child after the other until nothing is open.

        Raises:
            ZygoteLostError: our own side failed, again and again.
        """
        losses = 0
        while True:
            try:
                if self._attempt(libraries, progress, converse):
                    return
            except ZygoteLostError:
                self._drop(libraries)
                losses += 1
                if losses == _MAX_LOSSES:
                    raise
            except BaseException:  # interrupted: the zygote still has something to say about this child
                self._drop(libraries)
                raise

    def _attempt(self, libraries: tuple[str, ...], progress: Progress, converse: _Conversation) -> bool:
        """Run one child as far as it goes; returns whether everything has been answered."""
        self.allowance.require()
        # A child for which there are no files is given none.
        data = () if progress.is_borrowing else self._data(progress.assignment)
        child = self._zygote(libraries).fork(is_pathless=progress.is_borrowing, data=data)
        allowed = [self._limits.cell_cpu_seconds] * len(progress.cells)
        allowed += [each.cpu_seconds for each in progress.pending] * 2
        watch = Stopwatch(
            allowed, cpu_seconds=progress.cpu_left, wall_seconds=progress.wall_left, allowance=self.allowance
        )
        dialogue = Dialogue(child, limits=self._limits, watch=watch)
        try:
            hidden = converse(dialogue, progress, self._job(progress, uses_magics="IPython" in libraries))
            used = dialogue.end()
        except ChildFailedError as failure:
            used = failure.cpu_seconds
            progress.strike(failure)
            return not progress.is_open
        finally:
            child.let_go()
            progress.wall_left -= watch.waited
        progress.cpu_seconds += used
        for calls in progress.pending:
            progress.outcomes[calls.name] = progress.public.get(calls.name, ()) + hidden.get(calls.name, ())
        return True

    def _zygote(self, libraries: tuple[str, ...]) -> ZygoteProcess:
        require_room()
        if libraries not in self._zygotes:
            self._zygotes[libraries] = start_zygote(
                libraries=libraries,
                limits=self._limits,
                readable=self._readable,
                walled=self._walled,
                bubble=self._bubble,
            )
        return self._zygotes[libraries]

    def _job(self, progress: Progress, *, uses_magics: bool) -> Job:
        return Job(
            cells=[CellText(source, progress.modes[index]) for index, source in progress.cells.items()],
            uses_magics=uses_magics,
            value_bytes=self._limits.value_bytes,
            frame_bytes=self._limits.frame_bytes,
            spare_bytes=self._limits.memory_bytes // 8,
            is_watchful=progress.is_watchful,
            draws=bool(progress.undrawn),
        )

    def _hold(self, dialogue: Dialogue, progress: Progress, job: Job) -> dict[str, tuple[Outcome, ...]]:
        """Go through the dialogue of a run."""
        syntax_errors, results = dialogue.run_cells(job)
        if not progress.is_sealed:
            for index, syntax_error, result in zip(progress.cells, syntax_errors, results, strict=True):
                told = cell_result(RawCell(result.printed, syntax_error or result.error))
                if progress.modes[index] != WHOLE:  # why it is not run whole says more
                    told = replace(told, error=progress.results[index].error)
                progress.results[index] = told
            progress.public |= dialogue.put(batch_of(progress, public=True))
        progress.is_sealed = True
        return dialogue.put(batch_of(progress, public=False))

    def _lend(self, dialogue: Dialogue, progress: Progress, job: Job) -> dict[str, tuple[Outcome, ...]]:
        """Go through the dialogue of a run that borrows; what the cells printed and raised is nobody's business."""
        dialogue.run_cells(job)
        progress.public |= dialogue.put(batch_of(progress, public=True))
        return dialogue.put(batch_of(progress, public=False))

    def _take(self, dialogue: Dialogue, progress: Progress, job: Job) -> dict[str, tuple[Outcome, ...]]:
        """Go through the dialogue of a drawing: what a child had sent before it failed is kept."""
        indices = list(progress.cells)
        for position, raw, figures in dialogue.draw_cells(job):
            index = indices[position]
            progress.drawings[index] = Drawing(tuple(self._pictures(figures, progress)), cell_result(raw))
            progress.undrawn.discard(index)
            progress.modes[index] = WHOLE
        return {}

    def _pictures(self, figures: Iterable[bytes], progress: Progress) -> Iterator[bytes]:
        """The figures that are pictures indeed. Those of all cells together take no more than one frame may."""
        for figure in figures:
            progress.figure_bytes += len(figure)
            if progress.figure_bytes > self._limits.frame_bytes:
                return
            picture = png.clean(figure, limit_bytes=self._limits.value_bytes)
            if picture is not None:
                yield picture

    def _drop(self, libraries: tuple[str, ...]) -> None:
        zygote = self._zygotes.pop(libraries, None)
        if zygote is not None:
            zygote.close()


def _without_texts(outcome: Outcome) -> Outcome:
    return replace(outcome, message="", printed="")
