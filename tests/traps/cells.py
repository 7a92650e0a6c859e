"""Cells that are there twice, that say odd things of themselves, or that were changed although they are locked."""

from collections.abc import Callable
from typing import Any, Final

from tests.traps.released import Cell, Notebook, Released, each_check, grade_id, with_cell, with_twin
from tests.traps.trap import Draw, Files, Trap, everything, first_time, right, with_a_neighbour


def _twin(name: str) -> Draw:
    return lambda released: released.submission(with_twin(released.answered(), name))


def _schema(version: int | str) -> Draw:
    def draw(released: Released) -> Files:
        notebook = released.answered()
        for cell in notebook["cells"]:
            if grade_id(cell):
                cell["metadata"]["nbgrader"]["schema_version"] = version
        return released.submission(notebook)

    return draw


def _checks(notebook: Callable[[Released], Notebook], **settings: Any) -> Draw:  # noqa: ANN401 - JSON
    """Change what every check cell says of itself."""

    def change(cell: Cell) -> None:
        cell["metadata"]["nbgrader"] |= settings

    return lambda released: released.submission(each_check(notebook(released), change))


def _no_metadata(released: Released) -> Files:
    notebook = released.answered()
    for cell in notebook["cells"]:
        cell["metadata"].clear()
    return released.submission(notebook)


def _checks_as_prose(released: Released) -> Files:
    return released.submission(each_check(released.answered(), as_prose))


def as_prose(cell: Cell) -> None:
    """Turn a cell into text."""
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def own_output(released: Released) -> Files:
    """Hand in wrong answers with outputs that say otherwise."""

    def claim(cell: Cell) -> None:
        points = str(float(cell["metadata"]["nbgrader"]["points"]))
        output = {"output_type": "execute_result", "data": {"text/plain": points}, "metadata": {}, "execution_count": 1}
        cell["outputs"] = [output]

    return released.submission(each_check(with_cell(released.filled(), "pass"), claim))


def _aborts(name: str, what: str, draw: Draw) -> Trap:
    return Trap(
        name,
        f"{what} ends the run, and who comes behind is not graded",
        with_a_neighbour(first_time(draw, everything)),
        stops_the_class=True,
    )


TRAPS: Final = (
    _aborts("check-twice", "a check cell that is there twice", _twin("check_predict")),
    _aborts("answer-twice", "a solution cell that is there twice", _twin("predict")),
    _aborts("schema-old", "a cell of nbgrader's schema 1", _schema(1)),
    _aborts("schema-new", "a cell of nbgrader's schema 4", _schema(4)),
    Trap("schema-odd", "a cell of the schema 'x' fails its student", first_time(_schema("x"), everything)),
    Trap(
        "metadata-gone", "without nbgrader's metadata right answers earn nothing", first_time(_no_metadata, everything)
    ),
    Trap(
        "points-odd",
        "check cells that claim 'many' points fail their student",
        first_time(_checks(lambda released: released.answered(), points="many"), everything),
    ),
    Trap(
        "checks-as-prose",
        "check cells that were turned into text are worth nothing",
        first_time(_checks_as_prose, everything),
        stock_falls=False,
    ),
    Trap(
        "nothing-odd",
        "a notebook with everything right earns everything",
        first_time(right, everything),
        stock_falls=False,
    ),
)
