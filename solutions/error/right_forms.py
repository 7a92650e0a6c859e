"""Other right ways to write the exercises of `error`; each must earn everything on every case."""

import numpy as np

from autograder.spec import right_form

# ---------------------------------------------------------------------------------------------------------- predict


@right_form("predict")
def predict_other_way_round(input, weight):
    return weight * input


@right_form("predict")
def predict_with_a_ufunc(input, weight):
    return np.multiply(input, weight)


@right_form("predict")
def predict_with_a_loop_into_lists(input, weight):
    if np.ndim(input) == 0:
        return float(input) * float(weight)
    return [predict_with_a_loop_into_lists(one, its_weight) for one, its_weight in zip(input, weight, strict=True)]


@right_form("predict")
def predict_with_einsum(input, weight):
    return np.einsum("...,...->...", input, weight)


@right_form("predict")
def predict_as_an_array_without_axes(input, weight):
    return np.array(np.asarray(weight, dtype=float) * np.asarray(input, dtype=float))


@right_form("predict")
def predict_in_place_of_a_copy(input, weight):
    pred = np.array(input, dtype=np.float64)
    pred *= weight
    return pred


# ---------------------------------------------------------------------------------------------------- squared_error


@right_form("squared_error")
def squared_error_from_the_goal(pred, goal_pred):
    return (goal_pred - pred) ** 2


@right_form("squared_error")
def squared_error_times_itself(pred, goal_pred):
    miss = pred - goal_pred
    return miss * miss


@right_form("squared_error")
def squared_error_of_the_size(pred, goal_pred):
    return pow(abs(pred - goal_pred), 2)


@right_form("squared_error")
def squared_error_with_ufuncs(pred, goal_pred):
    return np.square(np.subtract(pred, goal_pred))


@right_form("squared_error")
def squared_error_multiplied_out(pred, goal_pred):
    return pred * pred - 2 * pred * goal_pred + goal_pred * goal_pred


@right_form("squared_error")
def squared_error_in_lists(pred, goal_pred):
    pred, goal_pred = np.asarray(pred), np.asarray(goal_pred)
    misses = [one - goal for one, goal in zip(pred.ravel().tolist(), goal_pred.ravel().tolist(), strict=True)]
    return np.reshape([miss**2.0 for miss in misses], pred.shape).tolist()


@right_form("squared_error")
def squared_error_as_an_array_without_axes(pred, goal_pred):
    return np.array(np.power(np.asarray(pred) - np.asarray(goal_pred), 2.0))


# -------------------------------------------------------------------------------------------------- squaring_shrinks


@right_form("squaring_shrinks")
def squaring_shrinks_by_trying(error):
    return error**2 < abs(error)


@right_form("squaring_shrinks")
def squaring_shrinks_with_numpy(error):
    return np.logical_and(np.abs(error) > 0, np.abs(error) < 1)


@right_form("squaring_shrinks")
def squaring_shrinks_step_by_step(error):
    if error == 0:
        return False
    if error < 0:
        error = -error
    return error < 1


@right_form("squaring_shrinks")
def squaring_shrinks_on_either_side(error):
    return -1 < error < 0 or 0 < error < 1


@right_form("squaring_shrinks")
def squaring_shrinks_by_its_square(error):
    return bool(0 < np.square(error) < 1)


@right_form("squaring_shrinks")
def squaring_shrinks_by_the_sign(error):
    return np.sign(abs(error) - error * error) == 1


# ----------------------------------------------------------------------------------------------- mean_squared_error


@right_form("mean_squared_error")
def mean_squared_error_by_counting(preds, goal_preds):
    return ((goal_preds - preds) ** 2).sum() / preds.size


@right_form("mean_squared_error")
def mean_squared_error_with_a_loop(preds, goal_preds):
    total = 0.0
    for pred, goal_pred in zip(np.ravel(preds).tolist(), np.ravel(goal_preds).tolist(), strict=True):
        total += (pred - goal_pred) ** 2
    return total / len(np.ravel(preds))


@right_form("mean_squared_error")
def mean_squared_error_with_a_dot_product(preds, goal_preds):
    misses = np.ravel(preds - goal_preds)
    return np.dot(misses, misses) / len(misses)


@right_form("mean_squared_error")
def mean_squared_error_with_einsum(preds, goal_preds):
    misses = preds - goal_preds
    return np.einsum("i,i->", misses.ravel(), misses.ravel()) * (1 / misses.size)


@right_form("mean_squared_error")
def mean_squared_error_summed_exactly(preds, goal_preds):
    import math  # noqa: PLC0415 - a right form stands alone

    return math.fsum((np.ravel(preds) - np.ravel(goal_preds)) ** 2) / preds.size


@right_form("mean_squared_error")
def mean_squared_error_by_its_length(preds, goal_preds):
    return np.array(np.linalg.norm(preds - goal_preds) ** 2 / preds.size)


@right_form("mean_squared_error")
def mean_squared_error_of_each_row_first(preds, goal_preds):
    squares = np.square(np.atleast_2d(preds - goal_preds))
    return squares.mean(axis=1).mean()


# -------------------------------------------------------------------------------------------------- error_of_weight


@right_form("error_of_weight")
def error_of_weight_in_two_lines(weight, input, goal_pred):
    pred = weight * input
    return (goal_pred - pred) ** 2


@right_form("error_of_weight")
def error_of_weight_with_ufuncs(weight, input, goal_pred):
    return np.square(np.subtract(np.multiply(weight, input), goal_pred))


@right_form("error_of_weight")
def error_of_weight_as_a_list(weight, input, goal_pred):
    errors = []
    for one in np.ravel(weight):
        miss = float(one) * input - goal_pred
        errors.append(miss * miss)
    return errors if np.ndim(weight) else errors[0]


@right_form("error_of_weight")
def error_of_weight_multiplied_out(weight, input, goal_pred):
    return input**2 * weight**2 - 2 * input * goal_pred * weight + goal_pred**2


@right_form("error_of_weight")
def error_of_weight_as_a_polynomial(weight, input, goal_pred):
    return np.polyval([input * input, -2 * input * goal_pred, goal_pred * goal_pred], weight)


@right_form("error_of_weight")
def error_of_weight_as_an_array_without_axes(weight, input, goal_pred):
    return np.array(abs(np.asarray(weight) * input - goal_pred) ** 2.0)


# -------------------------------------------------------------------------------------------------------------- sse


@right_form("sse")
def sse_halved_at_the_end(targets, outputs):
    return np.sum((outputs - targets) ** 2) / 2


@right_form("sse")
def sse_halved_entry_by_entry(targets, outputs):
    return np.sum(0.5 * np.square(targets - outputs))


@right_form("sse")
def sse_with_loops(targets, outputs):
    total = 0.0
    for target, output in zip(np.atleast_2d(targets), np.atleast_2d(outputs), strict=True):
        for y, y_hat in zip(target, output, strict=True):
            total += float(y - y_hat) ** 2
    return 0.5 * total


@right_form("sse")
def sse_with_a_dot_product(targets, outputs):
    misses = (targets - outputs).ravel()
    return 0.5 * misses @ misses


@right_form("sse")
def sse_with_einsum(targets, outputs):
    misses = np.atleast_2d(targets - outputs)
    return np.einsum("mj,mj->", misses, misses) / 2


@right_form("sse")
def sse_of_each_record_first(targets, outputs):
    per_record = [np.sum((y - y_hat) ** 2) for y, y_hat in zip(targets, outputs, strict=True)]
    return sum(per_record) * (1 / 2)


@right_form("sse")
def sse_by_its_length(targets, outputs):
    return np.array(np.linalg.norm(targets - outputs) ** 2 / 2)
