"""What is overdue is not graded and not tried again; other failures are, see test_workers and test_classroom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.grade import Grader
from autograder.gradebook.examiner import Examiner, Grades
from autograder.gradebook.released import ReleasedAssignment
from autograder.model import Collected, Judgement
from autograder.sandbox import Limits
from autograder.sandbox.allowance import OverdueError
from autograder.sandbox.walls import missing_walls
from tests.conftest import SEED

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

ROOT = Path(__file__).parents[2]
RELEASED = ReleasedAssignment("1", "error", None, "1", "error", None, ())
#: A function whose first call with some arguments is quick, and is wrong in a way that nobody knows.
DAWDLES = """
import time
asked = []

def predict(input, weight):
    if (input, weight) in asked:
        time.sleep(10**6)
    asked.append((input, weight))
    return 4711.4711 - 3 * input
"""


@pytest.fixture(name="opened")
def count_graders() -> list[Grades]:
    return []


@pytest.fixture(name="examiner")
def open_examiner(opened: list[Grades], request: pytest.FixtureRequest) -> Iterator[Examiner]:
    """One whose graders give a submission so many seconds."""
    limits = Limits(submission_seconds=request.param)

    def open_grader() -> Grades:
        opened.append(Grader(ROOT, seed=SEED, limits=limits))
        return opened[-1]

    examiner = Examiner(open_grader)
    yield examiner
    examiner.close()


def handed_in(folder: Path, text: str) -> Collected:
    (folder / "error.py").write_text(text)
    return Collected("ann", "error", folder)


@pytest.mark.parametrize("examiner", [0.5], indirect=True)
def test_what_is_overdue_is_not_tried_again(tmp_path: Path, examiner: Examiner, opened: list[Grades]) -> None:
    ann = handed_in(tmp_path, "import time\ndef predict(input, weight):\n    time.sleep(10**6)\n")

    with pytest.raises(OverdueError):
        examiner.judge(ann, RELEASED)

    assert len(opened) == 1


@pytest.mark.parametrize("examiner", [4.0], indirect=True)
def test_verdicts_stand_where_time_ends_when_only_a_hint_is_open(tmp_path: Path, examiner: Examiner) -> None:
    ann = handed_in(tmp_path, DAWDLES)

    score = examiner.take_grader().grade(ann.folder, ann.assignment)

    judgements = {verdict.exercise: verdict.judgement for verdict in score.verdicts}
    assert judgements["predict"] is Judgement.WRONG
    assert Judgement.NOT_GRADED not in judgements.values()
