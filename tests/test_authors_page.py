"""README's page for authors, followed to the letter: added to a new assignment, released and graded."""

import re
from pathlib import Path
from typing import Final

import pytest

from autograder.catalogue import load_course
from autograder.grade import Grader
from autograder.model import Judgement
from autograder.release import release
from autograder.skeleton import make_assignment
from tests.conftest import SEED
from tests.confusion.wrongs import wrongs_of
from tests.real_course import handing_in, reference_of

README: Final = Path(__file__).parent.parent / "README.md"
NAME: Final = "first_steps"
#: What a new exercise with three misconceptions may take.
LINES: Final = 30


def shown() -> list[tuple[str, str]]:
    """The examples of the page, each with the file that it belongs to."""
    page = README.read_text(encoding="utf-8").partition("\n## For authors of exercises\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    return [(_file_of(block), block) for block in blocks]


def _file_of(block: str) -> str:
    if block.startswith("# %%"):
        return f"{NAME}.py"
    return "right_forms.py" if "@right_form" in block else "exercises.py"


@pytest.fixture(name="root")
def follow_the_page(tmp_path: Path) -> Path:
    make_assignment(tmp_path, NAME)
    for file, block in shown():
        with (tmp_path / "solutions" / NAME / file).open("a", encoding="utf-8") as text:
            text.write(f"\n\n{block}")
    return tmp_path


def test_an_exercise_with_three_misconceptions_takes_thirty_lines() -> None:
    lesson, exercise = (block for _, block in shown()[:2])

    lines = [line for line in f"{lesson}{exercise}".splitlines() if line.strip()]

    assert len(lines) <= LINES
    assert len(re.findall(r"\b(?:wrong|patch)\(", exercise)) == 3


def test_what_the_page_shows_is_released_and_graded(root: Path, tmp_path: Path) -> None:
    course = load_course(root, seed=SEED)
    assignment = course.assignment(NAME)

    release(course, [], check=False, to=None)

    with Grader(root, seed=SEED) as grader:
        solved = grader.grade(assignment.notebook, NAME)
        untouched = grader.grade(course.released / NAME / f"{NAME}.ipynb", NAME)
        handed = handing_in(grader, tmp_path)
        wrongs = list(wrongs_of(assignment, reference_of(grader, assignment)))
        scores = {wrong: handed(assignment, **{wrong.exercise: wrong.cell}) for wrong in wrongs}
    assert {exercise.name for exercise in assignment.exercises} == {"mean_of", "squared_error", "q_sign"}
    assert solved.points == solved.max_points
    assert untouched.points == 0
    for wrong, score in scores.items():
        (lost,) = [verdict for verdict in score.verdicts if verdict.judgement is not Judgement.CORRECT]
        assert (lost.exercise, lost.hint) == (wrong.exercise, wrong.hint)
