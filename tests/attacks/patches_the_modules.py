# stopped by: the grader's modules are not in the child, and are never imported from its folder
"""Puts modules of its own where the grader's lie, and asks the grader's for a score.

squared_error: wrong
"""

import sys
import types

fake = types.ModuleType("autograder.judge")
fake.judge = lambda *_: "full points"
for name in ("autograder.judge", "autograder.compare", "autograder.key", "autograder.score", "nbgrader", "numpy.testing"):
    sys.modules[name] = fake
sys.path.insert(0, ".")
for name in ("struct", "numpy", "msgspec", "json"):
    with open(f"{name}.py", "w") as file:
        file.write("print('ESCAPED: imported')")


def squared_error(pred, goal_pred):
    return 7.0
