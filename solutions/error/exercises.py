"""The exercises of `error`: how much did it miss?

In the notebook's order. Each exercise is a block: the hidden cases, the wrong versions with their hints, and the
exercise itself. Wrong versions see what the reference notebook defines, `np` among it; their docstrings are what a
student reads. A wrong version that differs from the reference in one place is written as a patch of it.
"""

from collections.abc import Iterator

import numpy as np

from autograder.spec import Case, Exercise, Question, Tolerance, WrongAnswer, patch, wrong

#: Multiplying the square out is right too, and leaves a rounding error of this order where nothing should be left.
ROUNDING = Tolerance(atol=1e-12)

LESSON = (0.5, 0.5, 0.8)  # weight, input, goal
GOALS = np.array([0.8, 0.8, 0.8])


def between(random: np.random.Generator, low: float, high: float) -> float:
    """Draw a plain Python float."""
    return float(random.uniform(low, high))


# ---------------------------------------------------------------------------------------------------------- predict


def hidden_predict(random: np.random.Generator) -> Iterator[Case]:
    """Yield inputs unlike their weights, of either sign, as numbers and as arrays."""
    yield Case("an input unlike the weight", (between(random, 1.1, 1.9), between(random, 0.1, 0.9)))
    yield Case("a large input", (between(random, 100, 900), between(random, 0.1, 0.9)))
    yield Case("a negative input", (between(random, -3, -2), between(random, 0.1, 0.9)))
    yield Case("a negative weight", (between(random, 2, 3), between(random, -0.9, -0.1)))
    yield Case("input and weight both negative", (between(random, -3, -2), between(random, -0.9, -0.1)))
    yield Case("an input of nothing", (0.0, between(random, 0.1, 0.9)))
    yield Case("a weight of nothing", (between(random, 1.1, 1.9), 0.0))
    yield Case("whole numbers", (int(random.integers(3, 9)), int(random.integers(10, 19))))
    yield Case("five inputs at once", (random.uniform(1, 2, 5), random.uniform(-1, -0.1, 5)))
    yield Case("whole numbers in arrays", (random.integers(3, 9, 4), random.integers(10, 19, 4)))
    yield Case("a table of inputs", (random.uniform(1, 2, (3, 2)), random.uniform(0.1, 0.9, (3, 2))))


def adds(input, weight):
    """The two numbers are added. Where nothing goes in, should something come out? Try an input of zero."""
    return input + weight


def squares_input(input, weight):
    """Does the weight take part? In the lesson's example it happens to equal the input; try two different numbers."""
    return input * input


def squares_weight(input, weight):
    """Does the input take part? In the lesson's example it happens to equal the weight; try two different numbers."""
    return weight * weight


def remembers_weight(input, weight):
    """Turn the weight and watch: your prediction stays where it was. Which of your numbers should be an argument?"""
    return input * 0.5


def divides(input, weight):
    """A larger weight should let the input count for more. Does yours? Try the same input with two weights."""
    return input / weight


def sums_up(input, weight):
    """How many predictions come back when three inputs go in? Look at what happens to the entries of an array."""
    return np.sum(input * weight)


predict = Exercise(
    "predict",
    points=1,
    public=[
        Case("the lesson's example", (0.5, 0.5), documented=0.25),
        Case("the toes", (8.5, 0.1), documented=0.85),
        Case("a larger input", (2.0, 0.5), documented=1.0),
        Case(
            "all three at once",
            (np.array([0.5, 8.5, 2.0]), np.array([0.5, 0.1, 0.5])),
            documented=np.array([0.25, 0.85, 1.0]),
        ),
    ],
    hidden=hidden_predict,
    misconceptions=[
        wrong("P01", adds),
        wrong("P02", squares_input),
        wrong("P03", squares_weight),
        wrong("P04", remembers_weight),
        wrong("P05", divides),
        wrong("P06", sums_up),
    ],
)


# ---------------------------------------------------------------------------------------------------- squared_error


def hidden_squared_error(random: np.random.Generator) -> Iterator[Case]:
    """Yield misses of either sign, small and large, goals of zero and below, and exact hits."""
    goal = between(random, 0.4, 0.9)
    yield Case("prediction above the goal", (goal + between(random, 0.2, 0.6), goal))
    yield Case("prediction below the goal", (goal - between(random, 0.1, 0.3), goal))
    yield Case("a prediction whose digits never end", (1 / int(random.choice([3, 7, 11])), 0.8))
    yield Case("a miss larger than one", (goal + between(random, 3, 5), goal))
    yield Case("a small miss", (goal + between(random, 0.02, 0.04), goal))
    yield Case("a goal of zero", (between(random, 0.3, 0.9), 0.0))
    yield Case("a negative goal", (between(random, 0.3, 0.9), between(random, -0.9, -0.3)))
    yield Case("a negative prediction", (between(random, -0.9, -0.3), goal))
    yield Case("exactly right", (goal, goal))
    yield Case("whole numbers", (int(random.integers(5, 9)), int(random.integers(1, 4))))
    yield Case("five predictions at once", (random.uniform(1, 2, 5), random.uniform(0.2, 0.8, 5)))
    yield Case("whole numbers in arrays", (random.integers(5, 9, 4), random.integers(1, 4, 4)))
    yield Case("a table of predictions", (random.uniform(-1, 0, (2, 3)), random.uniform(0.2, 0.8, (2, 3))))


def drops_the_sign(pred, goal_pred):
    """The sign is gone, but a miss twice as large counts only twice as much. Which ruler is this one called?"""
    return abs(pred - goal_pred)


def squares_the_goal_alone(pred, goal_pred):
    """A power binds tighter than a minus, so only one of your two numbers is squared. Which one?"""
    return pred - goal_pred**2


def rounds(pred, goal_pred):
    """Close, but digits are missing. Is anything rounded on the way out?"""
    return np.round((pred - goal_pred) ** 2, 4)


def raw_from_the_goal(pred, goal_pred):
    """This is the raw error counted from the goal's side: too low comes out positive. Can yours still be negative?"""
    return goal_pred - pred


def remembers_the_figure(pred, goal_pred):
    """The lesson's own figure comes back whatever is asked. Do pred and goal_pred appear in your formula at all?"""
    return 0.3025


def squares_before_subtracting(pred, goal_pred):
    """Both numbers are squared and then compared. Is the difference of two squares the square of the difference?"""
    return pred**2 - goal_pred**2


def relative_to_the_goal(pred, goal_pred):
    """Your miss is measured in parts of the goal. What would become of that with a goal of zero?"""
    return ((pred - goal_pred) / goal_pred) ** 2


squared_error = Exercise(
    "squared_error",
    points=2,
    public=[
        Case("the lesson's example", (0.25, 0.8), documented=0.3025),
        Case("the toes", (0.85, 1.0), documented=0.0225),
        Case("prediction above the goal", (1.0, 0.8), documented=0.04),
        Case("three at once", (np.array([1.0, 0.2, 2.6]), GOALS), documented=np.array([0.04, 0.36, 3.24])),
    ],
    hidden=hidden_squared_error,
    misconceptions=[
        patch(
            "A01",
            " ** 2",
            "",
            "This is the raw error, sign and all. What is still missing before it says only how much?",
        ),
        wrong("A02", drops_the_sign),
        patch("A03", "** 2", "* 2", "The miss is doubled. Is twice a number the same as a number times itself?"),
        patch("A05", "**", "^", "In Python ^ compares bits, which floats do not have. How does Python write a power?"),
        patch("A06", "return ", "return 0.5 * ", "Half of what is asked. The one half belongs further down, to a sum."),
        wrong("A07", squares_the_goal_alone),
        wrong("A09", remembers_the_figure),
        wrong("A11", rounds),
        wrong("A13", raw_from_the_goal),
        wrong("A14", squares_before_subtracting),
        wrong("A15", relative_to_the_goal),
    ],
    tolerance=ROUNDING,
)


# -------------------------------------------------------------------------------------------------- squaring_shrinks


def hidden_squaring_shrinks(random: np.random.Generator) -> Iterator[Case]:
    """Yield errors inside and outside, of either sign, and the places where the two curves touch."""
    yield Case("a middling miss", (between(random, 0.3, 0.7),))
    yield Case("a tiny miss", (between(random, 0.001, 0.009),))
    yield Case("just inside the border", (between(random, 0.97, 0.99),))
    yield Case("just outside the border", (between(random, 1.01, 1.03),))
    yield Case("a large miss", (between(random, 5, 50),))
    yield Case("a middling miss, too low", (between(random, -0.7, -0.3),))
    yield Case("just inside the border, too low", (between(random, -0.99, -0.97),))
    yield Case("just outside the border, too low", (between(random, -1.03, -1.01),))
    yield Case("a large miss, too low", (between(random, -50, -5),))
    yield Case("a miss too small to see", (between(random, 1e-7, 9e-7),))
    yield Case("a hair inside the border", (1 - between(random, 1e-5, 9e-5),))
    yield Case("a hair outside the border", (1 + between(random, 1e-5, 9e-5),))
    yield Case("no miss at all", (0.0,))
    yield Case("on the border", (1.0,))
    yield Case("on the border, too low", (-1.0,))
    yield Case("a whole number", (int(random.integers(2, 9)),))
    yield Case("a whole number, too low", (int(random.integers(-9, -1)),))
    yield Case("no miss at all, as a whole number", (0,))


def below_one(error):
    """What does yours say about an error of minus ten? Its square is a hundred. Mind size against sign."""
    return error < 1


def forgets_zero(error):
    """Nearly. There is one miss between the borders that squaring leaves where it is. Which one?"""
    return abs(error) < 1


def compares_with_the_signed_error(error):
    """Only one side works. A square is never negative, so what are you comparing it with when the miss was too low?"""
    return error**2 < error


def counts_equal_as_smaller(error):
    """Look at the misses where the square and the error have the same size. Is the same smaller?"""
    return error**2 <= abs(error)


def counts_the_border(error):
    """Nearly. What does squaring do to a miss that stands exactly on the border?"""
    return 0 < abs(error) <= 1


def grows(error):
    """You answer the opposite question. Work out one half times one half by hand: is that larger or smaller?"""
    return abs(error) > 1


def always_shrinks(error):
    """For you squaring always shrinks. Follow the bowl in the picture out to its ends: where is it above the V?"""
    return True


def returns_the_square(error):
    """The square itself comes back. The question wants a yes or a no: how does Python say these?"""
    return error**2


squaring_shrinks = Exercise(
    "squaring_shrinks",
    points=1.5,
    public=[
        Case("the lesson's miss", (-0.55,), documented=True),
        Case("one half", (0.5,), documented=True),
        Case("two", (2.0,), documented=False),
        Case("minus three", (-3.0,), documented=False),
    ],
    hidden=hidden_squaring_shrinks,
    misconceptions=[
        wrong("S01", below_one),
        wrong("S02", forgets_zero),
        wrong("S03", compares_with_the_signed_error),  # and 0 < error < 1, which says the same
        wrong("S04", counts_equal_as_smaller),
        wrong("S05", counts_the_border),
        wrong("S06", grows),
        wrong("S07", always_shrinks),
        wrong("S08", returns_the_square),
    ],
)

q_outlier = Question(
    "q_outlier",
    10.0,
    hint="Write both totals down first: one square for A, ten squares for B. Then divide A's by B's.",
    wrong_answers=[
        WrongAnswer("Q01", 1.0, "That is what the absolute errors say. What becomes of each miss when it is squared?"),
        WrongAnswer("Q02", 100.0, "That is A's total, or one miss against one. How many misses does B have?"),
        WrongAnswer("Q03", 0.1, "Your fraction stands on its head. Whose total is to be so many times as large?"),
        WrongAnswer("Q04", 90.0, "That is how much larger A's total is. How many times as large is it?"),
    ],
)

q_cancel = Question(
    "q_cancel",
    0.0,
    hint="Add the two raw errors with their signs, then divide by how many there are.",
    wrong_answers=[
        WrongAnswer("Q11", 0.3, "That is the mean of their sizes. Where did the minus go?"),
        WrongAnswer("Q12", 0.6, "That is the sum of their sizes, or their distance. What do the signs do to it?"),
        WrongAnswer("Q13", 0.09, "You have squared them already. This question is about the raw errors, as they are."),
    ],
)

q_cancel_squared = Question(
    "q_cancel_squared",
    0.09,
    hint="Two squares, then their mean. What is a minus times a minus?",
    wrong_answers=[
        WrongAnswer("Q21", 0.0, "Which came first, the mean or the square? Or did one of your squares keep a minus?"),
        WrongAnswer("Q22", 0.18, "That is the sum of the two squares. What is still missing for a mean?"),
        WrongAnswer("Q23", 0.3, "That is the size of each miss. Has anything been squared?"),
        WrongAnswer("Q24", 0.9, "Mind the decimal point: is three tenths of three tenths larger than three tenths?"),
        WrongAnswer("Q25", 0.6, "Each miss seems doubled, or both sizes added. Squaring is a number times itself."),
        WrongAnswer("Q26", 0.045, "Half of the mean: was something divided by two twice?"),
    ],
)


# ----------------------------------------------------------------------------------------------- mean_squared_error


def hidden_mean_squared_error(random: np.random.Generator) -> Iterator[Case]:
    """Yield rows and tables whose misses cancel, lie on one side, are all zero, or hold one that outweighs the rest."""
    goals = random.uniform(0.2, 0.8, 6)
    misses = random.uniform(0.1, 0.5, 3)
    table = random.uniform(0.2, 0.8, (3, 4))
    yield Case("misses that cancel", (goals + np.concatenate([misses, -misses]), goals))
    yield Case("all predictions above their goals", (goals + random.uniform(0.2, 0.9, 6), goals))
    yield Case("all predictions below their goals", (goals - random.uniform(0.2, 0.9, 6), goals))
    yield Case("one miss that outweighs the rest", (goals + np.array([0.1, -0.1, 0.2, 7, -0.2, 0.1]), goals))
    yield Case("small misses", (goals + random.uniform(0.01, 0.03, 6), goals))
    yield Case("goals of zero", (random.uniform(-0.9, 0.9, 5), np.zeros(5)))
    yield Case("all exactly right", (goals, goals.copy()))
    yield Case("a single prediction", (random.uniform(1.2, 1.8, 1), random.uniform(0.2, 0.8, 1)))
    yield Case("whole numbers", (random.integers(5, 9, 4), random.integers(-4, 4, 4)))
    yield Case("a table of predictions", (table + random.uniform(0.2, 0.9, (3, 4)), table))
    yield Case("a table whose misses cancel", (table + np.outer([0.4, -0.1, -0.3], [1, 2, 1, 3]), table))
    yield Case("predictions in a column", (random.uniform(1, 2, (4, 1)), random.uniform(0.2, 0.8, (4, 1))))


def mean_of_sizes(preds, goal_preds):
    """Every miss counts in proportion here, the large ones no more than that. Which ruler did you lay along them?"""
    return np.mean(np.abs(preds - goal_preds))


def squares_the_mean(preds, goal_preds):
    """Mean first, square afterwards: by then a miss above and a miss below are gone. Which step belongs inside?"""
    return np.mean(preds - goal_preds) ** 2


def takes_the_root(preds, goal_preds):
    """A root was taken at the end. It is a respectable measure with a name of its own; is it the one asked for?"""
    return np.sqrt(np.mean((preds - goal_preds) ** 2))


def divides_by_rows(preds, goal_preds):
    """Right for a row of predictions, too large for a table. What does len count there: rows, or entries?"""
    return np.sum((preds - goal_preds) ** 2) / len(preds)


def divides_by_one_less(preds, goal_preds):
    """You divide by one less than there are, a habit from statistics. What happens with a single prediction?"""
    return np.sum((preds - goal_preds) ** 2) / (np.size(preds) - 1)


def returns_inside_the_loop(preds, goal_preds):
    """Only the first prediction counts. How far in does your return stand, and how often does the loop get around?"""
    total = 0
    for pred, goal_pred in zip(preds, goal_preds, strict=True):
        total += (pred - goal_pred) ** 2
        return total
    return total


def keeps_the_last(preds, goal_preds):
    """The last prediction alone decides. Does your loop add to the total, or write over it?"""
    for pred, goal_pred in zip(preds, goal_preds, strict=True):
        total = (pred - goal_pred) ** 2
    return total / len(preds)


mean_squared_error = Exercise(
    "mean_squared_error",
    points=2,
    public=[
        Case("one prediction", (np.array([0.25]), np.array([0.8])), documented=0.3025),
        Case("the lesson's example and the toes", (np.array([0.25, 0.85]), np.array([0.8, 1.0])), documented=0.1625),
        Case("three predictions", (np.array([1.0, 0.2, 2.6]), GOALS), documented=1.2133333333333334),
        Case("a table", (np.array([[1.0, 0.2], [2.6, 0.25]]), np.full((2, 2), 0.8)), documented=0.985625),
    ],
    hidden=hidden_mean_squared_error,
    misconceptions=[
        patch(
            "M01",
            " ** 2",
            "",
            "These are raw errors: one too high and one too low hide each other. What comes before the mean?",
        ),
        wrong("M02", mean_of_sizes),
        patch(
            "M03",
            "mean(",
            "sum(",
            "Your number grows with every prediction, even a good one. What turns a sum into a mean?",
        ),
        wrong("M04", squares_the_mean),  # and the square of the difference of the two means, which is the same
        patch(
            "M05", "return ", "return 0.5 * ", "Half of what it should be. Look for a two that divides once too often."
        ),
        wrong("M06", takes_the_root),
        patch(
            "M07",
            "** 2",
            "** 2, axis=0",
            "A table gives you one mean for each column. How many numbers should come back?",
        ),
        wrong("M08", divides_by_rows),
        patch("M09", "np.mean", "", "Every square is right, and all of them come back. What makes one number of them?"),
        wrong("M10", divides_by_one_less),
        wrong("M11", returns_inside_the_loop),
        wrong("M12", keeps_the_last),
    ],
    tolerance=ROUNDING,
    foundations=("squared_error",),
)


# -------------------------------------------------------------------------------------------------- error_of_weight


def hidden_error_of_weight(random: np.random.Generator) -> Iterator[Case]:
    """Yield weights on either wall of the bowl and at its bottom, other inputs and goals, and whole curves."""
    weight, x, goal = between(random, 0.6, 0.9), between(random, 1.1, 1.9), between(random, 0.1, 0.4)
    yield Case("prediction above the goal", (weight, x, goal))
    yield Case("prediction below the goal", (weight, x, goal + 2))
    yield Case("a miss larger than one", (weight + 3, x, goal))
    yield Case("a negative input", (weight, -x, goal))
    yield Case("a negative weight", (-weight, x, goal))
    yield Case("a negative goal", (weight, x, -goal))
    yield Case("an input of zero", (weight, 0.0, goal))
    yield Case("a weight of zero", (0.0, x, goal))
    yield Case("a goal of zero", (weight, x, 0.0))
    yield Case("the best weight", (weight, x, x * weight))
    yield Case("whole numbers", (int(random.integers(2, 5)), int(random.integers(6, 9)), int(random.integers(2, 5))))
    yield Case("the lesson's weight, moved", (1.0, *LESSON[1:]), documented=0.09)
    yield Case(
        "the weights of four steps",
        (np.array([0, 0.88, 0.6952, 0.734008]), 1.1, 0.8),
        documented=np.array([0.64, 0.028224, 0.0012446784, 5.489031744e-05]),
    )
    yield Case("a curve of weights", (np.linspace(-2, 4, 7) + weight, x, goal))
    yield Case("a curve of whole-number weights", (np.arange(-3, 4), int(random.integers(6, 9)), 2))


def loses_a_parenthesis(weight, input, goal_pred):
    """Count the parentheses in the formula: what lies inside the outer pair when the power is taken?"""
    return (input * weight) - goal_pred**2


def stops_at_the_prediction(weight, input, goal_pred):
    """You stop at the prediction. Where does the goal come in?"""
    return input * weight


def takes_the_goal_from_the_weight(weight, input, goal_pred):
    """The goal is taken from the weight before the input acts on it. Which two belong together first?"""
    return (input * (weight - goal_pred)) ** 2


def leaves_a_v(weight, input, goal_pred):
    """Drawn as a curve, yours is a V. What would round its tip?"""
    return abs((input * weight) - goal_pred)


def shifts_instead_of_scaling(weight, input, goal_pred):
    """Input and weight are added before the goal comes in. How does a weight act on its input?"""
    return ((input + weight) - goal_pred) ** 2


def forgets_the_input(weight, input, goal_pred):
    """Your bowl stays the same for every input. Is a weight already a prediction?"""
    return (weight - goal_pred) ** 2


def remembers_input_and_goal(weight, input, goal_pred):
    """The lesson's input and goal are baked into your formula. Try another input: does your error change?"""
    return ((0.5 * weight) - 0.8) ** 2


def averages_the_curve(weight, input, goal_pred):
    """A whole curve of weights went in and one number came out. Where do the many errors become one?"""
    return np.mean(((input * weight) - goal_pred) ** 2)


def swaps_input_and_goal(weight, input, goal_pred):
    """Goal and input have changed places. In which order does the exercise name its three arguments?"""
    return ((goal_pred * weight) - input) ** 2


error_of_weight = Exercise(
    "error_of_weight",
    points=2,
    public=[
        Case("the lesson's example", LESSON, documented=0.3025),
        Case("the toes", (0.1, 8.5, 1.0), documented=0.0225),
        Case("another input", (0.5, 2.0, 0.8), documented=0.04),
        Case(
            "three weights for the toes",
            (np.array([0.09, 0.1, 0.11]), 8.5, 1.0),
            documented=np.array([0.055225, 0.0225, 0.004225]),
        ),
    ],
    hidden=hidden_error_of_weight,
    misconceptions=[
        wrong("A12", loses_a_parenthesis),
        patch(
            "W01", " ** 2", "", "Predicted and compared, but still raw. Can an error below zero belong to this bowl?"
        ),
        wrong("W02", stops_at_the_prediction),
        wrong("W03", takes_the_goal_from_the_weight),
        wrong("W04", shifts_instead_of_scaling),
        wrong("W05", forgets_the_input),
        wrong("W06", remembers_input_and_goal),
        wrong("W07", averages_the_curve),
        wrong("W08", swaps_input_and_goal),
        wrong("W09", leaves_a_v),
        patch(
            "W10", "** 2", "* 2", "Twice the raw error. Which of Python's signs is the power, and which the product?"
        ),
    ],
    tolerance=ROUNDING,
    foundations=("predict", "squared_error"),
)

q_weight_bump = Question(
    "q_weight_bump",
    -0.2125,
    hint="Two errors, one at each weight; then the new one minus the old one. Your error_of_weight can do the work.",
    wrong_answers=[
        WrongAnswer("Q31", 0.2125, "The amount is right. Did the error rise or fall on the way to the higher weight?"),
        WrongAnswer("Q32", 0.09, "That is the error at the new weight. The question is how far it moved to get there."),
        WrongAnswer("Q33", 0.3025, "That is the error before anything happened. Where does it go from there?"),
        WrongAnswer("Q34", -0.275, "That follows the slope at the dot as if the wall were straight. Is it?"),
        WrongAnswer("Q35", 0.25, "That is how far the prediction moved. What happens to the error, squared?"),
        WrongAnswer("Q36", -0.25, "That is how the absolute error changes. Which ruler is called the error here?"),
        WrongAnswer("Q37", 0.5, "That is how far the weight moved. How far did the error move?"),
    ],
)

q_parts = Question(
    "q_parts",
    "weight",
    hint="Which of the parts belongs to the machine, and which to the world or to the measure?",
    choices=("input", "weight", "goal_pred", "the power"),
    wrong_answers=[
        WrongAnswer("Q41", "input", "The input comes from the world. May a machine rewrite the facts it is told?"),
        WrongAnswer("Q42", "goal_pred", "Moving the target to the arrow makes every shot a hit. Who learned what?"),
        WrongAnswer("Q43", "the power", "That changes how misses are counted, not the misses. Who picks the ruler?"),
    ],
)


# -------------------------------------------------------------------------------------------------------------- sse


def hidden_sse(random: np.random.Generator) -> Iterator[Case]:
    """Yield tables with several records and outputs, single rows and columns, and misses that cancel."""
    targets, plain = random.uniform(0.2, 0.8, (3, 2)), random.uniform(0.2, 0.8, 4)
    yield Case("three records, two outputs", (targets, targets + random.uniform(0.2, 0.9, (3, 2))))
    yield Case("outputs below their targets", (targets, targets - random.uniform(0.2, 0.9, (3, 2))))
    yield Case("misses that cancel", (targets, targets + np.outer([0.5, -0.2, -0.3], [1, 2])))
    yield Case("more outputs than records", (random.uniform(0.2, 0.8, (2, 5)), random.uniform(1, 2, (2, 5))))
    yield Case("one record, three outputs", (random.uniform(0.2, 0.8, (1, 3)), random.uniform(1, 2, (1, 3))))
    yield Case("four records, one output, as a column", (random.uniform(0, 1, (4, 1)), random.uniform(1, 2, (4, 1))))
    yield Case("five records, one output, as a plain row", (random.uniform(0, 1, 5), random.uniform(1, 2, 5)))
    yield Case("a plain row whose misses cancel", (plain, plain + np.array([0.9, -0.9, 0.4, -0.4])))
    yield Case("targets of zero", (np.zeros((3, 2)), random.uniform(-0.9, 0.9, (3, 2))))
    yield Case("outputs exactly right", (targets, targets.copy()))
    yield Case("whole numbers", (random.integers(0, 2, (4, 3)), random.integers(3, 9, (4, 3))))
    yield Case("many records", (random.uniform(-1, 1, (40, 3)), random.uniform(-1, 1, (40, 3))))


def mean_squared(targets, outputs):
    """The mean squared error: a good measure that lessons call the error too. How does E treat a second record?"""
    return np.mean((targets - outputs) ** 2)


def sums_sizes(targets, outputs):
    """The misses are added by their size. In the formula, what happens to each difference before it is summed?"""
    return 0.5 * np.sum(np.abs(targets - outputs))


def squares_the_sum(targets, outputs):
    """Added first, squared afterwards: misses of opposite sign have vanished by then. Read the formula inside out."""
    return 0.5 * np.sum(targets - outputs) ** 2


def length_of_the_miss(targets, outputs):
    """You took a root: that is the length of the miss, a different measure. Is there a root in the formula?"""
    return np.sqrt(np.sum((targets - outputs) ** 2))


def makes_a_column(targets, outputs):
    """A column minus a row makes a square table of all against all. What are the shapes before you subtract?"""
    return 0.5 * np.sum((targets.reshape(-1, 1) - outputs) ** 2)


def per_record(targets, outputs):
    """Divided by the number of records, which the formula does not do. Give it the same record twice and watch."""
    return 0.5 * np.sum((targets - outputs) ** 2) / len(targets)


sse = Exercise(
    "sse",
    points=2,
    public=[
        Case("one record, one output", (np.array([[0.8]]), np.array([[0.25]])), documented=0.15125),
        Case("three records, one output", (np.array([1.0, 0.0, 1.0]), np.array([0.5, 0.5, 0.25])), documented=0.53125),
        Case(
            "three records, two outputs",
            (np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([[0.5, 0.5], [0.25, 0.75], [1.0, 0.0]])),
            documented=0.8125,
        ),
    ],
    hidden=hidden_sse,
    misconceptions=[
        patch("A21", "0.5 * ", "", "Twice what is asked. What stands in front of the two sums?"),
        wrong("A22", mean_squared),
        patch(
            "A23",
            "sum(",
            "mean(",
            "The half is there, but not the sum: repeat every record once. Should E stay as it is?",
        ),
        wrong("A25", sums_sizes),
        patch(
            "A26",
            "** 2",
            "** 2, axis=0",
            "One number for each output: the sum over the records is done. Which is left to do?",
        ),
        wrong("A27", per_record),
        wrong("A29", length_of_the_miss),
        wrong("A30", makes_a_column),
        patch(
            "A31", "0.5", "1 // 2", "Always zero? Work out your factor alone: which of Python's two divisions is that?"
        ),
        wrong("A32", squares_the_sum),
        patch(
            "A33",
            "** 2",
            "** 2, axis=-1",
            "The outputs are summed, and one number is left for each record. What about those?",
        ),
    ],
    tolerance=ROUNDING,
    foundations=("squared_error",),
)
