"""The figures that the lessons print, row by row: what the references come to, asked through the grader.

A row is a figure, or a few, of one place in a lesson. They stand here once more as literals, so that no change of an
exercise, a reference or a case can move them unnoticed.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pytest

from autograder import wire
from autograder.catalogue import Assignment
from autograder.grade import Grader
from autograder.model import Calls, Ending, Outcome, Source, Value
from autograder.spec import Question
from tests.real_course import COURSE, reference_of

Ask: TypeAlias = Callable[..., Any]


def outcome_of(grader: Grader, assignment: Assignment, name: str, *arguments: Value) -> Outcome:
    calls = Calls(name, (tuple(wire.encode(value) for value in arguments),), 0, 2.0)
    (outcome,) = grader.sandbox.run(reference_of(grader, assignment), [calls]).outcomes[name]
    return outcome


@pytest.fixture(name="ask")
def ask_the_reference(grader: Grader) -> Ask:
    """Put one call to an assignment's reference and get the value."""

    def ask(assignment: str, name: str, *arguments: Value) -> Value:
        outcome = outcome_of(grader, COURSE.assignment(assignment), name, *arguments)
        assert outcome.ending is Ending.RETURNED, outcome
        return wire.decode(outcome.encoded)

    return ask


def answer_to(assignment: str, name: str) -> Value:
    """The answer to a question."""
    (question,) = (each for each in COURSE.assignment(assignment).exercises if each.name == name)
    assert isinstance(question, Question)
    return question.answer


def about(value: Value, *, rel: float = 1e-9, abs: float = 0) -> Any:  # noqa: A002, ANN401 - pytest's own, which has no name
    return pytest.approx(value, rel=rel, abs=abs)


# ------------------------------------------------------------------------------------------- error, and hot and cold


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


# ------------------------------------------------------------------------------------------------ the gradient step


def test_row_07_twenty_rounds_of_gradient_descent(ask: Ask) -> None:
    errors, predictions, _ = ask("gradient_step", "gradient_train", 0.5, 0.5, 0.8, 20)

    assert (errors.shape, predictions.shape) == ((20,), (20,))
    assert errors[:3].tolist() == about([0.3025, 0.17015625, 0.095712890625])
    assert predictions[:3].tolist() == about([0.25, 0.3875, 0.490625])
    assert errors[-3:].tolist() == about([1.7092608064027242e-05, 9.614592036015323e-06, 5.408208020258491e-06])
    assert predictions[-3:].tolist() == about([0.7958656792499823, 0.7968992594374867, 0.7976744445781151])


def test_row_08_four_rounds_from_a_weight_of_zero(ask: Ask) -> None:
    errors, predictions, _ = ask("gradient_step", "gradient_train", 0, 0.5, 0.8, 4)

    assert errors.tolist() == about([0.64, 0.36, 0.2025, 0.11390625])
    assert predictions.tolist() == about([0, 0.2, 0.35, 0.4625], abs=1e-12)


def test_row_09_one_iteration_with_the_toes_and_what_the_next_predicts(ask: Ask) -> None:
    first = ask("gradient_step", "one_iteration", 0.1, 8.5, 1, 0.01)
    second = ask("gradient_step", "one_iteration", 0.11275, 8.5, 1, 0.01)

    assert first == about((0.85, 0.0225, -0.15, -1.275, 0.11275))
    assert second[:2] == about((0.958375, 0.001732640625))


def test_row_10_four_steps_at_input_1_1(ask: Ask) -> None:
    weight, steps = 0, []

    for _ in range(4):
        pred, error, delta, weight_delta, following = ask("gradient_step", "one_iteration", weight, 1.1, 0.8, 1)
        steps.append([weight, error, pred, delta, weight_delta])
        weight = following

    assert steps == [
        about([0, 0.64, 0, -0.8, -0.88], abs=1e-12),
        about([0.88, 0.028224, 0.968, 0.168, 0.1848], abs=1e-12),
        about([0.6952, 0.0012446784, 0.76472, -0.03528, -0.038808], abs=1e-12),
        about([0.734008, 5.489031744e-05, 0.8074088, 0.0074088, 0.00814968], abs=1e-12),
    ]


def test_row_11_the_slope_is_twice_the_weight_delta(ask: Ask) -> None:
    assert ask("gradient_step", "slope", 0.5, 0.5, 0.8) == about(-0.55)
    assert ask("gradient_step", "direction_and_amount", 0.5, 0.5, 0.8) == about(-0.275)
    assert ask("error", "error_of_weight", 0.5, 0.5, 0.8) == about(0.3025)
    assert ask("error", "error_of_weight", 1.0, 0.5, 0.8) == about(0.09)


@pytest.mark.parametrize(
    ("function", "place", "derivative"),
    [
        ("lambda x: 2 * x", 0.0, 2),
        ("lambda x: x**2", 2.0, 4),
        ("lambda x: (((2.0 * 3.0) ** 2) + (4.0 + 22 - x)) ** (1 / 2)", 1.0, -0.06401843996644799),
        ("lambda beta: (((beta * 3.0) ** 2) + (4.0 + 22 - 1.0)) ** (1 / 2)", 2.0, 2.3046638387921274),
        ("lambda gamma: (((2.0 * gamma) ** 2) + (4.0 + 22 - 1.0)) ** (1 / 2)", 3.0, 1.5364425591947517),
        ("lambda epsilon: (((2.0 * 3.0) ** 2) + (epsilon + 22 - 1.0)) ** (1 / 2)", 4.0, 0.06401843996644799),
    ],
    ids=["rods", "parabola", "whopper in x", "whopper in beta", "whopper in gamma", "whopper in epsilon"],
)
def test_row_12_derivatives_by_differences(ask: Ask, function: str, place: float, derivative: float) -> None:
    found = ask("gradient_step", "numerical_derivative", Source(function), place)

    assert found == about(derivative, rel=1e-6, abs=1e-7)


def test_row_12_the_whopper_itself(ask: Ask) -> None:
    whopper = Source("lambda x: (((2.0 * 3.0) ** 2) + (4.0 + 22 - x)) ** (1 / 2)")

    # chain calls its first function on the second's value and multiplies: by one, here.
    value = ask("gradient_step", "chain", whopper, Source("lambda z: z"), Source("lambda z: 1.0"), 1.0)

    assert value == about(7.810249675906654)


# ------------------------------------------------------------------------------------------------------------ alpha


@pytest.mark.parametrize(
    ("assignment", "name", "arguments"),
    [
        ("gradient_step", "gradient_train", (20,)),
        ("alpha", "train_with_alpha", (1, 20)),
        ("alpha", "from_memory", (1, 20)),
    ],
)
def test_row_13_without_alpha_the_error_explodes_at_input_2(
    ask: Ask, assignment: str, name: str, arguments: tuple[int, ...]
) -> None:
    errors, predictions, _ = ask(assignment, name, 0.5, 2, 0.8, *arguments)

    assert errors[:3].tolist() == about([0.04, 0.36, 3.24])
    assert predictions[:3].tolist() == about([1.0, 0.2, 2.6])
    assert errors[-3:].tolist() == about([6.67087267987e14, 6.00378541188e15, 5.40340687069e16])
    assert predictions[-3:].tolist() == about([-25828031.8, 77484098.6, -232452292.6])
    assert errors.tolist() == about([0.04 * 9**k for k in range(20)])


@pytest.mark.parametrize("name", ["train_with_alpha", "from_memory"])
def test_row_14_an_alpha_of_a_tenth_tames_it(ask: Ask, name: str) -> None:
    errors, predictions, _ = ask("alpha", name, 0.5, 2, 0.8, 0.1, 20)

    assert errors[:3].tolist() == about([0.04, 0.0144, 0.005184], rel=1e-8)
    assert predictions[:3].tolist() == about([1.0, 0.92, 0.872])
    assert errors[-3:].tolist() == about(
        [1.1460471998340758e-09, 4.125769919393652e-10, 1.485277170987127e-10], rel=1e-8
    )
    assert predictions[-3:].tolist() == about([0.8000338533188895, 0.8000203119913337, 0.8000121871948003])


@pytest.mark.parametrize(
    ("alpha", "twentieth"),
    [
        (0.001, 0.034349),
        (0.01, 0.0084794),
        (0.25, 0.0),
        (0.45, 8.3077e-06),
        (0.5, 0.04),
        (0.51, 0.177553),
        (1, 5.4034e16),
        (-0.1, 14286.48),
    ],
)
def test_row_15_the_twentieth_error_hangs_on_alpha(ask: Ask, alpha: float, twentieth: float) -> None:
    errors, _, _ = ask("alpha", "train_with_alpha", 0.5, 2, 0.8, alpha, 20)

    assert errors[-1] == about(twentieth, rel=1e-4, abs=1e-18)


def test_row_15_a_quarter_gets_there_in_one_step_and_a_half_never_moves(ask: Ask) -> None:
    at_once, _, _ = ask("alpha", "train_with_alpha", 0.5, 2, 0.8, 0.25, 20)
    never, _, _ = ask("alpha", "train_with_alpha", 0.5, 2, 0.8, 0.5, 20)

    assert at_once[1:].tolist() == about([0.0] * 19, abs=1e-18)
    assert never.tolist() == about([0.04] * 20)


# ------------------------------------------------------------------------------------------------- one sigmoid unit


def test_row_16_a_sigmoid_unit_of_two_inputs(ask: Ask) -> None:
    output = ask("gradient_step", "sigmoid", 1 * 0.5 + 2 * -0.5)
    step = ask("gradient_step", "weight_step", np.array([1, 2]), 0.5, np.array([0.5, -0.5]), 0.5)

    assert output == about(0.3775406687981454)
    assert 0.5 - output == about(0.1224593312018546)
    assert step.tolist() == about([0.01438919871308019, 0.02877839742616038])


def test_row_17_a_sigmoid_unit_of_four_inputs(ask: Ask) -> None:
    output = ask("gradient_step", "sigmoid", 0.8)
    step = ask("gradient_step", "weight_step", np.array([1, 2, 3, 4]), 0.5, np.array([0.5, -0.5, 0.3, 0.1]), 0.5)

    assert output == about(0.6899744811276125)
    assert 0.5 - output == about(-0.1899744811276125)
    assert step.tolist() == about(
        [-0.02031869180230399, -0.04063738360460799, -0.06095607540691198, -0.08127476720921598]
    )
    # The learning rate is the inverse of the second input: so that step equals the error term, by chance.
    assert (0.5 - output) * output * (1 - output) == about(step[1])


def test_row_18_the_texts_sigmoid_unit(ask: Ask) -> None:
    x, weights = np.array([0.1, 0.3]), np.array([-0.8, 0.5])

    assert ask("mlp_forward", "hidden_inputs", x, weights[:, None]).tolist() == about([0.07])
    assert ask("gradient_step", "sigmoid", 0.07) == about(0.5174928576663897)
    assert ask("gradient_step", "weight_step", x, 0.2, weights, 0.5).tolist() == about(
        [-0.00396380307900688, -0.01189140923702065]
    )


# --------------------------------------------------------------------------------------------- forward and backward


def test_row_19_forward_through_the_network_of_seed_42(ask: Ask) -> None:
    stream = np.random.RandomState(42)  # what np.random.seed(42) starts: frozen for ever
    x, first, second = stream.randn(4), stream.normal(0, 0.1, (4, 3)), stream.normal(0, 0.1, (3, 2))

    hidden, output = ask("mlp_forward", "forward", x, first, second)

    assert hidden.tolist() == about([0.41492192287919555, 0.4260431278994376, 0.5002434041266636])
    assert output.tolist() == about([0.4981519553173773, 0.4853977214813219])


#: The text's worked example: input, weights to the hidden unit and to the output.
X, FIRST, SECOND = np.array([0.1, 0.3]), np.array([[0.4], [-0.2]]), np.array([[0.1]])


def test_row_20_the_worked_example_forward(ask: Ask) -> None:
    hidden, output = ask("mlp_forward", "forward", X, FIRST, SECOND)

    assert ask("mlp_forward", "hidden_inputs", X, FIRST).tolist() == about([-0.02])
    assert hidden.tolist() == about([0.4950001666600003])
    assert output.tolist() == about([0.512372477962617])


def test_row_20_the_worked_example_backward(ask: Ask) -> None:
    hidden, output = np.array([0.4950001666600003]), np.array([0.512372477962617])

    output_term = ask("backprop", "output_error_term", np.array([1.0]), output)
    hidden_term = ask("backprop", "hidden_error_term", output_term, SECOND, hidden)
    first, second = ask("backprop", "backprop_step", X, np.array([1.0]), FIRST, SECOND, 0.5)

    assert output_term.tolist() == about([0.1218322353606694])
    assert hidden_term.tolist() == about([0.003045501323732555])
    assert second.ravel().tolist() == about([0.030153488404045865])
    assert first.ravel().tolist() == about([0.00015227506618663, 0.00045682519855988])


def test_row_20_the_texts_rounded_step_is_one_and_a_half_percent_off(ask: Ask) -> None:
    exact, _ = ask("backprop", "backprop_step", X, np.array([1.0]), FIRST, SECOND, 0.5)

    rounded = 0.5 * 0.003 * X

    assert rounded.tolist() == about([0.00015, 0.00045])
    assert (100 * (1 - rounded / exact.ravel())).tolist() == about([1.5, 1.5], rel=0, abs=0.1)
    assert answer_to("backprop", "q_rounding") == about(1.5)


def test_row_21_a_step_of_the_larger_network(ask: Ask) -> None:
    first, second = ask(
        "backprop",
        "backprop_step",
        np.array([0.5, 0.1, -0.2]),
        np.array([0.6]),
        np.array([[0.5, -0.6], [0.1, -0.2], [0.1, 0.7]]),
        np.array([[0.1], [-0.3]]),
        0.5,
    )

    assert first.tolist() == [
        about([1.770055466373534e-04, -5.1117850598771553e-04]),
        about([3.5401109327470683e-05, -1.0223570119754312e-04]),
        about([-7.0802218654941366e-05, 2.0447140239508623e-04]),
    ]
    assert second.tolist() == [about([0.00804047394804529]), about([0.00555918091168283])]


def test_row_22_a_sigmoid_passes_on_a_quarter_at_most(ask: Ask) -> None:
    places = np.linspace(-8, 8, 161)

    slopes = ask("gradient_step", "sigmoid_prime", places)

    assert ask("gradient_step", "sigmoid_prime", 0.0) == 0.25
    assert (slopes.max(), places[slopes.argmax()]) == (0.25, 0.0)
    assert ask("backprop", "largest_share", 1) == 1 - 0.75
    assert ask("backprop", "largest_share", 2) == 1 - 0.9375


def test_row_22_the_questions_about_it_have_its_figures() -> None:
    assert answer_to("gradient_step", "q_sigmoid_slope") == 0.25
    assert answer_to("backprop", "q_output_loss") == 0.75
    assert answer_to("backprop", "q_hidden_loss") == 0.9375


def test_row_22_what_comes_back_to_a_hidden_unit_is_never_more(ask: Ask) -> None:
    draw = np.random.RandomState(42)
    miss, output = draw.uniform(-1, 1, 200), draw.uniform(0, 1, 200)
    hidden, weights = draw.uniform(0, 1, 200), np.diag(draw.uniform(-1, 1, 200))  # each unit has an output of its own

    output_terms = ask("backprop", "output_error_term", output + miss, output)
    hidden_terms = ask("backprop", "hidden_error_term", output_terms, weights, hidden)

    assert np.all(abs(output_terms) <= (1 - 0.75) * abs(miss))
    assert np.all(abs(hidden_terms) <= (1 - 0.9375) * abs(miss))


def test_row_23_a_product_that_does_not_fit_is_a_value_error(grader: Grader) -> None:
    outcome = outcome_of(grader, COURSE.assignment("mlp_forward"), "product_shape", (3, 2), (3,))

    # NumPy's texts differ between its two ways to multiply; the type does not.
    with pytest.raises(ValueError, match="shapes"):
        np.dot(np.ones((3, 2)), np.ones(3))
    with pytest.raises(ValueError, match="matmul"):
        np.ones((3, 2)) @ np.ones(3)
    assert (outcome.ending, outcome.exception) == (Ending.RAISED, "ValueError")
    assert answer_to("mlp_forward", "q_error_type") == "ValueError"


def test_every_row_has_its_test() -> None:
    rows = {name[len("test_row_") :][:2] for name in globals() if name.startswith("test_row_")}

    assert rows == {f"{row:02}" for row in range(1, 24)}
