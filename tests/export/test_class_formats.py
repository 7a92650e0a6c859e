"""A class out of nbgrader's gradebook, in the forms of other systems, each read back as that system reads it."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree as ET

import pytest
from nbgrader.api import Gradebook

from autograder.classroom import Run, grade_class
from autograder.cli import main
from autograder.gradebook.collecting import Wanted
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import answered, stub, submit

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Tiny (4711),"Essay, long (99)",Final Score
,,,,,Manual Posting,,(read only)
    Points Possible,,,,,2.5,10.0,(read only)
"Alder, Ann",1,s1,ANN@example.org,CS,,8,80
"Birch, Bob",777,s2,bob@example.org,CS,1,7,70
Cherry,3,s3,cy@example.org,CS,,,
"Student, Test",9,,abc123,CS,,,
"""
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),\
Last modified (grade),Feedback comments
Participant 11,Ann Alder,ann@example.org,Submitted,,2.50,Yes,"Saturday, 10 January 2026","Sunday, 11 January 2026",
Participant 12,Cy Cherry,cy@example.org,Submitted,1.00,2.50,Yes,-,-,"Well tried, <b>Cy</b>"
Participant 13,Nobody,no@example.org,No submission,,2.50,Yes,-,-,
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


Export: TypeAlias = Callable[..., Ended]


@pytest.fixture(name="export")
def make_export(course: Path, capsys: pytest.CaptureFixture[str]) -> Export:
    """The command, in this process: nbgrader takes seconds to be imported."""

    def export(*words: object) -> Ended:
        try:
            status = main(["--course", str(course), "export", *map(str, words)])
        except SystemExit as error:  # argparse
            status = int(error.code or 0)
        said = capsys.readouterr()
        return Ended(status, said.out, said.err)

    return export


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def cells(path: Path, key: str, column: str) -> dict[str, str]:
    return {row[key]: row[column] for row in rows(path)}


# ------------------------------------------------------------------------------------------------------- nbgrader's own


def test_the_nbgrader_form_is_what_nbgrader_itself_exports_to_the_byte(
    export: Export, course: Path, tmp_path: Path
) -> None:
    nbgrader = [sys.executable, "-m", "nbgrader", "export", "--to", str(tmp_path / "theirs.csv")]
    subprocess.run(nbgrader, cwd=course, check=True, capture_output=True)

    ended = export("nbgrader", "--output", tmp_path / "ours.csv")

    assert (tmp_path / "ours.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes()
    scores = cells(tmp_path / "ours.csv", "student_id", "score")
    assert scores["ann"] == "2.5"
    assert scores["bob"] == "1.5"  # 2, and a half off for being late
    assert "1 handed in nothing, 0.0 in the file, as nbgrader writes it (dan)" in ended.stderr
    assert "have a comma, a quote or a line break in a name" in ended.stderr


def test_an_assignment_that_is_not_there_is_answered_with_the_nearest(export: Export) -> None:
    ended = export("csv", "tinny")

    assert ended.returncode == 2
    assert "no assignment 'tinny' in the gradebook; did you mean 'tiny'?" in ended.stderr
    assert ended.stdout == ""


def test_an_unknown_form_is_answered_with_those_there_are(export: Export) -> None:
    ended = export("excel")

    assert ended.returncode == 2
    assert "'nbgrader', 'canvas', 'moodle', 'junit', 'csv', 'json', 'setup'" in ended.stderr


# ----------------------------------------------------------------------------------------------------------------- tidy


def test_what_is_no_score_is_empty_and_said_and_never_zero(export: Export, tmp_path: Path) -> None:
    ended = export("csv", "--output", tmp_path / "marks.csv")

    assert ended.returncode == 3  # eve's work is not graded
    scores = cells(tmp_path / "marks.csv", "student_id", "score")
    states = cells(tmp_path / "marks.csv", "student_id", "state")
    assert scores == {"ann": "2.5", "bob": "1.5", "cy": "0", "dan": "", "eve": ""}
    assert states["dan"] == "nothing handed in"
    assert states["eve"] == "not graded"
    assert "tiny: 1 not graded, left empty; run autograder grade tiny (eve)" in ended.stderr
    assert "tiny: 1 handed in nothing, left empty (dan)" in ended.stderr


def test_names_that_a_spreadsheet_would_run_are_made_harmless(export: Export, tmp_path: Path) -> None:
    export("csv", "--output", tmp_path / "marks.csv")

    last_names = cells(tmp_path / "marks.csv", "student_id", "last_name")
    assert last_names["bob"] == '\'=HYPERLINK("x")'
    assert last_names["cy"] == "'-Cherry"
    assert last_names["dan"] == "Dill, the late\nsecond"
    assert cells(tmp_path / "marks.csv", "student_id", "first_name")["cy"] == "'@Cy"


def test_an_extension_granted_beforehand_is_no_submission(export: Export, course: Path, tmp_path: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_submission("tiny", "dan", extension=timedelta(days=2))
        gradebook.add_student("eve")
        gradebook.update_or_create_submission("tiny", "eve", extension=timedelta(days=2))
    file = written(tmp_path, "canvas.csv", CANVAS.replace("abc123", "dan"))

    csv_said = export("csv", "--output", tmp_path / "marks.csv").stderr
    export("canvas", "tiny", "--into", file)

    states = cells(tmp_path / "marks.csv", "student_id", "state")
    assert states["dan"] == "nothing handed in"
    assert states["eve"] == "not graded"
    assert "tiny: 1 handed in nothing, left empty (dan)" in csv_said
    assert cells(file, "SIS Login ID", "Tiny (4711)")["dan"] == ""


def test_points_that_a_teacher_gave_without_a_submission_are_a_score(export: Export, course: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_submission("tiny", "dan")
        gradebook.find_grade("check_double", "tiny", "tiny", "dan").manual_score = 1.0
        gradebook.db.commit()

    marks = json.loads(export("json").stdout)["marks"]

    assert {mark["score"] for mark in marks if mark["student_id"] == "dan"} == {1.0}


def test_what_a_person_has_marked_waits_no_more_after_a_regrade(export: Export, course: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("check_double", "tiny", "tiny", "ann").manual_score = 1.0
        gradebook.db.commit()
    grade_class(course, Wanted(again=True), engine=ENGINE, run=Run(workers=1))

    marks = json.loads(export("json").stdout)["marks"]

    assert [(one["state"], one["score"]) for one in marks if one["student_id"] == "ann"] == [("graded", 1.5)]


def test_an_id_under_which_nobody_is_graded_acts_in_no_spreadsheet_and_no_terminal(
    export: Export, course: Path, tmp_path: Path
) -> None:
    formula = "=rundll32|'URL.dll,OpenURL calc.exe'!A"
    for student in (formula, "a\x1b[2Jb\u202ec"):
        submit(course, student, stub(course))
    grade_class(course, Wanted(), engine=ENGINE, run=Run(workers=1))

    export("csv", "--output", tmp_path / "marks.csv")
    export("moodle", "tiny", "--output", tmp_path / "import.csv")

    states = cells(tmp_path / "marks.csv", "student_id", "state")
    assert states[f"'{formula}"] == states["a\ufffd[2Jb\ufffdc"] == "not graded"
    assert {row["username"] for row in rows(tmp_path / "import.csv")} == {"ann", "bob", "cy", "eve"}
    assert {suite.get("name") for suite in ET.fromstring(export("junit").stdout)} >= {"tiny/a\ufffd[2Jb\ufffdc"}  # noqa: S314 - our own


def test_json_says_null_where_there_is_no_score(export: Export) -> None:
    marks = json.loads(export("json").stdout)["marks"]

    assert {mark["student_id"]: mark["score"] for mark in marks} == {
        "ann": 2.5,
        "bob": 1.5,
        "cy": 0.0,
        "dan": None,
        "eve": None,
    }
    assert {mark["late_penalty"] for mark in marks if mark["student_id"] == "bob"} == {0.5}


def test_something_newer_that_is_not_graded_yet_is_said(export: Export, course: Path) -> None:
    submit(course, "ann", answered(course), at="2026-01-10 18:00:00 UTC")

    ended = export("csv")

    assert (
        "1 handed in something newer, the points are of what was graded; run autograder grade tiny (ann)"
        in ended.stderr
    )


def test_a_class_without_work_gives_an_honest_empty_file(export: Export, course: Path, tmp_path: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for one in gradebook.assignment_submissions("tiny"):
            gradebook.remove_submission("tiny", one.student.id)
    (course / "submitted").rename(tmp_path / "gone")

    ended = export("csv")

    assert ended.returncode == 0
    assert {row["score"] for row in csv.DictReader(io.StringIO(ended.stdout))} == {""}
    assert "nothing is graded yet, so there are no scores; run autograder grade" in ended.stderr


# --------------------------------------------------------------------------------------------------------------- Canvas


def test_a_canvas_gradebook_is_filled_in_and_nothing_else_of_it_changes(export: Export, tmp_path: Path) -> None:
    file = written(tmp_path, "canvas.csv", CANVAS)

    ended = export("canvas", "tiny", "--into", file)

    before = [list(row) for row in csv.reader(io.StringIO(CANVAS))]
    after = [list(row) for row in csv.reader(io.StringIO(file.read_text()))]
    before[3][5], before[5][5] = "2.5", "0"
    assert after == before  # bob is known by no login of this file, and keeps his 1
    assert "2 in canvas.csv are not in the gradebook and stay as they are" in ended.stderr
    assert "(SIS Login ID: bob@example.org, abc123)" in ended.stderr
    assert "1 with a score are not in canvas.csv (bob)" in ended.stderr


def test_another_output_leaves_the_exported_file_alone(export: Export, tmp_path: Path) -> None:
    file = written(tmp_path, "canvas.csv", CANVAS)

    export("canvas", "tiny", "--into", file, "--output", tmp_path / "upload.csv")

    assert file.read_text() == CANVAS
    assert cells(tmp_path / "upload.csv", "SIS Login ID", "Tiny (4711)")["ANN@example.org"] == "2.5"


def test_the_column_that_finds_most_students_tells_for_the_whole_file(export: Export, tmp_path: Path) -> None:
    text = CANVAS.replace("s1,ANN@example.org", "ann,x1").replace("s2,bob@example.org", "bob,x2").replace("s3", "cy")
    file = written(tmp_path, "canvas.csv", text.replace("9,,abc123", "ann,,abc123"))  # an internal number like an id

    export("canvas", "tiny", "--into", file)

    assert cells(file, "SIS User ID", "Tiny (4711)") == {"": "", "ann": "2.5", "bob": "1.5", "cy": "0"}


def test_a_new_column_stands_before_the_totals_and_says_what_it_is_worth(export: Export, tmp_path: Path) -> None:
    file = written(tmp_path, "canvas.csv", CANVAS.replace("Tiny (4711)", "Other (4711)"))

    ended = export("canvas", "tiny", "--into", file)

    header, _, points, ann, *_ = csv.reader(io.StringIO(file.read_text()))
    assert header[-3:] == ["Essay, long (99)", "tiny", "Final Score"]
    assert points[-3:] == ["10.0", "2.5", "(read only)"]
    assert ann[-3:] == ["8", "2.5", "80"]
    assert "Canvas will make that assignment" in ended.stderr


def test_an_assignment_of_another_title_is_named_by_its_column(export: Export, tmp_path: Path) -> None:
    file = written(tmp_path, "canvas.csv", CANVAS.replace("Tiny (4711)", "Homework 1: Twice (4711)"))

    ended = export("canvas", "tiny", "--into", file, "--column", "Homework 1: Twice")

    assert cells(file, "SIS Login ID", "Homework 1: Twice (4711)")["ANN@example.org"] == "2.5", ended.stderr


def test_semicolons_a_mark_at_the_start_and_excused_students_stay_as_they_are(export: Export, tmp_path: Path) -> None:
    rows_of = csv.reader(io.StringIO(CANVAS.replace("ANN@example.org,CS,,", "ANN@example.org,CS,EX,")))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows(rows_of)
    file = written(tmp_path, "canvas.csv", "\ufeff" + buffer.getvalue())

    ended = export("canvas", "tiny", "--into", file)

    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfStudent;ID;")
    assert raw.count(b"\r\n") == 7
    assert b";ANN@example.org;CS;EX;" in raw
    assert b";cy@example.org;CS;0;" in raw
    assert "kept what Canvas says instead of a score (ann: EX)" in ended.stderr


def test_another_maximum_is_refused_or_converted(export: Export, tmp_path: Path) -> None:
    file = written(tmp_path, "canvas.csv", CANVAS.replace(",2.5,10.0", ",100,10.0"))

    refused = export("canvas", "tiny", "--into", file)
    untouched = file.read_text()
    export("canvas", "tiny", "--into", file, "--scale")

    assert refused.returncode == 2
    assert "says 100 points possible for Tiny (4711), the gradebook 2.5" in refused.stderr
    assert ",100,10.0" in untouched
    assert cells(file, "SIS Login ID", "Tiny (4711)")["ANN@example.org"] == "100"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Name,Points\nAnn,3\n", "its columns are Name, Points; expected ID, Section among them"),
        ("", "its columns are nothing; expected ID, Section among them"),
        (CANVAS.replace("    Points Possible", ""), 'has no row "Points Possible"'),
        (CANVAS.replace(",s3,cy@", ",s3,ann@"), "lines 4 and 6 are both 'ann''s (SIS Login ID); take one of them out"),
        (CANVAS.replace("@example.org", "@else.where").replace("777", "7"), "no row is a student's of the gradebook"),
        (CANVAS + "a,b,c,d,e,f,g,h,i,j\n", "line 8 has 10 cells, the header 8"),
        (CANVAS.replace('"Essay, long (99)"', "tiny (12)"), "has 2 columns 'tiny' (Tiny (4711), tiny (12))"),
        (CANVAS.replace(",2.5,10.0", ",,10.0"), "says '' points possible for Tiny (4711)"),
        (CANVAS.replace("ID,SIS User", "Section,SIS User"), "expected ID, Section among them"),
        ("\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"), "its columns are"),
    ],
)
def test_a_file_that_is_no_canvas_gradebook_is_refused_and_left_alone(
    export: Export, tmp_path: Path, text: str, complaint: str
) -> None:
    file = written(tmp_path, "canvas.csv", text)

    ended = export("canvas", "tiny", "--into", file)

    assert ended.returncode == 2
    assert complaint in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert file.read_bytes() == text.encode()


def test_a_spreadsheets_own_encoding_is_told_from_utf_8(export: Export, tmp_path: Path) -> None:
    file = tmp_path / "canvas.csv"
    file.write_bytes(CANVAS.replace("Cherry", "Kirsch\u00e9").encode("latin-1"))

    ended = export("canvas", "tiny", "--into", file)

    assert ended.returncode == 2
    assert "is no UTF-8 text" in ended.stderr


# --------------------------------------------------------------------------------------------------------------- Moodle


def test_a_moodle_worksheet_is_filled_in_and_keeps_what_moodle_and_teachers_wrote(
    export: Export, tmp_path: Path
) -> None:
    file = written(tmp_path, "worksheet.csv", WORKSHEET)

    ended = export("moodle", "tiny", "--into", file)

    ann, cy, nobody = rows(file)
    assert ann["Grade"] == "2.5"
    assert ann["Feedback comments"] == "Autograder: 2.5 of 2.5 points"
    assert ann["Last modified (grade)"] == "Sunday, 11 January 2026"
    assert cy["Grade"] == "0"
    assert cy["Feedback comments"] == "Well tried, <b>Cy</b>"
    assert nobody == list(csv.DictReader(io.StringIO(WORKSHEET)))[2]
    assert (
        "1 in worksheet.csv are not in the gradebook and stay as they are (Email address: no@example.org)"
        in ended.stderr
    )


def test_a_worksheet_may_be_filled_in_twice(export: Export, tmp_path: Path) -> None:
    file = written(tmp_path, "worksheet.csv", WORKSHEET)
    export("moodle", "tiny", "--into", file)
    once = file.read_bytes()

    export("moodle", "tiny", "--into", file)

    assert file.read_bytes() == once


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("Identifier", "Bezeichner", "expected Identifier, Grade, Last modified (grade) among them"),
        ("2.50", "100.00", "line 2 says Maximum Grade 100, the gradebook 2.5"),
        ("Full name,Email address", "Full name,Group", "has none of the columns Email address, Username, ID number"),
        ("cy@example.org", "ann@example.org", "lines 2 and 3 are both 'ann''s"),
    ],
)
def test_a_file_that_is_no_such_worksheet_is_refused(
    export: Export, tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    file = written(tmp_path, "worksheet.csv", WORKSHEET.replace(old, new))

    ended = export("moodle", "tiny", "--into", file)

    assert ended.returncode == 2
    assert complaint in ended.stderr
    assert file.read_text() == WORKSHEET.replace(old, new)


def test_a_grade_that_moodle_has_locked_stays(export: Export, tmp_path: Path) -> None:
    file = written(tmp_path, "worksheet.csv", WORKSHEET.replace("1.00,2.50,Yes", "1.00,2.50,No"))

    ended = export("moodle", "tiny", "--into", file)

    assert cells(file, "Email address", "Grade")["cy@example.org"] == "1.00"
    assert "Moodle lets these grades not be changed, and they were not (cy)" in ended.stderr


def test_the_import_file_has_exact_keys_and_feedback_beside_every_grade(export: Export, tmp_path: Path) -> None:
    export("moodle", "tiny", "--output", tmp_path / "import.csv")

    found = rows(tmp_path / "import.csv")
    assert {row["username"] for row in found} == {"ann", "bob", "cy"}
    by_name = {row["username"]: row for row in found}
    assert by_name["bob"]["tiny"] == "1.5"
    assert by_name["bob"]["tiny feedback"] == "Autograder: 1.5 of 2.5 points, 0.5 taken off for being late"
    assert by_name["bob"]["idnumber"] == "777"
    assert by_name["ann"]["email"] == "Ann@example.org"


# ---------------------------------------------------------------------------------------------------------------- JUnit


def test_junit_has_a_suite_for_every_submission_and_skips_what_is_not_graded(export: Export, tmp_path: Path) -> None:
    export("junit", "--output", tmp_path / "junit.xml")

    root = ET.parse(tmp_path / "junit.xml").getroot()  # noqa: S314 - our own file, read back
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"tiny/ann", "tiny/bob", "tiny/cy", "tiny/eve"}
    assert suites["tiny/eve"].get("skipped") == "1"
    assert suites["tiny/bob"].get("failures") == "1"
    properties = {each.get("name"): each.get("value") for each in suites["tiny/bob"].iter("property")}
    assert properties["gradebook_score"] == "1.5"
    assert properties["score"] == "2"
    assert root.get("tests") == str(len(root.findall("testsuite/testcase")))


def test_points_without_verdicts_are_skipped_and_told(export: Export, course: Path, tmp_path: Path) -> None:
    (course / "autograded" / "ann" / "tiny" / "score.json").write_text("{}")

    export("junit", "--output", tmp_path / "junit.xml")

    root = ET.parse(tmp_path / "junit.xml").getroot()  # noqa: S314 - our own file, read back
    (ann,) = (suite for suite in root if suite.get("name") == "tiny/ann")
    properties = {each.get("name"): each.get("value") for each in ann.iter("property")}
    assert ann.get("skipped") == "1"
    assert properties["gradebook_score"] == "2.5"
