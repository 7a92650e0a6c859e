"""Many write to one gradebook at once: no row is lost, none is there twice, and what a teacher enters stays."""

import random
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from tests.gradebook.tiny_course import RIGHT, answered, submit
from tests.postgres.courses import Course, Row, expected_rows

STUDENTS = [f"s{number:02}" for number in range(24)]
#: Runs on one gradebook, by how many workers each has.
RUNS = (8, 1, 1)
CELLS = ("check_double", "check_q_three")
PROJECT = Path(__file__).parents[2]


def mark_while(runs: "list[subprocess.Popen[str]]", course: Course) -> Mapping[tuple[str, str], tuple[float, float]]:
    """Enter scores and extra credit as the formgrader does, one row at a time, until the runs have ended.

    Returns:
        What was entered last, by student and cell.
    """
    entered: dict[tuple[str, str], tuple[float, float]] = {}
    chance = random.Random(7)  # noqa: S311 - no secret
    with Gradebook(course.db_url, "descent") as gradebook:
        while any(one.poll() is None for one in runs):
            student, cell = chance.choice(STUDENTS), chance.choice(CELLS)
            try:
                grade = gradebook.find_grade(cell, "tiny", "tiny", student)
            except MissingEntry:
                gradebook.db.rollback()
                continue
            grade.manual_score, grade.extra_credit = entered[student, cell] = chance.random(), chance.random()
            gradebook.db.commit()
    return entered


def test_several_runs_and_a_formgrader_at_once_lose_nothing_and_double_nothing(course: Course, tmp_path: Path) -> None:
    course.hand_in(STUDENTS[::2])
    course.grade()  # half of the rows are there already, the others are all new
    course.hand_in(STUDENTS)
    courses = [course.elsewhere(tmp_path / f"machine{number}") for number in range(len(RUNS))]
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.postgres.runner", one.root, str(workers)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for one, workers in zip(courses, RUNS, strict=True)
    ]

    entered = mark_while(runs, course)
    said = [one.communicate()[0] for one in runs]

    expected: list[Row] = [(*row[:3], *entered.get((row[0], row[1]), (None, None))) for row in expected_rows(STUDENTS)]
    assert said == [f"{len(STUDENTS)} graded, 0 not graded\n"] * len(RUNS)
    assert entered
    assert course.rows() == expected


def test_a_deadlock_is_got_out_of_and_written_again(course: Course) -> None:
    course.hand_in(["ann"])
    course.grade()
    submit(course.root, "ann", answered(course.root, double=RIGHT["double"]), at="2026-01-11 12:00:00.000000 UTC")
    other = course.server.connect(course.database)
    other.execute("SET deadlock_timeout = '60s'")  # it is the run that notices, and gives way
    other.execute("BEGIN")
    other.execute("UPDATE comment SET manual_comment = 'Nearly!'")

    def close_the_ring() -> None:
        course.server.wait_for_who_waits()
        other.execute("UPDATE grade SET extra_credit = 0.25")
        other.execute("COMMIT")

    meanwhile = threading.Thread(target=close_the_ring)
    meanwhile.start()
    scores = course.grade()
    meanwhile.join()
    with other:
        deadlocks = other.execute(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()

    assert deadlocks == (1,)
    assert len(scores.graded) == 1
    assert course.rows() == [("ann", "check_double", 2.0, None, 0.25), ("ann", "check_q_three", 0.0, None, 0.25)]


def test_a_student_whom_somebody_else_adds_at_the_same_moment_is_found_on_the_second_try(course: Course) -> None:
    course.hand_in(["ann"])
    other = course.server.connect(course.database)
    other.execute("BEGIN")
    other.execute("INSERT INTO student (id, first_name) VALUES ('ann', 'Ann')")

    def add() -> None:
        course.server.wait_for_who_waits()
        other.execute("COMMIT")

    meanwhile = threading.Thread(target=add)
    meanwhile.start()
    scores = course.grade()
    meanwhile.join()
    with other:
        names = other.execute("SELECT id, first_name FROM student").fetchall()

    assert len(scores.graded) == 1
    assert names == [("ann", "Ann")]
    assert course.rows() == expected_rows(["ann"])
