"""A server that says no ends the run in one line: what was found, what was expected, what to do; nothing is lost."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import GradebookError
from autograder.gradebook import database
from autograder.gradebook.database import open_database
from tests.gradebook.disks import mounted
from tests.postgres.courses import Course, expected_rows, send_to
from tests.postgres.server import PASSWORD, Server

WRONG = "not-the-password"


def refusal(course: Course) -> str:
    with pytest.raises(GradebookError) as refused:
        course.grade()
    message = str(refused.value)
    assert "\n" not in message
    assert PASSWORD not in message
    assert WRONG not in message
    return message


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param({"port": 1}, "cannot be reached; check host and port", id="nobody listens"),
        pytest.param({"host": "no-such-host.invalid"}, "cannot be reached; check host and port", id="no such host"),
        pytest.param({"host": None, "query": {"host": "/nowhere"}}, "cannot be reached; check host", id="no socket"),
        pytest.param({"password": WRONG}, "does not let you in; check user and password", id="wrong password"),
        pytest.param({"username": "stranger"}, "does not let you in; check user and password", id="wrong user"),
        pytest.param({"database": "nowhere"}, "is not on that server, which answers", id="no such database"),
        pytest.param({"database": "postgres"}, "is empty; run `nbgrader generate_assignment", id="empty database"),
        pytest.param(
            {"password": None, "query": {"password": WRONG}},
            "does not let you in; check user and password",
            id="wrong password among the options",
        ),
    ],
)
def test_what_cannot_be_opened_is_named_with_what_to_do(
    server: Server, driver: str, parts: dict[str, Any], expected: str
) -> None:
    with pytest.raises(GradebookError) as refused:
        open_database(server.url(**{"database": "postgres", "driver": driver} | parts))

    message = str(refused.value)
    assert expected in message
    assert "\n" not in message
    assert PASSWORD not in message
    assert WRONG not in message


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_a_driver_that_is_missing_is_named_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, driver: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == driver]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, driver, None)  # as Python itself notes that there is none

    with pytest.raises(
        GradebookError, match=r"needs a driver.*pip install \"descent-autograder\[postgres\]\""
    ) as refused:
        open_database(f"postgresql+{driver}://teacher:{PASSWORD}@localhost/course")

    assert PASSWORD not in str(refused.value)


def test_a_role_that_may_only_read_is_told_before_anything_is_graded(course: Course) -> None:
    course.hand_in(["ann"])
    course.server.execute(
        "DROP OWNED BY reader" if _has_role(course.server) else "CREATE ROLE reader LOGIN PASSWORD 'open-sesame'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
        "GRANT INSERT, UPDATE ON student, submitted_assignment, submitted_notebook, grade TO reader",
        database=course.database,
    )
    send_to(course.root, course.server.url(course.database, username="reader"))

    message = refusal(course)

    assert "is read-only for you; ask for the right" in message
    assert "permission denied for table comment" in message
    assert list((course.root / "autograded").iterdir()) == []


def _has_role(server: Server) -> bool:
    with server.connect() as connection:
        return connection.execute("SELECT FROM pg_roles WHERE rolname = 'reader'").fetchone() is not None


def test_a_server_that_only_copies_another_is_told_as_read_only(course: Course) -> None:
    course.hand_in(["ann"])
    with course.server.connect() as connection:
        connection.execute(f"ALTER DATABASE {course.database} SET default_transaction_read_only = on".encode())

    assert "is read-only for you" in refusal(course)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("lock_timeout", "is locked by another program"),
        ("statement_timeout", "gave up on a statement that took longer than it allows"),
    ],
)
def test_a_lock_that_stays_ends_the_run_and_keeps_what_is_there(course: Course, setting: str, expected: str) -> None:
    course.hand_in(["ann", "bob"])
    course.grade()
    course.hand_in(["ann", "bob", "cid"])
    with course.server.connect() as connection:
        connection.execute(f"ALTER DATABASE {course.database} SET {setting} = '200ms'".encode())
    with course.server.connect(course.database) as other, other.transaction():
        other.execute("SET LOCAL lock_timeout = 0; LOCK TABLE comment")

        message = refusal(course)

    assert expected in message
    assert course.rows() == expected_rows(["ann", "bob"])
    assert [one.student for one in course.grade().graded] == ["cid"]
    assert course.rows() == expected_rows(["ann", "bob", "cid"])


def test_a_server_without_a_bound_for_locks_gets_one(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.2)
    course.hand_in(["ann"])
    with course.server.connect(course.database) as other, other.transaction():
        other.execute("LOCK TABLE comment")

        assert "is locked by another program" in refusal(course)


def test_a_database_that_fills_up_ends_the_run_in_one_line_and_the_next_run_makes_it_whole(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.gradebook.recorder._MOST_IN_BATCH", 4)
    students = [f"s{number:03}" for number in range(80)]
    place = course.server.folder / "small"
    with mounted(place, "-o", "size=24m,mode=700,uid=65534,gid=65534"):
        _move_to(course, place)
        course.hand_in(students[:8])
        course.grade()
        filler = _fill(course, place)
        course.hand_in(students)

        message = refusal(course)
        first = course.rows()
        filler.unlink()
        again = course.grade()

        assert "cannot grow, the disk is full; what was graded so far is kept" in message
        assert 16 <= len(first) < 2 * len(students)
        assert again.unchanged == len(first) // 2
        assert course.rows() == expected_rows(students)
        _move_back(course)


def _move_to(course: Course, place: Path) -> None:
    """Move a database to a small disk."""
    with course.server.connect() as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'".encode())
        connection.execute(f"ALTER DATABASE {course.database} SET TABLESPACE small".encode())


def _fill(course: Course, place: Path) -> Path:
    """Fill a disk until next to nothing is left; what the server had put off it writes before."""
    course.server.execute("CHECKPOINT")
    state = os.statvfs(place)
    filler = place / "filler"
    filler.write_bytes(b"x" * (state.f_bavail * state.f_frsize - 24 * 1024))
    return filler


def _move_back(course: Course) -> None:
    with course.server.connect() as connection:
        connection.execute(f"ALTER DATABASE {course.database} SET TABLESPACE pg_default".encode())
        connection.execute("DROP TABLESPACE small")
