"""Grade a class: what was collected and is new or changed goes to workers, and comes back as rows and notebooks.

The workers are called in first. While they import what they grade with, nbgrader is imported here, which takes as long.
"""

import contextlib
import gc
import os
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.errors import SandboxError
from autograder.grade import Grader
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.grading import Answer, Engine, Job, assignment_of, at_desk
from autograder.gradebook.run import Followed, Run
from autograder.gradebook.workers import Crew
from autograder.score import score_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from autograder.gradebook.events import Event
    from autograder.gradebook.rehearsal import Rehearsal
    from autograder.gradebook.results import ClassScores, Progress
    from autograder.gradebook.workers import Workforce

__all__ = ["REHEARSING", "STANDARD", "Followed", "Run", "follow_class", "grade_class", "rehearse_class"]

STANDARD: Final = Engine(Grader, score_json)
#: The same, with graders that write nothing.
REHEARSING: Final = Engine(partial(Grader, keeps=False), score_json)
#: So many workers are called in before anybody knows how much there is to do.
_CALLED_IN: Final = 2


def grade_class(
    course_root: Path,
    wanted: Wanted,
    *,
    engine: Engine = STANDARD,
    run: Run | None = None,
    on_progress: "Callable[[Progress], None]" = lambda _: None,
) -> "ClassScores":
    """Grade what was collected and is new or changed, into nbgrader's gradebook and folders.

    Another run that grades the same course is waited for. What `on_progress` tells of is recorded by then.

    Raises:
        SpecError: an assignment was not released, or the course is not in order.
        SubmissionError: a student was asked for who handed in nothing.
        GradebookError: the database or the disk refused. What was recorded before stays.
        SandboxError: the walls do not stand; the cluster cannot be reached, was lost, or nobody there can grade.
    """
    run = run or Run()
    with _workforce(run, engine) as crew:
        gc.disable()  # of ten thousand functions and classes that come in now, none is garbage
        try:
            from autograder.gradebook.whole_class import grade_with  # noqa: PLC0415 - see above
        finally:
            gc.enable()
        return grade_with(crew, course_root, wanted, run=run, on_progress=on_progress)


def rehearse_class(
    course_root: Path,
    wanted: Wanted,
    *,
    engine: Engine = REHEARSING,
    run: Run | None = None,
    on_progress: "Callable[[Progress], None]" = lambda _: None,
) -> "Rehearsal":
    """Judge everything that was collected, and tell what a regrade would change. Nothing is written anywhere.

    Another run that grades the same course is waited for.

    Raises:
        SpecError: an assignment was not released, or the course is not in order.
        SubmissionError: a student was asked for who handed in nothing.
        GradebookError: the database cannot be read.
        SandboxError: the walls do not stand; the cluster cannot be reached, was lost, or nobody there can grade.
    """
    run = run or Run()
    with _workforce(run, engine) as crew:
        from autograder.gradebook.rehearsal import rehearse_with  # noqa: PLC0415 - see above

        return rehearse_with(crew, course_root, wanted, run=run, on_progress=on_progress)


def follow_class(
    followed: Followed,
    stop: threading.Event,
    *,
    engine: Engine = STANDARD,
    run: Run | None = None,
    tell: "Callable[[Event], None]" = lambda _: None,
) -> None:
    """Grade submissions as they arrive in the exchange, and hand out their feedback, until stopped.

    Args:
        followed: the course, and what of it.
        stop: ends it after the submissions in hand.
        engine: what workers grade with.
        run: how to grade.
        tell: is called with everything that happens.

    Raises:
        SpecError: an assignment was not released, or the course is not in order.
        GradebookError: the gradebook or the exchange is not there, or may not be read.
        SandboxError: the walls do not stand.
    """
    from autograder.gradebook.following import Following  # noqa: PLC0415 - the command begins without nbgrader

    run = run or Run()

    def start_crew() -> Crew[Job, Answer]:
        crew = _crew(run, engine)
        crew.call_in(crew.size)
        return crew

    Following(followed, start_crew, run, tell).until(stop)


def _crew(run: Run, engine: Engine) -> Crew[Job, Answer]:
    """Put the processes of this machine together; nobody is there yet."""
    size = run.workers or len(os.sched_getaffinity(0))
    return Crew[Job, Answer](partial(at_desk, engine), size, kind_of=assignment_of)


@contextlib.contextmanager
def _workforce(run: Run, engine: Engine) -> "Iterator[Workforce[Job, Answer]]":
    """Call in whoever is to grade: processes of this machine and, where a cluster is named, its workers.

    Raises:
        SpecError: what was named is no address.
        SandboxError: nobody answers there, or what speaks to a cluster is not installed.
    """
    with _crew(run, engine) as crew:
        crew.call_in(_CALLED_IN)
        if run.cluster is None:
            yield crew
            return
        try:
            from autograder.cluster import joined  # noqa: PLC0415 - for those who ask for it
        except ImportError as error:
            msg = f"--cluster needs what speaks to a cluster ({error}); pip install 'descent-autograder[cluster]'"
            raise SandboxError(msg) from error
        with joined(run.cluster, crew, engine, run.say) as workforce:
            yield workforce
