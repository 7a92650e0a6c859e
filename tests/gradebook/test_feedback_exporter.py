"""nbgrader's own generate_feedback and release_feedback hand out our page."""

import json
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps import NbGraderAPI

from autograder.classroom import Run, grade_class
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.feedback_exporter import FeedbackExporter
from autograder.gradebook.grading import Engine
from autograder.gradebook.mark import read_score
from autograder.score import score_json
from tests.gradebook import tiny_course
from tests.gradebook.stand_in import StandIn
from tests.gradebook.tiny_course import RIGHT

ENGINE = Engine(StandIn, score_json)
ONE = Run(workers=1)
WRONG = "def double(x):\n    return x * x  # <script>document.title='ran'</script>"


def api(root: Path) -> Any:  # noqa: ANN401 - nbgrader brings no types
    config = tiny_course.settings(root)
    config.GenerateFeedback.exporter_class = FeedbackExporter
    return NbGraderAPI(config=config)


def generated(root: Path, student: str) -> str:
    result = api(root).generate_feedback("tiny", force=True)
    assert result["success"], result
    return (root / "feedback" / student / "tiny" / "tiny.html").read_text(encoding="utf-8")


def test_generate_feedback_writes_our_page(course: Path) -> None:
    tiny_course.submit(course, "bob", tiny_course.answered(course, double=WRONG, q_three=RIGHT["q_three"]))
    grade_class(course, Wanted(), engine=ENGINE, run=ONE)

    page = generated(course, "bob")

    assert "Content-Security-Policy" in page
    assert "Twice, or squared?" in page
    assert 'href="#cell-check_double"' in page
    assert '<span class="big">0.5</span> of 2.5 points' in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page


@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning")  # nbgrader's own slip
def test_release_feedback_hands_our_page_out(course: Path) -> None:
    tiny_course.submit(course, "ann", tiny_course.answered(course, **RIGHT))
    grade_class(course, Wanted(), engine=ENGINE, run=ONE)
    page = generated(course, "ann")

    result = api(course).release_feedback("tiny")

    assert result["success"], result
    (released,) = (course / "exchange" / "descent" / "feedback").glob("*.html")
    assert released.read_text(encoding="utf-8") == page


def test_what_a_teacher_entered_and_what_lateness_costs_is_on_the_page(tmp_path: Path) -> None:
    course = tmp_path / "course"
    tiny_course.make(course, by_hand=True)
    tiny_course.submit(course, "bob", tiny_course.answered(course, double=WRONG, essay="Because of the square."))
    grade_class(course, Wanted(), engine=ENGINE, run=ONE)
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.find_grade("check_double", "tiny", "tiny", "bob").manual_score = 1.5
        gradebook.find_comment("double", "tiny", "tiny", "bob").manual_comment = "Nearly!"
        gradebook.find_grade("essay", "tiny", "tiny", "bob").manual_score = 2.5
        gradebook.find_comment("essay", "tiny", "tiny", "bob").manual_comment = "Well put."
        gradebook.find_submission_notebook("tiny", "tiny", "bob").late_submission_penalty = 1.0
        gradebook.db.commit()

    page = generated(course, "bob")

    assert '<span class="big">3</span> of 6.5 points' in page
    assert "4 earned, 1 taken off because it came late: 3 count." in page
    assert "points set by your teacher; graded automatically: 0" in page
    assert "Nearly!" in page
    assert "Well put." in page
    assert "Because of the square." in page
    assert "1 point still waits for your teacher." in page


def test_a_submission_that_stock_nbgrader_graded_has_a_page_too(course: Path) -> None:
    tiny_course.submit(course, "ann", tiny_course.answered(course, double=RIGHT["double"] + "\n1 / 0"))
    result = tiny_course.api(course).autograde("tiny", "ann", force=True)
    assert result["success"], result

    page = generated(course, "ann")

    assert "ZeroDivisionError" in page
    assert "\x1b" not in page
    assert "no points" in page


@pytest.mark.parametrize("content", [None, b"", b"{", b"[1]", b"\xff", b"null", b'{"a": ' * 100_000])
def test_a_score_that_cannot_be_read_is_none(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "score.json").write_bytes(content)

    assert read_score(tmp_path) is None


def test_no_call_of_a_hidden_case_reaches_the_page_even_from_a_changed_score(course: Path) -> None:
    tiny_course.submit(course, "bob", tiny_course.answered(course, double=WRONG, q_three="q_three = 4"))
    grade_class(course, Wanted(), engine=ENGINE, run=ONE)
    path = course / "autograded" / "bob" / "tiny" / "score.json"
    score = json.loads(path.read_text())
    hidden = score["exercises"][0]["cases"][0]
    assert hidden["call"] is None
    hidden |= {"call": "double(-7.25)", "message": "got 52.5625, expected -14.5"}
    score["exercises"][0]["cases"] = [hidden, hidden]
    path.chmod(0o644)
    path.write_text(json.dumps(score))

    page = generated(course, "bob")

    assert "Not right for: a negative number." in page
    assert "7.25" not in page
    assert "14.5" not in page
