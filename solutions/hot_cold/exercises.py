"""Hot and cold: points, cases, wrong versions and questions, in the notebook's order.

Most hidden arguments lie on a binary grid. There every product and every square is exact, so right versions
agree to the last bit however they order their arithmetic: on exact ties, and in the to and fro past the optimum.
The other arguments keep the goal far away, where rounding decides nothing.
"""

from collections.abc import Iterator

import numpy as np

from autograder.spec import Case, Exercise, Question, Tolerance, View, WrongAnswer, patch, wrong

EXACT = Tolerance(rtol=0.0)


def grid(random: np.random.Generator, low: int, high: int, parts: int) -> float:
    """Draw one of the numbers low/parts, (low + 1)/parts, ..., high/parts."""
    return int(random.integers(low, high, endpoint=True)) / parts


def game(random: np.random.Generator, steps_away: float, sign: int = 1) -> tuple[float, float, float, float]:
    """Draw (weight, input, goal_pred, step_amount) on the grid, with the best weight so many steps up (or down)."""
    weight = grid(random, 1, 32, 16)
    input = sign * grid(random, 9, 24, 8)
    step_amount = grid(random, 1, 8, 32)
    return weight, input, input * (weight + steps_away * step_amount), step_amount


def off_the_grid(random: np.random.Generator) -> tuple[float, float, float, float]:
    """Draw numbers with many digits, the goal at least forty steps up and three away."""
    weight, input, step_amount = random.uniform(0.2, 0.4), random.uniform(1.5, 2.5), random.uniform(0.01, 0.05)
    return weight, input, input * weight + random.uniform(5.0, 6.0), step_amount


# ---------------------------------------------------------------------------------------------------- try_both


def hidden_try_both(random: np.random.Generator) -> Iterator[Case]:
    weight, input, goal_pred, _ = game(random, 1.25)
    yield Case("the goal above the prediction", game(random, 3.25))
    yield Case("the goal below the prediction", game(random, -4.625))
    yield Case("a negative input", game(random, 2.375, sign=-1))
    yield Case("a negative weight and a negative input", (-weight, -input, goal_pred, 0.5))
    yield Case("standing on the goal: both tries miss alike", game(random, 0))
    yield Case("an input of zero", (weight, 0.0, goal_pred, 0.25))
    yield Case("a goal of zero", (weight, input, 0.0, 0.125))
    yield Case("a very large step", (weight, input, goal_pred, 10.0))
    yield Case("whole numbers", (int(random.integers(2, 5)), 3, 50, 2))
    yield Case("numbers with many digits", off_the_grid(random))


def down_before_up(weight, input, goal_pred, step_amount):
    """Both errors are there. Which of the two comes first in the description, under Returns?"""
    return (input * (weight - step_amount) - goal_pred) ** 2, (input * (weight + step_amount) - goal_pred) ** 2


def raw_misses(weight, input, goal_pred, step_amount):
    """A miss can be negative, an error cannot. What turned one into the other in the last notebook?"""
    return input * (weight + step_amount) - goal_pred, input * (weight - step_amount) - goal_pred


def absolute_misses(weight, input, goal_pred, step_amount):
    """You lose the sign with an absolute value. How do our errors lose it? Look at e in the table of letters."""
    return abs(input * (weight + step_amount) - goal_pred), abs(input * (weight - step_amount) - goal_pred)


def step_on_the_prediction(weight, input, goal_pred, step_amount):
    """Is it the prediction that takes the step, or the dial? See what the parentheses in the formula hold together."""
    # A forgotten pair of parentheses, `input * weight + step_amount`, comes to the same.
    return (input * weight + step_amount - goal_pred) ** 2, (input * weight - step_amount - goal_pred) ** 2


def step_on_the_input(weight, input, goal_pred, step_amount):
    """You turn something that the world has given. Which of the two factors is the dial?"""
    return ((input + step_amount) * weight - goal_pred) ** 2, ((input - step_amount) * weight - goal_pred) ** 2


def predictions_only(weight, input, goal_pred, step_amount):
    """These are the predictions after a step up and a step down. How far is each of them from the goal?"""
    return input * (weight + step_amount), input * (weight - step_amount)


def down_from_the_moved_weight(weight, input, goal_pred, step_amount):
    """Where did your second try set out from? Check where the weight stands after the first one."""
    weight += step_amount
    up_error = (input * weight - goal_pred) ** 2
    weight -= step_amount
    return up_error, (input * weight - goal_pred) ** 2


def step_as_a_share(weight, input, goal_pred, step_amount):
    """Your step grows with the weight. Is step_amount a share of the dial's reading, or a distance on it?"""
    return (input * weight * (1 + step_amount) - goal_pred) ** 2, (input * weight * (1 - step_amount) - goal_pred) ** 2


def changes_of_the_error(weight, input, goal_pred, step_amount):
    """These say by how much the error would change. What is asked for is the error itself after each try."""
    now = (input * weight - goal_pred) ** 2
    up_error = (input * (weight + step_amount) - goal_pred) ** 2
    return up_error - now, (input * (weight - step_amount) - goal_pred) ** 2 - now


try_both = Exercise(
    "try_both",
    points=2,
    public=[
        Case("the team's toes", (0.1, 8.5, 1, 0.01), documented=(0.004225, 0.055225)),
        Case("the lesson's first round", (0.5, 0.5, 0.8, 0.001)),
        Case("input and weight apart, a goal below the prediction", (1.5, 2.0, 0.5, 0.25)),
        Case("an input below zero", (0.25, -4.0, 1.5, 0.5)),
    ],
    hidden=hidden_try_both,
    misconceptions=[
        wrong("T01", down_before_up),
        wrong("T02", raw_misses),
        wrong("T03", absolute_misses),
        wrong("T04", step_on_the_prediction),
        wrong("T05", step_on_the_input),
        wrong("T06", predictions_only),
        wrong("T07", down_from_the_moved_weight),
        wrong("T08", step_as_a_share),
        wrong("T09", changes_of_the_error),
    ],
)


# ----------------------------------------------------------------------------------------------- hot_cold_step


def hidden_hot_cold_step(random: np.random.Generator) -> Iterator[Case]:
    weight, input, goal_pred, _ = game(random, 1.25)
    yield Case("the goal above the prediction", game(random, 3.25))
    yield Case("the goal below the prediction", game(random, -4.625))
    yield Case("a negative input, the goal reached by turning up", game(random, 5.375, sign=-1))
    yield Case("a negative input, the goal reached by turning down", game(random, -2.375, sign=-1))
    yield Case("standing on the goal: an exact tie", game(random, 0))
    yield Case("an input of zero: an exact tie", (weight, 0.0, goal_pred, 0.25))
    yield Case("near the goal, which lies a little up", game(random, 0.25))
    yield Case("near the goal, which lies a little down", game(random, -0.375))
    yield Case("a very small miss and a smaller step", (1.0, 1.0, 1.0 + 2.0**-20, 2.0**-22))
    yield Case("a very large step", (weight, input, goal_pred, 10.0))
    yield Case("whole numbers", (int(random.integers(2, 5)), 3, 50, 2))
    yield Case("numbers with many digits", off_the_grid(random))
    weight, input, _, step_amount = game(random, 0)
    yield Case("a negative weight", (-weight, input, input * (3.375 * step_amount - weight), step_amount))


def smaller_error(weight, input, goal_pred, step_amount):
    """You found the smaller error and handed it back. Where does the dial stand after that?"""
    return min((input * (weight + step_amount) - goal_pred) ** 2, (input * (weight - step_amount) - goal_pred) ** 2)


def the_turn_alone(weight, input, goal_pred, step_amount):
    """This is how far to turn and which way. Is it also the reading of the dial afterwards?"""
    up_error = (input * (weight + step_amount) - goal_pred) ** 2
    down_error = (input * (weight - step_amount) - goal_pred) ** 2
    if up_error == down_error:
        return 0.0
    return step_amount if up_error < down_error else -step_amount


def next_prediction(weight, input, goal_pred, step_amount):
    """Right turn, and then one multiplication too many: is a weight asked for, or a prediction?"""
    up_error = (input * (weight + step_amount) - goal_pred) ** 2
    down_error = (input * (weight - step_amount) - goal_pred) ** 2
    if up_error == down_error:
        return input * weight
    return input * (weight + step_amount if up_error < down_error else weight - step_amount)


hot_cold_step = Exercise(
    "hot_cold_step",
    points=3,
    public=[
        Case("the team's toes", (0.1, 8.5, 1, 0.01), documented=0.11),
        Case("a step of ten, outward", (0.5, 0.5, 0.8, 10), documented=10.5),
        Case("a step of ten, back again", (10.5, 0.5, 0.8, 10), documented=0.5),
        Case("an exact tie", (1.5, 0.5, 0.75, 0.25)),
        Case("an input below zero", (0.25, -4.0, 1.5, 0.125)),
        Case("near the goal already", (1.625, 0.5, 0.8, 0.0625)),
    ],
    hidden=hidden_hot_cold_step,
    misconceptions=[
        patch(
            "H01",
            "up_error, down_error = try_both(",
            "down_error, up_error = try_both(",
            "Your dial turns towards the larger error. Which of the two tries was warmer?",
        ),
        patch(
            "H02",
            "if up_error < down_error:",
            "if up_error <= down_error:",
            "What does your version do when both tries miss by exactly the same? It turns up. What does the rule say?",
        ),
        patch(
            "H03",
            "if down_error < up_error:",
            "if down_error <= up_error:",
            "Your last branch also catches two equal errors, and then it turns the dial down. What should a tie do?",
        ),
        patch(
            "H04",
            "    if up_error < down_error:",
            "    if min(up_error, down_error) >= (input * weight - goal_pred) ** 2:\n        return weight\n"
            "    if up_error < down_error:",
            "Your dial stays where both tries are worse than staying. Does the rule look at the present error?",
        ),
        patch(
            "H05",
            "if up_error < down_error:",
            "if True:",
            "Your dial always turns up. What has to happen where up is not the warmer side?",
        ),
        patch(
            "H06",
            "up_error, down_error = try_both(weight, input, goal_pred, step_amount)",
            "up_error, down_error = input * weight, goal_pred",
            "You compare the prediction with the goal. Does turning up raise the prediction whatever the input?",
        ),
        patch(
            "H07",
            "up_error, down_error = try_both(",
            "step_amount = 0.001\n    up_error, down_error = try_both(",
            "Your step has always the same length, whatever the caller asks for. Which argument did you leave unused?",
        ),
        wrong("H08", smaller_error),
        wrong("H09", the_turn_alone),
        wrong("H10", next_prediction),
    ],
    foundations=("try_both",),
)


# ---------------------------------------------------------------------------------------------- hot_cold_train


def hidden_hot_cold_train(random: np.random.Generator) -> Iterator[Case]:
    weight, input, goal_pred, _ = game(random, 1.25)
    rounds = int(random.integers(14, 25))
    yield Case("past the goal, from below", (*game(random, 6.375), rounds))
    yield Case("past the goal, from above", (*game(random, -7.25), rounds))
    yield Case("past the goal, with another number of rounds", (*game(random, -5.375), rounds + 1))
    yield Case("a negative input, turning up", (*game(random, 4.375, sign=-1), rounds))
    yield Case("a negative input, turning down", (*game(random, -4.25, sign=-1), rounds))
    yield Case("a goal that the steps meet exactly", (*game(random, 3), rounds))
    yield Case("standing on the goal from the start", (*game(random, 0), rounds))
    yield Case("an input of zero", (weight, 0.0, goal_pred, 0.25, rounds))
    yield Case("a very large step", (weight, input, goal_pred, 10.0, rounds))
    yield Case("on the way, not there yet", (*game(random, 40.25), rounds))
    yield Case("a single round", (*game(random, -9.25), 1))
    yield Case("numbers with many digits", (*off_the_grid(random), rounds))


def weight_before_the_last_move(weight, input, goal_pred, step_amount, iterations):
    """Both histories are right. Which weight do you return: does it have the last round's move in it?"""
    errors, predictions = [], []
    for _ in range(iterations):
        last = weight
        predictions.append(input * weight)
        errors.append((input * weight - goal_pred) ** 2)
        up_error = (input * (weight + step_amount) - goal_pred) ** 2
        down_error = (input * (weight - step_amount) - goal_pred) ** 2
        weight += step_amount * (int(up_error < down_error) - int(down_error < up_error))
    return np.array(errors), np.array(predictions), last


def recorded_after_the_move(weight, input, goal_pred, step_amount, iterations):
    """Your history starts one round late: its first entry is already better. What comes first, recording or moving?"""
    errors, predictions = [], []
    for _ in range(iterations):
        up_error = (input * (weight + step_amount) - goal_pred) ** 2
        down_error = (input * (weight - step_amount) - goal_pred) ** 2
        weight += step_amount * (int(up_error < down_error) - int(down_error < up_error))
        predictions.append(input * weight)
        errors.append((input * weight - goal_pred) ** 2)
    return np.array(errors), np.array(predictions), weight


def tried_once_before_the_loop(weight, input, goal_pred, step_amount, iterations):
    """Your weight marches on in the direction of the first round. How often are the two tries made in your code?"""
    errors, predictions = [], []
    up_error = (input * (weight + step_amount) - goal_pred) ** 2
    down_error = (input * (weight - step_amount) - goal_pred) ** 2
    for _ in range(iterations):
        predictions.append(input * weight)
        errors.append((input * weight - goal_pred) ** 2)
        weight += step_amount * (int(up_error < down_error) - int(down_error < up_error))
    return np.array(errors), np.array(predictions), weight


def predicted_once_before_the_loop(weight, input, goal_pred, step_amount, iterations):
    """The weight moves, yet your history says the same thing every round. When is the prediction made?"""
    errors = np.full(iterations, (input * weight - goal_pred) ** 2)
    predictions = np.full(iterations, input * weight)
    for _ in range(iterations):
        up_error = (input * (weight + step_amount) - goal_pred) ** 2
        down_error = (input * (weight - step_amount) - goal_pred) ** 2
        weight += step_amount * (int(up_error < down_error) - int(down_error < up_error))
    return errors, predictions, weight


# B15, comparing absolute misses and recording squared ones, is right: right_forms.py holds it.
hot_cold_train = Exercise(
    "hot_cold_train",
    points=4,
    public=[
        Case(
            # Judged up to the goal only: past it, rounding decides whether a right version turns, and so the weight.
            "the lesson's long climb",
            (0.5, 0.5, 0.8, 0.001, 1101),
            views=(
                View((0, slice(0, 2)), documented=[0.3025, 0.30195025]),
                View((1, slice(0, 2)), documented=[0.25, 0.2505]),
                View((0, -2), Tolerance(rtol=1e-6), documented=2.5000000003280753e-07),
                View((1, -2), documented=0.7995),
                View((0, -1), Tolerance(rtol=0.0, atol=1e-18), documented=1.0799505792475652e-27),
                View((1, -1), Tolerance(rtol=0.0, atol=1e-9), documented=0.8),
            ),
        ),
        Case(
            "past the goal, which lies between two steps",
            (0.5, 0.5, 0.8, 0.0625, 25),
            views=(
                View((0,)),
                View((1,), EXACT),
                View((1, slice(17, 21)), EXACT, documented=[0.78125, 0.8125, 0.78125, 0.8125]),
                View((2,), EXACT),
            ),
        ),
        Case(
            "a step of ten",
            (0.5, 0.5, 0.8, 10, 6),
            documented=([0.3025, 19.8025, 0.3025, 19.8025, 0.3025, 19.8025], [0.25, 5.25, 0.25, 5.25, 0.25, 5.25], 0.5),
        ),
        Case("from above the goal", (2.5, 0.5, 0.8, 0.0625, 18)),
        Case("arriving at the goal exactly", (1.0, 0.5, 0.75, 0.25, 5)),
    ],
    hidden=hidden_hot_cold_train,
    misconceptions=[
        patch(
            "B01",
            "up_error, down_error = try_both(",
            "down_error, up_error = try_both(",
            "The errors grow from round to round. Follow one round by hand: which error belongs to which direction?",
        ),
        patch(
            "B03",
            "        if up_error < down_error:",
            "        if True:",
            "Your weight only ever climbs. What should happen in a round in which down was the warmer side?",
        ),
        patch(
            "B04",
            "if up_error < down_error:",
            "if up_error <= down_error:",
            "Your weight walks on although it stood exactly on the goal. Which branch does a tie take in your code?",
        ),
        patch(
            "B05",
            "        if up_error < down_error:",
            "        if min(up_error, down_error) >= errors[iteration]:\n            continue\n"
            "        if up_error < down_error:",
            "Your learner halts where it can do no better. Sensible, but with what does the rule compare a try?",
        ),
        patch(
            "B07",
            "if up_error < down_error:",
            "if up_error < pred:",
            "Read your comparison aloud. Are the two numbers in it of the same kind, an error against an error?",
        ),
        patch(
            "B08",
            "if up_error < down_error:",
            "if up_error < up_error:",
            "Your weight never climbs. Look closely at the condition for up: can it ever be true?",
        ),
        patch(
            "B09",
            "weight = weight - step_amount",
            "weight = -step_amount",
            "After a step down your weight has forgotten where it stood. What stands right of your equals sign?",
        ),
        patch(
            "B10",
            "        up_error, down_error = try_both(",
            "        step_amount = 0.001\n        up_error, down_error = try_both(",
            "Right for the lesson's step and for no other. Does your loop hold a number that should be a name?",
        ),
        wrong("B12", weight_before_the_last_move),
        wrong("B14", recorded_after_the_move),
        wrong("B21", tried_once_before_the_loop),
        wrong("B22", predicted_once_before_the_loop),
        patch(
            "B23",
            "up_error, down_error = try_both(weight, input, goal_pred, step_amount)",
            "up_error, down_error = pred, goal_pred",
            "You turn up whenever the prediction is too small. Follow one round by hand with a negative input.",
        ),
        patch(
            "B24",
            "elif down_error < up_error:",
            "else:",
            "Your loop steps down whenever up is not better. Is there a third possibility, and what should it do?",
        ),
        patch(
            "B25",
            "return errors, predictions, weight",
            "return predictions, errors, weight",
            "All three results are there. In which order does the description list them, under Returns?",
        ),
        patch(
            "B26",
            "errors[iteration] = (pred - goal_pred) ** 2",
            "errors[iteration] = abs(pred - goal_pred)",
            "The path is right, the recorded errors are not. A miss can lose its sign in two ways: which is ours?",
        ),
        patch(
            "B27",
            "errors[iteration] = (pred - goal_pred) ** 2",
            "errors[iteration] = pred - goal_pred",
            "Some of your recorded errors fall below zero, or would from another start. Can an error do that?",
        ),
    ],
    foundations=("try_both", "hot_cold_step"),
)


# ------------------------------------------------------------------------------------------------ closest_miss


def hidden_closest_miss(random: np.random.Generator) -> Iterator[Case]:
    weight, input, goal_pred, step_amount = game(random, 1.25)
    yield Case("the goal above, nearer to the mark before it", game(random, 6.25))
    yield Case("the goal above, nearer to the mark after it", game(random, 6.625))
    yield Case("the goal below, nearer to the mark before it", game(random, -9.375))
    yield Case("the goal below, nearer to the mark after it", game(random, -9.75))
    yield Case("a negative input, the goal upwards", game(random, 11.375, sign=-1))
    yield Case("a negative input, the goal downwards", game(random, -11.625, sign=-1))
    yield Case("a goal halfway between two marks", game(random, 5.5))
    yield Case("a goal on a mark", game(random, -8))
    yield Case("a start on the goal", game(random, 0))
    yield Case("an input of zero", (weight, 0.0, goal_pred, step_amount))
    yield Case("a start that is the nearest mark", game(random, -0.375))
    yield Case("a very large step", (weight, input, goal_pred, 10.0))
    yield Case("a long way up", game(random, int(random.integers(1900, 1990)) + 0.375))
    yield Case("a long way down", game(random, -int(random.integers(1900, 1990)) - 0.625))
    yield Case("numbers with many digits", off_the_grid(random))


def miss_at_the_start(weight, input, goal_pred, step_amount):
    """That is the miss before the first move. Which other weights can the dial reach?"""
    return abs(input * weight - goal_pred)


def upwards_only(weight, input, goal_pred, step_amount):
    """You look at the marks on one side of the start. What if the goal lies on the other?"""
    return min(abs(input * (weight + steps * step_amount) - goal_pred) for steps in range(2200))


def one_step_away_at_most(weight, input, goal_pred, step_amount):
    """You look at the start and its two neighbours. How many moves may the learner make?"""
    return min(abs(input * (weight + steps * step_amount) - goal_pred) for steps in (-1, 0, 1))


def too_few_steps(weight, input, goal_pred, step_amount):
    """Right while the goal is near. How far away may it be, and how far does your search go?"""
    return min(abs(input * (weight + steps * step_amount) - goal_pred) for steps in range(-100, 101))


def always_zero(weight, input, goal_pred, step_amount):
    """Only a lucky start lands on the goal. What do the last rounds with a step of 0.0625 say?"""
    return 0.0


def worst_of_all_starts(weight, input, goal_pred, step_amount):
    """That is how badly a goal can lie between two marks. How does this goal lie between its two?"""
    return abs(input) * step_amount / 2


def mark_before_the_goal(weight, input, goal_pred, step_amount):
    """You stop on the near side of the goal. Might the mark just beyond it be closer?"""
    if input == 0:
        return abs(goal_pred)
    return abs(input * weight - goal_pred) % (abs(input) * step_amount)


def mark_beyond_the_goal(weight, input, goal_pred, step_amount):
    """You walk until it gets no better and report the miss of that very last step. Was there a better one before?"""
    closest = abs(input * weight - goal_pred)
    while True:
        up_miss = abs(input * (weight + step_amount) - goal_pred)
        down_miss = abs(input * (weight - step_amount) - goal_pred)
        weight = weight + step_amount if up_miss < down_miss else weight - step_amount
        if min(up_miss, down_miss) >= closest:
            return min(up_miss, down_miss)
        closest = min(up_miss, down_miss)


def distance_between_weights(weight, input, goal_pred, step_amount):
    """You measure along the dial. In whose unit is a miss: the weight's or the prediction's?"""
    if input == 0:
        return abs(goal_pred)
    away = (goal_pred / input - weight) / step_amount
    return abs(away - round(away)) * step_amount


def divided_by_the_input(weight, input, goal_pred, step_amount):
    """Your version is right until the input is 0. What does it divide by, and what can the dial move then?"""
    away = (goal_pred / input - weight) / step_amount
    return abs(away - round(away)) * step_amount * abs(input)


def miss_with_its_sign(weight, input, goal_pred, step_amount):
    """The right mark, but your miss can fall below zero. Can something be closer than not away at all?"""
    marks = weight + step_amount * np.arange(-2200, 2201)
    misses = input * marks - goal_pred
    return misses[np.argmin(np.abs(misses))]


closest_miss = Exercise(
    "closest_miss",
    points=3,
    public=[
        Case("a step that meets the goal", (0.5, 0.5, 0.8, 0.001), documented=0.0),
        Case("a goal between two marks", (0.5, 0.5, 0.8, 0.0625), documented=0.0125),
        Case("a step of ten", (0.5, 0.5, 0.8, 10), documented=0.55),
        Case("the team's toes", (0.1, 8.5, 1, 0.01)),
        Case("from above, nearer to the mark before it", (2.5, 0.5, 0.8, 0.25)),
        Case("an input below zero", (0.25, -4.0, 1.75, 0.125)),
    ],
    hidden=hidden_closest_miss,
    misconceptions=[
        wrong("K01", miss_at_the_start),
        wrong("K02", upwards_only),
        wrong("K03", one_step_away_at_most),
        wrong("K04", too_few_steps),
        wrong("K05", always_zero),
        wrong("K06", worst_of_all_starts),
        wrong("K07", mark_before_the_goal),
        wrong("K08", mark_beyond_the_goal),
        wrong("K09", distance_between_weights),
        wrong("K10", divided_by_the_input),
        patch(
            "K11",
            "            return closest\n",
            "            return closest**2\n",
            "The right place, measured in squared errors. Is the miss asked for squared, or the plain distance?",
        ),
        wrong("K12", miss_with_its_sign),
    ],
    tolerance=Tolerance(rtol=0.0, atol=1e-9),
    foundations=("try_both", "hot_cold_step", "hot_cold_train"),
)


# --------------------------------------------------------------------------------------------------- questions

q_predictions = Question(
    "q_predictions",
    answer=3,
    hint="Go through one round of your loop and put a finger on every product of an input and a weight.",
    wrong_answers=[
        WrongAnswer("HQ01", 2, "You counted the two tries. Which prediction does the round write down?"),
        WrongAnswer("HQ02", 1, "That is the recorded one. What do the two tries need before they can be compared?"),
        WrongAnswer(
            "HQ03", 4, "One too many: is a prediction made at the new weight in the same round, or in the next?"
        ),
    ],
)

q_step_ten = Question(
    "q_step_ten",
    answer=(0.5, 10.5),
    hint="Work out both tries of the first round, move to the better one, and do the same once more from there.",
    wrong_answers=[
        WrongAnswer("HQ04", (10.5, 0.5), "Those are the two. In which order does the question want them?"),
        WrongAnswer("HQ05", (0.25, 5.25), "These are the predictions. At which weights are they made?"),
        WrongAnswer(
            "HQ06",
            (-9.5, 10.5),
            "These are the two tries of the first round. Which one loses, and where does it go next?",
        ),
        WrongAnswer(
            "HQ07", (-9.5, 0.5), "The first move goes to the other side. Which of the two tries misses by less?"
        ),
        WrongAnswer("HQ08", (0.3025, 19.8025), "These are the errors. At which weights do they arise?"),
    ],
)

q_closest = Question(
    "q_closest",
    answer=0.00025,
    hint="First the gap between neighbouring predictions, then the worst spot in that gap.",
    wrong_answers=[
        WrongAnswer("HQ09", 0.001, "That is the gap between two weights. How far apart are their predictions?"),
        WrongAnswer(
            "HQ10",
            0.0005,
            "Half of the way there. The input shrinks the gap, and the worst spot lies within it: did you use both?",
        ),
        WrongAnswer("HQ11", 0.0, "That is the luckiest case. Which goal would be the unluckiest?"),
        WrongAnswer("HQ12", 0.00025**2, "Is the distance asked for, or its square?"),
        WrongAnswer("HQ13", 0.002, "Does an input below one stretch the gap between predictions, or shrink it?"),
    ],
)

q_smaller_step = Question(
    "q_smaller_step",
    answer="no",
    choices=("yes", "no"),
    hint="Answer with one of the two words, after comparing a few strides with your own function.",
    wrong_answers=[
        WrongAnswer(
            "HQ14", "yes", "Compare a step of 0.1 with a step of 0.08 from the same start. Which one meets the goal?"
        ),
    ],
)
