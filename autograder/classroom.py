"""Grade a class: what was collected and is new or changed goes to workers, and comes back as rows and notebooks."""

import contextlib
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from autograder.errors import SandboxError
from autograder.grade import Grader
from autograder.gradebook import files
from autograder.gradebook.collecting import Arrival, Excluded, Wanted, arrive, is_current
from autograder.gradebook.course_folder import CourseFolder, open_course
from autograder.gradebook.database import open_database
from autograder.gradebook.grading import Answer, Desk, Engine, Fingerprint, Graded, Job, NotGraded, ToGrade, at_desk
from autograder.gradebook.precautions import require_writable
from autograder.gradebook.recorder import Entry, Recorded, Recorder
from autograder.gradebook.register import Register, look_up
from autograder.gradebook.released import ReleasedAssignment, ReleasedCell
from autograder.gradebook.results import ClassScores, Progress, graded_submission
from autograder.gradebook.showing import show_all, standings_of
from autograder.gradebook.staging import Carried
from autograder.gradebook.turn import turn
from autograder.gradebook.workers import Crew, Lost
from autograder.score import score_json

STANDARD: Final = Engine(Grader, score_json)


def _say(line: str) -> None:
    sys.stderr.write(f"autograder: {line}\n")


@dataclass(frozen=True, slots=True)
class Run:
    """How to grade.

    Args:
        workers: how many processes; None for one per core that this process may use.
        unsafe: also where the walls do not stand.
        figures: draw what demonstration cells show, into the autograded notebooks and the pages.
        say: takes a line that tells which other run is waited for.
        patience: how many seconds to wait for it; None for as long as it takes.
    """

    workers: int | None = None
    unsafe: bool = False
    figures: bool = False
    say: Callable[[str], None] = _say
    patience: float | None = None


def grade_class(
    course_root: Path,
    wanted: Wanted,
    *,
    engine: Engine = STANDARD,
    run: Run | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> ClassScores:
    """Grade what was collected and is new or changed, into nbgrader's gradebook and folders.

    Another run that grades the same course is waited for. What `on_progress` tells of is recorded by then.

    Raises:
        SpecError: an assignment was not released, or the course is not in order.
        SubmissionError: a student was asked for who handed in nothing.
        GradebookError: the database or the disk refused. What was recorded before stays.
        SandboxError: the walls do not stand.
    """
    run = run or Run()
    course = open_course(course_root)
    with _turn(course, run), contextlib.closing(open_database(course.db_url)) as database:
        register = look_up(course, database, wanted)
        arrivals, unreadable = arrive(course, register.collected)
        excluded = [*register.excluded, *unreadable]
        if not arrivals:
            return ClassScores((), 0, tuple(excluded), ())
        recorder = Recorder(course, database, register.released)
        with _crew(course, register, engine, run) as crew:
            due = [arrival for arrival in arrivals if wanted.again] or _outdated(arrivals, register, crew)
            if due:
                require_writable(course, database)
            recorded, lost = _grade(due, crew, recorder, register.released, on_progress)
            settled = {one.job.collected for one in arrivals} - {one.collected for one in lost}
            standings = standings_of(settled, database, register)
            pages, without_page = show_all(standings, course, register, crew)
    return ClassScores(
        graded=tuple(graded_submission(one, standings[one.entry.job.collected]) for one in recorded),
        unchanged=len(arrivals) - len(due),
        not_graded=(*excluded, *lost),
        overrides=tuple(override for one in recorded for override in one.written.overrides),
        pages=pages,
        without_page=tuple(without_page),
    )


def _turn(course: CourseFolder, run: Run) -> contextlib.AbstractContextManager[None]:
    return turn(course.root, "autograder grade", say=run.say, patience=run.patience, groupshared=course.groupshared)


@contextlib.contextmanager
def _crew(course: CourseFolder, register: Register, engine: Engine, run: Run) -> Iterator[Crew[Job, Answer]]:
    """Open a crew for the course; what it, or a run before it, left lying about goes."""
    desk = Desk(
        open_grader=partial(engine.grader, course.root, unsafe=run.unsafe),
        score_json=engine.score_json,
        released=register.released,
        released_root=course.root / course.released,
        carried=Carried(course.ignore, course.max_file_bytes),
        permissions=files.Permissions(course.file_mode, course.groupshared),
        figures=run.figures,
    )
    folders = (course.autograded_folder, course.feedback_folder)
    places = [folder(one.student, one.assignment) for folder in folders for one in register.collected]
    files.remove_leftovers(places)
    try:
        with Crew[Job, Answer](partial(at_desk, desk), run.workers or len(os.sched_getaffinity(0))) as crew:
            yield crew
    except BaseException:
        files.remove_leftovers(places)
        raise


def _outdated(arrivals: Sequence[Arrival], register: Register, crew: Crew[Job, Answer]) -> list[Arrival]:
    """Find the submissions that are new or changed, or were graded by other exercises."""
    names = sorted({arrival.job.collected.assignment for arrival in arrivals})
    fingerprints = {}
    for heard in crew.answers([Fingerprint(name) for name in names]):
        if isinstance(heard, Lost):
            raise SandboxError(heard.reason)
        if heard is not None:
            job, answer = heard
            fingerprints[job] = answer
    outdated = []
    for arrival in arrivals:
        name = arrival.job.collected.assignment
        fingerprint = fingerprints[Fingerprint(name)]
        if not is_current(arrival, register.released[name], str(fingerprint), register.timestamps[name]):
            outdated.append(arrival)
    return outdated


def _grade(
    due: Sequence[Arrival],
    crew: Crew[Job, Answer],
    recorder: Recorder,
    released: Mapping[str, ReleasedAssignment],
    on_progress: Callable[[Progress], None],
) -> tuple[list[Recorded], list[Excluded]]:
    """Have submissions graded, and record them as they come; also what is there when the run is interrupted.

    Progress is told of what is recorded: whoever reads a score there may rely on it.
    """
    timestamps = {arrival.job.collected: arrival.timestamp for arrival in due}
    by_hand = {name: sum(cell.max_score for cell in _marked_by_a_person(one)) for name, one in released.items()}
    recorded: list[Recorded] = []
    lost: list[Excluded] = []
    untold: deque[Progress] = deque()
    done = 0
    try:
        for heard in crew.answers([arrival.job for arrival in due]):
            if heard is not None:
                job, answer = (heard.job, NotGraded(heard.reason)) if isinstance(heard, Lost) else heard
                assert isinstance(job, ToGrade)  # noqa: S101 - no others were handed out
                done += 1
                progress = Progress(done, len(due), job.collected, by_hand=by_hand[job.collected.assignment])
                if isinstance(answer, Graded):
                    recorder.add(Entry(job, answer, timestamps[job.collected]))
                    progress = replace(progress, points=sum(answer.points.values()), max_points=answer.max_points)
                elif isinstance(answer, NotGraded):
                    lost.append(Excluded(job.collected, answer.reason))
                    progress = replace(progress, not_graded=answer.reason)
                untold.append(progress)
            if recorder.is_due():
                recorded += recorder.flush()
                _tell(untold, on_progress)
    finally:
        recorded += recorder.flush()
    _tell(untold, on_progress)
    return recorded, lost


def _tell(untold: deque[Progress], on_progress: Callable[[Progress], None]) -> None:
    while untold:
        on_progress(untold.popleft())


def _marked_by_a_person(released: ReleasedAssignment) -> Iterator[ReleasedCell]:
    return (cell for cell in released.cells if cell.is_by_hand or cell.task_key)
