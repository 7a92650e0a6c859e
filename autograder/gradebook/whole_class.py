"""A class from end to end: what is new or changed goes to workers, and comes back as rows, notebooks and pages.

All of nbgrader comes in with this module, which takes a second: see `classroom`.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.errors import SandboxError
from autograder.gradebook import files
from autograder.gradebook.collecting import Arrival, Excluded, Wanted, arrive, is_current
from autograder.gradebook.course_folder import CourseFolder, open_course
from autograder.gradebook.database import open_database
from autograder.gradebook.grading import Answer, Desk, Fingerprint, Graded, Job, NotGraded, ToGrade
from autograder.gradebook.precautions import require_writable
from autograder.gradebook.recorder import Entry, Recorded, Recorder
from autograder.gradebook.register import Register, look_up
from autograder.gradebook.released import ReleasedAssignment, ReleasedCell
from autograder.gradebook.results import ClassScores, Progress, graded_submission
from autograder.gradebook.run import Run
from autograder.gradebook.showing import show_all, standings_of
from autograder.gradebook.staging import Carried
from autograder.gradebook.turn import turn
from autograder.gradebook.workers import Crew, Lost, Workforce
from autograder.sandbox.bubble import tell_of_walls


def grade_with(
    crew: Workforce[Job, Answer],
    course_root: Path,
    wanted: Wanted,
    *,
    run: Run,
    on_progress: Callable[[Progress], None],
) -> ClassScores:
    """Grade what was collected and is new or changed; see `classroom.grade_class`."""
    course = open_course(course_root)
    with turn_to_grade(course, run):
        return grade_in_turn(crew, course, wanted, run=run, on_progress=on_progress)


def turn_to_grade(course: CourseFolder, run: Run) -> contextlib.AbstractContextManager[None]:
    """Wait for the turn to grade a course, and hold it."""
    return turn(course.root, "autograder grade", say=run.say, patience=run.patience, groupshared=course.groupshared)


def grade_in_turn(
    crew: Workforce[Job, Answer],
    course: CourseFolder,
    wanted: Wanted,
    *,
    run: Run,
    on_progress: Callable[[Progress], None],
) -> ClassScores:
    """Grade what was collected and is new or changed, for whoever holds the turn."""
    with contextlib.closing(open_database(course.db_url, say=run.say)) as database:
        register = look_up(course, database, wanted)
        arrivals, unreadable = arrive(course, register.collected)
        excluded = [*register.excluded, *unreadable]
        if not arrivals:
            return ClassScores((), 0, tuple(excluded), ())
        recorder = Recorder(course, database, register.released)
        crew.brief(desk_of(course, register, run))
        with _tidied(course, register, crew):
            outdated = outdated_of(arrivals, register, crew.here)
            due = arrivals if wanted.again else outdated
            if due:
                require_writable(course, database)
                tell_of_walls(run.say, unsafe=run.unsafe)
            recorded, lost = _grade(due, crew, recorder, register.released, on_progress)
            settled = {one.job.collected for one in arrivals} - {one.collected for one in lost}
            standings = standings_of(settled, database, register)
            pages, without_page = show_all(standings, course, register, crew.here)
    return ClassScores(
        graded=tuple(graded_submission(one, standings[one.entry.job.collected]) for one in recorded),
        unchanged=len(arrivals) - len(due),
        not_graded=(*excluded, *lost),
        overrides=tuple(override for one in recorded for override in one.written.overrides),
        pages=pages,
        without_page=tuple(without_page),
    )


def desk_of(course: CourseFolder, register: Register, run: Run) -> Desk:
    """What workers are told once."""
    return Desk(
        root=course.root,
        released=register.released,
        released_root=course.root / course.released,
        carried=Carried(course.ignore, course.max_file_bytes),
        permissions=files.Permissions(course.file_mode, course.groupshared),
        unsafe=run.unsafe,
        figures=run.figures,
    )


@contextlib.contextmanager
def _tidied(course: CourseFolder, register: Register, crew: Workforce[Job, Answer]) -> Iterator[None]:
    """See to it that what this run, or one before it, left lying about goes."""
    folders = (course.autograded_folder, course.feedback_folder)
    places = [folder(one.student, one.assignment) for folder in folders for one in register.collected]
    files.remove_leftovers(places)
    try:
        yield
    except BaseException:
        crew.dismiss()  # who is still at work would leave something more
        files.remove_leftovers(places)
        raise


def outdated_of(arrivals: Sequence[Arrival], register: Register, crew: Crew[Job, Answer]) -> list[Arrival]:
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
    crew: Workforce[Job, Answer],
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
