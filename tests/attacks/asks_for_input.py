"""Asks at a terminal that is not there.

squared_error: raised
"""

def squared_error(pred, goal_pred):
    return float(input("what is it? "))
