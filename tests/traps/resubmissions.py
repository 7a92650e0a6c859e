"""Full marks at first, then something that nbgrader finds no cells in: the old marks stay."""

from typing import Final

from tests.traps.released import ASSIGNMENT, Cell, Released, each_check, without_checks
from tests.traps.trap import Draw, Files, Trap, after_full_marks, everything, first_time, nothing


def _checks_deleted(released: Released) -> Files:
    return released.submission(without_checks(released.filled()))


def _right_without_checks(released: Released) -> Files:
    return released.submission(without_checks(released.answered()))


def _checks_renounced(released: Released) -> Files:
    def renounce(cell: Cell) -> None:
        cell["metadata"]["nbgrader"] |= {"grade": False, "solution": True, "locked": False}

    return released.submission(each_check(released.filled(), renounce))


def _renamed(released: Released) -> Files:
    return released.submission(released.filled(), "my homework.ipynb")


def _no_notebook(released: Released) -> Files:
    return {"sorry.txt": b"The dog ate it.", "examples.json": released.examples}


def _beside(name: str) -> Draw:
    """Hand in an untouched notebook, and a file in a place where grading wants to write."""
    return lambda released: released.submission(released.filled()) | {name: b"In your way."}


def _folder_for_notebook(_: Released) -> Files:
    return {f"{ASSIGNMENT}.ipynb/in your way.txt": b""}


def _folder_for_examples(released: Released) -> Files:
    notebook = released.submission(released.filled())[f"{ASSIGNMENT}.ipynb"]
    return {f"{ASSIGNMENT}.ipynb": notebook, "examples.json/in your way.txt": b""}


def _script_alone(released: Released) -> Files:
    return {f"{ASSIGNMENT}.py": released.answers["predict"].encode()}


def _other_assignment(released: Released) -> Files:
    return released.submission(released.other)


def _truncated(released: Released) -> Files:
    data = released.submission(released.answered())[f"{ASSIGNMENT}.ipynb"]
    return released.submission(data[: len(data) // 2])


def _bytes(data: bytes) -> Draw:
    return lambda released: released.submission(data)


def _stays(name: str, what: str, draw: Draw) -> Trap:
    return Trap(name, f"{what} is handed in after full marks, and they stay", after_full_marks(draw, nothing))


TRAPS: Final = (
    _stays("checks-deleted", "a notebook without check cells", _checks_deleted),
    Trap(
        "checks-missing",
        "all is right but the check cells were deleted, and nothing is earned",
        first_time(_right_without_checks, everything),
    ),
    _stays("checks-renounced", "a notebook whose check cells say that they are worth nothing", _checks_renounced),
    _stays("renamed", "a notebook under another name", _renamed),
    _stays("no-notebook", "a folder without a notebook", _no_notebook),
    _stays("folder-for-notebook", "a folder that is named like the notebook", _folder_for_notebook),
    _stays("folder-for-examples", "a folder that is named like a file of the course", _folder_for_examples),
    _stays("folder-for-mark", "a folder that is named like the grader's mark", _beside("score.json/x")),
    _stays(
        "folder-for-pending",
        "a folder that is named like the grader's unfinished mark",
        _beside(".score.json.pending/x"),
    ),
    Trap(
        "script-alone",
        "a .py is handed in after full marks, and they stay",
        after_full_marks(_script_alone, lambda released: released.worth("predict")),
    ),
    _stays("other-assignment", "the notebook of another assignment", _other_assignment),
    _stays("not-json", "a file that is no JSON", _bytes(b"def predict(input, weight): ...")),
    _stays("json-list", "a JSON list", _bytes(b"[1, 2, 3]")),
    _stays("no-cells", "a JSON object without cells", _bytes(b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}')),
    _stays("truncated", "half a notebook", _truncated),
    _stays("empty-file", "an empty file", _bytes(b"")),
    _stays("not-text", "a file of bytes that are no text", _bytes(b"\xff\xfe\x00\xd8" * 50)),
    _stays("deeply-nested", "a hundred thousand brackets", _bytes(b"[" * 100_000)),
)
