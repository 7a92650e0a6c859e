# stopped by: Python's limit, which is an exception like any other
"""Calls itself for ever.

squared_error: raised
"""

def squared_error(pred, goal_pred):
    return squared_error(pred, goal_pred)
