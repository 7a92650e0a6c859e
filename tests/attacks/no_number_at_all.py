# stopped by: the wire format: exact types, capped depth and size; NaN is equal to NaN alone
"""Returns NaN, infinity, complex numbers, dates, huge integers, deep nests, generators and itself.

squared_error: wrong
predict: wrong type
sse: wrong type
mean_squared_error: any zero
error_of_weight: wrong type
"""

def squared_error(pred, goal_pred):
    return np.full(np.shape(pred), np.nan) if np.ndim(pred) else float("nan")


def predict(input, weight):
    return complex(1, 2)


def sse(targets, outputs):
    deep = []
    for _ in range(10**5):
        deep = [deep]
    return deep


def mean_squared_error(preds, goal_preds):
    return 10**1000


def error_of_weight(weight, input, goal_pred):
    endless = []
    endless.append(endless)
    return endless
