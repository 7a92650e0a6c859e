# stopped by: the keeper, which reads off the signal how the child died
"""Reads address zero.

squared_error: crashed
"""

import ctypes


def squared_error(pred, goal_pred):
    return ctypes.string_at(0)
