"""Overshoot, diverge, tame: points, cases, wrong versions and questions of `alpha`, in the notebook's order.

One update multiplies the miss by 1 - alpha * input². Most hidden alphas are therefore drawn by that factor, so that
every draw behaves as its label says and no history grows or shrinks past what float64 can tell apart.
"""

from collections.abc import Iterator

import numpy as np

from autograder.spec import Case, Exercise, Question, Tolerance, View, WrongAnswer, patch, wrong

#: An error is the square of a small difference: equivalent orders of the arithmetic lose more of its digits.
ERRORS = Tolerance(rtol=1e-8, atol=1e-18)
#: Where nothing should be left, rounding may leave this.
ROUNDING = Tolerance(atol=1e-12)
HISTORY = (View((0,), ERRORS), View((1,), ROUNDING), View((2,), ROUNDING))
#: The table of errors by alpha is printed with few digits.
PRINTED = Tolerance(rtol=1e-4, atol=1e-18)

Run = tuple[float, float, float, float, int]


def between(random: np.random.Generator, low: float, high: float) -> float:
    """Draw a plain Python float."""
    return float(random.uniform(low, high))


def alpha_for(factor: float, input: float) -> float:
    """Return the alpha whose update multiplies the miss by `factor`."""
    return (1 - factor) / input**2


def run(random: np.random.Generator, factor: float, input: float, *, above: bool = True) -> Run:
    """Draw a training run whose miss is multiplied by `factor` each round.

    Returns:
        weight, input, goal_pred, alpha, iterations; the first prediction larger in size than the goal,
        or smaller.
    """
    weight = between(random, 0.3, 0.9)
    share = between(random, 0.3, 0.6) if above else between(random, 1.5, 1.9)
    return (weight, input, share * input * weight, alpha_for(factor, input), int(random.integers(6, 10)))


def twentieth(label: str, alpha: float, figure: float) -> Case:
    """Make a case of the lesson's run at input 2 whose last error the lesson prints."""
    last = View((0, -1), PRINTED, documented=figure)
    return Case(label, (0.5, 2, 0.8, alpha, 20), views=(last, *HISTORY))


def hidden_runs(random: np.random.Generator) -> Iterator[Case]:
    """Yield runs of every behaviour, from either side, with inputs of either sign, and alphas past both ends."""
    x = between(random, 1.2, 2.8)
    weight, input, goal_pred, alpha, rounds = run(random, 0.6, x)
    yield Case("from above the goal", run(random, between(random, 0.3, 0.7), x), views=HISTORY)
    yield Case("from below the goal", run(random, between(random, 0.3, 0.7), x, above=False), views=HISTORY)
    yield Case("a negative input", run(random, between(random, 0.3, 0.7), -x), views=HISTORY)
    yield Case("a small input and a large alpha", run(random, 0.2, between(random, 0.2, 0.5)), views=HISTORY)
    yield Case("an alpha that swings and settles", run(random, between(random, -0.8, -0.4), x), views=HISTORY)
    yield Case("an alpha too large", run(random, between(random, -1.9, -1.2), x, above=False), views=HISTORY)
    yield Case("an alpha of nothing", (weight, input, goal_pred, 0.0, rounds), views=HISTORY)
    yield Case("a negative alpha", run(random, between(random, 1.2, 1.7), x), views=HISTORY)
    yield Case("an alpha that solves it in one step", run(random, 0.0, x), views=HISTORY)
    yield Case("an alpha on the border", run(random, -1.0, x), views=HISTORY)
    yield Case("an input of zero", (weight, 0.0, goal_pred, alpha, rounds), views=HISTORY)
    yield Case("a weight of zero", (0.0, input, goal_pred, alpha, rounds), views=HISTORY)
    yield Case("a goal of zero", (weight, input, 0.0, alpha, rounds), views=HISTORY)
    yield Case("a negative weight and a negative goal", (-weight, input, -weight, alpha, rounds), views=HISTORY)
    yield Case("a single round", (*run(random, 0.4, x)[:4], 1), views=HISTORY)
    yield Case("whole numbers", (int(random.integers(3, 7)), 3, 2, 1, int(random.integers(4, 7))), views=HISTORY)


# ------------------------------------------------------------------------------------------------- train_with_alpha


def hidden_train_with_alpha(random: np.random.Generator) -> Iterator[Case]:
    """Yield the lesson's run with other alphas, and runs of every kind."""
    yield twentieth("the lesson's run, a tiny alpha", 0.001, 0.034349)
    yield twentieth("the lesson's run, solved in one step", 0.25, 0.0)
    yield twentieth("the lesson's run, swinging and settling", 0.45, 8.3077e-06)
    yield twentieth("the lesson's run, just past the border", 0.51, 0.177553)
    yield twentieth("the lesson's run, a negative alpha", -0.1, 14286.48)
    yield from hidden_runs(random)


def recorded_after_the_move(weight, input, goal_pred, alpha, iterations):
    """Your history begins one round late: its first entry has learned already. Record first, or move first?"""
    errors, predictions = np.zeros(iterations), np.zeros(iterations)
    for iteration in range(iterations):
        weight = weight - alpha * input * (input * weight - goal_pred)
        predictions[iteration] = input * weight
        errors[iteration] = (input * weight - goal_pred) ** 2
    return errors, predictions, weight


train_with_alpha = Exercise(
    "train_with_alpha",
    points=3,
    public=[
        Case(
            "a tame alpha",
            (0.5, 2, 0.8, 0.1, 20),
            views=(
                View((0, slice(0, 3)), ERRORS, documented=[0.04, 0.0144, 0.005184]),
                View((1, slice(0, 3)), documented=[1.0, 0.92, 0.872]),
                View(
                    (0, slice(17, 20)),
                    ERRORS,
                    documented=[1.1460471998340758e-09, 4.125769919393652e-10, 1.485277170987127e-10],
                ),
                View((1, slice(17, 20)), documented=[0.8000338533188895, 0.8000203119913337, 0.8000121871948003]),
                *HISTORY,
            ),
        ),
        Case(
            "the old loop at the new input",
            (0.5, 2, 0.8, 1, 20),
            views=(
                View((0, slice(0, 3)), Tolerance(), documented=[0.04, 0.36, 3.24]),
                View((1, slice(0, 3)), documented=[1.0, 0.2, 2.6]),
                View(
                    (0, slice(17, 20)), Tolerance(), documented=[6.67087267987e14, 6.00378541188e15, 5.40340687069e16]
                ),
                View((1, slice(17, 20)), documented=[-25828031.8, 77484098.6, -232452292.6]),
                *HISTORY,
            ),
        ),
        Case(
            "the toes",
            (0.1, 8.5, 1, 0.01, 2),
            views=(
                View((0,), ERRORS, documented=[0.0225, 0.001732640625]),
                View((1,), documented=[0.85, 0.958375]),
                *HISTORY,
            ),
        ),
        Case("an input below one, an alpha above one", (0.5, 0.5, 0.8, 3, 4), views=HISTORY),
        Case("a small alpha", (0.5, 2, 0.8, 0.01, 20), views=(View((0, -1), PRINTED, documented=0.0084794), *HISTORY)),
        Case(
            "for ever the same error", (0.5, 2, 0.8, 0.5, 20), views=(View((0, -1), PRINTED, documented=0.04), *HISTORY)
        ),
    ],
    hidden=hidden_train_with_alpha,
    misconceptions=[
        patch(
            "D01",
            "weight - alpha * derivative",
            "(weight - derivative) * alpha",
            "Alpha shrinks your whole weight here. Take an alpha of zero: where should the weight stand afterwards?",
        ),
        patch(  # and a line `alpha - 0.01`, which computes something and throws it away
            "D02",
            "weight - alpha * derivative",
            "weight - derivative",
            "Your loop does the same whatever alpha is. In which line should turning that knob be felt?",
        ),
        patch(
            "D04",
            "- alpha * derivative",
            "- derivative / alpha",
            "A smaller alpha gives you longer steps. Is that what a small alpha is for?",
        ),
        patch(
            "D05",
            "weight - alpha",
            "weight + alpha",
            "The error grows however small alpha is made. Does your step go down the slope, or up?",
        ),
        patch(
            "D06",
            "alpha * derivative",
            "alpha * alpha * derivative",
            "Right for an alpha of one, too short for smaller ones. How often does alpha act in a round?",
        ),
        patch(
            "D08",
            "input * (pred - goal_pred)",
            "pred - goal_pred",
            "Your step forgets what came in. Which factor turns a miss of the prediction into a change of the weight?",
        ),
        patch(
            "D09",
            "input * (pred - goal_pred)",
            "2 * input * (pred - goal_pred)",
            "Gradient descent with the true slope of the square, factor two and all: many books do that. Which update "
            "does this course use?",
        ),
        patch(
            "D10",
            "errors = np.zeros(iterations)",
            "alpha = 0.1\n    errors = np.zeros(iterations)",
            "Right for the lesson's alpha, and the same for every other. Is one of your arguments written over?",
        ),
        patch(
            "D11",
            "errors = np.zeros(iterations)",
            "alpha = abs(alpha)\n    errors = np.zeros(iterations)",
            "Your loop makes a negative alpha positive. Who asked it to? Let the caller see what happens.",
        ),
        patch(
            "D13",
            "weight = weight - alpha * derivative",
            "weight = weight - alpha * derivative\n        alpha = alpha * 0.9",
            "Your steps shrink by themselves as the rounds go on. What may change alpha while the loop runs?",
        ),
        patch(
            "D16",
            "weight - alpha * derivative",
            "weight - alpha * input * pred - goal_pred",
            "The goal is subtracted from the weight as it is. What should reach it first? Look for lost parentheses.",
        ),
        wrong("L50", recorded_after_the_move),
        patch(
            "L51",
            "weight = weight - alpha * derivative\n",
            "if iteration < iterations - 1:\n            weight = weight - alpha * derivative\n",
            "Both histories are right. Has the weight that you return made the last round's move?",
        ),
        patch(
            "L52",
            "        pred = input * weight\n",
            "        pred = input * weight if iteration == 0 else pred\n",
            "The weight moves and your prediction does not notice. How often is the prediction made?",
        ),
        patch(
            "L53",
            "return errors, predictions,",
            "return predictions, errors,",
            "All three results are there. In which order does the description list them, under Returns?",
        ),
        patch(
            "L54",
            "(pred - goal_pred) ** 2",
            "pred - goal_pred",
            "Your errors may fall below zero. What makes an error of a raw miss?",
        ),
        patch(
            "L55",
            "(pred - goal_pred) ** 2",
            "abs(pred - goal_pred)",
            "The path is right, the recorded errors are not: a miss can lose its sign in two ways. Which is ours?",
        ),
        patch(
            "L56",
            "errors = np.zeros(iterations)",
            "alpha = min(max(alpha, 0), 1)\n    errors = np.zeros(iterations)",
            "You keep alpha between zero and one. Is there really no input that could bear more?",
        ),
        patch(
            "L57",
            "weight = weight - alpha * derivative",
            "weight = -alpha * derivative",
            "After each round your weight has forgotten where it stood. What should a step start from?",
        ),
        patch(
            "L58",
            "input * (pred - goal_pred)",
            "weight * (pred - goal_pred)",
            "Your step follows from the weight itself. Which of the two factors of the prediction is held fixed here?",
        ),
        patch(
            "L59",
            "        derivative =",
            "        if abs(pred - goal_pred) < 0.001:\n            break\n        derivative =",
            "Your loop leaves off when it is close. How many rounds did the caller ask for?",
        ),
        patch(
            "L60",
            "predictions[iteration] = pred",
            "predictions[iteration] = weight",
            "The errors are right; beside them stands a history of weights. What should the second array hold?",
        ),
        patch(
            "L61",
            "        derivative =",
            "        pred = alpha * pred\n        derivative =",
            "Alpha reaches the prediction before the miss is taken. Which quantity is it meant to shorten?",
        ),
    ],
)

q_sign = Question(
    "q_sign",
    "no",
    hint="Look at a single round: where is the goal, and which way does the weight go?",
    choices=("yes", "no"),
    wrong_answers=[
        WrongAnswer(
            "L62",
            "yes",
            "Check one round by hand: the prediction is too high, and the weight goes down. Is that the wrong way?",
        )
    ],
)

# ----------------------------------------------------------------------------------------------------- miss_factor

q_factor = Question(
    "q_factor",
    -3.0,
    hint="Divide each miss in the table by the one before it, signs included.",
    wrong_answers=[
        WrongAnswer("L63", 3.0, "The size is right. On which side of the goal is the next prediction?"),
        WrongAnswer("L64", 9.0, "That belongs to another column. Is this the miss, or its square?"),
        WrongAnswer("L65", -4.0, "That is how much of the miss the step adds to it. And what is there afterwards?"),
        WrongAnswer("L66", 4.0, "That is the size of the correction, in misses. What is left of the miss after it?"),
        WrongAnswer("L67", -1.0, "An input acts twice: in the step, and in the next prediction. Did you count both?"),
        WrongAnswer("L68", -1 / 3, "Your fraction stands on its head. Does the miss grow or shrink?"),
        WrongAnswer(
            "L69", 5.0, "That would be a step in the wrong direction. Is the miss made larger on its own side?"
        ),
    ],
)

q_error_ratio = Question(
    "q_error_ratio",
    9.0,
    hint="Take two errors of the table that follow each other, and divide the later by the earlier.",
    wrong_answers=[
        WrongAnswer("L70", -3.0, "That is the miss. What does squaring do to a factor?"),
        WrongAnswer("L71", 3.0, "That is the size of the miss. The error is its square: and the factor?"),
        WrongAnswer("L72", -9.0, "Can an error change its sign?"),
        WrongAnswer("L73", 6.0, "A factor, doubled. What does the error do with the miss?"),
        WrongAnswer("L74", 1 / 9, "Your fraction stands on its head. Does the error grow or shrink?"),
        WrongAnswer("L75", 0.32, "That is how much the first error grows by. How many times as large does it become?"),
    ],
)


def hidden_miss_factor(random: np.random.Generator) -> Iterator[Case]:
    """Yield inputs on both sides of one and of zero, and alphas on both sides of either border."""
    small, large = between(random, 0.2, 0.8), between(random, 2.2, 4.5)
    yield Case("an input below one", (small, between(random, 0.1, 0.9)))
    yield Case("an input above one", (large, between(random, 0.01, 0.04)))
    yield Case("a negative input", (-large, between(random, 0.01, 0.04)))
    yield Case("a negative input below one in size", (-small, between(random, 1.1, 1.9)))
    yield Case("an input of one", (1.0, between(random, 0.1, 0.9)))
    yield Case("an input of zero", (0.0, between(random, 0.1, 0.9)))
    yield Case("an alpha of nothing", (large, 0.0))
    yield Case("a negative alpha", (large, between(random, -0.9, -0.1)))
    yield Case("an alpha above one", (small, between(random, 1.1, 1.9)))
    yield Case("an alpha that overshoots and settles", (large, alpha_for(-0.6, large)))
    yield Case("an alpha that lands on the goal", (large, alpha_for(0.0, large)))
    yield Case("an alpha on the border", (large, alpha_for(-1.0, large)))
    yield Case("an alpha far too large", (large, between(random, 5, 9)))
    yield Case("whole numbers", (int(random.integers(3, 9)), int(random.integers(2, 6))))


def one_input_too_few(input, alpha):
    """A negative input gives you another factor than a positive one. How often does the input act in one round?"""
    return 1 - alpha * input


def what_is_taken_away(input, alpha):
    """That is the share of the miss which the step takes away. Take an alpha of zero: what should come out?"""
    return alpha * input**2


def without_alpha(input, alpha):
    """Right where alpha is one. Where did the second argument go?"""
    return 1 - input**2


def wrong_way(input, alpha):
    """Yours grows past one for every alpha above nothing, as if no step could ever help. Which sign has a step?"""
    return 1 + alpha * input**2


def turned_around(input, alpha):
    """The size is right. Take an alpha of zero: the miss stays as it was. By what was it multiplied?"""
    return alpha * input**2 - 1


def squares_alpha_too(input, alpha):
    """Your power reaches too far. Which of the two acts twice in one round, and which once?"""
    return 1 - (alpha * input) ** 2


def factor_of_the_error(input, alpha):
    """That is what the error is multiplied by. The miss has a sign to keep or to lose: which of them is asked for?"""
    return (1 - alpha * input**2) ** 2


def factor_without_sign(input, alpha):
    """The size is right, and never negative. How does yours tell a machine that changes side from one that does not?"""
    return abs(1 - alpha * input**2)


def factor_with_the_two(input, alpha):
    """That is the factor of a step along the true slope, with its two. Does this course's update have that two?"""
    return 1 - 2 * alpha * input**2


def factor_misgrouped(input, alpha):
    """An alpha of zero leaves the miss alone; yours then depends on the input. What is subtracted from what?"""
    return (1 - alpha) * input**2


def factor_never_below_zero(input, alpha):
    """Yours stops at zero. What does the miss look like after a step that went too far?"""
    return max(0.0, 1 - alpha * input**2)


def divides_by_the_input(input, alpha):
    """Yours grows smaller as the input grows. Is a loud input tamed more easily, or less?"""
    return 1 - alpha / input**2 if input else 1.0


miss_factor = Exercise(
    "miss_factor",
    points=2,
    public=[
        Case("a tame alpha", (2, 0.1), documented=0.6),
        Case("the old loop at the old input", (0.5, 1), documented=0.75),
        Case("the toes", (8.5, 0.01), documented=0.2775),
        Case("an input below zero", (-2, 0.2), documented=0.2),
    ],
    hidden=hidden_miss_factor,
    misconceptions=[
        wrong("L76", one_input_too_few),
        wrong("L77", what_is_taken_away),
        wrong("L78", without_alpha),
        wrong("L79", wrong_way),
        wrong("L80", turned_around),
        wrong("L81", squares_alpha_too),
        wrong("L82", factor_of_the_error),
        wrong("L83", factor_without_sign),
        wrong("L84", factor_with_the_two),
        wrong("L85", factor_misgrouped),
        wrong("L86", factor_never_below_zero),
        wrong("L87", divides_by_the_input),
    ],
    tolerance=ROUNDING,
)

# -------------------------------------------------------------------------------------------- largest_stable_alpha


def hidden_inputs(random: np.random.Generator) -> Iterator[Case]:
    """Yield inputs of either sign, small and large, and whole ones; never zero."""
    yield Case("an input below one", (between(random, 0.2, 0.45),))
    yield Case("an input just below one", (between(random, 0.75, 0.95),))
    yield Case("an input above one", (between(random, 1.3, 1.9),))
    yield Case("a large input", (between(random, 20, 90),))
    yield Case("a tiny input", (between(random, 0.001, 0.009),))
    yield Case("a negative input", (between(random, -7, -3),))
    yield Case("a negative input below one in size", (between(random, -0.8, -0.2),))
    yield Case("an input of one", (1.0,))
    yield Case("a whole number", (int(random.integers(3, 9)),))
    yield Case("a whole number below zero", (int(random.integers(-9, -2)),))


def lands_at_once(input):
    """At that alpha the miss is gone after one step. How much further can you go before it stops shrinking?"""
    return 1 / input**2


def divides_once(input):
    """Try a negative input: an alpha below zero is never stable. How often does the input act on a miss?"""
    return 2 / input


def divides_by_the_size(input):
    """Right for an input of one. How often does a louder input act on a miss, and how often do you divide by it?"""
    return 2 / abs(input)


def grows_with_the_input(input):
    """Yours allows louder inputs longer steps. Which of the two bowls was the tight one?"""
    return 2 * input**2


def quarter_of_the_half(input):
    """Everything was squared, the number on top as well. What does your factor become at this alpha?"""
    return (2 / input) ** 2


def divides_then_multiplies(input):
    """Always the same number, whatever the input. In which order does Python work through a division and a product?"""
    return 2 / input * input


def never_above_one(input):
    """Who says that alpha ends at one? Try a quiet input in your miss_factor, and an alpha of three."""
    return min(1.0, 2 / input**2)


def remembers_the_loud_input(input):
    """Right for the loud input of the lesson. Does yours look at its argument?"""
    return 0.5


def half_of_one_step(input):
    """Your bound is too careful: at that alpha the miss halves each step. At which factor does it stop shrinking?"""
    return 1 / (2 * input**2)


def border_upside_down(input):
    """Your fraction stands on its head. Should a louder input get a larger alpha?"""
    return input**2 / 2


largest_stable_alpha = Exercise(
    "largest_stable_alpha",
    points=1,
    public=[
        Case("the loud input", (2,), documented=0.5),
        Case("the toes", (8.5,), documented=0.02768166089965398),
        Case("an input below zero", (-4.0,), documented=0.125),
    ],
    hidden=hidden_inputs,
    misconceptions=[
        wrong("L88", lands_at_once),
        wrong("L89", divides_once),
        wrong("L90", divides_by_the_size),
        wrong("L91", grows_with_the_input),
        wrong("L92", quarter_of_the_half),
        wrong("L93", divides_then_multiplies),
        wrong("L94", never_above_one),
        wrong("L95", remembers_the_loud_input),
        wrong("L96", half_of_one_step),
        wrong("L97", border_upside_down),
    ],
)

q_limit_half = Question(
    "q_limit_half",
    8.0,
    hint="Write the factor down with the quiet input in it, and ask which alpha makes it minus one.",
    wrong_answers=[
        WrongAnswer("L98", 4.0, "There the miss is gone in one step. How far can you go on before it stops shrinking?"),
        WrongAnswer("L99", 0.5, "That is the limit of the loud input. This one is quieter: may its steps be longer?"),
        WrongAnswer("L100", 1.0, "Is there anything special about an alpha of one? Put it into your miss_factor."),
        WrongAnswer("L101", 2.0, "Did you square the input before you divided by it?"),
        WrongAnswer("L102", 16.0, "The number on top was squared along. What does the factor become at your alpha?"),
        WrongAnswer("L103", 0.125, "Your fraction stands on its head. Is the wide bowl the one that bears less?"),
    ],
)

# ------------------------------------------------------------------------------------------------- one_step_alpha


def on_the_border(input):
    """At that alpha the miss comes back at its full size on the other side. Which factor leaves nothing of it?"""
    return 2 / input**2


def reciprocal(input):
    """Try a negative input: does a step in the wrong direction ever land? How often does the input act on a miss?"""
    return 1 / input


def reciprocal_of_the_size(input):
    """Right for an input of one. Which power of the input stands in your miss_factor?"""
    return 1 / abs(input)


def square_of_the_input(input):
    """Yours grows with the input. Does a louder input need a longer step, or a shorter one?"""
    return input**2


def lands_along_the_true_slope(input):
    """That lands if the step follows the true slope, with its two. Does the update of this course have that two?"""
    return 1 / (2 * input**2)


def reciprocal_then_times(input):
    """Always the same number, whatever goes in. In which order does Python work through a division and a product?"""
    return 1 / input * input


def landing_never_above_one(input):
    """You stop at one. Does anything forbid a quiet input an alpha above that?"""
    return min(1.0, 1 / input**2)


def remembers_the_loud_landing(input):
    """Right for the loud input of the lesson, and for no other. Does yours look at its argument?"""
    return 0.25


def root_of_the_landing(input):
    """A root where none is needed, or a power lost. At your alpha, what does miss_factor say?"""
    return 1 / np.sqrt(abs(input))


one_step_alpha = Exercise(
    "one_step_alpha",
    points=1,
    public=[
        Case("the quiet input", (0.5,), documented=4.0),
        Case("the toes", (8.5,), documented=0.01384083044982699),
        Case("an input below zero", (-4.0,), documented=0.0625),
    ],
    hidden=hidden_inputs,
    misconceptions=[
        wrong("L104", on_the_border),
        wrong("L105", reciprocal),
        wrong("L106", reciprocal_of_the_size),
        wrong("L107", square_of_the_input),
        wrong("L108", lands_along_the_true_slope),
        wrong("L109", reciprocal_then_times),
        wrong("L110", landing_never_above_one),
        wrong("L111", remembers_the_loud_landing),
        wrong("L112", root_of_the_landing),
    ],
)

q_one_step = Question(
    "q_one_step",
    0.25,
    hint="After that one step nothing is left of the miss. Which factor does that take, and which alpha gives it?",
    wrong_answers=[
        WrongAnswer("L113", 0.5, "There the miss keeps its size for ever, or the input was not squared. What is left?"),
        WrongAnswer("L114", 4.0, "Your fraction stands on its head: that one solves a quieter input. Which?"),
        WrongAnswer("L115", 1.0, "That is the old loop. Did it land after one step?"),
        WrongAnswer("L116", 0.125, "Halfway there. Is there a two in your step that this course's update lacks?"),
        WrongAnswer(
            "L117", 0.1, "That is the lesson's alpha: tame, and on its way for twenty rounds. Which one is sudden?"
        ),
    ],
)

# ------------------------------------------------------------------------------------------------------- behaviour


def hidden_behaviour(random: np.random.Generator) -> Iterator[Case]:
    """Yield factors in every region, near every border, and on the borders only where those are exact in binary."""
    small, large = between(random, 0.2, 0.8), between(random, 2.2, 4.5)
    yield Case("a small alpha", (large, alpha_for(between(random, 0.7, 0.95), large)))
    yield Case("an alpha that is nearly nothing", (large, alpha_for(0.998, large)))
    yield Case("a quiet input, a large alpha", (small, alpha_for(between(random, 0.05, 0.2), small)))
    yield Case("just short of landing in one step", (large, alpha_for(0.004, large)))
    yield Case("just past landing in one step", (large, alpha_for(-0.004, large)))
    yield Case("a swing", (large, alpha_for(between(random, -0.8, -0.3), large)))
    yield Case("a swing of a quiet input", (small, alpha_for(between(random, -0.8, -0.3), small)))
    yield Case("a swing of a negative input", (-large, alpha_for(between(random, -0.8, -0.3), large)))
    yield Case("just below the border", (large, alpha_for(-0.998, large)))
    yield Case("just above the border", (large, alpha_for(-1.002, large)))
    yield Case("far above the border", (large, between(random, 3, 9)))
    yield Case("a negative input, far above the border", (-small, between(random, 90, 99)))
    yield Case("a negative input, a small alpha", (-large, alpha_for(between(random, 0.3, 0.7), large)))
    yield Case("a negative alpha", (large, between(random, -0.9, -0.1)))
    yield Case("a negative alpha close to nothing", (small, alpha_for(1.002, small)))
    yield Case("a negative input and a negative alpha", (-large, between(random, -0.09, -0.01)))
    yield Case("on the border, the quiet input", (0.5, 8.0))
    yield Case("on the border, a louder input", (4.0, 0.125))
    yield Case("landing in one step, the quiet input", (0.5, 4.0))
    yield Case("landing in one step, the loud input", (2.0, 0.25))
    yield Case("landing in one step, a louder input", (4, 0.0625))
    yield Case("an alpha of nothing, the quiet input", (0.5, 0.0))
    yield Case("an alpha of nothing, the loud input", (2.0, 0.0))


def knows_no_swing(input, alpha):  # and one that judges by the error's factor, which is the square
    """The miss that changes sides while it shrinks has a name of its own. Where does your function look at the sign?"""
    size = abs(1 - alpha * input**2)
    return "converges" if size < 1 else "stuck" if size == 1 else "diverges"


def negative_means_divergence(input, alpha):
    """You take every factor below zero for a disaster. What becomes of a miss that is halved and changes sides?"""
    factor = 1 - alpha * input**2
    if abs(factor) == 1:
        return "stuck"
    return "converges" if 0 <= factor < 1 else "diverges"


def alpha_between_nought_and_one(input, alpha):
    """You judge alpha without its input. Is there a quiet input that bears an alpha of three?"""
    if alpha in (0, 1):
        return "stuck"
    return "converges" if 0 < alpha < 1 else "diverges"


def zero_counts_as_a_swing(input, alpha):
    """Nearly. When nothing is left of the miss, is there anything to swing? See where your two regions meet."""
    factor = 1 - alpha * input**2
    if abs(factor) == 1:
        return "stuck"
    if abs(factor) > 1:
        return "diverges"
    return "converges" if factor > 0 else "oscillates"


def border_swings(input, alpha):
    """A miss that changes sides at its full size: does it come any closer? Look at the lower border."""
    factor = 1 - alpha * input**2
    if factor == 1:
        return "stuck"
    if abs(factor) > 1:
        return "diverges"
    return "converges" if factor >= 0 else "oscillates"


def border_diverges(input, alpha):
    """You are right about what lies past the border. And exactly on it, does the error grow?"""
    factor = 1 - alpha * input**2
    if factor == 1:
        return "stuck"
    if factor <= -1 or factor > 1:
        return "diverges"
    return "converges" if factor >= 0 else "oscillates"


def standing_still_converges(input, alpha):
    """What does a machine learn whose steps have no length at all? Look at the upper border."""
    factor = 1 - alpha * input**2
    if factor == -1:
        return "stuck"
    if abs(factor) > 1:
        return "diverges"
    return "converges" if factor >= 0 else "oscillates"


def forgets_both_borders(input, alpha):
    """Four names are on the list, and yours uses three. Which factors make the error neither grow nor shrink?"""
    factor = 1 - alpha * input**2
    if abs(factor) > 1:
        return "diverges"
    return "converges" if factor >= 0 else "oscillates"


def misses_the_wrong_way(input, alpha):
    """A factor can be too large on either side. What does yours say where alpha is negative?"""
    factor = 1 - alpha * input**2
    if factor in (1, -1):
        return "stuck"
    if factor < -1:
        return "diverges"
    return "converges" if factor >= 0 else "oscillates"


def judged_with_one_input(input, alpha):
    """Right in the wide middle only, and odd where the input is negative. Which power has the input in your factor?"""
    factor = 1 - alpha * input
    if abs(factor) == 1:
        return "stuck"
    if abs(factor) > 1:
        return "diverges"
    return "converges" if factor >= 0 else "oscillates"


def names_changed_places(input, alpha):
    """Two of your names have changed places. A miss that never changes sides, does it swing?"""
    factor = 1 - alpha * input**2
    if abs(factor) == 1:
        return "stuck"
    if abs(factor) > 1:
        return "diverges"
    return "oscillates" if factor >= 0 else "converges"


def every_change_of_side_swings(input, alpha):
    """Yours swings for ever larger and calls it a swing. Which question should be asked first: the sign or the size?"""
    factor = 1 - alpha * input**2
    if abs(factor) == 1:
        return "stuck"
    if factor < 0:
        return "oscillates"
    return "converges" if factor < 1 else "diverges"


def tells_the_factor(input, alpha):
    """The number itself comes back. Which of the four names belongs to it?"""
    return 1 - alpha * input**2


behaviour = Exercise(
    "behaviour",
    points=2,
    foundations=("miss_factor",),
    public=[
        Case("the old loop at the old input", (0.5, 1), documented="converges"),
        Case("the old loop at the loud input", (2, 1), documented="diverges"),
        Case("a tame alpha", (2, 0.1), documented="converges"),
        Case("a bold alpha", (2, 0.45), documented="oscillates"),
        Case("the alpha that never gets anywhere", (2, 0.5), documented="stuck"),
    ],
    hidden=hidden_behaviour,
    misconceptions=[
        wrong("L118", knows_no_swing),
        wrong("L119", negative_means_divergence),
        wrong("L120", alpha_between_nought_and_one),
        wrong("L121", zero_counts_as_a_swing),
        wrong("L122", border_swings),
        wrong("L123", border_diverges),
        wrong("L124", standing_still_converges),
        wrong("L125", forgets_both_borders),
        wrong("L126", misses_the_wrong_way),
        wrong("L127", judged_with_one_input),
        wrong("L128", names_changed_places),
        wrong("L129", every_change_of_side_swings),
        wrong("L130", tells_the_factor),
    ],
)

q_negative_alpha = Question(
    "q_negative_alpha",
    "grow",
    hint="Put a negative alpha into your miss_factor. On which side of one does the factor land?",
    choices=("shrink", "grow", "stay"),
    wrong_answers=[
        WrongAnswer("L131", "shrink", "Which way does the weight move when a step down the slope is turned around?"),
        WrongAnswer("L132", "stay", "Only an alpha of zero leaves everything as it was. And one below that?"),
    ],
)

# --------------------------------------------------------------------------------------------------- momentum_step


def hidden_momentum_step(random: np.random.Generator) -> Iterator[Case]:
    """Yield moments of a roll: from rest, downhill, uphill, on the flat, with little momentum and with much."""
    weight, velocity = between(random, 0.5, 1.5), between(random, 0.2, 0.8)
    slope, alpha, momentum = (between(random, 1.2, 2.5), between(random, 0.05, 0.3), between(random, 0.55, 0.85))
    yield Case("from rest", (weight, 0.0, slope, alpha, momentum))
    yield Case("the slope speeds it up", (weight, velocity, -slope, alpha, momentum))
    yield Case("the slope slows it down", (weight, velocity, slope, alpha, momentum))
    yield Case("rolling the other way", (weight, -velocity, slope, alpha, momentum))
    yield Case("a flat place", (weight, velocity, 0.0, alpha, momentum))
    yield Case("no momentum: a plain step", (weight, velocity, slope, alpha, 0.0))
    yield Case("nothing is lost on the way", (weight, velocity, slope, alpha, 1.0))
    yield Case("an alpha of nothing", (weight, velocity, slope, 0.0, momentum))
    yield Case("a negative weight", (-weight, velocity, slope, alpha, momentum))
    yield Case("whole numbers", (int(random.integers(3, 9)), 5, int(random.integers(2, 4)), 2, 3))


def moves_with_the_old_velocity(weight, velocity, derivative, alpha, momentum):
    """The new velocity is right, and the weight has not felt it yet. Which of the two is computed first?"""
    return weight + velocity, momentum * velocity - alpha * derivative


def rolls_uphill(weight, velocity, derivative, alpha, momentum):
    """From rest, your ball rolls up the slope. Which sign brings it down?"""
    velocity = momentum * velocity + alpha * derivative
    return weight + velocity, velocity


def rolls_backwards(weight, velocity, derivative, alpha, momentum):
    """The velocity is right, and the weight goes the other way. What does a positive velocity do to a weight?"""
    velocity = momentum * velocity - alpha * derivative
    return weight - velocity, velocity


def forgets_the_past(weight, velocity, derivative, alpha, momentum):
    """Yours is a plain step: on a flat place it stops dead. What is kept of the velocity it had?"""
    velocity = -alpha * derivative
    return weight + velocity, velocity


def without_friction(weight, velocity, derivative, alpha, momentum):
    """Nothing ever slows your ball but the slope. Which argument is still unused?"""
    velocity = velocity - alpha * derivative
    return weight + velocity, velocity


def slope_at_full_length(weight, velocity, derivative, alpha, momentum):
    """The slope pushes your ball at full force. What tames a step in this notebook?"""
    velocity = momentum * velocity - derivative
    return weight + velocity, velocity


def velocity_before_weight(weight, velocity, derivative, alpha, momentum):
    """Both are right. Which comes first in the description, under Returns?"""
    velocity = momentum * velocity - alpha * derivative
    return velocity, weight + velocity


def weighted_mean(weight, velocity, derivative, alpha, momentum):
    """A running mean of the slopes: a relative of momentum that some books prefer. Which rule is written here?"""
    velocity = momentum * velocity - (1 - momentum) * alpha * derivative
    return weight + velocity, velocity


def alpha_on_everything(weight, velocity, derivative, alpha, momentum):
    """Alpha shortens all of your velocity, the old part too. Which of the two parts is it meant for?"""
    velocity = alpha * (momentum * velocity - derivative)
    return weight + velocity, velocity


def weight_alone(weight, velocity, derivative, alpha, momentum):
    """The next step will need to know how fast the ball is. What else should be returned?"""
    return weight + momentum * velocity - alpha * derivative


momentum_step = Exercise(
    "momentum_step",
    points=0,
    public=[
        Case("from rest", (3.0, 0.0, 2.0, 0.01, 0.9), documented=(2.98, -0.02)),
        Case("once more, on the same slope", (2.98, -0.02, 2.0, 0.01, 0.9), documented=(2.942, -0.038)),
        Case("up the other side", (0.5, -0.25, -2.0, 0.1, 0.5)),
    ],
    hidden=hidden_momentum_step,
    misconceptions=[
        wrong("L133", moves_with_the_old_velocity),
        wrong("L134", rolls_uphill),
        wrong("L135", rolls_backwards),
        wrong("L136", forgets_the_past),
        wrong("L137", without_friction),
        wrong("L138", slope_at_full_length),
        wrong("L139", velocity_before_weight),
        wrong("L140", weighted_mean),
        wrong("L141", alpha_on_everything),
        wrong("L142", weight_alone),
    ],
    tolerance=ROUNDING,
    challenge=True,
)

# ----------------------------------------------------------------------------------------------------- from_memory


def last_round_alone(weight, input, goal_pred, alpha, iterations):
    """Only the last round's figures come back. Where are the others kept?"""
    for _ in range(iterations):
        pred = input * weight
        error = (pred - goal_pred) ** 2
        weight -= alpha * input * (pred - goal_pred)
    return error, pred, weight


from_memory = Exercise(
    "from_memory",
    points=2,
    public=[
        Case(
            "the lesson's tame run",
            (0.5, 2, 0.8, 0.1, 3),
            views=(
                View((0,), ERRORS, documented=[0.04, 0.0144, 0.005184]),
                View((1,), documented=[1.0, 0.92, 0.872]),
                *HISTORY,
            ),
        ),
        Case(
            "the old loop at the old input",
            (0.5, 0.5, 0.8, 1, 20),
            views=(
                View((0, slice(0, 3)), ERRORS, documented=[0.3025, 0.17015625, 0.095712890625]),
                View((1, slice(0, 3)), documented=[0.25, 0.3875, 0.490625]),
                View(
                    (0, slice(17, 20)),
                    ERRORS,
                    documented=[1.7092608064027242e-05, 9.614592036015323e-06, 5.408208020258491e-06],
                ),
                View((1, slice(17, 20)), documented=[0.7958656792499823, 0.7968992594374867, 0.7976744445781151]),
                *HISTORY,
            ),
        ),
        Case(
            "four steps from a weight of zero",
            (0.0, 1.1, 0.8, 1, 4),
            views=(
                View((0,), ERRORS, documented=[0.64, 0.028224, 0.0012446784, 5.489031744e-05]),
                View((1,), ROUNDING, documented=[0, 0.968, 0.76472, 0.8074088]),
                View((2,)),
            ),
        ),
    ],
    hidden=hidden_runs,
    misconceptions=[
        patch(
            "L143",
            "alpha * input * miss",
            "alpha * miss",
            "A miss of the prediction was taken for a slope. What does the input do to a change of the weight?",
        ),
        patch(
            "L144",
            "weight -=",
            "weight +=",
            "It climbs. Say aloud what a prediction that is too high asks for: where should the weight go?",
        ),
        patch(
            "L145",
            "alpha * input * miss",
            "input * miss",
            "You remembered the loop of the notebook before. What has been added to it since?",
        ),
        patch(
            "L146",
            "alpha * input * miss",
            "2 * alpha * input * miss",
            "The true slope with its two, as many books have it: a legitimate step. How long is it beside ours?",
        ),
        patch(
            "L147",
            "weight -= alpha",
            "weight = -alpha",
            "Your weight is set to the step alone. What should the step be counted from?",
        ),
        patch(
            "L148",
            "        pred = input * weight\n",
            "        weight -= alpha * input * (input * weight - goal_pred)\n        pred = input * weight\n"
            "        errors.append((pred - goal_pred) ** 2)\n        predictions.append(pred)\n        continue\n",
            "The history starts after the first move. Predict, compare, learn: where does writing down belong?",
        ),
        patch(
            "L149",
            "    for _ in range(iterations):\n        pred = input * weight\n",
            "    pred = input * weight\n    for _ in range(iterations):\n",
            "Every round writes down the same. Which line stands outside the loop and belongs inside?",
        ),
        patch(
            "L150",
            "    return np.array(errors)",
            "        return np.array(errors)",
            "One round, and it is over. How far in does your return stand?",
        ),
        patch(
            "L151",
            "np.array(errors), np.array(predictions)",
            "np.array(predictions), np.array(errors)",
            "It all works; the results come in another order. Which one comes first under Returns?",
        ),
        patch(
            "L152",
            "miss**2",
            "miss",
            "The weight finds its way, and some of your errors are below zero, or would be from another start. Why?",
        ),
        wrong("L153", last_round_alone),
        patch(
            "L154",
            "errors, predictions = [], []",
            "weight, input, goal_pred, alpha, iterations = 0.5, 2, 0.8, 0.1, 20\n    errors, predictions = [], []",
            "You remembered the lesson's numbers too, and they replace what the caller gives. What are arguments for?",
        ),
    ],
)
