# stopped by: the stopwatch: a child that is found waiting uses up the keeper's patience
"""Sleeps in an exercise; in a cell it would be the same.

squared_error: waiting
"""

import time


def squared_error(pred, goal_pred):
    time.sleep(10**6)
