# stopped by: the keeper: a step that cannot be is nowhere, and everything still open is charged
"""Names a step that cannot be and loops.

others: any
squared_error: too slow
"""

import sys


def squared_error(pred, goal_pred):
    frame = sys._getframe()
    while frame.f_code.co_name != "main":
        frame = frame.f_back
    frame.f_locals["page"][:4096] = b"\xfe" * 4096
    while True:
        pass
