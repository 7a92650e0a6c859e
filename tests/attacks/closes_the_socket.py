# stopped by: the keeper, which gives a child that hung up two seconds to die and kills it then
"""Closes its end of the line and lives on.

squared_error: exited
"""

import os


def squared_error(pred, goal_pred):
    os.close(3)
    while True:
        pass
