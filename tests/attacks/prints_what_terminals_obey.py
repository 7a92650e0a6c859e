# stopped by: the keeper, which strips control characters and those that turn or hide text
"""Prints control characters, a title, and text that turns round.

squared_error: wrong
"""

import sys

print("\x1b]0;owned\x07\x1b[2J\x1b[31m\u202egnihton\u200b\x00\x9b1m")
try:
    sys.stdout.write(b"bytes")
except TypeError:
    pass


def squared_error(pred, goal_pred):
    print("\x1b[2J")
    return 7.0
