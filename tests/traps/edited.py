"""Check cells, and what they say of themselves, changed for points; every answer is as it was released."""

import copy
from collections.abc import Callable
from typing import Any, Final

from tests.traps.cells import as_prose, own_output
from tests.traps.released import Cell, Released, each_check, grade_id, is_check, with_cell, without_checks
from tests.traps.trap import Draw, Files, cheat


def _checks(change: Callable[[Cell], None]) -> Draw:
    return lambda released: released.submission(each_check(released.filled(), change))


def _text(source: str) -> Draw:
    return _checks(lambda cell: cell.update(source=source))


def _settings(**changed: Any) -> Draw:  # noqa: ANN401 - JSON
    return _checks(lambda cell: cell["metadata"]["nbgrader"].update(changed))


def _unlocked(cell: Cell) -> None:
    cell["metadata"] |= {"editable": True, "deletable": True}
    cell["metadata"]["nbgrader"] |= {"locked": False, "checksum": None}
    cell["source"] = "pass"


def _solutions(cell: Cell) -> None:
    cell["metadata"]["nbgrader"] |= {"grade": True, "solution": True, "locked": False}
    cell["source"] = "pass"


def _raw(cell: Cell) -> None:
    as_prose(cell)
    cell["cell_type"] = "raw"


def _tagged(cell: Cell) -> None:
    cell["metadata"]["tags"] = ["raises-exception", "remove-cell", "nbgrader-skip"]


def _deleted(released: Released) -> Files:
    return released.submission(without_checks(released.filled()))


def _twins(released: Released) -> Files:
    """Have every check cell twice, the second time empty."""
    notebook = released.filled()
    twins = [copy.deepcopy(cell) | {"source": "pass", "id": f"twin-{n}"} for n, cell in _numbered(notebook)]
    notebook["cells"] += twins
    return released.submission(notebook)


def _numbered(notebook: dict[str, Any]) -> enumerate[Cell]:
    return enumerate(filter(is_check, notebook["cells"]))


def _stand_ins(released: Released) -> Files:
    """Give the names of the check cells to the cells that answers belong in, and the other way round."""
    notebook = released.filled()
    for cell in notebook["cells"]:
        name = grade_id(cell)
        if is_check(cell):
            cell["metadata"]["nbgrader"]["grade_id"] = name.removeprefix("check_")
        elif name in released.answers:
            cell["metadata"]["nbgrader"]["grade_id"] = f"check_{name}"
    return released.submission(notebook)


def _same_ids(released: Released) -> Files:
    notebook = released.filled()
    for cell in notebook["cells"]:
        cell["id"] = "one"
    return released.submission(notebook)


def _bonus(released: Released) -> Files:
    """Add a check cell of one's own, worth a hundred points."""
    notebook = with_cell(released.filled(), "pass", before="check_sse")
    added = next(cell for cell in notebook["cells"] if cell["id"] == "own")
    (check,) = (cell for cell in notebook["cells"] if grade_id(cell) == "check_sse")
    added["metadata"] = copy.deepcopy(check["metadata"])
    added["metadata"]["nbgrader"] |= {"grade_id": "check_bonus", "points": 100}
    return released.submission(notebook)


def _own_setup(released: Released) -> Files:
    """Rewrite the locked cell that imports NumPy and `check`."""
    setup = "class np:\n    allclose = staticmethod(lambda *_: True)\n\ncheck = {}.get"
    return released.submission(released.filled(setup=setup))


TRAPS: Final = (
    cheat("checks-rewritten", "check cells rewritten to a number", _text("2.0"), stock_falls=False),
    cheat("checks-emptied", "check cells emptied", _text(""), stock_falls=False),
    cheat("checks-removed", "check cells deleted", _deleted, stock_falls=False),
    cheat("checks-unlocked", "check cells unlocked and rewritten to `pass`", _checks(_unlocked), stock_falls=False),
    cheat("checks-twins", "check cells copied, the copies emptied", _twins, stock_falls=False, stops_the_class=True),
    cheat("checks-solutions", "check cells turned into answer cells", _checks(_solutions), stock_falls=False),
    cheat("checks-texts", "check cells turned into text", _checks(as_prose), stock_falls=False),
    cheat("checks-raw", "check cells turned into raw cells", _checks(_raw), stock_falls=False),
    cheat(
        "checks-tagged",
        "the tags `raises-exception`, `remove-cell` on check cells",
        _checks(_tagged),
        stock_falls=False,
    ),
    cheat("names-exchanged", "answer cells and check cells under each other's names", _stand_ins, stock_falls=False),
    cheat("same-ids", "one id for all cells", _same_ids, stock_falls=False),
    cheat("bonus", "a check cell of one's own, worth 100 points", _bonus, stock_falls=False),
    cheat("points-raised", "check cells that claim 100 points each", _settings(points=100), stock_falls=False),
    cheat("no-grades", "check cells that claim to be none", _settings(grade=False), stock_falls=False),
    cheat("own-output", "results saved in check cells", own_output, stock_falls=False),
    cheat("setup-rewritten", "the locked setup cell rewritten", _own_setup, stock_falls=False),
)
