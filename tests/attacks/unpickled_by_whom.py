# stopped by: the wire format: nothing is pickled, and nothing of a type of its own is printed or called outside
"""Returns objects that run code where they are unpickled or printed.

squared_error: wrong type
predict: wrong type
sse: wrong type
"""

import os


class Reduce:
    def __reduce__(self):
        return os.system, ("touch /tmp/ESCAPED",)


class Repr:
    def __repr__(self):
        while True:
            pass

    __str__ = __format__ = __len__ = __iter__ = __float__ = __index__ = __bool__ = __repr__


def squared_error(pred, goal_pred):
    return Reduce()


def predict(input, weight):
    return {"a": Repr(), Repr: 1}


def sse(targets, outputs):
    return np.array([Reduce(), Repr()], dtype=object)
