# stopped by: the keeper, which reads off the signal how the child died
"""Lifts the recursion limit and overflows the stack.

squared_error: crashed
"""

import sys


class Endless:
    def __getattr__(self, name):
        return getattr(self, name + name[:1])


def squared_error(pred, goal_pred):
    sys.setrecursionlimit(10**9)
    return Endless().x
