# %% [markdown]
# # The gradient step: direction and amount at once
#
# Hot and cold finds its weight by asking twice every round, "up?" and "down?", and then it takes a step whose length
# never changes. It works, and it is wasteful: the miss itself already knows which way to go, *and* how far.
#
# Today you read both off a single prediction. You will see why that works, which is where derivatives come in, and
# then carry the idea from one weight to many: by the end, a little unit that you wrote from scratch will have learned
# from four hundred applications who is admitted.
#
# Take about ninety minutes. After part 7 is a good place for a break.
#
# ### How this notebook works
#
# - Work from top to bottom and run each cell with **Shift + Enter**.
# - A cell with `raise NotImplementedError` is yours: put your code in its place. The text in triple quotes is the
#   function's **contract**: what goes in, what must come out, in which shape and order.
# - Then run the `check("...")` below it. It costs nothing, so ask often.
# - In a question cell, put your answer in place of `None`. `check` tells whether it is an answer of the right kind;
#   whether it is right, you learn after handing in.
# - Once, in part 2, you are asked for a few sentences of your own, which a person reads.
# - **Predict first** means: stop, guess, and only then read on.
# - The pictures are drawn with *your* functions. If one says that it has to wait, come back when its function works.
# - Grading calls your functions with other numbers than you see here. Write the rule, not the figures.
#
# Run the next cell first. It fetches NumPy, pandas (for the table in part 11), `check`, and `waiting_for` (which lets a
# picture wait).

# %% setup="setup"
import numpy as np
import pandas as pd

from autograder import check, waiting_for

# %% [markdown]
# ## 1. The miss already knows
#
# The five letters of the last notebook stay with us: the weight $w$, the input $x$, the goal $g$, the prediction
# $x\,w$ and the error $e = (x\,w - g)^2$. So does the example: $w = 0.5$, $x = 0.5$, $g = 0.8$.
#
# The prediction is $0.25$ and the raw error $0.25 - 0.8 = -0.55$. Hot and cold would now make two more predictions. But
# look at what lies on the table. The sign says *too low*. The size says *by quite a lot*. All that is missing is a
# translation: the miss is measured in predictions, and what we can turn is the weight. The input stands between the
# two, so multiply by it:
#
# $$\mathrm{direction\_and\_amount} = (x\,w - g)\cdot x$$
#
# In the example that is $-0.55 \cdot 0.5 = -0.275$. One number, two messages. Its sign is the **direction**, its size
# is the **amount**, and the weight moves *against* it: from $0.5$ to $0.5 + 0.275 = 0.775$.
#
# **Predict first.** At the new weight the prediction is $0.3875$. Will the second step be longer than the first,
# shorter, or the same?


# %% solution="direction_and_amount"
def direction_and_amount(weight, input, goal_pred):
    """Return which way the weight is wrong, and by how much to change it, in one number.

    The raw error (prediction minus goal) times the input. Positive means: the weight is to go down.

    Args:
        weight: where the weight stands; a number.
        input: what comes in; a number, may be negative or 0.
        goal_pred: what the prediction should be; a number.

    Returns:
        A number, in the unit of the goal times the unit of the input.
    """
    ### BEGIN SOLUTION
    return (input * weight - goal_pred) * input
    ### END SOLUTION


# %% check="direction_and_amount"
check("direction_and_amount")

# %% [markdown]
# Shorter. The second amount is $-0.4125 \cdot 0.5 = -0.20625$, because the miss has become smaller. Nobody told the
# steps to shrink; they do it by themselves, the nearer they come.
#
# ## 2. Three things the input does
#
# Why multiply by the input, of all things? Call the raw error the **pure error** and what the multiplication makes of
# it the **weight delta**. Take a weight of 1 and a goal of 0.8, and try four inputs:
#
# | input | prediction | pure error | weight delta | what happened |
# |---:|---:|---:|---:|:---|
# | 2 | 2 | 1.2 | 2.4 | **scaled**: a large input makes a large change |
# | 0.5 | 0.5 | −0.3 | −0.15 | scaled: a small input makes a small change |
# | 0 | 0 | −0.8 | 0 | **stopped**: no change at all |
# | −1 | −1 | −1.8 | 1.8 | **reversed**: the sign has turned |
#
# *Stopping.* When the input is 0, the prediction is 0 whatever the weight. There is nothing to be learned here, and the
# rule knows it, although the pure error is large.
#
# *Reversal.* When the input is negative, raising the weight lowers the prediction. The last row predicts too low by
# 1.8, and yet the weight has to go *down*. The multiplication turns the sign, exactly when it must be turned.
#
# *Scaling.* A large input makes the prediction react strongly to the weight. (Whether it is wise to make a large change
# just there is a sore point. It gets a notebook of its own, the next.)
#
# Write a function that reports what the multiplication did. It asks about the **input**: a weight delta can also be
# zero because there was nothing to correct.


# %% solution="three_effects"
def three_effects(weight, input, goal_pred):
    """Return the pure error, the weight delta, and what multiplying by the input did to it.

    Args:
        weight: where the weight stands; a number.
        input: what comes in; a number.
        goal_pred: what the prediction should be; a number.

    Returns:
        (pure_error, weight_delta, stopped, reversed), in this order:
        pure_error: prediction minus goal, a number in the unit of the goal;
        weight_delta: the pure error times the input, a number;
        stopped: True where an input of 0 stops all change, else False;
        reversed: True where a negative input turned the sign, else False.
    """
    ### BEGIN SOLUTION
    pure_error = input * weight - goal_pred
    return pure_error, pure_error * input, input == 0, input < 0
    ### END SOLUTION


# %% check="three_effects"
check("three_effects")

# %% [markdown]
# **In your own words: a machine that forgets the input.** Somebody finds the multiplication a nuisance and moves the
# weight by the pure error alone, round after round. On the course's example it learns perfectly well, and so it is
# sold.
#
# What happens to its weight, its prediction and its error when a customer feeds it a **negative** input? And what
# when the input is **0**? Say for each why. You may run it in a cell of your own first.
#
# Three to five sentences will do. Double-click the next cell, write in place of the line that is there, and press
# **Shift + Enter**. No `check` here: a person reads it, and gives up to 1 point for the reasons.

# %% [markdown] by_hand="forgets_the_input" points=1
# ### BEGIN SOLUTION
# With a negative input the machine walks the wrong way. Say it predicts too low: it raises its weight, but times a
# negative number a larger weight gives an even lower prediction. So the miss grows, the next correction is larger still
# and points the wrong way again, and the error explodes although every single step was meant well.
#
# With an input of 0 the prediction is 0 for every weight, so the miss and the error never change. The machine keeps
# correcting by that same miss for ever: the weight drifts off to infinity, nothing is gained, and whatever the weight
# had learned from other examples is lost.
#
# ### BEGIN MARK SCHEME
# Half a point each:
#
# - Negative input: the weight moves away from the goal and the error grows, **because** weight and prediction move in
#   opposite directions there. "It gets worse" without the reason earns a quarter.
# - Input 0: the weight keeps moving (by the same amount each round) while prediction and error stay, because the
#   prediction does not depend on the weight.
#
# A remark that large positive inputs make it diverge, too, is right (above 2), and asked for by nobody.
# ### END MARK SCHEME
# ### END SOLUTION

# %% [markdown]
# ## 3. Twenty rounds of it
#
# You know the loop: predict, compare, learn. Only the third beat is new:
#
# $$w \leftarrow w - (x\,w - g)\cdot x$$
#
# (The arrow means "becomes".) There is no `if` in it, and no step amount. As before, each round writes down its error
# and its prediction *first* and moves the weight *afterwards*; the last round moves it, too.


# %% solution="gradient_train"
def gradient_train(weight, input, goal_pred, iterations):
    """Train one weight by direction and amount, and keep the history.

    Each round records the prediction and its error first and moves the weight after.

    Args:
        weight: where the weight stands at the start; a number.
        input: what comes in; a number.
        goal_pred: what the prediction should be; a number.
        iterations: how many rounds; a whole number.

    Returns:
        (errors, predictions, weight): two arrays of shape (iterations,) with the squared errors and the
        predictions of each round, then the weight after the last move.
    """
    ### BEGIN SOLUTION
    errors = np.zeros(iterations)
    predictions = np.zeros(iterations)
    for iteration in range(iterations):
        pred = input * weight
        predictions[iteration] = pred
        errors[iteration] = (pred - goal_pred) ** 2
        weight = weight - (pred - goal_pred) * input
    return errors, predictions, weight
    ### END SOLUTION


# %% check="gradient_train"
check("gradient_train")

# %% [markdown]
# A race, then: hot and cold against your loop, from the same start to the same goal. To be fair we count not rounds but
# **predictions**, since these are what costs time. Hot and cold needs three a round, your loop needs one.
#
# **Predict first.** After 45 predictions each, which learner is nearest to the goal: hot and cold with small steps
# (0.001), hot and cold with large steps (0.0625), or yours? Who leads after 15?

# %% demonstration="hot_and_cold_against_gradient"
import matplotlib.pyplot as plt


def hot_and_cold_errors(step_amount, rounds):
    """The errors of the last notebook's learner, round by round."""
    place, history = 0.5, []
    for _ in range(rounds):
        here, up, down = ((0.5 * (place + turn) - 0.8) ** 2 for turn in (0, step_amount, -step_amount))
        history.append(here)
        place += step_amount if up < down else -step_amount
    return history


with waiting_for("gradient_train"):
    errors, predictions, _ = gradient_train(0.5, 0.5, 0.8, 45)
    errors, predictions = np.reshape(errors, 45), np.reshape(predictions, 45)
    for row in (0, 1, 2, 17, 18, 19):
        print(f"round {row + 1:2}   error {errors[row]:.6g}   prediction {predictions[row]:.6g}")

    figure, axes = plt.subplots(figsize=(9, 4.6), layout="constrained")
    spent = 3 * np.arange(1, 16)
    looks = {0.001: ("s--", "#E69F00"), 0.0625: ("^--", "#0072B2")}
    for step, (style, colour) in looks.items():
        label = f"hot and cold, step {step}"
        axes.plot(spent, hot_and_cold_errors(step, 15), style, color=colour, label=label)
    axes.plot(np.arange(1, 46), errors, "o-", color="#D55E00", markersize=4, label="direction and amount")
    axes.set_yscale("log")
    axes.set(xlabel="predictions made so far", ylabel="squared error (logarithmic)")
    axes.set_title("Three learners, one race")
    legend = axes.legend(loc="lower left")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** three curves that start near an error of 0.3. Hot and cold with the small step stays almost level, at
# 0.29 after 45 predictions. With the large step it sinks slowly and ever faster, to about 0.013. Your learner's curve
# is a straight line downwards on the logarithmic axis: about $10^{-4}$ after 15 predictions, $3 \cdot 10^{-12}$ after
# all 45.
#
# A straight line on a logarithmic axis means: every round multiplies the error by the same factor. (Which one? Divide
# $0.17015625$ by $0.3025$.)

# %% [markdown]
# **Question.** A student wants to watch four rounds and writes this. Mind the indents.
#
# ```python
# for iteration in range(4):
#     step = direction_and_amount(weight, 0.5, 0.8)
#     weight = weight - step
# print(weight)
# ```
#
# How many lines does it print?

# %% question="q_printed_lines"
### BEGIN SOLUTION
q_printed_lines = 1
### END SOLUTION

# %% check="q_printed_lines"
check("q_printed_lines")

# %% [markdown]
# ## 4. One iteration under the magnifying glass
#
# Back to the team with 8.5 toes, which won: $x = 8.5$, $g = 1$, and the weight stands at $0.1$. Let us take one round
# apart and give each piece its name.
#
# | piece | formula | here |
# |:---|:---|---:|
# | `pred` | $x\,w$ | 0.85 |
# | `error` | $(\text{pred} - g)^2$ | 0.0225 |
# | `delta`, the pure error | $\text{pred} - g$ | −0.15 |
# | `weight_delta`, direction and amount | $\text{delta}\cdot x$ | −1.275 |
#
# And now the weight would jump from $0.1$ to $1.375$, where the prediction is no longer $0.85$ but $11.7$. That is the
# sore point about scaling: 8.5 is a large input, and the step is far too long.
#
# The remedy is as plain as it can be: take only a fraction of the step. That fraction is called **alpha**, $\alpha$,
# and somebody fixes it before training starts.
#
# $$w_{\text{new}} = w - \alpha \cdot \mathrm{weight\_delta}$$
#
# With $\alpha = 0.01$ the weight moves from $0.1$ to $0.11275$, and the prediction to $0.958375$. Note what alpha does
# not touch: the weight delta is still −1.275. Only the move is shorter.


# %% solution="one_iteration"
def one_iteration(weight, input, goal_pred, alpha):
    """Make one round of learning and return all of its pieces.

    Args:
        weight: where the weight stands; a number.
        input: what comes in; a number.
        goal_pred: what the prediction should be; a number.
        alpha: the fraction of the weight delta by which the weight moves; a number.

    Returns:
        (pred, error, delta, weight_delta, new_weight), five numbers in this order:
        pred: the prediction at the given weight;
        error: its squared error;
        delta: prediction minus goal;
        weight_delta: delta times input, before alpha comes in;
        new_weight: the weight after the move.
    """
    ### BEGIN SOLUTION
    pred = input * weight
    error = (pred - goal_pred) ** 2
    delta = pred - goal_pred
    weight_delta = delta * input
    new_weight = weight - alpha * weight_delta
    return pred, error, delta, weight_delta, new_weight
    ### END SOLUTION


# %% check="one_iteration"
check("one_iteration")

# %% [markdown]
# Now four rounds in slow motion. The weight starts at 0, the input is 1.1, the goal 0.8, and alpha is 1, so every step
# is taken in full.
#
# **Predict first.** The best weight is $0.8 / 1.1 \approx 0.727$. The first weight delta is $-0.8 \cdot 1.1 = -0.88$.
# So where does the weight land, short of the bottom or beyond? And what will the second step do about it?

# %% demonstration="four_steps"
import matplotlib.pyplot as plt

with waiting_for("one_iteration"):
    weights, errors = [0.0], []
    for _ in range(4):
        pred, error, delta, weight_delta, new_weight = one_iteration(weights[-1], 1.1, 0.8, 1.0)
        print(f"weight {weights[-1]:.6g}   error {error:.6g}   prediction {pred:.6g}", end="   ")
        print(f"delta {delta:.6g}   weight delta {weight_delta:.6g}")
        weights.append(float(new_weight))
        errors.append(float(error))

    figure, panels = plt.subplots(1, 2, figsize=(11, 4.4), layout="constrained")
    windows = ((-0.05, 1.25, 0, "The four steps"), (0.66, 0.92, 1, "The last three, from nearby"))
    for axes, (left, right, first, title) in zip(panels, windows, strict=True):
        dial = np.linspace(left, right, 200)
        axes.plot(dial, (1.1 * dial - 0.8) ** 2, color="#0072B2", label="error at every weight")
        axes.plot(weights[:4], errors, "o", color="#D55E00", label="where the weight stands")
        for here in range(first, 3):
            ends = {"xy": (weights[here + 1], errors[here + 1]), "xytext": (weights[here], errors[here])}
            axes.annotate("", arrowprops={"arrowstyle": "->", "color": "#D55E00", "shrinkB": 5}, **ends)
        for number, beside in enumerate(((9, 3), (9, -6), (-15, -5), (8, -5))[first:], start=first):
            dot = (weights[number], errors[number])
            axes.annotate(str(number + 1), dot, beside, textcoords="offset points")
        axes.set(xlabel="weight", ylabel="squared error", title=title)
        axes.set_xlim(left, right)
        axes.grid(alpha=0.3)
    panels[0].legend(loc="upper right")
    panels[1].set_ylim(-0.002, 0.034)

# %% [markdown]
# **In words:** the error is a bowl with its bottom near weight 0.727. The first dot stands high on the left wall, at
# weight 0 with error 0.64. An arrow leads to the second, at weight 0.88 with error 0.028: across the bottom and a
# little up the right wall. The third is back on the left, at 0.6952 with error 0.0012, and the fourth on the right
# again, at 0.734 with error 0.00005. The right panel shows the last three from nearby: each arrow is much shorter than
# the one before.
#
# The weight overshoots every time, and every time by less, because beyond the bottom the delta has the other sign and a
# smaller size. No rule about turning round was needed.

# %% [markdown]
# ## 5. How much does this move when I tug at that?
#
# It works. But *why* is the miss times the input the right thing to subtract? For that we need one idea from
# mathematics, and the friendliest way to it is a box.
#
# Two rods stick out of a cardboard box, a blue one and a red one. You push the blue rod in, and the red one moves, too.
# You cannot see what connects them, so you experiment, and you find that always
#
# $$\text{red} = 2 \cdot \text{blue}$$
#
# The number in the middle, 2, has a name. It is the **derivative** of red with respect to blue, and it answers one
# question: *how much does this move when I tug at that?* The same, twice as much, half as much, the other way?
#
# **Question.** Blue moves by 3 inches. By how many inches does red move?

# %% question="q_rods"
### BEGIN SOLUTION
q_rods = 6
### END SOLUTION

# %% check="q_rods"
check("q_rods")

# %% [markdown]
# **Question.** In another box the derivative is −1. One rod moves by 2 inches. By how much does the other one move?
# Mind the sign: plus is the same direction as the first rod, minus the opposite one.

# %% question="q_minus_one"
### BEGIN SOLUTION
q_minus_one = -2
### END SOLUTION

# %% check="q_minus_one"
check("q_minus_one")

# %% [markdown]
# With rods the derivative is one number for all. With a curve it changes from place to place: it is the **slope** of
# the curve there, how steeply it rises (or, with a minus, falls). The slope of a function $f$ at the place $x$ is
# written $f'(x)$, "f prime of x".
#
# You need no table of rules to find it. Do what you did with the box: tug a little, and look. Step from $x$ by a tiny
# $h$ to either side and divide the rise by the distance:
#
# $$f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}$$
#
# This is the **central difference**. Try it on $f(x) = x^2$ at $x = 2$, with $h = 0.1$:
# $(2.1^2 - 1.9^2) / 0.2 = (4.41 - 3.61) / 0.2 = 4$. And on $x^3$ at the same place: $(9.261 - 6.859) / 0.2 = 12.01$,
# where the true slope is 12. A smaller $h$ would do better.
#
# **Predict first.** So why not take the smallest $h$ there is, say $10^{-15}$?
#
# Because the computer keeps some 16 digits of every number. If $f(x+h)$ and $f(x-h)$ agree in 13 of them, then only
# three are left of their difference, and these are mostly rounding. Between an $h$ that cuts corners and an $h$ that
# drowns in noise there is plenty of room, in the neighbourhood of a hundred-thousandth.
#
# Your function takes **a function** as its first argument. Inside, just call it: `f(2)` is its value at 2.


# %% solution="numerical_derivative"
def numerical_derivative(f, x):
    """Return the slope of a function at one place, by tugging a little to both sides.

    The central difference, good to about one part in a million.

    Args:
        f: the function; takes a number and returns a number.
        x: the place; a number.

    Returns:
        The slope, in the unit of f's result divided by the unit of x.
    """
    ### BEGIN SOLUTION
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION


# %% check="numerical_derivative"
check("numerical_derivative")

# %% [markdown]
# A slope can be *seen*: it belongs to the straight line that touches the curve at one point, its **tangent**.

# %% demonstration="square_with_tangent"
import matplotlib.pyplot as plt


def square(x):
    """A parabola."""
    return x**2


with waiting_for("numerical_derivative"):
    steepness = float(numerical_derivative(square, 2.0))
    print(f"the slope of x² at 2: {steepness:.6f}")
    places, near = np.linspace(-1, 4, 200), np.linspace(0.7, 3.3, 2)

    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    axes.plot(places, square(places), color="#0072B2", linewidth=2, label="x²")
    tangent = 4 + steepness * (near - 2)
    axes.plot(near, tangent, "--", color="#D55E00", linewidth=2, label="its tangent at 2")
    axes.plot(2, 4, "o", color="#000000", markersize=8)
    axes.set(xlabel="x", ylabel="x²", title="A slope is the steepness of the tangent")
    axes.legend(loc="upper left")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** the parabola falls from 1 at $x = -1$ to 0 at 0 and rises to 16 at $x = 4$. A dashed straight line
# touches it at the black dot, $x = 2$ and height 4, and rises by 4 for every 1 that it goes to the right.
#
# The best thing about your function: it does not care how ugly the formula is. Here is a whopper.
#
# $$y = \sqrt{(\beta\,\gamma)^2 + (\varepsilon + 22 - x)}$$
#
# Four quantities, $x$ and the Greek letters beta, gamma and epsilon, and one result. You may pick any one of them, hold
# the others still, and ask how $y$ moves when you tug at it. Let us hold $\beta = 2$, $\gamma = 3$, $\varepsilon = 4$
# and vary $x$.
#
# **Predict first.** Does $y$ rise or fall when $x$ grows? What is then the sign of the slope?

# %% demonstration="whopper"
import matplotlib.pyplot as plt


def whopper(x, beta=2.0, gamma=3.0, epsilon=4.0):
    """A formula that nobody needs, to show that its slope is no harder to find than any other."""
    return ((beta * gamma) ** 2 + (epsilon + 22 - x)) ** (1 / 2)


with waiting_for("numerical_derivative"):
    steepness = float(numerical_derivative(whopper, 1.0))
    tugs = {
        "x": steepness,
        "beta": numerical_derivative(lambda beta: whopper(1.0, beta=beta), 2.0),
        "gamma": numerical_derivative(lambda gamma: whopper(1.0, gamma=gamma), 3.0),
        "epsilon": numerical_derivative(lambda epsilon: whopper(1.0, epsilon=epsilon), 4.0),
    }
    print(f"y is {whopper(1.0):.6f} at x = 1")
    for name, how_much in tugs.items():
        print(f"tug at {name:7}  y moves by {how_much:9.6f} for each unit")

    places, near = np.linspace(-20, 60, 300), np.linspace(-19, 21, 2)
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    axes.plot(places, whopper(places), color="#0072B2", linewidth=2, label="y for every x")
    tangent = whopper(1.0) + steepness * (near - 1)
    axes.plot(near, tangent, "--", color="#D55E00", linewidth=2, label="its tangent at 1")
    axes.plot(1, whopper(1.0), "o", color="#000000", markersize=8)
    axes.set(xlabel="x", ylabel="y", title="The whopper, seen from x alone")
    axes.legend(loc="lower left")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** $y$ falls from about 9 at $x = -20$ to about 1.4 at $x = 60$, gently first and then ever more steeply.
# The dashed tangent touches it at $x = 1$, where $y$ is 7.81, and slopes slightly down, by 0.064 for every unit of $x$.
# The printed list says how $y$ answers to the others: strongly to beta (2.30) and gamma (1.54), and to epsilon by just
# as little as to $x$, only upwards.
#
# A neural network is such a whopper: a great many weights in, one error out. For each weight one may ask how the error
# moves when one tugs at it. That is all that learning needs to know.

# %% [markdown]
# ## 6. A function inside a function
#
# The central difference calls the function twice for each thing you can tug at. With a million weights, that is hot and
# cold's old trouble again. There is a shortcut, and it is the most important line of this whole course.
#
# Our error is made in two stages. Call the thing that we tug at $z$; here it is the weight. First the **inner** stage
# turns it into a miss, $q(z) = 0.5\,z - 0.8$. Then the **outer** stage turns the miss into an error, $p(q) = q^2$.
# Think of gears: the weight turns the miss, and the miss turns the error. If the first pair of gears halves a motion
# and the second triples it, then together they do one and a half times. *Derivatives along a chain multiply*:
#
# $$\frac{dp}{dz} = \frac{dp}{dq} \cdot \frac{dq}{dz}$$
#
# Read $dp/dq$ as "how much $p$ moves for each unit that $q$ moves". This is the **chain rule**.
#
# Only mind *where* each is taken. The inner gear sits at $z$. The outer gear never sees $z$: what reaches it is
# $q(z)$, so that is where its slope is to be read.
#
# The worked example, at weight $0.5$: the inner stage comes to $q = -0.55$ and has slope $0.5$ everywhere. The outer
# stage, a square, has slope $2q = -1.1$ at that $q$. Together: $-1.1 \cdot 0.5 = -0.55$.
#
# (That the slope of $q^2$ is $2q$ you have already measured: it was 4 at $q = 2$.)


# %% solution="chain"
def chain(outer_prime, inner, inner_prime, z):
    """Return the slope at z of a function inside a function, outer(inner(z)), by the chain rule.

    Args:
        outer_prime: the outer function's derivative, a function from numbers to numbers.
        inner: the inner function, likewise.
        inner_prime: the inner function's derivative, likewise.
        z: the place; a number.

    Returns:
        How much the outer result moves for each unit by which z moves; a number.
    """
    ### BEGIN SOLUTION
    return outer_prime(inner(z)) * inner_prime(z)
    ### END SOLUTION


# %% check="chain"
check("chain")

# %% [markdown]
# ## 7. The bowl has a slope
#
# Now use it on the real thing. The inner stage is $q = x\,w - g$, which moves by $x$ for each unit of $w$. The outer
# stage is $q^2$, with slope $2q$. So the slope of the error, seen from the weight, is
#
# $$\frac{de}{dw} = 2\,x\,(x\,w - g)$$
#
# Compare that with the weight delta of part 4. It is the same but for the 2! So there lies the secret: *the
# weight delta is the slope of the bowl*, or rather exactly half of it. The missing 2 does no harm, as it is the same
# everywhere, and alpha decides about the length of the step anyway. (Some people put $\tfrac12$ in front of the error,
# and then it is the whole slope.)
#
# In code keep the two apart: a **slope** has its 2, a **weight delta** in this course has not.


# %% solution="slope"
def slope(weight, input, goal_pred):
    """Return how steeply the squared error rises with the weight: its true derivative.

    Twice the weight delta, since the error here is the plain square without a half in front.

    Args:
        weight: where the weight stands; a number.
        input: what comes in; a number.
        goal_pred: what the prediction should be; a number.

    Returns:
        The slope of the error at this weight, a number; negative where the error falls as the weight grows.
    """
    ### BEGIN SOLUTION
    return 2 * input * (input * weight - goal_pred)
    ### END SOLUTION


# %% check="slope"
check("slope")

# %% [markdown]
# **Predict first.** Here comes the bowl of input 0.5 and goal 0.8 once more, with tangents at weight 0.5 and at weight
# 2.4. Which of the two tangents falls, and which rises? Which is steeper?

# %% demonstration="bowl_with_tangent"
import matplotlib.pyplot as plt

with waiting_for("slope"):
    dial = np.linspace(-0.5, 3.7, 200)
    looks = {0.5: ("#D55E00", "--"), 2.4: ("#000000", ":")}
    slopes = {place: float(slope(place, 0.5, 0.8)) for place in looks}

    figure, axes = plt.subplots(figsize=(8, 4.7), layout="constrained")
    axes.axhline(0, color="#999999", linewidth=0.8)
    axes.plot(dial, (0.5 * dial - 0.8) ** 2, color="#0072B2", linewidth=2, label="error at every weight")
    for place, (colour, dashes) in looks.items():
        height = (0.5 * place - 0.8) ** 2
        near = np.array([place - 0.6, place + 0.6])
        tangent = height + slopes[place] * (near - place)
        label = f"tangent at {place}: slope {slopes[place]:.2f}"
        axes.plot(near, tangent, dashes, color=colour, linewidth=2.2, label=label)
        axes.plot(place, height, "o", color=colour, markersize=9)
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.6}
        tip = (place - 0.5 * np.sign(slopes[place]), -0.16)
        axes.annotate("", xy=tip, xytext=(place, -0.16), arrowprops=arrow)
    axes.text(1.45, -0.16, "go this way", ha="center", va="center")
    axes.set(xlabel="weight", ylabel="squared error")
    axes.set_title("The slope points uphill; the weight goes the other way")
    axes.set_ylim(-0.24, 1.2)
    axes.legend(loc="upper center")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** the bowl with its bottom at weight 1.6. On its left wall, at weight 0.5 and error 0.3025, a dashed
# tangent falls to the right with slope −0.55. On the right wall, at weight 2.4 and error 0.16, a dotted tangent rises
# with slope 0.40. Below the bowl two arrows point towards each other: from 0.5 to the right, from 2.4 to the left, both
# towards the bottom.
#
# The slope always points uphill, so one walks against it. Hence the minus in the update, and hence the name:
# **gradient descent**, "gradient" being another word for slope.
#
# **Question.** At some weight the slope of the error is negative. Where should the weight go, `"up"` (become larger) or
# `"down"` (become smaller)?

# %% question="q_negative_slope"
### BEGIN SOLUTION
q_negative_slope = "up"
### END SOLUTION

# %% check="q_negative_slope"
check("q_negative_slope")

# %% [markdown]
# **Question.** Three numbers that are easily taken for each other. At weight 0.5, input 0.5 and goal 0.8: what is the
# error, what is its slope, and what is the weight delta? Answer with all three, in this order, like `(1.0, 2.0, 3.0)`.

# %% question="q_three_numbers"
### BEGIN SOLUTION
q_three_numbers = (0.3025, -0.55, -0.275)
### END SOLUTION

# %% check="q_three_numbers"
check("q_three_numbers")

# %% [markdown]
# *Time for a break?* You have gradient descent complete: predict, compare, and go down the slope. What follows is the
# same thing in a larger size.
#
# ## 8. A unit that makes up its mind
#
# A yes-or-no question ("admitted?") wants an answer between 0 and 1, and several facts to go by. So our unit changes in
# two ways. It takes several inputs $x_1, x_2, \dots$, each with a weight of its own, and adds up:
#
# $$h = w_1 x_1 + w_2 x_2 + \dots = \sum_i w_i\,x_i$$
#
# And it sends the sum, which may be any number, through a function that squeezes it between 0 and 1, the **sigmoid**:
#
# $$\sigma(h) = \frac{1}{1 + e^{-h}}$$
#
# Here $e \approx 2.718$ is a fixed number, as $\pi$ is one. At 0 the sigmoid is $1 / (1 + 1) = 0.5$, undecided. Far to
# the right $e^{-h}$ all but vanishes, and the sigmoid comes near 1. Far to the left $e^{-h}$ is huge, and the sigmoid
# near 0.
#
# Write it for numbers and for arrays alike. In NumPy, `np.exp(a)` is $e^a$, entry by entry.


# %% solution="sigmoid"
def sigmoid(x):
    """Squeeze any number into the range from 0 to 1: one over one plus e to the minus x.

    Args:
        x: a number, or an array of any shape.

    Returns:
        A number, or an array of the same shape, between 0 and 1.
    """
    ### BEGIN SOLUTION
    return 1 / (1 + np.exp(-x))
    ### END SOLUTION


# %% check="sigmoid"
check("sigmoid")

# %% [markdown]
# To descend we need its slope, and the chain rule has it. (You may skip this paragraph without shame.) The inner stage
# is $q = 1 + e^{-h}$ with slope $-e^{-h}$, the outer one is $1/q$ with slope $-1/q^2$. Multiply the two, with the outer
# one taken at $q$:
#
# $$\sigma'(h) = \frac{e^{-h}}{(1 + e^{-h})^2} = \frac{1}{1 + e^{-h}} \cdot \frac{e^{-h}}{1 + e^{-h}}$$
#
# The first of these two factors is the sigmoid itself. The second is what the sigmoid lacks to 1, for the two
# numerators add up to the denominator. So the slope can be had from the value alone, which is unusually handsome:
#
# $$\sigma'(h) = \sigma(h)\,\bigl(1 - \sigma(h)\bigr)$$
#
# At $h = 2$, for instance, $\sigma = 0.8808$ and the slope is $0.8808 \cdot 0.1192 = 0.1050$. Whoever has computed the
# output gets the slope for one multiplication more.


# %% solution="sigmoid_prime"
def sigmoid_prime(x):
    """Return the slope of the sigmoid: its value at x times what the value lacks to 1.

    Args:
        x: a number, or an array of any shape: what would go into the sigmoid, not what comes out of it.

    Returns:
        The slope at x; a number, or an array of the same shape.
    """
    ### BEGIN SOLUTION
    value = sigmoid(x)
    return value * (1 - value)
    ### END SOLUTION


# %% check="sigmoid_prime"
check("sigmoid_prime")

# %% [markdown]
# **Question.** How large can the slope of the sigmoid get at most? Answer with a number. (Where is it steepest? The
# picture below may help, and so may your function.)

# %% question="q_sigmoid_slope"
### BEGIN SOLUTION
q_sigmoid_slope = 0.25
### END SOLUTION

# %% check="q_sigmoid_slope"
check("q_sigmoid_slope")

# %% demonstration="sigmoid_and_its_slope"
import matplotlib.pyplot as plt

with waiting_for("sigmoid", "sigmoid_prime"):
    sums = np.linspace(-8, 8, 321)
    heights, slopes = np.reshape(sigmoid(sums), 321), np.reshape(sigmoid_prime(sums), 321)

    figure, axes = plt.subplots(figsize=(8, 4.2), layout="constrained")
    axes.plot(sums, heights, color="#0072B2", linewidth=2.2, label="the sigmoid")
    axes.plot(sums, slopes, "--", color="#D55E00", linewidth=2.2, label="its slope")
    axes.set(xlabel="h, the sum that goes in", ylabel="value")
    axes.set_title("Steep in the middle, flat at both ends")
    axes.legend(loc="upper left")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** the sigmoid is a smooth S that runs from nearly 0 at $h = -8$ through one half at $h = 0$ to nearly 1 at
# $h = 8$. Its slope is a low, even hill that stands over $h = 0$ and is almost gone beyond 6 on either side.
#
# Remember those flat ends. A unit that is very sure of itself has next to no slope, and learns next to nothing, *even
# when it is wrong*.

# %% [markdown]
# ## 9. A step for several weights
#
# With several weights, the bowl becomes a landscape. The slope along each weight says how the error moves when we
# tug at that weight alone, and all these slopes together are the **gradient**. Going against it is the steepest way
# down.
#
# From here on we follow the textbooks in three habits. The target is $y$, the output $\hat y = \sigma(h)$. The error
# comes with a half, $E = \tfrac12 (y - \hat y)^2$, so the 2 is gone for good. And the miss is counted the other way
# round, $y - \hat y$, so that the step is *added* to the weights.
#
# The chain now has three gears: weight $w_i$ → sum $h$ → output $\hat y$ → error $E$. The last two belong to all
# weights in common, and get a name, the **error term**:
#
# $$\delta = (y - \hat y)\,\sigma'(h) \qquad\qquad \Delta w_i = \eta\,\delta\,x_i$$
#
# The first gear is the input again, with all three of its effects. $\Delta w_i$, "delta w", is the step of weight $i$,
# and $\eta$, "eta", is the learning rate: alpha under another name.
#
# A worked example: $x = (1, 2)$, weights $(0.5, -0.5)$, target $0.5$, $\eta = 0.5$.
#
# | | |
# |:---|:---|
# | sum | $h = 0.5 \cdot 1 - 0.5 \cdot 2 = -0.5$ |
# | output | $\hat y = \sigma(-0.5) = 0.37754$ |
# | miss | $y - \hat y = 0.12246$ |
# | slope | $\sigma'(-0.5) = 0.23500$ |
# | error term | $\delta = 0.02878$ |
# | steps | $\Delta w = 0.5 \cdot 0.02878 \cdot (1, 2) = (0.01439,\ 0.02878)$ |
#
# The second weight gets twice the step of the first, because its input is twice as large and so it had twice the say.
#
# Return the *steps*, not the new weights. In NumPy, `np.dot(a, b)` multiplies two arrays entry by entry and adds up.


# %% solution="weight_step"
def weight_step(x, y, weights, learnrate):
    """Return the gradient step of one sigmoid unit for one record: one set of inputs and its target.

    The learning rate times the error term times each input. The error term is the miss
    (target minus output) times the slope of the sigmoid at the sum h.

    Args:
        x: the inputs; an array of shape (inputs,).
        y: the target; a number.
        weights: one for each input; an array of shape (inputs,).
        learnrate: the learning rate; a number.

    Returns:
        The steps to be added to the weights; an array of shape (inputs,).
    """
    ### BEGIN SOLUTION
    output = sigmoid(np.dot(x, weights))
    error_term = (y - output) * output * (1 - output)
    return learnrate * error_term * x
    ### END SOLUTION


# %% check="weight_step"
check("weight_step")

# %% [markdown]
# Here is a landscape to walk in: a unit with two weights that is to fit four records at once. In every round the cell
# calls your `weight_step` for each record and adds the mean of the four steps.
#
# **Predict first.** The walker starts at the top left. Will the path lead straight to the lowest point?

# %% demonstration="two_weights"
import matplotlib.pyplot as plt

with waiting_for("sigmoid", "weight_step"):
    records = np.array([[1.0, 0.4], [0.3, 0.6], [-1.2, 0.5], [0.9, -0.5]])
    goals = sigmoid(records @ np.array([1.2, -0.8]))  # so the lowest point lies at these two weights
    path = [np.array([-2.2, 2.4])]
    for _ in range(400):
        steps = [weight_step(x, y, path[-1], 3.0) for x, y in zip(records, goals, strict=True)]
        path.append(path[-1] + np.mean(steps, axis=0))
    path = np.reshape(path, (401, 2))

    first, second = np.meshgrid(np.linspace(-3.2, 3.2, 120), np.linspace(-2.4, 3.2, 120))
    outputs = np.reshape(sigmoid(np.stack([first, second], axis=-1) @ records.T), (120, 120, 4))
    landscape = 0.5 * np.mean((goals - outputs) ** 2, axis=-1)

    figure, axes = plt.subplots(figsize=(8.2, 6), layout="constrained")
    levels = np.array([0.0002, 0.001, 0.003, 0.007, 0.013, 0.022, 0.035, 0.052, 0.075, 0.1, 0.13])
    shades = axes.contourf(first, second, landscape, levels=[0, *levels], extend="max", cmap="cividis_r")
    axes.contour(first, second, landscape, levels=levels, colors="#444444", linewidths=0.5)
    axes.plot(*path.T, "-", color="#D55E00", linewidth=2.4, label="the path of the two weights")
    rim = {"markeredgecolor": "white"}
    axes.plot(*path[::10].T, "o", color="#D55E00", label="every tenth round", **rim)
    axes.plot(1.2, -0.8, "X", color="#000000", markersize=12, label="the lowest point", **rim)
    figure.colorbar(shades, ax=axes, label="mean of ½ (target − output)²", format="%.4g")
    axes.set(xlabel="first weight", ylabel="second weight", title="Down the landscape of two weights")
    axes.set_aspect("equal")
    axes.legend(loc="lower left")

# %% [markdown]
# **In words:** a map with contour lines, as on a hiking map; along a line the error is the same, and lighter means
# lower. The low ground is an egg-shaped hollow with its lowest point, a black cross, at first weight 1.2 and second
# weight −0.8. The path starts at the top left and runs down the slope to the right, across the contour lines at right
# angles. Near first weight 1.2 it bends and comes down to the cross from above. The dots, one for every tenth round,
# lie far apart at first and crowd together towards the end.
#
# Not straight, then. The walker knows only the ground under its feet: the steepest way down, here, now.

# %% [markdown]
# ## 10. Several outputs
#
# A network may have to answer several questions about the same inputs. Then each output has its own set of weights,
# and these stand side by side as the **columns** of a table, shape (inputs, outputs): $w_{ij}$ leads from input $i$ to
# output $j$.
#
# Nothing new happens, only more often. Each output $j$ has its own sum, its own miss, and so its own error term:
#
# $$\delta_j = (y_j - \hat y_j)\,\sigma'(h_j) \qquad\qquad \Delta w_{ij} = \eta\,\delta_j\,x_i$$
#
# Read the right side as a multiplication table: every input down the side, every error term along the top. With
# $x = (1, 2, 3)$, error terms $(0.1, -0.2)$ and $\eta = 1$:
#
# | | $\delta_1 = 0.1$ | $\delta_2 = -0.2$ |
# |:---|---:|---:|
# | $x_1 = 1$ | 0.1 | −0.2 |
# | $x_2 = 2$ | 0.2 | −0.4 |
# | $x_3 = 3$ | 0.3 | −0.6 |
#
# **Watch the shapes.** Steps have the shape of the weights. If yours comes out turned round, a square table will hide
# it from you, because there rows and columns are equally many. So do not try it on squares only.
#
# `np.dot(x, weights)` understands such a table, too, and gives the sums of all outputs at once. For the multiplication
# table write two loops, or look up `np.outer`.


# %% solution="weight_steps"
def weight_steps(x, y, weights, learnrate):
    """Return the gradient step of several sigmoid outputs for one record.

    Step (i, j) is the learning rate, times the error term of output j, times input i.

    Args:
        x: the inputs; an array of shape (inputs,).
        y: the targets; an array of shape (outputs,).
        weights: from every input to every output; an array of shape (inputs, outputs).
        learnrate: the learning rate; a number.

    Returns:
        The steps to be added to the weights; an array of shape (inputs, outputs).
    """
    ### BEGIN SOLUTION
    output = sigmoid(np.dot(x, weights))
    error_term = (y - output) * output * (1 - output)
    return learnrate * np.outer(x, error_term)
    ### END SOLUTION


# %% check="weight_steps"
check("weight_steps")

# %% [markdown]
# ## 11. Four hundred applications
#
# Time for data. The file `admissions.csv` beside this notebook holds 400 applications to a graduate school. They are
# made up, by a little program with a dose of chance, so nobody's privacy is at stake. Each row has four entries:
#
# | column | meaning |
# |:---|:---|
# | `admit` | the target: 1 if the applicant was admitted, 0 if not |
# | `gre` | points in an entrance test, 220 to 800 in steps of 20 |
# | `gpa` | mean grade at college, up to 4.0, where more is better |
# | `rank` | standing of the college, 1 (best known) to 4 (least) |

# %% demonstration="admissions_table"
with waiting_for("the file admissions.csv"):
    admissions = pd.read_csv("admissions.csv")
    print(admissions.head().to_string())
    print(f"\n{len(admissions)} rows, {admissions['admit'].sum()} admitted; share admitted by rank:")
    print(admissions.groupby("rank")["admit"].mean().round(2).to_string())

# %% [markdown]
# As it is, the table is bad food for our unit, for two reasons.
#
# **The scales.** `gre` is about 600, `gpa` about 3. By the scaling effect the weight of `gre` would be changed some two
# hundred times as strongly, only because test points are counted in hundreds. And a sum $h$ in the hundreds lands on
# the flat end of the sigmoid, where nothing is learned. The cure is to **standardise** a column: subtract its mean from
# every value $v$, and divide by the **standard deviation**, which says how widely the values spread around their mean:
#
# $$z = \frac{v - \text{mean}}{\text{std}}$$
#
# Then every such column has mean 0 and standard deviation 1. The standard deviation is the root of the mean squared
# distance from the mean; but divide by one less than the number of rows, as pandas does by default (`ddof=1`).
#
# **The labels.** `rank` looks like a quantity and is none: a college of rank 4 is not "four times" one of rank 1. It is
# a label that happens to be written with a digit. So give each rank a column of its own, `rank_1` to `rank_4`, that
# holds 1 in the rows of that rank and 0 in all others. The unit can then have an opinion about each.
#
# For example, if a table of three rows has `gre` 500, 600 and 700 and the ranks 1, 3 and 1, the prepared one holds
# `gre` −1, 0 and 1, `rank_1` 1, 0, 1, `rank_3` 0, 1, 0, and both `rank_2` and `rank_4` are all 0. They are there all
# the same: a table's form must not depend on who happens to be in it.
#
# In case pandas is new to you: a table is called a *DataFrame*. `t["size"]` is one of its columns, and assigning to
# `t["size"]` makes or changes one. Arithmetic and comparisons work on a whole column at once, `.mean()` and `.std()`
# give its mean and standard deviation, and `.astype(float)` turns its entries into floats, True and False into 1.0 and
# 0.0.
#
# What comes in is the caller's. Leave it as it was and return a new table; `t.copy()` makes one.


# %% solution="prepare"
def prepare(admissions):
    """Turn the table of applications into one that a unit can learn from.

    Args:
        admissions: a DataFrame with the columns admit, gre, gpa and rank (1 to 4), one row per applicant.
            It stays as it is.

    Returns:
        A new DataFrame with as many rows, in the same order, and the columns
        admit, gre, gpa, rank_1, rank_2, rank_3, rank_4 in this order, all of them floats.
        gre and gpa are standardised over all the rows given (mean 0, standard deviation 1 with ddof=1).
        Each rank's column is 1.0 in the rows of that rank and 0.0 elsewhere, and is there even if
        no row has that rank.
    """
    ### BEGIN SOLUTION
    prepared = admissions[["admit", "gre", "gpa"]].astype(float)
    for column in ["gre", "gpa"]:
        values = prepared[column]
        prepared[column] = (values - values.mean()) / values.std()
    for rank in [1, 2, 3, 4]:
        prepared[f"rank_{rank}"] = (admissions["rank"] == rank).astype(float)
    return prepared
    ### END SOLUTION


# %% check="prepare"
check("prepare")

# %% [markdown]
# ## 12. Learning from all of them
#
# One record pulls the weights its own way, another pulls back. So listen to all before moving: in each round, which is
# called an **epoch**, compute the step of every record *at the same weights*, take their mean, and move once.
#
# $$w_i \leftarrow w_i + \frac{\eta}{n} \sum_{\mu=1}^{n} \delta^{\mu}\,x_i^{\mu}$$
#
# Here $\mu$ counts the $n$ records and, as ever, $\delta = (y - \hat y)\,\sigma'(h)$. This is **batch** gradient
# descent. (Moving after every single record is a method of its own, and a good one, only not this one. Its figures are
# different.)
#
# Three places where this goes wrong in practice:
#
# - The sum starts from zero *in every epoch*.
# - It is divided by the number of *records*, once.
# - The weights that come in belong to the caller. `+=` on an array changes the caller's array, too. Begin with a copy.
#
# You may loop over the records and use your `weight_step`, or do all at once with matrix products, which is about a
# hundred times as fast: `features @ weights` is the sum $h$ of every record.


# %% solution="gradient_train_records"
def gradient_train_records(features, targets, weights, learnrate, epochs):
    """Train one sigmoid unit on many records by batch gradient descent.

    In each epoch the steps of all records, taken at the same weights, are added up and divided by
    the number of records; then the weights move once.

    Args:
        features: one record per row; an array of shape (records, inputs).
        targets: what the output should be for each record; an array of shape (records,).
        weights: where the weights start; an array of shape (inputs,). It stays as it is.
        learnrate: the learning rate; a number.
        epochs: how many rounds; a whole number.

    Returns:
        The weights after the last epoch; a new array of shape (inputs,).
    """
    ### BEGIN SOLUTION
    new_weights = np.array(weights, dtype=float)
    for _ in range(epochs):
        outputs = sigmoid(features @ new_weights)
        error_terms = (targets - outputs) * outputs * (1 - outputs)
        new_weights = new_weights + learnrate * (features.T @ error_terms) / len(features)
    return new_weights
    ### END SOLUTION


# %% check="gradient_train_records"
check("gradient_train_records")

# %% [markdown]
# The moment of truth. The next cell prepares the table with your `prepare`, sets 40 applications aside that training
# never sees, and trains on the other 360 for a thousand epochs. Then it asks how many of the 40 the unit gets
# right (an output above one half counts as "admitted"), and how many one would get right without looking, by always
# giving the more frequent answer. (If your training loops over records, allow it some ten seconds.)
#
# **Predict first.** In which part of the thousand epochs does most of the learning happen?

# %% demonstration="training_curve"
import matplotlib.pyplot as plt

with waiting_for("sigmoid", "prepare", "gradient_train_records", "the file admissions.csv"):
    table = prepare(pd.read_csv("admissions.csv"))
    chance = np.random.RandomState(42)
    chosen = chance.choice(table.index, size=360, replace=False)
    seen, unseen = table.loc[chosen], table.drop(index=chosen)
    features, targets = seen.drop(columns="admit").to_numpy(float), seen["admit"].to_numpy(float)
    new_features, new_targets = unseen.drop(columns="admit").to_numpy(float), unseen["admit"].to_numpy(float)

    weights = np.random.RandomState(42).normal(scale=6**-0.5, size=6)
    epochs = [0, 1, 2, 5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 400, 500, 600, 800, 1000]
    mean_errors, shares = [], []
    for more in np.diff(epochs, prepend=0):
        weights = gradient_train_records(features, targets, weights, 0.5, int(more))
        mean_errors.append(np.mean((targets - sigmoid(features @ weights)) ** 2))
        shares.append(np.mean((sigmoid(new_features @ weights) > 0.5) == new_targets))

    majority = max(new_targets.mean(), 1 - new_targets.mean())
    first, last = mean_errors[1], mean_errors[-1]
    print(f"mean squared error after the first epoch {first:.6f}, after the last {last:.6f}")
    print(f"of the 40 unseen applications right: {shares[-1]:.3f}; without looking: {majority:.3f}")

    figure, (curve, accuracy) = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    curve.plot(epochs, mean_errors, "o-", color="#D55E00", markersize=5, label="on the 360 it learns from")
    curve.set(xlabel="epoch", ylabel="mean squared error", title="The training curve")
    curve.legend()
    accuracy.plot(epochs, shares, "o-", color="#0072B2", markersize=5, label="the unit, on the 40 unseen")
    accuracy.axhline(majority, color="#000000", linestyle="--", label="always the more frequent answer")
    accuracy.set(xlabel="epoch", ylabel="share of right answers", title="The accuracy")
    accuracy.set_ylim(0.4, 1.0)
    accuracy.legend(loc="lower right")
    for axes in (curve, accuracy):
        axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** on the left, the mean squared error on the training records falls steeply in the first fifty epochs,
# from about 0.22 to 0.17, and then ever more gently to 0.160 after a thousand. On the right, the share of unseen
# applications that are answered rightly leaps from 0.70 to 0.90 within fifty epochs, with a dip on the way, stays there
# for long and ends at 0.875, always far above the dashed line at 0.525 for the more frequent answer.
#
# Look at the two panels side by side. The error falls with every epoch. The accuracy moves in leaps and, near the end,
# even down while the error still improves, for it counts only on which side of one half an output lies.
#
# **Question.** A friend shows you her own training run, on the same table. "The accuracy rose from 0.55 to 0.85," she
# says, "so my gradient must be right." You have not seen her code. Is her gradient right? Answer `"yes"`, `"no"` or
# `"cannot tell"`. (To find out, you might put a mistake into a *copy* of your training, say, without the slope of the
# sigmoid, and look at the accuracy that you get.)

# %% question="q_accuracy"
### BEGIN SOLUTION
q_accuracy = "cannot tell"
### END SOLUTION

# %% check="q_accuracy"
check("q_accuracy")

# %% [markdown]
# ## What you have now
#
# - **Direction and amount** come from one prediction: the miss times the input. The input scales, stops and reverses.
# - A **derivative** says how much this moves when one tugs at that. On a curve it is the slope, and two tugs to either
#   side measure it.
# - Along a chain of functions, derivatives **multiply**, each taken at its own place.
# - The weight delta is **half the slope** of the squared error, and learning goes against it: gradient descent.
# - A **sigmoid** unit learns in the same way, with one more gear: $\Delta w_i = \eta\,(y - \hat y)\,\sigma'(h)\,x_i$.
# - With many records, take the **mean step** and move once an epoch.
# - Smooth error curves and good accuracies are pleasant to look at. If you want to *know* whether a gradient is right,
#   you own a tool that needs no trust: compare it with a central difference.
#
# Before you submit, close the notebook for a moment and write the loop of part 3 on paper: start, predict, compare,
# learn. It has four lines that matter.
#
# **What comes next.** Try `gradient_train(0.5, 2, 0.8, 20)` in a cell of your own, the old example with an input of 2
# in the place of one half. Look at the errors. Something goes terribly wrong there, although every line is right. The
# next notebook, *alpha*, is about what happens, and how to tame it.
