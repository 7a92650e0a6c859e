# stopped by: the wire format: a value's items are counted as they are encoded, and again as they are read
"""Returns what is small to send and expensive to read.

squared_error: any zero
"""

def squared_error(pred, goal_pred):
    return [[] for _ in range(300_000)]
