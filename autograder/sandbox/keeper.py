"""The trusted side of the wall: what to put to a child, whom to strike off when it fails, and what the answers mean."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from autograder import wire
from autograder.model import Calls, CellKind, CellResult, Ending, Outcome, Run, Submission, Unreadable
from autograder.sandbox.child import ZygoteLostError, ZygoteProcess
from autograder.sandbox.dialogue import ChildFailedError, Dialogue
from autograder.sandbox.limits import Limits, wall_seconds
from autograder.sandbox.messages import DEFINITIONS, SKIPPED, WHOLE, Batch, CellText, Job, RawOutcome
from autograder.sandbox.stopwatch import Stopwatch

_RUNNABLE: Final = frozenset({CellKind.SETUP, CellKind.SOLUTION, CellKind.OWN})
#: Blanks are spelt out: \s takes newlines too, and a page of empty lines would be read once for every one of them.
_MAGIC: Final = re.compile(r"^[ \t]*[%!?]|^[ \t]*[\w.]+\?{1,2}[ \t]*$|=[ \t]*[%!]\w", re.MULTILINE)
_TABLES: Final = ("pandas", "matplotlib", "matplotlib.pyplot")
#: Control characters (newline and tab apart) and the invisible ones that turn or hide text.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_NAME_BYTES, _LINE_BYTES, _PAGE_BYTES = 320, 2_000, 40_000
_MAX_LOSSES: Final = 3
#: Longer values are decoded once to see that they can be; short ones are when they are compared.
_SHORT_BYTES: Final = 2**14
_UNREADABLE: Final = wire.encode(Unreadable("value that cannot be read"))


@dataclass(slots=True)
class _Progress:
    """What is known of a run so far, over all its children."""

    cells: dict[int, bytes]
    modes: dict[int, int]
    pending: list[Calls]
    cpu_left: float
    wall_left: float
    public: dict[str, list[Outcome]] = field(default_factory=dict)
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    results: dict[int, CellResult] = field(default_factory=dict)
    is_sealed: bool = False  # a child has seen hidden questions: nothing that comes now may be shown
    cpu_seconds: float = 0.0


class Sandbox:
    """Runs submissions behind the wall, one at a time. One per worker; use it as a context manager."""

    def __init__(self, *, limits: Limits | None = None, readable: Iterable[Path] = (), unsafe: bool = False) -> None:
        """Prepare a sandbox; zygotes start when first needed.

        Args:
            limits: how much of the machine a run may use.
            readable: folders that student code may read (the released assignments).
            unsafe: run without walls. Never for code you do not trust.
        """
        self._limits = limits or Limits()
        self._readable = tuple(readable)
        self._walled = not unsafe
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
        for libraries in list(self._zygotes):
            self._drop(libraries)

    def run(self, submission: Submission, calls: Sequence[Calls]) -> Run:
        """Execute a submission's cells, setup cells first, and put the calls to it.

        Whatever the submission does ends as an outcome for every call. Where our own side fails, the run goes on with a
        new zygote, and in the end every open call is `Ending.NOT_GRADED`.

        Raises:
            SandboxError: the walls cannot be built on this machine.
        """
        progress = _beginning(submission, calls, self._limits)
        libraries = _libraries(submission)
        losses = 0
        while losses < _MAX_LOSSES:
            try:
                if self._attempt(libraries, progress):
                    break
            except ZygoteLostError:
                losses += 1
                self._drop(libraries)
            except BaseException:  # interrupted: the zygote still has something to say about this child
                self._drop(libraries)
                raise
        else:
            _close_pending(progress, progress.pending, Ending.NOT_GRADED)
        outcomes = {name: tuple(outcomes) for name, outcomes in progress.outcomes.items()}
        return Run(outcomes=outcomes, cells=progress.results, cpu_seconds=progress.cpu_seconds)

    def _attempt(self, libraries: tuple[str, ...], progress: _Progress) -> bool:
        """Run one child as far as it goes; returns whether everything has been answered."""
        child = self._zygote(libraries).fork()
        allowed = [self._limits.cell_cpu_seconds] * len(progress.cells)
        allowed += [each.cpu_seconds for each in progress.pending] * 2
        watch = Stopwatch(allowed, cpu_seconds=progress.cpu_left, wall_seconds=progress.wall_left)
        dialogue = Dialogue(child, step_cpu_seconds=allowed, limits=self._limits, watch=watch)
        try:
            hidden = self._hold(dialogue, progress, uses_magics="IPython" in libraries)
            used = dialogue.end()
        except ChildFailedError as failure:
            used = failure.cpu_seconds
            _strike(progress, failure)
            return not progress.pending
        finally:
            child.let_go()
            progress.wall_left -= watch.elapsed
        progress.cpu_seconds += used
        for calls in progress.pending:
            progress.outcomes[calls.name] = progress.public.get(calls.name, []) + hidden.get(calls.name, [])
        return True

    def _zygote(self, libraries: tuple[str, ...]) -> ZygoteProcess:
        if libraries not in self._zygotes:
            self._zygotes[libraries] = ZygoteProcess(
                libraries=libraries, limits=self._limits, readable=self._readable, walled=self._walled
            )
        return self._zygotes[libraries]

    def _hold(self, dialogue: Dialogue, progress: _Progress, *, uses_magics: bool) -> dict[str, list[Outcome]]:
        """Go through the whole dialogue; what may be shown goes into `progress`, the hidden outcomes are returned."""
        job = Job(
            cells=[CellText(source, progress.modes[index]) for index, source in progress.cells.items()],
            uses_magics=uses_magics,
            value_bytes=self._limits.value_bytes,
            frame_bytes=self._limits.frame_bytes,
            spare_bytes=self._limits.memory_bytes // 8,
        )
        syntax_errors, results = dialogue.run_cells(job)
        if not progress.is_sealed:
            for index, syntax_error, result in zip(progress.cells, syntax_errors, results, strict=True):
                error = _text(syntax_error or result.error, _LINE_BYTES)
                if progress.modes[index] != WHOLE:  # why it is not run whole says more
                    error = progress.results[index].error
                progress.results[index] = CellResult(_text(result.printed, _PAGE_BYTES), error)
            progress.public |= _put(dialogue, _batch(progress, public=True))
        progress.is_sealed = True
        return _put(dialogue, _batch(progress, public=False))

    def _drop(self, libraries: tuple[str, ...]) -> None:
        zygote = self._zygotes.pop(libraries, None)
        if zygote is not None:
            zygote.close()


def _beginning(submission: Submission, calls: Sequence[Calls], limits: Limits) -> _Progress:
    """Nothing has run yet; setup cells come first. The time for it all is what the cells and both batches may take."""
    cells = {
        index: cell.source.encode("utf-8", "surrogatepass")
        for index, cell in sorted(enumerate(submission.cells), key=lambda each: each[1].kind is not CellKind.SETUP)
        if cell.kind in _RUNNABLE
    }
    cpu_seconds = limits.cells_cpu_seconds + 2 * sum(each.cpu_seconds for each in calls)
    return _Progress(
        cells=cells,
        modes=dict.fromkeys(cells, WHOLE),
        pending=list(calls),
        cpu_left=cpu_seconds,
        wall_left=wall_seconds(cpu_seconds),
    )


def _libraries(submission: Submission) -> tuple[str, ...]:
    """What the zygote must hold for this submission: the less, the faster it forks."""
    text = "\n".join(cell.source for cell in submission.cells if cell.kind in _RUNNABLE)
    tables = _TABLES if "pandas" in text or "matplotlib" in text else ()
    return (*tables, "IPython") if _MAGIC.search(text) else tables


def _batch(progress: _Progress, *, public: bool) -> Batch:
    """The public or the hidden calls of every pending name."""
    batch = Batch([], [], [])
    first_step, names = len(progress.cells), len(progress.pending)
    for position, calls in enumerate(progress.pending):
        if calls.arguments is None:
            wanted, part = not public, None
        else:
            part = calls.arguments[: calls.public] if public else calls.arguments[calls.public :]
            wanted = bool(part)
        if wanted:
            batch.names.append(calls.name)
            batch.arguments.append(part)
            batch.steps.append(first_step + position + (0 if public else names))
    return batch


def _put(dialogue: Dialogue, batch: Batch) -> dict[str, list[Outcome]]:
    """The outcomes of a batch, by name; where the name is not defined, one that says so."""
    if not batch.names:
        return {}
    return {
        name: [_outcome(answer) for answer in answers] or [Outcome(Ending.MISSING)]
        for name, answers in zip(batch.names, dialogue.put(batch), strict=True)
    }


def _strike(progress: _Progress, failure: ChildFailedError) -> None:
    """Charge the step at which a child ended, so that the next child does without it.

    A cell is tried with its definitions alone, then skipped. A name keeps the outcomes it had and gets `ending` for the
    rest. A step that cannot be was forged, or is all of them: everything still open is charged. So is it when the
    submission's time is up.
    """
    progress.cpu_seconds += failure.cpu_seconds
    progress.cpu_left -= failure.cpu_seconds
    indices = list(progress.cells)
    position = failure.step - len(indices)
    charged = list(progress.pending)
    if progress.cpu_left > 0 and progress.wall_left > 0:
        if position < 0 and progress.modes[index := indices[failure.step]] != SKIPPED:
            progress.modes[index] = DEFINITIONS if progress.modes[index] == WHOLE else SKIPPED
            if not progress.is_sealed:
                progress.results[index] = CellResult(error=f"this cell {_REASONS[failure.ending]}")
            return
        if 0 <= position < 2 * len(progress.pending):
            charged = [progress.pending[position % len(progress.pending)]]
    for calls in charged:
        progress.outcomes[calls.name] = progress.public.get(calls.name, [])
    _close_pending(progress, charged, failure.ending)


_REASONS: Final = {
    Ending.TOO_SLOW: "ran too long and was stopped",
    Ending.WAITING: "waited for something that never came and was stopped",
    Ending.OUT_OF_MEMORY: "left too little memory, or too many files, and was stopped",
    Ending.CRASHED: "crashed the interpreter",
    Ending.EXITED: "ended the program",
}


def _close_pending(progress: _Progress, charged: Sequence[Calls], ending: Ending) -> None:
    for calls in charged:
        known = progress.outcomes.setdefault(calls.name, [])
        total = 1 if calls.arguments is None else len(calls.arguments)
        known += [Outcome(ending)] * (total - len(known))
    names = {calls.name for calls in charged}
    progress.pending = [calls for calls in progress.pending if calls.name not in names]


def _outcome(raw: RawOutcome) -> Outcome:
    printed = _text(raw.printed, _LINE_BYTES)
    if raw.returned:
        return Outcome(Ending.RETURNED, _readable(raw.encoded), printed=printed, changed=tuple(raw.changed[:16]))
    exception = _text(raw.exception, _NAME_BYTES)
    ending = {"MemoryError": Ending.OUT_OF_MEMORY, "SystemExit": Ending.EXITED}.get(exception, Ending.RAISED)
    return Outcome(ending, exception=exception, message=_text(raw.message, _LINE_BYTES), printed=printed)


def _readable(encoded: bytes) -> bytes:
    """A value that is worth keeping: whoever compares it decodes it several times, so a long one is tried out here."""
    if len(encoded) > _SHORT_BYTES:
        try:
            wire.decode(encoded)
        except wire.WireError:
            return _UNREADABLE
    return encoded


def _text(data: bytes, limit: int) -> str:
    """Text that a terminal, a notebook or a page may show: no control characters, nothing that hides or turns text."""
    return _UNPRINTABLE.sub("", data[:limit].decode("utf-8", "replace")) if data else ""
