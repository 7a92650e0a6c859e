# stopped by: seccomp: no clone and no clone3
"""Starts threads that go on while the grader asks.

squared_error: wrong
"""

import _thread
import threading

try:
    threading.Thread(target=print, daemon=True).start()
    print("ESCAPED")
except RuntimeError as error:
    print("held:", error)
try:
    _thread.start_new_thread(print, ())
    print("ESCAPED")
except RuntimeError as error:
    print("held:", error)


def squared_error(pred, goal_pred):
    return 7.0
