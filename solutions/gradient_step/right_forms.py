"""Other right ways to write each exercise; every one must earn everything on every case."""

import numpy as np
import pandas as pd

from autograder.spec import right_form

# --------------------------------------------------------------------------------------------- direction_and_amount


@right_form("direction_and_amount")
def amount_the_other_way_round(weight, input, goal_pred):
    return input * (weight * input - goal_pred)


@right_form("direction_and_amount")
def amount_step_by_step(weight, input, goal_pred):
    pred = weight * input
    miss = pred - goal_pred
    return miss * input


@right_form("direction_and_amount")
def amount_multiplied_out(w, x, g):
    return x**2 * w - x * g


@right_form("direction_and_amount")
def amount_counted_from_the_goal(weight, input, goal_pred):
    return -input * (goal_pred - input * weight)


@right_form("direction_and_amount")
def amount_with_ufuncs(weight, input, goal_pred):
    return np.multiply(np.subtract(np.multiply(weight, input), goal_pred), input)


@right_form("direction_and_amount")
def amount_as_an_array_without_axes(weight, input, goal_pred):
    return np.array(float(input) * (float(input) * float(weight) - float(goal_pred)))


# ---------------------------------------------------------------------------------------------------- three_effects


@right_form("three_effects")
def effects_by_name(weight, input, goal_pred):
    pred = weight * input
    pure_error = pred - goal_pred
    weight_delta = input * pure_error
    stopped = input == 0
    reversed = input < 0
    return pure_error, weight_delta, stopped, reversed


@right_form("three_effects")
def effects_in_branches(weight, input, goal_pred):
    pure_error = weight * input - goal_pred
    if input == 0:
        return [pure_error, 0.0, True, False]
    if input > 0:
        return [pure_error, pure_error * input, False, False]
    return [pure_error, pure_error * input, False, True]


@right_form("three_effects")
def effects_from_the_signs(weight, input, goal_pred):
    pure_error = input * weight - goal_pred
    weight_delta = pure_error * input
    return pure_error, weight_delta, not input, bool(weight_delta * pure_error < 0)


@right_form("three_effects")
def effects_with_numpy(weight, input, goal_pred):
    pure_error = np.float64(weight) * input - goal_pred
    return pure_error, np.multiply(pure_error, input), np.equal(input, 0), np.signbit(input) and np.not_equal(input, 0)


@right_form("three_effects")
def effects_by_the_sign_of_the_input(weight, input, goal_pred):
    sign = np.sign(input)
    pure_error = -(goal_pred - weight * input)
    return pure_error, sign * abs(input) * pure_error, sign == 0, sign == -1


# --------------------------------------------------------------------------------------------------- gradient_train


@right_form("gradient_train")
def train_with_growing_lists(weight, input, goal_pred, iterations):
    errors, predictions = [], []
    for _ in range(iterations):
        pred = input * weight
        errors.append((pred - goal_pred) ** 2)
        predictions.append(pred)
        direction_and_amount = (pred - goal_pred) * input
        weight = weight - direction_and_amount
    return np.array(errors), np.array(predictions), weight


@right_form("gradient_train")
def train_counting_from_the_goal(weight, input, goal_pred, iterations):
    errors, predictions = np.empty(iterations), np.empty(iterations)
    for row in range(iterations):
        delta = goal_pred - input * weight
        predictions[row], errors[row] = input * weight, delta * delta
        weight += delta * input
    return errors, predictions, weight


@right_form("gradient_train")
def train_with_the_first_function(weight, input, goal_pred, iterations):
    history = []
    while len(history) < iterations:
        history.append((input * weight - goal_pred, input * weight))
        weight -= direction_and_amount(weight, input, goal_pred)  # noqa: F821 - of the notebook
    return [miss**2 for miss, _ in history], [pred for _, pred in history], float(weight)


@right_form("gradient_train")
def train_half_a_slope_at_a_time(weight, input, goal_pred, iterations):
    table = np.zeros((2, iterations))
    weight = np.float64(weight)
    for column in range(iterations):
        table[:, column] = np.square(weight * input - goal_pred), weight * input
        weight = weight - 0.5 * (2 * input * (weight * input - goal_pred))
    return table[0], table[1], weight


@right_form("gradient_train")
def train_and_look_back(weight, input, goal_pred, iterations):
    weights = [weight]
    for _ in range(iterations):
        weights.append(weights[-1] - input * (input * weights[-1] - goal_pred))
    predictions = input * np.array(weights[:-1], dtype=float)
    return (predictions - goal_pred) ** 2, predictions, np.array(weights[-1])


@right_form("gradient_train")
def train_by_calling_itself(weight, input, goal_pred, iterations):
    if iterations == 0:
        return [], [], weight
    pred = weight * input
    moved = weight - (pred - goal_pred) * input
    errors, predictions, last = train_by_calling_itself(moved, input, goal_pred, iterations - 1)
    return [(goal_pred - pred) ** 2, *errors], [pred, *predictions], last


# ---------------------------------------------------------------------------------------------------- one_iteration


@right_form("one_iteration")
def iteration_in_one_line(w, x, g, alpha):
    return x * w, (x * w - g) ** 2, x * w - g, (x * w - g) * x, w - alpha * (x * w - g) * x


@right_form("one_iteration")
def iteration_from_the_delta(weight, input, goal_pred, alpha):
    pred = weight * input
    delta = pred - goal_pred
    error = delta * delta
    weight_delta = input * delta
    weight -= weight_delta * alpha
    return pred, error, delta, weight_delta, weight


@right_form("one_iteration")
def iteration_in_an_array(weight, input, goal_pred, alpha):
    pieces = np.zeros(5)
    pieces[0] = np.multiply(weight, input)
    pieces[2] = pieces[0] - goal_pred
    pieces[1] = np.square(pieces[2])
    pieces[3] = pieces[2] * input
    pieces[4] = weight - pieces[3] * alpha
    return pieces


@right_form("one_iteration")
def iteration_as_a_list_of_floats(weight, input, goal_pred, alpha):
    weight, input, goal_pred, alpha = map(float, (weight, input, goal_pred, alpha))
    delta = -(goal_pred - weight * input)
    return [weight * input, pow(abs(delta), 2), delta, delta * input, weight + (-alpha) * (delta * input)]


@right_form("one_iteration")
def iteration_adding_the_other_sign(weight, input, goal_pred, alpha):
    missing = goal_pred - input * weight
    moved = weight + alpha * missing * input
    return np.array(input * weight), missing**2, -missing, -missing * input, np.float64(moved)


# --------------------------------------------------------------------------------------------- numerical_derivative


@right_form("numerical_derivative")
def derivative_from_both_sides(f, x):
    h = 1e-6
    right, left = f(x + h), f(x - h)
    return (right - left) / h / 2


@right_form("numerical_derivative")
def derivative_with_a_wider_step(f, x):
    return (f(x + 1e-4) - f(x - 1e-4)) * 5000


@right_form("numerical_derivative")
def derivative_of_five_points(f, x):
    h = 1e-3
    return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)


@right_form("numerical_derivative")
def derivative_as_a_mean_of_two(f, x):
    h = 1e-5
    forwards = (f(x + h) - f(x)) / h
    backwards = (f(x) - f(x - h)) / h
    return np.mean([forwards, backwards])


@right_form("numerical_derivative")
def derivative_with_a_step_of_the_places_size(f, x):
    h = 1e-5 * max(1.0, abs(x))
    above, below = x + h, x - h
    return float((f(above) - f(below)) / (above - below))


@right_form("numerical_derivative")
def derivative_sharpened(f, x):
    def central(h):
        return (f(x + h) - f(x - h)) / (2 * h)

    return np.array((4 * central(5e-4) - central(1e-3)) / 3)


# ------------------------------------------------------------------------------------------------------------ chain


@right_form("chain")
def chain_from_the_inside(outer_prime, inner, inner_prime, z):
    q = inner(z)
    return inner_prime(z) * outer_prime(q)


@right_form("chain")
def chain_as_a_list_of_gears(outer_prime, inner, inner_prime, z):
    gears = [outer_prime(inner(z)), inner_prime(z)]
    return np.prod(gears)


@right_form("chain")
def chain_with_an_inner_function(outer_prime, inner, inner_prime, z):
    def slope_at(place):
        return outer_prime(inner(place)) * inner_prime(place)

    return float(slope_at(z))


@right_form("chain")
def chain_as_a_matrix_product(outer_prime, inner, inner_prime, z):
    return (np.array([[outer_prime(inner(z))]], dtype=float) @ np.array([[inner_prime(z)]], dtype=float))[0, 0]


@right_form("chain")
def chain_as_a_running_product(outer_prime, inner, inner_prime, z):
    product = 1.0
    for prime, place in ((inner_prime, z), (outer_prime, inner(z))):
        product *= prime(place)
    return np.array(product)


# ------------------------------------------------------------------------------------------------------------ slope


@right_form("slope")
def slope_as_twice_the_delta(weight, input, goal_pred):
    delta = input * weight - goal_pred
    weight_delta = delta * input
    return 2 * weight_delta


@right_form("slope")
def slope_multiplied_out(w, x, g):
    return 2 * x**2 * w - 2 * x * g


@right_form("slope")
def slope_added_twice(weight, input, goal_pred):
    half = direction_and_amount(weight, input, goal_pred)  # noqa: F821 - of the notebook
    return half + half


@right_form("slope")
def slope_from_the_goal(weight, input, goal_pred):
    return -2.0 * (goal_pred - weight * input) * input


@right_form("slope")
def slope_by_the_chain_rule(weight, input, goal_pred):
    return chain(lambda q: 2 * q, lambda w: input * w - goal_pred, lambda _: input, weight)  # noqa: F821 - of the notebook


@right_form("slope")
def slope_of_a_polynomial(weight, input, goal_pred):
    bowl = np.array([input * input, -2 * input * goal_pred, goal_pred * goal_pred])
    return np.array(np.polyval(np.polyder(bowl), weight))


# ---------------------------------------------------------------------------------------------------------- sigmoid


@right_form("sigmoid")
def sigmoid_as_a_power(x):
    return (1 + np.exp(-x)) ** -1.0


@right_form("sigmoid")
def sigmoid_with_a_positive_exponent(x):
    return np.exp(x) / (np.exp(x) + 1)


@right_form("sigmoid")
def sigmoid_by_its_relative(x):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(x)))


@right_form("sigmoid")
def sigmoid_entry_by_entry(x):
    import math  # noqa: PLC0415 - a right form stands alone

    if np.ndim(x) == 0:
        return 1.0 / (1.0 + math.exp(-x))
    return [sigmoid_entry_by_entry(one) for one in x]


@right_form("sigmoid")
def sigmoid_with_ufuncs(x):
    return np.reciprocal(np.add(1.0, np.exp(np.negative(x))))


@right_form("sigmoid")
def sigmoid_on_the_safe_side(x):
    x = np.asarray(x, dtype=float)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


# ---------------------------------------------------------------------------------------------------- sigmoid_prime


@right_form("sigmoid_prime")
def slope_of_s_from_the_exponential(x):
    return np.exp(-x) / (1 + np.exp(-x)) ** 2


@right_form("sigmoid_prime")
def slope_of_s_from_both_sides(x):
    return sigmoid(x) * sigmoid(-x)  # noqa: F821 - of the notebook


@right_form("sigmoid_prime")
def slope_of_s_by_the_cosh(x):
    return 0.25 / np.cosh(np.asarray(x) / 2) ** 2


@right_form("sigmoid_prime")
def slope_of_s_in_lists(x):
    if np.ndim(x) == 0:
        value = 1 / (1 + np.exp(-float(x)))
        return float(value * (1 - value))
    return [slope_of_s_in_lists(one) for one in x]


@right_form("sigmoid_prime")
def slope_of_s_as_a_parabola(x):
    value = sigmoid(x)  # noqa: F821 - of the notebook
    return value - value**2


@right_form("sigmoid_prime")
def slope_of_s_with_einsum(x):
    value = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
    return np.einsum("...,...->...", value, 1 - value)


# ------------------------------------------------------------------------------------------------------ weight_step


@right_form("weight_step")
def step_with_the_slope_function(x, y, weights, learnrate):
    h = np.dot(x, weights)
    error = y - sigmoid(h)  # noqa: F821 - of the notebook
    error_term = error * sigmoid_prime(h)  # noqa: F821 - of the notebook
    return learnrate * error_term * x


@right_form("weight_step")
def step_in_a_loop(x, y, weights, learnrate):
    h = 0.0
    for one, weight in zip(x, weights, strict=True):
        h += float(one) * float(weight)
    output = 1 / (1 + np.exp(-h))
    steps = []
    for one in x:
        steps.append(learnrate * (y - output) * output * (1 - output) * float(one))  # noqa: PERF401 - as students write
    return steps


@right_form("weight_step")
def step_in_another_order(x, y, weights, learnrate):
    output = sigmoid((x * weights).sum())  # noqa: F821 - of the notebook
    return x * (learnrate * output * (1 - output) * (y - output))


@right_form("weight_step")
def step_down_the_gradient(x, y, weights, learnrate):
    output = 1.0 / (1.0 + np.exp(-(x @ weights)))
    gradient = (output - y) * (output - output**2) * x
    return -learnrate * gradient


@right_form("weight_step")
def step_with_einsum(x, y, weights, learnrate):
    output = 1 / (1 + np.exp(-np.einsum("i,i->", x, weights)))
    return np.einsum(",i->i", learnrate * (y - output) * output * (1 - output), x)


@right_form("weight_step")
def step_as_one_of_several(x, y, weights, learnrate):
    return np.asarray(weight_steps(x, np.array([y]), weights[:, None], learnrate))[:, 0]  # noqa: F821 - of the notebook


# ----------------------------------------------------------------------------------------------------- weight_steps


@right_form("weight_steps")
def steps_with_a_column(x, y, weights, learnrate):
    outputs = sigmoid(x @ weights)  # noqa: F821 - of the notebook
    error_terms = (y - outputs) * outputs * (1 - outputs)
    return learnrate * error_terms * x[:, None]


@right_form("weight_steps")
def steps_output_by_output(x, y, weights, learnrate):
    columns = [weight_step(x, y[j], weights[:, j], learnrate) for j in range(len(y))]  # noqa: F821 - of the notebook
    return np.array(columns).T


@right_form("weight_steps")
def steps_entry_by_entry(x, y, weights, learnrate):
    steps = np.zeros(weights.shape)
    for j in range(weights.shape[1]):
        h = sum(x[i] * weights[i, j] for i in range(len(x)))
        output = 1 / (1 + np.exp(-h))
        for i in range(len(x)):
            steps[i, j] = learnrate * (y[j] - output) * output * (1 - output) * x[i]
    return steps


@right_form("weight_steps")
def steps_with_einsum(x, y, weights, learnrate):
    outputs = 1 / (1 + np.exp(-np.einsum("i,ij->j", x, weights)))
    return learnrate * np.einsum("i,j->ij", x, (y - outputs) * outputs * (1 - outputs))


@right_form("weight_steps")
def steps_as_a_matrix_product(x, y, weights, learnrate):
    h = np.dot(weights.T, x)
    error_terms = (y - sigmoid(h)) * sigmoid_prime(h)  # noqa: F821 - of the notebook
    return np.dot(x.reshape(-1, 1), learnrate * error_terms.reshape(1, -1))


@right_form("weight_steps")
def steps_in_nested_lists(x, y, weights, learnrate):
    outputs = [float(sigmoid(np.dot(x, column))) for column in weights.T]  # noqa: F821 - of the notebook
    terms = [(goal - output) * output * (1 - output) for goal, output in zip(y, outputs, strict=True)]
    return [[learnrate * term * float(one) for term in terms] for one in x]


# ---------------------------------------------------------------------------------------------------------- prepare


@right_form("prepare")
def prepared_by_pandas_own_dummies(admissions):
    table = admissions.copy()
    for name in ("gre", "gpa"):
        table[name] = (table[name] - table[name].mean()) / table[name].std()
    table["rank"] = pd.Categorical(table["rank"], categories=[1, 2, 3, 4])
    return pd.get_dummies(table, columns=["rank"], prefix="rank").astype(float)


@right_form("prepare")
def prepared_by_adding_absent_ranks(admissions):
    ranks = pd.get_dummies(admissions["rank"], prefix="rank", dtype=float)
    ranks = ranks.reindex(columns=["rank_1", "rank_2", "rank_3", "rank_4"], fill_value=0.0)
    scores = admissions[["gre", "gpa"]]
    scores = (scores - scores.mean()) / scores.std()
    return pd.concat([admissions["admit"].astype(float), scores, ranks], axis=1)


@right_form("prepare")
def prepared_with_numpy(admissions):
    values = admissions[["admit", "gre", "gpa", "rank"]].to_numpy(dtype=float)
    scores = values[:, 1:3]
    scores = (scores - scores.mean(axis=0)) / scores.std(axis=0, ddof=1)
    ranks = values[:, 3:] == np.array([1, 2, 3, 4])
    names = ["admit", "gre", "gpa", "rank_1", "rank_2", "rank_3", "rank_4"]
    return pd.DataFrame(np.hstack([values[:, :1], scores, ranks]), columns=names)


@right_form("prepare")
def prepared_row_by_row(admissions):
    means = {name: sum(admissions[name]) / len(admissions) for name in ("gre", "gpa")}
    spreads = {
        name: (sum((one - mean) ** 2 for one in admissions[name]) / (len(admissions) - 1)) ** 0.5
        for name, mean in means.items()
    }
    rows = []
    for _, row in admissions.iterrows():
        new = {"admit": float(row["admit"])}
        new |= {name: (row[name] - means[name]) / spreads[name] for name in ("gre", "gpa")}
        new |= {f"rank_{rank}": float(row["rank"] == rank) for rank in range(1, 5)}
        rows.append(new)
    return pd.DataFrame(rows)


@right_form("prepare")
def prepared_column_by_column(admissions):
    def standardised(values):
        return (values - np.mean(values)) / np.std(values, ddof=1)

    columns = {"admit": admissions["admit"].to_numpy(dtype=float)}
    columns["gre"] = standardised(admissions["gre"].to_numpy())
    columns["gpa"] = standardised(admissions["gpa"].to_numpy())
    for rank in range(1, 5):
        columns["rank_" + str(rank)] = np.where(admissions["rank"] == rank, 1.0, 0.0)
    return pd.DataFrame(columns)


@right_form("prepare")
def prepared_in_a_chain(admissions):
    ranks = {f"rank_{rank}": admissions["rank"].eq(rank).astype(float) for rank in (1, 2, 3, 4)}
    scores = admissions[["gre", "gpa"]].apply(lambda values: values.sub(values.mean()).div(values.std()))
    return scores.assign(admit=admissions["admit"].astype(float), **ranks)[["admit", "gre", "gpa", *ranks]]


# ------------------------------------------------------------------------------------------- gradient_train_records


@right_form("gradient_train_records")
def records_in_a_loop(features, targets, weights, learnrate, epochs):
    weights = weights.copy().astype(float)
    for _ in range(epochs):
        total = np.zeros(weights.shape)
        for x, y in zip(features, targets, strict=True):
            output = sigmoid(np.dot(x, weights))  # noqa: F821 - of the notebook
            total += (y - output) * output * (1 - output) * x
        weights += learnrate * total / len(features)
    return weights


@right_form("gradient_train_records")
def records_by_their_steps(features, targets, weights, learnrate, epochs):
    for _ in range(epochs):
        steps = [weight_step(x, y, weights, learnrate) for x, y in zip(features, targets, strict=True)]  # noqa: F821
        weights = weights + np.mean(steps, axis=0)
    return weights


@right_form("gradient_train_records")
def records_down_the_gradient(features, targets, weights, learnrate, epochs):
    number = features.shape[0]
    for _ in range(epochs):
        outputs = 1 / (1 + np.exp(-np.dot(features, weights)))
        gradient = -np.dot((targets - outputs) * outputs * (1 - outputs), features) / number
        weights = weights - learnrate * gradient
    return np.array(weights)


@right_form("gradient_train_records")
def records_with_einsum(features, targets, weights, learnrate, epochs):
    place = 1.0 * weights
    for _ in range(epochs):
        h = np.einsum("ri,i->r", features, place)
        terms = (targets - sigmoid(h)) * sigmoid_prime(h)  # noqa: F821 - of the notebook
        place = place + learnrate / len(targets) * np.einsum("r,ri->i", terms, features)
    return place


@right_form("gradient_train_records")
def records_with_columns(features, targets, weights, learnrate, epochs):
    column, goals = weights.reshape(-1, 1).astype(float), targets.reshape(-1, 1)
    while epochs > 0:
        outputs = sigmoid(features @ column)  # noqa: F821 - of the notebook
        column = column + learnrate * np.mean((goals - outputs) * outputs * (1 - outputs) * features, axis=0)[:, None]
        epochs -= 1
    return column.ravel()


@right_form("gradient_train_records")
def records_in_plain_lists(features, targets, weights, learnrate, epochs):
    import math  # noqa: PLC0415 - a right form stands alone

    rows, place = np.asarray(features).tolist(), [float(weight) for weight in weights]
    for _ in range(epochs):
        total = [0.0] * len(place)
        for row, y in zip(rows, targets, strict=True):
            output = 1 / (1 + math.exp(-sum(one * weight for one, weight in zip(row, place, strict=True))))
            term = (float(y) - output) * output * (1 - output)
            total = [whole + term * one for whole, one in zip(total, row, strict=True)]
        place = [weight + learnrate * whole / len(rows) for weight, whole in zip(place, total, strict=True)]
    return place
