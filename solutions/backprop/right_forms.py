"""Other right ways to write the exercises of `backprop`; each must earn everything on every case."""

import numpy as np

from autograder.spec import right_form


def sigmoid(z):
    """The notebook's own; the forms find it there."""
    return 1 / (1 + np.exp(-z))


# ------------------------------------------------------------------------------------------------- output_error_term


@right_form("output_error_term")
def output_error_term_slope_first(target, output):
    slope = output * (1 - output)
    error = target - output
    return slope * error


@right_form("output_error_term")
def output_error_term_with_a_loop(target, output):
    return [(y - y_hat) * y_hat * (1 - y_hat) for y, y_hat in zip(target.tolist(), output.tolist(), strict=True)]


@right_form("output_error_term")
def output_error_term_with_ufuncs(target, output):
    return np.multiply(np.subtract(target, output), np.multiply(output, np.subtract(1.0, output)))


@right_form("output_error_term")
def output_error_term_with_a_square(target, output):
    return (target - output) * (output - output**2)


@right_form("output_error_term")
def output_error_term_with_einsum(target, output):
    return np.einsum("k,k,k->k", target - output, output, 1 - output)


@right_form("output_error_term")
def output_error_term_minus_times_minus(target, output):
    return (output - target) * output * (output - 1)


# ------------------------------------------------------------------------------------------------- hidden_error_term


@right_form("hidden_error_term")
def hidden_error_term_in_two_lines(output_error_term, weights_hidden_to_output, hidden_output):
    blame = np.dot(weights_hidden_to_output, output_error_term)
    return blame * (hidden_output * (1 - hidden_output))


@right_form("hidden_error_term")
def hidden_error_term_transposed(output_error_term, weights_hidden_to_output, hidden_output):
    return hidden_output * (1 - hidden_output) * np.dot(output_error_term, weights_hidden_to_output.T)


@right_form("hidden_error_term")
def hidden_error_term_with_loops(output_error_term, weights_hidden_to_output, hidden_output):
    terms = []
    for row, a in zip(weights_hidden_to_output, hidden_output, strict=True):
        blame = 0.0
        for weight, delta in zip(row, output_error_term, strict=True):
            blame += weight * delta
        terms.append(blame * a * (1 - a))
    return terms


@right_form("hidden_error_term")
def hidden_error_term_with_einsum(output_error_term, weights_hidden_to_output, hidden_output):
    return np.einsum("jk,k,j,j->j", weights_hidden_to_output, output_error_term, hidden_output, 1 - hidden_output)


@right_form("hidden_error_term")
def hidden_error_term_summed_along_the_rows(output_error_term, weights_hidden_to_output, hidden_output):
    slope = hidden_output - hidden_output**2
    return (weights_hidden_to_output * output_error_term).sum(axis=1) * slope


@right_form("hidden_error_term")
def hidden_error_term_as_a_column_first(output_error_term, weights_hidden_to_output, hidden_output):
    column = weights_hidden_to_output @ output_error_term.reshape(-1, 1)
    return np.ravel(column * (hidden_output * (1 - hidden_output))[:, None])


# ----------------------------------------------------------------------------------------------------- backprop_step


@right_form("backprop_step")
def backprop_step_with_broadcasting(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    a = sigmoid(np.dot(x, weights_input_to_hidden))
    y_hat = sigmoid(np.dot(a, weights_hidden_to_output))
    delta_o = (target - y_hat) * y_hat * (1 - y_hat)
    delta_h = np.dot(weights_hidden_to_output, delta_o) * a * (1 - a)
    return learnrate * delta_h * x[:, None], learnrate * delta_o * a[:, None]


@right_form("backprop_step")
def backprop_step_with_loops(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    inputs, hidden = weights_input_to_hidden.shape
    outputs = weights_hidden_to_output.shape[1]
    a = [1 / (1 + np.exp(-sum(x[i] * weights_input_to_hidden[i, j] for i in range(inputs)))) for j in range(hidden)]
    y_hat = [
        1 / (1 + np.exp(-sum(a[j] * weights_hidden_to_output[j, k] for j in range(hidden)))) for k in range(outputs)
    ]
    delta_o = [(target[k] - y_hat[k]) * y_hat[k] * (1 - y_hat[k]) for k in range(outputs)]
    delta_h = [
        sum(weights_hidden_to_output[j, k] * delta_o[k] for k in range(outputs)) * a[j] * (1 - a[j])
        for j in range(hidden)
    ]
    first = [[learnrate * delta_h[j] * x[i] for j in range(hidden)] for i in range(inputs)]
    second = [[learnrate * delta_o[k] * a[j] for k in range(outputs)] for j in range(hidden)]
    return first, second


@right_form("backprop_step")
def backprop_step_in_columns(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    x_column, target_column = x.reshape(-1, 1), target.reshape(-1, 1)
    a = sigmoid(weights_input_to_hidden.T @ x_column)
    y_hat = sigmoid(weights_hidden_to_output.T @ a)
    delta_o = (target_column - y_hat) * y_hat * (1 - y_hat)
    delta_h = weights_hidden_to_output @ delta_o * a * (1 - a)
    return learnrate * x_column @ delta_h.T, learnrate * a @ delta_o.T


@right_form("backprop_step")
def backprop_step_as_a_batch_of_one(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    rows, targets = np.atleast_2d(x), np.atleast_2d(target)
    a = 1 / (1 + np.exp(-rows @ weights_input_to_hidden))
    y_hat = 1 / (1 + np.exp(-a @ weights_hidden_to_output))
    delta_o = (targets - y_hat) * (y_hat - y_hat * y_hat)
    delta_h = delta_o @ weights_hidden_to_output.T * (a - a * a)
    return [learnrate * rows.T @ delta_h, learnrate * a.T @ delta_o]


@right_form("backprop_step")
def backprop_step_down_the_gradient(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    a = sigmoid(x @ weights_input_to_hidden)
    y_hat = sigmoid(a @ weights_hidden_to_output)
    slope_o = (y_hat - target) * y_hat * (1 - y_hat)
    slope_h = np.einsum("jk,k->j", weights_hidden_to_output, slope_o) * a * (1 - a)
    gradient_second = np.einsum("j,k->jk", a, slope_o)
    gradient_first = np.einsum("i,j->ij", x, slope_h)
    return -learnrate * gradient_first, -learnrate * gradient_second


@right_form("backprop_step")
def backprop_step_with_a_tanh(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    def squash(z):
        return 0.5 * (1 + np.tanh(z / 2))

    a = squash(x @ weights_input_to_hidden)
    y_hat = squash(a @ weights_hidden_to_output)
    delta_o = (target - y_hat) * y_hat * (1 - y_hat)
    delta_h = (weights_hidden_to_output * delta_o).sum(axis=1) * a * (1 - a)
    return np.multiply.outer(x, learnrate * delta_h), np.multiply.outer(a, learnrate * delta_o)


# ---------------------------------------------------------------------------------------------------- gradient_check


@right_form("gradient_check")
def gradient_check_nudged_in_place(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    def error():
        return 0.5 * ((target - sigmoid(sigmoid(x @ weights_input_to_hidden) @ weights_hidden_to_output)) ** 2).sum()

    deltas = step(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate)
    gaps = []
    for delta, weights in zip(deltas, (weights_input_to_hidden, weights_hidden_to_output), strict=True):
        for i in range(weights.shape[0]):
            for j in range(weights.shape[1]):
                kept = weights[i, j]
                weights[i, j] = kept + 1e-4
                above = error()
                weights[i, j] = kept - 1e-4
                below = error()
                weights[i, j] = kept
                n = (below - above) / 2e-4
                a = delta[i, j] / learnrate
                gaps.append(abs(a - n) / max(1e-8, abs(a) + abs(n)))
    return max(gaps)


@right_form("gradient_check")
def gradient_check_on_whole_matrices(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    def error(first, second):
        return np.sum((sigmoid(sigmoid(x @ first) @ second) - target) ** 2) / 2

    def slopes(function, weights, h=1e-6):
        found = np.zeros(weights.shape)
        for place in np.ndindex(*weights.shape):
            nudge = np.zeros(weights.shape)
            nudge[place] = h
            found[place] = (function(weights + nudge) - function(weights - nudge)) / (2 * h)
        return found

    first, second = weights_input_to_hidden, weights_hidden_to_output
    numerical = [-slopes(lambda m: error(m, second), first), -slopes(lambda m: error(first, m), second)]
    analytic = [np.asarray(each) / learnrate for each in step(x, target, first, second, learnrate)]
    gaps = [np.abs(a - n) / np.maximum(1e-8, np.abs(a) + np.abs(n)) for a, n in zip(analytic, numerical, strict=True)]
    return max(np.max(gap) for gap in gaps)


@right_form("gradient_check")
def gradient_check_on_one_long_row(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    shape, size = weights_input_to_hidden.shape, weights_input_to_hidden.size
    start = np.concatenate([weights_input_to_hidden.ravel(), weights_hidden_to_output.ravel()])

    def error(row):
        hidden = sigmoid(np.dot(x, row[:size].reshape(shape)))
        output = sigmoid(np.dot(hidden, row[size:].reshape(weights_hidden_to_output.shape)))
        return 0.5 * np.dot(target - output, target - output)

    steps = step(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate)
    analytic = np.concatenate([np.ravel(each) for each in steps]) / learnrate
    nudges = 1e-5 * np.eye(len(start))
    numerical = np.array([(error(start - nudge) - error(start + nudge)) / 2e-5 for nudge in nudges])
    return float(np.max(np.abs(analytic - numerical) / np.maximum(1e-8, np.abs(analytic) + np.abs(numerical))))


@right_form("gradient_check")
def gradient_check_with_the_uphill_slope(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    steps = step(
        x=x,
        target=target,
        weights_input_to_hidden=weights_input_to_hidden,
        weights_hidden_to_output=weights_hidden_to_output,
        learnrate=learnrate,
    )
    largest = 0
    for which in (0, 1):
        for i, row in enumerate(steps[which]):
            for j, claimed in enumerate(row):
                errors = {}
                for sign in (1, -1):
                    first, second = np.array(weights_input_to_hidden), np.array(weights_hidden_to_output)
                    (first, second)[which][i, j] += sign * 1e-5
                    errors[sign] = sum((target - sigmoid(sigmoid(x @ first) @ second)) ** 2) / 2
                uphill = (errors[1] - errors[-1]) / 2e-5
                told = -claimed / learnrate
                gap = abs(told - uphill) / max(abs(told) + abs(uphill), 1e-8)
                largest = sorted([largest, gap])[1]
    return largest


@right_form("gradient_check")
def gradient_check_over_four_points(step, x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate):
    def error(which, place, by):
        weights = [weights_input_to_hidden.copy(), weights_hidden_to_output.copy()]
        weights[which][place] += by
        return 0.5 * np.sum(np.square(sigmoid(sigmoid(x @ weights[0]) @ weights[1]) - target))

    h, worst = 1e-3, []
    for which, delta in enumerate(step(x, target, weights_input_to_hidden, weights_hidden_to_output, learnrate)):
        for place, entry in np.ndenumerate(delta):
            near = error(which, place, h) - error(which, place, -h)
            far = error(which, place, 2 * h) - error(which, place, -2 * h)
            n = -(8 * near - far) / (12 * h)
            a = entry / learnrate
            worst.append(np.abs(np.array(a - n)) / np.maximum(1e-8, abs(a) + abs(n)))
    return np.max(worst)


# ---------------------------------------------------------------------------------------------------- backprop_train


@right_form("backprop_train")
def backprop_train_record_by_record(
    features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs
):
    first, second = weights_input_to_hidden.copy(), weights_hidden_to_output.copy()
    for _ in range(epochs):
        sum_first, sum_second = np.zeros(first.shape), np.zeros(second.shape)
        for x, target in zip(features, targets, strict=True):
            a = sigmoid(x @ first)
            y_hat = sigmoid(a @ second)
            delta_o = (target - y_hat) * y_hat * (1 - y_hat)
            delta_h = second @ delta_o * a * (1 - a)
            sum_first += learnrate * np.outer(x, delta_h)
            sum_second += learnrate * np.outer(a, delta_o)
        first += sum_first / len(features)
        second += sum_second / len(features)
    return first, second


@right_form("backprop_train")
def backprop_train_mean_of_a_list(
    features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs
):
    def slopes(x, target, first, second):
        a = sigmoid(x @ first)
        y_hat = sigmoid(a @ second)
        delta_o = (target - y_hat) * y_hat * (1 - y_hat)
        return np.outer(x, second @ delta_o * a * (1 - a)), np.outer(a, delta_o)

    first, second = weights_input_to_hidden, weights_hidden_to_output
    for _ in range(epochs):
        each = [slopes(features[record], targets[record], first, second) for record in range(len(features))]
        first = first + learnrate * np.mean([one[0] for one in each], axis=0)
        second = second + learnrate * np.mean([one[1] for one in each], axis=0)
    return [first, second]


@right_form("backprop_train")
def backprop_train_with_einsum(features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs):
    w, big_w = np.array(weights_input_to_hidden), np.array(weights_hidden_to_output)
    for _epoch in range(epochs):
        a = sigmoid(np.einsum("mi,ij->mj", features, w))
        y_hat = sigmoid(np.einsum("mj,jk->mk", a, big_w))
        delta_o = (targets - y_hat) * y_hat * (1 - y_hat)
        delta_h = np.einsum("jk,mk->mj", big_w, delta_o) * a * (1 - a)
        w += learnrate * np.einsum("mi,mj->ij", features, delta_h) / len(features)
        big_w += learnrate * np.einsum("mj,mk->jk", a, delta_o) / len(features)
    return w, big_w


@right_form("backprop_train")
def backprop_train_with_a_while(
    features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs
):
    rate = learnrate / features.shape[0]
    first, second = weights_input_to_hidden, weights_hidden_to_output
    while epochs > 0:
        a = 1 / (1 + np.exp(-features.dot(first)))
        y_hat = 1 / (1 + np.exp(-a.dot(second)))
        slope_o = (y_hat - targets) * y_hat * (1 - y_hat)
        slope_h = slope_o.dot(second.T) * a * (1 - a)
        first, second = first - rate * features.T.dot(slope_h), second - rate * a.T.dot(slope_o)
        epochs -= 1
    return first, second


@right_form("backprop_train")
def backprop_train_calling_itself(
    features, targets, weights_input_to_hidden, weights_hidden_to_output, learnrate, epochs
):
    def learn(first, second, left):
        if left == 0:
            return first, second
        a = sigmoid(features @ first)
        y_hat = sigmoid(a @ second)
        delta_o = (targets - y_hat) * (y_hat - y_hat**2)
        delta_h = delta_o @ second.T * (a - a**2)
        tables = features[:, :, None] * delta_h[:, None, :], a[:, :, None] * delta_o[:, None, :]
        return learn(first + learnrate * tables[0].mean(axis=0), second + learnrate * tables[1].mean(axis=0), left - 1)

    return learn(weights_input_to_hidden, weights_hidden_to_output, epochs)


# ----------------------------------------------------------------------------------------------------- largest_share


@right_form("largest_share")
def largest_share_divided(layers):
    return 1 / 4**layers


@right_form("largest_share")
def largest_share_with_a_loop(layers):
    share = 1.0
    for _ in range(layers):
        share *= 0.25
    return share


@right_form("largest_share")
def largest_share_with_numpy(layers):
    return np.power(0.25, layers)


@right_form("largest_share")
def largest_share_multiplied_out(layers):
    return np.prod([0.25] * layers)


@right_form("largest_share")
def largest_share_calling_itself(layers):
    def share(left):
        return 1 if left == 0 else share(left - 1) / 4

    return share(layers)


@right_form("largest_share")
def largest_share_by_halves(layers):
    return pow(2.0, -2 * layers)


# --------------------------------------------------------------------------------------------------- backprop_layers


@right_form("backprop_layers")
def backprop_layers_backwards_through_pairs(x, target, weights, learnrate):
    signals = [x]
    for matrix in weights:
        signals = [*signals, sigmoid(np.dot(signals[-1], matrix))]
    delta = (target - signals[-1]) * signals[-1] * (1 - signals[-1])
    backward = []
    for matrix, said in zip(weights[::-1], signals[-2::-1], strict=True):
        backward.append(learnrate * said[:, None] * delta[None, :])
        delta = matrix @ delta * said * (1 - said)
    return backward[::-1]


@right_form("backprop_layers")
def backprop_layers_calling_itself(x, target, weights, learnrate):
    def descend(value, rest):
        if not rest:
            return [], target - value
        said = sigmoid(value @ rest[0])
        steps, blame = descend(said, rest[1:])
        delta = blame * said * (1 - said)
        return [learnrate * np.outer(value, delta), *steps], rest[0] @ delta

    return descend(x, weights)[0]


@right_form("backprop_layers")
def backprop_layers_error_terms_first(x, target, weights, learnrate):
    signals = [np.asarray(x)]
    for index in range(len(weights)):
        signals.append(sigmoid(signals[index] @ weights[index]))
    deltas = [None] * len(weights)
    deltas[-1] = (target - signals[-1]) * signals[-1] * (1 - signals[-1])
    for index in range(len(weights) - 2, -1, -1):
        said = signals[index + 1]
        deltas[index] = np.dot(deltas[index + 1], weights[index + 1].T) * said * (1 - said)
    return [learnrate * np.outer(signals[index], deltas[index]) for index in range(len(weights))]


@right_form("backprop_layers")
def backprop_layers_with_einsum(x, target, weights, learnrate):
    signals = [x]
    for matrix in weights:
        signals.append(sigmoid(np.einsum("i,ij->j", signals[-1], matrix)))
    blame, steps = target - signals[-1], ()
    for index in range(len(weights), 0, -1):
        delta = blame * signals[index] * (1 - signals[index])
        steps = (np.einsum("i,j->ij", signals[index - 1], learnrate * delta), *steps)
        blame = np.einsum("ij,j->i", weights[index - 1], delta)
    return steps


@right_form("backprop_layers")
def backprop_layers_in_columns(x, target, weights, learnrate):
    columns = [x.reshape(-1, 1)]
    for matrix in weights:
        columns.append(sigmoid(matrix.T @ columns[-1]))
    delta = (target.reshape(-1, 1) - columns[-1]) * columns[-1] * (1 - columns[-1])
    steps = []
    for matrix in reversed(weights):
        columns.pop()
        steps.insert(0, learnrate * columns[-1] @ delta.T)
        delta = matrix @ delta * columns[-1] * (1 - columns[-1])
    return steps
