# stopped by: RLIMIT_AS
"""Asks for eight gigabytes at once.

squared_error: out of memory
"""

def squared_error(pred, goal_pred):
    return np.ones(10**9)
