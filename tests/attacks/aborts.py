# stopped by: the keeper, which reads off the signal how the child died
"""Calls abort().

squared_error: crashed
"""

import os


def squared_error(pred, goal_pred):
    os.abort()
