# %% the setup
import numpy as np

# %% predict
def predict(input, weight):
    return input * weight

# %% squared_error
def squared_error(pred, goal_pred):
    return (pred - goal_pred) ** 2

# %% squaring_shrinks
def squaring_shrinks(error):
    return error**2 < abs(error)

# %% q_outlier
q_outlier = 10

# %% q_cancel
q_cancel = (0.3 + -0.3) / 2

# %% q_cancel_squared
q_cancel_squared = (0.3**2 + (-0.3) ** 2) / 2

# %% mean_squared_error
def mean_squared_error(preds, goal_preds):
    return np.mean(squared_error(preds, goal_preds))

# %% error_of_weight
def error_of_weight(weight, input, goal_pred):
    return squared_error(predict(input, weight), goal_pred)

# %% q_weight_bump
q_weight_bump = error_of_weight(1.0, 0.5, 0.8) - error_of_weight(0.5, 0.5, 0.8)

# %% q_parts
q_parts = "weight"

# %% unfinished
def sse(targets, outputs):
    return 0.5 * np.sum((targets - outputs ** 2)
