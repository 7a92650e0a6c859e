"""Pages of feedback: written by `grade`, the same as nbgrader writes, and kept up to what the gradebook says."""

from pathlib import Path

import pytest

from autograder.classroom import Run, grade_class
from autograder.gradebook import showing
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.results import ClassScores
from tests.gradebook import tiny_course
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT


def grade(root: Path, *, again: bool = False) -> ClassScores:
    return grade_class(root, Wanted(again=again), engine=ENGINE, run=Run(workers=1))


def page(root: Path, student: str) -> Path:
    return root / "feedback" / student / "tiny" / "tiny.html"


def hand_in(root: Path) -> None:
    tiny_course.submit(root, "ann", tiny_course.answered(root, **RIGHT))
    tiny_course.submit(root, "bob", tiny_course.answered(root, double="def double(x):\n    return x * x"))


def remark(root: Path, student: str, text: str) -> None:
    """Let a teacher comment on an answer."""
    with tiny_course.api(root).gradebook as gradebook:
        gradebook.find_comment("double", "tiny", "tiny", student).manual_comment = text
        gradebook.db.commit()


@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning")  # nbgrader's own slip
def test_nbgrader_hands_out_the_pages_as_they_were_written(course: Path) -> None:
    hand_in(course)

    scores = grade(course)
    result = tiny_course.api(course).release_feedback("tiny")

    assert (scores.pages, scores.without_page) == (2, ())
    assert result["success"], result
    released = {path.read_bytes() for path in (course / "exchange" / "descent" / "feedback").glob("*.html")}
    assert released == {page(course, "ann").read_bytes(), page(course, "bob").read_bytes()}


def test_generate_feedback_writes_the_same_page(course: Path) -> None:
    hand_in(course)
    grade(course)
    ours = page(course, "bob").read_text().rstrip().splitlines()
    config = tiny_course.settings(course)
    config.GenerateFeedback.exporter_class = "autograder.gradebook.feedback_exporter.FeedbackExporter"

    result = type(tiny_course.api(course))(config=config).generate_feedback("tiny", force=True)

    assert result["success"], result
    assert ours[-1].startswith("<!--")
    assert page(course, "bob").read_text().rstrip().splitlines() == ours[:-1]


def test_a_teachers_remark_comes_into_the_page_with_the_next_run_and_nothing_else_is_written(course: Path) -> None:
    hand_in(course)
    grade(course)
    before = {student: page(course, student).stat().st_ino for student in ("ann", "bob")}
    remark(course, "bob", "Nearly!")

    scores = grade(course)

    assert (len(scores.graded), scores.unchanged, scores.pages) == (0, 2, 1)
    assert "Nearly!" in page(course, "bob").read_text()
    assert page(course, "ann").stat().st_ino == before["ann"]


def test_points_that_a_teacher_gave_stand_in_the_page(tmp_path: Path) -> None:
    course = tmp_path / "course"
    tiny_course.make(course, by_hand=True)
    tiny_course.submit(course, "ann", tiny_course.answered(course, essay="Because.", **RIGHT))
    first = grade(course)
    waiting = page(course, "ann").read_text()
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.find_grade("essay", "tiny", "tiny", "ann").manual_score = 2.25
        gradebook.db.commit()

    grade(course)

    assert (first.graded[0].score, first.graded[0].max_score, first.graded[0].waiting) == (2.5, 6.5, 2)
    assert "waits for your teacher" in waiting
    assert "graded by your teacher" in page(course, "ann").read_text()
    assert "4.75" in page(course, "ann").read_text()


def test_a_page_that_is_missing_is_written_again(course: Path) -> None:
    hand_in(course)
    grade(course)
    page(course, "ann").unlink()

    scores = grade(course)

    assert (scores.unchanged, scores.pages) == (2, 1)
    assert page(course, "ann").is_file()


def test_a_run_that_ends_before_the_pages_leaves_them_to_the_next(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    hand_in(course)
    with monkeypatch.context() as patch:
        patch.setattr(showing, "outdated", interrupted)
        with pytest.raises(KeyboardInterrupt):
            grade(course)

    scores = grade(course)

    assert (len(scores.graded), scores.unchanged, scores.pages) == (0, 2, 2)


def test_a_page_that_cannot_be_written_is_named_and_the_others_are_there(course: Path) -> None:
    hand_in(course)
    grade(course)
    (course / "autograded" / "bob" / "tiny" / "tiny.ipynb").chmod(0o644)
    (course / "autograded" / "bob" / "tiny" / "tiny.ipynb").write_text("{spoilt")
    page(course, "ann").unlink()

    scores = grade(course)

    assert [one.collected.student for one in scores.without_page] == ["bob"]
    assert page(course, "ann").is_file()
