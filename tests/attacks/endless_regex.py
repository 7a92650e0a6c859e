# stopped by: the child's processor clock, read from outside; SIGKILL needs nobody's consent
"""Stays inside one call of the regular expression engine.

squared_error: too slow
"""

import re


def squared_error(pred, goal_pred):
    return re.match("(a|aa|a?a)+$", "a" * 60 + "b")
