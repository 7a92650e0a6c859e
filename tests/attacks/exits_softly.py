# stopped by: the inside, which catches SystemExit, and the keeper if it did not
"""Raises SystemExit.

squared_error: exited
"""

import sys


def squared_error(pred, goal_pred):
    sys.exit(0)
