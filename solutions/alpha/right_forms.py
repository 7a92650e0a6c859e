"""Other right ways to write the exercises of `alpha`; each must earn everything on every case."""

import numpy as np

from autograder.spec import right_form

# ------------------------------------------------------------------------------------------------- train_with_alpha


@right_form("train_with_alpha")
def lists_and_goal_minus_prediction(weight, input, goal_pred, alpha, iterations):
    errors, predictions = [], []
    for _ in range(iterations):
        pred = input * weight
        delta = goal_pred - pred
        errors.append(delta * delta)
        predictions.append(pred)
        weight += alpha * (input * delta)
    return errors, predictions, weight


@right_form("train_with_alpha")
def weight_delta_shortened_first(weight, input, goal_pred, alpha, iterations):
    errors, predictions = np.empty(iterations), np.empty(iterations)
    row = 0
    while row < iterations:
        predictions[row] = weight * input
        delta = predictions[row] - goal_pred
        errors[row] = np.square(delta)
        weight_delta = delta * alpha * input
        weight = weight - weight_delta
        row += 1
    return errors, predictions, weight


@right_form("train_with_alpha")
def powers_of_the_factor(weight, input, goal_pred, alpha, iterations):
    first_miss = input * weight - goal_pred
    misses = first_miss * (1 - alpha * input**2) ** np.arange(iterations)
    return misses**2, goal_pred + misses, weight - alpha * input * np.sum(misses)


@right_form("train_with_alpha")
def the_miss_walks_along(weight, input, goal_pred, alpha, iterations):
    miss, history = input * weight - goal_pred, []
    for _ in range(iterations):
        history.append((miss**2, miss + goal_pred))
        weight -= alpha * input * miss
        miss *= 1 - alpha * input * input
    errors, predictions = zip(*history, strict=True)
    return np.array(errors), np.array(predictions), weight


@right_form("train_with_alpha")
def weights_first_the_rest_afterwards(weight, input, goal_pred, alpha, iterations):
    weights = np.zeros(iterations + 1)
    weights[0] = weight
    for row in range(iterations):
        weights[row + 1] = weights[row] - (input * weights[row] - goal_pred) * input * alpha
    predictions = input * weights[:-1]
    return (predictions - goal_pred) ** 2, predictions, weights[-1]


@right_form("train_with_alpha")
def multiplied_out(weight, input, goal_pred, alpha, iterations):
    predictions = []
    for _ in range(iterations):
        predictions.append(float(input * weight))
        weight = weight - alpha * input * input * weight + alpha * input * goal_pred
    return ([(goal_pred - pred) ** 2 for pred in predictions], predictions, np.array(weight))


@right_form("train_with_alpha")
def one_round_calls_the_next(weight, input, goal_pred, alpha, iterations):
    if iterations == 0:
        return np.zeros(0), np.zeros(0), weight
    pred = input * weight
    moved = weight - np.multiply(alpha, input * (pred - goal_pred))
    errors, predictions, last = one_round_calls_the_next(moved, input, goal_pred, alpha, iterations - 1)
    return (np.append((pred - goal_pred) ** 2, errors), np.append(pred, predictions), last)


# ----------------------------------------------------------------------------------------------------- miss_factor


@right_form("miss_factor")
def factor_with_products(input, alpha):
    return 1 - alpha * input * input


@right_form("miss_factor")
def factor_as_one_step_of_the_loop(input, alpha):
    weight, goal_pred = 0.0, -1.0
    miss = input * weight - goal_pred
    weight = weight - alpha * input * miss
    return (input * weight - goal_pred) / miss


@right_form("miss_factor")
def factor_with_ufuncs(input, alpha):
    return np.subtract(1.0, np.multiply(alpha, np.square(input)))


@right_form("miss_factor")
def factor_in_steps(input, alpha):
    step_in_misses = alpha * input
    correction = input * step_in_misses
    return -correction + 1


@right_form("miss_factor")
def factor_as_a_polynomial(input, alpha):
    return np.polyval([-alpha, 0, 1], input)


@right_form("miss_factor")
def factor_as_an_array_without_axes(input, alpha):
    return np.array(1 - pow(abs(input), 2) * alpha)


@right_form("miss_factor")
def factor_from_a_ratio(input, alpha):
    if input == 0:
        return 1.0
    limit = 2 / input**2
    return 1 - 2 * alpha / limit


# -------------------------------------------------------------------------------------------- largest_stable_alpha


@right_form("largest_stable_alpha")
def border_with_products(input):
    return 2 / (input * input)


@right_form("largest_stable_alpha")
def border_divided_twice(input):
    return 2 / input / input


@right_form("largest_stable_alpha")
def border_as_twice_the_landing(input):
    return 2 * one_step_alpha(input)  # noqa: F821 - another exercise of the notebook


@right_form("largest_stable_alpha")
def border_with_ufuncs(input):
    return np.divide(2.0, np.square(float(input)))


@right_form("largest_stable_alpha")
def border_with_a_negative_power(input):
    return 2 * float(input) ** -2


@right_form("largest_stable_alpha")
def border_as_an_array_without_axes(input):
    return np.array(1 / (0.5 * abs(input) ** 2))


@right_form("largest_stable_alpha")
def border_on_a_straight_line(input):
    at_nothing, at_one = 1.0, 1 - input**2  # the factor sinks in a straight line
    return (at_nothing + 1) / (at_nothing - at_one)


# ------------------------------------------------------------------------------------------------- one_step_alpha


@right_form("one_step_alpha")
def landing_with_products(input):
    return 1 / (input * input)


@right_form("one_step_alpha")
def landing_as_a_square(input):
    return (1 / input) ** 2


@right_form("one_step_alpha")
def landing_as_half_the_border(input):
    border = 2 / input**2
    return border / 2


@right_form("one_step_alpha")
def landing_with_ufuncs(input):
    return np.reciprocal(np.square(np.float64(input)))


@right_form("one_step_alpha")
def landing_with_a_negative_power(input):
    return pow(float(input), -2)


@right_form("one_step_alpha")
def landing_as_an_array_without_axes(input):
    return np.array(1 / abs(input) / abs(input))


@right_form("one_step_alpha")
def landing_solved_as_an_equation(input):
    return np.linalg.solve(np.array([[float(input) ** 2]]), np.array([1.0]))[0]


# ------------------------------------------------------------------------------------------------------- behaviour


@right_form("behaviour")
def regions_in_order(input, alpha):
    f = 1 - alpha * input**2
    if f > 1 or f < -1:
        return "diverges"
    if f in (1, -1):
        return "stuck"
    if f < 0:
        return "oscillates"
    return "converges"


@right_form("behaviour")
def by_a_list_of_questions(input, alpha):
    factor = 1 - alpha * input * input
    answers = [
        ("converges", 0 <= factor < 1),
        ("oscillates", -1 < factor < 0),
        ("stuck", abs(factor) == 1),
        ("diverges", abs(factor) > 1),
    ]
    return next(name for name, is_so in answers if is_so)


@right_form("behaviour")
def by_alpha_and_its_borders(input, alpha):
    landing, border = 1 / input**2, 2 / input**2
    if alpha < 0 or alpha > border:
        return "diverges"
    if alpha in (0, border):
        return "stuck"
    return "converges" if alpha <= landing else "oscillates"


@right_form("behaviour")
def by_taking_two_steps(input, alpha):
    misses, weight = [], 0.0
    for _ in range(2):
        misses.append(input * weight + 1.0)
        weight -= alpha * input * misses[-1]
    before, after = misses
    if abs(after) == abs(before):
        return "stuck"
    if abs(after) > abs(before):
        return "diverges"
    return "oscillates" if before * after < 0 else "converges"


@right_form("behaviour")
def by_a_table_of_signs(input, alpha):
    factor = miss_factor(input, alpha)  # noqa: F821 - another exercise of the notebook
    names = {1: "diverges", 0: "stuck", -1: "oscillates" if factor < 0 else "converges"}
    return names[int(np.sign(abs(factor) - 1))]


@right_form("behaviour")
def by_numpy_select(input, alpha):
    factor = 1 - alpha * np.square(input)
    size = np.abs(factor)
    return str(np.select([size > 1, size == 1, factor < 0], ["diverges", "stuck", "oscillates"], "converges"))


@right_form("behaviour")
def by_one_expression(input, alpha):
    f = 1 - input * alpha * input
    return "diverges" if f * f > 1 else "stuck" if f * f == 1 else "oscillates" if f < 0 else "converges"


# --------------------------------------------------------------------------------------------------- momentum_step


@right_form("momentum_step")
def the_new_velocity_has_a_name(weight, velocity, derivative, alpha, momentum):
    new_velocity = momentum * velocity - alpha * derivative
    new_weight = weight + new_velocity
    return new_weight, new_velocity


@right_form("momentum_step")
def in_place_of_the_arguments(weight, velocity, derivative, alpha, momentum):
    velocity *= momentum
    velocity -= alpha * derivative
    weight += velocity
    return [weight, velocity]


@right_form("momentum_step")
def with_a_push(weight, velocity, derivative, alpha, momentum):
    push = -alpha * derivative
    return weight + (push + velocity * momentum), push + velocity * momentum


@right_form("momentum_step")
def as_a_matrix(weight, velocity, derivative, alpha, momentum):
    step = np.array([[1.0, momentum, -alpha], [0.0, momentum, -alpha]])
    return step @ np.array([weight, velocity, derivative])


@right_form("momentum_step")
def velocity_by_a_dot_product(weight, velocity, derivative, alpha, momentum):
    rolled = np.dot([momentum, -alpha], [velocity, derivative])
    return np.array(weight + rolled), np.array(rolled)


@right_form("momentum_step")
def a_sum_of_parts(weight, velocity, derivative, alpha, momentum):
    parts = (momentum * velocity, -(alpha * derivative))
    return weight + sum(parts), sum(parts)


# ----------------------------------------------------------------------------------------------------- from_memory


@right_form("from_memory")
def memory_in_arrays(weight, input, goal_pred, alpha, iterations):
    errors, predictions = np.zeros(iterations), np.zeros(iterations)
    for i in range(iterations):
        predictions[i] = input * weight
        errors[i] = (predictions[i] - goal_pred) ** 2
        weight = weight - alpha * input * (predictions[i] - goal_pred)
    return errors, predictions, weight


@right_form("from_memory")
def memory_in_plain_lists(w, x, goal, a, n):
    es, ps = [], []
    while len(es) < n:
        p = x * w
        es.append((goal - p) ** 2)
        ps.append(p)
        w = w + a * x * (goal - p)
    return es, ps, float(w)


@right_form("from_memory")
def memory_by_calling_the_loop(weight, input, goal_pred, alpha, iterations):
    return train_with_alpha(weight, input, goal_pred, alpha, iterations)  # noqa: F821 - the notebook's first exercise


@right_form("from_memory")
def memory_with_an_inner_update(weight, input, goal_pred, alpha, iterations):
    def updated(current):
        return current - alpha * (input * current - goal_pred) * input

    weights = [weight]
    for _ in range(iterations):
        weights.append(updated(weights[-1]))
    predictions = np.array([input * each for each in weights[:iterations]])
    return np.power(predictions - goal_pred, 2), predictions, weights[iterations]


@right_form("from_memory")
def memory_of_the_geometric_row(weight, input, goal_pred, alpha, iterations):
    factor, miss = 1 - alpha * input * input, input * weight - goal_pred
    misses = miss * np.cumprod(np.append(1.0, np.full(iterations - 1, factor)))
    return np.square(misses), misses + goal_pred, weight - input * alpha * misses.sum()


@right_form("from_memory")
def memory_in_columns(weight, input, goal_pred, alpha, iterations):
    history = np.empty((2, iterations))
    current = np.float64(weight)
    for column in range(iterations):
        miss = np.subtract(np.multiply(input, current), goal_pred)
        history[:, column] = miss * miss, input * current
        current = current - alpha * input * miss
    return history[0], history[1], current
