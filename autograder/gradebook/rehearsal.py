"""A class graded for show: everything is judged anew, and what that would change is told. Nothing is written anywhere.

No rows, no files, no timestamps, no seed, no keys kept for the next time: whoever looks at the course's folder and its
gradebook afterwards finds them as they were. Nobody grades the course meanwhile, so that both sides are of one moment.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from autograder.feedback import Standing
from autograder.feedback.scored import Scored, read_scored
from autograder.gradebook.changes import Regraded, changes
from autograder.gradebook.collecting import Arrival, Excluded, Wanted, arrive
from autograder.gradebook.course_folder import CourseFolder, open_course
from autograder.gradebook.database import Database, open_database
from autograder.gradebook.grading import Answer, Job, NotGraded, Rehearsed, ToRehearse
from autograder.gradebook.mark import read_identity, read_score
from autograder.gradebook.projection import projected, read_extensions
from autograder.gradebook.register import Register, look_up
from autograder.gradebook.released import CHECK_PREFIX
from autograder.gradebook.results import Progress
from autograder.gradebook.rows import rows_of
from autograder.gradebook.run import Run
from autograder.gradebook.showing import standings_of
from autograder.gradebook.turn import onlookers_turn
from autograder.gradebook.whole_class import desk_of
from autograder.gradebook.workers import Lost, Workforce
from autograder.model import Collected
from autograder.sandbox.bubble import tell_of_walls


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a regrade would come to: every submission, changed or not, and those that cannot be judged."""

    regraded: tuple[Regraded, ...]
    not_graded: tuple[Excluded, ...]


@dataclass(frozen=True, slots=True)
class _Today:
    """What stands there today."""

    course: CourseFolder
    register: Register
    standings: Mapping[Collected, Standing]
    extensions: Mapping[str, Mapping[str, timedelta | None]]


def rehearse_with(
    crew: Workforce[Job, Answer],
    course_root: Path,
    wanted: Wanted,
    *,
    run: Run,
    on_progress: Callable[[Progress], None],
) -> Rehearsal:
    """Judge what was collected, all of it, and tell what would change; see `classroom.rehearse_class`."""
    course = open_course(course_root)
    with (
        onlookers_turn(course.root, say=run.say, patience=run.patience),
        contextlib.closing(open_database(course.db_url)) as database,
    ):
        register = look_up(course, database, wanted)
        arrivals, unreadable = arrive(course, register.collected)
        if not arrivals:
            return Rehearsal((), (*register.excluded, *unreadable))
        tell_of_walls(run.say, unsafe=run.unsafe)
        crew.brief(desk_of(course, register, run))
        today = _Today(
            course,
            register,
            standings_of([arrival.job.collected for arrival in arrivals], database, register),
            _extensions(database, register),
        )
        judged, lost = _judge(arrivals, crew, on_progress)
    regraded = [
        _regraded(arrival, judged[each], today) for arrival in arrivals if (each := arrival.job.collected) in judged
    ]
    return Rehearsal(tuple(regraded), (*register.excluded, *unreadable, *lost))


def _extensions(database: Database, register: Register) -> dict[str, dict[str, timedelta | None]]:
    with database.reading() as connection:
        return {name: read_extensions(connection, one) for name, one in register.released.items()}


def _judge(
    arrivals: Sequence[Arrival], crew: Workforce[Job, Answer], on_progress: Callable[[Progress], None]
) -> tuple[dict[Collected, Rehearsed], list[Excluded]]:
    judged: dict[Collected, Rehearsed] = {}
    lost: list[Excluded] = []
    for heard in crew.answers([ToRehearse(arrival.job.collected) for arrival in arrivals]):
        if heard is None:
            continue
        job, answer = (heard.job, NotGraded(heard.reason)) if isinstance(heard, Lost) else heard
        assert isinstance(job, ToRehearse)  # noqa: S101 - no others were handed out
        done = len(judged) + len(lost) + 1
        if isinstance(answer, Rehearsed):
            judged[job.collected] = answer
            score = answer.score
            on_progress(Progress(done, len(arrivals), job.collected, score.points, score.max_points))
        elif isinstance(answer, NotGraded):
            lost.append(Excluded(job.collected, answer.reason))
            on_progress(Progress(done, len(arrivals), job.collected, not_graded=answer.reason))
    return judged, lost


def _regraded(arrival: Arrival, judged: Rehearsed, today: _Today) -> Regraded:
    """Put what stands there beside what would."""
    one = arrival.job.collected
    released = today.register.released[one.assignment]
    before = today.standings.get(one)
    points = {verdict.exercise: verdict.points for verdict in judged.score.verdicts}
    rows = rows_of(one.student, arrival.timestamp, points, judged.unanswered, released)
    extension = today.extensions[one.assignment].get(one.student)
    after = projected(rows, before, released, today.course.late_penalty, extension)
    return Regraded(
        student=one.student,
        assignment=one.assignment,
        before=before.counts if before else None,
        after=after.counts,
        max_score=after.max_score,
        changes=tuple(
            changes(
                judged.score.verdicts,
                _said(arrival.job.place) if before else Scored(),
                {cell.name: cell for cell in before.cells} if before else {},
                {cell.name: cell for cell in after.cells},
                CHECK_PREFIX,
            )
        ),
        reason=_reason(arrival, before, released.notebook),
        unreadable=judged.unreadable,
    )


def _reason(arrival: Arrival, before: Standing | None, notebook: str) -> str:
    if before is None:
        return "not graded before"
    graded = read_identity(arrival.job.place, notebook)
    if graded is None:
        return "graded by another grader before, or not completely"
    is_same = (graded.sha256, graded.timestamp) == (arrival.job.sha256, arrival.job.timestamp)
    return "" if is_same else "the submission changed since it was graded"


def _said(place: Path) -> Scored:
    """The verdicts of the last grading."""
    return read_scored(read_score(place))
