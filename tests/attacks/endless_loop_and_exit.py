# stopped by: striking off: each step is charged for itself, and a fresh child does the rest
"""Loops for ever in one exercise and ends the program in another.

squared_error: too slow
sse: exited
"""

import os


def squared_error(pred, goal_pred):
    while True:
        pass


def sse(targets, outputs):
    os._exit(0)
