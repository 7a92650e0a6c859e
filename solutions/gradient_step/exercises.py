"""The gradient step: points, cases, wrong versions and questions, in the notebook's order.

Wrong versions see what the reference notebook defines: `np`, `pd`, `sigmoid` and the rest of it. Figures that should
come to nothing are judged at `ROUNDING`: another order of the arithmetic leaves specks of that size there.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from autograder.spec import Case, Exercise, Question, Source, Table, Tolerance, View, WrongAnswer, patch, wrong

ROUNDING = Tolerance(atol=1e-12)
#: Far out on the sigmoid's flat ends right forms differ in their last digits, and those digits are tiny.
FAR_OUT = Tolerance(atol=1e-12)

LESSON = (0.5, 0.5, 0.8)  # weight, input, goal
TOES = (0.1, 8.5, 1.0)


def between(random: np.random.Generator, low: float, high: float) -> float:
    """Draw a plain Python float."""
    return float(random.uniform(low, high))


def setting(random: np.random.Generator, miss: float, sign: int = 1) -> tuple[float, float, float]:
    """Draw (weight, input, goal_pred) with that miss (prediction minus goal) and an input of that sign below one."""
    weight, input = between(random, 1.1, 1.9), sign * between(random, 0.55, 0.95)
    return weight, input, weight * input - miss


# --------------------------------------------------------------------------------------------- direction_and_amount


def hidden_direction_and_amount(random: np.random.Generator) -> Iterator[Case]:
    weight, input, goal_pred = setting(random, between(random, 0.2, 0.6))
    yield Case("a prediction above the goal", (weight, input, goal_pred))
    yield Case("a prediction below the goal", setting(random, -between(random, 0.2, 0.6)))
    yield Case("a miss larger than one", setting(random, between(random, 2, 4)))
    yield Case("a large input", (weight, between(random, 3, 9), goal_pred))
    yield Case("a negative input, too low", setting(random, -between(random, 0.2, 0.6), sign=-1))
    yield Case("a negative input, too high", setting(random, between(random, 0.2, 0.6), sign=-1))
    yield Case("a negative weight", (-weight, input, goal_pred))
    yield Case("an input of zero", (weight, 0.0, goal_pred))
    yield Case("a weight of zero", (0.0, input, goal_pred))
    yield Case("a goal of zero", (weight, input, 0.0))
    yield Case("standing on the goal", (1.5, 0.5, 0.75))
    yield Case("whole numbers", (int(random.integers(2, 5)), int(random.integers(6, 9)), int(random.integers(2, 5))))


def pure_error_only(weight, input, goal_pred):
    """That is the miss, measured in predictions. What translates it into something for the weight?"""
    return input * weight - goal_pred


def goal_minus_prediction(weight, input, goal_pred):
    """Everything is there, with the other sign. Should a prediction that is too low give plus or minus here?"""
    return (goal_pred - input * weight) * input


def with_the_factor_two(weight, input, goal_pred):
    """Twice what is asked. You know your derivatives! But which factor does the formula of this part leave out?"""
    return 2 * (input * weight - goal_pred) * input


def times_the_weight(weight, input, goal_pred):
    """The miss is multiplied, but by what? In the lesson's example weight and input are the same number."""
    return (input * weight - goal_pred) * weight


def divided_by_the_input(weight, input, goal_pred):
    """A larger input should give a larger amount. Does it in yours? And what happens with an input of zero?"""
    return (input * weight - goal_pred) / input


def direction_only(weight, input, goal_pred):
    """A direction, and always the same amount. Which part of the miss did you throw away?"""
    return np.sign(input * weight - goal_pred) * input


def amount_only(weight, input, goal_pred):
    """An amount that is never negative. How would the weight know when to rise and when to fall?"""
    return abs(input * weight - goal_pred) * input


def squared_miss(weight, input, goal_pred):
    """You multiply the error, the squared one. Does a square still know on which side the prediction missed?"""
    return (input * weight - goal_pred) ** 2 * input


def already_moved(weight, input, goal_pred):
    """You went one step further than asked: this is where the weight ends up. What is it that moved it there?"""
    return weight - (input * weight - goal_pred) * input


def size_of_the_input(weight, input, goal_pred):
    """Right while the input is positive. Which of the input's effects is lost when you take its size?"""
    return (input * weight - goal_pred) * abs(input)


def lost_parentheses(weight, input, goal_pred):
    """A product binds tighter than a minus. What is multiplied by the input in yours: the miss, or a part of it?"""
    return input * weight - goal_pred * input


direction_and_amount = Exercise(
    "direction_and_amount",
    points=0.5,
    public=[
        Case("the lesson's example", LESSON, documented=-0.275),
        Case("the toes", TOES, documented=-1.275),
        Case("a weight of nothing, input 1.1", (0.0, 1.1, 0.8), documented=-0.88),
        Case("above the goal, input 1.1", (0.88, 1.1, 0.8), documented=0.1848),
        Case("a negative input", (1.0, -1.0, 0.8), documented=1.8),
    ],
    hidden=hidden_direction_and_amount,
    misconceptions=[
        wrong("G50", pure_error_only),
        wrong("G51", goal_minus_prediction),
        wrong("G52", with_the_factor_two),
        wrong("G53", times_the_weight),
        wrong("G54", divided_by_the_input),
        wrong("G55", direction_only),
        wrong("G56", amount_only),
        wrong("G57", squared_miss),
        wrong("G58", already_moved),
        wrong("G59", size_of_the_input),
        wrong("G60", lost_parentheses),
    ],
    tolerance=ROUNDING,
)


# ---------------------------------------------------------------------------------------------------- three_effects


def hidden_three_effects(random: np.random.Generator) -> Iterator[Case]:
    weight, input, goal_pred = setting(random, between(random, 0.2, 0.6))
    yield Case("a prediction above the goal", (weight, input, goal_pred))
    yield Case("a prediction below the goal", setting(random, -between(random, 0.2, 0.6)))
    yield Case("a negative input, too low", setting(random, -between(random, 0.2, 0.6), sign=-1))
    yield Case("a negative input, too high", setting(random, between(random, 0.2, 0.6), sign=-1))
    yield Case("an input of zero", (weight, 0.0, goal_pred))
    yield Case("an input of zero and a negative goal", (weight, 0.0, -goal_pred - 1))
    yield Case("an input of zero, as a whole number", (weight, 0, goal_pred))
    yield Case("standing on the goal, with an input that is not zero", (1.5, 0.5, 0.75))
    yield Case("a tiny input", (weight, between(random, 1e-5, 9e-5), goal_pred))
    yield Case("a tiny negative input", (weight, -between(random, 1e-5, 9e-5), goal_pred))
    yield Case("a large input", (weight, between(random, 3, 9), goal_pred))
    yield Case("a negative weight", (-weight, input, goal_pred))
    yield Case("weight and input both negative", (-weight, -input, goal_pred))
    yield Case("whole numbers", (int(random.integers(2, 5)), -int(random.integers(6, 9)), int(random.integers(2, 5))))


three_effects = Exercise(
    "three_effects",
    points=1,
    public=[
        Case("a large input", (1.0, 2.0, 0.8), documented=(1.2, 2.4, False, False)),
        Case("a small input", (1.0, 0.5, 0.8), documented=(-0.3, -0.15, False, False)),
        Case("an input of zero", (1.0, 0.0, 0.8), documented=(-0.8, 0.0, True, False)),
        Case("a negative input", (1.0, -1.0, 0.8), documented=(-1.8, 1.8, False, True)),
        Case("the lesson's example", LESSON, documented=(-0.55, -0.275, False, False)),
    ],
    hidden=hidden_three_effects,
    misconceptions=[
        patch(
            "G61",
            "input < 0",
            "pure_error * input < 0",
            "Your last answer says that the weight delta is negative. Was a sign turned on the way there?",
        ),
        patch(
            "G62",
            "input < 0",
            "input <= 0",
            "What does an input of zero do to the sign of the pure error? You count it among those that turn it.",
        ),
        patch(
            "G63",
            "input == 0",
            "pure_error * input == 0",
            "The weight delta can be zero for two reasons, and only one of them is the input's doing. Which?",
        ),
        patch(
            "G64",
            "input == 0",
            "pure_error == 0",
            "Your third answer asks whether the prediction was right. Is it the miss that stops the change here?",
        ),
        patch(
            "G65",
            "pure_error = input * weight - goal_pred",
            "pure_error = goal_pred - input * weight",
            "Both numbers have the other sign. From what is the goal taken away when the pure error is formed?",
        ),
        patch(
            "G66",
            "pure_error = input * weight - goal_pred",
            "pure_error = abs(input * weight - goal_pred)",
            "Your pure error is never negative. How would one tell then on which side the prediction missed?",
        ),
        patch(
            "G67",
            "pure_error = input * weight - goal_pred",
            "pure_error = (input * weight - goal_pred) ** 2",
            "The error is squared, the pure error is not. Which one is asked for?",
        ),
        patch(
            "G68",
            "return pure_error, pure_error * input, input == 0",
            "return pure_error, pure_error, input == 0",
            "Your weight delta is the pure error once more. What should have happened to it in between?",
        ),
        patch(
            "G69",
            "return pure_error, pure_error * input, input == 0, input < 0",
            "return pure_error, pure_error * input, input < 0, input == 0",
            "Two answers have changed places. In which order does the contract ask for stopping and reversal?",
        ),
        patch(
            "G70",
            "return pure_error, pure_error * input, input == 0, input < 0",
            "return pure_error * input, pure_error, input == 0, input < 0",
            "Two numbers have changed places. Which comes first, what goes into the multiplication or what comes out?",
        ),
        patch(
            "G71",
            "input < 0",
            "weight < 0",
            "You look at the weight's sign. Which number is it that the pure error is multiplied by?",
        ),
        patch(
            "G72",
            "pure_error * input, input == 0",
            "pure_error * abs(input), input == 0",
            "You report a reversal, and your weight delta has not got one. What is lost by taking a size?",
        ),
    ],
    tolerance=ROUNDING,
)


# --------------------------------------------------------------------------------------------------- gradient_train


def hidden_gradient_train(random: np.random.Generator) -> Iterator[Case]:
    rounds = int(random.integers(9, 15))
    weight, input, goal_pred = setting(random, between(random, 0.3, 0.6))
    yield Case("a start above the goal", (weight, input, goal_pred, rounds))
    yield Case("a start below the goal", (*setting(random, -between(random, 0.3, 0.6)), rounds + 1))
    yield Case("a negative input, too low", (*setting(random, -between(random, 0.3, 0.6), sign=-1), rounds))
    yield Case("a negative input, too high", (*setting(random, between(random, 0.3, 0.6), sign=-1), rounds))
    yield Case("a negative weight", (-weight, input, goal_pred, rounds))
    yield Case("an input above one: the weight overshoots", (weight, between(random, 1.15, 1.35), goal_pred, rounds))
    yield Case("an input of zero", (weight, 0.0, goal_pred, rounds))
    yield Case("a goal of zero", (weight, input, 0.0, rounds))
    yield Case("standing on the goal from the start", (1.5, 0.5, 0.75, rounds))
    yield Case("many rounds, nearly there", (*setting(random, between(random, 0.3, 0.6)), 30))
    yield Case("a single round", (*setting(random, -between(random, 0.3, 0.6)), 1))
    yield Case("whole numbers at the start", (int(random.integers(3, 6)), 1, int(random.integers(7, 9)), 3))
    yield Case(
        "a large input: the errors explode",
        (0.5, 2, 0.8, 20),
        views=(
            View((0, slice(0, 3)), documented=[0.04, 0.36, 3.24]),
            View((0, slice(-3, None)), documented=[0.04 * 9**17, 0.04 * 9**18, 0.04 * 9**19]),
            View((1, slice(0, 3)), documented=[1.0, 0.2, 2.6]),
            View((0,)),
            View((1,)),
            View((2,)),
        ),
        tolerance=Tolerance(),
    )


def ascends(weight, input, goal_pred, iterations):
    """The errors grow from round to round. Against which direction is the weight to move?"""
    errors, predictions = [], []
    for _ in range(iterations):
        predictions.append(input * weight)
        errors.append((input * weight - goal_pred) ** 2)
        weight = weight + (input * weight - goal_pred) * input
    return np.array(errors), np.array(predictions), weight


def gives_up_early(weight, input, goal_pred, iterations):
    """Your loop stops as soon as it is nearly there. Who decides how many rounds there are?"""
    errors, predictions = np.zeros(iterations), np.zeros(iterations)
    for iteration in range(iterations):
        delta = input * weight - goal_pred
        predictions[iteration], errors[iteration] = input * weight, delta**2
        if abs(delta) < 1e-3:
            break
        weight = weight - delta * input
    return errors, predictions, weight


def turns_the_input(weight, input, goal_pred, iterations):
    """You changed the world and left the machine as it was. Which of the two factors is yours to turn?"""
    errors, predictions = [], []
    for _ in range(iterations):
        pred = input * weight
        predictions.append(pred)
        errors.append((pred - goal_pred) ** 2)
        input = input - (pred - goal_pred) * weight
    return np.array(errors), np.array(predictions), weight


def predicts_once(weight, input, goal_pred, iterations):
    """Every round of yours corrects the same old miss. Where is the prediction made, inside the loop or before it?"""
    pred = input * weight
    errors, predictions = np.full(iterations, (pred - goal_pred) ** 2), np.full(iterations, float(pred))
    for _ in range(iterations):
        weight = weight - (pred - goal_pred) * input
    return errors, predictions, weight


def amount_worked_out_once(weight, input, goal_pred, iterations):
    """Your steps are all equally long. How often is the amount worked out, and how often should it be?"""
    errors, predictions = [], []
    amount = (input * weight - goal_pred) * input
    for _ in range(iterations):
        predictions.append(input * weight)
        errors.append((input * weight - goal_pred) ** 2)
        weight = weight - amount
    return np.array(errors), np.array(predictions), weight


def recorded_after_the_move(weight, input, goal_pred, iterations):
    """Your history starts one round late: its first entry is already better. What comes first, recording or moving?"""
    errors, predictions = [], []
    for _ in range(iterations):
        weight = weight - (input * weight - goal_pred) * input
        predictions.append(input * weight)
        errors.append((input * weight - goal_pred) ** 2)
    return np.array(errors), np.array(predictions), weight


def error_after_the_move(weight, input, goal_pred, iterations):
    """Your predictions are from before the move and your errors from after it. To which weight does a round belong?"""
    errors, predictions = [], []
    for _ in range(iterations):
        predictions.append(input * weight)
        weight = weight - (input * weight - goal_pred) * input
        errors.append((input * weight - goal_pred) ** 2)
    return np.array(errors), np.array(predictions), weight


def weight_before_the_last_move(weight, input, goal_pred, iterations):
    """Both histories are right. Which weight do you return: does it have the last round's move in it?"""
    errors, predictions, last = [], [], weight
    for _ in range(iterations):
        last = weight
        predictions.append(input * weight)
        errors.append((input * weight - goal_pred) ** 2)
        weight = weight - (input * weight - goal_pred) * input
    return np.array(errors), np.array(predictions), last


MOVE = "weight = weight - (pred - goal_pred) * input"

# C15, counting the miss from the goal and adding, is right: right_forms.py holds it.
gradient_train = Exercise(
    "gradient_train",
    points=1.5,
    foundations=("direction_and_amount",),
    public=[
        Case(
            "the lesson's twenty rounds",
            (*LESSON, 20),
            views=(
                View((0, slice(0, 3)), documented=[0.3025, 0.17015625, 0.095712890625]),
                View((1, slice(0, 3)), documented=[0.25, 0.3875, 0.490625]),
                View(
                    (0, slice(17, 20)),
                    documented=[1.7092608064027242e-05, 9.614592036015323e-06, 5.408208020258491e-06],
                ),
                View((1, slice(17, 20)), documented=[0.7958656792499823, 0.7968992594374867, 0.7976744445781151]),
                View((0,)),
                View((1,)),
                View((2,)),
            ),
            tolerance=Tolerance(),
        ),
        Case(
            "four rounds from a weight of nothing",
            (0.0, 0.5, 0.8, 4),
            views=(
                View((0,), documented=[0.64, 0.36, 0.2025, 0.11390625]),
                View((1,), documented=[0.0, 0.2, 0.35, 0.4625]),
                View((2,)),
            ),
        ),
        Case(
            "four rounds with an input above one",
            (0.0, 1.1, 0.8, 4),
            views=(
                View((0,), documented=[0.64, 0.028224, 0.0012446784, 5.489031744e-05]),
                View((1,), documented=[0.0, 0.968, 0.76472, 0.8074088]),
                View((2,)),
            ),
        ),
        Case("a negative input", (1.0, -0.5, 0.8, 3)),
    ],
    hidden=hidden_gradient_train,
    misconceptions=[
        wrong("C01", ascends),  # and C02, which takes the prediction from the goal and still subtracts: the same
        patch(
            "C03",
            MOVE,
            "weight = weight - (pred - goal_pred)",
            "Your weight moves by the whole miss. What stands between a miss and the weight?",
        ),
        patch(
            "C05",
            MOVE,
            "weight = weight - 2 * (pred - goal_pred) * input",
            "You go down the true derivative, a respectable method with other figures. Which factor is left out here?",
        ),
        patch(
            "C06",
            MOVE,
            "weight = weight - (pred - goal_pred) * weight",
            "By which number do you multiply the miss? In the lesson's first round the two look the same.",
        ),
        patch(
            "C07",
            MOVE,
            "weight = -(pred - goal_pred) * input",
            "After each move your weight has forgotten where it stood. What is it that the step is taken from?",
        ),
        patch(
            "C09",
            MOVE,
            "weight = weight - abs(pred - goal_pred) * input",
            "Your weight moves the same way whether it is too low or too high. Where does the sign get lost?",
        ),
        patch(
            "C10",
            MOVE,
            "weight = weight - np.sign(pred - goal_pred) * input",
            "Your steps keep their length however near the goal is. What did the sign throw away?",
        ),
        wrong("C12", predicts_once),
        wrong("C14", recorded_after_the_move),
        wrong("C16", gives_up_early),
        wrong("C17", turns_the_input),
        wrong("G75", weight_before_the_last_move),
        wrong("G76", amount_worked_out_once),
        patch(
            "G77",
            "return errors, predictions, weight",
            "return predictions, errors, weight",
            "All three results are there. In which order does the contract list them?",
        ),
        patch(
            "G78",
            "errors[iteration] = (pred - goal_pred) ** 2",
            "errors[iteration] = abs(pred - goal_pred)",
            "The path is right, the recorded errors are not. How does this course take the sign off a miss?",
        ),
        patch(
            "G79",
            "errors[iteration] = (pred - goal_pred) ** 2",
            "errors[iteration] = pred - goal_pred",
            "Some of your recorded errors fall below zero, or would from another start. Can an error do that?",
        ),
        patch(
            "G80",
            MOVE,
            "weight = weight - (pred - goal_pred) ** 2 * input",
            "Your weight is moved by the squared error. Can a square say which way to go?",
        ),
        patch(
            "G81",
            MOVE,
            "weight = weight - 0.1 * (pred - goal_pred) * input",
            "Your steps are shortened, as if by an alpha. Does this part know one yet?",
        ),
        wrong("G82", error_after_the_move),
    ],
    tolerance=ROUNDING,
)

q_printed_lines = Question(
    "q_printed_lines",
    answer=1,
    hint="Which lines are repeated, and where does the loop's block end? Copy it into a cell and try.",
    wrong_answers=[
        WrongAnswer("G83", 4, "The loop goes round that often. Is the last line inside it?"),
        WrongAnswer("G84", 5, "Once for each round and once at the end? Count the places where something is printed."),
        WrongAnswer("G85", 0, "What happens to the lines after a loop once the loop has ended?"),
        WrongAnswer("G86", 3, "range stops before its end, but where does it start? And is the print inside at all?"),
    ],
)


# ---------------------------------------------------------------------------------------------------- one_iteration


def hidden_one_iteration(random: np.random.Generator) -> Iterator[Case]:
    alpha = between(random, 0.05, 0.4)
    weight, input, goal_pred = setting(random, between(random, 0.2, 0.6))
    yield Case("a prediction above the goal", (weight, input, goal_pred, alpha))
    yield Case("a prediction below the goal", (*setting(random, -between(random, 0.2, 0.6)), alpha))
    yield Case("a miss larger than one", (*setting(random, between(random, 2, 4)), alpha))
    yield Case("a negative input, too low", (*setting(random, -between(random, 0.2, 0.6), sign=-1), alpha))
    yield Case("a negative input, too high", (*setting(random, between(random, 0.2, 0.6), sign=-1), alpha))
    yield Case("an input of zero", (weight, 0.0, goal_pred, alpha))
    yield Case("an input of two", (weight, 2, goal_pred, alpha))
    yield Case("standing on the goal", (1.5, 0.5, 0.75, alpha))
    yield Case("an alpha of one", (weight, input, goal_pred, 1.0))
    yield Case("an alpha of nothing", (weight, input, goal_pred, 0.0))
    yield Case("an alpha above one", (weight, input, goal_pred, between(random, 1.5, 3)))
    yield Case("whole numbers", (int(random.integers(2, 5)), int(random.integers(6, 9)), int(random.integers(2, 5)), 2))
    yield Case(
        "the fourth of four steps",
        (0.734008, 1.1, 0.8, 1.0),
        views=(
            View((slice(0, 4),), documented=(0.8074088, 5.489031744e-05, 0.0074088, 0.00814968)),
            View((4,)),
        ),
    )


one_iteration = Exercise(
    "one_iteration",
    points=1,
    public=[
        Case("the toes", (*TOES, 0.01), documented=(0.85, 0.0225, -0.15, -1.275, 0.11275)),
        Case(
            "the toes, a round later",
            (0.11275, 8.5, 1.0, 0.01),
            views=(View((slice(0, 2),), documented=(0.958375, 0.001732640625)), View((slice(2, 5),))),
        ),
        Case("the first of four steps", (0.0, 1.1, 0.8, 1.0), documented=(0.0, 0.64, -0.8, -0.88, 0.88)),
        Case("the second of four steps", (0.88, 1.1, 0.8, 1.0), documented=(0.968, 0.028224, 0.168, 0.1848, 0.6952)),
        Case(
            "the third of four steps",
            (0.6952, 1.1, 0.8, 1.0),
            documented=(0.76472, 0.0012446784, -0.03528, -0.038808, 0.734008),
        ),
    ],
    hidden=hidden_one_iteration,
    misconceptions=[
        patch(
            "C18",
            "delta = pred - goal_pred\n    weight_delta = delta * input\n"
            "    new_weight = weight - alpha * weight_delta",
            "delta = goal_pred - pred\n    weight_delta = delta * input\n"
            "    new_weight = weight + alpha * weight_delta",
            "The new weight is right, and two pieces on the way have the other sign. From what is the goal taken away?",
        ),
        patch(
            "C19",
            "    weight_delta = delta * input\n    new_weight = weight - alpha * weight_delta",
            "    weight_delta = delta\n    new_weight = weight - alpha * delta * input",
            "The move is right, the weight delta that you report is not. What is the difference between it and delta?",
        ),
        patch(
            "G87",
            "    weight_delta = delta * input",
            "    weight_delta = delta",
            "Your weight moves by alpha times the plain miss. Which piece is missing between delta and weight delta?",
        ),
        patch(
            "G88",
            "new_weight = weight - alpha * weight_delta",
            "new_weight = weight - weight_delta",
            "Your step is taken in full. Which of the four arguments did you leave unused?",
        ),
        patch(
            "G89",
            "weight_delta = delta * input\n    new_weight = weight - alpha * weight_delta",
            "weight_delta = alpha * delta * input\n    new_weight = weight - weight_delta",
            "The new weight is right, and your weight delta is too small. Where does alpha come in, before or after?",
        ),
        patch(
            "G90",
            "new_weight = weight - alpha * weight_delta",
            "new_weight = weight + alpha * weight_delta",
            "All pieces are right but the last: the weight walks away from the goal. With the delta, or against it?",
        ),
        patch(
            "G91",
            "weight_delta = delta * input",
            "weight_delta = 2 * delta * input",
            "Your weight delta is the slope of the error, twice what this part calls by that name. Which is asked for?",
        ),
        patch(
            "G92",
            "weight_delta = delta * input",
            "weight_delta = error * input",
            "Two pieces measure the miss, and one of them has lost its sign. Which one did you multiply?",
        ),
        patch(
            "G93",
            "new_weight = weight - alpha * weight_delta",
            "new_weight = weight - 0.01 * weight_delta",
            "Right for the toes and for nobody else. Is there a number in your code that should be a name?",
        ),
        patch(
            "G94",
            "new_weight = weight - alpha * weight_delta",
            "new_weight = (weight - weight_delta) * alpha",
            "Your alpha shrinks the weight itself. What is it that should become shorter?",
        ),
        patch(
            "G95",
            "return pred, error, delta, weight_delta, new_weight",
            "return error, pred, delta, weight_delta, new_weight",
            "All five pieces are there. Which two have changed places, compared with the contract?",
        ),
        patch(
            "G96",
            "return pred, error, delta, weight_delta, new_weight",
            "return input * new_weight, (input * new_weight - goal_pred) ** 2, delta, weight_delta, new_weight",
            "Your prediction and error belong to the weight after the move. At which weight is the round's prediction?",
        ),
        patch(
            "G97",
            "error = (pred - goal_pred) ** 2",
            "error = pred - goal_pred",
            "Your error and your delta are the same. What makes an error of a raw one?",
        ),
        patch(
            "G98",
            "weight_delta = delta * input",
            "weight_delta = delta * weight",
            "By which number do you multiply delta? Try an example in which weight and input differ.",
        ),
        patch(
            "G99",
            "return pred, error, delta, weight_delta, new_weight",
            "return pred, error, delta, weight_delta, weight",
            "The last of your five is the weight that came in. Did the move get lost?",
        ),
    ],
    tolerance=ROUNDING,
)


# --------------------------------------------------------------------------------------------- the box with two rods

q_rods = Question(
    "q_rods",
    answer=6,
    hint="The derivative of red with respect to blue is 2. What does it say about 3 inches of blue?",
    wrong_answers=[
        WrongAnswer("G100", 1.5, "Which rod moves farther? You have gone through the box from the other side."),
        WrongAnswer("G101", 2, "That is how far red moves for a single inch of blue. How many inches are there?"),
        WrongAnswer("G102", 5, "Did you add? The box multiplies."),
        WrongAnswer("G103", 3, "Then both rods would move alike. What does the 2 do?"),
        WrongAnswer("G104", 9, "Is the motion multiplied by itself, or by what connects the rods?"),
        WrongAnswer("G105", -6, "The amount is right. Does a positive derivative turn the direction?"),
    ],
)

q_minus_one = Question(
    "q_minus_one",
    answer=-2,
    hint="Two things to say about the other rod: how far it moves, and in which direction.",
    wrong_answers=[
        WrongAnswer("G106", 2, "That is how far. In which direction, compared with the first rod?"),
        WrongAnswer("G107", 1, "The derivative was not added to the motion. What does it do with it?"),
        WrongAnswer("G108", -1, "That is what the other rod does for a single inch. How many are pushed?"),
        WrongAnswer("G109", -0.5, "Equally far in the other direction: is a half equally far?"),
    ],
)


# --------------------------------------------------------------------------------------------- numerical_derivative


def hidden_numerical_derivative(random: np.random.Generator) -> Iterator[Case]:
    place, steepness = between(random, 0.5, 2.5), between(random, -7, -3)
    yield Case("a cube", (Source("lambda x: x**3"), 2.0), documented=12.0)
    yield Case("a cube somewhere else", (Source("lambda x: x**3"), -place), documented=3 * place**2)
    yield Case("an exponential", (Source("lambda x: np.exp(x)"), 1.0), documented=np.e)
    yield Case("a wave at zero", (Source("lambda x: math.sin(x)"), 0.0), documented=1.0)
    yield Case("a wave where it falls", (Source("lambda x: math.sin(x)"), np.pi), documented=-1.0)
    yield Case("a falling line", (Source(f"lambda x: {steepness!r} * x + 5"), place), documented=steepness)
    yield Case("a constant", (Source("lambda x: 7.0"), place), documented=0.0)
    yield Case("the bottom of the bowl", (Source("lambda w: (0.5 * w - 0.8) ** 2"), 1.6), documented=0.0)
    yield Case("the right wall of the bowl", (Source("lambda w: (0.5 * w - 0.8) ** 2"), 2.4), documented=0.4)
    yield Case("a whole number as the place", (Source("lambda x: x * x * x - x"), 3), documented=26.0)
    whopper = "((({beta}) * ({gamma})) ** 2 + (({epsilon}) + 22 - ({x}))) ** (1 / 2)"
    still = {"beta": "2", "gamma": "3", "epsilon": "4", "x": "1"}
    for name, at, documented in (
        ("x", 1.0, -0.06401843996644799),
        ("beta", 2.0, 2.3046638387921274),
        ("gamma", 3.0, 1.5364425591947517),
        ("epsilon", 4.0, 0.06401843996644799),
    ):
        formula = whopper.format(**{**still, name: name})
        yield Case(f"the whopper, tugged at {name}", (Source(f"lambda {name}: {formula}"), at), documented=documented)


def one_sided(f, x):
    """You step to one side only, and a curve bends meanwhile. What would a second step do about the bend?"""
    h = 1e-5
    return (f(x + h) - f(x)) / h


def divided_by_one_h(f, x):
    """Twice too steep. How far apart are the two places at which you look?"""
    h = 1e-5
    return (f(x + h) - f(x - h)) / h


def sides_swapped(f, x):
    """Rising comes out as falling. Which side is taken away from which?"""
    h = 1e-5
    return (f(x - h) - f(x + h)) / (2 * h)


def drowned_in_rounding(f, x):
    """Your step is so small that hardly a digit of the difference is left. How many does a computer keep?"""
    h = 1e-12
    return (f(x + h) - f(x - h)) / (2 * h)


def cuts_corners(f, x):
    """Exact for parabolas, off for everything that bends otherwise. How wide is your step?"""
    h = 0.1
    return (f(x + h) - f(x - h)) / (2 * h)


def rise_without_parentheses(f, x):
    """A division binds tighter than a minus. What exactly is divided in yours?"""
    h = 1e-5
    return f(x + h) - f(x - h) / (2 * h)


def divided_by_two_then_times_h(f, x):
    """Very small! First divided by two, then multiplied: what stands in the formula's denominator, and in yours?"""
    h = 1e-5
    return (f(x + h) - f(x - h)) / 2 * h


def height_over_place(f, x):
    """That is how high the curve stands, per unit from zero. How steep is a shelf that stands high and level?"""
    return f(x) / x


def never_falls(f, x):
    """Your slopes are never negative. What would a weight learn from a slope that does not say downhill?"""
    h = 1e-5
    return abs((f(x + h) - f(x - h)) / (2 * h))


def the_lessons_weight_delta(f, x):
    """You worked out the lesson's weight delta. Where does your code ask f?"""
    return 0.5 * (0.5 * x - 0.8)


def the_lessons_slope(f, x):
    """Right for the lesson's bowl alone. Where does your code ask f?"""
    return 2 * 0.5 * (0.5 * x - 0.8)


def drifting_place(f, x):
    """Half of what it should be. You move x itself: where does it stand after a step forth and a step back?"""
    h = 1e-5
    x += h
    above = f(x)
    x -= h
    below = f(x)
    return (above - below) / (2 * h)


def rise_alone(f, x):
    """That is the rise between two places. How long was the way?"""
    h = 1e-5
    return f(x + h) - f(x - h)


def value_only(f, x):
    """That is the height of the curve at x. What is asked is how it changes around there."""
    return f(x)


numerical_derivative = Exercise(
    "numerical_derivative",
    points=1,
    public=[
        Case("the two rods", (Source("lambda blue: 2 * blue"), 0.0), documented=2.0),
        Case("a parabola", (Source("lambda x: x**2"), 2.0), documented=4.0),
        Case("the lesson's bowl", (Source("lambda weight: ((0.5 * weight) - 0.8) ** 2"), 0.5), documented=-0.55),
        Case("a bend", (Source("lambda x: x**3 - x"), 2.0), documented=11.0),
    ],
    hidden=hidden_numerical_derivative,
    misconceptions=[
        wrong("G01", one_sided),
        wrong("G02", divided_by_one_h),
        wrong("G03", sides_swapped),
        wrong("G05", drowned_in_rounding),
        wrong("G06", cuts_corners),
        wrong("G07", rise_without_parentheses),
        wrong("G09", height_over_place),
        wrong("G10", never_falls),
        wrong("G12", the_lessons_weight_delta),
        wrong("G13", the_lessons_slope),
        wrong("G15", drifting_place),
        wrong("G110", divided_by_two_then_times_h),
        wrong("G111", rise_alone),
        wrong("G112", value_only),
    ],
    tolerance=Tolerance(rtol=1e-6, atol=1e-7),
)


# ------------------------------------------------------------------------------------------------------------ chain


def hidden_chain(random: np.random.Generator) -> Iterator[Case]:
    z, rise = between(random, 0.3, 0.9), between(random, 1.2, 2.8)
    square, line = Source("lambda q: 2 * q"), Source(f"lambda z: {rise!r} * z + 1")
    yield Case("a square of a line", (square, line, Source(f"lambda z: {rise!r}"), z))
    yield Case(
        "a square of a falling line", (square, Source(f"lambda z: 1 - {rise!r} * z"), Source(f"lambda z: -{rise!r}"), z)
    )
    yield Case(
        "a cube of a square", (Source("lambda q: 3 * q**2"), Source("lambda z: z**2"), Source("lambda z: 2 * z"), z + 1)
    )
    yield Case(
        "an exponential of a wave",
        (Source("lambda q: math.exp(q)"), Source("lambda z: math.sin(z)"), Source("lambda z: math.cos(z)"), z),
    )
    yield Case(
        "a wave of an exponential",
        (Source("lambda q: math.cos(q)"), Source("lambda z: math.exp(z)"), Source("lambda z: math.exp(z)"), z),
    )
    yield Case(
        "a negative place",
        (Source("lambda q: 3 * q**2"), Source("lambda z: z**3 + 2"), Source("lambda z: 3 * z**2"), -z),
    )
    yield Case(
        "a place of zero", (Source("lambda q: q + 2"), Source("lambda z: 3 * z + 4"), Source("lambda z: 3"), 0.0)
    )
    yield Case(
        "an inner slope of zero",
        (Source("lambda q: q + 2"), Source("lambda z: z**2 + 1"), Source("lambda z: 2 * z"), 0.0),
    )
    yield Case(
        "an outer slope of zero", (Source("lambda q: 2 * q"), Source("lambda z: z - 2"), Source("lambda z: 1"), 2.0)
    )
    yield Case(
        "an inner function that changes nothing",
        (Source("lambda q: 3 * q**2"), Source("lambda z: z"), Source("lambda z: 1"), z),
    )
    yield Case(
        "a whole number as the place",
        (
            Source("lambda q: 2 * q"),
            Source("lambda z: z**2 - 3"),
            Source("lambda z: 2 * z"),
            int(random.integers(3, 7)),
        ),
    )


def outer_at_the_wrong_place(outer_prime, inner, inner_prime, z):
    """Both slopes multiplied, but the outer one is read at the wrong place. What is it that reaches the outer stage?"""
    return outer_prime(z) * inner_prime(z)


def outer_slope_alone(outer_prime, inner, inner_prime, z):
    """The outer gear is right. What does the inner gear add to the motion?"""
    return outer_prime(inner(z))


def inner_slope_alone(outer_prime, inner, inner_prime, z):
    """The inner gear is right. Is it the only one?"""
    return inner_prime(z)


def slopes_added(outer_prime, inner, inner_prime, z):
    """You add the two slopes. Two gears, one behind the other: do they add their ratios?"""
    return outer_prime(inner(z)) + inner_prime(z)


def slope_of_a_slope(outer_prime, inner, inner_prime, z):
    """What do you feed to the outer derivative? Compare it with what the outer function itself is fed."""
    return outer_prime(inner_prime(z))


def inner_slope_at_the_wrong_place(outer_prime, inner, inner_prime, z):
    """The outer slope is right. At which place is the inner one to be read, before its own stage or after?"""
    return outer_prime(inner(z)) * inner_prime(inner(z))


def times_the_inner_value(outer_prime, inner, inner_prime, z):
    """You multiply by how much the inner stage gives. By how much does it move?"""
    return outer_prime(inner(z)) * inner(z)


def slopes_divided(outer_prime, inner, inner_prime, z):
    """One slope is divided by the other. Does a faster inner gear make the whole slower?"""
    return outer_prime(inner(z)) / inner_prime(z)


chain = Exercise(
    "chain",
    points=0.5,
    public=[
        Case(
            "the lesson's bowl, in two stages",
            (Source("lambda q: 2 * q"), Source("lambda weight: 0.5 * weight - 0.8"), Source("lambda weight: 0.5"), 0.5),
            documented=-0.55,
        ),
        Case(
            "a square of a line",
            (Source("lambda q: 2 * q"), Source("lambda z: 3 * z + 1"), Source("lambda z: 3"), 1.0),
            documented=24.0,
        ),
        Case(
            "a cube of a square",
            (Source("lambda q: 3 * q**2"), Source("lambda z: z**2"), Source("lambda z: 2 * z"), 2.0),
            documented=192.0,
        ),
    ],
    hidden=hidden_chain,
    misconceptions=[
        wrong("G113", outer_at_the_wrong_place),
        wrong("G114", outer_slope_alone),
        wrong("G115", inner_slope_alone),
        wrong("G116", slopes_added),
        wrong("G117", slope_of_a_slope),
        wrong("G118", inner_slope_at_the_wrong_place),
        wrong("G119", times_the_inner_value),
        wrong("G120", slopes_divided),
    ],
    tolerance=ROUNDING,
)


# ------------------------------------------------------------------------------------------------------------ slope


def hidden_slope(random: np.random.Generator) -> Iterator[Case]:
    weight, input, goal_pred = setting(random, between(random, 0.2, 0.6))
    yield Case("on the right wall of the bowl", (weight, input, goal_pred))
    yield Case("on the left wall of the bowl", setting(random, -between(random, 0.2, 0.6)))
    yield Case("far up the wall", setting(random, between(random, 2, 4)))
    yield Case("a large input", (weight, between(random, 3, 9), goal_pred))
    yield Case("a negative input, too low", setting(random, -between(random, 0.2, 0.6), sign=-1))
    yield Case("a negative input, too high", setting(random, between(random, 0.2, 0.6), sign=-1))
    yield Case("a negative weight", (-weight, input, goal_pred))
    yield Case("an input of zero", (weight, 0.0, goal_pred))
    yield Case("a goal of zero", (weight, input, 0.0))
    yield Case("at the bottom of the bowl", (1.5, 0.5, 0.75))
    yield Case("whole numbers", (int(random.integers(2, 5)), int(random.integers(6, 9)), int(random.integers(2, 5))))


def half_the_slope(weight, input, goal_pred):
    """That is the weight delta. What is the slope of a square, and what did the weight delta leave out?"""
    return input * (input * weight - goal_pred)


def inner_gear_forgotten(weight, input, goal_pred):
    """That is the slope of the outer stage. By how much does the inner one move for each unit of weight?"""
    return 2 * (input * weight - goal_pred)


def downhill(weight, input, goal_pred):
    """Yours points downhill. Which way does a slope point where the curve rises?"""
    return -2 * input * (input * weight - goal_pred)


def error_itself(weight, input, goal_pred):
    """That is how high the bowl is at this weight. How steep is it there?"""
    return (input * weight - goal_pred) ** 2


def secant_of_a_half(weight, input, goal_pred):
    """You measured over a wide step, while the bowl bends. What does a slope at one place have to do with a step?"""
    return ((input * (weight + 0.5) - goal_pred) ** 2 - (input * weight - goal_pred) ** 2) / 0.5


def steepness_without_sign(weight, input, goal_pred):
    """Steepness without its sign: on which wall of the bowl does the error fall as the weight grows?"""
    return abs(2 * input * (input * weight - goal_pred))


def seen_from_the_input(weight, input, goal_pred):
    """That is how the error answers to the input. Which of the two factors is being tugged at?"""
    return 2 * weight * (input * weight - goal_pred)


def squared_inner_gear(weight, input, goal_pred):
    """The inner gear comes in twice. How often does the chain rule ask for it?"""
    return 2 * input**2 * (input * weight - goal_pred)


slope = Exercise(
    "slope",
    points=0.5,
    foundations=("direction_and_amount",),
    public=[
        Case("the lesson's example", LESSON, documented=-0.55),
        Case("the other wall of the bowl", (2.4, 0.5, 0.8), documented=0.4),
        Case("the toes", TOES, documented=-2.55),
        Case("a negative input", (1.0, -1.0, 0.8), documented=3.6),
    ],
    hidden=hidden_slope,
    misconceptions=[
        wrong("G121", half_the_slope),
        wrong("G122", inner_gear_forgotten),
        wrong("G123", downhill),
        wrong("G124", error_itself),
        wrong("G125", secant_of_a_half),
        wrong("G126", steepness_without_sign),
        wrong("G127", seen_from_the_input),
        wrong("G128", squared_inner_gear),
    ],
    tolerance=ROUNDING,
)

q_negative_slope = Question(
    "q_negative_slope",
    answer="up",
    choices=("up", "down"),
    hint="On which wall of the bowl is the slope negative, and where does the bottom lie from there?",
    wrong_answers=[
        WrongAnswer(
            "G129", "down", "Find a place with a negative slope in the picture. Is the bottom left or right of it?"
        ),
    ],
)

q_three_numbers = Question(
    "q_three_numbers",
    answer=(0.3025, -0.55, -0.275),
    hint="Your own functions can tell all three. Which of them has a square, which a two, and which neither?",
    wrong_answers=[
        WrongAnswer("G130", (0.3025, -0.275, -0.55), "The three are right. Which of the last two is half of which?"),
        WrongAnswer("G131", (0.3025, 0.55, 0.275), "The sizes are right. On which wall of the bowl is weight 0.5?"),
        WrongAnswer("G132", (-0.55, -0.55, -0.275), "The first is the raw error. How is an error made of it?"),
        WrongAnswer(
            "G133", (0.3025, -0.275, -0.275), "Two of yours are alike. Is the slope the weight delta, exactly?"
        ),
        WrongAnswer("G134", (0.3025, -0.55, -0.55), "Two of yours are alike. What does the weight delta leave out?"),
        WrongAnswer("G135", (0.3025, -1.1, -0.55), "Is that the slope seen from the miss? What about the inner gear?"),
    ],
)


# ---------------------------------------------------------------------------------------------------------- sigmoid


def hidden_sigmoid(random: np.random.Generator) -> Iterator[Case]:
    yield Case("a small number", (between(random, 0.1, 0.9),))
    yield Case("a negative number", (-between(random, 1, 3),))
    yield Case("a large number", (between(random, 8, 12),))
    yield Case("a number far below zero", (-between(random, 8, 12),))
    yield Case("numbers very far out", (np.array([-30.0, -20.0, 20.0, 30.0]),), tolerance=FAR_OUT)
    yield Case("a whole number", (int(random.integers(2, 5)),))
    yield Case("an array of either sign", (random.uniform(-4, 4, 6),))
    yield Case("an array of one entry", (random.uniform(-4, 4, 1),))
    yield Case("an array of whole numbers", (random.permutation(np.arange(-3, 4)),))
    yield Case("a table", (random.uniform(-3, 3, (3, 2)),))


def exponent_with_the_other_sign(x):
    """Your S is mirrored: it falls. With which sign does x go into the exponent?"""
    return 1 / (1 + np.exp(x))


def precedence_of_division(x):
    """Much too large for something between 0 and 1. What does your division divide by: follow the precedence."""
    return 1 / 1 + np.exp(-x)


def hyperbolic_tangent(x):
    """An S as well, and a relative, but one that runs from -1 to 1. What should come out at zero?"""
    return np.tanh(x)


def hard_step(x):
    """Yours jumps from 0 to 1. What should be left of the difference between 0.1 and 3?"""
    return np.where(x > 0, 1.0, 0.0)


def minus_in_the_denominator(x):
    """Look at zero: you divide by nothing there. Which sign stands in the denominator?"""
    return 1 / (1 - np.exp(-x))


def softmax_of_all(x):
    """The entries of an array share one total in yours. Does an entry of the sigmoid care about its neighbours?"""
    return np.exp(x) / np.sum(np.exp(x))


def numbers_only(x):
    """Fine for a number; an array of several makes it stop. Which library's exponential works entry by entry?"""
    import math  # noqa: PLC0415

    return 1 / (1 + math.exp(-x))


def exponential_alone(x):
    """That grows, or shrinks, without end. What keeps the sigmoid between 0 and 1?"""
    return np.exp(-x)


sigmoid = Exercise(
    "sigmoid",
    points=0.5,
    public=[
        Case("zero", (0.0,), documented=0.5),
        Case("the text's example", (0.07,), documented=0.5174928576663897),
        Case("the worked example's sum", (-0.5,), documented=0.3775406687981454),
        Case(
            "three numbers at once",
            (np.array([-2.0, 0.0, 2.0]),),
            documented=[0.11920292202211755, 0.5, 0.8807970779778823],
        ),
    ],
    hidden=hidden_sigmoid,
    misconceptions=[
        wrong("G136", exponent_with_the_other_sign),
        wrong("G137", precedence_of_division),  # and the denominator alone, which comes to the same
        wrong("G138", hyperbolic_tangent),
        wrong("G139", hard_step),
        wrong("G140", minus_in_the_denominator),
        wrong("G141", softmax_of_all),
        wrong("G142", numbers_only),
        wrong("G143", exponential_alone),
    ],
)


# ---------------------------------------------------------------------------------------------------- sigmoid_prime


def hidden_sigmoid_prime(random: np.random.Generator) -> Iterator[Case]:
    yield Case("zero", (0.0,), documented=0.25)
    yield Case("a small number", (between(random, 0.1, 0.9),))
    yield Case("a negative number", (-between(random, 1, 3),))
    yield Case("a large number", (between(random, 8, 12),))
    yield Case("a number far below zero", (-between(random, 8, 12),))
    yield Case("numbers very far out", (np.array([-30.0, -20.0, 20.0, 30.0]),), tolerance=FAR_OUT)
    yield Case("a whole number", (int(random.integers(2, 5)),))
    yield Case("an array of either sign", (random.uniform(-4, 4, 6),))
    yield Case("an array of one entry", (random.uniform(-4, 4, 1),))
    yield Case("an array of whole numbers", (random.permutation(np.arange(-3, 4)),))
    yield Case("a table", (random.uniform(-3, 3, (3, 2)),))


def argument_taken_for_the_output(x):
    """You treat x as if it had been through the sigmoid already. What goes in here, the sum or the output?"""
    return x * (1 - x)


def squashed_twice(x):
    """The sigmoid was applied twice on the way to the slope. How often does h go through it?"""
    return sigmoid(sigmoid(x)) * (1 - sigmoid(sigmoid(x)))


def value_and_not_slope(x):
    """That is the sigmoid itself. What does it have to be multiplied by to become its slope?"""
    return sigmoid(x)


def plus_in_the_second_factor(x):
    """Your slope is steepest far to the right, where the S is flat. Check the sign in the second factor."""
    return sigmoid(x) * (1 + sigmoid(x))


def value_squared(x):
    """The value times itself. What is the second factor, what the value has or what it lacks?"""
    return sigmoid(x) ** 2


def square_forgotten(x):
    """Differentiated by hand? One over something has a slope with that something in the denominator, to a power."""
    return np.exp(-x) / (1 + np.exp(-x))


def slope_falls(x):
    """Your slope is negative everywhere. Does the S fall anywhere?"""
    return -sigmoid(x) * (1 - sigmoid(x))


def always_a_quarter(x):
    """One slope for all places: right in the middle of the S alone. How steep is it at its ends?"""
    return 0.25 + 0 * x


def lost_brackets(x):
    """A product binds tighter than a minus. What is it that the value is multiplied by in yours?"""
    return sigmoid(x) * 1 - sigmoid(x) * sigmoid(x) * sigmoid(x)


def slope_of_tanh(x):
    """That is the slope of a relative, tanh. How is the sigmoid's slope made from its own value?"""
    return 1 - np.tanh(x) ** 2


sigmoid_prime = Exercise(
    "sigmoid_prime",
    points=0.5,
    foundations=("sigmoid",),
    public=[
        Case("the lesson's example", (2.0,), documented=0.10499358540350652),
        Case("the worked example's sum", (-0.5,), documented=0.2350037122015945),
        Case("two numbers at once", (np.array([-2.0, 1.0]),), documented=[0.1049935854035065, 0.19661193324148185]),
    ],
    hidden=hidden_sigmoid_prime,
    misconceptions=[
        wrong("G145", argument_taken_for_the_output),
        wrong("G146", squashed_twice),
        wrong("G147", value_and_not_slope),
        wrong("G148", plus_in_the_second_factor),
        wrong("G149", value_squared),
        wrong("G150", square_forgotten),
        wrong("G151", slope_falls),
        wrong("G152", always_a_quarter),
        wrong("G153", lost_brackets),
        wrong("G154", slope_of_tanh),
    ],
)

q_sigmoid_slope = Question(
    "q_sigmoid_slope",
    answer=0.25,
    hint="Where on the S is it steepest? Put that place into the formula of the slope.",
    wrong_answers=[
        WrongAnswer("G155", 0.5, "That is the value where it is steepest. And the slope there?"),
        WrongAnswer("G156", 1.0, "That is where the sigmoid tends to. How steep is it at its steepest?"),
        WrongAnswer(
            "G157", 0.0, "That is the slope far out, or the place of the steepest slope. How steep is it there?"
        ),
        WrongAnswer(
            "G158",
            0.75,
            "The S is nowhere as steep as that. Which two numbers does the formula multiply in the middle?",
        ),
    ],
)


# ------------------------------------------------------------------------------------------------------ weight_step


def hidden_weight_step(random: np.random.Generator) -> Iterator[Case]:
    x, weights, learnrate = random.uniform(0.4, 1.6, 3), random.uniform(-0.6, 0.6, 3), between(random, 0.05, 0.3)
    yield Case("another learning rate", (x, 0.5, weights, learnrate))
    yield Case("a target above the output", (x, 1.0, weights, learnrate))
    yield Case("a target below the output", (x, 0.0, weights, learnrate))
    yield Case("a sum far from zero", (x * 5, 0.5, np.abs(weights) + 0.4, learnrate))
    yield Case("a sum far below zero", (x * 5, 1.0, -np.abs(weights) - 0.4, learnrate))
    yield Case("inputs that are zero and below", (np.array([0.0, -x[1], x[2]]), 0.9, weights, learnrate))
    yield Case("all weights zero", (x, 0.8, np.zeros(3), learnrate))
    yield Case("a single input", (x[:1], 0.1, weights[:1], learnrate))
    yield Case("five inputs", (random.uniform(-1, 1, 5), 0.3, random.uniform(-1, 1, 5), learnrate))
    yield Case("a learning rate above one", (x, 0.2, weights, between(random, 2, 5)))
    yield Case("whole numbers", (random.integers(1, 4, 3), 1, np.array([1, -1, 0]), learnrate))
    yield Case("a sum so far out that the slope is gone", (x * 30, 0.0, np.full(3, 0.8), 1.0), tolerance=FAR_OUT)


def sum_forgotten(x, y, weights, learnrate):
    """Each input goes through the sigmoid by itself. What makes one sum of them first?"""
    outputs = sigmoid(x * weights)
    return learnrate * (y - outputs) * outputs * (1 - outputs) * x


def slope_at_the_output(x, y, weights, learnrate):
    """The slope is read at the output, so the sigmoid comes in twice. At which place belongs the slope?"""
    output = sigmoid(np.dot(x, weights))
    return learnrate * (y - output) * sigmoid_prime(output) * x


def slope_at_the_inputs(x, y, weights, learnrate):
    """Each of your inputs has a slope of its own. What goes into the sigmoid: the inputs, or their weighted sum?"""
    output = sigmoid(np.dot(x, weights))
    return learnrate * (y - output) * sigmoid_prime(x) * x


def mirrored_sigmoid(x, y, weights, learnrate):
    """Your output falls when the sum rises. Check the sign in the exponent."""
    output = 1 / (1 + np.exp(np.dot(x, weights)))
    return learnrate * (y - output) * output * (1 - output) * x


def unclosed_sigmoid(x, y, weights, learnrate):
    """Your output can be larger than one. Follow the precedence in your sigmoid: what is divided by what?"""
    output = 1 / 1 + np.exp(-np.dot(x, weights))
    return learnrate * (y - output) * output * (1 - output) * x


STEP_OUTPUT = "output = sigmoid(np.dot(x, weights))"
STEP_TERM = "error_term = (y - output) * output * (1 - output)"
STEP_RETURN = "return learnrate * error_term * x"

weight_step = Exercise(
    "weight_step",
    points=1,
    foundations=("sigmoid", "sigmoid_prime"),
    public=[
        Case(
            "the worked example",
            (np.array([1.0, 2.0]), 0.5, np.array([0.5, -0.5]), 0.5),
            documented=[0.01438919871308019, 0.02877839742616038],
        ),
        Case(
            "four inputs",
            (np.array([1.0, 2.0, 3.0, 4.0]), 0.5, np.array([0.5, -0.5, 0.3, 0.1]), 0.5),
            documented=[-0.02031869180230399, -0.04063738360460799, -0.06095607540691198, -0.08127476720921598],
        ),
        Case(
            "the text's example",
            (np.array([0.1, 0.3]), 0.2, np.array([-0.8, 0.5]), 0.5),
            documented=[-0.00396380307900688, -0.01189140923702065],
        ),
        Case("a learning rate of one and an input of zero", (np.array([0.0, -1.0]), 1.0, np.array([0.3, 0.2]), 1.0)),
    ],
    hidden=hidden_weight_step,
    misconceptions=[
        patch(
            "C21",
            STEP_TERM,
            "error_term = y - output",
            "Your error term is the plain miss. Which gear of the chain lies between the output and the sum?",
        ),
        wrong("C22", slope_at_the_inputs),
        wrong("C23", slope_at_the_output),
        patch(
            "C25",
            STEP_TERM,
            "error_term = (output - y) * output * (1 - output)",
            "Your steps lead uphill. In which order does this part take the miss, now that steps are added?",
        ),
        patch(
            "C26",
            STEP_RETURN,
            "return learnrate * error_term",
            "One number comes back, the same for all weights. What makes the step of one differ from that of another?",
        ),
        patch(
            "C28",
            STEP_RETURN,
            "return error_term * x",
            "Your steps do not become shorter when they are asked to. Which argument is unused?",
        ),
        patch(
            "C29",
            STEP_RETURN,
            "return 0.5 * error_term * x",
            "Right for the examples with their learning rate. Is there a number in your code that should be a name?",
        ),
        patch(
            "C2a",
            STEP_RETURN,
            "return learnrate * error_term * x * x",
            "The inputs come in once too often. How many gears of the chain carry them?",
        ),
        patch(
            "C2b",
            STEP_RETURN,
            "return weights + learnrate * error_term * x",
            "These are the new weights. Is that what the contract wants, or the way there?",
        ),
        wrong("C2d", mirrored_sigmoid),
        wrong("C2e", unclosed_sigmoid),
        wrong("C2f", sum_forgotten),
        patch(
            "C2h",
            STEP_TERM,
            "error_term = (y - output) * output * (1 + output)",
            "Miss and inputs are in order, the slope is not. What does an output near one lack?",
        ),
        patch(
            "G160",
            STEP_OUTPUT,
            "output = np.dot(x, weights)",
            "The sum itself is taken for the output. What is it sent through first?",
        ),
        patch(
            "G161",
            STEP_RETURN,
            "return learnrate * error_term * weights",
            "Your steps are proportional to the weights. What is it that a weight is multiplied by in the sum?",
        ),
        patch(
            "G162",
            STEP_TERM,
            "error_term = 2 * (y - output) * output * (1 - output)",
            "Twice what it should be. What does the half in front of this part's error do to the 2 of the square?",
        ),
    ],
)


# ----------------------------------------------------------------------------------------------------- weight_steps


def hidden_weight_steps(random: np.random.Generator) -> Iterator[Case]:
    x, y, learnrate = random.uniform(0.4, 1.6, 3), random.uniform(0.1, 0.9, 2), between(random, 0.05, 0.3)
    weights = random.uniform(-0.6, 0.6, (3, 2))
    yield Case("three inputs, two outputs", (x, y, weights, learnrate))
    yield Case("two inputs, two outputs", (x[:2], y, weights[:2], learnrate))
    yield Case(
        "two inputs, four outputs", (x[:2], random.uniform(0, 1, 4), random.uniform(-0.6, 0.6, (2, 4)), learnrate)
    )
    yield Case(
        "three inputs, three outputs", (x, random.uniform(0, 1, 3), random.uniform(-0.6, 0.6, (3, 3)), learnrate)
    )
    yield Case("three inputs, one output", (x, y[:1], weights[:, :1], learnrate))
    yield Case(
        "one input, three outputs", (x[:1], random.uniform(0, 1, 3), random.uniform(-0.6, 0.6, (1, 3)), learnrate)
    )
    yield Case("targets of zero and one", (x, np.array([0.0, 1.0]), weights, learnrate))
    yield Case("inputs that are zero and below", (np.array([0.0, -x[1], x[2]]), y, weights, learnrate))
    yield Case("all weights zero", (x, y, np.zeros((3, 2)), learnrate))
    yield Case("sums far from zero", (x * 4, y, np.abs(weights) + 0.3, learnrate))
    yield Case("a learning rate above one", (x, y, weights, between(random, 2, 5)))
    yield Case(
        "whole numbers", (random.integers(1, 4, 3), np.array([0, 1]), np.array([[1, 0], [-1, 1], [0, -1]]), learnrate)
    )


def one_miss_for_all(x, y, weights, learnrate):
    """All outputs share one blame in yours. Does each output have a miss of its own?"""
    outputs = sigmoid(x @ weights)
    return learnrate * np.outer(x, np.sum(y - outputs) * outputs * (1 - outputs))


def mean_miss_for_all(x, y, weights, learnrate):
    """You average the misses over the outputs. Does the first output learn from what the second one did?"""
    outputs = sigmoid(x @ weights)
    return learnrate * np.outer(x, np.mean(y - outputs) * outputs * (1 - outputs))


def shares_of_a_total(x, y, weights, learnrate):
    """Your outputs always add up to one. Does a sigmoid unit know of its neighbours?"""
    exponentials = np.exp(x @ weights)
    outputs = exponentials / exponentials.sum()
    return learnrate * np.outer(x, (y - outputs) * outputs * (1 - outputs))


def divided_among_outputs(x, y, weights, learnrate):
    """The more outputs, the shorter your steps. Does the formula divide by their number?"""
    outputs = sigmoid(x @ weights)
    return learnrate * np.outer(x, (y - outputs) * outputs * (1 - outputs)) / len(y)


def turned_weights(x, y, weights, learnrate):
    """Your sums run along the wrong side of the table. What leaves an input, a row or a column?"""
    outputs = sigmoid(weights @ x)
    return learnrate * np.outer(x, (y - outputs) * outputs * (1 - outputs))


STEPS_RETURN = "return learnrate * np.outer(x, error_term)"

weight_steps = Exercise(
    "weight_steps",
    points=1,
    foundations=("sigmoid", "sigmoid_prime", "weight_step"),
    public=[
        Case(
            "one output: the worked example as a column",
            (np.array([1.0, 2.0]), np.array([0.5]), np.array([[0.5], [-0.5]]), 0.5),
            documented=[[0.01438919871308019], [0.02877839742616038]],
        ),
        Case(
            "two outputs that are asked the same",
            (np.array([1.0, 2.0]), np.array([0.5, 0.5]), np.array([[0.5, 0.5], [-0.5, -0.5]]), 0.5),
            documented=[[0.01438919871308019, 0.01438919871308019], [0.02877839742616038, 0.02877839742616038]],
        ),
        Case(
            "three inputs, two outputs",
            (np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0]), np.array([[0.2, -0.1], [0.1, 0.3], [-0.3, 0.2]]), 0.1),
        ),
    ],
    hidden=hidden_weight_steps,
    misconceptions=[
        wrong("C31", one_miss_for_all),
        patch(
            "C32",
            STEPS_RETURN,
            "return learnrate * np.outer(error_term, x)",
            "Your table is turned round. What runs down its side and what along its top, compared with the weights?",
        ),
        patch(
            "C33",
            STEPS_RETURN,
            "return learnrate * error_term * x",
            "Entry by entry, that is no table. Which shape has each factor, and what would make every pair meet?",
        ),
        wrong("C35", shares_of_a_total),
        wrong("G163", mean_miss_for_all),
        wrong("G164", divided_among_outputs),
        wrong("G165", turned_weights),
        patch(
            "G166",
            "error_term = (y - output) * output * (1 - output)",
            "error_term = y - output",
            "Your error terms are the plain misses. Which gear of the chain is missing in each?",
        ),
        patch(
            "G167",
            "error_term = (y - output) * output * (1 - output)",
            "error_term = (output - y) * output * (1 - output)",
            "Your steps lead uphill. Is the output taken from the target, or the target from the output?",
        ),
        patch(
            "G168",
            STEPS_RETURN,
            "return np.outer(x, error_term)",
            "Your steps stay as long when the caller asks for shorter ones. Which argument is unused?",
        ),
        patch(
            "G169",
            STEPS_RETURN,
            "return 0.5 * np.outer(x, error_term)",
            "Right for one learning rate alone. Is there a number in your code that should be a name?",
        ),
        patch(
            "G170",
            STEPS_RETURN,
            "return weights + learnrate * np.outer(x, error_term)",
            "These are the new weights. Does the contract ask for them, or for the change?",
        ),
        patch(
            "G171",
            STEPS_RETURN,
            "return learnrate * np.dot(error_term, error_term) * x",
            "One step for each input, and none for each output. Where do the outputs get lost?",
        ),
    ],
)


# ---------------------------------------------------------------------------------------------------------- prepare


def applicants(random: np.random.Generator, ranks: Sequence[int]) -> Table:
    """Draw a table with these ranks; no two scores of a column are alike."""
    rows = len(ranks)
    return Table(
        {
            "admit": random.permutation(np.arange(rows) % 2),
            "gre": random.permutation(np.arange(220, 820, 20))[:rows],
            "gpa": random.permutation(np.arange(226, 401))[:rows] / 100,
            "rank": np.array(ranks),
        }
    )


def hidden_prepare(random: np.random.Generator) -> Iterator[Case]:
    absent = int(random.integers(2, 4))
    others = [rank for rank in (1, 2, 3, 4) if rank != absent]
    yield Case("all four ranks", (applicants(random, random.permutation([1, 2, 3, 4, 1, 2, 3])),))
    yield Case("a rank that nobody has", (applicants(random, random.permutation(others * 3)),))
    yield Case("nobody of the first rank", (applicants(random, random.permutation([2, 3, 4, 4, 2])),))
    yield Case("nobody of the last rank", (applicants(random, random.permutation([1, 2, 3, 3, 1, 2])),))
    yield Case("one rank for everybody", (applicants(random, [int(random.integers(1, 5))] * 5),))
    yield Case("two rows", (applicants(random, random.permutation([1, 4])),))
    yield Case("many rows", (applicants(random, random.integers(1, 5, 30)),))
    table = applicants(random, [3, 1, 4, 2])
    yield Case("everybody admitted", (Table({**table.columns, "admit": [1, 1, 1, 1]}),))
    yield Case("grades that are whole numbers", (Table({**table.columns, "gpa": random.permutation([2, 3, 4, 4])}),))


def rank_as_a_number(admissions):
    """Your rank is still a quantity, in which four is twice two. What is it really, and what does it turn into?"""
    prepared = admissions[["admit", "gre", "gpa", "rank"]].astype(float)
    for column in ["gre", "gpa"]:
        prepared[column] = (prepared[column] - prepared[column].mean()) / prepared[column].std()
    return prepared


def rank_kept_beside(admissions):
    """The four new columns are right. Does the old one still have anything to say?"""
    prepared = admissions[["admit", "gre", "gpa", "rank"]].astype(float)
    for column in ["gre", "gpa"]:
        prepared[column] = (prepared[column] - prepared[column].mean()) / prepared[column].std()
    for rank in (1, 2, 3, 4):
        prepared[f"rank_{rank}"] = (admissions["rank"] == rank).astype(float)
    return prepared


def ranks_at_hand_only(admissions):
    """Right while every rank occurs. Which columns does your table have where one of the four ranks does not occur?"""
    prepared = admissions[["admit", "gre", "gpa"]].astype(float)
    for column in ["gre", "gpa"]:
        prepared[column] = (prepared[column] - prepared[column].mean()) / prepared[column].std()
    return pd.concat([prepared, pd.get_dummies(admissions["rank"], prefix="rank", dtype=float)], axis=1)  # noqa: F821


def first_rank_dropped(admissions):
    """One rank has no column of its own. Statisticians have a reason for that; what does the contract ask for?"""
    prepared = admissions[["admit", "gre", "gpa"]].astype(float)
    for column in ["gre", "gpa"]:
        prepared[column] = (prepared[column] - prepared[column].mean()) / prepared[column].std()
    for rank in (2, 3, 4):
        prepared[f"rank_{rank}"] = (admissions["rank"] == rank).astype(float)
    return prepared


def everything_standardised(admissions):
    """Your columns of ranks no longer hold noughts and ones. Which columns have a scale that needs mending?"""
    prepared = admissions[["admit", "gre", "gpa"]].astype(float)
    for rank in (1, 2, 3, 4):
        prepared[f"rank_{rank}"] = (admissions["rank"] == rank).astype(float)
    for column in prepared.columns[1:]:
        prepared[column] = (prepared[column] - prepared[column].mean()) / prepared[column].std()
    return prepared


def statistics_of_the_training_rows(admissions):
    """You took mean and deviation from a sample, a good habit that keeps test rows unseen. Which rows count here?"""
    np.random.seed(42)  # noqa: NPY002
    chosen = np.random.choice(admissions.index, size=max(2, int(len(admissions) * 0.9)), replace=False)  # noqa: NPY002
    prepared = admissions[["admit", "gre", "gpa"]].astype(float)
    for column in ["gre", "gpa"]:
        sample = prepared.loc[chosen, column]
        prepared[column] = (prepared[column] - sample.mean()) / sample.std()
    for rank in (1, 2, 3, 4):
        prepared[f"rank_{rank}"] = (admissions["rank"] == rank).astype(float)
    return prepared


def callers_table_changed(admissions):
    """Right figures, but look at the table that came in: what stands in its columns now? Whose is it?"""
    for column in ["gre", "gpa"]:
        admissions[column] = (admissions[column] - admissions[column].mean()) / admissions[column].std()
    prepared = admissions[["admit", "gre", "gpa"]].astype(float)
    for rank in (1, 2, 3, 4):
        prepared[f"rank_{rank}"] = (admissions["rank"] == rank).astype(float)
    return prepared


def one_mean_for_both(admissions):
    """You subtract one mean from both columns of scores. Do points and grades share a mean?"""
    prepared = admissions[["admit", "gre", "gpa"]].astype(float)
    scores = prepared[["gre", "gpa"]].to_numpy()
    prepared[["gre", "gpa"]] = (scores - scores.mean()) / scores.std(ddof=1)
    for rank in (1, 2, 3, 4):
        prepared[f"rank_{rank}"] = (admissions["rank"] == rank).astype(float)
    return prepared


SCORES = "prepared[column] = (values - values.mean()) / values.std()"

prepare = Exercise(
    "prepare",
    points=1,
    public=[
        Case(
            "the lesson's three rows",
            (Table({"admit": [0, 1, 1], "gre": [500, 600, 700], "gpa": [3.5, 3.0, 4.0], "rank": [1, 3, 1]}),),
            documented=Table(
                {
                    "admit": [0.0, 1.0, 1.0],
                    "gre": [-1.0, 0.0, 1.0],
                    "gpa": [0.0, -1.0, 1.0],
                    "rank_1": [1.0, 0.0, 1.0],
                    "rank_2": [0.0, 0.0, 0.0],
                    "rank_3": [0.0, 1.0, 0.0],
                    "rank_4": [0.0, 0.0, 0.0],
                }
            ),
        ),
        Case(
            "five applications",
            (
                Table(
                    {
                        "admit": [0, 0, 1, 1, 0],
                        "gre": [580, 420, 720, 560, 680],
                        "gpa": [3.22, 3.27, 2.67, 3.5, 3.9],
                        "rank": [2, 1, 2, 4, 3],
                    }
                ),
            ),
        ),
    ],
    hidden=hidden_prepare,
    misconceptions=[
        wrong("G182", rank_as_a_number),
        wrong("G183", rank_kept_beside),
        wrong("G184", ranks_at_hand_only),
        wrong("G185", first_rank_dropped),
        wrong("G186", everything_standardised),
        wrong("G187", statistics_of_the_training_rows),
        wrong("G188", callers_table_changed),
        wrong("G189", one_mean_for_both),
        patch(
            "G190",
            "values.std()",
            "values.std(ddof=0)",
            "Nearly: your spread is a little small. NumPy and pandas divide by different counts; which is asked for?",
        ),
        patch(
            "G191",
            SCORES,
            "prepared[column] = values",
            "Your scores are still in points and grades. What was to be done about the scales?",
        ),
        patch(
            "G192",
            SCORES,
            "prepared[column] = values / {'gre': 800, 'gpa': 4}[column]",
            "You divide by the most there can be. That evens the scales, but what is the mean of your columns?",
        ),
        patch(
            "G193",
            SCORES,
            "prepared[column] = (values - values.min()) / (values.max() - values.min())",
            "Your scores run from 0 to 1, another way to even scales. What are mean and deviation to be here?",
        ),
        patch(
            "G194",
            SCORES,
            "prepared[column] = values - values.mean()",
            "The means are zero. And the spread: does gre still speak louder than gpa?",
        ),
        patch(
            "G195",
            "values.std()",
            "values.var()",
            "The means are zero, the spreads are not one. What did you divide by: the deviation, or its square?",
        ),
        patch(
            "G196",
            'for column in ["gre", "gpa"]:',
            'for column in ["admit", "gre", "gpa"]:',
            "The target has been standardised, too. What should an output between 0 and 1 be compared with?",
        ),
        patch(
            "G197",
            'for column in ["gre", "gpa"]:',
            'for column in ["gre"]:',
            "One of the two scores is as it was. Which columns were to be standardised?",
        ),
    ],
    tolerance=ROUNDING,
    keeps_arguments=True,
)


# ------------------------------------------------------------------------------------------- gradient_train_records


def some_records(random: np.random.Generator, records: int, inputs: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw features, targets (both answers occur) and weights."""
    targets = random.permutation(np.arange(records) % 2).astype(float)
    return random.uniform(-1.5, 1.5, (records, inputs)), targets, random.uniform(-0.6, 0.6, inputs)


def applications(random: np.random.Generator, records: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw rows of the admissions table, prepared: features of shape (records, 6), and targets."""
    table = np.loadtxt(Path(__file__).with_name("admissions.csv"), delimiter=",", skiprows=1)
    scores = (table[:, 1:3] - table[:, 1:3].mean(axis=0)) / table[:, 1:3].std(axis=0, ddof=1)
    features = np.column_stack([scores, table[:, 3:] == np.arange(1, 5)])
    chosen = random.choice(len(table), records, replace=False)
    return features[chosen], table[chosen, 0]


def hidden_gradient_train_records(random: np.random.Generator) -> Iterator[Case]:
    learnrate = between(random, 0.1, 0.4)
    features, targets, weights = some_records(random, 7, 3)
    yield Case("seven records, one epoch", (features, targets, weights, learnrate, 1))
    yield Case("seven records, two epochs", (features, targets, weights, learnrate, 2))
    yield Case("seven records, three inputs, four epochs", (features, targets, weights, learnrate, 4))
    yield Case("fewer records than inputs", (*some_records(random, 2, 5), learnrate, 3))
    yield Case("one record, three epochs", (*some_records(random, 1, 3), learnrate, 3))
    yield Case("no epoch at all", (*some_records(random, 6, 3), learnrate, 0))
    yield Case("a learning rate above one", (*some_records(random, 6, 4), between(random, 2, 3), 3))
    yield Case("targets between zero and one", (features, random.uniform(0.1, 0.9, 7), weights, learnrate, 3))
    yield Case("weights of zero", (features, targets, np.zeros(3), learnrate, 2))
    yield Case(
        "whole numbers", (random.integers(-2, 3, (6, 3)), random.integers(0, 2, 6), np.array([1, 0, -1]), learnrate, 2)
    )
    rows, admitted = applications(random, 24)
    start = random.normal(0, 6**-0.5, 6)
    yield Case("applications from the table, the first epoch", (rows, admitted, start, 0.5, 1))
    yield Case("applications from the table, the second epoch", (rows, admitted, start, 0.5, 2))
    yield Case("applications from the table, fifty epochs", (rows, admitted, start, 0.5, 50))


def last_record_only(features, targets, weights, learnrate, epochs):
    """The last record alone decides. Does your loop over the records add to the total, or write over it?"""
    new_weights = np.array(weights, dtype=float)
    for _ in range(epochs):
        for x, y in zip(features, targets, strict=True):
            step = weight_step(x, y, new_weights, learnrate)
        new_weights = new_weights + step / len(features)
    return new_weights


def never_reset(features, targets, weights, learnrate, epochs):
    """The first epoch is right, the later ones run ahead. Where does your total start from in the second epoch?"""
    new_weights = np.array(weights, dtype=float)
    total = np.zeros(len(new_weights))
    for _ in range(epochs):
        for x, y in zip(features, targets, strict=True):
            total = total + weight_step(x, y, new_weights, learnrate)
        new_weights = new_weights + total / len(features)
    return new_weights


def learnrate_twice(features, targets, weights, learnrate, epochs):
    """The learning rate comes in when the step is made, and once more when it is added. How often is right?"""
    new_weights = np.array(weights, dtype=float)
    for _ in range(epochs):
        total = sum(weight_step(x, y, new_weights, learnrate) for x, y in zip(features, targets, strict=True))
        new_weights = new_weights + learnrate * total / len(features)
    return new_weights


def update_inside_the_records(features, targets, weights, learnrate, epochs):
    """Your weights move while the records are still being read, by an unfinished total. Is an indent too deep?"""
    new_weights = np.array(weights, dtype=float)
    for _ in range(epochs):
        total = np.zeros(len(new_weights))
        for x, y in zip(features, targets, strict=True):
            total = total + weight_step(x, y, new_weights, learnrate)
            new_weights = new_weights + total / len(features)
    return new_weights


def one_record_at_a_time(features, targets, weights, learnrate, epochs):
    """You move after every record: a good method, called stochastic, with other figures. When does a batch move?"""
    new_weights = np.array(weights, dtype=float)
    for _ in range(epochs):
        for x, y in zip(features, targets, strict=True):
            new_weights = new_weights + weight_step(x, y, new_weights, learnrate)
    return new_weights


def one_small_step_at_a_time(features, targets, weights, learnrate, epochs):
    """Divided by the number of records, yet moved after each of them. At which weights are an epoch's steps taken?"""
    new_weights = np.array(weights, dtype=float)
    for _ in range(epochs):
        for x, y in zip(features, targets, strict=True):
            new_weights = new_weights + weight_step(x, y, new_weights, learnrate) / len(features)
    return new_weights


def last_record_twice(features, targets, weights, learnrate, epochs):
    """The last record is counted once more after the loop. Which line was left behind there?"""
    new_weights = np.array(weights, dtype=float)
    for _ in range(epochs):
        steps = [weight_step(x, y, new_weights, learnrate) for x, y in zip(features, targets, strict=True)]
        new_weights = new_weights + sum(steps) / len(features) + steps[-1]
    return new_weights


def in_place(features, targets, weights, learnrate, epochs):
    """Right figures, but look at the array of the caller afterwards: it has changed. What does += do to an array?"""
    for _ in range(epochs):
        outputs = sigmoid(features @ weights)
        weights += learnrate * features.T @ ((targets - outputs) * outputs * (1 - outputs)) / len(features)
    return weights


def column_targets(features, targets, weights, learnrate, epochs):
    """A column met a row and made a table of all against all. Which shape have the targets, and which your outputs?"""
    new_weights = np.array(weights, dtype=float)
    for _ in range(epochs):
        outputs = sigmoid(features @ new_weights)
        terms = (targets.reshape(-1, 1) - outputs) * outputs * (1 - outputs)
        new_weights = new_weights + learnrate * (features.T @ terms).sum(axis=1) / len(features)
    return new_weights


BATCH_MOVE = "new_weights = new_weights + learnrate * (features.T @ error_terms) / len(features)"
BATCH_TERMS = "error_terms = (targets - outputs) * outputs * (1 - outputs)"

gradient_train_records = Exercise(
    "gradient_train_records",
    points=1.5,
    foundations=("sigmoid", "sigmoid_prime", "weight_step"),
    public=[
        Case(
            "one record, one epoch: the worked example",
            (np.array([[1.0, 2.0]]), np.array([0.5]), np.array([0.5, -0.5]), 0.5, 1),
            documented=[0.5143891987130802, -0.4712216025738396],
        ),
        Case(
            "the same record three times",
            (np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]), np.full(3, 0.5), np.array([0.5, -0.5]), 0.5, 1),
            documented=[0.5143891987130802, -0.4712216025738396],
        ),
        Case(
            "four records, two epochs",
            (
                np.array([[1.0, 0.5, -1.0], [0.0, -0.5, 1.5], [-1.0, 1.0, 0.5], [2.0, -1.5, 0.0]]),
                np.array([1.0, 0.0, 0.0, 1.0]),
                np.array([0.1, -0.2, 0.3]),
                0.5,
                2,
            ),
        ),
    ],
    hidden=hidden_gradient_train_records,
    misconceptions=[
        patch(
            "F31",
            BATCH_MOVE,
            "new_weights = new_weights + learnrate * (features.T @ error_terms)",
            "The more records, the longer your steps. What turns the sum of the steps into their mean?",
        ),
        wrong("F32", last_record_only),
        wrong("F34", never_reset),
        wrong("F35", learnrate_twice),
        patch(
            "F37",
            BATCH_MOVE,
            "new_weights += new_weights + learnrate * (features.T @ error_terms) / len(features)",
            "Your old weights come in twice with every epoch. What does += already do?",
        ),
        wrong("F38", update_inside_the_records),
        wrong("F39", one_record_at_a_time),
        patch(
            "F3b",
            BATCH_MOVE,
            "new_weights = new_weights - learnrate * (features.T @ error_terms) / len(features)",
            "Your weights climb. With the miss counted as in this part, are steps added or subtracted?",
        ),
        patch(
            "F3c",
            BATCH_MOVE,
            "new_weights = new_weights + learnrate * (features.T @ error_terms) / features.shape[1]",
            "You divide, but by what? The table has as many rows as records and as many columns as inputs.",
        ),
        wrong("F3g", last_record_twice),
        wrong("F3i", in_place),
        patch(
            "G172",
            BATCH_TERMS,
            "error_terms = targets - outputs",
            "Your error terms are the plain misses. It learns all the same! Which gear of the chain is missing?",
        ),
        patch(
            "G173",
            "for _ in range(epochs):",
            "for _ in range(1):",
            "You stop after the first epoch. Which argument says how often to go on?",
        ),
        patch(
            "G174",
            BATCH_MOVE,
            "new_weights = new_weights + 0.5 * (features.T @ error_terms) / len(features)",
            "Right for the examples' learning rate and for no other. Which number should be a name?",
        ),
        patch(
            "G175",
            "    return new_weights\n",
            "    return new_weights - weights\n",
            "That is how far the weights have come. Is the way asked for, or the place?",
        ),
        patch(
            "G176",
            "outputs = sigmoid(features @ new_weights)",
            "outputs = sigmoid(features @ weights)",
            "Every epoch of yours looks at the weights from the start. Which weights does the second epoch begin with?",
        ),
        wrong("G177", one_small_step_at_a_time),
        wrong("G178", column_targets),
        patch(
            "G179",
            BATCH_TERMS,
            "error_terms = 2 * (targets - outputs) * outputs * (1 - outputs)",
            "Your steps are twice as long. Which error do you descend, the one with the half or the one without?",
        ),
    ],
    tolerance=ROUNDING,
    keeps_arguments=True,
)

q_accuracy = Question(
    "q_accuracy",
    answer="cannot tell",
    choices=("yes", "no", "cannot tell"),
    hint="Could a wrong gradient still point roughly downhill? And could a right one look like this, too?",
    wrong_answers=[
        WrongAnswer("G180", "yes", "Break your own training on purpose and look at the accuracy. Does it notice?"),
        WrongAnswer("G181", "no", "What in her story speaks against her? Your own right training looks much like it."),
    ],
)
