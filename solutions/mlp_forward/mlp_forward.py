# %% [markdown]
# # One layer more
#
# Until now every input had a direct line to the output: one weight on each line, and that was the machine. Today
# something moves in between. A few units listen to the inputs, each in its own way, and the output hears only what
# *they* make of it. Nobody outside ever sees these units, so they are called **hidden**.
#
# No network learns anything in this notebook. It is about getting numbers **forward** through such a network: where
# each weight is kept, which way a matrix has to stand, and why the shapes sometimes refuse. It sounds like bookkeeping,
# and it is. But most of the trouble people have with neural networks is exactly this bookkeeping, and after this hour
# you will have it behind you. At the end your network draws a picture that no single layer can draw.
#
# You need arrays, and the sigmoid from the notebooks before. Matrices are explained as we go.

# %% [markdown]
# ### How this notebook works
#
# - Replace `raise NotImplementedError` with your own code, then run the `check("...")` below it. It costs nothing, it
#   shows what you got and what was expected, and often it asks the question that leads to the mistake. A function's
#   **contract** is the text in triple quotes: what goes in, what must come out, in which shape and order.
# - Where a cell says `q_... = None`, put your answer in the place of `None`. You learn after handing in whether it was
#   right; `check` says only whether it is an answer of the right kind.
# - One question, near the end, wants a few sentences of yours. A person reads them.
# - **Predict first** means: guess before you read on.
# - Pictures are drawn with *your* functions. Where one of them is not finished, the cell says so and the notebook goes
#   on.
# - Grading calls your functions with other numbers and other shapes, too.
#
# Run the next cell first. It brings NumPy, `check`, `waiting_for` (which lets a picture wait), and a function that you
# have written before, the sigmoid $\sigma(x) = 1 / (1 + e^{-x})$. It works entry by entry, on arrays of any shape.

# %% setup="setup"
import numpy as np

from autograder import check, waiting_for


def sigmoid(x):
    """Squeeze any number, or every entry of an array, into the range between 0 and 1."""
    return 1 / (1 + np.exp(-x))


# %% [markdown]
# ## 1. A weight with two addresses
#
# Three inputs $x_1, x_2, x_3$ and two hidden units $h_1, h_2$. Every input is wired to every hidden unit, and every
# wire has a weight of its own.
#
# **Predict first.** How many weights are there? How many of them leave $x_2$, and how many arrive at $h_1$?
#
# Six, and two, and three. A single number can no longer say which one we mean, so a weight gets two: $w_{ij}$ leads
# **from input $i$ to hidden unit $j$**. The first index says where it comes from, the second where it goes.
#
# Two indices call for a table of numbers, a **matrix**. You have filled one before, with the steps of several outputs;
# now hidden units stand in the outputs' place. The convention of this course fits on one line:
#
# > **Rows leave inputs, columns enter hidden units.**
#
# $$
# w = \begin{pmatrix} w_{11} & w_{12} \\ w_{21} & w_{22} \\ w_{31} & w_{32} \end{pmatrix}
# \qquad
# \begin{array}{l} \leftarrow \text{both weights that leave } x_1 \\ \leftarrow \text{both that leave } x_2
# \\ \leftarrow \text{both that leave } x_3 \end{array}
# $$
#
# So the first *column* holds the three weights that enter $h_1$, and the whole matrix has the shape
# `(n_inputs, n_hidden)`, here `(3, 2)`.
#
# There is one trap, and everybody falls into it once: people count units from one, and NumPy counts rows and columns
# from zero. The first row is `weights[0]`.
#
# ### Question: where does it live?
#
# At which place of the array does $w_{21}$ stand? Answer with a pair, `(row, column)`, both counted the way NumPy
# counts.

# %% question="q_w21"
### BEGIN SOLUTION
q_w21 = (1, 0)
### END SOLUTION

# %% check="q_w21"
check("q_w21")

# %% [markdown]
# Now for any weight of any network. To make mistakes visible, here is a matrix whose numbers say their own names:
#
# $$
# w = \begin{pmatrix} 0.11 & 0.12 \\ 0.21 & 0.22 \\ 0.31 & 0.32 \end{pmatrix}
# $$
#
# The weight from input 3 to hidden unit 2 should turn out to be 0.32, and the one from input 1 to hidden unit 2 should
# be 0.12. The units come in as people count them.


# %% solution="weight_between"
def weight_between(weights, input_unit, hidden_unit):
    """Return the weight on the wire from one input to one hidden unit.

    Args:
        weights: shape (n_inputs, n_hidden): rows leave inputs, columns enter hidden units.
        input_unit: where the wire starts, 1 for the first input; a whole number from 1 to n_inputs.
        hidden_unit: where it ends, 1 for the first hidden unit; a whole number from 1 to n_hidden.

    Returns:
        The weight w_ij (i the input, j the hidden unit), a number without unit.
    """
    ### BEGIN SOLUTION
    return weights[input_unit - 1, hidden_unit - 1]
    ### END SOLUTION


# %% check="weight_between"
check("weight_between")

# %% [markdown]
# The next cell draws the network and the matrix side by side. The matrix is shown as it lies in memory; the
# numbers on the wires are fetched with your `weight_between`.
#
# **Predict first.** All wires into one hidden unit get one colour. Will the colours make stripes across the matrix, or
# stripes down?

# %% demonstration="network_and_matrix"
import matplotlib.pyplot as plt

weights = np.array([[0.11, 0.12], [0.21, 0.22], [0.31, 0.32]])
wires = [(i, j) for i in (1, 2, 3) for j in (1, 2)]
colours, dashes = {1: "#0072B2", 2: "#D55E00"}, {1: "-", 2: "--"}
left, right = {1: 2.0, 2: 1.0, 3: 0.0}, {1: 1.6, 2: 0.4}

with waiting_for("weight_between"):
    fetched = {wire: float(weight_between(weights, *wire)) for wire in wires}

    size = {"figsize": (11, 4.6), "width_ratios": (3, 2)}
    figure, (network, matrix) = plt.subplots(1, 2, layout="constrained", **size)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    for i, j in wires:
        look = {"color": colours[j], "linestyle": dashes[j], "linewidth": 2}
        network.plot((0, 1), (left[i], right[j]), zorder=1, **look)
        name = f"$w_{{{i}{j}}}$ = {fetched[i, j]:.2f}"
        height = 0.7 * left[i] + 0.3 * right[j]
        network.text(0.3, height, name, color=colours[j], ha="center", va="center", bbox=box)
        corner = (j - 0.47, i - 0.46)
        matrix.add_patch(plt.Rectangle(corner, 0.94, 0.92, facecolor=colours[j], alpha=0.2))
        matrix.add_patch(plt.Rectangle(corner, 0.94, 0.92, fill=False, **look))
        matrix.text(j, i, f"{weights[i - 1, j - 1]:.2f}", ha="center", va="center", fontsize=14)
    for x, side, letter in ((0, left, "x"), (1, right, "h")):
        for unit, height in side.items():
            edge = colours[unit] if letter == "h" else "black"
            network.plot(x, height, "o", markersize=32, color="white", markeredgecolor=edge, zorder=3)
            network.text(x, height, f"${letter}_{unit}$", ha="center", va="center", fontsize=13, zorder=4)
    network.set(xlim=(-0.15, 1.15), ylim=(-0.4, 2.4), title="Three inputs, two hidden units, six wires")
    network.axis("off")
    matrix.set(xlim=(0.45, 2.55), ylim=(3.55, 0.45), title="The same six weights as a matrix")
    matrix.set_xticks([1, 2], ["into $h_1$", "into $h_2$"])
    matrix.set_yticks([1, 2, 3], ["out of $x_1$", "out of $x_2$", "out of $x_3$"])
    matrix.tick_params(length=0)
    matrix.spines[:].set_visible(False)

# %% [markdown]
# **In words:** on the left, three inputs stand in a column and two hidden units in another, with six wires between
# them. The three wires into $h_1$ are blue and solid, the three into $h_2$ are orange and dashed, and each carries its
# name and its weight. On the right the matrix: three rows, one for each input, and two columns, of which the first is
# blue with 0.11, 0.21 and 0.31, and the second orange with 0.12, 0.22 and 0.32. Every wire's number stands in the
# column of its colour.
#
# Stripes down, then: a colour is a hidden unit, and a hidden unit is a column. If the numbers on your wires do not
# match their names, look once more at which index is which.

# %% [markdown]
# ## 2. Where do the weights come from?
#
# Some day learning will find good ones. But learning has to start *somewhere*, and two bad places are worth knowing.
#
# **All alike**, for instance all zeros. Then all hidden units hear the same thing, answer the same thing, and will be
# corrected in the same way. They remain twins for ever, and twins are one unit that costs twice as much. So the start
# is **random**.
#
# **Too large.** A hidden unit adds up one product for every input. With a thousand inputs it adds a thousand numbers,
# and even if each is modest, the sum is not. The sigmoid of a large number is 1, or 0, whatever the details were: the
# unit has made up its mind before it has learned anything, and the sigmoid is so flat there that correcting it is
# nearly impossible.
#
# How large is too large? Random numbers of either sign partly cancel: a sum of $n$ of them is typically not $n$
# times, but $\sqrt{n}$ times the size of one. So make each weight smaller by just that root. How widely numbers spread
# around their mean is measured by the **standard deviation**, as when you standardised a column of the table. Let it be
#
# $$\text{standard deviation} = \frac{1}{\sqrt{n_{\text{inputs}}}} = n_{\text{inputs}}^{-1/2}$$
#
# With standardised inputs, each of the $n$ products then has a size of about $1/\sqrt{n}$, and their sum a size of
# $\sqrt{n} \cdot 1/\sqrt{n} = 1$, whether there are four inputs or four thousand.
#
# **Predict first.** By that rule, how widely should the weights spread with 4 inputs? And with 100?
#
# By 0.5 and by 0.1. In NumPy, random numbers come from a *generator*: `rng = np.random.default_rng(7)` makes one, and
# `rng.normal(mean, standard_deviation, shape)` draws a whole array of that shape from the **bell curve**: most numbers
# close to the mean, few far out, as many above as below. Our mean is 0.
#
# The 7 is a **seed**. The same seed gives the same "random" numbers on every run, so that an experiment can be
# repeated, and so that your numbers can be compared with ours. For the same reason draw everything in a single call.


# %% solution="init_weights"
def init_weights(n_inputs, n_hidden, seed):
    """Return a random start for the weights between the inputs and the hidden units.

    Drawn in one call from NumPy's default generator with this seed: the bell curve around 0,
    with the standard deviation n_inputs^(-1/2).

    Args:
        n_inputs: how many inputs there are; a whole number, at least 1.
        n_hidden: how many hidden units there are; a whole number, at least 1.
        seed: what the generator starts from; a whole number.

    Returns:
        The weights, without unit, shape (n_inputs, n_hidden): rows leave inputs, columns enter
        hidden units.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    return rng.normal(0, n_inputs**-0.5, (n_inputs, n_hidden))
    ### END SOLUTION


# %% check="init_weights"
check("init_weights")

# %% [markdown]
# ## 3. What a hidden unit hears
#
# A hidden unit does what your sigmoid unit did: it multiplies each input by the weight on its wire and adds up. The sum
# was called $h$ there. Now every hidden unit has one of its own, and unit $j$ hears
#
# $$h_j = \sum_i x_i \, w_{ij}$$
#
# The sum runs over $i$, the inputs, and $j$ stands still. In the matrix that means: walk *down one column*. Here is one
# record with three inputs, $x = (0.5,\ {-1},\ 2)$, and a matrix for two hidden units:
#
# $$
# w = \begin{pmatrix} 0.4 & -0.2 \\ 0.1 & 0.3 \\ -0.5 & 0.6 \end{pmatrix}
# $$
#
# | hidden unit | from input 1 | from input 2 | from input 3 | sum |
# |:---|---:|---:|---:|---:|
# | 1, first column | $0.5 \cdot 0.4 = 0.2$ | $-1 \cdot 0.1 = -0.1$ | $2 \cdot (-0.5) = -1$ | $-0.9$ |
# | 2, second column | $0.5 \cdot (-0.2) = -0.1$ | $-1 \cdot 0.3 = -0.3$ | $2 \cdot 0.6 = 1.2$ | $0.8$ |
#
# Three numbers go in, two come out. Multiplying pairwise and adding up is called a **dot product**, and doing it with
# every column of a matrix is **matrix multiplication**. `np.dot(a, b)` does all of it at once; so does the operator
# `@`.
#
# **Many records.** Put five records into a table, one in each row. Such a table is called a **batch**, and the same
# multiplication serves all of it: each row of the result holds what the hidden units hear of the record in that row.
# One record has the shape `(n_inputs,)`, a batch `(records, n_inputs)`, and if you let NumPy do the work, your function
# need not even ask which of the two it got.
#
# Mind what is *not* asked for here: the sigmoid comes later.


# %% solution="hidden_inputs"
def hidden_inputs(features, weights):
    """Return what every hidden unit hears: for each of them the sum of the inputs times their weights.

    h_j is the sum over i of x_i * w_ij, for one record or for each record of a batch. No activation yet.

    Args:
        features: one record, shape (n_inputs,), or a batch with a record in each row, shape
            (records, n_inputs).
        weights: shape (n_inputs, n_hidden): rows leave inputs, columns enter hidden units; no unit.

    Returns:
        The hidden inputs in the unit of the features: shape (n_hidden,) for one record,
        (records, n_hidden) for a batch. Single precision (float32) is enough.
    """
    ### BEGIN SOLUTION
    return np.dot(features, weights)
    ### END SOLUTION


# %% check="hidden_inputs"
check("hidden_inputs")

# %% [markdown]
# You now have both halves of the experiment that part 2 only talked about. The next cell makes networks with 1 to 1024
# inputs and 400 hidden units each, and lets your `hidden_inputs` compute what they hear of 400 random records: once
# with the weights of your `init_weights`, and once with weights that spread by 1, however many inputs there are.
#
# **Predict first.** With 1024 inputs and weights that spread by 1, how large will the numbers be that a hidden unit
# hears? Use the root from above.

# %% demonstration="spread_of_hidden_inputs"
import matplotlib.pyplot as plt

rng = np.random.default_rng(0)
counts = [1, 4, 16, 64, 256, 1024]
looks = {
    "weights that all spread by 1": ("#D55E00", "s--", "//"),
    "your init_weights": ("#0072B2", "o-", None),
}
heard = {label: [] for label in looks}

with waiting_for("init_weights", "hidden_inputs"):
    for count in counts:
        records = rng.normal(0, 1, (400, count))
        weights = (rng.normal(0, 1, (count, 400)), init_weights(count, 400, count))
        for label, each in zip(looks, weights, strict=True):
            sums = np.asarray(hidden_inputs(records, each), dtype=float)
            heard[label].append(sums.reshape(400, 400))

    figure, (spread, answers) = plt.subplots(1, 2, figsize=(11, 4.4), layout="constrained")
    bins = np.linspace(0, 1, 21)
    for label, (colour, style, hatch) in looks.items():
        spread.plot(counts, [each.std() for each in heard[label]], style, color=colour, label=label)
        activations = sigmoid(heard[label][-1]).ravel()
        share = np.full(activations.size, 100 / activations.size)
        answers.hist(activations, bins, weights=share, color=colour, alpha=0.55, hatch=hatch, label=label)
    spread.set_xscale("log", base=4)
    spread.set_yscale("log", base=2)
    spread.set_xticks(counts, counts)
    spread.set_yticks([1, 2, 4, 8, 16, 32], [1, 2, 4, 8, 16, 32])
    spread.set_ylim(0.5, 48)
    spread.set(xlabel="number of inputs", ylabel="spread of what a hidden unit hears")
    spread.set_title("The sum grows like a root")
    spread.legend(loc="upper left")
    spread.grid(alpha=0.3)
    answers.set(xlabel="sigmoid of what is heard", ylabel="share of all answers (percent)")
    answers.set_title("What 1024 inputs do to a sigmoid")
    answers.legend(loc="upper center")

# %% [markdown]
# **In words:** on the left, both axes grow by factors. With weights that spread by 1, what a hidden unit hears spreads
# by about 1 with a single input and climbs in a straight line to about 32 with 1024 inputs, the root of 1024. With
# the weights of `init_weights` the line is level, at about 1 throughout. On the right, the sigmoid of what is heard
# with 1024 inputs: the untamed weights give two towers of more than 40 percent each, at the outer edges, and almost
# nothing in between; the tamed ones give a broad hill around one half that fades out before 0 and 1.
#
# The two towers are the units that have made up their minds. The hill is a network that is still open to everything.

# %% [markdown]
# ## 4. Shapes that fit, shapes that do not
#
# A dot product pairs numbers off, so there have to be equally many on both sides. For matrices this gives a rule that
# you can apply without looking at a single entry. Write the two shapes side by side:
#
# | left | right | meet in the middle | what is left over |
# |:---|:---|:---|:---|
# | `(2, 3)` | `(3, 4)` | 3 and 3 | `(2, 4)` |
# | `(6, 2)` | `(2, 1)` | 2 and 2 | `(6, 1)` |
# | `(4, 3)` | `(3,)` | 3 and 3 | `(4,)` |
# | `(5,)` | `(5,)` | 5 and 5 | `()` |
# | `(2, 3)` | `(2, 3)` | 3 and 2 | NumPy refuses |
#
# The **last** number on the left and the **first** on the right must be equal. They are used up, since that is
# what was added over. All others stay, in their order.
#
# The fourth row is worth a second look: two plain arrays leave nothing over, and the empty shape `()` is a single
# number. So a one-dimensional array is neither a row nor a column of a matrix. It has a length and no direction, and it
# joins in from either side as long as its length fits.
#
# ### Question: a record meets a matrix
#
# A record of shape `(3,)` is multiplied from the left onto a matrix of shape `(3, 2)`. What shape does the product
# have? Answer with a tuple, written as Python writes shapes.

# %% question="q_shape"
### BEGIN SOLUTION
q_shape = (2,)
### END SOLUTION

# %% check="q_shape"
check("q_shape")

# %% [markdown]
# ### Question: the refusal
#
# The same two the other way round do not fit: the matrix, `(3, 2)`, on the left and the record, `(3,)`, on the
# right. NumPy does not guess what you meant, it stops with a message such as *shapes (3,2) and (3,) not aligned:
# 2 (dim 1) != 3 (dim 0)*. In front of it stands the name of the exception.
#
# Which? Try it in a cell of your own. Answer with one of the strings `"ValueError"`, `"TypeError"`, `"IndexError"`,
# `"ShapeError"`.

# %% question="q_error_type"
### BEGIN SOLUTION
q_error_type = "ValueError"
### END SOLUTION

# %% check="q_error_type"
check("q_error_type")

# %% [markdown]
# It is good to be able to say *beforehand* what NumPy will do. So write the rule down, as a function of two shapes. No
# arrays are needed for it, though making some is not forbidden.
#
# Shapes are tuples, and tuples can be sliced and joined: `(7, 8, 9)[1:]` is `(8, 9)`, `(7,) + (8,)` is `(7, 8)`, and
# `(7,)[1:]` is the empty tuple. To stop with an exception, write `raise`, as in `raise KeyError("no such key")`.


# %% solution="product_shape"
def product_shape(left, right):
    """Return the shape of np.dot for two arrays of these shapes.

    Args:
        left: shape of the left factor, a tuple of one or two whole numbers: (n,) or (m, n).
        right: shape of the right factor, a tuple of one or two whole numbers: (n,) or (n, p).

    Returns:
        The shape of the product, a tuple of none, one or two whole numbers; () stands for a single number.

    Raises:
        ValueError: the two shapes do not match.
    """
    ### BEGIN SOLUTION
    if left[-1] != right[0]:
        message = f"shapes {left} and {right} do not match"
        raise ValueError(message)
    return left[:-1] + right[1:]
    ### END SOLUTION


# %% check="product_shape"
check("product_shape")

# %% [markdown]
# One caution. That the shapes fit does not prove that the product is the right one. In a network with as many hidden
# units as inputs the matrix is square, and then it multiplies just as willingly when it lies the wrong way round. The
# refusal is a friend; with square matrices it is asleep.

# %% [markdown]
# ## 5. The other layout
#
# In many books the weights lie the other way: one **row** for each hidden unit. The same wires, the matrix turned on
# its side, shape `(n_hidden, n_inputs)`. Our example then becomes
#
# $$
# \begin{pmatrix} 0.4 & 0.1 & -0.5 \\ -0.2 & 0.3 & 0.6 \end{pmatrix}
# \begin{pmatrix} 0.5 \\ -1 \\ 2 \end{pmatrix}
# = \begin{pmatrix} -0.9 \\ 0.8 \end{pmatrix}
# $$
#
# The matrix stands on the left now, and the record stands upright on the right, as a **column vector**: a matrix
# with one column, shape `(3, 1)`. Out comes a column again.
#
# (Careful when you read such books. The first index of an entry always counts rows. In the turned matrix our weight
# from input 3 to hidden unit 1, the $-0.5$, therefore stands in row 1 and column 3. Some authors keep calling it
# $w_{31}$, others call it $w_{13}$. Ask what a row means before you believe an index.)
#
# So how does an array of shape `(3,)` become a column? Turning a matrix on its side is called *transposing*, and in
# NumPy it is `.T`: if `m` has the shape `(3, 2)`, then `m.T` has the shape `(2, 3)`.
#
# ### Question: turning a plain array
#
# `arr` is an array of shape `(3,)`. What shape does `arr.T` have? Predict first, then try it, then answer with a tuple.

# %% question="q_transpose"
### BEGIN SOLUTION
q_transpose = (3,)
### END SOLUTION

# %% check="q_transpose"
check("q_transpose")

# %% [markdown]
# What a column has and a plain array lacks is a second axis, of length one. An axis can be put in: in square brackets,
# `None` stands for a new axis of length one, and `:` for an old one kept as it is. A table `t` of shape `(4, 5)`
# becomes `(1, 4, 5)` as `t[None, :, :]` and `(4, 1, 5)` as `t[:, None, :]`. (`reshape` and a few others can do it,
# too.)


# %% solution="column_vector"
def column_vector(arr):
    """Return a plain array as a column: the same numbers, one below the other.

    Args:
        arr: an array of shape (n,), n at least 1, in any unit.

    Returns:
        The same numbers in the same order and unit, shape (n, 1).
    """
    ### BEGIN SOLUTION
    return arr[:, None]
    ### END SOLUTION


# %% check="column_vector"
check("column_vector")

# %% [markdown]
# Now the hidden inputs once more, in this layout. Note that the order of the arguments follows the formula: the matrix
# comes first.


# %% solution="hidden_inputs_column"
def hidden_inputs_column(weights, column):
    """Return what every hidden unit hears, as a column, for weights that lie the other way.

    Args:
        weights: shape (n_hidden, n_inputs): here rows enter hidden units, and columns leave
            inputs; no unit.
        column: one record as a column vector, shape (n_inputs, 1).

    Returns:
        The hidden inputs in the unit of the record, one below the other, shape (n_hidden, 1).
        Single precision (float32) is enough.
    """
    ### BEGIN SOLUTION
    return np.dot(weights, column)
    ### END SOLUTION


# %% check="hidden_inputs_column"
check("hidden_inputs_column")

# %% [markdown]
# Both layouts are right, and they compute the same numbers. Only a mixture of them is wrong. From here on we stay
# with ours: rows leave, columns enter.

# %% [markdown]
# ## 6. All the way through
#
# A hidden unit does not pass on what it hears. It passes on its **activation**, the sigmoid of it. The activations are
# the inputs of the next layer, which has a matrix of its own: its rows leave hidden units, its columns enter output
# units. There, the same happens again:
#
# $$
# a = \sigma(x\,w)
# \qquad\qquad
# \hat y = \sigma(a\,W)
# $$
#
# Here $x$ is the record, $w$ the matrix from the inputs to the hidden units as before, $a$ the activations, the capital
# $W$ the second matrix, and $\hat y$ what the outputs answer. That is the **forward pass**. Follow the numbers through
# the smallest example, with two inputs, one hidden unit and one output. You will meet it again in the next notebook, so
# it is worth the five minutes:
#
# | step | numbers | result |
# |:---|:---|---:|
# | two inputs come in | $0.1$ and $0.3$ | |
# | the hidden unit hears | $0.1 \cdot 0.4 + 0.3 \cdot (-0.2)$ | $-0.02$ |
# | and passes on | $\sigma(-0.02)$ | $0.4950$ |
# | the output unit hears | $0.4950 \cdot 0.1$ | $0.0495$ |
# | and answers | $\sigma(0.0495)$ | $0.5124$ |
#
# **Predict first.** Suppose all inputs are 0. What does every hidden unit pass on, whatever its weights are? Is that
# nothing?
#
# The sigmoid of 0 is one half, so they all pass on 0.5, and the outputs still depend on the second matrix. A
# sigmoid unit that hears silence says "perhaps".
#
# ### Question: counting layers
#
# A network is described by its numbers of units, from the inputs to the outputs. The example just now was a 2-1-1
# network. When people count **layers**, they count those that compute something, each with a matrix of weights in front
# of it; inputs are simply given.
#
# How many layers does a 2-2-1 network have? Answer with a whole number.

# %% question="q_layers"
### BEGIN SOLUTION
q_layers = 2
### END SOLUTION

# %% check="q_layers"
check("q_layers")

# %% [markdown]
# Now write the forward pass. It returns two things, because the next notebook needs both: what the hidden units
# passed on, and what the outputs answered. Like `hidden_inputs`, it should take one record or a whole batch.


# %% solution="forward"
def forward(x, weights_input_to_hidden, weights_hidden_to_output):
    """Send one record, or a batch, forward through a network with one hidden layer.

    Each layer sums its inputs times their weights and takes the sigmoid: a = σ(x w), then
    ŷ = σ(a W), where w and W are the two matrices.

    Args:
        x: one record, shape (n_inputs,), or a batch with a record in each row, shape
            (records, n_inputs).
        weights_input_to_hidden: w, shape (n_inputs, n_hidden); no unit.
        weights_hidden_to_output: W, shape (n_hidden, n_outputs); no unit.

    Returns:
        (hidden_output, output): the activations of the hidden units, shape (n_hidden,) or
        (records, n_hidden), and those of the outputs, shape (n_outputs,) or (records, n_outputs);
        numbers from 0 to 1 without unit. Single precision (float32) is enough.
    """
    ### BEGIN SOLUTION
    hidden_output = sigmoid(np.dot(x, weights_input_to_hidden))
    output = sigmoid(np.dot(hidden_output, weights_hidden_to_output))
    return hidden_output, output
    ### END SOLUTION


# %% check="forward"
check("forward")

# %% [markdown]
# ## 7. What it was all for
#
# Here is a small puzzle with a long history. There are two switches, each 0 or 1, and a lamp that should light up when
# **exactly one** of them is on. A single sigmoid unit cannot do it: its answer is a hillside that rises in one
# direction only, so if it is low at $(0, 0)$ and high at both $(1, 0)$ and $(0, 1)$, then it is higher still at
# $(1, 1)$.
#
# With hidden units it can be done, and the weights are simple enough to be chosen by hand. One trick is needed: a third
# input that is always 1. Its weight is then added to what a unit hears, whatever the switches do:
#
# - Hidden unit 1 hears $10\,x_1 + 10\,x_2 - 5$. It turns on where $x_1 + x_2$ passes one half.
# - Hidden unit 2 hears $10\,x_1 + 10\,x_2 - 15$. It turns on where $x_1 + x_2$ passes one and a half.
# - Hidden unit 3 hears 10, always. It is simply on, and does for the output what the third input does for the others.
# - The output hears $20\,a_1 - 20\,a_2 - 10\,a_3$: it likes the first and dislikes the second.
#
# The cell below feeds 3721 points of the square to your `forward`, as one batch: not only the four corners, but also
# what lies between and a little beyond.
#
# **Predict first.** What does each of the first two hidden units look like from above, and what does the output?

# %% demonstration="exactly_one_switch"
import matplotlib.pyplot as plt

side = np.linspace(-0.25, 1.25, 61)
first, second = np.meshgrid(side, side)
records = np.column_stack([first.ravel(), second.ravel(), np.ones(first.size)])
into_hidden = np.array([[10.0, 10.0, 0.0], [10.0, 10.0, 0.0], [-5.0, -15.0, 10.0]])
into_output = np.array([[20.0], [-20.0], [-10.0]])

with waiting_for("forward"):
    hidden_output, output = forward(records, into_hidden, into_output)
    columns = np.hstack([hidden_output, output]).astype(float)
    maps = [columns[:, place].reshape(first.shape) for place in (0, 1, 3)]

    figure, row = plt.subplots(1, 3, figsize=(12, 4.4), layout="constrained", sharey=True)
    titles = ("first hidden unit", "second hidden unit", "output")
    for axes, title, heights in zip(row, titles, maps, strict=True):
        look = {"cmap": "cividis", "vmin": 0, "vmax": 1, "shading": "nearest"}
        image = axes.pcolormesh(first, second, heights, **look)
        if heights.min() < 0.5 < heights.max():
            axes.contour(first, second, heights, levels=[0.5], colors="white", linestyles="--")
        axes.plot([0, 1], [0, 1], "o", color="white", markeredgecolor="black", markersize=11)
        axes.plot([0, 1], [1, 0], "^", color="white", markeredgecolor="black", markersize=12)
        axes.set(title=title, xlabel="first switch $x_1$", aspect="equal")
    row[0].set_ylabel("second switch $x_2$")
    figure.colorbar(image, ax=row, label="activation", shrink=0.8)
    figure.suptitle("Triangles: exactly one switch is on. Circles: none or both. Dashed: activation 0.5")

# %% [markdown]
# **In words:** three square maps of the two switches, dark where the activation is near 0 and bright where it is near
# 1, with a dashed line at one half. Each hidden unit is a single hillside, dark at the lower left and bright at the
# upper right, with its dashed line running straight and diagonally; the first unit turns bright early, so that
# only the corner $(0, 0)$ lies in the dark, the second late, so that only $(1, 1)$ lies in the light. The output is a
# bright diagonal band between two dashed lines: both triangles, $(1, 0)$ and $(0, 1)$, lie in the band, both circles
# outside in the dark.
#
# And this is what the four corners come to:
#
# | switches | $a_1$ | $a_2$ | the output hears | and answers |
# |:---:|---:|---:|---:|---:|
# | 0, 0 | 0.0067 | 0.0000 | $-9.9$ | 0.0001 |
# | 1, 0 or 0, 1 | 0.9933 | 0.0067 | $9.7$ | 0.9999 |
# | 1, 1 | 1.0000 | 0.9933 | $-9.9$ | 0.0001 |
#
# Two hillsides, one subtracted from the other, make a ridge. With more hidden units you could build a ring,
# an island, any coastline. The output never had to be clever; it was told by units that each see one simple thing.

# %% [markdown]
# ### In your own words: a network without sigmoids
#
# Somebody finds the sigmoids slow and leaves both out. Their network with one hidden layer now computes
#
# $$\hat y = (x\,w)\,W$$
#
# with the same two matrices as before. "Three hidden units," they say, "so it can still do more than a network that has
# none." Are they right?
#
# Say what such a network can compute, and whether the ridge of the last picture is still possible. Then say what it is
# about the sigmoid *between* the matrices that makes the difference. Three to five sentences are plenty, and an example
# with small numbers counts as an argument. Double-click the next cell and write in place of the line that is there.
# A person reads it and gives up to 1 point.

# %% [markdown] by_hand="without_sigmoids" points=1
# ### BEGIN SOLUTION
# They are not. Multiplying by w and afterwards by W comes to the same as multiplying once by the product matrix wW,
# which has one row for each input and one column for each output. So whatever their hidden units hold, some network
# with direct wires gives identical answers, for instance with x = 3, w = 2 and W = 5 a single weight of 10. Its answers
# change at a constant rate along any straight line, hence no ridge: what rises on the way to the middle cannot fall
# again behind it.
#
# A sigmoid bends. It reacts strongly near zero and hardly at all far away, so the sum of several bent curves can go up
# in one place and down in another, and it can no longer be folded into one matrix.
#
# ### BEGIN MARK SCHEME
# Half a point each:
#
# - Two products in a row are one: w and W can be replaced by a single matrix (in words, with letters or by an example),
#   so nothing is gained over a network without hidden layer.
# - The activation in between is not proportional to what goes in (it bends, saturates, has a threshold), which is why
#   the two steps cannot be merged, or why a ridge becomes possible.
#
# "Sigmoids keep numbers between 0 and 1" alone earns nothing. Noting that fewer hidden units than inputs would even
# restrict the product is a good remark, and not needed.
# ### END MARK SCHEME
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - A weight between layers has two indices: where it comes from and where it goes. **Rows leave, columns enter.**
# - The start is random, so that hidden units differ, and small, $1/\sqrt{n}$, so that they remain open to learning.
# - Every unit hears a dot product. A layer is one matrix multiplication, and a batch of records costs not one
#   line more.
# - The two numbers in the middle must be equal, and vanish. A plain array has no direction. Where a matrix is square,
#   a wrong turn goes unnoticed.
# - A forward pass is multiply, squash, multiply, squash. What the squashing is good for you have seen, and put into
#   words.
#
# Before you hand in, try this on paper: a 4-3-2 network, a batch of 10 records. Write down the shape of everything that
# appears in `forward`, and compare with your code.
#
# **What comes next.** The network of the lamp had its weights chosen by hand. Who chooses them when there are
# thousands? Gradient descent, as before; but now an error at the output has to be traced back to weights that lie
# *behind* a hidden layer. Which hidden unit is to blame, and by how much? In the next notebook, **backprop**, the
# numbers run backwards through the very matrices that you have just sent them through.
