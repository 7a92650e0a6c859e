"""Student code that reads and writes what lies beside it: nbgrader runs it with the teacher's own rights."""

from typing import Final

from tests.traps.answers import EVERYTHING, LEARN
from tests.traps.cheats import last_cell
from tests.traps.released import ASSIGNMENT
from tests.traps.trap import cheat

_EXTRA_CREDIT: Final = """
import sqlite3
from pathlib import Path

with sqlite3.connect("../../../gradebook.db", timeout=60) as gradebook:
    gradebook.execute(
        "UPDATE grade SET extra_credit = 1 WHERE notebook_id IN (SELECT n.id FROM submitted_notebook n "
        "JOIN submitted_assignment a ON n.assignment_id = a.id WHERE a.student_id = ?)",
        (Path.cwd().parent.name,),
    )
"""
_SURVIVOR: Final = """
import os, sqlite3, time
from pathlib import Path

if os.fork() == 0:
    os.setsid()
    try:
        gradebook = sqlite3.connect("../../../gradebook.db", timeout=60, isolation_level=None)
        (mine,) = gradebook.execute(
            "SELECT n.id FROM submitted_notebook n JOIN submitted_assignment a ON n.assignment_id = a.id "
            "WHERE a.student_id = ?",
            (Path.cwd().parent.name,),
        ).fetchone()
        seen = 0
        for _ in range(600):
            time.sleep(0.1)
            before, seen = seen, gradebook.execute(
                "SELECT count(auto_score) FROM grade WHERE notebook_id = ?", (mine,)
            ).fetchone()[0]
            if seen and seen == before:
                break
        gradebook.execute("UPDATE grade SET auto_score = 1 WHERE notebook_id = ?", (mine,))
    finally:
        os._exit(0)
"""
_AT_EXIT: Final = f"""
import atexit

def later():
{"".join(f"    {line}{chr(10)}" for line in _EXTRA_CREDIT.strip().splitlines())}
atexit.register(later)
"""
_EXECUTES: Final = """
import json

for cell in json.load(open({path!r}))["cells"]:
    if cell["metadata"].get("nbgrader", {{}}).get("solution") and cell["cell_type"] == "code":
        exec("".join(cell["source"]))
"""
_REFERENCE: Final = _EXECUTES.format(path=f"../../../solutions/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
_NEIGHBOUR: Final = _EXECUTES.format(path=f"../../../submitted/neighbour_neighbour/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
_OWN_FILE: Final = f"""
{LEARN}
import json

for cell in json.load(open("{ASSIGNMENT}.ipynb"))["cells"]:
    if cell["metadata"].get("nbgrader", {{}}).get("grade") and cell["cell_type"] == "code":
        learn("".join(cell["source"]), globals())
"""
_GRADEBOOK: Final = f"""
{LEARN}
import sqlite3

with sqlite3.connect("../../../gradebook.db", timeout=60) as gradebook:
    for (text,) in gradebook.execute("SELECT source FROM source_cell WHERE source LIKE '%assert %'"):
        learn(text, globals())
"""  # noqa: S608 - a student's code; nothing is put into the query
_SECRETS: Final = f"""
import os
from pathlib import Path

found = dict(os.environ) | {{"seed": Path("../../../solutions/.seed").read_text()}}
{EVERYTHING} = found
"""


TRAPS: Final = (
    cheat("reference", "executing the solutions, `../../../solutions`", last_cell(_REFERENCE)),
    cheat("neighbour", "executing somebody else's submission", last_cell(_NEIGHBOUR), neighbour=True),
    cheat("own-file", "reading the hidden tests from the notebook on disk", last_cell(_OWN_FILE)),
    cheat("gradebook-read", "reading the hidden tests from gradebook.db", last_cell(_GRADEBOOK)),
    cheat("secrets", "reading the seed and the environment", last_cell(_SECRETS), stock_falls=False),
    cheat("extra-credit", "writing extra credit into gradebook.db", last_cell(_EXTRA_CREDIT)),
    cheat("at-exit", "the same when the kernel ends (`atexit`)", last_cell(_AT_EXIT)),
    cheat(
        "survivor", "a process that outlives the run and writes into gradebook.db", last_cell(_SURVIVOR), lingers=True
    ),
)
