# stopped by: the child's processor clock, read from outside; SIGKILL needs nobody's consent
"""Stays inside one call of the linear algebra library.

squared_error: too slow
"""

def squared_error(pred, goal_pred):
    return np.linalg.eigvals(np.random.rand(1500, 1500))[0]
