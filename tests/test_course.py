"""The course keeps its word, assignment by assignment; a new one is picked up by itself.

Every stub earns nothing, every solution everything; a wrong version loses its points and earns its own hint;
every right form earns everything everywhere; remembered figures earn nothing; students get nothing of the solutions.
"""

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from autograder import wire
from autograder.answers import Answers
from autograder.catalogue import Assignment, load_course
from autograder.grade import Grader
from autograder.key import patched
from autograder.model import Calls, Ending, Judgement, Score, Submission, Value, Verdict
from autograder.release import leaks
from autograder.spec import UNDOCUMENTED, Exercise, Misconception, Question, RightForm, WrongAnswer
from autograder.submission import parse_notebook
from tests.conftest import SEED

ROOT = Path(__file__).parent.parent
COURSE = load_course(ROOT, seed=SEED)
#: Grades the solution's notebook with the texts of some cells replaced.
Handed: TypeAlias = Callable[..., Score]


def _functions() -> Iterator[tuple[Assignment, Exercise]]:
    for assignment in COURSE.assignments:
        for exercise in assignment.exercises:
            if isinstance(exercise, Exercise):
                yield assignment, exercise


def _questions() -> Iterator[tuple[Assignment, Question]]:
    for assignment in COURSE.assignments:
        for exercise in assignment.exercises:
            if isinstance(exercise, Question):
                yield assignment, exercise


FUNCTIONS = [pytest.param(*each, id=f"{each[0].name}-{each[1].name}") for each in _functions()]
QUESTIONS = [pytest.param(*each, id=f"{each[0].name}-{each[1].name}") for each in _questions()]
MISCONCEPTIONS = [
    pytest.param(assignment, exercise, wrong, id=f"{assignment.name}-{exercise.name}-{wrong.id}")
    for assignment, exercise in _functions()
    for wrong in exercise.misconceptions
]
WRONG_ANSWERS = [
    pytest.param(assignment, question, wrong, id=f"{assignment.name}-{question.name}-{wrong.id}")
    for assignment, question in _questions()
    for wrong in question.wrong_answers
]
RIGHT_FORMS = [
    pytest.param(assignment, form, id=f"{assignment.name}-{form.exercise}-{form.name}")
    for assignment in COURSE.assignments
    for form in assignment.right_forms
]
ASSIGNMENTS = [pytest.param(assignment, id=assignment.name) for assignment in COURSE.assignments]


@pytest.fixture(name="handed")
def hand_in(grader: Grader, tmp_path: Path) -> Handed:
    def handed(assignment: Assignment, **texts: str) -> Score:
        notebook = json.loads(assignment.notebook.read_bytes())
        replaced = set()
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if name in texts:
                cell["source"] = texts[name]
                replaced.add(name)
        assert replaced == set(texts)
        path = tmp_path / assignment.notebook.name
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return grader.grade(path, assignment.name)

    return handed


def reference_of(grader: Grader, assignment: Assignment) -> Submission:
    return parse_notebook(assignment.notebook.read_bytes(), grader.template_for(assignment.name))


def verdict_on(score: Score, name: str) -> Verdict:
    return next(verdict for verdict in score.verdicts if verdict.exercise == name)


def renamed(source: str, name: str, exercise: str) -> str:
    """A version as a student has it: the function under its own name, then given the exercise's."""
    return f"{source}\n\n\n{exercise} = {name}\n"


# -------------------------------------------------------------------------------------------- stubs and solutions


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_stub_as_released_earns_nothing_and_is_not_implemented(grader: Grader, assignment: Assignment) -> None:
    score = grader.grade(COURSE.released / assignment.name / assignment.notebook.name, assignment.name)

    assert score.points == 0
    assert {verdict.judgement for verdict in score.verdicts} == {Judgement.NOT_IMPLEMENTED}
    assert [verdict.exercise for verdict in score.verdicts] == [exercise.name for exercise in assignment.exercises]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_solution_earns_everything(handed: Handed, assignment: Assignment) -> None:
    score = handed(assignment)

    assert {verdict.judgement for verdict in score.verdicts} == {Judgement.CORRECT}
    assert score.points == score.max_points
    assert 10 <= score.max_points <= 16


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_one_stub_among_solutions_loses_its_own_points(grader: Grader, handed: Handed, assignment: Assignment) -> None:
    stubs = grader.template_for(assignment.name).stubs

    for exercise in assignment.exercises:
        score = handed(assignment, **{exercise.name: stubs[exercise.name]})

        assert verdict_on(score, exercise.name).judgement is Judgement.NOT_IMPLEMENTED


# -------------------------------------------------------------------------------------------------- wrong and right


@pytest.mark.parametrize(("assignment", "exercise", "wrong"), MISCONCEPTIONS)
def test_a_misconception_loses_the_points_and_earns_its_own_hint(
    grader: Grader, handed: Handed, assignment: Assignment, exercise: Exercise, wrong: Misconception
) -> None:
    reference = reference_of(grader, assignment)
    text = (
        renamed(wrong.source, wrong.name, exercise.name)
        if wrong.source
        else patched(assignment, exercise.name, wrong, reference)
    )

    verdict = verdict_on(handed(assignment, **{exercise.name: text}), exercise.name)

    assert verdict.points == 0
    assert (verdict.misconception, verdict.hint) == (wrong.id, wrong.hint)


@pytest.mark.parametrize(("assignment", "form"), RIGHT_FORMS)
def test_a_right_form_earns_everything_everywhere(handed: Handed, assignment: Assignment, form: RightForm) -> None:
    score = handed(assignment, **{form.exercise: renamed(form.source, form.name, form.exercise)})

    assert [verdict.exercise for verdict in score.verdicts if verdict.judgement is not Judgement.CORRECT] == []
    assert score.points == score.max_points


@pytest.mark.parametrize(("assignment", "question", "wrong"), WRONG_ANSWERS)
def test_a_wrong_answer_loses_the_points_and_earns_its_own_hint(
    handed: Handed, assignment: Assignment, question: Question, wrong: WrongAnswer
) -> None:
    score = handed(assignment, **{question.name: f"{question.name} = {wrong.value!r}"})

    verdict = verdict_on(score, question.name)
    assert verdict.points == 0
    assert (verdict.misconception, verdict.hint) == (wrong.id, wrong.hint)
    assert score.points == score.max_points - question.points


@pytest.mark.parametrize(("assignment", "question"), QUESTIONS)
def test_an_answer_nobody_thought_of_earns_the_questions_hint(
    handed: Handed, assignment: Assignment, question: Question
) -> None:
    score = handed(assignment, **{question.name: f"{question.name} = -1234.5"})

    assert (verdict_on(score, question.name).points, verdict_on(score, question.name).hint) == (0, question.hint)


@pytest.mark.parametrize(("assignment", "exercise"), FUNCTIONS)
def test_an_exercise_has_three_misconceptions_and_three_right_forms_or_more(
    assignment: Assignment, exercise: Exercise
) -> None:
    assert len(exercise.misconceptions) >= 3
    assert len([form for form in assignment.right_forms if form.exercise == exercise.name]) >= 3


@pytest.mark.parametrize(("assignment", "question"), QUESTIONS)
def test_a_question_is_worth_half_a_point(assignment: Assignment, question: Question) -> None:
    assert question.points == 0.5, assignment.name


# --------------------------------------------------------------------------------------------- remembered figures


def literal(value: Value) -> str:
    """A value as source text, exact to the last bit."""
    if isinstance(value, np.ndarray):
        return f"np.array({literal(value.tolist())}, dtype={value.dtype.name!r}).reshape({value.shape})"
    if isinstance(value, np.generic):
        return literal(value.item())
    if isinstance(value, tuple | list):
        inner = ", ".join(map(literal, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    return f"float({str(value)!r})" if isinstance(value, float) else repr(value)


def looked_up(name: str, answers: Answers, otherwise: str) -> str:
    """A function that knows the public cases by heart, and gives or does the same for all others."""
    pairs = [
        (case.arguments, wire.decode(outcome.encoded))
        for case, outcome in zip(answers.cases[: answers.public], answers.expected[: answers.public], strict=True)
        if outcome.ending is Ending.RETURNED
    ]
    lines = [f"    ({literal(arguments)}, {literal(value)})," for arguments, value in pairs]
    return "\n".join(
        [
            "REMEMBERED = [",
            *lines,
            "]",
            f"def {name}(*arguments):",
            "    for known, value in REMEMBERED:",
            "        if repr(known) == repr(arguments):",
            "            return value",
            f"    {otherwise}",
        ]
    )


@pytest.mark.parametrize(
    "otherwise", ["return REMEMBERED[0][1]", "return REMEMBERED[-1][1]", "return None", "raise KeyError"]
)
@pytest.mark.parametrize(("assignment", "exercise"), FUNCTIONS)
def test_remembered_figures_earn_nothing(
    grader: Grader, handed: Handed, assignment: Assignment, exercise: Exercise, otherwise: str
) -> None:
    answers = next(each for each in grader.key_for(assignment.name).answers if each.exercise.name == exercise.name)

    score = handed(assignment, **{exercise.name: looked_up(exercise.name, answers, otherwise)})

    verdict = verdict_on(score, exercise.name)
    public = [case.judgement for case in verdict.cases if case.public]
    assert public == [Judgement.CORRECT] * answers.public
    assert verdict.points == 0
    assert verdict.hint


@pytest.mark.parametrize(("assignment", "exercise"), FUNCTIONS)
def test_documented_figures_are_literals_of_the_spec(assignment: Assignment, exercise: Exercise) -> None:
    documented = [
        case
        for case in exercise.public
        if case.documented is not UNDOCUMENTED or any(view.documented is not UNDOCUMENTED for view in case.views)
    ]

    assert documented, f"{assignment.name}: {exercise.name} documents no figure"


# ------------------------------------------------------------------------------------------ the documented figures


Ask: TypeAlias = Callable[..., Any]


@pytest.fixture(name="ask")
def ask_the_reference(grader: Grader) -> Ask:
    """Put one call to an assignment's reference, or to a version put in its place, and get the value."""

    def ask(assignment: str, name: str, *arguments: Value) -> Value:
        reference = reference_of(grader, COURSE.assignment(assignment))
        calls = Calls(name, (tuple(wire.encode(value) for value in arguments),), 0, 2.0)
        (outcome,) = grader.sandbox.run(reference, [calls]).outcomes[name]
        assert outcome.ending is Ending.RETURNED
        return wire.decode(outcome.encoded)

    return ask


def about(value: Value) -> Any:  # noqa: ANN401 - pytest's own, which has no name
    return pytest.approx(value, rel=1e-9, abs=0)


def test_row_01_the_squared_error_of_the_lessons_example(ask: Ask) -> None:
    assert ask("error", "predict", 0.5, 0.5) == 0.25
    assert ask("error", "squared_error", 0.25, 0.8) == about(0.3025)
    assert ask("error", "error_of_weight", 0.5, 0.5, 0.8) == about(0.3025)


def test_row_02_the_toes_and_a_step_either_way(ask: Ask) -> None:
    assert ask("error", "predict", 8.5, 0.1) == about(0.85)
    assert ask("error", "error_of_weight", 0.1, 8.5, 1.0) == about(0.0225)
    assert ask("hot_cold", "try_both", 0.1, 8.5, 1, 0.01) == about((0.004225, 0.055225))
    assert ask("hot_cold", "hot_cold_step", 0.1, 8.5, 1, 0.01) == about(0.11)


def test_row_03_the_long_climb_begins_and_ends_as_the_slide_says(ask: Ask) -> None:
    errors, predictions, _ = ask("hot_cold", "hot_cold_train", 0.5, 0.5, 0.8, 0.001, 1101)

    assert errors[:2].tolist() == about([0.3025, 0.30195025])
    assert predictions[:2].tolist() == about([0.25, 0.2505])
    assert errors[-2] == pytest.approx(2.5000000003280753e-07, rel=1e-6, abs=0)
    assert predictions[-2] == about(0.7995)
    assert predictions[-1] == about(0.8)


def test_row_04_its_last_error_is_rounding_noise(ask: Ask) -> None:
    errors, predictions, _ = ask("hot_cold", "hot_cold_train", 0.5, 0.5, 0.8, 0.001, 1101)

    assert 0 <= errors[-1] < 1e-18
    assert abs(predictions[-1] - 0.8) < 1e-9


def test_row_04_no_form_of_the_loop_loses_by_the_noise(grader: Grader) -> None:
    answers = next(each for each in grader.key_for("hot_cold").answers if each.exercise.name == "hot_cold_train")
    climb = next(case for case in answers.cases if case.arguments[-1] == 1101)

    noise = next(view for view in climb.views if view.at == (0, -1))

    assert noise.tolerance is not None
    assert noise.tolerance.rtol * 1e-27 + noise.tolerance.atol >= 1.0799505792475652e-27
    assert noise.tolerance.atol <= 1e-18
    assert (2,) not in [view.at for view in climb.views]


def test_row_05_past_the_optimum_is_judged_where_it_is_exact_in_binary(ask: Ask, grader: Grader) -> None:
    _, predictions, _ = ask("hot_cold", "hot_cold_train", 0.5, 0.5, 0.8, 0.0625, 25)

    assert set(predictions[17:].tolist()) == {0.78125, 0.8125}
    assert all(left != right for left, right in pairwise(predictions[17:]))
    rounds = {
        case.arguments[-1]
        for answers in grader.key_for("hot_cold").answers
        if answers.exercise.name == "hot_cold_train"
        for case in answers.cases
        if case.arguments[3] == 0.001
    }
    assert rounds == {1101}


def test_row_06_a_step_of_ten_goes_to_and_fro_for_ever(ask: Ask) -> None:
    errors, predictions, weight = ask("hot_cold", "hot_cold_train", 0.5, 0.5, 0.8, 10, 40)

    assert errors.tolist() == about([0.3025, 19.8025] * 20)
    assert predictions.tolist() == about([0.25, 5.25] * 20)
    assert weight == about(0.5)
    assert ask("hot_cold", "hot_cold_step", 0.5, 0.5, 0.8, 10) == about(10.5)
    assert ask("hot_cold", "hot_cold_step", 10.5, 0.5, 0.8, 10) == about(0.5)


# -------------------------------------------------------------------------------------------- what students are given


PLOTS = {
    "error": {"error_curve", "three_rulers"},
    "hot_cold": {"path_of_the_weight", "two_cycle", "error_by_round"},
}


@pytest.mark.parametrize("name", PLOTS)
def test_the_required_plots_are_there_locked_and_tagged(name: str) -> None:
    notebook = json.loads((COURSE.released / name / f"{name}.ipynb").read_bytes())

    plots = [cell for cell in notebook["cells"] if "demonstration" in cell["metadata"].get("tags", ())]

    assert sorted(cell["metadata"]["nbgrader"]["grade_id"] for cell in plots) == sorted(PLOTS[name])
    assert all(cell["metadata"]["nbgrader"]["locked"] for cell in plots)
    assert all("matplotlib" in "".join(cell["source"]) for cell in plots)


#: Cells that a person marks, and what for.
IN_WORDS = {"error": {"why_square": 1}, "hot_cold": {"better_stride": 1}}


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


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_assignment_has_its_required_plots_counted(assignment: Assignment) -> None:
    assert assignment.name in PLOTS


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
