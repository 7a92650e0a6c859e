# stopped by: the inside, which keeps the start of what is printed and drops the rest
"""Prints without measure, on every channel.

squared_error: wrong
"""

import os
import sys

for _ in range(64):
    print("x" * 2**20)
    print("x" * 2**20, file=sys.stderr)
    os.write(1, b"x" * 2**20)
    os.write(2, b"x" * 2**20)
print("y" * 10**8)


def squared_error(pred, goal_pred):
    return 7.0
