"""Traps that lie in how the run goes: nothing is executed, the gradebook is locked, the run is killed."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.traps.cells import own_output
from tests.traps.course import Course
from tests.traps.released import ASSIGNMENT, with_cell
from tests.traps.trap import Student, right
from tests.traps.trial import Outcome, judge
from tests.traps.ways import GRADE, Way

#: nbgrader alone gives up after 5 seconds; a command takes its time before it first wants to write.
_LOCKED_SECONDS: Final = 15
#: Who puts links into the exchange.
_LINKED: Final = "linked"
_SLEEPS: Final = "import time\n\ntime.sleep(3)"


@dataclass(frozen=True, slots=True)
class Incident:
    """A trap that something outside of submissions sets off.

    Args:
        name: short.
        story: what goes wrong where somebody falls in.
        happen: lets it happen in a course, and tells how it ended.
        stock_falls: whether nbgrader alone falls in.
        never_in: ways in which it cannot happen.
        cheat: what somebody does for points that they do not deserve, or "".
    """

    name: str
    story: str
    happen: Callable[[Course], Outcome]
    stock_falls: bool = True
    never_in: tuple[Way, ...] = ()
    cheat: str = ""

    def ended(self, pattern: Path, place: Path, way: Way) -> Outcome | None:
        """Let it happen in a class of its own, and tell how it ended; None where it cannot happen."""
        if way in self.never_in:
            return None
        return self.happen(Course.copied(pattern, place / self.name, way))


def _no_execute(course: Course) -> Outcome:
    right_one = Student("right", (right(course.released),), 0.0)
    boastful = Student("boastful", (own_output(course.released),), 0.0)
    for student in (right_one, boastful):
        course.hand_in(student.name, student.hands_in[0])

    course.grade("--no-execute")

    outcome = judge(course, [right_one, boastful])
    if outcome.holds and "Not graded: nothing was run." not in course.shown(right_one.name):
        return Outcome(holds=False, said="nobody is told that nothing was run")
    return outcome


def _nobody_has_a_notebook(course: Course) -> Outcome:
    """Let the only student hand in a .py after full marks."""
    script = {f"{ASSIGNMENT}.py": course.released.answers["predict"].encode()}
    student = Student("lonely", (right(course.released), script), course.released.worth("predict"))
    for turn, files in enumerate(student.hands_in):
        course.hand_in(student.name, files, turn)
        course.grade()

    return judge(course, [student])


def _locked_for_a_while(course: Course) -> Outcome:
    student = Student("patient", (right(course.released),), course.released.full)
    course.hand_in(student.name, student.hands_in[0])

    with course.locked() as connection:
        release = threading.Timer(_LOCKED_SECONDS, connection.rollback)
        release.start()
        course.grade()
        release.join()

    return judge(course, [student])


def _locked_for_ever(course: Course) -> Outcome:
    early, late = (Student(name, (right(course.released),), course.released.full) for name in ("early", "late"))
    course.configure('c.CourseDirectory.db_url += "?timeout=1"')
    course.hand_in(early.name, early.hands_in[0])
    course.grade()
    course.hand_in(late.name, late.hands_in[0])

    with course.locked():
        refused = course.grade()
        kept = judge(course, [early])
    course.grade()

    if refused.returncode == 0 or "locked" not in refused.stdout:
        return Outcome(holds=False, said="nobody is told of the lock")
    if "Traceback" in refused.stdout:
        return Outcome(holds=False, said="a traceback, and no word on what to do")
    return judge(course, [early, late]) if kept.holds else kept


def _killed(course: Course) -> Outcome:
    asleep = course.released.submission(with_cell(course.released.answered(), _SLEEPS))
    works = {"killed-1": right(course.released), "killed-2": asleep, "killed-3": right(course.released)}
    students = [Student(name, (files,), course.released.full) for name, files in works.items()]
    for student in students:
        course.hand_in(student.name, student.hands_in[0])
    # `nbgrader autograde` has begun with the second when its folder appears. `autograder grade` has no half folders: it
    # is at work on the second while it writes the first.
    begun = "autograded/killed-1/*" if course.way is GRADE else f"autograded/killed-2/{ASSIGNMENT}/*"

    with course.grading() as process:
        while process.poll() is None and not any(course.root.glob(begun)):
            time.sleep(0.01)
    course.grade()

    return judge(course, students)


def _linked(course: Course) -> Outcome:
    """Let somebody put links to a neighbour's notebook and to the solutions into the exchange."""
    inbound = course.root / "exchange" / "descent" / "inbound"
    inbound.mkdir(parents=True)
    neighbour = course.root / "submitted" / "neighbour" / ASSIGNMENT
    course.hand_in("neighbour", right(course.released))
    place = inbound / f"{_LINKED}+{ASSIGNMENT}+2026-01-12 12:00:00 UTC"
    place.mkdir()
    (place / "timestamp.txt").write_text("2026-01-12 12:00:00.000000 UTC")
    (place / f"{ASSIGNMENT}.ipynb").symlink_to(neighbour / f"{ASSIGNMENT}.ipynb")
    (place / f"{ASSIGNMENT}.py").symlink_to(course.root / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.py")

    course.collect()
    course.grade()

    collected = course.root / "submitted" / _LINKED / ASSIGNMENT
    points = course.seen(_LINKED).points
    if not collected.is_dir():
        return Outcome(holds=False, said="nothing was collected", points=points)
    copied = [path.name for path in collected.iterdir() if path.suffix in {".ipynb", ".py"}]
    holds = not points and not copied
    return Outcome(holds, f"{points or 0:g}{', copied: ' if copied else ''}{', '.join(sorted(copied))}", points)


INCIDENTS: Final = (
    Incident(
        "links",
        "a link in the exchange is followed with the teacher's rights, and what it leads to is graded",
        _linked,
        cheat="a link in the exchange to somebody else's notebook",
    ),
    Incident(
        "no-execute",
        "`nbgrader autograde --no-execute` gives full marks to everybody",
        _no_execute,
        never_in=(GRADE,),
    ),
    Incident(
        "nobody-has-a-notebook",
        "where nobody graded now has a notebook the run ends at once, and old marks stay",
        _nobody_has_a_notebook,
    ),
    Incident("locked", "a gradebook that is locked for a while ends the run", _locked_for_a_while),
    Incident(
        "locked-for-ever",
        "a gradebook that stays locked costs what was graded, or ends in a traceback",
        _locked_for_ever,
    ),
    Incident("killed", "who was being graded when a run was killed is passed over for ever", _killed),
)
