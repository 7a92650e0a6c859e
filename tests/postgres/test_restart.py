"""A server that goes away in mid-run: the run goes on, or ends in one line and the next one makes it whole."""

import threading
from typing import Literal

import pytest

from autograder.errors import GradebookError
from autograder.gradebook import database
from autograder.gradebook.database import open_database
from autograder.gradebook.results import Progress
from tests.postgres.courses import Course, expected_rows, send_to
from tests.postgres.proxy import breaking_line
from tests.postgres.server import PASSWORD

STUDENTS = [f"s{number:02}" for number in range(12)]
Mode = Literal["fast", "immediate"]
MODES = ["fast", "immediate"]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.gradebook.recorder._MOST_IN_BATCH", 4)


@pytest.mark.parametrize("mode", MODES)
def test_a_server_that_stays_away_for_a_moment_is_waited_for(course: Course, mode: Mode) -> None:
    course.hand_in(STUDENTS)
    later = threading.Timer(1.0, course.server.start)

    def stop_in_mid_run(progress: Progress) -> None:
        if progress.done == 4:
            course.server.stop(mode)
            later.start()

    scores = course.grade(on_progress=stop_in_mid_run)
    later.join()

    assert len(scores.graded) == len(STUDENTS)
    assert course.rows() == expected_rows(STUDENTS)
    assert course.grade().unchanged == len(STUDENTS)


@pytest.mark.parametrize("mode", MODES)
def test_a_restart_in_the_midst_of_a_transaction_undoes_it_and_it_is_done_again(course: Course, mode: Mode) -> None:
    course.hand_in(STUDENTS)
    in_the_way = course.server.connect(course.database)
    in_the_way.execute("BEGIN")
    in_the_way.execute("LOCK TABLE comment")  # what is written last

    def restart() -> None:
        course.server.wait_for_who_waits()
        course.server.restart(mode)

    meanwhile = threading.Thread(target=restart)
    meanwhile.start()
    scores = course.grade()
    meanwhile.join()
    in_the_way.close()

    assert len(scores.graded) == len(STUDENTS)
    assert course.rows() == expected_rows(STUDENTS)


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_a_commit_that_nobody_knows_of_is_done_again_and_counts_once(course: Course, driver: str) -> None:
    course.hand_in(STUDENTS)
    with breaking_line(course.server.port, breaks_at=3) as (line, port):
        send_to(course.root, course.server.url(course.database, driver=driver, port=port))

        scores = course.grade()

    assert line.broken == 1
    assert line.commits > 4  # before anything is graded, one for each batch, and one again
    assert len(scores.graded) == len(STUDENTS)
    assert course.rows() == expected_rows(STUDENTS)


def test_a_server_that_stays_away_ends_the_run_in_one_line_and_the_next_run_makes_it_whole(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.hand_in(STUDENTS)
    monkeypatch.setattr(database, "RETURN_SECONDS", 0.5)

    def stop_in_mid_run(progress: Progress) -> None:
        if progress.done == 4:
            course.server.stop("immediate")

    with pytest.raises(GradebookError) as refused:
        course.grade(on_progress=stop_in_mid_run)
    course.server.start()
    first = course.rows()
    again = course.grade()

    assert f":***@127.0.0.1:{course.server.port}/{course.database} cannot be reached; check host" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert PASSWORD not in str(refused.value)
    assert len({row[0] for row in first}) == 4
    assert (again.unchanged, len(again.graded)) == (4, len(STUDENTS) - 4)
    assert course.rows() == expected_rows(STUDENTS)


def test_who_waits_is_told_once_that_it_went_away_and_once_that_it_is_back(course: Course) -> None:
    lines: list[str] = []
    opened = open_database(course.db_url, say=lines.append)
    later = threading.Timer(0.5, course.server.start)
    course.server.stop()
    later.start()

    with opened.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM assignment").scalar()
    later.join()
    opened.close()

    assert found == 1
    assert lines == [
        f"the gradebook {opened.name} went away; waiting up to 180 s for it to come back",
        f"the gradebook {opened.name} is there again; going on",
    ]


def test_what_is_committed_survives_a_crash_where_the_server_is_set_up_to_be_quick(course: Course) -> None:
    with course.server.connect() as admin:
        admin.execute(f"ALTER DATABASE {course.database} SET synchronous_commit = off".encode())
    opened = open_database(course.db_url)

    with opened.reading() as connection:
        before = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
    during = opened.write(lambda connection: connection.exec_driver_sql("SHOW synchronous_commit").scalar())
    opened.close()

    assert (before, during) == ("off", "on")
