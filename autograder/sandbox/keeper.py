"""The trusted side of the wall: what to put to a child, whom to strike off when it fails, and what the answers mean."""

import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from autograder.model import Calls, CellKind, CellResult, Ending, Outcome, Run, Submission
from autograder.sandbox.child import ZygoteLostError, ZygoteProcess
from autograder.sandbox.dialogue import ChildFailedError, Dialogue
from autograder.sandbox.limits import Limits
from autograder.sandbox.messages import DEFINITIONS, SKIPPED, WHOLE, Batch, CellText, Job, RawOutcome

_RUNNABLE: Final = frozenset({CellKind.SETUP, CellKind.SOLUTION, CellKind.OWN})
_MAGIC: Final = re.compile(r"^\s*[%!?]|^\s*[\w.]+\?{1,2}\s*$|=\s*[%!]\w", re.MULTILINE)
_TABLES: Final = ("pandas", "matplotlib", "matplotlib.pyplot")
#: Control characters (newline and tab apart) and the invisible ones that turn or hide text.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_MAX_LOSSES: Final = 3


@dataclass(slots=True)
class _Progress:
    """What is known of a run so far, over all its children."""

    cells: dict[int, bytes]
    modes: dict[int, int]
    pending: list[Calls]
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    results: dict[int, CellResult] = field(default_factory=dict)
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
        self._scratch = Path(tempfile.mkdtemp(prefix="autograder-"))
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
        """End every zygote and remove the scratch folder."""
        for libraries in list(self._zygotes):
            self._drop(libraries)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def run(self, submission: Submission, calls: Sequence[Calls]) -> Run:
        """Execute a submission's cells, setup cells first, and put the calls to it.

        Whatever the submission does ends as an outcome for every call. Where our own side fails, the run goes on with a
        new zygote, and in the end every open call is `Ending.NOT_GRADED`.

        Raises:
            SandboxError: the walls cannot be built on this machine.
        """
        cells = {
            index: cell.source.encode("utf-8", "surrogatepass")
            for index, cell in sorted(enumerate(submission.cells), key=lambda each: each[1].kind is not CellKind.SETUP)
            if cell.kind in _RUNNABLE
        }
        progress = _Progress(cells=cells, modes=dict.fromkeys(cells, WHOLE), pending=list(calls))
        libraries = _libraries(submission)
        losses = 0
        while losses < _MAX_LOSSES:
            try:
                if self._attempt(libraries, progress):
                    break
            except ZygoteLostError:
                losses += 1
                self._drop(libraries)
        else:
            _close_pending(progress, progress.pending, Ending.NOT_GRADED)
        outcomes = {name: tuple(outcomes) for name, outcomes in progress.outcomes.items()}
        return Run(outcomes=outcomes, cells=progress.results, cpu_seconds=progress.cpu_seconds)

    def _attempt(self, libraries: tuple[str, ...], progress: _Progress) -> bool:
        """Run one child as far as it goes; returns whether everything has been answered."""
        zygote = self._zygotes.get(libraries)
        if zygote is None:
            zygote = ZygoteProcess(
                libraries=libraries,
                limits=self._limits,
                scratch=self._scratch,
                readable=self._readable,
                walled=self._walled,
            )
            self._zygotes[libraries] = zygote
        answered: dict[str, list[Outcome]] = {}
        allowed = [self._limits.cell_cpu_seconds] * len(progress.cells) + [
            each.cpu_seconds for each in progress.pending
        ] * 2
        dialogue = Dialogue(zygote.fork(), step_cpu_seconds=allowed, limits=self._limits)
        try:
            self._hold(dialogue, progress, answered, uses_magics="IPython" in libraries)
        except ChildFailedError as failure:
            progress.cpu_seconds += failure.cpu_seconds
            _strike(progress, failure, answered)
            return not progress.pending
        progress.cpu_seconds += dialogue.end()
        progress.outcomes.update(answered)
        return True

    def _hold(
        self, dialogue: Dialogue, progress: _Progress, answered: dict[str, list[Outcome]], *, uses_magics: bool
    ) -> None:
        """Go through the whole dialogue; `answered` fills up as the answers come."""
        job = Job(
            cells=[CellText(source, progress.modes[index]) for index, source in progress.cells.items()],
            uses_magics=uses_magics,
            value_bytes=self._limits.value_bytes,
        )
        syntax_errors, results = dialogue.run_cells(job)
        for index, syntax_error, result in zip(progress.cells, syntax_errors, results, strict=True):
            error = (
                progress.results[index].error if progress.modes[index] != WHOLE else _text(syntax_error or result.error)
            )
            progress.results[index] = CellResult(printed=_text(result.printed), error=error)
        for calls in progress.pending:
            answered[calls.name] = []
        first_step = len(progress.cells)
        for batch in (
            _batch(progress.pending, first_step, public=True),
            _batch(progress.pending, first_step, public=False),
        ):
            for name, answers in zip(batch.names, dialogue.put(batch), strict=True):
                answered[name] += [_outcome(answer) for answer in answers] or [Outcome(Ending.MISSING)]

    def _drop(self, libraries: tuple[str, ...]) -> None:
        zygote = self._zygotes.pop(libraries, None)
        if zygote is not None:
            zygote.close()


def _libraries(submission: Submission) -> tuple[str, ...]:
    """What the zygote must hold for this submission: the less, the faster it forks."""
    text = "\n".join(cell.source for cell in submission.cells if cell.kind in _RUNNABLE)
    tables = _TABLES if "pandas" in text or "matplotlib" in text else ()
    return (*tables, "IPython") if _MAGIC.search(text) else tables


def _batch(pending: Sequence[Calls], first_step: int, *, public: bool) -> Batch:
    """The public or the hidden calls of every pending name."""
    names, arguments, steps = [], [], []
    for position, calls in enumerate(pending):
        if calls.arguments is None:
            part = None if public else []
        else:
            part = calls.arguments[: calls.public] if public else calls.arguments[calls.public :]
        if part is None or part:
            names.append(calls.name)
            arguments.append(part)
            steps.append(first_step + position + (0 if public else len(pending)))
    return Batch(names, arguments, steps)


def _strike(progress: _Progress, failure: ChildFailedError, answered: dict[str, list[Outcome]]) -> None:
    """Charge the step at which a child ended, so that the next child does without it.

    A cell is tried with its definitions alone, then skipped. A name keeps the outcomes it had and gets `ending` for the
    rest. A step that cannot be was forged: everything still open is charged.
    """
    indices = list(progress.cells)
    position = failure.step - len(indices)
    if position < 0:
        index = indices[failure.step]
        if progress.modes[index] != SKIPPED:
            progress.modes[index] = DEFINITIONS if progress.modes[index] == WHOLE else SKIPPED
            progress.results[index] = CellResult(error=f"this cell {_REASONS[failure.ending]}")
            return
    if 0 <= position < 2 * len(progress.pending):
        charged = [progress.pending[position % len(progress.pending)]]
    else:
        charged = list(progress.pending)
    for calls in charged:
        progress.outcomes[calls.name] = answered.get(calls.name, [])
    _close_pending(progress, charged, failure.ending)


_REASONS: Final = {
    Ending.TOO_SLOW: "ran too long and was stopped",
    Ending.WAITING: "waited for something that never came and was stopped",
    Ending.CRASHED: "crashed the interpreter",
    Ending.EXITED: "ended the program",
}


def _close_pending(progress: _Progress, charged: Sequence[Calls], ending: Ending) -> None:
    for calls in charged:
        known = progress.outcomes.setdefault(calls.name, [])
        total = 1 if calls.arguments is None else len(calls.arguments)
        known += [Outcome(ending)] * (total - len(known))
    progress.pending = [calls for calls in progress.pending if calls not in charged]


def _outcome(raw: RawOutcome) -> Outcome:
    if raw.returned:
        return Outcome(Ending.RETURNED, raw.encoded, printed=_text(raw.printed), changed=tuple(raw.changed[:16]))
    exception = _text(raw.exception)
    ending = {"MemoryError": Ending.OUT_OF_MEMORY, "SystemExit": Ending.EXITED}.get(exception, Ending.RAISED)
    return Outcome(ending, exception=exception, message=_text(raw.message), printed=_text(raw.printed))


def _text(data: bytes) -> str:
    """Text that a terminal, a notebook or a page may show: no control characters, nothing that hides or turns text."""
    return _UNPRINTABLE.sub("", data[:40_000].decode("utf-8", "replace")) if data else ""
