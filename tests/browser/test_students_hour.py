"""A student's hour and an instructor's part in it, in a real browser: each chapter builds on the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from autograder.sandbox.walls import missing_walls
from tests.browser.chromium import ALARM, Person, browsing, sit_down
from tests.browser.formgrader import FormgraderPages
from tests.browser.laboratory import Laboratory
from tests.browser.serving import LAB, SERVER, Server, serving, wait_for
from tests.browser.students_desk import (
    ASSIGNMENT,
    STUDENT,
    Desk,
    hint,
    make_desk,
    points_without,
    right_answers,
    scripts,
    work_ahead,
)

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

INSTRUCTOR: Final = "instructor"
#: Ten misses of one weigh ten; one miss of ten weighs a hundred. `check` lets it pass, the grader knows it.
BEFOREHAND: Final = {"q_outlier": "q_outlier = 1", "why_square": "Misses of either sign would cancel out."}
FIRST_TRY: Final = "return pred - goal_pred"
SECOND_TRY: Final = "return (pred - goal_pred) ** 2"
HARM: Final = f"raise ValueError({scripts('an exception')!r})"
WAYS: Final = ("script", "onerror", "onload", "link", "iframe")
REPAIRED: Final = "return 0 < abs(error) < 1"


@dataclass(frozen=True, slots=True)
class Worked:
    """What a student read while working.

    Args:
        stub: what `check` says of an untouched stub.
        wrong: what it says of a mistake that is known.
        right: what it says of the right answer.
        failed: what Validate says while something is wrong.
        passed: what it says in the end.
    """

    stub: str
    wrong: str
    right: str
    failed: str
    passed: str


@dataclass(frozen=True, slots=True)
class Graded:
    """What an instructor read.

    Args:
        score: in the row of the student.
        status: likewise.
        notebook: what the page for marking by hand shows.
    """

    score: str
    status: str
    notebook: str


@pytest.fixture(scope="module", name="browser")
def open_browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module", name="desk")
def lay_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("hour"))


@pytest.fixture(scope="module", name="student")
def let_the_student_sit_down(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Person:
    return sit_down(browser, STUDENT, tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module", name="instructor")
def let_the_instructor_sit_down(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Person:
    return sit_down(browser, INSTRUCTOR, tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module", name="office")
def start_the_instructors_server(instructor: Person, desk: Desk) -> Iterator[Server]:
    log = instructor.folder / "instructors-server.txt"
    with serving(SERVER, desk.course, log, desk.surroundings(INSTRUCTOR)) as server:
        yield server


@pytest.fixture(scope="module", name="lab")
def start_the_students_lab(student: Person, desk: Desk) -> Iterator[Server]:
    with serving(LAB, desk.home, student.folder / "students-server.txt", desk.surroundings(STUDENT)) as server:
        yield server


@pytest.fixture(scope="module", name="released")
def release(instructor: Person, office: Server) -> str:
    pages = FormgraderPages(instructor.page)
    with instructor.evidence("released"):
        pages.open(office)
        pages.press("assign", ASSIGNMENT)
        pages.press("release", ASSIGNMENT)
        expect(pages.row(ASSIGNMENT).locator(".status")).to_have_text("released")
        return pages.row(ASSIGNMENT).inner_text()


@pytest.fixture(scope="module", name="fetched")
def fetch(released: str, student: Person, lab: Server) -> str:
    assert "released" in released
    laboratory = Laboratory(student.page)
    with student.evidence("fetched"):
        laboratory.open(lab)
        laboratory.open_assignments()
        laboratory.press("Fetch")
        expect(laboratory.row("Submit")).to_be_visible()
        return laboratory.row("Submit").inner_text()


@pytest.fixture(scope="module", name="worked")
def work(fetched: str, student: Person, desk: Desk) -> Worked:
    assert ASSIGNMENT in fetched
    mine = {"squared_error", "squaring_shrinks"}
    elsewhere = {name: text for name, text in right_answers().items() if name not in mine}
    work_ahead(desk.notebook, {**elsewhere, **BEFOREHAND})
    laboratory = Laboratory(student.page)
    with student.evidence("worked"):
        laboratory.open_notebook(ASSIGNMENT)
        return _work(laboratory, student)


def _work(laboratory: Laboratory, student: Person) -> Worked:
    """Fill in two stubs, the second of them with harm in it first."""
    error, shrinks = laboratory.cell("def squared_error("), laboratory.cell("def squaring_shrinks(")
    check = laboratory.cell('check("squared_error")')
    laboratory.run(laboratory.cell("import numpy as np"))
    stub = laboratory.run(check).inner_text()
    laboratory.write(error, FIRST_TRY)
    laboratory.run(error)
    wrong = laboratory.run(check).inner_text()
    student.picture("card")
    laboratory.write(shrinks, HARM)
    laboratory.run(shrinks)
    failed = laboratory.validate()
    laboratory.write(error, SECOND_TRY)
    laboratory.run(error)
    right = laboratory.run(check).inner_text()
    laboratory.write(shrinks, REPAIRED)
    laboratory.run(shrinks)
    passed = laboratory.validate()
    return Worked(stub, wrong, right, failed, passed)


@pytest.fixture(scope="module", name="submitted")
def submit(worked: Worked, student: Person) -> str:
    assert "Success" in worked.passed
    laboratory = Laboratory(student.page)
    with student.evidence("submitted"):
        laboratory.save()
        laboratory.open_assignments()
        laboratory.press("Submit")
        expect(laboratory.row("Fetch Feedback")).to_be_visible()
        return laboratory.row("Fetch Feedback").inner_text()


@pytest.fixture(scope="module", name="graded")
def grade(submitted: str, instructor: Person, office: Server) -> Graded:
    assert ASSIGNMENT in submitted
    pages = FormgraderPages(instructor.page)
    with instructor.evidence("graded"):
        pages.press("collect", ASSIGNMENT)
        pages.open(office, f"manage_submissions/{ASSIGNMENT}")
        pages.press("autograde", STUDENT)
        score = pages.scored(STUDENT)
        status = pages.row(STUDENT).locator(".status").inner_text()
        instructor.picture("scores")
        pages.open_submission(office, ASSIGNMENT)
        return Graded(score, status, instructor.page.locator("body").inner_text())


@pytest.fixture(scope="module", name="handed_back")
def hand_back(graded: Graded, instructor: Person, office: Server) -> str:
    assert graded.score
    pages = FormgraderPages(instructor.page)
    with instructor.evidence("handed-back"):
        pages.open(office, f"manage_submissions/{ASSIGNMENT}")
        pages.press("generate-feedback", STUDENT)
        pages.press("release-feedback", STUDENT)
        return pages.scored(STUDENT)


@pytest.fixture(scope="module", name="feedback")
def read_feedback(handed_back: str, student: Person) -> str:
    assert handed_back
    laboratory = Laboratory(student.page)
    with student.evidence("feedback"):
        laboratory.refresh()
        laboratory.press("Fetch Feedback")
        return laboratory.read_feedback(ASSIGNMENT)


def test_a_script_that_runs_sounds_the_alarm(browser: Browser, tmp_path: Path) -> None:
    watcher = sit_down(browser, "watcher", tmp_path)

    watcher.page.set_content(scripts("here"))
    watcher.page.get_by_text("a link").click()
    wait_for(lambda: len(watcher.heard()) >= len(WAYS), "every alarm")

    assert sorted(alarm.partition(" in ")[0] for alarm in watcher.heard()) == sorted(f"here: {way}" for way in WAYS)


def test_a_known_mistake_is_named_by_its_hint_and_the_right_answer_is_called_right(worked: Worked) -> None:
    assert "correct" not in words(worked.stub)
    assert "wrong" in words(worked.wrong)
    assert hint("A01") in words(worked.wrong)
    assert "correct" in words(worked.right)
    assert hint("A01") not in words(worked.right)


def test_validate_says_what_fails_and_that_all_is_well(worked: Worked) -> None:
    assert "The following cell failed" in worked.failed
    assert hint("A01") in words(worked.failed)
    assert "squaring_shrinks: raises an error" in worked.failed
    assert "Success! Your notebook passes all the tests." in worked.passed
    assert "failed" not in worked.passed


def test_the_buttons_of_the_formgrader_find_the_mistake_that_check_does_not_tell(graded: Graded) -> None:
    assert graded.score.startswith(f"{points_without('q_outlier'):g} / ")
    assert graded.status == "needs manual grading"  # an answer in words waits for a person
    assert hint("Q01") in words(graded.notebook)


def test_the_page_of_feedback_reaches_the_student_with_points_and_hint(feedback: str) -> None:
    assert f"{points_without('q_outlier'):g} of " in words(feedback)
    assert hint("Q01") in words(feedback)


def test_no_script_of_a_students_runs_anywhere(
    graded: Graded, feedback: str, student: Person, instructor: Person
) -> None:
    assert f"{ALARM}('words" in graded.notebook  # it is there to be read
    assert f"{ALARM}('words" in feedback
    assert [*student.heard(), *instructor.heard()] == []


def words(text: str) -> str:
    """A text without what depends on the width of a page."""
    return " ".join(text.split())
