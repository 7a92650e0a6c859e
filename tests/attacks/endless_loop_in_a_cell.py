# stopped by: the cell's own limit; then it is tried again with its definitions alone
"""Loops for ever in a cell, with a wrong function beside the loop.

squared_error: wrong
"""

def squared_error(pred, goal_pred):
    return 7.0


while True:
    pass
