# stopped by: SIGKILL by a descriptor of the process, which nobody can ignore
"""Ignores every signal there is and loops.

squared_error: too slow
"""

import signal

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def squared_error(pred, goal_pred):
    while True:
        pass
