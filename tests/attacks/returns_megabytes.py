# stopped by: the cap on a value, in the child and again in the keeper
"""Returns a megabyte from every call of every case, more than a frame may hold.

squared_error: wrong type
"""

def squared_error(pred, goal_pred):
    return b"", np.zeros(130_000), [0.0] * 30_000
