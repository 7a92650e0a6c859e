"""`autograder new`: what it writes can be released and graded at once, and nothing that is there is written over."""

import json
from pathlib import Path

import pytest

from autograder.catalogue import load_course
from autograder.cli import main
from autograder.doctor.settings import examine
from autograder.errors import SpecError
from autograder.grade import Grader
from autograder.model import Judgement
from autograder.release import leaks, release
from autograder.report.class_page.reports import REPORTS
from autograder.skeleton import make_assignment
from tests.conftest import SEED
from tests.confusion.wrongs import wrongs_of
from tests.real_course import handing_in, reference_of

ROOT = Path(__file__).parent.parent


def test_in_an_empty_folder_a_course_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "Statistics for all"

    status = main(["--course", str(root), "new", "first_steps"])

    assert status == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:-1] == [
        "wrote nbgrader_config.py",
        "wrote .gitignore",
        "wrote solutions/first_steps/first_steps.py",
        "wrote solutions/first_steps/exercises.py",
        "wrote solutions/first_steps/right_forms.py",
    ]
    assert "release first_steps" in lines[-1]
    assert sorted(path.name for path in root.iterdir()) == [".gitignore", "nbgrader_config.py", "solutions"]
    assert [finding.state for finding in examine(root)] == ["ok"]
    assert f"/{REPORTS}/" in (root / ".gitignore").read_text().splitlines()  # they hold students' names


def test_what_is_new_is_released_and_graded_at_once(tmp_path: Path) -> None:
    make_assignment(tmp_path, "first_steps")
    course = load_course(tmp_path, seed=SEED)
    assignment = course.assignment("first_steps")

    release(course, [], check=False, to=None)

    assert leaks(course.released, course) == []
    with Grader(tmp_path, seed=SEED) as grader:
        assert grader.grade(assignment.notebook, "first_steps").points == 2
        assert grader.grade(course.released / "first_steps" / "first_steps.ipynb", "first_steps").points == 0
        handed = handing_in(grader, tmp_path)
        wrongs = list(wrongs_of(assignment, reference_of(grader, assignment)))
        verdicts = [handed(assignment, mean_of=wrong.cell).verdicts[0] for wrong in wrongs]
    assert [verdict.judgement for verdict in verdicts] == [Judgement.WRONG] * 3
    assert [verdict.hint for verdict in verdicts] == [wrong.hint for wrong in wrongs]
    assert len({verdict.hint for verdict in verdicts}) == 3


def test_two_new_assignments_of_one_course_do_not_clash(tmp_path: Path) -> None:
    make_assignment(tmp_path, "first_steps")
    make_assignment(tmp_path, "second_steps")

    course = load_course(tmp_path, seed=SEED)

    assert course.names == ("first_steps", "second_steps")
    assert release(course, [], check=False, to=None)


@pytest.mark.parametrize("told", ["first_steps\n", "first_steps", "# A course.\nfirst_steps  # easy\n"])
def test_an_assignment_is_told_at_the_end_of_the_order_where_there_is_one(tmp_path: Path, told: str) -> None:
    make_assignment(tmp_path, "first_steps")
    (tmp_path / "solutions" / "order.txt").write_text(told)

    new = make_assignment(tmp_path, "a_last_one")

    assert new.written[-1] == "solutions/order.txt"
    assert (tmp_path / "solutions" / "order.txt").read_text() == f"{told.rstrip()}\na_last_one\n"
    assert load_course(tmp_path, seed=SEED).names == ("first_steps", "a_last_one")


def test_the_nearest_course_is_extended_and_keeps_its_own_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_assignment(tmp_path, "first_steps")
    (tmp_path / "nbgrader_config.py").write_text("# ours\n")
    monkeypatch.chdir(tmp_path / "solutions" / "first_steps")

    status = main(["new", "second_steps"])

    assert status == 0
    assert (tmp_path / "solutions" / "second_steps" / "second_steps.py").is_file()
    assert (tmp_path / "nbgrader_config.py").read_text() == "# ours\n"


def test_the_course_may_be_named_behind_the_verb_too(tmp_path: Path) -> None:
    assert main(["new", "first_steps", "--course", str(tmp_path)]) == 0

    assert (tmp_path / "solutions" / "first_steps" / "exercises.py").is_file()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("First", "'First': is no name for an assignment; use small letters, digits and underscores"),
        ("first steps", "'first steps': is no name for an assignment; use"),
        ("1st", "'1st': is no name for an assignment; use"),
        ("../first", "'../first': is no name for an assignment; use"),
        ("", "'': is no name for an assignment; use"),
        ("a" * 49, "is no name for an assignment; use"),
        ("class", "'class': is a word of Python's own; use"),
        ("statistics", "'statistics': is a module that programs import, .*; choose another name"),
        ("taken", "solutions/taken: is there already, and nothing is written over; choose another name"),
    ],
)
def test_a_bad_name_is_told_what_a_good_one_is_and_writes_nothing(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "solutions" / "taken").mkdir(parents=True)

    with pytest.raises(SpecError, match=reason):
        make_assignment(tmp_path, name)

    assert [path.name for path in tmp_path.rglob("*")] == ["solutions", "taken"]


def test_a_file_named_solutions_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "solutions").write_text("my answers")

    with pytest.raises(SpecError, match=r"solutions: is a file, .*; move it away"):
        make_assignment(tmp_path, "first_steps")

    assert [path.name for path in tmp_path.iterdir()] == ["solutions"]


def test_a_new_course_has_the_settings_of_this_one(tmp_path: Path) -> None:
    make_assignment(tmp_path / "descent", "first_steps")

    settings = (tmp_path / "descent" / "nbgrader_config.py").read_text()

    assert settings == (ROOT / "nbgrader_config.py").read_text()


def test_a_course_is_called_after_its_folder(tmp_path: Path) -> None:
    make_assignment(tmp_path / 'Statistics "I", 2026', "first_steps")

    settings = (tmp_path / 'Statistics "I", 2026' / "nbgrader_config.py").read_text()

    assert f"c.CourseDirectory.course_id = {json.dumps('statistics_i_2026')}\n" in settings
