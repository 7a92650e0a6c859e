"""What reads the gradebook, or follows the exchange, works on a server as it does on a file."""

import pytest

from autograder.classroom import Run, rehearse_class
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.events import Done
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT
from tests.postgres.courses import Course, expected_rows, send_to
from tests.test_follow import EXCHANGE, following, hand_in


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_either_driver_leaves_the_same_rows_and_a_rehearsal_changes_none(course: Course, driver: str) -> None:
    send_to(course.root, course.server.url(course.database, driver=driver))
    course.hand_in(["ann", "bob"])
    course.grade()
    course.hand_in(["bob", "ann"])

    rehearsal = rehearse_class(course.root, Wanted(), engine=ENGINE, run=Run(workers=1))

    assert {one.student: (one.before, one.after) for one in rehearsal.regraded} == {
        "ann": (2.5, 2.0),
        "bob": (2.0, 2.5),
    }
    assert course.rows() == expected_rows(["ann", "bob"])


def test_who_follows_goes_on_after_an_outage(course: Course) -> None:
    exchange = course.root / "exchange"
    exchange.chmod(0o777)
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(EXCHANGE.format(exchange=str(exchange)))
    for folder in ("inbound", "outbound"):
        (exchange / "descent" / folder).mkdir(parents=True)

    with following(course.root, first_pause=0.2) as follower:
        hand_in(course.root, "ann", **RIGHT)
        first = follower.next()
        course.server.stop("immediate")
        hand_in(course.root, "bob", double=RIGHT["double"])
        trouble = follower.next()
        course.server.start()
        last = follower.next()
        while not isinstance(last, Done):
            last = follower.next()

    assert isinstance(first, Done)
    assert "cannot be reached" in str(trouble)
    assert course.rows() == expected_rows(["ann", "bob"])
