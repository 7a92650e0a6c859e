"""Calls abort().

squared_error: crashed
"""

import os


def squared_error(pred, goal_pred):
    os.abort()
