# %% [markdown]
# # Hot and cold: try both, keep the better
#
# So far you can say *how far* a prediction missed. Today the machine does something about it. It uses the plainest
# method of learning there is, the one from the children's game: take a small step, hear "warmer" or "colder",
# and go where it is warmer.
#
# By the end of this hour you will have written a learner that finds its weight by itself. You will have watched it
# arrive, watched it overshoot, watched it break completely, and you will be able to tell beforehand how close it can
# get.
#
# ### How this notebook works
#
# - Work from top to bottom and run each cell with **Shift + Enter**.
# - Where a cell says `raise NotImplementedError`, that line is yours: replace it with your own code. The text above it
#   says what goes in and what must come out.
# - The line `check("...")` below tries your function on some examples. It tells you what is right and, where something
#   is not, where to look. Run it as often as you like; it costs nothing.
# - Where a cell says `q_... = None`, write your answer in place of `None`. `check` only tells you whether it is an
#   answer of the right kind; whether it is the right one, you learn after handing in.
# - Once, in part 6, you are asked for a few sentences in your own words. Those are read by a person.
# - The pictures are drawn with *your* loop. One that comes too early says so and waits.
# - **Predict first** means: stop, guess, perhaps write the guess down, and only then read on. A wrong guess teaches
#   more than a right one read off.
# - When you are content, save and submit. Grading also calls your functions with numbers that you do not see here, so
#   write the rule, not the figures.

# %% setup="setup"
import numpy as np

from autograder import check, waiting_for

# %% [markdown]
# ## 1. A network with one dial
#
# The machine of the last notebook is a network, the smallest one possible: one number comes in, is multiplied by one
# weight, and that is the prediction. The weight is the only thing that learning may change. Think of it as a dial.
#
# We shall need five quantities again and again. In formulas they have one letter, in code a name:
#
# | letter | name in code | what it is |
# |:---:|:---|:---|
# | $w$ | `weight` | where the dial stands |
# | $x$ | `input` | what comes in, fixed |
# | $g$ | `goal_pred` | what the prediction should be, fixed |
# | $s$ | `step_amount` | how far the dial is turned at a time, in the unit of the weight |
# | $e$ | `error` | the squared miss, $e = (x\,w - g)^2$ |
#
# (Python has a function of its own called `input`. Inside our functions the name means the number that comes in.)
#
# Suppose we want to tell from a team's average number of toes whether it wins its next game. One team has $x = 8.5$
# toes per player, and it won, so $g = 1$. With the dial at $w = 0.1$ the network predicts $8.5 \cdot 0.1 = 0.85$, and
# the error is $(0.85 - 1)^2 = 0.0225$.
#
# **Predict first.** You may turn the dial by $s = 0.01$, up or down. Which way is warmer? How much of the error do you
# think is left after this one small step: nine tenths, a half, a fifth?

# %% [markdown]
# You need no theory to find out. Try both:
#
# | dial | weight | prediction | error |
# |:---|---:|---:|---:|
# | as it is | 0.10 | 0.850 | 0.0225 |
# | a step up | 0.11 | 0.935 | 0.004225 |
# | a step down | 0.09 | 0.765 | 0.055225 |
#
# Up is warmer, and less than a fifth of the error is left.
#
# **Your turn.** Write the two tries as a function. Each one asks: what *would* the error be if the dial stood there?
# With little arrows for up and down,
#
# $$e_{\uparrow} = \bigl(x\,(w + s) - g\bigr)^2 \qquad\qquad e_{\downarrow} = \bigl(x\,(w - s) - g\bigr)^2$$


# %% solution="try_both"
def try_both(weight, input, goal_pred, step_amount):
    """Return the errors that one step up and one step down would give.

    Both tries start from the same weight; neither is a move yet.

    Args:
        weight: where the dial stands; a number.
        input: what comes in; a number.
        goal_pred: what the prediction should be; a number.
        step_amount: how far to turn, in the unit of the weight; a number above 0.

    Returns:
        (up_error, down_error): two squared errors, in this order.
    """
    ### BEGIN SOLUTION
    up_error = (input * (weight + step_amount) - goal_pred) ** 2
    down_error = (input * (weight - step_amount) - goal_pred) ** 2
    return up_error, down_error
    ### END SOLUTION


# %% check="try_both"
check("try_both")

# %% [markdown]
# ## 2. Keep the better
#
# Two errors lie on the table, and the dial goes where the smaller one was:
#
# $$
# w_{\text{new}} = \begin{cases}
# w + s & \text{if } e_{\uparrow} < e_{\downarrow}\\
# w - s & \text{if } e_{\downarrow} < e_{\uparrow}\\
# w & \text{if they are equal}
# \end{cases}
# $$
#
# Two things about this rule deserve a second look.
#
# *The third line.* When both tries miss by the same amount, nothing speaks for either side, so the dial stays.
#
# *What is not there.* The rule never asks how large the error is **now**. It compares the two tries with each other
# and with nothing else. Even if both of them miss by more than standing still would, the dial moves. Keep this
# in mind; it will come back to bite us in part 5.
#
# **Predict first.** Suppose the input is negative, say $x = -2$. Turning the dial up then makes the prediction
# *smaller*. Does the rule need a fourth line for that?


# %% solution="hot_cold_step"
def hot_cold_step(weight, input, goal_pred, step_amount):
    """Return the weight after one turn of hot and cold.

    One step towards the smaller of the two errors; on a tie the weight stays.
    The error at the present weight plays no part.

    Args:
        weight: where the dial stands; a number.
        input: what comes in; a number, may be negative or 0.
        goal_pred: what the prediction should be; a number.
        step_amount: how far to turn, in the unit of the weight; a number above 0.

    Returns:
        The new weight, a number.
    """
    ### BEGIN SOLUTION
    up_error, down_error = try_both(weight, input, goal_pred, step_amount)
    if up_error < down_error:
        return weight + step_amount
    if down_error < up_error:
        return weight - step_amount
    return weight
    ### END SOLUTION


# %% check="hot_cold_step"
check("hot_cold_step")

# %% [markdown]
# No fourth line: the two tries are measured with the real input, whatever its sign, so the rule finds the side by
# itself. That is the charm of trying things out.
#
# ## 3. Again, and again, and again
#
# One step is rarely enough. Learning is the same small act repeated, and each round has three beats:
#
# 1. **predict**: compute the prediction at the present weight, and its error, and write both down;
# 2. **compare**: try both sides;
# 3. **learn**: move the weight.
#
# Mind the order. What is written down belongs to the weight *before* this round's move, so the first entry tells
# how bad things were at the start. The move of the last round is made too; it only shows in the weight that you return.
#
# The example for the rest of the notebook: $w = 0.5$, $x = 0.5$, $g = 0.8$. The prediction starts at $0.25$. It
# should be $0.8$, and $0.5 \cdot 1.6 = 0.8$, so the dial has to climb from $0.5$ to $1.6$.
#
# **Predict first.** With a step of $0.001$, in which round does the network predict $0.8$ for the first time? Count
# carefully: the first round predicts before anything has moved.


# %% solution="hot_cold_train"
def hot_cold_train(weight, input, goal_pred, step_amount, iterations):
    """Play hot and cold for a number of rounds and keep the history.

    Each round records the prediction and its error first and moves the weight after.
    You may call the functions you wrote above.

    Args:
        weight: where the dial stands at the start; a number.
        input: what comes in; a number.
        goal_pred: what the prediction should be; a number.
        step_amount: how far to turn each round, in the unit of the weight; a number above 0.
        iterations: how many rounds; a whole number.

    Returns:
        (errors, predictions, weight): two arrays of shape (iterations,) with the squared
        errors and the predictions of each round, then the weight after the last move.
    """
    ### BEGIN SOLUTION
    errors = np.zeros(iterations)
    predictions = np.zeros(iterations)
    for iteration in range(iterations):
        pred = input * weight
        predictions[iteration] = pred
        errors[iteration] = (pred - goal_pred) ** 2

        up_error, down_error = try_both(weight, input, goal_pred, step_amount)
        if up_error < down_error:
            weight = weight + step_amount
        elif down_error < up_error:
            weight = weight - step_amount
    return errors, predictions, weight
    ### END SOLUTION


# %% check="hot_cold_train"
check("hot_cold_train")

# %% [markdown]
# Now look at what you built. The climb from $0.5$ to $1.6$ takes $1.1 / 0.001 = 1100$ moves, and the first round
# records before it moves, so it is round 1101 that predicts $0.8$. The next cell runs your loop for 1101 rounds, prints
# its first two and its last two, and draws the path of the weight.

# %% demonstration="path_of_the_weight"
import matplotlib.pyplot as plt

with waiting_for("hot_cold_train"):
    errors, predictions, _ = hot_cold_train(0.5, 0.5, 0.8, 0.001, 1101)
    errors, predictions = np.reshape((errors, predictions), (2, 1101))
    for row in (0, 1, 1099, 1100):
        print(f"round {row + 1:4}   error {errors[row]:.6g}   prediction {predictions[row]:.6g}")

    weights = predictions / 0.5  # each prediction tells where the weight stood
    dial = np.linspace(0.2, 2.8, 200)

    figure, (bowl, path) = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    bowl.plot(dial, (0.5 * dial - 0.8) ** 2, color="#0072B2", label="error at every weight")
    bowl.plot(weights[::100], errors[::100], "o", color="#D55E00", label="the learner, every 100 rounds")
    bowl.annotate("start", (weights[0], errors[0]), xytext=(8, 6), textcoords="offset points")
    bowl.annotate("goal", (weights[-1], errors[-1]), xytext=(0, 12), textcoords="offset points", ha="center")
    bowl.set(xlabel="weight", ylabel="squared error", title="Down the bowl, one small step at a time")
    bowl.set_ylim(top=0.62)  # room for the legend
    bowl.legend(loc="upper right")
    bowl.grid(alpha=0.3)

    path.plot(np.arange(1, 1102), weights, color="#D55E00", label="weight")
    path.axhline(1.6, color="black", linestyle="--", label="the weight that predicts 0.8")
    path.set(xlabel="round", ylabel="weight", title="The path up the weights to 1.6")
    path.legend(loc="lower right")
    path.grid(alpha=0.3)

# %% [markdown]
# **In words:** on the left, the error is a bowl over the weight, with its bottom at weight 1.6. Twelve dots, one for
# every 100th round, come down its left wall. They are evenly spaced from side to side, yet each brings the error down
# by less than the one before. On the right, the weight climbs in a straight line from 0.5 and meets the dashed line at
# 1.6 in the last round.
#
# The line is straight because every step is equally long. Far from the goal or close to it, hot and cold knows
# one stride only.
#
# (Is your last error something like $10^{-27}$ and not quite 0? That is fine. A computer keeps 0.001 as the nearest
# number it can write in binary, and a thousand additions collect a speck of rounding.)

# %% [markdown]
# **Question.** The method is simple, and it is not cheap. Take one round of the loop: record, try both, move.
# How many predictions does it make (how often is an input multiplied by a weight) for one single move of one
# single weight? Count the recorded one too.

# %% question="q_predictions"
### BEGIN SOLUTION
q_predictions = 3
### END SOLUTION

# %% check="q_predictions"
check("q_predictions")

# %% [markdown]
# ## 4. Between two steps
#
# That ended almost too well, and there is a reason: 1.1 is a whole number of steps of 0.001. We had picked a stride
# that lands on the goal.
#
# **Predict first.** Two other strides, $s = 0.003$ and $s = 0.0625$. Neither divides 1.1 evenly, so the dial comes near
# 1.6 and cannot land on it. What does your loop do from then on? Will it stop at the nearest point? Remember what the
# rule does not ask.

# %% demonstration="error_by_round"
import matplotlib.pyplot as plt

looks = {
    0.001: {"color": "#0072B2", "linestyle": "-", "linewidth": 2},
    0.003: {"color": "#E69F00", "linestyle": "--", "linewidth": 1.2},
    0.0625: {"color": "#000000", "linestyle": "-", "linewidth": 0.6},
}

with waiting_for("hot_cold_train"):
    runs = {stride: hot_cold_train(0.5, 0.5, 0.8, stride, 1101)[:2] for stride in looks}
    runs = {stride: np.reshape(history, (2, 1101)) for stride, history in runs.items()}

    figure, axes = plt.subplots(figsize=(9, 4.6), layout="constrained")
    for stride, (errors, predictions) in runs.items():
        visible = np.maximum(errors, 1e-12)  # an error of 0 has no place on a logarithmic axis
        axes.plot(np.arange(1, 1102), visible, label=f"step {stride}", **looks[stride])
        print(f"step {stride:<6}  last predictions {np.round(predictions[-4:], 6)}")
    axes.set_yscale("log")
    axes.set_ylim(1e-8, 1)
    axes.set_title("Error in each round, for three strides")
    axes.set(xlabel="round", ylabel="squared error (logarithmic)")
    axes.legend(loc="lower left")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** three curves, all starting at an error of 0.3025. The largest stride falls fastest, within twenty
# rounds, and then flickers between about 0.00035 and 0.00016 for ever. The middle one needs some 370 rounds and then
# flickers between one millionth and a quarter of a millionth. The smallest falls slowest; only in the very last round
# does it plunge off the bottom of the chart. The axis is logarithmic, so equal distances mean equal factors.
#
# The flicker, drawn so densely that it fills a band, is the dial walking to and fro across the bottom of the bowl. Near
# the goal the two tries are still compared with each other alone, one of them is better, and so it moves, round after
# round, without end. In this picture a longer stride gets there sooner and stays further away.

# %% [markdown]
# ## 5. Far too large
#
# Let us exaggerate and take $s = 10$ from the same start: $w = 0.5$, $x = 0.5$, $g = 0.8$.
#
# **Question.** By hand, before you scroll on to the picture: where does the dial go in the first round, and where in
# the second? From then on it repeats itself, between two weights. Which two? Answer with a pair of **weights** (not
# predictions), the smaller first, like `(1.0, 2.0)`.

# %% question="q_step_ten"
### BEGIN SOLUTION
q_step_ten = (0.5, 10.5)
### END SOLUTION

# %% check="q_step_ten"
check("q_step_ten")

# %% demonstration="two_cycle"
import matplotlib.pyplot as plt

with waiting_for("hot_cold_train"):
    errors, predictions, _ = hot_cold_train(0.5, 0.5, 0.8, 10, 8)
    errors, predictions = np.reshape((errors, predictions), (2, 8))
    weights = predictions / 0.5
    dial = np.linspace(-9, 12.5, 300)

    figure, (bowl, history) = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    bowl.plot(dial, (0.5 * dial - 0.8) ** 2, color="#0072B2", label="error at every weight")
    bowl.plot(weights, errors, "o", color="#D55E00", label="where the learner stands")
    bow = {"arrowstyle": "->", "color": "#D55E00", "connectionstyle": "arc3,rad=0.25", "shrinkB": 6}
    for here, there in ((0, 1), (1, 2)):
        ends = {"xy": (weights[there], errors[there]), "xytext": (weights[here], errors[here])}
        bowl.annotate("", arrowprops=bow, **ends)
    bowl.set(xlabel="weight", ylabel="squared error", title="A step of 10 leaps over the whole bowl")
    bowl.legend(loc="upper center")
    bowl.grid(alpha=0.3)

    history.plot(np.arange(1, 9), predictions, "o-", color="#D55E00", label="prediction")
    history.axhline(0.8, color="black", linestyle="--", label="goal 0.8")
    history.set(xlabel="round", ylabel="prediction", title="For ever to and fro")
    history.set_ylim(top=6.8)  # room for the legend
    history.legend(loc="upper right", ncols=2)
    history.grid(alpha=0.3)

# %% [markdown]
# **In words:** on the left, the bowl of errors again. The learner leaps from a point low on its left wall to a point
# high on its right wall and, in the next round, straight back. On the right, the predictions of eight rounds: 0.25,
# 5.25, 0.25, 5.25 and so on, never anywhere near the goal of 0.8. The errors alternate between 0.3025 and 19.8025.
#
# Here is the bite that part 2 promised. In the first round *both* tries are far worse than staying would be.
# The rule cannot know: it compares the tries and takes the lesser evil.

# %% [markdown]
# ## 6. How close can it come?
#
# From a given start, the dial can only ever stand at certain marks:
#
# $$\dots,\quad w - 2s,\quad w - s,\quad w,\quad w + s,\quad w + 2s,\quad \dots$$
#
# Whatever happens, the learner never sees a weight between two marks. So there is a closest miss, fixed from the
# outset by the start and the stride:
#
# $$\min_{k\,=\,0,\,1,\,2,\,\dots}\ \bigl|\,x\,(w \pm k\,s) - g\,\bigr|$$
#
# In words: go through all the marks, $k$ steps up or down from the start, and take the smallest miss. A miss is here
# the plain distance between prediction and goal, not squared, so it has the unit of the prediction.
#
# A small example: $w = 0.5$, $x = 0.5$, $g = 0.8$ and $s = 0.0625$. The marks on both sides of 1.6 are
# 1.5625 and 1.625. They predict 0.78125 and 0.8125, which miss by 0.01875 and by 0.0125. The closest miss is 0.0125.
#
# **Your turn.** There are several honest ways: walk and remember the best miss so far, look at very many marks at once,
# or work out which marks lie next to the goal. The goal may be above or below the start, up to 2000 steps away.


# %% solution="closest_miss"
def closest_miss(weight, input, goal_pred, step_amount):
    """Return the smallest distance to the goal that hot and cold can reach from this start.

    The smallest abs(prediction - goal_pred) over the weights weight ± k * step_amount, where
    k = 0, 1, 2, ... An answer within 1e-9 is good enough.

    Args:
        weight: where the dial stands at the start (k = 0, which counts too); a number.
        input: what comes in; a number, may be negative. Where it is 0 no turn of the dial moves
            the prediction.
        goal_pred: what the prediction should be; a number, at most 2000 steps away.
        step_amount: the distance between two marks of the dial; a number above 0.

    Returns:
        The closest miss, a number that is never negative, in the unit of the prediction.
    """
    ### BEGIN SOLUTION
    closest = abs(input * weight - goal_pred)
    while True:
        up_miss = abs(input * (weight + step_amount) - goal_pred)
        down_miss = abs(input * (weight - step_amount) - goal_pred)
        if min(up_miss, down_miss) >= closest:
            return closest
        closest = min(up_miss, down_miss)
        weight = weight + step_amount if up_miss < down_miss else weight - step_amount
    ### END SOLUTION


# %% check="closest_miss"
check("closest_miss")

# %% [markdown]
# **Question.** Back to $x = 0.5$ and the step $0.001$. This time you do not know where the dial starts nor what the
# goal is, and luck is against you: the goal lies as badly between the marks as it can. How far away from the goal is
# the closest prediction then? Two things to think about: how far apart are two neighbouring *predictions*, and which
# spot between them is the worst?

# %% question="q_closest"
### BEGIN SOLUTION
q_closest = 0.00025
### END SOLUTION

# %% check="q_closest"
check("q_closest")

# %% [markdown]
# **Question.** Someone proposes: "If it cannot reach the goal, make the step smaller; then the error ends at exactly
# 0." Does a smaller step **always** end at error 0? Answer `"yes"` or `"no"`. You may try strides with your own
# `closest_miss` first: add a cell, and compare, say, the steps 0.1, 0.08 and 0.03 from the start 0.5.

# %% question="q_smaller_step"
### BEGIN SOLUTION
q_smaller_step = "no"
### END SOLUTION

# %% check="q_smaller_step"
check("q_smaller_step")

# %% [markdown]
# **In your own words.** You know by now what a fixed stride cannot do. So repair it: change the *rule* of hot and cold,
# in one place only, so that from any start the learner comes as near to the goal as you please. It may still do nothing
# but turn the dial and compare errors.
#
# What do you change? Why does your learner come closer where the old one walks to and fro? And what does your change
# cost, say in predictions or in rounds?
#
# Three to five sentences will do, and there is more than one good answer. Double-click the next cell, write in place of
# the line that is there, and press **Shift + Enter**. `check` has no opinion on this one: a person reads it, and gives
# up to 1 point for an idea that works and a reason why.

# %% [markdown] by_hand="better_stride" points=1
# ### BEGIN SOLUTION
# I let the rule look at the present error too: if both tries miss by more than staying put, the dial stays and the
# stride is halved. Both being worse means that the goal lies within half a stride, so the old stride can only jump over
# it. Far away the strides remain long and the climb is quick; near the goal each halving also halves the worst possible
# miss, so twenty of them make it a million times smaller.
#
# It costs no further prediction, because every round computes the present one anyway, only a comparison, and one round
# without a move for each halving. One has to say when to stop: the goal itself may still lie between all the marks.
#
# ### BEGIN MARK SCHEME
# Half a point each:
#
# - A change that works from any start: halving (or shrinking) the stride when the dial turns back or when staying is
#   best; a stride that follows the size of the error and fades with it; trying a long and a short stride each round.
# - A reason why it gets closer, and a word on the price: rounds without a move, more tries, slower far away.
#
# "Take a smaller step" alone is the proposal of the question before and earns nothing; shrinking the stride every round
# earns the first half only if the danger of running out of reach is seen.
# ### END MARK SCHEME
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - Learning is a loop: **predict, compare, learn**. You wrote one, and it found its weight by itself.
# - Hot and cold needs no mathematics but a comparison. It works for any input, whatever its sign.
# - It pays for that with extra predictions. With one weight this is a nuisance; with a million weights, each to be
#   tried up and down, it would be hopeless.
# - Its stride is always the same, so it creeps when it is far away and overshoots when it is near. Which predictions
#   it can reach at all is settled before it starts.
#
# Look once more at the bowl. Far up on its wall the slope is steep, near the bottom it is almost flat. The bowl itself
# tells you which way to go, by which side is downhill, *and* how far, by how steep it is. Hot and cold throws both
# away and asks only "warmer or colder?".
#
# In the next notebook you read direction **and** amount straight off the bowl, from one single prediction. That
# is **gradient descent**. In the lesson's example it brings the prediction from 0.25 to 0.7977 in twenty rounds,
# where hot and cold with its step of 0.001 has come no further than 0.2595.
