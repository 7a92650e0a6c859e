"""The exercises of `backprop`: whose fault was it?

In the notebook's order. Inputs and weights are drawn away from zero, so that no gradient is small enough to drown in
rounding, and sums stay where every way to write a sigmoid agrees; the one case beyond that has a tolerance of its own.
Wrong versions see what the reference notebook defines: `np`, `sigmoid` and the exercises before them.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from autograder.spec import Case, Exercise, Question, Source, Tolerance, WrongAnswer, patch, wrong

#: Sums that should cancel leave a rounding error of this order; the smallest figures that count are a million times it.
ROUNDING = Tolerance(atol=1e-15)
#: Far out 1 - output has lost nearly all of its digits, and right forms differ in the rest.
SATURATED = Tolerance(atol=1e-12)
TRAINED = Tolerance(atol=1e-12)
#: What a right step strays is noise; only that it is small can be asked.
NOISE = Tolerance(rtol=0.0, atol=1e-5)
BROKEN = Tolerance(rtol=1e-3)

# The worked example: two inputs, one hidden unit, one output.
X, TARGET = np.array([0.1, 0.3]), np.array([1.0])
TO_HIDDEN, TO_OUTPUT = np.array([[0.4], [-0.2]]), np.array([[0.1]])
# The lesson's larger network: three inputs, two hidden units, one output.
X_3, TARGET_3 = np.array([0.5, 0.1, -0.2]), np.array([0.6])
TO_HIDDEN_3, TO_OUTPUT_3 = np.array([[0.5, -0.6], [0.1, -0.2], [0.1, 0.7]]), np.array([[0.1], [-0.3]])
# Three inputs, two hidden units, two outputs.
TO_OUTPUT_32 = np.array([[0.1, 0.8], [-0.3, 0.5]])


def sigmoid(z):
    """The notebook's own; wrong versions find it there."""
    return 1 / (1 + np.exp(-z))


def signed(random: np.random.Generator, *shape: int) -> np.ndarray:
    """Draw numbers of either sign, none of them near zero."""
    return random.uniform(0.3, 0.9, shape) * random.choice([-1.0, 1.0], shape)


def network(random: np.random.Generator, inputs: int, hidden: int, outputs: int) -> tuple[np.ndarray, ...]:
    """Draw (x, weights_input_to_hidden, weights_hidden_to_output)."""
    return signed(random, inputs), signed(random, inputs, hidden), signed(random, hidden, outputs)


# ------------------------------------------------------------------------------------------------- output_error_term


def hidden_output_error_term(random: np.random.Generator) -> Iterator[Case]:
    """Yield misses of either sign, flat and steep places, one unit and several."""
    output = random.uniform(0.3, 0.7, 1)
    several = random.uniform(0.15, 0.85, 3)
    yield Case("an output that should have been more", (np.array([1.0]), output))
    yield Case("an output that should have been less", (np.array([0.0]), output))
    yield Case("a target between the two ends", (random.uniform(0.75, 0.9, 1), output))
    yield Case("an output exactly right", (output.copy(), output))
    yield Case("sure of itself, and wrong", (np.array([0.0]), random.uniform(0.95, 0.99, 1)))
    yield Case("sure of the opposite, and wrong", (np.array([1.0]), random.uniform(0.01, 0.05, 1)))
    yield Case("sure of itself, and nearly right", (np.array([1.0]), random.uniform(0.95, 0.99, 1)))
    yield Case("three outputs", (random.uniform(0.0, 1.0, 3), several))
    yield Case("three outputs that all should have been more", (several + 0.1, several))
    yield Case("misses that cancel", (several + np.array([0.1, -0.04, -0.06]), several))
    yield Case("whole-number targets", (random.integers(0, 2, 5), random.uniform(0.1, 0.9, 5)))
    yield Case("many outputs", (random.uniform(0, 1, 30), random.uniform(0.01, 0.99, 30)))


def miss_alone(target, output):
    """That is the miss. An error term also asks how much the unit can still change: what is missing for that?"""
    return target - output


def counted_from_the_output(target, output):
    """Your unit is told to say less where it should say more. From which side is the miss counted in this notebook?"""
    return (output - target) * output * (1 - output)


def sigmoid_once_more(target, output):
    """The output has been through the sigmoid already. What does the slope's formula take: received, or said?"""
    return (target - output) * sigmoid(output) * (1 - sigmoid(output))


def slope_with_a_plus(target, output):
    """Your slope keeps growing towards the ends. Where is a sigmoid flat, and does your slope become zero there?"""
    return (target - output) * output * (1 + output)


def slope_at_the_target(target, output):
    """For a target of zero or one you find no fault, ever. At which of the two numbers is the slope to be taken?"""
    return (target - output) * target * (1 - target)


def size_of_the_miss(target, output):
    """All your error terms say "more". What tells a unit that it said too much?"""
    return abs(target - output) * output * (1 - output)


def summed_over_outputs(target, output):
    """All outputs come out as one. How many units are there, and can each of them be told its own fault?"""
    return np.sum((target - output) * output * (1 - output))


def squared_miss(target, output):
    """The miss is squared, and has lost its sign. Does the formula ask for the error, or for what is inside it?"""
    return (target - output) ** 2 * output * (1 - output)


def half_a_slope(target, output):
    """Half of the slope is there. What does it do at an output near zero, and what at one near one?"""
    return (target - output) * (1 - output)


def slope_alone(target, output):
    """That is the slope by itself. An output that was exactly right, does it have anything to answer for?"""
    return output * (1 - output)


def slope_of_tanh(target, output):
    """That is the slope of another squashing function, one that runs from minus one to one. Which one is ours?"""
    return (target - output) * (1 - output**2)


def divided_by_the_slope(target, output):
    """You divide by the slope: whoever can change least is blamed most. Should it be so?"""
    return (target - output) / (output * (1 - output))


output_error_term = Exercise(
    "output_error_term",
    points=1,
    public=[
        Case("the worked example", (TARGET, np.array([0.512372477962617])), documented=np.array([0.1218322353606694])),
        Case(
            "three outputs that all said one half",
            (np.array([1.0, 0.0, 0.5]), np.array([0.5, 0.5, 0.5])),
            documented=np.array([0.125, -0.125, 0.0]),
        ),
        Case("sure of itself, and wrong", (np.array([0.0]), np.array([0.9])), documented=np.array([-0.081])),
    ],
    hidden=hidden_output_error_term,
    misconceptions=[
        wrong("R50", miss_alone),
        wrong("R51", counted_from_the_output),
        wrong("R52", sigmoid_once_more),
        wrong("R53", slope_with_a_plus),
        wrong("R54", slope_at_the_target),
        wrong("R55", size_of_the_miss),
        wrong("R56", summed_over_outputs),
        wrong("R57", squared_miss),
        wrong("R58", half_a_slope),
        wrong("R59", slope_alone),
        wrong("R60", slope_of_tanh),
        wrong("R61", divided_by_the_slope),
    ],
    tolerance=ROUNDING,
)


# ------------------------------------------------------------------------------------------------- hidden_error_term


def hidden_hidden_error_term(random: np.random.Generator) -> Iterator[Case]:
    """Yield several outputs, square and oblong matrices, blame that cancels, and units that reach nobody."""

    def layer(hidden: int, outputs: int) -> tuple[np.ndarray, ...]:
        return signed(random, outputs) / 4, signed(random, hidden, outputs), random.uniform(0.1, 0.9, hidden)

    error_term, weights, said = layer(3, 2)
    unheard = weights.copy()
    unheard[1] = 0.0
    yield Case("one output", layer(3, 1))
    yield Case("two outputs", (error_term, weights, said))
    yield Case("as many outputs as hidden units", layer(3, 3))
    yield Case("two hidden units, two outputs", layer(2, 2))
    yield Case("more outputs than hidden units", layer(2, 5))
    yield Case("a single hidden unit", layer(1, 4))
    yield Case("one unit, one output", layer(1, 1))
    yield Case("error terms below zero", (-abs(error_term), abs(weights), said))
    yield Case("a hidden unit that reaches nobody", (error_term, unheard, said))
    yield Case("outputs without fault", (np.zeros(2), weights, said))
    yield Case("blame that cancels", (np.array([0.1, -0.1]), np.array([[0.7, 0.7], [0.2, 0.9]]), said[:2]))
    yield Case("hidden units far out on the flat", (error_term, weights, np.array([0.002, 0.998, 0.5])))
    yield Case("large weights", (error_term, 20 * weights, said))
    yield Case("whole-number weights", (error_term, random.integers(1, 5, (3, 2)), said))
    yield Case("many hidden units", layer(25, 3))


def without_the_slope(output_error_term, weights_hidden_to_output, hidden_output):
    """The blame is collected and handed on unchanged. What does the unit itself answer for, before you are done?"""
    return weights_hidden_to_output @ output_error_term


def without_the_weights(output_error_term, weights_hidden_to_output, hidden_output):
    """All hidden units are blamed alike, heard or unheard. Along what does the blame travel back?"""
    return np.sum(output_error_term) * hidden_output * (1 - hidden_output)


def error_term_first(output_error_term, weights_hidden_to_output, hidden_output):
    """Your product wants the error terms to meet the matrix's rows. What do its rows stand for, and its columns?"""
    return np.dot(output_error_term, weights_hidden_to_output) * hidden_output * (1 - hidden_output)


def hidden_sigmoid_once_more(output_error_term, weights_hidden_to_output, hidden_output):
    """You squash what has been squashed before. Is the third argument what the units received or what they said?"""
    squashed = sigmoid(hidden_output)
    return weights_hidden_to_output @ output_error_term * squashed * (1 - squashed)


def hidden_slope_with_a_plus(output_error_term, weights_hidden_to_output, hidden_output):
    """A unit far out on the flat should hardly be blamed. What does your slope say near an output of one?"""
    return weights_hidden_to_output @ output_error_term * hidden_output * (1 + hidden_output)


def blame_of_all_for_each(output_error_term, weights_hidden_to_output, hidden_output):
    """Each unit is blamed for what all of them did together. Which of the two axes should the sum leave alone?"""
    return np.sum(weights_hidden_to_output @ output_error_term) * hidden_output * (1 - hidden_output)


def bills_not_added(output_error_term, weights_hidden_to_output, hidden_output):
    """A whole table comes back, one bill for every pair of units. How many error terms does a hidden unit have?"""
    return weights_hidden_to_output * output_error_term * (hidden_output * (1 - hidden_output))[:, None]


def first_output_alone(output_error_term, weights_hidden_to_output, hidden_output):
    """With one output it is right. Who else sends a bill when there are two?"""
    return weights_hidden_to_output[:, 0] * output_error_term[0] * hidden_output * (1 - hidden_output)


def mean_of_the_bills(output_error_term, weights_hidden_to_output, hidden_output):
    """With one output it is right, with several too small. What becomes of several bills: added up, or averaged?"""
    return np.mean(weights_hidden_to_output * output_error_term, axis=1) * hidden_output * (1 - hidden_output)


def shared_out(output_error_term, weights_hidden_to_output, hidden_output):
    """You split each output's blame so that the shares make a whole. Does the formula divide by anything?"""
    shares = weights_hidden_to_output / np.sum(np.abs(weights_hidden_to_output), axis=0)
    return shares @ output_error_term * hidden_output * (1 - hidden_output)


def weights_without_sign(output_error_term, weights_hidden_to_output, hidden_output):
    """A weight below zero turns a "more" into a "less", and yours does not. Where does its sign go?"""
    return np.abs(weights_hidden_to_output) @ output_error_term * hidden_output * (1 - hidden_output)


def loudness_for_slope(output_error_term, weights_hidden_to_output, hidden_output):
    """The louder the unit, the more you blame it. Is that how steep its sigmoid is?"""
    return weights_hidden_to_output @ output_error_term * hidden_output


def blamed_upside_down(output_error_term, weights_hidden_to_output, hidden_output):
    """Every sign is turned. The output's error term says "more": through a positive weight, what should you say?"""
    return -(weights_hidden_to_output @ output_error_term) * hidden_output * (1 - hidden_output)


hidden_error_term = Exercise(
    "hidden_error_term",
    points=2,
    public=[
        Case(
            "the worked example",
            (np.array([0.1218322353606694]), TO_OUTPUT, np.array([0.4950001666600003])),
            documented=np.array([0.003045501323732555]),
        ),
        Case(
            "three hidden units, two outputs",
            (np.array([0.1, -0.2]), np.array([[0.5, 0.25], [1.0, -1.0], [0.0, 0.5]]), np.array([0.5, 0.5, 0.8])),
            documented=np.array([0.0, 0.075, -0.016]),
        ),
        Case(
            "two hidden units, one output",
            (np.array([0.2]), np.array([[0.5], [-1.5]]), np.array([0.5, 0.2])),
            documented=np.array([0.025, -0.048]),
        ),
        Case(
            "two hidden units, two outputs",
            (np.array([0.2, -0.1]), np.array([[0.5, 1.0], [2.0, -1.0]]), np.array([0.5, 0.2])),
            documented=np.array([0.0, 0.08]),
        ),
    ],
    hidden=hidden_hidden_error_term,
    misconceptions=[
        wrong("R62", without_the_slope),
        wrong("R63", without_the_weights),
        wrong("R64", error_term_first),
        wrong("R65", hidden_sigmoid_once_more),
        wrong("R66", hidden_slope_with_a_plus),
        wrong("R67", blame_of_all_for_each),
        wrong("R68", bills_not_added),
        wrong("R69", first_output_alone),
        wrong("R70", mean_of_the_bills),
        wrong("R71", shared_out),
        wrong("R72", weights_without_sign),
        wrong("R73", loudness_for_slope),
        wrong("R74", blamed_upside_down),
    ],
    tolerance=ROUNDING,
)


# ----------------------------------------------------------------------------------------------------- backprop_step


def hidden_backprop_step(random: np.random.Generator) -> Iterator[Case]:
    """Yield other learning rates, saturation, targets on either side, several outputs, square nets, zeros."""
    x, first, second = network(random, 3, 2, 1)
    wide = network(random, 3, 2, 2)
    square = network(random, 2, 2, 2)
    loud = abs(x) + 0.5, 4 * abs(first), 2 * abs(second)  # sums of 2 to 15, between flat and very flat
    one, none = np.array([1.0]), np.array([0.0])
    yield Case("a small learning rate", (x, one, first, second, 0.1))
    yield Case("a large learning rate", (x, one, first, second, float(random.uniform(2, 3))))
    yield Case("a target below the output", (x, none, first, second, 0.3))
    yield Case("hidden units far out on the flat", (*loud[:1], none, *loud[1:], 0.7), tolerance=SATURATED)
    yield Case("weights five times as large", (x / 2, one, 5 * first, 5 * second, 0.7), tolerance=SATURATED)
    yield Case("two outputs", (wide[0], np.array([1.0, 1.0]), *wide[1:], 0.4))
    yield Case("two outputs that want the opposite", (wide[0], np.array([1.0, 0.0]), *wide[1:], 0.4))
    yield Case("two of everything", (square[0], np.array([0.0, 1.0]), *square[1:], 0.3))
    for label, shape in (
        ("three of everything", (3, 3, 3)),
        ("more hidden units than inputs", (2, 5, 2)),
        ("more outputs than hidden units", (4, 2, 3)),
        ("as many inputs as hidden units, one output", (3, 3, 1)),
        ("one of everything", (1, 1, 1)),
        ("many inputs", (20, 3, 2)),
    ):
        x, first, second = network(random, *shape)
        yield Case(label, (x, random.uniform(0, 1, shape[2]), first, second, float(random.uniform(0.1, 0.9))))
    x, first, second = network(random, 3, 2, 1)
    yield Case("an input of zero and one below", (np.array([0.0, -abs(x[1]), x[2]]), one, first, second, 0.6))
    yield Case("no input at all", (np.zeros(3), one, first, second, 0.6))
    yield Case("weights of zero", (x, one, np.zeros((3, 2)), np.zeros((2, 1)), 0.6))
    yield Case("hidden units that nobody hears", (x, one, first, np.zeros((2, 1)), 0.6))
    yield Case("whole-number inputs and targets", (np.array([1, 0, 2]), np.array([0]), first, second, 0.6))
    yield Case("a learning rate of zero", (x, one, first, second, 0.0))


def pre_activation_slope(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    """Your hidden slope is made from what the units received. Which of the two does the short form of it need?"""
    received = x @ weights_input_to_hidden
    said = sigmoid(received)
    output = sigmoid(said @ weights_hidden_to_output)
    blame = (target - output) * output * (1 - output)
    back = weights_hidden_to_output @ blame * received * (1 - received)
    return learnrate * np.outer(x, back), learnrate * np.outer(said, blame)


def linear_hidden_layer(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    """The hidden units pass on what they received, unsquashed. How many sigmoids are there on the way forward?"""
    said = x @ weights_input_to_hidden
    output = sigmoid(said @ weights_hidden_to_output)
    blame = (target - output) * output * (1 - output)
    back = weights_hidden_to_output @ blame * said * (1 - said)
    return learnrate * np.outer(x, back), learnrate * np.outer(said, blame)


def linear_output(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    """Your output is not squashed, so it may leave the range from zero to one. What do output units do here?"""
    said = sigmoid(x @ weights_input_to_hidden)
    output = said @ weights_hidden_to_output
    blame = (target - output) * output * (1 - output)
    back = weights_hidden_to_output @ blame * said * (1 - said)
    return learnrate * np.outer(x, back), learnrate * np.outer(said, blame)


_BLAME = "hidden_error_term(output_error, weights_hidden_to_output, hidden_output)"

backprop_step = Exercise(
    "backprop_step",
    points=3,
    foundations=("output_error_term", "hidden_error_term"),
    public=[
        Case(
            "the worked example",
            (X, TARGET, TO_HIDDEN, TO_OUTPUT, 0.5),
            documented=(np.array([[0.00015227506618663], [0.00045682519855988]]), np.array([[0.030153488404045865]])),
        ),
        Case(
            "three inputs, two hidden units, one output",
            (X_3, TARGET_3, TO_HIDDEN_3, TO_OUTPUT_3, 0.5),
            documented=(
                np.array(
                    [
                        [1.770055466373534e-04, -5.1117850598771553e-04],
                        [3.5401109327470683e-05, -1.0223570119754312e-04],
                        [-7.0802218654941366e-05, 2.0447140239508623e-04],
                    ]
                ),
                np.array([[0.00804047394804529], [0.00555918091168283]]),
            ),
        ),
        Case("a smaller learning rate", (X_3, TARGET_3, TO_HIDDEN_3, TO_OUTPUT_3, 0.1)),
        Case("two outputs", (X_3, np.array([0.6, 0.1]), TO_HIDDEN_3, TO_OUTPUT_32, 0.5)),
    ],
    hidden=hidden_backprop_step,
    misconceptions=[
        patch(
            "F00",
            _BLAME,
            "np.dot(output_error, weights_hidden_to_output) * hidden_output * (1 - hidden_output)",
            "This line is found in many tutorials, whose weights are a plain row. Yours have rows and columns: which "
            "of the two should the error terms meet?",
        ),
        patch(
            "F01",
            "output_error_term(target, output)",
            "target - output",
            "The output's miss travels back without its slope. How steep is the output unit's sigmoid where it stands?",
        ),
        patch(
            "F03",
            "output_error_term(target, output)",
            "-output_error_term(target, output)",
            "All your steps go up the slope. Which is subtracted from which, or is one minus too many?",
        ),
        patch(
            "F04",
            "hidden_error_term(output_error,",
            "hidden_error_term(target - output,",
            "The hidden units get the raw miss. Which quantity of the output layer is it that travels back?",
        ),
        patch(
            "F05",
            _BLAME,
            "weights_hidden_to_output @ output_error",
            "The steps next to the output are right. Further back a factor is missing: what does a hidden unit answer "
            "for?",
        ),
        patch(
            "F06",
            _BLAME,
            "np.sum(output_error) * hidden_output * (1 - hidden_output)",
            "The blame reaches all hidden units alike. What lies between an output and a hidden unit?",
        ),
        wrong("F08", pre_activation_slope),
        patch(
            "F09",
            _BLAME,
            "hidden_error_term(output_error, weights_hidden_to_output, sigmoid(hidden_output))",
            "One sigmoid too many on the way back. Has what the hidden units said been squashed already?",
        ),
        patch(
            "F11",
            "np.outer(x, hidden_error)",
            "hidden_error * x",
            "Two rows multiplied entry by entry make a row, if they fit at all. A step for every pair of input and "
            "hidden unit: what shape is that?",
        ),
        patch(
            "F12",
            "np.outer(x, hidden_error)",
            "np.outer(hidden_error, x)",
            "The step next to the inputs lies on its side. What do the rows of its weights leave, inputs or hidden "
            "units?",
        ),
        patch(
            "F13",
            "np.outer(x, hidden_error)",
            "np.dot(hidden_error, weights_input_to_hidden.T)",
            "You send the blame on through the first weights, to the inputs. Whom should it meet for the step: the "
            "weights, or the values that came in?",
        ),
        patch(
            "F14",
            _BLAME,
            "hidden_error_term(output_error, weights_hidden_to_output + learnrate * np.outer(hidden_output, "
            "output_error), hidden_output)",
            "The blame comes back along output weights that have just been changed. Which weights made the prediction?",
        ),
        patch(
            "F16",
            "    hidden_output = sigmoid(",
            "    learnrate = 1\n    hidden_output = sigmoid(",
            "Your steps are equally long whatever the learning rate. Where does it enter the two formulas?",
        ),
        patch(
            "F17",
            _BLAME,
            "np.sum(weights_hidden_to_output @ output_error) * hidden_output * (1 - hidden_output)",
            "The bills of all hidden units are put in one heap. For each of them, over which units does the sum run?",
        ),
        patch(
            "F19",
            "return step_input_to_hidden, step_hidden_to_output",
            "return weights_input_to_hidden + step_input_to_hidden, weights_hidden_to_output + step_hidden_to_output",
            "These are the weights after the steps. What is asked for: where the weights arrive, or how far they go?",
        ),
        patch(
            "F1a",
            "return step_input_to_hidden, step_hidden_to_output",
            "return step_hidden_to_output, step_input_to_hidden",
            "Both steps are there. You computed one before the other: which of them does the contract name first?",
        ),
        patch(
            "F1c",
            f"hidden_error = {_BLAME}",
            f"hidden_error = np.round({_BLAME}, 3)",
            "You carry on with a rounded hidden error term, as the textbook does. How far does that put its steps off?",
        ),
        patch(
            "R75",
            "    hidden_output = sigmoid(",
            "    learnrate = 0.5\n    hidden_output = sigmoid(",
            "Right for the worked example's learning rate, and for no other. Is a number of yours really an argument?",
        ),
        patch(
            "R76",
            "np.outer(x, hidden_error)",
            "np.outer(np.ones(len(x)), hidden_error)",
            "A loud input and a silent one get the same step. What does the value have to do with it where a weight "
            "begins?",
        ),
        patch(
            "R77",
            "np.outer(hidden_output, output_error)",
            "np.outer(np.ones(len(hidden_output)), output_error)",
            "Next to the output all steps are alike. What did each hidden unit say, and where do you use that?",
        ),
        wrong("R78", linear_hidden_layer),
        wrong("R79", linear_output),
        patch(
            "R80",
            "np.outer(hidden_output, output_error)",
            "np.outer(x @ weights_input_to_hidden, output_error)",
            "The value where an output weight comes from: is it what the hidden unit received, or what it passed on?",
        ),
        patch(
            "R81",
            "    hidden_error = ",
            "    output_error = np.full_like(output_error, np.sum(output_error))\n    hidden_error = ",
            "With one output it is right. With two, each is charged with the faults of both: what did you add up?",
        ),
    ],
    tolerance=ROUNDING,
)

q_rounding = Question(
    "q_rounding",
    1.5,
    hint="How far are the rounded steps from the exact ones, measured in parts of the exact ones? Then in percent.",
    wrong_answers=[
        WrongAnswer("R82", 0.015, "That is the share as a plain number. How many hundredths are that?"),
        WrongAnswer("R83", -1.5, "The size is right. A positive number is asked for."),
        WrongAnswer("R84", 98.5, "That is how much of the step is left. How much went missing?"),
        WrongAnswer("R85", 15.0, "Mind the decimal point. Is the rounded step off by more than a tenth?"),
        WrongAnswer("R86", 0.15, "Mind the decimal point. What is one percent of the exact step?"),
    ],
    tolerance=Tolerance(rtol=0.0, atol=0.1),
)

q_old_weights = Question(
    "q_old_weights",
    "before",
    hint="Along which weights did the signal travel when the miss was made?",
    choices=("before", "after"),
    wrong_answers=[
        WrongAnswer("R88", "after", "Those weights have never predicted anything yet. Which ones made this miss?"),
    ],
)


# ---------------------------------------------------------------------------------------------------- gradient_check

# The steps on trial. Those of the public cases are the worked example's own figures, as tables; those of the hidden
# ones come from differences alone, over four points, so that their own error is far below that of the check.
FOUND = "np.array([[0.00015227506618663], [0.00045682519855988]])", "np.array([[0.030153488404045865]])"


def table(first: str, second: str) -> Source:
    """A step that has its answers in a table."""
    return Source(f"lambda *_, **__: ({first}, {second})")


def by_differences(first: str = "learnrate * v", second: str = "learnrate * w") -> Source:
    """A step whose two parts are made of v and w, what differences say of the two matrices."""
    matrix = (
        "np.array([[(8 * (f(m - t(m, i, j)) - f(m + t(m, i, j))) - f(m - 2 * t(m, i, j)) + f(m + 2 * t(m, i, j)))"
        " / 0.012 for j in range(m.shape[1])] for i in range(m.shape[0])])"
    )
    return Source(
        "lambda x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate: "
        f"(lambda v, w: ({first}, {second}))(*(lambda e, d: ("
        "d(lambda m: e(m, weights_hidden_to_output), weights_input_to_hidden), "
        "d(lambda m: e(weights_input_to_hidden, m), weights_hidden_to_output)))("
        "lambda a, b: np.sum((target - (lambda s: s(s(x @ a) @ b))(lambda z: 1 / (1 + np.exp(-z)))) ** 2) / 2, "
        "(lambda t: lambda f, m: " + matrix + ")("
        "lambda m, i, j: 0.001 * np.outer(np.eye(m.shape[0])[i], np.eye(m.shape[1])[j]))))"
    )


def on_trial(random: np.random.Generator, shape: tuple[int, int, int]) -> tuple[np.ndarray, ...]:
    """Draw (x, target, weights, weights) in which no gradient is lost between blames that cancel."""
    x, first, second = network(random, *shape)
    return x, np.full(shape[2], random.choice([0.0, 1.0])), first, abs(second) * random.choice([-1.0, 1.0])


def hidden_gradient_check(random: np.random.Generator) -> Iterator[Case]:
    """Yield right steps in many networks, and steps broken in one entry, one matrix or everywhere."""

    def net(*shape: int) -> tuple[np.ndarray, ...]:
        return on_trial(random, shape)

    def rate() -> float:
        return float(random.uniform(0.1, 0.6))

    silent = net(3, 2, 1)
    silent[0][1] = 0.0
    yield Case("a right step", (by_differences(), *net(3, 2, 1), rate()), tolerance=NOISE)
    yield Case("a right step and a learning rate above one", (by_differences(), *net(3, 2, 1), 2.5), tolerance=NOISE)
    yield Case("a right step, two outputs", (by_differences(), *net(3, 2, 2), rate()), tolerance=NOISE)
    yield Case("a right step, two of everything", (by_differences(), *net(2, 2, 2), rate()), tolerance=NOISE)
    yield Case("a right step, more hidden units", (by_differences(), *net(2, 4, 3), rate()), tolerance=NOISE)
    yield Case("a right step, an input that is silent", (by_differences(), *silent, rate()), tolerance=NOISE)
    factor = float(random.uniform(3.8, 4.6))
    entry = "np.array([[0, 0], [0, 0], [0, 0.7]])"
    for label, step, shape in (
        ("the sign turned everywhere", by_differences("-learnrate * v", "-learnrate * w"), (3, 2, 1)),
        ("the sign turned next to the inputs alone", by_differences("-learnrate * v"), (3, 2, 2)),
        ("the learning rate left out", by_differences("v", "w"), (3, 2, 1)),
        ("the learning rate taken twice", by_differences("learnrate**2 * v", "learnrate**2 * w"), (3, 2, 2)),
        ("too long next to the inputs, as without a slope", by_differences(f"{factor} * learnrate * v"), (2, 3, 2)),
        ("too long next to the output alone", by_differences(second=f"{factor} * learnrate * w"), (3, 2, 1)),
        ("one entry off, next to the inputs", by_differences(f"learnrate * v * (1 + {entry})"), (3, 2, 2)),
        ("one entry off, next to the output", by_differences(second=f"learnrate * w * (1 + {entry}[1:])"), (3, 2, 2)),
        ("rows and columns exchanged", by_differences("learnrate * v.T"), (2, 2, 2)),
        ("rounded steps", by_differences("np.round(learnrate * v, 3)", "np.round(learnrate * w, 3)"), (3, 2, 1)),
        ("a step that stays where it is", by_differences("0 * v", "0 * w"), (3, 2, 1)),
    ):
        yield Case(f"a broken step: {label}", (step, *net(*shape), rate()))
    moved = by_differences("learnrate * v + np.outer(x == 0, np.full(2, 0.003))")
    yield Case("a broken step: it moves a weight of a silent input", (moved, *silent, rate()))
    nearly = by_differences("learnrate * (v + np.outer(x == 0, np.full(2, 3e-9)))")  # what the guard is there for
    yield Case("a step that moves a weight of a silent input by a hair", (nearly, *silent, rate()))
    # Weights that are nudged and never put back add up here: everything pulls the output the same way.
    wide = random.uniform(1, 2, 6), np.ones(1), random.uniform(-0.3, 0.3, (6, 6)), random.uniform(0.3, 0.9, (6, 1))
    yield Case(
        "a right step, where every weight pulls the same way", (by_differences(), *wide, rate()), tolerance=NOISE
    )


def one_sided(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    """You nudge to one side only, and the bend of the error shows as a gap. What did a central difference do?"""
    weights = (weights_input_to_hidden, weights_hidden_to_output)
    start = 0.5 * np.sum((target - sigmoid(sigmoid(x @ weights[0]) @ weights[1])) ** 2)
    worst = 0.0
    for which, delta in enumerate(step(x, target, *weights, learnrate)):
        for place in np.ndindex(delta.shape):
            nudged = [each.copy() for each in weights]
            nudged[which][place] += 1e-3
            error = 0.5 * np.sum((target - sigmoid(sigmoid(x @ nudged[0]) @ nudged[1])) ** 2)
            n, a = (start - error) / 1e-3, delta[place] / learnrate
            worst = max(worst, abs(a - n) / max(1e-8, abs(a) + abs(n)))
    return worst


def ratio_of_lengths(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    """All weights are compared at once, by length: a check that is used too. What does ours do with one bad link?"""
    weights = (weights_input_to_hidden, weights_hidden_to_output)
    all_a, all_n = [], []
    for which, delta in enumerate(step(x, target, *weights, learnrate)):
        for place in np.ndindex(delta.shape):
            errors = []
            for nudge in (-1e-5, 1e-5):
                nudged = [each.copy() for each in weights]
                nudged[which][place] += nudge
                errors.append(0.5 * np.sum((target - sigmoid(sigmoid(x @ nudged[0]) @ nudged[1])) ** 2))
            all_a.append(delta[place] / learnrate)
            all_n.append((errors[0] - errors[1]) / 2e-5)
    a, n = np.array(all_a), np.array(all_n)
    return np.linalg.norm(a - n) / max(1e-8, np.linalg.norm(a) + np.linalg.norm(n))


def without_the_guard(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    """What is zero divided by zero? An input that is silent will ask you that. Which part of the formula is for it?"""
    weights = (weights_input_to_hidden, weights_hidden_to_output)
    gaps = []
    for which, delta in enumerate(step(x, target, *weights, learnrate)):
        for place in np.ndindex(delta.shape):
            errors = []
            for nudge in (-1e-5, 1e-5):
                nudged = [each.copy() for each in weights]
                nudged[which][place] += nudge
                errors.append(0.5 * np.sum((target - sigmoid(sigmoid(x @ nudged[0]) @ nudged[1])) ** 2))
            a, n = delta[place] / learnrate, (errors[0] - errors[1]) / 2e-5
            gaps.append(np.abs(a - n) / (np.abs(a) + np.abs(n)))
    return np.max(gaps)


def all_is_well(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    """You declare every step right without looking at it. What does yours say of a step whose sign is turned?"""
    return 0.0


gradient_check = Exercise(
    "gradient_check",
    points=2.5,
    public=[
        Case(
            "the worked example's own steps",
            (table(*FOUND), X, TARGET, TO_HIDDEN, TO_OUTPUT, 0.5),
            documented=0.0,
            tolerance=NOISE,
        ),
        Case(
            "their signs turned",
            (table(*(f"-{part}" for part in FOUND)), X, TARGET, TO_HIDDEN, TO_OUTPUT, 0.5),
            documented=1.0,
        ),
        Case(
            "steps twice as long",
            (table(*(f"2 * {part}" for part in FOUND)), X, TARGET, TO_HIDDEN, TO_OUTPUT, 0.5),
            documented=1 / 3,
        ),
        Case(
            "the last matrix's step three times as long",
            (table(FOUND[0], f"3 * {FOUND[1]}"), X, TARGET, TO_HIDDEN, TO_OUTPUT, 0.5),
            documented=0.5,
        ),
        Case(
            "steps that take no notice of the learning rate",
            (table(*FOUND), X, TARGET, TO_HIDDEN, TO_OUTPUT, 0.125),
            documented=0.6,
        ),
    ],
    hidden=hidden_gradient_check,
    misconceptions=[
        wrong("R89", one_sided),
        wrong("R90", ratio_of_lengths),
        wrong("R91", without_the_guard),
        wrong("R92", all_is_well),
        patch(
            "R93",
            "-(error(*up)",
            "(error(*up)",
            "You find right steps guilty and turned ones innocent. A step goes down the slope: where do you say so?",
        ),
        patch(
            "R94",
            "delta[place] / learnrate",
            "delta[place]",
            "A step is held against a slope, and the step has been shortened. By what, and where do you undo it?",
        ),
        patch(
            "R95",
            "delta[place] / learnrate",
            "delta[place] * learnrate",
            "The learning rate is in the step already. Do you take it out, or put it in once more?",
        ),
        patch(
            "R96",
            "0.5 * np.sum",
            "np.sum",
            "Your differences are twice too large. Is the half in your error, and how far apart are your two nudges?",
        ),
        patch(
            "R97",
            " / max(1e-8, abs(analytic) + abs(numerical))",
            "",
            "That is how far they are apart, in the gradient's own unit. Beside which size is it to be seen?",
        ),
        patch(
            "R98",
            "worst = max(worst, gap)",
            "worst += gap / (weights[0].size + weights[1].size)",
            "A mean lets one bad weight hide among many good ones. What is a chain as strong as?",
        ),
        patch(
            "R99",
            "worst = max(worst, gap)",
            "worst = gap",
            "Only the last weight you looked at is judged. What becomes of the gaps before it?",
        ),
        patch(
            "R100",
            "enumerate(step(x, target, *weights, learnrate))",
            "[(0, step(x, target, *weights, learnrate)[0])]",
            "The matrix next to the output is never on trial. How many matrices does a step come with?",
        ),
        patch(
            "R101",
            "enumerate(step(x, target, *weights, learnrate))",
            "[(1, step(x, target, *weights, learnrate)[1])]",
            "The matrix next to the inputs is never on trial, and there most mistakes are made. Do you visit both?",
        ),
        patch(
            "R102",
            "abs(analytic) + abs(numerical))",
            "abs(numerical))",
            "Your gap can grow beyond one. Whose sizes stand below the line in the formula?",
        ),
        patch(
            "R103",
            "abs(analytic - numerical) /",
            "(analytic - numerical) /",
            "A gap below zero loses against your starting value. Does it matter which of the two is larger?",
        ),
        patch(
            "R104",
            "return worst",
            "return worst < 1e-5",
            "You give the verdict, yes or no. What is asked for is the figure on which a verdict can be based.",
        ),
        patch(
            "R105",
            "nudge = 1e-5",
            "nudge = 0.1",
            "With such a large nudge you compare places far apart, and the bowl bends in between. How small can it be?",
        ),
        patch(
            "R106",
            "nudge = 1e-5",
            "nudge = 1e-12",
            "Your nudge drowns in rounding: two errors that agree in nearly all digits. What nudge does the text name?",
        ),
        patch(
            "R107",
            "sigmoid(sigmoid(x @ first) @ second)",
            "sigmoid(x @ first) @ second",
            "Your error belongs to another network, whose output is not squashed. Which network is the step made for?",
        ),
        patch(
            "R108",
            "worst = max(worst, gap)",
            "worst = min(worst or 1.0, gap)",
            "You report the best weight of all. Which one should a check be afraid of?",
        ),
    ],
    tolerance=BROKEN,
)


# ---------------------------------------------------------------------------------------------------- backprop_train


def hidden_backprop_train(random: np.random.Generator) -> Iterator[Case]:
    """Yield tables whose records, inputs, hidden units, outputs and epochs are all different, and the edges."""

    def school(records: int, *shape: int) -> tuple[np.ndarray, ...]:
        inputs, _, outputs = shape
        _, first, second = network(random, *shape)
        return signed(random, records, inputs), random.uniform(0, 1, (records, outputs)), first, second

    yield Case("seven records, one epoch", (*school(7, 4, 2, 1), 0.3, 1))
    yield Case("seven records, two epochs", (*school(7, 4, 2, 1), 0.3, 2))
    yield Case("six records, three epochs, two outputs", (*school(6, 4, 3, 2), 0.7, 3))
    yield Case("one record, three epochs", (*school(1, 3, 2, 1), 0.4, 3))
    yield Case("as many records as inputs, a large learning rate", (*school(3, 3, 3, 3), 2.0, 4))
    yield Case("more outputs than hidden units", (*school(5, 3, 2, 4), 0.6, 3))
    yield Case("fifty epochs", (*school(8, 3, 2, 1), 0.8, 50))
    yield Case("a small learning rate", (*school(9, 2, 3, 1), 0.01, 3))
    yield Case("no epoch at all", (*school(6, 4, 2, 1), 0.5, 0))
    _, _, first, second = school(6, 4, 2, 1)
    whole = random.integers(0, 3, (6, 4)), random.integers(0, 2, (6, 1))
    yield Case("whole-number records and targets", (*whole, first, second, 0.5, 3))
    features, targets, first, second = school(5, 4, 3, 2)
    yield Case(
        "a table that holds every record twice",
        (np.tile(features, (2, 1)), np.tile(targets, (2, 1)), first, second, 0.6, 3),
    )


def last_record_alone(features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs):
    """Only the last record of the table is heard. What happens to the sum each time a record comes along?"""
    first, second = weights_input_to_hidden, weights_hidden_to_output
    for _ in range(epochs):
        for x, target in zip(features, targets, strict=True):
            step_first, step_second = backprop_step(x, target, first, second, learnrate)
        first, second = first + step_first / len(features), second + step_second / len(features)
    return first, second


def sum_never_emptied(features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs):
    """The first epoch is right, the later ones go too far. Where does your sum begin: once, or in every epoch?"""
    first, second = weights_input_to_hidden, weights_hidden_to_output
    sum_first, sum_second = np.zeros(first.shape), np.zeros(second.shape)
    for _ in range(epochs):
        for x, target in zip(features, targets, strict=True):
            step_first, step_second = backprop_step(x, target, first, second, learnrate)
            sum_first, sum_second = sum_first + step_first, sum_second + step_second
        first, second = first + sum_first / len(features), second + sum_second / len(features)
    return first, second


def updated_with_the_running_sum(
    features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs
):
    """Your weights move while the sum is still growing. In which of your two loops does the update stand?"""
    first, second = weights_input_to_hidden, weights_hidden_to_output
    for _ in range(epochs):
        sum_first, sum_second = np.zeros(first.shape), np.zeros(second.shape)
        for x, target in zip(features, targets, strict=True):
            step_first, step_second = backprop_step(x, target, first, second, learnrate)
            sum_first, sum_second = sum_first + step_first, sum_second + step_second
            first, second = first + sum_first / len(features), second + sum_second / len(features)
    return first, second


def after_every_record(features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs):
    """You update after each record: stochastic gradient descent, an honest method. What does this exercise average?"""
    first, second = weights_input_to_hidden, weights_hidden_to_output
    for _ in range(epochs):
        for x, target in zip(features, targets, strict=True):
            step_first, step_second = backprop_step(x, target, first, second, learnrate)
            first, second = first + step_first, second + step_second
    return first, second


def last_record_once_more(features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs):
    """The mean is there, and on top of it one record's own step. Whose, and what is it doing behind the loop?"""
    first, second = weights_input_to_hidden, weights_hidden_to_output
    for _ in range(epochs):
        steps = [
            backprop_step(x, target, first, second, learnrate) for x, target in zip(features, targets, strict=True)
        ]
        first = first + np.mean([each[0] for each in steps], axis=0) + steps[-1][0]
        second = second + np.mean([each[1] for each in steps], axis=0) + steps[-1][1]
    return first, second


def in_place(features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs):
    """The figures are right, but the caller's own weights have moved too. What does += do to an array that you got?"""
    for _ in range(epochs):
        steps = [
            backprop_step(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate)
            for x, target in zip(features, targets, strict=True)
        ]
        weights_input_to_hidden += np.mean([each[0] for each in steps], axis=0)
        weights_hidden_to_output += np.mean([each[1] for each in steps], axis=0)
    return weights_input_to_hidden, weights_hidden_to_output


def steps_from_the_start(features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs):
    """Every epoch makes the same step again, found with the first weights. Which weights predict in epoch two?"""
    steps = [
        backprop_step(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate)
        for x, target in zip(features, targets, strict=True)
    ]
    first = weights_input_to_hidden + epochs * np.mean([each[0] for each in steps], axis=0)
    return first, weights_hidden_to_output + epochs * np.mean([each[1] for each in steps], axis=0)


_FIRST_UPDATE = "weights_input_to_hidden + learnrate * features.T @ hidden_errors / records"
_SECOND_UPDATE = "weights_hidden_to_output + learnrate * hidden_outputs.T @ output_errors / records"

backprop_train = Exercise(
    "backprop_train",
    points=2.5,
    foundations=("backprop_step", "output_error_term", "hidden_error_term"),
    public=[
        Case(
            "the worked example, once",
            (X[None, :], TARGET[None, :], TO_HIDDEN, TO_OUTPUT, 0.5, 1),
            documented=(np.array([[0.40015227506618663], [-0.19954317480144012]]), np.array([[0.130153488404045865]])),
        ),
        Case(
            "the same record three times over",
            (np.tile(X, (3, 1)), np.tile(TARGET, (3, 1)), TO_HIDDEN, TO_OUTPUT, 0.5, 1),
            documented=(np.array([[0.40015227506618663], [-0.19954317480144012]]), np.array([[0.130153488404045865]])),
        ),
        Case(
            "four records, two epochs",
            (
                np.array([[0.5, 0.1, -0.2], [-0.4, 0.3, 0.6], [0.9, -0.8, 0.2], [0.1, 0.7, -0.5]]),
                np.array([[0.6], [0.0], [1.0], [1.0]]),
                TO_HIDDEN_3,
                TO_OUTPUT_3,
                0.5,
                2,
            ),
        ),
    ],
    hidden=hidden_backprop_train,
    misconceptions=[
        patch(
            "R150",
            "records = len(features)",
            "records = 1",
            "The weights move by the sum of all steps. Say the same record twice: should that push twice as far?",
        ),
        wrong("R151", last_record_alone),
        wrong("R152", sum_never_emptied),
        patch(
            "R153",
            "    records = len(features)",
            "    records, learnrate = len(features), learnrate**2",
            "The learning rate takes part twice. Is it in the step that you add up, and once more in the update?",
        ),
        patch(
            "R154",
            f"weights_input_to_hidden = {_FIRST_UPDATE}\n        weights_hidden_to_output = {_SECOND_UPDATE}",
            f"weights_input_to_hidden = weights_input_to_hidden + {_FIRST_UPDATE}\n"
            f"        weights_hidden_to_output = weights_hidden_to_output + {_SECOND_UPDATE}",
            "The weights double in every epoch. Does += need the old weights on its right side as well?",
        ),
        wrong("R155", updated_with_the_running_sum),
        wrong("R156", after_every_record),
        patch(
            "R157",
            "    records = len(features)",
            "    records, learnrate = len(features), -learnrate",
            "Your error grows with every epoch. The steps point downhill already: are they added or taken away?",
        ),
        patch(
            "R158",
            "records = len(features)",
            "records = features.shape[1]",
            "You divide by the number of inputs. Over what does the mean run: over columns, or over rows?",
        ),
        patch(
            "F3e",
            f"weights_input_to_hidden = {_FIRST_UPDATE}",
            "pass",
            "The weights next to the inputs are still where they began. Who learns, if they never move?",
        ),
        patch(
            "F3f",
            f"weights_hidden_to_output = {_SECOND_UPDATE}",
            "pass",
            "The weights next to the output are still where they began. Is there an update for each matrix?",
        ),
        wrong("R159", last_record_once_more),
        wrong("R160", in_place),
        wrong("R109", steps_from_the_start),
        patch(
            "R110",
            "    return weights_input_to_hidden",
            "        break\n    return weights_input_to_hidden",
            "After the first epoch yours is done. Look how far a return or a break is indented: which loop is it in?",
        ),
        patch(
            "R111",
            "return weights_input_to_hidden, weights_hidden_to_output",
            "return weights_hidden_to_output, weights_input_to_hidden",
            "Both matrices are trained. Which one is handed back first: the one next to the inputs, or the other?",
        ),
        patch(
            "R112",
            "range(epochs)",
            "range(epochs - 1)",
            "One epoch is missing. From where to where does your loop count?",
        ),
        patch(
            "R113",
            " * hidden_outputs * (1 - hidden_outputs)",
            "",
            "The weights next to the inputs move too far. Which factor does a hidden unit's error term end with?",
        ),
    ],
    tolerance=TRAINED,
    keeps_arguments=True,
)

q_local_minimum = Question(
    "q_local_minimum",
    "momentum",
    hint="At the bottom of the hollow the steps come to nothing. What can move a weight where nothing pushes it?",
    choices=("momentum", "a smaller alpha", "more epochs"),
    wrong_answers=[
        WrongAnswer(
            "R114", "a smaller alpha", "That makes the steps shorter. Is a shorter step better at getting out?"
        ),
        WrongAnswer("R115", "more epochs", "However often it steps: where does each step point, down in the hollow?"),
    ],
)


# ----------------------------------------------------------------------------------------------------- largest_share

q_output_loss = Question(
    "q_output_loss",
    0.75,
    hint="How steep is the sigmoid at its steepest? So much can get through; what share is lost then?",
    wrong_answers=[
        WrongAnswer("R116", 0.25, "That is what gets through at best. What is lost?"),
        WrongAnswer("R117", 75.0, "That is in percent. What number between nothing and all is it?"),
        WrongAnswer("R118", 0.5, "At its middle the sigmoid says one half. How steep is it there?"),
        WrongAnswer("R119", 25.0, "That is in percent, and it is what gets through. What share is lost?"),
    ],
)

q_hidden_loss = Question(
    "q_hidden_loss",
    0.9375,
    hint="What gets through the first sigmoid is the whole that meets the second. What is left of it behind that?",
    wrong_answers=[
        WrongAnswer("R120", 0.0625, "That is what gets through both. What is lost?"),
        WrongAnswer("R121", 93.75, "That is in percent. What number between nothing and all is it?"),
        WrongAnswer("R122", 0.75, "That is what one sigmoid takes. How many does the blame go through on this way?"),
        WrongAnswer("R123", 0.5625, "You multiplied the losses. Which may be multiplied: shares lost, or shares left?"),
        WrongAnswer(
            "R124", 1.5, "You added the losses, and more was lost than there was. Of what is the second a share?"
        ),
        WrongAnswer("R125", 6.25, "That is in percent, and it is what gets through. What share is lost?"),
    ],
)


def hidden_largest_share(random: np.random.Generator) -> Iterator[Case]:
    """Yield no layer, a few, and far too many."""
    yield Case("no layer at all", (0,))
    yield Case("some layers", (int(random.integers(6, 9)),))
    yield Case("more layers", (int(random.integers(9, 15)),))
    yield Case("a very deep network", (int(random.integers(30, 60)),))
    yield Case("one more than in the question", (4,))


def adds_the_slopes(layers):
    """More layers let more through? Work out two by hand: a quarter of a quarter, is that more than a quarter?"""
    return 0.25 * layers


def share_lost(layers):
    """That is the share that is lost. The function is asked for what arrives."""
    return 1 - 0.25**layers


def multiplies_the_losses(layers):
    """You multiply what each layer takes away. What does each one let through?"""
    return 0.75**layers


def one_layer_short(layers):
    """One layer takes nothing from you. What is the answer for a single sigmoid?"""
    return 0.25 ** (layers - 1)


def one_layer_too_many(layers):
    """With no layer at all something is lost already. How many slopes are multiplied then?"""
    return 0.25 ** (layers + 1)


def takes_the_middle(layers):
    """One half is what a sigmoid says at its middle. How steep is it there?"""
    return 0.5**layers


def share_of_a_quarter(layers):
    """You divide a quarter among the layers. Do they share one slope, or has each its own?"""
    return 0.25 / layers if layers else 1.0


def standing_on_its_head(layers):
    """Nothing can arrive larger than it set out. Does your share grow with every layer?"""
    return 4.0**layers


largest_share = Exercise(
    "largest_share",
    points=1,
    public=[
        Case("one layer", (1,), documented=0.25),
        Case("two layers", (2,), documented=0.0625),
        Case("three layers", (3,), documented=0.015625),
    ],
    hidden=hidden_largest_share,
    misconceptions=[
        wrong("R126", adds_the_slopes),
        wrong("R127", share_lost),
        wrong("R128", multiplies_the_losses),
        wrong("R129", one_layer_short),
        wrong("R130", one_layer_too_many),
        wrong("R131", takes_the_middle),
        wrong("R132", share_of_a_quarter),
        wrong("R133", standing_on_its_head),
    ],
)

q_five_layers = Question(
    "q_five_layers",
    0.0009765625,
    hint="Your largest_share can do the work.",
    wrong_answers=[
        WrongAnswer(
            "R134", 0.00390625, "That is what is left behind one layer fewer. How many slopes do you multiply?"
        ),
        WrongAnswer("R135", 0.9990234375, "That is what is lost on the way. What is left?"),
        WrongAnswer("R136", 0.000244140625, "That is one layer too far. How many slopes do you multiply?"),
        WrongAnswer("R137", 0.05, "You shared one slope among the layers. Has not each layer its own?"),
        WrongAnswer("R138", 0.2373046875, "You multiplied what each layer takes away. What does each let through?"),
        WrongAnswer("R139", 0.09765625, "That is in percent. What share is it?"),
    ],
)


# --------------------------------------------------------------------------------------------------- backprop_layers


def hidden_backprop_layers(random: np.random.Generator) -> Iterator[Case]:
    """Yield chains, square and oblong networks of one to six layers."""
    for label, units in (
        ("a single layer", (3, 2)),
        ("two layers", (3, 2, 1)),
        ("three layers", (4, 3, 2, 2)),
        ("three layers, all of one width", (3, 3, 3, 3)),
        ("four layers", (2, 5, 3, 4, 1)),
        ("a chain of six units", (1, 1, 1, 1, 1, 1, 1)),
    ):
        weights = [signed(random, *shape) for shape in pairwise(units)]
        target = random.uniform(0, 1, units[-1])
        yield Case(label, (signed(random, units[0]), target, weights, float(random.uniform(0.1, 0.9))))
    deep = [signed(random, 3, 3) for _ in range(3)]
    yield Case("a large learning rate", (signed(random, 3), np.array([1.0, 0.0, 1.0]), deep, 3.0))


def stops_behind_two(x, target, weights, learnrate):
    """Two matrices get their steps, whatever the depth. What would lead you from there to the matrix before?"""
    values = [x]
    for matrix in weights:
        values.append(sigmoid(values[-1] @ matrix))
    blame = output_error_term(target, values[-1])
    steps = [np.zeros(matrix.shape) for matrix in weights]
    steps[-1] = learnrate * np.outer(values[-2], blame)
    if len(weights) > 1:
        steps[-2] = learnrate * np.outer(values[-3], hidden_error_term(blame, weights[-1], values[-2]))
    return steps


def changes_on_the_way(x, target, weights, learnrate):
    """The blame comes back through matrices that you have just changed. Which ones made the prediction?"""
    values = [x]
    for matrix in weights:
        values.append(sigmoid(values[-1] @ matrix))
    blame = output_error_term(target, values[-1])
    steps = []
    for depth in range(len(weights) - 1, -1, -1):
        steps.insert(0, learnrate * np.outer(values[depth], blame))
        blame = hidden_error_term(blame, weights[depth] + steps[0], values[depth])
    return steps


backprop_layers = Exercise(
    "backprop_layers",
    points=0,
    foundations=("output_error_term", "hidden_error_term"),
    public=[
        Case(
            "the worked example",
            (X, TARGET, [TO_HIDDEN, TO_OUTPUT], 0.5),
            documented=[np.array([[0.00015227506618663], [0.00045682519855988]]), np.array([[0.030153488404045865]])],
        ),
        Case("two outputs", (X_3, np.array([0.6, 0.1]), [TO_HIDDEN_3, TO_OUTPUT_32], 0.5)),
        Case("three layers", (X_3, np.array([0.6]), [TO_HIDDEN_3, TO_OUTPUT_32, np.array([[0.4], [-0.7]])], 0.3)),
    ],
    hidden=hidden_backprop_layers,
    misconceptions=[
        wrong("R140", stops_behind_two),
        wrong("R141", changes_on_the_way),
        patch(
            "R142",
            "steps.insert(0, ",
            "steps.append(",
            "Your list begins at the output. In which order do the matrices come, and in which the steps?",
        ),
        patch(
            "R143",
            "hidden_error_term(error_term, weights[depth], values[depth])",
            "weights[depth] @ error_term",
            "On its way back the blame passes units without a word from them. What does each of them answer for?",
        ),
        patch(
            "R144",
            "learnrate * np.outer(",
            "np.outer(",
            "The steps are equally long whatever the learning rate. Where does the rule of part three have it?",
        ),
        patch(
            "R145",
            "np.outer(values[depth], error_term)",
            "np.outer(values[depth + 1], error_term)",
            "A weight leads from one layer to the next. At which of its ends do you read the value?",
        ),
        patch(
            "R146",
            "np.outer(values[depth], error_term)",
            "np.outer(error_term, values[depth])",
            "Your steps lie on their side. What do the rows of a matrix leave, and what do its columns enter?",
        ),
        patch(
            "R147",
            "output_error_term(target, values[-1])",
            "target - values[-1]",
            "The way back begins with the bare miss. What does the output unit answer for?",
        ),
    ],
    tolerance=ROUNDING,
    challenge=True,
)
