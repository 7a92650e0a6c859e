"""What the first students of the class hand in a second time: better and worse work, and every odd shape."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from autograder.demo.handing_in import write_work
from autograder.demo.roster import Kind
from tests.parity.collected import Collected

_Cell: TypeAlias = dict[str, Any]
_Edit: TypeAlias = Callable[[list[_Cell]], list[_Cell]]
#: What becomes of a notebook file before it is handed in.
_Fate: TypeAlias = Callable[[Path], None]

WORSE: Final = "worse work"
BETTER: Final = "better work, with files beside it"
MALFORMED: Final = "malformed"
UNTOUCHED: Final = "untouched, where a .py was"


def hand_in_again(collected: Collected) -> dict[str, str]:
    """Have students hand in once more, and collect that.

    Whoever hands in endless loops does it again for one assignment, for each takes its seconds.

    Returns:
        What each of them did, in words.
    """
    done: dict[str, str] = {}
    for assignment, works in collected.works.items():
        by_kind = {work.kind: work for work in reversed([*works.values()])}
        for person, again in zip(collected.people, _DONE, strict=False):
            if (person.kind, assignment) != (Kind.ENDLESS, collected.assignments[0]):
                desk = collected.start_over(person.id, assignment)
                write_work(by_kind[again.kind], desk, assignment)
                again.fate(desk / f"{assignment}.ipynb")
                collected.submit(person.id, assignment)
                done[person.id] = again.words
    collected.collect()
    return done


def _as_it_is(_: Path) -> None:
    pass


def _with_files(path: Path) -> None:
    """Add a file in a folder and one that courses keep at home; leave a released one out."""
    (path.parent / "notes").mkdir()
    (path.parent / "notes" / "measured.csv").write_text("1,2\n")
    (path.parent / "exercises.py").write_text("points = 100\n")
    (path.parent / "examples.json").unlink()


def _malformed(path: Path) -> None:
    path.write_text('{"cells": [', encoding="utf-8")


def _renamed(path: Path) -> None:
    path.rename(path.with_stem(f"{path.stem} - Copy (2)"))


def _edited(edit: _Edit) -> _Fate:
    def fate(path: Path) -> None:
        notebook = json.loads(path.read_bytes())
        path.write_text(json.dumps(notebook | {"cells": edit(notebook["cells"])}), encoding="utf-8")

    return fate


def _without_graded(cells: list[_Cell]) -> list[_Cell]:
    return [cell for cell in cells if not _settings(cell).get("grade")]


def _without_code(cells: list[_Cell]) -> list[_Cell]:
    return [cell for cell in cells if cell["cell_type"] != "code"]


def _twice(cells: list[_Cell]) -> list[_Cell]:
    return [*cells, *cells]


def _of_the_future(cells: list[_Cell]) -> list[_Cell]:
    return [
        cell | {"metadata": cell["metadata"] | {"nbgrader": settings | {"schema_version": 99}}}
        if (settings := _settings(cell))
        else cell
        for cell in cells
    ]


def _settings(cell: _Cell) -> dict[str, Any]:
    return dict(cell["metadata"].get("nbgrader", {}))


@dataclass(frozen=True, slots=True)
class _Again:
    """A second hand-in: in words, the kind of work it starts from, and what becomes of its notebook."""

    words: str
    kind: Kind
    fate: _Fate = _as_it_is


#: In the order of the demo's class: all right, other forms, mistakes, late, false friends, a script, endless, ...
_DONE: Final = (
    _Again(WORSE, Kind.MISTAKES),
    _Again("checks deleted, edited and skipped", Kind.EDITED_CHECKS),
    _Again(BETTER, Kind.RIGHT, _with_files),
    _Again("graded cells deleted", Kind.MISTAKES, _edited(_without_graded)),
    _Again(MALFORMED, Kind.RIGHT, _malformed),
    _Again(UNTOUCHED, Kind.UNTOUCHED),
    _Again("every cell twice", Kind.RIGHT, _edited(_twice)),
    _Again("a schema of the future", Kind.RIGHT, _edited(_of_the_future)),
    _Again("renamed", Kind.RIGHT, _renamed),
    _Again("words alone", Kind.RIGHT, _edited(_without_code)),
)
