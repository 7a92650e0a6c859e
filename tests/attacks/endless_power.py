# stopped by: the child's processor clock, read from outside; SIGKILL needs nobody's consent
"""Stays inside one call of the interpreter's arithmetic, where no signal handler runs.

squared_error: too slow
"""

def squared_error(pred, goal_pred):
    return 7 ** (7**9)
