# stopped by: RLIMIT_AS
"""Grows a list without end.

squared_error: any zero
"""

def squared_error(pred, goal_pred):
    kept = []
    while True:
        kept.append(bytearray(2**22))
