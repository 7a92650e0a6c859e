# stopped by: the wire format: true sizes are counted, broadcast or not; memory that is not there ends the child alone
"""Returns arrays that claim gigabytes, or memory that is not theirs.

squared_error: wrong type
predict: crashed
sse: wrong type
"""

class Small(np.ndarray):
    nbytes = size = 8
    shape = property(lambda self: (1,))


def squared_error(pred, goal_pred):
    return np.broadcast_to(np.float64(1), (10**5, 10**5))


def predict(input, weight):
    # One array over everything from here on, with the size of a small one.
    far = np.lib.stride_tricks.as_strided(np.zeros(1), (1000, 100), (2**34, 2**30))
    return far


def sse(targets, outputs):
    return np.broadcast_to(np.float64(1), (10**5, 10**5)).view(Small)
