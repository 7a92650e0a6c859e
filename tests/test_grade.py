"""Stories of what students hand in, each a folder in submissions/ with the files and the verdicts they deserve.

expected.json holds the assignment and either `refused`, what the one line of refusal must say, or the verdict of every
exercise and the points, and where they matter what must stand in `hints` (by exercise) and `notes`.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import SpecError, SubmissionError
from autograder.grade import Grader
from autograder.model import Judgement
from tests.conftest import SEED

ROOT = Path(__file__).parent.parent
STORIES = sorted(path.parent for path in (Path(__file__).parent / "submissions").glob("*/expected.json"))


def expected_of(folder: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return expected


TOLD = [folder for folder in STORIES if "refused" not in expected_of(folder)]
REFUSED = [folder for folder in STORIES if "refused" in expected_of(folder)]


@pytest.mark.parametrize("folder", TOLD, ids=lambda folder: folder.name)
def test_a_submission_earns_the_verdicts_it_deserves(grader: Grader, folder: Path) -> None:
    expected = expected_of(folder)

    score = grader.grade(folder, expected["assignment"])

    assert {verdict.exercise: verdict.judgement.value for verdict in score.verdicts} == expected["verdicts"]
    assert score.points == expected["points"]
    hints = {verdict.exercise: verdict.hint for verdict in score.verdicts}
    for exercise, hint in expected.get("hints", {}).items():
        assert hint in hints[exercise]
    assert len(score.notes) == len(expected.get("notes", ()))
    for note, found in zip(expected.get("notes", ()), score.notes, strict=True):
        assert note in found


@pytest.mark.parametrize("folder", REFUSED, ids=lambda folder: folder.name)
def test_what_is_no_submission_is_refused_in_one_line(grader: Grader, folder: Path) -> None:
    expected = expected_of(folder)

    with pytest.raises(SubmissionError) as refused:
        grader.grade(folder, expected["assignment"])

    assert re.search(expected["refused"], str(refused.value))
    assert "\n" not in str(refused.value)


def test_every_kind_of_verdict_but_our_own_faults_and_costly_ones_has_a_story() -> None:
    told = {verdict for folder in TOLD for verdict in expected_of(folder)["verdicts"].values()}

    untold = {judgement.value for judgement in Judgement} - told

    assert untold == {"partial", "waiting", "out of memory", "crashed", "not graded"}


def test_the_same_submission_earns_the_same_score_again(grader: Grader) -> None:
    folder = ROOT / "tests" / "submissions" / "syntax_error"

    assert grader.grade(folder, "error") == grader.grade(folder, "error")


def test_one_submission_leaves_nothing_behind_for_the_next(grader: Grader) -> None:
    right = ROOT / "tests" / "submissions" / "right"
    before = grader.grade(right, "error")

    for name in ("magics", "changed_locked_cells", "failing_cells_of_ones_own", "wrong_kinds"):
        grader.grade(ROOT / "tests" / "submissions" / name, "error")

    assert grader.grade(right, "error") == before


def test_the_seed_decides_the_hidden_cases_and_is_not_written_anywhere(grader: Grader) -> None:
    with Grader(ROOT, seed=SEED + 1) as other:
        calls = [each.key_for("error").calls for each in (grader, other)]
        fingerprints = [each.fingerprint("error") for each in (grader, other)]

    assert calls[0] != calls[1]
    assert fingerprints[0] != fingerprints[1]
    seed_file = ROOT / "solutions" / ".seed"
    assert not seed_file.exists() or seed_file.read_text(encoding="ascii").strip() not in {str(SEED), str(SEED + 1)}


def test_an_assignment_that_does_not_exist_is_answered_with_the_nearest(grader: Grader) -> None:
    with pytest.raises(SpecError, match="did you mean 'hot_cold'"):
        grader.grade(ROOT / "tests" / "submissions" / "right", "hot_and_cold")


def test_a_file_may_be_graded_without_its_folder(grader: Grader) -> None:
    score = grader.grade(ROOT / "tests" / "submissions" / "script" / "error.py", "error")

    assert score.points == score.max_points
