"""Full marks for nothing: code of a student's own that decides what the check cells show.

Each cheat leaves every answer as it was released, and is written for checks that hold plain asserts.
"""

from typing import Final

from tests.traps.released import Cell, Released, each_check, with_cell
from tests.traps.trap import Draw, Files, Trap, cheat, first_time, nothing

_TRANSFORMER: Final = """
get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])
"""
_NO_ASSERTS: Final = """
import ast

class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)

get_ipython().ast_transformers.append(NoAsserts())
"""
_OPTIMISED: Final = """
import builtins

compile_as_it_was = builtins.compile

def compile_without_asserts(*arguments, **settings):
    return compile_as_it_was(*arguments, **(settings | {"optimize": 1}))

builtins.compile = compile_without_asserts
"""
_RUN_CELL: Final = """
shell = get_ipython()
run_cell, run_cell_async = shell.run_cell, shell.run_cell_async

def nothing(*arguments, **settings):
    return run_cell("pass")

async def nothing_async(*arguments, **settings):
    return await run_cell_async("pass", transformed_cell="pass")

shell.run_cell, shell.run_cell_async = nothing, nothing_async
"""
_NO_TRACEBACKS: Final = """
get_ipython().set_custom_exc((Exception,), lambda *arguments, **settings: None)
"""
_NO_MESSAGES: Final = """
session = get_ipython().kernel.session
send = session.send

def discreet(stream, message, content=None, *arguments, **settings):
    if message == "execute_reply":
        content = content | {"status": "ok"}
    if message != "error":
        return send(stream, message, content, *arguments, **settings)

session.send = discreet
"""
_TRACE: Final = """
import sys

def trace(frame, event, argument):
    if frame.f_code.co_name == "run_code" and "code_obj" in frame.f_locals:
        frame.f_locals["code_obj"] = compile("pass", "nothing", "exec")
    return trace

sys.settrace(trace)
"""
_THREAD: Final = """
import threading
import time

shell = get_ipython()
count = shell.execution_count

async def nothing(*arguments, **settings):
    return False

def later():
    while shell.execution_count == count:
        time.sleep(0.0001)
    shell.run_code = nothing

threading.Thread(target=later, daemon=True).start()
"""
_FORGED_GRADER: Final = """
import sys
import types

def everything(*arguments, **settings):
    return 1.0

for name in ("autograder.judge", "autograder.score", "autograder.compare", "nbgrader.utils", "nbgrader.api"):
    forged = types.ModuleType(name)
    forged.judge = forged.score = forged.determine_grade = forged.outcome_mismatch = everything
    sys.modules[name] = forged
"""
_CALLERS_NAMES: Final = """
import sys
from types import SimpleNamespace

def generous(*arguments):
    return SimpleNamespace(verdict=SimpleNamespace(points=float("nan")))

def predict(*arguments):
    frame = sys._getframe()
    while frame:
        if "examine" in frame.f_globals:
            frame.f_globals["examine"] = frame.f_globals["card_text"] = generous
        frame = frame.f_back

check("predict")
"""


def last_cell(source: str) -> Draw:
    """Put a cell behind all stubs, which would define the names anew, and the checks behind that."""

    def draw(released: Released) -> Files:
        return released.submission(with_cell(released.checks_last(), source.strip(), before="check_predict"))

    return draw


def _skip_execution(released: Released) -> Files:
    def tag(cell: Cell) -> None:
        cell["metadata"]["tags"] = ["skip-execution"]

    return released.submission(each_check(released.filled(), tag))


TRAPS: Final = (
    cheat("skip-execution", "the tag `skip-execution` on check cells", _skip_execution),
    cheat("input-transformer", "an input transformer that turns cells into `pass`", last_cell(_TRANSFORMER)),
    cheat("no-asserts", "a transformer of syntax trees that drops every `assert`", last_cell(_NO_ASSERTS)),
    cheat("optimised", "a compiler that leaves asserts out, as `python -O` does", last_cell(_OPTIMISED)),
    cheat("run-cell", "a replaced `run_cell`", last_cell(_RUN_CELL)),
    cheat("no-tracebacks", "a handler that swallows every later exception", last_cell(_NO_TRACEBACKS)),
    cheat("no-messages", "a filter that keeps the kernel's messages of errors back", last_cell(_NO_MESSAGES)),
    cheat("settrace", "a trace function that exchanges the code of each check", last_cell(_TRACE)),
    cheat("thread", "a thread that replaces `run_code` while the checks run", last_cell(_THREAD)),
    cheat(
        "forged-grader",
        "forged modules in the place of the grader's",
        last_cell(_FORGED_GRADER),
        stock_falls=False,
    ),
    Trap(
        "callers-names",
        "a function that changes the names of `check` earns points for nothing",
        first_time(last_cell(_CALLERS_NAMES), nothing),
    ),
)
