"""What a Dask worker does for us: it is let in, grades chunks of submissions, and forgets the key.

A worker is one process with some threads, and each thread grades one submission at a time with a grader of its own,
which goes back to the bench and serves the next chunk. Zygotes are programs started afresh, as everywhere: a key in
this process's memory is in none of them.
"""

import asyncio
import contextlib
import time
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import Final

from distributed import Worker, WorkerPlugin, get_worker

from autograder import wire
from autograder.cluster.brief import Brief, Papers, Sealed
from autograder.cluster.likeness import own_text
from autograder.cluster.parcel import Came, Parcel, Return, packed, unpacked
from autograder.errors import AutograderError, SandboxError, SpecError
from autograder.grade import WITHOUT_WALLS, run_and_judge
from autograder.gradebook.examiner import Examiner, failure
from autograder.gradebook.mark import Identity
from autograder.gradebook.staging import finish
from autograder.judge import forget
from autograder.model import Calls, Cell, CellKind, Collected, Drawing, Ending, Score, Submission
from autograder.sandbox import Sandbox
from autograder.sandbox.walls import missing_walls
from autograder.score import score, score_json
from autograder.submission import read

#: What a bench is called among a worker's plugins.
_NAME: Final = "autograder-{token}"
#: A bench that nobody has used for so long is of a driver that was killed; one that comes back is told anew.
_FORSAKEN_SECONDS: Final = 3600.0
_TWICE: Final = "def twice(number):\n    return 2 * number"


class PaperGrader:
    """Grades by papers that were made elsewhere: there is no course here. One submission at a time."""

    def __init__(self, papers: Mapping[str, Papers], data: Path, *, unsafe: bool) -> None:
        """Take papers.

        Args:
            papers: by assignment.
            data: the folder in which each assignment's data files lie.
            unsafe: run without walls.
        """
        self._papers = papers
        self._unsafe = unsafe
        self.sandbox = Sandbox(unsafe=unsafe, data=partial(_data_of, papers, data))

    def grade(self, path: Path, assignment: str) -> Score:
        """Grade a submission, as `autograder.grade.Grader` does.

        Raises:
            SubmissionError: there is nothing that can be read as a submission.
            SandboxError: our side failed.
        """
        papers = self._papers[assignment]
        submission = read(path, papers.template)
        run, verdicts = run_and_judge(submission, papers.key, self.sandbox)
        graded = score(submission, verdicts, run)
        return replace(graded, notes=(WITHOUT_WALLS, *graded.notes)) if self._unsafe else graded

    def draw(self, path: Path, assignment: str) -> Mapping[int, Drawing]:
        """Run a submission's demonstration cells for their figures, as `autograder.grade.Grader` does."""
        submission = read(path, self._papers[assignment].template)
        with self.sandbox.allowance:
            return self.sandbox.draw(submission)

    def fingerprint(self, assignment: str) -> str:
        """What a score rests on: the driver's word, and it let nobody in who would say otherwise."""
        return self._papers[assignment].fingerprint

    def close(self) -> None:
        """End the sandbox."""
        self.sandbox.close()


class Bench(WorkerPlugin):
    """The graders of one worker for one run."""

    def __init__(self, brief: Brief, folder: Path | None = None) -> None:
        """Lay out what is no secret: data files, which every student has, too.

        Args:
            brief: what the worker is told.
            folder: the worker's own, which Dask removes, be it after the worker was killed; None for any.
        """
        self.name = _NAME.format(token=brief.token)
        self.used = time.monotonic()
        self._brief = brief
        self._examiners: SimpleQueue[Examiner] = SimpleQueue()
        self._is_closed = False
        self._data = TemporaryDirectory(prefix="autograder-", dir=folder, ignore_cleanup_errors=True)
        for name, papers in brief.papers.items():
            folder = Path(self._data.name, name)
            folder.mkdir()
            for each, content in papers.data.items():
                (folder / each).write_bytes(content)

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - as Dask calls it
        """End every sandbox that is not at work, and have the others end as they come back."""
        self._is_closed = True
        with contextlib.suppress(Empty):
            while True:
                self._examiners.get_nowait().close()
        self._data.cleanup()
        forget()

    def prove(self) -> None:
        """Send a program behind the walls, which makes a grader ready, too.

        Raises:
            SandboxError: the walls do not stand, or the program did not come back.
        """
        missing = [] if self._brief.unsafe else missing_walls()
        if missing:
            msg = f"it has no walls (this machine lacks {' and '.join(missing)})"
            raise SandboxError(msg)
        call = Calls("twice", ((wire.encode(21),),), public=1, cpu_seconds=2.0)
        with self._examiner() as examiner:
            grader = examiner.take_grader()
            assert isinstance(grader, PaperGrader)  # noqa: S101 - we gave it
            run = grader.sandbox.run(Submission("", (Cell(CellKind.SOLUTION, "twice", _TWICE),)), [call])
        outcome = run.outcomes["twice"][0]
        if outcome.ending is not Ending.RETURNED or wire.decode(outcome.encoded) != 42:  # noqa: PLR2004 - twice 21
            msg = f"a small program sent behind its walls did not come back with its answer ({outcome.ending})"
            raise SandboxError(msg)

    def grade(self, parcels: tuple[Parcel, ...]) -> Return:
        """Grade a chunk."""
        began = time.monotonic()
        with self._examiner() as examiner:
            came = [self._came(parcel, examiner) for parcel in parcels if not self._is_closed]
        self.used = time.monotonic()
        return Return(tuple(came), self.used - began)

    def _came(self, parcel: Parcel, examiner: Examiner) -> Came:
        try:
            papers = self._brief.papers[parcel.assignment]
            with TemporaryDirectory(dir=self._data.name, ignore_cleanup_errors=True) as folder:
                parcel.unpack(Path(folder))
                collected = Collected("", parcel.assignment, Path(folder))
                judged = examiner.judge(collected, papers.released, figures=self._brief.figures)
            if parcel.is_rehearsed:
                return Came(rehearsed=(judged.score, judged.unanswered(papers.released), judged.unreadable))
            identity = Identity(parcel.sha256, papers.fingerprint, parcel.timestamp)
            return Came(finished=finish(judged, papers.released, identity, score_json))
        except SpecError as error:
            return Came(misfit=str(error))
        except AutograderError as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001 - an error of ours must cost no student a point, and no class its run
            reason = failure(error)
        return Came(failed=" ".join(reason.split()))

    @contextlib.contextmanager
    def _examiner(self) -> Iterator[Examiner]:
        """Take an examiner from the bench, or a new one, and put it back."""
        try:
            examiner = self._examiners.get_nowait()
        except Empty:
            examiner = Examiner(self._open_grader)
        try:
            yield examiner
        finally:
            self._examiners.put(examiner)
            if self._is_closed:
                examiner.close()

    def _open_grader(self) -> PaperGrader:
        return PaperGrader(self._brief.papers, Path(self._data.name), unsafe=self._brief.unsafe)


def _data_of(papers: Mapping[str, Papers], folder: Path, assignment: str) -> list[Path]:
    """The data files of an assignment; what proves the walls is of none."""
    return [folder / assignment / name for name in papers[assignment].data] if assignment in papers else []


async def settle(sealed: Sealed, dask_worker: Worker) -> str:
    """Let a worker in. What it raised would stand in its log, so it raises nothing.

    Returns:
        Why it cannot be let in, or "".
    """
    try:
        if sealed.text != own_text():
            return "it runs another text of descent-autograder; install the same there and here, and start it anew"
        bench = Bench(sealed.opened(), Path(dask_worker.local_directory))
        await dask_worker.plugin_add(bench, name=bench.name)
        _forget_in_time(dask_worker, weakref.ref(bench))
        await asyncio.to_thread(bench.prove)
    except AutograderError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - see above
        return failure(error)
    return ""


async def leave(token: str, dask_worker: Worker) -> None:
    """Have a worker forget a run, if it knows it."""
    name = _NAME.format(token=token)
    if name in dask_worker.plugins:
        await dask_worker.plugin_remove(name=name)


def grade_chunk(token: str, data: bytes) -> bytes:
    """Grade a chunk: what Dask calls a task."""
    bench = get_worker().plugins.get(_NAME.format(token=token))
    if not isinstance(bench, Bench):
        return packed(Return(is_stranger=True))
    return packed(bench.grade(unpacked(data, tuple[Parcel, ...])))


def _forget_in_time(worker: Worker, known: "weakref.ref[Bench]") -> None:
    """Let go of a bench whose driver was killed, an hour after it was last used; of one that left, hold nothing."""
    bench = known()
    if bench is None:
        return
    left = bench.used + _FORSAKEN_SECONDS - time.monotonic()
    if left > 0:
        worker.loop.call_later(left, _forget_in_time, worker, known)
    elif bench.name in worker.plugins:
        worker.loop.add_callback(worker.plugin_remove, name=bench.name)
