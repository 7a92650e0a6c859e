# stopped by: the child's processor clock, read from outside
"""Loops for ever.

squared_error: too slow
"""

def squared_error(pred, goal_pred):
    while True:
        pass
