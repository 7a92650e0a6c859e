# stopped by: RLIMIT_FSIZE, and Landlock (no folder can be made)
"""Writes a file of a gigabyte, and one in a folder of its own.

squared_error: raised
"""

import os

try:
    os.makedirs("deep/er")
    print("ESCAPED: made a folder")
except OSError as error:
    print("held:", error)


def squared_error(pred, goal_pred):
    with open("large.bin", "wb") as file:
        for _ in range(1024):
            file.write(bytes(2**20))
    return (pred - goal_pred) ** 2
