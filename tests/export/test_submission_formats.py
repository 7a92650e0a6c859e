"""One submission, as each platform reads it."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from autograder.export.cleaned import clean
from autograder.export.submission_formats import FORMATS
from autograder.model import CaseVerdict, Judgement, Score, Verdict
from tests.editor.folders import autograder
from tests.export.conftest import HOSTILE
from tests.export.schema import complaints

JSON_FORMS = ("gradescope", "prairielearn", "exercism", "github")
KINDS = ("right", "stub", "wrong")


def body(form: str, score: Score) -> Any:  # noqa: ANN401 - JSON
    return json.loads(FORMATS[form].results(score))


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own file, read back


def not_graded(score: Score) -> Score:
    """The same submission, with a fault of ours in one exercise."""
    first = replace(score.verdicts[0], judgement=Judgement.NOT_GRADED, points=0.0, cases=())
    return replace(score, verdicts=(first, *score.verdicts[1:]))


@pytest.mark.parametrize("form", JSON_FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_result_is_what_the_platform_documents(form: str, kind: str, scores: dict[str, Score]) -> None:
    assert complaints(body(form, scores[kind]), form) == []


@pytest.mark.parametrize("form", [*JSON_FORMS, "junit"])
def test_of_a_hidden_case_no_form_tells_more_than_its_label(form: str) -> None:
    secret = CaseVerdict(
        "a negative input", public=False, call=None, judgement=Judgement.WRONG, message="SECRET 0.3025"
    )
    verdict = Verdict("f", Judgement.WRONG, 0.0, 1.0, "Why?", cases=(secret,))

    text = FORMATS[form].results(Score("error", (verdict,)))

    assert "SECRET" not in text
    assert "a negative input" in text


@pytest.mark.parametrize("form", [*JSON_FORMS, "junit"])
def test_no_form_holds_what_a_terminal_obeys_or_a_database_refuses(form: str) -> None:
    case = CaseVerdict(HOSTILE, public=True, call=f"f({HOSTILE})", judgement=Judgement.WRONG, message=HOSTILE)
    verdict = Verdict("f", Judgement.WRONG, 0.0, 1.0, HOSTILE, cases=(case,))

    text = FORMATS[form].results(Score("error", (verdict,), notes=(HOSTILE,)))

    found = "".join(parsed(text).itertext()) if form == "junit" else repr(json.loads(text))
    assert "endless\ufffd" in found
    assert not {"\x00", "\x1b", "\ud800"} & {*found}
    assert not any(sign in found for sign in ("\\x00", "\\x1b", "\\ud800"))
    text.encode("utf-8")


def test_gradescope_adds_the_points_up_and_hides_nothing_of_its_tests(scores: dict[str, Score]) -> None:
    found = body("gradescope", scores["wrong"])

    assert found["score"] == scores["wrong"].points == sum(test["score"] for test in found["tests"])
    assert sum(test["max_score"] for test in found["tests"]) == 13
    assert {test["visibility"] for test in found["tests"]} == {"visible"}
    assert found["stdout_visibility"] == "hidden"
    by_name = {test["name"]: test for test in found["tests"]}
    assert by_name["squared_error"]["status"] == "failed"
    assert "the raw error, sign and all" in by_name["squared_error"]["output"]
    assert by_name["mean_squared_error"]["status"] == "passed"


def test_what_is_not_graded_has_no_score_on_any_platform(scores: dict[str, Score]) -> None:
    ours = not_graded(scores["right"])

    gradescope, prairielearn, exercism, github = (body(form, ours) for form in JSON_FORMS)
    suite = parsed(FORMATS["junit"].results(ours)).find("testsuite")

    assert "score" not in gradescope
    assert "tests" not in gradescope
    assert complaints(gradescope, "gradescope")  # a run without a score has failed, says Gradescope, and is not 0
    assert prairielearn["gradable"] is False
    assert complaints(prairielearn, "prairielearn") == []
    assert exercism["status"] == "error"
    assert complaints(exercism, "exercism") == []
    assert "max_score" not in github  # and so the reporter reports none
    assert complaints(github, "github") == []
    assert suite is not None
    assert suite.get("skipped") == "1"
    assert not [each for each in suite.iter("property") if each.get("name") == "score"]


def test_prairielearn_gets_a_share_and_points_on_every_test(scores: dict[str, Score]) -> None:
    found = body("prairielearn", scores["wrong"])

    assert found["score"] == scores["wrong"].points / 13
    assert len(found["tests"]) == len(scores["wrong"].verdicts)
    assert len(json.dumps(found)) < 2**20


def test_exercism_gets_a_test_for_every_case_and_a_task_for_every_exercise(scores: dict[str, Score]) -> None:
    found = body("exercism", scores["wrong"])

    first, *rest = found["tests"]
    assert first["name"] == "predict: the lesson's example"
    assert first["status"] == "error"
    assert first["test_code"] == "predict(0.5, 0.5)"
    assert sum(len(verdict.cases) for verdict in scores["wrong"].verdicts) == len(found["tests"])
    assert [test["task_id"] for test in rest] == sorted(test["task_id"] for test in rest)
    hidden = next(test for test in rest if test["name"] == "squared_error: prediction above the goal")
    assert hidden["status"] == "fail"
    assert body("exercism", scores["right"])["status"] == "pass"
    assert body("exercism", scores["stub"])["status"] == "fail"


def test_github_adds_up_to_the_points(scores: dict[str, Score]) -> None:
    found = body("github", scores["wrong"])

    assert sum(test["score"] for test in found["tests"]) == scores["wrong"].points
    assert found["max_score"] == 13


def test_an_exercise_that_misses_points_has_a_failed_test_though_every_case_is_right() -> None:
    verdict = Verdict("f", Judgement.MISSING, 0.0, 1.0)
    score = Score("error", (verdict,))

    exercism = body("exercism", score)
    suites = parsed(FORMATS["junit"].results(score))

    assert exercism["status"] == "fail"
    assert suites.get("failures") == "1"


def test_junit_counts_what_it_holds(scores: dict[str, Score]) -> None:
    suites = parsed(FORMATS["junit"].results(scores["wrong"]))

    (suite,) = suites
    cases = suite.findall("testcase")
    assert suites.tag == "testsuites"
    assert suite.get("name") == "error"
    assert int(suite.get("tests", "")) == len(cases) == sum(len(each.cases) for each in scores["wrong"].verdicts)
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite.get(count, "")) == len(suite.findall(f"testcase/{tag}")) == int(suites.get(count, ""))
    assert int(suite.get("errors", "")) > 0
    properties = {each.get("name"): each.get("value") for each in suite.iter("property")}
    assert properties["score"] == f"{scores['wrong'].points:g}"
    assert properties["max_score"] == "13"


def test_a_long_text_says_that_it_was_cut() -> None:
    assert clean("x" * 100, 20) == f"{'x' * 14} [...]"


@pytest.mark.parametrize("form", [*JSON_FORMS, "junit"])
def test_the_command_writes_the_form_into_a_file(
    form: str, one_assignment: Path, work: dict[str, Path], tmp_path: Path
) -> None:
    ended = autograder(
        *("--course", one_assignment, "score", work["wrong"], "--assignment", "error"),
        *("--format", form, "--output", tmp_path / "results"),
        cwd=tmp_path,
    )

    assert ended.returncode == 1, ended.stderr
    text = (tmp_path / "results").read_text(encoding="utf-8")
    assert parsed(text).tag == "testsuites" if form == "junit" else complaints(json.loads(text), form) == []


@pytest.mark.parametrize("form", [*JSON_FORMS, "junit"])
def test_what_is_no_notebook_is_told_as_the_students_own(
    form: str, one_assignment: Path, work: dict[str, Path], tmp_path: Path
) -> None:
    ended = autograder(
        *("--course", one_assignment, "score", work["broken"], "--assignment", "error", "--format", form), cwd=tmp_path
    )

    assert ended.returncode == 2
    assert "error.ipynb" in ended.stdout
    assert str(work["broken"].parent) not in ended.stdout
    if form == "junit":
        assert parsed(ended.stdout).get("failures") == "11"
        return
    found = json.loads(ended.stdout)
    assert complaints(found, form) == []
    assert found.get("score", 0) == 0
    assert found.get("gradable") is (False if form == "prairielearn" else None)
    assert found.get("max_score", 13) == 13


def test_a_fault_of_the_course_is_not_graded_and_tells_students_nothing_of_it(
    one_assignment: Path, work: dict[str, Path], tmp_path: Path
) -> None:
    course = tmp_path / "course"
    shutil.copytree(one_assignment, course)
    exercises = course / "solutions" / "error" / "exercises.py"
    (course / "assignments" / "error" / "error.ipynb").unlink()
    text = (course / "solutions" / "error" / "error.ipynb").read_text(encoding="utf-8")
    (course / "solutions" / "error" / "error.ipynb").write_text(text.replace("** 2", "** 3"), encoding="utf-8")

    ended = autograder(
        *("--course", course, "score", work["right"], "--assignment", "error", "--format", "gradescope"), cwd=tmp_path
    )

    found = json.loads(ended.stdout)
    assert ended.returncode == 2
    assert "score" not in found
    assert "no fault of yours" in found["output"]
    assert exercises.name not in ended.stdout
    assert "error" in ended.stderr
