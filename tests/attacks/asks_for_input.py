# stopped by: descriptors 0, 1 and 2 lead nowhere: input() is told that there is no more
"""Asks at a terminal that is not there.

squared_error: raised
"""

def squared_error(pred, goal_pred):
    return float(input("what is it? "))
