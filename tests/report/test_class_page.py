"""The report of a real class, graded through nbgrader, as the command writes it."""

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.cli.status import BAD_INPUT, OK, OUR_SIDE
from tests.report.conftest import STUDENTS
from tests.report.made_class import Outline

IDS = ("ada", "blaise", "carl", "daniel", "emmy", "florence", "galileo", "hypatia", "isaac", "joan")


def report(course: Path, *words: str) -> int:
    return main(["--course", str(course), "report", *words])


def page_of(course: Path, file: str = "error.html") -> Outline:
    return Outline((course / "reports" / file).read_text(encoding="utf-8"))


def score_path(course: Path, student: str) -> Path:
    path = course / "autograded" / student / "error" / "score.json"
    path.chmod(0o644)
    return path


def score_of(course: Path, student: str) -> dict[str, Any]:
    return dict(json.loads(score_path(course, student).read_bytes()))


def database(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "descent")


def test_a_report_lies_in_reports_and_is_its_owners_alone(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(course) == OK

    path = course / "reports" / "error.html"
    assert capsys.readouterr().out == f"error: {STUDENTS} of {STUDENTS} handed in; {path}\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["error.html"]


def test_what_a_report_counts_is_what_stands_beside_the_notebooks(course: Path) -> None:
    exercises = [one for name in IDS for one in score_of(course, name)["exercises"]]
    held = Counter(one["misconception"] for one in exercises if one["misconception"])
    right = Counter(one["name"] for one in exercises if one["verdict"] == "correct")

    report(course, "error")

    text = page_of(course).text
    assert held
    for misconception in held:
        assert misconception in text
    for name, number in right.items():
        assert f"{name} {number} " in text


def test_a_misconception_is_called_by_its_name_in_exercises_py(course: Path) -> None:
    report(course, "error")

    text = page_of(course).text
    assert "1 of 10 adds in predict , P01" in text
    assert "The two numbers are added." in text


def test_whoever_hangs_or_has_not_begun_is_named_with_the_reason(course: Path) -> None:
    report(course, "error")

    text = page_of(course).text
    assert "joan Joan Juniper 0 of 14 has not begun yet" in text
    assert re.search(r"galileo Galileo Gorse \d+ of \d+ \w+ did not come to an end", text)
    assert "ada Ada Alder" not in text


def test_no_text_of_a_student_is_in_a_report(course: Path) -> None:
    secret = "a_secret_that_nobody_should_read"  # noqa: S105 - none
    score = score_of(course, "carl")
    score["notes"] = [secret]
    for exercise in score["exercises"]:
        if exercise["misconception"] is None:
            exercise["hint"] = secret
        for case in exercise["cases"]:
            case |= {"message": secret, "call": secret}
    score_path(course, "carl").write_text(json.dumps(score))

    report(course, "error")

    assert secret not in (course / "reports" / "error.html").read_text()


def test_a_student_without_a_submission_is_named_as_such(course: Path) -> None:
    with database(course) as gradebook:
        gradebook.add_student("late_comer", first_name="Lise", last_name="Meitner")

    report(course, "error")

    text = page_of(course).text
    assert f"{STUDENTS} of {STUDENTS + 1}" in text
    assert f"Nothing handed in yet: 1 of {STUDENTS + 1} late_comer Lise Meitner" in text


def test_an_extension_makes_no_submission(course: Path) -> None:
    with database(course) as gradebook:
        gradebook.add_student("late_comer")
        gradebook.update_or_create_submission("error", "late_comer", extension=timedelta(days=2))

    report(course, "error")

    text = page_of(course).text
    assert f"{STUDENTS} of {STUDENTS + 1}" in text
    assert f"Nothing handed in yet: 1 of {STUDENTS + 1} late_comer" in text
    assert "graded without this grader" not in text


def test_an_assignment_that_nobody_submitted_has_an_honest_page(course: Path) -> None:
    with database(course) as gradebook:
        for name in IDS:
            gradebook.remove_submission("error", name)
    shutil.rmtree(course / "submitted")
    shutil.rmtree(course / "autograded")

    assert report(course, "error") == OK

    text = page_of(course).text
    assert f"0 of {STUDENTS}" in text
    assert "Nobody has handed in anything yet" in text
    assert all(name in text for name in IDS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "score.json is damaged"),
        ("[]", "score.json is damaged"),
        ('{"schema": 1, "assignment": "error", "exercises": [{"name": 7}]}', "score.json is damaged"),
        ('{"schema": 2}', "score.json is of schema 2, and this version reads schema 1"),
        ('{"schema": 1, "assignment": "alpha", "exercises": []}', "score.json is of another assignment"),
        ("\udcff", "score.json is damaged"),
    ],
    ids=["cut off", "a list", "another shape", "another schema", "another assignment", "no text"],
)
def test_a_score_that_cannot_be_read_is_named_and_its_points_are_counted(course: Path, content: str, said: str) -> None:
    score_path(course, "carl").write_bytes(content.encode(errors="surrogateescape"))

    assert report(course, "error") == OK

    text = page_of(course).text
    assert said in text
    assert "writes it anew 1: carl" in text
    assert f"{STUDENTS} of {STUDENTS}" in text


def test_of_what_stock_nbgrader_graded_the_points_are_told(course: Path) -> None:
    for name in IDS:
        score_path(course, name).unlink()

    assert report(course, "error") == OK

    page = page_of(course)
    assert "graded without this grader, so only points are known" in page.text
    assert "there are no verdicts of this grader to read them from" in page.text
    assert len(page.all("svg")) == 3


def test_what_was_collected_and_is_not_graded_is_named(course: Path) -> None:
    shutil.copytree(course / "submitted" / "ada", course / "submitted" / "new")
    (course / "submitted" / "new" / "error" / "timestamp.txt").write_text("tomorrow")
    shutil.copytree(course / "submitted" / "ada", course / "submitted" / "newer")
    stamp = course / "submitted" / "blaise" / "error" / "timestamp.txt"
    stamp.chmod(0o644)
    stamp.write_text("2030-01-01 00:00:00 UTC")

    report(course, "error")

    text = page_of(course).text
    assert "a newer submission was collected; autograder grade error grades it 1: blaise" in text
    assert "collected and not graded yet; autograder grade error grades it, or says why it cannot 1: newer" in text
    assert "its timestamp.txt says 'tomorrow'" in text


def test_folders_whose_names_no_person_has_stop_no_report(course: Path) -> None:
    for name in (os.fsdecode(b"\xff"), "<script>owned()<", "a\u202eb\n"):
        shutil.copytree(course / "submitted" / "ada", course / "submitted" / name)

    assert report(course, "error") == OK

    page = page_of(course)
    assert page.text.count("holds signs that could act in a page, a terminal or a spreadsheet") == 1
    assert "<script>owned()<" in page.text
    assert len(page.all("script")) == 1


def test_several_reports_do_not_go_into_one_file(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with database(course) as gradebook:
        gradebook.add_assignment("another")

    assert report(course, "--output", str(course / "one.html")) == BAD_INPUT

    assert "is one file, and several reports were asked for" in capsys.readouterr().err


def test_an_unknown_assignment_is_answered_with_the_nearest(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(course, "eror") == BAD_INPUT

    assert "no assignment 'eror' in the gradebook; did you mean 'error'?" in capsys.readouterr().err
    assert not (course / "reports").exists()


def test_without_a_gradebook_it_says_how_to_make_one(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course / "gradebook.db").unlink()

    assert report(course) == OUR_SIDE

    assert "there is no gradebook" in capsys.readouterr().err


def test_of_all_assignments_one_out_of_order_holds_up_no_other(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with database(course) as gradebook:
        gradebook.add_assignment("empty")

    assert report(course) == BAD_INPUT

    said = capsys.readouterr()
    assert "no report of empty: assignment 'empty' has 0 notebooks" in said.err
    assert (course / "reports" / "error.html").is_file()


@pytest.mark.parametrize(
    ("output", "expected"),
    [("mine.html", "mine.html"), ("folder", "folder/error.html"), ("two/folders", "two/folders/error.html")],
)
def test_a_report_goes_where_it_is_wanted(course: Path, tmp_path: Path, output: str, expected: str) -> None:
    assert report(course, "error", "--output", str(tmp_path / output)) == OK

    assert (tmp_path / expected).is_file()
    assert not (course / "reports").exists()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "nowhere" / "x.html", "lies in a folder that is not there"),
        (lambda folder: folder / "gradebook.db", "is a file, and no name for a report"),
    ],
    ids=["no folder", "another file"],
)
def test_where_no_report_can_lie_none_is_written(
    course: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], Path], said: str
) -> None:
    before = (course / "gradebook.db").read_bytes()

    assert report(course, "error", "--output", str(make(course))) == BAD_INPUT

    assert said in capsys.readouterr().err
    assert (course / "gradebook.db").read_bytes() == before


def test_a_report_without_exercises_py_calls_misconceptions_by_their_hints(course: Path) -> None:
    shutil.rmtree(course / "solutions")

    assert report(course, "error") == OK

    assert "The two numbers are added. in predict , P01" in page_of(course).text
