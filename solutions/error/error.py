# %% [markdown]
# # How much did it miss?
#
# A machine that learns does three things, over and over: it **predicts**, it **compares** its prediction with what
# really happened, and it **learns** by changing itself a little. This notebook is about the middle step. By the end you
# will have built several ways to put a number on "wrong", and you will have seen why one of them, the square, is used
# nearly everywhere.
#
# You need a little Python and school arithmetic, and about an hour.

# %% [markdown]
# ## How this notebook works
#
# 1. **Read, then fill in.** A cell that says `raise NotImplementedError` is yours: put your code in its place.
#    A question cell holds `None`: put your answer there instead. One question asks for your own words, which a person
#    reads. Pictures are drawn with your functions; one that comes too early says so and waits.
# 2. **Run the check below it.** `check("predict")` calls your function with a few examples and shows what it got, what
#    was expected and, often, what probably went wrong. Check as often as you like. For a question it says only whether
#    you answered with the right kind of thing.
# 3. **Submit.** Save, run everything once more from the top (in the menu: *Kernel*, then *Restart Kernel and Run All
#    Cells*), and hand the notebook in. Your functions are then called with other numbers too, so a function that merely
#    remembers the examples will not get far. Something still unfinished? Hand in the rest all the same; every exercise
#    counts by itself.
#
# The cells with checks and pictures are locked. Between them you may add as many cells of your own as you want: trying
# things out is the point.
#
# Now and then you will meet the words **Predict first**. Stop there, commit to a guess, and only then read on. A wrong
# guess that you notice teaches you more than a right answer that you were told.
#
# Run the next cell first. It fetches NumPy, which does the arithmetic, and two helpers: `check`, and one that lets
# pictures wait.

# %% setup="setup"
import numpy as np

from autograder import check, waiting_for

# %% [markdown]
# ## 1. Predict
#
# Here is the smallest machine that can predict anything. It owns a single number, its **weight**. You give it an
# **input**, and it answers with
#
# $$\text{pred} = \text{input} \cdot \text{weight}$$
#
# That is all. The weight says how loudly the input counts: a weight near zero nearly ignores it, a large weight blows
# it up, a negative one turns it around.
#
# Two examples will come with us through the whole notebook:
#
# | example | input | weight | prediction |
# |---|---|---|---|
# | the plain one | 0.5 | 0.5 | 0.25 |
# | the toes | 8.5 | 0.1 | 0.85 |
#
# The second is a running joke: a ball team's players have 8.5 toes on average, and the machine guesses from
# this alone how likely they are to win.
#
# **Arrays.** NumPy keeps many numbers together in one **array**: a row, or a table. Its **shape** says how many there
# are: `(3,)` is a row of three numbers, `(3, 2)` a table of three rows and two columns. Arithmetic goes entry by entry:
# `np.array([1, 2]) + np.array([10, 20])` is `[11, 22]`. So a function written as one plain formula works for one number
# and for a thousand alike, and yours should: one prediction for every input.
#
# **A name.** Python already has a function called `input`. Inside your function the name means our number
# instead, and outside nothing changes.


# %% solution="predict"
def predict(input, weight):
    """Return the machine's prediction: the input, scaled by the weight.

    Args:
        input: what the machine is told; a number, or an array of any shape.
        weight: how strongly the input counts; a number, or an array of the same shape as `input`.

    Returns:
        The prediction, in the unit of the goal; a number, or an array of that same shape.
    """
    ### BEGIN SOLUTION
    return input * weight
    ### END SOLUTION


# %% check="predict"
check("predict")

# %% [markdown]
# ## 2. Compare
#
# A prediction is only as good as the truth says it is. Call the truth the **goal**. In the plain example the goal is
# 0.8, and the machine said 0.25. The **raw error** is the difference between the two,
#
# $$\text{pred} - \mathrm{goal\_pred} = 0.25 - 0.8 = -0.55$$
#
# Its sign tells on which side the machine missed: negative is too low, positive too high. That is worth knowing, but
# it is not yet an answer to "how much?". Nobody misses a target by *minus* half a metre.
#
# **Predict first.** Name two different things you could do to $-0.55$ so that it loses its sign. Which of the two would
# care more about large misses?
#
# One way is to drop the sign, which leaves the **absolute error**, 0.55. Another is to multiply the miss by itself:
#
# $$\text{error} = (\text{pred} - \mathrm{goal\_pred})^2$$
#
# For the plain example that is $(-0.55) \cdot (-0.55) = 0.3025$. A minus times a minus is a plus, so a squared error is
# never negative, and it is zero only where the prediction is exact. The team with the toes won its game, and a win is
# written as the goal 1: its raw error is $0.85 - 1 = -0.15$, its squared error 0.0225.
#
# When this course says "the error" and nothing else, it means this square.


# %% solution="squared_error"
def squared_error(pred, goal_pred):
    """Return how much a prediction missed, as the square of the raw error.

    Args:
        pred: what the machine said; a number, or an array of any shape.
        goal_pred: what it should have said, in the same unit; a number, or an array of the
            same shape as `pred`.

    Returns:
        The squared error, never negative, in the goal's unit squared; a number, or an array of
        that same shape with one error for every prediction.
    """
    ### BEGIN SOLUTION
    return (pred - goal_pred) ** 2
    ### END SOLUTION


# %% check="squared_error"
check("squared_error")

# %% [markdown]
# ## 3. Three rulers
#
# Raw, absolute, squared: three rulers laid along the same miss. Do they agree about what is bad?
#
# **Predict first.** Take a miss of one half. Is its square larger or smaller than the miss itself? And a miss of two?
# Is there a miss for which it makes no difference?
#
# When you have your guesses, and once the check of `squared_error` says *correct*, run the next cell. It draws the
# picture with *your* function.

# %% demonstration="three_rulers"
import matplotlib.pyplot as plt

misses = np.linspace(-2, 2, 201)

with waiting_for("squared_error"):
    squares = np.reshape(squared_error(misses, np.zeros_like(misses)), misses.shape)

    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    axes.axhline(0, color="#999999", linewidth=0.8)
    axes.plot(misses, misses, color="#E69F00", linewidth=5, label="raw error")
    axes.plot(misses, np.abs(misses), color="#0072B2", linestyle="--", linewidth=2, label="absolute error")
    axes.plot(misses, squares, color="#D55E00", linewidth=2.5, label="squared error")
    axes.set_title("Three ways to measure the same miss")
    axes.set_xlabel("miss: prediction minus goal")
    axes.set_ylabel("what the ruler says")
    axes.legend()
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** from a miss of $-2$ to a miss of $2$ the raw error is a straight line that rises from $-2$ to $2$, the
# absolute error is a V with its tip at zero whose right arm lies on the raw line, and the squared error is a round bowl
# with its bottom at zero; the bowl lies below the V for small misses, crosses it on either side, and climbs to 4 at
# both ends, where the V is at 2.
#
# So the square is not a fair ruler, and that is why it is liked: it shouts about big misses and whispers about
# small ones. A miss of 3 counts as 9, a miss of 0.1 only as 0.01. Someone who parks a car measures like this: a hand's
# breadth too far from the kerb is forgotten at once, a metre is a problem.
#
# Turn the picture into a function. Given a raw error, does squaring make it **smaller in size**? The size of a number
# is its distance from zero, so $-3$ is larger in size than $2$. Mind the places where the curves touch: equal is not
# smaller.


# %% solution="squaring_shrinks"
def squaring_shrinks(error):
    """Tell whether squaring makes a raw error smaller in size.

    Size means distance from zero: does the square lie nearer to zero than the error itself?

    Args:
        error: one raw error, prediction minus goal; a number of either sign (no unit).

    Returns:
        True where the square is smaller in size than the error, False where it is larger or
        the same.
    """
    ### BEGIN SOLUTION
    return 0 < abs(error) < 1
    ### END SOLUTION


# %% check="squaring_shrinks"
check("squaring_shrinks")

# %% [markdown]
# ### Question: one bad day or ten poor ones
#
# Machine A was exactly right nine times and then missed once, by 10. Machine B missed ten times, by 1 each time. Add up
# the **squared** errors of each machine.
#
# How many times as large is A's total as B's? Answer with a number. (And by the way: what would the **absolute** errors
# have said? Work that out too, for yourself.)

# %% question="q_outlier"
### BEGIN SOLUTION
q_outlier = 10.0
### END SOLUTION

# %% check="q_outlier"
check("q_outlier")

# %% [markdown]
# ## 4. Many misses, one number
#
# No machine is judged by a single prediction. With a thousand of them you want one number for all, and
# the obvious candidate is a mean: add up and divide by how many there are. But the mean of *what*?
#
# Suppose a machine makes two predictions. The first is too high: its raw error is $+0.3$. The second is too low by as
# much: $-0.3$.
#
# ### Question: the mean of the raw errors
#
# What is the mean of the two raw errors? Answer with a number.

# %% question="q_cancel"
### BEGIN SOLUTION
q_cancel = 0.0
### END SOLUTION

# %% check="q_cancel"
check("q_cancel")

# %% [markdown]
# ### Question: the mean of their squares
#
# Same machine, same two predictions. Square each raw error first. What is the mean of the two squares?

# %% question="q_cancel_squared"
### BEGIN SOLUTION
q_cancel_squared = 0.09
### END SOLUTION

# %% check="q_cancel_squared"
check("q_cancel_squared")

# %% [markdown]
# Put your two answers side by side. Both claim to sum up the same two predictions, neither of which was right. Which
# of the two would you rather read in a report?
#
# The second one has a name, the **mean squared error**. With $n$ predictions,
#
# $$\text{MSE} = \frac{1}{n} \sum_{i=1}^{n} (\text{pred}_i - \mathrm{goal\_pred}_i)^2$$
#
# The sign $\sum$ is a tall S, for *sum*: take what stands behind it once for each $i$ from 1 to $n$, and add it all up.
# Read the formula from the inside out, for that is the order of work: find each miss, square it, add the squares up,
# divide by how many there are. With the plain example and the toes together that is $(0.3025 + 0.0225) / 2 = 0.1625$.
#
# Predictions often come as a table with several in a row. Then $n$ counts every *entry* of the table, and the
# mean is still a single number.


# %% solution="mean_squared_error"
def mean_squared_error(preds, goal_preds):
    """Return the mean of the squared errors over every entry.

    Args:
        preds: the predictions; an array of any shape, such as (n,) or (rows, columns).
        goal_preds: what each should have been, in the same unit; an array of the same shape.

    Returns:
        One number, never negative, in the goal's unit squared.
    """
    ### BEGIN SOLUTION
    return np.mean((preds - goal_preds) ** 2)
    ### END SOLUTION


# %% check="mean_squared_error"
check("mean_squared_error")

# %% [markdown]
# ## 5. The error is a curve
#
# So far the weight was simply there. Now let us ask what would have happened with another one. You have two
# formulas, one to predict and one to compare. Put the first into the second and the prediction disappears:
#
# $$\text{error} = \big((\text{input} \cdot \text{weight}) - \mathrm{goal\_pred}\big)^2$$
#
# No value has changed, the two steps were only written as one. But look at what the formula now says: given an
# input and a goal, *every weight has its error*. That makes the error a function of the weight, and a function can be
# drawn.
#
# Take the toes: input 8.5, goal 1. Let us move the weight by one hundredth in either direction.
#
# | weight | prediction | error |
# |---|---|---|
# | 0.09 | 0.765 | 0.055225 |
# | 0.10 | 0.85 | 0.0225 |
# | 0.11 | 0.935 | 0.004225 |
#
# A tiny turn, and the error fell to less than a fifth. Keep this table in mind, for the next notebook is built on it.
#
# Write the combined formula as a function. The weight comes first here, because it is the one we want to vary: give it
# an array of weights and it should answer with an array of errors, one for each weight.


# %% solution="error_of_weight"
def error_of_weight(weight, input, goal_pred):
    """Return the squared error that a weight leads to, in one formula.

    Args:
        weight: how strongly the input counts; a number, or an array of weights, shape (n,).
        input: what the machine is told; a number.
        goal_pred: what it should say; a number.

    Returns:
        The squared error, in the goal's unit squared; a number, or for an array of weights an
        array of errors, shape (n,).
    """
    ### BEGIN SOLUTION
    return ((input * weight) - goal_pred) ** 2
    ### END SOLUTION


# %% check="error_of_weight"
check("error_of_weight")

# %% [markdown]
# **Predict first.** Back to the plain example: input 0.5, goal 0.8. Imagine all weights from $-0.5$ to $3.5$ along the
# floor, and above each one its error. Is it a line, a V, or a bowl? And at which weight does it touch the floor? (You
# can find that weight with one division.)
#
# Once the check of `error_of_weight` says *correct*, run this.

# %% demonstration="error_curve"
import matplotlib.pyplot as plt

weights = np.linspace(-0.5, 3.5, 201)

with waiting_for("error_of_weight"):
    errors = np.reshape(error_of_weight(weights, 0.5, 0.8), weights.shape)
    error_here = float(error_of_weight(0.5, 0.5, 0.8))

    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    axes.axhline(0, color="#999999", linewidth=0.8)
    axes.plot(weights, errors, color="#0072B2", linewidth=2.5, label="error at each weight")
    axes.plot(0.5, error_here, "o", color="#000000", markersize=10, label="where we stand: weight 0.5")
    axes.set_title("The error as a function of the weight (input 0.5, goal 0.8)")
    axes.set_xlabel("weight")
    axes.set_ylabel("squared error")
    axes.legend(loc="upper center")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** the error is a smooth bowl that stands on the floor at weight 1.6 and rises evenly on both sides, to
# about 1.1 at weight $-0.5$ and 0.9 at weight 3.5; the black dot, weight 0.5 with error 0.3025, sits on the left wall,
# where the bowl still slopes down to the right.
#
# Everything you will learn in the next notebooks is a way to get that dot to the bottom, and each of them looks only at
# the bit of wall near the dot. You see the whole bowl; the machine does not.
#
# ### Question: a bump of one half
#
# The machine raises its weight from 0.5 to 1.0. Input 0.5 and goal 0.8 stay as they are. By how much does the error
# **change**? Count a rise as positive and a fall as negative.

# %% question="q_weight_bump"
### BEGIN SOLUTION
q_weight_bump = -0.2125
### END SOLUTION

# %% check="q_weight_bump"
check("q_weight_bump")

# %% [markdown]
# ### Question: which knob?
#
# The combined formula has several parts, and changing any of them can make the error smaller. But a small error is
# worth something only if the machine got better by it.
#
# Which part may learning change? Answer with one of the strings `"input"`, `"weight"`, `"goal_pred"`, `"the power"`.

# %% question="q_parts"
### BEGIN SOLUTION
q_parts = "weight"
### END SOLUTION

# %% check="q_parts"
check("q_parts")

# %% [markdown]
# ### In your own words: a machine without squares
#
# Somebody finds squares too much trouble and builds a machine that learns from its **raw** errors. It takes their mean,
# signs and all, and keeps turning its weight as long as that mean gets smaller.
#
# What becomes of its predictions in the long run? And what is it about the square that spares our own machine this
# fate? Think of the picture with the three rulers, and of what your weight would do on each of them.
#
# Three or four sentences are plenty; an example with numbers is welcome, a formula is not needed. Double-click the next
# cell, write in place of the line that is there, and press **Shift + Enter**. No `check` here: a person reads
# what you write, and gives up to 1 point for the reasoning, not for the style.

# %% [markdown] by_hand="why_square" points=1
# ### BEGIN SOLUTION
# A raw error shrinks whenever the prediction drops, and nothing stops it at the goal: once it is negative, a still
# lower prediction makes it more negative, which counts as smaller. With a positive input the weight therefore falls
# for ever, the predictions sink far below every goal, and the machine believes that it improves all the time. The raw
# ruler is a straight line, so it has no lowest point at which to come to rest.
#
# Squaring throws the sign away. Too low now costs as much as too high, no total can drop under zero, and zero is
# reached by exact predictions alone. The line has turned into a bowl, and its bottom lies where we want the weight.
#
# ### BEGIN MARK SCHEME
# Half a point each:
#
# - Raw errors reward being too low (there is no bottom), or let opposite misses cancel so that wrong predictions look
#   perfect. Either will do, in words or with numbers.
# - What squaring changes: both sides cost something, the least possible value is zero, and only exact predictions
#   reach it.
#
# That the absolute error would do as well is a good remark, and no mistake. "Squares punish big misses more" is true,
# but answers another question: nothing for it by itself.
# ### END MARK SCHEME
# ### END SOLUTION

# %% [markdown]
# ## 6. The sum, and a curious one half
#
# Later notebooks deal with machines that give several outputs at once, and with many records of data. They use a close
# relative of the mean squared error, the **sum of squared errors**. Textbooks write it like this:
#
# $$E = \frac{1}{2} \sum_{\mu} \sum_{j} \left(y_j^{\mu} - \hat{y}_j^{\mu}\right)^2$$
#
# It looks worse than it is. $y$ is the goal, here called the *target*. $\hat{y}$, say "y hat", is the prediction, here
# called the *output*. The letter $\mu$, say "mu", counts the records, which are the rows of the table, and $j$ counts
# the outputs, its columns. (So the $\mu$ up there is a label and no power.) Two sums in a row mean no more than: visit
# every entry.
#
# A worked example with three records and two outputs:
#
# | record | targets | outputs | squared differences | sum over $j$ |
# |---|---|---|---|---|
# | 1 | 1, 0 | 0.5, 0.5 | 0.25, 0.25 | 0.5 |
# | 2 | 0, 1 | 0.25, 0.75 | 0.0625, 0.0625 | 0.125 |
# | 3 | 1, 1 | 1, 0 | 0, 1 | 1 |
#
# The rows add up to 1.625, and half of that is $E = 0.8125$.
#
# **Predict first.** Does the one half move the bottom of the bowl to another weight, or only make the bowl shallower?
#
# Only shallower: half of the smallest value is still the smallest. The half is there for convenience. Slopes of squares
# come with a factor 2, as you will see two notebooks from now, and the half is waiting there to cancel it.
#
# One warning about shapes. If there is a single output, targets may come as a plain row of numbers, shape
# `(records,)`. That is not the same as a column of shape `(records, 1)`: subtract one from the other and NumPy
# quietly builds a square table of every number against every other. Targets and outputs always come to you in one
# shape; leave them in it.


# %% solution="sse"
def sse(targets, outputs):
    """Return one half of the sum of the squared errors, over all records and all outputs.

    Args:
        targets: what the outputs should have been; an array of shape (records, outputs), or
            (records,) for a single output.
        outputs: what the machine said, in the same unit; the same shape as `targets`.

    Returns:
        One number, never negative, in the target's unit squared.
    """
    ### BEGIN SOLUTION
    return 0.5 * np.sum((targets - outputs) ** 2)
    ### END SOLUTION


# %% check="sse"
check("sse")

# %% [markdown]
# ## What you have now
#
# - A **prediction** is the input scaled by a weight.
# - The **raw error** knows its side; the **squared error** knows only how far, and makes big misses huge and
#   small ones tiny.
# - Mean, sum, and half a sum are three habits of adding squares up. They differ by a constant factor and have their
#   bottom at the same place.
# - With the data held fixed, **the error is a function of the weight**: a bowl, with the machine standing somewhere on
#   its wall.
#
# Before you submit, write `predict` and `error_of_weight` once more without looking, on paper or in a cell of your own
# under other names (a second `predict` would replace your first). If that goes smoothly, you are ready.
#
# **What comes next.** The machine cannot see the bowl, but it can feel around: a step up, a step down, and keep
# whichever was better. In the next notebook, *hot and cold*, you will let it, and find out how far this gets it.
