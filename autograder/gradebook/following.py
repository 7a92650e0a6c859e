"""Grades submissions as they arrive in the exchange, and hands their feedback out.

What is to be done is read off the folders and the gradebook, and nothing else is remembered: whatever a run left undone
the next one does first. The turn to grade the course is held while something is being done, and not while waiting, so
that other runs and the formgrader come in between. What fails is told and tried again later, with growing pauses.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from autograder.counted import counted
from autograder.errors import AutograderError, GradebookError, SpecError
from autograder.gradebook.agenda import Agenda
from autograder.gradebook.collecting import Wanted, arrive
from autograder.gradebook.course_folder import CourseFolder, open_course
from autograder.gradebook.database import open_database
from autograder.gradebook.events import Done, Event, Failed, Said
from autograder.gradebook.exchange import Exchange
from autograder.gradebook.grading import Answer, Job
from autograder.gradebook.inbound import require_readable, tell_of_arrivals
from autograder.gradebook.inbox import Inbox, Pair
from autograder.gradebook.on_duty import OnDuty
from autograder.gradebook.reading import assignment_names
from autograder.gradebook.register import look_up
from autograder.gradebook.results import GradedSubmission
from autograder.gradebook.run import Followed, Run
from autograder.gradebook.whole_class import desk_of, grade_in_turn, outdated_of, turn_to_grade
from autograder.gradebook.workers import Crew
from autograder.model import Collected

#: How often to look where nothing stirs, and while something is arriving.
_LOOK_SECONDS, _ARRIVING_SECONDS = 1.0, 0.03
#: How long somebody else's turn is waited for before it is looked whether all is to end.
_PATIENCE: Final = 1.0
#: Whoever graded before may have wanted to look at it first.
_KEPT_BACK: Final = (
    "to be handed out first: {pages} of feedback on what was graded before, none of them released as it is now"
)


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
        self._assignments = followed.assignments
        self._tell = tell
        self._said: set[str] = set()
        self._run = replace(run, patience=_PATIENCE, say=self._say_once)
        self._course: CourseFolder = open_course(followed.root)
        self._exchange = Exchange(self._course)
        self._inbox = Inbox(self._exchange.inbound, followed.assignments, tell)
        self._agenda = Agenda(followed.first_pause)
        self._duty = OnDuty(self._course, start_crew)
        self._trouble = ""
        require_readable(self._exchange.inbound)
        self._names()

    def until(self, stop: threading.Event) -> None:
        """Do what is to be done, and wait for more, until stopped.

        Args:
            stop: ends it after the submissions in hand.

        Raises:
            SpecError: the course is not in order, as it begins.
            SandboxError: the walls do not stand, as it begins.
        """
        stirred = threading.Event()
        arguments = (self._exchange.inbound, stirred, stop)
        watcher = threading.Thread(target=tell_of_arrivals, args=arguments, name="arrivals", daemon=True)
        watcher.start()
        try:
            self._catch_up(stop)
            while not stop.is_set():
                stirred.clear()
                self._look()
                batch = self._agenda.ready(self._duty.crew().size)
                if batch:
                    self._work(batch)
                elif not stop.is_set():
                    stirred.wait(_ARRIVING_SECONDS if self._inbox.is_arriving else _LOOK_SECONDS)
        finally:
            self._duty.let_go()
            watcher.join()

    def _look(self) -> None:
        with self._told_once():
            for arrived in self._inbox.look():
                if arrived.student not in self._course.excluded:
                    self._agenda.add((arrived.student, arrived.assignment))

    def _catch_up(self, stop: threading.Event) -> None:
        """Find what an earlier run left undone; what is done is not touched."""
        self._look()
        while self._agenda.pairs and not stop.is_set():
            with self._told_once(), self._turn():
                current = dict(self._current())
                kept_back = [pair for pair, one in current.items() if self._exchange.is_to_release(one)]
                self._agenda.strike(current.keys() - set(kept_back))
                if kept_back:
                    self._tell(Said("", "", _KEPT_BACK.format(pages=counted(len(kept_back), "page"))))
                return

    def _current(self) -> Iterator[tuple[Pair, Collected]]:
        """The pairs of which the newest submission is graded as it is now."""
        newest, names = self._inbox.newest(), self._names()
        wanted = Wanted(names, pairs=frozenset(pair for pair in self._agenda.pairs if pair[1] in names))
        with contextlib.closing(open_database(self._course.db_url)) as database:
            register = look_up(self._course, database, wanted)
        arrivals, _ = arrive(self._course, register.collected)
        crew = self._duty.crew()
        crew.brief(desk_of(self._course, register, self._run))
        outdated = {arrival.job.collected for arrival in outdated_of(arrivals, register, crew)}
        for arrival in arrivals:
            one = arrival.job.collected
            pair = one.student, one.assignment
            is_newest = pair in newest and arrival.timestamp == newest[pair].timestamp
            if is_newest and one not in outdated:
                yield pair, one

    def _work(self, batch: list[Pair]) -> None:
        """Collect, grade and hand out feedback: for as many as there are workers, for others want the turn, too."""
        with self._told_once(), self._turn():
            self._trouble = ""
            try:
                self._do(batch)
            except AutograderError as error:
                self._fail(batch, str(error))
            except OSError as error:
                self._fail(batch, f"{error.filename or 'the disk'}: {error.strerror or error}")

    def _do(self, batch: Iterable[Pair]) -> None:
        known = self._names()
        said = {pair: lines for pair in batch if (lines := self._collected(pair, known)) is not None}
        there = {pair for one in self._course.collected() if (pair := (one.student, one.assignment)) in said}
        for pair in said.keys() - there:
            self._put_off(pair, _why(said[pair]))
        if not there:
            return
        for pair in sorted(there):
            for line in said[pair]:
                self._tell(Said(*pair, line))
        wanted = Wanted(known, pairs=frozenset(there))
        scores = grade_in_turn(self._duty.crew(), self._course, wanted, run=self._run, on_progress=lambda _: None)
        graded = {(one.student, one.assignment): one for one in scores.graded}
        lost = {one.collected: one.reason for one in (*scores.without_page, *scores.not_graded)}
        for one in self._course.collected():
            pair = one.student, one.assignment
            if one in lost:
                self._put_off(pair, lost[one])
            elif pair in there:
                self._hand_out(one, graded.get(pair))

    def _collected(self, pair: Pair, known: tuple[str, ...]) -> list[str] | None:
        """Collect a submission; returns what was said against it, or None where it had to be put off."""
        student, assignment = pair
        try:
            if assignment not in known:
                raise SpecError(_not_released(assignment, known))
            return self._exchange.collect(student, assignment)
        except AutograderError as error:
            self._put_off(pair, str(error))
            return None

    def _hand_out(self, one: Collected, graded: GradedSubmission | None) -> None:
        """Release a page of feedback where it says something new, and tell what was done."""
        pair = one.student, one.assignment
        is_new = self._exchange.is_to_release(one)
        refusal = ""
        try:
            if is_new:
                self._exchange.release_feedback(*pair)
        except GradebookError as error:
            is_new, refusal = False, str(error)
        lacks_key = self._exchange.lacks_key(one)
        if graded or is_new:
            self._tell(Done(*pair, graded, is_released=is_new, lacks_key=lacks_key))
        elif not refusal:
            known = "no feedback can be handed out" if lacks_key else "its feedback handed out"
            self._tell(Said(*pair, f"brings nothing new: what counts is graded, and {known}"))
        if refusal:
            self._put_off(pair, refusal, is_graded=True)
        else:
            self._agenda.strike([pair])

    def _fail(self, batch: Iterable[Pair], reason: str) -> None:
        self._duty.let_go()  # who is still at work, works at what is tried again
        for pair in batch:
            if pair in self._agenda.pairs:
                self._put_off(pair, reason)

    def _put_off(self, pair: Pair, reason: str, *, is_graded: bool = False) -> None:
        self._tell(Failed(*pair, reason, self._agenda.put_off(pair), is_graded))

    @contextlib.contextmanager
    def _told_once(self) -> Iterator[None]:
        """Tell of trouble that concerns no single submission, once until it changes; it is tried again soon."""
        try:
            yield
        except GradebookError as error:
            if str(error) != self._trouble:
                self._trouble = str(error)
                self._tell(Said("", "", str(error)))
            time.sleep(_PATIENCE)

    def _turn(self) -> contextlib.AbstractContextManager[None]:
        """Hold the turn. Whose it is, where it is not to be had, is told as any trouble is."""
        return turn_to_grade(self._course, replace(self._run, say=lambda _: None))

    def _say_once(self, line: str) -> None:
        if line not in self._said:
            self._said.add(line)
            self._tell(Said("", "", line))

    def _names(self) -> tuple[str, ...]:
        """The assignments that are followed, and that can be.

        Raises:
            SpecError: one that was named is not in the gradebook.
        """
        with contextlib.closing(open_database(self._course.db_url)) as database, database.reading() as connection:
            known = assignment_names(connection)
        for name in self._assignments:
            if name not in known:
                raise SpecError(_not_released(name, known))
        return self._assignments or tuple(sorted(known))


def _why(lines: Sequence[str]) -> str:
    """Why nothing was collected: the last refusal, and else what was said last."""
    refusals = [line for line in lines if line.startswith("NOT COLLECTED")]
    return (refusals or ["nothing could be collected", *lines])[-1]


def _not_released(name: str, known: Iterable[str]) -> str:
    there = ", ".join(sorted(known)) or "none yet"
    return f"{name!r} is not in the gradebook (there: {there}); run `nbgrader generate_assignment {name} --force`"
