"""Other right ways to write the exercises of `mlp_forward`; each must earn everything on every case."""

import numpy as np

from autograder.spec import right_form

# --------------------------------------------------------------------------------------------------- weight_between


@right_form("weight_between")
def row_first_then_column(weights, input_unit, hidden_unit):
    return weights[input_unit - 1][hidden_unit - 1]


@right_form("weight_between")
def column_first_then_row(weights, input_unit, hidden_unit):
    weights_into_unit = weights[:, hidden_unit - 1]
    return weights_into_unit[input_unit - 1]


@right_form("weight_between")
def read_from_lists(weights, input_unit, hidden_unit):
    rows = np.asarray(weights).tolist()
    return float(rows[input_unit - 1][hidden_unit - 1])


@right_form("weight_between")
def counted_along_one_row(weights, input_unit, hidden_unit):
    return weights.ravel()[(input_unit - 1) * weights.shape[1] + hidden_unit - 1]


@right_form("weight_between")
def picked_by_two_masks(weights, input_unit, hidden_unit):
    from_input = np.arange(1, weights.shape[0] + 1) == input_unit
    to_unit = np.arange(1, weights.shape[1] + 1) == hidden_unit
    return (from_input @ weights) @ to_unit


@right_form("weight_between")
def found_by_walking(weights, input_unit, hidden_unit):
    for i, row in enumerate(weights, start=1):
        for j, weight in enumerate(row, start=1):
            if (i, j) == (input_unit, hidden_unit):
                return weight
    return None


@right_form("weight_between")
def taken_as_an_array_without_axes(weights, input_unit, hidden_unit):
    return np.array(weights.T.item(hidden_unit - 1, input_unit - 1))


# ----------------------------------------------------------------------------------------------------- init_weights


@right_form("init_weights")
def with_names_for_everything(n_inputs, n_hidden, seed):
    return np.random.default_rng(seed).normal(loc=0.0, scale=1 / np.sqrt(n_inputs), size=(n_inputs, n_hidden))


@right_form("init_weights")
def standard_bell_then_divided(n_inputs, n_hidden, seed):
    weights = np.random.default_rng(seed).standard_normal((n_inputs, n_hidden))
    weights /= n_inputs**0.5
    return weights


@right_form("init_weights")
def one_weight_at_a_time(n_inputs, n_hidden, seed):
    rng = np.random.default_rng(seed)
    weights = np.zeros((n_inputs, n_hidden))
    for i in range(n_inputs):
        for j in range(n_hidden):
            weights[i, j] = rng.normal(0, pow(n_inputs, -0.5))
    return weights


@right_form("init_weights")
def rows_of_a_list(n_inputs, n_hidden, seed):
    rng = np.random.default_rng(seed)
    return [list(rng.normal(0, n_inputs**-0.5, n_hidden)) for _ in range(n_inputs)]


@right_form("init_weights")
def drawn_in_a_row_and_folded(n_inputs, n_hidden, seed):
    rng = np.random.Generator(np.random.PCG64(seed))
    return np.reshape(rng.normal(0, np.power(float(n_inputs), -0.5), n_inputs * n_hidden), (-1, n_hidden))


@right_form("init_weights")
def laid_out_in_columns(n_inputs, n_hidden, seed):
    bell = np.random.default_rng(seed).normal(size=(n_inputs, n_hidden))
    return np.asfortranarray(bell * np.exp(-0.5 * np.log(n_inputs)))


# ---------------------------------------------------------------------------------------------------- hidden_inputs


@right_form("hidden_inputs")
def with_the_operator(features, weights):
    return features @ weights


@right_form("hidden_inputs")
def with_einsum(features, weights):
    return np.einsum("...i,ij->...j", features, weights)


@right_form("hidden_inputs")
def turned_and_turned_back(features, weights):
    return np.matmul(weights.T, features.T).T


@right_form("hidden_inputs")
def with_three_loops(features, weights):
    sums = []
    for record in np.atleast_2d(features):
        heard = []
        for j in range(weights.shape[1]):
            total = 0.0
            for i in range(weights.shape[0]):
                total += float(record[i]) * float(weights[i][j])
            heard.append(total)
        sums.append(heard)
    return sums[0] if np.ndim(features) == 1 else sums


@right_form("hidden_inputs")
def one_input_after_the_other(features, weights):
    heard = 0.0
    for i, leaving in enumerate(weights):
        heard = heard + features[..., i, None] * leaving
    return heard


@right_form("hidden_inputs")
def one_unit_after_the_other(features, weights):
    return np.stack([np.sum(features * entering, axis=-1) for entering in weights.T], axis=-1)


@right_form("hidden_inputs")
def with_an_axis_to_sum_over(features, weights):
    return (np.asarray(features)[..., None] * weights).sum(axis=-2)


@right_form("hidden_inputs")
def in_single_precision(features, weights):
    return np.dot(np.float32(features), np.float32(weights))


# ---------------------------------------------------------------------------------------------------- product_shape


@right_form("product_shape")
def asking_numpy(left, right):
    return np.dot(np.zeros(left), np.zeros(right)).shape


@right_form("product_shape")
def asking_the_operator(left, right):
    return np.shape(np.ones(left) @ np.ones(right))


@right_form("product_shape")
def case_by_case(left, right):
    if len(left) == 1 and len(right) == 1 and left[0] == right[0]:
        return ()
    if len(left) == 1 and len(right) == 2 and left[0] == right[0]:
        return (right[1],)
    if len(left) == 2 and len(right) == 1 and left[1] == right[0]:
        return (left[0],)
    if len(left) == 2 and len(right) == 2 and left[1] == right[0]:
        return (left[0], right[1])
    raise ValueError


@right_form("product_shape")
def unpacked(left, right):
    *rows, meets = left
    met, *columns = right
    if meets == met:
        return tuple(rows + columns)
    message = "not aligned"
    raise ValueError(message)


@right_form("product_shape")
def by_removing(left, right):
    numbers = list(left + right)
    middle = len(left)
    first, second = numbers[middle - 1], numbers[middle]
    if first - second:
        raise ValueError(first, second)
    del numbers[middle - 1 : middle + 1]
    return numbers


@right_form("product_shape")
def with_tensordot(left, right):
    return np.tensordot(np.empty(left), np.empty(right), axes=1).shape


@right_form("product_shape")
def by_matching_patterns(left, right):
    match left, right:
        case ((*rows, n), (m, *columns)) if n == m:
            return (*rows, *columns)
        case _:
            raise ValueError(left, right)


# ---------------------------------------------------------------------------------------------------- column_vector


@right_form("column_vector")
def reshaped(arr):
    return arr.reshape(-1, 1)


@right_form("column_vector")
def expanded(arr):
    return np.expand_dims(arr, axis=1)


@right_form("column_vector")
def one_list_for_each(arr):
    return [[entry] for entry in arr]


@right_form("column_vector")
def a_row_turned(arr):
    return np.array([arr]).T


@right_form("column_vector")
def filled_from_zeros(arr):
    column = np.zeros((len(arr), 1))
    for row, entry in enumerate(arr):
        column[row, 0] = entry
    return column


@right_form("column_vector")
def stacked(arr):
    return np.column_stack([arr])


@right_form("column_vector")
def with_newaxis(arr):
    return np.asarray(arr, dtype=float)[..., np.newaxis]


# --------------------------------------------------------------------------------------------- hidden_inputs_column


@right_form("hidden_inputs_column")
def the_operator_again(weights, column):
    return weights @ column


@right_form("hidden_inputs_column")
def as_our_layout_turned(weights, column):
    return np.dot(column.T, weights.T).T


@right_form("hidden_inputs_column")
def one_sum_a_row(weights, column):
    return [[sum(float(w) * float(x) for w, x in zip(row, column[:, 0], strict=True))] for row in weights]


@right_form("hidden_inputs_column")
def summed_over_the_row(weights, column):
    return np.sum(weights * column.ravel(), axis=1, keepdims=True)


@right_form("hidden_inputs_column")
def einsum_again(weights, column):
    return np.einsum("ji,ik->jk", weights, column)


@right_form("hidden_inputs_column")
def filled_row_by_row(weights, column):
    heard = np.empty((weights.shape[0], 1))
    for j in range(weights.shape[0]):
        heard[j] = np.vdot(weights[j], column)
    return heard


@right_form("hidden_inputs_column")
def single_precision_again(weights, column):
    return np.matmul(weights.astype(np.float32), column.astype(np.float32))


# ---------------------------------------------------------------------------------------------------------- forward


@right_form("forward")
def step_by_step(x, weights_input_to_hidden, weights_hidden_to_output):
    hidden_input = x @ weights_input_to_hidden
    hidden_output = 1 / (1 + np.exp(-hidden_input))
    output_input = hidden_output @ weights_hidden_to_output
    return hidden_output, 1 / (1 + np.exp(-output_input))


@right_form("forward")
def in_a_loop_over_layers(x, weights_input_to_hidden, weights_hidden_to_output):
    activations = [x]
    for weights in (weights_input_to_hidden, weights_hidden_to_output):
        activations.append(sigmoid(np.dot(activations[-1], weights)))  # noqa: F821 - the notebook gives it
    return activations[1:]


@right_form("forward")
def einsum_twice(x, weights_input_to_hidden, weights_hidden_to_output):
    hidden_output = sigmoid(np.einsum("...i,ij->...j", x, weights_input_to_hidden))  # noqa: F821
    return hidden_output, sigmoid(np.einsum("...j,jk->...k", hidden_output, weights_hidden_to_output))  # noqa: F821


@right_form("forward")
def upright(x, weights_input_to_hidden, weights_hidden_to_output):
    hidden = sigmoid(weights_input_to_hidden.T @ np.transpose(x))  # noqa: F821
    output = sigmoid(weights_hidden_to_output.T @ hidden)  # noqa: F821
    return hidden.T, output.T


@right_form("forward")
def record_by_record(x, weights_input_to_hidden, weights_hidden_to_output):
    if np.ndim(x) == 2:
        pairs = [record_by_record(record, weights_input_to_hidden, weights_hidden_to_output) for record in x]
        return np.array([hidden for hidden, _ in pairs]), np.array([output for _, output in pairs])
    hidden = [sigmoid(sum(x * entering)) for entering in weights_input_to_hidden.T]  # noqa: F821
    return hidden, [sigmoid(sum(np.array(hidden) * entering)) for entering in weights_hidden_to_output.T]  # noqa: F821


@right_form("forward")
def with_a_tanh_inside(x, weights_input_to_hidden, weights_hidden_to_output):
    def squashed(heard):
        return 0.5 * (1 + np.tanh(0.5 * heard))

    hidden_output = squashed(np.matmul(x, weights_input_to_hidden))
    return hidden_output, squashed(np.matmul(hidden_output, weights_hidden_to_output))


@right_form("forward")
def on_the_exercise_before(x, weights_input_to_hidden, weights_hidden_to_output):
    hidden_output = sigmoid(hidden_inputs(x, weights_input_to_hidden))  # noqa: F821
    output = sigmoid(hidden_inputs(hidden_output, weights_hidden_to_output))  # noqa: F821
    return [hidden_output, output]


@right_form("forward")
def by_logarithms(x, weights_input_to_hidden, weights_hidden_to_output):
    hidden_output = np.exp(-np.logaddexp(0, -np.inner(x, weights_input_to_hidden.T)))
    return hidden_output, np.exp(-np.logaddexp(0, -np.inner(hidden_output, weights_hidden_to_output.T)))


@right_form("forward")
def forward_in_single_precision(x, weights_input_to_hidden, weights_hidden_to_output):
    x = np.asarray(x, dtype=np.float32)
    hidden_output = sigmoid(x @ np.float32(weights_input_to_hidden))  # noqa: F821
    output = sigmoid(hidden_output @ np.float32(weights_hidden_to_output))  # noqa: F821
    return hidden_output, output
