"""The course is what nbgrader's own configuration says it is."""

from pathlib import Path

import pytest

from autograder.errors import SpecError
from autograder.gradebook.course_folder import open_course


def configured(root: Path, *lines: str) -> Path:
    root.mkdir(exist_ok=True)
    (root / "nbgrader_config.py").write_text("\n".join(["c = get_config()", *lines]))
    return root


def collected(root: Path) -> list[tuple[str, str]]:
    return [(one.assignment, one.student) for one in open_course(root).collected()]


def test_settings_are_read_from_the_course(tmp_path: Path) -> None:
    root = configured(
        tmp_path,
        "c.CourseDirectory.autograded_directory = 'graded'",
        "c.CourseDirectory.db_url = 'sqlite:///grades.db'",
        "c.CourseDirectory.groupshared = True",
        "c.LateSubmissionPlugin.penalty_method = 'zero'",
    )

    course = open_course(root)

    assert course.db_url == f"sqlite:///{root}/grades.db"
    assert course.autograded_folder("ann", "tiny") == root / "graded" / "ann" / "tiny"
    assert course.file_mode == 0o664
    assert course.late_penalty.points("ann", 3.0, 1.0) == 3.0
    assert course.late_penalty.points("ann", 3.0, 0.0) is None


@pytest.mark.parametrize(
    ("structure", "folder"),
    [
        ("{nbgrader_step}/{student_id}/{assignment_id}", "submitted/o+b [1]/tiny"),
        ("{nbgrader_step}/{assignment_id}/{student_id}", "submitted/tiny/o+b [1]"),
        ("all/{assignment_id}/x/{student_id}/{nbgrader_step}", "all/tiny/x/o+b [1]/submitted"),
    ],
)
def test_submissions_are_found_in_any_structure(tmp_path: Path, structure: str, folder: str) -> None:
    root = configured(tmp_path / "a [course]", f"c.CourseDirectory.directory_structure = {structure!r}")
    (root / folder).mkdir(parents=True)

    assert collected(root) == [("tiny", "o+b [1]")]


def test_students_who_are_excluded_and_files_are_no_submissions(tmp_path: Path) -> None:
    root = configured(tmp_path, "c.CourseDirectory.student_id_exclude = 'bob,cy'")
    for student in ("ann", "bob", "cy"):
        (root / "submitted" / student / "tiny").mkdir(parents=True)
    (root / "submitted" / "ann" / "notes.txt").touch()

    assert collected(root) == [("tiny", "ann")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x = (", "SyntaxError"),
        ("c.CourseDirectory.max_file_size = 'huge'", "'max_file_size' trait of a CourseDirectory instance"),
        ("import nowhere_to_be_found", "ModuleNotFoundError"),
        ("c.CourseDirectory.db_url = 'grades'", "expected one like sqlite"),
        ("c.CourseDirectory.root = '/'", "says that the course lies in /, not in"),
    ],
)
def test_a_configuration_that_is_not_in_order_is_refused_in_one_line(tmp_path: Path, line: str, reason: str) -> None:
    root = configured(tmp_path, line)

    with pytest.raises(SpecError, match=reason) as refused:
        open_course(root)

    assert "\n" not in str(refused.value)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="no such folder"):
        open_course(tmp_path / "nowhere")
