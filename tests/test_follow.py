"""What arrives in the exchange is graded and its feedback handed out; what was left undone is done first."""

import contextlib
import os
import pwd
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from autograder.classroom import Followed, Run, follow_class
from autograder.cli.grade_follow import told
from autograder.demo.workflow import Workflow, open_workflow
from autograder.errors import AutograderError, GradebookError, SpecError
from autograder.gradebook import collector
from autograder.gradebook.course_folder import open_course
from autograder.gradebook.events import Done, Event, Failed, Passed, Said
from autograder.gradebook.exchange import Exchange
from autograder.gradebook.turn import turn
from autograder.sandbox.walls import missing_walls
from tests.gradebook import tiny_course
from tests.gradebook.conftest import copy_course, make_pattern  # noqa: F401 - fixtures
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT, answered, rows, stub, submit
from tests.two_assignments import make_small_folder

FULL = {"check_double": (2.0, False), "check_q_three": (0.5, False)}
NOTHING = {"check_double": (0.0, False), "check_q_three": (0.0, False)}
EXCHANGE = """
c.Exchange.root = {exchange!r}
c.Exchange.cache = {exchange!r} + "/.cache"
c.ExchangeCollect.check_owner = False
"""
#: Nobody waits so long: what never comes is a failure, and no verdict on the machine.
_FOR_EVER = 120.0


@dataclass
class Follower:
    """Somebody who follows, in a thread, and what they told."""

    root: Path
    stop: threading.Event = field(default_factory=threading.Event)
    told: "queue.Queue[Event]" = field(default_factory=queue.Queue)

    def run(self, first_pause: float) -> None:
        followed = Followed(self.root, first_pause=first_pause)
        follow_class(followed, self.stop, engine=ENGINE, run=Run(workers=1), tell=self.told.put)

    def next(self) -> Event:
        return self.told.get(timeout=_FOR_EVER)


@contextlib.contextmanager
def following(root: Path, first_pause: float = 30.0) -> Iterator[Follower]:
    follower = Follower(root)
    thread = threading.Thread(target=follower.run, args=(first_pause,))
    thread.start()
    try:
        yield follower
    finally:
        follower.stop.set()
        thread.join()


@pytest.fixture(name="followed")
def open_exchange(course: Path) -> Path:
    """A course whose exchange knows one submission of somebody, so that its folders are there."""
    exchange = course / "exchange"
    exchange.chmod(0o777)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(EXCHANGE.format(exchange=str(exchange)))
    for folder in ("inbound", "outbound"):
        (exchange / "descent" / folder).mkdir(parents=True)
    return course


def hand_in(root: Path, student: str, at: str = "2026-01-10 12:00:00.000000 UTC", **answers: str) -> Path:
    """Put a whole submission into the exchange at once."""
    made = submit(root, f"made {student}", answered(root, **answers) if answers else stub(root), at=at)
    staged = root / "exchange" / f"{student} on the way"
    shutil.move(made, staged)
    shutil.rmtree(root / "submitted" / f"made {student}")
    place = root / "exchange" / "descent" / "inbound" / f"{student}+tiny+{at}"
    staged.rename(place)
    return place


def released(root: Path) -> list[Path]:
    return sorted((root / "exchange" / "descent" / "feedback").glob("*.html"))


def done(event: Event) -> tuple[str, float | None, bool]:
    assert isinstance(event, Done), event
    return event.student, event.graded.points if event.graded else None, event.is_released


def test_what_arrives_is_graded_and_its_feedback_handed_out(followed: Path) -> None:
    with following(followed) as follower:
        hand_in(followed, "ann", **RIGHT)
        first = follower.next()
        hand_in(followed, "bob")
        second = follower.next()

    assert (done(first), done(second)) == (("ann", 2.5, True), ("bob", 0.0, True))
    assert rows(followed) == {"ann": FULL, "bob": NOTHING}
    assert len(released(followed)) == 2


def test_what_arrived_while_nobody_followed_is_done_first_and_once(followed: Path) -> None:
    hand_in(followed, "ann", **RIGHT)
    with following(followed) as follower:
        first = follower.next()
    before = {path: path.stat().st_mtime_ns for path in released(followed)}
    with following(followed) as follower:
        hand_in(followed, "bob")
        second = follower.next()

    assert (done(first), done(second)) == (("ann", 2.5, True), ("bob", 0.0, True))
    assert before.items() <= {path: path.stat().st_mtime_ns for path in released(followed)}.items()
    assert follower.told.empty()


def test_feedback_that_a_killed_run_did_not_hand_out_is_handed_out(followed: Path) -> None:
    hand_in(followed, "ann", **RIGHT)
    with following(followed) as follower:
        follower.next()
    (page,) = released(followed)
    page.unlink()

    with following(followed) as follower:
        said, event = follower.next(), follower.next()

    assert told(said).startswith("to be handed out first: 1 page of feedback on what was graded before")
    assert done(event) == ("ann", None, True)
    assert released(followed) == [page]


def test_where_no_feedback_can_lie_the_grading_stands_and_the_feedback_is_tried_again(followed: Path) -> None:
    (followed / "exchange" / "descent" / "feedback").write_text("in its place")
    with following(followed) as follower:
        hand_in(followed, "ann", **RIGHT)
        events = [follower.next(), follower.next()]

    assert done(events[0]) == ("ann", 2.5, False)
    assert "ann tiny FEEDBACK NOT RELEASED, next try in 30 s: " in told(events[1])
    assert rows(followed) == {"ann": FULL}


def test_without_a_key_no_feedback_is_handed_out_and_that_is_told(followed: Path) -> None:
    place = hand_in(followed, "ann", **RIGHT)
    (place / "submission_secret.txt").unlink()
    os.utime(place, (0, 0))  # nothing has moved for long

    with following(followed) as follower:
        event = follower.next()

    assert told(event) == "ann tiny 2.5 of 2.5, no feedback handed out: submission_secret.txt is missing"
    assert released(followed) == []


def test_a_collection_that_was_interrupted_leaves_no_half_submission(
    followed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(followed, "ann", **RIGHT)
    exchange = Exchange(open_course(followed))
    copied = collector._copied
    left = iter([True])

    def interrupted(source: Path, destination: Path, root: Path) -> bool:
        if next(left, False):
            return copied(source, destination, root)
        raise KeyboardInterrupt

    monkeypatch.setattr(collector, "_copied", interrupted)
    with pytest.raises(KeyboardInterrupt):
        exchange.collect("ann", "tiny")
    monkeypatch.undo()
    after = [path.name for path in followed.glob("submitted/ann/*")]
    exchange.collect("ann", "tiny")

    assert after == []
    assert sorted(path.name for path in followed.glob("submitted/ann/tiny/*")) == [
        *("submission_secret.txt", "timestamp.txt", "tiny.ipynb"),
    ]


def test_a_newer_submission_takes_the_place_of_the_older(followed: Path) -> None:
    with following(followed) as follower:
        hand_in(followed, "ann")
        first = follower.next()
        hand_in(followed, "ann", "2026-01-11 12:00:00.000000 UTC", **RIGHT)
        second = follower.next()

    assert (done(first), done(second)) == (("ann", 0.0, True), ("ann", 2.5, True))
    assert rows(followed) == {"ann": FULL}


def test_what_fails_is_tried_again_after_growing_pauses_until_it_succeeds(followed: Path) -> None:
    with following(followed, first_pause=0.01) as follower:
        hand_in(followed, "ann", double="our fault")
        failures = [follower.next() for _ in range(3)]
        hand_in(followed, "ann", "2026-01-11 12:00:00.000000 UTC", **RIGHT)
        event = follower.next()
        while isinstance(event, Failed):
            event = follower.next()

    assert [(one.reason, one.pause) for one in failures if isinstance(one, Failed)] == [
        ("the zygote died", 0.01),
        ("the zygote died", 0.02),
        ("the zygote died", 0.04),
    ]
    assert done(event) == ("ann", 2.5, True)


def test_what_fails_holds_nobody_up(followed: Path) -> None:
    hand_in(followed, "ann", double="kill the grader")
    hand_in(followed, "bob", **RIGHT)

    with following(followed) as follower:
        events = [follower.next(), follower.next()]

    assert {one.student for one in events if isinstance(one, Failed)} == {"ann"}
    assert [done(one) for one in events if isinstance(one, Done)] == [("bob", 2.5, True)]


def test_a_submission_that_is_still_arriving_is_waited_for(followed: Path) -> None:
    arriving = hand_in(followed, "ann", **RIGHT)
    key = (arriving / "submission_secret.txt").read_text()
    (arriving / "submission_secret.txt").write_text("")

    with following(followed) as follower:
        hand_in(followed, "bob")
        first = follower.next()
        (arriving / "submission_secret.txt").write_text(key)
        second = follower.next()

    assert (done(first)[0], done(second)[0]) == ("bob", "ann")


def test_where_nothing_tells_of_changes_the_folder_is_looked_into(
    followed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)

    with following(followed) as follower:
        hand_in(followed, "ann", **RIGHT)
        event = follower.next()

    assert done(event) == ("ann", 2.5, True)


def test_what_counts_before_the_due_date_is_kept_where_the_course_says_so(followed: Path) -> None:
    with (followed / "nbgrader_config.py").open("a") as config:
        config.write("c.ExchangeCollect.before_duedate = True\n")
    with tiny_course.api(followed).gradebook as gradebook:
        gradebook.update_or_create_assignment("tiny", duedate="2026-01-10 18:00:00 UTC")

    with following(followed) as follower:
        hand_in(followed, "ann", **RIGHT)
        first = follower.next()
        hand_in(followed, "ann", "2026-01-11 12:00:00.000000 UTC")
        second = follower.next()

    assert done(first) == ("ann", 2.5, True)
    assert isinstance(second, Said)
    assert second.text.startswith("brings nothing new")
    assert rows(followed) == {"ann": FULL}


def test_what_is_no_submission_is_told_once_and_stops_nobody(followed: Path) -> None:
    inbound = followed / "exchange" / "descent" / "inbound"
    (inbound / "nonsense").mkdir()
    (inbound / "ann+tiny+yesterday").mkdir()
    (inbound / "..+tiny+2026-01-10 12:00:00 UTC").mkdir()  # hidden, as any name that begins with a point
    (inbound / "+tiny+2026-01-10 12:00:00 UTC").mkdir()
    (inbound / "eve+tiny+2026-01-10 12:00:00 UTC").symlink_to(followed / "solutions" / "tiny")
    hand_in(followed, "ann", **RIGHT)

    with following(followed) as follower:
        events = [follower.next() for _ in range(6)]
        hand_in(followed, "bob")
        last = follower.next()

    passed = {one.name.split("+")[0]: one.reason for one in events if isinstance(one, Passed)}
    assert set(passed) == {"nonsense", "ann", "", "eve"}
    assert passed["eve"] == "it is no folder"
    assert [done(one) for one in events if isinstance(one, Done)] == [("ann", 2.5, True)]
    assert done(last)[0] == "bob"
    assert not (followed / "tiny").exists()
    assert not (followed / "submitted" / "eve").exists()


def test_work_under_another_students_name_is_told_and_changes_nothing(followed: Path) -> None:
    hand_in(followed, "ann", **RIGHT)
    with following(followed) as follower:
        first = follower.next()
    with (followed / "nbgrader_config.py").open("a") as config:
        config.write("c.ExchangeCollect.check_owner = True\n")
    account = pwd.getpwuid(os.geteuid()).pw_name
    with tiny_course.api(followed).gradebook as gradebook:
        gradebook.update_or_create_student(account)

    with following(followed) as follower:
        hand_in(followed, "ann", "2026-01-11 12:00:00.000000 UTC")
        said = follower.next()
        hand_in(followed, "bob", "2026-01-11 12:00:00.000000 UTC")
        later = follower.next()
        while isinstance(later, Said):
            later = follower.next()

    assert done(first) == ("ann", 2.5, True)
    assert isinstance(said, Said)
    assert f"handed in by {account} under the name of ann" in said.text
    assert isinstance(later, Failed)
    assert f"handed in by {account} under the name of bob" in later.reason
    assert rows(followed) == {"ann": FULL}


def test_an_assignment_that_is_not_in_the_gradebook_is_told_with_the_command_that_adds_it(followed: Path) -> None:
    place = hand_in(followed, "ann", **RIGHT)
    place.rename(place.with_name(place.name.replace("+tiny+", "+other+")))

    with following(followed) as follower:
        event = follower.next()

    assert isinstance(event, Failed)
    assert event.reason.endswith("run `nbgrader generate_assignment other --force`")


def test_others_have_their_turn_while_nothing_arrives(followed: Path) -> None:
    with following(followed) as follower:
        hand_in(followed, "ann")
        follower.next()

        with turn(followed, "a test", say=lambda _: None, patience=_FOR_EVER):
            hand_in(followed, "bob")
            waiting = follower.next()

        graded = follower.next()

    assert isinstance(waiting, Said)
    assert "a test (process" in waiting.text
    assert done(graded)[0] == "bob"


def test_exercises_that_changed_meanwhile_count(followed: Path) -> None:
    with following(followed) as follower:
        hand_in(followed, "ann")
        follower.next()
        (followed / "solutions" / "tiny" / "version").write_text("the second")
        hand_in(followed, "bob")
        follower.next()

    assert "the second" in (followed / "autograded" / "bob" / "tiny" / "score.json").read_text()


@pytest.mark.parametrize(
    ("spoil", "kind", "said"),
    [
        (shutil.rmtree, GradebookError, "inbound is not there; run `nbgrader release_assign"),
        (lambda inbound: (inbound.rmdir(), inbound.touch()), GradebookError, "inbound cannot be read .Not a directory"),
    ],
    ids=["absent", "no folder"],
)
def test_an_exchange_that_is_not_there_is_told_at_once(
    followed: Path, spoil: "object", kind: type[AutograderError], said: str
) -> None:
    assert callable(spoil)
    spoil(followed / "exchange" / "descent" / "inbound")

    with pytest.raises(kind, match=said):
        follow_class(Followed(followed), threading.Event(), engine=ENGINE)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_an_exchange_that_may_not_be_read_is_told_at_once(followed: Path) -> None:
    inbound = followed / "exchange" / "descent" / "inbound"
    inbound.chmod(0o300)

    with pytest.raises(GradebookError, match=r"cannot be read \(Permission denied\)"):
        follow_class(Followed(followed), threading.Event(), engine=ENGINE)


def test_an_assignment_that_is_none_is_told_at_once(followed: Path) -> None:
    with pytest.raises(SpecError, match=r"'smal' is not in the gradebook \(there: tiny\)"):
        follow_class(Followed(followed, ("smal",)), threading.Event(), engine=ENGINE)


def test_a_real_class_is_followed_by_the_command_until_ctrl_c(tmp_path: Path) -> None:
    if missing_walls():
        pytest.skip("the grader needs its walls")
    root = make_small_folder(tmp_path / "course")
    workflow: Workflow = open_workflow(root)
    workflow.release("error")
    workflow.fetch("ada", "error")

    first = _followed(root, workflow)
    second = _followed(root, workflow)

    assert first[1] == second[1] == 130
    assert "ada error 0 of 13 (1 more by hand), feedback released" in first[0]
    assert first[0].splitlines()[-1].endswith("is graded when this is started again")
    assert second[0].count("feedback released") == 1
    assert len(list((root / "exchange" / "descent" / "feedback").glob("*.html"))) == 2


def _followed(root: Path, workflow: Workflow) -> tuple[str, int]:
    """Start the command, submit, wait for the feedback, press Ctrl-C; what was said, and the status."""
    time.sleep(1.1)  # nbgrader tells submissions apart by their time
    command = [sys.executable, "-m", "autograder", "--course", str(root), "grade", "--follow", "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        said = run.stdout.readline()
        workflow.submit("ada", "error")
        said += run.stdout.readline()
        run.send_signal(signal.SIGINT)
        said += run.stdout.read()
    return said, run.returncode
