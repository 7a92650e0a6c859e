# stopped by: RLIMIT_FSIZE, and the keeper, which knows the signals that the machine sends from all others
"""Lets the signal of too large a file kill it, a signal that nobody expects.

squared_error: crashed
"""

import signal


def squared_error(pred, goal_pred):
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    with open("large.bin", "wb", buffering=0) as file:
        while True:
            file.write(bytes(2**19))
