"""A score is the verdicts put together, and its JSON a stable interface that tells nothing of hidden cases."""

import json

from autograder.model import CaseVerdict, CellResult, Judgement, Run, Submission, Verdict
from autograder.score import score, score_json

CASES = (
    CaseVerdict("the lesson's example", True, "f(0.25)", Judgement.WRONG, "got 1, expected 2; off by 1"),  # noqa: FBT003
    CaseVerdict("a batch of five", False, None, Judgement.WRONG),  # noqa: FBT003
)
VERDICTS = (
    Verdict("f", Judgement.WRONG, 0.0, 2.0, "Which way?", "A01", cases=CASES),
    Verdict("g", Judgement.CORRECT, 1.5, 1.5),
)


def test_points_add_up() -> None:
    found = score(Submission("tiny", (), ("a note",)), VERDICTS, Run({}, {}))

    assert (found.assignment, found.points, found.max_points, found.notes) == ("tiny", 1.5, 3.5, ("a note",))
    assert found.is_graded


def test_one_exercise_not_graded_leaves_the_whole_not_graded() -> None:
    lost = Verdict("h", Judgement.NOT_GRADED, 0.0, 1.0)

    assert not score(Submission("tiny", ()), (*VERDICTS, lost), Run({}, {})).is_graded


def test_cells_that_printed_or_failed_are_kept_in_the_notebooks_order() -> None:
    cells = {3: CellResult(error="NameError: x"), 1: CellResult(printed="hello"), 2: CellResult()}

    found = score(Submission("tiny", ()), VERDICTS, Run({}, cells))

    assert found.cells == ((1, cells[1]), (3, cells[3]))


def test_the_json_is_the_documented_interface() -> None:
    found = score(Submission("tiny", (), ("a note",)), VERDICTS, Run({}, {}))

    plain = score_json(found)

    assert plain == {
        "schema": 1,
        "assignment": "tiny",
        "score": 1.5,
        "max_score": 3.5,
        "notes": ["a note"],
        "exercises": [
            {
                "name": "f",
                "points": 0.0,
                "max_points": 2.0,
                "verdict": "wrong",
                "hint": "Which way?",
                "misconception": "A01",
                "excused_by": None,
                "cases": [
                    {
                        "label": "the lesson's example",
                        "public": True,
                        "call": "f(0.25)",
                        "verdict": "wrong",
                        "message": "got 1, expected 2; off by 1",
                    },
                    {"label": "a batch of five", "public": False, "call": None, "verdict": "wrong", "message": ""},
                ],
            },
            {
                "name": "g",
                "points": 1.5,
                "max_points": 1.5,
                "verdict": "correct",
                "hint": "",
                "misconception": None,
                "excused_by": None,
                "cases": [],
            },
        ],
    }
    assert json.loads(json.dumps(plain)) == plain
