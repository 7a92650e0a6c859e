"""What students are given beside the exercises: the lessons' pictures, the questions for words, no solutions."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from autograder.catalogue import Assignment, load_course
from autograder.grade import Grader
from autograder.release import leaks
from autograder.spec import Exercise
from tests.conftest import SEED
from tests.real_course import ASSIGNMENTS, COURSE, ROOT, Handed, handing_in, reference_of

#: The pictures that every lesson shows, drawn with the student's own functions; some notebooks show more.
PLOTS = {
    "error": {"error_curve", "three_rulers"},
    "hot_cold": {"path_of_the_weight", "two_cycle", "error_by_round"},
    "gradient_step": {
        "bowl_with_tangent",
        "square_with_tangent",
        "four_steps",
        "hot_and_cold_against_gradient",
        "whopper",
        "two_weights",
        "training_curve",
    },
    "alpha": {"two_bowls", "overcorrections", "error_by_alpha", "double_well"},
    "mlp_forward": {"network_and_matrix"},  # the network and, beside it in one figure, its matrix
    "backprop": {"both_ways", "gradient_sizes", "training_curve"},
}
#: What else notebooks show, in locked cells of the same kind.
SHOWN_BESIDES = {
    "gradient_step": {"sigmoid_and_its_slope", "admissions_table"},
    "alpha": {"four_fates"},
    "mlp_forward": {"spread_of_hidden_inputs", "exactly_one_switch"},
    "backprop": {"on_trial"},
}
#: Cells that a person marks, and what for.
IN_WORDS = {
    "error": {"why_square": 1},
    "hot_cold": {"better_stride": 1},
    "gradient_step": {"forgets_the_input": 1},
    "alpha": {"which_fault": 1},
    "mlp_forward": {"without_sigmoids": 1},
    "backprop": {"wrong_yet_learns": 1},
}


@pytest.fixture(name="handed")
def hand_in(grader: Grader, tmp_path: Path) -> Handed:
    return handing_in(grader, tmp_path)


# -------------------------------------------------------------------------------------------------------- pictures


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_assignment_has_its_required_plots_counted(assignment: Assignment) -> None:
    assert assignment.name in PLOTS


@pytest.mark.parametrize("name", PLOTS)
def test_the_required_plots_are_there_locked_and_tagged(name: str) -> None:
    notebook = json.loads((COURSE.released / name / f"{name}.ipynb").read_bytes())

    shown = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in notebook["cells"]
        if "demonstration" in cell["metadata"].get("tags", ())
    }

    assert shown.keys() == PLOTS[name] | SHOWN_BESIDES.get(name, set())
    assert all(cell["metadata"]["nbgrader"]["locked"] for cell in shown.values())
    assert all("matplotlib" in "".join(shown[plot]["source"]) for plot in PLOTS[name])


def test_the_network_and_its_matrix_are_two_panels_of_one_figure() -> None:
    notebook = json.loads((COURSE.released / "mlp_forward" / "mlp_forward.ipynb").read_bytes())

    (text,) = (
        "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "network_and_matrix"
    )

    assert "(network, matrix) = plt.subplots(1, 2" in text
    assert "network.set(" in text
    assert "matrix.set(" in text


# ----------------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_questions_for_words_are_there_open_and_behind_their_prose(assignment: Assignment) -> None:
    notebook = json.loads((COURSE.released / assignment.name / assignment.notebook.name).read_bytes())

    asked = [
        (before, cell, cell["metadata"]["nbgrader"])
        for before, cell in pairwise(notebook["cells"])
        if cell["cell_type"] == "markdown" and cell["metadata"]
    ]

    assert {own["grade_id"]: own["points"] for _, _, own in asked} == IN_WORDS[assignment.name]
    for before, cell, own in asked:
        assert "In your own words" in "".join(before["source"])
        assert (cell["source"], own["grade"], own["solution"], own["locked"]) == (["*Your answer here.*"], 1, 1, 0)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_verdict_hangs_on_what_was_said_in_words(handed: Handed, assignment: Assignment) -> None:
    words = dict.fromkeys(IN_WORDS[assignment.name], "```python\nraise SystemExit\n```\n<script>alert(1)</script>")

    assert handed(assignment, **words) == handed(assignment)


# -------------------------------------------------------------------------------------------------------- no answers


def test_nothing_of_the_solutions_is_in_what_students_get() -> None:
    seed_file = COURSE.solutions / ".seed"
    own_seed = int(seed_file.read_text(encoding="ascii")) if seed_file.exists() else None

    # Without a seed of its own the course has none to leak; load_course would make one.
    course = load_course(ROOT, seed=own_seed if own_seed is not None else SEED)

    assert leaks(COURSE.released, course) == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_hint_holds_the_line_that_mends_it(grader: Grader, assignment: Assignment) -> None:
    cells = reference_of(grader, assignment).cells
    values = {
        line.strip().removeprefix("return ")
        for cell in cells
        if cell.name
        for line in cell.source.splitlines()
        if line.strip().startswith("return ")
    }
    formulas = {value for value in values if not value.isidentifier()}

    hints = [
        wrong.hint
        for exercise in assignment.exercises
        if isinstance(exercise, Exercise)
        for wrong in exercise.misconceptions
    ]

    assert formulas
    assert [(hint, formula) for hint in hints for formula in formulas if formula in hint] == []
