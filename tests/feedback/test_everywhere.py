"""One submission that is hostile everywhere, taken through everything that shows students' work to people.

The channels, and where each is held by tests of its own: texts, outputs, pictures and names on a page of feedback in
`test_hostile`; what running comes to in `tests/sandbox/test_keeper.py` and `test_figures.py`; verdicts and remarks in
`tests/gradebook/test_autograded.py`; file names in `tests/submission`, `tests/test_cli.py` and `tests/test_doctor.py`;
`check`, which a student alone sees, in `tests/test_check.py`.
"""

import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from autograder.sandbox.walls import missing_walls
from tests.browser.serving import stop as stop_server
from tests.feedback.browser import find_browser, title_of
from tests.feedback.hostile import RUN
from tests.feedback.hostile_submission import STEERS, hostile_files, hostile_name_files
from tests.feedback.test_hostile import assert_harmless
from tests.test_formgrader import Formgrader
from tests.test_formgrader import _start as start_server
from tests.traps.course import Course, make_pattern
from tests.traps.course import _surroundings as surroundings_of
from tests.traps.released import ASSIGNMENT
from tests.traps.ways import AUTOGRADE, GRADE, Way

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

WAYS: Final = (GRADE, AUTOGRADE)
#: Who hands in a hostile notebook, and who hands in nothing but hostile names.
HOSTILE, NAMELESS = STUDENTS = ("mallory", "nameless")
#: A student's id is the name of a folder in the exchange, which students write to.
HOSTILE_IDS: Final = (f'"><img src=x onerror={RUN}>', f"m{STEERS}".replace("\r", ""))
PAGES: Final = (
    "",
    "gradebook",
    f"gradebook/{ASSIGNMENT}/{ASSIGNMENT}",
    f"manage_submissions/{ASSIGNMENT}",
    "manage_students",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A class that was graded, and all that was said at the terminal, by the command that said it."""

    course: Course
    said: Mapping[str, str]

    def page(self, student: str) -> str:
        """The page of feedback."""
        name = f"{ASSIGNMENT}.html"
        return (self.course.root / "feedback" / student / ASSIGNMENT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module", name="told")
def grade_everywhere(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Way], Told]:
    """Grade the hostile class in every way, and let every command that speaks of it speak."""
    folder = tmp_path_factory.mktemp("hostile")
    pattern = make_pattern(folder / "pattern")
    classes = {way: _told(Course.copied(pattern, folder / way.title.replace(" ", "-"), way)) for way in WAYS}
    return classes.__getitem__


def _told(course: Course) -> Told:
    course.hand_in(HOSTILE, hostile_files(course.released))
    course.hand_in(NAMELESS, hostile_name_files(course.released))
    graded = course.grade().stdout
    if course.way is AUTOGRADE:
        feedback = ("nbgrader", "generate_feedback", ASSIGNMENT, "--force")
        return Told(course, {"autograde": graded, "feedback": _said(course.root, *feedback)})
    work = {student: str(course.root / "submitted" / student / ASSIGNMENT) for student in STUDENTS}
    commands = {
        "score": ("autograder", "score", work[HOSTILE]),
        "score as JSON": ("autograder", "score", work[HOSTILE], "--format", "json"),
        "score of names": ("autograder", "score", work[NAMELESS], "--assignment", ASSIGNMENT),
        "doctor": ("autograder", "doctor"),
        "grade nobody": ("autograder", "grade", ASSIGNMENT, "--student", f"{STEERS}x"),
    }
    return Told(course, {"grade": graded} | {name: _said(course.root, *one) for name, one in commands.items()})


def _said(root: Path, *command: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=surroundings_of(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return ended.stdout.decode("utf-8", "surrogateescape")


@pytest.fixture(scope="module", name="server")
def serve(told: Callable[[Way], Told], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formgrader]:
    server = start_server(told(GRADE).course.root, tmp_path_factory.mktemp("runtime"))
    try:
        yield server
    finally:
        stop_server(server.process)


@pytest.fixture(scope="module", name="title_at")
def make_title_at(server: Formgrader, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The title of one of the formgrader's pages in a real browser."""
    browser, profile = find_browser(), tmp_path_factory.mktemp("browser")
    return lambda page: title_of(browser, f"{server.url}formgrader/{page}?token={server.token}", profile)


def steering(text: str) -> set[str]:
    """What a terminal would obey in a text."""
    return {sign for sign in text if unicodedata.category(sign)[0] == "C" and sign not in "\n\t"}


def title(way: object) -> str:
    return way.title if isinstance(way, Way) else ascii(way)


@pytest.mark.parametrize("way", WAYS, ids=title)
def test_nothing_of_a_students_steers_a_terminal(way: Way, told: Callable[[Way], Told]) -> None:
    found = {command: steering(text) for command, text in told(way).said.items()}

    assert all(told(way).said.values())
    assert {command: signs for command, signs in found.items() if signs} == {}


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("way", WAYS, ids=title)
def test_a_page_of_feedback_holds_known_markup_alone(way: Way, student: str, told: Callable[[Way], Told]) -> None:
    whole = told(way).page(student)

    assert "Feedback for" in whole
    assert_harmless(whole)


@pytest.mark.parametrize("way", WAYS, ids=title)
def test_a_browser_runs_nothing_of_a_page_of_feedback(
    way: Way, told: Callable[[Way], Told], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("page")
    unguarded = told(way).page(HOSTILE).replace('http-equiv="Content-Security-Policy"', 'name="guard"')
    (folder / "page.html").write_text(unguarded, encoding="utf-8")

    shown = title_of(find_browser(), (folder / "page.html").as_uri(), folder / "profile")

    assert shown.startswith(f"{ASSIGNMENT}: feedback for")


def test_the_formgrader_runs_nothing_where_a_teacher_reads_the_work(
    server: Formgrader, title_at: Callable[[str], str]
) -> None:
    notebooks = {one["student"]: one["id"] for one in server.get(f"submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}")}

    titles = {student: title_at(f"submissions/{notebooks[student]}") for student in STUDENTS}

    assert "ran" not in titles.values()
    assert set(notebooks) == set(STUDENTS)


@pytest.mark.parametrize("page", PAGES)
def test_the_formgrader_runs_nothing_of_its_lists(page: str, title_at: Callable[[str], str]) -> None:
    assert title_at(page) != "ran"


def test_as_it_was_handed_in_it_would_run(
    server: Formgrader, title_at: Callable[[str], str], told: Callable[[Way], Told]
) -> None:
    root = told(GRADE).course.root
    (one,) = (one for one in server.get(f"submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}") if one["student"] == HOSTILE)
    graded = root / "autograded" / HOSTILE / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    whole = graded.read_bytes()

    graded.write_text(whole.decode().replace("\u200b", "").replace("http-equiv", "name"))
    shown = title_at(f"submissions/{one['id']}")
    graded.write_bytes(whole)

    assert shown == "ran"


@pytest.mark.parametrize("way", WAYS, ids=title)
def test_nobody_is_graded_under_a_name_that_acts(
    way: Way, told: Callable[[Way], Told], tmp_path_factory: pytest.TempPathFactory
) -> None:
    pattern = told(GRADE).course.root
    course = Course.copied(pattern, tmp_path_factory.mktemp("ids") / "course", way)
    for student in HOSTILE_IDS:
        course.hand_in(student, hostile_name_files(course.released))

    said = course.grade().stdout

    assert steering(said) == set()
    assert {one.name for one in (course.root / "autograded").iterdir()} == set(STUDENTS)
