# %% [markdown]
# # Overshoot, diverge, tame
#
# In the last notebook the weight learned to walk downhill. One number gave it direction and amount at once, and twenty
# rounds brought a prediction of 0.25 to 0.7977, next door to its goal of 0.8.
#
# Today we change one single number in that example. The loop stays as it is, there is no mistake in it, and after the
# same twenty rounds its error is a number with seventeen digits.
#
# You will see how this happens, find the one quantity that decides it, and tame the loop with **alpha**, the fraction
# that once shortened a step for the team with 8.5 toes. At the end of this hour you can say *before* you run anything
# whether a machine will creep, swing, stand still or explode.
#
# ### How this notebook works
#
# As always: work from top to bottom, put your code where a cell says `raise NotImplementedError` and your answer where
# it says `None`, and run `check("...")` as often as you like. Once, in part 6, you answer in your own words. The cells
# with checks and pictures are locked; a picture that needs a function of yours says so and waits. **Predict first**
# still means: stop, guess, and only then read on.

# %% setup="setup"
import numpy as np

from autograder import check, waiting_for

# %% [markdown]
# ## 1. The same loop, another input
#
# The letters are the ones you know. Only the miss, which was called `delta` last time, gets one of its own.
#
# | letter | name in code | what it is |
# |:---:|:---|:---|
# | $w$ | `weight` | what learning may change |
# | $x$ | `input` | what comes in, fixed |
# | $g$ | `goal_pred` | what the prediction should be, fixed |
# | $m$ | `delta` | the **miss**, with its sign: $m = x\,w - g$ |
# | $e$ | `error` | its square, $e = m^2$ |
# | $\alpha$ | `alpha` | what each step is multiplied by: today's knob |
#
# The loop of the last notebook predicts, compares, and then subtracts the weight delta, which is the input times the
# miss:
#
# $$w_{\text{new}} = w - x\,m$$
#
# With the input 0.5, the weight 0.5 and the goal 0.8 that went well.
#
# **Predict first.** Now let the input be **2**, and leave all the rest alone. The first prediction is
# $2 \cdot 0.5 = 1$, too high by only 0.2. That is a better start than before, when 0.55 was missing. Will the machine
# arrive sooner than last time, later, or not at all?

# %% [markdown]
# By hand, three rounds:
#
# | round | weight | prediction | miss $m$ | error $m^2$ | step $x\,m$ |
# |:---:|---:|---:|---:|---:|---:|
# | 1 | 0.5 | 1.0 | 0.2 | 0.04 | 0.4 |
# | 2 | 0.1 | 0.2 | −0.6 | 0.36 | −1.2 |
# | 3 | 1.3 | 2.6 | 1.8 | 3.24 | 3.6 |
#
# Go through it line by line. In round 1 the prediction is too high, so the weight goes down: the right direction. In
# round 2 it is too low, so the weight goes up: the right direction again. And each time the step is so long that the
# weight flies past the goal and comes to rest further away than it was.
#
# If steps are too long, make them shorter. You know the remedy from one single step: multiply it by a number $\alpha$
# before you take it. Now do so in every round,
#
# $$w_{\text{new}} = w - \alpha\,x\,m$$
#
# With $\alpha = 1$ this is the old loop. With $\alpha = 0.1$ the first step at input 2 is not 0.4 but 0.04: the weight
# goes from 0.5 to 0.46, the prediction from 1 to 0.92, and the error from 0.04 to 0.0144. That is progress.
#
# (For the toes alpha was 0.01, and nobody said where that came from. In part 4 you will see. The *learning rate* $\eta$
# of the admissions table is the same thing under another name.)
#
# **Your turn.** Write the loop with its knob. As in the notebooks before, each round records first and moves after.


# %% solution="train_with_alpha"
def train_with_alpha(weight, input, goal_pred, alpha, iterations):
    """Train one weight by gradient descent, every step multiplied by alpha, and keep the history.

    Each round records the prediction and its squared error first. Then it moves the weight against
    the weight delta, which is input times (prediction minus goal), by alpha times that much.

    Args:
        weight: where the weight stands at the start; a number.
        input: what comes in; a number, may be negative or 0.
        goal_pred: what the prediction should be; a number.
        alpha: what every step is multiplied by (no unit); any number, also 0, below 0 or above 1.
        iterations: how many rounds; a whole number.

    Returns:
        (errors, predictions, weight): two arrays of shape (iterations,) with the squared errors and
        the predictions of each round, then the weight after the last move.
    """
    ### BEGIN SOLUTION
    errors = np.zeros(iterations)
    predictions = np.zeros(iterations)
    for iteration in range(iterations):
        pred = input * weight
        predictions[iteration] = pred
        errors[iteration] = (pred - goal_pred) ** 2
        derivative = input * (pred - goal_pred)
        weight = weight - alpha * derivative
    return errors, predictions, weight
    ### END SOLUTION


# %% check="train_with_alpha"
check("train_with_alpha")

# %% [markdown]
# ## 2. Two bowls
#
# Before we tame the loop, let us watch it break. An alpha of 1 gives back the old loop.
#
# **Predict first.** For every weight there is an error, and drawn over the weight that makes a bowl. You know the bowl
# of the input 0.5. The input 2 has another one. Is it wider or tighter? Look at the formula, $e = (x\,w - g)^2$: what
# does a small change of $w$ do to the prediction when $x$ is small, and when it is large?

# %% demonstration="two_bowls"
import matplotlib.pyplot as plt

with waiting_for("train_with_alpha"):
    walks = {}
    for loudness in (0.5, 2):
        errors, predictions, _ = train_with_alpha(0.5, loudness, 0.8, 1, 4)
        walks[loudness] = np.array([np.divide(predictions, loudness), errors]).reshape(2, 4)

    dial = np.linspace(-1.2, 4.4, 301)
    titles = {0.5: "Input 0.5: a wide bowl", 2: "Input 2: a tight bowl"}
    figure, panels = plt.subplots(1, 2, figsize=(11, 4.4), sharey=True, layout="constrained")
    for panel, (loudness, walk) in zip(panels, walks.items(), strict=True):
        weights, errors = walk[:, walk[1] < 4]  # what lies higher leaves the picture
        bottom = 0.8 / loudness
        heights = (loudness * dial - 0.8) ** 2
        panel.plot(dial, heights, color="#0072B2", linewidth=2.5, label="error at every weight")
        panel.plot(weights, errors, "o-", color="#D55E00", markersize=8, label="rounds 1, 2, 3 ...")
        for count, dot in enumerate(zip(weights, errors, strict=True), start=1):
            aside = (8, -3) if dot[0] > bottom else (-12, -14)
            panel.annotate(str(count), dot, xytext=aside, textcoords="offset points")
        panel.set(xlabel="weight", ylim=(-0.35, 4), title=titles[loudness])
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("squared error")
    panels[0].legend(loc="upper center")

# %% [markdown]
# **In words:** two pictures side by side, with the same scales. On the left the bowl of the input 0.5, wide and
# shallow, with its bottom at weight 1.6; four numbered dots come down its left wall, each step a little shorter than
# the one before. On the right the bowl of the input 2, narrow and steep, with its bottom at weight 0.4. Dot 1 lies
# close to the bottom, on the right wall. A line leads to dot 2, higher up on the left wall, and on to dot 3, far up on
# the right wall again; dot 4 would be high above the picture.
#
# So a loud input makes a tight bowl, and that has two consequences which work against each other. The walls are
# steeper, so the steps are longer. And the bowl is narrower, so they ought to be shorter.
#
# How far does this go? Let it run for twenty rounds.

# %% demonstration="overcorrections"
import matplotlib.pyplot as plt

with waiting_for("train_with_alpha"):
    errors, predictions, _ = train_with_alpha(0.5, 2, 0.8, 1, 20)
    tame_errors, _, _ = train_with_alpha(0.5, 2, 0.8, 0.1, 20)
    errors, predictions, tame_errors = np.reshape([errors, predictions, tame_errors], (3, 20))

    rounds = np.arange(1, 21)
    for row in (0, 1, 2, 17, 18, 19):
        print(f"round {row + 1:2}   error {errors[row]:<12.6g}   prediction {predictions[row]:.10g}")

    figure, (swings, growth) = plt.subplots(1, 2, figsize=(11, 4.4), layout="constrained")
    swings.plot(rounds[:6], predictions[:6], "o-", color="#D55E00", label="prediction")
    swings.axhline(0.8, color="black", linestyle="--", label="goal 0.8")
    swings.set(xlabel="round", ylabel="prediction", title="Every correction overshoots (input 2, alpha 1)")
    swings.legend(loc="upper left")
    swings.grid(alpha=0.3)

    growth.plot(rounds, errors, "o-", color="#D55E00", label="alpha 1")
    growth.plot(rounds, tame_errors, "s-", color="#0072B2", label="alpha 0.1")
    growth.set_yscale("log")
    growth.set(xlabel="round", ylabel="squared error (logarithmic)")
    growth.set_title("The same loop, with and without a knob")
    growth.set_xticks(range(2, 21, 2))
    growth.legend(loc="upper left")
    growth.grid(alpha=0.3)

# %% [markdown]
# **In words:** on the left, the predictions of the first six rounds jump from one side of the goal to the other: 1,
# 0.2, 2.6, −4.6, 17, −47.8, each jump longer than all before. On the right, errors against rounds on a logarithmic
# axis, where equal distances mean equal factors. With alpha 1 they climb in a straight line from 0.04 to
# $5.4 \cdot 10^{16}$. With alpha 0.1 they fall in a straight line from 0.04 to $1.5 \cdot 10^{-10}$.
#
# When an error grows without end like this, one says that the training **diverges**. When it shrinks towards nothing,
# the training **converges**.
#
# Both lines on the right are straight. Remember that; it is the clue to part 3.

# %% [markdown]
# **Question.** A friend looks over your shoulder, sees the error grow from round to round at input 2 and alpha 1, and
# says: "You have a plus where a minus should be." Is the sign of the update wrong? Answer `"yes"` or `"no"`.

# %% question="q_sign"
### BEGIN SOLUTION
q_sign = "no"
### END SOLUTION

# %% check="q_sign"
check("q_sign")

# %% [markdown]
# ## 3. One number decides
#
# On a logarithmic axis a straight line means: the same factor, every time. Let us look for it in the table of part 1.
#
# **Question.** Input 2, no alpha (or alpha 1, which is the same). By which number does every round multiply the
# **miss**? Mind its sign.

# %% question="q_factor"
### BEGIN SOLUTION
q_factor = -3.0
### END SOLUTION

# %% check="q_factor"
check("q_factor")

# %% [markdown]
# **Question.** And by which number does every round multiply the **error**?

# %% question="q_error_ratio"
### BEGIN SOLUTION
q_error_ratio = 9.0
### END SOLUTION

# %% check="q_error_ratio"
check("q_error_ratio")

# %% [markdown]
# Is it an accident of these numbers? No, and a line and a half of algebra shows it. We have the miss $m = x\,w - g$ and
# the update $w_{\text{new}} = w - \alpha\,x\,m$. The miss after the update is, of course, measured at the new weight:
#
# $$m_{\text{new}} = x\,w_{\text{new}} - g = x\,(w - \alpha\,x\,m) - g$$
#
# Take a pencil. Multiply out the parentheses, look for the old miss among the pieces, and put $m$ in front of all that
# has it. You will get
#
# $$m_{\text{new}} = f \cdot m$$
#
# with a number $f$ in which neither $w$ nor $g$ occurs any more. We call it the **miss factor**. Wherever the weight
# starts and whatever the goal is, this one number decides what becomes of the miss.
#
# To see whether your $f$ is right, try it on rounds you know:
#
# | input | alpha | miss before | miss after | so the factor is |
# |---:|---:|---:|---:|---:|
# | 2 | 0.1 | 0.2 | 0.12 | 0.6 |
# | 0.5 | 1 | −0.55 | −0.4125 | 0.75 |
# | 8.5 | 0.01 | −0.15 | −0.041625 | 0.2775 |
#
# The second row is the first round of the last notebook's loop, the third the team with its 8.5 toes.


# %% solution="miss_factor"
def miss_factor(input, alpha):
    """Return what one update multiplies the miss by.

    The miss is prediction minus goal, with its sign; the factor is miss after / miss before. It is
    the same for every weight and every goal.

    Args:
        input: what comes in; a number, may be negative or 0.
        alpha: what every step is multiplied by (no unit); any number.

    Returns:
        The factor, a number without unit; negative where the prediction crosses the goal.
    """
    ### BEGIN SOLUTION
    return 1 - alpha * input**2
    ### END SOLUTION


# %% check="miss_factor"
check("miss_factor")

# %% [markdown]
# ## 4. How large may alpha be?
#
# After $k$ rounds the miss has been multiplied by $f$ a total of $k$ times: it is $f^k$ times what it was. So
# everything hangs on the *size* of $f$:
#
# - $|f| < 1$: the miss fades. Multiplying by 0.6 twenty times leaves less than a ten-thousandth of it.
# - $|f| > 1$: the miss explodes. Multiplying by $-1.1$ twenty times leaves more than six times as much.
# - $|f| = 1$: it keeps its size for ever.
#
# Now turn the knob. At $\alpha = 0$ nothing moves and $f = 1$. As alpha grows, $f$ sinks: past one half, past zero,
# into the negative numbers, and in the end past $-1$. There the good times are over.
#
# **Predict first.** In the last notebook alpha was a *fraction* of a step, and many people say: "a number between 0 and
# 1". Does that follow from what you know so far?
#
# **Your turn.** At which alpha does the factor arrive at $-1$? Below it, and above 0, the error shrinks.


# %% solution="largest_stable_alpha"
def largest_stable_alpha(input):
    """Return the border for alpha: between 0 and there the error shrinks, beyond, it grows.

    It is the alpha above 0 at which the miss factor has the size 1.

    Args:
        input: what comes in; a number, may be negative, never 0.

    Returns:
        The border, a number above 0.
    """
    ### BEGIN SOLUTION
    return 2 / input**2
    ### END SOLUTION


# %% check="largest_stable_alpha"
check("largest_stable_alpha")

# %% [markdown]
# For the team with its 8.5 toes the border lies at 0.0277. That is why a timid 0.01 had to be chosen for it: at 0.03
# the training would already diverge.
#
# **Question.** And the quiet input, 0.5, with its wide bowl? Work it out by hand: below which number must alpha stay?

# %% question="q_limit_half"
### BEGIN SOLUTION
q_limit_half = 8.0
### END SOLUTION

# %% check="q_limit_half"
check("q_limit_half")

# %% [markdown]
# So much for "between 0 and 1". There is nothing special about 1. What alpha may be is decided by the input, and by its
# *square*: an input ten times as loud bears only a hundredth of the alpha. This is one reason why people bring their
# inputs to a similar size before they train, as you did with the grades and scores of the admissions table.
#
# On its way from 1 to $-1$ the factor passes a remarkable place.
#
# **Predict first.** What happens to the miss when the factor is exactly 0?
#
# It is gone, after a single round, wherever you started. With one weight and one input that is possible: the bowl is so
# simple that one step of the right length lands on its bottom.


# %% solution="one_step_alpha"
def one_step_alpha(input):
    """Return the alpha with which a single update takes the prediction to its goal.

    It is the alpha at which the miss factor is 0.

    Args:
        input: what comes in; a number, may be negative, never 0.

    Returns:
        That alpha, a number above 0.
    """
    ### BEGIN SOLUTION
    return 1 / input**2
    ### END SOLUTION


# %% check="one_step_alpha"
check("one_step_alpha")

# %% [markdown]
# **Question.** The input 2 that gave us so much trouble: which alpha solves it in one step?

# %% question="q_one_step"
### BEGIN SOLUTION
q_one_step = 0.25
### END SOLUTION

# %% check="q_one_step"
check("q_one_step")

# %% [markdown]
# Why does anybody bother with twenty rounds, then? Because real networks have many weights and many records, each of
# which would like another alpha, and they must share one. Then nobody lands in one step, and the best one can do is to
# stay clear of the border.
#
# ## 5. Four fates
#
# The size of the factor says whether a machine arrives. Its sign says *how*: a positive factor keeps the prediction on
# its side of the goal, a negative one throws it across in every round.
#
# **Predict first.** Input 2, start 0.5, goal 0.8 as always. The next picture shows the predictions for the alphas 0.1,
# 0.45, 0.5 and 0.55. Work out the four factors with your `miss_factor`. Which run creeps, which swings and settles,
# which swings for ever, which breaks?

# %% demonstration="four_fates"
import matplotlib.pyplot as plt

with waiting_for("train_with_alpha", "miss_factor"):
    runs = {alpha: train_with_alpha(0.5, 2, 0.8, alpha, 12)[1] for alpha in (0.1, 0.45, 0.5, 0.55)}
    runs = {alpha: np.reshape(predictions, 12) for alpha, predictions in runs.items()}
    factors = {alpha: float(miss_factor(2, alpha)) for alpha in runs}

    figure, panels = plt.subplots(1, 4, figsize=(12, 3.8), sharey=True, layout="constrained")
    colours = {0.1: "#0072B2", 0.45: "#E69F00", 0.5: "#000000", 0.55: "#D55E00"}
    for panel, (alpha, predictions) in zip(panels, runs.items(), strict=True):
        panel.axhline(0.8, color="#666666", linestyle="--", linewidth=1)
        panel.plot(np.arange(1, 13), predictions, "o-", color=colours[alpha], markersize=4, linewidth=1.2)
        panel.set(xlabel="round", title=f"alpha {alpha}: factor {factors[alpha]:.2g}", ylim=(-0.9, 2.3))
        panel.set_xticks(range(2, 13, 2))
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("prediction (dashed: the goal, 0.8)")

# %% [markdown]
# **In words:** four small pictures of twelve rounds each, with the goal 0.8 as a dashed line. At alpha 0.1, factor 0.6,
# the prediction comes down from 1 and lies on the line after some eight rounds, without ever crossing it. At alpha
# 0.45, factor −0.8, it jumps from one side to the other, a little closer each time. At alpha 0.5, factor −1, it jumps
# between 1 and 0.6 and never comes closer. At alpha 0.55, factor −1.2, each jump is longer than the last, and after
# twelve rounds the prediction lies at about −0.7.
#
# Give the four fates names:
#
# | factor $f$ | name |
# |:---|:---|
# | from 0 up to, but not including, 1 | `"converges"` |
# | between −1 and 0, neither included | `"oscillates"` (arrives too, changing sides in every round) |
# | exactly 1 or exactly −1 | `"stuck"` |
# | all others | `"diverges"` |
#
# Go slowly past the borders. A factor of exactly 0 has arrived, and nothing swings any more. A factor of exactly 1 has
# never set out.


# %% solution="behaviour"
def behaviour(input, alpha):
    """Say what becomes of the miss, by its factor f.

    "converges" for 0 <= f < 1, "oscillates" for -1 < f < 0, "stuck" where the size of f is
    exactly 1, "diverges" where it is larger.

    Args:
        input: what comes in; a number, may be negative, never 0.
        alpha: what every step is multiplied by (no unit); any number.

    Returns:
        One of the strings "converges", "oscillates", "stuck", "diverges".
    """
    ### BEGIN SOLUTION
    factor = miss_factor(input, alpha)
    if abs(factor) > 1:
        return "diverges"
    if abs(factor) == 1:
        return "stuck"
    return "converges" if factor >= 0 else "oscillates"
    ### END SOLUTION


# %% check="behaviour"
check("behaviour")

# %% [markdown]
# **Question.** One region of the knob we have not visited: an alpha below zero. At an input other than 0, what does it
# make the error do from round to round: `"shrink"`, `"grow"` or `"stay"`?

# %% question="q_negative_alpha"
### BEGIN SOLUTION
q_negative_alpha = "grow"
### END SOLUTION

# %% check="q_negative_alpha"
check("q_negative_alpha")

# %% [markdown]
# Now the whole knob at once. The next cell trains at the input 2 with 141 different alphas, twenty rounds each, draws
# the error of the twentieth round over alpha, and asks *your* `behaviour` for the colour.
#
# **Predict first.** What shape will it have? Where does it reach deepest, and how does it look close to the border?

# %% demonstration="error_by_alpha"
import matplotlib.pyplot as plt

with waiting_for("train_with_alpha", "behaviour"):
    alphas = np.arange(-20, 121) / 200
    lasts = [float(train_with_alpha(0.5, 2, 0.8, alpha, 20)[0][19]) for alpha in alphas.tolist()]
    visible = np.maximum(lasts, 1e-18)  # an error of 0 has no place on a logarithmic axis
    fates = np.array([str(behaviour(2, alpha)) for alpha in alphas.tolist()])
    for alpha in (0.001, 0.01, 0.25, 0.45, 0.5, 0.51, 1, -0.1):
        last = float(train_with_alpha(0.5, 2, 0.8, alpha, 20)[0][19])
        last = last if last > 1e-18 else 0  # a speck of rounding
        print(f"alpha {alpha:<6}  error of round 20: {last:<10.5g}  {behaviour(2, alpha)}")

    figure, axes = plt.subplots(figsize=(9, 4.8), layout="constrained")
    looks = {
        "converges": ("#0072B2", "o"),
        "oscillates": ("#E69F00", "^"),
        "stuck": ("#000000", "s"),
        "diverges": ("#D55E00", "x"),
    }
    for fate, (colour, marker) in looks.items():
        here = fates == fate
        axes.plot(alphas[here], visible[here], marker, color=colour, markersize=5, label=fate)
    axes.set_yscale("log")
    axes.set(
        xlabel="alpha",
        ylabel="squared error in round 20 (logarithmic)",
        title="Twenty rounds at input 2, from an error of 0.04",
        ylim=(1e-19, 1e7),
    )
    axes.legend(loc="lower left")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** errors in the twentieth round against alphas from −0.1 to 0.6, on a logarithmic axis; the floor of the
# picture, $10^{-18}$, stands for everything smaller. On the left crosses, "diverges", come down from about 14 000 to
# 0.04, where a single black square, "stuck", marks alpha 0. From there blue dots, "converges", fall ever more steeply
# and reach the floor at about 0.16. They stay down there as far as the middle. The right half is a mirror image of the
# left: orange triangles, "oscillates", leave the floor at about 0.34 and climb to a second black square at alpha 0.5,
# error 0.04, and beyond it crosses climb to 14 000 again at alpha 0.6.
#
# Three things are worth taking home from this picture. A tiny alpha does no harm; it merely takes for ever. There is a
# broad valley in the middle where nobody needs to be choosy. And on the right it is not far from "good" to "broken":
# 0.45 is fine, 0.51 is lost.

# %% [markdown]
# ## 6. Whose fault is it?
#
# **In your own words.** Two friends each wrote their own loop. Both stare at an error that grows from round to round.
# One has set alpha too high; the other has typed a plus where the update needs a minus. They may print the
# *predictions* of their first rounds, and nothing else.
#
# How can they tell, from these alone, who made which mistake, and why does it show? And what would become of the friend
# with the high alpha, were she to leave alpha alone and change the sign of the update instead?
#
# Three to five sentences will do; numbers are welcome. Double-click the next cell, write in place of the line that is
# there, and press **Shift + Enter**. A person reads this one, and gives up to 1 point for the reasons.

# %% [markdown] by_hand="which_fault" points=1
# ### BEGIN SOLUTION
# Too high an alpha makes the factor smaller than minus one. A negative factor turns the sign of the miss around, so
# these predictions jump over the goal and back, further out each time: 1, 0.2, 2.6, −4.6 around 0.8.
#
# A plus in the update leads to the factor one plus alpha times the squared input, which is positive and greater than
# one whatever the (positive) alpha. The miss keeps its sign, so these predictions run off on the side on which they
# began, faster and faster, and they do that however small alpha is made.
#
# Turning the sign of a loop whose alpha is too high only swaps one disease for the other: at input 2 and alpha 1 every
# miss is then multiplied by five, no longer by minus three. A smaller alpha is the cure.
#
# ### BEGIN MARK SCHEME
# Half a point each:
#
# - How to tell: jumps across the goal mean a step too long, running off on one side means the wrong sign; with a reason
#   (the factor's sign, or steps in the right direction that overshoot).
# - The changed sign does not help: the machine now walks uphill and still diverges, with a factor above one. "It gets
#   worse" with a number or a reason will do.
#
# Trying a tiny alpha on both is a good experiment and earns the first half when it is said what it shows.
# ### END MARK SCHEME
# ### END SOLUTION

# %% [markdown]
# ## 7. A valley too many: momentum
#
# *This part is a challenge. It is judged and worth no points; pass over it if you like, but do read the picture.*
#
# A bowl has one bottom, and whoever goes down arrives there. The errors of larger networks are landscapes with many
# weights, and there one may come to rest in a hollow while a deeper valley lies beyond the next hill. A step that only
# ever goes downhill never gets out of the hollow, with any tame alpha.
#
# A ball would. Coming down a slope it has picked up speed, and speed carries it over a small hill. So give the weight a
# **velocity** $v$. In every round it keeps a share $\mu$ of the velocity it had, the **momentum**, and the slope
# changes the rest:
#
# $$v_{\text{new}} = \mu\,v - \alpha \cdot \text{derivative} \qquad\qquad w_{\text{new}} = w + v_{\text{new}}$$
#
# ($\mu$ is pronounced "mu".) The derivative is the slope of the landscape where the weight stands. Here is no input to
# multiply by, only a hill, so it takes the place of the weight delta. With $\mu = 0$ nothing is kept of the old
# velocity, and what remains is the update you know.
#
# An example: from rest at $w = 3$, where the derivative is 2, with $\alpha = 0.01$ and $\mu = 0.9$, the velocity
# becomes −0.02 and the weight 2.98. Were the derivative still 2 there, the next velocity would be
# $0.9 \cdot (-0.02) - 0.02 = -0.038$: the ball gathers speed.


# %% solution="momentum_step"
def momentum_step(weight, velocity, derivative, alpha, momentum):
    """Return weight and velocity after one step with momentum.

    The velocity first, from the old one and the slope; then the weight, by the new velocity.

    Args:
        weight: where the weight stands; a number.
        velocity: how far the last step went, with its sign, in the unit of the weight; a number,
            0 at rest.
        derivative: the slope at this weight; a number.
        alpha: what the slope is multiplied by; a number.
        momentum: the share of the velocity that is kept; a number, usually from 0 to 1.

    Returns:
        (weight, velocity): both after the step, in this order.
    """
    ### BEGIN SOLUTION
    velocity = momentum * velocity - alpha * derivative
    return weight + velocity, velocity
    ### END SOLUTION


# %% check="momentum_step"
check("momentum_step")

# %% [markdown]
# Here is a landscape with two valleys, $h(w) = (w^2 - 1)^2 + 0.3\,w$. Its derivative is $4\,w\,(w^2 - 1) + 0.3$. Both
# walkers start at $w = 1.8$ with $\alpha = 0.01$, one without momentum, the other with $\mu = 0.9$.
#
# **Predict first.** Where does each of them come to rest?

# %% demonstration="double_well"
import matplotlib.pyplot as plt


def height(weight):
    return (weight**2 - 1) ** 2 + 0.3 * weight


def walk(momentum, steps=150):
    """Walk down from 1.8. Only the walk with momentum needs your momentum_step."""
    weight, velocity, path = 1.8, 0.0, [1.8]
    for _ in range(steps):
        slope_here = 4 * weight * (weight**2 - 1) + 0.3
        if momentum:
            weight, velocity = momentum_step(weight, velocity, slope_here, 0.01, momentum)
        else:
            weight = weight - 0.01 * slope_here
        path.append(float(weight))
    return np.array(path)


walks = {"without momentum": walk(0)}
with waiting_for("momentum_step"):  # until then the other walker goes alone
    walks["with momentum 0.9"] = walk(0.9)

ground = np.linspace(-1.85, 1.85, 301)
figure, (land, time) = plt.subplots(1, 2, figsize=(11, 4.4), layout="constrained")
land.plot(ground, height(ground), color="#999999", linewidth=2, label="height")
looks = {"without momentum": ("#0072B2", "o", 13), "with momentum 0.9": ("#D55E00", "s", 10)}
for who, path in walks.items():
    colour, marker, size = looks[who]
    land.plot(path, height(path), ".", color=colour, markersize=4)
    land.plot(path[-1], height(path[-1]), marker, color=colour, markersize=size, label=f"{who}: at rest")
    time.plot(path, color=colour, linestyle="-" if marker == "o" else "--", linewidth=2, label=who)
land.plot(1.8, height(1.8), "k*", markersize=13, label="start")
land.set(xlabel="weight", ylabel="height", title="A landscape with two valleys")
land.legend(loc="upper center")
land.grid(alpha=0.3)
time.set(xlabel="step", ylabel="weight", title="Where the walkers are")
time.legend(loc="center right")
time.grid(alpha=0.3)

# %% [markdown]
# **In words:** on the left a landscape shaped like a W, with a shallow valley at weight 0.96 on the right, a hill of
# height 1 in the middle, and a deeper valley at −1.04 on the left. Both walkers start high up on the right. The one
# without momentum rests in the shallow valley. The one with momentum rests in the deep one. On the right, their weights
# over 150 steps: the first slides from 1.8 to 0.96 within some sixty steps and stays. The second falls past it,
# crosses the hill, runs up the far side to −1.33, and swings a few times before it settles at −1.04.
#
# No magic: a ball with less momentum would have stayed in the hollow as well, and one with more may roll out of the
# deep valley again. Momentum is a bet that good valleys are broad and hollows are small, and it is often won.
#
# ## 8. From memory
#
# Here is the most useful exercise of this notebook, and the oldest one there is. Scroll until nothing of part 1 is in
# sight, wait as long as it takes to make a cup of tea, and write the whole loop with its alpha once more, without
# looking.
#
# It takes what `train_with_alpha` takes and returns the same. You could call that function, of course, and the check
# would be none the wiser. But this one is not for the check. If you get stuck, do not scroll up: derive it. You know
# what has to happen in a round, and in which order.


# %% solution="from_memory"
def from_memory(weight, input, goal_pred, alpha, iterations):
    """Train one weight by gradient descent with alpha, from memory.

    Args:
        weight, input, goal_pred, alpha: numbers, as you know them.
        iterations: how many rounds; a whole number.

    Returns:
        (errors, predictions, weight): two arrays of shape (iterations,), and the final weight.
    """
    ### BEGIN SOLUTION
    errors, predictions = [], []
    for _ in range(iterations):
        pred = input * weight
        miss = pred - goal_pred
        errors.append(miss**2)
        predictions.append(pred)
        weight -= alpha * input * miss
    return np.array(errors), np.array(predictions), weight
    ### END SOLUTION


# %% check="from_memory"
check("from_memory")

# %% [markdown]
# ## What you take with you
#
# - An error that grows does not mean that the direction is wrong. Steps in the right direction can be too long.
# - A loud input makes a **tight bowl**: steep walls, hence long steps, and little room for them.
# - **Alpha** multiplies every step. It changes nothing about where the bottom is, only about how one gets there.
# - One number decides, the **miss factor**. Its size says whether the machine arrives, its sign whether it changes
#   sides on the way. It depends on the input and on alpha, and on nothing else.
# - What alpha may be is up to the **square of the input**. "Between 0 and 1" is a habit, not a law.
# - Where a landscape has several valleys, **momentum** can carry a weight out of the first one.
#
# **What comes next.** In this notebook one number came in, and one weight stood between it and the prediction. In the
# next, several numbers come in at once, and between them and the output stands a hidden layer of units, each with a
# weight for every input. The weights become a table. Before such a network can learn anything it has to predict, and
# that is what you will build: the **forward pass**.
