"""Grades submissions as they arrive in the exchange, and hands their feedback out.

What is to be done is read off the folders and the gradebook, and nothing else is remembered: whatever a run left undone
the next one does first. The turn to grade the course is held while something is being done, and not while waiting, so
that other runs and the formgrader come in between. What fails is told and tried again later, with growing pauses.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

from autograder.errors import AutograderError, GradebookError, SpecError
from autograder.gradebook.collecting import Wanted, arrive
from autograder.gradebook.course_folder import CourseFolder, open_course
from autograder.gradebook.database import open_database
from autograder.gradebook.events import Done, Event, Failed, Passed, Said
from autograder.gradebook.exchange import Exchange
from autograder.gradebook.grading import Answer, Job
from autograder.gradebook.inbound import Arrived, has_arrived, names_in, read_name, require_readable, tell_of_arrivals
from autograder.gradebook.reading import assignment_names
from autograder.gradebook.register import look_up
from autograder.gradebook.results import GradedSubmission
from autograder.gradebook.run import Run
from autograder.gradebook.whole_class import desk_of, grade_in_turn, outdated_of, turn_to_grade
from autograder.gradebook.workers import Crew

#: Whose work, of what.
Pair: TypeAlias = tuple[str, str]
#: How often to look where nothing stirs, and while something is arriving.
_LOOK_SECONDS, _ARRIVING_SECONDS = 1.0, 0.03
#: How long somebody else's turn is waited for before it is looked whether all is to end.
_PATIENCE: Final = 1.0
_LONGEST_PAUSE: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Followed:
    """What is followed.

    Args:
        root: the course's folder.
        assignments: names; empty for all that the gradebook knows.
        first_pause: seconds until what failed is tried again; twice as many after every failure more.
    """

    root: Path
    assignments: tuple[str, ...] = ()
    first_pause: float = 30.0


@dataclass(frozen=True, slots=True)
class _Due:
    """When a pair is to be worked at (as `time.monotonic` counts), and how often that failed."""

    at: float = 0.0
    failures: int = 0


class Following:
    """Follows one course's exchange, until it is stopped."""

    def __init__(
        self, followed: Followed, start_crew: Callable[[], Crew[Job, Answer]], run: Run, tell: Callable[[Event], None]
    ) -> None:
        """Open the course.

        Args:
            followed: the course, and what of it.
            start_crew: puts a crew together.
            run: how to grade.
            tell: is called with everything that happens.

        Raises:
            SpecError: the course is not in order, or an assignment was not released.
            GradebookError: the gradebook or the exchange is not there, or may not be read.
        """
        self._followed = followed
        self._start_crew = start_crew
        self._run = replace(run, patience=_PATIENCE)
        self._tell = tell
        self._course: CourseFolder = open_course(followed.root)
        self._exchange = Exchange(self._course)
        self._crew: Crew[Job, Answer] | None = None
        self._crews_course: object = None
        self._seen: set[str] = set()
        self._due: dict[Pair, _Due] = {}
        self._is_arriving = False
        self._last_trouble = ""
        require_readable(self._exchange.inbound)
        self._names()

    def until(self, stop: threading.Event, stirred: threading.Event) -> None:
        """Do what is to be done, and wait for more, until stopped.

        Args:
            stop: ends it after the submissions in hand.
            stirred: whoever sets this ends the waiting; set it after `stop`.

        Raises:
            SpecError: the course is not in order, as it begins.
            SandboxError: the walls do not stand, as it begins.
        """
        watcher = threading.Thread(
            target=tell_of_arrivals, args=(self._exchange.inbound, stirred, stop), name="arrivals", daemon=True
        )
        watcher.start()
        try:
            self._catch_up(stop)
            while not stop.is_set():
                with self._told_once():
                    stirred.clear()
                    self._look()
                batch = self._ready()
                if batch:
                    self._work(batch)
                elif not stop.is_set():
                    stirred.wait(_ARRIVING_SECONDS if self._is_arriving else _LOOK_SECONDS)
        finally:
            self._let_go()
            watcher.join(timeout=2.0)

    def _look(self) -> None:
        """Find what has arrived since the last time."""
        names = names_in(self._exchange.inbound)
        self._is_arriving = False
        followed = set(self._followed.assignments)
        self._seen &= set(names)
        for name in names:
            if name in self._seen:
                continue
            arrived = read_name(name)
            if isinstance(arrived, Arrived) and followed and arrived.assignment not in followed:
                self._seen.add(name)
                continue
            whole = has_arrived(self._exchange.inbound / name) if isinstance(arrived, Arrived) else arrived
            if whole is False:
                self._is_arriving = True
                continue
            self._seen.add(name)
            if isinstance(whole, str) or not isinstance(arrived, Arrived):
                self._tell(Passed(name, str(whole)))
            elif arrived.student not in self._course.excluded:
                self._due[arrived.student, arrived.assignment] = _Due()

    def _ready(self) -> list[Pair]:
        """As many of those whose time has come as there are workers: who else wants the turn waits for no more."""
        now = time.monotonic()
        ready = sorted((due.at, pair) for pair, due in self._due.items() if due.at <= now)
        return [pair for _, pair in ready[: self._at_hand().size]]

    def _catch_up(self, stop: threading.Event) -> None:
        """Find what an earlier run left undone; what is done is not touched."""
        with self._told_once():
            self._look()
        while self._due and not stop.is_set():
            with self._told_once(GradebookError), turn_to_grade(self._course, self._run):
                for pair in self._settled():
                    del self._due[pair]
                return

    def _settled(self) -> Iterator[Pair]:
        """The pairs of which the newest submission is graded as it is now, and its feedback handed out."""
        newest: dict[Pair, Arrived] = {}
        for name in self._seen:
            arrived = read_name(name)
            if isinstance(arrived, Arrived):
                pair = arrived.student, arrived.assignment
                newest[pair] = max(newest.get(pair, arrived), arrived, key=lambda one: one.timestamp)
        with contextlib.closing(open_database(self._course.db_url)) as database:
            names = self._names()
            wanted = Wanted(names, pairs=frozenset(pair for pair in self._due if pair[1] in names))
            register = look_up(self._course, database, wanted)
            arrivals, _ = arrive(self._course, register.collected)
            crew = self._at_hand()
            crew.brief(desk_of(self._course, register, self._run))
            open_ones = {one.job.collected for one in outdated_of(arrivals, register, crew)}
        for arrival in arrivals:
            one = arrival.job.collected
            pair = one.student, one.assignment
            is_newest = pair in newest and arrival.timestamp == newest[pair].timestamp
            notebook = register.released[one.assignment].notebook
            if is_newest and one not in open_ones and not self._exchange.is_to_release(one, notebook):
                yield pair

    def _work(self, batch: list[Pair]) -> None:
        """Collect, grade and hand out feedback, for a few submissions."""
        with contextlib.ExitStack() as held:
            with self._told_once(GradebookError):
                held.enter_context(turn_to_grade(self._course, self._run))
                self._last_trouble = ""
                try:
                    self._do(batch)
                except AutograderError as error:
                    self._let_go()  # who is still at work, works at what is tried again
                    self._put_off(batch, str(error))
                except OSError as error:
                    self._let_go()
                    self._put_off(batch, f"{error.filename or 'the disk'}: {error.strerror or error}")

    def _do(self, batch: Iterable[Pair]) -> None:
        self._renew_crew()
        known = self._names()
        collected = [pair for pair in batch if self._is_collected(pair, known)]
        if not collected:
            return
        wanted = Wanted(known, pairs=frozenset(collected))
        scores = grade_in_turn(self._at_hand(), self._course, wanted, run=self._run, on_progress=lambda _: None)
        graded = {(one.student, one.assignment): one for one in scores.graded}
        for lost in (*scores.not_graded, *scores.without_page):
            self._put_off([(lost.collected.student, lost.collected.assignment)], lost.reason)
            collected.remove((lost.collected.student, lost.collected.assignment))
        for pair in collected:
            self._hand_out(pair, graded.get(pair))

    def _is_collected(self, pair: Pair, known: tuple[str, ...]) -> bool:
        """Collect a submission; one that cannot be is put off."""
        student, assignment = pair
        try:
            if assignment not in known:
                msg = f"{assignment!r} is not in the gradebook; run `nbgrader generate_assignment {assignment} --force`"
                raise SpecError(msg)
            said = self._exchange.collect(student, assignment)
        except AutograderError as error:
            self._put_off([pair], str(error))
            return False
        for line in said:
            self._tell(Said(student, assignment, line))
        if any((one.student, one.assignment) == pair for one in self._course.collected()):
            return True
        self._put_off([pair], said[-1] if said else "nothing could be collected")
        return False

    def _hand_out(self, pair: Pair, graded: GradedSubmission | None) -> None:
        """Release a page of feedback where it says something new, and tell what was done."""
        one = next(one for one in self._course.collected() if (one.student, one.assignment) == pair)
        is_released = self._exchange.is_to_release(one, one.assignment)
        failure = ""
        try:
            if is_released:
                self._exchange.release_feedback(*pair)
        except GradebookError as error:
            is_released, failure = False, f"its feedback could not be released: {error}"
        if graded or is_released:
            self._tell(Done(*pair, graded, is_released=is_released))
        del self._due[pair]
        if failure:
            self._put_off([pair], failure)

    def _put_off(self, pairs: Iterable[Pair], reason: str) -> None:
        """Tell why something failed, and try it again later."""
        for pair in pairs:
            failures = self._due.get(pair, _Due()).failures + 1
            pause = min(self._followed.first_pause * 2 ** (failures - 1), _LONGEST_PAUSE)
            self._due[pair] = _Due(time.monotonic() + pause, failures)
            self._tell(Failed(*pair, reason, pause))

    @contextlib.contextmanager
    def _told_once(self, *kinds: type[AutograderError]) -> Iterator[None]:
        """Tell of trouble that concerns no single submission, once until it changes; it is tried again soon."""
        try:
            yield
        except kinds or GradebookError as error:
            if str(error) != self._last_trouble:
                self._last_trouble = str(error)
                self._tell(Said("", "", str(error)))
            time.sleep(_PATIENCE)

    def _names(self) -> tuple[str, ...]:
        """The assignments that are followed.

        Raises:
            SpecError: one that was named is not in the gradebook.
        """
        with contextlib.closing(open_database(self._course.db_url)) as database, database.reading() as connection:
            known = assignment_names(connection)
        for name in self._followed.assignments:
            if name not in known:
                there = ", ".join(sorted(known)) or "none yet"
                msg = f"{name!r} is not in the gradebook (there: {there}); run `nbgrader generate_assignment {name}`"
                raise SpecError(msg)
        return self._followed.assignments or tuple(sorted(known))

    def _at_hand(self) -> Crew[Job, Answer]:
        if self._crew is None:
            self._crew = self._start_crew()
            self._crews_course = _look_of(self._course)
        return self._crew

    def _renew_crew(self) -> None:
        """Send workers home who read the exercises before they were changed."""
        if self._crew is not None and self._crews_course != _look_of(self._course):
            self._let_go()

    def _let_go(self) -> None:
        crew, self._crew = self._crew, None
        if crew is not None:
            crew.dismiss()


def _look_of(course: CourseFolder) -> frozenset[tuple[str, int, int]]:
    """What changes when an exercise, a reference, a release or the seed does."""
    found = set()
    for folder in (course.root / "solutions", course.root / course.released):
        for path in (folder, *folder.glob("*"), *folder.glob("*/*")):
            with contextlib.suppress(OSError):  # gone just now
                status = path.stat()
                if not path.is_dir():
                    found.add((str(path), status.st_mtime_ns, status.st_size))
    return frozenset(found)
