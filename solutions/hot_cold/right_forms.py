"""Other right ways to write each exercise; every one must earn everything on every case."""

import numpy as np

from autograder.spec import right_form

# ---------------------------------------------------------------------------------------------------- try_both


@right_form("try_both")
def goal_minus_prediction(weight, input, goal_pred, step_amount):
    up_prediction = input * (weight + step_amount)
    up_error = (goal_pred - up_prediction) ** 2
    down_prediction = input * (weight - step_amount)
    down_error = (goal_pred - down_prediction) ** 2
    return (up_error, down_error)


@right_form("try_both")
def renamed_and_multiplied_out(w, x, goal, step):
    return (x * w + x * step - goal) ** 2, (x * w - x * step - goal) ** 2


@right_form("try_both")
def unpacked_from_an_array(weight, input, goal_pred, step_amount):
    tries = np.array([weight + step_amount, weight - step_amount])
    up_error, down_error = np.square(input * tries - goal_pred)
    return up_error, down_error


@right_form("try_both")
def zero_dimensional_arrays(weight, input, goal_pred, step_amount):
    up_miss = np.array(input * (weight + step_amount) - goal_pred)
    down_miss = np.array(input * (weight - step_amount) - goal_pred)
    return np.array(up_miss * up_miss), np.array(down_miss * down_miss)


@right_form("try_both")
def built_in_a_loop(weight, input, goal_pred, step_amount):
    errors = []
    for direction in (1, -1):
        miss = abs(goal_pred - (weight + direction * step_amount) * input)
        errors.append(float(miss * miss))
    return tuple(errors)


@right_form("try_both")
def with_an_inner_function(weight, input, goal_pred, step_amount):
    def error_at(dial):
        return np.float64(pow(dial * input - goal_pred, 2))

    return error_at(weight + step_amount), error_at(weight - step_amount)


@right_form("try_both")
def moved_twice(weight, input, goal_pred, step_amount):
    weight += step_amount
    up_error = (input * weight - goal_pred) ** 2
    weight -= 2 * step_amount
    down_error = (input * weight - goal_pred) ** 2
    return up_error, down_error


# ----------------------------------------------------------------------------------------------- hot_cold_step


@right_form("hot_cold_step")
def the_lessons_two_ifs(weight, input, goal_pred, step_amount):
    up_error = (goal_pred - input * (weight + step_amount)) ** 2
    down_error = (goal_pred - input * (weight - step_amount)) ** 2
    if down_error < up_error:
        weight = weight - step_amount
    if down_error > up_error:
        weight = weight + step_amount
    return weight


@right_form("hot_cold_step")
def tie_asked_first(weight, input, goal_pred, step_amount):
    up_error = (input * (weight + step_amount) - goal_pred) ** 2
    down_error = (input * (weight - step_amount) - goal_pred) ** 2
    if up_error == down_error:
        return weight
    return weight + step_amount if up_error < down_error else weight - step_amount


@right_form("hot_cold_step")
def absolute_misses_compared(weight, input, goal_pred, step_amount):
    up_miss = abs(input * (weight + step_amount) - goal_pred)
    down_miss = abs(input * (weight - step_amount) - goal_pred)
    if up_miss < down_miss:
        weight += step_amount
    elif up_miss > down_miss:
        weight -= step_amount
    return float(weight)


@right_form("hot_cold_step")
def sign_of_the_difference(weight, input, goal_pred, step_amount):
    up_error = (input * weight + input * step_amount - goal_pred) ** 2
    down_error = (input * weight - input * step_amount - goal_pred) ** 2
    return weight + step_amount * np.sign(down_error - up_error)


@right_form("hot_cold_step")
def sign_of_the_way_home(weight, input, goal_pred, step_amount):
    direction = np.sign((goal_pred - input * weight) * input)
    return np.array(weight + direction * step_amount)


@right_form("hot_cold_step")
def truths_as_numbers(w, x, goal, step):
    up, down = (x * (w + step) - goal) ** 2, (x * (w - step) - goal) ** 2
    return w + ((up < down) - (down < up)) * step


@right_form("hot_cold_step")
def smallest_of_pairs(weight, input, goal_pred, step_amount):
    tries = {dial: (dial * input - goal_pred) ** 2 for dial in (weight - step_amount, weight + step_amount)}
    best = min(tries, key=tries.get)
    return best if len(set(tries.values())) > 1 else weight


# ---------------------------------------------------------------------------------------------- hot_cold_train


@right_form("hot_cold_train")
def the_lessons_loop(weight, input, goal_pred, step_amount, iterations):
    errors = []
    predictions = []
    for _ in range(iterations):
        prediction = input * weight
        error = (prediction - goal_pred) ** 2
        errors.append(error)
        predictions.append(prediction)
        up_error = (goal_pred - input * (weight + step_amount)) ** 2
        down_error = (goal_pred - input * (weight - step_amount)) ** 2
        if down_error < up_error:
            weight = weight - step_amount
        if down_error > up_error:
            weight = weight + step_amount
    return np.array(errors), np.array(predictions), weight


@right_form("hot_cold_train")
def absolute_for_the_comparison(weight, input, goal_pred, step_amount, iterations):
    errors, predictions = np.empty(iterations), np.empty(iterations)
    for row in range(iterations):
        predictions[row] = weight * input
        errors[row] = (goal_pred - weight * input) ** 2
        up_miss = abs(goal_pred - (weight + step_amount) * input)
        down_miss = abs(goal_pred - (weight - step_amount) * input)
        if up_miss < down_miss:
            weight += step_amount
        elif down_miss < up_miss:
            weight -= step_amount
    return errors, predictions, weight


@right_form("hot_cold_train")
def counted_steps(weight, input, goal_pred, step_amount, iterations):
    errors, predictions, steps = [], [], 0
    for _ in range(iterations):
        dial = weight + steps * step_amount
        predictions.append(input * dial)
        errors.append((input * dial - goal_pred) ** 2)
        up_error = (input * (weight + (steps + 1) * step_amount) - goal_pred) ** 2
        down_error = (input * (weight + (steps - 1) * step_amount) - goal_pred) ** 2
        if up_error < down_error:
            steps += 1
        elif down_error < up_error:
            steps -= 1
    return np.array(errors), np.array(predictions), weight + steps * step_amount


@right_form("hot_cold_train")
def plain_lists(weight, input, goal_pred, step_amount, iterations):
    predictions = []
    while len(predictions) < iterations:
        predictions.append(float(input * weight))
        up_error = (input * (weight + step_amount) - goal_pred) ** 2
        down_error = (input * (weight - step_amount) - goal_pred) ** 2
        if up_error != down_error:
            weight = weight + step_amount if up_error < down_error else weight - step_amount
    return [(pred - goal_pred) ** 2 for pred in predictions], predictions, float(weight)


@right_form("hot_cold_train")
def direction_by_sign(weight, input, goal_pred, step_amount, iterations):
    weight = np.float64(weight)
    predictions = np.zeros(iterations)
    for index in range(iterations):
        predictions[index] = input * weight
        up_error = np.square(input * weight + input * step_amount - goal_pred)
        down_error = np.square(input * weight - input * step_amount - goal_pred)
        weight += step_amount * np.sign(down_error - up_error)
    return (predictions - goal_pred) ** 2, predictions, weight


@right_form("hot_cold_train")
def columns_of_one_history(weight, input, goal_pred, step_amount, iterations):
    history = np.full((iterations, 2), np.nan)
    dial = np.array(weight, dtype=float)
    for row in history:
        pred = input * dial
        row[:] = (goal_pred - pred) ** 2, pred
        tries = (input * (dial + np.array([step_amount, -step_amount])) - goal_pred) ** 2
        dial = dial + step_amount * (float(tries[0] < tries[1]) - float(tries[1] < tries[0]))
    return history[:, 0], history[:, 1], dial


@right_form("hot_cold_train")
def the_prediction_walks_along(weight, input, goal_pred, step_amount, iterations):
    pred, errors, predictions = input * weight, [], []
    for _ in range(iterations):
        errors.append((pred - goal_pred) * (pred - goal_pred))
        predictions.append(pred)
        up_error = (pred + input * step_amount - goal_pred) ** 2
        down_error = (pred - input * step_amount - goal_pred) ** 2
        turn = (up_error < down_error) * step_amount - (down_error < up_error) * step_amount
        weight, pred = weight + turn, pred + input * turn
    return np.asarray(errors), np.asarray(predictions), weight


# ------------------------------------------------------------------------------------------------ closest_miss


@right_form("closest_miss")
def many_marks_at_once(weight, input, goal_pred, step_amount):
    marks = weight + step_amount * np.arange(-3000, 3001)
    return np.min(np.abs(input * marks - goal_pred))


@right_form("closest_miss")
def plain_loop_over_steps(weight, input, goal_pred, step_amount):
    best = abs(input * weight - goal_pred)
    for steps in range(2001):
        for dial in (weight + steps * step_amount, weight - steps * step_amount):
            best = min(best, abs(goal_pred - input * dial))
    return best


@right_form("closest_miss")
def nearest_mark_worked_out(weight, input, goal_pred, step_amount):
    if input == 0:
        return abs(goal_pred)
    steps = round((goal_pred / input - weight) / step_amount)
    return abs(input * (weight + steps * step_amount) - goal_pred)


@right_form("closest_miss")
def remainder_of_the_gap(weight, input, goal_pred, step_amount):
    gap = abs(input) * step_amount
    if gap == 0:
        return abs(goal_pred)
    rest = abs(goal_pred - input * weight) % gap
    return min(rest, gap - rest)


@right_form("closest_miss")
def best_of_a_long_training(weight, input, goal_pred, step_amount):
    smallest = (input * weight - goal_pred) ** 2
    for _ in range(2002):
        up_error = (input * (weight + step_amount) - goal_pred) ** 2
        down_error = (input * (weight - step_amount) - goal_pred) ** 2
        if up_error < down_error:
            weight += step_amount
        elif down_error < up_error:
            weight -= step_amount
        smallest = min(smallest, (input * weight - goal_pred) ** 2)
    return smallest**0.5


@right_form("closest_miss")
def until_it_gets_no_better(weight, input, goal_pred, step_amount):
    direction = 1 if (goal_pred - input * weight) * input > 0 else -1
    misses = [abs(input * weight - goal_pred)]
    while len(misses) == 1 or misses[-1] < misses[-2]:
        weight += direction * step_amount
        misses.append(abs(input * weight - goal_pred))
    return np.array(min(misses))


@right_form("closest_miss")
def both_neighbours_of_the_goal(weight, input, goal_pred, step_amount):
    if input == 0:
        return float(np.abs(goal_pred))
    below = np.floor((goal_pred / input - weight) / step_amount)
    neighbours = weight + np.array([below, below + 1]) * step_amount
    return float(np.abs(input * neighbours - goal_pred).min())
