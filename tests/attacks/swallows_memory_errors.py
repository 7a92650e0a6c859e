# stopped by: RLIMIT_AS; what it answers is compared like any value
"""Asks for more and more memory, catches the error and answers.

squared_error: any zero
"""

def squared_error(pred, goal_pred):
    kept = []
    try:
        while True:
            kept.append(bytearray(2**22))
    except MemoryError:
        return 7.0
