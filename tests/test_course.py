"""The course keeps its word, assignment by assignment; a new one is picked up by itself.

Every stub earns nothing, every solution everything; a wrong version loses its points and earns its own hint;
every right form earns everything everywhere; remembered figures earn nothing.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import wire
from autograder.answers import Answers
from autograder.catalogue import Assignment
from autograder.grade import Grader
from autograder.model import Ending, Judgement, Outcome, Score, Verdict
from autograder.spec import UNDOCUMENTED, Exercise, Question, RightForm
from tests.confusion.columns import handed_in
from tests.confusion.trials import side_by_side
from tests.confusion.wrongs import Wrong, wrongs_of
from tests.literal import literal
from tests.real_course import ASSIGNMENTS, COURSE, Handed, handing_in, reference_of


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
RIGHT_FORMS = [
    pytest.param(assignment, form, id=f"{assignment.name}-{form.exercise}-{form.name}")
    for assignment in COURSE.assignments
    for form in assignment.right_forms
]


@pytest.fixture(name="handed")
def hand_in(grader: Grader, tmp_path: Path) -> Handed:
    return handing_in(grader, tmp_path)


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


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_whatever_is_known_to_be_wrong_loses_its_own_points_alone_and_earns_its_own_hint(
    grader: Grader, assignment: Assignment
) -> None:
    known = [wrong.id for wrong in wrongs_of(assignment, reference_of(grader, assignment))]

    column = handed_in(grader, assignment)

    assert sorted(trial.wrong.id for trial in column.trials) == sorted(known)
    assert [str(trial) for trial in column.inexact] == []
    assert all(trial.verdict.points == 0 for trial in column.trials)


#: Right forms that do what their contract says, where the solution of a later exercise asks for more; and for what.
ASKED_FOR_MORE = {
    "sigmoid_entry_by_entry": "its list is forgiven for an array, and the solution reckons with the array",
    "output_error_term_with_a_loop": "it takes one record, and the solution hands it a batch",
    "output_error_term_with_einsum": "it takes one record, and the solution hands it a batch",
}


@pytest.mark.parametrize(("assignment", "form"), RIGHT_FORMS)
def test_a_right_form_earns_everything_everywhere(
    grader: Grader, handed: Handed, assignment: Assignment, form: RightForm
) -> None:
    key = grader.key_for(assignment.name)
    later = {each.name for each in assignment.exercises if form.exercise in key.foundations_of(each.name)}

    score = handed(assignment, **{form.exercise: renamed(form.source, form.name, form.exercise)})

    failed = {verdict.exercise for verdict in score.verdicts if verdict.judgement is not Judgement.CORRECT}
    assert bool(failed) is (form.name in ASKED_FOR_MORE), failed
    assert failed <= later


def test_a_wrong_sigmoid_with_everything_else_right_costs_its_own_points_alone(handed: Handed) -> None:
    score = handed(COURSE.assignment("gradient_step"), sigmoid="def sigmoid(x):\n    return 1 / (1 + np.exp(x))")

    sigmoid = verdict_on(score, "sigmoid")
    excused = {verdict.exercise for verdict in score.verdicts if verdict.excused_by == "sigmoid"}
    assert sigmoid.points == 0 < sigmoid.max_points
    assert score.points == score.max_points - sigmoid.max_points
    assert excused == {"weight_step", "weight_steps", "gradient_train_records"}


def test_a_right_answer_of_another_kind_is_told_its_kind(handed: Handed) -> None:
    score = handed(COURSE.assignment("error"), q_outlier="q_outlier = '10'")

    assert verdict_on(score, "q_outlier").hint == "It is a text, and a number is asked for."


@pytest.mark.parametrize(("assignment", "question"), QUESTIONS)
def test_an_answer_nobody_thought_of_earns_the_questions_hint(
    handed: Handed, assignment: Assignment, question: Question
) -> None:
    answer = "nobody thought of it" if isinstance(question.answer, str) else -1234.5

    score = handed(assignment, **{question.name: f"{question.name} = {answer!r}"})

    assert (verdict_on(score, question.name).points, verdict_on(score, question.name).hint) == (0, question.hint)


@pytest.mark.parametrize(("assignment", "exercise"), FUNCTIONS)
def test_an_exercise_has_three_misconceptions_or_more(assignment: Assignment, exercise: Exercise) -> None:
    assert len(exercise.misconceptions) >= 3, assignment.name


class _Nameless(ast.NodeTransformer):
    """Takes the names out of a function: what is left is how it is built."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("", node.ctx)

    def visit_arg(self, _: ast.arg) -> ast.arg:
        return ast.arg("")

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name, node.returns, node.decorator_list = "", None, []
        node.body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        return self.generic_visit(node)


def build_of(source: str, name: str) -> str:
    """How a function is built, whatever it calls its variables."""
    functions = (each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.FunctionDef))
    return ast.dump(_Nameless().visit(next(each for each in functions if each.name == name)))


@pytest.mark.parametrize(("assignment", "exercise"), FUNCTIONS)
def test_an_exercise_has_five_right_forms_or_more_each_built_in_another_way(
    grader: Grader, assignment: Assignment, exercise: Exercise
) -> None:
    cells = reference_of(grader, assignment).cells
    solution = next(cell.source for cell in cells if cell.name == exercise.name)
    forms = [form for form in assignment.right_forms if form.exercise == exercise.name]

    builds = {build_of(form.source, form.name) for form in forms} - {build_of(solution, exercise.name)}

    assert len(builds) >= 5


@pytest.mark.parametrize(("assignment", "question"), QUESTIONS)
def test_a_question_is_worth_half_a_point(assignment: Assignment, question: Question) -> None:
    assert question.points == 0.5, assignment.name


# --------------------------------------------------------------------------------------------- remembered figures


#: What a function that knows its cases by heart needs: how to tell arguments apart, and how to give what it knows.
#: Functions are known by their bytecode, tables by their columns; a remembered exception is raised.
BY_HEART = """
def known_by(argument):
    if callable(argument):
        return argument.__code__.co_code, argument.__code__.co_consts, argument.__code__.co_names
    return argument.to_dict("list") if hasattr(argument, "to_dict") else argument

def same(known, arguments):
    return repr([known_by(each) for each in known]) == repr([known_by(each) for each in arguments])

def give(value):
    if isinstance(value, Exception):
        raise value
    return value
"""


def expected_literal(outcome: Outcome) -> str:
    """What a right version comes to, as source text; an exception stands for the raising of it."""
    if outcome.ending is Ending.RAISED:
        return f"{outcome.exception}()"
    assert outcome.ending is Ending.RETURNED
    return literal(wire.decode(outcome.encoded))


def looked_up(name: str, answers: Answers, otherwise: str) -> str:
    """A function that knows the public cases by heart, and gives or does the same for all others."""
    pairs = zip(answers.cases[: answers.public], answers.expected[: answers.public], strict=True)
    lines = [f"    ({literal(case.arguments)}, {expected_literal(outcome)})," for case, outcome in pairs]
    text = "\n".join(
        [
            BY_HEART,
            "REMEMBERED = [",
            *lines,
            "]",
            f"def {name}(*arguments):",
            "    for known, value in REMEMBERED:",
            "        if same(known, arguments):",
            "            return give(value)",
            f"    {otherwise}",
        ]
    )
    return text.replace("REMEMBERED", f"REMEMBERED_{name}")


@pytest.mark.parametrize(
    "otherwise", ["return give(REMEMBERED[0][1])", "return give(REMEMBERED[-1][1])", "return None", "raise KeyError"]
)
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_remembered_figures_earn_nothing(
    grader: Grader, handed: Handed, assignment: Assignment, otherwise: str
) -> None:
    key = grader.key_for(assignment.name)
    known = {each.exercise.name: each for each in key.answers if isinstance(each.exercise, Exercise)}
    by_heart = [Wrong(name, "", "", name, looked_up(name, known[name], otherwise)) for name in known]

    for together in side_by_side(key, by_heart):
        score = handed(assignment, **{wrong.exercise: wrong.text for wrong in together})

        for verdict in (verdict_on(score, wrong.exercise) for wrong in together):
            public = [case.judgement for case in verdict.cases if case.public]
            assert public == [Judgement.CORRECT] * known[verdict.exercise].public, verdict.exercise
            assert verdict.points == 0, verdict.exercise
            assert verdict.hint, verdict.exercise


#: Exercises whose public cases document no figure, and why.
UNDOCUMENTED_ON_PURPOSE = {
    "init_weights": "NumPy does not freeze the streams of default_rng: another version may draw other numbers",
}


@pytest.mark.parametrize(("assignment", "exercise"), FUNCTIONS)
def test_documented_figures_are_literals_of_the_spec(assignment: Assignment, exercise: Exercise) -> None:
    documented = [
        case
        for case in exercise.public
        if case.documented is not UNDOCUMENTED or any(view.documented is not UNDOCUMENTED for view in case.views)
    ]

    assert bool(documented) is (exercise.name not in UNDOCUMENTED_ON_PURPOSE), f"{assignment.name}: {exercise.name}"
