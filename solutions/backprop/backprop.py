# %% [markdown]
# # Whose fault was it?
#
# A network with a hidden layer predicts, and it misses. You know what to do with the weights that lead to the output:
# the gradient notebook taught you their step. But what about the weights further back? Nobody ever told a hidden unit
# what *it* should have said. It has no goal, so it has no miss, and without a miss there seems to be nothing to learn
# from.
#
# The way out is to ask a detective's question: how much of the output's miss is this unit's fault? The answer is
# called **backpropagation**, it is four lines long, and every large network in the world is trained with it. By the end
# of this hour you will have written those lines, proved them right with a second method, trained a network with them,
# and seen the one place where they run out of breath.
#
# ### How this notebook works
#
# - From top to bottom, **Shift + Enter** in every cell. Where a cell says `raise NotImplementedError`, your code goes.
#   The text in triple quotes is its **contract**: what goes in, what must come out, in which shape and order.
# - `check("...")` shows how your function does on some examples and, where it goes wrong, where to look. Grading calls
#   it with other numbers too.
# - `q_... = None` wants an answer in place of `None`. One question, in part 4, wants sentences; a person reads those.
# - **Predict first** means: stop and commit to a guess before you read on.
# - The pictures are drawn with *your* functions. If one is not finished yet, the cell says so and waits.
#
# Run the next cell first. It brings NumPy, `check`, `waiting_for` (which lets a picture wait), and the sigmoid.

# %% setup="setup"
import numpy as np

from autograder import check, waiting_for


def sigmoid(x):
    """Squeeze any number, or every entry of an array, into the range between 0 and 1."""
    return 1 / (1 + np.exp(-x))


# %% [markdown]
# ## 1. The scene of the crime
#
# Our suspect is small: two inputs, one hidden unit, one output unit, a sigmoid on both. Three weights in all. These
# are its letters for the rest of the notebook:
#
# | letter | what it is | here |
# |:---:|:---|---:|
# | $x_i$ | the inputs | 0.1 and 0.3 |
# | $w_{ij}$ | weights from input $i$ to hidden unit $j$ | 0.4 and $-0.2$ |
# | $a_j$ | what hidden unit $j$ says, its activation | 0.4950 |
# | $W_{jk}$ | weights from hidden unit $j$ to output $k$ | 0.1 |
# | $\hat{y}_k$ | what output unit $k$ says | 0.5124 |
# | $y_k$ | what it should have said, the target | 1 |
#
# The way forward is last notebook's business: a unit **receives** a sum and **says** the sigmoid of it. The hidden unit
# receives $0.1 \cdot 0.4 + 0.3 \cdot (-0.2) = -0.02$ and says $\sigma(-0.02) = 0.4950$. The output unit receives
# $0.4950 \cdot 0.1 = 0.0495$ and says $\sigma(0.0495) = 0.5124$. It should have said 1. A miss of nearly one half.
#
# **Predict first.** Three weights took part. Which of them would you turn most to repair the miss: the one next to the
# output, or one of the two further back? And of these two, which one more?

# %% [markdown]
# ### The fault of the output unit
#
# Start where the miss is known. There you need nothing new: it is the **error term** $\delta$ of the gradient notebook,
# the miss times the slope of the sigmoid. It gets a raised o, for *output*, since another kind will join it soon:
#
# $$\delta_k^{o} = (y_k - \hat{y}_k)\; \sigma'(\text{what unit } k \text{ received})$$
#
# Why the slope? Because a unit can only answer for what it can still change. Where the sigmoid is steep, a small turn
# of a weight moves the output a good deal. Where it is flat, far out on either side, the unit hardly reacts at all,
# and blaming it would lead to nothing.
#
# And the slope comes nearly for free. It can be read off what the unit *said*, without knowing what it received:
#
# $$\sigma' = \hat{y}_k \, (1 - \hat{y}_k)$$
#
# In our case the miss is $1 - 0.5124 = 0.4876$ and the slope $0.5124 \cdot 0.4876 = 0.2498$. Their product is
# $\delta^{o} = 0.1218$. (The number 0.4876 comes twice only because the target is 1.)
#
# The miss is target minus output, as it has been since there were several weights. So a positive error term means: *say
# more*.
#
# A network may have several outputs, and each has its own target. Your function gets arrays of shape `(outputs,)` and
# answers with one error term for each.


# %% solution="output_error_term"
def output_error_term(target, output):
    """Return the error term of every output unit: its miss, times the slope of its sigmoid.

    (y - ŷ) · ŷ · (1 - ŷ), for each entry by itself. Positive means that the unit should say more.

    Args:
        target: what the outputs should have been, y; shape (outputs,), no unit.
        output: what the sigmoid units said, ŷ, from 0 to 1; shape (outputs,), no unit.

    Returns:
        The error terms, shape (outputs,).
    """
    ### BEGIN SOLUTION
    return (target - output) * output * (1 - output)
    ### END SOLUTION


# %% check="output_error_term"
check("output_error_term")

# %% [markdown]
# ## 2. Sending the blame back
#
# Now hidden unit $j$. On the way forward, what it said, $a_j$, reached output unit $k$ through the weight $W_{jk}$: a
# large weight made it loud there, a small one hardly let it be heard. So when output $k$ has a $\delta_k^{o}$ to hand
# out, the fair thing is to pass it along the *same* weight. Loud means guilty. A weight below zero turns the blame
# around: to make that output say more, the hidden unit should have said less.
#
# If the unit feeds several outputs, it collects from all of them, and the bills are added up. Last of all comes its own
# slope, for the reason you know: it answers for what it can change. With a raised h, for *hidden*:
#
# $$\delta_j^{h} = \Big(\sum_k W_{jk}\,\delta_k^{o}\Big)\; a_j\,(1 - a_j)$$
#
# For our suspect $\delta^{h} = 0.1 \cdot 0.1218 \cdot 0.4950 \cdot 0.5050 = 0.003046$, a fortieth of the output's error
# term.
#
# Several outputs are best seen in a table. Say three hidden units feed two outputs, whose error terms are $0.1$ (say
# more) and $-0.2$ (say less):
#
# | hidden unit | its two weights | says | collects | its slope | error term |
# |:---:|:---|---:|:---|---:|---:|
# | 1 | 0.5, 0.25 | 0.5 | $0.05 - 0.05 = 0$ | 0.25 | 0 |
# | 2 | 1, $-1$ | 0.5 | $0.1 + 0.2 = 0.3$ | 0.25 | 0.075 |
# | 3 | 0, 0.5 | 0.8 | $0 - 0.1 = -0.1$ | 0.16 | $-0.016$ |
#
# Unit 1 is torn: one output wants more of it, the other less, and by the same amount. Nothing remains. Unit 2 is wanted
# by both in the same sense, as its second weight turns a "less" into a "more".
#
# **Predict first.** The weights lie in an array of shape `(hidden, outputs)`: rows leave hidden units, columns enter
# outputs. The error terms have shape `(outputs,)`. What shape must come out, and along which axis does the sum run?


# %% solution="hidden_error_term"
def hidden_error_term(output_error_term, weights_hidden_to_output, hidden_output):
    """Return the error term of every hidden unit: the blame it collects, times the slope of its sigmoid.

    Each output's error term comes back along the weight that carried the unit's voice there:
    (sum over k of W_jk · δ_k) · a_j · (1 - a_j).

    Args:
        output_error_term: the outputs' error terms, δ; shape (outputs,). Here the name means an
            array, not the function above.
        weights_hidden_to_output: W, a row for every hidden unit; shape (hidden, outputs).
        hidden_output: what the hidden units said, a, from 0 to 1; shape (hidden,).

    Returns:
        The hidden units' error terms, shape (hidden,).
    """
    ### BEGIN SOLUTION
    return weights_hidden_to_output @ output_error_term * hidden_output * (1 - hidden_output)
    ### END SOLUTION


# %% check="hidden_error_term"
check("hidden_error_term")

# %% [markdown]
# ## 3. Everybody takes a step
#
# With an error term at every unit, the rest is one rule for all weights, wherever in the network they are:
#
# $$\text{step} = \eta \cdot (\text{error term where the weight leads}) \cdot (\text{value where it comes from})$$
#
# The letter $\eta$, "eta", is the learning rate. Written out for our two layers:
#
# $$\Delta w_{ij} = \eta\;\delta_j^{h}\;x_i \qquad\qquad \Delta W_{jk} = \eta\;\delta_k^{o}\;a_j$$
#
# These are steps to be *added* to the weights. With $\eta = 0.5$ the suspect gets
# $\Delta W = 0.5 \cdot 0.1218 \cdot 0.4950 = 0.0302$ for the weight next to the output, and for the other two
# $0.5 \cdot 0.003046 \cdot 0.1 = 0.000152$ and $0.5 \cdot 0.003046 \cdot 0.3 = 0.000457$. How did your guess of part 1
# fare? The weight next to the output is turned the most, two hundred times as much as the least guilty one, and of the
# two further back the one with the louder input gets more.
#
# Each step has one entry for each weight, so $\Delta w$ has the shape of $w$, `(inputs, hidden)`, and $\Delta W$ the
# shape of $W$. Every error term meets every value: that is a table of products, and you can build it with
# broadcasting, with a loop, or look up `np.outer`.
#
# **Your turn.** The whole thing for one record: forward through both layers, error terms backward, then the two
# tables. Mind that nothing in the network changes meanwhile: the function only says what the steps *would* be.


# %% solution="backprop_step"
def backprop_step(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    """Return the steps that one record asks of all weights of a network with one hidden layer.

    Forward with a sigmoid on both layers, error terms backward, then
    Δw_ij = η · δ_j · x_i and ΔW_jk = η · δ_k · a_j, to be added to the weights.

    Args:
        x: the record's inputs; shape (inputs,).
        target: what the outputs should be; shape (outputs,).
        weights_input_to_hidden: w, rows leave inputs, columns enter hidden units;
            shape (inputs, hidden).
        weights_hidden_to_output: W, rows leave hidden units, columns enter outputs;
            shape (hidden, outputs).
        learnrate: η, a number without a unit.

    Returns:
        (Δw, ΔW): two arrays with the shapes of the two weight matrices, in this order.
    """
    ### BEGIN SOLUTION
    hidden_output = sigmoid(x @ weights_input_to_hidden)
    output = sigmoid(hidden_output @ weights_hidden_to_output)
    output_error = output_error_term(target, output)
    hidden_error = hidden_error_term(output_error, weights_hidden_to_output, hidden_output)
    step_input_to_hidden = learnrate * np.outer(x, hidden_error)
    step_hidden_to_output = learnrate * np.outer(hidden_output, output_error)
    return step_input_to_hidden, step_hidden_to_output
    ### END SOLUTION


# %% check="backprop_step"
check("backprop_step")

# %% [markdown]
# Now watch the numbers travel. The next cell draws the suspect twice: on the left the values on their way forward, on
# the right the blame on its way back, with the steps beside the weights.

# %% demonstration="both_ways"
import matplotlib.pyplot as plt

told, wanted = np.array([0.1, 0.3]), np.array([1.0])
w_first, w_second = np.array([[0.4], [-0.2]]), np.array([[0.1]])
said_hidden = sigmoid(told @ w_first)
said = sigmoid(said_hidden @ w_second)
places = {"x1": (0, 1), "x2": (0, -1), "hidden": (1.7, 0), "output": (3.6, 0)}
roads = (("x1", "hidden"), ("x2", "hidden"), ("hidden", "output"))


def draw_network(axes, title, inside, beside, colour, *, backward):
    """Draw four units with a number in each, and three arrows with a number on each."""
    for (start, end), text in zip(roads, beside, strict=True):
        tail, tip = (places[end], places[start]) if backward else (places[start], places[end])
        look = {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "shrinkA": 30, "shrinkB": 31}
        axes.annotate("", xy=tip, xytext=tail, arrowprops=look)
        across, up = np.mean([tail, tip], axis=0)
        place = (across, up + 0.2) if start == "hidden" else (across + 0.1, up + 0.35 * np.sign(up))
        side = "center" if start == "hidden" else "left"
        axes.text(*place, text, ha=side, va="center", color=colour, fontsize=11)
    for name, (across, up) in places.items():
        axes.plot(across, up, "o", markersize=56, markerfacecolor="white", markeredgecolor="black")
        axes.text(across, up, inside[name], ha="center", va="center", fontsize=10)
    axes.set(title=title, xlim=(-0.5, 4.1), ylim=(-1.5, 1.5))
    axes.axis("off")


with waiting_for("output_error_term", "hidden_error_term", "backprop_step"):
    blame_out = output_error_term(wanted, said)
    blame_hidden = hidden_error_term(blame_out, w_second, said_hidden)
    step_first, step_second = backprop_step(told, wanted, w_first, w_second, 0.5)
    back_inside = {"x1": "input", "x2": "input", "hidden": f"$\\delta^h$\n{blame_hidden[0]:.6f}"}
    back_inside["output"] = f"$\\delta^o$\n{blame_out[0]:.4f}"
    back_beside = [f"step {step:+.6f}" for step in np.concatenate([step_first[:, 0], step_second[:, 0]])]

    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    inside = {"x1": "$x_1$\n0.1", "x2": "$x_2$\n0.3", "hidden": f"$a$\n{said_hidden[0]:.4f}"}
    inside["output"] = f"$\\hat{{y}}$\n{said[0]:.4f}"
    weights = [f"weight {weight:+.1f}" for weight in (0.4, -0.2, 0.1)]
    draw_network(left, "Forward: what everybody said", inside, weights, "#0072B2", backward=False)
    draw_network(right, "Backward: who is to blame", back_inside, back_beside, "#D55E00", backward=True)

# %% [markdown]
# **In words:** both halves show the same network, two inputs on the left, the hidden unit in the middle, the output on
# the right. In the left half blue arrows point to the right. Inputs 0.1 and 0.3 go through the weights $+0.4$ and
# $-0.2$ into a hidden unit that says 0.4950, and through the weight $+0.1$ into an output that says 0.5124. In the
# right half orange arrows point to the left. The output holds the error term 0.1218, the hidden unit 0.003046, and
# beside the arrows are the steps: $+0.030153$ at the front, $+0.000152$ and $+0.000457$ at the back.
#
# The picture is why the method has its name. The miss is *propagated backward*, through the same weights, in one sweep
# that costs about as much as predicting did. Hot and cold would have needed two more predictions for every single
# weight.
#
# ### Question: the price of rounding
#
# A textbook works through this very example and rounds as it goes: it takes $\delta^{h}$ as 0.003 before the last
# step, and so arrives at $\Delta w = (0.00015,\ 0.00045)$. By **how many percent** are its steps off the exact ones?
# Answer with a positive number, to one decimal.

# %% question="q_rounding"
### BEGIN SOLUTION
q_rounding = 1.5
### END SOLUTION

# %% check="q_rounding"
check("q_rounding")

# %% [markdown]
# ### Question: which weights?
#
# Somebody updates as soon as a step is known: first $W$ gets its $\Delta W$, then the hidden error term is computed,
# and then $w$ gets its $\Delta w$. It saves a line, and it gives other figures, because $W$ has changed in between.
#
# Which output weights does the hidden error term have to be computed with: as they were `"before"` their update, or as
# they are `"after"` it?

# %% question="q_old_weights"
### BEGIN SOLUTION
q_old_weights = "before"
### END SOLUTION

# %% check="q_old_weights"
check("q_old_weights")

# %% [markdown]
# ## 4. Do you believe it?
#
# Backpropagation has a nasty habit. Write it slightly wrong, and it still learns, only worse. No exception, no
# alarm, just a network that ends up a little more stupid than it had to. You need a way to *know*.
#
# There is one, and you have owned it for a while: nudge a weight up and down and look at what the error does. The
# **central difference** knows nothing of error terms, so it cannot share their mistakes. Take as error
#
# $$E = \frac{1}{2} \sum_k (y_k - \hat{y}_k)^2$$
#
# and nudge a single weight by a tiny $\varepsilon$, about $10^{-5}$, while all others are held still. Call the result
# $n$, for *numerical*:
#
# $$n = -\,\frac{E(\text{weight} + \varepsilon) - E(\text{weight} - \varepsilon)}{2\,\varepsilon}$$
#
# The minus is there because a step goes *down* the slope. Backpropagation claims to know the same number: $b$, its step
# without the learning rate, $b = \Delta w / \eta$.
#
# Two numbers that should agree, for every weight. How far apart are they? The plain difference would be misleading:
# 0.001 is nothing beside 10 and a scandal beside 0.002. So compare it with their size. The $10^{-8}$ keeps you from
# dividing zero by zero:
#
# $$\text{gap} = \frac{|b - n|}{\max\left(10^{-8},\ |b| + |n|\right)}$$
#
# The check's figure is the **largest** gap over all entries of both matrices, as a chain is as strong as its weakest
# link. It is 0 where the two agree and never above 1. A right step stays below $10^{-5}$; not quite 0, because a
# central difference is an approximation. Around $10^{-2}$ or more, something is wrong.
#
# **Predict first.** A step has its sign wrong everywhere, so $b = -n$. What does the check say? And what if a step is
# right but for a factor 2, so $b = 2n$?
#
# **Your turn.** The first argument of your function is itself a function, `step`. You may call it exactly as you call
# `backprop_step`, and it answers in the same way; whether it can be trusted is what you are here to find out. You need
# the error $E$ at given weights, a loop over the entries of both matrices, and copies of the matrices to nudge.
# (`np.ndindex(m.shape)` goes through the places of a matrix `m`, and `m.copy()` copies it.)


# %% solution="gradient_check"
def gradient_check(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    """Return how far a step strays from what nudging every weight says: the largest gap over all weights.

    With b = step's Δw / η and n = minus the central difference of E = ½ · sum of (y - ŷ)², the gap of
    one weight is abs(b - n) / max(1e-8, abs(b) + abs(n)). ŷ is the network's output, sigmoid on both layers.

    Args:
        step: a function to be tested; called as step(x, target, weights_input_to_hidden,
            weights_hidden_to_output, learnrate), it returns (Δw, ΔW) with the shapes of the weights.
        x: one record's inputs; shape (inputs,).
        target: what the outputs should be; shape (outputs,).
        weights_input_to_hidden: floats, shape (inputs, hidden).
        weights_hidden_to_output: floats, shape (hidden, outputs).
        learnrate: η, not 0.

    Returns:
        One number from 0 to 1: below 1e-5 for a right step.
    """
    ### BEGIN SOLUTION

    def error(first, second):
        return 0.5 * np.sum((target - sigmoid(sigmoid(x @ first) @ second)) ** 2)

    weights = (weights_input_to_hidden, weights_hidden_to_output)
    nudge = 1e-5
    worst = 0.0
    for which, delta in enumerate(step(x, target, *weights, learnrate)):
        for place in np.ndindex(delta.shape):
            up, down = [each.copy() for each in weights], [each.copy() for each in weights]
            up[which][place] += nudge
            down[which][place] -= nudge
            numerical = -(error(*up) - error(*down)) / (2 * nudge)
            analytic = delta[place] / learnrate
            gap = abs(analytic - numerical) / max(1e-8, abs(analytic) + abs(numerical))
            worst = max(worst, gap)
    return worst
    ### END SOLUTION


# %% check="gradient_check"
check("gradient_check")

# %% [markdown]
# Now turn the check on your own `backprop_step`, and on three saboteurs made from it. The network has three inputs, two
# hidden units and two outputs, and the learning rate is 0.3.

# %% demonstration="on_trial"
import matplotlib.pyplot as plt

draw = np.random.default_rng(7)
told, wanted = np.array([0.6, -0.4, 0.9]), np.array([1.0, 0.0])
first, second = draw.normal(0, 0.7, (3, 2)), draw.normal(0, 0.7, (2, 2))


def doubled(*arguments):
    """Take the first matrix's step twice as long."""
    step_first, step_second = backprop_step(*arguments)
    return 2 * step_first, step_second


def turned(*arguments):
    """Go up the slope where the way is down."""
    step_first, step_second = backprop_step(*arguments)
    return -step_first, -step_second


def one_entry_off(*arguments):
    """Be five percent off, at one weight of ten."""
    step_first, step_second = backprop_step(*arguments)
    step_first = np.array(step_first)
    step_first[2, 1] *= 1.05
    return step_first, step_second


with waiting_for("backprop_step", "gradient_check"):
    suspects = {
        "your backprop_step": backprop_step,
        "first matrix twice as long": doubled,
        "sign turned": turned,
        "one weight 5 % off": one_entry_off,
    }
    verdicts = {}
    for name, suspect in suspects.items():
        verdicts[name] = float(gradient_check(suspect, told, wanted, first, second, 0.3))

    for name, verdict in verdicts.items():
        print(f"{name:28} {verdict:.3g}")
    figure, axes = plt.subplots(figsize=(9, 3), layout="constrained")
    heights = np.maximum(list(verdicts.values()), 1e-12)  # a gap of 0 has no place on a logarithmic axis
    colours = ["#0072B2" if height < 1e-5 else "#D55E00" for height in heights]
    axes.scatter(heights, list(verdicts), s=90, c=colours, marker="D", zorder=3)
    axes.axvline(1e-5, color="black", linestyle="--", label="a right step stays to the left of this line")
    axes.set_xscale("log")
    axes.set(xlim=(3e-13, 4), ylim=(3.6, -0.6), xlabel="largest gap (no unit, logarithmic)")
    axes.set_title("Four steps on trial")
    axes.legend(loc="lower left")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** four diamonds, one for each step, on a logarithmic axis from $10^{-12}$ to 1. The first, blue, lies far
# to the left of a dashed line at $10^{-5}$: a correct step strays by less than a millionth of a percent. The other
# three are orange and far to the right: 0.33 for the doubled matrix, 1 for the turned sign, 0.024 for the step with a
# single weight five percent off.
#
# Between right and wrong lie more than six powers of ten. That is what makes the check so useful: you never have to
# wonder which side you are on. It is slow, two predictions for every weight, so nobody learns with it. You run it once,
# on a small network, before you trust your code with a large one.

# %% [markdown]
# ### In your own words: wrong, and yet it learns
#
# A colleague has left something out. Her hidden error term collects the blame along the weights, but lacks the factor
# $a_j (1 - a_j)$. Everything else is right. She trains, the error falls from round to round, the accuracy climbs, and
# she says: "You see, my gradient is correct."
#
# How can a network with a wrong gradient get better at all? Think of what the missing factor does to the *size* and to
# the *sign* of each step, and of which weights it touches. And what would you do to convince her?
#
# Three to five sentences are enough. Double-click the next cell and write in place of the line that is there. There is
# no `check` for it: a person reads it and gives up to 1 point for the reasoning.

# %% [markdown] by_hand="wrong_yet_learns" points=1
# ### BEGIN SOLUTION
# The slope of a sigmoid lies between zero and a quarter and is never negative, so leaving it out only makes each
# hidden error term at least four times too long; whether a weight ought to go up or down is still told correctly. Every
# hidden weight therefore moves downhill, merely by an unfair amount, and the weights next to the output are not
# affected at all. Small steps that are roughly downhill lower the error, though not along the steepest way, and units
# that are saturated get pushed about although they hardly matter.
#
# A falling error proves only that the steps are not uphill. I would put her step through the gradient check with one
# small network: its figure would come out near 0.6 or above, where a correct step stays under 0.00001.
#
# ### BEGIN MARK SCHEME
# Half a point each:
#
# - Why it still learns: the missing slope is positive, so all directions keep their sign and only the lengths are off;
#   or: the output weights have correct steps and can do much of the work by themselves. Either will do.
# - Falling error or rising accuracy is no proof, and a comparison that is one: central differences, nudging the
#   weights, the gradient check. "Look at the code again" is no comparison.
# ### END MARK SCHEME
# ### END SOLUTION

# %% [markdown]
# ## 5. A table of records
#
# From here on it goes as in the gradient notebook. One record pulls the weights its own way, so a table of them should
# vote: in each **epoch** every record says what step it would like, all with the *same* weights, and the weights then
# take the mean of these steps:
#
# $$w \leftarrow w + \frac{1}{m} \sum_{\mu = 1}^{m} \Delta w^{\mu} \qquad\qquad
# W \leftarrow W + \frac{1}{m} \sum_{\mu = 1}^{m} \Delta W^{\mu}$$
#
# Here $m$ is the number of records, and $\Delta w^{\mu}$ the step of record $\mu$, with $\eta$ inside it as before.
# After that the next epoch begins, with a fresh sum and with the new weights.
#
# (To update after every single record is an honest method as well, with a name of its own: *stochastic* gradient
# descent. It gives other figures, and this exercise asks for the mean.)
#
# There are two ways to write it, and both are right. The plain one is a loop over the records that calls your
# `backprop_step`. The quick one sends the whole table through at once: with `features` of shape `(records, inputs)` in
# place of `x`, your matrix products make tables with a row for every record, and one more product can add up over the
# records. The plain one takes some seconds for the lab below, the quick one takes a blink.
#
# **Predict first.** Put the same record into the table twice. Does an epoch then move the weights twice as far?
#
# Whoever calls your function may want to use the old weights again, so leave the arrays you are given as they are and
# return new ones.


# %% solution="backprop_train"
def backprop_train(features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs):
    """Return both weight matrices after some epochs of gradient descent on a whole table.

    In each epoch every record's step is computed with the same weights; the weights then move by the mean
    of these steps over the records. The arrays that are passed in stay as they are.

    Args:
        features: one record in each row; shape (records, inputs).
        targets: what the outputs should be, one record in each row; shape (records, outputs).
        weights_input_to_hidden: w at the start; shape (inputs, hidden).
        weights_hidden_to_output: W at the start; shape (hidden, outputs).
        learnrate: η, a number.
        epochs: how many times the whole table is gone through; a whole number, 0 or more.

    Returns:
        (w, W): the two matrices after the last epoch, in the shapes they came in.
    """
    ### BEGIN SOLUTION
    records = len(features)
    for _ in range(epochs):
        hidden_outputs = sigmoid(features @ weights_input_to_hidden)
        outputs = sigmoid(hidden_outputs @ weights_hidden_to_output)
        output_errors = output_error_term(targets, outputs)
        hidden_errors = output_errors @ weights_hidden_to_output.T * hidden_outputs * (1 - hidden_outputs)
        weights_input_to_hidden = weights_input_to_hidden + learnrate * features.T @ hidden_errors / records
        weights_hidden_to_output = weights_hidden_to_output + learnrate * hidden_outputs.T @ output_errors / records
    return weights_input_to_hidden, weights_hidden_to_output
    ### END SOLUTION


# %% check="backprop_train"
check("backprop_train")

# %% [markdown]
# (The record that stands there twice moves the weights no further than before. A mean does not care how often the same
# thing is said, only how large a part of all that is said it makes up.)
#
# ### The lab: who is admitted?
#
# You know this table from the gradient notebook: 400 invented applicants to a graduate school, with the score of a
# test (`gre`), the marks so far (`gpa`), the rank of their college from 1 to 4, and whether they were admitted. Test
# and marks are standardised, the rank becomes four columns of zeros and ones. That makes six inputs. The network has
# two hidden units and one output, 14 weights. It learns from 360 applicants and is judged on the 40 it has never seen.
#
# **Predict first.** A network that has learned nothing says about 0.5 to everybody and is wrong by about 0.5. What is
# its mean squared error? Where will the curve begin, then, and will it fall fastest at the start?

# %% demonstration="training_curve"
import matplotlib.pyplot as plt

rounds = 900
with waiting_for("backprop_train", "the file admissions.csv"):
    table = np.genfromtxt("admissions.csv", delimiter=",", skip_header=1)
    scores, ranks = table[:, 1:3], table[:, 3:]
    scores = (scores - scores.mean(axis=0)) / scores.std(axis=0, ddof=1)
    applicants, admitted = np.hstack([scores, ranks == [1, 2, 3, 4]]), table[:, :1]
    seen = np.random.RandomState(42).choice(len(table), 360, replace=False)
    unseen = np.setdiff1d(np.arange(len(table)), seen)

    draw = np.random.RandomState(42)
    first, second = draw.normal(0, 6**-0.5, (6, 2)), draw.normal(0, 6**-0.5, (2, 1))
    errors = []
    for _ in range(rounds):
        first, second = backprop_train(applicants[seen], admitted[seen], first, second, 0.5, 1)
        chances = sigmoid(sigmoid(applicants @ first) @ second)
        errors.append([np.mean((admitted - chances)[group] ** 2) for group in (seen, unseen)])

    errors = np.array(errors)
    right = np.mean((chances > 0.5)[unseen] == admitted[unseen])
    print("mean squared error       first epoch      last epoch")
    print(f"360 seen applicants         {errors[0, 0]:.6f}        {errors[-1, 0]:.6f}")
    print(f"40 unseen applicants        {errors[0, 1]:.6f}        {errors[-1, 1]:.6f}")
    print(f"share of the unseen judged rightly at the end: {right:.3f}")
    axis = np.arange(1, rounds + 1)
    figure, axes = plt.subplots(figsize=(9, 4.4), layout="constrained")
    axes.plot(axis, errors[:, 0], color="#0072B2", linewidth=2, label="the 360 it learns from")
    axes.plot(axis, errors[:, 1], color="#D55E00", linewidth=2, linestyle="--", label="the 40 it never saw")
    axes.axhline(0.25, color="black", linestyle=":", label="always saying one half")
    axes.set(xlabel="epoch", ylabel="mean squared error", title="Learning who is admitted", ylim=(0, 0.3))
    axes.legend(loc="lower left")
    axes.grid(alpha=0.3)

# %% [markdown]
# **In words:** two curves over 900 epochs. Both begin a little above the dotted line at 0.25, which stands for always
# saying one half, and cross it within the first thirty epochs, where they fall fastest. They go on falling steadily
# until about epoch 350, and from then on ever more slowly. The solid one, for the applicants seen in training, goes
# from 0.2758 after the first epoch to 0.1639 after the last; the dashed one, for the unseen, ends lower still, near
# 0.117. Of the 40 unseen applicants the network judges 36 rightly, a share of 0.900.
#
# Why does it begin *above* 0.25? Because random weights do not say one half. They have an opinion, a random one, and a
# random opinion is worse than none.
#
# Usually it is the unseen ones who do worse. Here they do better, and that is luck: forty are few, and these forty
# happen to be easy cases. The rule by which the table was made, if one knew it, would be right on 77 of 100 applicants
# and no more, for chance had a say in it. Never take a single split of a small table for the truth.
#
# ### Question: stuck
#
# With a hidden layer the error is no longer a bowl. It is a landscape with many directions, and in some of its hollows
# the ground is not as low as elsewhere. In such a *local minimum* every way leads up, the steps come to nothing, and
# the weights settle down.
#
# What can carry a weight past a **small** hollow? You have seen it at work in the alpha notebook, in a landscape with
# two valleys. Answer `"momentum"`, `"a smaller alpha"` or `"more epochs"`.

# %% question="q_local_minimum"
### BEGIN SOLUTION
q_local_minimum = "momentum"
### END SOLUTION

# %% check="q_local_minimum"
check("q_local_minimum")

# %% [markdown]
# ## 6. What is left after many layers
#
# Go back to the two error terms of parts 1 and 2. The output missed by 0.4876, of which 0.1218 became its error term,
# and 0.003046 arrived at the hidden unit. Something eats the blame on the way.
#
# Two things do. One is the weight, which may be small or large. The other is the slope $\hat{y}(1 - \hat{y})$, and that
# one has a limit: you know from the gradient notebook how steep the sigmoid is at its steepest.
#
# ### Question: lost at the output
#
# Look at the output unit alone. Even in the best case, the sigmoid's slope takes away **at least what share** of the
# miss? Answer with a number between 0 (nothing is lost) and 1 (all of it).

# %% question="q_output_loss"
### BEGIN SOLUTION
q_output_loss = 0.75
### END SOLUTION

# %% check="q_output_loss"
check("q_output_loss")

# %% [markdown]
# ### Question: lost on the way to the hidden unit
#
# The hidden error term has gone through two sigmoids. Suppose the weight in between is 1, so it neither adds nor takes.
# At least what share of the miss has been lost by then? Again a number between 0 and 1.

# %% question="q_hidden_loss"
### BEGIN SOLUTION
q_hidden_loss = 0.9375
### END SOLUTION

# %% check="q_hidden_loss"
check("q_hidden_loss")

# %% [markdown]
# Turn it around, and ask what is *left*. A chain of sigmoid layers, one unit in each, with weights of size 1 at
# most: what share of the miss can arrive behind so many layers, if every single slope is as steep as it can be? Zero
# layers take nothing away.


# %% solution="largest_share"
def largest_share(layers):
    """Return the largest share of the miss that a chain of sigmoid slopes can pass on.

    Every slope is taken at its steepest, and no weight is larger than 1 in size.

    Args:
        layers: how many sigmoid layers the blame goes through; a whole number, 0 or more.

    Returns:
        A share from 0 to 1 (no unit).
    """
    ### BEGIN SOLUTION
    return 0.25**layers
    ### END SOLUTION


# %% check="largest_share"
check("largest_share")

# %% [markdown]
# ### Question: five layers
#
# At most what share of the miss is left behind **five** sigmoid layers?

# %% question="q_five_layers"
### BEGIN SOLUTION
q_five_layers = 0.0009765625
### END SOLUTION

# %% check="q_five_layers"
check("q_five_layers")

# %% [markdown]
# That was the best case of a chain. How do real networks fare, with ten units in each layer and weights drawn at
# random? The next cell builds networks of two, four, six and eight layers, sends a miss back through each with your
# `hidden_error_term`, and measures how large the gradient is at the weights of every layer, on average over 50
# networks.
#
# **Predict first.** In a network of eight layers, how does the gradient of the first layer compare with that of the
# last: a half, a hundredth, a millionth?

# %% demonstration="gradient_sizes"
import matplotlib.pyplot as plt


def sizes_by_layer(depth, draw):
    """Return the mean size of the gradient in each layer of a random network, first layer first."""
    signals, network = [draw.normal(0, 1, 10)], []
    for _ in range(depth):
        network.append(draw.normal(0, 10**-0.5, (10, 10)))
        signals.append(sigmoid(signals[-1] @ network[-1]))
    blame = output_error_term(draw.integers(0, 2, 10), signals[-1])
    sizes = []
    for layer in range(depth - 1, -1, -1):
        sizes.append(np.mean(np.abs(blame)) * np.mean(np.abs(signals[layer])))
        blame = hidden_error_term(blame, network[layer], signals[layer])
    return sizes[::-1]


with waiting_for("output_error_term", "hidden_error_term", "largest_share"):
    draw = np.random.default_rng(11)
    depths = (2, 4, 6, 8)
    sizes = {depth: np.mean([sizes_by_layer(depth, draw) for _ in range(50)], axis=0) for depth in depths}
    shares = np.reshape([largest_share(7 - layer) for layer in range(8)], 8).astype(float)

    figure, axes = plt.subplots(figsize=(9, 4.8), layout="constrained")
    looks = {2: ("#0072B2", "o"), 4: ("#E69F00", "s"), 6: ("#009E73", "^"), 8: ("#D55E00", "D")}
    for depth, (colour, marker) in looks.items():
        layers = np.arange(1, depth + 1)
        axes.plot(layers, sizes[depth], color=colour, marker=marker, linewidth=2, label=f"{depth} layers")
    best = sizes[8][-1] * shares
    axes.plot(np.arange(1, 9), best, color="black", linestyle="--", label="largest_share from layer 8")
    axes.set_yscale("log")
    axes.set(xlabel="layer, counted from the inputs", ylabel="mean size of the gradient (logarithmic)")
    axes.set_title("The further from the output, the fainter the blame")
    axes.legend(loc="lower right")
    axes.grid(alpha=0.3)
    ratio = sizes[8][-1] / sizes[8][0]
    print(f"eight layers: the gradient of the first is {ratio:,.0f} times smaller than that of the last")

# %% [markdown]
# **In words:** four lines on a logarithmic scale, for networks of 2, 4, 6 and 8 layers. Every line rises steeply from
# the first layer to the last, and nearly straight, which on this scale means by about the same factor from layer to
# layer: three to five. All end at the same height at their last layer, near 0.06. The more layers, the deeper the line
# begins; with eight layers the first gradient is tens of thousands of times smaller than the last. A dashed line shows
# your `largest_share`, counted from the output; the real network stays below it.
#
# This is called the **vanishing gradient**. The first layers of a deep sigmoid network hear next to nothing of the
# miss, so they learn next to nothing, while the last ones have long since settled. A larger learning rate is no
# cure: it would throw the last layers about. What does help is another function in place of the sigmoid, one whose
# slope is not always a small fraction, and starting weights chosen with care.

# %% [markdown]
# ## 7. A challenge: any depth
#
# *For those who want more; it is checked and shown, and worth no points.*
#
# The one rule of part 3 does not know how many layers there are. Write backpropagation for a list of weight matrices,
# the first one next to the inputs, a sigmoid after each. The error term that you have at one layer gives you, in this
# order: the step of the matrix in front of it, and the error term one layer further back. With a list of two matrices
# the result must be that of your `backprop_step`.


# %% solution="backprop_layers"
def backprop_layers(x, target, weights, learnrate):
    """Return the steps that one record asks of a network with any number of sigmoid layers.

    Args:
        x: the record's inputs; shape (inputs,).
        target: what the outputs should be; shape (outputs,).
        weights: a list of matrices in the order of the way forward; each has a row for every unit (or input)
            that it leaves and a column for every unit that it enters.
        learnrate: η, a number.

    Returns:
        A list of steps, to be added to the matrices: as many, in the same order and of the same shapes.
    """
    ### BEGIN SOLUTION
    values = [x]
    for matrix in weights:
        values.append(sigmoid(values[-1] @ matrix))
    error_term = output_error_term(target, values[-1])
    steps = []
    for depth in reversed(range(len(weights))):
        steps.insert(0, learnrate * np.outer(values[depth], error_term))
        error_term = hidden_error_term(error_term, weights[depth], values[depth])
    return steps
    ### END SOLUTION


# %% check="backprop_layers"
check("backprop_layers")

# %% [markdown]
# ## What you have now
#
# - An **error term** says how much a unit should change its mind: what it is blamed for, times the slope of its
#   sigmoid.
# - Blame travels **backward along the weights** that carried the signal forward, and adds up where roads meet.
# - One rule for every weight: learning rate, times the error term where it leads, times the value where it comes from.
# - A falling error proves little. A **gradient check** proves a step, and it costs you ten lines.
# - Sigmoids pass on a quarter of the blame at best, layer after layer: deep networks of them learn slowly at the front.
#
# Before you submit, write `backprop_step` once more without looking, in a cell of your own and under another name, and
# put it through your `gradient_check`. Few people who use neural networks every day can do that.
#
# **What comes next.** This was the last notebook of the course, and here is the whole way again. You put a number on
# "wrong". You felt your way down with hot and cold, then read direction and amount off the slope. You learned to tame
# the stride, to send signals through layers, and now to send the blame back. Libraries such as PyTorch and TensorFlow
# do this last part for you: they note every operation on the way forward and apply the chain rule on the way back. You
# will know what they are doing and, on the day when a network refuses to learn, where to look: are the slopes flat,
# is the stride too long, are the first layers starving? Whose fault is it?
