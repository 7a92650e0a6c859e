"""Answers that are none: they read what is expected, agree with everything, or put on a show."""

import json
from typing import Any, Final

from autograder.plain import from_plain
from tests.literal import literal
from tests.traps.cheats import last_cell
from tests.traps.released import Released, with_cell
from tests.traps.trap import Files, cheat

#: Every answer that there is to give, as names on the left of an assignment.
FUNCTIONS: Final = "predict = squared_error = squaring_shrinks = mean_squared_error = error_of_weight = sse"
_QUESTIONS: Final = "q_outlier = q_cancel = q_cancel_squared = q_weight_bump = q_parts"
EVERYTHING: Final = f"{FUNCTIONS} = {_QUESTIONS}"

#: Takes what asserts expect from their text, and answers with it.
LEARN: Final = """
import ast
import numpy as np

told = {}

def answering(name):
    return lambda *arguments: told[name][repr(arguments)]

def learn(text, names):
    for claim in ast.walk(ast.parse(text)):
        if not isinstance(claim, ast.Assert):
            continue
        test = claim.test
        asked, expected = test.args[:2] if isinstance(test, ast.Call) else (test.left, test.comparators[0])
        value = eval(ast.unparse(expected), {"np": np})
        if isinstance(asked, ast.Name):
            names[asked.id] = value
        else:
            arguments = "".join(f"{ast.unparse(one)}, " for one in asked.args)
            told.setdefault(asked.func.id, {})[repr(eval(f"({arguments})", {"np": np}))] = value
            names[asked.func.id] = answering(asked.func.id)
"""
_FRAMES: Final = f"""
{LEARN}
import linecache
import sys

def reads(name):
    def answer(*arguments):
        text = "".join(linecache.getlines(sys._getframe(1).f_code.co_filename))
        learn(text, {{}})
        return told[name][repr(arguments)]
    return answer

for name in "{FUNCTIONS}".split(" = "):
    globals()[name] = reads(name)
"""
_HISTORY: Final = f"""
{LEARN}
def read(info):
    if "assert " in info.raw_cell:
        learn(info.raw_cell, globals())

get_ipython().events.register("pre_run_cell", read)
"""
_DISPLAYHOOK: Final = f"""
import sys

class Shown:
    def __call__(self, *arguments):
        return self
    def __array__(self, *arguments, **settings):
        sys.displayhook("full marks, please")
    def __eq__(self, other):
        sys.displayhook("full marks, please")

{EVERYTHING} = Shown()
"""
_PRINTS: Final = f"""
class Printed:
    def __call__(self, *arguments):
        return self
    def __array__(self, *arguments, **settings):
        display("100.0")
        print("100.0")
    def __eq__(self, other):
        display("100.0")
        print("100.0")

{EVERYTHING} = Printed()
"""
_EQUAL: Final = f"""
import numpy as np

class Same:
    def __call__(self, *arguments):
        return self
    def __eq__(self, other):
        return True
    def __hash__(self):
        return 0
    def __array_function__(self, *arguments):
        return True

{EVERYTHING} = Same()
"""
ANYTHING: Final = f"""
{FUNCTIONS} = lambda *arguments: 0.0
{_QUESTIONS} = None
"""
_NUMPY: Final = f"""
import numpy as np

def yes(*arguments, **settings):
    return True

np.allclose = np.isclose = np.array_equal = np.array_equiv = np.all = np.any = yes
np.testing.assert_allclose = np.testing.assert_equal = np.testing.assert_array_equal = yes
{ANYTHING}
"""
_BUILTINS: Final = f"""
import builtins
import sys

def is_asked_by_a_check():
    return sys._getframe(2).f_globals.get("__name__", "").startswith(("numpy", "__main__"))

def lying(real, lie):
    return lambda *arguments, **settings: lie if is_asked_by_a_check() else real(*arguments, **settings)

class Kind(type):
    def __instancecheck__(self, one):
        return one is True or one is False
    def __call__(self, *arguments):
        return True if is_asked_by_a_check() else not not arguments[0]

class Harmless(Warning):
    pass

for name, lie in {{"abs": 0.0, "round": 0.0, "all": True, "any": True}}.items():
    setattr(builtins, name, lying(getattr(builtins, name), lie))
builtins.bool = Kind("bool", (), {{}})
builtins.AssertionError = Harmless
{ANYTHING}
"""
_SHADOWS: Final = f"""
import numpy

class np:
    def allclose(*arguments, **settings):
        return True
    isclose = array_equal = allclose
    array, float64, int64, bool = numpy.array, numpy.float64, numpy.int64, numpy.bool

abs = round = lambda *arguments: 0.0
isinstance = all = lambda *arguments: True
{ANYTHING}
"""
_FORGED_NUMPY: Final = """
import sys
import types

import numpy

class Forged(types.ModuleType):
    def __getattr__(self, name):
        return getattr(numpy, name)
    def allclose(self, *arguments, **settings):
        return True
    isclose = array_equal = allclose

class Finder:
    def find_spec(name, path=None, target=None):
        if name == "numpy":
            raise ImportError

sys.modules["numpy"] = Forged("numpy")
sys.meta_path.insert(0, Finder)
"""


def _forged_numpy(released: Released) -> Files:
    """Forge it in the very first cell, before anything is imported."""
    notebook = with_cell(released.checks_last(), ANYTHING.strip(), before="check_predict")
    return released.submission(with_cell(notebook, _FORGED_NUMPY.strip(), before="setup"))


def _hard_coded(released: Released) -> Files:
    """Write down what the public examples come to, and nothing else."""
    functions = [one for one in json.loads(released.examples)["exercises"] if one["kind"] == "function"]
    cell = "\n\n".join(_remembering(one) for one in functions)
    return last_cell(f"import numpy as np\n\n{cell}")(released)


def _remembering(exercise: dict[str, Any]) -> str:
    known = "".join(
        f"        repr(({''.join(f'{literal(from_plain(one))}, ' for one in case['arguments'])})): "
        f"{literal(from_plain(case['outcome']['returned']))},\n"
        for case in exercise["cases"]
        if "returned" in case["outcome"]
    )
    return f"def {exercise['name']}(*arguments):\n    return {{\n{known}    }}.get(repr(arguments), 0.0)"


TRAPS: Final = (
    cheat("hard-coded", "functions that know the public examples by heart", _hard_coded, stock_falls=False),
    cheat("displayhook", "answers that call `sys.displayhook` when they are looked at", last_cell(_DISPLAYHOOK)),
    cheat("prints", "answers that print and display points", last_cell(_PRINTS), stock_falls=False),
    cheat("always-equal", "an object that is equal to everything", last_cell(_EQUAL)),
    cheat("numpy-patched", "a patched NumPy (`allclose`, `array_equal`, `testing`)", last_cell(_NUMPY)),
    cheat("numpy-forged", "a NumPy of one's own in `sys.modules`, behind an import hook", _forged_numpy),
    cheat("builtins-patched", "patched `bool`, `abs`, `round`, `all`, `AssertionError`", last_cell(_BUILTINS)),
    cheat("names-shadowed", "variables named `np`, `abs`, `isinstance` that agree", last_cell(_SHADOWS)),
    cheat("frames", "functions that read what is expected off their caller's frame", last_cell(_FRAMES)),
    cheat("history", "a hook that reads every check before it runs (`In`, `pre_run_cell`)", last_cell(_HISTORY)),
)
