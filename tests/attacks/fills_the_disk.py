# stopped by: RLIMIT_FSIZE for each file, and the keeper, which counts the files in the scratch folder
"""Writes file upon file of a megabyte, for ever.

squared_error: out of memory
"""

import itertools


def squared_error(pred, goal_pred):
    for number in itertools.count():
        with open(f"{number}.bin", "wb") as file:
            file.write(bytes(2**20))
