"""Student code that reads and writes what lies beside it: nbgrader runs it with the teacher's own rights."""

from typing import Final

from tests.traps.released import Released, with_cell
from tests.traps.trap import Draw, Trap, first_time, nothing

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
_REFERENCE: Final = """
import json

for cell in json.load(open("../../../solutions/error/error.ipynb"))["cells"]:
    if cell["metadata"].get("nbgrader", {}).get("solution") and cell["cell_type"] == "code":
        exec("".join(cell["source"]))
"""


def _last_cell(source: str) -> Draw:
    """Put one's own code behind all answers, and the checks behind that."""

    def draw(released: Released) -> dict[str, bytes]:
        return released.submission(with_cell(released.checks_last(), source.strip(), before="check_predict"))

    return draw


TRAPS: Final = (
    Trap(
        "extra-credit",
        "code that writes extra credit into gradebook.db gets it",
        first_time(_last_cell(_EXTRA_CREDIT), nothing),
    ),
    Trap(
        "survivor",
        "a process that survives the run rewrites gradebook.db",
        first_time(_last_cell(_SURVIVOR), nothing),
        lingers=True,
    ),
    Trap(
        "reference",
        "code that executes ../../../solutions earns its points",
        first_time(_last_cell(_REFERENCE), nothing),
    ),
)
